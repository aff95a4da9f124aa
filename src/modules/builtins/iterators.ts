// map and filter (zip is objects/zip.ts). Invariant: a step never makes a generator object while neither the sources nor the function run
// Python code.

import { refusesKeywords } from '../../objects/native.ts';
import { None, PyObject, type PyValue } from '../../objects/object.ts';
import type { PyDict } from '../../objects/dict/storage.ts';
import { PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../../objects/type.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { callR } from '../../objects/protocol/call.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { truthR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending } from '../../objects/protocol/pending.ts';
import { defineIterator } from '../../objects/iterator.ts';
import { isArray, iterAll, nextAll, strictFlag } from '../../objects/zip.ts';
import { truth } from '../../objects/protocol/operators.ts';

export class PyMap extends PyObject {
  f: PyValue = None;
  its: PyValue[] = [];
  strict = false;
}
export class PyFilter extends PyObject {
  f: PyValue = None;
  it: PyValue = None;
}
export const mapType = makeBuiltinType('map', PyMap, { flags: TYPE_BASETYPE });
export const filterType = makeBuiltinType('filter', PyFilter, { flags: TYPE_BASETYPE });

function mapStep(self: PyMap): PyValue | undefined | Pending {
  if (self.its.length === 1) {
    const v = nextR(self.its[0]);
    if (v === undefined) return undefined;
    return isPending(v) ? mapAfter(self, v) : callR(self.f, [v]);
  }
  const all: unknown = nextAll('map', self.its, self.strict);
  if (all === undefined) return undefined;
  return isArray(all) ? callR(self.f, all) : mapAllAfter(self, all as Pending);
}
function* mapAfter(self: PyMap, p: Pending): NativeGenerator<PyValue | undefined> {
  const v = (yield p) as PyValue | undefined;
  return v === undefined ? undefined : ((yield callR(self.f, [v])) as PyValue);
}
function* mapAllAfter(self: PyMap, p: Pending): NativeGenerator<PyValue | undefined> {
  const v = (yield p) as PyValue[] | undefined;
  return v === undefined ? undefined : ((yield callR(self.f, v)) as PyValue);
}

defineIterator<PyMap>(mapType, mapStep, {
  doc: 'Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.',
  new: [
    '(*args, **kwargs)',
    function* (t: PyType, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
      const strict = yield* strictFlag('map', kw);
      if (args.length < 2) throw typeError('map() must have at least two arguments.');
      const m = new t.ctor() as PyMap; // map's shape
      m.its = yield* iterAll(args.slice(1));
      m.f = args[0];
      m.strict = strict;
      return m;
    },
  ],
  methods: {
    '__reduce__()': (self: PyMap) =>
      self.strict
        ? new PyTuple([self.cls, new PyTuple([self.f, ...self.its]), true])
        : new PyTuple([self.cls, new PyTuple([self.f, ...self.its])]),
    '__setstate__(state, /)': (self: PyMap, state: PyValue) => {
      self.strict = truth(state);
    },
  },
});

function* filterStep(self: PyFilter): NativeGenerator<PyValue | undefined> {
  const plain =
    self.f === None || (typeof self.f === 'object' && self.f.cls.name === 'type' && (self.f as PyType).name === 'bool');
  for (;;) {
    let v = nextR(self.it);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) return undefined;
    let r: unknown = plain ? truthR(v) : callR(self.f, [v]);
    if (isPending(r)) r = (yield r) as unknown;
    if (typeof r !== 'boolean') r = (yield truthR(r as PyValue)) as boolean;
    if (r === true) return v;
  }
}
defineIterator<PyFilter>(
  filterType,
  (self) => {
    // Native source and test: no generator object.
    if (self.f === None) {
      for (;;) {
        const v = nextR(self.it);
        if (v === undefined) return undefined;
        if (isPending(v)) return filterRest(self, v);
        const t = truthR(v);
        if (isPending(t)) return filterTested(self, v, t);
        if (t) return v;
      }
    }
    return filterStep(self);
  },
  {
    doc: 'Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.',
    new: [
      '(*args, **kwargs)',
      function* (t: PyType, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
        if (kw.size > 0 && refusesKeywords(t, filterType)) throw typeError('filter() takes no keyword arguments');
        if (args.length !== 2) throw typeError(`filter expected 2 arguments, got ${args.length}`);
        const f = new t.ctor() as PyFilter; // filter's shape
        f.it = (yield iterR(args[1])) as PyValue;
        f.f = args[0];
        return f;
      },
    ],
    methods: { '__reduce__()': (self: PyFilter) => new PyTuple([self.cls, new PyTuple([self.f, self.it])]) },
  },
);
function* filterRest(self: PyFilter, p: Pending): NativeGenerator<PyValue | undefined> {
  const v = (yield p) as PyValue | undefined;
  if (v === undefined) return undefined;
  return ((yield truthR(v)) as boolean) ? v : yield* filterStep(self);
}
function* filterTested(self: PyFilter, v: PyValue, t: Pending): NativeGenerator<PyValue | undefined> {
  return ((yield t) as boolean) ? v : yield* filterStep(self);
}
