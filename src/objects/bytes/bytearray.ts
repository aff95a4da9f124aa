// What bytearray has beyond bytes: changing in place. Invariant: the length never changes while a memoryview exports the
// storage (BufferError); `len` is the live length, `b` may be longer.

import { None, type PyValue } from '../object.ts';
import { PyByteArray, PyBytes, PySlice, PyTuple } from '../shapes.ts';
import { bytearrayType, type PyType, typeOf } from '../type.ts';
import { defineType } from '../native.ts';
import { bufferError, indexError, typeError, valueError } from '../exceptions/raise.ts';
import { index, markSequenceOperator } from '../protocol/operators.ts';
import { callR } from '../protocol/call.ts';
import { isPending, type NativeGenerator, type Resumable } from '../protocol/pending.ts';
import { isIndex, sliceBounds } from '../sequence-index.ts';
import { attributesOf, dictOf } from '../protocol/attribute.ts';
import { bufferBytes } from '../codecs/codecs.ts';
import { byteOf, contentsR, parseHex, raw, reprBody, SHARED, STATIC } from './bytes.ts';

/** Replaces b[start, stop) by other bytes; may change the length. */
function splice(s: PyByteArray, start: number, stop: number, by: Uint8Array): void {
  const grow = by.length - (stop - start);
  if (grow !== 0 && s.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized');
  const n = s.len + grow;
  if (by.buffer === s.b.buffer) by = by.slice();
  if (n > s.b.length) {
    const bigger = new Uint8Array(Math.max(n, s.len + (s.len >> 3) + 16));
    bigger.set(s.b.subarray(0, start));
    bigger.set(s.b.subarray(stop, s.len), start + by.length);
    s.b = bigger;
  } else if (grow !== 0) s.b.copyWithin(start + by.length, stop, s.len);
  s.b.set(by, start);
  s.len = n;
}

function setItem(s: PyByteArray, key: PyValue, value: PyValue | undefined): Resumable<undefined> {
  if (key instanceof PySlice) {
    const assign = (by: Uint8Array): undefined => {
      const r = sliceBounds(key, s.len);
      if (r.step === 1) {
        splice(s, r.start, r.start + r.length, by);
        return undefined;
      }
      if (value === undefined) {
        if (r.length === 0) return undefined;
        const drop = new Set<number>();
        for (let i = 0, at = r.start; i < r.length; i++, at += r.step) drop.add(at);
        splice(s, 0, s.len, raw(s).filter((_, i) => !drop.has(i)));
        return undefined;
      }
      if (by.length !== r.length) throw valueError(`attempt to assign bytes of size ${by.length} to extended slice of size ${r.length}`);
      for (let i = 0, at = r.start; i < r.length; i++, at += r.step) s.b[at] = by[i];
      return undefined;
    };
    if (value === undefined) return assign(new Uint8Array(0));
    const b = bufferBytes(value);
    if (b !== undefined) return assign(b.slice());
    if (isIndex(value)) throw typeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)');
    const r = contentsR('bytearray', value, undefined, undefined);
    if (!isPending(r)) return assign(r);
    return (function* (): NativeGenerator<undefined> {
      const x: Uint8Array = yield r;
      return assign(x);
    })();
  }
  if (!isIndex(key)) throw typeError(`bytearray indices must be integers or slices, not ${typeOf(key).name}`);
  const k = index(key);
  let i = typeof k === 'bigint' ? -1 : k < 0 ? k + s.len : k;
  if (i < 0 || i >= s.len) throw indexError('bytearray index out of range');
  if (value === undefined) splice(s, i, i + 1, new Uint8Array(0));
  else {
    if (!isIndex(value)) throw typeError(`'${typeOf(value).name}' object cannot be interpreted as an integer`);
    const c = byteOf(value, 'byte must be in range(0, 256)');
    if (i >= s.len) i = -1;
    if (i < 0) throw indexError('bytearray index out of range');
    s.b[i] = c;
  }
  return undefined;
}

function extend(s: PyByteArray, v: PyValue): Resumable<undefined> {
  const b = bufferBytes(v);
  if (b !== undefined) {
    splice(s, s.len, s.len, b);
    return undefined;
  }
  if (isIndex(v) || typeof v === 'string') throw typeError(typeof v === 'string' ? "expected iterable of integers; got: 'str'" : `can't extend bytearray with ${typeOf(v).name}`);
  const r = contentsR('bytearray', v, undefined, undefined);
  const done = (x: Uint8Array): undefined => {
    splice(s, s.len, s.len, x);
    return undefined;
  };
  if (!isPending(r)) return done(r);
  return (function* (): NativeGenerator<undefined> {
    const x: Uint8Array = yield r;
    return done(x);
  })();
}

defineType(bytearrayType, {
  doc:
    'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    ...SHARED,
    '__init__(source=?, encoding=?, errors=?)': (s: PyByteArray, x: PyValue | undefined, e: PyValue | undefined, r: PyValue | undefined): Resumable<undefined> => {
      const done = (b: Uint8Array): undefined => {
        splice(s, 0, s.len, b.slice());
        return undefined;
      };
      const c = contentsR('bytearray', x, e, r);
      if (!isPending(c)) return done(c);
      return (function* (): NativeGenerator<undefined> {
        const b: Uint8Array = yield c;
        return done(b);
      })();
    },
    '__setitem__(key, value, /)': setItem,
    '__delitem__(key, /)': (s: PyByteArray, key: PyValue) => setItem(s, key, undefined),
    '__iadd__(value, /)': (s: PyByteArray, v: PyValue) => {
      const b = bufferBytes(v);
      if (b === undefined) throw typeError(`can't concat ${typeOf(v).name} to bytearray`);
      splice(s, s.len, s.len, b);
      return s;
    },
    '__imul__(value, /)': (s: PyByteArray, n: PyValue) => {
      if (!isIndex(n)) throw typeError(`can't multiply sequence by non-int of type '${typeOf(n).name}'`);
      const k = Math.max(0, Number(index(n)));
      const one = raw(s).slice();
      const out = new Uint8Array(one.length * k);
      for (let i = 0; i < k; i++) out.set(one, i * one.length);
      splice(s, 0, s.len, out);
      return s;
    },
    '__repr__()': (s: PyByteArray) => `${s.cls.name}(b${reprBody(raw(s))})`,
    '__str__()': (s: PyByteArray) => `${s.cls.name}(b${reprBody(raw(s))})`,
    '__alloc__()': (s: PyByteArray) => s.b.length + 1,
    '__sizeof__()': (s: PyByteArray) => 57 + s.b.length,
    '__reduce__()': (s: PyByteArray) => reduce(s, 2),
    '__reduce_ex__(proto=0, /)': (s: PyByteArray, p: PyValue) => reduce(s, Number(index(p))),
    'append(item, /)': (s: PyByteArray, v: PyValue) => splice(s, s.len, s.len, Uint8Array.of(byteOf(v, 'byte must be in range(0, 256)'))),
    'clear()': (s: PyByteArray) => splice(s, 0, s.len, new Uint8Array(0)),
    'copy()': (s: PyByteArray) => new PyByteArray(raw(s).slice()),
    'extend(iterable_of_ints, /)': extend,
    'insert(index, item, /)': (s: PyByteArray, at: PyValue, v: PyValue) => {
      const n = s.len;
      const k = index(at);
      let i = typeof k === 'bigint' ? (k < 0n ? 0 : n) : k;
      if (i < 0) i = Math.max(0, i + n);
      i = Math.min(i, n);
      splice(s, i, i, Uint8Array.of(byteOf(v, 'byte must be in range(0, 256)')));
    },
    'pop(index=-1, /)': (s: PyByteArray, at: PyValue) => {
      const k = Number(index(at));
      if (s.len === 0) throw indexError('pop from empty bytearray');
      const i = k < 0 ? k + s.len : k;
      if (i < 0 || i >= s.len) throw indexError('pop index out of range');
      const v = s.b[i];
      splice(s, i, i + 1, new Uint8Array(0));
      return v;
    },
    'remove(value, /)': (s: PyByteArray, v: PyValue) => {
      const i = raw(s).indexOf(byteOf(v, 'byte must be in range(0, 256)'));
      if (i < 0) throw valueError('value not found in bytearray');
      splice(s, i, i + 1, new Uint8Array(0));
    },
    'resize(size, /)': (s: PyByteArray, size: PyValue) => {
      const n = Number(index(size));
      if (n < 0) throw valueError(`bytearray.resize(): new size must be >= 0, got ${n}`);
      if (n < s.len) splice(s, n, s.len, new Uint8Array(0));
      else splice(s, s.len, s.len, new Uint8Array(n - s.len));
    },
    'reverse()': (s: PyByteArray) => void raw(s).reverse(),
  },
  classMethods: {
    'fromhex(string, /)': (cls: PyType, v: PyValue): Resumable => {
      const b = parseHex(v);
      return cls === bytearrayType ? new PyByteArray(b) : callR(cls, [new PyBytes(b)]);
    },
  },
  staticMethods: STATIC,
  attrs: { __hash__: None },
});
markSequenceOperator(bytearrayType, '__add__', '__mul__', '__rmul__', '__iadd__', '__imul__');

function reduce(s: PyByteArray, protocol: number): PyValue {
  const d = dictOf(s) === undefined ? None : attributesOf(s);
  const args = protocol < 3 ? [String.fromCharCode(...raw(s)), 'latin-1'] : s.len > 0 ? [new PyBytes(raw(s).slice())] : [];
  return new PyTuple([s.cls, new PyTuple(args), d]);
}
