// Second pass over the symbol tables: every name's scope, closures, and which comprehensions are inlined (PEP 709).
// Invariant: works on SymtableEntry only, children after their parents' bound names are known.

import type { Position } from '../syntax/ast.ts';
import {
  CELL,
  ClassBlock,
  DEF_BOUND,
  DEF_COMP_CELL,
  DEF_FREE_CLASS,
  DEF_GLOBAL,
  DEF_NONLOCAL,
  DEF_PARAM,
  DEF_TYPE_PARAM,
  FREE,
  GeneratorExpression,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  LOCAL,
  NoComprehension,
  SCOPE_MASK,
  SCOPE_OFFSET,
} from './symtable.ts';
import type { SymtableEntry } from './symtable.ts';

/** Raises a SyntaxError at a place. */
export type Fail = (message: string, loc: Position) => never;

const FLAGS_MASK = (1 << SCOPE_OFFSET) - 1;
const CLASS_CELLS = ['__class__', '__classdict__', '__conditional_annotations__'];

type Names = Set<string>;

/** Decides every scope of a program. */
export function analyzeScopes(top: SymtableEntry, fail: Fail): void {
  new Analyzer(fail).block(top, null, new Set(), new Set(), new Set(), null);
}

class Analyzer {
  constructor(private readonly fail: Fail) {}

  block(
    entry: SymtableEntry,
    bound: Names | null,
    free: Names,
    global: Names,
    typeParams: Names,
    classEntry: SymtableEntry | null,
  ): void {
    const local: Names = new Set();
    const scopes = new Map<string, number>();
    const inlinedCells: Names = new Set();
    const isClass = entry.type === ClassBlock;
    // A class's names are invisible to the functions in it: they see what the class itself saw from outside.
    const outerBound = isClass && bound !== null ? new Set(bound) : null;
    const outerGlobal = isClass ? new Set(global) : null;
    for (const [name, flags] of entry.symbols) {
      this.name(entry, scopes, name, flags, bound, local, free, global, typeParams, classEntry);
    }
    let newBound: Names;
    let newGlobal: Names;
    if (isClass) {
      newBound = outerBound ?? new Set();
      newGlobal = outerGlobal!;
      for (const n of CLASS_CELLS) newBound.add(n);
    } else {
      newBound = new Set(entry.functionLike ? local : []);
      if (bound !== null) for (const n of bound) newBound.add(n);
      newGlobal = new Set(global);
    }
    const newFree: Names = new Set();
    for (const child of entry.children) {
      let childClass: SymtableEntry | null = null;
      if (child.canSeeClassScope) childClass = isClass ? entry : classEntry;
      const inlined =
        child.comprehension !== NoComprehension &&
        child.comprehension !== GeneratorExpression &&
        !entry.canSeeClassScope;
      const childFree: Names = new Set();
      this.block(child, new Set(newBound), childFree, new Set(newGlobal), new Set(typeParams), childClass);
      if (inlined) {
        inlineComprehension(entry, child, scopes, childFree, inlinedCells);
        child.compInlined = true;
      }
      for (const n of childFree) newFree.add(n);
    }
    for (let i = entry.children.length - 1; i >= 0; i--) {
      const child = entry.children[i];
      if (child.compInlined) entry.children.splice(i, 1, ...child.children);
    }
    if (entry.functionLike) {
      for (const [name, scope] of scopes) {
        if (scope === LOCAL && (newFree.has(name) || inlinedCells.has(name))) {
          scopes.set(name, CELL);
          newFree.delete(name);
        }
      }
    } else if (isClass) {
      if (newFree.delete('__class__')) entry.needsClassClosure = true;
      if (newFree.delete('__classdict__')) entry.needsClassdict = true;
      if (newFree.delete('__conditional_annotations__')) entry.hasConditionalAnnotations = true;
    }
    for (const [name, flags] of entry.symbols) {
      let f = flags | (scopes.get(name)! << SCOPE_OFFSET);
      if (inlinedCells.has(name)) f |= DEF_COMP_CELL;
      entry.symbols.set(name, f);
    }
    const classFlag = isClass || entry.canSeeClassScope;
    for (const name of newFree) {
      const flags = entry.symbols.get(name);
      if (flags !== undefined) {
        // Free in a method, and a local or global of the class: both kinds of access must work.
        if (classFlag) entry.symbols.set(name, flags | DEF_FREE_CLASS);
      } else if (bound === null || bound.has(name)) {
        entry.symbols.set(name, FREE << SCOPE_OFFSET);
      }
      free.add(name);
    }
  }

  private name(
    entry: SymtableEntry,
    scopes: Map<string, number>,
    name: string,
    flags: number,
    bound: Names | null,
    local: Names,
    free: Names,
    global: Names,
    typeParams: Names,
    classEntry: SymtableEntry | null,
  ): void {
    if (flags & DEF_GLOBAL) {
      if (flags & DEF_NONLOCAL) this.atDirective(entry, name, `name '${name}' is nonlocal and global`);
      scopes.set(name, GLOBAL_EXPLICIT);
      global.add(name);
      bound?.delete(name);
      return;
    }
    if (flags & DEF_NONLOCAL) {
      if (bound === null) this.atDirective(entry, name, 'nonlocal declaration not allowed at module level');
      if (!bound!.has(name)) this.atDirective(entry, name, `no binding for nonlocal '${name}' found`);
      if (typeParams.has(name)) {
        this.atDirective(entry, name, `nonlocal binding not allowed for type parameter '${name}'`);
      }
      scopes.set(name, FREE);
      entry.hasFree = true;
      free.add(name);
      return;
    }
    if (flags & DEF_BOUND) {
      scopes.set(name, LOCAL);
      local.add(name);
      global.delete(name);
      if (flags & DEF_TYPE_PARAM) typeParams.add(name);
      else typeParams.delete(name);
      return;
    }
    if (classEntry !== null) {
      // Bound by the class right outside: the class namespace is asked at run time, then globals, no outer function.
      const inClass = classEntry.symbols.get(name) ?? 0;
      if (inClass & DEF_GLOBAL) {
        scopes.set(name, GLOBAL_EXPLICIT);
        return;
      }
      if (inClass & DEF_BOUND && !(inClass & DEF_NONLOCAL)) {
        scopes.set(name, GLOBAL_IMPLICIT);
        return;
      }
    }
    if (bound !== null && bound.has(name)) {
      scopes.set(name, FREE);
      entry.hasFree = true;
      free.add(name);
      return;
    }
    scopes.set(name, GLOBAL_IMPLICIT);
  }

  private atDirective(entry: SymtableEntry, name: string, message: string): never {
    const d = entry.directives.find((x) => x.name === name);
    return this.fail(message, d === undefined ? entry.loc : d.loc);
  }
}

/** Moves a comprehension's symbols to the block that takes it in. */
function inlineComprehension(
  entry: SymtableEntry,
  comp: SymtableEntry,
  scopes: Map<string, number>,
  compFree: Names,
  inlinedCells: Names,
): void {
  const classCells: string[] = [];
  for (const [name, flags] of comp.symbols) {
    if (flags & DEF_PARAM) continue; // the iterable
    let scope = (flags >> SCOPE_OFFSET) & SCOPE_MASK;
    const only = flags & FLAGS_MASK;
    if (scope === CELL || only & DEF_COMP_CELL) inlinedCells.add(name);
    // What only functions get through a class's cells, a comprehension in the class body does not see.
    if (scope === FREE && entry.type === ClassBlock && CLASS_CELLS.includes(name)) {
      scope = GLOBAL_IMPLICIT;
      compFree.delete(name);
      if (name === '__class__') classCells.push(name);
    }
    const existing = entry.symbols.get(name);
    if (existing === undefined) {
      entry.symbols.set(name, only);
      scopes.set(name, scope);
    } else if (existing & DEF_BOUND && entry.type !== ClassBlock && !freeInChild(comp, name)) {
      // A free variable that is a local here can be that local, unless a function inside closes over it.
      compFree.delete(name);
    }
  }
  for (const name of classCells) comp.symbols.delete(name);
}

function freeInChild(entry: SymtableEntry, name: string): boolean {
  return entry.children.some((c) => c.scope(name) === FREE);
}
