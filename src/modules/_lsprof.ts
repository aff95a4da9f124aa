// _lsprof: the profiler below cProfile, a tool of sys.monitoring. Invariant: `current` is the chain of calls that have
// begun and not ended; an entry's own time is its time without its subcalls'. Recursive calls count their total once.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { fromJS } from '../objects/str/text.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../objects/type.ts';
import { defineType, PyBoundNative, PyNative } from '../objects/native.ts';
import { makeStructSeq } from '../objects/structseq.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { runtimeError, valueError } from '../objects/exceptions/raise.ts';
import { hooks } from '../objects/hooks.ts';
import { call } from '../objects/protocol/call.ts';
import { truth } from '../objects/protocol/operators.ts';
import { repr } from '../objects/protocol/text.ts';
import { PyCode, PyFloat, PyList, PyModule } from '../objects/shapes.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import * as event from '../vm/monitoring/events.ts';
import { clearTool, type FrameCallback, monitoringOf, setGlobalEvents } from '../vm/monitoring/monitor.ts';
import { thread } from '../vm/thread.ts';
import { cDouble } from './support/arguments.ts';

/** sys.monitoring.PROFILER_ID */
const PROFILER_ID = 2;

const entryType = makeStructSeq('_lsprof.profiler_entry', [
  'code',
  'callcount',
  'reccallcount',
  'totaltime',
  'inlinetime',
  'calls',
]);
const subentryType = makeStructSeq('_lsprof.profiler_subentry', [
  'code',
  'callcount',
  'reccallcount',
  'totaltime',
  'inlinetime',
]);

/** Python code, or a native function. */
type Key = PyCode | PyNative;

/** What is counted of a function, or of it as called by one other. */
class Counts {
  calls = 0;
  recursive = 0;
  total = 0;
  own = 0;
  /** How often it is in the chain of calls right now. */
  level = 0;

  ended(total: number, own: number): void {
    if (--this.level === 0) this.total += total;
    else this.recursive++;
    this.own += own;
    this.calls++;
  }
}
class Entry extends Counts {
  readonly callees = new Map<Entry, Counts>();
  constructor(readonly code: PyValue) {
    super();
  }
}

/** A call that has not ended. */
interface Call {
  readonly entry: Entry;
  readonly began: number;
  readonly caller: Call | null;
  inCallees: number;
}

class PyProfiler extends PyObject {
  timer: PyValue = None;
  /** Seconds a unit of the timer; 0: its results are seconds already. */
  unit = 0;
  subcalls = true;
  builtins = true;
  enabled = false;
  /** The program's timer runs: what it measures must not go away under it. */
  timing = false;
  entries = new Map<Key, Entry>();
  current: Call | null = null;

  now(): number {
    if (this.timer === None) return host().clock.milliseconds() / 1000;
    const ts = thread();
    ts.tracing++; // the timer is not profiled
    this.timing = true;
    try {
      return cDouble(call(this.timer, []));
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e;
      hooks.unraisable(e, 'Exception ignored while calling _lsprof timer', this.timer);
      return 0;
    } finally {
      this.timing = false;
      ts.tracing--;
    }
  }
  private entryOf(key: Key): Entry {
    let e = this.entries.get(key);
    if (e === undefined) this.entries.set(key, (e = new Entry(key instanceof PyCode ? key : describe(key))));
    return e;
  }
  begin(key: Key): void {
    const entry = this.entryOf(key);
    const caller = this.current;
    entry.level++;
    if (this.subcalls && caller !== null) {
      const { callees } = caller.entry;
      let c = callees.get(entry);
      if (c === undefined) callees.set(entry, (c = new Counts()));
      c.level++;
    }
    this.current = { entry, began: this.now(), caller, inCallees: 0 };
  }
  end(): void {
    const c = this.current;
    if (c === null) return;
    const total = this.now() - c.began;
    const own = total - c.inCallees;
    this.current = c.caller;
    if (c.caller !== null) c.caller.inCallees += total;
    c.entry.ended(total, own);
    if (this.subcalls && c.caller !== null) c.caller.entry.callees.get(c.entry)?.ended(total, own);
  }
}

/** How profiles name a native function. */
function describe(f: PyNative): PyValue {
  if (f.owner !== null) return repr(f);
  const module = f.module instanceof PyModule ? f.module.dict.getStr('__name__') : f.module;
  return fromJS(`<built-in method ${typeof module === 'string' ? `${module}.` : ''}${f.name}>`);
}

const STARTS = [event.PY_START, event.PY_RESUME, event.PY_THROW];
const ENDS = [event.PY_RETURN, event.PY_YIELD, event.PY_UNWIND];

function enable(p: PyProfiler, subcalls?: PyValue, builtins?: PyValue): void {
  const m = monitoringOf(thread());
  if (m.names[PROFILER_ID] !== null) throw valueError('Another profiling tool is already active');
  m.names[PROFILER_ID] = 'cProfile';
  if (subcalls !== undefined) p.subcalls = truth(subcalls);
  if (builtins !== undefined) p.builtins = truth(builtins);
  p.enabled = true;
  const native = (f: PyValue): PyNative | null =>
    f instanceof PyNative ? f : f instanceof PyBoundNative ? f.native : null;
  const callback: FrameCallback = (_ts, frame, e, _pc, rest) => {
    if (STARTS.includes(e)) p.begin(frame.code);
    else if (ENDS.includes(e)) p.end();
    else {
      const f = native(rest[0]);
      if (f === null) return;
      if (e === event.CALL) p.begin(f);
      else p.end();
    }
  };
  const wanted = [...STARTS, ...ENDS, ...(p.builtins ? [event.CALL, event.C_RETURN, event.C_RAISE] : [])];
  for (const e of wanted) m.callbacks[PROFILER_ID][e] = callback;
  setGlobalEvents(m, PROFILER_ID, event.eventSet(...wanted));
}

function disable(p: PyProfiler): void {
  if (p.timing) throw runtimeError('cannot disable profiler in external timer');
  if (p.enabled) {
    const m = monitoringOf(thread());
    clearTool(m, PROFILER_ID);
    m.names[PROFILER_ID] = null;
    p.enabled = false;
  }
  while (p.current !== null) p.end();
}

/** What getstats() says after the code of an entry. */
function numbers(p: PyProfiler, c: Counts): PyValue[] {
  const scale = p.unit === 0 ? 1 : p.unit;
  return [c.calls, c.recursive, new PyFloat(c.total * scale), new PyFloat(c.own * scale)];
}

const profilerType = makeBuiltinType('Profiler', PyProfiler, { module: '_lsprof', flags: TYPE_BASETYPE });
defineType(profilerType, {
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    '__init__(timer=None, timeunit=0.0, subcalls=True, builtins=True)': (
      p: PyProfiler,
      timer: PyValue,
      unit: PyValue,
      subcalls: PyValue,
      builtins: PyValue,
    ) => {
      p.timer = timer;
      p.unit = timer === None ? 0 : cDouble(unit);
      p.subcalls = truth(subcalls);
      p.builtins = truth(builtins);
    },
    'enable(subcalls=?, builtins=?)': enable,
    'disable()': disable,
    'clear()': (p: PyProfiler) => {
      if (p.timing) throw runtimeError('cannot clear profiler in external timer');
      p.entries = new Map();
      p.current = null;
    },
    'getstats()': (p: PyProfiler) =>
      new PyList(
        [...p.entries.values()]
          .filter((e) => e.calls > 0)
          .map((e) => {
            const calls = [...e.callees]
              .filter(([, c]) => c.calls > 0)
              .map(([callee, c]) => subentryType.of(callee.code, ...numbers(p, c)));
            return entryType.of(e.code, ...numbers(p, e), calls.length === 0 ? None : new PyList(calls));
          }),
      ),
  },
});

defineModule('_lsprof', (m) => {
  m.type(profilerType);
  m.type(entryType.type);
  m.type(subentryType.type);
});
