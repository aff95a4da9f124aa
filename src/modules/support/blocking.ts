// Operations that may take long: they suspend the Python thread through a Wait, so that others run meanwhile.
// Invariant: where the thread cannot be suspended (a native called back into Python) they block the machine's instead.

import { host } from '../../runtime/host.ts';
import { CANNOT_WAIT } from '../../runtime/scheduler.ts';
import { type HostSystem, POLLIN, POLLOUT } from '../../runtime/system.ts';
import { type Resumable, Wait } from '../../objects/protocol/pending.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { isException } from '../../objects/exceptions/raise.ts';
import type { PyObject, PyValue } from '../../objects/object.ts';
import { fromHostError, hostCall } from './fs.ts';

/** The system calls below Node's interface, or OSError(ENOSYS). */
export function system(): HostSystem {
  const s = host().system();
  if (s === null) throw osError(ERRNO.ENOSYS);
  return s;
}

/** What of the events is there now (0: nothing). */
export function pollNow(fd: number, events: number): number {
  const set = new Int32Array([fd, events]);
  return hostCall(() => system().poll(set, 0)) === 0 ? 0 : set[1] >>> 16;
}

/** Reads into a buffer; the number of bytes. Resumable. */
export function readR(fd: number, buffer: Uint8Array): Resumable<number> {
  if (buffer.length === 0 || !hostCall(() => host().fs.mayBlock(fd))) return hostCall(() => host().fs.read(fd, buffer));
  if (host().system() === null) return waitForRead(fd, buffer);
  if (pollNow(fd, POLLIN) !== 0) return hostCall(() => host().fs.read(fd, buffer));
  return (function* (): Generator<unknown, number, never> {
    do yield* readyR(fd, POLLIN, -1);
    while (pollNow(fd, POLLIN) === 0);
    return hostCall(() => host().fs.read(fd, buffer));
  })();
}

/** As much as a pipe takes for sure when poll says that it can be written to. */
const PIPE_BUF = 4096;

/**
 * Writes everything, as a blocking descriptor does, or what a non-blocking one takes; the number of bytes. Output that is
 * nobody's in this process (the standard streams, until the system calls are in use) is written at once.
 */
export function writeR(fd: number, data: Uint8Array): Resumable<number> {
  const { fs } = host();
  const waits = (fd > 2 || host().systemIsLoaded()) && hostCall(() => fs.mayBlock(fd)) && host().system() !== null;
  if (!waits || (data.length <= PIPE_BUF && pollNow(fd, POLLOUT) !== 0)) return hostCall(() => fs.write(fd, data));
  return (function* (): Generator<unknown, number, never> {
    let at = 0;
    while (at < data.length) {
      const n = hostCall(() => system().writeNow(fd, data.subarray(at)));
      if (n !== null && n >= 0) at += n;
      else if (n === -1 || pollNow(fd, POLLOUT) === 0) yield* readyR(fd, POLLOUT, -1);
      else at += hostCall(() => fs.write(fd, data.subarray(at, at + PIPE_BUF)));
    }
    return at;
  })();
}

/** Waits until one of the events is there (perhaps) or the time is over: true. Milliseconds; -1 is for ever. */
export function* readyR(fd: number, events: number, milliseconds: number): Generator<unknown, boolean, never> {
  let cancel: (() => void) | undefined;
  let timer: (() => void) | undefined;
  try {
    return yield new Wait(
      (wake) => {
        cancel = system().watch(fd, events, () => {
          timer?.();
          wake(false);
        });
        if (milliseconds >= 0) {
          timer = host().clock.setTimer(milliseconds, () => {
            cancel?.();
            wake(true);
          });
        }
      },
      () => {
        timer?.();
        cancel?.();
      },
    );
  } catch (e) {
    if (!isException(e, 'RuntimeError') || e.args.items[0] !== CANNOT_WAIT) throw e;
    return hostCall(() => system().poll(new Int32Array([fd, events]), Math.ceil(milliseconds))) === 0;
  }
}

function* waitForRead(fd: number, buffer: Uint8Array): Generator<unknown, number, never> {
  let cancel: (() => void) | null = null;
  try {
    return yield new Wait(
      (wake, fail) => {
        cancel = host().fs.readAsync(fd, buffer, (n, error) => {
          if (error === null) wake(n);
          else fail(fromHostError(error) as PyObject); // errors of reads are HostErrors
        });
      },
      () => cancel?.(),
    );
  } catch (e) {
    if (isException(e, 'RuntimeError') && e.args.items[0] === CANNOT_WAIT)
      return hostCall(() => host().fs.read(fd, buffer));
    throw e;
  }
}

/**
 * Waits for the host: the value given to `wake`. Where the thread cannot be suspended, `block` does the same by
 * blocking. Resumable.
 */
export function* waitR<T>(
  start: (wake: (value: PyValue) => void, fail: (e: PyObject) => void) => (() => void) | void,
  block: () => T,
): Generator<unknown, T, never> {
  let cancel: (() => void) | void;
  try {
    return yield new Wait(
      (wake, fail) => {
        cancel = start(wake, fail);
      },
      () => cancel?.(),
    );
  } catch (e) {
    if (isException(e, 'RuntimeError') && e.args.items[0] === CANNOT_WAIT) return block();
    throw e;
  }
}
