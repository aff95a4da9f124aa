// The attributes and methods of `type`: names, bases, documentation, annotations (PEP 649), look-up and assignment.
// Invariant: every change to a namespace goes through setTypeAttr/typeModified; built-in types are immutable.

import { None, NotImplemented, type PyValue } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import { defineType, PyNative } from '../native.ts';
import { PyCell, PyFunction, PyList, PyStr, PyTuple } from '../shapes.ts';
import {
  objectType,
  PyType,
  setTypeAttr,
  TYPE_ABSTRACT,
  TYPE_BASETYPE,
  TYPE_HEAP,
  TYPE_MATCH_MAPPING,
  TYPE_MATCH_SELF,
  TYPE_MATCH_SEQUENCE,
  typeModified,
  typeOf,
  typeType,
} from '../type.ts';
import { attributeError, isException, keyError, typeError, valueError } from '../exceptions/raise.ts';
import {
  attributeName,
  bindDescriptorR,
  callBound,
  genericSetR,
  isDataDescriptor,
  lookupAttrR,
  missingAttribute,
  typeGetR,
} from '../protocol/attribute.ts';
import { callR, isCallable } from '../protocol/call.ts';
import { truthR } from '../protocol/operators.ts';
import { reprR } from '../protocol/text.ts';
import { isPending, type NativeGenerator, type Pending, type Resumable } from '../protocol/pending.ts';
import { fromJS, isStr, toJS } from '../str/text.ts';
import { callTypeR, joinKeywords } from './call.ts';
import { isinstanceR, issubclassR, objectIsInstanceR, realSubclassR, registerChecks } from './isinstance.ts';
import { bestBase, checkCompatible } from './layout.ts';
import { c3, liveSubclasses, rebase, registerTypeMro } from './mro.ts';
import { needEncodable, registerTypeNew, typeNew } from './new.ts';
import { layoutOf } from '../memory/layouts.ts';

let makeProxy: (mapping: PyValue) => PyValue = (m) => m;
/** mappingproxy.ts registers how a read-only view of a namespace is made. */
export function setMakeMappingProxy(f: (mapping: PyValue) => PyValue): void {
  makeProxy = f;
}
/** A mappingproxy over `mapping`. */
export function mappingProxy(mapping: PyValue): PyValue {
  return makeProxy(mapping);
}

let makeUnion: (a: PyValue, b: PyValue) => PyValue = () => NotImplemented;
/** union.ts registers `X | Y` for types (NotImplemented when an operand cannot be in a union). */
export function setMakeUnion(f: (a: PyValue, b: PyValue) => PyValue): void {
  makeUnion = f;
}
/** `a | b` as a union type, or NotImplemented. */
export function unionOr(a: PyValue, b: PyValue): PyValue {
  return makeUnion(a, b);
}

const isHeap = (t: PyType): boolean => (t.flags & TYPE_HEAP) !== 0;

function needMutable(t: PyType, name: string, deleting = false): void {
  if (!isHeap(t)) throw typeError(`cannot set '${name}' attribute of immutable type '${t.tpName}'`);
  if (deleting) throw typeError(`cannot delete '${name}' attribute of immutable type '${t.tpName}'`);
}

function setName(t: PyType, value: PyValue | undefined): void {
  needMutable(t, '__name__', value === undefined);
  if (!isStr(value)) throw typeError(`can only assign string to ${t.name}.__name__, not '${typeOf(value!).name}'`);
  const s = toJS(value);
  if (s.includes('\0')) throw valueError('type name must not contain null characters');
  needEncodable(value);
  t.name = s;
}
function setQualname(t: PyType, value: PyValue | undefined): void {
  needMutable(t, '__qualname__', value === undefined);
  if (!isStr(value)) throw typeError(`can only assign string to ${t.name}.__qualname__, not '${typeOf(value!).name}'`);
  t.qualname = toJS(value);
}

/** `t.__module__` as a value. */
export function typeModule(t: PyType): PyValue {
  if (!isHeap(t)) return fromJS(t.module);
  const m = t.ns.getStr('__module__');
  if (m === undefined) throw attributeError('__module__');
  return m;
}

/** `module.qualname`, without the module for built-ins: what reprs show. */
export function fullName(t: PyType): string {
  const m = isHeap(t) ? t.ns.getStr('__module__') : t.module;
  return m !== undefined && isStr(m) && m !== 'builtins' ? `${toJS(m)}.${t.qualname}` : t.name;
}

function* setBases(t: PyType, value: PyValue | undefined): Generator<unknown, void, never> {
  needMutable(t, '__bases__', value === undefined);
  if (!(value instanceof PyTuple))
    throw typeError(`can only assign tuple to ${t.name}.__bases__, not ${typeOf(value!).name}`);
  if (value.items.length === 0) throw typeError(`can only assign non-empty tuple to ${t.name}.__bases__, not ()`);
  for (const b of value.items) {
    if (!(b instanceof PyType))
      throw typeError(`${t.name}.__bases__ must be tuple of classes, not '${typeOf(b).name}'`);
    // The chain of bases too: a custom mro() may be half way through changing it.
    let inChain = b.isSubtype(t);
    for (let c: PyType | null = b; c !== null && !inChain; c = c.base) inChain = c === t;
    if (inChain) throw typeError('a __bases__ item causes an inheritance cycle');
  }
  const bases = value.items as PyType[]; // each was checked
  const base = bestBase(bases);
  checkCompatible(t.base!, base, '__bases__');
  yield* rebase(t, bases.slice(), base);
}

// ------------------------------------------------------------------------------------------------------- annotations

/** Documentation of built-in types whose namespace has a `__doc__` attribute for their instances. */
const staticDocs = new Map<PyType, string>();
export function setStaticDoc(t: PyType, doc: string): void {
  staticDocs.set(t, doc);
}

function getDoc(t: PyType): Resumable {
  if (!isHeap(t)) {
    const own = staticDocs.get(t);
    if (own !== undefined) return fromJS(own);
    const v = t.ns.getStr('__doc__');
    return v !== undefined && isStr(v) ? v : None;
  }
  const v = t.ns.getStr('__doc__');
  return v === undefined ? None : bindDescriptorR(v, undefined, t);
}

function getAnnotate(t: PyType): Resumable {
  if (!isHeap(t)) throw attributeError(`type object '${t.name}' has no attribute '__annotate__'`, t, '__annotate__');
  const f = t.ns.getStr('__annotate_func__') ?? t.ns.getStr('__annotate__');
  if (f !== undefined) return bindDescriptorR(f, undefined, t);
  setTypeAttr(t, '__annotate_func__', None);
  return None;
}

function setAnnotate(t: PyType, value: PyValue | undefined): void {
  if (value === undefined) throw typeError('cannot delete __annotate__ attribute');
  if (!isHeap(t)) throw typeError(`cannot set '__annotate__' attribute of immutable type '${t.name}'`);
  if (value !== None && !isCallable(value)) throw typeError('__annotate__ must be callable or None');
  t.ns.setStr('__annotate_func__', value);
  if (value !== None) {
    t.ns.delete('__annotations_cache__');
    t.ns.delete('__annotations__');
  }
  typeModified(t);
}

function getAnnotations(t: PyType): Resumable {
  if (!isHeap(t))
    throw attributeError(`type object '${t.name}' has no attribute '__annotations__'`, t, '__annotations__');
  const v = t.ns.getStr('__annotations__') ?? t.ns.getStr('__annotations_cache__');
  if (v !== undefined) return bindDescriptorR(v, undefined, t);
  return evaluateAnnotations(t);
}
function* evaluateAnnotations(t: PyType): Generator<unknown, PyValue, PyValue> {
  const annotate = yield getAnnotate(t);
  const result = annotate === None ? new PyDict() : yield callAnnotate(annotate);
  setTypeAttr(t, '__annotations_cache__', result);
  return result;
}

/** `annotate(1)`, which must be a dict. Resumable. */
export function* callAnnotate(annotate: PyValue): Generator<unknown, PyValue, PyValue> {
  const result = yield callR(annotate, [1]);
  if (!(result instanceof PyDict)) throw typeError(`__annotate__() must return a dict, not ${typeOf(result).name}`);
  return result;
}

function setAnnotations(t: PyType, value: PyValue | undefined): void {
  if (!isHeap(t)) throw typeError(`cannot set '__annotations__' attribute of immutable type '${t.name}'`);
  if (value !== undefined) {
    if (t.ns.getStr('__annotations__') !== undefined) t.ns.setStr('__annotations__', value);
    else t.ns.setStr('__annotations_cache__', value);
    t.ns.delete('__annotate_func__');
    t.ns.delete('__annotate__');
  } else {
    const a = t.ns.delete('__annotations__');
    const b = t.ns.delete('__annotations_cache__');
    if (a === undefined && b === undefined) throw attributeError('__annotations__', t, '__annotations__');
    t.ns.delete('__annotate_func__');
    t.ns.delete('__annotate__');
  }
  typeModified(t);
}

// ------------------------------------------------------------------------------------------------------- assignment

/** type.__setattr__ and __delattr__ (value undefined). Resumable. */
export function typeSetR(t: PyType, name: string, value: PyValue | undefined): Resumable<PyValue | undefined> {
  if (!isHeap(t)) throw typeError(`cannot set '${name}' attribute of immutable type '${t.tpName}'`);
  const d = t.cls.lookup(name);
  if (d !== undefined && isDataDescriptor(d)) return genericSetR(t, name, value);
  if (value === undefined) {
    const i = t.ns.findStr(name);
    if (i < 0) throw missingAttribute(t, name);
    t.ns.deleteAt(i);
    t.variables?.delete(name);
    typeModified(t);
  } else setTypeAttr(t, name, value);
  return undefined;
}

function typeGet(t: PyType, name: PyValue): Resumable {
  const s = attributeName(name);
  const r = typeGetR(t, s);
  if (r === undefined) throw missingAttribute(t, s);
  return r as Resumable; // undefined was handled
}

/** Names from the namespaces along the MRO by way of `__bases__`, as type.__dir__ collects them. */
export function mergeClassDict(into: PyDict, t: PyType): void {
  t.ns.copyInto(into);
  for (const b of t.bases) {
    const part = new PyDict();
    mergeClassDict(part, b);
    for (const [k] of part.entries()) into.set(k, None);
  }
}

/** What CPython's static types take, and the table that a class keeps for the attributes of its instances. */
const STATIC_TYPE = 416;
const HEAP_TYPE_KEYS = 768;

function flagsOf(t: PyType): number {
  let f = 1 << 12; // READY
  // CPython's extension modules make their types on the heap; only the core's are static.
  if (isHeap(t) || typeModule(t) !== 'builtins') f |= 1 << 9;
  if (!isHeap(t)) f |= 1 << 8; // IMMUTABLETYPE
  if ((t.flags & TYPE_BASETYPE) !== 0) f |= 1 << 10;
  const { gc, dictoffset, weakrefoffset } = layoutOf(t);
  if (gc) f |= 1 << 14; // HAVE_GC
  if (dictoffset < 0) f |= 1 << 4; // MANAGED_DICT
  if (weakrefoffset < 0) f |= 1 << 3; // MANAGED_WEAKREF
  if ((t.flags & TYPE_ABSTRACT) !== 0) f |= 1 << 20;
  if ((t.flags & TYPE_MATCH_SEQUENCE) !== 0) f |= 1 << 5;
  if ((t.flags & TYPE_MATCH_MAPPING) !== 0) f |= 1 << 6;
  if ((t.flags & TYPE_MATCH_SELF) !== 0) f |= 1 << 22;
  const families: [string, number][] = [
    ['int', 24],
    ['list', 25],
    ['tuple', 26],
    ['bytes', 27],
    ['str', 28],
    ['dict', 29],
    ['BaseException', 30],
    ['type', 31],
  ];
  let out = f;
  for (const [name, bit] of families) {
    if (t.mro.some((c) => !isHeap(c) && c.name === name && c.module === 'builtins')) out += 2 ** bit;
  }
  return out;
}

function textSignature(t: PyType): PyValue {
  if (isHeap(t)) return None;
  const n = t.ns.getStr('__new__');
  const i = t.ns.getStr('__init__');
  for (const f of [n, i])
    if (f instanceof PyNative && !f.signature.startsWith('(*args')) return signatureText(f.signature, '');
  return None;
}

/** A native's signature as `__text_signature__` shows it; `self` is '$self', '$module', '$type' or ''. */
export function signatureText(signature: string, self: string): string {
  const s = signature.replace(/=\?/g, '=<unrepresentable>');
  if (self === '') return s;
  const body = s.slice(1, -1).trim();
  if (body === '') return `(${self}, /)`;
  return body.includes('/') ? `(${self}, ${body})` : `(${self}, /, ${body})`;
}

defineType(typeType, {
  new: ['(*args, **kwargs)', typeNew],
  vectors: { __call__: (args, kwnames) => callTypeR(args[0] as PyType, args.slice(1), kwnames) }, // self was checked
  methods: {
    '__init__(*args, **kwargs)': (_self: PyType, args: PyValue[], kw: PyDict) => {
      if (kw.size > 0 && args.length === 1) throw typeError('type.__init__() takes no keyword arguments');
      if (args.length !== 1 && args.length !== 3) throw typeError('type.__init__() takes 1 or 3 arguments');
    },
    '__call__(*args, **kwargs)': (self: PyType, args: PyValue[], kw: PyDict) => {
      const [values, names] = joinKeywords(args, kw);
      return callTypeR(self, values, names);
    },
    '__repr__()': (self: PyType) => {
      return fromJS(`<class '${fullName(self)}'>`);
    },
    '__getattribute__(name, /)': typeGet,
    '__setattr__(name, value, /)': (self: PyType, name: PyValue, value: PyValue) =>
      typeSetR(self, attributeName(name), value) as Pending | undefined,
    '__delattr__(name, /)': (self: PyType, name: PyValue) =>
      typeSetR(self, attributeName(name), undefined) as Pending | undefined,
    'mro()': (self: PyType) => new PyList(c3(self, self.bases)),
    '__subclasses__()': (self: PyType) => new PyList(liveSubclasses(self)),
    '__instancecheck__(instance, /)': (self: PyType, v: PyValue) => objectIsInstanceR(v, self) as boolean | Pending,
    '__subclasscheck__(subclass, /)': (self: PyType, v: PyValue) => realSubclassR(v, self) as boolean | Pending,
    '__dir__()': (self: PyType) => {
      const names = new PyDict();
      mergeClassDict(names, self);
      return new PyList([...names.entries()].map(([k]) => k));
    },
    '__or__(value, /)': (self: PyValue, other: PyValue) => unionOr(self, other),
    '__ror__(value, /)': (self: PyValue, other: PyValue) => unionOr(other, self),
    '__sizeof__()': (self: PyType) => (isHeap(self) ? layoutOf(typeType).basicsize + HEAP_TYPE_KEYS : STATIC_TYPE),
  },
  classMethods: {
    '__prepare__(*args, **kwargs)': () => new PyDict(),
  },
  getset: {
    __name__: [(t: PyType) => fromJS(t.name), setName],
    __qualname__: [(t: PyType) => fromJS(t.qualname), setQualname],
    __module__: [
      typeModule,
      (t: PyType, v) => {
        needMutable(t, '__module__', v === undefined);
        setTypeAttr(t, '__module__', v!);
        t.ns.delete('__firstlineno__');
      },
    ],
    __bases__: [(t: PyType) => new PyTuple(t.bases.slice()), (t: PyType, v) => setBases(t, v)],
    __base__: [(t: PyType) => t.base ?? None],
    __mro__: [(t: PyType) => new PyTuple(t.mro.slice())],
    __dict__: [(t: PyType) => mappingProxy(t.ns)],
    __doc__: [
      getDoc,
      (t: PyType, v) => {
        needMutable(t, '__doc__', v === undefined);
        setTypeAttr(t, '__doc__', v!);
      },
    ],
    __text_signature__: [textSignature],
    __annotations__: [getAnnotations, setAnnotations],
    __annotate__: [getAnnotate, setAnnotate],
    __type_params__: [
      (t: PyType) => (isHeap(t) ? (t.ns.getStr('__type_params__') ?? new PyTuple([])) : new PyTuple([])),
      (t: PyType, v) => {
        needMutable(t, '__type_params__', v === undefined);
        setTypeAttr(t, '__type_params__', v!);
      },
    ],
    __abstractmethods__: [
      (t: PyType) => {
        const v = t === typeType ? undefined : t.ns.getStr('__abstractmethods__');
        if (v === undefined) throw attributeError('__abstractmethods__', t, '__abstractmethods__');
        return v;
      },
      function* (t: PyType, v: PyValue | undefined): Generator<unknown, void, never> {
        if (v === undefined) {
          if (t.ns.delete('__abstractmethods__') === undefined)
            throw attributeError('__abstractmethods__', t, '__abstractmethods__');
          t.flags &= ~TYPE_ABSTRACT;
          typeModified(t);
          return;
        }
        const abstract: boolean = yield truthR(v);
        setTypeAttr(t, '__abstractmethods__', v);
        if (abstract) t.flags |= TYPE_ABSTRACT;
        else t.flags &= ~TYPE_ABSTRACT;
      },
    ],
    __flags__: [flagsOf],
    __basicsize__: [(t: PyType) => layoutOf(t).basicsize],
    __itemsize__: [(t: PyType) => layoutOf(t).itemsize],
    __dictoffset__: [(t: PyType) => layoutOf(t).dictoffset],
    __weakrefoffset__: [(t: PyType) => layoutOf(t).weakrefoffset],
  },
});
setStaticDoc(typeType, "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type");
registerTypeNew(typeType.ns.getStr('__new__'));
registerTypeMro(typeType.ns.getStr('mro'));
registerChecks(typeType.ns.getStr('__instancecheck__'), typeType.ns.getStr('__subclasscheck__'));

void [
  isinstanceR,
  issubclassR,
  isPending,
  isException,
  keyError,
  callBound,
  lookupAttrR,
  reprR,
  objectType,
  PyCell,
  PyFunction,
  PyStr,
];
export type { NativeGenerator };
