/**
 * Sets of UTF-16 code units as bitmaps, for translating pattern code into native regular expressions: what a
 * single-character instruction matches, exactly as charset.ts says, and as the text of a JavaScript class.
 */
import { toLowerSimple } from '../../objects/algorithms/unicode-data.ts';
import { asciiLower, inCategory, inCharset } from './charset.ts';
import * as C from './constants.ts';

const SIZE = 0x10000;

/** One byte a code unit, 1 for members. */
export type Bitmap = Uint8Array;

const categories: (Bitmap | undefined)[] = [];

function categoryBitmap(category: number): Bitmap {
  let b = categories[category];
  if (b === undefined) {
    b = new Uint8Array(SIZE);
    for (let c = 0; c < SIZE; c++) if (inCategory(category, c)) b[c] = 1;
    categories[category] = b;
  }
  return b;
}

let cased: [number, number][] | undefined;

/** The characters whose lower case is another one, with it. */
function casedPairs(): [number, number][] {
  if (cased === undefined) {
    cased = [];
    for (let c = 0; c < SIZE; c++) {
      const l = toLowerSimple(c);
      if (l !== c) cased.push([c, l]);
    }
  }
  return cased;
}

/** The set whose code starts at pc, without folding; undefined for code that has none as a bitmap. */
function setBitmap(code: Uint32Array, start: number): Bitmap | undefined {
  // A member is decided by the first item that has it; `ok` at that item says in or out.
  const decided = new Uint8Array(SIZE);
  const out = new Uint8Array(SIZE);
  let ok = 1;
  let pc = start;
  const take = (c: number): void => {
    if (decided[c] === 0) {
      decided[c] = 1;
      out[c] = ok;
    }
  };
  for (;;) {
    switch (code[pc++]) {
      case C.OP_FAILURE:
        for (let c = 0; c < SIZE; c++) if (decided[c] === 0) out[c] = 1 - ok;
        return out;
      case C.OP_LITERAL:
        if (code[pc] < SIZE) take(code[pc]);
        pc++;
        break;
      case C.OP_CATEGORY: {
        const b = categoryBitmap(code[pc++]);
        for (let c = 0; c < SIZE; c++) if (b[c] === 1) take(c);
        break;
      }
      case C.OP_CHARSET:
        for (let c = 0; c < 256; c++) if (((code[pc + (c >> 5)] >>> (c & 31)) & 1) === 1) take(c);
        pc += 8;
        break;
      case C.OP_RANGE:
        for (let c = code[pc], end = Math.min(code[pc + 1], SIZE - 1); c <= end; c++) take(c);
        pc += 2;
        break;
      case C.OP_NEGATE:
        ok = 1 - ok;
        break;
      case C.OP_BIGCHARSET:
        for (let c = 0; c < SIZE; c++) {
          const block = (code[pc + 1 + (c >> 10)] >>> (((c >> 8) & 3) * 8)) & 255;
          if (((code[pc + 65 + block * 8 + ((c & 255) >> 5)] >>> (c & 31)) & 1) === 1) take(c);
        }
        pc += 65 + code[pc] * 8;
        break;
      default:
        // RANGE_UNI_IGNORE and anything new: asked one by one.
        for (let c = 0; c < SIZE; c++) out[c] = inCharset(code, start, c) ? 1 : 0;
        return out;
    }
  }
}

/** The characters the single-character instruction at pc matches. */
export function charBitmap(code: Uint32Array, pc: number): Bitmap | undefined {
  const only = (c: number, fold: 'none' | 'ascii' | 'unicode', not: boolean): Bitmap => {
    const b = new Uint8Array(SIZE);
    if (fold !== 'unicode') {
      if (c < SIZE && (fold === 'none' || asciiLower(c) === c)) b[c] = 1;
      if (fold === 'ascii' && c >= 97 && c <= 122) b[c - 32] = 1;
    } else {
      if (c < SIZE && toLowerSimple(c) === c) b[c] = 1;
      for (const [x, l] of casedPairs()) if (l === c) b[x] = 1;
    }
    if (not) for (let i = 0; i < SIZE; i++) b[i] ^= 1;
    return b;
  };
  const word = code[pc + 1];
  switch (code[pc]) {
    case C.OP_LITERAL:
      return only(word, 'none', false);
    case C.OP_NOT_LITERAL:
      return only(word, 'none', true);
    case C.OP_LITERAL_IGNORE:
      return only(word, 'ascii', false);
    case C.OP_NOT_LITERAL_IGNORE:
      return only(word, 'ascii', true);
    case C.OP_LITERAL_UNI_IGNORE:
      return only(word, 'unicode', false);
    case C.OP_NOT_LITERAL_UNI_IGNORE:
      return only(word, 'unicode', true);
    case C.OP_ANY:
      return only(10, 'none', true);
    case C.OP_ANY_ALL:
      return new Uint8Array(SIZE).fill(1);
    case C.OP_CATEGORY:
      return categoryBitmap(word);
    case C.OP_IN:
      return setBitmap(code, pc + 2);
    case C.OP_IN_IGNORE: {
      const b = setBitmap(code, pc + 2);
      // The folded character is looked up: capitals count as their small letters.
      if (b !== undefined) for (let c = 65; c <= 90; c++) b[c] = b[c + 32];
      return b;
    }
    case C.OP_IN_UNI_IGNORE: {
      const b = setBitmap(code, pc + 2);
      if (b !== undefined) {
        const lower = casedPairs().map(([, l]) => (l < SIZE ? b[l] : inCharset(code, pc + 2, l) ? 1 : 0));
        casedPairs().forEach(([c], i) => (b[c] = lower[i]));
      }
      return b;
    }
    default:
      return undefined;
  }
}

function unit(c: number): string {
  if ((c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122)) return String.fromCharCode(c);
  return c < 256 ? '\\x' + c.toString(16).padStart(2, '0') : '\\u' + c.toString(16).padStart(4, '0');
}

/** A JavaScript pattern that matches exactly one member. */
export function classText(b: Bitmap): string {
  const ranges = (value: number): [number, number][] => {
    const list: [number, number][] = [];
    for (let c = 0; c < SIZE; c++) {
      if (b[c] !== value) continue;
      let end = c;
      while (end + 1 < SIZE && b[end + 1] === value) end++;
      list.push([c, end]);
      c = end;
    }
    return list;
  };
  const members = ranges(1);
  if (members.length === 0) return '(?!)';
  if (members.length === 1 && members[0][0] === members[0][1]) return unit(members[0][0]);
  const others = ranges(0);
  if (others.length === 0) return '[^]';
  const text = (list: [number, number][]): string =>
    list.map(([x, y]) => (x === y ? unit(x) : `${unit(x)}-${unit(y)}`)).join('');
  return others.length < members.length ? `[^${text(others)}]` : `[${text(members)}]`;
}
