// Which keys a hash table may leave to JavaScript's Map, and hash and equality of the others.
// Invariant: two keys with a direct form are equal in Python exactly when their direct forms are the same to a Map.

import type { PyObject, PyValue } from '../object.ts';
import { PyFloat, PyInt, PyStr, PyBytes, PyTuple } from '../shapes.ts';
import { floatType, intType, noneType, objectType, strType, tupleType, typeOf } from '../type.ts';
import { SLOT } from '../slots.ts';
import { isException, typeError } from '../exceptions/raise.ts';
import { exceptionTypes } from '../exceptions/hierarchy.ts';
import { equalR } from '../protocol/operators.ts';
import { sync } from '../protocol/pending.ts';
import { fold } from '../algorithms/hash.ts';
import { hashR, hashText, hashTupleR, plainTupleFolded } from '../hash.ts';
import { type DirectKey, setKeyProtocol } from './storage.ts';

const HASH = SLOT.__hash__;
const EQ = SLOT.__eq__;

function hasLoneSurrogate(points: Uint32Array): boolean {
  for (let i = 0; i < points.length; i++) {
    const c = points[i];
    if (c >= 0xd800 && c <= 0xdfff) return true;
  }
  return false;
}

function directObject(key: PyObject): DirectKey | undefined {
  const t = key.cls;
  if (t === tupleType) return undefined;
  if (t === noneType) return key;
  const hash = t.slot(HASH);
  if (hash === null) return undefined;
  const eq = t.slot(EQ);
  if (hash === objectType.slot(HASH)) return eq === objectType.slot(EQ) ? key : undefined;
  if (key instanceof PyFloat) {
    if (hash !== floatType.slot(HASH) || eq !== floatType.slot(EQ)) return undefined;
    const v = key.v;
    if (v !== v) return key;
    if (Number.isInteger(v)) return Number.isSafeInteger(v) ? v + 0 : BigInt(v);
    return v;
  }
  if (key instanceof PyStr) {
    if (t !== strType && (hash !== strType.slot(HASH) || eq !== strType.slot(EQ))) return undefined;
    // As UTF-16, two lone surrogates look like one astral character.
    return key.points !== null && hasLoneSurrogate(key.points) ? undefined : key.s;
  }
  if (key instanceof PyInt) return hash === intType.slot(HASH) && eq === intType.slot(EQ) ? key.v : undefined;
  return undefined;
}

function hashItem(v: PyValue): number {
  switch (typeof v) {
    case 'number':
      return fold(v === -1 ? -2 : v);
    case 'string':
      return fold(hashText(v));
    case 'boolean':
      return v ? 1 : 0;
  }
  if (typeof v === 'object' && v.cls === tupleType) {
    const t = v as PyTuple; // exactly tuple
    return (t.tableHash ??= plainTupleFolded(t) ?? fold(sync(hashTupleR(t))));
  }
  return fold(sync(hashR(v)));
}

/** The hash of a key folded to 32 bits. TypeError of `__hash__` is reworded as CPython 3.14 does (but for use ''). */
function tableHash(key: PyValue, use: string): number {
  try {
    return hashItem(key);
  } catch (e) {
    if (use === '' || !isException(e, 'TypeError') || e.cls !== exceptionTypes.TypeError) throw e;
    const text = e.args.items.length === 1 ? e.args.items[0] : '';
    throw typeError(`cannot use '${typeOf(key).name}' as a ${use} (${typeof text === 'string' ? text : ''})`);
  }
}

/** Equality of tuples of numbers and text; undefined when other items decide. */
function samePlain(a: PyTuple, b: PyTuple): boolean | undefined {
  const x = a.items;
  const y = b.items;
  if (x.length !== y.length) return undefined;
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    const w = y[i];
    if (v === w) continue;
    if (typeof v === 'object' || typeof w === 'object' || typeof v === 'boolean' || typeof w === 'boolean')
      return undefined;
    return false;
  }
  return true;
}

setKeyProtocol({
  direct(key) {
    switch (typeof key) {
      case 'number':
      case 'bigint':
      case 'string':
        return key;
      case 'boolean':
        return key ? 1 : 0;
      default:
        return directObject(key);
    }
  },
  hash: tableHash,
  equal: (a, b) => {
    if (a === b) return true;
    if (typeof a === 'object' && typeof b === 'object' && a.cls === tupleType && b.cls === tupleType) {
      const same = samePlain(a as PyTuple, b as PyTuple); // exactly tuple
      if (same !== undefined) return same;
    }
    const r = equalR(a, b);
    return typeof r === 'boolean' ? r : sync<boolean>(r);
  },
});

for (const shape of [PyTuple, PyBytes, PyFloat]) {
  Object.defineProperty(shape.prototype, 'neverEqualsDirect', { value: true, writable: true });
}
