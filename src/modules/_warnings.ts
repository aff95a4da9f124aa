// _warnings: warn() and warn_explicit() with the filter list, `once` and per-module registries, as Python/_warnings.c.
// Invariant: filters and registries are the ones warnings.py shares with this module; showing is warnings.py's work.

import { PyContextVar } from './_contextvars.ts';
import { PyRLock } from './_thread.ts';
import { None, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyList, PyTuple } from '../objects/shapes.ts';
import { PyType, typeOf } from '../objects/type.ts';
import type { PyFrame } from '../objects/frame.ts';
import { lineOf, pythonFrame } from '../objects/frame.ts';
import { exceptionTypes, PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { typeError, valueError, runtimeError } from '../objects/exceptions/raise.ts';
import { callMethodR, callR } from '../objects/protocol/call.ts';
import { getattrR, lookupAttrR } from '../objects/protocol/attribute.ts';
import { truthR, index } from '../objects/protocol/operators.ts';
import { strR } from '../objects/protocol/text.ts';
import type { NativeGenerator, Resumable } from '../objects/protocol/pending.ts';
import { showResources } from '../objects/memory/resources.ts';
import { issubclassR } from '../objects/type/isinstance.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { interpreter } from '../runtime/interpreter.ts';
import { hooks } from '../objects/hooks.ts';
import { thread } from '../vm/thread.ts';

interface State {
  version: number;
  filters: PyList;
  once: PyDict;
  defaultAction: PyValue;
}
function state(): State {
  const all = interpreter().moduleState;
  let s = all.get('_warnings') as State | undefined;
  if (s === undefined) {
    const f = (action: string, category: string, module: PyValue = None): PyValue =>
      new PyTuple([action, None, exceptionTypes[category], module, 0]);
    const dev = interpreter().config.flags.devMode;
    const filters = dev
      ? [f('default', 'Warning')]
      : [
          f('default', 'DeprecationWarning', '__main__'),
          f('ignore', 'DeprecationWarning'),
          f('ignore', 'PendingDeprecationWarning'),
          f('ignore', 'ImportWarning'),
          f('ignore', 'ResourceWarning'),
        ];
    all.set(
      '_warnings',
      (s = { version: 0, filters: new PyList(filters), once: new PyDict(), defaultAction: 'default' }),
    );
  }
  return s;
}

/** The attribute of warnings.py when it is loaded, else our own. */
function shared(name: string, own: PyValue): PyValue {
  const w = interpreter().modules.getStr('warnings');
  const v = w !== undefined && typeof w === 'object' ? w.dict?.getStr(name) : undefined;
  return v ?? own;
}

function isInternalFrame(f: PyFrame): boolean {
  const name = f.code.code.filename;
  return name.includes('importlib') && name.includes('_bootstrap');
}
function outer(f: PyFrame | null): PyFrame | null {
  return f === null ? null : pythonFrame(f.back);
}

function* matches(pattern: PyValue, text: PyValue): NativeGenerator<boolean> {
  if (pattern === None) return true;
  if (isStr(pattern) && typeOf(pattern).name === 'str') return isStr(text) && toJS(pattern) === toJS(text);
  const m: PyValue = yield callMethodR(pattern, 'match', [text]);
  return yield truthR(m);
}

function* findAction(category: PyValue, text: PyValue, module: PyValue, line: number): NativeGenerator<PyValue> {
  const s = state();
  const lists: PyValue[] = [];
  const w = interpreter().modules.getStr('warnings');
  if (w !== undefined) {
    // 3.14: filters of the current context (warnings._get_context) come before the global ones.
    const getContext: PyValue | undefined = yield lookupAttrR(w, '_get_context');
    if (getContext !== undefined) {
      const context: PyValue = yield callR(getContext, []);
      const own = (yield lookupAttrR(context, '_filters')) as PyValue | undefined;
      if (own instanceof PyList) lists.push(own);
    }
  }
  lists.push(shared('filters', s.filters));
  for (const filters of lists) {
    if (!(filters instanceof PyList)) continue;
    for (const item of filters.items.slice()) {
      if (!(item instanceof PyTuple) || item.items.length !== 5)
        throw valueError("warnings.filters item isn't a 5-tuple");
      const [action, msg, cat, mod, ln] = item.items;
      const isSub: boolean = yield issubclassR(category, cat);
      if (!isSub) continue;
      const n = Number(index(ln));
      if (n !== 0 && n !== line) continue;
      const okText: boolean = yield matches(msg, text);
      if (!okText) continue;
      const okModule: boolean = yield matches(mod, module);
      if (okModule) return action;
    }
  }
  return shared('defaultaction', s.defaultAction);
}

/** Whether the filters let a ResourceWarning through, at some place at least. */
function showsResources(): boolean {
  const s = state();
  const filters = shared('filters', s.filters);
  if (!(filters instanceof PyList)) return true;
  for (const item of filters.items) {
    if (!(item instanceof PyTuple) || item.items.length !== 5) continue;
    const [action, message, category, module, line] = item.items;
    if (!(category instanceof PyType) || !exceptionTypes.ResourceWarning.isSubtype(category)) continue;
    if (action !== 'ignore') return true;
    if (message === None && module === None && line === 0) return false;
  }
  return shared('defaultaction', s.defaultAction) !== 'ignore';
}

function alreadyWarned(registry: PyDict, key: PyValue, set: boolean): boolean {
  const s = state();
  const version = registry.getStr('version');
  if (version !== s.version) {
    registry.clear();
    registry.setStr('version', s.version);
  } else if (registry.get(key) === true) return true;
  if (set) registry.set(key, true);
  return false;
}

function* warnExplicit(
  category: PyValue,
  message: PyValue,
  filename: PyValue,
  line: number,
  module: PyValue,
  registry: PyValue,
  sourceLine: PyValue,
  source: PyValue,
): NativeGenerator<PyValue> {
  if (registry !== None && !(registry instanceof PyDict)) throw typeError("'registry' must be a dict or None");
  let text: PyValue;
  let cat = category;
  if (message instanceof PyBaseException && message.cls.isSubtype(exceptionTypes.Warning)) {
    text = yield strR(message);
    cat = message.cls;
  } else {
    text = message;
    message = yield callR(category, [text]);
  }
  if (module === undefined || module === None) {
    const f = isStr(filename) ? toJS(filename) : '<unknown>';
    module = f.endsWith('.py') ? fromJS(f.slice(0, -3)) : fromJS(f);
  }
  const key = new PyTuple([text, cat, line]);
  if (registry instanceof PyDict && alreadyWarned(registry, key, false)) return None;
  const actionValue: PyValue = yield findAction(cat, text, module, line);
  const action = isStr(actionValue) ? toJS(actionValue) : '';
  if (action === 'error') throw message;
  if (action === 'ignore') return None;
  if (registry instanceof PyDict && action !== 'always' && action !== 'all') registry.set(key, true);
  if (action === 'once') {
    const reg = shared('onceregistry', state().once);
    const k = new PyTuple([text, cat]);
    if (reg instanceof PyDict) {
      if (reg.get(k) === true) return None;
      reg.set(k, true);
    }
  } else if (action === 'module') {
    if (registry instanceof PyDict && alreadyWarned(registry, new PyTuple([text, cat, 0]), true)) return None;
  } else if (action !== 'always' && action !== 'all' && action !== 'default') {
    throw runtimeError(`Unrecognized action (${action}) in warnings.filters:\n ${action}`);
  }
  const w: PyValue = yield hooks.importR('warnings');
  const messageClass: PyValue = yield getattrR(w, 'WarningMessage');
  const record: PyValue = yield callR(messageClass, [message, cat, filename, line, None, sourceLine, source ?? None]);
  const show: PyValue = yield getattrR(w, '_showwarnmsg');
  yield callR(show, [record]);
  return None;
}

function* warn(
  message: PyValue,
  category: PyValue,
  stacklevel: number,
  source: PyValue,
  skip: readonly string[],
): NativeGenerator<PyValue> {
  let cat: PyValue = category;
  if (message instanceof PyBaseException && message.cls.isSubtype(exceptionTypes.Warning)) cat = message.cls;
  else if (cat === None) cat = exceptionTypes.UserWarning;
  if (!(cat instanceof PyType) || !cat.isSubtype(exceptionTypes.Warning)) {
    throw typeError(`category must be a Warning subclass, not '${cat instanceof PyType ? 'type' : typeOf(cat).name}'`);
  }
  let f: PyFrame | null = thread().frame;
  if (stacklevel <= 0 || (f !== null && isInternalFrame(f))) {
    while (--stacklevel > 0 && f !== null) f = outer(f);
  } else {
    const skipped = (x: PyFrame): boolean => isInternalFrame(x) || skip.some((p) => x.code.code.filename.startsWith(p));
    while (--stacklevel > 0 && f !== null) {
      do f = outer(f);
      while (f !== null && skipped(f));
    }
  }
  const globals = f === null ? interpreter().sys.dict : f.globals;
  const filename: PyValue = f === null ? '<sys>' : fromJS(f.code.code.filename);
  const line = f === null ? 0 : lineOf(f.code, f.pc);
  let registry = globals.getStr('__warningregistry__');
  if (registry === undefined) {
    registry = new PyDict();
    globals.setStr('__warningregistry__', registry);
  }
  const name = globals.getStr('__name__');
  const module: PyValue = name !== undefined && isStr(name) ? name : '<string>';
  return yield warnExplicit(cat, message, filename, line, module, registry, None, source);
}

hooks.warnR = (category: PyType, message: string, stacklevel = 1, source: PyValue = None): Resumable =>
  warn(fromJS(message), category, stacklevel, source, []);

defineModule('_warnings', (m) => {
  const s = state();
  m.set('filters', s.filters);
  m.set('_onceregistry', s.once);
  m.set('_defaultaction', s.defaultAction);
  m.set('_warnings_context', new PyContextVar('warnings_context', undefined));
  const lock = new PyRLock();
  const mutated = (): PyValue => {
    s.version++;
    showResources(showsResources());
    return None;
  };
  m.funcs({
    'warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=?)': (
      message: PyValue,
      category: PyValue,
      stacklevel: PyValue,
      source: PyValue,
      skip: PyValue | undefined,
    ) => {
      const prefixes = skip instanceof PyTuple ? skip.items.map((p) => (isStr(p) ? toJS(p) : '')) : [];
      let level = Number(index(stacklevel));
      if (prefixes.length > 0 && level < 2) level = 2;
      return warn(message, category, level, source, prefixes);
    },
    'warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)':
      (
        message: PyValue,
        category: PyValue,
        filename: PyValue,
        lineno: PyValue,
        module: PyValue,
        registry: PyValue,
        _globals: PyValue,
        source: PyValue,
      ) => warnExplicit(category, message, filename, Number(index(lineno)), module, registry, None, source),
    '_filters_mutated_lock_held()': mutated,
    '_filters_mutated()': mutated,
    // The filters change under one lock an interpreter, whoever holds it (warnings._lock).
    '_acquire_lock()': () => callMethodR(lock, 'acquire', []),
    '_release_lock()': () => callMethodR(lock, 'release', []),
  });
});
