// Optimisations inside a block: constant folding, jump threading, swaps, merged tests. Invariant: an instruction that
// goes becomes a NOP, so that its line can survive.

import { type Constant, ConstFrozenSet, ConstTuple } from '../../syntax/constant.ts';
import { Code } from '../code.ts';
import * as op from '../opcodes.ts';
import { STACK_USE_GUIDELINE } from './instruction.ts';
import { foldBinary, foldUnary, truth } from './fold.ts';
import { type Block, Instr, nextNonempty } from './instruction.ts';
import { constKey, type Unit } from './unit.ts';

const loadsConst = (o: number): boolean => o === op.LOAD_CONST || o === op.LOAD_SMALL_INT;

function valueOf(u: Unit, i: Instr): Constant | Code {
  return i.op === op.LOAD_SMALL_INT ? i.arg : u.consts[i.arg];
}

function makeLoadConst(u: Unit, i: Instr, v: Constant): void {
  if (typeof v === 'number' && v >= 0 && v < 256) i.set(op.LOAD_SMALL_INT, v);
  else i.set(op.LOAD_CONST, u.constant(v));
}

/** Tests of constants, and tests for None. */
export function optimizeLoadConst(u: Unit, entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const list = b.instrs;
    for (const i of list) {
      const v = i.op === op.LOAD_CONST ? u.consts[i.arg] : null;
      if (typeof v === 'number' && v >= 0 && v < 256) i.set(op.LOAD_SMALL_INT, v);
    }
    let loaded: Instr | null = null;
    for (let k = 0; k < list.length; k++) {
      const inst = list[k];
      // COPY 1 of a constant is that constant.
      if (!(loaded !== null && loaded.op === op.LOAD_CONST && inst.op === op.COPY && inst.arg === 1)) loaded = inst;
      if (!loadsConst(loaded.op)) continue;
      const next = k + 1 < list.length ? list[k + 1] : null;
      if (next === null) continue;
      const source = loaded;
      const value = (): Constant | Code => valueOf(u, source);
      const isTrue = (): boolean => {
        const v = value();
        return v instanceof Code || truth(v);
      };
      switch (next.op) {
        case op.POP_JUMP_IF_FALSE:
        case op.POP_JUMP_IF_TRUE:
        case op.JUMP_IF_FALSE:
        case op.JUMP_IF_TRUE: {
          const t = isTrue();
          if (next.op === op.POP_JUMP_IF_FALSE || next.op === op.POP_JUMP_IF_TRUE) {
            if (loaded === inst) loaded = new Instr(inst.op, inst.arg, null, inst.loc);
            inst.nop();
          }
          const jumpIfTrue = next.op === op.POP_JUMP_IF_TRUE || next.op === op.JUMP_IF_TRUE;
          if (t === jumpIfTrue) next.op = op.JUMP;
          else next.nop();
          break;
        }
        case op.IS_OP: {
          if (value() !== null) break;
          if (k + 2 >= list.length) break;
          let jump = list[k + 2];
          if (jump.op === op.TO_BOOL) {
            jump.nop();
            if (k + 3 >= list.length) break;
            jump = list[k + 3];
          }
          let invert = next.arg !== 0;
          if (jump.op === op.POP_JUMP_IF_FALSE) invert = !invert;
          else if (jump.op !== op.POP_JUMP_IF_TRUE) break;
          inst.nop();
          next.nop();
          jump.op = invert ? op.POP_JUMP_IF_NOT_NONE : op.POP_JUMP_IF_NONE;
          break;
        }
        case op.TO_BOOL: {
          const t = isTrue();
          inst.nop();
          next.set(op.LOAD_CONST, u.constant(t));
          break;
        }
      }
    }
  }
}

/** The instructions before `at` that load `n` constants and nothing else, or null. */
function constantLoads(list: readonly Instr[], at: number, n: number): Instr[] | null {
  const out: Instr[] = [];
  let k = at;
  while (out.length < n) {
    if (k < 0) return null;
    const i = list[k--];
    if (i.op === op.NOP) continue;
    if (!loadsConst(i.op)) return null;
    out.push(i);
  }
  return out.reverse();
}

function plainValues(u: Unit, loads: readonly Instr[]): Constant[] | null {
  const out: Constant[] = [];
  for (const i of loads) {
    const v = valueOf(u, i);
    if (v instanceof Code) return null;
    out.push(v);
  }
  return out;
}

function foldTuple(u: Unit, list: Instr[], k: number): void {
  const inst = list[k];
  if (inst.arg > STACK_USE_GUIDELINE) return;
  const loads = constantLoads(list, k - 1, inst.arg);
  const values = loads === null ? null : plainValues(u, loads);
  if (loads === null || values === null) return;
  for (const i of loads) i.nopOut();
  makeLoadConst(u, inst, new ConstTuple(values));
}

/** BUILD_LIST 0, (LOAD_CONST, LIST_APPEND 1)…, LIST_TO_TUPLE: a large constant tuple. */
function foldListToTuple(u: Unit, list: Instr[], k: number): void {
  const found: Instr[] = [];
  let expectAppend = true;
  for (let p = k - 1; p >= 0; p--) {
    const i = list[p];
    if (i.op === op.NOP) continue;
    if (i.op === op.BUILD_LIST && i.arg === 0) {
      if (!expectAppend) return;
      const values = plainValues(u, found.filter((x) => loadsConst(x.op)).reverse());
      if (values === null) return;
      for (const x of found) x.nopOut();
      i.nopOut();
      makeLoadConst(u, list[k], new ConstTuple(values));
      return;
    }
    if (expectAppend ? i.op !== op.LIST_APPEND || i.arg !== 1 : !loadsConst(i.op)) return;
    found.push(i);
    expectAppend = !expectAppend;
  }
}

function optimizeListOrSet(u: Unit, list: Instr[], k: number, next: number): void {
  const inst = list[k];
  const n = inst.arg;
  const inPlace = next === op.GET_ITER || next === op.CONTAINS_OP;
  if (n > STACK_USE_GUIDELINE || (n < 3 && !inPlace)) return;
  const loads = constantLoads(list, k - 1, n);
  const values = loads === null ? null : plainValues(u, loads);
  if (loads === null || values === null) {
    if (inPlace && inst.op === op.BUILD_LIST) inst.set(op.BUILD_TUPLE, n);
    return;
  }
  const isSet = inst.op === op.BUILD_SET;
  const folded = isSet ? new ConstFrozenSet(unique(values)) : new ConstTuple(values);
  for (const i of loads) i.nopOut();
  if (inPlace) return inst.set(op.LOAD_CONST, u.constant(folded));
  const build = list[k - 2];
  const load = list[k - 1];
  build.loc = inst.loc;
  load.loc = inst.loc;
  build.set(inst.op, 0);
  load.set(op.LOAD_CONST, u.constant(folded));
  inst.set(isSet ? op.SET_UPDATE : op.LIST_EXTEND, 1);
}

/** Equal constants once, the first one kept (1, 1.0 and True are equal). */
function unique(values: readonly Constant[]): Constant[] {
  const seen = new Set<unknown>();
  return values.filter((v) => {
    let key = constKey(v);
    if (typeof v === 'boolean') key = `i${Number(v)}`;
    else if (typeof key === 'string' && /^f-?\d+$/.test(key)) key = `i${Number(key.slice(1))}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function foldUnaryOp(u: Unit, list: Instr[], k: number, o: 'neg' | 'pos' | 'invert' | 'not'): void {
  const loads = constantLoads(list, k - 1, 1);
  const values = loads === null ? null : plainValues(u, loads);
  if (loads === null || values === null) return;
  const v = foldUnary(o, values[0]);
  if (v === undefined) return;
  if (o === 'not') {
    // Only after TO_BOOL, whose result is a bool.
    if (typeof values[0] !== 'boolean') return;
  }
  loads[0].nopOut();
  makeLoadConst(u, list[k], v);
}

function foldBinaryOp(u: Unit, list: Instr[], k: number): void {
  const loads = constantLoads(list, k - 1, 2);
  const values = loads === null ? null : plainValues(u, loads);
  if (loads === null || values === null) return;
  const v = foldBinary(list[k].arg, values[0], values[1]);
  if (v === undefined) return;
  for (const i of loads) i.nopOut();
  makeLoadConst(u, list[k], v);
}

/** Leads a jump to a jump to the latter's target. */
function threadJump(b: Block, inst: Instr, target: Instr, opcode: number): boolean {
  if (inst.target === target.target) return false;
  const jump = new Instr(opcode, 0, null, target.loc);
  jump.target = target.target;
  // As in CPython the new jump is in no exception region: it cannot raise.
  inst.nop();
  b.instrs.push(jump);
  return true;
}

export function optimizeBlock(u: Unit, b: Block): void {
  const list = b.instrs;
  for (let k = 0; k < list.length; k++) {
    const inst = list[k];
    const next = k + 1 < list.length ? list[k + 1] : null;
    const nextop = next === null ? 0 : next.op;
    let target: Instr | null = null;
    if (inst.target !== null && inst.op !== op.END_ASYNC_FOR && inst.op < op.SETUP_CLEANUP) {
      const t = nextNonempty(inst.target);
      if (t !== null) {
        inst.target = t;
        target = t.instrs[0];
      }
    }
    switch (inst.op) {
      case op.BUILD_TUPLE:
        if (next !== null && nextop === op.UNPACK_SEQUENCE && inst.arg === next.arg) {
          if (inst.arg === 1) {
            inst.nop();
            next.nop();
            continue;
          }
          if (inst.arg === 2 || inst.arg === 3) {
            inst.nop();
            next.set(op.SWAP, next.arg);
            continue;
          }
        }
        foldTuple(u, list, k);
        break;
      case op.BUILD_LIST:
      case op.BUILD_SET:
        optimizeListOrSet(u, list, k, nextop);
        break;
      case op.POP_JUMP_IF_NOT_NONE:
      case op.POP_JUMP_IF_NONE:
      case op.POP_JUMP_IF_FALSE:
      case op.POP_JUMP_IF_TRUE:
        // Once only: the new jump is not looked at again.
        if (target !== null && target.op === op.JUMP && threadJump(b, inst, target, inst.op)) k++;
        break;
      case op.JUMP_IF_FALSE:
      case op.JUMP_IF_TRUE:
        if (target === null) break;
        if (target.op === op.JUMP || target.op === inst.op) {
          if (threadJump(b, inst, target, inst.op)) k--;
        } else if (target.op === op.JUMP_IF_FALSE || target.op === op.JUMP_IF_TRUE) {
          // The opposite test fails there: go on behind it.
          const t = inst.target;
          if (t !== null && t.next !== null && t.instrs.length === 1) {
            inst.target = t.next;
            t.next.isTarget = true;
            k--;
          } else if (t !== null && t.next !== null && t.last() === target) {
            inst.target = t.next;
            k--;
          }
        }
        break;
      case op.JUMP:
      case op.JUMP_NO_INTERRUPT:
        if (target === null) break;
        if (target.op === op.JUMP) {
          if (threadJump(b, inst, target, op.JUMP)) k--;
        } else if (target.op === op.JUMP_NO_INTERRUPT && threadJump(b, inst, target, inst.op)) k--;
        break;
      case op.STORE_FAST:
        if (next !== null && nextop === op.STORE_FAST && inst.arg === next.arg && inst.loc.lineno === next.loc.lineno) {
          inst.set(op.POP_TOP, 0);
        }
        break;
      case op.SWAP:
        if (inst.arg === 1) inst.nop();
        break;
      case op.LOAD_GLOBAL:
        if (next !== null && nextop === op.PUSH_NULL && (inst.arg & 1) === 0) {
          inst.arg |= 1;
          next.nop();
        }
        break;
      case op.COMPARE_OP:
        if (next !== null && nextop === op.TO_BOOL) {
          next.set(op.COMPARE_OP, inst.arg | op.COMPARE_BOOL);
          inst.nop();
          continue;
        }
        break;
      case op.CONTAINS_OP:
      case op.IS_OP: {
        if (next === null) break;
        const o = inst.op;
        const arg = inst.arg;
        if (nextop === op.TO_BOOL) {
          inst.nop();
          next.set(o, arg);
          continue;
        }
        if (nextop === op.UNARY_NOT) {
          inst.nop();
          next.set(o, arg ^ 1);
          continue;
        }
        break;
      }
      case op.UNARY_NOT:
        if (next !== null && nextop === op.TO_BOOL) {
          inst.nop();
          next.set(op.UNARY_NOT, 0);
          continue;
        }
        if (next !== null && nextop === op.UNARY_NOT) {
          inst.nop();
          next.nop();
          continue;
        }
        foldUnaryOp(u, list, k, 'not');
        break;
      case op.UNARY_INVERT:
        foldUnaryOp(u, list, k, 'invert');
        break;
      case op.UNARY_NEGATIVE:
        foldUnaryOp(u, list, k, 'neg');
        break;
      case op.CALL_INTRINSIC_1:
        if (inst.arg === op.INTRINSIC_LIST_TO_TUPLE) {
          if (nextop === op.GET_ITER) inst.nop();
          else foldListToTuple(u, list, k);
        } else if (inst.arg === op.INTRINSIC_UNARY_POSITIVE) foldUnaryOp(u, list, k, 'pos');
        break;
      case op.BINARY_OP:
        foldBinaryOp(u, list, k);
        break;
    }
  }
  for (let k = 0; k < list.length; k++) {
    if (list[k].op !== op.SWAP) continue;
    k = swaptimize(list, k);
    applyStaticSwaps(list, k);
  }
}

/** A run of SWAPs becomes the shortest run with the same effect. Returns the index of the run's last instruction. */
function swaptimize(list: Instr[], start: number): number {
  let depth = list[start].arg;
  let len = 1;
  let more = false;
  while (start + len < list.length) {
    const o = list[start + len].op;
    if (o === op.SWAP) {
      depth = Math.max(depth, list[start + len].arg);
      more = true;
    } else if (o !== op.NOP) break;
    len++;
  }
  if (!more) return start;
  const stack = Array.from({ length: depth }, (_v, i) => i);
  for (let k = start; k < start + len; k++) {
    if (list[k].op !== op.SWAP) continue;
    const arg = list[k].arg;
    const top = stack[0];
    stack[0] = stack[arg - 1];
    stack[arg - 1] = top;
  }
  // Cycles of the permutation, written back to front.
  const VISITED = -1;
  let current = len - 1;
  for (let i = 0; i < depth; i++) {
    if (stack[i] === VISITED || stack[i] === i) continue;
    let j = i;
    for (;;) {
      if (j !== 0) list[start + current--].set(op.SWAP, j + 1);
      if (stack[j] === VISITED) break;
      const nextJ = stack[j];
      stack[j] = VISITED;
      j = nextJ;
    }
  }
  while (current >= 0) list[start + current--].nop();
  return start + len - 1;
}

const swappable = (o: number): boolean => o === op.STORE_FAST || o === op.STORE_FAST_MAYBE_NULL || o === op.POP_TOP;
const storesTo = (i: Instr): number => (i.op === op.STORE_FAST || i.op === op.STORE_FAST_MAYBE_NULL ? i.arg : -1);

function nextSwappable(list: readonly Instr[], k: number, line: number): number {
  while (++k < list.length) {
    const { lineno } = list[k].loc;
    if (line >= 0 && lineno !== line) return -1;
    if (list[k].op === op.NOP) continue;
    if (swappable(list[k].op)) return k;
    return -1;
  }
  return -1;
}

/** SWAPs before stores and pops: the stores change places instead. */
function applyStaticSwaps(list: Instr[], k: number): void {
  for (; k >= 0; k--) {
    const swap = list[k];
    if (swap.op !== op.SWAP) {
      if (swap.op === op.NOP || swappable(swap.op)) continue;
      return;
    }
    const j = nextSwappable(list, k, -1);
    if (j < 0) return;
    let m = j;
    const line = list[j].loc.lineno;
    for (let n = swap.arg; n > 1; n--) {
      m = nextSwappable(list, m, line);
      if (m < 0) return;
    }
    // Two stores to one name must stay in order, and so must what lies between.
    const storeJ = storesTo(list[j]);
    const storeM = storesTo(list[m]);
    if (storeJ >= 0 || storeM >= 0) {
      if (storeJ === storeM) return;
      for (let i = j + 1; i < m; i++) {
        const s = storesTo(list[i]);
        if (s >= 0 && (s === storeJ || s === storeM)) return;
      }
    }
    swap.nop();
    const t = list[j];
    list[j] = list[m];
    list[m] = t;
  }
}
