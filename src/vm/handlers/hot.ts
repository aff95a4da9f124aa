// RESUME of a function that is called often, JUMP_BACKWARD of a loop that goes round often: the JIT is asked, and compiled
// code runs in place of the frame. Invariant: when it comes back without a result, tier 0 goes on from the frame.

import { GEN_SUSPENDED } from '../../objects/generator.ts';
import type { PyFrame } from '../../objects/frame.ts';
import { memory } from '../../objects/memory/tracking.ts';
import type { PyValue } from '../../objects/object.ts';
import * as op from '../../compile/opcodes.ts';
import { yielded } from '../drive.ts';
import { type Instruction, instructions } from '../instruction.ts';
import { carries, enterCompiled, jit, leaveCompiled } from '../jit-hook.ts';
import type { ThreadState } from '../thread.ts';

/** RESUME and JUMP_BACKWARD whose heat is above 0. */
export function hot(
  ts: ThreadState,
  frame: PyFrame,
  ins: Instruction,
  regs: (PyValue | undefined)[],
): Instruction | null {
  frame.sp = ins.sp;
  const { code } = frame;
  let r: PyValue | undefined;
  if (memory.on && carries(frame)) {
    frame.pc = ins.opcode === op.RESUME ? ins.pc : ins.arg - 1;
    ins.heat = -1000;
    return instructions(code)[frame.pc + 1];
  }
  const g = frame.generator;
  const before = enterCompiled();
  try {
    if (ins.opcode === op.RESUME) {
      frame.pc = ins.pc;
      r = jit === null ? undefined : g !== null ? jit.loop(ts, frame) : jit.enter(ts, frame);
    } else {
      frame.pc = ins.arg - 1;
      r = jit === null ? undefined : jit.loop(ts, frame);
    }
  } finally {
    leaveCompiled(before);
  }
  if (r === undefined) {
    if (jit === null) ins.heat = -1_000_000_000;
    if (ts.raise !== null) {
      ts.next = frame;
      return null;
    }
    return instructions(code)[frame.pc + 1];
  }
  if (g !== null && g.state === GEN_SUSPENDED) {
    ts.next = yielded(ts, frame, g, r);
    return null;
  }
  // The function ran to its end.
  const back = instructions(code)[jit!.returnPc(code)];
  regs[back.sp - 1] = r;
  return back;
}
