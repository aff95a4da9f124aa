// enumerate. Invariant: the counter is canonical at any size; a step over a native iterator makes only the pair.

import { None, PyObject, type PyValue } from './object.ts';
import { defineType } from './native.ts';
import { PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from './type.ts';
import { iterR, nextR } from './protocol/iteration.ts';
import { indexR } from './protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending } from './protocol/pending.ts';
import { intAdd, type Int } from './algorithms/int-math.ts';
import { defineIterator } from './iterator.ts';
import { genericAlias } from './genericalias.ts';

export class PyEnumerate extends PyObject {
  it: PyValue = None;
  count: Int = 0;
}
export const enumerateType = makeBuiltinType('enumerate', PyEnumerate, { flags: TYPE_BASETYPE });

function pair(self: PyEnumerate, v: PyValue): PyValue {
  const n = self.count;
  self.count = typeof n === 'number' && n < Number.MAX_SAFE_INTEGER ? n + 1 : intAdd(n, 1);
  return new PyTuple([n, v]);
}
function* stepSlow(self: PyEnumerate, p: Pending): NativeGenerator<PyValue | undefined> {
  const v = (yield p) as PyValue | undefined;
  return v === undefined ? undefined : pair(self, v);
}

defineIterator<PyEnumerate>(
  enumerateType,
  (self) => {
    const v = nextR(self.it);
    if (v === undefined) return undefined;
    return isPending(v) ? stepSlow(self, v) : pair(self, v);
  },
  {
    methods: {
      '__reduce__()': (self: PyEnumerate) => new PyTuple([self.cls, new PyTuple([self.it, self.count])]),
    },
  },
);
defineType(enumerateType, {
  doc:
    'Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\n' +
    'The enumerate object yields pairs containing a count (from start, which\n' +
    'defaults to zero) and a value yielded by the iterable argument.\n\n' +
    'enumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...',
  new: [
    '(iterable, start=0)',
    function* (cls: PyType, iterable: PyValue, start: PyValue): NativeGenerator<PyValue> {
      const e = new cls.ctor() as PyEnumerate; // enumerate's shape
      e.count = yield indexR(start);
      e.it = yield iterR(iterable);
      return e;
    },
  ],
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
});
