// What compiled code calls: leaving to tier 0, being put down, running Python code that is not compiled, and the
// generic forms of instructions. Invariant: a function here returns a Python value or throws (a Python exception, or
// SUSPEND once everything above is on the heap); it never returns a Pending.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { memory } from '../objects/memory/tracking.ts';
import { EntryFrame, MODE_PUSH, PyFrame, PyTraceback } from '../objects/frame.ts';
import { type PyCode, PyFloat, PyFunction, PyMethod, PyTuple } from '../objects/shapes.ts';
import { PyRangeIterator } from '../objects/range.ts';
import { PyNative } from '../objects/native.ts';
import { dictType, objectType, PyType, TYPE_HAS_DICT, TYPE_HEAP, tupleType, typeOf } from '../objects/type.ts';
import {
  AsCall,
  asCall,
  Call,
  isPending,
  type Pending,
  Raise,
  type Resumable,
  thenR,
} from '../objects/protocol/pending.ts';
import { settle } from '../objects/protocol/settle.ts';
import { EQ, GT, LT, NE } from '../objects/protocol/operators.ts';
import { quickEqual, quickLess } from '../objects/quick-less.ts';
import { BINARY_OPERATORS, binaryR, compareR, getitemR, setitemR, truthR } from '../objects/protocol/operators.ts';
import { bindDescriptorR, getattrR, hasGenericGetattribute, setattrR } from '../objects/protocol/attribute.ts';
import { callR } from '../objects/protocol/call.ts';
import { isIterator, iterR, untilStop } from '../objects/protocol/iteration.ts';
import { exceptionTypes, PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { isException, recursionError, runtimeError, typeError } from '../objects/exceptions/raise.ts';
import { begin, raised, setContext } from '../vm/drive.ts';
import { exceptionMatches } from '../vm/except-match.ts';
import { frameWith, parameterValues } from '../vm/function-call.ts';
import { nestingDepth } from '../vm/enter.ts';
import { applyCause, cold, raiseR } from '../vm/cold.ts';
import { DONE, run, SLICE, WAITING } from '../vm/run.ts';
import { putDownInPlace, SLICE_OVER, linkTo, SUSPEND, SUSPENDED, suspend, UNWIND, WAITS } from '../vm/jit-hook.ts';
import { type ThreadState, thread } from '../vm/thread.ts';
import { type JitCode, record } from './record.ts';

/** One Python level in the depth word `s`: its low bits count JavaScript stack in units of 128 bytes. */
export const LEVEL = 4096;
/** Units of JavaScript stack compiled code may use before everything is put on the heap. */
const STACK_UNITS = 3000;
/** What a nested evaluation loop takes. */
const LOOP_UNITS = 40;

/** Where one value of a frame is when a site is left: see `materialise`. */
export type Source = number;
export const FROM_NOTHING = 0;
export const FROM_TAG = 1;
export const FROM_DOUBLE = 2;
export const FROM_CONST = 3;
export const FROM_RANGE = 4;

/** A place where compiled code can be left: the exact state of the frame there. */
export interface Site {
  readonly pc: number;
  /** For messages: what was assumed; null for calls and polls. */
  readonly why: string | null;
  readonly mode: number;
  /** One source (index * 8 + form) for each local and then each stack entry. */
  readonly sources: readonly Source[];
  /** The instruction `pc` has been done; otherwise the one after `pc` is what could not be. */
  after: boolean;
  /** How often it was left here because of a wrong assumption. */
  count: number;
}

/** What the exits of one compiled function share. */
export interface Meta {
  readonly owner: JitCode;
  readonly code: PyCode;
  readonly sites: Site[];
  readonly consts: readonly unknown[];
  /** Steps of virtual ranges, by index of their value variable. */
  readonly steps: Map<number, number>;
}

/** State compiled code uses directly. */
export const rt = {
  /** Highest depth word allowed. */
  limit: 1000 * LEVEL,
  fuel: 20000,
  /** Rounds of a loop between two polls. */
  loopFuel: 4000,
  /** The depth word of the compiled code that runs innermost, as of the last thing in it that may call Python. */
  at: 0,
  /** The exception that whatever came back without a value has raised: most are passed on without a JavaScript throw. */
  raise: null as unknown,
};

/** Raises in compiled code: what is called there gives `undefined` then. */
export function fail(e: unknown): undefined {
  rt.raise = e;
  return undefined;
}
/** The exception of what came back without a value. */
export function failure(): unknown {
  const e = rt.raise;
  rt.raise = null;
  return e;
}

let loose: PyFrame | null = null;

function materialise(
  m: Meta,
  site: Site,
  s: number,
  fn: PyFunction,
  fr: PyFrame | null,
  vars: readonly unknown[],
): PyFrame {
  const code = m.code;
  const n = site.sources.length;
  const size = code.nlocalsplus + code.code.stacksize;
  let f = fr;
  if (f === null) {
    f = new PyFrame(code, fn.globals, fn.builtins, fn, new Array<PyValue | undefined>(size).fill(undefined));
    f.depth = Math.floor(s / LEVEL);
    f.back = thread().frame;
  }
  const regs = f.regs;
  for (let i = 0; i < n; i++) {
    const src = site.sources[i];
    const at = src >> 3;
    let v: PyValue | undefined;
    switch (src & 7) {
      case FROM_NOTHING:
        v = undefined;
        break;
      case FROM_TAG:
        v = vars[at] as PyValue | undefined; // what the compiler put there
        break;
      case FROM_DOUBLE:
        v = new PyFloat(vars[at] as number);
        break;
      case FROM_CONST:
        v = m.consts[at] as PyValue;
        break;
      default: {
        const value = vars[at] as number;
        const stop = vars[at + 1] as number;
        const step = m.steps.get(at)!; // every virtual range has one
        v = new PyRangeIterator(value, step, Math.max(0, Math.ceil((stop - value) / step)));
      }
    }
    regs[i] = v;
  }
  for (let i = n; i < size; i++) regs[i] = undefined;
  f.pc = site.pc;
  f.sp = n;
  f.mode = site.mode;
  return f;
}

/** Leaves compiled code at a site because it cannot go on there; tier 0 does. */
export function exit(
  m: Meta,
  x: number,
  s: number,
  fn: PyFunction,
  fr: PyFrame | null,
  vars: readonly unknown[],
): PyValue | undefined {
  const site = m.sites[x];
  const f = materialise(m, site, s, fn, fr, vars);
  if (site.why !== null) m.owner.left(site, f);
  if (fr !== null) return undefined;
  return driveR(null, f, s) as PyValue | undefined;
}

/** The function-level catch of compiled code. */
export function caught(
  m: Meta,
  x: number,
  e: unknown,
  s: number,
  fn: PyFunction,
  fr: PyFrame | null,
  vars: readonly unknown[],
): PyValue | undefined {
  const ts = thread();
  const site = m.sites[x];
  if (e === SUSPEND) {
    if (SUSPEND.settles) m.owner.disturbed();
    linkTo(materialise(m, site, s, fn, fr, vars));
    throw e;
  }
  if (e === entryError) {
    entryError = null;
    // Entering was refused: the caller raises.
    if (fr === null) throw e;
  }
  const again = e === reraising;
  reraising = null;
  thrown = !again && e !== inPlace && !returned;
  returned = false;
  inPlace = null;
  let exc = again ? (e as PyBaseException) : raised(ts, e); // RERAISE takes nothing else
  const f = materialise(m, site, s, fn, fr, vars);
  f.mode = MODE_PUSH;
  const tb = exc.traceback;
  if (loose !== null && tb instanceof PyTraceback && tb.frame === loose) loose.back = f;
  loose = null;
  if (fr !== null) {
    ts.raise = exc;
    ts.reraise = again;
    return undefined; // whoever entered goes on with `handle`
  }
  if (m.code.code.exceptionTable.length > 0) {
    ts.raise = exc;
    ts.reraise = again;
    const v = handle(ts, m.owner, fn, f, s);
    if (v !== undefined) return v;
    if (ts.raise === null) return driveR(null, f, s) as PyValue | undefined; // a call's value
    exc = ts.raise; // a handler may have raised another
    ts.raise = null;
    ts.reraise = false;
    if (ts.reraisedAt !== -1) f.pc = ts.reraisedAt;
    ts.reraisedAt = -1;
  } else if (!again) exc.traceback = new PyTraceback(exc.traceback as PyTraceback | null, f, site.pc);
  loose = f;
  return fail(exc);
}
/** What compiled code called came back without a value: it has raised. */
export function failed(
  m: Meta,
  x: number,
  s: number,
  fn: PyFunction,
  fr: PyFrame | null,
  vars: readonly unknown[],
): PyValue | undefined {
  returned = true;
  return caught(m, x, failure(), s, fn, fr, vars);
}
/** What `caught` looks at was returned, not thrown. */
let returned = false;
let entryError: unknown = null;
/** The exception that RERAISE passes on: it gets no further traceback entry. */
let reraising: unknown = null;
/** What `raise` in the same function raises: it costs no JavaScript throw. */
let inPlace: unknown = null;
/** What `handle` looks at was thrown by JavaScript. */
let thrown = false;

/**
 * Compiled code left `f` with the exception `ts.raise`: runs its handlers as long as they are compiled. The function's
 * value; or undefined when tier 0 goes on from the frame, with `ts.raise` when no handler of it is left.
 */
export function handle(ts: ThreadState, h: JitCode, fn: PyFunction, f: PyFrame, s: number): PyValue | undefined {
  const table = f.code.code.exceptionTable;
  for (;;) {
    const exc = ts.raise!; // the caller, and the test below
    const at = f.pc;
    if (!ts.reraise) exc.traceback = new PyTraceback(exc.traceback as PyTraceback | null, f, at);
    const entry = table.find((t) => t.start <= at && at < t.end);
    if (entry === undefined) {
      ts.reraise = true;
      return undefined;
    }
    if (thrown) h.raised();
    ts.raise = null;
    ts.reraise = false;
    const regs = f.regs;
    let sp = f.code.nlocalsplus + entry.depth;
    if (entry.lasti) regs[sp++] = ts.reraisedAt === -1 ? at : ts.reraisedAt;
    ts.reraisedAt = -1;
    regs[sp++] = exc;
    f.sp = sp;
    f.pc = entry.target - 1;
    f.mode = MODE_PUSH;
    const compiled = h.handler(f, entry.target, at);
    if (compiled === null) return undefined;
    const v = compiled.fn(s, fn, f);
    if (v !== undefined || ts.raise === null) return v;
  }
}

/** `raise`: the exception, with its context and cause; what only Python code can make is thrown. */
export function raise(what: PyValue, cause: PyValue | undefined, s: number): PyBaseException {
  const ts = thread();
  let exc = what;
  let made: Resumable | undefined;
  if (cause === undefined && what instanceof PyType && what.isSubtype(exceptionTypes.BaseException)) {
    made = callR(what, []);
    if (made instanceof PyBaseException) exc = made;
  }
  if (
    !(exc instanceof PyBaseException) ||
    !(cause === undefined || cause === None || cause instanceof PyBaseException)
  ) {
    drive(raiseR(ts, what, made, cause), null, s);
    throw new Error('raise came back');
  }
  applyCause(exc, cause);
  setContext(ts, exc);
  inPlace = exc;
  return exc;
}
/** `raise` alone. */
export function raiseAgain(): PyBaseException {
  const e = thread().handled();
  if (e === null) throw runtimeError('No active exception to reraise');
  reraising = e;
  return e;
}
/** RERAISE: `lasti` is where it was raised first, -1 if it stands nowhere. */
export function reraise(e: PyBaseException, lasti: number): PyBaseException {
  thread().reraisedAt = lasti;
  reraising = e;
  return e;
}
/** PUSH_EXC_INFO: `e` is being handled; what was before. */
export function pushExcInfo(e: PyBaseException): PyValue {
  const info = thread().excInfo;
  const before = info.exception ?? None;
  info.exception = e;
  return before;
}
/** POP_EXCEPT. */
export function popExcept(before: PyValue): void {
  thread().excInfo.exception = before === None ? null : (before as PyBaseException); // PUSH_EXC_INFO gave it
}
export { exceptionMatches };

/** The depth word went over a limit at function entry. */
export function over(s: number): void {
  const ts = thread();
  if (Math.floor(s / LEVEL) > ts.interpreter.recursionLimit) {
    entryError = recursionError('maximum recursion depth exceeded');
    throw entryError;
  }
  if (s % LEVEL > STACK_UNITS) {
    unwind();
  }
}
/** Compiled code has come upon something whose end matters: only tier 0 tells what becomes of it. */
export function touched(): never {
  suspend(UNWIND, null, null, true);
}
/** What compiled code called has come to an end, and such things are about: it is put down with the result. */
function touchedBy(value: unknown, exception: unknown): never {
  suspend(UNWIND, null, outcome(value, exception), true);
}
function* outcome(value: unknown, exception: unknown): Generator<never, unknown, never> {
  if (exception !== null) throw exception;
  return value;
}
/** What was made or given elsewhere: a native's result, a generator. */
export function told(v: PyValue): PyValue {
  if (memory.untold || (memory.on && typeof v === 'object' && v.tracking !== undefined)) touchedBy(v, null);
  return v;
}
/** Puts every compiled frame on the heap; tier 0 goes on at the site's state. */
export function unwind(): never {
  suspend(UNWIND, null, null, false);
}
/** The same for a call of a native that looks at frames: made once they are there. */
function unwindCall(f: PyValue, args: PyValue[], names: readonly string[] | null): never {
  unwindFor(new Call(f, args, names));
}
/** Puts every compiled frame on the heap; `work` is begun on top of the innermost. */
export function unwindFor(work: Pending): never {
  suspend(UNWIND, null, work, false);
}
export { STACK_UNITS };

/** The fuel is used up. */
export function poll(): number {
  const ts = thread();
  const stop = ts.breaker(ts.entry!);
  refuel(ts);
  if (stop) suspend(SLICE_OVER, null, null, false);
  return rt.loopFuel;
}
/** As tier 0's, but compiled code gets through several times as many safepoints in the same time. */
export function refuel(ts: ThreadState): void {
  rt.fuel = rt.loopFuel = ts.fuel >= 100 ? ts.fuel * 4 : ts.fuel;
}

/** Runs a Pending, or a frame, in a nested loop that can be put down; its result. Throws what it raises. */
export function drive(p: Pending | null, frame: PyFrame | null, s: number): unknown {
  const v = driveR(p, frame, s);
  if (v === undefined && rt.raise !== null) throw failure();
  return v;
}

/** The same for compiled code: `undefined` where it has raised (see `fail`), or has no value. */
export function driveR(p: Pending | null, frame: PyFrame | null, s: number): unknown {
  if (p instanceof Raise) return fail(p.exception);
  if (p !== null) {
    const isCall = p instanceof AsCall;
    let v: unknown;
    try {
      v = settle(p instanceof AsCall ? p.pending : p);
    } catch (e) {
      if (e === SUSPEND) throw e;
      return fail(e);
    }
    if (v instanceof Raise) return fail(v.exception);
    if (!isPending(v)) {
      if (memory.untold || (memory.on && isTracked(v))) touchedBy(v, null);
      return isCall && v === undefined ? None : v;
    }
    p = isCall ? asCall(v) : v;
  }
  const ts = thread();
  const below = ts.frame;
  const excInfo = ts.excInfo;
  const outer = ts.entry!; // compiled code runs inside an evaluation loop
  const entry = new EntryFrame(below, Math.floor(s / LEVEL), outer.canSuspend);
  entry.compiled = true;
  const { at } = rt;
  const units = base;
  base = (s % LEVEL) + LOOP_UNITS;
  ts.entry = entry;
  const { compiled } = memory;
  memory.compiled = 0;
  let status: number;
  try {
    if (base > STACK_UNITS + 400) throw recursionError('maximum recursion depth exceeded');
    let f = frame;
    if (f === null) f = begin(ts, p!, entry);
    else {
      f.back = entry;
      entry.depth = f.depth - 1;
      ts.frame = f;
    }
    status = f !== null ? run(ts, f, entry) : ts.waiting !== null ? WAITING : ts.sliceFrame !== null ? SLICE : DONE;
  } finally {
    ts.entry = outer;
    memory.compiled = compiled;
    base = units;
    rt.at = at;
  }
  if (status !== DONE) {
    if (status === SUSPENDED) throw SUSPEND;
    if (status === WAITING) suspend(WAITS, null, null, false, entry);
    suspend(SLICE_OVER, ts.sliceFrame, null, false, entry);
  }
  ts.frame = below;
  ts.excInfo = excInfo;
  if (memory.untold || (memory.on && isTracked(entry.value))) touchedBy(entry.value, entry.exception);
  return entry.exception !== null ? fail(entry.exception) : entry.value;
}
const isTracked = (v: unknown): boolean => v instanceof PyObject && v.tracking !== undefined;
/** JavaScript stack in use below the running evaluation loop, in units. */
let base = 0;

/** The depth word of compiled code that is entered from tier 0, at a Python depth. */
export function depthWord(ts: ThreadState, depth: number): number {
  rt.limit = ts.interpreter.recursionLimit * LEVEL + LEVEL - 1;
  return depth * LEVEL + base + Math.min(nestingDepth(), 4) * 600;
}

// ------------------------------------------------------------------------------------------------- values of Resumables

/** The value of what a protocol function gave. */
export function fin(v: unknown, s: number): PyValue | undefined {
  return isPending(v) ? (driveR(v, null, s) as PyValue | undefined) : (v as PyValue); // not a Pending: a value
}
/** The same for a native's result: undefined means None. */
export function res(v: unknown, s: number): PyValue | undefined {
  if (v === undefined) return None;
  if (v instanceof Raise) return fail(v.exception);
  return isPending(v) ? (driveR(new AsCall(v), null, s) as PyValue | undefined) : told(v as PyValue);
}
// --------------------------------------------------------------------------------------------------------------- calls

/** Calls anything with positional arguments. */
export function call(f: PyValue, args: PyValue[], s: number): PyValue | undefined {
  if (f instanceof PyMethod) {
    args = [f.self, ...args];
    f = f.func;
  }
  if (f instanceof PyFunction) {
    return callFunction(f, args, null, s);
  }
  if (f instanceof PyNative && args.length < f.framesBelow) unwindCall(f, args, null);
  const r: Resumable = callR(f, args, null);
  return isPending(r) ? (driveR(r, null, s) as PyValue | undefined) : told(r);
}

/** Calls a Python function with whatever arguments. */
function callFunction(f: PyFunction, args: PyValue[], names: readonly string[] | null, s: number): PyValue | undefined {
  const h = record(f.code);
  if (!h.compiled || h.globals !== f.globals) return driveR(new Call(f, args, names), null, s) as PyValue | undefined; // a call's value
  return h.fn(s + LEVEL + h.units, f, null, ...parameterValues(f, args, names));
}

/** The compiled form of what takes exactly `n` positional arguments, or null. */
function direct(f: PyValue, n: number): JitCode | null {
  if (!(f instanceof PyFunction) || f.code.simpleArgs !== n) return null;
  const h = f.code.jit as JitCode | null; // only the JIT writes it
  return h !== null && h.compiled && h.globals === f.globals ? h : null;
}
export function call0(f: PyValue, s: number): PyValue | undefined {
  const h = direct(f, 0);
  return h !== null ? h.fn(s + LEVEL + h.units, f as PyFunction, null) : call(f, [], s); // direct() looked
}
export function call1(f: PyValue, a: PyValue, s: number): PyValue | undefined {
  const h = direct(f, 1);
  return h !== null ? h.fn(s + LEVEL + h.units, f as PyFunction, null, a) : call(f, [a], s); // as above
}
export function call2(f: PyValue, a: PyValue, b: PyValue, s: number): PyValue | undefined {
  const h = direct(f, 2);
  return h !== null ? h.fn(s + LEVEL + h.units, f as PyFunction, null, a, b) : call(f, [a, b], s); // as above
}
export function call3(f: PyValue, a: PyValue, b: PyValue, c: PyValue, s: number): PyValue | undefined {
  const h = direct(f, 3);
  return h !== null ? h.fn(s + LEVEL + h.units, f as PyFunction, null, a, b, c) : call(f, [a, b, c], s); // as above
}
export function call4(f: PyValue, a: PyValue, b: PyValue, c: PyValue, d: PyValue, s: number): PyValue | undefined {
  const h = direct(f, 4);
  return h !== null ? h.fn(s + LEVEL + h.units, f as PyFunction, null, a, b, c, d) : call(f, [a, b, c, d], s); // as above
}

/** Tier 0 must do it. */
export const NOT_HERE = Symbol('not here');
/** CALL_FUNCTION_EX of an exact tuple and an exact dict with plain keys, or none; NOT_HERE when tier 0 must do it. */
export function spread(
  f: PyValue,
  args: PyValue,
  kwargs: PyValue | undefined,
  s: number,
): PyValue | undefined | typeof NOT_HERE {
  if (!(args instanceof PyTuple) || args.cls !== tupleType) return NOT_HERE;
  if (kwargs === undefined) return call(f, args.items.slice(), s);
  if (!(kwargs instanceof PyDict) || kwargs.cls !== dictType) return NOT_HERE;
  if (kwargs.size === 0) return call(f, args.items.slice(), s);
  const all = args.items.slice();
  const names: string[] = [];
  for (const [key, value] of kwargs.entries()) {
    if (typeof key !== 'string') return NOT_HERE;
    names.push(key);
    all.push(value);
  }
  return callKw(f, all, names, s);
}
/** DICT_MERGE into a dict that is still empty; false when tier 0 must do it. */
export function merge(into: PyDict, kwargs: PyValue): boolean {
  if (into.size > 0 || !(kwargs instanceof PyDict) || kwargs.cls !== dictType) return false;
  if (kwargs.size === 0) return true;
  for (const [key] of kwargs.entries()) if (typeof key !== 'string') return false;
  kwargs.copyInto(into);
  return true;
}

/** Calls anything; the last arguments are keywords. */
export function callKw(f: PyValue, args: PyValue[], names: readonly string[], s: number): PyValue | undefined {
  if (f instanceof PyMethod) {
    args = [f.self, ...args];
    f = f.func;
  }
  if (f instanceof PyFunction) return callFunction(f, args, names, s);
  if (f instanceof PyNative && args.length < f.framesBelow) unwindCall(f, args, names);
  const r: Resumable = callR(f, args, names);
  return isPending(r) ? (driveR(r, null, s) as PyValue | undefined) : told(r); // as above
}

/** Calls a function that is not compiled (yet), whose parameters have these values. */
export function callPython(f: PyFunction, values: PyValue[], s: number): PyValue | undefined {
  if (s > rt.limit) throw recursionError('maximum recursion depth exceeded');
  const frame = frameWith(f, values);
  frame.depth = Math.floor(s / LEVEL);
  return driveR(null, frame, s) as PyValue | undefined; // a call's value
}

export function badInit(v: PyValue): never {
  throw typeError(`__init__() should return None, not '${typeOf(v).tpName}'`);
}

// --------------------------------------------------------------------------------------------- generic instructions

export function binary(a: PyValue, b: PyValue, arg: number, s: number): PyValue | undefined {
  if (arg === 26) return fin(getitemR(a, b), s);
  return fin(
    arg < 13 ? binaryR(a, b, BINARY_OPERATORS[arg], false) : binaryR(a, b, BINARY_OPERATORS[arg - 13], true),
    s,
  );
}
/** What is to be done with the value of an operator's first method, given the operands. */
export type Rest = (v: PyValue, a: PyValue, b: PyValue) => Resumable;

/** The value of an operator whose first method gave `v`: what it means, or what the others say (see operators.ts). */
export function after(rest: Rest, v: PyValue | Pending, a: PyValue, b: PyValue, s: number): PyValue | undefined {
  return fin(isPending(v) ? thenR(v as Resumable, (w) => rest(w, a, b)) : rest(v as PyValue, a, b), s);
}
/** What was thrown by the first method of an operator; one that is put down goes on with the rest. */
export function goOn(e: unknown, rest: Rest, a: PyValue, b: PyValue, s: number): PyValue | undefined {
  if (e !== SUSPEND) throw e;
  return after(rest, putDownInPlace(thread()), a, b, s);
}
/** The same for `__next__`: undefined at the end, and where it has raised. */
export function goOnNext(e: unknown, s: number): PyValue | undefined {
  if (e !== SUSPEND) throw e;
  return driveR(untilStop(putDownInPlace(thread())), null, s) as PyValue | undefined; // a step's value
}
/** A compiled `__next__` has raised: whether it says that there is nothing more. */
export function isStop(): boolean {
  if (!isException(rt.raise, 'StopIteration')) return false;
  rt.raise = null;
  return true;
}
export { isIterator, isPending };
export function compare(a: PyValue, b: PyValue, arg: number, s: number): PyValue | undefined {
  const known = quickCompare(a, b, arg >> 5);
  if (known !== undefined) return known;
  const r = fin(compareR(a, b, arg >> 5), s);
  if ((arg & 16) === 0 || typeof r === 'boolean' || r === undefined) return r;
  return truth(r, s);
}
/** The comparison of values whose order JavaScript knows, tuples and lists of them included; undefined for others. */
function quickCompare(a: PyValue, b: PyValue, o: number): boolean | undefined {
  switch (o) {
    case LT:
      return quickLess(a, b);
    case GT:
      return quickLess(b, a);
    case EQ:
      return quickEqual(a, b);
    case NE: {
      const same = quickEqual(a, b);
      return same === undefined ? undefined : !same;
    }
  }
  return undefined;
}
export function truth(v: PyValue, s: number): boolean {
  if (typeof v === 'boolean') return v;
  const r = truthR(v);
  return typeof r === 'boolean' ? r : (drive(r, null, s) as boolean);
}
export function setitem(o: PyValue, k: PyValue, v: PyValue, s: number): void {
  const r: unknown = setitemR(o, k, v);
  if (isPending(r)) drive(r, null, s);
}
let classOfObject: PyValue | undefined;
/** The getset of object that answers `__class__`. */
function objectClass(): PyValue {
  return (classOfObject ??= objectType.lookup('__class__')!); // object has one
}
export function getattr(o: PyValue, name: string, s: number): PyValue | undefined {
  // A method of a built-in, as a value: nothing can hide it.
  const t = typeOf(o);
  if ((t.flags & (TYPE_HEAP | TYPE_HAS_DICT)) === 0 && hasGenericGetattribute(t)) {
    const d = t.lookup(name);
    if (d instanceof PyNative) return bindDescriptorR(d, o, t) as PyValue; // natives bind at once
  }
  if (name === '__class__' && t.lookup(name) === objectClass() && hasGenericGetattribute(t)) return t;
  return fin(getattrR(o, name), s);
}
export function setattr(o: PyValue, name: string, v: PyValue, s: number): void {
  const r: unknown = setattrR(o, name, v);
  if (isPending(r)) drive(r, null, s);
}
export function iter(o: PyValue, s: number): PyValue | undefined {
  return fin(iterR(o), s);
}
/** An instruction that tier 0 keeps out of its loop, on operands of its own: what it leaves on the stack. */
export function coldOp(
  code: PyCode,
  fn: PyFunction,
  locals: PyValue | null,
  opcode: number,
  arg: number,
  operands: (PyValue | undefined)[],
  s: number,
): (PyValue | undefined)[] {
  const f = new PyFrame(code, fn.globals, fn.builtins, fn, operands);
  f.sp = operands.length;
  f.locals = locals;
  const ts = thread();
  f.back = ts.frame;
  const r = cold(ts, f, opcode, arg);
  if (r !== undefined) {
    if (!isPending(r)) throw new Error(`instruction ${opcode} switches frames`);
    const mode = f.mode;
    const v = drive(r, null, s);
    if (mode === MODE_PUSH) operands[f.sp++] = v as PyValue;
    else if (mode === 5) {
      operands[f.sp++] = v as PyValue;
      operands[f.sp++] = undefined;
    }
  }
  operands.length = f.sp;
  return operands;
}

/** Whether the names a function relies on are still at the same places of its namespace. */
export class Names {
  version: number;
  readonly at: [name: string, index: number][] = [];
  constructor(readonly dict: PyDict) {
    this.version = dict.keysVersion;
  }
  /** Index of a name (-1: absent), which the code will rely on. */
  use(name: string): number {
    const i = this.dict.findStr(name);
    if (!this.at.some((e) => e[0] === name)) this.at.push([name, i]);
    return i;
  }
}
export function recheck(n: Names): boolean {
  for (const [name, i] of n.at) if (n.dict.findStr(name) !== i) return false;
  n.version = n.dict.keysVersion;
  return true;
}
