// One breakpoint an agent: the instruction where the seeded schedule puts a thread down. Invariant: the instruction is
// as it was as soon as the breakpoint is hit or moved. The loop knows it as an instruction with a handler of its own.

import type { PyFrame } from '../objects/frame.ts';
import * as op from '../compile/opcodes.ts';
import { HANDLER, type Handler, type Instruction, instructions } from './instruction.ts';
import type { ThreadState } from './thread.ts';

let broken: Instruction | null = null;
let index = 0;
let kind = 0;
let run: Handler;

/** Takes the breakpoint away. */
export function clearBreakpoint(): void {
  if (broken === null) return;
  broken.kind = kind;
  broken.run = run;
  broken = null;
}

/** How far beyond a function's entry a breakpoint may be. */
const REACH = 24;

/** Breaks at one of the instructions that follow a frame's safepoint: in the loop it is in, or behind its entry. */
export function breakLater(frame: PyFrame, choose: (n: number) => number): void {
  clearBreakpoint();
  const code = frame.code.code.instrs;
  const at = code[frame.pc];
  const loop = (at & 255) === op.JUMP_BACKWARD;
  const next = loop ? at >>> 8 : frame.pc + 1;
  const end = loop ? frame.pc : Math.min(code.length, next + REACH);
  if (end <= next) return;
  const list = instructions(frame.code);
  index = next + choose(end - next);
  // The parts of a fused instruction are not reached: it stands for them (nothing in it is visible to other threads).
  for (let i = Math.max(next, index - 3); i < index; i++) {
    if (list[i].plain !== null && list[i].pc + 1 >= index) index = i;
  }
  broken = list[index];
  kind = broken.kind;
  run = broken.run;
  broken.kind = HANDLER;
  broken.run = hit;
}

/** The loop ran into the breakpoint: the instruction is yet to be executed when the frame goes on. */
function hit(ts: ThreadState, frame: PyFrame, ins: Instruction): null {
  frame.pc = index - 1;
  frame.sp = (ins.plain ?? ins).sp;
  clearBreakpoint();
  ts.sliceFrame = frame;
  ts.next = null;
  return null;
}
