// CALL, C_RETURN and C_RAISE events. Invariant: a Python function's frame is pushed by the instruction itself; for all
// other callables the return is told once the result is there, however long that takes.

import * as op from '../../compile/opcodes.ts';
import { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import type { PyFrame } from '../../objects/frame.ts';
import type { PyValue } from '../../objects/object.ts';
import { callR } from '../../objects/protocol/call.ts';
import { isPending, type Pending } from '../../objects/protocol/pending.ts';
import { PyFunction, PyMethod, PyTuple } from '../../objects/shapes.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import type { Instruction } from '../instruction.ts';
import { push } from '../leave.ts';
import { type ThreadState, thread } from '../thread.ts';
import * as event from './events.ts';
import { MISSING, tell } from './monitor.ts';

/** Executes CALL, CALL_KW or CALL_FUNCTION_EX and tells of it. */
export function monitoredCall(
  ts: ThreadState,
  frame: PyFrame,
  ins: Instruction,
  regs: (PyValue | undefined)[],
): Instruction | null {
  const pc = ins.pc;
  const spread = ins.opcode === op.CALL_FUNCTION_EX;
  const names = ins.opcode === op.CALL_KW ? 1 : 0;
  const base = spread ? ins.sp - 4 : ins.sp - names - ins.arg - 2;
  let f = regs[base]!; // a callable
  let self = regs[base + 1];
  if (!spread && self === undefined && f instanceof PyMethod) {
    self = regs[base + 1] = f.self;
    f = regs[base] = f.func;
  }
  let first = self;
  if (first === undefined) {
    if (!spread) first = ins.arg > 0 ? regs[base + 2] : undefined;
    else {
      const args = regs[base + 2];
      first = args instanceof PyTuple ? args.items[0] : undefined;
    }
  }
  const about = [f, first ?? MISSING];
  tell(ts, frame, event.CALL, pc, about);
  frame.pc = pc;
  frame.sp = ins.sp;
  // `f(*args)` counts the stack in cold.ts: its results are not told of.
  if (f instanceof PyFunction || spread) return ins;
  const kwnames = names === 0 ? null : (regs[ins.sp - 1] as PyTuple).items.map((n) => (isStr(n) ? toJS(n) : '?'));
  const args = regs.slice(self === undefined ? base + 2 : base + 1, ins.sp - names) as PyValue[]; // arguments are bound
  let r: PyValue | Pending;
  try {
    r = callR(f, args, kwnames);
  } catch (e) {
    if (e instanceof PyBaseException) tell(ts, frame, event.C_RAISE, pc, about);
    throw e;
  }
  if (isPending(r)) return push(ts, frame, ins, awaited(r, frame, pc, about), base);
  tell(ts, frame, event.C_RETURN, pc, about);
  return push(ts, frame, ins, r, base);
}

function* awaited(
  r: Pending,
  frame: PyFrame,
  pc: number,
  about: readonly PyValue[],
): Generator<unknown, PyValue, PyValue> {
  let v: PyValue;
  try {
    v = yield r;
  } catch (e) {
    tell(thread(), frame, event.C_RAISE, pc, about);
    throw e;
  }
  tell(thread(), frame, event.C_RETURN, pc, about);
  return v;
}
