// Waiting for other Python threads or for time to pass: what locks, queues, join and sleep are made of.
// Invariant: a parked thread is in its queue until it is woken, its time is over, or it is interrupted.

import { None, type PyValue } from '../../objects/object.ts';
import { Wait } from '../../objects/protocol/pending.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import type { Timer } from '../../runtime/timers.ts';

/** Suspends for some milliseconds. */
export function sleepR(ms: number): Wait {
  const { scheduler } = interpreter();
  let timer: Timer | null = null;
  return new Wait(
    (wake) => {
      timer = scheduler.timers.set(scheduler.now() + ms, () => wake(None));
    },
    () => {
      if (timer !== null) scheduler.timers.cancel(timer);
    },
    { internal: true },
  );
}

interface Sleeper {
  /** Ends the wait. */
  wake(value: PyValue): void;
  /** Takes what it waits for, if it is there, and ends the wait. */
  take(): void;
  /** Lets the thread look for itself when its turn comes. */
  poke(): void;
  /** When it began to wait. */
  readonly since: number;
  /** Has been poked and has not looked yet. */
  poked: boolean;
}

/** A waiter this old gets what it waits for handed over, so that it cannot starve (CPython's locks do the same). */
const PATIENCE = 1;

/** Threads waiting for something, first come first served. */
export class ParkingLot {
  private sleepers: Sleeper[] = [];
  /** `more` says whether there is something left for the next one after a claim (a queue's items; a lock has none). */
  constructor(private readonly more: () => boolean = () => false) {}
  get empty(): boolean {
    return this.sleepers.length === 0;
  }

  /**
   * Suspends until woken (True) or the time is over (False); `ms` < 0: for ever. `claim` takes what the thread waits for
   * if it is there: its value (not False) is then that of the wait. `undo` gives it back when an interrupt comes between.
   */
  wait(ms: number, claim?: () => PyValue | undefined, undo?: (value: PyValue) => void): Wait {
    const { scheduler } = interpreter();
    let timer: Timer | null = null;
    let sleeper: Sleeper | null = null;
    const leave = (): void => {
      if (timer !== null) scheduler.timers.cancel(timer);
      const at = this.sleepers.indexOf(sleeper!); // `start` runs first
      if (at >= 0) this.sleepers.splice(at, 1);
    };
    // Its time is over or it is interrupted: what it was offered is for the next.
    const giveUp = (): void => {
      leave();
      if (sleeper!.poked) this.offer(); // `start` runs first
    };
    const tryClaim = (): PyValue | undefined => {
      const value = claim?.();
      if (value === undefined) {
        sleeper!.poked = false;
        return undefined;
      }
      leave();
      if (this.more()) this.offer();
      return value;
    };
    return new Wait(
      (wake, _fail, poke) => {
        const now = scheduler.now();
        sleeper = {
          since: now,
          poked: false,
          poke,
          wake: (value) => {
            leave();
            wake(value);
          },
          take: () => {
            const value = tryClaim();
            if (value !== undefined) wake(value);
          },
        };
        if (ms >= 0) {
          timer = scheduler.timers.set(now + ms, () => {
            giveUp();
            wake(false);
          });
        }
        this.sleepers.push(sleeper);
      },
      giveUp,
      {
        internal: true,
        claim: claim === undefined ? undefined : tryClaim,
        undo: undo === undefined ? undefined : (value) => value !== undefined && value !== false && undo(value),
      },
    );
  }

  /** Wakes the first; false when there is none. */
  wakeOne(): boolean {
    if (this.sleepers.length === 0) return false;
    this.sleepers[0].wake(true);
    return true;
  }
  wakeAll(): void {
    while (this.wakeOne());
  }

  /** Something has become free: the first waiter tries to take it when it runs, or has it now if it has waited long. */
  offer(): void {
    if (this.sleepers.length === 0) return;
    const first = this.sleepers[0];
    if (interpreter().scheduler.now() - first.since > PATIENCE) first.take();
    else {
      first.poked = true;
      first.poke();
    }
  }
}
