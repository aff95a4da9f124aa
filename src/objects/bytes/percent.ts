// The `%` operator of bytes and bytearray (PEP 461).

import { type PyValue } from '../object.ts';
import { PyByteArray, PyBytes } from '../shapes.ts';
import { PyDict } from '../dict/storage.ts';
import { typeOf } from '../type.ts';
import { SLOT } from '../slots.ts';
import { overflowError, typeError, valueError } from '../exceptions/raise.ts';
import { getitemR, indexR } from '../protocol/operators.ts';
import { callUnboundR } from '../protocol/call.ts';
import { reprR } from '../protocol/text.ts';
import type { NativeGenerator, Resumable } from '../protocol/pending.ts';
import { bufferBytes } from '../codecs/codecs.ts';
import { parsePrintf, type PrintfLayout, printfFloat, printfInt, printfText } from '../algorithms/printf.ts';
import { ascii } from '../str/format.ts';
import { floatArgument, intArgument, layoutOf, PercentArguments } from '../str/percent.ts';

const latin = (b: Uint8Array): string => {
  let s = '';
  for (const c of b) s += String.fromCharCode(c);
  return s;
};

/** `format % args` for bytes (bytearray when `mutable`). Resumable. */
export function percentBytesR(formatBytes: Uint8Array, args: PyValue, mutable: boolean): Resumable {
  return format(latin(formatBytes), args, mutable);
}

function* format(text: string, args: PyValue, mutable: boolean): NativeGenerator<PyValue> {
  const a = new PercentArguments(args);
  let out = '';
  let usedMapping = false;
  for (const p of parsePrintf(text)) {
    if (typeof p === 'string') {
      out += p;
      continue;
    }
    let value: PyValue | undefined;
    if (p.key !== undefined) {
      if (!a.isMapping && !(args instanceof PyDict)) throw typeError('format requires a mapping');
      if (p.error !== undefined) throw valueError(p.error);
      value = yield getitemR(args, new PyBytes(Uint8Array.from(p.key, (c) => c.charCodeAt(0))));
      usedMapping = true;
    }
    if (p.error !== undefined) throw valueError(p.error);
    const layout: PrintfLayout = yield layoutOf(p, a);
    if (p.code === '%') {
      out += '%';
      continue;
    }
    const v = value ?? a.next();
    const shown = (s: string): void => {
      out += printfText(layout.precision >= 0 ? s.slice(0, layout.precision) : s, { ...layout, precision: -1 });
    };
    switch (p.code) {
      case 's':
      case 'b': {
        const b = bufferBytes(v);
        if (b !== undefined) shown(latin(b));
        else {
          const f = typeOf(v).slot(SLOT.__bytes__);
          if (f === null) throw typeError(`%b requires a bytes-like object, or an object that implements __bytes__, not '${typeOf(v).name}'`);
          const r = (yield callUnboundR(f, v, [])) as PyValue;
          if (!(r instanceof PyBytes)) throw typeError(`__bytes__ returned non-bytes (type ${typeOf(r).name})`);
          shown(latin(r.b));
        }
        break;
      }
      case 'r':
      case 'a': {
        const r: PyValue = yield reprR(v);
        shown(ascii(r) as string);
        break;
      }
      case 'c': {
        const b = v instanceof PyBytes || v instanceof PyByteArray ? bufferBytes(v)! : undefined;
        if (b !== undefined) {
          if (b.length !== 1) throw typeError(`%c requires an integer in range(256) or a single byte, not a ${typeOf(v).name} object of length ${b.length}`);
          out += printfText(latin(b), { ...layout, precision: -1 });
        } else {
          if (typeOf(v).slot(SLOT.__index__) === null) throw typeError(`%c requires an integer in range(256) or a single byte, not ${typeOf(v).name}`);
          const i: number | bigint = yield indexR(v);
          if (i < 0 || i > 255) throw overflowError('%c arg not in range(256)');
          out += printfText(String.fromCharCode(Number(i)), { ...layout, precision: -1 });
        }
        break;
      }
      case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': {
        const i: number | bigint = yield intArgument(v, p.code);
        out += printfInt(i, p.code, layout);
        break;
      }
      case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': {
        const x: number = yield floatArgument(v);
        out += printfFloat(x, p.code, layout);
        break;
      }
      default: {
        const c = p.code.codePointAt(0) ?? 0;
        throw valueError(`unsupported format character '${c > 31 && c < 127 ? p.code : '?'}' (0x${c.toString(16)}) at index ${p.index}`);
      }
    }
  }
  a.finish(usedMapping, 'bytes');
  const b = Uint8Array.from(out, (c) => c.charCodeAt(0));
  return mutable ? new PyByteArray(b) : new PyBytes(b);
}
