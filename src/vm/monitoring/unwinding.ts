// The events of exceptions on their way: RAISE, RERAISE, EXCEPTION_HANDLED, PY_UNWIND, PY_THROW. Invariant: each gives
// the exception to go on with: the callback's own when it raised one. Only asked while somebody listens.

import * as op from '../../compile/opcodes.ts';
import type { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import type { PyFrame } from '../../objects/frame.ts';
import { raised, setThrowing } from '../drive.ts';
import type { ThreadState } from '../thread.ts';
import * as event from './events.ts';
import { tell, wanted } from './monitor.ts';

function tellOf(ts: ThreadState, frame: PyFrame, e: PyBaseException, what: number, pc: number): PyBaseException {
  if (!wanted(ts, what)) return e;
  try {
    tell(ts, frame, what, pc, [e]);
    return e;
  } catch (other) {
    return raised(ts, other);
  }
}

/** `e` is raised at instruction `pc`, or comes out of the call there. */
export function tellRaised(
  ts: ThreadState,
  frame: PyFrame,
  e: PyBaseException,
  pc: number,
  first: boolean,
): PyBaseException {
  const ins = pc < 0 ? 0 : frame.code.code.instrs[pc];
  const o = ins & 255;
  const again =
    first &&
    (o === op.RERAISE ||
      (o === op.RAISE_VARARGS && ins >>> 8 === 0) ||
      o === op.END_ASYNC_FOR ||
      o === op.CLEANUP_THROW);
  frame.pc = pc;
  return tellOf(ts, frame, e, again ? event.RERAISE : event.RAISE, pc);
}

/** The handler at `target` takes it. */
export function tellHandled(ts: ThreadState, frame: PyFrame, e: PyBaseException, target: number): PyBaseException {
  return tellOf(ts, frame, e, event.EXCEPTION_HANDLED, target);
}

/** It leaves the frame. */
export function tellUnwind(ts: ThreadState, frame: PyFrame, e: PyBaseException, pc: number): PyBaseException {
  return tellOf(ts, frame, e, event.PY_UNWIND, pc);
}

/** It is thrown into a generator. */
setThrowing((ts, frame, e) => tellOf(ts, frame, e, event.PY_THROW, frame.pc));
