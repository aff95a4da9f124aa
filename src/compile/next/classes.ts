// Code for classes. Invariant: the body's function returns the cell of `__class__` when a method uses it, else None.

import type * as ast from '../../syntax/ast.ts';
import { ConstTuple } from '../../syntax/constant.ts';
import * as op from '../opcodes.ts';
import { callArguments } from './calls.ts';
import type { Compiler } from './compiler.ts';
import { applyDecorators, decorators, makeClosure, typeParams } from './functions.ts';
import { NO_LOCATION } from './instruction.ts';
import { body } from './emitters.ts';
import * as U from './unit.ts';

export function classDef(c: Compiler, s: ast.ClassDef): void {
  decorators(c, s.decorator_list);
  const firstlineno = s.decorator_list.length > 0 ? s.decorator_list[0].lineno : s.lineno;
  const generic = s.type_params.length > 0;
  if (generic) {
    c.enter(`<generic parameters of ${s.name}>`, U.TYPEPARAMS, s.type_params, firstlineno, s.name);
    typeParams(c, s.type_params);
    c.name(s, '.type_params', 'Store');
  }
  classBody(c, s, firstlineno);
  if (generic) {
    c.name(s, '.type_params', 'Load');
    c.op(s, op.CALL_INTRINSIC_1, op.INTRINSIC_SUBSCRIPT_GENERIC);
    c.name(s, '.generic_base', 'Store');
    callArguments(c, s, 2, s.bases, s.keywords, '.generic_base');
    const code = c.leave(false);
    makeClosure(c, s, code, 0);
    c.op(s, op.PUSH_NULL);
    c.op(s, op.CALL, 0);
  } else callArguments(c, s, 2, s.bases, s.keywords, null);
  applyDecorators(c, s.decorator_list);
  c.name(s, s.name, 'Store');
}

function classBody(c: Compiler, s: ast.ClassDef, firstlineno: number): void {
  c.enter(s.name, U.CLASS, s, firstlineno, s.name);
  const { u } = c;
  const loc = { lineno: firstlineno, end_lineno: firstlineno, col_offset: 0, end_col_offset: 0 };
  c.name(loc, '__name__', 'Load');
  c.name(loc, '__module__', 'Store');
  c.loadConst(loc, u.qualname);
  c.name(loc, '__qualname__', 'Store');
  c.loadConst(loc, firstlineno);
  c.name(loc, '__firstlineno__', 'Store');
  if (s.type_params.length > 0) {
    c.name(loc, '.type_params', 'Load');
    c.name(loc, '__type_params__', 'Store');
  }
  if (u.entry.needsClassdict) {
    c.op(loc, op.LOAD_LOCALS);
    c.op(loc, op.STORE_DEREF, c.cellIndex('__classdict__'));
  }
  if (u.entry.hasConditionalAnnotations) {
    c.op(loc, op.BUILD_SET, 0);
    c.op(loc, op.STORE_DEREF, c.cellIndex('__conditional_annotations__'));
  }
  body(c, loc, s.body);
  c.loadConst(NO_LOCATION, new ConstTuple([...u.staticAttributes].sort()));
  c.name(NO_LOCATION, '__static_attributes__', 'Store');
  if (u.entry.needsClassdict) {
    c.op(NO_LOCATION, op.LOAD_CLOSURE, c.cellIndex('__classdict__'));
    c.name(NO_LOCATION, '__classdictcell__', 'Store');
  }
  if (u.entry.needsClassClosure) {
    c.op(NO_LOCATION, op.LOAD_CLOSURE, c.cellIndex('__class__'));
    c.op(NO_LOCATION, op.COPY, 1);
    c.name(NO_LOCATION, '__classcell__', 'Store');
  } else c.loadConst(NO_LOCATION, null);
  c.op(NO_LOCATION, op.RETURN_VALUE);
  const code = c.leave(true);
  c.op(s, op.LOAD_BUILD_CLASS);
  c.op(s, op.PUSH_NULL);
  makeClosure(c, s, code, 0);
  c.loadConst(s, s.name);
}
