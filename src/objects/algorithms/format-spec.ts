/**
 * The format specification mini-language: parsing, and applying it to int, float, complex and str.
 * Strings here are JavaScript strings in which a surrogate pair is one character; a caller whose str type differs
 * converts on the way in and out. Errors are `FormatError`, with the Python exception type they stand for.
 * The `%` operator's numbers are in printf.ts.
 */
import type { Int } from './int-math.ts';
import { formatDouble } from './float-text.ts';
import { intToDecimal } from './int-text.ts';

/** A refusal of a format; `kind` names the Python exception to raise with `message`. */
export class FormatError extends Error {
  override name = 'FormatError';
  readonly kind: 'ValueError' | 'OverflowError' | 'TypeError';
  constructor(message: string, kind: 'ValueError' | 'OverflowError' | 'TypeError' = 'ValueError') {
    super(message);
    this.kind = kind;
  }
}

/** A parsed specification. Absent: width and precision -1, the strings ''. */
export interface FormatSpec {
  readonly fill: string;
  readonly align: '<' | '>' | '=' | '^';
  readonly sign: '' | '+' | '-' | ' ';
  readonly noNegZero: boolean;
  readonly alt: boolean;
  readonly width: number;
  readonly grouping: '' | ',' | '_';
  readonly precision: number;
  /** Grouping of the digits after the point (3.14). */
  readonly fractionGrouping: '' | ',' | '_';
  /** The presentation type, '' when the text gave none and the object's type has no default. */
  readonly type: string;
}

/** What the `n` type takes from the locale. `grouping` follows localeconv(): sizes from the right, the last repeats, 127 stops. */
export interface NumericLocale {
  readonly decimalPoint: string;
  readonly thousandsSep: string;
  readonly grouping: readonly number[];
}

const C_LOCALE: NumericLocale = { decimalPoint: '.', thousandsSep: '', grouping: [] };
const THREES = [3];
const FOURS = [4];

function isAlign(c: string | undefined): c is '<' | '>' | '=' | '^' {
  return c === '<' || c === '>' || c === '=' || c === '^';
}

/**
 * Parses a specification for an object of the named type. `defaultType` is what an absent type means ('d', 's' or ''),
 * `defaultAlign` is '<' for text and '>' for numbers.
 */
export function parseFormatSpec(
  spec: string,
  typeName: string,
  defaultType: string,
  defaultAlign: '<' | '>',
): FormatSpec {
  const known = defaultType === 's' ? parsedText : defaultType === 'd' ? parsedInts : parsedFloats;
  let parsed = known.get(spec);
  if (parsed === undefined) {
    parsed = parse(spec, typeName, defaultType, defaultAlign);
    if (known.size >= PARSED_MAX) known.clear();
    if (spec.length < 50) known.set(spec, parsed);
  }
  return parsed;
}

// Programs have few specifications and use them often: those without a fault are remembered.
const parsedText = new Map<string, FormatSpec>();
const parsedInts = new Map<string, FormatSpec>();
const parsedFloats = new Map<string, FormatSpec>();
const PARSED_MAX = 500;

function parse(spec: string, typeName: string, defaultType: string, defaultAlign: '<' | '>'): FormatSpec {
  let pos = 0;
  const end = spec.length;
  let fill = ' ';
  let fillGiven = false;
  let align: FormatSpec['align'] = defaultAlign;
  let alignGiven = false;

  const first = end > 0 && spec.codePointAt(0)! > 0xffff ? 2 : 1;
  if (isAlign(spec[first])) {
    fill = spec.slice(0, first);
    fillGiven = true;
    align = spec[first] as FormatSpec['align'];
    alignGiven = true;
    pos = first + 1;
  } else if (isAlign(spec[0])) {
    align = spec[0];
    alignGiven = true;
    pos = 1;
  }

  let sign: FormatSpec['sign'] = '';
  const s = spec[pos];
  if (s === '+' || s === '-' || s === ' ') {
    sign = s;
    pos++;
  }
  const noNegZero = spec[pos] === 'z';
  if (noNegZero) pos++;
  const alt = spec[pos] === '#';
  if (alt) pos++;
  if (!fillGiven && spec[pos] === '0') {
    fill = '0';
    if (!alignGiven && defaultAlign === '>') align = '=';
    pos++;
  }

  let start = pos;
  const width = number();

  let grouping: FormatSpec['grouping'] = '';
  if (spec[pos] === ',') {
    grouping = ',';
    pos++;
  }
  if (spec[pos] === '_') {
    if (grouping !== '') throw bothSeparators();
    grouping = '_';
    pos++;
  }
  if (spec[pos] === ',' && grouping === '_') throw bothSeparators();

  let precision = -1;
  let fractionGrouping: FormatSpec['fractionGrouping'] = '';
  if (spec[pos] === '.') {
    pos++;
    start = pos;
    precision = number();
    if (spec[pos] === ',') {
      fractionGrouping = ',';
      pos++;
    }
    if (spec[pos] === '_') {
      if (fractionGrouping !== '') throw bothSeparators();
      fractionGrouping = '_';
      pos++;
    }
    if (spec[pos] === ',' && fractionGrouping === '_') throw bothSeparators();
    if (precision < 0 && fractionGrouping === '') throw new FormatError('Format specifier missing precision');
  }

  const rest = end - pos;
  if (rest > 1 && !(rest === 2 && spec.codePointAt(pos)! > 0xffff)) {
    throw new FormatError(`Invalid format specifier '${spec}' for object of type '${typeName}'`);
  }
  let type = rest > 0 ? spec.slice(pos) : defaultType;
  if (type === '\0' && defaultType === '') type = '';
  // The whole part is grouped in decimals (and '_' in fours elsewhere); the fraction's grouping only 'n' refuses.
  const groupable = type === '' || 'defgEG%F'.includes(type) || ('boxX'.includes(type) && grouping === '_');
  const refused = grouping !== '' && !groupable ? grouping : type === 'n' ? fractionGrouping : '';
  if (refused !== '') {
    const code = type.codePointAt(0)!;
    const shown = code > 32 && code < 128 ? type : '\\x' + code.toString(16);
    throw new FormatError(`Cannot specify '${refused}' with '${shown}'.`);
  }
  return { fill, align, sign, noNegZero, alt, width, grouping, precision, fractionGrouping, type };

  function number(): number {
    while (pos < end && spec.charCodeAt(pos) >= 48 && spec.charCodeAt(pos) <= 57) pos++;
    if (pos === start) return -1;
    if (pos - start > 15 && BigInt(spec.slice(start, pos)) > 9223372036854775807n) {
      throw new FormatError('Too many decimal digits in format string');
    }
    return Number(spec.slice(start, pos));
  }
}

function bothSeparators(): FormatError {
  return new FormatError("Cannot specify both ',' and '_'.");
}

/** The error for a presentation type an object does not have. */
export function unknownType(type: string, typeName: string): FormatError {
  const code = type.codePointAt(0) ?? 0;
  const shown = code > 32 && code < 128 ? type : '\\x' + code.toString(16);
  return new FormatError(`Unknown format code '${shown}' for object of type '${typeName}'`);
}

/** Digits with separators, padded with zeros (grouped too) to at least minWidth characters. */
function groupDigits(digits: string, sep: string, grouping: readonly number[], minWidth: number): string {
  if (sep === '' || grouping.length === 0) return digits.padStart(minWidth, '0');
  const groups: string[] = [];
  let left = digits.length;
  let width = minWidth;
  for (let g = 0; ; g++) {
    const step = grouping[Math.min(g, grouping.length - 1)];
    const wanted = Math.max(left, width, 1);
    const size = step <= 0 || step >= 127 ? wanted : Math.min(step, wanted);
    const taken = Math.min(left, size);
    groups.push('0'.repeat(size - taken) + digits.slice(left - taken, left));
    left -= taken;
    width -= size;
    if (left <= 0 && width <= 0) break;
    width -= sep.length;
    // A separator alone is never put in front: at least one zero follows it.
  }
  return groups.reverse().join(sep);
}

/** The digits after the point in threes. */
function groupFraction(digits: string, sep: string): string {
  return sep === '' ? digits : digits.replace(/(\d{3})(?=\d)/g, '$1' + sep);
}

/** Puts fill around text of the given length in characters. */
function pad(text: string, length: number, spec: FormatSpec, defaultAlign: '<' | '>' = '>'): string {
  const missing = spec.width - length;
  if (missing <= 0) return text;
  if (missing > 0x1fffffe8) throw new RangeError('Invalid string length');
  const align = spec.align === '=' ? defaultAlign : spec.align;
  if (align === '<') return text + spec.fill.repeat(missing);
  if (align === '>') return spec.fill.repeat(missing) + text;
  const before = missing >> 1;
  return spec.fill.repeat(before) + text + spec.fill.repeat(missing - before);
}

/** Sign, prefix, whole digits and the rest of a number, laid out in the field. */
function layOut(
  sign: string,
  prefix: string,
  whole: string,
  rest: string,
  spec: FormatSpec,
  locale: NumericLocale,
): string {
  const sep = spec.type === 'n' ? locale.thousandsSep : spec.grouping;
  const sizes =
    spec.type === 'n'
      ? locale.grouping
      : spec.grouping === ''
        ? []
        : 'boxX'.includes(spec.type) && spec.type !== ''
          ? FOURS
          : THREES;
  const outside = sign.length + prefix.length + rest.length;
  const zeroFill = spec.fill === '0' && spec.align === '=';
  if (zeroFill && spec.width > 0x1fffffe8) throw new RangeError('Invalid string length');
  const digits = whole === '' ? '' : groupDigits(whole, sep, sizes, zeroFill ? spec.width - outside : 0);
  const length = outside + digits.length;
  if (spec.align === '=' && spec.width > length) {
    return sign + prefix + spec.fill.repeat(spec.width - length) + digits + rest;
  }
  return pad(sign + prefix + digits + rest, length, spec);
}

function signOf(negative: boolean, spec: FormatSpec): string {
  return negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : '';
}

/** format(int, spec). `maxDigits` is sys.get_int_max_str_digits() (0: no limit). */
export function formatInt(
  a: Int,
  text: string,
  typeName = 'int',
  maxDigits = 0,
  locale: NumericLocale = C_LOCALE,
): string {
  if (text === '') return decimal(a, maxDigits);
  const spec = parseFormatSpec(text, typeName, 'd', '>');
  switch (spec.type) {
    case 'b':
    case 'c':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'n':
      break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
      const v = Number(a);
      if (!Number.isFinite(v)) throw new FormatError('int too large to convert to float', 'OverflowError');
      return formatFloatSpec(v, spec, locale);
    }
    default:
      throw unknownType(spec.type, typeName);
  }
  if (spec.precision >= 0) throw new FormatError('Precision not allowed in integer format specifier');
  if (spec.noNegZero) throw new FormatError('Negative zero coercion (z) not allowed in integer format specifier');
  if (spec.type === 'c') {
    if (spec.sign !== '') throw new FormatError("Sign not allowed with integer format specifier 'c'");
    if (spec.alt) throw new FormatError("Alternate form (#) not allowed with integer format specifier 'c'");
    if (typeof a === 'bigint') throw new FormatError('Python int too large to convert to C long', 'OverflowError');
    if (a < 0 || a > 0x10ffff) throw new FormatError('%c arg not in range(0x110000)', 'OverflowError');
    const missing = spec.width - 1;
    // The character counts as a digit: '=' pads in front of it.
    if (spec.align === '=' && missing > 0) return spec.fill.repeat(missing) + String.fromCodePoint(a);
    return pad(String.fromCodePoint(a), 1, spec);
  }
  const negative = a < 0;
  let digits: string;
  let prefix = '';
  switch (spec.type) {
    case 'b':
      digits = a.toString(2);
      prefix = '0b';
      break;
    case 'o':
      digits = a.toString(8);
      prefix = '0o';
      break;
    case 'x':
      digits = a.toString(16);
      prefix = '0x';
      break;
    case 'X':
      digits = a.toString(16).toUpperCase();
      prefix = '0X';
      break;
    default:
      digits = decimal(a, maxDigits);
  }
  if (negative) digits = digits.slice(1);
  return layOut(signOf(negative, spec), spec.alt ? prefix : '', digits, '', spec, locale);
}

function decimal(a: Int, maxDigits: number): string {
  const s = intToDecimal(a, maxDigits);
  if (s === undefined) {
    throw new FormatError(
      `Exceeds the limit (${maxDigits} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  return s;
}

/** format(float, spec) */
export function formatFloat(v: number, text: string, typeName = 'float', locale: NumericLocale = C_LOCALE): string {
  const spec = parseFormatSpec(text, typeName, '', '>');
  switch (spec.type) {
    case '':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case 'n':
    case '%':
      return formatFloatSpec(v, spec, locale);
    default:
      throw unknownType(spec.type, typeName);
  }
}

const MAX_PRECISION = 2147483647;

/** A number text split for lay-out: sign, digits before the point, and the rest with the fraction grouped. */
function splitNumber(
  body: string,
  spec: FormatSpec,
  locale: NumericLocale,
): [negative: boolean, whole: string, rest: string] {
  const negative = body.charCodeAt(0) === 45;
  let i = negative ? 1 : 0;
  const start = i;
  while (i < body.length && body.charCodeAt(i) >= 48 && body.charCodeAt(i) <= 57) i++;
  const whole = body.slice(start, i);
  let rest = body.slice(i);
  if (rest.charCodeAt(0) === 46) {
    let j = 1;
    while (j < rest.length && rest.charCodeAt(j) >= 48 && rest.charCodeAt(j) <= 57) j++;
    const point = spec.type === 'n' ? locale.decimalPoint : '.';
    rest = point + groupFraction(rest.slice(1, j), spec.fractionGrouping) + rest.slice(j);
  }
  return [negative, whole, rest];
}

function formatFloatSpec(v: number, spec: FormatSpec, locale: NumericLocale): string {
  if (spec.precision > MAX_PRECISION) throw new FormatError('precision too big');
  let code = spec.type;
  let precision = spec.precision;
  let value = v;
  let addDot0 = false;
  if (code === '') {
    code = precision < 0 ? 'r' : 'g';
    addDot0 = true;
  } else if (code === 'n') code = 'g';
  else if (code === '%') {
    code = 'f';
    value *= 100;
  }
  if (precision < 0) precision = 6;
  let body = formatDouble(value, code, precision, { alt: spec.alt, addDot0, noNegZero: spec.noNegZero });
  if (spec.type === '%') body += '%';
  const [negative, whole, rest] = splitNumber(body, spec, locale);
  return layOut(signOf(negative, spec), '', whole, rest, spec, locale);
}

/** format(complex, spec) */
export function formatComplex(
  real: number,
  imag: number,
  text: string,
  typeName = 'complex',
  locale: NumericLocale = C_LOCALE,
): string {
  const spec = parseFormatSpec(text, typeName, '', '>');
  if (spec.type !== '' && !'eEfFgGn'.includes(spec.type)) throw unknownType(spec.type, typeName);
  if (spec.precision > MAX_PRECISION) throw new FormatError('precision too big');
  if (spec.fill === '0') throw new FormatError('Zero padding is not allowed in complex format specifier');
  if (spec.align === '=') throw new FormatError("'=' alignment flag is not allowed in complex format specifier");
  let code = spec.type;
  let skipReal = false;
  if (code === '') {
    code = spec.precision < 0 ? 'r' : 'g';
    skipReal = Object.is(real, 0);
  } else if (code === 'n') code = 'g';
  const precision = spec.precision < 0 ? 6 : spec.precision;
  const flags = { alt: spec.alt, noNegZero: spec.noNegZero };
  const bare: FormatSpec = { ...spec, width: -1, fill: ' ', align: '>' };
  const part = (v: number, partSpec: FormatSpec): string => {
    const [negative, whole, rest] = splitNumber(formatDouble(v, code, precision, flags), spec, locale);
    return layOut(signOf(negative, partSpec), '', whole, rest, partSpec, locale);
  };
  let body: string;
  if (skipReal) body = part(imag, bare) + 'j';
  else {
    body = part(real, bare) + part(imag, { ...bare, sign: '+' }) + 'j';
    if (spec.type === '') body = `(${body})`;
  }
  return pad(body, body.length, spec);
}

const SURROGATE = /[\ud800-\udfff]/;

/** format(str, spec); `text` and `value` as JavaScript strings. */
export function formatStr(value: string, text: string, typeName = 'str'): string {
  if (text === '') return value;
  const spec = parseFormatSpec(text, typeName, 's', '<');
  if (spec.type !== 's') throw unknownType(spec.type, typeName);
  if (spec.sign !== '') {
    throw new FormatError(`${spec.sign === ' ' ? 'Space' : 'Sign'} not allowed in string format specifier`);
  }
  if (spec.noNegZero) throw new FormatError('Negative zero coercion (z) not allowed in string format specifier');
  if (spec.alt) throw new FormatError('Alternate form (#) not allowed in string format specifier');
  if (spec.align === '=') throw new FormatError("'=' alignment not allowed in string format specifier");
  if (!SURROGATE.test(value)) {
    const cut = spec.precision >= 0 && spec.precision < value.length ? value.slice(0, spec.precision) : value;
    return pad(cut, cut.length, spec, '<');
  }
  let points = Array.from(value);
  if (spec.precision >= 0 && spec.precision < points.length) points = points.slice(0, spec.precision);
  return pad(points.join(''), points.length, spec, '<');
}
