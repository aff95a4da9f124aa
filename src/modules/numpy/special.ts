// Ufuncs on what is no number: objects by Python's operators, text by comparison and concatenation, datetimes by their
// units. Invariant: NaT compares unequal to everything and goes through arithmetic. Registers itself with ufunc.ts.

import {
  call,
  compare,
  EQ,
  GE,
  GT,
  LE,
  LT,
  lookupAttr,
  NE,
  truth,
  type PyValue,
  typeError,
  callMethod,
  PyFloat,
} from './engine.ts';
import * as dt from './dtype.ts';
import type { PyDType } from './dtype.ts';
import { broadcastShape, broadcastStrides, newArray, type PyNDArray, slotsOf, viewWith } from './array.ts';
import { asArray, astypeCopy } from './convert.ts';
import { addSpecialCase, broadcastError, callUFunc, noLoop, objectOperator, type PyUFunc } from './ufunc.ts';
import { uf } from './ufuncs.ts';
import { readItem, textOf, writeItem } from './scalars.ts';
import { NAT } from './datetime.ts';
import { setPairOperator } from './reduce.ts';
import { setObjectLess } from './statistics.ts';
import { fromPoints, toPoints } from './engine.ts';

const COMPARE: { readonly [name: string]: number } = {
  less: LT,
  less_equal: LE,
  equal: EQ,
  not_equal: NE,
  greater: GT,
  greater_equal: GE,
};

setObjectLess((a, b) => truth(compare(a, b, LT)));

/** Two arrays' slots in their common shape. */
function pairs(a: PyNDArray, b: PyNDArray): { shape: number[]; x: Int32Array; y: Int32Array } {
  const shape = broadcastShape([a.shape, b.shape]);
  if (shape === undefined) throw broadcastError([a.shape, b.shape]);
  const at = (c: PyNDArray): Int32Array => slotsOf(viewWith(c, shape, broadcastStrides(c, shape), c.offset));
  return { shape, x: at(a), y: at(b) };
}

/** How two objects combine under a ufunc's name. */
function objectPair(name: string): ((a: PyValue, b: PyValue) => PyValue) | undefined {
  const op = objectOperator(name);
  if (op !== undefined) return op;
  if (name in COMPARE) return (a, b) => compare(a, b, COMPARE[name]);
  if (name === 'maximum' || name === 'fmax') return (a, b) => (truth(compare(a, b, GE)) ? a : b);
  if (name === 'minimum' || name === 'fmin') return (a, b) => (truth(compare(a, b, LE)) ? a : b);
  if (name === 'logical_and') return (a, b) => (truth(a) ? b : a);
  if (name === 'logical_or') return (a, b) => (truth(a) ? a : b);
  return undefined;
}
const UNARY_DUNDER: { readonly [name: string]: string } = {
  negative: '__neg__',
  positive: '__pos__',
  absolute: '__abs__',
  invert: '__invert__',
};

addSpecialCase((u, arrays) => {
  if (!arrays.some((a) => a.dtype.kind === 'O')) return undefined;
  if (arrays.length === 1) {
    const [a] = arrays;
    const out = newArray(a.shape, u.name === 'logical_not' ? dt.bool_ : dt.object_);
    slotsOf(a).forEach((s, i) => {
      const v = readItem(a, s);
      if (u.name === 'logical_not') out.data[i] = truth(v) ? 0 : 1;
      else if (u.name in UNARY_DUNDER) out.objects![i] = callMethod(v, UNARY_DUNDER[u.name], []);
      else if (u.name === 'square') out.objects![i] = objectOperator('multiply')!(v, v);
      else {
        const f = lookupAttr(v, u.name);
        if (f === undefined)
          throw typeError(
            `loop of ufunc does not support argument ${i} of type ${v instanceof PyFloat ? 'float' : typeName(v)} which has no callable ${u.name} method`,
          );
        out.objects![i] = call(f, []);
      }
    });
    return out;
  }
  const f = objectPair(u.name);
  if (f === undefined)
    throw noLoop(
      u,
      arrays.map((a) => a.dtype),
    );
  const [a, b] = arrays;
  const { shape, x, y } = pairs(a, b);
  const test = u.name in COMPARE;
  const out = newArray(shape, test ? dt.bool_ : dt.object_);
  for (let i = 0; i < x.length; i++) {
    const r = f(readItem(a, x[i]), readItem(b, y[i]));
    if (test) out.data[i] = truth(r) ? 1 : 0;
    else out.objects![i] = r;
  }
  return out;
});
const typeName = (v: PyValue): string =>
  typeof v === 'number' || typeof v === 'bigint' ? 'int' : typeof v === 'object' ? v.cls.name : typeof v;

const isText = (d: PyDType): boolean => d.kind === 'U' || d.kind === 'S';
addSpecialCase((u, arrays) => {
  if (!arrays.some((a) => isText(a.dtype)) || arrays.length !== 2) return undefined;
  const [a, b] = arrays;
  if (u.name in COMPARE) {
    if (!isText(a.dtype) || !isText(b.dtype)) {
      if (u.name !== 'equal' && u.name !== 'not_equal') return undefined;
      const { shape } = pairs(a, b);
      const out = newArray(shape, dt.bool_);
      if (u.name === 'not_equal') (out.data as Uint8Array).fill(1); // bool's store
      return out;
    }
    const { shape, x, y } = pairs(a, b);
    const out = newArray(shape, dt.bool_);
    const n = Math.max(a.dtype.slots, b.dtype.slots);
    for (let i = 0; i < x.length; i++) {
      let c = 0;
      for (let k = 0; k < n && c === 0; k++) {
        const p = k < a.dtype.slots ? (a.data[x[i] + k] as number) : 0; // text is no 64-bit integer
        const q = k < b.dtype.slots ? (b.data[y[i] + k] as number) : 0; // as above
        c = p - q;
      }
      const r = {
        less: c < 0,
        less_equal: c <= 0,
        equal: c === 0,
        not_equal: c !== 0,
        greater: c > 0,
        greater_equal: c >= 0,
      }[u.name];
      out.data[i] = r === true ? 1 : 0;
    }
    return out;
  }
  if (u.name === 'add' && a.dtype.kind === 'U' && b.dtype.kind === 'U') {
    const { shape, x, y } = pairs(a, b);
    const out = newArray(shape, dt.unicode(a.dtype.slots + b.dtype.slots));
    for (let i = 0; i < x.length; i++) {
      const p = toPoints(textOf(readItem(a, x[i])));
      const q = toPoints(textOf(readItem(b, y[i])));
      const all = new Uint32Array(p.length + q.length);
      all.set(p);
      all.set(q, p.length);
      writeItem(out, i * out.dtype.slots, fromPoints(all));
    }
    return out;
  }
  return undefined;
});

type Big = (a: bigint, b: bigint) => bigint;
const timed = (d: PyDType): boolean => d.kind === 'M' || d.kind === 'm';
const moments = (a: PyNDArray): bigint[] => Array.from(slotsOf(a), (s) => BigInt(a.data[s]));
addSpecialCase((u, arrays) => {
  if (!arrays.some((a) => timed(a.dtype))) return undefined;
  if (arrays.length === 1) {
    const [a] = arrays;
    if (u.name === 'isnan' || u.name === 'isfinite') {
      const out = newArray(a.shape, dt.bool_);
      moments(a).forEach((v, i) => {
        out.data[i] = (v === NAT) === (u.name === 'isnan') ? 1 : 0;
      });
      return out;
    }
    const f: { readonly [name: string]: (v: bigint) => bigint } = {
      negative: (v) => -v,
      positive: (v) => v,
      absolute: (v) => (v < 0n ? -v : v),
      sign: (v) => (v > 0n ? 1n : v < 0n ? -1n : 0n),
    };
    if (a.dtype.kind !== 'm' || f[u.name] === undefined) return undefined;
    const out = newArray(a.shape, a.dtype);
    moments(a).forEach((v, i) => {
      out.data[i] = v === NAT ? NAT : f[u.name](v);
    });
    return out;
  }
  let [a, b] = arrays;
  const kinds =
    (a.dtype.kind === 'M' ? 'M' : a.dtype.kind === 'm' ? 'm' : 'n') +
    (b.dtype.kind === 'M' ? 'M' : b.dtype.kind === 'm' ? 'm' : 'n');
  const floating = (d: PyDType): boolean => d.kind === 'f';
  if (u.name in COMPARE || ['maximum', 'minimum', 'fmax', 'fmin'].includes(u.name)) {
    if (isText(a.dtype)) a = astypeCopy(a, b.dtype);
    if (isText(b.dtype)) b = astypeCopy(b, a.dtype);
    if (a.dtype.kind !== b.dtype.kind && kinds !== 'mn' && kinds !== 'nm') return undefined;
    const common = dt.promote(a.dtype, b.dtype);
    const p = astypeCopy(a, common);
    const q = astypeCopy(b, common);
    const { shape, x, y } = pairs(p, q);
    const test = u.name in COMPARE;
    const out = newArray(shape, test ? dt.bool_ : common);
    for (let i = 0; i < x.length; i++) {
      const v = p.data[x[i]] as bigint; // the store of datetimes, as below
      const w = q.data[y[i]] as bigint;
      if (test) {
        const nat = v === NAT || w === NAT;
        const r = {
          less: v < w,
          less_equal: v <= w,
          equal: v === w,
          not_equal: v !== w,
          greater: v > w,
          greater_equal: v >= w,
        }[u.name];
        out.data[i] = nat ? (u.name === 'not_equal' ? 1 : 0) : r === true ? 1 : 0;
      } else if (v === NAT || w === NAT) out.data[i] = u.name.startsWith('f') ? (v === NAT ? w : v) : NAT;
      else out.data[i] = u.name.endsWith('max') || u.name === 'maximum' ? (v > w ? v : w) : v < w ? v : w;
    }
    return out;
  }
  const both = (outDType: PyDType, common: PyDType, f: Big): PyNDArray => {
    const conv = (c: PyNDArray): PyNDArray => {
      if (c.dtype.kind === 'm' || c.dtype.kind === 'M') {
        const d =
          c.dtype.kind === 'M' ? dt.datetime64(common.unit, common.step) : dt.timedelta64(common.unit, common.step);
        return astypeCopy(c, d);
      }
      return astypeCopy(c, dt.int64);
    };
    const p = conv(a);
    const q = conv(b);
    const { shape, x, y } = pairs(p, q);
    const out = newArray(shape, outDType);
    for (let i = 0; i < x.length; i++) {
      const v = p.data[x[i]] as bigint; // 64-bit integers, as below
      const w = q.data[y[i]] as bigint;
      out.data[i] = v === NAT || w === NAT ? NAT : BigInt.asIntN(64, f(v, w));
    }
    return out;
  };
  const unit = (): PyDType => {
    const d =
      timed(a.dtype) && timed(b.dtype)
        ? dt.commonUnit(a.dtype, b.dtype)
        : timed(a.dtype)
          ? ([a.dtype.unit, a.dtype.step] as const)
          : ([b.dtype.unit, b.dtype.step] as const);
    return dt.timedelta64(d[0], d[1]);
  };
  const span = unit();
  const moment = dt.datetime64(span.unit, span.step);
  if (u.name === 'add' && kinds !== 'MM' && !floating(a.dtype) && !floating(b.dtype))
    return both(kinds.includes('M') ? moment : span, span, (v, w) => v + w);
  if (u.name === 'subtract' && kinds !== 'mM' && kinds !== 'nM' && !floating(a.dtype) && !floating(b.dtype))
    return both(kinds === 'MM' ? span : kinds[0] === 'M' ? moment : span, span, (v, w) => v - w);
  if (u.name === 'multiply' && (kinds === 'mn' || kinds === 'nm')) {
    if (!floating(a.dtype) && !floating(b.dtype)) return both(span, span, (v, w) => v * w);
    const f = kinds === 'mn' ? asFloat(a) : asFloat(b);
    const r = asArray(callUFunc(uf('multiply'), [f, kinds === 'mn' ? b : a]));
    return astypeCopy(astypeCopy(r, dt.int64), span);
  }
  if (u.name === 'divide' && kinds === 'mm')
    return asArray(callUFunc(uf('divide'), [asFloat(astypeCopy(a, span)), asFloat(astypeCopy(b, span))]));
  if (u.name === 'divide' && kinds === 'mn') {
    if (floating(b.dtype))
      return astypeCopy(astypeCopy(asArray(callUFunc(uf('divide'), [asFloat(a), b])), dt.int64), span);
    return both(span, span, (v, w) => (w === 0n ? NAT : v / w));
  }
  if (u.name === 'floor_divide' && (kinds === 'mm' || kinds === 'mn'))
    return both(kinds === 'mm' ? dt.int64 : span, span, (v, w) =>
      w === 0n ? 0n : v / w - (v % w !== 0n && v < 0n !== w < 0n ? 1n : 0n),
    );
  if (u.name === 'remainder' && kinds === 'mm') return both(span, span, (v, w) => (w === 0n ? NAT : ((v % w) + w) % w));
  return undefined;
});
const asFloat = (a: PyNDArray): PyNDArray => astypeCopy(a, dt.float64);

setPairOperator((u: PyUFunc, d: PyDType) => {
  if (d.kind === 'O') {
    const f = objectPair(u.name);
    if (f !== undefined) return f;
    throw typeError(`cannot perform reduce with '${u.name}'`);
  }
  if (isText(d) && !['maximum', 'minimum'].includes(u.name) && u.name !== 'add')
    throw typeError(`the resolved dtypes are not compatible with ${u.name}.reduce`);
  if (isText(d) && u.name !== 'add') return (x, y) => (truth(compare(x, y, LT)) === (u.name === 'minimum') ? x : y);
  if (d.kind === 'M' && u.name === 'add') throw noLoop(u, [d, d]);
  return (x, y) => callUFunc(u, [x, y]);
});
