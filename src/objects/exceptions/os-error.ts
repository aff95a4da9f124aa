// Raising OSError from native code: `throw osError(ERRNO.ENOENT, path)`. Invariant: the class is the subclass that
// CPython chooses for the error number; `args` is (errno, strerror) with the file names in fields of their own.

import type { PyValue } from '../object.ts';
import type { PyType } from '../type.ts';
import { fromJS } from '../str/text.ts';
import { ERRNO, strerror } from './errno-table.ts';
import { exceptionTypes, type PyOSError } from './hierarchy.ts';
import { newException } from './raise.ts';

const SUBCLASSES: { readonly [name: string]: readonly string[] } = {
  BlockingIOError: ['EAGAIN', 'EALREADY', 'EINPROGRESS', 'EWOULDBLOCK'],
  BrokenPipeError: ['EPIPE', 'ESHUTDOWN'],
  ChildProcessError: ['ECHILD'],
  ConnectionAbortedError: ['ECONNABORTED'],
  ConnectionRefusedError: ['ECONNREFUSED'],
  ConnectionResetError: ['ECONNRESET'],
  FileExistsError: ['EEXIST'],
  FileNotFoundError: ['ENOENT'],
  IsADirectoryError: ['EISDIR'],
  NotADirectoryError: ['ENOTDIR'],
  InterruptedError: ['EINTR'],
  PermissionError: ['EACCES', 'EPERM', 'ENOTCAPABLE'],
  ProcessLookupError: ['ESRCH'],
  TimeoutError: ['ETIMEDOUT'],
};

/** The subclass of OSError that stands for an error number (OSError itself when none does). */
export function osErrorType(errno: number): PyType {
  for (const [type, names] of Object.entries(SUBCLASSES)) {
    for (const name of names) if (ERRNO[name] === errno) return exceptionTypes[type];
  }
  return exceptionTypes.OSError;
}

/** A new OSError (or its subclass) for an error number, with CPython's text and the file names concerned. */
export function osError(
  errno: number,
  filename?: PyValue,
  filename2?: PyValue,
  text: string = strerror(errno),
): PyOSError {
  const e = newException(osErrorType(errno), errno, fromJS(text)) as PyOSError; // all subclasses have its shape
  e.errno = errno;
  e.strerror = fromJS(text);
  e.filename = filename;
  e.filename2 = filename2;
  return e;
}
