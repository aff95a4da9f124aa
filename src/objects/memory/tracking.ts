// What is known of the references to an object, while the end of some object can be noticed. Invariant: of an object that
// is *tracked* every holder is in `holders` (which may name too many: they are asked whether they still hold it), or
// `known` says that only a census can tell; an object that holds a *watched* one, through however many others, is
// interesting and tracked, up to the anchors: modules, their namespaces and classes. It may not know frames.

import { PyInstance, PyObject } from '../object.ts';
import type { PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import { PyCell, PyFunction, PyList, PyModule, PyTuple } from '../shapes.ts';
import { PyType } from '../type.ts';
import { PyNative } from '../native.ts';
import { traverse } from './traverse.ts';

/** Why the end of an object is watched. */
export const HAS_DEL = 1;
export const HAS_WEAKREFS = 2;
export const IS_WEAKREF = 4;
export const IS_GENERATOR = 8;

/** `known`: no reference outside of registers has ever been made. */
export const LOCAL = Number.POSITIVE_INFINITY;
/** `known`: only a census can tell who holds it. */
export const UNKNOWN = -1;

export class Tracking {
  watched = 0;
  /** Its end is, or leads to, the end of something watched. */
  interesting = false;
  /** `__del__` has run, or the generator was closed. */
  finalized = false;
  /** It is gone: what it holds is not held by it. */
  freed = false;
  /** Held by something that is no object (until the epoch changes). */
  rooted = UNKNOWN;
  /** Its end was not worked out yet: it waits for a look. */
  queued = false;
  holders: Set<PyObject> | null = null;
  /** What it may hold, of objects that let go of things by themselves (iterators that end). */
  children: Set<PyObject> | null = null;
  constructor(public known: number) {}
}

declare module '../object.ts' {
  interface PyObject {
    tracking: Tracking | undefined;
  }
}
// As for `dict`: reading it of an object that has none is a hit on the prototype.
Object.defineProperty(PyObject.prototype, 'tracking', { value: undefined, writable: true });

/** The state of all tracking: one agent, one state. */
export const memory = {
  /** Instructions tell of drops (vm/memory/drops.ts). */
  on: false,
  /** Objects whose end matters; strong, so that V8 does not take them first. */
  watched: new Set<PyObject>(),
  /** Those among them that no namespace of a module holds. */
  loose: 0,
  /** What is known holds for one epoch: things that go unseen (compiled code) begin another. */
  epoch: 1,
  /** Carriers were found whose own holders nobody knows. */
  dirty: false,
  /** Objects that have lost a reference, to be looked at where the instruction ends. */
  candidates: [] as PyObject[],
  /** How deep compiled code is in JavaScript's stack. */
  compiled: 0,
  /** Namespaces of modules. */
  anchors: new WeakSet<PyDict>(),
};

let switchOn: () => void = () => {};
/** vm/memory: how instructions begin to tell of drops. */
export function setSwitchOn(f: () => void): void {
  switchOn = f;
}

/** The end of `o` matters from now on. `fresh`: nothing but a register or native refers to it yet. */
export function watch(o: PyObject, why: number, fresh: boolean): void {
  let t = o.tracking;
  if (t === undefined || t.freed) {
    t = new Tracking(fresh && memory.compiled === 0 ? LOCAL : UNKNOWN);
    o.tracking = t;
  }
  if (t.known === UNKNOWN) memory.dirty = true;
  t.watched |= why;
  t.interesting = true;
  if (!memory.watched.has(o)) {
    memory.watched.add(o);
    memory.loose++;
  }
  if (!memory.on) switchOn();
}

/** Its end does not matter any more (for the reasons given). */
export function unwatch(o: PyObject, why: number): void {
  const t = o.tracking;
  if (t === undefined) return;
  t.watched &= ~why;
  if (t.watched === 0 && memory.watched.delete(o)) memory.loose--;
}

/** `v` has lost a reference. */
export function drop(v: PyObject): void {
  const t = v.tracking;
  if (t === undefined || !t.interesting || t.queued || t.freed) return;
  t.queued = true;
  memory.candidates.push(v);
}

/** Objects that are not expected to go before the interpreter does, or only with the cycle collector's help. */
export function isAnchor(o: PyObject): boolean {
  return o instanceof PyType || o instanceof PyModule || (o instanceof PyDict && memory.anchors.has(o));
}

/** An instruction or native has put `v` into `c`. */
export function stored(c: PyObject, v: PyValue | undefined): void {
  if (typeof v !== 'object') return;
  const t = v.tracking;
  if (t === undefined || c === v) return;
  if (!t.interesting) {
    v.tracking = undefined;
    return;
  }
  if (t.known === LOCAL) t.known = memory.epoch;
  (t.holders ??= new Set()).add(c);
  let ct = c.tracking;
  if (ct === undefined) {
    if (isAnchor(c)) return;
    c.tracking = ct = new Tracking(UNKNOWN);
    memory.dirty = true;
  }
  ct.interesting = true;
  if (!tells(c)) (ct.children ??= new Set()).add(v);
}


/** What it holds changes only where it is seen. */
function tells(c: PyObject): boolean {
  return (
    c instanceof PyInstance ||
    c instanceof PyList ||
    c instanceof PyDict ||
    c instanceof PyTuple ||
    c instanceof PyCell ||
    c instanceof PyFunction
  );
}

/** Something nobody can look into may hold it. */
export function escaped(v: PyValue | undefined): void {
  if (typeof v !== 'object') return;
  const t = v.tracking;
  if (t === undefined) return;
  if (t.interesting) {
    if (t.known === LOCAL) memory.dirty = true;
    t.known = UNKNOWN;
  } else v.tracking = undefined;
}

/** A fresh object: only a register refers to it. */
export function born(v: PyValue | undefined): void {
  if (typeof v === 'object' && v.tracking === undefined && memory.compiled === 0) v.tracking = new Tracking(LOCAL);
}

/** Whether `c` holds `v`; of what cannot be looked into, yes. */
export function holds(c: PyObject, v: PyObject): boolean {
  if (c instanceof PyNative) return true;
  let found = false;
  const look = (x: PyValue): void => {
    if (x === v) found = true;
  };
  if (c instanceof PyDict && c.dict === undefined) return c.vals.includes(v) || c.keys.includes(v);
  traverse(c, look);
  if (!found && c.dict !== undefined) traverse(c.dict, look);
  return found;
}

/**
 * Finds what interesting `c` holds, directly or through objects that were not tracked: they are from now on. True when
 * there is something.
 */
export function absorb(c: PyObject, depth = 3): boolean {
  return look(c, depth, { left: 200, seen: new Set() });
}

function look(c: PyObject, depth: number, search: { left: number; readonly seen: Set<PyObject> }): boolean {
  if (isAnchor(c) || c instanceof PyNative || search.seen.has(c)) return false;
  search.seen.add(c);
  let found = false;
  const children: PyObject[] = [];
  traverse(c, (x) => {
    if (typeof x !== 'object') return;
    if (x.tracking?.interesting === true || (depth > 0 && x.tracking === undefined && search.left-- > 0)) {
      children.push(x);
    }
  });
  if (children.length > 1000) memory.epoch++;
  for (const x of children) {
    if (x.tracking?.interesting === true || look(x, depth - 1, search)) {
      stored(c, x);
      found = true;
    }
  }
  return found;
}
