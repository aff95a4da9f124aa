/**
 * The SRE matching engine: runs the code arrays of re/_compiler.py over text or bytes, with the results of CPython's to the
 * letter (group marks, lastindex, empty-loop rules).
 * Nothing recurses: what CPython keeps in its chain of contexts is a stack of undo and choice frames in one typed array.
 * A frame is written from its base up and ends with its base's distance: [fields…, marks…, size, kind]. Failing pops the
 * top frame, which undoes and goes on failing, or undoes and takes the next choice.
 */
import { toLowerSimple } from '../../objects/algorithms/unicode-data.ts';
import { CharTests, asciiLower, charInstructionLength, isAsciiWord, isUnicodeWord } from './charset.ts';
import * as C from './constants.ts';

/** What is matched against: a string without surrogates, code points, or bytes. */
export type Subject = string | Uint32Array | Uint8Array;

/** A pattern ready to run. */
export class Program {
  readonly code: Uint32Array;
  /** Number of groups, the whole match not counted. */
  readonly groups: number;
  readonly tests: CharTests;
  /** Whether every match starts at the beginning of the text, so that a search tries one place only. */
  readonly anchored: boolean;
  /** Scratch of one run at a time; a nested run takes a new one. */
  spare: Int32Array | undefined;

  constructor(code: ArrayLike<number>, groups: number) {
    this.code = Uint32Array.from(code);
    this.groups = groups;
    this.tests = new CharTests(this.code);
    let pc = this.code[0] === C.OP_INFO ? 1 + this.code[1] : 0;
    while (this.code[pc] === C.OP_MARK) pc += 2;
    const at = this.code[pc + 1];
    this.anchored = this.code[pc] === C.OP_AT && (at === C.AT_BEGINNING || at === C.AT_BEGINNING_STRING);
  }
}

/** How a run is anchored. */
export type Mode = 'search' | 'match' | 'fullmatch';

/** A match: `regs[2*i]`, `regs[2*i+1]` is the span of group i, -1 when unset; lastindex is -1 for none. */
export interface RawMatch {
  readonly start: number;
  readonly end: number;
  readonly regs: Int32Array;
  /** The groups as text, when the native engine found them (the spans are then worked out on demand). */
  readonly texts: RegExpExecArray | undefined;
  readonly lastindex: number;
}

const F_BRANCH = 1;
const F_REPEAT_ONE = 2;
const F_MIN_REPEAT_ONE = 3;
const F_REPEAT = 4;
const F_COUNT = 5;
const F_MAX_BODY = 6;
const F_REPEAT_BACK = 7;
const F_MIN_TAIL = 8;
const F_MIN_BODY = 9;
const F_ASSERT = 10;
const F_ASSERT_NOT = 11;
const F_ATOMIC = 12;
const F_POSSESSIVE = 13;

/** Steps between two calls of tick. */
const TICK = 1 << 16;
/** Frames beyond this many words (1 GB) are refused. */
const MAX_STACK = 1 << 28;

/** Thrown when a match needs more memory than is sensible: MemoryError. */
export class OutOfStack extends RangeError {
  override name = 'OutOfStack';
}

/**
 * Runs a program between pos and endpos (0 <= pos <= endpos <= length). `mustAdvance` refuses an empty match at pos.
 * `tick` is called now and then from long runs and may throw to interrupt.
 */
export function run(
  program: Program,
  subject: Subject,
  pos: number,
  endpos: number,
  mode: Mode,
  mustAdvance = false,
  tick?: () => void,
): RawMatch | undefined {
  const m = new Matcher(program, subject, endpos, mode === 'fullmatch', tick);
  const found = mode === 'search' && !program.anchored ? m.search(pos, mustAdvance) : m.matchAt(pos, mustAdvance);
  const result = found ? m.result() : undefined;
  m.release();
  return result;
}

class Matcher {
  readonly #program: Program;
  readonly #code: Uint32Array;
  readonly #tests: CharTests;
  readonly #s: Subject;
  readonly #end: number;
  readonly #matchAll: boolean;
  readonly #tick: (() => void) | undefined;
  #steps = TICK;

  #stack: Int32Array;
  readonly #marks: Int32Array;
  #lastmark = -1;
  #lastindex = -1;

  // Repeat contexts, a stack of their own: index is the context's name, -1 is none.
  #repCount: number[] = [];
  #repLast: number[] = [];
  #repPc: number[] = [];
  #repPrev: number[] = [];

  start = 0;
  /** End of the match found. */
  ptr = 0;

  constructor(program: Program, s: Subject, end: number, matchAll: boolean, tick: (() => void) | undefined) {
    this.#program = program;
    this.#code = program.code;
    this.#tests = program.tests;
    this.#s = s;
    this.#end = end;
    this.#matchAll = matchAll;
    this.#tick = tick;
    this.#stack = program.spare ?? new Int32Array(1024);
    program.spare = undefined;
    this.#marks = new Int32Array(2 * program.groups);
  }

  release(): void {
    if (this.#stack.length <= 1 << 16) this.#program.spare = this.#stack;
  }

  result(): RawMatch {
    const groups = this.#program.groups;
    const regs = new Int32Array(2 * groups + 2).fill(-1);
    regs[0] = this.start;
    regs[1] = this.ptr;
    for (let j = 0; j < 2 * groups && j + 1 <= this.#lastmark; j += 2) {
      if (this.#marks[j] >= 0 && this.#marks[j + 1] >= 0) {
        regs[j + 2] = this.#marks[j];
        regs[j + 3] = this.#marks[j + 1];
      }
    }
    return { start: this.start, end: this.ptr, regs, texts: undefined, lastindex: this.#lastindex };
  }

  matchAt(pos: number, mustAdvance: boolean): boolean {
    this.start = pos;
    this.#lastmark = -1;
    this.#lastindex = -1;
    return this.#match(pos, mustAdvance);
  }

  search(pos: number, mustAdvance: boolean): boolean {
    const code = this.#code;
    const s = this.#s;
    let last = this.#end;
    let flags = 0;
    if (code[0] === C.OP_INFO) {
      flags = code[2];
      const width = code[3];
      if (this.#end - pos < width) return false;
      last -= width;
    }
    if ((flags & C.INFO_PREFIX) !== 0) {
      const length = code[5];
      if (typeof s === 'string') {
        let prefix = '';
        for (let i = 0; i < length; i++) {
          if (code[7 + i] > 0xffff) return false;
          prefix += String.fromCharCode(code[7 + i]);
        }
        for (let at = s.indexOf(prefix, pos); at >= 0 && at <= last; at = s.indexOf(prefix, at + 1)) {
          if ((flags & C.INFO_LITERAL) !== 0) {
            this.start = at;
            this.ptr = at + length;
            return true;
          }
          if (this.matchAt(at, false)) return true;
        }
        return false;
      }
      const first = code[7];
      for (let at = pos; at <= last; at++) {
        at = s.indexOf(first, at);
        if (at < 0 || at > last) return false;
        let i = 1;
        while (i < length && s[at + i] === code[7 + i]) i++;
        if (i < length) continue;
        if ((flags & C.INFO_LITERAL) !== 0) {
          this.start = at;
          this.ptr = at + length;
          return true;
        }
        if (this.matchAt(at, false)) return true;
      }
      return false;
    }
    if ((flags & C.INFO_CHARSET) !== 0) {
      for (let at = pos; at <= last; at++) {
        const c = typeof s === 'string' ? s.charCodeAt(at) : s[at];
        if (this.#tests.inSet(5, c) && this.matchAt(at, false)) return true;
      }
      return false;
    }
    const first = this.#firstInstruction();
    if (first >= 0) {
      const tests = this.#tests;
      for (let at = pos; at <= last && at < this.#end; at++) {
        if (tests.test(first, typeof s === 'string' ? s.charCodeAt(at) : s[at]) && this.matchAt(at, false)) return true;
      }
      return false;
    }
    if (this.matchAt(pos, mustAdvance)) return true;
    for (let at = pos + 1; at <= last; at++) if (this.matchAt(at, false)) return true;
    return false;
  }

  /** The single-character instruction every match starts with, or -1. */
  #firstInstruction(): number {
    const code = this.#code;
    let pc = code[0] === C.OP_INFO ? 1 + code[1] : 0;
    while (code[pc] === C.OP_MARK) pc += 2;
    switch (code[pc]) {
      case C.OP_REPEAT_ONE:
      case C.OP_MIN_REPEAT_ONE:
      case C.OP_POSSESSIVE_REPEAT_ONE:
        return code[pc + 2] > 0 && charInstructionLength(code, pc + 4) > 0 ? pc + 4 : -1;
      default:
        return charInstructionLength(code, pc) > 0 ? pc : -1;
    }
  }

  #grow(needed: number): Int32Array {
    if (needed > MAX_STACK) throw new OutOfStack('regular expression needs too much memory');
    const bigger = new Int32Array(Math.max(needed, this.#stack.length * 2));
    bigger.set(this.#stack);
    this.#stack = bigger;
    return bigger;
  }

  /** Ends a frame whose fields reach up to `at`: the marks when `keep`, lastmark, lastindex, its base and kind. Gives the new top. */
  #seal(kind: number, base: number, at: number, keep: boolean, lastmark: number, lastindex: number): number {
    let st = this.#stack;
    let top = at;
    const count = keep ? lastmark + 1 : 0;
    if (top + count + 6 > st.length) st = this.#grow(top + count + 6);
    const marks = this.#marks;
    for (let i = 0; i < count; i++) st[top++] = marks[i];
    st[top] = count;
    st[top + 1] = lastmark;
    st[top + 2] = lastindex;
    st[top + 3] = base;
    st[top + 4] = kind;
    return top + 5;
  }

  /** Takes the marks back from the frame that ends at `top`. */
  #restoreMarks(top: number): void {
    const st = this.#stack;
    const marks = this.#marks;
    const count = st[top - 5];
    for (let i = 0, from = top - 5 - count; i < count; i++) marks[i] = st[from + i];
  }

  #bump(): void {
    this.#steps = TICK;
    this.#tick?.();
  }

  /** Longest run of the single-character instruction at pc from ptr, at most max. */
  #count(pc: number, ptr: number, max: number): number {
    const s = this.#s;
    const code = this.#code;
    const end = max < this.#end - ptr ? ptr + max : this.#end;
    let p = ptr;
    switch (code[pc]) {
      case C.OP_ANY_ALL:
        return end - ptr;
      case C.OP_ANY:
        if (typeof s === 'string') {
          const newline = s.indexOf('\n', p);
          return (newline < 0 || newline > end ? end : newline) - ptr;
        }
        while (p < end && s[p] !== 10) p++;
        return p - ptr;
      case C.OP_LITERAL: {
        const c = code[pc + 1];
        if (typeof s === 'string') while (p < end && s.charCodeAt(p) === c) p++;
        else while (p < end && s[p] === c) p++;
        return p - ptr;
      }
      case C.OP_NOT_LITERAL: {
        const c = code[pc + 1];
        if (typeof s === 'string') while (p < end && s.charCodeAt(p) !== c) p++;
        else while (p < end && s[p] !== c) p++;
        return p - ptr;
      }
      case C.OP_IN: {
        const tests = this.#tests;
        if (typeof s === 'string') while (p < end && tests.inSet(pc + 2, s.charCodeAt(p))) p++;
        else while (p < end && tests.inSet(pc + 2, s[p])) p++;
        return p - ptr;
      }
      default: {
        const tests = this.#tests;
        if (typeof s === 'string') while (p < end && tests.test(pc, s.charCodeAt(p))) p++;
        else while (p < end && tests.test(pc, s[p])) p++;
        return p - ptr;
      }
    }
  }

  #isWord(unicode: boolean, p: number): boolean {
    if (p < 0 || p >= this.#end) return false;
    const s = this.#s;
    const c = typeof s === 'string' ? s.charCodeAt(p) : s[p];
    return unicode ? isUnicodeWord(c) : isAsciiWord(c);
  }

  #at(where: number, p: number): boolean {
    const s = this.#s;
    const end = this.#end;
    const charAt = (i: number): number => (typeof s === 'string' ? s.charCodeAt(i) : s[i]);
    switch (where) {
      case C.AT_BEGINNING:
      case C.AT_BEGINNING_STRING:
        return p === 0;
      case C.AT_BEGINNING_LINE:
        return p === 0 || charAt(p - 1) === 10;
      case C.AT_END:
        return p === end || (p === end - 1 && charAt(p) === 10);
      case C.AT_END_LINE:
        return p === end || charAt(p) === 10;
      case C.AT_END_STRING:
        return p === end;
      case C.AT_BOUNDARY:
      case C.AT_LOC_BOUNDARY:
        return this.#isWord(false, p - 1) !== this.#isWord(false, p);
      case C.AT_NON_BOUNDARY:
      case C.AT_LOC_NON_BOUNDARY:
        return this.#isWord(false, p - 1) === this.#isWord(false, p);
      case C.AT_UNI_BOUNDARY:
        return this.#isWord(true, p - 1) !== this.#isWord(true, p);
      case C.AT_UNI_NON_BOUNDARY:
        return this.#isWord(true, p - 1) === this.#isWord(true, p);
      default:
        return false;
    }
  }

  /** The main loop: matches the whole code at `from`; leaves the end in this.ptr. */
  #match(from: number, mustAdvance: boolean): boolean {
    const code = this.#code;
    const s = this.#s;
    const end = this.#end;
    const tests = this.#tests;
    const marks = this.#marks;
    const repCount = this.#repCount;
    const repLast = this.#repLast;
    const repPc = this.#repPc;
    const repPrev = this.#repPrev;
    let st = this.#stack;
    let sp = 0;
    let ptr = from;
    let pc = code[0] === C.OP_INFO ? code[1] + 1 : 0;
    let lastmark = -1;
    let lastindex = -1;
    // The innermost repeat, and how many contexts are in use.
    let repeat = -1;
    let reps = 0;
    // Top of the frame of the innermost assertion or atomic body, 0 at top level.
    let sub = 0;

    for (;;) {
      if (--this.#steps <= 0) this.#bump();
      let failed = false;
      if (sp + 16 > st.length) st = this.#grow(sp + 16);
      switch (code[pc]) {
        case C.OP_MARK: {
          const i = code[pc + 1];
          if ((i & 1) === 1) lastindex = (i >> 1) + 1;
          if (i > lastmark) {
            for (let j = lastmark + 1; j < i; j++) marks[j] = -1;
            lastmark = i;
          }
          marks[i] = ptr;
          pc += 2;
          break;
        }
        case C.OP_LITERAL:
          if (ptr < end && (typeof s === 'string' ? s.charCodeAt(ptr) : s[ptr]) === code[pc + 1]) {
            ptr++;
            pc += 2;
          } else failed = true;
          break;
        case C.OP_NOT_LITERAL:
          if (ptr < end && (typeof s === 'string' ? s.charCodeAt(ptr) : s[ptr]) !== code[pc + 1]) {
            ptr++;
            pc += 2;
          } else failed = true;
          break;
        case C.OP_ANY:
          if (ptr < end && (typeof s === 'string' ? s.charCodeAt(ptr) : s[ptr]) !== 10) {
            ptr++;
            pc++;
          } else failed = true;
          break;
        case C.OP_ANY_ALL:
          if (ptr < end) {
            ptr++;
            pc++;
          } else failed = true;
          break;
        case C.OP_IN:
          if (ptr < end && tests.inSet(pc + 2, typeof s === 'string' ? s.charCodeAt(ptr) : s[ptr])) {
            ptr++;
            pc += 1 + code[pc + 1];
          } else failed = true;
          break;
        case C.OP_IN_IGNORE:
        case C.OP_IN_UNI_IGNORE:
        case C.OP_IN_LOC_IGNORE:
          if (ptr < end && tests.test(pc, typeof s === 'string' ? s.charCodeAt(ptr) : s[ptr])) {
            ptr++;
            pc += 1 + code[pc + 1];
          } else failed = true;
          break;
        case C.OP_CATEGORY:
        case C.OP_LITERAL_IGNORE:
        case C.OP_NOT_LITERAL_IGNORE:
        case C.OP_LITERAL_UNI_IGNORE:
        case C.OP_NOT_LITERAL_UNI_IGNORE:
        case C.OP_LITERAL_LOC_IGNORE:
        case C.OP_NOT_LITERAL_LOC_IGNORE:
          if (ptr < end && tests.test(pc, typeof s === 'string' ? s.charCodeAt(ptr) : s[ptr])) {
            ptr++;
            pc += 2;
          } else failed = true;
          break;
        case C.OP_AT:
          if (this.#at(code[pc + 1], ptr)) pc += 2;
          else failed = true;
          break;
        case C.OP_JUMP:
          pc += 1 + code[pc + 1];
          break;
        case C.OP_INFO:
          pc += 1 + code[pc + 1];
          break;
        case C.OP_FAILURE:
          failed = true;
          break;
        case C.OP_SUCCESS: {
          if (sub === 0) {
            if ((this.#matchAll && ptr !== end) || (mustAdvance && ptr === from)) {
              failed = true;
              break;
            }
            this.#lastmark = lastmark;
            this.#lastindex = lastindex;
            this.ptr = ptr;
            return true;
          }
          // The body of an assertion or atomic group is done: its choices are forgotten.
          const base = st[sub - 2];
          const kind = st[sub - 1];
          const at = st[base];
          const saved = st[base + 1];
          const outer = st[base + 4];
          repeat = st[base + 2];
          reps = st[base + 3];
          if (kind === F_POSSESSIVE) {
            const count = st[base + 5] + 1;
            const previous = st[base + 6];
            sp = base;
            sub = outer;
            if (count < code[at + 2] || ((count < code[at + 3] || code[at + 3] === C.MAXREPEAT) && ptr !== previous)) {
              // Another round.
              st[sp] = at;
              st[sp + 1] = ptr;
              st[sp + 2] = repeat;
              st[sp + 3] = reps;
              st[sp + 4] = outer;
              st[sp + 5] = count;
              st[sp + 6] = count < code[at + 2] ? -1 : ptr;
              sp = this.#seal(F_POSSESSIVE, sp, sp + 7, count >= code[at + 2], lastmark, lastindex);
              st = this.#stack;
              sub = sp;
              pc = at + 4;
            } else {
              reps--;
              repeat = repPrev[repeat];
              pc = at + code[at + 1] + 2;
            }
            break;
          }
          sp = base;
          sub = outer;
          if (kind === F_ASSERT_NOT) failed = true;
          else {
            pc = at + 1 + code[at + 1];
            if (kind === F_ASSERT) ptr = saved;
          }
          break;
        }
        case C.OP_BRANCH: {
          const next = this.#branch(pc + 1, ptr);
          if (next < 0) failed = true;
          else {
            const base = sp;
            const after = next + code[next];
            // The last alternative needs no way back: the frame below undoes as much.
            if (code[after] !== 0) {
              st[sp] = after;
              st[sp + 1] = ptr;
              sp = this.#seal(F_BRANCH, base, sp + 2, repeat >= 0, lastmark, lastindex);
              st = this.#stack;
            }
            pc = next + 1;
          }
          break;
        }
        case C.OP_REPEAT_ONE: {
          const min = code[pc + 2];
          const count = min > end - ptr ? -1 : this.#count(pc + 4, ptr, code[pc + 3]);
          if (count < min) {
            failed = true;
            break;
          }
          const tail = pc + 1 + code[pc + 1];
          const at = ptr + count;
          if (code[tail] === C.OP_SUCCESS && at === end && sub === 0 && !(mustAdvance && at === from)) {
            ptr = at;
            pc = tail;
            break;
          }
          const p = this.#retreat(tail, at, ptr + min);
          if (p < 0) {
            failed = true;
            break;
          }
          if (p > ptr + min) {
            st[sp] = tail;
            st[sp + 1] = p;
            st[sp + 2] = ptr + min;
            sp = this.#seal(F_REPEAT_ONE, sp, sp + 3, repeat >= 0, lastmark, lastindex);
            st = this.#stack;
          }
          ptr = p;
          pc = tail;
          break;
        }
        case C.OP_MIN_REPEAT_ONE: {
          const min = code[pc + 2];
          if (min > end - ptr || (min > 0 && this.#count(pc + 4, ptr, min) < min)) {
            failed = true;
            break;
          }
          ptr += min;
          st[sp] = pc;
          st[sp + 1] = ptr;
          st[sp + 2] = min;
          sp = this.#seal(F_MIN_REPEAT_ONE, sp, sp + 3, repeat >= 0, lastmark, lastindex);
          st = this.#stack;
          pc += 1 + code[pc + 1];
          break;
        }
        case C.OP_POSSESSIVE_REPEAT_ONE: {
          const min = code[pc + 2];
          const count = min > end - ptr ? -1 : this.#count(pc + 4, ptr, code[pc + 3]);
          if (count < min) failed = true;
          else {
            ptr += count;
            pc += 1 + code[pc + 1];
          }
          break;
        }
        case C.OP_REPEAT:
          repCount[reps] = -1;
          repLast[reps] = -1;
          repPc[reps] = pc;
          repPrev[reps] = repeat;
          st[sp] = repeat;
          st[sp + 1] = sp;
          st[sp + 2] = F_REPEAT;
          sp += 3;
          repeat = reps++;
          pc += 1 + code[pc + 1];
          break;
        case C.OP_MAX_UNTIL: {
          const rep = repeat;
          const rpc = repPc[rep];
          const count = repCount[rep] + 1;
          if (count < code[rpc + 2]) {
            st[sp] = rep;
            st[sp + 1] = count - 1;
            st[sp + 2] = repLast[rep];
            st[sp + 3] = sp;
            st[sp + 4] = F_COUNT;
            sp += 5;
            repCount[rep] = count;
            pc = rpc + 4;
            break;
          }
          if ((count < code[rpc + 3] || code[rpc + 3] === C.MAXREPEAT) && ptr !== repLast[rep]) {
            st[sp] = pc;
            st[sp + 1] = ptr;
            st[sp + 2] = rep;
            st[sp + 3] = count - 1;
            st[sp + 4] = repLast[rep];
            sp = this.#seal(F_MAX_BODY, sp, sp + 5, true, lastmark, lastindex);
            st = this.#stack;
            repCount[rep] = count;
            repLast[rep] = ptr;
            pc = rpc + 4;
            break;
          }
          st[sp] = rep;
          st[sp + 1] = sp;
          st[sp + 2] = F_REPEAT_BACK;
          sp += 3;
          repeat = repPrev[rep];
          pc++;
          break;
        }
        case C.OP_MIN_UNTIL: {
          const rep = repeat;
          const rpc = repPc[rep];
          const count = repCount[rep] + 1;
          if (count < code[rpc + 2]) {
            st[sp] = rep;
            st[sp + 1] = count - 1;
            st[sp + 2] = repLast[rep];
            st[sp + 3] = sp;
            st[sp + 4] = F_COUNT;
            sp += 5;
            repCount[rep] = count;
            pc = rpc + 4;
            break;
          }
          repeat = repPrev[rep];
          st[sp] = ptr;
          st[sp + 1] = rep;
          st[sp + 2] = count;
          sp = this.#seal(F_MIN_TAIL, sp, sp + 3, repeat >= 0, lastmark, lastindex);
          st = this.#stack;
          pc++;
          break;
        }
        case C.OP_ASSERT:
        case C.OP_ASSERT_NOT: {
          const back = code[pc + 2];
          const not = code[pc] === C.OP_ASSERT_NOT;
          if (ptr < back) {
            if (not) pc += 1 + code[pc + 1];
            else failed = true;
            break;
          }
          st[sp] = pc;
          st[sp + 1] = ptr;
          st[sp + 2] = repeat;
          st[sp + 3] = reps;
          st[sp + 4] = sub;
          sp = this.#seal(not ? F_ASSERT_NOT : F_ASSERT, sp, sp + 5, not && repeat >= 0, lastmark, lastindex);
          st = this.#stack;
          sub = sp;
          ptr -= back;
          pc += 3;
          break;
        }
        case C.OP_ATOMIC_GROUP:
          st[sp] = pc;
          st[sp + 1] = ptr;
          st[sp + 2] = repeat;
          st[sp + 3] = reps;
          st[sp + 4] = sub;
          sp = this.#seal(F_ATOMIC, sp, sp + 5, false, lastmark, lastindex);
          st = this.#stack;
          sub = sp;
          pc += 2;
          break;
        case C.OP_POSSESSIVE_REPEAT: {
          repCount[reps] = -1;
          repLast[reps] = -1;
          repPc[reps] = pc;
          repPrev[reps] = repeat;
          repeat = reps++;
          const min = code[pc + 2];
          if (code[pc + 3] === 0) {
            reps--;
            repeat = repPrev[repeat];
            pc += code[pc + 1] + 2;
            break;
          }
          st[sp] = pc;
          st[sp + 1] = ptr;
          st[sp + 2] = repeat;
          st[sp + 3] = reps;
          st[sp + 4] = sub;
          st[sp + 5] = 0;
          st[sp + 6] = min > 0 ? -1 : ptr;
          sp = this.#seal(F_POSSESSIVE, sp, sp + 7, min === 0, lastmark, lastindex);
          st = this.#stack;
          sub = sp;
          pc += 4;
          break;
        }
        case C.OP_GROUPREF:
        case C.OP_GROUPREF_IGNORE:
        case C.OP_GROUPREF_UNI_IGNORE:
        case C.OP_GROUPREF_LOC_IGNORE: {
          const g = 2 * code[pc + 1];
          if (g >= lastmark || marks[g] < 0 || marks[g + 1] < marks[g]) {
            failed = true;
            break;
          }
          const length = marks[g + 1] - marks[g];
          if (length > end - ptr || !this.#sameText(code[pc], marks[g], ptr, length)) failed = true;
          else {
            ptr += length;
            pc += 2;
          }
          break;
        }
        case C.OP_GROUPREF_EXISTS: {
          const g = 2 * code[pc + 1];
          if (g >= lastmark || marks[g] < 0 || marks[g + 1] < marks[g]) pc += 1 + code[pc + 2];
          else pc += 3;
          break;
        }
        default:
          throw new Error(`SRE: bad opcode ${code[pc]} at ${pc}`);
      }

      while (failed) {
        if (sp === 0) return false;
        if (--this.#steps <= 0) this.#bump();
        const base = st[sp - 2];
        switch (st[sp - 1]) {
          case F_BRANCH: {
            lastmark = st[sp - 4];
            lastindex = st[sp - 3];
            if (st[sp - 5] > 0) this.#restoreMarks(sp);
            ptr = st[base + 1];
            const next = this.#branch(st[base], ptr);
            if (next < 0) {
              sp = base;
              break;
            }
            const after = next + code[next];
            if (code[after] === 0) sp = base;
            else st[base] = after;
            pc = next + 1;
            failed = false;
            break;
          }
          case F_REPEAT_ONE: {
            lastmark = st[sp - 4];
            lastindex = st[sp - 3];
            if (st[sp - 5] > 0) this.#restoreMarks(sp);
            pc = st[base];
            const low = st[base + 2];
            const p = this.#retreat(pc, st[base + 1] - 1, low);
            if (p <= low) sp = base;
            else st[base + 1] = p;
            if (p >= 0) {
              ptr = p;
              failed = false;
            }
            break;
          }
          case F_MIN_REPEAT_ONE: {
            lastmark = st[sp - 4];
            lastindex = st[sp - 3];
            if (st[sp - 5] > 0) this.#restoreMarks(sp);
            const at = st[base];
            ptr = st[base + 1];
            const max = code[at + 3];
            if ((max !== C.MAXREPEAT && st[base + 2] >= max) || this.#count(at + 4, ptr, 1) === 0) {
              sp = base;
              break;
            }
            st[base + 1] = ++ptr;
            st[base + 2]++;
            pc = at + 1 + code[at + 1];
            failed = false;
            break;
          }
          case F_REPEAT:
            repeat = st[base];
            reps--;
            sp = base;
            break;
          case F_COUNT:
          case F_MIN_BODY: {
            const rep = st[base];
            repCount[rep] = st[base + 1];
            repLast[rep] = st[base + 2];
            sp = base;
            break;
          }
          case F_MAX_BODY: {
            // No further round: go on behind the repeat.
            lastmark = st[sp - 4];
            lastindex = st[sp - 3];
            if (st[sp - 5] > 0) this.#restoreMarks(sp);
            pc = st[base] + 1;
            ptr = st[base + 1];
            const rep = st[base + 2];
            repCount[rep] = st[base + 3];
            repLast[rep] = st[base + 4];
            repeat = repPrev[rep];
            st[base] = rep;
            st[base + 1] = base;
            st[base + 2] = F_REPEAT_BACK;
            sp = base + 3;
            failed = false;
            break;
          }
          case F_REPEAT_BACK:
            repeat = st[base];
            sp = base;
            break;
          case F_MIN_TAIL: {
            // The tail does not match here: one more round, if there may be one.
            lastmark = st[sp - 4];
            lastindex = st[sp - 3];
            if (st[sp - 5] > 0) this.#restoreMarks(sp);
            ptr = st[base];
            const rep = st[base + 1];
            const count = st[base + 2];
            const rpc = repPc[rep];
            repeat = rep;
            sp = base;
            if ((count >= code[rpc + 3] && code[rpc + 3] !== C.MAXREPEAT) || ptr === repLast[rep]) break;
            st[sp] = rep;
            st[sp + 1] = count - 1;
            st[sp + 2] = repLast[rep];
            st[sp + 3] = sp;
            st[sp + 4] = F_MIN_BODY;
            sp += 5;
            repCount[rep] = count;
            repLast[rep] = ptr;
            pc = rpc + 4;
            failed = false;
            break;
          }
          case F_ASSERT:
          case F_ATOMIC:
            sub = st[base + 4];
            sp = base;
            break;
          case F_ASSERT_NOT:
            lastmark = st[sp - 4];
            lastindex = st[sp - 3];
            if (st[sp - 5] > 0) this.#restoreMarks(sp);
            sub = st[base + 4];
            ptr = st[base + 1];
            pc = st[base] + 1 + code[st[base] + 1];
            sp = base;
            failed = false;
            break;
          case F_POSSESSIVE: {
            const at = st[base];
            const enough = st[base + 5] >= code[at + 2];
            sub = st[base + 4];
            repeat = repPrev[repeat];
            reps--;
            if (enough) {
              lastmark = st[sp - 4];
              lastindex = st[sp - 3];
              if (st[sp - 5] > 0) this.#restoreMarks(sp);
              ptr = st[base + 1];
              pc = at + code[at + 1] + 2;
              failed = false;
            }
            sp = base;
            break;
          }
          default:
            throw new Error('SRE: bad frame');
        }
      }
    }
  }

  /** First alternative from `next` (a skip word) that may match at ptr by its first character; -1 when none. */
  #branch(next: number, ptr: number): number {
    const code = this.#code;
    const s = this.#s;
    let at = next;
    while (code[at] !== 0) {
      const op = code[at + 1];
      if (op === C.OP_LITERAL) {
        if (ptr < this.#end && (typeof s === 'string' ? s.charCodeAt(ptr) : s[ptr]) === code[at + 2]) return at;
      } else if (op === C.OP_IN) {
        if (ptr < this.#end && this.#tests.inSet(at + 3, typeof s === 'string' ? s.charCodeAt(ptr) : s[ptr])) return at;
      } else return at;
      at += code[at];
    }
    return -1;
  }

  /** Greatest position from `high` down to `low` where the tail may match by its first character; -1 when none. */
  #retreat(tail: number, high: number, low: number): number {
    const code = this.#code;
    if (high < low) return -1;
    if (code[tail] !== C.OP_LITERAL) return high;
    const s = this.#s;
    const c = code[tail + 1];
    let p = high < this.#end ? high : this.#end - 1;
    if (typeof s === 'string') while (p >= low && s.charCodeAt(p) !== c) p--;
    else while (p >= low && s[p] !== c) p--;
    return p < low ? -1 : p;
  }

  #sameText(op: number, a: number, b: number, length: number): boolean {
    const s = this.#s;
    for (let i = 0; i < length; i++) {
      const x = typeof s === 'string' ? s.charCodeAt(a + i) : s[a + i];
      const y = typeof s === 'string' ? s.charCodeAt(b + i) : s[b + i];
      if (x === y) continue;
      if (op === C.OP_GROUPREF) return false;
      if (op === C.OP_GROUPREF_UNI_IGNORE ? toLowerSimple(x) !== toLowerSimple(y) : asciiLower(x) !== asciiLower(y))
        return false;
    }
    return true;
  }
}
