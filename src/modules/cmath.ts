// cmath: complex functions on pairs of doubles. Invariant: branch cuts, signed zeros, infinities and NaNs are those of
// C99's Annex G; an invalid operation is ValueError, a result too large OverflowError.

import type { PyValue } from '../objects/object.ts';
import { PyComplex, PyFloat, PyTuple } from '../objects/shapes.ts';
import { overflowError, valueError } from '../objects/exceptions/raise.ts';
import type { NativeGenerator, Resumable } from '../objects/protocol/pending.ts';
import { thenR } from '../objects/iterator.ts';
import { type C, complexOfR, quotient } from '../objects/complex.ts';
import { realR } from '../objects/float.ts';
import { defineModule } from '../runtime/modules.ts';
import { log as logReal } from './math/log.ts';

const {
  abs,
  atan2,
  asinh: asinhReal,
  cos: cosReal,
  cosh: coshReal,
  exp: expReal,
  hypot,
  log1p,
  PI,
  sin: sinReal,
} = Math;
const { sinh: sinhReal, sqrt: sqrtReal, tan: tanReal, tanh: tanhReal, E, LN2, LN10 } = Math;
const { isFinite, isNaN } = Number;

/** Beyond these, squares and exponentials are taken of scaled values. */
const LARGE = Number.MAX_VALUE / 4;
const SQRT_LARGE = sqrtReal(LARGE);
const LOG_LARGE = logReal(LARGE);
const TINY = 2 ** -1022;
const SQRT_TINY = 2 ** -511;

const isInf = (x: number): boolean => x === Infinity || x === -Infinity;
const negative = (x: number): boolean => x < 0 || Object.is(x, -0);
const copysign = (x: number, s: number): number => (negative(s) ? -abs(x) : abs(x));
const finite = (z: C): boolean => isFinite(z.re) && isFinite(z.im);
const domain = (): never => {
  throw valueError('math domain error');
};
const inRange = (z: C): C => {
  if (isInf(z.re) || isInf(z.im)) throw overflowError('math range error');
  return z;
};
/** z·i and z/i: how the circular functions follow from the hyperbolic ones. */
const timesI = (z: C): C => ({ re: -z.im, im: z.re });
const overI = (z: C): C => ({ re: z.im, im: -z.re });

function sqrt(z: C): C {
  const { re, im } = z;
  if (isInf(im)) return { re: Infinity, im };
  if (isNaN(re)) return { re: NaN, im: NaN };
  if (re === -Infinity) return isNaN(im) ? { re: NaN, im: Infinity } : { re: 0, im: copysign(Infinity, im) };
  if (re === Infinity) return { re, im: isNaN(im) ? im : copysign(0, im) };
  if (isNaN(im)) return { re: NaN, im: NaN };
  if (re === 0 && im === 0) return { re: 0, im };
  const x = abs(re);
  const y = abs(im);
  let s: number;
  if (x < TINY && y < TINY) s = sqrtReal(x * 2 ** 53 + hypot(x * 2 ** 53, y * 2 ** 53)) * 2 ** -27;
  else s = 2 * sqrtReal(x / 8 + hypot(x / 8, y / 8));
  const d = y / (2 * s);
  return re >= 0 ? { re: s, im: copysign(d, im) } : { re: d, im: copysign(s, im) };
}

/** log |z| of a large z. */
const logLarge = (z: C): number => logReal(hypot(z.re / 2, z.im / 2)) + 2 * LN2;
const large = (z: C): boolean => abs(z.re) > LARGE || abs(z.im) > LARGE;

function acos(z: C): C {
  const { re, im } = z;
  if (!finite(z)) {
    if (isInf(im)) return { re: isNaN(re) ? NaN : atan2(abs(im), re), im: -im };
    if (isInf(re)) return isNaN(im) ? { re: NaN, im: Infinity } : { re: re < 0 ? PI : 0, im: copysign(Infinity, -im) };
    return { re: re === 0 ? PI / 2 : NaN, im: NaN };
  }
  if (large(z)) return { re: atan2(abs(im), re), im: copysign(logLarge(z), -im) };
  const a = sqrt({ re: 1 - re, im: -im });
  const b = sqrt({ re: 1 + re, im });
  return { re: 2 * atan2(a.re, b.re), im: asinhReal(b.re * a.im - b.im * a.re) };
}
function acosh(z: C): C {
  const { re, im } = z;
  if (!finite(z)) {
    if (isInf(re) || isInf(im)) return { re: Infinity, im: atan2(im, re) };
    return { re: NaN, im: NaN };
  }
  if (large(z)) return { re: logLarge(z), im: atan2(im, re) };
  const a = sqrt({ re: re - 1, im });
  const b = sqrt({ re: re + 1, im });
  return { re: asinhReal(a.re * b.re + a.im * b.im), im: 2 * atan2(a.im, b.re) };
}
function asinh(z: C): C {
  const { re, im } = z;
  if (!finite(z)) {
    if (isInf(re)) return { re, im: isNaN(im) ? NaN : atan2(im, Infinity) };
    if (isInf(im))
      return { re: isNaN(re) ? Infinity : copysign(Infinity, re), im: isNaN(re) ? NaN : copysign(PI / 2, im) };
    return { re: NaN, im: im === 0 ? im : NaN };
  }
  if (large(z)) return { re: copysign(logLarge(z), re), im: atan2(im, abs(re)) };
  const a = sqrt({ re: 1 + im, im: -re });
  const b = sqrt({ re: 1 - im, im: re });
  return { re: asinhReal(a.re * b.im - b.re * a.im), im: atan2(im, a.re * b.re - a.im * b.im) };
}
function atanh(z: C): C {
  const { re, im } = z;
  if (!finite(z)) {
    if (isInf(im)) return { re: isNaN(re) ? 0 : copysign(0, re), im: copysign(PI / 2, im) };
    if (isInf(re)) return { re: copysign(0, re), im: isNaN(im) ? NaN : copysign(PI / 2, im) };
    return { re: re === 0 ? re : NaN, im: NaN };
  }
  if (negative(re)) {
    const r = atanh({ re: -re, im: -im });
    return { re: -r.re, im: -r.im };
  }
  const y = abs(im);
  if (re > SQRT_LARGE || y > SQRT_LARGE) {
    const h = hypot(re / 2, im / 2);
    return { re: re / 4 / h / h, im: -copysign(PI / 2, -im) };
  }
  if (re === 1 && y < SQRT_TINY) {
    if (y === 0) domain();
    return { re: -logReal(sqrtReal(y) / sqrtReal(hypot(y, 2))), im: copysign(atan2(2, -y) / 2, im) };
  }
  return {
    re: log1p((4 * re) / ((1 - re) * (1 - re) + y * y)) / 4,
    im: -atan2(-2 * im, (1 - re) * (1 + re) - y * y) / 2,
  };
}

function cosh(z: C): C {
  const { re, im } = z;
  if (!finite(z)) {
    if (isInf(im) && !isNaN(re)) domain();
    if (isInf(re)) {
      if (isNaN(im)) return { re: Infinity, im: NaN };
      if (im === 0) return { re: Infinity, im: re > 0 ? im : -im };
      return { re: copysign(Infinity, cosReal(im)), im: copysign(Infinity, re > 0 ? sinReal(im) : -sinReal(im)) };
    }
    if (isNaN(re)) return { re: NaN, im: im === 0 ? 0 : NaN };
    return { re: NaN, im: re === 0 ? 0 : NaN };
  }
  if (abs(re) > LOG_LARGE) {
    const x = re - copysign(1, re);
    return inRange({ re: cosReal(im) * coshReal(x) * E, im: sinReal(im) * sinhReal(x) * E });
  }
  return inRange({ re: cosReal(im) * coshReal(re), im: sinReal(im) * sinhReal(re) });
}
function sinh(z: C): C {
  const { re, im } = z;
  if (!finite(z)) {
    if (isInf(im) && !isNaN(re)) domain();
    if (isInf(re)) {
      if (isNaN(im)) return { re: Infinity, im: NaN };
      if (im === 0) return { re, im };
      return { re: copysign(Infinity, re > 0 ? cosReal(im) : -cosReal(im)), im: copysign(Infinity, sinReal(im)) };
    }
    if (isNaN(re)) return { re: NaN, im: im === 0 ? im : NaN };
    return { re: re === 0 ? 0 : NaN, im: NaN };
  }
  if (abs(re) > LOG_LARGE) {
    const x = re - copysign(1, re);
    return inRange({ re: cosReal(im) * sinhReal(x) * E, im: sinReal(im) * coshReal(x) * E });
  }
  return inRange({ re: cosReal(im) * sinhReal(re), im: sinReal(im) * coshReal(re) });
}
function tanh(z: C): C {
  const { re, im } = z;
  if (!finite(z)) {
    if (isInf(im) && isFinite(re)) domain();
    if (isInf(re)) {
      if (!isFinite(im)) return { re: copysign(1, re), im: 0 };
      return { re: copysign(1, re), im: im === 0 ? im : copysign(0, 2 * sinReal(im) * cosReal(im)) };
    }
    if (isNaN(re)) return { re: NaN, im: im === 0 ? im : NaN };
    return { re: NaN, im: NaN };
  }
  if (abs(re) > LOG_LARGE) return { re: copysign(1, re), im: 4 * sinReal(im) * cosReal(im) * expReal(-2 * abs(re)) };
  const tx = tanhReal(re);
  const ty = tanReal(im);
  const cx = 1 / coshReal(re);
  const d = 1 + tx * ty * (tx * ty);
  return { re: (tx * (1 + ty * ty)) / d, im: (ty / d) * cx * cx };
}
function exp(z: C): C {
  const { re, im } = z;
  if (!finite(z)) {
    if (isInf(im) && (isFinite(re) || re === Infinity)) domain();
    if (isInf(re)) {
      if (!isFinite(im)) return re > 0 ? { re: Infinity, im: NaN } : { re: 0, im: 0 };
      const size = re > 0 ? Infinity : 0;
      return {
        re: copysign(size, cosReal(im)),
        im: im === 0 ? (re > 0 ? im : copysign(0, im)) : copysign(size, sinReal(im)),
      };
    }
    return { re: NaN, im: isNaN(re) && im === 0 ? im : NaN };
  }
  if (re > LOG_LARGE) {
    const l = expReal(re - 1);
    return inRange({ re: l * cosReal(im) * E, im: l * sinReal(im) * E });
  }
  const l = expReal(re);
  return inRange({ re: l * cosReal(im), im: l * sinReal(im) });
}
/** The logarithm; of zero -inf, which callers refuse. */
function logOrZero(z: C): C {
  const { re, im } = z;
  const angle = atan2(im, re);
  if (!finite(z)) return { re: isInf(re) || isInf(im) ? Infinity : NaN, im: angle };
  const x = abs(re);
  const y = abs(im);
  if (large(z)) return { re: logReal(hypot(x / 2, y / 2)) + LN2, im: angle };
  if (x < TINY && y < TINY) {
    if (x === 0 && y === 0) return { re: -Infinity, im: angle };
    return { re: logReal(hypot(x * 2 ** 53, y * 2 ** 53)) - 53 * LN2, im: angle };
  }
  const h = hypot(x, y);
  if (h < 0.71 || h > 1.73) return { re: logReal(h), im: angle };
  const big = Math.max(x, y);
  const small = Math.min(x, y);
  return { re: log1p((big - 1) * (big + 1) + small * small) / 2, im: angle };
}
function log(z: C): C {
  if (z.re === 0 && z.im === 0) domain();
  return logOrZero(z);
}
function rect(r: number, phi: number): C {
  if (!isFinite(r) || !isFinite(phi)) {
    if (r !== 0 && !isNaN(r) && isInf(phi)) domain();
    if (isInf(r)) {
      if (isNaN(phi)) return { re: Infinity, im: NaN };
      if (phi === 0) return { re: r, im: r > 0 ? phi : -phi };
      return {
        re: copysign(Infinity, r > 0 ? cosReal(phi) : -cosReal(phi)),
        im: copysign(Infinity, r > 0 ? sinReal(phi) : -sinReal(phi)),
      };
    }
    if (r === 0) return { re: 0, im: 0 };
    return { re: NaN, im: isNaN(r) && phi === 0 ? 0 : NaN };
  }
  // The sign of a zero angle is kept.
  if (phi === 0) return { re: r, im: r * phi };
  return { re: r * cosReal(phi), im: r * sinReal(phi) };
}
function size(z: C): number {
  const r = isInf(z.re) || isInf(z.im) ? Infinity : hypot(z.re, z.im);
  if (isInf(r) && finite(z)) throw overflowError('math range error');
  return r;
}

const box = (z: C): PyValue => new PyComplex(z.re, z.im);
const map =
  (f: (z: C) => PyValue) =>
  (x: PyValue): Resumable =>
    thenR<C, PyValue>(complexOfR(x), f);
const one = (f: (z: C) => C) => map((z) => box(f(z)));

function* isclose(
  a: PyValue,
  b: PyValue,
  rel: PyValue | undefined,
  tol: PyValue | undefined,
): NativeGenerator<PyValue> {
  const x: C = yield complexOfR(a);
  const y: C = yield complexOfR(b);
  const r: number = rel === undefined ? 1e-9 : yield realR(rel);
  const t: number = tol === undefined ? 0 : yield realR(tol);
  if (r < 0 || t < 0) throw valueError('tolerances must be non-negative');
  if (x.re === y.re && x.im === y.im) return true;
  if (isInf(x.re) || isInf(x.im) || isInf(y.re) || isInf(y.im)) return false;
  const d = hypot(x.re - y.re, x.im - y.im);
  return d <= r * hypot(y.re, y.im) || d <= r * hypot(x.re, x.im) || d <= t;
}
function* logBase(x: PyValue, base: PyValue | undefined): NativeGenerator<PyValue> {
  const z: C = yield complexOfR(x);
  if (base === undefined) return box(log(z));
  const b: C = yield complexOfR(base);
  if (z.re === 0 && z.im === 0) domain();
  return box(quotient(logOrZero(z), logOrZero(b)) ?? domain());
}

defineModule('cmath', (m) => {
  const constant = (name: string, v: number): void => m.set(name, new PyFloat(v));
  constant('pi', PI);
  constant('e', E);
  constant('tau', 2 * PI);
  constant('inf', Infinity);
  constant('nan', NaN);
  m.set('infj', new PyComplex(0, Infinity));
  m.set('nanj', new PyComplex(0, NaN));
  m.funcs({
    'acos(z, /)': one(acos),
    'acosh(z, /)': one(acosh),
    'asin(z, /)': one((z) => overI(asinh(timesI(z)))),
    'asinh(z, /)': one(asinh),
    'atan(z, /)': one((z) => overI(atanh(timesI(z)))),
    'atanh(z, /)': one(atanh),
    'cos(z, /)': one((z) => cosh(timesI(z))),
    'cosh(z, /)': one(cosh),
    'exp(z, /)': one(exp),
    'isclose(a, b, *, rel_tol=?, abs_tol=?)': isclose,
    'isfinite(z, /)': map(finite),
    'isinf(z, /)': map((z) => isInf(z.re) || isInf(z.im)),
    'isnan(z, /)': map((z) => isNaN(z.re) || isNaN(z.im)),
    'log(z, base=?, /)': logBase,
    'log10(z, /)': one((z) => {
      const r = log(z);
      return { re: r.re / LN10, im: r.im / LN10 };
    }),
    'phase(z, /)': map((z) => new PyFloat(atan2(z.im, z.re))),
    'polar(z, /)': map((z) => new PyTuple([new PyFloat(size(z)), new PyFloat(atan2(z.im, z.re))])),
    *'rect(r, phi, /)'(r: PyValue, phi: PyValue): NativeGenerator<PyValue> {
      const a: number = yield realR(r);
      const b: number = yield realR(phi);
      return box(rect(a, b));
    },
    'sin(z, /)': one((z) => overI(sinh(timesI(z)))),
    'sinh(z, /)': one(sinh),
    'sqrt(z, /)': one(sqrt),
    'tan(z, /)': one((z) => overI(tanh(timesI(z)))),
    'tanh(z, /)': one(tanh),
  });
});
