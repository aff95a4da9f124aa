// Inline caches of LOAD_ATTR and STORE_ATTR: what the type says about a name, valid while the type's version holds.
// Invariant: a cache is only made where the look-up is object.__getattribute__ / __setattr__; a wrong guess falls back
// to the protocol, never to a wrong answer.

import type { PyDict } from '../objects/dict/storage.ts';
import type { PyObject, AttrBag, PyValue } from '../objects/object.ts';
import { PyClassMethodDescriptor, PyBuiltinFunction, PyGetSet, PyMember, PyNative } from '../objects/native.ts';
import { PyClassMethod, PyFunction, PyModule, PyProperty, PyStaticMethod } from '../objects/shapes.ts';
import { PyTupleGetter } from '../objects/tuplegetter.ts';
import {
  moduleType,
  PyType,
  propertyType,
  TYPE_HAS_DICT,
  TYPE_HEAP,
  tupleType,
  typeOf,
  variableHolder,
} from '../objects/type.ts';
import { MODE_METHOD, type PyFrame } from '../objects/frame.ts';
import {
  getattrR,
  hasGenericGetattribute,
  hasGenericSetattr,
  isDataDescriptor,
  setattrR,
} from '../objects/protocol/attribute.ts';
import { isPending, type Pending, type Resumable } from '../objects/protocol/pending.ts';
import { SLOT } from '../objects/slots.ts';

/** An own property of the instance, nothing on the type. */
export const ATTR_FIELD = 1;
/** A function or native on the type. */
export const ATTR_METHOD = 2;
/** A member of `__slots__`. */
export const ATTR_SLOT = 3;
/** A plain property with a Python getter. */
export const ATTR_PROPERTY = 4;
/** A non-descriptor class attribute. */
export const ATTR_CLASS = 5;
/** What a built-in type computes (a getset_descriptor). */
export const ATTR_GETSET = 6;
/** A field of a namedtuple. */
export const ATTR_ITEM = 7;

/** A classmethod's function, for calls. */
export const ATTR_CLASSMETHOD = 8;

export class AttributeCache {
  /** What the instruction knew before this one: other types seen there. */
  older: AttributeCache | null = null;
  constructor(
    readonly type: PyType,
    readonly version: number,
    readonly kind: number,
    readonly key: string,
    readonly value: PyValue | undefined,
    /** Instances can shadow it with an attribute of their own. */
    readonly shadow: boolean,
    /** ATTR_CLASS without a value: the namespace that has it, and where (see PyType.variables). */
    readonly ns: PyDict | null = null,
    readonly index = -1,
  ) {}
}

export class StoreCache {
  /** As above. */
  older: StoreCache | null = null;
  constructor(
    readonly type: PyType,
    readonly version: number,
    readonly key: string,
  ) {}
}

function fill(frame: PyFrame, o: PyValue, namei: number, pc: number): AttributeCache | undefined {
  if (o instanceof PyType) return undefined;
  const code = frame.code;
  const c = makeAttributeCache(typeOf(o), code.code.names[namei], code.attrKeys[namei]);
  if (c !== undefined) code.caches[pc] = c;
  return c;
}

/** What class `t` says about attribute `name` of its instances; undefined when the protocol must be asked each time. */
export function makeAttributeCache(t: PyType, name: string, key: string): AttributeCache | undefined {
  if (!hasGenericGetattribute(t)) return undefined;
  const d = t.lookup(name);
  const shadow = (t.flags & TYPE_HAS_DICT) !== 0;
  let c: AttributeCache | undefined;
  if (d === undefined) {
    if (shadow) c = new AttributeCache(t, t.version, ATTR_FIELD, key, undefined, true);
  } else if (
    d instanceof PyFunction ||
    (d instanceof PyNative && !(d instanceof PyClassMethodDescriptor) && !(d instanceof PyBuiltinFunction))
  ) {
    c = new AttributeCache(t, t.version, ATTR_METHOD, key, d, shadow);
  } else if (d instanceof PyMember) {
    if (d.owner !== null && t.isSubtype(d.owner))
      c = new AttributeCache(t, t.version, ATTR_SLOT, d.key, undefined, false);
  } else if (d instanceof PyProperty) {
    if (d.cls === propertyType && d.fget instanceof PyFunction)
      c = new AttributeCache(t, t.version, ATTR_PROPERTY, key, d.fget, false);
  } else if (d instanceof PyTupleGetter) {
    if (t.isSubtype(tupleType)) c = new AttributeCache(t, t.version, ATTR_ITEM, key, d, false);
  } else if (d instanceof PyGetSet) {
    if (d.owner !== null && t.isSubtype(d.owner)) c = new AttributeCache(t, t.version, ATTR_GETSET, key, d, false);
  } else if (d instanceof PyStaticMethod && (d.cls.flags & TYPE_HEAP) === 0) {
    if (d.callable !== null) c = new AttributeCache(t, t.version, ATTR_CLASS, key, d.callable, shadow);
  } else if (d instanceof PyClassMethod && (d.cls.flags & TYPE_HEAP) === 0) {
    if (d.callable instanceof PyFunction)
      c = new AttributeCache(t, t.version, ATTR_CLASSMETHOD, key, d.callable, shadow);
  } else if (typeOf(d).slot(SLOT.__get__) === null && !isDataDescriptor(d)) {
    const ns = variableHolder(t, name)?.ns;
    c =
      ns === undefined
        ? new AttributeCache(t, t.version, ATTR_CLASS, key, d, shadow)
        : new AttributeCache(t, t.version, ATTR_CLASS, key, undefined, shadow, ns, ns.findStr(name));
  }
  return c;
}

/** LOAD_ATTR without the method bit, on a cache miss. */
export function loadAttribute(frame: PyFrame, o: PyValue, namei: number, pc: number): Resumable {
  if (o instanceof PyModule && o.cls === moduleType) {
    const v = o.dict.getStr(frame.code.code.names[namei]);
    if (v !== undefined) return v;
  } else fill(frame, o, namei, pc);
  return getattrR(o, frame.code.code.names[namei]);
}

/** LOAD_ATTR with the method bit, on a miss: pushes (method, self) or (attribute, NULL), or gives the Pending. */
export function loadMethod(frame: PyFrame, o: PyValue, namei: number, pc: number): Pending | undefined {
  const regs = frame.regs;
  const sp = frame.sp;
  const name = frame.code.code.names[namei];
  if (o instanceof PyModule && o.cls === moduleType) {
    const v = o.dict.getStr(name);
    if (v !== undefined) {
      regs[sp - 1] = v;
      regs[frame.sp++] = undefined;
      return undefined;
    }
  } else {
    const c = fill(frame, o, namei, pc);
    if (c !== undefined && c.kind === ATTR_METHOD) {
      const own = !c.shadow
        ? undefined
        : (o as PyObject).dict !== undefined
          ? (o as PyObject).dict!.getStr(name)
          : (o as AttrBag)[c.key];
      if (own === undefined) {
        regs[sp - 1] = c.value;
        regs[frame.sp++] = o;
        return undefined;
      }
    }
  }
  const r = getattrR(o, name);
  if (isPending(r)) {
    frame.sp = sp - 1;
    frame.mode = MODE_METHOD;
    return r;
  }
  regs[sp - 1] = r;
  regs[frame.sp++] = undefined;
  return undefined;
}

/** STORE_ATTR on a miss. */
export function storeAttribute(
  frame: PyFrame,
  o: PyValue,
  value: PyValue,
  namei: number,
  pc: number,
): Resumable<PyValue | undefined> {
  const code = frame.code;
  const name = code.code.names[namei];
  if (typeof o === 'object' && !(o instanceof PyType)) {
    const c = makeStoreCache(o.cls, name, code.attrKeys[namei]);
    if (c !== undefined) code.caches[pc] = c;
  }
  return setattrR(o, name, value);
}

/** Where instances of class `t` keep attribute `name`; undefined when the protocol must be asked each time. */
export function makeStoreCache(t: PyType, name: string, key: string): StoreCache | undefined {
  if (!hasGenericSetattr(t)) return undefined;
  const d = t.lookup(name);
  if (d === undefined || !isDataDescriptor(d))
    return (t.flags & TYPE_HAS_DICT) !== 0 ? new StoreCache(t, t.version, key) : undefined;
  if (d instanceof PyMember && !d.readonly && d.owner !== null && t.isSubtype(d.owner))
    return new StoreCache(t, t.version, d.key);
  return undefined;
}
