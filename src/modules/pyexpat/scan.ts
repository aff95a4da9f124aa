// Scanning tokens of XML: names, references, tags, comments, processing instructions.
// Invariant: a scanner returns where the token ends, or PARTIAL when the text ends within it; what cannot be a token is
// INVALID_TOKEN at the character that shows it.

import type { Expat, Source } from './state.ts';

/** The text ends before the token does. */
export const PARTIAL = -1;

// Names as XML 1.0 (fifth edition) has them, within the Basic Multilingual Plane as in expat.
const START =
  'A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD';
const REST = '\\-.0-9\\xB7\\u0300-\\u036F\\u203F\\u2040';
const NAME = new RegExp(`[:${START}][:${START}${REST}]*`, 'y');
const NMTOKEN = new RegExp(`[:${START}${REST}]+`, 'y');

/** Where the name at `i` ends; `i` when there is none. */
export function nameEnd(text: string, i: number): number {
  // Most names are ASCII.
  let n = i;
  const len = text.length;
  for (; n < len; n++) {
    const c = text.charCodeAt(n);
    if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 58) continue;
    if (n > i && ((c >= 48 && c <= 57) || c === 45 || c === 46)) continue;
    if (c < 128) return n;
    NAME.lastIndex = i;
    return NAME.test(text) ? NAME.lastIndex : i;
  }
  return n;
}
export function nmtokenEnd(text: string, i: number): number {
  NMTOKEN.lastIndex = i;
  return NMTOKEN.test(text) ? NMTOKEN.lastIndex : i;
}

/** With namespaces a name has one colon at most, not at its ends: where it goes wrong, or -1. */
export function colonWrong(text: string, from: number, to: number): number {
  let first = from;
  while (first < to && text.charCodeAt(first) !== 58) first++;
  if (first === to) return -1;
  if (first === from) return from;
  const rest = text.slice(first + 1, to);
  const second = rest.indexOf(':');
  if (second >= 0) return first + 1 + second;
  if (rest === '') return to;
  return nameEnd(rest, 0) === 0 ? first + 1 : -1;
}

export function isSpace(c: number): boolean {
  return c === 32 || c === 10 || c === 13 || c === 9;
}
export function spaceEnd(text: string, i: number): number {
  while (i < text.length && isSpace(text.charCodeAt(i))) i++;
  return i;
}

/** Is a number that of an XML character? */
export function isXmlChar(n: number): boolean {
  if (n < 32) return n === 9 || n === 10 || n === 13;
  return n < 0xd800 || (n >= 0xe000 && n < 0xfffe) || (n >= 0x10000 && n <= 0x10ffff);
}

const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/;
const NOT_XML_PAIRS = /[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/u;
/** The first character in a range that is none in XML, or -1. */
export function notXml(text: string, from: number, to: number): number {
  // A piece of its own: a search must not run on behind the range.
  const piece = text.slice(from, to);
  const i = piece.search(NOT_XML);
  if (i < 0 || (piece.charCodeAt(i) & 0xf800) !== 0xd800) return i < 0 ? -1 : from + i;
  // Surrogates that are pairs are characters.
  const at = piece.slice(i).search(NOT_XML_PAIRS);
  return at < 0 ? -1 : from + i + at;
}
/** Does the character at `i` (a surrogate, or one of the last of the plane) not belong to XML? */
export function isWrongAt(text: string, i: number): boolean {
  const c = text.charCodeAt(i);
  if ((c & 0xfc00) === 0xd800) return (text.charCodeAt(i + 1) & 0xfc00) !== 0xdc00;
  if ((c & 0xfc00) === 0xdc00) return i === 0 || (text.charCodeAt(i - 1) & 0xfc00) !== 0xd800;
  return c >= 0xfffe;
}

/** Where `what` is from `from` on, with XML characters only before it; PARTIAL. */
export function find(c: Expat, src: Source, what: string, from: number): number {
  const i = src.text.indexOf(what, from);
  const wrong = notXml(src.text, from, i < 0 ? src.text.length : i);
  if (wrong >= 0) throw c.invalid(src, wrong);
  return i < 0 ? PARTIAL : i;
}

/** After "<!-": a comment's end. */
export function scanComment(c: Expat, src: Source, at: number): number {
  const { text } = src;
  if (at >= text.length) return PARTIAL;
  if (text[at] !== '-') throw c.invalid(src, at);
  const i = find(c, src, '--', at + 1);
  if (i < 0 || i + 2 >= text.length) return PARTIAL;
  if (text[i + 2] !== '>') throw c.invalid(src, i + 2);
  return i + 3;
}

/** After "<?": the end of a processing instruction; its target ends at `src.end`. */
export function scanInstruction(c: Expat, src: Source, at: number): number {
  const { text } = src;
  if (at >= text.length) return PARTIAL;
  const n = nameEnd(text, at);
  if (n === text.length) return PARTIAL;
  if (n === at) throw c.invalid(src, at);
  const wrong = c.namespaces === null ? -1 : text.slice(at, n).indexOf(':');
  if (wrong >= 0) throw c.invalid(src, at + wrong);
  const target = text.slice(at, n);
  if (target !== 'xml' && target.toLowerCase() === 'xml') throw c.invalid(src, n);
  src.end = n;
  if (text[n] === '?') {
    if (n + 1 >= text.length) return PARTIAL;
    if (text[n + 1] !== '>') throw c.invalid(src, n + 1);
    return n + 2;
  }
  if (!isSpace(text.charCodeAt(n))) throw c.invalid(src, n);
  const i = find(c, src, '?>', n);
  return i < 0 ? PARTIAL : i + 2;
}

/** After "&": where the reference ends. */
export function scanReference(c: Expat, src: Source, at: number): number {
  const { text } = src;
  if (at >= text.length) return PARTIAL;
  let i = at;
  if (text[at] === '#') {
    i++;
    if (i >= text.length) return PARTIAL;
    const hex = text[i] === 'x';
    if (hex) i++;
    const first = i;
    for (; i < text.length; i++) {
      const d = text.charCodeAt(i) | 32;
      if (!((d >= 48 && d <= 57 && text.charCodeAt(i) >= 48) || (hex && d >= 97 && d <= 102))) break;
    }
    if (i < text.length && (i === first || text[i] !== ';')) throw c.invalid(src, i);
  } else {
    i = nameEnd(text, at);
    if (i < text.length && (i === at || text[i] !== ';')) throw c.invalid(src, i);
  }
  return i >= text.length ? PARTIAL : i + 1;
}

/** The character number of "&#…;" from `at` to `end`; -1: no XML character. */
export function charReference(text: string, at: number, end: number): number {
  const digits = text[at + 2] === 'x' ? `0x${text.slice(at + 3, end - 1)}` : text.slice(at + 2, end - 1);
  const n = Number(digits);
  return isXmlChar(n) ? n : -1;
}

const PREDEFINED = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
export function predefined(name: string): string | undefined {
  return PREDEFINED.get(name);
}

/** A start tag as it stands: places of its name, its attributes' names and their values. */
export class StartTag {
  nameTo = 0;
  empty = false;
  count = 0;
  /** For each attribute: name's start and end, value's start and end. */
  readonly places: number[] = [];
}

/** After "<": a start tag's end. */
export function scanStartTag(c: Expat, src: Source, at: number, tag: StartTag): number {
  const { text } = src;
  const len = text.length;
  let i = nameEnd(text, at);
  if (i === len) return PARTIAL;
  if (i === at) throw c.invalid(src, at);
  const checkColons = c.namespaces !== null;
  if (checkColons) {
    const wrong = colonWrong(text, at, i);
    if (wrong >= 0) throw c.invalid(src, wrong);
  }
  tag.nameTo = i;
  tag.empty = false;
  tag.count = 0;
  for (;;) {
    const before = i;
    i = spaceEnd(text, i);
    if (i >= len) return PARTIAL;
    const ch = text.charCodeAt(i);
    if (ch === 62) return i + 1;
    if (ch === 47) {
      if (i + 1 >= len) return PARTIAL;
      if (text.charCodeAt(i + 1) !== 62) throw c.invalid(src, i + 1);
      tag.empty = true;
      return i + 2;
    }
    if (i === before) throw c.invalid(src, i);
    const name = i;
    i = nameEnd(text, i);
    if (i === len) return PARTIAL;
    if (i === name) throw c.invalid(src, i);
    if (checkColons) {
      const wrong = colonWrong(text, name, i);
      if (wrong >= 0) throw c.invalid(src, wrong);
    }
    const nameTo = i;
    i = spaceEnd(text, i);
    if (i >= len) return PARTIAL;
    if (text.charCodeAt(i) !== 61) throw c.invalid(src, i);
    i = spaceEnd(text, i + 1);
    if (i >= len) return PARTIAL;
    const quote = text.charCodeAt(i);
    if (quote !== 34 && quote !== 39) throw c.invalid(src, i);
    const value = i + 1;
    for (i = value; ; i++) {
      if (i >= len) return PARTIAL;
      const v = text.charCodeAt(i);
      if (v === quote) break;
      if (v === 60) throw c.invalid(src, i);
      if (v === 38) {
        const end = scanReference(c, src, i + 1);
        if (end < 0) return PARTIAL;
        i = end - 1;
      } else if (v < 32) {
        if (v !== 9 && v !== 10 && v !== 13) throw c.invalid(src, i);
      } else if (v >= 0xd800 && isWrongAt(text, i)) throw c.invalid(src, i);
    }
    const k = tag.count++ * 4;
    tag.places[k] = name;
    tag.places[k + 1] = nameTo;
    tag.places[k + 2] = value;
    tag.places[k + 3] = i;
    i++;
    if (i >= len) return PARTIAL;
    const after = text.charCodeAt(i);
    if (after !== 62 && after !== 47 && !isSpace(after)) throw c.invalid(src, i);
  }
}
