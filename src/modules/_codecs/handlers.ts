// The standard error handlers as functions (codecs.lookup_error). Invariant: each takes one UnicodeError and gives the
// replacement and where to go on; what it cannot handle it raises again.

import type { PyValue } from '../../objects/object.ts';
import { PyBytes, PyTuple } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { native, type PyBuiltinFunction } from '../../objects/native.ts';
import { PyBaseException, PyUnicodeError } from '../../objects/exceptions/hierarchy.ts';
import { isException, typeError } from '../../objects/exceptions/raise.ts';
import { importAttrR } from '../../objects/hooks.ts';
import { callR } from '../../objects/protocol/call.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, fromPoints, isStr, toJS, toPoints } from '../../objects/str/text.ts';
import { bufferBytes } from '../../objects/codecs/codecs.ts';

const wrong = (e: PyValue): PyBaseException =>
  typeError(`don't know how to handle ${typeOf(e).name} in error callback`);
const result = (text: PyValue, at: number): PyValue => new PyTuple([text, at]);

interface Problem {
  readonly kind: 'encode' | 'decode' | 'translate';
  /** Code points (encode, translate) or bytes (decode) of the whole object. */
  readonly items: Uint32Array | Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly encoding: string;
}

function problem(e: PyValue): Problem {
  if (!(e instanceof PyUnicodeError)) throw wrong(e);
  const kind = isException(e, 'UnicodeEncodeError')
    ? 'encode'
    : isException(e, 'UnicodeDecodeError')
      ? 'decode'
      : 'translate';
  const o = e.object;
  const items = o === undefined ? undefined : isStr(o) ? toPoints(o) : bufferBytes(o);
  if (items === undefined) throw typeError('object attribute not set');
  const n = items.length;
  const start = Math.max(0, Math.min(e.start, n === 0 ? 0 : n - 1));
  const end = Math.max(Math.min(e.end, n), Math.min(1, n));
  return { kind, items, start, end, encoding: e.encoding !== undefined && isStr(e.encoding) ? toJS(e.encoding) : '' };
}

function escape(c: number): string {
  if (c < 256) return `\\x${c.toString(16).padStart(2, '0')}`;
  return c < 65536 ? `\\u${c.toString(16).padStart(4, '0')}` : `\\U${c.toString(16).padStart(8, '0')}`;
}

/** UTF-8/16/32 for surrogatepass: unit width and byte order, 0 when it is none of them. */
function surrogateCodec(encoding: string): { width: number; little: boolean } {
  const m = /^utf[-_ ]?(8|16|32)(?:[-_ ]?(le|be))?$/i.exec(encoding.replace(/^cp65001$/i, 'utf-8'));
  if (m === null) return { width: 0, little: true };
  return { width: m[1] === '8' ? 3 : Number(m[1]) / 8, little: m[2] === undefined || m[2].toLowerCase() === 'le' };
}

const HANDLERS: { readonly [name: string]: (e: PyValue) => PyValue | NativeGenerator<PyValue> } = {
  strict_errors: (e) => {
    if (e instanceof PyBaseException) throw e;
    throw typeError('codec must pass exception instance');
  },
  ignore_errors: (e) => result('', problem(e).end),
  replace_errors: (e) => {
    const p = problem(e);
    const n = p.end - p.start;
    return result(p.kind === 'encode' ? '?'.repeat(n) : p.kind === 'decode' ? '\ufffd' : '\ufffd'.repeat(n), p.end);
  },
  xmlcharrefreplace_errors: (e) => {
    const p = problem(e);
    if (p.kind !== 'encode') throw wrong(e);
    let s = '';
    for (let i = p.start; i < p.end; i++) s += `&#${p.items[i]};`;
    return result(s, p.end);
  },
  backslashreplace_errors: (e) => {
    const p = problem(e);
    let s = '';
    for (let i = p.start; i < p.end; i++) s += escape(p.items[i]);
    return result(s, p.end);
  },
  *namereplace_errors(e): NativeGenerator<PyValue> {
    const p = problem(e);
    if (p.kind !== 'encode') throw wrong(e);
    const name = (yield* importAttrR('unicodedata', 'name') as NativeGenerator<PyValue>) as PyValue;
    let s = '';
    for (let i = p.start; i < p.end; i++) {
      const v = (yield callR(name, [fromPoints(Uint32Array.of(p.items[i])), ''])) as PyValue;
      s += isStr(v) && v !== '' ? `\\N{${toJS(v)}}` : escape(p.items[i]);
    }
    return result(fromJS(s), p.end);
  },
  surrogatepass: (e) => {
    const p = problem(e);
    if (p.kind === 'translate') throw wrong(e);
    const { width, little } = surrogateCodec(p.encoding);
    if (width === 0) throw e;
    if (p.kind === 'encode') {
      const out: number[] = [];
      for (let i = p.start; i < p.end; i++) {
        const c = p.items[i];
        if (c < 0xd800 || c > 0xdfff) throw e;
        if (width === 3) out.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
        else if (width === 2) out.push(...(little ? [c & 255, c >> 8] : [c >> 8, c & 255]));
        else out.push(...(little ? [c & 255, c >> 8, 0, 0] : [0, 0, c >> 8, c & 255]));
      }
      return result(new PyBytes(Uint8Array.from(out)), p.end);
    }
    const b = p.items;
    const i = p.start;
    let c = 0;
    if (b.length - i >= width) {
      if (width === 3) {
        if ((b[i] & 0xf0) === 0xe0 && (b[i + 1] & 0xc0) === 0x80 && (b[i + 2] & 0xc0) === 0x80) {
          c = ((b[i] & 15) << 12) | ((b[i + 1] & 63) << 6) | (b[i + 2] & 63);
        }
      } else if (width === 2) c = little ? b[i] | (b[i + 1] << 8) : (b[i] << 8) | b[i + 1];
      else
        c =
          (little
            ? b[i] | (b[i + 1] << 8) | (b[i + 2] << 16) | (b[i + 3] << 24)
            : (b[i] << 24) | (b[i + 1] << 16) | (b[i + 2] << 8) | b[i + 3]) >>> 0;
    }
    if (c < 0xd800 || c > 0xdfff) throw e;
    return result(fromPoints(Uint32Array.of(c)), i + width);
  },
  surrogateescape: (e) => {
    const p = problem(e);
    if (p.kind === 'encode') {
      const out: number[] = [];
      for (let i = p.start; i < p.end; i++) {
        const c = p.items[i];
        if (c < 0xdc80 || c > 0xdcff) throw e;
        out.push(c - 0xdc00);
      }
      return result(new PyBytes(Uint8Array.from(out)), p.end);
    }
    if (p.kind === 'translate') throw wrong(e);
    const out: number[] = [];
    let i = p.start;
    while (out.length < 4 && i < p.end && p.items[i] >= 128) out.push(0xdc00 + p.items[i++]);
    if (out.length === 0) throw e;
    return result(fromPoints(Uint32Array.from(out)), i);
  },
};

/** name in the registry → function. */
export function standardHandlers(): Map<string, PyBuiltinFunction> {
  const table = new Map<string, PyBuiltinFunction>();
  for (const [name, f] of Object.entries(HANDLERS))
    table.set(name.replace('_errors', ''), native(`${name}(exc, /)`, f));
  return table;
}
