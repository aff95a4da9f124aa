// types.SimpleNamespace. Invariant: the attributes are the instance's own; equality and repr look only at them.

import { NotImplemented, PyObject, type PyValue } from './object.ts';
import { defineType } from './native.ts';
import { PyTuple, type PyStr } from './shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_HAS_DICT } from './type.ts';
import { PyDict } from './dict/storage.ts';
import { typeError } from './exceptions/raise.ts';
import { dictOf, instanceSet, setattrR } from './protocol/attribute.ts';
import { callR } from './protocol/call.ts';
import { EQ, NE } from './protocol/operators.ts';
import type { NativeGenerator, Resumable } from './protocol/pending.ts';
import { reprEnter, reprLeave, reprR } from './protocol/text.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import { dictEqualR, updateFromR } from './dict/dict.ts';
import { comparisons } from './sequence.ts';
import { thenR } from './iterator.ts';
import { makeDictGetSet } from './type/new.ts';

export class PySimpleNamespace extends PyObject {}
export const simpleNamespaceType = makeBuiltinType('SimpleNamespace', PySimpleNamespace, {
  module: 'types',
  flags: TYPE_BASETYPE | TYPE_HAS_DICT,
});

/** A SimpleNamespace with the given attributes. */
export function simpleNamespace(attributes: { readonly [name: string]: PyValue }): PyValue {
  const ns = new PySimpleNamespace();
  for (const [name, v] of Object.entries(attributes)) instanceSet(ns, name, v);
  return ns;
}

const attributes = (self: PyObject): PyDict => dictOf(self) ?? new PyDict();

defineType(simpleNamespaceType, {
  doc: 'A simple attribute-based namespace.',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    *'__init__(*args, **kwargs)'(self: PyObject, args: PyValue[], kw: PyDict): NativeGenerator {
      if (args.length > 1)
        throw typeError(`${self.cls.name} expected at most 1 positional argument, got ${args.length}`);
      const d = attributes(self);
      if (args.length === 1) {
        const given = new PyDict();
        yield updateFromR(given, args[0]);
        for (const [k] of given.entries()) if (!isStr(k)) throw typeError('keywords must be strings');
        yield updateFromR(d, given);
      }
      yield updateFromR(d, kw);
      return undefined;
    },
    *'__repr__()'(self: PyObject): NativeGenerator<PyValue> {
      const name = self.cls === simpleNamespaceType ? 'namespace' : self.cls.name;
      if (!reprEnter(self)) return `${name}(...)`;
      try {
        const parts: string[] = [];
        for (const [k, v] of [...attributes(self).entries()]) {
          if (!isStr(k) || toJS(k) === '') continue;
          const s: string | PyStr = yield reprR(v);
          parts.push(`${toJS(k)}=${toJS(s)}`);
        }
        return fromJS(`${name}(${parts.join(', ')})`);
      } finally {
        reprLeave(self);
      }
    },
    ...comparisons<PyObject>((self, other, op): Resumable => {
      if (!(other instanceof PySimpleNamespace) || (op !== EQ && op !== NE)) return NotImplemented;
      return thenR(dictEqualR(attributes(self), attributes(other)), (same) => (op === EQ ? same : !same));
    }),
    '__reduce__()': (self: PyObject) => new PyTuple([self.cls, new PyTuple([]), attributes(self)]),
    *'__replace__(*args, **changes)'(self: PyObject, args: PyValue[], changes: PyDict): NativeGenerator<PyValue> {
      if (args.length > 0) throw typeError('__replace__() takes no positional arguments');
      const copy = (yield callR(self.cls, [])) as PyObject;
      for (const [k, v] of [...attributes(self).entries()]) if (isStr(k)) yield setattrR(copy, toJS(k), v);
      for (const [k, v] of [...changes.entries()]) if (isStr(k)) yield setattrR(copy, toJS(k), v);
      return copy;
    },
  },
});
simpleNamespaceType.ns.setStr('__dict__', makeDictGetSet(simpleNamespaceType));
