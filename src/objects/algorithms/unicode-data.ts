/**
 * Unicode 16.0 as CPython 3.14 sees it: properties, case mappings, decompositions, normal forms.
 * The packed tables are decoded at the first question about a character outside ASCII. Works on code points; the functions
 * on strings take JavaScript strings and pass surrogate pairs through as one character.
 * Names are in unicode-names.ts.
 */
import { DECOMPOSITIONS } from './unicode-decompositions.ts';
import * as B from './unicode-flags.ts';
import { FOLD_FULL, LOWER_FULL, RECORDS, RUNS, TITLE_FULL, UPPER_FULL } from './unicode-table.ts';

/** unicodedata.unidata_version */
export const UNIDATA_VERSION = '16.0.0';

interface Tables {
  /** Page number of every 256 code points. */
  readonly index: Uint16Array;
  /** Record number of every code point of a page. */
  readonly pages: Uint16Array;
  readonly category: Uint8Array;
  readonly bidi: Uint8Array;
  readonly combining: Uint8Array;
  readonly width: Uint8Array;
  readonly flags: Uint16Array;
  readonly decimal: Int8Array;
  readonly digit: Int8Array;
  readonly numeric: Float64Array;
  readonly upper: Int32Array;
  readonly lower: Int32Array;
  readonly title: Int32Array;
}

let decoded: Tables | undefined;

/** Calls visit with every number of base64-coded varints. */
export function forEachVarint(coded: string, visit: (n: number) => void): void {
  const bytes = atob(coded);
  let n = 0;
  let shift = 0;
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes.charCodeAt(i);
    n |= (b & 127) << shift;
    if (b < 128) {
      visit(n);
      n = 0;
      shift = 0;
    } else shift += 7;
  }
}

function decode(): Tables {
  const records = RECORDS.split(';');
  const n = records.length;
  const t = {
    category: new Uint8Array(n),
    bidi: new Uint8Array(n),
    combining: new Uint8Array(n),
    width: new Uint8Array(n),
    flags: new Uint16Array(n),
    decimal: new Int8Array(n),
    digit: new Int8Array(n),
    numeric: new Float64Array(n),
    upper: new Int32Array(n),
    lower: new Int32Array(n),
    title: new Int32Array(n),
  };
  records.forEach((record, i) => {
    const f = record.split(',');
    t.category[i] = Number(f[0]);
    t.bidi[i] = Number(f[1]);
    t.combining[i] = Number(f[2]);
    t.width[i] = Number(f[3]);
    t.flags[i] = Number(f[4]);
    t.decimal[i] = Number(f[5]);
    t.digit[i] = Number(f[6]);
    const slash = f[7].indexOf('/');
    t.numeric[i] = slash < 0 ? Number(f[7]) : Number(f[7].slice(0, slash)) / Number(f[7].slice(slash + 1));
    t.upper[i] = Number(f[8]);
    t.lower[i] = Number(f[9]);
    t.title[i] = Number(f[10]);
  });
  // Pages of one record only (most of them) are shared through `uniform`.
  const index = new Uint16Array(0x1100);
  const pages: Uint16Array[] = [];
  const uniform = new Map<number, number>();
  let page = new Uint16Array(256);
  let at = 0;
  let length = 0;
  let first = true;
  forEachVarint(RUNS, (v) => {
    if (first) {
      length = v;
      first = false;
      return;
    }
    first = true;
    while (length > 0) {
      if ((at & 255) === 0 && length >= 256) {
        let shared = uniform.get(v);
        if (shared === undefined) {
          shared = pages.length;
          uniform.set(v, shared);
          pages.push(new Uint16Array(256).fill(v));
        }
        index[at >> 8] = shared;
        at += 256;
        length -= 256;
        continue;
      }
      const offset = at & 255;
      const count = Math.min(length, 256 - offset);
      page.fill(v, offset, offset + count);
      at += count;
      length -= count;
      if ((at & 255) === 0) {
        index[(at >> 8) - 1] = pages.length;
        pages.push(page);
        page = new Uint16Array(256);
      }
    }
  });
  const flat = new Uint16Array(pages.length * 256);
  pages.forEach((p, i) => flat.set(p, i * 256));
  decoded = { index, pages: flat, ...t };
  return decoded;
}

function recordOf(t: Tables, cp: number): number {
  return t.pages[(t.index[cp >> 8] << 8) | (cp & 255)];
}

/** The flag bits (unicode-flags.ts) of a code point. */
export function flagsOf(cp: number): number {
  const t = decoded ?? decode();
  return t.flags[recordOf(t, cp)];
}

const asciiAlpha = (cp: number): boolean => (cp | 32) >= 97 && (cp | 32) <= 122;
const asciiDigit = (cp: number): boolean => cp >= 48 && cp <= 57;

/** str.isalpha() of one character, and so on below. */
export function isAlpha(cp: number): boolean {
  return cp < 128 ? asciiAlpha(cp) : (flagsOf(cp) & B.ALPHA) !== 0;
}
/** str.isdecimal() */
export function isDecimal(cp: number): boolean {
  return cp < 128 ? asciiDigit(cp) : (flagsOf(cp) & B.DECIMAL) !== 0;
}
/** str.isdigit() */
export function isDigit(cp: number): boolean {
  return cp < 128 ? asciiDigit(cp) : (flagsOf(cp) & B.DIGIT) !== 0;
}
/** str.isnumeric() */
export function isNumeric(cp: number): boolean {
  return cp < 128 ? asciiDigit(cp) : (flagsOf(cp) & B.NUMERIC) !== 0;
}
/** str.isalnum() */
export function isAlnum(cp: number): boolean {
  return cp < 128
    ? asciiAlpha(cp) || asciiDigit(cp)
    : (flagsOf(cp) & (B.ALPHA | B.DECIMAL | B.DIGIT | B.NUMERIC)) !== 0;
}
/** str.isspace(): what split() and strip() take for white space. */
export function isSpace(cp: number): boolean {
  return cp < 128 ? cp === 32 || (cp >= 9 && cp <= 13) || (cp >= 28 && cp <= 31) : (flagsOf(cp) & B.SPACE) !== 0;
}
/** What splitlines() takes for a line boundary. */
export function isLinebreak(cp: number): boolean {
  return cp < 128 ? (cp >= 10 && cp <= 13) || (cp >= 28 && cp <= 30) : cp === 0x85 || cp === 0x2028 || cp === 0x2029;
}
/** str.isprintable(): what repr() shows as it is. */
export function isPrintable(cp: number): boolean {
  return cp < 128 ? cp >= 32 && cp < 127 : (flagsOf(cp) & B.PRINTABLE) !== 0;
}
/** str.isupper() of one character */
export function isUpper(cp: number): boolean {
  return cp < 128 ? cp >= 65 && cp <= 90 : (flagsOf(cp) & B.UPPER) !== 0;
}
/** str.islower() of one character */
export function isLower(cp: number): boolean {
  return cp < 128 ? cp >= 97 && cp <= 122 : (flagsOf(cp) & B.LOWER) !== 0;
}
/** Whether a character is a title case letter (Lt). */
export function isTitle(cp: number): boolean {
  return cp >= 128 && (flagsOf(cp) & B.TITLE) !== 0;
}
/** Whether an identifier may start with it (XID_Start or the underscore). */
export function isIdentifierStart(cp: number): boolean {
  return cp < 128 ? asciiAlpha(cp) || cp === 95 : (flagsOf(cp) & B.XID_START) !== 0;
}
/** Whether an identifier may go on with it. */
export function isIdentifierContinue(cp: number): boolean {
  return cp < 128 ? asciiAlpha(cp) || asciiDigit(cp) || cp === 95 : (flagsOf(cp) & B.XID_CONTINUE) !== 0;
}
/** Whether it has case at all (used by title() and the final sigma). */
export function isCased(cp: number): boolean {
  return cp < 128 ? asciiAlpha(cp) : (flagsOf(cp) & B.CASED) !== 0;
}
/** Case_Ignorable, for the final sigma. */
export function isCaseIgnorable(cp: number): boolean {
  return (flagsOf(cp) & B.CASE_IGNORABLE) !== 0;
}

/** str.isidentifier() of a JavaScript string. */
export function isIdentifier(s: string): boolean {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(s)) return true;
  let first = true;
  for (const c of s) {
    const cp = c.codePointAt(0)!;
    if (!(first ? isIdentifierStart(cp) : isIdentifierContinue(cp))) return false;
    first = false;
  }
  return !first;
}

/** unicodedata.category() */
export function category(cp: number): string {
  const t = decoded ?? decode();
  return B.CATEGORIES[t.category[recordOf(t, cp)]];
}
/** unicodedata.bidirectional() */
export function bidirectional(cp: number): string {
  const t = decoded ?? decode();
  return B.BIDI_CLASSES[t.bidi[recordOf(t, cp)]];
}
/** unicodedata.combining() */
export function combining(cp: number): number {
  const t = decoded ?? decode();
  return t.combining[recordOf(t, cp)];
}
/** unicodedata.mirrored() */
export function mirrored(cp: number): number {
  return (flagsOf(cp) & B.MIRRORED) !== 0 ? 1 : 0;
}
/** unicodedata.east_asian_width() */
export function eastAsianWidth(cp: number): string {
  const t = decoded ?? decode();
  return B.WIDTHS[t.width[recordOf(t, cp)]];
}
/** unicodedata.decimal(): -1 when there is none. */
export function decimalValue(cp: number): number {
  if (cp < 128) return asciiDigit(cp) ? cp - 48 : -1;
  const t = decoded ?? decode();
  return t.decimal[recordOf(t, cp)];
}
/** unicodedata.digit(): -1 when there is none. */
export function digitValue(cp: number): number {
  const t = decoded ?? decode();
  return t.digit[recordOf(t, cp)];
}
/** unicodedata.numeric(): undefined when there is none. */
export function numericValue(cp: number): number | undefined {
  const t = decoded ?? decode();
  const record = recordOf(t, cp);
  return (t.flags[record] & B.NUMERIC) !== 0 ? t.numeric[record] : undefined;
}

let decompositions: Map<number, string> | undefined;

/** unicodedata.decomposition(): '' when there is none. */
export function decomposition(cp: number): string {
  if (decompositions === undefined) {
    decompositions = new Map();
    let c = 0;
    for (const entry of DECOMPOSITIONS.split(';')) {
      const equals = entry.indexOf('=');
      c += equals === 0 ? 1 : parseInt(entry.slice(0, equals), 36);
      decompositions.set(c, entry.slice(equals + 1));
    }
  }
  return decompositions.get(cp) ?? '';
}

// ---- case ----------------------------------------------------------------------------------------------------------

/** Simple lower case: one code point to one (what the regular expression engine folds with). */
export function toLowerSimple(cp: number): number {
  if (cp < 128) return cp >= 65 && cp <= 90 ? cp + 32 : cp;
  const t = decoded ?? decode();
  return cp + t.lower[recordOf(t, cp)];
}
/** Simple upper case. */
export function toUpperSimple(cp: number): number {
  if (cp < 128) return cp >= 97 && cp <= 122 ? cp - 32 : cp;
  const t = decoded ?? decode();
  return cp + t.upper[recordOf(t, cp)];
}
/** What the regular expression engine takes for upper case: the first character of the full mapping. */
export function toUpperFirst(cp: number): number {
  if (cp < 128) return cp >= 97 && cp <= 122 ? cp - 32 : cp;
  return fullMap(0).get(cp)?.[0] ?? toUpperSimple(cp);
}
/** Simple title case. */
export function toTitleSimple(cp: number): number {
  if (cp < 128) return cp >= 97 && cp <= 122 ? cp - 32 : cp;
  const t = decoded ?? decode();
  return cp + t.title[recordOf(t, cp)];
}

type FullMap = Map<number, readonly number[]>;
const fullMaps: (FullMap | undefined)[] = [];
const FULL = [UPPER_FULL, LOWER_FULL, TITLE_FULL, FOLD_FULL];

function fullMap(which: number): FullMap {
  const known = fullMaps[which];
  if (known !== undefined) return known;
  const map: FullMap = new Map();
  for (const entry of FULL[which].split(';')) {
    const [c, list] = entry.split('=');
    map.set(
      parseInt(c, 36),
      list.split(' ').map((x) => parseInt(x, 36)),
    );
  }
  fullMaps[which] = map;
  return map;
}

function pushFull(out: number[], which: number, cp: number, simple: number): void {
  const full = cp < 128 ? undefined : fullMap(which).get(cp);
  if (full === undefined) out.push(simple);
  else out.push(...full);
}

type Points = ArrayLike<number>;

const CAPITAL_SIGMA = 0x3a3;

/** Lower case of s[i]: the sigma that ends a word has its own form. */
function pushLower(out: number[], s: Points, i: number): void {
  const cp = s[i];
  if (cp !== CAPITAL_SIGMA) {
    pushFull(out, 1, cp, toLowerSimple(cp));
    return;
  }
  let j = i - 1;
  while (j >= 0 && isCaseIgnorable(s[j])) j--;
  let final = j >= 0 && isCased(s[j]);
  if (final) {
    j = i + 1;
    while (j < s.length && isCaseIgnorable(s[j])) j++;
    final = j === s.length || !isCased(s[j]);
  }
  out.push(final ? 0x3c2 : 0x3c3);
}

/** str.upper() on code points. */
export function upperPoints(s: Points): number[] {
  const out: number[] = [];
  for (let i = 0; i < s.length; i++) pushFull(out, 0, s[i], toUpperSimple(s[i]));
  return out;
}
/** str.lower() on code points. */
export function lowerPoints(s: Points): number[] {
  const out: number[] = [];
  for (let i = 0; i < s.length; i++) pushLower(out, s, i);
  return out;
}
/** str.title() on code points. */
export function titlePoints(s: Points): number[] {
  const out: number[] = [];
  let previousCased = false;
  for (let i = 0; i < s.length; i++) {
    if (previousCased) pushLower(out, s, i);
    else pushFull(out, 2, s[i], toTitleSimple(s[i]));
    previousCased = isCased(s[i]);
  }
  return out;
}
/** str.capitalize() on code points. */
export function capitalizePoints(s: Points): number[] {
  const out: number[] = [];
  if (s.length === 0) return out;
  pushFull(out, 2, s[0], toTitleSimple(s[0]));
  for (let i = 1; i < s.length; i++) pushLower(out, s, i);
  return out;
}
/** str.swapcase() on code points. */
export function swapcasePoints(s: Points): number[] {
  const out: number[] = [];
  for (let i = 0; i < s.length; i++) {
    const cp = s[i];
    if (isUpper(cp)) pushLower(out, s, i);
    else if (isLower(cp)) pushFull(out, 0, cp, toUpperSimple(cp));
    else out.push(cp);
  }
  return out;
}
/** str.casefold() on code points. */
export function casefoldPoints(s: Points): number[] {
  const out: number[] = [];
  for (let i = 0; i < s.length; i++) {
    const cp = s[i];
    const fold = cp < 128 ? undefined : fullMap(3).get(cp);
    if (fold !== undefined) out.push(...fold);
    else pushFull(out, 1, cp, toLowerSimple(cp));
  }
  return out;
}

/** str.istitle() on code points. */
export function isTitleCased(s: Points): boolean {
  let cased = false;
  let previousCased = false;
  for (let i = 0; i < s.length; i++) {
    const cp = s[i];
    if (isUpper(cp) || isTitle(cp)) {
      if (previousCased) return false;
      previousCased = cased = true;
    } else if (isLower(cp)) {
      if (!previousCased) return false;
      previousCased = cased = true;
    } else previousCased = false;
  }
  return cased;
}

const ASCII = /^[\x00-\x7f]*$/;

/** The code points of a JavaScript string. */
export function pointsOf(s: string): number[] {
  const out: number[] = [];
  for (let i = 0; i < s.length; i++) {
    const cp = s.codePointAt(i)!;
    if (cp > 0xffff) i++;
    out.push(cp);
  }
  return out;
}

/** The JavaScript string of code points. */
export function stringOf(points: Points): string {
  if (points.length < 4096) return String.fromCodePoint(...Array.from(points));
  let s = '';
  for (let i = 0; i < points.length; i++) s += String.fromCodePoint(points[i]);
  return s;
}

/** str.upper() */
export function upper(s: string): string {
  return ASCII.test(s) ? s.toUpperCase() : stringOf(upperPoints(pointsOf(s)));
}
/** str.lower() */
export function lower(s: string): string {
  return ASCII.test(s) ? s.toLowerCase() : stringOf(lowerPoints(pointsOf(s)));
}
/** str.title() */
export function title(s: string): string {
  return stringOf(titlePoints(pointsOf(s)));
}
/** str.capitalize() */
export function capitalize(s: string): string {
  if (ASCII.test(s)) return s.slice(0, 1).toUpperCase() + s.slice(1).toLowerCase();
  return stringOf(capitalizePoints(pointsOf(s)));
}
/** str.swapcase() */
export function swapcase(s: string): string {
  return stringOf(swapcasePoints(pointsOf(s)));
}
/** str.casefold() */
export function casefold(s: string): string {
  return ASCII.test(s) ? s.toLowerCase() : stringOf(casefoldPoints(pointsOf(s)));
}

// ---- text of numbers -----------------------------------------------------------------------------------------------

/**
 * What int(), float() and complex() read: white space becomes ' ', decimal digits of any script become ASCII, anything else
 * outside ASCII becomes '?', and the ends are stripped.
 */
export function toAsciiDigits(s: string): string {
  if (ASCII.test(s)) {
    let i = 0;
    let end = s.length;
    while (i < end && isSpace(s.charCodeAt(i))) i++;
    while (end > i && isSpace(s.charCodeAt(end - 1))) end--;
    return i === 0 && end === s.length ? s : s.slice(i, end);
  }
  let out = '';
  for (const c of s) {
    const cp = c.codePointAt(0)!;
    if (isSpace(cp)) out += ' ';
    else if (cp < 128) out += c;
    else {
      const d = decimalValue(cp);
      out += d >= 0 ? d : '?';
    }
  }
  return out.replace(/^ +| +$/g, '');
}

// ---- normal forms --------------------------------------------------------------------------------------------------

/** The normal forms. */
export type NormalForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/**
 * unicodedata.normalize(). V8's ICU may know a newer Unicode: characters 16.0 does not have are left alone, and since an
 * unassigned character neither decomposes nor combines, the text may be cut at them.
 */
export function normalize(form: NormalForm, s: string): string {
  if (ASCII.test(s)) return s;
  if (!UNASSIGNED.test(s)) return s.normalize(form);
  let out = '';
  let segment = '';
  for (const c of s) {
    if (category(c.codePointAt(0)!) === 'Cn') {
      out += segment.normalize(form) + c;
      segment = '';
    } else segment += c;
  }
  return out + segment.normalize(form);
}

// Characters outside the planes and blocks that have long been full: only texts with these are looked at one by one.
const UNASSIGNED = /[^\x00-\u036f\u0391-\u052f\u1e00-\u1eff\u3041-\u9fff\uac00-\ud7a3]/u;
