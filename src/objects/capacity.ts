// How long a sequence may become. Invariant: what V8 cannot hold is a MemoryError here; V8 itself would end the process
// (an array that grows past 2^27 elements is a fatal error, and it grows by half its length at a time).

import type { PyValue } from './object.ts';
import { memoryError } from './exceptions/raise.ts';

/** The most items of a list or tuple: the longest array that may still grow. */
export const MAX_ITEMS = 89_000_000;

/** `items.push(v)` for arrays that Python code can make arbitrarily long. */
export function push(items: PyValue[], v: PyValue): void {
  if (items.push(v) > MAX_ITEMS) throw memoryError('');
}
