// collections.OrderedDict. Invariant: the order is that of the dict's entries; `finger` remembers where the first live
// entry was last seen, so that popping from the front is amortised O(1).

import { None, NotImplemented, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { PyList, PyTuple, type PyStr } from '../../objects/shapes.ts';
import {
  dictType,
  makeBuiltinType,
  type PyType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_MATCH_MAPPING,
  TYPE_MATCH_SELF,
  TYPE_WEAKREF,
} from '../../objects/type.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { keyError, newException, runtimeError, typeError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { lookupAttrR } from '../../objects/protocol/attribute.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { collectR, iterR } from '../../objects/protocol/iteration.ts';
import { delitemR, EQ, equalR, getitemR, NE, setitemR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import { reprEnter, reprLeave, reprR } from '../../objects/protocol/text.ts';
import { SLOT } from '../../objects/slots.ts';
import { fromJS, toJS } from '../../objects/str/text.ts';
import { dictEqualR, mergeDict, reprDict, updateFromR } from '../../objects/dict/dict.ts';
import { builtin, defineIterator, thenR } from '../../objects/iterator.ts';
import { advance, advanceBack, ITEMS, KEYS, PyDictIterator, VALUES } from '../../objects/dict/iterators.ts';
import {
  dictItemsType,
  dictKeysType,
  dictValuesType,
  PyDictItems,
  PyDictKeys,
  PyDictValues,
  type PyDictView,
} from '../../objects/dict/views.ts';
import { comparisons } from '../../objects/sequence.ts';
import { keysOf } from '../../objects/set.ts';
import { truthR } from '../../objects/protocol/operators.ts';
import { makeDictGetSet } from '../../objects/type/new.ts';
import { dictSize, dictSlots } from '../../objects/memory/sizes.ts';

/** The list element that CPython keeps for an entry. */
const NODE = 32;

export class PyOrderedDict extends PyDict {
  finger = 0;
  /** `layout` when the finger was set. */
  seen = -1;
}
export const orderedDictType = makeBuiltinType('OrderedDict', PyOrderedDict, {
  module: 'collections',
  bases: [dictType],
  flags: TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF | TYPE_MATCH_MAPPING | TYPE_MATCH_SELF,
});

const plainSet = (d: PyDict): boolean => d.cls.slot(SLOT.__setitem__) === dictType.slot(SLOT.__setitem__);

/** MutableMapping.update: through `__setitem__` when a subclass has its own. */
function* update(self: PyDict, args: PyValue[], kw: PyDict, name: string): NativeGenerator<undefined> {
  if (args.length > 1) throw typeError(`${name}() takes at most 1 positional argument (${args.length} given)`);
  if (plainSet(self)) {
    if (args.length === 1) yield updateFromR(self, args[0]);
    mergeDict(self, kw);
    return undefined;
  }
  const pairs = new PyDict();
  if (args.length === 1) {
    const other = args[0];
    if (other instanceof PyDict) {
      for (const k of keysOf(other)) {
        const v: PyValue = yield getitemR(other, k);
        yield setitemR(self, k, v);
      }
    } else {
      const keys = (yield lookupAttrR(other, 'keys')) as PyValue | undefined;
      if (keys !== undefined) {
        const all: PyValue[] = yield collectR(yield callR(keys, []));
        for (const k of all) {
          const v: PyValue = yield getitemR(other, k);
          yield setitemR(self, k, v);
        }
      } else {
        yield updateFromR(pairs, other);
        for (const [k, v] of [...pairs.entries()]) yield setitemR(self, k, v);
      }
    }
  }
  for (const [k, v] of [...kw.entries()]) yield setitemR(self, k, v);
  return undefined;
}

/** Index of the first live entry. */
function first(self: PyOrderedDict): number {
  const vals = self.vals;
  let i = self.seen === self.layout ? self.finger : 0;
  while (vals[i] === undefined) i++;
  return i;
}

function moveToEnd(self: PyOrderedDict, key: PyValue, last: boolean): void {
  const i = self.find(key);
  if (i < 0) throw keyError(key);
  const k = self.keys[i];
  const v = self.vals[i]!; // i is live
  if (last) {
    if (i === self.vals.length - 1) return;
    self.deleteAt(i);
    self.set(k, v);
    return;
  }
  const rest = new PyDict();
  self.deleteAt(i);
  self.copyInto(rest);
  self.clear();
  self.set(k, v);
  mergeDict(self, rest);
}

function* popKey(self: PyOrderedDict, key: PyValue, fallback: PyValue | undefined): NativeGenerator<PyValue> {
  const i = self.find(key);
  if (i >= 0) {
    const v = self.vals[i]!; // i is live
    if (self.cls.slot(SLOT.__delitem__) === dictType.slot(SLOT.__delitem__)) self.deleteAt(i);
    else yield delitemR(self, key);
    return v;
  }
  if (fallback === undefined) throw keyError(key);
  return fallback;
}

function checkUnchanged(d: PyDict, size: number, version: number): void {
  if (d.size !== size) throw runtimeError('OrderedDict changed size during iteration');
  if (d.keysVersion !== version) throw runtimeError('OrderedDict mutated during iteration');
}

/** Equality of items and order. */
function* sameOrder(a: PyDict, b: PyDict): NativeGenerator<boolean> {
  const same: boolean = yield dictEqualR(a, b);
  if (!same || a.size !== b.size) return false;
  const sizes = [a.size, b.size];
  const versions = [a.keysVersion, b.keysVersion];
  let j = 0;
  for (let i = 0; i < a.keys.length; i++) {
    if (a.vals[i] === undefined) continue;
    while (j < b.keys.length && b.vals[j] === undefined) j++;
    const x = a.keys[i];
    const y = b.keys[j++];
    let eq = equalR(x, y);
    if (isPending(eq)) eq = (yield eq) as boolean;
    checkUnchanged(a, sizes[0], versions[0]);
    checkUnchanged(b, sizes[1], versions[1]);
    if (!eq) return false;
  }
  return true;
}

function* union(self: PyDict, left: PyDict, right: PyDict): NativeGenerator<PyValue> {
  const out = (yield callR(self.cls, [left])) as PyDict;
  yield* update(out, [right], new PyDict(), 'update');
  return out;
}

// ----------------------------------------------------------------------------------------------- views, iterators

export class PyODictIterator extends PyDictIterator {
  version: number;
  readonly kind: number;
  readonly back: boolean;
  constructor(d: PyDict, kind: number, back: boolean) {
    super(d, back ? d.vals.length - 1 : 0);
    this.kind = kind;
    this.back = back;
    this.version = d.keysVersion;
  }
}
const odictIteratorType = makeBuiltinType('odict_iterator', PyODictIterator);
function step(self: PyODictIterator): PyValue | undefined {
  const d = self.d;
  if (d === null) return undefined;
  if (self.version !== d.keysVersion) {
    const { size } = self;
    self.version = -1; // stays an error
    throw runtimeError(
      size === d.size ? 'OrderedDict mutated during iteration' : 'OrderedDict changed size during iteration',
    );
  }
  const i = self.back ? advanceBack(self) : advance(self);
  if (i < 0) return undefined;
  const v = d.vals[i]!; // i is live
  return self.kind === KEYS ? d.keys[i] : self.kind === VALUES ? v : new PyTuple([d.keys[i], v]);
}
defineIterator<PyODictIterator>(odictIteratorType, step, {
  methods: {
    '__length_hint__()': (self: PyODictIterator) => (self.d === null ? 0 : self.left),
    '__reduce__()': (self: PyODictIterator) => {
      const rest: PyValue[] = [];
      if (self.d !== null) {
        const copy = new PyODictIterator(self.d, self.kind, self.back);
        copy.at = self.at;
        copy.left = self.left;
        for (let v = step(copy); v !== undefined; v = step(copy)) rest.push(v);
      }
      return new PyTuple([builtin('iter'), new PyTuple([new PyList(rest)])]);
    },
  },
});

class PyODictKeys extends PyDictKeys {}
class PyODictValues extends PyDictValues {}
class PyODictItems extends PyDictItems {}
const odictKeysType = makeBuiltinType('odict_keys', PyODictKeys, { bases: [dictKeysType] });
const odictValuesType = makeBuiltinType('odict_values', PyODictValues, { bases: [dictValuesType] });
const odictItemsType = makeBuiltinType('odict_items', PyODictItems, { bases: [dictItemsType] });
for (const [t, kind] of [
  [odictKeysType, KEYS],
  [odictValuesType, VALUES],
  [odictItemsType, ITEMS],
] as const) {
  defineType(t, {
    methods: {
      '__iter__()': (self: PyDictView) => new PyODictIterator(self.d, kind, false),
      '__reversed__()': (self: PyDictView) => new PyODictIterator(self.d, kind, true),
    },
  });
}

defineType(orderedDictType, {
  doc: 'Dictionary that remembers insertion order',
  classMethods: {
    *'fromkeys(iterable, value=None)'(cls: PyType, iterable: PyValue, value: PyValue): NativeGenerator<PyValue> {
      const d = (yield callR(cls, [])) as PyValue;
      const keys: PyValue[] = yield collectR(iterable);
      for (const k of keys) yield setitemR(d, k, value);
      return d;
    },
  },
  methods: {
    '__init__(*args, **kwargs)': (self: PyDict, args: PyValue[], kw: PyDict) => update(self, args, kw, '__init__'),
    'update(*args, **kwargs)': (self: PyDict, args: PyValue[], kw: PyDict) => update(self, args, kw, 'update'),
    '__iter__()': (self: PyDict) => new PyODictIterator(self, KEYS, false),
    '__reversed__()': (self: PyDict) => new PyODictIterator(self, KEYS, true),
    'keys()': (self: PyDict) => new PyODictKeys(self),
    'values()': (self: PyDict) => new PyODictValues(self),
    'items()': (self: PyDict) => new PyODictItems(self),
    '__sizeof__()': (self: PyDict) => dictSize(self) + 8 * dictSlots(self) + NODE * self.size,
    'move_to_end(key, last=True)': (self: PyOrderedDict, key: PyValue, last: PyValue): Resumable<undefined> =>
      thenR(truthR(last), (end): undefined => {
        moveToEnd(self, key, end);
        return undefined;
      }),
    'popitem(last=True)': (self: PyOrderedDict, last: PyValue): Resumable =>
      thenR(truthR(last), (end) => {
        if (self.size === 0) throw newException(exceptionTypes.KeyError, 'dictionary is empty');
        let i: number;
        if (end) {
          i = self.vals.length - 1;
          while (self.vals[i] === undefined) i--;
        } else i = first(self);
        const pair = new PyTuple([self.keys[i], self.vals[i]!]); // i is live
        self.finger = end ? 0 : i + 1;
        self.seen = self.layout;
        self.deleteAt(i);
        return pair;
      }),
    'pop(key, default=?)': popKey,
    *'setdefault(key, default=None)'(self: PyDict, key: PyValue, fallback: PyValue): NativeGenerator<PyValue> {
      const v = self.get(key);
      if (v !== undefined) return v;
      yield setitemR(self, key, fallback);
      return fallback;
    },
    *'__repr__()'(self: PyDict): NativeGenerator<PyValue> {
      if (self.size === 0) return `${self.cls.name}()`;
      if (self.cls !== orderedDictType && self.cls.lookup('items') !== dictType.lookup('items')) {
        if (!reprEnter(self)) return '...';
        try {
          const plain = new PyDict();
          yield updateFromR(plain, (yield callMethodR(self, 'items', [])) as PyValue);
          const t: string | PyStr = yield reprR(plain);
          return fromJS(`${self.cls.name}(${toJS(t)})`);
        } finally {
          reprLeave(self);
        }
      }
      const s: string | PyStr = yield reprDict(self);
      return toJS(s) === '{...}' ? '...' : fromJS(`${self.cls.name}(${toJS(s)})`);
    },
    ...comparisons<PyDict>((self, other, op): Resumable => {
      if (!(other instanceof PyDict) || (op !== EQ && op !== NE)) return NotImplemented;
      const r =
        other instanceof PyOrderedDict ? (sameOrder(self, other) as Resumable<boolean>) : dictEqualR(self, other);
      return thenR(r, (same) => (op === EQ ? same : !same));
    }),
    *'copy()'(self: PyDict): NativeGenerator<PyValue> {
      const out = (yield callR(self.cls, [])) as PyDict;
      for (const k of keysOf(self)) {
        const v: PyValue = yield getitemR(self, k);
        yield setitemR(out, k, v);
      }
      return out;
    },
    *'__reduce__()'(self: PyDict): NativeGenerator<PyValue> {
      const state: PyValue = yield callMethodR(self, '__getstate__', []);
      const items: PyValue = yield callMethodR(self, 'items', []);
      const it: PyValue = yield iterR(items);
      return new PyTuple([self.cls, new PyTuple([]), state, None, it]);
    },
    '__or__(value, /)': (self: PyDict, other: PyValue) =>
      other instanceof PyDict ? union(self, self, other) : NotImplemented,
    '__ror__(value, /)': (self: PyDict, other: PyValue) =>
      other instanceof PyDict ? union(self, other, self) : NotImplemented,
    *'__ior__(value, /)'(self: PyDict, other: PyValue): NativeGenerator<PyValue> {
      yield* update(self, [other], new PyDict(), 'update');
      return self;
    },
  },
  attrs: { __hash__: None },
});
orderedDictType.ns.setStr('__dict__', makeDictGetSet(orderedDictType));
