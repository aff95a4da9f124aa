// _io: the abstract base classes and what all streams share. Invariant: a base class's method reaches the stream's other
// methods by name, so that classes written in Python may replace any of them.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyByteArray, PyBytes, PyList } from '../../objects/shapes.ts';
import {
  makeBuiltinType,
  type PyType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_WEAKREF,
  typeOf,
} from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { getattrR, instanceGet, instanceSet, lookupAttrR } from '../../objects/protocol/attribute.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { truthR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import { isException, newException, stopIteration, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionClass, exceptionTypes, PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { unlisted } from '../../objects/memory/tracking.ts';
import { repr } from '../../objects/protocol/text.ts';
import { toJS } from '../../objects/str/text.ts';
import { unraisableR } from '../../runtime/unraisable.ts';
import { cSize, writableBytes } from '../support/arguments.ts';

export const DEFAULT_BUFFER_SIZE = 128 * 1024;

export class PyIOBase extends PyObject {
  /** `__del__` is closing it: it reports that nobody else has. */
  finalizing = false;
}
export class PyRawIOBase extends PyIOBase {}
export class PyBufferedIOBase extends PyIOBase {}
export class PyTextIOBase extends PyIOBase {}

const FLAGS = TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF;
export const ioBaseType = makeBuiltinType('_IOBase', PyIOBase, { module: '_io', flags: FLAGS });
export const rawIOBaseType = makeIOType('_RawIOBase', PyRawIOBase, ioBaseType);
export const bufferedIOBaseType = makeIOType('_BufferedIOBase', PyBufferedIOBase, ioBaseType);
export const textIOBaseType = makeIOType('_TextIOBase', PyTextIOBase, ioBaseType);

/** A stream type with the given shape. */
export function makeIOType(name: string, shape: abstract new () => PyObject, base: PyType): PyType {
  const t = makeBuiltinType(name, shape as new () => PyObject, { module: '_io', bases: [base], flags: FLAGS });
  unlisted.add(t);
  return t;
}

export const unsupportedOperationType = exceptionClass(
  'UnsupportedOperation',
  'io',
  exceptionTypes.OSError,
  exceptionTypes.ValueError,
);

export function unsupported(message: string): PyBaseException {
  return newException(unsupportedOperationType, message);
}

export const closedError = (): PyBaseException => valueError('I/O operation on closed file.');

/** True when a stream says it is closed. Resumable. */
export function isClosedR(self: PyValue): Resumable<boolean> {
  const r = getattrR(self, 'closed');
  if (typeof r === 'boolean') return r;
  return (function* (): Generator<unknown, boolean, never> {
    const v = (yield r) as PyValue;
    return yield truthR(v);
  })();
}

export function* checkClosed(self: PyValue, message = 'I/O operation on closed file.'): NativeGenerator<undefined> {
  let c = isClosedR(self);
  if (isPending(c)) c = (yield c) as boolean;
  if (c) throw valueError(message);
  return undefined;
}

/** `self.name()` must be true, else UnsupportedOperation. */
function* checkAble(self: PyValue, name: string): NativeGenerator<PyValue> {
  const v = (yield callMethodR(self, name)) as PyValue;
  if (v !== true) throw unsupported(`File or stream is not ${name}.`);
  return true;
}

/** A size argument: None and negative mean "all" (-1). */
export function sizeArg(v: PyValue): number {
  if (v === None) return -1;
  if (typeof v === 'number') return v;
  try {
    return cSize(v);
  } catch (e) {
    if (isException(e, 'TypeError')) throw typeError(`argument should be integer or None, not '${typeOf(v).name}'`);
    throw e;
  }
}

/** Concatenates byte chunks. */
export function concat(chunks: readonly Uint8Array[], total = chunks.reduce((n, c) => n + c.length, 0)): Uint8Array {
  if (chunks.length === 1) return chunks[0];
  const out = new Uint8Array(total);
  let at = 0;
  for (const c of chunks) {
    out.set(c, at);
    at += c.length;
  }
  return out;
}

/** readline() of a stream that has only read() (and perhaps peek()). */
function* genericReadline(self: PyValue, sizeValue: PyValue): NativeGenerator<PyValue> {
  const limit = sizeArg(sizeValue);
  const peek = (yield lookupAttrR(self, 'peek')) as PyValue | undefined;
  const chunks: Uint8Array[] = [];
  let total = 0;
  while (limit < 0 || total < limit) {
    let want = 1;
    if (peek !== undefined) {
      const ahead = (yield callMethodR(self, 'peek', [1])) as PyValue;
      if (!(ahead instanceof PyBytes))
        throw newException(
          exceptionTypes.OSError,
          `peek() should have returned a bytes object, not '${typeOf(ahead).name}'`,
        );
      if (ahead.b.length > 0) {
        const nl = ahead.b.indexOf(10);
        want = nl >= 0 ? nl + 1 : ahead.b.length;
        if (limit >= 0) want = Math.min(want, limit - total);
      }
    }
    const b = (yield callMethodR(self, 'read', [want])) as PyValue;
    if (!(b instanceof PyBytes))
      throw newException(exceptionTypes.OSError, `read() should have returned a bytes object, not '${typeOf(b).name}'`);
    if (b.b.length === 0) break;
    chunks.push(b.b);
    total += b.b.length;
    if (b.b[b.b.length - 1] === 10) break;
  }
  return new PyBytes(concat(chunks));
}

function* genericNext(self: PyValue): NativeGenerator<PyValue | undefined> {
  const line = (yield callMethodR(self, 'readline')) as PyValue;
  if (line instanceof PyBytes ? line.b.length === 0 : line === '' || !(yield truthR(line))) return undefined;
  return line;
}

export function* closeBase(self: PyObject): NativeGenerator<undefined> {
  if (instanceGet(self, '__IOBase_closed') !== undefined) return undefined;
  try {
    yield callMethodR(self, 'flush');
  } finally {
    instanceSet(self, '__IOBase_closed', true);
  }
  return undefined;
}

defineType(ioBaseType, {
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    'seek(offset, whence=0, /)': () => {
      throw unsupported('seek');
    },
    'tell()': (self: PyValue) => callMethodR(self, 'seek', [0, 1]),
    'truncate(size=None, /)': () => {
      throw unsupported('truncate');
    },
    'fileno()': () => {
      throw unsupported('fileno');
    },
    *'flush()'(self: PyObject): NativeGenerator {
      if (instanceGet(self, '__IOBase_closed') !== undefined) throw closedError();
      return None;
    },
    'close()': closeBase,
    'seekable()': () => false,
    'readable()': () => false,
    'writable()': () => false,
    '_checkClosed(msg=None)': function* (self: PyValue): NativeGenerator {
      yield* checkClosed(self);
      return None;
    },
    '_checkSeekable()': (self: PyValue) => checkAble(self, 'seekable'),
    '_checkReadable()': (self: PyValue) => checkAble(self, 'readable'),
    '_checkWritable()': (self: PyValue) => checkAble(self, 'writable'),
    *'isatty()'(self: PyValue): NativeGenerator {
      yield* checkClosed(self);
      return false;
    },
    *'__enter__()'(self: PyValue): NativeGenerator {
      yield* checkClosed(self);
      return self;
    },
    *'__exit__(*args)'(self: PyValue): NativeGenerator {
      yield callMethodR(self, 'close');
      return None;
    },
    *'__iter__(/)'(self: PyValue): NativeGenerator {
      yield* checkClosed(self);
      return self;
    },
    *'__next__(/)'(self: PyValue): NativeGenerator {
      const v = yield* genericNext(self);
      if (v === undefined) throw stopIteration();
      return v;
    },
    *'__del__(/)'(self: PyIOBase): NativeGenerator {
      try {
        if (yield isClosedR(self)) return None;
      } catch (e) {
        // It cannot even say so: its __init__ has never ended.
        if (e instanceof PyBaseException) return None;
        throw e;
      }
      self.finalizing = true;
      try {
        yield callMethodR(self, 'close');
      } catch (e) {
        if (!(e instanceof PyBaseException)) throw e;
        yield unraisableR(e, `Exception ignored while finalizing file ${toJS(repr(self))}`, null);
      }
      return None;
    },
    'readline(size=-1, /)': genericReadline,
    *'readlines(hint=-1, /)'(self: PyValue, hintValue: PyValue): NativeGenerator {
      const hint = sizeArg(hintValue);
      const lines: PyValue[] = [];
      let total = 0;
      const it = (yield iterR(self)) as PyValue;
      for (;;) {
        let line = nextR(it);
        if (isPending(line)) line = (yield line) as PyValue | undefined;
        if (line === undefined) break;
        lines.push(line);
        if (hint > 0) {
          total += line instanceof PyBytes ? line.b.length : typeof line === 'string' ? line.length : 1;
          if (total >= hint) break;
        }
      }
      return new PyList(lines);
    },
    *'writelines(lines, /)'(self: PyValue, lines: PyValue): NativeGenerator {
      yield* checkClosed(self);
      const it = (yield iterR(lines)) as PyValue;
      for (;;) {
        let line = nextR(it);
        if (isPending(line)) line = (yield line) as PyValue | undefined;
        if (line === undefined) return None;
        yield callMethodR(self, 'write', [line]);
      }
    },
  },
  getset: {
    closed: [(self: PyObject) => instanceGet(self, '__IOBase_closed') !== undefined],
  },
  iternext: genericNext,
});

defineType(rawIOBaseType, {
  methods: {
    *'read(size=-1, /)'(self: PyValue, sizeValue: PyValue): NativeGenerator {
      const n = sizeArg(sizeValue);
      if (n < 0) return yield callMethodR(self, 'readall');
      const b = new PyByteArray(new Uint8Array(n));
      const got = (yield callMethodR(self, 'readinto', [b])) as PyValue;
      if (got === None) return None;
      const count = cSize(got);
      if (count < 0 || count > n) throw valueError(`readinto returned ${count} outside buffer size ${n}`);
      return new PyBytes(b.b.slice(0, count));
    },
    *'readall()'(self: PyValue): NativeGenerator {
      const chunks: Uint8Array[] = [];
      for (;;) {
        const b = (yield callMethodR(self, 'read', [DEFAULT_BUFFER_SIZE])) as PyValue;
        if (b === None) {
          if (chunks.length === 0) return None;
          break;
        }
        if (!(b instanceof PyBytes)) throw typeError('read() should return bytes');
        if (b.b.length === 0) break;
        chunks.push(b.b);
      }
      return new PyBytes(concat(chunks));
    },
    'readinto(buffer, /)': () => {
      throw newException(exceptionTypes.NotImplementedError);
    },
    'write(b, /)': () => {
      throw newException(exceptionTypes.NotImplementedError);
    },
  },
});

function* readIntoBy(self: PyValue, buffer: PyValue, method: string): NativeGenerator {
  const target = writableBytes(buffer, method === 'read1' ? 'readinto1' : 'readinto');
  const data = (yield callMethodR(self, method, [target.length])) as PyValue;
  if (!(data instanceof PyBytes)) throw typeError('read() should return bytes');
  if (data.b.length > target.length) {
    throw valueError(`read() returned too much data: ${target.length} bytes requested, ${data.b.length} returned`);
  }
  target.set(data.b);
  return data.b.length;
}

const no = (name: string) => (): never => {
  throw unsupported(name);
};
defineType(bufferedIOBaseType, {
  methods: {
    'detach()': no('detach'),
    'read(size=-1, /)': no('read'),
    'read1(size=-1, /)': no('read1'),
    'write(b, /)': no('write'),
    'readinto(buffer, /)': (self: PyValue, buffer: PyValue) => readIntoBy(self, buffer, 'read'),
    'readinto1(buffer, /)': (self: PyValue, buffer: PyValue) => readIntoBy(self, buffer, 'read1'),
  },
});
defineType(textIOBaseType, {
  methods: {
    'detach()': no('detach'),
    'read(size=-1, /)': no('read'),
    'readline(size=-1, /)': no('readline'),
    'write(s, /)': no('write'),
  },
  getset: { encoding: [() => None], newlines: [() => None], errors: [() => None] },
});

/** The file below a stream that is being finalised reports it. */
export function* unclosedBelow(below: PyValue, source: PyValue): NativeGenerator<undefined> {
  try {
    yield callMethodR(below, '_dealloc_warn', [source]);
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
  }
  return undefined;
}

/** The error of pickling any stream. */
export function cannotPickle(self: PyValue): never {
  throw typeError(`cannot pickle '${typeOf(self).module}.${typeOf(self).name}' instances`);
}
export const NO_PICKLE = {
  '__reduce__()': cannotPickle,
  '__reduce_ex__(protocol, /)': cannotPickle,
};
