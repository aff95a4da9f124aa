// `_struct`: packing Python values into bytes and back; the formats are in pack.ts.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyByteArray, PyBytes, PyComplex, PyFloat, PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_WEAKREF, typeOf } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { SLOT } from '../../objects/slots.ts';
import { exceptionClass, exceptionTypes, PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { isException, newException, overflowError, typeError } from '../../objects/exceptions/raise.ts';
import { unicodeEncodeError } from '../../objects/exceptions/unicode-error.ts';
import { defineIterator } from '../../objects/iterator.ts';
import { index, intValue, truth } from '../../objects/protocol/operators.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { intNormalize } from '../../objects/algorithms/int-math.ts';
import { defineModule } from '../../runtime/modules.ts';
import { bytesLike, cDouble, cSize, writableBytes } from '../support/arguments.ts';
import {
  type Format,
  halfBits,
  halfValue,
  type Item,
  parseFormat,
  readInt,
  StructError,
  writeFloat,
  writeInt,
  writePointer,
} from './pack.ts';

const errorType = exceptionClass('error', 'struct', exceptionTypes.Exception);

function structError(message: string): PyBaseException {
  return newException(errorType, fromJS(message));
}

// Formats are plain data: the cache may be shared by all interpreters of the process.
const cache = new Map<string, Format>();

function formatOf(v: PyValue): Format {
  let text: string;
  if (isStr(v)) {
    text = toJS(v);
    const bad = text.search(/[^\x00-\x7f]/);
    if (bad >= 0) throw unicodeEncodeError('ascii', v, bad, bad + 1, 'ordinal not in range(128)');
  } else if (v instanceof PyBytes) text = String.fromCharCode(...v.b);
  else throw typeError(`Struct() argument 1 must be a str or bytes object, not ${typeOf(v).tpName}`);
  const known = cache.get(text);
  if (known !== undefined) return known;
  if (text.includes('\0')) throw structError('embedded null character');
  const f = guarded(() => parseFormat(text));
  if (cache.size > 200) cache.clear();
  cache.set(text, f);
  return f;
}

function guarded<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof StructError) throw e.overflow ? overflowError(e.message) : structError(e.message);
    throw e;
  }
}

/** The value as an int: ints and what has `__index__`. */
function integer(v: PyValue): number | bigint {
  const n = intValue(v);
  if (n !== undefined) return n;
  const f = typeOf(v).slot(SLOT.__index__);
  if (f === null || f === None) throw structError('required argument is not an integer');
  return index(v);
}

function double(v: PyValue, what = 'float'): number {
  if (v instanceof PyFloat) return v.v;
  try {
    const d = cDouble(v);
    if (Number.isFinite(d) || intValue(v) === undefined) return d;
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
  }
  throw structError(`required argument is not a ${what}`);
}

function put(view: DataView, at: number, item: Item, v: PyValue, f: Format): void {
  switch (item.kind) {
    case 'int':
      writeInt(view, at, item, typeof v === 'number' ? v : integer(v), f.little);
      break;
    case 'bool':
      view.setUint8(at, truth(v) ? 1 : 0);
      break;
    case 'char':
      if (!(v instanceof PyBytes) || v.b.length !== 1)
        throw structError('char format requires a bytes object of length 1');
      view.setUint8(at, v.b[0]);
      break;
    case 'bytes':
    case 'pascal': {
      if (!(v instanceof PyBytes) && !(v instanceof PyByteArray))
        throw structError(`argument for '${item.code}' must be a bytes object`);
      const b = bytesLike(v);
      if (item.kind === 'bytes' && item.size <= 32) {
        const n = Math.min(b.length, item.size);
        for (let i = 0; i < n; i++) view.setUint8(at + i, b[i]);
        break;
      }
      const room = new Uint8Array(view.buffer, view.byteOffset + at, item.size);
      if (item.kind === 'bytes') room.set(b.subarray(0, item.size));
      else if (item.size > 0) {
        const n = Math.min(b.length, item.size - 1);
        room[0] = Math.min(n, 255);
        room.set(b.subarray(0, n), 1);
      }
      break;
    }
    case 'half':
      view.setUint16(at, halfBits(double(v)), f.little);
      break;
    case 'float':
      writeFloat(view, at, double(v), f.little, !f.native);
      break;
    case 'double':
      view.setFloat64(at, double(v), f.little);
      break;
    case 'complex': {
      const [re, im] = v instanceof PyComplex ? [v.re, v.im] : [double(v, 'complex'), 0];
      if (item.size === 8) {
        view.setFloat32(at, re, f.little);
        view.setFloat32(at + 4, im, f.little);
      } else {
        view.setFloat64(at, re, f.little);
        view.setFloat64(at + 8, im, f.little);
      }
      break;
    }
    case 'pointer':
      writePointer(view, at, integer(v), f.little);
  }
}

/**
 * Small structs are packed and unpacked here: a DataView over a small array would make V8 move the array out of its
 * heap, which takes longer than all the rest. Null while it is in use (`__index__` of an argument may pack as well).
 */
let scratch: DataView | null = new DataView(new ArrayBuffer(256));

/** Packs args[from:] into zeroed memory of at least f.size bytes. */
function packInto(f: Format, out: Uint8Array, args: readonly PyValue[], from: number): void {
  packView(f, new DataView(out.buffer, out.byteOffset, out.byteLength), args, from);
}
function packView(f: Format, view: DataView, args: readonly PyValue[], from: number): void {
  let next = from;
  for (const item of f.items) {
    for (let k = 0, at = item.offset; k < item.count; k++, at += item.size) {
      const v = args[next++];
      try {
        put(view, at, item, v, f);
      } catch (e) {
        if (!(e instanceof StructError)) throw e;
        if (!e.overflow) throw structError(e.message);
        throw intValue(v) !== undefined ? structError('int too large to convert') : overflowError(e.message);
      }
    }
  }
}

function checkCount(f: Format, given: number, what: string): void {
  if (given !== f.length) throw structError(`${what} expected ${f.length} items for packing (got ${given})`);
}

function pack(f: Format, args: readonly PyValue[], from: number): PyBytes {
  checkCount(f, args.length - from, 'pack');
  const out = new Uint8Array(f.size);
  const view = scratch;
  if (view === null || f.size > view.byteLength) {
    packInto(f, out, args, from);
    return new PyBytes(out);
  }
  scratch = null;
  try {
    for (let i = 0; i < f.size; i++) view.setUint8(i, 0);
    packView(f, view, args, from);
    for (let i = 0; i < f.size; i++) out[i] = view.getUint8(i);
  } finally {
    scratch = view;
  }
  return new PyBytes(out);
}

/** pack_into: args are buffer, offset, values. */
function packIntoBuffer(f: Format, args: readonly PyValue[]): void {
  if (args.length < 1) throw structError('pack_into expected buffer argument');
  if (args.length < 2) throw structError('pack_into expected offset argument');
  checkCount(f, args.length - 2, 'pack_into');
  let memory: Uint8Array;
  try {
    memory = writableBytes(args[0], 'pack_into');
  } catch (e) {
    if (isException(e, 'TypeError'))
      throw typeError(`argument must be read-write bytes-like object, not ${typeOf(args[0]).tpName}`);
    throw e;
  }
  const offset = index(args[1]);
  let at = cSize(offset);
  if (at < 0) {
    if (at + f.size > 0) throw structError(`no space to pack ${f.size} bytes at offset ${at}`);
    if (at + memory.length < 0) throw structError(`offset ${at} out of range for ${memory.length}-byte buffer`);
    at += memory.length;
  }
  if (memory.length - at < f.size) {
    throw structError(
      `pack_into requires a buffer of at least ${BigInt(offset) + f.bigSize} bytes for packing ${f.size} bytes at offset ${offset} (actual buffer size is ${memory.length})`,
    );
  }
  // A failure half-way leaves the values before it, as CPython does; the gaps are zeroed.
  const room = memory.subarray(at, at + f.size);
  room.fill(0);
  packInto(f, room, args, 2);
}

function get(view: DataView, at: number, item: Item, f: Format): PyValue {
  switch (item.kind) {
    case 'int':
      return readInt(view, at, item.size, item.signed, f.little);
    case 'bool':
      return view.getUint8(at) !== 0;
    case 'char':
      return new PyBytes(Uint8Array.of(view.getUint8(at)));
    case 'bytes':
      if (item.size <= 32) {
        const b = new Uint8Array(item.size);
        for (let i = 0; i < b.length; i++) b[i] = view.getUint8(at + i);
        return new PyBytes(b);
      }
      return new PyBytes(new Uint8Array(view.buffer, view.byteOffset + at, item.size).slice());
    case 'pascal': {
      const n = item.size === 0 ? 0 : Math.min(view.getUint8(at), item.size - 1);
      return new PyBytes(new Uint8Array(view.buffer, view.byteOffset + at + (n > 0 ? 1 : 0), n).slice());
    }
    case 'half':
      return new PyFloat(halfValue(view.getUint16(at, f.little)));
    case 'float':
      return new PyFloat(view.getFloat32(at, f.little));
    case 'double':
      return new PyFloat(view.getFloat64(at, f.little));
    case 'complex':
      return item.size === 8
        ? new PyComplex(view.getFloat32(at, f.little), view.getFloat32(at + 4, f.little))
        : new PyComplex(view.getFloat64(at, f.little), view.getFloat64(at + 8, f.little));
    default:
      return intNormalize(view.getBigUint64(at, f.little));
  }
}

function unpackAt(f: Format, memory: Uint8Array, start: number): PyTuple {
  if (scratch === null || f.size > 64)
    return unpackView(f, new DataView(memory.buffer, memory.byteOffset, memory.byteLength), start);
  for (let i = 0; i < f.size; i++) scratch.setUint8(i, memory[start + i]);
  return unpackView(f, scratch, 0);
}
function unpackView(f: Format, view: DataView, start: number): PyTuple {
  const out: PyValue[] = [];
  for (const item of f.items) {
    for (let k = 0, at = start + item.offset; k < item.count; k++, at += item.size) out.push(get(view, at, item, f));
  }
  return new PyTuple(out);
}

function unpack(f: Format, buffer: PyValue): PyTuple {
  const memory = bytesLike(buffer);
  if (memory.length !== f.size) throw structError(`unpack requires a buffer of ${f.bigSize} bytes`);
  return unpackAt(f, memory, 0);
}

function unpackFrom(f: Format, buffer: PyValue, offsetArgument: PyValue): PyTuple {
  const memory = bytesLike(buffer);
  const offset = index(offsetArgument);
  let at = cSize(offset);
  if (at < 0) {
    if (at + f.size > 0) throw structError(`not enough data to unpack ${f.size} bytes at offset ${at}`);
    if (at + memory.length < 0) throw structError(`offset ${at} out of range for ${memory.length}-byte buffer`);
    at += memory.length;
  }
  if (memory.length - at < f.size) {
    throw structError(
      `unpack_from requires a buffer of at least ${BigInt(offset) + f.bigSize} bytes for unpacking ${f.size} bytes at offset ${offset} (actual buffer size is ${memory.length})`,
    );
  }
  return unpackAt(f, memory, at);
}

class PyUnpackIterator extends PyObject {
  at = 0;
  constructor(
    readonly format: Format,
    readonly buffer: PyValue,
  ) {
    super();
  }
}
const iteratorType = makeBuiltinType('unpack_iterator', PyUnpackIterator, { module: '_struct' });
defineIterator<PyUnpackIterator>(
  iteratorType,
  (it) => {
    if (it.at < 0) return undefined;
    const memory = bytesLike(it.buffer);
    if (it.at + it.format.size > memory.length) {
      it.at = -1;
      return undefined;
    }
    const r = unpackAt(it.format, memory, it.at);
    it.at += it.format.size;
    return r;
  },
  {
    methods: {
      '__length_hint__()': (it: PyUnpackIterator) =>
        it.at < 0 ? 0 : Math.floor((bytesLike(it.buffer).length - it.at) / it.format.size),
    },
  },
);

function iterUnpack(f: Format, buffer: PyValue): PyUnpackIterator {
  const memory = bytesLike(buffer);
  if (f.size === 0) throw structError('cannot iteratively unpack with a struct of length 0');
  if (memory.length % f.size !== 0) {
    throw structError(`iterative unpacking requires a buffer of a multiple of ${f.size} bytes`);
  }
  return new PyUnpackIterator(f, buffer);
}

class PyStruct extends PyObject {
  format: Format = parseFormat('');
}
const structType = makeBuiltinType('Struct', PyStruct, { module: '_struct', flags: TYPE_BASETYPE | TYPE_WEAKREF });
defineType(structType, {
  doc: 'Struct(fmt) --> compiled struct object',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    '__init__(format)': (self: PyStruct, format: PyValue) => {
      self.format = formatOf(format);
    },
    'pack(*args)': (self: PyStruct, args: PyValue[]) => pack(self.format, args, 0),
    'pack_into(*args)': (self: PyStruct, args: PyValue[]) => packIntoBuffer(self.format, args),
    'unpack(buffer, /)': (self: PyStruct, buffer: PyValue) => unpack(self.format, buffer),
    'unpack_from(buffer, offset=0)': (self: PyStruct, buffer: PyValue, offset: PyValue) =>
      unpackFrom(self.format, buffer, offset),
    'iter_unpack(buffer, /)': (self: PyStruct, buffer: PyValue) => iterUnpack(self.format, buffer),
    '__repr__()': (self: PyStruct) => fromJS(`${typeOf(self).name}('${self.format.text}')`),
  },
  getset: {
    format: [(self: PyStruct) => self.format.text, null, 'struct format string'],
    size: [(self: PyStruct) => intNormalize(self.format.bigSize), null, 'struct size in bytes'],
  },
});

defineModule('_struct', (m) => {
  m.type(structType);
  m.set('error', errorType);
  const missing = (args: PyValue[]): Format => {
    if (args.length === 0) throw typeError('missing format argument');
    return formatOf(args[0]);
  };
  m.funcs({
    'calcsize(format, /)': (format: PyValue) => intNormalize(formatOf(format).bigSize),
    'pack(*args)': (args: PyValue[]) => pack(missing(args), args, 1),
    'pack_into(*args)': (args: PyValue[]) => packIntoBuffer(missing(args), args.slice(1)),
    'unpack(format, buffer, /)': (format: PyValue, buffer: PyValue) => unpack(formatOf(format), buffer),
    'unpack_from(format, /, buffer, offset=0)': (format: PyValue, buffer: PyValue, offset: PyValue) =>
      unpackFrom(formatOf(format), buffer, offset),
    'iter_unpack(format, buffer, /)': (format: PyValue, buffer: PyValue) => iterUnpack(formatOf(format), buffer),
    '_clearcache()': () => cache.clear(),
  });
});
