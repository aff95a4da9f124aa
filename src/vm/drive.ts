// Driving everything that is not Python bytecode: starting Pendings, stepping native generators, delivering values and
// exceptions to whoever waits for them. Invariant: none of these functions runs bytecode; each ends by naming the
// Python frame to run next, or null when control goes back to JavaScript (an entry was reached, or the thread waits).

import { None, PyObject, type PyValue } from '../objects/object.ts';
import {
  type Activation,
  EntryFrame,
  MODE_DISCARD,
  MODE_INIT,
  MODE_ITER,
  MODE_JUMP,
  MODE_METHOD,
  MODE_PUSH,
  MODE_SEND,
  MODE_SETTLE,
  MODE_UNPACK,
  NativeFrame,
  PyFrame,
  pythonFrame,
} from '../objects/frame.ts';
import {
  AsCall,
  Call,
  type DrivenGenerator,
  Execute,
  isNative,
  isPending,
  type Pending,
  PutDown,
  Raise,
  Resume,
  Wait,
} from '../objects/protocol/pending.ts';
import { settle } from '../objects/protocol/settle.ts';
import { callNative, PyBoundNative, PyNative } from '../objects/native.ts';
import { PyFunction, PyMethod } from '../objects/shapes.ts';
import { PyType, typeOf, typeType } from '../objects/type.ts';
import { SLOT } from '../objects/slots.ts';
import { checkResumable, finish, GEN_RUNNING, GEN_SUSPENDED, type PyGenerator } from '../objects/generator.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { memoryError, overflowError, recursionError, systemError, typeError } from '../objects/exceptions/raise.ts';
import { callTypeR } from '../objects/type/call.ts';
import { bindDescriptorR } from '../objects/protocol/attribute.ts';
import { absorb, born, drop, forget, memory, record, unlisted } from '../objects/memory/tracking.ts';
import { SLICE_OVER, stand, SUSPEND, UNWIND } from './jit-hook.ts';
import type { ThreadState, Waiting } from './thread.ts';
import { enterFunction } from './function-call.ts';
import { makesGenerator, newGenerator } from './new-generator.ts';

let fromHost: (e: unknown) => PyBaseException | undefined = () => undefined;
/** The runtime knows the host's errors: a native that lets one through means the OSError of its number. */
export function setHostErrors(f: typeof fromHost): void {
  fromHost = f;
}

/** Turns whatever JavaScript threw into a Python exception. */
export function toPython(e: unknown): PyBaseException {
  if (e instanceof PyBaseException) return e;
  const h = fromHost(e);
  if (h !== undefined) return h;
  if (e instanceof RangeError) {
    const m = e.message;
    if (m.startsWith('Maximum call stack')) return recursionError('maximum recursion depth exceeded');
    if (m.startsWith('Maximum BigInt'))
      return overflowError('int too large: exceeds what this platform can represent') && memoryError('');
    if (
      m.startsWith('Invalid string length') ||
      m.startsWith('Array buffer allocation') ||
      m.startsWith('Invalid array length') ||
      m.startsWith('Invalid typed array length')
    ) {
      return memoryError('');
    }
  }
  if (e instanceof PyObject) return systemError('a non-exception object was thrown');
  const text = e instanceof Error ? `${e.name}: ${e.message}` : String(e);
  const err = systemError(
    `internal error in Typhon: ${text} -- please report this at https://github.com/typhon/typhon/issues`,
  );
  if (process.env.TYPHON_DEBUG !== undefined && e instanceof Error) console.error(e.stack);
  return err;
}
declare const process: { env: { [name: string]: string | undefined } };

/** Sets `__context__` of an exception that native code has just raised. */
export function setContext(ts: ThreadState, e: PyBaseException): void {
  const handled = ts.handled();
  if (handled === null || handled === e) return;
  // Break a cycle: if e is already somewhere in handled's context chain, cut there.
  let o: PyBaseException = handled;
  const seen = new Set<PyBaseException>();
  while (o.context !== null && !seen.has(o)) {
    if (o.context === e) {
      o.context = null;
      break;
    }
    seen.add(o);
    o = o.context;
  }
  e.context = handled;
}

/** Resumes a suspended generator-like object on top of `back`. The caller has checked that it may run. */
export function resumeGenerator(ts: ThreadState, g: PyGenerator, value: PyValue, back: Activation): PyFrame {
  const f = g.frame!;
  if (back.depth >= ts.interpreter.recursionLimit) throw recursionError('maximum recursion depth exceeded');
  f.back = back;
  f.depth = back.depth + 1;
  g.state = GEN_RUNNING;
  g.excInfo.previous = ts.excInfo;
  ts.excInfo = g.excInfo;
  f.regs[f.sp++] = value;
  ts.frame = f;
  return f;
}

/** The running generator of `f`, whose state is up to date, has yielded `v`: the frame to run next, or null as for `deliver`. */
export function yielded(ts: ThreadState, f: PyFrame, g: PyGenerator, v: PyValue): PyFrame | null {
  g.state = GEN_SUSPENDED;
  ts.excInfo = g.excInfo.previous!; // set when it was resumed
  g.excInfo.previous = null;
  const back: Activation = f.back!; // a running frame has one
  f.back = null;
  if (back instanceof PyFrame) {
    back.mode = MODE_PUSH;
    back.regs[back.sp++] = v;
    ts.frame = back;
    return back;
  }
  return deliver(ts, back, v, null);
}

/** Takes a generator that returned or raised off the thread. */
export function retireGenerator(ts: ThreadState, g: PyGenerator): void {
  ts.excInfo = g.excInfo.previous ?? ts.excInfo;
  g.excInfo.previous = null;
  g.excInfo.exception = null;
  finish(g);
}

/** Pushes a new Python frame on top of `back`. */
export function pushFrame(ts: ThreadState, f: PyFrame, back: Activation): PyFrame {
  if (back.depth >= ts.interpreter.recursionLimit) throw recursionError('maximum recursion depth exceeded');
  f.back = back;
  f.depth = back.depth + 1;
  ts.frame = f;
  return f;
}

/** Gives a value to a Python frame that waits for one. It may set `ts.raise`. */
export function accept(ts: ThreadState, f: PyFrame, value: unknown): void {
  const mode = f.mode;
  f.mode = MODE_PUSH;
  ts.frame = f;
  switch (mode) {
    case MODE_PUSH:
      f.regs[f.sp++] = value as PyValue; // Pendings with undefined results are only awaited in the modes below
      return;
    case MODE_DISCARD:
    case MODE_SETTLE:
      return;
    case MODE_ITER:
      if (value !== undefined) f.regs[f.sp++] = value as PyValue;
      else f.pc = f.code.code.instrs[f.pc] >>> 8; // jump to END_FOR; pc is then advanced past it
      return;
    case MODE_SEND:
      if (value !== undefined) f.regs[f.sp++] = value as PyValue;
      else {
        f.regs[f.sp++] = ts.sendResult ?? None;
        ts.sendResult = undefined;
        f.pc = (f.code.code.instrs[f.pc] >>> 8) - 1;
      }
      return;
    case MODE_METHOD:
      f.regs[f.sp++] = value as PyValue; // a call's or attribute's value
      f.regs[f.sp++] = undefined;
      return;
    case MODE_INIT:
      if (value !== None)
        ts.raise = typeError(`__init__() should return None, not '${typeOf(value as PyValue).tpName}'`);
      return;
    case MODE_UNPACK: {
      const items = value as readonly PyValue[]; // unpackR's
      for (let i = items.length - 1; i >= 0; i--) f.regs[f.sp++] = items[i];
      return;
    }
    case MODE_JUMP:
      f.pc = (f.code.code.instrs[f.pc] >>> 8) - 1;
      return;
  }
}

/**
 * Delivers a value (or an exception) to an activation and goes on until Python code must run. Returns that frame
 * (`ts.raise` may be set: raise it there), or null when `to` leads to JavaScript.
 */
export function deliver(
  ts: ThreadState,
  to: Activation,
  value: unknown,
  exception: PyBaseException | null,
): PyFrame | null {
  for (;;) {
    if (to instanceof PyFrame) {
      if (exception !== null) {
        to.mode = MODE_PUSH;
        ts.frame = to;
        ts.raise = exception;
      } else accept(ts, to, value);
      return to;
    }
    if (to instanceof EntryFrame) {
      if (to.forward !== null) {
        to = to.forward;
        continue;
      }
      to.value = value;
      to.exception = exception;
      return null;
    }
    const n: NativeFrame = to;
    ts.frame = pythonFrame(n.base);
    let r: IteratorResult<unknown, unknown>;
    ts.native = n;
    if (memory.on) heldBy(n, value);
    try {
      r = exception !== null ? n.generator.throw(exception) : n.generator.next(value);
      exception = null;
    } catch (e) {
      exception = raised(ts, e);
      ts.native = null;
      if (n.held !== null) nativeEnded(n, n.held, null);
      to = n.back;
      continue;
    }
    ts.native = null;
    if (r.done === true) {
      if (n.held !== null) nativeEnded(n, n.held, r.value);
      to = n.back;
      value = r.value;
      if (isPending(value)) {
        const p: Pending = n.isCall ? new AsCall(value) : value;
        const s = start(ts, p, to);
        if (s === VALUE) value = startValue;
        else if (s === RAISED) exception = startException;
        else if (s instanceof NativeFrame) {
          to = s;
          value = undefined;
        } else return s;
      } else if (value === undefined && n.isCall) value = None;
      continue;
    }
    value = r.value;
    if (isPending(value)) {
      if (memory.on && value instanceof Call) heldBy(n, value.f, value.args);
      const s = start(ts, value, n);
      if (s === VALUE) value = startValue;
      else if (s === RAISED) exception = startException;
      else if (s instanceof NativeFrame) {
        to = s;
        value = undefined;
      } else return s;
    }
  }
}

/** A native is done: its arguments and its result may hold what went through it. */
function nativeEnded(n: NativeFrame, through: Set<PyObject>, value: unknown): void {
  if (value instanceof PyObject && value.tracking === undefined) {
    if (value.cls !== n.makes) {
      if (value instanceof PyType) record(value);
    } else if (unlisted.has(n.makes)) born(value);
    else record(value);
  }
  for (const v of through) if (!(v instanceof PyFunction || v instanceof PyNative)) absorb(v, 0);
  if (value instanceof PyObject) absorb(value);
  for (const v of through) {
    forget(v);
    drop(v);
  }
}

/** What a native was given or gives away it may hold in its own variables. */
function heldBy(n: NativeFrame, value: unknown, more: readonly unknown[] = []): void {
  for (const v of [value, ...more]) {
    if (v instanceof PyObject) {
      if (v.tracking !== undefined) (n.held ??= new Set()).add(v);
    } else if (Array.isArray(v)) heldBy(n, undefined, v);
  }
}

/** A native threw: as a Python exception with its context. */
export function raised(ts: ThreadState, e: unknown): PyBaseException {
  const exc = toPython(e);
  if (exc.context === null && exc.traceback === null) setContext(ts, exc);
  return exc;
}

/** Natives that stand directly upon each other: without Python code in between nothing else ends their recursion. */
const MAX_NATIVES = 10_000;

// `start` has three outcomes; objects for each would be garbage on a hot path.
const VALUE = Symbol('value');
const RAISED = Symbol('raised');
let startValue: unknown;
let startException: PyBaseException | null = null;

/**
 * Starts a Pending on top of `back`: VALUE (in startValue) when it was finished at once, RAISED, the Python frame to
 * run, a native frame to step, or null when the thread must wait.
 */
function start(
  ts: ThreadState,
  p: Pending,
  back: Activation,
): PyFrame | NativeFrame | null | typeof VALUE | typeof RAISED {
  try {
    let isCall = false;
    let hops = 0;
    for (;;) {
      if (p instanceof Call) {
        // `A.__call__ = A()` leads nowhere.
        if (++hops > ts.interpreter.recursionLimit) throw recursionError('maximum recursion depth exceeded');
        const r: unknown = startCall(ts, p, back);
        if (r instanceof StartedFrame) return r.frame;
        if (isPending(r)) {
          p = r;
          isCall = true;
          continue;
        }
        startValue = r === undefined ? None : r;
        return VALUE;
      }
      if (p instanceof AsCall) {
        isCall = true;
        p = p.pending;
        continue;
      }
      if (p instanceof Resume) {
        const g = p.gen as PyGenerator; // the only implementation
        if (p.exception !== null) {
          const f = resumeForThrow(ts, g, p.exception as PyBaseException, back);
          return f;
        }
        if (!checkResumable(g, p.value)) {
          g.result = None;
          startValue = undefined;
          return VALUE;
        }
        return resumeGenerator(ts, g, p.value, back);
      }
      if (p instanceof Execute) {
        const f = enterFunction(p.func as PyFunction, [], null); // callers pass functions
        f.locals = p.locals;
        return pushFrame(ts, f, back);
      }
      if (p instanceof PutDown) return goOn(ts, p, back);
      if (p instanceof Raise) {
        startException = raised(ts, p.exception);
        return RAISED;
      }
      if (p instanceof Wait) {
        ts.waiting = { wait: p, activation: back };
        return null;
      }
      if (back instanceof NativeFrame && back.nesting >= MAX_NATIVES) {
        throw recursionError('maximum recursion depth exceeded in a native call');
      }
      const r = settle(p); // run in place as far as that goes
      if (!isPending(r)) {
        startValue = r === undefined && isCall ? None : r;
        return VALUE;
      }
      if (r !== p) {
        p = r;
        if (!isNative(r)) continue;
      }
      return new NativeFrame(p as DrivenGenerator, back, isCall); // the last kind of Pending
    }
  } catch (e) {
    if (e === SUSPEND) throw e; // what stands above is linked (see `goOn`)
    startException = raised(ts, e);
    return RAISED;
  }
}

/** Compiled code that was put down is to go on, on top of `back`: the frame that does, or null when nothing does now. */
function goOn(ts: ThreadState, p: PutDown, back: Activation): PyFrame | null {
  SUSPEND.first = p.first as PyFrame | null; // jit-hook.ts made it
  SUSPEND.last = p.last as PyFrame | EntryFrame; // the same
  SUSPEND.reason = p.reason;
  SUSPEND.work = p.work;
  ts.waiting = p.waiting as Waiting | null; // the same
  stand(back);
  const entry = ts.entry!; // Pendings are run by evaluation loops
  if (entry.compiled) {
    // The compiled code below is put down as well.
    SUSPEND.last = entry;
    throw SUSPEND;
  }
  const { first, reason, work } = SUSPEND;
  if (reason === SLICE_OVER) ts.sliceFrame = first;
  if (reason !== UNWIND) return null;
  SUSPEND.work = null;
  ts.frame = first;
  return work === null ? first : begin(ts, work, first!); // what was put down last is on top
}

let throwing: (ts: ThreadState, frame: PyFrame, e: PyBaseException) => PyBaseException = (_ts, _frame, e) => e;
/** monitoring/unwinding.ts tells of exceptions thrown into generators. */
export function setThrowing(f: typeof throwing): void {
  throwing = f;
}

function resumeForThrow(ts: ThreadState, g: PyGenerator, e: PyBaseException, back: Activation): PyFrame {
  const f = resumeGenerator(ts, g, None, back);
  f.sp--; // nothing is sent
  f.regs[f.sp] = undefined;
  if (e.context === null) setContext(ts, e);
  ts.raise = throwing(ts, f, e);
  return f;
}

/**
 * Runs a Pending whose value `to` waits for, as far as natives go: the Python frame to run next, or null when control
 * goes back to JavaScript.
 */
export function begin(ts: ThreadState, p: Pending, to: Activation): PyFrame | null {
  const s = start(ts, p, to);
  if (s === VALUE) return deliver(ts, to, startValue, null);
  if (s === RAISED) return deliver(ts, to, undefined, startException);
  if (s instanceof NativeFrame) return deliver(ts, s, undefined, null);
  return s;
}

class StartedFrame {
  frame: PyFrame | null = null;
}
const startedFrame = new StartedFrame();

/** Resolves a callable: a native's result (value or Pending), or a pushed frame. */
function startCall(ts: ThreadState, c: Call, back: Activation): unknown {
  let f = c.f;
  let args = c.args;
  for (;;) {
    if (f instanceof PyFunction) {
      const frame = enterFunction(f, args, c.kwnames);
      if (makesGenerator(f.code)) return newGenerator(ts, frame, back);
      startedFrame.frame = pushFrame(ts, frame, back);
      return startedFrame;
    }
    if (f instanceof PyNative) return callNative(f, args, c.kwnames);
    if (f instanceof PyMethod) {
      args = [f.self, ...args];
      f = f.func;
    } else if (f instanceof PyBoundNative) {
      args = [f.self, ...args];
      f = f.native;
    } else if (f instanceof PyType && hasPlainCall(f)) return callTypeR(f, args, c.kwnames);
    else return callObject(f, args, c);
  }
}

/** Whether calling a class is `type.__call__`: its metaclass does not override it. */
function hasPlainCall(t: PyType): boolean {
  return t.cls === typeType || t.cls.slot(SLOT.__call__) === typeType.slot(SLOT.__call__);
}

/** An object with `__call__`. */
function callObject(f: PyValue, args: PyValue[], c: Call): unknown {
  const t = typeOf(f);
  const m = t.slot(SLOT.__call__);
  if (m === null) throw typeError(`'${t.tpName}' object is not callable`);
  if (m instanceof PyFunction || (m instanceof PyNative && m.hasSelf)) return new Call(m, [f, ...args], c.kwnames);
  const bound = bindDescriptorR(m, f, t);
  if (!isPending(bound)) return new Call(bound, args, c.kwnames);
  return (function* (): Generator<unknown, PyValue, PyValue> {
    return yield new Call(yield bound, args, c.kwnames);
  })();
}

/**
 * Goes on with a thread that was put down at a safepoint: makes the calls that were posted for it (signal handlers) on
 * top of its frame, then the frame itself. null as for `begin`.
 */
export function pickUp(ts: ThreadState): PyFrame | null {
  const f = ts.sliceFrame!; // there is one whenever `run` came back with SLICE
  ts.sliceFrame = null;
  while (ts.calls.length > 0) {
    if (f.mode === MODE_PUSH) f.mode = MODE_DISCARD;
    const next = begin(ts, ts.calls.shift()!(), f);
    if (next !== f || ts.raise !== null) return next;
  }
  if (f.mode !== MODE_PUSH) accept(ts, f, None);
  return f;
}
