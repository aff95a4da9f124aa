// _multiprocessing: SemLock, the semaphore with an owner that all of multiprocessing's synchronisation is made of.
// Invariant: `count` is how often this process has it; `owner` is the thread that took it last.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { assertionError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { truth } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { host } from '../../runtime/host.ts';
import { defineModule } from '../../runtime/modules.ts';
import { thread } from '../../vm/thread.ts';
import { cDouble, cInt, pyInt } from '../support/arguments.ts';
import { hostCall } from '../support/fs.ts';
import { Semaphore, unlink } from './semaphore.ts';
import { Wakes } from './wakes.ts';

const RECURSIVE_MUTEX = 0;
const SEMAPHORE = 1;
const SEM_VALUE_MAX = 2147483647;

/** The agent's own: a JavaScript realm has one event loop, whatever interpreters run in it. */
let wakes: Wakes | undefined;
const ourWakes = (): Wakes => (wakes ??= new Wakes(host().process.pid));

class PySemLock extends PyObject {
  kind = SEMAPHORE;
  maxvalue = 1;
  name: PyValue = None;
  count = 0;
  owner = 0;
  semaphore!: Semaphore; // `make` sets it before anybody has the object
}
const semLockType = makeBuiltinType('SemLock', PySemLock, { module: '_multiprocessing', flags: TYPE_BASETYPE });

function make(cls: PyType, kind: number, maxvalue: number, name: PyValue, semaphore: Semaphore): PySemLock {
  const self = new cls.ctor() as PySemLock; // its shape or a subclass of it
  self.kind = kind;
  self.maxvalue = maxvalue;
  self.name = name;
  self.semaphore = semaphore;
  return self;
}
const isMine = (self: PySemLock): boolean => self.count > 0 && self.owner === thread().id;

function* acquire(self: PySemLock, block: PyValue, timeout: PyValue): NativeGenerator<PyValue> {
  if (self.kind === RECURSIVE_MUTEX && isMine(self)) {
    self.count++;
    return true;
  }
  let ms = -1;
  if (!truth(block)) ms = 0;
  else if (timeout !== None) ms = Math.max(0, cDouble(timeout) * 1000);
  const got = ms === 0 ? self.semaphore.tryAcquire() : yield* self.semaphore.acquireR(ms);
  if (got) {
    self.count++;
    self.owner = thread().id;
  }
  return got;
}

function release(self: PySemLock): void {
  if (self.kind === RECURSIVE_MUTEX) {
    if (!isMine(self)) throw assertionError('attempt to release recursive lock not owned by thread');
    if (self.count > 1) {
      self.count--;
      return;
    }
  } else if (self.semaphore.value >= self.maxvalue) {
    throw valueError('semaphore or lock released too many times');
  }
  self.semaphore.release();
  self.count--;
}

function nameArg(v: PyValue): string {
  if (!isStr(v)) throw typeError('a semaphore is known by its name here: there is no fork to inherit it by');
  return toJS(v);
}

defineType(semLockType, {
  doc: 'Semaphore/Mutex type',
  new: [
    '(kind, value, maxvalue, name, unlink)',
    (cls: PyType, kindValue: PyValue, value: PyValue, maxvalue: PyValue, name: PyValue, unlinkNow: PyValue) => {
      const kind = cInt(kindValue);
      const start = cInt(value);
      const most = cInt(maxvalue);
      const text = nameArg(name);
      if (kind !== RECURSIVE_MUTEX && kind !== SEMAPHORE) throw valueError('unrecognized kind');
      const semaphore = hostCall(() => Semaphore.open(text, ourWakes(), start));
      if (truth(unlinkNow)) {
        hostCall(() => unlink(text));
        name = None;
      }
      return make(cls, kind, most, name, semaphore);
    },
  ],
  attrs: { SEM_VALUE_MAX },
  classMethods: {
    '_rebuild(handle, kind, maxvalue, name, /)': (
      cls: PyType,
      _handle: PyValue,
      kind: PyValue,
      maxvalue: PyValue,
      name: PyValue,
    ) => {
      const text = nameArg(name);
      const semaphore = hostCall(() => Semaphore.open(text, ourWakes()));
      return make(cls, cInt(kind), cInt(maxvalue), name, semaphore);
    },
  },
  methods: {
    'acquire(block=True, timeout=None)': acquire,
    'release()': release,
    '_count()': (self: PySemLock) => self.count,
    '_is_mine()': isMine,
    '_get_value()': (self: PySemLock) => self.semaphore.value,
    '_is_zero()': (self: PySemLock) => self.semaphore.value === 0,
    '_after_fork()': (self: PySemLock) => {
      self.count = 0;
    },
    '__enter__()': (self: PySemLock) => acquire(self, true, None),
    '__exit__(exc_type=None, exc_value=None, exc_tb=None, /)': (self: PySemLock) => release(self),
  },
  getset: {
    handle: [(self: PySemLock) => pyInt(self.semaphore.mapping.address)],
    kind: [(self: PySemLock) => self.kind],
    maxvalue: [(self: PySemLock) => self.maxvalue],
    name: [(self: PySemLock) => self.name],
  },
});

defineModule('_multiprocessing', (m) => {
  m.type(semLockType);
  const flags = new PyDict();
  for (const name of ['HAVE_SEM_OPEN', 'HAVE_SEM_TIMEDWAIT']) flags.setStr(name, 1);
  m.set('flags', flags);
  m.func('sem_unlink(name, /)', (name: PyValue) => {
    const text = nameArg(name);
    hostCall(() => unlink(text), fromJS(text));
  });
});
