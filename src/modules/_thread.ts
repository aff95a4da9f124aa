// _thread: locks, thread-local data, thread handles. Invariant: who waits for a lock is in its queue, suspended through a
// Wait; a released lock goes to whoever runs first, or to the first of the queue when that has waited long.
// Starting threads is the scheduler's (runtime/threads.ts).

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyFloat, PyTuple } from '../objects/shapes.ts';
import { PyDict } from '../objects/dict/storage.ts';
import {
  makeBuiltinType,
  objectType,
  type PyType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_WEAKREF,
  typeOf,
} from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { callMethodR, callR, isCallable } from '../objects/protocol/call.ts';
import {
  attributeName,
  genericGetR,
  genericSetR,
  lookupAttrR,
  missingAttribute,
} from '../objects/protocol/attribute.ts';
import { index, truth } from '../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../objects/protocol/pending.ts';
import { thenR } from '../objects/iterator.ts';
import { importAttrR } from '../objects/hooks.ts';
import { idHex } from '../objects/identity.ts';
import { makeStructSeq } from '../objects/structseq.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { newException, overflowError, runtimeError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { interpreter } from '../runtime/interpreter.ts';
import { signalsOf } from '../runtime/signals.ts';
import { startThread } from '../runtime/threads.ts';
import { type ThreadState, thread } from '../vm/thread.ts';
import { cDouble } from './support/arguments.ts';
import { ParkingLot } from './support/parking.ts';

export const TIMEOUT_MAX = 9223372036;
/** Linux's limit for the name of a thread. */
const NAME_MAXLEN = 15;

export class PyLock extends PyObject {
  locked = false;
  readonly queue = new ParkingLot();
}
export class PyRLock extends PyObject {
  owner = 0;
  count = 0;
  readonly queue = new ParkingLot();
}
export const lockType = makeBuiltinType('lock', PyLock, { module: '_thread', flags: TYPE_WEAKREF });
export const rlockType = makeBuiltinType('RLock', PyRLock, { module: '_thread', flags: TYPE_BASETYPE | TYPE_WEAKREF });

/** What CPython's clock code says to a time that is too long. */
function tooLong(v: PyValue, seconds: number): PyObject {
  if (seconds < 9223372036.854775) return overflowError('timeout value is too large');
  return overflowError(
    v instanceof PyFloat
      ? 'timestamp out of range for platform time_t'
      : 'timestamp too large to convert to C PyTime_t',
  );
}

/** blocking/timeout arguments as milliseconds: -1 for ever, 0 not at all. */
function timeoutOf(blockingValue: PyValue, timeoutValue: PyValue): number {
  const blocking = truth(blockingValue);
  const t = cDouble(timeoutValue);
  if (Number.isNaN(t)) throw valueError('Invalid value NaN (not a number)');
  const given = t !== -1;
  if (!blocking && given) throw valueError("can't specify a timeout for a non-blocking call");
  if (given && t < 0) throw valueError('timeout value must be a non-negative number');
  if (t > TIMEOUT_MAX) throw tooLong(timeoutValue, t);
  return !blocking ? 0 : given ? t * 1000 : -1;
}

function acquireLock(self: PyLock, blocking: PyValue, timeout: PyValue): Resumable<boolean> {
  const ms = timeoutOf(blocking, timeout);
  if (!self.locked) {
    self.locked = true;
    return true;
  }
  if (ms === 0) return false;
  return self.queue.wait(
    ms,
    () => (self.locked ? undefined : (self.locked = true)),
    () => releaseLock(self),
  );
}

/** Releases a lock that is held. */
export function releaseLock(self: PyLock): void {
  if (!self.locked) throw runtimeError('release unlocked lock');
  self.locked = false;
  self.queue.offer();
}

const lockName = (t: PyType): string => `${t.module}.${t.qualname}`;

defineType(lockType, {
  new: ['()', (cls: PyType) => new cls.ctor()],
  methods: {
    'acquire(blocking=True, timeout=-1)': acquireLock,
    'acquire_lock(blocking=True, timeout=-1)': acquireLock,
    'release()': releaseLock,
    'release_lock()': releaseLock,
    'locked()': (self: PyLock) => self.locked,
    'locked_lock()': (self: PyLock) => self.locked,
    '__enter__()': (self: PyLock) => acquireLock(self, true, -1),
    '__exit__(*args)': (self: PyLock) => releaseLock(self),
    '_at_fork_reinit()': (self: PyLock) => {
      self.locked = false;
    },
    '__repr__(/)': (self: PyLock) =>
      fromJS(`<${self.locked ? 'locked' : 'unlocked'} ${lockName(typeOf(self))} object at ${idHex(self)}>`),
  },
});

const me = (): number => thread().id;

function acquireRLock(self: PyRLock, blocking: PyValue, timeout: PyValue): Resumable<boolean> {
  const ms = timeoutOf(blocking, timeout);
  const id = me();
  if (self.count === 0 || self.owner === id) {
    self.owner = id;
    self.count++;
    return true;
  }
  if (ms === 0) return false;
  return self.queue.wait(
    ms,
    () => {
      if (self.count > 0) return undefined;
      self.owner = id;
      self.count = 1;
      return true;
    },
    () => freeRLock(self),
  );
}
function freeRLock(self: PyRLock): void {
  self.owner = 0;
  self.count = 0;
  self.queue.offer();
}
function releaseRLock(self: PyRLock): void {
  if (self.count === 0 || self.owner !== me()) throw runtimeError('cannot release un-acquired lock');
  if (--self.count === 0) freeRLock(self);
}

defineType(rlockType, {
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    'acquire(blocking=True, timeout=-1)': acquireRLock,
    'release()': releaseRLock,
    'locked()': (self: PyRLock) => self.count > 0,
    '__enter__()': (self: PyRLock) => acquireRLock(self, true, -1),
    '__exit__(*args)': (self: PyRLock) => releaseRLock(self),
    '_is_owned()': (self: PyRLock) => self.count > 0 && self.owner === me(),
    '_recursion_count()': (self: PyRLock) => (self.owner === me() ? self.count : 0),
    '_acquire_restore(state, /)': (self: PyRLock, state: PyValue) => {
      if (!(state instanceof PyTuple) || state.items.length !== 2)
        throw typeError('_acquire_restore() argument 1 must be 2-item tuple');
      const restore = (): undefined => {
        self.count = Number(index(state.items[0]));
        self.owner = Number(index(state.items[1]));
      };
      const got = acquireRLock(self, true, -1);
      return isPending(got) ? thenR(got, restore) : restore();
    },
    '_release_save()': (self: PyRLock) => {
      if (self.count === 0) throw runtimeError('cannot release un-acquired lock');
      const state = new PyTuple([self.count, self.owner]);
      self.count = 0;
      freeRLock(self);
      return state;
    },
    '_at_fork_reinit()': (self: PyRLock) => {
      self.count = self.owner = 0;
    },
    '__repr__(/)': (self: PyRLock) =>
      fromJS(
        `<${self.count > 0 ? 'locked' : 'unlocked'} ${lockName(typeOf(self))} object owner=${self.owner} count=${self.count} at ${idHex(self)}>`,
      ),
  },
});

// --------------------------------------------------------------------------------------------------- thread-local data

class PyLocal extends PyObject {
  args: PyValue[] = [];
  kwargs: PyDict = new PyDict();
  dicts = new WeakMap<ThreadState, PyDict>();
  /** Whose attributes are the object's now. */
  entered: ThreadState | null = null;
}
export const localType = makeBuiltinType('_local', PyLocal, {
  module: '_thread',
  flags: TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF,
});

/** Makes this thread's attributes the object's; runs `__init__` at a thread's first visit. */
function enterLocal(self: PyLocal): Resumable<undefined> {
  const ts = thread();
  if (self.entered === ts) return undefined;
  let d = self.dicts.get(ts);
  if (d !== undefined) {
    self.dict = d;
    self.entered = ts;
    return undefined;
  }
  self.dicts.set(ts, (d = new PyDict()));
  self.dict = d;
  self.entered = ts;
  const init = typeOf(self).lookup('__init__');
  if (init === undefined || init === objectType.lookup('__init__')) return undefined;
  return (function* (): NativeGenerator<undefined> {
    const names: string[] = [];
    const values: PyValue[] = [];
    for (const [k, v] of self.kwargs.entries()) {
      names.push(toJS(k as string)); // keywords are str
      values.push(v);
    }
    try {
      yield callR(init, [self, ...self.args, ...values], names.length > 0 ? names : null);
    } catch (e) {
      self.dicts.delete(ts);
      if (self.entered === ts) self.entered = null;
      throw e;
    }
    self.dict = self.dicts.get(ts);
    self.entered = ts;
    return undefined;
  })();
}
function withLocal<A extends PyValue | undefined, T>(
  self: PyLocal,
  name: PyValue,
  value: A,
  f: (self: PyLocal, name: string, value: A) => Resumable<T>,
): Resumable<T> {
  const n = attributeName(name);
  const e = enterLocal(self);
  if (!isPending(e)) return f(self, n, value);
  return (function* (): NativeGenerator<T> {
    yield e;
    return (yield f(self, n, value)) as T;
  })();
}
function getLocal(self: PyLocal, name: string): Resumable {
  if (name === '__dict__') return self.dict!;
  const r = genericGetR(self, name);
  if (r === undefined) throw missingAttribute(self, name);
  return r;
}
function setLocal(self: PyLocal, name: string, value: PyValue | undefined): Resumable<PyValue | undefined> {
  if (name === '__dict__') {
    const text = `'${typeOf(self).name}' object attribute '__dict__' is read-only`;
    throw newException(exceptionTypes.AttributeError, text);
  }
  return genericSetR(self, name, value);
}

defineType(localType, {
  new: [
    '(*args, **kwargs)',
    (cls: PyType, args: PyValue[], kwargs: PyDict) => {
      const init = cls.lookup('__init__');
      if ((args.length > 0 || kwargs.size > 0) && (init === undefined || init === objectType.lookup('__init__'))) {
        throw typeError('Initialization arguments are not supported');
      }
      const self = new cls.ctor() as PyLocal; // the constructor of _local or of a subclass
      self.args = args;
      self.kwargs = kwargs;
      const d = new PyDict();
      self.dicts.set(thread(), d);
      self.dict = d;
      self.entered = thread();
      return self;
    },
  ],
  methods: {
    '__getattribute__(name, /)': (self: PyLocal, name: PyValue) => withLocal(self, name, undefined, getLocal),
    '__setattr__(name, value, /)': (self: PyLocal, name: PyValue, value: PyValue) =>
      withLocal<PyValue | undefined, PyValue | undefined>(self, name, value, setLocal),
    '__delattr__(name, /)': (self: PyLocal, name: PyValue) =>
      withLocal<PyValue | undefined, PyValue | undefined>(self, name, undefined, setLocal),
  },
});

// -------------------------------------------------------------------------------------------------------------- handles

export class PyThreadHandle extends PyObject {
  ident = 0;
  state: 'new' | 'starting' | 'running' | 'done' = 'new';
  readonly joiners = new ParkingLot();
  done(): void {
    this.state = 'done';
    this.joiners.wakeAll();
  }
}
export const threadHandleType = makeBuiltinType('_ThreadHandle', PyThreadHandle, {
  module: '_thread',
  flags: TYPE_WEAKREF,
});

function* join(self: PyThreadHandle, timeout: PyValue): NativeGenerator {
  let ms = -1;
  if (timeout !== None) {
    const t = cDouble(timeout);
    if (t > TIMEOUT_MAX) throw tooLong(timeout, t);
    if (t >= 0) ms = t * 1000;
  }
  if (self.state === 'new') throw runtimeError('thread not started');
  if (self.state === 'done') return None;
  if (self.ident === me()) throw runtimeError('Cannot join current thread');
  if (ms === 0) return None;
  yield self.joiners.wait(ms);
  return None;
}

defineType(threadHandleType, {
  new: ['()', () => new PyThreadHandle()],
  methods: {
    'join(timeout=None)': join,
    '_set_done()': (self: PyThreadHandle) => {
      if (self.state === 'new') throw runtimeError('thread not started');
      self.done();
    },
    'is_done()': (self: PyThreadHandle) => self.state === 'done',
    '__repr__(/)': (self: PyThreadHandle) => `<_thread._ThreadHandle object: ident=${self.ident}>`,
  },
  getset: { ident: [(self: PyThreadHandle) => self.ident] },
});

export const excepthookArgs = makeStructSeq('_thread._ExceptHookArgs', [
  'exc_type',
  'exc_value',
  'exc_traceback',
  'thread',
]);

/** threading.excepthook: prints an uncaught exception of a thread. */
function* excepthook(args: PyValue): NativeGenerator {
  if (!(args instanceof PyTuple) || args.cls !== excepthookArgs.type)
    throw typeError('_thread.excepthook argument type must be ExceptHookArgs');
  const [type, value, tb, t] = args.items;
  if (type === exceptionTypes.SystemExit) return None;
  let file: PyValue | undefined = interpreter().sysGet('stderr');
  if (file === undefined || file === None) {
    if (t === None) return None;
    file = (yield lookupAttrR(t, '_stderr')) as PyValue | undefined;
    if (file === undefined || file === None) return None;
  }
  const name = t === None ? undefined : ((yield lookupAttrR(t, 'name')) as PyValue | undefined);
  const text = name !== undefined && isStr(name) ? toJS(name) : String(me());
  yield callMethodR(file, 'write', [fromJS(`Exception in thread ${text}:\n`)]);
  const print = (yield* importAttrR('traceback', 'print_exception') as NativeGenerator<PyValue>) as PyValue;
  yield callR(print, [type, value, tb, None, file], ['limit', 'file']);
  yield callMethodR(file, 'flush');
  return None;
}

function kwargsOf(v: PyValue | undefined): PyDict | null {
  if (v === undefined || v === None) return null;
  if (!(v instanceof PyDict)) throw typeError('optional 3rd arg must be a dictionary');
  return v;
}

/** Makes the calls that were posted for the running thread. */
function* runCalls(ts: ThreadState): NativeGenerator<undefined> {
  while (ts.calls.length > 0) yield ts.calls.shift()!();
  return undefined;
}

defineModule('_thread', (m) => {
  const i = interpreter();
  const handles = new Set<PyThreadHandle>();
  const startNew = (f: PyValue, args: PyValue, kwargs: PyValue | undefined): PyValue => {
    if (!isCallable(f)) throw typeError('first arg must be callable');
    if (!(args instanceof PyTuple)) throw typeError('2nd arg must be a tuple');
    return startThread(i, f, args.items.slice(), kwargsOf(kwargs), () => undefined).id;
  };
  const allocate = (): PyValue => new PyLock();
  const exit = (): never => {
    throw newException(exceptionTypes.SystemExit);
  };
  m.type(lockType);
  m.type(rlockType);
  m.type(localType);
  m.type(threadHandleType);
  m.set('LockType', lockType);
  m.set('_ExceptHookArgs', excepthookArgs.type);
  m.set('error', exceptionTypes.RuntimeError);
  m.set('TIMEOUT_MAX', new PyFloat(TIMEOUT_MAX));
  m.set('_NAME_MAXLEN', NAME_MAXLEN);
  let stackSize = 0;
  m.funcs({
    'start_new_thread(function, args, kwargs=?, /)': startNew,
    'start_new(function, args, kwargs=?, /)': startNew,
    'start_joinable_thread(function, handle=None, daemon=True)': (f: PyValue, handle: PyValue, daemon: PyValue) => {
      if (!isCallable(f)) throw typeError('thread function must be callable');
      if (handle !== None && !(handle instanceof PyThreadHandle)) throw typeError("'handle' must be a _ThreadHandle");
      const h = handle instanceof PyThreadHandle ? handle : new PyThreadHandle();
      if (h.state !== 'new') throw runtimeError('thread already started');
      const waited = !truth(daemon);
      h.ident = startThread(i, f, [], null, () => {
        handles.delete(h);
        h.done();
      }).id;
      h.state = 'running';
      if (waited) handles.add(h);
      return h;
    },
    'daemon_threads_allowed()': () => true,
    'allocate_lock()': allocate,
    'allocate()': allocate,
    'exit()': exit,
    'exit_thread()': exit,
    'get_ident()': me,
    'get_native_id()': () => host().process.pid + me() - 1,
    '_get_main_thread_ident()': () => i.mainThread.id,
    '_is_main_interpreter()': () => true,
    '_count()': () => i.startedThreads,
    'stack_size(size=0, /)': (size: PyValue) => {
      const n = index(size);
      if (n < 0) throw valueError('size must be 0 or a positive value');
      if (n !== 0 && n < 32768) throw valueError(`size not valid: ${n} bytes`);
      const old = stackSize;
      stackSize = Number(n);
      return old;
    },
    'interrupt_main(signum=2, /)': (signum: PyValue) => {
      const n = Number(index(signum));
      if (n < 1 || n > 64) throw valueError('signal number out of range');
      const signals = signalsOf(i);
      signals.arrived(n);
      // The main thread itself: now, not at its next safepoint.
      return thread() === i.mainThread ? runCalls(thread()) : undefined;
    },
    'set_name(name)': (name: PyValue) => {
      if (!isStr(name)) throw typeError(`set_name() argument 'name' must be str, not ${typeOf(name).name}`);
      thread().name = toJS(name).slice(0, NAME_MAXLEN);
    },
    '_excepthook(excepthook_args, /)': excepthook,
    *'_shutdown()'(): NativeGenerator {
      for (;;) {
        const h = handles.values().next();
        if (h.done === true) return None;
        yield* join(h.value, None);
        handles.delete(h.value);
      }
    },
    '_make_thread_handle(ident, /)': (ident: PyValue) => {
      const h = new PyThreadHandle();
      h.ident = Number(index(ident));
      h.state = 'running';
      return h;
    },
  });
});
