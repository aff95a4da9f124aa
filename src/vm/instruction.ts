// What tier 0 executes: a code object's instructions as linked objects, made at its first call. Invariant: instruction i
// of `code.code.instrs` is element i; `sp` is the height of `frame.regs` before it, which bytecode fixes statically, so
// that nothing counts the stack while it runs. A *fused* instruction does the work of several that follow each other and
// gives up to `plain`, its first one unfused, before it has changed anything. What Python sees (co_code) is untouched.

import * as op from '../compile/opcodes.ts';
import type { PyFrame } from '../objects/frame.ts';
import type { PyValue } from '../objects/object.ts';
import type { PyCode } from '../objects/shapes.ts';
import type { ThreadState } from './thread.ts';
import { version } from './monitoring/monitor.ts';

/**
 * Executes an instruction of `frame` (`regs` is its registers): the instruction to go on with, or null when another
 * frame is to run (`ts.next`; null: back to JavaScript). Before anything that may throw, look at the frame or leave it,
 * a handler sets frame.pc; before it leaves, frame.sp.
 */
export type Handler = (
  ts: ThreadState,
  frame: PyFrame,
  ins: Instruction,
  regs: (PyValue | undefined)[],
) => Instruction | null;

// What the loop does itself, without calling a handler.
export const HANDLER = 0;
export const LOAD_FAST = 1;
export const LOAD_FAST_LOAD_FAST = 2;
export const STORE_FAST = 3;
export const STORE_FAST_LOAD_FAST = 4;
export const STORE_FAST_STORE_FAST = 5;
export const LOAD_CONST = 6;
export const POP_TOP = 7;
export const PUSH_NULL = 8;
export const COPY = 9;
export const SWAP = 10;
export const POP_JUMP_IF_FALSE = 11;
export const POP_JUMP_IF_TRUE = 12;
export const POP_JUMP_IF_NONE = 13;
export const POP_JUMP_IF_NOT_NONE = 14;
export const JUMP = 15;
export const JUMP_BACKWARD = 16;
export const RESUME = 17;
export const NOP = 18;

/** How often new code is entered, and its loops go round, before the JIT is asked; jit-hook.ts sets it. */
export const warmUp = { calls: 1_000_000_000, rounds: 1_000_000_000 };

export class Instruction {
  /** Registers of the operands, and where the result goes. */
  a = 0;
  b = 0;
  d = 0;
  /** A constant operand. */
  value: PyValue | undefined = undefined;
  /** Inline cache. */
  cache: unknown = undefined;
  /** All caches it has had, the newest first (a list linked by `older`). */
  known: unknown = null;
  next!: Instruction;
  /** Where a jump leads. */
  target!: Instruction;
  /** Of RESUME and JUMP_BACKWARD: counts up; above 0 the JIT is asked (`run`). */
  heat: number;
  /** What it does besides while somebody listens (monitoring/instrument.ts). */
  monitor: unknown = null;
  /** Of a fused instruction: where it gives up to. */
  plain: Instruction | null = null;
  constructor(
    /** What the loop does: one of the numbers above. */
    public kind: number,
    public run: Handler,
    readonly opcode: number,
    readonly arg: number,
    readonly pc: number,
    readonly sp: number,
  ) {
    this.a = arg;
    this.b = 0;
    this.heat = kind === RESUME ? -warmUp.calls : -warmUp.rounds;
  }
}

// V8 keeps a field's representation by what it has seen and invalidates code when that widens: let it see all kinds.
const seen = new Instruction(HANDLER, () => null, 0, 0, 0, 0);
seen.value = 0;
seen.value = '';
seen.plain = seen.next = seen.target = seen;
seen.cache = seen.known = seen.monitor = seen;

const KINDS = new Uint8Array(256);
for (const [o, k] of [
  [op.RESUME, RESUME],
  [op.NOP, NOP],
  [op.NOT_TAKEN, NOP],
  [op.LOAD_FAST, LOAD_FAST],
  [op.LOAD_FAST_BORROW, LOAD_FAST],
  [op.LOAD_FAST_CHECK, LOAD_FAST],
  [op.LOAD_FAST_LOAD_FAST, LOAD_FAST_LOAD_FAST],
  [op.LOAD_FAST_BORROW_LOAD_FAST_BORROW, LOAD_FAST_LOAD_FAST],
  [op.STORE_FAST, STORE_FAST],
  [op.STORE_FAST_LOAD_FAST, STORE_FAST_LOAD_FAST],
  [op.STORE_FAST_STORE_FAST, STORE_FAST_STORE_FAST],
  [op.LOAD_CONST, LOAD_CONST],
  [op.LOAD_SMALL_INT, LOAD_CONST],
  [op.POP_TOP, POP_TOP],
  [op.END_FOR, POP_TOP],
  [op.POP_ITER, POP_TOP],
  [op.PUSH_NULL, PUSH_NULL],
  [op.COPY, COPY],
  [op.SWAP, SWAP],
  [op.POP_JUMP_IF_FALSE, POP_JUMP_IF_FALSE],
  [op.POP_JUMP_IF_TRUE, POP_JUMP_IF_TRUE],
  [op.POP_JUMP_IF_NONE, POP_JUMP_IF_NONE],
  [op.POP_JUMP_IF_NOT_NONE, POP_JUMP_IF_NOT_NONE],
  [op.JUMP_FORWARD, JUMP],
  [op.JUMP_BACKWARD_NO_INTERRUPT, JUMP],
  [op.JUMP_BACKWARD, JUMP_BACKWARD],
])
  KINDS[o] = k;

const JUMPS = new Uint8Array(256);
for (const o of [
  op.POP_JUMP_IF_FALSE,
  op.POP_JUMP_IF_TRUE,
  op.POP_JUMP_IF_NONE,
  op.POP_JUMP_IF_NOT_NONE,
  op.JUMP_FORWARD,
  op.JUMP_BACKWARD,
  op.JUMP_BACKWARD_NO_INTERRUPT,
  op.SEND,
  op.FOR_ITER,
])
  JUMPS[o] = 1;

/** After these the next instruction is only reached by a jump. */
function endsBlock(o: number): boolean {
  return (
    o === op.JUMP_FORWARD ||
    o === op.JUMP_BACKWARD ||
    o === op.JUMP_BACKWARD_NO_INTERRUPT ||
    o === op.RETURN_VALUE ||
    o === op.RAISE_VARARGS ||
    o === op.RERAISE
  );
}

/** Where the jump of an instruction leads: FOR_ITER's goes over the END_FOR it names. */
export function jumpTarget(o: number, arg: number): number {
  return o === op.FOR_ITER ? arg + 1 : arg;
}

/** The height of `regs` before each instruction (-1: never reached). */
export function stackHeights(code: PyCode): Int32Array {
  const { instrs, exceptionTable } = code.code;
  const n = instrs.length;
  const heights = new Int32Array(n).fill(-1);
  const work: number[] = [];
  const reach = (i: number, h: number): void => {
    if (i < n && heights[i] < 0) {
      heights[i] = h;
      work.push(i);
    }
  };
  reach(0, code.nlocalsplus);
  for (const h of exceptionTable) reach(h.target, code.nlocalsplus + h.depth + (h.lasti ? 2 : 1));
  while (work.length > 0) {
    let i = work.pop()!;
    for (;;) {
      const o = instrs[i] & 255;
      const arg = instrs[i] >>> 8;
      const h = heights[i];
      if (JUMPS[o] !== 0) {
        const jumped = o === op.FOR_ITER ? h : h + op.stackEffect(o, arg, true);
        reach(jumpTarget(o, arg), jumped);
      }
      if (endsBlock(o) || ++i >= n || heights[i] >= 0) break;
      heights[i] = h + op.stackEffect(o, arg, false);
    }
  }
  return heights;
}

let handlers: readonly Handler[] = [];
/** Told of each fused instruction: what it stands at, and the indices where it goes on and where its jump leads. */
export type AddFused = (fused: Instruction, at: number, next: number, target: number) => void;
let fuse: (plain: readonly Instruction[], add: AddFused) => void = () => {};
/** handlers/table.ts fills these in. */
export function setHandlers(table: readonly Handler[], fusion: typeof fuse): void {
  handlers = table;
  fuse = fusion;
}

/**
 * The linked instructions of a code object, made on first use. With `observe` nothing is fused, and it may put itself in
 * front of any instruction.
 */
export function prepare(code: PyCode, observe: ((ins: Instruction) => void) | null = null): Instruction[] {
  const { instrs } = code.code;
  const n = instrs.length;
  const heights = stackHeights(code);
  const plain = new Array<Instruction>(n);
  for (let i = 0; i < n; i++) {
    const o = instrs[i] & 255;
    const arg = instrs[i] >>> 8;
    const sp = heights[i] < 0 ? code.nlocalsplus : heights[i];
    const ins = new Instruction(KINDS[o], handlers[o], o, arg, i, sp);
    switch (o) {
      case op.LOAD_CONST:
        ins.value = code.consts[arg];
        break;
      case op.LOAD_SMALL_INT:
        ins.value = arg;
        break;
      case op.LOAD_FAST_LOAD_FAST:
      case op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
      case op.STORE_FAST_LOAD_FAST:
      case op.STORE_FAST_STORE_FAST:
        ins.a = arg >> 4;
        ins.b = arg & 15;
        break;
    }
    plain[i] = ins;
  }
  const out = plain.slice();
  const fused: [Instruction, number, number][] = [];
  fuse(plain, (f, at, next, target) => {
    if (observe !== null) return;
    f.plain = plain[at];
    out[at] = f;
    fused.push([f, next, target]);
  });
  for (let i = 0; i < n; i++) {
    const p = plain[i];
    p.next = out[i + 1 < n ? i + 1 : i];
    p.target = JUMPS[p.opcode] !== 0 ? out[jumpTarget(p.opcode, p.arg)] : p.next;
  }
  for (const [f, next, target] of fused) {
    f.next = out[next];
    f.target = out[target];
  }
  if (observe !== null) for (const ins of plain) observe(ins);
  code.link();
  code.prepared = out;
  code.monitored = -1; // nobody listens to these yet
  linked?.push(code);
  return out;
}

let linked: PyCode[] | null = null;
/** From now on it is known which code objects are linked … */
export function watchLinking(): void {
  linked = [];
}
/** … and those are as if they had never run: a start-up snapshot is smaller without their instructions. */
export function unlinkWatched(): void {
  for (const code of linked ?? []) code.unlink();
  linked = null;
}

let instrument: (code: PyCode, list: Instruction[]) => void = () => {};
/** monitoring/instrument.ts: puts the events that are listened to into the instructions. */
export function setInstrument(f: typeof instrument): void {
  instrument = f;
}

/** The linked instructions of a code object, as the listeners want them. */
export function instructions(code: PyCode): Instruction[] {
  const p = code.prepared as Instruction[] | null; // only this file sets it
  return p !== null && code.monitored === version ? p : refresh(code);
}
function refresh(code: PyCode): Instruction[] {
  const list = (code.prepared as Instruction[] | null) ?? prepare(code); // as above
  code.monitored = version;
  instrument(code, list);
  return list;
}
