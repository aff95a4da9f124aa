// fcntl: what Node can do of it. Invariant: descriptor flags are those the kernel shows in /proc; locks held by this
// process never conflict with itself. Locks against other processes are not available.

import type { PyValue } from '../objects/object.ts';
import { PyBytes } from '../objects/shapes.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { osError } from '../objects/exceptions/os-error.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { isStr } from '../objects/str/text.ts';
import { index } from '../objects/protocol/operators.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { cInt, tryBytes } from './support/arguments.ts';
import { filenoOf } from './support/fileno.ts';
import { hostCall } from './support/fs.ts';

const CONSTANTS: { readonly [name: string]: number } = {
  FD_CLOEXEC: 1,
  F_DUPFD: 0,
  F_DUPFD_CLOEXEC: 1030,
  F_GETFD: 1,
  F_SETFD: 2,
  F_GETFL: 3,
  F_SETFL: 4,
  F_GETLK: 5,
  F_SETLK: 6,
  F_SETLKW: 7,
  F_GETLK64: 5,
  F_SETLK64: 6,
  F_SETLKW64: 7,
  F_SETOWN: 8,
  F_GETOWN: 9,
  F_SETSIG: 10,
  F_GETSIG: 11,
  F_RDLCK: 0,
  F_WRLCK: 1,
  F_UNLCK: 2,
  F_EXLCK: 4,
  F_SHLCK: 8,
  F_GETPIPE_SZ: 1032,
  F_SETPIPE_SZ: 1031,
  F_SETLEASE: 1024,
  F_GETLEASE: 1025,
  F_NOTIFY: 1026,
  F_ADD_SEALS: 1033,
  F_GET_SEALS: 1034,
  F_OFD_GETLK: 36,
  F_OFD_SETLK: 37,
  F_OFD_SETLKW: 38,
  LOCK_SH: 1,
  LOCK_EX: 2,
  LOCK_NB: 4,
  LOCK_UN: 8,
  LOCK_MAND: 32,
  LOCK_READ: 64,
  LOCK_WRITE: 128,
  LOCK_RW: 192,
  FASYNC: 8192,
  DN_ACCESS: 1,
  DN_MODIFY: 2,
  DN_CREATE: 4,
  DN_DELETE: 8,
  DN_RENAME: 16,
  DN_ATTRIB: 32,
};
const O_NONBLOCK = 2048;

defineModule('fcntl', (m) => {
  for (const [k, v] of Object.entries(CONSTANTS)) m.set(k, v);
  m.set('error', exceptionTypes.OSError);
  const inheritable = new Map<number, boolean>();
  m.funcs({
    'fcntl(fd, cmd, arg=0, /)': (file: PyValue, cmd: PyValue, arg: PyValue) => {
      const fd = filenoOf(file);
      const fs = host().fs;
      hostCall(() => void fs.fstat(fd));
      const raw = isStr(arg) ? undefined : tryBytes(arg);
      switch (cInt(cmd)) {
        case CONSTANTS.F_GETFD:
          return inheritable.get(fd) === true || fd < 3 ? 0 : 1;
        case CONSTANTS.F_SETFD:
          inheritable.set(fd, (cInt(arg) & 1) === 0);
          return 0;
        case CONSTANTS.F_GETFL: {
          let flags = 2;
          try {
            const text = new TextDecoder().decode(fs.readFile(`/proc/self/fdinfo/${fd}`));
            flags = Number.parseInt(/^flags:\s*(\d+)/m.exec(text)?.[1] ?? '2', 8) & ~0o2000000;
          } catch {
            // No /proc: say read and write.
          }
          return fs.getBlocking(fd) ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
        }
        case CONSTANTS.F_SETFL:
          fs.setBlocking(fd, (cInt(arg) & O_NONBLOCK) === 0);
          return 0;
        case CONSTANTS.F_DUPFD:
        case CONSTANTS.F_DUPFD_CLOEXEC:
          return hostCall(() => fs.dup(fd));
        case CONSTANTS.F_SETLK:
        case CONSTANTS.F_SETLKW:
        case CONSTANTS.F_GETLK:
        case CONSTANTS.F_OFD_SETLK:
        case CONSTANTS.F_OFD_SETLKW:
          return raw === undefined ? 0 : new PyBytes(raw.slice());
        case CONSTANTS.F_GETPIPE_SZ:
          return 65536;
        default:
          throw osError(ERRNO.EINVAL);
      }
    },
    'flock(fd, operation, /)': (file: PyValue, operation: PyValue) => {
      const fd = filenoOf(file);
      cInt(operation);
      hostCall(() => void host().fs.fstat(fd));
    },
    'lockf(fd, cmd, len=0, start=0, whence=0, /)': (file: PyValue, cmd: PyValue) => {
      const fd = filenoOf(file);
      cInt(cmd);
      hostCall(() => void host().fs.fstat(fd));
    },
    'ioctl(fd, request, arg=0, mutate_flag=True, /)': (
      file: PyValue,
      request: PyValue,
      arg: PyValue,
      mutate: PyValue,
    ) => {
      const fd = filenoOf(file);
      hostCall(() => void host().fs.fstat(fd));
      const code = Number(BigInt.asUintN(32, BigInt(index(request)))); // unsigned in C; negative means the same bits
      const given = isStr(arg) ? new Uint8Array(0) : tryBytes(arg);
      const reply = ioctl(fd, code, given);
      if (reply === undefined || given === undefined) return 0;
      if (mutate === false || mutate === 0 || arg instanceof PyBytes || isStr(arg)) return new PyBytes(reply);
      given.set(reply.subarray(0, given.length));
      return 0;
    },
  });
});

/** The requests Node can serve: terminal sizes and how much can be read. The structure that comes back, if one does. */
function ioctl(fd: number, request: number, given: Uint8Array | undefined): Uint8Array | undefined {
  const { fs, terminal } = host();
  switch (request) {
    case 0x5413: {
      // TIOCGWINSZ: unsigned short rows, columns, and two of pixels
      const { lines, columns } = hostCall(() => terminal.size(fd));
      const reply = new Uint8Array(8);
      const view = new DataView(reply.buffer);
      view.setUint16(0, lines, true);
      view.setUint16(2, columns, true);
      return reply;
    }
    case 0x5414: {
      // TIOCSWINSZ
      if (given === undefined || given.length < 4) throw osError(ERRNO.EFAULT);
      const view = new DataView(given.buffer, given.byteOffset);
      const size = { lines: view.getUint16(0, true), columns: view.getUint16(2, true) };
      hostCall(() => terminal.setSize(fd, size));
      return undefined;
    }
    case 0x541b: {
      // FIONREAD: int
      const reply = new Uint8Array(4);
      new DataView(reply.buffer).setInt32(0, fs.available(fd), true);
      return reply;
    }
    default:
      throw osError(fs.isatty(fd) ? ERRNO.EINVAL : ERRNO.ENOTTY);
  }
}
