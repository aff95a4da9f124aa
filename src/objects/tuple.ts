// tuple and its iterator. Invariant: `items` never changes after the tuple was handed out.

import { NotImplemented, type PyValue } from './object.ts';
import { defineType, refusesKeywords, splitKeywords } from './native.ts';
import { PySlice, PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, tupleType, typeOf } from './type.ts';
import type { PyDict } from './dict/storage.ts';
import { indexError, typeError, valueError } from './exceptions/raise.ts';
import { collectR } from './protocol/iteration.ts';
import { markSequenceOperator } from './protocol/operators.ts';
import type { Resumable } from './protocol/pending.ts';
import { SLOT } from './slots.ts';
import { hashTupleR } from './hash.ts';
import { defineItemsIterator, PyItemsIterator, thenR } from './iterator.ts';
import { setTupleIter } from './list.ts';
import {
  compareItemsR,
  comparisons,
  containsR,
  countItemsR,
  findItemR,
  oneArgument,
  repeatCount,
  repeatItems,
  reprItemsR,
} from './sequence.ts';
import { clipArgument, sliceBounds, sliceItems, subscript } from './sequence-index.ts';
import { genericAlias } from './genericalias.ts';

/** A tuple of class `cls` holding `items`. */
export function makeTuple(cls: PyType, items: PyValue[]): PyTuple {
  if (cls === tupleType) return new PyTuple(items);
  const t = new cls.ctor() as PyTuple; // a tuple subclass has its shape
  t.items = items;
  return t;
}

function newTuple(cls: PyType, args: PyValue[], kw: PyDict): Resumable {
  if (kw.size > 0 && refusesKeywords(cls, tupleType)) {
    throw typeError('tuple() takes no keyword arguments');
  }
  const iterable = oneArgument('tuple', args, { size: 0 });
  if (iterable === undefined) return makeTuple(cls, []);
  if (cls === tupleType && typeof iterable === 'object' && iterable.cls === tupleType) return iterable;
  return thenR(collectR(iterable), (items) => makeTuple(cls, items));
}

function getItem(self: PyTuple, key: PyValue): PyValue {
  const items = self.items;
  if (key instanceof PySlice) {
    const b = sliceBounds(key, items.length);
    if (b.start === 0 && b.step === 1 && b.length === items.length && self.cls === tupleType) return self;
    return new PyTuple(sliceItems(items, b));
  }
  const i = subscript(key, 'tuple');
  const v = items[i < 0 ? i + items.length : i];
  if (v === undefined) throw indexError('tuple index out of range');
  return v;
}

function repr(self: PyTuple): Resumable {
  const n = self.items.length;
  if (n === 0) return '()';
  return reprItemsR(self, self.items, '(', n === 1 ? ',)' : ')', '(...)');
}

function repeat(self: PyTuple, n: PyValue): PyTuple {
  const count = repeatCount(n, self.items.length);
  if (self.cls === tupleType && (count === 1 || self.items.length === 0)) return self;
  return new PyTuple(repeatItems(self.items, count));
}

defineType(tupleType, {
  doc:
    'Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\n' +
    "If iterable is specified the tuple is initialized from iterable's items.\n\n" +
    'If the argument is a tuple, the return value is the same object.',
  new: ['(*args, **kw)', newTuple],
  vectors: { __new__: (args, kwnames) => newTuple(args[0] as PyType, ...splitKeywords(args, kwnames)) }, // self was checked
  methods: {
    '__repr__()': repr,
    '__hash__()': (self: PyTuple) => hashTupleR(self),
    '__len__()': (self: PyTuple) => self.items.length,
    '__iter__()': (self: PyTuple) => new PyTupleIterator(self),
    '__getitem__(key, /)': getItem,
    '__contains__(key, /)': (self: PyTuple, v: PyValue) => containsR(self, v),
    ...comparisons<PyTuple>((self, other, op) =>
      other instanceof PyTuple ? compareItemsR(self, other, op) : NotImplemented,
    ),
    '__add__(value, /)': (self: PyTuple, other: PyValue) => {
      if (!(other instanceof PyTuple))
        throw typeError(`can only concatenate tuple (not "${typeOf(other).name}") to tuple`);
      if (other.items.length === 0 && self.cls === tupleType) return self;
      if (self.items.length === 0 && other.cls === tupleType) return other;
      return new PyTuple(self.items.concat(other.items));
    },
    '__mul__(value, /)': repeat,
    '__rmul__(value, /)': repeat,
    'index(value, start=0, stop=9223372036854775807, /)': (
      self: PyTuple,
      v: PyValue,
      start: PyValue,
      stop: PyValue,
    ) => {
      const n = self.items.length;
      return thenR(findItemR(self, v, clipArgument(start, n), clipArgument(stop, n)), (i) => {
        if (i < 0) throw valueError('tuple.index(x): x not in tuple');
        return i;
      });
    },
    'count(value, /)': (self: PyTuple, v: PyValue) => countItemsR(self, v),
    '__getnewargs__()': (self: PyTuple) => new PyTuple([new PyTuple(self.items)]),
  },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
});
markSequenceOperator(tupleType, '__add__', '__mul__', '__rmul__');
setTupleIter(() => tupleType.slot(SLOT.__iter__));

export class PyTupleIterator extends PyItemsIterator<PyTuple> {}
export const tupleIteratorType = makeBuiltinType('tuple_iterator', PyTupleIterator);
defineItemsIterator(tupleIteratorType, () => new PyTuple([]));
