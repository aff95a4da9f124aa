// _pickle: the types Pickler and Unpickler and the four functions of pickle.py, on top of save.ts and load.ts. Invariant:
// hooks (persistent_id, reducer_override, dispatch_table; persistent_load, find_class) are looked up when a dump or load
// starts, on the instance first, so that assigning them works as overriding them does.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, type PyStr, PyTuple } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import {
  makeBuiltinType,
  type PyType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_WEAKREF,
  typeOf,
} from '../../objects/type.ts';
import { defineType, PyBoundNative } from '../../objects/native.ts';
import { borrow } from '../../objects/buffer.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { importAttrR } from '../../objects/hooks.ts';
import { idOf } from '../../objects/identity.ts';
import { lookupAttrR } from '../../objects/protocol/attribute.ts';
import { iterR } from '../../objects/protocol/iteration.ts';
import { index, intValue, truthR } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import { defineModule } from '../../runtime/modules.ts';
import { pickleBufferType } from './buffer.ts';
import { pickleErrorType, picklingError, picklingErrorType, unpicklingError, unpicklingErrorType } from './errors.ts';
import { findClass, Loader, type LoadSettings, Memo, type Source, unsupportedPersistentId } from './load.ts';
import { DEFAULT_PROTOCOL, HIGHEST_PROTOCOL } from './opcodes.ts';
import { Saver, type Settings } from './save.ts';

const FLAGS = TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF;

// --------------------------------------------------------------------------------------------------------- arguments

function protocolOf(v: PyValue): number {
  if (v === None) return DEFAULT_PROTOCOL;
  const p = index(v);
  if (p < 0) return HIGHEST_PROTOCOL;
  if (p > HIGHEST_PROTOCOL) throw valueError(`pickle protocol must be <= ${HIGHEST_PROTOCOL}`);
  return Number(p);
}

function callbackOf(v: PyValue, protocol: number): PyValue {
  if (v !== None && protocol < 5) throw valueError('buffer_callback needs protocol >= 5');
  return v;
}

/** A hook of this name on the instance or its class; undefined when there is only the base type's own method. */
function* hookOf(self: PyObject, name: string): NativeGenerator<PyValue | undefined> {
  const v = (yield lookupAttrR(self, name)) as PyValue | undefined;
  return v instanceof PyBoundNative && v.self === self ? undefined : v;
}

function textOf(v: PyValue, what: string): string {
  if (!isStr(v)) throw typeError(`Unpickler() argument '${what}' must be str, not ${typeOf(v).name}`);
  return toJS(v);
}

// ----------------------------------------------------------------------------------------------------------- Pickler

class PyPickler extends PyObject {
  write: PyValue | null = null;
  protocol = DEFAULT_PROTOCOL;
  bin: PyValue = true;
  fast: PyValue = 0;
  fixImports = true;
  bufferCallback: PyValue = None;
  memo = new Map<PyValue, number>();
}

function* settingsOf(self: PyPickler): NativeGenerator<Settings> {
  const own = (yield lookupAttrR(self, 'dispatch_table')) as PyValue | undefined;
  const fast: boolean = yield truthR(self.fast);
  return {
    protocol: self.protocol,
    fast,
    fixImports: self.fixImports,
    memo: self.memo,
    write: self.write,
    persistentId: (yield* hookOf(self, 'persistent_id')) as PyValue | undefined,
    reducerOverride: (yield* hookOf(self, 'reducer_override')) as PyValue | undefined,
    dispatchTable: own ?? ((yield* importAttrR('copyreg', 'dispatch_table')) as PyValue),
    extensions: (yield* importAttrR('copyreg', '_extension_registry')) as PyValue,
    bufferCallback: self.bufferCallback,
  };
}

function* initPickler(
  self: PyPickler,
  file: PyValue,
  protocol: PyValue,
  fixImports: PyValue,
  bufferCallback: PyValue,
): NativeGenerator<undefined> {
  self.protocol = protocolOf(protocol);
  self.bufferCallback = callbackOf(bufferCallback, self.protocol);
  const write = (yield lookupAttrR(file, 'write')) as PyValue | undefined;
  if (write === undefined) throw typeError("file must have a 'write' attribute");
  self.write = write;
  const fix: boolean = yield truthR(fixImports);
  self.fixImports = fix && self.protocol < 3;
  self.memo = new Map();
  self.bin = self.protocol >= 1;
  self.fast = 0;
  return undefined;
}

const uninitialised = (self: PyObject, base: string): string =>
  `${base}.__init__() was not called by ${self.cls.name}.__init__()`;

/** A pickler's memo, as `memo` shows it. */
class PyPicklerMemoProxy extends PyObject {
  constructor(readonly pickler: PyPickler) {
    super();
  }
}
const picklerMemoProxyType = makeBuiltinType('PicklerMemoProxy', PyPicklerMemoProxy, { module: '_pickle' });
const picklerMemoCopy = (self: PyPicklerMemoProxy): PyDict => {
  const d = new PyDict();
  for (const [v, i] of self.pickler.memo) d.set(idOf(v), new PyTuple([i, v]));
  return d;
};
defineType(picklerMemoProxyType, {
  methods: {
    'copy()': picklerMemoCopy,
    'clear()': (self: PyPicklerMemoProxy) => self.pickler.memo.clear(),
    '__reduce__()': (self: PyPicklerMemoProxy) =>
      new PyTuple([typeOf(picklerMemoCopy(self)), new PyTuple([picklerMemoCopy(self)])]),
  },
  attrs: { __hash__: None },
});

function setPicklerMemo(self: PyPickler, v: PyValue | undefined): void {
  if (v === undefined) throw typeError('attribute deletion is not supported');
  if (v instanceof PyPicklerMemoProxy) {
    self.memo = new Map(v.pickler.memo);
    return;
  }
  if (!(v instanceof PyDict))
    throw typeError(`'memo' attribute must be a PicklerMemoProxy object or dict, not ${typeOf(v).name}`);
  const memo = new Map<PyValue, number>();
  for (const [, entry] of v.entries()) {
    if (!(entry instanceof PyTuple) || entry.items.length !== 2) throw typeError("'memo' values must be 2-item tuples");
    memo.set(entry.items[1], Number(index(entry.items[0])));
  }
  self.memo = memo;
}

const picklerType = makeBuiltinType('Pickler', PyPickler, { module: '_pickle', flags: FLAGS });
defineType(picklerType, {
  doc: 'This takes a binary file for writing a pickle data stream.',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    '__init__(file, protocol=None, fix_imports=True, buffer_callback=None)': initPickler,
    'dump(obj, /)': function* (self: PyPickler, obj: PyValue): NativeGenerator<undefined> {
      if (self.write === null) throw picklingError(uninitialised(self, 'Pickler'));
      const settings: Settings = yield* settingsOf(self);
      yield* new Saver(settings).dump(obj);
      return undefined;
    },
    'clear_memo()': (self: PyPickler) => self.memo.clear(),
    'persistent_id(obj, /)': () => None,
  },
  getset: {
    memo: [(self: PyPickler) => new PyPicklerMemoProxy(self), setPicklerMemo],
  },
  writableMembers: { bin: 'bin', fast: 'fast' },
});

// --------------------------------------------------------------------------------------------------------- Unpickler

class PyUnpickler extends PyObject {
  source: Source | null = null;
  /** Of the last pickle loaded. */
  protocol = 0;
  fixImports = true;
  encoding = 'ASCII';
  errors = 'strict';
  buffers: PyValue = None;
  memo = new Memo();
}

function* initUnpickler(
  self: PyUnpickler,
  file: PyValue,
  fixImports: PyValue,
  encoding: PyValue,
  errors: PyValue,
  buffers: PyValue,
): NativeGenerator<undefined> {
  const peek = (yield lookupAttrR(file, 'peek')) as PyValue | undefined;
  const readinto = (yield lookupAttrR(file, 'readinto')) as PyValue | undefined;
  const read = (yield lookupAttrR(file, 'read')) as PyValue | undefined;
  const readline = (yield lookupAttrR(file, 'readline')) as PyValue | undefined;
  if (read === undefined || readline === undefined) throw typeError("file must have 'read' and 'readline' attributes");
  self.source = { read, readline, readinto, peek };
  self.fixImports = yield truthR(fixImports);
  self.encoding = textOf(encoding, 'encoding');
  self.errors = textOf(errors, 'errors');
  self.buffers = buffers === None ? None : ((yield iterR(buffers)) as PyValue);
  self.memo = new Memo();
  return undefined;
}

/** An unpickler's memo, as `memo` shows it. */
class PyUnpicklerMemoProxy extends PyObject {
  constructor(readonly unpickler: PyUnpickler) {
    super();
  }
}
const unpicklerMemoProxyType = makeBuiltinType('UnpicklerMemoProxy', PyUnpicklerMemoProxy, { module: '_pickle' });
const unpicklerMemoCopy = (self: PyUnpicklerMemoProxy): PyDict => {
  const d = new PyDict();
  for (const [i, v] of self.unpickler.memo.values.entries()) if (v !== undefined) d.set(i, v);
  return d;
};
defineType(unpicklerMemoProxyType, {
  methods: {
    'copy()': unpicklerMemoCopy,
    'clear()': (self: PyUnpicklerMemoProxy) => {
      self.unpickler.memo = new Memo();
    },
    '__reduce__()': (self: PyUnpicklerMemoProxy) =>
      new PyTuple([typeOf(unpicklerMemoCopy(self)), new PyTuple([unpicklerMemoCopy(self)])]),
  },
  attrs: { __hash__: None },
});

function setUnpicklerMemo(self: PyUnpickler, v: PyValue | undefined): void {
  if (v === undefined) throw typeError('attribute deletion is not supported');
  if (v instanceof PyUnpicklerMemoProxy) {
    self.memo = v.unpickler.memo.copy();
    return;
  }
  if (!(v instanceof PyDict))
    throw typeError(`'memo' attribute must be an UnpicklerMemoProxy object or dict, not ${typeOf(v).name}`);
  const memo = new Memo();
  for (const [k, item] of v.entries()) {
    const i = intValue(k);
    if (i === undefined) throw typeError('memo key must be integers');
    if (i < 0) throw valueError('memo key must be positive integers.');
    memo.put(Number(i), item);
  }
  self.memo = memo;
}

const unpicklerType = makeBuiltinType('Unpickler', PyUnpickler, { module: '_pickle', flags: FLAGS });
defineType(unpicklerType, {
  doc: 'This takes a binary file for reading a pickle data stream.',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    "__init__(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())": (
      self: PyUnpickler,
      file: PyValue,
      fixImports: PyValue,
      encoding: PyValue,
      errors: PyValue,
      buffers: PyValue,
    ) => initUnpickler(self, file, fixImports, encoding, errors, noBuffers(buffers)),
    'load()': function* (self: PyUnpickler): NativeGenerator<PyValue> {
      if (self.source === null) throw unpicklingError(uninitialised(self, 'Unpickler'));
      const settings: LoadSettings = {
        source: self.source,
        fixImports: self.fixImports,
        encoding: self.encoding,
        errors: self.errors,
        buffers: self.buffers,
        memo: self.memo,
        persistentLoad: (yield* hookOf(self, 'persistent_load')) as PyValue | undefined,
        findClass: (yield* hookOf(self, 'find_class')) as PyValue | undefined,
      };
      const loader = new Loader(settings);
      try {
        return (yield* loader.load()) as PyValue;
      } finally {
        self.protocol = loader.protocol;
      }
    },
    'find_class(module_name, global_name, /)': (self: PyUnpickler, module: PyValue, name: PyValue) =>
      findClass(nameOf(module), nameOf(name), self.protocol, self.fixImports),
    'persistent_load(pid, /)': () => {
      throw unsupportedPersistentId();
    },
  },
  getset: {
    memo: [(self: PyUnpickler) => new PyUnpicklerMemoProxy(self), setUnpicklerMemo],
  },
});

function nameOf(v: PyValue): string | PyStr {
  if (!isStr(v)) throw typeError(`attribute name must be string, not '${typeOf(v).name}'`);
  return v;
}

/** An empty tuple stands for "no buffers given". */
function noBuffers(v: PyValue): PyValue {
  return v instanceof PyTuple && v.items.length === 0 ? None : v;
}

// ------------------------------------------------------------------------------------------------------------ module

/** A dump without a Pickler object. */
function* quickDump(
  obj: PyValue,
  protocol: PyValue,
  fixImports: PyValue,
  bufferCallback: PyValue,
  write: PyValue | null,
): NativeGenerator<Saver> {
  const p = protocolOf(protocol);
  const callback = callbackOf(bufferCallback, p);
  const fix: boolean = yield truthR(fixImports);
  const saver = new Saver({
    protocol: p,
    fast: false,
    fixImports: fix && p < 3,
    memo: new Map(),
    write,
    persistentId: undefined,
    reducerOverride: undefined,
    dispatchTable: (yield* importAttrR('copyreg', 'dispatch_table')) as PyValue,
    extensions: (yield* importAttrR('copyreg', '_extension_registry')) as PyValue,
    bufferCallback: callback,
  });
  yield* saver.dump(obj);
  return saver;
}

defineModule('_pickle', (m) => {
  m.set('__doc__', 'Optimized C implementation for the Python pickle module.');
  for (const t of [picklerType, unpicklerType, pickleBufferType]) m.type(t);
  for (const t of [pickleErrorType, picklingErrorType, unpicklingErrorType]) m.type(t);
  m.funcs({
    'dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)': function* (
      obj: PyValue,
      protocol: PyValue,
      fixImports: PyValue,
      bufferCallback: PyValue,
    ): NativeGenerator<PyValue> {
      const saver: Saver = yield* quickDump(obj, protocol, fixImports, bufferCallback, null);
      return new PyBytes(saver.out.take());
    },
    'dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)': function* (
      obj: PyValue,
      file: PyValue,
      protocol: PyValue,
      fixImports: PyValue,
      bufferCallback: PyValue,
    ): NativeGenerator<PyValue> {
      callbackOf(bufferCallback, protocolOf(protocol));
      const write = (yield lookupAttrR(file, 'write')) as PyValue | undefined;
      if (write === undefined) throw typeError("file must have a 'write' attribute");
      yield* quickDump(obj, protocol, fixImports, bufferCallback, write);
      return None;
    },
    "loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())": function* (
      data: PyValue,
      fixImports: PyValue,
      encoding: PyValue,
      errors: PyValue,
      buffers: PyValue,
    ): NativeGenerator<PyValue> {
      const bytes = borrow(data);
      if (bytes === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(data).name}'`);
      const outOfBand = noBuffers(buffers);
      const fix: boolean = yield truthR(fixImports);
      const settings: LoadSettings = {
        source: null,
        fixImports: fix,
        encoding: textOf(encoding, 'encoding'),
        errors: textOf(errors, 'errors'),
        buffers: outOfBand === None ? None : ((yield iterR(outOfBand)) as PyValue),
        memo: new Memo(),
        persistentLoad: undefined,
        findClass: undefined,
      };
      // A bytes object stays as it is; what may change under Python code is copied.
      return (yield* new Loader(settings, data instanceof PyBytes ? bytes : bytes.slice()).load()) as PyValue;
    },
    "load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())": function* (
      file: PyValue,
      fixImports: PyValue,
      encoding: PyValue,
      errors: PyValue,
      buffers: PyValue,
    ): NativeGenerator<PyValue> {
      const self = new PyUnpickler();
      yield* initUnpickler(self, file, fixImports, encoding, errors, noBuffers(buffers));
      const settings: LoadSettings = {
        source: self.source,
        fixImports: self.fixImports,
        encoding: self.encoding,
        errors: self.errors,
        buffers: self.buffers,
        memo: self.memo,
        persistentLoad: undefined,
        findClass: undefined,
      };
      return (yield* new Loader(settings).load()) as PyValue;
    },
  });
});
