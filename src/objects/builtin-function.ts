// Own attributes of the native callables and descriptors: builtin functions, method descriptors, slot wrappers, getset
// and member descriptors. Invariant: what they say about themselves comes from the native's signature text.

import { nativeDoc } from './native-docs.ts';
import { None, NotImplemented, type PyObject, type PyValue } from './object.ts';
import type { PyDict } from './dict/storage.ts';
import {
  builtinFunctionType,
  callNative,
  classMethodDescriptorType,
  defineType,
  getSetType,
  memberType,
  methodDescriptorType,
  methodWrapperType,
  PyBoundNative,
  PyClassMethodDescriptor,
  PyComputedMember,
  PyGetSet,
  type PyMember,
  PyMethodWrapper,
  PyNative,
  wrapperDescriptorType,
} from './native.ts';
import { PyTuple } from './shapes.ts';
import { PyType, typeOf } from './type.ts';
import { attributeError, typeError } from './exceptions/raise.ts';
import { bindDescriptorR, genericSetR, getattrR } from './protocol/attribute.ts';
import { hashR } from './protocol/operators.ts';
import type { NativeGenerator, Pending, Resumable } from './protocol/pending.ts';
import { fromJS } from './str/text.ts';
import { hooks } from './hooks.ts';
import { idHex, idOf } from './identity.ts';
import { joinKeywords } from './type/call.ts';
import { signatureText } from './type/attributes.ts';

const nativeOf = (f: PyNative | PyBoundNative): PyNative => (f instanceof PyNative ? f : f.native);

function ownerOf(n: PyNative): PyType | null {
  if (n.owner !== null) return n.owner;
  if (n instanceof PyClassMethodDescriptor) return n.module instanceof PyType ? n.module : null;
  return n.boundSelf instanceof PyType ? n.boundSelf : null;
}

function qualname(f: PyNative | PyBoundNative): PyValue {
  const n = nativeOf(f);
  if (f instanceof PyBoundNative && !(f instanceof PyMethodWrapper)) {
    // A builtin method is named after its self: the type itself for class methods, else the type of self.
    const t = f.self instanceof PyType && n instanceof PyClassMethodDescriptor ? f.self : typeOf(f.self);
    return fromJS(`${t.qualname}.${n.name}`);
  }
  const owner = ownerOf(n);
  return fromJS(owner === null ? n.name : `${owner.qualname}.${n.name}`);
}

function textSignature(f: PyNative | PyBoundNative): PyValue {
  const n = nativeOf(f);
  const self =
    n.name === '__new__'
      ? '$type'
      : n instanceof PyClassMethodDescriptor
        ? '$type'
        : n.hasSelf
          ? '$self'
          : n.boundSelf instanceof PyType
            ? ''
            : '$module';
  return fromJS(signatureText(n.signature, self));
}

function selfOf(f: PyNative | PyBoundNative): PyValue {
  if (f instanceof PyBoundNative) return f.self;
  return f.boundSelf ?? None;
}

function callable(f: PyNative, args: PyValue[], kw: PyDict): Resumable<PyValue | undefined> {
  const [values, names] = joinKeywords(args, kw);
  return callNative(f, values, names) as Resumable<PyValue | undefined>; // void is undefined
}

const naming = {
  __name__: [(f: PyNative | PyBoundNative) => fromJS(nativeOf(f).name)],
  __qualname__: [qualname],
  __doc__: [(f: PyNative | PyBoundNative) => docOf(nativeOf(f))],
  __text_signature__: [textSignature],
} as const;

function docOf(n: PyNative): PyValue {
  const owner = n.owner ?? (n instanceof PyClassMethodDescriptor && n.module instanceof PyType ? n.module : null);
  const type = owner ?? (n.boundSelf instanceof PyType ? n.boundSelf : null);
  // Without a type, the table is about the functions of builtins (open() is _io's).
  const known = type !== null || n.module === 'builtins' || n.module === '_io';
  const text = n.doc ?? (known ? nativeDoc(type === null ? null : type.name, n.name) : undefined);
  return text === undefined ? None : fromJS(text);
}

defineType(builtinFunctionType, {
  methods: {
    '__repr__()': (f: PyNative | PyBoundNative) => {
      const n = nativeOf(f);
      const self = selfOf(f);
      if (self === None || typeOf(self).name === 'module') return fromJS(`<built-in function ${n.name}>`);
      return fromJS(`<built-in method ${n.name} of ${typeOf(self).tpName} object at ${idHex(self)}>`);
    },
    '__call__(*args, **kwargs)': (f: PyNative | PyBoundNative, args: PyValue[], kw: PyDict) =>
      f instanceof PyBoundNative ? callable(f.native, [f.self, ...args], kw) : callable(f, args, kw),
    '__eq__(value, /)': (f: PyObject, other: PyValue) => {
      if (f instanceof PyBoundNative && other instanceof PyBoundNative)
        return f.native === other.native && f.self === other.self;
      return f instanceof PyNative && other instanceof PyNative ? f === other : NotImplemented;
    },
    '__ne__(value, /)': (f: PyObject, other: PyValue) => {
      if (f instanceof PyBoundNative && other instanceof PyBoundNative)
        return f.native !== other.native || f.self !== other.self;
      return f instanceof PyNative && other instanceof PyNative ? f !== other : NotImplemented;
    },
    '__hash__()': (f: PyNative | PyBoundNative) =>
      f instanceof PyBoundNative ? Math.floor((idOf(f.native) + idOf(f.self)) / 16) : Math.floor(idOf(f) / 16),
    '__reduce__()': (f: PyNative | PyBoundNative) => {
      const self = selfOf(f);
      const name = fromJS(nativeOf(f).name);
      if (self === None || typeOf(self).name === 'module') return name;
      return new PyTuple([hooks.builtins()?.getStr('getattr') ?? None, new PyTuple([self, name])]);
    },
  },
  getset: {
    ...naming,
    __self__: [selfOf],
    __module__: [
      (f: PyNative | PyBoundNative) => (f instanceof PyBoundNative || f.boundSelf instanceof PyType ? None : f.module),
      (f: PyNative | PyBoundNative, v) => {
        if (f instanceof PyNative) f.module = v ?? None;
      },
    ],
  },
});

const objclass = { __objclass__: [(n: PyNative) => ownerOf(n) ?? None] } as const;

function checkGet(d: PyNative | PyGetSet | PyMember, owner: PyType | null, instance: PyValue): void {
  if (owner !== null && !typeOf(instance).isSubtype(owner)) {
    throw typeError(
      `descriptor '${d.name}' for '${owner.name}' objects doesn't apply to a '${typeOf(instance).name}' object`,
    );
  }
}

function nativeGet(d: PyNative, instance: PyValue, owner: PyValue): Resumable {
  if (instance === None && owner === None) throw typeError('__get__(None, None) is invalid');
  if (instance === None && owner !== typeOf(None)) return d;
  checkGet(d, d.owner, instance);
  return bindDescriptorR(d, instance, typeOf(instance));
}

const reduce = {
  '__reduce__()': (d: PyNative | PyGetSet | PyMember) =>
    new PyTuple([
      hooks.builtins()?.getStr('getattr') ?? None,
      new PyTuple([(d instanceof PyNative ? ownerOf(d) : d.owner) ?? None, fromJS(d.name)]),
    ]),
};

defineType(methodDescriptorType, {
  methods: {
    '__repr__()': (n: PyNative) => fromJS(`<method '${n.name}' of '${n.owner?.tpName ?? '?'}' objects>`),
    '__call__(*args, **kwargs)': callable,
    '__get__(instance, owner=None, /)': nativeGet,
    ...reduce,
  },
  getset: { ...naming, ...objclass },
});
defineType(wrapperDescriptorType, {
  methods: {
    '__repr__()': (n: PyNative) => fromJS(`<slot wrapper '${n.name}' of '${n.owner?.tpName ?? '?'}' objects>`),
    '__call__(*args, **kwargs)': callable,
    '__get__(instance, owner=None, /)': nativeGet,
    ...reduce,
  },
  getset: { ...naming, ...objclass },
});
defineType(classMethodDescriptorType, {
  methods: {
    '__repr__()': (n: PyNative) => fromJS(`<method '${n.name}' of '${ownerOf(n)?.tpName ?? '?'}' objects>`),
    '__call__(*args, **kwargs)': (n: PyNative, args: PyValue[], kw: PyDict) => {
      const owner = ownerOf(n);
      if (args.length === 0) throw typeError(`descriptor '${n.name}' of '${owner?.tpName}' object needs an argument`);
      const cls = args[0];
      if (!(cls instanceof PyType))
        throw typeError(`descriptor '${n.name}' requires a type but received a '${typeOf(cls).name}' instance`);
      if (owner !== null && !cls.isSubtype(owner)) {
        throw typeError(`descriptor '${n.name}' requires a subtype of '${owner.name}' but received '${cls.name}'`);
      }
      return callable(n, args, kw);
    },
    '__get__(instance, owner=None, /)': (n: PyNative, instance: PyValue, type: PyValue) => {
      const owner = ownerOf(n);
      if (type === None) type = instance === None ? None : typeOf(instance);
      if (type === None)
        throw typeError(`descriptor '${n.name}' for type '${owner?.name}' needs either an object or a type`);
      if (!(type instanceof PyType))
        throw typeError(
          `descriptor '${n.name}' for type '${owner?.name}' needs a type, not a '${typeOf(type).name}' as arg 2`,
        );
      if (owner !== null && !type.isSubtype(owner)) {
        throw typeError(`descriptor '${n.name}' requires a subtype of '${owner.name}' but received '${type.name}'`);
      }
      return new PyBoundNative(n, type);
    },
    ...reduce,
  },
  getset: { ...naming, ...objclass },
});

defineType(methodWrapperType, {
  methods: {
    '__repr__()': (w: PyBoundNative) =>
      fromJS(`<method-wrapper '${w.native.name}' of ${typeOf(w.self).name} object at ${idHex(w.self)}>`),
    '__call__(*args, **kwargs)': (w: PyBoundNative, args: PyValue[], kw: PyDict) =>
      callable(w.native, [w.self, ...args], kw),
    '__eq__(value, /)': (w: PyBoundNative, other: PyValue) =>
      other instanceof PyMethodWrapper ? w.native === other.native && w.self === other.self : NotImplemented,
    '__ne__(value, /)': (w: PyBoundNative, other: PyValue) =>
      other instanceof PyMethodWrapper ? w.native !== other.native || w.self !== other.self : NotImplemented,
    '__hash__()': function* (w: PyBoundNative): NativeGenerator<PyValue> {
      const h: number | bigint = yield hashR(w.native);
      return Number(BigInt.asIntN(52, BigInt(h) ^ BigInt(Math.floor(idOf(w.self) / 16))));
    },
    '__reduce__()': (w: PyBoundNative) =>
      new PyTuple([hooks.builtins()?.getStr('getattr') ?? None, new PyTuple([w.self, fromJS(w.native.name)])]),
  },
  getset: {
    ...naming,
    __objclass__: [(w: PyBoundNative) => w.native.owner ?? None],
    __self__: [(w: PyBoundNative) => w.self],
  },
});

type DataDescriptor = PyGetSet | PyMember;
const data = {
  '__get__(instance, owner=None, /)': (d: DataDescriptor, instance: PyValue, owner: PyValue): Resumable => {
    if (instance === None && owner !== None && owner !== typeOf(None)) return d;
    if (instance === None && owner === None) throw typeError('__get__(None, None) is invalid');
    checkGet(d, d.owner, instance);
    return bindDescriptorR(d, instance, typeOf(instance));
  },
  '__set__(instance, value, /)': (d: DataDescriptor, instance: PyValue, value: PyValue) =>
    setThrough(d, instance, value),
  '__delete__(instance, /)': (d: DataDescriptor, instance: PyValue) => setThrough(d, instance, undefined),
  ...reduce,
};

function setThrough(d: DataDescriptor, instance: PyValue, value: PyValue | undefined): Pending | undefined {
  checkGet(d, d.owner, instance);
  if (d instanceof PyGetSet) {
    if (d.set === null && d instanceof PyComputedMember) throw attributeError('readonly attribute');
    if (d.set === null)
      throw attributeError(`attribute '${d.name}' of '${d.owner?.tpName ?? '?'}' objects is not writable`);
    return (d.set as (self: PyValue, v: PyValue | undefined) => Pending | undefined)(instance, value); // owner was checked
  }
  if (d.readonly) throw attributeError('readonly attribute');
  const bag = instance as PyObject & { [key: string]: PyValue | undefined };
  if (value === undefined && bag[d.key] === undefined) throw attributeError(d.name, instance, fromJS(d.name));
  bag[d.key] = value;
  return undefined;
}

const dataNames = {
  __name__: [(d: DataDescriptor) => fromJS(d.name)],
  __qualname__: [(d: DataDescriptor) => fromJS(d.owner === null ? d.name : `${d.owner.qualname}.${d.name}`)],
  __doc__: [
    (d: DataDescriptor) => {
      const text = d.doc ?? (d.owner === null ? undefined : nativeDoc(d.owner.name, d.name));
      return text === undefined ? None : fromJS(text);
    },
  ],
  __objclass__: [(d: DataDescriptor) => d.owner ?? None],
} as const;
defineType(getSetType, {
  methods: {
    '__repr__()': (d: DataDescriptor) => fromJS(`<attribute '${d.name}' of '${d.owner?.tpName ?? '?'}' objects>`),
    ...data,
  },
  getset: dataNames,
});
defineType(memberType, {
  methods: {
    '__repr__()': (d: DataDescriptor) => fromJS(`<member '${d.name}' of '${d.owner?.tpName ?? '?'}' objects>`),
    ...data,
  },
  getset: dataNames,
});

void [genericSetR, getattrR];
