// Expressions to bytecode. Invariant: every emitter leaves exactly one value on the stack.

import type * as ast from '../../syntax/ast.ts';
import {
  type Constant,
  ConstEllipsis,
  ConstFrozenSet,
  ConstFloat,
  ConstComplex,
  ConstBytes,
  ConstStr,
  ConstTuple,
} from '../../syntax/constant.ts';
import { CO_COROUTINE } from '../code.ts';
import { CELL, FREE, GLOBAL_IMPLICIT } from '../scope-analysis.ts';
import { Label } from '../unit.ts';
import * as op from '../opcodes.ts';
import type { Context } from './context.ts';
import { fold } from './fold.ts';

export const BINARY: { readonly [K in ast.operator]: number } = {
  Add: 0,
  BitAnd: 1,
  FloorDiv: 2,
  LShift: 3,
  MatMult: 4,
  Mult: 5,
  Mod: 6,
  BitOr: 7,
  Pow: 8,
  RShift: 9,
  Sub: 10,
  Div: 11,
  BitXor: 12,
};
export const NB_SUBSCR = 26;
const COMPARE: { readonly [k: string]: number } = { Lt: 0, LtE: 1, Eq: 2, NotEq: 3, Gt: 4, GtE: 5 };
const COMPARE_MASK = [2, 2 | 8, 8, 1 | 2 | 4, 4, 4 | 8];
const MAX_DEPTH = 1200;
const STACK_GUIDELINE = 30;

export function expr(c: Context, e: ast.expr): void {
  if (++c.depth > MAX_DEPTH) c.error('too many nested expressions', e);
  const u = c.unit;
  const folded = e.node === 'BinOp' || e.node === 'UnaryOp' || e.node === 'Tuple' ? fold(e) : undefined;
  if (folded !== undefined) {
    u.loadConst(folded, e);
    c.depth--;
    return;
  }
  switch (e.node) {
    case 'Constant':
      u.loadConst(e.value, e);
      break;
    case 'Name':
      c.name(e.id, 'Load', e);
      break;
    case 'NamedExpr':
      expr(c, e.value);
      u.emit(op.COPY, 1, e);
      c.emit.assign(c, e.target);
      break;
    case 'BoolOp': {
      const end = new Label();
      const last = e.values.length - 1;
      for (let i = 0; i < last; i++) {
        expr(c, e.values[i]);
        u.emit(op.COPY, 1, e);
        u.emit(op.TO_BOOL, 0, e);
        u.jump(e.op === 'And' ? op.POP_JUMP_IF_FALSE : op.POP_JUMP_IF_TRUE, end, e);
        u.emit(op.POP_TOP, 0, e);
      }
      expr(c, e.values[last]);
      u.mark(end);
      break;
    }
    case 'BinOp': {
      // Left-deep chains iteratively: a + b + c + …
      const chain: ast.BinOp[] = [];
      let l: ast.expr = e;
      while (l.node === 'BinOp' && (l === e || fold(l) === undefined)) {
        chain.push(l);
        l = l.left;
      }
      expr(c, l);
      for (let i = chain.length - 1; i >= 0; i--) {
        expr(c, chain[i].right);
        u.emit(op.BINARY_OP, BINARY[chain[i].op], chain[i]);
      }
      break;
    }
    case 'UnaryOp':
      expr(c, e.operand);
      switch (e.op) {
        case 'Invert':
          u.emit(op.UNARY_INVERT, 0, e);
          break;
        case 'Not':
          u.emit(op.TO_BOOL, 0, e);
          u.emit(op.UNARY_NOT, 0, e);
          break;
        case 'UAdd':
          u.emit(op.CALL_INTRINSIC_1, 5, e);
          break;
        case 'USub':
          u.emit(op.UNARY_NEGATIVE, 0, e);
          break;
      }
      break;
    case 'Lambda':
      c.emit.lambda(c, e);
      break;
    case 'IfExp': {
      const other = new Label();
      const end = new Label();
      jumpIf(c, e.test, other, false);
      expr(c, e.body);
      u.jump(op.JUMP_FORWARD, end, e);
      u.mark(other);
      expr(c, e.orelse);
      u.mark(end);
      break;
    }
    case 'Dict':
      dict(c, e);
      break;
    case 'Set':
      if (e.elts.every((x) => fold(x) !== undefined) && e.elts.length >= 3) {
        u.emit(op.BUILD_SET, 0, e);
        u.emit(op.LOAD_CONST, u.constant(new ConstFrozenSet(e.elts.map((x) => fold(x)!))), e);
        u.emit(op.SET_UPDATE, 1, e);
      } else starred(c, e.elts, op.BUILD_SET, op.SET_ADD, op.SET_UPDATE, false, e);
      break;
    case 'List':
      if (e.elts.length >= 3 && e.elts.every((x) => fold(x) !== undefined)) {
        u.emit(op.BUILD_LIST, 0, e);
        u.emit(op.LOAD_CONST, u.constant(new ConstTuple(e.elts.map((x) => fold(x)!))), e);
        u.emit(op.LIST_EXTEND, 1, e);
      } else starred(c, e.elts, op.BUILD_LIST, op.LIST_APPEND, op.LIST_EXTEND, false, e);
      break;
    case 'Tuple':
      starred(c, e.elts, op.BUILD_LIST, op.LIST_APPEND, op.LIST_EXTEND, true, e);
      break;
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      c.emit.comprehension(c, e);
      break;
    case 'Yield':
      if (!u.scope.isFunctionLike()) c.error("'yield' outside function", e);
      if (e.value !== null) expr(c, e.value);
      else u.loadConst(null, e);
      if ((u.flags & 0x200) !== 0) u.emit(op.CALL_INTRINSIC_1, 4, e);
      u.emit(op.YIELD_VALUE, 0, e);
      u.emit(op.RESUME, 1, e);
      break;
    case 'YieldFrom':
      if (!u.scope.isFunctionLike()) c.error("'yield from' outside function", e);
      if ((u.flags & 0x280) !== 0) c.error("'yield from' inside async function", e);
      expr(c, e.value);
      u.emit(op.GET_YIELD_FROM_ITER, 0, e);
      u.loadConst(null, e);
      c.addYieldFrom(false, e, { send: new Label(), fail: new Label(), exit: new Label() });
      break;
    case 'Await':
      if (!u.scope.isFunctionLike()) {
        if (!topLevelAwait(c)) c.error("'await' outside function", e);
      } else if ((u.flags & (CO_COROUTINE | 0x200)) === 0 && u.scope.comprehension === '')
        c.error("'await' outside async function", e);
      else if ((u.flags & (CO_COROUTINE | 0x200)) === 0) c.error("'await' outside async function", e);
      expr(c, e.value);
      u.emit(op.GET_AWAITABLE, 0, e);
      u.loadConst(null, e);
      c.addYieldFrom(true, e, { send: new Label(), fail: new Label(), exit: new Label() });
      break;
    case 'Compare':
      compare(c, e);
      break;
    case 'Call':
      call(c, e);
      break;
    case 'JoinedStr':
      joinedStr(c, e.values, e);
      break;
    case 'FormattedValue':
      formatted(c, e);
      break;
    case 'TemplateStr':
      template(c, e);
      break;
    case 'Interpolation':
      interpolation(c, e);
      break;
    case 'Attribute':
      attribute(c, e);
      break;
    case 'Subscript':
      checkSubscript(c, e);
      expr(c, e.value);
      if (isPlainSlice(e.slice)) {
        sliceBounds(c, e.slice);
        u.emit(op.BINARY_SLICE, 0, e);
      } else {
        expr(c, e.slice);
        u.emit(op.BINARY_OP, NB_SUBSCR, e);
      }
      break;
    case 'Slice': {
      const constant = [e.lower, e.upper, e.step].map((x) => (x === null ? null : fold(x)));
      void constant;
      if (e.lower !== null) expr(c, e.lower);
      else u.loadConst(null, e);
      if (e.upper !== null) expr(c, e.upper);
      else u.loadConst(null, e);
      if (e.step !== null) expr(c, e.step);
      u.emit(op.BUILD_SLICE, e.step !== null ? 3 : 2, e);
      break;
    }
    case 'Starred':
      c.error(
        e.ctx === 'Store'
          ? 'starred assignment target must be in a list or tuple'
          : "can't use starred expression here",
        e,
      );
      break;
    default: {
      const never: never = e;
      throw new TypeError(`unknown expression ${String((never as ast.expr).node)}`);
    }
  }
  c.depth--;
}

export function topLevelAwait(c: Context): boolean {
  return c.unit.scope.type === 'module' && (c.futureFlags & 0x2000) !== 0;
}

export function isPlainSlice(e: ast.expr): e is ast.Slice {
  return e.node === 'Slice' && e.step === null;
}
export function sliceBounds(c: Context, e: ast.Slice): void {
  if (e.lower !== null) expr(c, e.lower);
  else c.unit.loadConst(null, e);
  if (e.upper !== null) expr(c, e.upper);
  else c.unit.loadConst(null, e);
}

/** Displays with `*`: built straight when short, through a list or set otherwise. */
function starred(
  c: Context,
  elts: ast.expr[],
  build: number,
  add: number,
  extend: number,
  tuple: boolean,
  pos: ast.Position,
): void {
  const u = c.unit;
  const hasStar = elts.some((x) => x.node === 'Starred');
  if (!hasStar && elts.length <= STACK_GUIDELINE) {
    for (const x of elts) expr(c, x);
    u.emit(tuple ? op.BUILD_TUPLE : build, elts.length, pos);
    return;
  }
  let built = false;
  let n = 0;
  if (!hasStar) {
    u.emit(build, 0, pos);
    built = true;
  }
  for (const x of elts) {
    if (x.node === 'Starred') {
      if (!built) {
        u.emit(build, n, pos);
        built = true;
      }
      expr(c, x.value);
      u.emit(extend, 1, pos);
    } else {
      expr(c, x);
      if (built) u.emit(add, 1, pos);
      else n++;
    }
  }
  if (tuple) u.emit(op.CALL_INTRINSIC_1, 6, pos);
}

function dict(c: Context, e: ast.Dict): void {
  const u = c.unit;
  let have = false;
  let pending = 0;
  const flush = (): void => {
    u.emit(op.BUILD_MAP, pending, e);
    if (have) u.emit(op.DICT_UPDATE, 1, e);
    have = true;
    pending = 0;
  };
  if (e.keys.length > 15 && e.keys.every((k) => k !== null)) {
    u.emit(op.BUILD_MAP, 0, e);
    e.keys.forEach((k, i) => {
      expr(c, k!);
      expr(c, e.values[i]);
      u.emit(op.MAP_ADD, 1, e);
    });
    return;
  }
  e.keys.forEach((k, i) => {
    if (k === null) {
      if (pending > 0) flush();
      if (!have) {
        u.emit(op.BUILD_MAP, 0, e);
        have = true;
      }
      expr(c, e.values[i]);
      u.emit(op.DICT_UPDATE, 1, e);
    } else {
      expr(c, k);
      expr(c, e.values[i]);
      if (++pending > 14) flush();
    }
  });
  if (pending > 0 || !have) flush();
}

// ------------------------------------------------------------------------------------------------------ comparison

function compareOp(c: Context, o: ast.cmpop, pos: ast.Position): void {
  const u = c.unit;
  switch (o) {
    case 'Is':
      return u.emit(op.IS_OP, 0, pos);
    case 'IsNot':
      return u.emit(op.IS_OP, 1, pos);
    case 'In':
      return u.emit(op.CONTAINS_OP, 0, pos);
    case 'NotIn':
      return u.emit(op.CONTAINS_OP, 1, pos);
    default: {
      const n = COMPARE[o];
      u.emit(op.COMPARE_OP, (n << 5) | COMPARE_MASK[n], pos);
    }
  }
}

/** The right side of `in`: constant lists become tuples, constant sets frozensets. */
function comparator(c: Context, o: ast.cmpop, e: ast.expr): void {
  if (
    (o === 'In' || o === 'NotIn') &&
    (e.node === 'List' || e.node === 'Set') &&
    e.elts.every((x) => fold(x) !== undefined)
  ) {
    const items = e.elts.map((x) => fold(x)!);
    c.unit.emit(
      op.LOAD_CONST,
      c.unit.constant(e.node === 'List' ? new ConstTuple(items) : new ConstFrozenSet(items)),
      e,
    );
  } else expr(c, e);
}

function checkIs(c: Context, e: ast.Compare): void {
  let left: ast.expr = e.left;
  for (let i = 0; i < e.ops.length; i++) {
    const right = e.comparators[i];
    const o = e.ops[i];
    if (o === 'Is' || o === 'IsNot') {
      const literal = (x: ast.expr): string | null => {
        if (x.node === 'Tuple' && fold(x) !== undefined) return 'tuple';
        if (x.node !== 'Constant') return null;
        const v = x.value;
        if (v === null || typeof v === 'boolean' || v instanceof ConstEllipsis) return null;
        return typeName(v);
      };
      const t = literal(left) ?? literal(right);
      if (t !== null) {
        c.warn(
          'SyntaxWarning',
          o === 'Is'
            ? `"is" with '${t}' literal. Did you mean "=="?`
            : `"is not" with '${t}' literal. Did you mean "!="?`,
          e.lineno,
          e.col_offset,
        );
      }
    }
    left = right;
  }
}

function compare(c: Context, e: ast.Compare): void {
  checkIs(c, e);
  const u = c.unit;
  expr(c, e.left);
  const n = e.ops.length;
  if (n === 1) {
    comparator(c, e.ops[0], e.comparators[0]);
    compareOp(c, e.ops[0], e);
    return;
  }
  const cleanup = new Label();
  const end = new Label();
  for (let i = 0; i < n - 1; i++) {
    expr(c, e.comparators[i]);
    u.emit(op.SWAP, 2, e);
    u.emit(op.COPY, 2, e);
    compareOp(c, e.ops[i], e);
    u.emit(op.COPY, 1, e);
    u.emit(op.TO_BOOL, 0, e);
    u.jump(op.POP_JUMP_IF_FALSE, cleanup, e);
    u.emit(op.POP_TOP, 0, e);
  }
  comparator(c, e.ops[n - 1], e.comparators[n - 1]);
  compareOp(c, e.ops[n - 1], e);
  u.jump(op.JUMP_FORWARD, end, e);
  u.mark(cleanup);
  u.emit(op.SWAP, 2, e);
  u.emit(op.POP_TOP, 0, e);
  u.mark(end);
}

/** Jumps to `target` when the truth of e is `cond`; falls through otherwise. */
export function jumpIf(c: Context, e: ast.expr, target: Label, cond: boolean): void {
  const u = c.unit;
  if (e.node === 'UnaryOp' && e.op === 'Not') return jumpIf(c, e.operand, target, !cond);
  if (e.node === 'BoolOp') {
    const both = e.op === 'Or';
    const last = e.values.length - 1;
    const skip = both === cond ? target : new Label();
    for (let i = 0; i < last; i++) jumpIf(c, e.values[i], skip, both);
    jumpIf(c, e.values[last], target, cond);
    if (skip !== target) u.mark(skip);
    return;
  }
  if (e.node === 'IfExp') {
    const end = new Label();
    const other = new Label();
    jumpIf(c, e.test, other, false);
    jumpIf(c, e.body, target, cond);
    u.jump(op.JUMP_FORWARD, end, e);
    u.mark(other);
    jumpIf(c, e.orelse, target, cond);
    u.mark(end);
    return;
  }
  if (e.node === 'Compare') {
    checkIs(c, e);
    const n = e.ops.length;
    const jump = (): void => {
      u.patchLastArg((a) => (u.lastOp() === op.COMPARE_OP ? a | 16 : a));
    };
    if (n > 1) {
      const cleanup = new Label();
      const end = new Label();
      expr(c, e.left);
      for (let i = 0; i < n - 1; i++) {
        expr(c, e.comparators[i]);
        u.emit(op.SWAP, 2, e);
        u.emit(op.COPY, 2, e);
        compareOp(c, e.ops[i], e);
        jump();
        u.jump(op.POP_JUMP_IF_FALSE, cleanup, e);
      }
      comparator(c, e.ops[n - 1], e.comparators[n - 1]);
      compareOp(c, e.ops[n - 1], e);
      jump();
      u.jump(cond ? op.POP_JUMP_IF_TRUE : op.POP_JUMP_IF_FALSE, target, e);
      u.jump(op.JUMP_FORWARD, end, e);
      u.mark(cleanup);
      u.emit(op.POP_TOP, 0, e);
      if (!cond) u.jump(op.JUMP_FORWARD, target, e);
      u.mark(end);
      return;
    }
    const o = e.ops[0];
    const right = e.comparators[0];
    if ((o === 'Is' || o === 'IsNot') && right.node === 'Constant' && right.value === null) {
      expr(c, e.left);
      u.jump((o === 'Is') === cond ? op.POP_JUMP_IF_NONE : op.POP_JUMP_IF_NOT_NONE, target, e);
      return;
    }
    expr(c, e.left);
    comparator(c, o, right);
    compareOp(c, o, e);
    jump();
    u.jump(cond ? op.POP_JUMP_IF_TRUE : op.POP_JUMP_IF_FALSE, target, e);
    return;
  }
  if (e.node === 'Constant' || (e.node === 'Name' && e.id === '__debug__')) {
    const v = e.node === 'Constant' ? truthOf(e.value) : c.optimize === 0;
    if (v === cond) u.jump(op.JUMP_FORWARD, target, e);
    else u.emit(op.NOP, 0, e);
    return;
  }
  expr(c, e);
  u.emit(op.TO_BOOL, 0, e);
  u.jump(cond ? op.POP_JUMP_IF_TRUE : op.POP_JUMP_IF_FALSE, target, e);
}

/** bool() of a constant. */
export function truthOf(v: Constant): boolean {
  if (v === null) return false;
  switch (typeof v) {
    case 'number':
      return v !== 0;
    case 'string':
      return v !== '';
    case 'boolean':
      return v;
    case 'bigint':
      return true;
  }
  if (v instanceof ConstFloat) return v.v !== 0;
  if (v instanceof ConstComplex) return v.re !== 0 || v.im !== 0;
  if (v instanceof ConstBytes) return v.v.length > 0;
  if (v instanceof ConstTuple || v instanceof ConstFrozenSet) return v.items.length > 0;
  return true;
}

// ------------------------------------------------------------------------------------------------------------ calls

export function typeName(v: Constant): string {
  if (v === null) return 'NoneType';
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return 'int';
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
  }
  if (v instanceof ConstFloat) return 'float';
  if (v instanceof ConstComplex) return 'complex';
  if (v instanceof ConstBytes) return 'bytes';
  if (v instanceof ConstStr) return 'str';
  if (v instanceof ConstEllipsis) return 'ellipsis';
  return v instanceof ConstTuple ? 'tuple' : 'frozenset';
}

const DISPLAY_TYPES: { readonly [node: string]: string } = {
  Tuple: 'tuple',
  List: 'list',
  ListComp: 'list',
  Dict: 'dict',
  DictComp: 'dict',
  Set: 'set',
  SetComp: 'set',
  GeneratorExp: 'generator',
  JoinedStr: 'str',
  TemplateStr: 'string.templatelib.Template',
  FormattedValue: 'str',
  Interpolation: 'string.templatelib.Interpolation',
  Lambda: 'function',
};
function staticType(e: ast.expr): string | undefined {
  return e.node === 'Constant' ? typeName(e.value) : DISPLAY_TYPES[e.node];
}

function checkCaller(c: Context, f: ast.expr): void {
  const t = f.node === 'Lambda' ? undefined : staticType(f);
  if (t === undefined) return;
  c.warn('SyntaxWarning', `'${t}' object is not callable; perhaps you missed a comma?`, f.lineno, f.col_offset);
}
function checkSubscript(c: Context, e: ast.Subscript): void {
  const v = e.value;
  if (
    v.node === 'Constant'
      ? v.value === null ||
        v.value instanceof ConstEllipsis ||
        typeof v.value === 'number' ||
        typeof v.value === 'bigint' ||
        typeof v.value === 'boolean' ||
        v.value instanceof ConstFloat ||
        v.value instanceof ConstComplex
      : v.node === 'Set' ||
        v.node === 'SetComp' ||
        v.node === 'GeneratorExp' ||
        v.node === 'Lambda' ||
        v.node === 'TemplateStr'
  ) {
    c.warn(
      'SyntaxWarning',
      `'${staticType(v)}' object is not subscriptable; perhaps you missed a comma?`,
      e.lineno,
      e.col_offset,
    );
    return;
  }
  const indexable =
    v.node === 'Tuple' ||
    v.node === 'List' ||
    v.node === 'ListComp' ||
    v.node === 'JoinedStr' ||
    (v.node === 'Constant' &&
      (typeof v.value === 'string' || v.value instanceof ConstBytes || v.value instanceof ConstStr));
  const t = staticType(e.slice);
  if (indexable && t !== undefined && t !== 'int' && t !== 'bool' && e.slice.node !== 'Slice') {
    c.warn(
      'SyntaxWarning',
      `${staticType(v)} indices must be integers or slices, not ${t}; perhaps you missed a comma?`,
      e.lineno,
      e.col_offset,
    );
  }
}

/** `super().name` in a method: one instruction, no super object. */
function isSuperCall(c: Context, e: ast.Attribute): 0 | 1 | 2 {
  const call = e.value;
  if (call.node !== 'Call' || call.func.node !== 'Name' || call.func.id !== 'super' || call.keywords.length > 0)
    return 0;
  const u = c.unit;
  if (!u.scope.isFunctionLike() || e.attr === '__class__') return 0;
  const s = u.scope.scopeOf('super');
  if (s !== GLOBAL_IMPLICIT || u.inlinedComprehensions.length > 0) return 0;
  if (call.args.some((a) => a.node === 'Starred')) return 0;
  if (call.args.length === 2) return 2;
  if (call.args.length === 0) {
    const cls = u.scope.scopeOf('__class__');
    return u.argcount > 0 && (cls === FREE || cls === CELL) ? 1 : 0;
  }
  return 0;
}
function superArguments(c: Context, e: ast.Attribute, kind: 1 | 2): void {
  const call = e.value as ast.Call; // isSuperCall said so
  c.name('super', 'Load', call.func);
  if (kind === 2) for (const a of call.args) expr(c, a);
  else {
    const u = c.unit;
    c.name('__class__', 'Load', call);
    const first = u.varnames[0];
    if (u.scope.scopeOf(first) === CELL) u.emit(op.LOAD_DEREF, u.derefOf(first), call);
    else u.emit(op.LOAD_FAST, 0, call);
  }
}

function attribute(c: Context, e: ast.Attribute): void {
  const u = c.unit;
  const kind = isSuperCall(c, e);
  if (kind !== 0) {
    superArguments(c, e, kind);
    u.emit(op.LOAD_SUPER_ATTR, (u.nameOf(c.mangled(e.attr)) << 2) | (kind === 2 ? 2 : 0), e);
    return;
  }
  expr(c, e.value);
  u.emit(op.LOAD_ATTR, u.nameOf(c.mangled(e.attr)) << 1, e);
}

function call(c: Context, e: ast.Call): void {
  checkCaller(c, e.func);
  const u = c.unit;
  const f = e.func;
  for (let i = 0; i < e.keywords.length; i++) {
    const k = e.keywords[i];
    if (k.arg === '__debug__') c.error('cannot assign to __debug__', k);
    if (k.arg !== null && e.keywords.findIndex((x) => x.arg === k.arg) < i)
      c.error(`keyword argument repeated: ${k.arg}`, k);
  }
  const simple =
    !e.args.some((a) => a.node === 'Starred') &&
    !e.keywords.some((k) => k.arg === null) &&
    e.args.length + e.keywords.length <= STACK_GUIDELINE;
  if (
    f.node === 'Attribute' &&
    simple &&
    e.args.length + e.keywords.length + (e.keywords.length > 0 ? 1 : 0) < STACK_GUIDELINE
  ) {
    const kind = isSuperCall(c, f);
    const pos: ast.Position = attributePosition(f);
    if (kind !== 0) {
      superArguments(c, f, kind);
      u.emit(op.LOAD_SUPER_ATTR, (u.nameOf(c.mangled(f.attr)) << 2) | (kind === 2 ? 2 : 0) | 1, pos);
    } else {
      expr(c, f.value);
      u.emit(op.LOAD_ATTR, (u.nameOf(c.mangled(f.attr)) << 1) | 1, pos);
    }
    callArguments(c, 0, e.args, e.keywords, e);
    return;
  }
  expr(c, f);
  if (simple && u.lastOp() === op.LOAD_GLOBAL) u.patchLastArg((a) => a | 1);
  else u.emit(op.PUSH_NULL, 0, f);
  callArguments(c, 0, e.args, e.keywords, e);
}
/** The position of `.name` in a method call: where the name is, when it is on the last line of the receiver. */
function attributePosition(f: ast.Attribute): ast.Position {
  if (f.lineno === f.end_lineno) return f;
  return {
    lineno: f.end_lineno,
    end_lineno: f.end_lineno,
    col_offset: Math.max(0, f.end_col_offset - f.attr.length),
    end_col_offset: f.end_col_offset,
  };
}

/** Arguments above `callable, NULL-or-self` (and `extra` more already there) and the call itself. */
export function callArguments(
  c: Context,
  extra: number,
  args: ast.expr[],
  keywords: ast.keyword[],
  pos: ast.Position,
): void {
  const u = c.unit;
  const many = args.length + keywords.length > STACK_GUIDELINE;
  if (!many && !args.some((a) => a.node === 'Starred') && !keywords.some((k) => k.arg === null)) {
    for (const a of args) expr(c, a);
    for (const k of keywords) expr(c, k.value);
    const n = extra + args.length + keywords.length;
    if (keywords.length > 0) {
      u.emit(op.LOAD_CONST, u.constant(new ConstTuple(keywords.map((k) => k.arg as string))), pos);
      u.emit(op.CALL_KW, n, pos);
    } else u.emit(op.CALL, n, pos);
    return;
  }
  // CALL_FUNCTION_EX: callable, NULL, tuple, dict-or-NULL
  if (extra === 0 && args.length === 1 && args[0].node === 'Starred') expr(c, args[0].value);
  else {
    let built = false;
    let n = extra;
    if (many && !args.some((a) => a.node === 'Starred')) {
      u.emit(op.BUILD_LIST, n, pos);
      built = true;
    }
    for (const a of args) {
      if (a.node === 'Starred') {
        if (!built) {
          u.emit(op.BUILD_LIST, n, pos);
          built = true;
        }
        expr(c, a.value);
        u.emit(op.LIST_EXTEND, 1, pos);
      } else {
        expr(c, a);
        if (built) u.emit(op.LIST_APPEND, 1, pos);
        else n++;
      }
    }
    if (built) u.emit(op.CALL_INTRINSIC_1, 6, pos);
    else u.emit(op.BUILD_TUPLE, n, pos);
  }
  if (keywords.length > 0) {
    let have = false;
    let pending = 0;
    const flush = (): void => {
      u.emit(op.BUILD_MAP, pending, pos);
      if (have) u.emit(op.DICT_MERGE, 1, pos);
      have = true;
      pending = 0;
    };
    for (const k of keywords) {
      if (k.arg === null) {
        if (pending > 0) flush();
        if (!have) {
          u.emit(op.BUILD_MAP, 0, pos);
          have = true;
        }
        expr(c, k.value);
        u.emit(op.DICT_MERGE, 1, pos);
      } else {
        u.loadConst(k.arg, pos);
        expr(c, k.value);
        if (++pending > 14) flush();
      }
    }
    if (pending > 0) flush();
  } else u.emit(op.PUSH_NULL, 0, pos);
  u.emit(op.CALL_FUNCTION_EX, 0, pos);
}

// ---------------------------------------------------------------------------------------------------- f- and t-strings

function joinedStr(c: Context, values: ast.expr[], pos: ast.Position): void {
  const u = c.unit;
  if (values.length === 0) return u.loadConst('', pos);
  if (values.length > STACK_GUIDELINE) {
    u.loadConst('', pos);
    u.emit(op.LOAD_ATTR, (u.nameOf('join') << 1) | 1, pos);
    u.emit(op.BUILD_LIST, 0, pos);
    for (const v of values) {
      expr(c, v);
      u.emit(op.LIST_APPEND, 1, pos);
    }
    u.emit(op.CALL, 1, pos);
    return;
  }
  for (const v of values) expr(c, v);
  if (values.length > 1) u.emit(op.BUILD_STRING, values.length, pos);
}

const CONVERSIONS: { readonly [code: number]: number } = { 115: 1, 114: 2, 97: 3 };

function formatted(c: Context, e: ast.FormattedValue): void {
  const u = c.unit;
  expr(c, e.value);
  if (e.conversion !== -1) u.emit(op.CONVERT_VALUE, CONVERSIONS[e.conversion], e);
  if (e.format_spec !== null) {
    expr(c, e.format_spec);
    u.emit(op.FORMAT_WITH_SPEC, 0, e);
  } else u.emit(op.FORMAT_SIMPLE, 0, e);
}

function interpolation(c: Context, e: ast.Interpolation): void {
  const u = c.unit;
  expr(c, e.value);
  u.loadConst(e.str, e);
  let arg = 2;
  if (e.format_spec !== null) {
    arg++;
    expr(c, e.format_spec);
  }
  arg = ((e.conversion === -1 ? 0 : CONVERSIONS[e.conversion]) * 4) | (e.format_spec !== null ? 1 : 0) | 2;
  u.emit(op.BUILD_INTERPOLATION, arg, e);
}

function template(c: Context, e: ast.TemplateStr): void {
  const u = c.unit;
  let count = 0;
  let lastWasString = false;
  for (const v of e.values) {
    if (v.node === 'Interpolation') {
      if (!lastWasString) {
        u.loadConst('', e);
        count++;
      }
      lastWasString = false;
    } else {
      expr(c, v);
      count++;
      lastWasString = true;
    }
  }
  if (!lastWasString) {
    u.loadConst('', e);
    count++;
  }
  u.emit(op.BUILD_TUPLE, count, e);
  let n = 0;
  for (const v of e.values) {
    if (v.node !== 'Interpolation') continue;
    expr(c, v);
    n++;
  }
  u.emit(op.BUILD_TUPLE, n, e);
  u.emit(op.BUILD_TEMPLATE, 0, e);
}
