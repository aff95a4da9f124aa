/**
 * From SRE code to a native regular expression, where both mean exactly the same on strings without surrogates.
 * Left to the engine: groups inside loops (JavaScript resets them), loops over what can match nothing (other rules),
 * back-references, conditionals, atomic and possessive parts, locale folding; and whatever could take exponential time,
 * because a native match cannot be interrupted.
 */
import { type Bitmap, charBitmap, classText } from './bitmaps.ts';
import { charInstructionLength } from './charset.ts';
import * as C from './constants.ts';

/** A translated pattern. */
export interface Native {
  readonly source: string;
  /** Group numbers by the place where they close: the last of them that took part is `lastindex`. */
  readonly closing: readonly number[];
  /** Backtracking costs at most about n to this power, a search included. */
  readonly power: number;
  readonly groups: number;
}

/** A set of UTF-16 code units, a bit each. */
type Bits = Uint32Array;
const WORDS = 2048;

type Node =
  | { readonly kind: 'char'; readonly first: Bits; readonly source: string }
  | { readonly kind: 'zero'; readonly source: string; readonly anchor: boolean }
  | {
      readonly kind: 'repeat';
      readonly body: Node[];
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  | { readonly kind: 'branch'; readonly branches: Node[][] };

class Unsupported extends Error {}

const unsupported = (why: string): never => {
  throw new Unsupported(why);
};

/** Translates a code array; undefined when it is not in the common subset. */
export function translate(code: Uint32Array, groups: number): Native | undefined {
  try {
    return new Translator(code, groups).result();
  } catch (e) {
    if (e instanceof Unsupported) return undefined;
    throw e;
  }
}

/** Repeats beyond this are as good as unbounded for cost, and too much for V8 to unroll when finite. */
const MANY = 200;

class Translator {
  readonly #code: Uint32Array;
  readonly #groups: number;
  readonly #closing: number[] = [];
  #opened = 0;
  #ambiguous = 0;
  #optional = 0;

  constructor(code: Uint32Array, groups: number) {
    this.#code = code;
    this.#groups = groups;
  }

  result(): Native {
    const code = this.#code;
    const start = code[0] === C.OP_INFO ? 1 + code[1] : 0;
    const nodes = this.#sequence(start, code.length - 1, true);
    if (this.#opened !== this.#groups || this.#closing.length !== this.#groups) unsupported('groups');
    // Behind the end there is nothing to come back from.
    this.#cost(nodes, new Uint32Array(WORDS), false);
    if (this.#optional > 12) unsupported('cost');
    const anchored = nodes.length > 0 && nodes[0].kind === 'zero' && nodes[0].anchor;
    return {
      source: this.#write(nodes),
      closing: this.#closing,
      power: this.#ambiguous + (anchored ? 0 : 1),
      groups: this.#groups,
    };
  }

  /** The nodes of code[pc:end]; `marks` says whether groups may be opened here. */
  #sequence(from: number, end: number, marks: boolean): Node[] {
    const code = this.#code;
    const out: Node[] = [];
    let pc = from;
    while (pc < end) {
      const op = code[pc];
      const length = charInstructionLength(code, pc);
      if (length > 0) {
        out.push(this.#char(pc));
        pc += length;
        continue;
      }
      switch (op) {
        case C.OP_SUCCESS:
          if (pc !== end) unsupported('success');
          break;
        case C.OP_FAILURE:
          out.push({ kind: 'char', first: new Uint32Array(WORDS), source: '(?!)' });
          pc++;
          break;
        case C.OP_MARK: {
          if (!marks) unsupported('group in a loop or assertion');
          const i = code[pc + 1];
          if ((i & 1) === 0) {
            if (i >> 1 !== this.#opened++) unsupported('group order');
            out.push({ kind: 'zero', source: '(', anchor: false });
          } else {
            this.#closing.push((i >> 1) + 1);
            out.push({ kind: 'zero', source: ')', anchor: false });
          }
          pc += 2;
          break;
        }
        case C.OP_AT:
          out.push(this.#at(code[pc + 1]));
          pc += 2;
          break;
        case C.OP_REPEAT_ONE:
        case C.OP_MIN_REPEAT_ONE: {
          const body = this.#char(pc + 4);
          out.push(this.#repeat([body], code[pc + 2], code[pc + 3], op === C.OP_MIN_REPEAT_ONE));
          pc += 1 + code[pc + 1];
          break;
        }
        case C.OP_REPEAT: {
          const until = pc + 1 + code[pc + 1];
          const max = code[pc + 3];
          // At most one round: the group cannot be set twice.
          const body = this.#sequence(pc + 4, until, marks && max === 1);
          if (nullable(body)) unsupported('empty loop');
          out.push(this.#repeat(body, code[pc + 2], max, code[until] === C.OP_MIN_UNTIL));
          pc = until + 1;
          break;
        }
        case C.OP_BRANCH: {
          const branches: Node[][] = [];
          let at = pc + 1;
          let after = at;
          while (code[at] !== 0) {
            const next = at + code[at];
            // Every alternative ends in JUMP to the common end.
            const jump = next - 2;
            branches.push(this.#sequence(at + 1, jump, marks));
            after = jump + 1 + code[jump + 1];
            at = next;
          }
          out.push({ kind: 'branch', branches });
          pc = after;
          break;
        }
        case C.OP_ASSERT:
        case C.OP_ASSERT_NOT: {
          const next = pc + 1 + code[pc + 1];
          const body = this.#sequence(pc + 3, next - 1, false);
          const behind = code[pc + 2] > 0;
          const not = op === C.OP_ASSERT_NOT;
          this.#cost(body, new Uint32Array(WORDS), false);
          const how = (behind ? '<' : '') + (not ? '!' : '=');
          out.push({ kind: 'zero', source: `(?${how}${this.#write(body)})`, anchor: false });
          pc = next;
          break;
        }
        default:
          unsupported(`op ${op}`);
      }
      if (op === C.OP_SUCCESS) break;
    }
    return out;
  }

  #char(pc: number): Node {
    const b = charBitmap(this.#code, pc);
    if (b === undefined)
      return this.#code[pc] === C.OP_FAILURE
        ? { kind: 'char', first: new Uint32Array(WORDS), source: '(?!)' }
        : unsupported('character');
    return { kind: 'char', first: firstOf(b), source: classText(b) };
  }

  #repeat(body: Node[], min: number, max: number, lazy: boolean): Node {
    if (min > MANY || (max !== C.MAXREPEAT && max > MANY)) unsupported('many');
    return { kind: 'repeat', body, min, max, lazy };
  }

  #at(where: number): Node {
    const zero = (source: string, anchor = false): Node => ({ kind: 'zero', source, anchor });
    switch (where) {
      case C.AT_BEGINNING:
      case C.AT_BEGINNING_STRING:
        return zero('(?<![^])', true);
      case C.AT_BEGINNING_LINE:
        return zero('(?<![^\\n])');
      case C.AT_END:
        return zero('(?=\\n?(?![^]))');
      case C.AT_END_LINE:
        return zero('(?![^\\n])');
      case C.AT_END_STRING:
        return zero('(?![^])');
      case C.AT_BOUNDARY:
        return zero('\\b');
      case C.AT_NON_BOUNDARY:
        return zero('\\B');
      case C.AT_UNI_BOUNDARY:
      case C.AT_UNI_NON_BOUNDARY: {
        const w = unicodeWord();
        return zero(
          where === C.AT_UNI_BOUNDARY
            ? `(?:(?<=${w})(?!${w})|(?<!${w})(?=${w}))`
            : `(?:(?<=${w})(?=${w})|(?<!${w})(?!${w}))`,
        );
      }
      default:
        return unsupported('position');
    }
  }

  #write(nodes: readonly Node[]): string {
    let s = '';
    for (const n of nodes) {
      if (n.kind === 'char' || n.kind === 'zero') s += n.source;
      else if (n.kind === 'branch') s += `(?:${n.branches.map((b) => this.#write(b)).join('|')})`;
      else {
        const single = n.body.length === 1 && n.body[0].kind === 'char';
        const body = this.#write(n.body);
        let q: string;
        if (n.max === C.MAXREPEAT) q = n.min === 0 ? '*' : n.min === 1 ? '+' : `{${n.min},}`;
        else if (n.min === 0 && n.max === 1) q = '?';
        else q = n.min === n.max ? `{${n.min}}` : `{${n.min},${n.max}}`;
        s += (single && body !== '(?!)' ? body : `(?:${body})`) + q + (n.lazy ? '?' : '');
      }
    }
    return s;
  }

  /**
   * Counts repeats where the next character does not tell whether to go on, and refuses them inside loops, where they
   * make matching exponential. Gives the first characters of the nodes followed by `rest`.
   */
  #cost(nodes: readonly Node[], rest: Bits, inLoop: boolean): Bits {
    let after = rest;
    for (let i = nodes.length - 1; i >= 0; i--) {
      const n = nodes[i];
      if (n.kind === 'char') after = n.first;
      else if (n.kind === 'repeat') {
        const unbounded = n.max === C.MAXREPEAT || n.max > 1;
        const own = first(n.body);
        const clash = n.min !== n.max && overlap(own, after);
        const loop = n.max === C.MAXREPEAT;
        if (clash) {
          if (inLoop) unsupported('cost');
          if (loop || n.max > 8) this.#ambiguous++;
          else this.#optional += n.max - n.min;
        }
        this.#cost(n.body, unbounded ? union(own, after) : after, inLoop || loop || n.max > 8);
        after = n.min > 0 ? own : union(own, after);
      } else if (n.kind === 'branch') {
        const before = this.#ambiguous;
        let worst = before;
        const firsts = n.branches.map((b) => {
          this.#ambiguous = before;
          const f = this.#cost(b, after, inLoop);
          worst = Math.max(worst, this.#ambiguous);
          return f;
        });
        this.#ambiguous = worst;
        if (inLoop) {
          for (let a = 0; a < firsts.length; a++) {
            for (let b = a + 1; b < firsts.length; b++)
              if (overlap(firsts[a], firsts[b]) && !exclusive(n.branches[a], n.branches[b])) unsupported('cost');
          }
        }
        after = firsts.reduce(union);
      }
    }
    return after;
  }
}

let word: string | undefined;
function unicodeWord(): string {
  return (word ??= classText(charBitmap(Uint32Array.of(C.OP_CATEGORY, 14), 0)!));
}

function firstOf(b: Bitmap): Bits {
  const f = new Uint32Array(WORDS);
  for (let c = 0; c < b.length; c++) if (b[c] === 1) f[c >> 5] |= 1 << (c & 31);
  return f;
}

function union(a: Bits, b: Bits): Bits {
  const out = a.slice();
  for (let i = 0; i < WORDS; i++) out[i] |= b[i];
  return out;
}

function overlap(a: Bits, b: Bits): boolean {
  for (let i = 0; i < WORDS; i++) if ((a[i] & b[i]) !== 0) return true;
  return false;
}

/** Whether two alternatives can never both match: some character decides, and only single characters are before it. */
function exclusive(a: readonly Node[], b: readonly Node[]): boolean {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a[i], b[i]];
    if (x.kind !== 'char' || y.kind !== 'char') return false;
    if (!overlap(x.first, y.first)) return true;
  }
  return false;
}

/** First characters of a sequence by itself. */
function first(nodes: readonly Node[]): Bits {
  let out: Bits = new Uint32Array(WORDS);
  for (const n of nodes) {
    if (n.kind === 'zero') continue;
    if (n.kind === 'char') return union(out, n.first);
    if (n.kind === 'repeat') {
      out = union(out, first(n.body));
      if (n.min > 0) return out;
    } else {
      for (const b of n.branches) out = union(out, first(b));
      if (!n.branches.some(nullable)) return out;
    }
  }
  return out;
}

function nullable(nodes: readonly Node[]): boolean {
  return nodes.every(
    (n) =>
      n.kind === 'zero' || (n.kind === 'repeat' && n.min === 0) || (n.kind === 'branch' && n.branches.some(nullable)),
  );
}
