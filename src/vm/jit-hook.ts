// What tier 0 knows of the JIT: what to ask it, and how compiled code is put down. Invariant: the evaluation loop works
// the same with no JIT (the default here); the JIT installs itself with `setJit`. It may not know src/jit.

import type { Activation, EntryFrame, PyFrame } from '../objects/frame.ts';
import type { PyValue } from '../objects/object.ts';
import type { PyCode } from '../objects/shapes.ts';
import { memory } from '../objects/memory/tracking.ts';
import { warmUp } from './instruction.ts';
import { type Pending, PutDown } from '../objects/protocol/pending.ts';
import type { ThreadState } from './thread.ts';

export interface Jit {
  /** At RESUME of a hot function (frame.pc): its result, or undefined when tier 0 goes on from the frame, or raises `ts.raise`. */
  enter(ts: ThreadState, frame: PyFrame): PyValue | undefined;
  /**
   * Before the head of a hot loop, or after the RESUME of a generator (frame.pc is the instruction before): the same, or
   * what the generator yields; its state says so, and the frame is as it must be then.
   */
  loop(ts: ThreadState, frame: PyFrame): PyValue | undefined;
  /** Index of a RETURN_VALUE of compiled code. */
  returnPc(code: PyCode): number;
  /** Instructions tell of dropped references from now on: what was compiled before looks at nothing. */
  telling(): void;
}

/** None by default: nothing ever gets hot. */
export let jit: Jit | null = null;
/** Installs the JIT, asked after so many calls of a function or rounds of a loop. */
export function setJit(j: Jit, calls: number, rounds: number): void {
  jit = j;
  warmUp.calls = calls;
  warmUp.rounds = rounds;
}

/** vm/memory: `memory.on` has been set. */
export function tellJit(): void {
  jit?.telling();
}

/** A frame that has something whose end matters stays in tier 0. */
export function carries(frame: PyFrame): boolean {
  const { regs } = frame;
  for (let i = 0; i < frame.sp; i++) {
    const v = regs[i];
    if (typeof v === 'object' && v.tracking !== undefined) return true;
  }
  return false;
}

/** What could not be said with compiled code on the stack is looked at again. */
function again(): void {
  for (const o of memory.deferred) memory.candidates.push(o);
  memory.deferred.clear();
}

/** Compiled code is about to run, with nothing or other compiled code beneath; what `leaveCompiled` takes back. */
export function enterCompiled(): number {
  const { compiled } = memory;
  memory.compiled = 1;
  memory.beneath++;
  return compiled;
}
export function leaveCompiled(before: number): void {
  memory.compiled = before;
  if (--memory.beneath === 0) {
    memory.untold = false;
    if (memory.deferred.size > 0) again();
  }
}

// How `run` came back because compiled code was put down (the first two are also run's own).
export const WAITS = 1;
export const SLICE_OVER = 2;
/** Inside a nested loop that compiled code started: the compiled frames below are put down next. */
export const SUSPENDED = 3;
/** Only the JavaScript stack had to be emptied: the base goes on with the innermost frame. */
export const UNWIND = 4;
export const CONTINUE = UNWIND;

/** Thrown through compiled functions: each writes its state into a heap frame, links it and passes it on. */
class Suspension {
  /** The innermost frame. */
  first: PyFrame | null = null;
  /** The outermost so far: its `back` is still to be set. */
  last: PyFrame | EntryFrame | null = null;
  reason = 0;
  /** With UNWIND: what is begun on top of the innermost frame before it goes on. */
  work: Pending | null = null;
  /** Objects whose end matters are about: what is put down is left to tier 0 for a while. */
  settles = false;
  /** `first` is the frame that tier 0 was about to go on with. */
  returned = false;
}
export const SUSPEND = new Suspension();

/** Begins to put compiled code down, from `first` (null: the compiled function that throws this is the innermost). */
export function suspend(
  reason: number,
  first: PyFrame | null,
  work: Pending | null,
  settles: boolean,
  last: PyFrame | EntryFrame | null = first,
): never {
  SUSPEND.first = first;
  SUSPEND.last = last;
  SUSPEND.reason = reason;
  SUSPEND.work = work;
  SUSPEND.settles = settles;
  throw SUSPEND;
}

/** What called compiled code in place of a Pending gets: it has been put down, and goes on when this Pending is run. */
export function putDownInPlace(ts: ThreadState): PutDown {
  const { first, last, reason, work } = SUSPEND;
  SUSPEND.work = null;
  const { waiting } = ts;
  ts.waiting = null; // until the Pending is run: the native may run others before
  return new PutDown(first, last!, reason, work, waiting); // the compiled function has linked its frame
}

/** The loop that called the compiled code ends (status) or goes on with SUSPEND.first (CONTINUE). */
export function suspended(ts: ThreadState, frame: PyFrame, entry: EntryFrame): number {
  // `frame` itself has ended when what goes on is the one it returned to; or all above the entry is linked already.
  if (!SUSPEND.returned && SUSPEND.last !== entry) linkTo(frame);
  SUSPEND.returned = false;
  if (entry.compiled) {
    SUSPEND.last = entry;
    return SUSPENDED;
  }
  if (SUSPEND.reason === SLICE_OVER) ts.sliceFrame = SUSPEND.first;
  else if (SUSPEND.reason === UNWIND) ts.frame = SUSPEND.first;
  return SUSPEND.reason;
}

/** Puts `frame` below what has been put down so far. */
export function linkTo(frame: PyFrame): void {
  if (SUSPEND.last === frame) return;
  if (SUSPEND.last === null) SUSPEND.first = frame;
  else stand(frame);
  SUSPEND.last = frame;
}
/** What has been put down so far stands upon `base`. */
export function stand(base: Activation): void {
  const last = SUSPEND.last!; // the callers have looked, or put something down
  last.back = base;
  if ('forward' in last) last.forward = base;
}

/**
 * Compiled code is beneath, and what it holds cannot be seen: everything goes on the heap, and then `work` runs on top of
 * `frame`, which goes on afterwards. `returned`: another frame has led to it.
 */
export function emptyStack(frame: PyFrame, work: Pending, returned: boolean): never {
  SUSPEND.returned = returned;
  suspend(UNWIND, frame, work, true);
}

/** A native of `frame` looks at the frames below, and compiled ones are among them: all go on the heap first. */
export function putDown(frame: PyFrame, pc: number): never {
  frame.pc = pc;
  suspend(UNWIND, frame, null, false);
}
