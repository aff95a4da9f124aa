// Arguments of extension modules' functions as C sees them: C ints, sizes, bytes-like objects, doubles, paths.
// Invariant: messages are those of CPython's argument clinic. `__index__`, `__fspath__` and `__buffer__` written in
// Python run in a nested loop: they are short.

import { None, type PyValue } from '../../objects/object.ts';
import { PyByteArray, PyBytes, PyFloat } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { SLOT } from '../../objects/slots.ts';
import { index } from '../../objects/protocol/operators.ts';
import { callUnboundR } from '../../objects/protocol/call.ts';
import { sync } from '../../objects/protocol/pending.ts';
import { overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import { intNormalize } from '../../objects/algorithms/int-math.ts';

/** A C int. */
export function cInt(v: PyValue): number {
  const n = index(v);
  if (n > 2147483647) throw overflowError('signed integer is greater than maximum');
  if (n < -2147483648) throw overflowError('signed integer is less than minimum');
  return Number(n);
}

/** A Py_ssize_t (as a JS number: rounding beyond 2^53 does not matter for sizes). */
export function cSize(v: PyValue): number {
  const n = index(v);
  if (typeof n === 'number') return n;
  if (n > 9223372036854775807n || n < -9223372036854775808n) {
    throw overflowError(`Python int too large to convert to C ssize_t`);
  }
  return Number(n);
}

/** A C long / off_t. */
export function cLong(v: PyValue): number {
  const n = index(v);
  if (typeof n === 'number') return n;
  if (n > 9223372036854775807n || n < -9223372036854775808n)
    throw overflowError('Python int too large to convert to C long');
  return Number(n);
}

/** An int from a 64-bit JS bigint. */
export function pyInt(v: bigint): number | bigint {
  return intNormalize(v);
}

/** A C double: floats, ints, objects with `__float__` or `__index__`. */
export function cDouble(v: PyValue): number {
  if (v instanceof PyFloat) return v.v;
  if (typeof v === 'number') return v;
  if (typeof v === 'bigint') return Number(v);
  if (typeof v === 'boolean') return v ? 1 : 0;
  const f = typeOf(v).slot(SLOT.__float__);
  if (f !== null && f !== None) {
    const r = sync(callUnboundR(f, v, []));
    if (r instanceof PyFloat) return r.v;
    throw typeError(`${typeOf(v).name}.__float__() must return a float, not ${typeOf(r).name}`);
  }
  const i = typeOf(v).slot(SLOT.__index__);
  if (i !== null && i !== None) return Number(index(v));
  throw typeError(`must be real number, not ${typeOf(v).name}`);
}

/** How other buffer providers (memoryview, array, mmap, `__buffer__`) give their memory; see setBufferAccess. */
export interface BufferAccess {
  /** Contiguous memory of a bytes-like object, or undefined when it is none. */
  read(v: PyValue): Uint8Array | undefined;
  /** The same for writing; undefined when it is none or read-only. */
  write(v: PyValue): Uint8Array | undefined;
}
let access: BufferAccess = { read: () => undefined, write: () => undefined };
/** Whoever implements the buffer protocol registers here. */
export function setBufferAccess(a: BufferAccess): void {
  access = a;
}

/** The bytes of a bytes-like object without copying, or undefined. */
export function tryBytes(v: PyValue): Uint8Array | undefined {
  if (v instanceof PyBytes) return v.b;
  if (v instanceof PyByteArray) return v.b.subarray(0, v.len);
  if (typeof v !== 'object') return undefined;
  return access.read(v);
}

/** The bytes of a bytes-like object without copying: use them at once. */
export function bytesLike(v: PyValue): Uint8Array {
  const b = tryBytes(v);
  if (b === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(v).name}'`);
  return b;
}

/** The writable memory of a buffer (`readinto`). */
export function writableBytes(v: PyValue, fname: string): Uint8Array {
  if (v instanceof PyByteArray) return v.b.subarray(0, v.len);
  const b = typeof v === 'object' && !(v instanceof PyBytes) ? access.write(v) : undefined;
  if (b === undefined) {
    throw typeError(`${fname}() argument must be read-write bytes-like object, not ${typeName(v)}`);
  }
  return b;
}

/** The type's name as argument errors show it. */
export function typeName(v: PyValue): string {
  return v === None ? 'None' : typeOf(v).name;
}

/** A str argument as a JS string. */
export function strArg(v: PyValue, fname: string, argument: string): string {
  if (!isStr(v)) throw typeError(`${fname}() ${argument} must be str, not ${typeName(v)}`);
  const s = toJS(v);
  return s;
}

/** A str argument that becomes a C string. */
export function cString(v: PyValue, fname: string, argument: string): string {
  const s = strArg(v, fname, argument);
  if (s.includes('\0')) throw valueError('embedded null character');
  return s;
}
