// Where lines start, as LINE events see it. Invariant: agrees with CPython's instrumentation: an instruction starts a
// line when it has another line than the one before it in the code, or when a jump leads to it.

import type { Code } from '../../compile/code.ts';
import * as op from '../../compile/opcodes.ts';

const starts = new WeakMap<Code, Uint8Array>();

/** 1 for each instruction that may begin a line. */
export function lineStarts(code: Code): Uint8Array {
  let s = starts.get(code);
  if (s === undefined) starts.set(code, (s = compute(code)));
  return s;
}

/** The first instruction that is traced: behind the RESUME at the start. */
export function firstTraceable(code: Code): number {
  const { instrs } = code;
  for (let i = 0; i < instrs.length; i++) {
    if ((instrs[i] & 255) === op.RESUME && ((instrs[i] >>> 8) & 3) === 0) return i;
  }
  return 0;
}

/** These go with what comes before them. */
function neverStarts(o: number): boolean {
  return o === op.END_ASYNC_FOR || o === op.END_FOR || o === op.END_SEND || o === op.RESUME || o === op.POP_ITER;
}

function compute(code: Code): Uint8Array {
  const { instrs, positions } = code;
  const out = new Uint8Array(instrs.length);
  const first = firstTraceable(code);
  let current = -1;
  for (let i = first; i < instrs.length; i++) {
    const line = positions[i * 4];
    if (!neverStarts(instrs[i] & 255) && line !== current && line >= 0) out[i] = 1;
    if (i > first) current = line; // the body of a one-line function begins a line after its RESUME
  }
  const target = (t: number): void => {
    if (t < instrs.length && t >= first && !neverStarts(instrs[t] & 255) && positions[t * 4] >= 0) out[t] = 1;
  };
  for (let i = first; i < instrs.length; i++) {
    switch (instrs[i] & 255) {
      case op.POP_JUMP_IF_FALSE:
      case op.POP_JUMP_IF_TRUE:
      case op.POP_JUMP_IF_NONE:
      case op.POP_JUMP_IF_NOT_NONE:
      case op.JUMP_FORWARD:
      case op.JUMP_BACKWARD:
      case op.JUMP_BACKWARD_NO_INTERRUPT:
        target(instrs[i] >>> 8);
        break;
      case op.FOR_ITER:
        target((instrs[i] >>> 8) + 2);
        break;
    }
  }
  for (const h of code.exceptionTable) target(h.target);
  return out;
}
