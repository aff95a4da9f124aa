// The awaitable of `anext(iterator, default)`: as the iterator's own, with StopAsyncIteration turned into the default.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { makeBuiltinType, typeOf } from '../../objects/type.ts';
import { isException, stopIteration } from '../../objects/exceptions/raise.ts';
import { getAwaitableR } from '../../vm/async.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';

class PyAnextAwaitable extends PyObject {
  constructor(
    readonly wrapped: PyValue,
    readonly fallback: PyValue,
  ) {
    super();
  }
}
const anextAwaitableType = makeBuiltinType('anext_awaitable', PyAnextAwaitable);

/** anext(it, default)'s result. */
export function makeAnext(awaitable: PyValue, fallback: PyValue): PyValue {
  return new PyAnextAwaitable(awaitable, fallback);
}

function* step(self: PyAnextAwaitable, method: string, args: PyValue[]): NativeGenerator<PyValue> {
  let it = (yield getAwaitableR(self.wrapped, 0)) as PyValue;
  if (typeOf(it).name === 'coroutine') it = (yield callMethodR(it, '__await__')) as PyValue;
  try {
    if (method === 'send' && args[0] === None && typeOf(it).lookup('send') === undefined)
      return (yield callMethodR(it, '__next__')) as PyValue;
    return (yield callMethodR(it, method, args)) as PyValue;
  } catch (e) {
    if (!isException(e, 'StopAsyncIteration')) throw e;
    throw stopIteration(self.fallback);
  }
}

defineType(anextAwaitableType, {
  methods: {
    '__await__()': (self: PyAnextAwaitable) => self,
    '__iter__()': (self: PyAnextAwaitable) => self,
    '__next__()': (self: PyAnextAwaitable) => step(self, 'send', [None]),
    'send(value, /)': (self: PyAnextAwaitable, v: PyValue) => step(self, 'send', [v]),
    'throw(*args)': (self: PyAnextAwaitable, args: PyValue[]) => step(self, 'throw', args),
    'close()': (self: PyAnextAwaitable) => step(self, 'close', []),
  },
});
