// Comparison, truth, containment and the jumps on them. Invariant: a handler that jumps goes to `next` when the
// condition holds and to `target` when it does not, whatever the instruction that was fused into it says.

import type { PyFrame } from '../../objects/frame.ts';
import { None, type PyValue } from '../../objects/object.ts';
import { isPending, type Pending, type Resumable, thenR } from '../../objects/protocol/pending.ts';
import { compareR, truthR } from '../../objects/protocol/operators.ts';
import { PyFloat, PyList, PyTuple } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { dictType, floatType, listType, tupleType } from '../../objects/type.ts';
import { COMPARE_BOOL } from '../../compile/opcodes.ts';
import { containsR } from '../contains.ts';
import type { Instruction } from '../instruction.ts';
import { push, truthOf } from '../leave.ts';
import type { ThreadState } from '../thread.ts';

type Regs = (PyValue | undefined)[];

function ordered(x: number | string, y: number | string, operator: number): boolean {
  switch (operator) {
    case 0:
      return x < y;
    case 1:
      return x <= y;
    case 2:
      return x === y;
    case 3:
      return x !== y;
    case 4:
      return x > y;
    default:
      return x >= y;
  }
}

/** The comparison of two plain values, or undefined where the protocol must decide. */
function compareValues(a: PyValue | undefined, b: PyValue | undefined, operator: number): boolean | undefined {
  if (typeof a === 'number') {
    if (typeof b === 'number') {
      switch (operator) {
        case 0:
          return a < b;
        case 1:
          return a <= b;
        case 2:
          return a === b;
        case 3:
          return a !== b;
        case 4:
          return a > b;
        default:
          return a >= b;
      }
    }
    if (b instanceof PyFloat && b.cls === floatType) return ordered(a, b.v, operator);
  } else if (typeof a === 'string') {
    if (typeof b === 'string') return operator === 2 ? a === b : operator === 3 ? a !== b : ordered(a, b, operator);
  } else if (a instanceof PyFloat && a.cls === floatType) {
    if (typeof b === 'number') return ordered(a.v, b, operator);
    if (b instanceof PyFloat && b.cls === floatType) return ordered(a.v, b.v, operator);
  }
  return undefined;
}

/** COMPARE_OP. */
export function compare(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 2;
  const a = regs[at]!; // the compiler pushed two values
  const b = regs[at + 1]!;
  const x = compareValues(a, b, ins.arg >> 5);
  if (x !== undefined) {
    regs[at] = x;
    return ins.next;
  }
  frame.pc = ins.pc;
  frame.sp = at;
  let r: PyValue | Pending = compareR(a, b, ins.arg >> 5);
  if ((ins.arg & COMPARE_BOOL) !== 0 && typeof r !== 'boolean') r = isPending(r) ? truthOf(r) : truthR(r);
  return push(ts, frame, ins, r, at);
}

/** COMPARE_OP and the conditional jump after it. */
export function compareJump(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const { next, target, plain } = ins; // read before the test: V8 optimises before it has seen every outcome
  const x = compareValues(regs[ins.a], regs[ins.b], ins.d);
  return x === undefined ? plain : x ? next : target;
}
/** The same with a constant. */
export function compareJumpConst(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const { next, target, plain } = ins; // read before the test: V8 optimises before it has seen every outcome
  const x = compareValues(regs[ins.a], ins.value, ins.d);
  return x === undefined ? plain : x ? next : target;
}

/** IS_OP. */
export function isOp(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 2;
  regs[at] = (regs[at] === regs[at + 1]) !== (ins.arg === 1);
  return ins.next;
}

/** The truth of a plain value, or undefined where the protocol must decide. */
function truthOfValue(v: PyValue | undefined): boolean | undefined {
  switch (typeof v) {
    case 'boolean':
      return v;
    case 'number':
      return v !== 0;
    case 'string':
      return v !== '';
  }
  if (v === None) return false;
  if (v instanceof PyList) return v.cls === listType ? v.items.length > 0 : undefined;
  if (v instanceof PyTuple) return v.cls === tupleType ? v.items.length > 0 : undefined;
  return undefined;
}

/** TO_BOOL. */
export function toBool(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 1;
  const v = regs[at]!; // the compiler pushed a value
  const x = truthOfValue(v);
  if (x !== undefined) {
    regs[at] = x;
    return ins.next;
  }
  frame.pc = ins.pc;
  frame.sp = at;
  return push(ts, frame, ins, truthR(v), at);
}

/** TO_BOOL and the conditional jump after it; the operand may be a local variable. */
export function toBoolJump(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const { next, target, plain } = ins; // as above
  const x = truthOfValue(regs[ins.a]);
  return x === undefined ? plain : x ? next : target;
}

/** UNARY_NOT. */
export function not(_ts: ThreadState, _frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 1;
  regs[at] = regs[at] === false;
  return ins.next;
}

function negated(r: Pending): Resumable<boolean> {
  return thenR(r, isFalse);
}
function isFalse(v: boolean): boolean {
  return !v;
}

/** CONTAINS_OP. */
export function contains(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const at = ins.sp - 2;
  const v = regs[at]!; // the compiler pushed two values
  const container = regs[at + 1]!;
  frame.pc = ins.pc;
  frame.sp = at;
  const r =
    typeof v === 'string' && container instanceof PyDict && container.cls === dictType
      ? container.findStr(v) >= 0 || container.has(v)
      : containsR(container, v);
  if (typeof r === 'boolean') {
    regs[at] = r !== (ins.arg === 1);
    return ins.next;
  }
  return push(ts, frame, ins, ins.arg === 1 ? negated(r) : r, at);
}
