// How an instruction hands over what a protocol function gave it: a value goes to its register, a Pending makes the
// frame wait. Invariant: frame.pc is set before (the protocol function may have looked); frame.sp is set here.

import { MODE_DISCARD, type PyFrame } from '../objects/frame.ts';
import type { PyValue } from '../objects/object.ts';
import { isPending, type Pending, type Resumable } from '../objects/protocol/pending.ts';
import { truthR } from '../objects/protocol/operators.ts';
import { begin } from './drive.ts';
import type { Instruction } from './instruction.ts';
import type { ThreadState } from './thread.ts';

/** `r` becomes the value at height `at`. */
export function push(ts: ThreadState, frame: PyFrame, ins: Instruction, r: Resumable, at: number): Instruction | null {
  if (isPending(r)) {
    frame.sp = at;
    ts.next = begin(ts, r, frame);
    return null;
  }
  frame.regs[at] = r;
  return ins.next;
}

/** The value of `r` is dropped; the stack's height is `at` then. */
export function discard(
  ts: ThreadState,
  frame: PyFrame,
  ins: Instruction,
  r: Resumable<PyValue | undefined | void>,
  at: number,
): Instruction | null {
  if (isPending(r)) {
    frame.sp = at;
    frame.mode = MODE_DISCARD;
    ts.next = begin(ts, r, frame);
    return null;
  }
  return ins.next;
}

/** The frame waits for `p`: frame.sp and frame.mode say for what. */
export function wait(ts: ThreadState, frame: PyFrame, p: Pending): null {
  ts.next = begin(ts, p, frame);
  return null;
}

/** The truth of what a comparison gave. */
export function* truthOf(r: Pending): Generator<unknown, boolean, never> {
  const v: PyValue = yield r;
  return yield truthR(v);
}
