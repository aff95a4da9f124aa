// Comprehensions: inlined into the surrounding code (PEP 709) where the symbol table says so, else a function of
// their own called with the first iterator. Generator expressions are always the latter.

import type * as ast from '../../syntax/ast.ts';
import { Label } from '../unit.ts';
import * as op from '../opcodes.ts';
import { LOCAL, type Scope } from '../scope-analysis.ts';
import type { Context } from './context.ts';
import { expr, jumpIf, topLevelAwait } from './expressions.ts';

type Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp;

const NAMES = {
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
  GeneratorExp: '<genexpr>',
} as const;

export function comprehension(c: Context, e: Comprehension): void {
  const scope = c.table.scopes.get(e)!;
  const first = e.generators[0];
  const outerAsync = (c.unit.flags & 0x280) !== 0 || topLevelAwait(c);
  const isAsync = scope.isCoroutine && e.node !== 'GeneratorExp';
  if (isAsync && !outerAsync && !c.unit.scope.comprehension && c.unit.scope.isFunctionLike()) {
    c.error('asynchronous comprehension outside of an asynchronous function', e);
  } else if (isAsync && !outerAsync && !c.unit.scope.isFunctionLike()) {
    c.error('asynchronous comprehension outside of an asynchronous function', e);
  }
  const u = c.unit;
  if (scope.inlined) {
    inlined(c, e, scope, isAsync);
    return;
  }
  expr(c, first.iter);
  u.emit(first.is_async !== 0 ? op.GET_AITER : op.GET_ITER, 0, first.iter);
  const inner = c.enter(scope, NAMES[e.node], e.lineno);
  inner.argcount = 1;
  inner.pos = e;
  inner.emit(op.RESUME, 0, { lineno: e.lineno, end_lineno: e.lineno, col_offset: 0, end_col_offset: 0 });
  const guard = e.node === 'GeneratorExp' ? new Label() : null;
  if (guard !== null) inner.pushHandler(guard, true);
  begin(c, e);
  inner.emit(op.LOAD_FAST, 0, e);
  generators(c, e, 0, 1, true);
  if (e.node === 'GeneratorExp') inner.loadConst(null, e);
  inner.emit(op.RETURN_VALUE, 0, e);
  if (guard !== null) {
    inner.popHandler();
    inner.mark(guard);
    inner.emit(op.CALL_INTRINSIC_1, 3, e);
    inner.emit(op.RERAISE, 1, e);
  }
  const code = c.leave();
  // [iterator] → function, NULL… the iterator must be above them.
  c.makeClosure(code, 0, e);
  u.emit(op.SWAP, 2, e);
  u.emit(op.PUSH_NULL, 0, e);
  u.emit(op.SWAP, 2, e);
  u.emit(op.CALL, 1, e);
  if (isAsync) {
    u.emit(op.GET_AWAITABLE, 0, e);
    u.loadConst(null, e);
    c.addYieldFrom(true, e, { send: new Label(), fail: new Label(), exit: new Label() });
  }
}

function begin(c: Context, e: Comprehension): void {
  if (e.node === 'ListComp') c.unit.emit(op.BUILD_LIST, 0, e);
  else if (e.node === 'SetComp') c.unit.emit(op.BUILD_SET, 0, e);
  else if (e.node === 'DictComp') c.unit.emit(op.BUILD_MAP, 0, e);
}

function inlined(c: Context, e: Comprehension, scope: Scope, isAsync: boolean): void {
  const u = c.unit;
  const first = e.generators[0];
  expr(c, first.iter);
  u.emit(first.is_async !== 0 ? op.GET_AITER : op.GET_ITER, 0, first.iter);
  // The iteration variables are the unit's fast locals for a while: save what they held.
  const names = [...scope.symbols]
    .filter(([n, s]) => s.scope === LOCAL && n !== '.0' && (s.flags & 4) === 0)
    .map(([n]) => n);
  for (const n of names) {
    if (!u.scope.isFunctionLike() || u.scope.scopeOf(n) !== LOCAL) u.hidden.add(n);
    u.emit(op.LOAD_FAST_AND_CLEAR, u.varOf(n), e);
  }
  u.inlinedComprehensions.push(scope);
  const cleanup = new Label();
  const end = new Label();
  // [iter, saved…] → [saved…, iter]
  if (names.length > 0) {
    u.emit(op.SWAP, names.length + 1, e);
    u.pushHandler(cleanup, false);
  }
  begin(c, e);
  u.emit(op.SWAP, 2, e);
  generators(c, e, 0, 1, true);
  if (names.length > 0) {
    u.popHandler();
    restore(c, names, e);
    u.jump(op.JUMP_FORWARD, end, e);
    u.mark(cleanup);
    // [iterator slot, saved…, exc]: drop the half-built result, restore, raise again
    u.emit(op.SWAP, 2, e);
    u.emit(op.POP_TOP, 0, e);
    restore(c, names, e);
    u.emit(op.RERAISE, 0, e);
    u.mark(end);
  }
  u.inlinedComprehensions.pop();
  void isAsync;
}
/** [slot of the iterator after SWAP = first saved …, result] → [result] with the locals as before. */
function restore(c: Context, names: string[], e: ast.expr): void {
  const u = c.unit;
  // Stack: saved_n (swapped under), saved…, result. The SWAP above put the last saved value where the iterator was.
  u.emit(op.SWAP, names.length + 1, e);
  for (let i = names.length - 1; i >= 0; i--) u.emit(op.STORE_FAST, u.varOf(names[i]), e);
}

/** The loops; `depth` counts what lies above the result on the stack. The first iterator is on the stack. */
function generators(c: Context, e: Comprehension, i: number, depth: number, onStack: boolean): void {
  const u = c.unit;
  const g = e.generators[i];
  const start = new Label();
  const ifCleanup = new Label();
  const anchor = new Label();
  const isAsync = g.is_async !== 0;
  let single: ast.expr | null = null;
  if (!onStack) {
    // `for x in [y]` binds y without a loop.
    if (
      !isAsync &&
      (g.iter.node === 'List' || g.iter.node === 'Tuple') &&
      g.iter.elts.length === 1 &&
      g.iter.elts[0].node !== 'Starred'
    )
      single = g.iter.elts[0];
    if (single !== null) expr(c, single);
    else {
      expr(c, g.iter);
      u.emit(isAsync ? op.GET_AITER : op.GET_ITER, 0, g.iter);
    }
  }
  const except = new Label();
  if (single === null) {
    depth += 1;
    u.mark(start);
    if (isAsync) {
      u.pushHandler(except, false);
      u.emit(op.GET_ANEXT, 0, g.iter);
      u.loadConst(null, g.iter);
      c.addYieldFrom(true, g.iter, { send: new Label(), fail: new Label(), exit: new Label() });
      u.popHandler();
    } else u.jump(op.FOR_ITER, anchor, g.iter);
  }
  c.emit.assign(c, g.target);
  for (const t of g.ifs) jumpIf(c, t, ifCleanup, false);
  if (i + 1 < e.generators.length) generators(c, e, i + 1, depth, false);
  else {
    switch (e.node) {
      case 'GeneratorExp':
        expr(c, e.elt);
        if ((u.flags & 0x200) !== 0) u.emit(op.CALL_INTRINSIC_1, 4, e.elt);
        u.emit(op.YIELD_VALUE, 0, e.elt);
        u.emit(op.RESUME, 1, e.elt);
        u.emit(op.POP_TOP, 0, e.elt);
        break;
      case 'ListComp':
        expr(c, e.elt);
        u.emit(op.LIST_APPEND, depth, e.elt);
        break;
      case 'SetComp':
        expr(c, e.elt);
        u.emit(op.SET_ADD, depth, e.elt);
        break;
      case 'DictComp':
        expr(c, e.key);
        expr(c, e.value);
        u.emit(op.MAP_ADD, depth, e.key);
        break;
    }
  }
  u.mark(ifCleanup);
  if (single === null) {
    u.jump(op.JUMP_BACKWARD, start, g.iter);
    if (isAsync) {
      u.mark(except);
      u.emit(op.END_ASYNC_FOR, 0, g.iter);
    } else {
      u.mark(anchor);
      u.emit(op.END_FOR, 0, g.iter);
      u.emit(op.POP_ITER, 0, g.iter);
    }
  }
}
