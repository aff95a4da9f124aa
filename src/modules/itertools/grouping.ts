// itertools that group values: batched, groupby, zip_longest.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../../objects/type.ts';
import type { PyDict } from '../../objects/dict/storage.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callR } from '../../objects/protocol/call.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { equalR, ssize, truthR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending } from '../../objects/protocol/pending.ts';
import { defineIterator } from '../../objects/iterator.ts';
import { isStr, toJS } from '../../objects/str/text.ts';

const ITERTOOLS = { module: 'itertools', flags: TYPE_BASETYPE };
type Value = PyValue | undefined;

export class PyBatched extends PyObject {
  it: PyValue | null = null;
  n = 0;
  strict = false;
}
export const batchedType = makeBuiltinType('batched', PyBatched, ITERTOOLS);
function batchedStep(self: PyBatched): Value | Pending {
  if (self.it === null) return undefined;
  const out: PyValue[] = [];
  while (out.length < self.n) {
    const v = nextR(self.it);
    if (isPending(v)) return batchedSlow(self, out, v);
    if (v === undefined) return batchedEnd(self, out);
    out.push(v);
  }
  return new PyTuple(out);
}
function batchedEnd(self: PyBatched, out: PyValue[]): Value {
  self.it = null;
  if (out.length === 0) return undefined;
  if (self.strict) throw valueError('batched(): incomplete batch');
  return new PyTuple(out);
}
function* batchedSlow(self: PyBatched, out: PyValue[], p: Pending): NativeGenerator<Value> {
  let v: Value | Pending = p;
  for (;;) {
    if (isPending(v)) v = (yield v) as Value;
    if (v === undefined) return batchedEnd(self, out);
    out.push(v);
    if (out.length >= self.n || self.it === null) return new PyTuple(out);
    v = nextR(self.it);
  }
}
defineIterator<PyBatched>(batchedType, batchedStep, {
  doc: "Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\nIf \"strict\" is True, raises a ValueError if the final batch is shorter\nthan n.",
  new: [
    '(iterable, n, *, strict=False)',
    function* (cls: PyType, iterable: PyValue, n: PyValue, strict: PyValue): NativeGenerator<PyValue> {
      const b = new cls.ctor() as PyBatched; // batched's shape
      b.n = ssize(n);
      b.strict = (yield truthR(strict)) as boolean;
      if (b.n < 1) throw valueError('n must be at least one');
      b.it = (yield iterR(iterable)) as PyValue;
      return b;
    },
  ],
});

// ------------------------------------------------------------------------------------------------------------ groupby

export class PyGroupBy extends PyObject {
  it: PyValue = None;
  key: PyValue = None;
  targetKey: Value = undefined;
  currentKey: Value = undefined;
  currentValue: Value = undefined;
  grouper: PyGrouper | null = null;
}
export class PyGrouper extends PyObject {
  parent: PyGroupBy;
  targetKey: PyValue;
  constructor(parent: PyGroupBy, targetKey: PyValue) {
    super();
    this.parent = parent;
    this.targetKey = targetKey;
    parent.grouper = this;
  }
}
export const groupbyType = makeBuiltinType('groupby', PyGroupBy, ITERTOOLS);
export const grouperType = makeBuiltinType('_grouper', PyGrouper, { module: 'itertools' });

/** Takes the next value and its key; false at the end. */
function* advance(self: PyGroupBy): NativeGenerator<boolean> {
  let v = nextR(self.it);
  if (isPending(v)) v = (yield v) as Value;
  if (v === undefined) return false;
  let k: PyValue | Pending = v;
  if (self.key !== None) {
    k = callR(self.key, [v]);
    if (isPending(k)) k = (yield k) as PyValue;
  }
  self.currentValue = v;
  self.currentKey = k as PyValue; // waited for
  return true;
}

function* groupStep(self: PyGroupBy): NativeGenerator<Value> {
  self.grouper = null;
  for (;;) {
    if (self.currentKey !== undefined) {
      if (self.targetKey === undefined) break;
      let same = equalR(self.targetKey, self.currentKey);
      if (isPending(same)) same = (yield same) as boolean;
      if (!same) break;
    }
    if (!(yield* advance(self))) return undefined;
  }
  self.targetKey = self.currentKey;
  return new PyTuple([self.currentKey, new PyGrouper(self, self.currentKey)]);
}
function* grouperStep(self: PyGrouper): NativeGenerator<Value> {
  const parent = self.parent;
  if (parent.grouper !== self) return undefined;
  if (parent.currentValue === undefined && !(yield* advance(parent))) return undefined;
  let same = equalR(self.targetKey, parent.currentKey!); // set with the value
  if (isPending(same)) same = (yield same) as boolean;
  if (!same) return undefined;
  const v = parent.currentValue;
  parent.currentValue = undefined;
  return v;
}
defineIterator<PyGroupBy>(groupbyType, groupStep, {
  doc: 'make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.',
  new: [
    '(iterable, key=None)',
    function* (cls: PyType, iterable: PyValue, key: PyValue): NativeGenerator<PyValue> {
      const g = new cls.ctor() as PyGroupBy; // groupby's shape
      g.it = (yield iterR(iterable)) as PyValue;
      g.key = key;
      return g;
    },
  ],
});
defineIterator<PyGrouper>(grouperType, grouperStep, {
  new: [
    '(parent, tgtkey, /)',
    (_cls: PyType, parent: PyValue, key: PyValue) => {
      if (!(parent instanceof PyGroupBy)) throw typeError('_grouper() argument 1 must be itertools.groupby');
      return new PyGrouper(parent, key);
    },
  ],
});

// -------------------------------------------------------------------------------------------------------- zip_longest

export class PyZipLongest extends PyObject {
  its: (PyValue | null)[] = [];
  active = 0;
  fill: PyValue = None;
}
export const zipLongestType = makeBuiltinType('zip_longest', PyZipLongest, ITERTOOLS);

/** The values from position out.length on; undefined once all iterators have ended. */
function zipStep(self: PyZipLongest, out: PyValue[] = []): Value | Pending {
  if (self.active === 0) return undefined;
  const its = self.its;
  for (let i = out.length; i < its.length; i++) {
    const it = its[i];
    if (it === null) {
      out.push(self.fill);
      continue;
    }
    const v = nextR(it);
    if (isPending(v)) return zipSlow(self, out, i, v);
    if (!ended(self, i, v)) return undefined;
    out.push(v ?? self.fill);
  }
  return new PyTuple(out);
}
/** Notes the end of iterator i; false when it was the last. */
function ended(self: PyZipLongest, i: number, v: Value): boolean {
  if (v !== undefined) return true;
  self.its[i] = null;
  return --self.active > 0;
}
function* zipSlow(self: PyZipLongest, out: PyValue[], i: number, p: Pending): NativeGenerator<Value> {
  let v: Value;
  try {
    v = (yield p) as Value;
  } catch (e) {
    self.active = 0;
    throw e;
  }
  if (!ended(self, i, v)) return undefined;
  out.push(v ?? self.fill);
  return (yield zipStep(self, out)) as Value;
}
defineIterator<PyZipLongest>(zipLongestType, (self) => zipStep(self), {
  doc: 'Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.',
  new: [
    '(*iterables, **kw)',
    function* (cls: PyType, iterables: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
      const z = new cls.ctor() as PyZipLongest; // zip_longest's shape
      for (const [k, v] of kw.entries()) {
        if (!isStr(k) || toJS(k) !== 'fillvalue') throw typeError('zip_longest() got an unexpected keyword argument');
        z.fill = v;
      }
      for (const it of iterables) z.its.push((yield iterR(it)) as PyValue);
      z.active = z.its.length;
      return z;
    },
  ],
});
