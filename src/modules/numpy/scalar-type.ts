// What numpy's scalars can do: arithmetic like 0-dimensional arrays (the usual pairs without making any), Python's own
// conversions, and every array method. Invariant: the result is what the ufunc of that name gives.

import {
  callMethod,
  complexRepr,
  defineType,
  floatRepr,
  fromJS,
  hash,
  intType,
  isStr,
  type NativeTable,
  None,
  NotImplemented,
  PyBytes,
  PyComplex,
  PyFloat,
  PyList,
  PyNative,
  PyStr,
  PyTuple,
  type PyType,
  type PyValue,
  repr,
  sync,
  callR,
  toJS,
  truth,
  typeError,
  typeOf,
  valueError,
  getattr,
} from './engine.ts';
import * as dt from './dtype.ts';
import { type PyDType, scalarTypes } from './dtype.ts';
import { ndarrayType, newArray, PyNDArray } from './array.ts';
import { asArray, astypeCopy } from './convert.ts';
import {
  complexScalar,
  genericType,
  limitsOf,
  npBool,
  PyComplex64,
  PyNpBytes,
  PyNpFloat64,
  PyNpStr,
  PyScalar,
  pythonValue,
  readScalar,
  scalar,
  scalarDType,
} from './scalars.ts';
import { callUFunc, setQuickScalar } from './ufunc.ts';
import { OPERATORS, uf } from './ufuncs.ts';
import { arithmetic, defers } from './ndarray.ts';
import { floatText } from './float-text.ts';
import { momentText, spanText } from './datetime.ts';
import { floatingError } from './errors.ts';
import { getItem } from './indexing.ts';

/** float64 and int64 pairs without arrays: a loop over elements does nothing else. */
function quick(name: string, a: PyValue, b: PyValue): PyValue | undefined {
  const x = a instanceof PyFloat ? a.v : undefined;
  const y = b instanceof PyFloat ? b.v : undefined;
  if (x !== undefined || y !== undefined) {
    // float64 with float64, a Python float or an int that is exact.
    const p = x ?? numberOf(a);
    const q = y ?? numberOf(b);
    if (p === undefined || q === undefined) return undefined;
    if (!(a instanceof PyNpFloat64) && !(b instanceof PyNpFloat64)) return undefined;
    let r: number;
    switch (name) {
      case 'add':
        r = p + q;
        break;
      case 'subtract':
        r = p - q;
        break;
      case 'multiply':
        r = p * q;
        break;
      case 'divide':
        if (q === 0) return undefined;
        r = p / q;
        break;
      case 'less':
        return npBool(p < q);
      case 'less_equal':
        return npBool(p <= q);
      case 'greater':
        return npBool(p > q);
      case 'greater_equal':
        return npBool(p >= q);
      case 'equal':
        return npBool(p === q);
      case 'not_equal':
        return npBool(p !== q);
      default:
        return undefined;
    }
    return r - r === 0 || !(p - p === 0 && q - q === 0) ? new PyNpFloat64(r) : undefined;
  }
  const i = a instanceof PyScalar && a.dtype === dt.int64 ? a.v : typeof a === 'number' ? a : undefined;
  const j = b instanceof PyScalar && b.dtype === dt.int64 ? b.v : typeof b === 'number' ? b : undefined;
  if (typeof i !== 'number' || typeof j !== 'number') return undefined;
  let r: number;
  switch (name) {
    case 'add':
      r = i + j;
      break;
    case 'subtract':
      r = i - j;
      break;
    case 'multiply':
      r = i * j;
      break;
    case 'less':
      return npBool(i < j);
    case 'less_equal':
      return npBool(i <= j);
    case 'greater':
      return npBool(i > j);
    case 'greater_equal':
      return npBool(i >= j);
    case 'equal':
      return npBool(i === j);
    case 'not_equal':
      return npBool(i !== j);
    default:
      return undefined;
  }
  return r >= -9007199254740991 && r <= 9007199254740991 ? scalar(dt.int64, r + 0) : undefined;
}
function numberOf(v: PyValue): number | undefined {
  if (typeof v === 'number') return v;
  return v instanceof PyScalar && v.dtype === dt.int64 && typeof v.v === 'number' ? v.v : undefined;
}
setQuickScalar(quick);

/** Integers that did not fit are told by NumPy's scalars, not by its arrays. */
function binaryScalar(name: string, a: PyValue, b: PyValue, dunder: string): PyValue {
  if (defers(b, dunder) || isText(a) || isText(b) || repeats(name, b)) return NotImplemented;
  if (
    typeof b === 'object' &&
    !(b instanceof PyNDArray) &&
    scalarDType(b) === undefined &&
    typeOf(b).name === 'NoneType'
  )
    return NotImplemented;
  const r = arithmetic(name, a, b);
  if (
    r instanceof PyScalar &&
    (r.dtype.kind === 'i' || r.dtype.kind === 'u') &&
    ['add', 'subtract', 'multiply'].includes(name)
  ) {
    const p = exact(a);
    const q = exact(b);
    if (p !== undefined && q !== undefined) {
      const v = name === 'add' ? p + q : name === 'subtract' ? p - q : p * q;
      const [lo, hi] = limitsOf(r.dtype);
      if (v < lo || v > hi) floatingError('over', `scalar ${name}`);
    }
  }
  return r;
}
/** Lists and tuples are repeated, not multiplied. */
const repeats = (name: string, v: PyValue): boolean =>
  name === 'multiply' && (v instanceof PyList || v instanceof PyTuple);
const isText = (v: PyValue): boolean => isStr(v) || v instanceof PyBytes;
function exact(v: PyValue): bigint | undefined {
  if (typeof v === 'number' || typeof v === 'bigint') return BigInt(v);
  return v instanceof PyScalar && v.dtype.kind !== 'f' ? BigInt(v.v) : undefined;
}

const methods: { [signature: string]: (a: PyValue, b: PyValue) => PyValue } = {};
for (const [dunder, name] of Object.entries(OPERATORS)) {
  const tail = dunder === 'pow' ? '(value, mod=None, /)' : '(value, /)';
  methods[`__${dunder}__${tail}`] = (a, b) => binaryScalar(name, a, b, `__r${dunder}__`);
  methods[`__r${dunder}__${tail}`] = (a, b) =>
    isText(b) || repeats(name, b) ? NotImplemented : arithmetic(name, b, a);
}
const COMPARE = { lt: 'less', le: 'less_equal', eq: 'equal', ne: 'not_equal', gt: 'greater', ge: 'greater_equal' };
const TEXT_COMPARE: { readonly [name: string]: string } = {
  lt: 'lt',
  le: 'le',
  eq: 'eq',
  ne: 'ne',
  gt: 'gt',
  ge: 'ge',
};
for (const [dunder, name] of Object.entries(COMPARE)) {
  methods[`__${dunder}__(value, /)`] = (a, b) => {
    if (isText(a)) {
      const r = callMethod(pythonValue(a), `__${TEXT_COMPARE[dunder]}__`, [pythonValue(b)]);
      return typeof r === 'boolean' ? npBool(r) : r;
    }
    if (dunder === 'eq' || dunder === 'ne') {
      if (isText(b) || b === None) return npBool(dunder === 'ne');
    } else if (isText(b) || b === None) return NotImplemented;
    if (defers(b, `__${dunder}__`)) return NotImplemented;
    return callUFunc(uf(name), [a, b]);
  };
}

/** How a value of a dtype shows inside `np.float32(…)`. */
export function scalarText(v: PyValue): string {
  if (v instanceof PyScalar) {
    const { dtype } = v;
    if (dtype.kind === 'b') return v.v === 0 ? 'False' : 'True';
    if (dtype.kind === 'f') return floatText(Number(v.v), dtype);
    if (dtype.kind === 'M') return momentText(BigInt(v.v), dtype);
    if (dtype.kind === 'm') return spanText(BigInt(v.v), dtype);
    return String(v.v);
  }
  if (v instanceof PyNpFloat64) return floatRepr(v.v);
  if (v instanceof PyComplex64) {
    const part = (x: number): string => floatText(x, dt.float32).replace(/\.0$/, '');
    if (v.re === 0 && !Object.is(v.re, -0)) return `${part(v.im)}j`;
    return `(${part(v.re)}${v.im < 0 || Object.is(v.im, -0) ? '' : '+'}${part(v.im)}j)`;
  }
  if (v instanceof PyComplex) return complexRepr(v);
  return '';
}
function scalarRepr(v: PyValue): string {
  if (v instanceof PyScalar) {
    const { dtype } = v;
    if (dtype.kind === 'b') return v.v === 0 ? 'np.False_' : 'np.True_';
    if (dtype.kind === 'M') {
      const unit = /\[.*\]/.exec(dtype.str)?.[0].slice(1, -1) ?? '';
      const simple = ['Y', 'M', 'D', 'h', 'm', 's', 'ms', 'us', 'ns', 'ps', 'fs', 'as'].includes(unit);
      return momentText(BigInt(v.v), dtype) === 'NaT' || simple
        ? `np.datetime64('${momentText(BigInt(v.v), dtype)}'${momentText(BigInt(v.v), dtype) === 'NaT' ? `,'${unit === '' ? 'generic' : unit}'` : ''})`
        : `np.datetime64('${momentText(BigInt(v.v), dtype)}','${unit}')`;
    }
    if (dtype.kind === 'm') {
      const nat = BigInt(v.v) === -(2n ** 63n);
      return `np.timedelta64(${nat ? "'NaT'" : v.v}${dtype.unit === '' ? '' : `,'${dtype.step === 1 ? '' : dtype.step}${dtype.unit}'`})`;
    }
  }
  if (v instanceof PyNpStr) return `np.str_(${repr(pythonValue(v))})`;
  if (v instanceof PyNpBytes) return `np.bytes_(${repr(pythonValue(v))})`;
  const name = scalarDType(v)?.name ?? typeOf(v).name;
  const text = scalarText(v).replace(/^\((.*)\)$/, '$1');
  return `np.${name}(${text})`;
}

const numberMethods: NativeTable = {
  ...methods,
  '__matmul__(value, /)': () => {
    throw valueError(
      'matmul: Input operand 0 does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)',
    );
  },
  '__divmod__(value, /)': (a: PyValue, b: PyValue) =>
    new PyTuple([arithmetic('floor_divide', a, b), arithmetic('remainder', a, b)]),
  '__rdivmod__(value, /)': (a: PyValue, b: PyValue) =>
    new PyTuple([arithmetic('floor_divide', b, a), arithmetic('remainder', b, a)]),
  '__neg__()': (a: PyValue) => callUFunc(uf('negative'), [a]),
  '__pos__()': (a: PyValue) => callUFunc(uf('positive'), [a]),
  '__abs__()': (a: PyValue) => callUFunc(uf('absolute'), [a]),
  '__invert__()': (a: PyValue) => callUFunc(uf('invert'), [a]),
  '__bool__()': (a: PyValue) => truth(pythonValue(a)),
  '__int__()': (a: PyValue) => sync(callR(intType, [plainNumber(a)])),
  '__float__()': (a: PyValue) => {
    const p = plainNumber(a);
    if (typeof p === 'boolean' || typeof p === 'number' || typeof p === 'bigint') return new PyFloat(Number(p));
    if (p instanceof PyFloat) return p;
    if (p instanceof PyComplex) return new PyFloat(p.re);
    throw typeError(`float() argument must be a string or a real number, not '${typeOf(a).name}'`);
  },
  '__complex__()': (a: PyValue) => {
    const p = plainNumber(a);
    return p instanceof PyComplex ? p : new PyComplex(p instanceof PyFloat ? p.v : Number(p), 0);
  },
  '__hash__()': (a: PyValue) =>
    hash(a instanceof PyScalar && (a.dtype.kind === 'M' || a.dtype.kind === 'm') ? a.v : pythonValue(a)),
  '__repr__()': (a: PyValue) => fromJS(scalarRepr(a)),
  '__str__()': (a: PyValue) =>
    a instanceof PyNpStr
      ? pythonValue(a)
      : a instanceof PyNpBytes
        ? fromJS(repr(pythonValue(a)))
        : fromJS(scalarText(a)),
  '__format__(format_spec, /)': (a: PyValue, spec: PyValue) => {
    if (isStr(spec) && toJS(spec) === '' && !(a instanceof PyNpStr)) return fromJS(scalarText(a));
    return callMethod(pythonValue(a), '__format__', [spec]);
  },
  '__round__(ndigits=None, /)': (a: PyValue, n: PyValue) => {
    if (n === None) return callMethod(pythonValue(a), '__round__', []);
    const d = scalarDType(a);
    const r = callMethod(pythonValue(a), '__round__', [n]);
    if (d === undefined) return r;
    return readScalar(asArray(r, d), 0);
  },
  '__array__(dtype=None, /, *, copy=None)': (a: PyValue, dtype: PyValue) =>
    dtype === None ? asArray(a) : astypeCopy(asArray(a), dt.toDType(dtype)),
  '__reduce__()': (a: PyValue) => {
    const d = scalarDType(a)!; // it is one of ours
    const b = asArray(a);
    const bytes = new Uint8Array(b.data.buffer, b.data.byteOffset, b.data.byteLength).slice();
    return new PyTuple([scalarFunction(), new PyTuple([d, new PyBytes(bytes)])]);
  },
  '__getitem__(key, /)': (a: PyValue, key: PyValue) => {
    if (a instanceof PyStr || a instanceof PyBytes) return callMethod(pythonValue(a), '__getitem__', [key]);
    if (key instanceof PyTuple && key.items.length === 0) return a;
    if (typeof key === 'object' && typeOf(key).name === 'ellipsis') return asArray(a);
    if (key === None) return getItem(asArray(a), key);
    throw indexErrorOf();
  },
  'item(*args)': (a: PyValue) => pythonValue(a),
  'tolist()': (a: PyValue) => pythonValue(a),
};
import { indexError } from './engine.ts';
const indexErrorOf = (): PyValue & object => indexError('invalid index to scalar variable.');
let scalarFunction: () => PyValue = () => None;
/** index.ts: numpy._core.multiarray.scalar, for pickles. */
export function setScalarFunction(f: () => PyValue): void {
  scalarFunction = f;
}
function plainNumber(a: PyValue): PyValue {
  if (a instanceof PyScalar && (a.dtype.kind === 'M' || a.dtype.kind === 'm')) return a.v;
  return pythonValue(a);
}

defineType(genericType, { methods: numberMethods });
// str_ and bytes_ have Python's own operators before these in their order of look-up.

// Every array method and attribute, on the array that the scalar is.
const asZero = (v: PyValue): PyNDArray => asArray(v);
const SKIP = new Set([
  'tolist',
  'item',
  'shape',
  'resize',
  'setflags',
  'sort',
  'partition',
  'fill',
  'byteswap',
  'dump',
  'tofile',
  '__new__',
]);
const wrapped: { [signature: string]: (...args: PyValue[]) => PyValue } = {};
const attributes: { [name: string]: readonly [(v: PyValue) => PyValue] } = {};
for (const name of [
  'T',
  'base',
  'dtype',
  'flags',
  'flat',
  'itemsize',
  'nbytes',
  'ndim',
  'size',
  'strides',
  'shape',
  'real',
  'imag',
  'device',
  'data',
]) {
  attributes[name] = [
    (v) => {
      if (name === 'dtype') return scalarDType(v)!; // one of ours
      if (name === 'base') return None;
      if (name === 'shape' || name === 'strides') return new PyTuple([]);
      if (name === 'T') return v;
      const r = getattr(asZero(v), name);
      return (name === 'real' || name === 'imag') && r instanceof PyNDArray ? readScalar(r, r.offset) : r;
    },
  ];
}
export function addArrayMethods(): void {
  for (const [key, value] of [...entriesOf(ndarrayType)]) {
    if (!(value instanceof PyNative) || key.startsWith('__') || SKIP.has(key)) continue;
    wrapped[`${key}${value.signature.replace(/^\(\/, /, '(')}`] = (v, ...args) => {
      // The arguments are already bound in the order of the same signature.
      const r = value.raw(asZero(v), ...args) as PyValue; // array methods are leaves
      return r instanceof PyNDArray && r.ndim === 0 ? readScalar(r, r.offset) : r;
    };
  }
  defineType(genericType, { methods: wrapped as unknown as NativeTable, getset: attributes }); // they take bound arguments
}
function* entriesOf(t: PyType): Generator<[string, PyValue]> {
  for (let i = 0; i < t.ns.keys.length; i++) {
    const k = t.ns.keys[i];
    const v = typeof k === 'string' ? t.ns.getStr(k) : undefined;
    if (typeof k === 'string' && v !== undefined) yield [k, v];
  }
}

const newScalar =
  (d: PyDType) =>
  (_cls: PyType, v: PyValue | undefined): PyValue => {
    if (v === undefined) return readScalar(newArray([], d), 0);
    if (v instanceof PyNDArray && v.ndim > 0) return astypeCopy(v, d);
    const a =
      isStr(v) || typeof v !== 'object' || v instanceof PyFloat ? strictScalar(v, d) : astypeCopy(asArray(v), d);
    return a.ndim === 0 ? readScalar(a, a.offset) : a;
  };
function strictScalar(v: PyValue, d: PyDType): PyNDArray {
  if ('iu'.includes(d.kind) && v instanceof PyFloat) return asArray(pythonValue(sync(callR(intType, [v]))), d);
  return asArray(v, d);
}
for (const d of dt.NUMERIC) {
  const own: { [signature: string]: (a: PyValue) => PyValue } = {};
  if (d.kind === 'i' || d.kind === 'u') {
    own['__index__()'] = (a) => (a as PyScalar).v; // instances of this type
    own['bit_count()'] = (a) => callMethod((a as PyScalar).v, 'bit_count', []); // as above
    own['is_integer()'] = () => true;
  }
  if (d === dt.float16 || d === dt.float32) {
    own['is_integer()'] = (a) => Number.isInteger((a as PyScalar).v); // as above
    own['as_integer_ratio()'] = (a) => callMethod(pythonValue(a), 'as_integer_ratio', []);
    own['hex()'] = (a) => callMethod(pythonValue(a), 'hex', []);
  }
  defineType(d.type, { new: ['(value=?, /)', newScalar(d)], methods: own as NativeTable }); // they take self only
}
defineType(dt.float64.type, {
  new: [
    '(value=?, /)',
    (cls: PyType, v: PyValue | undefined) => {
      const r = newScalar(dt.float64)(cls, v);
      if (cls === dt.float64.type || !(r instanceof PyFloat)) return r;
      const s = new cls.ctor() as PyNpFloat64; // a subclass of it
      s.v = r.v;
      return s;
    },
  ],
});
defineType(dt.complex128.type, {
  new: [
    '(real=?, imag=?, /)',
    (_c: PyType, re: PyValue | undefined, im: PyValue | undefined) => complexOf(dt.complex128, re, im),
  ],
});
defineType(dt.complex64.type, {
  new: [
    '(real=?, imag=?, /)',
    (_c: PyType, re: PyValue | undefined, im: PyValue | undefined) => complexOf(dt.complex64, re, im),
  ],
});
function complexOf(d: PyDType, re: PyValue | undefined, im: PyValue | undefined): PyValue {
  if (re === undefined) return complexScalar(d, 0, 0);
  if (im === undefined) return newScalar(d)(d.type, re);
  const a = asArray(re, d);
  const b = asArray(im, d);
  const round = d === dt.complex64 ? Math.fround : (x: number): number => x;
  return complexScalar(d, round(Number(a.data[0]) - Number(b.data[1])), round(Number(a.data[1]) + Number(b.data[0])));
}
defineType(scalarTypes.U, {
  new: [
    "(object='', encoding=?, errors=?)",
    (_c: PyType, v: PyValue) => {
      const a = asArray(v, dt.unicode(0));
      return a.ndim === 0 ? readScalar(a, a.offset) : a;
    },
  ],
});
defineType(scalarTypes.S, {
  new: [
    '(object=?, encoding=?, errors=?)',
    (_c: PyType, v: PyValue | undefined) => {
      const a = asArray(v ?? new PyBytes(new Uint8Array(0)), dt.bytes_(0));
      return a.ndim === 0 ? readScalar(a, a.offset) : a;
    },
  ],
});
const timeNew =
  (make: (unit: string, step?: number) => PyDType) =>
  (_c: PyType, v: PyValue | undefined, unit: PyValue | undefined): PyValue => {
    let d = make('');
    if (unit !== undefined && unit !== None) {
      const [u, n] = unit instanceof PyTuple ? [unit.items[0], unit.items[1]] : [unit, 1];
      const m = /^(\d*)(.+)$/.exec(isStr(u) ? toJS(u) : '');
      d = make(m?.[2] ?? '', Number(m?.[1] || n));
      if (m !== null && !dt.UNITS.includes(m[2])) throw typeError(`Invalid datetime unit "${m[2]}" in metadata`);
    }
    const value = v ?? (d.kind === 'm' ? 0 : None);
    if (d.unit === '') {
      const t = pythonTimeDType(value);
      if (t !== undefined) d = t;
    }
    const a = asArray(value, d);
    return readScalar(a, a.offset);
  };
import { pythonTime } from './scalars.ts';
function pythonTimeDType(v: PyValue): PyDType | undefined {
  return v instanceof PyScalar ? ('Mm'.includes(v.dtype.kind) ? v.dtype : undefined) : pythonTime(v)?.dtype;
}
defineType(scalarTypes.M, { new: ['(value=?, unit=?, /)', timeNew(dt.datetime64)] });
defineType(scalarTypes.m, { new: ['(value=?, unit=?, /)', timeNew(dt.timedelta64)] });
