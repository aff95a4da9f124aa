// Code for annotations: lazily run `__annotate__` functions (PEP 649, 749), or strings under the future import.
// Invariant: an annotation scope's first parameter is the format, and formats above VALUE_WITH_FAKE_GLOBALS raise.

import type * as ast from '../../syntax/ast.ts';
import type { Position } from '../../syntax/ast.ts';
import { strConstant } from '../../syntax/constant.ts';
import { Code } from '../code.ts';
import * as op from '../opcodes.ts';
import { ClassBlock, type SymtableEntry } from '../symtable.ts';
import { unparse } from '../unparse.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './emitters.ts';
import { makeClosure } from './emitters.ts';
import { Label } from './instruction.ts';
import * as U from './unit.ts';

const VALUE_WITH_FAKE_GLOBALS = 2;

/** Enters the function that evaluates annotations, bounds and alias values. */
export function setUpAnnotationScope(c: Compiler, loc: Position, key: object, name: string): void {
  const entry = c.table.blocks.get(key)!; // made by the symbol table builder
  enterAnnotationScope(c, loc, entry, name);
}

function enterAnnotationScope(c: Compiler, loc: Position, entry: SymtableEntry, name: string): void {
  c.enterEntry(name, U.ANNOTATIONS, entry, loc.lineno, null);
  c.u.posonlyargcount = 1;
  c.op(loc, op.LOAD_FAST, 0);
  c.loadConst(loc, VALUE_WITH_FAKE_GLOBALS);
  c.op(loc, op.COMPARE_OP, (op.CMP_GT << 5) | op.compareMasks[op.CMP_GT]);
  const body = new Label();
  c.jump(loc, op.POP_JUMP_IF_FALSE, body);
  c.op(loc, op.LOAD_COMMON_CONSTANT, op.CONSTANT_NOTIMPLEMENTEDERROR);
  c.op(loc, op.RAISE_VARARGS, 1);
  c.use(body);
}

function leaveAnnotationScope(c: Compiler, loc: Position): void {
  c.op(loc, op.RETURN_VALUE);
  const code = c.leave(true);
  // The parameter is `.format` to the compiler, so that no annotation can mean it; its name for callers is `format`.
  const names = code.localsplusNames.slice();
  names[0] = 'format';
  makeClosure(c, loc, new Code(code, { ...code.body, localsplusNames: names }), 0);
}

/** An annotation as its source. */
export function annotationString(c: Compiler, e: ast.expr): void {
  c.loadConst(e, strConstant(unparse(e)));
}

/** Pushes the `__annotate__` function of a function, if it has annotations. */
export function functionAnnotations(c: Compiler, loc: Position, args: ast.arguments, returns: ast.expr | null): number {
  const entry = c.table.blocks.get(args)!; // made by the symbol table builder
  if (!entry.annotationsUsed) return 0;
  enterAnnotationScope(c, loc, entry, entry.name);
  let n = 0;
  const one = (name: string, e: ast.expr | null): void => {
    if (e === null) return;
    n++;
    c.loadConst(loc, c.mangle(name));
    if (c.futureAnnotations) annotationString(c, e);
    else if (e.node === 'Starred') {
      // *args: *Ts
      expr(c, e.value);
      c.op(loc, op.UNPACK_SEQUENCE, 1);
    } else expr(c, e);
  };
  for (const a of args.args) one(a.arg, a.annotation);
  for (const a of args.posonlyargs) one(a.arg, a.annotation);
  if (args.vararg !== null) one(args.vararg.arg, args.vararg.annotation);
  for (const a of args.kwonlyargs) one(a.arg, a.annotation);
  if (args.kwarg !== null) one(args.kwarg.arg, args.kwarg.annotation);
  one('return', returns);
  c.op(loc, op.BUILD_MAP, n);
  leaveAnnotationScope(c, loc);
  return op.MAKE_FUNCTION_ANNOTATE;
}

/** The `__annotate__` function of a module or class, from the annotations seen in its body. */
export function deferredAnnotations(c: Compiler, loc: Position): void {
  const { u } = c;
  if (u.deferredAnnotations.length === 0) return;
  const isClass = u.entry.type === ClassBlock;
  enterAnnotationScope(c, loc, u.entry.annotationBlock!, '__annotate__'); // exists: there were annotations
  c.op(loc, op.BUILD_MAP, 0);
  for (const { s, index } of u.deferredAnnotations) {
    const name = s.target.node === 'Name' ? c.mangle(s.target.id) : '';
    const notSet = new Label();
    if (index >= 0) {
      c.loadConst(s, index);
      if (isClass) c.op(s, op.LOAD_DEREF, c.freeIndex('__conditional_annotations__'));
      else c.opName(s, op.LOAD_GLOBAL, '__conditional_annotations__', 1);
      c.op(s, op.CONTAINS_OP, 0);
      c.jump(s, op.POP_JUMP_IF_FALSE, notSet);
    }
    expr(c, s.annotation);
    c.op(s, op.COPY, 2);
    c.loadConst(s, name);
    c.op(loc, op.STORE_SUBSCR);
    c.use(notSet);
  }
  leaveAnnotationScope(c, loc);
  c.name(loc, isClass ? '__annotate_func__' : '__annotate__', 'Store');
}

export function annAssign(c: Compiler, s: ast.AnnAssign): void {
  const t = s.target;
  const { u } = c;
  if (s.value !== null) {
    expr(c, s.value);
    expr(c, t);
  }
  switch (t.node) {
    case 'Name':
      if (s.simple === 0 || (u.kind !== U.MODULE && u.kind !== U.CLASS)) return;
      if (c.futureAnnotations) {
        annotationString(c, s.annotation);
        c.opName(s, op.LOAD_NAME, '__annotations__');
        c.loadConst(s, c.mangle(t.id));
        return c.op(s, op.STORE_SUBSCR);
      }
      if (u.kind === U.MODULE || u.inConditionalBlock) {
        const index = u.nextConditionalAnnotation++;
        u.deferredAnnotations.push({ s, index });
        if (u.kind === U.CLASS) c.op(s, op.LOAD_DEREF, c.cellIndex('__conditional_annotations__'));
        else c.opName(s, op.LOAD_NAME, '__conditional_annotations__');
        c.loadConst(s, index);
        c.op(s, op.SET_ADD, 1);
        c.op(s, op.POP_TOP);
      } else u.deferredAnnotations.push({ s, index: -1 });
      return;
    case 'Attribute':
      if (s.value === null) checkValue(c, t.value);
      return;
    case 'Subscript':
      if (s.value !== null) return;
      checkValue(c, t.value);
      checkSubscript(c, t.slice);
  }
}

function checkValue(c: Compiler, e: ast.expr): void {
  expr(c, e);
  c.op(e, op.POP_TOP);
}

function checkSubscript(c: Compiler, e: ast.expr): void {
  switch (e.node) {
    case 'Slice':
      for (const x of [e.lower, e.upper, e.step]) if (x !== null) checkValue(c, x);
      return;
    case 'Tuple':
      for (const x of e.elts) checkSubscript(c, x);
      return;
    default:
      checkValue(c, e);
  }
}
