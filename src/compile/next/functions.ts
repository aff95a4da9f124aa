// Code for functions, lambdas, closures, type parameters and type aliases. Invariant: defaults and decorators run
// outside; whatever the function sees is its own unit.

import type * as ast from '../../syntax/ast.ts';
import type { Position } from '../../syntax/ast.ts';
import { ConstTuple } from '../../syntax/constant.ts';
import { type Code, FAST_FREE } from '../code.ts';
import { cleanDoc, docstringOf } from '../docstring.ts';
import * as op from '../opcodes.ts';
import { ClassBlock } from '../symtable.ts';
import { functionAnnotations, setUpAnnotationScope } from './annotations.ts';
import type { Compiler } from './compiler.ts';
import { expr, exprs } from './emitters.ts';
import { Label, NO_LOCATION } from './instruction.ts';
import { stmts } from './emitters.ts';
import * as U from './unit.ts';

/** Loads a function of `code`; what `flags` (MAKE_FUNCTION_*) names lies on the stack below. */
export function makeClosure(c: Compiler, loc: Position, code: Code, flags: number): void {
  let free = 0;
  code.localsplusKinds.forEach((k, i) => {
    if ((k & FAST_FREE) === 0) return;
    c.op(loc, op.LOAD_CLOSURE, closureIndex(c, code.localsplusNames[i]));
    free++;
  });
  if (free > 0) {
    flags |= op.MAKE_FUNCTION_CLOSURE;
    c.op(loc, op.BUILD_TUPLE, free);
  }
  c.loadConst(loc, code);
  c.op(loc, op.MAKE_FUNCTION);
  for (const f of [
    op.MAKE_FUNCTION_CLOSURE,
    op.MAKE_FUNCTION_ANNOTATIONS,
    op.MAKE_FUNCTION_ANNOTATE,
    op.MAKE_FUNCTION_KWDEFAULTS,
    op.MAKE_FUNCTION_DEFAULTS,
  ]) {
    if (flags & f) c.op(loc, op.SET_FUNCTION_ATTRIBUTE, f);
  }
}

const CLASS_CELLS = new Set(['__class__', '__classdict__', '__conditional_annotations__']);

function closureIndex(c: Compiler, name: string): number {
  const u = c.u;
  if (u.entry.type === ClassBlock && CLASS_CELLS.has(name)) return u.cellvars.get(name) ?? c.cellIndex(name);
  const scope = u.entry.scope(name);
  if (scope === 4) return u.freevars.get(name) ?? c.cellIndex(name);
  return c.cellIndex(name);
}

/** Exceptions that leave a generator: StopIteration becomes RuntimeError. */
export function wrapInStopIterationHandler(c: Compiler): void {
  const handler = c.u.stopHandler;
  if (handler === null) return;
  c.loadConst(NO_LOCATION, null);
  c.op(NO_LOCATION, op.RETURN_VALUE);
  c.use(handler);
  c.op(NO_LOCATION, op.CALL_INTRINSIC_1, op.INTRINSIC_STOPITERATION_ERROR);
  c.op(NO_LOCATION, op.RERAISE, 1);
}

/** Pushes defaults; returns which there are. */
function defaults(c: Compiler, loc: Position, args: ast.arguments): number {
  let flags = 0;
  if (args.defaults.length > 0) {
    flags |= op.MAKE_FUNCTION_DEFAULTS;
    exprs(c, args.defaults);
    c.op(loc, op.BUILD_TUPLE, args.defaults.length);
  }
  let n = 0;
  args.kwonlyargs.forEach((a, i) => {
    const d = args.kw_defaults[i];
    if (d === null || d === undefined) return;
    n++;
    c.loadConst(loc, c.mangle(a.arg));
    expr(c, d);
  });
  if (n > 0) {
    flags |= op.MAKE_FUNCTION_KWDEFAULTS;
    c.op(loc, op.BUILD_MAP, n);
  }
  return flags;
}

function setArguments(c: Compiler, args: ast.arguments): void {
  c.u.argcount = args.args.length;
  c.u.posonlyargcount = args.posonlyargs.length;
  c.u.kwonlyargcount = args.kwonlyargs.length;
}

export function lambda(c: Compiler, e: ast.Lambda): void {
  const flags = defaults(c, e, e.args);
  c.enter('<lambda>', U.LAMBDA, e, e.lineno, null);
  setArguments(c, e.args);
  expr(c, e.body);
  let code: Code;
  if (c.entry.generator) code = c.leave(false);
  else {
    c.op(e.body, op.RETURN_VALUE);
    code = c.leave(true);
  }
  makeClosure(c, e, code, flags);
}

export function decorators(c: Compiler, list: readonly ast.expr[]): void {
  exprs(c, list);
}

export function applyDecorators(c: Compiler, list: readonly ast.expr[]): void {
  for (let i = list.length - 1; i >= 0; i--) c.op(list[i], op.CALL, 0);
}

export function functionDef(c: Compiler, s: ast.FunctionDef | ast.AsyncFunctionDef): void {
  decorators(c, s.decorator_list);
  const firstlineno = s.decorator_list.length > 0 ? s.decorator_list[0].lineno : s.lineno;
  let flags = defaults(c, s, s.args);
  const generic = s.type_params.length > 0;
  let params = 0;
  if (generic) {
    if (flags & op.MAKE_FUNCTION_DEFAULTS) params++;
    if (flags & op.MAKE_FUNCTION_KWDEFAULTS) params++;
    if (params === 2) c.op(s, op.SWAP, 2);
    c.enter(`<generic parameters of ${s.name}>`, U.TYPEPARAMS, s.type_params, firstlineno, null);
    c.u.argcount = params;
    typeParams(c, s.type_params);
    for (let i = 0; i < params; i++) c.op(s, op.LOAD_FAST, i);
  }
  flags |= functionAnnotations(c, s, s.args, s.returns);
  functionBody(c, s, flags, firstlineno);
  if (generic) {
    c.op(s, op.SWAP, 2);
    c.op(s, op.CALL_INTRINSIC_2, op.INTRINSIC_SET_FUNCTION_TYPE_PARAMS);
    const code = c.leave(false);
    makeClosure(c, s, code, 0);
    if (params > 0) {
      c.op(s, op.SWAP, params + 1);
      c.op(s, op.CALL, params - 1);
    } else {
      c.op(s, op.PUSH_NULL);
      c.op(s, op.CALL, 0);
    }
  }
  applyDecorators(c, s.decorator_list);
  c.name(s, s.name, 'Store');
}

function functionBody(
  c: Compiler,
  s: ast.FunctionDef | ast.AsyncFunctionDef,
  flags: number,
  firstlineno: number,
): void {
  c.enter(s.name, s.node === 'FunctionDef' ? U.FUNCTION : U.ASYNC_FUNCTION, s, firstlineno, null);
  setArguments(c, s.args);
  let body: readonly ast.stmt[] = s.body;
  const doc = docstringOf(body);
  if (doc !== null) {
    body = body.slice(1);
    if (c.optimize < 2) {
      c.u.constant(cleanDoc(doc));
      c.u.hasDocstring = true;
    }
  }
  const generator = c.entry.coroutine || c.entry.generator;
  const start = new Label();
  c.use(start);
  if (generator) c.pushBlock(s, U.STOP_ITERATION, start, null);
  if (doc !== null && c.optimize >= 2 && body.length === 0) c.op(s.body[0], op.NOP);
  stmts(c, body);
  if (generator) {
    wrapInStopIterationHandler(c);
    c.popBlock();
  }
  const code = c.leave(true);
  makeClosure(c, s, code, flags);
}

// ---- type parameters

export function typeParams(c: Compiler, list: readonly ast.type_param[]): void {
  let seenDefault = false;
  for (const t of list) {
    c.loadConst(t, t.name);
    if (t.node === 'TypeVar') {
      if (t.bound !== null) {
        lazyValue(c, t.bound, t.name, t, false);
        c.op(
          t,
          op.CALL_INTRINSIC_2,
          t.bound.node === 'Tuple' ? op.INTRINSIC_TYPEVAR_WITH_CONSTRAINTS : op.INTRINSIC_TYPEVAR_WITH_BOUND,
        );
      } else c.op(t, op.CALL_INTRINSIC_1, op.INTRINSIC_TYPEVAR);
    } else c.op(t, op.CALL_INTRINSIC_1, t.node === 'ParamSpec' ? op.INTRINSIC_PARAMSPEC : op.INTRINSIC_TYPEVARTUPLE);
    if (t.default_value !== null) {
      seenDefault = true;
      lazyValue(c, t.default_value, t.name, c.table.defaultKey(t), t.node === 'TypeVarTuple');
      c.op(t, op.CALL_INTRINSIC_2, op.INTRINSIC_SET_TYPEPARAM_DEFAULT);
    } else if (seenDefault) {
      c.error(t, `non-default type parameter '${t.name}' follows default type parameter`);
    }
    c.op(t, op.COPY, 1);
    c.name(t, t.name, 'Store');
  }
  c.op(list[0], op.BUILD_TUPLE, list.length);
}

/** A function that evaluates a bound or default when asked. */
function lazyValue(c: Compiler, e: ast.expr, name: string, key: object, starred: boolean): void {
  c.loadConst(e, new ConstTuple([1]));
  setUpAnnotationScope(c, e, key, name);
  if (starred && e.node === 'Starred') {
    expr(c, e.value);
    c.op(e, op.UNPACK_SEQUENCE, 1);
  } else expr(c, e);
  c.op(e, op.RETURN_VALUE);
  const code = c.leave(true);
  makeClosure(c, e, code, op.MAKE_FUNCTION_DEFAULTS);
}

export function typeAlias(c: Compiler, s: ast.TypeAlias): void {
  const generic = s.type_params.length > 0;
  const name = s.name.node === 'Name' ? s.name.id : '';
  if (generic) {
    c.enter(`<generic parameters of ${name}>`, U.TYPEPARAMS, s.type_params, s.lineno, null);
    c.loadConst(s, name);
    typeParams(c, s.type_params);
  } else {
    c.loadConst(s, name);
    c.loadConst(s, null);
  }
  c.loadConst(s, new ConstTuple([1]));
  setUpAnnotationScope(c, s, s, name);
  expr(c, s.value);
  c.op(s, op.RETURN_VALUE);
  makeClosure(c, s, c.leave(false), op.MAKE_FUNCTION_DEFAULTS);
  c.op(s, op.BUILD_TUPLE, 3);
  c.op(s, op.CALL_INTRINSIC_1, op.INTRINSIC_TYPEALIAS);
  if (generic) {
    const code = c.leave(false);
    makeClosure(c, s, code, 0);
    c.op(s, op.PUSH_NULL);
    c.op(s, op.CALL, 0);
  }
  c.name(s, name, 'Store');
}
