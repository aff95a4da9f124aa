// New arrays: filled, counted, spaced, from functions and files of numbers. Knows arrays and conversions only.

import {
  call,
  collect,
  fromJS,
  isStr,
  type NativeTable,
  None,
  PyBytes,
  PyFloat,
  PyList,
  type PyValue,
  toJS,
  typeError,
  valueError,
  zeroDivisionError,
} from './engine.ts';
import * as dt from './dtype.ts';
import { type PyDType, toDType } from './dtype.ts';
import { newArray, product, PyNDArray, viewWith, isC } from './array.ts';
import { asArray, astype, astypeCopy, castInto, contiguous, copyOf, fromBuffer, resultType } from './convert.ts';
import { absent, type Arg, dtypeOr, flag, integer, intOr, realNumber, shapeOf, textOr, tuple } from './arguments.ts';
import { assign } from './indexing.ts';
import { atleast, broadcastTo, isFortran, reshape } from './shape.ts';
import { writeItem } from './scalars.ts';
import { toHalf } from './half.ts';

/** Writes the numbers f(0), f(1) … into a new one-dimensional array. */
export function fromNumbers(n: number, d: PyDType, f: (i: number) => number): PyNDArray {
  const a = newArray([n], d);
  const { data } = a;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    for (let i = 0; i < n; i++) data[i] = BigInt(Math.trunc(f(i)));
  else if (d === dt.float16) for (let i = 0; i < n; i++) data[i] = toHalf(f(i));
  else if (d.kind === 'c') for (let i = 0; i < n; i++) data[2 * i] = f(i);
  else if (d.kind === 'O') for (let i = 0; i < n; i++) a.objects![i] = f(i);
  else for (let i = 0; i < n; i++) data[i] = f(i);
  return a;
}

function arange(start: Arg, stop: Arg, step: Arg, dtype: PyDType | undefined): PyNDArray {
  if (start === undefined) throw typeError('arange() requires stop to be specified.');
  let a = start;
  let b = stop;
  if (absent(b)) {
    b = start;
    a = 0;
  }
  const s = absent(step) ? 1 : step;
  const d = dtype ?? resultType([a, b, s].map((v) => (typeof v === 'boolean' ? Number(v) : v)));
  if (d.kind === 'M' || d.kind === 'm') return arangeTimes(a, b, s, d, dtype !== undefined);
  const x = realNumber(a);
  const y = realNumber(b);
  const z = realNumber(s);
  if (z === 0) throw zeroDivisionError('division by zero');
  const n = Math.max(0, Math.ceil((y - x) / z));
  if (!Number.isFinite(n)) throw valueError('arange: cannot compute length');
  // NumPy takes the step from the first two elements.
  const delta = 'fc'.includes(d.kind) ? roundTo(d, x + z) - roundTo(d, x) : z;
  return fromNumbers(n, d, (i) => (i === 0 ? x : i === 1 ? x + z : x + i * delta));
}
const roundTo = (d: PyDType, x: number): number => (d === dt.float32 || d === dt.complex64 ? Math.fround(x) : x);
function arangeTimes(a: PyValue, b: PyValue, s: PyValue, d: PyDType, given: boolean): PyNDArray {
  const first = asArray(a, given || !isStr(a) ? d : undefined);
  const kind = first.dtype;
  const unit = kind.kind === 'M' ? dt.timedelta64(kind.unit, kind.step) : kind;
  const from = asArray(a, kind).data[0] as bigint; // the store of datetimes
  const to = asArray(b, kind).data[0] as bigint; // as above
  const step = asArray(s, unit).data[0] as bigint; // as above
  const n = Number((to - from + step - (step > 0n ? 1n : -1n)) / step);
  const out = newArray([Math.max(0, n)], kind);
  for (let i = 0; i < n; i++) out.data[i] = from + BigInt(i) * step;
  return out;
}

export function linspace(
  start: PyNDArray,
  stop: PyNDArray,
  num: number,
  endpoint: boolean,
  dtype: PyDType | undefined,
  axis = 0,
): [PyNDArray, PyNDArray] {
  if (num < 0) throw valueError(`Number of samples, ${num}, must be non-negative.`);
  const work = resultType([start, stop, new PyFloat(num)]);
  const complex = work.kind === 'c';
  const d = dtype ?? work;
  const div = endpoint ? num - 1 : num;
  const shape = broadcastOf(start, stop);
  const a = copyOf(astype(broadcastTo(start, shape), complex ? dt.complex128 : dt.float64));
  const b = copyOf(astype(broadcastTo(stop, shape), complex ? dt.complex128 : dt.float64));
  const n = product(shape) * (complex ? 2 : 1);
  const out = newArray([num, ...shape], complex ? dt.complex128 : dt.float64);
  const steps = newArray(shape, a.dtype);
  for (let k = 0; k < n; k++) {
    const x = Number(a.data[k]);
    const y = Number(b.data[k]);
    const delta = y - x;
    const step = div > 0 ? delta / div : Number.NaN;
    steps.data[k] = step;
    for (let i = 0; i < num; i++) {
      const t = div > 0 ? (step === 0 ? (i / div) * delta : i * step) : i * delta;
      out.data[i * n + k] = t + x;
    }
    if (endpoint && num > 1) out.data[(num - 1) * n + k] = y;
  }
  let r = out;
  if ('iu'.includes(d.kind)) {
    for (let i = 0; i < r.data.length; i++) r.data[i] = Math.floor(Number(r.data[i]));
  }
  r = astype(r, d);
  if (axis !== 0) {
    const order = r.shape.map((_, i) => i).slice(1);
    order.splice(axis < 0 ? axis + r.ndim : axis, 0, 0);
    r = viewWith(
      r,
      order.map((i) => r.shape[i]),
      order.map((i) => r.strides[i]),
      0,
    );
  }
  return [r, steps];
}
function broadcastOf(a: PyNDArray, b: PyNDArray): number[] {
  const nd = Math.max(a.ndim, b.ndim);
  return Array.from({ length: nd }, (_, i) => Math.max(a.shape[i - nd + a.ndim] ?? 1, b.shape[i - nd + b.ndim] ?? 1));
}

export function filled(shape: readonly number[], d: PyDType, value: PyValue, order = 'C'): PyNDArray {
  const a = newArray(shape, d, order);
  if (d.slots === 0) throw valueError('a string dtype needs a length');
  if (value === 0 && d.kind !== 'O') return a;
  const one = asArray(value, d);
  if (one.ndim === 0 && d.slots === 1 && a.objects === undefined) {
    (a.data as Float64Array).fill(one.data[one.offset] as number); // any class of numbers, of one dtype with `one`
    return a;
  }
  assign(a, one);
  return a;
}
const orderOf = (v: Arg, like?: PyNDArray): string => {
  const o = textOr(v, 'K');
  if (o === 'F' || o === 'C') return o;
  return like !== undefined && !isC(like) && isFortran(like) ? 'F' : 'C';
};
const like = (v: PyValue, dtype: Arg, order: Arg, shape: Arg, value: PyValue): PyNDArray => {
  const a = asArray(v);
  return filled(absent(shape) ? a.shape : shapeOf(shape), dtypeOr(dtype) ?? a.dtype, value, orderOf(order, a));
};
const sized = (d: PyDType): PyDType =>
  d.kind === 'U' && d.slots === 0 ? dt.unicode(1) : d.kind === 'S' && d.slots === 0 ? dt.bytes_(1) : d;

export function makeArray(
  v: PyValue,
  dtype: PyDType | undefined,
  copy: boolean | undefined,
  order: string,
  ndmin: number,
  ndmax = 64,
): PyNDArray {
  let a = asArray(v, dtype, ndmax);
  const own = !(v instanceof PyNDArray) && a.base === None;
  if (copy === true && (a === v || !own)) {
    a = copyOf(a, order === 'F' || (order === 'K' && a.ndim > 1 && !isC(a) && isFortran(a)) ? 'F' : 'C');
  } else if (copy === false && own && !(v instanceof PyNDArray)) {
    throw valueError(
      'Unable to avoid copy while creating an array as requested.\nIf using `np.array(obj, copy=False)` replace it with `np.asarray(obj)` to allow a copy when needed (no behavior change in NumPy 1.x).\nFor more details, see https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword.',
    );
  }
  if (order === 'F' && a.ndim > 1 && !isFortran(a)) a = copyOf(a, 'F');
  else if (order === 'C' && !isC(a)) a = copyOf(a);
  if (a.ndim < ndmin) a = reshape(a, [...new Array<number>(ndmin - a.ndim).fill(1), ...a.shape]);
  return a;
}

/** np.eye. */
export function eye(n: number, m: number, k: number, d: PyDType): PyNDArray {
  const a = newArray([n, m], d);
  for (let i = 0; i < n; i++) if (i + k >= 0 && i + k < m) writeItem(a, (i * m + i + k) * d.slots, 1);
  return a;
}
function triangle(a: PyNDArray, keep: (i: number, j: number) => boolean): PyNDArray {
  const m = a.ndim === 1 ? broadcastTo(a, [a.shape[0], a.shape[0]]) : a;
  const out = copyOf(m);
  const rows = m.shape[m.ndim - 2];
  const cols = m.shape[m.ndim - 1];
  const count = product(m.shape.slice(0, -2));
  for (let b = 0; b < count; b++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < cols; j++)
        if (!keep(i, j))
          writeItem(out, ((b * rows + i) * cols + j) * out.dtype.slots, out.dtype.kind === 'b' ? false : 0);
  return out;
}

export const creationFunctions: NativeTable = {
  "array(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, ndmax=64, like=None)": (
    v: PyValue,
    dtype: Arg,
    copy: PyValue,
    order: PyValue,
    _subok: PyValue,
    ndmin: PyValue,
    ndmax: PyValue,
  ) =>
    makeArray(
      v,
      dtypeOr(dtype),
      copy === None ? undefined : flag(copy),
      textOr(order, 'K'),
      integer(ndmin),
      integer(ndmax),
    ),
  'asarray(a, dtype=None, order=None, *, device=None, copy=None, like=None)': (
    v: PyValue,
    dtype: Arg,
    order: Arg,
    _device: Arg,
    copy: Arg,
  ) => makeArray(v, dtypeOr(dtype), absent(copy) ? undefined : flag(copy), textOr(order, 'K'), 0),
  'asanyarray(a, dtype=None, order=None, *, device=None, copy=None, like=None)': (v: PyValue, dtype: Arg, order: Arg) =>
    makeArray(v, dtypeOr(dtype), undefined, textOr(order, 'K'), 0),
  'ascontiguousarray(a, dtype=None, *, like=None)': (v: PyValue, dtype: Arg) =>
    atleast(contiguous(asArray(v, dtypeOr(dtype))), 1),
  'asfortranarray(a, dtype=None, *, like=None)': (v: PyValue, dtype: Arg) => {
    const a = asArray(v, dtypeOr(dtype));
    return isFortran(a) ? a : copyOf(a, 'F');
  },
  'asarray_chkfinite(a, dtype=None, order=None)': (v: PyValue, dtype: Arg) => {
    const a = asArray(v, dtypeOr(dtype));
    if (
      'fc'.includes(a.dtype.kind) &&
      astype(a, a.dtype.kind === 'c' ? dt.complex128 : dt.float64).data.some((x) => !Number.isFinite(Number(x)))
    )
      throw valueError('array must not contain infs or NaNs');
    return a;
  },
  "copy(a, order='K', subok=False)": (v: PyValue, order: PyValue) => {
    const a = asArray(v);
    return copyOf(a, orderOf(order, a));
  },
  "zeros(shape, dtype=None, order='C', *, device=None, like=None)": (s: PyValue, dtype: Arg, order: PyValue) => {
    const d = sized(dtypeOr(dtype) ?? dt.float64);
    return d.kind === 'O' ? filled(shapeOf(s), d, 0) : newArray(shapeOf(s), d, textOr(order, 'C'));
  },
  "empty(shape, dtype=None, order='C', *, device=None, like=None)": (s: PyValue, dtype: Arg, order: PyValue) =>
    newArray(shapeOf(s), sized(dtypeOr(dtype) ?? dt.float64), textOr(order, 'C')),
  "ones(shape, dtype=None, order='C', *, device=None, like=None)": (s: PyValue, dtype: Arg, order: PyValue) =>
    filled(shapeOf(s), sized(dtypeOr(dtype) ?? dt.float64), 1, textOr(order, 'C')),
  "full(shape, fill_value, dtype=None, order='C', *, device=None, like=None)": (
    s: PyValue,
    v: PyValue,
    dtype: Arg,
    order: PyValue,
  ) => {
    const value = asArray(v);
    let d = dtypeOr(dtype) ?? value.dtype;
    if (d.slots === 0) d = astype(value, d).dtype;
    return filled(shapeOf(s), d, v, textOr(order, 'C'));
  },
  "zeros_like(a, dtype=None, order='K', subok=True, shape=None, *, device=None)": (
    a: PyValue,
    d: Arg,
    o: Arg,
    _s: Arg,
    shape: Arg,
  ) => like(a, d, o, shape, 0),
  "empty_like(prototype, dtype=None, order='K', subok=True, shape=None, *, device=None)": (
    a: PyValue,
    d: Arg,
    o: Arg,
    _s: Arg,
    shape: Arg,
  ) => like(a, d, o, shape, 0),
  "ones_like(a, dtype=None, order='K', subok=True, shape=None, *, device=None)": (
    a: PyValue,
    d: Arg,
    o: Arg,
    _s: Arg,
    shape: Arg,
  ) => like(a, d, o, shape, 1),
  "full_like(a, fill_value, dtype=None, order='K', subok=True, shape=None, *, device=None)": (
    a: PyValue,
    v: PyValue,
    d: Arg,
    o: Arg,
    _s: Arg,
    shape: Arg,
  ) => like(a, d, o, shape, v),
  'arange(start=?, stop=None, step=1, dtype=None, *, device=None, like=None)': (a: Arg, b: Arg, s: Arg, dtype: Arg) =>
    arange(a, b, s, dtypeOr(dtype)),
  'linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None)': (
    a: PyValue,
    b: PyValue,
    num: PyValue,
    endpoint: PyValue,
    retstep: PyValue,
    dtype: Arg,
    axis: PyValue,
  ) => {
    const [r, step] = linspace(asArray(a), asArray(b), integer(num), flag(endpoint), dtypeOr(dtype), integer(axis));
    return flag(retstep) ? tuple([r, resultOf(step)]) : r;
  },
  'eye(N, M=None, k=0, dtype=?, order=?, *, device=None, like=None)': (n: PyValue, m: Arg, k: PyValue, dtype: Arg) =>
    eye(integer(n), intOr(m, integer(n)), integer(k), dtypeOr(dtype) ?? dt.float64),
  'identity(n, dtype=None, *, like=None)': (n: PyValue, dtype: Arg) =>
    eye(integer(n), integer(n), 0, dtypeOr(dtype) ?? dt.float64),
  'tri(N, M=None, k=0, dtype=?, *, like=None)': (n: PyValue, m: Arg, k: PyValue, dtype: Arg) => {
    const rows = integer(n);
    const cols = intOr(m, rows);
    const shift = integer(k);
    return reshape(
      fromNumbers(rows * cols, dtypeOr(dtype) ?? dt.float64, (i) =>
        (i % cols) - Math.floor(i / cols) <= shift ? 1 : 0,
      ),
      [rows, cols],
    );
  },
  'tril(m, k=0)': (v: PyValue, k: PyValue) => triangle(asArray(v), (i, j) => j - i <= integer(k)),
  'triu(m, k=0)': (v: PyValue, k: PyValue) => triangle(asArray(v), (i, j) => j - i >= integer(k)),
  'diag(v, k=0)': (v: PyValue, k: PyValue) => {
    const a = asArray(v);
    const shift = integer(k);
    if (a.ndim === 1) return diagMatrix(a, shift);
    if (a.ndim !== 2) throw valueError('Input must be 1- or 2-d.');
    const n = Math.max(
      0,
      shift >= 0 ? Math.min(a.shape[0], a.shape[1] - shift) : Math.min(a.shape[0] + shift, a.shape[1]),
    );
    const r = viewWith(
      a,
      [n],
      [a.strides[0] + a.strides[1]],
      a.offset + (n === 0 ? 0 : shift >= 0 ? shift * a.strides[1] : -shift * a.strides[0]),
    );
    r.writeable = false;
    return r;
  },
  'diagflat(v, k=0)': (v: PyValue, k: PyValue) => diagMatrix(reshape(asArray(v), [-1]), integer(k)),
  'vander(x, N=None, increasing=False)': (v: PyValue, n: Arg, increasing: PyValue) => {
    const x = asArray(v);
    const cols = intOr(n, x.size);
    const d = x.dtype.kind === 'c' ? dt.complex128 : 'fc'.includes(x.dtype.kind) ? x.dtype : dt.int64;
    const src = copyOf(astype(x, d.kind === 'c' ? d : dt.float64));
    const r = newArray([x.size, cols], dt.float64);
    for (let i = 0; i < x.size; i++)
      for (let j = 0; j < cols; j++)
        r.data[i * cols + j] = Number(src.data[i]) ** (flag(increasing) ? j : cols - 1 - j);
    return astype(r, d);
  },
  'frombuffer(buffer, dtype=None, count=-1, offset=0, *, like=None)': (
    b: PyValue,
    dtype: Arg,
    count: PyValue,
    offset: PyValue,
  ) => fromBuffer(b, dtypeOr(dtype) ?? dt.float64, integer(count), integer(offset)),
  'fromiter(iter, dtype, count=-1, *, like=None)': (it: PyValue, dtype: PyValue, count: PyValue) => {
    const items = collect(it);
    const n = integer(count);
    if (n > items.length)
      throw valueError(`iterator too short: Expected ${n} but iterator had only ${items.length} items.`);
    return asArray(new PyList(n < 0 ? items : items.slice(0, n)), toDType(dtype));
  },
  'fromfunction(function, shape, *, dtype=None, like=None, **kwargs)': (f: PyValue, shape: PyValue, dtype: Arg) => {
    const s = shapeOf(shape);
    return call(
      f,
      s.map((_, axis) => grid(s, axis, dtypeOr(dtype) ?? dt.float64)),
    );
  },
  "fromstring(string, dtype=None, count=-1, *, sep='', like=None)": (
    v: PyValue,
    dtype: Arg,
    count: PyValue,
    sep: PyValue,
  ) => {
    if (!isStr(v) && !(v instanceof PyBytes)) throw typeError('a string is required');
    const text = isStr(v) ? toJS(v) : String.fromCharCode(...v.b);
    const s = textOr(sep, '');
    if (s === '') throw valueError('The binary mode of fromstring is removed, use frombuffer instead');
    const items = (s.trim() === '' ? text.trim().split(/\s+/) : text.split(s.trim()))
      .map((t) => t.trim())
      .filter((t) => t !== '');
    const n = integer(count);
    return asArray(new PyList((n < 0 ? items : items.slice(0, n)).map(fromJS)), dtypeOr(dtype) ?? dt.float64);
  },
  'indices(dimensions, dtype=?, sparse=False)': (v: PyValue, dtype: Arg, sparse: PyValue) => {
    const s = shapeOf(v);
    const d = dtypeOr(dtype) ?? dt.int64;
    if (flag(sparse))
      return tuple(
        s.map((n, i) =>
          reshape(
            fromNumbers(n, d, (k) => k),
            s.map((_, j) => (i === j ? n : 1)),
          ),
        ),
      );
    const out = newArray([s.length, ...s], d);
    s.forEach((_, i) => castInto(grid(s, i, d), viewWith(out, s, out.strides.slice(1), i * out.strides[0])));
    return out;
  },
  "meshgrid(*xi, copy=True, sparse=False, indexing='xy')": (
    xi: PyValue[],
    _copy: PyValue,
    sparse: PyValue,
    indexing: PyValue,
  ) => {
    const arrays = xi.map((x) => reshape(asArray(x), [-1]));
    const xy = textOr(indexing, 'xy') === 'xy' && arrays.length > 1;
    const n = arrays.length;
    const axisOf = (i: number): number => (xy && i < 2 ? 1 - i : i);
    const shape = new Array<number>(n).fill(1);
    arrays.forEach((a, i) => {
      shape[axisOf(i)] = a.shape[0];
    });
    return tuple(
      arrays.map((a, i) => {
        const r = reshape(
          a,
          shape.map((_, k) => (k === axisOf(i) ? a.shape[0] : 1)),
        );
        return flag(sparse) ? r : copyOf(broadcastTo(r, shape));
      }),
    );
  },
  'logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0)': (
    a: PyValue,
    b: PyValue,
    num: PyValue,
    endpoint: PyValue,
    base: PyValue,
    dtype: Arg,
  ) => {
    const [r] = linspace(asArray(a), asArray(b), integer(num), flag(endpoint), undefined);
    const x = realNumber(base);
    for (let i = 0; i < r.data.length; i++) r.data[i] = x ** Number(r.data[i]);
    return absent(dtype) ? r : astypeCopy(r, toDType(dtype));
  },
  'geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0)': (
    a: PyValue,
    b: PyValue,
    num: PyValue,
    endpoint: PyValue,
    dtype: Arg,
  ) => {
    const x = realNumber(a);
    const y = realNumber(b);
    if (x === 0 || y === 0) throw valueError('Geometric sequence cannot include zero');
    const sign = x < 0 && y < 0 ? -1 : 1;
    const [r] = linspace(
      asArray(new PyFloat(0)),
      asArray(new PyFloat(Math.log10(y / x))),
      integer(num),
      flag(endpoint),
      undefined,
    );
    for (let i = 0; i < r.data.length; i++) r.data[i] = sign * Math.abs(x) * 10 ** Number(r.data[i]);
    const n = r.data.length;
    if (n > 0) r.data[0] = x;
    if (n > 1 && flag(endpoint)) r.data[n - 1] = y;
    return absent(dtype) ? r : astypeCopy(r, toDType(dtype));
  },
  'require(a, dtype=None, requirements=None, *, like=None)': (v: PyValue, dtype: Arg) =>
    contiguous(asArray(v, dtypeOr(dtype))),
};
function grid(shape: readonly number[], axis: number, d: PyDType): PyNDArray {
  const r = reshape(
    fromNumbers(shape[axis], d, (k) => k),
    shape.map((n, j) => (j === axis ? n : 1)),
  );
  return copyOf(broadcastTo(r, shape));
}
function diagMatrix(a: PyNDArray, k: number): PyNDArray {
  const n = a.shape[0] + Math.abs(k);
  const out = newArray([n, n], a.dtype);
  const start = k >= 0 ? k : -k * n;
  castInto(a, viewWith(out, [a.shape[0]], [(n + 1) * a.dtype.slots], start * a.dtype.slots));
  return out;
}
const resultOf = (a: PyNDArray): PyValue => (a.ndim === 0 ? new PyFloat(Number(a.data[0])) : a);
