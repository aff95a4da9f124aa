// itertools that choose or transform values: takewhile, dropwhile, filterfalse, compress, starmap, accumulate, pairwise.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../../objects/type.ts';
import { callR } from '../../objects/protocol/call.ts';
import { collectR, iterR, nextR } from '../../objects/protocol/iteration.ts';
import { binaryR, OPERATOR, truthR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending, type Resumable } from '../../objects/protocol/pending.ts';
import { defineIterator, thenR } from '../../objects/iterator.ts';

const ITERTOOLS = { module: 'itertools', flags: TYPE_BASETYPE };
type Value = PyValue | undefined;

/** Base of the iterators that hold a function and an iterator. */
class PyFunctional extends PyObject {
  f: PyValue = None;
  it: PyValue = None;
  /** takewhile: ended; dropwhile: started. */
  flag = false;
}
function* make(cls: PyType, f: PyValue, iterable: PyValue): NativeGenerator<PyValue> {
  const o = new cls.ctor() as PyFunctional; // the shape of all types below
  o.f = f;
  o.it = (yield iterR(iterable)) as PyValue;
  return o;
}
/** bool(f(v)). Resumable. */
const testR = (f: PyValue, v: PyValue): Resumable<boolean> => thenR(callR(f, [v]), truthR);

export class PyTakeWhile extends PyFunctional {}
export const takewhileType = makeBuiltinType('takewhile', PyTakeWhile, ITERTOOLS);
defineIterator<PyTakeWhile>(
  takewhileType,
  (self) => {
    if (self.flag) return undefined;
    return thenR(nextR(self.it), (v): Resumable<Value> => {
      if (v === undefined) return undefined;
      return thenR(testR(self.f, v), (yes): Value => {
        if (yes) return v;
        self.flag = true;
        return undefined;
      });
    });
  },
  {
    doc: 'Return successive entries from an iterable as long as the predicate evaluates to true for each entry.',
    new: ['(predicate, iterable, /)', make],
  },
);

export class PyDropWhile extends PyFunctional {}
export const dropwhileType = makeBuiltinType('dropwhile', PyDropWhile, ITERTOOLS);
function* drop(self: PyDropWhile): NativeGenerator<Value> {
  for (;;) {
    let v = nextR(self.it);
    if (isPending(v)) v = (yield v) as Value;
    if (v === undefined) return undefined;
    const yes: boolean = yield testR(self.f, v);
    if (!yes) {
      self.flag = true;
      return v;
    }
  }
}
defineIterator<PyDropWhile>(dropwhileType, (self) => (self.flag ? nextR(self.it) : drop(self)), {
  doc: 'Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.',
  new: ['(predicate, iterable, /)', make],
});

export class PyFilterFalse extends PyFunctional {}
export const filterfalseType = makeBuiltinType('filterfalse', PyFilterFalse, ITERTOOLS);
function filterFalseStep(self: PyFilterFalse): Resumable<Value> {
  for (;;) {
    const v = nextR(self.it);
    if (v === undefined) return undefined;
    if (isPending(v)) return filterSlow(self, v, undefined);
    const t = self.f === None ? truthR(v) : testR(self.f, v);
    if (isPending(t)) return filterSlow(self, v, t);
    if (!t) return v;
  }
}
function* filterSlow(self: PyFilterFalse, v: Value | Pending, t: Pending | undefined): NativeGenerator<Value> {
  for (;;) {
    if (isPending(v)) v = (yield v) as Value;
    if (v === undefined) return undefined;
    const test: boolean = yield t ?? (self.f === None ? truthR(v) : testR(self.f, v));
    if (!test) return v;
    t = undefined;
    v = nextR(self.it);
  }
}
defineIterator<PyFilterFalse>(filterfalseType, filterFalseStep, {
  doc: 'Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.',
  new: ['(function, iterable, /)', make],
});

export class PyStarMap extends PyFunctional {}
export const starmapType = makeBuiltinType('starmap', PyStarMap, ITERTOOLS);
defineIterator<PyStarMap>(
  starmapType,
  (self) =>
    thenR(nextR(self.it), (v): Resumable<Value> => {
      if (v === undefined) return undefined;
      return thenR(collectR(v), (args) => callR(self.f, args));
    }),
  {
    doc: 'Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.',
    new: ['(function, iterable, /)', make],
  },
);

export class PyCompress extends PyObject {
  data: PyValue = None;
  selectors: PyValue = None;
}
export const compressType = makeBuiltinType('compress', PyCompress, ITERTOOLS);
function* compressSlow(self: PyCompress): NativeGenerator<Value> {
  for (;;) {
    const v = (yield nextR(self.data)) as Value;
    if (v === undefined) return undefined;
    const s = (yield nextR(self.selectors)) as Value;
    if (s === undefined) return undefined;
    if ((yield truthR(s)) as boolean) return v;
  }
}
defineIterator<PyCompress>(compressType, compressSlow, {
  doc: 'Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.',
  new: [
    '(data, selectors)',
    function* (cls: PyType, data: PyValue, selectors: PyValue): NativeGenerator<PyValue> {
      const c = new cls.ctor() as PyCompress; // compress's shape
      c.data = (yield iterR(data)) as PyValue;
      c.selectors = (yield iterR(selectors)) as PyValue;
      return c;
    },
  ],
});

export class PyAccumulate extends PyObject {
  it: PyValue = None;
  f: PyValue = None;
  total: PyValue | undefined = undefined;
  initial: PyValue | undefined = undefined;
}
export const accumulateType = makeBuiltinType('accumulate', PyAccumulate, ITERTOOLS);
function accumulateStep(self: PyAccumulate): Resumable<Value> {
  if (self.initial !== undefined) {
    self.total = self.initial;
    self.initial = undefined;
    return self.total;
  }
  const v = nextR(self.it);
  return isPending(v) ? thenR(v as Resumable<Value>, (x) => accumulateValue(self, x)) : accumulateValue(self, v);
}
function accumulateValue(self: PyAccumulate, v: Value): Resumable<Value> {
  if (v === undefined) return undefined;
  const total = self.total;
  if (total === undefined) return (self.total = v);
  if (self.f === None && typeof total === 'number' && typeof v === 'number') {
    const sum = total + v;
    if (Number.isSafeInteger(sum)) return (self.total = sum);
  }
  const r = self.f === None ? binaryR(total, v, OPERATOR.add) : callR(self.f, [total, v]);
  if (!isPending(r)) return (self.total = r);
  return thenR(r as Resumable, (x) => (self.total = x));
}
defineIterator<PyAccumulate>(accumulateType, accumulateStep, {
  doc: 'Return series of accumulated sums (or other binary function results).',
  new: [
    '(iterable, func=None, *, initial=None)',
    function* (cls: PyType, iterable: PyValue, func: PyValue, initial: PyValue): NativeGenerator<PyValue> {
      const a = new cls.ctor() as PyAccumulate; // accumulate's shape
      a.it = (yield iterR(iterable)) as PyValue;
      a.f = func;
      a.initial = initial === None ? undefined : initial;
      return a;
    },
  ],
});

export class PyPairwise extends PyObject {
  it: PyValue | null = null;
  old: PyValue | undefined = undefined;
}
export const pairwiseType = makeBuiltinType('pairwise', PyPairwise, ITERTOOLS);
function* pairwiseSlow(self: PyPairwise): NativeGenerator<Value> {
  if (self.it === null) return undefined;
  let old = self.old;
  if (old === undefined) {
    old = (yield nextR(self.it)) as Value;
    if (old === undefined) {
      self.it = null;
      return undefined;
    }
    self.old = old;
    if (self.it === null) return undefined; // exhausted from inside
  }
  const v = (yield nextR(self.it)) as Value;
  if (v === undefined) {
    self.it = null;
    self.old = undefined;
    return undefined;
  }
  self.old = v;
  return new PyTuple([old, v]);
}
defineIterator<PyPairwise>(
  pairwiseType,
  (self) => {
    if (self.it === null) return undefined;
    if (self.old === undefined) return pairwiseSlow(self);
    const old = self.old;
    const v = nextR(self.it);
    if (isPending(v)) {
      return thenR(v as Resumable<Value>, (x): Value => {
        if (x === undefined) self.it = null;
        self.old = x;
        return x === undefined ? undefined : new PyTuple([old, x]);
      });
    }
    if (v === undefined) self.it = null;
    self.old = v;
    return v === undefined ? undefined : new PyTuple([old, v]);
  },
  {
    doc: 'Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...',
    new: [
      '(iterable, /)',
      function* (cls: PyType, iterable: PyValue): NativeGenerator<PyValue> {
        const p = new cls.ctor() as PyPairwise; // pairwise's shape
        p.it = (yield iterR(iterable)) as PyValue;
        return p;
      },
    ],
  },
);
