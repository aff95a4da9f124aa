// list and its iterators. Invariant: `items` is the list; while it is being sorted it is empty and a change is noticed.

import { MAX_ITEMS, push } from './capacity.ts';
import { None, NotImplemented, PyObject, type PyValue } from './object.ts';
import { defineType, splitKeywords } from './native.ts';
import { PyList, PySlice, PyTuple } from './shapes.ts';
import { listType, makeBuiltinType, type PyType, TYPE_HEAP, typeOf } from './type.ts';
import type { PyDict } from './dict/storage.ts';
import { indexError, memoryError, typeError, valueError } from './exceptions/raise.ts';
import { callR } from './protocol/call.ts';
import { collectListR, iterR, restOf } from './protocol/iteration.ts';
import { indexR, markSequenceOperator, ssize, truth } from './protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending, Raise, type Resumable } from './protocol/pending.ts';
import { SLOT } from './slots.ts';
import {
  defineItemsIterator,
  defineIterator,
  PyItemsIterator,
  builtin,
  forEachHintedR,
  forEachR,
  thenR,
} from './iterator.ts';
import { mergeSort, sortFast } from './list-sort.ts';
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
import { listSize } from './memory/sizes.ts';

// --------------------------------------------------------------------------------------------------------- subscripts

function getItem(self: PyList, key: PyValue): Resumable {
  const items = self.items;
  if (typeof key === 'number') {
    const v = items[key < 0 ? key + items.length : key];
    return v === undefined ? new Raise(indexError('list index out of range')) : v;
  }
  if (key instanceof PySlice)
    return new PyList(
      sliceItems(
        self.items,
        sliceBounds(key, () => self.items.length),
      ),
    );
  const i = subscript(key, 'list');
  const v = self.items[i < 0 ? i + self.items.length : i];
  if (v === undefined) throw indexError('list index out of range');
  return v;
}

/** Replaces items[start:stop) by `values`, without spreading huge arrays over the stack. */
function splice(items: PyValue[], start: number, stop: number, values: readonly PyValue[]): void {
  const removed = stop - start;
  if (values.length < 10000) items.splice(start, removed, ...values);
  else {
    const tail = items.slice(stop);
    items.length = start;
    for (const v of values) items.push(v);
    for (const v of tail) items.push(v);
  }
}

function setSlice(self: PyList, s: PySlice, values: PyValue[]): void {
  const b = sliceBounds(s, () => self.items.length);
  if (b.step === 1) {
    splice(self.items, b.start, Math.max(b.start, b.stop), values);
    return;
  }
  if (values.length !== b.length) {
    throw valueError(`attempt to assign sequence of size ${values.length} to extended slice of size ${b.length}`);
  }
  for (let i = 0, at = b.start; i < b.length; i++, at += b.step) self.items[at] = values[i];
}

/** The values of what is assigned to a slice; the TypeError is CPython's. Resumable. */
function sliceValuesR(value: PyValue): Resumable<PyValue[]> {
  const t = typeOf(value);
  if (t.slot(SLOT.__iter__) === null && t.slot(SLOT.__getitem__) === null) {
    throw typeError('must assign iterable to extended slice');
  }
  return collectListR(value);
}

function setItem(self: PyList, key: PyValue, value: PyValue): void | Pending {
  const items = self.items;
  if (key instanceof PySlice) {
    const r = thenR(sliceValuesR(value), (values) => {
      setSlice(self, key, values);
      return undefined;
    });
    return isPending(r) ? r : undefined;
  }
  let i = subscript(key, 'list');
  if (i < 0) i += items.length;
  if (i < 0 || i >= items.length) throw indexError('list assignment index out of range');
  items[i] = value;
}

function deleteItem(self: PyList, key: PyValue): void {
  if (key instanceof PySlice) {
    const b = sliceBounds(key, () => self.items.length);
    if (b.length === 0) return;
    if (b.step === 1) {
      self.items.splice(b.start, b.length);
      return;
    }
    const step = Math.abs(b.step);
    const first = b.step > 0 ? b.start : b.start + b.step * (b.length - 1);
    const last = first + step * (b.length - 1);
    self.items = self.items.filter((_, i) => i < first || i > last || (i - first) % step !== 0);
    return;
  }
  let i = subscript(key, 'list');
  if (i < 0) i += self.items.length;
  if (i < 0 || i >= self.items.length) throw indexError('list assignment index out of range');
  self.items.splice(i, 1);
}

// ------------------------------------------------------------------------------------------------------------ methods

/** list.extend / `+=`. Resumable. */
export function extendR(self: PyList, iterable: PyValue): Resumable<undefined> {
  if (iterable instanceof PyList || iterable instanceof PyTuple) {
    if (iterable.cls.slot(SLOT.__iter__) === listIter || iterable.cls.slot(SLOT.__iter__) === tupleIter()) {
      const items = self.items;
      const from = iterable.items;
      const n = from.length; // `l.extend(l)` must end
      if (items.length + n > MAX_ITEMS) throw memoryError('');
      for (let i = 0; i < n; i++) items.push(from[i]);
      return undefined;
    }
  }
  const each = (v: PyValue): void => push(self.items, v);
  if ((typeOf(iterable).flags & TYPE_HEAP) !== 0) return forEachHintedR(iterable, each);
  const it = iterR(iterable);
  if (isPending(it)) return thenR(it as Resumable, (v) => forEachR(v, each));
  const rest = restOf(it);
  if (rest === undefined) return forEachR(it, each);
  const items = self.items;
  if (items.length === 0) self.items = rest;
  else {
    if (items.length + rest.length > MAX_ITEMS) throw memoryError('');
    for (let i = 0; i < rest.length; i++) items.push(rest[i]);
  }
  return undefined;
}
let tupleIterNative: PyValue | null = null;
function tupleIter(): PyValue | null {
  return (tupleIterNative ??= tupleTypeIter());
}
let tupleTypeIter: () => PyValue | null = () => null;
/** tuple.ts says which native is tuple.__iter__. */
export function setTupleIter(f: () => PyValue | null): void {
  tupleTypeIter = f;
}

function initList(self: PyList, args: PyValue[], kw: PyDict): void | Pending {
  if (kw.size > 0 && (self.cls === listType || self.cls.slot(SLOT.__new__) === listType.slot(SLOT.__new__))) {
    throw typeError('list() takes no keyword arguments');
  }
  const iterable = oneArgument('list', args, { size: 0 });
  self.items = [];
  if (iterable === undefined) return;
  const r = thenR(collectListR(iterable), (items): undefined => {
    self.items = items;
    return undefined;
  });
  return isPending(r) ? r : undefined;
}

function* sort(self: PyList, key: PyValue, reverse: boolean): NativeGenerator {
  const values = self.items;
  const during: PyValue[] = [];
  self.items = during;
  let sorted = values;
  try {
    sorted = (yield* sortItems(values, key, reverse)) as PyValue[];
    if (self.items !== during || during.length > 0) throw valueError('list modified during sort');
  } finally {
    self.items = sorted;
  }
  return undefined;
}

/**
 * The values sorted: a new array, or the same one in some order when an exception is raised. Used by list.sort and
 * sorted. Resumable.
 */
export function* sortItems(values: PyValue[], key: PyValue, reverse: boolean): NativeGenerator<PyValue[]> {
  let keys = values;
  if (key !== None) {
    keys = new Array<PyValue>(values.length);
    for (let i = 0; i < values.length; i++) {
      let k = callR(key, [values[i]]);
      if (isPending(k)) k = (yield k) as PyValue;
      keys[i] = k;
    }
  }
  const fast = sortFast(keys, values, reverse);
  if (fast !== undefined) return fast;
  // Reversing before and after keeps equal values in their order.
  try {
    if (reverse) {
      values.reverse();
      if (keys !== values) keys.reverse();
    }
    yield* mergeSort(keys, keys === values ? null : values);
  } finally {
    if (reverse) values.reverse();
  }
  return values;
}

function append(self: PyList, value: PyValue): void {
  push(self.items, value);
}

function pop(self: PyList, at: PyValue): Resumable {
  const items = self.items;
  if (at === -1) {
    const v = items.pop();
    return v === undefined ? new Raise(indexError('pop from empty list')) : v;
  }
  let i = ssize(at, indexError);
  if (self.items.length === 0) throw indexError('pop from empty list');
  if (i < 0) i += self.items.length;
  if (i < 0 || i >= self.items.length) throw indexError('pop index out of range');
  return i === 0 ? self.items.shift()! : self.items.splice(i, 1)[0];
}

defineType(listType, {
  doc:
    'Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\n' +
    'The argument must be an iterable if specified.',
  new: ['(*args, **kw)', (cls: PyType) => new cls.ctor()],
  vectors: {
    __new__: (args) => new (args[0] as PyType).ctor(), // called by a class with itself
    __init__: (args, kwnames) => initList(args[0] as PyList, ...splitKeywords(args, kwnames)),
  },
  methods: {
    '__init__(*args, **kw)': initList,
    '__repr__()': (self: PyList) => (self.items.length === 0 ? '[]' : reprItemsR(self, self.items, '[', ']', '[...]')),
    '__len__()': (self: PyList) => self.items.length,
    '__iter__()': (self: PyList) => new PyListIterator(self),
    '__reversed__()': (self: PyList) => new PyListReverseIterator(self),
    '__getitem__(index, /)': getItem,
    '__setitem__(key, value, /)': setItem,
    '__delitem__(key, /)': deleteItem,
    '__contains__(key, /)': (self: PyList, v: PyValue) => containsR(self, v),
    ...comparisons<PyList>((self, other, op) =>
      other instanceof PyList ? compareItemsR(self, other, op) : NotImplemented,
    ),
    '__add__(value, /)': (self: PyList, other: PyValue) => {
      if (!(other instanceof PyList))
        throw typeError(`can only concatenate list (not "${typeOf(other).name}") to list`);
      return new PyList(self.items.concat(other.items));
    },
    '__mul__(value, /)': (self: PyList, n: PyValue) =>
      new PyList(repeatItems(self.items, repeatCount(n, self.items.length))),
    '__rmul__(value, /)': (self: PyList, n: PyValue) =>
      new PyList(repeatItems(self.items, repeatCount(n, self.items.length))),
    '__iadd__(value, /)': (self: PyList, other: PyValue): Resumable => thenR(extendR(self, other), () => self),
    '__imul__(value, /)': (self: PyList, n: PyValue) => {
      const count = repeatCount(n, self.items.length);
      self.items = repeatItems(self.items, count);
      return self;
    },
    'append(object, /)': append,
    'extend(iterable, /)': extendR,
    'insert(index, object, /)': (self: PyList, index: PyValue, v: PyValue) => {
      let i = ssize(index);
      const n = self.items.length;
      if (i < 0) i = Math.max(0, i + n);
      if (i >= n) self.items.push(v);
      else if (i === 0) self.items.unshift(v);
      else self.items.splice(i, 0, v);
    },
    'pop(index=-1, /)': pop,
    'remove(value, /)': (self: PyList, v: PyValue) =>
      thenR(findItemR(self, v), (i): Resumable<undefined> => {
        if (i < 0) return new Raise(valueError('list.remove(x): x not in list'));
        self.items.splice(i, 1);
        return undefined;
      }),
    'clear()': (self: PyList) => {
      self.items = [];
    },
    'copy()': (self: PyList) => new PyList(self.items.slice()),
    'reverse()': (self: PyList) => void self.items.reverse(),
    'index(value, start=0, stop=9223372036854775807, /)': (self: PyList, v: PyValue, start: PyValue, stop: PyValue) => {
      const n = self.items.length;
      return thenR(findItemR(self, v, clipArgument(start, n), clipArgument(stop, n)), (i) => {
        if (i < 0) return new Raise(valueError('list.index(x): x not in list'));
        return i;
      });
    },
    'count(value, /)': (self: PyList, v: PyValue) => countItemsR(self, v),
    'sort(*, key=None, reverse=False)': (self: PyList, key: PyValue, reverse: PyValue) => {
      const back = reverse === false ? false : truth(reverse);
      if (key === None) {
        const fast = sortFast(self.items, self.items, back);
        if (fast !== undefined) {
          self.items = fast;
          return undefined;
        }
      }
      return sort(self, key, back);
    },
    '__sizeof__()': listSize,
  },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  attrs: { __hash__: None },
});
markSequenceOperator(listType, '__add__', '__mul__', '__rmul__', '__iadd__', '__imul__');
const listIter = listType.slot(SLOT.__iter__);

// ---------------------------------------------------------------------------------------------------------- iterators

export class PyListIterator extends PyItemsIterator<PyList> {}
export const listIteratorType = makeBuiltinType('list_iterator', PyListIterator);
defineItemsIterator(listIteratorType, () => new PyList([]));

export class PyListReverseIterator extends PyObject {
  index: number;
  constructor(public seq: PyList | null) {
    super();
    this.index = seq === null ? -1 : seq.items.length - 1;
  }
}
export const listReverseIteratorType = makeBuiltinType('list_reverseiterator', PyListReverseIterator);
defineIterator<PyListReverseIterator>(
  listReverseIteratorType,
  (self) => {
    if (self.seq === null) return undefined;
    const i = self.index;
    if (i >= 0 && i < self.seq.items.length) {
      self.index--;
      return self.seq.items[i];
    }
    self.index = -1;
    self.seq = null;
    return undefined;
  },
  {
    methods: {
      '__length_hint__()': (self: PyListReverseIterator) =>
        self.seq === null || self.index >= self.seq.items.length ? 0 : self.index + 1,
      '__reduce__()': (self: PyListReverseIterator) =>
        self.seq === null
          ? new PyTuple([builtin('iter'), new PyTuple([new PyList([])])])
          : new PyTuple([builtin('reversed'), new PyTuple([self.seq]), self.index]),
      *'__setstate__(state, /)'(self: PyListReverseIterator, state: PyValue): NativeGenerator {
        const i: number | bigint = yield indexR(state);
        if (self.seq !== null) self.index = Math.min(Math.max(-1, Number(i)), self.seq.items.length - 1);
        return undefined;
      },
    },
  },
);
