// dict_keys, dict_values, dict_items. Invariant: a view holds nothing but its dict; set operations give plain sets.

import { None, NotImplemented, PyObject, type PyValue } from '../object.ts';
import { defineType, type NativeTable } from '../native.ts';
import { PyTuple } from '../shapes.ts';
import { makeBuiltinType, type PyType } from '../type.ts';
import { EQ, equalR, GE, GT, LE, LT, NE, lengthR } from '../protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../protocol/pending.ts';
import { collectR, iterR, nextR } from '../protocol/iteration.ts';
import { mappingProxy } from '../type/attributes.ts';
import { thenR } from '../iterator.ts';
import { comparisons, reprItemsR } from '../sequence.ts';
import { addAll, addCommon, asSetR, keysOf, plainTable, PySet } from '../set.ts';
import type { PyDict } from './storage.ts';
import { dictIterator, dictReversed, ITEMS, itemsOf, KEYS, VALUES, valuesOf } from './iterators.ts';

export class PyDictView extends PyObject {
  constructor(readonly d: PyDict) {
    super();
  }
}
export class PyDictKeys extends PyDictView {}
export class PyDictValues extends PyDictView {}
export class PyDictItems extends PyDictView {}

export const dictKeysType = makeBuiltinType('dict_keys', PyDictKeys);
export const dictValuesType = makeBuiltinType('dict_values', PyDictValues);
export const dictItemsType = makeBuiltinType('dict_items', PyDictItems);

function contentOf(view: PyDictView): PyValue[] {
  return view instanceof PyDictKeys ? keysOf(view.d) : view instanceof PyDictItems ? itemsOf(view.d) : valuesOf(view.d);
}

/** `(key, value) in d.items()`. Resumable. */
function hasItemR(d: PyDict, pair: PyValue): Resumable<boolean> {
  if (!(pair instanceof PyTuple) || pair.items.length !== 2) return false;
  const found = d.get(pair.items[0]);
  return found === undefined ? false : equalR(found, pair.items[1]);
}
function viewHasR(view: PyDictView, v: PyValue): Resumable<boolean> {
  return view instanceof PyDictKeys ? view.d.has(v) : hasItemR(view.d, v);
}

const isSetLike = (v: PyValue): v is PySet | PyDictView =>
  v instanceof PySet || v instanceof PyDictKeys || v instanceof PyDictItems;

/** True when every element of `part` is in `whole`. */
function* allIn(part: PyValue, whole: PySet | PyDictView): NativeGenerator<boolean> {
  const items: PyValue[] = yield collectR(part);
  for (const v of items) {
    const yes: boolean = yield whole instanceof PySet ? whole.has(v) : viewHasR(whole, v);
    if (!yes) return false;
  }
  return true;
}

function* compareViews(self: PyDictView, other: PySet | PyDictView, op: number): NativeGenerator<PyValue> {
  const a = self.d.size;
  const b: number = yield lengthR(other);
  switch (op) {
    case EQ:
      return a === b && (yield* allIn(self, other));
    case NE:
      return !(a === b && (yield* allIn(self, other)));
    case LT:
      return a < b && (yield* allIn(self, other));
    case LE:
      return a <= b && (yield* allIn(self, other));
    case GT:
      return a > b && (yield* allIn(other, self));
    case GE:
      return a >= b && (yield* allIn(other, self));
    default:
      return NotImplemented;
  }
}

const setOf = (v: PyValue): Resumable<PySet> =>
  v instanceof PyDictView
    ? thenR(undefined, () => {
        const s = new PySet();
        if (v instanceof PyDictKeys) addAll(s, v.d);
        else for (const x of contentOf(v)) s.add(x);
        return s;
      })
    : thenR(collectR(v), (items) => {
        const s = new PySet();
        for (const x of items) s.add(x);
        return s;
      });

/** Elements of `self` (a view) that are in the iterable `other`. */
function* intersect(self: PyValue, other: PyValue): NativeGenerator<PyValue> {
  if (!(self instanceof PyDictView)) [self, other] = [other, self];
  let view = self as PyDictView; // one of the operands is a view
  if (other instanceof PyDictView && other.d.size > view.d.size) [view, other] = [other, view];
  const out = new PySet();
  if (view instanceof PyDictKeys) {
    const table = other instanceof PyDictKeys ? other.d : other instanceof PySet ? plainTable(other) : undefined;
    if (table !== undefined) {
      if (other instanceof PySet && table.size >= view.d.size) addCommon(out, view.d, table);
      else addCommon(out, table, view.d);
      return out;
    }
  }
  const it = (yield iterR(other)) as PyValue;
  for (;;) {
    let v = nextR(it);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) return out;
    const yes: boolean = yield viewHasR(view, v);
    if (yes) out.add(v);
  }
}

function setMethods(): NativeTable {
  const op = (f: (a: PySet, b: PySet) => void) =>
    function* (a: PyValue, b: PyValue): NativeGenerator<PyValue> {
      const left: PySet = yield setOf(a);
      const right: PySet = yield asSetR(b);
      f(left, right);
      return left;
    };
  const union = op((a, b) => b.values().forEach((v) => a.add(v)));
  const minus = op((a, b) => b.values().forEach((v) => a.delete(v)));
  const xor = op((a, b) => b.values().forEach((v) => a.delete(v) || a.add(v)));
  return {
    '__or__(value, /)': union,
    '__ror__(value, /)': (self: PyValue, other: PyValue) => union(other, self),
    '__and__(value, /)': intersect,
    '__rand__(value, /)': intersect,
    '__sub__(value, /)': minus,
    '__rsub__(value, /)': (self: PyValue, other: PyValue) => minus(other, self),
    '__xor__(value, /)': xor,
    '__rxor__(value, /)': (self: PyValue, other: PyValue) => xor(other, self),
    ...comparisons<PyDictView>(
      (self, other, o): Resumable => (isSetLike(other) ? compareViews(self, other, o) : NotImplemented),
    ),
    '__contains__(key, /)': viewHasR,
    'isdisjoint(other, /)': (self: PyDictView, other: PyValue) =>
      (function* (): NativeGenerator<PyValue> {
        if (other === self) return self.d.size === 0;
        const common: PySet = yield intersect(self, other);
        return common.size === 0;
      })(),
  };
}

function define(type: PyType, kind: number, more: NativeTable): void {
  defineType(type, {
    getset: { mapping: [(self: PyDictView) => mappingProxy(self.d), null, 'dictionary that this view refers to'] },
    methods: {
      '__repr__()': (self: PyDictView) => reprItemsR(self, contentOf(self), `${self.cls.name}([`, '])', '...'),
      '__len__()': (self: PyDictView) => self.d.size,
      '__iter__()': (self: PyDictView) => dictIterator(self.d, kind),
      '__reversed__()': (self: PyDictView) => dictReversed(self.d, kind),
      ...more,
    },
  });
}
define(dictKeysType, KEYS, setMethods());
define(dictValuesType, VALUES, {});
define(dictItemsType, ITEMS, setMethods());
for (const t of [dictKeysType, dictItemsType]) defineType(t, { attrs: { __hash__: None } });
