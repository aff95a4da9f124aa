// types.MappingProxyType: a read-only view of a mapping. Invariant: everything is asked of the mapping itself.

import { PyObject, type PyValue } from './object.ts';
import { defineType } from './native.ts';
import { PyList, PyTuple, type PyStr } from './shapes.ts';
import { dictType, makeBuiltinType, type PyType, TYPE_MATCH_MAPPING, typeOf } from './type.ts';
import { PyDict } from './dict/storage.ts';
import { typeError } from './exceptions/raise.ts';
import { callMethodR } from './protocol/call.ts';
import { iterR } from './protocol/iteration.ts';
import { binaryR, compareR, getitemR, hashR, lengthR, OPERATOR } from './protocol/operators.ts';
import type { NativeGenerator, Resumable } from './protocol/pending.ts';
import { reprR, strR } from './protocol/text.ts';
import { SLOT } from './slots.ts';
import { fromJS, toJS } from './str/text.ts';
import { setMakeMappingProxy } from './type/attributes.ts';
import { genericAlias } from './genericalias.ts';
import { comparisons } from './sequence.ts';
import { mappingContainsR } from './dict/dict.ts';

export class PyMappingProxy extends PyObject {
  constructor(public mapping: PyValue) {
    super();
  }
}
export const mappingProxyType = makeBuiltinType('mappingproxy', PyMappingProxy, { flags: TYPE_MATCH_MAPPING });
setMakeMappingProxy((m) => new PyMappingProxy(m));

const unwrap = (v: PyValue): PyValue => (v instanceof PyMappingProxy ? v.mapping : v);

defineType(mappingProxyType, {
  doc: 'Read-only proxy of a mapping.',
  new: [
    '(mapping)',
    (_cls: PyType, mapping: PyValue) => {
      const t = typeOf(mapping);
      if (mapping instanceof PyList || mapping instanceof PyTuple || t.slot(SLOT.__getitem__) === null) {
        throw typeError(`mappingproxy() argument must be a mapping, not ${t.name}`);
      }
      return new PyMappingProxy(mapping);
    },
  ],
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  methods: {
    *'__repr__()'(self: PyMappingProxy): NativeGenerator<PyValue> {
      const s: string | PyStr = yield reprR(self.mapping);
      return fromJS(`mappingproxy(${toJS(s)})`);
    },
    '__str__()': (self: PyMappingProxy) => strR(self.mapping),
    '__len__()': (self: PyMappingProxy): Resumable => lengthR(self.mapping) as Resumable,
    '__getitem__(key, /)': (self: PyMappingProxy, key: PyValue) => getitemR(self.mapping, key),
    '__contains__(key, /)': (self: PyMappingProxy, key: PyValue) => mappingContainsR(self.mapping, key),
    '__iter__()': (self: PyMappingProxy) => iterR(self.mapping),
    '__reversed__()': (self: PyMappingProxy) => callMethodR(self.mapping, '__reversed__'),
    '__hash__()': (self: PyMappingProxy): Resumable => hashR(self.mapping) as Resumable,
    ...comparisons<PyMappingProxy>((self, other, op) => compareR(self.mapping, unwrap(other), op)),
    '__or__(value, /)': (self: PyValue, other: PyValue) => binaryR(unwrap(self), unwrap(other), OPERATOR.or),
    '__ror__(value, /)': (self: PyValue, other: PyValue) => binaryR(unwrap(other), unwrap(self), OPERATOR.or),
    '__ior__(value, /)': () => {
      throw typeError("'|=' is not supported by mappingproxy; use '|' instead");
    },
    'get(key, default=None, /)': (self: PyMappingProxy, key: PyValue, fallback: PyValue): Resumable => {
      if (self.mapping instanceof PyDict && self.mapping.cls.lookup('get') === dictType.lookup('get'))
        return self.mapping.get(key) ?? fallback;
      return callMethodR(self.mapping, 'get', [key, fallback]);
    },
    'keys()': (self: PyMappingProxy) => callMethodR(self.mapping, 'keys'),
    'values()': (self: PyMappingProxy) => callMethodR(self.mapping, 'values'),
    'items()': (self: PyMappingProxy) => callMethodR(self.mapping, 'items'),
    'copy()': (self: PyMappingProxy) => callMethodR(self.mapping, 'copy'),
  },
});
