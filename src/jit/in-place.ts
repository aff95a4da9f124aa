// Calls back into Python by natives: compiled code runs in place, on JavaScript's stack, where the evaluation loop would
// have to be asked with a Pending otherwise. Invariant: what is put down in such a call is a Pending that goes on with it.

import type { PyGenerator } from '../objects/generator.ts';
import { memory } from '../objects/memory/tracking.ts';
import type { PyObject, PyValue } from '../objects/object.ts';
import {
  type InPlace,
  type KwNames,
  PutDown,
  Raise,
  type Resumable,
  type ResumableFrame,
} from '../objects/protocol/pending.ts';
import type { PyFunction } from '../objects/shapes.ts';
import { resumeGenerator } from '../vm/drive.ts';
import { nestingDepth } from '../vm/enter.ts';
import { parameterValues } from '../vm/function-call.ts';
import { enterCompiled, leaveCompiled, putDownInPlace, SLICE_OVER, SUSPEND } from '../vm/jit-hook.ts';
import { listened } from '../vm/monitoring/monitor.ts';
import { type ThreadState, thread } from '../vm/thread.ts';
import { compiledFor, step } from './generators.ts';
import type { JitCode } from './record.ts';
import { depthWord, failure, LEVEL, refuel, rt, STACK_UNITS } from './runtime.ts';

/** JavaScript stack that natives between compiled code and what they call may take, in units of 128 bytes. */
const NATIVE_UNITS = 80;

/** The depth word of the native that runs now. */
function here(ts: ThreadState): number {
  return (memory.compiled !== 0 ? rt.at : depthWord(ts, ts.frame === null ? 0 : ts.frame.depth)) + NATIVE_UNITS;
}

/** Steps of generators until the breaker is asked: no compiled code below counts those that natives make. */
let steps = 1000;

export const inPlace: InPlace = {
  call(f: PyObject, args: PyValue[], kwnames: KwNames): Resumable | undefined {
    const fn = f as PyFunction; // the callers have looked
    const h = fn.code.jit as JitCode | null; // only the JIT writes it
    if (h === null || !h.compiled || h.globals !== fn.globals || memory.on) return undefined;
    const ts = thread();
    // The host may make a Pending while no Python runs.
    if (ts.entry === null || listened(ts) || nestingDepth() > 5) return undefined;
    const all = parameterValues(fn, args, kwnames);
    const { at } = rt;
    const s = here(ts) + LEVEL + h.units;
    if (s % LEVEL > STACK_UNITS) return undefined;
    if (rt.fuel > ts.fuel * 4) refuel(ts);
    const before = enterCompiled();
    try {
      const n = all.length;
      const v =
        n === 1 ? h.fn(s, fn, null, all[0]) : n === 2 ? h.fn(s, fn, null, all[0], all[1]) : h.fn(s, fn, null, ...all);
      return v === undefined ? new Raise(failure() as PyObject) : v; // `fail` got an exception
    } catch (e) {
      if (e === SUSPEND) return putDownInPlace(ts);
      throw e;
    } finally {
      rt.at = at;
      leaveCompiled(before);
    }
  },
  resumes(g: ResumableFrame, value: PyValue): boolean {
    if (memory.on) return false;
    const gen = g as PyGenerator; // the only implementation
    if (compiledFor(gen, value) === undefined) return false;
    const ts = thread();
    if (ts.entry === null || listened(ts) || nestingDepth() > 5) return false;
    const h = gen.frame!.code.jit as JitCode; // compiledFor looked
    return (here(ts) % LEVEL) + h.units <= STACK_UNITS;
  },
  resume(g: ResumableFrame, value: PyValue): Resumable<PyValue | undefined> {
    const ts = thread();
    const gen = g as PyGenerator; // as above
    if (--steps < 0) {
      steps = ts.fuel;
      if (ts.breaker(ts.entry!)) {
        // Put down where it is about to go on.
        const f = resumeGenerator(ts, gen, value, ts.frame!); // natives run upon some frame, and `f` stands upon the native's
        return new PutDown(f, f, SLICE_OVER, null, null);
      }
    }
    const { at } = rt;
    const s = here(ts);
    if (rt.fuel > ts.fuel * 4) refuel(ts);
    const before = enterCompiled();
    try {
      const v = step(gen, value, s);
      return v === undefined && rt.raise !== null ? new Raise(failure() as PyObject) : v; // as above
    } catch (e) {
      if (e === SUSPEND) return putDownInPlace(ts);
      throw e;
    } finally {
      rt.at = at;
      leaveCompiled(before);
    }
  },
};
