// int: arithmetic in canonical form (number while safe, else bigint; never -0). Invariant: results of methods are plain
// ints whatever subclass the operands are; foreign operands give NotImplemented. The algorithms are in algorithms/int-*.

import { None, NotImplemented, type PyValue } from './object.ts';
import { PyByteArray, PyBytes, PyFloat, type PyInt, PyTuple } from './shapes.ts';
import { intType, type PyType, typeOf } from './type.ts';
import { defineType, type NativeTable } from './native.ts';
import { SLOT } from './slots.ts';
import { memoryError, overflowError, typeError, valueError, zeroDivisionError } from './exceptions/raise.ts';
import { index, indexR, intValue } from './protocol/operators.ts';
import { callR, callUnboundR } from './protocol/call.ts';
import { collectR } from './protocol/iteration.ts';
import { repr, strR } from './protocol/text.ts';
import { isPending, type NativeGenerator, Raise, type Resumable, thenR } from './protocol/pending.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { hooks } from './hooks.ts';
import { exceptionTypes } from './exceptions/hierarchy.ts';
import { FormatError, formatInt } from './algorithms/format-spec.ts';
import { toAsciiDigits } from './algorithms/unicode-data.ts';
import { hashInt } from './algorithms/hash.ts';
import { floatToInt, intToFloat, intTrueDivide } from './algorithms/float-text.ts';
import * as m from './algorithms/int-text.ts';

type Int = number | bigint;

let digitLimit: () => number = () => 4300;
/** sys.get_int_max_str_digits() of the running interpreter. */
export function setDigitLimit(f: () => number): void {
  digitLimit = f;
}
export function maxStrDigits(): number {
  return digitLimit();
}

/** The value of an int operand (subclasses and bool included), or undefined. */
const num = intValue;

function guard<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof m.TooLarge || e instanceof RangeError) throw memoryError('');
    throw e;
  }
}

/** str(int): decimal digits, limited by sys.set_int_max_str_digits. */
export function decimal(v: Int): string {
  if (typeof v === 'number') return String(v);
  const s = m.intToDecimal(v, digitLimit());
  if (s === undefined)
    throw valueError(
      `Exceeds the limit (${digitLimit()} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
    );
  return s;
}

/** A binary operator and its reflection. */
function both(name: string, f: (a: Int, b: Int) => PyValue): NativeTable {
  return {
    [`__${name}__(value, /)`]: (a: PyValue, b: PyValue) => {
      const y = num(b);
      return y === undefined ? NotImplemented : f(num(a)!, y);
    },
    [`__r${name}__(value, /)`]: (a: PyValue, b: PyValue) => {
      const y = num(b);
      return y === undefined ? NotImplemented : f(y, num(a)!);
    },
  };
}

function compare(f: (c: number) => boolean): (a: PyValue, b: PyValue) => PyValue {
  return (a, b) => {
    const y = num(b);
    return y === undefined ? NotImplemented : f(m.intCompare(num(a)!, y));
  };
}

function nonZero(b: Int, message: string): void {
  if (b === 0) throw zeroDivisionError(message);
}

export function power(a: Int, b: Int): PyValue {
  if (b < 0) {
    if (a === 0) throw zeroDivisionError('zero to a negative power');
    return new PyFloat(intToFloat(a) ** intToFloat(b));
  }
  return guard(() => m.intPow(a, b));
}
export function powerMod(a: Int, b: Int, mod: Int): PyValue {
  if (mod === 0) throw valueError('pow() 3rd argument cannot be 0');
  const r = m.intPowMod(a, b, mod);
  if (r === undefined) throw valueError('base is not invertible for the given modulus');
  return r;
}
function pow(a: PyValue, b: PyValue, mod: PyValue): PyValue {
  const y = num(b);
  if (y === undefined) return NotImplemented;
  if (mod === None) return power(num(a)!, y);
  const z = num(mod);
  return z === undefined ? NotImplemented : powerMod(num(a)!, y, z);
}

function shift(left: boolean): (a: Int, n: Int) => Int {
  return (a, n) => {
    if (n < 0) throw valueError('negative shift count');
    if (left) {
      if (a === 0) return 0;
      if (n > m.MAX_BITS) throw typeof n === 'bigint' ? overflowError('too many digits in integer') : memoryError('');
      return guard(() => m.intShl(a, n));
    }
    return m.intShr(a, n);
  };
}

// ---------------------------------------------------------------------------------------------------------- int()

/** int(text[, base]); the literal is shown as in CPython's message. */
export function parse(text: string, base: number, shown: PyValue): Resumable<Int> {
  let ascii = text;
  if (/[^\x00-\x7f]/.test(text)) ascii = toAsciiDigits(text);
  let v: Int | undefined;
  try {
    v = m.parseInteger(ascii.replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g, ''), base, digitLimit());
  } catch (e) {
    if (e instanceof m.TooManyDigits) {
      throw valueError(
        `Exceeds the limit (${digitLimit()} digits) for integer string conversion: value has ${e.digits} digits; use sys.set_int_max_str_digits() to increase the limit`,
      );
    }
    throw e;
  }
  return v === undefined ? new Raise(valueError(`invalid literal for int() with base ${base}: ${repr(shown)}`)) : v;
}

/** The int a float truncates to. */
export function fromFloat(v: number): Int {
  if (Number.isNaN(v)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(v)) throw overflowError('cannot convert float infinity to integer');
  return floatToInt(v);
}

/** int(x) for one argument. Resumable. */
export function intOfR(x: PyValue): Resumable<Int> {
  if (typeof x === 'number' || typeof x === 'bigint') return x;
  if (typeof x === 'boolean') return x ? 1 : 0;
  const t = typeOf(x);
  if (x instanceof PyFloat && t.name === 'float') return fromFloat(x.v);
  const f = t.slot(SLOT.__int__);
  if (f !== null && f !== None) {
    return (function* (): NativeGenerator<Int> {
      const r: PyValue = yield callUnboundR(f, x, []);
      const n = num(r);
      if (n === undefined) throw typeError(`__int__ returned non-int (type ${typeOf(r).name})`);
      if (typeof r === 'object' || typeof r === 'boolean') {
        yield hooks.warnR(
          exceptionTypes.DeprecationWarning,
          `__int__ returned non-int (type ${typeOf(r).name}).  The ability to return an instance of a strict subclass of int is deprecated, and may not be supported in a future version of Python.`,
        );
      }
      return n;
    })();
  }
  const g = t.slot(SLOT.__index__);
  if (g !== null && g !== None) return indexR(x);
  if (isStr(x)) return parse(toJS(x), 10, x);
  const b = bytesOf(x);
  if (b !== undefined)
    return parse(String.fromCharCode(...b), 10, x instanceof PyBytes || x instanceof PyByteArray ? x : new PyBytes(b));
  throw typeError(`int() argument must be a string, a bytes-like object or a real number, not '${t.name}'`);
}

let bufferBytes: (v: PyValue) => Uint8Array | undefined = () => undefined;
/** memoryview.ts says how any buffer gives its bytes. */
export function setBufferBytes(f: (v: PyValue) => Uint8Array | undefined): void {
  bufferBytes = f;
}
function bytesOf(v: PyValue): Uint8Array | undefined {
  if (v instanceof PyBytes) return v.b;
  if (v instanceof PyByteArray) return v.b.subarray(0, v.len);
  return bufferBytes(v);
}

function make(cls: PyType, v: Int): PyValue {
  if (cls === intType) return v;
  const o = new cls.ctor() as PyInt; // a subclass of int has int's shape
  o.v = v;
  return o;
}
function newInt(cls: PyType, x: PyValue | undefined, base: PyValue | undefined): Resumable {
  if (x === undefined) {
    if (base !== undefined) throw typeError('int() missing string argument');
    return make(cls, 0);
  }
  if (base === undefined) {
    const r = intOfR(x);
    if (!isPending(r)) return make(cls, r);
    return r instanceof Raise ? r : thenR(r as Resumable<Int>, (v) => make(cls, v));
  }
  const b = index(base);
  if ((b !== 0 && b < 2) || b > 36) throw valueError('int() base must be >= 2 and <= 36, or 0');
  if (isStr(x)) return thenR(parse(toJS(x), Number(b), x), (v) => make(cls, v));
  if (x instanceof PyBytes || x instanceof PyByteArray)
    return thenR(parse(String.fromCharCode(...bytesOf(x)!), Number(b), x), (v) => make(cls, v));
  throw typeError("int() can't convert non-string with explicit base");
}

const self = (v: PyValue): PyValue => num(v)!;

defineType(intType, {
  doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', base=0)\n4",
  new: ['(x=?, /, base=?)', newInt],
  methods: {
    ...both('add', m.intAdd),
    ...both('sub', m.intSub),
    ...both('mul', (a, b) => guard(() => m.intMul(a, b))),
    ...both('floordiv', (a, b) => {
      nonZero(b, 'division by zero');
      return m.intFloorDiv(a, b);
    }),
    ...both('mod', (a, b) => {
      nonZero(b, 'division by zero');
      return m.intMod(a, b);
    }),
    ...both('divmod', (a, b) => {
      nonZero(b, 'division by zero');
      return new PyTuple(m.intDivMod(a, b));
    }),
    ...both('truediv', (a, b) => {
      nonZero(b, 'division by zero');
      const r = intTrueDivide(a, b);
      if (!Number.isFinite(r)) throw overflowError('integer division result too large for a float');
      return new PyFloat(r);
    }),
    ...both('and', m.intAnd),
    ...both('or', m.intOr),
    ...both('xor', m.intXor),
    ...both('lshift', shift(true)),
    ...both('rshift', shift(false)),
    '__pow__(value, mod=None, /)': pow,
    '__rpow__(value, mod=None, /)': (a: PyValue, b: PyValue, mod: PyValue) => {
      const y = num(b);
      return y === undefined ? NotImplemented : pow(y, a, mod);
    },
    '__lt__(value, /)': compare((c) => c < 0),
    '__le__(value, /)': compare((c) => c <= 0),
    '__eq__(value, /)': compare((c) => c === 0),
    '__ne__(value, /)': compare((c) => c !== 0),
    '__gt__(value, /)': compare((c) => c > 0),
    '__ge__(value, /)': compare((c) => c >= 0),
    '__neg__()': (a: PyValue) => m.intNeg(num(a)!),
    '__pos__()': self,
    '__abs__()': (a: PyValue) => m.intAbs(num(a)!),
    '__invert__()': (a: PyValue) => m.intInvert(num(a)!),
    '__bool__()': (a: PyValue) => num(a)! !== 0,
    '__int__()': self,
    '__index__()': self,
    '__trunc__()': self,
    '__floor__()': self,
    '__ceil__()': self,
    '__float__()': (a: PyValue) => {
      const v = intToFloat(num(a)!);
      if (!Number.isFinite(v)) throw overflowError('int too large to convert to float');
      return new PyFloat(v);
    },
    '__hash__()': (a: PyValue) => hashInt(num(a)!),
    '__repr__()': (a: PyValue) => decimal(num(a)!),
    '__round__(ndigits=None, /)': (a: PyValue, nd: PyValue) => {
      const v = num(a)!;
      if (nd === None) return v;
      const n = index(nd);
      if (n >= 0) return v;
      const p = m.intPow(10, m.intNeg(n));
      // Half to even, exactly.
      const [q, r] = m.intDivMod(v, p);
      const twice = m.intCompare(m.intMul(r, 2), p);
      const up = twice > 0 || (twice === 0 && m.intAnd(q, 1) === 1);
      return m.intMul(up ? m.intAdd(q, 1) : q, p);
    },
    '__format__(format_spec, /)': (a: PyValue, spec: PyValue) => {
      if (!isStr(spec)) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`);
      try {
        const text = toJS(spec);
        if (text === '') return strR(a);
        return fromJS(formatInt(num(a)!, text, typeOf(a).name, digitLimit()));
      } catch (e) {
        if (e instanceof FormatError)
          throw e.kind === 'OverflowError' ? overflowError(e.message) : valueError(e.message);
        throw e;
      }
    },
    '__getnewargs__()': (a: PyValue) => new PyTuple([num(a)!]),
    '__sizeof__()': (a: PyValue) => {
      const bits = m.intBitLength(num(a)!);
      return 24 + 4 * Math.max(1, Math.ceil(bits / 30));
    },
    'conjugate()': self,
    'bit_length()': (a: PyValue) => m.intBitLength(num(a)!),
    'bit_count()': (a: PyValue) => m.intBitCount(num(a)!),
    'is_integer()': () => true,
    'as_integer_ratio()': (a: PyValue) => new PyTuple([num(a)!, 1]),
    "to_bytes(length=1, byteorder='big', *, signed=False)": (
      a: PyValue,
      length: PyValue,
      order: PyValue,
      signed: PyValue,
    ) => {
      const n = Number(index(length));
      const little = byteOrder(order);
      if (n < 0) throw valueError('length argument must be non-negative');
      const r = m.intToBytes(num(a)!, n, little, signed !== false && signed !== 0 && signed !== None);
      if (r === 'negative') throw overflowError("can't convert negative int to unsigned");
      if (r === 'big') throw overflowError('int too big to convert');
      return new PyBytes(r);
    },
  },
  classMethods: {
    "from_bytes(bytes, byteorder='big', *, signed=False)": (
      cls: PyType,
      data: PyValue,
      order: PyValue,
      signed: PyValue,
    ): Resumable => {
      const little = byteOrder(order);
      const isSigned = signed !== false && signed !== 0 && signed !== None;
      const finish = (b: Uint8Array): Resumable => {
        const v = m.intFromBytes(b, little, isSigned);
        return cls === intType ? v : callUnboundLate(cls, v);
      };
      const b = bytesOf(data);
      if (b !== undefined) return finish(b);
      const f = typeOf(data).slot(SLOT.__bytes__);
      return (function* (): NativeGenerator<PyValue> {
        if (f !== null) {
          const r = (yield callUnboundR(f, data, [])) as PyValue;
          if (!(r instanceof PyBytes)) throw typeError(`__bytes__ returned non-bytes (type ${typeOf(r).name})`);
          return (yield finish(r.b)) as unknown as PyValue;
        }
        if (isStr(data)) throw typeError("cannot convert 'str' object to bytes");
        const items: PyValue[] = yield collectR(data);
        const out = Uint8Array.from(items, (x) => {
          const n = index(x);
          if (n < 0 || n > 255) throw valueError('bytes must be in range(0, 256)');
          return Number(n);
        });
        return (yield finish(out)) as unknown as PyValue;
      })();
    },
  },
  getset: {
    real: [self],
    imag: [() => 0],
    numerator: [self],
    denominator: [() => 1],
  },
});

function* callUnboundLate(cls: PyType, v: Int): NativeGenerator<PyValue> {
  return (yield callR(cls, [v])) as unknown as PyValue;
}

function byteOrder(v: PyValue): boolean {
  if (isStr(v)) {
    if (toJS(v) === 'little') return true;
    if (toJS(v) === 'big') return false;
  }
  throw valueError("byteorder must be either 'little' or 'big'");
}
