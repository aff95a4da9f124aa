// Python values to arrays, and arrays from one dtype to another. Invariant: an array made from a list owns its memory; what
// `asArray` gives may be the very array it was given. Knows no arithmetic.

import {
  type BufferView,
  callR,
  collect,
  fromJS,
  getBuffer,
  getitem,
  isStr,
  length,
  lookupAttr,
  PyByteArray,
  PyBytes,
  PyComplex,
  PyDict,
  PyFloat,
  PyInt,
  PyList,
  PyMemoryView,
  type PyObject,
  PyStr,
  PyTuple,
  type PyValue,
  SLOT,
  str,
  strLength,
  sync,
  toJS,
  typeError,
  typeOf,
  valueError,
} from './engine.ts';
import * as dt from './dtype.ts';
import { type Numbers, type PyDType, promote, promoteOrNone } from './dtype.ts';
import {
  broadcastStrides,
  eachSlot,
  isC,
  newArray,
  product,
  PyNDArray,
  shapeText,
  slotsOf,
  viewWith,
  wrap,
} from './array.ts';
import { copyNumbers } from './loops.ts';
import { PyScalar, readItem, readScalar, scalarDType, writeItem } from './scalars.ts';
import { convertMoment, convertSpan, parseMoment } from './datetime.ts';
import { ComplexWarning, missing, warn } from './errors.ts';

const UINT64_MAX = (1n << 64n) - 1n;

/** The dtype a single Python value asks for; undefined for sequences and what else is looked into. */
function leafDType(v: PyValue): PyDType | undefined {
  switch (typeof v) {
    case 'boolean':
      return dt.bool_;
    case 'number':
      return dt.int64;
    case 'bigint':
      return intDType(v);
    case 'string':
      return dt.unicode(strLength(v));
  }
  if (v instanceof PyFloat) return dt.float64;
  const own = scalarDType(v);
  if (own !== undefined) return own;
  if (v instanceof PyComplex) return dt.complex128;
  if (v instanceof PyInt) return typeof v.v === 'bigint' ? intDType(v.v) : dt.int64;
  if (v instanceof PyStr) return dt.unicode(strLength(v));
  if (v instanceof PyBytes) return dt.bytes_(v.b.length);
  return undefined;
}
function intDType(v: bigint): PyDType {
  if (BigInt.asIntN(64, v) === v) return dt.int64;
  return v >= 0n && v <= UINT64_MAX ? dt.uint64 : dt.object_;
}

/** The items of a sequence that arrays are made from; undefined when `v` is a single value. */
function itemsOfSequence(v: PyValue): PyValue[] | undefined {
  if (v instanceof PyList || v instanceof PyTuple) return v.items;
  if (typeof v !== 'object' || v instanceof PyDict) return undefined;
  const t = typeOf(v);
  if (t.slot(SLOT.__getitem__) === null || t.slot(SLOT.__len__) === null) return undefined;
  if (t.lookup('keys') !== undefined) return undefined;
  try {
    const n = length(v);
    if (t.slot(SLOT.__iter__) !== null) return collect(v);
    return Array.from({ length: n }, (_, i) => getitem(v, i));
  } catch {
    return undefined;
  }
}

/** An object that says it is an array: `__array__`, or memory. */
function arrayLike(v: PyValue): PyNDArray | undefined {
  if (typeof v !== 'object') return undefined;
  if (v instanceof PyNDArray) return v;
  if (v instanceof PyList || v instanceof PyTuple || v instanceof PyBytes || v instanceof PyFloat) return undefined;
  if (scalarDType(v) !== undefined) return undefined;
  const t = typeOf(v);
  const m = t.lookup('__array__');
  if (m !== undefined) {
    const f = lookupAttr(v, '__array__');
    if (f !== undefined) {
      const a = sync(callR(f, []));
      if (!(a instanceof PyNDArray)) throw valueError('object __array__ method not producing an array');
      return a;
    }
  }
  const b =
    v instanceof PyByteArray || v instanceof PyMemoryView || t.name === 'array' || t.name === 'mmap'
      ? getBuffer(v)
      : undefined;
  if (b !== undefined) return fromBufferView(b, v);
  return undefined;
}

/** dtypes by format character of the buffer protocol. */
export function formatDType(format: string): PyDType {
  const f = '@=<'.includes(format[0]) ? format.slice(1) : format;
  const d = dt.NUMERIC.find((x) => x.format === f);
  if (d !== undefined) return d;
  const more: { [f: string]: PyDType } = {
    q: dt.int64,
    n: dt.int64,
    Q: dt.uint64,
    N: dt.uint64,
    P: dt.uint64,
    c: dt.bytes_(1),
  };
  if (f in more) return more[f];
  const flex = /^(\d+)([ws])$/.exec(f);
  if (flex !== null) return (flex[2] === 'w' ? dt.unicode : dt.bytes_)(Number(flex[1]));
  throw missing(`the buffer format '${format}'`);
}

/** A typed array of a dtype over `bytes` from `offset`; a copy of what is not aligned and need not be shared. */
export function typedOver(
  bytes: Uint8Array,
  offset: number,
  dtype: PyDType,
  slots: number,
  readonly: boolean,
): Numbers {
  const at = bytes.byteOffset + offset;
  const size = dtype.store.BYTES_PER_ELEMENT;
  if (at % size === 0) return new dtype.store(bytes.buffer, at, slots);
  if (!readonly) throw missing('writable memory at an unaligned address');
  const copy = bytes.slice(offset, offset + slots * size);
  return new dtype.store(copy.buffer, 0, slots);
}

/** An array on borrowed memory (it stays borrowed as long as the array lives). */
export function fromBufferView(b: BufferView, owner: PyValue): PyNDArray {
  const dtype = formatDType(b.format);
  const size = dtype.store.BYTES_PER_ELEMENT;
  if (b.strides.some((s) => s % size !== 0) || b.offset % size !== 0) throw missing('a buffer with such strides');
  const a = new PyNDArray();
  a.dtype = dtype;
  a.data = typedOver(b.bytes, 0, dtype, Math.floor(b.bytes.byteLength / size), b.readonly);
  a.offset = b.offset / size;
  a.shape = [...b.shape];
  a.strides = b.strides.map((s) => s / size);
  a.writeable = !b.readonly;
  a.base = owner;
  return a;
}

const inhomogeneous = (shape: readonly number[]): PyObject =>
  valueError(
    `setting an array element with a sequence. The requested array has an inhomogeneous shape after ${shape.length} dimensions. ` +
      `The detected shape was ${shapeText(shape)} + inhomogeneous part.`,
  );

interface Found {
  shape: number[];
  dtype: PyDType | undefined;
  readonly leaves: (PyValue | PyNDArray)[];
}

/** Looks through nested sequences: the shape they make, the common dtype, the leaves in order. */
function discover(top: PyValue[], wanted: PyDType | undefined, maxDims: number): Found {
  const found: Found = { shape: [], dtype: undefined, leaves: [] };
  const objects = wanted === dt.object_;
  const shape: number[] = [];
  let ragged = -1;
  let leafDepth = -1;
  const note = (d: PyDType): void => {
    if (wanted !== undefined && !(wanted.slots === 0)) return;
    const old = found.dtype;
    if (old === d) return;
    found.dtype = old === undefined ? d : promote(old, d);
  };
  const sizes = (depth: number, n: number): void => {
    if (leafDepth >= 0 && depth >= leafDepth) ragged = ragged < 0 ? leafDepth : Math.min(ragged, leafDepth);
    if (shape.length === depth) shape.push(n);
    else if (shape[depth] !== n) ragged = ragged < 0 ? depth : Math.min(ragged, depth);
  };
  const leafAt = (depth: number): void => {
    if (leafDepth < 0) {
      leafDepth = depth;
      if (shape.length > depth) ragged = ragged < 0 ? depth : Math.min(ragged, depth);
    } else if (leafDepth !== depth) {
      const k = Math.min(depth, leafDepth);
      ragged = ragged < 0 ? k : Math.min(ragged, k);
    }
  };
  const walk = (items: PyValue[], depth: number): void => {
    sizes(depth, items.length);
    if (ragged >= 0 && !objects && ragged <= depth) return;
    for (const v of items) {
      const d = leafDType(v);
      if (d !== undefined) {
        leafAt(depth + 1);
        note(d);
        found.leaves.push(v);
        continue;
      }
      const a = arrayLike(v);
      if (a !== undefined) {
        a.shape.forEach((n, i) => void sizes(depth + 1 + i, n));
        leafAt(depth + 1 + a.ndim);
        note(a.dtype);
        found.leaves.push(a);
        continue;
      }
      const inner = depth + 1 < maxDims ? itemsOfSequence(v) : undefined;
      if (inner !== undefined) walk(inner, depth + 1);
      else {
        leafAt(depth + 1);
        note(dt.object_);
        found.leaves.push(v);
      }
    }
  };
  walk(top, 0);
  if (ragged >= 0) {
    if (!objects) throw inhomogeneous(shape.slice(0, ragged));
    if (maxDims > ragged) return discover(top, wanted, ragged);
  }
  found.shape = shape;
  return found;
}

function fill(found: Found, dtype: PyDType): PyNDArray {
  const out = newArray(found.shape, dtype);
  let slot = 0;
  const { leaves } = found;
  if (dtype === dt.float64 || dtype === dt.int64) {
    // The two usual ones without a look at the dtype for every element.
    const data = out.data;
    for (const v of leaves) {
      if (v instanceof PyFloat && dtype === dt.float64) data[slot++] = v.v;
      else if (typeof v === 'number') data[slot++] = dtype === dt.int64 ? BigInt(v) : v;
      else if (v instanceof PyNDArray) slot = put(out, slot, v);
      else writeItem(out, slot++, v);
    }
    return out;
  }
  for (const v of leaves) {
    if (v instanceof PyNDArray) slot = put(out, slot, v);
    else {
      writeItem(out, slot, v);
      slot += dtype.slots;
    }
  }
  return out;
}
function put(out: PyNDArray, slot: number, v: PyNDArray): number {
  const n = v.size;
  const window = viewWith(out, [n], [out.dtype.slots], slot);
  window.writeable = true;
  castInto(ravelled(v), window);
  return slot + n * out.dtype.slots;
}
const ravelled = (v: PyNDArray): PyNDArray =>
  isC(v) ? viewWith(v, [v.size], [v.dtype.slots], v.offset) : viewOfCopy(v);
function viewOfCopy(v: PyNDArray): PyNDArray {
  const c = copyOf(v);
  return viewWith(c, [c.size], [c.dtype.slots], 0);
}

/** Strings take the width of what they are made from when the dtype names none. */
function widthOf(d: PyDType, found: PyDType | undefined, leaves: readonly PyValue[] = []): PyDType {
  if (d.slots !== 0) return d;
  let n = found === undefined ? 1 : found.kind === 'U' || found.kind === 'S' ? found.slots : 0;
  if (n === 0) for (const v of leaves) n = Math.max(n, strLength(isStr(v) ? v : fromJS(str(v))));
  return (d.kind === 'U' ? dt.unicode : dt.bytes_)(Math.max(1, n));
}

/** The array a value means; arrays come back as they are when dtype and all fit. */
export function asArray(v: PyValue, dtype?: PyDType, ndmax = 64): PyNDArray {
  if (v instanceof PyNDArray) return dtype === undefined ? v : astype(v, dtype);
  const leaf = leafDType(v);
  if (leaf !== undefined) {
    let d = dtype ?? (leaf.slots === 0 ? widthOf(leaf, undefined) : leaf);
    if (d.slots === 0) d = widthOf(d, leaf, [v]);
    if (d.unit === '' && (d.kind === 'M' || d.kind === 'm')) d = timeDType(d, [v]);
    const a = newArray([], d);
    writeItem(a, 0, v);
    return a;
  }
  const like = arrayLike(v);
  if (like !== undefined) return dtype === undefined ? like : astype(like, dtype);
  const items = ndmax > 0 ? itemsOfSequence(v) : undefined;
  if (items === undefined) {
    const a = newArray([], dtype ?? dt.object_);
    writeItem(a, 0, v);
    return a;
  }
  const found = discover(items, dtype, ndmax);
  let d = dtype ?? found.dtype ?? dt.float64;
  if (d.slots === 0) d = widthOf(d, found.dtype, found.leaves);
  if (d.unit === '' && (d.kind === 'M' || d.kind === 'm')) d = timeDType(d, found.leaves);
  return fill(found, d);
}
/** The unit that datetimes without one take from the values. */
function timeDType(d: PyDType, leaves: readonly PyValue[]): PyDType {
  let best: PyDType | undefined;
  for (const v of leaves) {
    let own: PyDType | undefined;
    if (v instanceof PyScalar && v.dtype.kind === d.kind) own = v.dtype;
    else if (v instanceof PyNDArray && v.dtype.kind === d.kind) own = v.dtype;
    else if (isStr(v) && d.kind === 'M') {
      const { unit } = parseMoment(toJS(v));
      if (unit !== '') own = dt.datetime64(unit);
    }
    if (own !== undefined) best = best === undefined ? own : promote(best, own);
  }
  return best ?? d;
}

/** A C-ordered (or as `order` says) copy. */
export function copyOf(a: PyNDArray, order = 'C'): PyNDArray {
  const out = newArray(a.shape, a.dtype, order);
  castInto(a, out);
  return out;
}
/** A C-ordered array with the same elements: `a` itself when it is. */
export const contiguous = (a: PyNDArray): PyNDArray => (isC(a) ? a : copyOf(a));

/** The elements of a C-ordered array as a typed array of their own (shared memory is copied). */
export function elements(a: PyNDArray): Numbers {
  const c = contiguous(a);
  // Every class of typed array has `slice`; of memory that is shared it makes a copy that is not.
  return (c.data as Float64Array).slice(c.offset, c.offset + c.size * c.dtype.slots);
}

/** Another dtype, always a new array. */
export function astypeCopy(a: PyNDArray, dtype: PyDType, order = 'C'): PyNDArray {
  let d = dtype;
  if (d.slots === 0) {
    if (a.dtype.kind === 'U' || a.dtype.kind === 'S') d = widthOf(d, a.dtype);
    else if (a.dtype.isNumber) d = (d.kind === 'U' ? dt.unicode : dt.bytes_)(dt.textWidth(a.dtype));
    else {
      const leaves: PyValue[] = [];
      eachSlot(a, (slot) => void leaves.push(readScalar(a, slot)));
      d = widthOf(d, undefined, leaves.length === 0 ? [] : leaves);
      let n = 1;
      for (const v of leaves) n = Math.max(n, strLength(isStr(v) ? v : fromJS(str(v))));
      d = (d.kind === 'U' ? dt.unicode : dt.bytes_)(n);
    }
  }
  if ((d.kind === 'M' || d.kind === 'm') && d.unit === '') {
    if (a.dtype.kind === d.kind) d = a.dtype;
    else if (a.dtype.kind === 'U' || a.dtype.kind === 'O') {
      const leaves: PyValue[] = [];
      eachSlot(a, (slot) => void leaves.push(readItem(a, slot)));
      d = timeDType(d, leaves);
    }
  }
  const out = newArray(a.shape, d, order);
  castInto(a, out, true);
  return out;
}
/** Another dtype: `a` itself when it has it. */
export function astype(a: PyNDArray, dtype: PyDType): PyNDArray {
  return a.dtype === dtype || (dtype.slots === 0 && a.dtype.kind === dtype.kind) ? a : astypeCopy(a, dtype);
}

/** Copies `from` (broadcast) into `to`, converting. */
export function castInto(from: PyNDArray, to: PyNDArray, explicit = false): void {
  const strides = broadcastStrides(from, to.shape);
  const a = from.dtype;
  const b = to.dtype;
  if (a.isNumber && b.isNumber) {
    if (a.kind === 'c' && b.kind !== 'c' && b.kind !== 'b')
      warn(ComplexWarning, 'Casting complex values to real discards the imaginary part');
    if (overlaps(from, to)) from = copyAligned(from, strides, to.shape);
    copyNumbers(from, from.shape === to.shape ? from.strides : strides, to);
    return;
  }
  const src = viewWith(from, to.shape, strides, from.offset);
  const at = slotsOf(src);
  if ((a.kind === 'U' && b.kind === 'U') || (a.kind === 'S' && b.kind === 'S')) {
    const copy = from.data === to.data ? (from.data as Uint32Array).slice() : from.data; // of one store
    const n = Math.min(a.slots, b.slots);
    eachSlot(to, (slot, i) => {
      for (let k = 0; k < b.slots; k++) to.data[slot + k] = k < n ? copy[at[i] + k] : 0;
    });
    return;
  }
  if ((a.kind === 'M' || a.kind === 'm') && a.kind === b.kind) {
    const convert = a.kind === 'M' ? convertMoment : convertSpan;
    eachSlot(to, (slot, i) => {
      to.data[slot] = convert(from.data[at[i]] as bigint, a, b); // the store of datetimes
    });
    return;
  }
  if ((a.kind === 'M' || a.kind === 'm') && 'biuf'.includes(b.kind)) {
    eachSlot(to, (slot, i) => {
      const v = from.data[at[i]] as bigint; // as above
      to.data[slot] =
        b.itemsize === 8 && b.kind !== 'f' ? v : v === -(2n ** 63n) && b.kind === 'f' ? Number.NaN : Number(v);
    });
    return;
  }
  if ('iub'.includes(a.kind) && (b.kind === 'm' || b.kind === 'M')) {
    eachSlot(to, (slot, i) => {
      to.data[slot] = BigInt(from.data[at[i]]);
    });
    return;
  }
  const items: PyValue[] = [];
  for (const slot of at)
    items.push(
      b.kind === 'O'
        ? readItem(from, slot)
        : b.kind === 'U' || b.kind === 'S'
          ? readScalar(from, slot)
          : readItem(from, slot),
    );
  if (b.kind === 'O' && a.kind === 'O') {
    eachSlot(to, (slot, i) => {
      to.objects![slot] = items[i];
    });
    return;
  }
  if (b.kind === 'b' && (a.kind === 'U' || a.kind === 'S')) {
    eachSlot(to, (slot, i) => {
      to.data[slot] = strLength(isStr(items[i]) ? items[i] : fromJS(str(items[i]))) > 0 ? 1 : 0;
    });
    return;
  }
  void explicit;
  eachSlot(to, (slot, i) => writeItem(to, slot, items[i]));
}
/** Whether a copy from one to the other could read what it has written. */
export function overlaps(a: PyNDArray, b: PyNDArray): boolean {
  return (
    a.data.buffer === b.data.buffer &&
    a.size > 0 &&
    b.size > 0 &&
    !(a.data === b.data && a.offset === b.offset && a.strides.every((s, i) => s === b.strides[i]))
  );
}
function copyAligned(a: PyNDArray, strides: readonly number[], shape: readonly number[]): PyNDArray {
  const out = newArray(shape, a.dtype);
  copyNumbers(a, strides, out);
  return out;
}

/** np.frombuffer. */
export function fromBuffer(v: PyValue, dtype: PyDType, count: number, offset: number): PyNDArray {
  const b = getBuffer(v);
  if (b === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(v).name}'`);
  const total = b.shape.reduce((n, k) => n * k, b.itemsize);
  if (dtype.itemsize === 0) throw valueError('itemsize cannot be zero in type');
  if (offset < 0 || offset > total)
    throw valueError(`offset must be non-negative and no greater than buffer length (${total})`);
  let n = count;
  if (n < 0) {
    if ((total - offset) % dtype.itemsize !== 0) throw valueError('buffer size must be a multiple of element size');
    n = (total - offset) / dtype.itemsize;
  } else if (n * dtype.itemsize > total - offset) throw valueError('buffer is smaller than requested size');
  const a = wrap(typedOver(b.bytes, b.offset + offset, dtype, n * dtype.slots, b.readonly), [n], dtype);
  a.writeable = !b.readonly;
  a.base = v;
  return a;
}

/** `np.ndarray(shape, dtype, buffer, offset, strides)`. */
export function overBuffer(
  v: PyValue,
  shape: readonly number[],
  dtype: PyDType,
  offset: number,
  strides: readonly number[] | undefined,
  order: string,
): PyNDArray {
  const b = getBuffer(v);
  if (b === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(v).name}'`);
  if (dtype.kind === 'O') throw valueError('cannot construct an object array from a buffer');
  const total = b.shape.reduce((n, k) => n * k, b.itemsize);
  const a = newArray([0], dtype);
  a.shape = shape;
  const size = dtype.store.BYTES_PER_ELEMENT;
  const own = newArrayStrides(shape, dtype, order);
  if (strides !== undefined && strides.some((s) => s % size !== 0))
    throw missing('strides that are no multiple of the item size');
  a.strides = strides === undefined ? own : strides.map((s) => s / size);
  let end = dtype.itemsize;
  for (let i = 0; i < shape.length; i++) end += (shape[i] - 1) * a.strides[i] * size;
  if (product(shape) > 0 && offset + end > total) throw typeError('buffer is too small for requested array');
  a.data = typedOver(b.bytes, b.offset + offset, dtype, Math.floor((total - offset) / size), b.readonly);
  a.offset = 0;
  a.writeable = !b.readonly;
  a.base = v;
  return a;
}
function newArrayStrides(shape: readonly number[], dtype: PyDType, order: string): readonly number[] {
  let step = dtype.slots;
  const out = new Array<number>(shape.length);
  const axes = shape.map((_, i) => i);
  if (order !== 'F') axes.reverse();
  for (const i of axes) {
    out[i] = step;
    step *= shape[i];
  }
  return out;
}

/** The common dtype of arrays and Python scalars; weak Python numbers do not count against what they fit. */
export function resultType(values: readonly (PyNDArray | PyDType | PyValue)[]): PyDType {
  let d: PyDType | undefined;
  let weak = -1; // 0 int, 1 float, 2 complex
  let weakBool = false;
  for (const v of values) {
    let own: PyDType;
    if (v instanceof dt.PyDType) own = v;
    else if (v instanceof PyNDArray) own = v.dtype;
    else if (typeof v === 'number' || typeof v === 'bigint') {
      weak = Math.max(weak, 0);
      continue;
    } else if (v instanceof PyFloat && scalarDType(v) === undefined) {
      weak = Math.max(weak, 1);
      continue;
    } else if (v instanceof PyComplex && scalarDType(v) === undefined) {
      weak = Math.max(weak, 2);
      continue;
    } else if (typeof v === 'boolean') {
      weakBool = true;
      continue;
    } else own = scalarDType(v) ?? asArray(v).dtype;
    d = d === undefined ? own : promote(d, own);
  }
  if (weakBool) d = d === undefined ? (weak < 0 ? dt.bool_ : undefined) : promote(d, dt.bool_);
  if (weak < 0) return d ?? dt.float64;
  return weakly(d, weak);
}
/** A dtype beside a Python int (0), float (1) or complex (2). */
export function weakly(d: PyDType | undefined, weak: number): PyDType {
  if (d === undefined) return [dt.int64, dt.float64, dt.complex128][weak];
  if (d.kind === 'b') return [dt.int64, dt.float64, dt.complex128][weak];
  if (!d.isNumber) return promoteOrNone(d, [dt.int64, dt.float64, dt.complex128][weak]) ?? promote(d, dt.int64);
  if (weak === 0) return d;
  if (d.kind === 'i' || d.kind === 'u') return weak === 1 ? dt.float64 : dt.complex128;
  if (weak === 2 && d.kind === 'f') return d === dt.float64 ? dt.complex128 : dt.complex64;
  return d;
}
