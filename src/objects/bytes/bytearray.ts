// bytearray. Invariant: `b` may be longer than `len`; while `exports` > 0 neither `b` nor `len` changes, so memoryviews
// keep seeing the live memory.

import { None, type PyValue } from '../object.ts';
import { PyByteArray, PyBytes, PySlice, PyTuple } from '../shapes.ts';
import { bytearrayType, makeBuiltinType, type PyType, typeOf } from '../type.ts';
import { defineType } from '../native.ts';
import { SLOT } from '../slots.ts';
import { bufferError, indexError, memoryError, overflowError, typeError, valueError } from '../exceptions/raise.ts';
import { index, markSequenceOperator } from '../protocol/operators.ts';
import { callMethodR, callR } from '../protocol/call.ts';
import type { NativeGenerator, Resumable } from '../protocol/pending.ts';
import { sliceBounds, subscript } from '../sequence-index.ts';
import { thenR } from '../iterator.ts';
import { isStr } from '../str/text.ts';
import { decodeLatin1 } from '../codecs/codecs.ts';
import { borrow } from '../buffer.ts';
import { pinned } from '../exports.ts';
import {
  byteValue,
  bytesFromR,
  BytesIterator,
  comparisons,
  data,
  defineBytesIterator,
  fromHex,
  maketrans,
  repeatOf,
  sharedMethods,
  sourceR,
} from './shared.ts';

class PyByteArrayIterator extends BytesIterator {}
const byteArrayIteratorType = makeBuiltinType('bytearray_iterator', PyByteArrayIterator);
defineBytesIterator(byteArrayIteratorType);

const wrap = (b: Uint8Array): PyByteArray => new PyByteArray(b, b.length);

/** Changes the length; new bytes are zero. BufferError while memory is exported. */
export function resize(self: PyByteArray, n: number): void {
  if (n === self.len) return;
  if (pinned(self)) throw bufferError('Existing exports of data: object cannot be re-sized');
  if (n > self.b.length) {
    if (n > 2 ** 31) throw memoryError('');
    // By a half: V8 collects garbage sooner for memory outside of its heap, so growing by CPython's eighth is dear here.
    const b = new Uint8Array(Math.max(n, self.b.length + (self.b.length >> 1) + 6));
    b.set(self.b.subarray(0, self.len));
    self.b = b;
  } else if (n < self.len) {
    if (n < self.b.length >> 2) self.b = self.b.slice(0, n);
    else self.b.fill(0, n, self.len);
  }
  self.len = n;
}
/** Replaces [start, stop) by `by`. */
function splice(self: PyByteArray, start: number, stop: number, by: Uint8Array): void {
  const tail = self.len - stop;
  const grow = by.length - (stop - start);
  const n = self.len;
  if (grow !== 0) {
    if (pinned(self)) throw bufferError('Existing exports of data: object cannot be re-sized');
    // What is appended may well be part of this memory: it is not written over. (Asking a small array for its `buffer`
    // makes V8 move it out of its heap; that takes longer than all the rest.)
    if (start !== n && by.buffer === self.b.buffer) by = by.slice();
    if (grow > 0) {
      resize(self, n + grow);
      self.b.copyWithin(stop + grow, stop, stop + tail);
    } else {
      self.b.copyWithin(stop + grow, stop, n);
      resize(self, n + grow);
    }
  }
  if (by.length > 32) self.b.set(by, start);
  else for (let i = 0; i < by.length; i++) self.b[start + i] = by[i];
}

function slicePart(self: PyByteArray, key: PySlice, value: Uint8Array | null): void {
  const r = sliceBounds(key, () => self.len);
  if (r.step === 1) {
    splice(self, r.start, Math.max(r.start, r.stop), value ?? new Uint8Array(0));
    return;
  }
  if (value !== null && (value.length > 0 || r.length === 0)) {
    if (value.length !== r.length)
      throw valueError(`attempt to assign bytes of size ${value.length} to extended slice of size ${r.length}`);
    if (value.buffer === self.b.buffer) value = value.slice();
    for (let i = 0, at = r.start; i < r.length; i++, at += r.step) self.b[at] = value[i];
    return;
  }
  if (r.length === 0) return;
  if (pinned(self)) throw bufferError('Existing exports of data: object cannot be re-sized');
  const gone = new Uint8Array(self.len);
  for (let i = 0, at = r.start; i < r.length; i++, at += r.step) gone[at] = 1;
  const kept = data(self).filter((_, i) => gone[i] === 0);
  self.b.set(kept);
  resize(self, kept.length);
}
function position(self: PyByteArray, key: PyValue): number {
  const k = subscript(key, 'bytearray');
  const i = k < 0 ? k + self.len : k;
  if (i < 0 || i >= self.len) throw indexError('bytearray index out of range');
  return i;
}

function extendR(self: PyByteArray, it: PyValue): Resumable<PyValue> {
  const b = borrow(it);
  if (b !== undefined) {
    splice(self, self.len, self.len, b);
    return None;
  }
  if (isStr(it)) throw typeError(`expected iterable of integers; got: 'str'`);
  if (typeOf(it).slot(SLOT.__iter__) === null && typeOf(it).slot(SLOT.__getitem__) === null) {
    throw typeError(`can't extend bytearray with ${typeOf(it).name}`);
  }
  return thenR(bytesFromR(it, 'bytearray'), (x) => {
    splice(self, self.len, self.len, x);
    return None;
  });
}

function* reduce(self: PyByteArray, protocol: number): NativeGenerator<PyValue> {
  const state = (yield callMethodR(self, '__getstate__', [])) as PyValue;
  const args =
    protocol < 3
      ? self.len === 0
        ? []
        : [decodeLatin1(data(self)), 'latin-1']
      : self.len === 0
        ? []
        : [new PyBytes(data(self).slice())];
  return new PyTuple([typeOf(self), new PyTuple(args), state]);
}

defineType(bytearrayType, {
  doc: 'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer',
  new: ['(*args, **kwargs)', (cls: PyType) => (cls === bytearrayType ? new PyByteArray() : new cls.ctor())],
  attrs: { __hash__: None },
  methods: {
    ...sharedMethods('bytearray', wrap),
    ...comparisons((v) => borrow(v)),
    '__init__(source=?, encoding=?, errors=?)': (
      self: PyByteArray,
      source: PyValue | undefined,
      encoding: PyValue | undefined,
      errors: PyValue | undefined,
    ) =>
      thenR(sourceR(source, encoding, errors, 'bytearray'), (b) => {
        if (self.len !== b.length && pinned(self))
          throw bufferError('Existing exports of data: object cannot be re-sized');
        self.b = b;
        self.len = b.length;
        return None as PyValue;
      }),
    '__iter__()': (self: PyByteArray) => new PyByteArrayIterator(self),
    '__setitem__(key, value, /)': (self: PyByteArray, key: PyValue, value: PyValue): Resumable<PyValue> => {
      if (key instanceof PySlice) {
        const b = borrow(value);
        if (b !== undefined) {
          slicePart(self, key, b);
          return None;
        }
        if (
          isStr(value) ||
          typeof value === 'number' ||
          typeof value === 'boolean' ||
          typeof value === 'bigint' ||
          (typeOf(value).slot(SLOT.__iter__) === null && typeOf(value).slot(SLOT.__getitem__) === null)
        ) {
          throw typeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)');
        }
        return thenR(bytesFromR(value, 'bytearray'), (x) => {
          slicePart(self, key, x);
          return None as PyValue;
        });
      }
      const i = position(self, key);
      const c = byteValue(value);
      if (i >= self.len) throw indexError('bytearray index out of range');
      self.b[i] = c;
      return None;
    },
    '__delitem__(key, /)': (self: PyByteArray, key: PyValue) => {
      if (key instanceof PySlice) slicePart(self, key, null);
      else {
        const i = position(self, key);
        splice(self, i, i + 1, new Uint8Array(0));
      }
    },
    '__iadd__(value, /)': (self: PyByteArray, v: PyValue) => {
      const b = borrow(v);
      if (b === undefined) throw typeError(`can't concat ${typeOf(v).name} to ${typeOf(self).name}`);
      // CPython still holds the operand's buffer when it resizes.
      if (v === self && self.len > 0) throw bufferError('Existing exports of data: object cannot be re-sized');
      splice(self, self.len, self.len, b);
      return self;
    },
    '__imul__(value, /)': (self: PyByteArray, n: PyValue) => {
      const b = repeatOf(self, n);
      resize(self, b.length);
      self.b.set(b);
      return self;
    },
    'append(item, /)': (self: PyByteArray, v: PyValue) => {
      const c = byteValue(v);
      resize(self, self.len + 1);
      self.b[self.len - 1] = c;
    },
    'insert(index, item, /)': (self: PyByteArray, at: PyValue, v: PyValue) => {
      const k = Number(index(at));
      const c = byteValue(v);
      const i = k < 0 ? Math.max(0, k + self.len) : Math.min(k, self.len);
      splice(self, i, i, Uint8Array.of(c));
    },
    'extend(iterable_of_ints, /)': extendR,
    'pop(index=-1, /)': (self: PyByteArray, at: PyValue) => {
      const k = Number(index(at));
      if (self.len === 0) throw indexError('pop from empty bytearray');
      const i = k < 0 ? k + self.len : k;
      if (i < 0 || i >= self.len) throw indexError('pop index out of range');
      const c = self.b[i];
      splice(self, i, i + 1, new Uint8Array(0));
      return c;
    },
    'remove(value, /)': (self: PyByteArray, v: PyValue) => {
      const c = byteValue(v);
      const i = data(self).indexOf(c);
      if (i < 0) throw valueError('value not found in bytearray');
      splice(self, i, i + 1, new Uint8Array(0));
    },
    'reverse()': (self: PyByteArray) => {
      data(self).reverse();
    },
    'clear()': (self: PyByteArray) => resize(self, 0),
    'copy()': (self: PyByteArray) => wrap(data(self).slice()),
    'resize(size, /)': (self: PyByteArray, size: PyValue) => {
      const n = index(size);
      if (n < 0) throw valueError(`Can only resize to positive sizes, got ${n}`);
      if (typeof n === 'bigint')
        throw n > 9223372036854775807n
          ? overflowError(`cannot fit 'int' into an index-sized integer`)
          : memoryError('');
      resize(self, n);
    },
    '__alloc__()': (self: PyByteArray) => (self.b.length === 0 ? 0 : Math.max(self.b.length, self.len) + 1),
    '__sizeof__()': (self: PyByteArray) => 56 + (self.b.length === 0 ? 0 : Math.max(self.b.length, self.len) + 1),
    '__reduce__()': (self: PyByteArray) => reduce(self, 2),
    '__reduce_ex__(proto=0, /)': (self: PyByteArray, proto: PyValue) => reduce(self, Number(index(proto))),
  },
  classMethods: {
    'fromhex(string, /)': (cls: PyType, text: PyValue): Resumable => {
      const b = fromHex(text);
      return cls === bytearrayType ? wrap(b) : callR(cls, [new PyBytes(b)]);
    },
  },
  staticMethods: { 'maketrans(frm, to, /)': maketrans },
});
markSequenceOperator(bytearrayType, '__add__', '__mul__', '__rmul__', '__iadd__', '__imul__');
