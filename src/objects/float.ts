// float: IEEE doubles, boxed. Invariant: text in and out is exact (algorithms/float-text); ints take part in arithmetic
// through their nearest double, in comparisons exactly.

import { None, NotImplemented, type PyValue } from './object.ts';
import { PyFloat, PyTuple } from './shapes.ts';
import { borrow } from './buffer.ts';
import { hooks } from './hooks.ts';
import { exceptionTypes } from './exceptions/hierarchy.ts';
import { floatType, type PyType, TYPE_HEAP, typeOf } from './type.ts';
import { defineType, type NativeTable } from './native.ts';
import { SLOT } from './slots.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from './exceptions/raise.ts';
import { index, intValue } from './protocol/operators.ts';
import { callR, callUnboundR } from './protocol/call.ts';
import { repr, strR } from './protocol/text.ts';
import { isPending, type NativeGenerator, type Resumable } from './protocol/pending.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { FormatError, formatFloat } from './algorithms/format-spec.ts';
import { toAsciiDigits } from './algorithms/unicode-data.ts';
import * as f from './algorithms/float-text.ts';
import { intCompare, intNormalize } from './algorithms/int-text.ts';
import { hashDouble } from './algorithms/hash.ts';
import { hashIdentity } from './hash.ts';
import { fromFloat } from './int.ts';
import { setComplexPower } from './float-power.ts';

/** The double of a float or int operand, undefined for others; OverflowError for huge ints. */
export function floatOperand(v: PyValue): number | undefined {
  if (v instanceof PyFloat) return v.v;
  const i = intValue(v);
  if (i === undefined) return undefined;
  if (typeof i === 'number') return i;
  const d = f.intToFloat(i);
  if (!Number.isFinite(d)) throw overflowError('int too large to convert to float');
  return d;
}

function both(name: string, g: (a: number, b: number) => PyValue): NativeTable {
  return {
    [`__${name}__(value, /)`]: (a: PyFloat, b: PyValue) => {
      const y = floatOperand(b);
      return y === undefined ? NotImplemented : g(a.v, y);
    },
    [`__r${name}__(value, /)`]: (a: PyFloat, b: PyValue) => {
      const y = floatOperand(b);
      return y === undefined ? NotImplemented : g(y, a.v);
    },
  };
}
const float = (v: number): PyFloat => new PyFloat(v);

/** Three-way comparison of a double with a float or int, exact; undefined for NaN or foreign types. */
function order(a: number, b: PyValue): number | undefined | null {
  if (b instanceof PyFloat) return Number.isNaN(a) || Number.isNaN(b.v) ? null : a < b.v ? -1 : a > b.v ? 1 : 0;
  const i = intValue(b);
  if (i === undefined) return undefined;
  if (Number.isNaN(a)) return null;
  if (!Number.isFinite(a)) return a > 0 ? 1 : -1;
  if (typeof i === 'number') return a < i ? -1 : a > i ? 1 : 0;
  const whole = f.floatToInt(a);
  const c = intCompare(whole, i);
  return c !== 0 ? c : a > Number(whole) ? 1 : a < Number(whole) ? -1 : 0;
}
function compare(test: (c: number) => boolean, unordered = false): (a: PyFloat, b: PyValue) => PyValue {
  return (a, b) => {
    const c = order(a.v, b);
    return c === undefined ? NotImplemented : c === null ? unordered : test(c);
  };
}

/** a ** b with CPython's errors; null when the result is complex. */
export function floatPower(a: number, b: number): number | null {
  if (b === 0 || a === 1) return 1;
  if (a === 0 && b < 0) throw zeroDivisionError('zero to a negative power');
  if (a === -1 && (b === Number.POSITIVE_INFINITY || b === Number.NEGATIVE_INFINITY)) return 1;
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && Math.floor(b) !== b) return null;
  const r = a ** b;
  if (!Number.isFinite(r) && Number.isFinite(a) && Number.isFinite(b))
    throw overflowError("(34, 'Numerical result out of range')");
  return r;
}
let complexPower: (a: number, b: number) => PyValue = () => NotImplemented;
setComplexPower((g) => {
  complexPower = g;
});
function pow(a: number, b: number): PyValue {
  const r = floatPower(a, b);
  return r === null ? complexPower(a, b) : float(r);
}

/** float(text); `shown` is what the message quotes. */
export function parseFloatText(text: string, shown: PyValue): number {
  const ascii = /[^\x00-\x7f]/.test(text) ? toAsciiDigits(text) : text;
  const v = f.parseFloat(ascii.replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g, ''));
  if (v === undefined) throw valueError(`could not convert string to float: ${repr(shown)}`);
  return v;
}

const latin1 = (b: Uint8Array): string => {
  let s = '';
  for (const c of b) s += String.fromCharCode(c);
  return s;
};

/** float(x). Resumable. */
export function floatOfR(x: PyValue): Resumable<number> {
  if (x instanceof PyFloat && (x.cls.flags & TYPE_HEAP) === 0) return x.v;
  if (typeof x === 'number') return x;
  if (isStr(x)) return parseFloatText(toJS(x), x);
  const t = typeOf(x);
  const g = t.slot(SLOT.__float__);
  if (g !== null && g !== None) {
    return (function* (): NativeGenerator<number> {
      const r = (yield callUnboundR(g, x, [])) as PyValue;
      if (r instanceof PyFloat) {
        if (r.cls !== floatType) {
          yield hooks.warnR(
            exceptionTypes.DeprecationWarning,
            `${t.name}.__float__ returned non-float (type ${r.cls.name}).  The ability to return an instance of a strict subclass of float is deprecated, and may be removed in a future version of Python.`,
          );
        }
        return r.v;
      }
      throw typeError(`${t.name}.__float__ returned non-float (type ${typeOf(r).name})`);
    })();
  }
  const h = t.slot(SLOT.__index__);
  if (h !== null && h !== None) {
    const d = floatOperand(index(x));
    return d!;
  }
  const bytes = borrow(x);
  // Only ASCII counts as text here: a byte such as 0xA0 is no white space.
  if (bytes !== undefined) return parseFloatText(latin1(bytes.map((b) => (b < 128 ? b : 0))), x);
  throw typeError(`float() argument must be a string or a real number, not '${t.name}'`);
}

/** The double of any real argument (`math.sqrt(x)`): float, int, `__float__`, `__index__`. Resumable; TypeError otherwise. */
export function realR(x: PyValue): Resumable<number> {
  if (x instanceof PyFloat) return x.v;
  if (typeof x === 'number') return x;
  const t = typeOf(x);
  if (!isStr(x) && (t.slot(SLOT.__float__) !== null || t.slot(SLOT.__index__) !== null)) return floatOfR(x);
  throw typeError(`must be real number, not ${t.name}`);
}

function make(cls: PyType, v: number): PyValue {
  if (cls === floatType) return new PyFloat(v);
  const o = new cls.ctor() as PyFloat; // a subclass of float has float's shape
  o.v = v;
  return o;
}

function roundTo(a: PyFloat, nd: PyValue): PyValue {
  if (nd === None) return fromFloat(f.roundToEven(a.v));
  const n = index(nd);
  if (!Number.isFinite(a.v)) return float(a.v);
  const digits = n > 400 ? 400 : n < -400 ? -400 : Number(n);
  const r = f.roundHalfEven(a.v, digits);
  if (!Number.isFinite(r)) throw overflowError('rounded value too large to represent');
  return float(r);
}
const plain = (a: PyFloat): PyValue => (a.cls === floatType ? a : float(a.v));

defineType(floatType, {
  doc: 'Convert a string or number to a floating-point number, if possible.',
  new: [
    '(x=?, /)',
    (cls: PyType, x: PyValue | undefined): Resumable => {
      if (x === undefined) return make(cls, 0);
      if (cls === floatType && x instanceof PyFloat && x.cls === floatType) return x;
      const r = floatOfR(x);
      if (!isPending(r)) return make(cls, r);
      return (function* (): NativeGenerator<PyValue> {
        const v: number = yield r;
        return make(cls, v);
      })();
    },
  ],
  methods: {
    ...both('add', (a, b) => float(a + b)),
    ...both('sub', (a, b) => float(a - b)),
    ...both('mul', (a, b) => float(a * b)),
    ...both('truediv', (a, b) => {
      if (b === 0) throw zeroDivisionError('division by zero');
      return float(a / b);
    }),
    ...both('floordiv', (a, b) => {
      if (b === 0) throw zeroDivisionError('division by zero');
      return float(f.floatFloorDiv(a, b));
    }),
    ...both('mod', (a, b) => {
      if (b === 0) throw zeroDivisionError('division by zero');
      return float(f.floatMod(a, b));
    }),
    ...both('divmod', (a, b) => {
      if (b === 0) throw zeroDivisionError('division by zero');
      return new PyTuple([float(f.floatFloorDiv(a, b)), float(f.floatMod(a, b))]);
    }),
    '__pow__(value, mod=None, /)': (a: PyFloat, b: PyValue, mod: PyValue) => {
      if (mod !== None) throw typeError('pow() 3rd argument not allowed unless all arguments are integers');
      const y = floatOperand(b);
      return y === undefined ? NotImplemented : pow(a.v, y);
    },
    '__rpow__(value, mod=None, /)': (a: PyFloat, b: PyValue, mod: PyValue) => {
      if (mod !== None) throw typeError('pow() 3rd argument not allowed unless all arguments are integers');
      const y = floatOperand(b);
      return y === undefined ? NotImplemented : pow(y, a.v);
    },
    '__lt__(value, /)': compare((c) => c < 0),
    '__le__(value, /)': compare((c) => c <= 0),
    '__eq__(value, /)': compare((c) => c === 0),
    '__ne__(value, /)': compare((c) => c !== 0, true),
    '__gt__(value, /)': compare((c) => c > 0),
    '__ge__(value, /)': compare((c) => c >= 0),
    '__neg__()': (a: PyFloat) => float(-a.v),
    '__pos__()': plain,
    '__abs__()': (a: PyFloat) => float(Math.abs(a.v)),
    '__bool__()': (a: PyFloat) => a.v !== 0,
    '__int__()': (a: PyFloat) => fromFloat(a.v),
    '__trunc__()': (a: PyFloat) => fromFloat(a.v),
    '__floor__()': (a: PyFloat) => fromFloat(Math.floor(a.v)),
    '__ceil__()': (a: PyFloat) => fromFloat(Math.ceil(a.v)),
    '__float__()': plain,
    '__round__(ndigits=None, /)': roundTo,
    '__hash__()': (a: PyFloat) => (Number.isNaN(a.v) ? hashIdentity(a) : hashDouble(a.v)),
    '__repr__()': (a: PyFloat) => f.floatRepr(a.v),
    '__format__(format_spec, /)': (a: PyFloat, spec: PyValue) => {
      if (!isStr(spec)) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`);
      if (spec === '') return strR(a);
      try {
        return fromJS(formatFloat(a.v, toJS(spec), a.cls.name));
      } catch (e) {
        if (e instanceof FormatError) throw valueError(e.message);
        throw e;
      }
    },
    '__getnewargs__()': (a: PyFloat) => new PyTuple([float(a.v)]),
    'conjugate()': plain,
    'is_integer()': (a: PyFloat) => Number.isFinite(a.v) && Math.floor(a.v) === a.v,
    'hex()': (a: PyFloat) => f.floatHex(a.v),
    'as_integer_ratio()': (a: PyFloat) => {
      if (Number.isNaN(a.v)) throw valueError('cannot convert NaN to integer ratio');
      if (!Number.isFinite(a.v)) throw overflowError('cannot convert Infinity to integer ratio');
      const [n, d] = f.asIntegerRatio(a.v);
      return new PyTuple([intNormalize(n), intNormalize(d)]);
    },
  },
  classMethods: {
    'fromhex(string, /)': (cls: PyType, s: PyValue): Resumable => {
      if (!isStr(s)) throw typeError(`fromhex() argument must be str, not ${typeOf(s).name}`);
      const v = f.floatFromHex(toJS(s).replace(/^[\t-\r ]+|[\t-\r ]+$/g, ''));
      if (v === undefined) throw valueError('invalid hexadecimal floating-point string');
      if (v === 'overflow') throw overflowError('hexadecimal value too large to represent as a float');
      return cls === floatType ? float(v) : callR(cls, [float(v)]);
    },
    'from_number(number, /)': (cls: PyType, x: PyValue): Resumable => {
      const r = realR(x);
      const finish = (v: number): Resumable => (cls === floatType ? float(v) : callR(cls, [float(v)]));
      if (!isPending(r)) return finish(r);
      return (function* (): NativeGenerator<PyValue> {
        const v: number = yield r;
        return (yield finish(v)) as unknown as PyValue;
      })();
    },
    '__getformat__(typestr, /)': (_cls: PyType, s: PyValue) => {
      if (!isStr(s)) throw typeError(`__getformat__() argument must be str, not ${typeOf(s).name}`);
      if (toJS(s) === 'double' || toJS(s) === 'float') return 'IEEE, little-endian';
      throw valueError("__getformat__() argument 1 must be 'double' or 'float'");
    },
  },
  getset: { real: [plain], imag: [() => float(0)] },
});
