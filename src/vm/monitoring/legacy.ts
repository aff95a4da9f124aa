// sys.settrace and sys.setprofile as two tools of sys.monitoring, and `frame.f_trace`. Invariant: a function that raises
// is taken away; the trace function of a thread sees only that thread.

import { instructionAt } from '../../objects/code-offsets.ts';
import { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import type { PyFrame } from '../../objects/frame.ts';
import { PyBoundNative, PyNative } from '../../objects/native.ts';
import { None, type PyValue } from '../../objects/object.ts';
import { call } from '../../objects/protocol/call.ts';
import { PyTuple } from '../../objects/shapes.ts';
import type { ThreadState } from '../thread.ts';
import * as event from './events.ts';
import {
  type FrameCallback,
  localEvents,
  MISSING,
  monitoringOf,
  PROFILE_TOOL,
  setGlobalEvents,
  setInitialise,
  setLocalEvents,
  TRACE_TOOL,
} from './monitor.ts';

const TRACE_EVENTS = event.eventSet(
  event.PY_START,
  event.PY_RESUME,
  event.PY_RETURN,
  event.PY_YIELD,
  event.PY_UNWIND,
  event.PY_THROW,
  event.RAISE,
  event.STOP_ITERATION,
  event.LINE,
  event.JUMP,
);
const PROFILE_EVENTS = event.eventSet(
  event.PY_START,
  event.PY_RESUME,
  event.PY_RETURN,
  event.PY_YIELD,
  event.PY_UNWIND,
  event.PY_THROW,
  event.CALL,
  event.C_RETURN,
  event.C_RAISE,
);

/** The trace event that runs now and its frame: `f_lineno` may be set in some. */
export const now: { frame: PyFrame | null; event: string } = { frame: null, event: '' };

function tracer(ts: ThreadState, frame: PyFrame, what: string, argument: PyValue): void {
  const f = what === 'call' ? ts.traceFunction : frame.trace;
  if (f === null || ts.traceFunction === null) return;
  const { frame: outerFrame, event: outerEvent } = now;
  now.frame = frame;
  now.event = what;
  ts.tracing++;
  try {
    const r = call(f, [frame, what, argument]);
    if (r !== None) frame.trace = r;
  } catch (e) {
    frame.trace = null;
    ts.traceFunction = null;
    listen(ts);
    throw e;
  } finally {
    ts.tracing--;
    now.frame = outerFrame;
    now.event = outerEvent;
    ts.frame = frame;
  }
}

const trace: FrameCallback = (ts, frame, e, pc, rest) => {
  switch (e) {
    case event.PY_START:
    case event.PY_RESUME:
    case event.PY_THROW:
      return tracer(ts, frame, 'call', None);
    case event.PY_RETURN:
    case event.PY_YIELD:
      return tracer(ts, frame, 'return', rest[0]);
    case event.PY_UNWIND:
      return tracer(ts, frame, 'return', None);
    case event.RAISE:
    case event.STOP_ITERATION: {
      const x = rest[0];
      if (!(x instanceof PyBaseException)) return;
      return tracer(ts, frame, 'exception', new PyTuple([x.cls, x, x.traceback ?? None]));
    }
    case event.LINE:
      if (frame.traceLines) tracer(ts, frame, 'line', None);
      return;
    case event.JUMP: {
      // Going back to the line it is on is a new round.
      const code = frame.code.code;
      const to = instructionAt(code, rest[0] as number); // an offset
      if (to <= pc && frame.traceLines && code.positions[to * 4] === code.positions[pc * 4]) {
        tracer(ts, frame, 'line', None);
      }
      return;
    }
    case event.INSTRUCTION:
      if (frame.traceOpcodes) tracer(ts, frame, 'opcode', None);
      return;
  }
};

function profiler(ts: ThreadState, frame: PyFrame, what: string, argument: PyValue): void {
  const f = ts.profileFunction;
  if (f === null) return;
  ts.tracing++;
  try {
    call(f, [frame, what, argument]);
  } catch (e) {
    ts.profileFunction = null;
    listen(ts);
    throw e;
  } finally {
    ts.tracing--;
    ts.frame = frame;
  }
}

const profile: FrameCallback = (ts, frame, e, _pc, rest) => {
  switch (e) {
    case event.PY_START:
    case event.PY_RESUME:
    case event.PY_THROW:
      return profiler(ts, frame, 'call', None);
    case event.PY_RETURN:
    case event.PY_YIELD:
      return profiler(ts, frame, 'return', rest[0]);
    case event.PY_UNWIND:
      return profiler(ts, frame, 'return', None);
    case event.CALL:
    case event.C_RETURN:
    case event.C_RAISE: {
      const f = rest[0];
      const what = e === event.CALL ? 'c_call' : e === event.C_RETURN ? 'c_return' : 'c_exception';
      if (f instanceof PyNative) {
        const self = f.hasSelf && f.owner !== null ? rest[1] : MISSING;
        profiler(ts, frame, what, self === MISSING ? f : new PyBoundNative(f, self));
      } else if (f instanceof PyBoundNative) profiler(ts, frame, what, f);
      return;
    }
  }
};

setInitialise((m) => {
  m.callbacks[TRACE_TOOL].fill(trace);
  m.callbacks[PROFILE_TOOL].fill(profile);
});

/** Listens to what the functions of the interpreter's threads want. */
export function listen(ts: ThreadState): void {
  let traced = ts.traceFunction !== null;
  let profiled = ts.profileFunction !== null;
  for (const t of ts.interpreter.threads()) {
    traced ||= t.traceFunction !== null;
    profiled ||= t.profileFunction !== null;
  }
  const m = monitoringOf(ts);
  setGlobalEvents(m, TRACE_TOOL, traced ? TRACE_EVENTS : 0);
  setGlobalEvents(m, PROFILE_TOOL, profiled ? PROFILE_EVENTS : 0);
}

/** `frame.f_trace_opcodes = on`. */
export function traceOpcodes(frame: PyFrame, on: boolean): void {
  const old = localEvents(frame.code, TRACE_TOOL);
  const bit = 1 << event.INSTRUCTION;
  if (on && (old & bit) === 0) setLocalEvents(frame.code, TRACE_TOOL, old | bit);
}
