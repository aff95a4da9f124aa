// The natural logarithm as C libraries compute it. Invariant: within 0.52 units of the last place, where `Math.log` of
// V8 may be a whole unit off, so that printed results are those of CPython.

const LN2_HI = 6.9314718036912381649e-1; // 32 bits: its product with an exponent is exact
const LN2_LO = 1.90821492927058770002e-10;
const WORDS = new Uint32Array(2);
const DOUBLE = new Float64Array(WORDS.buffer);
const SPLIT = 134217729;

/** log x. */
export function log(x: number): number {
  if (!(x > 0) || x === Infinity || x === 1) return Math.log(x);
  let k = 0;
  if (x < 2 ** -1022) {
    x *= 2 ** 54;
    k = -54;
  }
  DOUBLE[0] = x;
  k += (WORDS[1] >>> 20) - 1023;
  WORDS[1] = (WORDS[1] & 0xfffff) | 0x3ff00000;
  let m = DOUBLE[0];
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  // log m = 2 atanh(s), s = f / (m + 1) with a correction term for what the division rounds away.
  const f = m - 1;
  const t = m + 1;
  const low = m - (t - 1);
  const s = f / t;
  const a = SPLIT * s;
  const sh = a - (a - s);
  const sl = s - sh;
  const b = SPLIT * t;
  const th = b - (b - t);
  const tl = t - th;
  const p = s * t;
  const pe = sh * th - p + sh * tl + sl * th + sl * tl;
  const rest = (f - p - pe - s * low) / t;
  const z = s * s;
  let series = 0;
  for (let n = 25; n >= 3; n -= 2) series = series * z + 1 / n;
  const tail = 2 * s * z * series;
  const high = k * LN2_HI;
  const sum = high + 2 * s;
  const e = high === 0 ? 0 : 2 * s - (sum - high);
  return sum + (e + (k * LN2_LO + 2 * rest + tail));
}
