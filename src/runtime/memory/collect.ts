// The cycle collector: what no root leads to is found by a census among the objects that were made while somebody could
// ask. Invariant: what reference counting would have freed is not counted as collected; of the rest, weak references are
// cleared and their callbacks called first, then finalisers run, then what has not been resurrected is freed.

import { ATTR_PREFIX, type AttrBag, None, PyInstance, PyObject, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { PyFrame, PyTraceback } from '../../objects/frame.ts';
import { PyGenerator } from '../../objects/generator.ts';
import { PySet } from '../../objects/set.ts';
import { PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { drop, HAS_FINALISER, HAS_WEAKREFS, memory, Tracking, UNKNOWN } from '../../objects/memory/tracking.ts';
import { traverse } from '../../objects/memory/traverse.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import {
  PyBytes,
  PyCell,
  PyCode,
  PyComplex,
  PyFloat,
  PyFunction,
  PyInt,
  PyList,
  PyMethod,
  PyModule,
  PyStr,
  PyTuple,
} from '../../objects/shapes.ts';
import { PyType, TYPE_HEAP } from '../../objects/type.ts';
import { PyWeakReference } from '../../objects/weakref.ts';
import { thread } from '../../vm/thread.ts';
import type { RuntimeInterpreter } from '../interpreter.ts';
import { callBack, free, look, runFinaliser } from './finalise.ts';
import { findHolders } from './holders.ts';

/** Whether CPython's collector tracks an object: it can be part of a cycle. */
export function isTracked(v: PyValue): boolean {
  if (!(v instanceof PyObject) || v === None) return false;
  if (
    v instanceof PyFloat ||
    v instanceof PyStr ||
    v instanceof PyBytes ||
    v instanceof PyComplex ||
    v instanceof PyInt
  )
    return (v.cls.flags & TYPE_HEAP) !== 0;
  if (v instanceof PyTuple && (v.cls.flags & TYPE_HEAP) === 0) return v.items.some(mayCycle);
  if (v instanceof PyCode) return false;
  if (v instanceof PyType) return (v.flags & TYPE_HEAP) !== 0;
  if (
    v instanceof PyList ||
    v instanceof PyDict ||
    v instanceof PySet ||
    v instanceof PyFunction ||
    v instanceof PyCell ||
    v instanceof PyMethod ||
    v instanceof PyModule ||
    v instanceof PyFrame ||
    v instanceof PyTraceback ||
    v instanceof PyGenerator ||
    v instanceof PyBaseException ||
    v instanceof PyWeakReference
  )
    return true;
  if ((v.cls.flags & TYPE_HEAP) !== 0) return true;
  let holdsObjects = false;
  traverse(v, (x) => {
    holdsObjects ||= x instanceof PyObject && x !== None;
  });
  return holdsObjects;
}
function mayCycle(v: PyValue): boolean {
  return v instanceof PyObject && isTracked(v);
}

/** What a collection has found. */
export interface Collected {
  collected: number;
  uncollectable: number;
}

/**
 * Objects nothing leads to, in the order in which they were made, without those that reference counts would have freed:
 * of these the ones whose end is watched, and was not noticed yet, are put into `late`.
 */
function garbage(made: Iterable<PyObject>, reached: ReadonlySet<PyObject>, late: PyObject[]): PyObject[] {
  const found = new Set<PyObject>();
  const count = new Map<PyObject, number>();
  for (const o of made) if (!reached.has(o) && o.tracking?.freed !== true) found.add(o);
  for (const o of found) {
    traverse(o, (x) => {
      if (!(x instanceof PyObject) || reached.has(x) || x.tracking?.freed === true) return;
      found.add(x);
      count.set(x, (count.get(x) ?? 0) + 1);
    });
  }
  // Peel off what nothing refers to: it is gone already.
  const gone = [...found].filter((o) => !count.has(o));
  for (const o of gone) {
    found.delete(o);
    if (memory.watched.has(o)) {
      late.push(o);
      continue;
    }
    traverse(o, (x) => {
      if (!(x instanceof PyObject) || !found.has(x)) return;
      const n = count.get(x)! - 1; // it was counted
      count.set(x, n);
      if (n === 0) gone.push(x);
    });
  }
  return [...found];
}

/** Attributes of an instance of a built-in type's subclass are in a dict there, which the collector tracks with what it holds. */
function hasOwnDict(o: PyObject): boolean {
  if (o instanceof PyInstance || o instanceof PyType || o.dict !== undefined) return false;
  const bag = o as unknown as AttrBag;
  return Object.keys(o).some((key) => key[0] === ATTR_PREFIX && bag[key] !== undefined && mayCycle(bag[key]));
}

/** How many objects CPython has for those: the variables of a closure are in a tuple there. */
function numberOf(objects: readonly PyObject[]): number {
  let n = 0;
  for (const o of objects) {
    if (!isTracked(o)) continue;
    n++;
    if (o instanceof PyFunction && o.closure !== null && o.closure.length > 0) n++;
    if (hasOwnDict(o)) n++;
  }
  return n;
}

/** A full collection. */
export function* collect(i: RuntimeInterpreter, saveAll: PyList | null): NativeGenerator<Collected> {
  const made = new Set<PyObject>(memory.made ?? []);
  for (const o of memory.watched) made.add(o);
  const late: PyObject[] = [];
  let found = garbage(made, findHolders(i), late);
  if (late.length > 0) {
    // Those end as they would have before, and are not counted.
    for (const o of late) drop(o);
    const p = look(thread());
    if (p !== null) {
      yield p;
      found = garbage(made, findHolders(i), []);
    }
  }
  if (found.length === 0) return { collected: 0, uncollectable: 0 };
  if (saveAll !== null) {
    for (const o of found) if (isTracked(o)) saveAll.items.push(o);
    return { collected: numberOf(found), uncollectable: 0 };
  }
  const dead = new Set(found);
  // Callbacks of references that are themselves garbage are not called.
  for (const o of found) {
    if (((o.tracking?.watched ?? 0) & HAS_WEAKREFS) !== 0) yield* callBack(o, dead);
  }
  let finalised = false;
  for (const o of found) {
    const t = o.tracking;
    if (t === undefined || t.finalized || (t.watched & HAS_FINALISER) === 0) continue;
    finalised = true;
    yield* runFinaliser(o, t);
  }
  if (finalised) {
    const reached = findHolders(i);
    found = found.filter((o) => !reached.has(o));
  }
  const ended = new Set(found);
  for (const o of found) free(o, (o.tracking ??= new Tracking(UNKNOWN)));
  // What they held and is not among them ends now.
  memory.candidates = memory.candidates.filter((o) => {
    if (!ended.has(o)) return true;
    if (o.tracking !== undefined) o.tracking.queued = false;
    return false;
  });
  if (memory.made !== null) memory.made = memory.made.filter((o) => !ended.has(o));
  const p = look(thread());
  if (p !== null) yield p;
  return { collected: numberOf(found), uncollectable: 0 };
}
