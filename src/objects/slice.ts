// slice. Invariant: immutable; compares and hashes as the tuple (start, stop, step). `indices` is exact for any ints.

import { None, NotImplemented, type PyValue } from './object.ts';
import { defineType } from './native.ts';
import { PySlice, PyTuple } from './shapes.ts';
import { type PyType, sliceType, typeOf } from './type.ts';
import { SLOT } from './slots.ts';
import type { PyDict } from './dict/storage.ts';
import { typeError, valueError } from './exceptions/raise.ts';
import { index } from './protocol/operators.ts';
import { hashTupleR } from './hash.ts';
import type { NativeGenerator, Resumable } from './protocol/pending.ts';
import { reprR } from './protocol/text.ts';
import { fromJS, toJS } from './str/text.ts';
import { intAdd, intCompare, type Int } from './algorithms/int-math.ts';
import { compareItemsR, comparisons } from './sequence.ts';
import type { PyStr } from './shapes.ts';

const parts = (s: PySlice): PyTuple => new PyTuple([s.start, s.stop, s.step]);

function sliceInt(v: PyValue): Int {
  if (typeof v === 'string' || (typeof v === 'object' && typeOf(v).slot(SLOT.__index__) === null)) {
    throw typeError('slice indices must be integers or None or have an __index__ method');
  }
  return index(v);
}

/** slice.indices(length), for ints of any size. */
export function sliceIndices(s: PySlice, length: PyValue): [Int, Int, Int] {
  const n = index(length);
  if (n < 0) throw valueError('length should not be negative');
  const step = s.step === None ? 1 : sliceInt(s.step);
  if (step === 0) throw valueError('slice step cannot be zero');
  const back = step < 0;
  const lower: Int = back ? -1 : 0;
  const upper: Int = back ? intAdd(n, -1) : n;
  const clip = (v: PyValue, absent: Int): Int => {
    if (v === None) return absent;
    let i = sliceInt(v);
    if (i < 0) {
      i = intAdd(i, n);
      return intCompare(i, lower) < 0 ? lower : i;
    }
    return intCompare(i, upper) > 0 ? upper : i;
  };
  return [clip(s.start, back ? upper : lower), clip(s.stop, back ? lower : upper), step];
}

defineType(sliceType, {
  doc: 'slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).',
  new: [
    '(*args, **kw)',
    (_cls: PyType, args: PyValue[], kw: PyDict) => {
      if (kw.size > 0) throw typeError('slice() takes no keyword arguments');
      if (args.length === 0) throw typeError('slice expected at least 1 argument, got 0');
      if (args.length > 3) throw typeError(`slice expected at most 3 arguments, got ${args.length}`);
      return args.length === 1 ? new PySlice(None, args[0], None) : new PySlice(args[0], args[1], args[2] ?? None);
    },
  ],
  members: { start: 'start', stop: 'stop', step: 'step' },
  methods: {
    '__repr__()': function* (self: PySlice): NativeGenerator<PyValue> {
      const out: string[] = [];
      for (const v of [self.start, self.stop, self.step]) {
        const s: string | PyStr = yield reprR(v);
        out.push(toJS(s));
      }
      return fromJS(`slice(${out.join(', ')})`);
    },
    ...comparisons<PySlice>((self, other, op): Resumable => {
      if (!(other instanceof PySlice)) return NotImplemented;
      return compareItemsR(parts(self), parts(other), op);
    }),
    '__hash__()': (self: PySlice) => hashTupleR(parts(self)),
    '__reduce__()': (self: PySlice) => new PyTuple([sliceType, parts(self)]),
    'indices(object, /)': (self: PySlice, length: PyValue) => new PyTuple(sliceIndices(self, length)),
  },
});
