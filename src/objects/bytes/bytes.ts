// bytes. Invariant: `b` is never written after construction and covers exactly the value.

import type { PyValue } from '../object.ts';
import { PyBytes, PyTuple } from '../shapes.ts';
import { bytesType, makeBuiltinType, type PyType, typeOf } from '../type.ts';
import { typeError } from '../exceptions/raise.ts';
import { defineType } from '../native.ts';
import { markSequenceOperator } from '../protocol/operators.ts';
import { callR, callUnboundR } from '../protocol/call.ts';
import type { Resumable } from '../protocol/pending.ts';
import { thenR } from '../iterator.ts';
import { hashText } from '../hash.ts';
import { decodeLatin1 } from '../codecs/codecs.ts';
import {
  BytesIterator,
  comparisons,
  defineBytesIterator,
  fromHex,
  maketrans,
  sharedMethods,
  sourceR,
} from './shared.ts';

class PyBytesIterator extends BytesIterator {}
const bytesIteratorType = makeBuiltinType('bytes_iterator', PyBytesIterator);
defineBytesIterator(bytesIteratorType);

/** A bytes object of a class; the memory becomes its own. */
function make(cls: PyType, b: Uint8Array): PyBytes {
  if (cls === bytesType) return new PyBytes(b);
  const o = new cls.ctor() as PyBytes; // a subclass of bytes has bytes' shape
  o.b = b;
  return o;
}
const exact = (self: PyBytes): PyBytes => (self.cls === bytesType ? self : new PyBytes(self.b));

defineType(bytesType, {
  doc: 'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer',
  new: [
    '(source=?, encoding=?, errors=?)',
    (
      cls: PyType,
      source: PyValue | undefined,
      encoding: PyValue | undefined,
      errors: PyValue | undefined,
    ): Resumable => {
      if (source instanceof PyBytes && source.cls === bytesType && encoding === undefined && errors === undefined) {
        return cls === bytesType ? source : make(cls, source.b);
      }
      const f =
        typeof source === 'object' && encoding === undefined && errors === undefined
          ? typeOf(source).lookup('__bytes__')
          : undefined;
      if (source !== undefined && f !== undefined) {
        return thenR(callUnboundR(f, source, []), (r) => {
          if (!(r instanceof PyBytes)) throw typeError(`__bytes__ returned non-bytes (type ${typeOf(r).name})`);
          return cls === bytesType ? r : make(cls, r.b); // bytes() itself passes on a subclass's instance
        });
      }
      return thenR(sourceR(source, encoding, errors, 'bytes'), (b) => make(cls, b));
    },
  ],
  methods: {
    ...sharedMethods('bytes', (b) => new PyBytes(b)),
    ...comparisons((v) => (v instanceof PyBytes ? v.b : undefined)),
    '__iter__()': (self: PyBytes) => new PyBytesIterator(self),
    '__hash__()': (self: PyBytes) => (self.hash === -1 ? (self.hash = hashText(decodeLatin1(self.b))) : self.hash),
    '__bytes__()': exact,
    '__getnewargs__()': (self: PyBytes) => new PyTuple([exact(self)]),
    '__sizeof__()': (self: PyBytes) => 33 + self.b.length,
  },
  classMethods: {
    'fromhex(string, /)': (cls: PyType, text: PyValue): Resumable => {
      const b = new PyBytes(fromHex(text));
      return cls === bytesType ? b : callR(cls, [b]);
    },
  },
  staticMethods: { 'maketrans(frm, to, /)': maketrans },
});
markSequenceOperator(bytesType, '__add__', '__mul__', '__rmul__');
