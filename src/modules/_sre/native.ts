/**
 * Running translated patterns: which runs are worth it, and native matches in the engine's terms.
 * Spans of groups are found by a second match with indices, only when somebody asks for them.
 */
import { type Mode, type Program, type RawMatch, run, type Subject } from './engine.ts';
import { type Native, translate } from './translate.ts';

/** A native match; `texts` are the groups as JavaScript gives them (not for bytes, whose text is a stand-in). */
export class NativeMatch implements RawMatch {
  #regs: Int32Array | undefined;
  readonly #found: RegExpExecArray;
  readonly #owner: NativeProgram;
  readonly #subject: string;
  readonly #full: boolean;
  readonly texts: RegExpExecArray | undefined;

  constructor(found: RegExpExecArray, owner: NativeProgram, subject: string, full: boolean, bytes = false) {
    this.#found = found;
    this.texts = bytes ? undefined : found;
    this.#owner = owner;
    this.#subject = subject;
    this.#full = full;
  }

  get start(): number {
    return this.#found.index;
  }

  get end(): number {
    return this.#found.index + this.#found[0].length;
  }

  get regs(): Int32Array {
    if (this.#regs !== undefined) return this.#regs;
    const n = this.#owner.native.groups;
    const regs = new Int32Array(2 * n + 2).fill(-1);
    const start = this.start;
    regs[0] = start;
    regs[1] = this.end;
    if (n > 0) {
      const indices = this.#owner.indices(this.#subject, start, this.#full);
      for (let i = 1; i <= n; i++) {
        const span = indices?.[i];
        if (span !== undefined) [regs[2 * i], regs[2 * i + 1]] = span;
      }
    }
    this.#regs = regs;
    return regs;
  }

  get lastindex(): number {
    const { closing } = this.#owner.native;
    for (let i = closing.length - 1; i >= 0; i--) if (this.#found[closing[i]] !== undefined) return closing[i];
    return -1;
  }
}

/** The native forms of one program. */
export class NativeProgram {
  readonly native: Native;
  #search: RegExp | undefined;
  #match: RegExp | undefined;
  #full: RegExp | undefined;
  #spans: RegExp | undefined;
  #fullSpans: RegExp | undefined;

  constructor(native: Native) {
    this.native = native;
  }

  exec(subject: string, pos: number, mode: Mode): RegExpExecArray | null {
    const { source } = this.native;
    let r: RegExp;
    if (mode === 'search') r = this.#search ??= new RegExp(source, 'g');
    else if (mode === 'match') r = this.#match ??= new RegExp(source, 'y');
    else r = this.#full ??= new RegExp(`(?:${source})(?![^])`, 'y');
    r.lastIndex = pos;
    return r.exec(subject);
  }

  indices(subject: string, pos: number, full: boolean): RegExpIndicesArray | undefined {
    const { source } = this.native;
    const r = full
      ? (this.#fullSpans ??= new RegExp(`(?:${source})(?![^])`, 'yd'))
      : (this.#spans ??= new RegExp(source, 'yd'));
    r.lastIndex = pos;
    return r.exec(subject)?.indices;
  }
}

/** Characters a pattern has been run over before translating it (some milliseconds) is worth it. */
const WARM = 30_000;
/** Text that is worth turning bytes into a string for. */
const WARM_LENGTH = 400;
/** Steps a native run may take (it cannot be interrupted), taking repeated stretches to be no longer than STRETCH. */
const MAX_STEPS = 2e9;
const STRETCH = 2000;

const natives = new WeakMap<Program, NativeProgram | null>();
const seen = new WeakMap<Program, number>();

function nativeOf(program: Program, length: number, mode: Mode): NativeProgram | null {
  const known = natives.get(program);
  if (known !== undefined) return known;
  const n = (seen.get(program) ?? 0) + (mode === 'search' ? length : Math.min(length, 100)) + 20;
  if (n < WARM) {
    seen.set(program, n);
    return null;
  }
  const t = translate(program.code, program.groups);
  const made = t === undefined ? null : new NativeProgram(t);
  natives.set(program, made);
  return made;
}

function tooSlow(n: NativeProgram, length: number): boolean {
  const { power } = n.native;
  return power > 1 && length * Math.min(length, STRETCH) ** (power - 1) > MAX_STEPS;
}

const latin = new WeakMap<Uint8Array, string>();

/**
 * Unchanging bytes as text of the same character codes, for native patterns: made for searches through enough of them,
 * and kept.
 */
function latinOf(b: Uint8Array, worthIt: boolean): string | undefined {
  let s = latin.get(b);
  if (s === undefined && worthIt) {
    s = '';
    for (let i = 0; i < b.length; i += 8192) s += String.fromCharCode(...b.subarray(i, i + 8192));
    latin.set(b, s);
  }
  return s;
}

/** As engine.run, by whichever way is faster. */
export function runFast(
  program: Program,
  subject: Subject,
  pos: number,
  endpos: number,
  how: Mode,
  mustAdvance: boolean,
  tick?: () => void,
  immutable = false,
): RawMatch | undefined {
  const mode = how === 'search' && program.anchored ? 'match' : how;
  let string: string | undefined;
  let bytes = false;
  if (typeof subject === 'string') string = subject;
  else if (immutable && subject instanceof Uint8Array) {
    string = latinOf(subject, mode === 'search' && endpos - pos >= WARM_LENGTH);
    bytes = true;
  }
  if (string === undefined) return run(program, subject, pos, endpos, mode, mustAdvance, tick);
  const native = nativeOf(program, endpos - pos, mode);
  if (native === null || tooSlow(native, endpos - pos)) {
    return run(program, subject, pos, endpos, mode, mustAdvance, tick);
  }
  let from = pos;
  if (mustAdvance) {
    // An empty match is refused at pos only, which no native pattern can say.
    const here = run(program, subject, pos, endpos, 'match', true, tick);
    if (here !== undefined || mode !== 'search') return here;
    if (++from > endpos) return undefined;
  }
  const text = endpos === string.length ? string : string.slice(0, endpos);
  let found: RegExpExecArray | null;
  try {
    found = native.exec(text, from, mode);
  } catch {
    // V8 ran out of backtrack stack or of code space for this pattern.
    natives.set(program, null);
    return run(program, subject, pos, endpos, mode, mustAdvance, tick);
  }
  return found === null ? undefined : new NativeMatch(found, native, text, mode === 'fullmatch', bytes);
}
