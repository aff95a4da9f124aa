// Counting semaphores in shared memory, by name, for all processes. Invariant: the value changes by atomic operations on the
// mapped memory, so taking a free one makes no system call; who has to wait is in the table of waiters before it looks
// once more, and every release while somebody waits calls one of them (wakes.ts). Waiting suspends a Python thread, no more.

import type { PyValue } from '../../objects/object.ts';
import { isException } from '../../objects/exceptions/raise.ts';
import { Wait } from '../../objects/protocol/pending.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { host, HostError } from '../../runtime/host.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { CANNOT_WAIT } from '../../runtime/scheduler.ts';
import type { HostMapping } from '../../runtime/system.ts';
import type { Timer } from '../../runtime/timers.ts';
import { system } from '../support/blocking.ts';
import { fsEncode } from '../support/fs.ts';
import type { Wakes } from './wakes.ts';

/** Words of the shared memory: the value, how many wait, where the next one to be called is looked for. */
const VALUE = 0;
const WAITERS = 1;
const CURSOR = 2;
/** The table of waiters: state, process and agent of each. */
const TABLE = 4;
const ENTRY = 3;
const MOST_WAITERS = 1360;
const SIZE = 16384;
const FREE = 0;
const FILLING = 1;
const WAITING = 2;
const CALLED = 3;

const O_RDWR = 2;
const O_CREAT = 64;
const O_EXCL = 128;
const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;

/** The name of the shared memory of a semaphore's name. The form in it is Typhon's own, so it is not the C library's name. */
function memoryName(name: string): Uint8Array {
  return fsEncode(`/typhon-sem.${name.replace(/^\/+/, '')}`);
}

/** Removes a semaphore's name; those who have it keep it. */
export function unlink(name: string): void {
  system().shmUnlink(memoryName(name));
}

export class Semaphore {
  private readonly w: Int32Array;

  private constructor(
    readonly mapping: HostMapping,
    private readonly wakes: Wakes,
  ) {
    this.w = new Int32Array(mapping.bytes.buffer);
  }

  /** A new semaphore; with `value` undefined, one that is there. */
  static open(name: string, wakes: Wakes, value?: number): Semaphore {
    const fd = system().shmOpen(memoryName(name), value === undefined ? O_RDWR : O_RDWR | O_CREAT | O_EXCL, 0o600);
    try {
      if (value !== undefined) host().fs.ftruncate(fd, SIZE);
      else if (host().fs.fstat(fd).size < SIZE) throw new HostError(ERRNO.EINVAL);
      const s = new Semaphore(system().map(SIZE, PROT_READ_WRITE, MAP_SHARED, fd, 0), wakes);
      if (value !== undefined) Atomics.store(s.w, VALUE, value);
      return s;
    } finally {
      host().fs.close(fd);
    }
  }

  get value(): number {
    return Atomics.load(this.w, VALUE);
  }

  tryAcquire(): boolean {
    const { w } = this;
    for (;;) {
      const v = Atomics.load(w, VALUE);
      if (v <= 0) return false;
      if (Atomics.compareExchange(w, VALUE, v, v - 1) === v) return true;
    }
  }

  release(): void {
    Atomics.add(this.w, VALUE, 1);
    this.callOne();
  }

  /** Calls one of those that wait, if any do. */
  private callOne(): void {
    const { w } = this;
    if (Atomics.load(w, WAITERS) <= 0) return;
    const start = Atomics.load(w, CURSOR);
    for (let i = 0; i < MOST_WAITERS; i++) {
      const n = (start + i) % MOST_WAITERS;
      const at = TABLE + n * ENTRY;
      if (Atomics.load(w, at) !== WAITING || Atomics.compareExchange(w, at, WAITING, CALLED) !== WAITING) continue;
      Atomics.store(w, CURSOR, (n + 1) % MOST_WAITERS);
      if (this.wakes.tell(w[at + 1], w[at + 2])) return;
      // Its process has ended without leaving.
      this.strike(at);
      if (Atomics.load(w, WAITERS) <= 0) return;
    }
  }

  private enlist(): number {
    const { w } = this;
    for (let n = 0; n < MOST_WAITERS; n++) {
      const at = TABLE + n * ENTRY;
      if (Atomics.load(w, at) !== FREE || Atomics.compareExchange(w, at, FREE, FILLING) !== FREE) continue;
      w[at + 1] = this.wakes.pid;
      w[at + 2] = this.wakes.number;
      Atomics.store(w, at, WAITING);
      Atomics.add(w, WAITERS, 1);
      return at;
    }
    throw new HostError(ERRNO.ENOSPC);
  }
  private strike(at: number): void {
    Atomics.store(this.w, at, FREE);
    Atomics.sub(this.w, WAITERS, 1);
  }

  /** Waits for it: true, or false when the time in milliseconds (-1: for ever) is over. */
  *acquireR(ms: number): Generator<unknown, boolean, never> {
    if (this.tryAcquire()) return true;
    try {
      return yield this.wait(ms);
    } catch (e) {
      if (!isException(e, 'RuntimeError') || e.args.items[0] !== CANNOT_WAIT) throw e;
      return this.block(ms);
    }
  }

  /** Takes it for the waiter at `at`, or leaves that to be called (again). */
  private attempt(at: number): boolean {
    if (this.tryAcquire()) return true;
    return Atomics.compareExchange(this.w, at, CALLED, WAITING) === CALLED && this.tryAcquire();
  }

  private wait(ms: number): Wait {
    const { scheduler } = interpreter();
    let at = -1;
    let timer: Timer | null = null;
    let look: () => void = () => undefined;
    const leave = (): void => {
      if (at < 0) return;
      if (timer !== null) scheduler.timers.cancel(timer);
      this.wakes.remove(look);
      this.strike(at);
      at = -1;
    };
    /** Whoever called it has called in vain: the next one is called instead. */
    const giveUp = (): void => {
      const called = at >= 0 && Atomics.load(this.w, at) === CALLED;
      leave();
      if (called && this.value > 0) this.callOne();
    };
    return new Wait(
      (wake, _fail, poke) => {
        at = this.enlist();
        look = () => {
          if (Atomics.load(this.w, at) === CALLED) poke();
        };
        this.wakes.add(look);
        if (ms >= 0) {
          timer = scheduler.timers.set(scheduler.now() + ms, () => {
            giveUp();
            wake(false);
          });
        }
        poke();
      },
      giveUp,
      {
        claim: (): PyValue | undefined => {
          if (at < 0 || !this.attempt(at)) return undefined;
          leave();
          return true;
        },
        undo: (value) => {
          if (value === true) this.release();
        },
      },
    );
  }

  /** As `wait`, where the thread cannot be suspended: nobody else runs here meanwhile. */
  private block(ms: number): boolean {
    const at = this.enlist();
    const { clock } = host();
    const end = clock.milliseconds() + ms;
    try {
      for (;;) {
        if (this.attempt(at)) return true;
        const left = ms < 0 ? -1 : end - clock.milliseconds();
        if (ms >= 0 && left <= 0) return false;
        this.wakes.block(left);
      }
    } finally {
      this.strike(at);
    }
  }
}
