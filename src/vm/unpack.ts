// Unpacking an iterable into variables: UNPACK_SEQUENCE and UNPACK_EX. Invariant: exactly as many items are taken as
// CPython takes, one more to see that there are no more.

import type { PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { valueError, typeError } from '../objects/exceptions/raise.ts';
import { iterR, nextR } from '../objects/protocol/iteration.ts';
import { isPending, type Pending, type Resumable } from '../objects/protocol/pending.ts';
import { PyList, PyTuple } from '../objects/shapes.ts';
import { SLOT } from '../objects/slots.ts';
import { dictType, listType, tupleType, typeOf } from '../objects/type.ts';

/** The items of a list or tuple that iterates as such; namedtuples do. */
export function sequenceItems(v: PyValue): readonly PyValue[] | undefined {
  if (v instanceof PyTuple) {
    if (v.cls === tupleType || v.cls.slot(SLOT.__iter__) === tupleType.slot(SLOT.__iter__)) return v.items;
  } else if (v instanceof PyList) {
    if (v.cls === listType || v.cls.slot(SLOT.__iter__) === listType.slot(SLOT.__iter__)) return v.items;
  }
  return undefined;
}

/** The values of `before` variables, and if `after` >= 0 of a starred one and of as many after it. Resumable. */
export function unpackR(v: PyValue, before: number, after: number): Resumable<readonly PyValue[]> {
  const items = sequenceItems(v);
  if (items !== undefined) return after < 0 ? exactly(v, items, before) : starred(items, before, after);
  const t = typeOf(v);
  if (t.slot(SLOT.__iter__) === null && t.slot(SLOT.__getitem__) === null)
    throw typeError(`cannot unpack non-iterable ${t.tpName} object`);
  const it = iterR(v);
  if (isPending(it)) return taken(v, it, null, [], before, after);
  const out: PyValue[] = [];
  for (;;) {
    const x = nextR(it);
    if (isPending(x)) return taken(v, it, x, out, before, after);
    if (x === undefined || (out.push(x) > before && after < 0)) break;
  }
  return after < 0 ? exactly(v, out, before) : starred(out, before, after);
}

function* taken(
  v: PyValue,
  it: PyValue | Pending,
  first: Pending | null,
  out: PyValue[],
  before: number,
  after: number,
): Generator<unknown, readonly PyValue[], never> {
  if (isPending(it)) it = (yield it) as PyValue;
  for (let p = first; ; p = null) {
    const r: Resumable<PyValue | undefined> = p ?? nextR(it);
    const x: PyValue | undefined = isPending(r) ? yield r : r;
    if (x === undefined || (out.push(x) > before && after < 0)) break;
  }
  return after < 0 ? exactly(v, out, before) : starred(out, before, after);
}

function exactly(v: PyValue, items: readonly PyValue[], n: number): readonly PyValue[] {
  if (items.length === n) return items;
  if (items.length < n) throw valueError(`not enough values to unpack (expected ${n}, got ${items.length})`);
  const known = isExact(v) ? `, got ${v instanceof PyDict ? v.size : items.length}` : '';
  throw valueError(`too many values to unpack (expected ${n}${known})`);
}

function isExact(v: PyValue): boolean {
  return typeof v === 'object' && (v.cls === listType || v.cls === tupleType || v.cls === dictType);
}

function starred(items: readonly PyValue[], before: number, after: number): readonly PyValue[] {
  const n = items.length;
  if (n < before + after)
    throw valueError(`not enough values to unpack (expected at least ${before + after}, got ${n})`);
  return [...items.slice(0, before), new PyList(items.slice(before, n - after)), ...items.slice(n - after)];
}
