// What the host has asked an interpreter to run, and when it runs. Invariant: plain code runs one piece after the other;
// coroutines run together on one asyncio loop in the main thread. While that loop runs, or while the main thread waits for
// a promise of the host, plain code runs inside of it, so that what the host is asked for may use the interpreter.

import { None, type PyValue } from '../objects/object.ts';
import { exceptionTypes, PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException } from '../objects/exceptions/raise.ts';
import { callR } from '../objects/protocol/call.ts';
import { getattr } from '../objects/protocol/attribute.ts';
import { native } from '../objects/native.ts';
import { hooks } from '../objects/hooks.ts';
import { escaped } from '../objects/memory/tracking.ts';
import { PyTuple } from '../objects/shapes.ts';
import type { NativeGenerator, Pending } from '../objects/protocol/pending.ts';
import type { RuntimeInterpreter } from '../runtime/interpreter.ts';
import { addRoots } from '../runtime/memory/roots.ts';
import { nodeHost } from '../host/node.ts';
import { setSource, timeoutError } from './errors.ts';
import { onPromiseWait } from './promise.ts';
import type { CallOptions } from './python-object.ts';

/** How long code has to end after it was told that its time is over, in milliseconds. */
const GRACE = 500;

/** One thing to run: plain code (`make`) or an awaitable. */
interface Work {
  readonly make: (() => Pending) | null;
  readonly awaitable: PyValue;
  readonly time: number;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (v: PyValue) => void;
  readonly reject: (e: unknown) => void;
  state: 'waiting' | 'running' | 'over';
  /** The asyncio task of an awaitable. */
  task: PyValue | null;
  /** When its time is over, in milliseconds of the host's clock. */
  deadline: number;
  /** What it was ended with before it ended by itself. */
  reason: PyBaseException | null;
  /** Takes its timers and listeners away. */
  lift: () => void;
}

export class WorkQueue {
  private readonly waiting: Work[] = [];
  private readonly running = new Set<Work>();
  private busy = false;
  private loopRuns = false;
  private promiseWaits = 0;
  private closed = false;
  /** lib/_embedding.py's Host. */
  private host: PyValue | null = null;

  constructor(
    private readonly state: RuntimeInterpreter,
    private readonly defaultTime: number,
  ) {
    addRoots(state, () => [this.host, [...this.running, ...this.waiting].flatMap((w) => [w.awaitable, w.task])]);
    onPromiseWait(state, (waits) => {
      this.promiseWaits += waits ? 1 : -1;
      if (waits) queueMicrotask(() => this.pump());
    });
  }

  /** Runs plain code. */
  run(make: () => Pending, options: CallOptions = {}): Promise<PyValue> {
    return this.add(make, None, options);
  }
  /** Runs an awaitable on the interpreter's asyncio loop. */
  runAwaitable(awaitable: PyValue, options: CallOptions = {}): Promise<PyValue> {
    return this.add(null, awaitable, options);
  }

  private add(make: (() => Pending) | null, awaitable: PyValue, options: CallOptions): Promise<PyValue> {
    return new Promise((resolve, reject) => {
      const { signal } = options;
      escaped(awaitable); // only the queue has it: no register says that it lives
      if (this.closed) throw new Error('the interpreter is closed');
      signal?.throwIfAborted();
      const w: Work = {
        make,
        awaitable,
        time: options.timeout ?? this.defaultTime,
        signal,
        resolve,
        reject,
        state: 'waiting',
        task: null,
        deadline: Number.POSITIVE_INFINITY,
        reason: null,
        lift: () => signal?.removeEventListener('abort', aborted),
      };
      const aborted = (): void => {
        this.waiting.splice(this.waiting.indexOf(w), 1);
        w.state = 'over';
        reject(signal!.reason); // there is one: it called
      };
      signal?.addEventListener('abort', aborted, { once: true });
      this.waiting.push(w);
      queueMicrotask(() => this.pump());
    });
  }

  /** Starts what can be started. */
  private pump(): void {
    if (this.closed || this.waiting.length === 0) return;
    const { scheduler, mainThread } = this.state;
    if (!this.busy) {
      const first = this.waiting[0];
      this.busy = true;
      if (first.make === null) this.startLoop();
      else {
        this.waiting.shift();
        scheduler.start(mainThread, this.plain(first), (x) => this.ended(x));
      }
    } else if (this.loopRuns) {
      const host = this.host;
      if (host !== null) scheduler.call(mainThread, () => generator(() => callR(getattr(host, 'wake'), [])));
    } else if (this.promiseWaits > 0) {
      const at = this.waiting.findIndex((w) => w.make !== null);
      if (at < 0) return;
      const [w] = this.waiting.splice(at, 1);
      scheduler.call(mainThread, () => this.plain(w));
    }
  }

  /** The main thread has come to an end of what it ran. */
  private ended(x: { result(): unknown }): void {
    this.busy = false;
    this.loopRuns = false;
    this.promiseWaits = 0;
    try {
      x.result();
    } catch (e) {
      // Dropped from outside: so is all that ran in it.
      for (const w of [...this.running]) this.fail(w, e);
      this.host = null;
    }
    this.pump();
  }

  /** A piece of plain code, whatever it runs in. */
  private *plain(w: Work): NativeGenerator<PyValue> {
    if (w.state !== 'waiting' || w.make === null) return None;
    this.begin(w);
    try {
      const v = (yield w.make()) as PyValue;
      escaped(v);
      this.end(w);
      w.resolve(v);
    } catch (e) {
      this.fail(w, e);
    }
    return None;
  }

  // -------------------------------------------------------------------------------------------------------- coroutines

  private startLoop(): void {
    this.loopRuns = true;
    const self = this;
    this.state.scheduler.start(
      this.state.mainThread,
      (function* (): NativeGenerator<PyValue> {
        if (self.host === null) {
          const m = (yield hooks.importR('_embedding')) as PyValue;
          self.host = (yield callR(getattr(m, 'Host'), [native('take()', () => self.take())])) as PyValue;
        }
        yield callR(getattr(self.host, 'run'), []);
        return None;
      })(),
      (x) => this.ended(x),
    );
  }

  /** The next job of the loop. */
  private take(): PyValue {
    const w = this.waiting.shift();
    if (w === undefined) return None;
    if (w.make !== null) return new PyTuple([None, native('call()', () => this.plain(w)), None]);
    this.begin(w);
    const started = native('started(task)', (task: PyValue) => {
      w.task = task;
      escaped(task);
    });
    const settle = native('settle(value, exception)', (value: PyValue, exception: PyValue) => {
      if (!(exception instanceof PyBaseException)) {
        this.end(w);
        w.resolve(value);
      } else if (w.reason !== null && exception.cls.name === 'CancelledError') {
        w.reason.cause = exception;
        this.fail(w, w.reason);
      } else this.fail(w, exception);
    });
    return new PyTuple([w.awaitable, started, settle]);
  }

  /** Cancels a coroutine; its promise is rejected with `reason`, or with the CancelledError, if it lets itself be cancelled. */
  private cancel(w: Work, reason: PyBaseException | null): void {
    w.reason ??= reason;
    const { host } = this;
    const { task } = w;
    if (host === null || task === null) return;
    this.state.scheduler.call(this.state.mainThread, () => generator(() => callR(getattr(host, 'cancel'), [task])));
  }

  // ----------------------------------------------------------------------------------------------------- time and abort

  private begin(w: Work): void {
    w.lift(); // of the signal that would take it out of the queue
    w.state = 'running';
    this.running.add(w);
    const { scheduler, mainThread } = this.state;
    const { clock } = nodeHost;
    // A coroutine is cancelled first: this is for code that gives the host no turn.
    w.deadline = clock.milliseconds() + w.time + (w.make === null ? 2 * GRACE : 0);
    const interrupt = (): void => {
      if (w.make === null) this.cancel(w, null);
      else {
        const e = newException(exceptionTypes.KeyboardInterrupt);
        setSource(e, w.signal!.reason); // it called
        scheduler.interrupt(mainThread, e);
      }
    };
    w.signal?.addEventListener('abort', interrupt, { once: true });
    const over = (): PyBaseException => timeoutError(`the time limit of ${w.time} ms is reached`);
    let cancelTimer = (): void => undefined;
    const after = (ms: number, f: () => void): void => {
      if (ms <= MAX_DELAY) cancelTimer = clock.setTimer(ms, f);
    };
    const kill = (): void => void scheduler.kill(mainThread, over());
    // Code that computes has been told at its safepoints; what waits is told here.
    const raise = (): void => {
      const { limits } = this.state;
      if (!limits.raised) {
        scheduler.interrupt(mainThread, over());
        limits.told(clock.milliseconds());
      }
      after(GRACE, kill);
    };
    if (w.make !== null) after(w.time + 20, raise);
    else
      after(w.time, () => {
        this.cancel(w, over());
        after(GRACE + 20, raise);
      });
    w.lift = () => {
      cancelTimer();
      w.signal?.removeEventListener('abort', interrupt);
    };
    this.setDeadline();
    if (w.signal?.aborted === true) interrupt();
  }

  private over(w: Work): void {
    w.lift();
    w.state = 'over';
    this.running.delete(w);
    this.setDeadline();
  }
  private end(w: Work): void {
    if (w.state !== 'over') this.over(w);
  }
  private fail(w: Work, e: unknown): void {
    this.end(w);
    if (w.signal?.aborted === true && e instanceof PyBaseException && e.cls.name === 'CancelledError')
      setSource(e, w.signal.reason);
    w.reject(e);
  }

  /** The earliest end of what runs is when the scheduler begins to raise. */
  private setDeadline(): void {
    let first: Work | null = null;
    for (const w of this.running) if (first === null || w.deadline < first.deadline) first = w;
    this.state.limits.set(first?.deadline ?? Number.POSITIVE_INFINITY, first?.time ?? 0);
  }

  /** Runs `f`, which nests in JavaScript's stack, with a limit of time. */
  limited<T>(time: number | undefined, f: () => T): T {
    if (time === undefined) return f();
    const { limits } = this.state;
    const { deadline, time: before } = limits;
    const mine = nodeHost.clock.milliseconds() + time;
    if (mine < deadline) limits.set(mine, time);
    try {
      return f();
    } finally {
      limits.set(deadline, before);
    }
  }

  // --------------------------------------------------------------------------------------------------------------- end

  /** Cancels what runs on the loop, and ends the loop. */
  async finish(): Promise<void> {
    const told = new Set<Work>();
    while ((this.busy || this.waiting.length > 0) && !this.closed) {
      for (const w of this.running) {
        if (w.task === null || told.has(w)) continue;
        told.add(w);
        this.cancel(w, null);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const { host } = this;
    if (host === null || this.closed) return;
    await this.run(() => generator(() => callR(getattr(host, 'close'), [])));
  }

  /** Nothing runs any more; what did is rejected. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    const e = new Error('the interpreter is closed');
    for (const w of [...this.running, ...this.waiting]) {
      this.end(w);
      w.reject(e);
    }
    this.waiting.length = 0;
  }
}

/** What the host's timers can wait. */
const MAX_DELAY = 2 ** 31 - 1;

function* generator(make: () => unknown): NativeGenerator<PyValue> {
  return (yield make()) as unknown as PyValue;
}
