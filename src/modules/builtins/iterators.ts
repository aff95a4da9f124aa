// map, filter and zip. Invariant: a step never makes a generator object while neither the sources nor the function run
// Python code.

import { refusesKeywords } from '../../objects/native.ts';
import { None, PyObject, type PyValue } from '../../objects/object.ts';
import type { PyDict } from '../../objects/dict/storage.ts';
import { PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../../objects/type.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callR } from '../../objects/protocol/call.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { truthR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending, type Resumable } from '../../objects/protocol/pending.ts';
import { defineIterator } from '../../objects/iterator.ts';
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
export class PyZip extends PyObject {
  its: PyValue[] = [];
  strict = false;
}
export const mapType = makeBuiltinType('map', PyMap, { flags: TYPE_BASETYPE });
export const filterType = makeBuiltinType('filter', PyFilter, { flags: TYPE_BASETYPE });
export const zipType = makeBuiltinType('zip', PyZip, { flags: TYPE_BASETYPE });

/** Values of all iterators at once; undefined when one is exhausted (checked for equal length when strict). */
function nextAll(what: string, its: PyValue[], strict: boolean): Resumable<PyValue[] | undefined> {
  const out: PyValue[] = [];
  for (let i = 0; i < its.length; i++) {
    const v = nextR(its[i]);
    if (isPending(v)) return nextAllSlow(what, its, strict, out, v);
    if (v === undefined) return strict ? strictEnd(what, its, i) : undefined;
    out.push(v);
  }
  return out as unknown as Pending & PyValue[]; // an array of values is neither: see stepAll
}
function* nextAllSlow(
  what: string,
  its: PyValue[],
  strict: boolean,
  out: PyValue[],
  first: Pending,
): NativeGenerator<PyValue[] | undefined> {
  let p: Pending | undefined = first;
  for (let i = out.length; i < its.length; i++) {
    const r: Resumable<PyValue | undefined> = p ?? nextR(its[i]);
    p = undefined;
    const v = isPending(r) ? ((yield r) as PyValue | undefined) : r;
    if (v === undefined) {
      if (strict) yield strictEnd(what, its, i);
      return undefined;
    }
    out.push(v);
  }
  return out;
}
function* strictEnd(what: string, its: PyValue[], at: number): NativeGenerator<undefined> {
  if (at > 0) {
    const plural = at === 1 ? ' ' : 's 1-';
    throw valueError(`${what}() argument ${at + 1} is shorter than argument${plural}${at}`);
  }
  for (let i = 1; i < its.length; i++) {
    const v = (yield nextR(its[i])) as PyValue | undefined;
    if (v !== undefined) {
      const plural = i === 1 ? ' ' : 's 1-';
      throw valueError(`${what}() argument ${i + 1} is longer than argument${plural}${i}`);
    }
  }
  return undefined;
}

function isArray(v: unknown): v is PyValue[] {
  return Array.isArray(v);
}

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

function* iterAll(args: PyValue[], what?: string): Generator<unknown, PyValue[], never> {
  const its: PyValue[] = [];
  for (let i = 0; i < args.length; i++) {
    void what;
    its.push((yield iterR(args[i])) as PyValue);
  }
  return its;
}

function* strictFlag(name: string, kw: PyDict): Generator<unknown, boolean, never> {
  let strict = false;
  for (const [k, v] of [...kw.entries()]) {
    if (k !== 'strict') throw typeError(`${name}() got an unexpected keyword argument '${String(k)}'`);
    strict = (yield truthR(v)) as boolean;
  }
  return strict;
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

defineIterator<PyZip>(
  zipType,
  (self) => {
    if (self.its.length === 0) return undefined;
    const all: unknown = nextAll('zip', self.its, self.strict);
    if (all === undefined) return undefined;
    if (isArray(all)) return new PyTuple(all);
    return (function* (): NativeGenerator<PyValue | undefined> {
      const v = (yield all) as PyValue[] | undefined;
      return v === undefined ? undefined : new PyTuple(v);
    })();
  },
  {
    doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
    new: [
      '(*args, **kwargs)',
      function* (t: PyType, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
        const strict = yield* strictFlag('zip', kw);
        const z = new t.ctor() as PyZip; // zip's shape
        z.its = yield* iterAll(args, 'zip');
        z.strict = strict;
        return z;
      },
    ],
    methods: {
      '__reduce__()': (self: PyZip) =>
        self.strict
          ? new PyTuple([self.cls, new PyTuple(self.its), true])
          : new PyTuple([self.cls, new PyTuple(self.its)]),
      '__setstate__(state, /)': (self: PyZip, state: PyValue) => {
        self.strict = truth(state);
      },
    },
  },
);
