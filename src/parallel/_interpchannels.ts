// The module `_interpchannels`: channels by number, with a sending and a receiving end. Invariant: as in `_interpqueues`; a
// send that waits returns when its item has been received, and takes it back when its time is over.

import { None, NotImplemented, PyObject, type PyValue } from '../objects/object.ts';
import { PyFloat, PyList, PyTuple } from '../objects/shapes.ts';
import { exceptionClass, exceptionTypes, type PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException, overflowError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { makeBuiltinType, PyType, typeOf } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { hooks } from '../objects/hooks.ts';
import { viewOf } from '../objects/memoryview.ts';
import { getattrR, instanceGet } from '../objects/protocol/attribute.ts';
import { callR } from '../objects/protocol/call.ts';
import { compare, EQ, GE, GT, index, LE, LT, NE, truth } from '../objects/protocol/operators.ts';
import { isIndex } from '../objects/sequence-index.ts';
import { isPending, type NativeGenerator } from '../objects/protocol/pending.ts';
import { makeStructSeq } from '../objects/structseq.ts';
import { fromJS } from '../objects/str/text.ts';
import { interpreter } from '../runtime/interpreter.ts';
import { defineModule } from '../runtime/modules.ts';
import { cDouble } from '../modules/support/arguments.ts';
import { agent } from './agent.ts';
import {
  channelCount,
  channelDefaults,
  channelExists,
  channelInfo,
  closeChannel,
  createChannel,
  destroyChannel,
  type End,
  listChannels,
  OUTCOME,
  PENDING,
  RECEIPT_WAITERS,
  RECEIVED,
  receiveItem,
  RECV,
  type Refusal,
  releaseChannel,
  SEND,
  sendItem,
  usesEnd,
  withdrawItem,
} from './channels.ts';
import { decodeR, defineSharedKind, encode, encodeR, shareByIdentity } from './data.ts';
import { currentId } from './_interpreters.ts';
import { takeStoredR } from './_interpqueues.ts';
import { dropItem, newItem, takeItem } from './items.ts';

const MODULE = '_interpchannels';
const channelErrorType = exceptionClass('ChannelError', MODULE, exceptionTypes.RuntimeError);
const notFoundErrorType = exceptionClass('ChannelNotFoundError', MODULE, channelErrorType);
const closedErrorType = exceptionClass('ChannelClosedError', MODULE, channelErrorType);
const emptyErrorType = exceptionClass('ChannelEmptyError', MODULE, channelErrorType);
const notEmptyErrorType = exceptionClass('ChannelNotEmptyError', MODULE, channelErrorType);

function refusal(why: Refusal | 'not empty', id: number): PyBaseException {
  switch (why) {
    case 'missing':
      return newException(notFoundErrorType, fromJS(`channel ${id} not found`));
    case 'closed':
      return newException(closedErrorType, fromJS(`channel ${id} is closed`));
    case 'empty':
      return newException(emptyErrorType, fromJS(`channel ${id} is empty`));
    default:
      return newException(notEmptyErrorType, 'may not be closed if not empty (try force=True)');
  }
}

// -------------------------------------------------------------------------------------------------------------- ChannelID

/** The number of a channel, perhaps for one end only. */
class PyChannelID extends PyObject {
  constructor(
    readonly id: number,
    readonly end: End | null,
  ) {
    super();
  }
}
const channelIDType = makeBuiltinType('ChannelID', PyChannelID, { module: MODULE });

function idOf(v: PyValue): number {
  if (v instanceof PyChannelID) return v.id;
  if (!isIndex(v)) throw typeError(`channel ID must be an int, got ${typeOf(v).name}`);
  const n = index(v);
  if (n < 0) throw valueError('channel ID must be a non-negative int');
  if (n > 0x7fffffff) throw overflowError('channel ID too large');
  return Number(n);
}
const endsOf = (send: PyValue, recv: PyValue): End[] => {
  const [s, r] = [truth(send), truth(recv)];
  return s === r ? [SEND, RECV] : s ? [SEND] : [RECV];
};
function newID(v: PyValue, send: PyValue, recv: PyValue, force: PyValue): PyChannelID {
  const id = idOf(v);
  let end: End | null = v instanceof PyChannelID ? v.end : null;
  if (send === false && recv === false) throw valueError("'send' and 'recv' cannot both be False");
  if (send !== None || recv !== None) {
    const [s, r] = [send !== None && truth(send), recv !== None && truth(recv)];
    end = s === r ? null : s ? SEND : RECV;
  }
  if (!truth(force) && !channelExists(agent(), id)) throw refusal('missing', id);
  return new PyChannelID(id, end);
}

const comparison = (op: number) => (self: PyChannelID, other: PyValue) => {
  if (op !== EQ && op !== NE) return NotImplemented;
  if (other instanceof PyChannelID) return (self.id === other.id && self.end === other.end) === (op === EQ);
  if (typeof other === 'number' || typeof other === 'bigint' || typeof other === 'boolean' || other instanceof PyFloat)
    return compare(self.id, other, op);
  return NotImplemented;
};
const withEnd = (self: PyChannelID, end: End): PyChannelID => (self.end === end ? self : new PyChannelID(self.id, end));

defineType(channelIDType, {
  doc: 'A channel ID identifies a channel and may be used as an int.',
  methods: {
    '__repr__(/)': (self: PyChannelID) =>
      `ChannelID(${self.id}${self.end === null ? '' : self.end === SEND ? ', send=True' : ', recv=True'})`,
    '__str__(/)': (self: PyChannelID) => String(self.id),
    '__int__(/)': (self: PyChannelID) => self.id,
    '__index__(/)': (self: PyChannelID) => self.id,
    '__hash__(/)': (self: PyChannelID) => self.id,
    '__eq__(value, /)': comparison(EQ),
    '__ne__(value, /)': comparison(NE),
    '__lt__(value, /)': comparison(LT),
    '__le__(value, /)': comparison(LE),
    '__gt__(value, /)': comparison(GT),
    '__ge__(value, /)': comparison(GE),
  },
  getset: {
    end: [(self: PyChannelID) => (self.end === null ? 'both' : self.end === SEND ? 'send' : 'recv')],
    send: [(self: PyChannelID) => withEnd(self, SEND)],
    recv: [(self: PyChannelID) => withEnd(self, RECV)],
  },
});

const idKind = defineSharedKind({
  name: 'channel id',
  encode: (v) => {
    const self = v as PyChannelID; // registered for its type alone
    return [self.id, self.end ?? 0];
  },
  *decode([id, end]): NativeGenerator<PyValue> {
    return new PyChannelID(id, end === SEND || end === RECV ? end : null);
  },
});
shareByIdentity(channelIDType, idKind);

/** Classes of channel ends that this interpreter's library has registered, by interpreter. */
const endTypes = new WeakMap<object, { readonly send: PyType; readonly recv: PyType }>();
/** Where they come from when nobody has imported them yet: CPython's own, in its test package. */
const LIBRARIES = ['test.support.channels', 'test.support.interpreters.channels'];

const endKind = defineSharedKind({
  name: 'channel end',
  encode: (v: PyObject) => {
    const types = endTypes.get(interpreter());
    return [idOf(instanceGet(v, '_id') ?? None), types !== undefined && v.cls.isSubtype(types.send) ? SEND : RECV];
  },
  *decode([id, end]): NativeGenerator<PyValue> {
    const name = end === SEND ? 'SendChannel' : 'RecvChannel';
    let cls: PyValue | undefined = endTypes.get(interpreter())?.[end === SEND ? 'send' : 'recv'];
    for (const library of LIBRARIES) {
      if (cls !== undefined) break;
      try {
        const p = hooks.importR(library);
        const module = (isPending(p) ? yield p : p) as PyValue;
        cls = (yield getattrR(module, name)) as PyValue;
      } catch {
        // The other one may be there.
      }
    }
    const channel = new PyChannelID(id, end === SEND ? SEND : RECV);
    return cls === undefined ? channel : ((yield callR(cls, [channel])) as PyValue);
  },
});

// -------------------------------------------------------------------------------------------------------- send and receive

function* send(
  cid: PyValue,
  obj: PyValue,
  unboundValue: PyValue,
  fallbackValue: PyValue,
  blocking: PyValue,
  timeout: PyValue,
): NativeGenerator<PyValue> {
  const a = agent();
  const id = idOf(cid);
  const wait = truth(blocking);
  if (!wait && timeout !== None) throw valueError("can't specify a timeout for a non-blocking call");
  const ms = timeout === None ? -1 : cDouble(timeout) * 1000;
  if (timeout !== None && ms < 0) throw valueError('timeout value must be a non-negative number');
  const defaults = channelDefaults(a, id);
  if (defaults === undefined) throw refusal('missing', id);
  const op = Number(index(unboundValue));
  const how = Number(index(fallbackValue));
  if (op !== -1 && (op < 1 || op > 3)) throw valueError(`unsupported unboundop ${op}`);
  const full = (how === -1 ? defaults.fallback : how) !== 0;
  const bytes: Uint8Array = full ? yield* encodeR(obj) : encode(obj);
  const item = newItem(a, bytes, currentId(), op === -1 ? defaults.unbound : op);
  const receipt = wait ? a.heap.alloc(8) : 0;
  const why = sendItem(a, id, currentId(), item, receipt);
  if (why !== undefined) {
    dropItem(a, item);
    if (receipt !== 0) a.heap.free(receipt);
    throw refusal(why, id);
  }
  return wait ? yield* delivered(id, receipt, ms) : None;
}

/** Waits until the item of a receipt has been received. */
function* delivered(id: number, receipt: number, ms: number): NativeGenerator<PyValue> {
  const a = agent();
  const { w } = a.heap;
  try {
    yield a.wait(
      interpreter().scheduler,
      receipt + RECEIPT_WAITERS,
      () => (Atomics.load(w, receipt + OUTCOME) === PENDING ? undefined : true),
      ms,
    );
  } finally {
    // Timed out or interrupted: it comes back, unless it has just gone.
    const item = withdrawItem(a, id, receipt);
    if (item !== 0) dropItem(a, item);
  }
  const outcome = w[receipt + OUTCOME];
  a.heap.free(receipt);
  if (outcome === RECEIVED) return None;
  if (outcome === PENDING) throw newException(exceptionTypes.TimeoutError, 'timed out');
  throw refusal('closed', id);
}

function* receive(cid: PyValue, fallback: PyValue | undefined): NativeGenerator<PyValue> {
  const a = agent();
  const id = idOf(cid);
  const item = receiveItem(a, id, currentId());
  if (typeof item === 'string') {
    if (item === 'empty' && fallback !== undefined) return new PyTuple([fallback, None]);
    throw refusal(item, id);
  }
  const { stored, unbound } = takeItem(a, item);
  if (stored === null) return new PyTuple([None, unbound]);
  return new PyTuple([yield* decodeR(yield* takeStoredR(stored)), None]);
}

const INFO_FIELDS = [
  'open',
  'closing',
  'closed',
  'count',
  'num_interp_send',
  'num_interp_send_released',
  'num_interp_recv',
  'num_interp_recv_released',
  'num_interp_both',
  'num_interp_both_recv_released',
  'num_interp_both_send_released',
  'num_interp_both_released',
  'send_associated',
  'send_released',
  'recv_associated',
  'recv_released',
];
const infoType = makeStructSeq(`${MODULE}.ChannelInfo`, INFO_FIELDS, INFO_FIELDS.length);

function info(id: number): PyValue {
  const found = channelInfo(agent(), id);
  if (found === undefined) throw refusal('missing', id);
  const { open, closing, count, users } = found;
  const number = (send: number, recv: number): number => users.filter((u) => u.send === send && u.recv === recv).length;
  const mine = users.find((u) => u.interpreter === currentId()) ?? { send: 0, recv: 0 };
  return infoType.of(
    open && !closing,
    open && closing,
    !open,
    count,
    number(1, 0),
    number(2, 0),
    number(0, 1),
    number(0, 2),
    number(1, 1),
    number(1, 2),
    number(2, 1),
    number(2, 2),
    mine.send !== 0,
    mine.send === 2,
    mine.recv !== 0,
    mine.recv === 2,
  );
}

defineModule(MODULE, (m) => {
  for (const t of [channelErrorType, notFoundErrorType, closedErrorType, emptyErrorType, notEmptyErrorType]) m.type(t);
  m.type(channelIDType);
  m.funcs({
    'create(unboundop=3, fallback=-1)': (unbound: PyValue, fallback: PyValue) => {
      const op = Number(index(unbound));
      if (op < 1 || op > 3) throw valueError(`unsupported unboundop ${op}`);
      const how = Number(index(fallback));
      return new PyChannelID(createChannel(agent(), op, how === -1 ? 1 : how), null);
    },
    'destroy(cid)': (v: PyValue) => {
      const id = idOf(v);
      if (!destroyChannel(agent(), id)) throw refusal('missing', id);
    },
    'list_all()': () =>
      new PyList(listChannels(agent()).map((c) => new PyTuple([new PyChannelID(c.id, null), c.unbound, c.fallback]))),
    'list_interpreters(cid, *, send)': (v: PyValue, sending: PyValue) => {
      const a = agent();
      const id = idOf(v);
      const end = truth(sending) ? SEND : RECV;
      const out: PyValue[] = [];
      for (const { id: which } of a.registry.list()) {
        const uses = usesEnd(a, id, which, end);
        if (typeof uses === 'string') throw refusal(uses, id);
        if (uses) out.push(which);
      }
      return new PyList(out);
    },
    'send(cid, obj, unboundop=-1, fallback=-1, *, blocking=True, timeout=None)': send,
    *'send_buffer(cid, obj, unboundop=-1, fallback=-1, *, blocking=True, timeout=None)'(
      cid: PyValue,
      obj: PyValue,
      unbound: PyValue,
      fallback: PyValue,
      blocking: PyValue,
      timeout: PyValue,
    ): NativeGenerator<PyValue> {
      return yield* send(cid, viewOf(obj), unbound, fallback, blocking, timeout);
    },
    'recv(cid, default=?)': receive,
    'close(cid, *, send=False, recv=False, force=False)': (v: PyValue, s: PyValue, r: PyValue, force: PyValue) => {
      const id = idOf(v);
      const why = closeChannel(agent(), id, endsOf(s, r), truth(force));
      if (why !== undefined) throw refusal(why, id);
    },
    'release(cid, *, send=False, recv=False, force=True)': (v: PyValue, s: PyValue, r: PyValue) => {
      const id = idOf(v);
      const why = releaseChannel(agent(), id, currentId(), endsOf(s, r));
      if (why !== undefined) throw refusal(why, id);
    },
    'get_count(cid)': (v: PyValue) => {
      const id = idOf(v);
      const n = channelCount(agent(), id);
      if (typeof n === 'string') throw refusal(n, id);
      return n;
    },
    'get_info(cid)': (v: PyValue) => info(idOf(v)),
    'get_channel_defaults(cid)': (v: PyValue) => {
      const id = idOf(v);
      const d = channelDefaults(agent(), id);
      if (d === undefined) throw refusal('missing', id);
      return new PyTuple([d.unbound, d.fallback]);
    },
    '_channel_id(id, *, send=None, recv=None, force=False, _resolve=False)': newID,
    '_register_end_types(send, recv)': (s: PyValue, r: PyValue) => {
      if (!(s instanceof PyType)) throw typeError("expected a type for 'send'");
      if (!(r instanceof PyType)) throw typeError("expected a type for 'recv'");
      endTypes.set(interpreter(), { send: s, recv: r });
      shareByIdentity(s, endKind);
      shareByIdentity(r, endKind);
    },
  });
  m.set('ChannelInfo', infoType.type);
});
