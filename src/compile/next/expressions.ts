// Code for expressions (calls, comprehensions and lambdas apart). Invariant: a Load leaves exactly one value.

import type * as ast from '../../syntax/ast.ts';
import type { Position } from '../../syntax/ast.ts';
import { ConstSlice, type Constant } from '../../syntax/constant.ts';
import * as op from '../opcodes.ts';
import { FREE, GLOBAL_IMPLICIT } from '../symtable.ts';
import { callExpr } from './calls.ts';
import { checkCompare, checkIndex, checkSubscripter } from './checks.ts';
import type { Compiler } from './compiler.ts';
import { STACK_USE_GUIDELINE } from './instruction.ts';
import { comprehension } from './comprehensions.ts';
import { lambda } from './functions.ts';
import { Label, NO_LOCATION } from './instruction.ts';
import { formatOperands, formattedValue, interpolation, joinedStr, templateStr } from './strings.ts';
import * as U from './unit.ts';

export const BINARY: { readonly [K in ast.operator]: number } = {
  Add: op.NB_ADD,
  Sub: op.NB_SUBTRACT,
  Mult: op.NB_MULTIPLY,
  MatMult: op.NB_MATRIX_MULTIPLY,
  Div: op.NB_TRUE_DIVIDE,
  Mod: op.NB_REMAINDER,
  Pow: op.NB_POWER,
  LShift: op.NB_LSHIFT,
  RShift: op.NB_RSHIFT,
  BitOr: op.NB_OR,
  BitXor: op.NB_XOR,
  BitAnd: op.NB_AND,
  FloorDiv: op.NB_FLOOR_DIVIDE,
};

export function exprs(c: Compiler, list: readonly ast.expr[]): void {
  for (let i = 0; i < list.length; i++) expr(c, list[i]);
}

export function expr(c: Compiler, e: ast.expr): void {
  switch (e.node) {
    case 'Name':
      if (e.id === '__debug__' && e.ctx === 'Load') return c.loadConst(e, c.optimize === 0);
      return c.name(e, e.id, e.ctx);
    case 'Constant':
      return c.loadConst(e, e.value);
    case 'Attribute':
      return attribute(c, e);
    case 'Call':
      return callExpr(c, e);
    case 'BinOp':
      return binOp(c, e);
    case 'BoolOp': {
      const end = new Label();
      const n = e.values.length - 1;
      const jump = e.op === 'And' ? op.JUMP_IF_FALSE : op.JUMP_IF_TRUE;
      for (let i = 0; i < n; i++) {
        expr(c, e.values[i]);
        c.jump(e, jump, end);
        c.op(e, op.POP_TOP);
      }
      expr(c, e.values[n]);
      return c.use(end);
    }
    case 'UnaryOp':
      expr(c, e.operand);
      if (e.op === 'Not') {
        c.op(e, op.TO_BOOL);
        return c.op(e, op.UNARY_NOT);
      }
      if (e.op === 'UAdd') return c.op(e, op.CALL_INTRINSIC_1, op.INTRINSIC_UNARY_POSITIVE);
      return c.op(e, e.op === 'Invert' ? op.UNARY_INVERT : op.UNARY_NEGATIVE);
    case 'Compare':
      return compare(c, e);
    case 'Subscript':
      return subscript(c, e);
    case 'Tuple':
      if (e.ctx === 'Store') return unpack(c, e, e.elts);
      if (e.ctx === 'Load') return collect(c, e, e.elts, 0, null, op.BUILD_LIST, op.LIST_APPEND, op.LIST_EXTEND, true);
      return exprs(c, e.elts);
    case 'List':
      if (e.ctx === 'Store') return unpack(c, e, e.elts);
      if (e.ctx === 'Load') return collect(c, e, e.elts, 0, null, op.BUILD_LIST, op.LIST_APPEND, op.LIST_EXTEND, false);
      return exprs(c, e.elts);
    case 'Set':
      return collect(c, e, e.elts, 0, null, op.BUILD_SET, op.SET_ADD, op.SET_UPDATE, false);
    case 'Dict':
      return dict(c, e);
    case 'NamedExpr':
      expr(c, e.value);
      c.op(e, op.COPY, 1);
      return expr(c, e.target);
    case 'Lambda':
      return lambda(c, e);
    case 'IfExp': {
      const end = new Label();
      const next = new Label();
      jumpIf(c, e, e.test, next, false);
      expr(c, e.body);
      c.jump(NO_LOCATION, op.JUMP, end);
      c.use(next);
      expr(c, e.orelse);
      return c.use(end);
    }
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return comprehension(c, e);
    case 'Yield':
      if (!c.entry.functionLike) c.error(e, "'yield' outside function");
      if (e.value !== null) expr(c, e.value);
      else c.loadConst(e, null);
      return c.yieldValue(e);
    case 'YieldFrom':
      if (!c.entry.functionLike) c.error(e, "'yield from' outside function");
      if (c.u.kind === U.ASYNC_FUNCTION) c.error(e, "'yield from' inside async function");
      expr(c, e.value);
      c.op(e, op.GET_YIELD_FROM_ITER);
      c.loadConst(e, null);
      c.yieldFrom(e, false);
      return;
    case 'Await':
      expr(c, e.value);
      c.op(e, op.GET_AWAITABLE, 0);
      c.loadConst(e, null);
      c.yieldFrom(e, true);
      return;
    case 'Starred':
      if (e.ctx === 'Store') c.error(e, 'starred assignment target must be in a list or tuple');
      return c.error(e, "can't use starred expression here");
    case 'Slice': {
      const k = constantSlice(e);
      if (k !== null) return c.loadConst(e, k);
      sliceParts(c, e);
      if (e.step !== null) expr(c, e.step);
      return c.op(e, op.BUILD_SLICE, e.step !== null ? 3 : 2);
    }
    case 'JoinedStr':
      return joinedStr(c, e, e.values);
    case 'TemplateStr':
      return templateStr(c, e);
    case 'FormattedValue':
      return formattedValue(c, e);
    case 'Interpolation':
      return interpolation(c, e);
  }
}

function binOp(c: Compiler, e: ast.BinOp): void {
  // A chain a + b + c leans left and can be thousands long.
  let at: ast.expr = e;
  const chain: ast.BinOp[] = [];
  while (at.node === 'BinOp') {
    if (at.op === 'Mod') {
      const parts = formatOperands(at);
      if (parts !== null) {
        joinedStr(c, at, parts);
        break;
      }
    }
    chain.push(at);
    at = at.left;
  }
  if (at.node !== 'BinOp') expr(c, at);
  for (let i = chain.length - 1; i >= 0; i--) {
    expr(c, chain[i].right);
    c.op(chain[i], op.BINARY_OP, BINARY[chain[i].op]);
  }
}

const COMPARE: { readonly [o: string]: number } = { Lt: 0, LtE: 1, Eq: 2, NotEq: 3, Gt: 4, GtE: 5 };

export function compareOp(c: Compiler, loc: Position, o: ast.cmpop): void {
  switch (o) {
    case 'Is':
      return c.op(loc, op.IS_OP, 0);
    case 'IsNot':
      return c.op(loc, op.IS_OP, 1);
    case 'In':
      return c.op(loc, op.CONTAINS_OP, 0);
    case 'NotIn':
      return c.op(loc, op.CONTAINS_OP, 1);
  }
  const k = COMPARE[o];
  c.op(loc, op.COMPARE_OP, (k << 5) | op.compareMasks[k]);
}

function compare(c: Compiler, e: ast.Compare): void {
  checkCompare(c, e);
  expr(c, e.left);
  const n = e.ops.length - 1;
  if (n === 0) {
    expr(c, e.comparators[0]);
    return compareOp(c, e, e.ops[0]);
  }
  const cleanup = new Label();
  for (let i = 0; i < n; i++) {
    expr(c, e.comparators[i]);
    c.op(e, op.SWAP, 2);
    c.op(e, op.COPY, 2);
    compareOp(c, e, e.ops[i]);
    c.op(e, op.COPY, 1);
    c.op(e, op.TO_BOOL);
    c.jump(e, op.POP_JUMP_IF_FALSE, cleanup);
    c.op(e, op.POP_TOP);
  }
  expr(c, e.comparators[n]);
  compareOp(c, e, e.ops[n]);
  const end = new Label();
  c.jump(NO_LOCATION, op.JUMP, end);
  c.use(cleanup);
  c.op(e, op.SWAP, 2);
  c.op(e, op.POP_TOP);
  c.use(end);
}

/** Jumps to `next` when the truth of `e` is `cond`. */
export function jumpIf(c: Compiler, loc: Position, e: ast.expr, next: Label, cond: boolean): void {
  switch (e.node) {
    case 'UnaryOp':
      if (e.op === 'Not') return jumpIf(c, loc, e.operand, next, !cond);
      break;
    case 'BoolOp': {
      const n = e.values.length - 1;
      const cond2 = e.op === 'Or';
      const next2 = cond2 === cond ? next : new Label();
      for (let i = 0; i < n; i++) jumpIf(c, loc, e.values[i], next2, cond2);
      jumpIf(c, loc, e.values[n], next, cond);
      if (next2 !== next) c.use(next2);
      return;
    }
    case 'IfExp': {
      const end = new Label();
      const next2 = new Label();
      jumpIf(c, loc, e.test, next2, false);
      jumpIf(c, loc, e.body, next, cond);
      c.jump(NO_LOCATION, op.JUMP, end);
      c.use(next2);
      jumpIf(c, loc, e.orelse, next, cond);
      return c.use(end);
    }
    case 'Compare': {
      const n = e.ops.length - 1;
      if (n === 0) break;
      checkCompare(c, e);
      const cleanup = new Label();
      expr(c, e.left);
      for (let i = 0; i < n; i++) {
        expr(c, e.comparators[i]);
        c.op(e, op.SWAP, 2);
        c.op(e, op.COPY, 2);
        compareOp(c, e, e.ops[i]);
        c.op(e, op.TO_BOOL);
        c.jump(e, op.POP_JUMP_IF_FALSE, cleanup);
      }
      expr(c, e.comparators[n]);
      compareOp(c, e, e.ops[n]);
      c.op(e, op.TO_BOOL);
      c.jump(e, cond ? op.POP_JUMP_IF_TRUE : op.POP_JUMP_IF_FALSE, next);
      const end = new Label();
      c.jump(NO_LOCATION, op.JUMP, end);
      c.use(cleanup);
      c.op(e, op.POP_TOP);
      if (!cond) c.jump(NO_LOCATION, op.JUMP, next);
      return c.use(end);
    }
  }
  expr(c, e);
  c.op(e, op.TO_BOOL);
  c.jump(e, cond ? op.POP_JUMP_IF_TRUE : op.POP_JUMP_IF_FALSE, next);
}

// ---- attributes and super()

/** The position of the attribute's name alone, when it does not end on the line where `loc` starts. */
export function attributeLocation(loc: Position, a: ast.Attribute): Position {
  if (loc.lineno === a.end_lineno) return loc;
  const len = Array.from(a.attr).length;
  if (len > a.end_col_offset)
    return {
      lineno: a.end_lineno,
      end_lineno: Math.max(a.end_lineno, loc.end_lineno),
      col_offset: -1,
      end_col_offset: -1,
    };
  return {
    lineno: a.end_lineno,
    end_lineno: Math.max(a.end_lineno, loc.end_lineno),
    col_offset: a.end_col_offset - len,
    end_col_offset: loc.end_col_offset,
  };
}

/** `super().name` and `super(a, b).name` that mean the built-in. */
export function optimisableSuper(c: Compiler, a: ast.Attribute): ast.Call | null {
  const call = a.value;
  if (call.node !== 'Call' || call.func.node !== 'Name' || call.func.id !== 'super' || call.keywords.length > 0)
    return null;
  if (c.entry.scope('super') !== GLOBAL_IMPLICIT || c.table.top.scope('super') !== 0) return null;
  if (call.args.some((x) => x.node === 'Starred')) return null;
  if (call.args.length === 2) return call;
  if (call.args.length !== 0) return null;
  if (c.u.argcount + c.u.posonlyargcount === 0) return null;
  return c.entry.scope('__class__') === FREE ? call : null;
}

export function loadSuperArguments(c: Compiler, call: ast.Call): void {
  c.name(call.func, 'super', 'Load');
  if (call.args.length === 2) return exprs(c, call.args);
  c.op(call, op.LOAD_DEREF, c.cellIndex('__class__'));
  const self = c.u.varnames.keys().next().value;
  if (self !== undefined) c.name(call, self, 'Load');
}

function attribute(c: Compiler, e: ast.Attribute): void {
  if (e.ctx === 'Store' && e.value.node === 'Name' && e.value.id === 'self') {
    for (let u = c.u.parent; u !== null; u = u.parent) {
      if (u.kind === U.CLASS) {
        u.staticAttributes.add(e.attr);
        break;
      }
    }
  }
  if (e.ctx === 'Load') {
    const call = optimisableSuper(c, e);
    if (call !== null) {
      loadSuperArguments(c, call);
      c.opName(e, op.LOAD_SUPER_ATTR, e.attr, 2, call.args.length > 0 ? 2 : 0);
      return c.op(attributeLocation(e, e), op.NOP);
    }
  }
  expr(c, e.value);
  const loc = attributeLocation(e, e);
  if (e.ctx === 'Load') c.opName(loc, op.LOAD_ATTR, e.attr, 1);
  else c.opName(loc, e.ctx === 'Store' ? op.STORE_ATTR : op.DELETE_ATTR, e.attr);
}

// ---- subscripts

/** The constant slice an expression is, or null. */
export function constantSlice(e: ast.expr): ConstSlice | null {
  if (e.node !== 'Slice') return null;
  const part = (x: ast.expr | null): Constant | undefined =>
    x === null ? null : x.node === 'Constant' ? x.value : undefined;
  const start = part(e.lower);
  const stop = part(e.upper);
  const step = part(e.step);
  if (start === undefined || stop === undefined || step === undefined) return null;
  return new ConstSlice(start, stop, step);
}

/** Slices of two parts have instructions of their own. */
export function isPlainSlice(e: ast.expr): e is ast.Slice {
  return e.node === 'Slice' && e.step === null && constantSlice(e) === null;
}

export function sliceParts(c: Compiler, e: ast.Slice): void {
  if (e.lower !== null) expr(c, e.lower);
  else c.loadConst(e, null);
  if (e.upper !== null) expr(c, e.upper);
  else c.loadConst(e, null);
}

function subscript(c: Compiler, e: ast.Subscript): void {
  if (e.ctx === 'Load') {
    checkSubscripter(c, e.value);
    checkIndex(c, e.value, e.slice);
  }
  expr(c, e.value);
  if (e.ctx !== 'Del' && isPlainSlice(e.slice)) {
    sliceParts(c, e.slice);
    return c.op(e, e.ctx === 'Load' ? op.BINARY_SLICE : op.STORE_SLICE);
  }
  expr(c, e.slice);
  if (e.ctx === 'Load') c.op(e, op.BINARY_OP, op.NB_SUBSCR);
  else c.op(e, e.ctx === 'Store' ? op.STORE_SUBSCR : op.DELETE_SUBSCR);
}

// ---- displays

/** Builds a collection of the elements above `pushed` values on the stack; `extra` is a name loaded last. */
export function collect(
  c: Compiler,
  loc: Position,
  elts: readonly ast.expr[],
  pushed: number,
  extra: string | null,
  build: number,
  add: number,
  extend: number,
  tuple: boolean,
): void {
  const n = elts.length;
  const big = n + pushed + (extra !== null ? 1 : 0) > STACK_USE_GUIDELINE;
  const starred = elts.some((x) => x.node === 'Starred');
  if (!starred && !big) {
    exprs(c, elts);
    if (extra !== null) c.name(loc, extra, 'Load');
    return c.op(loc, tuple ? op.BUILD_TUPLE : build, n + pushed + (extra !== null ? 1 : 0));
  }
  let built = false;
  if (big) {
    c.op(loc, build, pushed);
    built = true;
  }
  elts.forEach((x, i) => {
    if (x.node === 'Starred') {
      if (!built) {
        c.op(loc, build, i + pushed);
        built = true;
      }
      expr(c, x.value);
      c.op(loc, extend, 1);
    } else {
      expr(c, x);
      if (built) c.op(loc, add, 1);
    }
  });
  if (extra !== null) {
    c.name(loc, extra, 'Load');
    c.op(loc, add, 1);
  }
  if (tuple) c.op(loc, op.CALL_INTRINSIC_1, op.INTRINSIC_LIST_TO_TUPLE);
}

function unpack(c: Compiler, loc: Position, elts: readonly ast.expr[]): void {
  const n = elts.length;
  let star = false;
  elts.forEach((x, i) => {
    if (x.node !== 'Starred') return;
    if (star) c.error(loc, 'multiple starred expressions in assignment');
    if (i >= 256 || n - i - 1 >= 0x7fffff) c.error(loc, 'too many expressions in star-unpacking assignment');
    c.op(loc, op.UNPACK_EX, i | ((n - i - 1) << 8));
    star = true;
  });
  if (!star) c.op(loc, op.UNPACK_SEQUENCE, n);
  for (const x of elts) expr(c, x.node === 'Starred' ? x.value : x);
}

function dict(c: Compiler, e: ast.Dict): void {
  const n = e.values.length;
  let have = false;
  let elements = 0;
  const flush = (begin: number, end: number): void => {
    const big = (end - begin) * 2 > STACK_USE_GUIDELINE;
    if (big) c.op(NO_LOCATION, op.BUILD_MAP, 0);
    for (let i = begin; i < end; i++) {
      const k = e.keys[i];
      if (k !== null) expr(c, k);
      expr(c, e.values[i]);
      if (big) c.op(NO_LOCATION, op.MAP_ADD, 1);
    }
    if (!big) c.op(e, op.BUILD_MAP, end - begin);
    if (have) c.op(e, op.DICT_UPDATE, 1);
    have = true;
    elements = 0;
  };
  for (let i = 0; i < n; i++) {
    if (e.keys[i] === null) {
      if (elements > 0) flush(i - elements, i);
      if (!have) {
        c.op(e, op.BUILD_MAP, 0);
        have = true;
      }
      expr(c, e.values[i]);
      c.op(e, op.DICT_UPDATE, 1);
    } else if (elements * 2 > STACK_USE_GUIDELINE) flush(i - elements, i + 1);
    else elements++;
  }
  if (elements > 0) flush(n - elements, n);
  if (!have) c.op(e, op.BUILD_MAP, 0);
}
