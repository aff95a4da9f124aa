// The methods bytes and bytearray share, made for either by a constructor of results. Invariant: results are of the
// exact base type and own their memory; arguments may be any bytes-like object.

import { None, NotImplemented, PyObject, type PyValue } from '../object.ts';
import { PyByteArray, PyBytes, PyList, PySlice, PyTuple } from '../shapes.ts';
import { intType, type PyType, typeOf } from '../type.ts';
import { SLOT } from '../slots.ts';
import type { NativeTable } from '../native.ts';
import { indexError, isException, memoryError, overflowError, typeError, valueError } from '../exceptions/raise.ts';
import { index, length, truth } from '../protocol/operators.ts';
import { reprR } from '../protocol/text.ts';
import { exceptionTypes } from '../exceptions/hierarchy.ts';
import { hooks } from '../hooks.ts';
import { collectListR } from '../protocol/iteration.ts';
import type { NativeGenerator, Resumable } from '../protocol/pending.ts';
import { clipArgument, isIndex, sliceBounds, subscript } from '../sequence-index.ts';
import { repeatCount } from '../sequence.ts';
import { builtin, defineIterator, forEachHintedR, forEachR, thenR } from '../iterator.ts';
import { isStr, strLength, toJS, toPoints } from '../str/text.ts';
import { decodeLatin1, decodeR, encodeR } from '../codecs/codecs.ts';
import { borrow, bytesOf, copyOf } from '../buffer.ts';
import { percentBytes } from './percent.ts';
import * as s from './search.ts';

export type Bytes = PyBytes | PyByteArray;
/** The live bytes of either; do not keep. */
export const data = (v: Bytes): Uint8Array => (v instanceof PyBytes ? v.b : v.b.subarray(0, v.len));
const MAX = 2 ** 31;

export function byteValue(v: PyValue, what = 'byte'): number {
  const n = index(v);
  if (n < 0 || n > 255) throw valueError(`${what} must be in range(0, 256)`);
  return Number(n);
}

/** A sub-argument of find & co.: an int or a bytes-like object. */
function needle(v: PyValue): Uint8Array {
  const b = borrow(v);
  if (b !== undefined) return b;
  if (isIndex(v)) return Uint8Array.of(byteValue(v));
  throw typeError(`argument should be integer or bytes-like object, not '${typeOf(v).name}'`);
}
function range(n: number, start: PyValue, end: PyValue): [number, number] {
  const a = start === None ? 0 : clipArgument(start, n);
  const b = end === None ? n : Math.min(n, clipArgument(end, n));
  return [a, b];
}
function search(f: (h: Uint8Array, n: Uint8Array, a: number, b: number) => number, must: boolean) {
  return (self: Bytes, sub: PyValue, start: PyValue, end: PyValue): number => {
    const x = needle(sub);
    const h = data(self);
    const [a, b] = range(h.length, start, end);
    const i = f(h, x, a, b);
    if (must && i < 0) throw valueError('subsection not found');
    return i;
  };
}
function fixes(name: string, atEnd: boolean) {
  return (self: Bytes, prefix: PyValue, start: PyValue, end: PyValue): boolean => {
    const one = (p: Uint8Array): boolean => {
      const h = data(self);
      const [a, b] = range(h.length, start, end);
      return b - a >= p.length && s.startsAt(h, p, atEnd ? b - p.length : a);
    };
    if (prefix instanceof PyTuple) return prefix.items.some((p) => one(bytesOf(p)));
    const p = borrow(prefix);
    if (p === undefined)
      throw typeError(`${name} first arg must be bytes or a tuple of bytes, not ${typeOf(prefix).name}`);
    return one(p);
  };
}
function every(test: (c: number) => boolean, empty = false): (self: Bytes) => boolean {
  return (self) => {
    const b = data(self);
    return b.length === 0 ? empty : b.every(test);
  };
}
function cased(wanted: (c: number) => boolean, unwanted: (c: number) => boolean): (self: Bytes) => boolean {
  return (self) => {
    const b = data(self);
    return b.some(wanted) && !b.some(unwanted);
  };
}
const lower = (c: number): number => (s.isUpper(c) ? c + 32 : c);
const upper = (c: number): number => (s.isLower(c) ? c - 32 : c);

/** bytes.hex(sep, bytes_per_sep) of any memory. */
export function hexText(b: Uint8Array, sep: PyValue | undefined, per: PyValue): string {
  let d = '';
  if (sep !== undefined) {
    if (isStr(sep) ? strLength(sep) !== 1 : length(sep) !== 1) throw valueError('sep must be length 1.');
    if (isStr(sep)) d = toJS(sep);
    else if (sep instanceof PyBytes) d = String.fromCharCode(sep.b[0]);
    else throw typeError('sep must be str or bytes.');
    if (d.charCodeAt(0) > 127) throw valueError('sep must be ASCII.');
  }
  const group = Number(index(per));
  const n = d === '' || group === 0 ? Math.max(1, b.length) : Math.min(Math.abs(group), Math.max(1, b.length));
  const separator = d.charCodeAt(0);
  const text = new Uint8Array(2 * b.length + Math.max(0, Math.ceil(b.length / n) - 1));
  // Groups are counted from the right when the size is positive.
  let left = group > 0 && b.length % n > 0 ? b.length % n : n;
  for (let i = 0, at = 0; i < b.length; i++) {
    const c = b[i];
    if (left-- === 0) {
      text[at++] = separator;
      left = n - 1;
    }
    text[at++] = HEX_DIGITS.charCodeAt(c >> 4);
    text[at++] = HEX_DIGITS.charCodeAt(c & 15);
  }
  return decodeLatin1(text);
}
const HEX_DIGITS = '0123456789abcdef';

/** The bytes of fromhex()'s argument. */
export function fromHex(v: PyValue): Uint8Array {
  let points: ArrayLike<number>;
  if (isStr(v)) points = toPoints(v);
  else {
    const b = borrow(v);
    if (b === undefined) throw typeError(`fromhex() argument must be str or bytes-like, not ${typeOf(v).name}`);
    points = b;
  }
  const out: number[] = [];
  const digit = (i: number): number => {
    const c = points[i];
    if (c >= 48 && c <= 57) return c - 48;
    if (c >= 97 && c <= 102) return c - 87;
    if (c >= 65 && c <= 70) return c - 55;
    throw valueError(`non-hexadecimal number found in fromhex() arg at position ${i}`);
  };
  for (let i = 0; ; ) {
    while (i < points.length && s.isSpace(points[i])) i++;
    if (i >= points.length) return Uint8Array.from(out);
    const high = digit(i);
    if (i + 1 >= points.length) throw valueError('fromhex() arg must contain an even number of hexadecimal digits');
    out.push(high * 16 + digit(i + 1));
    i += 2;
  }
}

/** What bytes(x) and bytearray(x) copy when x is no int and no str. Resumable. */
export function bytesFromR(x: PyValue, type: string, asksLength = true): Resumable<Uint8Array> {
  const what = type === 'bytes' ? 'bytes' : 'byte';
  const b = copyOf(x);
  if (b !== undefined) return b;
  if (isStr(x)) throw typeError(`cannot convert 'str' object to ${type}`);
  const iter = typeOf(x).slot(SLOT.__iter__);
  if (iter === None || (iter === null && typeOf(x).slot(SLOT.__getitem__) === null)) {
    throw typeError(`cannot convert '${typeOf(x).name}' object to ${type}`);
  }
  let out = new Uint8Array(64);
  let n = 0;
  const put = (v: PyValue): void => {
    const c = byteValue(v, what);
    if (n === out.length) {
      const bigger = new Uint8Array(n * 2);
      bigger.set(out);
      out = bigger;
    }
    out[n++] = c;
  };
  return thenR((asksLength ? forEachHintedR : forEachR)(x, put), () => out.slice(0, n));
}
/** The size when the argument of bytes() is an int: undefined for other types. */
export function sizeArgument(x: PyValue): number | undefined {
  if (!isIndex(x)) return undefined;
  let n: number | bigint;
  try {
    n = index(x);
  } catch (e) {
    if (!isException(e, 'TypeError')) throw e;
    return undefined;
  }
  if (n > 9223372036854775807n || n < -9223372036854775808n)
    throw overflowError(`cannot fit '${typeOf(x).name}' into an index-sized integer`);
  if (n < 0) throw valueError('negative count');
  if (n > MAX) throw memoryError('');
  return Number(n);
}
/** All of bytes()'s argument handling: the memory is the caller's own. Resumable. */
export function sourceR(
  source: PyValue | undefined,
  encoding: PyValue | undefined,
  errors: PyValue | undefined,
  type: string,
): Resumable<Uint8Array> {
  if (source === undefined) {
    if (encoding !== undefined) throw typeError('encoding without a string argument');
    if (errors !== undefined) throw typeError('errors without a string argument');
    return new Uint8Array(0);
  }
  if (isStr(source)) {
    if (encoding === undefined) throw typeError('string argument without an encoding');
    return thenR(encodeR(source, encoding, errors), (b) => (b instanceof PyBytes ? b.b.slice() : s.EMPTY));
  }
  if (encoding !== undefined) throw typeError('encoding without a string argument');
  if (errors !== undefined) throw typeError('errors without a string argument');
  const n = sizeArgument(source);
  if (n !== undefined) return new Uint8Array(n);
  return bytesFromR(source, type, type === 'bytes'); // bytearray() does not ask
}

/** sep.join(iterable). Resumable. */
function joinR(sep: Bytes, iterable: PyValue, make: (b: Uint8Array) => PyValue): Resumable {
  const finish = (items: PyValue[]): PyValue => {
    if (items.length === 1 && items[0] instanceof PyBytes && sep instanceof PyBytes && typeOf(items[0]) === typeOf(sep))
      return items[0];
    const d = data(sep);
    const parts: Uint8Array[] = [];
    for (let i = 0; i < items.length; i++) {
      const b = borrow(items[i]);
      if (b === undefined)
        throw typeError(`sequence item ${i}: expected a bytes-like object, ${typeOf(items[i]).name} found`);
      if (i > 0 && d.length > 0) parts.push(d);
      parts.push(b);
    }
    return make(s.concat(parts));
  };
  const t = typeOf(iterable);
  if (t.slot(SLOT.__iter__) === null && t.slot(SLOT.__getitem__) === null) throw typeError('can only join an iterable');
  if (!(sep instanceof PyByteArray)) return thenR(collectListR(iterable), finish);
  return (function* (): Generator<unknown, PyValue, never> {
    sep.exports++; // nobody may change its size while the iterable runs
    try {
      return finish(yield collectListR(iterable));
    } finally {
      sep.exports--;
    }
  })();
}

export function repeatOf(self: Bytes, n: PyValue): Uint8Array {
  const b = data(self);
  return s.repeat(b, repeatCount(n, b.length, MAX));
}

/** A 256-byte table as maketrans gives it. */
export function maketrans(from: PyValue, to: PyValue): PyValue {
  const a = bytesOf(from);
  const b = bytesOf(to);
  if (a.length !== b.length) throw valueError('maketrans arguments must have same length');
  const table = Uint8Array.from({ length: 256 }, (_, i) => i);
  a.forEach((c, i) => {
    table[c] = b[i];
  });
  return new PyBytes(table);
}

/** -b: what is no comparison of bytes warns when the other side is a str or an int. Resumable. */
function* warnedComparison(a: Bytes, v: PyValue): NativeGenerator<PyValue> {
  const type = a instanceof PyBytes ? 'bytes' : 'bytearray';
  const kind = isStr(v) ? 'string' : type === 'bytes' && typeOf(v).isSubtype(intType) ? 'int' : null;
  if (kind !== null) yield hooks.warnR(exceptionTypes.BytesWarning, `Comparison between ${type} and ${kind}`);
  return NotImplemented;
}

/** str() of bytes is their repr, and most often a mistake. Resumable. */
function bytesStr(a: Bytes): Resumable {
  if (!hooks.bytesWarning()) return reprR(a);
  return (function* (): NativeGenerator<PyValue> {
    const type = a instanceof PyBytes ? 'bytes' : 'bytearray';
    yield hooks.warnR(exceptionTypes.BytesWarning, `str() on a ${type} instance`);
    return yield reprR(a);
  })();
}

/** The six comparisons; `with_` gives the other operand's bytes or undefined. */
export function comparisons(other: (v: PyValue) => Uint8Array | undefined): NativeTable {
  const one = (test: (c: number) => boolean) => (a: Bytes, v: PyValue) => {
    const b = other(v);
    return b === undefined ? NotImplemented : test(s.compare(data(a), b));
  };
  const same = (wanted: boolean) => (a: Bytes, v: PyValue) => {
    if (a === v) return wanted;
    const b = other(v);
    if (b === undefined) return hooks.bytesWarning() ? warnedComparison(a, v) : NotImplemented;
    const x = data(a);
    return (x.length === b.length && s.compare(x, b) === 0) === wanted;
  };
  return {
    '__lt__(value, /)': one((c) => c < 0),
    '__le__(value, /)': one((c) => c <= 0),
    '__eq__(value, /)': same(true),
    '__ne__(value, /)': same(false),
    '__gt__(value, /)': one((c) => c > 0),
    '__ge__(value, /)': one((c) => c >= 0),
  };
}

/** The method table of `bytes` (type name `name`) or bytearray. */
export function sharedMethods(name: 'bytes' | 'bytearray', make: (b: Uint8Array) => PyValue): NativeTable {
  /** The whole of self as a result: bytes may give itself. */
  const whole = (self: Bytes): PyValue =>
    self instanceof PyBytes && typeOf(self).name === 'bytes' ? self : make(data(self).slice());
  const result = (f: (b: Uint8Array) => Uint8Array) => (self: Bytes) => make(f(data(self)));
  const list = (parts: Uint8Array[]): PyValue => new PyList(parts.map(make));
  const strip = (left: boolean, right: boolean) => (self: Bytes, chars: PyValue) => {
    const set = chars === None ? null : bytesOf(chars);
    const b = data(self);
    const drop = (c: number): boolean => (set === null ? s.isSpace(c) : set.includes(c));
    let i = 0;
    let j = b.length;
    if (left) while (i < j && drop(b[i])) i++;
    if (right) while (j > i && drop(b[j - 1])) j--;
    return i === 0 && j === b.length ? whole(self) : make(b.slice(i, j));
  };
  const splitter = (f: typeof s.split) => (self: Bytes, sep: PyValue, max: PyValue) => {
    const d = sep === None ? null : bytesOf(sep);
    const n = Number(index(max));
    if (d !== null && d.length === 0) throw valueError('empty separator');
    return list(f(data(self), d, n));
  };
  const pad = (method: string, where: -1 | 0 | 1) => (self: Bytes, width: PyValue, fill: PyValue) => {
    const n = Number(index(width));
    let c = 32;
    if (fill !== undefined) {
      const f = fill instanceof PyBytes || fill instanceof PyByteArray ? data(fill) : undefined;
      if (f === undefined)
        throw typeError(`${method}() argument 2 must be a byte string of length 1, not ${typeOf(fill).name}`);
      if (f.length !== 1)
        throw typeError(
          `${method}(): argument 2 must be a byte string of length 1, not a ${typeOf(fill).name} object of length ${f.length}`,
        );
      c = f[0];
    }
    const b = data(self);
    const total = n - b.length;
    if (total <= 0) return whole(self);
    if (n > MAX) throw memoryError('');
    const left = where < 0 ? 0 : where > 0 ? total : (total >> 1) + (total & n & 1);
    const out = new Uint8Array(n).fill(c);
    out.set(b, left);
    return make(out);
  };
  const partition = (last: boolean) => (self: Bytes, sep: PyValue) => {
    const d = bytesOf(sep);
    if (d.length === 0) throw valueError('empty separator');
    const b = data(self);
    const i = last ? s.rfind(b, d) : s.find(b, d);
    if (i < 0) {
      const e = (): PyValue => make(new Uint8Array(0));
      return new PyTuple(last ? [e(), e(), whole(self)] : [whole(self), e(), e()]);
    }
    const middle = sep instanceof PyBytes && name === 'bytes' ? sep : make(d.slice());
    return new PyTuple([make(b.slice(0, i)), middle, make(b.slice(i + d.length))]);
  };
  const only = name === 'bytes' ? 'byte' : 'bytearray';
  return {
    '__str__()': bytesStr,
    '__len__()': (self: Bytes) => (self instanceof PyBytes ? self.b.length : self.len),
    '__getitem__(key, /)': (self: Bytes, key: PyValue) => {
      if (key instanceof PySlice) {
        const r = sliceBounds(key, () => data(self).length);
        const b = data(self);
        if (r.step === 1) return r.length === b.length ? whole(self) : make(b.slice(r.start, r.start + r.length));
        const out = new Uint8Array(r.length);
        for (let i = 0, at = r.start; i < r.length; i++, at += r.step) out[i] = b[at];
        return make(out);
      }
      const k = subscript(key, only);
      const b = data(self);
      const i = k < 0 ? k + b.length : k;
      if (i < 0 || i >= b.length)
        throw indexError(name === 'bytes' ? 'index out of range' : 'bytearray index out of range');
      return b[i];
    },
    '__contains__(key, /)': (self: Bytes, v: PyValue) => {
      if (typeof v === 'number' || isIndex(v)) {
        const c = byteValue(v);
        return data(self).includes(c);
      }
      return s.find(data(self), bytesOf(v)) >= 0;
    },
    '__add__(value, /)': (self: Bytes, v: PyValue) => {
      const b = borrow(v);
      if (b === undefined) throw typeError(`can't concat ${typeOf(v).name} to ${typeOf(self).name}`);
      const a = data(self);
      if (b.length === 0 && self instanceof PyBytes) return whole(self);
      if (a.length === 0 && v instanceof PyBytes && typeOf(v).name === 'bytes' && self instanceof PyBytes) return v;
      const out = new Uint8Array(a.length + b.length);
      out.set(a);
      out.set(b, a.length);
      return make(out);
    },
    '__mul__(value, /)': (self: Bytes, n: PyValue) => (n === 1 ? whole(self) : make(repeatOf(self, n))),
    '__rmul__(value, /)': (self: Bytes, n: PyValue) => (n === 1 ? whole(self) : make(repeatOf(self, n))),
    '__mod__(value, /)': (self: Bytes, args: PyValue) =>
      thenR<Uint8Array, PyValue>(percentBytes(data(self), args), make),
    '__rmod__(value, /)': () => NotImplemented,
    '__repr__()': (self: Bytes) =>
      self instanceof PyBytes ? s.reprBytes(self.b) : `${typeOf(self).name}(${s.reprBytes(data(self))})`,
    'find(sub, start=None, end=None, /)': search(s.find, false),
    'rfind(sub, start=None, end=None, /)': search(s.rfind, false),
    'index(sub, start=None, end=None, /)': search(s.find, true),
    'rindex(sub, start=None, end=None, /)': search(s.rfind, true),
    'count(sub, start=None, end=None, /)': search(s.count, false),
    'startswith(prefix, start=None, end=None, /)': fixes('startswith', false),
    'endswith(suffix, start=None, end=None, /)': fixes('endswith', true),
    'split(sep=None, maxsplit=-1)': splitter(s.split),
    'rsplit(sep=None, maxsplit=-1)': splitter(s.rsplit),
    'splitlines(keepends=False)': (self: Bytes, keep: PyValue) => list(s.splitlines(data(self), truth(keep))),
    'join(iterable_of_bytes, /)': (self: Bytes, it: PyValue) => joinR(self, it, make),
    'replace(old, new, count=-1, /)': (self: Bytes, old: PyValue, by: PyValue, count: PyValue) => {
      const a = bytesOf(old);
      const b = bytesOf(by);
      const n = Number(index(count));
      const d = data(self);
      if (b.length > a.length) {
        const times = s.count(d, a);
        if (d.length + (n < 0 ? times : Math.min(n, times)) * (b.length - a.length) > MAX)
          throw overflowError('replace bytes is too long');
      }
      return make(s.replace(d, a, b, n));
    },
    'strip(bytes=None, /)': strip(true, true),
    'lstrip(bytes=None, /)': strip(true, false),
    'rstrip(bytes=None, /)': strip(false, true),
    'center(width, fillchar=?, /)': pad('center', 0),
    'ljust(width, fillchar=?, /)': pad('ljust', -1),
    'rjust(width, fillchar=?, /)': pad('rjust', 1),
    'zfill(width, /)': (self: Bytes, width: PyValue) => {
      const n = Number(index(width));
      const b = data(self);
      if (n <= b.length) return whole(self);
      const out = new Uint8Array(n).fill(48);
      out.set(b, n - b.length);
      if (b[0] === 43 || b[0] === 45) {
        out[n - b.length] = 48;
        out[0] = b[0];
      }
      return make(out);
    },
    'expandtabs(tabsize=8)': (self: Bytes, size: PyValue) => {
      const n = Number(index(size));
      if (n > 2147483647) throw overflowError('signed integer is greater than maximum');
      return make(s.expandtabs(data(self), n));
    },
    'partition(sep, /)': partition(false),
    'rpartition(sep, /)': partition(true),
    'removeprefix(prefix, /)': (self: Bytes, p: PyValue) => {
      const x = bytesOf(p);
      const b = data(self);
      return x.length > 0 && b.length >= x.length && s.startsAt(b, x, 0) ? make(b.slice(x.length)) : whole(self);
    },
    'removesuffix(suffix, /)': (self: Bytes, p: PyValue) => {
      const x = bytesOf(p);
      const b = data(self);
      return x.length > 0 && b.length >= x.length && s.startsAt(b, x, b.length - x.length)
        ? make(b.slice(0, b.length - x.length))
        : whole(self);
    },
    "translate(table, /, delete=b'')": (self: Bytes, table: PyValue, del: PyValue | undefined) => {
      const t = table === None ? null : bytesOf(table);
      if (t !== null && t.length !== 256) throw valueError('translation table must be 256 characters long');
      const gone = del === undefined ? null : new Set(bytesOf(del));
      const b = data(self);
      const kept = gone === null || gone.size === 0 ? b : b.filter((c) => !gone.has(c));
      return make(t === null ? kept.slice() : s.map(kept, (c) => t[c]));
    },
    'lower()': result((b) => s.map(b, lower)),
    'upper()': result((b) => s.map(b, upper)),
    'swapcase()': result((b) => s.map(b, (c) => (s.isAlpha(c) ? c ^ 32 : c))),
    'capitalize()': result((b) => s.map(b, (c, i) => (i === 0 ? upper(c) : lower(c)))),
    'title()': result(s.title),
    'isalnum()': every(s.isAlnum),
    'isalpha()': every(s.isAlpha),
    'isascii()': every((c) => c < 128, true),
    'isdigit()': every(s.isDigit),
    'isspace()': every(s.isSpace),
    'islower()': cased(s.isLower, s.isUpper),
    'isupper()': cased(s.isUpper, s.isLower),
    'istitle()': (self: Bytes) => s.isTitle(data(self)),
    'hex(sep=?, bytes_per_sep=1)': (self: Bytes, sep: PyValue | undefined, per: PyValue) =>
      hexText(data(self), sep, per),
    "decode(encoding='utf-8', errors='strict')": (self: Bytes, encoding: PyValue, errors: PyValue) =>
      decodeR(self, encoding, errors),
  };
}

/** The iterator type of bytes or bytearray. */
export class BytesIterator extends PyObject {
  at = 0;
  constructor(public source: Bytes | null) {
    super();
  }
}
export function defineBytesIterator(t: PyType): void {
  defineIterator(
    t,
    (it: BytesIterator) => {
      const src = it.source;
      if (src === null) return undefined;
      if (it.at < (src instanceof PyBytes ? src.b.length : src.len)) return src.b[it.at++];
      it.source = null;
      return undefined;
    },
    {
      methods: {
        '__length_hint__()': (it: BytesIterator) =>
          it.source === null ? 0 : Math.max(0, data(it.source).length - it.at),
        '__reduce__()': (it: BytesIterator) =>
          it.source === null
            ? new PyTuple([builtin('iter'), new PyTuple([new PyTuple([])])])
            : new PyTuple([builtin('iter'), new PyTuple([it.source]), it.at]),
        '__setstate__(state, /)': (it: BytesIterator, n: PyValue) => {
          if (it.source !== null) it.at = Math.max(0, Math.min(Number(index(n)), data(it.source).length));
        },
      },
    },
  );
}
