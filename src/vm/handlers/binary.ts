// BINARY_OP: one handler an operator, with ints and floats done in place. Invariant: registers `a` and `b` (or the
// constant `value`) are read and `d` written, so that the same handlers serve fused instructions; what is not a plain
// case goes to `otherwise`, which for a fused instruction starts over with its parts.

import { PyDict } from '../../objects/dict/storage.ts';
import type { PyFrame } from '../../objects/frame.ts';
import type { PyValue } from '../../objects/object.ts';
import { intAdd, intMul, intSub } from '../../objects/algorithms/int-text.ts';
import { BINARY_OPERATORS, binaryR, getitemR } from '../../objects/protocol/operators.ts';
import { PyFloat, PyList, PyTuple } from '../../objects/shapes.ts';
import { dictType, floatType, listType, tupleType } from '../../objects/type.ts';
import { NB_INPLACE_ADD, NB_SUBSCR } from '../../compile/opcodes.ts';
import type { Handler, Instruction } from '../instruction.ts';
import { push } from '../leave.ts';
import type { ThreadState } from '../thread.ts';

const MAX = Number.MAX_SAFE_INTEGER;
type Regs = (PyValue | undefined)[];

function otherwise(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  if (ins.plain !== null) return ins.plain;
  const at = ins.sp - 2;
  const a = regs[at]!; // the compiler pushed two values
  const b = regs[at + 1]!;
  const arg = ins.arg;
  frame.pc = ins.pc;
  frame.sp = at;
  const r =
    arg === NB_SUBSCR
      ? getitemR(a, b)
      : arg < NB_INPLACE_ADD
        ? binaryR(a, b, BINARY_OPERATORS[arg], false)
        : binaryR(a, b, BINARY_OPERATORS[arg - NB_INPLACE_ADD], true);
  return push(ts, frame, ins, r, at);
}

// Each operation on two plain operands: the result, or undefined where the protocol must decide. They are small so
// that V8 inlines them into the handlers below.

function addValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  if (typeof a === 'number') {
    if (typeof b === 'number') {
      const x = a + b;
      return x <= MAX && x >= -MAX ? x : intAdd(a, b);
    }
    if (b instanceof PyFloat && b.cls === floatType) return new PyFloat(a + b.v);
  } else if (a instanceof PyFloat) {
    if (a.cls !== floatType) return undefined;
    if (b instanceof PyFloat) return b.cls === floatType ? new PyFloat(a.v + b.v) : undefined;
    if (typeof b === 'number') return new PyFloat(a.v + b);
  } else if (typeof a === 'string' && typeof b === 'string') return a + b;
  return undefined;
}

function subtractValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  if (typeof a === 'number') {
    if (typeof b === 'number') {
      const x = a - b;
      return x <= MAX && x >= -MAX ? x : intSub(a, b);
    }
    if (b instanceof PyFloat && b.cls === floatType) return new PyFloat(a - b.v);
  } else if (a instanceof PyFloat) {
    if (a.cls !== floatType) return undefined;
    if (b instanceof PyFloat) return b.cls === floatType ? new PyFloat(a.v - b.v) : undefined;
    if (typeof b === 'number') return new PyFloat(a.v - b);
  }
  return undefined;
}

function multiplyValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  if (typeof a === 'number') {
    if (typeof b === 'number') {
      const x = a * b;
      return x <= MAX && x >= -MAX ? x + 0 : intMul(a, b);
    }
    if (b instanceof PyFloat && b.cls === floatType) return new PyFloat(a * b.v);
  } else if (a instanceof PyFloat) {
    if (a.cls !== floatType) return undefined;
    if (b instanceof PyFloat) return b.cls === floatType ? new PyFloat(a.v * b.v) : undefined;
    if (typeof b === 'number') return new PyFloat(a.v * b);
  }
  return undefined;
}

function divideValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  let x: number;
  let y: number;
  if (typeof a === 'number') x = a;
  else if (a instanceof PyFloat && a.cls === floatType) x = a.v;
  else return undefined;
  if (typeof b === 'number') y = b;
  else if (b instanceof PyFloat && b.cls === floatType) y = b.v;
  else return undefined;
  return y === 0 ? undefined : new PyFloat(x / y);
}

function remainderValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  if (typeof a !== 'number' || typeof b !== 'number' || b === 0) return undefined;
  if (b > 0 && a >= 0) return a % b;
  const m = a % b;
  return (m !== 0 && m < 0 !== b < 0 ? m + b : m) + 0;
}

function floorDivideValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  if (typeof a !== 'number' || typeof b !== 'number' || b === 0) return undefined;
  // Above 2^52 the double quotient is only exact to rounding: correct by the remainder.
  if (a > 4503599627370496 || a < -4503599627370496) {
    const m = a % b;
    return (a - (m !== 0 && m < 0 !== b < 0 ? m + b : m)) / b + 0;
  }
  return Math.floor(a / b) + 0;
}

function andValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  return typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b ? a & b : undefined;
}
function orValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  return typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b ? a | b : undefined;
}
function xorValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  return typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b ? a ^ b : undefined;
}
function leftShiftValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  return typeof a === 'number' && typeof b === 'number' && b >= 0 && b < 22 && a <= 2147483647 && a >= -2147483648
    ? a * (1 << b) + 0
    : undefined;
}
function rightShiftValues(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  return typeof a === 'number' && typeof b === 'number' && b >= 0 && b < 32 && (a | 0) === a ? a >> b : undefined;
}

function itemOf(a: PyValue | undefined, b: PyValue | undefined): PyValue | undefined {
  if (typeof b === 'number') {
    if (a instanceof PyList) {
      if (a.cls !== listType) return undefined;
      const items = a.items;
      const i = b < 0 ? b + items.length : b;
      return i >= 0 && i < items.length ? items[i] : undefined;
    }
    if (a instanceof PyTuple) {
      if (a.cls !== tupleType) return undefined;
      const items = a.items;
      const i = b < 0 ? b + items.length : b;
      return i >= 0 && i < items.length ? items[i] : undefined;
    }
    if (typeof a === 'string') {
      const i = b < 0 ? b + a.length : b;
      return i >= 0 && i < a.length ? a[i] : undefined;
    }
    return a instanceof PyDict && a.cls === dictType ? a.get(b) : undefined;
  }
  return typeof b === 'string' && a instanceof PyDict && a.cls === dictType ? a.getStr(b) : undefined;
}

// The handlers: operands in registers, and (…Const) the second one a constant.

function add(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = addValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function addConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = addValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function and(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = andValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function andConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = andValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function floorDivide(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = floorDivideValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function floorDivideConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = floorDivideValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function leftShift(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = leftShiftValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function leftShiftConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = leftShiftValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function multiply(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = multiplyValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function multiplyConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = multiplyValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function remainder(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = remainderValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function remainderConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = remainderValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function or(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = orValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function orConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = orValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function rightShift(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = rightShiftValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function rightShiftConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = rightShiftValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function subtract(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = subtractValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function subtractConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = subtractValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function divide(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = divideValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function divideConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = divideValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function xor(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = xorValues(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function xorConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = xorValues(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

function item(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = itemOf(regs[ins.a], regs[ins.b]);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}
function itemConst(ts: ThreadState, frame: PyFrame, ins: Instruction, regs: Regs): Instruction | null {
  const r = itemOf(regs[ins.a], ins.value);
  if (r === undefined) return otherwise(ts, frame, ins, regs);
  regs[ins.d] = r;
  return ins.next;
}

/** Arithmetic in the order of BINARY_OP's argument; the in-place operators follow in the same order. */
const ARITHMETIC: readonly Handler[] = [
  add,
  and,
  floorDivide,
  leftShift,
  otherwise,
  multiply,
  remainder,
  or,
  otherwise,
  rightShift,
  subtract,
  divide,
  xor,
];
/** By BINARY_OP's argument: operands in registers. */
export const BINARY: readonly Handler[] = [...ARITHMETIC, ...ARITHMETIC, item];
const ARITHMETIC_CONST: readonly Handler[] = [
  addConst,
  andConst,
  floorDivideConst,
  leftShiftConst,
  otherwise,
  multiplyConst,
  remainderConst,
  orConst,
  otherwise,
  rightShiftConst,
  subtractConst,
  divideConst,
  xorConst,
];
/** The same with `value` as the second operand. */
export const BINARY_CONST: readonly Handler[] = [...ARITHMETIC_CONST, ...ARITHMETIC_CONST, itemConst];
