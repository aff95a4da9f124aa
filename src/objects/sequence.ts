// What list, tuple and deque share: repr, comparison, search and repetition over arrays of values. Invariant: Python
// code may run between two items and change the array, so lengths are read anew at each step.

import { MAX_ITEMS } from './capacity.ts';
import type { PyObject, PyValue } from './object.ts';
import { typeOf } from './type.ts';
import { memoryError, overflowError, typeError } from './exceptions/raise.ts';
import { compareOrdered, compareR, EQ, equalR, GE, GT, LE, LT, NE, ssize } from './protocol/operators.ts';
import { isPending, type NativeGenerator, type Pending, type Resumable } from './protocol/pending.ts';
import { reprEnter, reprLeave, reprR } from './protocol/text.ts';
import { fromJS, toJS } from './str/text.ts';
import type { PyStr } from './shapes.ts';
import { isIndex } from './sequence-index.ts';

// -------------------------------------------------------------------------------------------------------------- repr

/** `open` + the reprs of the items + `close`; `recursive` when `self` is already being shown. Resumable. */
export function reprItemsR(
  self: PyObject,
  items: PyValue[],
  open: string,
  close: string,
  recursive: string,
): Resumable {
  if (!reprEnter(self)) return recursive;
  const parts: string[] = [];
  try {
    for (let i = 0; i < items.length; i++) {
      const v = items[i];
      if (typeof v === 'number') {
        parts.push(String(v));
        continue;
      }
      const r = reprR(v);
      if (isPending(r)) return reprSlow(self, items, parts, r, open, close);
      parts.push(toJS(r));
    }
  } catch (e) {
    reprLeave(self);
    throw e;
  }
  reprLeave(self);
  return fromJS(open + parts.join(', ') + close);
}
function* reprSlow(
  self: PyObject,
  items: PyValue[],
  parts: string[],
  first: Pending,
  open: string,
  close: string,
): NativeGenerator<PyValue> {
  try {
    let s: string | PyStr = yield first;
    parts.push(toJS(s));
    while (parts.length < items.length) {
      s = yield reprR(items[parts.length]);
      parts.push(toJS(s));
    }
    return fromJS(open + parts.join(', ') + close);
  } finally {
    reprLeave(self);
  }
}

// -------------------------------------------------------------------------------------------------------- comparison

/** Lexicographic rich comparison of what `a.items` and `b.items` hold. Resumable. */
export function compareItemsR(a: { items: PyValue[] }, b: { items: PyValue[] }, op: number): Resumable {
  if ((op === EQ || op === NE) && a.items.length !== b.items.length) return op === NE;
  for (let i = 0; i < a.items.length && i < b.items.length; i++) {
    const x = a.items[i];
    const y = b.items[i];
    if (x === y) continue;
    const r = equalR(x, y);
    if (r === true) continue;
    if (r === false) return op === EQ ? false : op === NE ? true : compareR(x, y, op);
    return compareSlow(a, b, op, i, r);
  }
  return compareOrdered(a.items.length, b.items.length, op);
}
function* compareSlow(
  a: { items: PyValue[] },
  b: { items: PyValue[] },
  op: number,
  i: number,
  first: unknown,
): NativeGenerator<PyValue> {
  let r = first;
  for (;;) {
    const same: boolean = yield r;
    if (!same) break;
    i++;
    if (i >= a.items.length || i >= b.items.length) return compareOrdered(a.items.length, b.items.length, op);
    r = equalR(a.items[i], b.items[i]);
  }
  if (i >= a.items.length || i >= b.items.length) return compareOrdered(a.items.length, b.items.length, op);
  if (op === EQ) return false;
  if (op === NE) return true;
  return yield compareR(a.items[i], b.items[i], op);
}

/** The six rich-comparison natives of a type, from one function. */
export function comparisons<T>(compare: (self: T, other: PyValue, op: number) => Resumable): {
  [signature: string]: (self: T, other: PyValue) => Resumable;
} {
  return {
    '__lt__(value, /)': (self, other) => compare(self, other, LT),
    '__le__(value, /)': (self, other) => compare(self, other, LE),
    '__eq__(value, /)': (self, other) => compare(self, other, EQ),
    '__ne__(value, /)': (self, other) => compare(self, other, NE),
    '__gt__(value, /)': (self, other) => compare(self, other, GT),
    '__ge__(value, /)': (self, other) => compare(self, other, GE),
  };
}

// ------------------------------------------------------------------------------------------------------------ search

/** The first position at or after `start` (before `stop`) of a value equal to `v`, or -1. Resumable. */
export function findItemR(holder: { items: PyValue[] }, v: PyValue, start = 0, stop = Infinity): Resumable<number> {
  for (let i = start; i < stop && i < holder.items.length; i++) {
    const x = holder.items[i];
    if (x === v) return i;
    const r = equalR(x, v);
    if (r === true) return i;
    if (r !== false) return findSlow(holder, v, i, stop, r);
  }
  return -1;
}
function* findSlow(
  holder: { items: PyValue[] },
  v: PyValue,
  i: number,
  stop: number,
  first: unknown,
): NativeGenerator<number> {
  let r = first;
  for (;;) {
    const same: boolean = yield r;
    if (same) return i;
    i++;
    if (i >= stop || i >= holder.items.length) return -1;
    r = equalR(holder.items[i], v);
  }
}

/** How many items equal `v`. Resumable. */
export function countItemsR(holder: { items: PyValue[] }, v: PyValue): Resumable<number> {
  let n = 0;
  for (let i = 0; i < holder.items.length; i++) {
    const r = equalR(holder.items[i], v);
    if (r === true) n++;
    else if (r !== false) return countSlow(holder, v, i, n, r);
  }
  return n;
}
function* countSlow(
  holder: { items: PyValue[] },
  v: PyValue,
  i: number,
  n: number,
  first: unknown,
): NativeGenerator<number> {
  let r = first;
  for (;;) {
    const same: boolean = yield r;
    if (same) n++;
    i++;
    if (i >= holder.items.length) return n;
    r = equalR(holder.items[i], v);
  }
}

/** `v in holder`. Resumable. */
export function containsR(holder: { items: PyValue[] }, v: PyValue): Resumable<boolean> {
  const r = findItemR(holder, v);
  if (typeof r === 'number') return r >= 0;
  return (function* (): NativeGenerator<boolean> {
    const i: number = yield r;
    return i >= 0;
  })();
}

// -------------------------------------------------------------------------------------------------------- repetition

/** The count of `sequence * n`, where a sequence may have `max` items. */
export function repeatCount(n: PyValue, size: number, max = MAX_ITEMS): number {
  if (!isIndex(n)) throw typeError(`can't multiply sequence by non-int of type '${typeOf(n).name}'`);
  const count = Math.max(0, ssize(n, overflowError));
  if (count * size > max) throw memoryError('');
  return count;
}

/** The items `count` times over. */
export function repeatItems(items: PyValue[], count: number): PyValue[] {
  if (items.length === 1) return new Array<PyValue>(count).fill(items[0]);
  const size = items.length;
  const out = new Array<PyValue>(size * count);
  for (let i = 0, at = 0; i < count; i++) for (let j = 0; j < size; j++) out[at++] = items[j];
  return out;
}

// ---------------------------------------------------------------------------------------------------- type arguments

/** The one optional positional argument of `list()`, `tuple()`, `set()` …; TypeErrors worded as CPython's. */
export function oneArgument(name: string, args: readonly PyValue[], kw: { size: number }): PyValue | undefined {
  if (kw.size > 0) throw typeError(`${name}() takes no keyword arguments`);
  if (args.length > 1) throw typeError(`${name} expected at most 1 argument, got ${args.length}`);
  return args[0];
}
