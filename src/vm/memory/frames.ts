// Which references a thread's frames hold, down from the innermost. Invariant: of a frame's registers only those below
// its live height count: above it are left-overs. A frame in the middle of an instruction still holds its operands, as
// CPython's evaluation stack does, except those it has given to the function it calls, and those it only borrows.

import * as op from '../../compile/opcodes.ts';
import { type Activation, EntryFrame, MODE_SETTLE, NativeFrame, PyFrame } from '../../objects/frame.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { GEN_RUNNING } from '../../objects/generator.ts';
import { held, registers, setFrameHeight, traverse, type Visit } from '../../objects/memory/traverse.ts';
import { PyInstance, type PyObject, type PyValue } from '../../objects/object.ts';
import { arrayOf, holds } from '../../objects/memory/tracking.ts';
import { PySet } from '../../objects/set.ts';
import { PyCell, type PyCode, PyList } from '../../objects/shapes.ts';
import { dictType } from '../../objects/type.ts';
import { stackHeights } from '../instruction.ts';
import { popped } from './operands.ts';
import { type ThreadState, thread } from '../thread.ts';

const heights = new WeakMap<PyCode, Int32Array>();
function heightsOf(code: PyCode): Int32Array {
  let h = heights.get(code);
  if (h === undefined) heights.set(code, (h = stackHeights(code)));
  return h;
}

/** The operands of calls are moved into the callee's frame. */
function givesArguments(opcode: number): boolean {
  return opcode === op.CALL || opcode === op.CALL_KW;
}

/** Live registers of a frame that is below `above` (null: it runs a native itself). */
function liveHeight(f: PyFrame, above: Activation | null): number {
  if (f.mode === MODE_SETTLE) return f.sp;
  if (f.pc < 0) return f.code.nlocalsplus;
  if (above instanceof PyFrame && givesArguments(f.code.code.instrs[f.pc] & 255)) return f.sp;
  return Math.max(f.sp, heightsOf(f.code)[f.pc]);
}

/** The innermost activation of a thread. */
function top(ts: ThreadState): Activation | null {
  if (ts.waiting !== null) return ts.waiting.activation;
  if (ts.sliceFrame !== null) return ts.sliceFrame;
  return ts.native ?? ts.frame;
}

/** A frame on some thread's stack, and how far its registers are alive. */
export interface Executing {
  readonly frame: PyFrame;
  readonly height: number;
}

/**
 * The frames of a thread from the innermost to the outermost. Natives in flight are told to `native`: what they hold
 * that is not in a register.
 */
export function executing(ts: ThreadState, native: (held: unknown) => void): Executing[] {
  const out: Executing[] = [];
  let above: Activation | null = null;
  let a = top(ts);
  // Put down between two instructions: nothing is in the middle of anything.
  if (a !== null && a === ts.sliceFrame) {
    const f = ts.sliceFrame;
    out.push({ frame: f, height: f.sp });
    above = f;
    a = f.back;
  }
  while (a !== null) {
    if (a instanceof PyFrame) out.push({ frame: a, height: liveHeight(a, above) });
    else if (a instanceof NativeFrame) {
      if (a.held !== null) native(a.held);
    } else if (a.native !== null && a.native.held !== null) native(a.native.held);
    above = a;
    a = a instanceof EntryFrame ? (a.native ?? a.back) : a.back;
  }
  return out;
}

/** Visits everything a thread refers to. `operands` are those on top of the innermost frame that are not borrowed. */
export function traverseThread(ts: ThreadState, visit: Visit, asFrame: (e: Executing) => void): void {
  for (const e of executing(ts, (h) => held(h, visit))) asFrame(e);
  for (let e: typeof ts.excInfo | null = ts.excInfo; e !== null; e = e.previous) {
    if (e.exception !== null) visit(e.exception);
  }
  const fields: (unknown | null)[] = [
    ts.raise,
    ts.sendResult,
    ts.asyncGenFirstIter,
    ts.asyncGenFinalizer,
    ts.traceFunction,
    ts.profileFunction,
    ts.started,
  ];
  for (const v of fields) if (v !== null && v !== undefined) held(v, visit);
}

/** Whether the value at height `at` before instruction `pc` was pushed as borrowed: its local holds it. */
export function borrowed(code: PyCode, pc: number, at: number): boolean {
  const h = heightsOf(code);
  const { instrs } = code.code;
  for (let i = pc - 1; i >= 0; i--) {
    // The last instruction that wrote there.
    const o = instrs[i] & 255;
    if (h[i] < 0 || h[i + 1] <= at || h[i] - popped(o, instrs[i] >>> 8) > at) continue;
    if (popped(o, instrs[i] >>> 8) === 0 && h[i] > at) continue;
    if (o === op.LOAD_FAST_BORROW) return h[i] === at;
    return o === op.LOAD_FAST_BORROW_LOAD_FAST_BORROW;
  }
  return false;
}

/** Locals, and of the value stack what is not borrowed. */
export function owned(e: Executing, visit: Visit): void {
  const { frame, height } = e;
  const n = frame.code.nlocalsplus;
  registers(frame, Math.min(n, height), visit);
  for (let i = n; i < height; i++) {
    const v = frame.regs[i];
    if (v !== undefined && !(typeof v === 'object' && borrowed(frame.code, frame.pc, i))) visit(v);
  }
}

/** Whether a frame is on a stack: otherwise its value stack is empty. */
function isExecuting(f: PyFrame): boolean {
  if (f.generator !== null) return f.generator.frame === f && f.generator.state === GEN_RUNNING;
  for (const ts of thread().interpreter.threads())
    for (const e of executing(ts, () => {})) if (e.frame === f) return true;
  return false;
}
setFrameHeight((f) => (isExecuting(f) ? Math.max(f.sp, f.code.nlocalsplus) : f.code.nlocalsplus));

/** `v` is in a register of the thread's frames, or held by a native in flight. */
export function inRegisters(ts: ThreadState, v: PyObject): boolean {
  if (ts.raise === v || ts.sendResult === v || (ts.started !== null && ts.started.includes(v))) return true;
  let above: Activation | null = null;
  let a = top(ts);
  const put = a !== null && a === ts.sliceFrame;
  while (a !== null) {
    if (a instanceof PyFrame) {
      const height = put && above === null ? a.sp : liveHeight(a, above);
      const { regs } = a;
      for (let i = 0; i < height; i++) {
        const r = regs[i];
        if (r === v || (r instanceof PyCell && r.v === v)) return true;
      }
      if (a.func === v || a.locals === v) return true;
    } else if (a instanceof NativeFrame) {
      if (a.held !== null && a.held.has(v)) return true;
    } else if (a.native !== null && a.native.held !== null && a.native.held.has(v)) return true;
    above = a;
    a = a instanceof EntryFrame ? (a.native ?? a.back) : a.back;
  }
  for (let e: typeof ts.excInfo | null = ts.excInfo; e !== null; e = e.previous) if (e.exception === v) return true;
  return false;
}

/** How many frames `inReach` goes through. */
const NEAR = 3;
/** Of containers that are not in a register themselves only so many of the latest elements are looked at. */
const LATEST = 8;
/** How many containers one search looks into. */
const SEARCHED = 300;

/**
 * A container or instance that holds `v` and is held by registers of the innermost frames or by the module's namespace,
 * directly or through one other, or null: what was made lately is most often found so.
 */
export function inReach(ts: ThreadState, v: PyObject): PyObject | null {
  const near: PyObject[] = [];
  let innermost: PyFrame | null = null;
  let n = 0;
  for (let a: Activation | null = ts.frame; a !== null && n < NEAR; a = a.back) {
    if (!(a instanceof PyFrame)) continue;
    innermost ??= a;
    n++;
    const { regs, sp } = a;
    for (let i = 0; i < sp; i++) {
      const r = regs[i];
      if (r === v || !isContainer(r) || r.tracking?.freed === true) continue;
      if (holds(r, v)) return r;
      near.push(r);
    }
  }
  let left = SEARCHED;
  if (innermost !== null && innermost.globals.cls === dictType) {
    const { vals } = innermost.globals;
    for (let i = vals.length - 1; i >= 0 && left > 0; i--) {
      const c = vals[i];
      if (c === v || !isContainer(c) || c.tracking?.freed === true) continue;
      left--;
      if (latest(c).includes(v)) return c;
    }
  }
  for (const r of near) {
    for (const c of latest(r)) {
      if (c === v || !isContainer(c) || c.tracking?.freed === true) continue;
      if (latest(c).includes(v)) return c;
      if (--left < 0) return null;
    }
  }
  return null;
}

function isContainer(v: PyValue | undefined): v is PyList | PyDict | PySet | PyInstance {
  return v instanceof PyList || v instanceof PyDict || v instanceof PySet || v instanceof PyInstance;
}

/** What it holds that was put into it last. */
function latest(c: PyObject): (PyValue | undefined)[] {
  if (c instanceof PyList) return c.items.slice(-LATEST);
  if (c instanceof PyDict || c instanceof PySet) {
    const { keys, vals } = c instanceof PyDict ? c : c.table;
    const out: (PyValue | undefined)[] = [];
    for (let i = Math.max(0, keys.length - LATEST); i < keys.length; i++) {
      if (vals[i] !== undefined) out.push(keys[i], vals[i]);
    }
    return out;
  }
  const array = arrayOf.get(c.cls);
  if (array !== undefined) return array(c).slice(-LATEST);
  const out: PyValue[] = [];
  traverse(c, (x) => out.push(x));
  return out;
}

/** A namespace of a frame under way holds `v`: the quick answer for module level. */
export function inNamespace(ts: ThreadState, v: PyObject): PyDict | null {
  for (let a: Activation | null = ts.frame; a !== null; a = a.back) {
    if (a instanceof PyFrame && a.locals instanceof PyDict && a.locals === a.globals && a.locals.vals.includes(v)) {
      return a.locals;
    }
  }
  return null;
}
