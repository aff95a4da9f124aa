/**
 * Arithmetic of Python ints. An int is a number while |v| <= 2^53-1 and a bigint otherwise, never -0 and never a bigint
 * that would fit a number: every function takes and gives that canonical form.
 * Division by zero and negative shift counts are the caller's to refuse; sizes V8 refuses throw `TooLarge`.
 */

/** A Python int in canonical form. */
export type Int = number | bigint;

/** The result has more bits than V8 can hold: MemoryError or OverflowError, as the caller's context says. */
export class TooLarge extends RangeError {
  override name = 'TooLarge';
}

const MAX = Number.MAX_SAFE_INTEGER;
const MIN = Number.MIN_SAFE_INTEGER;
const BIG_MAX = BigInt(MAX);
const BIG_MIN = BigInt(MIN);
const TWO_32 = 4294967296;

/** V8's limit on the size of a bigint. */
export const MAX_BITS = 2 ** 30;

/** The canonical form of a bigint. */
export function intNormalize(v: bigint): Int {
  return v >= BIG_MIN && v <= BIG_MAX ? Number(v) : v;
}

function guarded(op: (a: bigint, b: bigint) => bigint, a: Int, b: Int): Int {
  try {
    return intNormalize(op(BigInt(a), BigInt(b)));
  } catch (error) {
    if (error instanceof RangeError) throw new TooLarge('integer too large');
    throw error;
  }
}

const bigMul = (a: bigint, b: bigint): bigint => a * b;

/** a + b */
export function intAdd(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b;
    if (r <= MAX && r >= MIN) return r;
  }
  return intNormalize(BigInt(a) + BigInt(b));
}

/** a - b */
export function intSub(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a - b;
    if (r <= MAX && r >= MIN) return r;
  }
  return intNormalize(BigInt(a) - BigInt(b));
}

/** a * b */
export function intMul(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b;
    // + 0 turns the -0 of 0 * -1 into 0.
    if (r <= MAX && r >= MIN) return r + 0;
  }
  return guarded(bigMul, a, b);
}

/** -a */
export function intNeg(a: Int): Int {
  return typeof a === 'number' ? 0 - a : intNormalize(-a);
}

/** abs(a) */
export function intAbs(a: Int): Int {
  return a < 0 ? intNeg(a) : a;
}

/** a // b, b not 0. */
export function intFloorDiv(a: Int, b: Int): Int {
  // For safe integers a/b never rounds up to the next integer: the distance to it is at least 1/b, the error below that.
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b) + 0;
  const x = BigInt(a);
  const y = BigInt(b);
  const q = x / y;
  return intNormalize(x < 0n !== y < 0n && q * y !== x ? q - 1n : q);
}

/** a % b, b not 0: the result has the sign of b. */
export function intMod(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a % b;
    return (r !== 0 && r < 0 !== b < 0 ? r + b : r) + 0;
  }
  const y = BigInt(b);
  const r = BigInt(a) % y;
  return intNormalize(r !== 0n && r < 0n !== y < 0n ? r + y : r);
}

/** divmod(a, b), b not 0. */
export function intDivMod(a: Int, b: Int): [Int, Int] {
  if (typeof a === 'number' && typeof b === 'number') return [intFloorDiv(a, b), intMod(a, b)];
  const x = BigInt(a);
  const y = BigInt(b);
  let q = x / y;
  let r = x - q * y;
  if (r !== 0n && r < 0n !== y < 0n) {
    q -= 1n;
    r += y;
  }
  return [intNormalize(q), intNormalize(r)];
}

/** a ** b for b >= 0. */
export function intPow(a: Int, b: Int): Int {
  if (a === 2 && typeof b === 'number') return intShl(1, b);
  if (b === 0) return 1;
  if (a === 0 || a === 1) return a;
  if (a === -1) return typeof b === 'number' ? (b % 2 === 0 ? 1 : -1) : (b & 1n) === 0n ? 1 : -1;
  if (typeof b !== 'number') throw new TooLarge('integer too large');
  if (typeof a === 'number') {
    let result = 1;
    let base = a;
    let e = b;
    for (;;) {
      if (e % 2 === 1) result *= base;
      e = Math.floor(e / 2);
      if (e === 0) {
        if (result <= MAX && result >= MIN) return result;
        break;
      }
      base *= base;
      if (base > MAX) break;
    }
  }
  if ((intBitLength(a) - 1) * b > MAX_BITS) throw new TooLarge('integer too large');
  return guarded((x, y) => x ** y, a, b);
}

/** pow(a, b, m), m not 0; undefined when b < 0 and a has no inverse modulo m. */
export function intPowMod(a: Int, b: Int, m: Int): Int | undefined {
  const modulus = intAbs(m);
  if (modulus === 1) return 0;
  let base = intMod(a, modulus);
  let e = b;
  if (b < 0) {
    const inverse = intInverse(base, modulus);
    if (inverse === undefined) return undefined;
    base = inverse;
    e = intNeg(b);
  }
  let r: Int;
  if (typeof modulus === 'number' && modulus <= 94906265 && typeof base === 'number' && typeof e === 'number') {
    let x = base;
    let n = e;
    let acc = 1;
    while (n > 0) {
      if (n % 2 === 1) acc = (acc * x) % modulus;
      x = (x * x) % modulus;
      n = Math.floor(n / 2);
    }
    r = acc;
  } else {
    r = intNormalize(bigPowMod(BigInt(base), BigInt(e), BigInt(modulus)));
  }
  return m < 0 && r !== 0 ? intAdd(r, m) : r;
}

function bigPowMod(base: bigint, e: bigint, m: bigint): bigint {
  const digits = e.toString(16);
  if (digits.length < 8) {
    let acc = 1n;
    for (const bit of e.toString(2)) {
      acc = (acc * acc) % m;
      if (bit === '1') acc = (acc * base) % m;
    }
    return acc;
  }
  // Four exponent bits at a time.
  const table = [1n];
  for (let i = 1; i < 16; i++) table.push((table[i - 1] * base) % m);
  let acc = 1n;
  for (let i = 0; i < digits.length; i++) {
    if (i > 0) {
      acc = (acc * acc) % m;
      acc = (acc * acc) % m;
      acc = (acc * acc) % m;
      acc = (acc * acc) % m;
    }
    const d = parseInt(digits[i], 16);
    if (d !== 0) acc = (acc * table[d]) % m;
  }
  return acc;
}

/** The inverse of a (0 <= a < m) modulo m, or undefined. */
export function intInverse(a: Int, m: Int): Int | undefined {
  let r0 = BigInt(m);
  let r1 = BigInt(a);
  let t0 = 0n;
  let t1 = 1n;
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [t0, t1] = [t1, t0 - q * t1];
  }
  if (r0 !== 1n) return undefined;
  return intMod(intNormalize(t0), m);
}

const POWERS = Array.from({ length: 64 }, (_, i) => 2 ** i);

/** a << n, n >= 0. */
export function intShl(a: Int, n: Int): Int {
  if (a === 0) return 0;
  if (typeof n !== 'number') throw new TooLarge('too many digits in integer');
  if (typeof a === 'number' && n < 53) {
    const r = a * POWERS[n];
    if (r <= MAX && r >= MIN) return r;
  }
  if (n + intBitLength(a) > MAX_BITS) throw new TooLarge('too many digits in integer');
  return intNormalize(BigInt(a) << BigInt(n));
}

/** a >> n, n >= 0. */
export function intShr(a: Int, n: Int): Int {
  if (typeof n !== 'number' || n > MAX_BITS) return a < 0 ? -1 : 0;
  if (typeof a === 'number') {
    if ((a | 0) === a) return a >> (n > 31 ? 31 : n);
    return n > 53 ? (a < 0 ? -1 : 0) : Math.floor(a / POWERS[n]);
  }
  return intNormalize(a >> BigInt(n));
}

function fromHalves(high: number, low: number): Int {
  const r = high * TWO_32 + (low >>> 0);
  return r === -9007199254740992 ? -9007199254740992n : r;
}

/** a & b */
export function intAnd(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a & b;
    return fromHalves(Math.floor(a / TWO_32) & Math.floor(b / TWO_32), a & b);
  }
  return intNormalize(BigInt(a) & BigInt(b));
}

/** a | b */
export function intOr(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a | b;
    return fromHalves(Math.floor(a / TWO_32) | Math.floor(b / TWO_32), a | b);
  }
  return intNormalize(BigInt(a) | BigInt(b));
}

/** a ^ b */
export function intXor(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a ^ b;
    return fromHalves(Math.floor(a / TWO_32) ^ Math.floor(b / TWO_32), a ^ b);
  }
  return intNormalize(BigInt(a) ^ BigInt(b));
}

/** ~a */
export function intInvert(a: Int): Int {
  if (typeof a === 'number') return a === MAX ? -9007199254740992n : -1 - a;
  return intNormalize(~a);
}

/** -1, 0 or 1. Works between an int and a finite or infinite float too: JavaScript compares them exactly. */
export function intCompare(a: Int, b: Int): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** int.bit_length() */
export function intBitLength(a: Int): number {
  if (typeof a === 'number') {
    const n = a < 0 ? -a : a;
    return n < TWO_32 ? 32 - Math.clz32(n) : 64 - Math.clz32(n / TWO_32);
  }
  const hex = (a < 0n ? -a : a).toString(16);
  return hex.length * 4 - Math.clz32(parseInt(hex[0], 16)) + 28;
}

function popCount(n: number): number {
  let x = n - ((n >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** int.bit_count() */
export function intBitCount(a: Int): number {
  if (typeof a === 'number') {
    const n = a < 0 ? -a : a;
    return popCount(n | 0) + popCount((n / TWO_32) | 0);
  }
  const hex = (a < 0n ? -a : a).toString(16);
  let count = 0;
  for (let i = 0; i < hex.length; i += 8) count += popCount(parseInt(hex.slice(i, i + 8), 16) | 0);
  return count;
}

/** math.isqrt(a), a >= 0. */
export function intSqrt(a: Int): Int {
  if (typeof a === 'number') {
    const r = Math.floor(Math.sqrt(a));
    return r * r > a ? r - 1 : r;
  }
  // Each step doubles the number of right leading bits of the root; the last may be one too large.
  const half = Math.floor((intBitLength(a) - 1) / 2);
  let r = 1n;
  let known = 0;
  for (let s = 31 - Math.clz32(half); s >= 0; s--) {
    const before = known;
    known = half >> s;
    r = (r << BigInt(known - before - 1)) + (a >> BigInt(2 * half - before - known + 1)) / r;
  }
  return intNormalize(r * r > a ? r - 1n : r);
}

/** math.gcd of two ints. */
export function intGcd(a: Int, b: Int): Int {
  let x = intAbs(a);
  let y = intAbs(b);
  while (typeof x === 'bigint' || typeof y === 'bigint') {
    if (y === 0) return x;
    [x, y] = [y, typeof x === 'number' && typeof y === 'bigint' ? x : intNormalize(BigInt(x) % BigInt(y))];
  }
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** math.lcm of two ints. */
export function intLcm(a: Int, b: Int): Int {
  if (a === 0 || b === 0) return 0;
  return intAbs(intMul(intFloorDiv(a, intGcd(a, b)), b));
}
