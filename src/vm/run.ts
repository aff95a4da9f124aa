// Tier 0: the evaluation loop. Invariant: a Python-to-Python call never recurses in JavaScript — it switches `frame`;
// natives that call back are heap frames too (drive.ts). The loop is small on purpose: it moves values and jumps by
// itself and calls a handler for everything else. V8 optimises each handler within milliseconds and, when a guess about
// one fails, throws away that one only. (All instructions in one function took V8 0.4 s to compile, and every operand
// type met for the first time made it start again; the handlers cost 1 to 2 ns an instruction.)

import { None, type PyValue } from '../objects/object.ts';
import { type Activation, type EntryFrame, MODE_JUMP, MODE_PUSH, PyFrame, PyTraceback } from '../objects/frame.ts';
import type { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import type { ThreadState } from './thread.ts';
import { begin, deliver, raised, retireGenerator } from './drive.ts';
import {
  COPY,
  type Instruction,
  instructions,
  JUMP,
  JUMP_BACKWARD,
  LOAD_CONST,
  LOAD_FAST,
  LOAD_FAST_LOAD_FAST,
  NOP,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  POP_JUMP_IF_TRUE,
  POP_TOP,
  PUSH_NULL,
  RESUME,
  STORE_FAST,
  STORE_FAST_LOAD_FAST,
  STORE_FAST_STORE_FAST,
  SWAP,
} from './instruction.ts';
import './handlers/table.ts';
import { CONTINUE, SUSPEND, suspended } from './jit-hook.ts';
import './monitoring/instrument.ts';
import './monitoring/jump.ts';
import { listening } from './monitoring/monitor.ts';
import { tellHandled, tellRaised, tellUnwind } from './monitoring/unwinding.ts';
import { unboundLocal } from './names.ts';
import { memory } from '../objects/memory/tracking.ts';
import { unwinding } from './memory/drops.ts';
import * as op from '../compile/opcodes.ts';

/** How `run` came back: the entry has its result; the thread waits; its time slice is over. */
export const DONE = 0;
export const WAITING = 1;
export const SLICE = 2;

/**
 * The first fills are small: V8 must have seen the breaker asked before it optimises the loop, or it throws the loop's
 * code away when that happens (60 ms).
 */
let fill = 8;
function refill(ts: ThreadState): number {
  if (fill >= ts.fuel) return ts.fuel;
  fill += fill >> 1;
  return fill;
}

/** Runs `frame` (on top of `entry`) until the entry has a result or the thread stops. */
export function run(ts: ThreadState, frame: PyFrame, entry: EntryFrame): number {
  let fuel = Math.min(fill, ts.fuel);
  ts.entry = entry;
  for (;;) {
    try {
      let next: PyFrame | null = frame;
      for (;;) {
        if (ts.raise !== null) {
          const e: PyBaseException = ts.raise;
          const again = ts.reraise;
          ts.raise = null;
          ts.reraise = false;
          next = unwind(ts, next, next.pc, e, !again);
          if (next === null) return ended(ts);
        }
        frame = next;
        const regs: (PyValue | undefined)[] = frame.regs;
        let ins = instructions(frame.code)[frame.pc + 1];
        for (;;) {
          switch (ins.kind) {
            case LOAD_FAST: {
              const v = regs[ins.a];
              if (v === undefined) throw unbound(frame, ins.pc, ins.a);
              regs[ins.sp] = v;
              ins = ins.next;
              continue;
            }
            case LOAD_FAST_LOAD_FAST: {
              const v = regs[ins.a];
              const w = regs[ins.b];
              if (v === undefined || w === undefined) throw unbound(frame, ins.pc, v === undefined ? ins.a : ins.b);
              const sp = ins.sp;
              regs[sp] = v;
              regs[sp + 1] = w;
              ins = ins.next;
              continue;
            }
            case STORE_FAST:
              regs[ins.a] = regs[ins.sp - 1];
              ins = ins.next;
              continue;
            case STORE_FAST_LOAD_FAST: {
              const at = ins.sp - 1;
              regs[ins.a] = regs[at];
              regs[at] = regs[ins.b];
              ins = ins.next;
              continue;
            }
            case STORE_FAST_STORE_FAST: {
              const sp = ins.sp;
              regs[ins.a] = regs[sp - 1];
              regs[ins.b] = regs[sp - 2];
              ins = ins.next;
              continue;
            }
            case LOAD_CONST:
              regs[ins.sp] = ins.value;
              ins = ins.next;
              continue;
            case POP_TOP:
              regs[ins.sp - 1] = undefined;
              ins = ins.next;
              continue;
            case PUSH_NULL:
              regs[ins.sp] = undefined;
              ins = ins.next;
              continue;
            case COPY: {
              const sp = ins.sp;
              regs[sp] = regs[sp - ins.a];
              ins = ins.next;
              continue;
            }
            case SWAP: {
              const sp = ins.sp;
              const t = regs[sp - 1];
              regs[sp - 1] = regs[sp - ins.a];
              regs[sp - ins.a] = t;
              ins = ins.next;
              continue;
            }
            case POP_JUMP_IF_FALSE:
              ins = regs[ins.sp - 1] === false ? ins.target : ins.next;
              continue;
            case POP_JUMP_IF_TRUE:
              ins = regs[ins.sp - 1] === true ? ins.target : ins.next;
              continue;
            case POP_JUMP_IF_NONE:
              ins = regs[ins.sp - 1] === None ? ins.target : ins.next;
              continue;
            case POP_JUMP_IF_NOT_NONE:
              ins = regs[ins.sp - 1] !== None ? ins.target : ins.next;
              continue;
            case JUMP:
              ins = ins.target;
              continue;
            case JUMP_BACKWARD:
            case RESUME: // its target is the next instruction
              if (--fuel < 0) {
                if (safepoint(ts, frame, ins, entry)) return SLICE;
                fuel = refill(ts);
              }
              if (++ins.heat > 0) break; // its handler asks the JIT
              ins = ins.target;
              continue;
            case NOP:
              ins = ins.next;
              continue;
          }
          const n = ins.run(ts, frame, ins, regs);
          if (n === null) break;
          ins = n;
        }
        next = ts.next;
        if (next === null) return ended(ts);
      }
    } catch (e) {
      if (e === SUSPEND) {
        const status = suspended(ts, frame, entry);
        if (status !== CONTINUE) return status;
        const top: PyFrame = SUSPEND.first!; // what was put down last is on top
        const { work } = SUSPEND;
        SUSPEND.work = null;
        const begun = work === null ? top : begin(ts, work, top);
        if (begun === null) return ended(ts);
        frame = begun;
        continue;
      }
      const exc = raised(ts, e);
      // frame.pc is the raising instruction's: whoever may throw has set it.
      const next = unwind(ts, frame, frame.pc, exc, true);
      if (next === null) return ended(ts);
      frame = next;
    }
  }
}

/** Asks the breaker: whether the thread must stop here. A function of its own: what it has never done costs the loop nothing. */
function safepoint(ts: ThreadState, frame: PyFrame, ins: Instruction, entry: EntryFrame): boolean {
  frame.pc = ins.pc;
  frame.sp = ins.sp;
  if (!ts.breaker(entry)) return false;
  if (ins.opcode === op.JUMP_BACKWARD) frame.mode = MODE_JUMP;
  ts.sliceFrame = frame;
  return true;
}

function unbound(frame: PyFrame, pc: number, local: number): unknown {
  frame.pc = pc;
  return unboundLocal(frame.code, local);
}

/** The loop leaves to JavaScript: the entry has its result, the thread waits, or was put down between instructions. */
function ended(ts: ThreadState): number {
  return ts.waiting !== null ? WAITING : ts.sliceFrame !== null ? SLICE : DONE;
}

/**
 * Raises `e` at instruction `pc` of `frame`: the frame whose handler catches it (ready to run), or null when it leaves
 * through the entry or a native goes to wait.
 */
function unwind(
  ts: ThreadState,
  start: PyFrame,
  at: number,
  e: PyBaseException,
  addTraceback: boolean,
): PyFrame | null {
  let frame = start;
  let pc = at;
  let lasti = ts.reraisedAt === -1 ? at : ts.reraisedAt;
  ts.reraisedAt = -1;
  const original = e;
  for (;;) {
    if (addTraceback) e.traceback = new PyTraceback(e.traceback as PyTraceback | null, frame, pc);
    addTraceback = true;
    if (memory.on) unwinding(frame, e);
    if (listening) e = tellRaised(ts, frame, e, pc, frame === start && e === original);
    const table = frame.code.code.exceptionTable;
    for (let i = 0; i < table.length; i++) {
      const h = table[i];
      if (h.start <= pc && pc < h.end) {
        if (listening) e = tellHandled(ts, frame, e, h.target);
        const regs = frame.regs;
        let sp = frame.code.nlocalsplus + h.depth;
        if (h.lasti) regs[sp++] = lasti;
        regs[sp++] = e;
        frame.sp = sp;
        frame.pc = h.target - 1;
        frame.mode = MODE_PUSH;
        ts.frame = frame;
        return frame;
      }
    }
    const back: Activation = frame.back!;
    frame.pc = lasti;
    if (listening) e = tellUnwind(ts, frame, e, pc);
    if (frame.generator !== null) {
      retireGenerator(ts, frame.generator);
      frame.back = null;
    }
    if (back instanceof PyFrame) {
      back.mode = MODE_PUSH;
      frame = back;
      lasti = pc = back.pc;
      ts.frame = back;
      continue;
    }
    const next = deliver(ts, back, undefined, e);
    if (next === null) return null;
    const again = ts.raise;
    if (again === null) return next;
    e = again;
    ts.raise = null;
    frame = next;
    lasti = pc = next.pc;
  }
}
