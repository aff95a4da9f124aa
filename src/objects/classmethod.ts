// classmethod and staticmethod: wrappers around one callable that pass its documentation attributes on. Invariant: the
// copied attributes are ordinary instance attributes, taken when the wrapper is made (functools.update_wrapper's set).

import { None, type PyObject, type PyValue } from './object.ts';
import type { PyDict } from './dict/storage.ts';
import { defineType } from './native.ts';
import { type PyClassMethod, PyMethod, type PyStaticMethod } from './shapes.ts';
import { classmethodType, type PyType, staticmethodType, typeOf } from './type.ts';
import { attributeError, typeError } from './exceptions/raise.ts';
import { dictOf, instanceSet, lookupAttrR } from './protocol/attribute.ts';
import { callR } from './protocol/call.ts';
import { repr } from './protocol/text.ts';
import type { NativeGenerator } from './protocol/pending.ts';
import { fromJS } from './str/text.ts';
import { setStaticDoc } from './type/attributes.ts';
import { joinKeywords } from './type/call.ts';
import { makeDictGetSet } from './type/new.ts';
import { isAbstract } from './property.ts';

type Wrapper = PyClassMethod | PyStaticMethod;

function* init(self: Wrapper, callable: PyValue): NativeGenerator<PyValue> {
  self.callable = callable;
  for (const name of ['__module__', '__name__', '__qualname__', '__doc__']) {
    const v = (yield lookupAttrR(callable, name)) as PyValue | undefined;
    if (v !== undefined) instanceSet(self, name, v);
  }
  return None;
}

function annotation(name: '__annotations__' | '__annotate__') {
  return [
    function* (self: Wrapper): NativeGenerator<PyValue> {
      const own = dictOf(self)!.getStr(name); // both types have instance dictionaries
      if (own !== undefined) return own;
      const v = (yield lookupAttrR(self.callable ?? None, name)) as PyValue | undefined;
      if (v === undefined) {
        throw attributeError(`'${typeOf(self.callable ?? None).name}' object has no attribute '${name}'`, self, name);
      }
      dictOf(self)!.setStr(name, v); // as above
      return v;
    },
  ] as const;
}

function spec(kind: 'classmethod' | 'staticmethod', repr_: (self: Wrapper) => string) {
  return {
    new: ['(*args, **kwargs)', (t: PyType): PyObject => new t.ctor()] as const,
    methods: {
      '__init__(function, /)': init,
      '__repr__()': (self: Wrapper) => fromJS(repr_(self)),
    },
    getset: {
      __func__: [(self: Wrapper) => self.callable ?? None],
      __wrapped__: [(self: Wrapper) => self.callable ?? None],
      __isabstractmethod__: [
        function* (self: Wrapper): NativeGenerator<PyValue> {
          return yield* isAbstract(self.callable ?? None);
        },
      ],
      __annotations__: [...annotation('__annotations__'), setInDict('__annotations__', kind)],
      __annotate__: [...annotation('__annotate__'), setInDict('__annotate__', kind)],
    },
  } as const;
}

function setInDict(name: string, _kind: string) {
  return (self: Wrapper, v: PyValue | undefined): void => {
    const d = dictOf(self)!; // as above
    if (v === undefined) d.delete(name);
    else d.setStr(name, v);
  };
}

defineType(classmethodType, {
  ...spec('classmethod', (self) => `<classmethod(${repr(self.callable ?? None)})>`),
});
defineType(classmethodType, {
  methods: {
    '__get__(instance, owner=None, /)': (self: PyClassMethod, obj: PyValue, type: PyValue) => {
      const t = type === None ? typeOf(obj) : type;
      return new PyMethod(self.callable ?? None, t);
    },
  },
});
defineType(staticmethodType, {
  ...spec('staticmethod', (self) => `<staticmethod(${repr(self.callable ?? None)})>`),
});
defineType(staticmethodType, {
  methods: {
    '__get__(instance, owner=None, /)': (self: PyStaticMethod) => {
      if (self.callable === null) throw typeError('uninitialized staticmethod object');
      return self.callable;
    },
    '__call__(*args, **kwargs)': (self: PyStaticMethod, args: PyValue[], kw: PyDict) => {
      const [values, names] = joinKeywords(args, kw);
      return callR(self.callable ?? None, values, names);
    },
  },
});
for (const t of [classmethodType, staticmethodType]) t.ns.setStr('__dict__', makeDictGetSet(t));
setStaticDoc(
  classmethodType,
  'Convert a function to be a class method.\n\nA class method receives the class as implicit first argument,\njust like an instance method receives the instance.\n',
);
setStaticDoc(
  staticmethodType,
  'Convert a function to be a static method.\n\nA static method does not receive an implicit first argument.\n',
);
