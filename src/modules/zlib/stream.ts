// zlib streams over pako: feeding input, collecting output, copying state. Invariant: a stream that failed says so with
// zlib's number and message; the caller makes the Python error.

import ZStream from 'pako/lib/zlib/zstream.js';
import deflater from 'pako/lib/zlib/deflate.js';
import inflater from 'pako/lib/zlib/inflate.js';

export const Z_OK = 0;
export const Z_STREAM_END = 1;
export const Z_NEED_DICT = 2;
export const Z_BUF_ERROR = -5;
export const Z_NO_FLUSH = 0;
export const Z_SYNC_FLUSH = 2;
export const Z_FINISH = 4;

/** A failure inside zlib. */
export class ZlibFailure extends Error {
  constructor(
    readonly code: number,
    readonly text: string,
  ) {
    super(text);
  }
}

/** Growing output. */
class Output {
  private chunks: Uint8Array[] = [];
  total = 0;
  constructor(private readonly limit: number) {}
  /** Space for more, at most what the limit leaves. */
  next(strm: ZStream, size: number): boolean {
    const room = this.limit < 0 ? size : Math.min(size, this.limit - this.total);
    if (room <= 0) return false;
    strm.output = new Uint8Array(room);
    strm.next_out = 0;
    strm.avail_out = room;
    return true;
  }
  take(strm: ZStream): void {
    if (strm.next_out > 0) {
      this.chunks.push(strm.output!.subarray(0, strm.next_out));
      this.total += strm.next_out;
    }
    strm.output = null;
  }
  bytes(): Uint8Array {
    if (this.chunks.length === 1) return this.chunks[0].slice();
    const out = new Uint8Array(this.total);
    let at = 0;
    for (const c of this.chunks) {
      out.set(c, at);
      at += c.length;
    }
    return out;
  }
}

function feed(strm: ZStream, input: Uint8Array): void {
  strm.input = input;
  strm.next_in = 0;
  strm.avail_in = input.length;
}

export class Deflater {
  strm = new ZStream();
  constructor(
    level: number,
    method: number,
    wbits: number,
    memLevel: number,
    strategy: number,
    dictionary: Uint8Array | null,
  ) {
    const r = deflater.deflateInit2(this.strm, level, method, wbits, memLevel, strategy);
    if (r !== Z_OK) throw new ZlibFailure(r, '');
    if (dictionary !== null && deflater.deflateSetDictionary(this.strm, dictionary) !== Z_OK)
      throw new ZlibFailure(-2, 'Invalid dictionary');
  }
  /** Compresses input; with a flush mode, puts out what is held. */
  run(input: Uint8Array, flush: number): Uint8Array {
    const { strm } = this;
    const out = new Output(-1);
    feed(strm, input);
    for (let size = 16384; ; size = Math.min(size * 2, 1 << 20)) {
      out.next(strm, size);
      const r = deflater.deflate(strm, flush);
      const full = strm.avail_out === 0;
      out.take(strm);
      if (r < 0 && r !== Z_BUF_ERROR) throw new ZlibFailure(r, strm.msg);
      if (r === Z_STREAM_END || !full) break;
    }
    strm.input = null;
    return out.bytes();
  }
  copy(): Deflater {
    const d = Object.create(Deflater.prototype) as Deflater; // no constructor: the state is cloned
    d.strm = clone(this.strm);
    return d;
  }
}

export class Inflater {
  strm = new ZStream();
  constructor(wbits: number) {
    const r = inflater.inflateInit2(this.strm, wbits);
    if (r !== Z_OK) throw new ZlibFailure(r, '');
  }
  /**
   * Decompresses; at most `limit` bytes (< 0: all). `end`: the stream is complete; `rest`: input that was not used.
   */
  run(
    input: Uint8Array,
    limit: number,
    dictionary: Uint8Array | null,
    flush = Z_SYNC_FLUSH,
  ): { data: Uint8Array; end: boolean; rest: Uint8Array; code: number } {
    const { strm } = this;
    const out = new Output(limit);
    feed(strm, input);
    let r = Z_OK;
    for (
      let size = Math.max(16384, Math.min(input.length * 4, 1 << 20));
      out.next(strm, size);
      size = Math.min(size * 2, 1 << 22)
    ) {
      r = inflater.inflate(strm, flush);
      if (r === Z_NEED_DICT) {
        if (dictionary === null) {
          out.take(strm);
          throw new ZlibFailure(Z_NEED_DICT, '');
        }
        if (inflater.inflateSetDictionary(strm, dictionary) !== Z_OK) throw new ZlibFailure(-3, strm.msg);
        out.take(strm);
        r = Z_OK;
        if (strm.avail_in > 0) continue;
        break;
      }
      const full = strm.avail_out === 0;
      out.take(strm);
      if (r < 0 && r !== Z_BUF_ERROR) throw new ZlibFailure(r, strm.msg);
      if (r === Z_STREAM_END || !full) break;
    }
    const rest = input.subarray(strm.next_in, strm.next_in + strm.avail_in);
    strm.input = null;
    return { data: out.bytes(), end: r === Z_STREAM_END, rest, code: r };
  }
  setDictionary(dictionary: Uint8Array): boolean {
    return inflater.inflateSetDictionary(this.strm, dictionary) === Z_OK;
  }
  copy(): Inflater {
    const d = Object.create(Inflater.prototype) as Inflater; // no constructor: the state is cloned
    d.strm = clone(this.strm);
    return d;
  }
}

/** A deep copy that keeps the shape of the object graph; functions are shared. */
function clone<T>(v: T, seen = new Map<object, unknown>()): T {
  if (typeof v !== 'object' || v === null) return v;
  const known = seen.get(v);
  if (known !== undefined) return known as T; // the copy of this very object
  let copy: object;
  if (ArrayBuffer.isView(v)) {
    copy = (v as unknown as Uint8Array).slice(); // all views of pako are typed arrays
    seen.set(v, copy);
    return copy as T;
  }
  copy = Array.isArray(v) ? [] : (Object.create(Object.getPrototypeOf(v) as object) as object);
  seen.set(v, copy);
  for (const key of Object.keys(v))
    (copy as { [k: string]: unknown })[key] = clone((v as { [k: string]: unknown })[key], seen);
  return copy as T;
}

const CRC = new Uint32Array(256 * 4);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  CRC[n] = c >>> 0;
}
for (let n = 0; n < 256; n++) {
  let c = CRC[n];
  for (let k = 1; k < 4; k++) CRC[k * 256 + n] = c = (CRC[c & 255] ^ (c >>> 8)) >>> 0;
}
/** CRC-32, four bytes a step. */
export function crc32(b: Uint8Array, start: number): number {
  let c = ~start;
  let i = 0;
  for (const end = b.length - 3; i < end; i += 4) {
    c ^= b[i] | (b[i + 1] << 8) | (b[i + 2] << 16) | (b[i + 3] << 24);
    c = CRC[768 + (c & 255)] ^ CRC[512 + ((c >>> 8) & 255)] ^ CRC[256 + ((c >>> 16) & 255)] ^ CRC[c >>> 24];
  }
  for (; i < b.length; i++) c = CRC[(c ^ b[i]) & 255] ^ (c >>> 8);
  return ~c >>> 0;
}
export function adler32(data: Uint8Array, start: number): number {
  let a = start & 0xffff;
  let b = start >>> 16;
  for (let i = 0; i < data.length; ) {
    for (const end = Math.min(data.length, i + 3800); i < end; i++) {
      a += data[i];
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
