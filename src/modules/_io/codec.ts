// How TextIOWrapper decodes and encodes: natively for UTF-8, ASCII and Latin-1 with the simple error handlers, through
// the incremental codec objects of the codecs module for everything else. Invariant: a decoder's `pending` is the tail of
// its input that is not a whole character yet. Text is UTF-16.

import type { PyValue } from '../../objects/object.ts';
import { PyBytes, type PyStr, PyTuple } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { getattrR } from '../../objects/protocol/attribute.ts';
import { index, truth } from '../../objects/protocol/operators.ts';
import { importAttrR } from '../../objects/hooks.ts';
import type { NativeGenerator, Resumable } from '../../objects/protocol/pending.ts';
import { lookupError, newException, typeError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes, type PyBaseException, type PyUnicodeError } from '../../objects/exceptions/hierarchy.ts';
import { fromJS, isStr, toJS, toPoints } from '../../objects/str/text.ts';
import { intNormalize } from '../../objects/algorithms/int-math.ts';
import { concat } from './base.ts';

export interface Decoder {
  decodeR(input: Uint8Array, final: boolean): Resumable<string>;
  getstateR(): Resumable<[Uint8Array, bigint]>;
  setstateR(buffer: Uint8Array, flags: bigint): Resumable<unknown>;
  resetR(): Resumable<unknown>;
  /** True when text length tells the number of bytes (native UTF-8 and single-byte codecs). */
  readonly measure: ((text: string) => number) | null;
}

export interface Encoder {
  encodeR(text: string | PyStr): Resumable<Uint8Array>;
  /** The stream's position is now 0 (true) or not (false): byte order marks. */
  resetR(start: boolean): Resumable<unknown>;
  /** UTF-8 with plain errors: text without surrogates may be encoded later. */
  readonly lazy: boolean;
}

export type CodecKind = 'utf-8' | 'ascii' | 'latin-1';
const KINDS: { readonly [name: string]: CodecKind } = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'ascii',
  ascii: 'ascii',
  'latin-1': 'latin-1',
  latin1: 'latin-1',
  'iso-8859-1': 'latin-1',
  'iso8859-1': 'latin-1',
};
/** The codec written here for an encoding's name, if there is one. */
export function codecKind(encoding: string): CodecKind | undefined {
  return KINDS[encoding.toLowerCase().replaceAll('_', '-')];
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf8 = new TextEncoder();
const EMPTY = new Uint8Array(0);

export function decodeError(
  encoding: string,
  object: Uint8Array,
  start: number,
  end: number,
  reason: string,
): PyBaseException {
  const o = new PyBytes(object.slice());
  const e = newException(exceptionTypes.UnicodeDecodeError, encoding, o, start, end, reason) as PyUnicodeError;
  e.encoding = encoding;
  e.object = o;
  e.start = start;
  e.end = end;
  e.reason = reason;
  return e;
}
export function encodeError(
  encoding: string,
  object: PyValue,
  start: number,
  end: number,
  reason: string,
): PyBaseException {
  const e = newException(exceptionTypes.UnicodeEncodeError, encoding, object, start, end, reason) as PyUnicodeError;
  e.encoding = encoding;
  e.object = object;
  e.start = start;
  e.end = end;
  e.reason = reason;
  return e;
}

/** What stands for undecodable bytes; throws for 'strict'. */
function handle(encoding: string, errors: string, b: Uint8Array, start: number, end: number, reason: string): string {
  switch (errors) {
    case 'ignore':
      return '';
    case 'replace':
      return '\ufffd';
    case 'surrogateescape': {
      let s = '';
      for (let i = start; i < end; i++) {
        if (b[i] < 128) throw decodeError(encoding, b, start, end, reason);
        s += String.fromCharCode(0xdc00 + b[i]);
      }
      return s;
    }
    case 'backslashreplace': {
      let s = '';
      for (let i = start; i < end; i++) s += `\\x${b[i].toString(16).padStart(2, '0')}`;
      return s;
    }
    default:
      throw decodeError(encoding, b, start, end, reason);
  }
}
const NATIVE_ERRORS = new Set(['strict', 'ignore', 'replace', 'surrogateescape', 'backslashreplace']);

/** UTF-8 with invalid parts, one sequence at a time. `used` is how many bytes were taken. */
function decodeUtf8Slow(b: Uint8Array, final: boolean, errors: string): { text: string; used: number } {
  let text = '';
  let i = 0;
  let good = 0; // start of the valid run not yet decoded
  const flush = (): void => {
    if (i > good) text += strict.decode(b.subarray(good, i));
  };
  while (i < b.length) {
    const c = b[i];
    const n = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
    let k = 1;
    if (n > 1) {
      const low = c === 0xe0 ? 0xa0 : c === 0xf0 ? 0x90 : 0x80;
      const high = c === 0xed ? 0x9f : c === 0xf4 ? 0x8f : 0xbf;
      while (k < n && i + k < b.length && b[i + k] >= (k === 1 ? low : 0x80) && b[i + k] <= (k === 1 ? high : 0xbf))
        k++;
    }
    if (k === n) {
      i += n;
      continue;
    }
    flush();
    if (n > 0 && i + k >= b.length) {
      if (!final) return { text, used: i };
      text += handle('utf-8', errors, b, i, i + k, 'unexpected end of data');
    } else text += handle('utf-8', errors, b, i, i + k, n === 0 ? 'invalid start byte' : 'invalid continuation byte');
    i += k;
    good = i;
  }
  flush();
  return { text, used: i };
}

/** Length of an incomplete sequence at the end of b (0 to 3). */
function incomplete(b: Uint8Array): number {
  const n = b.length;
  for (let k = 1; k <= 3 && k <= n; k++) {
    const c = b[n - k];
    if (c < 0x80) return 0;
    if (c >= 0xc0) return (c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2) > k ? k : 0;
  }
  return 0;
}

class Utf8Decoder implements Decoder {
  pending: Uint8Array = EMPTY;
  measure = utf8Length;
  constructor(private readonly errors: string) {}
  decodeR(input: Uint8Array, final: boolean): string {
    const b = this.pending.length > 0 ? concat([this.pending, input]) : input;
    const cut = final ? 0 : incomplete(b);
    try {
      const text = strict.decode(cut > 0 ? b.subarray(0, b.length - cut) : b);
      this.pending = cut > 0 ? b.slice(b.length - cut) : EMPTY;
      if (cut > 0 && this.pending.length > 1) {
        // A tail that cannot become a character is an error now, not later.
        const r = decodeUtf8Slow(this.pending, false, this.errors);
        this.pending = this.pending.slice(r.used);
        return text + r.text;
      }
      return text;
    } catch (e) {
      if (e instanceof TypeError) {
        const { text, used } = decodeUtf8Slow(b, final, this.errors);
        this.pending = b.slice(used);
        return text;
      }
      throw e;
    }
  }
  getstateR(): [Uint8Array, bigint] {
    return [this.pending, 0n];
  }
  setstateR(buffer: Uint8Array): void {
    this.pending = buffer;
  }
  resetR(): void {
    this.pending = EMPTY;
  }
}

export function utf8Length(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 0x7f) n += c > 0x7ff && (c < 0xd800 || c > 0xdfff) ? 2 : 1;
  }
  return n;
}

export function latin1(b: Uint8Array): string {
  let s = '';
  for (let i = 0; i < b.length; i += 8192)
    s += String.fromCharCode.apply(null, b.subarray(i, i + 8192) as unknown as number[]); // any array-like
  return s;
}

class ByteDecoder implements Decoder {
  measure = (text: string): number => text.length;
  constructor(
    private readonly errors: string,
    private readonly limit: number,
  ) {}
  decodeR(input: Uint8Array): string {
    if (this.limit === 128) {
      let bad = -1;
      for (let i = 0; i < input.length; i++) {
        if (input[i] > 127) {
          bad = i;
          break;
        }
      }
      if (bad >= 0) {
        let s = latin1(input.subarray(0, bad));
        for (let i = bad; i < input.length; i++) {
          s +=
            input[i] < 128
              ? String.fromCharCode(input[i])
              : handle('ascii', this.errors, input, i, i + 1, 'ordinal not in range(128)');
        }
        return s;
      }
    }
    return latin1(input);
  }
  getstateR(): [Uint8Array, bigint] {
    return [EMPTY, 0n];
  }
  setstateR(): void {
    // No state.
  }
  resetR(): void {
    // No state.
  }
}

/** A decoder object of the codecs module. */
class PythonDecoder implements Decoder {
  measure = null;
  constructor(readonly object: PyValue) {}
  *decodeR(input: Uint8Array, final: boolean): NativeGenerator<string> {
    const v = (yield callMethodR(this.object, 'decode', [new PyBytes(input), final])) as PyValue;
    if (!isStr(v)) throw typeError(`decoder should return a string result, not '${typeOf(v).name}'`);
    return toJS(v);
  }
  *getstateR(): NativeGenerator<[Uint8Array, bigint]> {
    const v = (yield callMethodR(this.object, 'getstate')) as PyValue;
    if (!(v instanceof PyTuple) || v.items.length !== 2) throw typeError('illegal decoder state');
    const b = v.items[0];
    if (!(b instanceof PyBytes))
      throw typeError(`illegal decoder state: the first item should be a bytes object, not '${typeOf(b).name}'`);
    return [b.b, BigInt(index(v.items[1]))];
  }
  setstateR(buffer: Uint8Array, flags: bigint): Resumable<unknown> {
    return callMethodR(this.object, 'setstate', [new PyTuple([new PyBytes(buffer), intNormalize(flags)])]);
  }
  resetR(): Resumable<unknown> {
    return callMethodR(this.object, 'reset');
  }
}

class NativeEncoder implements Encoder {
  readonly lazy: boolean;
  constructor(
    private readonly kind: CodecKind,
    private readonly errors: string,
  ) {
    this.lazy = kind === 'utf-8';
  }
  encodeR(text: string | PyStr): Uint8Array {
    if (this.kind === 'utf-8') {
      if (typeof text === 'string') return utf8.encode(text);
      return encodePoints(text, 0x110000, 'utf-8', this.errors);
    }
    const limit = this.kind === 'ascii' ? 128 : 256;
    if (typeof text === 'string') {
      const out = new Uint8Array(text.length);
      let i = 0;
      for (; i < text.length; i++) {
        const c = text.charCodeAt(i);
        if (c >= limit) break;
        out[i] = c;
      }
      if (i === text.length) return out;
    }
    return encodePoints(text, limit, this.kind, this.errors);
  }
  resetR(): void {
    // No state.
  }
}

function encodePoints(text: string | PyStr, limit: number, encoding: string, errors: string): Uint8Array {
  const points = toPoints(text);
  const out: number[] = [];
  const bad = (c: number): boolean => (limit > 256 ? c >= 0xd800 && c <= 0xdfff : c >= limit);
  for (let i = 0; i < points.length; i++) {
    const c = points[i];
    if (!bad(c)) {
      if (limit <= 256 || c < 128) out.push(c);
      else out.push(...utf8.encode(String.fromCodePoint(c)));
      continue;
    }
    if (errors === 'ignore') continue;
    if (errors === 'replace') out.push(63);
    else if (errors === 'surrogateescape' && c >= 0xdc80 && c <= 0xdcff) out.push(c - 0xdc00);
    else if (errors === 'backslashreplace') {
      const h = c.toString(16);
      out.push(
        ...utf8.encode(
          c < 256 ? `\\x${h.padStart(2, '0')}` : c < 65536 ? `\\u${h.padStart(4, '0')}` : `\\U${h.padStart(8, '0')}`,
        ),
      );
    } else {
      let end = i + 1;
      while (end < points.length && bad(points[end])) end++;
      const name = encoding;
      throw encodeError(name, text, i, end, limit > 256 ? 'surrogates not allowed' : `ordinal not in range(${limit})`);
    }
  }
  return Uint8Array.from(out);
}

class PythonEncoder implements Encoder {
  readonly lazy = false;
  constructor(readonly object: PyValue) {}
  *encodeR(text: string | PyStr): NativeGenerator<Uint8Array> {
    const v = (yield callMethodR(this.object, 'encode', [text])) as PyValue;
    if (!(v instanceof PyBytes)) throw typeError(`encoder should return a bytes object, not '${typeOf(v).name}'`);
    return v.b;
  }
  resetR(start: boolean): Resumable<unknown> {
    return start ? callMethodR(this.object, 'reset') : callMethodR(this.object, 'setstate', [0]);
  }
}

/** codecs.lookup(encoding), which must be a text encoding. Resumable. */
export function* lookupCodec(encoding: string): NativeGenerator<PyValue> {
  const lookup = (yield* importAttrR('codecs', 'lookup') as NativeGenerator<PyValue>) as PyValue;
  const info = (yield callR(lookup, [fromJS(encoding)])) as PyValue;
  const isText = (yield getattrR(info, '_is_text_encoding')) as PyValue;
  if (!truth(isText))
    throw lookupError(`'${encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs`);
  return info;
}

/** A decoder for a stream. Resumable. */
export function* makeDecoder(encoding: string, errors: string, info: PyValue | null): NativeGenerator<Decoder> {
  const kind = codecKind(encoding);
  if (kind !== undefined && NATIVE_ERRORS.has(errors)) {
    return kind === 'utf-8' ? new Utf8Decoder(errors) : new ByteDecoder(errors, kind === 'ascii' ? 128 : 256);
  }
  const codec = info ?? (yield* lookupCodec(encoding));
  return new PythonDecoder((yield callMethodR(codec, 'incrementaldecoder', [fromJS(errors)])) as PyValue);
}

/** An encoder for a stream. Resumable. */
export function* makeEncoder(encoding: string, errors: string, info: PyValue | null): NativeGenerator<Encoder> {
  const kind = codecKind(encoding);
  if (kind !== undefined && NATIVE_ERRORS.has(errors)) return new NativeEncoder(kind, errors);
  const codec = info ?? (yield* lookupCodec(encoding));
  return new PythonEncoder((yield callMethodR(codec, 'incrementalencoder', [fromJS(errors)])) as PyValue);
}
