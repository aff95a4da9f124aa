// marshal: CPython's version-4 format for values; code objects are stored in Typhon's own form (compile/serialise.ts),
// so .pyc files are Typhon's (their cache tag says so). Invariant: loads() of damaged data raises, never crashes.

import { Ellipsis, None, PyObject, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyByteArray, PyBytes, PyCode, PyComplex, PyFloat, PyList, PySlice, PyTuple } from '../objects/shapes.ts';
import { dictType, listType, tupleType } from '../objects/type.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { eofError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { fromPoints, isStr, toPoints } from '../objects/str/text.ts';
import { makeCode } from '../objects/code.ts';
import { PySet, newSet, newFrozenSet, frozensetType } from '../objects/set.ts';
import { deserialise, serialise } from '../compile/serialise.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { bytesOf } from '../objects/buffer.ts';
import { defineModule } from '../runtime/modules.ts';

const VERSION = 5;
const MAX_DEPTH = 2000;

class Writer {
  private b = new Uint8Array(256);
  private n = 0;
  private reserve(k: number): void {
    if (this.n + k <= this.b.length) return;
    const bigger = new Uint8Array(Math.max(this.b.length * 2, this.n + k));
    bigger.set(this.b);
    this.b = bigger;
  }
  byte(v: number): void {
    this.reserve(1);
    this.b[this.n++] = v;
  }
  int32(v: number): void {
    this.reserve(4);
    new DataView(this.b.buffer).setInt32(this.n, v, true);
    this.n += 4;
  }
  int16(v: number): void {
    this.byte(v & 255);
    this.byte((v >> 8) & 255);
  }
  double(v: number): void {
    this.reserve(8);
    new DataView(this.b.buffer).setFloat64(this.n, v, true);
    this.n += 8;
  }
  bytes(v: Uint8Array): void {
    this.int32(v.length);
    this.reserve(v.length);
    this.b.set(v, this.n);
    this.n += v.length;
  }
  done(): Uint8Array {
    return this.b.slice(0, this.n);
  }

  value(v: PyValue, depth: number): void {
    if (depth > MAX_DEPTH) throw valueError('object too deeply nested to marshal');
    if (v === None) return this.byte(0x4e);
    if (v === true) return this.byte(0x54);
    if (v === false) return this.byte(0x46);
    if (v === Ellipsis) return this.byte(0x2e);
    if (v === exceptionTypes.StopIteration) return this.byte(0x53);
    if (typeof v === 'number' && v >= -2147483648 && v <= 2147483647) {
      this.byte(0x69);
      return this.int32(v);
    }
    if (typeof v === 'number' || typeof v === 'bigint') {
      let big = BigInt(v);
      const sign = big < 0n ? -1 : 1;
      if (sign < 0) big = -big;
      const digits: number[] = [];
      while (big > 0n) {
        digits.push(Number(big & 0x7fffn));
        big >>= 15n;
      }
      this.byte(0x6c);
      this.int32(sign * digits.length);
      for (const d of digits) this.int16(d);
      return;
    }
    if (isStr(v)) {
      this.byte(0x75);
      return this.bytes(utf8(toPoints(v)));
    }
    if (v instanceof PyFloat) {
      this.byte(0x67);
      return this.double(v.v);
    }
    if (v instanceof PyComplex) {
      this.byte(0x79);
      this.double(v.re);
      return this.double(v.im);
    }
    if (v instanceof PyBytes) {
      this.byte(0x73);
      return this.bytes(v.b);
    }
    if (v instanceof PyByteArray) {
      this.byte(0x73);
      return this.bytes(v.b.subarray(0, v.len));
    }
    if (v instanceof PyTuple && v.cls === tupleType) return this.items(0x28, v.items, depth);
    if (v instanceof PyList && v.cls === listType) return this.items(0x5b, v.items, depth);
    if (v instanceof PySet) return this.items(v.cls === frozensetType ? 0x3e : 0x3c, [...v.values()], depth);
    if (v instanceof PyDict && v.cls === dictType) {
      this.byte(0x7b);
      for (const [k, x] of v.entries()) {
        this.value(k, depth + 1);
        this.value(x, depth + 1);
      }
      return this.byte(0x30);
    }
    if (v instanceof PySlice) return this.items(0x3a, [v.start, v.stop, v.step], depth);
    if (v instanceof PyCode) {
      this.byte(0x63);
      return this.bytes(serialise(v.code));
    }
    throw valueError('unmarshallable object');
  }
  private items(tag: number, items: readonly PyValue[], depth: number): void {
    this.byte(tag);
    if (tag !== 0x3a) this.int32(items.length);
    for (const x of items) this.value(x, depth + 1);
  }
}

/** UTF-8 with lone surrogates passed through ("surrogatepass"). */
function utf8(points: Uint32Array): Uint8Array {
  const out: number[] = [];
  for (const c of points) {
    if (c < 0x80) out.push(c);
    else if (c < 0x800) out.push(0xc0 | (c >> 6), 0x80 | (c & 63));
    else if (c < 0x10000) out.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
    else out.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
  }
  return Uint8Array.from(out);
}
function fromUtf8(b: Uint8Array): PyValue {
  const out: number[] = [];
  for (let i = 0; i < b.length; ) {
    const c = b[i];
    const n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (i + n > b.length) throw valueError('bad marshal data (invalid UTF-8)');
    let p = n === 1 ? c : c & (0xff >> (n + 1));
    for (let k = 1; k < n; k++) p = (p << 6) | (b[i + k] & 63);
    out.push(p >>> 0);
    i += n;
  }
  return fromPoints(Uint32Array.from(out));
}

class Reader {
  at = 0;
  private readonly view: DataView;
  private readonly refs: PyValue[] = [];
  constructor(private readonly b: Uint8Array) {
    this.view = new DataView(b.buffer, b.byteOffset, b.byteLength);
  }
  private need(n: number): void {
    if (n < 0 || this.at + n > this.b.length) throw eofError('marshal data too short');
  }
  private int32(): number {
    this.need(4);
    this.at += 4;
    return this.view.getInt32(this.at - 4, true);
  }
  private double(): PyFloat {
    this.need(8);
    this.at += 8;
    return new PyFloat(this.view.getFloat64(this.at - 8, true));
  }
  private take(n: number): Uint8Array {
    this.need(n);
    this.at += n;
    return this.b.subarray(this.at - n, this.at);
  }
  value(depth = 0): PyValue {
    const v = this.maybe(depth);
    if (v === undefined) throw typeError('NULL object in marshal data for object');
    return v;
  }
  private list(n: number, depth: number): PyValue[] {
    if (n < 0) throw valueError('bad marshal data (size out of range)');
    const out: PyValue[] = [];
    for (let i = 0; i < n; i++) out.push(this.value(depth + 1));
    return out;
  }
  private maybe(depth: number): PyValue | undefined {
    if (depth > MAX_DEPTH) throw valueError('recursion limit exceeded');
    if (this.at >= this.b.length) throw eofError('EOF read where object expected');
    const raw = this.b[this.at++];
    const tag = raw & 0x7f;
    const slot = (raw & 0x80) !== 0 ? this.refs.push(None) - 1 : -1;
    const keep = (v: PyValue): PyValue => {
      if (slot >= 0) this.refs[slot] = v;
      return v;
    };
    switch (tag) {
      case 0x30:
        return undefined;
      case 0x4e:
        return None;
      case 0x54:
        return true;
      case 0x46:
        return false;
      case 0x2e:
        return Ellipsis;
      case 0x53:
        return exceptionTypes.StopIteration;
      case 0x69:
        return keep(this.int32());
      case 0x6c: {
        const n = this.int32();
        let big = 0n;
        const d = this.take(Math.abs(n) * 2);
        for (let i = Math.abs(n) - 1; i >= 0; i--) big = (big << 15n) | BigInt(d[2 * i] | (d[2 * i + 1] << 8));
        if (n < 0) big = -big;
        return keep(big >= -9007199254740991n && big <= 9007199254740991n ? Number(big) : big);
      }
      case 0x67:
        return keep(this.double());
      case 0x79: {
        const re = this.double().v;
        return keep(new PyComplex(re, this.double().v));
      }
      case 0x73:
        return keep(new PyBytes(this.take(this.int32()).slice()));
      case 0x75:
      case 0x74:
        return keep(fromUtf8(this.take(this.int32())));
      case 0x61:
      case 0x41:
        return keep(fromUtf8(this.take(this.int32())));
      case 0x7a:
      case 0x5a: {
        this.need(1);
        return keep(fromUtf8(this.take(this.b[this.at++])));
      }
      case 0x29: {
        this.need(1);
        return keep(new PyTuple(this.list(this.b[this.at++], depth)));
      }
      case 0x28:
        return keep(new PyTuple(this.list(this.int32(), depth)));
      case 0x5b:
        return keep(new PyList(this.list(this.int32(), depth)));
      case 0x3c: {
        const s = newSet();
        for (const x of this.list(this.int32(), depth)) s.add(x);
        return keep(s);
      }
      case 0x3e:
        return keep(newFrozenSet(this.list(this.int32(), depth)));
      case 0x7b: {
        const d = new PyDict();
        keep(d);
        for (;;) {
          const k = this.maybe(depth + 1);
          if (k === undefined) return d;
          d.set(k, this.value(depth + 1));
        }
      }
      case 0x3a: {
        const [a, b, c] = this.list(3, depth);
        return keep(new PySlice(a, b, c));
      }
      case 0x72: {
        const i = this.int32();
        if (i < 0 || i >= this.refs.length) throw valueError('bad marshal data (invalid reference)');
        return this.refs[i];
      }
      case 0x63: {
        const code = this.take(this.int32());
        try {
          return keep(makeCode(deserialise(code.slice())));
        } catch (e) {
          if (e instanceof PyObject) throw e;
          throw valueError('bad marshal data (code object)');
        }
      }
    }
    throw valueError('bad marshal data (unknown type code)');
  }
}

/** The bytes of a value. */
export function dumps(v: PyValue): Uint8Array {
  const w = new Writer();
  w.value(v, 0);
  return w.done();
}
/** The first value in the bytes. */
export function loads(b: Uint8Array): PyValue {
  return new Reader(b).value();
}

defineModule('marshal', (m) => {
  m.set('version', VERSION);
  m.funcs({
    'dumps(value, version=5, /, *, allow_code=True)': (v: PyValue) => new PyBytes(dumps(v)),
    'loads(bytes, /, *, allow_code=True)': (v: PyValue) => loads(bytesOf(v)),
    'dump(value, file, version=5, /, *, allow_code=True)': (v: PyValue, file: PyValue) =>
      callMethodR(file, 'write', [new PyBytes(dumps(v))]),
    'load(file, /, *, allow_code=True)': function* (file: PyValue): NativeGenerator<PyValue> {
      // One value at a time: read what is there and put back what was not used.
      const start: PyValue = yield callMethodR(file, 'tell');
      const data: PyValue = yield callMethodR(file, 'read');
      const r = new Reader(bytesOf(data));
      const v = r.value();
      yield callMethodR(file, 'seek', [Number(start) + r.at]);
      return v;
    },
  });
});
