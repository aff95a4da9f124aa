// math: the C library's functions on doubles and the integer functions. Invariant: domain errors are ValueError, results
// too large OverflowError, with CPython 3.14's messages; ints of any size are exact where CPython is exact.

import { None, type PyValue } from '../objects/object.ts';
import { PyFloat, PyTuple } from '../objects/shapes.ts';
import { typeOf } from '../objects/type.ts';
import { SLOT } from '../objects/slots.ts';
import { overflowError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { binaryR, index, intValue, OPERATOR } from '../objects/protocol/operators.ts';
import { callUnboundR } from '../objects/protocol/call.ts';
import { collectR, iterR, nextR } from '../objects/protocol/iteration.ts';
import { isPending, type NativeGenerator, type Resumable } from '../objects/protocol/pending.ts';
import { fromFloat } from '../objects/int.ts';
import { realR } from '../objects/float.ts';
import * as f from '../objects/algorithms/float-text.ts';
import * as n from '../objects/algorithms/int-text.ts';
import { defineModule } from '../runtime/modules.ts';
import { gamma, lgamma, erf, erfc } from './math/special.ts';
import { log as logReal } from './math/log.ts';
import { fma, fsum, nextAfter, remainder, sumprodFloats, ulp } from './math/exact.ts';

const float = (v: number): PyFloat => new PyFloat(v);

const bits = new DataView(new ArrayBuffer(8));
/** The sign bit, of zeros and NaNs too. */
function isNegative(v: number): boolean {
  if (v === v) return v < 0 || Object.is(v, -0);
  bits.setFloat64(0, v);
  return bits.getUint8(0) > 127;
}

/** Applies `g` to one real argument. */
function real(x: PyValue, g: (v: number) => PyValue): Resumable {
  const r = realR(x);
  if (!isPending(r)) return g(r);
  return (function* (): NativeGenerator<PyValue> {
    const v: number = yield r;
    return g(v);
  })();
}
function reals(xs: readonly PyValue[], g: (...v: number[]) => PyValue): Resumable {
  const out: number[] = [];
  for (let i = 0; i < xs.length; i++) {
    const r = realR(xs[i]);
    if (isPending(r)) {
      return (function* (): NativeGenerator<PyValue> {
        const rest: number[] = out.slice();
        const first: number = yield r;
        rest.push(first);
        for (const x of xs.slice(i + 1)) {
          const v: number = yield realR(x);
          rest.push(v);
        }
        return g(...rest);
      })();
    }
    out.push(r);
  }
  return g(...out);
}

function show(v: number): string {
  return f.floatRepr(v);
}
/** A function of one double: NaN out of a number is a domain error, infinity out of a finite one an overflow. */
function one(g: (v: number) => number, domain: (v: number) => string = () => 'math domain error', overflows = false) {
  return (x: PyValue) =>
    real(x, (v) => {
      const r = g(v);
      if (Number.isNaN(r) && !Number.isNaN(v)) throw valueError(domain(v));
      if (!Number.isFinite(r) && Number.isFinite(v) && !Number.isNaN(r)) {
        if (overflows) throw overflowError('math range error');
        throw valueError(domain(v));
      }
      return float(r);
    });
}
const finite = (v: number): string => `expected a finite input, got ${show(v)}`;
const nonnegative = (v: number): string => `expected a nonnegative input, got ${show(v)}`;
const unit = (v: number): string => `expected a number in range from -1 up to 1, got ${show(v)}`;

/** floor/ceil/trunc: the dunder for other types. */
function rounding(name: 'floor' | 'ceil' | 'trunc', g: (v: number) => number) {
  return (x: PyValue): Resumable => {
    if (x instanceof PyFloat && x.cls.name === 'float') return fromFloat(g(x.v));
    const m = typeOf(x).lookup(`__${name}__`);
    if (m !== undefined) return callUnboundR(m, x, []);
    if (name === 'trunc') throw typeError(`type ${typeOf(x).name} doesn't define __trunc__ method`);
    return real(x, (v) => fromFloat(g(v)));
  };
}

/** log of an int of any size in a base given by its natural logarithm. */
function logInt(v: number | bigint, g: (x: number) => number, log2: number): number {
  const d = f.intToFloat(v);
  if (Number.isFinite(d)) return g(d);
  const bits = n.intBitLength(v);
  const m = Number(n.intShr(v, bits - 64)) / 2 ** 64;
  return g(m) + bits * log2;
}
function log(x: PyValue, g: (v: number) => number, log2: number): Resumable<number> {
  const i = intValue(x);
  if (i !== undefined) {
    if (i <= 0) throw valueError('expected a positive input');
    return logInt(i, g, log2);
  }
  const r = realR(x);
  const finish = (v: number): number => {
    if (!(v > 0) && !Number.isNaN(v)) throw valueError(`expected a positive input, got ${show(v)}`);
    return g(v);
  };
  if (!isPending(r)) return finish(r);
  return (function* (): NativeGenerator<number> {
    const v: number = yield r;
    return finish(v);
  })();
}
function* logBase(x: PyValue, base: PyValue): NativeGenerator<PyValue> {
  const a: number = yield log(x, logReal, Math.LN2);
  const b: number = yield log(base, logReal, Math.LN2);
  if (b === 0) throw valueError('division by zero');
  return float(a / b);
}
const exactLog2 = (v: number): number => {
  // Powers of two are exact in C's log2.
  const r = Math.log2(v);
  const k = Math.round(r);
  return 2 ** k === v ? k : r;
};
const exactLog10 = (v: number): number => {
  const r = Math.log10(v);
  const k = Math.round(r);
  return k >= -22 && k <= 22 && 10 ** k === v ? k : r;
};

function pow(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) return 1;
  const r = x ** y;
  if (Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y)) throw valueError('math domain error');
  if (!Number.isFinite(r) && Number.isFinite(x) && Number.isFinite(y) && !Number.isNaN(r)) {
    if (x === 0) throw valueError('math domain error');
    throw overflowError('math range error');
  }
  return r;
}

function nonNegativeInt(v: PyValue, what: string): number | bigint {
  const i = index(v);
  if (i < 0) throw valueError(`${what} must be a non-negative integer`);
  return i;
}
function comb(a: PyValue, b: PyValue): PyValue {
  const nn = nonNegativeInt(a, 'n');
  let k = nonNegativeInt(b, 'k');
  if (n.intCompare(k, nn) > 0) return 0;
  const other = n.intSub(nn, k);
  if (n.intCompare(other, k) < 0) k = other;
  if (typeof k === 'bigint') throw overflowError('min(n - k, k) must not exceed 18446744073709551615');
  let r: bigint = 1n;
  const big = BigInt(nn);
  for (let i = 0; i < k; i++) r = (r * (big - BigInt(i))) / BigInt(i + 1);
  return n.intNormalize(r);
}
function product(lo: bigint, hi: bigint): bigint {
  if (lo > hi) return 1n;
  if (hi - lo < 8n) {
    let r = lo;
    for (let i = lo + 1n; i <= hi; i++) r *= i;
    return r;
  }
  const mid = (lo + hi) >> 1n;
  return product(lo, mid) * product(mid + 1n, hi);
}
function perm(a: PyValue, b: PyValue): PyValue {
  const nn = nonNegativeInt(a, 'n');
  if (b === None) return factorial(nn);
  const k = nonNegativeInt(b, 'k');
  if (n.intCompare(k, nn) > 0) return 0;
  if (typeof k === 'bigint') throw overflowError('k must not exceed 18446744073709551615');
  return n.intNormalize(product(BigInt(nn) - BigInt(k) + 1n, BigInt(nn)));
}
function factorial(v: number | bigint): PyValue {
  if (v < 0) throw valueError('factorial() not defined for negative values');
  if (typeof v === 'bigint') throw overflowError('factorial() argument should not exceed 9223372036854775807');
  return n.intNormalize(product(1n, BigInt(v)));
}

function* prod(iterable: PyValue, start: PyValue): NativeGenerator<PyValue> {
  const it: PyValue = yield iterR(iterable);
  let acc = start;
  for (;;) {
    let v = nextR(it);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) return acc;
    const r = binaryR(acc, v, OPERATOR.mul);
    acc = isPending(r) ? yield r : r;
  }
}
function* sumprod(p: PyValue, q: PyValue): NativeGenerator<PyValue> {
  const a: PyValue[] = yield collectR(p);
  const b: PyValue[] = yield collectR(q);
  if (a.length !== b.length) throw valueError('Inputs are not the same length');
  const isNumber = (v: PyValue): boolean =>
    typeof v === 'number' || typeof v === 'boolean' || (v instanceof PyFloat && v.cls.name === 'float');
  if (a.some((v) => v instanceof PyFloat) || b.some((v) => v instanceof PyFloat)) {
    if (a.every(isNumber) && b.every(isNumber)) {
      const num = (v: PyValue): number => (v instanceof PyFloat ? v.v : Number(v));
      return float(sumprodFloats(a.map(num), b.map(num)));
    }
  }
  let acc: PyValue = 0;
  for (let i = 0; i < a.length; i++) {
    const t: PyValue = yield binaryR(a[i], b[i], OPERATOR.mul);
    acc = yield binaryR(acc, t, OPERATOR.add);
  }
  return acc;
}

function* coordinates(v: PyValue): NativeGenerator<number[]> {
  const items: PyValue[] = v instanceof PyTuple ? v.items : yield collectR(v);
  const out: number[] = [];
  for (const x of items) {
    const d: number = yield realR(x);
    out.push(d);
  }
  return out;
}
/** Euclidean norm without overflow, correctly rounded in nearly all cases. */
function norm(v: readonly number[]): number {
  let max = 0;
  let nan = false;
  for (const x of v) {
    const a = Math.abs(x);
    if (a === Number.POSITIVE_INFINITY) return a;
    if (Number.isNaN(a)) nan = true;
    else if (a > max) max = a;
  }
  if (nan) return Number.NaN;
  if (max === 0 || v.length <= 1) return max;
  const e = Math.floor(Math.log2(max));
  const scale = 2 ** -Math.max(-1000, Math.min(1000, e));
  const squares = v.flatMap((x) => {
    const t = x * scale;
    const p = t * t;
    return [p, fma(t, t, -p)];
  });
  let h = Math.sqrt(fsum(squares)!); // scaled: nothing overflows, here and below
  // One Newton step with the exact residue.
  const p = h * h;
  h += fsum([...squares, -p, -fma(h, h, -p)])! / (2 * h);
  return h / scale;
}

defineModule('math', (m) => {
  m.set('pi', float(Math.PI));
  m.set('e', float(Math.E));
  m.set('tau', float(2 * Math.PI));
  m.set('inf', float(Number.POSITIVE_INFINITY));
  m.set('nan', float(Number.NaN));
  const angle = 180 / Math.PI;
  m.funcs({
    'acos(x, /)': one(Math.acos, unit),
    'acosh(x, /)': one(Math.acosh, (v) => `expected argument value not less than 1, got ${show(v)}`),
    'asin(x, /)': one(Math.asin, unit),
    'asinh(x, /)': one(Math.asinh),
    'atan(x, /)': one(Math.atan),
    'atan2(y, x, /)': (y: PyValue, x: PyValue) => reals([y, x], (a, b) => float(Math.atan2(a, b))),
    'atanh(x, /)': one(Math.atanh, (v) => `expected a number between -1 and 1, got ${show(v)}`),
    'cbrt(x, /)': one(Math.cbrt),
    'ceil(x, /)': rounding('ceil', Math.ceil),
    'comb(n, k, /)': comb,
    'copysign(x, y, /)': (x: PyValue, y: PyValue) =>
      reals([x, y], (a, b) => float(isNegative(b) ? -Math.abs(a) : Math.abs(a))),
    'cos(x, /)': one(Math.cos, finite),
    'cosh(x, /)': one(Math.cosh, undefined, true),
    'degrees(x, /)': (x: PyValue) => real(x, (v) => float(v * angle)),
    'dist(p, q, /)': function* (p: PyValue, q: PyValue): NativeGenerator<PyValue> {
      const a: number[] = yield coordinates(p);
      const b: number[] = yield coordinates(q);
      if (a.length !== b.length) throw valueError('both points must have the same number of dimensions');
      return float(norm(a.map((v, i) => v - b[i])));
    },
    'erf(x, /)': one(erf),
    'erfc(x, /)': one(erfc),
    'exp(x, /)': one(Math.exp, undefined, true),
    'exp2(x, /)': one((v) => 2 ** v, undefined, true),
    'expm1(x, /)': one(Math.expm1, undefined, true),
    'fabs(x, /)': one(Math.abs),
    'factorial(n, /)': (v: PyValue) => {
      if (intValue(v) === undefined && typeOf(v).slot(SLOT.__index__) === null)
        throw typeError(`'${typeOf(v).name}' object cannot be interpreted as an integer`);
      return factorial(index(v));
    },
    'floor(x, /)': rounding('floor', Math.floor),
    'fma(x, y, z, /)': (x: PyValue, y: PyValue, z: PyValue) =>
      reals([x, y, z], (a, b, c) => {
        const r = fma(a, b, c);
        if (Number.isFinite(r)) return float(r);
        if (Number.isNaN(r)) {
          if (!Number.isNaN(a) && !Number.isNaN(b) && !Number.isNaN(c)) throw valueError('invalid operation in fma');
        } else if (Number.isFinite(a) && Number.isFinite(b) && Number.isFinite(c))
          throw overflowError('overflow in fma');
        return float(r);
      }),
    'fmod(x, y, /)': (x: PyValue, y: PyValue) =>
      reals([x, y], (a, b) => {
        if (!Number.isFinite(b) && !Number.isNaN(b) && Number.isFinite(a)) return float(a);
        const r = a % b;
        if (Number.isNaN(r) && !Number.isNaN(a) && !Number.isNaN(b)) throw valueError('math domain error');
        return float(r);
      }),
    'frexp(x, /)': (x: PyValue) =>
      real(x, (v) => {
        if (v === 0 || !Number.isFinite(v)) return new PyTuple([float(v), 0]);
        let e = Math.max(-1023, Math.floor(Math.log2(Math.abs(v))) + 1);
        let mant = v * 2 ** -e;
        if (e < -1000) mant = v * 2 ** 512 * 2 ** (-e - 512);
        while (Math.abs(mant) >= 1) {
          mant /= 2;
          e++;
        }
        while (Math.abs(mant) < 0.5) {
          mant *= 2;
          e--;
        }
        return new PyTuple([float(mant), e]);
      }),
    'fsum(seq, /)': function* (seq: PyValue): NativeGenerator<PyValue> {
      const items: PyValue[] = yield collectR(seq);
      const out: number[] = [];
      for (const x of items) {
        const v: number = yield realR(x);
        out.push(v);
      }
      const inf = out.filter((v) => !Number.isFinite(v));
      if (inf.length > 0) {
        const s = inf.reduce((a, b) => a + b, 0);
        if (Number.isNaN(s) && !inf.some((v) => Number.isNaN(v))) throw valueError('-inf + inf in fsum');
        return float(s);
      }
      const r = fsum(out);
      if (r === undefined) throw overflowError('intermediate overflow in fsum');
      return float(r);
    },
    'gamma(x, /)': one(gamma, (v) => `expected a noninteger or positive integer, got ${show(v)}`, true),
    'gcd(*integers)': (xs: PyValue[]) => xs.reduce<number | bigint>((a, x) => n.intGcd(a, index(x)), 0),
    'hypot(*coordinates)': function* (xs: PyValue[]): NativeGenerator<PyValue> {
      const v: number[] = yield coordinates(new PyTuple(xs));
      return float(norm(v));
    },
    'isclose(a, b, *, rel_tol=?, abs_tol=?)': (
      a: PyValue,
      b: PyValue,
      rel: PyValue | undefined,
      abs: PyValue | undefined,
    ) =>
      reals([a, b, rel ?? float(1e-9), abs ?? float(0)], (x, y, r, t) => {
        if (r < 0 || t < 0) throw valueError('tolerances must be non-negative');
        if (x === y) return true;
        if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
        const d = Math.abs(y - x);
        return d <= Math.abs(r * y) || d <= Math.abs(r * x) || d <= t;
      }),
    'isfinite(x, /)': (x: PyValue) => real(x, (v) => Number.isFinite(v)),
    'isinf(x, /)': (x: PyValue) => real(x, (v) => v === Number.POSITIVE_INFINITY || v === Number.NEGATIVE_INFINITY),
    'isnan(x, /)': (x: PyValue) => real(x, (v) => Number.isNaN(v)),
    'isqrt(n, /)': (v: PyValue) => {
      const i = index(v);
      if (i < 0) throw valueError('isqrt() argument must be nonnegative');
      return n.intSqrt(i);
    },
    'lcm(*integers)': (xs: PyValue[]) => xs.reduce<number | bigint>((a, x) => n.intLcm(a, index(x)), 1),
    'ldexp(x, i, /)': (x: PyValue, e: PyValue) => {
      const i = intValue(e);
      if (i === undefined) throw typeError('Expected an int as second argument to ldexp.');
      return real(x, (v) => {
        if (v === 0 || !Number.isFinite(v)) return float(v);
        if (i > 4000) throw overflowError('math range error');
        if (i < -4000) return float(v < 0 ? -0 : 0);
        const quick = v * 2 ** Number(i);
        if (Math.abs(quick) >= 2 ** -1021 && Number.isFinite(quick) && i > -1000 && i < 1000) return float(quick); // exact
        const r = f.scaleBigInt(f.asIntegerRatio(v)[0], Number(i) - (f.asIntegerRatio(v)[1].toString(2).length - 1));
        if (!Number.isFinite(r)) throw overflowError('math range error');
        return float(r);
      });
    },
    'lgamma(x, /)': one(lgamma, (v) => `expected a noninteger or positive integer, got ${show(v)}`, true),
    'log(x, base=?, /)': (x: PyValue, base: PyValue | undefined): Resumable => {
      if (base !== undefined) return logBase(x, base);
      const r = log(x, logReal, Math.LN2);
      if (!isPending(r)) return float(r);
      return (function* (): NativeGenerator<PyValue> {
        const v: number = yield r;
        return float(v);
      })();
    },
    'log10(x, /)': function* (x: PyValue): NativeGenerator<PyValue> {
      const v: number = yield log(x, exactLog10, Math.log10(2));
      return float(v);
    },
    'log1p(x, /)': one(Math.log1p, (v) => `expected argument value > -1, got ${show(v)}`),
    'log2(x, /)': function* (x: PyValue): NativeGenerator<PyValue> {
      const v: number = yield log(x, exactLog2, 1);
      return float(v);
    },
    'modf(x, /)': (x: PyValue) =>
      real(x, (v) => {
        if (!Number.isFinite(v)) return new PyTuple([float(Number.isNaN(v) ? v : v > 0 ? 0 : -0), float(v)]);
        const whole = Math.trunc(v);
        const part = v - whole;
        return new PyTuple([float(part === 0 && (v < 0 || Object.is(v, -0)) ? -0 : part), float(whole)]);
      }),
    'nextafter(x, y, /, *, steps=None)': (x: PyValue, y: PyValue, steps: PyValue) =>
      reals([x, y], (a, b) => {
        if (steps === None) return float(nextAfter(a, b, 1n));
        const s = index(steps);
        if (s < 0) throw valueError('steps must be a non-negative integer');
        return float(nextAfter(a, b, BigInt(s)));
      }),
    'perm(n, k=None, /)': perm,
    'pow(x, y, /)': (x: PyValue, y: PyValue) => reals([x, y], (a, b) => float(pow(a, b))),
    'prod(iterable, /, *, start=1)': prod,
    'radians(x, /)': (x: PyValue) => real(x, (v) => float(v / angle)),
    'remainder(x, y, /)': (x: PyValue, y: PyValue) =>
      reals([x, y], (a, b) => {
        const r = remainder(a, b);
        if (Number.isNaN(r) && !Number.isNaN(a) && !Number.isNaN(b)) throw valueError('math domain error');
        return float(r);
      }),
    'sin(x, /)': one(Math.sin, finite),
    'sinh(x, /)': one(Math.sinh, undefined, true),
    'sqrt(x, /)': one(Math.sqrt, nonnegative),
    'sumprod(p, q, /)': sumprod,
    'tan(x, /)': one(Math.tan, finite),
    'tanh(x, /)': one(Math.tanh),
    'trunc(x, /)': rounding('trunc', Math.trunc),
    'ulp(x, /)': (x: PyValue) => real(x, (v) => float(ulp(v))),
  });
});
