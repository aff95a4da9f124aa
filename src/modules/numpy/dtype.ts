// dtype objects: what an element is, how wide, and what two of them become together (NEP 50). Invariant: there is one
// object for each numeric dtype, so `===` compares them; strings, datetimes and records are made as they are needed.
// Knows nothing of arrays.

import {
  boolType,
  bytesType,
  complexType,
  defineType,
  floatType,
  fromJS,
  intType,
  isStr,
  lookupAttr,
  makeBuiltinType,
  None,
  NotImplemented,
  notImplementedError,
  objectType,
  PyDict,
  PyList,
  PyObject,
  PyTuple,
  PyType,
  type PyValue,
  strType,
  toJS,
  typeError,
  hashText,
} from './engine.ts';

export type Kind = 'b' | 'i' | 'u' | 'f' | 'c' | 'U' | 'S' | 'M' | 'm' | 'O';

/** A JavaScript array that holds elements; objects are in a plain one. */
export type Numbers =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

interface NumbersClass {
  new (n: number): Numbers;
  new (buffer: ArrayBufferLike, offset: number, n: number): Numbers;
  readonly BYTES_PER_ELEMENT: number;
}

export class PyDType extends PyObject {
  /** The class of the scalars; filled in by scalars.ts. */
  type: PyType = objectType;
  constructor(
    readonly name: string,
    readonly kind: Kind,
    readonly char: string,
    readonly itemsize: number,
    readonly num: number,
    /** What its elements are stored in. */
    readonly store: NumbersClass,
    /** How many of `store` an element takes. */
    readonly slots: number,
    /** The format of the buffer protocol. */
    readonly format: string,
    /** Of datetimes: the unit, and how many of them one step is. */
    readonly unit = '',
    readonly step = 1,
  ) {
    super();
  }
  get isNumber(): boolean {
    return 'biufc'.includes(this.kind);
  }
  /** `<f8`, `|b1`. */
  get str(): string {
    if (this.kind === 'O') return '|O';
    const order = this.itemsize === 1 || this.kind === 'S' || this.kind === 'b' ? '|' : '<';
    if (this.kind === 'M' || this.kind === 'm') return `<${this.kind}8${unitText(this)}`;
    return `${order}${this.kind}${this.kind === 'U' ? this.slots : this.itemsize}`;
  }
}
const unitText = (d: PyDType): string => (d.unit === '' ? '' : `[${d.step === 1 ? '' : d.step}${d.unit}]`);

export const dtypeType = makeBuiltinType('dtype', PyDType, { module: 'numpy' });

const make = (...a: ConstructorParameters<typeof PyDType>): PyDType => new PyDType(...a);
export const bool_ = make('bool', 'b', '?', 1, 0, Uint8Array, 1, '?');
export const int8 = make('int8', 'i', 'b', 1, 1, Int8Array, 1, 'b');
export const uint8 = make('uint8', 'u', 'B', 1, 2, Uint8Array, 1, 'B');
export const int16 = make('int16', 'i', 'h', 2, 3, Int16Array, 1, 'h');
export const uint16 = make('uint16', 'u', 'H', 2, 4, Uint16Array, 1, 'H');
export const int32 = make('int32', 'i', 'i', 4, 5, Int32Array, 1, 'i');
export const uint32 = make('uint32', 'u', 'I', 4, 6, Uint32Array, 1, 'I');
export const int64 = make('int64', 'i', 'l', 8, 7, BigInt64Array, 1, 'l');
export const uint64 = make('uint64', 'u', 'L', 8, 8, BigUint64Array, 1, 'L');
export const float16 = make('float16', 'f', 'e', 2, 23, Uint16Array, 1, 'e');
export const float32 = make('float32', 'f', 'f', 4, 11, Float32Array, 1, 'f');
export const float64 = make('float64', 'f', 'd', 8, 12, Float64Array, 1, 'd');
export const complex64 = make('complex64', 'c', 'F', 8, 14, Float32Array, 2, 'Zf');
export const complex128 = make('complex128', 'c', 'D', 16, 15, Float64Array, 2, 'Zd');
export const object_ = make('object', 'O', 'O', 8, 17, Float64Array, 1, 'O');

/** All numeric dtypes in NumPy's order. */
export const NUMERIC: readonly PyDType[] = [
  bool_,
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  float16,
  float32,
  float64,
  complex64,
  complex128,
];

const flexible = new Map<string, PyDType>();
function kept(key: string, f: () => PyDType): PyDType {
  let d = flexible.get(key);
  if (d === undefined) {
    d = f();
    d.type = scalarTypes[d.kind] ?? objectType;
    flexible.set(key, d);
  }
  return d;
}
/** Scalar classes of the dtypes made on demand (scalars.ts). */
export const scalarTypes: { [kind: string]: PyType } = {};

/** `<U` of n characters. */
export const unicode = (n: number): PyDType =>
  kept(`U${n}`, () => make(`str${n * 32}`, 'U', 'U', n * 4, 19, Uint32Array, n, `${n}w`));
/** `S` of n bytes. */
export const bytes_ = (n: number): PyDType =>
  kept(`S${n}`, () => make(`bytes${n * 8}`, 'S', 'S', n, 18, Uint8Array, n, `${n}s`));
const timeName = (kind: string, unit: string, step: number): string =>
  `${kind === 'M' ? 'datetime64' : 'timedelta64'}${unit === '' ? '' : `[${step === 1 ? '' : step}${unit}]`}`;
export const datetime64 = (unit: string, step = 1): PyDType =>
  kept(`M${step}${unit}`, () => make(timeName('M', unit, step), 'M', 'M', 8, 21, BigInt64Array, 1, 'l', unit, step));
export const timedelta64 = (unit: string, step = 1): PyDType =>
  kept(`m${step}${unit}`, () => make(timeName('m', unit, step), 'm', 'm', 8, 22, BigInt64Array, 1, 'l', unit, step));

const byName = new Map<string, PyDType>();
for (const d of [...NUMERIC, object_]) {
  byName.set(d.name, d);
  byName.set(d.char, d);
}
for (const d of NUMERIC) byName.set(`${d.kind}${d.itemsize}`, d);
for (const [name, d] of Object.entries({
  bool_,
  int_: int64,
  int: int64,
  intp: int64,
  long: int64,
  longlong: int64,
  q: int64,
  p: int64,
  uint: uint64,
  uintp: uint64,
  ulong: uint64,
  ulonglong: uint64,
  Q: uint64,
  P: uint64,
  intc: int32,
  uintc: uint32,
  short: int16,
  ushort: uint16,
  byte: int8,
  ubyte: uint8,
  half: float16,
  single: float32,
  double: float64,
  float: float64,
  float_: float64,
  complex: complex128,
  csingle: complex64,
  cdouble: complex128,
  object_,
  str: unicode(0),
  unicode: unicode(0),
  str_: unicode(0),
  U: unicode(0),
  bytes: bytes_(0),
  bytes_: bytes_(0),
  S: bytes_(0),
  a: bytes_(0),
  datetime64: datetime64(''),
  timedelta64: timedelta64(''),
  M: datetime64(''),
  m: timedelta64(''),
  M8: datetime64(''),
  m8: timedelta64(''),
}))
  byName.set(name, d);

/** Units of datetimes, coarse to fine. */
export const UNITS = ['Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns', 'ps', 'fs', 'as'];

/** The dtype a text names; undefined when none. */
export function dtypeNamed(text: string): PyDType | undefined {
  let name = text.trim();
  const order = name[0];
  if ('<>=|'.includes(order)) name = name.slice(1);
  let d = byName.get(name);
  if (d === undefined) {
    const flex = /^([USa])(\d+)$/.exec(name);
    const time = /^(M8|m8|M|m|datetime64|timedelta64)\[(\d*)([a-zA-Zμ]+)\]$/.exec(name);
    if (flex !== null) d = (flex[1] === 'U' ? unicode : bytes_)(Number(flex[2]));
    else if (time !== null) {
      const unit = time[3] === 'μs' ? 'us' : time[3] === 'generic' ? '' : time[3];
      if (unit !== '' && !UNITS.includes(unit))
        throw typeError(`Invalid datetime unit "${unit}" in metadata "[${time[2]}${time[3]}]"`);
      d = (time[1].startsWith('M') || time[1] === 'datetime64' ? datetime64 : timedelta64)(unit, Number(time[2] || 1));
    }
  }
  if (d !== undefined && order === '>' && d.itemsize > 1 && d.kind !== 'S') {
    throw notImplementedError(`numpy: big-endian data types ('${text}') are not supported`);
  }
  return d;
}

/** What `dtype=` was given. */
export function toDType(v: PyValue): PyDType {
  if (v instanceof PyDType) return v;
  if (v === None) return float64;
  if (isStr(v)) {
    const text = toJS(v);
    const d = dtypeNamed(text);
    if (d !== undefined) return d;
    if (text.includes(',')) throw notImplementedError(`numpy: structured data types ('${text}') are not supported`);
    if (text === 'longdouble' || text === 'clongdouble' || text === 'float128' || text === 'g')
      throw notImplementedError('numpy: extended precision (longdouble) is not supported');
    throw typeError(`data type '${text}' not understood`);
  }
  if (v instanceof PyType) {
    if (v === boolType) return bool_;
    if (v === intType) return int64;
    if (v === floatType) return float64;
    if (v === complexType) return complex128;
    if (v === strType) return unicode(0);
    if (v === bytesType) return bytes_(0);
    if (v === objectType) return object_;
    const d = [...NUMERIC, object_].find((x) => x.type === v);
    if (d !== undefined) return d;
    for (const [kind, t] of Object.entries(scalarTypes)) {
      if (t !== v) continue;
      if (kind === 'U') return unicode(0);
      if (kind === 'S') return bytes_(0);
      return kind === 'M' ? datetime64('') : timedelta64('');
    }
    const abstract: { [name: string]: PyDType } = {
      floating: float64,
      inexact: float64,
      number: float64,
      complexfloating: complex128,
      integer: int64,
      signedinteger: int64,
      unsignedinteger: uint64,
      character: bytes_(0),
    };
    if (v.module === 'numpy' && v.name in abstract) {
      if (v.name === 'generic') throw typeError('Converting `np.generic` to a dtype is not allowed');
      return abstract[v.name];
    }
    return object_;
  }
  if (v instanceof PyList || v instanceof PyDict || v instanceof PyTuple)
    throw notImplementedError('numpy: structured data types are not supported');
  const own = lookupAttr(v, 'dtype');
  if (own instanceof PyDType) return own;
  throw typeError(`Cannot interpret '${String(reprOf(v))}' as a data type`);
}
let reprOf: (v: PyValue) => string = () => '';
export function setDTypeRepr(f: (v: PyValue) => string): void {
  reprOf = f;
}

const floatOf = (size: number): PyDType => (size <= 2 ? float16 : size <= 4 ? float32 : float64);
const signedOf = (size: number): PyDType => (size <= 1 ? int8 : size <= 2 ? int16 : size <= 4 ? int32 : int64);

/** The float an integer or bool needs beside floats. */
const floatFor = (d: PyDType): PyDType => (d.kind === 'f' ? d : d.kind === 'b' ? float16 : floatOf(d.itemsize * 2));

/** np.promote_types for two; undefined when there is no common one. */
export function promoteOrNone(a: PyDType, b: PyDType): PyDType | undefined {
  if (a === b) return a;
  if (a.kind === 'O' || b.kind === 'O') return object_;
  if (a.kind === 'b' && b.isNumber) return b;
  if (b.kind === 'b' && a.isNumber) return a;
  if (a.isNumber && b.isNumber) {
    if (a.kind === b.kind) return a.itemsize >= b.itemsize ? a : b;
    if (a.kind === 'c' || b.kind === 'c') {
      const [c, x] = a.kind === 'c' ? [a, b] : [b, a];
      return c === complex128 || floatFor(x) === float64 ? complex128 : complex64;
    }
    if (a.kind === 'f' || b.kind === 'f') {
      const x = floatFor(a);
      const y = floatFor(b);
      return x.itemsize >= y.itemsize ? x : y;
    }
    const [s, u] = a.kind === 'i' ? [a, b] : [b, a];
    if (s.itemsize > u.itemsize) return s;
    return u.itemsize >= 8 ? float64 : signedOf(u.itemsize * 2);
  }
  const text = (d: PyDType): number => (d.kind === 'U' || d.kind === 'S' ? d.slots : textWidth(d));
  if (a.kind === 'U' || b.kind === 'U' || a.kind === 'S' || b.kind === 'S') {
    if ('Mm'.includes(a.kind) || 'Mm'.includes(b.kind)) return undefined;
    const n = Math.max(text(a), text(b));
    return a.kind === 'U' || b.kind === 'U' ? unicode(n) : bytes_(n);
  }
  const times = (d: PyDType): boolean => d.kind === 'M' || d.kind === 'm';
  if (times(a) && times(b)) {
    if (a.kind !== b.kind) return undefined;
    return (a.kind === 'M' ? datetime64 : timedelta64)(...commonUnit(a, b));
  }
  if (a.kind === 'm' && 'biu'.includes(b.kind)) return a;
  if (b.kind === 'm' && 'biu'.includes(a.kind)) return b;
  return undefined;
}
/** The unit that both can be expressed in. */
export function commonUnit(a: PyDType, b: PyDType): [unit: string, step: number] {
  if (a.unit === '' || b.unit === '') return a.unit === '' ? [b.unit, b.step] : [a.unit, a.step];
  if (a.unit === b.unit) {
    let [x, y] = [a.step, b.step];
    while (y !== 0) [x, y] = [y, x % y];
    return [a.unit, x];
  }
  const finer = UNITS.indexOf(a.unit) > UNITS.indexOf(b.unit) ? a : b;
  return [finer.unit, finer.step === 1 || a.step === b.step ? finer.step : 1];
}
/** How many characters the numbers of a dtype need as text. */
export function textWidth(d: PyDType): number {
  if (d.kind === 'b') return 5;
  if (d.kind === 'f') return 32;
  if (d.kind === 'c') return 64;
  const widths: { [size: number]: number } = { 1: 3, 2: 5, 4: 10, 8: d.kind === 'i' ? 20 : 20 };
  return d.itemsize === 8 ? (d.kind === 'i' ? 21 : 20) : widths[d.itemsize] + (d.kind === 'i' ? 1 : 0);
}

export function promote(a: PyDType, b: PyDType): PyDType {
  const d = promoteOrNone(a, b);
  if (d === undefined) throw promotionError(a, b);
  return d;
}
const className = (d: PyDType): string => `numpy.dtypes.${dtypeClassName(d)}`;
export function dtypeClassName(d: PyDType): string {
  if (d.kind === 'U') return 'StrDType';
  if (d.kind === 'S') return 'BytesDType';
  if (d.kind === 'M') return 'DateTime64DType';
  if (d.kind === 'm') return 'TimeDelta64DType';
  if (d.kind === 'u') return `UInt${d.itemsize * 8}DType`;
  return `${d.name[0].toUpperCase()}${d.name.slice(1)}DType`;
}
let promotionErrorType: (message: string) => PyObject = typeError;
export function setPromotionError(f: typeof promotionErrorType): void {
  promotionErrorType = f;
}
function promotionError(a: PyDType, b: PyDType): PyObject {
  return promotionErrorType(
    `The DType <class '${className(a)}'> could not be promoted by <class '${className(b)}'>. This means that no common ` +
      `DType exists for the given inputs. For example they cannot be stored in a single array unless the dtype is ` +
      '`object`. The full list of DTypes is: ' +
      `(<class '${className(a)}'>, <class '${className(b)}'>)`,
  );
}

/** np.can_cast between dtypes. */
export function canCast(from: PyDType, to: PyDType, casting: string): boolean {
  if (casting === 'unsafe' || from === to) return true;
  if (casting === 'no' || casting === 'equiv') return false;
  const safe = (): boolean => {
    if (to.kind === 'O') return true;
    if (from.kind === 'O') return false;
    if (from.isNumber && to.isNumber) return promoteOrNone(from, to) === to;
    if (to.kind === 'U')
      return from.isNumber
        ? textWidth(from) <= to.slots || to.slots === 0
        : 'US'.includes(from.kind) && (to.slots === 0 || from.slots <= to.slots);
    if (to.kind === 'S')
      return from.isNumber
        ? textWidth(from) <= to.slots || to.slots === 0
        : from.kind === 'S' && (to.slots === 0 || from.slots <= to.slots);
    if (to.kind === 'm')
      return 'iub'.includes(from.kind)
        ? from !== uint64
        : from.kind === 'm' && UNITS.indexOf(from.unit) <= UNITS.indexOf(to.unit);
    if (to.kind === 'M') return from.kind === 'M' && UNITS.indexOf(from.unit) <= UNITS.indexOf(to.unit);
    return false;
  };
  if (casting === 'safe') return safe();
  const order = 'biufc';
  if (casting === 'same_kind') {
    if (safe()) return true;
    if (from.isNumber && to.isNumber) {
      const rank = (d: PyDType): number => (d.kind === 'u' ? 1 : d.kind === 'i' ? 2 : order.indexOf(d.kind) + 1);
      return rank(from) <= rank(to) && !(from.kind === 'i' && to.kind === 'u');
    }
    return from.kind === to.kind;
  }
  throw typeError(`casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' (got '${casting}')`);
}

/** How messages show a dtype: `dtype('float64')`. */
export function dtypeRepr(d: PyDType): string {
  if (d.kind === 'O') return "dtype('O')";
  if (d.kind === 'U' || d.kind === 'S' || d.kind === 'M' || d.kind === 'm') return `dtype('${d.str}')`;
  return `dtype('${d.name}')`;
}
/** As `str(dtype)`. */
export function dtypeStr(d: PyDType): string {
  return d.kind === 'U' || d.kind === 'S' ? d.str : d.name;
}

const matches = (d: PyDType, o: PyValue): boolean | undefined => {
  if (o instanceof PyDType) return d === o;
  if (!isStr(o) && !(o instanceof PyType)) return undefined;
  try {
    return toDType(o) === d;
  } catch {
    return undefined;
  }
};
defineType(dtypeType, {
  doc: 'Create a data type object.',
  new: ['(dtype, align=False, copy=False, **kwargs)', (_cls: PyType, v: PyValue) => toDType(v)],
  methods: {
    '__repr__()': (d: PyDType) => fromJS(dtypeRepr(d)),
    '__str__()': (d: PyDType) => fromJS(dtypeStr(d)),
    '__hash__()': (d: PyDType) => hashText(d.str),
    '__eq__(other, /)': (d: PyDType, o: PyValue) => matches(d, o) ?? (o === None ? d === float64 : false),
    '__ne__(other, /)': (d: PyDType, o: PyValue) => !(matches(d, o) ?? (o === None ? d === float64 : false)),
    '__lt__(other, /)': (d: PyDType, o: PyValue) =>
      o instanceof PyDType ? d !== o && canCast(d, o, 'safe') : NotImplemented,
    '__le__(other, /)': (d: PyDType, o: PyValue) => (o instanceof PyDType ? canCast(d, o, 'safe') : NotImplemented),
    '__gt__(other, /)': (d: PyDType, o: PyValue) =>
      o instanceof PyDType ? d !== o && canCast(o, d, 'safe') : NotImplemented,
    '__ge__(other, /)': (d: PyDType, o: PyValue) => (o instanceof PyDType ? canCast(o, d, 'safe') : NotImplemented),
    '__bool__()': () => true,
    '__len__()': () => 0,
    '__reduce__()': (d: PyDType) =>
      new PyTuple([
        dtypeType,
        new PyTuple([d.kind === 'O' ? 'O8' : d.str.slice(1), false, true]),
        new PyTuple([
          3,
          '<|'.includes(d.str[0]) && d.str[0] === '|' ? '|' : '<',
          None,
          None,
          None,
          -1,
          -1,
          d.kind === 'O' ? 63 : 0,
        ]),
      ]),
    '__setstate__(state, /)': () => None,
    "newbyteorder(new_order='S', /)": (d: PyDType, order: PyValue) => {
      if (d.itemsize === 1 || (isStr(order) && '=<|LNI'.includes(toJS(order)[0]))) return d;
      throw notImplementedError('numpy: big-endian data types are not supported');
    },
  },
  getset: {
    name: [(d: PyDType) => d.name],
    kind: [(d: PyDType) => d.kind],
    char: [(d: PyDType) => d.char],
    num: [(d: PyDType) => d.num],
    itemsize: [(d: PyDType) => d.itemsize],
    alignment: [(d: PyDType) => d.store.BYTES_PER_ELEMENT],
    str: [(d: PyDType) => d.str],
    descr: [(d: PyDType) => new PyList([new PyTuple(['', d.str])])],
    byteorder: [(d: PyDType) => (d.str[0] === '|' ? '|' : '=')],
    type: [(d: PyDType) => d.type],
    base: [(d: PyDType) => d],
    shape: [() => new PyTuple([])],
    ndim: [() => 0],
    names: [() => None],
    fields: [() => None],
    subdtype: [() => None],
    metadata: [() => None],
    isnative: [() => true],
    isbuiltin: [(d: PyDType) => (d.isNumber || d.kind === 'O' ? 1 : 0)],
    isalignedstruct: [() => false],
    hasobject: [(d: PyDType) => d.kind === 'O'],
    flags: [(d: PyDType) => (d.kind === 'O' ? 63 : 0)],
  },
});
