// Code for calls: methods, keywords, unpacking, and the shortcut of all(), any() and tuple() of a generator.
// Invariant: a call leaves one value; its arguments are evaluated in source order.

import type * as ast from '../../syntax/ast.ts';
import type { Position } from '../../syntax/ast.ts';
import { ConstTuple } from '../../syntax/constant.ts';
import * as op from '../opcodes.ts';
import { DEF_IMPORT } from '../symtable.ts';
import { checkCaller } from './checks.ts';
import type { Compiler } from './compiler.ts';
import { STACK_USE_GUIDELINE } from './instruction.ts';
import {
  attributeLocation,
  collect,
  compareOp,
  expr,
  exprs,
  loadSuperArguments,
  optimisableSuper,
} from './emitters.ts';
import { Label, NO_LOCATION } from './instruction.ts';

export function callExpr(c: Compiler, e: ast.Call): void {
  checkKeywords(c, e.keywords);
  if (methodCall(c, e)) return;
  checkCaller(c, e.func);
  expr(c, e.func);
  const end = new Label();
  generatorShortcut(c, e, end);
  c.op(e.func, op.PUSH_NULL);
  callArguments(c, e, 0, e.args, e.keywords, null);
  c.use(end);
}

function checkKeywords(c: Compiler, keywords: readonly ast.keyword[]): void {
  if (keywords.length < 2) return;
  const seen = new Set<string>();
  for (const k of keywords) {
    if (k.arg === null) continue;
    if (seen.has(k.arg)) {
      // CPython reports the first later repetition.
      c.error(k, `keyword argument repeated: ${k.arg}`);
    }
    seen.add(k.arg);
  }
}

function methodCall(c: Compiler, e: ast.Call): boolean {
  const m = e.func;
  if (m.node !== 'Attribute' || m.ctx !== 'Load') return false;
  // Attributes of imported modules are functions, not methods.
  if (m.value.node === 'Name' && c.table.top.flags(m.value.id) & DEF_IMPORT) return false;
  const nkw = e.keywords.length;
  if (e.args.length + nkw + (nkw > 0 ? 1 : 0) >= STACK_USE_GUIDELINE) return false;
  if (e.args.some((a) => a.node === 'Starred') || e.keywords.some((k) => k.arg === null)) return false;
  const superCall = optimisableSuper(c, m);
  if (superCall !== null) {
    loadSuperArguments(c, superCall);
    c.opName(m, op.LOAD_SUPER_ATTR, m.attr, 2, superCall.args.length > 0 ? 3 : 1);
    c.op(attributeLocation(m, m), op.NOP);
  } else {
    expr(c, m.value);
    c.loadMethod(attributeLocation(m, m), m.attr);
  }
  exprs(c, e.args);
  if (nkw > 0) {
    keywordValues(c, attributeLocation(m, m), e.keywords);
    c.op(attributeLocation(e, m), op.CALL_KW, e.args.length + nkw);
  } else c.op(attributeLocation(e, m), op.CALL, e.args.length);
  return true;
}

function keywordValues(c: Compiler, loc: Position, keywords: readonly ast.keyword[]): void {
  for (const k of keywords) expr(c, k.value);
  c.loadConst(loc, new ConstTuple(keywords.map((k) => k.arg)));
}

/** all(…), any(…), tuple(…) of a generator expression run the loop here when the name is the built-in. */
function generatorShortcut(c: Compiler, e: ast.Call, end: Label): void {
  const f = e.func;
  if (f.node !== 'Name' || e.args.length !== 1 || e.keywords.length > 0 || e.args[0].node !== 'GeneratorExp') return;
  const k =
    f.id === 'all'
      ? op.CONSTANT_BUILTIN_ALL
      : f.id === 'any'
        ? op.CONSTANT_BUILTIN_ANY
        : f.id === 'tuple'
          ? op.CONSTANT_BUILTIN_TUPLE
          : -1;
  if (k < 0) return;
  const skip = new Label();
  c.op(f, op.COPY, 1);
  c.op(f, op.LOAD_COMMON_CONSTANT, k);
  compareOp(c, f, 'Is');
  c.jump(f, op.POP_JUMP_IF_FALSE, skip);
  c.op(f, op.POP_TOP);
  const tuple = k === op.CONSTANT_BUILTIN_TUPLE;
  if (tuple) c.op(f, op.BUILD_LIST, 0);
  expr(c, e.args[0]);
  const loop = new Label();
  const cleanup = new Label();
  c.use(loop);
  c.jump(f, op.FOR_ITER, cleanup);
  const all = k === op.CONSTANT_BUILTIN_ALL;
  if (tuple) {
    c.op(f, op.LIST_APPEND, 2);
    c.jump(f, op.JUMP, loop);
  } else {
    c.op(f, op.TO_BOOL);
    c.jump(f, all ? op.POP_JUMP_IF_TRUE : op.POP_JUMP_IF_FALSE, loop);
    c.op(NO_LOCATION, op.POP_ITER);
    c.loadConst(f, !all);
    c.jump(f, op.JUMP, end);
  }
  c.use(cleanup);
  c.op(NO_LOCATION, op.END_FOR);
  c.op(NO_LOCATION, op.POP_ITER);
  if (tuple) c.op(f, op.CALL_INTRINSIC_1, op.INTRINSIC_LIST_TO_TUPLE);
  else c.loadConst(f, all);
  c.jump(f, op.JUMP, end);
  c.use(skip);
}

/** Arguments and the call; `pushed` of them are on the stack already, `extra` is a name passed last. */
export function callArguments(
  c: Compiler,
  loc: Position,
  pushed: number,
  args: readonly ast.expr[],
  keywords: readonly ast.keyword[],
  extra: string | null,
): void {
  checkKeywords(c, keywords);
  const n = args.length;
  const nkw = keywords.length;
  const unpacks =
    n + nkw * 2 > STACK_USE_GUIDELINE || args.some((a) => a.node === 'Starred') || keywords.some((k) => k.arg === null);
  if (!unpacks) {
    exprs(c, args);
    const more = extra !== null ? 1 : 0;
    if (extra !== null) c.name(loc, extra, 'Load');
    if (nkw > 0) {
      keywordValues(c, loc, keywords);
      c.op(loc, op.CALL_KW, pushed + n + nkw + more);
    } else c.op(loc, op.CALL, pushed + n + more);
    return;
  }
  if (pushed === 0 && n === 1 && args[0].node === 'Starred') expr(c, args[0].value);
  else collect(c, loc, args, pushed, extra, op.BUILD_LIST, op.LIST_APPEND, op.LIST_EXTEND, true);
  if (nkw === 0) c.op(loc, op.PUSH_NULL);
  else keywordDict(c, loc, keywords);
  c.op(loc, op.CALL_FUNCTION_EX);
}

function keywordDict(c: Compiler, loc: Position, keywords: readonly ast.keyword[]): void {
  let have = false;
  let seen = 0;
  const flush = (begin: number, end: number): void => {
    const big = (end - begin) * 2 > STACK_USE_GUIDELINE;
    if (big) c.op(NO_LOCATION, op.BUILD_MAP, 0);
    for (let i = begin; i < end; i++) {
      const k = keywords[i];
      c.loadConst(loc, k.arg);
      expr(c, k.value);
      if (big) c.op(NO_LOCATION, op.MAP_ADD, 1);
    }
    if (!big) c.op(loc, op.BUILD_MAP, end - begin);
    if (have) c.op(loc, op.DICT_MERGE, 1);
    have = true;
    seen = 0;
  };
  keywords.forEach((k, i) => {
    if (k.arg !== null) {
      seen++;
      return;
    }
    if (seen > 0) flush(i - seen, i);
    if (!have) {
      c.op(loc, op.BUILD_MAP, 0);
      have = true;
    }
    expr(c, k.value);
    c.op(loc, op.DICT_MERGE, 1);
  });
  if (seen > 0) flush(keywords.length - seen, keywords.length);
}
