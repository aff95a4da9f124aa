// The abstract syntax tree: CPython 3.14's `ast` node classes (Parser/Python.asdl) as plain objects with a
// literal `node` name. Invariant: positions are 1-based lines and 0-based UTF-8 byte columns, as in CPython.
// This file knows nothing of the tokenizer, the compiler or run-time objects.

import type { Constant as ConstantValue } from './constant.ts';

/** Where a node stands: 1-based lines, 0-based UTF-8 byte columns (CPython's convention). */
export interface Position {
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}

export type boolop = 'And' | 'Or';
export type operator =
  | 'Add'
  | 'Sub'
  | 'Mult'
  | 'MatMult'
  | 'Div'
  | 'Mod'
  | 'Pow'
  | 'LShift'
  | 'RShift'
  | 'BitOr'
  | 'BitXor'
  | 'BitAnd'
  | 'FloorDiv';
export type unaryop = 'Invert' | 'Not' | 'UAdd' | 'USub';
export type cmpop = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn';
export type expr_context = 'Load' | 'Store' | 'Del';

export interface Module {
  node: 'Module';
  body: stmt[];
  type_ignores: type_ignore[];
}
export interface Interactive {
  node: 'Interactive';
  body: stmt[];
}
export interface Expression {
  node: 'Expression';
  body: expr;
}
export interface FunctionType {
  node: 'FunctionType';
  argtypes: expr[];
  returns: expr;
}
export interface FunctionDef extends Position {
  node: 'FunctionDef';
  name: string;
  args: arguments;
  body: stmt[];
  decorator_list: expr[];
  returns: expr | null;
  type_comment: string | null;
  type_params: type_param[];
}
export interface AsyncFunctionDef extends Position {
  node: 'AsyncFunctionDef';
  name: string;
  args: arguments;
  body: stmt[];
  decorator_list: expr[];
  returns: expr | null;
  type_comment: string | null;
  type_params: type_param[];
}
export interface ClassDef extends Position {
  node: 'ClassDef';
  name: string;
  bases: expr[];
  keywords: keyword[];
  body: stmt[];
  decorator_list: expr[];
  type_params: type_param[];
}
export interface Return extends Position {
  node: 'Return';
  value: expr | null;
}
export interface Delete extends Position {
  node: 'Delete';
  targets: expr[];
}
export interface Assign extends Position {
  node: 'Assign';
  targets: expr[];
  value: expr;
  type_comment: string | null;
}
export interface TypeAlias extends Position {
  node: 'TypeAlias';
  name: expr;
  type_params: type_param[];
  value: expr;
}
export interface AugAssign extends Position {
  node: 'AugAssign';
  target: expr;
  op: operator;
  value: expr;
}
export interface AnnAssign extends Position {
  node: 'AnnAssign';
  target: expr;
  annotation: expr;
  value: expr | null;
  simple: number;
}
export interface For extends Position {
  node: 'For';
  target: expr;
  iter: expr;
  body: stmt[];
  orelse: stmt[];
  type_comment: string | null;
}
export interface AsyncFor extends Position {
  node: 'AsyncFor';
  target: expr;
  iter: expr;
  body: stmt[];
  orelse: stmt[];
  type_comment: string | null;
}
export interface While extends Position {
  node: 'While';
  test: expr;
  body: stmt[];
  orelse: stmt[];
}
export interface If extends Position {
  node: 'If';
  test: expr;
  body: stmt[];
  orelse: stmt[];
}
export interface With extends Position {
  node: 'With';
  items: withitem[];
  body: stmt[];
  type_comment: string | null;
}
export interface AsyncWith extends Position {
  node: 'AsyncWith';
  items: withitem[];
  body: stmt[];
  type_comment: string | null;
}
export interface Match extends Position {
  node: 'Match';
  subject: expr;
  cases: match_case[];
}
export interface Raise extends Position {
  node: 'Raise';
  exc: expr | null;
  cause: expr | null;
}
export interface Try extends Position {
  node: 'Try';
  body: stmt[];
  handlers: excepthandler[];
  orelse: stmt[];
  finalbody: stmt[];
}
export interface TryStar extends Position {
  node: 'TryStar';
  body: stmt[];
  handlers: excepthandler[];
  orelse: stmt[];
  finalbody: stmt[];
}
export interface Assert extends Position {
  node: 'Assert';
  test: expr;
  msg: expr | null;
}
export interface Import extends Position {
  node: 'Import';
  names: alias[];
}
export interface ImportFrom extends Position {
  node: 'ImportFrom';
  module: string | null;
  names: alias[];
  level: number | null;
}
export interface Global extends Position {
  node: 'Global';
  names: string[];
}
export interface Nonlocal extends Position {
  node: 'Nonlocal';
  names: string[];
}
export interface Expr extends Position {
  node: 'Expr';
  value: expr;
}
export interface Pass extends Position {
  node: 'Pass';
}
export interface Break extends Position {
  node: 'Break';
}
export interface Continue extends Position {
  node: 'Continue';
}
export interface BoolOp extends Position {
  node: 'BoolOp';
  op: boolop;
  values: expr[];
}
export interface NamedExpr extends Position {
  node: 'NamedExpr';
  target: expr;
  value: expr;
}
export interface BinOp extends Position {
  node: 'BinOp';
  left: expr;
  op: operator;
  right: expr;
}
export interface UnaryOp extends Position {
  node: 'UnaryOp';
  op: unaryop;
  operand: expr;
}
export interface Lambda extends Position {
  node: 'Lambda';
  args: arguments;
  body: expr;
}
export interface IfExp extends Position {
  node: 'IfExp';
  test: expr;
  body: expr;
  orelse: expr;
}
export interface Dict extends Position {
  node: 'Dict';
  keys: (expr | null)[];
  values: expr[];
}
export interface Set extends Position {
  node: 'Set';
  elts: expr[];
}
export interface ListComp extends Position {
  node: 'ListComp';
  elt: expr;
  generators: comprehension[];
}
export interface SetComp extends Position {
  node: 'SetComp';
  elt: expr;
  generators: comprehension[];
}
export interface DictComp extends Position {
  node: 'DictComp';
  key: expr;
  value: expr;
  generators: comprehension[];
}
export interface GeneratorExp extends Position {
  node: 'GeneratorExp';
  elt: expr;
  generators: comprehension[];
}
export interface Await extends Position {
  node: 'Await';
  value: expr;
}
export interface Yield extends Position {
  node: 'Yield';
  value: expr | null;
}
export interface YieldFrom extends Position {
  node: 'YieldFrom';
  value: expr;
}
export interface Compare extends Position {
  node: 'Compare';
  left: expr;
  ops: cmpop[];
  comparators: expr[];
}
export interface Call extends Position {
  node: 'Call';
  func: expr;
  args: expr[];
  keywords: keyword[];
}
export interface FormattedValue extends Position {
  node: 'FormattedValue';
  value: expr;
  conversion: number;
  format_spec: expr | null;
}
export interface Interpolation extends Position {
  node: 'Interpolation';
  value: expr;
  str: ConstantValue;
  conversion: number;
  format_spec: expr | null;
}
export interface JoinedStr extends Position {
  node: 'JoinedStr';
  values: expr[];
}
export interface TemplateStr extends Position {
  node: 'TemplateStr';
  values: expr[];
}
export interface Constant extends Position {
  node: 'Constant';
  value: ConstantValue;
  kind: string | null;
}
export interface Attribute extends Position {
  node: 'Attribute';
  value: expr;
  attr: string;
  ctx: expr_context;
}
export interface Subscript extends Position {
  node: 'Subscript';
  value: expr;
  slice: expr;
  ctx: expr_context;
}
export interface Starred extends Position {
  node: 'Starred';
  value: expr;
  ctx: expr_context;
}
export interface Name extends Position {
  node: 'Name';
  id: string;
  ctx: expr_context;
}
export interface List extends Position {
  node: 'List';
  elts: expr[];
  ctx: expr_context;
}
export interface Tuple extends Position {
  node: 'Tuple';
  elts: expr[];
  ctx: expr_context;
}
export interface Slice extends Position {
  node: 'Slice';
  lower: expr | null;
  upper: expr | null;
  step: expr | null;
}
export interface comprehension {
  node: 'comprehension';
  target: expr;
  iter: expr;
  ifs: expr[];
  is_async: number;
}
export interface ExceptHandler extends Position {
  node: 'ExceptHandler';
  type: expr | null;
  name: string | null;
  body: stmt[];
}
export interface arguments {
  node: 'arguments';
  posonlyargs: arg[];
  args: arg[];
  vararg: arg | null;
  kwonlyargs: arg[];
  kw_defaults: (expr | null)[];
  kwarg: arg | null;
  defaults: expr[];
}
export interface arg extends Position {
  node: 'arg';
  arg: string;
  annotation: expr | null;
  type_comment: string | null;
}
export interface keyword extends Position {
  node: 'keyword';
  arg: string | null;
  value: expr;
}
export interface alias extends Position {
  node: 'alias';
  name: string;
  asname: string | null;
}
export interface withitem {
  node: 'withitem';
  context_expr: expr;
  optional_vars: expr | null;
}
export interface match_case {
  node: 'match_case';
  pattern: pattern;
  guard: expr | null;
  body: stmt[];
}
export interface MatchValue extends Position {
  node: 'MatchValue';
  value: expr;
}
export interface MatchSingleton extends Position {
  node: 'MatchSingleton';
  value: ConstantValue;
}
export interface MatchSequence extends Position {
  node: 'MatchSequence';
  patterns: pattern[];
}
export interface MatchMapping extends Position {
  node: 'MatchMapping';
  keys: expr[];
  patterns: pattern[];
  rest: string | null;
}
export interface MatchClass extends Position {
  node: 'MatchClass';
  cls: expr;
  patterns: pattern[];
  kwd_attrs: string[];
  kwd_patterns: pattern[];
}
export interface MatchStar extends Position {
  node: 'MatchStar';
  name: string | null;
}
export interface MatchAs extends Position {
  node: 'MatchAs';
  pattern: pattern | null;
  name: string | null;
}
export interface MatchOr extends Position {
  node: 'MatchOr';
  patterns: pattern[];
}
export interface TypeIgnore {
  node: 'TypeIgnore';
  lineno: number;
  tag: string;
}
export interface TypeVar extends Position {
  node: 'TypeVar';
  name: string;
  bound: expr | null;
  default_value: expr | null;
}
export interface ParamSpec extends Position {
  node: 'ParamSpec';
  name: string;
  default_value: expr | null;
}
export interface TypeVarTuple extends Position {
  node: 'TypeVarTuple';
  name: string;
  default_value: expr | null;
}
export type mod = Module | Interactive | Expression | FunctionType;
export type stmt =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | Expr
  | Pass
  | Break
  | Continue;
export type expr =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | Set
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | Interpolation
  | JoinedStr
  | TemplateStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice;
export type excepthandler = ExceptHandler;
export type pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr;
export type type_ignore = TypeIgnore;
export type type_param = TypeVar | ParamSpec | TypeVarTuple;

/** Any node that is an object (operators and contexts are plain strings). */
export type Node =
  | Module
  | Interactive
  | Expression
  | FunctionType
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | Expr
  | Pass
  | Break
  | Continue
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | Set
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | Interpolation
  | JoinedStr
  | TemplateStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice
  | comprehension
  | ExceptHandler
  | arguments
  | arg
  | keyword
  | alias
  | withitem
  | match_case
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr
  | TypeIgnore
  | TypeVar
  | ParamSpec
  | TypeVarTuple;

/** One row of the grammar: the abstract group, whether it carries a position, and `type name` fields in order. */
export interface NodeSchema {
  group: string;
  positioned: boolean;
  fields: readonly string[];
}

/** Python.asdl as a table; `_ast` builds its classes from it. */
export const SCHEMA: { readonly [node: string]: NodeSchema } = {
  Module: { group: 'mod', positioned: false, fields: ['stmt* body', 'type_ignore* type_ignores'] },
  Interactive: { group: 'mod', positioned: false, fields: ['stmt* body'] },
  Expression: { group: 'mod', positioned: false, fields: ['expr body'] },
  FunctionType: { group: 'mod', positioned: false, fields: ['expr* argtypes', 'expr returns'] },
  FunctionDef: {
    group: 'stmt',
    positioned: true,
    fields: [
      'identifier name',
      'arguments args',
      'stmt* body',
      'expr* decorator_list',
      'expr? returns',
      'string? type_comment',
      'type_param* type_params',
    ],
  },
  AsyncFunctionDef: {
    group: 'stmt',
    positioned: true,
    fields: [
      'identifier name',
      'arguments args',
      'stmt* body',
      'expr* decorator_list',
      'expr? returns',
      'string? type_comment',
      'type_param* type_params',
    ],
  },
  ClassDef: {
    group: 'stmt',
    positioned: true,
    fields: [
      'identifier name',
      'expr* bases',
      'keyword* keywords',
      'stmt* body',
      'expr* decorator_list',
      'type_param* type_params',
    ],
  },
  Return: { group: 'stmt', positioned: true, fields: ['expr? value'] },
  Delete: { group: 'stmt', positioned: true, fields: ['expr* targets'] },
  Assign: { group: 'stmt', positioned: true, fields: ['expr* targets', 'expr value', 'string? type_comment'] },
  TypeAlias: { group: 'stmt', positioned: true, fields: ['expr name', 'type_param* type_params', 'expr value'] },
  AugAssign: { group: 'stmt', positioned: true, fields: ['expr target', 'operator op', 'expr value'] },
  AnnAssign: {
    group: 'stmt',
    positioned: true,
    fields: ['expr target', 'expr annotation', 'expr? value', 'int simple'],
  },
  For: {
    group: 'stmt',
    positioned: true,
    fields: ['expr target', 'expr iter', 'stmt* body', 'stmt* orelse', 'string? type_comment'],
  },
  AsyncFor: {
    group: 'stmt',
    positioned: true,
    fields: ['expr target', 'expr iter', 'stmt* body', 'stmt* orelse', 'string? type_comment'],
  },
  While: { group: 'stmt', positioned: true, fields: ['expr test', 'stmt* body', 'stmt* orelse'] },
  If: { group: 'stmt', positioned: true, fields: ['expr test', 'stmt* body', 'stmt* orelse'] },
  With: { group: 'stmt', positioned: true, fields: ['withitem* items', 'stmt* body', 'string? type_comment'] },
  AsyncWith: { group: 'stmt', positioned: true, fields: ['withitem* items', 'stmt* body', 'string? type_comment'] },
  Match: { group: 'stmt', positioned: true, fields: ['expr subject', 'match_case* cases'] },
  Raise: { group: 'stmt', positioned: true, fields: ['expr? exc', 'expr? cause'] },
  Try: {
    group: 'stmt',
    positioned: true,
    fields: ['stmt* body', 'excepthandler* handlers', 'stmt* orelse', 'stmt* finalbody'],
  },
  TryStar: {
    group: 'stmt',
    positioned: true,
    fields: ['stmt* body', 'excepthandler* handlers', 'stmt* orelse', 'stmt* finalbody'],
  },
  Assert: { group: 'stmt', positioned: true, fields: ['expr test', 'expr? msg'] },
  Import: { group: 'stmt', positioned: true, fields: ['alias* names'] },
  ImportFrom: { group: 'stmt', positioned: true, fields: ['identifier? module', 'alias* names', 'int? level'] },
  Global: { group: 'stmt', positioned: true, fields: ['identifier* names'] },
  Nonlocal: { group: 'stmt', positioned: true, fields: ['identifier* names'] },
  Expr: { group: 'stmt', positioned: true, fields: ['expr value'] },
  Pass: { group: 'stmt', positioned: true, fields: [] },
  Break: { group: 'stmt', positioned: true, fields: [] },
  Continue: { group: 'stmt', positioned: true, fields: [] },
  BoolOp: { group: 'expr', positioned: true, fields: ['boolop op', 'expr* values'] },
  NamedExpr: { group: 'expr', positioned: true, fields: ['expr target', 'expr value'] },
  BinOp: { group: 'expr', positioned: true, fields: ['expr left', 'operator op', 'expr right'] },
  UnaryOp: { group: 'expr', positioned: true, fields: ['unaryop op', 'expr operand'] },
  Lambda: { group: 'expr', positioned: true, fields: ['arguments args', 'expr body'] },
  IfExp: { group: 'expr', positioned: true, fields: ['expr test', 'expr body', 'expr orelse'] },
  Dict: { group: 'expr', positioned: true, fields: ['expr?* keys', 'expr* values'] },
  Set: { group: 'expr', positioned: true, fields: ['expr* elts'] },
  ListComp: { group: 'expr', positioned: true, fields: ['expr elt', 'comprehension* generators'] },
  SetComp: { group: 'expr', positioned: true, fields: ['expr elt', 'comprehension* generators'] },
  DictComp: { group: 'expr', positioned: true, fields: ['expr key', 'expr value', 'comprehension* generators'] },
  GeneratorExp: { group: 'expr', positioned: true, fields: ['expr elt', 'comprehension* generators'] },
  Await: { group: 'expr', positioned: true, fields: ['expr value'] },
  Yield: { group: 'expr', positioned: true, fields: ['expr? value'] },
  YieldFrom: { group: 'expr', positioned: true, fields: ['expr value'] },
  Compare: { group: 'expr', positioned: true, fields: ['expr left', 'cmpop* ops', 'expr* comparators'] },
  Call: { group: 'expr', positioned: true, fields: ['expr func', 'expr* args', 'keyword* keywords'] },
  FormattedValue: { group: 'expr', positioned: true, fields: ['expr value', 'int conversion', 'expr? format_spec'] },
  Interpolation: {
    group: 'expr',
    positioned: true,
    fields: ['expr value', 'constant str', 'int conversion', 'expr? format_spec'],
  },
  JoinedStr: { group: 'expr', positioned: true, fields: ['expr* values'] },
  TemplateStr: { group: 'expr', positioned: true, fields: ['expr* values'] },
  Constant: { group: 'expr', positioned: true, fields: ['constant value', 'string? kind'] },
  Attribute: { group: 'expr', positioned: true, fields: ['expr value', 'identifier attr', 'expr_context ctx'] },
  Subscript: { group: 'expr', positioned: true, fields: ['expr value', 'expr slice', 'expr_context ctx'] },
  Starred: { group: 'expr', positioned: true, fields: ['expr value', 'expr_context ctx'] },
  Name: { group: 'expr', positioned: true, fields: ['identifier id', 'expr_context ctx'] },
  List: { group: 'expr', positioned: true, fields: ['expr* elts', 'expr_context ctx'] },
  Tuple: { group: 'expr', positioned: true, fields: ['expr* elts', 'expr_context ctx'] },
  Slice: { group: 'expr', positioned: true, fields: ['expr? lower', 'expr? upper', 'expr? step'] },
  comprehension: { group: '', positioned: false, fields: ['expr target', 'expr iter', 'expr* ifs', 'int is_async'] },
  ExceptHandler: { group: 'excepthandler', positioned: true, fields: ['expr? type', 'identifier? name', 'stmt* body'] },
  arguments: {
    group: '',
    positioned: false,
    fields: [
      'arg* posonlyargs',
      'arg* args',
      'arg? vararg',
      'arg* kwonlyargs',
      'expr* kw_defaults',
      'arg? kwarg',
      'expr* defaults',
    ],
  },
  arg: { group: '', positioned: true, fields: ['identifier arg', 'expr? annotation', 'string? type_comment'] },
  keyword: { group: '', positioned: true, fields: ['identifier? arg', 'expr value'] },
  alias: { group: '', positioned: true, fields: ['identifier name', 'identifier? asname'] },
  withitem: { group: '', positioned: false, fields: ['expr context_expr', 'expr? optional_vars'] },
  match_case: { group: '', positioned: false, fields: ['pattern pattern', 'expr? guard', 'stmt* body'] },
  MatchValue: { group: 'pattern', positioned: true, fields: ['expr value'] },
  MatchSingleton: { group: 'pattern', positioned: true, fields: ['constant value'] },
  MatchSequence: { group: 'pattern', positioned: true, fields: ['pattern* patterns'] },
  MatchMapping: { group: 'pattern', positioned: true, fields: ['expr* keys', 'pattern* patterns', 'identifier? rest'] },
  MatchClass: {
    group: 'pattern',
    positioned: true,
    fields: ['expr cls', 'pattern* patterns', 'identifier* kwd_attrs', 'pattern* kwd_patterns'],
  },
  MatchStar: { group: 'pattern', positioned: true, fields: ['identifier? name'] },
  MatchAs: { group: 'pattern', positioned: true, fields: ['pattern? pattern', 'identifier? name'] },
  MatchOr: { group: 'pattern', positioned: true, fields: ['pattern* patterns'] },
  TypeIgnore: { group: 'type_ignore', positioned: false, fields: ['int lineno', 'string tag'] },
  TypeVar: { group: 'type_param', positioned: true, fields: ['identifier name', 'expr? bound', 'expr? default_value'] },
  ParamSpec: { group: 'type_param', positioned: true, fields: ['identifier name', 'expr? default_value'] },
  TypeVarTuple: { group: 'type_param', positioned: true, fields: ['identifier name', 'expr? default_value'] },
};

/** The groups whose members are bare names in the tree (`Add`, `Load`, …). */
export const ENUMS: { readonly [group: string]: readonly string[] } = {
  boolop: ['And', 'Or'],
  operator: [
    'Add',
    'Sub',
    'Mult',
    'MatMult',
    'Div',
    'Mod',
    'Pow',
    'LShift',
    'RShift',
    'BitOr',
    'BitXor',
    'BitAnd',
    'FloorDiv',
  ],
  unaryop: ['Invert', 'Not', 'UAdd', 'USub'],
  cmpop: ['Eq', 'NotEq', 'Lt', 'LtE', 'Gt', 'GtE', 'Is', 'IsNot', 'In', 'NotIn'],
  expr_context: ['Load', 'Store', 'Del'],
};
