// The memory that all interpreters of a process share: one large SharedArrayBuffer with an allocator and a lock.
// Invariant: whoever changes a list holds the lock; a block is filled before a list shows it, and a list changes by one
// store, so an agent that is terminated at any moment leaves lists that can be walked (`releaseAfter` frees its lock).

/** Where the fixed words are, as indices of 32-bit words. */
export const LOCK = 0;
const SLEEPERS = 1;
const TOP = 2;
/** Heads of the free lists, by size class. */
const FREE = 3;
const CLASSES = 13;
export const NEXT_INTERPRETER = 20;
export const INTERPRETERS = 21;
export const NEXT_QUEUE = 22;
export const QUEUES = 23;
export const NEXT_CHANNEL = 24;
export const CHANNELS = 25;
export const NEXT_BUFFER = 26;
export const BUFFERS = 27;
export const NEXT_TOKEN = 28;
/** Rises when an agent has ended: what it was about to tell somebody, nobody will. */
export const DEATHS = 29;
/** The table of agents: AGENT_WORDS each, from here. */
export const AGENTS = 64;
export const AGENT_WORDS = 16;
export const MAX_AGENTS = 1024;
const START = AGENTS + AGENT_WORDS * MAX_AGENTS;

/**
 * Addresses, not memory: the system gives pages when they are first written. (A growable buffer would do with less of
 * them, but V8 reads and writes those ten times as slowly: 16 ns a word beside 1.4.)
 */
const MAXIMUM = 1 << 30;
const MINIMUM = 1 << 24;
/** The smallest block is 16 bytes, header included. */
const SMALLEST = 16;
/** What is larger than this does not belong here: a SharedArrayBuffer of its own carries it (buffers.ts). */
export const LARGEST = SMALLEST * 2 ** (CLASSES - 1) - 4;

/** Memory for a new heap: as much as the system promises. */
export function newHeapMemory(): SharedArrayBuffer {
  const memory = promised(MAXIMUM);
  const w = new Int32Array(memory);
  w[TOP] = START;
  w[NEXT_QUEUE] = 1;
  w[NEXT_BUFFER] = 1;
  w[NEXT_TOKEN] = 1;
  return memory;
}
function promised(size: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(size);
  } catch (e) {
    if (!(e instanceof RangeError) || size <= MINIMUM) throw e;
    return promised(size / 2);
  }
}

export class Heap {
  readonly w: Int32Array;
  readonly bytes: Uint8Array;
  private held = false;
  /** Whether an agent's code has been stopped for good; only the main agent, which ends workers, knows. */
  isStopped: (slot: number) => boolean = () => false;
  /** Mends what an agent has left half done that was stopped under the lock; called with the lock. */
  onInherited: () => void = () => undefined;

  constructor(
    readonly memory: SharedArrayBuffer,
    /** The agent's number, for the lock. */
    private readonly slot: number,
  ) {
    this.w = new Int32Array(memory);
    this.bytes = new Uint8Array(memory);
  }

  /** Runs `f` while no other agent changes a list. */
  locked<T>(f: () => T): T {
    if (this.held) return f();
    const inherited = this.lock();
    this.held = true;
    try {
      if (inherited) this.onInherited();
      return f();
    } finally {
      this.held = false;
      this.unlock();
    }
  }

  /** True: it was taken over from an agent that is no more. */
  private lock(): boolean {
    const { w } = this;
    const me = this.slot + 1;
    for (let i = 0; i < 50; i++) if (Atomics.compareExchange(w, LOCK, 0, me) === 0) return false;
    Atomics.add(w, SLEEPERS, 1);
    let inherited = false;
    for (;;) {
      const owner = Atomics.compareExchange(w, LOCK, 0, me);
      if (owner === 0) break;
      // The time limit is for an owner that was terminated: its lock is freed without a call. The main agent sees to
      // that; when it is itself the one that waits here, it can do so nowhere else.
      Atomics.wait(w, LOCK, owner, 5);
      if (!this.isStopped(owner - 1) || Atomics.compareExchange(w, LOCK, owner, me) !== owner) continue;
      inherited = true;
      break;
    }
    Atomics.sub(w, SLEEPERS, 1);
    return inherited;
  }
  private unlock(): void {
    const { w } = this;
    Atomics.store(w, LOCK, 0);
    if (Atomics.load(w, SLEEPERS) > 0) Atomics.notify(w, LOCK, 1);
  }
  /** Whether an agent has the lock. */
  heldBy(slot: number): boolean {
    return Atomics.load(this.w, LOCK) === slot + 1;
  }
  /** An agent is gone: if it had the lock, what it left is mended before anybody else sees it. */
  releaseAfter(slot: number): void {
    if (Atomics.compareExchange(this.w, LOCK, slot + 1, this.slot + 1) !== slot + 1) return;
    this.held = true;
    try {
      this.onInherited();
    } finally {
      this.held = false;
      this.unlock();
    }
  }

  /** A block of so many bytes: the index of its first word. Its words are 0, or what the caller fills in. */
  alloc(size: number): number {
    const k = Math.max(0, 32 - Math.clz32((size + 4 - 1) >> 4));
    return this.locked(() => {
      const { w } = this;
      const free = w[FREE + k];
      if (free !== 0) {
        w[FREE + k] = w[free];
        w.fill(0, free, free + ((SMALLEST << k) >> 2) - 1);
        return free;
      }
      const words = (SMALLEST << k) >> 2;
      const top = w[TOP];
      if (top + words > w.length) throw new RangeError('the memory shared by interpreters is full');
      w[TOP] = top + words;
      w[top] = k;
      return top + 1;
    });
  }
  free(at: number): void {
    this.locked(() => {
      const { w } = this;
      const k = w[at - 1];
      w[at] = w[FREE + k];
      w[FREE + k] = at;
    });
  }

  // Singly linked lists whose first word is the link. `head` is the index of the word that points to the first block.

  push(head: number, block: number): void {
    const { w } = this;
    w[block] = 0;
    let at = head;
    while (w[at] !== 0) at = w[at];
    w[at] = block;
  }
  pushFirst(head: number, block: number): void {
    this.w[block] = this.w[head];
    this.w[head] = block;
  }
  remove(head: number, block: number): boolean {
    const { w } = this;
    for (let at = head; w[at] !== 0; at = w[at]) {
      if (w[at] !== block) continue;
      w[at] = w[block];
      return true;
    }
    return false;
  }
  *list(head: number): Generator<number> {
    const { w } = this;
    for (let at = w[head]; at !== 0; ) {
      const next = w[at];
      yield at;
      at = next;
    }
  }
  /** The block of a list whose second word is `id`; 0 when there is none. */
  find(head: number, id: number): number {
    const { w } = this;
    for (let at = w[head]; at !== 0; at = w[at]) if (w[at + 1] === id) return at;
    return 0;
  }
}
