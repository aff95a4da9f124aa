// Reductions and accumulations along axes. Invariant: sums follow NumPy's order of additions (pairwise along the axis
// that lies closest in memory), so that they agree to the last bit. Knows ufuncs, but no Python signatures.

import { None, PyTuple, type PyValue, index, typeError, valueError } from './engine.ts';
import * as dt from './dtype.ts';
import type { PyDType } from './dtype.ts';
import { newArray, normalAxis, product, type PyNDArray, viewWith, slotsOf } from './array.ts';
import { asArray, astype, astypeCopy, castInto, copyOf } from './convert.ts';
import { drive, elementwise, type Loop } from './loops.ts';
import { fromHalf, toHalf } from './half.ts';
import { formulaFor, noLoop, objectOperator, type PyUFunc } from './ufunc.ts';
import { readItem, readScalar, writeItem } from './scalars.ts';
import { floatingError } from './errors.ts';

/** `axis=`: None for all, an int, or a tuple of ints. */
export function axesOf(v: PyValue | undefined, nd: number): number[] {
  if (v === undefined || v === None) return Array.from({ length: nd }, (_, i) => i);
  if (v instanceof PyTuple) {
    const axes = v.items.map((x) => normalAxis(Number(index(x)), nd));
    if (new Set(axes).size !== axes.length) throw valueError("duplicate value in 'axis'");
    return axes;
  }
  return [normalAxis(Number(index(v)), nd)];
}

type Numeric = { readonly [i: number]: number; readonly length: number };
/** NumPy's pairwise sum of n numbers. */
function pairwise(d: Numeric, at: number, s: number, n: number): number {
  if (n < 8) {
    let r = -0;
    for (let i = 0; i < n; i++) r += d[at + i * s];
    return r;
  }
  if (n <= 128) {
    let r0 = d[at];
    let r1 = d[at + s];
    let r2 = d[at + 2 * s];
    let r3 = d[at + 3 * s];
    let r4 = d[at + 4 * s];
    let r5 = d[at + 5 * s];
    let r6 = d[at + 6 * s];
    let r7 = d[at + 7 * s];
    const stop = n - (n % 8);
    for (let i = 8, p = at + 8 * s; i < stop; i += 8, p += 8 * s) {
      r0 += d[p];
      r1 += d[p + s];
      r2 += d[p + 2 * s];
      r3 += d[p + 3 * s];
      r4 += d[p + 4 * s];
      r5 += d[p + 5 * s];
      r6 += d[p + 6 * s];
      r7 += d[p + 7 * s];
    }
    let r = r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7));
    for (let i = stop; i < n; i++) r += d[at + i * s];
    return r;
  }
  let half = Math.floor(n / 2);
  half -= half % 8;
  return pairwise(d, at, s, half) + pairwise(d, at + half * s, s, n - half);
}
const f = Math.fround;
/** The same with every step rounded to single precision; `get` reads an element. */
function pairwiseSingle(get: (i: number) => number, at: number, s: number, n: number): number {
  if (n < 8) {
    let r = -0;
    for (let i = 0; i < n; i++) r = f(r + get(at + i * s));
    return r;
  }
  if (n <= 128) {
    const r = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => get(at + k * s));
    const stop = n - (n % 8);
    for (let i = 8; i < stop; i += 8) for (let k = 0; k < 8; k++) r[k] = f(r[k] + get(at + (i + k) * s));
    let sum = f(f(f(r[0] + r[1]) + f(r[2] + r[3])) + f(f(r[4] + r[5]) + f(r[6] + r[7])));
    for (let i = stop; i < n; i++) sum = f(sum + get(at + i * s));
    return sum;
  }
  let half = Math.floor(n / 2);
  half -= half % 8;
  return f(pairwiseSingle(get, at, s, half) + pairwiseSingle(get, at + half * s, s, n - half));
}
/** Complex numbers: both parts go through the same tree, four at a time. */
function pairwiseComplex(d: Numeric, at: number, s: number, n: number, round: (x: number) => number): [number, number] {
  if (n < 4) {
    let re = -0;
    let im = -0;
    for (let i = 0; i < n; i++) {
      re = round(re + d[at + i * s]);
      im = round(im + d[at + i * s + 1]);
    }
    return [re, im];
  }
  if (n <= 64) {
    const re = [0, 1, 2, 3].map((k) => d[at + k * s]);
    const im = [0, 1, 2, 3].map((k) => d[at + k * s + 1]);
    const stop = n - (n % 4);
    for (let i = 4; i < stop; i += 4)
      for (let k = 0; k < 4; k++) {
        re[k] = round(re[k] + d[at + (i + k) * s]);
        im[k] = round(im[k] + d[at + (i + k) * s + 1]);
      }
    let r = round(round(re[0] + re[1]) + round(re[2] + re[3]));
    let m = round(round(im[0] + im[1]) + round(im[2] + im[3]));
    for (let i = stop; i < n; i++) {
      r = round(r + d[at + i * s]);
      m = round(m + d[at + i * s + 1]);
    }
    return [r, m];
  }
  let half = Math.floor(n / 2);
  half -= half % 4;
  const a = pairwiseComplex(d, at, s, half, round);
  const b = pairwiseComplex(d, at + half * s, s, n - half, round);
  return [round(a[0] + b[0]), round(a[1] + b[1])];
}

/** A loop that adds a run of elements to one output: what a sum's inner loop is. */
function sumLoop(d: PyDType): Loop | undefined {
  if (d === dt.float64)
    return (n, D, o, s, O, oo, so) => {
      const out = O as Float64Array; // operands of this dtype, as are those below
      if (so === 0) out[oo as number] += pairwise(D as Float64Array, o as number, s as number, n);
      else return -1;
      return 0;
    };
  if (d === dt.float32)
    return (n, D, o, s, O, oo, so) => {
      if (so !== 0) return -1;
      const a = D as Float32Array;
      const out = O as Float32Array;
      out[oo as number] += pairwiseSingle((i) => a[i], o as number, s as number, n);
      return 0;
    };
  if (d === dt.float16)
    return (n, D, o, s, O, oo, so) => {
      if (so !== 0) return -1;
      const a = D as Uint16Array;
      const out = O as Uint16Array;
      const k = oo as number;
      out[k] = toHalf(f(fromHalf(out[k]) + pairwiseSingle((i) => fromHalf(a[i]), o as number, s as number, n)));
      return 0;
    };
  if (d.kind === 'c')
    return (n, D, o, s, O, oo, so) => {
      if (so !== 0) return -1;
      const out = O as Float64Array;
      const k = oo as number;
      const [re, im] = pairwiseComplex(
        D as Float64Array,
        o as number,
        s as number,
        n,
        d === dt.complex64 ? f : (x) => x,
      );
      out[k] += re;
      out[k + 1] += im;
      return 0;
    };
  return undefined;
}

/** The dtype sums and products are made in. */
export function sumDType(d: PyDType): PyDType {
  if (d.kind === 'b' || d.kind === 'i') return dt.int64;
  return d.kind === 'u' ? dt.uint64 : d;
}

const IDEMPOTENT = new Set([
  'maximum',
  'minimum',
  'fmax',
  'fmin',
  'logical_and',
  'logical_or',
  'bitwise_and',
  'bitwise_or',
]);

export interface ReduceOptions {
  readonly dtype?: PyDType;
  readonly out?: PyNDArray;
  readonly keepdims?: boolean;
  readonly initial?: PyValue;
  readonly where?: PyNDArray;
}

function reducedShape(a: PyNDArray, axes: readonly number[], keep: boolean): number[] {
  const out: number[] = [];
  a.shape.forEach((n, i) => {
    if (!axes.includes(i)) out.push(n);
    else if (keep) out.push(1);
  });
  return out;
}

/** ufunc.reduce over some axes. */
export function reduce(u: PyUFunc, source: PyNDArray, axes: readonly number[], o: ReduceOptions = {}): PyNDArray {
  if (u.spec.nin !== 2) throw valueError('reduce only supported for binary functions');
  let a = source;
  if (a.dtype.kind === 'O' || !a.dtype.isNumber) return give(reduceObjects(u, a, axes, o), o.out);
  let d = o.dtype ?? a.dtype;
  if (o.dtype === undefined && (u.name === 'add' || u.name === 'multiply')) d = sumDType(d);
  const types = u.spec.types(d);
  const formula = types === undefined ? undefined : formulaFor(u.spec, types.work);
  if (types === undefined || formula === undefined) throw noLoop(u, [a.dtype, a.dtype]);
  const { work } = types;
  const outDType = types.out;
  if (u.name.startsWith('logical_')) {
    if (a.dtype.kind === 'c') a = astypeCopy(a, dt.bool_);
  } else if (
    a.dtype !== work &&
    (a.dtype.kind === 'c' || work.kind !== 'f' || work !== dt.float64 || u.name === 'add')
  ) {
    a = astype(a, work);
  }
  const keptShape = reducedShape(a, axes, false);
  const n = axes.reduce((x, i) => x * a.shape[i], 1);
  const target = newArray(keptShape, outDType);
  const fullStrides = new Array<number>(a.ndim).fill(0);
  let k = 0;
  for (let i = 0; i < a.ndim; i++) if (!axes.includes(i)) fullStrides[i] = target.strides[k++];
  const { identity } = u.spec;
  let rest = a;
  if (o.initial !== undefined && o.initial !== None) castInto(asArray(o.initial, outDType), target);
  else if (identity !== undefined && !IDEMPOTENT.has(u.name)) {
    const zero = u.name === 'add' && 'fc'.includes(outDType.kind);
    fillWith(target, zero ? -0 : identity);
  } else if (n === 0 || o.where !== undefined) {
    if (identity === undefined) {
      if (n === 0 && target.size > 0)
        throw valueError(`zero-size array to reduction operation ${u.name} which has no identity`);
      if (o.where !== undefined)
        throw valueError(
          `reduction operation '${u.name}' does not have an identity, so to use a where mask one has to specify 'initial'`,
        );
    } else fillWith(target, identity);
  } else if (IDEMPOTENT.has(u.name)) {
    castInto(firstAlong(a, axes), target);
  } else {
    if (axes.length > 1)
      throw valueError(`reduction operation '${u.name}' is not reorderable, so at most one axis may be specified`);
    castInto(firstAlong(a, axes), target);
    rest = afterFirst(a, axes[0]);
  }
  if (rest.size > 0 && target.size > 0) accumulateInto(u, rest, fullStrides, target, work, o.where);
  if (u.name === 'add' && 'fc'.includes(outDType.kind) && n === 0 && o.initial === undefined) fillWith(target, 0);
  if (u.name === 'add' && outDType.kind === 'f') checkOverflow(target, a);
  const shaped =
    o.keepdims === true ? viewWith(target, reducedShape(a, axes, true), keepStrides(target, a.ndim, axes), 0) : target;
  if (shaped !== target) shaped.base = None;
  return give(shaped, o.out);
}
function keepStrides(t: PyNDArray, nd: number, axes: readonly number[]): number[] {
  const out: number[] = [];
  let k = 0;
  for (let i = 0; i < nd; i++) out.push(axes.includes(i) ? t.dtype.slots : t.strides[k++]);
  return out;
}
function checkOverflow(target: PyNDArray, a: PyNDArray): void {
  if (target.size !== 1 || a.dtype.kind !== 'f' || a.dtype === dt.float16) return;
  const x = Number(target.data[target.offset]);
  if (Number.isFinite(x)) return;
  let finite = true;
  let nan = false;
  for (const s of slotsOf(a)) {
    const v = Number(a.data[s]);
    if (v !== v) nan = true;
    if (!Number.isFinite(v)) finite = false;
  }
  if (finite) floatingError('over', 'reduce');
  else if (x !== x && !nan) floatingError('invalid', 'reduce');
}
function fillWith(a: PyNDArray, v: number): void {
  if (a.dtype.itemsize === 8 && a.dtype.kind !== 'f' && a.dtype.kind !== 'c') {
    (a.data as BigInt64Array).fill(BigInt(v)); // 64-bit integers
    return;
  }
  if (a.dtype.kind === 'c') {
    for (let i = 0; i < a.data.length; i += 2) {
      a.data[i] = v;
      a.data[i + 1] = Object.is(v, -0) ? -0 : 0;
    }
    return;
  }
  (a.data as Float64Array).fill(a.dtype === dt.float16 ? toHalf(v) : v); // any class of numbers takes this
}
function firstAlong(a: PyNDArray, axes: readonly number[]): PyNDArray {
  const keep = a.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  return viewWith(
    a,
    keep.map((i) => a.shape[i]),
    keep.map((i) => a.strides[i]),
    a.offset,
  );
}
function afterFirst(a: PyNDArray, axis: number): PyNDArray {
  return viewWith(
    a,
    a.shape.map((n, i) => (i === axis ? n - 1 : n)),
    a.strides,
    a.offset + a.strides[axis],
  );
}

/** target = target op each element of `a`; `strides` are target's in a's dimensions, 0 along what is reduced. */
function accumulateInto(
  u: PyUFunc,
  a: PyNDArray,
  strides: readonly number[],
  target: PyNDArray,
  work: PyDType,
  where: PyNDArray | undefined,
): void {
  // Axes in the order of memory, the closest last.
  const order = a.shape.map((_, i) => i).sort((x, y) => Math.abs(a.strides[y]) - Math.abs(a.strides[x]) || x - y);
  const shape = order.map((i) => a.shape[i]);
  const from = order.map((i) => a.strides[i]);
  const to = order.map((i) => strides[i]);
  let last = shape.length - 1;
  while (last >= 0 && shape[last] === 1) last--;
  if (where !== undefined) {
    const formula = formulaFor(u.spec, work)!;
    const mask = asWhere(where, a.shape);
    const loop = elementwise(u.name, formula, [target.dtype, a.dtype], work, target.dtype, true);
    drive(loop, shape, [
      { array: target, strides: to },
      { array: a, strides: from },
      { array: target, strides: to },
      { array: mask, strides: order.map((i) => mask.strides[i]) },
    ]);
    return;
  }
  if (u.name === 'add' && a.dtype === work && last >= 0 && to[last] === 0) {
    const sum = sumLoop(work);
    if (sum !== undefined) {
      drive(sum, shape, [
        { array: a, strides: from },
        { array: target, strides: to },
      ]);
      return;
    }
  }
  const formula = formulaFor(u.spec, work)!;
  const loop = elementwise(
    u.name,
    u.name.startsWith('logical_') ? (formulaFor(u.spec, a.dtype) ?? formula) : formula,
    [target.dtype, a.dtype],
    u.name.startsWith('logical_') ? a.dtype : work,
    target.dtype,
  );
  const flags = drive(loop, shape, [
    { array: target, strides: to },
    { array: a, strides: from },
    { array: target, strides: to },
  ]);
  if ((flags & 2) !== 0) floatingError('divide', u.name);
}
function asWhere(where: PyNDArray, shape: readonly number[]): PyNDArray {
  const m = newArray(shape, dt.bool_);
  castInto(where, m);
  return m;
}

function give(r: PyNDArray, out: PyNDArray | undefined): PyNDArray {
  if (out === undefined) return r;
  if (out.ndim !== r.ndim || out.shape.some((n, i) => n !== r.shape[i]))
    throw valueError('output parameter for reduction operation add has wrong number of dimensions');
  castInto(r, out);
  return out;
}

/** Object (and other) arrays by Python's operators. */
function reduceObjects(u: PyUFunc, a: PyNDArray, axes: readonly number[], o: ReduceOptions): PyNDArray {
  const op = pairOperator(u, a.dtype);
  const keep = a.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const outer = viewWith(
    a,
    keep.map((i) => a.shape[i]),
    keep.map((i) => a.strides[i]),
    a.offset,
  );
  const inner = viewWith(
    a,
    axes.map((i) => a.shape[i]),
    axes.map((i) => a.strides[i]),
    0,
  );
  const steps = slotsOf(inner);
  const time = a.dtype.kind === 'm' || a.dtype.kind === 'M';
  const out = newArray(outer.shape, time ? a.dtype : dt.object_);
  if (product(inner.shape) === 0 && u.spec.identity === undefined)
    throw valueError(`zero-size array to reduction operation ${u.name} which has no identity`);
  slotsOf(outer).forEach((base, i) => {
    let acc: PyValue | undefined = o.initial === None ? undefined : o.initial;
    for (const s of steps) {
      const v = a.dtype.kind === 'O' ? readItem(a, base + s) : readScalar(a, base + s);
      acc = acc === undefined ? v : op(acc, v);
    }
    writeItem(out, i, acc ?? u.spec.identity ?? 0);
  });
  if (o.keepdims === true) {
    const v = viewWith(out, reducedShape(a, axes, true), keepStrides(out, a.ndim, axes), 0);
    v.base = None;
    return v;
  }
  return out;
}
let pairOperator: (u: PyUFunc, d: PyDType) => (a: PyValue, b: PyValue) => PyValue = (u) => {
  const op = objectOperator(u.name);
  if (op === undefined) throw typeError(`cannot perform reduce with flexible type`);
  return op;
};
/** special.ts: how two objects, texts or moments combine. */
export function setPairOperator(g: typeof pairOperator): void {
  pairOperator = g;
}

/** ufunc.accumulate along one axis. */
export function accumulate(u: PyUFunc, source: PyNDArray, axis: number, dtype?: PyDType, out?: PyNDArray): PyNDArray {
  if (source.ndim === 0) throw typeError('cannot accumulate on a scalar');
  let d = dtype ?? source.dtype;
  if (dtype === undefined && (u.name === 'add' || u.name === 'multiply')) d = sumDType(d);
  const types = u.spec.types(d);
  const formula = types === undefined ? undefined : formulaFor(u.spec, types.work);
  if (source.dtype.kind === 'O' || types === undefined || formula === undefined) {
    if (source.dtype.kind !== 'O' && source.dtype.kind !== 'm') throw noLoop(u, [source.dtype, source.dtype]);
    const op = pairOperator(u, source.dtype);
    const r = copyOf(source);
    const lines = firstAlong(r, [axis]);
    for (const base of slotsOf(lines)) {
      for (let i = 1; i < r.shape[axis]; i++) {
        const at = base + i * r.strides[axis];
        writeItem(r, at, op(readScalar(r, at - r.strides[axis]), readScalar(r, at)));
      }
    }
    return give(r, out);
  }
  const a = astype(source, types.work);
  const r = newArray(a.shape, types.out);
  if (r.size === 0) return give(r, out);
  castInto(firstAlong(a, [axis]), firstAlong(r, [axis]));
  if (r.shape[axis] > 1) {
    // One after the other along the axis: that dimension must be the innermost.
    const rest = afterFirst(a, axis);
    const to = afterFirst(r, axis);
    const back = viewWith(r, rest.shape, r.strides, r.offset);
    const order = a.shape.map((_, i) => i).filter((i) => i !== axis);
    order.push(axis);
    const pick = (x: readonly number[]): number[] => order.map((i) => x[i]);
    const loop = elementwise(u.name, formula, [r.dtype, a.dtype], types.work, r.dtype);
    // Each dimension is driven by itself: joined ones would run over the ends of lines.
    const shape = pick(rest.shape);
    driveLines(loop, shape, [
      { array: back, strides: pick(back.strides) },
      { array: rest, strides: pick(rest.strides) },
      { array: to, strides: pick(to.strides) },
    ]);
  }
  return give(r, out);
}
function driveLines(loop: Loop, shape: readonly number[], operands: Parameters<typeof drive>[2]): void {
  const outer = shape.slice(0, -1);
  const n = shape[shape.length - 1];
  const total = product(outer);
  const at = new Array<number>(outer.length).fill(0);
  for (let k = 0; k < total; k++) {
    drive(
      loop,
      [n],
      operands.map((o) => ({
        array: viewWith(
          o.array,
          [n],
          [o.strides[shape.length - 1]],
          o.array.offset + at.reduce((s, i, d) => s + i * o.strides[d], 0),
        ),
        strides: [o.strides[shape.length - 1]],
      })),
    );
    for (let d = outer.length - 1; d >= 0; d--) {
      if (++at[d] < outer[d]) break;
      at[d] = 0;
    }
  }
}
