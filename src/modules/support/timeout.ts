// Time-outs given in seconds. Invariant: rounded up, so that no wait ends before its time.

import { None, type PyValue } from '../../objects/object.ts';
import { PyFloat } from '../../objects/shapes.ts';
import { overflowError, valueError } from '../../objects/exceptions/raise.ts';
import { index } from '../../objects/protocol/operators.ts';

/** Seconds of a float or int argument. */
export function secondsArg(v: PyValue): number {
  let s: number;
  if (v instanceof PyFloat) {
    s = v.v;
    if (Number.isNaN(s)) throw valueError('Invalid value NaN (not a number)');
  } else s = Number(index(v));
  if (Math.abs(s) >= 9223372036.854775807) throw overflowError('timestamp too large to convert to C PyTime_t');
  return s;
}

/** A socket's time-out in milliseconds: None gives -1. */
export function timeoutArg(v: PyValue): number {
  if (v === None) return -1;
  const s = secondsArg(v);
  if (s < 0) throw valueError('Timeout value out of range');
  return s * 1000;
}
