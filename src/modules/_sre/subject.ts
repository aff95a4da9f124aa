// What patterns are matched against: str and bytes-like values as the engine wants them, and slices of them as Python
// values. Invariant: a slice is an exact str or bytes.

import type { PyValue } from '../../objects/object.ts';
import { PyBytes, PyStr } from '../../objects/shapes.ts';
import { bytesType, typeOf } from '../../objects/type.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { exactStr, fromPoints, isStr, toPoints } from '../../objects/str/text.ts';
import { tryBytes } from '../support/arguments.ts';
import type { Subject } from './engine.ts';

/** A value to match against. */
export interface Text {
  readonly value: PyValue;
  readonly subject: Subject;
  readonly length: number;
  readonly isBytes: boolean;
}

/** The text of a str or bytes-like value; undefined for anything else. */
export function tryText(value: PyValue): Text | undefined {
  if (typeof value === 'string') return { value, subject: value, length: value.length, isBytes: false };
  if (value instanceof PyStr) {
    const subject = value.points ?? value.s;
    return { value, subject, length: subject.length, isBytes: false };
  }
  const subject = tryBytes(value);
  return subject === undefined ? undefined : { value, subject, length: subject.length, isBytes: true };
}

/** The same, or the TypeError every method raises. */
export function textOf(value: PyValue): Text {
  const t = tryText(value);
  if (t === undefined) throw typeError(`expected string or bytes-like object, got '${typeOf(value).tpName}'`);
  return t;
}

/** text[from:to] as a Python value. */
export function slice(text: Text, from: number, to: number): PyValue {
  const s = text.subject;
  if (typeof s === 'string') {
    if (from === 0 && to === s.length) return typeof text.value === 'string' ? text.value : s;
    return s.slice(from, to);
  }
  const whole = from === 0 && to >= text.length;
  if (text.isBytes) {
    if (whole && typeof text.value === 'object' && text.value.cls === bytesType) return text.value;
    return new PyBytes(Uint8Array.from(s.subarray(from, to)));
  }
  if (whole && text.value instanceof PyStr) return exactStr(text.value);
  return fromPoints(Uint32Array.from(s.subarray(from, to)));
}

/** The pieces of a substitution as one str or bytes, with join()'s complaints. */
export function joinPieces(pieces: readonly PyValue[], isBytes: boolean): PyValue {
  if (isBytes) {
    let total = 0;
    const parts = pieces.map((p, i) => {
      const b = tryBytes(p);
      if (b === undefined)
        throw typeError(`sequence item ${i}: expected a bytes-like object, ${typeOf(p).tpName} found`);
      total += b.length;
      return b;
    });
    const out = new Uint8Array(total);
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return new PyBytes(out);
  }
  let plain = true;
  for (let i = 0; i < pieces.length; i++) {
    const p = pieces[i];
    if (typeof p === 'string') continue;
    if (!isStr(p)) throw typeError(`sequence item ${i}: expected str instance, ${typeOf(p).tpName} found`);
    plain = false;
  }
  if (plain) return pieces.join('');
  const points: number[] = [];
  for (const p of pieces) if (isStr(p)) for (const c of toPoints(p)) points.push(c);
  return fromPoints(Uint32Array.from(points));
}
