// Code for try and with. Invariant: a handler starts with what the runtime pushes (lasti when asked for, exception),
// and every way out of it restores the previously handled exception.

import type * as ast from '../../syntax/ast.ts';
import type { Position } from '../../syntax/ast.ts';
import * as op from '../opcodes.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './expressions.ts';
import { Label, NO_LOCATION } from './instruction.ts';
import { checkAsync, stmts } from './emitters.ts';
import * as U from './unit.ts';

export function tryStatement(c: Compiler, s: ast.Try | ast.TryStar): void {
  if (s.finalbody.length > 0) tryFinally(c, s);
  else if (s.node === 'Try') tryExcept(c, s);
  else tryStar(c, s);
}

function popExceptAndReraise(c: Compiler): void {
  c.op(NO_LOCATION, op.COPY, 3);
  c.op(NO_LOCATION, op.POP_EXCEPT);
  c.op(NO_LOCATION, op.RERAISE, 1);
}

function tryFinally(c: Compiler, s: ast.Try | ast.TryStar): void {
  const body = new Label();
  const end = new Label();
  const exit = new Label();
  const cleanup = new Label();
  c.jump(s, op.SETUP_FINALLY, end);
  c.use(body);
  c.pushBlock(s, U.FINALLY_TRY, body, end, { body: () => stmts(c, s.finalbody) });
  if (s.handlers.length === 0) stmts(c, s.body);
  else if (s.node === 'Try') tryExcept(c, s);
  else tryStar(c, s);
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.popBlock();
  stmts(c, s.finalbody);
  c.jump(NO_LOCATION, op.JUMP, exit);

  c.use(end);
  c.pushBlock(s, U.FINALLY_END, end, null);
  c.jump(NO_LOCATION, op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, op.PUSH_EXC_INFO);
  stmts(c, s.finalbody);
  c.op(NO_LOCATION, op.RERAISE, 0);
  c.popBlock();
  c.use(cleanup);
  popExceptAndReraise(c);
  c.use(exit);
}

/** `name = None; del name`, without a line. */
function clearName(c: Compiler, name: string): void {
  c.loadConst(NO_LOCATION, null);
  c.name(NO_LOCATION, name, 'Store');
  c.name(NO_LOCATION, name, 'Del');
}

function tryExcept(c: Compiler, s: ast.Try | ast.TryStar): void {
  const body = new Label();
  const except = new Label();
  const end = new Label();
  const cleanup = new Label();
  c.jump(s, op.SETUP_FINALLY, except);
  c.use(body);
  c.pushBlock(s, U.TRY_EXCEPT, body, null);
  stmts(c, s.body);
  c.popBlock();
  c.op(NO_LOCATION, op.POP_BLOCK);
  stmts(c, s.orelse);
  c.jump(NO_LOCATION, op.JUMP, end);

  c.use(except);
  c.jump(NO_LOCATION, op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, op.PUSH_EXC_INFO);
  c.pushBlock(s, U.EXCEPTION_HANDLER, null, null);
  s.handlers.forEach((h, i) => {
    if (h.type === null && i < s.handlers.length - 1) c.error(h, "default 'except:' must be last");
    const next = new Label();
    if (h.type !== null) {
      expr(c, h.type);
      c.op(h, op.CHECK_EXC_MATCH);
      c.jump(h, op.POP_JUMP_IF_FALSE, next);
    }
    const cleanupBody = new Label();
    if (h.name !== null) {
      const cleanupEnd = new Label();
      c.name(h, h.name, 'Store');
      c.jump(h, op.SETUP_CLEANUP, cleanupEnd);
      c.use(cleanupBody);
      c.pushBlock(h, U.HANDLER_CLEANUP, cleanupBody, null, { name: h.name });
      stmts(c, h.body);
      c.popBlock();
      c.op(NO_LOCATION, op.POP_BLOCK);
      c.op(NO_LOCATION, op.POP_BLOCK);
      c.op(NO_LOCATION, op.POP_EXCEPT);
      clearName(c, h.name);
      c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);
      c.use(cleanupEnd);
      clearName(c, h.name);
      c.op(NO_LOCATION, op.RERAISE, 1);
    } else {
      c.op(h, op.POP_TOP);
      c.use(cleanupBody);
      c.pushBlock(h, U.HANDLER_CLEANUP, cleanupBody, null);
      stmts(c, h.body);
      c.popBlock();
      c.op(NO_LOCATION, op.POP_BLOCK);
      c.op(NO_LOCATION, op.POP_EXCEPT);
      c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, end);
    }
    c.use(next);
  });
  c.op(NO_LOCATION, op.RERAISE, 0);
  c.popBlock();
  c.use(cleanup);
  popExceptAndReraise(c);
  c.use(end);
}

function tryStar(c: Compiler, s: ast.Try | ast.TryStar): void {
  const body = new Label();
  const except = new Label();
  const orelse = new Label();
  const end = new Label();
  const cleanup = new Label();
  const reraiseStar = new Label();
  c.jump(s, op.SETUP_FINALLY, except);
  c.use(body);
  c.pushBlock(s, U.TRY_EXCEPT, body, null);
  stmts(c, s.body);
  c.popBlock();
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.jump(NO_LOCATION, op.JUMP, orelse);

  c.use(except);
  c.jump(NO_LOCATION, op.SETUP_CLEANUP, cleanup);
  c.op(NO_LOCATION, op.PUSH_EXC_INFO);
  c.pushBlock(s, U.EXCEPTION_GROUP_HANDLER, null, null);
  const n = s.handlers.length;
  s.handlers.forEach((h, i) => {
    const next = new Label();
    const exceptWithError = new Label();
    const noMatch = new Label();
    if (i === 0) {
      // [original, list of raised, rest of the group]
      c.op(h, op.BUILD_LIST, 0);
      c.op(h, op.COPY, 2);
    }
    if (h.type !== null) {
      expr(c, h.type);
      c.op(h, op.CHECK_EG_MATCH);
      c.op(h, op.COPY, 1);
      c.jump(h, op.POP_JUMP_IF_NONE, noMatch);
    }
    const cleanupEnd = new Label();
    const cleanupBody = new Label();
    if (h.name !== null) c.name(h, h.name, 'Store');
    else c.op(h, op.POP_TOP);
    c.jump(h, op.SETUP_CLEANUP, cleanupEnd);
    c.use(cleanupBody);
    c.pushBlock(h, U.HANDLER_CLEANUP, cleanupBody, null, { name: h.name });
    stmts(c, h.body);
    c.popBlock();
    c.op(NO_LOCATION, op.POP_BLOCK);
    if (h.name !== null) clearName(c, h.name);
    c.jump(NO_LOCATION, op.JUMP, next);
    c.use(cleanupEnd);
    if (h.name !== null) clearName(c, h.name);
    c.op(NO_LOCATION, op.LIST_APPEND, 3);
    c.op(NO_LOCATION, op.POP_TOP);
    c.jump(NO_LOCATION, op.JUMP, exceptWithError);
    c.use(next);
    c.op(NO_LOCATION, op.NOP);
    c.jump(NO_LOCATION, op.JUMP, exceptWithError);
    c.use(noMatch);
    c.op(h, op.POP_TOP);
    c.use(exceptWithError);
    if (i === n - 1) {
      c.op(NO_LOCATION, op.LIST_APPEND, 1);
      c.jump(NO_LOCATION, op.JUMP, reraiseStar);
    }
  });
  c.popBlock();
  const reraise = new Label();
  c.use(reraiseStar);
  c.op(NO_LOCATION, op.CALL_INTRINSIC_2, op.INTRINSIC_PREP_RERAISE_STAR);
  c.op(NO_LOCATION, op.COPY, 1);
  c.jump(NO_LOCATION, op.POP_JUMP_IF_NOT_NONE, reraise);
  c.op(NO_LOCATION, op.POP_TOP);
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.op(NO_LOCATION, op.POP_EXCEPT);
  c.jump(NO_LOCATION, op.JUMP, end);
  c.use(reraise);
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.op(NO_LOCATION, op.SWAP, 2);
  c.op(NO_LOCATION, op.POP_EXCEPT);
  c.op(NO_LOCATION, op.RERAISE, 0);
  c.use(cleanup);
  popExceptAndReraise(c);
  c.use(orelse);
  stmts(c, s.orelse);
  c.use(end);
}

export function withStatement(c: Compiler, s: ast.With | ast.AsyncWith): void {
  if (s.node === 'AsyncWith') checkAsync(c, s, 'async with');
  withItem(c, s, 0);
}

function awaitIt(c: Compiler, loc: Position, kind: number): void {
  c.op(loc, op.GET_AWAITABLE, kind);
  c.loadConst(loc, null);
  c.yieldFrom(loc, true);
}

function withItem(c: Compiler, s: ast.With | ast.AsyncWith, pos: number): void {
  const item = s.items[pos];
  const isAsync = s.node === 'AsyncWith';
  const block = new Label();
  const final = new Label();
  const exit = new Label();
  const cleanup = new Label();
  const loc = item.context_expr;
  expr(c, loc);
  c.op(loc, op.COPY, 1);
  c.op(loc, op.LOAD_SPECIAL, isAsync ? op.SPECIAL___AEXIT__ : op.SPECIAL___EXIT__);
  c.op(loc, op.SWAP, 2);
  c.op(loc, op.SWAP, 3);
  c.op(loc, op.LOAD_SPECIAL, isAsync ? op.SPECIAL___AENTER__ : op.SPECIAL___ENTER__);
  c.op(loc, op.CALL, 0);
  if (isAsync) awaitIt(c, loc, 1);
  c.jump(loc, op.SETUP_WITH, final);
  c.use(block);
  c.pushBlock(loc, isAsync ? U.ASYNC_WITH : U.WITH, block, final);
  if (item.optional_vars !== null) expr(c, item.optional_vars);
  else c.op(loc, op.POP_TOP);
  if (pos + 1 === s.items.length) stmts(c, s.body);
  else withItem(c, s, pos + 1);
  c.popBlock();
  c.op(NO_LOCATION, op.POP_BLOCK);
  for (let i = 0; i < 3; i++) c.loadConst(loc, null);
  c.op(loc, op.CALL, 3);
  if (isAsync) awaitIt(c, loc, 2);
  c.op(loc, op.POP_TOP);
  c.jump(loc, op.JUMP, exit);

  c.use(final);
  c.jump(loc, op.SETUP_CLEANUP, cleanup);
  c.op(loc, op.PUSH_EXC_INFO);
  c.op(loc, op.WITH_EXCEPT_START);
  if (isAsync) awaitIt(c, loc, 2);
  const suppress = new Label();
  c.op(NO_LOCATION, op.TO_BOOL);
  c.jump(NO_LOCATION, op.POP_JUMP_IF_TRUE, suppress);
  c.op(NO_LOCATION, op.RERAISE, 2);
  c.use(suppress);
  c.op(NO_LOCATION, op.POP_TOP);
  c.op(NO_LOCATION, op.POP_BLOCK);
  c.op(NO_LOCATION, op.POP_EXCEPT);
  for (let i = 0; i < 3; i++) c.op(NO_LOCATION, op.POP_TOP);
  const done = new Label();
  c.jump(NO_LOCATION, op.JUMP_NO_INTERRUPT, done);
  c.use(cleanup);
  popExceptAndReraise(c);
  c.use(done);
  c.use(exit);
}
