// Writable buffers for recv_into and its kin. Invariant: the memory is used at once or while the exporter cannot move it.

import type { PyValue } from '../../objects/object.ts';
import { borrow } from '../../objects/buffer.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { typeName } from '../support/arguments.ts';

/** The memory of a writable bytes-like object. */
export function borrowWritable(v: PyValue, what: string): Uint8Array {
  const b = borrow(v, true);
  if (b === undefined) throw typeError(`${what}() argument 1 must be read-write bytes-like object, not ${typeName(v)}`);
  return b;
}
