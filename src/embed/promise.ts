// JavaScript's promises and iterators as Python objects. Invariant: they hold what JavaScript gave, and convert when asked;
// a thread that waits for a promise is parked, so other threads and the host's event loop run meanwhile. How a coroutine
// waits for one under asyncio is lib/_embedding.py's.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { makeBuiltinType, TYPE_WEAKREF } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { newException } from '../objects/exceptions/raise.ts';
import { getattr } from '../objects/protocol/attribute.ts';
import { callR } from '../objects/protocol/call.ts';
import { fromJS } from '../objects/str/text.ts';
import { hooks } from '../objects/hooks.ts';
import { type NativeGenerator, type Pending, Wait } from '../objects/protocol/pending.ts';
import { interpreter, type RuntimeInterpreter } from '../runtime/interpreter.ts';
import { addRoots } from '../runtime/memory/roots.ts';
import type { Timer } from '../runtime/timers.ts';
import { thread } from '../vm/thread.ts';
import { cDouble } from '../modules/support/arguments.ts';
import { fromError, timeoutError } from './errors.ts';

/** How values become Python's: convert.ts sets it, which needs this module. */
let toPython: (v: unknown) => PyValue = () => None;
export function setToPython(f: (v: unknown) => PyValue): void {
  toPython = f;
}

/** A promise (or whatever has `then`) in Python: an awaitable with `result(timeout=None)`. */
export class PyJSPromise extends PyObject {
  state: 'pending' | 'fulfilled' | 'rejected' = 'pending';
  /** What it was fulfilled with, or why it was rejected. */
  outcome: unknown = undefined;
  /** Called once it is settled. */
  readonly waiters = new Set<() => void>();
  constructor(readonly promise: PromiseLike<unknown>) {
    super();
    const settle = (state: 'fulfilled' | 'rejected', outcome: unknown): void => {
      this.state = state;
      this.outcome = outcome;
      const waiters = [...this.waiters];
      this.waiters.clear();
      for (const f of waiters) f();
    };
    promise.then(
      (v) => settle('fulfilled', v),
      (e: unknown) => settle('rejected', e),
    );
  }
}
const promiseType = makeBuiltinType('JSPromise', PyJSPromise, { module: '_embedding', flags: TYPE_WEAKREF });

/** Told when the main thread begins to wait for a promise in a plain call: the host may run something meanwhile. */
const waitListeners = new WeakMap<RuntimeInterpreter, (waiting: boolean) => void>();
export function onPromiseWait(i: RuntimeInterpreter, f: (waiting: boolean) => void): void {
  waitListeners.set(i, f);
}

function settled(p: PyJSPromise, ms: number): Wait {
  const state = interpreter();
  const { scheduler } = state;
  const main = thread() === state.mainThread ? waitListeners.get(state) : undefined;
  let timer: Timer | null = null;
  let waiter: (() => void) | null = null;
  const leave = (): void => {
    if (timer !== null) scheduler.timers.cancel(timer);
    if (waiter !== null) p.waiters.delete(waiter);
    main?.(false);
  };
  return new Wait((wake) => {
    waiter = () => {
      leave();
      wake(true);
    };
    p.waiters.add(waiter);
    if (ms >= 0) {
      timer = scheduler.timers.set(scheduler.now() + ms, () => {
        leave();
        wake(false);
      });
    }
    main?.(true);
  }, leave);
}

function outcome(p: PyJSPromise): PyValue {
  if (p.state === 'rejected') throw fromError(p.outcome);
  return toPython(p.outcome);
}

function* result(p: PyJSPromise, timeout: PyValue): NativeGenerator<PyValue> {
  const ms = timeout === None ? -1 : Math.max(0, cDouble(timeout) * 1000);
  if (p.state === 'pending' && (yield settled(p, ms)) === (false as unknown))
    throw timeoutError('the promise is not settled');
  return outcome(p);
}

function* exception(p: PyJSPromise, timeout: PyValue): NativeGenerator<PyValue> {
  const ms = timeout === None ? -1 : Math.max(0, cDouble(timeout) * 1000);
  if (p.state === 'pending' && (yield settled(p, ms)) === (false as unknown))
    throw timeoutError('the promise is not settled');
  return p.state === 'rejected' ? fromError(p.outcome) : None;
}

/** Callbacks that JavaScript alone holds: roots. */
const callbacks = new WeakMap<RuntimeInterpreter, Set<PyValue>>();

/** Calls a Python function on top of the thread that asks, once the promise is settled. */
function whenSettled(p: PyJSPromise, f: PyValue): void {
  const state = interpreter();
  let held = callbacks.get(state);
  if (held === undefined) {
    const set = new Set<PyValue>();
    callbacks.set(state, (held = set));
    addRoots(state, () => [...set]);
  }
  const mine = held;
  mine.add(f);
  const ts = thread();
  const run = (): void => {
    mine.delete(f);
    state.scheduler.call(ts, () => callAsGenerator(f));
  };
  if (p.state === 'pending') p.waiters.add(run);
  else run();
}
function* callAsGenerator(f: PyValue): NativeGenerator<PyValue> {
  return (yield callR(f, [])) as unknown as PyValue;
}

function* awaited(p: PyJSPromise): NativeGenerator<PyValue> {
  const m = (yield hooks.importR('_embedding')) as PyValue;
  return (yield callR(getattr(m, 'wait_for'), [p])) as unknown as PyValue;
}

defineType(promiseType, {
  methods: {
    '__await__()': awaited as (self: PyJSPromise) => Pending,
    '__repr__()': (self: PyJSPromise) => fromJS(`<JSPromise ${self.state}>`),
    'result(timeout=None)': result as (self: PyJSPromise, timeout: PyValue) => Pending,
    'exception(timeout=None)': exception as (self: PyJSPromise, timeout: PyValue) => Pending,
    'done()': (self: PyJSPromise) => self.state !== 'pending',
    '_when_settled(f, /)': whenSettled,
  },
});

/** A JavaScript iterator. */
export class PyJSIterator extends PyObject {
  private iterator: Iterator<unknown> | null = null;
  constructor(readonly source: Iterable<unknown>) {
    super();
  }
  /** The next value; undefined at the end. */
  next(): PyValue | undefined {
    try {
      this.iterator ??= this.source[Symbol.iterator]();
      const r = this.iterator.next();
      return r.done === true ? undefined : toPython(r.value);
    } catch (e) {
      throw fromError(e);
    }
  }
  close(): void {
    try {
      this.iterator?.return?.();
    } catch (e) {
      throw fromError(e);
    }
  }
}
defineType(makeBuiltinType('JSIterator', PyJSIterator, { module: '_embedding', flags: TYPE_WEAKREF }), {
  methods: {
    '__iter__()': (self: PyJSIterator) => self,
    '__next__()': (self: PyJSIterator) => {
      const v = self.next();
      if (v === undefined) throw newException(exceptionTypes.StopIteration);
      return v;
    },
    'close()': (self: PyJSIterator) => self.close(),
  },
});

/** A JavaScript asynchronous iterator: `async for` in Python. */
export class PyJSAsyncIterator extends PyObject {
  private iterator: AsyncIterator<unknown> | null = null;
  constructor(readonly source: AsyncIterable<unknown>) {
    super();
  }
  next(): PyJSPromise {
    try {
      this.iterator ??= this.source[Symbol.asyncIterator]();
      return new PyJSPromise(
        Promise.resolve(this.iterator.next()).then((r) => {
          if (r.done === true) throw newException(exceptionTypes.StopAsyncIteration);
          return r.value;
        }),
      );
    } catch (e) {
      throw fromError(e);
    }
  }
  close(): PyJSPromise {
    return new PyJSPromise(Promise.resolve(this.iterator?.return?.()).then(() => undefined));
  }
}
defineType(makeBuiltinType('JSAsyncIterator', PyJSAsyncIterator, { module: '_embedding', flags: TYPE_WEAKREF }), {
  methods: {
    '__aiter__()': (self: PyJSAsyncIterator) => self,
    '__anext__()': (self: PyJSAsyncIterator) => self.next(),
    'aclose()': (self: PyJSAsyncIterator) => self.close(),
  },
});
