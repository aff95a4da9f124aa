// PyObject_AsFileDescriptor: an int, or an object with a fileno() method. Invariant: the result is a non-negative C int.

import type { PyValue } from '../../objects/object.ts';
import { intValue } from '../../objects/protocol/operators.ts';
import { lookupAttr } from '../../objects/protocol/attribute.ts';
import { call } from '../../objects/protocol/call.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { cInt } from './arguments.ts';

/** The descriptor of a file-like object. */
export function filenoOf(v: PyValue): number {
  let n = intValue(v);
  if (n === undefined) {
    const f = lookupAttr(v, 'fileno');
    if (f === undefined) throw typeError('argument must be an int, or have a fileno() method.');
    n = intValue(call(f, []));
    if (n === undefined) throw typeError('fileno() returned a non-integer');
  }
  const fd = cInt(n);
  if (fd < 0) throw valueError(`file descriptor cannot be a negative integer (${fd})`);
  return fd;
}
