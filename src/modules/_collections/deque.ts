// collections.deque. Invariant: the live values are buf[head … buf.length); free room on the left grows and shrinks in
// proportion to the size, so both ends are amortised O(1). `state` changes with every change: iterators watch it.

import { arrayOf, unlisted } from '../../objects/memory/tracking.ts';
import { None, NotImplemented, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { PyTuple, type PyStr } from '../../objects/shapes.ts';
import {
  makeBuiltinType,
  type PyType,
  TYPE_BASETYPE,
  TYPE_MATCH_SEQUENCE,
  TYPE_WEAKREF,
  typeOf,
} from '../../objects/type.ts';
import { indexError, runtimeError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { iterR } from '../../objects/protocol/iteration.ts';
import { EQ, equalR, intValue, markSequenceOperator, ssize } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending, type Resumable } from '../../objects/protocol/pending.ts';
import { toJS, fromJS } from '../../objects/str/text.ts';
import { defineIterator, forEachR, thenR } from '../../objects/iterator.ts';
import { compareItemsR, comparisons, repeatCount, repeatItems, reprItemsR } from '../../objects/sequence.ts';
import { clipArgument, isIndex } from '../../objects/sequence-index.ts';
import { genericAlias } from '../../objects/genericalias.ts';
import { layoutOf } from '../../objects/memory/layouts.ts';

/** 64 elements and two links; the first block is begun in its middle. */
const BLOCK = 528;

export class PyDeque extends PyObject {
  buf: PyValue[] = [];
  head = 0;
  maxlen = -1;
  state = 0;

  get size(): number {
    return this.buf.length - this.head;
  }
  /** The values, as a new array. */
  toArray(): PyValue[] {
    return this.buf.slice(this.head);
  }
  push(v: PyValue): void {
    this.buf.push(v);
    this.state++;
    if (this.maxlen >= 0 && this.buf.length - this.head > this.maxlen) this.shift();
  }
  unshift(v: PyValue): void {
    if (this.head === 0) {
      const room = Math.max(16, this.buf.length >> 1);
      const grown = new Array<PyValue>(room).fill(0);
      for (const x of this.buf) grown.push(x);
      this.buf = grown;
      this.head = room;
    }
    this.buf[--this.head] = v;
    this.state++;
    if (this.maxlen >= 0 && this.buf.length - this.head > this.maxlen) this.pop();
  }
  pop(): PyValue | undefined {
    if (this.buf.length === this.head) return undefined;
    this.state++;
    return this.buf.pop();
  }
  shift(): PyValue | undefined {
    if (this.buf.length === this.head) return undefined;
    this.state++;
    const v = this.buf[this.head];
    this.buf[this.head++] = 0;
    // Room on the left is for later `unshift`s, and cheaper to keep than to give back with every short queue.
    if (this.head > 64 && this.head > this.buf.length * 0.75) {
      this.buf = this.buf.slice(this.head);
      this.head = 0;
    }
    return v;
  }
  /** Replaces all values. */
  replace(values: PyValue[]): void {
    this.buf = values;
    this.head = 0;
    this.state++;
    if (this.maxlen >= 0 && values.length > this.maxlen) this.buf = values.slice(values.length - this.maxlen);
  }
}

export const dequeType = makeBuiltinType('deque', PyDeque, {
  module: 'collections',
  flags: TYPE_BASETYPE | TYPE_MATCH_SEQUENCE | TYPE_WEAKREF,
});
unlisted.add(dequeType);
arrayOf.set(dequeType, (d) => (d as PyDeque).buf); // of this type

function extendR(self: PyDeque, iterable: PyValue, left: boolean): Resumable<undefined> {
  if (iterable === self) iterable = new PyTuple(self.toArray());
  return forEachR(iterable, left ? (v) => self.unshift(v) : (v) => self.push(v));
}

function init(self: PyDeque, iterable: PyValue | undefined, maxlen: PyValue): Resumable<undefined> {
  let limit = -1;
  if (maxlen !== None) {
    if (intValue(maxlen) === undefined) throw typeError('an integer is required');
    limit = ssize(maxlen);
    if (limit < 0) throw valueError('maxlen must be non-negative');
  }
  self.maxlen = limit;
  self.replace([]);
  return iterable === undefined ? undefined : extendR(self, iterable, false);
}

/** A deque of the same class with the same values and limit. */
function* copy(self: PyDeque): NativeGenerator<PyValue> {
  if (self.cls === dequeType) {
    const d = new PyDeque();
    d.maxlen = self.maxlen;
    d.replace(self.toArray());
    return d;
  }
  return yield callR(self.cls, self.maxlen < 0 ? [self] : [self, self.maxlen]);
}

function position(self: PyDeque, key: PyValue): number {
  if (!isIndex(key)) throw typeError(`sequence index must be integer, not '${typeOf(key).name}'`);
  let i = ssize(key, indexError);
  if (i < 0) i += self.size;
  if (i < 0 || i >= self.size) throw indexError('deque index out of range');
  return self.head + i;
}

function remove(self: PyDeque, at: number): void {
  self.buf.splice(at, 1);
  self.state++;
}

/** Position of a value (relative to the left end), -1 when absent; RuntimeError when an `__eq__` changes the deque. */
function find(
  self: PyDeque,
  v: PyValue,
  from: number,
  to: number,
  mutated: (m: string) => PyObject,
  message: string,
): Resumable<number> {
  for (let i = from; i < to && i < self.size; i++) {
    const same = equalR(self.buf[self.head + i], v);
    if (isPending(same)) return findOn(same, i);
    if (same) return i;
  }
  return -1;
  /** Goes on where an `__eq__` runs Python code. */
  function* findOn(first: Pending, i: number): NativeGenerator<number> {
    const state = self.state;
    let same: Resumable<boolean> = first;
    for (;;) {
      if (isPending(same)) same = (yield same) as boolean;
      if (self.state !== state) throw mutated(message);
      if (same) return i;
      if (++i >= to || i >= self.size) return -1;
      same = equalR(self.buf[self.head + i], v);
    }
  }
}
const MUTATED = 'deque mutated during iteration';

function rotate(self: PyDeque, n: number): void {
  const size = self.size;
  if (size < 2) return;
  n %= size;
  if (n > size / 2) n -= size;
  else if (n < -size / 2) n += size;
  const limit = self.maxlen;
  self.maxlen = -1;
  for (; n > 0; n--) self.unshift(self.pop()!);
  for (; n < 0; n++) self.push(self.shift()!);
  self.maxlen = limit;
}

function* repr(self: PyDeque): NativeGenerator<PyValue> {
  const s: string | PyStr = yield reprItemsR(self, self.toArray(), `${self.cls.name}([`, ']', '[...]');
  const text = toJS(s);
  if (text === '[...]') return text;
  return fromJS(self.maxlen < 0 ? `${text})` : `${text}, maxlen=${self.maxlen})`);
}

function repeated(self: PyDeque, n: PyValue): PyValue[] {
  let count = repeatCount(n, 1);
  const values = self.toArray();
  if (self.maxlen >= 0 && values.length > 0) count = Math.min(count, Math.ceil(self.maxlen / values.length) + 1);
  repeatCount(count, values.length);
  return repeatItems(values, count);
}
function* repeat(self: PyDeque, n: PyValue): NativeGenerator<PyValue> {
  const d = (yield* copy(self)) as PyDeque;
  d.replace(repeated(self, n));
  return d;
}

defineType(dequeType, {
  doc: 'A list-like sequence optimized for data accesses near its endpoints.',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  attrs: { __hash__: None },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  getset: {
    maxlen: [
      (self: PyDeque) => (self.maxlen < 0 ? None : self.maxlen),
      null,
      'maximum size of a deque or None if unbounded',
    ],
  },
  methods: {
    '__init__(iterable=?, maxlen=None)': init,
    '__repr__()': repr,
    '__len__()': (self: PyDeque) => self.size,
    '__bool__()': (self: PyDeque) => self.size > 0,
    '__iter__()': (self: PyDeque) => new PyDequeIterator(self),
    '__reversed__()': (self: PyDeque) => new PyDequeReverseIterator(self),
    '__getitem__(key, /)': (self: PyDeque, key: PyValue) => self.buf[position(self, key)],
    '__setitem__(key, value, /)': (self: PyDeque, key: PyValue, v: PyValue) => {
      self.buf[position(self, key)] = v;
    },
    '__delitem__(key, /)': (self: PyDeque, key: PyValue) => remove(self, position(self, key)),
    '__contains__(key, /)': (self: PyDeque, v: PyValue) =>
      thenR(find(self, v, 0, Infinity, runtimeError, MUTATED), (i) => i >= 0),
    ...comparisons<PyDeque>((self, other, op): Resumable => {
      if (!(other instanceof PyDeque)) return NotImplemented;
      if (self === other && op === EQ) return true;
      return compareItemsR({ items: self.toArray() }, { items: other.toArray() }, op);
    }),
    *'__add__(value, /)'(self: PyDeque, other: PyValue): NativeGenerator<PyValue> {
      if (!(other instanceof PyDeque))
        throw typeError(`can only concatenate deque (not "${typeOf(other).name}") to deque`);
      const d = (yield* copy(self)) as PyDeque;
      for (const v of other.toArray()) d.push(v);
      return d;
    },
    '__iadd__(value, /)': (self: PyDeque, other: PyValue): Resumable => thenR(extendR(self, other, false), () => self),
    '__mul__(value, /)': repeat,
    '__rmul__(value, /)': repeat,
    '__imul__(value, /)': (self: PyDeque, n: PyValue) => {
      self.replace(repeated(self, n));
      return self;
    },
    'append(item, /)': (self: PyDeque, v: PyValue) => self.push(v),
    'appendleft(item, /)': (self: PyDeque, v: PyValue) => self.unshift(v),
    'pop()': (self: PyDeque) => {
      const v = self.pop();
      if (v === undefined) throw indexError('pop from an empty deque');
      return v;
    },
    'popleft()': (self: PyDeque) => {
      const v = self.shift();
      if (v === undefined) throw indexError('pop from an empty deque');
      return v;
    },
    'clear()': (self: PyDeque) => self.replace([]),
    'copy()': copy,
    '__copy__()': copy,
    'extend(iterable, /)': (self: PyDeque, v: PyValue) => extendR(self, v, false),
    'extendleft(iterable, /)': (self: PyDeque, v: PyValue) => extendR(self, v, true),
    *'count(value, /)'(self: PyDeque, v: PyValue): NativeGenerator<PyValue> {
      let n = 0;
      for (let i = 0; ; i++) {
        i = (yield find(self, v, i, Infinity, runtimeError, MUTATED)) as number;
        if (i < 0) return n;
        n++;
      }
    },
    *'index(value, start=0, stop=9223372036854775807, /)'(
      self: PyDeque,
      v: PyValue,
      start: PyValue,
      stop: PyValue,
    ): NativeGenerator<PyValue> {
      const i: number = yield find(
        self,
        v,
        clipArgument(start, self.size),
        clipArgument(stop, self.size),
        runtimeError,
        MUTATED,
      );
      if (i < 0) throw valueError('deque.index(x): x not in deque');
      return i;
    },
    'insert(index, value, /)': (self: PyDeque, index: PyValue, v: PyValue) => {
      let i = ssize(index);
      const n = self.size;
      if (self.maxlen >= 0 && n >= self.maxlen) throw indexError('deque already at its maximum size');
      if (i < 0) i = Math.max(0, i + n);
      if (i >= n) self.push(v);
      else if (i === 0) self.unshift(v);
      else {
        self.buf.splice(self.head + i, 0, v);
        self.state++;
      }
    },
    'remove(value, /)': (self: PyDeque, v: PyValue) =>
      thenR(find(self, v, 0, Infinity, indexError, 'deque mutated during remove().'), (i) => {
        if (i < 0) throw valueError('deque.remove(x): x not in deque');
        remove(self, self.head + i);
        return undefined;
      }),
    'reverse()': (self: PyDeque) => {
      self.replace(self.toArray().reverse());
    },
    'rotate(n=1, /)': (self: PyDeque, n: PyValue) => rotate(self, ssize(n)),
    *'__reduce__()'(self: PyDeque): NativeGenerator<PyValue> {
      const state: PyValue = self.cls === dequeType ? None : yield callMethodR(self, '__getstate__', []);
      const it = (yield iterR(self)) as PyValue;
      const args = new PyTuple(self.maxlen < 0 ? [] : [new PyTuple([]), self.maxlen]);
      return new PyTuple([self.cls, args, state, it]);
    },
    '__sizeof__()': (self: PyDeque) => layoutOf(typeOf(self)).basicsize + BLOCK * (1 + ((31 + self.size) >> 6)),
  },
});
markSequenceOperator(dequeType, '__add__', '__mul__', '__rmul__', '__iadd__', '__imul__');

// ---------------------------------------------------------------------------------------------------------- iterators

class PyDequeIteratorBase extends PyObject {
  index = 0;
  state: number;
  constructor(public deque: PyDeque) {
    super();
    this.state = deque.state;
  }
}
export class PyDequeIterator extends PyDequeIteratorBase {}
export class PyDequeReverseIterator extends PyDequeIteratorBase {}

function defineDequeIterator(type: PyType, at: (d: PyDeque, i: number) => number): void {
  defineIterator<PyDequeIteratorBase>(
    type,
    (self) => {
      const d = self.deque;
      if (self.state !== d.state) {
        if (self.index < 0) return undefined;
        self.index = -1;
        throw runtimeError(MUTATED);
      }
      if (self.index < 0 || self.index >= d.size) return undefined;
      return d.buf[at(d, self.index++)];
    },
    {
      new: [
        '(deque, index=0, /)',
        (_cls: PyType, deque: PyValue, index: PyValue) => {
          if (!(deque instanceof PyDeque))
            throw typeError(`argument 1 must be collections.deque, not ${typeOf(deque).name}`);
          const it = type === dequeIteratorType ? new PyDequeIterator(deque) : new PyDequeReverseIterator(deque);
          it.index = Math.min(Math.max(0, ssize(index)), deque.size);
          return it;
        },
      ],
      methods: {
        '__length_hint__()': (self: PyDequeIteratorBase) => (self.index < 0 ? 0 : self.deque.size - self.index),
        '__reduce__()': (self: PyDequeIteratorBase) => new PyTuple([self.cls, new PyTuple([self.deque, self.index])]),
      },
    },
  );
}
export const dequeIteratorType = makeBuiltinType('_deque_iterator', PyDequeIterator, { module: 'collections' });
export const dequeReverseIteratorType = makeBuiltinType('_deque_reverse_iterator', PyDequeReverseIterator, {
  module: 'collections',
});
defineDequeIterator(dequeIteratorType, (d, i) => d.head + i);
defineDequeIterator(dequeReverseIteratorType, (d, i) => d.buf.length - 1 - i);
