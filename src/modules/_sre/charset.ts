/**
 * Single characters in the regular expression engine: case folding, categories, and membership in the character sets of a
 * code array. Works on code points (or bytes); knows nothing of matching.
 */
import { isAlnum, isDecimal, isSpace, toLowerSimple, toUpperFirst } from '../../objects/algorithms/unicode-data.ts';
import * as C from './constants.ts';

/** ASCII lower case. */
export function asciiLower(c: number): number {
  return c >= 65 && c <= 90 ? c + 32 : c;
}
/** ASCII upper case. */
export function asciiUpper(c: number): number {
  return c >= 97 && c <= 122 ? c - 32 : c;
}
/** _sre.ascii_iscased() */
export function asciiIsCased(c: number): boolean {
  return (c | 32) >= 97 && (c | 32) <= 122;
}
/** _sre.unicode_iscased() */
export function unicodeIsCased(c: number): boolean {
  return toLowerSimple(c) !== c || toUpperFirst(c) !== c;
}

/** [A-Za-z0-9_] */
export function isAsciiWord(c: number): boolean {
  return c < 128 && ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95);
}
/** \w of str patterns. */
export function isUnicodeWord(c: number): boolean {
  return c < 128 ? isAsciiWord(c) : isAlnum(c);
}
function isAsciiSpace(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}
function isUnicodeLinebreak(c: number): boolean {
  return (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c === 0x85 || c === 0x2028 || c === 0x2029;
}

/** Whether a character is of a category (CATEGORY_DIGIT … by number; the odd ones negate). */
export function inCategory(category: number, c: number): boolean {
  let r: boolean;
  switch (category >> 1) {
    case 0:
      r = c >= 48 && c <= 57;
      break;
    case 1:
      r = isAsciiSpace(c);
      break;
    case 2:
    case 4: // The locale is that of C: only ASCII letters.
      r = isAsciiWord(c);
      break;
    case 3:
      r = c === 10;
      break;
    case 5:
      r = isDecimal(c);
      break;
    case 6:
      r = isSpace(c);
      break;
    case 7:
      r = isUnicodeWord(c);
      break;
    default:
      r = isUnicodeLinebreak(c);
  }
  return (category & 1) === 0 ? r : !r;
}

/** Whether c is in the set whose code starts at pc. */
export function inCharset(code: Uint32Array, start: number, c: number): boolean {
  let ok = true;
  let pc = start;
  for (;;) {
    switch (code[pc++]) {
      case C.OP_FAILURE:
        return !ok;
      case C.OP_LITERAL:
        if (code[pc++] === c) return ok;
        break;
      case C.OP_CATEGORY:
        if (inCategory(code[pc++], c)) return ok;
        break;
      case C.OP_CHARSET:
        if (c < 256 && ((code[pc + (c >> 5)] >>> (c & 31)) & 1) === 1) return ok;
        pc += 8;
        break;
      case C.OP_RANGE:
        if (code[pc] <= c && c <= code[pc + 1]) return ok;
        pc += 2;
        break;
      case C.OP_RANGE_UNI_IGNORE: {
        if (code[pc] <= c && c <= code[pc + 1]) return ok;
        const upper = toUpperFirst(c);
        if (code[pc] <= upper && upper <= code[pc + 1]) return ok;
        pc += 2;
        break;
      }
      case C.OP_NEGATE:
        ok = !ok;
        break;
      case C.OP_BIGCHARSET: {
        const blocks = code[pc++];
        if (c < 0x10000) {
          const high = c >> 8;
          const block = (code[pc + (high >> 2)] >>> ((high & 3) * 8)) & 255;
          const low = block * 256 + (c & 255);
          if (((code[pc + 64 + (low >> 5)] >>> (c & 31)) & 1) === 1) return ok;
        }
        pc += 64 + blocks * 8;
        break;
      }
      default:
        return false;
    }
  }
}

/**
 * A character test at pc (one of the single-character instructions), with the sets' answers for the first 256 characters
 * remembered: 1 in, 2 out, 0 not asked yet.
 */
export class CharTests {
  readonly code: Uint32Array;
  readonly #known: (Uint8Array | undefined)[] = [];

  constructor(code: Uint32Array) {
    this.code = code;
  }

  /** Membership in the set at pc of the character itself, no folding. */
  inSet(pc: number, c: number): boolean {
    if (c > 255) return inCharset(this.code, pc, c);
    const known = this.#known[pc] ?? (this.#known[pc] = new Uint8Array(256));
    const k = known[c];
    if (k !== 0) return k === 1;
    const r = inCharset(this.code, pc, c);
    known[c] = r ? 1 : 2;
    return r;
  }

  /** Whether c matches the single-character instruction at pc. */
  test(pc: number, c: number): boolean {
    const code = this.code;
    switch (code[pc]) {
      case C.OP_LITERAL:
        return code[pc + 1] === c;
      case C.OP_NOT_LITERAL:
        return code[pc + 1] !== c;
      case C.OP_ANY:
        return c !== 10;
      case C.OP_ANY_ALL:
        return true;
      case C.OP_IN:
        return this.inSet(pc + 2, c);
      case C.OP_CATEGORY:
        return inCategory(code[pc + 1], c);
      case C.OP_LITERAL_IGNORE:
        return code[pc + 1] === asciiLower(c);
      case C.OP_NOT_LITERAL_IGNORE:
        return code[pc + 1] !== asciiLower(c);
      case C.OP_IN_IGNORE:
        return this.inSet(pc + 2, asciiLower(c));
      case C.OP_LITERAL_UNI_IGNORE:
        return code[pc + 1] === toLowerSimple(c);
      case C.OP_NOT_LITERAL_UNI_IGNORE:
        return code[pc + 1] !== toLowerSimple(c);
      case C.OP_IN_UNI_IGNORE:
        return this.inSet(pc + 2, toLowerSimple(c));
      case C.OP_LITERAL_LOC_IGNORE:
        return sameIgnoringLocaleCase(code[pc + 1], c);
      case C.OP_NOT_LITERAL_LOC_IGNORE:
        return !sameIgnoringLocaleCase(code[pc + 1], c);
      case C.OP_IN_LOC_IGNORE: {
        const lower = asciiLower(c);
        const upper = asciiUpper(c);
        return this.inSet(pc + 2, lower) || (upper !== lower && this.inSet(pc + 2, upper));
      }
      default:
        return false;
    }
  }
}

function sameIgnoringLocaleCase(wanted: number, c: number): boolean {
  return wanted === c || wanted === asciiLower(c) || wanted === asciiUpper(c);
}

/** Code words an instruction of one character takes; 0 when it is none. */
export function charInstructionLength(code: Uint32Array, pc: number): number {
  switch (code[pc]) {
    case C.OP_ANY:
    case C.OP_ANY_ALL:
      return 1;
    case C.OP_LITERAL:
    case C.OP_NOT_LITERAL:
    case C.OP_CATEGORY:
    case C.OP_LITERAL_IGNORE:
    case C.OP_NOT_LITERAL_IGNORE:
    case C.OP_LITERAL_UNI_IGNORE:
    case C.OP_NOT_LITERAL_UNI_IGNORE:
    case C.OP_LITERAL_LOC_IGNORE:
    case C.OP_NOT_LITERAL_LOC_IGNORE:
      return 2;
    case C.OP_IN:
    case C.OP_IN_IGNORE:
    case C.OP_IN_UNI_IGNORE:
    case C.OP_IN_LOC_IGNORE:
      return 1 + code[pc + 1];
    default:
      return 0;
  }
}
