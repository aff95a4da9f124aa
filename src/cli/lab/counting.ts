// Reference counts in memory that threads really share, and five ways to change them. Invariant: every count is a word of a
// SharedArrayBuffer and every change is made by a running thread; nothing is estimated. It knows nothing of Python objects.

/** The regimes, in the order of the table. */
export const REGIMES = ['none', 'object-lock', 'atomic', 'global-lock', 'biased'] as const;
export type Regime = (typeof REGIMES)[number];

/** What the threads of one measurement do: take and drop references, or only take them (which shows every lost update). */
export type Phase = 'take-and-drop' | 'take';

/** Words between two variables: two cache lines, so that no thread slows another down by its neighbourhood alone. */
const APART = 32;
const GO = 0;
const STOP = APART;
const GIL = 2 * APART;
/** How many threads wait for the global lock. */
const GIL_WAITING = 3 * APART;
/** How often the global lock has changed hands. */
const GIL_SWITCHES = 4 * APART;
/** Where the objects begin. */
const OBJECTS = 5 * APART;

/** The parts of an object: its count (biased: the owner's), its lock, and the count of the threads that do not own it. */
const LOCK = APART;
const SHARED = 2 * APART;
const OBJECT_WORDS = 3 * APART;

/** The global lock is handed on after this long when somebody waits, in milliseconds: sys.getswitchinterval(). */
const SWITCH_INTERVAL = 5;
/** Rounds between two looks at the clock and at STOP. */
const BATCH = 512;
/** How often a lock is tried before the thread goes to sleep. */
const SPINS = 64;

/** Memory for one object that all threads use and one object of each thread. */
export function newMemory(threads: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * (OBJECTS + (threads + 1) * OBJECT_WORDS));
}

/** The count of object `n` (0: the one that all use) as whoever frees it adds it up. */
export function countOf(w: Int32Array, n: number): number {
  const at = OBJECTS + n * OBJECT_WORDS;
  return Atomics.load(w, at) + Atomics.load(w, at + SHARED);
}

/** Gets the memory ready: every object has one reference, which is held until the end. */
export function prepare(w: Int32Array): void {
  w.fill(0);
  for (let at = OBJECTS; at < w.length; at += OBJECT_WORDS) w[at] = 1;
}

/** Ends the measurement that runs. */
export function stop(w: Int32Array): void {
  Atomics.store(w, STOP, 1);
}

/** What one thread did. */
export interface Done {
  /** Counts changed: increments and decrements. */
  readonly operations: number;
  /** References taken and not dropped. */
  readonly kept: number;
  /** How often this thread's decrement left 0, so that it would have freed an object that is in use. */
  readonly freed: number;
}

/** Runs thread `me` of `threads` until stop(). All begin together. */
export function work(w: Int32Array, regime: Regime, phase: Phase, me: number, threads: number): Done {
  Atomics.add(w, GO, 1);
  Atomics.notify(w, GO);
  for (let here = Atomics.load(w, GO); here < threads; here = Atomics.load(w, GO)) Atomics.wait(w, GO, here);
  const own = OBJECTS + (me + 1) * OBJECT_WORDS;
  const rounds = phase === 'take' ? TAKING[regime] : TAKING_AND_DROPPING[regime];
  let n = 0;
  let freed = 0;
  const underGil = regime === 'global-lock';
  if (underGil) takeGil(w);
  let slice = performance.now();
  while (Atomics.load(w, STOP) === 0) {
    freed += rounds(w, OBJECTS, own, me);
    n += BATCH;
    if (underGil && Atomics.load(w, GIL_WAITING) > 0 && performance.now() - slice >= SWITCH_INTERVAL) {
      handOnGil(w);
      slice = performance.now();
    }
  }
  if (underGil) dropGil(w);
  return phase === 'take' ? { operations: n, kept: n, freed } : { operations: 4 * n, kept: 0, freed };
}

/** BATCH rounds over the object of all and the thread's own; how often a count was left at 0. */
type Rounds = (w: Int32Array, all: number, own: number, me: number) => number;

// One loop for each regime: V8 compiles each for exactly one way of counting.
const TAKING_AND_DROPPING: Readonly<Record<Regime, Rounds>> = {
  none: plainRounds,
  'object-lock': (w, all, own) => {
    let freed = 0;
    for (let i = 0; i < BATCH; i++) {
      lockedAdd(w, all, 1);
      lockedAdd(w, own, 1);
      if (lockedAdd(w, own, -1) === 0) freed++;
      if (lockedAdd(w, all, -1) === 0) freed++;
    }
    return freed;
  },
  atomic: (w, all, own) => {
    let freed = 0;
    for (let i = 0; i < BATCH; i++) {
      Atomics.add(w, all, 1);
      Atomics.add(w, own, 1);
      if (Atomics.sub(w, own, 1) === 1) freed++;
      if (Atomics.sub(w, all, 1) === 1) freed++;
    }
    return freed;
  },
  'global-lock': gilRounds,
  biased: (w, all, own, me) => {
    let freed = 0;
    // Thread 0 made the object that all use; what a thread made itself it counts without any protection.
    const mine = me === 0;
    for (let i = 0; i < BATCH; i++) {
      if (mine) w[all]++;
      else Atomics.add(w, all + SHARED, 1);
      w[own]++;
      if (--w[own] === 0 && Atomics.load(w, own + SHARED) === 0) freed++;
      if (!mine) Atomics.sub(w, all + SHARED, 1);
      else if (--w[all] === 0 && Atomics.load(w, all + SHARED) === 0) freed++;
    }
    return freed;
  },
};

const TAKING: Readonly<Record<Regime, Rounds>> = {
  none: plainTaking,
  'object-lock': (w, all) => {
    for (let i = 0; i < BATCH; i++) lockedAdd(w, all, 1);
    return 0;
  },
  atomic: (w, all) => {
    for (let i = 0; i < BATCH; i++) Atomics.add(w, all, 1);
    return 0;
  },
  'global-lock': gilTaking,
  biased: (w, all, _own, me) => {
    if (me === 0) for (let i = 0; i < BATCH; i++) w[all]++;
    else for (let i = 0; i < BATCH; i++) Atomics.add(w, all + SHARED, 1);
    return 0;
  },
};

function plainRounds(w: Int32Array, all: number, own: number): number {
  let freed = 0;
  for (let i = 0; i < BATCH; i++) {
    w[all]++;
    w[own]++;
    if (--w[own] === 0) freed++;
    if (--w[all] === 0) freed++;
  }
  return freed;
}
function plainTaking(w: Int32Array, all: number): number {
  for (let i = 0; i < BATCH; i++) w[all]++;
  return 0;
}
/** The same: who holds the global lock needs no other protection. */
function gilRounds(w: Int32Array, all: number, own: number): number {
  return plainRounds(w, all, own);
}
function gilTaking(w: Int32Array, all: number): number {
  return plainTaking(w, all);
}

/** Adds to a count under its object's lock, and gives the new count. */
function lockedAdd(w: Int32Array, object: number, n: number): number {
  const lock = object + LOCK;
  if (Atomics.compareExchange(w, lock, FREE, HELD) !== FREE) waitFor(w, lock);
  const count = w[object] + n;
  w[object] = count;
  release(w, lock);
  return count;
}

/** States of a lock; AWAITED: held, and somebody sleeps. */
const FREE = 0;
const HELD = 1;
const AWAITED = 2;

function waitFor(w: Int32Array, lock: number): void {
  for (let i = 0; i < SPINS; i++) if (Atomics.compareExchange(w, lock, FREE, HELD) === FREE) return;
  while (Atomics.exchange(w, lock, AWAITED) !== FREE) Atomics.wait(w, lock, AWAITED);
}
function release(w: Int32Array, lock: number): void {
  if (Atomics.exchange(w, lock, FREE) === AWAITED) Atomics.notify(w, lock, 1);
}

function takeGil(w: Int32Array): void {
  if (Atomics.compareExchange(w, GIL, FREE, HELD) !== FREE) {
    Atomics.add(w, GIL_WAITING, 1);
    while (Atomics.exchange(w, GIL, AWAITED) !== FREE) Atomics.wait(w, GIL, AWAITED);
    Atomics.sub(w, GIL_WAITING, 1);
  }
  Atomics.add(w, GIL_SWITCHES, 1);
  Atomics.notify(w, GIL_SWITCHES);
}
function dropGil(w: Int32Array): void {
  release(w, GIL);
}
/** Gives the lock away and does not compete for it before another thread has had it. */
function handOnGil(w: Int32Array): void {
  const switches = Atomics.load(w, GIL_SWITCHES);
  dropGil(w);
  // Should the waiting thread be slow to come, it is taken again: nobody is starved, and the end is not missed.
  Atomics.wait(w, GIL_SWITCHES, switches, SWITCH_INTERVAL);
  takeGil(w);
}
