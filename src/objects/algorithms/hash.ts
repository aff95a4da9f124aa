/**
 * CPython's numeric and container hashes: modulus 2^61-1 for numbers, xxHash for tuples, the frozenset mix.
 * Results are canonical ints in the signed 64-bit range and never -1, exactly those of a 64-bit CPython.
 */

const MODULUS = (1n << 61n) - 1n;

function canonical(h: bigint): number | bigint {
  return h >= -9007199254740991n && h <= 9007199254740991n ? Number(h) : h;
}

/** hash() of an int. */
export function hashInt(a: number | bigint): number | bigint {
  if (typeof a === 'number') return a === -1 ? -2 : a;
  const h = canonical(a < 0n ? -(-a % MODULUS) : a % MODULUS);
  return h === -1 ? -2 : h;
}

/** hash() of a float. NaN hashes by identity, so it is the caller's business. */
export function hashDouble(v: number): number | bigint {
  if (Number.isInteger(v)) {
    if (v >= -9007199254740991 && v <= 9007199254740991) return v === -1 ? -2 : v + 0;
    return hashInt(BigInt(v));
  }
  if (v === Infinity) return 314159;
  if (v === -Infinity) return -314159;
  SCRATCH.setFloat64(0, v);
  const top = SCRATCH.getUint32(0);
  const biased = (top >>> 20) & 0x7ff;
  // |v| = m * 2^e with integral m < 2^53.
  const m = ((top & 0xfffff) + (biased === 0 ? 0 : 0x100000)) * 4294967296 + SCRATCH.getUint32(4);
  const e = biased === 0 ? -1074 : biased - 1075;
  // Multiplying by 2^k modulo 2^61-1 rotates 61 bits.
  const k = (e + 61 * 18) % 61;
  const split = 2 ** (61 - k);
  const high = Math.floor(m / split);
  const low = m - high * split;
  const sum = low * 2 ** k + high;
  if (sum <= 9007199254740991) return v < 0 ? (sum === 1 ? -2 : -sum) : sum;
  const h = (BigInt(low) << BigInt(k)) + BigInt(high);
  return v < 0 ? -h : h;
}

const SCRATCH = new DataView(new ArrayBuffer(8));

// 64-bit arithmetic on pairs of 32-bit halves: results of mul64 and lanes of split64.
let hi32 = 0;
let lo32 = 0;

/** Splits a hash into the two halves. */
function split64(h: number | bigint): void {
  if (typeof h === 'number') {
    if (h === (h | 0)) {
      lo32 = h;
      hi32 = h >> 31;
      return;
    }
    lo32 = h | 0;
    // |h| < 2^53: a plain `h | 0` is h modulo 2^32, the rest is an exact division.
    hi32 = Math.floor(h / 4294967296) | 0;
  } else {
    lo32 = Number(BigInt.asIntN(32, h));
    hi32 = Number(BigInt.asIntN(32, h >> 32n));
  }
}

/** (ah, al) * (bh, bl) modulo 2^64 into hi32, lo32. */
function mul64(ah: number, al: number, bh: number, bl: number): void {
  const a0 = al & 0xffff;
  const a1 = al >>> 16;
  const b0 = bl & 0xffff;
  const b1 = bl >>> 16;
  const p00 = a0 * b0;
  const p01 = a0 * b1;
  const p10 = a1 * b0;
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
  const carry = (middle >>> 16) + (p01 >>> 16) + (p10 >>> 16);
  lo32 = ((middle & 0xffff) << 16) | (p00 & 0xffff);
  hi32 = (Math.imul(a1, b1) + carry + Math.imul(ah, bl) + Math.imul(al, bh)) | 0;
}

/** The signed 64-bit value of two halves as a canonical int. */
function join64(h: number, l: number): number | bigint {
  const v = h * 4294967296 + (l >>> 0);
  return Number.isSafeInteger(v) ? v : (BigInt(h) << 32n) | BigInt(l >>> 0);
}

/** A hash folded to 32 bits: what hash tables use, for want of cheap 64-bit integers. */
export function fold(h: number | bigint): number {
  split64(h);
  return hi32 ^ lo32;
}

// The tuple whose hash is being made, and those around it.
let laneHigh = 0;
let laneLow = 0;
const around: number[] = [];

/** Begins the hash of a tuple, maybe as an item of the one being hashed. No Python code may run before its end. */
export function beginTuple(): void {
  around.push(laneHigh, laneLow);
  // xxHash primes: P1 11400714785074694791, P2 14029467366897019727, P5 2870177450012600261.
  laneHigh = 0x27d4eb2f;
  laneLow = 0x165667c5;
}

/** The next item's hash. */
export function mixItem(hash: number | bigint): void {
  split64(hash);
  mixHalves();
}

function mixHalves(): void {
  mul64(hi32, lo32, 0xc2b2ae3d, 0x27d4eb4f);
  const sum = (laneLow >>> 0) + (lo32 >>> 0);
  const high = (laneHigh + hi32 + (sum > 0xffffffff ? 1 : 0)) | 0;
  const low = sum | 0;
  mul64((high << 31) | (low >>> 1), (low << 31) | (high >>> 1), 0x9e3779b1, 0x85ebca87);
  laneHigh = hi32;
  laneLow = lo32;
}

/** Ends the hash of a tuple of n items: leaves it in hi32, lo32. */
function endTuple(n: number): void {
  // len ^ (P5 ^ 3527539)
  const add = (0x165667c5 ^ 3527539 ^ n) >>> 0;
  const sum = (laneLow >>> 0) + add;
  hi32 = (laneHigh + 0x27d4eb2f + (sum > 0xffffffff ? 1 : 0)) | 0;
  lo32 = sum | 0;
  if (hi32 === -1 && lo32 === -1) {
    hi32 = 0;
    lo32 = 1546275796;
  }
  laneLow = around.pop()!; // beginTuple's
  laneHigh = around.pop()!;
}

/** Ends the hash of a tuple that is an item: it is the next item's hash of the one around it. */
export function mixTuple(n: number): void {
  endTuple(n);
  mixHalves();
}

/** The hash of a tuple of n items. */
export function tupleHash(n: number): number | bigint {
  endTuple(n);
  return join64(hi32, lo32);
}

/** The hash of a tuple of n items, folded to 32 bits. */
export function tupleHashFolded(n: number): number {
  endTuple(n);
  return hi32 ^ lo32;
}

/** hash() of a tuple, from the hashes of its items. */
export function hashTuple(hashes: readonly (number | bigint)[]): number | bigint {
  beginTuple();
  for (let i = 0; i < hashes.length; i++) mixItem(hashes[i]);
  return tupleHash(hashes.length);
}

/** Gives a tuple up that was begun. */
export function abandonTuple(): void {
  laneLow = around.pop()!; // beginTuple's
  laneHigh = around.pop()!;
}

/** hash() of a complex from the hashes of its parts. */
export function hashComplex(real: number | bigint, imag: number | bigint): number | bigint {
  const h = canonical(BigInt.asIntN(64, BigInt(real) + BigInt(imag) * 1000003n));
  return h === -1 ? -2 : h;
}

/** hash() of a frozenset from the hashes of its members, in any order. */
export function hashFrozenSet(hashes: Iterable<number | bigint>): number | bigint {
  let h = 0;
  let l = 0;
  let n = 0;
  for (const item of hashes) {
    split64(item);
    const low = lo32 ^ 89869747 ^ (lo32 << 16);
    const high = hi32 ^ ((hi32 << 16) | (lo32 >>> 16));
    mul64(high, low, 0, 3644798167 | 0);
    h ^= hi32;
    l ^= lo32;
    n++;
  }
  mul64(0, n + 1, 0, 1927868237);
  h ^= hi32;
  l ^= lo32;
  const h11 = h >>> 11;
  const l11 = (l >>> 11) | (h << 21);
  const h25 = h >>> 25;
  const l25 = (l >>> 25) | (h << 7);
  mul64(h ^ h11 ^ h25, l ^ l11 ^ l25, 0, 69069);
  const sum = (lo32 >>> 0) + 907133923;
  h = (hi32 + (sum > 0xffffffff ? 1 : 0)) | 0;
  l = sum | 0;
  return h === -1 && l === -1 ? 590923713 : join64(h, l);
}
