// String, bytes and number literals: from their spelling to their value.
// Invariant: errors are DecodeError (a message, and where it applies); the parser places them.
// It knows nothing of tokens' neighbours or of implicit concatenation.

import { ConstBytes, ConstComplex, ConstFloat, ConstStr, intConstant, strConstant } from './constant.ts';
import type { Constant } from './constant.ts';

/** A literal with no value: the message of the SyntaxError. */
export class DecodeError extends Error {}

/** Told of every invalid escape: what stands after its backslash, the message, the number of newlines before it. */
export type EscapeWarning = (spelled: string, message: string, newlinesBefore: number) => void;

type NameLookup = (name: string) => string | number | undefined;
let lookupName: NameLookup = () => undefined;

/** Gives `\N{…}` its table: name (any case) to code point or to a sequence. unicodedata sets it when it is loaded. */
export function setUnicodeNameLookup(lookup: NameLookup): void {
  lookupName = lookup;
}

/** sys.int_info.default_max_str_digits */
const MAX_STR_DIGITS = 4300;

/** The value of a NUMBER token. Throws DecodeError for a decimal integer past the digit limit. */
export function parseNumber(spelling: string, maxDigits = MAX_STR_DIGITS): number | bigint | ConstFloat | ConstComplex {
  const first = spelling.charCodeAt(0);
  if (spelling.length < 16 && first >= 49 && first <= 57 && /^[0-9]+$/.test(spelling)) return Number(spelling);
  const s = spelling.includes('_') ? spelling.replaceAll('_', '') : spelling;
  const last = s.charCodeAt(s.length - 1) | 32;
  const radix = s.charCodeAt(1) | 32;
  if (first === 48 && (radix === 120 || radix === 111 || radix === 98)) return intConstant(BigInt(s));
  if (last === 106) return new ConstComplex(0, Number(s.slice(0, -1)));
  if (/[.eE]/.test(s)) return new ConstFloat(Number(s));
  if (maxDigits > 0 && s.length > maxDigits) {
    throw new DecodeError(
      `Exceeds the limit (${maxDigits} digits) for integer string conversion: value has ${s.length} digits; ` +
        'use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals ' +
        'to avoid decimal conversion limits.',
    );
  }
  return intConstant(BigInt(s));
}

/** A decoded literal: its value and whether it carries the `u` kind. */
export interface Literal {
  value: string | ConstStr | ConstBytes;
  unicodeKind: boolean;
}

/** The value of a STRING token. */
export function parseString(spelling: string, warn: EscapeWarning | null): Literal {
  let i = 0;
  let raw = false;
  let bytes = false;
  let c = spelling.charCodeAt(0);
  while (c !== 34 && c !== 39) {
    if ((c | 32) === 114) raw = true;
    else if ((c | 32) === 98) bytes = true;
    c = spelling.charCodeAt(++i);
  }
  const unicodeKind = spelling.charCodeAt(0) === 117;
  const size = spelling.length - i >= 6 && spelling.charCodeAt(i + 1) === c && spelling.charCodeAt(i + 2) === c ? 3 : 1;
  const body = spelling.slice(i + size, spelling.length - size);
  if (bytes) {
    for (let k = 0; k < body.length; k++) {
      if (body.charCodeAt(k) >= 0x80) throw new DecodeError('bytes can only contain ASCII literal characters');
    }
    return { value: decodeBytes(body, raw, warn), unicodeKind };
  }
  return { value: raw ? strConstant(body) : decodeString(body, warn), unicodeKind };
}

const SIMPLE: { readonly [letter: string]: string } = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function warnEscape(warn: EscapeWarning | null, body: string, at: number, spelled: string, octal: boolean): void {
  if (warn === null) return;
  let lines = 0;
  for (let i = 0; i < at; i++) if (body.charCodeAt(i) === 10) lines++;
  warn(
    spelled,
    `"\\${spelled}" is an invalid ${octal ? 'octal ' : ''}escape sequence. Such sequences will not work in the future. ` +
      `Did you mean "\\\\${spelled}"? A raw string is also an option.`,
    lines,
  );
}

function hexRun(body: string, from: number, max: number): number {
  let n = 0;
  while (n < max && /[0-9a-fA-F]/.test(body[from + n] ?? '')) n++;
  return n;
}

/** CPython decodes a copy in which every non-ASCII character is ten ASCII ones: positions count so. */
function escapePosition(body: string, at: number): number {
  let n = 0;
  for (const ch of body.slice(0, at)) n += ch.charCodeAt(0) >= 0x80 ? 10 : 1;
  return n;
}

/** Resolves the escapes of a str literal's body. */
export function decodeString(body: string, warn: EscapeWarning | null): string | ConstStr {
  let at = body.indexOf('\\');
  if (at < 0) return strConstant(body);
  let out = '';
  let from = 0;
  let surrogates = false;
  const fail = (end: number, reason: string): never => {
    const a = escapePosition(body, at);
    const b = escapePosition(body, end) - 1;
    const where = a === b ? `byte 0x5c in position ${a}` : `bytes in position ${a}-${b}`;
    throw new DecodeError(`(unicode error) 'unicodeescape' codec can't decode ${where}: ${reason}`);
  };
  while (at >= 0) {
    out += body.slice(from, at);
    const c = body[at + 1];
    let end = at + 2;
    const simple = SIMPLE[c];
    if (simple !== undefined && c.length === 1) out += simple;
    else if (c === '\n') {
      // a line continued
    } else if (c >= '0' && c <= '7') {
      while (end < at + 4 && body[end] >= '0' && body[end] <= '7') end++;
      const spelled = body.slice(at + 1, end);
      const value = parseInt(spelled, 8);
      if (value > 0o377) warnEscape(warn, body, at, spelled, true);
      out += String.fromCharCode(value);
    } else if (c === 'x' || c === 'u' || c === 'U') {
      const want = c === 'x' ? 2 : c === 'u' ? 4 : 8;
      const n = hexRun(body, end, want);
      end += n;
      if (n < want)
        fail(
          end,
          c === 'x'
            ? 'truncated \\xXX escape'
            : c === 'u'
              ? 'truncated \\uXXXX escape'
              : 'truncated \\UXXXXXXXX escape',
        );
      const value = parseInt(body.slice(at + 2, end), 16);
      if (value > 0x10ffff) fail(end, 'illegal Unicode character');
      if (value >= 0xd800 && value < 0xe000) surrogates = true;
      out += String.fromCodePoint(value);
    } else if (c === 'N') {
      const close = body[end] === '{' ? body.indexOf('}', end) : -1;
      if (close < 0 || close === end + 1) {
        const stop = body[end] !== '{' ? end : close < 0 ? body.length : close + 1;
        fail(stop, 'malformed \\N character escape');
      }
      const found = lookupName(body.slice(end + 1, close));
      end = close + 1;
      if (found === undefined) fail(end, 'unknown Unicode character name');
      out += typeof found === 'number' ? String.fromCodePoint(found) : found!;
    } else {
      // A backslash that ends the piece stood before a brace of an f-string: the tokenizer has warned.
      const ch = c === undefined ? '' : String.fromCodePoint(body.codePointAt(at + 1)!);
      if (ch !== '' && ch.charCodeAt(0) < 0x80) warnEscape(warn, body, at, ch, false);
      out += '\\';
      end = at + 1;
    }
    from = end;
    // After an unknown escape only the backslash is done with; what follows it is no backslash.
    at = body.indexOf('\\', end);
  }
  out += body.slice(from);
  if (!surrogates) return strConstant(out);
  // A surrogate that was spelled as an escape never joins its neighbour, so collect code points one by one.
  return new ConstStr(Uint32Array.from(surrogatePoints(body)));
}

/** Code points of a body with escaped surrogates; the body is known to be good. */
function surrogatePoints(body: string): number[] {
  const points: number[] = [];
  const piece = /\\(?:[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[\s\S])|[^\\]/gu;
  for (const [text] of body.matchAll(piece)) {
    if (text[0] === '\\' && (text[1] === 'u' || text[1] === 'U')) points.push(parseInt(text.slice(2), 16));
    else points.push(...pointsOf(text[0] === '\\' ? decodeString(text, null) : strConstant(text)));
  }
  return points;
}

/** The code points of a str constant. */
export function pointsOf(s: string | ConstStr): number[] {
  return typeof s === 'string' ? Array.from(s, (ch) => ch.codePointAt(0)!) : Array.from(s.points);
}

/** Joins str constants, keeping lone surrogates apart. */
export function joinStrings(parts: readonly (string | ConstStr)[]): string | ConstStr {
  if (parts.every((p) => typeof p === 'string')) return parts.join('');
  const points: number[] = [];
  for (const p of parts) for (const c of pointsOf(p)) points.push(c);
  return new ConstStr(Uint32Array.from(points));
}

/** Joins bytes constants. */
export function joinBytes(parts: readonly ConstBytes[]): ConstBytes {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.v.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p.v, at);
    at += p.v.length;
  }
  return new ConstBytes(out);
}

function decodeBytes(body: string, raw: boolean, warn: EscapeWarning | null): ConstBytes {
  const out = new Uint8Array(body.length);
  let n = 0;
  for (let i = 0; i < body.length; i++) {
    const code = body.charCodeAt(i);
    if (code !== 92 || raw) {
      out[n++] = code;
      continue;
    }
    const c = body[i + 1];
    const simple = SIMPLE[c];
    if (simple !== undefined) {
      out[n++] = simple.charCodeAt(0);
      i++;
    } else if (c === '\n') i++;
    else if (c >= '0' && c <= '7') {
      let end = i + 2;
      while (end < i + 4 && body[end] >= '0' && body[end] <= '7') end++;
      const spelled = body.slice(i + 1, end);
      const value = parseInt(spelled, 8);
      if (value > 0o377) warnEscape(warn, body, i, spelled, true);
      out[n++] = value & 0xff;
      i = end - 1;
    } else if (c === 'x') {
      if (hexRun(body, i + 2, 2) < 2) throw new DecodeError(`(value error) invalid \\x escape at position ${i}`);
      out[n++] = parseInt(body.slice(i + 2, i + 4), 16);
      i += 3;
    } else {
      warnEscape(warn, body, i, c, false);
      out[n++] = 92;
    }
  }
  return new ConstBytes(out.slice(0, n));
}

/** Is it a str constant? */
export function isStr(value: Constant): value is string | ConstStr {
  return typeof value === 'string' || value instanceof ConstStr;
}
