// array.array: homogeneous items in one block of memory. Invariant: `b` may be longer than `len` items; while `exports`
// is not 0 neither changes, so memoryviews see the live memory.

import { None, NotImplemented, PyObject, type PyValue } from '../../objects/object.ts';
import { PyByteArray, PyBytes, PyList, PySlice, type PyStr, PyTuple } from '../../objects/shapes.ts';
import {
  makeBuiltinType,
  PyType,
  TYPE_BASETYPE,
  TYPE_MATCH_SEQUENCE,
  TYPE_WEAKREF,
  typeOf,
} from '../../objects/type.ts';
import { pinned } from '../../objects/exports.ts';
import { defineType } from '../../objects/native.ts';
import type { PyDict } from '../../objects/dict/storage.ts';
import {
  bufferError,
  eofError,
  indexError,
  memoryError,
  runtimeError,
  typeError,
  valueError,
} from '../../objects/exceptions/raise.ts';
import {
  compareR,
  EQ,
  equalR,
  genericAlias,
  GE,
  GT,
  index,
  LE,
  LT,
  markSequenceOperator,
  NE,
} from '../../objects/protocol/operators.ts';
import { lookupAttrR } from '../../objects/protocol/attribute.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { isPending, sync, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import { repr } from '../../objects/protocol/text.ts';
import { clipArgument, sliceBounds, subscript } from '../../objects/sequence-index.ts';
import { builtin, defineIterator, forEachR, thenR } from '../../objects/iterator.ts';
import { repeatCount } from '../../objects/sequence.ts';
import { fromPoints, isStr, strLength, toJS, toPoints } from '../../objects/str/text.ts';
import { defineBufferMethods } from '../../objects/memoryview.ts';
import { borrow, byteCount, getBuffer, isContiguous, setBufferProvider } from '../../objects/buffer.ts';
import { hooks, importAttrR } from '../../objects/hooks.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { idOf } from '../../objects/identity.ts';
import { defineModule } from '../../runtime/modules.ts';
import { convert, FORMAT_CODES, isText, machineFormat, readItem, sizeOf, store, TYPECODES } from './items.ts';

export class PyArray extends PyObject {
  code = 'b';
  itemsize = 1;
  b: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(this.b.buffer);
  len = 0;
  exports = 0;
}
export const arrayType = makeBuiltinType('array', PyArray, {
  module: 'array',
  flags: TYPE_BASETYPE | TYPE_WEAKREF | TYPE_MATCH_SEQUENCE,
});

const memory = (a: PyArray): Uint8Array => a.b.subarray(0, a.len * a.itemsize);

setBufferProvider(PyArray, (a) => {
  a.exports++;
  return {
    obj: a,
    bytes: memory(a),
    offset: 0,
    format: a.code,
    itemsize: a.itemsize,
    shape: [a.len],
    strides: [a.itemsize],
    readonly: false,
    release: () => {
      a.exports--;
    },
  };
});

function blank(code: string, cls: PyType = arrayType): PyArray {
  const a = new cls.ctor() as PyArray; // array's shape or a subclass of it
  a.code = code;
  a.itemsize = sizeOf(code);
  return a;
}
function withMemory(code: string, bytes: Uint8Array, cls: PyType = arrayType): PyArray {
  const a = blank(code, cls);
  adopt(a, bytes, bytes.length / a.itemsize);
  return a;
}
function adopt(a: PyArray, bytes: Uint8Array, len: number): void {
  a.b = bytes as Uint8Array<ArrayBuffer>; // array memory is never shared
  a.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  a.len = len;
}

function resize(a: PyArray, len: number): void {
  if (len === a.len) return;
  if (pinned(a)) throw bufferError('cannot resize an array that is exporting buffers');
  const need = len * a.itemsize;
  if (need > 2 ** 32) throw memoryError('');
  if (need > a.b.length) {
    const b = new Uint8Array(Math.max(need, a.b.length + (a.b.length >> 3) + 8 * a.itemsize));
    b.set(memory(a));
    adopt(a, b, len);
  } else a.len = len;
}
const get = (a: PyArray, i: number): PyValue => readItem(a.view, i * a.itemsize, a.code);
function append(a: PyArray, v: PyValue): void {
  const x = convert(a.code, v);
  resize(a, a.len + 1);
  store(a.view, (a.len - 1) * a.itemsize, a.code, x);
}

/** Replaces items [start, stop) by the items in `by` (bytes). */
function splice(a: PyArray, start: number, stop: number, by: Uint8Array): void {
  const k = a.itemsize;
  const count = by.length / k;
  if (by.buffer === a.b.buffer) by = by.slice();
  const grow = count - (stop - start);
  const n = a.len;
  if (grow > 0) {
    resize(a, n + grow);
    a.b.copyWithin((stop + grow) * k, stop * k, n * k);
  } else if (grow < 0) {
    if (pinned(a)) throw bufferError('cannot resize an array that is exporting buffers');
    a.b.copyWithin((stop + grow) * k, stop * k, n * k);
    resize(a, n + grow);
  }
  a.b.set(by, start * k);
}

function text(a: PyArray): string | PyStr {
  const points = new Uint32Array(a.len);
  for (let i = 0; i < a.len; i++) {
    points[i] = a.view.getUint32(i * 4, true);
    if (points[i] > 0x10ffff)
      throw valueError(`character U+${points[i].toString(16)} is not in range [U+0000; U+10ffff]`);
  }
  return fromPoints(points);
}
function addText(a: PyArray, s: string | PyStr): void {
  const p = toPoints(s);
  const at = a.len;
  resize(a, at + p.length);
  p.forEach((c, i) => a.view.setUint32((at + i) * 4, c, true));
}
function addBytes(a: PyArray, b: Uint8Array): void {
  if (b.length % a.itemsize !== 0) throw valueError('bytes length not a multiple of item size');
  if (b.length > 0) splice(a, a.len, a.len, b);
}
function extendR(a: PyArray, v: PyValue): Resumable<PyValue> {
  if (v instanceof PyArray) {
    if (v.code !== a.code) throw typeError('can only extend with array of same kind');
    splice(a, a.len, a.len, memory(v));
    return None;
  }
  return thenR(
    forEachR(v, (x) => append(a, x)),
    () => None as PyValue,
  );
}

function* construct(cls: PyType, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
  if (cls === arrayType && kw.size > 0) throw typeError('array.array() takes no keyword arguments');
  if (args.length < 1 || args.length > 2) {
    throw typeError(
      args.length < 1
        ? 'array() takes at least 1 argument (0 given)'
        : `array() takes at most 2 arguments (${args.length} given)`,
    );
  }
  const [typecode, initial] = args;
  if (!isStr(typecode)) throw typeError(`array() argument 1 must be a unicode character, not ${typeOf(typecode).name}`);
  if (strLength(typecode) !== 1)
    throw typeError(`array() argument 1 must be a unicode character, not a string of length ${strLength(typecode)}`);
  const code = toJS(typecode);
  if (code === 'u') {
    yield hooks.warnR(
      exceptionTypes.DeprecationWarning,
      "The 'u' type code is deprecated and will be removed in Python 3.16",
    );
  }
  if (initial !== undefined && !isText(code)) {
    if (isStr(initial)) throw typeError(`cannot use a str to initialize an array with typecode '${code}'`);
    if (initial instanceof PyArray && isText(initial.code)) {
      throw typeError(`cannot use a unicode array to initialize an array with typecode '${code}'`);
    }
  }
  if (!TYPECODES.includes(code)) throw valueError('bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)');
  const a = blank(code, cls);
  if (initial === undefined) return a;
  if (isStr(initial)) addText(a, initial);
  else if (initial instanceof PyBytes || initial instanceof PyByteArray) addBytes(a, borrow(initial)!.slice());
  else if (initial instanceof PyArray && initial.code === code) splice(a, 0, 0, memory(initial));
  else if (initial instanceof PyArray) for (let i = 0; i < initial.len; i++) append(a, get(initial, i));
  else yield forEachR(initial, (x) => append(a, x));
  return a;
}

function position(a: PyArray, key: PyValue): number {
  const k = subscript(key, 'array');
  const i = k < 0 ? k + a.len : k;
  if (i < 0 || i >= a.len) throw indexError('array index out of range');
  return i;
}
function slice(a: PyArray, key: PySlice): Uint8Array {
  const r = sliceBounds(key, () => a.len);
  const k = a.itemsize;
  if (r.step === 1) return a.b.slice(r.start * k, (r.start + r.length) * k);
  const out = new Uint8Array(r.length * k);
  for (let i = 0, at = r.start; i < r.length; i++, at += r.step) out.set(a.b.subarray(at * k, (at + 1) * k), i * k);
  return out;
}
function setSlice(a: PyArray, key: PySlice, v: PyArray | null): void {
  const r = sliceBounds(key, () => a.len);
  const k = a.itemsize;
  const by = v === null ? new Uint8Array(0) : memory(v).slice();
  if (r.step === 1) {
    splice(a, r.start, Math.max(r.start, r.stop), by);
    return;
  }
  if (v !== null) {
    const n = by.length / k;
    if (n !== r.length) throw valueError(`attempt to assign array of size ${n} to extended slice of size ${r.length}`);
    for (let i = 0, at = r.start; i < r.length; i++, at += r.step) a.b.set(by.subarray(i * k, (i + 1) * k), at * k);
    return;
  }
  const gone = new Set<number>();
  for (let i = 0, at = r.start; i < r.length; i++, at += r.step) gone.add(at);
  if (gone.size === 0) return;
  if (pinned(a)) throw bufferError('cannot resize an array that is exporting buffers');
  let to = 0;
  for (let i = 0; i < a.len; i++) {
    if (gone.has(i)) continue;
    if (to !== i) a.b.copyWithin(to * k, i * k, (i + 1) * k);
    to++;
  }
  resize(a, to);
}

function* compare(a: PyArray, b: PyArray, op: number): NativeGenerator<PyValue> {
  if ((op === EQ || op === NE) && a.len !== b.len) return op === NE;
  for (let i = 0; i < a.len && i < b.len; i++) {
    const x = get(a, i);
    const y = get(b, i);
    const same: boolean = yield equalR(x, y);
    if (same) continue;
    if (op === EQ) return false;
    if (op === NE) return true;
    return (yield compareR(x, y, op)) as unknown as PyValue;
  }
  const d = a.len - b.len;
  return [d < 0, d <= 0, d === 0, d !== 0, d > 0, d >= 0][op];
}
const comparison =
  (op: number) =>
  (a: PyArray, b: PyValue): Resumable =>
    b instanceof PyArray ? compare(a, b, op) : NotImplemented;

function findR(a: PyArray, v: PyValue, start: number, stop: number, found: (i: number) => boolean): Resumable<PyValue> {
  return (function* (): NativeGenerator<PyValue> {
    for (let i = start; i < stop && i < a.len; i++) {
      let same: Resumable<boolean> = equalR(get(a, i), v);
      if (isPending(same)) same = (yield same) as unknown as boolean;
      if (same && found(i)) break;
    }
    return None;
  })();
}

function repeat(a: PyArray, n: PyValue): Uint8Array {
  const count = repeatCount(n, a.len);
  const src = memory(a);
  const out = new Uint8Array(src.length * count);
  for (let i = 0; i < count; i++) out.set(src, i * src.length);
  return out;
}

function swap(b: Uint8Array, k: number): void {
  for (let i = 0; i < b.length; i += k) b.subarray(i, i + k).reverse();
}

function* reconstruct(cls: PyValue, typecode: PyValue, format: PyValue, items: PyValue): NativeGenerator<PyValue> {
  if (!(cls instanceof PyType)) throw typeError(`first argument must be a type object, not ${typeOf(cls).name}`);
  if (!cls.isSubtype(arrayType)) throw typeError(`${cls.name} is not a subtype of array.array`);
  if (!isStr(typecode) || strLength(typecode) !== 1) {
    throw typeError(
      `_array_reconstructor() argument 2 must be a unicode character, not ${isStr(typecode) ? `a string of length ${strLength(typecode)}` : typeOf(typecode).name}`,
    );
  }
  const code = toJS(typecode);
  if (!TYPECODES.includes(code)) throw valueError('second argument must be a valid type code');
  const f = Number(index(format));
  if (f < 0 || f > 21) throw valueError('third argument must be a valid machine format code.');
  if (!(items instanceof PyBytes)) throw typeError(`fourth argument should be bytes, not ${typeOf(items).name}`);
  if (f === machineFormat(code)) {
    if (items.b.length % sizeOf(code) !== 0) throw valueError('bytes length not a multiple of item size');
    return withMemory(code, items.b.slice(), cls);
  }
  const a = blank(code, cls);
  if (f >= 18) {
    const s: PyValue = yield callMethodR(items, 'decode', [
      ['utf-16-le', 'utf-16-be', 'utf-32-le', 'utf-32-be'][f - 18],
    ]);
    if (isStr(s)) addText(a, s);
    return a;
  }
  const from = FORMAT_CODES[f];
  const size = sizeOf(from);
  if (items.b.length % size !== 0) throw valueError('string length not a multiple of item size');
  const view = new DataView(items.b.buffer, items.b.byteOffset, items.b.byteLength);
  for (let i = 0; i < items.b.length; i += size) append(a, readItem(view, i, from, f < 2 || f % 2 === 0));
  return a;
}

const list = (a: PyArray): PyList => new PyList(Array.from({ length: a.len }, (_, i) => get(a, i)));
const needText = (a: PyArray, message: string): void => {
  if (!isText(a.code)) throw valueError(message);
};

defineType(arrayType, {
  doc: 'array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.',
  new: ['(*args, **kwargs)', construct],
  attrs: { __hash__: None },
  methods: {
    '__len__()': (a: PyArray) => a.len,
    '__getitem__(key, /)': (a: PyArray, key: PyValue) =>
      key instanceof PySlice ? withMemory(a.code, slice(a, key)) : get(a, position(a, key)),
    '__setitem__(key, value, /)': (a: PyArray, key: PyValue, v: PyValue) => {
      if (key instanceof PySlice) {
        if (!(v instanceof PyArray)) throw typeError(`can only assign array (not "${typeOf(v).name}") to array slice`);
        if (v.code !== a.code) throw typeError('bad argument type for built-in operation');
        setSlice(a, key, v);
        return;
      }
      const k = subscript(key, 'array');
      const i = k < 0 ? k + a.len : k;
      if (i < 0 || i >= a.len) throw indexError('array assignment index out of range');
      const x = convert(a.code, v);
      if (i >= a.len) throw indexError('array assignment index out of range');
      store(a.view, i * a.itemsize, a.code, x);
    },
    '__delitem__(key, /)': (a: PyArray, key: PyValue) => {
      if (key instanceof PySlice) {
        setSlice(a, key, null);
        return;
      }
      const k = subscript(key, 'array');
      const i = k < 0 ? k + a.len : k;
      if (i < 0 || i >= a.len) throw indexError('array assignment index out of range');
      splice(a, i, i + 1, new Uint8Array(0));
    },
    '__contains__(key, /)': (a: PyArray, v: PyValue) => {
      let hit = false;
      return thenR(
        findR(a, v, 0, Infinity, () => (hit = true)),
        () => hit as PyValue,
      );
    },
    '__iter__()': (a: PyArray) => new PyArrayIterator(a),
    '__add__(value, /)': (a: PyArray, v: PyValue) => {
      if (!(v instanceof PyArray)) throw typeError(`can only append array (not "${typeOf(v).name}") to array`);
      if (v.code !== a.code) throw typeError('bad argument type for built-in operation');
      const out = new Uint8Array((a.len + v.len) * a.itemsize);
      out.set(memory(a));
      out.set(memory(v), a.len * a.itemsize);
      return withMemory(a.code, out);
    },
    '__mul__(value, /)': (a: PyArray, n: PyValue) => withMemory(a.code, repeat(a, n)),
    '__rmul__(value, /)': (a: PyArray, n: PyValue) => withMemory(a.code, repeat(a, n)),
    '__iadd__(value, /)': (a: PyArray, v: PyValue) => {
      if (!(v instanceof PyArray)) throw typeError(`can only extend with array (not "${typeOf(v).name}")`);
      extendR(a, v);
      return a;
    },
    '__imul__(value, /)': (a: PyArray, n: PyValue) => {
      splice(a, 0, a.len, repeat(a, n));
      return a;
    },
    '__lt__(value, /)': comparison(LT),
    '__le__(value, /)': comparison(LE),
    '__eq__(value, /)': comparison(EQ),
    '__ne__(value, /)': comparison(NE),
    '__gt__(value, /)': comparison(GT),
    '__ge__(value, /)': comparison(GE),
    '__repr__()': (a: PyArray) => {
      const name = typeOf(a).name;
      if (a.len === 0) return `${name}('${a.code}')`;
      return `${name}('${a.code}', ${isText(a.code) ? repr(text(a)) : repr(list(a))})`;
    },
    '__copy__()': (a: PyArray) => withMemory(a.code, memory(a).slice()),
    '__deepcopy__(unused, /)': (a: PyArray) => withMemory(a.code, memory(a).slice()),
    '__sizeof__()': (a: PyArray) => 64 + a.b.length,
    '__reduce_ex__(value, /)': function* (a: PyArray, protocol: PyValue): NativeGenerator<PyValue> {
      const p = Number(index(protocol));
      const found: PyValue | undefined = yield lookupAttrR(a, '__dict__');
      const state = found ?? None;
      const rebuild: PyValue = yield importAttrR('array', '_array_reconstructor');
      if (p < 3) return new PyTuple([typeOf(a), new PyTuple([a.code, list(a)]), state]);
      return new PyTuple([
        rebuild,
        new PyTuple([typeOf(a), a.code, machineFormat(a.code), new PyBytes(memory(a).slice())]),
        state,
      ]);
    },
    'append(v, /)': append,
    'extend(bb, /)': extendR,
    'insert(i, v, /)': (a: PyArray, at: PyValue, v: PyValue) => {
      const k = Number(index(at));
      const x = convert(a.code, v);
      const i = k < 0 ? Math.max(0, k + a.len) : Math.min(k, a.len);
      splice(a, i, i, new Uint8Array(a.itemsize));
      store(a.view, i * a.itemsize, a.code, x);
    },
    'pop(i=-1, /)': (a: PyArray, at: PyValue) => {
      const k = Number(index(at));
      if (a.len === 0) throw indexError('pop from empty array');
      const i = k < 0 ? k + a.len : k;
      if (i < 0 || i >= a.len) throw indexError('pop index out of range');
      const v = get(a, i);
      splice(a, i, i + 1, new Uint8Array(0));
      return v;
    },
    'remove(v, /)': (a: PyArray, v: PyValue) => {
      let hit = false;
      return thenR(
        findR(a, v, 0, Infinity, (i) => {
          splice(a, i, i + 1, new Uint8Array(0));
          return (hit = true);
        }),
        () => {
          if (!hit) throw valueError('array.remove(x): x not in array');
          return None as PyValue;
        },
      );
    },
    'index(v, start=0, stop=9223372036854775807, /)': (a: PyArray, v: PyValue, start: PyValue, stop: PyValue) => {
      let at = -1;
      return thenR(
        findR(a, v, clipArgument(start, a.len), clipArgument(stop, a.len), (i) => {
          at = i;
          return true;
        }),
        () => {
          if (at < 0) throw valueError('array.index(x): x not in array');
          return at as PyValue;
        },
      );
    },
    'count(v, /)': (a: PyArray, v: PyValue) => {
      let n = 0;
      return thenR(
        findR(a, v, 0, Infinity, () => {
          n++;
          return false;
        }),
        () => n as PyValue,
      );
    },
    'reverse()': (a: PyArray) => {
      const m = memory(a);
      m.reverse();
      swap(m, a.itemsize);
    },
    'clear()': (a: PyArray) => resize(a, 0),
    'byteswap()': (a: PyArray) => swap(memory(a), a.itemsize),
    'buffer_info()': (a: PyArray) => new PyTuple([idOf(a), a.len]),
    'tolist()': list,
    'fromlist(list, /)': (a: PyArray, v: PyValue) => {
      if (!(v instanceof PyList)) throw typeError('arg must be list');
      const before = a.len;
      const n = v.items.length;
      try {
        for (let i = 0; i < n; i++) {
          append(a, v.items[i]);
          if (v.items.length !== n) throw runtimeError('list changed size during iteration');
        }
      } catch (e) {
        if (a.exports === 0) resize(a, before);
        throw e;
      }
    },
    'tobytes()': (a: PyArray) => new PyBytes(memory(a).slice()),
    'frombytes(buffer, /)': (a: PyArray, v: PyValue) => {
      const view = isStr(v) ? undefined : getBuffer(v);
      if (view === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(v).name}'`);
      let bytes: Uint8Array;
      try {
        if (view.itemsize !== 1) throw typeError('a bytes-like object is required');
        if (!isContiguous(view)) throw bufferError('memoryview: underlying buffer is not C-contiguous');
        bytes = view.bytes.slice(view.offset, view.offset + byteCount(view));
      } finally {
        view.release();
      }
      addBytes(a, bytes);
    },
    'tofile(f, /)': function* (a: PyArray, f: PyValue): NativeGenerator {
      const m = memory(a);
      for (let i = 0; i < m.length; i += 65536) yield callMethodR(f, 'write', [new PyBytes(m.slice(i, i + 65536))]);
      return undefined;
    },
    'fromfile(f, n, /)': function* (a: PyArray, f: PyValue, count: PyValue): NativeGenerator {
      const n = Number(index(count));
      if (n < 0) throw valueError('negative count');
      const want = n * a.itemsize;
      const b = (yield callMethodR(f, 'read', [want])) as PyValue;
      if (!(b instanceof PyBytes)) throw typeError("read() didn't return bytes");
      addBytes(a, b.b);
      if (b.b.length !== want) throw eofError('read() returned not enough bytes');
      return undefined;
    },
    'tounicode()': (a: PyArray) => {
      needText(a, "tounicode() may only be called on unicode type arrays ('u' or 'w')");
      return text(a);
    },
    'fromunicode(ustr, /)': (a: PyArray, s: PyValue) => {
      if (!isStr(s)) throw typeError(`fromunicode() argument must be str, not ${typeOf(s).name}`);
      needText(a, "fromunicode() may only be called on unicode type arrays ('u' or 'w')");
      addText(a, s);
    },
  },
  classMethods: { '__class_getitem__(item, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  getset: {
    typecode: [(a: PyArray) => a.code, null, 'the typecode character used to create the array'],
    itemsize: [(a: PyArray) => a.itemsize, null, 'the size, in bytes, of one array item'],
  },
});
defineBufferMethods(arrayType);
markSequenceOperator(arrayType, '__add__', '__mul__', '__rmul__', '__iadd__', '__imul__');

class PyArrayIterator extends PyObject {
  at = 0;
  constructor(public source: PyArray | null) {
    super();
  }
}
const arrayIteratorType = makeBuiltinType('arrayiterator', PyArrayIterator, { module: 'array' });
defineIterator(
  arrayIteratorType,
  (it: PyArrayIterator) => {
    const a = it.source;
    if (a === null) return undefined;
    if (it.at < a.len) return get(a, it.at++);
    it.source = null;
    return undefined;
  },
  {
    methods: {
      '__reduce__()': (it: PyArrayIterator) =>
        it.source === null
          ? new PyTuple([builtin('iter'), new PyTuple([new PyTuple([])])])
          : new PyTuple([builtin('iter'), new PyTuple([it.source]), it.at]),
      '__setstate__(state, /)': (it: PyArrayIterator, n: PyValue) => {
        if (it.source !== null) it.at = Math.max(0, Math.min(Number(index(n)), it.source.len));
      },
    },
  },
);

/** As CPython's array does at import: isinstance(a, MutableSequence). */
function* register(): NativeGenerator<PyValue> {
  const abc: PyValue = yield importAttrR('_collections_abc', 'MutableSequence');
  return (yield callMethodR(abc, 'register', [arrayType])) as unknown as PyValue;
}

defineModule('array', (m) => {
  sync(register());
  m.set(
    '__doc__',
    'This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.  Arrays are sequence types and behave very much like lists,\nexcept that the type of objects stored in them is constrained.\n',
  );
  m.type(arrayType);
  m.set('ArrayType', arrayType);
  m.set('typecodes', TYPECODES);
  m.func('_array_reconstructor(arraytype, typecode, mformat_code, items, /)', reconstruct);
});
