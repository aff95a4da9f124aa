// The ways from JavaScript into the evaluation loop: nested (a leaf native calls Python for a moment) and as the base
// of a thread (`Execution`), which can be put down at any safepoint and picked up later.
// Invariant: on return the thread's frame and exception state are what they were. Who runs when is the scheduler's.

import { type Activation, EntryFrame, type PyFrame } from '../objects/frame.ts';
import type { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { recursionError } from '../objects/exceptions/raise.ts';
import { memory } from '../objects/memory/tracking.ts';
import { type Pending, setRunner } from '../objects/protocol/pending.ts';
import { begin, deliver, pickUp, setContext } from './drive.ts';
import { setContextSetter, setDeliver } from './cold.ts';
import { DONE, run, SLICE, WAITING } from './run.ts';
import { setThread, type ThreadState, thread } from './thread.ts';

/** Nested loops in JavaScript's own stack; beyond this Python gets a RecursionError rather than V8 a stack overflow. */
const MAX_NESTING = 180;
/** How many there are now, of whatever thread: they share one JavaScript stack. */
let nesting = 0;

/** Nested evaluation loops in JavaScript's stack now. */
export function nestingDepth(): number {
  return nesting;
}

function runNested(p: Pending): unknown {
  const ts = thread();
  const { frame, excInfo, waiting, sliceFrame, entry: outer, native } = ts;
  if (nesting >= MAX_NESTING) throw recursionError('maximum recursion depth exceeded in a native call');
  const entry = new EntryFrame(frame, frame === null ? 0 : frame.depth, false);
  entry.native = native;
  const { compiled, untold } = memory;
  memory.compiled = 0;
  memory.untold = false;
  nesting++;
  ts.native = null;
  ts.waiting = null;
  ts.sliceFrame = null;
  ts.entry = entry;
  try {
    let f = begin(ts, p, entry);
    for (;;) {
      if (f !== null) {
        run(ts, f, entry);
        f = null;
      }
      if (ts.waiting !== null) f = ts.interpreter.nestedWait(ts);
      else if (ts.sliceFrame !== null) f = pickUp(ts);
      else break;
    }
  } finally {
    nesting--;
    ts.frame = frame;
    ts.excInfo = excInfo;
    ts.native = native;
    memory.compiled = compiled;
    memory.untold ||= untold;
    ts.waiting = waiting;
    ts.sliceFrame = sliceFrame;
    ts.entry = outer;
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
  /** What `step` does first: begins this … */
  private work: Pending | null;
  /** … on top of `to`, or delivers `value` to it; neither: picks up where the slice ended. */
  private to: Activation | null = this.entry;
  private value: unknown = undefined;
  private exception: PyBaseException | null = null;
  constructor(
    readonly ts: ThreadState,
    p: Pending,
  ) {
    this.work = p;
  }

  /** Runs until done, waiting (`ts.waiting` says for what), or put down at a safepoint: DONE, WAITING or SLICE. */
  step(): number {
    const ts = this.ts;
    const old = setThread(ts);
    const outer = ts.entry;
    ts.entry = this.entry;
    try {
      const { work, to } = this;
      let f: PyFrame | null;
      if (to === null) f = pickUp(ts);
      else {
        this.to = null;
        if (work !== null) {
          this.work = null;
          if (to === this.entry) ts.frame = null;
          f = begin(ts, work, to);
        } else {
          const { value, exception } = this;
          this.value = undefined;
          this.exception = null;
          f = deliver(ts, to, value, exception);
        }
      }
      if (f === null) return ts.waiting !== null ? WAITING : ts.sliceFrame !== null ? SLICE : DONE;
      return run(ts, f, this.entry);
    } finally {
      ts.entry = outer;
      setThread(old);
    }
  }

  /** What the next step delivers. */
  deliver(to: Activation, value: unknown, exception: PyBaseException | null): void {
    this.to = to;
    this.value = value;
    this.exception = exception;
  }

  /** The next step runs `work`, whose result goes to `to`. */
  interpose(work: Pending, to: Activation): void {
    this.work = work;
    this.to = to;
  }

  /** Makes this the outcome, whatever it was doing. */
  fail(e: PyBaseException): void {
    this.entry.exception = e;
  }

  /** The result after DONE; throws the exception that ended it. */
  result(): unknown {
    this.ts.frame = null;
    if (this.entry.exception !== null) throw this.entry.exception;
    return this.entry.value;
  }
}

/** Runs a Pending to its end without leaving this agent; where it waits, other threads run, or the agent blocks. */
export function runSync(ts: ThreadState, p: Pending): unknown {
  const old = setThread(ts);
  try {
    return runNested(p);
  } finally {
    setThread(old);
  }
}

export { DONE, SLICE, WAITING };
