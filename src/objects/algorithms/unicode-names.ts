/**
 * Character names and back: unicodedata.name(), lookup() and \N{…}. Its table is a third of a megabyte of packed text,
 * decoded at the first question, so that programs which never ask pay for nothing but its parsing.
 */
import { setUnicodeNameLookup } from '../../syntax/strings.ts';
import { forEachVarint } from './unicode-data.ts';
import { ALIASES, HEX_RUNS, NAMES, SEQUENCES, WORDS } from './unicode-names-table.ts';

let nameByPoint: Map<number, string> | undefined;
let pointByName: Map<string, number> | undefined;
let aliases: Map<string, number> | undefined;
let sequences: Map<string, string> | undefined;
let hexRuns: { first: number; last: number; prefix: string }[] | undefined;

function names(): Map<number, string> {
  if (nameByPoint !== undefined) return nameByPoint;
  const words = WORDS.split(' ');
  const map = new Map<number, string>();
  let current: string[] = [];
  let at = 0;
  // State of the little machine: what the next number means.
  let expect = 0;
  let left = 0;
  forEachVarint(NAMES, (n) => {
    if (expect === 0) {
      current = current.slice(0, n >> 1);
      expect = (n & 1) === 1 ? 1 : 2;
    } else if (expect === 1) {
      at += n;
      expect = 2;
    } else {
      if (expect === 2) {
        left = n;
        expect = 3;
      } else {
        current.push(words[n]);
        left--;
      }
      if (left === 0) {
        map.set(at++, current.join(' '));
        expect = 0;
      }
    }
  });
  nameByPoint = map;
  return map;
}

function runs(): { first: number; last: number; prefix: string }[] {
  return (hexRuns ??= HEX_RUNS.split(';').map((run) => {
    const [first, last] = run.split(' ', 2);
    return {
      first: parseInt(first, 36),
      last: parseInt(last, 36),
      prefix: run.slice(first.length + last.length + 2),
    };
  }));
}

/** CJK unified ideographs, whose names CPython computes (and looks up with upper-case hexadecimal only). */
const CJK: readonly [number, number][] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b739],
  [0x2b740, 0x2b81d],
  [0x2b820, 0x2cea1],
  [0x2ceb0, 0x2ebe0],
  [0x2ebf0, 0x2ee5d],
  [0x30000, 0x3134a],
  [0x31350, 0x323af],
];
const CJK_PREFIX = 'CJK UNIFIED IDEOGRAPH-';
const HANGUL_PREFIX = 'HANGUL SYLLABLE ';
const LEADS = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ');
const VOWELS = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const TAILS = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ');

const isCjk = (cp: number): boolean => CJK.some(([a, b]) => cp >= a && cp <= b);

/** The name of a character, or undefined. */
export function characterName(cp: number): string | undefined {
  if (cp >= 0xac00 && cp <= 0xd7a3) {
    const i = cp - 0xac00;
    return HANGUL_PREFIX + LEADS[Math.floor(i / 588)] + VOWELS[Math.floor((i % 588) / 28)] + TAILS[i % 28];
  }
  const upperHex = (): string => cp.toString(16).toUpperCase();
  if (isCjk(cp)) return CJK_PREFIX + upperHex();
  const known = names().get(cp);
  if (known !== undefined) return known;
  for (const run of runs()) if (cp >= run.first && cp <= run.last) return run.prefix + upperHex();
  return undefined;
}

function hangul(rest: string): number | undefined {
  const longest = (list: readonly string[], from: number): number => {
    let best = -1;
    list.forEach((part, i) => {
      if (rest.startsWith(part, from) && (best < 0 || part.length > list[best].length)) best = i;
    });
    return best;
  };
  const lead = longest(LEADS, 0);
  const vowelAt = LEADS[lead].length;
  const vowel = longest(VOWELS, vowelAt);
  if (vowel < 0) return undefined;
  const tailAt = vowelAt + VOWELS[vowel].length;
  const tail = longest(TAILS, tailAt);
  if (tailAt + TAILS[tail].length !== rest.length) return undefined;
  return 0xac00 + (lead * 21 + vowel) * 28 + tail;
}

/**
 * The text a name stands for: names and aliases, and named sequences unless `sequencesToo` is false (as for \N{…}).
 * (`aliasesToo` false leaves the names proper, which is what Unicode 3.2's lookup() knows.)
 * Upper and lower case are alike, except in the names CPython computes.
 */
export function lookupName(name: string, sequencesToo = true, aliasesToo = true): string | undefined {
  if (name.startsWith(HANGUL_PREFIX)) {
    const cp = hangul(name.slice(HANGUL_PREFIX.length));
    if (cp !== undefined) return String.fromCodePoint(cp);
  }
  if (name.startsWith(CJK_PREFIX)) {
    const hex = name.slice(CJK_PREFIX.length);
    if (!/^[0-9A-F]{4,5}$/.test(hex)) return undefined;
    const cp = parseInt(hex, 16);
    return isCjk(cp) ? String.fromCodePoint(cp) : undefined;
  }
  const key = name.toUpperCase();
  if (pointByName === undefined) {
    pointByName = new Map();
    for (const [cp, n] of names()) pointByName.set(n, cp);
  }
  let cp = pointByName.get(key);
  if (cp === undefined && aliasesToo) {
    aliases ??= new Map(
      ALIASES.split(';').map((a): [string, number] => [
        a.slice(0, a.indexOf('=')),
        parseInt(a.slice(a.indexOf('=') + 1), 36),
      ]),
    );
    cp = aliases.get(key);
  }
  if (cp === undefined) {
    const match = /^(.*-)([0-9A-F]{4,6})$/.exec(key);
    if (match !== null) {
      const n = parseInt(match[2], 16);
      if (runs().some((run) => run.prefix === match[1] && n >= run.first && n <= run.last)) cp = n;
    }
  }
  if (cp !== undefined) return String.fromCodePoint(cp);
  if (!sequencesToo) return undefined;
  sequences ??= new Map(
    SEQUENCES.split(';').map((a): [string, string] => {
      const [n, list] = a.split('=');
      return [n, String.fromCodePoint(...list.split(' ').map((x) => parseInt(x, 36)))];
    }),
  );
  return sequences.get(key);
}

// The parser asks here for \N{…}, once this module is loaded.
setUnicodeNameLookup((name) => lookupName(name, false));
