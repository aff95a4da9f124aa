// What each universal function computes, as text for the loops, and in which dtypes. Invariant: `types` decides from the
// inputs' common dtype what is computed in and what comes out; undefined means there is no such loop. Knows no arrays.

import { addToLibrary, type Formula } from './loops.ts';
import * as dt from './dtype.ts';
import type { PyDType } from './dtype.ts';

export interface Types {
  readonly work: PyDType;
  readonly out: PyDType;
}
export interface UFuncSpec {
  readonly name: string;
  readonly nin: number;
  readonly types: (d: PyDType) => Types | undefined;
  /** Formulas for bools, integers, floats and complex numbers. */
  readonly b?: Formula;
  readonly i?: Formula;
  /** 32-bit integers, where they differ. */
  readonly w?: Formula;
  readonly f?: Formula;
  readonly c?: Formula;
  /** The value that changes nothing. */
  readonly identity?: number;
  readonly doc?: string;
}

const same = (d: PyDType): Types | undefined => (d.isNumber ? { work: d, out: d } : undefined);
const noBool = (d: PyDType): Types | undefined => (d.kind === 'b' ? undefined : same(d));
const bits = (d: PyDType): Types | undefined => ('biu'.includes(d.kind) ? { work: d, out: d } : undefined);
const shifts = (d: PyDType): Types | undefined =>
  d.kind === 'b' ? { work: dt.int8, out: dt.int8 } : 'iu'.includes(d.kind) ? { work: d, out: d } : undefined;
const toBool = (d: PyDType): Types | undefined => (d.isNumber ? { work: d, out: dt.bool_ } : undefined);
/** The float that integers are computed in. */
export function inexact(d: PyDType): PyDType {
  if (d.kind === 'f' || d.kind === 'c') return d;
  return d.itemsize === 1 ? dt.float16 : d.itemsize === 2 ? dt.float32 : dt.float64;
}
const floats = (d: PyDType): Types | undefined => (d.isNumber ? { work: inexact(d), out: inexact(d) } : undefined);
const realFloats = (d: PyDType): Types | undefined => (d.kind === 'c' ? undefined : floats(d));
const divide = (d: PyDType): Types | undefined =>
  d.isNumber ? ('biu'.includes(d.kind) ? { work: dt.float64, out: dt.float64 } : { work: d, out: d }) : undefined;
const boolAsInt8 = (d: PyDType): Types | undefined =>
  d.kind === 'b' ? { work: dt.int8, out: dt.int8 } : d.kind === 'c' ? undefined : same(d);
const boolAsInt8C = (d: PyDType): Types | undefined => (d.kind === 'b' ? { work: dt.int8, out: dt.int8 } : same(d));
const realOut = (d: PyDType): Types | undefined =>
  d.isNumber ? { work: d, out: d === dt.complex128 ? dt.float64 : d === dt.complex64 ? dt.float32 : d } : undefined;
const testFloat = (d: PyDType): Types | undefined => (d.isNumber ? { work: d, out: dt.bool_ } : undefined);

// Accurate pieces that Math lacks, and complex functions.
const LN2 = Math.LN2;
interface Z {
  re: number;
  im: number;
}
const z = (re: number, im: number): Z => ({ re, im });
const csqrt = (a: Z): Z => {
  if (a.re === 0 && a.im === 0) return z(0, a.im);
  const m = Math.hypot(a.re, a.im);
  const t = Math.sqrt((m + Math.abs(a.re)) / 2);
  return a.re >= 0 ? z(t, a.im / (2 * t)) : z(Math.abs(a.im) / (2 * t), a.im < 0 || Object.is(a.im, -0) ? -t : t);
};
const cexp = (a: Z): Z => {
  const e = Math.exp(a.re);
  return a.im === 0 ? z(e, a.im) : z(e * Math.cos(a.im), e * Math.sin(a.im));
};
const clog = (a: Z): Z => z(Math.log(Math.hypot(a.re, a.im)), Math.atan2(a.im, a.re));
const cmul = (a: Z, b: Z): Z => z(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
const cdiv = (a: Z, b: Z): Z => {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    if (b.re === 0 && b.im === 0) return z(a.re / Math.abs(b.re), a.im / Math.abs(b.re));
    const r = b.im / b.re;
    const s = 1 / (b.re + b.im * r);
    return z((a.re + a.im * r) * s, (a.im - a.re * r) * s);
  }
  const r = b.re / b.im;
  const s = 1 / (b.im + b.re * r);
  return z((a.re * r + a.im) * s, (a.im * r - a.re) * s);
};
const cpow = (a: Z, b: Z): Z => {
  if (b.re === 0 && b.im === 0) return z(1, 0);
  if (a.re === 0 && a.im === 0) return b.re > 0 && b.im === 0 ? z(0, 0) : z(Number.NaN, Number.NaN);
  if (b.im === 0 && Number.isInteger(b.re) && Math.abs(b.re) < 100) {
    let n = Math.abs(b.re);
    let r = z(1, 0);
    let p = a;
    while (n > 0) {
      if ((n & 1) === 1) r = cmul(r, p);
      n >>= 1;
      if (n > 0) p = cmul(p, p);
    }
    return b.re < 0 ? cdiv(z(1, 0), r) : r;
  }
  return cexp(cmul(b, clog(a)));
};
const i = (a: Z): Z => z(-a.im, a.re);
const minusI = (a: Z): Z => z(a.im, -a.re);
const csinh = (a: Z): Z => z(Math.sinh(a.re) * Math.cos(a.im), Math.cosh(a.re) * Math.sin(a.im));
const ccosh = (a: Z): Z => z(Math.cosh(a.re) * Math.cos(a.im), Math.sinh(a.re) * Math.sin(a.im));
const ctanh = (a: Z): Z => cdiv(csinh(a), ccosh(a));
const casinh = (a: Z): Z => {
  const s = csqrt(z(a.re * a.re - a.im * a.im + 1, 2 * a.re * a.im));
  return clog(z(a.re + s.re, a.im + s.im));
};
const cacosh = (a: Z): Z => {
  const p = csqrt(z(a.re + 1, a.im));
  const m = csqrt(z(a.re - 1, a.im));
  const s = cmul(p, m);
  return clog(z(a.re + s.re, a.im + s.im));
};
const catanh = (a: Z): Z => {
  const n = clog(z(1 + a.re, a.im));
  const m = clog(z(1 - a.re, -a.im));
  return z((n.re - m.re) / 2, (n.im - m.im) / 2);
};
const unary: { readonly [name: string]: (a: Z) => Z } = {
  sqrt: csqrt,
  exp: cexp,
  log: clog,
  log2: (a) => {
    const l = clog(a);
    return z(l.re / LN2, l.im / LN2);
  },
  log10: (a) => {
    const l = clog(a);
    return z(l.re / Math.LN10, l.im / Math.LN10);
  },
  exp2: (a) => cexp(z(a.re * LN2, a.im * LN2)),
  expm1: (a) => {
    const e = cexp(a);
    return z(e.re - 1, e.im);
  },
  log1p: (a) => clog(z(a.re + 1, a.im)),
  sinh: csinh,
  cosh: ccosh,
  tanh: ctanh,
  sin: (a) => minusI(csinh(i(a))),
  cos: (a) => ccosh(i(a)),
  tan: (a) => minusI(ctanh(i(a))),
  arcsinh: casinh,
  arccosh: cacosh,
  arctanh: catanh,
  arcsin: (a) => minusI(casinh(i(a))),
  arccos: (a) => {
    const s = minusI(casinh(i(a)));
    return z(Math.PI / 2 - s.re, -s.im);
  },
  arctan: (a) => minusI(catanh(i(a))),
};
const complexUnary: { [name: string]: unknown } = {};
for (const [name, f] of Object.entries(unary)) complexUnary[`z_${name}`] = (re: number, im: number) => f(z(re, im));
const cFormula = (name: string): Formula => ({
  expr: `const t=z_${name}(ar,ai);rr=t.re;ri=t.im;`,
  watch: true,
});

const gcd = (a: number, b: number): number => {
  let x = Math.abs(a);
  let y = Math.abs(b);
  while (y !== 0) [x, y] = [y, x % y];
  return x;
};
const scratch = new DataView(new ArrayBuffer(8));
const nextafter = (a: number, b: number): number => {
  if (a !== a || b !== b) return Number.NaN;
  if (a === b) return b;
  if (a === 0) return b > 0 ? 5e-324 : -5e-324;
  scratch.setFloat64(0, a);
  const n = scratch.getBigInt64(0);
  scratch.setBigInt64(0, a < b === a > 0 ? n + 1n : n - 1n);
  return scratch.getFloat64(0);
};
addToLibrary({
  ...complexUnary,
  z_pow: (ar: number, ai: number, br: number, bi: number) => cpow(z(ar, ai), z(br, bi)),
  z_div: (ar: number, ai: number, br: number, bi: number) => cdiv(z(ar, ai), z(br, bi)),
  ifloordiv: (a: number, b: number): number => {
    const r = a % b;
    return (a - r) / b - (r !== 0 && r < 0 !== b < 0 ? 1 : 0);
  },
  imod: (a: number, b: number): number => {
    const r = a % b;
    return r !== 0 && r < 0 !== b < 0 ? r + b : r;
  },
  /** Integer power modulo 2^32 at least. */
  ipow: (a: number, b: number): number => {
    const r = a ** b;
    if (r >= -9007199254740991 && r <= 9007199254740991) return r;
    let out = 1;
    let base = a | 0;
    for (let e = b; e > 0; e = Math.floor(e / 2)) {
      if (e % 2 === 1) out = Math.imul(out, base);
      base = Math.imul(base, base);
    }
    return out;
  },
  /** `a ** b` as C's pow has it: 1 to any power is 1. */
  fpow: (a: number, b: number): number =>
    a === 1 || (a === -1 && (b === Infinity || b === -Infinity))
      ? 1
      : b === 0.5
        ? a === -Infinity
          ? Infinity
          : Math.sqrt(a + 0)
        : b === 2
          ? a * a
          : a ** b,
  logaddexp: (a: number, b: number): number => {
    if (a === b) return a + LN2;
    const d = a - b;
    return d > 0 ? a + Math.log1p(Math.exp(-d)) : d <= 0 ? b + Math.log1p(Math.exp(d)) : d;
  },
  logaddexp2: (a: number, b: number): number => {
    if (a === b) return a + 1;
    const d = a - b;
    return d > 0 ? a + Math.log1p(2 ** -d) / LN2 : d <= 0 ? b + Math.log1p(2 ** d) / LN2 : d;
  },
  igcd: gcd,
  ilcm: (a: number, b: number): number => (a === 0 || b === 0 ? 0 : Math.abs((a / gcd(a, b)) * b)),
  nextafter,
  nextafterf: (a: number, b: number): number => {
    if (a !== a || b !== b) return Number.NaN;
    if (a === b) return b;
    if (a === 0) return b > 0 ? 1.401298464324817e-45 : -1.401298464324817e-45;
    scratch.setFloat32(0, a);
    const n = scratch.getInt32(0);
    scratch.setInt32(0, a < b === a > 0 ? n + 1 : n - 1);
    return scratch.getFloat32(0);
  },
  spacing: (a: number): number => {
    if (!Number.isFinite(a)) return Number.NaN;
    const b = nextafter(Math.abs(a), Infinity) - Math.abs(a);
    return a < 0 ? -b : b;
  },
  popcount: (a: number): number => {
    let n = 0;
    for (let x = Math.abs(a); x > 0; x = Math.floor(x / 2)) if (x % 2 === 1) n++;
    return n;
  },
  heaviside: (a: number, b: number): number => (a !== a ? a : a === 0 ? b : a < 0 ? 0 : 1),
  signbit: (a: number): boolean => a < 0 || Object.is(a, -0),
  copysign: (a: number, b: number): number => {
    const n = Math.abs(a);
    return b < 0 || Object.is(b, -0) || (b !== b && negativeNaN(b)) ? -n : n;
  },
  ldexp: (a: number, b: number): number => {
    if (b > 1000) return a * 2 ** 1000 * 2 ** Math.min(b - 1000, 1023);
    if (b < -1000) return a * 2 ** -1000 * 2 ** Math.max(b + 1000, -1074);
    return a * 2 ** b;
  },
  exp2: (a: number): number => 2 ** a,
  bigtrunc: (a: bigint): bigint => a,
});
function negativeNaN(v: number): boolean {
  scratch.setFloat64(0, v);
  return scratch.getUint8(0) >= 128;
}

const compareOp = (name: string, op: string): UFuncSpec => ({
  name,
  nin: 2,
  types: toBool,
  b: { expr: `a${op}b` },
  i: { expr: `a${op}b`, big: `a${op}b` },
  f: { expr: `a${op}b` },
  c:
    op === '==='
      ? { expr: 'ar===br&&ai===bi' }
      : op === '!=='
        ? { expr: 'ar!==br||ai!==bi' }
        : { expr: `ar===br?ai${op}bi:ar${op}br` },
});
const logical = (name: string, op: string, identity: number | undefined): UFuncSpec => ({
  name,
  nin: 2,
  types: toBool,
  b: { expr: op },
  i: { expr: op, big: op.replaceAll('!==0', '!==0n') },
  f: { expr: op },
  c: { expr: op.replace('a!==0', '(ar!==0||ai!==0)').replace('b!==0', '(br!==0||bi!==0)') },
  identity,
});
const math = (name: string, expr: string): UFuncSpec => ({
  name,
  nin: 1,
  types: name in unary ? floats : realFloats,
  f: { expr, watch: true },
  c: name in unary ? cFormula(name) : undefined,
});
const floatTest = (name: string, f: string, c: string, ints: string): UFuncSpec => ({
  name,
  nin: 1,
  types: testFloat,
  b: { expr: ints },
  i: { expr: ints, big: ints },
  f: { expr: f },
  c: { expr: c },
});
const rounding = (name: string, expr: string): UFuncSpec => ({
  name,
  nin: 1,
  types: (d) => (d.kind === 'c' ? undefined : same(d)),
  b: { expr: 'a' },
  i: { expr: 'a', big: 'a' },
  f: { expr },
});

export const SPECS: readonly UFuncSpec[] = [
  {
    name: 'add',
    nin: 2,
    types: same,
    b: { expr: 'a|b' },
    i: { expr: 'a+b', big: 'a+b' },
    f: { expr: 'a+b', watch: true },
    c: { expr: 'ar+br|||ai+bi', watch: true },
    identity: 0,
  },
  {
    name: 'subtract',
    nin: 2,
    types: noBool,
    i: { expr: 'a-b', big: 'a-b' },
    f: { expr: 'a-b', watch: true },
    c: { expr: 'ar-br|||ai-bi', watch: true },
  },
  {
    name: 'multiply',
    nin: 2,
    types: same,
    b: { expr: 'a&b' },
    i: { expr: 'a*b', big: 'a*b' },
    w: { expr: 'Math.imul(a,b)' },
    f: { expr: 'a*b', watch: true },
    c: { expr: 'ar*br-ai*bi|||ar*bi+ai*br', watch: true },
    identity: 1,
  },
  {
    name: 'divide',
    nin: 2,
    types: divide,
    f: { expr: 'a/b', watch: true },
    c: { expr: 'const t=z_div(ar,ai,br,bi);rr=t.re;ri=t.im;', watch: true },
  },
  {
    name: 'floor_divide',
    nin: 2,
    types: boolAsInt8,
    i: { expr: '(b===0?(flags|=2,0):ifloordiv(a,b))', big: '(b===0n?(flags|=2,0n):bigfloordiv(a,b))' },
    f: { expr: 'floordiv(a,b)', watch: true },
  },
  {
    name: 'remainder',
    nin: 2,
    types: boolAsInt8,
    i: { expr: '(b===0?(flags|=2,0):imod(a,b))', big: '(b===0n?(flags|=2,0n):bigmod(a,b))' },
    f: { expr: 'mod(a,b)', watch: true },
  },
  {
    name: 'fmod',
    nin: 2,
    types: boolAsInt8,
    i: { expr: '(b===0?(flags|=2,0):a%b)', big: '(b===0n?(flags|=2,0n):a%b)' },
    f: { expr: 'a%b', watch: true },
  },
  {
    name: 'power',
    nin: 2,
    types: boolAsInt8C,
    i: { expr: 'a**b', big: 'bigpow(a,b)' },
    w: { expr: 'ipow(a,b)' },
    f: { expr: 'fpow(a,b)', watch: true },
    c: { expr: 'const t=z_pow(ar,ai,br,bi);rr=t.re;ri=t.im;', watch: true },
  },
  {
    name: 'float_power',
    nin: 2,
    types: (d) =>
      d.isNumber
        ? d.kind === 'c'
          ? { work: dt.complex128, out: dt.complex128 }
          : { work: dt.float64, out: dt.float64 }
        : undefined,
    f: { expr: 'fpow(a,b)', watch: true },
    c: { expr: 'const t=z_pow(ar,ai,br,bi);rr=t.re;ri=t.im;', watch: true },
  },
  {
    name: 'negative',
    nin: 1,
    types: noBool,
    i: { expr: '-a', big: '-a' },
    f: { expr: '-a' },
    c: { expr: '-ar|||-ai' },
  },
  { name: 'positive', nin: 1, types: noBool, i: { expr: 'a', big: 'a' }, f: { expr: 'a' }, c: { expr: 'ar|||ai' } },
  {
    name: 'absolute',
    nin: 1,
    types: realOut,
    b: { expr: 'a' },
    i: { expr: 'Math.abs(a)', big: '(a<0n?-a:a)' },
    f: { expr: 'Math.abs(a)' },
    c: { expr: 'Math.hypot(ar,ai)', watch: true },
  },
  { name: 'fabs', nin: 1, types: realFloats, f: { expr: 'Math.abs(a)' } },
  {
    name: 'sign',
    nin: 1,
    types: noBool,
    i: { expr: '(a>0?1:a<0?-1:0)', big: '(a>0n?1n:a<0n?-1n:0n)' },
    f: { expr: '(a>0?1:a<0?-1:a===0?0:a)' },
    c: { expr: 'const m=Math.hypot(ar,ai);if(m===0){rr=0;ri=0}else{rr=ar/m;ri=ai/m}' },
  },
  {
    name: 'conjugate',
    nin: 1,
    types: boolAsInt8C,
    i: { expr: 'a', big: 'a' },
    f: { expr: 'a' },
    c: { expr: 'ar|||-ai' },
  },
  {
    name: 'square',
    nin: 1,
    types: boolAsInt8C,
    i: { expr: 'a*a', big: 'a*a' },
    w: { expr: 'Math.imul(a,a)' },
    f: { expr: 'a*a', watch: true },
    c: { expr: 'ar*ar-ai*ai|||ar*ai+ai*ar', watch: true },
  },
  {
    name: 'reciprocal',
    nin: 1,
    types: boolAsInt8C,
    i: { expr: '(a===0?(flags|=2,0):Math.trunc(1/a))', big: '(a===0n?(flags|=2,0n):1n/a)' },
    f: { expr: '1/a', watch: true },
    c: { expr: 'const t=z_div(1,0,ar,ai);rr=t.re;ri=t.im;', watch: true },
  },
  math('sqrt', 'Math.sqrt(a)'),
  math('cbrt', 'Math.cbrt(a)'),
  math('exp', 'Math.exp(a)'),
  math('exp2', 'exp2(a)'),
  math('expm1', 'Math.expm1(a)'),
  math('log', 'Math.log(a)'),
  math('log2', 'Math.log2(a)'),
  math('log10', 'Math.log10(a)'),
  math('log1p', 'Math.log1p(a)'),
  math('sin', 'Math.sin(a)'),
  math('cos', 'Math.cos(a)'),
  math('tan', 'Math.tan(a)'),
  math('arcsin', 'Math.asin(a)'),
  math('arccos', 'Math.acos(a)'),
  math('arctan', 'Math.atan(a)'),
  math('sinh', 'Math.sinh(a)'),
  math('cosh', 'Math.cosh(a)'),
  math('tanh', 'Math.tanh(a)'),
  math('arcsinh', 'Math.asinh(a)'),
  math('arccosh', 'Math.acosh(a)'),
  math('arctanh', 'Math.atanh(a)'),
  math('degrees', 'a*(180/Math.PI)'),
  math('radians', 'a*(Math.PI/180)'),
  math('rad2deg', 'a*(180/Math.PI)'),
  math('deg2rad', 'a*(Math.PI/180)'),
  math('spacing', 'spacing(a)'),
  { name: 'arctan2', nin: 2, types: realFloats, f: { expr: 'Math.atan2(a,b)', watch: true } },
  { name: 'hypot', nin: 2, types: realFloats, f: { expr: 'Math.hypot(a,b)', watch: true }, identity: 0 },
  { name: 'logaddexp', nin: 2, types: realFloats, f: { expr: 'logaddexp(a,b)' }, identity: -Infinity },
  { name: 'logaddexp2', nin: 2, types: realFloats, f: { expr: 'logaddexp2(a,b)' }, identity: -Infinity },
  { name: 'copysign', nin: 2, types: realFloats, f: { expr: 'copysign(a,b)' } },
  { name: 'nextafter', nin: 2, types: realFloats, f: { expr: 'nextafter(a,b)' } },
  { name: 'heaviside', nin: 2, types: realFloats, f: { expr: 'heaviside(a,b)' } },
  { name: 'ldexp', nin: 2, types: realFloats, f: { expr: 'ldexp(a,b)', watch: true } },
  compareOp('equal', '==='),
  compareOp('not_equal', '!=='),
  compareOp('less', '<'),
  compareOp('less_equal', '<='),
  compareOp('greater', '>'),
  compareOp('greater_equal', '>='),
  logical('logical_and', 'a!==0&&b!==0', 1),
  logical('logical_or', 'a!==0||b!==0', 0),
  logical('logical_xor', '(a!==0)!==(b!==0)', 0),
  {
    name: 'logical_not',
    nin: 1,
    types: toBool,
    b: { expr: 'a===0' },
    i: { expr: 'a===0', big: 'a===0n' },
    f: { expr: 'a===0' },
    c: { expr: 'ar===0&&ai===0' },
  },
  {
    name: 'maximum',
    nin: 2,
    types: same,
    b: { expr: 'a|b' },
    i: { expr: '(a>b?a:b)', big: '(a>b?a:b)' },
    f: { expr: '(a>=b||a!==a?a:b)' },
    c: { expr: 'const g=ar!==ar||ai!==ai||(ar===br?ai>=bi:ar>br);rr=g?ar:br;ri=g?ai:bi;' },
  },
  {
    name: 'minimum',
    nin: 2,
    types: same,
    b: { expr: 'a&b' },
    i: { expr: '(a<b?a:b)', big: '(a<b?a:b)' },
    f: { expr: '(a<=b||a!==a?a:b)' },
    c: { expr: 'const g=ar!==ar||ai!==ai||(ar===br?ai<=bi:ar<br);rr=g?ar:br;ri=g?ai:bi;' },
  },
  {
    name: 'fmax',
    nin: 2,
    types: same,
    b: { expr: 'a|b' },
    i: { expr: '(a>b?a:b)', big: '(a>b?a:b)' },
    f: { expr: '(a>=b||b!==b?a:b)' },
  },
  {
    name: 'fmin',
    nin: 2,
    types: same,
    b: { expr: 'a&b' },
    i: { expr: '(a<b?a:b)', big: '(a<b?a:b)' },
    f: { expr: '(a<=b||b!==b?a:b)' },
  },
  {
    name: 'bitwise_and',
    nin: 2,
    types: bits,
    b: { expr: 'a&b' },
    i: { expr: 'BIG', big: 'a&b' },
    w: { expr: 'a&b' },
    identity: -1,
  },
  {
    name: 'bitwise_or',
    nin: 2,
    types: bits,
    b: { expr: 'a|b' },
    i: { expr: 'BIG', big: 'a|b' },
    w: { expr: 'a|b' },
    identity: 0,
  },
  {
    name: 'bitwise_xor',
    nin: 2,
    types: bits,
    b: { expr: 'a^b' },
    i: { expr: 'BIG', big: 'a^b' },
    w: { expr: 'a^b' },
    identity: 0,
  },
  { name: 'invert', nin: 1, types: bits, b: { expr: 'a===0' }, i: { expr: 'BIG', big: '~a' }, w: { expr: '~a' } },
  {
    name: 'left_shift',
    nin: 2,
    types: shifts,
    i: { expr: 'BIG', big: '(b<64n&&b>=0n?a<<b:0n)' },
    w: { expr: '(b<32&&b>=0?a<<b:0)' },
  },
  {
    name: 'right_shift',
    nin: 2,
    types: shifts,
    i: { expr: 'BIG', big: '(b<64n&&b>=0n?a>>b:a<0n?-1n:0n)' },
    w: { expr: '(b<32&&b>=0?(a<0?a>>b:Math.floor(a/2**b)):a<0?-1:0)' },
  },
  { name: 'gcd', nin: 2, types: bits, i: { expr: 'igcd(a,b)', big: 'biggcd(a,b)' }, identity: 0 },
  { name: 'lcm', nin: 2, types: bits, i: { expr: 'ilcm(a,b)', big: '(a===0n||b===0n?0n:a/biggcd(a,b)*b)' } },
  floatTest('isnan', 'a!==a', 'ar!==ar||ai!==ai', 'false'),
  floatTest('isfinite', 'a-a===0', 'ar-ar===0&&ai-ai===0', 'true'),
  floatTest(
    'isinf',
    'a===Infinity||a===-Infinity',
    'ar===Infinity||ar===-Infinity||ai===Infinity||ai===-Infinity',
    'false',
  ),
  {
    name: 'signbit',
    nin: 1,
    types: (d) => (d.kind === 'c' || !d.isNumber ? undefined : { work: inexact(d), out: dt.bool_ }),
    f: { expr: 'signbit(a)' },
  },
  rounding('floor', 'Math.floor(a)'),
  rounding('ceil', 'Math.ceil(a)'),
  rounding('trunc', 'Math.trunc(a)'),
  { name: 'rint', nin: 1, types: floats, f: { expr: 'rint(a)' }, c: { expr: 'rint(ar)|||rint(ai)' } },
  {
    name: 'bitwise_count',
    nin: 1,
    types: (d) => ('biu'.includes(d.kind) ? { work: d, out: dt.uint8 } : undefined),
    b: { expr: 'a' },
    i: { expr: 'popcount(a)', big: 'BigInt(popcount(Number(a)))' },
  },
];
