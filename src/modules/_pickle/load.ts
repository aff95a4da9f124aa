// Unpickling: runs the opcodes of a pickle on a stack of values. Invariant: `stack` above the last of `marks` is what the
// opcodes may use; whatever needs Python code (a class to import, a reduction, a hook, a file's read) is yielded from the
// one generator that runs the machine.

import { None, type PyValue } from '../../objects/object.ts';
import { PyByteArray, PyBytes, PyFloat, PyList, PyModule, type PyStr, PyTuple } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { newFrozenSet, newSet, PySet } from '../../objects/set.ts';
import { dictType, listType, PyType, TYPE_HAS_DICT, TYPE_HEAP, typeOf } from '../../objects/type.ts';
import { hasPlainNew, newInstance } from '../../objects/type/call.ts';
import { borrow } from '../../objects/buffer.ts';
import { decodeR, decodeUtf8R } from '../../objects/codecs/codecs.ts';
import { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { attributeError, eofError, isException, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { hooks, importAttrR } from '../../objects/hooks.ts';
import { intFromBytes, parseInteger } from '../../objects/algorithms/int-text.ts';
import {
  getattrR,
  hasGenericGetattribute,
  instanceSet,
  lookupAttrR,
  setattrR,
} from '../../objects/protocol/attribute.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { nextR } from '../../objects/protocol/iteration.ts';
import { setitemR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { repr } from '../../objects/protocol/text.ts';
import { parseFloatText } from '../../objects/float.ts';
import { viewOf } from '../../objects/memoryview.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { interpreter, type RuntimeInterpreter } from '../../runtime/interpreter.ts';
import { addRoots } from '../../runtime/memory/roots.ts';
import { unpicklingError, unpicklingErrorType } from './errors.ts';
import { HIGHEST_PROTOCOL, OP } from './opcodes.ts';

/** Where the bytes of a pickle come from when they are not all there. */
export interface Source {
  readonly read: PyValue;
  readonly readline: PyValue;
  /** `readinto(buffer)`, when the file has one. */
  readonly readinto: PyValue | undefined;
  /** `peek(n)`, when the file has one: its answer is used without reading each opcode by a call. */
  readonly peek: PyValue | undefined;
}

/** What a load works with: the unpickler's settings and the hooks its class or instance defines. */
export interface LoadSettings {
  readonly source: Source | null;
  readonly fixImports: boolean;
  readonly encoding: string;
  readonly errors: string;
  /** An iterator of out-of-band buffers, or None. */
  readonly buffers: PyValue;
  readonly memo: Memo;
  readonly persistentLoad: PyValue | undefined;
  readonly findClass: PyValue | undefined;
}

/** Values by the numbers the pickle gives them. */
export class Memo {
  values: (PyValue | undefined)[] = [];
  count = 0;

  put(i: number, v: PyValue): void {
    if (this.values[i] === undefined) this.count++;
    this.values[i] = v;
  }

  copy(): Memo {
    const m = new Memo();
    m.values = this.values.slice();
    m.count = this.count;
    return m;
  }
}

const EMPTY = new Uint8Array(0);
const PEEK = 128 * 1024;

const underflow = (marked: boolean): PyBaseException =>
  unpicklingError(marked ? 'unexpected MARK found' : 'unpickling stack underflow');

const underWay = new WeakMap<RuntimeInterpreter, Set<Loader>>();
/** The loads under way: what they have made so far nobody else holds. */
function loads(): Set<Loader> {
  const i = interpreter();
  let set = underWay.get(i);
  if (set === undefined) {
    const made = new Set<Loader>();
    set = made;
    underWay.set(i, made);
    addRoots(i, () => [...made].flatMap((l) => l.holds()));
  }
  return set;
}

/** One load. */
export class Loader {
  private readonly stack: PyValue[] = [];
  private readonly marks: number[] = [];
  private readonly memo: Memo;
  /** The protocol the pickle says it has. */
  protocol = 0;
  private bytes: Uint8Array;
  private view: DataView;
  private at = 0;
  /** How many bytes of `bytes` were only peeked at: they must still be read from the file when used. */
  private peeked = false;
  private peeks = true;

  constructor(
    private readonly s: LoadSettings,
    bytes: Uint8Array = EMPTY,
  ) {
    this.memo = s.memo;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  // ----------------------------------------------------------------------------------------------------------- input

  private setBytes(bytes: Uint8Array, peeked: boolean): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
    this.peeked = peeked;
  }

  /** Reads from the file what was used of the bytes it let us peek at. */
  private *settle(): NativeGenerator<undefined> {
    const { source } = this.s;
    if (!this.peeked || source === null) return undefined;
    const used = this.at;
    this.setBytes(EMPTY, false);
    if (used > 0) yield callR(source.read, [used]);
    return undefined;
  }

  /** Makes sure that `n` bytes are there, from `at` on. */
  private *fill(n: number): NativeGenerator<undefined> {
    const { source } = this.s;
    const left = this.bytes.length - this.at;
    if (source === null) throw unpicklingError('pickle data was truncated');
    if (!this.peeked && left > 0) {
      // A frame ends here, and nothing of the pickle may go across its end.
      throw unpicklingError('pickle exhausted before end of frame');
    }
    yield* this.settle();
    if (source.peek !== undefined && this.peeks) {
      const ahead = borrow(yield* this.peek(source.peek));
      if (ahead !== undefined && ahead.length >= n) {
        this.setBytes(ahead.slice(), true);
        return undefined;
      }
    }
    const r = (yield callR(source.read, [n])) as PyValue;
    const data = borrow(r);
    if (data === undefined || !(r instanceof PyBytes))
      throw valueError('read() from the underlying stream did not return bytes');
    if (data.length < n) throw unpicklingError('pickle data was truncated');
    this.setBytes(data, false);
    return undefined;
  }

  /** What lies ahead in the file; None once it said that it cannot tell. */
  private *peek(peek: PyValue): NativeGenerator<PyValue> {
    try {
      return (yield callR(peek, [PEEK])) as PyValue;
    } catch (e) {
      if (!isException(e, 'NotImplementedError')) throw e;
      this.peeks = false;
      return None;
    }
  }

  private has(n: number): boolean {
    return this.at + n <= this.bytes.length;
  }

  private take(n: number): Uint8Array {
    this.at += n;
    return this.bytes.subarray(this.at - n, this.at);
  }

  private *read(n: number): NativeGenerator<Uint8Array> {
    if (!this.has(n)) yield* this.fill(n);
    return this.take(n);
  }

  /** A line without its end, which has something in it. */
  private *line(): NativeGenerator<Uint8Array> {
    const line = yield* this.anyLine();
    if (line.length === 0) throw unpicklingError('pickle data was truncated');
    return line;
  }

  private *anyLine(): NativeGenerator<Uint8Array> {
    const end = this.bytes.indexOf(10, this.at);
    if (end >= 0) {
      const line = this.bytes.subarray(this.at, end);
      this.at = end + 1;
      return line;
    }
    const { source } = this.s;
    if (source === null) throw unpicklingError('pickle data was truncated');
    if (!this.peeked && this.has(1)) throw unpicklingError('pickle exhausted before end of frame');
    yield* this.settle();
    const r = (yield callR(source.readline, [])) as PyValue;
    if (!(r instanceof PyBytes)) throw valueError('readline() from the underlying stream did not return bytes');
    if (r.b.length === 0 || r.b[r.b.length - 1] !== 10) throw unpicklingError('pickle data was truncated');
    return r.b.subarray(0, r.b.length - 1);
  }

  private *asciiLine(): NativeGenerator<string> {
    return ascii(yield* this.line());
  }

  private *intLine(what: string): NativeGenerator<number | bigint> {
    const text = yield* this.asciiLine();
    const v = parseInteger(text.trim());
    if (v === undefined) throw valueError(`could not convert string to ${what}`);
    return v;
  }

  // ----------------------------------------------------------------------------------------------------------- stack

  private get fence(): number {
    return this.marks.length > 0 ? this.marks[this.marks.length - 1] : 0;
  }

  private pop(): PyValue {
    if (this.stack.length <= this.fence) throw underflow(this.marks.length > 0);
    return this.stack.pop()!; // just counted
  }

  private top(): PyValue {
    if (this.stack.length <= this.fence) throw underflow(this.marks.length > 0);
    return this.stack[this.stack.length - 1];
  }

  private setTop(v: PyValue): void {
    this.stack[this.stack.length - 1] = v;
  }

  private popMark(): PyValue[] {
    const start = this.marks.pop();
    if (start === undefined) throw unpicklingError('could not find MARK');
    return this.stack.splice(start);
  }

  private recall(i: number): void {
    const v = this.memo.values[i];
    if (v === undefined) throw unpicklingError(`Memo value not found at index ${i}`);
    this.stack.push(v);
  }

  // --------------------------------------------------------------------------------------------------------- machine

  *load(): NativeGenerator<PyValue> {
    const all = loads();
    all.add(this);
    try {
      return yield* this.run();
    } finally {
      all.delete(this);
    }
  }
  /** What it has made. */
  holds(): (PyValue | undefined)[] {
    return [...this.stack, ...this.memo.values];
  }

  private *run(): NativeGenerator<PyValue> {
    const { stack, memo } = this;
    for (;;) {
      if (this.at >= this.bytes.length) {
        if (this.s.source === null) throw eofError('Ran out of input');
        yield* this.fillOpcode();
      }
      const code = this.bytes[this.at++];
      switch (code) {
        case OP.NONE:
          stack.push(None);
          break;
        case OP.NEWTRUE:
          stack.push(true);
          break;
        case OP.NEWFALSE:
          stack.push(false);
          break;
        case OP.BININT:
          if (!this.has(4)) yield* this.fill(4);
          stack.push(this.view.getInt32(this.at, true));
          this.at += 4;
          break;
        case OP.BININT1:
          if (!this.has(1)) yield* this.fill(1);
          stack.push(this.bytes[this.at++]);
          break;
        case OP.BININT2:
          if (!this.has(2)) yield* this.fill(2);
          stack.push(this.view.getUint16(this.at, true));
          this.at += 2;
          break;
        case OP.BINFLOAT:
          if (!this.has(8)) yield* this.fill(8);
          stack.push(new PyFloat(this.view.getFloat64(this.at, false)));
          this.at += 8;
          break;
        case OP.SHORT_BINUNICODE: {
          if (!this.has(1)) yield* this.fill(1);
          const n = this.bytes[this.at++];
          if (!this.has(n)) yield* this.fill(n);
          const short = this.shortText(n);
          stack.push(short ?? ((yield decodeUtf8R(this.take(n), 'surrogatepass')) as [string | PyStr, number])[0]);
          break;
        }
        case OP.MEMOIZE:
          memo.put(memo.count, this.top());
          break;
        case OP.BINPUT:
          if (!this.has(1)) yield* this.fill(1);
          memo.put(this.bytes[this.at++], this.top());
          break;
        case OP.LONG_BINPUT:
          if (!this.has(4)) yield* this.fill(4);
          memo.put(this.view.getUint32(this.at, true), this.top());
          this.at += 4;
          break;
        case OP.BINGET:
          if (!this.has(1)) yield* this.fill(1);
          this.recall(this.bytes[this.at++]);
          break;
        case OP.LONG_BINGET:
          if (!this.has(4)) yield* this.fill(4);
          this.recall(this.view.getUint32(this.at, true));
          this.at += 4;
          break;
        case OP.MARK:
          this.marks.push(stack.length);
          break;
        case OP.EMPTY_LIST:
          stack.push(new PyList([]));
          break;
        case OP.EMPTY_DICT:
          stack.push(new PyDict());
          break;
        case OP.EMPTY_TUPLE:
          stack.push(new PyTuple([]));
          break;
        case OP.TUPLE1:
          stack.push(new PyTuple([this.pop()]));
          break;
        case OP.TUPLE2: {
          const b = this.pop();
          const a = this.pop();
          stack.push(new PyTuple([a, b]));
          break;
        }
        case OP.TUPLE3: {
          const c = this.pop();
          const b = this.pop();
          const a = this.pop();
          stack.push(new PyTuple([a, b, c]));
          break;
        }
        case OP.TUPLE:
          stack.push(new PyTuple(this.popMark()));
          break;
        case OP.SETITEM: {
          const v = this.pop();
          const k = this.pop();
          yield* this.setItems([k, v]);
          break;
        }
        case OP.SETITEMS: {
          const items = this.popMark();
          const d = this.top();
          if (d instanceof PyDict && d.cls === dictType && items.length % 2 === 0)
            for (let i = 0; i < items.length; i += 2) d.set(items[i], items[i + 1]);
          else yield* this.setItems(items);
          break;
        }
        case OP.APPEND:
          yield* this.append([this.pop()]);
          break;
        case OP.APPENDS: {
          const items = this.popMark();
          const list = this.top();
          if (list instanceof PyList && list.cls === listType && list.items.length === 0) list.items = items;
          else yield* this.append(items);
          break;
        }
        case OP.BUILD: {
          const state = this.pop();
          if (!buildPlain(this.top(), state)) yield* this.build(this.top(), state);
          break;
        }
        case OP.NEWOBJ: {
          const args = this.pop();
          const cls = this.pop();
          if (cls instanceof PyType && args instanceof PyTuple && args.items.length === 0 && hasPlainNew(cls))
            stack.push(newInstance(cls));
          else stack.push((yield* this.newObject('NEWOBJ', cls, args, null)) as PyValue);
          break;
        }
        case OP.STOP: {
          const result = this.pop();
          yield* this.settle();
          return result;
        }
        default:
          yield* this.rare(code);
      }
    }
  }

  private *fillOpcode(): NativeGenerator<undefined> {
    try {
      yield* this.fill(1);
    } catch (e) {
      if (e instanceof PyBaseException && e.cls === unpicklingErrorType) throw eofError('Ran out of input');
      throw e;
    }
    return undefined;
  }

  /** ASCII text of the next bytes; undefined, and nothing used, when it is not. */
  private shortText(n: number): string | undefined {
    const { bytes, at } = this;
    let text = '';
    for (let i = at; i < at + n; i++) {
      const c = bytes[i];
      if (c > 127) return undefined;
      text += String.fromCharCode(c);
    }
    this.at = at + n;
    return text;
  }

  /** A length of 4 or 8 bytes and what it measures. */
  private *sized(width: 4 | 8, what: string, signed = false): NativeGenerator<Uint8Array> {
    if (!this.has(width)) yield* this.fill(width);
    const n =
      width === 8
        ? Number(this.view.getBigUint64(this.at, true))
        : signed
          ? this.view.getInt32(this.at, true)
          : this.view.getUint32(this.at, true);
    this.at += width;
    if (n < 0) throw unpicklingError(`${what} pickle has negative byte count`);
    if (n > Number.MAX_SAFE_INTEGER)
      throw (what === 'FRAME' ? valueError : unpicklingError)(
        `${what} ${what === 'FRAME' ? 'length ' : ''}exceeds system's maximum size of 9223372036854775807 bytes`,
      );
    return yield* this.read(n);
  }

  private *decoded(bytes: Uint8Array, codec: string): NativeGenerator<PyValue> {
    if (codec === 'utf-8') return ((yield decodeUtf8R(bytes, 'surrogatepass')) as [string | PyStr, number])[0];
    return yield decodeR(new PyBytes(bytes), codec, 'strict');
  }

  /** Text of Python 2, which may be meant as bytes. */
  private *oldString(bytes: Uint8Array): NativeGenerator<PyValue> {
    if (this.s.encoding === 'bytes') return new PyBytes(bytes.slice());
    return yield decodeR(new PyBytes(bytes), this.s.encoding, this.s.errors);
  }

  private *rare(code: number): NativeGenerator<undefined> {
    const { stack } = this;
    switch (code) {
      case OP.PROTO: {
        const p = (yield* this.read(1))[0];
        if (p > HIGHEST_PROTOCOL) throw valueError(`unsupported pickle protocol: ${p}`);
        this.protocol = p;
        break;
      }
      case OP.FRAME: {
        const inMemory = this.s.source === null;
        if (!this.has(8)) yield* this.fill(8);
        const n = this.view.getBigUint64(this.at, true);
        if (n > 0x7fffffffffffffffn)
          throw valueError("FRAME length exceeds system's maximum of 9223372036854775807 bytes");
        this.at += 8;
        if (inMemory || this.peeked ? this.has(Number(n)) : false) break;
        if (inMemory) throw unpicklingError('pickle data was truncated');
        if (!this.peeked && this.has(1)) throw unpicklingError('beginning of a new frame before end of current frame');
        yield* this.fill(Number(n));
        break;
      }
      case OP.STACK_GLOBAL: {
        const name = this.pop();
        const module = this.pop();
        if (typeOf(name).name !== 'str' || typeOf(module).name !== 'str' || !isStr(name) || !isStr(module))
          throw unpicklingError('STACK_GLOBAL requires str');
        stack.push((yield* this.findClass(module, name)) as PyValue);
        break;
      }
      case OP.GLOBAL: {
        const module = (yield* this.decoded(yield* this.line(), 'utf-8')) as string | PyStr;
        const name = (yield* this.decoded(yield* this.line(), 'utf-8')) as string | PyStr;
        stack.push((yield* this.findClass(module, name)) as PyValue);
        break;
      }
      case OP.REDUCE: {
        const args = this.pop();
        const f = this.pop();
        if (!(args instanceof PyTuple)) throw typeError(`argument list must be a tuple, not ${typeOf(args).name}`);
        stack.push((yield callR(f, args.items.slice())) as PyValue);
        break;
      }
      case OP.NEWOBJ_EX: {
        const kwargs = this.pop();
        const args = this.pop();
        const cls = this.pop();
        stack.push((yield* this.newObject('NEWOBJ_EX', cls, args, kwargs)) as PyValue);
        break;
      }
      case OP.BINUNICODE:
        stack.push((yield* this.decoded(yield* this.sized(4, 'BINUNICODE'), 'utf-8')) as PyValue);
        break;
      case OP.BINUNICODE8:
        stack.push((yield* this.decoded(yield* this.sized(8, 'BINUNICODE8'), 'utf-8')) as PyValue);
        break;
      case OP.UNICODE:
        stack.push((yield* this.decoded(yield* this.anyLine(), 'raw-unicode-escape')) as PyValue);
        break;
      case OP.SHORT_BINBYTES: {
        const n = (yield* this.read(1))[0];
        stack.push(new PyBytes((yield* this.read(n)).slice()));
        break;
      }
      case OP.BINBYTES:
        stack.push(new PyBytes((yield* this.sized(4, 'BINBYTES')).slice()));
        break;
      case OP.BINBYTES8:
        stack.push(new PyBytes((yield* this.sized(8, 'BINBYTES8')).slice()));
        break;
      case OP.BYTEARRAY8:
        stack.push(new PyByteArray((yield* this.sized(8, 'BYTEARRAY8')).slice()));
        break;
      case OP.SHORT_BINSTRING: {
        const n = (yield* this.read(1))[0];
        stack.push((yield* this.oldString(yield* this.read(n))) as PyValue);
        break;
      }
      case OP.BINSTRING:
        stack.push((yield* this.oldString(yield* this.sized(4, 'BINSTRING', true))) as PyValue);
        break;
      case OP.STRING: {
        const line = yield* this.line();
        const quote = line[0];
        if (line.length < 2 || line[line.length - 1] !== quote || (quote !== 34 && quote !== 39))
          throw unpicklingError('the STRING opcode argument must be quoted');
        const unescape: PyValue = yield importAttrR('_codecs', 'escape_decode');
        const r = (yield callR(unescape, [new PyBytes(line.slice(1, -1))])) as PyTuple; // (bytes, length)
        stack.push((yield* this.oldString((r.items[0] as PyBytes).b)) as PyValue);
        break;
      }
      case OP.LONG1: {
        const n = (yield* this.read(1))[0];
        stack.push(intFromBytes(yield* this.read(n), true, true));
        break;
      }
      case OP.LONG4:
        stack.push(intFromBytes(yield* this.sized(4, 'LONG', true), true, true));
        break;
      case OP.INT: {
        const text = (yield* this.asciiLine()).trim();
        if (text === '00' || text === '01') stack.push(text === '01');
        else {
          const v = parseInteger(text.replace(/L$/, ''), 0);
          if (v === undefined) throw valueError('could not convert string to int');
          stack.push(v);
        }
        break;
      }
      case OP.LONG: {
        const text = (yield* this.asciiLine()).trim().replace(/L$/, '');
        const v = parseInteger(text, 10);
        if (v === undefined) throw valueError(`invalid literal for int() with base 10: ${repr(fromJS(text))}`);
        stack.push(v);
        break;
      }
      case OP.FLOAT: {
        const text = yield* this.asciiLine();
        stack.push(new PyFloat(parseFloatText(text, fromJS(text))));
        break;
      }
      case OP.LIST:
        stack.push(new PyList(this.popMark()));
        break;
      case OP.DICT: {
        const items = this.popMark();
        stack.push(new PyDict());
        yield* this.setItems(items);
        break;
      }
      case OP.EMPTY_SET:
        stack.push(newSet());
        break;
      case OP.FROZENSET:
        stack.push(newFrozenSet(this.popMark()));
        break;
      case OP.ADDITEMS:
        yield* this.addItems(this.popMark());
        break;
      case OP.GET:
        this.recall(Number(yield* this.intLine('int')));
        break;
      case OP.PUT: {
        const i = yield* this.intLine('int');
        if (i < 0) throw valueError('negative PUT argument');
        this.memo.put(Number(i), this.top());
        break;
      }
      case OP.DUP:
        stack.push(this.top());
        break;
      case OP.POP:
        // Above a mark with nothing behind it, the mark goes.
        if (this.marks.length > 0 && this.fence === stack.length) this.marks.pop();
        else this.pop();
        break;
      case OP.POP_MARK:
        this.popMark();
        break;
      case OP.EXT1:
        yield* this.extension((yield* this.read(1))[0]);
        break;
      case OP.EXT2:
        yield* this.extension(Number(intFromBytes(yield* this.read(2), true, false)));
        break;
      case OP.EXT4:
        yield* this.extension(Number(intFromBytes(yield* this.read(4), true, true)));
        break;
      case OP.PERSID: {
        const line = yield* this.anyLine();
        if (line.some((c) => c > 127)) throw unpicklingError('persistent IDs in protocol 0 must be ASCII strings');
        yield* this.persistent(ascii(line));
        break;
      }
      case OP.BINPERSID:
        yield* this.persistent(this.pop());
        break;
      case OP.INST: {
        const module = yield* this.asciiLine();
        const name = yield* this.asciiLine();
        const cls: PyValue = yield* this.findClass(module, name);
        stack.push((yield* this.instantiate(cls, this.popMark())) as PyValue);
        break;
      }
      case OP.OBJ: {
        const [cls, ...args] = this.popMark();
        if (cls === undefined) throw underflow(false);
        stack.push((yield* this.instantiate(cls, args)) as PyValue);
        break;
      }
      case OP.NEXT_BUFFER: {
        if (this.s.buffers === None)
          throw unpicklingError('pickle stream refers to out-of-band data but no *buffers* argument was given');
        const b = (yield nextR(this.s.buffers)) as PyValue | undefined;
        if (b === undefined) throw unpicklingError('not enough out-of-band buffers');
        stack.push(b);
        break;
      }
      case OP.READONLY_BUFFER: {
        const m = viewOf(this.top());
        if (!m.readonly) this.setTop((yield callMethodR(m, 'toreadonly')) as PyValue);
        break;
      }
      default: {
        const shown =
          code >= 0x20 && code <= 0x7e && code !== 0x27 && code !== 0x5c
            ? String.fromCharCode(code)
            : `\\x${code.toString(16).padStart(2, '0')}`;
        throw unpicklingError(`invalid load key, '${shown}'.`);
      }
    }
    return undefined;
  }

  // --------------------------------------------------------------------------------------------- what objects go through

  private *persistent(pid: PyValue): NativeGenerator<undefined> {
    if (this.s.persistentLoad === undefined) throw unsupportedPersistentId();
    this.stack.push((yield callR(this.s.persistentLoad, [pid])) as PyValue);
    return undefined;
  }

  private *findClass(module: string | PyStr, name: string | PyStr): NativeGenerator<PyValue> {
    if (this.s.findClass !== undefined) return yield callR(this.s.findClass, [module, name]);
    return yield* findClass(module, name, this.protocol, this.s.fixImports);
  }

  private *extension(code: number): NativeGenerator<undefined> {
    const cache: PyValue = yield importAttrR('copyreg', '_extension_cache');
    const known = (yield callMethodR(cache, 'get', [code])) as PyValue;
    if (known !== None) {
      this.stack.push(known);
      return undefined;
    }
    const registry: PyValue = yield importAttrR('copyreg', '_inverted_registry');
    const place = (yield callMethodR(registry, 'get', [code])) as PyValue;
    if (!(place instanceof PyTuple) || place.items.length !== 2) {
      if (code <= 0) throw unpicklingError('EXT specifies code <= 0');
      throw valueError(`unregistered extension code ${code}`);
    }
    const [module, name] = place.items as (string | PyStr)[]; // copyreg checked them
    const v: PyValue = yield* this.findClass(module, name);
    yield setitemR(cache, code, v);
    this.stack.push(v);
    return undefined;
  }

  private *instantiate(cls: PyValue, args: PyValue[]): NativeGenerator<PyValue> {
    const init =
      args.length > 0 ||
      !(cls instanceof PyType) ||
      ((yield lookupAttrR(cls, '__getinitargs__')) as unknown) !== undefined;
    if (init) return yield callR(cls, args);
    const make = (yield getattrR(cls, '__new__')) as PyValue;
    return yield callR(make, [cls]);
  }

  private *newObject(op: string, cls: PyValue, args: PyValue, kwargs: PyValue | null): NativeGenerator<PyValue> {
    if (!(cls instanceof PyType)) throw unpicklingError(`${op} class argument must be a type, not ${typeOf(cls).name}`);
    if (!(args instanceof PyTuple))
      throw unpicklingError(`${op} args argument must be a tuple, not ${typeOf(args).name}`);
    if (kwargs !== null && !(kwargs instanceof PyDict))
      throw unpicklingError(`${op} kwargs argument must be a dict, not ${typeOf(kwargs).name}`);
    const make = (yield getattrR(cls, '__new__')) as PyValue;
    const all: PyValue[] = [cls, ...args.items];
    if (kwargs === null) return yield callR(make, all);
    const names: string[] = [];
    for (const [k, v] of kwargs.entries()) {
      if (!isStr(k)) throw typeError('keywords must be strings');
      names.push(toJS(k));
      all.push(v);
    }
    return yield callR(make, all, names);
  }

  private *setItems(items: readonly PyValue[]): NativeGenerator<undefined> {
    const d = this.top();
    if (items.length % 2 !== 0) throw unpicklingError('odd number of items for SETITEMS');
    for (let i = 0; i < items.length; i += 2) {
      const r = setitemR(d, items[i], items[i + 1]);
      if (isPending(r)) yield r;
    }
    return undefined;
  }

  private *append(items: PyValue[]): NativeGenerator<undefined> {
    const list = this.top();
    if (list instanceof PyList && list.cls === listType) {
      for (const v of items) list.items.push(v);
      return undefined;
    }
    const extend = items.length === 1 ? undefined : ((yield lookupAttrR(list, 'extend')) as PyValue | undefined);
    if (extend !== undefined) {
      yield callR(extend, [new PyList(items)]);
      return undefined;
    }
    const append = (yield getattrR(list, 'append')) as PyValue;
    for (const v of items) yield callR(append, [v]);
    return undefined;
  }

  private *addItems(items: PyValue[]): NativeGenerator<undefined> {
    const s = this.top();
    if (s instanceof PySet) {
      for (const v of items) s.add(v);
      return undefined;
    }
    const add = (yield getattrR(s, 'add')) as PyValue;
    for (const v of items) yield callR(add, [v]);
    return undefined;
  }

  private *build(inst: PyValue, given: PyValue): NativeGenerator<undefined> {
    let state = given;
    const setstate = (yield lookupAttrR(inst, '__setstate__')) as PyValue | undefined;
    if (setstate !== undefined) {
      yield callR(setstate, [state]);
      return undefined;
    }
    let slots: PyValue = None;
    if (state instanceof PyTuple && state.items.length === 2) [state, slots] = state.items;
    if (state !== None) {
      if (!(state instanceof PyDict)) throw unpicklingError('state is not a dictionary');
      const d = (yield getattrR(inst, '__dict__')) as PyValue;
      for (const [k, v] of [...state.entries()]) yield setitemR(d, k, v);
    }
    if (slots !== None) {
      if (!(slots instanceof PyDict)) throw unpicklingError('slot state is not a dictionary');
      for (const [k, v] of [...slots.entries()]) {
        if (!isStr(k)) throw typeError(`attribute name must be string, not '${typeOf(k).name}'`);
        yield setattrR(inst, toJS(k), v);
      }
    }
    return undefined;
  }
}

/** Gives a plain instance its attributes; false when something of its class has a say in that. */
function buildPlain(inst: PyValue, state: PyValue): boolean {
  if (typeof inst !== 'object' || !(state instanceof PyDict) || state.cls !== dictType) return false;
  const t = inst.cls;
  if ((t.flags & (TYPE_HEAP | TYPE_HAS_DICT)) !== (TYPE_HEAP | TYPE_HAS_DICT) || inst instanceof PyType) return false;
  if (t.lookup('__setstate__') !== undefined || t.lookup('__getattr__') !== undefined) return false;
  if (!hasPlainNew(t) || !hasGenericGetattribute(t)) return false;
  for (const [k] of state.entries()) if (typeof k !== 'string') return false;
  for (const [k, v] of state.entries()) instanceSet(inst, k as string, v);
  return true;
}

const ascii = (bytes: Uint8Array): string => {
  let text = '';
  for (const c of bytes) text += String.fromCharCode(c);
  return text;
};

export const unsupportedPersistentId = (): PyBaseException =>
  unpicklingError('A load persistent id instruction was encountered, but no persistent_load function was specified.');

/** `Unpickler.find_class`: an attribute of a module, imported when needed. */
export function* findClass(
  module: string | PyStr,
  name: string | PyStr,
  protocol: number,
  fixImports: boolean,
): NativeGenerator<PyValue> {
  let [from, attr] = [module, name];
  if (protocol < 3 && fixImports) {
    const names: PyValue = yield importAttrR('_compat_pickle', 'NAME_MAPPING');
    const both = (yield callMethodR(names, 'get', [new PyTuple([from, attr])])) as PyValue;
    if (both instanceof PyTuple)
      [from, attr] = both.items as (string | PyStr)[]; // two strings
    else {
      const modules: PyValue = yield importAttrR('_compat_pickle', 'IMPORT_MAPPING');
      const other = (yield callMethodR(modules, 'get', [from])) as PyValue;
      if (isStr(other)) from = other;
    }
  }
  const loaded = interpreter().modules.get(from);
  if (loaded instanceof PyModule && typeof attr === 'string') {
    const v = loaded.dict.getStr(attr);
    if (v !== undefined) return v;
  }
  if (toJS(from) === '') throw valueError('Empty module name');
  const m: PyValue = yield hooks.importR(toJS(from));
  const path = toJS(attr);
  if (protocol < 4 || !path.includes('.')) return yield getattrR(m, path);
  let v: PyValue = m;
  for (const part of path.split('.')) {
    const next = (yield lookupAttrR(v, part)) as PyValue | undefined;
    if (next === undefined)
      throw attributeError(`Can't resolve path ${repr(attr)} on module ${repr(from)}`, v, fromJS(part));
    v = next;
  }
  return v;
}
