// isinstance() and issubclass(): the real MRO, `__instancecheck__`/`__subclasscheck__`, tuples and unions, and the
// abstract protocol over `__bases__`. Resumable; the ordinary answers come without running anything.

import { None, type PyObject, type PyValue } from '../object.ts';
import { PyTuple } from '../shapes.ts';
import { objectType, PyType, typeOf, typeType } from '../type.ts';
import { PyGetSet } from '../native.ts';
import { SLOT } from '../slots.ts';
import { recursionError, typeError } from '../exceptions/raise.ts';
import { hasGenericGetattribute, lookupAttrR } from '../protocol/attribute.ts';
import { callUnboundR } from '../protocol/call.ts';
import { truthR } from '../protocol/operators.ts';
import { isPending, sync, type Resumable } from '../protocol/pending.ts';

const INSTANCE = 'isinstance() arg 2 must be a type, a tuple of types, or a union';
const SUBCLASS = 'issubclass() arg 2 must be a class, a tuple of classes, or a union';

let plainInstanceCheck: PyValue | undefined;
let plainSubclassCheck: PyValue | undefined;
/** attributes.ts says which natives are type's own checks. */
export function registerChecks(instance: PyValue | undefined, subclass: PyValue | undefined): void {
  plainInstanceCheck = instance;
  plainSubclassCheck = subclass;
}

function isUnion(c: PyValue): c is PyObject {
  return typeof c === 'object' && c.cls.name === 'Union' && c.cls.module === 'typing';
}

/** isinstance(inst, cls). Resumable. */
export function isinstanceR(inst: PyValue, cls: PyValue): Resumable<boolean> {
  const t = typeOf(inst);
  if (t === cls) return true;
  if (cls instanceof PyType) {
    const check = cls.cls === typeType ? plainInstanceCheck : cls.cls.slot(SLOT.__instancecheck__);
    if (check === plainInstanceCheck) return objectIsInstanceR(inst, cls);
  }
  return slowIsInstance(inst, cls, 0);
}

function* slowIsInstance(inst: PyValue, cls: PyValue, depth: number): Generator<unknown, boolean, never> {
  if (typeOf(inst) === cls) return true;
  if (isUnion(cls)) cls = (yield lookupAttrR(cls, '__args__')) as PyValue;
  if (cls instanceof PyTuple) {
    if (depth > 1000) throw recursionError('maximum recursion depth exceeded in __instancecheck__');
    for (const c of cls.items) {
      const r: boolean = c instanceof PyType ? yield isinstanceR(inst, c) : yield* slowIsInstance(inst, c, depth + 1);
      if (r) return true;
    }
    return false;
  }
  const f = typeOf(cls).slot(SLOT.__instancecheck__);
  if (f !== null && f !== plainInstanceCheck) {
    const r = (yield callUnboundR(f, cls, [inst])) as PyValue;
    return yield truthR(r);
  }
  return yield objectIsInstanceR(inst, cls);
}

/** The test of type.__instancecheck__: the class of `inst`, or what it claims as `__class__`. Resumable. */
export function objectIsInstanceR(inst: PyValue, cls: PyValue): Resumable<boolean> {
  const t = typeOf(inst);
  if (cls instanceof PyType) {
    if (t.isSubtype(cls)) return true;
    if (cls === objectType) return true;
    const d = t.lookup('__class__');
    if (d instanceof PyGetSet && d.owner === objectType && (hasGenericGetattribute(t) || inst instanceof PyType))
      return false;
    return claimedInstance(inst, t, cls);
  }
  return abstractInstance(inst, cls);
}
function* claimedInstance(inst: PyValue, t: PyType, cls: PyType): Generator<unknown, boolean, never> {
  const c = (yield lookupAttrR(inst, '__class__')) as PyValue | undefined;
  return c !== undefined && c !== t && c instanceof PyType && c.isSubtype(cls);
}
function* abstractInstance(inst: PyValue, cls: PyValue): Generator<unknown, boolean, never> {
  const bases = (yield basesR(cls)) as PyTuple | undefined;
  if (bases === undefined) throw typeError(INSTANCE);
  const c = (yield lookupAttrR(inst, '__class__')) as PyValue | undefined;
  return c === undefined ? false : yield* abstractSubclass(c, cls);
}

/** `cls.__bases__` when it is a tuple, else undefined. Resumable. */
function basesR(cls: PyValue): Resumable<PyTuple | undefined> {
  if (cls instanceof PyType) return new PyTuple(cls.bases);
  const r = lookupAttrR(cls, '__bases__');
  if (!isPending(r)) return r instanceof PyTuple ? r : undefined;
  return (function* (): Generator<unknown, PyTuple | undefined, never> {
    const v = (yield r) as PyValue | undefined;
    return v instanceof PyTuple ? v : undefined;
  })();
}

function* abstractSubclass(derived: PyValue, cls: PyValue): Generator<unknown, boolean, never> {
  if (derived === cls) return true;
  const bases = (yield basesR(derived)) as PyTuple | undefined;
  if (bases === undefined) return false;
  for (const b of bases.items) if (yield* abstractSubclass(b, cls)) return true;
  return false;
}

/** issubclass(derived, cls). Resumable. */
export function issubclassR(derived: PyValue, cls: PyValue): Resumable<boolean> {
  if (cls instanceof PyType) {
    if (derived === cls && cls.cls === typeType) return true;
    const check = cls.cls === typeType ? plainSubclassCheck : cls.cls.slot(SLOT.__subclasscheck__);
    if (check === plainSubclassCheck) return realSubclassR(derived, cls);
  }
  return slowIsSubclass(derived, cls, 0);
}

function* slowIsSubclass(derived: PyValue, cls: PyValue, depth: number): Generator<unknown, boolean, never> {
  if (isUnion(cls)) cls = (yield lookupAttrR(cls, '__args__')) as PyValue;
  if (cls instanceof PyTuple) {
    if (depth > 1000) throw recursionError('maximum recursion depth exceeded in __subclasscheck__');
    for (const c of cls.items) {
      const r: boolean =
        c instanceof PyType ? yield issubclassR(derived, c) : yield* slowIsSubclass(derived, c, depth + 1);
      if (r) return true;
    }
    return false;
  }
  const f = typeOf(cls).slot(SLOT.__subclasscheck__);
  if (f !== null && f !== plainSubclassCheck && f !== None) {
    const r = (yield callUnboundR(f, cls, [derived])) as PyValue;
    return yield truthR(r);
  }
  return yield realSubclassR(derived, cls);
}

/** The test of type.__subclasscheck__. Resumable. */
export function realSubclassR(derived: PyValue, cls: PyValue): Resumable<boolean> {
  if (derived instanceof PyType && cls instanceof PyType) return derived.isSubtype(cls);
  return (function* (): Generator<unknown, boolean, never> {
    const d = (yield basesR(derived)) as PyTuple | undefined;
    if (d === undefined) throw typeError('issubclass() arg 1 must be a class');
    const c = (yield basesR(cls)) as PyTuple | undefined;
    if (c === undefined) throw typeError(SUBCLASS);
    return yield* abstractSubclass(derived, cls);
  })();
}

/** isinstance() in a nested loop, for leaf natives. */
export function isinstance(inst: PyValue, cls: PyValue): boolean {
  return sync(isinstanceR(inst, cls));
}
/** issubclass() in a nested loop, for leaf natives. */
export function issubclass(derived: PyValue, cls: PyValue): boolean {
  return sync(issubclassR(derived, cls));
}
