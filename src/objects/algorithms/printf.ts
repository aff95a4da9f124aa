/**
 * The `%` operator without objects: splitting the format text, and laying out numbers and text under its flags.
 * Fetching arguments, mappings and conversions is the caller's; it walks the pieces in order, because CPython reports
 * the first fault it meets.
 */
import type { Int } from './int-math.ts';
import { formatDouble } from './float-text.ts';

/** One conversion specifier. */
export interface PrintfSpec {
  /** The mapping key of `%(key)s`. */
  readonly key: string | undefined;
  readonly left: boolean;
  readonly plus: boolean;
  readonly space: boolean;
  readonly alt: boolean;
  readonly zero: boolean;
  /** -1 when absent, '*' when the next argument says it. */
  readonly width: number | '*';
  readonly precision: number | '*';
  /** The conversion character ('' with an error). */
  readonly code: string;
  /** Index of the conversion character, for "unsupported format character … at index". */
  readonly index: number;
  /** A ValueError to raise once the walk reaches this piece (after a missing mapping was complained about). */
  readonly error: string | undefined;
}

/** Literal text or a conversion. */
export type PrintfPiece = string | PrintfSpec;

const SSIZE_MAX = 9223372036854775807n;
const INT_MAX = 2147483647;

const parsed = new Map<string, readonly PrintfPiece[]>();
const PARSED_MAX = 500;

/** The pieces of a format text. Programs have few formats and use them often: they are remembered. */
export function printfPieces(format: string): readonly PrintfPiece[] {
  let pieces = parsed.get(format);
  if (pieces === undefined) {
    pieces = parsePrintf(format);
    if (parsed.size >= PARSED_MAX) parsed.clear();
    if (format.length < 1000) parsed.set(format, pieces);
  }
  return pieces;
}

/** Splits a format text. Only a bare `%%` is a percent sign: with a key or flags it is a spec whose code '%'
 * is unsupported. */
export function parsePrintf(format: string): PrintfPiece[] {
  const pieces: PrintfPiece[] = [];
  let pos = 0;
  for (;;) {
    const percent = format.indexOf('%', pos);
    if (percent < 0) {
      if (pos < format.length) pieces.push(format.slice(pos));
      return pieces;
    }
    if (percent > pos) pieces.push(format.slice(pos, percent));
    pos = percent + 1;
    const start = pos;
    let key: string | undefined;
    let error: string | undefined;
    if (format[pos] === '(') {
      let depth = 1;
      const open = ++pos;
      while (depth > 0 && pos < format.length) {
        const c = format.charCodeAt(pos++);
        if (c === 41) depth--;
        else if (c === 40) depth++;
      }
      key = format.slice(open, pos - (depth === 0 ? 1 : 0));
      if (depth > 0) error = 'incomplete format key';
    }
    let left = false;
    let plus = false;
    let space = false;
    let alt = false;
    let zero = false;
    flags: for (; ; pos++) {
      switch (format[pos]) {
        case '-':
          left = true;
          break;
        case '+':
          plus = true;
          break;
        case ' ':
          space = true;
          break;
        case '#':
          alt = true;
          break;
        case '0':
          zero = true;
          break;
        default:
          break flags;
      }
    }
    let width: number | '*' = -1;
    let precision: number | '*' = -1;
    const readNumber = (limit: bigint, message: string): number => {
      const from = pos;
      while (pos < format.length && format.charCodeAt(pos) >= 48 && format.charCodeAt(pos) <= 57) pos++;
      if (pos - from > 9 && BigInt(format.slice(from, pos)) > limit) error ??= message;
      return Number(format.slice(from, pos));
    };
    if (format[pos] === '*') {
      width = '*';
      pos++;
    } else if (isDigit(format, pos)) width = readNumber(SSIZE_MAX, 'width too big');
    if (format[pos] === '.') {
      pos++;
      precision = 0;
      if (format[pos] === '*') {
        precision = '*';
        pos++;
      } else if (isDigit(format, pos)) precision = readNumber(BigInt(INT_MAX), 'precision too big');
    }
    if (format[pos] === 'h' || format[pos] === 'l' || format[pos] === 'L') pos++;
    let code = '';
    if (pos >= format.length) error ??= 'incomplete format';
    else code = String.fromCodePoint(format.codePointAt(pos)!);
    const index = pos;
    pos += code.length;
    if (code === '%' && key === undefined && error === undefined && pos === start + 1) pieces.push('%');
    else pieces.push({ key, left, plus, space, alt, zero, width, precision, code, index, error });
  }
}

function isDigit(s: string, i: number): boolean {
  const c = s.charCodeAt(i);
  return c >= 48 && c <= 57;
}

/** A spec with its stars filled in: a negative width from an argument means left-justified. */
export interface PrintfLayout {
  readonly left: boolean;
  readonly plus: boolean;
  readonly space: boolean;
  readonly alt: boolean;
  readonly zero: boolean;
  readonly width: number;
  readonly precision: number;
}

/** The codes d i u o x X on an int. */
export function printfInt(a: Int, code: string, spec: PrintfLayout): string {
  const negative = a < 0;
  let digits: string;
  let prefix = '';
  switch (code) {
    case 'x':
    case 'X':
      digits = a.toString(16);
      if (spec.alt) prefix = '0' + code;
      if (code === 'X') digits = digits.toUpperCase();
      break;
    case 'o':
      digits = a.toString(8);
      if (spec.alt) prefix = '0o';
      break;
    default:
      digits = '' + a;
  }
  if (negative) digits = digits.slice(1);
  return layOutNumber(negative, prefix, digits.padStart(spec.precision, '0'), spec);
}

/** The codes e E f F g G on a float. */
export function printfFloat(v: number, code: string, spec: PrintfLayout): string {
  const s = formatDouble(v, code, spec.precision < 0 ? 6 : spec.precision, { alt: spec.alt });
  const negative = s.charCodeAt(0) === 45;
  return layOutNumber(negative, '', negative ? s.slice(1) : s, spec);
}

function layOutNumber(negative: boolean, prefix: string, digits: string, spec: PrintfLayout): string {
  const sign = negative ? '-' : spec.plus ? '+' : spec.space ? ' ' : '';
  const missing = spec.width - sign.length - prefix.length - digits.length;
  if (missing <= 0) return sign + prefix + digits;
  if (spec.left) return sign + prefix + digits + ' '.repeat(missing);
  if (spec.zero) return sign + prefix + '0'.repeat(missing) + digits;
  return ' '.repeat(missing) + sign + prefix + digits;
}

/** The codes s r a (precision cuts) and c (pass precision -1) on text, `length` being its length in characters. */
export function printfText(s: string, spec: PrintfLayout, length = s.length): string {
  let text = s;
  let n = length;
  if (spec.precision >= 0 && spec.precision < n) {
    text = n === s.length ? s.slice(0, spec.precision) : Array.from(s).slice(0, spec.precision).join('');
    n = spec.precision;
  }
  const missing = spec.width - n;
  if (missing <= 0) return text;
  return spec.left ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}
