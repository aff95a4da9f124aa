// `type` objects: MRO look-up with caches, version tags, and the JS class behind each Python class; the bootstrap of
// the core types. Invariant: `mro` starts with the type itself; caches (`lookupCache`, `slots`) hold what the MRO
// says *now* — every change to a type's namespace or bases goes through `typeModified`. Methods of the types are
// added elsewhere (the file named after each type). It may not call Python code.

import { PyEllipsis, PyInstance, PyNone, PyNotImplemented, PyObject, type PyValue } from './object.ts';
import { PyDict } from './dict/storage.ts';
import { finalizableMade } from './memory/watching.ts';
import { SLOT, SLOT_NAMES } from './slots.ts';
import * as shapes from './shapes.ts';

/** A JS class whose instances are Python objects. */
export type Constructor = new () => PyObject;

export const TYPE_HEAP = 1; // made by a class statement or type(): mutable
export const TYPE_BASETYPE = 2; // may be subclassed
export const TYPE_HAS_DICT = 4; // instances have attributes of their own
export const TYPE_WEAKREF = 8; // instances can be weakly referenced
export const TYPE_ABSTRACT = 16; // has abstract methods
export const TYPE_MATCH_SEQUENCE = 32;
export const TYPE_MATCH_MAPPING = 64;
export const TYPE_MATCH_SELF = 128; // class patterns with one positional match the subject itself
export const TYPE_NO_NEW = 256; // "cannot create 'X' instances"
/** The type's attribute look-up is object.__getattribute__ (no override anywhere): the fast path may be taken. */
export const TYPE_IMMUTABLE_HEAP = 512;

let versionCounter = 0;

/** Makes a JS class for a Python class: instances are hidden-class siblings, `cls` sits on the prototype. */
export function makeConstructor(base: Constructor, type: PyType): Constructor {
  let ctor: Constructor;
  if (base.prototype === PyInstance.prototype || base.prototype instanceof PyInstance) {
    // A plain function has no super() chain to run, and a constructor of its own means a hidden-class tree of its own.
    const plain = function Instance() {} as unknown as Constructor; // a function used with `new`
    plain.prototype = Object.create(base.prototype);
    ctor = plain;
  } else {
    ctor = class extends base {};
  }
  Object.defineProperty(ctor.prototype, 'cls', { value: type, writable: true });
  return ctor;
}

/** Makes instances of `t` be told of from now on: it has `__del__`. */
function makeFinalizable(t: PyType): void {
  const { prototype } = t.ctor;
  const plain = t.ctor;
  if (plain.prototype instanceof PyInstance) {
    const told = function Instance(this: PyObject) {
      finalizableMade(this);
    } as unknown as Constructor; // a function used with `new`
    told.prototype = prototype;
    t.ctor = told;
  } else {
    const told = class extends plain {
      constructor() {
        super();
        finalizableMade(this);
      }
    };
    Object.defineProperty(told.prototype, 'cls', { value: t, writable: true });
    t.ctor = told;
  }
}
const finalizables = new WeakSet<PyType>();
/** A class has got its namespace: does it have `__del__`? */
export function noteFinalizer(t: PyType): void {
  if ((t.flags & TYPE_HEAP) === 0 || finalizables.has(t)) return;
  const f = t.lookup('__del__');
  if (f === undefined || typeof f !== 'object') return;
  finalizables.add(t);
  makeFinalizable(t);
}

export class PyType extends PyObject {
  qualname: string;
  /** The namespace. Change it only through `setTypeAttr`/`deleteTypeAttr` or follow with `typeModified`. */
  ns: PyDict = new PyDict();
  bases: PyType[] = [];
  base: PyType | null = null;
  mro: PyType[] = [this];
  flags = 0;
  version = ++versionCounter;
  /** Names of the namespace that were assigned more than once, to values that are no descriptors: they change without
   *  a new version (class counters). Caches hold where they are, not what they were. */
  variables: Set<string> | null = null;
  subclasses: Set<WeakRef<PyType>> = new Set();
  /** At so many subclasses those that are gone are struck out. */
  crowded = 64;
  lookupCache: Map<string, PyValue | null> = new Map();
  /** slots[i] caches the look-up of SLOT_NAMES[i]: undefined = not asked yet, null = absent. */
  slots: (PyValue | null | undefined)[] = new Array<PyValue | null | undefined>(SLOT_NAMES.length).fill(undefined);
  /** JS-level iteration of a built-in iterator: next value, or undefined at the end. May not run Python code unless it
   *  is a *resumable* (returns a Pending), see protocol/pending.ts. Inherited with the JS shape. */
  iternext: ((self: never) => unknown) | undefined = undefined;
  /** All values a built-in iterator still has, at once: only where no step of it may run Python code. Not inherited. */
  rest: ((self: never) => PyValue[]) | undefined = undefined;
  /** How `await` and `yield from` step a built-in iterator whose end has a value (CPython's am_send): what it yields, or
   *  undefined when it has returned `thread.sendResult`. */
  send: ((self: never, value: PyValue) => unknown) | undefined = undefined;
  /** The JS class of instances. */
  ctor: Constructor;
  /** Names given in `__slots__`, mangled; null when the class has none of its own. */
  slotNames: string[] | null = null;
  /** PEP 649: set by the class statement. */
  heapModule: PyValue | undefined = undefined;

  /** `name` is the `__name__`; `module` the `__module__` of a built-in ('builtins' is not stored in the namespace). */
  constructor(
    public name: string,
    ctor: Constructor = PyInstance,
    public module: string = 'builtins',
  ) {
    super();
    this.qualname = name;
    this.ctor = ctor;
  }

  /** MRO look-up of a name (CPython's _PyType_Lookup): no descriptor is bound. */
  lookup(name: string): PyValue | undefined {
    const hit = this.lookupCache.get(name);
    if (hit !== undefined) return hit === null ? undefined : hit;
    const mro = this.mro;
    for (let i = 0; i < mro.length; i++) {
      const v = mro[i].ns.getStr(name);
      if (v !== undefined) {
        this.lookupCache.set(name, v);
        return v;
      }
    }
    this.lookupCache.set(name, null);
    return undefined;
  }

  /** The cached dunder of a slot number (see slots.ts), or null. `__eq__ = None` style blocks are returned as None. */
  slot(id: number): PyValue | null {
    const v = this.slots[id];
    if (v !== undefined) return v;
    const found = this.lookup(SLOT_NAMES[id]);
    return (this.slots[id] = found === undefined ? null : found);
  }

  /** The name in error messages (CPython's tp_name): dotted for built-ins that live outside of builtins. */
  get tpName(): string {
    return (this.flags & TYPE_HEAP) === 0 && this.module !== 'builtins' ? `${this.module}.${this.name}` : this.name;
  }

  isSubtype(of: PyType): boolean {
    return this === of || this.mro.includes(of);
  }
}

/** Called after any change to a type's namespace, bases or MRO: new version, empty caches, here and below. */
export function typeModified(t: PyType): void {
  t.version = ++versionCounter;
  t.lookupCache.clear();
  t.slots.fill(undefined);
  for (const ref of t.subclasses) {
    const sub = ref.deref();
    if (sub === undefined) t.subclasses.delete(ref);
    else typeModified(sub);
  }
}

/** Whether a class attribute is just a value: no descriptor. */
function isPlain(v: PyValue): boolean {
  if (typeof v !== 'object') return true;
  const t = v.cls;
  return t.slot(SLOT.__get__) === null && t.slot(SLOT.__set__) === null && t.slot(SLOT.__delete__) === null;
}

/** Strikes a name out of the look-up caches, here and below. */
function forget(t: PyType, name: string): void {
  t.lookupCache.delete(name);
  for (const ref of t.subclasses) {
    const sub = ref.deref();
    if (sub !== undefined) forget(sub, name);
  }
}

/** Assigns to the variable at entry `at` of the type's namespace; false when the value is no plain one. */
export function storeVariable(t: PyType, at: number, name: string, value: PyValue): boolean {
  if (!isPlain(value)) return false;
  t.ns.vals[at] = value;
  forget(t, name);
  return true;
}

/** The first type in the MRO that has the name, when it is a variable there (see PyType.variables). */
export function variableHolder(t: PyType, name: string): PyType | undefined {
  for (const c of t.mro) if (c.ns.findStr(name) >= 0) return c.variables?.has(name) === true ? c : undefined;
  return undefined;
}

export function setTypeAttr(t: PyType, name: string, value: PyValue): void {
  if (isPlain(value) && !name.startsWith('__')) {
    if (t.variables?.has(name) === true) {
      t.ns.setStr(name, value);
      forget(t, name);
      return;
    }
    const old = t.ns.getStr(name);
    if (old !== undefined && isPlain(old)) (t.variables ??= new Set()).add(name);
  } else t.variables?.delete(name);
  t.ns.setStr(name, value);
  typeModified(t);
  if (name === '__del__') noteFinalizer(t);
}

/** Sets bases, MRO and inherited layout of a type whose MRO has been computed (C3 is in type/mro.ts). */
export function linkType(t: PyType, bases: PyType[], base: PyType | null, mro: PyType[]): void {
  for (const b of t.bases) for (const r of b.subclasses) if (r.deref() === t) b.subclasses.delete(r);
  t.bases = bases;
  t.base = base;
  t.mro = mro;
  const ref = new WeakRef(t);
  for (const b of bases) {
    b.subclasses.add(ref);
    if (b.subclasses.size <= b.crowded) continue;
    // Interpreters come and go in one thread, and every one has made its own subclasses of object.
    for (const r of b.subclasses) if (r.deref() === undefined) b.subclasses.delete(r);
    b.crowded = Math.max(64, 2 * b.subclasses.size);
  }
}

/** C3 linearisation; null when no consistent order exists. */
export function mergeMro(lists: PyType[][]): PyType[] | null {
  const work = lists.map((l) => l.slice());
  const out: PyType[] = [];
  for (;;) {
    const live = work.filter((l) => l.length > 0);
    if (live.length === 0) return out;
    let pick: PyType | undefined;
    for (const l of live) {
      const head = l[0];
      if (!live.some((o) => o.indexOf(head, 1) > 0)) {
        pick = head;
        break;
      }
    }
    if (pick === undefined) return null;
    out.push(pick);
    for (const l of work) if (l[0] === pick) l.shift();
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Bootstrap: the core types exist, linked and empty, as soon as this module is loaded.

/** Makes a built-in type with the given JS shape. `flags` default: not subclassable, no instance dict. */
export function makeBuiltinType(
  name: string,
  ctor: Constructor | (abstract new (...args: never[]) => PyObject),
  options: { bases?: PyType[]; flags?: number; module?: string } = {},
): PyType {
  const t = new PyType(name, ctor as Constructor, options.module); // shapes with arguments are made by their __new__
  t.flags = options.flags ?? 0;
  Object.defineProperty(ctor.prototype, 'cls', { value: t, writable: true });
  const bases = options.bases ?? (name === 'object' && options.module === undefined ? [] : [objectType]);
  const mro = mergeMro([[t], ...bases.map((b) => b.mro), bases]);
  if (mro === null) throw new Error(`inconsistent MRO for built-in ${name}`);
  linkType(t, bases, bases[0] ?? null, mro);
  if (bases.length > 0) {
    t.iternext = bases[0].iternext;
    t.flags |=
      bases[0].flags & (TYPE_HAS_DICT | TYPE_WEAKREF | TYPE_MATCH_SELF | TYPE_MATCH_SEQUENCE | TYPE_MATCH_MAPPING);
  }
  if (t.module !== 'builtins') t.ns.setStr('__module__', t.module);
  return t;
}

const BASE = TYPE_BASETYPE;
const SELF = TYPE_MATCH_SELF;

export const objectType: PyType = new PyType('object', PyInstance);
objectType.flags = BASE;
Object.defineProperty(PyInstance.prototype, 'cls', { value: objectType, writable: true });

export const typeType = makeBuiltinType('type', PyType, { flags: BASE | TYPE_HAS_DICT | TYPE_WEAKREF });
/** ints are JS numbers: the shape is that of subclass instances. */
export const intType = makeBuiltinType('int', shapes.PyInt, { flags: BASE | SELF });
export const boolType = makeBuiltinType('bool', class extends shapes.PyInt {}, { bases: [intType], flags: SELF });
export const floatType = makeBuiltinType('float', shapes.PyFloat, { flags: BASE | SELF });
export const complexType = makeBuiltinType('complex', shapes.PyComplex, { flags: BASE });
export const strType = makeBuiltinType('str', shapes.PyStr, { flags: BASE | SELF });
export const bytesType = makeBuiltinType('bytes', shapes.PyBytes, { flags: BASE | SELF });
export const bytearrayType = makeBuiltinType('bytearray', shapes.PyByteArray, { flags: BASE | SELF });
export const tupleType = makeBuiltinType('tuple', shapes.PyTuple, { flags: BASE | SELF | TYPE_MATCH_SEQUENCE });
export const listType = makeBuiltinType('list', shapes.PyList, { flags: BASE | SELF | TYPE_MATCH_SEQUENCE });
export const dictType = makeBuiltinType('dict', PyDict, { flags: BASE | SELF | TYPE_MATCH_MAPPING });
export const sliceType = makeBuiltinType('slice', shapes.PySlice);
export const cellType = makeBuiltinType('cell', shapes.PyCell);
export const codeType = makeBuiltinType('code', shapes.PyCode, { flags: TYPE_WEAKREF });
export const functionType = makeBuiltinType('function', shapes.PyFunction, { flags: TYPE_HAS_DICT | TYPE_WEAKREF });
export const methodType = makeBuiltinType('method', shapes.PyMethod, { flags: TYPE_WEAKREF });
export const moduleType = makeBuiltinType('module', shapes.PyModule, { flags: BASE | TYPE_HAS_DICT | TYPE_WEAKREF });
export const propertyType = makeBuiltinType('property', shapes.PyProperty, { flags: BASE });
export const classmethodType = makeBuiltinType('classmethod', shapes.PyClassMethod, { flags: BASE | TYPE_HAS_DICT });
export const staticmethodType = makeBuiltinType('staticmethod', shapes.PyStaticMethod, { flags: BASE | TYPE_HAS_DICT });
export const noneType = makeBuiltinType('NoneType', PyNone);
export const notImplementedType = makeBuiltinType('NotImplementedType', PyNotImplemented);
export const ellipsisType = makeBuiltinType('ellipsis', PyEllipsis);

/** The class of any value. */
export function typeOf(v: PyValue): PyType {
  switch (typeof v) {
    case 'object':
      return v.cls;
    case 'number':
    case 'bigint':
      return intType;
    case 'string':
      return strType;
    default:
      return boolType;
  }
}

/** True when `v` is an instance of `t` by the real MRO (no `__instancecheck__`). */
export function isInstance(v: PyValue, t: PyType): boolean {
  return typeOf(v).isSubtype(t);
}
