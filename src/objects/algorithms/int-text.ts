/**
 * Ints as text in any base and as bytes; arithmetic is in int-math.ts and re-exported here.
 * Ints are in canonical form. White space and non-ASCII digits are the caller's (see unicode-data's `toAsciiDigits`).
 */
import type { Int } from './int-math.ts';
import { MAX_BITS, TooLarge, intAdd, intMul, intNormalize, intPow } from './int-math.ts';

export * from './int-math.ts';

/** The digits of an int in base 2 to 36, with a minus sign when negative and no prefix. */
export function intToString(a: Int, base = 10): string {
  return base === 10 ? '' + a : a.toString(base);
}

/** str(a), or undefined when it would have more than `maxDigits` digits (0: no limit). */
export function intToDecimal(a: Int, maxDigits: number): string | undefined {
  if (typeof a === 'number') return '' + a;
  if (maxDigits > 0) {
    // Four bits a hexadecimal digit tell the length well enough to refuse the quadratic work early.
    const hexDigits = a.toString(16).length - (a < 0n ? 1 : 0);
    if ((hexDigits - 1) * 1.20411998 > maxDigits) return undefined;
  }
  const s = a.toString();
  return maxDigits > 0 && s.length - (a < 0n ? 1 : 0) > maxDigits ? undefined : s;
}

/** Thrown by `parseInteger` when the text has more digits than sys.get_int_max_str_digits() allows. */
export class TooManyDigits extends Error {
  override name = 'TooManyDigits';
  readonly digits: number;
  constructor(digits: number) {
    super('too many digits');
    this.digits = digits;
  }
}

const SMALL_DECIMAL = /^[+-]?[0-9]{1,15}$/;
const SHAPE = /^([+-]?)(0[xX]_?|0[oO]_?|0[bB]_?)?([0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)$/;

/**
 * int(text, base): base 0 or 2 to 36, underscores and prefixes as in source code. `text` is stripped and its digits are
 * ASCII. undefined when it is no int; `TooManyDigits` when a decimal one is longer than maxDigits (0: no limit).
 */
export function parseInteger(text: string, base = 10, maxDigits = 0): Int | undefined {
  if (base === 10 && SMALL_DECIMAL.test(text)) return Number(text) + 0;
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  let digits = match[3];
  let radix = base;
  if (match[2] !== undefined) {
    const letter = match[2][1].toLowerCase();
    const prefixRadix = letter === 'x' ? 16 : letter === 'o' ? 8 : 2;
    if (base === 0 || base === prefixRadix) radix = prefixRadix;
    // Not the prefix of this base: 'b' and 'x' may still be digits (int('0b1', 16)).
    else digits = match[2] + digits;
  }
  if (radix === 0) {
    radix = 10;
    if (digits.charCodeAt(0) === 48 && /[^0_]/.test(digits)) return undefined;
  }
  if (digits.includes('_')) digits = digits.replaceAll('_', '');
  if (!allDigits(digits, radix)) return undefined;
  if (maxDigits > 0 && digits.length > maxDigits && (radix & (radix - 1)) !== 0) throw new TooManyDigits(digits.length);
  if (digits.length * Math.log2(radix) > MAX_BITS + 64) throw new TooLarge('integer too large');
  const value = digitsToInt(digits, radix);
  return match[1] === '-' ? (typeof value === 'number' ? 0 - value : intNormalize(-value)) : value;
}

const DIGIT_SETS: (RegExp | undefined)[] = [];

function allDigits(s: string, base: number): boolean {
  let set = DIGIT_SETS[base];
  if (set === undefined) {
    const numerals = base <= 10 ? `0-${base - 1}` : `0-9a-${String.fromCharCode(86 + base)}`;
    set = DIGIT_SETS[base] = new RegExp(`^[${numerals}]+$`, 'i');
  }
  return set.test(s);
}

function digitsToInt(s: string, base: number): Int {
  if (s.length <= 10) return parseInt(s, base);
  if (base === 10) return intNormalize(BigInt(s));
  if (base === 16) return intNormalize(BigInt('0x' + s));
  if (base === 8) return intNormalize(BigInt('0o' + s));
  if (base === 2) return intNormalize(BigInt('0b' + s));
  const half = Math.ceil(s.length / 2);
  const low = s.length - half;
  return intAdd(intMul(digitsToInt(s.slice(0, half), base), intPow(base, low)), digitsToInt(s.slice(half), base));
}

const HEX = Array.from({ length: 256 }, (_, i) => (i < 16 ? '0' : '') + i.toString(16));

/**
 * int.to_bytes(length, byteorder, signed=…). The refusals are the two OverflowErrors "can't convert negative int to
 * unsigned" ('negative') and "int too big to convert" ('big').
 */
export function intToBytes(a: Int, length: number, little: boolean, signed: boolean): Uint8Array | 'negative' | 'big' {
  if (a < 0 && !signed) return 'negative';
  const out = new Uint8Array(length);
  if (typeof a === 'number' && a >= 0) {
    let rest = a;
    let i = 0;
    for (; i < length && rest > 0; i++) {
      out[little ? i : length - 1 - i] = rest & 255;
      rest = Math.floor(rest / 256);
    }
    if (rest > 0) return 'big';
    return signed && length > 0 && i === length && (out[little ? length - 1 : 0] & 128) !== 0 ? 'big' : out;
  }
  let v = BigInt(a);
  if (v < 0n) {
    if (length === 0) return v === -1n ? out : 'big';
    v = ~v;
  }
  let hex = v === 0n ? '' : v.toString(16);
  if (hex.length & 1) hex = '0' + hex;
  const used = hex.length >> 1;
  if (used > length || (signed && used === length && used > 0 && parseInt(hex.slice(0, 2), 16) > 127)) return 'big';
  for (let i = 0; i < used; i++) {
    out[little ? used - 1 - i : length - used + i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  }
  if (a < 0) for (let i = 0; i < length; i++) out[i] ^= 255;
  return out;
}

/** int.from_bytes(bytes, byteorder, signed=…) */
export function intFromBytes(bytes: Uint8Array, little: boolean, signed: boolean): Int {
  const n = bytes.length;
  if (n === 0) return 0;
  const negative = signed && (bytes[little ? n - 1 : 0] & 128) !== 0;
  if (n <= 6) {
    let v = 0;
    for (let i = 0; i < n; i++) v = v * 256 + bytes[little ? n - 1 - i : i];
    return negative ? v - 2 ** (8 * n) : v;
  }
  if (n * 8 > MAX_BITS) throw new TooLarge('integer too large');
  const parts: string[] = new Array(n);
  for (let i = 0; i < n; i++) parts[i] = HEX[bytes[little ? n - 1 - i : i]];
  const v = BigInt('0x' + parts.join(''));
  return intNormalize(negative ? v - (1n << BigInt(8 * n)) : v);
}
