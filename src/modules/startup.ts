// Starting an interpreter: sys and builtins, importlib's two halves, the standard streams, site. Invariant: the order is
// CPython's (pylifecycle.c); after it `import` and `print` work.

import './all.ts';
import { None, type PyValue } from '../objects/object.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { PyBytes, PyList, PyModule } from '../objects/shapes.ts';
import { beginWatching } from '../runtime/memory/begin.ts';
import { native } from '../objects/native.ts';
import { importError } from '../objects/exceptions/raise.ts';
import { call, callMethod, callMethodR, callR } from '../objects/protocol/call.ts';
import { getattr, getattrR, setattr } from '../objects/protocol/attribute.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { initBuiltinModule, newModule } from '../runtime/modules.ts';
import { type Config, interpreter, RuntimeInterpreter } from '../runtime/interpreter.ts';
import { executeCode } from '../runtime/execute.ts';
import { learnBuiltins } from '../jit/jit.ts';
import { setThread } from '../vm/thread.ts';
import { runSync } from '../vm/enter.ts';
import { frozenCode } from './_imp.ts';
import { environDict } from './posix/process.ts';
import { configureSys } from './sys.ts';
import { hooks } from '../objects/hooks.ts';
import { unlinkWatched, watchLinking } from '../vm/instruction.ts';
import { PreparedModules } from '../runtime/prepared.ts';
import { host } from '../runtime/host.ts';
import { makeStandardStream } from './_io/open.ts';

/** Makes an interpreter that can import and print. Throws the Python exception when start-up fails. */
export function startInterpreter(config: Config): RuntimeInterpreter {
  const i = prepareInterpreter(config);
  finishInterpreter(i, config);
  return i;
}

/**
 * The first half of start-up: what is the same for every program. Nothing of it depends on the machine's state, so the
 * result may be kept in a start-up snapshot and taken over by another process. `preload`: modules to import; `beforehand`:
 * modules to import and to keep aside until the program imports them (runtime/prepared.ts).
 */
export function prepareInterpreter(
  config: Config,
  preload: readonly string[] = [],
  beforehand: readonly string[] = [],
): RuntimeInterpreter {
  const i = new RuntimeInterpreter(config);
  if (beforehand.length > 0) {
    i.prepared = new PreparedModules(i);
    watchLinking();
  }
  runIn(i, prepare(i, preload, beforehand));
  unlinkWatched();
  return i;
}

/** The second half: configuration, standard streams, the environment, site. */
export function finishInterpreter(i: RuntimeInterpreter, config: Config): void {
  i.configure(config);
  configureSys(i);
  i.builtins.setStr('__debug__', config.flags.optimize === 0);
  runIn(i, finish(i));
  beginWatching(i);
}

/**
 * What CPython has imported before a program starts, besides site's own needs: a program's folder may have files of
 * these names, which must not hide the library's.
 */
export const IMPORTED_AT_START = ['encodings', 'io'];

function runIn(i: RuntimeInterpreter, work: NativeGenerator<PyValue>): void {
  const old = setThread(i.mainThread);
  try {
    runSync(i.mainThread, work);
  } finally {
    setThread(old);
  }
}

function* prepare(
  i: RuntimeInterpreter,
  preload: readonly string[],
  beforehand: readonly string[],
): NativeGenerator<PyValue> {
  const sys = newModule('sys');
  i.sys = sys;
  i.modules.setStr('sys', sys);
  const builtins = newModule('builtins');
  i.modules.setStr('builtins', builtins);
  i.builtins = builtins.dict;
  initBuiltinModule(sys, 'sys');
  initBuiltinModule(builtins, 'builtins');
  learnBuiltins(builtins.dict);
  const main = newModule('__main__');
  main.dict.setStr('__builtins__', builtins);
  i.modules.setStr('__main__', main);

  // importlib: its modules are given what they cannot import.
  const bootstrap = newModule('_frozen_importlib');
  i.importlib = bootstrap;
  i.modules.setStr('_frozen_importlib', bootstrap);
  const imp = newModule('_imp');
  initBuiltinModule(imp, '_imp');
  i.modules.setStr('_imp', imp);
  bootstrap.dict.setStr('__builtins__', builtins);
  bootstrap.dict.setStr('__origname__', 'importlib._bootstrap');
  yield executeCode(frozenCode('_frozen_importlib'), bootstrap.dict);
  yield callMethodR(bootstrap, '_install', [sys, imp]);
  yield callMethodR(bootstrap, '_install_external_importers', []);
  yield installZipHook(i, bootstrap);
  const gcd: PyValue = bootstrap.dict.getStr('_gcd_import')!;
  for (const name of preload) yield callR(gcd, [name]);
  if (i.prepared !== null) {
    for (const name of ['stdin', 'stdout', 'stderr']) i.sysSet(name, None); // the program's own come later
    const keep = new Set([...i.modules.entries()].map(([name]) => toJS(name as string))); // sys.modules has str keys
    // As a program would ask for them: importlib itself does not tell who asked.
    for (const name of beforehand) yield hooks.importR(name);
    for (const [name, work] of REFRESH) i.prepared.refresh.set(name, work);
    i.prepared.usable.set('_ssl', () => host().openssl() !== null);
    i.prepared.seal(keep);
  }
  return None;
}

function* finish(i: RuntimeInterpreter): NativeGenerator<PyValue> {
  if (i.modules.getStr('os') !== undefined) refreshEnvironment(i);
  yield streams(i);
  // warnings reads the options when it is imported.
  if (i.config.warnOptions.length > 0) yield hooks.importR('warnings');
  if (i.config.faulthandler) {
    const gcd: PyValue = (i.modules.getStr('_frozen_importlib') as PyModule).dict.getStr('_gcd_import')!;
    const faulthandler: PyValue = yield callR(gcd, ['faulthandler']);
    yield callMethodR(faulthandler, 'enable', []);
  }
  if (i.config.flags.noSite === 0) {
    const gcd: PyValue = (i.modules.getStr('_frozen_importlib') as PyModule).dict.getStr('_gcd_import')!;
    // Importing site runs main(), unless it was imported while sys.flags.no_site was set.
    const prepared = i.modules.getStr('site');
    if (prepared === undefined) yield callR(gcd, ['site']);
    else {
      // It was imported where another interpreter lay.
      const prefixes = ['prefix', 'exec_prefix'].map((name) => i.sysGet(name)!);
      if (prepared instanceof PyModule) prepared.dict.setStr('PREFIXES', new PyList(prefixes));
      yield callMethodR(prepared, 'main', []);
    }
  }
  return None;
}

/** os.environ of an interpreter that was prepared in another process. */
function refreshEnvironment(i: RuntimeInterpreter): void {
  const environment = (i.modules.getStr('posix') as PyModule).dict.getStr('environ') as PyDict; // as the module made it
  environment.clear();
  environDict().copyInto(environment);
  // os.environ keeps its data in that very dict.
}

/** What a module that was imported in another process has to do again. */
const REFRESH: readonly (readonly [name: string, work: (m: PyModule) => void])[] = [
  ['time', (m) => void callMethod(m, 'tzset', [])],
  [
    'threading',
    (m) => {
      const main = m.dict.getStr('_main_thread')!;
      callMethod(main, '_set_native_id', []);
      setattr(main, '_stderr', interpreter().sysGet('stderr') ?? None);
    },
  ],
  ['random', (m) => void callMethod(m, 'seed', [])],
  [
    'multiprocessing.process',
    (m) => {
      // The folder and the secret are this process's own.
      let folder: PyValue = None;
      try {
        folder = fromJS(host().process.cwd());
      } catch {
        // It has been removed.
      }
      m.dict.setStr('ORIGINAL_DIR', folder);
      const config = getattr(m.dict.getStr('_current_process')!, '_config') as PyDict; // as its class makes it
      config.setStr('authkey', call(m.dict.getStr('AuthenticationString')!, [new PyBytes(host().crypto.random(32))]));
    },
  ],
  ['multiprocessing.spawn', (m) => void callMethod(m, 'set_executable', [interpreter().sysGet('executable') ?? None])],
  ['logging', (m) => m.dict.setStr('_startTime', BigInt.asIntN(64, host().clock.time()))],
];

/** Puts zipimporter first on sys.path_hooks, as CPython does; the module itself waits for a path that is a file. */
function* installZipHook(i: RuntimeInterpreter, bootstrap: PyModule): NativeGenerator<PyValue> {
  const hooks = i.sysGet('path_hooks');
  if (!(hooks instanceof PyList)) return None;
  const gcd: PyValue = bootstrap.dict.getStr('_gcd_import')!;
  hooks.items.unshift(
    native('zipimporter(path, /)', function* (path: PyValue): NativeGenerator<PyValue> {
      // A folder is no archive; nearly all of sys.path is folders.
      if (isStr(path) && isFolder(toJS(path))) throw importError(`not a Zip file: ${toJS(path)}`);
      const zipimport: PyValue = yield callR(gcd, ['zipimport']);
      return yield callMethodR(zipimport, 'zipimporter', [path]);
    }),
  );
  return None;
}
function isFolder(path: string): boolean {
  try {
    return (host().fs.stat(path === '' ? '.' : path).mode & 0o170000) === 0o040000;
  } catch {
    return false;
  }
}

/** The name a codec gives itself: `latin-1` is `iso8859-1`. */
function* codecName(name: string): NativeGenerator<string> {
  const codecs: PyValue = yield hooks.importR('_codecs');
  const found: PyValue = yield callMethodR(codecs, 'lookup', [fromJS(name)]);
  const own: PyValue = yield getattrR(found, 'name');
  return isStr(own) ? toJS(own) : name;
}

function* streams(i: RuntimeInterpreter): NativeGenerator<PyValue> {
  const gcd: PyValue = (i.modules.getStr('_frozen_importlib') as PyModule).dict.getStr('_gcd_import')!;
  const io: PyValue = yield callR(gcd, ['_io']);
  const open: PyValue = yield getattrR(io, 'open');
  i.builtins.setStr('open', open);
  const [asked, errors] = (host().process.environ().get('PYTHONIOENCODING') ?? '').split(':');
  const encoding = asked === undefined || asked === '' ? undefined : yield* codecName(asked);
  const { unbuffered } = i.config.flags;
  for (const [fd, name] of [
    [0, 'stdin'],
    [1, 'stdout'],
    [2, 'stderr'],
  ] as const) {
    const s = makeStandardStream({
      fd,
      unbuffered,
      ...(encoding === undefined ? {} : { encoding }),
      ...(errors === undefined || errors === '' || fd === 2 ? {} : { errors }),
    });
    i.sysSet(name, s);
    i.sysSet(`__${name}__`, s);
  }
  return None;
}
