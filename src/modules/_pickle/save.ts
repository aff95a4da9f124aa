// Pickling: an object graph as bytes. Invariant: what needs no Python code is written by plain recursion; the first part
// that must call Python (a reduction, a hook, a file's write) turns the rest of its containers into generators. Plain
// recursion never goes deeper than DEPTH: below that a generator starts afresh.

import { Ellipsis, None, NotImplemented, type PyObject, type PyValue } from '../../objects/object.ts';
import {
  type PyByteArray,
  PyBytes,
  PyFloat,
  PyFunction,
  PyList,
  PyModule,
  type PyStr,
  PyTuple,
} from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { keysOf, type PySet, frozensetType, setType } from '../../objects/set.ts';
import {
  bytearrayType,
  bytesType,
  dictType,
  floatType,
  listType,
  objectType,
  PyType,
  strType,
  tupleType,
  TYPE_HAS_DICT,
  TYPE_HEAP,
  typeOf,
  typeType,
} from '../../objects/type.ts';
import { typeModule } from '../../objects/type/attributes.ts';
import { hasPlainNew } from '../../objects/type/call.ts';
import { addNote } from '../../objects/exceptions/base.ts';
import { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { isException, runtimeError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { encodeUtf8R, decodeLatin1 } from '../../objects/codecs/codecs.ts';
import { hooks, importAttrR } from '../../objects/hooks.ts';
import { floatRepr } from '../../objects/algorithms/float-text.ts';
import { intBitLength, intToBytes } from '../../objects/algorithms/int-text.ts';
import {
  attributesOf,
  getattrR,
  hasGenericGetattribute,
  instanceGet,
  lookupAttrR,
} from '../../objects/protocol/attribute.ts';
import { callMethodR, callR, isCallable } from '../../objects/protocol/call.ts';
import { collectR } from '../../objects/protocol/iteration.ts';
import { getitemR, truthR } from '../../objects/protocol/operators.ts';
import { sync, type NativeGenerator, type Pending, type Resumable } from '../../objects/protocol/pending.ts';
import { repr, strR } from '../../objects/protocol/text.ts';
import { fromJS, isStr, toJS, toPoints } from '../../objects/str/text.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { PyPickleBuffer } from './buffer.ts';
import { picklingError } from './errors.ts';
import { BATCH, OP } from './opcodes.ts';
import { encodeText, FRAME_TARGET, Writer } from './writer.ts';

/** How deep plain recursion may go. */
const DEPTH = 100;
/** Without a memo a cycle is found by its depth alone. */
const FAST_LEVELS = 2000 / DEPTH;

const plain = {
  reduceEx: objectType.ns.getStr('__reduce_ex__'),
  reduce: objectType.ns.getStr('__reduce__'),
  getstate: objectType.ns.getStr('__getstate__'),
  cls: objectType.ns.getStr('__class__'),
};

/** What a dump works with: the pickler's settings and the hooks its class or instance defines. */
export interface Settings {
  readonly protocol: number;
  readonly fast: boolean;
  readonly fixImports: boolean;
  /** Object → its number in the memo. Strings are told apart by their text: equal ones share an entry. */
  readonly memo: Map<PyValue, number>;
  /** The file's write method, or null when the bytes are only collected. */
  readonly write: PyValue | null;
  readonly persistentId: PyValue | undefined;
  readonly reducerOverride: PyValue | undefined;
  /** The pickler's own, or copyreg's. */
  readonly dispatchTable: PyValue;
  readonly extensions: PyValue;
  readonly bufferCallback: PyValue;
}

/** How the items of a container are written: in batches with an opcode after each, and what a failure says of one. */
interface Batching {
  /** 2 where keys and values alternate. */
  readonly stride: number;
  /** After a batch of one; 0 when every batch has a mark. */
  readonly single: number;
  /** After a batch; 0 when there are no batches. */
  readonly many: number;
  readonly note: (owner: PyValue, items: readonly PyValue[], i: number) => string | null;
}

/** A type's name as error notes have it. */
function shownType(v: PyValue): string {
  const t = typeOf(v);
  const m = typeModule(t);
  const module = isStr(m) ? toJS(m) : '';
  return module === '' || module === 'builtins' || module === '__main__' ? t.qualname : `${module}.${t.qualname}`;
}

const itemNote = (owner: PyValue, _: readonly PyValue[], i: number): string =>
  `when serializing ${shownType(owner)} item ${i}`;
const LIST_ITEMS: Batching = { stride: 1, single: OP.APPEND, many: OP.APPENDS, note: itemNote };
const TUPLE_ITEMS: Batching = { stride: 1, single: 0, many: 0, note: itemNote };
const DICT_ITEMS: Batching = {
  stride: 2,
  single: OP.SETITEM,
  many: OP.SETITEMS,
  note: (owner, items, i) => (i % 2 === 0 ? null : `when serializing ${shownType(owner)} item ${repr(items[i - 1])}`),
};
const elementNote = (owner: PyValue): string => `when serializing ${shownType(owner)} element`;
const SET_ITEMS: Batching = { stride: 1, single: 0, many: OP.ADDITEMS, note: elementNote };
const FROZENSET_ITEMS: Batching = { stride: 1, single: 0, many: 0, note: elementNote };

function noted(e: unknown, note: string | null): unknown {
  if (note !== null && e instanceof PyBaseException) addNote(e, fromJS(note));
  return e;
}

function* then(r: Pending, f: () => void): NativeGenerator<undefined> {
  yield r;
  f();
  return undefined;
}

/** One dump. */
export class Saver {
  readonly out = new Writer();
  private readonly bin: boolean;
  private readonly protocol: number;
  private readonly memo: Map<PyValue, number>;
  private depth = 0;
  private levels = 0;

  constructor(private readonly s: Settings) {
    this.protocol = s.protocol;
    this.bin = s.protocol >= 1;
    this.memo = s.memo;
  }

  /** Writes the whole pickle; with a file everything has gone there in the end. */
  *dump(obj: PyValue): NativeGenerator<undefined> {
    const { out } = this;
    if (this.protocol >= 2) out.op1(OP.PROTO, this.protocol);
    if (this.protocol >= 4) out.startFraming();
    const r = this.save(obj);
    if (r !== undefined) yield r;
    out.op(OP.STOP);
    out.pauseFraming();
    if (this.s.write !== null) yield this.flush(this.s.write);
    return undefined;
  }

  private flush(write: PyValue): Resumable {
    return callR(write, [new PyBytes(this.out.take())]);
  }

  // -------------------------------------------------------------------------------------------------------- the memo

  private memoize(obj: PyValue): void {
    if (this.s.fast) return;
    const { memo, out } = this;
    const i = memo.size;
    if (this.protocol >= 4) out.op(OP.MEMOIZE);
    else if (!this.bin) out.latin1(`p${i}\n`);
    else if (i < 256) out.op1(OP.BINPUT, i);
    else out.op4(OP.LONG_BINPUT, i);
    memo.set(obj, i);
  }

  private get(i: number): void {
    if (!this.bin) this.out.latin1(`g${i}\n`);
    else if (i < 256) this.out.op1(OP.BINGET, i);
    else this.out.op4(OP.LONG_BINGET, i);
  }

  // ------------------------------------------------------------------------------------------------------ any object

  /** Writes an object. Gives what must run first when Python code is needed. */
  save(obj: PyValue): Pending | undefined {
    if (this.out.frameIsFull) {
      this.out.closeFrame();
      if (this.s.write !== null) return this.flushed(this.s.write, obj);
    }
    if (this.s.persistentId !== undefined) return this.savePersistent(this.s.persistentId, obj);
    return this.saveObject(obj);
  }

  private *flushed(write: PyValue, obj: PyValue): NativeGenerator<undefined> {
    yield this.flush(write);
    yield this.save(obj);
    return undefined;
  }

  private *savePersistent(hook: PyValue, obj: PyValue): NativeGenerator<undefined> {
    const pid = (yield callR(hook, [obj])) as PyValue;
    if (pid === None) {
      yield this.saveObject(obj);
      return undefined;
    }
    if (this.bin) {
      yield this.saveObject(pid);
      this.out.op(OP.BINPERSID);
      return undefined;
    }
    const text = toJS((yield strR(pid)) as string | PyStr);
    if (/[^\0-\x7f]/.test(text)) throw picklingError('persistent IDs in protocol 0 must be ASCII strings');
    this.out.latin1(`P${text}\n`);
    return undefined;
  }

  private saveObject(obj: PyValue): Pending | undefined {
    const { out } = this;
    switch (typeof obj) {
      case 'number':
      case 'bigint':
        return void this.saveInt(obj);
      case 'boolean':
        if (this.protocol >= 2) out.op(obj ? OP.NEWTRUE : OP.NEWFALSE);
        else out.latin1(obj ? 'I01\n' : 'I00\n');
        return undefined;
      case 'string': {
        const known = this.memo.get(obj);
        if (known === undefined) return this.saveStr(obj);
        return void this.get(known);
      }
    }
    if (obj === None) return void out.op(OP.NONE);
    if (obj instanceof PyFloat && obj.cls === floatType) return void this.saveFloat(obj.v);
    const known = this.memo.get(obj);
    if (known !== undefined) return void this.get(known);
    if (this.depth >= DEPTH) return this.deferred(obj);
    this.depth++;
    try {
      return this.saveNew(obj);
    } finally {
      this.depth--;
    }
  }

  /** The same from a fresh JavaScript stack. */
  private *deferred(obj: PyObject): NativeGenerator<undefined> {
    const { depth } = this;
    this.depth = 0;
    this.levels++;
    if (this.s.fast && this.levels > FAST_LEVELS)
      throw valueError(`fast mode: can't pickle cyclic objects type ${shownType(obj)}`);
    try {
      yield this.saveNew(obj);
    } finally {
      this.depth = depth;
      this.levels--;
    }
    return undefined;
  }

  /** Writes an object that is not in the memo. */
  private saveNew(obj: PyObject): Pending | undefined {
    const { cls } = obj;
    if (cls === dictType) return this.saveDict(obj as PyDict); // exactly its shape, as below
    if (cls === listType) return this.saveList(obj as PyList);
    if (cls === tupleType) return this.saveTuple(obj as PyTuple);
    if (cls === strType) return this.saveStr(obj as PyStr);
    if (cls === bytesType) return this.saveBytes(obj as PyBytes);
    if (cls === setType) return this.saveSet(obj as PySet);
    if (cls === frozensetType) return this.saveFrozenSet(obj as PySet);
    if (cls === bytearrayType) return this.saveByteArray(obj as PyByteArray);
    if (obj instanceof PyPickleBuffer) return this.savePickleBuffer(obj);
    if (this.s.reducerOverride === undefined) {
      if (cls === typeType) return this.saveType(obj as PyType);
      if (obj instanceof PyFunction) return this.saveGlobal(obj, undefined);
      if (this.isPlainInstance(obj)) return this.saveInstance(obj);
    }
    return this.saveReduced(obj);
  }

  // ----------------------------------------------------------------------------------------------------------- atoms

  private saveInt(v: number | bigint): void {
    const { out } = this;
    if (this.bin && typeof v === 'number' && v >= -0x80000000 && v <= 0x7fffffff) {
      if (v >= 0 && v <= 0xff) out.op1(OP.BININT1, v);
      else if (v >= 0 && v <= 0xffff) out.op2(OP.BININT2, v);
      else out.op4(OP.BININT, v);
      return;
    }
    if (this.protocol < 2) {
      const small = v >= -0x80000000 && v <= 0x7fffffff;
      out.latin1(small ? `I${v}\n` : `L${v}L\n`);
      return;
    }
    let n = (intBitLength(v) >> 3) + 1;
    let bytes = intToBytes(v, n, true, true);
    if (typeof bytes === 'string') throw new Error('an int that does not fit its own length');
    if (v < 0 && n > 1 && bytes[n - 1] === 0xff && (bytes[n - 2] & 0x80) !== 0) bytes = bytes.subarray(0, --n);
    if (n < 256) out.op1(OP.LONG1, n);
    else out.op4(OP.LONG4, n);
    out.raw(bytes);
  }

  private saveFloat(v: number): void {
    if (this.bin) this.out.double(OP.BINFLOAT, v);
    else this.out.latin1(`F${floatRepr(v)}\n`);
  }

  private saveStr(obj: string | PyStr): Pending | undefined {
    const { out } = this;
    if (!this.bin) {
      out.op(OP.UNICODE);
      out.latin1(`${rawUnicodeEscape(obj)}\n`);
      return void this.memoize(obj);
    }
    const short = this.protocol >= 4 ? OP.SHORT_BINUNICODE : 0;
    if (typeof obj === 'string') {
      if (out.asciiText(obj, short, OP.BINUNICODE)) return void this.memoize(obj);
    }
    const bytes = typeof obj === 'string' ? encodeText(obj) : sync(encodeUtf8R(obj, 'surrogatepass'));
    const r = this.payload(bytes, short, OP.BINUNICODE, OP.BINUNICODE8, null);
    return this.thenMemoize(r, obj);
  }

  private thenMemoize(r: Pending | undefined, obj: PyValue): Pending | undefined {
    if (r !== undefined) return then(r, () => this.memoize(obj));
    return void this.memoize(obj);
  }

  /** Bytes behind an opcode and their length: large ones outside of frames, straight to the file. */
  private payload(
    bytes: Uint8Array,
    short: number,
    long: number,
    huge: number,
    whole: PyValue | null,
  ): Pending | undefined {
    const { out } = this;
    const n = bytes.length;
    const large = n >= FRAME_TARGET && this.protocol >= 4;
    if (large) out.pauseFraming();
    if (short !== 0 && n <= 0xff) out.op1(short, n);
    else if (long === 0 || (n > 0xffffffff && this.protocol >= 4)) out.op8(huge, n);
    else out.op4(long, n);
    if (large && this.s.write !== null) {
      const r = this.writeLarge(this.s.write, whole ?? new PyBytes(bytes));
      out.startFraming();
      return r;
    }
    out.raw(bytes);
    if (large) out.startFraming();
    return undefined;
  }

  private *writeLarge(write: PyValue, data: PyValue): NativeGenerator<undefined> {
    yield this.flush(write);
    yield callR(write, [data]);
    return undefined;
  }

  private saveBytes(obj: PyBytes): Pending | undefined {
    if (this.protocol < 3) return this.saveOldBytes(obj);
    const r = this.payload(obj.b, OP.SHORT_BINBYTES, OP.BINBYTES, OP.BINBYTES8, obj);
    return this.thenMemoize(r, obj);
  }

  private *saveOldBytes(obj: PyBytes): NativeGenerator<undefined> {
    if (obj.b.length === 0) return yield* this.saveReduce(obj, [bytesType, new PyTuple([])]);
    const encode: PyValue = yield importAttrR('_codecs', 'encode');
    const args = new PyTuple([fromJS(decodeLatin1(obj.b)), 'latin1']);
    return yield* this.saveReduce(obj, [encode, args]);
  }

  private saveByteArray(obj: PyByteArray): Pending | undefined {
    const bytes = obj.b.slice(0, obj.len);
    if (this.protocol < 5) {
      const args = bytes.length === 0 ? [] : [new PyBytes(bytes)];
      return this.saveReduce(obj, [bytearrayType, new PyTuple(args)]);
    }
    return this.thenMemoize(this.payload(bytes, 0, 0, OP.BYTEARRAY8, null), obj);
  }

  private *savePickleBuffer(obj: PyPickleBuffer): NativeGenerator<undefined> {
    if (this.protocol < 5) throw picklingError('PickleBuffer can only be pickled with protocol >= 5');
    const bytes = obj.contiguous();
    if (bytes === undefined)
      throw picklingError('PickleBuffer can not be pickled when pointing to a non-contiguous buffer');
    const { readonly } = obj.view();
    if (this.s.bufferCallback !== None) {
      const r = (yield callR(this.s.bufferCallback, [obj])) as PyValue;
      const inBand: boolean = yield truthR(r);
      if (!inBand) {
        this.out.op(OP.NEXT_BUFFER);
        if (readonly) this.out.op(OP.READONLY_BUFFER);
        return undefined;
      }
    }
    const copy = bytes.slice();
    if (readonly) yield this.payload(copy, OP.SHORT_BINBYTES, OP.BINBYTES, OP.BINBYTES8, null);
    else yield this.payload(copy, 0, 0, OP.BYTEARRAY8, null);
    this.memoize(obj);
    return undefined;
  }

  // ------------------------------------------------------------------------------------------------------ containers

  private before(kind: Batching, i: number, n: number): void {
    if (kind.many === 0 || !this.bin || i % (BATCH * kind.stride) !== 0) return;
    if (kind.single === 0 || n - i > kind.stride) this.out.op(OP.MARK);
  }

  private after(kind: Batching, i: number, n: number): void {
    const { stride } = kind;
    if (kind.many === 0 || (i + 1) % stride !== 0) return;
    if (!this.bin) this.out.op(kind.single);
    else if (i + 1 === n && (i + 1 - stride) % (BATCH * stride) === 0 && kind.single !== 0) this.out.op(kind.single);
    else if (i + 1 === n || (i + 1) % (BATCH * stride) === 0) this.out.op(kind.many);
  }

  /** Writes all items of a container. They are the container's at the time of the call. */
  private saveItems(kind: Batching, items: readonly PyValue[], owner: PyValue): Pending | undefined {
    const n = items.length;
    let i = 0;
    try {
      for (; i < n; i++) {
        this.before(kind, i, n);
        const r = this.save(items[i]);
        if (r !== undefined) return this.saveRest(kind, items, owner, i, r);
        this.after(kind, i, n);
      }
    } catch (e) {
      throw noted(e, kind.note(owner, items, i));
    }
    return undefined;
  }

  private *saveRest(
    kind: Batching,
    items: readonly PyValue[],
    owner: PyValue,
    i: number,
    first: Pending,
  ): NativeGenerator<undefined> {
    const n = items.length;
    let r: Pending | undefined = first;
    try {
      for (;;) {
        if (r !== undefined) yield r;
        this.after(kind, i, n);
        if (++i >= n) return undefined;
        this.before(kind, i, n);
        r = this.save(items[i]);
      }
    } catch (e) {
      throw noted(e, kind.note(owner, items, i));
    }
  }

  private saveList(obj: PyList): Pending | undefined {
    if (this.bin) this.out.op(OP.EMPTY_LIST);
    else this.out.latin1('(l');
    this.memoize(obj);
    return this.saveItems(LIST_ITEMS, obj.items.slice(), obj);
  }

  private saveDict(obj: PyDict): Pending | undefined {
    if (this.bin) this.out.op(OP.EMPTY_DICT);
    else this.out.latin1('(d');
    this.memoize(obj);
    return this.saveItems(DICT_ITEMS, pairsOf(obj), obj);
  }

  private saveTuple(obj: PyTuple): Pending | undefined {
    const { out } = this;
    const items = obj.items.slice();
    if (items.length === 0) {
      if (this.bin) out.op(OP.EMPTY_TUPLE);
      else out.latin1('(t');
      return undefined;
    }
    const short = items.length <= 3 && this.protocol >= 2;
    if (!short) out.op(OP.MARK);
    const r = this.saveItems(TUPLE_ITEMS, items, obj);
    if (r !== undefined) return then(r, () => this.endTuple(obj, items.length, short));
    this.endTuple(obj, items.length, short);
    return undefined;
  }

  private endTuple(obj: PyTuple, n: number, short: boolean): void {
    const { out } = this;
    const known = this.memo.get(obj);
    if (known === undefined) {
      out.op(short ? OP.TUPLE1 + n - 1 : OP.TUPLE);
      this.memoize(obj);
      return;
    }
    // Its items led to the tuple itself: it is built already, what is on the stack goes away.
    if (short || !this.bin) for (let i = short ? 0 : -1; i < n; i++) out.op(OP.POP);
    else out.op(OP.POP_MARK);
    this.get(known);
  }

  private saveSet(obj: PySet): Pending | undefined {
    const items = keysOf(obj.table);
    if (this.protocol < 4) return this.saveReduce(obj, [setType, new PyTuple([new PyList(items)])]);
    this.out.op(OP.EMPTY_SET);
    this.memoize(obj);
    return this.saveItems(SET_ITEMS, items, obj);
  }

  private saveFrozenSet(obj: PySet): Pending | undefined {
    const items = keysOf(obj.table);
    if (this.protocol < 4) return this.saveReduce(obj, [frozensetType, new PyTuple([new PyList(items)])]);
    this.out.op(OP.MARK);
    const r = this.saveItems(FROZENSET_ITEMS, items, obj);
    if (r !== undefined) return then(r, () => this.endFrozenSet(obj));
    this.endFrozenSet(obj);
    return undefined;
  }

  private endFrozenSet(obj: PySet): void {
    const known = this.memo.get(obj);
    if (known === undefined) {
      this.out.op(OP.FROZENSET);
      this.memoize(obj);
    } else {
      this.out.op(OP.POP_MARK);
      this.get(known);
    }
  }

  // ------------------------------------------------------------------------------------------- instances, reductions

  /**
   * True when the reduction of this instance would call no Python code: `object.__reduce_ex__` on a class without state
   * or constructor arguments of its own. Such an instance is its class and its attributes.
   */
  private isPlainInstance(obj: PyObject): boolean {
    const t = obj.cls;
    return (
      this.protocol >= 2 &&
      hasPlainNew(t) &&
      (t.flags & TYPE_HAS_DICT) !== 0 &&
      !(obj instanceof PyDict || obj instanceof PyList) &&
      t.lookup('__reduce_ex__') === plain.reduceEx &&
      t.lookup('__reduce__') === plain.reduce &&
      t.lookup('__getstate__') === plain.getstate &&
      t.lookup('__class__') === plain.cls &&
      t.lookup('__getnewargs_ex__') === undefined &&
      t.lookup('__getnewargs__') === undefined &&
      hasGenericGetattribute(t) &&
      t.mro.every((c) => c === objectType || ((c.flags & TYPE_HEAP) !== 0 && c.ns.getStr('__slots__') === undefined)) &&
      instanceGet(obj, '__reduce_ex__') === undefined &&
      instanceGet(obj, '__reduce__') === undefined &&
      instanceGet(obj, '__getstate__') === undefined &&
      this.s.dispatchTable instanceof PyDict &&
      this.s.dispatchTable.get(t) === undefined
    );
  }

  private saveInstance(obj: PyObject): Pending | undefined {
    const cls = this.memo.get(obj.cls);
    if (cls === undefined || this.s.persistentId !== undefined) return this.saveFirstInstance(obj);
    this.get(cls);
    this.endNew(obj);
    const state = stateOf(obj);
    if (state === undefined) return undefined;
    try {
      const r = this.save(state);
      if (r !== undefined) return this.built(obj, r);
    } catch (e) {
      throw noted(noted(e, `when serializing ${shownType(obj)} state`), `when serializing ${shownType(obj)} object`);
    }
    this.out.op(OP.BUILD);
    return undefined;
  }

  private endNew(obj: PyObject): void {
    this.out.op(OP.EMPTY_TUPLE);
    this.out.op(OP.NEWOBJ);
    this.memoize(obj);
  }

  private *built(obj: PyObject, r: Pending): NativeGenerator<undefined> {
    try {
      yield r;
    } catch (e) {
      throw noted(noted(e, `when serializing ${shownType(obj)} state`), `when serializing ${shownType(obj)} object`);
    }
    this.out.op(OP.BUILD);
    return undefined;
  }

  private *saveFirstInstance(obj: PyObject): NativeGenerator<undefined> {
    const name = shownType(obj);
    try {
      yield this.noting(this.save(obj.cls), `when serializing ${name} class`);
      yield this.save(new PyTuple([]));
      this.out.op(OP.NEWOBJ);
      this.memoize(obj);
      const state = stateOf(obj);
      if (state !== undefined) {
        yield this.noting(this.save(state), `when serializing ${name} state`);
        this.out.op(OP.BUILD);
      }
    } catch (e) {
      throw noted(e, `when serializing ${name} object`);
    }
    return undefined;
  }

  private *noting(r: Pending | undefined, note: string): NativeGenerator<undefined> {
    if (r === undefined) return undefined;
    try {
      yield r;
    } catch (e) {
      throw noted(e, note);
    }
    return undefined;
  }

  /** Asks the object, or who is registered for its class, how to pickle it. */
  private *saveReduced(obj: PyObject): NativeGenerator<undefined> {
    const t = obj.cls;
    let rv: PyValue = NotImplemented;
    if (this.s.reducerOverride !== undefined) rv = yield callR(this.s.reducerOverride, [obj]);
    if (rv === NotImplemented) {
      if (t === typeType) return yield this.saveType(obj as PyType); // only types have this class
      if (obj instanceof PyFunction) return yield this.saveGlobal(obj, undefined);
      const registered = (yield this.registered(t)) as PyValue | undefined;
      if (registered !== undefined) rv = yield callR(registered, [obj]);
      else if (obj instanceof PyType) return yield this.saveGlobal(obj, undefined);
      else {
        const ex = (yield lookupAttrR(obj, '__reduce_ex__')) as PyValue | undefined;
        if (ex !== undefined) rv = yield callR(ex, [this.protocol]);
        else {
          const reduce = (yield lookupAttrR(obj, '__reduce__')) as PyValue | undefined;
          if (reduce === undefined) throw picklingError(`Can't pickle ${shownType(obj)} object`);
          rv = yield callR(reduce, []);
        }
      }
    }
    if (isStr(rv)) return yield this.saveGlobal(obj, toJS(rv));
    try {
      if (!(rv instanceof PyTuple))
        throw picklingError(`__reduce__ must return a string or tuple, not ${shownType(rv)}`);
      if (rv.items.length < 2 || rv.items.length > 6)
        throw picklingError('tuple returned by __reduce__ must contain 2 through 6 elements');
      yield* this.saveReduce(obj, rv.items);
    } catch (e) {
      throw noted(e, `when serializing ${shownType(obj)} object`);
    }
    return undefined;
  }

  private registered(t: PyType): Resumable<PyValue | undefined> {
    const table = this.s.dispatchTable;
    if (table instanceof PyDict && table.cls === dictType) return table.get(t);
    return (function* (): NativeGenerator<PyValue | undefined> {
      try {
        return (yield getitemR(table, t)) as PyValue;
      } catch (e) {
        if (isException(e, 'KeyError')) return undefined;
        throw e;
      }
    })();
  }

  /** Writes what a reduction says; the object is memoized behind its constructor's call. */
  private *saveReduce(obj: PyObject, reduction: readonly PyValue[]): NativeGenerator<undefined> {
    const { out } = this;
    const [func, args, state = None, listItems = None, dictItems = None, setter = None] = reduction;
    if (!isCallable(func))
      throw picklingError(`first item of the tuple returned by __reduce__ must be callable, not ${shownType(func)}`);
    if (!(args instanceof PyTuple))
      throw picklingError(`second item of the tuple returned by __reduce__ must be a tuple, not ${shownType(args)}`);
    for (const [item, what] of [
      [listItems, 'fourth'],
      [dictItems, 'fifth'],
    ] as const) {
      if (item !== None && typeOf(item).lookup('__next__') === undefined)
        throw picklingError(
          `${what} item of the tuple returned by __reduce__ must be an iterator, not ${shownType(item)}`,
        );
    }
    if (setter !== None && !isCallable(setter))
      throw picklingError(`sixth item of the tuple returned by __reduce__ must be callable, not ${shownType(setter)}`);
    const name = shownType(obj);
    const given = this.protocol >= 2 ? ((yield lookupAttrR(func, '__name__')) as PyValue | undefined) : undefined;
    if (given === '__newobj_ex__') yield* this.saveNewObjectEx(obj, args.items);
    else if (given === '__newobj__') {
      if (args.items.length < 1) throw picklingError('__newobj__ expected at least 1 argument, got 0');
      const [cls, ...rest] = args.items;
      yield* this.checkClass(obj, cls, '__newobj__');
      yield this.noting(this.save(cls), `when serializing ${name} class`);
      yield this.noting(this.save(new PyTuple(rest)), `when serializing ${name} __new__ arguments`);
      out.op(OP.NEWOBJ);
    } else {
      yield this.noting(this.save(func), `when serializing ${name} reconstructor`);
      yield this.noting(this.save(args), `when serializing ${name} reconstructor arguments`);
      out.op(OP.REDUCE);
    }
    const known = this.memo.get(obj);
    if (known === undefined) this.memoize(obj);
    else {
      // The arguments led to the object itself: it is built already.
      out.op(OP.POP);
      this.get(known);
    }
    if (listItems !== None) {
      const items: PyValue[] = yield collectR(listItems);
      yield this.saveItems(LIST_ITEMS, items, obj);
    }
    if (dictItems !== None) {
      const pairs: PyValue[] = yield collectR(dictItems);
      const flat: PyValue[] = [];
      for (const pair of pairs) {
        if (!(pair instanceof PyTuple) || pair.items.length !== 2)
          throw typeError('dict items iterator must return 2-tuples');
        flat.push(...pair.items);
      }
      yield this.saveItems(DICT_ITEMS, flat, obj);
    }
    if (state === None) return undefined;
    if (setter === None) {
      yield this.noting(this.save(state), `when serializing ${name} state`);
      out.op(OP.BUILD);
      return undefined;
    }
    yield this.noting(this.save(setter), `when serializing ${name} state setter`);
    yield this.save(obj);
    yield this.noting(this.save(state), `when serializing ${name} state`);
    out.op(OP.TUPLE2);
    out.op(OP.REDUCE);
    out.op(OP.POP);
    return undefined;
  }

  private *checkClass(obj: PyObject, cls: PyValue, func: string): NativeGenerator<undefined> {
    if (!(cls instanceof PyType) && ((yield lookupAttrR(cls, '__new__')) as PyValue | undefined) === undefined)
      throw picklingError(`first argument to ${func}() must be a class, not ${shownType(cls)}`);
    const own = (yield getattrR(obj, '__class__')) as PyValue;
    if (own !== cls) throw picklingError(`first argument to ${func}() must be ${repr(own)}, not ${repr(cls)}`);
    return undefined;
  }

  private *saveNewObjectEx(obj: PyObject, parts: readonly PyValue[]): NativeGenerator<undefined> {
    if (parts.length !== 3) throw picklingError(`__newobj_ex__ expected 3 arguments, got ${parts.length}`);
    const [cls, args, kwargs] = parts;
    const name = shownType(obj);
    yield* this.checkClass(obj, cls, '__newobj_ex__');
    if (!(args instanceof PyTuple))
      throw picklingError(`second argument to __newobj_ex__() must be a tuple, not ${shownType(args)}`);
    if (!(kwargs instanceof PyDict))
      throw picklingError(`third argument to __newobj_ex__() must be a dict, not ${shownType(kwargs)}`);
    if (this.protocol >= 4) {
      yield this.noting(this.save(cls), `when serializing ${name} class`);
      yield this.noting(this.save(args), `when serializing ${name} __new__ arguments`);
      yield this.noting(this.save(kwargs), `when serializing ${name} __new__ arguments`);
      this.out.op(OP.NEWOBJ_EX);
      return undefined;
    }
    const make = (yield getattrR(cls, '__new__')) as PyValue;
    const partial: PyValue = yield importAttrR('functools', 'partial');
    const values = kwargs.entries();
    const names: string[] = [];
    const all: PyValue[] = [make, cls, ...args.items];
    for (const [k, v] of values) {
      names.push(toJS(k as string | PyStr)); // keyword names are strings
      all.push(v);
    }
    const func = (yield callR(partial, all, names)) as PyValue;
    yield this.noting(this.save(func), `when serializing ${name} reconstructor`);
    yield this.save(new PyTuple([]));
    this.out.op(OP.REDUCE);
    return undefined;
  }

  // --------------------------------------------------------------------------------------------------------- globals

  private saveType(t: PyType): Pending | undefined {
    const single = [None, NotImplemented, Ellipsis].find((one) => typeOf(one) === t);
    if (single !== undefined) return this.saveReduce(t, [typeType, new PyTuple([single])]);
    return this.saveGlobal(t, undefined);
  }

  /** Writes where an importable object is found. */
  private saveGlobal(obj: PyObject, given: string | undefined): Pending | undefined {
    if (given === undefined && this.protocol >= 4 && this.s.persistentId === undefined) {
      const place = quickPlace(obj);
      if (place !== undefined && this.s.extensions instanceof PyDict && this.s.extensions.size === 0) {
        const r = this.save(place[0]) ?? this.save(place[1]);
        if (r !== undefined) throw new Error('a str that needs Python code to be pickled');
        this.out.op(OP.STACK_GLOBAL);
        this.memoize(obj);
        return undefined;
      }
    }
    return this.saveGlobalSlow(obj, given);
  }

  private *saveGlobalSlow(obj: PyObject, given: string | undefined): NativeGenerator<undefined> {
    const { out } = this;
    let name = given;
    if (name === undefined) {
      let v = (yield lookupAttrR(obj, '__qualname__')) as PyValue | undefined;
      if (v === undefined || v === None) v = yield getattrR(obj, '__name__');
      if (v === undefined || !isStr(v)) throw picklingError(`Can't pickle ${repr(obj)}: it has no name`);
      name = toJS(v);
    }
    const module: string = yield* this.moduleOf(obj, name);
    if (this.protocol >= 2) {
      const key = new PyTuple([fromJS(module), fromJS(name)]);
      const code = (yield callMethodR(this.s.extensions, 'get', [key])) as PyValue;
      if (typeof code === 'number') {
        if (code === 0) throw runtimeError('extension code 0 is out of range');
        if (code <= 0xff) out.op1(OP.EXT1, code);
        else if (code <= 0xffff) out.op2(OP.EXT2, code);
        else out.op4(OP.EXT4, code);
        return undefined;
      }
    }
    if (this.protocol >= 4) {
      yield this.save(fromJS(module));
      yield this.save(fromJS(name));
      out.op(OP.STACK_GLOBAL);
    } else {
      const [top, ...path] = name.split('.');
      if (path.length > 0) {
        const getattr: PyValue = yield importAttrR('builtins', 'getattr');
        for (const _ of path) {
          yield this.save(getattr);
          if (this.protocol < 2) out.op(OP.MARK);
        }
      }
      yield* this.saveTopLevel(module, top);
      for (const attr of path) {
        yield this.save(fromJS(attr));
        out.op(this.protocol < 2 ? OP.TUPLE : OP.TUPLE2);
        out.op(OP.REDUCE);
      }
    }
    this.memoize(obj);
    return undefined;
  }

  private *saveTopLevel(module: string, name: string): NativeGenerator<undefined> {
    if (this.protocol < 3 && this.s.fixImports) [module, name] = yield* this.oldName(module, name);
    const unwritable = this.protocol < 3 ? /[^\0-\x7f]/ : /[\ud800-\udfff]/u;
    for (const [text, what] of [
      [module, 'module'],
      [name, 'global'],
    ]) {
      if (unwritable.test(text)) {
        const shown = repr(fromJS(text));
        throw picklingError(`can't pickle ${what} identifier ${shown} using pickle protocol ${this.protocol}`);
      }
    }
    this.out.op(OP.GLOBAL);
    this.out.raw(encodeText(`${module}\n${name}\n`));
    return undefined;
  }

  /** What Python 2 called it. */
  private *oldName(module: string, name: string): NativeGenerator<[string, string]> {
    const names: PyValue = yield importAttrR('_compat_pickle', 'REVERSE_NAME_MAPPING');
    const modules: PyValue = yield importAttrR('_compat_pickle', 'REVERSE_IMPORT_MAPPING');
    const both = (yield callMethodR(names, 'get', [new PyTuple([fromJS(module), fromJS(name)])])) as PyValue;
    if (both instanceof PyTuple) return both.items.map((v) => toJS(v as string)) as [string, string]; // two strings
    const other = (yield callMethodR(modules, 'get', [fromJS(module)])) as PyValue;
    return [isStr(other) ? toJS(other) : module, name];
  }

  /** The module in which the object has this name; an error when it is not there. */
  private *moduleOf(obj: PyObject, name: string): NativeGenerator<string> {
    const path = name.split('.');
    const given = (yield lookupAttrR(obj, '__module__')) as PyValue | undefined;
    if (path.includes('<locals>')) throw picklingError(`Can't pickle local object ${repr(obj)}`);
    const { modules } = interpreter();
    let module: PyValue;
    if (given === undefined || given === None) {
      for (const [key, m] of [...modules.entries()]) {
        if (key === '__main__' || key === '__mp_main__' || m === None || !isStr(key)) continue;
        if ((yield* follow(m, path)) === obj) return toJS(key);
      }
      module = '__main__';
    } else module = given;
    if (!isStr(module)) throw picklingError(`Can't pickle ${repr(obj)}: its module is no str`);
    const where = toJS(module);
    let m: PyValue;
    try {
      m = yield hooks.importR(where);
    } catch (e) {
      if (!isException(e, 'ImportError') && !isException(e, 'ValueError') && !isException(e, 'KeyError')) throw e;
      const text = toJS((yield strR(e)) as string | PyStr);
      throw caused(picklingError(`Can't pickle ${repr(obj)}: ${text}`), e);
    }
    const found = (yield* follow(m, path)) as PyValue | undefined;
    if (found === undefined) throw picklingError(`Can't pickle ${repr(obj)}: it's not found as ${where}.${name}`);
    if (found !== obj) throw picklingError(`Can't pickle ${repr(obj)}: it's not the same object as ${where}.${name}`);
    return where;
  }
}

/** Its attribute path from there; undefined when one of them is missing. */
function* follow(from: PyValue, path: readonly string[]): NativeGenerator<PyValue | undefined> {
  let v: PyValue = from;
  for (const name of path) {
    const next = (yield lookupAttrR(v, name)) as PyValue | undefined;
    if (next === undefined) return undefined;
    v = next;
  }
  return v;
}

function caused(e: PyBaseException, by: PyBaseException): PyBaseException {
  e.context = by;
  return e;
}

/** Keys and values in turn. */
function pairsOf(d: PyDict): PyValue[] {
  const flat: PyValue[] = [];
  for (const [k, v] of d.entries()) flat.push(k, v);
  return flat;
}

/** The attributes of a plain instance; undefined when there are none. */
function stateOf(obj: PyObject): PyDict | undefined {
  const state = obj.dict ?? attributesOf(obj);
  return state.size > 0 ? state : undefined;
}

/** Module and name of a class or function that a loaded module has under its name; undefined when that takes a search. */
function quickPlace(obj: PyObject): readonly [string | PyStr, string | PyStr] | undefined {
  if (!(obj instanceof PyType) || (obj.cls !== typeType && !hasGenericGetattribute(obj.cls))) return undefined;
  if (obj.cls !== typeType) return undefined;
  const module = typeModule(obj);
  if (!isStr(module)) return undefined;
  const m = interpreter().modules.get(module);
  if (!(m instanceof PyModule) || m.dict.getStr(obj.qualname) !== obj) return undefined;
  return [module, fromJS(obj.qualname)];
}

/** Protocol 0 text: raw-unicode-escape, and everything that would end the line escaped too. */
function rawUnicodeEscape(v: string | PyStr): string {
  let out = '';
  for (const c of toPoints(v)) {
    if (c > 0xffff) out += `\\U${c.toString(16).padStart(8, '0')}`;
    else if (c > 0xff || c === 0x5c || c === 0 || c === 10 || c === 13 || c === 0x1a)
      out += `\\u${c.toString(16).padStart(4, '0')}`;
    else out += String.fromCharCode(c);
  }
  return out;
}
