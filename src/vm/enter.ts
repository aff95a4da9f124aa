// The ways from JavaScript into the evaluation loop: nested (a leaf native calls Python for a moment) and as the base
// of a thread (`drivePending`), which can hand control back to the host and go on later.
// Invariant: on return the thread's frame and exception state are what they were.

import { EntryFrame, type PyFrame } from '../objects/frame.ts';
import type { PyObject, PyValue } from '../objects/object.ts';
import type { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { recursionError } from '../objects/exceptions/raise.ts';
import { type Pending, setRunner } from '../objects/protocol/pending.ts';
import { begin, deliver, setContext, waiting } from './drive.ts';
import { setContextSetter, setDeliver } from './cold.ts';
import { DONE, run, SLICE, WAITING } from './run.ts';
import { setThread, type ThreadState, thread } from './thread.ts';

/** Nested loops in JavaScript's own stack; beyond this Python gets a RecursionError rather than V8 a stack overflow. */
const MAX_NESTING = 180;

function runNested(p: Pending): unknown {
  const ts = thread();
  const frame = ts.frame;
  const excInfo = ts.excInfo;
  if (ts.nesting >= MAX_NESTING) throw recursionError('maximum recursion depth exceeded in a native call');
  const entry = new EntryFrame(frame, frame === null ? 0 : frame.depth, false);
  ts.nesting++;
  try {
    const f = begin(ts, p, entry);
    if (f !== null) {
      let status = run(ts, f, entry);
      while (status === SLICE) status = run(ts, ts.sliceFrame!, entry);
    }
  } finally {
    ts.nesting--;
    ts.frame = frame;
    ts.excInfo = excInfo;
  }
  if (entry.exception !== null) throw entry.exception;
  return entry.value;
}
setRunner(runNested);
setContextSetter(setContext);
setDeliver((ts, back, value) => deliver(ts, back, value, null));

/** A piece of Python work at the base of a thread. */
export class Execution {
  private readonly entry = new EntryFrame(null, 0, true);
  private next: PyFrame | null;
  constructor(
    private readonly ts: ThreadState,
    p: Pending,
  ) {
    const old = setThread(ts);
    ts.frame = null;
    this.next = begin(ts, p, this.entry);
    setThread(old);
  }

  /** Runs until done, waiting, or its time slice is over: DONE, WAITING or SLICE. */
  step(): number {
    const ts = this.ts;
    const old = setThread(ts);
    try {
      if (this.next === null) return waiting.has(ts) ? WAITING : DONE;
      const status = run(ts, this.next, this.entry);
      this.next = status === SLICE ? ts.sliceFrame : null;
      return status;
    } finally {
      setThread(old);
    }
  }

  /** Wakes a waiting thread with the value (or exception) it waited for. */
  wake(value: PyValue | undefined, exception: PyObject | null): void {
    const w = waiting.get(this.ts)!;
    waiting.delete(this.ts);
    const old = setThread(this.ts);
    this.next = deliver(this.ts, w.activation, value, exception as PyBaseException | null); // Wait fails with exceptions
    setThread(old);
  }

  /** The result after DONE; throws the exception that ended it. */
  result(): unknown {
    this.ts.frame = null;
    if (this.entry.exception !== null) throw this.entry.exception;
    return this.entry.value;
  }
}

/** Runs a Pending to its end, giving the host's event loop a turn whenever the thread waits or its slice is over. */
export async function runAsync(ts: ThreadState, p: Pending): Promise<unknown> {
  const x = new Execution(ts, p);
  for (;;) {
    const status = x.step();
    if (status === DONE) return x.result();
    if (status === WAITING) {
      const { wait } = waiting.get(ts)!;
      let done = false;
      let wakeUp: (() => void) | null = null;
      const finish = (value: PyValue | undefined, exception: PyObject | null): void => {
        if (done) return;
        done = true;
        ts.interruptWait = null;
        x.wake(value, exception);
        wakeUp?.();
      };
      ts.interruptWait = (e) => {
        wait.cancel?.();
        finish(undefined, e);
      };
      wait.start(
        (value) => finish(value, null),
        (e) => finish(undefined, e),
      );
      if (!done) await new Promise<void>((resolve) => (wakeUp = resolve));
    } else await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
declare function setImmediate(f: () => void): unknown;

/** Runs a Pending to its end without leaving this agent; a wait that is not over at once blocks through `block`. */
export function runSync(ts: ThreadState, p: Pending): unknown {
  const old = setThread(ts);
  try {
    return runNested(p);
  } finally {
    setThread(old);
  }
}
