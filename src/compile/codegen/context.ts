// What the parts of the code generator share: the current unit, entering and leaving units, names, errors.
// Invariant: `unit` is the innermost code being emitted; statement and expression emitters are reached through this
// object, so the parts need not import each other.

import type * as ast from '../../syntax/ast.ts';
import type { Constant } from '../../syntax/constant.ts';
import { PythonSyntaxError } from '../../syntax/errors.ts';
import {
  type Code,
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_GENERATOR,
  CO_METHOD,
  CO_NESTED,
  CO_NEWLOCALS,
  CO_OPTIMIZED,
  CO_VARARGS,
  CO_VARKEYWORDS,
} from '../code.ts';
import {
  CELL,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  LOCAL,
  mangle,
  type Scope,
  type ScopeKind,
  type Symtable,
} from '../scope-analysis.ts';
import { type Label, Unit } from '../unit.ts';
import * as op from '../opcodes.ts';

export type CompileWarning = (
  category: 'SyntaxWarning' | 'DeprecationWarning',
  message: string,
  lineno: number,
  col_offset: number,
) => void;

/** Emitters by part; compile.ts puts them together. */
export interface Emitters {
  stmts(c: Context, body: readonly ast.stmt[]): void;
  expr(c: Context, e: ast.expr): void;
  /** Jumps to `target` when truth of e is `cond`. */
  jumpIf(c: Context, e: ast.expr, target: Label, cond: boolean): void;
  assign(c: Context, target: ast.expr): void;
  comprehension(c: Context, e: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp): void;
  lambda(c: Context, e: ast.Lambda): void;
  pattern(c: Context, s: ast.Match): void;
  functionDef(c: Context, s: ast.FunctionDef | ast.AsyncFunctionDef): void;
  classDef(c: Context, s: ast.ClassDef): void;
  typeAlias(c: Context, s: ast.TypeAlias): void;
  annAssign(c: Context, s: ast.AnnAssign): void;
}

type Access = 'Load' | 'Store' | 'Del';

export class Context {
  unit!: Unit;
  depth = 0;
  constructor(
    readonly filename: string,
    readonly table: Symtable,
    readonly optimize: number,
    readonly interactive: boolean,
    readonly futureAnnotations: boolean,
    /** CO_FUTURE_* bits every code object carries. */
    readonly futureFlags: number,
    readonly warn: CompileWarning,
    readonly emit: Emitters,
  ) {}

  error(message: string, n: ast.Position): never {
    throw new PythonSyntaxError(
      'SyntaxError',
      message,
      this.filename,
      n.lineno,
      n.col_offset + 1,
      n.end_lineno,
      n.end_col_offset + 1,
      null,
    );
  }

  /** Starts a code unit for a scope. */
  enter(scope: Scope, name: string, firstlineno: number): Unit {
    const parent = this.unit as Unit | undefined;
    const u = new Unit(scope, name, parent ?? null, firstlineno, scope.classNameForMangling);
    this.unit = u;
    u.qualname = this.qualname(u);
    if (scope.type !== 'module') {
      if (scope.isFunctionLike()) {
        u.flags |= CO_OPTIMIZED | CO_NEWLOCALS;
        if (scope.nested) u.flags |= CO_NESTED;
        if (scope.isGenerator && !scope.isCoroutine) u.flags |= CO_GENERATOR;
        if (scope.isGenerator && scope.isCoroutine) u.flags |= CO_ASYNC_GENERATOR;
        if (!scope.isGenerator && scope.isCoroutine) u.flags |= CO_COROUTINE;
        if (scope.hasVarargs) u.flags |= CO_VARARGS;
        if (scope.hasKwargs) u.flags |= CO_VARKEYWORDS;
        if (scope.isMethod) u.flags |= CO_METHOD;
      }
    }
    u.flags |= this.futureFlags;
    return u;
  }

  private qualname(u: Unit): string {
    let p = u.parent;
    if (p !== null && p.scope.type === 'type parameters') p = p.parent;
    if (p === null || p.scope.type === 'module') return u.name;
    const s = p.scope;
    // A function or class declared global in its parent is not qualified by it.
    if (u.scope.type === 'function' || u.scope.type === 'class') {
      const m = mangle(s.classNameForMangling, u.name);
      if (s.symbols.get(m)?.scope === GLOBAL_EXPLICIT) return u.name;
    }
    const base = p.qualname;
    return s.isFunctionLike() ? `${base}.<locals>.${u.name}` : `${base}.${u.name}`;
  }

  /** Ends the current unit and gives its code. */
  leave(): Code {
    const u = this.unit;
    const code = u.assemble(this.filename, {
      generator: (u.flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) !== 0,
    });
    this.unit = u.parent!; // the module's unit is left by nobody
    return code;
  }

  /** Pushes a function made from `code`; `flags`: what is on the stack for SET_FUNCTION_ATTRIBUTE, in CPython's order. */
  makeClosure(code: Code, flags: number, pos: ast.Position): void {
    const u = this.unit;
    const free = code.localsplusNames.filter((_, i) => (code.localsplusKinds[i] & 0x80) !== 0);
    if (free.length > 0) {
      for (const n of free) u.emit(op.LOAD_FAST, this.closureSlot(n), pos);
      u.emit(op.BUILD_TUPLE, free.length, pos);
      flags |= 8;
    }
    u.emit(op.LOAD_CONST, u.constant(code), pos);
    u.emit(op.MAKE_FUNCTION, 0, pos);
    for (const f of [8, 16, 4, 2, 1]) if ((flags & f) !== 0) u.emit(op.SET_FUNCTION_ATTRIBUTE, f, pos);
  }
  private closureSlot(n: string): number {
    return this.unit.derefOf(n);
  }

  // ---- names
  name(id: string, access: Access, pos: ast.Position): void {
    const u = this.unit;
    const n = mangle(u.privateName, id);
    if (n === '__debug__') {
      if (access === 'Load') {
        u.loadConst(this.optimize === 0, pos);
        return;
      }
      this.error(access === 'Store' ? 'cannot assign to __debug__' : 'cannot delete __debug__', pos);
    }
    let scope: ScopeKind | 0 = 0;
    let hidden = false;
    for (let i = u.inlinedComprehensions.length - 1; i >= 0; i--) {
      const s = u.inlinedComprehensions[i].symbols.get(n);
      if (s === undefined) continue;
      if (s.scope === LOCAL) {
        scope = LOCAL;
        hidden = true;
      } else if (u.scope.type === 'class' && s.scope === GLOBAL_IMPLICIT) scope = GLOBAL_EXPLICIT;
      else if (u.scope.type === 'class' && s.scope === FREE) {
        // What a class body's comprehension sees is never the class's own name.
        u.emit(op.LOAD_DEREF, u.derefOf(n), pos);
        return;
      }
      break;
    }
    if (scope === 0) scope = u.scope.scopeOf(n);
    if (scope === 0) scope = GLOBAL_IMPLICIT;
    const functionLike = u.scope.isFunctionLike();
    if (hidden || (scope === LOCAL && functionLike)) {
      const i = u.varOf(n);
      if (access === 'Load') u.emit(op.LOAD_FAST, i, pos);
      else u.emit(access === 'Store' ? op.STORE_FAST : op.DELETE_FAST, i, pos);
      return;
    }
    if (scope === CELL || scope === FREE) {
      const i = u.derefOf(n);
      if (access === 'Load') {
        if (u.scope.type === 'class' && u.inlinedComprehensions.length === 0) {
          u.emit(op.LOAD_LOCALS, 0, pos);
          u.emit(op.LOAD_FROM_DICT_OR_DEREF, i, pos);
        } else if (u.scope.canSeeClassScope) {
          u.emit(op.LOAD_DEREF, u.derefOf('__classdict__'), pos);
          u.emit(op.LOAD_FROM_DICT_OR_DEREF, i, pos);
        } else u.emit(op.LOAD_DEREF, i, pos);
      } else u.emit(access === 'Store' ? op.STORE_DEREF : op.DELETE_DEREF, i, pos);
      return;
    }
    const i = u.nameOf(n);
    const global = scope === GLOBAL_EXPLICIT || (scope === GLOBAL_IMPLICIT && functionLike);
    if (access === 'Load') {
      if (scope === GLOBAL_IMPLICIT && u.scope.canSeeClassScope) {
        u.emit(op.LOAD_DEREF, u.derefOf('__classdict__'), pos);
        u.emit(op.LOAD_FROM_DICT_OR_GLOBALS, i, pos);
      } else if (global) u.emit(op.LOAD_GLOBAL, i << 1, pos);
      else u.emit(op.LOAD_NAME, i, pos);
    } else if (access === 'Store') u.emit(global ? op.STORE_GLOBAL : op.STORE_NAME, i, pos);
    else u.emit(global ? op.DELETE_GLOBAL : op.DELETE_NAME, i, pos);
  }
  mangled(name: string): string {
    return mangle(this.unit.privateName, name);
  }

  /** `yield from` / `await`: drives the iterator under a None to its end. */
  addYieldFrom(isAwait: boolean, pos: ast.Position, labels: { send: Label; fail: Label; exit: Label }): void {
    const u = this.unit;
    const { send, fail, exit } = labels;
    u.mark(send);
    u.jump(op.SEND, exit, pos);
    u.pushHandler(fail, false);
    u.emit(op.YIELD_VALUE, 1, pos);
    u.popHandler();
    u.emit(op.RESUME, isAwait ? 3 : 2, pos);
    u.jump(op.JUMP_BACKWARD_NO_INTERRUPT, send, pos);
    u.mark(fail);
    u.emit(op.CLEANUP_THROW, 0, pos);
    u.mark(exit);
    u.emit(op.END_SEND, 0, pos);
  }
  constantOf(c: Constant): Constant {
    return c;
  }
}
