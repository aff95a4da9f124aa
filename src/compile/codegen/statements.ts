// Statements to bytecode. Invariant: a statement leaves the value stack as it found it; `break`, `continue` and
// `return` unwind the frame blocks between them and their target (try, with, loops).

import type * as ast from '../../syntax/ast.ts';
import { Label, type FrameBlock } from '../unit.ts';
import * as op from '../opcodes.ts';
import { ConstTuple } from '../../syntax/constant.ts';
import { CO_COROUTINE, CO_GENERATOR } from '../code.ts';
import type { Context } from './context.ts';
import { BINARY, expr, isPlainSlice, jumpIf, NB_SUBSCR, sliceBounds, topLevelAwait } from './expressions.ts';
import { fold } from './fold.ts';

const MAX_BLOCKS = 20;

export function stmts(c: Context, body: readonly ast.stmt[]): void {
  for (const s of body) stmt(c, s);
}

function pushBlock(c: Context, b: FrameBlock, pos: ast.Position): void {
  if (c.unit.blocks.length >= MAX_BLOCKS) c.error('too many statically nested blocks', pos);
  c.unit.blocks.push(b);
}

function stmt(c: Context, s: ast.stmt): void {
  const u = c.unit;
  u.pos = s;
  switch (s.node) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      c.emit.functionDef(c, s);
      break;
    case 'ClassDef':
      c.emit.classDef(c, s);
      break;
    case 'TypeAlias':
      c.emit.typeAlias(c, s);
      break;
    case 'Return':
      returnStmt(c, s);
      break;
    case 'Delete':
      for (const t of s.targets) del(c, t);
      break;
    case 'Assign': {
      expr(c, s.value);
      s.targets.forEach((t, i) => {
        if (i < s.targets.length - 1) u.emit(op.COPY, 1, s);
        assign(c, t);
      });
      break;
    }
    case 'AugAssign':
      augAssign(c, s);
      break;
    case 'AnnAssign':
      c.emit.annAssign(c, s);
      break;
    case 'For':
      forStmt(c, s);
      break;
    case 'AsyncFor':
      asyncFor(c, s);
      break;
    case 'While':
      whileStmt(c, s);
      break;
    case 'If':
      ifStmt(c, s);
      break;
    case 'With':
      withStmt(c, s, 0);
      break;
    case 'AsyncWith':
      if (!insideAsync(c)) c.error("'async with' outside async function", s);
      asyncWith(c, s, 0);
      break;
    case 'Match':
      c.emit.pattern(c, s);
      break;
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
      u.emit(op.RAISE_VARARGS, n, s);
      break;
    }
    case 'Try':
      if (s.finalbody.length > 0) tryFinally(c, s, () => (s.handlers.length > 0 ? tryExcept(c, s) : stmts(c, s.body)));
      else tryExcept(c, s);
      break;
    case 'TryStar':
      if (s.finalbody.length > 0) tryFinally(c, s, () => tryStar(c, s));
      else tryStar(c, s);
      break;
    case 'Assert':
      assertStmt(c, s);
      break;
    case 'Import':
      importStmt(c, s);
      break;
    case 'ImportFrom':
      importFrom(c, s);
      break;
    case 'Global':
    case 'Nonlocal':
      break;
    case 'Pass':
      u.emit(op.NOP, 0, s);
      break;
    case 'Break':
      breakStmt(c, s);
      break;
    case 'Continue':
      continueStmt(c, s);
      break;
    case 'Expr':
      if (c.interactive && u.parent === null && u.interactiveDepth <= 1) {
        expr(c, s.value);
        u.emit(op.CALL_INTRINSIC_1, 1, s);
        u.emit(op.POP_TOP, 0, s);
      } else if (s.value.node === 'Constant') u.emit(op.NOP, 0, s);
      else {
        expr(c, s.value);
        u.emit(op.POP_TOP, 0, s);
      }
      break;
    default: {
      const never: never = s;
      throw new TypeError(`unknown statement ${String((never as ast.stmt).node)}`);
    }
  }
}

function insideAsync(c: Context): boolean {
  return (c.unit.flags & (CO_COROUTINE | 0x200)) !== 0 || topLevelAwait(c);
}

// -------------------------------------------------------------------------------------------------------- assignment

export function assign(c: Context, t: ast.expr): void {
  const u = c.unit;
  switch (t.node) {
    case 'Name':
      c.name(t.id, 'Store', t);
      return;
    case 'Attribute':
      if (t.attr === '__debug__') c.error('cannot assign to __debug__', t);
      if (t.value.node === 'Name' && t.value.id === 'self' && u.scope.type === 'function')
        noteStaticAttribute(c, t.attr);
      expr(c, t.value);
      u.emit(op.STORE_ATTR, u.nameOf(c.mangled(t.attr)), t);
      return;
    case 'Subscript':
      expr(c, t.value);
      if (isPlainSlice(t.slice)) {
        sliceBounds(c, t.slice);
        u.emit(op.STORE_SLICE, 0, t);
      } else {
        expr(c, t.slice);
        u.emit(op.STORE_SUBSCR, 0, t);
      }
      return;
    case 'Starred':
      c.error('starred assignment target must be in a list or tuple', t);
      return;
    case 'List':
    case 'Tuple': {
      const star = t.elts.findIndex((e) => e.node === 'Starred');
      if (star >= 0) {
        if (t.elts.findIndex((e, i) => i > star && e.node === 'Starred') >= 0)
          c.error('multiple starred expressions in assignment', t);
        const after = t.elts.length - star - 1;
        if (star >= 256 || after >= 65536) c.error('too many expressions in star-unpacking assignment', t);
        u.emit(op.UNPACK_EX, star | (after << 8), t);
      } else u.emit(op.UNPACK_SEQUENCE, t.elts.length, t);
      for (const e of t.elts) assign(c, e.node === 'Starred' ? e.value : e);
      return;
    }
    default:
      c.error(`cannot assign to ${t.node}`, t);
  }
}

/** `self.x = …` in a method: the class records x in `__static_attributes__`. */
function noteStaticAttribute(c: Context, name: string): void {
  for (let p = c.unit.parent; p !== null; p = p.parent) {
    if (p.scope.type === 'class') {
      p.staticAttributes.add(name);
      return;
    }
    if (p.scope.type === 'module') return;
  }
}

function del(c: Context, t: ast.expr): void {
  const u = c.unit;
  switch (t.node) {
    case 'Name':
      c.name(t.id, 'Del', t);
      return;
    case 'Attribute':
      if (t.attr === '__debug__') c.error('cannot delete __debug__', t);
      expr(c, t.value);
      u.emit(op.DELETE_ATTR, u.nameOf(c.mangled(t.attr)), t);
      return;
    case 'Subscript':
      expr(c, t.value);
      if (isPlainSlice(t.slice)) {
        sliceBounds(c, t.slice);
        u.emit(op.BUILD_SLICE, 2, t);
      } else expr(c, t.slice);
      u.emit(op.DELETE_SUBSCR, 0, t);
      return;
    case 'List':
    case 'Tuple':
      for (const e of t.elts) del(c, e);
      return;
    default:
      c.error(`cannot delete ${t.node}`, t);
  }
}

function augAssign(c: Context, s: ast.AugAssign): void {
  const u = c.unit;
  const t = s.target;
  const operator = BINARY[s.op] + 13;
  switch (t.node) {
    case 'Name':
      c.name(t.id, 'Load', t);
      expr(c, s.value);
      u.emit(op.BINARY_OP, operator, s);
      c.name(t.id, 'Store', t);
      return;
    case 'Attribute':
      if (t.attr === '__debug__') c.error('cannot assign to __debug__', t);
      expr(c, t.value);
      u.emit(op.COPY, 1, t);
      u.emit(op.LOAD_ATTR, u.nameOf(c.mangled(t.attr)) << 1, t);
      expr(c, s.value);
      u.emit(op.BINARY_OP, operator, s);
      u.emit(op.SWAP, 2, t);
      u.emit(op.STORE_ATTR, u.nameOf(c.mangled(t.attr)), t);
      return;
    case 'Subscript':
      expr(c, t.value);
      if (isPlainSlice(t.slice)) {
        sliceBounds(c, t.slice);
        u.emit(op.COPY, 3, t);
        u.emit(op.COPY, 3, t);
        u.emit(op.COPY, 3, t);
        u.emit(op.BINARY_SLICE, 0, t);
        expr(c, s.value);
        u.emit(op.BINARY_OP, operator, s);
        u.emit(op.SWAP, 4, t);
        u.emit(op.SWAP, 3, t);
        u.emit(op.SWAP, 2, t);
        u.emit(op.STORE_SLICE, 0, t);
      } else {
        expr(c, t.slice);
        u.emit(op.COPY, 2, t);
        u.emit(op.COPY, 2, t);
        u.emit(op.BINARY_OP, NB_SUBSCR, t);
        expr(c, s.value);
        u.emit(op.BINARY_OP, operator, s);
        u.emit(op.SWAP, 3, t);
        u.emit(op.SWAP, 2, t);
        u.emit(op.STORE_SUBSCR, 0, t);
      }
      return;
    default:
      c.error('illegal expression for augmented assignment', t);
  }
}

// ------------------------------------------------------------------------------------------------------------- loops

function ifStmt(c: Context, s: ast.If): void {
  const end = new Label();
  // elif chains without recursion.
  for (let node = s; ; ) {
    const next = node.orelse.length > 0 ? new Label() : end;
    jumpIf(c, node.test, next, false);
    stmts(c, node.body);
    if (node.orelse.length === 0) break;
    c.unit.jump(op.JUMP_FORWARD, end, node);
    c.unit.mark(next);
    if (node.orelse.length === 1 && node.orelse[0].node === 'If') {
      node = node.orelse[0];
      c.unit.pos = node;
    } else {
      stmts(c, node.orelse);
      break;
    }
  }
  c.unit.mark(end);
}

function whileStmt(c: Context, s: ast.While): void {
  const u = c.unit;
  const loop = new Label();
  const exit = new Label();
  const orelse = new Label();
  u.mark(loop);
  pushBlock(c, { kind: 'while', block: loop, exit, handlers: u.handlers.length }, s);
  const always = s.test.node === 'Constant' && fold(s.test) === true;
  if (!always) jumpIf(c, s.test, orelse, false);
  else u.emit(op.NOP, 0, s.test);
  stmts(c, s.body);
  u.pos = s;
  u.jump(op.JUMP_BACKWARD, loop, s);
  u.blocks.pop();
  u.mark(orelse);
  stmts(c, s.orelse);
  u.mark(exit);
}

function forStmt(c: Context, s: ast.For): void {
  const u = c.unit;
  const loop = new Label();
  const cleanup = new Label();
  const exit = new Label();
  expr(c, s.iter);
  u.emit(op.GET_ITER, 0, s.iter);
  u.mark(loop);
  pushBlock(c, { kind: 'for', block: loop, exit, handlers: u.handlers.length }, s);
  u.jump(op.FOR_ITER, cleanup, s.iter);
  assign(c, s.target);
  stmts(c, s.body);
  u.jump(op.JUMP_BACKWARD, loop, s);
  u.mark(cleanup);
  u.emit(op.END_FOR, 0, s.iter);
  u.emit(op.POP_ITER, 0, s.iter);
  u.blocks.pop();
  stmts(c, s.orelse);
  u.mark(exit);
}

function asyncFor(c: Context, s: ast.AsyncFor): void {
  if (!insideAsync(c)) c.error("'async for' outside async function", s);
  const u = c.unit;
  const start = new Label();
  const except = new Label();
  const exit = new Label();
  expr(c, s.iter);
  u.emit(op.GET_AITER, 0, s.iter);
  u.mark(start);
  pushBlock(c, { kind: 'async for', block: start, exit, handlers: u.handlers.length }, s);
  u.pushHandler(except, false);
  u.emit(op.GET_ANEXT, 0, s.iter);
  u.loadConst(null, s.iter);
  c.addYieldFrom(true, s.iter, { send: new Label(), fail: new Label(), exit: new Label() });
  u.popHandler();
  assign(c, s.target);
  stmts(c, s.body);
  u.jump(op.JUMP_BACKWARD, start, s);
  u.blocks.pop();
  u.mark(except);
  u.emit(op.END_ASYNC_FOR, 0, s.iter);
  stmts(c, s.orelse);
  u.mark(exit);
}

/** Leaves one frame block on the way out; `keep`: a value on top of the stack must survive. */
function unwindOne(c: Context, b: FrameBlock, keep: boolean, pos: ast.Position): void {
  const u = c.unit;
  switch (b.kind) {
    case 'while':
    case 'handler':
    case 'async comprehension':
      return;
    case 'for':
      if (keep) u.emit(op.SWAP, 2, pos);
      u.emit(op.POP_TOP, 0, pos);
      return;
    case 'async for':
      if (keep) u.emit(op.SWAP, 2, pos);
      u.emit(op.POP_TOP, 0, pos);
      return;
    case 'try':
      return;
    case 'finally':
      if (keep) pushBlock(c, { kind: 'pop value', block: new Label(), exit: null, handlers: u.handlers.length }, pos);
      b.unwindBody!();
      if (keep) u.blocks.pop();
      return;
    case 'finally end':
      // In a handler: previous exception below the current one.
      if (keep) u.emit(op.SWAP, 2, pos);
      u.emit(op.POP_TOP, 0, pos);
      if (keep) u.emit(op.SWAP, 2, pos);
      u.emit(op.POP_EXCEPT, 0, pos);
      return;
    case 'with':
    case 'async with':
      // exit, self [, value]
      if (keep) {
        u.emit(op.SWAP, 3, b.pos);
        u.emit(op.SWAP, 2, b.pos);
      }
      for (let i = 0; i < 3; i++) u.loadConst(null, b.pos);
      u.emit(op.CALL, 3, b.pos);
      if (b.kind === 'async with') {
        u.emit(op.GET_AWAITABLE, 2, b.pos);
        u.loadConst(null, b.pos);
        c.addYieldFrom(true, b.pos!, { send: new Label(), fail: new Label(), exit: new Label() });
      }
      u.emit(op.POP_TOP, 0, b.pos);
      return;
    case 'pop value':
      if (keep) u.emit(op.SWAP, 2, pos);
      u.emit(op.POP_TOP, 0, pos);
      return;
  }
}

/** Unwinds blocks from the innermost until `stop` says so; returns the block it stopped at. */
function unwind(c: Context, keep: boolean, pos: ast.Position, stop: (b: FrameBlock) => boolean): FrameBlock | null {
  const u = c.unit;
  const blocks = u.blocks.slice();
  const handlers = u.handlers.slice();
  let found: FrameBlock | null = null;
  for (;;) {
    const b = u.blocks[u.blocks.length - 1];
    if (b === undefined) break;
    if (stop(b)) {
      found = b;
      break;
    }
    u.blocks.pop();
    u.handlers.length = b.handlers;
    unwindOne(c, b, keep, pos);
    if (b.kind === 'handler' && b.unwindBody !== undefined) {
      // Leaving `except E as name`: drop the exception and the name.
      if (keep) u.emit(op.SWAP, 2, pos);
      u.emit(op.POP_EXCEPT, 0, pos);
      b.unwindBody();
    }
  }
  const restore = (): void => {
    u.blocks.splice(0, u.blocks.length, ...blocks);
    u.handlers.splice(0, u.handlers.length, ...handlers);
  };
  pendingRestore.push(restore);
  return found;
}
const pendingRestore: (() => void)[] = [];
function restoreBlocks(): void {
  pendingRestore.pop()!();
}

function isLoop(b: FrameBlock): boolean {
  return b.kind === 'while' || b.kind === 'for' || b.kind === 'async for';
}

function exceptStarBlock(c: Context): boolean {
  for (let i = c.unit.blocks.length - 1; i >= 0; i--) {
    const b = c.unit.blocks[i];
    if (isLoop(b)) return false;
    if (b.name === 'except*') return true;
  }
  return false;
}

function breakStmt(c: Context, s: ast.Break): void {
  const u = c.unit;
  finallyWarning(c, 'break', s);
  if (exceptStarBlock(c)) c.error("'break', 'continue' and 'return' cannot appear in an except* block", s);
  u.emit(op.NOP, 0, s);
  const loop = unwind(c, false, s, isLoop);
  if (loop === null) {
    restoreBlocks();
    c.error("'break' outside loop", s);
  }
  unwindOne(c, loop, false, s);
  u.jump(op.JUMP_FORWARD, loop.exit!, s);
  restoreBlocks();
}

function continueStmt(c: Context, s: ast.Continue): void {
  const u = c.unit;
  finallyWarning(c, 'continue', s);
  if (exceptStarBlock(c)) c.error("'break', 'continue' and 'return' cannot appear in an except* block", s);
  u.emit(op.NOP, 0, s);
  const loop = unwind(c, false, s, isLoop);
  if (loop === null) {
    restoreBlocks();
    c.error("'continue' not properly in loop", s);
  }
  u.jump(op.JUMP_BACKWARD, loop.block, s);
  restoreBlocks();
}

function returnStmt(c: Context, s: ast.Return): void {
  const u = c.unit;
  if (u.scope.type !== 'function') c.error("'return' outside function", s);
  finallyWarning(c, 'return', s);
  for (const b of u.blocks)
    if (b.name === 'except*') c.error("'break', 'continue' and 'return' cannot appear in an except* block", s);
  if (s.value !== null && (u.flags & 0x200) !== 0) c.error("'return' with value in async generator", s);
  const constant = s.value === null ? null : fold(s.value);
  const keep = s.value !== null && constant === undefined;
  if (keep) expr(c, s.value!);
  else u.emit(op.NOP, 0, s);
  unwind(c, keep, s, () => false);
  if (!keep) u.loadConst(constant ?? null, s);
  u.emit(op.RETURN_VALUE, 0, s);
  restoreBlocks();
}

/** PEP 765: leaving a finally block by return, break or continue deserves a warning. */
function finallyWarning(c: Context, what: 'return' | 'break' | 'continue', s: ast.Position): void {
  const blocks = c.unit.blocks;
  for (let i = blocks.length - 1; i >= 0; i--) {
    const b = blocks[i];
    if (what !== 'return' && isLoop(b)) return;
    if (b.kind === 'finally end' && b.name === 'finally') {
      if (!warnedFinally.has(s)) {
        warnedFinally.add(s);
        c.warn('SyntaxWarning', `'${what}' in a 'finally' block`, s.lineno, s.col_offset);
      }
      return;
    }
  }
}
const warnedFinally = new WeakSet<ast.Position>();

// ---------------------------------------------------------------------------------------------------------------- try

function tryFinally(c: Context, s: ast.Try | ast.TryStar, body: () => void): void {
  const u = c.unit;
  const end = new Label();
  const exit = new Label();
  const handlersOutside = u.handlers.length;
  const runFinal = (): void => stmts(c, s.finalbody);
  pushBlock(c, { kind: 'finally', block: exit, exit: null, handlers: handlersOutside, unwindBody: runFinal }, s);
  u.pushHandler(end, false);
  body();
  u.popHandler();
  u.blocks.pop();
  runFinal();
  u.jump(op.JUMP_FORWARD, exit, s);
  // Reached by an exception.
  u.mark(end);
  const cleanup = new Label();
  u.pushHandler(cleanup, true);
  u.emit(op.PUSH_EXC_INFO, 0, s);
  pushBlock(c, { kind: 'finally end', block: end, exit: null, handlers: handlersOutside, name: 'finally' }, s);
  stmts(c, s.finalbody);
  u.blocks.pop();
  u.emit(op.RERAISE, 0, s);
  u.popHandler();
  u.mark(cleanup);
  u.emit(op.COPY, 3, s);
  u.emit(op.POP_EXCEPT, 0, s);
  u.emit(op.RERAISE, 1, s);
  u.mark(exit);
}

function tryExcept(c: Context, s: ast.Try): void {
  const u = c.unit;
  const except = new Label();
  const cleanup = new Label();
  const end = new Label();
  const outside = u.handlers.length;
  pushBlock(c, { kind: 'try', block: except, exit: null, handlers: outside }, s);
  u.pushHandler(except, false);
  stmts(c, s.body);
  u.popHandler();
  u.blocks.pop();
  if (s.orelse.length > 0) stmts(c, s.orelse);
  u.jump(op.JUMP_FORWARD, end, s);
  u.mark(except);
  u.pushHandler(cleanup, true);
  u.emit(op.PUSH_EXC_INFO, 0, s);
  s.handlers.forEach((h, i) => {
    const next = new Label();
    u.pos = h;
    if (h.type === null && i < s.handlers.length - 1) c.error("default 'except:' must be last", h);
    if (h.type !== null) {
      expr(c, h.type);
      u.emit(op.CHECK_EXC_MATCH, 0, h.type);
      u.jump(op.POP_JUMP_IF_FALSE, next, h.type);
    }
    if (h.name !== null) {
      const name = h.name;
      const inner = new Label();
      c.name(name, 'Store', h);
      const clear = (): void => {
        u.loadConst(null, NOWHERE);
        c.name(name, 'Store', NOWHERE);
        c.name(name, 'Del', NOWHERE);
      };
      pushBlock(c, { kind: 'handler', block: inner, exit: null, handlers: outside, unwindBody: clear }, h);
      u.pushHandler(inner, true);
      stmts(c, h.body);
      u.popHandler();
      u.blocks.pop();
      u.emit(op.POP_EXCEPT, 0, NOWHERE);
      // POP_EXCEPT and what follows belong to the outside again.
      withHandlers(c, outside, () => {
        clear();
        u.jump(op.JUMP_FORWARD, end, NOWHERE);
      });
      u.mark(inner);
      clear();
      u.emit(op.RERAISE, 1, NOWHERE);
    } else {
      u.emit(op.POP_TOP, 0, h);
      pushBlock(c, { kind: 'handler', block: next, exit: null, handlers: outside, unwindBody: () => {} }, h);
      stmts(c, h.body);
      u.blocks.pop();
      u.emit(op.POP_EXCEPT, 0, NOWHERE);
      withHandlers(c, outside, () => u.jump(op.JUMP_FORWARD, end, NOWHERE));
    }
    u.mark(next);
  });
  u.emit(op.RERAISE, 0, NOWHERE);
  u.popHandler();
  u.mark(cleanup);
  u.emit(op.COPY, 3, NOWHERE);
  u.emit(op.POP_EXCEPT, 0, NOWHERE);
  u.emit(op.RERAISE, 1, NOWHERE);
  u.mark(end);
}
const NOWHERE: ast.Position = { lineno: -1, end_lineno: -1, col_offset: -1, end_col_offset: -1 };

function withHandlers(c: Context, n: number, f: () => void): void {
  const u = c.unit;
  const saved = u.handlers.slice();
  u.handlers.length = n;
  f();
  u.handlers.splice(0, u.handlers.length, ...saved);
}

function tryStar(c: Context, s: ast.TryStar): void {
  const u = c.unit;
  const body = new Label();
  const except = new Label();
  const cleanup = new Label();
  const end = new Label();
  const outside = u.handlers.length;
  pushBlock(c, { kind: 'try', block: body, exit: null, handlers: outside }, s);
  u.pushHandler(except, false);
  stmts(c, s.body);
  u.popHandler();
  u.blocks.pop();
  if (s.orelse.length > 0) stmts(c, s.orelse);
  u.jump(op.JUMP_FORWARD, end, s);
  u.mark(except);
  u.pushHandler(cleanup, true);
  u.emit(op.PUSH_EXC_INFO, 0, s);
  // prev, exc → prev, orig, [], rest
  const reraiseStar = new Label();
  s.handlers.forEach((h, i) => {
    u.pos = h;
    const except1 = new Label();
    const noMatch = new Label();
    const next = new Label();
    const error = new Label();
    void except1;
    if (i === 0) {
      u.emit(op.COPY, 1, h);
      u.emit(op.BUILD_LIST, 0, h);
      u.emit(op.SWAP, 2, h);
    }
    if (h.type !== null) {
      expr(c, h.type);
      u.emit(op.CHECK_EG_MATCH, 0, h);
      // prev, orig, list, rest, match
      u.emit(op.COPY, 1, h);
      u.jump(op.POP_JUMP_IF_NONE, noMatch, h);
    }
    const inner = new Label();
    if (h.name !== null) c.name(h.name, 'Store', h);
    else u.emit(op.POP_TOP, 0, h);
    const name = h.name;
    const clear = (): void => {
      if (name === null) return;
      u.loadConst(null, NOWHERE);
      c.name(name, 'Store', NOWHERE);
      c.name(name, 'Del', NOWHERE);
    };
    pushBlock(
      c,
      { kind: 'handler', block: inner, exit: null, handlers: u.handlers.length, name: 'except*', unwindBody: clear },
      h,
    );
    u.pushHandler(inner, true);
    stmts(c, h.body);
    u.popHandler();
    u.blocks.pop();
    clear();
    u.jump(op.JUMP_FORWARD, next, NOWHERE);
    // The handler raised: remember its exception. Stack: prev, orig, list, rest, lasti, exc
    u.mark(inner);
    clear();
    u.emit(op.LIST_APPEND, 3, NOWHERE);
    u.emit(op.POP_TOP, 0, NOWHERE);
    u.jump(op.JUMP_FORWARD, error, NOWHERE);
    u.mark(next);
    u.emit(op.NOP, 0, NOWHERE);
    u.jump(op.JUMP_FORWARD, error, NOWHERE);
    u.mark(noMatch);
    u.emit(op.POP_TOP, 0, h);
    u.mark(error);
    u.emit(op.NOP, 0, NOWHERE);
    if (i === s.handlers.length - 1) {
      u.emit(op.LIST_APPEND, 1, h);
      u.jump(op.JUMP_FORWARD, reraiseStar, h);
    }
  });
  u.mark(reraiseStar);
  // prev, orig, list → prev, exc-or-None
  u.emit(op.CALL_INTRINSIC_2, 1, NOWHERE);
  u.emit(op.COPY, 1, NOWHERE);
  const reraise = new Label();
  u.jump(op.POP_JUMP_IF_NOT_NONE, reraise, NOWHERE);
  u.emit(op.POP_TOP, 0, NOWHERE);
  u.emit(op.POP_EXCEPT, 0, NOWHERE);
  withHandlers(c, outside, () => u.jump(op.JUMP_FORWARD, end, NOWHERE));
  u.mark(reraise);
  u.emit(op.SWAP, 2, NOWHERE);
  u.emit(op.POP_EXCEPT, 0, NOWHERE);
  withHandlers(c, outside, () => u.emit(op.RERAISE, 0, NOWHERE));
  u.popHandler();
  u.mark(cleanup);
  u.emit(op.COPY, 3, NOWHERE);
  u.emit(op.POP_EXCEPT, 0, NOWHERE);
  u.emit(op.RERAISE, 1, NOWHERE);
  u.mark(end);
}

// --------------------------------------------------------------------------------------------------------------- with

function withStmt(c: Context, s: ast.With, i: number): void {
  const u = c.unit;
  const item = s.items[i];
  const pos = item.context_expr;
  const block = new Label();
  const final = new Label();
  const exit = new Label();
  const cleanup = new Label();
  expr(c, item.context_expr);
  u.emit(op.COPY, 1, pos);
  u.emit(op.LOAD_SPECIAL, 1, pos);
  u.emit(op.SWAP, 2, pos);
  u.emit(op.SWAP, 3, pos);
  u.emit(op.LOAD_SPECIAL, 0, pos);
  u.emit(op.CALL, 0, pos);
  const outside = u.handlers.length;
  u.pushHandler(final, true, 1);
  u.mark(block);
  pushBlock(c, { kind: 'with', block, exit: null, handlers: outside, pos }, s);
  if (item.optional_vars !== null) assign(c, item.optional_vars);
  else u.emit(op.POP_TOP, 0, pos);
  if (i + 1 < s.items.length) withStmt(c, s, i + 1);
  else stmts(c, s.body);
  u.popHandler();
  u.blocks.pop();
  for (let k = 0; k < 3; k++) u.loadConst(null, pos);
  u.emit(op.CALL, 3, pos);
  u.emit(op.POP_TOP, 0, pos);
  u.jump(op.JUMP_FORWARD, exit, pos);
  u.mark(final);
  // exit, self, lasti, exc
  u.pushHandler(cleanup, true);
  u.emit(op.PUSH_EXC_INFO, 0, pos);
  u.emit(op.WITH_EXCEPT_START, 0, pos);
  withFinish(c, cleanup, exit, outside, pos);
}
/** Stack: exit, self, lasti, prev, exc, result. */
function withFinish(c: Context, cleanup: Label, exit: Label, outside: number, pos: ast.Position): void {
  const u = c.unit;
  const suppress = new Label();
  u.emit(op.TO_BOOL, 0, pos);
  u.jump(op.POP_JUMP_IF_TRUE, suppress, pos);
  u.emit(op.RERAISE, 2, pos);
  u.mark(suppress);
  u.emit(op.POP_TOP, 0, pos);
  u.popHandler();
  u.emit(op.POP_EXCEPT, 0, pos);
  u.emit(op.POP_TOP, 0, pos);
  u.emit(op.POP_TOP, 0, pos);
  u.emit(op.POP_TOP, 0, pos);
  withHandlers(c, outside, () => u.jump(op.JUMP_FORWARD, exit, pos));
  u.mark(cleanup);
  u.emit(op.COPY, 3, NOWHERE);
  u.emit(op.POP_EXCEPT, 0, NOWHERE);
  u.emit(op.RERAISE, 1, NOWHERE);
  u.mark(exit);
}

function asyncWith(c: Context, s: ast.AsyncWith, i: number): void {
  const u = c.unit;
  const item = s.items[i];
  const pos = item.context_expr;
  const block = new Label();
  const final = new Label();
  const exit = new Label();
  const cleanup = new Label();
  const awaitIt = (where: number): void => {
    u.emit(op.GET_AWAITABLE, where, pos);
    u.loadConst(null, pos);
    c.addYieldFrom(true, pos, { send: new Label(), fail: new Label(), exit: new Label() });
  };
  expr(c, item.context_expr);
  u.emit(op.COPY, 1, pos);
  u.emit(op.LOAD_SPECIAL, 3, pos);
  u.emit(op.SWAP, 2, pos);
  u.emit(op.SWAP, 3, pos);
  u.emit(op.LOAD_SPECIAL, 2, pos);
  u.emit(op.CALL, 0, pos);
  awaitIt(1);
  const outside = u.handlers.length;
  u.pushHandler(final, true, 1);
  u.mark(block);
  pushBlock(c, { kind: 'async with', block, exit: null, handlers: outside, pos }, s);
  if (item.optional_vars !== null) assign(c, item.optional_vars);
  else u.emit(op.POP_TOP, 0, pos);
  if (i + 1 < s.items.length) asyncWith(c, s, i + 1);
  else stmts(c, s.body);
  u.popHandler();
  u.blocks.pop();
  for (let k = 0; k < 3; k++) u.loadConst(null, pos);
  u.emit(op.CALL, 3, pos);
  awaitIt(2);
  u.emit(op.POP_TOP, 0, pos);
  u.jump(op.JUMP_FORWARD, exit, pos);
  u.mark(final);
  u.pushHandler(cleanup, true);
  u.emit(op.PUSH_EXC_INFO, 0, pos);
  u.emit(op.WITH_EXCEPT_START, 0, pos);
  awaitIt(2);
  withFinish(c, cleanup, exit, outside, pos);
}

// -------------------------------------------------------------------------------------------------- assert and import

function assertStmt(c: Context, s: ast.Assert): void {
  const u = c.unit;
  if (s.test.node === 'Tuple' && s.test.elts.length > 0) {
    c.warn('SyntaxWarning', 'assertion is always true, perhaps remove parentheses?', s.lineno, s.col_offset);
  }
  if (c.optimize > 0) {
    u.emit(op.NOP, 0, s);
    return;
  }
  const end = new Label();
  jumpIf(c, s.test, end, true);
  u.emit(op.LOAD_COMMON_CONSTANT, 0, s);
  if (s.msg !== null) {
    u.emit(op.PUSH_NULL, 0, s);
    expr(c, s.msg);
    u.emit(op.CALL, 1, s);
  }
  u.emit(op.RAISE_VARARGS, 1, s);
  u.mark(end);
}

function importStmt(c: Context, s: ast.Import): void {
  const u = c.unit;
  for (const a of s.names) {
    u.loadConst(0, s);
    u.loadConst(null, s);
    u.emit(op.IMPORT_NAME, u.nameOf(a.name), s);
    if (a.asname !== null) {
      const parts = a.name.split('.');
      for (let i = 1; i < parts.length; i++) {
        u.emit(op.IMPORT_FROM, u.nameOf(parts[i]), s);
        u.emit(op.SWAP, 2, s);
        u.emit(op.POP_TOP, 0, s);
      }
      c.name(a.asname, 'Store', a);
    } else c.name(a.name.split('.')[0], 'Store', a);
  }
}

function importFrom(c: Context, s: ast.ImportFrom): void {
  const u = c.unit;
  u.loadConst(s.level ?? 0, s);
  u.emit(op.LOAD_CONST, u.constant(new ConstTuple(s.names.map((a) => a.name))), s);
  u.emit(op.IMPORT_NAME, u.nameOf(s.module ?? ''), s);
  if (s.names.length === 1 && s.names[0].name === '*') {
    u.emit(op.CALL_INTRINSIC_1, 2, s);
    u.emit(op.POP_TOP, 0, s);
    return;
  }
  for (const a of s.names) {
    u.emit(op.IMPORT_FROM, u.nameOf(a.name), a);
    c.name(a.asname ?? a.name, 'Store', a);
  }
  u.emit(op.POP_TOP, 0, s);
}
void CO_GENERATOR;
