// Code trees as bytes and back, for the code cache. Invariant: deserialise(serialise(c)) equals c; damaged input throws
// RangeError or TypeError where it is read, never loops. A function's body is read when it is needed: most of a library
// never is. Strings are stored once per tree.

import {
  type Constant,
  ConstBytes,
  ConstComplex,
  ConstEllipsis,
  ConstFloat,
  ConstFrozenSet,
  ConstSlice,
  ConstStr,
  ConstTuple,
} from '../syntax/constant.ts';
import {
  CO_HAS_DOCSTRING,
  Code,
  type CodeBody,
  type EncodedBody,
  type EncodedPositions,
  type ExceptionEntry,
} from './code.ts';

const VERSION = 2;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

class Writer {
  private b = new Uint8Array(4096);
  private n = 0;
  private readonly strings = new Map<string, number>();
  readonly table: string[] = [];
  private reserve(k: number): void {
    if (this.n + k <= this.b.length) return;
    const bigger = new Uint8Array(Math.max(this.b.length * 2, this.n + k));
    bigger.set(this.b);
    this.b = bigger;
  }
  /** LEB128; negative numbers zigzag through int(). */
  uint(v: number): void {
    this.reserve(6);
    while (v >= 128) {
      this.b[this.n++] = (v % 128) | 128;
      v = Math.floor(v / 128);
    }
    this.b[this.n++] = v;
  }
  int(v: number): void {
    this.uint(v < 0 ? -v * 2 - 1 : v * 2);
  }
  bytes(v: Uint8Array): void {
    this.uint(v.length);
    this.reserve(v.length);
    this.b.set(v, this.n);
    this.n += v.length;
  }
  double(v: number): void {
    this.reserve(8);
    new DataView(this.b.buffer).setFloat64(this.n, v);
    this.n += 8;
  }
  str(s: string): void {
    let i = this.strings.get(s);
    if (i === undefined) {
      i = this.table.push(s) - 1;
      this.strings.set(s, i);
    }
    this.uint(i);
  }
  strs(list: readonly string[]): void {
    this.uint(list.length);
    for (const s of list) this.str(s);
  }
  /** Leaves room for the length of what is written until `end`: four bytes, big-endian. */
  begin(): number {
    this.reserve(4);
    this.n += 4;
    return this.n;
  }
  end(start: number): void {
    new DataView(this.b.buffer).setUint32(start - 4, this.n - start);
  }
  done(): Uint8Array {
    return this.b.slice(0, this.n);
  }
}

function writeConstant(w: Writer, c: Constant | Code): void {
  if (c instanceof Code) {
    w.uint(1);
    return writeCode(w, c);
  }
  if (c === null) return w.uint(2);
  if (c === true) return w.uint(3);
  if (c === false) return w.uint(4);
  if (typeof c === 'number') {
    w.uint(5);
    return w.int(c);
  }
  if (typeof c === 'bigint') {
    w.uint(6);
    return w.str(c.toString(36) + '');
  }
  if (typeof c === 'string') {
    w.uint(7);
    return w.str(c);
  }
  if (c instanceof ConstFloat) {
    w.uint(8);
    return w.double(c.v);
  }
  if (c instanceof ConstComplex) {
    w.uint(9);
    w.double(c.re);
    return w.double(c.im);
  }
  if (c instanceof ConstBytes) {
    w.uint(10);
    return w.bytes(c.v);
  }
  if (c instanceof ConstStr) {
    w.uint(11);
    w.uint(c.points.length);
    for (const p of c.points) w.uint(p);
    return;
  }
  if (c instanceof ConstEllipsis) return w.uint(12);
  if (c instanceof ConstSlice) {
    w.uint(20);
    for (const x of [c.start, c.stop, c.step]) writeConstant(w, x);
    return;
  }
  w.uint(c instanceof ConstTuple ? 13 : 14);
  const items = (c as ConstTuple | ConstFrozenSet).items;
  w.uint(items.length);
  for (const x of items) writeConstant(w, x);
}

function writeCode(w: Writer, c: Code): void {
  w.str(c.name);
  w.str(c.qualname);
  w.str(c.filename);
  for (const n of [c.firstlineno, c.flags, c.argcount, c.posonlyargcount, c.kwonlyargcount, c.stacksize]) w.uint(n);
  w.uint(c.nlocalsplus);
  if ((c.flags & CO_HAS_DOCSTRING) !== 0) writeConstant(w, c.consts[0]);
  // The reader steps over the body until somebody needs it.
  const start = w.begin();
  writeBody(w, c);
  w.end(start);
}

function writeBody(w: Writer, c: Code): void {
  w.uint(c.instrs.length);
  for (const i of c.instrs) {
    w.uint(i & 255);
    w.int(i >> 8);
  }
  w.uint(c.exceptionTable.length);
  for (const e of c.exceptionTable) {
    w.uint(e.start);
    w.uint(e.end);
    w.uint(e.target);
    w.uint(e.depth * 2 + (e.lasti ? 1 : 0));
  }
  w.uint(c.consts.length);
  for (const x of c.consts) writeConstant(w, x);
  w.strs(c.names);
  w.strs(c.localsplusNames);
  w.bytes(c.localsplusKinds);
  // Lines as differences, columns as they are; -1 (unknown) stays small through zigzag.
  let line = c.firstlineno;
  const p = c.positions;
  for (let i = 0; i < p.length; i += 4) {
    w.int(p[i] - line);
    w.int(p[i + 1] - p[i]);
    w.int(p[i + 2]);
    w.int(p[i + 3]);
    line = p[i];
  }
}

/** The bytes of a code tree. */
export function serialise(code: Code): Uint8Array {
  const w = new Writer();
  writeCode(w, code);
  const body = w.done();
  const head = new Writer();
  head.uint(VERSION);
  head.uint(w.table.length);
  for (const s of w.table) {
    // Lone surrogates cannot be encoded as UTF-8: such (rare) strings go as code units.
    if (/[\ud800-\udfff]/.test(s)) {
      head.uint(1);
      head.uint(s.length);
      for (let i = 0; i < s.length; i++) head.uint(s.charCodeAt(i));
    } else {
      head.uint(0);
      head.bytes(encoder.encode(s));
    }
  }
  head.bytes(body);
  return head.done();
}

/** The same array without the room that push() left for more: a program holds tens of thousands of them. */
function exact<T>(list: readonly T[]): T[] {
  return list.length === 0 ? (EMPTY as never[]) : list.slice(); // nothing is put into the arrays of a code
}
const EMPTY: readonly never[] = [];

class Reader {
  private readonly view: DataView;
  constructor(
    private readonly b: Uint8Array,
    readonly strings: string[],
    public at = 0,
  ) {
    this.view = new DataView(b.buffer, b.byteOffset, b.byteLength);
  }
  uint(): number {
    let v = 0;
    let scale = 1;
    for (;;) {
      if (this.at >= this.b.length) throw new RangeError('truncated code');
      const c = this.b[this.at++];
      v += (c & 127) * scale;
      if (c < 128) return v;
      scale *= 128;
    }
  }
  int(): number {
    const v = this.uint();
    return v % 2 === 1 ? -(v + 1) / 2 : v / 2;
  }
  bytes(): Uint8Array {
    const n = this.uint();
    if (this.at + n > this.b.length) throw new RangeError('truncated code');
    this.at += n;
    return this.b.subarray(this.at - n, this.at);
  }
  /** Steps over a body; where it begins. */
  skip(): number {
    const length = this.view.getUint32(this.at);
    const start = this.at + 4;
    if (start + length > this.b.length) throw new RangeError('truncated code');
    this.at = start + length;
    return start;
  }
  double(): number {
    this.at += 8;
    return this.view.getFloat64(this.at - 8);
  }
  str(): string {
    const s = this.strings[this.uint()];
    if (s === undefined) throw new RangeError('bad string in code');
    return s;
  }
  strs(): string[] {
    const n = this.uint();
    const out: string[] = [];
    for (let i = 0; i < n; i++) out.push(this.str());
    return exact(out);
  }
}

function parseBig(s: string): bigint {
  let v = 0n;
  const negative = s.startsWith('-');
  for (let i = negative ? 1 : 0; i < s.length; i++) v = v * 36n + BigInt(Number.parseInt(s[i], 36));
  return negative ? -v : v;
}

function readConstant(r: Reader): Constant | Code {
  const tag = r.uint();
  switch (tag) {
    case 1:
      return readCode(r);
    case 2:
      return null;
    case 3:
      return true;
    case 4:
      return false;
    case 5:
      return r.int() + 0;
    case 6:
      return parseBig(r.str());
    case 7:
      return r.str();
    case 8:
      return new ConstFloat(r.double());
    case 9: {
      const re = r.double();
      return new ConstComplex(re, r.double());
    }
    case 10:
      return new ConstBytes(r.bytes().slice());
    case 11: {
      const p = new Uint32Array(r.uint());
      for (let i = 0; i < p.length; i++) p[i] = r.uint();
      return new ConstStr(p);
    }
    case 12:
      return ConstEllipsis.instance;
    case 13:
    case 14: {
      const items: Constant[] = [];
      for (let k = r.uint(); k > 0; k--) {
        const c = readConstant(r);
        if (c instanceof Code) throw new RangeError('code inside a constant');
        items.push(c);
      }
      return tag === 13 ? new ConstTuple(items) : new ConstFrozenSet(items);
    }
    case 20: {
      const part = (): Constant => {
        const c = readConstant(r);
        if (c instanceof Code) throw new RangeError('code inside a constant');
        return c;
      };
      const start = part();
      const stop = part();
      return new ConstSlice(start, stop, part());
    }
  }
  throw new RangeError('bad constant in code');
}

/** A body somewhere in the bytes. */
class Body implements EncodedBody {
  constructor(
    private readonly source: Reader,
    private readonly start: number,
    readonly nlocalsplus: number,
    readonly docstring: Constant | Code | undefined,
    private readonly firstlineno: number,
  ) {}
  decode(): CodeBody {
    const r = this.source;
    r.at = this.start;
    const n = r.uint();
    const instrs = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const o = r.uint();
      instrs[i] = o | (r.int() << 8);
    }
    const exceptionTable: ExceptionEntry[] = [];
    for (let k = r.uint(); k > 0; k--) {
      const start = r.uint();
      const end = r.uint();
      const target = r.uint();
      const d = r.uint();
      exceptionTable.push({ start, end, target, depth: d >> 1, lasti: (d & 1) === 1 });
    }
    const consts: (Constant | Code)[] = [];
    for (let k = r.uint(); k > 0; k--) consts.push(readConstant(r));
    const names = r.strs();
    const localsplusNames = r.strs();
    const localsplusKinds = r.bytes();
    const positions = new Positions(r, r.at, n, this.firstlineno);
    return {
      instrs,
      positions,
      exceptionTable: exact(exceptionTable),
      consts: exact(consts),
      names,
      localsplusNames,
      localsplusKinds,
    };
  }
}

/** Four numbers an instruction, lines as differences. */
class Positions implements EncodedPositions {
  constructor(
    private readonly source: Reader,
    private readonly start: number,
    private readonly n: number,
    private readonly firstlineno: number,
  ) {}
  decode(): Int32Array {
    const r = this.source;
    r.at = this.start;
    const out = new Int32Array(this.n * 4);
    let line = this.firstlineno;
    for (let i = 0; i < out.length; i += 4) {
      line += r.int();
      out[i] = line;
      out[i + 1] = line + r.int();
      out[i + 2] = r.int();
      out[i + 3] = r.int();
    }
    return out;
  }
}

function readCode(r: Reader): Code {
  const header = {
    name: r.str(),
    qualname: r.str(),
    filename: r.str(),
    firstlineno: r.uint(),
    flags: r.uint(),
    argcount: r.uint(),
    posonlyargcount: r.uint(),
    kwonlyargcount: r.uint(),
    stacksize: r.uint(),
  };
  const nlocalsplus = r.uint();
  const docstring = (header.flags & CO_HAS_DOCSTRING) !== 0 ? readConstant(r) : undefined;
  return new Code(header, new Body(r, r.skip(), nlocalsplus, docstring, header.firstlineno));
}

/**
 * The code tree in the bytes, which must not change any more: bodies are read out of them when they are needed.
 */
export function deserialise(bytes: Uint8Array): Code {
  const r = new Reader(bytes, []);
  if (r.uint() !== VERSION) throw new RangeError('code of another version');
  for (let k = r.uint(); k > 0; k--) {
    if (r.uint() === 1) {
      let s = '';
      for (let n = r.uint(); n > 0; n--) s += String.fromCharCode(r.uint());
      r.strings.push(s);
    } else r.strings.push(decoder.decode(r.bytes()));
  }
  return readCode(new Reader(r.bytes(), r.strings));
}
declare const TextEncoder: new () => { encode(s: string): Uint8Array };
declare const TextDecoder: new (label?: string, options?: object) => { decode(b: Uint8Array): string };
