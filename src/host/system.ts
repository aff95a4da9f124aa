// HostSystem on Linux: descriptors, readiness and sockets by the C library. Invariant: every buffer handed to C lives as
// long as the call; sockets are read and written with MSG_DONTWAIT, so that no call waits in the kernel.

import { HostError } from '../runtime/host.ts';
import type { HostSystem } from '../runtime/system.ts';
import { type Libc, libc } from './libc.ts';
import { foreignFunctions } from './foreign.ts';
import { map } from './mapping.ts';
import { lookUpAddress, lookUpName, protocolNumber, serviceName, servicePort } from './names.ts';
import { EPOLL_EVENT, Poller } from './poller.ts';
import { spawn, terminated } from './spawn.ts';

const F_GETFD = 1;
const F_SETFD = 2;
const F_GETFL = 3;
const F_SETFL = 4;
const F_DUPFD_CLOEXEC = 1030;
const FD_CLOEXEC = 1;
const O_NONBLOCK = 2048;
const O_CLOEXEC = 0o2000000;
const MSG_DONTWAIT = 64;
const WNOHANG = 1;
const EINTR = 4;
const EAGAIN = 11;
const ENOSYS = 38;
const EOPNOTSUPP = 95;
const RWF_NOWAIT = 8;
/** sizeof(struct sockaddr_storage). */
const ADDRESS_SIZE = 128;

let made: HostSystem | null | undefined;

/** The system calls, or null where there is no way to them. */
export function nodeSystem(): HostSystem | null {
  if (made === undefined) {
    try {
      made = process.platform === 'linux' ? makeSystem(libc()) : null;
    } catch {
      made = null;
    }
  }
  return made;
}
/** Whether the system calls are in use already: asking would load them. */
export function systemIsLoaded(): boolean {
  return made !== undefined && made !== null;
}

let poller: Poller | undefined;
/** Calls back whoever watches a descriptor that is ready now. */
export function pollEvents(): void {
  poller?.poll();
}

function makeSystem(c: Libc): HostSystem {
  const { check } = c;
  const retry = (f: () => number): number => {
    for (;;) {
      const n = f();
      if (n >= 0) return n;
      const errno = c.errno();
      if (errno !== EINTR) throw new HostError(errno);
    }
  };
  /** As `retry`; -1 when it would have to wait. */
  const soft = (f: () => number): number => {
    for (;;) {
      const n = f();
      if (n >= 0) return n;
      const errno = c.errno();
      if (errno === EAGAIN) return -1;
      if (errno !== EINTR) throw new HostError(errno);
    }
  };
  const length = new Int32Array(1);
  const addressed = (f: (buffer: Buffer) => number): { n: number; address: Buffer } => {
    const buffer = Buffer.alloc(ADDRESS_SIZE);
    length[0] = ADDRESS_SIZE;
    const n = f(buffer);
    return { n, address: buffer.subarray(0, Math.min(length[0], ADDRESS_SIZE)) };
  };
  const pair = new Int32Array(2);
  let events = Buffer.alloc(64 * EPOLL_EVENT.size);

  return {
    fcntl: (fd, command, argument) =>
      check(typeof argument === 'number' ? c.fcntl(fd, command, argument) : c.fcntl_p(fd, command, argument)),
    ioctl: (fd, request, argument) =>
      check(typeof argument === 'number' ? c.ioctl(fd, request, argument) : c.ioctl_p(fd, request, argument)),
    flock: (fd, operation) => void check(c.flock(fd, operation)),
    pipe: (flags) => {
      check(c.pipe2(pair, flags | O_CLOEXEC));
      return [pair[0], pair[1]];
    },
    dup: (fd) => check(c.fcntl(fd, F_DUPFD_CLOEXEC, 0)),
    dup2: (fd, to, inheritable) => {
      if (fd === to) {
        const flags = check(c.fcntl(fd, F_GETFD, 0));
        check(c.fcntl(fd, F_SETFD, inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC));
      } else check(c.dup3(fd, to, inheritable ? 0 : O_CLOEXEC));
    },
    isInheritable: (fd) => (check(c.fcntl(fd, F_GETFD, 0)) & FD_CLOEXEC) === 0,
    setInheritable: (fd, inheritable) => {
      const flags = check(c.fcntl(fd, F_GETFD, 0));
      check(c.fcntl(fd, F_SETFD, inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC));
    },
    isBlocking: (fd) => (check(c.fcntl(fd, F_GETFL, 0)) & O_NONBLOCK) === 0,
    setBlocking: (fd, blocking) => {
      const flags = check(c.fcntl(fd, F_GETFL, 0));
      const wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
      if (wanted !== flags) check(c.fcntl(fd, F_SETFL, wanted));
    },
    read: (fd, buffer) => retry(() => c.read(fd, buffer, buffer.length)),
    write: (fd, data) => retry(() => c.write(fd, data, data.length)),
    writeNow: (fd, data) => {
      const iovec = new BigUint64Array([c.address(data), BigInt(data.length)]);
      const n = c.pwritev2(fd, new Uint8Array(iovec.buffer), 1, -1, RWF_NOWAIT);
      if (n >= 0) return n;
      const errno = c.errno();
      if (errno === EAGAIN) return -1;
      if (errno === EOPNOTSUPP || errno === ENOSYS) return null;
      if (errno === EINTR) return 0;
      throw new HostError(errno);
    },
    sendfile: (to, from, offset, count) => {
      const at = offset === null ? null : new BigUint64Array([BigInt(offset)]);
      return retry(() => c.sendfile(to, from, at, count));
    },
    lseek: (fd, offset, whence) => check(Number(c.lseek(fd, offset, whence))),

    poll: (fds, milliseconds) => retry(() => c.poll(fds, fds.length / 2, milliseconds)),
    watch: (fd, events, ready) => {
      poller ??= new Poller(c);
      return poller.watch(fd, events, ready);
    },
    forget: (fd) => poller?.forget(fd),

    epollCreate: (flags) => check(c.epoll_create1(flags | O_CLOEXEC)),
    epollControl: (epfd, operation, fd, wanted) => {
      const event = Buffer.alloc(EPOLL_EVENT.size);
      event.writeUInt32LE(wanted >>> 0, 0);
      event.writeInt32LE(fd, EPOLL_EVENT.data);
      check(c.epoll_ctl(epfd, operation, fd, event));
    },
    epollWait: (epfd, max) => {
      // One buffer for all: giving C a fresh one costs V8 a backing store, which is more than the call.
      max = Math.min(max, 65536);
      if (events.length < max * EPOLL_EVENT.size) events = Buffer.alloc(max * EPOLL_EVENT.size);
      const n = retry(() => c.epoll_wait(epfd, events, max, 0));
      const out: [number, number][] = [];
      for (let i = 0; i < n; i++) {
        const at = i * EPOLL_EVENT.size;
        out.push([events.readInt32LE(at + EPOLL_EVENT.data), events.readUInt32LE(at)]);
      }
      return out;
    },
    eventfd: (initial, flags) => check(c.eventfd(initial, flags)),

    socket: (family, type, protocol) => check(c.socket(family, type | O_CLOEXEC, protocol)),
    socketpair: (family, type, protocol) => {
      check(c.socketpair(family, type | O_CLOEXEC, protocol, pair));
      return [pair[0], pair[1]];
    },
    bind: (fd, address) => void check(c.bind(fd, address, address.length)),
    connect: (fd, address) => void check(c.connect(fd, address, address.length)),
    listen: (fd, backlog) => void check(c.listen(fd, backlog)),
    accept: (fd) => {
      const { n, address } = addressed((b) => soft(() => c.accept4(fd, b, length, O_CLOEXEC)));
      return { fd: n, address };
    },
    getsockname: (fd) => addressed((b) => check(c.getsockname(fd, b, length))).address,
    getpeername: (fd) => addressed((b) => check(c.getpeername(fd, b, length))).address,
    getsockopt: (fd, level, option, buffer) => {
      length[0] = buffer.length;
      check(c.getsockopt(fd, level, option, buffer, length));
      return length[0];
    },
    setsockopt: (fd, level, option, value, n) => void check(c.setsockopt(fd, level, option, value, n)),
    shutdown: (fd, how) => void check(c.shutdown(fd, how)),
    send: (fd, data, flags, address) =>
      soft(() =>
        address === undefined
          ? c.send(fd, data, data.length, flags | MSG_DONTWAIT)
          : c.sendto(fd, data, data.length, flags | MSG_DONTWAIT, address, address.length),
      ),
    recv: (fd, buffer, flags) => soft(() => c.recv(fd, buffer, buffer.length, flags | MSG_DONTWAIT)),
    recvfrom: (fd, buffer, flags) =>
      addressed((b) => soft(() => c.recvfrom(fd, buffer, buffer.length, flags | MSG_DONTWAIT, b, length))),
    sendmsg: (fd, data, control, flags, address) => {
      const m = message(c, data, control, address);
      return soft(() => c.sendmsg(fd, m.header, flags | MSG_DONTWAIT));
    },
    recvmsg: (fd, buffer, controlSize, flags) => {
      const control = Buffer.alloc(controlSize);
      const address = Buffer.alloc(ADDRESS_SIZE);
      const m = message(c, buffer, control, address);
      const n = soft(() => c.recvmsg(fd, m.header, flags | MSG_DONTWAIT | 0x40000000)); // MSG_CMSG_CLOEXEC
      return {
        n,
        address: address.subarray(0, m.header.readUInt32LE(8)),
        control: control.subarray(0, Number(m.header.readBigUInt64LE(40))),
        flags: m.header.readInt32LE(48) & ~0x40000000,
      };
    },

    getaddrinfo: (host, service, hints, done) => lookUpName(c, host, service, hints, done),
    getnameinfo: (address, flags, done) => lookUpAddress(c, address, flags, done),
    gaiMessage: (error) => c.gai_strerror(error),
    servicePort: (name, protocol) => servicePort(c, name, protocol),
    serviceName: (port, protocol) => serviceName(c, port, protocol),
    protocolNumber: (name) => protocolNumber(c, name),
    interfaceIndex: (name) => c.if_nametoindex(name),
    interfaceName: (index) => {
      const name = Buffer.alloc(16);
      if ((c.if_indextoname(index, name) as unknown) === null) throw new HostError(c.errno());
      return name.subarray(0, name.indexOf(0)).toString();
    },

    map: (length, protection, flags, fd, offset) => map(c, length, protection, flags, fd, offset),
    shmOpen: (path, flags, mode) => check(c.shm_open(terminated(path), flags | O_CLOEXEC, mode)),
    shmUnlink: (path) => void check(c.shm_unlink(terminated(path))),

    ...foreignFunctions(c),

    spawn: (request) => spawn(c, request),
    waitpid: (pid, options) => {
      const status = new Int32Array(1);
      const n = retry(() => c.waitpid(pid, status, options | WNOHANG));
      return { pid: n, status: status[0] };
    },
    pidfdOpen: (pid, flags) => check(c.pidfd_open(434, pid, flags)),
  };
}

/** struct msghdr with one iovec; `keep` holds what it points to. */
function message(
  c: Libc,
  data: Uint8Array,
  control: Uint8Array,
  address: Uint8Array | null,
): { header: Buffer; keep: unknown } {
  const header = Buffer.alloc(56);
  const iovec = Buffer.alloc(16);
  iovec.writeBigUInt64LE(data.length === 0 ? 0n : c.address(data), 0);
  iovec.writeBigUInt64LE(BigInt(data.length), 8);
  if (address !== null && address.length > 0) {
    header.writeBigUInt64LE(c.address(address), 0);
    header.writeUInt32LE(address.length, 8);
  }
  header.writeBigUInt64LE(c.address(iovec), 16);
  header.writeBigUInt64LE(1n, 24);
  if (control.length > 0) {
    header.writeBigUInt64LE(c.address(control), 32);
    header.writeBigUInt64LE(BigInt(control.length), 40);
  }
  return { header, keep: [data, iovec, control, address] };
}
