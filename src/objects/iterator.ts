// What all built-in iterators share: `__iter__`/`__next__` natives made from a JS step, the iterator over `__getitem__`
// (type `iterator`) and `iter(callable, sentinel)` (type `callable_iterator`).
// Invariant: a step returns undefined at the end (and keeps doing so), a value, or a Pending of those.

import { None, PyObject, type PyValue } from './object.ts';
import { defineType, PyNative, type TypeSpec } from './native.ts';
import { PyList, PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, TYPE_HEAP, typeOf } from './type.ts';
import { isException, stopIteration } from './exceptions/raise.ts';
import { callR } from './protocol/call.ts';
import { askLengthR, iterR, nextR, setSequenceIterator, stepOf } from './protocol/iteration.ts';
import { equalR, getitemR, indexR, lengthR } from './protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending, type Resumable, thenR } from './protocol/pending.ts';
import { SLOT } from './slots.ts';
import { hooks } from './hooks.ts';

/** One step of a built-in iterator. */
export type Step<T extends PyObject> = (self: T) => PyValue | undefined | Pending;

/** The value of a step as `__next__` gives it: StopIteration at the end. */
export function stepToNext(v: PyValue | undefined | Pending): Resumable {
  return isPending(v) ? thenR(v as Resumable<PyValue | undefined>, valueOrStop) : valueOrStop(v);
}
function valueOrStop(v: PyValue | undefined): PyValue {
  if (v === undefined) throw stopIteration();
  return v;
}

/** Fills a built-in iterator type: `__iter__`, `__next__` and whatever else `spec` says. */
export function defineIterator<T extends PyObject>(type: PyType, iternext: Step<T>, spec: TypeSpec = {}): PyType {
  return defineType(type, {
    ...spec,
    iternext,
    methods: {
      '__iter__()': (self: T) => self,
      '__next__()': (self: T) => stepToNext(iternext(self)),
      ...spec.methods,
    },
  });
}

/** A builtin function or type by name, as pickled iterators refer to it (`iter`, `reversed`). */
export function builtin(name: string): PyValue {
  return hooks.builtins()?.getStr(name) ?? None;
}

/** The items of an exact list or tuple, not to be changed; undefined for everything else. */
export function itemsOf(v: PyValue): PyValue[] | undefined {
  if (typeof v === 'object' && (v instanceof PyList || v instanceof PyTuple) && (v.cls.flags & TYPE_HEAP) === 0)
    return v.items;
  return undefined;
}

/**
 * Calls `each` with every value of an iterable, in order, without making generator objects while no Python code must
 * run. `each` runs at once and returns true to stop. Resumable; the result carries nothing.
 */
export function forEachR(iterable: PyValue, each: (v: PyValue) => boolean | void): Resumable<undefined> {
  const it = iterR(iterable);
  if (isPending(it)) return forEachSlow(it, undefined, each);
  return drain(it, each);
}
/** forEachR for what becomes a list or bytes: the length is asked for first (see askLengthR). Resumable. */
export function forEachHintedR(iterable: PyValue, each: (v: PyValue) => boolean | void): Resumable<undefined> {
  if (askLengthR(iterable) === undefined) return forEachR(iterable, each);
  return (function* (): NativeGenerator<undefined> {
    const it: PyValue = yield iterR(iterable);
    yield askLengthR(iterable);
    return yield* forEachSlow(it, undefined, each);
  })();
}
function drain(it: PyValue, each: (v: PyValue) => boolean | void): Resumable<undefined> {
  const step = stepOf(it);
  for (;;) {
    const v = step(it);
    if (v === undefined) return undefined;
    if (isPending(v)) return forEachSlow(it, v, each);
    if (each(v) === true) return undefined;
  }
}
function* forEachSlow(
  it: PyValue | Pending,
  first: Pending | undefined,
  each: (v: PyValue) => boolean | void,
): NativeGenerator<undefined> {
  if (isPending(it)) it = (yield it) as PyValue;
  if (first !== undefined) {
    const v: PyValue | undefined = yield first;
    if (v === undefined || each(v) === true) return undefined;
  }
  for (;;) {
    let v = nextR(it);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined || each(v) === true) return undefined;
  }
}

export { thenR } from './protocol/pending.ts';

// ----------------------------------------------------------------------------------------------------------- iterator

const ITEM = Symbol('sequence item');
/** The items of instances of a JS shape where iteration gives something else than subscripts do (mmap). */
export function setSequenceItem<T extends PyObject>(
  shape: abstract new (...args: never[]) => T,
  f: (self: T, index: number) => PyValue,
): void {
  Object.defineProperty(shape.prototype, ITEM, {
    value(this: T, i: number): PyValue {
      return f(this, i);
    },
  });
}
function sequenceItem(seq: PyValue, i: number): PyValue | undefined {
  const f = (seq as Partial<{ [ITEM](i: number): PyValue }>)[ITEM];
  if (f === undefined || !(typeOf(seq).slot(SLOT.__getitem__) instanceof PyNative)) return undefined;
  return f.call(seq, i);
}

/** Iterates by `__getitem__(0), (1), …` until IndexError. */
export class PySequenceIterator extends PyObject {
  index = 0;
  constructor(public seq: PyValue | null) {
    super();
  }
}
export const sequenceIteratorType = makeBuiltinType('iterator', PySequenceIterator);

function sequenceStep(self: PySequenceIterator): PyValue | undefined | Pending {
  if (self.seq === null) return undefined;
  try {
    const r = sequenceItem(self.seq, self.index) ?? getitemR(self.seq, self.index);
    if (isPending(r)) return sequencePending(self, r);
    self.index++;
    return r;
  } catch (e) {
    return sequenceEnd(self, e);
  }
}
function sequenceEnd(self: PySequenceIterator, e: unknown): undefined {
  if (!isException(e, 'IndexError') && !isException(e, 'StopIteration')) throw e;
  self.seq = null;
  return undefined;
}
function* sequencePending(self: PySequenceIterator, p: Pending): NativeGenerator<PyValue | undefined> {
  try {
    const v: PyValue = yield p;
    self.index++;
    return v;
  } catch (e) {
    return sequenceEnd(self, e);
  }
}

defineIterator<PySequenceIterator>(sequenceIteratorType, sequenceStep, {
  methods: {
    *'__length_hint__()'(self: PySequenceIterator): NativeGenerator<PyValue> {
      if (self.seq === null) return 0;
      if (self.seq instanceof PyObject && self.seq.cls.slot(SLOT.__len__) === null) return 0;
      const n: number = yield lengthR(self.seq);
      return Math.max(0, n - self.index);
    },
    '__reduce__()': (self: PySequenceIterator) =>
      self.seq === null
        ? new PyTuple([builtin('iter'), new PyTuple([new PyTuple([])])])
        : new PyTuple([builtin('iter'), new PyTuple([self.seq]), self.index]),
    *'__setstate__(state, /)'(self: PySequenceIterator, state: PyValue): NativeGenerator {
      const i: number | bigint = yield indexR(state);
      if (self.seq !== null) self.index = Math.max(0, Number(i));
      return undefined;
    },
  },
});
setSequenceIterator((seq) => new PySequenceIterator(seq));

// -------------------------------------------------------------------------------------------------- callable_iterator

/** iter(callable, sentinel). */
export class PyCallableIterator extends PyObject {
  constructor(
    public callable: PyValue | null,
    public sentinel: PyValue,
  ) {
    super();
  }
}
export const callableIteratorType = makeBuiltinType('callable_iterator', PyCallableIterator);

function* callableStep(self: PyCallableIterator): NativeGenerator<PyValue | undefined> {
  if (self.callable === null) return undefined;
  try {
    const v: PyValue = yield callR(self.callable, []);
    if (self.callable === null) return undefined; // exhausted by a nested next()
    const same: boolean = yield equalR(self.sentinel, v);
    if (!same) return v;
  } catch (e) {
    if (!isException(e, 'StopIteration')) throw e;
  }
  self.callable = null;
  return undefined;
}
defineIterator<PyCallableIterator>(callableIteratorType, callableStep, {
  methods: {
    '__reduce__()': (self: PyCallableIterator) =>
      self.callable === null
        ? new PyTuple([builtin('iter'), new PyTuple([new PyTuple([])])])
        : new PyTuple([builtin('iter'), new PyTuple([self.callable, self.sentinel])]),
  },
});

/** iter(callable, sentinel) */
export function callableIterator(callable: PyValue, sentinel: PyValue): PyValue {
  return new PyCallableIterator(callable, sentinel);
}

// ---------------------------------------------------------------------------------------------- iterators over arrays

/** Base of the iterators over `items` arrays (list, tuple): the sequence is dropped at the end. */
export class PyItemsIterator<T extends PyObject & { items: PyValue[] }> extends PyObject {
  index = 0;
  constructor(public seq: T | null) {
    super();
  }
}
/** Methods of an iterator over an `items` array. */
export function defineItemsIterator(type: PyType, empty: () => PyValue): void {
  type Self = PyItemsIterator<PyObject & { items: PyValue[] }>;
  defineIterator<Self>(
    type,
    (self) => {
      const seq = self.seq;
      if (seq === null) return undefined;
      const items = seq.items;
      if (self.index < items.length) return items[self.index++];
      self.seq = null;
      return undefined;
    },
    {
      rest: (self: Self) => {
        const seq = self.seq;
        self.seq = null;
        return seq === null ? [] : seq.items.slice(self.index);
      },
      methods: {
        '__length_hint__()': (self: Self) => (self.seq === null ? 0 : Math.max(0, self.seq.items.length - self.index)),
        '__reduce__()': (self: Self) =>
          self.seq === null
            ? new PyTuple([builtin('iter'), new PyTuple([empty()])])
            : new PyTuple([builtin('iter'), new PyTuple([self.seq]), self.index]),
        *'__setstate__(state, /)'(self: Self, state: PyValue): NativeGenerator {
          const i: number | bigint = yield indexR(state);
          if (self.seq !== null) self.index = Math.min(Math.max(0, Number(i)), self.seq.items.length);
          return undefined;
        },
      },
    },
  );
}
