// Between Python str values and JavaScript strings. Invariant: a Python str that is a JS string has no surrogate code
// unit; every string from outside passes `fromJS` once. Operations on surrogate-free strings give such strings again.

import type { PyValue } from '../object.ts';
import { PyStr } from '../shapes.ts';

const SURROGATE = /[\ud800-\udfff]/;

/** The Python str for a UTF-16 JS string: pairs become one astral character, lone surrogates stay. */
export function fromJS(s: string): string | PyStr {
  if (!SURROGATE.test(s)) return s;
  const points: number[] = [];
  for (const c of s) points.push(c.codePointAt(0)!);
  return boxed(Uint32Array.from(points), s);
}

/** The Python str of code points (boxed only when it must be). */
export function fromPoints(points: Uint32Array): string | PyStr {
  let plain = true;
  for (let i = 0; i < points.length; i++) {
    const c = points[i];
    if (c > 0xffff || (c >= 0xd800 && c <= 0xdfff)) {
      plain = false;
      break;
    }
  }
  const s = pointsToJS(points);
  return plain ? s : boxed(points, s);
}

function boxed(points: Uint32Array, s: string): PyStr {
  const b = new PyStr();
  b.s = s;
  b.points = points;
  return b;
}

/** UTF-16 text of code points. */
export function pointsToJS(points: Uint32Array): string {
  if (points.length === 1) return String.fromCodePoint(points[0]);
  let s = '';
  for (let i = 0; i < points.length; i += 8192) s += String.fromCodePoint(...points.subarray(i, i + 8192));
  return s;
}

export function isStr(v: PyValue | undefined): v is string | PyStr {
  return typeof v === 'string' || v instanceof PyStr;
}

/** The UTF-16 JS string of a str value. */
export function toJS(v: string | PyStr): string {
  return typeof v === 'string' ? v : v.s;
}

/** The code points of a str value (do not change the array). */
export function toPoints(v: string | PyStr): Uint32Array {
  if (typeof v !== 'string') {
    if (v.points !== null) return v.points;
    v = v.s;
  }
  const n = v.length;
  const out = new Uint32Array(n);
  for (let i = 0; i < n; i++) out[i] = v.charCodeAt(i);
  return out;
}

/** Number of characters. */
export function strLength(v: string | PyStr): number {
  if (typeof v === 'string') return v.length;
  return v.points === null ? v.s.length : v.points.length;
}

/** A str value without its subclass: the exact str with the same text. */
export function exactStr(v: string | PyStr): string | PyStr {
  if (typeof v === 'string') return v;
  return v.points === null ? v.s : boxed(v.points, v.s);
}
