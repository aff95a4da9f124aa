// _socket, first cut: socket pairs inside the process (asyncio's self-pipe lives on one), the constants and the error
// classes. Invariant: a descriptor is reserved from the system for each end, so numbers never collide with files.
// Left out until the network is there: connect, bind, listen, accept and name resolution raise OSError(EOPNOTSUPP).

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyBytes, PyFloat, PyTuple } from '../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { bytesOf, borrow } from '../objects/buffer.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { osError } from '../objects/exceptions/os-error.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { newException, typeError, valueError } from '../objects/exceptions/raise.ts';
import { index } from '../objects/protocol/operators.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { READABLE, setPollable, WRITABLE, HANGUP } from '../runtime/pollable.ts';
import { cDouble } from './support/arguments.ts';
import { waitR } from './support/blocking.ts';

/** One end of a pair: what arrived and who waits for more. */
class End {
  readonly received: Uint8Array[] = [];
  peer: End | null = null;
  closed = false;
  readonly waiters = new Set<() => void>();
  constructor(readonly fd: number) {}
  changed(): void {
    const all = [...this.waiters];
    this.waiters.clear();
    for (const w of all) w();
  }
  get atEnd(): boolean {
    return this.peer === null || this.peer.closed;
  }
}
const ends = new Map<number, End>();

function reserve(): End {
  const e = new End(host().fs.open('/dev/null', 2, 0));
  ends.set(e.fd, e);
  setPollable(e.fd, {
    ready: () => (e.received.length > 0 || e.atEnd ? READABLE : 0) | (e.atEnd ? HANGUP : 0) | WRITABLE,
    subscribe: (changed) => {
      e.waiters.add(changed);
      return () => e.waiters.delete(changed);
    },
  });
  return e;
}

class PySocket extends PyObject {
  fd = -1;
  family: PyValue = 1;
  kind: PyValue = 1;
  proto: PyValue = 0;
  /** Seconds; null blocks, 0 does not. */
  timeout: number | null = null;
}
const socketType = makeBuiltinType('socket', PySocket, { module: '_socket', flags: TYPE_BASETYPE });

function end(s: PySocket): End {
  const e = ends.get(s.fd);
  if (e === undefined) throw osError(s.fd < 0 ? ERRNO.EBADF : ERRNO.ENOTCONN);
  return e;
}
function close(s: PySocket): void {
  const e = ends.get(s.fd);
  const fd = s.fd;
  s.fd = -1;
  if (e === undefined) return;
  e.closed = true;
  ends.delete(fd);
  setPollable(fd, null);
  host().fs.close(fd);
  e.peer?.changed();
  e.changed();
}

/** Takes up to n bytes; waits as the time-out says. */
function* take(s: PySocket, n: number, peek: boolean): NativeGenerator<Uint8Array> {
  const started = host().clock.monotonic();
  for (;;) {
    const e = end(s);
    if (e.received.length > 0) {
      const parts: Uint8Array[] = [];
      let left = n;
      let i = 0;
      while (left > 0 && i < e.received.length) {
        const p = e.received[i];
        if (p.length <= left) {
          parts.push(p);
          left -= p.length;
          i++;
        } else {
          parts.push(p.subarray(0, left));
          if (!peek) e.received[i] = p.subarray(left);
          left = 0;
        }
      }
      if (!peek) e.received.splice(0, i);
      const out = new Uint8Array(parts.reduce((k, p) => k + p.length, 0));
      let at = 0;
      for (const p of parts) {
        out.set(p, at);
        at += p.length;
      }
      return out;
    }
    if (e.atEnd) return new Uint8Array(0);
    if (s.timeout === 0) throw osError(ERRNO.EAGAIN);
    const left = s.timeout === null ? -1 : s.timeout * 1000 - Number(host().clock.monotonic() - started) / 1e6;
    if (s.timeout !== null && left <= 0) throw newException(exceptionTypes.TimeoutError, 'timed out');
    yield* waitR(
      (wake) => {
        let timer: (() => void) | null = null;
        const done = (): void => {
          e.waiters.delete(done);
          timer?.();
          wake(None);
        };
        e.waiters.add(done);
        if (left >= 0) timer = host().clock.setTimer(left, done);
        return () => {
          e.waiters.delete(done);
          timer?.();
        };
      },
      () => {
        throw osError(ERRNO.EDEADLK);
      },
    );
  }
}
function send(s: PySocket, data: PyValue): number {
  const e = end(s);
  if (e.atEnd) throw osError(ERRNO.EPIPE);
  const b = bytesOf(data).slice();
  if (b.length > 0) {
    e.peer!.received.push(b);
    e.peer!.changed();
  }
  return b.length;
}
const unsupported = (): never => {
  throw osError(ERRNO.EOPNOTSUPP, undefined, undefined, 'Typhon has no network sockets yet');
};

defineType(socketType, {
  doc: 'socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    '__init__(family=-1, type=-1, proto=-1, fileno=None)': (
      s: PySocket,
      family: PyValue,
      kind: PyValue,
      proto: PyValue,
      fileno: PyValue,
    ) => {
      s.family = family === -1 ? 2 : family;
      s.kind = kind === -1 ? 1 : kind;
      s.proto = proto === -1 ? 0 : proto;
      if (fileno === None) {
        s.fd = reserve().fd;
        return;
      }
      const fd = Number(index(fileno));
      if (fd < 0) throw valueError('negative file descriptor');
      if (!ends.has(fd)) throw osError(ERRNO.ENOTSOCK);
      s.fd = fd;
      if (family === -1) s.family = 1;
    },
    '__repr__()': (s: PySocket) =>
      `<socket object, fd=${s.fd}, family=${Number(s.family)}, type=${Number(s.kind)}, proto=${Number(s.proto)}>`,
    'fileno()': (s: PySocket) => s.fd,
    'close()': close,
    'detach()': (s: PySocket) => {
      const fd = s.fd;
      s.fd = -1;
      return fd;
    },
    'setblocking(flag, /)': (s: PySocket, flag: PyValue) => {
      s.timeout = flag === false || flag === 0 ? 0 : null;
    },
    'getblocking()': (s: PySocket) => s.timeout !== 0,
    'settimeout(timeout, /)': (s: PySocket, t: PyValue) => {
      if (t === None) s.timeout = null;
      else {
        const v = cDouble(t);
        if (v < 0) throw valueError('Timeout value out of range');
        s.timeout = v;
      }
    },
    'gettimeout()': (s: PySocket) => (s.timeout === null ? None : new PyFloat(s.timeout)),
    'recv(bufsize, flags=0, /)': function* (s: PySocket, n: PyValue, flags: PyValue): NativeGenerator<PyValue> {
      const size = Number(index(n));
      if (size < 0) throw valueError('negative buffersize in recv');
      const b: Uint8Array = yield take(s, size, (Number(index(flags)) & 2) !== 0);
      return new PyBytes(b);
    },
    'recv_into(buffer, nbytes=0, flags=0)': function* (
      s: PySocket,
      buffer: PyValue,
      n: PyValue,
    ): NativeGenerator<PyValue> {
      const target = borrow(buffer, true);
      if (target === undefined) throw typeError('recv_into() argument 1 must be read-write bytes-like object');
      const size = Number(index(n)) || target.length;
      const b: Uint8Array = yield take(s, Math.min(size, target.length), false);
      target.set(b);
      return b.length;
    },
    'send(data, flags=0, /)': (s: PySocket, data: PyValue) => send(s, data),
    'sendall(data, flags=0, /)': (s: PySocket, data: PyValue) => {
      send(s, data);
      return None;
    },
    'shutdown(how, /)': (s: PySocket) => {
      const e = end(s);
      e.peer?.changed();
    },
    'getsockname()': () => '',
    'getpeername()': () => '',
    'getsockopt(level, option, buflen=0, /)': () => 0,
    'setsockopt(level, option, value, optlen=?, /)': () => None,
    'connect(address, /)': unsupported,
    'connect_ex(address, /)': () => ERRNO.EOPNOTSUPP,
    'bind(address, /)': unsupported,
    'listen(backlog=128, /)': unsupported,
    '_accept()': unsupported,
    'sendto(data, address, /)': unsupported,
    'recvfrom(bufsize, flags=0, /)': unsupported,
  },
  getset: {
    family: [(s: PySocket) => s.family],
    type: [(s: PySocket) => s.kind],
    proto: [(s: PySocket) => s.proto],
    timeout: [(s: PySocket) => (s.timeout === null ? None : new PyFloat(s.timeout))],
  },
});

/** Linux's values; only those that code compares or passes on. */
const CONSTANTS: { readonly [name: string]: number } = {
  AF_UNSPEC: 0,
  AF_UNIX: 1,
  AF_INET: 2,
  AF_INET6: 10,
  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
  SOCK_RAW: 3,
  SOCK_SEQPACKET: 5,
  SOCK_NONBLOCK: 2048,
  SOCK_CLOEXEC: 524288,
  SOL_SOCKET: 1,
  SO_DEBUG: 1,
  SO_REUSEADDR: 2,
  SO_TYPE: 3,
  SO_ERROR: 4,
  SO_BROADCAST: 6,
  SO_SNDBUF: 7,
  SO_RCVBUF: 8,
  SO_KEEPALIVE: 9,
  SO_LINGER: 13,
  SO_REUSEPORT: 15,
  SOMAXCONN: 4096,
  IPPROTO_IP: 0,
  IPPROTO_ICMP: 1,
  IPPROTO_TCP: 6,
  IPPROTO_UDP: 17,
  IPPROTO_IPV6: 41,
  IPPROTO_RAW: 255,
  IPV6_V6ONLY: 26,
  TCP_NODELAY: 1,
  TCP_KEEPIDLE: 4,
  TCP_KEEPINTVL: 5,
  TCP_KEEPCNT: 6,
  MSG_OOB: 1,
  MSG_PEEK: 2,
  MSG_DONTROUTE: 4,
  MSG_WAITALL: 256,
  MSG_DONTWAIT: 64,
  MSG_NOSIGNAL: 16384,
  SHUT_RD: 0,
  SHUT_WR: 1,
  SHUT_RDWR: 2,
  AI_PASSIVE: 1,
  AI_CANONNAME: 2,
  AI_NUMERICHOST: 4,
  AI_NUMERICSERV: 1024,
  AI_ADDRCONFIG: 32,
  AI_V4MAPPED: 8,
  AI_ALL: 16,
  NI_NUMERICHOST: 1,
  NI_NUMERICSERV: 2,
  NI_NAMEREQD: 8,
  NI_DGRAM: 16,
  EAI_AGAIN: -3,
  EAI_BADFLAGS: -1,
  EAI_FAIL: -4,
  EAI_FAMILY: -6,
  EAI_MEMORY: -10,
  EAI_NONAME: -2,
  EAI_SERVICE: -8,
  EAI_SOCKTYPE: -7,
  INADDR_ANY: 0,
  INADDR_LOOPBACK: 0x7f000001,
  INADDR_BROADCAST: 0xffffffff,
  INADDR_NONE: 0xffffffff,
};

defineModule('_socket', (m) => {
  m.type(socketType);
  m.set('SocketType', socketType);
  m.set('error', exceptionTypes.OSError);
  m.set('timeout', exceptionTypes.TimeoutError);
  m.set('gaierror', gaierror);
  m.set('herror', herror);
  m.set('has_ipv6', false);
  for (const [n, v] of Object.entries(CONSTANTS)) m.set(n, v);
  let fallback: PyValue = None;
  m.funcs({
    'socketpair(family=1, type=1, proto=0, /)': (family: PyValue, kind: PyValue, proto: PyValue) => {
      const a = reserve();
      const b = reserve();
      a.peer = b;
      b.peer = a;
      return new PyTuple(
        [a, b].map((e) => {
          const s = new PySocket();
          s.fd = e.fd;
          s.family = family;
          s.kind = kind;
          s.proto = proto;
          return s;
        }),
      );
    },
    'getdefaulttimeout()': () => fallback,
    'setdefaulttimeout(timeout, /)': (t: PyValue) => {
      fallback = t;
    },
    'close(fd, /)': (fd: PyValue) => {
      const s = new PySocket();
      s.fd = Number(index(fd));
      close(s);
    },
    'gethostname()': () => host().process.hostname(),
    'htons(x, /)': (v: PyValue) => swap(Number(index(v)), 2),
    'ntohs(x, /)': (v: PyValue) => swap(Number(index(v)), 2),
    'htonl(x, /)': (v: PyValue) => swap(Number(index(v)), 4),
    'ntohl(x, /)': (v: PyValue) => swap(Number(index(v)), 4),
    'getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)': unsupported,
    'gethostbyname(host, /)': unsupported,
    'getnameinfo(address, flags, /)': unsupported,
    'dup(fd, /)': unsupported,
  });
});
const gaierror = makeBuiltinType('gaierror', class extends exceptionTypes.OSError.ctor {}, {
  bases: [exceptionTypes.OSError],
  module: 'socket',
  flags: TYPE_BASETYPE,
});
const herror = makeBuiltinType('herror', class extends exceptionTypes.OSError.ctor {}, {
  bases: [exceptionTypes.OSError],
  module: 'socket',
  flags: TYPE_BASETYPE,
});

function swap(v: number, n: number): number {
  let r = 0;
  for (let i = 0; i < n; i++) r = r * 256 + (Math.floor(v / 256 ** i) % 256);
  return r;
}
