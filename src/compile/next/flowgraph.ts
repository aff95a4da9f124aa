// The control-flow graph: built from a unit's instruction list, cleaned up, ordered (cold code last) and given lines.
// Invariant: every pass keeps what the program does; blocks are a linked list in the order of the final code.

import type { Position } from '../../syntax/ast.ts';
import * as op from '../opcodes.ts';
import {
  Block,
  hasEvalBreak,
  Instr,
  isBlockPush,
  isConditionalJump,
  isJump,
  isScopeExit,
  isUnconditionalJump,
  nextNonempty,
  NO_LOCATION,
} from './instruction.ts';

/** Exit blocks up to this size are copied instead of jumped to. */
const MAX_COPY_SIZE = 4;

/** Blocks of an instruction list; `extra` is put in at index `extraAt`. */
export function buildGraph(instrs: readonly Instr[], extraAt: number, extra: readonly Instr[]): Block {
  const n = instrs.length;
  const targets = new Array<Block | undefined>(n + 1);
  for (const i of instrs) {
    if (i.label === null) continue;
    let b = targets[i.label.at];
    if (b === undefined) {
      targets[i.label.at] = b = new Block();
      b.isTarget = true;
    }
    i.target = b;
  }
  const entry = new Block();
  let cur = entry;
  const start = (b: Block): void => {
    cur.next = b;
    cur = b;
  };
  for (let i = 0; i < n; i++) {
    if (i === extraAt) for (const x of extra) cur.instrs.push(x);
    const b = targets[i];
    if (b !== undefined) {
      if (cur === entry && i === 0) start(b);
      else start(b);
    } else {
      const last = cur.last();
      if (last !== null && (isJump(last.op) || isScopeExit(last.op))) start(new Block());
    }
    cur.instrs.push(instrs[i]);
  }
  if (targets[n] !== undefined) start(targets[n]);
  return entry;
}

/** Gives every instruction its handler, and removes POP_BLOCK. */
export function labelExceptionTargets(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const i of b.instrs) {
      if (!isBlockPush(i.op) || i.target === null) continue;
      i.target.exceptHandler = i.op;
      if (i.op !== op.SETUP_FINALLY) i.target.preserveLasti = true;
    }
  }
  const todo: Block[] = [entry];
  entry.visited = true;
  entry.handlers = [];
  while (todo.length > 0) {
    const b = todo.pop()!; // not empty
    let stack: Block[] = b.handlers ?? [];
    let handler: Block | null = stack.length > 0 ? stack[stack.length - 1] : null;
    let yieldDepth = -1;
    const visit = (t: Block, handlers: Block[]): void => {
      if (t.visited) return;
      t.visited = true;
      t.handlers = handlers;
      todo.push(t);
    };
    for (const i of b.instrs) {
      i.except = handler;
      if (isBlockPush(i.op)) {
        const t = i.target!; // has one
        i.except = null;
        visit(t, stack);
        stack = [...stack, t];
        handler = t;
      } else if (i.op === op.POP_BLOCK) {
        stack = stack.slice(0, -1);
        handler = stack.length > 0 ? stack[stack.length - 1] : null;
        i.except = handler;
        i.nop();
      } else if (isJump(i.op)) {
        if (i.target !== null) visit(i.target, stack);
      } else if (i.op === op.YIELD_VALUE) {
        yieldDepth = stack.length;
      } else if (i.op === op.RESUME && i.arg !== op.RESUME_AT_FUNC_START) {
        if (yieldDepth === 1) i.arg |= op.RESUME_OPARG_DEPTH1_MASK;
        yieldDepth = -1;
      }
    }
    if (b.fallsThrough && b.next !== null) visit(b.next, stack);
  }
  clearVisited(entry);
}

export function clearVisited(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) b.visited = false;
}

/** Counts predecessors and empties what is never reached. */
export function removeUnreachable(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.visited = false;
    b.predecessors = 0;
  }
  const todo = [entry];
  entry.predecessors = 1;
  entry.visited = true;
  while (todo.length > 0) {
    const b = todo.pop()!; // not empty
    const reach = (t: Block): void => {
      if (!t.visited) {
        t.visited = true;
        todo.push(t);
      }
      t.predecessors++;
    };
    if (b.next !== null && b.fallsThrough) reach(b.next);
    for (const i of b.instrs) if (i.target !== null && (isJump(i.op) || isBlockPush(i.op))) reach(i.target);
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.predecessors === 0) {
      b.instrs = [];
      b.exceptHandler = 0;
    }
    b.visited = false;
  }
}

// ---- NOPs and jumps

function removeNopsOf(b: Block): number {
  const list = b.instrs;
  const n = list.length;
  let dest = 0;
  let prevLine = -1;
  for (let src = 0; src < n; src++) {
    const i = list[src];
    const line = i.loc.lineno;
    if (i.op === op.NOP) {
      if (line < 0 || prevLine === line) continue;
      if (src < n - 1) {
        const nextLine = list[src + 1].loc.lineno;
        if (nextLine === line) continue;
        if (nextLine < 0) {
          list[src + 1].loc = i.loc;
          continue;
        }
      } else {
        const next = nextNonempty(b.next);
        if (next !== null) {
          let nextLine = -1;
          for (const x of next.instrs) {
            if (x.op === op.NOP && x.loc.lineno < 0) continue;
            nextLine = x.loc.lineno;
            break;
          }
          if (line === nextLine) continue;
        }
      }
    }
    if (dest !== src) list[dest] = i;
    dest++;
    prevLine = line;
  }
  list.length = dest;
  return n - dest;
}

export function removeRedundantNops(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) removeNopsOf(b);
}

export function removeNopsAndJumps(entry: Block): void {
  for (;;) {
    removeRedundantNops(entry);
    let jumps = 0;
    for (let b: Block | null = entry; b !== null; b = b.next) {
      const last = b.last();
      if (last === null || !isUnconditionalJump(last.op)) continue;
      if (nextNonempty(last.target) === nextNonempty(b.next)) {
        last.nop();
        jumps++;
      }
    }
    if (jumps === 0) return;
  }
}

/** LOAD_CONST or COPY 1 whose value is popped at once. */
export function removeRedundantPairs(entry: Block): void {
  for (let done = false; !done; ) {
    done = true;
    let instr: Instr | null = null;
    for (let b: Block | null = entry; b !== null; b = b.next) {
      removeNopsOf(b);
      if (b.isTarget) instr = null;
      for (const i of b.instrs) {
        const prev: Instr | null = instr;
        instr = i;
        if (i.op !== op.POP_TOP || prev === null) continue;
        if (prev.op === op.LOAD_CONST || prev.op === op.LOAD_SMALL_INT || (prev.op === op.COPY && prev.arg === 1)) {
          prev.nop();
          i.nop();
          done = false;
        }
      }
      if ((instr !== null && isJump(instr.op)) || !b.fallsThrough) instr = null;
    }
  }
}

function copyInstr(i: Instr): Instr {
  const x = new Instr(i.op, i.arg, i.label, i.loc);
  x.target = i.target;
  x.except = i.except;
  return x;
}

/** Copies small exits (and blocks without lines that only one jump reaches) to the jump. */
export function inlineSmallBlocks(entry: Block): void {
  for (let changes = true; changes; ) {
    changes = false;
    for (let b: Block | null = entry; b !== null; b = b.next) {
      const last = b.last();
      if (last === null || !isUnconditionalJump(last.op) || last.target === null) continue;
      const t: Block = last.target;
      const small = t.exitsScope && t.instrs.length <= MAX_COPY_SIZE;
      const lineless = t.hasNoLine && t.predecessors === 1 && !t.fallsThrough;
      if (!small && !lineless) continue;
      last.nop();
      for (const i of t.instrs) b.instrs.push(copyInstr(i));
      if (lineless) {
        const l = b.last();
        if (l !== null && l.target !== null && isUnconditionalJump(l.op)) l.target.predecessors++;
      }
      t.predecessors--;
      changes = true;
    }
  }
}

// ---- lines

function exitOrEvalCheckWithoutLine(b: Block): boolean {
  if (!b.hasNoLine) return false;
  return b.exitsScope || b.instrs.some((i) => hasEvalBreak(i.op));
}

export function resolveLineNumbers(entry: Block, firstlineno: number): void {
  // Exits without a line that several jumps reach are copied, so that each can have the line of its jump.
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.last();
    if (last === null || !isJump(last.op)) continue;
    const t = nextNonempty(last.target);
    if (t === null || !exitOrEvalCheckWithoutLine(t) || t.predecessors <= 1) continue;
    const copy = new Block();
    copy.isTarget = true;
    copy.instrs = t.instrs.map(copyInstr);
    copy.instrs[0].loc = last.loc;
    copy.exceptHandler = t.exceptHandler;
    last.target = copy;
    copy.predecessors = 1;
    copy.next = t.next;
    t.next = copy;
    t.predecessors--;
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.next !== null && b.instrs.length > 0 && b.fallsThrough && exitOrEvalCheckWithoutLine(b.next)) {
      b.next.instrs[0].loc = b.instrs[b.instrs.length - 1].loc;
    }
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.last();
    if (last === null) continue;
    let prev: Position = NO_LOCATION;
    for (const i of b.instrs) {
      if (i.loc.lineno < 0) i.loc = prev;
      else prev = i.loc;
    }
    if (b.next !== null && b.fallsThrough && b.next.predecessors === 1 && b.next.instrs.length > 0) {
      const first = b.next.instrs[0];
      if (first.loc.lineno < 0) first.loc = prev;
    }
    if (isJump(last.op) && last.target !== null && last.target.predecessors === 1 && last.target.instrs.length > 0) {
      const first = last.target.instrs[0];
      if (first.loc.lineno < 0) first.loc = prev;
    }
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const last = b.last();
    if (last !== null && last.loc.lineno < 0 && last.op === op.RETURN_VALUE) {
      const loc = { lineno: firstlineno, end_lineno: firstlineno, col_offset: -1, end_col_offset: -1 };
      for (const i of b.instrs) if (i.loc.lineno < 0) i.loc = loc;
    }
  }
}

// ---- order

/** Exception handlers and what only they reach go to the end. */
export function pushColdBlocksToEnd(entry: Block): void {
  if (entry.next === null) return;
  markWarm(entry);
  markCold(entry);
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (!b.cold || !b.fallsThrough || b.next === null || !b.next.warm) continue;
    const jump = new Block();
    const i = new Instr(op.JUMP_NO_INTERRUPT, 0, null, NO_LOCATION);
    i.target = b.next;
    b.next.isTarget = true;
    jump.instrs.push(i);
    jump.cold = true;
    jump.next = b.next;
    jump.predecessors = 1;
    b.next = jump;
  }
  let cold: Block | null = null;
  let tail: Block | null = null;
  let b: Block = entry;
  while (b.next !== null) {
    while (b.next !== null && !b.next.cold) b = b.next;
    if (b.next === null) break;
    const first: Block = b.next;
    let end: Block = first;
    while (end.next !== null && end.next.cold) end = end.next;
    if (tail === null) cold = first;
    else tail.next = first;
    tail = end;
    b.next = end.next;
    end.next = null;
  }
  b.next = cold;
  if (cold !== null) removeNopsAndJumps(entry);
}

function markWarm(entry: Block): void {
  clearVisited(entry);
  const todo = [entry];
  entry.visited = true;
  while (todo.length > 0) {
    const b = todo.pop()!; // not empty
    b.warm = true;
    const go = (t: Block | null): void => {
      if (t !== null && !t.visited) {
        t.visited = true;
        todo.push(t);
      }
    };
    if (b.fallsThrough) go(b.next);
    for (const i of b.instrs) if (isJump(i.op)) go(i.target);
  }
}

function markCold(entry: Block): void {
  clearVisited(entry);
  const todo: Block[] = [];
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.exceptHandler !== 0 && !b.warm) {
      b.visited = true;
      todo.push(b);
    }
  }
  while (todo.length > 0) {
    const b = todo.pop()!; // not empty
    b.cold = true;
    const go = (t: Block | null): void => {
      if (t !== null && !t.warm && !t.visited) {
        t.visited = true;
        todo.push(t);
      }
    };
    if (b.fallsThrough) go(b.next);
    for (const i of b.instrs) if (isJump(i.op)) go(i.target);
  }
  clearVisited(entry);
}

// ---- towards real instructions

/** JUMP_IF_* keep the value: COPY, TO_BOOL, POP_JUMP_IF_*. */
export function convertConditionalPseudoJumps(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (let k = 0; k < b.instrs.length; k++) {
      const i = b.instrs[k];
      if (i.op !== op.JUMP_IF_FALSE && i.op !== op.JUMP_IF_TRUE) continue;
      i.op = i.op === op.JUMP_IF_FALSE ? op.POP_JUMP_IF_FALSE : op.POP_JUMP_IF_TRUE;
      const copy = new Instr(op.COPY, 1, null, i.loc);
      const bool = new Instr(op.TO_BOOL, 0, null, i.loc);
      copy.except = bool.except = i.except;
      b.instrs.splice(k, 0, copy, bool);
      k += 2;
    }
  }
}

/** Removes the SETUP_* and other pseudo instructions. */
export function convertPseudoOps(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const i of b.instrs) {
      if (isBlockPush(i.op)) i.nop();
      else if (i.op === op.LOAD_CLOSURE) i.op = op.LOAD_FAST;
      else if (i.op === op.STORE_FAST_MAYBE_NULL) i.op = op.STORE_FAST;
    }
  }
  removeNopsAndJumps(entry);
}

/** Conditional jumps go forward only: a backward one is turned round a jump of its own. */
export function normalizeJumps(entry: Block): void {
  clearVisited(entry);
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.visited = true;
    const last = b.last();
    if (last === null || !isConditionalJump(last.op) || last.target === null || !last.target.visited || b.next === null)
      continue;
    const reversed: { [o: number]: number } = {
      [op.POP_JUMP_IF_NOT_NONE]: op.POP_JUMP_IF_NONE,
      [op.POP_JUMP_IF_NONE]: op.POP_JUMP_IF_NOT_NONE,
      [op.POP_JUMP_IF_FALSE]: op.POP_JUMP_IF_TRUE,
      [op.POP_JUMP_IF_TRUE]: op.POP_JUMP_IF_FALSE,
    };
    const back = new Block();
    const jump = new Instr(op.JUMP, 0, null, last.loc);
    jump.target = last.target;
    back.instrs.push(jump);
    back.visited = true;
    back.cold = b.cold;
    back.startDepth = last.target.startDepth;
    last.op = reversed[last.op];
    last.target = b.next;
    b.next.isTarget = true;
    back.next = b.next;
    b.next = back;
    b = back;
  }
  clearVisited(entry);
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.visited = true;
    const last = b.last();
    if (last === null || last.target === null) continue;
    const backward = last.target.visited;
    if (last.op === op.JUMP) last.op = backward ? op.JUMP_BACKWARD : op.JUMP_FORWARD;
    else if (last.op === op.JUMP_NO_INTERRUPT) last.op = backward ? op.JUMP_BACKWARD_NO_INTERRUPT : op.JUMP_FORWARD;
  }
}

/** Depth of the stack at every block's start; returns the most that is ever on it. */
export function stackDepth(entry: Block): number {
  let max = 0;
  const todo = [entry];
  entry.startDepth = 0;
  const push = (t: Block, depth: number): void => {
    if (t.startDepth >= 0) {
      if (t.startDepth !== depth) throw new Error(`compiler: stack depths ${t.startDepth} and ${depth} meet`);
      return;
    }
    t.startDepth = depth;
    todo.push(t);
  };
  while (todo.length > 0) {
    const b = todo.pop()!; // not empty
    let depth = b.startDepth;
    let next: Block | null = b.next;
    for (const i of b.instrs) {
      const after = depth + op.stackEffect(i.op, i.arg, false);
      if (after < 0) throw new Error(`compiler: stack underflow at ${op.opname[i.op]}`);
      if (after > max) max = after;
      if (i.target !== null && i.op !== op.END_ASYNC_FOR) {
        const d = depth + op.stackEffect(i.op, i.arg, true);
        if (d > max) max = d;
        push(i.target, d);
      }
      depth = after;
      if (isUnconditionalJump(i.op) || isScopeExit(i.op)) {
        next = null;
        break;
      }
    }
    if (next !== null) push(next, depth);
  }
  for (let b: Block | null = entry; b !== null; b = b.next) b.startDepth = Math.max(b.startDepth, -1);
  return max;
}
