// Sorting, searching, sets. Invariant: NaN comes last, NaT too; sorts are stable. Knows arrays and ufuncs.

import {
  Ellipsis,
  indexError,
  compare,
  isStr,
  LT,
  type NativeTable,
  None,
  PyTuple,
  type PyValue,
  truth,
  typeError,
  valueError,
} from './engine.ts';
import * as dt from './dtype.ts';
import { promote, type Numbers } from './dtype.ts';
import {
  broadcastShape,
  broadcastStrides,
  newArray,
  normalAxis,
  product,
  PyNDArray,
  slotsOf,
  viewWith,
} from './array.ts';
import { asArray, astype, castInto, contiguous, copyOf, resultType } from './convert.ts';
import { absent, type Arg, flag, integer, result, textOr, tuple, arraysOf } from './arguments.ts';
import { gather, getItem, nonzero, setItem } from './indexing.ts';
import { slotLoops } from './loops.ts';
import { asIndex, concatenate, ravel, reshape, take, moveaxis, broadcastTo, atleast } from './shape.ts';
import { callUFunc } from './ufunc.ts';
import { uf } from './ufuncs.ts';
import { orderOf } from './statistics.ts';
import { NAT } from './datetime.ts';
import { readItem } from './scalars.ts';

/** Comparison of the elements at two slots, NaN last. */
export function comparator(a: PyNDArray): (x: number, y: number) => number {
  const d = a.data;
  const k = a.dtype.kind;
  if (k === 'f' && a.dtype !== dt.float16)
    return (x, y) => {
      const p = d[x] as number; // floats
      const q = d[y] as number; // as above
      return p < q ? -1 : p > q ? 1 : p === q ? 0 : p !== p ? (q !== q ? 0 : 1) : -1;
    };
  if (k === 'M' || k === 'm')
    return (x, y) => (d[x] === d[y] ? 0 : d[x] === NAT ? 1 : d[y] === NAT ? -1 : d[x] < d[y] ? -1 : 1);
  if (k === 'O')
    return (x, y) =>
      truth(compare(a.objects![x], a.objects![y], LT)) ? -1 : truth(compare(a.objects![y], a.objects![x], LT)) ? 1 : 0;
  if (k === 'c')
    return (x, y) => {
      for (let i = 0; i < 2; i++) {
        const p = d[x + i] as number; // parts are floats
        const q = d[y + i] as number; // as above
        if (p < q) return -1;
        if (p > q) return 1;
        if (p !== p && q === q) return 1;
        if (q !== q && p === p) return -1;
      }
      return 0;
    };
  const less = orderOf(a);
  return (x, y) => (less(x, y) ? -1 : less(y, x) ? 1 : 0);
}

/** The lines along an axis: the slot where each begins. */
function lines(a: PyNDArray, axis: number): Int32Array {
  return slotsOf(
    viewWith(
      a,
      a.shape.filter((_, i) => i !== axis),
      a.strides.filter((_, i) => i !== axis),
      a.offset,
    ),
  );
}

export function argsort(v: PyNDArray, axis: number | undefined): PyNDArray {
  const a = axis === undefined ? ravel(v) : v;
  if (a.ndim === 0) return newArray([], dt.int64);
  const ax = normalAxis(axis ?? 0, a.ndim);
  const out = newArray(a.shape, dt.int64);
  const order = comparator(a);
  const n = a.shape[ax];
  const step = a.strides[ax];
  const at = lines(out, ax);
  lines(a, ax).forEach((base, k) => {
    const slots = Int32Array.from({ length: n }, (_, i) => base + i * step);
    const idx = Array.from({ length: n }, (_, i) => i);
    idx.sort((x, y) => order(slots[x], slots[y]) || x - y);
    for (let i = 0; i < n; i++) out.data[at[k] + i * out.strides[ax]] = BigInt(idx[i]);
  });
  return out;
}

export function sort(v: PyNDArray, axis: number | undefined): PyNDArray {
  const a = axis === undefined ? ravel(v) : v;
  const ax = a.ndim === 0 ? 0 : normalAxis(axis ?? 0, a.ndim);
  const k = a.dtype.kind;
  if (a.ndim > 0 && (k === 'i' || k === 'u' || k === 'b' || a.dtype === dt.float64 || a.dtype === dt.float32)) {
    // Typed arrays sort themselves, NaN last; lines lie next to each other when the axis is the last.
    const moved = copyOf(ax === a.ndim - 1 ? a : moveaxis(a, [ax], [-1]));
    const n = a.shape[ax];
    const data = moved.data;
    for (let i = 0; i + n <= data.length && n > 0; i += n) data.subarray(i, i + n).sort();
    return ax === a.ndim - 1 ? moved : copyOf(moveaxis(moved, [-1], [ax]));
  }
  if (a.ndim === 0) return copyOf(a);
  const idx = argsort(a, ax);
  const base = slotsOf(
    viewWith(
      a,
      a.shape,
      a.strides.map((s, i) => (i === ax ? 0 : s)),
      a.offset,
    ),
  );
  const at = slotsOf(idx);
  return gather(
    a,
    base.map((b, i) => b + Number(idx.data[at[i]]) * a.strides[ax]),
    a.shape,
  );
}

/** np.searchsorted. */
export function searchsorted(a: PyNDArray, v: PyNDArray, side: string, sorter?: PyNDArray): PyNDArray {
  if (a.ndim !== 1) throw valueError('object too deep for desired array');
  const d = promote(a.dtype, v.dtype);
  let hay = contiguous(astype(a, d));
  if (sorter !== undefined) hay = take(hay, sorter, 0);
  const needles = contiguous(astype(v, d));
  // One array of both, so that one comparator can look at either.
  const all = concatenate([ravel(hay), ravel(needles)], 0);
  const order = comparator(all);
  const k = d.slots;
  const n = a.shape[0];
  const out = newArray(v.shape, dt.int64);
  const right = side === 'right';
  for (let i = 0; i < v.size; i++) {
    let lo = 0;
    let hi = n;
    const x = (n + i) * k;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      const c = order(mid * k, x);
      if (c < 0 || (right && c === 0)) lo = mid + 1;
      else hi = mid;
    }
    out.data[i] = BigInt(lo);
  }
  return out;
}

interface Unique {
  readonly values: PyNDArray;
  readonly index: PyNDArray;
  readonly inverse: PyNDArray;
  readonly counts: PyNDArray;
}
export function unique(v: PyNDArray, equalNaN = true): Unique {
  const a = ravel(v);
  const n = a.size;
  const order = comparator(a);
  const at = slotsOf(a);
  const idx = Array.from({ length: n }, (_, i) => i).sort((x, y) => order(at[x], at[y]) || x - y);
  const first: number[] = [];
  const counts: number[] = [];
  const inverse = new Array<number>(n).fill(0);
  const nan = (s: number): boolean => 'fc'.includes(a.dtype.kind) && a.dtype !== dt.float16 && a.data[s] !== a.data[s];
  idx.forEach((p, i) => {
    const last = first.length - 1;
    if (i > 0 && order(at[idx[i - 1]], at[p]) === 0 && (equalNaN || !nan(at[p]))) counts[last]++;
    else {
      first.push(p);
      counts.push(1);
    }
    inverse[p] = first.length - 1;
  });
  return {
    values: take(a, asIndex(first), 0),
    index: asIndex(first),
    inverse: asIndex(inverse),
    counts: asIndex(counts),
  };
}
/** Unique rows (or columns …) along an axis. */
function uniqueAlong(v: PyNDArray, axis: number): Unique {
  const ax = normalAxis(axis, v.ndim);
  const moved = contiguous(moveaxis(v, [ax], [0]));
  const n = moved.shape[0];
  const width = product(moved.shape.slice(1)) * moved.dtype.slots;
  const order = comparator(moved);
  const k = moved.dtype.slots;
  const cmp = (x: number, y: number): number => {
    for (let i = 0; i < width; i += k) {
      const c = order(moved.offset + x * width + i, moved.offset + y * width + i);
      if (c !== 0) return c;
    }
    return 0;
  };
  const idx = Array.from({ length: n }, (_, i) => i).sort((x, y) => cmp(x, y) || x - y);
  const first: number[] = [];
  const counts: number[] = [];
  const inverse = new Array<number>(n).fill(0);
  idx.forEach((p, i) => {
    if (i > 0 && cmp(idx[i - 1], p) === 0) counts[counts.length - 1]++;
    else {
      first.push(p);
      counts.push(1);
    }
    inverse[p] = first.length - 1;
  });
  return {
    values: take(v, asIndex(first), ax),
    index: asIndex(first),
    inverse: asIndex(inverse),
    counts: asIndex(counts),
  };
}

/** For each element of `a`: is it in `b`? */
function isin(a: PyNDArray, b: PyNDArray, invert: boolean): PyNDArray {
  const out = newArray(a.shape, dt.bool_);
  const d = dt.promoteOrNone(a.dtype, b.dtype);
  if (d === undefined) {
    if (invert) (out.data as Uint8Array).fill(1); // bool's store
    return out;
  }
  const x = contiguous(astype(a, d));
  const y = contiguous(astype(b, d));
  if (d.slots === 1 && d.kind !== 'O') {
    const set = new Set<number | bigint>();
    for (const s of slotsOf(y)) set.add(y.data[s]);
    slotsOf(x).forEach((s, i) => {
      const e = x.data[s];
      out.data[i] = (set.has(e) && e === e) !== invert ? 1 : 0;
    });
    return out;
  }
  const all = concatenate([ravel(x), ravel(y)], 0);
  const order = comparator(all);
  const k = d.slots;
  for (let i = 0; i < x.size; i++) {
    let found = false;
    for (let j = 0; j < y.size && !found; j++) found = order(i * k, (x.size + j) * k) === 0;
    out.data[i] = found !== invert ? 1 : 0;
  }
  return out;
}
const values = (v: PyValue): PyNDArray => unique(asArray(v)).values;
function where(c: PyNDArray, x: PyValue, y: PyValue): PyValue {
  const d = resultType([x, y]);
  const a = asArray(x, d.slots === 0 ? undefined : weak(x) ? d : undefined);
  const b = asArray(y, weak(y) ? d : undefined);
  const shape = broadcastShape([c.shape, a.shape, b.shape]);
  if (shape === undefined)
    throw valueError(
      `operands could not be broadcast together with shapes ${[c, a, b].map((s) => `(${s.shape.join(',')}${s.ndim === 1 ? ',' : ''}) `).join('')}`,
    );
  const p = astype(a, d);
  const q = astype(b, d);
  const test = astype(c, dt.bool_);
  const at = (z: PyNDArray): Int32Array => slotsOf(viewWith(z, shape, broadcastStrides(z, shape), z.offset));
  const ci = at(test);
  const pi = at(p);
  const qi = at(q);
  const out = newArray(shape, d);
  const n = ci.length;
  if (out.objects !== undefined) {
    for (let i = 0; i < n; i++) out.objects[i] = test.data[ci[i]] !== 0 ? p.objects![pi[i]] : q.objects![qi[i]];
    return out;
  }
  const k = d.slots;
  const to = out.data;
  if (k === 1) {
    slotLoops(to).pick(to, test.data, ci, p.data, pi, q.data, qi);
    return out;
  }
  const from: [Numbers, Numbers] = [p.data, q.data];
  for (let i = 0; i < n; i++) {
    const yes = test.data[ci[i]] !== 0;
    const data = yes ? from[0] : from[1];
    const s = yes ? pi[i] : qi[i];
    for (let j = 0; j < k; j++) to[i * k + j] = data[s + j];
  }
  return out;
}
const weak = (v: PyValue): boolean => !(v instanceof PyNDArray) && !isStr(v);

export const sortingFunctions: NativeTable = {
  'sort(a, axis=-1, kind=None, order=None, *, stable=None)': (a: PyValue, axis: Arg) =>
    sort(asArray(a), absent(axis) ? undefined : integer(axis)),
  'argsort(a, axis=-1, kind=None, order=None, *, stable=None)': (a: PyValue, axis: Arg) =>
    argsort(asArray(a), absent(axis) ? undefined : integer(axis)),
  "partition(a, kth, axis=-1, kind='introselect', order=None)": (a: PyValue, _k: PyValue, axis: Arg) =>
    sort(asArray(a), absent(axis) ? undefined : integer(axis)),
  "argpartition(a, kth, axis=-1, kind='introselect', order=None)": (a: PyValue, _k: PyValue, axis: Arg) =>
    argsort(asArray(a), absent(axis) ? undefined : integer(axis)),
  'sort_complex(a)': (a: PyValue) => sort(astype(asArray(a), dt.complex128), 0),
  'lexsort(keys, axis=-1)': (v: PyValue) => {
    const keys = arraysOf(v).map((k) => ravel(k));
    const n = keys[0]?.size ?? 0;
    const orders = keys.map((k) => ({ order: comparator(k), at: slotsOf(k) })).reverse();
    const idx = Array.from({ length: n }, (_, i) => i);
    idx.sort((x, y) => {
      for (const { order, at } of orders) {
        const c = order(at[x], at[y]);
        if (c !== 0) return c;
      }
      return x - y;
    });
    return asIndex(idx);
  },
  "searchsorted(a, v, side='left', sorter=None)": (a: PyValue, v: PyValue, side: Arg, sorter: Arg) =>
    result(searchsorted(asArray(a), asArray(v), textOr(side, 'left'), absent(sorter) ? undefined : asArray(sorter))),
  'digitize(x, bins, right=False)': (x: PyValue, v: PyValue, right: PyValue) => {
    const bins = asArray(v);
    const f = astype(bins, dt.float64);
    const s = slotsOf(f);
    const up = s.length < 2 || Number(f.data[s[s.length - 1]]) >= Number(f.data[s[0]]);
    if (up) return result(searchsorted(bins, asArray(x), flag(right) ? 'left' : 'right'));
    const back = asIndex(Array.from({ length: s.length }, (_, i) => s.length - 1 - i));
    return callUFunc(uf('subtract'), [
      s.length,
      searchsorted(take(bins, back, 0), asArray(x), flag(right) ? 'right' : 'left'),
    ]);
  },
  'nonzero(a)': (v: PyValue) => {
    const a = asArray(v);
    if (a.ndim === 0)
      throw valueError(
        'Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead. If the context of this error is of the form `arr[nonzero(cond)]`, just use `arr[cond]`.',
      );
    return tuple(nonzero(a));
  },
  'flatnonzero(a)': (a: PyValue) => nonzero(ravel(asArray(a)))[0],
  'argwhere(a)': (v: PyValue) => {
    const a = asArray(v);
    const parts = a.ndim === 0 ? [] : nonzero(a);
    const n = a.ndim === 0 ? (truth(readItem(a, a.offset)) ? 1 : 0) : parts[0].size;
    const out = newArray([n, a.ndim], dt.int64);
    parts.forEach((p, k) => castInto(p, viewWith(out, [n], [a.ndim], k)));
    return out;
  },
  'where(condition, x=?, y=?, /)': (c: PyValue, x: Arg, y: Arg) => {
    if (x === undefined && y === undefined) return tuple(nonzero(atleast(asArray(c), 1)));
    if (x === undefined || y === undefined) throw valueError('either both or neither of x and y should be given');
    return where(asArray(c), x, y);
  },
  'extract(condition, arr)': (c: PyValue, v: PyValue) => take(ravel(asArray(v)), nonzero(ravel(asArray(c)))[0], 0),
  'compress(condition, a, axis=None, out=None)': (c: PyValue, v: PyValue, axis: Arg) =>
    take(asArray(v), nonzero(asArray(c))[0], absent(axis) ? undefined : integer(axis)),
  "choose(a, choices, out=None, mode='raise')": (v: PyValue, c: PyValue, _out: Arg, mode: Arg) => {
    const a = asArray(v);
    const options = arraysOf(c);
    const d = options.map((x) => x.dtype).reduce((x, y) => promote(x, y));
    const shape = broadcastShape([a.shape, ...options.map((o) => o.shape)]);
    if (shape === undefined) throw valueError('shape mismatch: objects cannot be broadcast to a single shape.');
    const at = slotsOf(broadcastTo(a, shape));
    const full = options.map((o) => copyOf(broadcastTo(astype(o, d), shape)));
    const out = newArray(shape, d);
    const n = options.length;
    at.forEach((s, i) => {
      let k = Number(a.data[s]);
      const m = textOr(mode, 'raise');
      if (m === 'wrap') k = ((k % n) + n) % n;
      else if (m === 'clip') k = Math.max(0, Math.min(n - 1, k));
      else if (k < 0 || k >= n) throw valueError('invalid entry in choice array');
      for (let j = 0; j < d.slots; j++) out.data[i * d.slots + j] = full[k].data[i * d.slots + j];
    });
    return result(out);
  },
  'select(condlist, choicelist, default=0)': (conds: PyValue, choices: PyValue, d: PyValue) => {
    const c = arraysOf(conds).reverse();
    const v = arraysOf(choices).reverse();
    if (c.length !== v.length) throw valueError('list of cases must be same length as list of conditions');
    let r: PyValue = d;
    c.forEach((x, i) => {
      r = where(x, v[i], r);
    });
    return r;
  },
  'unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True, sorted=True)':
    (v: PyValue, index: PyValue, inverse: PyValue, counts: PyValue, axis: Arg, nan: PyValue) => {
      const a = asArray(v);
      const u = absent(axis) ? unique(a, flag(nan)) : uniqueAlong(a, integer(axis));
      const out: PyValue[] = [u.values];
      if (flag(index)) out.push(u.index);
      if (flag(inverse)) out.push(absent(axis) ? reshape(u.inverse, a.shape) : u.inverse);
      if (flag(counts)) out.push(u.counts);
      return out.length === 1 ? out[0] : new PyTuple(out);
    },
  'unique_values(x, /)': (v: PyValue) => values(v),
  'isin(element, test_elements, assume_unique=False, invert=False, *, kind=None)': (
    a: PyValue,
    b: PyValue,
    _u: PyValue,
    invert: PyValue,
  ) => result(isin(asArray(a), asArray(b), flag(invert))),
  'in1d(ar1, ar2, assume_unique=False, invert=False, *, kind=None)': (
    a: PyValue,
    b: PyValue,
    _u: PyValue,
    invert: PyValue,
  ) => isin(ravel(asArray(a)), asArray(b), flag(invert)),
  'intersect1d(ar1, ar2, assume_unique=False, return_indices=False)': (
    a: PyValue,
    b: PyValue,
    _u: PyValue,
    indices: PyValue,
  ) => {
    const x = unique(asArray(a));
    const y = unique(asArray(b));
    const keep = isin(x.values, y.values, false);
    const common = take(x.values, nonzero(keep)[0], 0);
    if (!flag(indices)) return common;
    return tuple([
      common,
      take(x.index, nonzero(keep)[0], 0),
      take(y.index, nonzero(isin(y.values, x.values, false))[0], 0),
    ]);
  },
  'union1d(ar1, ar2)': (a: PyValue, b: PyValue) =>
    unique(concatenate([ravel(asArray(a)), ravel(asArray(b))], 0)).values,
  'setdiff1d(ar1, ar2, assume_unique=False)': (a: PyValue, b: PyValue) => {
    const x = values(a);
    return take(x, nonzero(isin(x, asArray(b), true))[0], 0);
  },
  'setxor1d(ar1, ar2, assume_unique=False)': (a: PyValue, b: PyValue) => {
    const x = values(a);
    const y = values(b);
    return unique(concatenate([take(x, nonzero(isin(x, y, true))[0], 0), take(y, nonzero(isin(y, x, true))[0], 0)], 0))
      .values;
  },
  "put(a, ind, v, mode='raise')": (a: PyValue, i: PyValue, v: PyValue) => {
    if (!(a instanceof PyNDArray)) throw typeError('argument 1 must be numpy.ndarray');
    const at = slotsOf(a);
    const idx = asArray(i);
    const vals = ravel(astype(asArray(v), a.dtype));
    slotsOf(idx).forEach((s, k) => {
      const p = Number(idx.data[s]);
      const slot = at[p < 0 ? p + at.length : p];
      if (slot === undefined) throw indexError(`index ${p} is out of bounds for axis 0 with size ${at.length}`);
      for (let j = 0; j < a.dtype.slots; j++)
        a.data[slot + j] = vals.data[vals.offset + (k % vals.size) * (vals.strides[0] ?? 0) + j];
    });
    return None;
  },
  'putmask(a, mask, values)': (a: PyValue, mask: PyValue, v: PyValue) => {
    if (!(a instanceof PyNDArray)) throw typeError('argument 1 must be numpy.ndarray');
    const m = copyOf(astype(asArray(mask), dt.bool_));
    const vals = ravel(astype(asArray(v), a.dtype));
    slotsOf(a).forEach((slot, k) => {
      if (m.data[k] !== 0)
        for (let j = 0; j < a.dtype.slots; j++)
          a.data[slot + j] = vals.data[vals.offset + (k % vals.size) * (vals.strides[0] ?? 0) + j];
    });
    return None;
  },
  'place(arr, mask, vals)': (a: PyValue, mask: PyValue, v: PyValue) => {
    if (!(a instanceof PyNDArray)) throw typeError('argument 1 must be numpy.ndarray');
    const count = nonzero(ravel(asArray(mask)))[0].size;
    const vals = ravel(asArray(v));
    setItem(
      a,
      astype(asArray(mask), dt.bool_),
      take(vals, asIndex(Array.from({ length: count }, (_, i) => i % vals.size)), 0),
    );
    return None;
  },
  "copyto(dst, src, casting='same_kind', where=True)": (a: PyValue, src: PyValue, casting: Arg, mask: Arg) => {
    if (!(a instanceof PyNDArray)) throw typeError('copyto() argument 1 must be numpy.ndarray');
    const s = asArray(src, src instanceof PyNDArray ? undefined : a.dtype);
    if (!dt.canCast(s.dtype, a.dtype, textOr(casting, 'same_kind')))
      throw typeError(
        `Cannot cast array data from ${dt.dtypeRepr(s.dtype)} to ${dt.dtypeRepr(a.dtype)} according to the rule '${textOr(casting, 'same_kind')}'`,
      );
    if (mask === undefined || mask === true) setItem(a, Ellipsis, s);
    else {
      const m = copyOf(broadcastTo(astype(asArray(mask), dt.bool_), a.shape));
      setItem(a, m, getItem(copyOf(broadcastTo(s, a.shape)), m));
    }
    return None;
  },
};
