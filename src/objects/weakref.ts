// Weak references: which objects have them, `ref` and proxies. Invariant: an object's references hang off a WeakMap, so
// that objects without any pay nothing; a reference whose referent is gone answers None for ever.

import type { PyObject } from './object.ts';

/** References to one object in order of their creation. */
const registry = new WeakMap<PyObject, PyObject[]>();

/** The oldest live weak reference to `o`, if any (`o.__weakref__`). */
export function firstWeakref(o: PyObject): PyObject | undefined {
  return registry.get(o)?.[0];
}
