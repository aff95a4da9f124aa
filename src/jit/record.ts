// The JIT's record of one code object: feedback, compiled functions, and the history that decides whether it is
// compiled again. Invariant: `fn` is always callable; before compilation it is a trampoline into tier 0.

import type { PyDict } from '../objects/dict/storage.ts';
import type { PyFrame } from '../objects/frame.ts';
import type { PyValue } from '../objects/object.ts';
import type { PyCode, PyFunction } from '../objects/shapes.ts';
import type { Feedback } from './feedback.ts';
import type { Meta, Site } from './runtime.ts';

/** A compiled function: depth word, function, its heap frame if it has one, then its parameters. */
export type Compiled = (
  s: number,
  fn: PyFunction,
  fr: PyFrame | null,
  ...args: (PyValue | undefined)[]
) => PyValue | undefined;

/** A loop entered by on-stack replacement; undefined also when the frame is not as expected (`fr.pc` unchanged). */
export interface LoopEntry {
  readonly fn: Compiled;
  readonly meta: Meta;
}

export class JitCode {
  fn: Compiled;
  compiled = false;
  /** The namespace it is compiled for. */
  globals: PyDict | null = null;
  /** JavaScript stack one activation takes, in units of 128 bytes. */
  units = 4;
  /** Compiled loops, and exception handlers, by where they begin. */
  readonly loops = new Map<number, LoopEntry>();
  /** Those of `loops` where a generator goes on after a RESUME, for whoever resumes one from compiled code. */
  readonly resumes: (Compiled | undefined)[] = [];
  /** Kinds of the frame's values seen where compiled code was entered, by where it begins. */
  readonly entered = new Map<number, number[]>();
  /** Loops and handlers that cannot be compiled, by where they begin. */
  readonly refusedLoops = new Set<number>();
  feedback: Feedback | null = null;
  /** How often operands have been sampled. */
  rounds = 0;
  /** Compilations so far, and exits because of wrong assumptions since the last. */
  compilations = 0;
  exits = 0;
  /** Never compile (again): why. */
  refused: string | null = null;
  returnPc = -1;
  /** The JavaScript last made, for --jit-dump. */
  readonly sources: string[] = [];
  /** Wrong assumptions, by instruction and text. */
  readonly history = new Map<string, number>();
  constructor(
    readonly code: PyCode,
    trampoline: Compiled,
  ) {
    this.fn = trampoline;
  }
  /** An assumption was wrong at `site`; the frame shows what is there instead. */
  left: (site: Site, f: PyFrame) => void = () => {};
  /** It was put down because objects whose end matters are about. */
  disturbed: () => void = () => {};
  /** How often that has happened. */
  disturbances = 0;
  /** A loop was entered with other kinds of values than it was compiled for. */
  missed: (loop: number) => void = () => {};
  /** The handler at `target` is about to run, for an exception at `at`; its compiled form, or null when tier 0 runs it. */
  handler: (f: PyFrame, target: number, at: number) => LoopEntry | null = () => null;
  /** A handler of its own is about to catch what JavaScript threw. */
  raised: () => void = () => {};
  caught = 0;
  /** How often each handler ran, by where it begins. */
  readonly handled = new Map<number, number>();
  readonly misses = new Map<number, number>();
}

let make: (code: PyCode) => JitCode;
/** jit.ts knows how records are made. */
export function setMakeRecord(f: typeof make): void {
  make = f;
}
export function record(code: PyCode): JitCode {
  return (code.jit as JitCode | null) ?? ((code.jit = make(code)) as JitCode); // only the JIT writes it
}
