/**
 * Running translated patterns: which runs are worth it, and native matches in the engine's terms.
 * Spans of groups are found by a second match with indices, only when somebody asks for them.
 */
import { type Mode, type Program, type RawMatch, run, type Subject } from './engine.ts';
import { type Native, translate } from './translate.ts';

/** A native match; `texts` are the groups as JavaScript gives them. */
export class NativeMatch implements RawMatch {
  #regs: Int32Array | undefined;
  readonly texts: RegExpExecArray;
  readonly #owner: NativeProgram;
  readonly #subject: string;
  readonly #full: boolean;

  constructor(texts: RegExpExecArray, owner: NativeProgram, subject: string, full: boolean) {
    this.texts = texts;
    this.#owner = owner;
    this.#subject = subject;
    this.#full = full;
  }

  get start(): number {
    return this.texts.index;
  }

  get end(): number {
    return this.texts.index + this.texts[0].length;
  }

  get regs(): Int32Array {
    if (this.#regs !== undefined) return this.#regs;
    const n = this.#owner.native.groups;
    const regs = new Int32Array(2 * n + 2).fill(-1);
    const start = this.texts.index;
    regs[0] = start;
    regs[1] = start + this.texts[0].length;
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
    for (let i = closing.length - 1; i >= 0; i--) if (this.texts[closing[i]] !== undefined) return closing[i];
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

/** Runs on one subject before translating is worth it, and the length of text that makes it worth it at once. */
const WARM_RUNS = 6;
const WARM_LENGTH = 400;
/** Steps a native run may take (it cannot be interrupted), taking repeated stretches to be no longer than STRETCH. */
const MAX_STEPS = 2e9;
const STRETCH = 2000;

const natives = new WeakMap<Program, NativeProgram | null>();
const runs = new WeakMap<Program, number>();

function nativeOf(program: Program, length: number): NativeProgram | null {
  const known = natives.get(program);
  if (known !== undefined) return known;
  if (length < WARM_LENGTH) {
    const n = (runs.get(program) ?? 0) + 1;
    runs.set(program, n);
    if (n < WARM_RUNS) return null;
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

/** As engine.run, by whichever way is faster. */
export function runFast(
  program: Program,
  subject: Subject,
  pos: number,
  endpos: number,
  mode: Mode,
  mustAdvance: boolean,
  tick?: () => void,
): RawMatch | undefined {
  if (typeof subject !== 'string') return run(program, subject, pos, endpos, mode, mustAdvance, tick);
  const native = nativeOf(program, endpos - pos);
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
  const text = endpos === subject.length ? subject : subject.slice(0, endpos);
  let found: RegExpExecArray | null;
  try {
    found = native.exec(text, from, mode);
  } catch {
    // V8 ran out of backtrack stack or of code space for this pattern.
    natives.set(program, null);
    return run(program, subject, pos, endpos, mode, mustAdvance, tick);
  }
  return found === null ? undefined : new NativeMatch(found, native, text, mode === 'fullmatch');
}
