// The global interpreter lock of one interpreter: who holds it, who is ready to take it, and for how long each did.
// Invariant: one thread holds it at most; the ready ones are in the order in which they became ready.

import type { ThreadState } from '../vm/thread.ts';

/** What a thread had of the GIL. Times in milliseconds. */
export interface GilCounters {
  /** How often it took the GIL. */
  acquisitions: number;
  /** How often it had to give it up at the end of its time slice. */
  forcedSwitches: number;
  /** How often it gave it up to wait for something. */
  waits: number;
  heldMs: number;
  /** From being ready to run until it ran. */
  waitedMs: number;
}

export function newCounters(): GilCounters {
  return { acquisitions: 0, forcedSwitches: 0, waits: 0, heldMs: 0, waitedMs: 0 };
}

/** A thread as the GIL sees it. */
export interface Contender {
  readonly ts: ThreadState;
  readonly counters: GilCounters;
  /** Since when it is ready. */
  readySince: number;
  queued: boolean;
}

export class Gil<T extends Contender> {
  holder: T | null = null;
  /** Since when the holder has it. */
  since = 0;
  private queue: T[] = [];
  private head = 0;

  /** Threads that are ready to run. */
  get waiting(): number {
    return this.queue.length - this.head;
  }

  /** Puts a thread at the end of the queue. */
  enqueue(t: T, now: number): void {
    if (t.queued) return;
    t.queued = true;
    t.readySince = now;
    this.queue.push(t);
  }

  /** The n-th of those that are ready. */
  peek(n: number): T {
    return this.queue[this.head + n];
  }

  /** Takes the n-th of those that are ready out of the queue. */
  dequeue(n: number): T {
    const q = this.queue;
    const t = q[this.head + n];
    if (n === 0) {
      this.head++;
      if (this.head === q.length) {
        q.length = 0;
        this.head = 0;
      } else if (this.head > 256 && this.head * 2 > q.length) {
        q.splice(0, this.head);
        this.head = 0;
      }
    } else q.splice(this.head + n, 1);
    t.queued = false;
    return t;
  }

  acquire(t: T, now: number): void {
    this.holder = t;
    this.since = now;
    t.counters.acquisitions++;
    t.counters.waitedMs += Math.max(0, now - t.readySince);
  }

  release(now: number): void {
    const t = this.holder;
    if (t === null) return;
    t.counters.heldMs += now - this.since;
    this.holder = null;
  }
}
