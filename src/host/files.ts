// Files through node:fs. Node has no lseek: the offset of a descriptor stays the kernel's until a program seeks, and is ours
// from then on (`pos`); duplicates share one record. What node:fs lacks altogether is asked of the C library (system.ts).
// Invariant: every failure leaves here as a HostError with the system's error number.

import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import { isatty, ReadStream } from 'node:tty';
import { spawnSync } from 'node:child_process';
import type { HostSystem } from '../runtime/system.ts';
import { HostError, type HostDirent, type HostFs, type HostPath, type HostStat } from '../runtime/host.ts';
import { Pipe } from './pipe.ts';
import { nodeSystem, systemIsLoaded } from './system.ts';

/** The file behind a descriptor; `dup`ed descriptors share it. */
interface Description {
  /** Our own offset, or -1 while the kernel's counts. */
  pos: number;
  /** Regular file or block device: reading by offset works. */
  seekable: boolean;
  append: boolean;
  /** Terminal, pipe, socket and their like: may have to wait. */
  waits: boolean;
  blocking: boolean;
  /** Reads a terminal, FIFO or socket by events once somebody waited for it. */
  pump?: Pump;
}

const E = os.constants.errno;
const LINUX = process.platform === 'linux';

/** Runs a system call of Node's and turns its error into a HostError. */
export function syscall<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    throw toHostError(e);
  }
}
export function toHostError(e: unknown): unknown {
  if (e instanceof HostError) return e;
  if (e instanceof Error) {
    const { code, errno } = e as NodeJS.ErrnoException;
    if (typeof errno === 'number' && errno < 0 && errno > -4000) return new HostError(-errno, e.message);
    if (code !== undefined && code in E) return new HostError(E[code as keyof typeof E], e.message);
    const info = (e as { info?: { errno?: number } }).info; // SystemError of node:os
    if (info?.errno !== undefined) return new HostError(Math.abs(info.errno), e.message);
    if (code === 'ERR_INVALID_ARG_VALUE' || code === 'ERR_OUT_OF_RANGE') return new HostError(E.EINVAL, e.message);
    if (code === 'ERR_FS_EISDIR') return new HostError(E.EISDIR, e.message);
  }
  return e;
}
const fail = (errno: number): never => {
  throw new HostError(errno);
};

const table = new Map<number, Description>();

function describe(fd: number): Description {
  let d = table.get(fd);
  if (d === undefined) {
    const st = fs.fstatSync(fd);
    d = {
      pos: -1,
      seekable: st.isFile() || st.isBlockDevice(),
      append: false,
      waits: !st.isFile() && !st.isBlockDevice() && !st.isDirectory() && (!st.isCharacterDevice() || isatty(fd)),
      blocking: true,
    };
    table.set(fd, d);
  }
  return d;
}

/** The system calls where an operation is impossible without them. */
function system(): HostSystem {
  return nodeSystem() ?? fail(E.ENOSYS);
}

/** Whether a read or write waits. Of the standard streams Node may have changed the kernel's mode: ours counts there. */
function isBlocking(fd: number, d: Description): boolean {
  return fd <= 2 || !systemIsLoaded() ? d.blocking : system().isBlocking(fd);
}

const path = (p: HostPath): string | Buffer =>
  typeof p === 'string' ? p : Buffer.from(p.buffer, p.byteOffset, p.length);

function toStat(s: fs.BigIntStats): HostStat {
  return {
    mode: Number(s.mode),
    ino: s.ino,
    dev: s.dev,
    nlink: Number(s.nlink),
    uid: Number(s.uid),
    gid: Number(s.gid),
    size: Number(s.size),
    atimeNs: s.atimeNs,
    mtimeNs: s.mtimeNs,
    ctimeNs: s.ctimeNs,
    birthtimeNs: s.birthtimeNs,
    blksize: Number(s.blksize),
    blocks: Number(s.blocks),
    rdev: s.rdev,
  };
}

function direntType(d: fs.Dirent | fs.Dirent<Buffer>): number {
  if (d.isFile()) return 0o100000;
  if (d.isDirectory()) return 0o040000;
  if (d.isSymbolicLink()) return 0o120000;
  if (d.isFIFO()) return 0o010000;
  if (d.isSocket()) return 0o140000;
  if (d.isCharacterDevice()) return 0o020000;
  if (d.isBlockDevice()) return 0o060000;
  return 0;
}

/** Where the kernel's offset is: asked on Linux, unknown elsewhere. */
function kernelOffset(fd: number): number {
  if (LINUX) {
    try {
      const m = /^pos:\s*(\d+)/.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'));
      if (m !== null) return Number(m[1]);
    } catch {
      // No /proc: fall through.
    }
  }
  return 0;
}

let cell: Int32Array | undefined; // made late: there is no SharedArrayBuffer while a snapshot is built
/** Blocks this agent. */
export function block(ms: number): void {
  cell ??= new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(cell, 0, 0, ms);
}

/** Repeats a call on a descriptor that is non-blocking underneath (Node makes its standard streams so). */
function patiently<T>(d: Description, f: () => T): T {
  for (;;) {
    try {
      return f();
    } catch (e) {
      const code = (e as NodeJS.ErrnoException).code;
      if (code === 'EOF') return 0 as T; // Windows: the end of a pipe
      if (code !== 'EAGAIN' || !d.blocking) throw e;
      block(1);
    }
  }
}

/** Seconds for Node, which cuts them to microseconds: a quarter of one more keeps the last digit. */
function seconds(ns: bigint): number {
  const micro = Number(ns / 1000n);
  return ns % 1000000000n === 0n ? micro / 1e6 : (micro + 0.25) / 1e6;
}

export const nodeFs: HostFs = {
  open: (p, flags, mode) =>
    syscall(() => {
      const fd = fs.openSync(path(p), flags, mode);
      table.delete(fd);
      if ((flags & os_constants.O_APPEND) !== 0) describe(fd).append = true;
      return fd;
    }),
  close: (fd) =>
    syscall(() => {
      const d = table.get(fd);
      table.delete(fd);
      if (systemIsLoaded()) system().forget(fd);
      if (d?.pump !== undefined) d.pump.stream.destroy();
      else fs.closeSync(fd);
    }),
  read: (fd, buffer) =>
    syscall(() => {
      const d = describe(fd);
      if (d.pump !== undefined && (!d.pump.pipe.empty || d.pump.ended)) return d.pump.pipe.read(buffer);
      if (d.pos < 0) return patiently(d, () => fs.readSync(fd, buffer, 0, buffer.length, null));
      const n = fs.readSync(fd, buffer, 0, buffer.length, d.pos);
      d.pos += n;
      return n;
    }),
  available: (fd) => {
    const d = syscall(() => describe(fd));
    if (d.seekable) return syscall(() => Math.max(0, fs.fstatSync(fd).size - Math.max(0, d.pos)));
    return d.pump?.pipe.available ?? 0;
  },
  mayBlock: (fd) => {
    const d = syscall(() => describe(fd));
    if (d.pump !== undefined) return d.pump.pipe.wouldBlock() && d.blocking;
    return d.waits && isBlocking(fd, d);
  },
  readAsync: (fd, buffer, done) => {
    const d = syscall(() => describe(fd));
    const pump = d.pump ?? startPump(fd, d);
    if (pump !== null) {
      pump.stream.resume();
      return readPipe(pump.pipe, buffer, done);
    }
    let cancelled = false;
    let timer: NodeJS.Timeout | undefined;
    // The thread pool reads into memory of its own: a cancelled read must not write into the program's buffer.
    const own = Buffer.allocUnsafe(buffer.length);
    const go = (): void => {
      fs.read(fd, own, 0, own.length, null, (e, n) => {
        if (cancelled) return;
        if (e !== null && e.code === 'EAGAIN') timer = setTimeout(go, 5);
        else if (e !== null)
          done(0, toHostError(e) as HostError); // errors of fs.read have numbers
        else {
          buffer.set(own.subarray(0, n));
          done(n, null);
        }
      });
    };
    go();
    return () => {
      cancelled = true;
      clearTimeout(timer);
    };
  },
  write: (fd, data) =>
    syscall(() => {
      const d = describe(fd);
      if (d.pos < 0 || d.append) {
        const n = patiently(d, () => fs.writeSync(fd, data, 0, data.length, null));
        if (d.append && d.pos >= 0) d.pos = fs.fstatSync(fd).size;
        return n;
      }
      const n = fs.writeSync(fd, data, 0, data.length, d.pos);
      d.pos += n;
      return n;
    }),
  pread: (fd, buffer, offset) =>
    syscall(() => (describe(fd).seekable ? fs.readSync(fd, buffer, 0, buffer.length, offset) : fail(E.ESPIPE))),
  pwrite: (fd, data, offset) =>
    syscall(() => (describe(fd).seekable ? fs.writeSync(fd, data, 0, data.length, offset) : fail(E.ESPIPE))),
  lseek: (fd, offset, whence) =>
    syscall(() => {
      const d = describe(fd);
      if (!d.seekable) {
        const st = fs.fstatSync(fd);
        if (st.isCharacterDevice() && !isatty(fd)) return 0; // /dev/null and its like
        if (st.isDirectory()) return 0;
        return fail(E.ESPIPE);
      }
      const at = d.pos < 0 ? kernelOffset(fd) : d.pos;
      let to: number;
      if (whence === 0) to = offset;
      else if (whence === 1) to = at + offset;
      else if (whence === 2) to = fs.fstatSync(fd).size + offset;
      else if (whence === 3) to = offset < fs.fstatSync(fd).size ? offset : fail(E.ENXIO);
      else if (whence === 4) to = offset < fs.fstatSync(fd).size ? fs.fstatSync(fd).size : fail(E.ENXIO);
      else return fail(E.EINVAL);
      if (to < 0) fail(E.EINVAL);
      if (to !== at) d.pos = to;
      return to;
    }),
  shareOffsets: () => {
    for (const [fd, d] of table) {
      if (d.pos < 0) continue;
      system().lseek(fd, d.pos, 0);
      d.pos = -1;
    }
  },
  fstat: (fd) => syscall(() => toStat(fs.fstatSync(fd, { bigint: true }))),
  stat: (p) => syscall(() => toStat(fs.statSync(path(p), { bigint: true }))),
  lstat: (p) => syscall(() => toStat(fs.lstatSync(path(p), { bigint: true }))),
  readdir: (p) =>
    syscall(() =>
      fs.readdirSync(path(p), { withFileTypes: true, encoding: 'buffer' }).map(
        (d): HostDirent => ({ name: d.name as unknown as Uint8Array, type: direntType(d) }), // encoding: 'buffer'
      ),
    ),
  mkdir: (p, mode) => syscall(() => void fs.mkdirSync(path(p), mode)),
  rmdir: (p) => syscall(() => fs.rmdirSync(path(p))),
  unlink: (p) => syscall(() => fs.unlinkSync(path(p))),
  rename: (a, b) => syscall(() => fs.renameSync(path(a), path(b))),
  link: (a, b) => syscall(() => fs.linkSync(path(a), path(b))),
  symlink: (a, b) => syscall(() => fs.symlinkSync(path(a), path(b))),
  readlink: (p) => syscall(() => fs.readlinkSync(path(p), { encoding: 'buffer' })),
  chmod: (p, mode) => syscall(() => fs.chmodSync(path(p), mode)),
  fchmod: (fd, mode) => syscall(() => fs.fchmodSync(fd, mode)),
  chown: (p, u, g) => syscall(() => fs.chownSync(path(p), u, g)),
  lchown: (p, u, g) => syscall(() => fs.lchownSync(path(p), u, g)),
  fchown: (fd, u, g) => syscall(() => fs.fchownSync(fd, u, g)),
  utimes: (p, a, m) => syscall(() => fs.utimesSync(path(p), seconds(a), seconds(m))),
  lutimes: (p, a, m) => syscall(() => fs.lutimesSync(path(p), seconds(a), seconds(m))),
  futimes: (fd, a, m) => syscall(() => fs.futimesSync(fd, seconds(a), seconds(m))),
  truncate: (p, size) => syscall(() => fs.truncateSync(path(p), size)),
  ftruncate: (fd, size) => syscall(() => fs.ftruncateSync(fd, size)),
  access: (p, mode) => syscall(() => fs.accessSync(path(p), mode)),
  fsync: (fd) => syscall(() => fs.fsyncSync(fd)),
  fdatasync: (fd) => syscall(() => fs.fdatasyncSync(fd)),
  statvfs: (p) => syscall(() => fs.statfsSync(path(p))),
  isatty: (fd) => {
    syscall(() => fs.fstatSync(fd));
    return isatty(fd);
  },
  dup: (fd) =>
    syscall(() => {
      const d = describe(fd);
      const copy = system().dup(fd);
      table.set(copy, d);
      return copy;
    }),
  dup2: (fd, to, inheritable) =>
    syscall(() => {
      const d = describe(fd);
      if (fd !== to) system().forget(to);
      system().dup2(fd, to, inheritable);
      table.set(to, d);
    }),
  getInheritable: (fd) => {
    syscall(() => describe(fd));
    return fd <= 2 || (nodeSystem()?.isInheritable(fd) ?? false);
  },
  setInheritable: (fd, inheritable) =>
    syscall(() => {
      describe(fd);
      system().setInheritable(fd, inheritable);
    }),
  pipe2: (flags) =>
    syscall(() => {
      const ends = system().pipe(flags);
      for (const fd of ends) table.delete(fd);
      return ends;
    }),
  inheritable: (fd) =>
    syscall(() => {
      const d = describe(fd);
      if (d.pos < 0 || d.append || kernelOffset(fd) === d.pos) return fd;
      const copy = reopen(fd);
      const chunk = Buffer.allocUnsafe(65536);
      for (let left = d.pos; left > 0; ) {
        const n = fs.readSync(copy, chunk, 0, Math.min(left, chunk.length), null);
        if (n === 0) break;
        left -= n;
      }
      return copy;
    }),
  getBlocking: (fd) => syscall(() => isBlocking(fd, describe(fd))),
  setBlocking: (fd, blocking) =>
    syscall(() => {
      describe(fd).blocking = blocking;
      nodeSystem()?.setBlocking(fd, blocking);
    }),
  mkfifo: (p, mode) => {
    // `self` would be the helper's.
    const name = (typeof p === 'string' ? p : Buffer.from(p).toString()).replace(
      /^\/proc\/self\//,
      `/proc/${process.pid}/`,
    );
    const r = spawnSync('mkfifo', ['-m', mode.toString(8), '--', name]);
    if (r.status !== 0) fail(E.EEXIST);
  },
  readFile: (p) => syscall(() => fs.readFileSync(path(p))),
};

const os_constants = fs.constants;

/** A stream of Node's over a descriptor; what it gives waits in `pipe`. */
interface Pump {
  readonly pipe: Pipe;
  readonly stream: net.Socket;
  ended: boolean;
}

/**
 * Starts reading a terminal, FIFO or socket by events. (Node's thread pool must not do it: a thread that blocks in a
 * read keeps the process from exiting.)
 */
function startPump(fd: number, d: Description): Pump | null {
  const st = fs.fstatSync(fd);
  const terminal = isatty(fd);
  if (!terminal && !st.isFIFO() && !st.isSocket()) return null;
  const stream = terminal ? new ReadStream(fd) : new net.Socket({ fd, readable: true, writable: false });
  const pump: Pump = { pipe: new Pipe(), stream, ended: false };
  const end = (): void => {
    if (pump.ended) return;
    pump.ended = true;
    pump.pipe.closeEnd(true);
  };
  stream.on('data', (data: Buffer) => {
    stream.pause(); // only as much as is asked for: children may read the rest
    pump.pipe.write(data);
  });
  stream.on('end', end);
  stream.on('close', end);
  stream.on('error', end);
  d.pump = pump;
  return pump;
}

/** Reads as soon as there is something; another reader may have been faster. */
function readPipe(pipe: Pipe, buffer: Uint8Array, done: (n: number, error: HostError | null) => void): () => void {
  if (!pipe.wouldBlock()) {
    done(pipe.read(buffer), null);
    return () => undefined;
  }
  let cancel = (): void => undefined;
  const go = (): void => {
    if (pipe.wouldBlock()) cancel = pipe.onReadable(go);
    else done(pipe.read(buffer), null);
  };
  cancel = pipe.onReadable(go);
  return () => cancel();
}

/** A second descriptor of the same file (with an offset of its own in the kernel). */
function reopen(fd: number): number {
  const name = LINUX ? `/proc/self/fd/${fd}` : `/dev/fd/${fd}`;
  for (const flags of [fs.constants.O_RDWR, fs.constants.O_RDONLY, fs.constants.O_WRONLY]) {
    try {
      return fs.openSync(name, accessFlags(fd) ?? flags);
    } catch (e) {
      const code = (e as NodeJS.ErrnoException).code;
      if (code !== 'EACCES' && code !== 'EISDIR' && code !== 'EPERM') throw e;
    }
  }
  return fail(E.EBADF);
}

function accessFlags(fd: number): number | undefined {
  if (!LINUX) return undefined;
  const m = /^flags:\s*(\d+)/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'));
  return m === null ? undefined : Number.parseInt(m[1], 8) & (3 | fs.constants.O_APPEND);
}
