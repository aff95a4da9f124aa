// The `%` operator of bytes and bytearray. Invariant: as for str, arguments are fetched and converted in order; text is
// handled as Latin-1, one character a byte.

import { None, type PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import { PyByteArray, PyBytes, PyTuple } from '../shapes.ts';
import { bytesType, typeOf } from '../type.ts';
import { SLOT } from '../slots.ts';
import { overflowError, typeError, valueError } from '../exceptions/raise.ts';
import { getitemR, indexR, intValue } from '../protocol/operators.ts';
import { callUnboundR } from '../protocol/call.ts';
import type { NativeGenerator, Resumable } from '../protocol/pending.ts';
import {
  type PrintfLayout,
  type PrintfPiece,
  printfFloat,
  printfInt,
  printfPieces,
  printfText,
} from '../algorithms/printf.ts';
import { ascii } from '../str/format.ts';
import { reprR } from '../protocol/text.ts';
import { isStr, toJS } from '../str/text.ts';
import { floatArgument, intArgument, layoutOf, PercentArguments } from '../str/percent.ts';
import { decodeLatin1 } from '../codecs/codecs.ts';
import { borrow } from '../buffer.ts';

class BytesPercentArguments extends PercentArguments {
  override get isMapping(): boolean {
    return super.isMapping && !(this.args instanceof PyBytes) && !(this.args instanceof PyByteArray);
  }
}

/** Latin-1 text as bytes. */
export function latin1(s: string): Uint8Array {
  const out = new Uint8Array(s.length);
  for (let i = 0; i < s.length; i++) out[i] = s.charCodeAt(i);
  return out;
}

function* bytesArgument(v: PyValue): NativeGenerator<string> {
  const b = borrow(v);
  if (b !== undefined) return decodeLatin1(b);
  const f = typeOf(v).slot(SLOT.__bytes__);
  if (f !== null && f !== None) {
    const r = (yield callUnboundR(f, v, [])) as PyValue;
    if (!(r instanceof PyBytes)) throw typeError(`__bytes__ returned non-bytes (type ${typeOf(r).name})`);
    return decodeLatin1(r.b);
  }
  throw typeError(`%b requires a bytes-like object, or an object that implements __bytes__, not '${typeOf(v).name}'`);
}

/** The format of the last `%`, if it was of bytes (what a bytearray lends is another array each time). */
let lastFormat: Uint8Array | null = null;
let lastPieces: readonly PrintfPiece[] = [];

/** `b % args`: the bytes. Resumable. */
export function percentBytes(format: Uint8Array, args: PyValue): Resumable<Uint8Array> {
  const pieces = format === lastFormat ? lastPieces : printfPieces(decodeLatin1(format));
  if (format.length < 64) {
    lastFormat = format;
    lastPieces = pieces;
  }
  return quickFormat(pieces, args) ?? formatSlow(pieces, args);
}

/** The result when all arguments are ints, bytes and the like in a tuple; undefined, and nothing done, otherwise. */
function quickFormat(pieces: readonly PrintfPiece[], args: PyValue): Uint8Array | undefined {
  const values = args instanceof PyTuple ? args.items : null;
  if (values === null && typeof args !== 'number' && !(args instanceof PyBytes)) return undefined;
  let out = '';
  let used = 0;
  for (const p of pieces) {
    if (typeof p === 'string') {
      out += p;
      continue;
    }
    if (p.key !== undefined || p.error !== undefined || p.width === '*' || p.precision === '*') return undefined;
    const v: PyValue | undefined = values === null ? (used === 0 ? args : undefined) : values[used];
    if (v === undefined) return undefined;
    used++;
    const layout = p as PrintfLayout; // no star in it
    if (typeof v === 'number' && 'diuoxX'.includes(p.code)) out += printfInt(v, p.code, layout);
    else if (v instanceof PyBytes && v.cls === bytesType && (p.code === 's' || p.code === 'b'))
      out += printfText(decodeLatin1(v.b), layout);
    else return undefined;
  }
  if (used !== (values === null ? 1 : values.length)) return undefined;
  return latin1(out);
}

function* formatSlow(pieces: readonly PrintfPiece[], args: PyValue): NativeGenerator<Uint8Array> {
  const a = new BytesPercentArguments(args);
  const out: string[] = [];
  let usedMapping = false;
  for (const p of pieces) {
    if (typeof p === 'string') {
      out.push(p);
      continue;
    }
    let value: PyValue | undefined;
    if (p.key !== undefined) {
      if (!a.isMapping && !(args instanceof PyDict)) throw typeError('format requires a mapping');
      if (p.error !== undefined) throw valueError(p.error);
      value = yield getitemR(args, new PyBytes(latin1(p.key)));
      usedMapping = true;
    }
    if (p.error !== undefined) throw valueError(p.error);
    const layout: Parameters<typeof printfText>[1] = yield layoutOf(p, a);
    const v = value ?? a.next();
    switch (p.code) {
      case 's':
      case 'b': {
        const s: string = yield bytesArgument(v);
        out.push(printfText(s, layout));
        break;
      }
      case 'r':
      case 'a': {
        const shown = (yield reprR(v)) as PyValue;
        const s = ascii(shown);
        out.push(printfText(isStr(s) ? toJS(s) : '', layout));
        break;
      }
      case 'c': {
        let c: number | undefined;
        if (v instanceof PyBytes || v instanceof PyByteArray) {
          const n = v instanceof PyBytes ? v.b.length : v.len;
          if (n !== 1)
            throw typeError(
              `%c requires an integer in range(256) or a single byte, not a ${v instanceof PyBytes ? 'bytes' : 'bytearray'} object of length ${n}`,
            );
          c = v.b[0];
        } else {
          if (intValue(v) === undefined && typeOf(v).slot(SLOT.__index__) === null)
            throw typeError(`%c requires an integer in range(256) or a single byte, not ${typeOf(v).name}`);
          const i: number | bigint = yield indexR(v);
          if (i < 0 || i > 255) throw overflowError('%c arg not in range(256)');
          c = Number(i);
        }
        out.push(printfText(String.fromCharCode(c), { ...layout, precision: -1 }));
        break;
      }
      case 'd':
      case 'i':
      case 'u':
      case 'o':
      case 'x':
      case 'X': {
        const i: number | bigint = yield intArgument(v, p.code);
        out.push(printfInt(i, p.code, layout));
        break;
      }
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G': {
        const x: number = yield bytesFloat(v);
        out.push(printfFloat(x, p.code, layout));
        break;
      }
      default: {
        const c = p.code.charCodeAt(0);
        throw valueError(`unsupported format character '${p.code}' (0x${c.toString(16)}) at index ${p.index}`);
      }
    }
  }
  a.finish(usedMapping, 'bytes');
  return latin1(out.join(''));
}
function* bytesFloat(v: PyValue): NativeGenerator<number> {
  if (isStr(v) || (typeOf(v).slot(SLOT.__float__) === null && typeOf(v).slot(SLOT.__index__) === null))
    throw typeError(`float argument required, not ${typeOf(v).name}`);
  return yield floatArgument(v);
}
