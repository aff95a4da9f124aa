// sys.monitoring (PEP 669): tools register for events. Invariant: the listeners are the interpreter's (vm/monitoring);
// this is only their Python face.

import { PyDict } from '../objects/dict/storage.ts';
import { typeError, valueError } from '../objects/exceptions/raise.ts';
import { None, type PyValue } from '../objects/object.ts';
import { index } from '../objects/protocol/operators.ts';
import { PyCode, PyModule } from '../objects/shapes.ts';
import { simpleNamespace } from '../objects/simplenamespace.ts';
import { isStr } from '../objects/str/text.ts';
import type { ModuleBuilder } from '../runtime/modules.ts';
import { BRANCH, C_RAISE, C_RETURN, CALL, EVENTS, eventNames, LOCAL_EVENTS } from '../vm/monitoring/events.ts';
import {
  clearTool,
  DISABLE,
  localEvents,
  MISSING,
  type Monitoring,
  monitoringOf,
  restartEvents,
  setGlobalEvents,
  setLocalEvents,
  TOOLS,
} from '../vm/monitoring/monitor.ts';
import { thread } from '../vm/thread.ts';

const listeners = (): Monitoring => monitoringOf(thread());

function tool(id: PyValue): number {
  const n = Number(index(id));
  if (n < 0 || n >= TOOLS) throw valueError(`invalid tool ${n} (must be between 0 and 5)`);
  return n;
}
function toolInUse(id: PyValue): number {
  const n = tool(id);
  if (listeners().names[n] === null) throw valueError(`tool ${n} is not in use`);
  return n;
}

const C_EVENTS = (1 << C_RETURN) | (1 << C_RAISE);
/** An event set a program may ask for: the events of C calls come with CALL only. */
function checkSet(events: PyValue): number {
  const set = Number(index(events));
  if (set < 0 || set >= 2 ** EVENTS) throw valueError(`invalid event set 0x${set.toString(16)}`);
  if ((set & C_EVENTS) !== 0 && (set & C_EVENTS) !== C_EVENTS)
    throw valueError('cannot set C_RETURN or C_RAISE events independently');
  if ((set & C_EVENTS) !== 0 && (set & (1 << CALL)) === 0)
    throw valueError('cannot set C_RETURN or C_RAISE events independently');
  return set & ~C_EVENTS;
}
const withC = (set: number): number => ((set & (1 << CALL)) !== 0 ? set | C_EVENTS : set);
const shown = (set: number): number => set & ~C_EVENTS;

function codeOf(v: PyValue): PyCode {
  if (!(v instanceof PyCode)) throw typeError('code must be a code object');
  return v;
}

/** The module object. */
export function monitoringModule(m: ModuleBuilder): PyValue {
  const events: { [name: string]: PyValue } = { NO_EVENTS: 0 };
  eventNames.forEach((n, k) => {
    events[n] = 2 ** k;
  });
  const d = new PyDict();
  d.setStr('__name__', 'sys.monitoring');
  const mon = new PyModule(d);
  d.setStr('events', simpleNamespace(events));
  d.setStr('DEBUGGER_ID', 0);
  d.setStr('COVERAGE_ID', 1);
  d.setStr('PROFILER_ID', 2);
  d.setStr('OPTIMIZER_ID', 5);
  d.setStr('DISABLE', DISABLE);
  d.setStr('MISSING', MISSING);
  for (const fn of [
    m.func('use_tool_id(tool_id, name, /)', (id: PyValue, name: PyValue) => {
      const n = tool(id);
      if (!isStr(name)) throw valueError('tool name must be a str');
      const { names } = listeners();
      if (names[n] !== null) throw valueError(`tool ${n} is already in use`);
      names[n] = name;
    }),
    m.func('clear_tool_id(tool_id, /)', (id: PyValue) => {
      const n = tool(id);
      if (listeners().names[n] !== null) clearTool(listeners(), n);
    }),
    m.func('free_tool_id(tool_id, /)', (id: PyValue) => {
      const n = tool(id);
      if (listeners().names[n] !== null) clearTool(listeners(), n);
      listeners().names[n] = null;
    }),
    m.func('get_tool(tool_id, /)', (id: PyValue) => listeners().names[tool(id)] ?? None),
    m.func('register_callback(tool_id, event, func, /)', (id: PyValue, event: PyValue, f: PyValue) => {
      const n = tool(id);
      const set = Number(index(event));
      const e = 31 - Math.clz32(set);
      if (set <= 0 || set !== 2 ** e) throw valueError('The callback can only be set for one event at a time');
      if (e >= EVENTS) throw valueError(`invalid event ${set}`);
      const callbacks = listeners().callbacks[n];
      const old = callbacks[e];
      callbacks[e] = f === None ? null : f;
      return old === null || typeof old === 'function' ? None : old;
    }),
    m.func('get_events(tool_id, /)', (id: PyValue) => shown(listeners().global[toolInUse(id)])),
    m.func('set_events(tool_id, event_set, /)', (id: PyValue, set: PyValue) => {
      const n = tool(id);
      const s = checkSet(set);
      setGlobalEvents(listeners(), toolInUse(n), withC(s));
    }),
    m.func('get_local_events(tool_id, code, /)', (id: PyValue, code: PyValue) =>
      shown(localEvents(codeOf(code), toolInUse(id))),
    ),
    m.func('set_local_events(tool_id, code, event_set, /)', (id: PyValue, code: PyValue, set: PyValue) => {
      const n = tool(id);
      const c = codeOf(code);
      const s = checkSet(set);
      toolInUse(id);
      if ((s & ~((1 << LOCAL_EVENTS) - 1) & ~(1 << BRANCH)) !== 0)
        throw valueError(`invalid local event set 0x${s.toString(16)}`);
      setLocalEvents(c, n, withC(s));
    }),
    m.func('restart_events()', () => restartEvents(listeners())),
    m.func('_all_events()', () => {
      const all = new PyDict();
      const { global } = listeners();
      for (let e = 0; e < EVENTS; e++) {
        let tools = 0;
        for (let t = 0; t < global.length; t++) if ((global[t] & (1 << e)) !== 0) tools |= 1 << t;
        if (tools !== 0) all.setStr(eventNames[e], tools);
      }
      return all;
    }),
  ]) {
    d.setStr(fn.name, fn);
    m.dict.delete(fn.name);
  }
  return mon;
}
