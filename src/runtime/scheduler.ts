// The scheduler of one interpreter: its threads take turns on one JavaScript agent, and the host's event loop has its
// turn between theirs. Invariant: a thread runs only while it holds the GIL; a thread is either running, ready (queued at
// the GIL), parked in a Wait, or ended. Going from one thread to another changes a frame chain, not the host's stack.

import type { EntryFrame, PyFrame } from '../objects/frame.ts';
import type { PyObject, PyValue } from '../objects/object.ts';
import type { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { runtimeError } from '../objects/exceptions/raise.ts';
import { type NativeGenerator, type Pending, Wait } from '../objects/protocol/pending.ts';
import { begin, deliver, toPython } from '../vm/drive.ts';
import { DONE, Execution, SLICE } from '../vm/enter.ts';
import { clearBreakpoint } from '../vm/breakpoint.ts';
import { setThread, type ThreadState, type Waiting } from '../vm/thread.ts';
import { type Contender, Gil, type GilCounters, newCounters } from './gil.ts';
import type { HostClock } from './host.ts';
import type { Limits } from './limits.ts';
import { ClockSchedule, GO_ON, HOST_TURN, type Schedule, type Situation } from './schedule.ts';
import { Timers } from './timers.ts';

/** How long Python runs before the host's event loop gets a turn, in milliseconds. */
const HOST_INTERVAL = 10;
/** … and when threads wait for the host: the switch interval, but not less than this. */
const SHORTEST_INTERVAL = 0.5;
/** The host's timers are this coarse; the rest of a short sleep is waited out without it. */
const TIMER_GRAIN = 1.2;
/** Sleeps shorter than this get the care of being exact. */
const EXACT_BELOW = 50;

/** What a thread that cannot be suspended is told when only the host could end its wait. */
export const CANNOT_WAIT = 'cannot wait here: a native function that called back into Python cannot be suspended';

/** A thread's Wait that has been started. */
class Parked {
  done = false;
  value: PyValue | undefined = undefined;
  exception: PyObject | null = null;
  /** Asked to look at `claim` when the thread's turn comes. */
  poked = false;
  /** Somebody else than the scheduler wants to know (a signal handler runs on top of the wait). */
  onChange: (() => void) | null = null;
  constructor(
    readonly thread: Thread,
    readonly waiting: Waiting,
    /** The thread's JavaScript stack is occupied: whoever waits there looks at `done` himself. */
    readonly nested: boolean,
  ) {}
}

/** A Python thread, as the scheduler drives it. */
export class Thread implements Contender {
  readonly counters: GilCounters = newCounters();
  readySince = 0;
  queued = false;
  /** What it runs; null when it has ended or (the main thread of an embedded interpreter) has nothing to do. */
  execution: Execution | null = null;
  parked: Parked | null = null;
  /** Loops below in JavaScript's stack that belong to this thread: it cannot be stepped from its base meanwhile. */
  occupied = 0;
  onEnd: ((x: Execution) => void) | null = null;
  constructor(readonly ts: ThreadState) {}
}

/** What the scheduler asks its interpreter. */
export interface SchedulerOwner {
  readonly clock: HostClock;
  /** sys.getswitchinterval(), in milliseconds. */
  readonly switchInterval: number;
  readonly limits: Limits;
}

export class Scheduler {
  readonly gil = new Gil<Thread>();
  readonly timers = new Timers();
  /** Threads that are not over, in the order in which they began. */
  readonly threads = new Map<ThreadState, Thread>();
  schedule: Schedule;
  /** Threads that wait for something only the host's event loop can bring. */
  private hostWaits = 0;
  /** Since when the host's event loop has had no turn. */
  private turnStart = 0;
  private turning = false;
  private turnRequested = false;
  /** The thread that was put down so that the host gets its turn; it goes behind those the host wakes. */
  private yielded: Thread | null = null;
  private cancelHostTimer: (() => void) | null = null;
  private hostTimerDue = 0;
  /** `idle` has let the host look at its events. */
  private looked = false;
  /** Virtual time: what it is ahead of the clock at the start. */
  private virtualNow = 0;
  private readonly situation: Situation;

  constructor(private readonly owner: SchedulerOwner) {
    this.schedule = new ClockSchedule(() => this.now());
    const self = this;
    this.situation = {
      get others() {
        return self.gil.waiting;
      },
      get interval() {
        return owner.switchInterval;
      },
      kept: () => self.keptWaiting(),
      hostTurnDue: () => self.hostTurnDue(),
    };
  }

  /** Changes how switch points are chosen. */
  use(schedule: Schedule): void {
    this.schedule = schedule;
    for (const ts of this.threads.keys()) ts.fuel = schedule.fuel;
  }

  /** Milliseconds of the monotonic clock, or of the virtual one. */
  now(): number {
    return this.schedule.virtualTime ? this.virtualNow : this.owner.clock.milliseconds();
  }
  /** Monotonic nanoseconds of virtual time; null while time is real. */
  virtualTime(): bigint | null {
    return this.schedule.virtualTime ? BigInt(Math.round(this.virtualNow * 1e6)) : null;
  }

  private keptWaiting(): number {
    const now = this.now();
    this.timers.runDue(now);
    if (this.gil.waiting === 0) return 0;
    return now - Math.max(this.gil.since, this.gil.peek(0).readySince);
  }
  private hostTurnDue(): boolean {
    const { switchInterval } = this.owner;
    const interval =
      this.hostWaits > 0 ? Math.min(HOST_INTERVAL, Math.max(SHORTEST_INTERVAL, switchInterval)) : HOST_INTERVAL;
    return this.owner.clock.milliseconds() - this.turnStart >= interval;
  }

  /** The running thread's fuel is used up (ThreadState.breaker): true puts it down. */
  safepoint(ts: ThreadState, entry: EntryFrame): boolean {
    if (ts.calls.length > 0) return true;
    const exceeded = this.owner.limits.exceeded(this.owner.clock.milliseconds());
    if (exceeded !== null) {
      this.interrupt(ts, exceeded);
      return true;
    }
    if (this.schedule.virtualTime) this.virtualNow += 0.02;
    const t = this.threads.get(ts);
    if (!entry.canSuspend || t === undefined) return false;
    if (this.schedule.virtualTime) this.timers.runDue(this.virtualNow);
    const what = this.schedule.decide(this.situation, ts.frame!);
    ts.fuel = this.schedule.fuel;
    if (what === GO_ON) return false;
    if (what === HOST_TURN) this.yielded = t;
    else if (this.gil.waiting > 0) t.counters.forcedSwitches++;
    return true;
  }

  // ---------------------------------------------------------------------------------------------- threads come and go

  /** The scheduler's record of a thread. */
  threadOf(ts: ThreadState): Thread {
    let t = this.threads.get(ts);
    if (t === undefined) this.threads.set(ts, (t = new Thread(ts)));
    return t;
  }

  /** Makes a thread run a Pending; `onEnd` is called when that is over. */
  start(ts: ThreadState, p: Pending, onEnd: (x: Execution) => void): Thread {
    const t = this.threadOf(ts);
    ts.fuel = this.schedule.fuel;
    t.execution = new Execution(ts, p);
    t.onEnd = onEnd;
    this.makeReady(t);
    return t;
  }

  /** Runs a Pending on a thread to its end, with the host's event loop alive. */
  run(ts: ThreadState, p: Pending): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.start(ts, p, (x) => {
        try {
          resolve(x.result());
        } catch (e) {
          reject(e);
        }
      });
    });
  }

  /** Makes a call on top of a thread, at its next safepoint or at once when it waits. */
  call(ts: ThreadState, make: () => Pending): void {
    ts.calls.push(make);
    ts.fuel = 0;
    const t = this.threads.get(ts);
    if (t !== undefined && t.parked !== null) this.makeReady(t);
  }

  /** Raises an exception in a thread. */
  interrupt(ts: ThreadState, e: PyBaseException): void {
    this.call(ts, () => raiser(e));
  }

  /**
   * Ends a thread that does not react: its frames are dropped where they are, no handler and no `finally` runs, and its
   * work fails with `e`. False when JavaScript frames below belong to it: then it cannot be dropped.
   */
  kill(ts: ThreadState, e: PyBaseException): boolean {
    const t = this.threads.get(ts);
    if (t === undefined || t.execution === null || t.occupied > 0) return false;
    if (t.parked !== null) this.abandon(t.parked);
    t.parked = null;
    if (this.yielded === t) this.yielded = null;
    ts.reset();
    const x = t.execution;
    x.fail(e);
    this.end(t, x);
    return true;
  }

  private makeReady(t: Thread): void {
    this.gil.enqueue(t, this.now());
    this.requestTurn();
  }

  private requestTurn(): void {
    if (this.turning || this.turnRequested) return;
    this.turnRequested = true;
    queueMicrotask(this.turn);
  }

  // -------------------------------------------------------------------------------------------------------- the turns

  /** Runs threads until none is ready or the host's event loop is due. */
  private readonly turn = (): void => {
    this.turnRequested = false;
    this.turning = true;
    this.turnStart = this.owner.clock.milliseconds();
    if (this.yielded !== null) {
      this.gil.enqueue(this.yielded, this.now());
      this.yielded = null;
    }
    try {
      for (;;) {
        if (this.timers.next() <= this.now()) this.timers.runDue(this.now());
        const t = this.next();
        if (t === null) {
          if (this.hostWaits > 0) {
            // What one thread sent, another may be waiting for: that needs no turn of the event loop.
            this.owner.clock.pollEvents();
            if (this.gil.waiting > 0) continue;
            if (this.onIdle !== null && this.onIdle(this.hostWaits, this.timers.next() - this.now())) {
              if (this.gil.waiting > 0) continue;
            }
          }
          if (this.skipTime()) continue;
          break;
        }
        this.dispatch(t);
        const elapsed = this.owner.clock.milliseconds() - this.turnStart;
        if (this.yielded !== null || elapsed >= HOST_INTERVAL) {
          this.hostTurn();
          return;
        }
      }
    } finally {
      this.turning = false;
    }
    this.idle();
  };

  private hostTurn(): void {
    if (this.turnRequested) return;
    this.turnRequested = true;
    this.owner.clock.nextTurn(this.turn);
  }

  /** Nobody can run: the host's event loop goes on until a wait ends or a timer is due. */
  private idle(): void {
    const due = this.timers.next();
    if (due === this.hostTimerDue && this.cancelHostTimer !== null) return;
    this.cancelHostTimer?.();
    this.cancelHostTimer = null;
    if (due === Number.POSITIVE_INFINITY) return;
    const left = due - this.now();
    if (left <= TIMER_GRAIN) {
      // One look at the host's events before, so that a loop of short sleeps does not starve it.
      if (this.looked && this.hostWaits === 0) {
        this.looked = false;
        this.owner.clock.block(Math.max(0, due - this.now()));
        this.requestTurn();
      } else {
        this.looked = true;
        this.hostTurn();
      }
      return;
    }
    this.looked = false;
    this.hostTimerDue = due;
    this.cancelHostTimer = this.owner.clock.setTimer(
      left < EXACT_BELOW ? Math.floor(left - 1) : Math.ceil(left),
      () => {
        this.cancelHostTimer = null;
        this.turn();
      },
    );
  }

  /** Virtual time: nobody can run, so it is the time at which somebody can. */
  private skipTime(): boolean {
    if (!this.schedule.virtualTime || this.hostWaits > 0) return false;
    const due = this.timers.next();
    if (due === Number.POSITIVE_INFINITY) return false;
    this.virtualNow = Math.max(this.virtualNow, due);
    return true;
  }

  /** Takes a ready thread that can be stepped out of the queue. */
  private next(): Thread | null {
    const gil = this.gil;
    let n = gil.waiting;
    if (n === 0) return null;
    const first = gil.dequeue(this.schedule.choose(n));
    if (first.occupied === 0) return first;
    // Its JavaScript stack is below us. It comes back into the queue when that has unwound.
    let other: Thread | null = null;
    const back: Thread[] = [first];
    while (--n > 0 && other === null) {
      const t = gil.dequeue(0);
      if (t.occupied === 0) other = t;
      else back.push(t);
    }
    for (const t of back) gil.enqueue(t, t.readySince);
    return other;
  }

  /** Gives a thread the GIL until it waits, ends or is put down. */
  private dispatch(t: Thread): void {
    const x = t.execution;
    if (x === null) return;
    // Waits begin and end between two steps, and ask their interpreter for its host.
    const old = setThread(t.ts);
    try {
      this.advance(t, x);
    } finally {
      if (old !== undefined) setThread(old);
    }
  }

  private advance(t: Thread, x: Execution): void {
    const p = t.parked;
    if (p !== null && !this.unpark(t, p, x)) return;
    this.gil.acquire(t, this.now());
    for (;;) {
      const status = x.step();
      if (status === SLICE) {
        this.gil.release(this.now());
        if (this.yielded !== t) this.gil.enqueue(t, this.now());
        return;
      }
      if (status === DONE) {
        this.gil.release(this.now());
        this.end(t, x);
        return;
      }
      const ts = t.ts;
      const waiting = ts.waiting!; // what WAITING means
      ts.waiting = null;
      const parked = new Parked(t, waiting, false);
      this.begin(parked);
      if (!parked.done) {
        t.parked = parked;
        t.counters.waits++;
        this.gil.release(this.now());
        if (parked.poked || ts.calls.length > 0) this.makeReady(t);
        return;
      }
      // It was over at once: the thread goes on.
      x.deliver(waiting.activation, parked.value, parked.exception as PyBaseException | null); // Wait fails with exceptions
    }
  }

  /** Prepares a parked thread for its next step; false when it has to wait on. */
  private unpark(t: Thread, p: Parked, x: Execution): boolean {
    if (t.ts.calls.length > 0) {
      t.parked = null;
      x.interpose(this.callsOnTop(t.ts, p), p.waiting.activation);
      return true;
    }
    if (!p.done && !this.claim(p)) return false;
    t.parked = null;
    x.deliver(p.waiting.activation, p.value, p.exception as PyBaseException | null); // Wait fails with exceptions
    return true;
  }

  private end(t: Thread, x: Execution): void {
    t.execution = null;
    const { onEnd } = t;
    t.onEnd = null;
    if (t.ts !== this.keep) this.threads.delete(t.ts);
    onEnd?.(x);
  }
  /**
   * Asked when nobody can run: waits for what other interpreters may bring, for so many milliseconds at most, when that is
   * all `hostWaits` threads wait for; else false.
   */
  onIdle: ((hostWaits: number, milliseconds: number) => boolean) | null = null;
  /** The main thread is remembered between two pieces of work. */
  keep: ThreadState | null = null;

  // ------------------------------------------------------------------------------------------------------------ waits

  private begin(p: Parked): void {
    const { wait } = p.waiting;
    if (wait.details.internal !== true) this.hostWaits++;
    try {
      wait.start(
        (value) => this.finish(p, value, null),
        (e) => this.finish(p, undefined, e),
        () => this.poke(p),
      );
    } catch (e) {
      this.finish(p, undefined, toPython(e));
    }
  }

  private finish(p: Parked, value: PyValue | undefined, exception: PyObject | null): void {
    if (p.done) return;
    p.done = true;
    p.value = value;
    p.exception = exception;
    if (p.waiting.wait.details.internal !== true) this.hostWaits--;
    this.changed(p);
  }

  private poke(p: Parked): void {
    if (p.done || p.poked) return;
    p.poked = true;
    this.changed(p);
  }

  private changed(p: Parked): void {
    if (p.onChange !== null) p.onChange();
    else if (!p.nested && p.thread.parked === p) this.makeReady(p.thread);
  }

  /** A poked wait looks whether it may end now. */
  private claim(p: Parked): boolean {
    if (!p.poked) return false;
    p.poked = false;
    const { claim } = p.waiting.wait.details;
    const value = claim?.();
    if (value === undefined) return false;
    p.done = true;
    p.value = value;
    if (p.waiting.wait.details.internal !== true) this.hostWaits--;
    return true;
  }

  /** Gives a wait up; what it had won already is given back. */
  private abandon(p: Parked): void {
    const { wait } = p.waiting;
    if (p.done) {
      if (p.exception === null) wait.details.undo?.(p.value);
      return;
    }
    p.done = true;
    if (wait.details.internal !== true) this.hostWaits--;
    wait.cancel?.();
  }

  /** Posted calls run on top of a waiting thread; then it waits on, unless one of them raised. */
  private *callsOnTop(ts: ThreadState, p: Parked): NativeGenerator<PyValue | undefined> {
    p.onChange = () => undefined;
    try {
      while (ts.calls.length > 0) yield ts.calls.shift()!();
    } catch (e) {
      this.abandon(p);
      throw e;
    }
    if (!p.done && !this.claim(p)) {
      const { internal } = p.waiting.wait.details;
      yield new Wait(
        (wake, _fail, poke) => {
          p.onChange = () => (p.done ? wake(true) : poke());
        },
        () => this.abandon(p),
        { internal, claim: () => (this.claim(p) ? true : undefined), undo: () => this.abandon(p) },
      );
    }
    if (p.exception !== null) throw p.exception;
    return p.value;
  }

  /** See VmInterpreter.nestedWait. */
  nestedWait(ts: ThreadState): PyFrame | null {
    const t = this.threadOf(ts);
    const waiting = ts.waiting!; // the caller has seen it
    ts.waiting = null;
    const p = new Parked(t, waiting, true);
    const { holder } = this.gil;
    const wasTurning = this.turning;
    this.turning = true;
    t.occupied++;
    this.gil.release(this.now());
    try {
      this.begin(p);
      while (!p.done && !this.claim(p)) {
        if (ts.calls.length > 0) {
          setThread(ts);
          return begin(ts, this.callsOnTop(ts, p), waiting.activation);
        }
        this.timers.runDue(this.now());
        if (p.done) break;
        const other = this.next();
        if (other !== null) {
          this.dispatch(other);
          if (this.yielded !== null) {
            this.gil.enqueue(this.yielded, this.now());
            this.yielded = null;
          }
          continue;
        }
        if (this.skipTime()) continue;
        const due = this.timers.next();
        if (this.onIdle?.(this.hostWaits, due - this.now()) === true) continue;
        const { limits } = this.owner;
        const exceeded = limits.exceeded(this.owner.clock.milliseconds());
        if (exceeded !== null) {
          this.interrupt(ts, exceeded);
          continue;
        }
        if (due === Number.POSITIVE_INFINITY) {
          this.abandon(p);
          p.exception = runtimeError(CANNOT_WAIT);
          break;
        }
        this.owner.clock.block(
          Math.max(0, Math.min(due - this.now(), limits.deadline - this.owner.clock.milliseconds())),
        );
      }
    } finally {
      t.occupied--;
      this.turning = wasTurning;
      if (holder !== null) {
        this.gil.holder = holder;
        this.gil.since = this.now();
      }
      if (!wasTurning && this.gil.waiting > 0) this.requestTurn();
    }
    setThread(ts);
    return deliver(ts, waiting.activation, p.value, p.exception as PyBaseException | null); // Wait fails with exceptions
  }

  /** No thread of this interpreter runs any more. */
  close(): void {
    clearBreakpoint();
    this.cancelHostTimer?.();
    for (const t of this.threads.values()) {
      if (t.parked !== null) this.abandon(t.parked);
      t.execution = null;
      t.parked = null;
    }
    this.threads.clear();
  }
}
declare function queueMicrotask(run: () => void): void;

function* raiser(e: PyBaseException): NativeGenerator<PyValue> {
  throw e;
}
