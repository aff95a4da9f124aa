// Signals between the host and Python: which handlers are installed and how one is run. Invariant: handlers run in the
// main thread, at a safepoint, or at once while that thread waits; one that raises ends the wait.

import type { PyValue } from '../objects/object.ts';
import type { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import type { Pending } from '../objects/protocol/pending.ts';
import { runSync } from '../vm/enter.ts';
import type { RuntimeInterpreter } from './interpreter.ts';

/** The signal state of the interpreter that owns signals (the main one). */
export class Signals {
  /** Signal number → Python handler (a callable; SIG_DFL and SIG_IGN are the module's business). */
  readonly handlers = new Map<number, PyValue>();
  /** Called for every signal before its handler (set_wakeup_fd). */
  onArrival: ((signal: number) => void) | null = null;
  /** Signals held back by pthread_sigmask, and those of them that arrived. */
  readonly blocked = new Set<number>();
  readonly held = new Set<number>();
  /** Threads in pause() and sigwait(). */
  waiters: ((signal: number) => void)[] = [];
  constructor(private readonly interpreter: RuntimeInterpreter) {}

  /** Makes the Pending that calls a handler with its arguments (set by `_signal`). */
  makeCall: (handler: PyValue, signal: number) => Pending = () => {
    throw new Error('no _signal module');
  };

  /** A signal has arrived from the host or a timer. */
  arrived(signal: number): void {
    if (this.blocked.has(signal)) {
      this.held.add(signal);
      return;
    }
    this.onArrival?.(signal);
    const ts = this.interpreter.mainThread;
    const deliver = (): void => {
      const handler = this.handlers.get(signal);
      if (handler !== undefined) runSync(ts, this.makeCall(handler, signal));
    };
    if (ts.interruptWait === null) this.interpreter.pending.push(deliver);
    else {
      const interrupt = ts.interruptWait;
      try {
        deliver();
      } catch (e) {
        interrupt(e as PyBaseException); // the evaluation loop throws nothing else
      }
    }
    const waiters = this.waiters;
    this.waiters = [];
    for (const w of waiters) w(signal);
  }
}

const table = new WeakMap<RuntimeInterpreter, Signals>();
/** The signal state of an interpreter. */
export function signalsOf(i: RuntimeInterpreter): Signals {
  let s = table.get(i);
  if (s === undefined) table.set(i, (s = new Signals(i)));
  return s;
}
