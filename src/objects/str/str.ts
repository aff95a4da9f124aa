// str: its methods. Invariant: a plain JS string (no surrogates) never takes the slow way; a boxed str (astral characters,
// lone surrogates, subclass instances) works on code points where positions matter and on UTF-16 text elsewhere.

import { indexOf, lastIndexOf, occurrences } from '../algorithms/text-search.ts';
import { None, NotImplemented, type PyValue } from '../object.ts';
import { PyList, PySlice, type PyStr, PyTuple } from '../shapes.ts';
import { strType, type PyType, TYPE_HEAP, typeOf } from '../type.ts';
import { defineType } from '../native.ts';
import { markSequenceOperator } from '../protocol/operators.ts';
import { indexError, memoryError, overflowError, typeError, valueError, isException } from '../exceptions/raise.ts';
import { collectR } from '../protocol/iteration.ts';
import { getitemR, index } from '../protocol/operators.ts';
import { strR } from '../protocol/text.ts';
import { isPending, type NativeGenerator, type Resumable } from '../protocol/pending.ts';
import { clipArgument, isIndex, sliceBounds } from '../sequence-index.ts';
import { repeatCount } from '../sequence.ts';
import { PyDict } from '../dict/storage.ts';
import { PyObject } from '../object.ts';
import { makeBuiltinType } from '../type.ts';
import { defineIterator } from '../iterator.ts';
import { FormatError, formatStr } from '../algorithms/format-spec.ts';
import * as u from '../algorithms/unicode-data.ts';
import { hashText } from '../hash.ts';
import { exactStr, fromJS, fromPoints, isStr, strLength, toJS, toPoints } from './text.ts';
import { formatMethodR } from './format.ts';
import { percentR } from './percent.ts';
import { decodeR, encodeR } from '../codecs/codecs.ts';

type Str = string | PyStr;
const MAX = 2 ** 29 - 24;

function need(v: PyValue, message: string): string {
  if (isStr(v)) return toJS(v);
  throw typeError(message);
}
/** The result of an operation that keeps surrogate-free text surrogate-free. */
function wrap(s: string, ...sources: Str[]): Str {
  for (const x of sources) if (typeof x !== 'string' && x.points !== null) return fromJS(s);
  return s;
}
/** Joins that must not fuse two lone surrogates into a character. */
function concat(a: Str, b: Str): Str {
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length + b.length > MAX) throw memoryError('');
    return a + b;
  }
  const x = toPoints(a);
  const y = toPoints(b);
  const out = new Uint32Array(x.length + y.length);
  out.set(x);
  out.set(y, x.length);
  return fromPoints(out);
}

/** Characters of a boxed str's points [start, stop). */
function cut(s: Str, start: number, stop: number): Str {
  if (typeof s === 'string') return s.slice(start, stop);
  if (s.points === null) return s.s.slice(start, stop);
  return fromPoints(s.points.slice(start, stop));
}
/** UTF-16 offset of character i. */
function unitOffset(s: PyStr, i: number): number {
  const p = s.points;
  if (p === null) return i;
  let n = 0;
  for (let k = 0; k < i; k++) n += p[k] > 0xffff ? 2 : 1;
  return n;
}
function charOffset(s: PyStr, unit: number): number {
  const p = s.points;
  if (p === null) return unit;
  let n = 0;
  let k = 0;
  while (n < unit) n += p[k++] > 0xffff ? 2 : 1;
  return k;
}

/** start/end arguments of find & co. as character positions. */
function range(s: Str, start: PyValue, end: PyValue): [number, number] {
  const n = strLength(s);
  let a = start === None ? 0 : clipArgument(start, n);
  let b = end === None ? n : clipArgument(end, n);
  if (b > n) b = n;
  if (a < 0) a = 0;
  return [a, b];
}

function findIn(s: Str, sub: Str, start: PyValue, end: PyValue, last: boolean): number {
  const [a, b] = range(s, start, end);
  const n = strLength(sub);
  if (b - a < n) return -1;
  if (typeof s === 'string' && typeof sub === 'string') {
    if (last) {
      const i = lastIndexOf(s, sub, b - n);
      return i >= a ? i : -1;
    }
    const i = indexOf(s, sub, a);
    return i >= 0 && i + n <= b ? i : -1;
  }
  const text = toJS(s);
  const boxed = typeof s === 'string' ? null : s;
  const from = boxed === null ? a : unitOffset(boxed, a);
  const to = boxed === null ? b : unitOffset(boxed, b);
  const needle = toJS(sub);
  const i = last ? lastIndexOf(text.slice(0, to), needle) : indexOf(text.slice(0, to), needle, from);
  if (i < from) return -1;
  return boxed === null ? i : charOffset(boxed, i);
}

function fixes(s: Str, prefix: PyValue, start: PyValue, end: PyValue, name: string, atEnd: boolean): boolean {
  const one = (p: PyValue, message: string): boolean => {
    if (!isStr(p)) throw typeError(message);
    const [a, b] = range(s, start, end);
    if (typeof s === 'string' && typeof p === 'string') {
      if (b - a < p.length) return false;
      return atEnd ? s.startsWith(p, b - p.length) : s.startsWith(p, a);
    }
    if (b < a) return false;
    const part = toJS(cut(s, a, b));
    return atEnd ? part.endsWith(toJS(p)) : part.startsWith(toJS(p));
  };
  if (prefix instanceof PyTuple) {
    return prefix.items.some((p) => one(p, `tuple for ${name} must only contain str, not ${typeOf(p).name}`));
  }
  return one(prefix, `${name} first arg must be str or a tuple of str, not ${typeOf(prefix).name}`);
}

const WHITE = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const WHITES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

function trimEnd(t: string): string {
  let i = t.length;
  while (i > 0 && u.isSpace(t.charCodeAt(i - 1))) i--;
  return i === t.length ? t : t.slice(0, i);
}
function strip(s: Str, chars: PyValue, name: string, left: boolean, right: boolean): Str {
  if (chars === None) {
    let t = toJS(s);
    if (left) t = t.replace(WHITE, '');
    if (right) t = trimEnd(t);
    return wrap(t, s);
  }
  if (!isStr(chars)) throw typeError(`${name} arg must be None or str, not ${typeOf(chars).name}`);
  const set = new Set(toPoints(chars));
  const p = toPoints(s);
  let a = 0;
  let b = p.length;
  if (left) while (a < b && set.has(p[a])) a++;
  if (right) while (b > a && set.has(p[b - 1])) b--;
  return cut(s, a, b);
}

function split(s: Str, sep: PyValue, maxsplit: PyValue): PyValue {
  const max = Number(index(maxsplit));
  const text = toJS(s);
  const w = (x: string): PyValue => wrap(x, s);
  if (sep === None) {
    const out: PyValue[] = [];
    WHITES.lastIndex = 0;
    let at = WHITE.exec(text)?.[0].length ?? 0;
    while (at < text.length) {
      if (max >= 0 && out.length >= max) {
        out.push(w(text.slice(at)));
        break;
      }
      WHITES.lastIndex = at;
      const m = WHITES.exec(text);
      if (m === null) {
        out.push(w(text.slice(at)));
        break;
      }
      out.push(w(text.slice(at, m.index)));
      at = m.index + m[0].length;
    }
    return new PyList(out);
  }
  if (!isStr(sep)) throw typeError(`must be str or None, not ${typeOf(sep).name}`);
  const d = toJS(sep);
  if (d === '') throw valueError('empty separator');
  if (max < 0 && d.length < 64) return new PyList(text.split(d).map(w));
  const out: PyValue[] = [];
  let at = 0;
  while (max < 0 || out.length < max) {
    const i = indexOf(text, d, at);
    if (i < 0) break;
    out.push(w(text.slice(at, i)));
    at = i + d.length;
  }
  out.push(w(text.slice(at)));
  return new PyList(out);
}

function rsplit(s: Str, sep: PyValue, maxsplit: PyValue): PyValue {
  const max = Number(index(maxsplit));
  const text = toJS(s);
  const w = (x: string): PyValue => wrap(x, s);
  if (sep === None && max < 0) return split(s, sep, -1);
  const out: PyValue[] = [];
  if (sep === None) {
    let end = trimEnd(text).length;
    while (end > 0) {
      if (out.length >= max) {
        out.push(w(text.slice(0, end)));
        break;
      }
      let i = end;
      while (i > 0 && !u.isSpace(text.charCodeAt(i - 1))) i--;
      out.push(w(text.slice(i, end)));
      while (i > 0 && u.isSpace(text.charCodeAt(i - 1))) i--;
      end = i;
    }
    return new PyList(out.reverse());
  }
  if (!isStr(sep)) throw typeError(`must be str or None, not ${typeOf(sep).name}`);
  const d = toJS(sep);
  if (d === '') throw valueError('empty separator');
  let end = text.length;
  while (max < 0 || out.length < max) {
    const i = end - d.length < 0 ? -1 : lastIndexOf(text, d, end - d.length);
    if (i < 0) break;
    out.push(w(text.slice(i + d.length, end)));
    end = i;
  }
  out.push(w(text.slice(0, end)));
  return new PyList(out.reverse());
}

const LINES = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
function splitlines(s: Str, keep: boolean): PyValue {
  const text = toJS(s);
  const out: PyValue[] = [];
  let at = 0;
  LINES.lastIndex = 0;
  for (let m = LINES.exec(text); m !== null; m = LINES.exec(text)) {
    out.push(wrap(text.slice(at, keep ? m.index + m[0].length : m.index), s));
    at = m.index + m[0].length;
  }
  if (at < text.length) out.push(wrap(text.slice(at), s));
  return new PyList(out);
}

/** sep.join(iterable). Resumable. */
export function joinR(sep: Str, iterable: PyValue): Resumable {
  const finish = (items: PyValue[]): PyValue => {
    if (items.length === 1 && typeof items[0] === 'string') return items[0];
    if (typeof sep === 'string') {
      let plain = true;
      let size = 0;
      for (let i = 0; i < items.length; i++) {
        const x = items[i];
        if (typeof x !== 'string') {
          if (!isStr(x)) throw typeError(`sequence item ${i}: expected str instance, ${typeOf(x).name} found`);
          plain = false;
        } else size += x.length;
      }
      if (plain) {
        if (size + sep.length * items.length > MAX) throw memoryError('');
        return (items as string[]).join(sep);
      }
    }
    const parts: Uint32Array[] = [];
    const d = toPoints(sep);
    items.forEach((x, i) => {
      if (!isStr(x)) throw typeError(`sequence item ${i}: expected str instance, ${typeOf(x).name} found`);
      if (i > 0) parts.push(d);
      parts.push(toPoints(x));
    });
    const out = new Uint32Array(parts.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const p of parts) {
      out.set(p, at);
      at += p.length;
    }
    return fromPoints(out);
  };
  let r: Resumable<PyValue[]>;
  try {
    r = collectR(iterable);
  } catch (e) {
    if (isException(e, 'TypeError') && typeOf(iterable).lookup('__iter__') === undefined)
      throw typeError('can only join an iterable');
    throw e;
  }
  if (!isPending(r)) return finish(r);
  return (function* (): NativeGenerator<PyValue> {
    const items: PyValue[] = yield r;
    return finish(items);
  })();
}

function pad(s: Str, width: PyValue, fill: PyValue, where: -1 | 0 | 1): PyValue {
  const n = Number(index(width));
  if (!isStr(fill) || strLength(fill) !== 1) {
    if (!isStr(fill)) throw typeError(`The fill character must be a unicode character, not ${typeOf(fill).name}`);
    throw typeError('The fill character must be exactly one character long');
  }
  const len = strLength(s);
  const total = n - len;
  if (total <= 0) return exactStr(s);
  if (n > MAX) throw memoryError('');
  const left = where < 0 ? 0 : where > 0 ? total : (total >> 1) + (total & n & 1);
  const f = toJS(fill);
  return wrap(f.repeat(left) + toJS(s) + f.repeat(total - left), s, fill);
}

function every(s: Str, test: (c: number) => boolean, empty = false): boolean {
  if (typeof s === 'string') {
    if (s === '') return empty;
    for (let i = 0; i < s.length; i++) if (!test(s.charCodeAt(i))) return false;
    return true;
  }
  const p = toPoints(s);
  return p.length === 0 ? empty : p.every(test);
}
function cased(s: Str, wanted: (c: number) => boolean, unwanted: (c: number) => boolean): boolean {
  let found = false;
  for (const c of toPoints(s)) {
    if (unwanted(c) || u.isTitle(c)) return false;
    if (!found && wanted(c)) found = true;
  }
  return found;
}
const ASCII = /^[\x00-\x7f]*$/;

function mapPoints(f: (p: ArrayLike<number> & Iterable<number>) => number[], s: Str): Str {
  return fromPoints(Uint32Array.from(f(toPoints(s) as never)));
}

function replace(s: Str, old: PyValue, by: PyValue, count: PyValue): PyValue {
  const o = need(old, `replace() argument 1 must be str, not ${typeOf(old).name}`);
  const b = need(by, `replace() argument 2 must be str, not ${typeOf(by).name}`);
  const max = Number(index(count));
  const text = toJS(s);
  const boxed =
    wrap('', s, old as Str, by as Str) !== '' ||
    (typeof s !== 'string' && s.points !== null) ||
    (typeof by !== 'string' && (by as PyStr).points !== null);
  const done = (t: string): PyValue => (boxed ? fromJS(t) : t);
  if (max === 0) return exactStr(s);
  if (o === '') {
    const chars = [...text];
    let out = '';
    let left = max < 0 ? chars.length + 1 : max;
    for (const ch of chars) {
      if (left > 0) {
        out += b;
        left--;
      }
      out += ch;
    }
    if (left > 0) out += b;
    return done(out);
  }
  if (max < 0 && o.length < 64) {
    const parts = text.split(o);
    if (text.length + (parts.length - 1) * (b.length - o.length) > MAX)
      throw overflowError('replace string is too long');
    return done(parts.join(b));
  }
  let out = '';
  let at = 0;
  for (let k = 0; max < 0 || k < max; k++) {
    const i = indexOf(text, o, at);
    if (i < 0) break;
    out += text.slice(at, i) + b;
    at = i + o.length;
  }
  return done(out + text.slice(at));
}

function* translate(s: Str, table: PyValue): NativeGenerator<PyValue> {
  const out: number[] = [];
  for (const c of toPoints(s)) {
    let v: PyValue;
    try {
      v = table instanceof PyDict && table.cls.name === 'dict' ? (table.get(c) ?? c) : yield getitemR(table, c);
    } catch (e) {
      if (!isException(e, 'LookupError')) throw e;
      v = c;
    }
    if (v === None) continue;
    if (isStr(v)) for (const x of toPoints(v)) out.push(x);
    else if (typeof v === 'number') {
      if (v < 0 || v > 0x10ffff) throw valueError('character mapping must be in range(0x110000)');
      out.push(v);
    } else throw typeError('character mapping must return integer, None or str');
  }
  return fromPoints(Uint32Array.from(out));
}

function maketrans(x: PyValue, y: PyValue | undefined, z: PyValue | undefined): PyValue {
  const d = new PyDict();
  if (y === undefined) {
    if (!(x instanceof PyDict)) throw typeError('if you give only one argument to maketrans it must be a dict');
    for (const [k, v] of x.entries()) {
      if (isStr(k)) {
        if (strLength(k) !== 1) throw valueError('string keys in translate table must be of length 1');
        d.set(toPoints(k)[0], v);
      } else if (typeof k === 'number' || typeof k === 'bigint' || typeof k === 'boolean') d.set(k, v);
      else throw typeError('keys in translate table must be strings or integers');
    }
    return d;
  }
  if (!isStr(x)) throw typeError('first maketrans argument must be a string if there is a second argument');
  if (!isStr(y)) throw typeError(`maketrans() argument 2 must be str, not ${typeOf(y).name}`);
  const a = toPoints(x);
  const b = toPoints(y);
  if (a.length !== b.length) throw valueError('the first two maketrans arguments must have equal length');
  a.forEach((c, i) => d.set(c, b[i]));
  if (z !== undefined) {
    if (!isStr(z)) throw typeError(`maketrans() argument 3 must be str, not ${typeOf(z).name}`);
    for (const c of toPoints(z)) d.set(c, None);
  }
  return d;
}

const ESCAPES: { readonly [c: number]: string } = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };
const PLAIN_REPR = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/;
/** repr(str). */
export function reprText(s: Str): Str {
  if (typeof s === 'string' && PLAIN_REPR.test(s)) return `'${s}'`;
  const text = toJS(s);
  const q = text.includes("'") && !text.includes('"') ? 34 : 39;
  const quote = String.fromCharCode(q);
  const out: string[] = [quote];
  let boxed = false;
  for (const c of toPoints(s)) {
    if (c === q) out.push(`\\${quote}`);
    else if (ESCAPES[c] !== undefined) out.push(ESCAPES[c]);
    else if (c >= 32 && c < 127) out.push(String.fromCharCode(c));
    else if (u.isPrintable(c)) {
      if (c > 0xffff) boxed = true;
      out.push(String.fromCodePoint(c));
    } else if (c < 256) out.push(`\\x${c.toString(16).padStart(2, '0')}`);
    else if (c < 65536) out.push(`\\u${c.toString(16).padStart(4, '0')}`);
    else out.push(`\\U${c.toString(16).padStart(8, '0')}`);
  }
  out.push(quote);
  const r = out.join('');
  return boxed ? fromJS(r) : r;
}

/** <0, 0, >0 by code points. */
export function compareText(a: Str, b: Str): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const x = toPoints(a);
  const y = toPoints(b);
  const n = Math.min(x.length, y.length);
  for (let i = 0; i < n; i++) if (x[i] !== y[i]) return x[i] - y[i];
  return x.length - y.length;
}
function comparison(test: (c: number) => boolean): (a: Str, b: PyValue) => PyValue {
  return (a, b) => (isStr(b) ? test(compareText(a, b)) : NotImplemented);
}

function subscript(s: Str, key: PyValue): PyValue {
  if (key instanceof PySlice) {
    const n = strLength(s);
    const b = sliceBounds(key, n);
    if (b.step === 1) return b.length === n ? exactStr(s) : cut(s, b.start, b.start + b.length);
    if (typeof s === 'string') {
      let out = '';
      for (let i = 0, at = b.start; i < b.length; i++, at += b.step) out += s[at];
      return out;
    }
    const p = toPoints(s);
    const out = new Uint32Array(b.length);
    for (let i = 0, at = b.start; i < b.length; i++, at += b.step) out[i] = p[at];
    return fromPoints(out);
  }
  if (!isIndex(key)) throw typeError(`string indices must be integers, not '${typeOf(key).name}'`);
  const n = strLength(s);
  const raw = index(key);
  if (typeof raw === 'bigint') throw indexError(`cannot fit '${typeOf(key).name}' into an index-sized integer`);
  const i = raw < 0 ? raw + n : raw;
  if (i < 0 || i >= n) throw indexError('string index out of range');
  return cut(s, i, i + 1);
}

function partition(s: Str, sep: PyValue, last: boolean): PyValue {
  const d = need(sep, `must be str, not ${typeOf(sep).name}`);
  if (d === '') throw valueError('empty separator');
  const t = toJS(s);
  const i = last ? lastIndexOf(t, d) : indexOf(t, d);
  if (i < 0) return new PyTuple(last ? ['', '', exactStr(s)] : [exactStr(s), '', '']);
  return new PyTuple([wrap(t.slice(0, i), s), exactStr(sep as Str), wrap(t.slice(i + d.length), s)]);
}

function repeat(s: Str, count: PyValue): PyValue {
  const t = toJS(s);
  return wrap(t.repeat(repeatCount(count, t.length, MAX)), s);
}

class StrIterator extends PyObject {
  at = 0;
  constructor(public source: Str | null) {
    super();
  }
}
const strIteratorType = makeBuiltinType('str_iterator', StrIterator);
defineIterator(
  strIteratorType,
  (it: StrIterator) => {
    const s = it.source;
    if (s === null) return undefined;
    if (it.at < strLength(s)) return typeof s === 'string' ? s[it.at++] : cut(s, it.at, ++it.at);
    it.source = null;
    return undefined;
  },
  {
    methods: {
      '__length_hint__()': (it: StrIterator) => (it.source === null ? 0 : strLength(it.source) - it.at),
      '__reduce__()': (it: StrIterator) =>
        new PyTuple([iterBuiltin(), new PyTuple([it.source ?? '']), ...(it.source === null ? [] : [it.at])]),
      '__setstate__(state, /)': (it: StrIterator, n: PyValue) => {
        if (it.source !== null) it.at = Math.max(0, Math.min(Number(index(n)), strLength(it.source)));
      },
    },
  },
);
import { builtin } from '../iterator.ts';
import { layoutOf } from '../memory/layouts.ts';
function iterBuiltin(): PyValue {
  return builtin('iter');
}

function make(cls: PyType, s: Str): PyValue {
  if (cls === strType) return s;
  const o = new cls.ctor() as PyStr; // a subclass of str has str's shape
  o.s = toJS(s);
  o.points = typeof s === 'string' ? null : s.points;
  return o;
}
function newStr(
  cls: PyType,
  object: PyValue | undefined,
  encoding: PyValue | undefined,
  errors: PyValue | undefined,
): Resumable {
  if (object === undefined) return make(cls, '');
  const r: Resumable<Str> =
    encoding === undefined && errors === undefined ? strR(object) : decodeR(object, encoding, errors, 'str()');
  if (!isPending(r)) return make(cls, cls === strType ? r : exactStr(r));
  return (function* (): NativeGenerator<PyValue> {
    const s: Str = yield r;
    return make(cls, cls === strType ? s : exactStr(s));
  })();
}

const subArg = (name: string, v: PyValue): Str => {
  if (isStr(v)) return v;
  throw typeError(`${name}() argument 1 must be str, not ${typeOf(v).name}`);
};
const missing = (i: number): number => {
  if (i < 0) throw valueError('substring not found');
  return i;
};

defineType(strType, {
  doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
  new: ['(object=?, encoding=?, errors=?)', newStr],
  methods: {
    '__len__()': strLength,
    '__getitem__(key, /)': subscript,
    '__iter__()': (s: Str) => new StrIterator(s),
    '__contains__(key, /)': (s: Str, x: PyValue) => {
      if (!isStr(x)) throw typeError(`'in <string>' requires string as left operand, not ${typeOf(x).name}`);
      return indexOf(toJS(s), toJS(x)) >= 0;
    },
    '__add__(value, /)': (s: Str, x: PyValue) => {
      if (!isStr(x)) throw typeError(`can only concatenate str (not "${typeOf(x).name}") to str`);
      return concat(s, x);
    },
    '__mul__(value, /)': repeat,
    '__rmul__(value, /)': repeat,
    '__mod__(value, /)': (s: Str, args: PyValue) => percentR(s, args),
    '__rmod__(value, /)': (s: Str, other: PyValue) => (isStr(other) ? percentR(other, s) : NotImplemented),
    '__lt__(value, /)': comparison((c) => c < 0),
    '__le__(value, /)': comparison((c) => c <= 0),
    '__eq__(value, /)': comparison((c) => c === 0),
    '__ne__(value, /)': comparison((c) => c !== 0),
    '__gt__(value, /)': comparison((c) => c > 0),
    '__ge__(value, /)': comparison((c) => c >= 0),
    '__hash__()': (s: Str) => hashText(toJS(s)),
    '__repr__()': reprText,
    '__str__()': exactStr,
    '__getnewargs__()': (s: Str) => new PyTuple([exactStr(s)]),
    '__sizeof__()': (s: Str) => {
      const p = toPoints(s);
      let max = 0;
      for (const c of p) if (c > max) max = c;
      // Objects of classes keep their text apart.
      if (typeof s !== 'string' && (s.cls.flags & TYPE_HEAP) !== 0)
        return layoutOf(s.cls).basicsize + (max < 256 ? 1 : max < 65536 ? 2 : 4) * (p.length + 1);
      return max < 128
        ? 41 + p.length
        : (max < 256 ? 57 + p.length : max < 65536 ? 58 + 2 * p.length : 60 + 4 * p.length) + 0;
    },
    '__format__(format_spec, /)': (s: Str, spec: PyValue) => {
      if (!isStr(spec)) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`);
      if (toJS(spec) === '') return strR(s);
      try {
        return wrap(formatStr(toJS(s), toJS(spec), typeOf(s).name), s, spec);
      } catch (e) {
        if (e instanceof FormatError) throw valueError(e.message);
        throw e;
      }
    },
    'format(*args, **kwargs)': (s: Str, args: PyValue[], kw: PyDict) => formatMethodR(s, args, kw),
    'format_map(mapping, /)': (s: Str, mapping: PyValue) => formatMethodR(s, null, mapping),
    'join(iterable, /)': joinR,
    'split(sep=None, maxsplit=-1)': split,
    'rsplit(sep=None, maxsplit=-1)': rsplit,
    'splitlines(keepends=False)': (s: Str, keep: PyValue) =>
      splitlines(s, keep !== false && keep !== 0 && keep !== None),
    'find(sub, start=None, end=None, /)': (s: Str, x: PyValue, a: PyValue, b: PyValue) =>
      findIn(s, subArg('find', x), a, b, false),
    'rfind(sub, start=None, end=None, /)': (s: Str, x: PyValue, a: PyValue, b: PyValue) =>
      findIn(s, subArg('rfind', x), a, b, true),
    'index(sub, start=None, end=None, /)': (s: Str, x: PyValue, a: PyValue, b: PyValue) =>
      missing(findIn(s, subArg('index', x), a, b, false)),
    'rindex(sub, start=None, end=None, /)': (s: Str, x: PyValue, a: PyValue, b: PyValue) =>
      missing(findIn(s, subArg('rindex', x), a, b, true)),
    'count(sub, start=None, end=None, /)': (s: Str, x: PyValue, start: PyValue, end: PyValue) => {
      const sub = toJS(subArg('count', x));
      const [a, b] = range(s, start, end);
      if (sub === '') return b < a ? 0 : b - a + 1;
      if (b < a) return 0;
      const part = toJS(cut(s, a, b));
      return occurrences(part, sub);
    },
    'startswith(prefix, start=None, end=None, /)': (s: Str, p: PyValue, a: PyValue, b: PyValue) =>
      fixes(s, p, a, b, 'startswith', false),
    'endswith(suffix, start=None, end=None, /)': (s: Str, p: PyValue, a: PyValue, b: PyValue) =>
      fixes(s, p, a, b, 'endswith', true),
    'replace(old, new, /, count=-1)': replace,
    'strip(chars=None, /)': (s: Str, c: PyValue) => strip(s, c, 'strip', true, true),
    'lstrip(chars=None, /)': (s: Str, c: PyValue) => strip(s, c, 'lstrip', true, false),
    'rstrip(chars=None, /)': (s: Str, c: PyValue) => strip(s, c, 'rstrip', false, true),
    'lower()': (s: Str) =>
      typeof s === 'string' && ASCII.test(s) ? s.toLowerCase() : mapPoints(u.lowerPoints as never, s),
    'upper()': (s: Str) =>
      typeof s === 'string' && ASCII.test(s) ? s.toUpperCase() : mapPoints(u.upperPoints as never, s),
    'title()': (s: Str) =>
      typeof s === 'string' && ASCII.test(s)
        ? s.toLowerCase().replace(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1))
        : mapPoints(u.titlePoints as never, s),
    'capitalize()': (s: Str) =>
      typeof s === 'string' && ASCII.test(s)
        ? s.charAt(0).toUpperCase() + s.slice(1).toLowerCase()
        : mapPoints(u.capitalizePoints as never, s),
    'swapcase()': (s: Str) => mapPoints(u.swapcasePoints as never, s),
    'casefold()': (s: Str) =>
      typeof s === 'string' && ASCII.test(s) ? s.toLowerCase() : mapPoints(u.casefoldPoints as never, s),
    "center(width, fillchar=' ', /)": (s: Str, w: PyValue, f: PyValue) => pad(s, w, f, 0),
    "ljust(width, fillchar=' ', /)": (s: Str, w: PyValue, f: PyValue) => pad(s, w, f, -1),
    "rjust(width, fillchar=' ', /)": (s: Str, w: PyValue, f: PyValue) => pad(s, w, f, 1),
    'zfill(width, /)': (s: Str, w: PyValue) => {
      const n = Number(index(w)) - strLength(s);
      if (n <= 0) return exactStr(s);
      const t = toJS(s);
      const sign = t.startsWith('+') || t.startsWith('-') ? t[0] : '';
      return wrap(sign + '0'.repeat(n) + t.slice(sign.length), s);
    },
    'expandtabs(tabsize=8)': (s: Str, size: PyValue) => {
      const n = Number(index(size));
      let col = 0;
      let out = '';
      for (const ch of toJS(s)) {
        if (ch === '\t') {
          if (n > 0) {
            const k = n - (col % n);
            out += ' '.repeat(k);
            col += k;
          }
        } else {
          out += ch;
          col = ch === '\n' || ch === '\r' ? 0 : col + 1;
        }
      }
      return wrap(out, s);
    },
    'partition(sep, /)': (s: Str, sep: PyValue) => partition(s, sep, false),
    'rpartition(sep, /)': (s: Str, sep: PyValue) => partition(s, sep, true),
    'removeprefix(prefix, /)': (s: Str, p: PyValue) => {
      const x = need(p, `removeprefix() argument must be str, not ${typeOf(p).name}`);
      const t = toJS(s);
      return x !== '' && t.startsWith(x) ? wrap(t.slice(x.length), s) : exactStr(s);
    },
    'removesuffix(suffix, /)': (s: Str, p: PyValue) => {
      const x = need(p, `removesuffix() argument must be str, not ${typeOf(p).name}`);
      const t = toJS(s);
      return x !== '' && t.endsWith(x) ? wrap(t.slice(0, t.length - x.length), s) : exactStr(s);
    },
    'translate(table, /)': translate,
    'isalpha()': (s: Str) => every(s, u.isAlpha),
    'isalnum()': (s: Str) => every(s, u.isAlnum),
    'isdecimal()': (s: Str) => every(s, u.isDecimal),
    'isdigit()': (s: Str) => every(s, u.isDigit),
    'isnumeric()': (s: Str) => every(s, u.isNumeric),
    'isspace()': (s: Str) => every(s, u.isSpace),
    'isprintable()': (s: Str) => every(s, u.isPrintable, true),
    'isascii()': (s: Str) => ASCII.test(toJS(s)),
    'isidentifier()': (s: Str) => u.isIdentifier(toJS(s)),
    'islower()': (s: Str) => cased(s, u.isLower, u.isUpper),
    'isupper()': (s: Str) => cased(s, u.isUpper, u.isLower),
    'istitle()': (s: Str) => u.isTitleCased(toPoints(s) as never),
    "encode(encoding='utf-8', errors='strict')": (s: Str, encoding: PyValue, errors: PyValue) =>
      encodeR(s, encoding, errors),
  },
  staticMethods: { 'maketrans(x, y=?, z=?, /)': maketrans },
});
markSequenceOperator(strType, '__add__', '__mul__', '__rmul__');
