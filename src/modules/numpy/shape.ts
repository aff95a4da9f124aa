// Shapes: reshaping, axes, joining, splitting, repeating. Invariant: what can be a view is one. Knows no arithmetic.

import {
  indexError,
  None,
  PyList,
  PySlice,
  PyTuple,
  type PyValue,
  typeError,
  valueError,
  type NativeTable,
  isStr,
  toJS,
} from './engine.ts';
import * as dt from './dtype.ts';
import { canCast, dtypeRepr, promote } from './dtype.ts';
import {
  broadcastShape,
  broadcastStrides,
  isC,
  newArray,
  normalAxis,
  product,
  PyNDArray,
  rowMajor,
  shapeText,
  slotsOf,
  viewWith,
  columnMajor,
  tightShape,
} from './array.ts';
import { asArray, astype, castInto, copyOf } from './convert.ts';
import {
  absent,
  type Arg,
  arraysOf,
  dtypeOr,
  integer,
  intList,
  list,
  optionalInt,
  shapeOf,
  tuple,
} from './arguments.ts';
import { assign, gather, getItem } from './indexing.ts';

/** Strides of the same elements in another shape, or undefined when they must be copied. */
function reshapedStrides(a: PyNDArray, shape: readonly number[], fortran: boolean): number[] | undefined {
  if (isC(a) && !fortran) return rowMajor(shape, a.dtype.slots);
  const old: number[] = [];
  const steps: number[] = [];
  a.shape.forEach((n, i) => {
    if (n !== 1) {
      old.push(n);
      steps.push(a.strides[i]);
    }
  });
  const out = new Array<number>(shape.length).fill(0);
  let oi = 0;
  let ni = 0;
  while (ni < shape.length && oi < old.length) {
    let np = shape[ni];
    let op = old[oi];
    let nj = ni + 1;
    let oj = oi + 1;
    while (np !== op) {
      if (np < op) {
        if (nj >= shape.length) return undefined;
        np *= shape[nj++];
      } else {
        if (oj >= old.length) return undefined;
        op *= old[oj++];
      }
    }
    for (let k = oi; k < oj - 1; k++) {
      if (fortran ? steps[k + 1] !== old[k] * steps[k] : steps[k] !== old[k + 1] * steps[k + 1]) return undefined;
    }
    if (fortran) {
      out[ni] = steps[oi];
      for (let k = ni + 1; k < nj; k++) out[k] = out[k - 1] * shape[k - 1];
    } else {
      out[nj - 1] = steps[oj - 1];
      for (let k = nj - 1; k > ni; k--) out[k - 1] = out[k] * shape[k];
    }
    ni = nj;
    oi = oj;
  }
  const last = fortran ? (ni > 0 ? out[ni - 1] * shape[ni - 1] : a.dtype.slots) : ni > 0 ? out[ni - 1] : a.dtype.slots;
  for (let k = ni; k < shape.length; k++) out[k] = last;
  return out;
}

export function reshape(a: PyNDArray, wanted: readonly number[], order = 'C', copy = false): PyNDArray {
  const size = product(a.shape);
  const shape = [...wanted];
  const unknown = shape.indexOf(-1);
  if (unknown >= 0) {
    if (shape.indexOf(-1, unknown + 1) >= 0) throw valueError('can only specify one unknown dimension');
    const rest = shape.reduce((n, k, i) => (i === unknown ? n : n * k), 1);
    if (rest === 0 || size % rest !== 0) throw cannotReshape(size, wanted);
    shape[unknown] = size / rest;
  }
  if (shape.some((n) => n < 0)) throw cannotReshape(size, wanted);
  if (product(shape) !== size) throw cannotReshape(size, wanted);
  const fortran = order === 'F' || (order === 'A' && !isC(a) && isFortran(a));
  const strides = size === 0 ? rowMajor(shape, a.dtype.slots) : reshapedStrides(a, shape, fortran);
  if (strides !== undefined && !copy) return viewWith(a, shape, strides, a.offset, a.cls);
  const c = copyOf(a, fortran ? 'F' : 'C');
  const v = viewWith(c, shape, fortran ? columnMajor(shape, a.dtype.slots) : rowMajor(shape, a.dtype.slots), 0);
  v.base = None;
  return v;
}
const cannotReshape = (size: number, shape: readonly number[]): PyValue & object =>
  valueError(`cannot reshape array of size ${size} into shape ${tightShape(shape)}`);
export function isFortran(a: PyNDArray): boolean {
  let step = a.dtype.slots;
  for (let i = 0; i < a.ndim; i++) {
    if (a.shape[i] !== 1 && a.strides[i] !== step) return false;
    step *= a.shape[i];
  }
  return true;
}

export const ravel = (a: PyNDArray, order = 'C'): PyNDArray => reshape(a, [product(a.shape)], order);
export const flatten = (a: PyNDArray, order = 'C'): PyNDArray => reshape(a, [product(a.shape)], order, true);

export function transpose(a: PyNDArray, axes?: readonly number[]): PyNDArray {
  const nd = a.ndim;
  const order = axes === undefined ? a.shape.map((_, i) => nd - 1 - i) : axes.map((x) => normalAxis(x, nd));
  if (order.length !== nd) throw valueError("axes don't match array");
  if (new Set(order).size !== nd) throw valueError('repeated axis in transpose');
  return viewWith(
    a,
    order.map((i) => a.shape[i]),
    order.map((i) => a.strides[i]),
    a.offset,
    a.cls,
  );
}
export function swapaxes(a: PyNDArray, x: number, y: number): PyNDArray {
  const order = a.shape.map((_, i) => i);
  const i = normalAxis(x, a.ndim);
  const j = normalAxis(y, a.ndim);
  order[i] = j;
  order[j] = i;
  return transpose(a, order);
}
export function moveaxis(a: PyNDArray, from: readonly number[], to: readonly number[]): PyNDArray {
  const src = from.map((x) => normalAxis(x, a.ndim));
  const dst = to.map((x) => normalAxis(x, a.ndim));
  if (src.length !== dst.length)
    throw valueError('`source` and `destination` arguments must have the same number of elements');
  const order = a.shape.map((_, i) => i).filter((i) => !src.includes(i));
  dst
    .map((d, k) => [d, src[k]])
    .sort((p, q) => p[0] - q[0])
    .forEach(([d, s]) => void order.splice(d, 0, s));
  return transpose(a, order);
}
export function expandDims(a: PyNDArray, axes: readonly number[]): PyNDArray {
  const nd = a.ndim + axes.length;
  const where = axes.map((x) => normalAxis(x, nd));
  if (new Set(where).size !== where.length) throw valueError('repeated axis');
  const shape: number[] = [];
  const strides: number[] = [];
  for (let i = 0, k = 0; i < nd; i++) {
    if (where.includes(i)) {
      shape.push(1);
      strides.push(0);
    } else {
      shape.push(a.shape[k]);
      strides.push(a.strides[k++]);
    }
  }
  return viewWith(a, shape, strides, a.offset, a.cls);
}
export function squeeze(a: PyNDArray, axes?: readonly number[]): PyNDArray {
  const drop = axes?.map((x) => normalAxis(x, a.ndim));
  if (drop?.some((i) => a.shape[i] !== 1))
    throw valueError('cannot select an axis to squeeze out which has size not equal to one');
  const keep = a.shape.map((_, i) => i).filter((i) => (drop === undefined ? a.shape[i] !== 1 : !drop.includes(i)));
  return viewWith(
    a,
    keep.map((i) => a.shape[i]),
    keep.map((i) => a.strides[i]),
    a.offset,
    a.cls,
  );
}
export function broadcastTo(a: PyNDArray, shape: readonly number[]): PyNDArray {
  const s = broadcastShape([a.shape, shape]);
  if (s === undefined || s.length !== shape.length || s.some((n, i) => n !== shape[i]))
    throw valueError(
      a.ndim > shape.length
        ? 'input operand has more dimensions than allowed by the axis remapping'
        : `operands could not be broadcast together with remapped shapes [original->remapped]: ${tightShape(a.shape)}  and requested shape ${tightShape(shape)}`,
    );
  const v = viewWith(a, [...shape], broadcastStrides(a, shape), a.offset);
  v.writeable = false;
  return v;
}

/** One slice of a dimension. */
export function part(a: PyNDArray, axis: number, start: number, stop: number, step = 1): PyNDArray {
  const shape = [...a.shape];
  shape[axis] = Math.max(0, Math.ceil((stop - start) / step));
  const strides = [...a.strides];
  strides[axis] *= step;
  return viewWith(a, shape, strides, a.offset + (shape[axis] === 0 ? 0 : start * a.strides[axis]));
}

export function concatenate(
  arrays: readonly PyNDArray[],
  axis: number | undefined,
  out?: PyNDArray,
  dtype?: dt.PyDType,
  casting = 'same_kind',
): PyNDArray {
  if (arrays.length === 0) throw valueError('need at least one array to concatenate');
  let parts = arrays;
  if (axis === undefined) parts = arrays.map((a) => ravel(a));
  const nd = parts[0].ndim;
  if (nd === 0) throw valueError('zero-dimensional arrays cannot be concatenated');
  const ax = normalAxis(axis ?? 0, nd);
  const shape = [...parts[0].shape];
  shape[ax] = 0;
  parts.forEach((a, k) => {
    if (a.ndim !== nd)
      throw valueError(
        `all the input array dimensions except for the concatenation axis must match exactly, but along dimension 0, the array at index 0 has ${nd} dimension(s) and the array at index ${k} has ${a.ndim} dimension(s)`
          .replace(', but along dimension 0, the array at index 0 has', ', but the array at index 0 has')
          .replace(
            'all the input array dimensions except for the concatenation axis must match exactly, but',
            'all the input arrays must have same number of dimensions, but',
          ),
      );
    for (let i = 0; i < nd; i++) {
      if (i !== ax && a.shape[i] !== shape[i])
        throw valueError(
          `all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${i}, the array at index 0 has size ${shape[i]} and the array at index ${k} has size ${a.shape[i]}`,
        );
    }
    shape[ax] += a.shape[ax];
  });
  const d = dtype ?? out?.dtype ?? parts.map((a) => a.dtype).reduce((x, y) => promote(x, y));
  for (const a of parts)
    if (dtype !== undefined && !canCast(a.dtype, d, casting))
      throw typeError(
        `Cannot cast array data from ${dtypeRepr(a.dtype)} to ${dtypeRepr(d)} according to the rule '${casting}'`,
      );
  const r = out ?? newArray(shape, d, nd > 1 && parts.every((a) => isFortran(a) && !isC(a)) ? 'F' : 'C');
  let at = 0;
  for (const a of parts) {
    castInto(a, part(r, ax, at, at + a.shape[ax]));
    at += a.shape[ax];
  }
  return r;
}
export function stack(arrays: readonly PyNDArray[], axis: number, out?: PyNDArray, dtype?: dt.PyDType): PyNDArray {
  if (arrays.length === 0) throw valueError('need at least one array to stack');
  const first = arrays[0].shape;
  if (arrays.some((a) => a.ndim !== first.length || a.shape.some((n, i) => n !== first[i])))
    throw valueError('all input arrays must have the same shape');
  const ax = normalAxis(axis, first.length + 1);
  return concatenate(
    arrays.map((a) => expandDims(a, [ax])),
    ax,
    out,
    dtype,
  );
}
export const atleast = (a: PyNDArray, n: number): PyNDArray => {
  if (a.ndim >= n) return a;
  if (n === 1) return reshape(a, [1]);
  if (n === 2) return a.ndim === 0 ? reshape(a, [1, 1]) : expandDims(a, [0]);
  return a.ndim === 0 ? reshape(a, [1, 1, 1]) : a.ndim === 1 ? expandDims(a, [0, 2]) : expandDims(a, [2]);
};

function arraySplit(a: PyNDArray, sections: PyValue, axis: number, equal: boolean): PyNDArray[] {
  const ax = normalAxis(axis, a.ndim);
  const n = a.shape[ax];
  let cuts: number[];
  if (sections instanceof PyList || sections instanceof PyTuple || (sections instanceof PyNDArray && sections.ndim > 0))
    cuts = [0, ...intList(sections), n];
  else {
    const k = integer(sections);
    if (k <= 0) throw valueError('number sections must be larger than 0.');
    if (equal && n % k !== 0) throw valueError('array split does not result in an equal division');
    const each = Math.floor(n / k);
    const extra = n % k;
    cuts = [0];
    for (let i = 0; i < k; i++) cuts.push(cuts[i] + each + (i < extra ? 1 : 0));
  }
  const clip = (i: number): number => Math.max(0, Math.min(n, i < 0 ? i + n : i));
  return cuts.slice(1).map((stop, i) => part(a, ax, clip(cuts[i]), Math.max(clip(cuts[i]), clip(stop))));
}

export function take(a: PyNDArray, indices: PyNDArray, axis: number | undefined, mode = 'raise'): PyNDArray {
  const src = axis === undefined ? ravel(a) : a;
  const ax = axis === undefined ? 0 : normalAxis(axis, a.ndim);
  const n = src.shape[ax];
  const at = slotsOf(indices);
  const idx = Int32Array.from(at, (s) => {
    let i = Number(indices.data[s]);
    if (mode === 'wrap') i = ((i % n) + n) % n;
    else if (mode === 'clip') i = Math.max(0, Math.min(n - 1, i));
    else if (i < -n || i >= n) throw indexError(`index ${i} is out of bounds for axis ${ax} with size ${n}`);
    return (i < 0 ? i + n : i) * src.strides[ax];
  });
  const pre = slotsOf(viewWith(src, src.shape.slice(0, ax), src.strides.slice(0, ax), src.offset));
  const post = slotsOf(viewWith(src, src.shape.slice(ax + 1), src.strides.slice(ax + 1), 0));
  const slots = new Int32Array(pre.length * idx.length * post.length);
  let k = 0;
  for (const p of pre) for (const i of idx) for (const q of post) slots[k++] = p + i + q;
  return gather(src, slots, [...src.shape.slice(0, ax), ...indices.shape, ...src.shape.slice(ax + 1)]);
}

export function repeat(a: PyNDArray, counts: PyNDArray, axis: number | undefined): PyNDArray {
  const src = axis === undefined ? ravel(a) : a;
  const ax = axis === undefined ? 0 : normalAxis(axis, a.ndim);
  const n = src.shape[ax];
  const c = Array.from(slotsOf(counts), (s) => Number(counts.data[s]));
  if (c.length !== 1 && c.length !== n)
    throw valueError(`operands could not be broadcast together with shape (${n},) (${c.length},)`);
  if (c.some((x) => x < 0)) throw valueError('repeats may not contain negative values.');
  const idx: number[] = [];
  for (let i = 0; i < n; i++) for (let k = 0; k < (c.length === 1 ? c[0] : c[i]); k++) idx.push(i);
  return take(src, asIndex(idx), ax);
}
export function asIndex(items: ArrayLike<number>): PyNDArray {
  const r = newArray([items.length], dt.int64);
  for (let i = 0; i < items.length; i++) r.data[i] = BigInt(items[i]);
  return r;
}
export function tile(a: PyNDArray, reps: readonly number[]): PyNDArray {
  const nd = Math.max(a.ndim, reps.length);
  const shape = [...new Array<number>(nd - a.ndim).fill(1), ...a.shape];
  const times = [...new Array<number>(nd - reps.length).fill(1), ...reps];
  const out = newArray(
    shape.map((n, i) => n * times[i]),
    a.dtype,
  );
  // As a view with each dimension split into repetitions and the original.
  const inner: number[] = [];
  const strides: number[] = [];
  shape.forEach((n, i) => {
    inner.push(times[i], n);
    strides.push(out.strides[i] * n, out.strides[i]);
  });
  const target = viewWith(out, inner, strides, 0);
  const from = reshape(
    a,
    shape.flatMap((n) => [1, n]),
  );
  castInto(from, target);
  return out;
}
export function flip(a: PyNDArray, axes?: readonly number[]): PyNDArray {
  const which = axes?.map((x) => normalAxis(x, a.ndim)) ?? a.shape.map((_, i) => i);
  let offset = a.offset;
  const strides = [...a.strides];
  for (const i of which) {
    offset += (a.shape[i] - 1) * a.strides[i];
    strides[i] = -strides[i];
  }
  return viewWith(a, a.shape, strides, a.size === 0 ? a.offset : offset, a.cls);
}
export function roll(a: PyNDArray, shift: readonly number[], axes: readonly number[] | undefined): PyNDArray {
  if (axes === undefined) return reshape(roll(ravel(a), [shift.reduce((x, y) => x + y, 0)], [0]), a.shape);
  let r = a;
  const count = Math.max(shift.length, axes.length);
  for (let k = 0; k < count; k++) {
    const ax = normalAxis(axes[axes.length === 1 ? 0 : k], a.ndim);
    const n = a.shape[ax];
    if (n === 0) continue;
    const s = ((shift[shift.length === 1 ? 0 : k] % n) + n) % n;
    r = concatenate([part(r, ax, n - s, n), part(r, ax, 0, n - s)], ax);
  }
  return r === a ? copyOf(a) : r;
}

/** np.diagonal: a read-only view. */
export function diagonal(a: PyNDArray, k: number, axis1: number, axis2: number): PyNDArray {
  if (a.ndim < 2) throw valueError('diag requires an array of at least two dimensions');
  const i = normalAxis(axis1, a.ndim);
  const j = normalAxis(axis2, a.ndim);
  if (i === j) throw valueError('axis1 and axis2 cannot be the same');
  const rows = a.shape[i];
  const cols = a.shape[j];
  const n = Math.max(0, k >= 0 ? Math.min(rows, cols - k) : Math.min(rows + k, cols));
  const keep = a.shape.map((_, d) => d).filter((d) => d !== i && d !== j);
  const offset = n === 0 ? a.offset : a.offset + (k >= 0 ? k * a.strides[j] : -k * a.strides[i]);
  const v = viewWith(
    a,
    [...keep.map((d) => a.shape[d]), n],
    [...keep.map((d) => a.strides[d]), a.strides[i] + a.strides[j]],
    offset,
  );
  v.writeable = false;
  return v;
}

const axesArg = (v: Arg): number[] | undefined => (absent(v) ? undefined : intList(v));
const _wholeSlice = new PySlice(None, None, None);

function insertOrDelete(a: PyNDArray, axis: Arg): [PyNDArray, number] {
  if (absent(axis)) return [ravel(a), 0];
  return [a, normalAxis(integer(axis), a.ndim)];
}
/** The positions an index object means in a dimension of length n. */
function positions(obj: PyValue, n: number): number[] {
  const all = newArray([n], dt.int64);
  for (let i = 0; i < n; i++) all.data[i] = BigInt(i);
  if (
    obj instanceof PySlice ||
    (obj instanceof PyNDArray && obj.dtype.kind === 'b') ||
    (obj instanceof PyList && obj.items.some((x) => typeof x === 'boolean'))
  ) {
    const r = asArray(getItem(all, obj));
    return Array.from(slotsOf(r), (s) => Number(r.data[s]));
  }
  return intList(obj instanceof PyNDArray && obj.ndim > 0 ? ravel(obj) : obj);
}

export const shapeFunctions: NativeTable = {
  "reshape(a, /, shape=?, order='C', *, copy=None, newshape=?)": (
    a: PyValue,
    shape: Arg,
    order: PyValue,
    copy: PyValue,
    old: Arg,
  ) => {
    const s = shape ?? old;
    if (s === undefined) throw typeError("reshape() missing 1 required positional argument: 'shape'");
    return reshape(asArray(a), intList(s), isStr(order) ? toJS(order) : 'C', copy === true);
  },
  "ravel(a, order='C')": (a: PyValue, order: PyValue) => ravel(asArray(a), isStr(order) ? toJS(order) : 'C'),
  'transpose(a, axes=None)': (a: PyValue, axes: Arg) => transpose(asArray(a), axesArg(axes)),
  'permute_dims(a, axes=None)': (a: PyValue, axes: Arg) => transpose(asArray(a), axesArg(axes)),
  'matrix_transpose(x, /)': (v: PyValue) => {
    const a = asArray(v);
    if (a.ndim < 2) throw valueError(`Input array must be at least 2-dimensional, but it is ${a.ndim}`);
    return swapaxes(a, -1, -2);
  },
  'swapaxes(a, axis1, axis2)': (a: PyValue, x: PyValue, y: PyValue) => swapaxes(asArray(a), integer(x), integer(y)),
  'moveaxis(a, source, destination)': (a: PyValue, x: PyValue, y: PyValue) =>
    moveaxis(asArray(a), intList(x), intList(y)),
  'rollaxis(a, axis, start=0)': (v: PyValue, axis: PyValue, start: PyValue) => {
    const a = asArray(v);
    const ax = normalAxis(integer(axis), a.ndim);
    let to = integer(start);
    if (to < 0) to += a.ndim;
    if (ax < to) to--;
    return moveaxis(a, [ax], [to]);
  },
  'expand_dims(a, axis)': (a: PyValue, axis: PyValue) => expandDims(asArray(a), intList(axis)),
  'squeeze(a, axis=None)': (a: PyValue, axis: Arg) => squeeze(asArray(a), axesArg(axis)),
  'broadcast_to(array, shape, subok=False)': (a: PyValue, shape: PyValue) => broadcastTo(asArray(a), shapeOf(shape)),
  'broadcast_arrays(*args, subok=False)': (args: PyValue[]) => {
    const arrays = args.map((x) => asArray(x));
    const shape = commonShape(arrays.map((a) => a.shape));
    return tuple(arrays.map((a) => broadcastTo(a, shape)));
  },
  'broadcast_shapes(*args)': (args: PyValue[]) => new PyTuple([...commonShape(args.map(shapeOf))]),
  "concatenate(arrays, /, axis=0, out=None, *, dtype=None, casting='same_kind')": (
    arrays: PyValue,
    axis: Arg,
    out: Arg,
    dtype: Arg,
    casting: PyValue,
  ) =>
    concatenate(
      arraysOf(arrays),
      optionalInt(axis),
      out instanceof PyNDArray ? out : undefined,
      dtypeOr(dtype),
      isStr(casting) ? toJS(casting) : 'same_kind',
    ),
  "stack(arrays, axis=0, out=None, *, dtype=None, casting='same_kind')": (
    arrays: PyValue,
    axis: PyValue,
    out: Arg,
    dtype: Arg,
  ) => stack(arraysOf(arrays), integer(axis), out instanceof PyNDArray ? out : undefined, dtypeOr(dtype)),
  "vstack(tup, *, dtype=None, casting='same_kind')": (v: PyValue, dtype: Arg) =>
    concatenate(
      arraysOf(v).map((a) => atleast(a, 2)),
      0,
      undefined,
      dtypeOr(dtype),
    ),
  "row_stack(tup, *, dtype=None, casting='same_kind')": (v: PyValue, dtype: Arg) =>
    concatenate(
      arraysOf(v).map((a) => atleast(a, 2)),
      0,
      undefined,
      dtypeOr(dtype),
    ),
  "hstack(tup, *, dtype=None, casting='same_kind')": (v: PyValue, dtype: Arg) => {
    const arrays = arraysOf(v).map((a) => atleast(a, 1));
    return concatenate(arrays, arrays[0]?.ndim === 1 ? 0 : 1, undefined, dtypeOr(dtype));
  },
  'dstack(tup)': (v: PyValue) =>
    concatenate(
      arraysOf(v).map((a) => atleast(a, 3)),
      2,
    ),
  'column_stack(tup)': (v: PyValue) =>
    concatenate(
      arraysOf(v).map((a) => (a.ndim < 2 ? transpose(atleast(a, 2)) : a)),
      1,
    ),
  'unstack(x, /, *, axis=0)': (v: PyValue, axis: PyValue) =>
    tuple(arraysOf(moveaxis(asArray(v), [integer(axis)], [0]))),
  'block(arrays)': (v: PyValue) => block(v),
  'atleast_1d(*arys)': (v: PyValue[]) => many(v, 1),
  'atleast_2d(*arys)': (v: PyValue[]) => many(v, 2),
  'atleast_3d(*arys)': (v: PyValue[]) => many(v, 3),
  'split(ary, indices_or_sections, axis=0)': (a: PyValue, s: PyValue, axis: PyValue) =>
    list(arraySplit(asArray(a), s, integer(axis), true)),
  'array_split(ary, indices_or_sections, axis=0)': (a: PyValue, s: PyValue, axis: PyValue) =>
    list(arraySplit(asArray(a), s, integer(axis), false)),
  'hsplit(ary, indices_or_sections)': (v: PyValue, s: PyValue) => {
    const a = asArray(v);
    return list(arraySplit(a, s, a.ndim > 1 ? 1 : 0, true));
  },
  'vsplit(ary, indices_or_sections)': (v: PyValue, s: PyValue) => list(arraySplit(asArray(v), s, 0, true)),
  'dsplit(ary, indices_or_sections)': (v: PyValue, s: PyValue) => list(arraySplit(asArray(v), s, 2, true)),
  'tile(A, reps)': (a: PyValue, reps: PyValue) => tile(asArray(a), intList(reps)),
  'repeat(a, repeats, axis=None)': (a: PyValue, n: PyValue, axis: Arg) =>
    repeat(asArray(a), asArray(n), optionalInt(axis)),
  "take(a, indices, axis=None, out=None, mode='raise')": (
    a: PyValue,
    i: PyValue,
    axis: Arg,
    out: Arg,
    mode: PyValue,
  ) => {
    const r = take(asArray(a), asArray(i), optionalInt(axis), isStr(mode) ? toJS(mode) : 'raise');
    if (out instanceof PyNDArray) {
      castInto(r, out);
      return out;
    }
    return r.ndim === 0 ? getItem(r, new PyTuple([])) : r;
  },
  'take_along_axis(arr, indices, axis=-1)': (v: PyValue, i: PyValue, axis: Arg) => {
    const [a, idx, ax] = alongAxis(v, i, axis);
    return gather(a, alongSlots(a, idx, ax), idx.shape);
  },
  'put_along_axis(arr, indices, values, axis)': (v: PyValue, i: PyValue, values: PyValue, axis: Arg) => {
    const [a, idx, ax] = alongAxis(v, i, axis);
    const ready = newArray(idx.shape, a.dtype);
    assign(ready, values);
    const s = alongSlots(a, idx, ax);
    const k = a.dtype.slots;
    s.forEach((slot, n) => {
      for (let c = 0; c < k; c++) a.data[slot + c] = ready.data[n * k + c];
    });
    return None;
  },
  'flip(m, axis=None)': (a: PyValue, axis: Arg) => flip(asArray(a), axesArg(axis)),
  'fliplr(m)': (v: PyValue) => flip(asArray(v), [1]),
  'flipud(m)': (v: PyValue) => flip(asArray(v), [0]),
  'rot90(m, k=1, axes=?)': (v: PyValue, k: PyValue, axes: Arg) => {
    const a = asArray(v);
    const [x, y] = (axes === undefined ? [0, 1] : intList(axes)).map((i) => normalAxis(i, a.ndim));
    const turns = ((integer(k) % 4) + 4) % 4;
    if (turns === 0) return viewWith(a, a.shape, a.strides, a.offset);
    if (turns === 2) return flip(flip(a, [x]), [y]);
    return turns === 1 ? swapaxes(flip(a, [y]), x, y) : flip(swapaxes(a, x, y), [y]);
  },
  'roll(a, shift, axis=None)': (a: PyValue, shift: PyValue, axis: Arg) =>
    roll(asArray(a), intList(shift), axesArg(axis)),
  'diagonal(a, offset=0, axis1=0, axis2=1)': (a: PyValue, k: PyValue, x: PyValue, y: PyValue) =>
    diagonal(asArray(a), integer(k), integer(x), integer(y)),
  'append(arr, values, axis=None)': (a: PyValue, values: PyValue, axis: Arg) =>
    absent(axis)
      ? concatenate([ravel(asArray(a)), ravel(asArray(values))], 0)
      : concatenate([asArray(a), asArray(values)], integer(axis)),
  'delete(arr, obj, axis=None)': (v: PyValue, obj: PyValue, axis: Arg) => {
    const [a, ax] = insertOrDelete(asArray(v), axis);
    const n = a.shape[ax];
    const gone = new Set(
      positions(obj, n).map((i) => {
        if (i < -n || i >= n) throw indexError(`index ${i} is out of bounds for axis ${ax} with size ${n}`);
        return i < 0 ? i + n : i;
      }),
    );
    return take(a, asIndex(Array.from({ length: n }, (_, i) => i).filter((i) => !gone.has(i))), ax);
  },
  'insert(arr, obj, values, axis=None)': (v: PyValue, obj: PyValue, values: PyValue, axis: Arg) => {
    const [a, ax] = insertOrDelete(asArray(v), axis);
    const n = a.shape[ax];
    const single = !(
      obj instanceof PyList ||
      obj instanceof PyTuple ||
      obj instanceof PySlice ||
      (obj instanceof PyNDArray && obj.ndim > 0)
    );
    const at = positions(obj, n).map((i) => {
      if (i < -n || i > n) throw indexError(`index ${i} is out of bounds for axis ${ax} with size ${n}`);
      return i < 0 ? i + n : i;
    });
    let what = asArray(values, a.dtype);
    if (single) {
      if (what.ndim > 0 && a.ndim > 1 && what.ndim < a.ndim) what = expandDims(what, [ax]);
      if (what.ndim === 0) what = reshape(what, [1]);
    }
    const count = single
      ? what.ndim === a.ndim
        ? what.shape[ax]
        : what.ndim === 1 && a.ndim === 1
          ? what.shape[0]
          : 1
      : at.length;
    const shape = [...a.shape];
    shape[ax] = count;
    const ready = newArray(shape, a.dtype);
    assign(ready, what);
    // Insertions in a stable order of their places.
    const order = single
      ? Array.from({ length: count }, (_, k) => [at[0], k])
      : at.map((p, k) => [p, k]).sort((x, y) => x[0] - y[0] || x[1] - y[1]);
    const idx: number[] = [];
    let next = 0;
    for (let i = 0; i <= n; i++) {
      while (next < order.length && order[next][0] === i) idx.push(n + order[next++][1]);
      if (i < n) idx.push(i);
    }
    return take(concatenate([a, ready], ax), asIndex(idx), ax);
  },
  'resize(a, new_shape)': (v: PyValue, shape: PyValue) => {
    const a = ravel(asArray(v));
    const s = shapeOf(shape);
    const n = product(s);
    if (a.size === 0 && n > 0) return newArray(s, a.dtype);
    return reshape(take(a, asIndex(Array.from({ length: n }, (_, i) => i % a.size)), 0), s);
  },
  "trim_zeros(filt, trim='fb', axis=None)": (v: PyValue, trim: PyValue) => {
    const a = asArray(v);
    const t = isStr(trim) ? toJS(trim).toLowerCase() : 'fb';
    const on = astype(a, dt.bool_);
    const flags = Array.from(slotsOf(on), (s) => on.data[s] !== 0);
    let lo = 0;
    let hi = flags.length;
    if (t.includes('f')) while (lo < hi && !flags[lo]) lo++;
    if (t.includes('b')) while (hi > lo && !flags[hi - 1]) hi--;
    return getItem(a, new PySlice(lo, hi, None));
  },
  'shape(a)': (a: PyValue) => new PyTuple([...asArray(a).shape]),
  'ndim(a)': (a: PyValue) => asArray(a).ndim,
  'size(a, axis=None)': (a: PyValue, axis: Arg) => {
    const x = asArray(a);
    return absent(axis) ? x.size : intList(axis).reduce((n, i) => n * x.shape[normalAxis(i, x.ndim)], 1);
  },
};
function many(v: PyValue[], n: number): PyValue {
  const r = v.map((x) => atleast(asArray(x), n));
  return r.length === 1 ? r[0] : tuple(r);
}
function commonShape(shapes: readonly (readonly number[])[]): number[] {
  const s = broadcastShape(shapes);
  if (s !== undefined) return s;
  for (let i = 1; i < shapes.length; i++) {
    if (broadcastShape(shapes.slice(0, i + 1)) === undefined)
      throw valueError(
        `shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape ${shapeText(shapes[0])} and arg ${i} with shape ${shapeText(shapes[i])}.`,
      );
  }
  throw valueError('shape mismatch: objects cannot be broadcast to a single shape.');
}
function alongAxis(v: PyValue, i: PyValue, axis: Arg): [PyNDArray, PyNDArray, number] {
  const a = asArray(v);
  const idx = asArray(i);
  if (!'iu'.includes(idx.dtype.kind)) throw indexError('`indices` must be an integer array');
  if (absent(axis)) return [ravel(a), idx, 0];
  if (a.ndim !== idx.ndim) throw valueError('`indices` and `arr` must have the same number of dimensions');
  return [a, idx, normalAxis(integer(axis), a.ndim)];
}
function alongSlots(a: PyNDArray, idx: PyNDArray, ax: number): Int32Array {
  const at = slotsOf(idx);
  const strides = a.strides.map((s, d) => (d === ax || a.shape[d] === 1 ? 0 : s));
  const base = slotsOf(viewWith(a, idx.shape, strides, a.offset));
  const n = a.shape[ax];
  return base.map((b, k) => {
    const i = Number(idx.data[at[k]]);
    if (i < -n || i >= n) throw indexError(`index ${i} is out of bounds for axis ${ax} with size ${n}`);
    return b + (i < 0 ? i + n : i) * a.strides[ax];
  });
}
function block(v: PyValue): PyNDArray {
  const depth = (x: PyValue): number => (x instanceof PyList ? 1 + Math.max(0, ...x.items.map(depth)) : 0);
  const levels = depth(v);
  const nd = (x: PyValue): number => (x instanceof PyList ? Math.max(...x.items.map(nd)) : asArray(x).ndim);
  const dims = Math.max(levels, nd(v));
  const build = (x: PyValue, level: number): PyNDArray => {
    if (!(x instanceof PyList)) {
      const a = asArray(x);
      return reshape(a, [...new Array<number>(dims - a.ndim).fill(1), ...a.shape]);
    }
    return concatenate(
      x.items.map((y) => build(y, level + 1)),
      dims - levels + level,
    );
  };
  return copyOf(build(v, 0));
}
