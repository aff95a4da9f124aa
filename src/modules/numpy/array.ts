// The array object: a window (offset, shape, strides) on a typed array. Invariant: offset and strides count slots of
// `data`, so that they are whole numbers and complex arrays' real parts are views; `data` may lie in shared memory.
// Knows no operations.

import {
  makeBuiltinType,
  memoryError,
  None,
  PyObject,
  type PyType,
  type PyValue,
  TYPE_BASETYPE,
  TYPE_WEAKREF,
  valueError,
} from './engine.ts';
import { type Numbers, object_, type PyDType, float64 } from './dtype.ts';

const NOTHING = new Float64Array(0);

export class PyNDArray extends PyObject {
  dtype: PyDType = float64;
  data: Numbers = NOTHING;
  /** Elements of an object array; `data` is empty then. */
  objects: PyValue[] | undefined = undefined;
  offset = 0;
  shape: readonly number[] = [0];
  strides: readonly number[] = [1];
  base: PyValue = None;
  writeable = true;
  get size(): number {
    return product(this.shape);
  }
  get ndim(): number {
    return this.shape.length;
  }
}
export const ndarrayType = makeBuiltinType('ndarray', PyNDArray, {
  module: 'numpy',
  flags: TYPE_BASETYPE | TYPE_WEAKREF,
});

export function product(shape: readonly number[]): number {
  let n = 1;
  for (let i = 0; i < shape.length; i++) n *= shape[i];
  return n;
}

/** Strides of a C-ordered array, in slots. */
export function rowMajor(shape: readonly number[], slots: number): number[] {
  const out = new Array<number>(shape.length);
  let step = slots;
  for (let i = shape.length - 1; i >= 0; i--) {
    out[i] = step;
    step *= shape[i] === 0 ? 1 : shape[i];
  }
  return out;
}
export function columnMajor(shape: readonly number[], slots: number): number[] {
  const out = new Array<number>(shape.length);
  let step = slots;
  for (let i = 0; i < shape.length; i++) {
    out[i] = step;
    step *= shape[i] === 0 ? 1 : shape[i];
  }
  return out;
}

const LIMIT = 2 ** 33;
/** A new C-ordered array of zeros. */
export function newArray(shape: readonly number[], dtype: PyDType, order = 'C'): PyNDArray {
  const a = new PyNDArray();
  a.dtype = dtype;
  a.shape = shape;
  a.strides = order === 'F' ? columnMajor(shape, dtype.slots) : rowMajor(shape, dtype.slots);
  const n = product(shape);
  if (dtype === object_) {
    a.objects = new Array<PyValue>(n).fill(None);
    return a;
  }
  if (n * dtype.itemsize > LIMIT) throw tooLarge(shape, dtype);
  try {
    a.data = new dtype.store(n * dtype.slots);
  } catch {
    throw tooLarge(shape, dtype);
  }
  return a;
}
function tooLarge(shape: readonly number[], dtype: PyDType): PyObject {
  const size = product(shape) * dtype.itemsize;
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
  let u = 0;
  let s = size;
  while (s >= 1024 && u < 6) {
    s /= 1024;
    u++;
  }
  const shown = s < 10 ? s.toFixed(2) : s < 100 ? s.toFixed(1) : s.toFixed(0);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  return memoryError(
    `Unable to allocate ${shown} ${units[u]} for an array with shape ${tuple} and data type ${dtype.name}`,
  );
}

/** An array over `data` from its beginning, C-ordered. */
export function wrap(data: Numbers, shape: readonly number[], dtype: PyDType): PyNDArray {
  const a = new PyNDArray();
  a.dtype = dtype;
  a.shape = shape;
  a.strides = rowMajor(shape, dtype.slots);
  a.data = data;
  return a;
}
/** An object array of these. */
export function wrapObjects(items: PyValue[], shape: readonly number[]): PyNDArray {
  const a = wrap(NOTHING, shape, object_);
  a.objects = items;
  return a;
}

/** Another window on the same memory. */
export function viewWith(
  a: PyNDArray,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  cls?: PyType,
): PyNDArray {
  const v = cls === undefined || cls === ndarrayType ? new PyNDArray() : (new cls.ctor() as PyNDArray); // a subclass of it
  v.dtype = a.dtype;
  v.data = a.data;
  v.objects = a.objects;
  v.shape = shape;
  v.strides = strides;
  v.offset = offset;
  v.base = a.base === None || !(a.base instanceof PyNDArray) ? (a.base === None ? a : a) : a.base;
  v.writeable = a.writeable;
  return v;
}

export function isC(a: PyNDArray): boolean {
  let step = a.dtype.slots;
  const { shape, strides } = a;
  for (let i = shape.length - 1; i >= 0; i--) {
    const n = shape[i];
    if (n === 0) return true;
    if (n !== 1) {
      if (strides[i] !== step) return false;
      step *= n;
    }
  }
  return true;
}
export function isF(a: PyNDArray): boolean {
  let step = a.dtype.slots;
  const { shape, strides } = a;
  if (shape.includes(0)) return true;
  for (let i = 0; i < shape.length; i++) {
    const n = shape[i];
    if (n !== 1) {
      if (strides[i] !== step) return false;
      step *= n;
    }
  }
  return true;
}

/** Calls `f` with the slot of each element, in C order. */
export function eachSlot(a: PyNDArray, f: (slot: number, i: number) => void): void {
  const { shape, strides } = a;
  const nd = shape.length;
  if (nd === 0) return f(a.offset, 0);
  const total = product(shape);
  if (total === 0) return;
  const n = shape[nd - 1];
  const s = strides[nd - 1];
  const at = new Array<number>(nd - 1).fill(0);
  let base = a.offset;
  for (let done = 0; ; ) {
    for (let i = 0, p = base; i < n; i++, p += s) f(p, done++);
    let d = nd - 2;
    for (; d >= 0; d--) {
      base += strides[d];
      if (++at[d] < shape[d]) break;
      base -= strides[d] * shape[d];
      at[d] = 0;
    }
    if (d < 0) return;
  }
}

/** Slots of all elements in C order. */
export function slotsOf(a: PyNDArray): Int32Array {
  const out = new Int32Array(product(a.shape));
  if (a.ndim === 1) {
    const s = a.strides[0];
    for (let i = 0, p = a.offset; i < out.length; i++, p += s) out[i] = p;
    return out;
  }
  eachSlot(a, (slot, i) => {
    out[i] = slot;
  });
  return out;
}

/** `(2, 3)` as Python shows it. */
export const shapeText = (s: readonly number[]): string => (s.length === 1 ? `(${s[0]},)` : `(${s.join(', ')})`);
/** `(2,3)`, as broadcast errors show it. */
export const tightShape = (s: readonly number[]): string => (s.length === 1 ? `(${s[0]},)` : `(${s.join(',')})`);

export function needWriteable(a: PyNDArray, what = 'assignment destination is read-only'): void {
  if (!a.writeable) throw valueError(what);
}

/** A negative axis counted from the end; `nd` dimensions. */
export function normalAxis(axis: number, nd: number): number {
  if (axis < -nd || axis >= nd) throw axisError(axis, nd);
  return axis < 0 ? axis + nd : axis;
}
let axisError: (axis: number, nd: number) => PyObject = (axis, nd) =>
  valueError(`axis ${axis} is out of bounds for array of dimension ${nd}`);
/** errors.ts: makes numpy's AxisError. */
export function setAxisError(f: typeof axisError): void {
  axisError = f;
}

/** The shape that all of these broadcast to; undefined when there is none. */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] | undefined {
  let nd = 0;
  for (const s of shapes) if (s.length > nd) nd = s.length;
  const out = new Array<number>(nd).fill(1);
  for (const s of shapes) {
    const lead = nd - s.length;
    for (let i = 0; i < s.length; i++) {
      const n = s[i];
      if (n === 1) continue;
      if (out[i + lead] === 1) out[i + lead] = n;
      else if (out[i + lead] !== n) return undefined;
    }
  }
  return out;
}
/** Strides of `a` seen in a shape it broadcasts to. */
export function broadcastStrides(a: PyNDArray, shape: readonly number[]): number[] {
  const lead = shape.length - a.shape.length;
  const out = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < a.shape.length; i++) out[i + lead] = a.shape[i] === 1 && shape[i + lead] !== 1 ? 0 : a.strides[i];
  return out;
}
