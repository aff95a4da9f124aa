// When a running thread is put down, and who runs next: by the clock as CPython does it, at every safepoint
// (`--suspend=every`, a test mode), or by a seed (`--schedule=seed=N`: the same program and seed, the same interleaving).
// Invariant: a schedule decides; it changes no thread. It may not know how threads are driven.

import type { PyFrame } from '../objects/frame.ts';

/** What is known at a safepoint. */
export interface Situation {
  /** Threads ready to run, other than this one. */
  readonly others: number;
  /** How long the first of them has been kept waiting by the holder, in milliseconds. */
  kept(): number;
  /** sys.getswitchinterval(), in milliseconds. */
  readonly interval: number;
  /** Whether the host's event loop should get its turn. */
  hostTurnDue(): boolean;
}

/** What to do at a safepoint. */
export const GO_ON = 0;
export const SWITCH = 1;
/** Back to the host's event loop, then on. */
export const HOST_TURN = 2;

export interface Schedule {
  /** Safepoints to pass before the next look. */
  fuel: number;
  decide(s: Situation, frame: PyFrame): number;
  /** Which of `n` ready threads runs next. */
  choose(n: number): number;
  /** Time does not pass by itself: sleeps end when nobody else can run. */
  readonly virtualTime: boolean;
}

/** How long the loop should run between two looks at the clock, in milliseconds. */
const LOOK = 0.25;
const MAX_FUEL = 2000;
const MIN_FUEL = 8;

/** CPython's: a thread runs until another has waited for the switch interval. */
export class ClockSchedule implements Schedule {
  fuel = 500;
  readonly virtualTime = false;
  private last = 0;
  constructor(private readonly now: () => number) {}
  decide(s: Situation): number {
    // How much a stretch between safepoints costs varies by orders of magnitude; the fuel follows it.
    const now = this.now();
    const took = now - this.last;
    this.last = now;
    const look = Math.min(LOOK, Math.max(LOOK / 10, s.interval / 2));
    if (took > 2 * look) this.fuel = Math.max(MIN_FUEL, Math.trunc(this.fuel * Math.max(0.1, look / took)));
    else if (took < look / 2) this.fuel = Math.min(MAX_FUEL, this.fuel * 2);
    if (s.hostTurnDue()) return HOST_TURN;
    return s.others > 0 && s.kept() >= s.interval ? SWITCH : GO_ON;
  }
  choose(): number {
    return 0;
  }
}

/** Every safepoint puts the thread down, whether another is ready or not. */
export class EverySafepoint implements Schedule {
  readonly fuel = 0;
  readonly virtualTime = false;
  decide(s: Situation): number {
    return s.hostTurnDue() ? HOST_TURN : SWITCH;
  }
  choose(): number {
    return 0;
  }
}

/** A small generator of random numbers that is the same everywhere (mulberry32). */
export class Random {
  private state: number;
  constructor(seed: number) {
    this.state = seed >>> 0;
  }
  /** 0 … n - 1. */
  below(n: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  }
}

/**
 * Seeded: at a safepoint drawn at random the thread is put down at once, or some instructions later, through a breakpoint in
 * its code, so that any instruction boundary can be a switch point. The clock has no say.
 */
export class SeededSchedule implements Schedule {
  fuel: number;
  readonly virtualTime = true;
  private readonly random: Random;
  constructor(
    seed: number,
    /** Puts a breakpoint at one of the instructions that the frame may execute next. */
    private readonly breakLater: (frame: PyFrame, choose: (n: number) => number) => void,
  ) {
    this.random = new Random(seed);
    this.fuel = this.draw();
  }
  private draw(): number {
    // Mostly short stretches, now and then a long one: races need both.
    return this.random.below(8) === 0 ? this.random.below(200) : this.random.below(12);
  }
  decide(s: Situation, frame: PyFrame): number {
    this.fuel = this.draw();
    // The host's turn is by the clock; it may come only where it does not change who runs next.
    if (s.others === 0) return s.hostTurnDue() ? HOST_TURN : GO_ON;
    if (this.random.below(3) === 0) return SWITCH;
    this.breakLater(frame, (n) => this.random.below(n));
    return GO_ON;
  }
  choose(n: number): number {
    return n === 1 ? 0 : this.random.below(n);
  }
}
