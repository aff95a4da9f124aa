// Functions, lambdas, classes, type parameters, type aliases and annotations: everything that makes a code object
// inside another. Annotations are compiled into `__annotate__` functions evaluated on demand (PEP 649/749).

import type * as ast from '../../syntax/ast.ts';
import { type Constant, ConstTuple } from '../../syntax/constant.ts';
import { CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR } from '../code.ts';
import { docstringOf, type Scope } from '../scope-analysis.ts';
import { Label } from '../unit.ts';
import * as op from '../opcodes.ts';
import { unparse } from '../unparse.ts';
import { cleanDoc } from './docstring.ts';
import type { Context } from './context.ts';
import { callArguments, expr } from './expressions.ts';
import { fold } from './fold.ts';

const lineStart = (line: number): ast.Position => ({
  lineno: line,
  end_lineno: line,
  col_offset: 0,
  end_col_offset: 0,
});

/** Decorators, pushed; the line of the first is where the definition starts. */
function decorators(c: Context, list: ast.expr[]): void {
  // No PUSH_NULL: the decorated object takes the self-or-null place of CALL 0.
  for (const d of list) expr(c, d);
}
function applyDecorators(c: Context, list: ast.expr[]): void {
  for (let i = list.length - 1; i >= 0; i--) c.unit.emit(op.CALL, 0, list[i]);
}

/** Defaults on the stack; the SET_FUNCTION_ATTRIBUTE flags they stand for. */
function defaults(c: Context, a: ast.arguments, pos: ast.Position): number {
  const u = c.unit;
  let flags = 0;
  if (a.defaults.length > 0) {
    flags |= 1;
    const folded = a.defaults.map((d) => fold(d));
    if (folded.every((x) => x !== undefined))
      u.emit(op.LOAD_CONST, u.constant(new ConstTuple(folded as Constant[])), pos);
    else {
      for (const d of a.defaults) expr(c, d);
      u.emit(op.BUILD_TUPLE, a.defaults.length, pos);
    }
  }
  let n = 0;
  a.kw_defaults.forEach((d, i) => {
    if (d === null) return;
    u.loadConst(c.mangled(a.kwonlyargs[i].arg), pos);
    expr(c, d);
    n++;
  });
  if (n > 0) {
    u.emit(op.BUILD_MAP, n, pos);
    flags |= 2;
  }
  return flags;
}

function setArguments(c: Context, a: ast.arguments): void {
  const u = c.unit;
  u.posonlyargcount = a.posonlyargs.length;
  u.argcount = a.posonlyargs.length + a.args.length;
  u.kwonlyargcount = a.kwonlyargs.length;
  for (const p of [
    ...a.posonlyargs,
    ...a.args,
    ...a.kwonlyargs,
    ...(a.vararg ? [a.vararg] : []),
    ...(a.kwarg ? [a.kwarg] : []),
  ]) {
    if (p.arg === '__debug__') c.error('cannot assign to __debug__', p);
  }
}

/** Runs `body` inside the generator guard that turns a leaking StopIteration into RuntimeError. */
function guarded(c: Context, pos: ast.Position, body: () => void): void {
  const u = c.unit;
  if ((u.flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) === 0) return body();
  const handler = new Label();
  u.pushHandler(handler, true);
  body();
  u.popHandler();
  u.mark(handler);
  u.emit(op.CALL_INTRINSIC_1, 3, NOWHERE);
  u.emit(op.RERAISE, 1, NOWHERE);
  void pos;
}
const NOWHERE: ast.Position = { lineno: -1, end_lineno: -1, col_offset: -1, end_col_offset: -1 };

/** The code of a function body on the stack as a function; `flags` are already pushed. */
function body(c: Context, s: ast.FunctionDef | ast.AsyncFunctionDef, flags: number, firstlineno: number): void {
  const scope = c.table.scopes.get(s)!;
  const u = c.enter(scope, s.name, firstlineno);
  setArguments(c, s.args);
  u.emit(op.RESUME, 0, lineStart(firstlineno));
  const doc = docstringOf(s.body);
  if (doc !== null && c.optimize < 2) u.setDocstring(cleanDoc(doc.value));
  guarded(c, s, () => {
    u.pos = s;
    c.emit.stmts(c, doc !== null ? s.body.slice(1) : s.body);
    const last = s.body[s.body.length - 1];
    u.loadConst(null, NOWHERE_BUT(last));
    u.emit(op.RETURN_VALUE, 0, NOWHERE_BUT(last));
  });
  const code = c.leave();
  c.makeClosure(code, flags, lineStart(firstlineno));
}
function NOWHERE_BUT(s: ast.Position): ast.Position {
  return { lineno: s.end_lineno, end_lineno: s.end_lineno, col_offset: -1, end_col_offset: -1 };
}

/** Enters an annotation-like scope: `def __annotate__(format, /)` that accepts VALUE and VALUE_WITH_FAKE_GLOBALS only. */
function enterAnnotate(c: Context, scope: Scope, name: string, line: number): void {
  const u = c.enter(scope, name, line);
  u.argcount = 1;
  u.posonlyargcount = 1;
  const pos = lineStart(line);
  u.emit(op.RESUME, 0, pos);
  const ok = new Label();
  u.emit(op.LOAD_FAST, 0, pos);
  u.loadConst(2, pos);
  u.emit(op.COMPARE_OP, (4 << 5) | 4 | 16, pos);
  u.jump(op.POP_JUMP_IF_FALSE, ok, pos);
  u.emit(op.LOAD_COMMON_CONSTANT, 1, pos);
  u.emit(op.RAISE_VARARGS, 1, pos);
  u.mark(ok);
}
function leaveAnnotate(c: Context): import('../code.ts').Code {
  const u = c.unit;
  // The parameter is `.format` to the symbol table, so that no annotation can name it, and `format` to everybody else.
  u.varnames[0] = 'format';
  return c.leave();
}

function functionAnnotations(c: Context, s: ast.FunctionDef | ast.AsyncFunctionDef): number {
  const scope = c.table.annotations.get(s);
  if (scope === undefined) return 0;
  const a = s.args;
  const list: [string, ast.expr][] = [];
  for (const p of [
    ...a.posonlyargs,
    ...a.args,
    ...(a.vararg ? [a.vararg] : []),
    ...a.kwonlyargs,
    ...(a.kwarg ? [a.kwarg] : []),
  ]) {
    if (p.annotation !== null) list.push([c.mangled(p.arg), p.annotation]);
  }
  if (s.returns !== null) list.push(['return', s.returns]);
  if (c.futureAnnotations) {
    for (const [name, e] of list) {
      c.unit.loadConst(name, e);
      c.unit.loadConst(unparse(e), e);
    }
    c.unit.emit(op.BUILD_TUPLE, list.length * 2, s);
    return 4;
  }
  enterAnnotate(c, scope, '__annotate__', s.lineno);
  const u = c.unit;
  for (const [name, e] of list) {
    u.loadConst(name, e);
    if (e.node === 'Starred') {
      // *args: *Ts
      expr(c, e.value);
      u.emit(op.UNPACK_SEQUENCE, 1, e);
    } else expr(c, e);
  }
  u.emit(op.BUILD_MAP, list.length, s);
  u.emit(op.RETURN_VALUE, 0, s);
  const code = leaveAnnotate(c);
  c.makeClosure(code, 0, s);
  return 16;
}

export function functionDef(c: Context, s: ast.FunctionDef | ast.AsyncFunctionDef): void {
  const u = c.unit;
  decorators(c, s.decorator_list);
  const firstlineno = s.decorator_list.length > 0 ? s.decorator_list[0].lineno : s.lineno;
  const flags = defaults(c, s.args, s);
  if (s.type_params.length > 0) {
    const scope = c.table.typeParams.get(s)!;
    let args = 0;
    if ((flags & 1) !== 0) args++;
    if ((flags & 2) !== 0) args++;
    const inner = c.enter(scope, `<generic parameters of ${s.name}>`, firstlineno);
    inner.argcount = args;
    inner.emit(op.RESUME, 0, lineStart(firstlineno));
    typeParams(c, s.type_params, s);
    if ((flags & 3) !== 0) {
      inner.emit(op.LOAD_FAST, 0, s);
      if ((flags & 3) === 3) inner.emit(op.LOAD_FAST, 1, s);
    }
    const annotate = functionAnnotations(c, s);
    body(c, s, flags | annotate, firstlineno);
    inner.emit(op.SWAP, 2, s);
    inner.emit(op.CALL_INTRINSIC_2, 4, s);
    inner.emit(op.RETURN_VALUE, 0, s);
    const code = c.leave();
    c.makeClosure(code, 0, s);
    u.emit(op.PUSH_NULL, 0, s);
    // defaults…, function, NULL → function, NULL, defaults…
    if (args === 1) {
      u.emit(op.SWAP, 3, s); // NULL, function, default
      u.emit(op.SWAP, 2, s); // NULL, default, function
      u.emit(op.SWAP, 3, s); // function, default, NULL
      u.emit(op.SWAP, 2, s);
    } else if (args === 2) {
      u.emit(op.SWAP, 3, s); // d, NULL, f, k
      u.emit(op.SWAP, 2, s); // d, NULL, k, f
      u.emit(op.SWAP, 4, s); // f, NULL, k, d
      u.emit(op.SWAP, 2, s); // f, NULL, d, k
    }
    u.emit(op.CALL, args, s);
  } else {
    const annotate = functionAnnotations(c, s);
    body(c, s, flags | annotate, firstlineno);
  }
  applyDecorators(c, s.decorator_list);
  c.name(s.name, 'Store', s);
}

export function lambda(c: Context, e: ast.Lambda): void {
  const flags = defaults(c, e.args, e);
  const scope = c.table.scopes.get(e)!;
  const u = c.enter(scope, '<lambda>', e.lineno);
  setArguments(c, e.args);
  u.emit(op.RESUME, 0, lineStart(e.lineno));
  guarded(c, e, () => {
    expr(c, e.body);
    u.emit(op.RETURN_VALUE, 0, e.body);
  });
  const code = c.leave();
  c.makeClosure(code, flags, e);
}

// ----------------------------------------------------------------------------------------------------- type parameters

/** A lazily evaluated expression (a bound, a default, an alias's value) as a function on the stack. */
function lazy(c: Context, key: object, name: string, e: ast.expr, allowStarred = false): void {
  const scope = c.table.scopes.get(key)!;
  enterAnnotate(c, scope, name, e.lineno);
  const u = c.unit;
  // Called without a format by the interpreter itself: VALUE is the default.
  if (allowStarred && e.node === 'Starred') {
    expr(c, e.value);
    u.emit(op.UNPACK_SEQUENCE, 1, e);
  } else expr(c, e);
  u.emit(op.RETURN_VALUE, 0, e);
  const code = leaveAnnotate(c);
  c.unit.emit(op.LOAD_CONST, c.unit.constant(new ConstTuple([1])), e);
  c.makeClosure(code, 1, e);
}

function typeParams(c: Context, params: ast.type_param[], pos: ast.Position): void {
  const u = c.unit;
  for (const p of params) {
    u.loadConst(p.name, p);
    if (p.node === 'TypeVar') {
      if (p.bound !== null) {
        lazy(c, p, p.name, p.bound);
        u.emit(op.CALL_INTRINSIC_2, p.bound.node === 'Tuple' ? 3 : 2, p);
      } else u.emit(op.CALL_INTRINSIC_1, 7, p);
    } else u.emit(op.CALL_INTRINSIC_1, p.node === 'ParamSpec' ? 8 : 9, p);
    if (p.default_value !== null) {
      lazy(c, p.default_value, p.name, p.default_value, p.node === 'TypeVarTuple');
      u.emit(op.CALL_INTRINSIC_2, 5, p);
    }
    u.emit(op.COPY, 1, p);
    c.name(p.name, 'Store', p);
  }
  u.emit(op.BUILD_TUPLE, params.length, pos);
}

export function typeAlias(c: Context, s: ast.TypeAlias): void {
  const name = (s.name as ast.Name).id; // the parser accepts nothing else
  const u = c.unit;
  if (s.type_params.length > 0) {
    const scope = c.table.typeParams.get(s)!;
    const inner = c.enter(scope, `<generic parameters of ${name}>`, s.lineno);
    inner.emit(op.RESUME, 0, lineStart(s.lineno));
    inner.loadConst(name, s);
    typeParams(c, s.type_params, s);
    lazy(c, s, name, s.value);
    inner.emit(op.BUILD_TUPLE, 3, s);
    inner.emit(op.CALL_INTRINSIC_1, 11, s);
    inner.emit(op.RETURN_VALUE, 0, s);
    const code = c.leave();
    c.makeClosure(code, 0, s);
    u.emit(op.PUSH_NULL, 0, s);
    u.emit(op.CALL, 0, s);
  } else {
    u.loadConst(name, s);
    u.loadConst(null, s);
    lazy(c, s, name, s.value);
    u.emit(op.BUILD_TUPLE, 3, s);
    u.emit(op.CALL_INTRINSIC_1, 11, s);
  }
  c.name(name, 'Store', s.name);
}

// ---------------------------------------------------------------------------------------------------------- classes

export function classDef(c: Context, s: ast.ClassDef): void {
  const u = c.unit;
  decorators(c, s.decorator_list);
  const firstlineno = s.decorator_list.length > 0 ? s.decorator_list[0].lineno : s.lineno;
  const generic = s.type_params.length > 0;
  if (generic) {
    const scope = c.table.typeParams.get(s)!;
    const inner = c.enter(scope, `<generic parameters of ${s.name}>`, firstlineno);
    inner.emit(op.RESUME, 0, lineStart(firstlineno));
    typeParams(c, s.type_params, s);
    c.name('.type_params', 'Store', s);
    classBody(c, s, firstlineno, true);
    c.name('.type_params', 'Load', s);
    inner.emit(op.CALL_INTRINSIC_1, 10, s);
    c.name('.generic_base', 'Store', s);
    const base: ast.Name = {
      node: 'Name',
      id: '.generic_base',
      ctx: 'Load',
      lineno: s.lineno,
      col_offset: s.col_offset,
      end_lineno: s.end_lineno,
      end_col_offset: s.end_col_offset,
    };
    callArguments(c, 2, [...s.bases, base], s.keywords, s);
    inner.emit(op.RETURN_VALUE, 0, s);
    const code = c.leave();
    c.makeClosure(code, 0, s);
    u.emit(op.PUSH_NULL, 0, s);
    u.emit(op.CALL, 0, s);
  } else {
    classBody(c, s, firstlineno, false);
    callArguments(c, 2, s.bases, s.keywords, s);
  }
  applyDecorators(c, s.decorator_list);
  c.name(s.name, 'Store', s);
}

/** Pushes __build_class__, NULL, the body function and the name. */
function classBody(c: Context, s: ast.ClassDef, firstlineno: number, generic: boolean): void {
  const outer = c.unit;
  const scope = c.table.scopes.get(s)!;
  const u = c.enter(scope, s.name, firstlineno);
  const start = lineStart(firstlineno);
  u.emit(op.RESUME, 0, start);
  c.name('__name__', 'Load', start);
  c.name('__module__', 'Store', start);
  u.loadConst(u.qualname, start);
  c.name('__qualname__', 'Store', start);
  u.loadConst(firstlineno, start);
  c.name('__firstlineno__', 'Store', start);
  if (generic) {
    c.name('.type_params', 'Load', start);
    c.name('__type_params__', 'Store', start);
  }
  if (scope.needsClassDict) {
    u.emit(op.LOAD_LOCALS, 0, start);
    u.emit(op.STORE_DEREF, u.derefOf('__classdict__'), start);
  }
  moduleOrClassBody(c, s.body, start);
  u.emit(op.NOP, 0, NOWHERE);
  u.loadConst(new ConstTuple([...u.staticAttributes].sort()), NOWHERE);
  c.name('__static_attributes__', 'Store', NOWHERE);
  if (scope.needsClassDict) {
    u.emit(op.LOAD_FAST, u.derefOf('__classdict__'), NOWHERE);
    c.name('__classdictcell__', 'Store', NOWHERE);
  }
  if (scope.needsClassClosure) {
    u.emit(op.LOAD_FAST, u.derefOf('__class__'), NOWHERE);
    u.emit(op.COPY, 1, NOWHERE);
    c.name('__classcell__', 'Store', NOWHERE);
  } else u.loadConst(null, NOWHERE);
  u.emit(op.RETURN_VALUE, 0, NOWHERE);
  const code = c.leave();
  outer.emit(op.LOAD_BUILD_CLASS, 0, s);
  outer.emit(op.PUSH_NULL, 0, s);
  c.makeClosure(code, 0, s);
  outer.loadConst(s.name, s);
}

/** Docstring, statements, then the `__annotate__` function of the annotations met. */
export function moduleOrClassBody(c: Context, list: ast.stmt[], start: ast.Position): void {
  const u = c.unit;
  const doc = docstringOf(list);
  if (u.scope.hasConditionalAnnotations) {
    u.emit(op.BUILD_SET, 0, start);
    c.name('__conditional_annotations__', 'Store', start);
  }
  if (c.futureAnnotations && u.scope.annotationScope !== null && hasAnnotations(list))
    u.emit(op.SETUP_ANNOTATIONS, 0, start);
  if (doc !== null && c.optimize < 2 && !c.interactive) {
    u.loadConst(cleanDoc(doc.value), doc);
    c.name('__doc__', 'Store', doc);
  }
  c.emit.stmts(c, doc !== null && !c.interactive ? list.slice(1) : list);
  if (u.deferredAnnotations.length > 0) annotateFunction(c, start);
}
function hasAnnotations(list: readonly ast.stmt[]): boolean {
  return list.some(
    (s) =>
      s.node === 'AnnAssign' ||
      ('body' in s &&
        Array.isArray(s.body) &&
        s.node !== 'FunctionDef' &&
        s.node !== 'AsyncFunctionDef' &&
        s.node !== 'ClassDef' &&
        (hasAnnotations(s.body) || ('orelse' in s && hasAnnotations(s.orelse)))),
  );
}

function annotateFunction(c: Context, start: ast.Position): void {
  const owner = c.unit;
  const scope = owner.scope.annotationScope!;
  const conditional = owner.scope.hasConditionalAnnotations;
  enterAnnotate(c, scope, '__annotate__', start.lineno > 0 ? start.lineno : 1);
  const u = c.unit;
  u.emit(op.BUILD_MAP, 0, start);
  for (const d of owner.deferredAnnotations) {
    const skip = new Label();
    if (conditional && d.index >= 0) {
      u.loadConst(d.index, d.value);
      c.name('__conditional_annotations__', 'Load', d.value);
      u.emit(op.CONTAINS_OP, 0, d.value);
      u.jump(op.POP_JUMP_IF_FALSE, skip, d.value);
    }
    expr(c, d.value);
    u.emit(op.COPY, 2, d.value);
    u.loadConst(d.name, d.value);
    u.emit(op.STORE_SUBSCR, 0, d.value);
    u.mark(skip);
  }
  u.emit(op.RETURN_VALUE, 0, start);
  const code = leaveAnnotate(c);
  c.makeClosure(code, 0, start);
  c.name(owner.scope.type === 'class' ? '__annotate_func__' : '__annotate__', 'Store', start);
}

export function annAssign(c: Context, s: ast.AnnAssign): void {
  const u = c.unit;
  if (s.value !== null) {
    expr(c, s.value);
    c.emit.assign(c, s.target);
  }
  const inBody = !u.scope.isFunctionLike();
  switch (s.target.node) {
    case 'Name':
      if (s.simple === 1 && inBody) {
        if (c.futureAnnotations) {
          u.loadConst(unparse(s.annotation), s);
          c.name('__annotations__', 'Load', s);
          u.loadConst(c.mangled(s.target.id), s);
          u.emit(op.STORE_SUBSCR, 0, s);
        } else {
          const conditional = u.scope.hasConditionalAnnotations;
          const index = conditional ? u.nextConditionalAnnotation++ : -1;
          u.deferredAnnotations.push({ name: c.mangled(s.target.id), value: s.annotation, index });
          if (conditional) {
            c.name('__conditional_annotations__', 'Load', s);
            u.loadConst(index, s);
            u.emit(op.SET_ADD, 1, s);
            u.emit(op.POP_TOP, 0, s);
          } else u.emit(op.NOP, 0, s);
        }
      } else u.emit(op.NOP, 0, s);
      break;
    case 'Attribute':
      if (s.value === null) {
        expr(c, s.target.value);
        u.emit(op.POP_TOP, 0, s);
      }
      break;
    case 'Subscript':
      if (s.value === null) {
        expr(c, s.target.value);
        u.emit(op.POP_TOP, 0, s);
        expr(c, s.target.slice);
        u.emit(op.POP_TOP, 0, s);
      }
      break;
    default:
      c.error('only single target (not tuple) can be annotated', s.target);
  }
}
