// Who listens to which events, and telling them. Invariant: `version` changes whenever the answer may; code that runs is
// instrumented (instrument.ts) when its version is older, so that nothing is asked while nobody listens. While a
// callback runs (`ts.tracing`) nothing is told. It may not know instructions.

import { None, type PyValue } from '../../objects/object.ts';
import { call } from '../../objects/protocol/call.ts';
import { valueError } from '../../objects/exceptions/raise.ts';
import type { PyFrame } from '../../objects/frame.ts';
import type { PyCode } from '../../objects/shapes.ts';
import { byteOffset } from '../../objects/code-offsets.ts';
import { objectType } from '../../objects/type.ts';
import { type ThreadState, thread, type VmInterpreter } from '../thread.ts';
import { cacheEntries } from '../../compile/opcodes.ts';
import {
  BRANCH,
  BRANCH_LEFT,
  BRANCH_RIGHT,
  EVENTS,
  eventNames,
  LINE,
  LOCAL_EVENTS,
  PY_UNWIND,
  RAISE,
  RERAISE,
} from './events.ts';

/** The tools of programs are 0 to 5. */
export const TOOLS = 6;
export const PROFILE_TOOL = 6;
export const TRACE_TOOL = 7;
/** tracemalloc's. */
export const ALLOCATION_TOOL = 8;
const ALL_TOOLS = 9;

/** A callback of sys.settrace, sys.setprofile and tracemalloc: they see the frame. */
export type FrameCallback = (
  ts: ThreadState,
  frame: PyFrame,
  event: number,
  pc: number,
  rest: readonly PyValue[],
) => void;

/** sys.monitoring.DISABLE and MISSING. */
export const DISABLE: PyValue = new objectType.ctor();
export const MISSING: PyValue = new objectType.ctor();

/** Set while a LINE callback runs: the instruction its frame is to go on with (f_lineno was set), else -1. */
export const jumped = { to: -1 };

/** What is known of one code object. */
class CodeMonitors {
  /** Event sets by tool. */
  readonly local: number[] = new Array<number>(ALL_TOOLS).fill(0);
  /** instruction * 32 + event → the tools (bits) that do not want it any more. */
  disabled = new Map<number, number>();
  restarts = 0;
}
/** Code objects that have had events of their own. */
const withLocal: WeakRef<PyCode>[] = [];
const monitors = new WeakMap<PyCode, CodeMonitors>();
function monitorsOf(code: PyCode): CodeMonitors {
  let m = monitors.get(code);
  if (m === undefined) monitors.set(code, (m = new CodeMonitors()));
  return m;
}

/** The listeners of one interpreter. */
export class Monitoring {
  readonly names: (PyValue | null)[] = new Array<PyValue | null>(ALL_TOOLS).fill(null);
  readonly global: number[] = new Array<number>(ALL_TOOLS).fill(0);
  readonly callbacks: (PyValue | FrameCallback | null)[][] = [];
  /** Union of the global event sets. */
  all = 0;
  /** Counts sys.monitoring.restart_events(). */
  restarts = 0;
  constructor() {
    for (let i = 0; i < ALL_TOOLS; i++)
      this.callbacks.push(new Array<PyValue | FrameCallback | null>(EVENTS).fill(null));
    initialise(this);
  }
}
let initialise: (m: Monitoring) => void = () => {};
/** legacy.ts: the two tools that are not programs' own. */
export function setInitialise(f: typeof initialise): void {
  initialise = f;
}

const byInterpreter = new WeakMap<VmInterpreter, Monitoring>();
/** The listeners of a thread's interpreter. */
export function monitoringOf(ts: ThreadState): Monitoring {
  let m = byInterpreter.get(ts.interpreter);
  if (m === undefined) byInterpreter.set(ts.interpreter, (m = new Monitoring()));
  return m;
}

/** Compared with `code.monitored` at each entry: code with another number is instrumented anew. */
export let version = 0;
/** Nobody has ever listened to anything global: the quick answer of places that would have to ask. */
export let listening = false;
let changed: () => void = () => {};
/** instrument.ts: the code that runs right now must be looked at at once. */
export function setChanged(f: () => void): void {
  changed = f;
}

let onListened: () => void = () => {};
/** The JIT: its code must not be entered from now on. */
export function setListened(f: () => void): void {
  onListened = f;
}
/** Code objects that have events of their own, in any interpreter. */
let locals = 0;

/** Whether anybody listens to what code of the thread's interpreter does. */
export function listened(ts: ThreadState): boolean {
  return version !== 0 && (locals > 0 || monitoringOf(ts).all !== 0);
}

/** BRANCH stands for both branches. */
function expand(set: number): number {
  return (set & (1 << BRANCH)) !== 0 ? set | (1 << BRANCH_LEFT) | (1 << BRANCH_RIGHT) : set;
}

export function setGlobalEvents(m: Monitoring, tool: number, set: number): void {
  if (m.global[tool] === set) return;
  m.global[tool] = set;
  m.all = 0;
  for (const s of m.global) m.all |= expand(s);
  listening ||= m.all !== 0;
  version++;
  if (set !== 0) onListened();
  changed();
}

/** Code must be instrumented anew, for a reason that is not a listener's. */
export function reinstrument(): void {
  version++;
  changed();
}

export function localEvents(code: PyCode, tool: number): number {
  return monitors.get(code)?.local[tool] ?? 0;
}
export function setLocalEvents(code: PyCode, tool: number, set: number): void {
  const { local } = monitorsOf(code);
  if ((local[tool] !== 0) !== (set !== 0)) locals += set !== 0 ? 1 : -1;
  local[tool] = set;
  if (set !== 0) onListened();
  if (!withLocal.some((r) => r.deref() === code)) withLocal.push(new WeakRef(code));
  version++;
  changed();
}

/** Every event that some tool wants of a code object. */
export function eventsOf(code: PyCode): number {
  let set = monitoringOf(thread()).all;
  const m = monitors.get(code);
  if (m !== undefined) for (const s of m.local) set |= expand(s);
  return set;
}

/** Whether an event that belongs to no instruction is wanted. */
export function wanted(ts: ThreadState, event: number): boolean {
  return (monitoringOf(ts).all & (1 << event)) !== 0;
}

export function restartEvents(m: Monitoring): void {
  m.restarts++;
  version++;
}

/** Forgets a tool's callbacks and events, also those of single code objects. */
export function clearTool(m: Monitoring, tool: number): void {
  m.callbacks[tool].fill(null);
  setGlobalEvents(m, tool, 0);
  for (const ref of withLocal) {
    const code = ref.deref();
    if (code !== undefined && localEvents(code, tool) !== 0) {
      monitorsOf(code).local[tool] = 0;
      locals--;
    }
  }
  version++;
  changed();
}

/**
 * Tells the tools that want it of `event` at instruction `pc`; `rest` are the arguments after the code object and the
 * offset (LINE has no offset: `pc` alone says where). False when no tool wants this event here any more.
 */
export function tell(ts: ThreadState, frame: PyFrame, event: number, pc: number, rest: readonly PyValue[]): boolean {
  if (ts.tracing > 0) return true;
  const code = frame.code;
  const monitoring = monitoringOf(ts);
  const m = monitors.get(code);
  if (m !== undefined && m.restarts !== monitoring.restarts) {
    m.disabled.clear();
    m.restarts = monitoring.restarts;
  }
  const bit = 1 << event;
  const branch = event === BRANCH_LEFT || event === BRANCH_RIGHT;
  const off = m?.disabled.get(pc * 32 + event) ?? 0;
  let left = false;
  for (let tool = 0; tool < ALL_TOOLS; tool++) {
    const set = m === undefined ? monitoring.global[tool] : monitoring.global[tool] | m.local[tool];
    const old = branch && (set & (1 << BRANCH)) !== 0;
    if ((set & bit) === 0 && !old) continue;
    if ((off & (1 << tool)) !== 0) continue;
    left = true;
    const callback = monitoring.callbacks[tool][(set & bit) === 0 ? BRANCH : event];
    if (callback === null) continue;
    const r = notify(ts, frame, callback, event, pc, rest);
    if (r === DISABLE) {
      if (event >= LOCAL_EVENTS && event !== BRANCH) {
        monitoring.callbacks[tool][event] = null;
        throw valueError(`Cannot disable ${eventNames[event]} events. Callback removed.`);
      }
      const own = monitorsOf(code);
      own.restarts = monitoring.restarts;
      own.disabled.set(pc * 32 + event, (own.disabled.get(pc * 32 + event) ?? 0) | (1 << tool));
    }
  }
  return left;
}

/** Exceptions are placed at the last cell of their instruction: its inline cache is part of it. */
function offset(code: PyCode, event: number, pc: number): number {
  const at = byteOffset(code.code, pc);
  if (pc < 0 || (event !== RAISE && event !== RERAISE && event !== PY_UNWIND)) return at;
  return at + 2 * cacheEntries[code.code.instrs[pc] & 255];
}

function notify(
  ts: ThreadState,
  frame: PyFrame,
  callback: PyValue | FrameCallback,
  event: number,
  pc: number,
  rest: readonly PyValue[],
): PyValue {
  const { next, raise, reraise, sendResult } = ts;
  ts.raise = null;
  ts.frame = frame;
  if (typeof callback === 'function') {
    callback(ts, frame, event, pc, rest);
    ts.next = next;
    ts.raise = raise;
    ts.reraise = reraise;
    return None;
  }
  ts.tracing++;
  try {
    const code = frame.code;
    const where = event === LINE ? [] : [offset(code, event, pc)];
    return call(callback, [code, ...where, ...rest]);
  } finally {
    ts.tracing--;
    ts.next = next;
    ts.raise = raise;
    ts.reraise = reraise;
    ts.sendResult = sendResult;
    ts.frame = frame;
  }
}
