// One code unit being compiled: its instruction list, constants and names. Invariant: tables only grow, so an index
// handed out stays right; cell and free variables are numbered apart (cells first) until localsplus is laid out.

import type { AnnAssign, Position } from '../../syntax/ast.ts';
import {
  type Constant,
  ConstBytes,
  ConstComplex,
  ConstEllipsis,
  ConstFloat,
  type ConstFrozenSet,
  ConstSlice,
  ConstStr,
  ConstTuple,
} from '../../syntax/constant.ts';
import { Code } from '../code.ts';
import { CELL, ClassBlock, DEF_COMP_CELL, DEF_FREE_CLASS, FREE, SCOPE_MASK, SCOPE_OFFSET } from '../symtable.ts';
import type { SymtableEntry } from '../symtable.ts';
import { Instr, type Label } from './instruction.ts';

// Kinds of unit.
export const MODULE = 0;
export const CLASS = 1;
export const FUNCTION = 2;
export const ASYNC_FUNCTION = 3;
export const LAMBDA = 4;
export const COMPREHENSION = 5;
export const ANNOTATIONS = 6;
export const TYPEPARAMS = 7;

// Kinds of frame block.
export const WHILE_LOOP = 0;
export const FOR_LOOP = 1;
export const ASYNC_FOR_LOOP = 2;
export const TRY_EXCEPT = 3;
export const FINALLY_TRY = 4;
export const FINALLY_END = 5;
export const WITH = 6;
export const ASYNC_WITH = 7;
export const HANDLER_CLEANUP = 8;
export const POP_VALUE = 9;
export const EXCEPTION_HANDLER = 10;
export const EXCEPTION_GROUP_HANDLER = 11;
export const ASYNC_COMPREHENSION_GENERATOR = 12;
export const STOP_ITERATION = 13;

/** What surrounds the code being compiled: what break, continue and return have to undo. */
export interface FrameBlock {
  readonly kind: number;
  readonly loc: Position;
  readonly block: Label | null;
  readonly exit: Label | null;
  /** Emits a finally body. */
  readonly body: (() => void) | null;
  /** The name bound by an except clause. */
  readonly name: string | null;
}

/** Equal keys share a slot in co_consts: types are kept apart, and 0.0 from -0.0. */
export function constKey(c: Constant | Code): string | Code {
  if (c instanceof Code) return c;
  switch (typeof c) {
    case 'string':
      return `s${c}`;
    case 'number':
    case 'bigint':
      return `i${c}`;
    case 'boolean':
      return c ? 'T' : 'F';
  }
  if (c === null) return 'N';
  if (c instanceof ConstFloat) return `f${floatKey(c.v)}`;
  if (c instanceof ConstTuple) return `t(${c.items.map(itemKey).join(',')})`;
  if (c instanceof ConstBytes) return `b${c.v.join(',')}`;
  if (c instanceof ConstComplex) return `c${floatKey(c.re)},${floatKey(c.im)}`;
  if (c instanceof ConstStr) return `S${c.points.join(',')}`;
  if (c instanceof ConstEllipsis) return 'E';
  if (c instanceof ConstSlice) return `l(${itemKey(c.start)},${itemKey(c.stop)},${itemKey(c.step)})`;
  return `z(${(c as ConstFrozenSet).items.map(itemKey).sort().join(',')})`; // the last of the union
}
const floatKey = (v: number): string => (Object.is(v, -0) ? '-0' : String(v));
function itemKey(c: Constant): string {
  const k = String(constKey(c));
  return `${k.length}:${k}`;
}

export class Unit {
  instrs: Instr[] = [];
  readonly fblocks: FrameBlock[] = [];
  readonly consts: (Constant | Code)[] = [];
  private readonly constIndex = new Map<string | Code, number>();
  readonly names = new Map<string, number>();
  readonly varnames = new Map<string, number>();
  readonly cellvars = new Map<string, number>();
  readonly freevars = new Map<string, number>();
  /** Fast locals of inlined comprehensions in a module or class; true while inside. */
  readonly fastHidden = new Map<string, boolean>();
  readonly staticAttributes = new Set<string>();
  readonly deferredAnnotations: { s: AnnAssign; index: number }[] = [];
  nextConditionalAnnotation = 0;
  inConditionalBlock = false;
  inInlinedComp = 0;
  /** Where a module's annotation set-up goes. */
  annotationsAt = -1;
  /** … and the set-up itself: straight code without jumps. */
  annotationInstrs: Instr[] = [];
  argcount = 0;
  posonlyargcount = 0;
  kwonlyargcount = 0;
  qualname = '';
  hasDocstring = false;
  /** Where StopIteration out of a generator's body goes. */
  stopHandler: Label | null = null;

  constructor(
    readonly entry: SymtableEntry,
    readonly kind: number,
    readonly name: string,
    readonly firstlineno: number,
    readonly private_: string | null,
    readonly parent: Unit | null,
  ) {
    for (const n of entry.varnames) this.varnames.set(n, this.varnames.size);
    const cells: string[] = [];
    const frees: string[] = [];
    for (const [n, f] of entry.symbols) {
      const scope = (f >> SCOPE_OFFSET) & SCOPE_MASK;
      if (scope === CELL || f & DEF_COMP_CELL) cells.push(n);
      if (scope === FREE || f & DEF_FREE_CLASS) frees.push(n);
    }
    if (cells.length > 1) cells.sort(byPoints);
    for (const n of cells) this.cellvars.set(n, this.cellvars.size);
    if (entry.needsClassClosure) this.cell('__class__');
    if (entry.needsClassdict) this.cell('__classdict__');
    if (entry.hasConditionalAnnotations) this.cell('__conditional_annotations__');
    if (frees.length > 1) frees.sort(byPoints);
    for (const n of frees) this.freevars.set(n, this.cellvars.size + this.freevars.size);
  }

  private cell(name: string): void {
    if (!this.cellvars.has(name)) this.cellvars.set(name, this.cellvars.size);
  }

  get isClass(): boolean {
    return this.entry.type === ClassBlock;
  }

  constant(c: Constant | Code): number {
    if (c instanceof Code) {
      // The same source compiled twice (finally bodies) gives equal code objects: one is enough.
      const same = this.consts.findIndex((x) => x instanceof Code && sameCode(x, c));
      return same >= 0 ? same : this.consts.push(c) - 1;
    }
    const k = constKey(c);
    let i = this.constIndex.get(k);
    if (i === undefined) {
      i = this.consts.push(c) - 1;
      this.constIndex.set(k, i);
    }
    return i;
  }

  emit(opcode: number, arg: number, loc: Position): void {
    this.instrs.push(new Instr(opcode, arg, null, loc));
  }
  jump(opcode: number, target: Label, loc: Position): void {
    this.instrs.push(new Instr(opcode, 0, target, loc));
  }
  /** Puts a label here. */
  use(l: Label): void {
    l.at = this.instrs.length;
  }
}

const sameNumbers = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
const sameStrings = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i]);

/** Equality of code objects. */
function sameCode(a: Code, b: Code): boolean {
  return (
    a.firstlineno === b.firstlineno &&
    a.name === b.name &&
    a.flags === b.flags &&
    a.argcount === b.argcount &&
    a.posonlyargcount === b.posonlyargcount &&
    a.kwonlyargcount === b.kwonlyargcount &&
    sameNumbers(a.instrs, b.instrs) &&
    sameNumbers(a.positions, b.positions) &&
    sameStrings(a.names, b.names) &&
    sameStrings(a.localsplusNames, b.localsplusNames) &&
    sameNumbers(a.localsplusKinds, b.localsplusKinds) &&
    JSON.stringify(a.exceptionTable) === JSON.stringify(b.exceptionTable) &&
    a.consts.length === b.consts.length &&
    a.consts.every((x, i) => {
      const y = b.consts[i];
      return x instanceof Code
        ? y instanceof Code && sameCode(x, y)
        : !(y instanceof Code) && constKey(x) === constKey(y);
    })
  );
}

/** Order by code points, as Python sorts str. */
function byPoints(a: string, b: string): number {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      // Surrogates sort above the rest of the plane.
      const sx = x >= 0xd800 && x < 0xe000;
      const sy = y >= 0xd800 && y < 0xe000;
      return sx === sy ? x - y : sx ? 1 : -1;
    }
  }
  return a.length - b.length;
}

/** Index of a key of a name table, added when missing. */
export function indexIn(table: Map<string, number>, key: string, offset = 0): number {
  let i = table.get(key);
  if (i === undefined) table.set(key, (i = table.size + offset));
  return i;
}
