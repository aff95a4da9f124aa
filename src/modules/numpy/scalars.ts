// The scalar types (numpy.float64 and the rest) and how an element of an array becomes a Python value and back.
// Invariant: float64, complex128, str_ and bytes_ have the shapes of the Python types they derive from; the others are
// PyScalars. Knows arrays as memory only.

import {
  bytesType,
  complexOfR,
  complexType,
  floatOfR,
  floatType,
  fromJS,
  fromPoints,
  getattr,
  intOfR,
  isStr,
  makeBuiltinType,
  None,
  overflowError,
  PyBytes,
  PyByteArray,
  PyComplex,
  PyFloat,
  PyInt,
  PyList,
  PyObject,
  PyStr,
  PyTuple,
  type PyType,
  type PyValue,
  str,
  strType,
  sync,
  toJS,
  toPoints,
  truth,
  TYPE_BASETYPE,
  typeError,
  typeOf,
  valueError,
} from './engine.ts';
import * as dt from './dtype.ts';
import { type PyDType, scalarTypes } from './dtype.ts';
import { PyNDArray } from './array.ts';
import { fromHalf, toHalf } from './half.ts';
import { convertMoment, convertSpan, daysOf, momentText, NAT, parseMoment } from './datetime.ts';

/** An integer, bool, float16, float32, datetime64 or timedelta64 scalar. */
export class PyScalar extends PyObject {
  constructor(
    readonly dtype: PyDType,
    readonly v: number | bigint,
  ) {
    super();
  }
}
export class PyComplex64 extends PyObject {
  constructor(
    readonly re: number,
    readonly im: number,
  ) {
    super();
  }
}
export class PyNpFloat64 extends PyFloat {}
export class PyNpComplex128 extends PyComplex {}
export class PyNpStr extends PyStr {}
export class PyNpBytes extends PyBytes {}
for (const v of [0.5, 1.5]) new PyNpFloat64(v);

type Shape = new (...args: never[]) => PyObject;
const type = (name: string, shape: Shape, ...bases: PyType[]): PyType =>
  makeBuiltinType(name, shape, {
    module: 'numpy',
    bases: bases.length === 0 ? undefined : bases,
    flags: TYPE_BASETYPE,
  });
export const genericType = type('generic', class extends PyObject {});
export const numberType = type('number', class extends PyObject {}, genericType);
export const integerType = type('integer', class extends PyObject {}, numberType);
export const signedType = type('signedinteger', class extends PyObject {}, integerType);
export const unsignedType = type('unsignedinteger', class extends PyObject {}, integerType);
export const inexactType = type('inexact', class extends PyObject {}, numberType);
export const floatingType = type('floating', class extends PyObject {}, inexactType);
export const complexfloatingType = type('complexfloating', class extends PyObject {}, inexactType);
export const flexibleType = type('flexible', class extends PyObject {}, genericType);
export const characterType = type('character', class extends PyObject {}, flexibleType);

/** The JS class of each dtype's PyScalars. */
const shapes = new Map<PyDType, new (dtype: PyDType, v: number | bigint) => PyScalar>();
function plain(d: PyDType, base: PyType, name = d.name): void {
  const shape = class extends PyScalar {};
  shapes.set(d, shape);
  d.type = type(name, shape, base);
}
plain(dt.bool_, genericType);
for (const d of [dt.int8, dt.int16, dt.int32, dt.int64]) plain(d, signedType);
for (const d of [dt.uint8, dt.uint16, dt.uint32, dt.uint64]) plain(d, unsignedType);
for (const d of [dt.float16, dt.float32]) plain(d, floatingType);
dt.float64.type = type('float64', PyNpFloat64, floatingType, floatType);
dt.complex64.type = type('complex64', PyComplex64, complexfloatingType);
dt.complex128.type = type('complex128', PyNpComplex128, complexfloatingType, complexType);
const MomentShape = class extends PyScalar {};
const SpanShape = class extends PyScalar {};
scalarTypes.M = type('datetime64', MomentShape, genericType);
scalarTypes.m = type('timedelta64', SpanShape, signedType);
scalarTypes.U = type('str_', PyNpStr, strType, characterType);
scalarTypes.S = type('bytes_', PyNpBytes, bytesType, characterType);
dt.object_.type = type('object_', class extends PyObject {}, genericType);
for (const name of ['U', 'S', 'M', 'm']) dt.dtypeNamed(name)!.type = scalarTypes[name]; // they were made before the classes

const TRUE = new (shapes.get(dt.bool_)!)(dt.bool_, 1);
const FALSE = new (shapes.get(dt.bool_)!)(dt.bool_, 0);
export const npBool = (b: boolean): PyScalar => (b ? TRUE : FALSE);

/** A scalar of a dtype whose value is a number or bigint (canonical for integers). */
export function scalar(d: PyDType, v: number | bigint): PyObject {
  if (d === dt.float64) return new PyNpFloat64(Number(v));
  if (d === dt.bool_) return v === 0 ? FALSE : TRUE;
  if (d.kind === 'M') return new MomentShape(d, v);
  if (d.kind === 'm') return new SpanShape(d, v);
  return new (shapes.get(d)!)(d, v);
}
export const complexScalar = (d: PyDType, re: number, im: number): PyObject =>
  d === dt.complex64 ? new PyComplex64(re, im) : new PyNpComplex128(re, im);
export function strScalar(s: string | PyStr): PyObject {
  const v = new PyNpStr();
  v.s = toJS(s);
  v.points = isStr(s) && typeof s !== 'string' ? s.points : null;
  return v;
}

/** The dtype of a scalar object; undefined when it is none of ours. */
export function scalarDType(v: PyValue): PyDType | undefined {
  if (typeof v !== 'object') return undefined;
  if (v instanceof PyScalar) return v.dtype;
  if (v instanceof PyNpFloat64) return dt.float64;
  if (v instanceof PyNpComplex128) return dt.complex128;
  if (v instanceof PyComplex64) return dt.complex64;
  if (v instanceof PyNpStr) return dt.unicode(Math.max(1, toPoints(v).length));
  if (v instanceof PyNpBytes) return dt.bytes_(Math.max(1, v.b.length));
  return undefined;
}

export const canonical = (v: bigint): number | bigint =>
  v >= -9007199254740991n && v <= 9007199254740991n ? Number(v) : v;

/** Characters of a `<U` element. */
function textAt(data: Uint32Array, slot: number, n: number): string | PyStr {
  let end = slot + n;
  while (end > slot && data[end - 1] === 0) end--;
  for (let i = slot; i < end; i++)
    if (data[i] > 0xffff || (data[i] & 0xf800) === 0xd800) return fromPoints(data.slice(slot, end));
  return String.fromCharCode(...data.subarray(slot, end));
}
function bytesAt(data: Uint8Array, slot: number, n: number): Uint8Array {
  let end = slot + n;
  while (end > slot && data[end - 1] === 0) end--;
  return data.slice(slot, end);
}

/** An element's number: a JS number or a canonical int; bools are 0 and 1. */
export function readNumber(a: PyNDArray, slot: number): number | bigint {
  const d = a.dtype;
  const v = a.data[slot];
  if (typeof v === 'bigint') return canonical(v);
  return d === dt.float16 ? fromHalf(v) : v;
}

/** `item()`: an element as a plain Python value. */
export function readItem(a: PyNDArray, slot: number): PyValue {
  const d = a.dtype;
  switch (d.kind) {
    case 'b':
      return a.data[slot] !== 0;
    case 'i':
    case 'u':
      return readNumber(a, slot);
    case 'f':
      return new PyFloat(Number(readNumber(a, slot)));
    case 'c':
      return new PyComplex(Number(a.data[slot]), Number(a.data[slot + 1]));
    case 'U':
      return textAt(a.data as Uint32Array, slot, d.slots); // the store of `<U`
    case 'S':
      return new PyBytes(bytesAt(a.data as Uint8Array, slot, d.slots)); // the store of `S`
    case 'O':
      return a.objects![slot];
    default:
      return timeItem(d, a.data[slot] as bigint); // the store of datetimes
  }
}
let timeItem: (d: PyDType, v: bigint) => PyValue = (_d, v) => canonical(v);
/** times.ts: datetime objects for the elements of datetime arrays. */
export function setTimeItem(f: typeof timeItem): void {
  timeItem = f;
}

/** An element as a numpy scalar (objects as they are). */
export function readScalar(a: PyNDArray, slot: number): PyValue {
  const d = a.dtype;
  if (d === dt.float64) return new PyNpFloat64(a.data[slot] as number);
  switch (d.kind) {
    case 'c':
      return complexScalar(d, Number(a.data[slot]), Number(a.data[slot + 1]));
    case 'U':
      return strScalar(textAt(a.data as Uint32Array, slot, d.slots)); // as in readItem
    case 'S':
      return new PyNpBytes(bytesAt(a.data as Uint8Array, slot, d.slots)); // as in readItem
    case 'O':
      return a.objects![slot];
    case 'M':
    case 'm':
      return scalar(d, a.data[slot] as bigint); // as in readItem
    default:
      return scalar(d, readNumber(a, slot));
  }
}

/** The limits of an integer dtype. */
export function limitsOf(d: PyDType): [bigint, bigint] {
  const bits = BigInt(d.itemsize * 8);
  return d.kind === 'u' ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
}
/** A Python int must fit the dtype. */
export function checkInt(d: PyDType, v: number | bigint): void {
  const [lo, hi] = limitsOf(d);
  if (v < lo || v > hi) throw overflowError(`Python integer ${v} out of bounds for ${d.name}`);
}

/** A real number for an element of an integer or float array. */
function numberFrom(v: PyValue, d: PyDType): number | bigint {
  if (typeof v === 'number') return v;
  if (typeof v === 'boolean') return v ? 1 : 0;
  if (typeof v === 'bigint') return d.kind === 'f' ? floatOfInt(v) : v;
  if (v instanceof PyScalar) return 'Mm'.includes(v.dtype.kind) ? canonical(BigInt(v.v)) : v.v;
  if (v instanceof PyFloat) return v.v;
  if (v instanceof PyInt) return v.v;
  if (v instanceof PyNDArray && v.size === 1 && v.ndim === 0) return numberFrom(readItem(v, v.offset), d);
  if (v instanceof PyNDArray || v instanceof PyList || v instanceof PyTuple)
    throw valueError('setting an array element with a sequence.');
  if (isStr(v)) {
    if (d.kind === 'f') return sync(floatOfR(v));
    return sync(intOfR(v));
  }
  if (v === None && d.kind === 'f')
    throw typeError("float() argument must be a string or a real number, not 'NoneType'");
  if (v instanceof PyComplex || v instanceof PyComplex64)
    throw typeError(
      d.kind === 'f'
        ? `float() argument must be a string or a real number, not 'complex'`
        : `int() argument must be a string, a bytes-like object or a real number, not 'complex'`,
    );
  return d.kind === 'f' ? sync(floatOfR(v)) : sync(intOfR(v));
}
function floatOfInt(v: bigint): number {
  const x = Number(v);
  if (!Number.isFinite(x)) throw overflowError('int too large to convert to float');
  return x;
}

/** Stores a Python value as an element. */
export function writeItem(a: PyNDArray, slot: number, v: PyValue): void {
  const d = a.dtype;
  if (d === dt.float64 && v instanceof PyFloat) {
    a.data[slot] = v.v;
    return;
  }
  switch (d.kind) {
    case 'O':
      a.objects![slot] = v;
      return;
    case 'b':
      a.data[slot] = truth(v) ? 1 : 0;
      return;
    case 'f': {
      const x = Number(numberFrom(v, d));
      a.data[slot] = d === dt.float16 ? toHalf(x) : x;
      return;
    }
    case 'i':
    case 'u': {
      const x = numberFrom(v, d);
      const python = typeof v === 'number' || typeof v === 'bigint' || v instanceof PyInt || isStr(v);
      if (python) checkInt(d, x);
      if (d.itemsize === 8) a.data[slot] = typeof x === 'bigint' ? x : bigOf(x);
      else
        a.data[slot] =
          typeof x === 'bigint' ? Number(BigInt.asIntN(32, x)) : Number.isNaN(x) ? nanToInt() : Math.trunc(x);
      return;
    }
    case 'c': {
      if (v instanceof PyComplex || v instanceof PyComplex64) {
        a.data[slot] = v.re;
        a.data[slot + 1] = v.im;
        return;
      }
      if (isStr(v) || typeof v === 'object') {
        const c =
          v instanceof PyNDArray && v.ndim === 0
            ? sync(complexOfR(readItem(v, v.offset)))
            : v instanceof PyScalar
              ? { re: Number(v.v), im: 0 }
              : sync(complexOfR(v));
        a.data[slot] = c.re;
        a.data[slot + 1] = c.im;
        return;
      }
      a.data[slot] = Number(v);
      a.data[slot + 1] = 0;
      return;
    }
    case 'U': {
      const p = toPoints(textOf(v));
      const n = Math.min(p.length, d.slots);
      for (let i = 0; i < d.slots; i++) a.data[slot + i] = i < n ? p[i] : 0;
      return;
    }
    case 'S': {
      const b = bytesOfValue(v);
      for (let i = 0; i < d.slots; i++) a.data[slot + i] = i < b.length ? b[i] : 0;
      return;
    }
    default:
      a.data[slot] = timeOf(v, d);
  }
}
function nanToInt(): never {
  throw valueError('cannot convert float NaN to integer');
}
function bigOf(x: number): bigint {
  if (Number.isNaN(x)) return nanToInt();
  if (!Number.isFinite(x)) throw overflowError('cannot convert float infinity to integer');
  return BigInt(Math.trunc(x));
}

/** How a value reads as text in a `<U` array. */
export function textOf(v: PyValue): string | PyStr {
  if (isStr(v)) return v;
  if (v instanceof PyBytes) return fromJS(String.fromCharCode(...v.b));
  if (v instanceof PyNDArray && v.ndim === 0) return textOf(readScalar(v, v.offset));
  return fromJS(str(v));
}
function bytesOfValue(v: PyValue): Uint8Array {
  if (v instanceof PyBytes) return v.b;
  if (v instanceof PyByteArray) return v.b.subarray(0, v.len);
  const p = toPoints(textOf(v));
  if (p.some((c) => c > 127)) {
    const i = p.findIndex((c) => c > 127);
    throw valueError(
      `'ascii' codec can't encode character '\\x${p[i].toString(16)}' in position ${i}: ordinal not in range(128)`,
    );
  }
  return Uint8Array.from(p);
}

/** The count of units that a value means for a datetime dtype. */
export function timeOf(v: PyValue, d: PyDType): bigint {
  if (v === None) return NAT;
  if (v instanceof PyScalar && 'Mm'.includes(v.dtype.kind)) {
    const x = BigInt(v.v);
    if (v.dtype.kind !== d.kind && x !== NAT)
      throw typeError(`Could not convert object to NumPy ${d.kind === 'M' ? 'datetime' : 'timedelta'}`);
    return d.kind === 'M' ? convertMoment(x, v.dtype, d) : convertSpan(x, v.dtype, d);
  }
  if (
    typeof v === 'number' ||
    typeof v === 'bigint' ||
    typeof v === 'boolean' ||
    v instanceof PyScalar ||
    v instanceof PyInt
  ) {
    return BigInt(typeof v === 'object' ? v.v : v);
  }
  if (isStr(v)) {
    const text = toJS(v);
    if (/^nat$/i.test(text)) return NAT;
    if (d.kind === 'm') throw valueError('Could not convert object to NumPy timedelta');
    if (text === 'today' || text === 'now') return convertMoment(BigInt(Date.now()), dt.datetime64('ms'), d);
    return parseMoment(text).in(d);
  }
  const found = pythonTime(v);
  if (found === undefined)
    throw valueError(`Could not convert object to NumPy ${d.kind === 'M' ? 'datetime' : 'timedelta'}`);
  return d.kind === 'M' ? convertMoment(found.v, found.dtype, d) : convertSpan(found.v, found.dtype, d);
}

/** A datetime, date or timedelta of Python's datetime module. */
export function pythonTime(v: PyValue): { v: bigint; dtype: PyDType } | undefined {
  if (typeof v !== 'object') return undefined;
  const names = typeOf(v)
    .mro.filter((t) => t.lookup('__module__') === 'datetime')
    .map((t) => t.name);
  const field = (name: string): number => Number(getattr(v, name));
  if (names.includes('timedelta')) {
    const us = (BigInt(field('days')) * 86400n + BigInt(field('seconds'))) * 1000000n + BigInt(field('microseconds'));
    return { v: us, dtype: dt.timedelta64('us') };
  }
  if (names.includes('date')) {
    const days = daysOf(field('year'), field('month'), field('day'));
    if (!names.includes('datetime')) return { v: BigInt(days), dtype: dt.datetime64('D') };
    const seconds = BigInt(days) * 86400n + BigInt(field('hour') * 3600 + field('minute') * 60 + field('second'));
    return { v: seconds * 1000000n + BigInt(field('microsecond')), dtype: dt.datetime64('us') };
  }
  return undefined;
}

/** The text a scalar of a datetime dtype stands for. */
export const momentOf = (v: PyScalar): string => momentText(BigInt(v.v), v.dtype);

/** A scalar as the Python value it wraps. */
export function pythonValue(v: PyValue): PyValue {
  if (v instanceof PyScalar) {
    const k = v.dtype.kind;
    if (k === 'b') return v.v !== 0;
    if (k === 'f') return new PyFloat(Number(v.v));
    if (k === 'M' || k === 'm') return timeItem(v.dtype, BigInt(v.v));
    return v.v;
  }
  if (v instanceof PyNpFloat64) return new PyFloat(v.v);
  if (v instanceof PyNpComplex128 || v instanceof PyComplex64) return new PyComplex(v.re, v.im);
  if (v instanceof PyNpStr) return v.points === null ? v.s : fromPoints(v.points);
  if (v instanceof PyNpBytes) return new PyBytes(v.b);
  return v;
}
