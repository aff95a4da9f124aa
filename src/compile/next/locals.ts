// Passes over fast locals: where a load must check for unbound, fused pairs, and loads that can borrow.
// Invariant: a local is unsafe where some path reaches it without a store.

import * as op from '../opcodes.ts';
import {
  type Block,
  clearVisitedFrom,
  type Instr,
  isBlockPush,
  isJump,
  isScopeExit,
  isUnconditionalJump,
} from './instruction.ts';

/** Locals beyond this many are only followed inside one block. */
const TRACKED = 64;

/** LOAD_FAST becomes LOAD_FAST_CHECK where the local may be unbound. */
export function addChecks(entry: Block, nlocals: number, nparams: number): void {
  if (nlocals === 0) return;
  if (nlocals > TRACKED) {
    checkManyLocals(entry, nlocals);
    nlocals = TRACKED;
  }
  clearVisitedFrom(entry);
  const todo: Block[] = [];
  const push = (b: Block | null, lo: number, hi: number): void => {
    if (b === null) return;
    const bothLo = b.unsafeLo | lo;
    const bothHi = b.unsafeHi | hi;
    if (bothLo === b.unsafeLo && bothHi === b.unsafeHi) return;
    b.unsafeLo = bothLo;
    b.unsafeHi = bothHi;
    if (!b.visited) {
      b.visited = true;
      todo.push(b);
    }
  };
  let startLo = 0;
  let startHi = 0;
  for (let i = nparams; i < nlocals; i++) {
    if (i < 32) startLo |= 1 << i;
    else startHi |= 1 << (i - 32);
  }
  const scan = (b: Block): void => {
    let lo = b.unsafeLo;
    let hi = b.unsafeHi;
    for (const i of b.instrs) {
      if (i.except !== null) push(i.except, lo, hi);
      switch (i.op) {
        case op.DELETE_FAST:
        case op.LOAD_FAST_AND_CLEAR:
        case op.STORE_FAST_MAYBE_NULL:
          if (i.arg < 32) lo |= 1 << i.arg;
          else if (i.arg < TRACKED) hi |= 1 << (i.arg - 32);
          break;
        case op.LOAD_FAST:
          if (i.arg < 32 ? (lo & (1 << i.arg)) !== 0 : i.arg < TRACKED && (hi & (1 << (i.arg - 32))) !== 0) {
            i.op = op.LOAD_FAST_CHECK;
          }
        // Stored or checked: it is bound from here on.
        // falls through
        case op.STORE_FAST:
        case op.LOAD_FAST_CHECK:
          if (i.arg < 32) lo &= ~(1 << i.arg);
          else if (i.arg < TRACKED) hi &= ~(1 << (i.arg - 32));
      }
    }
    if (b.next !== null && b.fallsThrough) push(b.next, lo, hi);
    const last = b.last();
    if (last !== null && isJump(last.op)) push(last.target, lo, hi);
  };
  push(entry, startLo, startHi);
  for (let b: Block | null = entry; b !== null; b = b.next) scan(b);
  while (todo.length > 0) {
    const b = todo.pop()!; // not empty
    b.visited = false;
    scan(b);
  }
}

function checkManyLocals(entry: Block, nlocals: number): void {
  const stored = new Int32Array(nlocals - TRACKED);
  let number = 0;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    number++;
    for (const i of b.instrs) {
      const at = i.arg - TRACKED;
      if (at < 0) continue;
      switch (i.op) {
        case op.DELETE_FAST:
        case op.LOAD_FAST_AND_CLEAR:
        case op.STORE_FAST_MAYBE_NULL:
          stored[at] = number - 1;
          break;
        case op.STORE_FAST:
          stored[at] = number;
          break;
        case op.LOAD_FAST:
          if (stored[at] !== number) i.op = op.LOAD_FAST_CHECK;
          stored[at] = number;
      }
    }
  }
}

/** Pairs of loads and stores of the first sixteen locals on one line. */
export function insertSuperinstructions(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const list = b.instrs;
    for (let k = 0; k + 1 < list.length; k++) {
      const x = list[k];
      const y = list[k + 1];
      if (x.op === op.LOAD_FAST) {
        if (y.op === op.LOAD_FAST) fuse(x, y, op.LOAD_FAST_LOAD_FAST);
      } else if (x.op === op.STORE_FAST) {
        if (y.op === op.LOAD_FAST) fuse(x, y, op.STORE_FAST_LOAD_FAST);
        else if (y.op === op.STORE_FAST) fuse(x, y, op.STORE_FAST_STORE_FAST);
      }
    }
  }
}

function fuse(x: Instr, y: Instr, opcode: number): void {
  const a = x.loc.lineno;
  const b = y.loc.lineno;
  if ((a >= 0 && b >= 0 && a !== b) || x.arg >= 16 || y.arg >= 16) return;
  x.set(opcode, (x.arg << 4) | y.arg);
  y.nop();
}

const DUMMY = -1;
const NOT_LOCAL = -1;
const KEPT = 1;

/** Values an instruction pushes, for those that consume all they pop. */
function pushes(o: number, arg: number): number {
  switch (o) {
    case op.POP_TOP:
    case op.POP_ITER:
    case op.POP_EXCEPT:
    case op.END_FOR:
    case op.STORE_ATTR:
    case op.STORE_DEREF:
    case op.STORE_GLOBAL:
    case op.STORE_NAME:
    case op.STORE_SLICE:
    case op.STORE_SUBSCR:
    case op.DELETE_ATTR:
    case op.DELETE_DEREF:
    case op.DELETE_GLOBAL:
    case op.DELETE_NAME:
    case op.DELETE_SUBSCR:
    case op.POP_JUMP_IF_FALSE:
    case op.POP_JUMP_IF_TRUE:
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE:
    case op.RAISE_VARARGS:
    case op.END_ASYNC_FOR:
    case op.NOP:
    case op.RESUME:
    case op.MAKE_CELL:
    case op.COPY_FREE_VARS:
    case op.SETUP_ANNOTATIONS:
    case op.JUMP:
    case op.JUMP_FORWARD:
    case op.JUMP_BACKWARD:
    case op.JUMP_NO_INTERRUPT:
    case op.JUMP_BACKWARD_NO_INTERRUPT:
      return 0;
    case op.LOAD_GLOBAL:
      return 1 + (arg & 1);
    case op.UNPACK_SEQUENCE:
      return arg;
    case op.UNPACK_EX:
      return (arg & 0xff) + 1 + (arg >> 8);
    case op.CHECK_EG_MATCH:
    case op.CLEANUP_THROW:
      return 2;
    default:
      return 1;
  }
}

/** Loads whose value is used up in the block while the local stays as it is borrow their reference. */
export function optimizeLoadFast(entry: Block): void {
  const depths = new Map<Block, number>();
  const todo: Block[] = [];
  const go = (b: Block | null, depth: number): void => {
    if (b === null || depths.has(b)) return;
    depths.set(b, depth);
    todo.push(b);
  };
  go(entry, 0);
  while (todo.length > 0) {
    const b = todo.pop()!; // not empty
    const list = b.instrs;
    const flags = new Uint8Array(list.length);
    // Of every value on the stack: which instruction pushed it, and the local it came from.
    const from: number[] = [];
    const local: number[] = [];
    const push = (k: number, l: number): void => {
      from.push(k);
      local.push(l);
    };
    const kill = (l: number): void => {
      for (let r = 0; r < local.length; r++) if (local[r] === l && from[r] !== DUMMY) flags[from[r]] |= KEPT;
    };
    const store = (l: number): void => {
      const k = from.pop();
      local.pop();
      kill(l);
      if (k !== undefined && k !== DUMMY) flags[k] |= KEPT;
    };
    const pop = (): void => {
      from.pop();
      local.pop();
    };
    for (let d = depths.get(b)!; d > 0; d--) push(DUMMY, NOT_LOCAL);
    for (let k = 0; k < list.length; k++) {
      const i = list[k];
      const { arg } = i;
      switch (i.op) {
        case op.DELETE_FAST:
          kill(arg);
          break;
        case op.LOAD_FAST:
          push(k, arg);
          break;
        case op.LOAD_FAST_AND_CLEAR:
          kill(arg);
          push(k, arg);
          break;
        case op.LOAD_FAST_LOAD_FAST:
          push(k, arg >> 4);
          push(k, arg & 15);
          break;
        case op.STORE_FAST:
          store(arg);
          break;
        case op.STORE_FAST_LOAD_FAST:
          store(arg >> 4);
          push(k, arg & 15);
          break;
        case op.STORE_FAST_STORE_FAST:
          store(arg >> 4);
          store(arg & 15);
          break;
        case op.COPY:
          push(from[from.length - arg], local[local.length - arg]);
          break;
        case op.SWAP: {
          const t = from.length - 1;
          const s = from.length - arg;
          [from[t], from[s]] = [from[s], from[t]];
          [local[t], local[s]] = [local[s], local[t]];
          break;
        }
        case op.FORMAT_SIMPLE:
        case op.GET_ANEXT:
        case op.GET_LEN:
        case op.GET_YIELD_FROM_ITER:
        case op.IMPORT_FROM:
        case op.MATCH_KEYS:
        case op.MATCH_MAPPING:
        case op.MATCH_SEQUENCE:
        case op.WITH_EXCEPT_START:
          for (let n = op.stackEffect(i.op, arg, false); n > 0; n--) push(k, NOT_LOCAL);
          break;
        case op.DICT_MERGE:
        case op.DICT_UPDATE:
        case op.LIST_APPEND:
        case op.LIST_EXTEND:
        case op.MAP_ADD:
        case op.RERAISE:
        case op.SET_ADD:
        case op.SET_UPDATE:
          for (let n = -op.stackEffect(i.op, arg, false); n > 0; n--) pop();
          break;
        case op.END_SEND:
        case op.SET_FUNCTION_ATTRIBUTE: {
          const f = from.pop()!;
          const l = local.pop()!; // two values are there
          pop();
          push(f, l);
          break;
        }
        case op.CHECK_EXC_MATCH:
          pop();
          push(k, NOT_LOCAL);
          break;
        case op.FOR_ITER:
          go(i.target, from.length + 1);
          push(k, NOT_LOCAL);
          break;
        case op.LOAD_ATTR:
        case op.LOAD_SUPER_ATTR: {
          const f = from.pop()!;
          const l = local.pop()!;
          if (i.op === op.LOAD_SUPER_ATTR) {
            pop();
            pop();
          }
          push(k, NOT_LOCAL);
          if (arg & 1) push(f, l);
          break;
        }
        case op.LOAD_SPECIAL:
        case op.PUSH_EXC_INFO: {
          const f = from.pop()!;
          const l = local.pop()!;
          push(k, NOT_LOCAL);
          push(f, l);
          break;
        }
        case op.SEND:
          go(i.target, from.length);
          pop();
          push(k, NOT_LOCAL);
          break;
        default: {
          const pushed = pushes(i.op, arg);
          const popped = pushed - op.stackEffect(i.op, arg, false);
          if (i.target !== null && isJump(i.op)) go(i.target, from.length - popped + pushed);
          if (isBlockPush(i.op)) break;
          for (let n = popped; n > 0; n--) pop();
          for (let n = pushed; n > 0; n--) push(k, NOT_LOCAL);
        }
      }
    }
    const last = b.last();
    if (last !== null && b.next !== null && !isUnconditionalJump(last.op) && !isScopeExit(last.op))
      go(b.next, from.length);
    for (const k of from) if (k !== DUMMY) flags[k] |= KEPT;
    for (let k = 0; k < list.length; k++) {
      if (flags[k] !== 0) continue;
      if (list[k].op === op.LOAD_FAST) list[k].op = op.LOAD_FAST_BORROW;
      else if (list[k].op === op.LOAD_FAST_LOAD_FAST) list[k].op = op.LOAD_FAST_BORROW_LOAD_FAST_BORROW;
    }
  }
}
