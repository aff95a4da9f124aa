// range and its iterators. Invariant: start, stop, step and length are canonical ints; ranges whose numbers all are
// small use JavaScript arithmetic, others bigints.

import { MAX_ITEMS } from './capacity.ts';
import { None, NotImplemented, PyObject, type PyValue } from './object.ts';
import { defineType, splitKeywords } from './native.ts';
import { PySlice, PyTuple, type PyStr } from './shapes.ts';
import { makeBuiltinType, type PyType, TYPE_MATCH_SEQUENCE, typeOf } from './type.ts';
import type { PyDict } from './dict/storage.ts';
import { indexError, memoryError, overflowError, typeError, valueError } from './exceptions/raise.ts';
import { EQ, equalR, index, indexR, NE } from './protocol/operators.ts';
import type { NativeGenerator, Resumable } from './protocol/pending.ts';
import { reprR } from './protocol/text.ts';
import { toJS } from './str/text.ts';
import { intAdd, intCompare, intFloorDiv, intMod, intMul, intNeg, intSub, type Int } from './algorithms/int-math.ts';
import { builtin, defineIterator, thenR } from './iterator.ts';
import { comparisons } from './sequence.ts';
import { isIndex } from './sequence-index.ts';
import { sliceIndices } from './slice.ts';
import { hashTupleR } from './hash.ts';
import { collectR } from './protocol/iteration.ts';

export class PyRange extends PyObject {
  constructor(
    public start: Int,
    public stop: Int,
    public step: Int,
    public length: Int,
  ) {
    super();
  }
}
export const rangeType = makeBuiltinType('range', PyRange, { flags: TYPE_MATCH_SEQUENCE });

/** Number of values in start, start+step, … before stop. */
function rangeLength(start: Int, stop: Int, step: Int): Int {
  if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number') {
    const span = step > 0 ? stop - start : start - stop;
    if (span <= 0) return 0;
    if (span <= Number.MAX_SAFE_INTEGER) return Math.floor((span - 1) / Math.abs(step)) + 1;
  }
  const up = step > 0;
  const span = up ? intSub(stop, start) : intSub(start, stop);
  if (span <= 0) return 0;
  return intAdd(intFloorDiv(intSub(span, 1), up ? step : intNeg(step)), 1);
}

/** A range of ints. */
export function makeRange(start: Int, stop: Int, step: Int): PyRange {
  return new PyRange(start, stop, step, rangeLength(start, stop, step));
}

function newRange(_cls: PyType, args: PyValue[], kw: PyDict): PyValue {
  if (kw.size > 0) throw typeError('range() takes no keyword arguments');
  switch (args.length) {
    case 0:
      throw typeError('range expected at least 1 argument, got 0');
    case 1: {
      const stop = index(args[0]);
      return makeRange(0, stop, 1);
    }
    case 2: {
      const start = index(args[0]);
      return makeRange(start, index(args[1]), 1);
    }
    case 3: {
      const start = index(args[0]);
      const stop = index(args[1]);
      const step = index(args[2]);
      if (step === 0) throw valueError('range() arg 3 must not be zero');
      return makeRange(start, stop, step);
    }
    default:
      throw typeError(`range expected at most 3 arguments, got ${args.length}`);
  }
}

/** The i-th value; i is in range. */
function at(r: PyRange, i: Int): Int {
  if (typeof i === 'number' && typeof r.start === 'number' && typeof r.step === 'number') {
    const v = r.start + i * r.step;
    if (Number.isSafeInteger(v)) return v + 0;
  }
  return intAdd(r.start, intMul(i, r.step));
}

function getItem(self: PyRange, key: PyValue): PyValue {
  if (key instanceof PySlice) {
    const [start, stop, step] = sliceIndices(key, self.length);
    return makeRange(at(self, start), at(self, stop), intMul(self.step, step));
  }
  if (!isIndex(key)) throw typeError(`range indices must be integers or slices, not ${typeOf(key).name}`);
  let i = index(key);
  if (i < 0) i = intAdd(i, self.length);
  if (i < 0 || intCompare(i, self.length) >= 0) throw indexError('range object index out of range');
  return at(self, i);
}

/** The position of an int in the range, or undefined. */
function positionOf(self: PyRange, v: Int): Int | undefined {
  const up = self.step > 0;
  if (
    up
      ? intCompare(v, self.start) < 0 || intCompare(v, self.stop) >= 0
      : intCompare(v, self.start) > 0 || intCompare(v, self.stop) <= 0
  ) {
    return undefined;
  }
  const distance = intSub(v, self.start);
  return intMod(distance, self.step) === 0 ? intFloorDiv(distance, self.step) : undefined;
}

const asInt = (v: PyValue): Int | undefined =>
  typeof v === 'number' || typeof v === 'bigint' ? v : typeof v === 'boolean' ? (v ? 1 : 0) : undefined;

/** Search by comparing one value after the other: for anything but exact ints. */
function* search(self: PyRange, v: PyValue, count: boolean): NativeGenerator<number> {
  const values: PyValue[] = yield collectR(self);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const same: boolean = yield equalR(values[i], v);
    if (!same) continue;
    if (!count) return i;
    n++;
  }
  return count ? n : -1;
}

const key = (r: PyRange): PyTuple =>
  new PyTuple(r.length === 0 ? [0, None, None] : r.length === 1 ? [1, r.start, None] : [r.length, r.start, r.step]);

defineType(rangeType, {
  doc:
    'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n' +
    'Return an object that produces a sequence of integers from start (inclusive)\n' +
    'to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n' +
    'start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n' +
    'These are exactly the valid indices for a list of 4 elements.\n' +
    'When step is given, it specifies the increment (or decrement).',
  new: ['(*args, **kw)', newRange],
  vectors: { __new__: (args, kwnames) => newRange(rangeType, ...splitKeywords(args, kwnames)) },
  members: { start: 'start', stop: 'stop', step: 'step' },
  methods: {
    *'__repr__()'(self: PyRange): NativeGenerator<PyValue> {
      const a: string | PyStr = yield reprR(self.start);
      const b: string | PyStr = yield reprR(self.stop);
      if (self.step === 1) return `range(${toJS(a)}, ${toJS(b)})`;
      const c: string | PyStr = yield reprR(self.step);
      return `range(${toJS(a)}, ${toJS(b)}, ${toJS(c)})`;
    },
    '__len__()': (self: PyRange) => {
      if (typeof self.length === 'bigint' && self.length > 9223372036854775807n)
        throw overflowError('Python int too large to convert to C ssize_t');
      return self.length;
    },
    '__bool__()': (self: PyRange) => self.length !== 0,
    '__getitem__(key, /)': getItem,
    '__iter__()': (self: PyRange) => rangeIterator(self.start, self.step, self.length),
    '__reversed__()': (self: PyRange) =>
      rangeIterator(self.length === 0 ? self.start : at(self, intSub(self.length, 1)), intNeg(self.step), self.length),
    '__contains__(key, /)': (self: PyRange, v: PyValue): Resumable<boolean> => {
      const i = asInt(v);
      if (i !== undefined) return positionOf(self, i) !== undefined;
      return thenR(search(self, v, false) as Resumable<number>, (n) => n >= 0);
    },
    'count(value, /)': (self: PyRange, v: PyValue): Resumable => {
      const i = asInt(v);
      if (i !== undefined) return positionOf(self, i) !== undefined ? 1 : 0;
      return search(self, v, true);
    },
    'index(value, /)': (self: PyRange, v: PyValue): Resumable => {
      const i = asInt(v);
      if (i === undefined) {
        return thenR(search(self, v, false) as Resumable<number>, (n) => {
          if (n < 0) throw valueError('sequence.index(x): x not in sequence');
          return n;
        });
      }
      const p = positionOf(self, i);
      if (p === undefined) throw valueError('range.index(x): x not in range');
      return p;
    },
    '__hash__()': (self: PyRange) => hashTupleR(key(self)),
    ...comparisons<PyRange>((self, other, op): Resumable => {
      if (!(other instanceof PyRange) || (op !== EQ && op !== NE)) return NotImplemented;
      const same =
        self === other ||
        (self.length === other.length &&
          (self.length === 0 || (self.start === other.start && (self.length === 1 || self.step === other.step))));
      return op === EQ ? same : !same;
    }),
    '__reduce__()': (self: PyRange) => new PyTuple([rangeType, new PyTuple([self.start, self.stop, self.step])]),
  },
});

// ---------------------------------------------------------------------------------------------------------- iterators

/** Iterates over a range whose numbers are all small. */
export class PyRangeIterator extends PyObject {
  constructor(
    public value: number,
    readonly step: number,
    public left: number,
  ) {
    super();
  }
}
/** Iterates over a range with numbers beyond 2^53. */
export class PyLongRangeIterator extends PyObject {
  constructor(
    public value: Int,
    readonly step: Int,
    public left: Int,
  ) {
    super();
  }
}
export const rangeIteratorType = makeBuiltinType('range_iterator', PyRangeIterator);
export const longRangeIteratorType = makeBuiltinType('longrange_iterator', PyLongRangeIterator);

function rangeIterator(start: Int, step: Int, length: Int): PyValue {
  if (
    typeof start === 'number' &&
    typeof step === 'number' &&
    typeof length === 'number' &&
    Number.isSafeInteger(start + step * length)
  ) {
    return new PyRangeIterator(start, step, length);
  }
  return new PyLongRangeIterator(start, step, length);
}

/** `iter(r)`. */
export function makeRangeIterator(r: PyRange): PyValue {
  return rangeIterator(r.start, r.step, r.length);
}

type AnyRangeIterator = PyRangeIterator | PyLongRangeIterator;
const iteratorMethods = {
  '__length_hint__()': (self: AnyRangeIterator): PyValue => self.left,
  '__reduce__()': (self: AnyRangeIterator) => {
    const stop = intAdd(self.value, intMul(self.left, self.step));
    return new PyTuple([builtin('iter'), new PyTuple([makeRange(self.value, stop, self.step)]), None]);
  },
  *'__setstate__(state, /)'(self: AnyRangeIterator, state: PyValue): NativeGenerator {
    if (state === None) return undefined;
    let n: Int = yield indexR(state);
    if (n < 0) n = 0;
    if (intCompare(n, self.left) > 0) n = self.left;
    (self as PyLongRangeIterator).value = intAdd(self.value, intMul(n, self.step)); // both have Int-compatible fields
    (self as PyLongRangeIterator).left = intSub(self.left, n);
    return undefined;
  },
};
defineIterator<PyRangeIterator>(
  rangeIteratorType,
  (self) => {
    if (self.left <= 0) return undefined;
    self.left--;
    const v = self.value;
    self.value = v + self.step;
    return v;
  },
  {
    rest: (self: PyRangeIterator) => {
      const n = self.left;
      if (n > MAX_ITEMS) throw memoryError('');
      const out: PyValue[] = [];
      let v = self.value;
      for (let i = 0; i < n; i++, v += self.step) out.push(v);
      self.value = v;
      self.left = 0;
      return out;
    },
    methods: iteratorMethods,
  },
);
defineIterator<PyLongRangeIterator>(
  longRangeIteratorType,
  (self) => {
    if (self.left <= 0) return undefined;
    self.left = intSub(self.left, 1);
    const v = self.value;
    self.value = intAdd(v, self.step);
    return v;
  },
  { methods: iteratorMethods },
);
