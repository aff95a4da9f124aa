// Checks of trees that Python code made, before they are compiled: what the parser guarantees and the code generator
// relies on. Invariant: a tree that passes cannot fail inside the code generator but by a SyntaxError.

import type * as ast from '../syntax/ast.ts';
import type { Position } from '../syntax/ast.ts';
import { type Constant, ConstBytes, ConstComplex, ConstFloat, ConstStr } from '../syntax/constant.ts';

/** What is wrong with a tree: becomes the Python exception of that type. */
export class AstValidationError extends Error {
  constructor(
    readonly type: 'TypeError' | 'ValueError' | 'RecursionError' | 'SystemError',
    readonly msg: string,
  ) {
    super(msg);
  }
}

type Context = 'Load' | 'Store' | 'Del';
/** Lists of a tree made from objects may hold None. */
type Listed<T> = readonly (T | null)[];

function bad(msg: string, type: 'TypeError' | 'ValueError' = 'ValueError'): never {
  throw new AstValidationError(type, msg);
}

/** Checks a whole tree; throws an AstValidationError. */
export function validate(tree: ast.mod): void {
  switch (tree.node) {
    case 'Module':
    case 'Interactive':
      return stmts(tree.body);
    case 'Expression':
      return expr(tree.body, 'Load');
    case 'FunctionType':
      exprs(tree.argtypes, 'Load');
      return expr(tree.returns, 'Load');
  }
}

function positions(p: Position): void {
  const { lineno, col_offset, end_lineno, end_col_offset } = p;
  if (lineno > end_lineno) bad(`AST node line range (${lineno}, ${end_lineno}) is not valid`);
  if ((lineno < 0 && end_lineno !== lineno) || (col_offset < 0 && col_offset !== end_col_offset)) {
    bad(
      `AST node column range (${col_offset}, ${end_col_offset}) for line range (${lineno}, ${end_lineno}) is not valid`,
    );
  }
  if (lineno === end_lineno && col_offset > end_col_offset)
    bad(`line ${lineno}, column ${col_offset}-${end_col_offset} is not a valid range`);
}

function name(id: string): void {
  if (id === 'None' || id === 'True' || id === 'False') bad(`identifier field can't represent '${id}' constant`);
}

function nonempty(list: Listed<unknown>, what: string, owner: string): void {
  if (list.length === 0) bad(`empty ${what} on ${owner}`);
}

// -------------------------------------------------------------------------------------------------------- statements

function stmts(list: Listed<ast.stmt>): void {
  for (const s of list) {
    if (s === null) bad('None disallowed in statement list');
    stmt(s);
  }
}

function body(list: Listed<ast.stmt>, owner: string): void {
  nonempty(list, 'body', owner);
  stmts(list);
}

function targets(list: Listed<ast.expr>, owner: string, ctx: Context): void {
  nonempty(list, 'targets', owner);
  exprs(list, ctx);
}

function stmt(s: ast.stmt): void {
  positions(s);
  switch (s.node) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      body(s.body, s.node);
      typeParams(s.type_params);
      parameters(s.args);
      exprs(s.decorator_list, 'Load');
      return optional(s.returns);
    case 'ClassDef':
      body(s.body, s.node);
      typeParams(s.type_params);
      exprs(s.bases, 'Load');
      for (const k of s.keywords) expr(k.value, 'Load');
      return exprs(s.decorator_list, 'Load');
    case 'Return':
      return optional(s.value);
    case 'Delete':
      return targets(s.targets, s.node, 'Del');
    case 'Assign':
      targets(s.targets, s.node, 'Store');
      return expr(s.value, 'Load');
    case 'AugAssign':
      expr(s.target, 'Store');
      return expr(s.value, 'Load');
    case 'AnnAssign':
      if (s.target.node !== 'Name' && s.simple !== 0) bad('AnnAssign with simple non-Name target', 'TypeError');
      expr(s.target, 'Store');
      optional(s.value);
      return expr(s.annotation, 'Load');
    case 'TypeAlias':
      if (s.name.node !== 'Name') bad('TypeAlias with non-Name name', 'TypeError');
      expr(s.name, 'Store');
      typeParams(s.type_params);
      return expr(s.value, 'Load');
    case 'For':
    case 'AsyncFor':
      expr(s.target, 'Store');
      expr(s.iter, 'Load');
      body(s.body, s.node);
      return stmts(s.orelse);
    case 'While':
    case 'If':
      expr(s.test, 'Load');
      body(s.body, s.node);
      return stmts(s.orelse);
    case 'With':
    case 'AsyncWith':
      nonempty(s.items, 'items', s.node);
      for (const item of s.items) {
        expr(item.context_expr, 'Load');
        if (item.optional_vars !== null) expr(item.optional_vars, 'Store');
      }
      return body(s.body, s.node);
    case 'Match':
      expr(s.subject, 'Load');
      nonempty(s.cases, 'cases', s.node);
      for (const c of s.cases) {
        pattern(c.pattern, false);
        optional(c.guard);
        body(c.body, c.node);
      }
      return;
    case 'Raise':
      if (s.exc !== null) {
        expr(s.exc, 'Load');
        return optional(s.cause);
      }
      if (s.cause !== null) bad('Raise with cause but no exception');
      return;
    case 'Try':
    case 'TryStar':
      return tryStatement(s);
    case 'Assert':
      expr(s.test, 'Load');
      return optional(s.msg);
    case 'Import':
      return nonempty(s.names, 'names', s.node);
    case 'ImportFrom':
      if (s.level !== null && s.level < 0) bad('Negative ImportFrom level');
      return nonempty(s.names, 'names', s.node);
    case 'Global':
    case 'Nonlocal':
      return nonempty(s.names, 'names', s.node);
    case 'Expr':
      return expr(s.value, 'Load');
  }
}

function tryStatement(s: ast.Try | ast.TryStar): void {
  body(s.body, s.node);
  if (s.handlers.length === 0 && s.finalbody.length === 0) bad(`${s.node} has neither except handlers nor finalbody`);
  if (s.handlers.length === 0 && s.orelse.length > 0) bad(`${s.node} has orelse but no except handlers`);
  for (const h of s.handlers) {
    positions(h);
    optional(h.type);
    body(h.body, h.node);
  }
  stmts(s.finalbody);
  stmts(s.orelse);
}

function parameters(a: ast.arguments): void {
  const annotations = (list: readonly ast.arg[]): void => {
    for (const p of list) {
      positions(p);
      optional(p.annotation);
    }
  };
  annotations(a.posonlyargs);
  annotations(a.args);
  optional(a.vararg?.annotation ?? null);
  annotations(a.kwonlyargs);
  optional(a.kwarg?.annotation ?? null);
  if (a.defaults.length > a.posonlyargs.length + a.args.length) bad('more positional defaults than args on arguments');
  if (a.kw_defaults.length !== a.kwonlyargs.length)
    bad('length of kwonlyargs is not the same as kw_defaults on arguments');
  exprs(a.defaults, 'Load');
  for (const d of a.kw_defaults) optional(d);
}

function typeParams(list: readonly ast.type_param[]): void {
  for (const t of list) {
    positions(t);
    name(t.name);
    if (t.node === 'TypeVar') optional(t.bound);
    optional(t.default_value);
  }
}

// ------------------------------------------------------------------------------------------------------- expressions

function exprs(list: Listed<ast.expr>, ctx: Context): void {
  for (const e of list) {
    if (e === null) bad('None disallowed in expression list');
    expr(e, ctx);
  }
}

function optional(e: ast.expr | null): void {
  if (e !== null) expr(e, 'Load');
}

function comprehension(generators: readonly ast.comprehension[], ...elements: readonly ast.expr[]): void {
  if (generators.length === 0) bad('comprehension with no generators');
  for (const g of generators) {
    expr(g.target, 'Store');
    expr(g.iter, 'Load');
    exprs(g.ifs, 'Load');
  }
  for (const e of elements) expr(e, 'Load');
}

function expr(e: ast.expr, ctx: Context): void {
  positions(e);
  switch (e.node) {
    case 'Attribute':
    case 'Subscript':
    case 'Starred':
    case 'Name':
    case 'List':
    case 'Tuple':
      if (e.node === 'Name') name(e.id);
      if (e.ctx !== ctx) bad(`expression must have ${ctx} context but has ${e.ctx} instead`);
      break;
    default:
      if (ctx !== 'Load') bad(`expression which can't be assigned to in ${ctx} context`);
  }
  switch (e.node) {
    case 'BoolOp':
      if (e.values.length < 2) bad('BoolOp with less than 2 values');
      return exprs(e.values, 'Load');
    case 'BinOp':
      return exprs([e.left, e.right], 'Load');
    case 'UnaryOp':
      return expr(e.operand, 'Load');
    case 'Lambda':
      parameters(e.args);
      return expr(e.body, 'Load');
    case 'IfExp':
      return exprs([e.test, e.body, e.orelse], 'Load');
    case 'Dict':
      if (e.keys.length !== e.values.length) bad("Dict doesn't have the same number of keys as values");
      // A None key stands for `**value`.
      for (const k of e.keys) optional(k);
      return exprs(e.values, 'Load');
    case 'Set':
      return exprs(e.elts, 'Load');
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return comprehension(e.generators, e.elt);
    case 'DictComp':
      return comprehension(e.generators, e.key, e.value);
    case 'Yield':
      return optional(e.value);
    case 'YieldFrom':
    case 'Await':
      return expr(e.value, 'Load');
    case 'Compare':
      if (e.comparators.length === 0) bad('Compare with no comparators');
      if (e.comparators.length !== e.ops.length) bad('Compare has a different number of comparators and operands');
      exprs(e.comparators, 'Load');
      return expr(e.left, 'Load');
    case 'Call':
      expr(e.func, 'Load');
      exprs(e.args, 'Load');
      for (const k of e.keywords) expr(k.value, 'Load');
      return;
    case 'JoinedStr':
    case 'TemplateStr':
      return exprs(e.values, 'Load');
    case 'FormattedValue':
    case 'Interpolation':
      expr(e.value, 'Load');
      return optional(e.format_spec);
    case 'Attribute':
      return expr(e.value, 'Load');
    case 'Subscript':
      expr(e.slice, 'Load');
      return expr(e.value, 'Load');
    case 'Starred':
      return expr(e.value, ctx);
    case 'Slice':
      optional(e.lower);
      optional(e.upper);
      return optional(e.step);
    case 'List':
    case 'Tuple':
      return exprs(e.elts, ctx);
    case 'NamedExpr':
      if (e.target.node !== 'Name') bad('NamedExpr target must be a Name', 'TypeError');
      expr(e.target, 'Store');
      return expr(e.value, 'Load');
  }
}

// ---------------------------------------------------------------------------------------------------------- patterns

const isNumber = (c: Constant): boolean =>
  typeof c === 'number' || typeof c === 'bigint' || c instanceof ConstFloat || c instanceof ConstComplex;

function isSingleton(c: Constant): boolean {
  return c === null || typeof c === 'boolean';
}

/** `-1`, `-1.5`, `-1j`; a part of `1 + 2j` may be of one kind only. */
function isNegative(e: ast.expr, real: boolean, imaginary: boolean): boolean {
  return e.node === 'UnaryOp' && e.op === 'USub' && isLiteral(e.operand, real, imaginary);
}
function isLiteral(e: ast.expr, real: boolean, imaginary: boolean): boolean {
  if (e.node !== 'Constant' || !isNumber(e.value)) return false;
  return e.value instanceof ConstComplex ? imaginary : real;
}
function isComplexSum(e: ast.expr): boolean {
  if (e.node !== 'BinOp' || (e.op !== 'Add' && e.op !== 'Sub')) return false;
  return (isLiteral(e.left, true, false) || isNegative(e.left, true, false)) && isLiteral(e.right, false, true);
}

function patternValue(e: ast.expr): void {
  expr(e, 'Load');
  switch (e.node) {
    case 'Constant': {
      const v = e.value;
      if (isNumber(v) || typeof v === 'string' || v instanceof ConstStr || v instanceof ConstBytes) return;
      return bad('unexpected constant inside of a literal pattern');
    }
    case 'Attribute':
    // These are refused later, with their place.
    // falls through
    case 'JoinedStr':
    case 'TemplateStr':
      return;
    case 'UnaryOp':
      if (isNegative(e, true, true)) return;
      break;
    case 'BinOp':
      if (isComplexSum(e)) return;
  }
  bad('patterns may only match literals and attribute lookups');
}

function capture(id: string): void {
  if (id === '_') bad("can't capture name '_' in patterns");
  name(id);
}

function patterns(list: readonly ast.pattern[], starAllowed: boolean): void {
  for (const p of list) pattern(p, starAllowed);
}

function pattern(p: ast.pattern, starAllowed: boolean): void {
  positions(p);
  switch (p.node) {
    case 'MatchValue':
      return patternValue(p.value);
    case 'MatchSingleton':
      if (!isSingleton(p.value)) bad('MatchSingleton can only contain True, False and None');
      return;
    case 'MatchSequence':
      return patterns(p.patterns, true);
    case 'MatchMapping':
      if (p.keys.length !== p.patterns.length) bad("MatchMapping doesn't have the same number of keys as patterns");
      if (p.rest !== null) capture(p.rest);
      for (const k of p.keys) {
        if (k.node === 'Constant' && isSingleton(k.value)) continue;
        patternValue(k);
      }
      return patterns(p.patterns, false);
    case 'MatchClass': {
      if (p.kwd_attrs.length !== p.kwd_patterns.length)
        bad("MatchClass doesn't have the same number of keyword attributes as patterns");
      expr(p.cls, 'Load');
      let cls = p.cls;
      while (cls.node === 'Attribute') cls = cls.value;
      if (cls.node !== 'Name') bad('MatchClass cls field can only contain Name or Attribute nodes.');
      for (const k of p.kwd_attrs) name(k);
      patterns(p.patterns, false);
      return patterns(p.kwd_patterns, false);
    }
    case 'MatchStar':
      if (!starAllowed) bad("can't use MatchStar here");
      if (p.name !== null) capture(p.name);
      return;
    case 'MatchAs':
      if (p.name !== null) capture(p.name);
      if (p.pattern === null) return;
      if (p.name === null) bad('MatchAs must specify a target name if a pattern is given');
      return pattern(p.pattern, false);
    case 'MatchOr':
      if (p.patterns.length < 2) bad('MatchOr requires at least 2 patterns');
      return patterns(p.patterns, false);
  }
}
