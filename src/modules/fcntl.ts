// fcntl: what Node can do of it. Invariant: descriptor flags are those the kernel shows in /proc; locks held by this
// process never conflict with itself. Locks against other processes are not available.

import { None, type PyValue } from '../objects/object.ts';
import { PyBytes } from '../objects/shapes.ts';
import { borrow } from '../objects/buffer.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { valueError } from '../objects/exceptions/raise.ts';
import { index, truth } from '../objects/protocol/operators.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { isStr, toJS } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { host, HostError } from '../runtime/host.ts';
import { cInt, cLong, tryBytes } from './support/arguments.ts';
import { system, waitR } from './support/blocking.ts';
import { filenoOf } from './support/fileno.ts';
import { fromHostError, hostCall } from './support/fs.ts';

const O_NONBLOCK = 2048;
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

/** F_SETLKW and its kin wait in the kernel: the wait is made of tries instead, so that other threads run. */
const RETRY_MS = 10;
const WAITING: { readonly [command: number]: number } = { 7: 6, 38: 37 };
const LOCK_NB = 4;

function mode(fd: number, command: number, argument: number): number | undefined {
  const { fs } = host();
  if (command === CONSTANTS.F_SETFL) fs.setBlocking(fd, (argument & O_NONBLOCK) === 0);
  if (command === CONSTANTS.F_GETFD && fd <= 2) return 0; // children get the standard streams
  if (command === CONSTANTS.F_GETFL && fd <= 2) {
    // Node may have made the standard streams non-blocking: that is not the program's business.
    const flags = system().fcntl(fd, command, 0);
    return fs.getBlocking(fd) ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
  }
  return undefined;
}

/** Repeats a locking call until it succeeds or fails for another reason than the lock being taken. */
function* untilFree(attempt: () => void): NativeGenerator {
  for (;;) {
    try {
      return void attempt();
    } catch (e) {
      if (!(e instanceof HostError) || (e.errno !== ERRNO.EAGAIN && e.errno !== ERRNO.EACCES)) throw fromHostError(e);
    }
    yield* waitR(
      (wake) => host().clock.setTimer(RETRY_MS, () => wake(None)),
      () => void host().clock.block(RETRY_MS),
    );
  }
}

/** struct flock. */
function lockRecord(type: number, whence: number, start: number, length: number): Uint8Array {
  const b = new Uint8Array(32);
  const v = new DataView(b.buffer);
  v.setInt16(0, type, true);
  v.setInt16(2, whence, true);
  v.setBigInt64(8, BigInt(start), true);
  v.setBigInt64(16, BigInt(length), true);
  return b;
}

defineModule('fcntl', (m) => {
  for (const [k, v] of Object.entries(CONSTANTS)) m.set(k, v);
  m.set('error', exceptionTypes.OSError);
  m.funcs({
    *'fcntl(fd, cmd, arg=0, /)'(file: PyValue, cmd: PyValue, arg: PyValue): NativeGenerator<PyValue> {
      const fd = filenoOf(file);
      const command = cInt(cmd);
      const raw = isStr(arg) ? new TextEncoder().encode(toJS(arg)) : tryBytes(arg);
      if (raw !== undefined) {
        if (raw.length > 1024) throw valueError('fcntl argument 3 is too long');
        const b = raw.slice();
        const waiting = WAITING[command];
        if (waiting !== undefined) yield* untilFree(() => void system().fcntl(fd, waiting, b));
        else hostCall(() => system().fcntl(fd, command, b));
        return new PyBytes(b);
      }
      const n = Number(BigInt.asIntN(32, BigInt(index(arg))));
      return hostCall(() => mode(fd, command, n) ?? system().fcntl(fd, command, n));
    },
    *'flock(fd, operation, /)'(file: PyValue, operation: PyValue): NativeGenerator {
      const fd = filenoOf(file);
      const op = cInt(operation);
      const attempt = (): void => system().flock(fd, op | LOCK_NB);
      if ((op & LOCK_NB) !== 0) hostCall(attempt);
      else yield* untilFree(attempt);
      return None;
    },
    *'lockf(fd, cmd, len=0, start=0, whence=0, /)'(
      file: PyValue,
      cmd: PyValue,
      len: PyValue,
      start: PyValue,
      whence: PyValue,
    ): NativeGenerator {
      const fd = filenoOf(file);
      const op = cInt(cmd);
      const types: { readonly [operation: number]: number } = { 8: 2, 1: 0, 2: 1 };
      const type = types[op & ~LOCK_NB];
      if (type === undefined) throw valueError('unrecognized lockf argument');
      const record = lockRecord(type, cInt(whence), cLong(start), cLong(len));
      const attempt = (): void => void system().fcntl(fd, CONSTANTS.F_SETLK, record);
      if ((op & LOCK_NB) !== 0) hostCall(attempt);
      else yield* untilFree(attempt);
      return None;
    },
    'ioctl(fd, request, arg=0, mutate_flag=True, /)': (
      file: PyValue,
      request: PyValue,
      arg: PyValue,
      mutate: PyValue,
    ): PyValue => {
      const fd = filenoOf(file);
      const r = Number(BigInt.asUintN(32, BigInt(index(request))));
      const raw = isStr(arg) ? new TextEncoder().encode(toJS(arg)) : tryBytes(arg);
      if (raw === undefined) {
        const n = cInt(arg);
        return hostCall(() => system().ioctl(fd, r, n));
      }
      const target = truth(mutate) ? borrow(arg, true) : undefined;
      // Room for what the kernel writes, whatever the argument's size.
      const b = new Uint8Array(Math.max(1024, raw.length));
      b.set(raw);
      const result = hostCall(() => system().ioctl(fd, r, b));
      if (target === undefined) return new PyBytes(b.slice(0, raw.length));
      target.set(b.subarray(0, target.length));
      return result;
    },
  });
});
