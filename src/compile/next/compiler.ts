// The state of one compilation: the stack of units, emission, names, frame blocks, errors and warnings.
// Invariant: `u` is the unit being written; positions come from tree nodes. It knows no particular construct.

import type { mod, Position } from '../../syntax/ast.ts';
import { type Constant, ConstStr } from '../../syntax/constant.ts';
import { PythonSyntaxError } from '../../syntax/errors.ts';
import type { WarningHandler } from '../../syntax/errors.ts';
import type { Code } from '../code.ts';
import * as op from '../opcodes.ts';
import * as S from '../symtable.ts';
import { type Symtable, type SymtableEntry, maybeMangle } from '../symtable.ts';
import { assemble } from './assemble.ts';
import { Label, NO_LOCATION } from './instruction.ts';
import * as U from './unit.ts';
import { type FrameBlock, indexIn, Unit } from './unit.ts';

export type Context = 'Load' | 'Store' | 'Del';

const CO_FUTURE_ANNOTATIONS = 0x1000000;
/** Blocks nested deeper than this are an error. */
const MAX_BLOCKS = 20;

const OP_NAME = 0;
const OP_GLOBAL = 1;
const OP_DEREF = 2;
const OP_FAST = 3;

export class Compiler {
  u!: Unit;
  interactive: boolean;

  constructor(
    readonly filename: string,
    readonly table: Symtable,
    readonly tree: mod,
    readonly optimize: number,
    /** CO_FUTURE_* flags in force, set in every code object. */
    readonly futureFlags: number,
    readonly futureLine: number,
    readonly topLevelAwait: boolean,
    readonly onWarning: WarningHandler,
  ) {
    this.interactive = tree.node === 'Interactive';
  }

  get futureAnnotations(): boolean {
    return (this.futureFlags & CO_FUTURE_ANNOTATIONS) !== 0;
  }
  get entry(): SymtableEntry {
    return this.u.entry;
  }
  /** The statements here are typed in one by one and their values printed. */
  get interactiveTopLevel(): boolean {
    return this.interactive && this.u.parent === null;
  }

  // ---- errors

  error(loc: Position, msg: string): never {
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
  warn(loc: Position, msg: string): void {
    this.onWarning('SyntaxWarning', msg, loc.lineno, loc.col_offset);
  }

  // ---- units

  enter(name: string, kind: number, key: object, firstlineno: number, private_: string | null): void {
    const entry = this.table.blocks.get(key);
    if (entry === undefined) throw new Error(`no symbol table for ${name}`);
    this.enterEntry(name, kind, entry, firstlineno, private_);
  }

  enterEntry(name: string, kind: number, entry: SymtableEntry, firstlineno: number, private_: string | null): void {
    const parent = (this.u as Unit | undefined) ?? null;
    const u = new Unit(entry, kind, name, firstlineno, private_ ?? parent?.private_ ?? null, parent);
    this.u = u;
    if (kind === U.MODULE) {
      u.qualname = name;
      u.emit(op.RESUME, 0, { lineno: 0, end_lineno: firstlineno, col_offset: 0, end_col_offset: 0 });
      u.annotationsAt = u.instrs.length;
    } else {
      u.qualname = qualifiedName(u);
      const isFunction = kind === U.FUNCTION || kind === U.ASYNC_FUNCTION;
      if ((isFunction && (entry.generator || entry.coroutine)) || (kind === U.COMPREHENSION && entry.generator)) {
        u.stopHandler = new Label();
        u.jump(op.SETUP_CLEANUP, u.stopHandler, NO_LOCATION);
      }
      u.emit(op.RESUME, 0, { lineno: firstlineno, end_lineno: firstlineno, col_offset: 0, end_col_offset: 0 });
    }
  }

  /** Ends the unit: its code object. `addNone`: falling off the end returns None, else the value on the stack. */
  leave(addNone: boolean): Code {
    const u = this.u;
    if (addNone) this.loadConst(NO_LOCATION, null);
    u.emit(op.RETURN_VALUE, 0, NO_LOCATION);
    const code = assemble(u, this);
    if (u.parent !== null) this.u = u.parent;
    return code;
  }

  // ---- emission

  op(loc: Position, opcode: number, arg = 0): void {
    this.u.emit(opcode, arg, loc);
  }
  jump(loc: Position, opcode: number, target: Label): void {
    this.u.jump(opcode, target, loc);
  }
  use(l: Label): void {
    this.u.use(l);
  }
  loadConst(loc: Position, c: Constant | Code): void {
    // Small ints get their own instruction later (peephole.ts): until then they have a slot too, as in CPython.
    this.u.emit(op.LOAD_CONST, this.u.constant(c), loc);
  }
  /** An instruction whose argument is a name; LOAD_ATTR and the like shift it and add `low` bits. */
  opName(loc: Position, opcode: number, name: string, shift = 0, low = 0): void {
    const i = indexIn(this.u.names, this.mangle(name));
    this.u.emit(opcode, (i << shift) | low, loc);
  }
  loadMethod(loc: Position, name: string): void {
    this.opName(loc, op.LOAD_ATTR, name, 1, 1);
  }
  /** SEND loop of await and yield from; the stack holds [iterator, None]. */
  yieldFrom(loc: Position, awaiting: boolean): Label {
    const send = new Label();
    const fail = new Label();
    const exit = new Label();
    this.use(send);
    this.jump(loc, op.SEND, exit);
    // YIELD_VALUE raises when the generator is closed or thrown into.
    this.jump(loc, op.SETUP_FINALLY, fail);
    this.op(loc, op.YIELD_VALUE, 1);
    this.op(NO_LOCATION, op.POP_BLOCK);
    this.op(loc, op.RESUME, awaiting ? op.RESUME_AFTER_AWAIT : op.RESUME_AFTER_YIELD_FROM);
    this.jump(loc, op.JUMP_NO_INTERRUPT, send);
    this.use(fail);
    this.op(loc, op.CLEANUP_THROW);
    this.use(exit);
    this.op(loc, op.END_SEND);
    return send;
  }
  yieldValue(loc: Position): void {
    if (this.entry.generator && this.entry.coroutine) this.op(loc, op.CALL_INTRINSIC_1, op.INTRINSIC_ASYNC_GEN_WRAP);
    this.op(loc, op.YIELD_VALUE, 0);
    this.op(loc, op.RESUME, op.RESUME_AFTER_YIELD);
  }

  // ---- names

  mangle(name: string): string {
    return maybeMangle(this.u.private_, this.entry, name);
  }

  /** A cell itself, for closures: the index among cells and free variables. */
  cellIndex(name: string): number {
    const u = this.u;
    return u.cellvars.get(name) ?? u.freevars.get(name) ?? missingCell(name, u.name);
  }

  /** A free variable's index; added when only the code generator uses the name. */
  freeIndex(name: string): number {
    return indexIn(this.u.freevars, name, this.u.cellvars.size);
  }

  private classdict(loc: Position): void {
    const i = this.u.freevars.get('__classdict__') ?? this.cellIndex('__classdict__');
    this.op(loc, op.LOAD_DEREF, i);
  }

  name(loc: Position, name: string, ctx: Context): void {
    const u = this.u;
    const entry = u.entry;
    const mangled = this.mangle(name);
    const scope = entry.scope(mangled);
    let kind = OP_NAME;
    switch (scope) {
      case S.FREE:
      case S.CELL:
        kind = OP_DEREF;
        break;
      case S.LOCAL:
        if (entry.functionLike || u.fastHidden.get(mangled) === true) kind = OP_FAST;
        break;
      case S.GLOBAL_IMPLICIT:
        if (entry.functionLike) kind = OP_GLOBAL;
        break;
      case S.GLOBAL_EXPLICIT:
        kind = OP_GLOBAL;
    }
    switch (kind) {
      case OP_FAST: {
        const opcode = ctx === 'Load' ? op.LOAD_FAST : ctx === 'Store' ? op.STORE_FAST : op.DELETE_FAST;
        return u.emit(opcode, indexIn(u.varnames, mangled), loc);
      }
      case OP_DEREF: {
        const i =
          scope === S.CELL
            ? (u.cellvars.get(mangled) ?? missingCell(mangled, u.name))
            : (u.freevars.get(mangled) ?? missingCell(mangled, u.name));
        if (ctx === 'Store') return this.op(loc, op.STORE_DEREF, i);
        if (ctx === 'Del') return this.op(loc, op.DELETE_DEREF, i);
        if (u.isClass && u.inInlinedComp === 0) this.op(loc, op.LOAD_LOCALS);
        else if (entry.canSeeClassScope) this.classdict(loc);
        else return this.op(loc, op.LOAD_DEREF, i);
        return this.op(loc, op.LOAD_FROM_DICT_OR_DEREF, i);
      }
      case OP_GLOBAL:
        if (ctx === 'Load') {
          if (entry.canSeeClassScope && scope === S.GLOBAL_IMPLICIT) {
            this.classdict(loc);
            return u.emit(op.LOAD_FROM_DICT_OR_GLOBALS, indexIn(u.names, mangled), loc);
          }
          return u.emit(op.LOAD_GLOBAL, indexIn(u.names, mangled) << 1, loc);
        }
        return u.emit(ctx === 'Store' ? op.STORE_GLOBAL : op.DELETE_GLOBAL, indexIn(u.names, mangled), loc);
    }
    const i = indexIn(u.names, mangled);
    if (ctx === 'Store') return u.emit(op.STORE_NAME, i, loc);
    if (ctx === 'Del') return u.emit(op.DELETE_NAME, i, loc);
    if (u.isClass && u.inInlinedComp > 0) u.emit(op.LOAD_GLOBAL, i << 1, loc);
    else u.emit(op.LOAD_NAME, i, loc);
  }

  // ---- frame blocks

  pushBlock(
    loc: Position,
    kind: number,
    block: Label | null,
    exit: Label | null,
    extra: Partial<FrameBlock> = {},
  ): void {
    if (this.u.fblocks.length >= MAX_BLOCKS) this.error(loc, 'too many statically nested blocks');
    this.u.fblocks.push({ kind, loc, block, exit, body: extra.body ?? null, name: extra.name ?? null });
  }
  popBlock(): void {
    this.u.fblocks.pop();
  }
}

function missingCell(name: string, unit: string): never {
  throw new Error(`compiler: no cell for ${name} in ${unit}`);
}

function qualifiedName(u: Unit): string {
  let parent = u.parent;
  if (parent !== null && parent.kind === U.TYPEPARAMS && parent.parent !== null) {
    // The scope of the type parameters is transparent.
    parent = parent.parent;
    if (parent.parent === null) return u.name;
  }
  if (parent === null || parent.kind === U.MODULE) return u.name;
  if (u.kind === U.FUNCTION || u.kind === U.ASYNC_FUNCTION || u.kind === U.CLASS) {
    const mangled = maybeMangle(parent.private_, parent.entry, u.name);
    if (parent.entry.scope(mangled) === S.GLOBAL_EXPLICIT) return u.name;
  }
  const base =
    parent.kind === U.FUNCTION || parent.kind === U.ASYNC_FUNCTION || parent.kind === U.LAMBDA
      ? `${parent.qualname}.<locals>`
      : parent.qualname;
  return `${base}.${u.name}`;
}

/** A str constant of the tree as text. */
export function textOf(c: Constant): string {
  if (typeof c === 'string') return c;
  if (c instanceof ConstStr) {
    let s = '';
    for (const p of c.points) s += String.fromCodePoint(p);
    return s;
  }
  return '';
}
