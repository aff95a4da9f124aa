// Symbol tables: which names each block binds and uses. This file holds the entries, their flags and the errors;
// symtable-builder.ts fills them from the tree and scopes.ts decides local, global, free or cell.
// Invariant: once built, every symbol's scope is in its flags. It knows nothing of code generation.

import type { Position } from '../syntax/ast.ts';

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
/** A type parameter is always DEF_LOCAL too. */
export const DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT;

/** The scope lies in the flags from this bit on. */
export const SCOPE_OFFSET = 12;
export const SCOPE_MASK = 15;
export const LOCAL = 1;
export const GLOBAL_EXPLICIT = 2;
export const GLOBAL_IMPLICIT = 3;
export const FREE = 4;
export const CELL = 5;

// Kinds of block.
export const FunctionBlock = 0;
export const ClassBlock = 1;
export const ModuleBlock = 2;
export const AnnotationBlock = 3;
export const TypeAliasBlock = 4;
export const TypeParametersBlock = 5;
export const TypeVariableBlock = 6;

// Kinds of comprehension.
export const NoComprehension = 0;
export const ListComprehension = 1;
export const DictComprehension = 2;
export const SetComprehension = 3;
export const GeneratorExpression = 4;

/** One block's table. */
export class SymtableEntry {
  /** Name to flags, mangled, in order of first appearance. */
  symbols = new Map<string, number>();
  readonly varnames: string[] = [];
  readonly children: SymtableEntry[] = [];
  /** Where `global` and `nonlocal` stand, for errors found later. */
  readonly directives: { name: string; loc: Position }[] = [];
  nested = false;
  generator = false;
  coroutine = false;
  annotationsUsed = false;
  comprehension = NoComprehension;
  varargs = false;
  varkeywords = false;
  returnsValue = false;
  needsClassClosure = false;
  needsClassdict = false;
  compInlined = false;
  compIterTarget = false;
  canSeeClassScope = false;
  hasDocstring = false;
  method = false;
  hasConditionalAnnotations = false;
  inConditionalBlock = false;
  inUnevaluatedAnnotation = false;
  hasFree = false;
  compIterExpr = 0;
  annotationBlock: SymtableEntry | null = null;
  /** Only these names are mangled (type parameters of a class); null: all. */
  mangledNames: Set<string> | null = null;
  /** What a TypeVariableBlock is, for messages. */
  scopeInfo: string | null = null;
  /** Of an annotation block of a function: the function. */
  functionName: string | null = null;

  constructor(
    readonly name: string,
    readonly type: number,
    readonly loc: Position,
    /** Unique in its table. */
    readonly id: number,
  ) {}

  /** Flags of a name, 0 when unknown. */
  flags(name: string): number {
    return this.symbols.get(name) ?? 0;
  }

  /** LOCAL … CELL, or 0. */
  scope(name: string): number {
    return ((this.symbols.get(name) ?? 0) >> SCOPE_OFFSET) & SCOPE_MASK;
  }

  /** Names live in fast locals and can be closed over. */
  get functionLike(): boolean {
    return this.type === FunctionBlock || this.type >= AnnotationBlock;
  }
}

/** A whole program's tables. */
export class Symtable {
  /** By tree node: scopes of functions, classes, comprehensions, lambdas, type parameters and annotations. */
  readonly blocks = new Map<object, SymtableEntry>();
  top!: SymtableEntry;
  private readonly defaultKeys = new Map<object, object>();

  /** What a type parameter's default has its block under: the node itself has its bound's. */
  defaultKey(param: object): object {
    let key = this.defaultKeys.get(param);
    if (key === undefined) this.defaultKeys.set(param, (key = {}));
    return key;
  }
}

/** `__name` inside class `private_` becomes `_private___name`. */
export function mangle(private_: string | null, name: string): string {
  if (private_ === null || name.charCodeAt(0) !== 95 || name.charCodeAt(1) !== 95) return name;
  if (name.endsWith('__') || name.includes('.')) return name;
  let i = 0;
  while (private_.charCodeAt(i) === 95) i++;
  return i === private_.length ? name : `_${private_.slice(i)}${name}`;
}

/** Mangling as a block does it. */
export function maybeMangle(private_: string | null, entry: SymtableEntry, name: string): string {
  if (entry.mangledNames !== null && !entry.mangledNames.has(name)) return name;
  return mangle(private_, name);
}
