// type.__new__: a class from a name, bases and a namespace. Invariant: nothing is visible to other code (subclass
// lists) before the class is complete but for `__set_name__` and `__init_subclass__`, which run last, as in CPython.

import { None, PyObject, type PyValue, SLOT_PREFIX } from '../object.ts';
import { PyDict } from '../dict/storage.ts';
import { PyGetSet, PyMember, PyNative } from '../native.ts';
import { PyCell, PyClassMethod, PyFunction, PyStaticMethod, type PyStr, PyTuple } from '../shapes.ts';
import {
  linkType,
  makeConstructor,
  noteFinalizer,
  objectType,
  PyType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_HEAP,
  TYPE_MATCH_MAPPING,
  TYPE_MATCH_SELF,
  TYPE_MATCH_SEQUENCE,
  TYPE_WEAKREF,
  typeModified,
  typeOf,
} from '../type.ts';
import { SLOT } from '../slots.ts';
import { exceptionTypes, PyBaseException } from '../exceptions/hierarchy.ts';
import { attributeError, typeError, valueError } from '../exceptions/raise.ts';
import { addNote } from '../exceptions/base.ts';
import { bindDescriptorR, callBound, dictOf, lookupAttrR } from '../protocol/attribute.ts';
import { callR } from '../protocol/call.ts';
import { collectR } from '../protocol/iteration.ts';
import { repr } from '../protocol/text.ts';
import type { NativeGenerator } from '../protocol/pending.ts';
import { unicodeEncodeError } from '../exceptions/unicode-error.ts';
import { fromJS, isStr, toJS, toPoints } from '../str/text.ts';
import { hooks } from '../hooks.ts';
import { firstWeakref } from '../weakref.ts';
import { joinKeywords } from './call.ts';
import { bestBase, calculateMetaclass, hasItems } from './layout.ts';
import { computeMroR } from './mro.ts';

const IDENTIFIER = /^[\p{XIDS}_][\p{XIDC}]*$/u;

/** Private-name mangling: `__x` in class `_A` is `_A__x`. */
export function mangle(className: string, name: string): string {
  if (!name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const c = className.replace(/^_+/, '');
  return c === '' ? name : `_${c}${name}`;
}

/** The `__dict__` of the built-in type that a class derives from: that of a class is its namespace, wherever it is asked. */
function nativeDict(cls: PyType): PyGetSet | null {
  for (let t: PyType | null = cls; t !== null; t = t.base) {
    const d = (t.flags & TYPE_HEAP) === 0 ? t.ns.getStr('__dict__') : undefined;
    if (d instanceof PyGetSet) return d;
  }
  return null;
}

/** The `__dict__` attribute of instances, of a class that first gives its instances a dictionary. */
export function makeDictGetSet(owner: PyType, deletable = false): PyGetSet {
  const d: PyGetSet = new PyGetSet(
    '__dict__',
    (self: PyObject): ReturnType<PyGetSet['get']> => {
      const native = nativeDict(self.cls);
      if (native !== null && native !== d) return (native.get as (self: PyObject) => PyValue)(self); // its own instance
      const dict = dictOf(self);
      if (dict === undefined)
        throw attributeError(`'${self.cls.name}' object has no attribute '__dict__'`, self, '__dict__');
      return dict;
    },
    (self: PyObject, value) => {
      if (value === undefined) {
        if (!deletable) throw typeError('cannot delete __dict__');
        dictOf(self);
        self.dict = new PyDict();
        return;
      }
      if (!(value instanceof PyDict))
        throw typeError(`__dict__ must be set to a dictionary, not a '${typeOf(value).name}'`);
      dictOf(self);
      self.dict = value;
    },
    'dictionary for instance variables',
  );
  d.owner = owner;
  return d;
}

function makeWeakrefGetSet(owner: PyType): PyGetSet {
  const d = new PyGetSet(
    '__weakref__',
    (self: PyObject) => firstWeakref(self) ?? None,
    null,
    'list of weak references to the object',
  );
  d.owner = owner;
  return d;
}

interface Slots {
  names: string[];
  dict: boolean;
  weakref: boolean;
}

function* readSlots(
  ns: PyDict,
  className: string,
  base: PyType,
  bases: PyType[],
): Generator<unknown, Slots | null, never> {
  const given = ns.getStr('__slots__');
  const mayDict = (base.flags & TYPE_HAS_DICT) === 0;
  const mayWeak = (base.flags & TYPE_WEAKREF) === 0 && !hasItems(base);
  if (given === undefined) return { names: [], dict: mayDict, weakref: mayWeak };
  const items: PyValue[] = isStr(given) ? [given] : yield collectR(given);
  if (items.length > 0 && hasItems(base)) {
    throw typeError(`nonempty __slots__ not supported for subtype of '${base.name}'`);
  }
  const out: Slots = { names: [], dict: false, weakref: false };
  for (const item of items) {
    if (!isStr(item)) throw typeError(`__slots__ items must be strings, not '${typeOf(item).name}'`);
    const name = toJS(item);
    if (!IDENTIFIER.test(name)) throw typeError('__slots__ must be identifiers');
    if (name === '__dict__') {
      if (!mayDict || out.dict) throw typeError('__dict__ slot disallowed: we already got one');
      out.dict = true;
    } else if (name === '__weakref__') {
      if (!mayWeak || out.weakref) throw typeError('__weakref__ slot disallowed: we already got one');
      out.weakref = true;
    } else {
      const mangled = mangle(className, name);
      if (
        name !== '__qualname__' &&
        name !== '__classcell__' &&
        name !== '__classdictcell__' &&
        ns.getStr(mangled) !== undefined
      ) {
        throw valueError(`${repr(fromJS(mangled))} in __slots__ conflicts with class variable`);
      }
      out.names.push(mangled);
    }
  }
  out.names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  // A secondary base may bring a dictionary or weak references along.
  for (const b of bases) {
    if (b === base) continue;
    if (mayDict && (b.flags & TYPE_HAS_DICT) !== 0) out.dict = true;
    if (mayWeak && (b.flags & TYPE_WEAKREF) !== 0) out.weakref = true;
  }
  return out;
}

let typeNewNative: PyValue | undefined;
/** attributes.ts says which native is type.__new__. */
export function registerTypeNew(f: PyValue | undefined): void {
  typeNewNative = f;
}

/** type.__new__(meta, name, bases, namespace, **kw). */
export function* typeNew(meta: PyType, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
  if (args.length !== 3) throw typeError(`type.__new__() takes exactly 3 arguments (${args.length} given)`);
  const [name, baseTuple, given] = args;
  if (!isStr(name)) throw typeError(`type.__new__() argument 1 must be str, not ${typeOf(name).name}`);
  if (!(baseTuple instanceof PyTuple))
    throw typeError(`type.__new__() argument 2 must be tuple, not ${typeOf(baseTuple).name}`);
  if (!(given instanceof PyDict)) throw typeError(`type.__new__() argument 3 must be dict, not ${typeOf(given).name}`);
  const baseValues = baseTuple.items.length === 0 ? [objectType] : baseTuple.items;
  for (const b of baseValues) {
    if (b instanceof PyType) continue;
    const entries = (yield lookupAttrR(b, '__mro_entries__')) as PyValue | undefined;
    if (entries !== undefined) throw typeError("type() doesn't support MRO entry resolution; use types.new_class()");
  }
  const winner = calculateMetaclass(meta, baseValues);
  if (winner !== meta) {
    const n = winner.slot(SLOT.__new__);
    if (n !== typeNewNative) {
      const f = (yield bindDescriptorR(n ?? None, undefined, winner)) as PyValue;
      const [values, names] = joinKeywords([winner, ...args], kw);
      return yield callR(f, values, names);
    }
    meta = winner;
  }
  const base = bestBase(baseValues);
  const bases = baseValues as PyType[]; // bestBase checked them
  const className = toJS(name);
  if (className.includes('\0')) throw valueError('type name must not contain null characters');
  needEncodable(name);
  const givenDoc = given.getStr('__doc__');
  if (givenDoc !== undefined && isStr(givenDoc)) needEncodable(givenDoc);
  const ns = new PyDict();
  given.copyInto(ns);
  const slots: Slots | null = yield* readSlots(ns, className, base, bases);

  const make = meta.ctor as unknown as new (name: string) => PyType; // a metaclass's JS class derives from PyType
  const t = new make(className);
  t.ns = ns;
  t.flags = TYPE_HEAP | TYPE_BASETYPE | (base.flags & (TYPE_HAS_DICT | TYPE_WEAKREF | TYPE_MATCH_SELF));
  for (const b of bases) t.flags |= b.flags & TYPE_MATCH_SELF;
  t.ctor = makeConstructor(base.ctor, t);
  t.iternext = base.iternext;
  if (slots !== null) {
    if (slots.dict) t.flags |= TYPE_HAS_DICT;
    if (slots.weakref) t.flags |= TYPE_WEAKREF;
  }
  setBasics(t, name, ns);
  for (const [k] of ns.entries()) {
    if (isStr(k)) continue;
    yield hooks.warnR(exceptionTypes.RuntimeWarning, `non-string key in the __dict__ of class ${className}`);
    break;
  }
  const cell = takeCell(ns, '__classcell__');
  const dictCell = takeCell(ns, '__classdictcell__');
  if (slots !== null) addSlots(t, base, slots);

  // A custom mro() may already run methods of the class.
  if (cell !== null) cell.v = t;
  if (dictCell !== null) dictCell.v = ns;
  t.bases = bases;
  t.base = base;
  const mro: PyType[] = yield computeMroR(t, bases);
  t.bases = [];
  linkType(t, bases, base, mro);
  // A sequence or a mapping to patterns, never both: the first of the MRO that is one decides.
  const collection = TYPE_MATCH_SEQUENCE | TYPE_MATCH_MAPPING;
  t.flags |= (mro.find((m) => (m.flags & collection) !== 0)?.flags ?? 0) & collection;
  if (ns.getStr('__doc__') === undefined) ns.setStr('__doc__', None);
  if (ns.getStr('__hash__') === undefined && ns.getStr('__eq__') !== undefined) ns.setStr('__hash__', None);
  typeModified(t);
  noteFinalizer(t);

  yield* setNames(t);
  yield* initSubclass(t, kw);
  return t;
}

/** Names and docs of classes are C strings in CPython: UnicodeEncodeError for lone surrogates. */
export function needEncodable(v: string | PyStr): void {
  if (typeof v === 'string') return;
  const points = toPoints(v);
  const at = points.findIndex((c) => c >= 0xd800 && c <= 0xdfff);
  if (at >= 0) throw unicodeEncodeError('utf-8', v, at, at + 1, 'surrogates not allowed');
}

function setBasics(t: PyType, name: PyValue, ns: PyDict): void {
  if (ns.getStr('__module__') === undefined) {
    const module = hooks.globals()?.getStr('__name__');
    if (module !== undefined) ns.setStr('__module__', module);
  }
  const qualname = ns.getStr('__qualname__');
  if (qualname !== undefined) {
    if (!isStr(qualname)) throw typeError(`type __qualname__ must be a str, not ${typeOf(qualname).name}`);
    t.qualname = toJS(qualname);
    ns.delete('__qualname__');
  } else if (isStr(name)) t.qualname = toJS(name);
  const make = ns.getStr('__new__');
  if (make instanceof PyFunction) {
    const s = new PyStaticMethod();
    s.callable = make;
    ns.setStr('__new__', s);
  }
  for (const special of ['__init_subclass__', '__class_getitem__']) {
    const f = ns.getStr(special);
    if (f instanceof PyFunction) {
      const c = new PyClassMethod();
      c.callable = f;
      ns.setStr(special, c);
    }
  }
}

function addSlots(t: PyType, base: PyType, slots: Slots): void {
  const taken = new Set<string>();
  for (let c: PyType | null = base; c !== null; c = c.base) for (const n of c.slotNames ?? []) taken.add(n);
  for (const n of slots.names) {
    // A slot of the same name below has storage of its own.
    let key = SLOT_PREFIX + n;
    if (taken.has(n)) key += `:${t.version}`;
    const m = new PyMember(n, key, false);
    m.owner = t;
    t.ns.setStr(n, m);
  }
  if (slots.names.length > 0) t.slotNames = slots.names;
  if (slots.dict && (base.flags & TYPE_HAS_DICT) === 0 && t.ns.getStr('__dict__') === undefined)
    t.ns.setStr('__dict__', makeDictGetSet(t, true));
  if (slots.weakref && t.ns.getStr('__weakref__') === undefined) t.ns.setStr('__weakref__', makeWeakrefGetSet(t));
}

function takeCell(ns: PyDict, name: string): PyCell | null {
  const cell = ns.getStr(name);
  if (cell === undefined) return null;
  if (!(cell instanceof PyCell)) {
    throw typeError(`${name} must be a nonlocal cell, not ${repr(typeOf(cell))}`);
  }
  ns.delete(name);
  return cell;
}

function* setNames(t: PyType): Generator<unknown, void, never> {
  for (const [k, v] of [...t.ns.entries()]) {
    if (!(v instanceof PyObject) || v instanceof PyFunction || v instanceof PyNative) continue;
    const f = v.cls.lookup('__set_name__');
    if (f === undefined) continue;
    try {
      yield callBound(f, v, [t, k]);
    } catch (e) {
      if (e instanceof PyBaseException) {
        addNote(e, fromJS(`Error calling __set_name__ on '${v.cls.name}' instance ${repr(k)} in '${t.name}'`));
      }
      throw e;
    }
  }
}

function* initSubclass(t: PyType, kw: PyDict): Generator<unknown, void, never> {
  for (let i = 1; i < t.mro.length; i++) {
    const f = t.mro[i].ns.getStr('__init_subclass__');
    if (f === undefined) continue;
    if (t.mro[i] === objectType && kw.size === 0) return;
    const bound = (yield bindDescriptorR(f, undefined, t)) as PyValue;
    const [values, names] = joinKeywords([], kw);
    yield callR(bound, values, names);
    return;
  }
}
