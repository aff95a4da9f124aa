// itertools.product, permutations, combinations, combinations_with_replacement. Invariant: the pools are read at
// construction; a step only moves indices.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../../objects/type.ts';
import type { PyDict } from '../../objects/dict/storage.ts';
import { memoryError, overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { collectR } from '../../objects/protocol/iteration.ts';
import { intValue, ssize } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { defineIterator } from '../../objects/iterator.ts';
import { isStr, toJS } from '../../objects/str/text.ts';

const ITERTOOLS = { module: 'itertools', flags: TYPE_BASETYPE };

class PyIndices extends PyObject {
  pool: PyValue[] = [];
  indices: number[] = [];
  r = 0;
  started = false;
  done = false;
}
function pick(self: PyIndices): PyTuple {
  const out = new Array<PyValue>(self.r);
  for (let i = 0; i < self.r; i++) out[i] = self.pool[self.indices[i]];
  return new PyTuple(out);
}
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

export class PyProduct extends PyObject {
  pools: PyValue[][] = [];
  indices: number[] | null = null;
  done = false;
}
export const productType = makeBuiltinType('product', PyProduct, ITERTOOLS);
defineIterator<PyProduct>(
  productType,
  (self) => {
    if (self.done) return undefined;
    const pools = self.pools;
    const n = pools.length;
    let indices = self.indices;
    if (indices === null) {
      indices = self.indices = new Array<number>(n).fill(0);
      if (pools.some((p) => p.length === 0)) {
        self.done = true;
        return undefined;
      }
    } else {
      let i = n - 1;
      for (; i >= 0; i--) {
        if (++indices[i] < pools[i].length) break;
        indices[i] = 0;
      }
      if (i < 0) {
        self.done = true;
        return undefined;
      }
    }
    const out = new Array<PyValue>(n);
    for (let i = 0; i < n; i++) out[i] = pools[i][indices[i]];
    return new PyTuple(out);
  },
  {
    doc: 'product(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to nested for-loops.',
    new: [
      '(*iterables, **kw)',
      function* (cls: PyType, iterables: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
        let repeat = 1;
        for (const [k, v] of kw.entries()) {
          if (!isStr(k) || toJS(k) !== 'repeat')
            throw typeError(`'${isStr(k) ? toJS(k) : '?'}' is an invalid keyword argument for product()`);
          repeat = ssize(v);
        }
        if (repeat < 0) throw valueError('repeat argument cannot be negative');
        if (iterables.length * repeat > 2 ** 31)
          throw iterables.length * repeat > 2 ** 60 ? overflowError('repeat argument too large') : memoryError('');
        const pools: PyValue[][] = [];
        if (repeat > 0) for (const it of iterables) pools.push((yield collectR(it)) as PyValue[]);
        const p = new cls.ctor() as PyProduct; // product's shape
        for (let i = 0; i < repeat && pools.length > 0; i++) p.pools.push(...pools);
        return p;
      },
    ],
    methods: { '__sizeof__()': (self: PyProduct) => 64 + 8 * self.pools.length },
  },
);

export class PyPermutations extends PyIndices {
  cycles: number[] = [];
}
export const permutationsType = makeBuiltinType('permutations', PyPermutations, ITERTOOLS);
defineIterator<PyPermutations>(
  permutationsType,
  (self) => {
    if (self.done) return undefined;
    if (!self.started) {
      self.started = true;
      return pick(self);
    }
    const { indices, cycles, r } = self;
    const n = self.pool.length;
    for (let i = r - 1; i >= 0; i--) {
      if (--cycles[i] === 0) {
        const first = indices[i];
        indices.copyWithin(i, i + 1, n);
        indices[n - 1] = first;
        cycles[i] = n - i;
      } else {
        const j = n - cycles[i];
        const t = indices[i];
        indices[i] = indices[j];
        indices[j] = t;
        return pick(self);
      }
    }
    self.done = true;
    return undefined;
  },
  {
    doc: 'Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)',
    new: [
      '(iterable, r=None)',
      function* (cls: PyType, iterable: PyValue, r: PyValue): NativeGenerator<PyValue> {
        const pool = (yield collectR(iterable)) as PyValue[];
        if (r !== None && intValue(r) === undefined) throw typeError('Expected int as r');
        const p = new cls.ctor() as PyPermutations; // permutations' shape
        p.r = r === None ? pool.length : ssize(r);
        if (p.r < 0) throw valueError('r must be non-negative');
        p.pool = pool;
        p.indices = upTo(pool.length);
        p.done = p.r > pool.length;
        if (!p.done) p.cycles = Array.from({ length: p.r }, (_, i) => pool.length - i);
        return p;
      },
    ],
  },
);

function* makeCombinations(cls: PyType, iterable: PyValue, r: PyValue): NativeGenerator<PyIndices> {
  const pool = (yield collectR(iterable)) as PyValue[];
  const c = new cls.ctor() as PyIndices; // the shape of both types below
  c.r = ssize(r);
  if (c.r < 0) throw valueError('r must be non-negative');
  c.pool = pool;
  return c;
}

export class PyCombinations extends PyIndices {}
export const combinationsType = makeBuiltinType('combinations', PyCombinations, ITERTOOLS);
defineIterator<PyCombinations>(
  combinationsType,
  (self) => {
    if (self.done) return undefined;
    const { indices, r } = self;
    if (!self.started) self.started = true;
    else {
      const n = self.pool.length;
      let i = r - 1;
      while (i >= 0 && indices[i] === i + n - r) i--;
      if (i < 0) {
        self.done = true;
        return undefined;
      }
      indices[i]++;
      for (let j = i + 1; j < r; j++) indices[j] = indices[j - 1] + 1;
    }
    return pick(self);
  },
  {
    doc: 'Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)',
    new: [
      '(iterable, r)',
      function* (cls: PyType, iterable: PyValue, r: PyValue): NativeGenerator<PyValue> {
        const c = yield* makeCombinations(cls, iterable, r);
        c.done = c.r > c.pool.length;
        if (!c.done) c.indices = upTo(c.r);
        return c;
      },
    ],
  },
);

export class PyCombinationsReplacement extends PyIndices {}
export const combinationsReplacementType = makeBuiltinType(
  'combinations_with_replacement',
  PyCombinationsReplacement,
  ITERTOOLS,
);
defineIterator<PyCombinationsReplacement>(
  combinationsReplacementType,
  (self) => {
    if (self.done) return undefined;
    const { indices, r } = self;
    if (!self.started) self.started = true;
    else {
      const last = self.pool.length - 1;
      let i = r - 1;
      while (i >= 0 && indices[i] === last) i--;
      if (i < 0) {
        self.done = true;
        return undefined;
      }
      indices.fill(indices[i] + 1, i, r);
    }
    return pick(self);
  },
  {
    doc: "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
    new: [
      '(iterable, r)',
      function* (cls: PyType, iterable: PyValue, r: PyValue): NativeGenerator<PyValue> {
        const c = yield* makeCombinations(cls, iterable, r);
        c.done = c.pool.length === 0 && c.r > 0;
        if (!c.done) c.indices = new Array<number>(c.r).fill(0);
        return c;
      },
    ],
  },
);
