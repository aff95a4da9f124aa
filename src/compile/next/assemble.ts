// From a finished unit to its Code: the passes in CPython's order, localsplus, and the tables of instructions,
// positions and exceptions. Invariant: what comes out passes scripts/verify-bytecode.ts.

import {
  CO_ASYNC_GENERATOR,
  CO_COROUTINE,
  CO_GENERATOR,
  CO_HAS_DOCSTRING,
  CO_METHOD,
  CO_NESTED,
  CO_NEWLOCALS,
  CO_OPTIMIZED,
  CO_VARARGS,
  CO_VARKEYWORDS,
  Code,
  type ExceptionEntry,
  FAST_CELL,
  FAST_FREE,
  FAST_HIDDEN,
  FAST_LOCAL,
} from '../code.ts';
import * as op from '../opcodes.ts';
import type { Compiler } from './compiler.ts';
import {
  buildGraph,
  convertConditionalPseudoJumps,
  convertPseudoOps,
  inlineSmallBlocks,
  labelExceptionTargets,
  normalizeJumps,
  pushColdBlocksToEnd,
  removeNopsAndJumps,
  removeRedundantNops,
  removeRedundantPairs,
  removeUnreachable,
  resolveLineNumbers,
  stackDepth,
} from './flowgraph.ts';
import { type Block, Instr, isJump, nextNonempty, NO_LOCATION } from './instruction.ts';
import { addChecks, insertSuperinstructions, optimizeLoadFast } from './locals.ts';
import { optimizeBlock, optimizeLoadConst } from './peephole.ts';
import { type Unit, MODULE } from './unit.ts';

function codeFlags(u: Unit, c: Compiler): number {
  const e = u.entry;
  let flags = 0;
  if (e.functionLike) {
    flags |= CO_NEWLOCALS | CO_OPTIMIZED;
    if (e.nested) flags |= CO_NESTED;
    if (e.generator && !e.coroutine) flags |= CO_GENERATOR;
    if (!e.generator && e.coroutine) flags |= CO_COROUTINE;
    if (e.generator && e.coroutine) flags |= CO_ASYNC_GENERATOR;
    if (e.varargs) flags |= CO_VARARGS;
    if (e.varkeywords) flags |= CO_VARKEYWORDS;
    if (u.hasDocstring) flags |= CO_HAS_DOCSTRING;
    if (e.method) flags |= CO_METHOD;
  }
  flags |= c.futureFlags;
  if (c.topLevelAwait && u.kind === MODULE && e.coroutine && !e.generator) flags |= CO_COROUTINE;
  return flags;
}

/** Runs all passes and makes the code object. */
export function assemble(u: Unit, c: Compiler): Code {
  const flags = codeFlags(u, c);
  const entry = buildGraph(u.instrs, u.annotationsAt, u.annotationInstrs);
  labelExceptionTargets(entry);

  inlineSmallBlocks(entry);
  removeUnreachable(entry);
  resolveLineNumbers(entry, u.firstlineno);
  optimizeLoadConst(u, entry);
  for (let b: Block | null = entry; b !== null; b = b.next) optimizeBlock(u, b);
  removeRedundantPairs(entry);
  removeUnreachable(entry);
  removeNopsAndJumps(entry);

  const consts = usedConstants(u, entry);
  const nparams =
    u.argcount + u.posonlyargcount + u.kwonlyargcount + (flags & CO_VARARGS ? 1 : 0) + (flags & CO_VARKEYWORDS ? 1 : 0);
  addChecks(entry, u.varnames.size, nparams);
  insertSuperinstructions(entry);
  removeRedundantNops(entry);
  pushColdBlocksToEnd(entry);
  resolveLineNumbers(entry, u.firstlineno);

  convertConditionalPseudoJumps(entry);
  const depth = stackDepth(entry);
  const { names, kinds, cellSlots } = layOutLocals(u);
  insertPrefix(u, entry, flags, cellSlots);
  convertPseudoOps(entry);
  normalizeJumps(entry);
  optimizeLoadFast(entry);

  const instrs: Instr[] = [];
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.offset = instrs.length;
    for (const i of b.instrs) instrs.push(i);
  }
  const n = instrs.length;
  const words = new Int32Array(n);
  const positions = new Int32Array(n * 4);
  for (let k = 0; k < n; k++) {
    const i = instrs[k];
    let { arg } = i;
    if (i.target !== null && isJump(i.op)) {
      arg = offsetOf(i.target, n);
    }
    words[k] = i.op | (arg << 8);
    const { lineno, end_lineno, col_offset, end_col_offset } = i.loc;
    positions[4 * k] = lineno;
    positions[4 * k + 1] = end_lineno;
    positions[4 * k + 2] = col_offset;
    positions[4 * k + 3] = end_col_offset;
  }
  const header = {
    name: u.name,
    qualname: u.qualname,
    filename: c.filename,
    firstlineno: u.firstlineno,
    flags,
    argcount: u.argcount + u.posonlyargcount,
    posonlyargcount: u.posonlyargcount,
    kwonlyargcount: u.kwonlyargcount,
    stacksize: Math.max(depth, 1),
  };
  return new Code(header, {
    instrs: words,
    positions,
    exceptionTable: exceptionTable(instrs),
    consts,
    names: [...u.names.keys()],
    localsplusNames: names,
    localsplusKinds: kinds,
  });
}

function offsetOf(target: Block, end: number): number {
  const b = nextNonempty(target);
  return b === null ? end : b.offset;
}

function exceptionTable(instrs: readonly Instr[]): ExceptionEntry[] {
  const out: ExceptionEntry[] = [];
  const n = instrs.length;
  for (let k = 0; k < n; ) {
    const h = instrs[k].except;
    let end = k + 1;
    while (end < n && instrs[end].except === h) end++;
    if (h !== null) {
      const depth = h.startDepth - (h.preserveLasti ? 2 : 1);
      out.push({ start: k, end, target: offsetOf(h, n), depth, lasti: h.preserveLasti });
    }
    k = end;
  }
  return out;
}

/** Drops constants nothing loads (the first may be the docstring and stays) and renumbers the rest. */
function usedConstants(u: Unit, entry: Block): Unit['consts'] {
  const n = u.consts.length;
  if (n === 0) return [];
  const used = new Uint8Array(n);
  used[0] = 1;
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const i of b.instrs) if (i.op === op.LOAD_CONST) used[i.arg] = 1;
  }
  const map = new Int32Array(n);
  const out: Unit['consts'] = [];
  for (let k = 0; k < n; k++) {
    if (used[k] === 0) continue;
    map[k] = out.length;
    out.push(u.consts[k]);
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const i of b.instrs) if (i.op === op.LOAD_CONST) i.arg = map[i.arg];
  }
  return out;
}

/** Locals, then cells that are no locals, then free variables; `cellSlots` maps cell and free numbers to slots. */
function layOutLocals(u: Unit): { names: string[]; kinds: Uint8Array; cellSlots: Int32Array } {
  const names = [...u.varnames.keys()];
  const kinds = names.map((n) => FAST_LOCAL | (u.fastHidden.has(n) ? FAST_HIDDEN : 0));
  const cellSlots = new Int32Array(u.cellvars.size + u.freevars.size);
  for (const [name, i] of u.cellvars) {
    const local = u.varnames.get(name);
    if (local !== undefined) {
      kinds[local] |= FAST_CELL;
      cellSlots[i] = local;
    } else {
      cellSlots[i] = names.length;
      names.push(name);
      kinds.push(FAST_CELL);
    }
  }
  for (const [name, i] of u.freevars) {
    cellSlots[i] = names.length;
    names.push(name);
    kinds.push(FAST_FREE);
  }
  return { names, kinds: Uint8Array.from(kinds), cellSlots };
}

function insertPrefix(u: Unit, entry: Block, flags: number, cellSlots: Int32Array): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const i of b.instrs) {
      switch (i.op) {
        case op.MAKE_CELL:
        case op.LOAD_CLOSURE:
        case op.LOAD_DEREF:
        case op.STORE_DEREF:
        case op.DELETE_DEREF:
        case op.LOAD_FROM_DICT_OR_DEREF:
          i.arg = cellSlots[i.arg];
      }
    }
  }
  const prefix: Instr[] = [];
  if (u.freevars.size > 0) prefix.push(new Instr(op.COPY_FREE_VARS, u.freevars.size, null, NO_LOCATION));
  const slots = [...u.cellvars.values()].map((i) => cellSlots[i]).sort((a, b) => a - b);
  for (const s of slots) prefix.push(new Instr(op.MAKE_CELL, s, null, NO_LOCATION));
  if (flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) {
    const loc = { lineno: u.firstlineno, end_lineno: u.firstlineno, col_offset: -1, end_col_offset: -1 };
    prefix.push(new Instr(op.RETURN_GENERATOR, 0, null, loc), new Instr(op.POP_TOP, 0, null, loc));
  }
  if (prefix.length > 0) entry.instrs = [...prefix, ...entry.instrs];
}
