// complex: pairs of doubles. Invariant: an operation with a real operand treats it as real (no `0j` is made up), so
// signs of zeros, infinities and NaNs come out as in C's Annex G.

import { None, NotImplemented, type PyValue } from './object.ts';
import { PyComplex, PyFloat, PyTuple } from './shapes.ts';
import { complexType, type PyType, TYPE_HEAP, typeOf } from './type.ts';
import { defineType, type NativeTable } from './native.ts';
import { SLOT } from './slots.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from './exceptions/raise.ts';
import { exceptionTypes } from './exceptions/hierarchy.ts';
import { equal } from './protocol/operators.ts';
import { callR, callUnboundR } from './protocol/call.ts';
import type { NativeGenerator, Resumable } from './protocol/pending.ts';
import { thenR } from './iterator.ts';
import { strR } from './protocol/text.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { hooks } from './hooks.ts';
import { FormatError, formatComplex } from './algorithms/format-spec.ts';
import { floatRepr, parseFloat } from './algorithms/float-text.ts';
import { toAsciiDigits } from './algorithms/unicode-data.ts';
import { hashComplex, hashDouble } from './algorithms/hash.ts';
import { hashIdentity } from './hash.ts';
import { floatOfR, floatOperand } from './float.ts';
import { provideComplexPower } from './float-power.ts';

/** A complex number as plain data. */
export interface C {
  readonly re: number;
  readonly im: number;
}
const { hypot, atan2, exp, log, cos, sin, abs, floor } = Math;
const { isFinite, isNaN } = Number;
const isInf = (x: number): boolean => x === Infinity || x === -Infinity;
const copysign = (a: number, b: number): number => (b < 0 || Object.is(b, -0) ? -abs(a) : abs(a));

export function product(a: C, b: C): C {
  let { re: ar, im: ai } = a;
  let { re: br, im: bi } = b;
  const ac = ar * br;
  const bd = ai * bi;
  const ad = ar * bi;
  const bc = ai * br;
  const re = ac - bd;
  const im = ad + bc;
  if (!isNaN(re) || !isNaN(im)) return { re, im };
  // Recover infinities that came out as NaN.
  let recalc = false;
  const zero = (x: number): number => (isNaN(x) ? copysign(0, x) : x);
  const box = (x: number): number => copysign(isInf(x) ? 1 : 0, x);
  if (isInf(ar) || isInf(ai)) {
    ar = box(ar);
    ai = box(ai);
    br = zero(br);
    bi = zero(bi);
    recalc = true;
  }
  if (isInf(br) || isInf(bi)) {
    br = box(br);
    bi = box(bi);
    ar = zero(ar);
    ai = zero(ai);
    recalc = true;
  }
  if (!recalc && (isInf(ac) || isInf(bd) || isInf(ad) || isInf(bc))) {
    ar = zero(ar);
    ai = zero(ai);
    br = zero(br);
    bi = zero(bi);
    recalc = true;
  }
  return recalc ? { re: Infinity * (ar * br - ai * bi), im: Infinity * (ar * bi + ai * br) } : { re, im };
}

/** a / b; undefined for division by zero. */
export function quotient(a: C, b: C): C | undefined {
  const x = abs(b.re);
  const y = abs(b.im);
  let re: number;
  let im: number;
  if (x >= y) {
    if (x === 0) return undefined;
    const ratio = b.im / b.re;
    const d = b.re + b.im * ratio;
    re = (a.re + a.im * ratio) / d;
    im = (a.im - a.re * ratio) / d;
  } else if (y >= x) {
    const ratio = b.re / b.im;
    const d = b.re * ratio + b.im;
    re = (a.re * ratio + a.im) / d;
    im = (a.im * ratio - a.re) / d;
  } else re = im = NaN;
  if (isNaN(re) && isNaN(im)) {
    const box = (v: number): number => copysign(isInf(v) ? 1 : 0, v);
    if ((isInf(a.re) || isInf(a.im)) && isFinite(b.re) && isFinite(b.im)) {
      const p = box(a.re);
      const q = box(a.im);
      re = Infinity * (p * b.re + q * b.im);
      im = Infinity * (q * b.re - p * b.im);
    } else if ((isInf(x) || isInf(y)) && isFinite(a.re) && isFinite(a.im)) {
      const p = box(b.re);
      const q = box(b.im);
      re = 0 * (a.re * p + a.im * q);
      im = 0 * (a.im * p - a.re * q);
    }
  }
  return { re, im };
}

function divide(a: C, b: C): C {
  const r = quotient(a, b);
  if (r === undefined) throw zeroDivisionError('division by zero');
  return r;
}

const ZERO_POWER = 'zero to a negative or complex power';
export function power(a: C, b: C): C {
  let r: C;
  if (b.im === 0 && b.re === floor(b.re) && abs(b.re) <= 100) {
    let n = abs(b.re);
    let p = a;
    r = { re: 1, im: 0 };
    for (; n > 0; n = floor(n / 2)) {
      if (n % 2 === 1) r = product(r, p);
      if (n > 1) p = product(p, p);
    }
    if (b.re < 0) {
      const q = quotient({ re: 1, im: 0 }, r);
      if (q === undefined) throw zeroDivisionError(ZERO_POWER);
      r = q;
    }
  } else if (a.re === 0 && a.im === 0) {
    if (b.im !== 0 || b.re < 0) throw zeroDivisionError(ZERO_POWER);
    r = { re: 0, im: 0 };
  } else {
    const size = hypot(a.re, a.im);
    let len = size ** b.re;
    const at = atan2(a.im, a.re);
    let phase = at * b.re;
    if (b.im !== 0) {
      len *= exp(-at * b.im);
      phase += b.im * log(size);
    }
    r = { re: len * cos(phase), im: len * sin(phase) };
  }
  if (isInf(r.re) || isInf(r.im)) throw overflowError('complex exponentiation');
  return r;
}

const box = (c: C): PyComplex => new PyComplex(c.re, c.im);
const exact = (c: PyComplex): PyComplex => (c.cls === complexType ? c : box(c));

/** The other operand: complex as it is, reals as `[x]`. */
function operand(v: PyValue): C | number | undefined {
  return v instanceof PyComplex ? v : floatOperand(v);
}
const lift = (v: C | number): C => (typeof v === 'number' ? { re: v, im: 0 } : v);

type Mixed = (a: C | number, b: C | number) => C;
function both(name: string, f: Mixed): NativeTable {
  return {
    [`__${name}__(value, /)`]: (a: PyComplex, v: PyValue) => {
      const b = operand(v);
      return b === undefined ? NotImplemented : box(f(a, b));
    },
    [`__r${name}__(value, /)`]: (a: PyComplex, v: PyValue) => {
      const b = operand(v);
      return b === undefined ? NotImplemented : box(f(b, a));
    },
  };
}
const plus: Mixed = (a, b) => {
  if (typeof b === 'number') return { re: lift(a).re + b, im: lift(a).im };
  return typeof a === 'number' ? { re: a + b.re, im: b.im } : { re: a.re + b.re, im: a.im + b.im };
};
const minus: Mixed = (a, b) => {
  if (typeof b === 'number') return { re: lift(a).re - b, im: lift(a).im };
  return typeof a === 'number' ? { re: a - b.re, im: -b.im } : { re: a.re - b.re, im: a.im - b.im };
};
const times: Mixed = (a, b) => {
  if (typeof b === 'number') return { re: lift(a).re * b, im: lift(a).im * b };
  return typeof a === 'number' ? { re: a * b.re, im: a * b.im } : product(a, b);
};
const over: Mixed = (a, b) => {
  if (typeof b !== 'number') return typeof a === 'number' ? realOver(a, b) : divide(a, b);
  if (b === 0) throw zeroDivisionError('division by zero');
  return { re: lift(a).re / b, im: lift(a).im / b };
};
/** x / b for real x: no imaginary zero of the dividend takes part. */
function realOver(x: number, b: C): C {
  const p = abs(b.re);
  const q = abs(b.im);
  let re: number;
  let im: number;
  if (p >= q) {
    if (p === 0) throw zeroDivisionError('division by zero');
    const ratio = b.im / b.re;
    const d = b.re + b.im * ratio;
    re = x / d;
    im = (-x * ratio) / d;
  } else if (q >= p) {
    const ratio = b.re / b.im;
    const d = b.re * ratio + b.im;
    re = (x * ratio) / d;
    im = -x / d;
  } else re = im = NaN;
  if (isNaN(re) && isNaN(im) && isFinite(x) && (isInf(p) || isInf(q))) {
    const u = copysign(isInf(b.re) ? 1 : 0, b.re);
    const v = copysign(isInf(b.im) ? 1 : 0, b.im);
    re = 0 * (x * u);
    im = 0 * (-x * v);
  }
  return { re, im };
}
function pow(a: C | number, b: C | number, mod: PyValue): PyValue {
  if (mod !== None) throw valueError('complex modulo');
  return box(power(lift(a), lift(b)));
}
provideComplexPower((a, b) => box(power(lift(a), lift(b))));

function sameAs(a: PyComplex, v: PyValue): boolean | undefined {
  if (v instanceof PyComplex) return a.re === v.re && a.im === v.im;
  if (v instanceof PyFloat) return a.im === 0 && a.re === v.v;
  if (typeof v !== 'object' || floatLike(v))
    return typeof v === 'string' ? undefined : a.im === 0 && equal(new PyFloat(a.re), v);
  return undefined;
}
const floatLike = (v: PyValue): boolean => typeof v === 'object' && v.cls.isSubtype(intBase());
const intBase = (): PyType => typeOf(0);

const part = (x: number, sign: boolean): string => {
  const s = floatRepr(x).replace(/\.0$/, '');
  return sign && !s.startsWith('-') ? `+${s}` : s;
};
/** repr(complex) */
export function complexRepr(c: C): string {
  if (Object.is(c.re, 0)) return `${part(c.im, false)}j`;
  return `(${part(c.re, false)}${part(c.im, true)}j)`;
}

// ---------------------------------------------------------------------------------------------------------- complex()

const NUMBER = /^[+-]?(?:inf(?:inity)?|nan|(?:\d[\d_]*\.?(?:\d[\d_]*)?|\.\d[\d_]*)(?:e[+-]?\d[\d_]*)?)/i;

/** complex(text) */
export function parseComplex(text: string): C {
  const malformed = (): never => {
    throw valueError('complex() arg is a malformed string');
  };
  const number = (s: string): number => parseFloat(s) ?? malformed();
  let t = (/[^\x00-\x7f]/.test(text) ? toAsciiDigits(text) : text).replace(
    /^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g,
    '',
  );
  if (t.startsWith('(') && t.endsWith(')')) t = t.slice(1, -1).trim();
  const first = NUMBER.exec(t)?.[0];
  if (first === undefined) {
    if (!/^[+-]?j$/i.test(t)) malformed();
    return { re: 0, im: t.startsWith('-') ? -1 : 1 };
  }
  const rest = t.slice(first.length);
  if (rest === '') return { re: number(first), im: 0 };
  if (/^j$/i.test(rest)) return { re: 0, im: number(first) };
  if (!/^[+-].*j$/i.test(rest)) malformed();
  const second = rest.slice(0, -1);
  if (second === '+' || second === '-') return { re: number(first), im: second === '-' ? -1 : 1 };
  if (NUMBER.exec(second)?.[0] !== second) malformed();
  return { re: number(first), im: number(second) };
}

/** What `__complex__` or a complex subclass gives; undefined when the value has neither. Resumable. */
function viaComplexR(v: PyValue): Resumable<PyComplex | undefined> {
  if (v instanceof PyComplex && v.cls === complexType) return v;
  const f = typeof v === 'object' ? typeOf(v).slot(SLOT.__complex__) : null;
  if (f === null || f === None) return v instanceof PyComplex ? v : undefined;
  return (function* (): NativeGenerator<PyComplex> {
    const r = (yield callUnboundR(f, v, [])) as PyValue;
    if (!(r instanceof PyComplex))
      throw typeError(`${typeOf(v).name}.__complex__() must return a complex, not ${typeOf(r).name}`);
    if ((r.cls.flags & TYPE_HEAP) !== 0) {
      yield hooks.warnR(
        exceptionTypes.DeprecationWarning,
        `${typeOf(v).name}.__complex__() must return a complex, not ${typeOf(r).name}.  The ability to return an instance of a strict subclass of complex is deprecated, and may not be supported in a future version of Python.`,
      );
    }
    return r;
  })();
}
function isReal(v: PyValue): boolean {
  if (isStr(v)) return false;
  const t = typeOf(v);
  return (
    typeof v !== 'object' || v instanceof PyFloat || t.slot(SLOT.__float__) !== null || t.slot(SLOT.__index__) !== null
  );
}

/** The complex number any numeric argument stands for (`cmath.sqrt(x)`). Resumable. */
export function complexOfR(v: PyValue, message?: (type: string) => string): Resumable<C> {
  return thenR<PyComplex | undefined, C>(viaComplexR(v), (c): Resumable<C> => {
    if (c !== undefined) return c;
    if (!isReal(v)) throw typeError(message?.(typeOf(v).name) ?? `must be real number, not ${typeOf(v).name}`);
    return thenR<number, C>(floatOfR(v), (re) => ({ re, im: 0 }));
  });
}

function make(cls: PyType, c: C): PyValue {
  if (cls === complexType) return box(c);
  const o = new cls.ctor() as PyComplex; // a subclass of complex has its shape
  o.re = c.re;
  o.im = c.im;
  return o;
}

function* construct(cls: PyType, real: PyValue | undefined, imag: PyValue | undefined): NativeGenerator<PyValue> {
  if (imag === undefined && real !== undefined) {
    if (isStr(real)) return make(cls, parseComplex(toJS(real)));
    const c: C = yield complexOfR(real, (t) => `complex() argument must be a string or a number, not ${t}`);
    return make(cls, c);
  }
  const one = function* (v: PyValue | undefined, name: string): NativeGenerator<C | number> {
    if (v === undefined) return 0;
    const bad = `complex() argument '${name}' must be a real number, not ${typeOf(v).name}`;
    const c: PyComplex | undefined = v instanceof PyComplex || name === 'real' ? yield viaComplexR(v) : undefined;
    if (c !== undefined) {
      yield hooks.warnR(exceptionTypes.DeprecationWarning, bad);
      return c;
    }
    if (!isReal(v)) throw typeError(bad);
    return (yield floatOfR(v)) as unknown as number;
  };
  const a = (yield one(real, 'real')) as unknown as C | number; // what `one` promises
  const b = (yield one(imag, 'imag')) as unknown as C | number; // as above
  let re = typeof a === 'number' ? a : a.re;
  let im = typeof b === 'number' ? b : b.re;
  if (typeof b !== 'number') re -= b.im;
  if (typeof a !== 'number') im += a.im;
  return make(cls, { re, im });
}

const never = (): PyValue => NotImplemented;

defineType(complexType, {
  doc: "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
  new: [
    '(real=?, imag=?)',
    (cls: PyType, real: PyValue | undefined, imag: PyValue | undefined): Resumable => {
      if (cls === complexType && imag === undefined && real instanceof PyComplex && real.cls === complexType)
        return real;
      return construct(cls, real, imag);
    },
  ],
  methods: {
    ...both('add', plus),
    ...both('sub', minus),
    ...both('mul', times),
    ...both('truediv', over),
    '__pow__(value, mod=None, /)': (a: PyComplex, v: PyValue, mod: PyValue) => {
      const b = operand(v);
      return b === undefined ? NotImplemented : pow(a, b, mod);
    },
    '__rpow__(value, mod=None, /)': (a: PyComplex, v: PyValue, mod: PyValue) => {
      const b = operand(v);
      return b === undefined ? NotImplemented : pow(b, a, mod);
    },
    '__eq__(value, /)': (a: PyComplex, v: PyValue) => sameAs(a, v) ?? NotImplemented,
    '__ne__(value, /)': (a: PyComplex, v: PyValue) => {
      const r = sameAs(a, v);
      return r === undefined ? NotImplemented : !r;
    },
    '__lt__(value, /)': never,
    '__le__(value, /)': never,
    '__gt__(value, /)': never,
    '__ge__(value, /)': never,
    '__neg__()': (a: PyComplex) => new PyComplex(-a.re, -a.im),
    '__pos__()': exact,
    '__abs__()': (a: PyComplex) => {
      const r = hypot(a.re, a.im);
      if (isInf(r) && isFinite(a.re) && isFinite(a.im)) throw overflowError('absolute value too large');
      return new PyFloat(r);
    },
    '__bool__()': (a: PyComplex) => a.re !== 0 || a.im !== 0,
    '__complex__()': exact,
    '__hash__()': (a: PyComplex) => {
      const half = (x: number): number | bigint => (isNaN(x) ? hashIdentity(a) : hashDouble(x));
      return hashComplex(half(a.re), half(a.im));
    },
    '__repr__()': complexRepr,
    '__format__(format_spec, /)': (a: PyComplex, spec: PyValue) => {
      if (!isStr(spec)) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`);
      if (spec === '') return strR(a);
      try {
        return fromJS(formatComplex(a.re, a.im, toJS(spec), a.cls.name));
      } catch (e) {
        if (e instanceof FormatError) throw valueError(e.message);
        throw e;
      }
    },
    '__getnewargs__()': (a: PyComplex) => new PyTuple([new PyFloat(a.re), new PyFloat(a.im)]),
    'conjugate()': (a: PyComplex) => new PyComplex(a.re, -a.im),
  },
  classMethods: {
    'from_number(number, /)': (cls: PyType, v: PyValue): Resumable => {
      if (v instanceof PyComplex && v.cls === complexType && cls === complexType) return v;
      return thenR<C, PyValue>(complexOfR(v), (c): Resumable => (cls === complexType ? box(c) : callR(cls, [box(c)])));
    },
  },
  fields: {
    real: [(a: PyComplex) => new PyFloat(a.re), 'the real part of a complex number'],
    imag: [(a: PyComplex) => new PyFloat(a.im), 'the imaginary part of a complex number'],
  },
});
