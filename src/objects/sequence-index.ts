// Subscripts of sequences: slice → start, stop, step, length, and an integer key → a position. Invariant: the key's
// `__index__` runs before the length is taken, as in CPython, so that code in it may change the sequence.

import { None, type PyValue } from './object.ts';
import type { PySlice } from './shapes.ts';
import { typeOf } from './type.ts';
import { SLOT } from './slots.ts';
import { indexError, typeError, valueError } from './exceptions/raise.ts';
import { clippedIndex, ssize } from './protocol/operators.ts';

/** What a slice selects from a sequence of known length. */
export interface SliceBounds {
  start: number;
  stop: number;
  step: number;
  length: number;
}

function part(v: PyValue): number {
  if (typeof v === 'number') return v;
  if (typeof v === 'object' && typeOf(v).slot(SLOT.__index__) === null) {
    throw typeError('slice indices must be integers or None or have an __index__ method');
  }
  if (typeof v === 'string') throw typeError('slice indices must be integers or None or have an __index__ method');
  return clippedIndex(v);
}

/** start, stop, step, length of a slice over a sequence; `length` is asked after the slice's own parts were. */
export function sliceBounds(s: PySlice, length: number | (() => number)): SliceBounds {
  const step = s.step === None ? 1 : part(s.step);
  if (step === 0) throw valueError('slice step cannot be zero');
  let start = s.start === None ? undefined : part(s.start);
  let stop = s.stop === None ? undefined : part(s.stop);
  const n = typeof length === 'number' ? length : length();
  if (step > 0) {
    start = start === undefined ? 0 : start < 0 ? Math.max(0, start + n) : Math.min(start, n);
    stop = stop === undefined ? n : stop < 0 ? Math.max(0, stop + n) : Math.min(stop, n);
    return { start, stop, step, length: stop > start ? Math.floor((stop - start - 1) / step) + 1 : 0 };
  }
  start = start === undefined ? n - 1 : start < 0 ? Math.max(-1, start + n) : Math.min(start, n - 1);
  stop = stop === undefined ? -1 : stop < 0 ? Math.max(-1, stop + n) : Math.min(stop, n - 1);
  return { start, stop, step, length: stop < start ? Math.floor((start - stop - 1) / -step) + 1 : 0 };
}

/** The items a slice selects, as a new array. */
export function sliceItems<T>(items: readonly T[], b: SliceBounds): T[] {
  if (b.step === 1) return items.slice(b.start, Math.max(b.start, b.stop));
  const out = new Array<T>(b.length);
  for (let i = 0, at = b.start; i < b.length; i++, at += b.step) out[i] = items[at];
  return out;
}

/** True for keys that sequences accept as a position. */
export function isIndex(key: PyValue): boolean {
  return (
    typeof key === 'number' ||
    typeof key === 'bigint' ||
    typeof key === 'boolean' ||
    (typeof key === 'object' && key.cls.slot(SLOT.__index__) !== null)
  );
}

/** A subscript (`what`: 'list', 'tuple' …) as a position counted from the end when negative; not yet range-checked. */
export function subscript(key: PyValue, what: string): number {
  if (typeof key === 'number') return key;
  if (!isIndex(key)) throw typeError(`${what} indices must be integers or slices, not ${typeOf(key).name}`);
  return ssize(key, indexError);
}

/** The start or stop argument of `index()` methods and the like, clipped to the sequence. */
export function clipArgument(v: PyValue, length: number): number {
  if (!isIndex(v)) throw typeError('slice indices must be integers or have an __index__ method');
  const i = clippedIndex(v);
  return i < 0 ? Math.max(0, i + length) : i;
}
