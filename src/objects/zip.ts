// zip, and what map shares with it. Invariant: a step never makes a generator object while the sources run no Python code.

import { PyObject, type PyValue } from './object.ts';
import { PyDict } from './dict/storage.ts';
import { typeError, valueError } from './exceptions/raise.ts';
import { defineIterator } from './iterator.ts';
import { iterR, nextR } from './protocol/iteration.ts';
import { truth, truthR } from './protocol/operators.ts';
import { isPending, type KwNames, type NativeGenerator, type Pending, type Resumable } from './protocol/pending.ts';
import { PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from './type.ts';

export class PyZip extends PyObject {
  its: PyValue[] = [];
  strict = false;
}
export const zipType = makeBuiltinType('zip', PyZip, { flags: TYPE_BASETYPE });

/** Values of all iterators at once; undefined when one is exhausted (checked for equal length when strict). */
export function nextAll(what: string, its: PyValue[], strict: boolean): Resumable<PyValue[] | undefined> {
  if (its.length === 2) {
    const a = nextR(its[0]);
    if (a === undefined && !strict) return undefined;
    if (a !== undefined && !isPending(a)) {
      const b = nextR(its[1]);
      if (b !== undefined && !isPending(b)) return [a, b] as unknown as Pending & PyValue[]; // as below
      if (b === undefined) return strict ? strictEnd(what, its, 1) : undefined;
      return nextAllSlow(what, its, strict, [a], b);
    }
    return isPending(a) ? nextAllSlow(what, its, strict, [], a) : strictEnd(what, its, 0);
  }
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

export function isArray(v: unknown): v is PyValue[] {
  return Array.isArray(v);
}

/** The iterators of all of them. */
export function* iterAll(args: readonly PyValue[]): Generator<unknown, PyValue[], never> {
  const its: PyValue[] = [];
  for (let i = 0; i < args.length; i++) {
    its.push((yield iterR(args[i])) as PyValue);
  }
  return its;
}

/** The only keyword of zip and map. */
export function* strictFlag(name: string, kw: PyDict): Generator<unknown, boolean, never> {
  let strict = false;
  for (const [k, v] of [...kw.entries()]) {
    if (k !== 'strict') throw typeError(`${name}() got an unexpected keyword argument '${String(k)}'`);
    strict = (yield truthR(v)) as boolean;
  }
  return strict;
}

function* makeZip(t: PyType, args: readonly PyValue[], kw: PyDict): NativeGenerator<PyValue> {
  const strict = yield* strictFlag('zip', kw);
  const z = new t.ctor() as PyZip; // zip's shape
  z.its = yield* iterAll(args);
  z.strict = strict;
  return z;
}
/** `zip(a, b)`, without a generator object where the iterators come at once. */
function newZip(args: PyValue[], kwnames: KwNames): Resumable {
  const t = args[0] as PyType; // checked by the caller
  const given = args.slice(1);
  if (kwnames !== null) {
    const kw = new PyDict();
    kwnames.forEach((name, i) => kw.set(name, given[given.length - kwnames.length + i]));
    return makeZip(t, given.slice(0, given.length - kwnames.length), kw);
  }
  const z = new t.ctor() as PyZip; // as above
  for (let i = 0; i < given.length; i++) {
    const it = iterR(given[i]);
    if (isPending(it)) return zipRest(z, given, it);
    z.its.push(it);
  }
  return z;
}
function* zipRest(z: PyZip, args: readonly PyValue[], first: Pending): NativeGenerator<PyValue> {
  z.its.push((yield first) as PyValue);
  for (let i = z.its.length; i < args.length; i++) z.its.push((yield iterR(args[i])) as PyValue);
  return z;
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
    new: ['(*args, **kwargs)', makeZip],
    vectors: { __new__: newZip },
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
