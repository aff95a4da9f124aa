// hash(): the hash of any value by its type. Invariant: equal values hash equally across int, float, bool and whatever
// numbers the library adds; results are canonical ints of 64 bits, never -1. Table look-ups use the same
// number folded to 32 bits (dict/keys.ts).

import { None, type PyValue } from './object.ts';
import type { PyFloat, PyStr, PyTuple } from './shapes.ts';
import { floatType, strType, tupleType, typeOf } from './type.ts';
import { SLOT } from './slots.ts';
import { typeError } from './exceptions/raise.ts';
import { callUnboundR } from './protocol/call.ts';
import { intValue, setHasher } from './protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable, thenR } from './protocol/pending.ts';
import {
  abandonTuple,
  beginTuple,
  hashDouble,
  hashInt,
  hashTuple,
  mixItem,
  mixTuple,
  tupleHash,
  tupleHashFolded,
} from './algorithms/hash.ts';
import { idOf } from './identity.ts';

/** hash() of text: 53 bits in two lanes, so that no bigint is needed. */
export function hashText(s: string): number {
  let a = 0x2c1b3c6d;
  let b = 0x297a2d39;
  const n = s.length;
  if (n === 0) return 0;
  for (let i = 0; i < n; i++) {
    const c = s.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b + c, 0x85ebca6b) ^ (b >>> 13);
  }
  a ^= a >>> 15;
  b = Math.imul(b ^ (b >>> 16), 0xc2b2ae35);
  b ^= b >>> 14;
  return (a | 0) * 0x200000 + (b & 0x1fffff);
}

/** Identity hash, as object.__hash__ gives it. */
export function hashIdentity(v: PyValue): number {
  return idOf(v) / 16;
}

/** The TypeError for values that cannot be hashed. */
function unhashable(v: PyValue): never {
  throw typeError(`unhashable type: '${typeOf(v).tpName}'`);
}

function checkHash(v: PyValue): number | bigint {
  const n = intValue(v);
  if (n === undefined) throw typeError('__hash__ method should return an integer');
  if (typeof n === 'bigint' && (n > 9223372036854775807n || n < -9223372036854775808n)) return hashInt(n);
  return n === -1 ? -2 : n;
}

/** hash(v). Resumable. */
export function hashR(v: PyValue): Resumable<number | bigint> {
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return hashInt(v);
    case 'string':
      return hashText(v);
    case 'boolean':
      return v ? 1 : 0;
  }
  const t = v.cls;
  if (t === floatType) {
    const f = (v as PyFloat).v; // exactly float
    return f !== f ? hashIdentity(v) : hashDouble(f);
  }
  if (t === strType) return hashText((v as PyStr).s);
  const f = t.slot(SLOT.__hash__);
  if (f === null || f === None) unhashable(v);
  const r = callUnboundR(f, v, []);
  return isPending(r) ? thenR(r, checkHash) : checkHash(r);
}

/** Mixes the hashes of a tuple's items, as far as they are of types that need nobody else; false when they are not. */
function mixPlain(items: readonly PyValue[]): boolean {
  for (let i = 0; i < items.length; i++) {
    const v = items[i];
    switch (typeof v) {
      case 'number':
        mixItem(v === -1 ? -2 : v);
        continue;
      case 'string':
        mixItem(hashText(v));
        continue;
      case 'boolean':
        mixItem(v ? 1 : 0);
        continue;
      case 'bigint':
        mixItem(hashInt(v));
        continue;
    }
    if (v.cls === tupleType) {
      const inner = (v as PyTuple).items; // exactly tuple
      beginTuple();
      if (!mixPlain(inner)) {
        abandonTuple();
        return false;
      }
      mixTuple(inner.length);
    } else if (v.cls === floatType && (v as PyFloat).v === (v as PyFloat).v) mixItem(hashDouble((v as PyFloat).v));
    else if (v === None) mixItem(hashIdentity(v));
    else return false;
  }
  return true;
}

/** hash() of a tuple whose items need no Python code, folded to 32 bits; undefined for others. */
export function plainTupleFolded(t: PyTuple): number | undefined {
  beginTuple();
  if (mixPlain(t.items)) return tupleHashFolded(t.items.length);
  abandonTuple();
  return undefined;
}

/** tuple.__hash__. Resumable. */
export function hashTupleR(t: PyTuple): Resumable<number | bigint> {
  const items = t.items;
  beginTuple();
  if (mixPlain(items)) return tupleHash(items.length);
  abandonTuple();
  const hashes = new Array<number | bigint>(items.length);
  for (let i = 0; i < items.length; i++) {
    const h = hashR(items[i]);
    if (isPending(h)) return hashTupleSlow(items, hashes, i, h);
    hashes[i] = h;
  }
  return hashTuple(hashes);
}
function* hashTupleSlow(
  items: PyValue[],
  hashes: (number | bigint)[],
  i: number,
  h: unknown,
): NativeGenerator<number | bigint> {
  hashes[i] = yield h;
  for (i++; i < items.length; i++) hashes[i] = yield hashR(items[i]);
  return hashTuple(hashes);
}

setHasher(hashR);
