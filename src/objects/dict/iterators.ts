// The six dict iterators. Invariant: a change of size while iterating is noticed at the next step; deleted entries are
// skipped; the dict is dropped at the end.

import { PyObject, type PyValue } from '../object.ts';
import { PyList, PyTuple } from '../shapes.ts';
import { makeBuiltinType, type PyType } from '../type.ts';
import { runtimeError } from '../exceptions/raise.ts';
import { builtin, defineIterator } from '../iterator.ts';
import { keysOf } from '../set.ts';
import type { PyDict } from './storage.ts';

export const KEYS = 0;
export const VALUES = 1;
export const ITEMS = 2;

/** An iterator over a dict: forwards from entry `at`, or backwards. */
export class PyDictIterator extends PyObject {
  size: number;
  /** The dict's `layout` at the start: entries that moved cannot be followed. */
  layout: number;
  left: number;
  at: number;
  d: PyDict | null;
  constructor(d: PyDict, at: number) {
    super();
    this.d = d;
    this.at = at;
    this.size = this.left = d.size;
    this.layout = d.layout;
  }
}
export class PyDictKeyIterator extends PyDictIterator {}
export class PyDictValueIterator extends PyDictIterator {}
export class PyDictItemIterator extends PyDictIterator {}
export class PyDictReverseKeyIterator extends PyDictIterator {}
export class PyDictReverseValueIterator extends PyDictIterator {}
export class PyDictReverseItemIterator extends PyDictIterator {}

/** The index of the next live entry, or -1 at the end. */
export function advance(self: PyDictIterator): number {
  const d = self.d;
  if (d === null) return -1;
  if (self.size !== d.size) {
    self.size = -1; // stays an error
    throw runtimeError('dictionary changed size during iteration');
  }
  const vals = d.vals;
  let i = self.at;
  while (i < vals.length && vals[i] === undefined) i++;
  if (i >= vals.length) {
    self.d = null;
    if (self.layout !== d.layout) throw runtimeError('dictionary keys changed during iteration');
    return -1;
  }
  if (self.left === 0 || self.layout !== d.layout) {
    self.d = null;
    throw runtimeError('dictionary keys changed during iteration');
  }
  self.at = i + 1;
  self.left--;
  return i;
}

/** The same from the end. */
export function advanceBack(self: PyDictIterator): number {
  const d = self.d;
  if (d === null) return -1;
  if (self.size !== d.size) {
    self.size = -1;
    throw runtimeError('dictionary changed size during iteration');
  }
  const vals = d.vals;
  let i = Math.min(self.at, vals.length - 1);
  while (i >= 0 && vals[i] === undefined) i--;
  if (i < 0 || self.left === 0) {
    self.d = null;
    return -1;
  }
  self.at = i - 1;
  self.left--;
  return i;
}

/** (key, value) tuples of a dict. */
export function itemsOf(d: PyDict): PyTuple[] {
  const out: PyTuple[] = [];
  for (let i = 0; i < d.keys.length; i++) {
    const v = d.vals[i];
    if (v !== undefined) out.push(new PyTuple([d.keys[i], v]));
  }
  return out;
}
/** The values of a dict. */
export function valuesOf(d: PyDict): PyValue[] {
  if (d.size === d.vals.length) return d.vals.slice() as PyValue[]; // no deleted entry among them
  return d.vals.filter((v) => v !== undefined);
}

function define(type: PyType, kind: number, step: (self: PyDictIterator) => number): void {
  const value = (d: PyDict, i: number): PyValue => {
    const v = d.vals[i]!; // i is live
    return kind === KEYS ? d.keys[i] : kind === VALUES ? v : new PyTuple([d.keys[i], v]);
  };
  const next = (self: PyDictIterator): PyValue | undefined => {
    const d = self.d;
    const i = step(self);
    return i < 0 ? undefined : value(d!, i); // a live entry has its dict
  };
  const rest = (self: PyDictIterator): PyValue[] => {
    const d = self.d;
    if (d !== null && step === advance && self.left === d.size && self.size === d.size && self.layout === d.layout) {
      self.d = null;
      return kind === KEYS ? keysOf(d) : kind === VALUES ? valuesOf(d) : itemsOf(d);
    }
    const out: PyValue[] = [];
    for (let i = step(self); i >= 0; i = step(self)) out.push(value(d!, i)); // as above
    return out;
  };
  defineIterator<PyDictIterator>(type, next, {
    rest,
    methods: {
      '__length_hint__()': (self: PyDictIterator) => (self.d !== null && self.size === self.d.size ? self.left : 0),
      '__reduce__()': (self: PyDictIterator) => {
        const rest: PyValue[] = [];
        if (self.d !== null) {
          const copy = new PyDictIterator(self.d, self.at);
          copy.size = self.size;
          copy.left = self.left;
          for (let v = next(copy); v !== undefined; v = next(copy)) rest.push(v);
        }
        return new PyTuple([builtin('iter'), new PyTuple([new PyList(rest)])]);
      },
    },
  });
}

define(makeBuiltinType('dict_keyiterator', PyDictKeyIterator), KEYS, advance);
define(makeBuiltinType('dict_valueiterator', PyDictValueIterator), VALUES, advance);
define(makeBuiltinType('dict_itemiterator', PyDictItemIterator), ITEMS, advance);
define(makeBuiltinType('dict_reversekeyiterator', PyDictReverseKeyIterator), KEYS, advanceBack);
define(makeBuiltinType('dict_reversevalueiterator', PyDictReverseValueIterator), VALUES, advanceBack);
define(makeBuiltinType('dict_reverseitemiterator', PyDictReverseItemIterator), ITEMS, advanceBack);

/** An iterator over keys, values or items. */
export function dictIterator(d: PyDict, kind: number): PyDictIterator {
  return kind === KEYS
    ? new PyDictKeyIterator(d, 0)
    : kind === VALUES
      ? new PyDictValueIterator(d, 0)
      : new PyDictItemIterator(d, 0);
}
/** The same from the end. */
export function dictReversed(d: PyDict, kind: number): PyDictIterator {
  const at = d.vals.length - 1;
  return kind === KEYS
    ? new PyDictReverseKeyIterator(d, at)
    : kind === VALUES
      ? new PyDictReverseValueIterator(d, at)
      : new PyDictReverseItemIterator(d, at);
}
