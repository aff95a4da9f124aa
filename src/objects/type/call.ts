// Calling a class: `__new__`, then `__init__` when the result is an instance. Invariant: no JavaScript recursion into
// Python code; the common class (plain object.__new__) costs one allocation and one Call.

import { instanceMade } from '../memory/watching.ts';
import { None, type PyObject, type PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import { callNative, PyNative } from '../native.ts';
import { PyFunction, PyStaticMethod, PyTuple } from '../shapes.ts';
import type { PyBaseException } from '../exceptions/hierarchy.ts';
import { objectType, type PyType, TYPE_ABSTRACT, TYPE_HEAP, typeOf, typeType } from '../type.ts';
import { SLOT } from '../slots.ts';
import { typeError } from '../exceptions/raise.ts';
import { bindDescriptorR } from '../protocol/attribute.ts';
import { callR } from '../protocol/call.ts';
import {
  asCall,
  Raise,
  callFunctionR,
  isPending,
  type KwNames,
  type Pending,
  type Resumable,
  thenR,
} from '../protocol/pending.ts';
import { settle } from '../protocol/settle.ts';
import { fromJS, isStr, toJS } from '../str/text.ts';
import { solidBase, tpName } from './layout.ts';

let objectNew: PyValue | undefined;
let objectInit: PyValue | undefined;
/** object.ts (methods) says which natives are object's `__new__` and `__init__`. */
export function registerObjectNew(newNative: PyValue, initNative: PyValue): void {
  objectNew = newNative;
  objectInit = initNative;
}

let exceptionNew: PyValue | undefined;
let exceptionInit: PyValue | undefined;
/** exceptions/base.ts says which natives are BaseException's `__new__` and `__init__`. */
export function registerExceptionNew(newNative: PyValue | undefined, initNative: PyValue | undefined): void {
  exceptionNew = newNative;
  exceptionInit = initNative;
}

/** True when instances of `t` are made by object.__new__ and nothing can stop that: `newInstance` may be used. */
export function hasPlainNew(t: PyType): boolean {
  return (t.flags & (TYPE_HEAP | TYPE_ABSTRACT)) === TYPE_HEAP && t.slot(SLOT.__new__) === objectNew;
}

/** True when `__init__` of `t` is object's. */
export function hasPlainInit(t: PyType): boolean {
  return t.slot(SLOT.__init__) === objectInit;
}

/** True when `__new__` of `t` is object's own. */
export function usesObjectNew(t: PyType): boolean {
  return t.slot(SLOT.__new__) === objectNew;
}

/** A bare instance: fields at their defaults, no attributes. */
export function newInstance(t: PyType): PyObject {
  return new t.ctor();
}

/** Positional values and keyword names of a `*args, **kwargs` pair, as calls take them. */
export function joinKeywords(args: readonly PyValue[], kw: PyDict): [PyValue[], KwNames] {
  if (kw.size === 0) return [args.slice(), null];
  const values = args.slice();
  const names: string[] = [];
  for (const [k, v] of kw.entries()) {
    if (!isStr(k)) throw typeError('keywords must be strings');
    names.push(toJS(k));
    values.push(v);
  }
  return [values, names];
}

/** The reverse: positional values and a dictionary of the keywords. */
export function splitKeywords(args: PyValue[], kwnames: KwNames): [PyValue[], PyDict] {
  const kw = new PyDict();
  if (kwnames === null) return [args, kw];
  const n = args.length - kwnames.length;
  for (let i = 0; i < kwnames.length; i++) kw.set(fromJS(kwnames[i]), args[n + i]);
  return [args.slice(0, n), kw];
}

/** type.__call__(t, *args, **kw). Resumable. */
export function callTypeR(t: PyType, args: PyValue[], kwnames: KwNames): Resumable {
  if (t === typeType) {
    if (kwnames === null && args.length === 1) return typeOf(args[0]);
    const positional = args.length - (kwnames === null ? 0 : kwnames.length);
    if (positional !== 3) throw typeError('type() takes 1 or 3 arguments');
  }
  const n = t.slot(SLOT.__new__);
  if (n === objectNew) {
    if ((t.flags & (TYPE_HEAP | TYPE_ABSTRACT)) === TYPE_HEAP) {
      const init = t.slot(SLOT.__init__);
      if (init === objectInit) {
        if (args.length > 0) throw typeError(`${t.name}() takes no arguments`);
        return new t.ctor();
      }
      const o = new t.ctor();
      instanceMade(o);
      return initR(o, args, kwnames);
    }
    if ((t.flags & TYPE_HEAP) === 0 && solidBase(t) !== objectType)
      throw typeError(`cannot create '${tpName(t)}' instances`);
  }
  if (n === exceptionNew) {
    // Exceptions are raised by the thousand: no argument arrays and dictionaries for the two natives.
    const e = new t.ctor() as PyBaseException; // BaseException.__new__ is only found on exception classes
    const positional = kwnames === null ? args : args.slice(0, args.length - kwnames.length);
    e.args = new PyTuple(positional);
    return kwnames === null && t.slot(SLOT.__init__) === exceptionInit ? e : initR(e, args, kwnames);
  }
  let r: Resumable;
  if (n instanceof PyNative) {
    const given = callNative(n, [t, ...args], kwnames);
    const raw = isPending(given) ? settle(given) : given;
    r = raw === undefined ? None : isPending(raw) ? asCall(raw) : (raw as PyValue); // void is undefined
  } else if (n instanceof PyStaticMethod && (n.cls.flags & TYPE_HEAP) === 0) {
    r = callR(n.callable ?? None, [t, ...args], kwnames);
  } else r = callBoundNew(n, t, args, kwnames);
  if (isPending(r)) return r instanceof Raise ? r : afterNew(r, t, args, kwnames);
  return isInstanceOf(r, t) ? initR(r, args, kwnames) : r;
}

function isInstanceOf(v: PyValue, t: PyType): boolean {
  const c = typeOf(v);
  return c === t || c.isSubtype(t);
}

function* callBoundNew(
  n: PyValue | null,
  t: PyType,
  args: PyValue[],
  kwnames: KwNames,
): Generator<unknown, PyValue, PyValue> {
  if (n === null) throw typeError(`cannot create '${tpName(t)}' instances`);
  const f = yield bindDescriptorR(n, undefined, t);
  return yield callR(f, [t, ...args], kwnames);
}

function* afterNew(r: Pending, t: PyType, args: PyValue[], kwnames: KwNames): Generator<unknown, PyValue, PyValue> {
  const obj = yield r;
  return isInstanceOf(obj, t) ? yield initR(obj, args, kwnames) : obj;
}

/** Runs `__init__` of a fresh object; the result is the object. Resumable. */
export function initR(obj: PyValue, args: PyValue[], kwnames: KwNames): Resumable {
  const init = typeOf(obj).slot(SLOT.__init__);
  if (init === objectInit && !usesObjectNew(typeOf(obj))) return obj;
  if (init instanceof PyFunction) return afterInit(callFunctionR(init, [obj, ...args], kwnames), obj);
  if (init instanceof PyNative && init.hasSelf) {
    const r = callNative(init, [obj, ...args], kwnames);
    if (isPending(r)) return afterInit(r, obj);
    checkInit(r as PyValue | undefined); // void is undefined
    return obj;
  }
  if (init === null) return obj;
  return boundInit(init, obj, args, kwnames);
}

function checkInit(r: PyValue | undefined): void {
  if (r !== undefined && r !== None) throw typeError(`__init__() should return None, not '${typeOf(r).name}'`);
}
function afterInit(p: Resumable, obj: PyValue): Resumable {
  return thenR<PyValue, PyValue>(p, (r) => {
    checkInit(r);
    return obj;
  });
}
function* boundInit(
  init: PyValue,
  obj: PyValue,
  args: PyValue[],
  kwnames: KwNames,
): Generator<unknown, PyValue, PyValue> {
  const f = yield bindDescriptorR(init, obj, typeOf(obj));
  checkInit(yield callR(f, args, kwnames));
  return obj;
}
