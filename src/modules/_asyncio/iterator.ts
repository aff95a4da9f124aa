// What `await future` steps: yields the future until it is done, then returns its result. Invariant: a pending future is
// yielded once, marked as blocking, for its task to take up.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { makeBuiltinType, PyType } from '../../objects/type.ts';
import { PyTraceback } from '../../objects/frame.ts';
import { runtimeError, stopIteration, typeError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { normaliseThrow, stopIterationWith, warnSignatureR } from '../../objects/generator.ts';
import type { NativeGenerator, Resumable } from '../../objects/protocol/pending.ts';
import { thenR } from '../../objects/iterator.ts';
import { thread } from '../../vm/thread.ts';
import { futureType, loopOf, type PyFuture, resultR } from './future.ts';

class PyFutureIterator extends PyObject {
  constructor(public future: PyFuture | null) {
    super();
  }
}
const futureIteratorType = makeBuiltinType('FutureIter', PyFutureIterator, { module: '_asyncio' });

/** The future while it is pending; undefined once it is done: its result is left in `thread.sendResult`. */
function step(self: PyFutureIterator): Resumable<PyValue | undefined> {
  const f = self.future;
  if (f === null) {
    thread().sendResult = None;
    return undefined;
  }
  if (f.state === 'PENDING') return yielded(f);
  return thenR(resultR(f), (v: PyValue) => {
    thread().sendResult = v;
    return undefined;
  });
}
function yielded(f: PyFuture): PyValue {
  if (f.blocking) throw runtimeError("await wasn't used with future");
  f.blocking = true;
  return f;
}
function next(self: PyFutureIterator): Resumable {
  const f = self.future;
  if (f === null) throw stopIteration();
  if (f.state === 'PENDING') return yielded(f);
  return thenR(resultR(f), (v: PyValue) => {
    throw v === None ? stopIteration() : stopIterationWith(v);
  });
}
defineType(futureIteratorType, {
  send: step,
  methods: {
    '__iter__()': (self: PyFutureIterator) => self,
    '__next__()': next,
    'send(value, /)': next,
    *'throw(type, value=?, traceback=?, /)'(
      self: PyFutureIterator,
      type: PyValue,
      value: PyValue | undefined,
      tb: PyValue | undefined,
    ): NativeGenerator<PyValue> {
      yield warnSignatureR('throw', value, tb);
      if (tb !== undefined && tb !== None && !(tb instanceof PyTraceback))
        throw typeError('throw() third argument must be a traceback');
      if (
        !(type instanceof PyBaseException) &&
        !(type instanceof PyType && type.isSubtype(exceptionTypes.BaseException))
      )
        throw typeError('exceptions must be classes deriving BaseException or instances of such a class');
      const e = (yield normaliseThrow(type, value, tb)) as PyBaseException; // it says so
      self.future = null;
      throw e;
    },
    'close()': () => None,
  },
});

const iterate = (self: PyFuture): PyValue => {
  loopOf(self);
  return new PyFutureIterator(self);
};
defineType(futureType, { methods: { '__iter__()': iterate, '__await__()': iterate } });
