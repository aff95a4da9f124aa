// The timers of one interpreter: sleeps, lock timeouts. A heap of their own rather than the host's timers, so that a
// thread whose JavaScript stack is occupied can wait for the next one, and so that time can be virtual.
// Invariant: `items` is a binary heap by (due, order); a cancelled timer stays in it, without its `run`, until it is due.

export interface Timer {
  readonly due: number;
  readonly order: number;
  run: (() => void) | null;
}

export class Timers {
  private items: Timer[] = [];
  private order = 0;
  private cancelled = 0;

  /** Calls `run` once at `due` (milliseconds of the host's monotonic clock) or soon after. */
  set(due: number, run: () => void): Timer {
    const t: Timer = { due, order: this.order++, run };
    const items = this.items;
    let i = items.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(t, items[parent])) break;
      items[i] = items[parent];
      i = parent;
    }
    items[i] = t;
    return t;
  }

  cancel(t: Timer): void {
    if (t.run === null) return;
    t.run = null;
    // Timeouts that never happen are the common kind: without this a busy queue would keep thousands.
    if (++this.cancelled > 64 && this.cancelled * 2 > this.items.length) this.compact();
  }

  /** When the next timer is due; Infinity when there is none. */
  next(): number {
    while (this.items.length > 0 && this.items[0].run === null) {
      this.pop();
      this.cancelled--;
    }
    return this.items.length === 0 ? Number.POSITIVE_INFINITY : this.items[0].due;
  }

  /** Runs what is due. */
  runDue(now: number): void {
    while (this.next() <= now) {
      const t = this.pop();
      const run = t.run!; // next() has dropped the cancelled ones before it
      t.run = null;
      run();
    }
  }

  private compact(): void {
    const live = this.items.filter((t) => t.run !== null).sort((a, b) => (before(a, b) ? -1 : 1));
    this.items = live; // sorted, which is a heap
    this.cancelled = 0;
  }

  private pop(): Timer {
    const items = this.items;
    const top = items[0];
    const last = items.pop()!; // callers know that there is one
    const n = items.length;
    if (n > 0) {
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= n) break;
        if (child + 1 < n && before(items[child + 1], items[child])) child++;
        if (!before(items[child], last)) break;
        items[i] = items[child];
        i = child;
      }
      items[i] = last;
    }
    return top;
  }
}

function before(a: Timer, b: Timer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
