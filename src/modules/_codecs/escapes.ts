// unicode_escape, raw_unicode_escape and escape (bytes). Invariant: what they write they read back.

import type { PyValue } from '../../objects/object.ts';
import type { PyStr } from '../../objects/shapes.ts';
import { importAttrR, hooks } from '../../objects/hooks.ts';
import { callR } from '../../objects/protocol/call.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { decodeError, onDecodeError } from '../../objects/codecs/codecs.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { isException, valueError } from '../../objects/exceptions/raise.ts';
import { fromJS, fromPoints, isStr, toPoints } from '../../objects/str/text.ts';

const SIMPLE: { readonly [c: string]: number } = {
  '\\': 92,
  "'": 39,
  '"': 34,
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};
const hexValue = (c: number): number =>
  c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 102 ? c - 87 : c >= 65 && c <= 70 ? c - 55 : -1;

/** Text and bytes used. */
export function* decodeUnicodeEscape(
  b: Uint8Array,
  errors: string,
  final: boolean,
): NativeGenerator<[string | PyStr, number]> {
  const out: number[] = [];
  let i = 0;
  while (i < b.length) {
    const c = b[i];
    if (c !== 92) {
      out.push(c);
      i++;
      continue;
    }
    if (i + 1 >= b.length && !final) break;
    let end = i + 2;
    let reason: string | null = null;
    const n = b[i + 1];
    if (n === undefined) {
      reason = '\\ at end of string';
      end = b.length;
    } else if (n === 10) {
      i = end;
      continue;
    } else if (n >= 48 && n <= 55) {
      let v = n - 48;
      let k = end;
      while (k < i + 4 && k < b.length && b[k] >= 48 && b[k] <= 55) v = v * 8 + b[k++] - 48;
      if (k === b.length && k < i + 4 && !final) break;
      if (v > 255)
        yield hooks.warnR(exceptionTypes.DeprecationWarning, `invalid octal escape sequence '\\${v.toString(8)}'`, 1);
      out.push(v);
      i = k;
      continue;
    } else if (n === 120 || n === 117 || n === 85) {
      const count = n === 120 ? 2 : n === 117 ? 4 : 8;
      let v = 0;
      let k = end;
      while (k < end + count && k < b.length && hexValue(b[k]) >= 0) v = v * 16 + hexValue(b[k++]);
      if (k === end + count) {
        if (v <= 0x10ffff) {
          out.push(v);
          i = k;
          continue;
        }
        reason = 'illegal Unicode character';
      } else {
        if (k === b.length && !final) break;
        reason = `truncated \\${n === 120 ? 'xXX' : n === 117 ? 'uXXXX' : 'UXXXXXXXX'} escape`;
      }
      end = k;
    } else if (n === 78) {
      reason = 'malformed \\N character escape';
      if (b[end] === 123) {
        const close = b.indexOf(125, end);
        if (close < 0 && !final) break;
        if (close > end + 1) {
          const name = String.fromCharCode(...b.subarray(end + 1, close));
          reason = 'unknown Unicode character name';
          try {
            const lookup = (yield* importAttrR('unicodedata', 'lookup') as NativeGenerator<PyValue>) as PyValue;
            const v = (yield callR(lookup, [fromJS(name)])) as PyValue;
            const points = isStr(v) ? toPoints(v) : new Uint32Array(0);
            if (points.length === 1) {
              out.push(points[0]);
              i = close + 1;
              continue;
            }
          } catch (e) {
            if (!isException(e, 'KeyError')) throw e;
          }
          end = close + 1;
        } else end = close < 0 ? b.length : close + 1;
      } else if (end >= b.length && !final) break;
    } else {
      const simple = SIMPLE[String.fromCharCode(n)];
      if (simple !== undefined) out.push(simple);
      else {
        yield hooks.warnR(
          exceptionTypes.DeprecationWarning,
          `invalid escape sequence '\\${String.fromCharCode(n)}'`,
          1,
        );
        out.push(92, n);
      }
      i = end;
      continue;
    }
    const [text, at] = (yield* onDecodeError(errors, decodeError('unicodeescape', b, i, end, reason), b.length)) as [
      PyValue,
      number,
    ];
    if (isStr(text)) out.push(...toPoints(text));
    i = at;
  }
  return [fromPoints(Uint32Array.from(out)), i];
}

const ascii = (s: string): number[] => Array.from(s, (c) => c.charCodeAt(0));
function escapePoint(c: number): string {
  if (c < 256) return `\\x${c.toString(16).padStart(2, '0')}`;
  return c < 65536 ? `\\u${c.toString(16).padStart(4, '0')}` : `\\U${c.toString(16).padStart(8, '0')}`;
}

export function encodeUnicodeEscape(p: Uint32Array): Uint8Array {
  const out: number[] = [];
  for (const c of p) {
    if (c === 92) out.push(92, 92);
    else if (c === 9) out.push(92, 116);
    else if (c === 10) out.push(92, 110);
    else if (c === 13) out.push(92, 114);
    else if (c >= 32 && c < 127) out.push(c);
    else out.push(...ascii(escapePoint(c)));
  }
  return Uint8Array.from(out);
}

export function* decodeRawUnicodeEscape(
  b: Uint8Array,
  errors: string,
  final: boolean,
): NativeGenerator<[string | PyStr, number]> {
  const out: number[] = [];
  let i = 0;
  while (i < b.length) {
    if (b[i] !== 92) {
      out.push(b[i++]);
      continue;
    }
    if (i + 1 >= b.length) {
      if (!final) break;
      out.push(92);
      i++;
      continue;
    }
    const n = b[i + 1];
    if (n !== 117 && n !== 85) {
      out.push(92, n);
      i += 2;
      continue;
    }
    const count = n === 117 ? 4 : 8;
    let v = 0;
    let k = i + 2;
    while (k < i + 2 + count && k < b.length && hexValue(b[k]) >= 0) v = v * 16 + hexValue(b[k++]);
    let reason: string;
    if (k === i + 2 + count) {
      if (v <= 0x10ffff) {
        out.push(v);
        i = k;
        continue;
      }
      reason = '\\Uxxxxxxxx out of range';
    } else {
      if (k === b.length && !final) break;
      reason = n === 117 ? 'truncated \\uXXXX escape' : 'truncated \\UXXXXXXXX escape';
    }
    const [text, at] = (yield* onDecodeError(errors, decodeError('rawunicodeescape', b, i, k, reason), b.length)) as [
      PyValue,
      number,
    ];
    if (isStr(text)) out.push(...toPoints(text));
    i = at;
  }
  return [fromPoints(Uint32Array.from(out)), i];
}
export function encodeRawUnicodeEscape(p: Uint32Array): Uint8Array {
  const out: number[] = [];
  for (const c of p) {
    if (c < 256) out.push(c);
    else out.push(...ascii(escapePoint(c)));
  }
  return Uint8Array.from(out);
}

/** Bytes with the escapes of a bytes literal. */
export function* decodeEscape(b: Uint8Array, errors: string): NativeGenerator<Uint8Array> {
  const out: number[] = [];
  for (let i = 0; i < b.length; ) {
    if (b[i] !== 92) {
      out.push(b[i++]);
      continue;
    }
    const n = b[i + 1];
    if (n === undefined) throw valueError('Trailing \\ in string');
    if (n === 10) i += 2;
    else if (n >= 48 && n <= 55) {
      let v = n - 48;
      let k = i + 2;
      while (k < i + 4 && k < b.length && b[k] >= 48 && b[k] <= 55) v = v * 8 + b[k++] - 48;
      out.push(v & 255);
      i = k;
    } else if (n === 120) {
      const h = i + 2 < b.length ? hexValue(b[i + 2]) : -1;
      const l = i + 3 < b.length ? hexValue(b[i + 3]) : -1;
      if (h >= 0 && l >= 0) {
        out.push(h * 16 + l);
        i += 4;
      } else {
        if (errors === 'strict') throw valueError(`invalid \\x escape at position ${i}`);
        if (errors === 'replace') out.push(63);
        else if (errors !== 'ignore') throw valueError(`decoding error; unknown error handling code: ${errors}`);
        i += 2;
        if (h >= 0) i++;
      }
    } else {
      const simple = n < 128 ? SIMPLE[String.fromCharCode(n)] : undefined;
      if (simple !== undefined) out.push(simple);
      else {
        yield hooks.warnR(
          exceptionTypes.DeprecationWarning,
          `invalid escape sequence '\\${String.fromCharCode(n)}'`,
          1,
        );
        out.push(92, n);
      }
      i += 2;
    }
  }
  return Uint8Array.from(out);
}
export function encodeEscape(b: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const c of b) {
    if (c === 92 || c === 39) out.push(92, c);
    else if (c === 9) out.push(92, 116);
    else if (c === 10) out.push(92, 110);
    else if (c === 13) out.push(92, 114);
    else if (c >= 32 && c < 127) out.push(c);
    else out.push(...ascii(`\\x${c.toString(16).padStart(2, '0')}`));
  }
  return Uint8Array.from(out);
}
