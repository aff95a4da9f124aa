// super: attribute look-up in the MRO after a given class. Invariant: the starting class is never searched itself; the
// object looked through is an instance or a subclass of it. Zero-argument super reads the frame through a hook.

import { None, PyObject, type PyValue } from './object.ts';
import { defineType } from './native.ts';
import { makeBuiltinType, PyType, TYPE_BASETYPE, TYPE_HEAP, typeOf } from './type.ts';
import { attributeError, typeError } from './exceptions/raise.ts';
import { attributeName, bindDescriptorR, genericGetR, lookupAttrR } from './protocol/attribute.ts';
import { callR } from './protocol/call.ts';
import { isPending, type NativeGenerator, type Resumable } from './protocol/pending.ts';
import { fromJS } from './str/text.ts';
import { hooks } from './hooks.ts';

export class PySuper extends PyObject {
  type: PyType | null = null;
  obj: PyValue | null = null;
  objType: PyType | null = null;
}
export const superType = makeBuiltinType('super', PySuper, { flags: TYPE_BASETYPE });

/** The class through which `super(type, obj)` looks: TypeError when obj is neither instance nor subclass. Resumable. */
function superCheckR(type: PyType, obj: PyValue): Resumable<PyType> {
  if (obj instanceof PyType && obj.isSubtype(type)) return obj;
  const t = typeOf(obj);
  if (t.isSubtype(type)) return t;
  return claimedClass(type, obj);
}
function* claimedClass(type: PyType, obj: PyValue): Generator<unknown, PyType, never> {
  const c = (yield lookupAttrR(obj, '__class__')) as PyValue | undefined;
  if (c instanceof PyType && c !== typeOf(obj) && c.isSubtype(type)) return c;
  throw typeError(
    obj instanceof PyType
      ? `super(type, obj): obj (type ${obj.name}) is not an instance or subtype of type (${type.name}).`
      : `super(type, obj): obj (instance of ${typeOf(obj).name}) is not an instance or subtype of type (${type.name}).`,
  );
}

/** Look-up after `type` in the MRO of `start`, bound to `obj`; undefined when there is none. Resumable. */
function superLookupR(type: PyType, obj: PyValue, start: PyType, name: string): Resumable<PyValue | undefined> {
  if (name === '__class__') return undefined;
  const mro = start.mro;
  let i = mro.indexOf(type);
  if (i < 0) return undefined;
  for (i++; i < mro.length; i++) {
    const v = mro[i].ns.getStr(name);
    if (v !== undefined) return bindDescriptorR(v, obj === start ? undefined : obj, start);
  }
  return undefined;
}

/** `super(type, obj).name`, as LOAD_SUPER_ATTR does it without the super object. Resumable. */
export function superGetR(type: PyValue, obj: PyValue, name: string): Resumable {
  if (!(type instanceof PyType)) throw typeError(`super() argument 1 must be a type, not ${typeOf(type).name}`);
  const start = superCheckR(type, obj);
  if (isPending(start)) return superGetSlow(type, obj, start, name);
  const r = superLookupR(type, obj, start, name);
  if (r === undefined) return missing(type, obj, start, name);
  return r as Resumable; // undefined was handled
}
function* superGetSlow(type: PyType, obj: PyValue, start: unknown, name: string): NativeGenerator<PyValue> {
  const s: PyType = yield start;
  const r = (yield superLookupR(type, obj, s, name)) as PyValue | undefined;
  return r !== undefined ? r : ((yield missing(type, obj, s, name)) as PyValue);
}
/** Attributes of the super object itself, such as `super().__class__`. */
function missing(type: PyType, obj: PyValue, start: PyType, name: string): Resumable {
  const s = new PySuper();
  s.type = type;
  s.obj = obj;
  s.objType = start;
  const r = genericGetR(s, name);
  if (r === undefined) throw attributeError(`'super' object has no attribute '${name}'`, s, fromJS(name));
  return r as Resumable; // undefined was handled
}

function* setUp(self: PySuper, type: PyType, obj: PyValue): Generator<unknown, void, never> {
  self.objType = obj === None ? null : ((yield superCheckR(type, obj)) as PyType);
  self.type = type;
  self.obj = obj === None ? null : obj;
}

defineType(superType, {
  doc:
    'super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\n' +
    'super(type, obj) -> bound super object; requires isinstance(obj, type)\n' +
    'super(type, type2) -> bound super object; requires issubclass(type2, type)\n' +
    'Typical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\n' +
    'This works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n',
  new: ['(*args, **kwargs)', (t: PyType) => new t.ctor()],
  methods: {
    '__init__(type=?, obj=None, /)': function* (
      self: PySuper,
      type: PyValue | undefined,
      obj: PyValue,
    ): NativeGenerator<PyValue> {
      if (type === undefined) {
        const c = hooks.superContext();
        yield* setUp(self, c.type, c.obj);
        return None;
      }
      if (!(type instanceof PyType)) throw typeError(`super() argument 1 must be a type, not ${typeOf(type).name}`);
      yield* setUp(self, type, obj);
      return None;
    },
    '__getattribute__(name, /)': function* (self: PySuper, name: PyValue): NativeGenerator<PyValue> {
      const s = attributeName(name);
      if (self.objType !== null && self.type !== null && self.obj !== null) {
        const r = (yield superLookupR(self.type, self.obj, self.objType, s)) as PyValue | undefined;
        if (r !== undefined) return r;
      }
      const r = (yield genericGetR(self, s)) as PyValue | undefined;
      if (r === undefined) throw attributeError(`'${self.cls.name}' object has no attribute '${s}'`, self, fromJS(s));
      return r;
    },
    '__get__(instance, owner=None, /)': function* (self: PySuper, instance: PyValue): NativeGenerator<PyValue> {
      if (instance === None || self.obj !== null) return self;
      if ((self.cls.flags & TYPE_HEAP) !== 0) {
        return (yield callR(self.cls, [self.type ?? None, instance])) as PyValue;
      }
      const s = new PySuper();
      if (self.type === null) throw typeError('super object is not initialised');
      yield* setUp(s, self.type, instance);
      return s;
    },
    '__repr__()': (self: PySuper) => {
      const name = self.type?.name ?? 'NULL';
      return fromJS(
        self.objType !== null
          ? `<super: <class '${name}'>, <${self.objType.name} object>>`
          : `<super: <class '${name}'>, NULL>`,
      );
    },
  },
  fields: {
    __thisclass__: [(s: PySuper) => s.type ?? None],
    __self__: [(s: PySuper) => s.obj ?? None],
    __self_class__: [(s: PySuper) => s.objType ?? None],
  },
});
