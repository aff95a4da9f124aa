// What an object refers to: CPython's tp_traverse for every kind of object. Invariant: each reference is visited as often
// as the object holds it, and what CPython's object does not hold (inline caches, links of the evaluation loop, the
// referent of a weak reference) is not visited. A kind without a rule of its own is visited field by field; what its
// fields hold in arrays, maps and records of natives counts as its own. JavaScript closures cannot be looked into.

import { ATTR_PREFIX, PyInstance, PyObject, SLOT_PREFIX, type PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import { PyFrame, PyTraceback } from '../frame.ts';
import { GEN_SUSPENDED, PyGenerator } from '../generator.ts';
import { PySet } from '../set.ts';
import { PyCell, PyCode, PyFloat, PyFunction, PyList, PyMethod, PyStr, PyTuple } from '../shapes.ts';
import { dictType, PyType, TYPE_HEAP } from '../type.ts';
import { PyNative } from '../native.ts';
import { PyWeakReference } from '../weakref.ts';

export type Visit = (v: PyValue) => void;

/** A native's object that says itself what it holds: its fields are links of its own. */
export interface Holder {
  visitHeld(visit: Visit): void;
}

/** How many registers of a frame are alive: frames that are under way are known to the evaluation loop. */
let heightOf: (f: PyFrame) => number = (f) => f.code.nlocalsplus;
/** vm/memory/frames.ts. */
export function setFrameHeight(f: (frame: PyFrame) => number): void {
  heightOf = f;
}

/** Visits what `o` refers to. */
export function traverse(o: PyObject, visit: Visit): void {
  if (o instanceof PyTuple || o instanceof PyList) {
    const { items } = o;
    for (let i = 0; i < items.length; i++) visit(items[i]);
    if ((o.cls.flags & TYPE_HEAP) !== 0) instance(o, visit);
    return;
  }
  if (o instanceof PyDict) {
    dict(o, visit);
    if ((o.cls.flags & TYPE_HEAP) !== 0) instance(o, visit);
    return;
  }
  if (o instanceof PySet) {
    const { keys, vals } = o.table;
    for (let i = 0; i < keys.length; i++) if (vals[i] !== undefined) visit(keys[i]);
    if ((o.cls.flags & TYPE_HEAP) !== 0) instance(o, visit);
    return;
  }
  if (o instanceof PyFloat || o instanceof PyStr) {
    if ((o.cls.flags & TYPE_HEAP) !== 0) instance(o, visit);
    return;
  }
  if (o instanceof PyCell) {
    if (o.v !== undefined) visit(o.v);
    return;
  }
  if (o instanceof PyMethod) {
    visit(o.func);
    visit(o.self);
    return;
  }
  if (o instanceof PyFunction) return functionParts(o, visit);
  if (o instanceof PyCode) {
    for (const c of o.constsIfMade ?? []) visit(c);
    return;
  }
  if (o instanceof PyFrame) return frame(o, visit);
  if (o instanceof PyGenerator) {
    const f = o.frame;
    if (f !== null && o.state <= GEN_SUSPENDED) suspended(f, visit);
    if (o.excInfo.exception !== null) visit(o.excInfo.exception);
    visit(o.name);
    visit(o.qualname);
    if (o.code !== null) visit(o.code);
    return;
  }
  if (o instanceof PyTraceback) {
    if (o.next !== null) visit(o.next);
    visit(o.frame);
    return;
  }
  if (o instanceof PyType) return type(o, visit);
  if (o instanceof PyWeakReference) {
    if (o.callback !== null) visit(o.callback);
    if ((o.cls.flags & TYPE_HEAP) !== 0) instance(o, visit);
    return;
  }
  if (o instanceof PyNative) {
    if (o.boundSelf !== undefined) visit(o.boundSelf);
    if (o.owner !== null && (o.owner.flags & TYPE_HEAP) !== 0) visit(o.owner);
    for (const p of o.params) if (p.default !== undefined) visit(p.default);
    return;
  }
  if (o instanceof PyInstance) return instance(o, visit);
  if ((o.cls.flags & TYPE_HEAP) !== 0) visit(o.cls);
  const own = (o as Partial<Holder>).visitHeld;
  if (own !== undefined) own.call(o, visit);
  else fields(o, visit, 0);
}

function dict(o: PyDict, visit: Visit): void {
  const { keys, vals } = o;
  for (let i = 0; i < keys.length; i++) {
    const v = vals[i];
    if (v === undefined) continue;
    visit(keys[i]);
    visit(v);
  }
}

/** Class, attributes and slots of an instance. */
function instance(o: PyObject, visit: Visit): void {
  if ((o.cls.flags & TYPE_HEAP) !== 0) visit(o.cls);
  if (o.dict !== undefined) visit(o.dict);
  const bag = o as unknown as { [key: string]: PyValue };
  for (const key in bag) {
    const c = key[0];
    if ((c === ATTR_PREFIX || c === SLOT_PREFIX) && bag[key] !== undefined && Object.hasOwn(bag, key)) visit(bag[key]);
  }
}

function functionParts(o: PyFunction, visit: Visit): void {
  visit(o.code);
  visit(o.globals);
  visit(o.builtins);
  visit(o.name);
  visit(o.qualname);
  visit(o.doc);
  visit(o.module);
  if (o.defaults !== null) for (const v of o.defaults) visit(v);
  if (o.kwdefaults !== null) visit(o.kwdefaults);
  if (o.annotations !== null) visit(o.annotations);
  if (o.annotate !== null) visit(o.annotate);
  if (o.typeParams !== null) visit(o.typeParams);
  if (o.closure !== null) for (const c of o.closure) visit(c);
  if (o.dict !== undefined) visit(o.dict);
  else instance(o, visit);
}

/** Locals and what is alive of the value stack. */
export function registers(f: PyFrame, height: number, visit: Visit): void {
  const { regs } = f;
  for (let i = 0; i < height; i++) {
    const v = regs[i];
    if (v !== undefined) visit(v);
  }
}
function suspended(f: PyFrame, visit: Visit): void {
  registers(f, f.sp, visit);
  if (f.func !== null) visit(f.func);
  if (f.locals !== null) visit(f.locals);
  if (f.trace !== null) visit(f.trace);
}
function frame(f: PyFrame, visit: Visit): void {
  // A generator's frame is the generator's own.
  const g = f.generator;
  if (g !== null && g.frame === f && g.state <= GEN_SUSPENDED) {
    visit(g);
    return;
  }
  registers(f, heightOf(f), visit);
  if (f.func !== null) visit(f.func);
  visit(f.globals);
  visit(f.builtins);
  if (f.locals !== null) visit(f.locals);
  if (f.trace !== null) visit(f.trace);
}

function type(o: PyType, visit: Visit): void {
  dict(o.ns, visit);
  if ((o.flags & TYPE_HEAP) === 0) return;
  if (o.cls !== undefined && (o.cls.flags & TYPE_HEAP) !== 0) visit(o.cls);
  for (const b of o.bases) visit(b); // the tuple of its bases
  for (const b of o.mro) visit(b); // its MRO holds it too
  if (o.base !== null) visit(o.base);
  // `__dict__` and `__weakref__` are descriptors that know their class.
  for (const name of ['__dict__', '__weakref__']) if (o.ns.getStr(name) !== undefined) visit(o);
  const bag = o as unknown as { [key: string]: PyValue };
  for (const key of Object.keys(bag)) if (key[0] === ATTR_PREFIX && bag[key] !== undefined) visit(bag[key]);
}

/** Fields that are links of the engine, not references of the object. */
const NOT_HELD: ReadonlySet<string> = new Set(['cls', 'tracking', 'owner']);
const DEEPEST = 6;

/** Field by field, through arrays, maps and records of natives. */
function fields(o: object, visit: Visit, depth: number): void {
  for (const key of Object.keys(o)) {
    if (depth === 0 && NOT_HELD.has(key)) continue;
    held((o as { [key: string]: unknown })[key], visit, depth);
  }
}

/** Visits the Python values in anything natives keep. */
export function held(v: unknown, visit: Visit, depth = 0): void {
  switch (typeof v) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      if (depth === 0) visit(v);
      return;
    case 'object':
      break;
    default:
      return;
  }
  if (v === null) return;
  if (v instanceof PyObject) {
    // A table of the native's own, which Python never gets to see, is not an object of its own.
    if (v instanceof PyDict && v.cls === dictType && Object.getPrototypeOf(v) !== PyDict.prototype) dict(v, visit);
    else visit(v);
    return;
  }
  if (depth >= DEEPEST || ArrayBuffer.isView(v)) return;
  if (Array.isArray(v)) {
    for (const x of v) if (typeof x === 'object') held(x, visit, depth + 1);
  } else if (v instanceof Map) {
    for (const [k, x] of v) {
      held(k, visit, depth + 1);
      held(x, visit, depth + 1);
    }
  } else if (v instanceof Set) {
    for (const x of v) held(x, visit, depth + 1);
  } else if (!(v instanceof WeakRef) && !(v instanceof WeakMap)) fields(v, visit, depth + 1);
}
