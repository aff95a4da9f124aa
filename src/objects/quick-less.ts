// `<` for values whose order JavaScript knows: numbers, plain strings, floats, and tuples and lists of those. Invariant:
// undefined means "ask Python"; a boolean is exactly Python's answer.

import type { PyValue } from './object.ts';
import type { PyFloat, PyTuple } from './shapes.ts';
import { floatType, listType, tupleType } from './type.ts';

/** a < b, or undefined. */
export function quickLess(a: PyValue, b: PyValue): boolean | undefined {
  const ta = typeof a;
  const tb = typeof b;
  if (ta !== 'object' && tb !== 'object') {
    if (ta === tb) return a < b;
    return ta === 'string' || tb === 'string' ? undefined : a < b; // int, bool: JavaScript compares exactly
  }
  if (ta === 'object' && tb === 'object') {
    const ca = (a as PyFloat).cls;
    if (ca !== (b as PyFloat).cls) return undefined;
    if (ca === floatType) return (a as PyFloat).v < (b as PyFloat).v;
    if (ca === tupleType || ca === listType) return itemsLess((a as PyTuple).items, (b as PyTuple).items);
    return undefined;
  }
  if (ta === 'object')
    return tb !== 'string' && (a as PyFloat).cls === floatType ? (a as PyFloat).v < (b as number) : undefined;
  return ta !== 'string' && (b as PyFloat).cls === floatType ? (a as number) < (b as PyFloat).v : undefined;
}

function itemsLess(x: PyValue[], y: PyValue[]): boolean | undefined {
  const n = Math.min(x.length, y.length);
  for (let i = 0; i < n; i++) {
    const p = x[i];
    const q = y[i];
    if (p === q) continue;
    const less = quickLess(p, q);
    if (less !== false) return less;
    const back = quickLess(q, p);
    if (back !== false) return back === undefined ? undefined : false;
    // Neither is less: equal, unless a NaN is about.
    if (mayBeNaN(p) || mayBeNaN(q)) return undefined;
  }
  return x.length < y.length;
}
function mayBeNaN(v: PyValue): boolean {
  return typeof v === 'object' && (v.cls !== floatType || (v as PyFloat).v !== (v as PyFloat).v);
}
