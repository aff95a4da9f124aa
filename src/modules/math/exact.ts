// Floating-point operations that must be exactly rounded: fsum, fma, remainder, neighbours. Pure functions of doubles.

import { asIntegerRatio, scaleBigInt } from '../../objects/algorithms/float-text.ts';

/** A double as mantissa × 2^exponent. */
function parts(v: number): [bigint, number] {
  const [num, den] = asIntegerRatio(v);
  return [num, -(den.toString(2).length - 1)];
}

/** The correctly rounded sum of finite doubles (Shewchuk's partials); undefined when a partial sum overflows. */
export function fsum(values: readonly number[]): number | undefined {
  const partials: number[] = [];
  for (let x of values) {
    let i = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const hi = x + y;
      const lo = y - (hi - x);
      if (lo !== 0) partials[i++] = lo;
      x = hi;
      if (!Number.isFinite(x)) return undefined;
    }
    partials.length = i;
    partials.push(x);
  }
  let n = partials.length;
  if (n === 0) return 0;
  let hi = partials[--n];
  let lo = 0;
  while (n > 0) {
    const x = hi;
    const y = partials[--n];
    hi = x + y;
    lo = y - (hi - x);
    if (lo !== 0) break;
  }
  // Half-even: a remaining partial of the same sign as lo breaks the tie.
  if (n > 0 && ((lo < 0 && partials[n - 1] < 0) || (lo > 0 && partials[n - 1] > 0))) {
    const y = lo * 2;
    const x = hi + y;
    if (y === x - hi) hi = x;
  }
  return hi;
}
/** x*y + z rounded once. */
export function fma(x: number, y: number, z: number): number {
  const simple = x * y + z;
  if (!Number.isFinite(x) || !Number.isFinite(y) || !Number.isFinite(z) || x === 0 || y === 0) {
    return Number.isFinite(x) && Number.isFinite(y) && !Number.isFinite(z) ? z : simple;
  }
  const [a, ea] = parts(x);
  const [b, eb] = parts(y);
  const [c, ec] = parts(z);
  const p = a * b;
  const ep = ea + eb;
  const low = Math.min(ep, ec);
  const sum = (p << BigInt(ep - low)) + (c << BigInt(ec - low));
  if (sum === 0n) return 0;
  return scaleBigInt(sum, low);
}

/** The sum of products, rounded once. */
export function sumprodFloats(p: readonly number[], q: readonly number[]): number {
  if (p.some((v) => !Number.isFinite(v)) || q.some((v) => !Number.isFinite(v)))
    return p.reduce((s, v, i) => s + v * q[i], 0);
  let sum = 0n;
  let low = 0;
  p.forEach((x, i) => {
    const [a, ea] = parts(x);
    const [b, eb] = parts(q[i]);
    const e = ea + eb;
    if (e < low) {
      sum <<= BigInt(low - e);
      low = e;
    }
    sum += (a * b) << BigInt(e - low);
  });
  return scaleBigInt(sum, low);
}

/** IEEE 754 remainder: x - n*y with n the nearest integer, ties to even. */
export function remainder(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (!Number.isFinite(x) || y === 0) return Number.NaN;
  if (!Number.isFinite(y)) return x;
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const m = ax % ay;
  const c = ay - m;
  let r: number;
  if (m < c) r = m;
  else if (m > c) r = -c;
  else r = m - 2 * ((0.5 * (ax - m)) % ay);
  return x < 0 || Object.is(x, -0) ? -r : r;
}

const view = new DataView(new ArrayBuffer(8));
/** `steps` representable numbers from x towards y. */
export function nextAfter(x: number, y: number, steps: bigint): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (steps === 0n) return x;
  if (x === y) return y;
  const ordinal = (v: number): bigint => {
    view.setFloat64(0, v);
    const b = view.getBigInt64(0);
    return b < 0n ? -(b & 0x7fffffffffffffffn) : b;
  };
  const a = ordinal(x);
  const b = ordinal(y);
  const r = a < b ? (a + steps > b ? b : a + steps) : a - steps < b ? b : a - steps;
  if (r === b) return y;
  view.setBigInt64(0, r < 0n ? -r : r);
  const v = view.getFloat64(0);
  return r < 0n || (r === 0n && a < 0n) ? -v : v;
}

/** The distance to the next larger double. */
export function ulp(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (!Number.isFinite(a)) return a;
  const up = nextAfter(a, Number.POSITIVE_INFINITY, 1n);
  return Number.isFinite(up) ? up - a : a - nextAfter(a, 0, 1n);
}
