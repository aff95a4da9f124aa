// _queue.SimpleQueue: an unbounded FIFO. Invariant: a getter that found it empty is in `getters`; put makes the first of them
// look again, who takes the item from `items` if nobody was faster.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyTuple } from '../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_WEAKREF } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { exceptionClass, exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { newException, overflowError, valueError } from '../objects/exceptions/raise.ts';
import { truth } from '../objects/protocol/operators.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { defineModule } from '../runtime/modules.ts';
import { cDouble } from './support/arguments.ts';
import { ParkingLot } from './support/parking.ts';

class PySimpleQueue extends PyObject {
  items: PyValue[] = [];
  head = 0;
  readonly getters = new ParkingLot(() => this.head < this.items.length);
}
const simpleQueueType = makeBuiltinType('SimpleQueue', PySimpleQueue, {
  module: '_queue',
  flags: TYPE_BASETYPE | TYPE_WEAKREF,
});
const emptyType = exceptionClass('Empty', '_queue', exceptionTypes.Exception);

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
  const got = (yield q.getters.wait(
    ms,
    () => {
      const v = take(q);
      return v === undefined ? undefined : new PyTuple([v]); // in a box: it may be any value, False included
    },
    // Interrupted before it could return: the item goes back to where it was.
    (item) => {
      q.items.splice(q.head, 0, (item as PyTuple).items[0]); // what claim gave
      q.getters.offer();
    },
  )) as PyTuple | false; // what claim gives, or what a timeout does
  if (got === false) throw newException(emptyType);
  return got.items[0];
}

function put(q: PySimpleQueue, item: PyValue): void {
  q.items.push(item);
  q.getters.offer();
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
