// reversed. Invariant: `__reversed__` is asked first; otherwise the sequence protocol, from the last position down.

import { None, PyObject, type PyValue } from './object.ts';
import { defineType, refusesKeywords } from './native.ts';
import { PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, typeOf } from './type.ts';
import { isException, typeError } from './exceptions/raise.ts';
import { callUnboundR } from './protocol/call.ts';
import { getitemR, indexR, lengthR } from './protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending } from './protocol/pending.ts';
import { SLOT } from './slots.ts';
import { PyDict } from './dict/storage.ts';
import { PySet } from './set.ts';
import { defineIterator } from './iterator.ts';

export class PyReversed extends PyObject {
  seq: PyValue | null = null;
  index = -1;
}
export const reversedType = makeBuiltinType('reversed', PyReversed, { flags: TYPE_BASETYPE });

function end(self: PyReversed, e: unknown): undefined {
  self.seq = null;
  if (isException(e, 'IndexError') || isException(e, 'StopIteration')) return undefined;
  throw e;
}
function* stepSlow(self: PyReversed, p: Pending): NativeGenerator<PyValue | undefined> {
  try {
    const v = (yield p) as PyValue;
    self.index--;
    return v;
  } catch (e) {
    return end(self, e);
  }
}

defineIterator<PyReversed>(
  reversedType,
  (self) => {
    if (self.seq === null || self.index < 0) {
      self.seq = null;
      return undefined;
    }
    try {
      const v = getitemR(self.seq, self.index);
      if (isPending(v)) return stepSlow(self, v);
      self.index--;
      return v;
    } catch (e) {
      return end(self, e);
    }
  },
  {
    methods: {
      *'__length_hint__()'(self: PyReversed): NativeGenerator<PyValue> {
        if (self.seq === null) return 0;
        const n: number = yield lengthR(self.seq);
        return n < self.index + 1 ? 0 : self.index + 1;
      },
      '__reduce__()': (self: PyReversed) =>
        self.seq === null
          ? new PyTuple([self.cls, new PyTuple([new PyTuple([])])])
          : new PyTuple([self.cls, new PyTuple([self.seq]), self.index]),
      *'__setstate__(state, /)'(self: PyReversed, state: PyValue): NativeGenerator {
        const i: number | bigint = yield indexR(state);
        if (self.seq === null) return undefined;
        const n: number = yield lengthR(self.seq);
        self.index = Math.min(Math.max(-1, Number(i)), n - 1);
        return undefined;
      },
    },
  },
);

defineType(reversedType, {
  doc: 'Return a reverse iterator over the values of the given sequence.',
  new: [
    '(*args, **kw)',
    function* (cls: PyType, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
      if (kw.size > 0 && refusesKeywords(cls, reversedType)) throw typeError('reversed() takes no keyword arguments');
      if (args.length !== 1) throw typeError(`reversed expected 1 argument, got ${args.length}`);
      const seq = args[0];
      const t = typeOf(seq);
      const f = t.slot(SLOT.__reversed__);
      if (f === None) throw typeError(`'${t.name}' object is not reversible`);
      if (f !== null) return yield callUnboundR(f, seq, []);
      if (t.slot(SLOT.__getitem__) === null || seq instanceof PyDict || seq instanceof PySet) {
        throw typeError(`'${t.name}' object is not reversible`);
      }
      const n: number = yield lengthR(seq);
      const r = new cls.ctor() as PyReversed; // reversed's shape
      r.seq = seq;
      r.index = n - 1;
      return r;
    },
  ],
});
