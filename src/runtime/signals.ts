// Signals between the host and Python: which handlers are installed and how one is run. Invariant: handlers run in the
// main thread, on top of whatever it does: at a safepoint, or while it waits. One that raises ends the wait.

import type { PyValue } from '../objects/object.ts';
import type { Pending } from '../objects/protocol/pending.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { newException } from '../objects/exceptions/raise.ts';
import type { RuntimeInterpreter } from './interpreter.ts';

const SIGINT = 2;

/** The signal state of the interpreter that owns signals (the main one). */
export class Signals {
  /** Signal number → Python handler (a callable; SIG_DFL and SIG_IGN are the module's business). */
  readonly handlers = new Map<number, PyValue>();
  /** `_signal` has been imported and keeps `handlers`; until then SIGINT raises KeyboardInterrupt. */
  imported = false;
  /** Called for every signal before its handler (set_wakeup_fd). */
  onArrival: ((signal: number) => void) | null = null;
  /** Signals held back by pthread_sigmask, and those of them that arrived. */
  readonly blocked = new Set<number>();
  readonly held = new Set<number>();
  /** The call of a handler that was posted last: while it waits, more of the same signal make no further call. */
  private readonly posted = new Map<number, () => Pending>();
  /** Told of a signal that is about to end the process by its default action (faulthandler). */
  onFatal: ((signal: number) => void) | null = null;
  /** Threads in pause(): told of every signal that is handled. */
  private pausing: (() => void)[] = [];
  /** Threads in sigwait(): they take a signal before anybody else; true when taken. */
  private readonly takers = new Set<(signal: number) => boolean>();
  constructor(private readonly interpreter: RuntimeInterpreter) {}

  /** Makes the Pending that calls a handler with its arguments (set by `_signal`). */
  makeCall: (handler: PyValue, signal: number) => Pending = () => {
    throw new Error('no _signal module');
  };

  /** A signal has arrived from the host, a timer, or Python itself. */
  arrived(signal: number): void {
    if (this.offered(signal)) return;
    if (this.blocked.has(signal)) {
      this.held.add(signal);
      return;
    }
    const { scheduler, mainThread } = this.interpreter;
    if (!this.imported && signal === SIGINT) {
      scheduler.interrupt(mainThread, newException(exceptionTypes.KeyboardInterrupt));
      return;
    }
    if (!this.handlers.has(signal)) return;
    this.onArrival?.(signal);
    const waiting = this.posted.get(signal);
    if (waiting !== undefined && mainThread.calls.includes(waiting)) return;
    // The handler that is installed when it runs counts, as in CPython.
    const make = (): Pending => {
      const handler = this.handlers.get(signal);
      return handler === undefined ? nothing() : this.makeCall(handler, signal);
    };
    this.posted.set(signal, make);
    scheduler.call(mainThread, make);
    const { pausing } = this;
    this.pausing = [];
    for (const wake of pausing) wake();
  }

  /** Whether somebody waits for just this signal and has taken it. */
  offered(signal: number): boolean {
    for (const take of this.takers) if (take(signal)) return true;
    return false;
  }

  /** Calls back once, when a signal has been handled. The result cancels. */
  onHandled(wake: () => void): () => void {
    this.pausing.push(wake);
    return () => {
      this.pausing = this.pausing.filter((w) => w !== wake);
    };
  }

  /** Offers every signal that arrives, until cancelled. */
  onAny(take: (signal: number) => boolean): () => void {
    this.takers.add(take);
    return () => void this.takers.delete(take);
  }
}

function* nothing(): Generator<never, undefined, never> {
  return undefined;
}

const table = new WeakMap<RuntimeInterpreter, Signals>();
/** The signal state of an interpreter. */
export function signalsOf(i: RuntimeInterpreter): Signals {
  let s = table.get(i);
  if (s === undefined) table.set(i, (s = new Signals(i)));
  return s;
}
