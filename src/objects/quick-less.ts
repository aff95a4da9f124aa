// `<` and `==` for values whose order JavaScript knows: numbers, plain strings, floats, and tuples and lists of those. Invariant:
// undefined means "ask Python"; a boolean is exactly Python's answer.

import { None, type PyValue } from './object.ts';
import type { PyFloat, PyTuple } from './shapes.ts';
import { SLOT } from './slots.ts';
import { floatType, listType, objectType, type PyType, tupleType } from './type.ts';

/** a < b, or undefined. */
export function quickLess(a: PyValue, b: PyValue, depth = 0): boolean | undefined {
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
    if (ca === tupleType || ca === listType) return itemsLess((a as PyTuple).items, (b as PyTuple).items, depth + 1);
    return undefined;
  }
  if (ta === 'object')
    return tb !== 'string' && (a as PyFloat).cls === floatType ? (a as PyFloat).v < (b as number) : undefined;
  return ta !== 'string' && (b as PyFloat).cls === floatType ? (a as number) < (b as PyFloat).v : undefined;
}

function itemsLess(x: PyValue[], y: PyValue[], depth: number): boolean | undefined {
  // Lists may hold themselves: the protocol counts how deep it is.
  if (depth > 20) return undefined;
  const n = Math.min(x.length, y.length);
  for (let i = 0; i < n; i++) {
    const p = x[i];
    const q = y[i];
    if (p === q) continue;
    const less = quickLess(p, q, depth);
    if (less !== false) return less;
    const back = quickLess(q, p, depth);
    if (back !== false) return back === undefined ? undefined : false;
    // Neither is less: equal, unless a NaN is about.
    if (mayBeNaN(p) || mayBeNaN(q)) return undefined;
  }
  return x.length < y.length;
}
function mayBeNaN(v: PyValue): boolean {
  return typeof v === 'object' && (v.cls !== floatType || (v as PyFloat).v !== (v as PyFloat).v);
}

const EQ = SLOT.__eq__;
const NE = SLOT.__ne__;
/** Whether objects of a class are compared by identity: `==` and `!=` are those of object. */
function byIdentity(t: PyType): boolean {
  return t.slot(EQ) === objectType.slot(EQ) && t.slot(NE) === objectType.slot(NE);
}

/** a == b, or undefined. An item that is the other one's is equal to it, as in CPython. */
export function quickEqual(a: PyValue, b: PyValue, depth = 0): boolean | undefined {
  const ta = typeof a;
  const tb = typeof b;
  if (ta !== 'object' && tb !== 'object') {
    if (ta === tb) return a === b;
    return ta === 'string' || tb === 'string' ? false : undefined;
  }
  if (ta !== 'object' || tb !== 'object') return (ta !== 'object' ? b : a) === None ? false : undefined;
  const ca = (a as PyFloat).cls;
  const cb = (b as PyFloat).cls;
  if (ca !== cb) return byIdentity(ca) && byIdentity(cb) ? false : undefined;
  if (ca === floatType) return (a as PyFloat).v === (b as PyFloat).v;
  if (ca !== tupleType && ca !== listType) return byIdentity(ca) ? a === b : undefined;
  const x = (a as PyTuple).items;
  const y = (b as PyTuple).items;
  if (x.length !== y.length) return false;
  // Lists may hold themselves: the protocol counts how deep it is.
  if (depth > 20) return undefined;
  for (let i = 0; i < x.length; i++) {
    if (x[i] === y[i]) continue;
    const same = quickEqual(x[i], y[i], depth + 1);
    if (same !== true) return same;
  }
  return true;
}
