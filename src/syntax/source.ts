// From bytes to source text: byte order mark, PEP 263 coding cookie, line ends.
// Invariant: the text has `\n` line ends only; a problem with the encoding is a PythonSyntaxError.

import { PythonSyntaxError } from './errors.ts';
import { charLength } from './utf8.ts';

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK = /^[ \t\f]*(?:#.*)?\r?$/;

type Decoder = (bytes: Uint8Array) => string;
const codecs: ((name: string) => Decoder | undefined)[] = [];

/** Adds codecs for coding cookies beyond those built in (the codecs module does, once it is loaded). */
export function addSourceCodec(find: (name: string) => Decoder | undefined): void {
  codecs.push(find);
}

/** The name as CPython normalises it: utf-8 and latin-1 have many spellings. */
function normalise(name: string): string {
  const s = name.slice(0, 12).toLowerCase().replaceAll('_', '-');
  if (s === 'utf-8' || s.startsWith('utf-8-')) return 'utf-8';
  if (/^(latin-1|iso-8859-1|iso-latin-1)(-|$)/.test(s)) return 'iso-8859-1';
  return name;
}

/** The encoding a source declares (bytes or str alike look at the first two lines only); null: none. */
export function findCookie(bytes: Uint8Array): { name: string; line: number } | null {
  let start = 0;
  for (let line = 1; line <= 2; line++) {
    let end = start;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
    const text = latin1(bytes.subarray(start, end));
    const match = COOKIE.exec(text);
    if (match !== null) return { name: match[1], line };
    if (!BLANK.test(text)) return null;
    if (bytes[end] === 13 && bytes[end + 1] === 10) end++;
    start = end + 1;
  }
  return null;
}

function latin1(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 4096) out += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return out;
}

/** Decodes source bytes. */
export function decodeSource(bytes: Uint8Array, filename: string): string {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = bom ? bytes.subarray(3) : bytes;
  const cookie = findCookie(body);
  const encoding = cookie === null ? 'utf-8' : normalise(cookie.name);
  if (cookie !== null && bom && encoding !== 'utf-8') {
    const line = latin1(body).split(/\r\n?|\n/)[cookie.line - 1];
    const msg = `encoding problem: ${encoding} with BOM`;
    throw new PythonSyntaxError('SyntaxError', msg, filename, cookie.line, 0, cookie.line, line.length, line);
  }
  if (encoding === 'utf-8') return decodeUtf8(body, filename);
  if (encoding === 'iso-8859-1') return latin1(body);
  const decode = findDecoder(encoding);
  if (decode === undefined)
    throw new PythonSyntaxError('SyntaxError', `unknown encoding: ${encoding}`, filename, 0, -1, -1, -1, null);
  try {
    return decode(body);
  } catch (e) {
    const reason = e instanceof Error ? e.message : 'invalid data';
    throw new PythonSyntaxError('SyntaxError', reason, filename, 0, -1, -1, -1, null);
  }
}

/** What windows-1252 has at 0x80 to 0x9f (Node's decoder takes it for Latin-1). */
const CP1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

function findDecoder(name: string): Decoder | undefined {
  const key = name.toLowerCase().replaceAll('_', '-');
  if (key === 'ascii' || key === 'us-ascii' || key === '646') {
    return (bytes) => {
      const at = bytes.findIndex((b) => b >= 0x80);
      if (at >= 0) {
        const byte = bytes[at].toString(16);
        throw new Error(`'ascii' codec can't decode byte 0x${byte} in position ${at}: ordinal not in range(128)`);
      }
      return latin1(bytes);
    };
  }
  if (key === 'utf8' || key === 'u8' || key === 'utf' || key === 'cp65001')
    return (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  if (key === 'latin1' || key === 'l1' || key === 'iso8859-1' || key === '8859' || key === 'cp819') return latin1;
  if (key === 'cp1252' || key === 'windows-1252') {
    return (bytes) => latin1(bytes).replace(/[\x80-\x9f]/g, (c) => CP1252[c.charCodeAt(0) - 0x80]);
  }
  for (const find of codecs) {
    const decode = find(key);
    if (decode !== undefined) return decode;
  }
  const label = key
    .replace(/^cp(125\d)$/, 'windows-$1')
    .replace(/^iso8859-(\d+)$/, 'iso-8859-$1')
    .replace(/^mac-roman$/, 'macintosh');
  // These are not text encodings that keep ASCII, or mean something else to the Encoding Standard.
  if (/^(utf-?16|utf-?32|utf-?7|ascii|latin)/.test(label)) return undefined;
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    return (bytes) => decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeUtf8(bytes: Uint8Array, filename: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notUtf8(bytes, filename);
  }
}

/** Finds the first bad byte and words the error as CPython's tokenizer does. */
function notUtf8(bytes: Uint8Array, filename: string): PythonSyntaxError {
  let line = 1;
  let at = 0;
  let lineStart = 0;
  while (at < bytes.length) {
    const n = sequenceLength(bytes, at);
    if (n === 0) break;
    if (bytes[at] === 10) {
      line++;
      lineStart = at + 1;
    }
    at += n;
  }
  const byte = (bytes[at] ?? 0).toString(16).padStart(2, '0');
  let end = bytes.indexOf(10, at);
  if (end < 0) end = bytes.length;
  const decoder = new TextDecoder('utf-8');
  const text = decoder.decode(bytes.subarray(lineStart, end));
  const offset = charLength(decoder.decode(bytes.subarray(lineStart, at))) + 1;
  const msg =
    `Non-UTF-8 code starting with '\\x${byte}' on line ${line}, but no encoding declared; ` +
    'see https://peps.python.org/pep-0263/ for details';
  return new PythonSyntaxError('SyntaxError', msg, filename, line, offset, line, offset, text);
}

/** Length of the UTF-8 sequence at `at`; 0 if it is bad. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const b = bytes[at];
  if (b < 0x80) return 1;
  const n = b >= 0xc2 && b < 0xe0 ? 2 : b >= 0xe0 && b < 0xf0 ? 3 : b >= 0xf0 && b < 0xf5 ? 4 : 0;
  if (n === 0) return 0;
  for (let i = 1; i < n; i++) if ((bytes[at + i] & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1];
  if ((b === 0xe0 && second < 0xa0) || (b === 0xed && second > 0x9f)) return 0;
  if ((b === 0xf0 && second < 0x90) || (b === 0xf4 && second > 0x8f)) return 0;
  return n;
}

/** Universal newlines; in `exec` mode the last line is ended too. */
export function normaliseNewlines(text: string, endLast: boolean): string {
  let s = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  if (endLast && s !== '' && !s.endsWith('\n')) s += '\n';
  return s;
}
