// posix: descriptors and the operations on files. Invariant: a read that may take long suspends the Python thread and
// not the machine's; EINTR never reaches a program.

import { None, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyFloat, PyList, PyTuple } from '../../objects/shapes.ts';
import type { ModuleBuilder } from '../../runtime/modules.ts';
import type { PyDict } from '../../objects/dict/storage.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { newException, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { makeStructSeq } from '../../objects/structseq.ts';
import { index, truth } from '../../objects/protocol/operators.ts';
import { isPending, type Resumable } from '../../objects/protocol/pending.ts';
import { collect } from '../../objects/protocol/iteration.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { host, HostError, type HostPath } from '../../runtime/host.ts';
import { POLLOUT } from '../../runtime/system.ts';
import { settle } from '../_io/dirty.ts';
import { bytesLike, cDouble, cInt, cLong, cSize, writableBytes } from '../support/arguments.ts';
import { fromHostError, fsName, fspath, fsEncode, hostCall, pathArg } from '../support/fs.ts';
import { readR, readyR, system, writeR } from '../support/blocking.ts';
import { atDir, makeStat, stat } from './stat.ts';
import { listdir, scandir } from './scandir.ts';
import { pathNormpath, pathSplitrootEx } from './paths.ts';
import { pathconfNumber, pathconfValue, sysconfNumber, sysconfValue } from './constants.ts';

export const statvfsResult = makeStructSeq(
  'os.statvfs_result',
  [
    'f_bsize',
    'f_frsize',
    'f_blocks',
    'f_bfree',
    'f_bavail',
    'f_files',
    'f_ffree',
    'f_favail',
    'f_flag',
    'f_namemax',
    'f_fsid',
  ],
  10,
);
export const terminalSize = makeStructSeq('os.terminal_size', ['columns', 'lines']);

/** What pipes and sockets are read into: they never give more than this at once, however much is asked for. */
const AT_ONCE = 1 << 20;
let scratch: Uint8Array | null = null;

function* readBytes(fd: number, n: number): Generator<unknown, PyValue, never> {
  if (n > 65536 && hostCall(() => host().fs.mayBlock(fd))) {
    // Clearing a buffer of the size asked for would cost more than the reading.
    const into = scratch ?? new Uint8Array(AT_ONCE);
    scratch = null;
    const got: number = yield readR(fd, into.subarray(0, Math.min(n, AT_ONCE)));
    scratch = into;
    return new PyBytes(into.slice(0, got));
  }
  const buffer = new Uint8Array(n);
  let r: Resumable<number> = readR(fd, buffer);
  if (isPending(r)) r = (yield r) as number;
  return new PyBytes(r === n ? buffer : buffer.slice(0, r));
}

/** Nanoseconds from (seconds) floats or ints, rounding down as utime does. */
function timeNs(v: PyValue): bigint {
  if (v instanceof PyFloat) {
    if (Number.isNaN(v.v)) throw valueError('Invalid value NaN (not a number)');
    const whole = Math.floor(v.v);
    return BigInt(whole) * 1000000000n + BigInt(Math.floor((v.v - whole) * 1e9));
  }
  return BigInt(index(v)) * 1000000000n;
}

function utime(path: PyValue, times: PyValue, ns: PyValue | undefined, dirFd: PyValue, follow: PyValue): void {
  const p = pathArg(path, 'utime', 'path', { fd: true });
  if (times !== None && ns !== undefined)
    throw valueError("utime: you may specify either 'times' or 'ns' but not both");
  let a: bigint;
  let m: bigint;
  if (times !== None) {
    if (!(times instanceof PyTuple) || times.items.length !== 2) {
      throw typeError("utime: 'times' must be either a tuple of two ints or None");
    }
    a = timeNs(times.items[0]);
    m = timeNs(times.items[1]);
  } else if (ns !== undefined) {
    if (!(ns instanceof PyTuple) || ns.items.length !== 2) throw typeError("utime: 'ns' must be a tuple of two ints");
    a = BigInt(index(ns.items[0]));
    m = BigInt(index(ns.items[1]));
  } else a = m = host().clock.time();
  const fs = host().fs;
  if (p.fd >= 0) {
    if (!truth(follow)) throw valueError('utime: cannot use fd and follow_symlinks together');
    if (dirFd !== None) throw valueError("utime: can't specify dir_fd without matching path");
    return hostCall(() => fs.futimes(p.fd, a, m), p.given);
  }
  const at = atDir(p, dirFd, 'utime');
  hostCall(() => (truth(follow) ? fs.utimes(at, a, m) : fs.lutimes(at, a, m)), p.given);
}

/** Two paths with their directories, for link, rename, … */
function two(
  fname: string,
  src: PyValue,
  dst: PyValue,
  srcFd: PyValue,
  dstFd: PyValue,
  f: (a: HostPath, b: HostPath) => void,
): void {
  const a = pathArg(src, fname, 'src');
  const b = pathArg(dst, fname, 'dst');
  const from = atDir(a, srcFd, fname);
  const to = atDir(b, dstFd, fname);
  hostCall(() => f(from, to), a.given, b.given);
}

function unlink(path: PyValue, dirFd: PyValue, fname: string): void {
  const p = pathArg(path, fname);
  const at = atDir(p, dirFd, fname);
  hostCall(() => host().fs.unlink(at), p.given);
}

export function addFileFunctions(m: ModuleBuilder): void {
  const fs = host().fs;
  m.funcs({
    'open(path, flags, mode=511, *, dir_fd=None)': (path: PyValue, flags: PyValue, mode: PyValue, dirFd: PyValue) => {
      const p = pathArg(path, 'open');
      const f = cInt(flags);
      const md = cInt(mode);
      const at = atDir(p, dirFd, 'open');
      settle(at);
      return hostCall(() => fs.open(at, f, md), p.given);
    },
    'close(fd)': (fd: PyValue) => {
      const n = cInt(fd);
      hostCall(() => fs.close(n));
    },
    'closerange(fd_low, fd_high, /)': (low: PyValue, high: PyValue) => {
      for (let fd = Math.max(0, cInt(low)), end = Math.min(cInt(high), 65536); fd < end; fd++) {
        try {
          fs.close(fd);
        } catch {
          // Errors are ignored.
        }
      }
    },
    'read(fd, length, /)': (fd: PyValue, length: PyValue) => {
      const n = cSize(length);
      if (n < 0) throw osError(ERRNO.EINVAL);
      return readBytes(cInt(fd), Math.min(n, 0x7fff0000));
    },
    *'readinto(fd, buffer, /)'(fd: PyValue, buffer: PyValue): Generator<unknown, PyValue, never> {
      const n: number = yield readR(cInt(fd), writableBytes(buffer, 'readinto'));
      return n;
    },
    *'readv(fd, buffers, /)'(fd: PyValue, buffers: PyValue): Generator<unknown, PyValue, never> {
      let total = 0;
      for (const b of collect(buffers)) {
        const w = writableBytes(b, 'readv');
        const n: number = yield readR(cInt(fd), w);
        total += n;
        if (n < w.length) break;
      }
      return total;
    },
    'write(fd, data, /)': (fd: PyValue, data: PyValue) => {
      const n = cInt(fd);
      return writeR(n, bytesLike(data));
    },
    *'writev(fd, buffers, /)'(fd: PyValue, buffers: PyValue): Generator<unknown, PyValue, never> {
      const n = cInt(fd);
      let total = 0;
      for (const b of collect(buffers)) total += yield writeR(n, bytesLike(b));
      return total;
    },
    'pread(fd, length, offset, /)': (fd: PyValue, length: PyValue, offset: PyValue) => {
      const n = cInt(fd);
      const size = cSize(length);
      if (size < 0) throw osError(ERRNO.EINVAL);
      const buffer = new Uint8Array(size);
      const at = cLong(offset);
      const got = hostCall(() => fs.pread(n, buffer, at));
      return new PyBytes(buffer.slice(0, got));
    },
    'pwrite(fd, buffer, offset, /)': (fd: PyValue, data: PyValue, offset: PyValue) => {
      const n = cInt(fd);
      const b = bytesLike(data);
      const at = cLong(offset);
      return hostCall(() => fs.pwrite(n, b, at));
    },
    'lseek(fd, position, whence, /)': (fd: PyValue, position: PyValue, how: PyValue) => {
      const n = cInt(fd);
      const at = cLong(position);
      const w = cInt(how);
      return hostCall(() => fs.lseek(n, at, w));
    },
    'fsync(fd)': (fd: PyValue) => hostCall(() => fs.fsync(fileno(fd))),
    'fdatasync(fd)': (fd: PyValue) => hostCall(() => fs.fdatasync(fileno(fd))),
    'sync()': () => undefined,
    'isatty(fd, /)': (fd: PyValue) => {
      const n = cInt(fd);
      try {
        return fs.isatty(n);
      } catch {
        return false;
      }
    },
    'dup(fd, /)': (fd: PyValue) => {
      const n = cInt(fd);
      return hostCall(() => fs.dup(n));
    },
    'dup2(fd, fd2, inheritable=True)': (fd: PyValue, to: PyValue, inheritable: PyValue) => {
      const a = cInt(fd);
      const b = cInt(to);
      if (a < 0 || b < 0) throw osError(ERRNO.EBADF);
      hostCall(() => fs.dup2(a, b, truth(inheritable)));
      return b;
    },
    'pipe()': () => new PyTuple(hostCall(() => fs.pipe2(0))),
    'pipe2(flags, /)': (flags: PyValue) => {
      const f = cInt(flags);
      return new PyTuple(hostCall(() => fs.pipe2(f)));
    },
    'get_blocking(fd, /)': (fd: PyValue) => {
      const n = cInt(fd);
      return hostCall(() => fs.getBlocking(n));
    },
    'set_blocking(fd, blocking, /)': (fd: PyValue, blocking: PyValue) => {
      const n = cInt(fd);
      const b = truth(blocking);
      hostCall(() => fs.setBlocking(n, b));
    },
    'get_inheritable(fd, /)': (fd: PyValue) => {
      const n = cInt(fd);
      return hostCall(() => fs.getInheritable(n));
    },
    'set_inheritable(fd, inheritable, /)': (fd: PyValue, inheritable: PyValue) => {
      const n = cInt(fd);
      const v = cInt(inheritable) !== 0;
      hostCall(() => fs.setInheritable(n, v));
    },
    'stat(path, *, dir_fd=None, follow_symlinks=True)': (path: PyValue, dirFd: PyValue, follow: PyValue) =>
      stat(path, dirFd, follow),
    'lstat(path, *, dir_fd=None)': (path: PyValue, dirFd: PyValue) => {
      const p = pathArg(path, 'lstat');
      const at = atDir(p, dirFd, 'lstat');
      return hostCall(() => makeStat(fs.lstat(at)), p.given);
    },
    'fstat(fd)': (fd: PyValue) => {
      const n = cInt(fd);
      return hostCall(() => makeStat(fs.fstat(n)));
    },
    'scandir(path=None)': scandir,
    'listdir(path=None)': listdir,
    'mkdir(path, mode=511, *, dir_fd=None)': (path: PyValue, mode: PyValue, dirFd: PyValue) => {
      const p = pathArg(path, 'mkdir');
      const md = cInt(mode);
      const at = atDir(p, dirFd, 'mkdir');
      hostCall(() => fs.mkdir(at, md), p.given);
    },
    'rmdir(path, *, dir_fd=None)': (path: PyValue, dirFd: PyValue) => {
      const p = pathArg(path, 'rmdir');
      const at = atDir(p, dirFd, 'rmdir');
      hostCall(() => fs.rmdir(at), p.given);
    },
    'unlink(path, *, dir_fd=None)': (path: PyValue, dirFd: PyValue) => unlink(path, dirFd, 'unlink'),
    'remove(path, *, dir_fd=None)': (path: PyValue, dirFd: PyValue) => unlink(path, dirFd, 'remove'),
    'rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)': (s: PyValue, d: PyValue, sf: PyValue, df: PyValue) =>
      two('rename', s, d, sf, df, (a, b) => fs.rename(a, b)),
    'replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)': (s: PyValue, d: PyValue, sf: PyValue, df: PyValue) =>
      two('replace', s, d, sf, df, (a, b) => fs.rename(a, b)),
    'link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)': (
      s: PyValue,
      d: PyValue,
      sf: PyValue,
      df: PyValue,
    ) => two('link', s, d, sf, df, (a, b) => fs.link(a, b)),
    'symlink(src, dst, target_is_directory=False, *, dir_fd=None)': (
      s: PyValue,
      d: PyValue,
      _dir: PyValue,
      df: PyValue,
    ) => {
      const a = pathArg(s, 'symlink', 'src');
      const b = pathArg(d, 'symlink', 'dst');
      const to = atDir(b, df, 'symlink');
      hostCall(() => fs.symlink(a.host, to), a.given, b.given);
    },
    'readlink(path, *, dir_fd=None)': (path: PyValue, dirFd: PyValue) => {
      const p = pathArg(path, 'readlink');
      const at = atDir(p, dirFd, 'readlink');
      return fsName(
        hostCall(() => fs.readlink(at), p.given),
        p.bytes,
      );
    },
    'chmod(path, mode, *, dir_fd=None, follow_symlinks=True)': (
      path: PyValue,
      mode: PyValue,
      dirFd: PyValue,
      follow: PyValue,
    ) => {
      const p = pathArg(path, 'chmod', 'path', { fd: true });
      const md = cInt(mode) & 0o7777;
      if (!truth(follow))
        throw newException(exceptionTypes.NotImplementedError, 'chmod: follow_symlinks unavailable on this platform');
      if (p.fd >= 0) return hostCall(() => fs.fchmod(p.fd, md), p.given);
      const at = atDir(p, dirFd, 'chmod');
      hostCall(() => fs.chmod(at, md), p.given);
    },
    'fchmod(fd, mode)': (fd: PyValue, mode: PyValue) => {
      const n = cInt(fd);
      const md = cInt(mode) & 0o7777;
      hostCall(() => fs.fchmod(n, md));
    },
    'chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)': (
      path: PyValue,
      uid: PyValue,
      gid: PyValue,
      dirFd: PyValue,
      follow: PyValue,
    ) => {
      const p = pathArg(path, 'chown', 'path', { fd: true });
      const u = idArg(uid, 'uid');
      const g = idArg(gid, 'gid');
      if (p.fd >= 0) return hostCall(() => fs.fchown(p.fd, u, g), p.given);
      const at = atDir(p, dirFd, 'chown');
      hostCall(() => (truth(follow) ? fs.chown(at, u, g) : fs.lchown(at, u, g)), p.given);
    },
    'lchown(path, uid, gid)': (path: PyValue, uid: PyValue, gid: PyValue) => {
      const p = pathArg(path, 'lchown');
      hostCall(() => fs.lchown(p.host, idArg(uid, 'uid'), idArg(gid, 'gid')), p.given);
    },
    'fchown(fd, uid, gid)': (fd: PyValue, uid: PyValue, gid: PyValue) => {
      const n = cInt(fd);
      hostCall(() => fs.fchown(n, idArg(uid, 'uid'), idArg(gid, 'gid')));
    },
    'utime(path, times=None, *, ns=?, dir_fd=None, follow_symlinks=True)': utime,
    'truncate(path, length)': (path: PyValue, length: PyValue) => {
      const p = pathArg(path, 'truncate', 'path', { fd: true });
      const n = cLong(length);
      if (n < 0) throw osError(ERRNO.EINVAL, p.given);
      hostCall(() => (p.fd >= 0 ? fs.ftruncate(p.fd, n) : fs.truncate(p.host, n)), p.given);
    },
    'ftruncate(fd, length, /)': (fd: PyValue, length: PyValue) => {
      const f = cInt(fd);
      const n = cLong(length);
      if (n < 0) throw osError(ERRNO.EINVAL);
      hostCall(() => fs.ftruncate(f, n));
    },
    'access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)': (
      path: PyValue,
      mode: PyValue,
      dirFd: PyValue,
    ) => {
      const p = pathArg(path, 'access');
      const md = cInt(mode);
      const at = atDir(p, dirFd, 'access');
      try {
        fs.access(at, md);
        return true;
      } catch {
        return false;
      }
    },
    'getcwd()': () => {
      const cwd = hostCall(() => host().process.cwd());
      return fromJS(cwd);
    },
    'getcwdb()': () => new PyBytes(fsEncode(fromJS(hostCall(() => host().process.cwd())))),
    'chdir(path)': (path: PyValue) => {
      const p = pathArg(path, 'chdir', 'path', { fd: true });
      hostCall(() => host().process.chdir(p.fd >= 0 ? `/proc/self/fd/${p.fd}` : p.host), p.given);
    },
    'fchdir(fd)': (fd: PyValue) => {
      const n = fileno(fd);
      hostCall(() => {
        const st = fs.fstat(n);
        if ((st.mode & 0o170000) !== 0o040000) throw osError(ERRNO.ENOTDIR);
        host().process.chdir(`/proc/self/fd/${n}`);
      });
    },
    'statvfs(path)': (path: PyValue) => {
      const p = pathArg(path, 'statvfs', 'path', { fd: true });
      return statvfs(p.fd >= 0 ? `/proc/self/fd/${p.fd}` : p.host, p.given);
    },
    'fstatvfs(fd, /)': (fd: PyValue) => {
      const n = cInt(fd);
      hostCall(() => fs.fstat(n));
      return statvfs(`/proc/self/fd/${n}`, undefined);
    },
    'get_terminal_size(fd=1, /)': (fd: PyValue) => {
      const n = cInt(fd);
      const s = hostCall(() => host().terminal.size(n));
      return terminalSize.of(s.columns, s.lines);
    },
    'mkfifo(path, mode=438, *, dir_fd=None)': (path: PyValue, mode: PyValue, dirFd: PyValue) => {
      const p = pathArg(path, 'mkfifo');
      const at = atDir(p, dirFd, 'mkfifo');
      hostCall(() => fs.mkfifo(at, cInt(mode)), p.given);
    },
    'device_encoding(fd)': (fd: PyValue) => {
      const n = cInt(fd);
      try {
        return fs.isatty(n) ? 'utf-8' : None;
      } catch {
        return None;
      }
    },
    'ttyname(fd, /)': (fd: PyValue) => {
      const n = cInt(fd);
      if (!hostCall(() => fs.isatty(n))) throw osError(ERRNO.ENOTTY);
      return fsName(
        hostCall(() => fs.readlink(`/proc/self/fd/${n}`)),
        false,
      );
    },
    'fspath(path)': fspath,
    '_path_normpath(path)': pathNormpath,
    '_path_splitroot_ex(path, /)': pathSplitrootEx,
    'major(device, /)': (dev: PyValue) => {
      const d = deviceArg(dev);
      return Number(((d >> 8n) & 0xfffn) | ((d >> 32n) & 0xfffff000n));
    },
    'minor(device, /)': (dev: PyValue) => {
      const d = deviceArg(dev);
      return Number((d & 0xffn) | ((d >> 12n) & 0xffffff00n));
    },
    'makedev(major, minor, /)': (major: PyValue, minor: PyValue) => {
      const a = deviceArg(major);
      const b = deviceArg(minor);
      return Number((b & 0xffn) | ((a & 0xfffn) << 8n) | ((b & ~0xffn) << 12n) | ((a & ~0xfffn) << 32n));
    },
    'sysconf(name, /)': (name: PyValue) => {
      const n = confName(name, sysconfNumber);
      const v = sysconfValue(n);
      if (v === undefined) throw osError(ERRNO.EINVAL);
      return v;
    },
    'pathconf(path, name)': (path: PyValue, name: PyValue) => {
      const p = pathArg(path, 'pathconf', 'path', { fd: true });
      hostCall(() => void (p.fd >= 0 ? fs.fstat(p.fd) : fs.stat(p.host)), p.given);
      const v = pathconfValue(confName(name, pathconfNumber));
      if (v === undefined) throw osError(ERRNO.EINVAL, p.given);
      return v;
    },
    'fpathconf(fd, name, /)': (fd: PyValue, name: PyValue) => {
      const n = fileno(fd);
      hostCall(() => void fs.fstat(n));
      const v = pathconfValue(confName(name, pathconfNumber));
      if (v === undefined) throw osError(ERRNO.EINVAL);
      return v;
    },
    'confstr(name, /)': (name: PyValue) => {
      const n = confName(name, (k) => (k === 'CS_PATH' ? 0 : undefined));
      if (n !== 0) throw osError(ERRNO.EINVAL);
      return '/bin:/usr/bin';
    },
    'posix_fadvise(fd, offset, length, advice, /)': (fd: PyValue) => {
      const n = cInt(fd);
      hostCall(() => void fs.fstat(n));
    },
    *'sendfile(out_fd, in_fd, offset, count)'(
      out: PyValue,
      input: PyValue,
      offset: PyValue,
      count: PyValue,
    ): Generator<unknown, PyValue, never> {
      const to = cInt(out);
      const from = cInt(input);
      const n = cSize(count);
      const at = offset === None ? null : cLong(offset);
      const blocking = hostCall(() => fs.mayBlock(to));
      if (!blocking) return hostCall(() => system().sendfile(to, from, at, n));
      for (;;) {
        // In blocking mode the kernel would wait until all is sent, and with it the thread that is to receive it.
        system().setBlocking(to, false);
        try {
          return system().sendfile(to, from, at, n);
        } catch (e) {
          if (!(e instanceof HostError) || e.errno !== ERRNO.EAGAIN) throw fromHostError(e);
        } finally {
          system().setBlocking(to, true);
        }
        yield* readyR(to, POLLOUT, -1);
      }
    },
    'copy_file_range(src, dst, count, offset_src=None, offset_dst=None)': (
      s: PyValue,
      d: PyValue,
      count: PyValue,
      os: PyValue,
      od: PyValue,
    ) => {
      const n = cSize(count);
      if (n < 0) throw valueError("negative value for 'count' not allowed");
      const buffer = new Uint8Array(Math.min(n, 1 << 20));
      const from = cInt(s);
      const to = cInt(d);
      return hostCall(() => {
        const got = os === None ? fs.read(from, buffer) : fs.pread(from, buffer, cLong(os));
        const data = buffer.subarray(0, got);
        return od === None ? fs.write(to, data) : fs.pwrite(to, data, cLong(od));
      });
    },
  });
  void (null as PyDict | null);
  void PyList;
  void cDouble;
}

/** A device number. */
function deviceArg(v: PyValue): bigint {
  const n = BigInt(index(v));
  if (n < 0n) throw newException(exceptionTypes.OverflowError, "can't convert negative int to unsigned");
  if (n > 0xffffffffffffffffn)
    throw newException(exceptionTypes.OverflowError, 'Python int too large to convert to C unsigned long');
  return n;
}

function idArg(v: PyValue, what: string): number {
  const n = index(v, `${what} should be integer, not ${typeof v === 'string' ? 'str' : 'object'}`);
  if (n < -1) throw newException(exceptionTypes.OverflowError, `${what} is less than minimum`);
  if (n > 4294967295) throw newException(exceptionTypes.OverflowError, `${what} is greater than maximum`);
  return n === -1 ? 4294967295 : Number(n);
}

function confName(v: PyValue, table: (name: string) => number | undefined): number {
  if (!isStr(v)) {
    if (typeof v !== 'number' && typeof v !== 'boolean')
      throw typeError('configuration names must be strings or integers');
    return cInt(v);
  }
  const n = table(toJS(v));
  if (n === undefined) throw valueError('unrecognized configuration name');
  return n;
}

/** A descriptor, or an object with fileno(). */
function fileno(v: PyValue): number {
  return filenoOf(v);
}

function statvfs(path: HostPath, given: PyValue | undefined): PyValue {
  const s = hostCall(() => host().fs.statvfs(path), given);
  return statvfsResult.of(s.bsize, s.bsize, s.blocks, s.bfree, s.bavail, s.files, s.ffree, s.ffree, 4096, 255, 0);
}

import { filenoOf } from '../support/fileno.ts';
