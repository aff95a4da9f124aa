// sys: the interpreter's own face. Invariant: attributes that mean something to the runtime (recursion limit, switch
// interval, hooks) go through functions; the rest are plain attributes made when the interpreter starts.

import { STDLIB_MODULE_NAMES } from './stdlib-module-names.ts';
import { interactiveLoop } from './interactive.ts';
import { None, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyFloat, PyList, PyStr, PyTuple } from '../objects/shapes.ts';
import { PyType, TYPE_HEAP, typeModified, typeOf } from '../objects/type.ts';
import { type PyFrame, pythonFrame } from '../objects/frame.ts';
import { exceptionTypes, PyBaseException } from '../objects/exceptions/hierarchy.ts';
import {
  isException,
  newException,
  overflowError,
  recursionError,
  runtimeError,
  typeError,
  valueError,
} from '../objects/exceptions/raise.ts';
import { getattrR } from '../objects/protocol/attribute.ts';
import { callMethodR, callR, callUnboundR } from '../objects/protocol/call.ts';
import { headerSize } from '../objects/memory/layouts.ts';
import { SLOT } from '../objects/slots.ts';
import { index, intValue } from '../objects/protocol/operators.ts';
import { reprR, strR } from '../objects/protocol/text.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { newFrozenSet } from '../objects/set.ts';
import { makeStructSeq } from '../objects/structseq.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { setAsyncGenHooks } from '../objects/async-generator.ts';
import { hooks } from '../objects/hooks.ts';
import { simpleNamespace } from '../objects/simplenamespace.ts';
import { setSysModule } from '../vm/intrinsics.ts';
import { gilCounters, runningThreads } from '../runtime/threads.ts';
import { referenceCount } from '../runtime/memory/refcount.ts';
import { unraisableArgs } from '../runtime/unraisable.ts';
import { monitoringModule } from './sys-monitoring.ts';
import { listen } from '../vm/monitoring/legacy.ts';
import { thread } from '../vm/thread.ts';
import { builtinModuleNames, defineModule } from '../runtime/modules.ts';
import { interpreter, type RuntimeInterpreter } from '../runtime/interpreter.ts';
import { host } from '../runtime/host.ts';

const VERSION = '3.14.2';
const HEX_VERSION = 0x030e02f0;
const MAX_SIZE = 0x7fffffffffffffffn;

const flagsSeq = makeStructSeq(
  'sys.flags',
  [
    'debug',
    'inspect',
    'interactive',
    'optimize',
    'dont_write_bytecode',
    'no_user_site',
    'no_site',
    'ignore_environment',
    'verbose',
    'bytes_warning',
    'quiet',
    'hash_randomization',
    'isolated',
    'dev_mode',
    'utf8_mode',
    'warn_default_encoding',
    'safe_path',
    'int_max_str_digits',
    'gil',
    'thread_inherit_context',
    'context_aware_warnings',
  ],
  18,
  { newable: false },
);
const versionSeq = makeStructSeq('sys.version_info', ['major', 'minor', 'micro', 'releaselevel', 'serial'], 5, {
  newable: false,
});
const floatSeq = makeStructSeq(
  'sys.float_info',
  ['max', 'max_exp', 'max_10_exp', 'min', 'min_exp', 'min_10_exp', 'dig', 'mant_dig', 'epsilon', 'radix', 'rounds'],
  11,
  { newable: false },
);
const intSeq = makeStructSeq(
  'sys.int_info',
  ['bits_per_digit', 'sizeof_digit', 'default_max_str_digits', 'str_digits_check_threshold'],
  4,
  { newable: false },
);
const hashSeq = makeStructSeq(
  'sys.hash_info',
  ['width', 'modulus', 'inf', 'nan', 'imag', 'algorithm', 'hash_bits', 'seed_bits', 'cutoff'],
  9,
  { newable: false },
);
const threadSeq = makeStructSeq('sys.thread_info', ['name', 'lock', 'version'], 3, { newable: false });
const hooksSeq = makeStructSeq('sys.asyncgen_hooks', ['firstiter', 'finalizer'], 2, { newable: false });

const gilSeq = makeStructSeq('sys.gil_stats', ['acquisitions', 'forced_switches', 'waits', 'held', 'waited'], 5, {
  newable: false,
});

function frameAt(depth: number): PyFrame {
  let f: PyFrame | null = thread().frame;
  for (; depth > 0 && f !== null; depth--) f = pythonFrame(f.back);
  if (f === null) throw valueError('call stack is not deep enough');
  return f;
}

function* displayhook(value: PyValue): NativeGenerator<PyValue> {
  if (value === None) return None;
  const b = interpreter().builtins;
  b.setStr('_', None);
  const out = interpreter().sysGet('stdout');
  if (out === undefined || out === None) throw runtimeError('lost sys.stdout');
  const text: PyValue = yield reprR(value);
  try {
    yield callMethodR(out, 'write', [text]);
  } catch (e) {
    if (!isException(e, 'UnicodeEncodeError')) throw e;
    const encoding: PyValue = yield getattrR(out, 'encoding');
    const bytes: PyValue = yield callMethodR(text, 'encode', [encoding, 'backslashreplace']);
    const safe: PyValue = yield callMethodR(bytes, 'decode', [encoding, 'strict']);
    yield callMethodR(out, 'write', [safe]);
  }
  yield callMethodR(out, 'write', ['\n']);
  b.setStr('_', value);
  return None;
}

/** Prints an exception with traceback.py, as CPython 3.14's own excepthook does. */
function* excepthook(type: PyValue, value: PyValue, tb: PyValue): NativeGenerator<PyValue> {
  const err = interpreter().sysGet('stderr');
  if (err === undefined || err === None) return None;
  try {
    const t: PyValue = yield hooks.importR('traceback');
    const show: PyValue = yield getattrR(t, '_print_exception_bltin');
    yield callR(show, [value]);
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    // traceback.py itself failed (no library, recursion): the plain form.
    const text: PyValue = yield strR(value);
    const name = type instanceof PyType ? type.name : 'exception';
    yield callMethodR(err, 'write', [fromJS(`${name}: ${isStr(text) ? toJS(text) : ''}\n`)]);
  }
  void tb;
  return None;
}

function* unraisablehook(args: PyValue): NativeGenerator<PyValue> {
  const err = interpreter().sysGet('stderr');
  if (err === undefined || err === None) return None;
  const message: PyValue = yield getattrR(args, 'err_msg');
  const obj: PyValue = yield getattrR(args, 'object');
  const value: PyValue = yield getattrR(args, 'exc_value');
  let head = message === None ? 'Exception ignored in' : isStr(message) ? toJS(message) : '';
  if (obj !== None) {
    let shown: PyValue;
    try {
      shown = yield reprR(obj);
    } catch {
      shown = '<object repr() failed>';
    }
    head += `: ${isStr(shown) ? toJS(shown) : ''}`;
  } else head += ':';
  yield callMethodR(err, 'write', [fromJS(`${head}${obj !== None ? '' : ''}\n`)]);
  const t: PyValue = yield hooks.importR('traceback');
  const show: PyValue = yield getattrR(t, '_print_exception_bltin');
  yield callR(show, [value]);
  yield callMethodR(err, 'flush', []);
  return None;
}

export const SIZES: { readonly [type: string]: number } = {
  int: 28,
  float: 24,
  complex: 32,
  bool: 28,
  str: 49,
  bytes: 33,
  bytearray: 57,
  tuple: 48,
  list: 56,
  dict: 64,
  set: 216,
  frozenset: 216,
  function: 160,
  type: 1072,
  NoneType: 16,
  ellipsis: 16,
  NotImplementedType: 16,
  module: 72,
  slice: 40,
  range: 48,
  method: 64,
};

function traceFunction(kind: 'traceFunction' | 'profileFunction', everywhere = false) {
  return (f: PyValue) => {
    const ts = thread();
    const wanted = f === None ? null : f;
    ts[kind] = wanted;
    if (everywhere) for (const t of ts.interpreter.threads()) t[kind] = wanted;
    listen(ts);
    return None;
  };
}

/**
 * The attributes of sys that the command line and the environment decide. Called again when an interpreter that was
 * prepared beforehand is taken over.
 */
export function configureSys(i: RuntimeInterpreter): void {
  const c = i.config;
  const f = c.flags;
  const str = (s: string): PyValue => fromJS(s);
  const strs = (l: readonly string[]): PyList => new PyList(l.map(str));
  const set = (name: string, value: PyValue): void => i.sysSet(name, value);
  set('path', strs(c.path));
  set('argv', strs(c.argv));
  set('orig_argv', strs(c.origArgv));
  set('executable', str(c.executable));
  set('_base_executable', str(c.executable));
  const base = c.stdlib.replace(/\/lib$/, '');
  for (const n of ['base_prefix', 'base_exec_prefix']) set(n, str(base));
  for (const n of ['prefix', 'exec_prefix']) set(n, str(c.prefix ?? base));
  set('_stdlib_dir', str(c.stdlib));
  set('dont_write_bytecode', f.dontWriteBytecode !== 0);
  set('warnoptions', strs(c.warnOptions));
  const x = new PyDict();
  for (const [k, v] of Object.entries(c.xOptions)) x.set(str(k), v === true ? true : str(v));
  set('_xoptions', x);
  set(
    'flags',
    flagsSeq.of(
      ...[
        f.debug,
        f.inspect,
        f.interactive,
        f.optimize,
        f.dontWriteBytecode,
        f.noUserSite,
        f.noSite,
        f.ignoreEnvironment,
        f.verbose,
        f.bytesWarning,
        f.quiet,
        1,
        f.isolated,
        f.devMode,
        f.utf8Mode,
        f.warnDefaultEncoding,
        f.safePath,
        f.intMaxStrDigits,
        1,
        0,
        0,
      ],
    ),
  );
}

defineModule('sys', (m) => {
  const i = interpreter();
  const str = (s: string): PyValue => fromJS(s);
  m.set('modules', i.modules);
  m.set('path_hooks', new PyList([]));
  m.set('path_importer_cache', new PyDict());
  m.set('meta_path', new PyList([]));
  m.set('platlibdir', 'lib');
  m.set('_framework', '');
  m.set('_git', new PyTuple(['CPython', '', '']));
  m.set('_home', None);
  m.set('pycache_prefix', None);
  m.set('byteorder', 'little');
  m.set('builtin_module_names', new PyTuple(builtinModuleNames().map(str)));
  m.set('stdlib_module_names', newFrozenSet([...STDLIB_MODULE_NAMES]));
  m.set('copyright', 'Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.\n\nTyphon: MIT licence.');
  m.set('hexversion', HEX_VERSION);
  m.set('api_version', 1013);
  m.set('abiflags', '');
  m.set('maxsize', 9223372036854775807n);
  m.set('maxunicode', 0x10ffff);
  m.set(
    'platform',
    host().process.platform === 'darwin' ? 'darwin' : host().process.platform === 'win32' ? 'win32' : 'linux',
  );
  m.set('version', `${VERSION} (Typhon 0.1.0) [JavaScript]`);
  const info = versionSeq.of(...[3, 14, 2, 'final', 0]);
  m.set('version_info', info);
  m.set('float_repr_style', 'short');
  configureSys(i);
  m.set(
    'implementation',
    simpleNamespace({
      name: 'typhon',
      cache_tag: 'typhon-314',
      version: info,
      hexversion: HEX_VERSION,
      supports_isolated_interpreters: true,
    }),
  );
  m.set(
    'float_info',
    floatSeq.of(
      ...[
        new PyFloat(Number.MAX_VALUE),
        1024,
        308,
        new PyFloat(2.2250738585072014e-308),
        -1021,
        -307,
        15,
        53,
        new PyFloat(Number.EPSILON),
        2,
        1,
      ],
    ),
  );
  m.set('int_info', intSeq.of(...[30, 4, 4300, 640]));
  m.set('hash_info', hashSeq.of(...[64, 2305843009213693951n, 314159, 0, 1000003, 'siphash13', 64, 128, 0]));
  m.set('thread_info', threadSeq.of(...['pthread', 'semaphore', None]));

  m.funcs({
    'displayhook(object, /)': displayhook,
    'excepthook(exctype, value, traceback, /)': excepthook,
    'unraisablehook(unraisable, /)': unraisablehook,
    'breakpointhook(*args, **kws)': function* (args: PyValue[], kws: PyDict): NativeGenerator<PyValue> {
      const env: PyValue = yield hooks.importR('os');
      const environ: PyValue = yield getattrR(env, 'environ');
      const name: PyValue = yield callMethodR(environ, 'get', ['PYTHONBREAKPOINT', 'pdb.set_trace']);
      const text = isStr(name) ? toJS(name) : '';
      if (text === '0') return None;
      const full = text === '' ? 'pdb.set_trace' : text;
      const dot = full.lastIndexOf('.');
      let hook: PyValue;
      try {
        const mod = (yield hooks.importR(dot < 0 ? 'builtins' : full.slice(0, dot))) as PyValue;
        hook = (yield getattrR(mod, full.slice(dot + 1))) as PyValue;
      } catch (e) {
        if (!isException(e, 'ImportError') && !isException(e, 'AttributeError') && !isException(e, 'ValueError'))
          throw e;
        yield hooks.warnR(exceptionTypes.RuntimeWarning, `Ignoring unimportable $PYTHONBREAKPOINT: "${full}"`);
        return None;
      }
      const names: string[] = [];
      const all = args.slice();
      for (const [k, v] of kws.entries()) {
        names.push(isStr(k) ? toJS(k) : '');
        all.push(v);
      }
      return yield callR(hook, all, names.length > 0 ? names : null);
    },
    'exc_info()': () => {
      const e = thread().handled();
      return new PyTuple(e === null ? [None, None, None] : [e.cls, e, e.traceback ?? None]);
    },
    'exception()': () => thread().handled() ?? None,
    'exit(status=None, /)': (status: PyValue) => {
      const args = status === None ? [] : status instanceof PyTuple ? status.items : [status];
      const e = newException(exceptionTypes.SystemExit, ...args) as PyBaseException & { code: PyValue };
      e.code = status;
      throw e;
    },
    'getdefaultencoding()': () => 'utf-8',
    'getfilesystemencoding()': () => 'utf-8',
    'getfilesystemencodeerrors()': () => 'surrogateescape',
    'getrecursionlimit()': () => i.recursionLimit,
    'setrecursionlimit(limit, /)': (n: PyValue) => {
      const limit = Number(index(n));
      if (limit < 1) throw valueError('recursion limit must be greater or equal than 1');
      if (limit > 2147483647) throw overflowError('Python int too large to convert to C int');
      const depth = thread().frame?.depth ?? 0;
      if (depth >= limit)
        throw recursionError(
          `cannot set the recursion limit to ${limit} at the recursion depth ${depth}: the limit is too low`,
        );
      i.recursionLimit = limit;
    },
    'getswitchinterval()': () => new PyFloat(i.switchInterval / 1000),
    'setswitchinterval(interval, /)': (v: PyValue) => {
      const n = v instanceof PyFloat ? v.v : Number(index(v));
      if (!(n > 0)) throw valueError('switch interval must be strictly positive');
      i.switchInterval = n * 1000;
    },
    'get_int_max_str_digits()': () => i.intMaxStrDigits,
    'set_int_max_str_digits(maxdigits)': (v: PyValue) => {
      const n = Number(index(v));
      if (n !== 0 && n < 640) throw valueError('maxdigits must be >= 640 or 0 for unlimited');
      i.intMaxStrDigits = n;
    },
    'getrefcount(object, /)': (o: PyValue) => referenceCount(i, o),
    'getsizeof(object, default=?, /)': function* (o: PyValue, fallback: PyValue | undefined): NativeGenerator<PyValue> {
      try {
        const size: PyValue = yield callUnboundR(typeOf(o).slot(SLOT.__sizeof__)!, o, []); // object has it
        const n = intValue(size);
        if (n === undefined) throw typeError(`'${typeOf(size).name}' object cannot be interpreted as an integer`);
        if (n < -MAX_SIZE - 1n || n > MAX_SIZE) throw overflowError('Python int too large to convert to C ssize_t');
        if (n < 0) throw valueError('__sizeof__() should return >= 0');
        // Nothing stands before the types of CPython's own that are not made at run time.
        const header = o instanceof PyType && (o.flags & TYPE_HEAP) === 0 ? 0 : headerSize(typeOf(o));
        return typeof n === 'number' ? n + header : n + BigInt(header);
      } catch (e) {
        if (fallback !== undefined && isException(e, 'TypeError')) return fallback;
        throw e;
      }
    },
    'intern(string, /)': (s: PyValue) => {
      if (!isStr(s)) throw typeError(`intern() argument must be str, not ${typeOf(s).name}`);
      if (s instanceof PyStr && s.cls.name !== 'str') throw typeError(`can't intern ${s.cls.name}`);
      return s;
    },
    '_is_interned(string, /)': () => true,
    '_is_immortal(op, /)': () => true,
    '_is_gil_enabled()': () => true,
    // Our own: what every thread has had of the GIL, for tools.
    '_gil_stats()': () => {
      const d = new PyDict();
      for (const [ts, c] of gilCounters(i)) {
        const [held, waited] = [new PyFloat(c.heldMs / 1000), new PyFloat(c.waitedMs / 1000)];
        d.set(ts.id, gilSeq.of(c.acquisitions, c.forcedSwitches, c.waits, held, waited));
      }
      return d;
    },
    '_baserepl()': () => interactiveLoop(interpreter()),
    '_getframe(depth=0, /)': (d: PyValue) => frameAt(Number(index(d))),
    '_getframemodulename(depth=0)': (d: PyValue) => {
      try {
        return frameAt(Number(index(d))).globals.getStr('__name__') ?? None;
      } catch {
        return None;
      }
    },
    '_current_frames()': () => {
      const d = new PyDict();
      for (const [ts, frame] of runningThreads(i)) if (frame !== null) d.set(ts.id, frame);
      return d;
    },
    '_current_exceptions()': () => {
      const d = new PyDict();
      for (const [ts, frame] of runningThreads(i)) if (frame !== null) d.set(ts.id, ts.handled() ?? None);
      return d;
    },
    '_clear_type_cache()': () => None,
    '_clear_internal_caches()': () => None,
    // dataclasses replaces a class by one with slots; the old one's descriptors must not keep its instances alive.
    '_clear_type_descriptors(type, /)': (t: PyValue) => {
      if (!(t instanceof PyType))
        throw typeError(`_clear_type_descriptors() argument 1 must be type, not ${typeOf(t).name}`);
      if ((t.flags & TYPE_HEAP) === 0) throw typeError('argument is immutable');
      t.ns.delete('__dict__');
      t.ns.delete('__weakref__');
      typeModified(t);
    },
    '_get_cpu_count_config()': () => -1,
    '_debugmallocstats()': () => None,
    'is_finalizing()': () => i.finalizing,
    'is_stack_trampoline_active()': () => false,
    'activate_stack_trampoline(backend, /)': () => {
      throw valueError('perf trampoline not available');
    },
    'deactivate_stack_trampoline()': () => None,
    'is_remote_debug_enabled()': () => false,
    *'call_tracing(func, args, /)'(fn: PyValue, args: PyValue): NativeGenerator<PyValue> {
      if (!(args instanceof PyTuple))
        throw typeError(`call_tracing() argument 2 must be tuple, not ${typeOf(args).tpName}`);
      // Calls from inside a trace function that are traced themselves.
      const ts = thread();
      const tracing = ts.tracing;
      ts.tracing = 0;
      try {
        return yield callR(fn, args.items.slice());
      } finally {
        ts.tracing = tracing;
      }
    },
    'settrace(function, /)': traceFunction('traceFunction'),
    'gettrace()': () => thread().traceFunction ?? None,
    'setprofile(function, /)': traceFunction('profileFunction'),
    'getprofile()': () => thread().profileFunction ?? None,
    '_settraceallthreads(function, /)': traceFunction('traceFunction', true),
    '_setprofileallthreads(function, /)': traceFunction('profileFunction', true),
    'audit(event, /, *args)': () => None,
    'addaudithook(hook)': () => None,
    'get_asyncgen_hooks()': () =>
      hooksSeq.of(...[thread().asyncGenFirstIter ?? None, thread().asyncGenFinalizer ?? None]),
    'set_asyncgen_hooks(firstiter=?, finalizer=?)': (first: PyValue | undefined, fin: PyValue | undefined) => {
      for (const [v, n] of [
        [fin, 'finalizer'],
        [first, 'firstiter'],
      ] as const) {
        if (v !== undefined && v !== None && typeOf(v).lookup('__call__') === undefined)
          throw typeError(`callable ${n} expected, got ${typeOf(v).name}`);
      }
      if (fin !== undefined) thread().asyncGenFinalizer = fin === None ? null : fin;
      if (first !== undefined) thread().asyncGenFirstIter = first === None ? null : first;
    },
    'get_coroutine_origin_tracking_depth()': () => thread().coroutineOriginDepth,
    'set_coroutine_origin_tracking_depth(depth)': (d: PyValue) => {
      const n = Number(index(d));
      if (n < 0) throw valueError('depth must be >= 0');
      thread().coroutineOriginDepth = n;
    },
    'getallocatedblocks()': () => 0,
    'getunicodeinternedsize()': () => 0,
    'getdlopenflags()': () => 2,
    'setdlopenflags(flags, /)': () => None,
  });
  for (const n of ['displayhook', 'excepthook', 'unraisablehook', 'breakpointhook'])
    m.set(`__${n}__`, m.dict.getStr(n)!);
  m.set('UnraisableHookArgs', unraisableArgs.type);
  m.set('monitoring', monitoringModule(m));
});

setSysModule(() => interpreter().sys);
setAsyncGenHooks(() => ({ firstIter: thread().asyncGenFirstIter, finalizer: thread().asyncGenFinalizer }));
