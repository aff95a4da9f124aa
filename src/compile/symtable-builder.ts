// First pass over the tree: fills the symbol tables (symtable.ts) block by block and finds the errors of names.
// Invariant: every block the code generator enters has an entry under the node that makes it; scopes are decided
// afterwards by scopes.ts.

import type * as ast from '../syntax/ast.ts';
import type { Position } from '../syntax/ast.ts';
import { PythonSyntaxError } from '../syntax/errors.ts';
import { docstringOf } from './docstring.ts';
import { analyzeScopes } from './scopes.ts';
import * as S from './symtable.ts';
import { maybeMangle, Symtable, SymtableEntry } from './symtable.ts';

export interface SymtableOptions {
  /** `from __future__ import annotations` is in force. */
  futureAnnotations: boolean;
  /** `await` may stand at module level. */
  topLevelAwait: boolean;
}

const NOWHERE: Position = { lineno: 0, col_offset: 0, end_lineno: 0, end_col_offset: 0 };

/** The symbol tables of a program. */
export function buildSymtable(tree: ast.mod, filename: string, options: SymtableOptions): Symtable {
  const b = new Builder(filename, options);
  b.program(tree);
  analyzeScopes(b.table.top, (m, loc) => b.error(m, loc));
  return b.table;
}

class Builder {
  readonly table = new Symtable();
  private readonly stack: SymtableEntry[] = [];
  private cur!: SymtableEntry;
  private private_: string | null = null;
  private nextId = 1;

  constructor(
    private readonly filename: string,
    private readonly options: SymtableOptions,
  ) {}

  error(msg: string, loc: Position): never {
    const { lineno, col_offset, end_lineno, end_col_offset } = loc;
    throw new PythonSyntaxError(
      'SyntaxError',
      msg,
      this.filename,
      lineno,
      col_offset + 1,
      end_lineno,
      end_col_offset + 1,
      null,
    );
  }

  program(tree: ast.mod): void {
    this.enter('top', S.ModuleBlock, tree, NOWHERE);
    this.table.top = this.cur;
    if (tree.node === 'Expression') this.expr(tree.body);
    else if (tree.node === 'FunctionType') throw new Error('this compiler does not handle FunctionTypes');
    else {
      if (tree.node === 'Module' && docstringOf(tree.body) !== null) this.cur.hasDocstring = true;
      this.stmts(tree.body);
    }
    this.exit();
  }

  // ---- blocks

  private make(name: string, type: number, key: object, loc: Position): SymtableEntry {
    const e = new SymtableEntry(name, type, loc, this.nextId++);
    const cur = this.cur as SymtableEntry | undefined;
    if (cur !== undefined && (cur.nested || cur.functionLike)) e.nested = true;
    if (type === S.FunctionBlock && cur !== undefined && cur.type === S.ClassBlock) e.method = true;
    this.table.blocks.set(key, e);
    return e;
  }

  private enter(name: string, type: number, key: object, loc: Position): void {
    this.enterExisting(this.make(name, type, key, loc), true);
    if (type === S.AnnotationBlock || type === S.TypeVariableBlock || type === S.TypeAliasBlock) {
      this.define('.format', S.DEF_PARAM, loc);
      this.define('.format', S.USE, loc);
    }
  }

  private enterExisting(e: SymtableEntry, addToChildren: boolean): void {
    const prev = this.cur as SymtableEntry | undefined;
    this.stack.push(e);
    if (prev !== undefined) {
      e.compIterExpr = prev.compIterExpr;
      if (prev.mangledNames !== null && e.type !== S.ClassBlock) e.mangledNames = prev.mangledNames;
    }
    this.cur = e;
    // Under the future import, annotations are strings: their blocks have no part in the analysis.
    if (prev === undefined || (e.type === S.AnnotationBlock && this.options.futureAnnotations)) return;
    if (addToChildren) prev.children.push(e);
  }

  private exit(): void {
    this.stack.pop();
    this.cur = this.stack[this.stack.length - 1];
  }

  private isAsync(): boolean {
    return this.cur.functionLike && this.cur.coroutine;
  }

  // ---- names

  private define(name: string, flag: number, loc: Position, ctx: 'Load' | 'Store' | 'Del' = 'Store'): void {
    if (name === '__debug__' && flag & (S.DEF_PARAM | S.DEF_LOCAL | S.DEF_IMPORT)) this.checkName(name, loc, ctx);
    this.defineIn(name, flag, this.cur, loc);
  }

  private defineIn(name: string, flag: number, e: SymtableEntry, loc: Position): void {
    const mangled = maybeMangle(this.private_, this.cur, name);
    const old = e.symbols.get(mangled) ?? 0;
    if (flag & S.DEF_PARAM && old & S.DEF_PARAM) this.error(`duplicate argument '${name}' in function definition`, loc);
    if (flag & S.DEF_TYPE_PARAM && old & S.DEF_TYPE_PARAM) this.error(`duplicate type parameter '${name}'`, loc);
    let val = old | flag;
    if (e.compIterTarget) {
      if (val & (S.DEF_GLOBAL | S.DEF_NONLOCAL)) {
        this.error(`comprehension inner loop cannot rebind assignment expression target '${name}'`, loc);
      }
      val |= S.DEF_COMP_ITER;
    }
    e.symbols.set(mangled, val);
    if (flag & S.DEF_PARAM) e.varnames.push(mangled);
    else if (flag & S.DEF_GLOBAL) {
      const g = this.table.top.symbols;
      g.set(mangled, (g.get(mangled) ?? 0) | flag);
    }
  }

  private lookup(name: string, e = this.cur): number {
    return e.symbols.get(maybeMangle(this.private_, e, name)) ?? 0;
  }

  private checkName(name: string, loc: Position, ctx: 'Load' | 'Store' | 'Del'): void {
    if (name !== '__debug__') return;
    if (ctx === 'Store') this.error('cannot assign to __debug__', loc);
    if (ctx === 'Del') this.error('cannot delete __debug__', loc);
  }

  private notInAnnotation(what: string, loc: Position): void {
    switch (this.cur.type) {
      case S.AnnotationBlock:
        return this.error(`${what} cannot be used within an annotation`, loc);
      case S.TypeVariableBlock:
        return this.error(`${what} cannot be used within ${this.cur.scopeInfo}`, loc);
      case S.TypeAliasBlock:
        return this.error(`${what} cannot be used within a type alias`, loc);
      case S.TypeParametersBlock:
        return this.error(`${what} cannot be used within the definition of a generic`, loc);
    }
  }

  // ---- statements

  private stmts(body: readonly ast.stmt[]): void {
    for (let i = 0; i < body.length; i++) this.stmt(body[i]);
  }

  /** Statements that may not run: annotations in them are conditional. */
  private conditional(...bodies: readonly (readonly ast.stmt[])[]): void {
    const was = this.cur.inConditionalBlock;
    this.cur.inConditionalBlock = true;
    for (const b of bodies) this.stmts(b);
    this.cur.inConditionalBlock = was;
  }

  private stmt(s: ast.stmt): void {
    switch (s.node) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        return this.functionDef(s);
      case 'ClassDef':
        return this.classDef(s);
      case 'TypeAlias':
        return this.typeAlias(s);
      case 'Return':
        if (s.value !== null) {
          this.expr(s.value);
          this.cur.returnsValue = true;
        }
        return;
      case 'Delete':
        return this.exprs(s.targets);
      case 'Assign':
        this.exprs(s.targets);
        return this.expr(s.value);
      case 'AnnAssign':
        return this.annAssign(s);
      case 'AugAssign':
        this.expr(s.target);
        return this.expr(s.value);
      case 'For':
      case 'AsyncFor':
        if (s.node === 'AsyncFor') this.moduleCoroutine();
        this.expr(s.target);
        this.expr(s.iter);
        return this.conditional(s.body, s.orelse);
      case 'While':
        this.expr(s.test);
        return this.conditional(s.body, s.orelse);
      case 'If': {
        // Long elif chains are a loop, not a recursion.
        let at: ast.If = s;
        for (;;) {
          this.expr(at.test);
          this.conditional(at.body);
          if (at.orelse.length === 1 && at.orelse[0].node === 'If') at = at.orelse[0];
          else break;
        }
        return this.conditional(at.orelse);
      }
      case 'Match':
        this.expr(s.subject);
        for (const c of s.cases) {
          this.pattern(c.pattern);
          if (c.guard !== null) this.expr(c.guard);
          this.conditional(c.body);
        }
        return;
      case 'Raise':
        if (s.exc !== null) {
          this.expr(s.exc);
          if (s.cause !== null) this.expr(s.cause);
        }
        return;
      case 'Try':
      case 'TryStar':
        this.conditional(s.body);
        for (const h of s.handlers) {
          if (h.type !== null) this.expr(h.type);
          if (h.name !== null) this.define(h.name, S.DEF_LOCAL, h);
          this.conditional(h.body);
        }
        return this.conditional(s.orelse, s.finalbody);
      case 'Assert':
        this.expr(s.test);
        if (s.msg !== null) this.expr(s.msg);
        return;
      case 'Import':
      case 'ImportFrom':
        for (const a of s.names) this.alias(a);
        return;
      case 'Global':
        for (const name of s.names) this.directive(name, s, 'global', S.DEF_GLOBAL);
        return;
      case 'Nonlocal':
        for (const name of s.names) this.directive(name, s, 'nonlocal', S.DEF_NONLOCAL);
        return;
      case 'Expr':
        return this.expr(s.value);
      case 'With':
      case 'AsyncWith':
        if (s.node === 'AsyncWith') this.moduleCoroutine();
        for (const item of s.items) {
          this.expr(item.context_expr);
          if (item.optional_vars !== null) this.expr(item.optional_vars);
        }
        return this.conditional(s.body);
    }
  }

  /** `async for` and `async with` make a module a coroutine where top-level await is allowed. */
  private moduleCoroutine(): void {
    if (this.options.topLevelAwait && this.cur.type === S.ModuleBlock) this.cur.coroutine = true;
  }

  private directive(name: string, s: Position, word: 'global' | 'nonlocal', flag: number): void {
    const cur = this.lookup(name);
    if (cur & (S.DEF_PARAM | S.DEF_LOCAL | S.USE | S.DEF_ANNOT)) {
      const msg =
        cur & S.DEF_PARAM
          ? `name '${name}' is parameter and ${word}`
          : cur & S.USE
            ? `name '${name}' is used prior to ${word} declaration`
            : cur & S.DEF_ANNOT
              ? `annotated name '${name}' can't be ${word}`
              : `name '${name}' is assigned to before ${word} declaration`;
      this.error(msg, s);
    }
    this.define(name, flag, s);
    this.cur.directives.push({ name: maybeMangle(this.private_, this.cur, name), loc: s });
  }

  private alias(a: ast.alias): void {
    let name = a.asname ?? a.name;
    if (name === '*') {
      if (this.cur.type !== S.ModuleBlock) this.error('import * only allowed at module level', a);
      return;
    }
    if (a.asname === null) {
      const dot = name.indexOf('.');
      if (dot >= 0) name = name.slice(0, dot);
    }
    this.define(name, S.DEF_IMPORT, a);
  }

  private functionDef(s: ast.FunctionDef | ast.AsyncFunctionDef): void {
    this.define(s.name, S.DEF_LOCAL, s);
    this.exprs(s.args.defaults);
    this.maybeExprs(s.args.kw_defaults);
    this.exprs(s.decorator_list);
    const generic = s.type_params.length > 0;
    if (generic) {
      // CPython's parser always makes a list of defaults: the parameter is there even when it is empty.
      this.enterTypeParams(
        s.name,
        s.type_params,
        true,
        s.args.kw_defaults.some((d) => d !== null),
        false,
        s,
      );
      for (const t of s.type_params) this.typeParam(t);
    }
    const entry = this.make(s.name, S.FunctionBlock, s, s);
    if (docstringOf(s.body) !== null) entry.hasDocstring = true;
    this.annotations(s, s.args, s.returns, entry);
    this.enterExisting(entry, true);
    if (s.node === 'AsyncFunctionDef') this.cur.coroutine = true;
    this.parameters(s.args);
    this.stmts(s.body);
    this.exit();
    if (generic) this.exit();
  }

  private classDef(s: ast.ClassDef): void {
    this.define(s.name, S.DEF_LOCAL, s);
    this.exprs(s.decorator_list);
    const was = this.private_;
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParams(s.name, s.type_params, false, false, true, s);
      this.private_ = s.name;
      this.cur.mangledNames = new Set();
      for (const t of s.type_params) this.typeParam(t);
    }
    this.exprs(s.bases);
    this.keywords(s.keywords);
    this.enter(s.name, S.ClassBlock, s, s);
    this.private_ = s.name;
    if (generic) {
      this.define('__type_params__', S.DEF_LOCAL, s);
      this.define('.type_params', S.USE, s);
    }
    if (docstringOf(s.body) !== null) this.cur.hasDocstring = true;
    this.stmts(s.body);
    this.exit();
    if (generic) this.exit();
    this.private_ = was;
  }

  private typeAlias(s: ast.TypeAlias): void {
    this.expr(s.name);
    const name = s.name.node === 'Name' ? s.name.id : '';
    const inClass = this.cur.type === S.ClassBlock;
    const generic = s.type_params.length > 0;
    if (generic) {
      this.enterTypeParams(name, s.type_params, false, false, false, s);
      for (const t of s.type_params) this.typeParam(t);
    }
    this.enter(name, S.TypeAliasBlock, s, s);
    if (inClass) {
      this.cur.canSeeClassScope = true;
      this.define('__classdict__', S.USE, s.value);
    }
    this.expr(s.value);
    this.exit();
    if (generic) this.exit();
  }

  private enterTypeParams(
    name: string,
    key: object,
    defaults: boolean,
    kwdefaults: boolean,
    ofClass: boolean,
    loc: Position,
  ): void {
    const inClass = this.cur.type === S.ClassBlock;
    this.enter(name, S.TypeParametersBlock, key, loc);
    if (inClass) {
      this.cur.canSeeClassScope = true;
      this.define('__classdict__', S.USE, loc);
    }
    if (ofClass) {
      this.define('.type_params', S.DEF_LOCAL, loc);
      this.define('.type_params', S.USE, loc);
      this.define('.generic_base', S.DEF_LOCAL, loc);
      this.define('.generic_base', S.USE, loc);
    }
    if (defaults) this.define('.defaults', S.DEF_PARAM, loc);
    if (kwdefaults) this.define('.kwdefaults', S.DEF_PARAM, loc);
  }

  private typeParam(t: ast.type_param): void {
    this.cur.mangledNames?.add(t.name);
    this.define(t.name, S.DEF_TYPE_PARAM | S.DEF_LOCAL, t);
    if (t.node === 'TypeVar' && t.bound !== null) {
      const what = t.bound.node === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound';
      this.typeVariableScope(t.bound, t.name, t, what);
    }
    if (t.default_value !== null)
      this.typeVariableScope(t.default_value, t.name, this.table.defaultKey(t), `a ${t.node} default`);
  }

  private typeVariableScope(e: ast.expr, name: string, key: object, info: string): void {
    const inClass = this.cur.canSeeClassScope;
    this.enter(name, S.TypeVariableBlock, key, e);
    this.cur.canSeeClassScope = inClass;
    if (inClass) this.define('__classdict__', S.USE, e);
    this.cur.scopeInfo = info;
    this.expr(e);
    this.exit();
  }

  private annotations(s: Position, a: ast.arguments, returns: ast.expr | null, fn: SymtableEntry): void {
    const inClass = this.cur.canSeeClassScope || this.cur.type === S.ClassBlock;
    this.enter('__annotate__', S.AnnotationBlock, a, s);
    this.cur.functionName = fn.name;
    if (inClass) {
      this.cur.canSeeClassScope = true;
      this.define('__classdict__', S.USE, s);
    }
    const one = (e: ast.expr | null): void => {
      if (e === null) return;
      this.cur.annotationsUsed = true;
      this.expr(e);
    };
    for (const p of a.posonlyargs) one(p.annotation);
    for (const p of a.args) one(p.annotation);
    if (a.vararg !== null) one(a.vararg.annotation);
    if (a.kwarg !== null) one(a.kwarg.annotation);
    for (const p of a.kwonlyargs) one(p.annotation);
    one(returns);
    this.exit();
  }

  private annAssign(s: ast.AnnAssign): void {
    this.cur.annotationsUsed = true;
    const t = s.target;
    if (t.node === 'Name') {
      const cur = this.lookup(t.id);
      if (cur & (S.DEF_GLOBAL | S.DEF_NONLOCAL) && this.cur !== this.table.top && s.simple !== 0) {
        this.error(`annotated name '${t.id}' can't be ${cur & S.DEF_GLOBAL ? 'global' : 'nonlocal'}`, s);
      }
      if (s.simple !== 0) this.define(t.id, S.DEF_ANNOT | S.DEF_LOCAL, t);
      else if (s.value !== null) this.define(t.id, S.DEF_LOCAL, t);
    } else this.expr(t);
    this.annotation(s.annotation, s);
    if (s.value !== null) this.expr(s.value);
  }

  private annotation(e: ast.expr, key: object): void {
    const parent = this.cur;
    const isClass = parent.type === S.ClassBlock;
    if (
      ((isClass && parent.inConditionalBlock) || parent.type === S.ModuleBlock) &&
      !parent.hasConditionalAnnotations
    ) {
      parent.hasConditionalAnnotations = true;
      this.define('__conditional_annotations__', S.USE, e);
    }
    if (parent.annotationBlock === null) {
      this.enter('__annotate__', S.AnnotationBlock, key, e);
      parent.annotationBlock = this.cur;
      if (isClass && !this.options.futureAnnotations) {
        this.cur.canSeeClassScope = true;
        this.define('__classdict__', S.USE, e);
      }
    } else this.enterExisting(parent.annotationBlock, false);
    const was = this.cur.inUnevaluatedAnnotation;
    // Annotations of a function's own variables are never run: they use no names.
    if (parent.type === S.FunctionBlock) this.cur.inUnevaluatedAnnotation = true;
    this.expr(e);
    this.cur.inUnevaluatedAnnotation = was;
    this.exit();
  }

  private parameters(a: ast.arguments): void {
    for (const p of a.posonlyargs) this.define(p.arg, S.DEF_PARAM, p);
    for (const p of a.args) this.define(p.arg, S.DEF_PARAM, p);
    for (const p of a.kwonlyargs) this.define(p.arg, S.DEF_PARAM, p);
    if (a.vararg !== null) {
      this.define(a.vararg.arg, S.DEF_PARAM, a.vararg);
      this.cur.varargs = true;
    }
    if (a.kwarg !== null) {
      this.define(a.kwarg.arg, S.DEF_PARAM, a.kwarg);
      this.cur.varkeywords = true;
    }
  }

  // ---- expressions

  private exprs(list: readonly ast.expr[]): void {
    for (let i = 0; i < list.length; i++) this.expr(list[i]);
  }

  private maybeExprs(list: readonly (ast.expr | null)[]): void {
    for (const e of list) if (e !== null) this.expr(e);
  }

  private keywords(list: readonly ast.keyword[]): void {
    for (const k of list) {
      if (k.arg !== null) this.checkName(k.arg, k, 'Store');
    }
    for (const k of list) this.expr(k.value);
  }

  private expr(e: ast.expr): void {
    switch (e.node) {
      case 'Constant':
        return;
      case 'Name':
        if (this.cur.inUnevaluatedAnnotation) return;
        this.define(e.id, e.ctx === 'Load' ? S.USE : S.DEF_LOCAL, e, e.ctx);
        // super() needs the class it stands in.
        if (e.id === 'super' && e.ctx === 'Load' && this.cur.functionLike) this.define('__class__', S.USE, e);
        return;
      case 'Attribute':
        this.checkName(e.attr, e, e.ctx);
        return this.expr(e.value);
      case 'Call':
        this.expr(e.func);
        this.exprs(e.args);
        return this.keywords(e.keywords);
      case 'BinOp': {
        // Left-leaning chains can be long.
        let left: ast.expr = e;
        const rights: ast.expr[] = [];
        while (left.node === 'BinOp') {
          rights.push(left.right);
          left = left.left;
        }
        this.expr(left);
        for (let i = rights.length - 1; i >= 0; i--) this.expr(rights[i]);
        return;
      }
      case 'BoolOp':
        return this.exprs(e.values);
      case 'UnaryOp':
        return this.expr(e.operand);
      case 'Compare':
        this.expr(e.left);
        return this.exprs(e.comparators);
      case 'Subscript':
        this.expr(e.value);
        return this.expr(e.slice);
      case 'List':
      case 'Tuple':
      case 'Set':
        return this.exprs(e.elts);
      case 'Dict':
        this.maybeExprs(e.keys);
        return this.exprs(e.values);
      case 'Starred':
        return this.expr(e.value);
      case 'Slice':
        return this.maybeExprs([e.lower, e.upper, e.step]);
      case 'IfExp':
        this.expr(e.test);
        this.expr(e.body);
        return this.expr(e.orelse);
      case 'NamedExpr':
        return this.namedExpr(e);
      case 'Lambda': {
        this.exprs(e.args.defaults);
        this.maybeExprs(e.args.kw_defaults);
        this.enter('<lambda>', S.FunctionBlock, e, e);
        this.parameters(e.args);
        this.expr(e.body);
        this.exit();
        return;
      }
      case 'ListComp':
        return this.comprehension(e, '<listcomp>', S.ListComprehension, e.elt, null);
      case 'SetComp':
        return this.comprehension(e, '<setcomp>', S.SetComprehension, e.elt, null);
      case 'GeneratorExp':
        return this.comprehension(e, '<genexpr>', S.GeneratorExpression, e.elt, null);
      case 'DictComp':
        return this.comprehension(e, '<dictcomp>', S.DictComprehension, e.key, e.value);
      case 'Yield':
      case 'YieldFrom':
        this.notInAnnotation('yield expression', e);
        if (e.value !== null) this.expr(e.value);
        this.cur.generator = true;
        if (this.cur.comprehension !== S.NoComprehension) {
          const where = ['', 'list comprehension', 'dict comprehension', 'set comprehension', 'generator expression'];
          this.error(`'yield' inside ${where[this.cur.comprehension]}`, e);
        }
        return;
      case 'Await':
        this.notInAnnotation('await expression', e);
        if (!(this.options.topLevelAwait && this.cur.type === S.ModuleBlock)) {
          if (!this.cur.functionLike) this.error("'await' outside function", e);
          if (!this.isAsync() && this.cur.comprehension === S.NoComprehension) {
            this.error("'await' outside async function", e);
          }
        }
        this.expr(e.value);
        this.cur.coroutine = true;
        return;
      case 'JoinedStr':
      case 'TemplateStr':
        return this.exprs(e.values);
      case 'FormattedValue':
      case 'Interpolation':
        this.expr(e.value);
        if (e.format_spec !== null) this.expr(e.format_spec);
    }
  }

  private namedExpr(e: ast.NamedExpr): void {
    this.notInAnnotation('named expression', e);
    if (this.cur.compIterExpr > 0) {
      this.error('assignment expression cannot be used in a comprehension iterable expression', e);
    }
    if (this.cur.comprehension !== S.NoComprehension && e.target.node === 'Name') this.extendScope(e.target);
    this.expr(e.value);
    this.expr(e.target);
  }

  /** `:=` in a comprehension binds in the function or module around it. */
  private extendScope(e: ast.Name): void {
    const name = e.id;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const entry = this.stack[i];
      const flags = this.lookup(name, entry);
      if (entry.comprehension !== S.NoComprehension) {
        if (flags & S.DEF_COMP_ITER && flags & (S.DEF_LOCAL | S.DEF_GLOBAL)) {
          this.error(`assignment expression cannot rebind comprehension iteration variable '${name}'`, e);
        }
        continue;
      }
      switch (entry.type) {
        case S.FunctionBlock:
          this.define(name, flags & S.DEF_GLOBAL ? S.DEF_GLOBAL : S.DEF_NONLOCAL, e);
          this.cur.directives.push({ name: maybeMangle(this.private_, this.cur, name), loc: e });
          return this.defineIn(name, S.DEF_LOCAL, entry, e);
        case S.ModuleBlock:
          this.define(name, S.DEF_GLOBAL, e);
          this.cur.directives.push({ name: maybeMangle(this.private_, this.cur, name), loc: e });
          return this.defineIn(name, S.DEF_GLOBAL, entry, e);
        case S.ClassBlock:
          return this.error('assignment expression within a comprehension cannot be used in a class body', e);
        case S.TypeParametersBlock:
          return this.error('assignment expression within a comprehension cannot be used in a type parameter', e);
        case S.TypeAliasBlock:
          return this.error('assignment expression within a comprehension cannot be used in a type alias', e);
        case S.TypeVariableBlock:
          return this.error('assignment expression within a comprehension cannot be used in a TypeVar bound', e);
      }
    }
  }

  private comprehension(
    e: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    name: string,
    kind: number,
    elt: ast.expr,
    value: ast.expr | null,
  ): void {
    const first = e.generators[0];
    this.cur.compIterExpr++;
    this.expr(first.iter);
    this.cur.compIterExpr--;
    this.enter(name, S.FunctionBlock, e, e);
    this.cur.comprehension = kind;
    if (first.is_async !== 0) this.cur.coroutine = true;
    this.define('.0', S.DEF_PARAM, e);
    this.iterationTarget(first.target);
    this.exprs(first.ifs);
    for (let i = 1; i < e.generators.length; i++) {
      const g = e.generators[i];
      this.iterationTarget(g.target);
      this.cur.compIterExpr++;
      this.expr(g.iter);
      this.cur.compIterExpr--;
      this.exprs(g.ifs);
      if (g.is_async !== 0) this.cur.coroutine = true;
    }
    if (value !== null) this.expr(value);
    this.expr(elt);
    const generator = kind === S.GeneratorExpression;
    this.cur.generator = generator;
    const isAsync = this.cur.coroutine && !generator;
    this.exit();
    if (!isAsync) return;
    if (
      !this.isAsync() &&
      this.cur.comprehension === S.NoComprehension &&
      !(this.options.topLevelAwait && this.cur.type === S.ModuleBlock)
    ) {
      this.error('asynchronous comprehension outside of an asynchronous function', e);
    }
    this.cur.coroutine = true;
  }

  private iterationTarget(e: ast.expr): void {
    this.cur.compIterTarget = true;
    this.expr(e);
    this.cur.compIterTarget = false;
  }

  private pattern(p: ast.pattern): void {
    switch (p.node) {
      case 'MatchValue':
        return this.expr(p.value);
      case 'MatchSingleton':
        return;
      case 'MatchSequence':
      case 'MatchOr':
        for (const q of p.patterns) this.pattern(q);
        return;
      case 'MatchStar':
        if (p.name !== null) this.define(p.name, S.DEF_LOCAL, p);
        return;
      case 'MatchMapping':
        this.exprs(p.keys);
        for (const q of p.patterns) this.pattern(q);
        if (p.rest !== null) this.define(p.rest, S.DEF_LOCAL, p);
        return;
      case 'MatchClass':
        this.expr(p.cls);
        for (const q of p.patterns) this.pattern(q);
        p.kwd_attrs.forEach((k, i) => this.checkName(k, p.kwd_patterns[i] ?? p, 'Store'));
        for (const q of p.kwd_patterns) this.pattern(q);
        return;
      case 'MatchAs':
        if (p.pattern !== null) this.pattern(p.pattern);
        if (p.name !== null) this.define(p.name, S.DEF_LOCAL, p);
    }
  }
}
