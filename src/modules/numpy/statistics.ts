// Reductions under their Python names: sums, means, extremes, counts, quantiles, and those that pass NaN over. Invariant:
// each is a few ufunc calls in NumPy's own order, so that the roundings agree. Knows ufuncs and reductions.

import {
  type NativeTable,
  None,
  PyTuple,
  type PyValue,
  truth,
  typeError,
  valueError,
  exceptionTypes,
} from './engine.ts';
import * as dt from './dtype.ts';
import type { PyDType } from './dtype.ts';
import { newArray, normalAxis, product, type PyNDArray, slotsOf, viewWith } from './array.ts';
import { asArray, astype, astypeCopy, castInto, copyOf } from './convert.ts';
import { absent, type Arg, dtypeOr, flag, integer, realNumber, result, textOr } from './arguments.ts';
import { accumulate, axesOf, reduce } from './reduce.ts';
import { applyUFunc, outArray } from './ufunc.ts';
import { uf } from './ufuncs.ts';
import { errorState, floatingError, missing, warn } from './errors.ts';
import { numberAt } from './ufunc.ts';
import { concatenate, ravel, reshape } from './shape.ts';
import { PyFloat } from './engine.ts';

const where = (v: Arg): PyNDArray | undefined =>
  v === undefined || v === true || v === None ? undefined : asArray(v, dt.bool_);
const keep = (v: Arg): boolean => v !== undefined && v !== None && truth(v);

/** A ufunc's reduction with Python arguments. */
export function reduceCall(
  name: string,
  a: PyNDArray,
  axis: Arg,
  dtype: Arg,
  out: Arg,
  keepdims: Arg,
  initial: Arg,
  mask: Arg,
): PyValue {
  const target = outArray(out);
  const r = reduce(uf(name), a, axesOf(axis, a.ndim), {
    dtype: dtypeOr(dtype),
    out: target,
    keepdims: keep(keepdims),
    initial,
    where: where(mask),
  });
  return target ?? result(r);
}

const countOf = (a: PyNDArray, axes: readonly number[]): number => axes.reduce((n, i) => n * a.shape[i], 1);
/** How many elements a `where` lets through, along axes. */
function counts(
  a: PyNDArray,
  axes: readonly number[],
  mask: PyNDArray | undefined,
  keepdims: boolean,
): PyNDArray | number {
  if (mask === undefined) return countOf(a, axes);
  const m = newArray(a.shape, dt.bool_);
  castInto(mask, m);
  return reduce(uf('add'), m, axes, { dtype: dt.int64, keepdims });
}
const divideBy = (a: PyNDArray, n: PyNDArray | number, d: PyDType): PyNDArray => {
  if (typeof n === 'number' && n > 0 && d.kind === 'f' && d !== dt.float16) {
    const c = copyOf(a);
    const { data } = c;
    for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) / n; // floats
    return c;
  }
  return applyUFunc(uf('divide'), [a, typeof n === 'number' ? new PyFloat(n) : n], { dtype: d });
};

export function mean(
  a: PyNDArray,
  axes: readonly number[],
  dtype: PyDType | undefined,
  keepdims: boolean,
  mask: PyNDArray | undefined,
): PyNDArray {
  const n = counts(a, axes, mask, keepdims);
  let d = dtype;
  const half = d === undefined && a.dtype === dt.float16;
  if (d === undefined && 'biu'.includes(a.dtype.kind)) d = dt.float64;
  if (half) d = dt.float32;
  if (n === 0) warn(exceptionTypes.RuntimeWarning, 'Mean of empty slice');
  if (a.dtype.kind === 'O')
    return applyUFunc(uf('divide'), [reduce(uf('add'), a, axes, { keepdims }), typeof n === 'number' ? n : asArray(n)]);
  const total = reduce(uf('add'), a, axes, { dtype: d, keepdims, where: mask });
  if (n === 0) {
    const old = errorState().invalid;
    errorState().invalid = 'ignore';
    try {
      const r = divideBy(total, n, total.dtype);
      errorState().invalid = old;
      floatingError('invalid', total.ndim === 0 ? 'scalar divide' : 'divide');
      return half ? astypeCopy(r, dt.float16) : r;
    } finally {
      errorState().invalid = old;
    }
  }
  const r = divideBy(total, n, total.dtype);
  return half ? astypeCopy(r, dt.float16) : r;
}

export function variance(
  a: PyNDArray,
  axes: readonly number[],
  dtype: PyDType | undefined,
  keepdims: boolean,
  mask: PyNDArray | undefined,
  ddof: number,
): PyNDArray {
  let d = dtype;
  const half = d === undefined && a.dtype === dt.float16;
  if (d === undefined && 'biu'.includes(a.dtype.kind)) d = dt.float64;
  if (half) d = dt.float32;
  const n = counts(a, axes, mask, true);
  const plain = typeof n === 'number' ? n : undefined;
  if (plain !== undefined && ddof >= plain) warn(exceptionTypes.RuntimeWarning, 'Degrees of freedom <= 0 for slice');
  const total = reduce(uf('add'), a, axes, { dtype: d, keepdims: true, where: mask });
  const m = plain === 0 ? total : divideBy(total, n, total.dtype);
  let x = applyUFunc(uf('subtract'), [d !== undefined ? astype(a, d) : a, m]);
  if (x.dtype.kind === 'c') {
    const part = (k: number): PyNDArray => {
      const v = viewWith(x, x.shape, x.strides, x.offset + k);
      v.dtype = x.dtype === dt.complex64 ? dt.float32 : dt.float64;
      return v;
    };
    x = applyUFunc(uf('add'), [
      applyUFunc(uf('multiply'), [part(0), part(0)]),
      applyUFunc(uf('multiply'), [part(1), part(1)]),
    ]);
  } else x = applyUFunc(uf('multiply'), [x, x]);
  const sum = reduce(uf('add'), x, axes, { dtype: d?.kind === 'c' ? undefined : d, keepdims, where: mask });
  if (plain !== undefined) {
    const r =
      plain - ddof > 0 ? divideBy(sum, plain - ddof, sum.dtype) : applyUFunc(uf('divide'), [sum, new PyFloat(0)]);
    return half ? astypeCopy(r, dt.float16) : r;
  }
  const left = applyUFunc(uf('subtract'), [counts(a, axes, mask, keepdims) as PyNDArray, new PyFloat(ddof)]); // with a mask it is one
  const r = applyUFunc(uf('divide'), [sum, applyUFunc(uf('maximum'), [left, 0])]);
  return half ? astypeCopy(r, dt.float16) : r;
}
const into = (r: PyNDArray, out: Arg): PyValue => {
  const target = outArray(out);
  if (target === undefined) return result(r);
  castInto(r, target);
  return target;
};
const toInt = (v: Arg): number => (absent(v) ? 0 : realNumber(v));

/** argmax and argmin. */
export function argExtreme(
  a: PyNDArray,
  axis: number | undefined,
  largest: boolean,
  keepdims: boolean,
  skipNaN = false,
): PyNDArray {
  const name = largest ? 'argmax' : 'argmin';
  const src = axis === undefined ? ravel(a) : a;
  const ax = axis === undefined ? 0 : normalAxis(axis, a.ndim);
  const n = src.shape[ax] ?? 1;
  if (src.ndim === 0) return newArray([], dt.int64);
  if (n === 0) throw valueError(`attempt to get ${name} of an empty sequence`);
  const keptShape = src.shape.filter((_, i) => i !== ax);
  const lines = viewWith(
    src,
    keptShape,
    src.strides.filter((_, i) => i !== ax),
    src.offset,
  );
  const out = newArray(keptShape, dt.int64);
  const step = src.strides[ax];
  const complex = a.dtype.kind === 'c';
  const less = orderOf(src);
  slotsOf(lines).forEach((base, k) => {
    let best = -1;
    for (let i = 0; i < n; i++) {
      const at = base + i * step;
      const nan = 'fc'.includes(a.dtype.kind) && numberIsNaN(src, at, complex);
      if (nan) {
        if (skipNaN) continue;
        best = i;
        break;
      }
      if (best < 0 || (largest ? less(base + best * step, at) : less(at, base + best * step))) best = i;
    }
    if (best < 0) throw valueError('All-NaN slice encountered');
    out.data[k] = BigInt(best);
  });
  if (!keepdims) return out;
  return reshape(out, axis === undefined ? a.shape.map(() => 1) : a.shape.map((m, i) => (i === ax ? 1 : m)));
}
const numberIsNaN = (a: PyNDArray, at: number, complex: boolean): boolean => {
  const x = numberAt(a, at);
  return x !== x || (complex && a.data[at + 1] !== a.data[at + 1]);
};
/** Whether the element at one slot is less than that at another. */
export function orderOf(a: PyNDArray): (x: number, y: number) => boolean {
  const d = a.data;
  if (a.dtype.kind === 'c') return (x, y) => d[x] < d[y] || (d[x] === d[y] && d[x + 1] < d[y + 1]);
  if (a.dtype === dt.float16) {
    const f = astypeCopy(a, dt.float64);
    const map = new Map<number, number>();
    slotsOf(a).forEach((s, i) => void map.set(s, Number(f.data[i])));
    return (x, y) => (map.get(x) ?? 0) < (map.get(y) ?? 0);
  }
  if (a.dtype.kind === 'U' || a.dtype.kind === 'S') {
    const n = a.dtype.slots;
    return (x, y) => {
      for (let i = 0; i < n; i++) if (d[x + i] !== d[y + i]) return d[x + i] < d[y + i];
      return false;
    };
  }
  if (a.dtype.kind === 'O') return (x, y) => objectLess(a.objects![x], a.objects![y]);
  return (x, y) => d[x] < d[y];
}
let objectLess: (a: PyValue, b: PyValue) => boolean = () => false;
export function setObjectLess(f: typeof objectLess): void {
  objectLess = f;
}

/** Sorted copies of the lines along the last axis, as float64. */
function sortedLines(
  a: PyNDArray,
  axes: readonly number[],
  skipNaN: boolean,
): { lines: Float64Array[]; nan: boolean[]; shape: number[] } {
  const rest = a.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const moved = copyOf(
    viewWith(
      a,
      [...rest, ...axes].map((i) => a.shape[i]),
      [...rest, ...axes].map((i) => a.strides[i]),
      a.offset,
    ),
  );
  const f = astype(moved, dt.float64);
  const shape = rest.map((i) => a.shape[i]);
  const n = countOf(a, axes);
  const lines: Float64Array[] = [];
  const nan: boolean[] = [];
  const data = f.data as Float64Array; // float64's store
  for (let k = 0; k < product(shape); k++) {
    let line = data.slice(f.offset + k * n, f.offset + (k + 1) * n);
    const hasNaN = line.some((x) => x !== x);
    if (hasNaN && skipNaN) line = line.filter((x) => x === x);
    nan.push(hasNaN && !skipNaN);
    lines.push(line.sort());
  }
  return { lines, nan, shape };
}
const keptShape = (a: PyNDArray, axes: readonly number[]): number[] =>
  a.shape.map((n, i) => (axes.includes(i) ? 1 : n));

function median(a: PyNDArray, axis: Arg, out: Arg, keepdims: Arg, skipNaN: boolean): PyValue {
  const axes = axesOf(axis, a.ndim);
  const { lines, nan, shape } = sortedLines(a, axes, skipNaN);
  const d = 'f'.includes(a.dtype.kind) ? a.dtype : dt.float64;
  const r = newArray(shape, dt.float64);
  lines.forEach((line, k) => {
    const n = line.length;
    if (n === 0) warn(exceptionTypes.RuntimeWarning, skipNaN ? 'All-NaN slice encountered' : 'Mean of empty slice');
    r.data[k] = nan[k] || n === 0 ? Number.NaN : n % 2 === 1 ? line[(n - 1) / 2] : (line[n / 2 - 1] + line[n / 2]) / 2;
  });
  const typed = astype(r, d);
  return into(keep(keepdims) ? reshape(typed, keptShape(a, axes)) : typed, out);
}

const METHODS: { readonly [name: string]: (n: number, q: number) => number } = {
  linear: (n, q) => (n - 1) * q,
  lower: (n, q) => Math.floor((n - 1) * q),
  higher: (n, q) => Math.ceil((n - 1) * q),
  midpoint: (n, q) => 0.5 * (Math.floor((n - 1) * q) + Math.ceil((n - 1) * q)),
  nearest: (n, q) => {
    const v = (n - 1) * q;
    const f = Math.floor(v);
    return v - f < 0.5 ? f : v - f > 0.5 ? f + 1 : f % 2 === 0 ? f : f + 1;
  },
  hazen: (n, q) => n * q - 0.5,
  weibull: (n, q) => (n + 1) * q - 1,
  median_unbiased: (n, q) => n * q + (1 / 3) * (1 + q) - 1,
  normal_unbiased: (n, q) => n * q + 0.375 + q * 0.25 - 1,
  interpolated_inverted_cdf: (n, q) => n * q - 1,
};
function quantile(
  a: PyNDArray,
  q: PyNDArray,
  axis: Arg,
  out: Arg,
  method: string,
  keepdims: Arg,
  skipNaN: boolean,
): PyValue {
  const virtual = METHODS[method];
  if (virtual === undefined) throw missing(`quantile method '${method}'`);
  const axes = axesOf(axis, a.ndim);
  const qs = astype(q, dt.float64);
  const at = Array.from(slotsOf(qs), (s) => Number(qs.data[s]));
  if (at.some((x) => !(x >= 0 && x <= 1))) throw valueError('Quantiles must be in the range [0, 1]');
  const { lines, nan, shape } = sortedLines(a, axes, skipNaN);
  const r = newArray([...q.shape, ...shape], dt.float64);
  at.forEach((p, i) => {
    lines.forEach((line, k) => {
      const n = line.length;
      const v = Math.max(0, Math.min(n - 1, virtual(n, p)));
      const lo = Math.floor(v);
      const t = v - lo;
      const x = line[lo];
      const y = line[Math.min(n - 1, lo + 1)];
      const diff = y - x;
      r.data[i * lines.length + k] = nan[k] || n === 0 ? Number.NaN : t >= 0.5 ? y - diff * (1 - t) : x + diff * t;
    });
  });
  const typed =
    a.dtype.kind === 'f'
      ? astype(r, a.dtype)
      : ['lower', 'higher', 'nearest'].includes(method) && 'iu'.includes(a.dtype.kind)
        ? astype(r, a.dtype)
        : r;
  return into(keep(keepdims) ? reshape(typed, [...q.shape, ...keptShape(a, axes)]) : typed, out);
}
const percent = (q: PyValue): PyNDArray => {
  const p = asArray(q);
  if (
    Array.from(slotsOf(astype(p, dt.float64)), (s) => Number(astype(p, dt.float64).data[s])).some(
      (x) => !(x >= 0 && x <= 100),
    )
  )
    throw valueError('Percentiles must be in the range [0, 100]');
  return applyUFunc(uf('divide'), [p, new PyFloat(100)]);
};

/** `a` with NaN replaced, and where it was. */
function withoutNaN(v: PyValue, by: number): [PyNDArray, PyNDArray | undefined] {
  const a = asArray(v);
  if (!'fc'.includes(a.dtype.kind)) return [a, undefined];
  const m = applyUFunc(uf('isnan'), [a]);
  const c = copyOf(a);
  const s = slotsOf(c);
  slotsOf(m).forEach((slot, i) => {
    if (m.data[slot] === 0) return;
    c.data[s[i]] = a.dtype === dt.float16 ? (by === 0 ? 0 : by > 0 ? 0x7c00 : 0xfc00) : by;
    if (a.dtype.kind === 'c') c.data[s[i] + 1] = 0;
  });
  return [c, m];
}
const notNaN = (m: PyNDArray): PyNDArray => applyUFunc(uf('logical_not'), [m]);
function nanExtreme(v: PyValue, axis: Arg, out: Arg, keepdims: Arg, name: string): PyValue {
  const a = asArray(v);
  const r = reduce(uf(name), a, axesOf(axis, a.ndim), { keepdims: keep(keepdims) });
  if ('f'.includes(a.dtype.kind) && Array.from(slotsOf(r)).some((s) => numberAt(r, s) !== numberAt(r, s)))
    warn(
      exceptionTypes.RuntimeWarning,
      a.ndim === 1 || absent(axis) ? 'All-NaN axis encountered' : 'All-NaN slice encountered',
    );
  return into(r, out);
}

/** quantile and percentile, and their nan- forms: they differ in what `q` counts and in whether NaN is left out. */
const quantiles: { [signature: string]: NativeTable[string] } = {};
for (const [name, ofQ] of [
  ['quantile', asArray],
  ['percentile', percent],
] as const) {
  const parameters = "a, q, axis=None, out=None, overwrite_input=False, method='linear'";
  const of = (v: PyValue, q: PyValue, axis: Arg, out: Arg, method: Arg, keep: Arg, nan: boolean): PyValue =>
    quantile(asArray(v), ofQ(q), axis, out, textOr(method, 'linear'), keep, nan);
  quantiles[`${name}(${parameters}, keepdims=False, *, weights=None)`] = (
    v: PyValue,
    q: PyValue,
    axis: Arg,
    out: Arg,
    _overwrite: Arg,
    method: Arg,
    keep: Arg,
    weights: Arg,
  ) => {
    if (!absent(weights)) throw missing(`${name}(weights=…)`);
    return of(v, q, axis, out, method, keep, false);
  };
  quantiles[`nan${name}(${parameters}, keepdims=?)`] = (
    v: PyValue,
    q: PyValue,
    axis: Arg,
    out: Arg,
    _overwrite: Arg,
    method: Arg,
    keep: Arg,
  ) => of(v, q, axis, out, method, keep, true);
}

export const statisticsFunctions: NativeTable = {
  'sum(a, axis=None, dtype=None, out=None, keepdims=?, initial=?, where=?)': (
    a: PyValue,
    axis: Arg,
    d: Arg,
    out: Arg,
    k: Arg,
    i: Arg,
    w: Arg,
  ) => reduceCall('add', asArray(a), axis, d, out, k, i, w),
  'prod(a, axis=None, dtype=None, out=None, keepdims=?, initial=?, where=?)': (
    a: PyValue,
    axis: Arg,
    d: Arg,
    out: Arg,
    k: Arg,
    i: Arg,
    w: Arg,
  ) => reduceCall('multiply', asArray(a), axis, d, out, k, i, w),
  'max(a, axis=None, out=None, keepdims=?, initial=?, where=?)': (
    a: PyValue,
    axis: Arg,
    out: Arg,
    k: Arg,
    i: Arg,
    w: Arg,
  ) => reduceCall('maximum', asArray(a), axis, undefined, out, k, i, w),
  'min(a, axis=None, out=None, keepdims=?, initial=?, where=?)': (
    a: PyValue,
    axis: Arg,
    out: Arg,
    k: Arg,
    i: Arg,
    w: Arg,
  ) => reduceCall('minimum', asArray(a), axis, undefined, out, k, i, w),
  'all(a, axis=None, out=None, keepdims=?, *, where=?)': (a: PyValue, axis: Arg, out: Arg, k: Arg, w: Arg) =>
    reduceCall('logical_and', asArray(a), axis, undefined, out, k, undefined, w),
  'any(a, axis=None, out=None, keepdims=?, *, where=?)': (a: PyValue, axis: Arg, out: Arg, k: Arg, w: Arg) =>
    reduceCall('logical_or', asArray(a), axis, undefined, out, k, undefined, w),
  'mean(a, axis=None, dtype=None, out=None, keepdims=?, *, where=?)': (
    v: PyValue,
    axis: Arg,
    d: Arg,
    out: Arg,
    k: Arg,
    w: Arg,
  ) => {
    const a = asArray(v);
    return into(mean(a, axesOf(axis, a.ndim), dtypeOr(d), keep(k), where(w)), out);
  },
  'var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=?, *, where=?, mean=?, correction=?)': (
    v: PyValue,
    axis: Arg,
    d: Arg,
    out: Arg,
    ddof: Arg,
    k: Arg,
    w: Arg,
    _m: Arg,
    c: Arg,
  ) => {
    const a = asArray(v);
    return into(variance(a, axesOf(axis, a.ndim), dtypeOr(d), keep(k), where(w), toInt(c ?? ddof)), out);
  },
  'std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=?, *, where=?, mean=?, correction=?)': (
    v: PyValue,
    axis: Arg,
    d: Arg,
    out: Arg,
    ddof: Arg,
    k: Arg,
    w: Arg,
    _m: Arg,
    c: Arg,
  ) => {
    const a = asArray(v);
    return into(
      applyUFunc(uf('sqrt'), [variance(a, axesOf(axis, a.ndim), dtypeOr(d), keep(k), where(w), toInt(c ?? ddof))]),
      out,
    );
  },
  'ptp(a, axis=None, out=None, keepdims=?)': (v: PyValue, axis: Arg, out: Arg, k: Arg) => {
    const a = asArray(v);
    const axes = axesOf(axis, a.ndim);
    return into(
      applyUFunc(uf('subtract'), [
        reduce(uf('maximum'), a, axes, { keepdims: keep(k) }),
        reduce(uf('minimum'), a, axes, { keepdims: keep(k) }),
      ]),
      out,
    );
  },
  'argmax(a, axis=None, out=None, *, keepdims=?)': (a: PyValue, axis: Arg, out: Arg, k: Arg) =>
    into(argExtreme(asArray(a), absent(axis) ? undefined : integer(axis), true, keep(k)), out),
  'argmin(a, axis=None, out=None, *, keepdims=?)': (a: PyValue, axis: Arg, out: Arg, k: Arg) =>
    into(argExtreme(asArray(a), absent(axis) ? undefined : integer(axis), false, keep(k)), out),
  'nanargmax(a, axis=None, out=None, *, keepdims=?)': (a: PyValue, axis: Arg, out: Arg, k: Arg) =>
    into(argExtreme(asArray(a), absent(axis) ? undefined : integer(axis), true, keep(k), true), out),
  'nanargmin(a, axis=None, out=None, *, keepdims=?)': (a: PyValue, axis: Arg, out: Arg, k: Arg) =>
    into(argExtreme(asArray(a), absent(axis) ? undefined : integer(axis), false, keep(k), true), out),
  'cumsum(a, axis=None, dtype=None, out=None)': (a: PyValue, axis: Arg, d: Arg, out: Arg) =>
    cumulative('add', a, axis, d, out),
  'cumprod(a, axis=None, dtype=None, out=None)': (a: PyValue, axis: Arg, d: Arg, out: Arg) =>
    cumulative('multiply', a, axis, d, out),
  'nancumsum(a, axis=None, dtype=None, out=None)': (a: PyValue, axis: Arg, d: Arg, out: Arg) =>
    cumulative('add', withoutNaN(a, 0)[0], axis, d, out),
  'nancumprod(a, axis=None, dtype=None, out=None)': (a: PyValue, axis: Arg, d: Arg, out: Arg) =>
    cumulative('multiply', withoutNaN(a, 1)[0], axis, d, out),
  'cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False)': (
    a: PyValue,
    axis: Arg,
    d: Arg,
    out: Arg,
    initial: PyValue,
  ) => withInitial('add', a, axis, d, out, flag(initial), 0),
  'cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False)': (
    a: PyValue,
    axis: Arg,
    d: Arg,
    out: Arg,
    initial: PyValue,
  ) => withInitial('multiply', a, axis, d, out, flag(initial), 1),
  'count_nonzero(a, axis=None, *, keepdims=False)': (v: PyValue, axis: Arg, k: Arg) => {
    const a = asArray(v);
    const r = reduce(uf('add'), astype(a, dt.bool_), axesOf(axis, a.ndim), { dtype: dt.int64, keepdims: keep(k) });
    return r.ndim === 0 && absent(axis) ? Number(r.data[0]) : result(r);
  },
  'average(a, axis=None, weights=None, returned=False, *, keepdims=?)': (
    v: PyValue,
    axis: Arg,
    weights: Arg,
    returned: PyValue,
    k: Arg,
  ) => {
    const a = asArray(v);
    const axes = axesOf(axis, a.ndim);
    let scale: PyNDArray;
    let avg: PyNDArray;
    if (absent(weights)) {
      avg = mean(a, axes, undefined, keep(k), undefined);
      scale = asArray(new PyFloat(countOf(a, axes)));
    } else {
      let w = asArray(weights);
      if (a.ndim !== w.ndim || a.shape.some((n, i) => n !== w.shape[i])) {
        if (absent(axis)) throw typeError('Axis must be specified when shapes of a and weights differ.');
        if (w.ndim !== 1 || w.shape[0] !== a.shape[axes[0]])
          throw valueError('Shape of weights must be consistent with shape of a along specified axis.');
        w = reshape(
          w,
          a.shape.map((n, i) => (i === axes[0] ? n : 1)),
        );
      }
      const d = 'biu'.includes(a.dtype.kind)
        ? dt.promote(dt.promote(a.dtype, w.dtype), dt.float64)
        : dt.promote(a.dtype, w.dtype);
      const full = newArray(a.shape, w.dtype);
      castInto(w, full);
      scale = reduce(uf('add'), full, axes, { dtype: d, keepdims: keep(k) });
      if (Array.from(slotsOf(scale)).some((s) => scale.data[s] === 0)) {
        const { ZeroDivisionError } = exceptionTypes;
        void ZeroDivisionError;
        throw zeroWeights();
      }
      avg = applyUFunc(uf('divide'), [
        reduce(uf('add'), applyUFunc(uf('multiply'), [a, w], { dtype: d }), axes, { dtype: d, keepdims: keep(k) }),
        scale,
      ]);
    }
    if (!flag(returned)) return result(avg);
    const full = newArray(avg.shape, scale.dtype);
    castInto(scale, full);
    return new PyTuple([result(avg), result(full)]);
  },
  'median(a, axis=None, out=None, overwrite_input=False, keepdims=False)': (
    a: PyValue,
    axis: Arg,
    out: Arg,
    _o: Arg,
    k: Arg,
  ) => median(asArray(a), axis, out, k, false),
  'nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=?)': (
    a: PyValue,
    axis: Arg,
    out: Arg,
    _o: Arg,
    k: Arg,
  ) => median(asArray(a), axis, out, k, true),
  ...quantiles,
  'nansum(a, axis=None, dtype=None, out=None, keepdims=?, initial=?, where=?)': (
    a: PyValue,
    axis: Arg,
    d: Arg,
    out: Arg,
    k: Arg,
    i: Arg,
    w: Arg,
  ) => reduceCall('add', withoutNaN(a, 0)[0], axis, d, out, k, i, w),
  'nanprod(a, axis=None, dtype=None, out=None, keepdims=?, initial=?, where=?)': (
    a: PyValue,
    axis: Arg,
    d: Arg,
    out: Arg,
    k: Arg,
    i: Arg,
    w: Arg,
  ) => reduceCall('multiply', withoutNaN(a, 1)[0], axis, d, out, k, i, w),
  'nanmax(a, axis=None, out=None, keepdims=?, initial=?, where=?)': (a: PyValue, axis: Arg, out: Arg, k: Arg) =>
    nanExtreme(a, axis, out, k, 'fmax'),
  'nanmin(a, axis=None, out=None, keepdims=?, initial=?, where=?)': (a: PyValue, axis: Arg, out: Arg, k: Arg) =>
    nanExtreme(a, axis, out, k, 'fmin'),
  'nanmean(a, axis=None, dtype=None, out=None, keepdims=?, *, where=?)': (
    v: PyValue,
    axis: Arg,
    d: Arg,
    out: Arg,
    k: Arg,
  ) => {
    const [a, m] = withoutNaN(v, 0);
    const axes = axesOf(axis, a.ndim);
    if (m === undefined) return into(mean(a, axes, dtypeOr(d), keep(k), undefined), out);
    const n = reduce(uf('add'), notNaN(m), axes, { dtype: dt.int64, keepdims: keep(k) });
    if (n.data.some((x) => Number(x) === 0)) warn(exceptionTypes.RuntimeWarning, 'Mean of empty slice');
    const old = errorState().invalid;
    errorState().invalid = 'ignore';
    try {
      const total = reduce(uf('add'), a, axes, { dtype: dtypeOr(d), keepdims: keep(k) });
      return into(applyUFunc(uf('divide'), [total, n], { dtype: total.dtype }), out);
    } finally {
      errorState().invalid = old;
    }
  },
  'nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=?, *, where=?, mean=?, correction=?)': (
    v: PyValue,
    axis: Arg,
    _d: Arg,
    out: Arg,
    ddof: Arg,
    k: Arg,
  ) => into(nanVariance(v, axis, toInt(ddof), keep(k)), out),
  'nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=?, *, where=?, mean=?, correction=?)': (
    v: PyValue,
    axis: Arg,
    _d: Arg,
    out: Arg,
    ddof: Arg,
    k: Arg,
  ) => into(applyUFunc(uf('sqrt'), [nanVariance(v, axis, toInt(ddof), keep(k))]), out),
};
function nanVariance(v: PyValue, axis: Arg, ddof: number, keepdims: boolean): PyNDArray {
  const a = asArray(v);
  const axes = axesOf(axis, a.ndim);
  if (!'fc'.includes(a.dtype.kind)) return variance(a, axes, undefined, keepdims, undefined, ddof);
  return variance(a, axes, undefined, keepdims, notNaN(applyUFunc(uf('isnan'), [a])), ddof);
}
function zeroWeights(): PyValue & object {
  return zeroDivision("Weights sum to zero, can't be normalized");
}
import { zeroDivisionError as zeroDivision } from './engine.ts';
function cumulative(name: string, v: PyValue, axis: Arg, d: Arg, out: Arg): PyValue {
  const a = asArray(v);
  const flat = absent(axis);
  const src = flat ? ravel(a) : a;
  const target = outArray(out);
  return accumulate(uf(name), src, flat ? 0 : normalAxis(integer(axis), a.ndim), dtypeOr(d), target);
}
function withInitial(name: string, v: PyValue, axis: Arg, d: Arg, out: Arg, initial: boolean, first: number): PyValue {
  const a = asArray(v);
  if (absent(axis) && a.ndim !== 1)
    throw valueError('For arrays which have more than one dimension ``axis`` argument is required.');
  const ax = normalAxis(absent(axis) ? 0 : integer(axis), a.ndim);
  const r = accumulate(uf(name), a, ax, dtypeOr(d), initial ? undefined : outArray(out));
  if (!initial) return r;
  const shape = [...a.shape];
  shape[ax] = 1;
  const head = newArray(shape, r.dtype);
  castInto(asArray(first, r.dtype), head);
  return concatenate([head, r], ax);
}
