// The thread state: what one Python thread carries between instructions, and which thread runs now.
// Invariant: `frame` is the innermost Python frame while JavaScript natives run; `excInfo` the innermost exception
// being handled. One agent runs one thread at a time, so the running one is a module variable.

import { ExcInfo } from '../objects/generator.ts';
import type { Activation, EntryFrame, NativeFrame, PyFrame } from '../objects/frame.ts';
import type { Pending, Wait } from '../objects/protocol/pending.ts';
import { None, type PyObject, type PyValue } from '../objects/object.ts';
import type { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import type { PyDict } from '../objects/dict/storage.ts';

/** What the evaluation loop needs of an interpreter (runtime/interpreter.ts is the whole). */
export interface VmInterpreter {
  /** `builtins.__dict__`. */
  readonly builtins: PyDict;
  recursionLimit: number;
  /** Its threads. */
  threads(): Iterable<ThreadState>;
  /**
   * A thread whose JavaScript stack is occupied (a native called back into Python) waits: others run from inside. The
   * frame that goes on with the value, or null as `deliver` has it.
   */
  nestedWait(ts: ThreadState): PyFrame | null;
}

/** What a waiting thread waits for, and who gets the value. */
export interface Waiting {
  readonly wait: Wait;
  readonly activation: Activation;
}

export class ThreadState {
  frame: PyFrame | null = null;
  excInfo = new ExcInfo();
  /** Value of a finished sub-iterator for MODE_SEND. */
  sendResult: PyValue | undefined = undefined;
  /** An exception to raise at the frame that is resumed next. */
  raise: PyBaseException | null = null;
  /** `raise` has its traceback entry for that frame already. */
  reraise = false;
  /** The instruction a RERAISE with a lasti operand speaks for (what f_lasti and f_lineno say after it); -1: its own. */
  reraisedAt = -1;
  /** The entry of the innermost evaluation loop; null while none runs. */
  entry: EntryFrame | null = null;
  /** The frame to run once the current instruction is done (null: control goes back to JavaScript). */
  next: PyFrame | null = null;
  asyncGenFirstIter: PyValue | null = null;
  asyncGenFinalizer: PyValue | null = null;
  /** asyncio: the event loop that the thread runs and its task that is being executed, or None. */
  runningLoop: PyValue = None;
  runningTask: PyValue = None;
  /** The context that was entered last (modules/_contextvars.ts); null: none yet. */
  context: PyObject | null = null;
  coroutineOriginDepth = 0;
  traceFunction: PyValue | null = null;
  profileFunction: PyValue | null = null;
  /** The resumable native whose JavaScript runs now, if one does. */
  native: NativeFrame | null = null;
  /** What the thread was started with: held as long as it runs. */
  started: readonly PyValue[] | null = null;
  /** Callbacks of sys.settrace, sys.setprofile and sys.monitoring that run now: while they do, nothing is told. */
  tracing = 0;
  id = 1;
  /** What the system would call the thread (`_thread.set_name`); '' until it has one. */
  name = '';
  /** The wait the thread has just begun; whoever drives the thread takes it over. */
  waiting: Waiting | null = null;
  /** Calls to make on top of the thread when it goes on: signal handlers, asynchronous exceptions. */
  readonly calls: (() => Pending)[] = [];
  /** Safepoints the loop passes between two looks at `breaker`. */
  fuel = 1000;
  /** Where a thread whose time slice is over goes on. */
  sliceFrame: PyFrame | null = null;
  /** Asked when the loop's fuel is used up; true when the loop must hand control back. */
  breaker: (entry: EntryFrame) => boolean = () => false;
  constructor(readonly interpreter: VmInterpreter) {
    // V8 keeps a field's representation by what it has seen and throws code away when that widens: show it both.
    this.sendResult = 0;
    this.sendResult = undefined;
  }

  /** Forgets what it was doing: its frames were dropped. */
  reset(): void {
    this.frame = null;
    this.excInfo = new ExcInfo();
    this.sendResult = undefined;
    this.raise = null;
    this.waiting = null;
    this.sliceFrame = null;
    this.calls.length = 0;
  }

  /** The innermost exception being handled (sys.exception()). */
  handled(): PyBaseException | null {
    for (let e: ExcInfo | null = this.excInfo; e !== null; e = e.previous) if (e.exception !== null) return e.exception;
    return null;
  }
}

let running: ThreadState;
/** The running thread. */
export function thread(): ThreadState {
  return running;
}
export function setThread(t: ThreadState): ThreadState {
  const old = running;
  running = t;
  return old;
}
