// The module `_interpqueues`. Beside CPython's functions `put` and `get` take how long to wait, in seconds (None: for ever;
// the default does not wait), which lib/concurrent/interpreters/_queues.py uses instead of looking again and again.
// Invariant: a value is encoded before anything of it can be seen, and decoded after it has left the queue.

import { None, type PyObject, type PyValue } from '../objects/object.ts';
import { PyList, PyTuple } from '../objects/shapes.ts';
import { exceptionClass, exceptionTypes, type PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException, typeError, valueError } from '../objects/exceptions/raise.ts';
import { PyType, typeOf } from '../objects/type.ts';
import { hooks } from '../objects/hooks.ts';
import { getattrR, instanceGet } from '../objects/protocol/attribute.ts';
import { callR } from '../objects/protocol/call.ts';
import { index } from '../objects/protocol/operators.ts';
import { isIndex } from '../objects/sequence-index.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { fromJS } from '../objects/str/text.ts';
import { interpreter } from '../runtime/interpreter.ts';
import { defineModule } from '../runtime/modules.ts';
import { cDouble } from '../modules/support/arguments.ts';
import { agent, type Stored } from './agent.ts';
import { decodeR, defineSharedKind, encode, encodeR, shareByIdentity } from './data.ts';
import { currentId } from './_interpreters.ts';
import { dropItem, newItem, takeItem } from './items.ts';
import {
  bindQueue,
  countOf,
  createQueue,
  destroyQueue,
  findQueue,
  GETTERS,
  getItem,
  isFull,
  listQueues,
  maxsizeOf,
  PUTTERS,
  putItem,
  queueDefaults,
  releaseQueue,
} from './queues.ts';

const queueErrorType = exceptionClass('QueueError', 'concurrent.interpreters', exceptionTypes.RuntimeError);
const queueNotFoundErrorType = exceptionClass('QueueNotFoundError', 'concurrent.interpreters', queueErrorType);

const LIBRARY = 'concurrent.interpreters._queues';

function idOf(v: PyValue): number {
  if (!isIndex(v)) throw typeError(`queue ID must be an int, got ${typeOf(v).name}`);
  const n = index(v);
  if (n < 0) throw valueError(`queue ID must be a non-negative int, got ${n}`);
  return Number(n);
}
const notFound = (id: number): PyBaseException => newException(queueNotFoundErrorType, fromJS(`queue ${id} not found`));
function find(v: PyValue): number {
  const id = idOf(v);
  const q = findQueue(agent(), id);
  if (q === 0) throw notFound(id);
  return q;
}

/** The library's QueueEmpty and QueueFull; the library says which they are when it is imported. */
function* raiseR(name: 'QueueEmpty' | 'QueueFull', message: string): NativeGenerator<never> {
  const library: PyValue = yield hooks.importR(LIBRARY);
  const type: PyValue = yield getattrR(library, name);
  throw (yield callR(type, [fromJS(message)])) as PyBaseException; // an exception class
}

/** Seconds to milliseconds; None: for ever. */
const milliseconds = (timeout: PyValue): number => (timeout === None ? -1 : Math.max(0, cDouble(timeout) * 1000));

/** Bytes that were stored, here. */
export function* takeStoredR(stored: Stored): NativeGenerator<Uint8Array> {
  const a = agent();
  for (;;) {
    const bytes = a.take(stored);
    if (bytes !== undefined) return bytes;
    yield a.arrived(-stored.at);
  }
}

function* put(qid: PyValue, obj: PyValue, unbound: PyValue, fallback: PyValue, timeout: PyValue): NativeGenerator {
  const a = agent();
  const q = find(qid);
  const id = idOf(qid);
  const defaults = queueDefaults(a, q);
  const op = Number(index(unbound));
  const how = Number(index(fallback));
  const full = (how === -1 ? defaults.fallback : how) !== 0;
  const bytes: Uint8Array = full ? yield* encodeR(obj) : encode(obj);
  const item = newItem(a, bytes, currentId(), op === -1 ? defaults.unbound : op);
  let outcome = putItem(a, id, item);
  const ms = milliseconds(timeout);
  if (outcome === 'full' && ms !== 0) {
    yield a.wait(
      interpreter().scheduler,
      q + PUTTERS,
      () => {
        outcome = putItem(a, id, item);
        return outcome === 'full' ? undefined : true;
      },
      ms,
    );
  }
  if (outcome === 'done') return None;
  dropItem(a, item);
  if (outcome === 'gone') throw notFound(id);
  return yield* raiseR('QueueFull', `queue ${id} is full`);
}

function* get(qid: PyValue, timeout: PyValue): NativeGenerator<PyValue> {
  const a = agent();
  const q = find(qid);
  const id = idOf(qid);
  let item = getItem(a, id);
  const ms = milliseconds(timeout);
  if (item === 0 && ms !== 0) {
    yield a.wait(
      interpreter().scheduler,
      q + GETTERS,
      () => {
        item = getItem(a, id);
        return item === 0 ? undefined : true;
      },
      ms,
    );
  }
  if (item === 'gone') throw notFound(id);
  if (item === 0) return yield* raiseR('QueueEmpty', `queue ${id} is empty`);
  const { stored, unbound } = takeItem(a, item);
  if (stored === null) return new PyTuple([None, unbound]);
  return new PyTuple([yield* decodeR(yield* takeStoredR(stored)), None]);
}

/** Queue objects cross as their number; the number counts as bound while it is on its way. */
const queueKind = defineSharedKind({
  name: 'queue',
  encode: (v: PyObject) => {
    const id = instanceGet(v, '_id');
    const n = id === undefined ? 0 : Number(index(id));
    if (!bindQueue(agent(), n)) throw notFound(n);
    return [n];
  },
  *decode([id]): NativeGenerator<PyValue> {
    try {
      const library: PyValue = yield hooks.importR(LIBRARY);
      return yield callR(yield getattrR(library, 'Queue'), [id]);
    } finally {
      releaseQueue(agent(), id);
    }
  },
});

defineModule('_interpqueues', (m) => {
  m.type(queueErrorType);
  m.type(queueNotFoundErrorType);
  m.funcs({
    'create(maxsize, unboundop, fallback=-1)': (maxsize: PyValue, unbound: PyValue, fallback: PyValue) => {
      const op = Number(index(unbound));
      if (op < 1 || op > 3) throw valueError(`unsupported unboundop ${op}`);
      const how = Number(index(fallback));
      return createQueue(agent(), Number(index(maxsize)), op, how === -1 ? 1 : how);
    },
    'destroy(qid)': (v: PyValue) => {
      const id = idOf(v);
      if (!destroyQueue(agent(), id)) throw notFound(id);
    },
    'list_all()': () => new PyList(listQueues(agent()).map((q) => new PyTuple([q.id, q.unbound, q.fallback]))),
    'put(qid, obj, unboundop=-1, fallback=-1, timeout=0)': put,
    'get(qid, timeout=0)': get,
    'bind(qid)': (v: PyValue) => {
      const id = idOf(v);
      if (!bindQueue(agent(), id)) throw notFound(id);
    },
    'release(qid)': (v: PyValue) => {
      const id = idOf(v);
      const outcome = releaseQueue(agent(), id);
      if (outcome === 'gone') throw notFound(id);
      if (outcome === 'unbound') throw newException(queueErrorType, fromJS(`queue ${id} never bound`));
    },
    'get_maxsize(qid)': (v: PyValue) => maxsizeOf(agent(), find(v)),
    'get_queue_defaults(qid)': (v: PyValue) => {
      const q = queueDefaults(agent(), find(v));
      return new PyTuple([q.unbound, q.fallback]);
    },
    'is_full(qid)': (v: PyValue) => isFull(agent(), find(v)),
    'get_count(qid)': (v: PyValue) => countOf(agent(), find(v)),
    '_register_heap_types(queuetype, emptyerror, fullerror)': (queue: PyValue) => {
      if (!(queue instanceof PyType)) throw typeError(`expected a type for 'queuetype', got ${typeOf(queue).name}`);
      shareByIdentity(queue, queueKind);
    },
  });
});
