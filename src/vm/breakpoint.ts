// One breakpoint an agent: the instruction where the seeded schedule puts a thread down. Invariant: the code object is
// as it was as soon as the breakpoint is hit or moved. The loop knows it as an instruction it does not know.

import type { PyFrame } from '../objects/frame.ts';
import * as op from '../compile/opcodes.ts';
import type { ThreadState } from './thread.ts';

/** No compiler emits this; the argument stays that of the instruction it stands for. */
export const BREAKPOINT = 255;

let instrs: Int32Array | null = null;
let index = 0;
let original = 0;

/** Takes the breakpoint away. */
export function clearBreakpoint(): void {
  if (instrs === null) return;
  instrs[index] = original;
  instrs = null;
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
  instrs = code;
  index = next + choose(end - next);
  original = code[index];
  code[index] = (original & ~255) | BREAKPOINT;
}

/** The loop ran into the breakpoint: the instruction is yet to be executed when the frame goes on. */
export function hitBreakpoint(ts: ThreadState, frame: PyFrame): null {
  clearBreakpoint();
  frame.pc--;
  ts.sliceFrame = frame;
  return null;
}
