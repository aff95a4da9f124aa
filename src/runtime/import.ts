// The import statement below importlib: `__import__`, `from m import name`, and starting importlib itself.
// Invariant: finding and loading are CPython's own `_bootstrap` modules; only the look-up in sys.modules and the
// choice of what `import a.b` binds are here (import.c).

import { None, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyModule, PyTuple } from '../objects/shapes.ts';
import { exceptionTypes, PyBaseException, type PyImportError } from '../objects/exceptions/hierarchy.ts';
import {
  importError,
  isException,
  keyError,
  newException,
  typeError,
  valueError,
} from '../objects/exceptions/raise.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import { instanceGet, lookupAttrR } from '../objects/protocol/attribute.ts';
import { index, truthR } from '../objects/protocol/operators.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { repr } from '../objects/protocol/text.ts';
import type { NativeGenerator, Resumable } from '../objects/protocol/pending.ts';
import type { PyTraceback } from '../objects/frame.ts';
import { setImportFromFallback } from '../vm/cold.ts';
import { interpreter } from './interpreter.ts';
import { hooks } from '../objects/hooks.ts';

function bootstrap(): PyValue {
  return interpreter().importlib;
}

function* resolveName(name: string, globals: PyValue, level: number): NativeGenerator<string> {
  if (!(globals instanceof PyDict)) throw keyError("'__name__' not in globals");
  const spec = globals.getStr('__spec__');
  let pkg = globals.getStr('__package__');
  if (pkg === None) pkg = undefined;
  if (pkg === undefined && spec !== undefined && spec !== None)
    pkg = (yield lookupAttrR(spec, 'parent')) as unknown as PyValue | undefined;
  if (pkg === undefined) {
    const n = globals.getStr('__name__');
    if (n === undefined) throw keyError("'__name__' not in globals");
    if (!isStr(n)) throw typeError('__name__ must be a string');
    pkg = n;
    if (globals.getStr('__path__') === undefined) {
      const s = toJS(n);
      const dot = s.lastIndexOf('.');
      pkg = dot < 0 ? '' : s.slice(0, dot);
    }
  }
  if (!isStr(pkg)) throw typeError('package must be a string');
  let base = toJS(pkg);
  if (base === '') throw importError('attempted relative import with no known parent package');
  for (let i = 1; i < level; i++) {
    const dot = base.lastIndexOf('.');
    if (dot < 0) throw importError('attempted relative import beyond top-level package');
    base = base.slice(0, dot);
  }
  return name === '' ? base : `${base}.${name}`;
}

/** A module from sys.modules, waiting for its initialisation when another import runs it. */
function loaded(name: string): PyValue | undefined {
  const m = interpreter().modules.get(fromJS(name));
  return m;
}
function isInitializing(m: PyValue): boolean {
  if (!(m instanceof PyModule)) return false;
  const spec = m.dict.getStr('__spec__');
  return spec !== undefined && typeof spec === 'object' && instanceGet(spec, '_initializing') === true;
}

/** `__import__(name, globals, locals, fromlist, level)`. */
export function importR(name: PyValue, globals: PyValue, fromlist: PyValue, levelValue: PyValue): Resumable {
  if (!isStr(name)) throw typeError('module name must be a string');
  const level = Number(index(levelValue));
  if (level < 0) throw valueError('level must be >= 0');
  const text = toJS(name);
  if (level === 0) {
    if (text === '') throw valueError('Empty module name');
    // The common case: an absolute import of something loaded, nothing to bind from it.
    const m = loaded(text);
    const { prepared } = interpreter();
    if (prepared !== null && globals instanceof PyDict) prepared.record(globals.getStr('__name__'), text, fromlist);
    if (m !== undefined && m !== None && !isInitializing(m)) {
      const from = fromlist instanceof PyTuple ? fromlist.items.length > 0 : fromlist !== None;
      if (!from) {
        const dot = text.indexOf('.');
        if (dot < 0) return m;
        const top = loaded(text.slice(0, dot));
        if (top !== undefined) return top;
      } else if (m instanceof PyModule && m.dict.getStr('__path__') === undefined) return m;
    }
  }
  return trimmed(importSlow(text, globals, fromlist, level));
}

/** Users see their own frames in the traceback of a failed import, not importlib's (import.c, remove_importlib_frames). */
function* trimmed(work: NativeGenerator<PyValue>): NativeGenerator<PyValue> {
  try {
    return yield work;
  } catch (e) {
    if (e instanceof PyBaseException && interpreter().config.flags.verbose === 0)
      e.traceback = withoutImportlib(e.traceback as PyTraceback | null, isException(e, 'ImportError'));
    throw e;
  }
}

const IMPORTLIB = new Set(['<frozen importlib._bootstrap>', '<frozen importlib._bootstrap_external>']);

/**
 * A traceback without its runs of importlib frames: all of them for an ImportError, otherwise those that end in
 * `_call_with_frames_removed`.
 */
function withoutImportlib(tb: PyTraceback | null, always: boolean): PyTraceback | null {
  const kept: PyTraceback[] = [];
  let run: PyTraceback[] = [];
  for (; tb !== null; tb = tb.next) {
    const { filename, name } = tb.frame.code.code;
    if (!IMPORTLIB.has(filename)) {
      kept.push(...run, tb);
      run = [];
    } else if (always || name === '_call_with_frames_removed') run = [];
    else run.push(tb);
  }
  kept.push(...run);
  for (const [i, entry] of kept.entries()) entry.next = kept[i + 1] ?? null;
  return kept[0] ?? null;
}

function* importSlow(name: string, globals: PyValue, fromlist: PyValue, level: number): NativeGenerator<PyValue> {
  const absolute: string = level > 0 ? yield resolveName(name, globals, level) : name;
  const { prepared } = interpreter();
  if (prepared !== null && level > 0 && globals instanceof PyDict)
    prepared.record(globals.getStr('__name__'), absolute, fromlist);
  let m = loaded(absolute);
  if (m === undefined && prepared?.adopt(absolute) === true) m = loaded(absolute);
  if (m !== undefined && m !== None) {
    if (isInitializing(m)) yield callMethodR(bootstrap(), '_lock_unlock_module', [fromJS(absolute)]);
  } else m = (yield callMethodR(bootstrap(), '_find_and_load', [fromJS(absolute), gcdImport()])) as unknown as PyValue;
  const from: boolean = fromlist === None ? false : yield truthR(fromlist);
  if (!from) {
    if (level === 0 || name !== '') {
      const dot = name.indexOf('.');
      if (dot < 0) return m;
      if (level === 0) return yield importSlow(name.slice(0, dot), None, None, 0);
      const cut = absolute.length - (name.length - dot);
      const front = absolute.slice(0, cut);
      const top = loaded(front);
      if (top === undefined) throw keyError(`${repr(fromJS(front))} not in sys.modules as expected`);
      return top;
    }
    return m;
  }
  const path: PyValue | undefined = yield lookupAttrR(m, '__path__');
  if (path === undefined) return m;
  if (prepared !== null && fromlist instanceof PyTuple) {
    for (const item of fromlist.items) if (isStr(item)) prepared.adopt(`${absolute}.${toJS(item)}`);
  }
  return yield callMethodR(bootstrap(), '_handle_fromlist', [m, fromlist, gcdImport()]);
}
function gcdImport(): PyValue {
  return (bootstrap() as PyModule).dict.getStr('_gcd_import')!;
}

/** `importlib.import_module(name)` for native code. */
export function* importModuleR(name: string): NativeGenerator<PyValue> {
  const m = loaded(name);
  if (m !== undefined && m !== None && !isInitializing(m)) return m;
  yield importSlow(name, None, None, 0);
  const done = loaded(name);
  if (done === undefined) throw keyError(fromJS(name));
  return done;
}
hooks.importR = importModuleR;

setImportFromFallback(function* (module: PyValue, name: string): NativeGenerator<PyValue> {
  const modName: PyValue | undefined = yield lookupAttrR(module, '__name__');
  if (modName !== undefined && isStr(modName)) {
    const full = loaded(`${toJS(modName)}.${name}`);
    if (full !== undefined) return full;
  }
  const shown = modName !== undefined && isStr(modName) ? toJS(modName) : '<unknown module name>';
  const file: PyValue | undefined = yield lookupAttrR(module, '__file__');
  const where = file !== undefined && isStr(file) ? toJS(file) : 'unknown location';
  const circular = isInitializing(module);
  let message: string;
  if (circular) {
    message = `cannot import name '${name}' from partially initialized module '${shown}' (most likely due to a circular import) (${where})`;
  } else message = `cannot import name '${name}' from '${shown}' (${where})`;
  const e = newException(exceptionTypes.ImportError, fromJS(message)) as PyImportError; // its shape
  e.msg = fromJS(message);
  e.name = fromJS(shown);
  e.path = file ?? None;
  e.nameFrom = fromJS(name);
  throw e;
});
