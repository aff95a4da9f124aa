// The methods of `object`: what every value can do. Invariant: the natives registered here as __getattribute__,
// __setattr__, __new__ and __init__ are what fast paths elsewhere compare slots with.

import { ATTR_PREFIX, type AttrBag, None, NotImplemented, PyObject, type PyValue } from './object.ts';
import { PyDict } from './dict/storage.ts';
import { defineType, PyBoundNative } from './native.ts';
import { PyList, PyModule, PyTuple } from './shapes.ts';
import {
  objectType,
  PyType,
  TYPE_ABSTRACT,
  TYPE_HAS_DICT,
  TYPE_HEAP,
  moduleType,
  typeModified,
  typeOf,
  typeType,
} from './type.ts';
import { SLOT } from './slots.ts';
import { typeError, valueError } from './exceptions/raise.ts';
import {
  attributeName,
  attributesOf,
  bindDescriptorR,
  genericGetR,
  genericSetR,
  getattrR,
  lookupAttrR,
  missingAttribute,
  registerGetattribute,
  registerSetattr,
  registerTypeSetattr,
} from './protocol/attribute.ts';
import { callMethodR, callR, callUnboundR } from './protocol/call.ts';
import { collectR, iterR } from './protocol/iteration.ts';
import { truthR, index } from './protocol/operators.ts';
import { repr, strR } from './protocol/text.ts';
import type { NativeGenerator, Pending, Resumable } from './protocol/pending.ts';
import { fromJS, isStr } from './str/text.ts';
import { hooks, importAttrR } from './hooks.ts';
import { idHex, idOf } from './identity.ts';
import { callTypeR, hasPlainInit, splitKeywords, registerObjectNew, usesObjectNew } from './type/call.ts';
import { checkCompatible, staticBase, tpName } from './type/layout.ts';
import { fullName, mergeClassDict, typeSetR } from './type/attributes.ts';
import { moduleGetattribute } from './module.ts';
import { objectSize } from './memory/sizes.ts';

// ------------------------------------------------------------------------------------------------ making, attributes

function* abstractError(t: PyType): NativeGenerator<PyValue> {
  const v = (yield getattrR(t, '__abstractmethods__')) as PyValue;
  const names: PyValue[] = yield collectR(v);
  const sorted = names.map((n) => (isStr(n) ? `'${typeof n === 'string' ? n : n.s}'` : repr(n))).sort();
  throw typeError(
    `Can't instantiate abstract class ${t.name} without an implementation for abstract method${sorted.length > 1 ? 's' : ''} ${sorted.join(', ')}`,
  );
}

function objectNew(t: PyType, args: PyValue[], kw: PyDict): PyValue | Pending {
  if (args.length > 0 || kw.size > 0) {
    if (!usesObjectNew(t)) throw typeError('object.__new__() takes exactly one argument (the type to instantiate)');
    if (hasPlainInit(t)) throw typeError(`${t.name}() takes no arguments`);
  }
  if ((t.flags & TYPE_ABSTRACT) !== 0) return abstractError(t);
  return new t.ctor();
}

function objectInit(self: PyValue, args: PyValue[], kw: PyDict): void {
  if (args.length === 0 && kw.size === 0) return;
  const t = typeOf(self);
  if (!hasPlainInit(t)) throw typeError('object.__init__() takes exactly one argument (the instance to initialize)');
  if (usesObjectNew(t)) throw typeError(`${t.name}.__init__() takes exactly one argument (the instance to initialize)`);
}

function objectGet(self: PyValue, name: PyValue): Resumable {
  const s = attributeName(name);
  const r = genericGetR(self, s);
  if (r === undefined) throw missingAttribute(self, s);
  return r as Resumable; // undefined was handled
}

/** Changes the class of an instance: its JS prototype is swapped. */
function setClass(self: PyValue, to: PyValue | undefined): void {
  if (to === undefined) throw typeError("can't delete __class__ attribute");
  if (!(to instanceof PyType)) throw typeError(`__class__ must be set to a class, not '${typeOf(to).name}' object`);
  const old = typeOf(self);
  const modules = to.isSubtype(moduleType) && old.isSubtype(moduleType);
  if (!(self instanceof PyObject) || (!modules && ((old.flags & TYPE_HEAP) === 0 || (to.flags & TYPE_HEAP) === 0))) {
    throw typeError('__class__ assignment only supported for mutable types or ModuleType subclasses');
  }
  if (old === to) return;
  checkCompatible(old, to, '__class__');
  Object.setPrototypeOf(self, to.ctor.prototype as object);
  if (self instanceof PyType) typeModified(self); // another metaclass gives its attributes other meanings
}

// ---------------------------------------------------------------------------------------------------------- pickling

/** True when the instance has no attribute of its own. */
function noAttributes(self: PyObject): boolean {
  if (self.dict !== undefined) return self.dict.size === 0;
  for (const k of Object.keys(self)) if (k.startsWith(ATTR_PREFIX) && (self as AttrBag)[k] !== undefined) return false;
  return true;
}

function* defaultState(self: PyValue, required: boolean): Generator<unknown, PyValue, never> {
  const t = typeOf(self);
  const shape = staticBase(t);
  if (required && shape !== objectType && !shape.isSubtype(moduleType) && !hasEmptyShape(shape)) {
    throw typeError(`cannot pickle '${tpName(t)}' object`);
  }
  let state: PyValue = None;
  if (self instanceof PyObject && (t.flags & TYPE_HAS_DICT) !== 0 && !(self instanceof PyType)) {
    if (!noAttributes(self)) state = self.dict ?? attributesOf(self);
  }
  const slotNames: PyValue[] = yield* slotNamesOf(t);
  if (slotNames.length > 0) {
    const slots = new PyDict();
    for (const name of slotNames) {
      const v = (yield lookupAttrR(self, attributeName(name))) as PyValue | undefined;
      if (v !== undefined) slots.set(name, v);
    }
    if (slots.size > 0) return new PyTuple([state, slots]);
  }
  return state;
}
function hasEmptyShape(t: PyType): boolean {
  return t.ctor.prototype === objectType.ctor.prototype;
}

/** copyreg._slotnames(cls), without the import when no class below has slots. */
function* slotNamesOf(t: PyType): Generator<unknown, PyValue[], never> {
  if (!t.mro.some((c) => c.ns.getStr('__slots__') !== undefined)) return [];
  const f = (yield* importAttrR('copyreg', '_slotnames')) as PyValue;
  const names = (yield callR(f, [t])) as PyValue;
  return names === None ? [] : yield collectR(names);
}

/** A special method: looked up on the type alone, bound. Resumable. */
function lookupSpecialR(self: PyValue, name: string): Resumable<PyValue | undefined> {
  const d = typeOf(self).lookup(name);
  return d === undefined ? undefined : bindDescriptorR(d, self, typeOf(self));
}

function* reduceNewobj(self: PyValue): NativeGenerator<PyValue> {
  const cls = (yield getattrR(self, '__class__')) as PyValue;
  const t = typeOf(self);
  if ((t.flags & TYPE_HEAP) === 0 && usesObjectNew(t) && t !== objectType)
    throw typeError(`cannot pickle '${tpName(t)}' object`);
  let args: PyTuple | null = null;
  let kwargs: PyDict | null = null;
  const ex = (yield lookupSpecialR(self, '__getnewargs_ex__')) as PyValue | undefined;
  if (ex !== undefined) {
    const r = (yield callR(ex, [])) as PyValue;
    if (!(r instanceof PyTuple)) throw typeError(`__getnewargs_ex__ should return a tuple, not '${typeOf(r).name}'`);
    if (r.items.length !== 2) {
      throw valueError(`__getnewargs_ex__ should return a tuple of length 2, not ${r.items.length}`);
    }
    const [a, k] = r.items;
    if (!(a instanceof PyTuple))
      throw typeError(`first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '${typeOf(a).name}'`);
    if (!(k instanceof PyDict))
      throw typeError(`second item of the tuple returned by __getnewargs_ex__ must be a dict, not '${typeOf(k).name}'`);
    args = a;
    kwargs = k;
  } else {
    const plain = (yield lookupSpecialR(self, '__getnewargs__')) as PyValue | undefined;
    if (plain !== undefined) {
      const r = (yield callR(plain, [])) as PyValue;
      if (!(r instanceof PyTuple)) throw typeError(`__getnewargs__ should return a tuple, not '${typeOf(r).name}'`);
      args = r;
    }
  }
  const isList = typeof self === 'object' && self instanceof PyList;
  const isDict = typeof self === 'object' && self instanceof PyDict;
  const hasArgs = args !== null;
  let maker: PyValue;
  let makerArgs: PyTuple;
  if (kwargs !== null && kwargs.size > 0) {
    maker = yield* importAttrR('copyreg', '__newobj_ex__') as Generator<unknown, PyValue, never>;
    makerArgs = new PyTuple([cls, args ?? new PyTuple([]), kwargs]);
  } else {
    maker = yield* importAttrR('copyreg', '__newobj__') as Generator<unknown, PyValue, never>;
    makerArgs = new PyTuple([cls, ...(args?.items ?? [])]);
  }
  const state: PyValue = yield* getState(self, !hasArgs && !isList && !isDict);
  let listItems: PyValue = None;
  let dictItems: PyValue = None;
  if (isList) listItems = yield iterR(self);
  if (isDict) {
    const items = (yield callMethodR(self, 'items')) as PyValue;
    dictItems = yield iterR(items);
  }
  return new PyTuple([maker, makerArgs, state, listItems, dictItems]);
}

function* getState(self: PyValue, required: boolean): Generator<unknown, PyValue, never> {
  const f = (yield getattrR(self, '__getstate__')) as PyValue;
  if (f instanceof PyBoundNative && f.self === self && f.native === plainGetstate)
    return yield* defaultState(self, required);
  return yield callR(f, []);
}

function* commonReduce(self: PyValue, protocol: number): NativeGenerator<PyValue> {
  if (protocol >= 2) return (yield* reduceNewobj(self)) as PyValue;
  const f = (yield* importAttrR('copyreg', '_reduce_ex')) as PyValue;
  return yield callR(f, [self, protocol]);
}

// ------------------------------------------------------------------------------------------------------------ others

function* dirOf(self: PyValue): NativeGenerator<PyValue> {
  const names = new PyDict();
  const d = (yield lookupAttrR(self, '__dict__')) as PyValue | undefined;
  if (d instanceof PyDict) d.copyInto(names);
  const cls = (yield lookupAttrR(self, '__class__')) as PyValue | undefined;
  if (cls instanceof PyType) mergeClassDict(names, cls);
  else if (cls !== undefined) yield* mergeForeign(names, cls);
  return new PyList([...names.entries()].map(([k]) => k));
}
function* mergeForeign(names: PyDict, cls: PyValue): Generator<unknown, void, never> {
  const d = (yield lookupAttrR(cls, '__dict__')) as PyValue | undefined;
  if (d !== undefined) {
    const keys: PyValue[] = yield collectR(d);
    for (const k of keys) names.set(k, None);
  }
  const bases = (yield lookupAttrR(cls, '__bases__')) as PyValue | undefined;
  if (bases instanceof PyTuple) for (const b of bases.items) yield* mergeForeign(names, b);
}

function* notEqual(self: PyValue, other: PyValue): NativeGenerator<PyValue> {
  const f = typeOf(self).slot(SLOT.__eq__);
  if (f === null) return NotImplemented;
  const r = (yield callUnboundR(f, self, [other])) as PyValue;
  if (r === NotImplemented) return r;
  const t: boolean = yield truthR(r);
  return !t;
}
const notImplemented = (): PyValue => NotImplemented;

defineType(objectType, {
  doc: 'The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n',
  new: ['(*args, **kwargs)', objectNew],
  vectors: {
    // `super().__new__(cls)` and `super().__init__()` are everywhere: no arrays and dictionaries for them.
    __new__: (args, kwnames) => {
      const t = args[0] as PyType; // checked by callNative
      if (args.length === 1 && (t.flags & TYPE_ABSTRACT) === 0) return new t.ctor();
      const [rest, kw] = splitKeywords(args.slice(1), kwnames);
      return objectNew(t, rest, kw);
    },
    __init__: (args, kwnames) => {
      if (args.length === 1) return None;
      const [rest, kw] = splitKeywords(args.slice(1), kwnames);
      objectInit(args[0], rest, kw);
      return None;
    },
  },
  methods: {
    '__init__(*args, **kwargs)': objectInit,
    '__repr__()': (self: PyValue) => fromJS(`<${fullName(typeOf(self))} object at ${idHex(self)}>`),
    '__str__()': (self: PyValue) => callUnboundR(typeOf(self).slot(SLOT.__repr__) ?? None, self, []),
    '__hash__()': (self: PyValue) => Math.floor(idOf(self) / 16),
    '__getattribute__(name, /)': objectGet,
    '__setattr__(name, value, /)': (self: PyValue, name: PyValue, value: PyValue) => {
      if (self instanceof PyType) throw typeError(`can't apply this __setattr__ to ${self.cls.name} object`);
      return genericSetR(self, attributeName(name), value) as Pending | undefined;
    },
    '__delattr__(name, /)': (self: PyValue, name: PyValue) => {
      if (self instanceof PyType) throw typeError(`can't apply this __delattr__ to ${self.cls.name} object`);
      return genericSetR(self, attributeName(name), undefined) as Pending | undefined;
    },
    '__eq__(value, /)': (self: PyValue, other: PyValue) => (self === other ? true : NotImplemented),
    '__ne__(value, /)': notEqual,
    '__lt__(value, /)': notImplemented,
    '__le__(value, /)': notImplemented,
    '__gt__(value, /)': notImplemented,
    '__ge__(value, /)': notImplemented,
    '__format__(format_spec, /)': (self: PyValue, spec: PyValue) => {
      if (!isStr(spec)) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`);
      if (spec !== '' && !(typeof spec === 'object' && spec.s === '')) {
        throw typeError(`unsupported format string passed to ${typeOf(self).name}.__format__`);
      }
      return strR(self) as PyValue | Pending;
    },
    '__dir__()': dirOf,
    '__sizeof__()': objectSize,
    '__getstate__()': (self: PyValue) => defaultState(self, false),
    '__reduce__()': (self: PyValue) => commonReduce(self, 0),
    '__reduce_ex__(protocol, /)': function* (self: PyValue, protocol: PyValue): NativeGenerator<PyValue> {
      const p = Number(index(protocol));
      const cls = (yield getattrR(self, '__class__')) as PyValue;
      const f: PyValue | undefined = cls instanceof PyType ? cls.lookup('__reduce__') : undefined;
      if (f !== undefined && f !== plainReduce) {
        const bound = (yield getattrR(self, '__reduce__')) as PyValue;
        return yield callR(bound, []);
      }
      return (yield* commonReduce(self, p)) as PyValue;
    },
  },
  classMethods: {
    '__init_subclass__(*args, **kwargs)': (cls: PyType, args: PyValue[], kw: PyDict) => {
      if (kw.size > 0) throw typeError(`${cls.qualname}.__init_subclass__() takes no keyword arguments`);
      if (args.length > 0)
        throw typeError(`${cls.qualname}.__init_subclass__() takes no arguments (${args.length} given)`);
    },
    '__subclasshook__(object, /)': () => NotImplemented,
  },
  getset: {
    __class__: [(self: PyValue) => typeOf(self), setClass, "the object's class"],
  },
});

const plainReduce = objectType.ns.getStr('__reduce__');
const plainGetstate = objectType.ns.getStr('__getstate__');
registerObjectNew(objectType.ns.getStr('__new__')!, objectType.ns.getStr('__init__')!);
registerGetattribute(
  objectType.ns.getStr('__getattribute__')!,
  typeType.ns.getStr('__getattribute__')!,
  moduleGetattribute(),
);
registerTypeSetattr(typeType.ns.getStr('__setattr__')!, typeSetR); // the bootstrap made both
registerSetattr(objectType.ns.getStr('__setattr__')!, objectType.ns.getStr('__delattr__')!);
void [PyModule, hooks, callTypeR];
