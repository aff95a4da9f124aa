// The buffer protocol in JavaScript (PEP 3118 and 688): who offers memory, and how to borrow it. Invariant: each
// `getBuffer` is paired with one `release`, unless the memory is used at once and no Python code runs in between
// (`borrow`). Memory is a Uint8Array; layout is the provider's. Knows no concrete type; providers register themselves.

import { None, type PyObject, type PyValue } from './object.ts';
import { TYPE_HEAP, typeOf } from './type.ts';
import { PyNative } from './native.ts';
import { SLOT } from './slots.ts';
import { bufferError, typeError } from './exceptions/raise.ts';
import { callUnboundR } from './protocol/call.ts';
import { sync } from './protocol/pending.ts';
import { PyByteArray, PyBytes } from './shapes.ts';
import { setDecodeBuffer } from './codecs/codecs.ts';
import { setBufferBytes } from './int.ts';

/** Borrowed memory with its layout. */
export interface BufferView {
  /** The exporting object. */
  readonly obj: PyValue;
  readonly bytes: Uint8Array;
  /** Byte offset of the first item in `bytes`. */
  readonly offset: number;
  readonly format: string;
  readonly itemsize: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly readonly: boolean;
  /** Whose `exports` counts this one, when it is not `obj`'s. */
  readonly counted?: PyObject;
  /** Gives the memory back; call once. */
  readonly release: () => void;
}

const BUFFER = Symbol('buffer');
const QUICK = Symbol('borrow');
type Exporter = PyObject & { [BUFFER]?: () => BufferView; [QUICK]?: () => Uint8Array | undefined };

/** Says how instances of a JS shape (and of Python subclasses) export their memory. */
export function setBufferProvider<T extends PyObject>(
  shape: abstract new (...args: never[]) => T,
  f: (self: T) => BufferView,
): void {
  Object.defineProperty(shape.prototype, BUFFER, {
    value(this: T): BufferView {
      return f(this);
    },
  });
}

/**
 * For shapes whose memory can be lent without counting exports: the contiguous, readable memory for use at once, or
 * undefined to ask the provider.
 */
export function setQuickBorrow<T extends PyObject>(
  shape: abstract new (...args: never[]) => T,
  f: (self: T) => Uint8Array | undefined,
): void {
  Object.defineProperty(shape.prototype, QUICK, {
    value(this: T): Uint8Array | undefined {
      return f(this);
    },
  });
}

/** The simplest layout: `bytes` as unsigned bytes. */
export function plainBuffer(
  obj: PyValue,
  bytes: Uint8Array,
  readonly: boolean,
  release: () => void = () => undefined,
): BufferView {
  return { obj, bytes, offset: 0, format: 'B', itemsize: 1, shape: [bytes.length], strides: [1], readonly, release };
}

/** PyBUF_FULL_RO: what native code asks `__buffer__` for. */
export const FULL_RO = 0x11c;

/** Borrows a buffer; undefined when the object exports none. */
export function getBuffer(v: PyValue, flags = FULL_RO): BufferView | undefined {
  if (typeof v !== 'object') return undefined;
  if ((v.cls.flags & TYPE_HEAP) !== 0) {
    const f = v.cls.slot(SLOT.__buffer__);
    if (f !== null && !(f instanceof PyNative)) {
      const m = sync(callUnboundR(f, v, [flags]));
      if (typeOf(m).name !== 'memoryview') throw typeError(`__buffer__ returned non-memoryview object`);
      const inner = nativeBuffer(m)!;
      return {
        ...inner,
        obj: v,
        release: () => {
          inner.release();
          const r = v.cls.slot(SLOT.__release_buffer__);
          if (r !== null && !(r instanceof PyNative)) sync(callUnboundR(r, v, [m]));
          else if (typeOf(m).lookup('release') !== undefined) releaseView(m);
        },
      };
    }
  }
  return nativeBuffer(v);
}
let releaseView: (m: PyValue) => void = () => undefined;
/** memoryview.ts: releases the view a Python `__buffer__` made. */
export function setReleaseView(f: (m: PyValue) => void): void {
  releaseView = f;
}
/** Borrows memory of an object by its JS shape, whatever `__buffer__` its class defines. */
export function nativeBuffer(v: PyValue): BufferView | undefined {
  return typeof v === 'object' ? (v as Exporter)[BUFFER]?.() : undefined;
}

export function isContiguous(b: BufferView): boolean {
  let step = b.itemsize;
  for (let i = b.shape.length - 1; i >= 0; i--) {
    if (b.shape[i] === 0) return true;
    if (b.shape[i] !== 1 && b.strides[i] !== step) return false;
    step *= b.shape[i];
  }
  return true;
}
export function byteCount(b: BufferView): number {
  return b.shape.reduce((n, k) => n * k, b.itemsize);
}

/** The contiguous memory of a bytes-like object for use at once; undefined when it is none. */
export function borrow(v: PyValue, writable = false): Uint8Array | undefined {
  if (v instanceof PyBytes && (v.cls.flags & TYPE_HEAP) === 0) return writable ? undefined : v.b;
  if (v instanceof PyByteArray && (v.cls.flags & TYPE_HEAP) === 0) return v.b.subarray(0, v.len);
  if (!writable && typeof v === 'object' && (v.cls.flags & TYPE_HEAP) === 0) {
    const quick = (v as Exporter)[QUICK]?.();
    if (quick !== undefined) return quick;
  }
  const b = getBuffer(v, writable ? 1 : 0);
  if (b === undefined) return undefined;
  try {
    if (writable && b.readonly) return undefined;
    if (!isContiguous(b)) throw bufferError('memoryview: underlying buffer is not C-contiguous');
    return b.bytes.subarray(b.offset, b.offset + byteCount(b));
  } finally {
    b.release();
  }
}
/** A copy of a bytes-like object's items in C order, whatever its layout; undefined when it is none. */
export function copyOf(v: PyValue): Uint8Array | undefined {
  if ((v instanceof PyBytes || v instanceof PyByteArray) && (v.cls.flags & TYPE_HEAP) === 0) return borrow(v)?.slice();
  const b = getBuffer(v);
  if (b === undefined) return undefined;
  try {
    if (isContiguous(b)) return b.bytes.slice(b.offset, b.offset + byteCount(b));
    const out = new Uint8Array(byteCount(b));
    let at = 0;
    const copy = (dim: number, from: number): void => {
      if (dim === b.shape.length) for (let i = 0; i < b.itemsize; i++) out[at++] = b.bytes[from + i];
      else for (let i = 0; i < b.shape[dim]; i++) copy(dim + 1, from + i * b.strides[dim]);
    };
    copy(0, b.offset);
    return out;
  } finally {
    b.release();
  }
}
/** As `borrow`, with CPython's TypeError. */
export function bytesOf(v: PyValue): Uint8Array {
  const b = borrow(v);
  if (b === undefined)
    throw typeError(`a bytes-like object is required, not '${v === None ? 'NoneType' : typeOf(v).tpName}'`);
  return b;
}

setBufferProvider(PyBytes, (self) => plainBuffer(self, self.b, true));
setBufferProvider(PyByteArray, (self) => {
  self.exports++;
  return plainBuffer(self, self.b.subarray(0, self.len), false, () => {
    self.exports--;
  });
});
setDecodeBuffer((v) => borrow(v));
setBufferBytes((v) => borrow(v));
