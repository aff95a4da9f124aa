// _io.TextIOWrapper: text over a buffered stream. Invariant: `decoded[used..]` was decoded and not handed out; `pending` was
// written and not passed to the buffer. `snapshot` is the decoder's flags and the bytes fed since, from which tell()
// makes its cookie. Codecs, newlines and positions are codec.ts, newlines.ts and cookie.ts.

import { resourceClosed, resourceOpened } from '../../objects/memory/resources.ts';
import { hooks } from '../../objects/hooks.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { None, type PyValue } from '../../objects/object.ts';
import { PyBytes, type PyStr } from '../../objects/shapes.ts';
import { type PyType, typeOf } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { getattrR, lookupAttrR } from '../../objects/protocol/attribute.ts';
import { index, truth, truthR } from '../../objects/protocol/operators.ts';
import { reprR, repr } from '../../objects/protocol/text.ts';
import { isPending, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import {
  attributeError,
  isException,
  newException,
  runtimeError,
  stopIteration,
  typeError,
  valueError,
} from '../../objects/exceptions/raise.ts';
import { exceptionTypes, type PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { fromJS, isStr, toJS, toPoints, strLength } from '../../objects/str/text.ts';
import { intNormalize } from '../../objects/algorithms/int-math.ts';
import { cSize, tryBytes } from '../support/arguments.ts';
import {
  cannotPickle,
  closedError,
  concat,
  isClosedR,
  makeIOType,
  PyTextIOBase,
  sizeArg,
  textIOBaseType,
  unclosedBelow,
  unsupported,
} from './base.ts';
import {
  bufferedClosedR,
  bufferedFlush,
  bufferedRead1,
  bufferedRandomType,
  bufferedReaderType,
  bufferedWrite,
  bufferedWriterType,
  PyBuffered,
} from './buffered.ts';
import { codecKind, type Decoder, encodeError, type Encoder, lookupCodec, makeDecoder, makeEncoder } from './codec.ts';
import { decodePosition, unpackCookie } from './cookie.ts';
import { dirtyStreams } from './dirty.ts';
import { type LineEnds, lineEnd, Newlines } from './newlines.ts';

const EMPTY = new Uint8Array(0);
const SURROGATE = /[\ud800-\udfff]/;
const utf8 = new TextEncoder();

export class PyTextIOWrapper extends PyTextIOBase {
  buffer: PyValue = None;
  ok = false;
  detached = false;
  encoding = 'UTF-8';
  errors = 'strict';
  lineBuffering = false;
  writeThrough = false;
  ends: LineEnds = { readtranslate: true, readuniversal: true, readnl: '\n' };
  /** What \n is written as, when that is not \n. */
  writenl: string | null = null;
  newlines: Newlines | null = null;
  decoder: Decoder | null = null;
  encoder: Encoder | null = null;
  decoded = '';
  used = 0;
  /** True when `decoded` has surrogates: then a character may be two units. */
  astral = false;
  hasRead = false;
  snapshot: { flags: bigint; input: Uint8Array } | null = null;
  pending: (string | Uint8Array)[] = [];
  pendingLength = 0;
  seekable = false;
  telling = false;
  hasRead1 = true;
  chunkSize = 8192;
}
export const textIOWrapperType = makeIOType('TextIOWrapper', PyTextIOWrapper, textIOBaseType);

function check(self: PyTextIOWrapper): void {
  if (!self.ok)
    throw valueError(self.detached ? 'underlying buffer has been detached' : 'I/O operation on uninitialized object');
}

/** Also true once detached: encoding and repr() go on answering. */
function initialized(self: PyTextIOWrapper): void {
  if (!self.ok && !self.detached) throw valueError('I/O operation on uninitialized object');
}

/** The buffer when it is one of ours and no subclass: called directly. */
function nativeBuffer(self: PyTextIOWrapper): PyBuffered | null {
  const b = self.buffer;
  if (!(b instanceof PyBuffered)) return null;
  const t = b.cls;
  return t === bufferedWriterType || t === bufferedReaderType || t === bufferedRandomType ? b : null;
}

export function closedR(self: PyTextIOWrapper): Resumable<boolean> {
  check(self);
  const b = nativeBuffer(self);
  return b !== null ? bufferedClosedR(b) : isClosedR(self.buffer);
}
function* checkOpen(self: PyTextIOWrapper): NativeGenerator<undefined> {
  let c = closedR(self);
  if (isPending(c)) c = (yield c) as boolean;
  if (c) throw closedError();
  return undefined;
}
/** True when known to be open without asking Python code. */
function openNow(self: PyTextIOWrapper): boolean {
  const c = closedR(self);
  if (c === true) throw closedError();
  return c === false;
}

// ----------------------------------------------------------------------------------------------------------- writing

/** Passes pending text to the buffer. */
export function* writeFlush(self: PyTextIOWrapper): NativeGenerator<undefined> {
  if (self.pending.length === 0) return undefined;
  const parts = self.pending;
  self.pending = [];
  self.pendingLength = 0;
  dirtyStreams.delete(self);
  const data = encodePending(parts);
  const b = nativeBuffer(self);
  const r = b !== null ? bufferedWrite(b, data) : callMethodR(self.buffer, 'write', [new PyBytes(data)]);
  if (isPending(r)) yield r;
  return undefined;
}

function encodePending(parts: (string | Uint8Array)[]): Uint8Array {
  if (parts.every((p) => typeof p === 'string'))
    return utf8.encode(parts.length === 1 ? (parts[0] as string) : parts.join(''));
  return concat(parts.map((p) => (typeof p === 'string' ? utf8.encode(p) : p)));
}

export function* flushText(self: PyTextIOWrapper): NativeGenerator<undefined> {
  self.telling = self.seekable;
  yield* writeFlush(self);
  const b = nativeBuffer(self);
  if (b !== null && b.writes) {
    if (b.wlen > 0) yield* bufferedFlush(b);
  } else yield callMethodR(self.buffer, 'flush');
  return undefined;
}

function dropDecoded(self: PyTextIOWrapper): void {
  self.decoded = '';
  self.used = 0;
}

function write(self: PyTextIOWrapper, v: PyValue): PyValue | NativeGenerator<PyValue> {
  check(self);
  if (!isStr(v)) throw typeError(`write() argument must be str, not ${typeOf(v).name}`);
  const encoder = self.encoder;
  if (
    encoder !== null &&
    encoder.lazy &&
    typeof v === 'string' &&
    !self.writeThrough &&
    self.snapshot === null &&
    self.writenl === null &&
    self.pendingLength + v.length <= self.chunkSize &&
    !self.lineBuffering &&
    !self.hasRead &&
    openNow(self)
  ) {
    if (v !== '') {
      if (self.pendingLength === 0) dirtyStreams.add(self);
      self.pending.push(v);
      self.pendingLength += v.length;
    }
    return v.length;
  }
  return writeSlow(self, v);
}

function* writeSlow(self: PyTextIOWrapper, v: string | PyStr): NativeGenerator<PyValue> {
  yield* checkOpen(self);
  const encoder = self.encoder;
  if (encoder === null) throw unsupported('not writable');
  const given = strLength(v);
  let text: string | PyStr = v;
  const js = toJS(v);
  const hasLF = (self.writenl !== null || self.lineBuffering) && js.includes('\n');
  if (hasLF && self.writenl !== null) text = fromJS(js.replaceAll('\n', self.writenl));
  else if (typeof v !== 'string' && v.points === null) text = v.s;
  const flushNow = self.writeThrough || (self.lineBuffering && (hasLF || js.includes('\r')));
  let part: string | Uint8Array;
  if (encoder.lazy && typeof text === 'string') part = text;
  else {
    let e = encoder.encodeR(text);
    if (isPending(e)) e = (yield e) as Uint8Array;
    part = e;
  }
  // A loop: the buffer may be Python code that writes to us meanwhile.
  while (self.pendingLength > 0 && self.pendingLength + part.length > self.chunkSize) yield* writeFlush(self);
  if (part.length > 0) {
    if (self.pending.length === 0) dirtyStreams.add(self);
    self.pending.push(part);
    self.pendingLength += part.length;
  }
  if (self.pendingLength >= self.chunkSize || flushNow) yield* writeFlush(self);
  if (self.lineBuffering && flushNow) {
    const b = nativeBuffer(self);
    if (b !== null) yield* bufferedFlush(b);
    else yield callMethodR(self.buffer, 'flush');
  }
  if (self.snapshot !== null) {
    dropDecoded(self);
    self.hasRead = false;
    self.snapshot = null;
  }
  if (self.decoder !== null) yield* resetDecoder(self);
  return given;
}

export function* resetDecoder(self: PyTextIOWrapper): NativeGenerator<undefined> {
  self.newlines?.reset();
  const r = self.decoder!.resetR();
  if (isPending(r)) yield r;
  return undefined;
}

// ----------------------------------------------------------------------------------------------------------- reading

/** Decodes and translates newlines. */
export function* decode(self: PyTextIOWrapper, input: Uint8Array, final: boolean): NativeGenerator<string> {
  let text = self.decoder!.decodeR(input, final);
  if (isPending(text)) text = (yield text) as string;
  return self.newlines === null ? text : self.newlines.decode(text, final);
}
/** The decoder's state with the newline decoder's bit. */
export function* getstate(self: PyTextIOWrapper): NativeGenerator<[Uint8Array, bigint]> {
  let s = self.decoder!.getstateR();
  if (isPending(s)) s = (yield s) as [Uint8Array, bigint];
  return self.newlines === null ? s : [s[0], (s[1] << 1n) | (self.newlines.pendingcr ? 1n : 0n)];
}
export function* setstate(self: PyTextIOWrapper, buffer: Uint8Array, flags: bigint): NativeGenerator<undefined> {
  if (self.newlines !== null) {
    self.newlines.pendingcr = (flags & 1n) !== 0n;
    flags >>= 1n;
  }
  const r = self.decoder!.setstateR(buffer, flags);
  if (isPending(r)) yield r;
  return undefined;
}

/** Reads and decodes the next chunk; false at the end. */
function* readChunk(self: PyTextIOWrapper, hint: number): NativeGenerator<boolean> {
  if (self.decoder === null) throw unsupported('not readable');
  const state = self.telling ? yield* getstate(self) : null;
  const want = Math.max(self.chunkSize, hint > 0 ? hint : 0);
  const b = nativeBuffer(self);
  let input: Uint8Array;
  if (b !== null) {
    const v = yield* bufferedRead1(b, want);
    input = v instanceof PyBytes ? v.b : readFailed(self, v);
  } else {
    const v = (yield callMethodR(self.buffer, self.hasRead1 ? 'read1' : 'read', [want])) as PyValue;
    input = tryBytes(v) ?? readFailed(self, v);
  }
  const eof = input.length === 0;
  const text = yield* decode(self, input, eof);
  self.decoded = text;
  self.used = 0;
  self.astral = SURROGATE.test(text);
  self.hasRead = true;
  if (state !== null)
    self.snapshot = { flags: state[1], input: state[0].length > 0 ? concat([state[0], input]) : input };
  return !eof || text.length > 0;
}
function readFailed(self: PyTextIOWrapper, v: PyValue): never {
  throw typeError(
    `underlying ${self.hasRead1 ? 'read1' : 'read'}() should have returned a bytes-like object, not '${typeOf(v).name}'`,
  );
}

/** Takes up to n characters (n < 0: all) of what is decoded; UTF-16. */
function take(self: PyTextIOWrapper, n: number): string {
  const d = self.decoded;
  let end: number;
  if (n < 0) end = d.length;
  else if (!self.astral) end = Math.min(d.length, self.used + n);
  else {
    end = self.used;
    for (let k = 0; k < n && end < d.length; k++) end += isPair(d, end) ? 2 : 1;
  }
  const out = self.used === 0 && end === d.length ? d : d.slice(self.used, end);
  self.used = end;
  return out;
}
function isPair(s: string, i: number): boolean {
  const c = s.charCodeAt(i);
  if (c < 0xd800 || c > 0xdbff) return false;
  const d = s.charCodeAt(i + 1);
  return d >= 0xdc00 && d <= 0xdfff;
}
const characters = (s: string, astral: boolean): number => {
  if (!astral) return s.length;
  let n = 0;
  for (let i = 0; i < s.length; i += isPair(s, i) ? 2 : 1) n++;
  return n;
};

function* read(self: PyTextIOWrapper, sizeValue: PyValue): NativeGenerator<PyValue> {
  const n = sizeArg(sizeValue);
  yield* checkOpen(self);
  if (self.decoder === null) throw unsupported('not readable');
  yield* writeFlush(self);
  if (n < 0) {
    const b = (yield callMethodR(self.buffer, 'read')) as PyValue;
    let input: Uint8Array = EMPTY;
    if (b !== None) {
      if (!(b instanceof PyBytes)) {
        const v = tryBytes(b);
        if (v === undefined)
          throw typeError(`decoder getstate() should have returned a bytes object, not '${typeOf(b).name}'`);
        input = v;
      } else input = b.b;
    }
    const rest = yield* decode(self, input, true);
    const out = take(self, -1) + rest;
    dropDecoded(self);
    self.snapshot = null;
    return fromJS(out);
  }
  let out = take(self, n);
  let left = n - characters(out, self.astral);
  while (left > 0) {
    if (!(yield* readChunk(self, left))) break;
    const more = take(self, left);
    left -= characters(more, self.astral);
    out += more;
  }
  return fromJS(out);
}

/** A line that is wholly in the decoded text, or null. */
function lineNow(self: PyTextIOWrapper): PyValue | null {
  if (self.used >= self.decoded.length || self.pendingLength > 0) return null;
  const end = lineEnd(self.decoded, self.used, self.ends);
  if (end < 0) return null;
  const line = self.decoded.slice(self.used, end);
  self.used = end;
  return self.astral ? fromJS(line) : line;
}

function* readlineSlow(self: PyTextIOWrapper, limit: number): NativeGenerator<PyValue> {
  yield* checkOpen(self);
  yield* writeFlush(self);
  let line = '';
  let astral = self.astral;
  let count = 0; // characters in `line`
  for (;;) {
    if (self.used >= self.decoded.length) {
      if (!(yield* readChunk(self, 0))) {
        dropDecoded(self);
        self.snapshot = null;
        break;
      }
      astral ||= self.astral;
      if (self.decoded.length === 0) continue;
    }
    // A line end of two characters may have been cut between chunks.
    const overlap = self.ends.readuniversal ? 0 : Math.min(line.length, self.ends.readnl.length - 1);
    const from = self.used;
    const text = overlap > 0 ? line.slice(-overlap) + self.decoded.slice(from) : self.decoded;
    let end = lineEnd(text, overlap > 0 ? 0 : from, self.ends);
    if (end >= 0 && overlap > 0) end = from + end - overlap;
    const found = end >= 0;
    let part = self.decoded.slice(from, found ? end : undefined);
    const k = characters(part, self.astral);
    if (limit >= 0 && count + k >= limit) {
      line += take(self, limit - count);
      break;
    }
    self.used = found ? end : self.decoded.length;
    line += part;
    count += k;
    part = '';
    if (found) break;
  }
  return astral ? fromJS(line) : line;
}

export function readline(self: PyTextIOWrapper, limit: number): PyValue | NativeGenerator<PyValue> {
  if (limit < 0 && openNow(self)) {
    const line = lineNow(self);
    if (line !== null) return line;
  }
  return readlineSlow(self, limit);
}

function* nextSlow(self: PyTextIOWrapper): NativeGenerator<PyValue | undefined> {
  check(self);
  self.telling = false;
  let line: PyValue;
  if (self.cls === textIOWrapperType) line = yield* readlineSlow(self, -1);
  else {
    line = (yield callMethodR(self, 'readline')) as PyValue;
    if (!isStr(line))
      throw newException(
        exceptionTypes.OSError,
        `readline() should have returned a str object, not '${typeOf(line).name}'`,
      );
  }
  if (strLength(line as string) === 0) {
    self.snapshot = null;
    self.telling = self.seekable;
    return undefined;
  }
  return line;
}
function next(self: PyTextIOWrapper): Resumable<PyValue | undefined> {
  if (self.cls === textIOWrapperType && openNow(self)) {
    const line = lineNow(self);
    if (line !== null) {
      self.telling = false;
      return line;
    }
  }
  return nextSlow(self);
}

// ---------------------------------------------------------------------------------------------------------- position

function* tell(self: PyTextIOWrapper): NativeGenerator<PyValue> {
  yield* checkOpen(self);
  if (!self.seekable) throw unsupported('underlying stream is not seekable');
  if (!self.telling) throw newException(exceptionTypes.OSError, 'telling position disabled by next() call');
  yield* writeFlush(self);
  yield callMethodR(self, 'flush');
  const v = (yield callMethodR(self.buffer, 'tell')) as PyValue;
  const position = BigInt(index(v));
  if (self.decoder === null || self.snapshot === null) return intNormalize(position);
  return intNormalize(yield* decodePosition(self, position, { decode, getstate, setstate }));
}

function* resetEncoder(self: PyTextIOWrapper, start: boolean): NativeGenerator<undefined> {
  if (self.encoder === null) return undefined;
  const r = self.encoder.resetR(start);
  if (isPending(r)) yield r;
  return undefined;
}

function* seek(self: PyTextIOWrapper, cookieValue: PyValue, whenceValue: PyValue): NativeGenerator<PyValue> {
  yield* checkOpen(self);
  const whence = cSize(whenceValue);
  if (!self.seekable) throw unsupported('underlying stream is not seekable');
  let cookie = BigInt(index(cookieValue));
  if (whence === 1) {
    if (cookie !== 0n) throw unsupported("can't do nonzero cur-relative seeks");
    cookie = BigInt(index((yield callMethodR(self, 'tell')) as PyValue));
  } else if (whence === 2) {
    if (cookie !== 0n) throw unsupported("can't do nonzero end-relative seeks");
    yield callMethodR(self, 'flush');
    dropDecoded(self);
    self.snapshot = null;
    if (self.decoder !== null) yield* resetDecoder(self);
    const r = (yield callMethodR(self.buffer, 'seek', [0, 2])) as PyValue;
    yield* resetEncoder(self, r === 0);
    return r;
  } else if (whence !== 0) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
  if (cookie < 0n) throw valueError(`negative seek position ${cookie}`);
  yield callMethodR(self, 'flush');
  const c = unpackCookie(cookie);
  yield callMethodR(self.buffer, 'seek', [intNormalize(c.position)]);
  dropDecoded(self);
  self.snapshot = null;
  if (self.decoder !== null) {
    if (c.position === 0n && c.flags === 0n) yield* resetDecoder(self);
    else yield* setstate(self, EMPTY, c.flags);
    if (c.skip > 0) {
      const v = (yield callMethodR(self.buffer, 'read', [c.feed])) as PyValue;
      if (!(v instanceof PyBytes))
        throw typeError(`underlying read() should have returned a bytes object, not '${typeOf(v).name}'`);
      self.snapshot = { flags: c.flags, input: v.b };
      const text = yield* decode(self, v.b, c.eof);
      self.decoded = text;
      self.astral = SURROGATE.test(text);
      self.hasRead = true;
      const skipped = take(self, c.skip);
      if (characters(skipped, self.astral) < c.skip)
        throw newException(exceptionTypes.OSError, "can't restore logical file position");
    } else self.snapshot = { flags: c.flags, input: EMPTY };
  }
  yield* resetEncoder(self, c.position === 0n && c.flags === 0n);
  return intNormalize(cookie);
}

// -------------------------------------------------------------------------------------------------------------- set-up

/** Checks and sets the newline mode. */
function setNewline(self: PyTextIOWrapper, newline: PyValue): void {
  if (newline !== None && !isStr(newline))
    throw typeError(`TextIOWrapper() argument 'newline' must be str or None, not ${typeOf(newline).name}`);
  const nl = newline === None ? null : toJS(newline as string); // isStr
  if (nl !== null && !['', '\n', '\r', '\r\n'].includes(nl))
    throw valueError(`illegal newline value: ${repr(newline)}`);
  self.ends = {
    readuniversal: nl === null || nl === '',
    readtranslate: nl === null,
    readnl: nl === null || nl === '' ? '\n' : nl,
  };
  self.writenl = nl === '\r' || nl === '\r\n' ? nl : null;
}

function* setCodec(self: PyTextIOWrapper): NativeGenerator<undefined> {
  const info = codecKind(self.encoding) === undefined ? yield* lookupCodec(self.encoding) : null;
  const readable = (yield callMethodR(self.buffer, 'readable')) as PyValue;
  self.decoder = null;
  self.newlines = null;
  if ((yield truthR(readable)) as boolean) {
    self.decoder = yield* makeDecoder(self.encoding, self.errors, info);
    if (self.ends.readuniversal) self.newlines = new Newlines(self.ends.readtranslate);
  }
  const writable = (yield callMethodR(self.buffer, 'writable')) as PyValue;
  self.encoder = null;
  if ((yield truthR(writable)) as boolean) self.encoder = yield* makeEncoder(self.encoding, self.errors, info);
  return undefined;
}

function textArg(v: PyValue, name: string): string | null {
  if (v === None) return null;
  if (!isStr(v)) throw typeError(`TextIOWrapper() argument '${name}' must be str or None, not ${typeOf(v).name}`);
  const s = toJS(v);
  if (s.includes('\0')) throw valueError('embedded null character');
  toPoints(v).forEach((c, i) => {
    if (c >= 0xd800 && c <= 0xdfff) throw encodeError('utf-8', v, i, i + 1, 'surrogates not allowed');
  });
  return s;
}

/** `__init__`. */
export function* textIOInit(
  self: PyTextIOWrapper,
  buffer: PyValue,
  encoding: PyValue,
  errors: PyValue,
  newline: PyValue,
  lineBuffering: PyValue,
  writeThrough: PyValue,
): NativeGenerator<PyValue> {
  self.ok = false;
  self.detached = false;
  const name = textArg(encoding, 'encoding');
  self.encoding = name === null || name === 'locale' ? 'UTF-8' : name;
  self.errors = textArg(errors, 'errors') ?? 'strict';
  if (name === null && interpreter().config.flags.warnDefaultEncoding !== 0)
    yield hooks.warnR(exceptionTypes.EncodingWarning, "'encoding' argument not specified");
  setNewline(self, newline);
  dropDecoded(self);
  self.hasRead = false;
  self.snapshot = null;
  self.pending = [];
  self.pendingLength = 0;
  self.lineBuffering = truth(lineBuffering);
  self.writeThrough = truth(writeThrough);
  self.buffer = buffer;
  yield* setCodec(self);
  const seekable = (yield callMethodR(buffer, 'seekable')) as PyValue;
  self.seekable = self.telling = (yield truthR(seekable)) as boolean;
  self.hasRead1 =
    nativeBuffer(self) !== null || ((yield lookupAttrR(buffer, 'read1')) as PyValue | undefined) !== undefined;
  self.ok = true;
  if (self.seekable && self.encoder !== null && !self.encoder.lazy) {
    const at = (yield callMethodR(buffer, 'tell')) as PyValue;
    if (at !== 0) yield* resetEncoder(self, false);
  }
  return None;
}

function* forward(self: PyTextIOWrapper, name: string): NativeGenerator<PyValue> {
  check(self);
  return (yield callMethodR(self.buffer, name)) as PyValue;
}

defineType(textIOWrapperType, {
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    *'__init__(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)'(
      self: PyTextIOWrapper,
      ...args: [PyValue, PyValue, PyValue, PyValue, PyValue, PyValue]
    ): NativeGenerator {
      yield* textIOInit(self, ...args);
      resourceOpened(self);
      return None;
    },
    *'reconfigure(*, encoding=None, errors=None, newline=?, line_buffering=None, write_through=None)'(
      self: PyTextIOWrapper,
      encoding: PyValue,
      errors: PyValue,
      newline: PyValue | undefined,
      lineBuffering: PyValue,
      writeThrough: PyValue,
    ): NativeGenerator {
      check(self);
      if (self.hasRead && self.decoded !== '' && (encoding !== None || errors !== None || newline !== undefined)) {
        throw unsupported('It is not possible to set the encoding or newline of stream after the first read');
      }
      const name = textArg(encoding, 'encoding');
      const e = textArg(errors, 'errors');
      if (newline !== undefined && newline !== None && !isStr(newline)) {
        throw typeError(`reconfigure() argument 'newline' must be str or None, not ${typeOf(newline).name}`);
      }
      const lb = lineBuffering === None ? self.lineBuffering : truth(lineBuffering);
      const wt = writeThrough === None ? self.writeThrough : truth(writeThrough);
      yield callMethodR(self, 'flush');
      if (name !== null) {
        const resolved = name === 'locale' ? 'UTF-8' : name;
        if (codecKind(resolved) === undefined) yield* lookupCodec(resolved);
        self.encoding = resolved;
        self.errors = e ?? 'strict';
      } else if (e !== null) self.errors = e;
      if (newline !== undefined) setNewline(self, newline);
      if (name !== null || e !== null || newline !== undefined) {
        yield* setCodec(self);
        if (self.seekable && self.encoder !== null && !self.encoder.lazy) {
          const at = (yield callMethodR(self.buffer, 'tell')) as PyValue;
          if (at !== 0) yield* resetEncoder(self, false);
        }
      }
      self.lineBuffering = lb;
      self.writeThrough = wt;
      return None;
    },
    *'detach()'(self: PyTextIOWrapper): NativeGenerator {
      check(self);
      yield callMethodR(self, 'flush');
      const b = self.buffer;
      self.buffer = None;
      self.ok = false;
      self.detached = true;
      resourceClosed(self);
      if (typeof b === 'object') resourceOpened(b);
      return b;
    },
    'write(text, /)': write,
    'read(size=-1, /)': (self: PyTextIOWrapper, size: PyValue) => {
      check(self);
      return read(self, size);
    },
    'readline(size=-1, /)': (self: PyTextIOWrapper, size: PyValue) => {
      check(self);
      return readline(self, sizeArg(size));
    },
    *'flush()'(self: PyTextIOWrapper): NativeGenerator {
      yield* checkOpen(self);
      yield* flushText(self);
      return None;
    },
    *'close()'(self: PyTextIOWrapper): NativeGenerator {
      check(self);
      if ((yield closedR(self)) as boolean) return None;
      if (self.finalizing) yield* unclosedBelow(self.buffer, self);
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
        yield callMethodR(self.buffer, 'close');
      } catch (e) {
        if (failed && isException(e, 'BaseException') && e !== error) e.context ??= error as PyBaseException;
        throw e;
      }
      resourceClosed(self);
      if (failed) throw error;
      return None;
    },
    'fileno()': (self: PyTextIOWrapper) => forward(self, 'fileno'),
    'seekable()': (self: PyTextIOWrapper) => forward(self, 'seekable'),
    'readable()': (self: PyTextIOWrapper) => forward(self, 'readable'),
    'writable()': (self: PyTextIOWrapper) => forward(self, 'writable'),
    'isatty()': (self: PyTextIOWrapper) => forward(self, 'isatty'),
    'tell()': tell,
    'seek(cookie, whence=0, /)': seek,
    *'truncate(pos=None, /)'(self: PyTextIOWrapper, pos: PyValue): NativeGenerator {
      check(self);
      yield callMethodR(self, 'flush');
      return (yield callMethodR(self.buffer, 'truncate', [pos])) as PyValue;
    },
    *'__next__(/)'(self: PyTextIOWrapper): NativeGenerator {
      let v = next(self);
      if (isPending(v)) v = (yield v) as PyValue | undefined;
      if (v === undefined) throw stopIteration();
      return v;
    },
    *'__repr__(/)'(self: PyTextIOWrapper): NativeGenerator {
      const t = typeOf(self);
      const module = t.ns.getStr('__module__') ?? t.module;
      let out = `<${typeof module === 'string' ? module : t.module}.${t.qualname}`;
      if (reprActive.has(self)) throw runtimeError(`reentrant call inside ${out.slice(1)}.__repr__`);
      initialized(self);
      reprActive.add(self);
      try {
        let name: PyValue | undefined;
        try {
          name = (yield lookupAttrR(self, 'name')) as PyValue | undefined;
        } catch (e) {
          if (!isException(e, 'ValueError')) throw e;
        }
        if (name !== undefined) out += ` name=${toJS((yield reprR(name)) as string)}`;
        const mode = (yield lookupAttrR(self, 'mode')) as PyValue | undefined;
        if (mode !== undefined) out += ` mode=${toJS((yield reprR(mode)) as string)}`;
      } finally {
        reprActive.delete(self);
      }
      return fromJS(`${out} encoding=${repr(fromJS(self.encoding))}>`);
    },
    '__reduce__()': cannotPickle,
    '__reduce_ex__(protocol, /)': cannotPickle,
  },
  getset: {
    buffer: [(self: PyTextIOWrapper) => self.buffer],
    encoding: [(self: PyTextIOWrapper) => (initialized(self), fromJS(self.encoding))],
    errors: [(self: PyTextIOWrapper) => (initialized(self), fromJS(self.errors))],
    line_buffering: [(self: PyTextIOWrapper) => self.lineBuffering],
    write_through: [(self: PyTextIOWrapper) => self.writeThrough],
    newlines: [(self: PyTextIOWrapper) => (check(self), self.newlines === null ? None : self.newlines.newlines)],
    name: [(self: PyTextIOWrapper) => (check(self), getattrR(self.buffer, 'name'))],
    closed: [(self: PyTextIOWrapper) => closedR(self) as Resumable],
    _CHUNK_SIZE: [
      (self: PyTextIOWrapper) => (check(self), self.chunkSize),
      (self: PyTextIOWrapper, v: PyValue | undefined) => {
        if (v === undefined) throw attributeError('cannot delete attribute');
        const n = cSize(v);
        if (n <= 0) throw valueError('a strictly positive integer is required');
        self.chunkSize = n;
      },
    ],
  },
  iternext: next,
});
const reprActive = new Set<PyTextIOWrapper>();
