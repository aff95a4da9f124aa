// What compiled code does with containers out of line: slices, membership, displays, functions it makes, methods found
// through super(). Invariant: exact built-in containers are served at once, everything else through its protocol; a
// value comes back, never a Pending.

import { None, type PyObject, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyBuiltinFunction, PyClassMethodDescriptor, PyNative } from '../objects/native.ts';
import { isPending, type Resumable } from '../objects/protocol/pending.ts';
import { delitemR, getitemR, setitemR, unaryR } from '../objects/protocol/operators.ts';
import { PySet } from '../objects/set.ts';
import { PyFunction, PyList, PySlice, PyTuple } from '../objects/shapes.ts';
import { SLOT } from '../objects/slots.ts';
import { dictType, listType, PyType, TYPE_HEAP, tupleType, typeOf } from '../objects/type.ts';
import { callTypeR } from '../objects/type/call.ts';
import { containsR } from '../vm/contains.ts';
import { unpackR } from '../vm/unpack.ts';
import { drive, driveR, fin, told } from './runtime.ts';

const isPlain = (v: PyValue): boolean => v === None || typeof v === 'number';
/** A slice's bound as JavaScript's slice() takes it: its rules for bounds are Python's. */
const bound = (v: PyValue): number | undefined => (v === None ? undefined : (v as number)); // isPlain() looked

/** `o[start:stop]`. */
export function slice(o: PyValue, start: PyValue, stop: PyValue, s: number): PyValue | undefined {
  if (isPlain(start) && isPlain(stop)) {
    if (typeof o === 'string') return o.slice(bound(start), bound(stop));
    if (o instanceof PyList && o.cls === listType) return new PyList(o.items.slice(bound(start), bound(stop)));
  }
  return fin(getitemR(o, new PySlice(start, stop, None)), s);
}

/** `o[start:stop] = v`. */
export function storeSlice(v: PyValue, o: PyValue, start: PyValue, stop: PyValue, s: number): void {
  if (
    isPlain(start) &&
    isPlain(stop) &&
    o instanceof PyList &&
    o.cls === listType &&
    v instanceof PyList &&
    v.cls === listType &&
    v !== o
  ) {
    const { items } = o;
    const n = items.length;
    const from = v.items;
    let a = bound(start) ?? 0;
    let b = bound(stop) ?? n;
    a = a < 0 ? Math.max(0, a + n) : Math.min(a, n);
    b = b < 0 ? Math.max(0, b + n) : Math.min(b, n);
    if (from.length === b - a) {
      for (let i = 0; i < from.length; i++) items[a + i] = from[i];
      return;
    }
  }
  const r: unknown = setitemR(o, new PySlice(start, stop, None), v);
  if (isPending(r)) drive(r, null, s);
}

/** `del o[key]`. */
export function delitem(o: PyValue, key: PyValue, s: number): void {
  const r: unknown = delitemR(o, key);
  if (isPending(r)) drive(r, null, s);
}

/** `~v` of what is no small int. */
export function invert(v: PyValue, s: number): PyValue | undefined {
  return fin(unaryR(v, SLOT.__invert__, '~'), s);
}

/** Whether one of the items is this number or str; undefined: an item must be asked. */
function among(items: readonly PyValue[], v: number | string): boolean | undefined {
  for (let i = 0; i < items.length; i++) {
    const x = items[i];
    if (x === v) return true;
    if (typeof x !== 'number' && typeof x !== 'string') return undefined;
  }
  return false;
}

/** `v in c`. */
export function contains(c: PyValue, v: PyValue, s: number): boolean {
  if (typeof c === 'object' && (typeof v === 'number' || typeof v === 'string')) {
    if (c instanceof PyDict) {
      if (c.cls === dictType) return c.find(v) >= 0;
    } else if (c instanceof PySet) {
      if ((c.cls.flags & TYPE_HEAP) === 0) return c.table.find(v) >= 0;
    } else if (c instanceof PyList || c instanceof PyTuple) {
      const known = c.cls === listType || c.cls === tupleType ? among(c.items, v) : undefined;
      if (known !== undefined) return known;
    }
  }
  const r = containsR(c, v);
  return typeof r === 'boolean' ? r : (drive(r, null, s) as boolean); // what `in` gives
}

/** UNPACK_SEQUENCE and UNPACK_EX: an array, or undefined where it has raised. */
export function unpack(v: PyValue, before: number, after: number, s: number): readonly PyValue[] | undefined {
  const r: Resumable<readonly PyValue[]> = unpackR(v, before, after);
  return isPending(r) ? (driveR(r, null, s) as readonly PyValue[] | undefined) : r; // unpackR's
}

/** A call of a built-in type. */
export function make(t: PyType, args: PyValue[], s: number): PyValue | undefined {
  const r = callTypeR(t, args, null);
  return isPending(r) ? (driveR(r, null, s) as PyValue | undefined) : told(r); // a call's value
}
export { typeOf };

/** An attribute in the dictionary of an instance that has one. */
export function ofDict(o: PyObject, name: string): PyValue | undefined {
  return o.dict?.getStr(name);
}

/** A set display. */
export function newSet(items: readonly PyValue[]): PySet {
  const out = new PySet();
  for (const v of items) out.add(v);
  return out;
}
/** A dict display: keys and values in turn. */
export function newDict(items: readonly PyValue[]): PyDict {
  const out = new PyDict();
  for (let i = 0; i < items.length; i += 2) out.set(items[i], items[i + 1]);
  return out;
}

/** SET_FUNCTION_ATTRIBUTE of a closure. */
export function withClosure(f: PyFunction, cells: PyTuple): PyFunction {
  f.closure = cells.items as PyFunction['closure']; // the compiler's tuple of cells
  return f;
}

/** What `super().name` of one place gave last: right as long as the class of `self` has its version. */
export class SuperCache {
  start: PyValue | null = null;
  type: PyType | null = null;
  version = -1;
  found: PyValue | undefined = undefined;
  constructor(readonly name: string) {}
}

/** The method that `super(start, self).name` calls with `self` first; undefined when it must be bound otherwise. */
export function superMethod(cache: SuperCache, start: PyValue, self: PyValue): PyValue | undefined {
  const t = typeOf(self);
  if (cache.type === t && cache.version === t.version && cache.start === start) return cache.found;
  if (!(start instanceof PyType) || self instanceof PyType) return undefined;
  const { mro } = t;
  let at = mro.indexOf(start);
  if (at < 0) return undefined;
  let found: PyValue | undefined;
  for (at++; at < mro.length && found === undefined; at++) found = mro[at].ns.getStr(cache.name);
  const direct =
    found instanceof PyFunction ||
    (found instanceof PyNative &&
      found.hasSelf &&
      !(found instanceof PyClassMethodDescriptor) &&
      !(found instanceof PyBuiltinFunction))
      ? found
      : undefined;
  cache.start = start;
  cache.type = t;
  cache.version = t.version;
  cache.found = direct;
  return direct;
}
