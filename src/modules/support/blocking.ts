// Operations that may take long: they suspend the Python thread through a Wait, so that others run meanwhile.
// Invariant: where the thread cannot be suspended (a native called back into Python) they block the machine's instead.

import { host } from '../../runtime/host.ts';
import { CANNOT_WAIT } from '../../runtime/scheduler.ts';
import { type Resumable, Wait } from '../../objects/protocol/pending.ts';
import { isException } from '../../objects/exceptions/raise.ts';
import type { PyObject, PyValue } from '../../objects/object.ts';
import { fromHostError, hostCall } from './fs.ts';

/** Reads into a buffer; the number of bytes. Resumable. */
export function readR(fd: number, buffer: Uint8Array): Resumable<number> {
  if (buffer.length === 0 || !hostCall(() => host().fs.mayBlock(fd))) return hostCall(() => host().fs.read(fd, buffer));
  return waitForRead(fd, buffer);
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
