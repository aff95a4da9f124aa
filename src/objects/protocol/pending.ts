// Suspension's vocabulary: what a native may return or yield instead of a value when Python code must run first.
// Invariant: a Pending is never a Python value and never stored; whoever gets one either hands it to the evaluation
// loop (return it or yield it) or runs it to its end with `sync`. The loop itself comes in through setRunner.
//
// A native function is *leaf* (computes, returns a value) or *resumable*: it returns a Pending — a `Call` in tail
// position, or its own generator object. Inside a generator native, `yield p` gives the value of p:
//
//     *sorted(iterable, key) {            const it = yield iterR(iterable);
//       for (;;) { const v = yield nextR(it); if (v === undefined) break; … yield callR(key, [v]) … } }
//
// Yielding a plain value gives it straight back, so `yield fooR(x)` is right whether or not fooR had to wait. In hot
// loops test first: `let v = nextR(it); if (isPending(v)) v = yield v;`

import { PyObject, type PyValue } from '../object.ts';

/** Keyword arguments: the names; their values are the last `kwnames.length` of `args` (CPython's vectorcall). */
export type KwNames = readonly string[] | null;

/** A call to be made by the evaluation loop; its result is the result of the Pending. */
export class Call {
  constructor(
    readonly f: PyValue,
    readonly args: PyValue[],
    readonly kwnames: KwNames = null,
  ) {}
}

/**
 * Runs a suspended frame (generator, coroutine) until it yields, returns or raises. The result is the yielded value,
 * or undefined when it returned (the value is then in `gen.result`).
 */
export class Resume {
  constructor(
    readonly gen: ResumableFrame,
    readonly value: PyValue,
    /** When set, this exception is raised at the point of suspension instead of sending `value`. */
    readonly exception: PyObject | null = null,
  ) {}
}

/** What the loop needs of a generator-like object (objects/generator.ts). */
export interface ResumableFrame {
  result: PyValue | undefined;
}

/** What a Wait may know beyond how it starts. */
export interface WaitDetails {
  /** Other Python threads, or the scheduler's timers, end it: the host's event loop is not needed for that. */
  readonly internal?: boolean;
  /**
   * After `poke`: called when the thread would run next. A value ends the wait; undefined lets it wait on. So who
   * releases a lock need not hand it over, and the first thread that really runs gets it.
   */
  readonly claim?: () => PyValue | undefined;
  /** The wait had ended with this value, but the thread was interrupted before it could take it. */
  readonly undo?: (value: PyValue | undefined) => void;
}

const HOST_WAIT: WaitDetails = {};

/**
 * The thread waits, and others run: `start` is called once with a callback to wake it; the value given to the callback
 * is the result (an Error-like Python exception object in `fail` raises). Only the scheduler looks inside.
 */
export class Wait {
  constructor(
    readonly start: (
      wake: (value: PyValue) => void,
      fail: (exception: PyObject) => void,
      /** Asks `claim` (see WaitDetails) when the thread's turn has come. */
      poke: () => void,
    ) => void,
    /** Called when the waiting thread is interrupted (signal, kill) before it was woken. */
    readonly cancel: (() => void) | null = null,
    readonly details: WaitDetails = HOST_WAIT,
  ) {}
}

/** A native's own generator: yields Pendings (or plain values), is sent their values, returns the native's result. */
export type NativeGenerator<T = PyValue | undefined> = Generator<unknown, T, never>;
/** As seen by whoever drives it. */
export type DrivenGenerator = Generator<unknown, unknown, unknown>;

/** Compiled code that began in place of a Call or Resume and was put down: it is on the heap, and goes on from there. */
export class PutDown {
  constructor(
    /** The innermost frame; null when the thread waits. */
    readonly first: PyObject | null,
    /** The outermost: whoever runs this Pending puts it on top of what waits for it. */
    readonly last: object,
    readonly reason: number,
    /** Begun on top of `first` before that goes on. */
    readonly work: Pending | null,
    /** What the thread waits for, if it was put down for that. */
    readonly waiting: object | null,
  ) {}
}

/**
 * Raises. What fails often (a key that is missing, an iterator at its end) returns this: JavaScript takes microseconds
 * to throw, and the evaluation loop and compiled code raise it without.
 */
export class Raise {
  constructor(readonly exception: PyObject) {}
}

export type Pending = Call | Resume | Wait | AsCall | Execute | PutDown | Raise | NativeGenerator<unknown>;

/** A value, or a Pending that will give it. */
export type Resumable<T = PyValue> = T | Pending;

/**
 * True for Pendings. Python values are primitives, undefined or PyObjects; natives also pass arrays and records of
 * their own to each other (`collectR`), which are values here.
 */
export function isPending(v: unknown): v is Pending {
  return typeof v === 'object' && !(v instanceof PyObject) && (v instanceof Call || isOtherPending(v));
}
function isOtherPending(v: object | null): boolean {
  return (
    v instanceof Stepped ||
    v instanceof AnyGenerator ||
    v instanceof AsCall ||
    v instanceof Resume ||
    v instanceof Wait ||
    v instanceof Execute ||
    v instanceof PutDown ||
    v instanceof Raise
  );
}
/** `instanceof` this asks whether something is a generator object: by far the commonest Pending after calls. */
const AnyGenerator = function (this: never): void {
  // It is only a name for the prototype that all generator objects share.
};
AnyGenerator.prototype = Object.getPrototypeOf(function* () {
  // Only its prototype is used.
}).prototype;
/** Whether a Pending is a native's generator, or stepped like one. */
export function isNative(p: Pending): p is NativeGenerator<unknown> {
  return p instanceof AnyGenerator || p instanceof Stepped;
}

/** A Pending that is stepped as a native's generator is, without being one: that would cost several times as much. */
export abstract class Stepped<U> implements Generator<unknown, U, never> {
  abstract next(v?: unknown): IteratorResult<unknown, U>;
  throw(e: unknown): IteratorResult<unknown, U> {
    throw e;
  }
  return(value: U): IteratorResult<unknown, U> {
    return { value, done: true };
  }
  [Symbol.iterator](): this {
    return this;
  }
}

/** Waits for a Pending, then gives `f` of its value (which may be a Pending again). */
class Continuation<T, U> extends Stepped<U> {
  private waiting = true;
  constructor(
    private readonly pending: Pending,
    private readonly f: (v: T) => Resumable<U>,
  ) {
    super();
  }
  next(v?: unknown): IteratorResult<unknown, U> {
    if (this.waiting) {
      this.waiting = false;
      return { value: this.pending, done: false };
    }
    // Who drives it sends what the Pending promised, and runs a Pending that is returned.
    return { value: this.f(v as T) as U, done: true };
  }
}

/** The value of `r`, then `f` of it, without delay when `r` is a value already. */
export function thenR<T, U>(r: Resumable<T>, f: (v: T) => Resumable<U>): Resumable<U> {
  return isPending(r) ? new Continuation<T, U>(r, f) : f(r);
}

/** As Continuation, and what the Pending raises goes to `failed`. */
class Attempt<T, U> extends Stepped<U> {
  private waiting = true;
  constructor(
    private readonly pending: Pending,
    private readonly done: (v: T) => Resumable<U>,
    private readonly failed: (e: unknown) => Resumable<U>,
  ) {
    super();
  }
  next(v?: unknown): IteratorResult<unknown, U> {
    if (this.waiting) {
      this.waiting = false;
      return { value: this.pending, done: false };
    }
    return { value: this.done(v as T) as U, done: true }; // as in Continuation
  }
  override throw(e: unknown): IteratorResult<unknown, U> {
    return { value: this.failed(e) as U, done: true }; // as above
  }
}

/**
 * `try`: the value of what `make` gives, then `done` of it; what `make` or its Pending raises goes to `failed`. What
 * those two raise is raised.
 */
export function tryR<T, U>(
  make: () => Resumable<T>,
  done: (v: T) => Resumable<U>,
  failed: (e: unknown) => Resumable<U>,
): Resumable<U> {
  let r: Resumable<T>;
  try {
    r = make();
  } catch (e) {
    return failed(e);
  }
  return isPending(r) ? new Attempt<T, U>(r, done, failed) : done(r);
}

/** `finally`: the value of what `make` gives; `last` has run before it is given, or before what was raised is. */
export function finallyR<T>(make: () => Resumable<T>, last: () => Resumable<unknown>): Resumable<T> {
  return tryR<T, T>(
    make,
    (v) => thenR(last(), () => v),
    (e) =>
      thenR(last(), () => {
        throw e;
      }),
  );
}

/** Runs a Pending to its end in a nested evaluation loop (set by the VM). */
let runner: (p: Pending) => unknown = () => {
  throw new Error('no evaluation loop yet');
};
export function setRunner(run: (p: Pending) => unknown): void {
  runner = run;
}

/**
 * The value of a Resumable, now. For leaf code that must call Python for a moment (`__hash__` in a dict look-up):
 * it nests an evaluation loop in JavaScript's stack and cannot be pre-empted, so prefer a resumable native.
 */
export function sync<T>(v: T | Pending): T {
  if (v instanceof Raise) throw v.exception;
  return isPending(v) ? (runner(v) as T) : v; // the runner gives what the Pending promises
}

/** Runs compiled code in place, so that most calls back into Python give a value at once (the JIT, if there is one). */
export interface InPlace {
  /** Calls a function if it is compiled; undefined: the evaluation loop must. */
  call(f: PyObject, args: PyValue[], kwnames: KwNames): Resumable | undefined;
  /** Whether a generator that is sent `value` goes on in compiled code … */
  resumes(g: ResumableFrame, value: PyValue): boolean;
  /** … and its step: what it yields, undefined when it has returned (`g.result`). */
  resume(g: ResumableFrame, value: PyValue): Resumable<PyValue | undefined>;
}
let inPlace: InPlace | null = null;
export function setInPlace(i: InPlace): void {
  inPlace = i;
}

/** Calls a Python function: in place, or as a Pending. */
export function callFunctionR(f: PyObject, args: PyValue[], kwnames: KwNames = null): Resumable {
  if (inPlace !== null) {
    const v = inPlace.call(f, args, kwnames);
    if (v !== undefined) return v;
  }
  return new Call(f, args, kwnames);
}

/** One step of a generator that may run: the same. */
export function resumeR(g: ResumableFrame, value: PyValue): Resumable<PyValue | undefined> {
  if (inPlace !== null && inPlace.resumes(g, value)) return inPlace.resume(g, value);
  return new Resume(g, value);
}

/** A Pending whose `undefined` result means None: it came from calling a native function. */
export class AsCall {
  constructor(readonly pending: Pending) {}
}

/** What a native gave instead of a value, as the Pending of its call. */
export function asCall(p: Pending): Pending {
  return p instanceof Raise ? p : new AsCall(p);
}

/** Runs a function's code with the given namespace as its locals (class bodies, exec): no arguments are bound. */
export class Execute {
  constructor(
    readonly func: PyObject,
    readonly locals: PyValue | null,
  ) {}
}
