// set and frozenset. Invariant: the elements are the keys of `table`, the same storage as dict's, in insertion order;
// a frozenset's table never changes after it was handed out.

import { None, NotImplemented, PyObject, type PyValue } from './object.ts';
import { defineType, type NativeTable, refusesKeywords, splitKeywords } from './native.ts';
import { PyList, PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_MATCH_SELF, TYPE_WEAKREF } from './type.ts';
import { PyDict } from './dict/storage.ts';
import { isException, keyError, newException, runtimeError, typeError } from './exceptions/raise.ts';
import { exceptionTypes } from './exceptions/hierarchy.ts';
import { EQ, GE, GT, hashR, LE, LT } from './protocol/operators.ts';
import { isPending, sync, type NativeGenerator, type Pending, type Resumable } from './protocol/pending.ts';
import { callR } from './protocol/call.ts';
import { attributesOf, lookupAttr } from './protocol/attribute.ts';
import { SLOT } from './slots.ts';
import { hashFrozenSet } from './algorithms/hash.ts';
import { builtin, defineIterator, forEachR, thenR } from './iterator.ts';
import { comparisons, oneArgument, reprItemsR } from './sequence.ts';
import { genericAlias } from './genericalias.ts';
import { setSize } from './memory/sizes.ts';

/** The storage of a set: a dict whose values mean nothing. */
class SetTable extends PyDict {}
Object.defineProperty(SetTable.prototype, 'use', { value: 'set element', writable: true });

/** Any set: set, frozenset and their subclasses. */
export class PySet extends PyObject {
  table: PyDict = new SetTable();
  /** Where pop() last found an element; only a hint. */
  finger = 0;
  get size(): number {
    return this.table.size;
  }
  add(v: PyValue): void {
    this.table.set(v, true);
  }
  has(v: PyValue): boolean {
    return this.table.find(v) >= 0;
  }
  /** Removes an element; false when it was not there. */
  delete(v: PyValue): boolean {
    const i = this.table.find(v);
    if (i < 0) return false;
    this.table.deleteAt(i);
    return true;
  }
  /** The elements, as a new array. */
  values(): PyValue[] {
    return keysOf(this.table);
  }
}
export class PyFrozenSet extends PySet {
  hash: number | bigint | undefined = undefined;
}

/** The live keys of a table, as a new array. */
export function keysOf(table: PyDict): PyValue[] {
  const { keys, vals } = table;
  const n = keys.length;
  if (table.size === n) return keys.slice();
  const out: PyValue[] = [];
  for (let i = 0; i < n; i++) if (vals[i] !== undefined) out.push(keys[i]);
  return out;
}

export const setType = makeBuiltinType('set', PySet, { flags: TYPE_BASETYPE | TYPE_WEAKREF | TYPE_MATCH_SELF });
export const frozensetType = makeBuiltinType('frozenset', PyFrozenSet, {
  flags: TYPE_BASETYPE | TYPE_WEAKREF | TYPE_MATCH_SELF,
});
Object.defineProperty(PyFrozenSet.prototype, 'neverEqualsDirect', { value: true, writable: true });

/** A new set of the values. */
export function newSet(values: Iterable<PyValue> = []): PySet {
  const s = new PySet();
  for (const v of values) s.add(v);
  return s;
}
/** A new frozenset of the values. */
export function newFrozenSet(values: Iterable<PyValue> = []): PyFrozenSet {
  const s = new PyFrozenSet();
  for (const v of values) s.add(v);
  return s;
}

// ------------------------------------------------------------------------------------------------------ set algebra

/** Adds all elements of an iterable to `s`. Resumable. */
export function updateSetR(s: PySet, iterable: PyValue): Resumable<undefined> {
  if (iterable instanceof PySet && usesSetIter(iterable)) {
    addAll(s, iterable.table);
    return undefined;
  }
  if (iterable instanceof PyDict && iterable.cls.slot(SLOT.__iter__) === dictIter()) {
    addAll(s, iterable);
    return undefined;
  }
  return forEachR(iterable, (v) => s.add(v));
}
/** Adds all keys of a table to `s`. */
export function addAll(s: PySet, from: PyDict): void {
  if (from === s.table) return;
  if (s.table.size === 0) {
    from.copyInto(s.table);
    if (from instanceof SetTable) return;
    const vals = s.table.vals;
    for (let i = 0; i < vals.length; i++) if (vals[i] !== undefined) vals[i] = true;
    return;
  }
  for (let i = 0; i < from.keys.length; i++) if (from.vals[i] !== undefined) s.table.setFrom(from, i, true);
}
function usesSetIter(s: PySet): boolean {
  const f = s.cls.slot(SLOT.__iter__);
  return f === setIter || f === frozenIter;
}
let dictIter: () => PyValue | null = () => null;
/** dict.ts says which native is dict.__iter__. */
export function setDictIter(f: () => PyValue | null): void {
  dictIter = f;
}

/** The iterable as a set: itself when it is one. Resumable. */
export function asSetR(iterable: PyValue): Resumable<PySet> {
  if (iterable instanceof PySet) return iterable;
  const s = new PySet();
  return thenR(updateSetR(s, iterable), () => s);
}

/** A new set (of kind `make`) with the elements of `s`. */
function copied(s: PySet, make: () => PySet): PySet {
  const out = make();
  s.table.copyInto(out.table);
  return out;
}
const makeLike = (s: PySet): (() => PySet) => (s instanceof PyFrozenSet ? () => new PyFrozenSet() : () => new PySet());

function intersection(a: PySet, b: PySet): PySet {
  const out = makeLike(a)();
  if (b.size < a.size) addCommon(out, b.table, a.table);
  else addCommon(out, a.table, b.table);
  return out;
}
/** Adds those keys of `t` to `out` that are also in `other`. */
export function addCommon(out: PySet, t: PyDict, other: PyDict): void {
  for (let i = 0; i < t.keys.length; i++) {
    if (t.vals[i] === undefined) continue;
    // Comparing may run Python code that changes either set: the element is remembered first.
    const key = t.keys[i];
    const d = t.directAt(i);
    const hash = t.hashAt(i);
    if (other.findKnown(key, d, hash) >= 0) out.table.setKnown(key, d, hash, true);
  }
}
/** `a & iterable`. Resumable. */
function intersectR(a: PySet, iterable: PyValue): Resumable<PySet> {
  if (iterable instanceof PySet) return intersection(a, iterable);
  const out = makeLike(a)();
  return thenR(
    forEachR(iterable, (v) => {
      if (a.has(v)) out.add(v);
    }),
    () => out,
  );
}
/** The table of a set that gives its own elements when it is iterated over. */
export function plainTable(s: PySet): PyDict | undefined {
  return usesSetIter(s) ? s.table : undefined;
}
/** The table to look elements up in without hashing them anew: of a set, or of a plain dict. */
function tableOf(v: PyValue): PyDict | undefined {
  if (v instanceof PySet) return v.table;
  return v instanceof PyDict && v.cls.slot(SLOT.__iter__) === dictIter() ? v : undefined;
}
/** Removes the elements of an iterable from `a`. Resumable. */
function removeAllR(a: PySet, iterable: PyValue): Resumable<undefined> {
  if (iterable === a) {
    a.table.clear();
    return undefined;
  }
  const t = tableOf(iterable);
  if (t !== undefined) {
    for (let i = 0; i < t.keys.length; i++) {
      if (t.vals[i] === undefined) continue;
      const at = a.table.findFrom(t, i);
      if (at >= 0) a.table.deleteAt(at);
    }
    return undefined;
  }
  return forEachR(iterable, (v) => void a.delete(v));
}
function difference(a: PySet, b: PyDict): PySet {
  const out = makeLike(a)();
  const t = a.table;
  for (let i = 0; i < t.keys.length; i++) {
    if (t.vals[i] === undefined) continue;
    const key = t.keys[i];
    const d = t.directAt(i);
    const hash = t.hashAt(i);
    if (b.findKnown(key, d, hash) < 0) out.table.setKnown(key, d, hash, true);
  }
  return out;
}
/** Elements in exactly one of `a` (changed) and `b`. */
function symmetricUpdate(a: PySet, b: PySet): void {
  if (a === b) {
    a.table.clear();
    return;
  }
  const t = b.table;
  for (let i = 0; i < t.keys.length; i++) {
    if (t.vals[i] === undefined) continue;
    const key = t.keys[i];
    const d = t.directAt(i);
    const hash = t.hashAt(i);
    const at = a.table.findKnown(key, d, hash);
    if (at >= 0) a.table.deleteAt(at);
    else a.table.setKnown(key, d, hash, true);
  }
}
function isSubset(a: PySet, b: PySet): boolean {
  if (a.size > b.size) return false;
  const t = a.table;
  for (let i = 0; i < t.keys.length; i++) if (t.vals[i] !== undefined && b.table.findFrom(t, i) < 0) return false;
  return true;
}
function disjointR(a: PySet, iterable: PyValue): Resumable<boolean> {
  if (iterable instanceof PySet) {
    const [small, big] = iterable.size < a.size ? [iterable, a] : [a, iterable];
    for (const v of small.values()) if (big.has(v)) return false;
    return true;
  }
  let apart = true;
  return thenR(
    forEachR(iterable, (v) => {
      if (a.has(v)) apart = false;
      return !apart;
    }),
    () => apart,
  );
}

function compareSets(a: PySet, other: PyValue, op: number): PyValue {
  if (!(other instanceof PySet)) return NotImplemented;
  switch (op) {
    case LT:
      return a.size < other.size && isSubset(a, other);
    case LE:
      return isSubset(a, other);
    case GT:
      return other.size < a.size && isSubset(other, a);
    case GE:
      return isSubset(other, a);
    default: {
      let same = a.size === other.size;
      if (
        same &&
        a instanceof PyFrozenSet &&
        other instanceof PyFrozenSet &&
        a.hash !== undefined &&
        other.hash !== undefined
      ) {
        same = a.hash === other.hash;
      }
      same = same && isSubset(a, other);
      return op === EQ ? same : !same;
    }
  }
}

/** Runs `f` for each of several iterables in turn. Resumable. */
function eachR(others: readonly PyValue[], f: (v: PyValue) => Resumable<unknown>): Resumable<undefined> {
  for (let i = 0; i < others.length; i++) {
    const r = f(others[i]);
    if (isPending(r)) return eachSlow(others, f, i, r);
  }
  return undefined;
}
function* eachSlow(
  others: readonly PyValue[],
  f: (v: PyValue) => Resumable<unknown>,
  i: number,
  r: Pending,
): NativeGenerator<undefined> {
  yield r;
  for (i++; i < others.length; i++) yield f(others[i]);
  return undefined;
}

/** A set used as an element of a set stands for the frozenset of its elements. */
function withFrozen<T>(v: PyValue, f: (v: PyValue) => T): T {
  try {
    return f(v);
  } catch (e) {
    if (!(v instanceof PySet) || v instanceof PyFrozenSet || !isException(e, 'TypeError')) throw e;
    return f(copied(v, () => new PyFrozenSet()));
  }
}

function repr(self: PySet): Resumable {
  const name = self.cls === setType ? 'set' : self.cls.name;
  if (self.size === 0) return `${name}()`;
  if (self.cls === setType) return reprItemsR(self, self.values(), '{', '}', 'set(...)');
  return reprItemsR(self, self.values(), `${name}({`, '})', `${name}(...)`);
}

function* reduce(self: PySet): NativeGenerator<PyValue> {
  let state: PyValue = None;
  const f = lookupAttr(self, '__getstate__');
  if (f === undefined) state = attributesOf(self);
  else state = (yield callR(f, [])) as PyValue;
  return new PyTuple([self.cls, new PyTuple([new PyList(self.values())]), state]);
}

function binaryMethods(): NativeTable {
  const op = (f: (a: PySet, b: PySet) => PySet) => (self: PyValue, other: PyValue) =>
    self instanceof PySet && other instanceof PySet ? f(self, other) : NotImplemented;
  const union = (a: PySet, b: PySet): PySet => {
    const out = copied(a, makeLike(a));
    addAll(out, b.table);
    return out;
  };
  const xor = (a: PySet, b: PySet): PySet => {
    const out = copied(a, makeLike(a));
    symmetricUpdate(out, b);
    return out;
  };
  return {
    '__or__(value, /)': op(union),
    '__ror__(value, /)': op((a, b) => union(b, a)),
    '__and__(value, /)': op(intersection),
    '__rand__(value, /)': op((a, b) => intersection(b, a)),
    '__sub__(value, /)': op((a, b) => difference(a, b.table)),
    '__rsub__(value, /)': op((a, b) => difference(b, a.table)),
    '__xor__(value, /)': op(xor),
    '__rxor__(value, /)': op((a, b) => xor(b, a)),
  };
}

/** Methods of both types. */
function commonMethods(): NativeTable {
  return {
    '__repr__()': repr,
    '__len__()': (self: PySet) => self.size,
    '__iter__()': (self: PySet) => new PySetIterator(self),
    '__contains__(object, /)': (self: PySet, v: PyValue) => withFrozen(v, (x) => self.has(x)),
    ...comparisons<PySet>(compareSets),
    ...binaryMethods(),
    'copy()': (self: PySet) => (self.cls === frozensetType ? self : copied(self, makeLike(self))),
    'union(*others)': (self: PySet, others: PyValue[]) => {
      const out = copied(self, makeLike(self));
      return thenR(
        eachR(others, (v) => updateSetR(out, v)),
        () => out,
      );
    },
    'intersection(*others)': (self: PySet, others: PyValue[]): Resumable => {
      if (others.length === 0) return copied(self, makeLike(self));
      let out = self;
      return thenR(
        eachR(others, (v) =>
          thenR(intersectR(out, v), (r) => {
            out = r;
            return r;
          }),
        ),
        () => out,
      );
    },
    'difference(*others)': (self: PySet, others: PyValue[]): Resumable => {
      if (others.length === 1) {
        const table = tableOf(others[0]);
        if (table !== undefined) return difference(self, table);
      }
      const out = copied(self, makeLike(self));
      return thenR(
        eachR(others, (v) => removeAllR(out, v)),
        () => out,
      );
    },
    'symmetric_difference(other, /)': (self: PySet, other: PyValue) =>
      thenR(asSetR(other), (b) => {
        const out = copied(self, makeLike(self));
        symmetricUpdate(out, b);
        return out;
      }),
    'isdisjoint(other, /)': disjointR,
    'issubset(other, /)': (self: PySet, other: PyValue) => thenR(asSetR(other), (b) => isSubset(self, b)),
    'issuperset(other, /)': (self: PySet, other: PyValue) => {
      if (other instanceof PySet) return isSubset(other, self);
      let all = true;
      return thenR(
        forEachR(other, (v) => {
          all = self.has(v);
          return !all;
        }),
        () => all,
      );
    },
    '__reduce__()': reduce,
    '__sizeof__()': setSize,
  };
}

function initSet(self: PySet, args: PyValue[], kw: PyDict): void | Pending {
  if (kw.size > 0 && refusesKeywords(self.cls, setType)) {
    throw typeError('set() takes no keyword arguments');
  }
  const iterable = oneArgument('set', args, { size: 0 });
  if (self.size > 0) self.table.clear();
  if (iterable === undefined) return;
  const r = updateSetR(self, iterable);
  if (isPending(r)) return r;
}

defineType(setType, {
  doc: 'Build an unordered collection of unique elements.',
  new: ['(*args, **kw)', (cls: PyType) => new cls.ctor()],
  vectors: {
    __new__: (args) => new (args[0] as PyType).ctor(), // checked by the caller, as self below
    __init__: (args, kwnames) => initSet(args[0] as PySet, ...splitKeywords(args, kwnames)),
  },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  attrs: { __hash__: None },
  methods: {
    ...commonMethods(),
    '__init__(*args, **kw)': initSet,
    'add(object, /)': (self: PySet, v: PyValue) => self.add(v),
    'clear()': (self: PySet) => self.table.clear(),
    'discard(object, /)': (self: PySet, v: PyValue) => void withFrozen(v, (x) => self.delete(x)),
    'remove(object, /)': (self: PySet, v: PyValue) => {
      if (!withFrozen(v, (x) => self.delete(x))) throw keyError(v);
    },
    'pop()': (self: PySet) => {
      const { keys, vals } = self.table;
      if (self.size === 0) throw newException(exceptionTypes.KeyError, 'pop from an empty set');
      let i = self.finger;
      for (;;) {
        if (i >= keys.length) i = 0;
        if (vals[i] !== undefined) break;
        i++;
      }
      const v = keys[i];
      self.table.deleteAt(i);
      self.finger = i;
      return v;
    },
    'update(*others)': (self: PySet, others: PyValue[]) => eachR(others, (v) => updateSetR(self, v)),
    'intersection_update(*others)': (self: PySet, others: PyValue[]): Resumable<undefined> => {
      let out = self;
      return thenR(
        eachR(others, (v) =>
          thenR(intersectR(out, v), (r) => {
            out = r;
            return r;
          }),
        ),
        (): undefined => {
          if (out === self) return undefined;
          self.table.clear();
          addAll(self, out.table);
          return undefined;
        },
      );
    },
    'difference_update(*others)': (self: PySet, others: PyValue[]) => eachR(others, (v) => removeAllR(self, v)),
    'symmetric_difference_update(other, /)': (self: PySet, other: PyValue): Resumable<undefined> =>
      thenR(asSetR(other), (b): undefined => {
        symmetricUpdate(self, b);
        return undefined;
      }),
    '__ior__(value, /)': (self: PySet, other: PyValue) => {
      if (!(other instanceof PySet)) return NotImplemented;
      addAll(self, other.table);
      return self;
    },
    '__iand__(value, /)': (self: PySet, other: PyValue) => {
      if (!(other instanceof PySet)) return NotImplemented;
      const kept = intersection(self, other);
      self.table.clear();
      addAll(self, kept.table);
      return self;
    },
    '__isub__(value, /)': (self: PySet, other: PyValue) => {
      if (!(other instanceof PySet)) return NotImplemented;
      removeAllR(self, other); // a set: nothing to wait for
      return self;
    },
    '__ixor__(value, /)': (self: PySet, other: PyValue) => {
      if (!(other instanceof PySet)) return NotImplemented;
      symmetricUpdate(self, other);
      return self;
    },
  },
});

function newFrozen(cls: PyType, args: PyValue[], kw: PyDict): Resumable {
  if (kw.size > 0 && refusesKeywords(cls, frozensetType)) {
    throw typeError('frozenset() takes no keyword arguments');
  }
  const iterable = oneArgument('frozenset', args, { size: 0 });
  const s = new cls.ctor() as PyFrozenSet; // a frozenset subclass has its shape
  if (iterable === undefined) return s;
  if (cls === frozensetType && typeof iterable === 'object' && iterable.cls === frozensetType) return iterable;
  return thenR(updateSetR(s, iterable), () => s);
}

defineType(frozensetType, {
  doc: 'Build an immutable unordered collection of unique elements.',
  new: ['(*args, **kw)', newFrozen],
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
  methods: {
    ...commonMethods(),
    '__hash__()': (self: PyFrozenSet) => {
      if (self.hash === undefined) self.hash = hashFrozenSet(self.values().map((v) => sync(hashR(v))));
      return self.hash;
    },
  },
});
const setIter = setType.slot(SLOT.__iter__);
const frozenIter = frozensetType.slot(SLOT.__iter__);

// ----------------------------------------------------------------------------------------------------------- iterator

export class PySetIterator extends PyObject {
  at = 0;
  size: number;
  left: number;
  constructor(public set: PySet | null) {
    super();
    this.size = this.left = set === null ? 0 : set.size;
  }
}
export const setIteratorType = makeBuiltinType('set_iterator', PySetIterator);
defineIterator<PySetIterator>(
  setIteratorType,
  (self) => {
    const set = self.set;
    if (set === null) return undefined;
    const table = set.table;
    if (self.size !== table.size) {
      self.size = -1; // stays an error
      throw runtimeError('Set changed size during iteration');
    }
    const { keys, vals } = table;
    let i = self.at;
    while (i < keys.length && vals[i] === undefined) i++;
    if (i < keys.length) {
      self.at = i + 1;
      self.left--;
      return keys[i];
    }
    self.set = null;
    return undefined;
  },
  {
    rest: (self: PySetIterator) => {
      const set = self.set;
      if (set === null) return [];
      const table = set.table;
      if (self.size !== table.size) {
        self.size = -1; // as above
        throw runtimeError('Set changed size during iteration');
      }
      self.set = null;
      self.left = 0;
      if (self.at === 0) return keysOf(table);
      const { keys, vals } = table;
      const out: PyValue[] = [];
      for (let i = self.at; i < keys.length; i++) if (vals[i] !== undefined) out.push(keys[i]);
      return out;
    },
    methods: {
      '__length_hint__()': (self: PySetIterator) => (self.set !== null && self.size === self.set.size ? self.left : 0),
      '__reduce__()': (self: PySetIterator) => {
        const rest: PyValue[] = [];
        if (self.set !== null) {
          const { keys, vals } = self.set.table;
          for (let i = self.at; i < keys.length; i++) if (vals[i] !== undefined) rest.push(keys[i]);
        }
        return new PyTuple([builtin('iter'), new PyTuple([new PyList(rest)])]);
      },
    },
  },
);
