// Character maps: the codecs of encodings/cp*.py and their kin. Invariant: a decoding table's U+FFFE, an absent key and None all
// mean "undefined".

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, type PyStr } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { makeBuiltinType, TYPE_NO_NEW, typeOf } from '../../objects/type.ts';
import { decodeError, encodeError, onDecodeError, onEncodeError } from '../../objects/codecs/codecs.ts';
import { getitemR, intValue } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { isException, typeError } from '../../objects/exceptions/raise.ts';
import { fromPoints, isStr, strLength, toPoints } from '../../objects/str/text.ts';

/** What charmap_build makes of a decoding table: code point → byte. */
export class PyEncodingMap extends PyObject {
  map = new Map<number, number>();
}
export const encodingMapType = makeBuiltinType('EncodingMap', PyEncodingMap, { flags: TYPE_NO_NEW });

export function buildMap(table: string | PyStr): PyValue {
  const p = toPoints(table);
  if (strLength(table) <= 256) {
    const m = new PyEncodingMap();
    p.forEach((c, i) => {
      if (c !== 0xfffe) m.map.set(c, i);
    });
    return m;
  }
  const d = new PyDict();
  p.forEach((c, i) => d.set(c, i));
  return d;
}

function* lookUp(mapping: PyValue, key: number): NativeGenerator<PyValue> {
  try {
    return (yield getitemR(mapping, key)) as PyValue;
  } catch (e) {
    if (isException(e, 'LookupError')) return None;
    throw e;
  }
}

export function* decodeCharmap(b: Uint8Array, errors: string, mapping: PyValue): NativeGenerator<string | PyStr> {
  const out: number[] = [];
  const table = isStr(mapping) ? toPoints(mapping) : null;
  for (let i = 0; i < b.length; ) {
    if (table !== null) {
      const c = b[i] < table.length ? table[b[i]] : 0xfffe;
      if (c !== 0xfffe) {
        out.push(c);
        i++;
        continue;
      }
    } else {
      const v = yield* lookUp(mapping, b[i]);
      const n = intValue(v);
      if (n !== undefined) {
        if (n < 0 || n > 0x10ffff) throw typeError('character mapping must be in range(0x110000)');
        if (n !== 0xfffe) {
          out.push(Number(n));
          i++;
          continue;
        }
      } else if (isStr(v)) {
        const p = toPoints(v);
        if (!(p.length === 1 && p[0] === 0xfffe)) {
          out.push(...p);
          i++;
          continue;
        }
      } else if (v !== None) throw typeError('character mapping must return integer, None or str');
    }
    const e = decodeError('charmap', b, i, i + 1, 'character maps to <undefined>');
    const [text, at] = (yield* onDecodeError(errors, e, b.length)) as [PyValue, number];
    if (isStr(text)) out.push(...toPoints(text));
    i = at;
  }
  return fromPoints(Uint32Array.from(out));
}

function* encodeOne(mapping: PyValue, c: number, out: number[]): NativeGenerator<boolean> {
  if (mapping instanceof PyEncodingMap) {
    const v = mapping.map.get(c);
    if (v === undefined) return false;
    out.push(v);
    return true;
  }
  const v = yield* lookUp(mapping, c);
  if (v === None) return false;
  const n = intValue(v);
  if (n !== undefined) {
    if (n < 0 || n > 255) throw typeError('character mapping must be in range(256)');
    out.push(Number(n));
  } else if (v instanceof PyBytes) out.push(...v.b);
  else throw typeError(`character mapping must return integer, bytes or None, not ${typeOf(v).name}`);
  return true;
}

export function* encodeCharmap(s: string | PyStr, errors: string, mapping: PyValue): NativeGenerator<Uint8Array> {
  const p = toPoints(s);
  const out: number[] = [];
  for (let i = 0; i < p.length; ) {
    if (yield* encodeOne(mapping, p[i], out)) {
      i++;
      continue;
    }
    let end = i + 1;
    while (end < p.length && !(yield* encodeOne(mapping, p[end], []))) end++;
    const e = encodeError('charmap', s, i, end, 'character maps to <undefined>');
    const [text, at] = (yield* onEncodeError(errors, e, p.length)) as [PyValue, number];
    if (text instanceof PyBytes) out.push(...text.b);
    else if (isStr(text)) for (const c of toPoints(text)) if (!(yield* encodeOne(mapping, c, out))) throw e;
    i = at;
  }
  return Uint8Array.from(out);
}
