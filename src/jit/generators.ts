// Generators and coroutines from compiled code: made, resumed and delegated to without an evaluation loop where they are
// compiled themselves. Invariant: the thread and the generator are at every step what tier 0 would have made of them.

import { None, type PyValue } from '../objects/object.ts';
import { memory } from '../objects/memory/tracking.ts';
import type { PyFrame } from '../objects/frame.ts';
import { PyAsyncGenAwaitable } from '../objects/async-generator.ts';
import { PyFunction } from '../objects/shapes.ts';
import { SLOT } from '../objects/slots.ts';
import { typeOf } from '../objects/type.ts';
import { PyRangeIterator } from '../objects/range.ts';
import {
  asyncGeneratorType,
  PyAsyncGenerator,
  GEN_CLOSED,
  GEN_CREATED,
  GEN_RUNNING,
  GEN_SUSPENDED,
  PyCoroutine,
  PyGenerator,
} from '../objects/generator.ts';
import { isException, recursionError } from '../objects/exceptions/raise.ts';
import { isPending, Resume } from '../objects/protocol/pending.ts';
import { nextR } from '../objects/protocol/iteration.ts';
import { anextAwaitableR, getAiter, getAnext, getAwaitableR, sendToR } from '../vm/async.ts';
import { retireGenerator } from '../vm/drive.ts';
import { frameWith } from '../vm/function-call.ts';
import { carries } from '../vm/jit-hook.ts';
import { newGenerator } from '../vm/new-generator.ts';
import { type ThreadState, thread } from '../vm/thread.ts';
import type { Compiled, JitCode } from './record.ts';
import { call1, driveR, fin, handle, LEVEL, rt, STACK_UNITS, told, unwindFor } from './runtime.ts';

/** Calls a generator function, whose parameters have these values: the generator, made without an evaluation loop. */
export function callGenerator(f: PyFunction, values: PyValue[]): PyValue {
  const ts = thread();
  return told(newGenerator(ts, frameWith(f, values), ts.entry!)); // compiled code runs inside an evaluation loop
}

/** The compiled code with which a generator goes on, or undefined when tier 0 resumes it. */
export function compiledFor(g: PyGenerator, value: PyValue): Compiled | undefined {
  const f = g.frame;
  // Compiled code never has an object whose end matters.
  if (f === null || (memory.on && (g.tracking !== undefined || carries(f)))) return undefined;
  const h = f.code.jit as JitCode | null; // only the JIT writes it
  if (h === null || h.globals !== f.globals) return undefined;
  if (g.state === GEN_SUSPENDED) return h.resumes[f.pc + 2]; // after the RESUME that follows the yield
  return g.state === GEN_CREATED && value === None ? h.resumes[f.pc + 3] : undefined; // after POP_TOP and RESUME
}

/** One step of a generator or coroutine: what it yields, or undefined when it has returned (`g.result`). */
export function step(g: PyGenerator, value: PyValue, s: number): PyValue | undefined {
  const fn = compiledFor(g, value);
  if (fn === undefined) return undefined;
  const f = g.frame!; // compiledFor looked
  const h = f.code.jit as JitCode; // as above
  const inner = s + LEVEL + h.units;
  if (inner > rt.limit) throw recursionError('maximum recursion depth exceeded');
  if ((inner & (LEVEL - 1)) > STACK_UNITS) unwindFor(new Resume(g, value));
  const ts = thread();
  const outer = ts.excInfo;
  g.excInfo.previous = outer;
  ts.excInfo = g.excInfo;
  f.depth = Math.floor(inner / LEVEL);
  if (g.state === GEN_CREATED) f.pc += 2;
  else {
    f.pc++;
    f.regs[f.sp++] = value;
  }
  g.state = GEN_RUNNING;
  const v = fn(inner, f.func!, f); // generators are made by functions
  if (v !== undefined && (g.state as number) === GEN_SUSPENDED) {
    ts.excInfo = outer;
    g.excInfo.previous = null;
    return v;
  }
  return ended(ts, g, f, h, v, inner);
}

/** The compiled code of `g` has come back with something else than a yielded value. */
function ended(
  ts: ThreadState,
  g: PyGenerator,
  f: PyFrame,
  h: JitCode,
  result: PyValue | undefined,
  s: number,
): PyValue | undefined {
  const outer = g.excInfo.previous!; // `step` set it
  let v = result;
  if (v === undefined && ts.raise !== null) v = handle(ts, h, f.func!, f, s);
  if (v === undefined) {
    // Tier 0 goes on from the frame, or looks for a handler.
    try {
      v = driveR(null, f, s) as PyValue | undefined; // a generator's step
    } finally {
      // Put down, the generator is still running.
      if (g.state !== GEN_RUNNING) ts.excInfo = outer;
    }
    return v;
  }
  if (g.state === GEN_SUSPENDED) {
    ts.excInfo = outer;
    g.excInfo.previous = null;
    return v;
  }
  g.result = v;
  retireGenerator(ts, g);
  f.back = null;
  return undefined;
}

/** FOR_ITER's step: undefined at the end, and where it raised. */
export function next(it: PyValue, s: number): PyValue | undefined {
  if (it instanceof PyGenerator && it.state < GEN_RUNNING && compiledFor(it, None) !== undefined)
    return step(it, None, s);
  const v = nextR(it);
  return isPending(v) ? (driveR(v, null, s) as PyValue | undefined) : v; // a step's value
}

/** SEND's: what is yielded, or undefined when `sent` has the result, or it raised. */
export function send(receiver: PyValue, value: PyValue, s: number): PyValue | undefined {
  const ts = thread();
  if (receiver instanceof PyGenerator && receiver.cls !== asyncGeneratorType) {
    try {
      if (receiver.state < GEN_RUNNING && compiledFor(receiver, value) !== undefined) return step(receiver, value, s);
      const r = sendToR(ts, receiver, value);
      return isPending(r) ? (driveR(r, null, s) as PyValue | undefined) : r; // a step's value
    } finally {
      // Also when everything is put down with the result.
      if (receiver.state === GEN_CLOSED) ts.sendResult = receiver.result ?? None;
    }
  }
  const r = sendToR(ts, receiver, value);
  return isPending(r) ? (driveR(r, null, s) as PyValue | undefined) : r; // as above
}
/** What the receiver returned. */
export function sent(): PyValue {
  const ts = thread();
  const v = ts.sendResult ?? None;
  ts.sendResult = undefined;
  return v;
}

/** GET_AWAITABLE. */
export function awaitable(v: PyValue, where: number, s: number): PyValue | undefined {
  if (v instanceof PyCoroutine && v.state === GEN_CREATED) return v;
  const ts = thread();
  return fin(getAwaitableR(v, where, ts, ts.frame ?? undefined), s);
}

/** GET_AITER. */
export function aiter(v: PyValue, s: number): PyValue | undefined {
  return fin(getAiter(v), s);
}
/** GET_ANEXT. */
export function anext(it: PyValue, s: number): PyValue | undefined {
  if (it instanceof PyAsyncGenerator && it.cls === asyncGeneratorType) return new PyAsyncGenAwaitable(it, 'anext', []);
  const f = typeOf(it).slot(SLOT.__anext__);
  const ts = thread();
  if (!(f instanceof PyFunction)) return fin(getAnext(it, ts, ts.frame!), s); // what is compiled runs upon a frame
  const a = call1(f, it, s);
  return a === undefined || a instanceof PyCoroutine ? a : fin(anextAwaitableR(a), s);
}
/** END_ASYNC_FOR: whether the exception ends the loop. */
export function endsAsyncFor(e: PyValue): boolean {
  return isException(e, 'StopAsyncIteration');
}

/** Puts a range iterator that was two variables into a frame; nobody else has the one that may be there. */
export function putRange(regs: (PyValue | undefined)[], at: number, value: number, stop: number, by: number): void {
  const left = by === 1 ? stop - value : Math.ceil((stop - value) / by);
  regs[at] = new PyRangeIterator(value, by, left > 0 ? left : 0);
}
