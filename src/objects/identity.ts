// Object identity: `id()` and identity hashes. Invariant: stable for an object's life; equal for values that are `is`.

import type { PyValue } from './object.ts';

const ids = new WeakMap<object, number>();
const primitives = new Map<PyValue, number>();
let nextId = 0x7f0000001000;

/** id(v). Addresses look like CPython's: multiples of 16. */
export function idOf(v: PyValue): number {
  if (typeof v === 'object') {
    let id = ids.get(v);
    if (id === undefined) ids.set(v, (id = nextId += 16));
    return id;
  }
  let id = primitives.get(v);
  if (id === undefined) {
    if (primitives.size > 100000) primitives.clear();
    primitives.set(v, (id = nextId += 16));
  }
  return id;
}

/** The address as reprs show it: `0x7f…`. */
export function idHex(v: PyValue): string {
  return '0x' + idOf(v).toString(16);
}
