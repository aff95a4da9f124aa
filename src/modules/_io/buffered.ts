// _io: BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair. Invariant: `rbuf[rpos..rend)` was read from raw and
// not handed out, `wbuf[0..wlen)` was taken and not written; never both at once. `absPos` is raw's own position, -1 when
// unknown. The raw stream may be Python code: whatever touches it is resumable; what the buffer can answer is not.

import { None, type PyObject, type PyValue } from '../../objects/object.ts';
import { PyByteArray, PyBytes } from '../../objects/shapes.ts';
import { type PyType, typeOf } from '../../objects/type.ts';
import { defineType, type GetSetSpec, type NativeTable } from '../../objects/native.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { getattrR, lookupAttrR } from '../../objects/protocol/attribute.ts';
import { truthR } from '../../objects/protocol/operators.ts';
import { reprR } from '../../objects/protocol/text.ts';
import { isPending, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import {
  isException,
  newException,
  runtimeError,
  stopIteration,
  typeError,
  valueError,
} from '../../objects/exceptions/raise.ts';
import { resourceClosed, resourceOpened } from '../../objects/memory/resources.ts';
import { exceptionTypes, type PyBaseException, type PyOSError } from '../../objects/exceptions/hierarchy.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { fromJS, toJS } from '../../objects/str/text.ts';
import { bytesLike, cInt, cLong, cSize, writableBytes } from '../support/arguments.ts';
import {
  bufferedIOBaseType,
  cannotPickle,
  concat,
  DEFAULT_BUFFER_SIZE,
  isClosedR,
  makeIOType,
  PyBufferedIOBase,
  sizeArg,
  unclosedBelow,
  unsupported,
} from './base.ts';
import { fileIOType, fileReadR, fileSeek, fileSeekable, fileWriteR, PyFileIO, usable } from './fileio.ts';
import { dirtyStreams } from './dirty.ts';

export class PyBuffered extends PyBufferedIOBase {
  raw: PyValue = None;
  ok = false;
  detached = false;
  reads = false;
  writes = false;
  size = DEFAULT_BUFFER_SIZE;
  rbuf: Uint8Array = EMPTY;
  rpos = 0;
  rend = 0;
  wbuf: Uint8Array = EMPTY;
  wlen = 0;
  absPos = -1;
}
const EMPTY = new Uint8Array(0);
export class PyBufferedReader extends PyBuffered {}
export class PyBufferedWriter extends PyBuffered {}
export class PyBufferedRandom extends PyBuffered {}

export const bufferedReaderType = makeIOType('BufferedReader', PyBufferedReader, bufferedIOBaseType);
export const bufferedWriterType = makeIOType('BufferedWriter', PyBufferedWriter, bufferedIOBaseType);
export const bufferedRandomType = makeIOType('BufferedRandom', PyBufferedRandom, bufferedIOBaseType);

/** True when raw is exactly our FileIO: no Python code is involved. */
const native = (raw: PyValue): raw is PyFileIO => raw instanceof PyFileIO && raw.cls === fileIOType;

function check(self: PyBuffered): void {
  if (!self.ok)
    throw valueError(self.detached ? 'raw stream has been detached' : 'I/O operation on uninitialized object');
}

/** True when closed. Resumable. */
export function bufferedClosedR(self: PyBuffered): Resumable<boolean> {
  check(self);
  return native(self.raw) ? self.raw.fd < 0 : isClosedR(self.raw);
}

function* checkOpen(self: PyBuffered, message: string): NativeGenerator<undefined> {
  let c = bufferedClosedR(self);
  if (isPending(c)) c = (yield c) as boolean;
  if (c) throw valueError(message);
  return undefined;
}
/** The same for a native raw stream, without a generator; false when it must be asked the long way. */
function openNow(self: PyBuffered, message: string): boolean {
  check(self);
  if (!native(self.raw)) return false;
  if (self.raw.fd < 0) throw valueError(message);
  return true;
}

// ------------------------------------------------------------------------------------------------------- raw access

/** Reads into target; number of bytes or None. */
function* rawRead(self: PyBuffered, target: Uint8Array): Generator<unknown, number | typeof None, never> {
  const raw = self.raw;
  let n: number | typeof None;
  if (native(raw)) {
    let r = fileReadR(raw, target);
    if (isPending(r)) r = (yield r) as number | typeof None;
    n = r;
  } else {
    const b = new PyByteArray(new Uint8Array(target.length));
    const v = (yield* retryInterrupted(() => callMethodR(raw, 'readinto', [b]))) as PyValue;
    if (v === None) n = None;
    else {
      let count: number;
      try {
        count = cSize(v);
      } catch (e) {
        const err = newException(exceptionTypes.OSError, 'raw readinto() failed');
        err.cause = e as PyBaseException; // only Python exceptions come out of cSize
        throw err;
      }
      if (count < 0 || count > target.length) {
        throw newException(
          exceptionTypes.OSError,
          `raw readinto() returned invalid length ${count} (should have been between 0 and ${target.length})`,
        );
      }
      target.set(b.b.subarray(0, count));
      n = count;
    }
  }
  if (n !== None && (n as number) > 0 && self.absPos >= 0) self.absPos += n as number;
  return n;
}

function* retryInterrupted(f: () => Resumable): NativeGenerator {
  for (;;) {
    try {
      return (yield f()) as PyValue;
    } catch (e) {
      if (!isException(e, 'InterruptedError')) throw e;
    }
  }
}

/** Writes; number of bytes or None. */
function* rawWrite(self: PyBuffered, data: Uint8Array): Generator<unknown, number | typeof None, never> {
  const raw = self.raw;
  let n: number | typeof None;
  if (native(raw)) {
    const r = fileWriteR(raw, data);
    n = isPending(r) ? ((yield r) as number) : r;
  } else {
    const v = (yield* retryInterrupted(() => callMethodR(raw, 'write', [new PyBytes(data.slice())]))) as PyValue;
    if (v === None) n = None;
    else {
      const count = cSize(v);
      if (count < 0 || count > data.length) {
        throw newException(
          exceptionTypes.OSError,
          `raw write() returned invalid length ${count} (should have been between 0 and ${data.length})`,
        );
      }
      n = count;
    }
  }
  if (n !== None && (n as number) > 0 && self.absPos >= 0) self.absPos += n as number;
  return n;
}

function* rawTell(self: PyBuffered): Generator<unknown, number, never> {
  let n: number;
  if (native(self.raw)) n = fileSeek(self.raw, 0, 1);
  else {
    const v = (yield callMethodR(self.raw, 'tell')) as PyValue;
    n = cLong(v);
    if (n < 0) throw newException(exceptionTypes.OSError, `Raw stream returned invalid position ${n}`);
  }
  self.absPos = n;
  return n;
}
function* rawSeek(self: PyBuffered, offset: number, whence: number): Generator<unknown, number, never> {
  let n: number;
  if (native(self.raw)) n = fileSeek(self.raw, offset, whence);
  else {
    const v = (yield callMethodR(self.raw, 'seek', [offset, whence])) as PyValue;
    n = cLong(v);
    if (n < 0) throw newException(exceptionTypes.OSError, `Raw stream returned invalid position ${n}`);
  }
  self.absPos = n;
  return n;
}

// -------------------------------------------------------------------------------------------------------- the buffers

function blockingError(written: number): PyBaseException {
  const e = newException(
    exceptionTypes.BlockingIOError,
    ERRNO.EAGAIN,
    'write could not complete without blocking',
  ) as PyOSError;
  e.errno = ERRNO.EAGAIN;
  e.strerror = 'write could not complete without blocking';
  e.charactersWritten = written;
  return e;
}

/** Writes out `wbuf`. */
function* flushWrites(self: PyBuffered): NativeGenerator<undefined> {
  if (self.wlen === 0) return undefined;
  let at = 0;
  const data = self.wbuf;
  try {
    while (at < self.wlen) {
      const n = yield* rawWrite(self, data.subarray(at, self.wlen));
      if (n === None) throw blockingError(0);
      at += n as number;
    }
  } finally {
    if (at > 0) {
      data.copyWithin(0, at, self.wlen);
      self.wlen -= at;
    }
    if (self.wlen === 0) dirtyStreams.delete(self);
  }
  return undefined;
}

/** Drops what was read ahead so that raw's position is the logical one. */
function* dropReadAhead(self: PyBuffered): NativeGenerator<undefined> {
  const ahead = self.rend - self.rpos;
  if (ahead > 0) yield* rawSeek(self, -ahead, 1);
  self.rpos = self.rend = 0;
  return undefined;
}

export function* bufferedFlush(self: PyBuffered): NativeGenerator<undefined> {
  if (self.wlen > 0) yield* flushWrites(self);
  else if (self.reads && self.writes && self.rend > self.rpos) yield* dropReadAhead(self);
  return undefined;
}

/** Reads once into the empty read buffer: bytes now there, or None. */
function* fill(self: PyBuffered): Generator<unknown, number | typeof None, never> {
  if (self.rbuf.length === 0) self.rbuf = new Uint8Array(self.size);
  self.rpos = self.rend = 0;
  const n = yield* rawRead(self, self.rbuf);
  if (n !== None) self.rend = n as number;
  return n;
}

function consume(self: PyBuffered, n: number): Uint8Array {
  const out = self.rbuf.slice(self.rpos, self.rpos + n);
  self.rpos += n;
  return out;
}

function* readAll(self: PyBuffered): NativeGenerator<PyValue> {
  const head = consume(self, self.rend - self.rpos);
  self.rpos = self.rend = 0;
  const raw = self.raw;
  const readall = native(raw) ? null : ((yield lookupAttrR(raw, 'readall')) as PyValue | undefined);
  if (readall !== undefined) {
    const v = (yield callMethodR(raw, 'readall')) as PyValue;
    if (v === None) return head.length > 0 ? new PyBytes(head) : None;
    if (!(v instanceof PyBytes)) throw typeError('readall() should return bytes');
    if (self.absPos >= 0) self.absPos += v.b.length;
    return head.length === 0 ? v : new PyBytes(concat([head, v.b]));
  }
  const chunks = [head];
  for (;;) {
    const v = (yield callMethodR(raw, 'read')) as PyValue;
    const b = v === None ? EMPTY : v instanceof PyBytes ? v.b : null;
    if (b === null) throw typeError('read() should return bytes');
    if (b.length === 0) {
      const all = concat(chunks);
      return all.length === 0 ? v : new PyBytes(all);
    }
    chunks.push(b);
    if (self.absPos >= 0) self.absPos += b.length;
  }
}

/** read(n) beyond the buffer. */
function* readMany(self: PyBuffered, n: number): NativeGenerator<PyValue> {
  const out = new Uint8Array(n);
  let got = 0;
  const take = (): void => {
    const k = Math.min(n - got, self.rend - self.rpos);
    out.set(self.rbuf.subarray(self.rpos, self.rpos + k), got);
    self.rpos += k;
    got += k;
  };
  take();
  while (got < n) {
    let r: number | typeof None;
    if (n - got >= self.size) {
      const whole = n - got - ((n - got) % self.size);
      r = yield* rawRead(self, out.subarray(got, got + whole));
      if (r !== None && (r as number) > 0) {
        got += r as number;
        continue;
      }
    } else r = yield* fill(self);
    if (r === 0 || r === None) {
      if (r === None && got === 0) return None;
      break;
    }
    take();
  }
  return new PyBytes(got === n ? out : out.slice(0, got));
}

/** readinto(): everything into target; with `once`, at most one raw read. */
function* readInto(self: PyBuffered, buffer: PyValue, once: boolean): NativeGenerator<PyValue> {
  yield* checkOpen(self, `${once ? 'readinto1' : 'readinto'} of closed file`);
  const target = writableBytes(buffer, once ? 'readinto1' : 'readinto');
  yield* beforeRead(self);
  let got = 0;
  const take = (): void => {
    const n = Math.min(target.length - got, self.rend - self.rpos);
    target.set(self.rbuf.subarray(self.rpos, self.rpos + n), got);
    self.rpos += n;
    got += n;
  };
  take();
  while (got < target.length) {
    let r: number | typeof None;
    if (target.length - got > self.size) {
      r = yield* rawRead(self, target.subarray(got));
      if (r !== None) got += r as number;
    } else if (once && got > 0) break;
    else {
      r = yield* fill(self);
      if (r !== None && (r as number) > 0) take();
    }
    if (r === None) return got > 0 ? got : None;
    if (r === 0 || once) break;
  }
  return got;
}

/** Pending writes must be out before raw is read. */
function* beforeRead(self: PyBuffered): NativeGenerator<undefined> {
  if (self.wlen > 0) yield* flushWrites(self);
  return undefined;
}

function* readlineSlow(self: PyBuffered, limit: number): NativeGenerator<PyValue> {
  yield* checkOpen(self, 'readline of closed file');
  yield* beforeRead(self);
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    let n = self.rend - self.rpos;
    if (limit >= 0 && n > limit - total) n = limit - total;
    if (n > 0) {
      const nl = self.rbuf.indexOf(10, self.rpos);
      if (nl >= 0 && nl < self.rpos + n) {
        chunks.push(consume(self, nl + 1 - self.rpos));
        break;
      }
      chunks.push(consume(self, n));
      total += n;
    }
    if (limit >= 0 && total >= limit) break;
    const r = yield* fill(self);
    if (r === None || r === 0) break;
  }
  return new PyBytes(concat(chunks));
}

/** One line, at most `limit` bytes (-1: no limit): from the buffer when it is there. */
function readline(self: PyBuffered, limit: number): PyValue | NativeGenerator<PyValue> {
  if (openNow(self, 'readline of closed file')) {
    const have = self.rend - self.rpos;
    if (have > 0) {
      const nl = self.rbuf.indexOf(10, self.rpos);
      const n = nl >= 0 && nl < self.rend ? nl + 1 - self.rpos : -1;
      if (n > 0 && (limit < 0 || n <= limit)) return new PyBytes(consume(self, n));
      if (limit >= 0 && limit <= have) return new PyBytes(consume(self, limit));
    }
  }
  return readlineSlow(self, limit);
}

function* slowRead(self: PyBuffered, n: number): NativeGenerator<PyValue> {
  yield* checkOpen(self, 'read of closed file');
  yield* beforeRead(self);
  return n < 0 ? yield* readAll(self) : yield* readMany(self, n);
}
export function bufferedRead(self: PyBuffered, size: PyValue): PyValue | NativeGenerator<PyValue> {
  check(self);
  const n = sizeArg(size);
  if (n < -1) throw valueError('read length must be non-negative or -1');
  if (n >= 0 && openNow(self, 'read of closed file') && n <= self.rend - self.rpos)
    return new PyBytes(consume(self, n));
  return slowRead(self, n);
}

export function* bufferedRead1(self: PyBuffered, size: number): NativeGenerator<PyValue> {
  yield* checkOpen(self, 'read of closed file');
  const n = size < 0 ? self.size : size;
  if (n === 0) return new PyBytes();
  yield* beforeRead(self);
  const have = self.rend - self.rpos;
  if (have > 0) return new PyBytes(consume(self, Math.min(have, n)));
  const b = new Uint8Array(n);
  self.rpos = self.rend = 0;
  const r = yield* rawRead(self, b);
  if (r === None) return None;
  return new PyBytes(r === n ? b : b.slice(0, r as number));
}

function* peek(self: PyBuffered): NativeGenerator<PyValue> {
  yield* checkOpen(self, 'peek of closed file');
  yield* beforeRead(self);
  if (self.rend === self.rpos) {
    const r = yield* fill(self);
    if (r === None) return new PyBytes();
  }
  return new PyBytes(self.rbuf.slice(self.rpos, self.rend));
}

// ------------------------------------------------------------------------------------------------------------ writing

function* slowWrite(self: PyBuffered, data: Uint8Array): NativeGenerator<PyValue> {
  yield* checkOpen(self, 'write to closed file');
  if (self.rend > self.rpos || self.rend > 0) yield* dropReadAhead(self);
  if (self.wbuf.length === 0) self.wbuf = new Uint8Array(self.size);
  const n = data.length;
  if (n <= self.wbuf.length - self.wlen) {
    put(self, data);
    return n;
  }
  try {
    yield* flushWrites(self);
  } catch (e) {
    if (!isException(e, 'BlockingIOError')) throw e;
    // Nothing could be written: take what fits.
    const room = Math.min(n, self.wbuf.length - self.wlen);
    put(self, data.subarray(0, room));
    if (room < n) throw blockingError(room);
    return n;
  }
  let at = 0;
  while (n - at > self.wbuf.length) {
    const w = yield* rawWrite(self, data.subarray(at));
    if (w === None) {
      const room = self.wbuf.length;
      put(self, data.subarray(at, at + room));
      throw blockingError(at + room);
    }
    at += w as number;
  }
  put(self, data.subarray(at));
  return n;
}

function put(self: PyBuffered, data: Uint8Array): void {
  if (data.length === 0) return;
  self.wbuf.set(data, self.wlen);
  self.wlen += data.length;
  dirtyStreams.add(self);
}

/** write(): into the buffer when it fits. */
export function bufferedWrite(self: PyBuffered, data: Uint8Array): PyValue | NativeGenerator<PyValue> {
  if (
    openNow(self, 'write to closed file') &&
    self.rend === 0 &&
    self.wbuf.length > 0 &&
    data.length <= self.wbuf.length - self.wlen
  ) {
    put(self, data);
    return data.length;
  }
  return slowWrite(self, data);
}

// ----------------------------------------------------------------------------------------------------------- position

function* tell(self: PyBuffered): Generator<unknown, number, never> {
  check(self);
  const at =
    native(self.raw) && self.absPos >= 0 && fileSeekable(self.raw) ? fileSeek(self.raw, 0, 1) : yield* rawTell(self);
  return Math.max(at - (self.rend - self.rpos) + self.wlen, 0);
}

function* seek(self: PyBuffered, offset: number, whence: number): NativeGenerator<PyValue> {
  if (whence < 0 || whence > 4) throw valueError(`whence value ${whence} unsupported`);
  yield* checkOpen(self, 'seek of closed file');
  if (native(self.raw)) {
    if (!fileSeekable(self.raw)) throw unsupported('File or stream is not seekable.');
  } else {
    const v = (yield callMethodR(self.raw, 'seekable')) as PyValue;
    if (v !== true) throw unsupported('File or stream is not seekable.');
  }
  // Inside the read buffer no system call is needed.
  if (self.reads && whence < 2 && self.wlen === 0 && self.rend > 0) {
    const raw = self.absPos >= 0 ? self.absPos : yield* rawTell(self);
    const current = raw - (self.rend - self.rpos);
    const by = whence === 0 ? offset - current : offset;
    if (by >= -self.rpos && by <= self.rend - self.rpos) {
      self.rpos += by;
      return Math.max(current + by, 0); // some devices are always at 0
    }
  }
  yield* flushWrites(self);
  if (whence === 1) offset -= self.rend - self.rpos;
  const n = yield* rawSeek(self, offset, whence);
  self.rpos = self.rend = 0;
  return n;
}

// ------------------------------------------------------------------------------------------------------------- common

function* close(self: PyBuffered): NativeGenerator<PyValue> {
  check(self);
  if ((yield bufferedClosedR(self)) as boolean) return None;
  if (self.finalizing) yield* unclosedBelow(self, self);
  let error: unknown;
  let failed = false;
  try {
    yield callMethodR(self, 'flush');
  } catch (e) {
    error = e;
    failed = true;
  }
  dirtyStreams.delete(self);
  try {
    yield callMethodR(self.raw, 'close');
  } catch (e) {
    if (failed && isException(e, 'BaseException') && e !== error) e.context ??= error as PyBaseException;
    throw e;
  }
  self.rbuf = self.wbuf = EMPTY;
  self.rpos = self.rend = self.wlen = 0;
  resourceClosed(self);
  if (failed) throw error;
  return None;
}

function* forward(self: PyBuffered, name: string): NativeGenerator<PyValue> {
  check(self);
  return (yield callMethodR(self.raw, name)) as PyValue;
}

/** `__init__` of all three. */
export function* bufferedInit(
  self: PyBuffered,
  raw: PyValue,
  sizeValue: PyValue,
  reads: boolean,
  writes: boolean,
): NativeGenerator<PyValue> {
  self.ok = false;
  self.detached = false;
  const able = function* (name: string): NativeGenerator<undefined> {
    const v = native(raw)
      ? (usable(raw), name === 'readable' ? raw.readable : name === 'writable' ? raw.writable : fileSeekable(raw))
      : ((yield callMethodR(raw, name)) as PyValue);
    if (v !== true) {
      throw unsupported(`File or stream is not ${name}.`);
    }
    return undefined;
  };
  if (reads && writes) yield* able('seekable');
  if (reads) yield* able('readable');
  if (writes) yield* able('writable');
  const size = cSize(sizeValue);
  if (size <= 0) throw valueError('buffer size must be strictly positive');
  self.raw = raw;
  self.size = size;
  self.reads = reads;
  self.writes = writes;
  self.rbuf = self.wbuf = EMPTY;
  self.rpos = self.rend = self.wlen = 0;
  self.absPos = -1;
  self.ok = true;
  if (!native(raw)) {
    try {
      yield* rawTell(self);
    } catch (e) {
      if (!isException(e, 'Exception')) throw e;
    }
  } else if (fileSeekable(raw)) self.absPos = fileSeek(raw, 0, 1);
  return None;
}

const COMMON: NativeTable = {
  'close()': close,
  *'detach()'(self: PyBuffered): NativeGenerator<PyValue> {
    check(self);
    yield callMethodR(self, 'flush');
    const raw = self.raw;
    self.raw = None;
    self.ok = false;
    self.detached = true;
    resourceClosed(self);
    if (raw instanceof PyFileIO && raw.closefd) resourceOpened(raw);
    return raw;
  },
  'seekable()': (self: PyBuffered) => forward(self, 'seekable'),
  'fileno()': (self: PyBuffered) => forward(self, 'fileno'),
  'isatty()': (self: PyBuffered) => forward(self, 'isatty'),
  *'seek(target, whence=0, /)'(self: PyBuffered, target: PyValue, whence: PyValue): NativeGenerator<PyValue> {
    check(self);
    const w = cInt(whence);
    if (typeOf(target).name === 'float') throw typeError("'float' object cannot be interpreted as an integer");
    return yield* seek(self, cLong(target), w);
  },
  *'tell()'(self: PyBuffered): NativeGenerator<PyValue> {
    return yield* tell(self);
  },
  *'truncate(pos=None, /)'(self: PyBuffered, pos: PyValue): NativeGenerator<PyValue> {
    yield* checkOpen(self, 'truncate of closed file');
    if (!self.writes) throw unsupported('truncate');
    yield* bufferedFlush(self);
    if (pos === None) pos = yield* tell(self);
    const r = (yield callMethodR(self.raw, 'truncate', [pos])) as PyValue;
    return r;
  },
  *'flush()'(self: PyBuffered): NativeGenerator<PyValue> {
    yield* checkOpen(self, 'flush of closed file');
    if (self.writes) {
      yield* bufferedFlush(self);
      return None;
    }
    return (yield callMethodR(self.raw, 'flush')) as PyValue;
  },
  *'__repr__(/)'(self: PyBuffered): NativeGenerator<PyValue> {
    const t = typeOf(self);
    const module = t.ns.getStr('__module__') ?? t.module;
    const full = `${typeof module === 'string' ? module : t.module}.${t.qualname}`;
    let name: PyValue | undefined;
    try {
      name = (yield lookupAttrR(self, 'name')) as PyValue | undefined;
    } catch (e) {
      if (!isException(e, 'ValueError')) throw e;
    }
    if (name === undefined) return fromJS(`<${full}>`);
    if (reprActive.has(self)) throw runtimeError(`reentrant call inside ${full}.__repr__`);
    reprActive.add(self);
    try {
      return fromJS(`<${full} name=${toJS((yield reprR(name)) as string)}>`);
    } finally {
      reprActive.delete(self);
    }
  },
  '_dealloc_warn(source, /)': (self: PyBuffered, source: PyValue) =>
    self.ok ? callMethodR(self.raw, '_dealloc_warn', [source]) : None,
  '__reduce__()': cannotPickle,
  '__reduce_ex__(protocol, /)': cannotPickle,
  '__sizeof__()': (self: PyBuffered) => 200 + self.rbuf.length + self.wbuf.length,
};
const reprActive = new Set<PyObject>();

const GETSET: { readonly [name: string]: GetSetSpec } = {
  raw: [(self: PyBuffered) => self.raw],
  closed: [(self: PyBuffered) => bufferedClosedR(self) as Resumable],
  name: [
    (self: PyBuffered) => {
      check(self);
      return getattrR(self.raw, 'name');
    },
  ],
  mode: [
    (self: PyBuffered) => {
      check(self);
      return getattrR(self.raw, 'mode');
    },
  ],
};

const READING: NativeTable = {
  'read(size=-1, /)': bufferedRead,
  'read1(size=-1, /)': (self: PyBuffered, size: PyValue) => {
    check(self);
    return bufferedRead1(self, sizeArg(size));
  },
  'readinto(buffer, /)': (self: PyBuffered, buffer: PyValue) => readInto(self, buffer, false),
  'readinto1(buffer, /)': (self: PyBuffered, buffer: PyValue) => readInto(self, buffer, true),
  'readline(size=-1, /)': (self: PyBuffered, size: PyValue) => readline(self, sizeArg(size)),
  'peek(size=0, /)': peek,
  *'__next__(/)'(self: PyBuffered): NativeGenerator<PyValue> {
    let v = nextLine(self);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) throw stopIteration();
    return v;
  },
};
const WRITING: NativeTable = {
  'write(buffer, /)': (self: PyBuffered, data: PyValue) => {
    check(self);
    return bufferedWrite(self, bytesLike(data));
  },
};

function nextLine(self: PyBuffered): Resumable<PyValue | undefined> {
  const plain = self.cls === bufferedReaderType || self.cls === bufferedRandomType;
  const r = plain ? readline(self, -1) : callMethodR(self, 'readline');
  if (!isPending(r)) return r instanceof PyBytes && r.b.length === 0 ? undefined : r;
  return (function* (): NativeGenerator<PyValue | undefined> {
    const line = (yield r) as PyValue;
    if (!(line instanceof PyBytes))
      throw newException(
        exceptionTypes.OSError,
        `readline() should have returned a bytes object, not '${typeOf(line).name}'`,
      );
    return line.b.length === 0 ? undefined : line;
  })();
}

/** `__init__` of a stream that nobody has but the program. */
function* opened(self: PyBuffered, raw: PyValue, size: PyValue, reads: boolean, writes: boolean): NativeGenerator {
  yield* bufferedInit(self, raw, size, reads, writes);
  resourceOpened(self);
  return None;
}

const NEW = ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()] as const;

defineType(bufferedReaderType, {
  new: NEW,
  methods: {
    ...COMMON,
    ...READING,
    '__init__(raw, buffer_size=131072)': (self: PyBuffered, raw: PyValue, size: PyValue) =>
      opened(self, raw, size, true, false),
    'readable()': (self: PyBuffered) => forward(self, 'readable'),
  },
  getset: GETSET,
  iternext: nextLine,
});
defineType(bufferedWriterType, {
  new: NEW,
  methods: {
    ...COMMON,
    ...WRITING,
    '__init__(raw, buffer_size=131072)': (self: PyBuffered, raw: PyValue, size: PyValue) =>
      opened(self, raw, size, false, true),
    'writable()': (self: PyBuffered) => forward(self, 'writable'),
  },
  getset: GETSET,
});
defineType(bufferedRandomType, {
  new: NEW,
  methods: {
    ...COMMON,
    ...READING,
    ...WRITING,
    '__init__(raw, buffer_size=131072)': (self: PyBuffered, raw: PyValue, size: PyValue) =>
      opened(self, raw, size, true, true),
    'readable()': (self: PyBuffered) => forward(self, 'readable'),
    'writable()': (self: PyBuffered) => forward(self, 'writable'),
  },
  getset: GETSET,
  iternext: nextLine,
});

// ------------------------------------------------------------------------------------------------------------- a pair

export class PyRWPair extends PyBufferedIOBase {
  reader: PyBuffered | null = null;
  writer: PyBuffered | null = null;
}
export const rwPairType = makeIOType('BufferedRWPair', PyRWPair, bufferedIOBaseType);

const half = (b: PyBuffered | null): PyBuffered => {
  if (b === null) throw valueError('I/O operation on uninitialized object');
  return b;
};
const toReader =
  (name: string) =>
  (self: PyRWPair, ...args: PyValue[]): Resumable =>
    callMethodR(half(self.reader), name, args);
const toWriter =
  (name: string) =>
  (self: PyRWPair, ...args: PyValue[]): Resumable =>
    callMethodR(half(self.writer), name, args);

defineType(rwPairType, {
  new: NEW,
  methods: {
    *'__init__(reader, writer, buffer_size=131072, /)'(
      self: PyRWPair,
      reader: PyValue,
      writer: PyValue,
      size: PyValue,
    ): NativeGenerator {
      for (const [s, name] of [
        [reader, 'readable'],
        [writer, 'writable'],
      ] as const) {
        const v = (yield callMethodR(s, name)) as PyValue;
        if (!((yield truthR(v)) as boolean)) throw unsupported(`File or stream is not ${name}.`);
      }
      const r = new PyBufferedReader();
      const w = new PyBufferedWriter();
      yield* bufferedInit(r, reader, size, true, false);
      yield* bufferedInit(w, writer, size, false, true);
      self.reader = r;
      self.writer = w;
      return None;
    },
    'read(size=-1, /)': toReader('read'),
    'read1(size=-1, /)': toReader('read1'),
    'peek(size=0, /)': toReader('peek'),
    'readinto(buffer, /)': toReader('readinto'),
    'readinto1(buffer, /)': toReader('readinto1'),
    'readable()': toReader('readable'),
    'write(buffer, /)': toWriter('write'),
    'flush()': toWriter('flush'),
    'writable()': toWriter('writable'),
    *'close()'(self: PyRWPair): NativeGenerator {
      let error: unknown;
      let failed = false;
      try {
        yield callMethodR(half(self.writer), 'close');
      } catch (e) {
        error = e;
        failed = true;
      }
      try {
        yield callMethodR(half(self.reader), 'close');
      } catch (e) {
        if (failed && isException(e, 'BaseException')) e.context = error as PyBaseException;
        throw e;
      }
      if (failed) throw error;
      return None;
    },
    *'isatty()'(self: PyRWPair): NativeGenerator {
      const w = (yield callMethodR(half(self.writer), 'isatty')) as PyValue;
      if (w !== false) return w;
      return (yield callMethodR(half(self.reader), 'isatty')) as PyValue;
    },
    '__reduce__()': cannotPickle,
    '__reduce_ex__(protocol, /)': cannotPickle,
  },
  getset: {
    closed: [
      (self: PyRWPair) => {
        if (self.writer === null) throw runtimeError('the BufferedRWPair object is being garbage-collected');
        return getattrR(self.writer, 'closed');
      },
    ],
  },
});
