// The methods of dict. Invariant: storage.ts holds the entries; what a subclass overrides (`__missing__`, `__iter__`,
// `keys`) is honoured where CPython honours it.

import { None, NotImplemented, type PyValue } from '../object.ts';
import { defineType, PyNative, splitKeywords } from '../native.ts';
import { PyTuple } from '../shapes.ts';
import { dictType, type PyType, TYPE_HEAP, typeOf } from '../type.ts';
import { isException, keyError, newException, runtimeError, typeError, valueError } from '../exceptions/raise.ts';
import { exceptionTypes } from '../exceptions/hierarchy.ts';
import { callMethodR, callR, callUnboundR } from '../protocol/call.ts';
import { lookupAttrR } from '../protocol/attribute.ts';
import { collectR, iterR, nextR } from '../protocol/iteration.ts';
import { EQ, equalR, getitemR, NE, setitemR } from '../protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending, Raise, type Resumable } from '../protocol/pending.ts';
import { reprEnter, reprLeave, reprR } from '../protocol/text.ts';
import { SLOT } from '../slots.ts';
import { fromJS, toJS } from '../str/text.ts';
import type { PyStr } from '../shapes.ts';
import { genericAlias } from '../genericalias.ts';
import { comparisons } from '../sequence.ts';
import { thenR } from '../iterator.ts';
import { PySet, setDictIter } from '../set.ts';
import { PyDict } from './storage.ts';
import './keys.ts';
import { dictIterator, dictReversed, KEYS } from './iterators.ts';
import { PyDictItems, PyDictKeys, PyDictValues } from './views.ts';
import { dictSize } from '../memory/sizes.ts';

// --------------------------------------------------------------------------------------------------------------- repr

/** `{` key: value, … `}` around what `open`/`close` say. Resumable. */
export function* reprDict(self: PyDict): NativeGenerator<PyValue> {
  if (self.size === 0) return '{}';
  if (!reprEnter(self)) return '{...}';
  try {
    const parts: string[] = [];
    for (let i = 0; i < self.keys.length; i++) {
      const v = self.vals[i];
      if (v === undefined) continue;
      const k = self.keys[i];
      let r = reprR(k);
      if (isPending(r)) r = (yield r) as string | PyStr;
      let s = reprR(v);
      if (isPending(s)) s = (yield s) as string | PyStr;
      parts.push(`${toJS(r)}: ${toJS(s)}`);
    }
    return fromJS(`{${parts.join(', ')}}`);
  } finally {
    reprLeave(self);
  }
}

// --------------------------------------------------------------------------------------------------------- subscripts

function getItem(self: PyDict, key: PyValue): Resumable {
  const v = self.get(key);
  if (v !== undefined) return v;
  if (self.cls !== dictType) {
    const missing = self.cls.slot(SLOT.__missing__);
    if (missing !== null) return callUnboundR(missing, self, [key]);
  }
  return new Raise(keyError(key));
}

function deleteItem(self: PyDict, key: PyValue): void {
  if (self.delete(key) === undefined) throw keyError(key);
}

/** `key in mapping` for any mapping. Resumable. */
export function mappingContainsR(mapping: PyValue, key: PyValue): Resumable<boolean> {
  if (mapping instanceof PyDict && mapping.cls === dictType) return mapping.has(key);
  return callMethodR(mapping, '__contains__', [key]) as Resumable<boolean>;
}

// ------------------------------------------------------------------------------------------------------------- update

/** Copies all entries of one dict into another. RuntimeError when comparing keys changes the source. */
export function mergeDict(into: PyDict, from: PyDict): void {
  if (into === from) return;
  if (into.size === 0) {
    from.copyInto(into);
    return;
  }
  const size = from.size;
  for (let i = 0; i < from.keys.length; i++) {
    const v = from.vals[i];
    if (v === undefined) continue;
    into.setFrom(from, i, v);
    if (from.size !== size) throw runtimeError('dict mutated during update');
  }
}

/** True when iterating `d` gives its keys: no Python class in between has its own `__iter__`. */
const plainIter = (d: PyDict): boolean =>
  (d.cls.flags & TYPE_HEAP) === 0 || d.cls.slot(SLOT.__iter__) instanceof PyNative;

/** dict.update(other) for a mapping or an iterable of pairs. Resumable. */
export function updateFromR(self: PyDict, other: PyValue): Resumable<undefined> {
  if (other instanceof PyDict && plainIter(other)) {
    mergeDict(self, other);
    return undefined;
  }
  return updateSlow(self, other);
}
function* updateSlow(self: PyDict, other: PyValue): NativeGenerator<undefined> {
  const keys = (yield lookupAttrR(other, 'keys')) as PyValue | undefined;
  if (keys !== undefined) {
    const all = (yield callR(keys, [])) as PyValue;
    const it = (yield iterR(all)) as PyValue;
    for (;;) {
      let k = nextR(it);
      if (isPending(k)) k = (yield k) as PyValue | undefined;
      if (k === undefined) return undefined;
      const v: PyValue = yield getitemR(other, k);
      self.set(k, v);
    }
  }
  const it = (yield iterR(other)) as PyValue;
  for (let n = 0; ; n++) {
    let pair = nextR(it);
    if (isPending(pair)) pair = (yield pair) as PyValue | undefined;
    if (pair === undefined) return undefined;
    let items: PyValue[];
    if (pair instanceof PyTuple && (pair.cls.flags & TYPE_HEAP) === 0) items = pair.items;
    else {
      try {
        items = (yield collectR(pair)) as PyValue[];
      } catch (e) {
        if (isException(e, 'TypeError') && typeOf(pair).slot(SLOT.__iter__) === null) {
          throw typeError(`cannot convert dictionary update sequence element #${n} to a sequence`);
        }
        throw e;
      }
    }
    if (items.length !== 2) {
      throw valueError(`dictionary update sequence element #${n} has length ${items.length}; 2 is required`);
    }
    self.set(items[0], items[1]);
  }
}

function updateArgs(name: string, self: PyDict, args: PyValue[], kw: PyDict): Resumable<undefined> {
  if (args.length > 1) throw typeError(`${name} expected at most 1 argument, got ${args.length}`);
  if (args.length === 0) {
    mergeDict(self, kw);
    return undefined;
  }
  return thenR(updateFromR(self, args[0]), (): undefined => {
    mergeDict(self, kw);
    return undefined;
  });
}

// --------------------------------------------------------------------------------------------------------- comparison

/** Equality of two dicts, order ignored. Resumable. */
export function dictEqualR(a: PyDict, b: PyDict): Resumable<boolean> {
  if (a.size !== b.size) return false;
  for (let i = 0; i < a.keys.length; i++) {
    const v = a.vals[i];
    if (v === undefined) continue;
    const w = b.get(a.keys[i]);
    if (w === undefined) return false;
    if (v === w) continue;
    const r = equalR(v, w);
    if (r === false) return false;
    if (r !== true) return equalSlow(a, b, i, r);
  }
  return true;
}
function* equalSlow(a: PyDict, b: PyDict, i: number, first: Pending): NativeGenerator<boolean> {
  let same: boolean = yield first;
  if (!same) return false;
  for (i++; i < a.keys.length; i++) {
    const v = a.vals[i];
    if (v === undefined) continue;
    const w = b.get(a.keys[i]);
    if (w === undefined) return false;
    same = yield equalR(v, w);
    if (!same) return false;
  }
  return true;
}

// ------------------------------------------------------------------------------------------------------------ methods

/** A plain dict with the same entries. */
export function copyDict(d: PyDict): PyDict {
  const out = new PyDict();
  d.copyInto(out);
  return out;
}

function* fromKeys(cls: PyType, iterable: PyValue, value: PyValue): NativeGenerator<PyValue> {
  const d = (yield callR(cls, [])) as PyValue;
  if (d instanceof PyDict && d.cls === dictType) {
    if (iterable instanceof PySet || (iterable instanceof PyDict && plainIter(iterable))) {
      const table = iterable instanceof PySet ? iterable.table : iterable;
      for (let i = 0; i < table.keys.length; i++) if (table.vals[i] !== undefined) d.setFrom(table, i, value);
      return d;
    }
    const keys: PyValue[] = yield collectR(iterable);
    for (const k of keys) d.set(k, value);
    return d;
  }
  const it = (yield iterR(iterable)) as PyValue;
  for (;;) {
    let k = nextR(it);
    if (isPending(k)) k = (yield k) as PyValue | undefined;
    if (k === undefined) return d;
    yield setitemR(d, k, value);
  }
}

defineType(dictType, {
  doc:
    "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n" +
    '    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n' +
    '    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n' +
    '    in the keyword argument list.  For example:  dict(one=1, two=2)',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  vectors: {
    __new__: (args) => new (args[0] as PyType).ctor(), // checked by the caller, as self below
    __init__: (args, kwnames) => {
      const r = updateArgs('dict', args[0] as PyDict, ...splitKeywords(args, kwnames));
      return isPending(r) ? r : undefined;
    },
  },
  classMethods: {
    'fromkeys(iterable, value=None, /)': fromKeys,
    '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item),
  },
  attrs: { __hash__: None },
  methods: {
    '__init__(*args, **kwargs)': (self: PyDict, args: PyValue[], kw: PyDict) => updateArgs('dict', self, args, kw),
    '__repr__()': (self: PyDict) => (self.size === 0 ? '{}' : reprDict(self)),
    '__len__()': (self: PyDict) => self.size,
    '__iter__()': (self: PyDict) => dictIterator(self, KEYS),
    '__reversed__()': (self: PyDict) => dictReversed(self, KEYS),
    '__contains__(key, /)': (self: PyDict, key: PyValue) => self.find(key) >= 0,
    '__getitem__(key, /)': getItem,
    '__setitem__(key, value, /)': (self: PyDict, key: PyValue, value: PyValue) => self.set(key, value),
    '__delitem__(key, /)': deleteItem,
    ...comparisons<PyDict>((self, other, op): Resumable => {
      if (!(other instanceof PyDict) || (op !== EQ && op !== NE)) return NotImplemented;
      const r = dictEqualR(self, other);
      return op === EQ ? r : thenR(r, (same) => !same);
    }),
    '__or__(value, /)': (self: PyValue, other: PyValue) => {
      if (!(self instanceof PyDict) || !(other instanceof PyDict)) return NotImplemented;
      const out = copyDict(self);
      return thenR(updateFromR(out, other), () => out);
    },
    '__ror__(value, /)': (self: PyValue, other: PyValue) => {
      if (!(self instanceof PyDict) || !(other instanceof PyDict)) return NotImplemented;
      const out = copyDict(other);
      return thenR(updateFromR(out, self), () => out);
    },
    '__ior__(value, /)': (self: PyDict, other: PyValue) => thenR(updateFromR(self, other), () => self),
    'get(key, default=None, /)': (self: PyDict, key: PyValue, fallback: PyValue) => self.get(key) ?? fallback,
    'setdefault(key, default=None, /)': (self: PyDict, key: PyValue, fallback: PyValue) => {
      return self.setDefault(key, fallback);
    },
    'pop(key, default=?, /)': (self: PyDict, key: PyValue, fallback: PyValue | undefined) => {
      const v = self.size === 0 && fallback !== undefined ? undefined : self.delete(key);
      if (v !== undefined) return v;
      if (fallback === undefined) return new Raise(keyError(key));
      return fallback;
    },
    'popitem()': (self: PyDict) => {
      if (self.size === 0) throw newException(exceptionTypes.KeyError, 'popitem(): dictionary is empty');
      let i = self.vals.length - 1;
      while (self.vals[i] === undefined) i--;
      const pair = new PyTuple([self.keys[i], self.vals[i]!]); // i is live
      self.deleteAt(i);
      return pair;
    },
    'keys()': (self: PyDict) => new PyDictKeys(self),
    'values()': (self: PyDict) => new PyDictValues(self),
    'items()': (self: PyDict) => new PyDictItems(self),
    'update(*args, **kwargs)': (self: PyDict, args: PyValue[], kw: PyDict) => updateArgs('update', self, args, kw),
    'clear()': (self: PyDict) => self.clear(),
    'copy()': copyDict,
    '__sizeof__()': dictSize,
  },
});
const dictIterNative = dictType.slot(SLOT.__iter__);
setDictIter(() => dictIterNative);
