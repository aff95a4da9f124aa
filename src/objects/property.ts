// property. Invariant: copies made by getter/setter/deleter keep the subclass and take over the getter's docstring.

import { None, type PyObject, type PyValue } from './object.ts';
import { defineType } from './native.ts';
import { PyProperty } from './shapes.ts';
import { propertyType, TYPE_HEAP, typeOf } from './type.ts';
import { attributeError, isException, typeError } from './exceptions/raise.ts';
import { lookupAttrR, setattrR } from './protocol/attribute.ts';
import { callR } from './protocol/call.ts';
import { truthR } from './protocol/operators.ts';
import { repr } from './protocol/text.ts';
import type { NativeGenerator } from './protocol/pending.ts';
import { setStaticDoc } from './type/attributes.ts';

const orNone = (v: PyValue | null): PyValue => v ?? None;
const orNull = (v: PyValue): PyValue | null => (v === None ? null : v);

function* init(self: PyProperty, fget: PyValue, fset: PyValue, fdel: PyValue, doc: PyValue): NativeGenerator<PyValue> {
  self.fget = orNull(fget);
  self.fset = orNull(fset);
  self.fdel = orNull(fdel);
  self.doc = null;
  self.getterDoc = false;
  self.name = null;
  let text: PyValue | null = doc === None ? null : doc;
  if (text === null && self.fget !== null) {
    const d = (yield lookupAttrR(self.fget, '__doc__')) as PyValue | undefined;
    if (d !== undefined && d !== None) {
      text = d;
      self.getterDoc = true;
    }
  }
  if (self.cls === propertyType) self.doc = text;
  else if (text !== null || (self.cls.flags & TYPE_HEAP) !== 0) {
    // In a subclass the doc goes where instance attributes go, so that it is not shadowed by the class's own.
    try {
      yield setattrR(self, '__doc__', text ?? None);
    } catch (e) {
      if (!isException(e, 'AttributeError') || self.getterDoc) throw e; // a doc given by hand was always dropped here
    }
  }
  return None;
}

function* copyWith(
  self: PyProperty,
  get: PyValue | null,
  set: PyValue | null,
  del: PyValue | null,
): NativeGenerator<PyValue> {
  const fget = get ?? self.fget;
  const doc = self.getterDoc && fget !== null ? None : orNone(self.doc);
  const copy = (yield callR(self.cls, [
    orNone(fget),
    orNone(set ?? self.fset),
    orNone(del ?? self.fdel),
    doc,
  ])) as PyValue;
  if (copy instanceof PyProperty) copy.name = self.name;
  return copy;
}

function* nameOf(self: PyProperty): Generator<unknown, PyValue | undefined, never> {
  if (self.name !== null) return self.name;
  return self.fget === null ? undefined : ((yield lookupAttrR(self.fget, '__name__')) as PyValue | undefined);
}

function* noAccessor(self: PyProperty, obj: PyValue, what: string): NativeGenerator<PyValue> {
  const name = yield* nameOf(self);
  const t = typeOf(obj).qualname;
  throw attributeError(
    name !== undefined
      ? `property ${repr(name)} of '${t}' object has no ${what}`
      : `property of '${t}' object has no ${what}`,
  );
}

defineType(propertyType, {
  new: ['(*args, **kwargs)', (t: { ctor: new () => PyObject }) => new t.ctor()],
  methods: {
    '__init__(fget=None, fset=None, fdel=None, doc=None)': init,
    'getter(object, /)': (self: PyProperty, f: PyValue) => copyWith(self, orNull(f), null, null),
    'setter(object, /)': (self: PyProperty, f: PyValue) => copyWith(self, null, orNull(f), null),
    'deleter(object, /)': (self: PyProperty, f: PyValue) => copyWith(self, null, null, orNull(f)),
    '__get__(instance, owner=None, /)': (self: PyProperty, obj: PyValue) => {
      if (obj === None) return self;
      return self.fget === null ? noAccessor(self, obj, 'getter') : callR(self.fget, [obj]);
    },
    '__set__(instance, value, /)': (self: PyProperty, obj: PyValue, value: PyValue) =>
      self.fset === null ? noAccessor(self, obj, 'setter') : callR(self.fset, [obj, value]),
    '__delete__(instance, /)': (self: PyProperty, obj: PyValue) =>
      self.fdel === null ? noAccessor(self, obj, 'deleter') : callR(self.fdel, [obj]),
    '__set_name__(*args)': (self: PyProperty, args: PyValue[]) => {
      if (args.length !== 2)
        throw typeError(`__set_name__() takes 2 positional arguments but ${args.length} were given`);
      self.name = args[1];
    },
  },
  members: { fget: 'fget', fset: 'fset', fdel: 'fdel' },
  getset: {
    __doc__: [
      (p: PyProperty) => orNone(p.doc),
      (p: PyProperty, v) => {
        p.doc = v ?? null;
      },
    ],
    __name__: [
      function* (p: PyProperty): NativeGenerator<PyValue> {
        const n = yield* nameOf(p);
        if (n === undefined) throw attributeError(`'${p.cls.name}' object has no attribute '__name__'`, p, '__name__');
        return n;
      },
      (p: PyProperty, v) => {
        p.name = v ?? null;
      },
    ],
    __isabstractmethod__: [
      function* (p: PyProperty): NativeGenerator<PyValue> {
        for (const f of [p.fget, p.fset, p.fdel]) if (f !== null && (yield* isAbstract(f))) return true;
        return false;
      },
    ],
  },
});
setStaticDoc(
  propertyType,
  'Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n' +
    "  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring\n\nTypical use is to define a managed attribute x:\n\n" +
    'class C(object):\n    def getx(self): return self._x\n    def setx(self, value): self._x = value\n    def delx(self): del self._x\n' +
    "    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\nDecorators make defining new properties or modifying existing ones easy:\n\n" +
    'class C(object):\n    @property\n    def x(self):\n        "I am the \'x\' property."\n        return self._x\n    @x.setter\n' +
    '    def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n        del self._x',
);

/** True when `f.__isabstractmethod__` is true. */
export function* isAbstract(f: PyValue): Generator<unknown, boolean, never> {
  const v = (yield lookupAttrR(f, '__isabstractmethod__')) as PyValue | undefined;
  return v !== undefined && (yield truthR(v));
}
