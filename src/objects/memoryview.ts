// memoryview (PEP 3118): a window on another object's memory with a format, a shape and strides. Invariant: it never
// copies; while it is not released its exporter counts it (a bytearray cannot change its size). Views with several
// dimensions come from cast() and are C-contiguous.

import { Ellipsis, None, NotImplemented, PyObject, type PyValue } from './object.ts';
import { PyBytes, PyFloat, PyList, PySlice, PyTuple } from './shapes.ts';
import {
  bytearrayType,
  bytesType,
  makeBuiltinType,
  type PyType,
  TYPE_MATCH_SEQUENCE,
  TYPE_WEAKREF,
  typeOf,
} from './type.ts';
import { defineType, type NativeTable } from './native.ts';
import { bufferError, indexError, notImplementedError, typeError, valueError } from './exceptions/raise.ts';
import { equal, index } from './protocol/operators.ts';
import { isIndex, sliceBounds } from './sequence-index.ts';
import { defineIterator } from './iterator.ts';
import { hexText } from './bytes/shared.ts';
import { decodeLatin1 } from './codecs/codecs.ts';
import {
  type BufferView,
  getBuffer,
  nativeBuffer,
  setBufferProvider,
  setQuickBorrow,
  setReleaseView,
} from './buffer.ts';
import { registerHolder } from './exports.ts';
import { hashText } from './hash.ts';
import { idHex } from './identity.ts';
import { fromJS, isStr, toJS } from './str/text.ts';

/** Native item sizes by struct format character. */
const SIZES: { readonly [f: string]: number } = {
  '?': 1,
  b: 1,
  B: 1,
  c: 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  P: 8,
  e: 2,
  f: 4,
  d: 8,
};

/** What a view has before it is given memory; shared, since array buffers are dear. */
const NO_SHAPE: number[] = [0];
const NO_STRIDES: number[] = [1];
const NO_MEMORY = new DataView(new ArrayBuffer(0));

export class PyMemoryView extends PyObject {
  owner: PyValue = None;
  source: BufferView | null = null;
  /** Of a root: the exporter's memory. */
  private memory: DataView = NO_MEMORY;
  offset = 0;
  shape: number[] = NO_SHAPE;
  strides: number[] = NO_STRIDES;
  format = 'B';
  itemsize = 1;
  readonly = true;
  /** Views made of this one share the export; the root counts them. */
  root: PyMemoryView = this;
  users = 1;
  released = false;
  hashValue: number | null = null;

  /** The memory; it may move (to shared memory), and then moves for all views of the export. */
  get data(): DataView {
    return this.root.memory;
  }
  set data(memory: DataView) {
    this.root.memory = memory;
  }

  /** The same contiguous memory with another format and shape, whatever the format is. */
  reshaped(format: string, shape: readonly number[]): PyMemoryView {
    const m = derive(this);
    const items = shape.reduce((n, k) => n * k, 1);
    m.format = format;
    m.itemsize = items === 0 ? 1 : nbytes(this) / items;
    m.shape = [...shape];
    let step = m.itemsize;
    m.strides = shape.map(() => 0);
    for (let i = shape.length - 1; i >= 0; i--) {
      m.strides[i] = step;
      step *= shape[i];
    }
    return m;
  }

  /** Nobody can see this view any more: its export was taken away. */
  forsake(): void {
    this.source = null;
    this.users = 0;
    this.released = true;
  }
}
export const memoryviewType = makeBuiltinType('memoryview', PyMemoryView, {
  flags: TYPE_MATCH_SEQUENCE | TYPE_WEAKREF,
});

/** memoryview(v). */
export function viewOf(v: PyValue): PyMemoryView {
  if (v instanceof PyMemoryView) {
    check(v);
    return derive(v);
  }
  const e = getBuffer(v);
  if (e === undefined) throw typeError(`memoryview: a bytes-like object is required, not '${typeOf(v).name}'`);
  return viewOfBuffer(e);
}

/** A view of borrowed memory. */
export function viewOfBuffer(e: BufferView): PyMemoryView {
  const m = new PyMemoryView();
  m.owner = e.obj;
  m.source = e;
  m.data = new DataView(e.bytes.buffer, e.bytes.byteOffset, e.bytes.byteLength);
  m.offset = e.offset;
  m.shape = [...e.shape];
  m.strides = [...e.strides];
  m.format = e.format;
  m.itemsize = e.itemsize;
  m.readonly = e.readonly;
  const counted = e.counted ?? e.obj;
  if (typeof counted === 'object') registerHolder(counted, m);
  return m;
}

function derive(from: PyMemoryView): PyMemoryView {
  const m = new PyMemoryView();
  m.owner = from.owner;
  m.offset = from.offset;
  // Shared until somebody gives the new view its own: nobody writes into them.
  m.shape = from.shape;
  m.strides = from.strides;
  m.format = from.format;
  m.itemsize = from.itemsize;
  m.readonly = from.readonly;
  m.root = from.root;
  m.root.users++;
  return m;
}

function check(m: PyMemoryView): void {
  if (m.released) throw valueError('operation forbidden on released memoryview object');
}
function release(m: PyMemoryView): void {
  if (m.released) return;
  m.released = true;
  if (--m.root.users === 0) m.root.source?.release();
}

const length = (m: PyMemoryView): number => m.shape.reduce((a, b) => a * b, 1);
const nbytes = (m: PyMemoryView): number => length(m) * m.itemsize;
function contiguous(m: PyMemoryView): boolean {
  let step = m.itemsize;
  for (let i = m.shape.length - 1; i >= 0; i--) {
    if (m.shape[i] > 1 && m.strides[i] !== step) return false;
    step *= m.shape[i];
  }
  return true;
}
/** Byte offsets of all items in C order. */
function* offsets(m: PyMemoryView, dim = 0, at = m.offset): Generator<number> {
  if (dim === m.shape.length) {
    yield at;
    return;
  }
  for (let i = 0; i < m.shape[dim]; i++) yield* offsets(m, dim + 1, at + i * m.strides[dim]);
}
/** The bytes in C order: a view of the memory when it is contiguous, else a copy. */
export function bytesOf(m: PyMemoryView): Uint8Array {
  check(m);
  if (contiguous(m)) return new Uint8Array(m.data.buffer, m.data.byteOffset + m.offset, nbytes(m));
  const out = new Uint8Array(nbytes(m));
  let k = 0;
  for (const at of offsets(m)) for (let i = 0; i < m.itemsize; i++) out[k++] = m.data.getUint8(at + i);
  return out;
}

/** The bytes of a view of one dimension without gaps; undefined for others, and when it was released. */
function bytesIfPlain(m: PyMemoryView): Uint8Array | undefined {
  if (m.released || m.shape.length !== 1 || (m.strides[0] !== m.itemsize && m.shape[0] > 1)) return undefined;
  const data = m.data;
  return new Uint8Array(data.buffer, data.byteOffset + m.offset, m.shape[0] * m.itemsize);
}

function code(format: string): string {
  const f = format.startsWith('@') ? format.slice(1) : format;
  if (f.length !== 1 || !(f in SIZES)) throw notImplementedError(`memoryview: format ${format} not supported`);
  return f;
}
function canonical(v: bigint): number | bigint {
  return v >= -9007199254740991n && v <= 9007199254740991n ? Number(v) : v;
}
function getItem(m: PyMemoryView, at: number): PyValue {
  const d = m.data;
  switch (code(m.format)) {
    case 'B':
      return d.getUint8(at);
    case 'b':
      return d.getInt8(at);
    case 'c':
      return new PyBytes(Uint8Array.of(d.getUint8(at)));
    case '?':
      return d.getUint8(at) !== 0;
    case 'h':
      return d.getInt16(at, true);
    case 'H':
      return d.getUint16(at, true);
    case 'i':
      return d.getInt32(at, true);
    case 'I':
      return d.getUint32(at, true);
    case 'l':
    case 'q':
    case 'n':
      return canonical(d.getBigInt64(at, true));
    case 'L':
    case 'Q':
    case 'N':
    case 'P':
      return canonical(d.getBigUint64(at, true));
    case 'f':
      return new PyFloat(d.getFloat32(at, true));
    case 'd':
      return new PyFloat(d.getFloat64(at, true));
    default:
      return new PyFloat(half(d.getUint16(at, true)));
  }
}
function half(h: number): number {
  const s = h & 0x8000 ? -1 : 1;
  const e = (h >> 10) & 31;
  const f = h & 1023;
  if (e === 0) return s * f * 2 ** -24;
  if (e === 31) return f === 0 ? s * Number.POSITIVE_INFINITY : Number.NaN;
  return s * (1 + f / 1024) * 2 ** (e - 15);
}
function setItem(m: PyMemoryView, at: number, v: PyValue): void {
  const f = code(m.format);
  const d = m.data;
  const bad = (): PyObject => typeError(`memoryview: invalid type for format '${m.format}'`);
  if (f === 'c') {
    if (!(v instanceof PyBytes)) throw bad();
    if (v.b.length !== 1) throw valueError(`memoryview: invalid value for format '${m.format}'`);
    return d.setUint8(at, v.b[0]);
  }
  if (f === '?') return d.setUint8(at, v === true || (v !== false && v !== 0 && v !== None) ? 1 : 0);
  if (f === 'f' || f === 'd' || f === 'e') {
    const x = v instanceof PyFloat ? v.v : typeof v === 'number' ? v : typeof v === 'boolean' ? Number(v) : undefined;
    if (x === undefined) throw bad();
    if (f === 'f') return d.setFloat32(at, x, true);
    if (f === 'd') return d.setFloat64(at, x, true);
    throw notImplementedError(`memoryview: format ${m.format} not supported`);
  }
  if (f === 'B' && typeof v === 'number' && v >= 0 && v <= 255) return d.setUint8(at, v);
  if (!isIndex(v)) throw bad();
  const n = BigInt(index(v));
  const bits = BigInt(SIZES[f] * 8);
  const signed = f === 'b' || f === 'h' || f === 'i' || f === 'l' || f === 'q' || f === 'n';
  const lo = signed ? -(1n << (bits - 1n)) : 0n;
  const hi = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
  if (n < lo || n > hi) throw valueError(`memoryview: invalid value for format '${m.format}'`);
  for (let i = 0; i < SIZES[f]; i++) d.setUint8(at + i, Number((n >> BigInt(8 * i)) & 0xffn));
}

function at(m: PyMemoryView, dim: number, key: PyValue): number {
  const raw = index(key);
  const n = m.shape[dim];
  const i = typeof raw === 'bigint' ? -1 : raw < 0 ? raw + n : raw;
  if (i < 0 || i >= n)
    throw indexError(
      m.shape.length > 1 ? `index out of bounds on dimension ${dim + 1}` : 'index out of bounds on dimension 1',
    );
  return i;
}
/** Offset of the item a full index names; undefined when the key is something else. */
function itemOffset(m: PyMemoryView, key: PyValue): number | undefined {
  if (isIndex(key)) {
    if (m.shape.length === 0) throw typeError('invalid indexing of 0-dim memory');
    const i = at(m, 0, key);
    if (m.shape.length > 1) throw notImplementedError('multi-dimensional sub-views are not implemented');
    return m.offset + i * m.strides[0];
  }
  if (key instanceof PyTuple && key.items.every(isIndex)) {
    if (key.items.length < m.shape.length) throw notImplementedError('sub-views are not implemented');
    if (key.items.length > m.shape.length)
      throw typeError(`cannot index ${m.shape.length}-dimension view with ${key.items.length}-element tuple`);
    return key.items.reduce<number>((o, k, d) => o + at(m, d, k) * m.strides[d], m.offset);
  }
  return undefined;
}
function slice(m: PyMemoryView, key: PySlice): PyMemoryView {
  if (m.shape.length === 0) throw typeError('invalid indexing of 0-dim memory');
  const b = sliceBounds(key, m.shape[0]);
  const v = derive(m);
  v.offset += b.start * m.strides[0];
  if (m.shape.length === 1) {
    v.shape = [b.length];
    v.strides = [m.strides[0] * b.step];
    return v;
  }
  v.shape = m.shape.slice();
  v.strides = m.strides.slice();
  v.shape[0] = b.length;
  v.strides[0] = m.strides[0] * b.step;
  return v;
}

function toList(m: PyMemoryView, dim: number, offset: number): PyValue {
  if (dim === m.shape.length) return getItem(m, offset);
  const out: PyValue[] = [];
  for (let i = 0; i < m.shape[dim]; i++) out.push(toList(m, dim + 1, offset + i * m.strides[dim]));
  return new PyList(out);
}

function sameShape(a: PyMemoryView, b: PyMemoryView): boolean {
  return a.shape.length === b.shape.length && a.shape.every((n, i) => n === b.shape[i]);
}
function equals(m: PyMemoryView, other: PyValue): PyValue {
  if (m === other) return true;
  if (m.released) return false;
  let o: PyMemoryView;
  if (other instanceof PyMemoryView) {
    if (other.released) return false;
    o = other;
  } else {
    try {
      o = viewOf(other);
    } catch {
      return NotImplemented;
    }
  }
  try {
    if (!sameShape(m, o)) return false;
    if (m.format === o.format && 'BbcHhIiLlQqNn?'.includes(m.format)) {
      const x = bytesOf(m);
      const y = bytesOf(o);
      return x.length === y.length && x.every((c, i) => c === y[i]);
    }
    const x = [...offsets(m)];
    const y = [...offsets(o)];
    try {
      return x.every((p, i) => equal(getItem(m, p), getItem(o, y[i])));
    } catch {
      return false;
    }
  } finally {
    if (o !== other) release(o);
  }
}

function cast(m: PyMemoryView, format: PyValue, shape: PyValue | undefined): PyMemoryView {
  check(m);
  if (!isStr(format)) throw typeError('format argument must be a string');
  const f = toJS(format);
  const plain = f.startsWith('@') ? f.slice(1) : f;
  if (plain.length !== 1 || !(plain in SIZES))
    throw valueError(
      "memoryview: destination format must be a native single character format prefixed with an optional '@'",
    );
  if (!contiguous(m)) throw typeError('memoryview: casts are restricted to C-contiguous views');
  if ((shape !== undefined || m.shape.length !== 1) && m.shape.length !== 1 && shape !== undefined)
    throw typeError('memoryview: cast must be 1D -> ND or ND -> 1D');
  const from = m.format.startsWith('@') ? m.format.slice(1) : m.format;
  const isByte = (c: string): boolean => c === 'b' || c === 'B' || c === 'c';
  if (!isByte(from) && !isByte(plain)) throw typeError('memoryview: cannot cast between two non-byte formats');
  const size = SIZES[plain];
  const total = nbytes(m);
  if (total % size !== 0) throw typeError('memoryview: length is not a multiple of itemsize');
  const v = derive(m);
  v.format = f;
  v.itemsize = size;
  if (shape === undefined) {
    v.shape = [total / size];
    v.strides = [size];
    return v;
  }
  if (!(shape instanceof PyList) && !(shape instanceof PyTuple)) throw typeError('shape must be a list or a tuple');
  if (shape.items.length > 64) throw valueError('memoryview: number of dimensions must not exceed 64');
  v.shape = shape.items.map((x) => {
    if (!isIndex(x)) throw typeError('memoryview.cast(): elements of shape must be integers');
    const n = Number(index(x));
    if (n <= 0) throw valueError('memoryview.cast(): elements of shape must be integers > 0');
    return n;
  });
  if (length(v) * size !== total) throw typeError('memoryview: product(shape) * itemsize != buffer size');
  v.strides = [];
  let step = size;
  for (let i = v.shape.length - 1; i >= 0; i--) {
    v.strides[i] = step;
    step *= v.shape[i];
  }
  return v;
}

function assign(m: PyMemoryView, key: PyValue, value: PyValue | undefined): void {
  check(m);
  if (m.readonly) throw typeError('cannot modify read-only memory');
  if (value === undefined) throw typeError('cannot delete memory');
  if (m.shape.length === 0 && (key === 0 || (key instanceof PyTuple && key.items.length === 0)))
    return setItem(m, m.offset, value);
  const o = itemOffset(m, key);
  if (o !== undefined) return setItem(m, o, value);
  if (key instanceof PyTuple && key.items.length > 0 && key.items.every((k) => k instanceof PySlice)) {
    throw notImplementedError('memoryview slice assignments are currently restricted to ndim = 1');
  }
  if (!(key instanceof PySlice)) throw typeError('memoryview: invalid slice key');
  if (m.shape.length > 1)
    throw notImplementedError('memoryview slice assignments are currently restricted to ndim = 1');
  const target = slice(m, key);
  const src = viewOf(value);
  try {
    if (src.format !== target.format || !sameShape(src, target))
      throw valueError('memoryview assignment: lvalue and rvalue have different structures');
    const bytes = bytesOf(src).slice();
    let k = 0;
    for (const p of offsets(target)) for (let i = 0; i < m.itemsize; i++) m.data.setUint8(p + i, bytes[k++]);
  } finally {
    release(src);
    release(target);
  }
}

class MemoryIterator extends PyObject {
  at = 0;
  constructor(public view: PyMemoryView | null) {
    super();
  }
}
defineIterator(makeBuiltinType('memory_iterator', MemoryIterator), (it: MemoryIterator) => {
  const m = it.view;
  if (m === null) return undefined;
  check(m);
  if (it.at < m.shape[0]) return getItem(m, m.offset + it.at++ * m.strides[0]);
  it.view = null;
  return undefined;
});

const live =
  <T>(f: (m: PyMemoryView) => T) =>
  (m: PyMemoryView): T => {
    check(m);
    return f(m);
  };
const ints = (l: readonly number[]): PyTuple => new PyTuple([...l]);

defineType(memoryviewType, {
  doc: 'Create a new memoryview object which references the given object.',
  new: ['(object)', (_cls: PyType, v: PyValue) => viewOf(v)],
  methods: {
    '__len__()': live((m) => {
      if (m.shape.length === 0) throw typeError('0-dim memory has no length');
      return m.shape[0];
    }),
    '__getitem__(key, /)': (m: PyMemoryView, key: PyValue) => {
      check(m);
      if (m.shape.length === 0) {
        if (key instanceof PyTuple && key.items.length === 0) return getItem(m, m.offset);
        if (key === Ellipsis) return m;
        throw typeError('invalid indexing of 0-dim memory');
      }
      const o = itemOffset(m, key);
      if (o !== undefined) return getItem(m, o);
      if (key instanceof PySlice) return slice(m, key);
      if (key instanceof PyTuple) throw notImplementedError('multi-dimensional slicing is not implemented');
      throw typeError('memoryview: invalid slice key');
    },
    '__setitem__(key, value, /)': assign,
    '__delitem__(key, /)': (m: PyMemoryView, key: PyValue) => assign(m, key, undefined),
    '__iter__()': live((m) => {
      if (m.shape.length === 0) throw typeError('invalid indexing of 0-dim memory');
      if (m.shape.length > 1) throw notImplementedError('multi-dimensional sub-views are not implemented');
      code(m.format);
      return new MemoryIterator(m);
    }),
    '__eq__(value, /)': equals,
    '__ne__(value, /)': (m: PyMemoryView, o: PyValue) => {
      const r = equals(m, o);
      return typeof r === 'boolean' ? !r : r;
    },
    '__hash__()': (m: PyMemoryView) => {
      if (m.hashValue !== null) return m.hashValue;
      check(m);
      if (!m.readonly) throw valueError('cannot hash writable memoryview object');
      if (!'bBc'.includes(m.format)) throw valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
      return (m.hashValue = hashText(decodeLatin1(bytesOf(m))));
    },
    '__repr__()': (m: PyMemoryView) =>
      fromJS(m.released ? `<released memory at ${idHex(m)}>` : `<memory at ${idHex(m)}>`),
    '__enter__()': live((m) => m),
    '__exit__(*args)': (m: PyMemoryView) => {
      release(m);
      return None;
    },
    'release()': release,
    'tobytes(order=None)': (m: PyMemoryView) => new PyBytes(bytesOf(m).slice()),
    'hex(sep=?, bytes_per_sep=1)': (m: PyMemoryView, sep: PyValue | undefined, per: PyValue) =>
      hexText(bytesOf(m), sep, per),
    'tolist()': live((m) => {
      code(m.format);
      return toList(m, 0, m.offset);
    }),
    'cast(format, shape=?)': cast,
    'count(value, /)': (m: PyMemoryView, value: PyValue) => {
      check(m);
      let n = 0;
      for (const p of offsets(m)) if (equal(getItem(m, p), value)) n++;
      return n;
    },
    'toreadonly()': live((m) => {
      const v = derive(m);
      v.readonly = true;
      return v;
    }),
    'index(value, start=0, stop=9223372036854775807, /)': (
      m: PyMemoryView,
      value: PyValue,
      start: PyValue,
      stop: PyValue,
    ) => {
      check(m);
      const n = m.shape[0];
      const clip = (v: PyValue): number => {
        const i = Number(index(v));
        return Math.max(0, Math.min(n, i < 0 ? i + n : i));
      };
      for (let i = clip(start); i < clip(stop); i++)
        if (equal(getItem(m, m.offset + i * m.strides[0]), value)) return i;
      throw valueError('memoryview.index(x): x not found');
    },
  },
  classMethods: {
    '_from_flags(object, flags)': (_cls: PyType, v: PyValue) => viewOf(v),
    '__class_getitem__(item, /)': (cls: PyType, item: PyValue) => alias(cls, item),
  },
  getset: {
    obj: [live((m) => m.owner)],
    nbytes: [live(nbytes)],
    readonly: [live((m) => m.readonly)],
    itemsize: [live((m) => m.itemsize)],
    format: [live((m) => fromJS(m.format))],
    ndim: [live((m) => m.shape.length)],
    shape: [live((m) => ints(m.shape))],
    strides: [live((m) => ints(m.strides))],
    suboffsets: [live(() => new PyTuple([]))],
    c_contiguous: [live(contiguous)],
    f_contiguous: [live((m) => m.shape.length <= 1 && contiguous(m))],
    contiguous: [live(contiguous)],
  },
});
let alias: (cls: PyValue, item: PyValue) => PyValue = () => None;
/** genericalias.ts makes `memoryview[int]`. */
export function setMemoryviewAlias(f: typeof alias): void {
  alias = f;
}

setBufferProvider(PyMemoryView, (m): BufferView => {
  check(m);
  m.root.users++;
  return {
    obj: m,
    bytes: new Uint8Array(m.data.buffer, m.data.byteOffset, m.data.byteLength),
    offset: m.offset,
    format: m.format,
    itemsize: m.itemsize,
    shape: m.shape,
    strides: m.strides,
    readonly: m.readonly,
    release: () => {
      if (--m.root.users === 0) m.root.source?.release();
    },
  };
});
setQuickBorrow(PyMemoryView, bytesIfPlain);
setReleaseView((v) => {
  if (v instanceof PyMemoryView) release(v);
});

const WRITABLE = 0x1;
/**
 * Gives a built-in type that exports its memory `__buffer__` and, where releasing has an effect, `__release_buffer__`
 * (PEP 688). They reach the object's own memory whatever a Python subclass defines under these names.
 */
export function defineBufferMethods(t: PyType, releasable = true): void {
  const obtain: NativeTable = {
    '__buffer__(flags, /)': (self: PyValue, flags: PyValue) => {
      const writable = (Number(index(flags)) & WRITABLE) !== 0;
      if (self instanceof PyMemoryView) {
        check(self);
        if (writable && self.readonly) throw bufferError('memoryview: underlying buffer is not writable');
        return derive(self);
      }
      const e = nativeBuffer(self)!; // a type that defines these has a provider
      if (writable && e.readonly) {
        e.release();
        throw bufferError('Object is not writable.');
      }
      return viewOfBuffer(e);
    },
  };
  const giveBack: NativeTable = {
    '__release_buffer__(buffer, /)': (self: PyValue, view: PyValue) => {
      if (!(view instanceof PyMemoryView)) throw typeError('expected a memoryview object');
      if (view.released) throw valueError("memoryview's buffer has already been released");
      if (view.owner !== (self instanceof PyMemoryView ? self.owner : self)) {
        throw valueError("memoryview's buffer is not this object");
      }
      release(view);
    },
  };
  defineType(t, { methods: releasable ? { ...obtain, ...giveBack } : obtain });
}
defineBufferMethods(memoryviewType);
defineBufferMethods(bytesType, false);
defineBufferMethods(bytearrayType);
