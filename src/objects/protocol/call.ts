// Calling, from native code. `callR` is resumable (return it or yield it); `call` runs to the end in a nested loop.
// Invariant: the result of a call is a Python value, never undefined.

import { None, type PyValue } from '../object.ts';
import { callNative, PyBoundNative, PyNative } from '../native.ts';
import { asCall, Call, callFunctionR, isPending, sync, type KwNames, type Resumable, thenR } from './pending.ts';
import { TYPE_HAS_DICT, typeOf } from '../type.ts';
import { PyFunction, PyMethod } from '../shapes.ts';
import { typeError } from '../exceptions/raise.ts';
import { SLOT } from '../slots.ts';
import { bindDescriptorR, getattrR, hasGenericGetattribute, instanceGet } from './attribute.ts';

/** Calls any callable. Natives run at once; Python code becomes a Pending. */
export function callR(f: PyValue, args: PyValue[], kwnames: KwNames = null): Resumable {
  if (f instanceof PyMethod) {
    args = [f.self, ...args];
    f = f.func;
  } else if (f instanceof PyBoundNative) {
    args = [f.self, ...args];
    f = f.native;
  }
  if (f instanceof PyNative) {
    const r = callNative(f, args, kwnames);
    if (r === undefined) return None;
    return isPending(r) ? asCall(r) : (r as PyValue); // void is undefined
  }
  if (f instanceof PyFunction) return callFunctionR(f, args, kwnames);
  if (typeof f === 'object') {
    // A class, a partial, an itemgetter …: its `__call__` is a native that can run at once.
    const m = f.cls.slot(SLOT.__call__);
    if (m instanceof PyNative && m.hasSelf) {
      const r = callNative(m, [f, ...args], kwnames);
      if (r === undefined) return None;
      return isPending(r) ? asCall(r) : (r as PyValue); // void is undefined
    }
    if (m instanceof PyFunction) return callFunctionR(m, [f, ...args], kwnames);
  }
  return new Call(f, args, kwnames);
}

/** Calls any callable now (nested loop when it is Python code). */
export function call(f: PyValue, args: PyValue[], kwnames: KwNames = null): PyValue {
  return sync(callR(f, args, kwnames));
}

/** Calls dunder number `slot` of `self`'s type; undefined when the type has none (or blocks it with None). */
export function callSlotR(self: PyValue, slot: number, args: PyValue[]): Resumable<PyValue | undefined> {
  const t = typeOf(self);
  const f = t.slot(slot);
  if (f === null || f === None) return undefined;
  return callUnboundR(f, self, args);
}

/** Calls what a type look-up gave, bound to self, without making a bound method where that can be avoided. */
export function callUnboundR(f: PyValue, self: PyValue, args: PyValue[]): Resumable {
  if (f instanceof PyNative && f.hasSelf) {
    const n = args.length;
    let r: unknown;
    // As callNative does it, without an array of the arguments.
    if (f.simple && f.vector === undefined && n <= 2 && f.arity === n + 1 && f.owner === typeOf(self)) {
      if (n === 1) r = f.raw(self, args[0]);
      else if (n === 0) r = f.raw(self);
      else r = f.raw(self, args[0], args[1]);
    } else r = callNative(f, [self, ...args], null);
    if (r === undefined) return None;
    return isPending(r) ? asCall(r) : (r as PyValue);
  }
  const t = typeOf(f);
  if (f instanceof PyFunction) return callFunctionR(f, [self, ...args]);
  if (t.slot(SLOT.__get__) === null) return callR(f, args);
  const bound = bindDescriptorR(f, self, typeOf(self));
  return thenR(bound, (b) => callR(b, args));
}

/** Calls a method by name (look-up on the instance as `obj.name(...)` does). */
export function callMethodR(obj: PyValue, name: string, args: PyValue[] = [], kwnames: KwNames = null): Resumable {
  const t = typeOf(obj);
  // A function or native that is found on the type, and that the instance does not shadow, needs no bound method.
  if (
    hasGenericGetattribute(t) &&
    (typeof obj !== 'object' ||
      ((t.flags & TYPE_HAS_DICT) === 0 && obj.dict === undefined) ||
      instanceGet(obj, name) === undefined)
  ) {
    const f = t.lookup(name);
    if (f instanceof PyFunction) return callFunctionR(f, [obj, ...args], kwnames);
    if (f instanceof PyNative && f.hasSelf) {
      const r = callNative(f, [obj, ...args], kwnames);
      if (r === undefined) return None;
      return isPending(r) ? asCall(r) : (r as PyValue); // void is undefined
    }
  }
  return thenR(getattrR(obj, name), (m: PyValue) => callR(m, args, kwnames));
}

export function callMethod(obj: PyValue, name: string, args: PyValue[] = []): PyValue {
  return sync(callMethodR(obj, name, args));
}

export function isCallable(v: PyValue): boolean {
  return typeOf(v).slot(SLOT.__call__) !== null;
}

export function notCallable(f: PyValue): PyValue {
  throw typeError(`'${typeOf(f).tpName}' object is not callable`);
}
