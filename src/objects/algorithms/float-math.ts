/**
 * Exact arithmetic between floats and ints: rounding, ratios, conversions, division, Python's divmod.
 * Ints go in and come out in canonical form (number while safe, else bigint; never -0).
 * Overflow is a return of Infinity from finite input: the caller raises OverflowError.
 */

/** Number of bits of a non-negative bigint; 0 has none. */
export function bigBitLength(m: bigint): number {
  if (m === 0n) return 0;
  const hex = m.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(parseInt(hex[0], 16)));
}

/** m * 2^e for m >= 0, correctly rounded (half to even), Infinity when too large. */
export function scaleBigInt(m: bigint, e: number): number {
  if (m === 0n) return 0;
  if (m < 0n) return -scaleBigInt(-m, e);
  const bits = bigBitLength(m);
  if (bits + e > 1024) return Infinity;
  if (bits + e < -1075) return 0;
  const lowest = Math.max(-1074, bits + e - 53);
  const shift = lowest - e;
  let q: bigint;
  if (shift <= 0) {
    q = m << BigInt(-shift);
  } else {
    const n = BigInt(shift);
    q = m >> n;
    const r = m - (q << n);
    const half = 1n << (n - 1n);
    if (r > half || (r === half && (q & 1n) === 1n)) q += 1n;
  }
  return Number(q) * 2 ** lowest;
}

/** int to float, correctly rounded; ±Infinity means OverflowError "int too large to convert to float". */
export function intToFloat(a: number | bigint): number {
  return Number(a);
}

/** An integral double as a canonical int. v must be finite; its fraction is dropped. */
export function floatToInt(v: number): number | bigint {
  const t = Math.trunc(v);
  return Number.isSafeInteger(t) ? t + 0 : BigInt(t);
}

/** True division of ints, correctly rounded; b is not 0; ±Infinity means "integer division result too large for a float". */
export function intTrueDivide(a: number | bigint, b: number | bigint): number {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  let x = BigInt(a);
  let y = BigInt(b);
  const negative = x < 0n !== y < 0n;
  if (x < 0n) x = -x;
  if (y < 0n) y = -y;
  let r = 0;
  if (x !== 0n) {
    const difference = bigBitLength(x) - bigBitLength(y);
    if (difference > 1025) r = Infinity;
    else if (difference >= -1080) {
      // At least 65 quotient bits and a sticky bit below them decide the rounding exactly.
      const shift = 66 - difference;
      if (shift > 0) x <<= BigInt(shift);
      else y <<= BigInt(-shift);
      const q = x / y;
      r = scaleBigInt((q << 1n) | (q * y === x ? 0n : 1n), -shift - 1);
    }
  }
  return negative ? -r : r;
}

/** float.as_integer_ratio() of a finite v, as bigints (canonicalise for Python with `intNormalize`). */
export function asIntegerRatio(v: number): [bigint, bigint] {
  if (Number.isInteger(v)) return [BigInt(v), 1n];
  let numerator = v;
  let shift = 0;
  while (!Number.isInteger(numerator)) {
    // Multiplying by a power of two is exact; 2^200 cannot overflow something with a fraction.
    const step = Math.abs(numerator) < 2 ** -200 ? 200 : 1;
    numerator *= 2 ** step;
    shift += step;
  }
  let n = BigInt(numerator);
  while ((n & 1n) === 0n) {
    n >>= 1n;
    shift--;
  }
  return [n, 1n << BigInt(shift)];
}

/** round(v) for finite v: nearest integral double, ties to even. Keeps the sign of zero. */
export function roundToEven(v: number): number {
  const f = Math.floor(v);
  const d = v - f;
  if (d < 0.5) return f === 0 && (v < 0 || Object.is(v, -0)) ? -0 : f;
  if (d > 0.5) return Math.ceil(v);
  return f % 2 === 0 ? f : Math.ceil(v);
}

/** float.__round__(ndigits); ±Infinity from finite v means "rounded value too large to represent". */
export function roundHalfEven(v: number, ndigits: number): number {
  if (!Number.isFinite(v) || v === 0 || ndigits > 323) return v;
  if (ndigits < -308) return v * 0;
  const a = Math.abs(v);
  const exponent = Number(a.toExponential(20).split('e')[1]);
  const digits = exponent + ndigits;
  // With 17 significant digits kept the double reads back unchanged.
  if (digits >= 17) return v;
  let r: number;
  if (digits < -1) r = 0;
  else if (digits === -1) {
    // a < 10^(exponent+1) = the unit: it becomes one unit when above half of it. The comparison must be exact.
    const unit = -ndigits;
    let up: boolean;
    if (unit > 0) {
      const whole = BigInt(Math.floor(a)) * 2n;
      const scale = 10n ** BigInt(unit);
      up = whole > scale || (whole === scale && a > Math.floor(a));
    } else {
      const [n, d] = asIntegerRatio(a);
      up = n * 2n * 10n ** BigInt(ndigits) > d;
    }
    r = up ? Number('1e' + unit) : 0;
  } else {
    r = Number(exponentialHalfEven(a, digits));
  }
  return v < 0 ? -r : r;
}

function exponentialHalfEven(a: number, digits: number): string {
  const s = a.toExponential(digits);
  const e = s.indexOf('e');
  // The exponent is that of the result: after a carry (9.5 to 1e1) the digit is odd, but there is no tie there.
  return (s.charCodeAt(e - 1) & 1) === 1 && isTie(a, digits - Number(s.slice(e + 1))) ? evenLastDigit(s, e - 1) : s;
}

/** True when v lies exactly half-way between two decimals with `digits` digits after the point. */
export function isTie(v: number, digits: number): boolean {
  if (digits >= 0) {
    // v = m/2^(digits+1), m odd: the only binary fractions that are a half at that decimal place.
    const r = (v * 2 ** (digits + 1)) % 2;
    return r === 1 || r === -1;
  }
  // Half of a power of ten above one: 5^j divides the 53-bit significand only for small j.
  const j = -digits;
  if (j > 23 || !Number.isInteger(v)) return false;
  const unit = 10n ** BigInt(j);
  const r = BigInt(v < 0 ? -v : v) % unit;
  return r * 2n === unit;
}

/** JavaScript rounds ties up; going back from an odd last digit to the even one below it never borrows. */
export function evenLastDigit(s: string, at: number): string {
  return s.slice(0, at) + (s.charCodeAt(at) - 49) + s.slice(at + 1);
}

/** a % b for floats, b not 0: the sign of the result is that of b. */
export function floatMod(a: number, b: number): number {
  const m = a % b;
  if (m !== 0) return m < 0 !== b < 0 ? m + b : m;
  return b < 0 || Object.is(b, -0) ? -0 : 0;
}

/** a // b for floats, b not 0. */
export function floatFloorDiv(a: number, b: number): number {
  const m = a % b;
  let d = (a - m) / b;
  if (m !== 0 && m < 0 !== b < 0) d -= 1;
  if (d === 0) return signedZero(a / b);
  const f = Math.floor(d);
  return d - f > 0.5 ? f + 1 : f;
}

function signedZero(x: number): number {
  return x < 0 || Object.is(x, -0) ? -0 : 0;
}
