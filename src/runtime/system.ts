// System calls that Node itself does not offer: descriptors, readiness, sockets, processes. The host layer gives them
// (host/libc.ts) where it can. Invariant: nothing here blocks unless its comment says so; failures are HostErrors, except
// that a socket which would have to wait gives -1; addresses are C's sockaddr bytes, whose meaning only `_socket` knows.

/** Conditions of poll(2), the same on every system. */
export const POLLIN = 1;
export const POLLPRI = 2;
export const POLLOUT = 4;
export const POLLERR = 8;
export const POLLHUP = 16;
export const POLLNVAL = 32;

/** What came with an address: recvfrom, accept. */
export interface Received {
  readonly n: number;
  readonly address: Uint8Array;
}
/** recvmsg. */
export interface ReceivedMessage extends Received {
  readonly control: Uint8Array;
  readonly flags: number;
}
/** One entry of getaddrinfo. */
export interface AddressInfo {
  readonly family: number;
  readonly type: number;
  readonly protocol: number;
  readonly canonicalName: string;
  readonly address: Uint8Array;
}

/** How to start a program (posix_spawn). */
export interface SpawnRequest {
  /** Tried in order. */
  readonly executables: readonly Uint8Array[];
  readonly args: readonly Uint8Array[];
  /** `NAME=value` each. */
  readonly env: readonly Uint8Array[];
  readonly cwd: Uint8Array | null;
  /** The child's descriptors: [its number, ours]. All others are closed. */
  readonly fds: readonly (readonly [number, number])[];
  readonly newSession: boolean;
  /** -1: stay in our process group; 0: a group of its own. */
  readonly processGroup: number;
  readonly umask: number;
  /** Signals to be given their default action. */
  readonly defaultSignals: readonly number[];
  /** The signals it starts with held back, and no others. */
  readonly blockedSignals: Iterable<number>;
}

/** A number on its way to or from C. */
export type ForeignNumber = number | bigint;

/** Mapped memory. */
export interface HostMapping {
  readonly bytes: Uint8Array;
  /** Where it is in this process, for all its threads. */
  readonly address: bigint;
  /** msync(2); offsets are multiples of the page size. */
  sync(offset: number, length: number, flags: number): void;
  advise(offset: number, length: number, advice: number): void;
  /** The memory in its new size; this one shows nothing of it any more. */
  resize(length: number): HostMapping;
  /** Views of it that are left show memory of nobody. */
  unmap(): void;
}

export interface HostSystem {
  fcntl(fd: number, command: number, argument: number | Uint8Array): number;
  ioctl(fd: number, request: number, argument: number | Uint8Array): number;
  /** Blocks unless LOCK_NB is given. */
  flock(fd: number, operation: number): void;
  pipe(flags: number): [read: number, write: number];
  dup(fd: number): number;
  dup2(fd: number, to: number, inheritable: boolean): void;
  isInheritable(fd: number): boolean;
  setInheritable(fd: number, inheritable: boolean): void;
  isBlocking(fd: number): boolean;
  setBlocking(fd: number, blocking: boolean): void;
  read(fd: number, buffer: Uint8Array): number;
  write(fd: number, data: Uint8Array): number;
  /** As much as fits now without waiting (-1: nothing), on a blocking descriptor too; null when the system cannot do that. */
  writeNow(fd: number, data: Uint8Array): number | null;
  /** `offset` null: the descriptor's own. */
  sendfile(to: number, from: number, offset: number | null, count: number): number;
  lseek(fd: number, offset: number, whence: number): number;

  /** Pairs of (descriptor, events); the high half of the second becomes what is ready. Blocks up to the timeout. */
  poll(fds: Int32Array, milliseconds: number): number;
  /** Calls back once, later, when one of the events (or an error) is there. The result cancels. */
  watch(fd: number, events: number, ready: () => void): () => void;
  /** A descriptor is about to be closed: whoever watches it is told. */
  forget(fd: number): void;

  epollCreate(flags: number): number;
  epollControl(epfd: number, operation: number, fd: number, events: number): void;
  /** Descriptors and events that are ready now, at most `max`. */
  epollWait(epfd: number, max: number): [fd: number, events: number][];
  eventfd(initial: number, flags: number): number;

  socket(family: number, type: number, protocol: number): number;
  socketpair(family: number, type: number, protocol: number): [number, number];
  bind(fd: number, address: Uint8Array): void;
  /** Blocks if the descriptor does. */
  connect(fd: number, address: Uint8Array): void;
  listen(fd: number, backlog: number): void;
  /** Never waits if something is there to accept; the address is null when the system gives none. */
  accept(fd: number): { readonly fd: number; readonly address: Uint8Array };
  getsockname(fd: number): Uint8Array;
  getpeername(fd: number): Uint8Array;
  getsockopt(fd: number, level: number, option: number, buffer: Uint8Array): number;
  setsockopt(fd: number, level: number, option: number, value: Uint8Array | null, length: number): void;
  shutdown(fd: number, how: number): void;
  /** As if with MSG_DONTWAIT. */
  send(fd: number, data: Uint8Array, flags: number, address?: Uint8Array): number;
  recv(fd: number, buffer: Uint8Array, flags: number): number;
  recvfrom(fd: number, buffer: Uint8Array, flags: number): Received;
  sendmsg(fd: number, data: Uint8Array, control: Uint8Array, flags: number, address: Uint8Array | null): number;
  recvmsg(fd: number, buffer: Uint8Array, controlSize: number, flags: number): ReceivedMessage;

  /** `error` is an EAI_ number, 0 for success; for EAI_SYSTEM `errno` says more. */
  getaddrinfo(
    host: Uint8Array | null,
    service: string | null,
    hints: { readonly family: number; readonly type: number; readonly protocol: number; readonly flags: number },
    done: (error: number, found: AddressInfo[]) => void,
  ): void;
  getnameinfo(address: Uint8Array, flags: number, done: (error: number, host: string, service: string) => void): void;
  gaiMessage(error: number): string;
  servicePort(name: string, protocol: string | null): number | undefined;
  serviceName(port: number, protocol: string | null): string | undefined;
  protocolNumber(name: string): number | undefined;
  interfaceIndex(name: string): number;
  interfaceName(index: number): string;

  /** mmap(2). */
  map(length: number, protection: number, flags: number, fd: number, offset: number): HostMapping;
  shmOpen(path: Uint8Array, flags: number, mode: number): number;
  shmUnlink(path: Uint8Array): void;

  /** Where memory is, for C. It stays there as long as it is used. */
  addressOf(memory: Uint8Array): bigint;
  memoryAt(address: bigint, length: number): Uint8Array;
  /** A copy of the zero-terminated bytes at an address. */
  textAt(address: bigint): Uint8Array;
  /** dlopen; null: the program itself. Failures have the loader's text. */
  loadLibrary(path: Uint8Array | null, flags: number): bigint;
  findSymbol(library: bigint, name: string): bigint;
  closeLibrary(library: bigint): void;
  /** Calls C; types are ctypes' letters, `P` for addresses and `v` for none. `errno` is set before and read after. */
  callFunction(
    address: bigint,
    result: string,
    parameters: string,
    values: readonly ForeignNumber[],
    errno: number,
  ): { readonly value: ForeignNumber; readonly errno: number };
  /** The same as a function, for C functions that are called again and again: errno is left alone. */
  bindFunction(address: bigint, result: string, parameters: string): (...values: ForeignNumber[]) => ForeignNumber;
  /** A copy of C's memory. */
  copyAt(address: bigint, length: number): Uint8Array;
  /** The address of a C function that calls back, for good. */
  makeCallback(result: string, parameters: string, run: (values: ForeignNumber[]) => ForeignNumber): bigint;

  /** The child's number. */
  spawn(request: SpawnRequest): number;
  /** pid 0: nothing to tell yet (WNOHANG is always set). */
  waitpid(pid: number, options: number): { readonly pid: number; readonly status: number };
  /** A descriptor that is readable once the process has ended. */
  pidfdOpen(pid: number, flags: number): number;
}
