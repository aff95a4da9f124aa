// Instructions, labels and basic blocks: what the code generator writes and the flow graph works on.
// Invariant: a jump has a label until the graph is built, a block afterwards; positions are shared, never changed.

import type { Position } from '../../syntax/ast.ts';
import * as op from '../opcodes.ts';

/** No position: the instruction takes over its neighbour's. */
export const NO_LOCATION: Position = { lineno: -1, end_lineno: -1, col_offset: -1, end_col_offset: -1 };

/** A place to jump to: the index in the unit's list once it is placed. */
export class Label {
  at = -1;
  block: Block | null = null;
}

export class Instr {
  /** Where it jumps, or where exceptions go (SETUP_*). */
  target: Block | null = null;
  /** The handler of exceptions raised here. */
  except: Block | null = null;

  constructor(
    public op: number,
    public arg: number,
    public label: Label | null,
    public loc: Position,
  ) {}

  set(opcode: number, arg: number): void {
    this.op = opcode;
    this.arg = arg;
  }
  nop(): void {
    this.op = op.NOP;
    this.arg = 0;
    this.label = null;
    this.target = null;
  }
  /** NOP without a line: nothing holds it. */
  nopOut(): void {
    this.nop();
    this.loc = NO_LOCATION;
  }
}

export class Block {
  instrs: Instr[] = [];
  next: Block | null = null;
  /** Something jumps here (or did when the graph was built). */
  isTarget = false;
  predecessors = 0;
  visited = false;
  /** It is the target of SETUP_*: the kind decides what the runtime pushes. */
  exceptHandler = 0;
  preserveLasti = false;
  startDepth = -1;
  cold = false;
  warm = false;
  unsafeLo = 0;
  unsafeHi = 0;
  /** Index of its first instruction, at the end. */
  offset = -1;
  /** Handlers active at its start (bottom to top). */
  handlers: Block[] | null = null;

  last(): Instr | null {
    const n = this.instrs.length;
    return n === 0 ? null : this.instrs[n - 1];
  }
  get fallsThrough(): boolean {
    const l = this.last();
    return l === null || !(isScopeExit(l.op) || isUnconditionalJump(l.op));
  }
  get exitsScope(): boolean {
    const l = this.last();
    return l !== null && isScopeExit(l.op);
  }
  get hasNoLine(): boolean {
    for (const i of this.instrs) if (i.loc.lineno >= 0) return false;
    return true;
  }
}

const JUMPS: Uint8Array = (() => {
  const t = new Uint8Array(267);
  for (const o of op.hasjump) t[o] = 1;
  return t;
})();

export const isJump = (o: number): boolean => JUMPS[o] === 1;
export const isBlockPush = (o: number): boolean => o >= op.SETUP_CLEANUP && o <= op.SETUP_WITH;
export const isUnconditionalJump = (o: number): boolean =>
  o === op.JUMP ||
  o === op.JUMP_NO_INTERRUPT ||
  o === op.JUMP_FORWARD ||
  o === op.JUMP_BACKWARD ||
  o === op.JUMP_BACKWARD_NO_INTERRUPT;
export const isConditionalJump = (o: number): boolean => o >= op.POP_JUMP_IF_FALSE && o <= op.POP_JUMP_IF_TRUE;
export const isScopeExit = (o: number): boolean =>
  o === op.RETURN_VALUE || o === op.RAISE_VARARGS || o === op.RERAISE || o === op.INTERPRETER_EXIT;
export const hasEvalBreak = (o: number): boolean =>
  o === op.JUMP ||
  o === op.RESUME ||
  o === op.JUMP_BACKWARD ||
  o === op.CALL ||
  o === op.CALL_KW ||
  o === op.CALL_FUNCTION_EX;

/** The next block that is not empty. */
export function nextNonempty(b: Block | null): Block | null {
  while (b !== null && b.instrs.length === 0) b = b.next;
  return b;
}

/** Clears the mark of every block. */
export function clearVisitedFrom(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) b.visited = false;
}

/** CPython's bound on what is built on the stack before it is put into a collection. */
export const STACK_USE_GUIDELINE = 30;
