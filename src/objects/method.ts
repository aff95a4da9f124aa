// Bound methods: attributes come from the function. Invariant: equality is by function and by identity of self.

import { None, NotImplemented, type PyValue } from './object.ts';
import type { PyDict } from './dict/storage.ts';
import { defineType } from './native.ts';
import { PyMethod, PyTuple } from './shapes.ts';
import { methodType, type PyType } from './type.ts';
import { typeError } from './exceptions/raise.ts';
import { attributeName, bindDescriptorR, getattrR, lookupAttrR } from './protocol/attribute.ts';
import { callR, isCallable } from './protocol/call.ts';
import { equalR, hashR } from './protocol/operators.ts';
import { repr } from './protocol/text.ts';
import type { NativeGenerator, Resumable } from './protocol/pending.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { hooks, importAttrR } from './hooks.ts';
import { idOf } from './identity.ts';
import { setStaticDoc } from './type/attributes.ts';
import { joinKeywords } from './type/call.ts';

defineType(methodType, {
  new: [
    '(function, instance, /)',
    (_t: PyType, f: PyValue, instance: PyValue) => {
      if (!isCallable(f)) throw typeError('first argument must be callable');
      if (instance === None) throw typeError('instance must not be None');
      return new PyMethod(f, instance);
    },
  ],
  methods: {
    '__repr__()': function* (self: PyMethod): NativeGenerator<PyValue> {
      const q = (yield lookupAttrR(self.func, '__qualname__')) as PyValue | undefined;
      const n = q !== undefined && isStr(q) ? q : ((yield lookupAttrR(self.func, '__name__')) as PyValue | undefined);
      return fromJS(`<bound method ${n !== undefined && isStr(n) ? toJS(n) : '?'} of ${repr(self.self)}>`);
    },
    '__getattribute__(name, /)': (self: PyMethod, name: PyValue): Resumable => {
      const s = attributeName(name);
      const d = methodType.lookup(s);
      if (d !== undefined) return bindDescriptorR(d, self, methodType);
      return getattrR(self.func, s);
    },
    '__call__(*args, **kwargs)': (self: PyMethod, args: PyValue[], kw: PyDict) => {
      const [values, names] = joinKeywords([self.self, ...args], kw);
      return callR(self.func, values, names);
    },
    '__get__(instance, owner=None, /)': (self: PyMethod) => self,
    '__eq__(value, /)': function* (self: PyMethod, other: PyValue): NativeGenerator<PyValue> {
      if (!(other instanceof PyMethod)) return NotImplemented;
      if (self.self !== other.self) return false;
      const same: boolean = yield equalR(self.func, other.func);
      return same;
    },
    '__ne__(value, /)': function* (self: PyMethod, other: PyValue): NativeGenerator<PyValue> {
      if (!(other instanceof PyMethod)) return NotImplemented;
      if (self.self !== other.self) return true;
      const same: boolean = yield equalR(self.func, other.func);
      return !same;
    },
    '__hash__()': function* (self: PyMethod): NativeGenerator<PyValue> {
      const h: number | bigint = yield hashR(self.func);
      const mixed = BigInt.asIntN(60, BigInt(h) ^ BigInt(Math.floor(idOf(self.self) / 16)));
      const r = Number(mixed % 9007199254740991n);
      return r === -1 ? -2 : r + 0;
    },
    '__reduce__()': function* (self: PyMethod): NativeGenerator<PyValue> {
      const getattr = hooks.builtins()?.getStr('getattr') ?? ((yield* importAttrR('builtins', 'getattr')) as PyValue);
      const name = (yield getattrR(self.func, '__name__')) as PyValue;
      return new PyTuple([getattr, new PyTuple([self.self, name])]);
    },
  },
  getset: {
    __doc__: [(self: PyMethod) => getattrR(self.func, '__doc__')],
  },
  members: { __func__: 'func', __self__: 'self' },
});

setStaticDoc(methodType, 'Create a bound instance method object.');
