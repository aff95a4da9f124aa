// Floats as text the way NumPy writes them: the fewest digits that name the number in its own precision, or as many as
// asked for, rounded exactly. Invariant: no detour over decimal arithmetic that rounds twice. Knows no arrays.

import { float16, float32, type PyDType } from './dtype.ts';
import { fromHalf, toHalf } from './half.ts';

/** `0.d1d2d3… × 10^point`. */
interface Digits {
  digits: string;
  point: number;
}

/** The shortest digits of |x| (finite, in the dtype). */
export function shortest(x: number, d: PyDType): Digits {
  const a = Math.abs(x);
  if (a === 0) return { digits: '0', point: 1 };
  let text = a.toExponential();
  if (d === float32 || d === float16) {
    for (let p = 0; p < 17; p++) {
      text = a.toExponential(p);
      const back = Number(text);
      if (d === float32 ? Math.fround(back) === a : fromHalf(toHalf(back)) === a) break;
    }
  }
  const e = text.indexOf('e');
  const digits = text.slice(0, e).replace('.', '').replace(/0+$/, '');
  return { digits: digits === '' ? '0' : digits, point: Number(text.slice(e + 1)) + 1 };
}

const scratch = new DataView(new ArrayBuffer(8));
/** |x| rounded (half to even) to `places` digits after the point; exact. */
function fixedDigits(x: number, places: number): Digits {
  scratch.setFloat64(0, Math.abs(x));
  const bits = scratch.getBigUint64(0);
  const e = Number(bits >> 52n);
  const m = (bits & ((1n << 52n) - 1n)) | (e === 0 ? 0n : 1n << 52n);
  const shift = (e === 0 ? 1 : e) - 1075;
  let n = m;
  let d = 1n;
  if (shift >= 0) n <<= BigInt(shift);
  else d <<= BigInt(-shift);
  if (places >= 0) n *= 10n ** BigInt(places);
  else d *= 10n ** BigInt(-places);
  let q = n / d;
  const twice = (n - q * d) * 2n;
  if (twice > d || (twice === d && (q & 1n) === 1n)) q++;
  const digits = q.toString();
  return { digits, point: digits.length - places };
}

export interface FloatFormat {
  readonly precision?: number;
  readonly unique?: boolean;
  readonly trim?: string;
  readonly sign?: boolean;
  readonly padLeft?: number;
  readonly padRight?: number;
  readonly minDigits?: number;
  readonly expDigits?: number;
  /** `precision` counts digits after the point; else all of them. */
  readonly fractional?: boolean;
}

function trimmed(frac: string, trim: string, minDigits: number): string {
  if (trim === 'k') return frac;
  let n = frac.length;
  while (n > minDigits && frac[n - 1] === '0') n--;
  return frac.slice(0, n);
}
const negative = (x: number): boolean => x < 0 || Object.is(x, -0);
const signText = (x: number, sign: boolean): string => (negative(x) ? '-' : sign ? '+' : '');

/** np.format_float_positional. */
export function positional(x: number, d: PyDType, o: FloatFormat = {}): string {
  const trim = o.trim ?? 'k';
  const precision = o.precision ?? -1;
  const short = shortest(x, d);
  let v = short;
  const fractional = o.fractional !== false;
  const places = short.digits === '0' ? 0 : Math.max(0, short.digits.length - short.point);
  if (precision >= 0) {
    if (!fractional) {
      const keep = precision - short.point;
      if (o.unique === false || short.digits.length > precision) v = fixedDigits(x, keep);
    } else if (o.unique === false || places > precision) v = fixedDigits(x, precision);
  }
  let int: string;
  let frac: string;
  if (v.point <= 0) {
    int = '0';
    frac = '0'.repeat(-v.point) + v.digits;
  } else {
    const padded = v.digits.padEnd(v.point, '0');
    int = padded.slice(0, v.point);
    frac = padded.slice(v.point);
  }
  if (v.digits === '0') {
    int = '0';
    frac = '';
  }
  if (/^0*$/.test(frac) && o.unique !== false)
    frac = trim === 'k' && precision >= 0 && o.minDigits === undefined ? frac : frac === '' ? '' : frac;
  if (o.unique === false && precision >= 0 && fractional) frac = frac.padEnd(precision, '0').slice(0, precision);
  const least = o.minDigits ?? 0;
  frac = trimmed(frac, trim === 'k' && o.unique !== false ? '.' : trim, least).padEnd(Math.max(0, least), '0');
  if (trim === 'k' && o.unique !== false) {
    // Unique digits have no zeros at their end to keep, but as many as asked for at least.
    frac = frac.padEnd(o.minDigits ?? 0, '0');
    if (frac === '' && o.minDigits === undefined && precision < 0) frac = '0';
  }
  if (trim === '0' && frac === '') frac = '0';
  let text = `${signText(x, o.sign === true)}${int}${trim === '-' && frac === '' ? '' : '.'}${frac}`;
  if (o.padLeft !== undefined) {
    const at = text.indexOf('.') < 0 ? text.length : text.indexOf('.');
    text = ' '.repeat(Math.max(0, o.padLeft - at)) + text;
  }
  if (o.padRight !== undefined) {
    const at = text.indexOf('.');
    const have = at < 0 ? -1 : text.length - at - 1;
    text += ' '.repeat(Math.max(0, o.padRight - have));
  }
  return text;
}

/** np.format_float_scientific. */
export function scientific(x: number, d: PyDType, o: FloatFormat = {}): string {
  const trim = o.trim ?? 'k';
  const precision = o.precision ?? -1;
  let v = shortest(x, d);
  if (precision >= 0 && x !== 0 && (o.unique === false || v.digits.length - 1 > precision)) {
    v = fixedDigits(x, precision - (v.point - 1));
    // Rounding up may have made one digit more.
    if (v.digits.length > precision + 1) v = { digits: v.digits.slice(0, precision + 1), point: v.point };
  }
  let frac = v.digits.slice(1);
  if (o.unique === false && precision >= 0) frac = frac.padEnd(precision, '0');
  const least = o.minDigits ?? 0;
  frac = trimmed(frac, trim === 'k' && o.unique !== false ? '.' : trim, least).padEnd(least, '0');
  if ((trim === '0' || (trim === 'k' && o.minDigits === undefined && precision < 0)) && frac === '') frac = '0';
  const e = x === 0 ? 0 : v.point - 1;
  const exponent = String(Math.abs(e)).padStart(o.expDigits === undefined || o.expDigits < 2 ? 2 : o.expDigits, '0');
  let text = `${signText(x, o.sign === true)}${v.digits[0]}${trim === '-' && frac === '' ? '' : '.'}${frac}`;
  if (o.padLeft !== undefined) {
    const at = text.indexOf('.') < 0 ? text.length : text.indexOf('.');
    text = ' '.repeat(Math.max(0, o.padLeft - at)) + text;
  }
  return `${text}e${e < 0 ? '-' : '+'}${exponent}`;
}

/** `str()` of a float scalar of any precision. */
export function floatText(x: number, d: PyDType): string {
  if (x !== x) return 'nan';
  if (!Number.isFinite(x)) return x < 0 ? '-inf' : 'inf';
  const a = Math.abs(x);
  if (a === 0 || (a >= 1e-4 && a < 1e16)) return positional(x, d, { trim: '0' });
  return scientific(x, d, { trim: '-' });
}
