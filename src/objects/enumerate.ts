// enumerate. Invariant: the counter is canonical at any size; a step over a native iterator makes only the pair.

import { None, PyObject, type PyValue } from './object.ts';
import { defineType } from './native.ts';
import { PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from './type.ts';
import { typeError } from './exceptions/raise.ts';
import { iterR, nextR } from './protocol/iteration.ts';
import { indexR } from './protocol/operators.ts';
import { isPending, type KwNames, type NativeGenerator, type Pending, type Resumable } from './protocol/pending.ts';
import { intAdd, type Int } from './algorithms/int-math.ts';
import { defineIterator, thenR } from './iterator.ts';
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
function make(cls: PyType, iterable: PyValue, start: PyValue): Resumable {
  const e = new cls.ctor() as PyEnumerate; // enumerate's shape
  return thenR(indexR(start), (n) => {
    e.count = n;
    return thenR(iterR(iterable), (it) => {
      e.it = it;
      return e;
    });
  });
}

/** The arguments as CPython's vectorcall takes them, with its messages. */
function newEnumerate(args: PyValue[], kwnames: KwNames): Resumable {
  const nkw = kwnames === null ? 0 : kwnames.length;
  const given: (PyValue | undefined)[] = args.slice(1, args.length - nkw);
  if (given.length + nkw > 2) throw typeError(`enumerate() takes at most 2 arguments (${given.length + nkw} given)`);
  for (let i = 0; i < nkw; i++) {
    const name = kwnames![i]; // nkw > 0
    const at = name === 'iterable' ? 0 : name === 'start' ? 1 : -1;
    if (at < 0 || given[at] !== undefined) throw typeError(`'${name}' is an invalid keyword argument for enumerate()`);
    given[at] = args[args.length - nkw + i];
  }
  if (given[0] === undefined) throw typeError("enumerate() missing required argument 'iterable'");
  return make(args[0] as PyType, given[0], given[1] ?? 0); // checked by the caller
}

defineType(enumerateType, {
  doc:
    'Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\n' +
    'The enumerate object yields pairs containing a count (from start, which\n' +
    'defaults to zero) and a value yielded by the iterable argument.\n\n' +
    'enumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...',
  new: ['(iterable, start=0)', (cls: PyType, iterable: PyValue, start: PyValue) => make(cls, iterable, start)],
  vectors: { __new__: newEnumerate },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item) },
});
