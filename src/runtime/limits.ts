// Limits of time and memory, looked at every few milliseconds while Python runs. Invariant: within the limits nothing
// happens but a look at the clock; beyond one an exception is raised at the safepoint, again and again until the code
// ends. (V8 itself ends the process when its heap is full; this comes before.)

import { exceptionTypes, type PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { memoryError, newException } from '../objects/exceptions/raise.ts';
import { fromJS } from '../objects/str/text.ts';
import { host } from './host.ts';

/** Milliseconds between two looks. */
const INTERVAL = 10;
/** … and after something that waited was told. */
const REACTION = 100;
/** Memory is looked at less often: the answer costs some microseconds. */
const MEMORY_INTERVAL = 25;
/** The share of V8's heap that Python may fill. */
const HEAP_SHARE = 0.85;

export class Limits {
  /** When the running work has to be over, in milliseconds of the host's clock. */
  deadline = Number.POSITIVE_INFINITY;
  /** What the deadline was made of, for the message. */
  time = 0;
  /** The running work has been told at a safepoint that its time is over. */
  raised = false;
  /** Bytes the process may use; null: what V8's heap can hold. */
  memory: number | null = null;
  private nextLook = 0;
  private nextMemoryLook = 0;

  /** The running work has to be over at `deadline`, after `time` milliseconds; Infinity: never. */
  set(deadline: number, time: number): void {
    this.time = time;
    this.deadline = deadline;
    this.raised = false;
  }

  /** A wait was ended because the time is over: `finally` and `with` get a moment before it is raised again. */
  told(now: number): void {
    this.nextLook = now + REACTION;
  }

  /** What is to be raised, if a limit is reached. */
  exceeded(now: number): PyBaseException | null {
    if (now < this.nextLook) return null;
    this.nextLook = now + INTERVAL;
    if (now > this.deadline) {
      this.raised = true;
      return this.timeout();
    }
    if (now < this.nextMemoryLook) return null;
    this.nextMemoryLook = now + MEMORY_INTERVAL;
    if (!this.full()) return null;
    // Much of it may be garbage that V8 has not collected yet.
    host().process.collectGarbage();
    this.nextMemoryLook = host().clock.milliseconds() + 10 * MEMORY_INTERVAL;
    return this.full() ? memoryError('') : null;
  }

  /** The error of work whose time is over. */
  timeout(): PyBaseException {
    return newException(exceptionTypes.TimeoutError, fromJS(`the time limit of ${this.time} ms is reached`));
  }

  private full(): boolean {
    const { used, heap, heapLimit } = host().process.memory();
    return heap > heapLimit * HEAP_SHARE || (this.memory !== null && used > this.memory);
  }
}
