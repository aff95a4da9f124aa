// bytes and bytearray: every operation both have, written once over Uint8Array. Invariant: a method of bytes gives
// bytes, of bytearray a new bytearray; nothing returns a view of somebody else's storage. What only bytearray has is in
// bytearray.ts.

import { None, NotImplemented, PyObject, type PyValue } from '../object.ts';
import { PyByteArray, PyBytes, PyList, PySlice, PyTuple } from '../shapes.ts';
import { bytearrayType, bytesType, makeBuiltinType, type PyType, typeOf } from '../type.ts';
import { defineType, type NativeTable } from '../native.ts';
import { SLOT } from '../slots.ts';
import { indexError, memoryError, overflowError, typeError, valueError } from '../exceptions/raise.ts';
import { index, indexR, intValue, markSequenceOperator } from '../protocol/operators.ts';
import { callR, callUnboundR } from '../protocol/call.ts';
import { iterR, nextR } from '../protocol/iteration.ts';
import { isPending, type NativeGenerator, type Resumable } from '../protocol/pending.ts';
import { builtin, defineIterator } from '../iterator.ts';
import { clipArgument, isIndex, sliceBounds } from '../sequence-index.ts';
import { bufferBytes, decodeR, encodeR } from '../codecs/codecs.ts';
import { hashText } from '../hash.ts';
import { fromJS, isStr, toJS } from '../str/text.ts';
import { percentBytesR } from './percent.ts';

export type Bytes = PyBytes | PyByteArray;
const MAX = 2 ** 32;

/** The live bytes of a bytes or bytearray (a view: copy before keeping). */
export function raw(v: Bytes): Uint8Array {
  return v instanceof PyBytes ? v.b : v.len === v.b.length ? v.b : v.b.subarray(0, v.len);
}
/** The bytes of any buffer, or undefined. */
export const bytesLike = bufferBytes;

/** As `bytesLike`; TypeError naming the type otherwise. */
export function needBytes(v: PyValue): Uint8Array {
  const b = bufferBytes(v);
  if (b === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(v).name}'`);
  return b;
}

const make = (like: Bytes, b: Uint8Array): Bytes => (like instanceof PyByteArray ? new PyByteArray(b) : new PyBytes(b));
const copy = (s: Bytes): Bytes => (s instanceof PyBytes && s.cls === bytesType ? s : make(s, raw(s).slice()));

/** Bytes as a string of the same code units, for searching. */
function latin(b: Uint8Array): string {
  let s = '';
  for (let i = 0; i < b.length; i += 8192) s += String.fromCharCode(...b.subarray(i, i + 8192));
  return s;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  let n = 0;
  for (const p of parts) n += p.length;
  if (n > MAX) throw memoryError('');
  const out = new Uint8Array(n);
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

/** Position of `sub` in b[start, end), or -1. */
export function find(b: Uint8Array, sub: Uint8Array, start: number, end: number, last: boolean): number {
  const n = sub.length;
  if (end - start < n) return -1;
  if (n === 1) {
    const i = last ? b.lastIndexOf(sub[0], end - 1) : b.indexOf(sub[0], start);
    return i >= start && i < end ? i : -1;
  }
  const step = last ? -1 : 1;
  for (let i = last ? end - n : start; last ? i >= start : i + n <= end; i += step) {
    let k = 0;
    while (k < n && b[i + k] === sub[k]) k++;
    if (k === n) return i;
  }
  return -1;
}

function range(b: Uint8Array, start: PyValue, end: PyValue): [number, number] {
  const n = b.length;
  const a = start === None ? 0 : Math.max(0, clipArgument(start, n));
  const z = end === None ? n : Math.min(n, clipArgument(end, n));
  return [a, z];
}
/** The `sub` argument of find & co.: a buffer or one byte as an int. */
function needle(v: PyValue): Uint8Array {
  const b = bufferBytes(v);
  if (b !== undefined) return b;
  if (isIndex(v)) {
    const i = index(v);
    if (i < 0 || i > 255) throw valueError('byte must be in range(0, 256)');
    return Uint8Array.of(Number(i));
  }
  throw typeError(`argument should be integer or bytes-like object, not '${typeOf(v).name}'`);
}
const search = (last: boolean) => (s: Bytes, sub: PyValue, start: PyValue, end: PyValue): number => {
  const b = raw(s);
  const [a, z] = range(b, start, end);
  return find(b, needle(sub), a, z, last);
};
const searchOrFail = (last: boolean) => {
  const f = search(last);
  return (s: Bytes, sub: PyValue, start: PyValue, end: PyValue): number => {
    const i = f(s, sub, start, end);
    if (i < 0) throw valueError('subsection not found');
    return i;
  };
};
function count(s: Bytes, sub: PyValue, start: PyValue, end: PyValue): number {
  const b = raw(s);
  const x = needle(sub);
  const [a, z] = range(b, start, end);
  if (z < a) return 0;
  if (x.length === 0) return z - a + 1;
  let n = 0;
  for (let i = find(b, x, a, z, false); i >= 0; i = find(b, x, i + x.length, z, false)) n++;
  return n;
}
const fixes = (name: string, atEnd: boolean) => (s: Bytes, prefix: PyValue, start: PyValue, end: PyValue): boolean => {
  const b = raw(s);
  const [a, z] = range(b, start, end);
  const test = (x: Uint8Array): boolean => {
    if (z - a < x.length) return false;
    const at = atEnd ? z - x.length : a;
    return x.every((c, i) => b[at + i] === c);
  };
  if (prefix instanceof PyTuple) return prefix.items.some((p) => test(needBytes(p)));
  const x = bufferBytes(prefix);
  if (x === undefined) throw typeError(`${name} first arg must be bytes or a tuple of bytes, not ${typeOf(prefix).name}`);
  return test(x);
};

const isWhite = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);
const strip = (left: boolean, right: boolean) => (s: Bytes, chars: PyValue): Bytes => {
  const b = raw(s);
  let test = isWhite;
  if (chars !== None) {
    const set = new Set(needBytes(chars));
    test = (c) => set.has(c);
  }
  let a = 0;
  let z = b.length;
  if (left) while (a < z && test(b[a])) a++;
  if (right) while (z > a && test(b[z - 1])) z--;
  return a === 0 && z === b.length ? copy(s) : make(s, b.slice(a, z));
};

function split(s: Bytes, sep: PyValue, maxsplit: PyValue, fromRight: boolean): PyValue {
  const b = raw(s);
  const limit = Number(index(maxsplit));
  const max = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  const out: PyValue[] = [];
  const piece = (a: number, z: number): number => out.push(make(s, b.slice(a, z)));
  if (sep === None) {
    if (!fromRight) {
      let i = 0;
      for (;;) {
        while (i < b.length && isWhite(b[i])) i++;
        if (i >= b.length) break;
        if (out.length >= max) {
          let z = b.length;
          while (isWhite(b[z - 1])) z--;
          piece(i, z);
          break;
        }
        const a = i;
        while (i < b.length && !isWhite(b[i])) i++;
        piece(a, i);
      }
      return new PyList(out);
    }
    let z = b.length;
    for (;;) {
      while (z > 0 && isWhite(b[z - 1])) z--;
      if (z === 0) break;
      if (out.length >= max) {
        let a = 0;
        while (isWhite(b[a])) a++;
        piece(a, z);
        break;
      }
      const e = z;
      while (z > 0 && !isWhite(b[z - 1])) z--;
      piece(z, e);
    }
    return new PyList(out.reverse());
  }
  const d = needBytes(sep);
  if (d.length === 0) throw valueError('empty separator');
  if (!fromRight) {
    let a = 0;
    while (out.length < max) {
      const i = find(b, d, a, b.length, false);
      if (i < 0) break;
      piece(a, i);
      a = i + d.length;
    }
    piece(a, b.length);
    return new PyList(out);
  }
  let z = b.length;
  while (out.length < max) {
    const i = find(b, d, 0, z, true);
    if (i < 0) break;
    piece(i + d.length, z);
    z = i;
  }
  piece(0, z);
  return new PyList(out.reverse());
}

function splitlines(s: Bytes, keep: PyValue): PyValue {
  const b = raw(s);
  const k = keep !== false && keep !== 0 && keep !== None;
  const out: PyValue[] = [];
  let a = 0;
  for (let i = 0; i < b.length; ) {
    if (b[i] !== 10 && b[i] !== 13) {
      i++;
      continue;
    }
    const end = i;
    i += b[i] === 13 && b[i + 1] === 10 ? 2 : 1;
    out.push(make(s, b.slice(a, k ? i : end)));
    a = i;
  }
  if (a < b.length) out.push(make(s, b.slice(a)));
  return new PyList(out);
}

function replace(s: Bytes, old: PyValue, by: PyValue, countArg: PyValue): Bytes {
  const b = raw(s);
  const o = needBytes(old);
  const n = needBytes(by);
  const limit = Number(index(countArg));
  let left = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  const parts: Uint8Array[] = [];
  let at = 0;
  if (o.length === 0) {
    for (let i = 0; i <= b.length && left > 0; i++, left--) {
      parts.push(n);
      if (i < b.length) parts.push(b.subarray(i, i + 1));
      at = i + 1;
    }
    if (at < b.length) parts.push(b.subarray(at));
    return make(s, concat(parts));
  }
  for (; left > 0; left--) {
    const i = find(b, o, at, b.length, false);
    if (i < 0) break;
    parts.push(b.subarray(at, i), n);
    at = i + o.length;
  }
  if (parts.length === 0) return copy(s);
  parts.push(b.subarray(at));
  return make(s, concat(parts));
}

function* join(s: Bytes, iterable: PyValue): NativeGenerator<PyValue> {
  if (typeOf(iterable).slot(SLOT.__iter__) === null && typeOf(iterable).slot(SLOT.__getitem__) === null) throw typeError('can only join an iterable');
  const it: PyValue = yield iterR(iterable);
  const parts: Uint8Array[] = [];
  const d = raw(s);
  for (let i = 0; ; i++) {
    let v = nextR(it);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) break;
    const b = bufferBytes(v);
    if (b === undefined) throw typeError(`sequence item ${i}: expected a bytes-like object, ${typeOf(v).name} found`);
    if (i > 0) parts.push(d);
    parts.push(b);
  }
  return make(s, concat(parts));
}

function partition(s: Bytes, sep: PyValue, last: boolean): PyValue {
  const b = raw(s);
  const d = needBytes(sep);
  if (d.length === 0) throw valueError('empty separator');
  const i = find(b, d, 0, b.length, last);
  const empty = (): Bytes => make(s, new Uint8Array(0));
  if (i < 0) return new PyTuple(last ? [empty(), empty(), copy(s)] : [copy(s), empty(), empty()]);
  return new PyTuple([make(s, b.slice(0, i)), make(s, d.slice()), make(s, b.slice(i + d.length))]);
}

function translate(s: Bytes, table: PyValue, remove: PyValue): Bytes {
  const b = raw(s);
  const t = table === None ? null : needBytes(table);
  if (t !== null && t.length !== 256) throw valueError('translation table must be 256 characters long');
  const drop = new Set(needBytes(remove));
  const out: number[] = [];
  for (const c of b) if (!drop.has(c)) out.push(t === null ? c : t[c]);
  return make(s, Uint8Array.from(out));
}

const pad = (where: -1 | 0 | 1, name: string) => (s: Bytes, width: PyValue, fill: PyValue): Bytes => {
  const b = raw(s);
  const n = Number(index(width));
  const f = fill instanceof PyBytes || fill instanceof PyByteArray ? raw(fill) : null;
  if (f === null || f.length !== 1) throw typeError(`${name}() argument 2 must be a byte string of length 1, not ${f === null ? typeOf(fill).name : `a ${typeOf(fill).name} object of length ${f.length}`}`);
  const total = n - b.length;
  if (total <= 0) return copy(s);
  const left = where < 0 ? 0 : where > 0 ? total : (total >> 1) + (total & n & 1);
  const out = new Uint8Array(n).fill(f[0]);
  out.set(b, left);
  return make(s, out);
};

const isUpper = (c: number): boolean => c >= 65 && c <= 90;
const isLower = (c: number): boolean => c >= 97 && c <= 122;
const isAlpha = (c: number): boolean => isUpper(c) || isLower(c);
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const every = (test: (c: number) => boolean, empty = false) => (s: Bytes): boolean => {
  const b = raw(s);
  return b.length === 0 ? empty : b.every(test);
};
const mapped = (f: (c: number, previousAlpha: boolean, i: number) => number) => (s: Bytes): Bytes => {
  const b = raw(s);
  const out = new Uint8Array(b.length);
  let alpha = false;
  for (let i = 0; i < b.length; i++) {
    out[i] = f(b[i], alpha, i);
    alpha = isAlpha(b[i]);
  }
  return make(s, out);
};
const up = (c: number): number => (isLower(c) ? c - 32 : c);
const down = (c: number): number => (isUpper(c) ? c + 32 : c);
const cased = (want: (c: number) => boolean, avoid: (c: number) => boolean) => (s: Bytes): boolean => {
  const b = raw(s);
  return b.some(want) && !b.some(avoid);
};

function expandtabs(s: Bytes, size: PyValue): Bytes {
  const n = Number(index(size));
  const out: number[] = [];
  let col = 0;
  for (const c of raw(s)) {
    if (c === 9) {
      if (n > 0) {
        const k = n - (col % n);
        for (let i = 0; i < k; i++) out.push(32);
        col += k;
      }
    } else {
      out.push(c);
      col = c === 10 || c === 13 ? 0 : col + 1;
    }
  }
  return make(s, Uint8Array.from(out));
}

/** Hexadecimal text with separators as bytes.hex(sep, bytes_per_sep). */
export function hexText(b: Uint8Array, sep: PyValue | undefined, per: PyValue): string {
  let d = '';
  if (sep !== undefined) {
    if (isStr(sep)) d = toJS(sep);
    else if (sep instanceof PyBytes) d = latin(sep.b);
    else throw typeError('sep must be str or bytes.');
    if (d.length !== 1) throw valueError('sep must be length 1.');
    if (d.charCodeAt(0) > 127) throw valueError('sep must be ASCII.');
  }
  const hex = Array.from(b, (c) => c.toString(16).padStart(2, '0'));
  const n = Number(index(per));
  if (d === '' || n === 0) return hex.join('');
  const out: string[] = [];
  const k = Math.abs(n);
  const first = n > 0 ? hex.length % k : 0;
  if (first > 0) out.push(hex.slice(0, first).join(''));
  for (let i = first; i < hex.length; i += k) out.push(hex.slice(i, i + k).join(''));
  return out.join(d);
}
/** The bytes of a hexadecimal text (white space ignored). */
export function parseHex(v: PyValue): Uint8Array {
  let text: string;
  if (isStr(v)) text = toJS(v);
  else {
    const b = bufferBytes(v);
    if (b === undefined) throw typeError(`fromhex() argument must be str or bytes-like, not ${typeOf(v).name}`);
    text = latin(b);
  }
  const out: number[] = [];
  for (let i = 0; i < text.length; ) {
    const c = text.charCodeAt(i);
    if (isWhite(c)) {
      i++;
      continue;
    }
    const bad = (at: number): never => {
      throw at >= text.length
        ? valueError('fromhex() arg must contain an even number of hexadecimal digits')
        : valueError(`non-hexadecimal number found in fromhex() arg at position ${at}`);
    };
    if (!/[0-9a-fA-F]/.test(text[i])) bad(i);
    if (i + 1 >= text.length || !/[0-9a-fA-F]/.test(text[i + 1])) bad(i + 1);
    out.push(Number.parseInt(text.slice(i, i + 2), 16));
    i += 2;
  }
  return Uint8Array.from(out);
}

/** The text between the quotes of a bytes repr. */
export function reprBody(b: Uint8Array): string {
  const q = b.includes(39) && !b.includes(34) ? 34 : 39;
  let s = String.fromCharCode(q);
  for (const c of b) {
    if (c === q || c === 92) s += `\\${String.fromCharCode(c)}`;
    else if (c === 9) s += '\\t';
    else if (c === 10) s += '\\n';
    else if (c === 13) s += '\\r';
    else if (c < 32 || c > 126) s += `\\x${c.toString(16).padStart(2, '0')}`;
    else s += String.fromCharCode(c);
  }
  return s + String.fromCharCode(q);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}
const comparison = (test: (c: number) => boolean) => (s: Bytes, other: PyValue): PyValue => {
  const b = bufferBytes(other);
  return b === undefined ? NotImplemented : test(compareBytes(raw(s), b));
};

function repeat(s: Bytes, n: PyValue): Bytes {
  if (!isIndex(n)) throw typeError(`can't multiply sequence by non-int of type '${typeOf(n).name}'`);
  const k = index(n);
  if (typeof k === 'bigint' && k > 0n) throw overflowError("cannot fit 'int' into an index-sized integer");
  const b = raw(s);
  const times = Math.max(0, Number(k));
  if (b.length * times > MAX) throw memoryError('');
  if (b.length === 1) return make(s, new Uint8Array(times).fill(b[0]));
  const out = new Uint8Array(b.length * times);
  for (let i = 0; i < times; i++) out.set(b, i * b.length);
  return make(s, out);
}

/** b[key] for ints and slices. */
export function subscript(s: Bytes, key: PyValue): PyValue {
  const b = raw(s);
  if (key instanceof PySlice) {
    const r = sliceBounds(key, b.length);
    if (r.step === 1) return r.length === b.length ? copy(s) : make(s, b.slice(r.start, r.start + r.length));
    const out = new Uint8Array(r.length);
    for (let i = 0, at = r.start; i < r.length; i++, at += r.step) out[i] = b[at];
    return make(s, out);
  }
  const what = s instanceof PyBytes ? 'byte' : 'bytearray';
  if (!isIndex(key)) throw typeError(`${what} indices must be integers or slices, not ${typeOf(key).name}`);
  const i0 = index(key);
  if (typeof i0 === 'bigint') throw indexError(`cannot fit '${typeOf(key).name}' into an index-sized integer`);
  const i = i0 < 0 ? i0 + b.length : i0;
  if (i < 0 || i >= b.length) throw indexError(s instanceof PyBytes ? 'index out of range' : 'bytearray index out of range');
  return b[i];
}

/** A value as one byte. */
export function byteOf(v: PyValue, range_ = 'bytes must be in range(0, 256)'): number {
  const i = index(v);
  if (i < 0 || i > 255) throw valueError(range_);
  return Number(i);
}

/** What bytes(x) and bytearray(x) hold. Resumable. */
export function contentsR(name: string, x: PyValue | undefined, encoding: PyValue | undefined, errors: PyValue | undefined): Resumable<Uint8Array> {
  if (x === undefined) {
    if (encoding !== undefined) throw typeError('encoding without a string argument');
    if (errors !== undefined) throw typeError('errors without a string argument');
    return new Uint8Array(0);
  }
  if (isStr(x)) {
    if (encoding === undefined) throw typeError(errors === undefined ? 'string argument without an encoding' : 'string argument without an encoding');
    const r = encodeR(x, encoding, errors);
    if (!isPending(r)) return (r as PyBytes).b;
    return (function* (): NativeGenerator<Uint8Array> {
      const v: PyBytes = yield r;
      return v.b;
    })();
  }
  if (encoding !== undefined) throw typeError('encoding without a string argument');
  if (errors !== undefined) throw typeError('errors without a string argument');
  if (x instanceof PyBytes && x.cls === bytesType) return x.b;
  const f = name === 'bytes' ? typeOf(x).slot(SLOT.__bytes__) : null;
  if (f !== null && f !== None) {
    return (function* (): NativeGenerator<Uint8Array> {
      const r = (yield callUnboundR(f, x, [])) as PyValue;
      if (!(r instanceof PyBytes)) throw typeError(`__bytes__ returned non-bytes (type ${typeOf(r).name})`);
      return r.b;
    })();
  }
  const size = (n: number | bigint): Uint8Array => {
    if (n < 0) throw valueError('negative count');
    if (typeof n === 'bigint') throw overflowError("cannot fit 'int' into an index-sized integer");
    if (n > MAX) throw memoryError('');
    return new Uint8Array(n);
  };
  const n = intValue(x);
  if (n !== undefined) return size(n);
  const b = bufferBytes(x);
  if (b !== undefined) return b;
  const t = typeOf(x);
  if (t.slot(SLOT.__index__) !== null && t.slot(SLOT.__index__) !== None) {
    return (function* (): NativeGenerator<Uint8Array> {
      const i: number | bigint = yield indexR(x);
      return size(i);
    })();
  }
  if (t.slot(SLOT.__iter__) === null && t.slot(SLOT.__getitem__) === null) throw typeError(`cannot convert '${t.name}' object to ${name}`);
  if ((x instanceof PyList || x instanceof PyTuple) && x.items.every((v) => typeof v === 'number' && v >= 0 && v < 256)) return Uint8Array.from(x.items as number[]);
  return (function* (): NativeGenerator<Uint8Array> {
    const it: PyValue = yield iterR(x);
    const out: number[] = [];
    for (;;) {
      let v = nextR(it);
      if (isPending(v)) v = (yield v) as PyValue | undefined;
      if (v === undefined) return Uint8Array.from(out);
      out.push(byteOf(v, name === 'bytes' ? 'bytes must be in range(0, 256)' : 'byte must be in range(0, 256)'));
    }
  })();
}

class BytesIterator extends PyObject {
  at = 0;
  constructor(public source: Bytes | null) {
    super();
  }
}
class ByteArrayIterator extends BytesIterator {}
for (const [name, shape] of [['bytes_iterator', BytesIterator], ['bytearray_iterator', ByteArrayIterator]] as const) {
  defineIterator(
    makeBuiltinType(name, shape),
    (it: BytesIterator) => {
      const s = it.source;
      if (s === null) return undefined;
      const b = raw(s);
      if (it.at < b.length) return b[it.at++];
      it.source = null;
      return undefined;
    },
    {
      methods: {
        '__length_hint__()': (it: BytesIterator) => (it.source === null ? 0 : Math.max(0, raw(it.source).length - it.at)),
        '__reduce__()': (it: BytesIterator) =>
          it.source === null ? new PyTuple([builtin('iter'), new PyTuple([new PyTuple([])])]) : new PyTuple([builtin('iter'), new PyTuple([it.source]), it.at]),
        '__setstate__(state, /)': (it: BytesIterator, n: PyValue) => {
          if (it.source !== null) it.at = Math.max(0, Math.min(Number(index(n)), raw(it.source).length));
        },
      },
    },
  );
}

function removeFix(atEnd: boolean): (s: Bytes, x: PyValue) => Bytes {
  return (s, x) => {
    const b = raw(s);
    const p = needBytes(x);
    if (p.length === 0 || b.length < p.length) return copy(s);
    const at = atEnd ? b.length - p.length : 0;
    return p.every((c, i) => b[at + i] === c) ? make(s, atEnd ? b.slice(0, at) : b.slice(p.length)) : copy(s);
  };
}

/** The methods both types have. */
export const SHARED: NativeTable = {
  '__len__()': (s: Bytes) => raw(s).length,
  '__getitem__(key, /)': subscript,
  '__iter__()': (s: Bytes) => (s instanceof PyBytes ? new BytesIterator(s) : new ByteArrayIterator(s)),
  '__contains__(key, /)': (s: Bytes, x: PyValue) => {
    const b = raw(s);
    if (bufferBytes(x) === undefined && !isIndex(x)) throw typeError(`a bytes-like object is required, not '${typeOf(x).name}'`);
    return find(b, needle(x), 0, b.length, false) >= 0;
  },
  '__add__(value, /)': (s: Bytes, x: PyValue) => {
    const b = bufferBytes(x);
    if (b === undefined) throw typeError(`can't concat ${typeOf(x).name} to ${s instanceof PyBytes ? 'bytes' : 'bytearray'}`);
    return make(s, concat([raw(s), b]));
  },
  '__mul__(value, /)': repeat,
  '__rmul__(value, /)': repeat,
  '__mod__(value, /)': (s: Bytes, args: PyValue) => percentBytesR(raw(s), args, s instanceof PyByteArray),
  '__rmod__(value, /)': () => NotImplemented,
  '__lt__(value, /)': comparison((c) => c < 0),
  '__le__(value, /)': comparison((c) => c <= 0),
  '__eq__(value, /)': comparison((c) => c === 0),
  '__ne__(value, /)': comparison((c) => c !== 0),
  '__gt__(value, /)': comparison((c) => c > 0),
  '__ge__(value, /)': comparison((c) => c >= 0),
  'capitalize()': mapped((c, _a, i) => (i === 0 ? up(c) : down(c))),
  "center(width, fillchar=b' ', /)": pad(0, 'center'),
  "ljust(width, fillchar=b' ', /)": pad(-1, 'ljust'),
  "rjust(width, fillchar=b' ', /)": pad(1, 'rjust'),
  'count(sub, start=None, end=None, /)': count,
  "decode(encoding='utf-8', errors='strict')": (s: Bytes, e: PyValue, r: PyValue) => decodeR(s, e, r),
  'endswith(suffix, start=None, end=None, /)': fixes('endswith', true),
  'startswith(prefix, start=None, end=None, /)': fixes('startswith', false),
  'expandtabs(tabsize=8)': expandtabs,
  'find(sub, start=None, end=None, /)': search(false),
  'rfind(sub, start=None, end=None, /)': search(true),
  'index(sub, start=None, end=None, /)': searchOrFail(false),
  'rindex(sub, start=None, end=None, /)': searchOrFail(true),
  'hex(sep=?, bytes_per_sep=1)': (s: Bytes, sep: PyValue | undefined, per: PyValue) => hexText(raw(s), sep, per),
  'isalnum()': every((c) => isAlpha(c) || isDigit(c)),
  'isalpha()': every(isAlpha),
  'isascii()': every((c) => c < 128, true),
  'isdigit()': every(isDigit),
  'islower()': cased(isLower, isUpper),
  'isupper()': cased(isUpper, isLower),
  'isspace()': every(isWhite),
  'istitle()': (s: Bytes) => {
    let alpha = false;
    let any = false;
    for (const c of raw(s)) {
      if (isUpper(c)) {
        if (alpha) return false;
        any = alpha = true;
      } else if (isLower(c)) {
        if (!alpha) return false;
        any = true;
      } else alpha = false;
    }
    return any;
  },
  'join(iterable_of_bytes, /)': join,
  'lower()': mapped(down),
  'upper()': mapped(up),
  'swapcase()': mapped((c) => (isUpper(c) ? c + 32 : up(c))),
  'title()': mapped((c, alpha) => (alpha ? down(c) : up(c))),
  'strip(bytes=None, /)': strip(true, true),
  'lstrip(bytes=None, /)': strip(true, false),
  'rstrip(bytes=None, /)': strip(false, true),
  'partition(sep, /)': (s: Bytes, sep: PyValue) => partition(s, sep, false),
  'rpartition(sep, /)': (s: Bytes, sep: PyValue) => partition(s, sep, true),
  'replace(old, new, count=-1, /)': replace,
  'removeprefix(prefix, /)': removeFix(false),
  'removesuffix(suffix, /)': removeFix(true),
  'split(sep=None, maxsplit=-1)': (s: Bytes, sep: PyValue, n: PyValue) => split(s, sep, n, false),
  'rsplit(sep=None, maxsplit=-1)': (s: Bytes, sep: PyValue, n: PyValue) => split(s, sep, n, true),
  'splitlines(keepends=False)': splitlines,
  "translate(table, /, delete=b'')": translate,
  'zfill(width, /)': (s: Bytes, w: PyValue) => {
    const b = raw(s);
    const n = Number(index(w)) - b.length;
    if (n <= 0) return copy(s);
    const sign = b[0] === 43 || b[0] === 45 ? 1 : 0;
    return make(s, concat([b.subarray(0, sign), new Uint8Array(n).fill(48), b.subarray(sign)]));
  },
};

/** bytes.maketrans. */
export const STATIC: NativeTable = {
  'maketrans(frm, to, /)': (a: PyValue, b: PyValue) => {
    const x = needBytes(a);
    const y = needBytes(b);
    if (x.length !== y.length) throw valueError('maketrans arguments must have same length');
    const t = Uint8Array.from({ length: 256 }, (_, i) => i);
    x.forEach((c, i) => {
      t[c] = y[i];
    });
    return new PyBytes(t);
  },
};

function newBytes(cls: PyType, x: PyValue | undefined, encoding: PyValue | undefined, errors: PyValue | undefined): Resumable {
  if (cls === bytesType && x instanceof PyBytes && x.cls === bytesType && encoding === undefined && errors === undefined) return x;
  const finish = (b: Uint8Array): PyValue => {
    const o = new cls.ctor() as PyBytes; // bytes or a subclass has bytes' shape
    o.b = x instanceof PyBytes && x.b === b ? b : b.slice();
    return o;
  };
  const r = contentsR('bytes', x, encoding, errors);
  if (!isPending(r)) return finish(r);
  return (function* (): NativeGenerator<PyValue> {
    const b: Uint8Array = yield r;
    return finish(b);
  })();
}

defineType(bytesType, {
  doc:
    'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer',
  new: ['(source=?, encoding=?, errors=?)', newBytes],
  methods: {
    ...SHARED,
    '__hash__()': (s: PyBytes) => hashText(latin(s.b)),
    '__repr__()': (s: PyBytes) => `b${reprBody(s.b)}`,
    '__str__()': (s: PyBytes) => `b${reprBody(s.b)}`,
    '__bytes__()': (s: PyBytes) => (s.cls === bytesType ? s : new PyBytes(s.b)),
    '__getnewargs__()': (s: PyBytes) => new PyTuple([new PyBytes(s.b)]),
    '__sizeof__()': (s: PyBytes) => 33 + s.b.length,
  },
  classMethods: {
    'fromhex(string, /)': (cls: PyType, v: PyValue): Resumable => {
      const b = new PyBytes(parseHex(v));
      return cls === bytesType ? b : callR(cls, [b]);
    },
  },
  staticMethods: STATIC,
});
markSequenceOperator(bytesType, '__add__', '__mul__', '__rmul__');
void bytearrayType;
void fromJS;
