// The socket type: one system call a method. Invariant: no call waits in the kernel; a socket in blocking or time-out mode
// waits by suspending the Python thread and then tries again. `fd` is -1 once closed or detached.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyFloat, PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, typeOf } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { newException, overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { index, truth } from '../../objects/protocol/operators.ts';
import { collectR } from '../../objects/protocol/iteration.ts';
import { isPending, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import { resourceClosed, resourceOpened } from '../../objects/memory/resources.ts';
import { unclosed } from '../support/unclosed.ts';
import { host, HostError } from '../../runtime/host.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { POLLIN, POLLOUT, type ReceivedMessage } from '../../runtime/system.ts';
import { bytesLike, cInt, cSize, tryBytes, typeName } from '../support/arguments.ts';
import { pollNow, readyR, system } from '../support/blocking.ts';
import { fromHostError, hostCall } from '../support/fs.ts';
import { timeoutArg } from '../support/timeout.ts';
import { decodeAddress, encodeAddress } from './address.ts';
import { CONSTANTS as C } from './constants.ts';
import { borrowWritable } from './buffers.ts';
import { parseControl, packControl } from './control.ts';

export class PySocket extends PyObject {
  fd = -1;
  family = 0;
  kind = 0;
  proto = 0;
  /** Milliseconds; -1 blocks, 0 does not. */
  timeout = -1;
  /** The kernel's mode is non-blocking whatever the time-out says (OpenSSL reads and writes the descriptor itself). */
  nonblocking = false;
}
export const socketType = makeBuiltinType('socket', PySocket, {
  module: '_socket',
  flags: TYPE_BASETYPE,
});

/** Closes the descriptors of sockets that were dropped without being closed. */
const dropped = new FinalizationRegistry<number>((fd) => {
  try {
    host().fs.close(fd);
  } catch {
    // Somebody else has closed it.
  }
});

/** The time-out new sockets get, an interpreter. */
export interface SocketState {
  defaultTimeout: number;
}
export const stateOf = (): SocketState => {
  const table = interpreter().moduleState;
  let s = table.get('_socket') as SocketState | undefined; // only set here
  if (s === undefined) table.set('_socket', (s = { defaultTimeout: -1 }));
  return s;
};

/** Fills in a new socket object. */
export function adopt(s: PySocket, fd: number, family: number, kind: number, proto: number): void {
  s.fd = fd;
  s.family = family;
  s.kind = kind & ~(C.SOCK_NONBLOCK | C.SOCK_CLOEXEC);
  s.proto = proto;
  dropped.register(s, fd, s);
  resourceOpened(s);
  if ((kind & C.SOCK_NONBLOCK) !== 0) s.timeout = 0;
  else {
    s.timeout = stateOf().defaultTimeout;
    if (s.timeout >= 0) hostCall(() => system().setBlocking(fd, false));
  }
}

const timedOut = (): unknown => newException(exceptionTypes.TimeoutError, 'timed out');
const now = (): number => host().clock.milliseconds();

/** What a system call gave: the number of bytes or the descriptor; -1: it would have to wait. */
const outcome = (r: number | { readonly n: number } | { readonly fd: number }): number =>
  typeof r === 'number' ? r : 'n' in r ? r.n : r.fd;
type Outcome = Parameters<typeof outcome>[0];

/**
 * Tries a system call until it need not wait, as the socket's mode says. `deadline`: of a whole series of calls (sendall).
 * Resumable.
 */
function attemptR<T extends Outcome>(
  s: PySocket,
  events: number,
  op: () => T,
  flags = 0,
  deadline?: number,
): Resumable<T> {
  const r = once(op);
  if (outcome(r) >= 0) return r;
  if (s.timeout === 0 || (s.timeout < 0 && (flags & C.MSG_DONTWAIT) !== 0)) throw osError(ERRNO.EAGAIN);
  return patiently(s, events, op, deadline) as Resumable<T>;
}
function once<T>(op: () => T): T {
  try {
    return op();
  } catch (e) {
    throw fromHostError(e);
  }
}
function* patiently<T extends Outcome>(
  s: PySocket,
  events: number,
  op: () => T,
  deadline?: number,
): Generator<unknown, T, never> {
  const { timeout } = s;
  const end = timeout < 0 ? -1 : (deadline ?? now() + timeout);
  for (;;) {
    const left = end < 0 ? -1 : end - now();
    if (end >= 0 && left <= 0) throw timedOut();
    const over = yield* readyR(s.fd, events, left);
    const r = once(op);
    if (outcome(r) >= 0) return r;
    if (over) throw timedOut();
  }
}
const thenR = <T, U>(r: Resumable<T>, f: (v: T) => U): Resumable<U> => {
  if (!isPending(r)) return f(r as T); // not pending: the value
  return (function* (): Generator<unknown, U, never> {
    return f(yield r);
  })() as Resumable<U>;
};

const NO_ADDRESS = new Uint8Array(0);
/** Reads up to this size share one buffer: the memory asked for (256 KiB by asyncio) is often much more than what comes. */
const SHARED = 2 ** 20;
let scratch = new Uint8Array(65536);
/** recv into fresh memory of the right size. */
function receiveR<T extends Outcome>(
  s: PySocket,
  size: number,
  flags: number,
  call: (b: Uint8Array) => T,
): Resumable<[PyBytes, T]> {
  const small = size <= SHARED;
  if (small && size > scratch.length) scratch = new Uint8Array(size);
  let b = scratch;
  const attempt = (): T => {
    b = small ? scratch.subarray(0, size) : new Uint8Array(size);
    return call(b);
  };
  const r = attemptR(s, POLLIN, attempt, flags);
  return thenR(r, (v) => {
    const n = outcome(v);
    return [new PyBytes(small || n < size ? b.slice(0, n) : b), v];
  });
}

function sizeArg(v: PyValue, what: string): number {
  const n = cSize(v);
  if (n < 0) throw valueError(`negative buffersize in ${what}`);
  return n;
}
/** The part of a writable buffer that may be filled. */
function target(buffer: PyValue, nbytes: PyValue, what: string): Uint8Array {
  const b = borrowWritable(buffer, what);
  const n = cSize(nbytes);
  if (n < 0) throw valueError(`negative buffersize in ${what}`);
  if (n > b.length) throw valueError(`nbytes is greater than the length of the buffer`);
  return n === 0 ? b : b.subarray(0, n);
}

function optionValue(value: PyValue): Uint8Array | undefined {
  const n = typeof value === 'object' && tryBytes(value) !== undefined ? undefined : indexOrUndefined(value);
  if (n === undefined) return undefined;
  const out = new Uint8Array(4);
  new DataView(out.buffer).setInt32(0, n, true);
  return out;
}
function indexOrUndefined(v: PyValue): number | undefined {
  if (v === None || typeof v === 'string') return undefined;
  return cInt(v);
}

/** connect: the error number (0: connected), or -1 when the time was over. */
function connectR(s: PySocket, address: Uint8Array): Resumable<number> {
  const { fd, timeout } = s;
  let errno = 0;
  if (timeout < 0) hostCall(() => system().setBlocking(fd, false));
  try {
    system().connect(fd, address);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
    errno = e.errno;
  } finally {
    if (timeout < 0 && s.fd >= 0 && !s.nonblocking) hostCall(() => system().setBlocking(fd, true));
  }
  if (timeout === 0 || (errno !== ERRNO.EINPROGRESS && errno !== ERRNO.EAGAIN && errno !== ERRNO.EINTR)) return errno;
  const retry = errno === ERRNO.EAGAIN; // a UNIX socket whose server is busy
  return (function* (): Generator<unknown, number, never> {
    const end = timeout < 0 ? -1 : now() + timeout;
    for (;;) {
      const left = end < 0 ? -1 : Math.max(0, end - now());
      if (retry) {
        yield* readyR(s.fd, 0, left < 0 ? 5 : Math.min(5, left));
        if (end >= 0 && now() >= end) return -1;
        return yield connectR(s, address);
      }
      yield* readyR(s.fd, POLLOUT, left);
      if (pollNow(s.fd, POLLOUT) !== 0) break;
      if (end >= 0 && now() >= end) return -1;
    }
    const value = new Uint8Array(4);
    hostCall(() => system().getsockopt(s.fd, C.SOL_SOCKET, C.SO_ERROR, value));
    return new DataView(value.buffer).getInt32(0, true);
  })() as Resumable<number>;
}

function closeSocket(s: PySocket): void {
  const { fd } = s;
  if (fd < 0) return;
  s.fd = -1;
  dropped.unregister(s);
  resourceClosed(s);
  try {
    host().fs.close(fd);
  } catch (e) {
    if (!(e instanceof HostError) || e.errno !== ERRNO.ECONNRESET) throw fromHostError(e);
  }
}

const number = (v: PyValue): number => cInt(v);

defineType(socketType, {
  doc: 'socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    '__init__(family=-1, type=-1, proto=-1, fileno=None)': (
      s: PySocket,
      familyArg: PyValue,
      kindArg: PyValue,
      protoArg: PyValue,
      fileno: PyValue,
    ) => {
      let family = number(familyArg);
      let kind = number(kindArg);
      let proto = number(protoArg);
      let fd: number;
      const sys = system();
      if (fileno !== None) {
        if (typeOf(fileno).name === 'float') throw typeError('integer argument expected, got float');
        const n = index(fileno, `an integer is required (got type ${typeName(fileno)})`);
        if (n < 0) throw valueError('negative file descriptor');
        if (n > 2147483647) throw overflowError('Python int too large to convert to C int');
        fd = Number(n);
        let own: Uint8Array | undefined;
        try {
          own = sys.getsockname(fd);
        } catch (e) {
          if (!(e instanceof HostError) || family === -1 || e.errno === ERRNO.EBADF || e.errno === ERRNO.ENOTSOCK)
            throw fromHostError(e);
        }
        if (family === -1) family = own![0] | (own![1] << 8); // without a name we have thrown
        const option = (o: number): number => {
          const b = new Uint8Array(4);
          hostCall(() => sys.getsockopt(fd, C.SOL_SOCKET, o, b));
          return new DataView(b.buffer).getInt32(0, true);
        };
        if (kind === -1) kind = option(C.SO_TYPE);
        if (proto === -1) proto = option(C.SO_PROTOCOL);
      } else {
        if (family === -1) family = C.AF_INET;
        if (kind === -1) kind = C.SOCK_STREAM;
        if (proto === -1) proto = 0;
        fd = hostCall(() => sys.socket(family, kind, proto));
      }
      try {
        adopt(s, fd, family, kind, proto);
      } catch (e) {
        if (fileno === None) host().fs.close(fd);
        throw e;
      }
    },
    '__repr__()': (s: PySocket) => `<socket object, fd=${s.fd}, family=${s.family}, type=${s.kind}, proto=${s.proto}>`,
    'fileno()': (s: PySocket) => s.fd,
    'close()': closeSocket,
    *'__del__(/)'(s: PySocket): NativeGenerator {
      if (s.fd < 0) return None;
      yield* unclosed(s, 'socket', s);
      closeSocket(s);
      return None;
    },
    'detach()': (s: PySocket) => {
      const { fd } = s;
      s.fd = -1;
      dropped.unregister(s);
      resourceClosed(s);
      return fd;
    },
    'setblocking(flag, /)': (s: PySocket, flag: PyValue) => {
      const block = truth(flag);
      s.timeout = block ? -1 : 0;
      hostCall(() => system().setBlocking(s.fd, block && !s.nonblocking));
    },
    'getblocking()': (s: PySocket) => s.timeout !== 0,
    'settimeout(timeout, /)': (s: PySocket, t: PyValue) => {
      s.timeout = timeoutArg(t);
      hostCall(() => system().setBlocking(s.fd, s.timeout < 0 && !s.nonblocking));
    },
    'gettimeout()': (s: PySocket) => (s.timeout < 0 ? None : new PyFloat(s.timeout / 1000)),

    *'bind(address, /)'(s: PySocket, address: PyValue): NativeGenerator {
      const a: Uint8Array = yield encodeAddress(address, s.family, s.proto, 'bind');
      hostCall(() => system().bind(s.fd, a));
      return None;
    },
    'listen(backlog=128, /)': (s: PySocket, backlog: PyValue) => {
      const n = Math.max(0, number(backlog));
      hostCall(() => system().listen(s.fd, n));
    },
    '_accept()': (s: PySocket) => {
      const r = attemptR(s, POLLIN, () => {
        // A blocking descriptor would wait in accept itself.
        if (s.timeout < 0 && pollNow(s.fd, POLLIN) === 0) return { fd: -1, address: NO_ADDRESS };
        return system().accept(s.fd);
      });
      return thenR(r, ({ fd, address }) => new PyTuple([fd, decodeAddress(address)])) as Resumable;
    },
    *'connect(address, /)'(s: PySocket, address: PyValue): NativeGenerator {
      const a: Uint8Array = yield encodeAddress(address, s.family, s.proto, 'connect');
      const errno: number = yield connectR(s, a);
      if (errno < 0) throw timedOut();
      if (errno !== 0) throw osError(errno);
      return None;
    },
    *'connect_ex(address, /)'(s: PySocket, address: PyValue): NativeGenerator {
      const a: Uint8Array = yield encodeAddress(address, s.family, s.proto, 'connect_ex');
      const errno: number = yield connectR(s, a);
      return errno < 0 ? ERRNO.EAGAIN : errno;
    },
    'getsockname()': (s: PySocket) => decodeAddress(hostCall(() => system().getsockname(s.fd))),
    'getpeername()': (s: PySocket) => decodeAddress(hostCall(() => system().getpeername(s.fd))),
    'shutdown(how, /)': (s: PySocket, how: PyValue) => {
      const h = number(how);
      hostCall(() => system().shutdown(s.fd, h));
    },

    'recv(bufsize, flags=0, /)': (s: PySocket, bufsize: PyValue, flags: PyValue) => {
      const size = sizeArg(bufsize, 'recv');
      const f = number(flags);
      const r = receiveR(s, size, f, (b) => system().recv(s.fd, b, f));
      return thenR(r, ([data]) => data) as Resumable;
    },
    'recv_into(buffer, nbytes=0, flags=0)': (s: PySocket, buffer: PyValue, nbytes: PyValue, flags: PyValue) => {
      const b = target(buffer, nbytes, 'recv_into');
      const f = number(flags);
      return attemptR(s, POLLIN, () => system().recv(s.fd, b, f), f) as Resumable;
    },
    'recvfrom(bufsize, flags=0, /)': (s: PySocket, bufsize: PyValue, flags: PyValue) => {
      const size = sizeArg(bufsize, 'recvfrom');
      const f = number(flags);
      const r = receiveR(s, size, f, (b) => system().recvfrom(s.fd, b, f));
      return thenR(r, ([data, x]) => new PyTuple([data, decodeAddress(x.address)])) as Resumable;
    },
    'recvfrom_into(buffer, nbytes=0, flags=0)': (s: PySocket, buffer: PyValue, nbytes: PyValue, flags: PyValue) => {
      const b = target(buffer, nbytes, 'recvfrom_into');
      const f = number(flags);
      const r = attemptR(s, POLLIN, () => system().recvfrom(s.fd, b, f), f);
      return thenR(r, (x) => new PyTuple([x.n, decodeAddress(x.address)])) as Resumable;
    },
    'recvmsg(bufsize, ancbufsize=0, flags=0, /)': (
      s: PySocket,
      bufsize: PyValue,
      ancbufsize: PyValue,
      flags: PyValue,
    ) => {
      const size = cSize(bufsize);
      if (size < 0) throw valueError('negative buffer size in recvmsg()');
      const room = cSize(ancbufsize);
      if (room < 0 || room > 0x7fffffff) throw valueError('invalid ancillary data buffer length');
      const f = number(flags);
      const r = receiveR(s, size, f, (b) => system().recvmsg(s.fd, b, room, f));
      return thenR(
        r,
        ([data, x]) => new PyTuple([data, parseControl(x.control), x.flags, decodeAddress(x.address)]),
      ) as Resumable;
    },
    *'recvmsg_into(buffers, ancbufsize=0, flags=0, /)'(
      s: PySocket,
      buffers: PyValue,
      ancbufsize: PyValue,
      flags: PyValue,
    ): NativeGenerator<PyValue> {
      let list: PyValue[];
      try {
        list = yield collectR(buffers);
      } catch {
        throw typeError('recvmsg_into() argument 1 must be an iterable');
      }
      const parts = list.map((b) => borrowWritable(b, 'recvmsg_into'));
      const room = cSize(ancbufsize);
      if (room < 0 || room > 0x7fffffff) throw valueError('invalid ancillary data buffer length');
      const f = number(flags);
      const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
      const x: ReceivedMessage = yield attemptR(s, POLLIN, () => system().recvmsg(s.fd, all, room, f), f);
      let at = 0;
      for (const p of parts) {
        const n = Math.max(0, Math.min(p.length, x.n - at));
        p.set(all.subarray(at, at + n));
        at += n;
      }
      return new PyTuple([x.n, parseControl(x.control), x.flags, decodeAddress(x.address)]);
    },

    'send(data, flags=0, /)': (s: PySocket, data: PyValue, flags: PyValue) => {
      const b = bytesLike(data);
      const f = number(flags);
      return attemptR(s, POLLOUT, () => system().send(s.fd, b, f), f) as Resumable;
    },
    'sendall(data, flags=0, /)': (s: PySocket, data: PyValue, flags: PyValue) => {
      const b = bytesLike(data);
      const f = number(flags);
      // Most of the time it goes at once.
      let at = once(() => system().send(s.fd, b, f));
      if (at >= b.length) return None;
      if (at < 0) {
        if (s.timeout === 0) throw osError(ERRNO.EAGAIN);
        at = 0;
      }
      return (function* (): NativeGenerator {
        const end = s.timeout > 0 ? now() + s.timeout : undefined;
        while (at < b.length) {
          const n: number = yield attemptR(s, POLLOUT, () => system().send(s.fd, b.subarray(at), f), f, end);
          at += n;
        }
        return None;
      })() as Resumable;
    },
    *'sendto(data, *args)'(s: PySocket, data: PyValue, args: PyValue[]): NativeGenerator<PyValue> {
      if (args.length < 1 || args.length > 2)
        throw typeError(`sendto() takes 2 or 3 arguments (${args.length + 1} given)`);
      const b = bytesLike(data);
      const f = args.length === 2 ? number(args[0]) : 0;
      const a: Uint8Array = yield encodeAddress(args[args.length - 1], s.family, s.proto, 'sendto');
      return yield attemptR(s, POLLOUT, () => system().send(s.fd, b, f, a), f);
    },
    *'sendmsg(buffers, ancdata=(), flags=0, address=None, /)'(
      s: PySocket,
      buffers: PyValue,
      ancdata: PyValue,
      flags: PyValue,
      address: PyValue,
    ): NativeGenerator<PyValue> {
      let list: PyValue[];
      try {
        list = yield collectR(buffers);
      } catch {
        throw typeError('sendmsg() argument 1 must be an iterable');
      }
      const data = concatenate(list.map(bytesLike));
      let items: PyValue[];
      try {
        items = yield collectR(ancdata);
      } catch {
        throw typeError('sendmsg() argument 2 must be an iterable');
      }
      const control = packControl(items);
      const f = number(flags);
      const a: Uint8Array | null = address === None ? null : yield encodeAddress(address, s.family, s.proto, 'sendmsg');
      return yield attemptR(s, POLLOUT, () => system().sendmsg(s.fd, data, control, f, a), f);
    },

    'getsockopt(level, option, buflen=0, /)': (s: PySocket, level: PyValue, option: PyValue, buflen: PyValue) => {
      const n = number(buflen);
      const l = number(level);
      const o = number(option);
      if (n === 0) {
        const b = new Uint8Array(4);
        hostCall(() => system().getsockopt(s.fd, l, o, b));
        return new DataView(b.buffer).getInt32(0, true);
      }
      if (n < 0 || n > 1024) throw newException(exceptionTypes.OSError, 'getsockopt buflen out of range');
      const b = new Uint8Array(n);
      const got = hostCall(() => system().getsockopt(s.fd, l, o, b));
      return new PyBytes(b.slice(0, got));
    },
    'setsockopt(level, option, value, optlen=?, /)': (
      s: PySocket,
      level: PyValue,
      option: PyValue,
      value: PyValue,
      optlen: PyValue | undefined,
    ) => {
      const l = number(level);
      const o = number(option);
      if (optlen !== undefined) {
        if (value !== None) throw typeError(`setsockopt() argument 3 must be None, not ${typeName(value)}`);
        const n = index(optlen);
        if (n < 0 || n > 4294967295) throw overflowError('Python int too large to convert to C unsigned int');
        hostCall(() => system().setsockopt(s.fd, l, o, null, Number(n)));
        return;
      }
      if (value === None) throw typeError('socket option should be integer, bytes-like object or None');
      const b = optionValue(value) ?? bytesLike(value);
      hostCall(() => system().setsockopt(s.fd, l, o, b, b.length));
    },
  },
  getset: {
    family: [(s: PySocket) => s.family],
    type: [(s: PySocket) => s.kind],
    proto: [(s: PySocket) => s.proto],
    timeout: [(s: PySocket) => (s.timeout < 0 ? None : new PyFloat(s.timeout / 1000))],
  },
});

function concatenate(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}
