// _io.BytesIO: a stream over memory. Invariant: bytes beyond `len` are zero; nothing resizes while a buffer of it is
// exported (`exports`).

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyList, PyTuple } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { makeBuiltinType, type PyType, TYPE_NO_NEW, typeOf } from '../../objects/type.ts';
import { plainBuffer, setBufferProvider } from '../../objects/buffer.ts';
import { viewOf } from '../../objects/memoryview.ts';
import { pinned } from '../../objects/exports.ts';
import { defineType } from '../../objects/native.ts';
import { attributesOf, instanceSet } from '../../objects/protocol/attribute.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { isPending, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { bufferError, newException, stopIteration, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import { bytesLike, cInt, cSize, writableBytes } from '../support/arguments.ts';
import { bufferedIOBaseType, closedError, makeIOType, PyBufferedIOBase, sizeArg } from './base.ts';

export class PyBytesIO extends PyBufferedIOBase {
  buf = new Uint8Array(0);
  len = 0;
  pos = 0;
  closed = false;
  exports = 0;
}
export const bytesIOType = makeIOType('BytesIO', PyBytesIO, bufferedIOBaseType);

function open(self: PyBytesIO): void {
  if (self.closed) throw closedError();
}
function resizable(self: PyBytesIO): void {
  if (pinned(self)) throw bufferError('Existing exports of data: object cannot be re-sized');
}

function reserve(self: PyBytesIO, n: number): void {
  if (n <= self.buf.length) return;
  const b = new Uint8Array(Math.max(n, self.buf.length + (self.buf.length >> 1), 64));
  b.set(self.buf.subarray(0, self.len));
  self.buf = b;
}

export function bytesIOWrite(self: PyBytesIO, data: Uint8Array): number {
  open(self);
  resizable(self);
  const n = data.length;
  if (n === 0) return 0;
  const end = self.pos + n;
  reserve(self, end);
  if (self.pos > self.len) self.buf.fill(0, self.len, self.pos);
  self.buf.set(data, self.pos);
  self.pos = end;
  if (end > self.len) self.len = end;
  return n;
}

function take(self: PyBytesIO, n: number): Uint8Array {
  const end = n < 0 ? self.len : Math.min(self.len, self.pos + n);
  if (end <= self.pos) return new Uint8Array(0);
  const out = self.buf.slice(self.pos, end);
  self.pos = end;
  return out;
}

function readline(self: PyBytesIO, limit: number): Uint8Array {
  const nl = self.pos < self.len ? self.buf.indexOf(10, self.pos) : -1;
  let n = (nl < 0 || nl >= self.len ? self.len : nl + 1) - self.pos;
  if (limit >= 0 && n > limit) n = limit;
  return take(self, Math.max(n, 0));
}

function read(self: PyBytesIO, size: PyValue): PyValue {
  open(self);
  return new PyBytes(take(self, sizeArg(size)));
}

defineType(bytesIOType, {
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    '__init__(initial_bytes=None)': (self: PyBytesIO, initial: PyValue) => {
      resizable(self);
      self.closed = false;
      self.pos = 0;
      self.buf = initial === None ? new Uint8Array(0) : bytesLike(initial).slice();
      self.len = self.buf.length;
    },
    'read(size=-1, /)': read,
    'read1(size=-1, /)': read,
    'readline(size=-1, /)': (self: PyBytesIO, size: PyValue) => {
      open(self);
      return new PyBytes(readline(self, sizeArg(size)));
    },
    'readlines(size=None, /)': (self: PyBytesIO, size: PyValue) => {
      open(self);
      const hint = sizeArg(size);
      const lines: PyValue[] = [];
      for (let total = 0; ; ) {
        const l = readline(self, -1);
        if (l.length === 0) break;
        lines.push(new PyBytes(l));
        total += l.length;
        if (hint > 0 && total >= hint) break;
      }
      return new PyList(lines);
    },
    'readinto(buffer, /)': (self: PyBytesIO, buffer: PyValue) => {
      open(self);
      const target = writableBytes(buffer, 'readinto');
      const data = take(self, target.length);
      target.set(data);
      return data.length;
    },
    'write(b, /)': (self: PyBytesIO, data: PyValue) => {
      open(self);
      return bytesIOWrite(self, bytesLike(data));
    },
    *'writelines(lines, /)'(self: PyBytesIO, lines: PyValue): NativeGenerator {
      open(self);
      const it = (yield iterR(lines)) as PyValue;
      for (;;) {
        let line = nextR(it);
        if (isPending(line)) line = (yield line) as PyValue | undefined;
        if (line === undefined) return None;
        bytesIOWrite(self, bytesLike(line));
      }
    },
    'seek(pos, whence=0, /)': (self: PyBytesIO, posValue: PyValue, whenceValue: PyValue) => {
      open(self);
      let pos = cSize(posValue);
      const whence = cInt(whenceValue);
      if (whence < 0 || whence > 2) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
      if (pos < 0 && whence === 0) throw valueError(`negative seek value ${pos}`);
      if (whence === 1) pos += self.pos;
      else if (whence === 2) pos += self.len;
      if (pos > Number.MAX_SAFE_INTEGER) throw newException(exceptionTypes.OverflowError, 'new position too large');
      return (self.pos = Math.max(0, pos));
    },
    'tell()': (self: PyBytesIO) => {
      open(self);
      return self.pos;
    },
    'truncate(size=None, /)': (self: PyBytesIO, size: PyValue) => {
      open(self);
      resizable(self);
      const n = size === None ? self.pos : cSize(size);
      if (n < 0) throw valueError(`negative size value ${n}`);
      if (n < self.len) {
        self.buf = self.buf.slice(0, n);
        self.len = n;
      }
      return n;
    },
    'getvalue()': (self: PyBytesIO) => {
      open(self);
      return new PyBytes(self.buf.slice(0, self.len));
    },
    'getbuffer()': (self: PyBytesIO) => {
      open(self);
      return makeView(self);
    },
    'close()': (self: PyBytesIO) => {
      resizable(self);
      self.closed = true;
      self.buf = new Uint8Array(0);
      self.len = 0;
    },
    'flush()': (self: PyBytesIO) => open(self),
    'isatty()': (self: PyBytesIO) => {
      open(self);
      return false;
    },
    'readable()': able,
    'writable()': able,
    'seekable()': able,
    '__next__(/)': (self: PyBytesIO) => {
      open(self);
      const l = readline(self, -1);
      if (l.length === 0) throw stopIteration();
      return new PyBytes(l);
    },
    '__getstate__()': (self: PyBytesIO) => {
      open(self);
      const attributes = attributesOf(self);
      return new PyTuple([
        new PyBytes(self.buf.slice(0, self.len)),
        self.pos,
        attributes.size === 0 ? None : attributes,
      ]);
    },
    '__setstate__(state, /)': (self: PyBytesIO, state: PyValue) => {
      if (self.closed) throw closedError();
      if (!(state instanceof PyTuple) || state.items.length < 3) {
        throw typeError(`${typeOf(self).name}.__setstate__ argument should be 3-tuple, got ${typeOf(state).name}`);
      }
      resizable(self);
      self.buf = bytesLike(state.items[0]).slice();
      self.len = self.buf.length;
      self.closed = false;
      const pos = state.items[1];
      if (typeof pos !== 'number') throw typeError(`second item of state must be an integer, not ${typeOf(pos).name}`);
      if (pos < 0) throw valueError('position value cannot be negative');
      self.pos = pos;
      const attributes = state.items[2];
      if (attributes !== None) {
        if (!(attributes instanceof PyDict))
          throw typeError(`third item of state should be a dict, got a ${typeOf(attributes).name}`);
        for (const [k, v] of attributes.entries()) if (isStr(k)) instanceSet(self, toJS(k), v);
      }
    },
  },
  getset: { closed: [(self: PyBytesIO) => self.closed] },
  iternext: (self: PyBytesIO) => {
    open(self);
    if (self.cls !== bytesIOType && self.cls.lookup('readline') !== bytesIOType.lookup('readline'))
      return nextBySubclass(self);
    const l = readline(self, -1);
    return l.length === 0 ? undefined : new PyBytes(l);
  },
});

function able(self: PyBytesIO): boolean {
  open(self);
  return true;
}

function* nextBySubclass(self: PyObject): NativeGenerator<PyValue | undefined> {
  const line = (yield callMethodR(self, 'readline')) as PyValue;
  return line instanceof PyBytes && line.b.length === 0 ? undefined : line;
}

/** What getbuffer()'s memoryview is a view of. */
class PyBytesIOBuffer extends PyObject {
  source: PyBytesIO | null = null;
}
export const bytesIOBufferType = makeBuiltinType('_BytesIOBuffer', PyBytesIOBuffer, {
  module: '_io',
  flags: TYPE_NO_NEW,
});
setBufferProvider(PyBytesIOBuffer, (b) => {
  const s = b.source!; // set by makeView, the only maker
  s.exports++;
  return { ...plainBuffer(b, s.buf.subarray(0, s.len), false, () => void s.exports--), counted: s };
});
function makeView(self: PyBytesIO): PyValue {
  const b = new PyBytesIOBuffer();
  b.source = self;
  return viewOf(b);
}
