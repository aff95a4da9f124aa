// The instructions of cold.ts as a handler. Invariant: cold.ts counts the stack itself (frame.sp) and ends where the
// next instruction expects it.

import { PyFrame } from '../../objects/frame.ts';
import type { PyValue } from '../../objects/object.ts';
import { cold, RERAISED } from '../cold.ts';
import { begin } from '../drive.ts';
import { type Instruction, instructions } from '../instruction.ts';
import type { ThreadState } from '../thread.ts';

/** Executes an instruction that has no handler of its own. */
export function outOfLine(
  ts: ThreadState,
  frame: PyFrame,
  ins: Instruction,
  _regs: (PyValue | undefined)[],
): Instruction | null {
  const pc = ins.pc;
  frame.pc = pc;
  frame.sp = ins.sp;
  const r = cold(ts, frame, ins.opcode, ins.arg);
  if (r === undefined) return frame.pc === pc ? ins.next : instructions(frame.code)[frame.pc + 1];
  if (r === RERAISED) {
    ts.reraise = true;
    ts.next = frame;
    return null;
  }
  ts.next = r === null || r instanceof PyFrame ? r : begin(ts, r, frame);
  return null;
}
