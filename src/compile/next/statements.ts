// Code for statements (definitions, try, with and match have files of their own). Invariant: a statement leaves the
// stack as it found it; jumps out of a construct undo it first (unwind).

import type * as ast from '../../syntax/ast.ts';
import type { Position } from '../../syntax/ast.ts';
import { ConstTuple } from '../../syntax/constant.ts';
import { cleanDoc, docstringOf } from '../docstring.ts';
import * as op from '../opcodes.ts';
import { annAssign, deferredAnnotations } from './annotations.ts';
import { classDef } from './classes.ts';
import type { Compiler } from './compiler.ts';
import { tryStatement, withStatement } from './exceptions.ts';
import { attributeLocation, BINARY, expr, isPlainSlice, jumpIf, sliceParts } from './expressions.ts';
import { functionDef, typeAlias } from './functions.ts';
import { Label, NO_LOCATION } from './instruction.ts';
import { matchStatement } from './patterns.ts';
import * as U from './unit.ts';
import type { FrameBlock } from './unit.ts';

export function stmts(c: Compiler, list: readonly ast.stmt[]): void {
  for (let i = 0; i < list.length; i++) stmt(c, list[i]);
}

/** The body of a module or class: docstring, statements, annotations. */
export function body(c: Compiler, loc: Position, list: readonly ast.stmt[]): void {
  if (c.futureAnnotations && c.entry.annotationsUsed) c.op(loc, op.SETUP_ANNOTATIONS);
  let first = 0;
  if (list.length > 0 && !c.interactiveTopLevel) {
    const doc = docstringOf(list);
    if (doc !== null) {
      first = 1;
      const s = list[0];
      if (c.optimize < 2) {
        c.loadConst(s.node === 'Expr' ? s.value : s, cleanDoc(doc));
        c.name(NO_LOCATION, '__doc__', 'Store');
      } else if (list.length === 1) c.op(s, op.NOP);
    }
  }
  for (let i = first; i < list.length; i++) stmt(c, list[i]);
  if (c.futureAnnotations || c.u.deferredAnnotations.length === 0) return;
  if (c.u.kind === U.CLASS) return deferredAnnotations(c, loc);
  // A module's goes to its start, where the names are not yet bound but nothing has run that could ask for it.
  const { u } = c;
  const main = u.instrs;
  u.instrs = u.annotationInstrs;
  deferredAnnotations(c, loc);
  u.instrs = main;
}

/** Runs `f` with annotations marked conditional. */
function conditional(c: Compiler, f: () => void): void {
  const { u } = c;
  const was = u.inConditionalBlock;
  u.inConditionalBlock = true;
  f();
  u.inConditionalBlock = was;
}

export function stmt(c: Compiler, s: ast.stmt): void {
  switch (s.node) {
    case 'Expr':
      return exprStatement(c, s);
    case 'Assign': {
      expr(c, s.value);
      const n = s.targets.length;
      for (let i = 0; i < n; i++) {
        if (i + 1 < n) c.op(s, op.COPY, 1);
        expr(c, s.targets[i]);
      }
      return;
    }
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return functionDef(c, s);
    case 'ClassDef':
      return classDef(c, s);
    case 'Return':
      return returnStatement(c, s);
    case 'If':
      return conditional(c, () => ifStatement(c, s));
    case 'For':
      return conditional(c, () => forStatement(c, s));
    case 'AsyncFor':
      return conditional(c, () => asyncForStatement(c, s));
    case 'While':
      return conditional(c, () => whileStatement(c, s));
    case 'AugAssign':
      return augAssign(c, s);
    case 'AnnAssign':
      return annAssign(c, s);
    case 'Try':
    case 'TryStar':
      return conditional(c, () => tryStatement(c, s));
    case 'With':
    case 'AsyncWith':
      return conditional(c, () => withStatement(c, s));
    case 'Match':
      return conditional(c, () => matchStatement(c, s));
    case 'Raise': {
      let n = 0;
      if (s.exc !== null) {
        expr(c, s.exc);
        n++;
        if (s.cause !== null) {
          expr(c, s.cause);
          n++;
        }
      }
      return c.op(s, op.RAISE_VARARGS, n);
    }
    case 'Assert':
      return assertStatement(c, s);
    case 'Import':
      return importStatement(c, s);
    case 'ImportFrom':
      return importFrom(c, s);
    case 'Delete':
      for (const t of s.targets) expr(c, t);
      return;
    case 'TypeAlias':
      return typeAlias(c, s);
    case 'Global':
    case 'Nonlocal':
      return;
    case 'Pass':
      return c.op(s, op.NOP);
    case 'Break':
      return breakStatement(c, s);
    case 'Continue':
      return continueStatement(c, s);
  }
}

function exprStatement(c: Compiler, s: ast.Expr): void {
  if (c.interactiveTopLevel) {
    expr(c, s.value);
    c.op(s, op.CALL_INTRINSIC_1, op.INTRINSIC_PRINT);
    return c.op(NO_LOCATION, op.POP_TOP);
  }
  if (s.value.node === 'Constant') return c.op(s, op.NOP);
  expr(c, s.value);
  c.op(NO_LOCATION, op.POP_TOP);
}

function ifStatement(c: Compiler, s: ast.If): void {
  // elif chains can be long: their ends are kept in a list.
  const ends: Label[] = [];
  let at = s;
  for (;;) {
    const end = new Label();
    ends.push(end);
    const next = at.orelse.length > 0 ? new Label() : end;
    jumpIf(c, at, at.test, next, false);
    stmts(c, at.body);
    if (at.orelse.length === 0) break;
    c.jump(NO_LOCATION, op.JUMP, end);
    c.use(next);
    const e = at.orelse[0];
    if (at.orelse.length === 1 && e.node === 'If') at = e;
    else {
      stmts(c, at.orelse);
      break;
    }
  }
  for (let i = ends.length - 1; i >= 0; i--) c.use(ends[i]);
}

function forStatement(c: Compiler, s: ast.For): void {
  const start = new Label();
  const cleanup = new Label();
  const end = new Label();
  c.pushBlock(s, U.FOR_LOOP, start, end);
  expr(c, s.iter);
  c.op(s.iter, op.GET_ITER);
  c.use(start);
  c.jump(s.iter, op.FOR_ITER, cleanup);
  // Keeps the line of the target for tracing.
  c.op(s.target, op.NOP);
  expr(c, s.target);
  stmts(c, s.body);
  c.jump(NO_LOCATION, op.JUMP, start);
  c.use(cleanup);
  c.op(NO_LOCATION, op.END_FOR);
  c.op(NO_LOCATION, op.POP_ITER);
  c.popBlock();
  stmts(c, s.orelse);
  c.use(end);
}

function asyncForStatement(c: Compiler, s: ast.AsyncFor): void {
  checkAsync(c, s, 'async for');
  const start = new Label();
  const except = new Label();
  const end = new Label();
  expr(c, s.iter);
  c.op(s.iter, op.GET_AITER);
  c.use(start);
  c.pushBlock(s, U.ASYNC_FOR_LOOP, start, end);
  c.jump(s, op.SETUP_FINALLY, except);
  c.op(s, op.GET_ANEXT);
  c.loadConst(s, null);
  const send = c.yieldFrom(s, true);
  // Argument 1: a NOT_TAKEN follows in co_code.
  c.u.instrs[c.u.instrs.length - 1].arg = 1;
  c.op(s, op.POP_BLOCK);
  expr(c, s.target);
  stmts(c, s.body);
  c.jump(NO_LOCATION, op.JUMP, start);
  c.popBlock();
  c.use(except);
  c.jump(s.iter, op.END_ASYNC_FOR, send);
  stmts(c, s.orelse);
  c.use(end);
}

/** `async for` and `async with` stand in coroutines, or at module level where that is allowed. */
export function checkAsync(c: Compiler, s: Position, what: string): void {
  if (c.topLevelAwait && c.u.kind === U.MODULE) return;
  if (c.u.kind !== U.ASYNC_FUNCTION && c.u.kind !== U.COMPREHENSION) c.error(s, `'${what}' outside async function`);
}

function whileStatement(c: Compiler, s: ast.While): void {
  const loop = new Label();
  const end = new Label();
  const anchor = new Label();
  c.use(loop);
  c.pushBlock(s, U.WHILE_LOOP, loop, end);
  jumpIf(c, s, s.test, anchor, false);
  stmts(c, s.body);
  c.jump(NO_LOCATION, op.JUMP, loop);
  c.popBlock();
  c.use(anchor);
  stmts(c, s.orelse);
  c.use(end);
}

function returnStatement(c: Compiler, s: ast.Return): void {
  const v = s.value;
  if (!c.entry.functionLike) c.error(s, "'return' outside function");
  if (v !== null && c.entry.coroutine && c.entry.generator) c.error(s, "'return' with value in async generator");
  const keep = v !== null && v.node !== 'Constant' && !(v.node === 'Name' && v.id === '__debug__');
  let loc: Position = s;
  if (keep) expr(c, v);
  else if (v !== null) {
    loc = v;
    c.op(loc, op.NOP);
  }
  if (v === null || v.lineno !== s.lineno) {
    loc = s;
    c.op(loc, op.NOP);
  }
  loc = unwindAll(c, loc, keep);
  if (v === null) c.loadConst(loc, null);
  else if (v.node === 'Constant') c.loadConst(loc, v.value);
  else if (!keep) c.loadConst(loc, c.optimize === 0);
  c.op(loc, op.RETURN_VALUE);
}

function breakStatement(c: Compiler, s: ast.Break): void {
  c.op(s, op.NOP);
  const found = unwindToLoop(c, s);
  if (found === null) c.error(s, "'break' outside loop");
  const loc = unwind(c, found.loc, found.loop, false);
  if (found.loop.exit !== null) c.jump(loc, op.JUMP, found.loop.exit);
}

function continueStatement(c: Compiler, s: ast.Continue): void {
  c.op(s, op.NOP);
  const found = unwindToLoop(c, s);
  if (found === null) c.error(s, "'continue' not properly in loop");
  if (found.loop.block !== null) c.jump(found.loc, op.JUMP, found.loop.block);
}

// ---- leaving constructs

/** Undoes one construct. `keep`: a value on top stays. Returns the position of what follows. */
function unwind(c: Compiler, loc: Position, b: FrameBlock, keep: boolean): Position {
  switch (b.kind) {
    case U.FOR_LOOP:
    case U.ASYNC_FOR_LOOP:
      if (keep) c.op(loc, op.SWAP, 2);
      c.op(loc, op.POP_TOP);
      return loc;
    case U.TRY_EXCEPT:
      c.op(loc, op.POP_BLOCK);
      return loc;
    case U.FINALLY_TRY:
      c.op(loc, op.POP_BLOCK);
      if (keep) c.pushBlock(loc, U.POP_VALUE, null, null);
      b.body?.();
      if (keep) c.popBlock();
      // What follows runs after the finally body: it has no line of its own.
      return NO_LOCATION;
    case U.FINALLY_END:
      if (keep) c.op(loc, op.SWAP, 2);
      c.op(loc, op.POP_TOP);
      if (keep) c.op(loc, op.SWAP, 2);
      c.op(loc, op.POP_BLOCK);
      c.op(loc, op.POP_EXCEPT);
      return loc;
    case U.WITH:
    case U.ASYNC_WITH:
      loc = b.loc;
      c.op(loc, op.POP_BLOCK);
      if (keep) {
        c.op(loc, op.SWAP, 3);
        c.op(loc, op.SWAP, 2);
      }
      for (let i = 0; i < 3; i++) c.loadConst(loc, null);
      c.op(loc, op.CALL, 3);
      if (b.kind === U.ASYNC_WITH) {
        c.op(loc, op.GET_AWAITABLE, 2);
        c.loadConst(loc, null);
        c.yieldFrom(loc, true);
      }
      c.op(loc, op.POP_TOP);
      return NO_LOCATION;
    case U.HANDLER_CLEANUP:
      if (b.name !== null) c.op(loc, op.POP_BLOCK);
      if (keep) c.op(loc, op.SWAP, 2);
      c.op(loc, op.POP_BLOCK);
      c.op(loc, op.POP_EXCEPT);
      if (b.name !== null) {
        c.loadConst(loc, null);
        c.name(loc, b.name, 'Store');
        c.name(loc, b.name, 'Del');
      }
      return loc;
    case U.POP_VALUE:
      if (keep) c.op(loc, op.SWAP, 2);
      c.op(loc, op.POP_TOP);
      return loc;
    default:
      return loc;
  }
}

function unwindAll(c: Compiler, loc: Position, keep: boolean): Position {
  const { fblocks } = c.u;
  const removed: FrameBlock[] = [];
  for (let b = fblocks.pop(); b !== undefined; b = fblocks.pop()) {
    removed.push(b);
    checkStar(c, loc, b);
    loc = unwind(c, loc, b, keep);
  }
  while (removed.length > 0) fblocks.push(removed.pop()!);
  return loc;
}

function unwindToLoop(c: Compiler, s: Position): { loop: FrameBlock; loc: Position } | null {
  const { fblocks } = c.u;
  const removed: FrameBlock[] = [];
  let loc = s;
  let loop: FrameBlock | null = null;
  for (let b = fblocks.pop(); b !== undefined; b = fblocks.pop()) {
    removed.push(b);
    checkStar(c, loc, b);
    if (b.kind <= U.ASYNC_FOR_LOOP) {
      loop = b;
      break;
    }
    loc = unwind(c, loc, b, false);
  }
  while (removed.length > 0) fblocks.push(removed.pop()!);
  return loop === null ? null : { loop, loc };
}

function checkStar(c: Compiler, loc: Position, b: FrameBlock): void {
  if (b.kind === U.EXCEPTION_GROUP_HANDLER) {
    c.error(loc, "'break', 'continue' and 'return' cannot appear in an except* block");
  }
}

// ---- simple statements

function assertStatement(c: Compiler, s: ast.Assert): void {
  const t = s.test;
  if (
    (t.node === 'Tuple' && t.elts.length > 0) ||
    (t.node === 'Constant' && t.value instanceof ConstTuple && t.value.items.length > 0)
  ) {
    c.warn(s, 'assertion is always true, perhaps remove parentheses?');
  }
  if (c.optimize > 0) return;
  const end = new Label();
  jumpIf(c, s, t, end, true);
  c.op(s, op.LOAD_COMMON_CONSTANT, op.CONSTANT_ASSERTIONERROR);
  if (s.msg !== null) {
    expr(c, s.msg);
    c.op(s, op.CALL, 0);
  }
  c.op(t, op.RAISE_VARARGS, 1);
  c.use(end);
}

function importStatement(c: Compiler, s: ast.Import): void {
  for (const a of s.names) {
    c.loadConst(s, 0);
    c.loadConst(s, null);
    c.opName(s, op.IMPORT_NAME, a.name);
    const parts = a.name.split('.');
    if (a.asname === null) {
      c.name(s, parts[0], 'Store');
      continue;
    }
    for (let i = 1; i < parts.length; i++) {
      c.opName(s, op.IMPORT_FROM, parts[i]);
      if (i < parts.length - 1) {
        c.op(s, op.SWAP, 2);
        c.op(s, op.POP_TOP);
      }
    }
    c.name(s, a.asname, 'Store');
    if (parts.length > 1) c.op(s, op.POP_TOP);
  }
}

function importFrom(c: Compiler, s: ast.ImportFrom): void {
  c.loadConst(s, s.level ?? 0);
  if (s.lineno > c.futureLine && s.module === '__future__' && (s.level ?? 0) === 0) {
    c.error(s, 'from __future__ imports must occur at the beginning of the file');
  }
  c.loadConst(s, new ConstTuple(s.names.map((a) => a.name)));
  c.opName(s, op.IMPORT_NAME, s.module ?? '');
  if (s.names.length > 0 && s.names[0].name === '*') {
    c.op(s, op.CALL_INTRINSIC_1, op.INTRINSIC_IMPORT_STAR);
    return c.op(NO_LOCATION, op.POP_TOP);
  }
  for (const a of s.names) {
    c.opName(s, op.IMPORT_FROM, a.name);
    c.name(s, a.asname ?? a.name, 'Store');
  }
  c.op(s, op.POP_TOP);
}

function augAssign(c: Compiler, s: ast.AugAssign): void {
  const e = s.target;
  let plainSlice = false;
  switch (e.node) {
    case 'Attribute':
      expr(c, e.value);
      c.op(e, op.COPY, 1);
      c.opName(attributeLocation(e, e), op.LOAD_ATTR, e.attr, 1);
      break;
    case 'Subscript':
      expr(c, e.value);
      if (isPlainSlice(e.slice)) {
        plainSlice = true;
        sliceParts(c, e.slice);
        for (let i = 0; i < 3; i++) c.op(e, op.COPY, 3);
        c.op(e, op.BINARY_SLICE);
      } else {
        expr(c, e.slice);
        c.op(e, op.COPY, 2);
        c.op(e, op.COPY, 2);
        c.op(e, op.BINARY_OP, op.NB_SUBSCR);
      }
      break;
    case 'Name':
      c.name(e, e.id, 'Load');
      break;
  }
  expr(c, s.value);
  c.op(s, op.BINARY_OP, BINARY[s.op] + op.NB_INPLACE_ADD);
  switch (e.node) {
    case 'Attribute': {
      const loc = attributeLocation(e, e);
      c.op(loc, op.SWAP, 2);
      c.opName(loc, op.STORE_ATTR, e.attr);
      return;
    }
    case 'Subscript':
      if (plainSlice) {
        for (const n of [4, 3, 2]) c.op(e, op.SWAP, n);
        return c.op(e, op.STORE_SLICE);
      }
      c.op(e, op.SWAP, 3);
      c.op(e, op.SWAP, 2);
      return c.op(e, op.STORE_SUBSCR);
    case 'Name':
      c.name(e, e.id, 'Store');
  }
}
