// One code unit being compiled: its instruction list with labels and exception regions, its constants and names, and
// the assembly into a Code. Invariant: labels are marked once; every instruction remembers the handler that was active
// when it was emitted; stack depths agree on all paths.

import { Code, CO_HAS_DOCSTRING, type ExceptionEntry, FAST_CELL, FAST_FREE, FAST_HIDDEN, FAST_LOCAL } from './code.ts';
import {
  type Constant,
  ConstBytes,
  ConstComplex,
  ConstEllipsis,
  ConstFloat,
  type ConstFrozenSet,
  ConstStr,
  ConstTuple,
} from '../syntax/constant.ts';
import type { Position } from '../syntax/ast.ts';
import type { Scope } from './scope-analysis.ts';
import * as op from './opcodes.ts';

export class Label {
  at = -1;
  depth = -1;
}

/** An active exception handler: where it is and whether the raising instruction's index is pushed. */
export interface Handler {
  readonly label: Label;
  readonly lasti: boolean;
  /** Values on top of the stack at its start that the handler does not keep (the result of __enter__). */
  readonly drop: number;
  depth: number;
}

/** Pseudo-instruction numbers above any real opcode; they leave no trace in the code. */
const SETUP = 1000;
const NO_POSITION: Position = { lineno: -1, end_lineno: -1, col_offset: -1, end_col_offset: -1 };

interface Instr {
  op: number;
  arg: number;
  target: Label | null;
  pos: Position;
  handler: Handler | null;
  /** For SETUP: the handler that starts here. */
  setup: Handler | null;
}

export type BlockKind =
  | 'while'
  | 'for'
  | 'async for'
  | 'try'
  | 'finally'
  | 'finally end'
  | 'with'
  | 'async with'
  | 'handler'
  | 'pop value'
  | 'async comprehension';
/** What surrounds the statement being compiled, for break, continue and return. */
export interface FrameBlock {
  readonly kind: BlockKind;
  readonly block: Label;
  readonly exit: Label | null;
  /** Handlers active outside of this block. */
  readonly handlers: number;
  readonly unwindBody?: () => void;
  readonly name?: string | null;
  readonly pos?: Position;
}

/** The identity of a constant: equal keys may share a slot (types kept apart, -0.0 from 0.0). */
function constKey(c: Constant | Code): string | Code {
  if (c instanceof Code) return c;
  if (c === null) return 'None';
  switch (typeof c) {
    case 'number':
    case 'bigint':
      return `i${c}`;
    case 'string':
      return `s${c}`;
    case 'boolean':
      return `b${c}`;
  }
  if (c instanceof ConstFloat) return Object.is(c.v, -0) ? 'f-0' : `f${c.v}`;
  if (c instanceof ConstComplex) return `c${Object.is(c.re, -0) ? '-0' : c.re},${Object.is(c.im, -0) ? '-0' : c.im}`;
  if (c instanceof ConstBytes) return `y${c.v.join(',')}`;
  if (c instanceof ConstStr) return `S${c.points.join(',')}`;
  if (c instanceof ConstEllipsis) return '...';
  if (c instanceof ConstTuple) return `t(${c.items.map((x) => String(constKey(x))).join('|')})`;
  return `z(${(c as ConstFrozenSet).items.map((x) => String(constKey(x))).join('|')})`;
}

export class Unit {
  private readonly list: (Instr | Label)[] = [];
  readonly handlers: Handler[] = [];
  readonly blocks: FrameBlock[] = [];
  private readonly consts: (Constant | Code)[] = [];
  private readonly constIndex = new Map<string | Code, number>();
  readonly names: string[] = [];
  private readonly nameIndex = new Map<string, number>();
  readonly varnames: string[];
  private readonly varIndex = new Map<string, number>();
  readonly cellvars: string[] = [];
  readonly freevars: string[];
  /** Names that are fast locals only inside an inlined comprehension. */
  readonly hidden = new Set<string>();
  pos: Position = NO_POSITION;
  argcount = 0;
  posonlyargcount = 0;
  kwonlyargcount = 0;
  flags = 0;
  qualname: string;
  inlinedComprehensions: Scope[] = [];
  /** Where the function prefix (cells, generator) is put. */
  nextConditionalAnnotation = 0;
  deferredAnnotations: { name: string; value: import('../syntax/ast.ts').expr; index: number }[] = [];
  staticAttributes = new Set<string>();
  interactiveDepth = 0;

  constructor(
    readonly scope: Scope,
    readonly name: string,
    readonly parent: Unit | null,
    readonly firstlineno: number,
    readonly privateName: string | null,
  ) {
    this.qualname = name;
    this.varnames = scope.varnames.slice();
    this.varnames.forEach((n, i) => this.varIndex.set(n, i));
    for (const [n, s] of scope.symbols) if (s.scope === 5) this.cellvars.push(n);
    this.cellvars.sort();
    if (scope.needsClassClosure) this.cellvars.push('__class__');
    if (scope.needsClassDict) this.cellvars.push('__classdict__');
    const free = new Set<string>();
    for (const [n, s] of scope.symbols) if (s.scope === 4 || (s.flags & 64) !== 0) free.add(n);
    this.freevars = [...free].filter((n) => scope.freeVars.includes(n) || scope.symbols.get(n)?.scope === 4).sort();
  }

  // ---- emission
  emit(opcode: number, arg = 0, pos: Position = this.pos): void {
    this.list.push({
      op: opcode,
      arg,
      target: null,
      pos,
      handler: this.handlers[this.handlers.length - 1] ?? null,
      setup: null,
    });
  }
  jump(opcode: number, target: Label, pos: Position = this.pos): void {
    this.list.push({
      op: opcode,
      arg: 0,
      target,
      pos,
      handler: this.handlers[this.handlers.length - 1] ?? null,
      setup: null,
    });
  }
  mark(l: Label): void {
    this.list.push(l);
  }
  /** Exceptions from here go to `label` until popHandler. */
  pushHandler(label: Label, lasti: boolean, drop = 0): void {
    const h: Handler = { label, lasti, drop, depth: -1 };
    this.list.push({
      op: SETUP,
      arg: 0,
      target: null,
      pos: NO_POSITION,
      handler: this.handlers[this.handlers.length - 1] ?? null,
      setup: h,
    });
    this.handlers.push(h);
  }
  popHandler(): void {
    this.handlers.pop();
  }
  /** The last emitted real opcode, or -1 after a label. */
  lastOp(): number {
    const x = this.list[this.list.length - 1];
    return x instanceof Label || x === undefined ? -1 : x.op;
  }
  patchLastArg(f: (arg: number) => number): void {
    const x = this.list[this.list.length - 1];
    if (!(x instanceof Label)) x.arg = f(x.arg);
  }

  // ---- tables
  constant(c: Constant | Code): number {
    const k = constKey(c);
    let i = this.constIndex.get(k);
    if (i === undefined) {
      i = this.consts.push(c) - 1;
      this.constIndex.set(k, i);
    }
    return i;
  }
  setDocstring(c: Constant): void {
    if (this.consts.length === 0) this.constant(c);
    this.flags |= CO_HAS_DOCSTRING;
  }
  loadConst(c: Constant | Code, pos: Position = this.pos): void {
    if (typeof c === 'number' && c >= 0 && c < 256) this.emit(op.LOAD_SMALL_INT, c, pos);
    else this.emit(op.LOAD_CONST, this.constant(c), pos);
  }
  nameOf(n: string): number {
    let i = this.nameIndex.get(n);
    if (i === undefined) {
      i = this.names.push(n) - 1;
      this.nameIndex.set(n, i);
    }
    return i;
  }
  varOf(n: string): number {
    let i = this.varIndex.get(n);
    if (i === undefined) {
      i = this.varnames.push(n) - 1;
      this.varIndex.set(n, i);
    }
    return i;
  }
  /** Cell and free variables are numbered when all locals are known: a negative number stands for them until then. */
  derefOf(n: string): number {
    const c = this.cellvars.indexOf(n);
    if (c >= 0) return -1 - c;
    const f = this.freevars.indexOf(n);
    if (f < 0) throw new Error(`no cell for ${n} in ${this.name}`);
    return -1 - this.cellvars.length - f;
  }

  // ---- assembly
  assemble(filename: string, prefix: { generator: boolean }): Code {
    // localsplus: arguments and locals, then cells that are no locals, then free variables.
    const plusNames = this.varnames.slice();
    const kinds: number[] = plusNames.map((n) => (this.hidden.has(n) ? FAST_LOCAL | FAST_HIDDEN : FAST_LOCAL));
    const cellSlots: number[] = [];
    for (const n of this.cellvars) {
      const i = this.varIndex.get(n);
      if (i !== undefined) {
        kinds[i] |= FAST_CELL;
        cellSlots.push(i);
      } else {
        cellSlots.push(plusNames.length);
        plusNames.push(n);
        kinds.push(FAST_CELL);
      }
    }
    const freeSlots: number[] = [];
    for (const n of this.freevars) {
      freeSlots.push(plusNames.length);
      plusNames.push(n);
      kinds.push(FAST_FREE);
    }
    const start: Position = {
      lineno: this.firstlineno,
      end_lineno: this.firstlineno,
      col_offset: 0,
      end_col_offset: 0,
    };
    const head: (Instr | Label)[] = [];
    const put = (o: number, arg: number, pos: Position): void => {
      head.push({ op: o, arg, target: null, pos, handler: null, setup: null });
    };
    if (this.freevars.length > 0) put(op.COPY_FREE_VARS, this.freevars.length, NO_POSITION);
    for (const s of [...cellSlots].sort((a, b) => a - b)) put(op.MAKE_CELL, s, NO_POSITION);
    if (prefix.generator) {
      put(op.RETURN_GENERATOR, 0, start);
      put(op.POP_TOP, 0, start);
    }
    const list = head.concat(this.list);
    const slotOf = (arg: number): number => {
      const i = -1 - arg;
      return i < this.cellvars.length ? cellSlots[i] : freeSlots[i - this.cellvars.length];
    };

    // Depths, by following every path from the start; what is never reached is dropped.
    const index = new Map<Label, number>();
    list.forEach((x, i) => {
      if (x instanceof Label) index.set(x, i);
    });
    const seen = new Uint8Array(list.length);
    const depths = new Int32Array(list.length);
    let max = 0;
    const work: [number, number][] = [[0, 0]];
    while (work.length > 0) {
      let [i, depth] = work.pop()!;
      while (i < list.length && seen[i] === 0) {
        seen[i] = 1;
        depths[i] = depth;
        const x = list[i];
        if (x instanceof Label) {
          i++;
          continue;
        }
        if (x.setup !== null) {
          const h = x.setup;
          h.depth = depth - h.drop;
          const d = h.depth + (h.lasti ? 2 : 1);
          if (d > max) max = d;
          work.push([index.get(h.label)!, d]);
          i++;
          continue;
        }
        if (x.target !== null) {
          const d = depth + effect(x.op, x.arg, true);
          if (d > max) max = d;
          work.push([index.get(x.target)!, d]);
        }
        if (TERMINAL.has(x.op)) break;
        depth += effect(x.op, x.arg, false);
        if (depth > max) max = depth;
        i++;
      }
    }

    // Keep what is reached, thread jumps to jumps, drop jumps to the next instruction.
    const real: Instr[] = [];
    const labelAt = new Map<Label, number>();
    const pendingLabels: Label[] = [];
    const follow = (l: Label): Label => {
      let hops = 0;
      for (;;) {
        let i = index.get(l)!;
        while (i < list.length && (list[i] instanceof Label || (list[i] as Instr).op === SETUP)) i++;
        const x = list[i] as Instr | undefined;
        if (x === undefined || x.op !== op.JUMP_FORWARD || x.target === null || hops++ > 50) return l;
        l = x.target;
      }
    };
    for (let i = 0; i < list.length; i++) {
      const x = list[i];
      if (x instanceof Label) {
        pendingLabels.push(x);
        continue;
      }
      if (seen[i] === 0 || x.op === SETUP) continue;
      if (x.target !== null && x.op !== op.SEND && x.op !== op.FOR_ITER && x.handler === null)
        x.target = follow(x.target);
      for (const l of pendingLabels) labelAt.set(l, real.length);
      pendingLabels.length = 0;
      real.push(x);
    }
    for (const l of pendingLabels) labelAt.set(l, real.length);
    // A forward jump to the very next instruction is nothing.
    let changed = true;
    while (changed) {
      changed = false;
      for (let i = 0; i < real.length; i++) {
        const x = real[i];
        if (x.op === op.JUMP_FORWARD && x.target !== null && labelAt.get(x.target) === i + 1 && real.length > 1) {
          real.splice(i, 1);
          for (const [l, at] of labelAt) if (at > i) labelAt.set(l, at - 1);
          changed = true;
          break;
        }
      }
    }
    const targets = new Set(labelAt.values());
    // Superinstructions: two neighbouring fast loads or stores of small slots, no jump into the second.
    const out: Instr[] = [];
    const map = new Int32Array(real.length + 1);
    for (let i = 0; i < real.length; i++) {
      map[i] = out.length;
      const x = real[i];
      const y = real[i + 1];
      if (
        y !== undefined &&
        !targets.has(i + 1) &&
        x.handler === y.handler &&
        x.pos.lineno === y.pos.lineno &&
        x.arg >= 0 &&
        x.arg < 16 &&
        y.arg >= 0 &&
        y.arg < 16
      ) {
        let fused = 0;
        if (x.op === op.LOAD_FAST && y.op === op.LOAD_FAST) fused = op.LOAD_FAST_LOAD_FAST;
        else if (x.op === op.STORE_FAST && y.op === op.LOAD_FAST) fused = op.STORE_FAST_LOAD_FAST;
        else if (x.op === op.STORE_FAST && y.op === op.STORE_FAST) fused = op.STORE_FAST_STORE_FAST;
        if (fused !== 0) {
          out.push({ ...x, op: fused, arg: (x.arg << 4) | y.arg });
          map[++i] = out.length - 1;
          continue;
        }
      }
      out.push(x);
    }
    map[real.length] = out.length;

    const instrs = new Int32Array(out.length);
    const positions = new Int32Array(out.length * 4);
    for (let i = 0; i < out.length; i++) {
      const x = out[i];
      let o = x.op;
      let arg = x.arg;
      if (x.target !== null) {
        arg = map[labelAt.get(x.target)!];
        if (o === op.JUMP_FORWARD && arg <= i) o = op.JUMP_BACKWARD;
        else if (o === op.JUMP_BACKWARD && arg > i) o = op.JUMP_FORWARD;
      } else if (arg < 0) arg = slotOf(arg);
      instrs[i] = (o & 255) | (arg << 8);
      positions[4 * i] = x.pos.lineno;
      positions[4 * i + 1] = x.pos.end_lineno;
      positions[4 * i + 2] = x.pos.col_offset;
      positions[4 * i + 3] = x.pos.end_col_offset;
    }
    const table: ExceptionEntry[] = [];
    for (let i = 0; i < out.length; ) {
      const h = out[i].handler;
      let j = i + 1;
      while (j < out.length && out[j].handler === h) j++;
      if (h !== null && h.depth >= 0)
        table.push({ start: i, end: j, target: map[labelAt.get(h.label)!], depth: h.depth, lasti: h.lasti });
      i = j;
    }
    return new Code({
      name: this.name,
      qualname: this.qualname,
      filename,
      firstlineno: this.firstlineno,
      flags: this.flags,
      argcount: this.argcount,
      posonlyargcount: this.posonlyargcount,
      kwonlyargcount: this.kwonlyargcount,
      stacksize: Math.max(max, 1) + 1,
      instrs,
      positions,
      exceptionTable: table,
      consts: this.consts,
      names: this.names,
      localsplusNames: plusNames,
      localsplusKinds: Uint8Array.from(kinds),
    });
  }
}

const TERMINAL: ReadonlySet<number> = new Set([
  op.JUMP_FORWARD,
  op.JUMP_BACKWARD,
  op.JUMP_BACKWARD_NO_INTERRUPT,
  op.RETURN_VALUE,
  op.RAISE_VARARGS,
  op.RERAISE,
]);

/** Change of stack depth by an instruction; `jump`: along its jump. */
export function effect(o: number, arg: number, jump: boolean): number {
  switch (o) {
    case op.NOP:
    case op.RESUME:
    case op.COPY_FREE_VARS:
    case op.MAKE_CELL:
    case op.SWAP:
    case op.JUMP_FORWARD:
    case op.JUMP_BACKWARD:
    case op.JUMP_BACKWARD_NO_INTERRUPT:
    case op.UNARY_NEGATIVE:
    case op.UNARY_NOT:
    case op.UNARY_INVERT:
    case op.TO_BOOL:
    case op.GET_ITER:
    case op.GET_YIELD_FROM_ITER:
    case op.GET_AITER:
    case op.GET_AWAITABLE:
    case op.CALL_INTRINSIC_1:
    case op.FORMAT_SIMPLE:
    case op.CONVERT_VALUE:
    case op.MAKE_FUNCTION:
    case op.DELETE_FAST:
    case op.DELETE_DEREF:
    case op.DELETE_NAME:
    case op.DELETE_GLOBAL:
    case op.SETUP_ANNOTATIONS:
    case op.YIELD_VALUE:
    case op.LOAD_FROM_DICT_OR_GLOBALS:
    case op.LOAD_FROM_DICT_OR_DEREF:
    case op.CHECK_EXC_MATCH:
    case op.NOT_TAKEN:
    case op.STORE_FAST_LOAD_FAST:
    case op.CHECK_EG_MATCH:
      return 0;
    case op.LOAD_FAST:
    case op.LOAD_FAST_CHECK:
    case op.LOAD_FAST_AND_CLEAR:
    case op.LOAD_CONST:
    case op.LOAD_SMALL_INT:
    case op.LOAD_NAME:
    case op.LOAD_DEREF:
    case op.LOAD_LOCALS:
    case op.LOAD_BUILD_CLASS:
    case op.LOAD_COMMON_CONSTANT:
    case op.PUSH_NULL:
    case op.COPY:
    case op.PUSH_EXC_INFO:
    case op.GET_LEN:
    case op.MATCH_MAPPING:
    case op.MATCH_SEQUENCE:
    case op.MATCH_KEYS:
    case op.IMPORT_FROM:
    case op.GET_ANEXT:
    case op.WITH_EXCEPT_START:
    case op.LOAD_SPECIAL:
    case op.RETURN_GENERATOR:
      return 1;
    case op.LOAD_FAST_LOAD_FAST:
      return 2;
    case op.LOAD_GLOBAL:
      return 1 + (arg & 1);
    case op.LOAD_ATTR:
      return arg & 1;
    case op.LOAD_SUPER_ATTR:
      return -2 + (arg & 1);
    case op.POP_TOP:
    case op.STORE_FAST:
    case op.STORE_NAME:
    case op.STORE_GLOBAL:
    case op.STORE_DEREF:
    case op.BINARY_OP:
    case op.COMPARE_OP:
    case op.IS_OP:
    case op.CONTAINS_OP:
    case op.RETURN_VALUE:
    case op.POP_EXCEPT:
    case op.POP_JUMP_IF_FALSE:
    case op.POP_JUMP_IF_TRUE:
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE:
    case op.LIST_APPEND:
    case op.SET_ADD:
    case op.LIST_EXTEND:
    case op.SET_UPDATE:
    case op.DICT_UPDATE:
    case op.DICT_MERGE:
    case op.SET_FUNCTION_ATTRIBUTE:
    case op.END_SEND:
    case op.END_FOR:
    case op.POP_ITER:
    case op.FORMAT_WITH_SPEC:
    case op.CALL_INTRINSIC_2:
    case op.DELETE_ATTR:
    case op.RERAISE:
    case op.IMPORT_NAME:
    case op.CLEANUP_THROW:
    case op.BUILD_TEMPLATE:
      return -1;
    case op.STORE_ATTR:
    case op.DELETE_SUBSCR:
    case op.MAP_ADD:
    case op.STORE_FAST_STORE_FAST:
    case op.END_ASYNC_FOR:
    case op.BINARY_SLICE:
    case op.MATCH_CLASS:
      return -2;
    case op.STORE_SUBSCR:
      return -3;
    case op.STORE_SLICE:
      return -4;
    case op.BUILD_TUPLE:
    case op.BUILD_LIST:
    case op.BUILD_SET:
    case op.BUILD_STRING:
      return 1 - arg;
    case op.BUILD_MAP:
      return 1 - 2 * arg;
    case op.BUILD_SLICE:
      return arg === 3 ? -2 : -1;
    case op.BUILD_INTERPOLATION:
      return (arg & 1) !== 0 ? -2 : -1;
    case op.UNPACK_SEQUENCE:
      return arg - 1;
    case op.UNPACK_EX:
      return (arg & 255) + (arg >> 8);
    case op.CALL:
      return -1 - arg;
    case op.CALL_KW:
      return -2 - arg;
    case op.CALL_FUNCTION_EX:
      return -3;
    case op.RAISE_VARARGS:
      return -arg;
    case op.FOR_ITER:
      // The loop's end continues after END_FOR with the iterator still there.
      return jump ? 1 : 1;
    case op.SEND:
      return jump ? 0 : 0;
  }
  throw new Error(`no stack effect for opcode ${o}`);
}
