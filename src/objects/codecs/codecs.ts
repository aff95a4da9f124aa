// Encoding and decoding text: UTF-8, ASCII, Latin-1 and UTF-16/32 natively, everything else through the codec registry
// (encodings/*.py). Invariant: error handlers are called with CPython's exception objects and may resume anywhere.

import { None, type PyValue } from '../object.ts';
import { PyByteArray, PyBytes, PyTuple, type PyStr } from '../shapes.ts';
import { typeOf } from '../type.ts';
import { exceptionTypes, type PyUnicodeError } from '../exceptions/hierarchy.ts';
import { lookupError, newException, typeError } from '../exceptions/raise.ts';
import { lookupAttrR } from '../protocol/attribute.ts';
import { callR } from '../protocol/call.ts';
import { index } from '../protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../protocol/pending.ts';
import { hooks, importAttrR } from '../hooks.ts';
import { fromJS, fromPoints, isStr, toJS, toPoints } from '../str/text.ts';

/** Encodings written here, by normalised name. */
const NATIVE: { readonly [name: string]: string } = {
  utf8: 'utf-8',
  'utf-8': 'utf-8',
  u8: 'utf-8',
  utf: 'utf-8',
  'utf8-ucs2': 'utf-8',
  cp65001: 'utf-8',
  ascii: 'ascii',
  'us-ascii': 'ascii',
  '646': 'ascii',
  'latin-1': 'iso-8859-1',
  latin1: 'iso-8859-1',
  'iso-8859-1': 'iso-8859-1',
  'iso8859-1': 'iso-8859-1',
  '8859': 'iso-8859-1',
  l1: 'iso-8859-1',
};
export function nativeEncoding(name: string): string | undefined {
  return NATIVE[name.toLowerCase().replaceAll('_', '-').replaceAll(' ', '-')];
}

function unicodeError(
  kind: 'UnicodeDecodeError' | 'UnicodeEncodeError',
  encoding: string,
  object: PyValue,
  start: number,
  end: number,
  reason: string,
): PyUnicodeError {
  const e = newException(exceptionTypes[kind], encoding, object, start, end, reason) as PyUnicodeError; // its shape
  e.encoding = encoding;
  e.object = object;
  e.start = start;
  e.end = end;
  e.reason = reason;
  return e;
}
export const decodeError = (
  encoding: string,
  b: Uint8Array,
  start: number,
  end: number,
  reason: string,
): PyUnicodeError => unicodeError('UnicodeDecodeError', encoding, new PyBytes(b.slice()), start, end, reason);
export const encodeError = (
  encoding: string,
  s: string | PyStr,
  start: number,
  end: number,
  reason: string,
): PyUnicodeError => unicodeError('UnicodeEncodeError', encoding, s, start, end, reason);

/** A named error handler as a callable (codecs.lookup_error). */
function* handlerR(errors: string): NativeGenerator<PyValue> {
  const lookup: PyValue = yield importAttrR('_codecs', 'lookup_error');
  return (yield callR(lookup, [fromJS(errors)])) as unknown as PyValue;
}

/** Calls a decoding error handler: the replacement text and where to go on. */
export function* onDecodeError(errors: string, e: PyUnicodeError, length: number): NativeGenerator<[PyValue, number]> {
  if (errors === 'strict') throw e;
  if (errors === 'ignore') return ['', e.end];
  if (errors === 'replace') return ['\ufffd', e.end];
  if (errors === 'surrogateescape' && e.object instanceof PyBytes) {
    const b = e.object.b;
    const out: number[] = [];
    let i = e.start;
    while (i < e.end && b[i] >= 128 && out.length < 4) out.push(0xdc00 + b[i++]);
    if (out.length === 0) throw e;
    return [fromPoints(Uint32Array.from(out)), i];
  }
  const h: PyValue = yield handlerR(errors);
  const r = (yield callR(h, [e])) as PyValue;
  if (!(r instanceof PyTuple) || r.items.length !== 2 || !isStr(r.items[0]))
    throw typeError('decoding error handler must return (str, int) tuple');
  let at = Number(index(r.items[1]));
  if (at < 0) at += length;
  if (at < 0 || at > length)
    throw newException(exceptionTypes.IndexError, `position ${at} from error handler out of bounds`);
  return [r.items[0], at];
}

/** Calls an encoding error handler: replacement (text or bytes) and where to go on. */
export function* onEncodeError(errors: string, e: PyUnicodeError, length: number): NativeGenerator<[PyValue, number]> {
  if (errors === 'strict') throw e;
  if (errors === 'ignore') return ['', e.end];
  if (errors === 'replace') return ['?'.repeat(e.end - e.start), e.end];
  if (isStr(e.object)) {
    const p = toPoints(e.object);
    if (errors === 'backslashreplace' || errors === 'xmlcharrefreplace') {
      let out = '';
      for (let i = e.start; i < e.end; i++) {
        const c = p[i];
        if (errors === 'xmlcharrefreplace') out += `&#${c};`;
        else
          out +=
            c < 256
              ? `\\x${c.toString(16).padStart(2, '0')}`
              : c < 65536
                ? `\\u${c.toString(16).padStart(4, '0')}`
                : `\\U${c.toString(16).padStart(8, '0')}`;
      }
      return [out, e.end];
    }
    if (errors === 'surrogateescape') {
      const out: number[] = [];
      for (let i = e.start; i < e.end; i++) {
        if (p[i] < 0xdc80 || p[i] > 0xdcff) throw e;
        out.push(p[i] - 0xdc00);
      }
      return [new PyBytes(Uint8Array.from(out)), e.end];
    }
  }
  const h: PyValue = yield handlerR(errors);
  const r = (yield callR(h, [e])) as PyValue;
  if (!(r instanceof PyTuple) || r.items.length !== 2 || !(isStr(r.items[0]) || r.items[0] instanceof PyBytes)) {
    throw typeError('encoding error handler must return (str/bytes, int) tuple');
  }
  let at = Number(index(r.items[1]));
  if (at < 0) at += length;
  if (at < 0 || at > length)
    throw newException(exceptionTypes.IndexError, `position ${at} from error handler out of bounds`);
  return [r.items[0], at];
}

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
declare const TextEncoder: new () => { encode(s: string): Uint8Array };
declare const TextDecoder: new (label: string, options: object) => { decode(b: Uint8Array): string };

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Text as UTF-8. */
export function encodeUtf8R(s: string | PyStr, errors: string): Resumable<Uint8Array> {
  if (typeof s === 'string') return utf8Encoder.encode(s);
  if (s.points === null || !LONE.test(s.s)) return utf8Encoder.encode(s.s);
  return encodeUtf8Slow(s, errors);
}
function* encodeUtf8Slow(s: PyStr, errors: string): NativeGenerator<Uint8Array> {
  const out: number[] = [];
  const p = toPoints(s);
  const put = (c: number): void => {
    if (c < 0x80) out.push(c);
    else if (c < 0x800) out.push(0xc0 | (c >> 6), 0x80 | (c & 63));
    else if (c < 0x10000) out.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
    else out.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
  };
  for (let i = 0; i < p.length; ) {
    const c = p[i];
    if (c < 0xd800 || c > 0xdfff) {
      put(c);
      i++;
      continue;
    }
    let end = i + 1;
    while (end < p.length && p[end] >= 0xd800 && p[end] <= 0xdfff) end++;
    if (errors === 'surrogatepass') {
      for (; i < end; i++) put(p[i]);
      continue;
    }
    const [text, at]: [PyValue, number] = yield onEncodeError(
      errors,
      encodeError('utf-8', s, i, end, 'surrogates not allowed'),
      p.length,
    );
    if (text instanceof PyBytes) out.push(...text.b);
    else if (isStr(text)) {
      for (const x of toPoints(text)) {
        if (x >= 128) throw encodeError('utf-8', s, i, end, 'surrogates not allowed');
        out.push(x);
      }
    }
    i = at;
  }
  return Uint8Array.from(out);
}

/** What is wrong with UTF-8 at `i`: the length of the bad part and the reason; 'incomplete' at the end of input. */
function badUtf8(b: Uint8Array, i: number): [length: number, reason: string] {
  const c = b[i];
  if (c < 0xc2 || c > 0xf4) return [1, 'invalid start byte'];
  const need = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
  for (let k = 1; k <= need; k++) {
    const x = b[i + k];
    if (x === undefined) return [b.length - i, 'unexpected end of data'];
    const low = k > 1 ? 0x80 : c === 0xe0 ? 0xa0 : c === 0xf0 ? 0x90 : 0x80;
    const high = k > 1 ? 0xbf : c === 0xed ? 0x9f : c === 0xf4 ? 0x8f : 0xbf;
    if (x < low || x > high) return [k, 'invalid continuation byte'];
  }
  return [0, ''];
}

/** UTF-8 as text; `final` false leaves an incomplete tail: the result says how much was used. */
export function decodeUtf8R(b: Uint8Array, errors: string, final = true): Resumable<[string | PyStr, number]> {
  try {
    return [fromJS(utf8Decoder.decode(b)), b.length];
  } catch {
    return decodeUtf8Slow(b, errors, final);
  }
}
function* decodeUtf8Slow(b: Uint8Array, errors: string, final: boolean): NativeGenerator<[string | PyStr, number]> {
  const out: number[] = [];
  let i = 0;
  while (i < b.length) {
    const c = b[i];
    if (c < 0x80) {
      out.push(c);
      i++;
      continue;
    }
    const [bad, reason] = badUtf8(b, i);
    if (bad === 0) {
      if (c < 0xe0) out.push(((c & 31) << 6) | (b[i + 1] & 63));
      else if (c < 0xf0) out.push(((c & 15) << 12) | ((b[i + 1] & 63) << 6) | (b[i + 2] & 63));
      else out.push(((c & 7) << 18) | ((b[i + 1] & 63) << 12) | ((b[i + 2] & 63) << 6) | (b[i + 3] & 63));
      i += c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
      continue;
    }
    if (!final && reason === 'unexpected end of data') break;
    if (
      errors === 'surrogatepass' &&
      c === 0xed &&
      i + 2 < b.length &&
      (b[i + 1] & 0xe0) === 0xa0 &&
      (b[i + 2] & 0xc0) === 0x80
    ) {
      out.push(0xd000 | ((b[i + 1] & 63) << 6) | (b[i + 2] & 63));
      i += 3;
      continue;
    }
    const [text, at]: [PyValue, number] = yield onDecodeError(
      errors,
      decodeError('utf-8', b, i, i + bad, reason),
      b.length,
    );
    if (isStr(text)) for (const x of toPoints(text)) out.push(x);
    i = at;
  }
  return [fromPoints(Uint32Array.from(out)), i];
}

function* encodeSmall(s: string | PyStr, encoding: string, limit: number, errors: string): NativeGenerator<Uint8Array> {
  const p = toPoints(s);
  const out: number[] = [];
  for (let i = 0; i < p.length; ) {
    if (p[i] < limit) {
      out.push(p[i++]);
      continue;
    }
    let end = i + 1;
    while (end < p.length && p[end] >= limit) end++;
    const e = encodeError(limit === 128 ? 'ascii' : 'latin-1', s, i, end, `ordinal not in range(${limit})`);
    const [text, at]: [PyValue, number] = yield onEncodeError(errors, e, p.length);
    if (text instanceof PyBytes) out.push(...text.b);
    else if (isStr(text)) {
      for (const x of toPoints(text)) {
        if (x >= limit) throw e;
        out.push(x);
      }
    }
    i = at;
  }
  void encoding;
  return Uint8Array.from(out);
}
/** ASCII (limit 128) or Latin-1 (256) bytes of text. */
export function encodeSmallR(s: string | PyStr, limit: 128 | 256, errors: string): Resumable<Uint8Array> {
  if (typeof s === 'string') {
    const out = new Uint8Array(s.length);
    let i = 0;
    for (; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c >= limit) break;
      out[i] = c;
    }
    if (i === s.length) return out;
  }
  return encodeSmall(s, '', limit, errors);
}

/**
 * Short text by eights (spreading a typed array over arguments takes six times as long); long text by the decoder of
 * the platform when it is ASCII.
 */
export function decodeLatin1(b: Uint8Array): string {
  const n = b.length;
  let s = '';
  let i = 0;
  if (n > 256) {
    if (isAscii(b)) return utf8Decoder.decode(b);
    for (; i < n; i += 8192) s += Reflect.apply(String.fromCharCode, null, b.subarray(i, i + 8192));
    return s;
  }
  const char = String.fromCharCode;
  for (; i + 8 <= n; i += 8) s += char(b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7]);
  for (; i < n; i++) s += char(b[i]);
  return s;
}
export function isAscii(b: Uint8Array): boolean {
  for (let i = 0; i < b.length; i++) if (b[i] >= 128) return false;
  return true;
}
export function decodeAsciiR(b: Uint8Array, errors: string): Resumable<string | PyStr> {
  if (isAscii(b)) return decodeLatin1(b);
  return (function* (): NativeGenerator<string | PyStr> {
    const out: number[] = [];
    for (let i = 0; i < b.length; ) {
      if (b[i] < 128) {
        out.push(b[i++]);
        continue;
      }
      const [text, at]: [PyValue, number] = yield onDecodeError(
        errors,
        decodeError('ascii', b, i, i + 1, 'ordinal not in range(128)'),
        b.length,
      );
      if (isStr(text)) for (const x of toPoints(text)) out.push(x);
      i = at;
    }
    return fromPoints(Uint32Array.from(out));
  })();
}

function name(v: PyValue | undefined, fallback: string, what: string): string {
  if (v === undefined) return fallback;
  if (isStr(v)) return toJS(v);
  throw typeError(`${what} must be str, not ${v === None ? 'None' : typeOf(v).name}`);
}

let bufferOf: (v: PyValue) => Uint8Array | undefined = () => undefined;
/** memoryview.ts: the bytes of any buffer. */
export function setDecodeBuffer(f: (v: PyValue) => Uint8Array | undefined): void {
  bufferOf = f;
}
/** The bytes of bytes, bytearray or any other buffer; undefined for other objects. */
export function bufferBytes(v: PyValue): Uint8Array | undefined {
  if (v instanceof PyBytes) return v.b;
  if (v instanceof PyByteArray) return v.b.subarray(0, v.len);
  return bufferOf(v);
}

/** LookupError for an unknown encoding or error handler (in dev mode, where both are checked at every call). */
export function* checkNames(encoding: string, errors: string): NativeGenerator<PyValue> {
  if (nativeEncoding(encoding) === undefined)
    yield callR((yield importAttrR('_codecs', 'lookup')) as PyValue, [fromJS(encoding)]);
  return yield handlerR(errors);
}

/** str.encode(encoding, errors) → bytes. Resumable. */
export function encodeR(s: string | PyStr, encoding: PyValue | undefined, errors: PyValue | undefined): Resumable {
  const enc = name(encoding, 'utf-8', "encode() argument 'encoding'");
  const err = name(errors, 'strict', "encode() argument 'errors'");
  if (hooks.devMode()) return thenChecked(enc, err, () => encodeAsR(s, enc, err));
  return encodeAsR(s, enc, err);
}
function* thenChecked<T>(encoding: string, errors: string, then: () => Resumable<T>): NativeGenerator<T> {
  yield* checkNames(encoding, errors);
  const r = then();
  return isPending(r) ? ((yield r) as T) : r;
}
function encodeAsR(s: string | PyStr, enc: string, err: string): Resumable {
  const native = nativeEncoding(enc);
  if (native !== undefined) {
    const r = native === 'utf-8' ? encodeUtf8R(s, err) : encodeSmallR(s, native === 'ascii' ? 128 : 256, err);
    if (!isPending(r)) return new PyBytes(r);
    return (function* (): NativeGenerator<PyValue> {
      const b: Uint8Array = yield r;
      return new PyBytes(b);
    })();
  }
  return (function* (): NativeGenerator<PyValue> {
    const encode: PyValue = yield importAttrR('_codecs', 'encode');
    yield checkText(enc, 'encode');
    const r = (yield callR(encode, [s, fromJS(enc), fromJS(err)])) as PyValue;
    if (!(r instanceof PyBytes)) {
      throw typeError(
        `'${enc}' encoder returned '${typeOf(r).name}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`,
      );
    }
    return r;
  })();
}
/** LookupError for codecs that do not encode text (hex, rot13 …). */
function* checkText(enc: string, use: 'encode' | 'decode'): NativeGenerator<PyValue> {
  const lookup: PyValue = yield importAttrR('_codecs', 'lookup');
  const info: PyValue = yield callR(lookup, [fromJS(enc)]);
  const flag: PyValue | undefined = yield lookupAttrR(info, '_is_text_encoding');
  if (flag === false)
    throw lookupError(`'${enc}' is not a text encoding; use codecs.${use}() to handle arbitrary codecs`);
  return None;
}

/** str(bytes, encoding, errors) / bytes.decode(). Resumable. */
export function decodeR(
  v: PyValue,
  encoding: PyValue | undefined,
  errors: PyValue | undefined,
  who: 'decode()' | 'str()' = 'decode()',
): Resumable<string | PyStr> {
  const enc = name(encoding, 'utf-8', `${who} argument 'encoding'`);
  const err = name(errors, 'strict', `${who} argument 'errors'`);
  const b = bufferBytes(v);
  if (b === undefined) {
    if (isStr(v)) throw typeError('decoding str is not supported');
    throw typeError(`decoding to str: need a bytes-like object, ${typeOf(v).name} found`);
  }
  if (hooks.devMode()) return thenChecked(enc, err, () => decodeAsR(v, b, enc, err));
  if (b.length === 0) return ''; // before anybody looks for the encoding, as in CPython
  return decodeAsR(v, b, enc, err);
}
function decodeAsR(v: PyValue, b: Uint8Array, enc: string, err: string): Resumable<string | PyStr> {
  const native = nativeEncoding(enc);
  if (native === 'iso-8859-1') return decodeLatin1(b);
  if (native === 'ascii') return decodeAsciiR(b, err);
  if (native === 'utf-8') {
    const r = decodeUtf8R(b, err);
    if (!isPending(r)) return r[0];
    return (function* (): NativeGenerator<string | PyStr> {
      const [s]: [string | PyStr, number] = yield r;
      return s;
    })();
  }
  return (function* (): NativeGenerator<string | PyStr> {
    const decode: PyValue = yield importAttrR('_codecs', 'decode');
    yield checkText(enc, 'decode');
    const r = (yield callR(decode, [v, fromJS(enc), fromJS(err)])) as PyValue;
    if (!isStr(r))
      throw typeError(
        `'${enc}' decoder returned '${typeOf(r).name}' instead of 'str'; use codecs.decode() to decode to arbitrary types`,
      );
    return r;
  })();
}
