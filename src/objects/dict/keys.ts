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
import { hashTupleRounded, hashInt, hashDouble } from '../algorithms/hash.ts';
import { hashR, hashText } from '../hash.ts';
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
      return v === -1 ? -2 : v;
    case 'string':
      return hashText(v);
    case 'boolean':
      return v ? 1 : 0;
    case 'bigint':
      return Number(hashInt(v));
  }
  if (v.cls === tupleType) {
    const t = v as PyTuple; // exactly tuple
    return (t.tableHash ??= hashItems(t.items));
  }
  if (v.cls === floatType && (v as PyFloat).v === (v as PyFloat).v) return Number(hashDouble((v as PyFloat).v));
  const h = hashR(v);
  return Number(typeof h === 'number' || typeof h === 'bigint' ? h : sync(h));
}

function hashItems(items: PyValue[]): number {
  const hashes = new Array<number | bigint>(items.length);
  for (let i = 0; i < items.length; i++) {
    const v = items[i];
    // Inside of a tuple the exact hash counts; only that of a nested tuple or an odd object is a bigint.
    if (typeof v === 'number') hashes[i] = v === -1 ? -2 : v;
    else if (typeof v === 'string') hashes[i] = hashText(v);
    else hashes[i] = sync(hashR(v));
  }
  return hashTupleRounded(hashes);
}

/** The hash of a key rounded to a double. TypeError of `__hash__` is reworded as CPython 3.14 does (but for use ''). */
function tableHash(key: PyValue, use: string): number {
  try {
    return hashItem(key);
  } catch (e) {
    if (use === '' || !isException(e, 'TypeError') || e.cls !== exceptionTypes.TypeError) throw e;
    const text = e.args.items.length === 1 ? e.args.items[0] : '';
    throw typeError(`cannot use '${typeOf(key).name}' as a ${use} (${typeof text === 'string' ? text : ''})`);
  }
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
    const r = equalR(a, b);
    return typeof r === 'boolean' ? r : sync<boolean>(r);
  },
});

for (const shape of [PyTuple, PyBytes, PyFloat]) {
  Object.defineProperty(shape.prototype, 'neverEqualsDirect', { value: true, writable: true });
}
