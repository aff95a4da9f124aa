/**
 * Float to text and back: repr, the e/f/g/r conversions, float(), hex().
 * Every conversion rounds the exact binary value half to even, as CPython's dtoa does, for any precision.
 * Knows nothing of run-time objects: numbers and strings only.
 */
import { evenLastDigit, isTie, scaleBigInt } from './float-math.ts';

export * from './float-math.ts';
export * from './hash.ts';

/** `repr()` of a float: the shortest digits that read back as the same value, in CPython's layout. */
export function floatRepr(v: number): string {
  const a = v < 0 ? -v : v;
  if (a >= 1e-4 && a < 1e16) {
    const s = '' + v;
    return Number.isInteger(v) ? s + '.0' : s;
  }
  if (v === 0) return Object.is(v, -0) ? '-0.0' : '0.0';
  if (v !== v) return 'nan';
  if (a === Infinity) return v > 0 ? 'inf' : '-inf';
  return padExponent(v.toExponential());
}

/** JavaScript writes `1e-5`, Python `1e-05`: at least two exponent digits. */
function padExponent(s: string): string {
  const e = s.indexOf('e');
  return s.length - e === 3 ? s.slice(0, e + 2) + '0' + s.slice(e + 2) : s;
}

/** The exact value of a finite v as significand and binary exponent: |v| = m * 2^e. */
function exactParts(v: number): [bigint, number] {
  SCRATCH.setFloat64(0, v);
  const hi = SCRATCH.getUint32(0);
  const biased = (hi >>> 20) & 0x7ff;
  let m = (BigInt(hi & 0xfffff) << 32n) | BigInt(SCRATCH.getUint32(4));
  if (biased === 0) return [m, -1074];
  m |= 1n << 52n;
  return [m, biased - 1075];
}
const SCRATCH = new DataView(new ArrayBuffer(8));

/** |v| with `digits` digits after the point, rounded half to even. v is finite and not negative. */
export function toFixedHalfEven(v: number, digits: number): string {
  if (v >= 1e21) {
    const whole = BigInt(v).toString();
    return digits > 0 ? whole + '.' + '0'.repeat(digits) : whole;
  }
  if (digits <= 100) {
    const s = v.toFixed(digits);
    const last = s.charCodeAt(s.length - 1);
    return (last & 1) === 1 && isTie(v, digits) ? evenLastDigit(s, s.length - 1) : s;
  }
  const [m, e] = exactParts(v);
  if (e >= 0) return (m << BigInt(e)).toString() + '.' + '0'.repeat(digits);
  // No double has more than 1074 digits after the point.
  const used = Math.min(digits, 1074);
  const shift = BigInt(-e);
  const scaled = m * 10n ** BigInt(used);
  let q = scaled >> shift;
  const r = scaled - (q << shift);
  const half = 1n << (shift - 1n);
  if (r > half || (r === half && (q & 1n) === 1n)) q += 1n;
  const s = q.toString().padStart(used + 1, '0');
  return s.slice(0, s.length - used) + '.' + s.slice(s.length - used) + '0'.repeat(digits - used);
}

/** |v| as decimal digits (`count` of them) and the exponent of the first, rounded half to even. v is finite, >= 0. */
export function decimalDigits(v: number, count: number): [digits: string, exponent: number] {
  if (v === 0) return ['0'.repeat(count), 0];
  if (count <= 101) {
    let s = v.toExponential(count - 1);
    const e = s.indexOf('e');
    const exponent = Number(s.slice(e + 1));
    s = count === 1 ? s.slice(0, e) : s[0] + s.slice(2, e);
    if ((s.charCodeAt(count - 1) & 1) === 1 && isTie(v, count - 1 - exponent)) s = evenLastDigit(s, count - 1);
    return [s, exponent];
  }
  const [m, e] = exactParts(v);
  let s = (e >= 0 ? m << BigInt(e) : m * 5n ** BigInt(-e)).toString();
  let exponent = s.length - 1 + (e < 0 ? e : 0);
  if (s.length <= count) return [s + '0'.repeat(count - s.length), exponent];
  const tail = s.slice(count);
  const round = tail.charCodeAt(0) - 48;
  const up = round > 5 || (round === 5 && (/[1-9]/.test(tail.slice(1)) || (s.charCodeAt(count - 1) & 1) === 1));
  s = s.slice(0, count);
  if (up) {
    s = (BigInt(s) + 1n).toString();
    if (s.length > count) {
      s = s.slice(0, count);
      exponent++;
    }
  }
  return [s, exponent];
}

/** The switches of `formatDouble`. */
export interface DoubleFlags {
  /** Keep the point and trailing zeros (`#`). */
  alt?: boolean;
  /** Always show a sign (`+`). */
  sign?: boolean;
  /** Append `.0` to what would look like an integer. */
  addDot0?: boolean;
  /** No minus on a result that rounded to zero (`z`). */
  noNegZero?: boolean;
}

const NO_FLAGS: DoubleFlags = {};

/** The conversions e, f, g (and E, F, G) and r (repr; precision ignored) of one double: CPython's PyOS_double_to_string. */
export function formatDouble(v: number, code: string, precision: number, flags: DoubleFlags = NO_FLAGS): string {
  const upper = code === 'E' || code === 'F' || code === 'G';
  let body: string;
  let negative = v < 0 || Object.is(v, -0);
  if (!Number.isFinite(v)) {
    body = v !== v ? 'nan' : 'inf';
    if (upper) body = body.toUpperCase();
  } else {
    const a = negative ? -v : v;
    switch (code) {
      case 'f':
      case 'F':
        body = toFixedHalfEven(a, precision);
        if (flags.alt && precision === 0) body += '.';
        break;
      case 'e':
      case 'E': {
        const [digits, exponent] = decimalDigits(a, precision + 1);
        body = exponentForm(digits, exponent, flags.alt === true);
        break;
      }
      case 'g':
      case 'G':
        body = generalForm(a, precision === 0 ? 1 : precision, flags);
        break;
      default:
        body = floatRepr(a);
        if (!flags.addDot0 && body.endsWith('.0')) body = body.slice(0, -2);
        if (flags.alt && !body.includes('.')) {
          const e = body.indexOf('e');
          body = e < 0 ? body + '.' : body.slice(0, e) + '.' + body.slice(e);
        }
    }
    if (flags.noNegZero && negative && !/[1-9]/.test(body.replace(/e.*/, ''))) negative = false;
    if (upper) body = body.toUpperCase();
  }
  return negative ? '-' + body : flags.sign ? '+' + body : body;
}

function exponentForm(digits: string, exponent: number, alt: boolean): string {
  const mantissa = digits.length > 1 ? digits[0] + '.' + digits.slice(1) : alt ? digits + '.' : digits;
  const e = exponent < 0 ? -exponent : exponent;
  return mantissa + (exponent < 0 ? 'e-' : 'e+') + (e < 10 ? '0' + e : e);
}

function generalForm(a: number, precision: number, flags: DoubleFlags): string {
  // A precision of millions asks for no digits beyond the exact ones unless zeros are to be kept.
  const wanted = flags.alt ? precision : Math.min(precision, 1100);
  let [digits, exponent] = decimalDigits(a, wanted);
  const useExponent = exponent < -4 || exponent >= precision - (flags.addDot0 ? 1 : 0);
  if (!flags.alt) {
    let end = digits.length;
    while (end > 1 && digits.charCodeAt(end - 1) === 48) end--;
    digits = digits.slice(0, end);
  }
  if (useExponent) return exponentForm(digits, exponent, flags.alt === true);
  if (exponent < 0) return '0.' + '0'.repeat(-exponent - 1) + digits;
  const whole = exponent + 1;
  if (digits.length > whole) return digits.slice(0, whole) + '.' + digits.slice(whole);
  const s = digits + '0'.repeat(whole - digits.length);
  return flags.alt ? s + '.' : flags.addDot0 ? s + '.0' : s;
}

const FLOAT =
  /^[+-]?(?:(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?|inf(?:inity)?|nan)$/i;

/**
 * What float() reads: `text` already stripped of white space and with its Unicode digits turned into ASCII
 * (`toAsciiDigits`). undefined when it is no float.
 */
export function parseFloat(text: string): number | undefined {
  if (!FLOAT.test(text)) return undefined;
  const n = Number(text.includes('_') ? text.replaceAll('_', '') : text);
  if (n === n) return n;
  // The words, which Number() does not know in Python's spelling.
  if (/^[+-]?n/i.test(text)) return text.charCodeAt(0) === 45 ? NEGATIVE_NAN : NaN;
  return text.charCodeAt(0) === 45 ? -Infinity : Infinity;
}

/** A NaN with its sign bit set, which JavaScript cannot write. */
export const NEGATIVE_NAN = new Float64Array(new Uint32Array([0, 0xfff80000]).buffer)[0];

/** float.hex() */
export function floatHex(v: number): string {
  if (!Number.isFinite(v)) return floatRepr(v);
  SCRATCH.setFloat64(0, v);
  const hi = SCRATCH.getUint32(0);
  const lo = SCRATCH.getUint32(4);
  const sign = hi >>> 31 ? '-' : '';
  if (v === 0) return sign + '0x0.0p+0';
  const biased = (hi >>> 20) & 0x7ff;
  const digits = (hi & 0xfffff).toString(16).padStart(5, '0') + lo.toString(16).padStart(8, '0');
  const exponent = biased === 0 ? -1022 : biased - 1023;
  return `${sign}0x${biased === 0 ? 0 : 1}.${digits}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

const HEX_FLOAT = /^([+-]?)(?:0x)?(?:([0-9a-f]+)\.?([0-9a-f]*)|\.([0-9a-f]+))(?:p([+-]?\d+))?$/i;

/** float.fromhex() of stripped text: undefined when malformed; an infinite result of finite text is an overflow. */
export function floatFromHex(text: string): number | undefined | 'overflow' {
  if (/^[+-]?(?:inf(?:inity)?|nan)$/i.test(text)) return parseFloat(text.toLowerCase());
  const match = HEX_FLOAT.exec(text);
  if (match === null) return undefined;
  const fraction = match[3] ?? match[4] ?? '';
  const mantissa = BigInt('0x0' + (match[2] ?? '') + fraction);
  const exponent = Math.max(-1e9, Math.min(1e9, Number(match[5] ?? 0))) - 4 * fraction.length;
  const a = scaleBigInt(mantissa, exponent);
  if (a === Infinity) return 'overflow';
  return match[1] === '-' ? -a : a;
}
