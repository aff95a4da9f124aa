// Which handler executes which instruction, and which sequences are fused into one instruction. Invariant: fusing is a
// matter of speed only; every part stays where it is, for jumps into the middle and for cases the fused form gives up.

import type { PyValue } from '../../objects/object.ts';
import * as op from '../../compile/opcodes.ts';
import { type AddFused, type Handler, HANDLER, Instruction, jumpTarget, setHandlers } from '../instruction.ts';
import { loadAttr, storeAttr } from './attributes.ts';
import { BINARY, BINARY_CONST } from './binary.ts';
import { call, callKw, returnValue } from './calls.ts';
import { compare, compareJump, compareJumpConst, contains, isOp, not, toBool, toBoolJump } from './compare.ts';
import { hot } from './hot.ts';
import { forIter, getIter, send, yieldValue } from './iteration.ts';
import { outOfLine } from './out-of-line.ts';
import { loadSpecial } from './special.ts';
import {
  binarySlice,
  buildList,
  buildTuple,
  copyFreeVars,
  listAppend,
  loadDeref,
  loadFastAndClear,
  loadGlobalHandler,
  loadName,
  makeCell,
  storeDeref,
  storeSubscr,
  unpackSequence,
} from './variables.ts';

const HANDLERS: Handler[] = new Array<Handler>(256).fill(outOfLine);
const own: [number, Handler][] = [
  [op.RESUME, hot],
  [op.JUMP_BACKWARD, hot],
  [op.LOAD_ATTR, loadAttr],
  [op.STORE_ATTR, storeAttr],
  [op.LOAD_SPECIAL, loadSpecial],
  [op.BINARY_OP, (ts, frame, ins, regs) => BINARY[ins.arg](ts, frame, ins, regs)],
  [op.CALL, call],
  [op.CALL_KW, callKw],
  [op.RETURN_VALUE, returnValue],
  [op.COMPARE_OP, compare],
  [op.IS_OP, isOp],
  [op.TO_BOOL, toBool],
  [op.UNARY_NOT, not],
  [op.CONTAINS_OP, contains],
  [op.GET_ITER, getIter],
  [op.FOR_ITER, forIter],
  [op.YIELD_VALUE, yieldValue],
  [op.SEND, send],
  [op.LOAD_DEREF, loadDeref],
  [op.STORE_DEREF, storeDeref],
  [op.COPY_FREE_VARS, copyFreeVars],
  [op.MAKE_CELL, makeCell],
  [op.LOAD_FAST_AND_CLEAR, loadFastAndClear],
  [op.LOAD_GLOBAL, loadGlobalHandler],
  [op.LOAD_NAME, loadName],
  [op.STORE_SUBSCR, storeSubscr],
  [op.BINARY_SLICE, binarySlice],
  [op.LIST_APPEND, listAppend],
  [op.BUILD_TUPLE, buildTuple],
  [op.BUILD_LIST, buildList],
  [op.UNPACK_SEQUENCE, unpackSequence],
];
for (const [o, h] of own) HANDLERS[o] = h;

/** Gives an instruction its operands' registers. */
function operands(plain: readonly Instruction[]): void {
  for (const ins of plain) {
    const sp = ins.sp;
    switch (ins.opcode) {
      case op.BINARY_OP:
        ins.run = BINARY[ins.arg];
        ins.a = sp - 2;
        ins.b = sp - 1;
        ins.d = sp - 2;
        break;
      case op.LOAD_ATTR:
        ins.a = ins.d = sp - 1;
        break;
      case op.FOR_ITER:
        ins.a = sp - 1;
        ins.d = sp;
        break;
    }
  }
}

/** What a sequence of loads leaves on the stack: registers, or one constant on top. */
interface Operands {
  /** Index of the instruction after the loads. */
  readonly at: number;
  readonly registers: readonly number[];
  readonly constant: PyValue | undefined;
}

function loads(plain: readonly Instruction[], i: number): Operands | null {
  const first = plain[i];
  const second = plain[i + 1];
  if (isPair(first)) return { at: i + 1, registers: [first.a, first.b], constant: undefined };
  if (isLoad(first)) {
    if (second !== undefined && isConstant(second)) return { at: i + 2, registers: [first.a], constant: second.value };
    if (second !== undefined && isLoad(second))
      return { at: i + 2, registers: [first.a, second.a], constant: undefined };
    return { at: i + 1, registers: [first.sp - 1, first.a], constant: undefined };
  }
  if (isConstant(first)) return { at: i + 1, registers: [first.sp - 1], constant: first.value };
  return null;
}
function isLoad(i: Instruction): boolean {
  return i.opcode === op.LOAD_FAST || i.opcode === op.LOAD_FAST_BORROW;
}
function isPair(i: Instruction): boolean {
  return i.opcode === op.LOAD_FAST_LOAD_FAST || i.opcode === op.LOAD_FAST_BORROW_LOAD_FAST_BORROW;
}
function isConstant(i: Instruction): boolean {
  return i.opcode === op.LOAD_SMALL_INT || i.opcode === op.LOAD_CONST;
}

function fuse(plain: readonly Instruction[], add: AddFused): void {
  operands(plain);
  for (let i = 0; i + 1 < plain.length; i++) {
    const first = plain[i];
    const second = plain[i + 1];
    if (isLoad(first) && second.opcode === op.LOAD_ATTR) {
      const f = part(second, loadAttr);
      f.a = first.a;
      f.d = second.d;
      add(f, i, i + 2, i + 2);
      continue;
    }
    if (first.opcode === op.FOR_ITER && second.opcode === op.STORE_FAST) {
      const f = part(first, forIter);
      f.a = first.a;
      f.d = second.arg;
      add(f, i, i + 2, jumpTarget(first.opcode, first.arg));
      continue;
    }
    const o = loads(plain, i);
    if (o !== null && o.at < plain.length) operation(plain, i, o, add);
    else if (first.opcode === op.BINARY_OP && second.opcode === op.STORE_FAST) {
      const f = part(first, BINARY[first.arg]);
      f.a = first.a;
      f.b = first.b;
      f.d = second.arg;
      add(f, i, i + 2, i + 2);
    } else if (first.opcode === op.COMPARE_OP || first.opcode === op.TO_BOOL) {
      const two = first.opcode === op.COMPARE_OP;
      jump(plain, i, i, two ? [first.sp - 2, first.sp - 1] : [first.sp - 1], undefined, add);
    }
  }
}

/** Loads and the operation on them: with the store or jump after it. */
function operation(plain: readonly Instruction[], i: number, o: Operands, add: AddFused): void {
  const ins = plain[o.at];
  switch (ins.opcode) {
    case op.BINARY_OP: {
      const constant = o.registers.length === 1;
      const f = part(ins, constant ? BINARY_CONST[ins.arg] : BINARY[ins.arg]);
      f.a = o.registers[0];
      f.b = constant ? 0 : o.registers[1];
      f.value = o.constant;
      const store = plain[o.at + 1];
      const stores = store !== undefined && store.opcode === op.STORE_FAST;
      f.d = stores ? store.arg : ins.d;
      const next = stores ? o.at + 2 : o.at + 1;
      add(f, i, next, next);
      return;
    }
    case op.COMPARE_OP:
      jump(plain, i, o.at, o.registers, o.constant, add);
      return;
    case op.TO_BOOL:
      if (isLoad(plain[i]) && o.at === i + 1) jump(plain, i, o.at, [plain[i].a], undefined, add);
      return;
  }
}

/** A condition at `at` and the jump after it. */
function jump(
  plain: readonly Instruction[],
  i: number,
  at: number,
  registers: readonly number[],
  constant: PyValue | undefined,
  add: AddFused,
): void {
  const condition = plain[at];
  const branch = plain[at + 1];
  if (branch === undefined) return;
  if (branch.opcode !== op.POP_JUMP_IF_FALSE && branch.opcode !== op.POP_JUMP_IF_TRUE) return;
  let handler: Handler;
  if (condition.opcode === op.TO_BOOL) handler = toBoolJump;
  else {
    if ((condition.arg & op.COMPARE_BOOL) === 0) return;
    handler = registers.length === 1 ? compareJumpConst : compareJump;
  }
  const f = part(condition, handler);
  f.a = registers[0];
  f.b = registers.length > 1 ? registers[1] : 0;
  f.value = constant;
  f.d = condition.arg >> 5;
  if (branch.opcode === op.POP_JUMP_IF_FALSE) add(f, i, at + 2, branch.arg);
  else add(f, i, branch.arg, at + 2);
}

/** A fused instruction whose essential part is `ins`. */
function part(ins: Instruction, handler: Handler): Instruction {
  return new Instruction(HANDLER, handler, ins.opcode, ins.arg, ins.pc, ins.sp);
}

setHandlers(HANDLERS, fuse);
