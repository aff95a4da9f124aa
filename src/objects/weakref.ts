// Weak references: `weakref.ref`, proxies, and which references an object has. Invariant: references hang off a WeakMap,
// so that objects without any pay nothing; a reference that has been cleared answers None for ever. When an object is
// found dead (runtime/gc) `clearWeakrefs` is called; until then V8's own WeakRef decides.

import { None, NotImplemented, PyObject, type PyValue } from './object.ts';
import type { PyDict } from './dict/storage.ts';
import { defineType, type NativeFn } from './native.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_WEAKREF, typeOf } from './type.ts';
import { SLOT, type SlotName } from './slots.ts';
import { referenceError, typeError } from './exceptions/raise.ts';
import { attributeName, getattrR, lookupAttrR, setattrR } from './protocol/attribute.ts';
import { callMethodR, callR, isCallable } from './protocol/call.ts';
import { iterR, nextR } from './protocol/iteration.ts';
import {
  binaryR,
  BINARY_OPERATORS,
  compareR,
  delitemR,
  EQ,
  GE,
  getitemR,
  GT,
  hashR,
  LE,
  lengthR,
  LT,
  NE,
  OPERATOR,
  setitemR,
  truthR,
  unaryR,
} from './protocol/operators.ts';
import { strR } from './protocol/text.ts';
import type { NativeGenerator, Pending, Resumable } from './protocol/pending.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { genericAlias } from './protocol/operators.ts';
import { stopIteration } from './exceptions/raise.ts';
import { idHex } from './identity.ts';
import { weakrefMade } from './memory/watching.ts';
import { joinKeywords } from './type/call.ts';

/** A weak reference or proxy. */
export class PyWeakReference extends PyObject {
  target: WeakRef<PyObject> | null = null;
  callback: PyValue | null = null;
  hash: number | bigint | null = null;
}
export class PyWeakProxy extends PyWeakReference {}
export class PyCallableProxy extends PyWeakProxy {}

export const weakrefType = makeBuiltinType('ReferenceType', PyWeakReference, {
  module: 'weakref',
  flags: TYPE_BASETYPE,
});
export const proxyType = makeBuiltinType('ProxyType', PyWeakProxy, { module: 'weakref' });
export const callableProxyType = makeBuiltinType('CallableProxyType', PyCallableProxy, { module: 'weakref' });

/** References to one object in order of their creation; they may themselves have been collected. */
const registry = new WeakMap<PyObject, WeakRef<PyWeakReference>[]>();

/** Live weak references and proxies of `o`, oldest first. */
export function weakrefsOf(o: PyObject): PyWeakReference[] {
  const list = registry.get(o);
  if (list === undefined) return [];
  const out: PyWeakReference[] = [];
  for (const w of list) {
    const r = w.deref();
    if (r !== undefined && r.target !== null) out.push(r);
  }
  return out;
}

/** The oldest live weak reference to `o`, if any (`o.__weakref__`). */
export function firstWeakref(o: PyObject): PyObject | undefined {
  return weakrefsOf(o)[0];
}

/** True when anything refers weakly to `o`. */
export function hasWeakrefs(o: PyObject): boolean {
  return registry.has(o);
}

/** Cuts all weak references to a dead object; the result is those whose callbacks must be called, newest first. */
export function clearWeakrefs(o: PyObject): PyWeakReference[] {
  const all = weakrefsOf(o);
  registry.delete(o);
  for (const r of all) r.target = null;
  return all.filter((r) => r.callback !== null).reverse();
}

/** The reference itself is gone: its callback is not called any more. */
export function detach(r: PyWeakReference): void {
  r.target = null;
}

/** The referent, or undefined when it is gone. */
export function referent(r: PyWeakReference): PyObject | undefined {
  return r.target?.deref();
}

function supports(v: PyValue): v is PyObject {
  return v instanceof PyObject && (v.cls.flags & TYPE_WEAKREF) !== 0;
}
function attach(r: PyWeakReference, o: PyObject, callback: PyValue): void {
  r.target = new WeakRef(o);
  r.callback = callback === None ? null : callback;
  const list = registry.get(o);
  if (list === undefined) registry.set(o, [new WeakRef(r)]);
  else {
    if (list.length > 32) {
      const live = list.filter((w) => w.deref() !== undefined);
      list.length = 0;
      list.push(...live);
    }
    list.push(new WeakRef(r));
  }
  weakrefMade(o, r, r.callback !== null);
}

function newRef(t: PyType, args: PyValue[]): PyValue {
  if (args.length < 1) throw typeError(`__new__ expected at least 1 argument, got ${args.length}`);
  if (args.length > 2) throw typeError(`__new__ expected at most 2 arguments, got ${args.length}`);
  const [o, callback = None] = args;
  if (!supports(o)) throw typeError(`cannot create weak reference to '${typeOf(o).name}' object`);
  if (callback === None && t === weakrefType) {
    const old = weakrefsOf(o).find((r) => r.cls === weakrefType && r.callback === null);
    if (old !== undefined) return old;
  }
  const r = new t.ctor() as PyWeakReference; // a reference shape
  attach(r, o, callback);
  return r;
}

function* describe(self: PyWeakReference, word: string): NativeGenerator<PyValue> {
  const o = referent(self);
  if (o === undefined) return fromJS(`<${word} at ${idHex(self)}; dead>`);
  const name = (yield lookupAttrR(o, '__name__')) as PyValue | undefined;
  const shown = name !== undefined && isStr(name) ? ` (${toJS(name)})` : '';
  return fromJS(`<${word} at ${idHex(self)}; to '${fullTypeName(o)}' at ${idHex(o)}${shown}>`);
}
function fullTypeName(o: PyObject): string {
  const m = o.cls.ns.getStr('__module__');
  return m !== undefined && isStr(m) && m !== 'builtins' ? `${toJS(m)}.${o.cls.qualname}` : o.cls.qualname;
}

function compareRefs(op: number) {
  return (self: PyWeakReference, other: PyValue): Resumable => {
    if (!(other instanceof PyWeakReference) || other instanceof PyWeakProxy) return NotImplemented;
    const a = referent(self);
    const b = referent(other);
    if (a === undefined || b === undefined) return op === EQ ? self === other : self !== other;
    return compareR(a, b, op);
  };
}

defineType(weakrefType, {
  new: ['(*args, **kwargs)', (t: PyType, args: PyValue[]) => newRef(t, args)],
  methods: {
    '__init__(*args, **kwargs)': (_self: PyWeakReference, _args: PyValue[], kw: PyDict) => {
      if (kw.size > 0) throw typeError('ref() takes no keyword arguments');
    },
    '__call__()': (self: PyWeakReference) => referent(self) ?? None,
    '__repr__()': (self: PyWeakReference) => describe(self, 'weakref'),
    '__eq__(value, /)': compareRefs(EQ),
    '__ne__(value, /)': compareRefs(NE),
    '__hash__()': function* (self: PyWeakReference): NativeGenerator<PyValue> {
      if (self.hash !== null) return self.hash;
      const o = referent(self);
      if (o === undefined) throw typeError('weak object has gone away');
      const h: number | bigint = yield hashR(o);
      self.hash = h;
      return h;
    },
  },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, args: PyValue) => genericAlias(cls, args) },
  getset: { __callback__: [(self: PyWeakReference) => self.callback ?? None] },
});

// -------------------------------------------------------------------------------------------------------------- proxies

/** weakref.proxy(object, callback). */
export function newProxy(o: PyValue, callback: PyValue): PyValue {
  if (!supports(o)) throw typeError(`cannot create weak reference to '${typeOf(o).name}' object`);
  if (callback === None) {
    const old = weakrefsOf(o).find((r) => r instanceof PyWeakProxy && r.callback === null);
    if (old !== undefined) return old;
  }
  const p = isCallable(o) ? new PyCallableProxy() : new PyWeakProxy();
  attach(p, o, callback);
  return p;
}

function deref(v: PyValue): PyValue {
  if (!(v instanceof PyWeakProxy)) return v;
  const o = referent(v);
  if (o === undefined) throw referenceError('weakly-referenced object no longer exists');
  return o;
}

const methods: { [signature: string]: NativeFn } = {
  '__repr__()': (self: PyWeakProxy) => describe(self, 'weakproxy'),
  '__str__()': (self: PyWeakProxy) => strR(deref(self)) as PyValue | Pending,
  '__getattribute__(name, /)': (self: PyWeakProxy, name: PyValue) => getattrR(deref(self), attributeName(name)),
  '__setattr__(name, value, /)': (self: PyWeakProxy, name: PyValue, v: PyValue) =>
    setattrR(deref(self), attributeName(name), v) as Pending | undefined,
  '__delattr__(name, /)': (self: PyWeakProxy, name: PyValue) =>
    setattrR(deref(self), attributeName(name), undefined) as Pending | undefined,
  '__bool__()': (self: PyWeakProxy) => truthR(deref(self)) as boolean | Pending,
  '__len__()': (self: PyWeakProxy) => lengthR(deref(self)) as number | Pending,
  '__getitem__(key, /)': (self: PyWeakProxy, k: PyValue) => getitemR(deref(self), k),
  '__setitem__(key, value, /)': (self: PyWeakProxy, k: PyValue, v: PyValue) => setitemR(deref(self), k, v),
  '__delitem__(key, /)': (self: PyWeakProxy, k: PyValue) => delitemR(deref(self), k),
  '__contains__(key, /)': (self: PyWeakProxy, k: PyValue) => callMethodR(deref(self), '__contains__', [k]),
  '__iter__()': (self: PyWeakProxy) => iterR(deref(self)),
  '__next__()': function* (self: PyWeakProxy): NativeGenerator<PyValue> {
    const o = deref(self);
    if (typeOf(o).slot(SLOT.__next__) === null)
      throw typeError(`Weakref proxy referenced a non-iterator '${typeOf(o).name}' object`);
    const v = (yield nextR(o)) as PyValue | undefined;
    if (v === undefined) throw stopIteration();
    return v;
  },
  '__bytes__()': (self: PyWeakProxy) => callMethodR(deref(self), '__bytes__'),
  '__reversed__()': (self: PyWeakProxy) => callMethodR(deref(self), '__reversed__'),
};
const unary: [SlotName, string][] = [
  ['__neg__', '-'],
  ['__pos__', '+'],
  ['__invert__', '~'],
  ['__abs__', 'abs()'],
  ['__int__', 'int()'],
  ['__float__', 'float()'],
  ['__index__', 'index()'],
];
for (const [name, symbol] of unary)
  methods[`${name}()`] = (self: PyWeakProxy) => unaryR(deref(self), SLOT[name], symbol);
for (const [i, name] of ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'].entries()) {
  const op = [LT, LE, EQ, NE, GT, GE][i];
  methods[`${name}(value, /)`] = (self: PyWeakProxy, other: PyValue) => compareR(deref(self), deref(other), op);
}
const STEMS = [
  'add',
  'and',
  'floordiv',
  'lshift',
  'matmul',
  'mul',
  'mod',
  'or',
  'pow',
  'rshift',
  'sub',
  'truediv',
  'xor',
];
for (const [i, stem] of STEMS.entries()) {
  const o = BINARY_OPERATORS[i];
  methods[`__${stem}__(value, /)`] = (a: PyValue, b: PyValue) => binaryR(deref(a), deref(b), o);
  methods[`__r${stem}__(value, /)`] = (a: PyValue, b: PyValue) => binaryR(deref(b), deref(a), o);
  methods[`__i${stem}__(value, /)`] = (a: PyValue, b: PyValue) => binaryR(deref(a), deref(b), o, true);
}
methods['__divmod__(value, /)'] = (a: PyValue, b: PyValue) => binaryR(deref(a), deref(b), OPERATOR.divmod);
methods['__rdivmod__(value, /)'] = (a: PyValue, b: PyValue) => binaryR(deref(b), deref(a), OPERATOR.divmod);

for (const t of [proxyType, callableProxyType]) defineType(t, { methods, attrs: { __hash__: None } });
defineType(callableProxyType, {
  methods: {
    '__call__(*args, **kwargs)': (self: PyWeakProxy, args: PyValue[], kw: PyDict) => {
      const [values, names] = joinKeywords(args, kw);
      return callR(deref(self), values, names);
    },
  },
});
