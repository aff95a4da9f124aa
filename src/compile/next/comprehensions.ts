// Code for comprehensions: a function of its own for generator expressions (and annotation scopes in classes), inlined
// otherwise (PEP 709). Invariant: inlined, the comprehension's names are restored whatever happens in it.

import type * as ast from '../../syntax/ast.ts';
import type { Position } from '../../syntax/ast.ts';
import * as op from '../opcodes.ts';
import * as S from '../symtable.ts';
import type { SymtableEntry } from '../symtable.ts';
import type { Compiler } from './compiler.ts';
import { expr, jumpIf } from './emitters.ts';
import { makeClosure, wrapInStopIterationHandler } from './functions.ts';
import { Label, NO_LOCATION } from './instruction.ts';
import * as U from './unit.ts';
import { indexIn } from './unit.ts';

type Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp;

interface Inlined {
  readonly saved: Map<string, number | undefined>;
  readonly pushed: string[];
  readonly hidden: string[];
  readonly cleanup: Label | null;
}

const NAMES = { ListComp: '<listcomp>', SetComp: '<setcomp>', DictComp: '<dictcomp>', GeneratorExp: '<genexpr>' };

export function comprehension(c: Compiler, e: Comprehension): void {
  const entry = c.table.blocks.get(e)!; // made by the symbol table builder
  const first = e.generators[0];
  const generator = e.node === 'GeneratorExp';
  const inlined = entry.compInlined;
  let state: Inlined | null = null;
  if (inlined) {
    iterable(c, first);
    state = enterInlined(c, e, entry);
  } else {
    c.enterEntry(NAMES[e.node], U.COMPREHENSION, entry, e.lineno, null);
    c.u.argcount = 1;
  }
  const start = new Label();
  if (generator) c.pushBlock(e, U.STOP_ITERATION, start, null);
  if (!generator) {
    c.op(e, e.node === 'ListComp' ? op.BUILD_LIST : e.node === 'SetComp' ? op.BUILD_SET : op.BUILD_MAP, 0);
    if (inlined) c.op(e, op.SWAP, 2);
  }
  generators(c, e, 0, 0, inlined);
  if (state !== null) return leaveInlined(c, e, state);
  if (!generator) c.op(e, op.RETURN_VALUE);
  else {
    wrapInStopIterationHandler(c);
    c.popBlock();
  }
  const code = c.leave(true);
  makeClosure(c, e, code, 0);
  iterable(c, first);
  c.op(e, op.CALL, 0);
}

/** The outermost iterable is evaluated outside, and made an iterator there. */
function iterable(c: Compiler, g: ast.comprehension): void {
  expr(c, g.iter);
  c.op(g.iter, g.is_async !== 0 ? op.GET_AITER : op.GET_ITER);
}

function enterInlined(c: Compiler, loc: Position, entry: SymtableEntry): Inlined {
  const { u } = c;
  const outer = u.entry;
  const inClass = outer.type === S.ClassBlock && u.inInlinedComp === 0;
  u.inInlinedComp++;
  const saved = new Map<string, number | undefined>();
  const pushed: string[] = [];
  const hidden: string[] = [];
  for (const [name, flags] of entry.symbols) {
    const bindsHere = (flags & S.DEF_LOCAL) !== 0 && (flags & S.DEF_NONLOCAL) === 0;
    const scope = (flags >> S.SCOPE_OFFSET) & S.SCOPE_MASK;
    const outFlags = outer.symbols.get(name);
    const outScope = ((outFlags ?? 0) >> S.SCOPE_OFFSET) & S.SCOPE_MASK;
    // While the comprehension is compiled its own view of a name counts, read or bound. Names free in it are as they
    // are outside; a name free outside and a cell inside keeps the slot of the free variable.
    const differs = scope !== outScope && scope !== S.FREE && !(scope === S.CELL && outScope === S.FREE);
    if (differs || inClass) {
      saved.set(name, outFlags);
      outer.symbols.set(name, flags);
    }
    if (!bindsHere) continue;
    if (!outer.functionLike && u.fastHidden.get(name) !== true) {
      // Outside of functions the name is a fast local only while the comprehension runs.
      u.fastHidden.set(name, true);
      hidden.push(name);
    }
    c.op(loc, op.LOAD_FAST_AND_CLEAR, indexIn(u.varnames, name));
    if (scope === S.CELL) {
      const cell = outScope === S.FREE ? u.freevars.get(name) : u.cellvars.get(name);
      c.op(loc, op.MAKE_CELL, cell ?? c.cellIndex(name));
    }
    pushed.push(name);
  }
  let cleanup: Label | null = null;
  if (pushed.length > 0) {
    c.op(loc, op.SWAP, pushed.length + 1);
    cleanup = new Label();
    c.jump(loc, op.SETUP_FINALLY, cleanup);
  }
  return { saved, pushed, hidden, cleanup };
}

function leaveInlined(c: Compiler, loc: Position, state: Inlined): void {
  const { u } = c;
  u.inInlinedComp--;
  for (const [name, flags] of state.saved) {
    if (flags === undefined) u.entry.symbols.delete(name);
    else u.entry.symbols.set(name, flags);
  }
  if (state.cleanup !== null) {
    c.op(NO_LOCATION, op.POP_BLOCK);
    const end = new Label();
    c.jump(NO_LOCATION, op.JUMP, end);
    c.use(state.cleanup);
    c.op(NO_LOCATION, op.SWAP, 2);
    c.op(NO_LOCATION, op.POP_TOP);
    restore(c, loc, state);
    c.op(NO_LOCATION, op.RERAISE, 0);
    c.use(end);
    restore(c, loc, state);
  }
  for (const name of state.hidden) u.fastHidden.set(name, false);
}

function restore(c: Compiler, loc: Position, state: Inlined): void {
  c.op(loc, op.SWAP, state.pushed.length + 1);
  for (let i = state.pushed.length - 1; i >= 0; i--) {
    c.op(loc, op.STORE_FAST_MAYBE_NULL, indexIn(c.u.varnames, state.pushed[i]));
  }
}

function generators(c: Compiler, e: Comprehension, index: number, depth: number, iterOnStack: boolean): void {
  if (e.generators[index].is_async !== 0) asyncGenerator(c, e, index, depth, iterOnStack);
  else syncGenerator(c, e, index, depth, iterOnStack);
}

function syncGenerator(c: Compiler, e: Comprehension, index: number, depth: number, iterOnStack: boolean): void {
  const g = e.generators[index];
  const start = new Label();
  const ifCleanup = new Label();
  const anchor = new Label();
  let loops = true;
  if (index === 0) {
    if (!iterOnStack) c.op(e, op.LOAD_FAST, 0);
  } else {
    // `for y in [f(x)]` is an assignment.
    const one = (g.iter.node === 'List' || g.iter.node === 'Tuple') && g.iter.elts.length === 1 ? g.iter.elts[0] : null;
    if (one !== null && one.node !== 'Starred') {
      expr(c, one);
      loops = false;
    } else iterable(c, g);
  }
  if (loops) {
    c.use(start);
    depth++;
    c.jump(g.iter, op.FOR_ITER, anchor);
  }
  expr(c, g.target);
  for (const test of g.ifs) jumpIf(c, e, test, ifCleanup, false);
  const eltLoc = element(c, e, index + 1, depth);
  c.use(ifCleanup);
  if (loops) {
    c.jump(eltLoc, op.JUMP, start);
    c.use(anchor);
    c.op(NO_LOCATION, op.END_FOR);
    c.op(NO_LOCATION, op.POP_ITER);
  }
}

function asyncGenerator(c: Compiler, e: Comprehension, index: number, depth: number, iterOnStack: boolean): void {
  const g = e.generators[index];
  const start = new Label();
  const except = new Label();
  const ifCleanup = new Label();
  if (index === 0) {
    if (!iterOnStack) c.op(e, op.LOAD_FAST, 0);
  } else iterable(c, g);
  c.use(start);
  c.pushBlock(e, U.ASYNC_COMPREHENSION_GENERATOR, start, null);
  c.jump(e, op.SETUP_FINALLY, except);
  c.op(e, op.GET_ANEXT);
  c.loadConst(e, null);
  const send = c.yieldFrom(e, true);
  c.op(e, op.POP_BLOCK);
  expr(c, g.target);
  for (const test of g.ifs) jumpIf(c, e, test, ifCleanup, false);
  const eltLoc = element(c, e, index + 1, depth + 1);
  c.use(ifCleanup);
  c.jump(eltLoc, op.JUMP, start);
  c.popBlock();
  c.use(except);
  c.jump(e, op.END_ASYNC_FOR, send);
}

/** The next `for`, or the element when there is none. Returns where the element stands. */
function element(c: Compiler, e: Comprehension, next: number, depth: number): Position {
  const value = e.node === 'DictComp' ? e.key : e.elt;
  if (next < e.generators.length) {
    generators(c, e, next, depth, false);
    return value;
  }
  expr(c, value);
  switch (e.node) {
    case 'GeneratorExp':
      c.yieldValue(value);
      c.op(value, op.POP_TOP);
      return value;
    case 'ListComp':
      c.op(value, op.LIST_APPEND, depth + 1);
      return value;
    case 'SetComp':
      c.op(value, op.SET_ADD, depth + 1);
      return value;
    case 'DictComp': {
      expr(c, e.value);
      const { lineno, col_offset } = e.key;
      const loc = { lineno, col_offset, end_lineno: e.value.end_lineno, end_col_offset: e.value.end_col_offset };
      c.op(loc, op.MAP_ADD, depth + 1);
      return loc;
    }
  }
}
