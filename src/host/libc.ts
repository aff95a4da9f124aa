// The C library through koffi, a foreign function interface for Node: what node:fs, node:net and node:child_process keep
// to themselves. Loaded when a program first needs it (15 ms). Invariant: functions are bound at their first call;
// results are C's own, `check` turns -1 into a HostError. Knows the layouts of 64-bit Linux only.

import { createRequire } from 'node:module';
import { HostError } from '../runtime/host.ts';

type Koffi = typeof import('koffi');
type Argument =
  | number
  | bigint
  | string
  | Uint8Array
  | Int32Array
  | BigUint64Array
  | null
  | (bigint | null)[]
  | number[];
type Bound = (...args: Argument[]) => number;
type Done = (e: Error | null, result: number) => void;
interface AsyncBound extends Bound {
  async(...args: (Argument | Done)[]): void;
}

/** The arguments of calls that are on their way: C uses them, and V8 would not know that anybody does. */
const lent = new Set<readonly Argument[]>();
/** Calls `f` in a thread of koffi's pool; its arguments live until it is done. */
export function callInPool(f: AsyncBound, args: readonly Argument[], done: Done): void {
  lent.add(args);
  f.async(...args, (e: Error | null, result: number) => {
    lent.delete(args);
    done(e, result);
  });
}

/** C's declarations; buffers are `uint8_t *`, structures are buffers. */
const DECLARATIONS = {
  fcntl: 'int fcntl(int, int, long)',
  fcntl_p: 'int fcntl(int, int, uint8_t *)',
  ioctl: 'int ioctl(int, ulong, long)',
  ioctl_p: 'int ioctl(int, ulong, uint8_t *)',
  flock: 'int flock(int, int)',
  pipe2: 'int pipe2(int32_t *, int)',
  dup3: 'int dup3(int, int, int)',
  read: 'long read(int, uint8_t *, size_t)',
  write: 'long write(int, uint8_t *, size_t)',
  pwritev2: 'long pwritev2(int, uint8_t *, int, int64_t, int)',
  sendfile: 'long sendfile(int, int, uint64_t *, size_t)',
  lseek: 'int64_t lseek(int, int64_t, int)',
  poll: 'int poll(int32_t *, ulong, int)',
  epoll_create1: 'int epoll_create1(int)',
  epoll_ctl: 'int epoll_ctl(int, int, int, uint8_t *)',
  epoll_wait: 'int epoll_wait(int, uint8_t *, int, int)',
  eventfd: 'int eventfd(uint32_t, int)',
  socket: 'int socket(int, int, int)',
  socketpair: 'int socketpair(int, int, int, int32_t *)',
  bind: 'int bind(int, uint8_t *, uint32_t)',
  connect: 'int connect(int, uint8_t *, uint32_t)',
  listen: 'int listen(int, int)',
  accept4: 'int accept4(int, uint8_t *, int32_t *, int)',
  getsockname: 'int getsockname(int, uint8_t *, int32_t *)',
  getpeername: 'int getpeername(int, uint8_t *, int32_t *)',
  getsockopt: 'int getsockopt(int, int, int, uint8_t *, int32_t *)',
  setsockopt: 'int setsockopt(int, int, int, uint8_t *, uint32_t)',
  shutdown: 'int shutdown(int, int)',
  send: 'long send(int, uint8_t *, size_t, int)',
  sendto: 'long sendto(int, uint8_t *, size_t, int, uint8_t *, uint32_t)',
  recv: 'long recv(int, uint8_t *, size_t, int)',
  recvfrom: 'long recvfrom(int, uint8_t *, size_t, int, uint8_t *, int32_t *)',
  sendmsg: 'long sendmsg(int, uint8_t *, int)',
  recvmsg: 'long recvmsg(int, uint8_t *, int)',
  getaddrinfo: 'int getaddrinfo(uint8_t *, const char *, uint8_t *, _Out_ void **)',
  freeaddrinfo: 'void freeaddrinfo(void *)',
  getnameinfo: 'int getnameinfo(uint8_t *, uint32_t, uint8_t *, uint32_t, uint8_t *, uint32_t, int)',
  if_nametoindex: 'uint32_t if_nametoindex(const char *)',
  if_indextoname: 'void *if_indextoname(uint32_t, uint8_t *)',
  getservbyname: 'void *getservbyname(const char *, const char *)',
  getservbyport: 'void *getservbyport(int, const char *)',
  getprotobyname: 'void *getprotobyname(const char *)',
  malloc_trim: 'int malloc_trim(size_t)',
  memcpy: 'void *memcpy(uint8_t *, void *, size_t)',
  memmove: 'void *memmove(void *, uint8_t *, size_t)',
  strlen: 'size_t strlen(void *)',
  posix_spawn: 'int posix_spawn(int32_t *, uint8_t *, uint8_t *, uint8_t *, uint64_t *, uint64_t *)',
  posix_spawn_file_actions_init: 'int posix_spawn_file_actions_init(uint8_t *)',
  posix_spawn_file_actions_destroy: 'int posix_spawn_file_actions_destroy(uint8_t *)',
  posix_spawn_file_actions_adddup2: 'int posix_spawn_file_actions_adddup2(uint8_t *, int, int)',
  posix_spawn_file_actions_addclose: 'int posix_spawn_file_actions_addclose(uint8_t *, int)',
  posix_spawn_file_actions_addchdir_np: 'int posix_spawn_file_actions_addchdir_np(uint8_t *, uint8_t *)',
  posix_spawnattr_init: 'int posix_spawnattr_init(uint8_t *)',
  posix_spawnattr_destroy: 'int posix_spawnattr_destroy(uint8_t *)',
  posix_spawnattr_setflags: 'int posix_spawnattr_setflags(uint8_t *, short)',
  posix_spawnattr_setpgroup: 'int posix_spawnattr_setpgroup(uint8_t *, int)',
  posix_spawnattr_setsigmask: 'int posix_spawnattr_setsigmask(uint8_t *, uint8_t *)',
  posix_spawnattr_setsigdefault: 'int posix_spawnattr_setsigdefault(uint8_t *, uint8_t *)',
  sigemptyset: 'int sigemptyset(uint8_t *)',
  sigaddset: 'int sigaddset(uint8_t *, int)',
  waitpid: 'int waitpid(int, int32_t *, int)',
  mmap: 'void *mmap(void *, size_t, int, int, int, int64_t)',
  munmap: 'int munmap(void *, size_t)',
  mremap: 'void *mremap(void *, size_t, size_t, int, void *)',
  msync: 'int msync(void *, size_t, int)',
  madvise: 'int madvise(void *, size_t, int)',
  dlopen: 'void *dlopen(uint8_t *, int)',
  dlsym: 'void *dlsym(void *, const char *)',
  dlclose: 'int dlclose(void *)',
  dlerror: 'const char *dlerror()',
  shm_open: 'int shm_open(uint8_t *, int, uint32_t)',
  shm_unlink: 'int shm_unlink(uint8_t *)',
  pidfd_open: 'long syscall(long, int, uint32_t)',
} as const;

type Functions = { readonly [K in keyof typeof DECLARATIONS]: AsyncBound };

export interface Libc extends Functions {
  errno(): number;
  /** The result, or the system's error. */
  check(result: number): number;
  /** Blocks a thread of koffi's pool, not this one. */
  pollAsync(set: Int32Array, done: () => void): void;
  gai_strerror(error: number): string;
  address(memory: Uint8Array | BigUint64Array): bigint;
  /** Copies C's memory. */
  copy(pointer: bigint, length: number): Buffer;
  /** A C string's bytes; empty for NULL. */
  text(pointer: bigint): string;
}

let koffi: Koffi | undefined;
/** koffi itself; throws when its binary for this system is not installed. */
export function foreign(): Koffi {
  koffi ??= createRequire(import.meta.url)('koffi') as Koffi;
  return koffi;
}

let loaded: Libc | undefined;
/** The C library; throws when it cannot be had. */
export function libc(): Libc {
  if (loaded !== undefined) return loaded;
  const k = foreign();
  const library = k.load(null);
  const target: Record<string, unknown> = {
    errno: () => k.errno(),
    check(result: number): number {
      if (result < 0) throw new HostError(k.errno());
      return result;
    },
    pollAsync(set: Int32Array, done: () => void): void {
      callInPool(self.poll, [set, set.length / 2, -1], done);
    },
    address: (memory: Uint8Array) => k.address(memory),
    copy(pointer: bigint, length: number): Buffer {
      const b = Buffer.alloc(length);
      if (length > 0) self.memcpy(b, pointer, length);
      return b;
    },
    text: (pointer: bigint) => (pointer === 0n ? '' : self.copy(pointer, Number(self.strlen(pointer))).toString()),
  };
  const bind = (name: string, declaration: string): void => {
    Object.defineProperty(target, name, {
      configurable: true,
      get() {
        const f = library.func(declaration);
        Object.defineProperty(target, name, { value: f });
        return f;
      },
    });
  };
  for (const [name, declaration] of Object.entries(DECLARATIONS)) bind(name, declaration);
  bind('gai_strerror', 'const char *gai_strerror(int)');
  const self = target as unknown as Libc; // the getters above are its functions
  loaded = self;
  return self;
}
