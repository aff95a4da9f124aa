// Attribute access: descriptors, instance attributes, `__getattribute__`/`__getattr__`, and their setting and deleting.
// Invariant: an instance's attributes are own properties `$name` until its `__dict__` is asked for (`dictOf`), and in
// `dict` from then on. Functions ending in R are resumable; the plain ones run Python code in a nested loop.

import { ATTR_PREFIX, type AttrBag, None, type PyObject, type PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import {
  PyBoundNative,
  PyBuiltinFunction,
  PyClassMethodDescriptor,
  PyComputedMember,
  PyGetSet,
  PyMember,
  PyMethodWrapper,
  PyNative,
  PyWrapperDescriptor,
} from '../native.ts';
import { PyClassMethod, PyFunction, PyMethod, type PyModule, PyProperty, PyStaticMethod } from '../shapes.ts';
import { PyType, TYPE_HAS_DICT, TYPE_HEAP, typeOf, isInstance } from '../type.ts';
import { SLOT } from '../slots.ts';
import { attributeError, isException, typeError } from '../exceptions/raise.ts';
import { Call, callFunctionR, isPending, sync, type Pending, Raise, type Resumable, thenR } from './pending.ts';
import { fromJS, isStr, toJS } from '../str/text.ts';

// ------------------------------------------------------------------------------------------- instance attributes

/** The keys of instance attributes by name: V8 would have to look for a string that was put together each time. */
const keys = new Map<string, string>();
const MAX_KEYS = 20_000;
function keyOf(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  if (keys.size >= MAX_KEYS) keys.clear();
  const key = ATTR_PREFIX + name;
  keys.set(name, key);
  return key;
}

/** The instance attribute `name`, or undefined. Runs no Python code. */
export function instanceGet(obj: PyObject, name: string): PyValue | undefined {
  const d = obj.dict;
  return d !== undefined ? d.getStr(name) : (obj as AttrBag)[keyOf(name)];
}

export function instanceSet(obj: PyObject, name: string, value: PyValue): void {
  const d = obj.dict;
  if (d !== undefined) d.setStr(name, value);
  else (obj as AttrBag)[keyOf(name)] = value;
}

export function instanceDelete(obj: PyObject, name: string): boolean {
  const d = obj.dict;
  if (d !== undefined) {
    const i = d.findStr(name);
    if (i >= 0) d.deleteAt(i);
    return i >= 0;
  }
  const key = keyOf(name);
  if ((obj as AttrBag)[key] === undefined) return false;
  delete (obj as AttrBag)[key];
  return true;
}

/** The instance's `__dict__`, made from its properties at the first call; undefined when its type has none. */
export function dictOf(obj: PyObject): PyDict | undefined {
  if (obj.dict !== undefined) return obj.dict;
  if ((obj.cls.flags & TYPE_HAS_DICT) === 0) return undefined;
  const d = new PyDict();
  const bag = obj as AttrBag;
  for (const key of Object.keys(bag)) {
    if (key.charCodeAt(0) !== 36 /* $ */) continue;
    d.set(fromJS(key.slice(1)), bag[key]!);
    delete bag[key];
  }
  obj.dict = d;
  return d;
}

/** A copy of the instance attributes without making the instance slow (for pickling, copying, vars-like readers). */
export function attributesOf(obj: PyObject): PyDict {
  const d = new PyDict();
  if (obj.dict !== undefined) obj.dict.copyInto(d);
  else {
    const bag = obj as AttrBag;
    for (const key of Object.keys(bag)) if (key.charCodeAt(0) === 36) d.set(fromJS(key.slice(1)), bag[key]!);
  }
  return d;
}

// ------------------------------------------------------------------------------------------------------ descriptors

/** True when the type of `d` has `__set__` or `__delete__`. */
export function isDataDescriptor(d: PyValue): boolean {
  if (d instanceof PyFunction || d instanceof PyNative) return false;
  if (d instanceof PyGetSet || d instanceof PyMember || d instanceof PyProperty) return true;
  const t = typeOf(d);
  return t.slot(SLOT.__set__) !== null || t.slot(SLOT.__delete__) !== null;
}

/** `d.__get__(obj, type)` where d was found on a type; obj is undefined for access through the class. */
export function bindDescriptorR(d: PyValue, obj: PyValue | undefined, type: PyType): Resumable {
  if (typeof d !== 'object') return d;
  if (d instanceof PyFunction) return obj === undefined ? d : new PyMethod(d, obj);
  if (d instanceof PyNative) {
    if (d instanceof PyBuiltinFunction) return d;
    if (d instanceof PyClassMethodDescriptor) return new PyBoundNative(d, type);
    if (obj === undefined) return d;
    return d instanceof PyWrapperDescriptor ? new PyMethodWrapper(d, obj) : new PyBoundNative(d, obj);
  }
  if (d instanceof PyGetSet) {
    if (obj === undefined) return d;
    const r = d.get(obj as never); // the owner check in getset access guarantees the shape
    return r === undefined ? None : r;
  }
  if (d instanceof PyMember) {
    if (obj === undefined) return d;
    return memberGet(d, obj);
  }
  if (d.cls.flags & TYPE_HEAP) {
    // A Python subclass of property & co. may override __get__: fall through to the general rule.
  } else if (d instanceof PyProperty) {
    if (obj === undefined) return d;
    if (d.fget === null) throw propertyError(d, obj, 'getter');
    return callNow(d.fget, [obj]);
  } else if (d instanceof PyStaticMethod) return d.callable ?? None;
  else if (d instanceof PyClassMethod) return bindClassMethod(d, type);
  const get = d.cls.slot(SLOT.__get__);
  if (get === null) return d;
  return callBound(get, d, [obj ?? None, type]);
}

function bindClassMethod(d: PyClassMethod, type: PyType): Resumable {
  const f = d.callable ?? None;
  return f instanceof PyNative && !f.hasSelf ? new PyBoundNative(f, type) : new PyMethod(f, type);
}

function propertyError(d: PyProperty, obj: PyValue, what: string): PyObject {
  const name = d.name !== null && isStr(d.name) ? ` '${toJS(d.name)}'` : '';
  return attributeError(`property${name} of '${typeOf(obj).qualname}' object has no ${what}`);
}

function memberGet(d: PyMember, obj: PyValue): PyValue {
  checkOwner(d, obj);
  const v = (obj as unknown as { [key: string]: PyValue | null | undefined })[d.key]; // fields of built-ins may be null
  if (v === null) return None;
  if (v === undefined) {
    if (d.key.charCodeAt(0) !== 37 /* % */) return None;
    throw attributeError(`'${typeOf(obj).tpName}' object has no attribute '${d.name}'`, obj, fromJS(d.name));
  }
  return v;
}

function checkOwner(d: PyMember | PyGetSet, obj: PyValue): void {
  if (d.owner !== null && !isInstance(obj, d.owner)) {
    throw typeError(
      `descriptor '${d.name}' for '${d.owner.tpName}' objects doesn't apply to a '${typeOf(obj).tpName}' object`,
    );
  }
}

/** A call that is made at once for natives and becomes a Pending for Python code (call.ts without the import knot). */
function callNow(f: PyValue, args: PyValue[]): Resumable {
  return f instanceof PyFunction ? callFunctionR(f, args) : new Call(f, args);
}

/** Calls `f` (found on a type) with self: a method call in all but the bound object. */
export function callBound(f: PyValue, self: PyValue, args: PyValue[]): Resumable {
  if (f instanceof PyFunction || (f instanceof PyNative && f.hasSelf)) return callNow(f, [self, ...args]);
  const bound = bindDescriptorR(f, self, typeOf(self));
  return thenR(bound, (b) => callNow(b, args));
}

// ----------------------------------------------------------------------------------------------------------- reading

/** object.__getattribute__ without the error: undefined when there is no such attribute. */
export function genericGetR(obj: PyValue, name: string): Resumable<PyValue | undefined> {
  const t = typeOf(obj);
  const d = t.lookup(name);
  if (typeof obj === 'object') {
    if (d !== undefined) {
      if (isDataDescriptor(d) && typeOf(d).slot(SLOT.__get__) !== null) return dataGet(d, obj, t);
      const v = (t.flags & TYPE_HAS_DICT) !== 0 || obj.dict !== undefined ? instanceGet(obj, name) : undefined;
      if (v !== undefined) return v;
      return bindDescriptorR(d, obj, t);
    }
    return (t.flags & TYPE_HAS_DICT) !== 0 || obj.dict !== undefined ? instanceGet(obj, name) : undefined;
  }
  if (d === undefined) return undefined;
  return bindDescriptorR(d, obj, t);
}

function dataGet(d: PyValue, obj: PyValue, t: PyType): Resumable {
  if (d instanceof PyGetSet) checkOwner(d, obj);
  return bindDescriptorR(d, obj, t);
}

/** A data descriptor that only sets does not stand before the namespace. */
function hasGet(d: PyValue): boolean {
  return (
    d instanceof PyGetSet || d instanceof PyMember || d instanceof PyProperty || typeOf(d).slot(SLOT.__get__) !== null
  );
}

/** type.__getattribute__ without the error. */
export function typeGetR(t: PyType, name: string): Resumable<PyValue | undefined> {
  const meta = t.cls;
  const metaAttr = meta.lookup(name);
  if (metaAttr !== undefined && isDataDescriptor(metaAttr) && hasGet(metaAttr))
    return bindDescriptorR(metaAttr, t, meta);
  const v = t.lookup(name);
  if (v !== undefined) return bindDescriptorR(v, undefined, t);
  if (metaAttr !== undefined) return bindDescriptorR(metaAttr, t, meta);
  return undefined;
}

let objectGetattribute: PyValue | undefined;
let typeGetattribute: PyValue | undefined;
let moduleGetattribute: PyValue | undefined;
/** The natives that are `__getattribute__` of object, type and module; access through them skips the call. */
export function registerGetattribute(object: PyValue, type: PyValue, module: PyValue): void {
  objectGetattribute = object;
  typeGetattribute = type;
  moduleGetattribute = module;
}

/** True when attribute look-up of instances of `t` is object.__getattribute__ (inline caches ask). */
export function hasGenericGetattribute(t: PyType): boolean {
  return t.slot(SLOT.__getattribute__) === objectGetattribute;
}

/** The same for the classes that are instances of metaclass `t`: type.__getattribute__. */
export function hasTypeGetattribute(t: PyType): boolean {
  return t.slot(SLOT.__getattribute__) === typeGetattribute;
}

/** The error of a failed look-up, with CPython's wording for types and modules. */
export function missingAttribute(obj: PyValue, name: string): PyObject {
  if (obj instanceof PyType)
    return attributeError(`type object '${obj.tpName}' has no attribute '${name}'`, obj, fromJS(name));
  return attributeError(`'${typeOf(obj).tpName}' object has no attribute '${name}'`, obj, fromJS(name));
}

let moduleMissing: (m: PyModule, name: string) => Resumable<PyValue | undefined> = () => undefined;
/** module.ts says what happens to a name a module does not have (PEP 562, messages). */
export function setModuleMissing(f: (m: PyModule, name: string) => Resumable<PyValue | undefined>): void {
  moduleMissing = f;
}

/** `obj.name`, or undefined when it does not exist (AttributeError swallowed). Resumable. */
export function lookupAttrR(obj: PyValue, name: string): Resumable<PyValue | undefined> {
  const t = typeOf(obj);
  const ga = t.slot(SLOT.__getattribute__);
  const hook = t.slot(SLOT.__getattr__);
  if (hook === null) {
    if (ga === objectGetattribute) return swallow(genericGetSafe, obj, name);
    if (ga === typeGetattribute) return swallow(typeGetSafe, obj, name);
  }
  return swallow(getattrR, obj, name);
}
const genericGetSafe = (o: PyValue, n: string): Resumable<PyValue | undefined> => genericGetR(o, n);
const typeGetSafe = (o: PyValue, n: string): Resumable<PyValue | undefined> => typeGetR(o as PyType, n);

function swallow(
  f: (o: PyValue, n: string) => Resumable<PyValue | undefined>,
  obj: PyValue,
  name: string,
): Resumable<PyValue | undefined> {
  try {
    const r = f(obj, name);
    if (!isPending(r)) return r;
    if (r instanceof Raise && isException(r.exception, 'AttributeError')) return undefined;
    return swallowPending(r);
  } catch (e) {
    if (isException(e, 'AttributeError')) return undefined;
    throw e;
  }
}
function* swallowPending(p: Pending): Generator<unknown, PyValue | undefined, PyValue> {
  try {
    return yield p;
  } catch (e) {
    if (isException(e, 'AttributeError')) return undefined;
    throw e;
  }
}

/** `obj.name` (raises AttributeError). Resumable: the evaluation loop's LOAD_ATTR slow path and natives use it. */
export function getattrR(obj: PyValue, name: string): Resumable {
  const t = typeOf(obj);
  const ga = t.slot(SLOT.__getattribute__);
  const hook = t.slot(SLOT.__getattr__);
  let r: Resumable<PyValue | undefined>;
  if (hook === null) {
    if (ga === objectGetattribute) r = genericGetR(obj, name);
    else if (ga === typeGetattribute) r = typeGetR(obj as PyType, name);
    else if (ga === moduleGetattribute) {
      r = genericGetR(obj, name);
      if (r === undefined) r = moduleMissing(obj as PyModule, name);
    } else return callBound(ga!, obj, [fromJS(name)]);
    return r === undefined ? new Raise(missingAttribute(obj, name)) : r;
  }
  return withHook(obj, name, ga!, hook);
}

function withHook(obj: PyValue, name: string, ga: PyValue, hook: PyValue): Resumable {
  try {
    const r: Resumable<PyValue | undefined> =
      ga === objectGetattribute
        ? genericGetR(obj, name)
        : ga === typeGetattribute
          ? typeGetR(obj as PyType, name)
          : callBound(ga, obj, [fromJS(name)]);
    if (r === undefined) return callBound(hook, obj, [fromJS(name)]);
    if (!isPending(r)) return r;
    return (function* (): Generator<unknown, PyValue, PyValue> {
      try {
        return yield r;
      } catch (e) {
        if (!isException(e, 'AttributeError')) throw e;
      }
      return yield callBound(hook, obj, [fromJS(name)]);
    })();
  } catch (e) {
    if (!isException(e, 'AttributeError')) throw e;
    return callBound(hook, obj, [fromJS(name)]);
  }
}

export function getattr(obj: PyValue, name: string): PyValue {
  return sync(getattrR(obj, name));
}

export function lookupAttr(obj: PyValue, name: string): PyValue | undefined {
  return sync(lookupAttrR(obj, name));
}

// ----------------------------------------------------------------------------------------------------------- writing

let objectSetattr: PyValue | undefined;
let objectDelattr: PyValue | undefined;
export function registerSetattr(set: PyValue, del: PyValue): void {
  objectSetattr = set;
  objectDelattr = del;
}
let typeSetattr: PyValue | undefined;
let typeSet: typeof setattrR = () => undefined;
/** type's `__setattr__`, and what it does: access through it skips the call. */
export function registerTypeSetattr(
  set: PyValue,
  f: (t: PyType, name: string, value: PyValue | undefined) => Resumable<PyValue | undefined>,
): void {
  typeSetattr = set;
  typeSet = f as typeof setattrR; // called for types
}
export function hasGenericSetattr(t: PyType): boolean {
  return t.slot(SLOT.__setattr__) === objectSetattr;
}

/** object.__setattr__ / __delattr__ (value undefined). Resumable. */
export function genericSetR(obj: PyValue, name: string, value: PyValue | undefined): Resumable<PyValue | undefined> {
  const t = typeOf(obj);
  const d = t.lookup(name);
  if (d !== undefined && typeof d === 'object') {
    if (d instanceof PyGetSet) {
      checkOwner(d, obj);
      if (d.set === null && d instanceof PyComputedMember) throw attributeError('readonly attribute');
      if (d.set === null)
        throw attributeError(`attribute '${name}' of '${d.owner?.tpName ?? t.tpName}' objects is not writable`);
      const r = d.set(obj as never, value);
      return isPending(r) ? r : undefined;
    }
    if (d instanceof PyMember) {
      checkOwner(d, obj);
      if (d.readonly) throw attributeError('readonly attribute');
      if (value === undefined) {
        if ((obj as AttrBag)[d.key] === undefined) throw attributeError(name, obj, fromJS(name));
        (obj as AttrBag)[d.key] = undefined;
      } else (obj as AttrBag)[d.key] = value;
      return undefined;
    }
    if (d instanceof PyProperty && (d.cls.flags & TYPE_HEAP) === 0) {
      const f = value === undefined ? d.fdel : d.fset;
      if (f === null) throw propertyError(d, obj, value === undefined ? 'deleter' : 'setter');
      const r = callNow(f, value === undefined ? [obj] : [obj, value]);
      return isPending(r) ? r : undefined;
    }
    if (!(d instanceof PyFunction) && !(d instanceof PyNative)) {
      const dt = typeOf(d);
      const set = dt.slot(SLOT.__set__);
      const del = dt.slot(SLOT.__delete__);
      if (value !== undefined && set !== null) return callBound(set, d, [obj, value]);
      if (value === undefined && del !== null) return callBound(del, d, [obj]);
      if (set !== null || del !== null) throw attributeError(value === undefined ? '__delete__' : '__set__');
    }
  }
  if (typeof obj !== 'object' || ((t.flags & TYPE_HAS_DICT) === 0 && obj.dict === undefined)) {
    if (d !== undefined)
      throw attributeError(`'${t.tpName}' object attribute '${name}' is read-only`, obj, fromJS(name));
    throw attributeError(
      `'${t.tpName}' object has no attribute '${name}'${(t.flags & TYPE_HEAP) !== 0 || t.slot(SLOT.__setattr__) === objectSetattr ? ' and no __dict__ for setting new attributes' : ''}`,
      obj,
      fromJS(name),
    );
  }
  if (value === undefined) {
    if (!instanceDelete(obj, name)) throw missingAttribute(obj, name);
  } else instanceSet(obj, name, value);
  return undefined;
}

/** `obj.name = value`, or `del obj.name` when value is undefined. Resumable; the result carries nothing. */
export function setattrR(obj: PyValue, name: string, value: PyValue | undefined): Resumable<PyValue | undefined> {
  const t = typeOf(obj);
  const f = t.slot(value === undefined ? SLOT.__delattr__ : SLOT.__setattr__);
  if (f === objectSetattr || f === objectDelattr) return genericSetR(obj, name, value);
  if (f instanceof PyNative && f === typeSetattr) return typeSet(obj as PyType, name, value); // it belongs to type
  return callBound(f!, obj, value === undefined ? [fromJS(name)] : [fromJS(name), value]);
}

export function setattr(obj: PyValue, name: string, value: PyValue | undefined): void {
  sync(setattrR(obj, name, value));
}

/** Any value as an attribute name, or TypeError. */
export function attributeName(v: PyValue): string {
  if (isStr(v)) return toJS(v);
  throw typeError(`attribute name must be string, not '${typeOf(v).tpName}'`);
}
