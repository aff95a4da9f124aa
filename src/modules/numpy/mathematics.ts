// Functions made of ufuncs: rounding, clipping, closeness, differences, histograms, convolution, interpolation. Knows
// ufuncs, reductions and shapes.

import {
  type NativeTable,
  None,
  PyComplex,
  PyFloat,
  PyList,
  PyTuple,
  type PyValue,
  typeError,
  valueError,
  isStr,
  toJS,
  call,
  collect,
  PyBytes,
} from './engine.ts';
import * as dt from './dtype.ts';
import type { PyDType } from './dtype.ts';
import { broadcastShape, newArray, normalAxis, product, PyNDArray, slotsOf, viewWith } from './array.ts';
import { asArray, astype, astypeCopy, castInto, copyOf, resultType } from './convert.ts';
import { absent, type Arg, flag, integer, intList, intOr, realNumber, result, textOr, tuple } from './arguments.ts';
import { applyUFunc, outArray, PyUFunc } from './ufunc.ts';
import { uf } from './ufuncs.ts';
import { axesOf, reduce } from './reduce.ts';
import {
  asIndex,
  broadcastTo,
  concatenate,
  diagonal,
  moveaxis,
  part,
  ravel,
  reshape,
  take,
  transpose,
} from './shape.ts';
import { fromNumbers, linspace } from './creation.ts';
import { searchsorted } from './sorting.ts';
import { mean } from './statistics.ts';
import { getItem, nonzero } from './indexing.ts';
import { missing, errorState } from './errors.ts';
import { readItem, scalarDType } from './scalars.ts';

const u = (name: string, ...args: PyValue[]): PyNDArray => applyUFunc(uf(name), args);
const f64 = (v: PyValue): PyNDArray => copyOf(astype(asArray(v), dt.float64));
const into = (r: PyNDArray, out: Arg): PyValue => {
  const target = outArray(out);
  if (target === undefined) return result(r);
  castInto(r, target);
  return target;
};

/** np.round. */
function round(a: PyNDArray, decimals: number): PyNDArray {
  if (a.dtype.kind === 'b' || ('iu'.includes(a.dtype.kind) && decimals >= 0))
    return a.dtype.kind === 'b' ? astypeCopy(a, dt.float16) : copyOf(a);
  if ('iu'.includes(a.dtype.kind)) {
    const p = 10 ** -decimals;
    return astype(u('multiply', u('rint', u('divide', a, p)), p), a.dtype);
  }
  if (decimals === 0) return u('rint', a);
  const p = new PyFloat(10 ** Math.abs(decimals));
  const scaled = decimals > 0 ? u('multiply', a, p) : u('divide', a, p);
  return decimals > 0 ? u('divide', u('rint', scaled), p) : u('multiply', u('rint', scaled), p);
}

function isclose(x: PyValue, y: PyValue, rtol: PyValue, atol: PyValue, equalNaN: boolean): PyNDArray {
  const a = asArray(x);
  let b = asArray(y);
  if (b.dtype.kind !== 'f' && b.dtype.kind !== 'c' && b.dtype.kind !== 'm') b = astype(b, dt.float64);
  const state = errorState();
  const old = state.invalid;
  state.invalid = 'ignore';
  try {
    const near = u(
      'less_equal',
      u('absolute', u('subtract', a, b)),
      u('add', atol, u('multiply', rtol, u('absolute', b))),
    );
    let r = u('logical_or', u('logical_and', near, u('isfinite', b)), u('equal', a, b));
    if (equalNaN) r = u('logical_or', r, u('logical_and', u('isnan', a), u('isnan', b)));
    return r;
  } finally {
    state.invalid = old;
  }
}
const allTrue = (a: PyNDArray): boolean => {
  for (const s of slotsOf(a)) if (a.data[s] === 0) return false;
  return true;
};
const sameShape = (a: PyNDArray, b: PyNDArray): boolean =>
  a.ndim === b.ndim && a.shape.every((n, i) => n === b.shape[i]);

function diff(v: PyNDArray, n: number, axis: number): PyNDArray {
  if (n < 0) throw valueError(`order must be non-negative but got ${n}`);
  if (v.ndim === 0) throw valueError('diff requires input that is at least one dimensional');
  const ax = normalAxis(axis, v.ndim);
  let a = v;
  for (let i = 0; i < n; i++) {
    const m = a.shape[ax];
    a = u(a.dtype.kind === 'b' ? 'not_equal' : 'subtract', part(a, ax, 1, m), part(a, ax, 0, Math.max(0, m - 1)));
  }
  return a;
}

function gradient(a: PyNDArray, spacing: PyNDArray | number, axis: number): PyNDArray {
  const n = a.shape[axis];
  if (n < 2)
    throw valueError(
      'Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are required.',
    );
  const f = 'fc'.includes(a.dtype.kind) ? a : astype(a, dt.float64);
  const out = newArray(a.shape, f.dtype);
  const at = (i: number, j: number): PyNDArray => part(f, axis, i, j);
  if (typeof spacing === 'number') {
    castInto(u('divide', u('subtract', at(2, n), at(0, n - 2)), new PyFloat(2 * spacing)), part(out, axis, 1, n - 1));
    castInto(u('divide', u('subtract', at(1, 2), at(0, 1)), new PyFloat(spacing)), part(out, axis, 0, 1));
    castInto(
      u('divide', u('subtract', at(n - 1, n), at(n - 2, n - 1)), new PyFloat(spacing)),
      part(out, axis, n - 1, n),
    );
    return out;
  }
  const x = f64(spacing);
  const h = Array.from({ length: n - 1 }, (_, i) => Number(x.data[i + 1]) - Number(x.data[i]));
  for (let i = 0; i < n; i++) {
    let r: PyNDArray;
    if (i === 0) r = u('divide', u('subtract', at(1, 2), at(0, 1)), new PyFloat(h[0]));
    else if (i === n - 1) r = u('divide', u('subtract', at(n - 1, n), at(n - 2, n - 1)), new PyFloat(h[n - 2]));
    else {
      const [p, q] = [h[i - 1], h[i]];
      r = u(
        'add',
        u(
          'add',
          u('multiply', at(i - 1, i), new PyFloat(-q / (p * (p + q)))),
          u('multiply', at(i, i + 1), new PyFloat((q - p) / (p * q))),
        ),
        u('multiply', at(i + 1, i + 2), new PyFloat(p / (q * (p + q)))),
      );
    }
    castInto(r, part(out, axis, i, i + 1));
  }
  return out;
}

/** Edges of histogram bins. */
function binEdges(a: PyNDArray, bins: PyValue, range: Arg): PyNDArray {
  if (isStr(bins)) {
    const n = a.size;
    const x = f64(a);
    const lo = Number(reduce(uf('minimum'), x, axesOf(None, x.ndim)).data[0]);
    const hi = Number(reduce(uf('maximum'), x, axesOf(None, x.ndim)).data[0]);
    const name = toJS(bins);
    const sturges = (hi - lo) / (Math.log2(n) + 1);
    let width: number;
    if (name === 'sturges') width = sturges;
    else if (name === 'sqrt') width = (hi - lo) / Math.sqrt(n);
    else if (name === 'rice') width = (hi - lo) / (2 * n ** (1 / 3));
    else if (name === 'auto' || name === 'fd') {
      const sorted = Float64Array.from(x.data, Number).sort();
      const q = (p: number): number => {
        const v = (n - 1) * p;
        const i = Math.floor(v);
        return sorted[i] + (v - i) * (sorted[Math.min(n - 1, i + 1)] - sorted[i]);
      };
      const fd = (2 * (q(0.75) - q(0.25))) / n ** (1 / 3);
      width = name === 'fd' ? fd : fd !== 0 ? Math.min(fd, sturges) : sturges;
    } else throw missing(`histogram bins='${name}'`);
    const count = width > 0 ? Math.max(1, Math.ceil((hi - lo) / width)) : 1;
    return binEdges(a, count, range);
  }
  const b = asArray(bins);
  if (b.ndim === 1) {
    const e = f64(b);
    for (let i = 1; i < e.size; i++)
      if (e.data[i] < e.data[i - 1]) throw valueError('`bins` must increase monotonically, when an array');
    return 'iu'.includes(b.dtype.kind) ? copyOf(b) : e;
  }
  const n = integer(bins);
  if (n < 1) throw valueError('`bins` must be positive, when an integer');
  let lo = 0;
  let hi = 1;
  if (!absent(range)) {
    const [x, y] = collect(range).map(realNumber);
    lo = x;
    hi = y;
    if (lo > hi) throw valueError('max must be larger than min in range parameter.');
  } else if (a.size > 0) {
    lo = Infinity;
    hi = -Infinity;
    for (const x of f64(a).data) {
      if (x < lo) lo = Number(x);
      if (x > hi) hi = Number(x);
    }
    if (!Number.isFinite(lo) || !Number.isFinite(hi))
      throw valueError(`autodetected range of [${lo}, ${hi}] is not finite`);
  }
  if (lo === hi) {
    lo -= 0.5;
    hi += 0.5;
  }
  return linspace(asArray(new PyFloat(lo)), asArray(new PyFloat(hi)), n + 1, true, undefined)[0];
}
function histogram(a: PyNDArray, edges: PyNDArray, weights: PyNDArray | undefined): Float64Array {
  const e = f64(edges).data as Float64Array; // float64's store
  const n = e.length - 1;
  const counts = new Float64Array(n);
  const x = f64(ravel(a)).data as Float64Array; // as above
  const w = weights === undefined ? undefined : (f64(ravel(weights)).data as Float64Array); // as above
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    if (!(v >= e[0] && v <= e[n])) continue;
    let lo = 0;
    let hi = n;
    while (hi - lo > 1) {
      const mid = (lo + hi) >> 1;
      if (e[mid] <= v) lo = mid;
      else hi = mid;
    }
    counts[lo] += w === undefined ? 1 : w[i];
  }
  return counts;
}
const floats = (d: ArrayLike<number>): PyNDArray => fromNumbers(d.length, dt.float64, (i) => d[i]);
const ints = (d: ArrayLike<number>): PyNDArray => fromNumbers(d.length, dt.int64, (i) => d[i]);

function convolve(x: PyNDArray, y: PyNDArray, mode: string): PyNDArray {
  let a = ravel(x);
  let v = ravel(y);
  if (a.size === 0 || v.size === 0) throw valueError(a.size === 0 ? 'a cannot be empty' : 'v cannot be empty');
  if (v.size > a.size) [a, v] = [v, a];
  const d = dt.promote(a.dtype, v.dtype);
  if (d.kind === 'c') throw missing('convolve of complex arrays');
  const p = f64(a).data;
  const q = f64(v).data;
  const full = new Float64Array(p.length + q.length - 1);
  for (let i = 0; i < p.length; i++) for (let j = 0; j < q.length; j++) full[i + j] += Number(p[i]) * Number(q[j]);
  let r = full;
  if (mode === 'same') {
    const start = Math.floor((q.length - 1) / 2);
    r = full.slice(start, start + p.length);
  } else if (mode === 'valid') r = full.slice(q.length - 1, p.length);
  else if (mode !== 'full') throw valueError(`mode must be one of 'valid', 'same', or 'full' (got '${mode}')`);
  return astype(floats(r), d.kind === 'b' ? dt.bool_ : d);
}

/** np.pad. */
function pad(a: PyNDArray, width: PyValue, mode: string, value: PyValue): PyNDArray {
  const w = asArray(width, dt.int64);
  const pairs = copyOf(broadcastTo(w.ndim === 1 && w.shape[0] === 1 ? reshape(w, [1, 1]) : w, [a.ndim, 2]));
  const before = a.shape.map((_, i) => Number(pairs.data[2 * i]));
  const after = a.shape.map((_, i) => Number(pairs.data[2 * i + 1]));
  if ([...before, ...after].some((n) => n < 0)) throw valueError("index can't contain negative values");
  if (mode === 'constant') {
    const out = newArray(
      a.shape.map((n, i) => n + before[i] + after[i]),
      a.dtype,
    );
    const c = asArray(value, a.dtype);
    if (c.ndim > 0) {
      const cs = copyOf(broadcastTo(c, [a.ndim, 2]));
      let r = a;
      for (let i = 0; i < a.ndim; i++) {
        const side = (n: number, k: number): PyNDArray => {
          const s = [...r.shape];
          s[i] = n;
          const x = newArray(s, a.dtype);
          castInto(viewWith(cs, [], [], 2 * i + k), x);
          return x;
        };
        r = concatenate([side(before[i], 0), r, side(after[i], 1)], i);
      }
      return r;
    }
    castInto(c, out);
    castInto(
      a,
      viewWith(
        out,
        a.shape,
        out.strides,
        before.reduce((s, n, i) => s + n * out.strides[i], 0),
      ),
    );
    return out;
  }
  let r = a;
  for (let ax = 0; ax < a.ndim; ax++) {
    const n = r.shape[ax];
    const idx: number[] = [];
    for (let k = -before[ax]; k < n + after[ax]; k++) {
      let i = k;
      if (mode === 'edge') i = Math.max(0, Math.min(n - 1, k));
      else if (mode === 'wrap') i = ((k % n) + n) % n;
      else if (mode === 'reflect') {
        const period = Math.max(1, 2 * (n - 1));
        i = ((k % period) + period) % period;
        if (i >= n) i = period - i;
      } else if (mode === 'symmetric') {
        const period = 2 * n;
        i = ((k % period) + period) % period;
        if (i >= n) i = period - 1 - i;
      } else throw missing(`pad mode '${mode}'`);
      idx.push(i);
    }
    r = take(r, asIndex(idx), ax);
  }
  return r;
}

function cov(v: PyValue, y: Arg, rowvar: boolean, ddof: number): PyNDArray {
  let x = asArray(v);
  if (x.ndim > 2) throw valueError('m has more than 2 dimensions');
  x = x.ndim < 2 ? reshape(x, [1, x.size]) : x;
  if (!rowvar && x.shape[0] !== 1) x = transpose(x);
  if (!absent(y)) {
    let z = asArray(y);
    z = z.ndim < 2 ? reshape(z, [1, z.size]) : rowvar ? z : transpose(z);
    x = concatenate([x, z], 0);
  }
  const n = x.shape[1];
  const f = x.dtype.kind === 'c' ? x : astype(x, dt.float64);
  if (f.dtype.kind === 'c') throw missing('cov of complex arrays');
  const d = copyOf(u('subtract', f, mean(f, [1], undefined, true, undefined)));
  const m = x.shape[0];
  const out = newArray([m, m], dt.float64);
  for (let i = 0; i < m; i++)
    for (let j = i; j < m; j++) {
      let s = 0;
      for (let k = 0; k < n; k++) s += Number(d.data[i * n + k]) * Number(d.data[j * n + k]);
      out.data[i * m + j] = out.data[j * m + i] = s / (n - ddof);
    }
  return m === 1 ? reshape(out, []) : out;
}

export function addMultiOutput(): Map<string, PyUFunc> {
  const spec = (name: string, nin: number) => ({ name, nin, types: () => undefined });
  return new Map([
    ['divmod', new PyUFunc(spec('divmod', 2), 2, (args) => [u('floor_divide', ...args), u('remainder', ...args)])],
    [
      'modf',
      new PyUFunc(spec('modf', 1), 2, ([v]) => {
        const a = asArray(v);
        const d = 'f'.includes(a.dtype.kind) ? a.dtype : dt.float64;
        const x = astype(a, d);
        const t = u('trunc', x);
        const frac = u('copysign', applyUFunc(uf('subtract'), [x, applyUFunc(uf('copysign'), [t, x])]), x);
        const isInf = copyOf(u('isinf', x));
        const fixed = copyOf(frac);
        slotsOf(isInf).forEach((s, i) => {
          if (isInf.data[s] !== 0) fixed.data[i] = 0;
        });
        return [fixed, t];
      }),
    ],
    [
      'frexp',
      new PyUFunc(spec('frexp', 1), 2, ([v]) => {
        const a = asArray(v);
        const d = 'f'.includes(a.dtype.kind) ? a.dtype : dt.float64;
        const x = copyOf(astype(a, d));
        const e = newArray(x.shape, dt.int32);
        for (let i = 0; i < x.data.length; i++) {
          let m = Number(x.data[i]);
          if (m === 0 || !Number.isFinite(m)) continue;
          let p = Math.max(-1074, Math.floor(Math.log2(Math.abs(m))) + 1);
          m = m / 2 ** p;
          if (Math.abs(m) >= 1) {
            m /= 2;
            p++;
          } else if (Math.abs(m) < 0.5) {
            m *= 2;
            p--;
          }
          x.data[i] = m;
          e.data[i] = p;
        }
        return [x, e];
      }),
    ],
  ]);
}

export const mathFunctions: NativeTable = {
  'round(a, decimals=0, out=None)': (a: PyValue, n: PyValue, out: Arg) => into(round(asArray(a), integer(n)), out),
  'around(a, decimals=0, out=None)': (a: PyValue, n: PyValue, out: Arg) => into(round(asArray(a), integer(n)), out),
  'fix(x, out=None)': (x: PyValue, out: Arg) => into(u('trunc', x), out),
  'clip(a, a_min=None, a_max=None, out=None, *, min=None, max=None, **kwargs)': (
    v: PyValue,
    lo: Arg,
    hi: Arg,
    out: Arg,
    lo2: Arg,
    hi2: Arg,
  ) => {
    const low = absent(lo) ? lo2 : lo;
    const high = absent(hi) ? hi2 : hi;
    let r: PyValue = v;
    if (!absent(low)) r = u('maximum', r, low);
    if (!absent(high)) r = u('minimum', r, high);
    return into(r === v ? copyOf(asArray(v)) : asArray(r), out);
  },
  'isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)': (a: PyValue, b: PyValue, r: Arg, t: Arg, nan: PyValue) =>
    result(isclose(a, b, r ?? new PyFloat(1e-5), t ?? new PyFloat(1e-8), flag(nan))),
  'allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)': (a: PyValue, b: PyValue, r: Arg, t: Arg, nan: PyValue) =>
    allTrue(isclose(a, b, r ?? new PyFloat(1e-5), t ?? new PyFloat(1e-8), flag(nan))),
  'array_equal(a1, a2, equal_nan=False)': (x: PyValue, y: PyValue, nan: PyValue) => {
    const a = asArray(x);
    const b = asArray(y);
    if (!sameShape(a, b)) return false;
    let r = u('equal', a, b);
    if (flag(nan) && 'fc'.includes(a.dtype.kind) && 'fc'.includes(b.dtype.kind))
      r = u('logical_or', r, u('logical_and', u('isnan', a), u('isnan', b)));
    return allTrue(r);
  },
  'array_equiv(a1, a2)': (x: PyValue, y: PyValue) => {
    const a = asArray(x);
    const b = asArray(y);
    return broadcastShape([a.shape, b.shape]) !== undefined && allTrue(u('equal', a, b));
  },
  'isneginf(x, out=None)': (x: PyValue) => result(u('logical_and', u('isinf', x), u('signbit', x))),
  'isposinf(x, out=None)': (x: PyValue) => result(u('logical_and', u('isinf', x), u('logical_not', u('signbit', x)))),
  'isnat(x)': (v: PyValue) => {
    const a = asArray(v);
    if (a.dtype.kind !== 'M' && a.dtype.kind !== 'm')
      throw typeError("ufunc 'isnat' is only defined for np.datetime64 and np.timedelta64.");
    return result(u('isnan', a));
  },
  'isreal(x)': (v: PyValue) => {
    const a = asArray(v);
    return result(u('equal', a.dtype.kind === 'c' ? imagOf(a) : newArray(a.shape, dt.int64), 0));
  },
  'iscomplex(x)': (v: PyValue) => {
    const a = asArray(v);
    return result(u('not_equal', a.dtype.kind === 'c' ? imagOf(a) : newArray(a.shape, dt.int64), 0));
  },
  'iscomplexobj(x)': (v: PyValue) => asArray(v).dtype.kind === 'c',
  'isrealobj(x)': (v: PyValue) => asArray(v).dtype.kind !== 'c',
  'isscalar(element)': (v: PyValue) =>
    typeof v !== 'object' ||
    v instanceof PyFloat ||
    v instanceof PyComplex ||
    v instanceof PyBytes ||
    isStr(v) ||
    scalarDType(v) !== undefined,
  'isfortran(a)': (v: PyValue) => {
    const a = asArray(v);
    return a.ndim > 1 && a.strides[0] < a.strides[a.ndim - 1];
  },
  'iterable(y)': (v: PyValue) => {
    try {
      collect(v);
      return true;
    } catch {
      return false;
    }
  },
  'real(val)': (v: PyValue) => {
    const a = asArray(v);
    return a.dtype.kind === 'c' ? result(realOf(a)) : v instanceof PyNDArray ? v : result(a);
  },
  'imag(val)': (v: PyValue) => {
    const a = asArray(v);
    return a.dtype.kind === 'c' ? result(imagOf(a)) : result(newArray(a.shape, a.dtype));
  },
  'angle(z, deg=False)': (v: PyValue, deg: PyValue) => {
    const a = asArray(v);
    const r =
      a.dtype.kind === 'c' ? u('arctan2', imagOf(a), realOf(a)) : u('arctan2', newArray(a.shape, dt.float64), a);
    return result(flag(deg) ? u('degrees', r) : r);
  },
  'nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None)': (
    v: PyValue,
    copy: PyValue,
    nan: PyValue,
    pos: Arg,
    neg: Arg,
  ) => {
    const a = asArray(v);
    if (a.dtype.kind !== 'f')
      return a.dtype.kind === 'c' ? missingValue('nan_to_num of complex arrays') : result(copyOf(a));
    const r = flag(copy) || !(v instanceof PyNDArray) ? copyOf(a) : a;
    const max = a.dtype === dt.float64 ? Number.MAX_VALUE : a.dtype === dt.float32 ? 3.4028234663852886e38 : 65504;
    const x = astypeCopy(a, dt.float64);
    slotsOf(r).forEach((_, i) => {
      const y = Number(x.data[i]);
      x.data[i] =
        y !== y
          ? realNumber(nan)
          : y === Infinity
            ? absent(pos)
              ? max
              : realNumber(pos)
            : y === -Infinity
              ? absent(neg)
                ? -max
                : realNumber(neg)
              : y;
    });
    castInto(x, r);
    return result(r);
  },
  'diff(a, n=1, axis=-1, prepend=?, append=?)': (v: PyValue, n: PyValue, axis: PyValue, pre: Arg, post: Arg) => {
    let a = asArray(v);
    const ax = normalAxis(integer(axis), Math.max(1, a.ndim));
    const side = (x: PyValue): PyNDArray => {
      const b = asArray(x);
      return b.ndim === 0
        ? broadcastTo(
            b,
            a.shape.map((m, i) => (i === ax ? 1 : m)),
          )
        : b;
    };
    if (pre !== undefined) a = concatenate([side(pre), a], ax);
    if (post !== undefined) a = concatenate([a, side(post)], ax);
    return diff(a, integer(n), integer(axis));
  },
  'ediff1d(ary, to_end=None, to_begin=None)': (v: PyValue, end: Arg, begin: Arg) => {
    const parts = [diff(ravel(asArray(v)), 1, 0)];
    if (!absent(begin)) parts.unshift(ravel(asArray(begin)));
    if (!absent(end)) parts.push(ravel(asArray(end)));
    return concatenate(parts, 0);
  },
  'gradient(f, *varargs, axis=None, edge_order=1)': (v: PyValue, h: PyValue[], axis: Arg, order: PyValue) => {
    if (integer(order) !== 1) throw missing('gradient(edge_order=2)');
    const a = asArray(v);
    const axes = axesOf(axis, a.ndim);
    const steps = axes.map((_, i) => {
      const s = h.length === 0 ? undefined : h.length === 1 ? h[0] : h[i];
      if (s === undefined) return 1;
      const x = asArray(s);
      return x.ndim === 0 ? realNumber(s) : x;
    });
    const r = axes.map((ax, i) => gradient(a, steps[i], ax));
    return r.length === 1 ? r[0] : tuple(r);
  },
  'trapezoid(y, x=None, dx=1.0, axis=-1)': (v: PyValue, x: Arg, dx: PyValue, axis: PyValue) => {
    const y = asArray(v);
    const ax = normalAxis(integer(axis), y.ndim);
    const n = y.shape[ax];
    let d: PyValue = dx;
    if (!absent(x)) {
      const p = asArray(x);
      d =
        p.ndim === 1
          ? reshape(
              diff(p, 1, 0),
              y.shape.map((_, i) => (i === ax ? n - 1 : 1)),
            )
          : diff(p, 1, ax);
    }
    const s = u('divide', u('multiply', d, u('add', part(y, ax, 1, n), part(y, ax, 0, n - 1))), new PyFloat(2));
    return result(reduce(uf('add'), s, [ax]));
  },
  'interp(x, xp, fp, left=None, right=None, period=None)': (
    v: PyValue,
    xp: PyValue,
    fp: PyValue,
    left: Arg,
    right: Arg,
    period: Arg,
  ) => {
    if (!absent(period)) throw missing('interp(period=…)');
    const x = f64(v);
    const p = f64(xp).data;
    const f = f64(fp).data;
    const n = p.length;
    if (n === 0) throw valueError('array of sample points is empty');
    if (f.length !== n) throw valueError('fp and xp are not of the same length.');
    const out = newArray(x.shape, dt.float64);
    const lo = absent(left) ? Number(f[0]) : realNumber(left);
    const hi = absent(right) ? Number(f[n - 1]) : realNumber(right);
    for (let i = 0; i < x.data.length; i++) {
      const t = Number(x.data[i]);
      if (t !== t) out.data[i] = t;
      else if (t < p[0]) out.data[i] = lo;
      else if (t > p[n - 1]) out.data[i] = hi;
      else {
        let a = 0;
        let b = n - 1;
        while (b - a > 1) {
          const m = (a + b) >> 1;
          if (p[m] <= t) a = m;
          else b = m;
        }
        if (t === p[b]) out.data[i] = Number(f[b]);
        else if (t === p[a] || n === 1) out.data[i] = Number(f[a]);
        else {
          const slope = (Number(f[b]) - Number(f[a])) / (Number(p[b]) - Number(p[a]));
          out.data[i] = slope * (t - Number(p[a])) + Number(f[a]);
        }
      }
    }
    return result(out);
  },
  'histogram(a, bins=10, range=None, density=None, weights=None)': (
    v: PyValue,
    bins: PyValue,
    range: Arg,
    density: Arg,
    weights: Arg,
  ) => {
    const a = asArray(v);
    const edges = binEdges(a, bins, range);
    const counts = histogram(a, edges, absent(weights) ? undefined : asArray(weights));
    if (flag(density ?? false)) {
      const e = f64(edges).data;
      const total = counts.reduce((x, y) => x + y, 0);
      return tuple([floats(counts.map((c, i) => c / (Number(e[i + 1]) - Number(e[i])) / total)), edges]);
    }
    const w = absent(weights) ? undefined : asArray(weights);
    return tuple([
      w === undefined ? ints(counts) : astype(floats(counts), 'fc'.includes(w.dtype.kind) ? dt.float64 : w.dtype),
      edges,
    ]);
  },
  'histogram_bin_edges(a, bins=10, range=None, weights=None)': (a: PyValue, bins: PyValue, range: Arg) =>
    binEdges(asArray(a), bins, range),
  'histogram2d(x, y, bins=10, range=None, density=None, weights=None)': (
    x: PyValue,
    y: PyValue,
    bins: PyValue,
    range: Arg,
  ) => {
    const b = bins instanceof PyList || bins instanceof PyTuple ? bins.items : [bins, bins];
    const r = absent(range) ? [None, None] : collect(range);
    const ex = binEdges(asArray(x), b[0], r[0]);
    const ey = binEdges(asArray(y), b[1], r[1]);
    const nx = ex.size - 1;
    const ny = ey.size - 1;
    const out = newArray([nx, ny], dt.float64);
    const place = (e: PyNDArray, v: PyValue): Int32Array => {
      const i = searchsorted(e, asArray(v), 'right');
      const f = f64(v);
      const top = Number(f64(e).data[e.size - 1]);
      return Int32Array.from(i.data as BigInt64Array, (k, j) =>
        Number(f.data[j]) === top ? e.size - 2 : Number(k) - 1,
      ); // searchsorted's dtype
    };
    const px = place(ex, x);
    const py = place(ey, y);
    px.forEach((i, k) => {
      if (i >= 0 && i < nx && py[k] >= 0 && py[k] < ny) (out.data as Float64Array)[i * ny + py[k]]++; // float64's store
    });
    return tuple([out, ex, ey]);
  },
  'bincount(x, /, weights=None, minlength=0)': (v: PyValue, weights: Arg, min: PyValue) => {
    const a = asArray(v);
    if (a.ndim !== 1) throw valueError('object too deep for desired array');
    if (a.size > 0 && !'iub'.includes(a.dtype.kind))
      throw typeError(
        `Cannot cast array data from ${dt.dtypeRepr(a.dtype)} to dtype('int64') according to the rule 'safe'`,
      );
    const x = Array.from(slotsOf(a), (s) => Number(a.data[s]));
    if (x.some((i) => i < 0)) throw valueError("'list' argument must have no negative elements");
    const n = Math.max(
      integer(min),
      x.reduce((m, i) => Math.max(m, i + 1), 0),
    );
    const counts = new Float64Array(n);
    const w = absent(weights) ? undefined : f64(weights).data;
    x.forEach((i, k) => {
      counts[i] += w === undefined ? 1 : Number(w[k]);
    });
    return w === undefined ? ints(counts) : floats(counts);
  },
  "convolve(a, v, mode='full')": (a: PyValue, v: PyValue, mode: Arg) =>
    convolve(asArray(a), asArray(v), textOr(mode, 'full')),
  "correlate(a, v, mode='valid')": (a: PyValue, v: PyValue, mode: Arg) => {
    const x = ravel(asArray(a));
    const y = ravel(asArray(v));
    const flipped = viewWith(y, y.shape, [-y.strides[0]], y.offset + (y.size - 1) * y.strides[0]);
    if (y.size > x.size) {
      const r = convolve(flipped, x, textOr(mode, 'valid'));
      return r;
    }
    return convolve(x, flipped, textOr(mode, 'valid'));
  },
  "pad(array, pad_width, mode='constant', *, constant_values=0, **kwargs)": (
    a: PyValue,
    w: PyValue,
    mode: Arg,
    value: PyValue,
  ) => pad(asArray(a), w, textOr(mode, 'constant'), value),
  'cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None)': (
    m: PyValue,
    y: Arg,
    rowvar: PyValue,
    bias: PyValue,
    ddof: Arg,
    fw: Arg,
    aw: Arg,
  ) => {
    if (!absent(fw) || !absent(aw)) throw missing('cov with weights');
    return result(cov(m, y, flag(rowvar), absent(ddof) ? (flag(bias) ? 0 : 1) : integer(ddof)));
  },
  'corrcoef(x, y=None, rowvar=True, *, dtype=None)': (x: PyValue, y: Arg, rowvar: PyValue) => {
    const c = cov(x, y, flag(rowvar), 1);
    if (c.ndim === 0) return result(u('divide', c, c));
    const d = u('sqrt', diagonal(c, 0, 0, 1));
    const r = u('divide', u('divide', c, reshape(d, [d.size, 1])), reshape(d, [1, d.size]));
    return applyUFunc(uf('minimum'), [u('maximum', r, -1), 1]);
  },
  'unwrap(p, discont=None, axis=-1, *, period=6.283185307179586)': (
    v: PyValue,
    _d: Arg,
    axis: PyValue,
    period: PyValue,
  ) => {
    const a = copyOf(astype(asArray(v), dt.float64));
    if (a.ndim !== 1) throw missing('unwrap of more than one dimension');
    void axis;
    const T = realNumber(period);
    let shift = 0;
    const src = (a.data as Float64Array).slice(); // float64's store
    for (let i = 1; i < src.length; i++) {
      const d = src[i] - src[i - 1];
      let m = ((((d + T / 2) % T) + T) % T) - T / 2;
      if (m === -T / 2 && d > 0) m = T / 2;
      if (Math.abs(d) >= T / 2) shift += m - d;
      a.data[i] = src[i] + shift;
    }
    return a;
  },
  'sinc(x)': (v: PyValue) => {
    const x = f64(v);
    for (let i = 0; i < x.data.length; i++) {
      const y = Math.PI * (x.data[i] === 0 ? 1e-20 : Number(x.data[i]));
      x.data[i] = Math.sin(y) / y;
    }
    return result(x);
  },
  'i0(x)': () => {
    throw missing('i0');
  },
  'ix_(*args)': (args: PyValue[]) =>
    tuple(
      args.map((v, i) => {
        let a = asArray(v);
        if (a.ndim !== 1) throw valueError('Cross index must be 1 dimensional');
        if (a.size === 0) a = astype(a, dt.int64);
        if (a.dtype.kind === 'b') [a] = nonzero(a);
        return reshape(
          a,
          args.map((_, k) => (k === i ? a.size : 1)),
        );
      }),
    ),
  "ravel_multi_index(multi_index, dims, mode='raise', order='C')": (v: PyValue, dims: PyValue) => {
    const parts = (v instanceof PyTuple || v instanceof PyList ? v.items : collect(v)).map((x) => asArray(x));
    const shape = intList(dims);
    let r: PyNDArray = asArray(0);
    parts.forEach((p, i) => {
      for (const s of slotsOf(p))
        if (p.data[s] < 0 || p.data[s] >= shape[i]) throw valueError('invalid entry in coordinates array');
      r = u('add', u('multiply', r, shape[i]), p);
    });
    return result(r);
  },
  "unravel_index(indices, shape, order='C')": (v: PyValue, shape: PyValue) => {
    const a = asArray(v);
    const s = intList(shape);
    const n = product(s);
    for (const slot of slotsOf(a))
      if (a.data[slot] < 0 || a.data[slot] >= n)
        throw valueError(`index ${a.data[slot]} is out of bounds for array with size ${n}`);
    const out: PyValue[] = new Array<PyValue>(s.length);
    let r = a;
    for (let i = s.length - 1; i >= 0; i--) {
      out[i] = result(u('remainder', r, s[i]));
      r = u('floor_divide', r, s[i]);
    }
    return new PyTuple(out);
  },
  'diag_indices(n, ndim=2)': (n: PyValue, nd: PyValue) => {
    const r = ints(Array.from({ length: integer(n) }, (_, i) => i));
    return tuple(Array.from({ length: integer(nd) }, () => r));
  },
  'tril_indices(n, k=0, m=None)': (n: PyValue, k: PyValue, m: Arg) =>
    triIndices(integer(n), intOr(m, integer(n)), (i, j) => j - i <= integer(k)),
  'triu_indices(n, k=0, m=None)': (n: PyValue, k: PyValue, m: Arg) =>
    triIndices(integer(n), intOr(m, integer(n)), (i, j) => j - i >= integer(k)),
  'tril_indices_from(arr, k=0)': (v: PyValue, k: PyValue) =>
    triIndices(asArray(v).shape[0], asArray(v).shape[1], (i, j) => j - i <= integer(k)),
  'triu_indices_from(arr, k=0)': (v: PyValue, k: PyValue) =>
    triIndices(asArray(v).shape[0], asArray(v).shape[1], (i, j) => j - i >= integer(k)),
  'fill_diagonal(a, val, wrap=False)': (a: PyValue, v: PyValue) => {
    if (!(a instanceof PyNDArray)) throw typeError('a must be an array');
    if (a.ndim < 2) throw valueError('array must be at least 2-d');
    const n = Math.min(...a.shape);
    const d = viewWith(a, [n], [a.strides.reduce((x, y) => x + y, 0)], a.offset);
    const src = asArray(v, a.dtype);
    castInto(src.ndim === 0 ? src : broadcastTo(part(ravel(src), 0, 0, n), [n]), d);
    return None;
  },
  'packbits(a, /, axis=None, bitorder=?)': (v: PyValue, axis: Arg, order: Arg) => {
    if (!absent(axis)) throw missing('packbits(axis=…)');
    const a = ravel(astype(asArray(v), dt.bool_));
    const little = textOr(order, 'big') === 'little';
    const out = newArray([Math.ceil(a.size / 8)], dt.uint8);
    slotsOf(a).forEach((s, i) => {
      if (a.data[s] !== 0) (out.data as Uint8Array)[i >> 3] |= little ? 1 << (i & 7) : 128 >> (i & 7); // uint8's store
    });
    return out;
  },
  'unpackbits(a, /, axis=None, count=None, bitorder=?)': (v: PyValue, axis: Arg, count: Arg, order: Arg) => {
    if (!absent(axis)) throw missing('unpackbits(axis=…)');
    const a = ravel(asArray(v));
    if (a.dtype !== dt.uint8) throw typeError('Expected an input array of unsigned byte data type');
    const little = textOr(order, 'big') === 'little';
    const n = absent(count) ? a.size * 8 : integer(count);
    const at = slotsOf(a);
    return fromNumbers(n, dt.uint8, (i) =>
      at[i >> 3] === undefined ? 0 : (Number(a.data[at[i >> 3]]) >> (little ? i & 7 : 7 - (i & 7))) & 1,
    );
  },
  'apply_along_axis(func1d, axis, arr, *args, **kwargs)': (f: PyValue, axis: PyValue, v: PyValue, args: PyValue[]) => {
    const a = asArray(v);
    const ax = normalAxis(integer(axis), a.ndim);
    const rest = a.shape.filter((_, i) => i !== ax);
    const starts = slotsOf(
      viewWith(
        a,
        rest,
        a.strides.filter((_, i) => i !== ax),
        a.offset,
      ),
    );
    const parts = Array.from(starts, (s) =>
      asArray(call(f, [viewWith(a, [a.shape[ax]], [a.strides[ax]], s), ...args])),
    );
    if (parts.length === 0) throw valueError('Cannot apply_along_axis when any iteration dimensions are 0');
    const inner = parts[0].shape;
    const d = parts[0].dtype;
    const out = newArray([...rest, ...inner], d);
    const n = product(inner);
    parts.forEach((p, i) => castInto(p, viewWith(out, inner, out.strides.slice(rest.length), i * n * d.slots)));
    if (inner.length === 0) return out;
    return moveaxis(
      out,
      inner.map((_, i) => rest.length + i),
      inner.map((_, i) => ax + i),
    );
  },
  'apply_over_axes(func, a, axes)': (f: PyValue, v: PyValue, axes: PyValue) => {
    let a = asArray(v);
    for (const ax of intList(axes)) {
      const r = asArray(call(f, [a, ax]));
      a =
        r.ndim === a.ndim
          ? r
          : reshape(
              r,
              a.shape.map((n, i) => (i === normalAxis(ax, a.ndim) ? 1 : n)),
            );
    }
    return a;
  },
  'piecewise(x, condlist, funclist, *args, **kw)': (v: PyValue, conds: PyValue, fs: PyValue, args: PyValue[]) => {
    const x = asArray(v);
    const c = (conds instanceof PyList || conds instanceof PyTuple ? conds.items : [conds]).map((k) =>
      copyOf(broadcastTo(astype(asArray(k), dt.bool_), x.shape)),
    );
    const g = collect(fs);
    const out = newArray(x.shape, x.dtype);
    if (g.length === c.length + 1) {
      let none = u('logical_not', c[0]);
      for (const k of c.slice(1)) none = u('logical_and', none, u('logical_not', k));
      c.push(none);
    }
    c.forEach((m, i) => {
      const vals = asArray(getItem(x, m));
      if (vals.size === 0) return;
      const f = g[i];
      setItem(
        out,
        m,
        typeof f === 'object' && !(f instanceof PyNDArray) && !(f instanceof PyFloat) ? call(f, [vals, ...args]) : f,
      );
    });
    return out;
  },
  'can_cast(from_, to, casting=?)': (from: PyValue, to: PyValue, casting: Arg) => {
    if (typeof from === 'number' || (from instanceof PyFloat && scalarDType(from) === undefined))
      throw typeError(
        'can_cast() does not support Python ints, floats, and complex because the result used to depend on the value.\nThis change was part of adopting NEP 50, we may explicitly allow them again in the future.',
      );
    return dt.canCast(
      from instanceof PyNDArray ? from.dtype : (scalarDType(from) ?? dt.toDType(from)),
      dt.toDType(to),
      textOr(casting, 'safe'),
    );
  },
  'promote_types(type1, type2)': (a: PyValue, b: PyValue) => dt.promote(dt.toDType(a), dt.toDType(b)),
  'result_type(*arrays_and_dtypes)': (args: PyValue[]) =>
    resultType(args.map((v) => (isStr(v) || isType(v) ? dt.toDType(v) : v))),
  'common_type(*arrays)': (args: PyValue[]) => {
    let d: PyDType = dt.float16;
    for (const v of args) {
      const a = asArray(v);
      d = dt.promote(d, 'iu'.includes(a.dtype.kind) ? dt.float64 : a.dtype);
    }
    return d.type;
  },
  'min_scalar_type(a)': (v: PyValue) => {
    const a = asArray(v);
    if (a.ndim > 0 || !'iuf'.includes(a.dtype.kind)) return a.dtype;
    const x = readItem(a, a.offset);
    if (x instanceof PyFloat) {
      const f = Math.abs(x.v);
      return f <= 65504 || !Number.isFinite(f) ? dt.float16 : f <= 3.4028234663852886e38 ? dt.float32 : dt.float64;
    }
    const n = x as number | bigint; // an integer dtype's items
    const tries = n >= 0 ? [dt.uint8, dt.uint16, dt.uint32, dt.uint64] : [dt.int8, dt.int16, dt.int32, dt.int64];
    return tries.find((d) => {
      const bits = BigInt(d.itemsize * 8);
      return d.kind === 'u' ? BigInt(n) < 1n << bits : BigInt(n) >= -(1n << (bits - 1n));
    })!; // the widest holds everything
  },
  'issubdtype(arg1, arg2)': (a: PyValue, b: PyValue) => {
    const x = isType(a) ? (a.module === 'numpy' ? a : dt.toDType(a).type) : dt.toDType(a).type;
    const y = isType(b) ? (b.module === 'numpy' ? b : dt.toDType(b).type) : dt.toDType(b).type;
    return x.isSubtype(y);
  },
  'shares_memory(a, b, /, max_work=-1)': (a: PyValue, b: PyValue) => sharesMemory(asArray(a), asArray(b), true),
  'may_share_memory(a, b, /, max_work=0)': (a: PyValue, b: PyValue) => sharesMemory(asArray(a), asArray(b), false),
  'binary_repr(num, width=None)': (v: PyValue, width: Arg) => {
    const n = BigInt(integer(v));
    const w = intOr(width, 0);
    if (n >= 0n) return n.toString(2).padStart(w, '0');
    if (absent(width)) return `-${(-n).toString(2)}`;
    return BigInt.asUintN(w, n).toString(2).padStart(w, '1');
  },
  'base_repr(number, base=2, padding=0)': (v: PyValue, base: PyValue, padding: PyValue) => {
    const n = integer(v);
    return (n < 0 ? '-' : '') + '0'.repeat(integer(padding)) + Math.abs(n).toString(integer(base)).toUpperCase();
  },
  'real_if_close(a, tol=100)': (v: PyValue) => {
    const a = asArray(v);
    if (a.dtype.kind !== 'c') return a;
    return allTrue(u('less', u('absolute', imagOf(a)), new PyFloat(100 * 2.220446049250313e-16))) ? realOf(a) : a;
  },
};
const missingValue = (what: string): never => {
  throw missing(what);
};
function part2(a: PyNDArray, k: number): PyNDArray {
  const v = viewWith(a, a.shape, a.strides, a.offset + k);
  v.dtype = a.dtype === dt.complex64 ? dt.float32 : dt.float64;
  return v;
}
export const realOf = (a: PyNDArray): PyNDArray => part2(a, 0);
export const imagOf = (a: PyNDArray): PyNDArray => part2(a, 1);
import { setItem } from './indexing.ts';
import { PyType } from './engine.ts';
const isType = (v: PyValue): v is PyType => v instanceof PyType;
function triIndices(n: number, m: number, keep: (i: number, j: number) => boolean): PyValue {
  const r: number[] = [];
  const c: number[] = [];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++)
      if (keep(i, j)) {
        r.push(i);
        c.push(j);
      }
  return tuple([ints(r), ints(c)]);
}
function sharesMemory(a: PyNDArray, b: PyNDArray, exact: boolean): boolean {
  if (a.data.buffer !== b.data.buffer || a.size === 0 || b.size === 0) return false;
  const bytes = (x: PyNDArray): [number, number] => {
    const size = x.dtype.store.BYTES_PER_ELEMENT;
    let lo = x.offset;
    let hi = x.offset;
    x.shape.forEach((n, i) => {
      if (x.strides[i] < 0) lo += (n - 1) * x.strides[i];
      else hi += (n - 1) * x.strides[i];
    });
    return [x.data.byteOffset + lo * size, x.data.byteOffset + hi * size + x.dtype.itemsize];
  };
  const [p, q] = bytes(a);
  const [r, s] = bytes(b);
  if (q <= r || s <= p) return false;
  if (!exact || a.dtype !== b.dtype) return true;
  const set = new Set<number>();
  for (const x of slotsOf(a)) set.add(a.data.byteOffset + x * a.dtype.store.BYTES_PER_ELEMENT);
  for (const x of slotsOf(b)) if (set.has(b.data.byteOffset + x * b.dtype.store.BYTES_PER_ELEMENT)) return true;
  return false;
}
