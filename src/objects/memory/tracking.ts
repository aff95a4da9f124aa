// What is known of the references to an object, while the end of some object can be noticed. Invariant: of an object that
// is *tracked* every holder is in `holders` (which may name too many: they are asked whether they still hold it), or
// `known` says that only a census can tell; an object that holds a *watched* one, through however many others, is
// interesting and tracked, up to the anchors: modules, their namespaces and classes. It may not know frames.

import { None, PyInstance, PyObject } from '../object.ts';
import type { PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import { PyCell, PyFunction, PyList, PyModule, PyTuple } from '../shapes.ts';
import { frozensetType, PySet, setType } from '../set.ts';
import { dictType, listType, PyType, TYPE_HEAP, tupleType } from '../type.ts';
import { PyNative } from '../native.ts';
import { traverse } from './traverse.ts';

/** Why the end of an object is watched. */
export const HAS_DEL = 1;
export const HAS_WEAKREFS = 2;
export const IS_WEAKREF = 4;
export const IS_GENERATOR = 8;
/** An open file or socket: dropping it closes and reports it. */
export const IS_RESOURCE = 16;
/** Something of its own runs at its end. */
export const HAS_FINALISER = HAS_DEL | IS_GENERATOR | IS_RESOURCE;

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
  /** Who holds it and how often at most. */
  holders: Map<PyObject, number> | null = null;
  /** What it may hold, of objects that let go of things by themselves (iterators that end). */
  children: Set<PyObject> | null = null;
  /** The list, dict or set that was last seen to hold it, and where. */
  witness: PyList | PyDict | PySet | null = null;
  at = 0;
  /** Of a list: where something was found last. */
  cursor = 0;
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
  /** They have done so before: what is compiled looks out for objects whose end matters. */
  wasOn: false,
  /** Objects whose end matters; strong, so that V8 does not take them first. */
  watched: new Set<PyObject>(),
  /** How many there have been. */
  watches: 0,
  /** Those among them that no namespace of a module holds. */
  loose: 0,
  /** What is known holds for one epoch: things that go unseen (compiled code) begin another. */
  epoch: 1,
  /** Carriers were found whose own holders nobody knows. */
  dirty: false,
  /** Objects that have lost a reference, to be looked at where the instruction ends. */
  candidates: [] as PyObject[],
  /** Compiled code runs innermost (1): what it makes is not seen. */
  compiled: 0,
  /** How deep compiled code is in JavaScript's stack: its variables cannot be looked at. */
  beneath: 0,
  /** Something has become interesting while compiled code was beneath: that may have it in a variable, and must end. */
  untold: false,
  /** Objects made since somebody could ask for garbage (gc was imported); null: nobody can. */
  made: null as PyObject[] | null,
  /** How many were made since the last collection, less those seen to end. */
  count: 0,
  /** At that many `collectionDue` is asked for at the next look. */
  countUntil: Number.POSITIVE_INFINITY,
  collectionDue: false,
  /** Objects of which it could not be said whether they are gone. */
  deferred: new Set<PyObject>(),
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
  if (memory.beneath > 0) memory.untold = true;
  if (!memory.watched.has(o)) {
    memory.watched.add(o);
    memory.watches++;
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

/** An instruction or native has put `v` into `c`, `times` times at most. */
export function stored(c: PyObject, v: PyValue | undefined, times = Number.POSITIVE_INFINITY): void {
  if (typeof v !== 'object') return;
  const t = v.tracking;
  if (t === undefined) return;
  if (!t.interesting) {
    // In a namespace it stays known: nothing flows out of that unseen. Elsewhere it is forgotten.
    if (c instanceof PyDict && memory.anchors.has(c) && (t.known === LOCAL || t.known === memory.epoch)) {
      t.known = memory.epoch;
      hold(t, c, times);
    } else v.tracking = undefined;
    return;
  }
  if (t.known === LOCAL) t.known = memory.epoch;
  hold(t, c, times);
  let ct = c.tracking;
  if (ct === undefined) {
    if (isAnchor(c)) return;
    c.tracking = ct = new Tracking(UNKNOWN);
    memory.dirty = true;
  }
  if (!ct.interesting && memory.beneath > 0) memory.untold = true;
  ct.interesting = true;
  if (!tells(c)) (ct.children ??= new Set()).add(v);
}

function hold(t: Tracking, c: PyObject, times: number): void {
  if (t.holders === null) t.holders = new Map([[c, times]]);
  else t.holders.set(c, (t.holders.get(c) ?? 0) + times);
}

/** An instruction has taken `v` out of `c`, once. */
export function removed(c: PyValue | undefined, v: PyValue | undefined): void {
  if (typeof v !== 'object' || typeof c !== 'object') return;
  const holders = v.tracking?.holders;
  const n = holders?.get(c);
  if (holders == null || n === undefined) return;
  if (n <= 1) {
    holders.delete(c);
    c.tracking?.children?.delete(v);
  } else holders.set(c, n - 1);
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

/** A native has had it: what is known of one that leads to nothing interesting is not kept up. */
export function forget(v: PyObject): void {
  if (v.tracking !== undefined && !v.tracking.interesting) v.tracking = undefined;
}

/** Types that keep no list of their instances: a new one is held by nobody but its maker. */
export const unlisted = new WeakSet<PyType>([listType, tupleType, dictType, setType, frozensetType]);

/** A fresh object: only a register refers to it. */
export function born(v: PyValue | undefined): void {
  if (typeof v !== 'object' || v.tracking !== undefined || memory.compiled !== 0) return;
  v.tracking = new Tracking(LOCAL);
  record(v);
}

/** An object that was made lately, if it is to be remembered. */
export function record(v: PyObject): void {
  const { made } = memory;
  if (made === null) return;
  made.push(v);
  if (++memory.count > memory.countUntil && !memory.collectionDue) {
    memory.collectionDue = true;
    // Nothing comes of it, but a look is taken where the instruction ends.
    memory.candidates.push(None);
  }
  // What has lived through so many others is taken to be there to stay, as an old generation would be.
  if (made.length > 2 * RECORD) made.splice(0, RECORD);
}
/** How many of the objects made last `gc.collect()` knows of, at least. */
const RECORD = 20_000;

/** Remembers where: the next look need not search. */
function found(c: PyList | PyDict | PySet, at: number, v: PyObject): boolean {
  if (at < 0) return false;
  if (c.tracking !== undefined) c.tracking.cursor = at;
  const t = v.tracking;
  if (t !== undefined) {
    t.witness = c;
    t.at = at;
  }
  return true;
}

function isAt(c: PyList | PyDict | PySet, at: number, v: PyObject): boolean {
  if (c instanceof PyList) return c.items[at] === v;
  const { keys, vals } = c instanceof PyDict ? c : c.table;
  return vals[at] === v || (keys[at] === v && vals[at] !== undefined);
}

/** Where `v` is in a table, from its end on: what is asked for was most often put there last. */
function lastAt(keys: readonly PyValue[], vals: readonly (PyValue | undefined)[], v: PyObject): number {
  const n = keys.length;
  for (let i = n - 1; i >= 0 && i >= n - 8; i--) {
    if (vals[i] !== undefined && (keys[i] === v || vals[i] === v)) return i;
  }
  let at = vals.lastIndexOf(v);
  if (at >= 0) return at;
  at = keys.lastIndexOf(v);
  while (at > 0 && vals[at] === undefined) at = keys.lastIndexOf(v, at - 1);
  return at >= 0 && vals[at] !== undefined ? at : -1;
}

/** Where it was last seen it still is. */
export function stillHeld(t: Tracking, v: PyObject): boolean {
  const c = t.witness;
  if (c === null || c.tracking?.freed === true) return false;
  return isAt(c, t.at, v) && t.holders?.has(c) === true;
}

/** A holder that is known holds it, which says nothing of others. */
export function isHeld(t: Tracking, v: PyObject): boolean {
  if (t.holders === null) return false;
  if (stillHeld(t, v)) return true;
  for (const h of t.holders.keys()) if (h.tracking?.freed !== true && holds(h, v)) return true;
  return false;
}

/** Types whose instances keep what they hold in one array: it is searched from its end, without visiting all. */
export const arrayOf = new Map<PyType, (o: PyObject) => readonly PyValue[]>();

/** Whether `c` holds `v`; of what cannot be looked into, yes. */
export function holds(c: PyObject, v: PyObject): boolean {
  if (c instanceof PyNative) return true;
  let held = false;
  const look = (x: PyValue): void => {
    if (x === v) held = true;
  };
  if (c instanceof PyList) {
    // Most often a list is gone through in its order.
    const next = c.tracking !== undefined ? c.tracking.cursor + 1 : 0;
    if (found(c, c.items[next] === v ? next : c.items.lastIndexOf(v), v)) return true;
    if ((c.cls.flags & TYPE_HEAP) === 0) return false;
  } else if (c instanceof PyDict || c instanceof PySet) {
    const { keys, vals } = c instanceof PyDict ? c : c.table;
    if (found(c, lastAt(keys, vals, v), v)) return true;
    if ((c.cls.flags & TYPE_HEAP) === 0) return false;
  }
  const array = arrayOf.get(c.cls);
  if (array !== undefined) return array(c).lastIndexOf(v) >= 0;
  traverse(c, look);
  if (!held && c.dict !== undefined) traverse(c.dict, look);
  return held;
}

/**
 * Finds what interesting `c` holds, directly or through objects that were not tracked: they are from now on. True when
 * there is something.
 */
export function absorb(c: PyObject, depth = 3): boolean {
  return look(c, depth, { left: 200, seen: new Set() });
}

/**
 * As `absorb`, for one that has lost a reference. Going through large containers takes a twentieth of the time at most:
 * beyond that it is left to the next census.
 */
export function absorbIfCheap(c: PyObject): boolean {
  if (size(c) < LARGE || memory.beneath > 0) return absorb(c, 6);
  const now = performance.now();
  walks.began ||= now;
  if (walks.milliseconds < FREE_WALKS + (now - walks.began) / 20) {
    const found = absorb(c, 6);
    walks.milliseconds += performance.now() - now;
    return found;
  }
  c.tracking ??= new Tracking(UNKNOWN);
  memory.deferred.add(c);
  return false;
}
const LARGE = 500;
/** Milliseconds they may take whatever has run. */
const FREE_WALKS = 50;
const walks = { began: 0, milliseconds: 0 };

function size(c: PyObject): number {
  if (c instanceof PyList || c instanceof PyTuple) return c.items.length;
  if (c instanceof PyDict) return c.vals.length;
  return c instanceof PySet ? c.table.keys.length : 0;
}

function look(c: PyObject, depth: number, search: { left: number; readonly seen: Set<PyObject> }): boolean {
  if (isAnchor(c) || c instanceof PyNative || search.seen.has(c)) return false;
  search.seen.add(c);
  let found = false;
  const children: PyObject[] = [];
  traverse(c, (x) => {
    if (typeof x !== 'object') return;
    if (x.tracking?.interesting === true || (depth > 0 && search.left-- > 0)) {
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
