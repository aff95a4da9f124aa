// Instance layout: which class last added fields (CPython's solid base), which base decides the layout of a new class,
// and whether two classes' instances are interchangeable. It knows JS shapes only through `ctor`. Calls no Python.

import type { PyValue } from '../object.ts';
import {
  objectType,
  PyType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_HEAP,
  TYPE_WEAKREF,
  typeOf,
  typeType,
} from '../type.ts';
import { exceptionTypes } from '../exceptions/hierarchy.ts';
import { typeError } from '../exceptions/raise.ts';

const builtinExtra = new WeakMap<PyType, boolean>();

const layoutless = new WeakSet<PyType>();
/** Says that a built-in class adds nothing to `object`'s layout, so that it mixes with every other class (Generic). */
export function markLayoutless(t: PyType): void {
  layoutless.add(t);
}

/** True when instances of `t` have fields that those of its base have not. */
function addsFields(t: PyType): boolean {
  if ((t.flags & TYPE_HEAP) !== 0) return t.slotNames !== null && t.slotNames.length > 0;
  if (t.base === null) return true;
  if (layoutless.has(t)) return false;
  if (!t.isSubtype(exceptionTypes.BaseException)) return true;
  let extra = builtinExtra.get(t);
  if (extra === undefined) {
    // Most built-in exceptions are empty subclasses of their base's shape.
    extra = t.base === objectType || Object.keys(new t.ctor()).length > Object.keys(new t.base.ctor()).length;
    builtinExtra.set(t, extra);
  }
  return extra;
}

/** The nearest class at or above `t` whose instances have fields of their own. */
export function solidBase(t: PyType): PyType {
  let c = t;
  while (c.base !== null && !addsFields(c)) c = c.base;
  return c;
}

/** The nearest class at or above `t` that is built in. */
export function staticBase(t: PyType): PyType {
  let c = t;
  while ((c.flags & TYPE_HEAP) !== 0 && c.base !== null) c = c.base;
  return c;
}

/** The base whose layout a class with these bases extends; TypeError for unusable or conflicting ones. */
export function bestBase(bases: readonly PyValue[]): PyType {
  let winner: PyType | null = null;
  let base: PyType | null = null;
  for (const b of bases) {
    if (!(b instanceof PyType)) throw typeError('bases must be types');
    if ((b.flags & TYPE_BASETYPE) === 0) throw typeError(`type '${tpName(b)}' is not an acceptable base type`);
    const candidate = solidBase(b);
    if (winner === null) {
      winner = candidate;
      base = b;
    } else if (winner.isSubtype(candidate)) continue;
    else if (candidate.isSubtype(winner)) {
      winner = candidate;
      base = b;
    } else throw typeError('multiple bases have instance lay-out conflict');
  }
  return base!; // bases is never empty
}

/** A type's name as CPython's C code knows it: dotted for built-ins outside of builtins. */
export function tpName(t: PyType): string {
  return t.tpName;
}

/** The most derived of the metaclasses of the bases and `meta`; TypeError on conflict. */
export function calculateMetaclass(meta: PyType, bases: readonly PyValue[]): PyType {
  let winner = meta;
  for (const b of bases) {
    const m = typeOf(b);
    if (winner.isSubtype(m)) continue;
    if (m.isSubtype(winner)) {
      winner = m;
      continue;
    }
    throw typeError(
      'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
    );
  }
  return winner;
}

/** Built-ins whose C structs have variable size: no non-empty `__slots__` below them, no weak references from them. */
export function hasItems(t: PyType): boolean {
  return VARIABLE.has(staticBase(t).name) && staticBase(t).module === 'builtins' ? true : t.isSubtype(typeType);
}
const VARIABLE = new Set(['int', 'tuple', 'bytes', 'bool']);

const LAYOUT_FLAGS = TYPE_HAS_DICT | TYPE_WEAKREF;

/** The nearest class at or above `t` that adds fields (slots, a dict, weak references) to its base's layout. */
function layoutOwner(t: PyType): PyType {
  let c = t;
  while (
    c.base !== null &&
    (c.flags & TYPE_HEAP) !== 0 &&
    (c.slotNames?.length ?? 0) === 0 &&
    (c.flags & LAYOUT_FLAGS) === (c.base.flags & LAYOUT_FLAGS)
  ) {
    c = c.base;
  }
  return c;
}

function sameLayout(a: PyType, b: PyType): boolean {
  if (a === b) return true;
  const heap = (a.flags & b.flags & TYPE_HEAP) !== 0;
  if (!heap) return ((a.flags | b.flags) & TYPE_HEAP) === 0 && staticShape(a) === staticShape(b);
  return (
    a.base === b.base &&
    (a.flags & LAYOUT_FLAGS) === (b.flags & LAYOUT_FLAGS) &&
    [...(a.slotNames ?? [])].sort().join() === [...(b.slotNames ?? [])].sort().join()
  );
}

/** TypeError unless instances of `old` can become instances of `to` (for `__class__` and `__bases__` assignment). */
export function checkCompatible(old: PyType, to: PyType, attr: string): void {
  if (!sameLayout(layoutOwner(old), layoutOwner(to))) {
    throw typeError(`${attr} assignment: '${to.name}' object layout differs from '${old.name}'`);
  }
}

function staticShape(t: PyType): PyType {
  return solidBase(staticBase(t));
}
