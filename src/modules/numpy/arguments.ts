// Reading the arguments of numpy's functions. Invariant: None and "not given" mean the default. Knows arrays, no
// operations.

import {
  index,
  isStr,
  None,
  PyFloat,
  PyList,
  PyObject,
  PyTuple,
  type PyValue,
  toJS,
  truth,
  typeError,
  typeOf,
  valueError,
} from './engine.ts';
import { type PyDType, toDType } from './dtype.ts';
import { PyNDArray } from './array.ts';
import { asArray } from './convert.ts';
import { PyScalar, readScalar } from './scalars.ts';

export type Arg = PyValue | undefined;

/** Not given; None counts as that (to the type checker too, which could not tell it from other objects). */
export const absent = (v: Arg): v is undefined => v === undefined || v === None;
export const integer = (v: PyValue): number => {
  if (typeof v === 'number') return v;
  if (v instanceof PyNDArray && v.size === 1 && 'biu'.includes(v.dtype.kind)) return Number(v.data[v.offset]);
  return Number(index(v));
};
export const optionalInt = (v: Arg): number | undefined => (absent(v) ? undefined : integer(v));
export const intOr = (v: Arg, d: number): number => (absent(v) ? d : integer(v));
export const flag = (v: Arg): boolean => v !== undefined && truth(v);
export const textOr = (v: Arg, d: string): string => (v !== undefined && isStr(v) ? toJS(v) : d);
export const dtypeOr = (v: Arg): PyDType | undefined => (absent(v) ? undefined : toDType(v));
export function realNumber(v: PyValue): number {
  if (typeof v === 'number' || typeof v === 'bigint' || typeof v === 'boolean') return Number(v);
  if (v instanceof PyFloat) return v.v;
  if (v instanceof PyScalar) return Number(v.v);
  const a = asArray(v);
  if (a.size !== 1 || !'biuf'.includes(a.dtype.kind)) throw typeError(`must be real number, not ${typeOf(v).name}`);
  const s = readScalar(a, a.offset);
  return s instanceof PyFloat ? s.v : s instanceof PyScalar ? Number(s.v) : Number.NaN;
}

/** A shape: an int or a sequence of ints. */
export function shapeOf(v: PyValue): number[] {
  const items =
    v instanceof PyTuple || v instanceof PyList
      ? v.items
      : v instanceof PyNDArray && v.ndim === 1
        ? intItems(v)
        : undefined;
  const dims = items === undefined ? [dim(v)] : items.map(dim);
  if (dims.some((n) => n < 0)) throw valueError('negative dimensions are not allowed');
  if (dims.length > 64)
    throw valueError(`maximum supported dimension for an ndarray is currently 64, found ${dims.length}`);
  return dims;
}
function dim(v: PyValue): number {
  if (typeof v === 'number') return v;
  if (v instanceof PyFloat || isStr(v))
    throw typeError(`'${typeOf(v).name}' object cannot be interpreted as an integer`);
  return Number(index(v));
}
function intItems(a: PyNDArray): PyValue[] {
  return Array.from({ length: a.shape[0] }, (_, i) => Number(a.data[a.offset + i * a.strides[0]]));
}
/** Ints from an int or a sequence. */
export function intList(v: PyValue): number[] {
  if (v instanceof PyTuple || v instanceof PyList) return v.items.map(integer);
  if (v instanceof PyNDArray && v.ndim > 0) return intItems(v).map(Number);
  return [integer(v)];
}

/** 0-dimensional results are scalars. */
export const result = (a: PyNDArray): PyValue => (a.ndim === 0 ? readScalar(a, a.offset) : a);
export const tuple = (items: readonly (PyValue | PyNDArray)[]): PyTuple => new PyTuple([...items]);
export const list = (items: readonly PyValue[]): PyList => new PyList([...items]);
export const shapeTuple = (s: readonly number[]): PyTuple => new PyTuple([...s]);
/** The arrays of a sequence argument. */
export function arraysOf(v: PyValue, what = 'arrays'): PyNDArray[] {
  if (v instanceof PyTuple || v instanceof PyList) return v.items.map((x) => asArray(x));
  if (v instanceof PyNDArray) {
    if (v.ndim === 0) throw typeError('iteration over a 0-d array');
    return Array.from({ length: v.shape[0] }, (_, i) => {
      const r = new PyNDArray();
      r.dtype = v.dtype;
      r.data = v.data;
      r.objects = v.objects;
      r.shape = v.shape.slice(1);
      r.strides = v.strides.slice(1);
      r.offset = v.offset + i * v.strides[0];
      r.base = v;
      return r;
    });
  }
  throw typeError(`${what} must be a sequence, not '${typeOf(v).name}'`);
}
export const isObject = (v: unknown): v is PyObject => v instanceof PyObject;
