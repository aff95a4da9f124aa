// Instrumentation: the instructions of code that somebody listens to tell it before they do their work. Invariant: an
// instrumented instruction is the same object (others link to it) with another handler; what it did before is done by
// its `shadow`, to which the handler passes on. Code nobody listens to is exactly as prepare() made it.

import * as op from '../../compile/opcodes.ts';
import { byteOffset } from '../../objects/code-offsets.ts';
import { newException } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import type { PyFrame } from '../../objects/frame.ts';
import { PyGenerator } from '../../objects/generator.ts';
import { None, type PyValue } from '../../objects/object.ts';
import type { PyCode } from '../../objects/shapes.ts';
import { HANDLER, type Handler, Instruction, instructions, jumpTarget, setInstrument } from '../instruction.ts';
import { type ThreadState, thread } from '../thread.ts';
import { memory } from '../../objects/memory/tracking.ts';
import { type Drops, tellDrops } from '../memory/drops.ts';
import { monitoredCall } from './calls.ts';
import * as event from './events.ts';
import { lineStarts } from './line-starts.ts';
import { eventsOf, jumped, setChanged, tell } from './monitor.ts';

/** What is kept of an instrumented instruction. */
class Monitor {
  constructor(
    readonly shadow: Instruction,
    readonly kind: number,
    readonly run: Handler,
    /** The events it may tell of. */
    readonly events: number,
    /** It may begin this line (else -1). */
    readonly line: number,
  ) {}
}

const ANYWHERE = event.eventSet(event.LINE, event.INSTRUCTION);
const BRANCHES = event.eventSet(event.BRANCH_LEFT, event.BRANCH_RIGHT);
const CALLS = event.eventSet(event.CALL, event.C_RETURN, event.C_RAISE);

/** The events an instruction itself can tell of. */
function eventsAt(code: PyCode, i: number): number {
  const { instrs } = code.code;
  const arg = instrs[i] >>> 8;
  let set = ANYWHERE;
  if (i > 0 && (instrs[i - 1] & 255) === op.FOR_ITER) set |= BRANCHES;
  switch (instrs[i] & 255) {
    case op.RESUME:
      return set | (1 << ((arg & 3) === 0 ? event.PY_START : event.PY_RESUME));
    case op.RETURN_VALUE:
      return set | (1 << event.PY_RETURN);
    case op.YIELD_VALUE:
      return set | (1 << event.PY_YIELD);
    case op.CALL:
    case op.CALL_KW:
    case op.CALL_FUNCTION_EX:
      return set | CALLS;
    case op.JUMP_FORWARD:
    case op.JUMP_BACKWARD:
      return set | (1 << event.JUMP);
    case op.POP_JUMP_IF_FALSE:
    case op.POP_JUMP_IF_TRUE:
    case op.POP_JUMP_IF_NONE:
    case op.POP_JUMP_IF_NOT_NONE:
    case op.FOR_ITER:
    case op.POP_ITER:
      return set | BRANCHES;
    case op.END_SEND:
      return set | (1 << event.STOP_ITERATION);
    default:
      return set;
  }
}

function instrument(code: PyCode, list: Instruction[]): void {
  for (const ins of list) {
    const m = ins.monitor as Monitor | Drops | null; // only this file and vm/memory/drops.ts set it
    if (m === null) continue;
    ins.kind = m.kind;
    ins.run = m.run;
    ins.monitor = null;
  }
  const wanted = eventsOf(code);
  if (wanted === 0) {
    if (memory.on) for (const ins of list) tellDrops(code, ins);
    return;
  }
  const starts = lineStarts(code.code);
  for (let i = 0; i < list.length; i++) {
    const ins = list[i];
    const events = eventsAt(code, i) & wanted;
    if (events === 0 && ins.plain === null) continue;
    // A copy: what tells of drops would otherwise be left in it when nobody listens any more.
    const shadow = copy(ins.plain ?? ins);
    const line = starts[i] === 1 ? code.code.positions[i * 4] : -1;
    ins.monitor = new Monitor(shadow, ins.kind, ins.run, events, line);
    if (memory.on) tellDrops(code, shadow);
    ins.kind = HANDLER;
    ins.run = events === 0 ? apart : monitored;
  }
}

/** A fused instruction, part by part. */
function apart(_ts: ThreadState, _frame: PyFrame, ins: Instruction): Instruction {
  return (ins.monitor as Monitor).shadow; // instrument() set it
}

function copy(ins: Instruction): Instruction {
  const s = new Instruction(ins.kind, ins.run, ins.opcode, ins.arg, ins.pc, ins.sp);
  s.a = ins.a;
  s.heat = -1_000_000_000; // code that is listened to stays in tier 0
  s.b = ins.b;
  s.d = ins.d;
  s.value = ins.value;
  s.cache = ins.cache;
  s.known = ins.known;
  s.next = ins.next;
  s.target = ins.target;
  return s;
}

function monitored(
  ts: ThreadState,
  frame: PyFrame,
  ins: Instruction,
  regs: (PyValue | undefined)[],
): Instruction | null {
  const { shadow, events, line } = ins.monitor as Monitor; // instrument() set it
  if (ts.tracing > 0) return shadow;
  const pc = shadow.pc;
  const code = frame.code;
  const before = frame.lastTraced;
  frame.pc = pc;
  frame.sp = shadow.sp;
  frame.lastTraced = pc;
  if (before >= 0 && (events & BRANCHES) !== 0 && (code.code.instrs[before] & 255) === op.FOR_ITER) {
    branchOf(ts, frame, before, pc, shadow.opcode);
  }
  if (line >= 0 && (events & (1 << event.LINE)) !== 0 && newLine(code, before, line)) {
    tell(ts, frame, event.LINE, pc, [line]);
    // The callback set frame.f_lineno: the frame goes on there.
    if (jumped.to >= 0) {
      const { to } = jumped;
      jumped.to = -1;
      frame.lastTraced = -1;
      return instructions(code)[to];
    }
  }
  if ((events & (1 << event.INSTRUCTION)) !== 0) tell(ts, frame, event.INSTRUCTION, pc, []);
  switch (shadow.opcode) {
    case op.RESUME: {
      const e = (shadow.arg & 3) === 0 ? event.PY_START : event.PY_RESUME;
      if ((events & (1 << e)) !== 0) tell(ts, frame, e, pc, []);
      break;
    }
    case op.RETURN_VALUE:
      if ((events & (1 << event.PY_RETURN)) !== 0) tell(ts, frame, event.PY_RETURN, pc, [regs[shadow.sp - 1]!]);
      break;
    case op.YIELD_VALUE:
      if ((events & (1 << event.PY_YIELD)) !== 0) tell(ts, frame, event.PY_YIELD, pc, [regs[shadow.sp - 1]!]);
      frame.lastTraced = -1;
      break;
    case op.CALL:
    case op.CALL_KW:
    case op.CALL_FUNCTION_EX:
      if ((events & CALLS) !== 0) return monitoredCall(ts, frame, shadow, regs);
      break;
    case op.JUMP_FORWARD:
    case op.JUMP_BACKWARD:
      if ((events & (1 << event.JUMP)) !== 0) {
        tell(ts, frame, event.JUMP, pc, [byteOffset(code.code, jumpTarget(shadow.opcode, shadow.arg))]);
      }
      break;
    case op.POP_JUMP_IF_FALSE:
      if ((events & BRANCHES) !== 0) conditional(ts, frame, shadow, regs[shadow.sp - 1] === false);
      break;
    case op.POP_JUMP_IF_TRUE:
      if ((events & BRANCHES) !== 0) conditional(ts, frame, shadow, regs[shadow.sp - 1] === true);
      break;
    case op.POP_JUMP_IF_NONE:
      if ((events & BRANCHES) !== 0) conditional(ts, frame, shadow, regs[shadow.sp - 1] === None);
      break;
    case op.POP_JUMP_IF_NOT_NONE:
      if ((events & BRANCHES) !== 0) conditional(ts, frame, shadow, regs[shadow.sp - 1] !== None);
      break;
    case op.END_SEND:
      if ((events & (1 << event.STOP_ITERATION)) !== 0 && regs[shadow.sp - 2] instanceof PyGenerator) {
        const v = regs[shadow.sp - 1]!; // the value of the finished generator
        const e =
          v === None ? newException(exceptionTypes.StopIteration) : newException(exceptionTypes.StopIteration, v);
        tell(ts, frame, event.STOP_ITERATION, pc, [e]);
      }
      break;
  }
  frame.pc = pc;
  frame.sp = shadow.sp;
  return shadow;
}

/** Whether a line starts here, coming from instruction `before` of the same frame. */
function newLine(code: PyCode, before: number, line: number): boolean {
  if (before < 0) return true;
  return code.code.positions[before * 4] !== line || (code.code.instrs[before] & 255) === op.RESUME;
}

/** A conditional jump goes one way or the other. */
function conditional(ts: ThreadState, frame: PyFrame, ins: Instruction, taken: boolean): void {
  const code = frame.code.code;
  const to = byteOffset(code, taken ? ins.arg : ins.pc + 1);
  tell(ts, frame, taken ? event.BRANCH_RIGHT : event.BRANCH_LEFT, ins.pc, [to]);
}

/** Behind FOR_ITER: the loop has a value, or has ended. */
function branchOf(ts: ThreadState, frame: PyFrame, from: number, to: number, opcode: number): void {
  const ended = opcode === op.POP_ITER && to !== from + 1;
  const code = frame.code.code;
  tell(ts, frame, ended ? event.BRANCH_RIGHT : event.BRANCH_LEFT, from, [byteOffset(code, ended ? to + 1 : to)]);
}

setInstrument(instrument);
setChanged(() => {
  // The frames that are under way hold instructions already; all other code is looked at when it is entered.
  for (let f = thread().frame as { back: unknown; code?: PyCode } | null; f !== null; f = f.back as typeof f) {
    if (f.code !== undefined) instructions(f.code);
  }
});
