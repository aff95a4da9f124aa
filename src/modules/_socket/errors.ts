// gaierror and herror: failures of the resolver. Invariant: their `errno` is an EAI_ number, never the system's.

import { exceptionClass, exceptionTypes, type PyOSError } from '../../objects/exceptions/hierarchy.ts';
import { newException } from '../../objects/exceptions/raise.ts';
import { fromJS } from '../../objects/str/text.ts';
import type { PyType } from '../../objects/type.ts';

const { OSError } = exceptionTypes;
export const gaierror = exceptionClass('gaierror', 'socket', OSError);
export const herror = exceptionClass('herror', 'socket', OSError);

/** An error of the resolver. */
export function resolverError(type: PyType, errno: number, text: string): PyOSError {
  const e = newException(type, errno, fromJS(text)) as PyOSError; // both types have its shape
  e.errno = errno;
  e.strerror = fromJS(text);
  return e;
}
