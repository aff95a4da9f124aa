// Starting an interpreter: sys and builtins, importlib's two halves, the standard streams, site. Invariant: the order is
// CPython's (pylifecycle.c); after it `import` and `print` work.

import './all.ts';
import { None, type PyValue } from '../objects/object.ts';
import { PyList, type PyModule } from '../objects/shapes.ts';
import { native } from '../objects/native.ts';
import { importError } from '../objects/exceptions/raise.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { callMethodR, callR } from '../objects/protocol/call.ts';
import { getattrR, setattrR } from '../objects/protocol/attribute.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { initBuiltinModule, newModule } from '../runtime/modules.ts';
import { type Config, RuntimeInterpreter } from '../runtime/interpreter.ts';
import { executeCode } from '../runtime/execute.ts';
import { setThread } from '../vm/thread.ts';
import { runSync } from '../vm/enter.ts';
import { frozenCode } from './_imp.ts';
import { host } from '../runtime/host.ts';
import { makeStandardStream } from './_io/open.ts';

/** Makes an interpreter that can import and print. Throws the Python exception when start-up fails. */
export function startInterpreter(config: Config): RuntimeInterpreter {
  const i = new RuntimeInterpreter(config);
  const old = setThread(i.mainThread);
  try {
    runSync(i.mainThread, start(i));
  } finally {
    setThread(old);
  }
  return i;
}

function* start(i: RuntimeInterpreter): NativeGenerator<PyValue> {
  const sys = newModule('sys');
  i.sys = sys;
  i.modules.setStr('sys', sys);
  const builtins = newModule('builtins');
  i.modules.setStr('builtins', builtins);
  i.builtins = builtins.dict;
  initBuiltinModule(sys, 'sys');
  initBuiltinModule(builtins, 'builtins');
  builtins.dict.setStr('__debug__', i.config.flags.optimize === 0);
  const main = newModule('__main__');
  main.dict.setStr('__builtins__', builtins);
  i.modules.setStr('__main__', main);

  // importlib: its modules are given what they cannot import.
  const bootstrap = newModule('_frozen_importlib');
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
  yield streams(i);
  if (i.config.flags.noSite === 0) {
    const gcd: PyValue = bootstrap.dict.getStr('_gcd_import')!;
    const site: PyValue = yield callR(gcd, ['site']);
    yield callMethodR(site, 'main', []);
  }
  return None;
}

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

function* streams(i: RuntimeInterpreter): NativeGenerator<PyValue> {
  const gcd: PyValue = (i.modules.getStr('_frozen_importlib') as PyModule).dict.getStr('_gcd_import')!;
  const io: PyValue = yield callR(gcd, ['_io']);
  const open: PyValue = yield getattrR(io, 'open');
  i.builtins.setStr('open', open);
  const [encoding, errors] = (host().process.environ().get('PYTHONIOENCODING') ?? '').split(':');
  const { unbuffered } = i.config.flags;
  for (const [fd, name] of [
    [0, 'stdin'],
    [1, 'stdout'],
    [2, 'stderr'],
  ] as const) {
    const s = makeStandardStream({
      fd,
      unbuffered,
      ...(encoding === undefined || encoding === '' ? {} : { encoding }),
      ...(errors === undefined || errors === '' || fd === 2 ? {} : { errors }),
    });
    i.sysSet(name, s);
    i.sysSet(`__${name}__`, s);
  }
  return None;
}
