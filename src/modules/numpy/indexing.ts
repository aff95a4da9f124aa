// Subscripts: basic ones give views, arrays of integers or bools gather and scatter. Invariant: what a subscript selects
// is a window plus, for arrays in it, a list of slots; reading and writing use the same selection. Knows no arithmetic.

import {
  Ellipsis,
  index,
  indexError,
  isStr,
  None,
  PyFloat,
  PyInt,
  PyList,
  type PyObject,
  PySlice,
  PyTuple,
  type PyValue,
  SLOT,
  sliceBounds,
  valueError,
} from './engine.ts';
import * as dt from './dtype.ts';
import {
  broadcastShape,
  broadcastStrides,
  eachSlot,
  needWriteable,
  newArray,
  product,
  PyNDArray,
  slotsOf,
  tightShape,
  viewWith,
  wrap,
} from './array.ts';
import { asArray, astype, castInto, copyOf, overlaps } from './convert.ts';
import { slotLoops } from './loops.ts';
import { PyScalar, readScalar, writeItem } from './scalars.ts';

const INVALID =
  'only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices';

type Part =
  | { readonly kind: 'int'; readonly i: number }
  | { readonly kind: 'slice'; readonly s: PySlice }
  | { readonly kind: 'new' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'array'; readonly a: PyNDArray };

function partOf(k: PyValue): Part {
  if (typeof k === 'number') return { kind: 'int', i: k };
  if (typeof k === 'boolean') return { kind: 'array', a: asArray(k) };
  if (typeof k === 'bigint') throw indexError(`cannot fit 'int' into an index-sized integer`);
  if (k === None) return { kind: 'new' };
  if (k === Ellipsis) return { kind: 'rest' };
  if (k instanceof PySlice) return { kind: 'slice', s: k };
  if (k instanceof PyNDArray || k instanceof PyList || k instanceof PyTuple) {
    let a = asArray(k);
    if (a.size === 0 && !(k instanceof PyNDArray)) a = astype(a, dt.int64);
    if (!'biu'.includes(a.dtype.kind)) {
      throw indexError(
        k instanceof PyNDArray ? 'arrays used as indices must be of integer (or boolean) type' : INVALID,
      );
    }
    if (a.ndim === 0 && a.dtype.kind !== 'b') return { kind: 'int', i: Number(a.data[a.offset]) };
    return { kind: 'array', a };
  }
  if (k instanceof PyScalar) {
    if (k.dtype.kind === 'b') return { kind: 'array', a: asArray(k) };
    if (k.dtype.kind === 'i' || k.dtype.kind === 'u') return { kind: 'int', i: Number(k.v) };
    throw indexError(INVALID);
  }
  if (isStr(k) || k instanceof PyFloat) throw indexError(INVALID);
  if (k instanceof PyInt) return { kind: 'int', i: Number(k.v) };
  if (typeof k === 'object' && k.cls.slot(SLOT.__index__) !== null) return { kind: 'int', i: Number(index(k)) };
  const items = asArray(k);
  if ('biu'.includes(items.dtype.kind) && items.ndim > 0) return { kind: 'array', a: items };
  throw indexError(INVALID);
}

const outOfBounds = (i: number, axis: number, n: number): PyObject =>
  indexError(`index ${i} is out of bounds for axis ${axis} with size ${n}`);

/** A selection: a window, and for arrays in the subscript where their elements are. */
export interface Selection {
  readonly view: PyNDArray;
  /** Every index was an integer: one element. */
  readonly single: boolean;
  /** With arrays: the shape of the result and the slots of its elements. */
  readonly shape?: number[];
  readonly slots?: Int32Array;
}

export function select(a: PyNDArray, key: PyValue): Selection {
  const keys = key instanceof PyTuple ? key.items : [key];
  const nd = a.ndim;
  const parts: Part[] = new Array<Part>(keys.length);
  let used = 0;
  let rest = -1;
  let arrays = false;
  let ints = 0;
  for (let i = 0; i < keys.length; i++) {
    const p = partOf(keys[i]);
    parts[i] = p;
    if (p.kind === 'rest') {
      if (rest >= 0) throw indexError("an index can only have a single ellipsis ('...')");
      rest = i;
    } else if (p.kind === 'array') {
      arrays = true;
      used += p.a.dtype.kind === 'b' ? p.a.ndim : 1;
    } else if (p.kind !== 'new') {
      used++;
      if (p.kind === 'int') ints++;
    }
  }
  if (used > nd) throw indexError(`too many indices for array: array is ${nd}-dimensional, but ${used} were indexed`);
  const shape: number[] = [];
  const strides: number[] = [];
  let offset = a.offset;
  let axis = 0;
  // Where arrays index: the dimension of the window each belongs before, and its terms.
  const terms: { readonly a: PyNDArray; readonly n: number; readonly stride: number; readonly axis: number }[] = [];
  let at = -1;
  let lastArray = -1;
  let scattered = false;
  const takeRest = (count: number): void => {
    for (let i = 0; i < count; i++) {
      shape.push(a.shape[axis]);
      strides.push(a.strides[axis]);
      axis++;
    }
  };
  const term = (x: PyNDArray, position: number): void => {
    if (at < 0) at = shape.length;
    else if (lastArray !== position && lastArray !== position - 1) scattered = true;
    lastArray = position;
    terms.push({ a: x, n: a.shape[axis], stride: a.strides[axis], axis });
    axis++;
  };
  let extraShape: number[] | undefined;
  for (let i = 0; i < parts.length; i++) {
    const p = parts[i];
    switch (p.kind) {
      case 'new':
        shape.push(1);
        strides.push(0);
        break;
      case 'rest':
        takeRest(nd - used);
        break;
      case 'int': {
        const n = a.shape[axis];
        if (p.i < -n || p.i >= n) throw outOfBounds(p.i, axis, n);
        if (arrays) {
          term(asArray(p.i), i);
          break;
        }
        offset += (p.i < 0 ? p.i + n : p.i) * a.strides[axis];
        axis++;
        break;
      }
      case 'slice': {
        const b = sliceBounds(p.s, a.shape[axis]);
        offset += b.length === 0 ? 0 : b.start * a.strides[axis];
        shape.push(b.length);
        strides.push(a.strides[axis] * b.step);
        axis++;
        break;
      }
      case 'array': {
        if (p.a.dtype.kind !== 'b') {
          term(p.a, i);
          break;
        }
        for (let k = 0; k < p.a.ndim; k++) {
          if (p.a.shape[k] !== a.shape[axis + k])
            throw indexError(
              `boolean index did not match indexed array along axis ${axis + k}; size of axis is ${a.shape[axis + k]} but size of corresponding boolean axis is ${p.a.shape[k]}`,
            );
        }
        if (p.a.ndim === 0) {
          if (at < 0) at = shape.length;
          extraShape = [p.a.data[p.a.offset] !== 0 ? 1 : 0];
          lastArray = i;
          break;
        }
        for (const x of truePositions(p.a)) term(wrap(x, [x.length], dt.int32), i);
        break;
      }
    }
  }
  takeRest(nd - axis);
  const view = viewWith(a, shape, strides, offset, a.cls);
  if (!arrays) return { view, single: ints === nd && shape.length === 0 && rest < 0 && keys.length === nd };
  const shapes = terms.map((t) => t.a.shape);
  if (extraShape !== undefined) shapes.push(extraShape);
  const common = broadcastShape(shapes);
  if (common === undefined)
    throw indexError(
      `shape mismatch: indexing arrays could not be broadcast together with shapes ${shapes.map((s) => `${tightShape(s)} `).join('')}`,
    );
  const count = product(common);
  const offsets = new Int32Array(count);
  for (const t of terms) {
    const { data } = t.a;
    if (data instanceof Int32Array && t.a.ndim === 1 && t.a.strides[0] === 1 && data.length === count) {
      for (let i = 0; i < count; i++) {
        const raw = data[i];
        if (raw < -t.n || raw >= t.n) throw outOfBounds(raw, t.axis, t.n);
        offsets[i] += (raw < 0 ? raw + t.n : raw) * t.stride;
      }
      continue;
    }
    if (data instanceof BigInt64Array && t.a.ndim === 1 && t.a.strides[0] === 1 && t.a.shape[0] === count) {
      // As two words: no BigInt is made.
      const words = new Int32Array(data.buffer, data.byteOffset + 8 * t.a.offset, 2 * count);
      for (let i = 0; i < count; i++) {
        const low = words[2 * i];
        const fits = words[2 * i + 1] === low >> 31;
        if (!fits || low < -t.n || low >= t.n) throw outOfBounds(Number(data[t.a.offset + i]), t.axis, t.n);
        offsets[i] += (low < 0 ? low + t.n : low) * t.stride;
      }
      continue;
    }
    const v = viewWith(t.a, common, broadcastStrides(t.a, common), t.a.offset);
    eachSlot(v, (slot, i) => {
      const raw = Number(data[slot]);
      if (raw < -t.n || raw >= t.n) throw outOfBounds(raw, t.axis, t.n);
      offsets[i] += (raw < 0 ? raw + t.n : raw) * t.stride;
    });
  }
  const first = scattered ? 0 : at;
  const pre = slotsOf(viewWith(a, shape.slice(0, first), strides.slice(0, first), offset));
  const post = slotsOf(viewWith(a, shape.slice(first), strides.slice(first), 0));
  const slots = new Int32Array(pre.length * count * post.length);
  let k = 0;
  for (let x = 0; x < pre.length; x++)
    for (let y = 0; y < count; y++) {
      const base = pre[x] + offsets[y];
      for (let z = 0; z < post.length; z++) slots[k++] = base + post[z];
    }
  return { view, single: false, shape: [...shape.slice(0, first), ...common, ...shape.slice(first)], slots };
}

/** The positions of what is true, in C order: one array a dimension. */
function truePositions(a: PyNDArray): Int32Array[] {
  const nd = Math.max(1, a.ndim);
  const test = a.dtype.kind === 'b' ? a : astype(a, dt.bool_);
  const { data } = test; // a Uint8Array
  const slots = slotsOf(test);
  let count = 0;
  for (let i = 0; i < slots.length; i++) if (data[slots[i]] !== 0) count++;
  const flat = new Int32Array(count);
  for (let i = 0, k = 0; i < slots.length; i++) if (data[slots[i]] !== 0) flat[k++] = i;
  if (nd === 1) return [flat];
  const out = a.shape.map(() => new Int32Array(count));
  for (let i = 0; i < count; i++) {
    let r = flat[i];
    for (let d = nd - 1; d >= 0; d--) {
      out[d][i] = r % a.shape[d];
      r = Math.floor(r / a.shape[d]);
    }
  }
  return out;
}

/** `nonzero()`: the indices of what is true, one array a dimension. */
export function nonzero(a: PyNDArray): PyNDArray[] {
  return truePositions(a).map((x) => astype(wrap(x, [x.length], dt.int32), dt.int64));
}

/** A new array of the elements at these slots of `a`. */
export function gather(a: PyNDArray, slots: Int32Array, shape: readonly number[]): PyNDArray {
  const out = newArray(shape, a.dtype);
  const n = slots.length;
  if (a.objects !== undefined) {
    for (let i = 0; i < n; i++) out.objects![i] = a.objects[slots[i]];
    return out;
  }
  const k = a.dtype.slots;
  const from = a.data;
  const to = out.data;
  if (k === 1) slotLoops(to).gather(to, from, slots);
  else for (let i = 0, p = 0; i < n; i++) for (let c = 0; c < k; c++) to[p++] = from[slots[i] + c];
  return out;
}
/** Writes a C-ordered array of `a`'s dtype to these slots. */
export function scatter(a: PyNDArray, slots: Int32Array, values: PyNDArray): void {
  const n = slots.length;
  const at = values.offset;
  if (a.objects !== undefined) {
    for (let i = 0; i < n; i++) a.objects[slots[i]] = values.objects![at + i];
    return;
  }
  const k = a.dtype.slots;
  const from = values.data;
  const to = a.data;
  if (k === 1) slotLoops(to).scatter(to, slots, from, at);
  else for (let i = 0, p = at; i < n; i++) for (let c = 0; c < k; c++) to[slots[i] + c] = from[p++];
}

export function getItem(a: PyNDArray, key: PyValue): PyValue {
  // One integer into one dimension, the usual loop.
  if (typeof key === 'number' && a.ndim === 1) {
    const n = a.shape[0];
    if (key < -n || key >= n) throw outOfBounds(key, 0, n);
    return readScalar(a, a.offset + (key < 0 ? key + n : key) * a.strides[0]);
  }
  if (isStr(key)) throw indexError(INVALID);
  const s = select(a, key);
  if (s.slots !== undefined) return gather(a, s.slots, s.shape!);
  return s.single ? readScalar(a, s.view.offset) : s.view;
}

export function setItem(a: PyNDArray, key: PyValue, value: PyValue): void {
  needWriteable(a);
  if (typeof key === 'number' && a.ndim === 1 && !(value instanceof PyNDArray)) {
    const n = a.shape[0];
    if (key < -n || key >= n) throw outOfBounds(key, 0, n);
    writeItem(a, a.offset + (key < 0 ? key + n : key) * a.strides[0], value);
    return;
  }
  const s = select(a, key);
  if (s.slots === undefined) {
    if (s.single && !(value instanceof PyNDArray && value.ndim > 0)) {
      if (value instanceof PyNDArray && a.dtype.kind !== 'O') castInto(value, s.view);
      else writeItem(a, s.view.offset, value);
      return;
    }
    assign(s.view, value);
    return;
  }
  const shape = s.shape!; // goes with the slots
  let source = asArray(value, value instanceof PyNDArray ? undefined : weakTarget(a, value));
  if (overlaps(source, a)) source = copyOf(source);
  const fits = broadcastShape([shape, trimOnes(source, shape.length)]);
  if (fits === undefined || fits.length !== shape.length || fits.some((n, i) => n !== shape[i])) {
    const mask = maskOf(key);
    if (mask !== undefined && mask.ndim === a.ndim && source.ndim <= 1)
      throw valueError(
        `NumPy boolean array indexing assignment cannot assign ${source.size} input values to the ${s.slots.length} output values where the mask is true`,
      );
    throw valueError(
      `shape mismatch: value array of shape ${tightShape(source.shape)} could not be broadcast to indexing result of shape ${tightShape(shape)}`,
    );
  }
  const ready = newArray(shape, a.dtype);
  assign(ready, source);
  scatter(a, s.slots, ready);
}
const maskOf = (key: PyValue): PyNDArray | undefined =>
  key instanceof PyNDArray && key.dtype.kind === 'b' ? key : undefined;
function trimOnes(a: PyNDArray, nd: number): readonly number[] {
  let s = a.shape;
  while (s.length > nd && s[0] === 1) s = s.slice(1);
  return s;
}
/** The dtype a Python value is read as before it is stored: the array's own, so that range errors are told. */
function weakTarget(a: PyNDArray, value: PyValue): dt.PyDType | undefined {
  if (a.dtype.kind === 'O') return value instanceof PyList || value instanceof PyTuple ? dt.object_ : dt.object_;
  return a.dtype;
}

/** Broadcasts a value into a window. */
export function assign(to: PyNDArray, value: PyValue): void {
  let source = asArray(value, value instanceof PyNDArray ? undefined : weakTarget(to, value));
  const shape = trimOnes(source, to.ndim);
  const fits = broadcastShape([to.shape, shape]);
  if (fits === undefined || fits.length !== to.ndim || fits.some((n, i) => n !== to.shape[i]))
    throw valueError(
      `could not broadcast input array from shape ${tightShape(source.shape)} into shape ${tightShape(to.shape)}`,
    );
  if (shape.length !== source.ndim)
    source = viewWith(source, shape, source.strides.slice(source.ndim - shape.length), source.offset);
  if (to.dtype === source.dtype && overlaps(source, to)) source = copyOf(source);
  castInto(source, to);
}
