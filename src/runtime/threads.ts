// What `_thread` needs of the scheduler: starting threads and counting them. Invariant: until the scheduler sets `start`,
// there is only the main thread.

import type { PyValue } from '../objects/object.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { runtimeError } from '../objects/exceptions/raise.ts';
import type { RuntimeInterpreter } from './interpreter.ts';

export interface ThreadService {
  /**
   * Starts a Python thread that calls `f`; its identifier. `done` is called when it has ended; exceptions of `f` go to
   * threading's excepthook before that.
   */
  start(i: RuntimeInterpreter, f: PyValue, args: PyValue[], kwargs: PyDict | null, done: () => void): number;
  /** Threads started through `_thread` that still run. */
  count(i: RuntimeInterpreter): number;
}

export const threads: ThreadService = {
  start: () => {
    throw runtimeError("can't start new thread");
  },
  count: () => 0,
};
