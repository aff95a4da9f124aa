// The control-flow graph of a code object's normal flow (no exception edges) from one entry, with dominators: what
// structured JavaScript is made from. Invariant: blocks are in reverse postorder; exception handlers are not in it.

import * as op from '../compile/opcodes.ts';

export interface Block {
  readonly start: number;
  /** Index after the last instruction. */
  end: number;
  /** Fall-through first. */
  succs: number[];
  /** Position in reverse postorder. */
  order: number;
  preds: number[];
  idom: number;
  isLoop: boolean;
  /** Two or more forward edges come in. */
  isMerge: boolean;
  /** Blocks this one dominates immediately, in reverse postorder. */
  children: number[];
}

export interface Graph {
  readonly blocks: Map<number, Block>;
  readonly order: Block[];
  readonly entry: number;
  readonly reducible: boolean;
}

/** Where control goes after instruction `pc`: fall-through first. */
export function successors(instrs: Int32Array, pc: number): number[] {
  const arg = instrs[pc] >>> 8;
  switch (instrs[pc] & 255) {
    case op.POP_JUMP_IF_FALSE:
    case op.POP_JUMP_IF_TRUE:
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE:
      return [pc + 1, arg];
    case op.SEND:
      return [pc + 1, arg];
    case op.FOR_ITER:
      return [pc + 1, arg + 1];
    case op.JUMP_FORWARD:
    case op.JUMP_BACKWARD:
    case op.JUMP_BACKWARD_NO_INTERRUPT:
      return [arg];
    case op.RETURN_VALUE:
    case op.RAISE_VARARGS:
    case op.RERAISE:
    case op.YIELD_VALUE:
    case op.RETURN_GENERATOR:
      return [];
  }
  return [pc + 1];
}

function isBranch(instrs: Int32Array, pc: number): boolean {
  const s = successors(instrs, pc);
  return s.length !== 1 || s[0] !== pc + 1;
}

export function buildGraph(instrs: Int32Array, entry: number): Graph {
  // Leaders among what is reachable.
  const leaders = new Set<number>([entry]);
  const seen = new Set<number>();
  const work = [entry];
  while (work.length > 0) {
    let pc = work.pop()!;
    for (;;) {
      if (seen.has(pc)) {
        leaders.add(pc);
        break;
      }
      seen.add(pc);
      const s = successors(instrs, pc);
      if (isBranch(instrs, pc)) {
        for (const t of s) {
          leaders.add(t);
          work.push(t);
        }
        break;
      }
      pc = s[0];
    }
  }
  const blocks = new Map<number, Block>();
  const make = (start: number): Block => {
    let pc = start;
    for (;;) {
      if (isBranch(instrs, pc)) {
        return block(start, pc + 1, successors(instrs, pc));
      }
      pc++;
      if (leaders.has(pc)) return block(start, pc, [pc]);
    }
  };
  // Postorder.
  const post: number[] = [];
  const state = new Map<number, number>();
  const stack: number[] = [entry];
  while (stack.length > 0) {
    const b = stack[stack.length - 1];
    let blk = blocks.get(b);
    if (blk === undefined) blocks.set(b, (blk = make(b)));
    const i = state.get(b) ?? 0;
    if (i < blk.succs.length) {
      state.set(b, i + 1);
      const t = blk.succs[blk.succs.length - 1 - i]; // jump targets first: fall-through comes first in RPO
      if (!state.has(t)) {
        state.set(t, 0);
        stack.push(t);
      }
    } else {
      post.push(b);
      stack.pop();
    }
  }
  const order = post.reverse().map((b) => blocks.get(b)!);
  order.forEach((b, i) => (b.order = i));
  for (const b of order) for (const t of b.succs) blocks.get(t)!.preds.push(b.start);
  const reducible = dominators(order, blocks);
  for (const b of order) {
    let forward = 0;
    for (const p of b.preds) {
      const from = blocks.get(p)!;
      if (from.order >= b.order) b.isLoop = true;
      else forward++;
    }
    b.isMerge = forward > 1;
  }
  return { blocks, order, entry, reducible };
}

function block(start: number, end: number, succs: number[]): Block {
  return { start, end, succs, order: -1, preds: [], idom: -1, isLoop: false, isMerge: false, children: [] };
}

/** Cooper, Harvey, Kennedy. Returns whether every back edge goes to a dominator. */
function dominators(order: Block[], blocks: Map<number, Block>): boolean {
  const idom = new Array<number>(order.length).fill(-1);
  idom[0] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 1; i < order.length; i++) {
      let d = -1;
      for (const p of order[i].preds) {
        let q = blocks.get(p)!.order;
        if (idom[q] < 0) continue;
        if (d < 0) d = q;
        else
          while (d !== q) {
            while (d > q) d = idom[d];
            while (q > d) q = idom[q];
          }
      }
      if (idom[i] !== d) {
        idom[i] = d;
        changed = true;
      }
    }
  }
  for (let i = 1; i < order.length; i++) {
    order[i].idom = order[idom[i]].start;
    order[idom[i]].children.push(order[i].start);
  }
  for (const b of order)
    for (const p of b.preds) {
      const from = blocks.get(p)!;
      if (from.order < b.order) continue;
      let d = from.order;
      while (d > b.order) d = idom[d];
      if (d !== b.order) return false;
    }
  return true;
}
