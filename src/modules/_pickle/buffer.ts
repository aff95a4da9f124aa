// PickleBuffer (PEP 574): a buffer that a reduction hands to pickle to be written or passed on as it is. Invariant: it
// holds its buffer until released. Knows the buffer protocol only.

import { PyObject, type PyValue } from '../../objects/object.ts';
import { makeBuiltinType, type PyType, TYPE_WEAKREF, typeOf } from '../../objects/type.ts';
import { type BufferView, byteCount, getBuffer, isContiguous, setBufferProvider } from '../../objects/buffer.ts';
import { bufferError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { defineType } from '../../objects/native.ts';
import { defineBufferMethods, viewOfBuffer } from '../../objects/memoryview.ts';

export class PyPickleBuffer extends PyObject {
  private held: BufferView | null = null;

  hold(v: PyValue): void {
    const b = getBuffer(v);
    if (b === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(v).name}'`);
    this.held = b;
  }

  view(): BufferView {
    if (this.held === null) throw valueError('operation forbidden on released PickleBuffer object');
    return this.held;
  }

  release(): void {
    this.held?.release();
    this.held = null;
  }

  /** Its bytes in memory order; undefined when they are not contiguous, in C or Fortran order. */
  contiguous(): Uint8Array | undefined {
    const b = this.view();
    if (!isContiguous(b) && !isFortran(b)) return undefined;
    return b.bytes.subarray(b.offset, b.offset + byteCount(b));
  }
}

function isFortran(b: BufferView): boolean {
  let step = b.itemsize;
  for (const [i, n] of b.shape.entries()) {
    if (n !== 1 && b.strides[i] !== step) return false;
    step *= n;
  }
  return true;
}

export const pickleBufferType = makeBuiltinType('PickleBuffer', PyPickleBuffer, {
  module: '_pickle',
  flags: TYPE_WEAKREF,
});
setBufferProvider(PyPickleBuffer, (self) => {
  const b = self.view();
  const again = getBuffer(b.obj);
  if (again === undefined) throw valueError('operation forbidden on released PickleBuffer object');
  return again;
});
defineBufferMethods(pickleBufferType);
defineType(pickleBufferType, {
  doc: 'Wrapper for potentially out-of-band buffers',
  new: [
    '(object, /)',
    (cls: PyType, v: PyValue) => {
      const self = new cls.ctor() as PyPickleBuffer; // the type has no subclasses with another shape
      self.hold(v);
      return self;
    },
  ],
  methods: {
    'raw()': (self: PyPickleBuffer) => {
      const bytes = self.contiguous();
      if (bytes === undefined) throw bufferError('cannot extract raw buffer from non-contiguous buffer');
      const b = getBuffer(self.view().obj)!; // it was a buffer when it was held
      return viewOfBuffer({ ...b, bytes, offset: 0, format: 'B', itemsize: 1, shape: [bytes.length], strides: [1] });
    },
    'release()': (self: PyPickleBuffer) => self.release(),
  },
});
