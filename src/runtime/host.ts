// What the modules need of the machine: files, processes, clocks, randomness. The implementation comes from the host
// layer (`host/node.ts`) through `setHost`. Invariant: everything here is synchronous unless its name ends in Async;
// failures are HostErrors with an error number, never Python exceptions; paths are raw bytes or strings.

import { thread, type VmInterpreter } from '../vm/thread.ts';
import type { OpenSSL, OpenSSLVersion } from './openssl.ts';
import type { HostSystem } from './system.ts';

/** A failed system call. Not an Error: nobody looks at a stack trace, which is what makes those slow. */
export class HostError {
  constructor(
    readonly errno: number,
    readonly message = '',
  ) {}
}

/** A path as the system takes it: text, or bytes that are not UTF-8. */
export type HostPath = string | Uint8Array;

/** stat(2); times in nanoseconds since the epoch. */
export interface HostStat {
  readonly mode: number;
  readonly ino: bigint;
  readonly dev: bigint;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly atimeNs: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly birthtimeNs: bigint;
  readonly blksize: number;
  readonly blocks: number;
  readonly rdev: bigint;
}

/** A directory entry; `type` is an S_IF… value, 0 when the system does not say. */
export interface HostDirent {
  readonly name: Uint8Array;
  readonly type: number;
}

export interface HostStatvfs {
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
}

/** Files. File descriptors are the system's, except pipes made by `pipe`, which live inside the process. */
export interface HostFs {
  open(path: HostPath, flags: number, mode: number): number;
  close(fd: number): void;
  /** Bytes read; 0 at the end. Blocks. */
  read(fd: number, buffer: Uint8Array): number;
  /** True when reading or writing may block for long: a terminal, a pipe, a socket, in blocking mode. */
  mayBlock(fd: number): boolean;
  /** As `read`, without blocking this thread of the machine. Returns a function that gives up waiting. */
  readAsync(fd: number, buffer: Uint8Array, done: (n: number, error: HostError | null) => void): () => void;
  write(fd: number, data: Uint8Array): number;
  pread(fd: number, buffer: Uint8Array, offset: number): number;
  pwrite(fd: number, data: Uint8Array, offset: number): number;
  /** whence: 0 start, 1 current, 2 end. */
  lseek(fd: number, offset: number, whence: number): number;
  /** Gives the system the offsets the host keeps for itself: another process is about to share the descriptors. */
  shareOffsets(): void;
  fstat(fd: number): HostStat;
  stat(path: HostPath): HostStat;
  lstat(path: HostPath): HostStat;
  readdir(path: HostPath): HostDirent[];
  mkdir(path: HostPath, mode: number): void;
  rmdir(path: HostPath): void;
  unlink(path: HostPath): void;
  rename(from: HostPath, to: HostPath): void;
  link(from: HostPath, to: HostPath): void;
  symlink(target: HostPath, path: HostPath): void;
  readlink(path: HostPath): Uint8Array;
  chmod(path: HostPath, mode: number): void;
  fchmod(fd: number, mode: number): void;
  chown(path: HostPath, uid: number, gid: number): void;
  lchown(path: HostPath, uid: number, gid: number): void;
  fchown(fd: number, uid: number, gid: number): void;
  /** Times in nanoseconds. */
  utimes(path: HostPath, atimeNs: bigint, mtimeNs: bigint): void;
  lutimes(path: HostPath, atimeNs: bigint, mtimeNs: bigint): void;
  futimes(fd: number, atimeNs: bigint, mtimeNs: bigint): void;
  truncate(path: HostPath, size: number): void;
  ftruncate(fd: number, size: number): void;
  access(path: HostPath, mode: number): void;
  fsync(fd: number): void;
  fdatasync(fd: number): void;
  statvfs(path: HostPath): HostStatvfs;
  isatty(fd: number): boolean;
  /** Bytes that can be read without waiting, as far as they have arrived in this process. */
  available(fd: number): number;
  dup(fd: number): number;
  dup2(fd: number, to: number, inheritable: boolean): void;
  getInheritable(fd: number): boolean;
  setInheritable(fd: number, inheritable: boolean): void;
  /** For pipes: the flags are O_NONBLOCK and its like. */
  pipe2(flags: number): [read: number, write: number];
  /** A descriptor a child process may inherit whose offset in the kernel is that of `fd`; close it afterwards unless it is `fd`. */
  inheritable(fd: number): number;
  getBlocking(fd: number): boolean;
  setBlocking(fd: number, blocking: boolean): void;
  mkfifo(path: HostPath, mode: number): void;
  /** Whole file, for the import system. */
  readFile(path: HostPath): Uint8Array;
}

/** The process and its system. */
export interface HostProcess {
  readonly platform: string;
  readonly pid: number;
  readonly ppid: number;
  readonly argv0: string;
  readonly execPath: string;
  cwd(): string;
  chdir(path: HostPath): void;
  /** The environment at start-up. */
  environ(): Map<string, string>;
  setenv(name: string, value: string | undefined): void;
  umask(mask: number): number;
  getuid(): number;
  geteuid(): number;
  getgid(): number;
  getegid(): number;
  getgroups(): number[];
  setuid(id: number): void;
  setgid(id: number): void;
  seteuid(id: number): void;
  setegid(id: number): void;
  setgroups(ids: number[]): void;
  kill(pid: number, signal: number): void;
  exit(code: number): never;
  cpuCount(): number;
  availableCpus(): number;
  uname(): { sysname: string; nodename: string; release: string; version: string; machine: string };
  loadavg(): number[];
  getPriority(pid: number): number;
  setPriority(pid: number, priority: number): void;
  /** User and system seconds of this process. */
  cpuTimes(): { user: number; system: number };
  resourceUsage(): { [name: string]: number };
  /** name → number tables of the system: errno, signals, open flags, … */
  readonly errno: { readonly [name: string]: number };
  readonly signals: { readonly [name: string]: number };
  readonly constants: { readonly [name: string]: number };
  /** `run` is called, asynchronously, each time the signal arrives; null gives the default action back; 'ignore' ignores. */
  onSignal(signal: number, handler: ((signal: number) => void) | 'ignore' | null): void;
  hostname(): string;
  /** Bytes: of V8's heap, the most it can grow to, and all that JavaScript holds (array buffers included). */
  memory(): { readonly heap: number; readonly heapLimit: number; readonly used: number };
  /** Frees what is garbage now, as far as the host can be told to. */
  collectGarbage(): void;
  /** Gives the system back the memory that C's allocator keeps for later, where that can be asked for. */
  returnMemory(): void;
}

export interface HostClock {
  /** Nanoseconds since the epoch. */
  time(): bigint;
  monotonic(): bigint;
  /** A monotonic clock for short intervals: milliseconds since some moment, with a fraction. Cheap. */
  milliseconds(): number;
  /** Process CPU time in nanoseconds. */
  cpu(): bigint;
  /** Calls back after the time; the result cancels. */
  setTimer(milliseconds: number, run: () => void): () => void;
  /** Calls back after the host's event loop has had a turn. */
  nextTurn(run: () => void): void;
  /** Calls back at once whoever watches a descriptor that is ready (HostSystem.watch): no turn of the event loop needed. */
  pollEvents(): void;
  /** The system's time zone as Intl names it. */
  timeZone(): string;
  /** Blocks this agent (only where nothing else can run). */
  block(milliseconds: number): void;
}

/** An incremental hash of the host's cryptographic library. */
export interface HostHash {
  update(data: Uint8Array): void;
  copy(): HostHash;
  /** May be called more than once. `length` is for extendable-output functions. */
  digest(length?: number): Uint8Array;
}

export interface HostCrypto {
  random(n: number): Uint8Array;
  /** null when the host has no such algorithm. `length`: output bytes of an extendable-output function. */
  hash(algorithm: string, length?: number): HostHash | null;
  hashNames(): string[];
  hmac(algorithm: string, key: Uint8Array, data: Uint8Array): Uint8Array;
  pbkdf2(algorithm: string, password: Uint8Array, salt: Uint8Array, iterations: number, length: number): Uint8Array;
  scrypt(
    password: Uint8Array,
    salt: Uint8Array,
    n: number,
    r: number,
    p: number,
    maxmem: number,
    length: number,
  ): Uint8Array;
  timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
}

/** Whole-buffer compression in native code. */
export interface HostZlib {
  deflate(data: Uint8Array, level: number, wbits: number): Uint8Array;
  crc32(data: Uint8Array, start: number): number;
}

/** The kernel's termios structure; the speeds are in `cflag`. */
export interface TerminalAttributes {
  readonly iflag: number;
  readonly oflag: number;
  readonly cflag: number;
  readonly lflag: number;
  readonly cc: readonly number[];
}

/** Terminals. Every function throws ENOTTY for what is none, ENOSYS where the platform cannot say. */
export interface HostTerminal {
  getAttributes(fd: number): TerminalAttributes;
  /** Takes effect after pending output is written. */
  setAttributes(fd: number, attributes: TerminalAttributes): void;
  size(fd: number): { columns: number; lines: number };
  setSize(fd: number, size: { columns: number; lines: number }): void;
}

export interface Host {
  readonly fs: HostFs;
  readonly terminal: HostTerminal;
  readonly process: HostProcess;
  readonly clock: HostClock;
  readonly crypto: HostCrypto;
  readonly zlib: HostZlib | null;
  /** The system calls below Node's interface; null where there is no way to them. The first call loads them. */
  system(): HostSystem | null;
  systemIsLoaded(): boolean;
  /** OpenSSL for `_ssl`; null where there is none. */
  openssl(): OpenSSL | null;
  /** Which OpenSSL that is, known without loading anything where a start-up snapshot is built; null where there is none. */
  opensslVersion(): OpenSSLVersion | null;
  /** What a bundle beside Typhon's own exports (`dist/NAME.cjs`), loaded at its first use; undefined: there is none. */
  bundle(name: string): unknown;
  hasBundle(name: string): boolean;
}

let current: Host | undefined;

/** The host layer says what it offers, once while it starts. */
export function setHost(h: Host): void {
  current = h;
}

const hosts = new WeakMap<VmInterpreter, Host>();
let anyOwn = false;

/** Gives an interpreter a host of its own, in place of the agent's. */
export function setHostOf(interpreter: VmInterpreter, h: Host): void {
  hosts.set(interpreter, h);
  anyOwn = true;
}

/** The host as the running interpreter sees it; there is none only in tests that set none. */
export function host(): Host {
  if (anyOwn) {
    const own = hosts.get(thread().interpreter);
    if (own !== undefined) return own;
  }
  if (current === undefined) throw new Error('no host was set');
  return current;
}
