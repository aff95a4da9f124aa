// The ufunc type as Python sees it: the call with its keywords, reduce, accumulate, reduceat, outer, at. Invariant: the
// work is done by ufunc.ts and reduce.ts.

import {
  defineType,
  fromJS,
  isStr,
  None,
  type PyDict,
  PyList,
  PyTuple,
  type PyValue,
  toJS,
  truth,
  typeError,
  valueError,
} from './engine.ts';
import { newArray, normalAxis, PyNDArray, slotsOf } from './array.ts';
import { asArray, castInto } from './convert.ts';
import { absent, type Arg, dtypeOr, integer, result } from './arguments.ts';
import { callUFunc, outArray, type PyUFunc, ufuncType } from './ufunc.ts';
import { accumulate, axesOf, reduce } from './reduce.ts';
import { select } from './indexing.ts';
import { concatenate, part, reshape } from './shape.ts';
import { readScalar, writeItem } from './scalars.ts';
import * as dt from './dtype.ts';

const KEYWORDS = [
  'out',
  'where',
  'dtype',
  'casting',
  'order',
  'subok',
  'signature',
  'sig',
  'extobj',
  'axes',
  'axis',
  'keepdims',
];

function callPython(u: PyUFunc, args: PyValue[], kw: PyDict): PyValue {
  const { nin } = u.spec;
  const nout = u.nout;
  if (args.length < nin || args.length > nin + nout)
    throw typeError(
      `${u.name}() takes ${nin === nin + nout ? '' : 'from '}${nin} to ${nin + nout} positional arguments but ${args.length} ${args.length === 1 ? 'was' : 'were'} given`,
    );
  for (const k of kw.keys) {
    if (isStr(k) && !KEYWORDS.includes(toJS(k)))
      throw typeError(`${u.name}() got an unexpected keyword argument '${toJS(k)}'`);
  }
  const out =
    kw.getStr('out') ?? (args.length > nin ? (nout === 1 ? args[nin] : new PyTuple(args.slice(nin))) : undefined);
  if (u.compute !== undefined) {
    const results = u.compute(args.slice(0, nin));
    const targets = out instanceof PyTuple ? out.items : [];
    return new PyTuple(
      results.map((r, i) => {
        const t = targets[i];
        if (t instanceof PyNDArray) {
          castInto(r, t);
          return t;
        }
        return result(r);
      }),
    );
  }
  const casting = kw.getStr('casting');
  const dtype = kw.getStr('dtype');
  return callUFunc(u, args.slice(0, nin), {
    out: absent(out) ? undefined : out,
    where: kw.getStr('where'),
    dtype: dtypeOr(dtype),
    casting: casting !== undefined && isStr(casting) ? toJS(casting) : undefined,
  });
}

const needBinary = (u: PyUFunc, what: string): void => {
  if (u.spec.nin !== 2) throw valueError(`${what} only supported for binary functions`);
};

defineType(ufuncType, {
  methods: {
    '__call__(*args, **kwargs)': (u: PyUFunc, args: PyValue[], kw: PyDict) => callPython(u, args, kw),
    '__repr__()': (u: PyUFunc) => fromJS(`<ufunc '${u.name}'>`),
    'reduce(array, axis=0, dtype=None, out=None, keepdims=False, initial=?, where=?)': (
      u: PyUFunc,
      v: PyValue,
      axis: Arg,
      dtype: Arg,
      out: Arg,
      keepdims: Arg,
      initial: Arg,
      where: Arg,
    ) => {
      needBinary(u, 'reduce');
      const a = asArray(v);
      const target = outArray(out);
      const r = reduce(u, a, a.ndim === 0 ? [] : axesOf(axis, a.ndim), {
        dtype: dtypeOr(dtype),
        out: target,
        keepdims: keepdims !== undefined && truth(keepdims),
        initial,
        where: where === undefined || where === true ? undefined : asArray(where, dt.bool_),
      });
      return target ?? result(r);
    },
    'accumulate(array, axis=0, dtype=None, out=None)': (
      u: PyUFunc,
      v: PyValue,
      axis: PyValue,
      dtype: Arg,
      out: Arg,
    ) => {
      needBinary(u, 'accumulate');
      const a = asArray(v);
      return accumulate(u, a, a.ndim === 0 ? 0 : normalAxis(integer(axis), a.ndim), dtypeOr(dtype), outArray(out));
    },
    'reduceat(array, indices, axis=0, dtype=None, out=None)': (
      u: PyUFunc,
      v: PyValue,
      indices: PyValue,
      axis: PyValue,
      dtype: Arg,
    ) => {
      needBinary(u, 'reduceat');
      const a = asArray(v);
      const ax = normalAxis(integer(axis), a.ndim);
      const idx = asArray(indices);
      const at = Array.from(slotsOf(idx), (s) => Number(idx.data[s]));
      const n = a.shape[ax];
      const pieces = at.map((start, k) => {
        if (start < 0 || start >= n) throw valueError(`index ${start} out-of-bounds in ${u.name}.reduceat [0, ${n})`);
        const stop = k + 1 < at.length ? at[k + 1] : n;
        return reduce(u, part(a, ax, start, stop > start ? stop : start + 1), [ax], {
          dtype: dtypeOr(dtype),
          keepdims: true,
        });
      });
      return concatenate(pieces, ax);
    },
    'outer(A, B, /, **kwargs)': (u: PyUFunc, x: PyValue, y: PyValue, kw: PyDict) => {
      needBinary(u, 'outer');
      const a = asArray(x);
      const b = asArray(y);
      return callPython(u, [reshape(a, [...a.shape, ...b.shape.map(() => 1)]), b], kw);
    },
    'at(a, indices, b=?, /)': (u: PyUFunc, a: PyValue, indices: PyValue, b: Arg) => {
      if (!(a instanceof PyNDArray)) throw typeError('first operand must be array');
      const s = select(a, indices);
      const slots = s.slots ?? slotsOf(s.view);
      const shape = s.shape ?? [...s.view.shape];
      const values = b === undefined ? undefined : newArray(shape, asArray(b).dtype);
      if (values !== undefined && b !== undefined) castInto(asArray(b), values);
      const fast = fastAt(u, a, slots, values);
      if (fast) return None;
      slots.forEach((slot, i) => {
        const old = readScalar(a, slot);
        const r =
          values === undefined ? callUFunc(u, [old]) : callUFunc(u, [old, readScalar(values, i * values.dtype.slots)]);
        writeItem(a, slot, r);
      });
      return None;
    },
  },
  getset: {
    __name__: [(u: PyUFunc) => u.name],
    __qualname__: [(u: PyUFunc) => u.name],
    __doc__: [
      (u: PyUFunc) =>
        fromJS(u.spec.doc ?? `${u.name}(${u.spec.nin === 1 ? 'x' : 'x1, x2'}, /, out=None, *, where=True)`),
    ],
    nin: [(u: PyUFunc) => u.spec.nin],
    nout: [(u: PyUFunc) => u.nout],
    nargs: [(u: PyUFunc) => u.spec.nin + u.nout],
    identity: [
      (u: PyUFunc) => {
        const i = u.spec.identity;
        if (i === undefined) return None;
        if (u.name === 'logical_and') return true;
        return u.name.startsWith('logical') ? i !== 0 : i;
      },
    ],
    signature: [() => None],
    ntypes: [() => dt.NUMERIC.length],
    types: [() => new PyList([])],
  },
});

/** np.add.at on floats, which histograms are made with. */
function fastAt(u: PyUFunc, a: PyNDArray, slots: Int32Array, values: PyNDArray | undefined): boolean {
  if (
    values === undefined ||
    u.name !== 'add' ||
    (a.dtype !== dt.float64 && a.dtype !== dt.int32) ||
    values.dtype !== a.dtype
  )
    return false;
  const data = a.data as Float64Array; // or int32's, which adds the same way
  const v = values.data as Float64Array;
  for (let i = 0; i < slots.length; i++) data[slots[i]] += v[i];
  return true;
}
