// Values on their way from one interpreter to another (CPython's crossinterp.c): plain values by value, tuples item by
// item, memory and queues by identity, stateless functions as code, the rest by pickle where the sender allows it.
// Invariant: encoding changes nothing of the value, except that memory sent as a memoryview becomes shared memory.

import { None, type PyObject, type PyValue } from '../objects/object.ts';
import { PyByteArray, PyBytes, PyCode, PyFloat, PyFunction, PyStr, PyTuple } from '../objects/shapes.ts';
import { functionType, strType, tupleType, bytesType, type PyType } from '../objects/type.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { makeCode } from '../objects/code.ts';
import { newException, overflowError } from '../objects/exceptions/raise.ts';
import { PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { hooks } from '../objects/hooks.ts';
import { PyMemoryView } from '../objects/memoryview.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { repr } from '../objects/protocol/text.ts';
import { fromJS, fromPoints, toPoints } from '../objects/str/text.ts';
import { deserialise, serialise } from '../compile/serialise.ts';
import { interpreter } from '../runtime/interpreter.ts';
import { agent } from './agent.ts';
import { notShareableErrorType } from './errors.ts';
import { isStateless } from './stateless.ts';
import { sharedMemoryOf } from './memory.ts';

/** The Python module that pickles, and that shows exceptions to other interpreters. */
export const SUPPORT = '_interpreters_support';

/** How far a value may be changed to cross: not at all, or also as code or pickled. */
export type Fallback = 'none' | 'full';

const TAG = {
  none: 0,
  true: 1,
  false: 2,
  int32: 3,
  number: 4,
  int64: 5,
  float: 6,
  text: 7,
  points: 8,
  bytes: 9,
  tuple: 10,
  view: 11,
  custom: 12,
  function: 13,
  pickle: 14,
  code: 15,
} as const;

/** Types of other modules whose objects cross by identity (queues, channel ends). */
export interface SharedKind {
  readonly name: string;
  /** What the other side needs to know; it may count a reference for whoever will receive it. */
  encode(v: PyObject): number[];
  /** Makes the object here. */
  decode(words: number[]): NativeGenerator<PyValue>;
}
const kinds = new WeakMap<PyType, SharedKind>();
const kindsByName = new Map<string, SharedKind>();
/** Says how instances of a class cross. A kind is known by its name in every agent. */
export function shareByIdentity(type: PyType, kind: SharedKind): void {
  kinds.set(type, kind);
}
export function defineSharedKind(kind: SharedKind): SharedKind {
  kindsByName.set(kind.name, kind);
  return kind;
}

class Writer {
  private b = new Uint8Array(128);
  private view = new DataView(this.b.buffer);
  private n = 0;
  private reserve(k: number): void {
    if (this.n + k <= this.b.length) return;
    const bigger = new Uint8Array(Math.max(this.b.length * 2, this.n + k));
    bigger.set(this.b.subarray(0, this.n));
    this.b = bigger;
    this.view = new DataView(bigger.buffer);
  }
  byte(v: number): void {
    this.reserve(1);
    this.b[this.n++] = v;
  }
  int(v: number): void {
    this.reserve(4);
    this.view.setInt32(this.n, v, true);
    this.n += 4;
  }
  double(v: number): void {
    this.reserve(8);
    this.view.setFloat64(this.n, v, true);
    this.n += 8;
  }
  long(v: bigint): void {
    this.reserve(8);
    this.view.setBigInt64(this.n, v, true);
    this.n += 8;
  }
  bytes(v: Uint8Array): void {
    this.int(v.length);
    this.reserve(v.length);
    this.b.set(v, this.n);
    this.n += v.length;
  }
  /** Text whose code units are all characters: one byte each if they fit. */
  text(s: string): void {
    const n = s.length;
    this.int(n);
    this.reserve(1 + n * 2);
    const start = ++this.n;
    const { b } = this;
    for (let i = 0; i < n; i++) {
      const c = s.charCodeAt(i);
      if (c > 255) return this.wide(s, start);
      b[start + i] = c;
    }
    b[start - 1] = 1;
    this.n = start + n;
  }
  private wide(s: string, start: number): void {
    const { b } = this;
    b[start - 1] = 2;
    for (let i = 0, at = start; i < s.length; i++) {
      const c = s.charCodeAt(i);
      b[at++] = c & 255;
      b[at++] = c >> 8;
    }
    this.n = start + s.length * 2;
  }
  done(): Uint8Array {
    return this.b.subarray(0, this.n);
  }
}

/** What `pickled` holds for a value that did not cross by itself. */
type Substitutes = Map<PyValue, Uint8Array>;

function notShareable(v: PyValue): PyBaseException {
  return newException(notShareableErrorType, fromJS(`${repr(v)} does not support cross-interpreter data`));
}

/** The reason why a value does not cross by itself; null when it does. */
function refusal(v: PyValue): PyBaseException | null {
  if (typeof v === 'bigint') return v >= -(2n ** 63n) && v < 2n ** 63n ? null : overflowError('try sending as bytes');
  if (typeof v !== 'object' || v === None) return null;
  if (v instanceof PyFloat) return v.cls.name === 'float' ? null : notShareable(v);
  if (v.cls === strType || v.cls === bytesType) return null;
  if (v instanceof PyMemoryView || kinds.has(v.cls)) return null;
  return notShareable(v);
}

/** is_shareable(obj): whether its type crosses by itself. */
export function isShareable(v: PyValue): boolean {
  if (typeof v !== 'object' || v === None) return true;
  if (v.cls === tupleType) return (v as PyTuple).items.every(isShareable); // its class
  return refusal(v) === null;
}

/** Throws NotShareableError unless a value crosses by itself. */
export function needShareable(v: PyValue): void {
  if (typeof v === 'object' && v !== None && v.cls === tupleType) return (v as PyTuple).items.forEach(needShareable); // its class
  const why = refusal(v);
  if (why !== null) throw why;
}

/** Finds what has to be pickled, and pickles it. */
function* substitutesFor(v: PyValue, found: Substitutes): NativeGenerator<void> {
  if (typeof v === 'object' && v !== None && v.cls === tupleType) {
    for (const item of (v as PyTuple).items) yield* substitutesFor(item, found); // its class
    return;
  }
  const why = refusal(v);
  if (why === null || found.has(v)) return;
  if (typeof v === 'object' && (v.cls === functionType || v instanceof PyCode)) {
    const code = v instanceof PyCode ? v : (v as PyFunction).code; // its class
    if (v instanceof PyCode || isStateless(v as PyFunction)) {
      found.set(v, serialise(code.code));
      return;
    }
  }
  const support: PyValue = yield hooks.importR(SUPPORT);
  let bytes: PyValue;
  try {
    bytes = yield callMethodR(support, 'dumps', [v]);
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    why.cause = e;
    throw why;
  }
  found.set(v, (bytes as PyBytes).b); // what dumps gives
}

function write(w: Writer, v: PyValue, substitutes: Substitutes | null): void {
  if (v === None) return w.byte(TAG.none);
  switch (typeof v) {
    case 'boolean':
      return w.byte(v ? TAG.true : TAG.false);
    case 'number':
      if (v === (v | 0)) {
        w.byte(TAG.int32);
        return w.int(v);
      }
      w.byte(TAG.number);
      return w.double(v);
    case 'string':
      w.byte(TAG.text);
      return w.text(v);
    case 'bigint':
      if (refusal(v) === null) {
        w.byte(TAG.int64);
        return w.long(v);
      }
      break;
    default:
      break;
  }
  const substitute = substitutes?.get(v);
  if (substitute !== undefined) {
    w.byte(v instanceof PyFunction && isStateless(v) ? TAG.function : v instanceof PyCode ? TAG.code : TAG.pickle);
    return w.bytes(substitute);
  }
  if (typeof v !== 'object') throw refusal(v)!; // a bigint that is too large
  if (v.cls === tupleType) {
    const { items } = v as PyTuple; // its class
    w.byte(TAG.tuple);
    w.int(items.length);
    for (const item of items) write(w, item, substitutes);
    return;
  }
  const why = refusal(v);
  if (why !== null) throw why;
  if (v instanceof PyFloat) {
    w.byte(TAG.float);
    return w.double(v.v);
  }
  if (v instanceof PyStr) {
    w.byte(TAG.points);
    const points = toPoints(v);
    return w.bytes(new Uint8Array(points.buffer, points.byteOffset, points.byteLength));
  }
  if (v instanceof PyBytes) {
    w.byte(TAG.bytes);
    return w.bytes(v.b);
  }
  if (v instanceof PyMemoryView) return writeView(w, v);
  const kind = kinds.get(v.cls)!; // refusal knows nothing else
  w.byte(TAG.custom);
  w.text(kind.name);
  const words = kind.encode(v);
  w.int(words.length);
  for (const word of words) w.int(word);
}

function writeView(w: Writer, v: PyMemoryView): void {
  const memory = sharedMemoryOf(v);
  w.byte(TAG.view);
  w.int(agent().buffers.share(memory.buffer as SharedArrayBuffer)); // what sharedMemoryOf makes
  w.double(memory.byteOffset);
  w.double(memory.byteLength);
  w.double(v.offset);
  w.text(v.format);
  w.int(v.itemsize);
  w.byte(v.readonly ? 1 : 0);
  w.int(v.shape.length);
  for (const n of v.shape) w.double(n);
  for (const n of v.strides) w.double(n);
}

/** The bytes of a value that crosses by itself; throws NotShareableError. */
export function encode(v: PyValue): Uint8Array {
  const w = new Writer();
  write(w, v, null);
  return w.done();
}

/** The bytes of a value. */
export function* encodeR(v: PyValue, fallback: Fallback = 'full'): NativeGenerator<Uint8Array> {
  const substitutes: Substitutes = new Map();
  if (fallback === 'full') yield* substitutesFor(v, substitutes);
  const w = new Writer();
  write(w, v, substitutes);
  return w.done();
}

class Reader {
  private at = 0;
  private readonly view: DataView;
  constructor(private readonly b: Uint8Array) {
    this.view = new DataView(b.buffer, b.byteOffset, b.byteLength);
  }
  byte(): number {
    return this.b[this.at++];
  }
  int(): number {
    this.at += 4;
    return this.view.getInt32(this.at - 4, true);
  }
  double(): number {
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }
  long(): bigint {
    this.at += 8;
    return this.view.getBigInt64(this.at - 8, true);
  }
  bytes(): Uint8Array {
    const n = this.int();
    this.at += n;
    // A copy: the bytes may lie in memory that others use again.
    return Uint8Array.from(this.b.subarray(this.at - n, this.at));
  }
  text(): string {
    const n = this.int();
    const width = this.byte();
    let s = '';
    const { b } = this;
    for (let from = this.at, left = n; left > 0; left -= 4096) {
      const units: number[] = [];
      for (let i = Math.min(left, 4096); i > 0; i--, from += width)
        units.push(width === 1 ? b[from] : b[from] | (b[from + 1] << 8));
      s += String.fromCharCode(...units);
    }
    this.at += n * width;
    return s;
  }
}

/** The value of bytes that `encode` or `encodeR` made. */
export function* decodeR(bytes: Uint8Array): NativeGenerator<PyValue> {
  return yield* read(new Reader(bytes));
}

function simple(r: Reader, tag: number): PyValue | undefined {
  switch (tag) {
    case TAG.none:
      return None;
    case TAG.true:
      return true;
    case TAG.false:
      return false;
    case TAG.int32:
      return r.int();
    case TAG.number:
      return r.double();
    case TAG.int64:
      return r.long();
    case TAG.float:
      return new PyFloat(r.double());
    case TAG.text:
      return r.text();
    case TAG.points: {
      const b = r.bytes();
      return fromPoints(new Uint32Array(b.buffer, b.byteOffset, b.length / 4));
    }
    case TAG.bytes:
      return new PyBytes(r.bytes());
    case TAG.code:
      return makeCode(deserialise(r.bytes()));
    default:
      return undefined;
  }
}

function* read(r: Reader): NativeGenerator<PyValue> {
  const tag = r.byte();
  const value = simple(r, tag);
  if (value !== undefined) return value;
  if (tag === TAG.tuple) {
    const n = r.int();
    const items: PyValue[] = [];
    for (let i = 0; i < n; i++) items.push(yield* read(r));
    return new PyTuple(items);
  }
  if (tag === TAG.view) return yield* readView(r);
  if (tag === TAG.function) return readFunction(r.bytes());
  if (tag === TAG.custom) {
    const kind = kindsByName.get(r.text())!; // every agent has the same modules
    const words: number[] = [];
    for (let n = r.int(); n > 0; n--) words.push(r.int());
    return yield* kind.decode(words);
  }
  const support: PyValue = yield hooks.importR(SUPPORT);
  return yield callMethodR(support, 'loads', [new PyBytes(r.bytes())]);
}

function readFunction(bytes: Uint8Array): PyValue {
  const code = makeCode(deserialise(bytes));
  const { builtins } = interpreter();
  const globals = new PyDict();
  globals.setStr('__builtins__', interpreter().modules.getStr('builtins')!); // start-up made it
  globals.setStr('__name__', '__main__');
  const { name, qualname } = code.code;
  return new PyFunction(code, globals, builtins, fromJS(name), fromJS(qualname), None, '__main__', null);
}

function* readView(r: Reader): NativeGenerator<PyValue> {
  const id = r.int();
  const start = r.double();
  const length = r.double();
  const offset = r.double();
  const format = r.text();
  const itemsize = r.int();
  const readonly = r.byte() !== 0;
  const dimensions = r.int();
  const shape: number[] = [];
  for (let i = 0; i < dimensions; i++) shape.push(r.double());
  const strides: number[] = [];
  for (let i = 0; i < dimensions; i++) strides.push(r.double());
  const { buffers } = agent();
  if (buffers.get(id) === undefined) yield agent().arrived(id);
  const m = new PyMemoryView();
  const bytes = new Uint8Array(buffers.get(id)!, start, length);
  m.owner = readonly ? new PyBytes(bytes) : new PyByteArray(bytes);
  // The object is only the memory's name here; its size can never change.
  if (m.owner instanceof PyByteArray) m.owner.exports = 1;
  m.data = new DataView(bytes.buffer, start, length);
  m.offset = offset;
  m.format = format;
  m.itemsize = itemsize;
  m.readonly = readonly;
  m.shape = shape;
  m.strides = strides;
  buffers.countFor(m.owner, id);
  return m;
}
