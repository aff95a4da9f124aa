// _queue.SimpleQueue: an unbounded FIFO. Invariant: a getter that found it empty is in `getters`; put hands its item on by
// waking the first of them, who takes it from `items`.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_HAS_DICT, TYPE_WEAKREF } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { exceptionTypes, type PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException, overflowError, valueError } from '../objects/exceptions/raise.ts';
import { truth } from '../objects/protocol/operators.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { cDouble } from './support/arguments.ts';
import { WaitQueue } from './_thread.ts';

class PySimpleQueue extends PyObject {
  items: PyValue[] = [];
  head = 0;
  getters = new WaitQueue();
}
const simpleQueueType = makeBuiltinType('SimpleQueue', PySimpleQueue, {
  module: '_queue',
  flags: TYPE_BASETYPE | TYPE_WEAKREF,
});
const emptyType = makeBuiltinType(
  'Empty',
  class extends (exceptionTypes.Exception.ctor as new () => PyBaseException) {},
  {
    module: '_queue',
    bases: [exceptionTypes.Exception],
    flags: TYPE_BASETYPE | TYPE_HAS_DICT,
  },
);

function take(q: PySimpleQueue): PyValue | undefined {
  if (q.head >= q.items.length) return undefined;
  const v = q.items[q.head];
  q.items[q.head++] = None;
  if (q.head > 64 && q.head * 2 > q.items.length) {
    q.items = q.items.slice(q.head);
    q.head = 0;
  }
  return v;
}

function* waitForItem(q: PySimpleQueue, ms: number): NativeGenerator<PyValue> {
  const end = ms < 0 ? 0n : host().clock.monotonic() + BigInt(Math.round(ms * 1e6));
  for (;;) {
    const v = take(q);
    if (v !== undefined) return v;
    const left = ms < 0 ? -1 : Number(end - host().clock.monotonic()) / 1e6;
    if (ms >= 0 && left <= 0) throw newException(emptyType);
    yield* q.getters.wait(left);
  }
}

function put(q: PySimpleQueue, item: PyValue): void {
  q.items.push(item);
  q.getters.wakeOne();
}

defineType(simpleQueueType, {
  new: ['()', (cls: PyType) => new cls.ctor()],
  methods: {
    'put(item, block=True, timeout=None)': (self: PySimpleQueue, item: PyValue) => put(self, item),
    'put_nowait(item)': put,
    'get(block=True, timeout=None)': (self: PySimpleQueue, block: PyValue, timeout: PyValue) => {
      let ms = -1;
      if (truth(block)) {
        if (timeout !== None) {
          const t = cDouble(timeout);
          if (t < 0) throw valueError("'timeout' must be a non-negative number");
          if (t > 9223372036) throw overflowError('timeout value is too large');
          ms = t * 1000;
        }
      } else ms = 0;
      const v = take(self);
      if (v !== undefined) return v;
      if (ms === 0) throw newException(emptyType);
      return waitForItem(self, ms);
    },
    'get_nowait()': (self: PySimpleQueue) => {
      const v = take(self);
      if (v === undefined) throw newException(emptyType);
      return v;
    },
    'empty()': (self: PySimpleQueue) => self.items.length === self.head,
    'qsize()': (self: PySimpleQueue) => self.items.length - self.head,
    '__sizeof__()': (self: PySimpleQueue) => 72 + self.items.length * 8,
  },
});

defineModule('_queue', (m) => {
  m.type(simpleQueueType);
  m.type(emptyType);
});
