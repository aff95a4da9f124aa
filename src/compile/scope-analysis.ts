// The symbol table: which scope every name of a module belongs to (CPython's Python/symtable.c). Invariant: after
// `buildSymtable` each scope's `symbols` say LOCAL, CELL, FREE, GLOBAL_EXPLICIT or GLOBAL_IMPLICIT for every name it
// mentions; inner scopes hang in `children` in source order and are found by their AST node. It knows no bytecode.

import type * as ast from '../syntax/ast.ts';
import { PythonSyntaxError } from '../syntax/errors.ts';

export const LOCAL = 1;
export const GLOBAL_EXPLICIT = 2;
export const GLOBAL_IMPLICIT = 3;
export const FREE = 4;
export const CELL = 5;
export type ScopeKind = 1 | 2 | 3 | 4 | 5;

export const DEF_GLOBAL = 1;
export const DEF_LOCAL = 2;
export const DEF_PARAM = 4;
export const DEF_NONLOCAL = 8;
export const USE = 16;
export const DEF_FREE_CLASS = 64;
export const DEF_IMPORT = 128;
export const DEF_ANNOT = 256;
export const DEF_COMP_ITER = 512;
export const DEF_TYPE_PARAM = 1024;
export const DEF_COMP_CELL = 2048;
export const DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT | DEF_TYPE_PARAM;

export type BlockType =
  | 'module'
  | 'class'
  | 'function'
  | 'annotation'
  | 'type alias'
  | 'type parameters'
  | 'type variable';

export interface Symbol {
  flags: number;
  scope: ScopeKind;
  /** Where `global`/`nonlocal` was said, for errors. */
  where?: ast.Position;
}

export class Scope {
  readonly symbols = new Map<string, Symbol>();
  readonly children: Scope[] = [];
  readonly varnames: string[] = [];
  /** '' or 'list' | 'set' | 'dict' | 'generator'. */
  comprehension = '';
  inlined = false;
  nested = false;
  isGenerator = false;
  isCoroutine = false;
  hasVarargs = false;
  hasKwargs = false;
  returnsValue = false;
  needsClassClosure = false;
  needsClassDict = false;
  hasConditionalAnnotations = false;
  hasDocstring = false;
  isMethod = false;
  canSeeClassScope = false;
  compIterTarget = false;
  compIterExpr = 0;
  /** The scope of this class's or module's deferred annotations, when it has any. */
  annotationScope: Scope | null = null;
  freeVars: string[] = [];
  directives: { name: string; node: ast.Position }[] = [];
  mangled: Set<string> | null = null;
  constructor(
    readonly type: BlockType,
    readonly name: string,
    readonly parent: Scope | null,
    readonly lineno: number,
    readonly classNameForMangling: string | null,
  ) {}
  isFunctionLike(): boolean {
    return this.type !== 'module' && this.type !== 'class';
  }
  scopeOf(name: string): ScopeKind | 0 {
    return this.symbols.get(name)?.scope ?? 0;
  }
}

export class Symtable {
  /** Scope of an AST node; nodes with several scopes (type parameters, annotations) use `keyed`. */
  readonly scopes = new Map<object, Scope>();
  readonly typeParams = new Map<object, Scope>();
  readonly annotations = new Map<object, Scope>();
  constructor(readonly top: Scope) {}
}

/** Applies name mangling inside a class body. */
export function mangle(className: string | null, name: string): string {
  if (className === null || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

const MAX_DEPTH = 900;

export function buildSymtable(tree: ast.mod, filename: string, futureAnnotations: boolean): Symtable {
  return new Builder(filename, futureAnnotations).build(tree);
}

class Builder {
  private cur!: Scope;
  private table!: Symtable;
  private depth = 0;
  private conditional = false;
  constructor(
    private readonly filename: string,
    private readonly futureAnnotations: boolean,
  ) {}

  build(tree: ast.mod): Symtable {
    const top = new Scope('module', 'top', null, 0, null);
    this.cur = top;
    this.table = new Symtable(top);
    this.table.scopes.set(tree, top);
    if (tree.node === 'Expression') this.expr(tree.body);
    else if (tree.node !== 'FunctionType') this.stmts(tree.body);
    analyse(top, this.filename);
    return this.table;
  }

  private error(message: string, n: ast.Position): never {
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

  private enter(type: BlockType, name: string, node: ast.Position): Scope {
    const parent = this.cur;
    const s = new Scope(type, name, parent, node.lineno, type === 'class' ? name : parent.classNameForMangling);
    if (parent.isFunctionLike() || parent.nested) s.nested = true;
    parent.children.push(s);
    this.cur = s;
    return s;
  }
  private leave(): void {
    this.cur = this.cur.parent!;
  }

  private define(name: string, flag: number, node: ast.Position, scope: Scope = this.cur): void {
    const m = mangle(scope.classNameForMangling, name);
    let s = scope.symbols.get(m);
    if (s === undefined) scope.symbols.set(m, (s = { flags: 0, scope: LOCAL }));
    if ((flag & DEF_PARAM) !== 0 && (s.flags & DEF_PARAM) !== 0)
      this.error(`duplicate parameter '${name}' in function definition`, node);
    if ((flag & DEF_TYPE_PARAM) !== 0 && (s.flags & DEF_TYPE_PARAM) !== 0)
      this.error(`duplicate type parameter '${name}'`, node);
    s.flags |= flag;
    if (scope.comprehension !== '' && (flag & DEF_LOCAL) !== 0 && scope.compIterTarget) {
      if ((s.flags & (DEF_GLOBAL | DEF_NONLOCAL)) !== 0)
        this.error(`comprehension inner loop cannot rebind assignment expression target '${name}'`, node);
      s.flags |= DEF_COMP_ITER;
    }
    if ((flag & DEF_PARAM) !== 0) scope.varnames.push(m);
    else if ((flag & DEF_GLOBAL) !== 0) {
      const top = this.table.top;
      const t = top.symbols.get(m);
      if (t === undefined) top.symbols.set(m, { flags: flag, scope: LOCAL });
      else t.flags |= flag;
    }
  }
  private flagsOf(name: string): number {
    return this.cur.symbols.get(mangle(this.cur.classNameForMangling, name))?.flags ?? 0;
  }

  private stmts(body: ast.stmt[]): void {
    for (const s of body) this.stmt(s);
  }
  private inConditional(f: () => void): void {
    const old = this.conditional;
    this.conditional = true;
    f();
    this.conditional = old;
  }

  private stmt(s: ast.stmt): void {
    if (++this.depth > MAX_DEPTH) this.error('too many nested statements', s);
    switch (s.node) {
      case 'FunctionDef':
      case 'AsyncFunctionDef': {
        this.define(s.name, DEF_LOCAL, s);
        this.exprs(s.args.defaults);
        for (const d of s.args.kw_defaults) if (d !== null) this.expr(d);
        this.exprs(s.decorator_list);
        if (s.type_params.length > 0) {
          this.enterTypeParams(
            s,
            s.name,
            s.args.defaults.length > 0,
            s.args.kw_defaults.some((d) => d !== null),
            false,
          );
          this.typeParameters(s.type_params);
        }
        const f = this.annotationScopeOf(s, s.args, s.returns);
        const inner = this.enter('function', s.name, s);
        this.table.scopes.set(s, inner);
        if (f !== null) inner.annotationScope = f;
        const owner = inner.parent!;
        inner.isMethod = owner.type === 'class' || (owner.type === 'type parameters' && owner.parent?.type === 'class');
        if (s.node === 'AsyncFunctionDef') inner.isCoroutine = true;
        inner.hasDocstring = docstringOf(s.body) !== null;
        this.parameters(s.args);
        const old = this.conditional;
        this.conditional = false;
        this.stmts(s.body);
        this.conditional = old;
        this.leave();
        if (s.type_params.length > 0) this.leave();
        break;
      }
      case 'ClassDef': {
        this.define(s.name, DEF_LOCAL, s);
        this.exprs(s.decorator_list);
        if (s.type_params.length > 0) {
          this.enterTypeParams(s, s.name, false, false, true);
          this.define('.type_params', DEF_LOCAL, s);
          this.define('.type_params', USE, s);
          this.typeParameters(s.type_params);
          this.define('.generic_base', DEF_LOCAL, s);
          this.define('.generic_base', USE, s);
        }
        this.exprs(s.bases);
        for (const k of s.keywords) this.expr(k.value);
        const c = this.enter('class', s.name, s);
        this.table.scopes.set(s, c);
        if (s.type_params.length > 0) {
          this.define('__type_params__', DEF_LOCAL, s);
          this.define('.type_params', USE, s);
        }
        const old = this.conditional;
        this.conditional = false;
        this.stmts(s.body);
        this.conditional = old;
        this.leave();
        if (s.type_params.length > 0) this.leave();
        break;
      }
      case 'TypeAlias': {
        const name = s.name.node === 'Name' ? s.name.id : '';
        this.expr(s.name);
        const inClass = this.cur.type === 'class';
        if (s.type_params.length > 0) {
          this.enterTypeParams(s, name, false, false, false);
          this.typeParameters(s.type_params);
        }
        const a = this.enter('type alias', name, s);
        this.table.scopes.set(s, a);
        a.canSeeClassScope = inClass;
        this.define('.format', DEF_PARAM, s);
        if (inClass) this.define('__classdict__', USE, s);
        this.expr(s.value);
        this.leave();
        if (s.type_params.length > 0) this.leave();
        break;
      }
      case 'Return':
        if (s.value !== null) {
          this.expr(s.value);
          this.cur.returnsValue = true;
        }
        break;
      case 'Delete':
        this.exprs(s.targets);
        break;
      case 'Assign':
        this.exprs(s.targets);
        this.expr(s.value);
        break;
      case 'AugAssign':
        this.expr(s.target);
        this.expr(s.value);
        break;
      case 'AnnAssign': {
        if (s.target.node === 'Name') {
          const name = s.target.id;
          const flags = this.flagsOf(name);
          if ((flags & (DEF_GLOBAL | DEF_NONLOCAL)) !== 0 && this.cur !== this.table.top && s.simple) {
            this.error(`annotated name '${name}' can't be ${(flags & DEF_GLOBAL) !== 0 ? 'global' : 'nonlocal'}`, s);
          }
          if (s.simple) this.define(name, DEF_ANNOT | DEF_LOCAL, s.target);
          else if (s.value !== null) this.define(name, DEF_LOCAL, s.target);
        } else this.expr(s.target);
        this.deferredAnnotation(s.annotation, s.target.node === 'Name' && s.simple === 1);
        if (s.value !== null) this.expr(s.value);
        break;
      }
      case 'For':
      case 'AsyncFor':
        this.expr(s.target);
        this.expr(s.iter);
        this.inConditional(() => {
          this.stmts(s.body);
          this.stmts(s.orelse);
        });
        break;
      case 'While':
        this.expr(s.test);
        this.inConditional(() => {
          this.stmts(s.body);
          this.stmts(s.orelse);
        });
        break;
      case 'If': {
        // elif chains are long in generated code: walk them without recursion.
        let node: ast.If = s;
        this.inConditional(() => {
          for (;;) {
            this.expr(node.test);
            this.stmts(node.body);
            const e = node.orelse;
            if (e.length === 1 && e[0].node === 'If') node = e[0];
            else {
              this.stmts(e);
              break;
            }
          }
        });
        break;
      }
      case 'With':
      case 'AsyncWith':
        for (const i of s.items) {
          this.expr(i.context_expr);
          if (i.optional_vars !== null) this.expr(i.optional_vars);
        }
        this.inConditional(() => this.stmts(s.body));
        break;
      case 'Match':
        this.expr(s.subject);
        this.inConditional(() => {
          for (const c of s.cases) {
            this.pattern(c.pattern);
            if (c.guard !== null) this.expr(c.guard);
            this.stmts(c.body);
          }
        });
        break;
      case 'Raise':
        if (s.exc !== null) this.expr(s.exc);
        if (s.cause !== null) this.expr(s.cause);
        break;
      case 'Try':
      case 'TryStar':
        this.inConditional(() => {
          this.stmts(s.body);
          for (const h of s.handlers) {
            if (h.type !== null) this.expr(h.type);
            if (h.name !== null) this.define(h.name, DEF_LOCAL, h);
            this.stmts(h.body);
          }
          this.stmts(s.orelse);
          this.stmts(s.finalbody);
        });
        break;
      case 'Assert':
        this.expr(s.test);
        if (s.msg !== null) this.expr(s.msg);
        break;
      case 'Import':
        for (const a of s.names) this.define(a.asname ?? a.name.split('.')[0], DEF_IMPORT | DEF_LOCAL, a);
        break;
      case 'ImportFrom':
        for (const a of s.names) {
          if (a.name === '*') {
            if (this.cur.type !== 'module') this.error('import * only allowed at module level', a);
          } else this.define(a.asname ?? a.name, DEF_IMPORT | DEF_LOCAL, a);
        }
        break;
      case 'Global':
      case 'Nonlocal': {
        const flag = s.node === 'Global' ? DEF_GLOBAL : DEF_NONLOCAL;
        const word = s.node === 'Global' ? 'global' : 'nonlocal';
        if (s.node === 'Nonlocal' && this.cur.type === 'module')
          this.error('nonlocal declaration not allowed at module level', s);
        for (const name of s.names) {
          const flags = this.flagsOf(name);
          if ((flags & (DEF_PARAM | DEF_LOCAL | USE | DEF_ANNOT)) !== 0) {
            this.error(
              (flags & DEF_PARAM) !== 0
                ? `name '${name}' is parameter and ${word}`
                : (flags & USE) !== 0
                  ? `name '${name}' is used prior to ${word} declaration`
                  : (flags & DEF_ANNOT) !== 0
                    ? `annotated name '${name}' can't be ${word}`
                    : `name '${name}' is assigned to before ${word} declaration`,
              s,
            );
          }
          this.define(name, flag, s);
          this.cur.symbols.get(mangle(this.cur.classNameForMangling, name))!.where = s;
        }
        break;
      }
      case 'Expr':
        this.expr(s.value);
        break;
      case 'Pass':
      case 'Break':
      case 'Continue':
        break;
      default: {
        const never: never = s;
        throw new TypeError(`unknown statement ${String((never as ast.stmt).node)}`);
      }
    }
    this.depth--;
  }

  private enterTypeParams(
    node: ast.Position & object,
    name: string,
    defaults: boolean,
    kwdefaults: boolean,
    forClass: boolean,
  ): void {
    const inClass = this.cur.type === 'class';
    const s = this.enter('type parameters', name, node);
    this.table.typeParams.set(node, s);
    if (inClass) {
      s.canSeeClassScope = true;
      this.define('__classdict__', USE, node);
    }
    if (forClass) this.define('.type_params', USE, node);
    if (defaults) this.define('.defaults', DEF_PARAM, node);
    if (kwdefaults) this.define('.kwdefaults', DEF_PARAM, node);
  }
  private typeParameters(params: ast.type_param[]): void {
    let seenDefault = false;
    for (const p of params) {
      this.define(p.name, DEF_TYPE_PARAM | DEF_LOCAL, p);
      if (p.default_value !== null) seenDefault = true;
      else if (seenDefault && p.node !== 'TypeVarTuple')
        this.error(`non-default type parameter '${p.name}' follows default type parameter`, p);
      const seesClass = this.cur.canSeeClassScope;
      const inner = (e: ast.expr | null, key: object): void => {
        if (e === null) return;
        const s = this.enter('type variable', p.name, e);
        this.table.scopes.set(key, s);
        s.canSeeClassScope = seesClass;
        this.define('.format', DEF_PARAM, e);
        if (seesClass) this.define('__classdict__', USE, e);
        this.expr(e);
        this.leave();
      };
      if (p.node === 'TypeVar') inner(p.bound, p);
      if (p.default_value !== null) inner(p.default_value, p.default_value);
    }
  }

  /** The scope of a function's annotations, or null when it has none (or they are strings). */
  private annotationScopeOf(
    fn: ast.FunctionDef | ast.AsyncFunctionDef,
    args: ast.arguments,
    returns: ast.expr | null,
  ): Scope | null {
    const all = [
      ...args.posonlyargs,
      ...args.args,
      ...(args.vararg ? [args.vararg] : []),
      ...args.kwonlyargs,
      ...(args.kwarg ? [args.kwarg] : []),
    ];
    if (!all.some((a) => a.annotation !== null) && returns === null) return null;
    const inClass = this.cur.type === 'class' || (this.cur.type === 'type parameters' && this.cur.canSeeClassScope);
    const s = this.enter('annotation', '__annotate__', fn);
    this.table.annotations.set(fn, s);
    s.canSeeClassScope = inClass;
    this.define('.format', DEF_PARAM, fn);
    if (inClass) this.define('__classdict__', USE, fn);
    if (!this.futureAnnotations) {
      for (const a of all) if (a.annotation !== null) this.expr(a.annotation);
      if (returns !== null) this.expr(returns);
    } else this.checkAnnotations([...all.map((a) => a.annotation), returns]);
    this.leave();
    return s;
  }
  private checkAnnotations(list: (ast.expr | null)[]): void {
    // String annotations are not evaluated, but yield and await in them are still errors: a throw-away scope finds them.
    for (const a of list) {
      if (a === null) continue;
      const cur = this.cur;
      const probe = new Scope('annotation', '__annotate__', cur, a.lineno, cur.classNameForMangling);
      this.cur = probe;
      this.expr(a);
      this.cur = cur;
    }
  }

  /** An annotation of a variable: evaluated lazily in the scope's `__annotate__` (module and class), or not at all. */
  private deferredAnnotation(e: ast.expr, simple: boolean): void {
    const owner = this.cur;
    const inBody = owner.type === 'module' || owner.type === 'class';
    if (inBody && simple && !this.futureAnnotations) {
      if (this.conditional || owner.type === 'module') {
        // Only what was executed may be in __annotations__: remembered in a set at run time.
        if (this.conditional && !owner.hasConditionalAnnotations) {
          owner.hasConditionalAnnotations = true;
          this.define('__conditional_annotations__', USE | DEF_LOCAL, e);
        }
      }
    }
    let s = owner.annotationScope;
    if (s === null || !inBody) {
      s = new Scope('annotation', '__annotate__', owner, e.lineno, owner.classNameForMangling);
      if (owner.isFunctionLike() || owner.nested) s.nested = true;
      s.canSeeClassScope = owner.type === 'class';
      this.cur = s;
      this.define('.format', DEF_PARAM, e);
      if (s.canSeeClassScope) this.define('__classdict__', USE, e);
      if (inBody) {
        owner.annotationScope = s;
        if (!this.futureAnnotations) owner.children.push(s);
      }
    }
    this.cur = s;
    if (this.futureAnnotations || !inBody) this.checkAnnotations([e]);
    else {
      if (owner.hasConditionalAnnotations) this.define('__conditional_annotations__', USE, e);
      this.expr(e);
    }
    this.cur = owner;
  }

  private parameters(a: ast.arguments): void {
    for (const p of [...a.posonlyargs, ...a.args, ...a.kwonlyargs]) this.define(p.arg, DEF_PARAM, p);
    if (a.vararg !== null) {
      this.define(a.vararg.arg, DEF_PARAM, a.vararg);
      this.cur.hasVarargs = true;
    }
    if (a.kwarg !== null) {
      this.define(a.kwarg.arg, DEF_PARAM, a.kwarg);
      this.cur.hasKwargs = true;
    }
  }

  private pattern(p: ast.pattern): void {
    switch (p.node) {
      case 'MatchValue':
        this.expr(p.value);
        break;
      case 'MatchSingleton':
        break;
      case 'MatchSequence':
      case 'MatchOr':
        p.patterns.forEach((x) => this.pattern(x));
        break;
      case 'MatchMapping':
        this.exprs(p.keys);
        p.patterns.forEach((x) => this.pattern(x));
        if (p.rest !== null) this.define(p.rest, DEF_LOCAL, p);
        break;
      case 'MatchClass':
        this.expr(p.cls);
        p.patterns.forEach((x) => this.pattern(x));
        p.kwd_patterns.forEach((x) => this.pattern(x));
        break;
      case 'MatchStar':
        if (p.name !== null) this.define(p.name, DEF_LOCAL, p);
        break;
      case 'MatchAs':
        if (p.pattern !== null) this.pattern(p.pattern);
        if (p.name !== null) this.define(p.name, DEF_LOCAL, p);
        break;
    }
  }

  private exprs(list: readonly ast.expr[]): void {
    for (const e of list) this.expr(e);
  }

  private forbidInAnnotation(e: ast.expr, what: string): void {
    const t = this.cur.type;
    if (t === 'annotation') this.error(`${what} cannot be used within an annotation`, e);
    if (t === 'type variable') this.error(`${what} cannot be used within a TypeVar bound`, e);
    if (t === 'type alias') this.error(`${what} cannot be used within a type alias`, e);
    if (t === 'type parameters') this.error(`${what} cannot be used within the definition of a generic`, e);
  }

  private expr(e: ast.expr): void {
    if (++this.depth > MAX_DEPTH) this.error('too many nested expressions', e);
    switch (e.node) {
      case 'NamedExpr':
        this.forbidInAnnotation(e, 'named expression');
        this.namedExpr(e);
        break;
      case 'BoolOp':
        this.exprs(e.values);
        break;
      case 'BinOp': {
        // Left-deep chains (a + b + …) can be thousands long.
        const rights: ast.expr[] = [];
        let l: ast.expr = e;
        while (l.node === 'BinOp') {
          rights.push(l.right);
          l = l.left;
        }
        this.expr(l);
        for (let i = rights.length - 1; i >= 0; i--) this.expr(rights[i]);
        break;
      }
      case 'UnaryOp':
        this.expr(e.operand);
        break;
      case 'Lambda': {
        this.exprs(e.args.defaults);
        for (const d of e.args.kw_defaults) if (d !== null) this.expr(d);
        const s = this.enter('function', '<lambda>', e);
        this.table.scopes.set(e, s);
        this.parameters(e.args);
        this.expr(e.body);
        this.leave();
        break;
      }
      case 'IfExp':
        this.expr(e.test);
        this.expr(e.body);
        this.expr(e.orelse);
        break;
      case 'Dict':
        e.keys.forEach((k, i) => {
          if (k !== null) this.expr(k);
          this.expr(e.values[i]);
        });
        break;
      case 'Set':
      case 'List':
      case 'Tuple':
        this.exprs(e.elts);
        break;
      case 'ListComp':
        this.comprehension(e, 'list', e.generators, e.elt, null);
        break;
      case 'SetComp':
        this.comprehension(e, 'set', e.generators, e.elt, null);
        break;
      case 'DictComp':
        this.comprehension(e, 'dict', e.generators, e.key, e.value);
        break;
      case 'GeneratorExp':
        this.comprehension(e, 'generator', e.generators, e.elt, null);
        break;
      case 'Yield':
      case 'YieldFrom':
        this.forbidInAnnotation(e, 'yield expression');
        if (e.value !== null) this.expr(e.value);
        this.cur.isGenerator = true;
        if (this.cur.comprehension !== '')
          this.error(`'yield' inside ${COMPREHENSION_NAMES[this.cur.comprehension]}`, e);
        break;
      case 'Await':
        this.forbidInAnnotation(e, 'await expression');
        this.expr(e.value);
        this.cur.isCoroutine = true;
        break;
      case 'Compare':
        this.expr(e.left);
        this.exprs(e.comparators);
        break;
      case 'Call':
        this.expr(e.func);
        this.exprs(e.args);
        for (const k of e.keywords) this.expr(k.value);
        break;
      case 'FormattedValue':
      case 'Interpolation':
        this.expr(e.value);
        if (e.format_spec !== null) this.expr(e.format_spec);
        break;
      case 'JoinedStr':
      case 'TemplateStr':
        this.exprs(e.values);
        break;
      case 'Constant':
        break;
      case 'Attribute':
        this.expr(e.value);
        break;
      case 'Subscript':
        this.expr(e.value);
        this.expr(e.slice);
        break;
      case 'Starred':
        this.expr(e.value);
        break;
      case 'Slice':
        if (e.lower !== null) this.expr(e.lower);
        if (e.upper !== null) this.expr(e.upper);
        if (e.step !== null) this.expr(e.step);
        break;
      case 'Name':
        this.define(e.id, e.ctx === 'Load' ? USE : DEF_LOCAL, e);
        // Zero-argument super() finds its class in a cell.
        if (e.ctx === 'Load' && this.cur.isFunctionLike() && e.id === 'super') this.define('__class__', USE, e);
        break;
      default: {
        const never: never = e;
        throw new TypeError(`unknown expression ${String((never as ast.expr).node)}`);
      }
    }
    this.depth--;
  }

  private namedExpr(e: ast.NamedExpr): void {
    const target = e.target;
    if (this.cur.compIterExpr > 0)
      this.error('assignment expression cannot be used in a comprehension iterable expression', e);
    if (this.cur.comprehension !== '' && target.node === 'Name') {
      const name = target.id;
      // The target belongs to the nearest scope that is no comprehension.
      let s: Scope | null = this.cur;
      for (; s !== null; s = s.parent) {
        if (s.comprehension !== '') {
          const f = s.symbols.get(mangle(s.classNameForMangling, name))?.flags ?? 0;
          if ((f & DEF_COMP_ITER) !== 0)
            this.error(`assignment expression cannot rebind comprehension iteration variable '${name}'`, e);
          continue;
        }
        if (s.type === 'class')
          this.error('assignment expression within a comprehension cannot be used in a class body', e);
        if (s.isFunctionLike() && s.type !== 'function') {
          this.error(
            s.type === 'type alias'
              ? 'assignment expression within a comprehension cannot be used in a type alias'
              : s.type === 'type variable'
                ? 'assignment expression within a comprehension cannot be used in a TypeVar bound'
                : 'assignment expression within a comprehension cannot be used within the definition of a generic',
            e,
          );
        }
        const known = s.symbols.get(mangle(s.classNameForMangling, name))?.flags ?? 0;
        if (s.type === 'module' || (known & DEF_GLOBAL) !== 0) {
          this.define(name, DEF_GLOBAL, target);
          this.define(name, DEF_GLOBAL | 0, target, s);
          if (s.type === 'module') this.define(name, DEF_GLOBAL, target, s);
        } else {
          this.define(name, DEF_NONLOCAL, target);
          this.define(name, DEF_LOCAL, target, s);
        }
        // Comprehensions in between pass it through.
        for (let c = this.cur.parent; c !== null && c !== s; c = c.parent) {
          this.define(name, s.type === 'module' || (known & DEF_GLOBAL) !== 0 ? DEF_GLOBAL : DEF_NONLOCAL, target, c);
        }
        break;
      }
    } else this.expr(target);
    this.expr(e.value);
  }

  private comprehension(
    e: ast.expr,
    kind: string,
    generators: ast.comprehension[],
    elt: ast.expr,
    value: ast.expr | null,
  ): void {
    const first = generators[0];
    this.cur.compIterExpr++;
    this.expr(first.iter);
    this.cur.compIterExpr--;
    const outer = this.cur;
    const name = kind === 'generator' ? '<genexpr>' : `<${kind}comp>`;
    const s = this.enter('function', name, e);
    this.table.scopes.set(e, s);
    s.comprehension = kind;
    s.canSeeClassScope = false;
    this.define('.0', DEF_PARAM, e);
    const isAsync = generators.some((g) => g.is_async !== 0);
    if (first.is_async !== 0) s.isCoroutine = true;
    const target = (t: ast.expr): void => {
      s.compIterTarget = true;
      this.expr(t);
      s.compIterTarget = false;
    };
    target(first.target);
    for (const c of first.ifs) this.expr(c);
    for (const g of generators.slice(1)) {
      target(g.target);
      s.compIterExpr++;
      this.expr(g.iter);
      s.compIterExpr--;
      for (const c of g.ifs) this.expr(c);
      if (g.is_async !== 0) s.isCoroutine = true;
    }
    if (value !== null) this.expr(value);
    this.expr(elt);
    if (kind === 'generator') s.isGenerator = true;
    this.leave();
    void isAsync;
    if (s.isCoroutine && kind !== 'generator' && outer.isFunctionLike()) outer.isCoroutine = true;
    void outer;
  }
}

const COMPREHENSION_NAMES: { readonly [kind: string]: string } = {
  list: 'list comprehension',
  set: 'set comprehension',
  dict: 'dict comprehension',
  generator: 'generator expression',
};

/** The docstring of a body, or null. */
export function docstringOf(body: ast.stmt[]): ast.Constant | null {
  const s = body[0];
  if (s !== undefined && s.node === 'Expr' && s.value.node === 'Constant') {
    const v = s.value.value;
    if (typeof v === 'string' || (typeof v === 'object' && v !== null && 'points' in v)) return s.value;
  }
  return null;
}

// -------------------------------------------------------------------------------------------------------- analysis

function analyse(top: Scope, filename: string): void {
  analyseBlock(top, null, new Set(), new Set(), filename, null);
}

function fail(filename: string, message: string, n: ast.Position | undefined): never {
  throw new PythonSyntaxError(
    'SyntaxError',
    message,
    filename,
    n?.lineno ?? 1,
    (n?.col_offset ?? 0) + 1,
    n?.end_lineno ?? 1,
    (n?.end_col_offset ?? 0) + 1,
    null,
  );
}

/** Resolves a block given the names bound in enclosing functions; returns the names free in it. */
function analyseBlock(
  s: Scope,
  bound: Set<string> | null,
  global: Set<string>,
  typeParams: Set<string>,
  filename: string,
  classEntry: Scope | null,
): Set<string> {
  const local = new Set<string>();
  const free = new Set<string>();
  const newBound = new Set<string>();
  const newGlobal = new Set(global);
  if (s.type === 'class') {
    if (bound !== null) for (const b of bound) newBound.add(b);
  }
  const myTypeParams = new Set(typeParams);
  for (const [name, sym] of s.symbols) {
    const f = sym.flags;
    if ((f & DEF_GLOBAL) !== 0) {
      if ((f & DEF_NONLOCAL) !== 0) fail(filename, `name '${name}' is nonlocal and global`, sym.where);
      sym.scope = GLOBAL_EXPLICIT;
      newGlobal.add(name);
      bound?.delete(name);
    } else if ((f & DEF_NONLOCAL) !== 0) {
      if (bound === null) fail(filename, 'nonlocal declaration not allowed at module level', sym.where);
      if (!bound.has(name)) fail(filename, `no binding for nonlocal '${name}' found`, sym.where);
      if (typeParams.has(name)) fail(filename, `nonlocal binding not allowed for type parameter '${name}'`, sym.where);
      sym.scope = FREE;
      free.add(name);
    } else if ((f & DEF_BOUND) !== 0) {
      sym.scope = LOCAL;
      local.add(name);
      newGlobal.delete(name);
      if ((f & DEF_TYPE_PARAM) !== 0) myTypeParams.add(name);
      else myTypeParams.delete(name);
    } else if (
      classEntry !== null &&
      classEntry.symbols.has(name) &&
      (classEntry.symbols.get(name)!.flags & (DEF_GLOBAL | DEF_BOUND)) !== 0
    ) {
      // An annotation scope sees the names of its class through __classdict__.
      const cf = classEntry.symbols.get(name)!;
      if ((cf.flags & DEF_GLOBAL) !== 0) sym.scope = GLOBAL_EXPLICIT;
      else if (bound !== null && bound.has(name)) {
        sym.scope = FREE;
        free.add(name);
      } else sym.scope = GLOBAL_IMPLICIT;
    } else if (bound !== null && bound.has(name)) {
      sym.scope = FREE;
      free.add(name);
    } else if (global.has(name)) sym.scope = GLOBAL_IMPLICIT;
    else sym.scope = GLOBAL_IMPLICIT;
  }
  if (s.type !== 'class') {
    if (s.isFunctionLike()) for (const n of local) newBound.add(n);
    if (bound !== null) for (const b of bound) newBound.add(b);
    // A name this block declares global hides an outer binding from the blocks inside.
    for (const [name, sym] of s.symbols) if (sym.scope === GLOBAL_EXPLICIT) newBound.delete(name);
  } else {
    newBound.add('__class__');
    newBound.add('__classdict__');
    newBound.add('__conditional_annotations__');
  }
  const childFree = new Set<string>();
  for (const c of s.children) {
    let entry: Scope | null = null;
    if (c.canSeeClassScope) entry = s.type === 'class' ? s : classEntry;
    c.inlined = c.comprehension !== '' && c.comprehension !== 'generator' && !s.canSeeClassScope;
    const f = analyseBlock(c, new Set(newBound), newGlobal, myTypeParams, filename, entry);
    for (const n of f) childFree.add(n);
    if (c.inlined) {
      // Not inlined where an inner function captures an iteration variable: the cell then needs a frame of its own.
      for (const sym of c.symbols.values()) if (sym.scope === CELL) c.inlined = false;
      if (c.children.some((x) => x.inlined === false && x.comprehension === 'generator' && x.isCoroutine))
        c.inlined = false;
    }
  }
  // Names free below and local here live in cells.
  if (s.isFunctionLike()) {
    for (const [name, sym] of s.symbols) {
      if (sym.scope === LOCAL && childFree.has(name)) {
        sym.scope = CELL;
        childFree.delete(name);
      }
    }
  }
  if (s.type === 'class') {
    if (childFree.delete('__class__')) s.needsClassClosure = true;
    if (childFree.delete('__classdict__')) s.needsClassDict = true;
    if (childFree.delete('__conditional_annotations__')) {
      const sym = s.symbols.get('__conditional_annotations__');
      if (sym !== undefined) sym.scope = CELL;
    }
  }
  for (const name of childFree) {
    const sym = s.symbols.get(name);
    if (sym !== undefined) {
      if (s.type === 'class' && (sym.flags & (DEF_BOUND | DEF_GLOBAL)) !== 0) sym.flags |= DEF_FREE_CLASS;
      if (sym.scope === FREE) free.add(name);
      else if (s.type === 'class') free.add(name);
      else free.add(name);
    } else {
      if (bound === null || !bound.has(name)) continue;
      s.symbols.set(name, { flags: 0, scope: FREE });
      free.add(name);
    }
  }
  s.freeVars = [...free].sort();
  return free;
}
