// itertools.chain and islice.

import { refusesKeywords } from '../../objects/native.ts';
import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../../objects/type.ts';
import type { PyDict } from '../../objects/dict/storage.ts';
import { isException, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { iterR, nextR } from '../../objects/protocol/iteration.ts';
import { indexR } from '../../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending } from '../../objects/protocol/pending.ts';
import { defineIterator } from '../../objects/iterator.ts';
import { genericAlias } from '../../objects/genericalias.ts';

export class PyChain extends PyObject {
  source: PyValue | null = null;
  active: PyValue | null = null;
}
export const chainType = makeBuiltinType('chain', PyChain, { module: 'itertools', flags: TYPE_BASETYPE });

const VALUE = 0;
const SOURCE = 1;
const ITER = 2;

function chainStep(self: PyChain): PyValue | undefined | Pending {
  for (;;) {
    if (self.active !== null) {
      const v = nextR(self.active);
      if (v !== undefined) return isPending(v) ? chainSlow(self, VALUE, v) : v;
      self.active = null;
    }
    if (self.source === null) return undefined;
    const next = nextR(self.source);
    if (isPending(next)) return chainSlow(self, SOURCE, next);
    if (next === undefined) {
      self.source = null;
      return undefined;
    }
    const it = iterR(next);
    if (isPending(it)) return chainSlow(self, ITER, it);
    self.active = it;
  }
}
/** Goes on after waiting for `p`: a value, the next iterable, or its iterator. One generator, however many are empty. */
function* chainSlow(self: PyChain, stage: number, p: Pending): NativeGenerator<PyValue | undefined> {
  let r: PyValue | undefined | Pending = p;
  for (;;) {
    if (isPending(r)) r = (yield r) as PyValue | undefined;
    if (stage === VALUE) {
      if (r !== undefined) return r;
      self.active = null;
      if (self.source === null) return undefined;
      r = nextR(self.source);
      stage = SOURCE;
    } else if (stage === SOURCE) {
      if (r === undefined) {
        self.source = null;
        return undefined;
      }
      r = iterR(r);
      stage = ITER;
    } else {
      self.active = r!; // an iterator was made
      r = nextR(self.active);
      stage = VALUE;
    }
  }
}

defineIterator<PyChain>(chainType, chainStep, {
  doc:
    'Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\n' +
    'iterable, until all of the iterables are exhausted.',
  new: [
    '(*iterables, **kw)',
    function* (cls: PyType, iterables: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
      if (kw.size > 0 && refusesKeywords(cls, chainType)) throw typeError('chain() takes no keyword arguments');
      const c = new cls.ctor() as PyChain; // chain's shape
      c.source = (yield iterR(new PyTuple(iterables))) as PyValue;
      return c;
    },
  ],
  classMethods: {
    *'from_iterable(iterable, /)'(cls: PyType, iterable: PyValue): NativeGenerator<PyValue> {
      const c = new cls.ctor() as PyChain; // chain's shape
      c.source = (yield iterR(iterable)) as PyValue;
      return c;
    },
    '__class_getitem__(object, /)': (cls: PyType, item: PyValue) => genericAlias(cls, item),
  },
});

// ------------------------------------------------------------------------------------------------------------- islice

export class PyISlice extends PyObject {
  it: PyValue | null = null;
  next = 0;
  stop = Infinity;
  step = 1;
  count = 0;
}
export const isliceType = makeBuiltinType('islice', PyISlice, { module: 'itertools', flags: TYPE_BASETYPE });

function advance(self: PyISlice): void {
  self.next = Math.min(self.next + self.step, self.stop);
}
function isliceStep(self: PyISlice): PyValue | undefined | Pending {
  const it = self.it;
  if (it === null) return undefined;
  while (self.count < self.next) {
    const v = nextR(it);
    if (isPending(v)) return isliceSkipping(self, it, v);
    if (v === undefined) {
      self.it = null;
      return undefined;
    }
    self.count++;
  }
  if (self.count >= self.stop) {
    self.it = null;
    return undefined;
  }
  const v = nextR(it);
  if (isPending(v)) return isliceValue(self, v);
  if (v === undefined) self.it = null;
  else {
    self.count++;
    advance(self);
  }
  return v;
}
function* isliceSkipping(self: PyISlice, it: PyValue, p: Pending): NativeGenerator<PyValue | undefined> {
  let v: PyValue | undefined | Pending = p;
  for (;;) {
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) {
      self.it = null;
      return undefined;
    }
    if (++self.count >= self.next) break;
    v = nextR(it);
  }
  return (yield isliceStep(self)) as PyValue | undefined;
}
function* isliceValue(self: PyISlice, p: Pending): NativeGenerator<PyValue | undefined> {
  const v = (yield p) as PyValue | undefined;
  if (v === undefined) self.it = null;
  else {
    self.count++;
    advance(self);
  }
  return v;
}

function* bound(v: PyValue, message: string, absent: number): NativeGenerator<number> {
  if (v === None) return absent;
  let n: number | bigint;
  try {
    n = (yield indexR(v)) as number | bigint;
  } catch (e) {
    if (isException(e, 'TypeError')) throw valueError(message);
    throw e;
  }
  if (n < 0 || n > 9223372036854775807n) throw valueError(message);
  return Number(n);
}
const RANGE = '0 <= x <= sys.maxsize.';

defineIterator<PyISlice>(isliceType, isliceStep, {
  doc:
    'islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\n' +
    'Return an iterator whose next() method returns selected values from an\niterable.',
  new: [
    '(*args, **kw)',
    function* (cls: PyType, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
      if (kw.size > 0 && refusesKeywords(cls, isliceType)) throw typeError('islice() takes no keyword arguments');
      if (args.length < 2) throw typeError(`islice expected at least 2 arguments, got ${args.length}`);
      if (args.length > 4) throw typeError(`islice expected at most 4 arguments, got ${args.length}`);
      const s = new cls.ctor() as PyISlice; // islice's shape
      if (args.length === 2) {
        s.stop = yield* bound(args[1], `Stop argument for islice() must be None or an integer: ${RANGE}`, Infinity);
      } else {
        s.next = yield* bound(args[1], `Indices for islice() must be None or an integer: ${RANGE}`, 0);
        s.stop = yield* bound(args[2], `Stop argument for islice() must be None or an integer: ${RANGE}`, Infinity);
        if (args.length === 4) {
          s.step = yield* bound(args[3], 'Step for islice() must be a positive integer or None.', 1);
          if (s.step < 1) throw valueError('Step for islice() must be a positive integer or None.');
        }
      }
      s.it = (yield iterR(args[0])) as PyValue;
      return s;
    },
  ],
});
