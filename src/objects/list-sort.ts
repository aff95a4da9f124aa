// The stable sort behind list.sort and sorted. Invariant: keys that JavaScript can compare exactly as Python would
// (all numbers, all plain strings, tuples of those) are sorted by the engine; everything else by a merge sort over
// natural runs that only asks `<` and may be suspended at each question.

import type { PyValue } from './object.ts';
import type { PyFloat, PyTuple } from './shapes.ts';
import { floatType, tupleType } from './type.ts';
import { lessThanR } from './protocol/operators.ts';
import { quickLess } from './quick-less.ts';
import { isPending, type NativeGenerator, type Resumable } from './protocol/pending.ts';

type Primitive = number | bigint | string;
type Comparator<T> = (a: T, b: T) => number;

/** Exact JavaScript image of a key: ints, bools and floats as numbers, str as itself. */
function primitive(v: PyValue): Primitive | undefined {
  switch (typeof v) {
    case 'number':
    case 'bigint':
    case 'string':
      return v;
    case 'boolean':
      return v ? 1 : 0;
    default:
      // NaN would make an inconsistent order: Python's algorithm must decide.
      return v.cls === floatType && (v as PyFloat).v === (v as PyFloat).v ? (v as PyFloat).v : undefined;
  }
}

/** The keys as numbers or as strings, or undefined when they are not all of one kind. */
function primitives(keys: readonly PyValue[]): Primitive[] | undefined {
  const out = new Array<Primitive>(keys.length);
  let text: boolean | undefined;
  for (let i = 0; i < keys.length; i++) {
    const p = primitive(keys[i]);
    if (p === undefined) return undefined;
    const isText = typeof p === 'string';
    if (text === undefined) text = isText;
    else if (text !== isText) return undefined;
    out[i] = p;
  }
  return out;
}

/** Tuples of one length whose columns are primitives of one kind each. */
function tupleRows(keys: readonly PyValue[]): Primitive[][] | undefined {
  const first = keys[0];
  if (typeof first !== 'object' || first.cls !== tupleType) return undefined;
  const width = (first as PyTuple).items.length; // exactly tuple
  const text: (boolean | undefined)[] = new Array<undefined>(width);
  const out = new Array<Primitive[]>(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const k = keys[i];
    if (typeof k !== 'object' || k.cls !== tupleType) return undefined;
    const items = (k as PyTuple).items;
    if (items.length !== width) return undefined;
    const row = new Array<Primitive>(width);
    for (let j = 0; j < width; j++) {
      const p = primitive(items[j]);
      if (p === undefined) return undefined;
      const isText = typeof p === 'string';
      if (text[j] === undefined) text[j] = isText;
      else if (text[j] !== isText) return undefined;
      row[j] = p;
    }
    out[i] = row;
  }
  return out;
}

const compareRows: Comparator<Primitive[]> = (a, b) => {
  for (let i = 0; i < a.length; i++) {
    const x = a[i];
    const y = b[i];
    if (x < y) return -1;
    if (x > y) return 1;
  }
  return 0;
};
const comparePrimitives: Comparator<Primitive> = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function isSorted<T>(keys: readonly T[], compare: Comparator<T>): boolean {
  for (let i = 1; i < keys.length; i++) if (compare(keys[i - 1], keys[i]) > 0) return false;
  return true;
}

function permuted(values: readonly PyValue[], perm: Uint32Array): PyValue[] {
  const out = new Array<PyValue>(perm.length);
  for (let i = 0; i < perm.length; i++) out[i] = values[perm[i]];
  return out;
}

function bySorting<T>(
  keys: readonly T[],
  values: readonly PyValue[],
  compare: Comparator<T>,
  reverse: boolean,
): PyValue[] {
  const order: Comparator<T> = reverse ? (a, b) => compare(b, a) : compare;
  if (isSorted(keys, order)) return values.slice();
  const perm = new Uint32Array(keys.length);
  for (let i = 0; i < perm.length; i++) perm[i] = i;
  perm.sort((i, j) => order(keys[i], keys[j]) || i - j);
  return permuted(values, perm);
}

/** The stable order of numeric keys, as indices: a bottom-up merge sort without call-backs. */
function orderOfNumbers(keys: Float64Array, reverse: boolean): Uint32Array {
  const n = keys.length;
  // -k orders as k does backwards; equal keys stay in their order.
  let from = new Float64Array(n);
  for (let i = 0; i < n; i++) from[i] = reverse ? -keys[i] : keys[i];
  let perm = new Uint32Array(n);
  for (let i = 0; i < n; i++) perm[i] = i;
  const RUN = 16;
  for (let lo = 0; lo < n; lo += RUN) {
    const hi = Math.min(n, lo + RUN);
    for (let i = lo + 1; i < hi; i++) {
      const k = from[i];
      const p = perm[i];
      let j = i;
      while (j > lo && k < from[j - 1]) {
        from[j] = from[j - 1];
        perm[j] = perm[j - 1];
        j--;
      }
      from[j] = k;
      perm[j] = p;
    }
  }
  let to = new Float64Array(n);
  let permTo = new Uint32Array(n);
  for (let width = RUN; width < n; width *= 2) {
    for (let lo = 0; lo < n; lo += 2 * width) {
      const mid = Math.min(n, lo + width);
      const hi = Math.min(n, mid + width);
      let a = lo;
      let b = mid;
      for (let at = lo; at < hi; at++) {
        if (a < mid && (b >= hi || from[a] <= from[b])) {
          to[at] = from[a];
          permTo[at] = perm[a++];
        } else {
          to[at] = from[b];
          permTo[at] = perm[b++];
        }
      }
    }
    [from, to] = [to, from];
    [perm, permTo] = [permTo, perm];
  }
  return perm;
}

/** Small ints that are their own keys: equal ones cannot be told apart. Undefined where there is something else. */
function sortInts(values: readonly PyValue[], reverse: boolean): PyValue[] | undefined {
  const n = values.length;
  if (typeof values[0] !== 'number') return undefined;
  const sorted = new Float64Array(n);
  let rising = true;
  let falling = true;
  let before = values[0];
  for (let i = 0; i < n; i++) {
    const v = values[i];
    if (typeof v !== 'number') return undefined;
    if (v < before) rising = false;
    else if (v > before) falling = false;
    sorted[i] = before = v;
  }
  if (reverse ? falling : rising) return values.slice();
  if (!rising) sorted.sort();
  const out = new Array<PyValue>(n);
  for (let i = 0; i < n; i++) out[i] = sorted[reverse ? n - 1 - i : i];
  return out;
}

/** The values sorted without Python code, or undefined when their keys need it. */
export function sortFast(
  keys: readonly PyValue[],
  values: readonly PyValue[],
  reverse: boolean,
): PyValue[] | undefined {
  if (keys.length < 2) return values.slice();
  if (keys === values) {
    const ints = sortInts(values, reverse);
    if (ints !== undefined) return ints;
  }
  const plain = primitives(keys);
  if (plain !== undefined) {
    if (keys === values && !plain.some((p, i) => p !== values[i])) {
      // Values that are their own keys need no permutation; equal ones cannot be told apart.
      // Without a comparison of ours V8 orders strings by the same rule, in two thirds of the time.
      const out = typeof plain[0] === 'string' ? plain.slice().sort() : plain.slice().sort(comparePrimitives);
      if (reverse) out.reverse();
      return out;
    }
    if (plain.length > 16 && plain.every((p) => typeof p === 'number')) {
      return permuted(values, orderOfNumbers(Float64Array.from(plain as number[]), reverse)); // all were tested
    }
    return bySorting(plain, values, comparePrimitives, reverse);
  }
  const rows = tupleRows(keys);
  return rows === undefined ? undefined : bySorting(rows, values, compareRows, reverse);
}

// --------------------------------------------------------------------------------------------------------- merge sort

const MIN_RUN = 32;

/** `a < b` as a boolean, without a generator when no Python code is needed. */
const less = (a: PyValue, b: PyValue): Resumable<boolean> => quickLess(a, b) ?? lessThanR(a, b);

/** Sorts `keys` and `values` (parallel, or the same array) in place, ascending and stable, by `<`. */
export function* mergeSort(keys: PyValue[], values: PyValue[] | null): NativeGenerator<void> {
  const n = keys.length;
  if (n < 2) return;
  const runs: { start: number; length: number }[] = [];
  const spareK: PyValue[] = [];
  const spareV: PyValue[] = [];
  let at = 0;
  while (at < n) {
    let end = yield* countRun(keys, values, at, n);
    if (end - at < MIN_RUN && end < n) {
      const to = Math.min(n, at + MIN_RUN);
      yield* insertionSort(keys, values, at, to, end);
      end = to;
    }
    runs.push({ start: at, length: end - at });
    at = end;
    while (runs.length > 1) {
      const c = runs[runs.length - 1];
      const b = runs[runs.length - 2];
      const a = runs.length > 2 ? runs[runs.length - 3] : undefined;
      const merge = at >= n || b.length <= c.length || (a !== undefined && a.length <= b.length + c.length);
      if (!merge) break;
      const i = a !== undefined && a.length < c.length ? runs.length - 3 : runs.length - 2;
      yield* mergeRuns(
        keys,
        values,
        runs[i].start,
        runs[i + 1].start,
        runs[i + 1].start + runs[i + 1].length,
        spareK,
        spareV,
      );
      runs[i].length += runs[i + 1].length;
      runs.splice(i + 1, 1);
    }
  }
}

/** The end of the run at `from`; a strictly descending one is turned round. */
function* countRun(keys: PyValue[], values: PyValue[] | null, from: number, n: number): NativeGenerator<number> {
  let i = from + 1;
  if (i >= n) return n;
  let r = less(keys[i], keys[i - 1]);
  const down: boolean = typeof r === 'boolean' ? r : ((yield r) as boolean);
  for (i++; i < n; i++) {
    r = less(keys[i], keys[i - 1]);
    const d: boolean = typeof r === 'boolean' ? r : ((yield r) as boolean);
    if (d !== down) break;
  }
  if (down) {
    for (let a = from, b = i - 1; a < b; a++, b--) {
      swap(keys, a, b);
      if (values !== null) swap(values, a, b);
    }
  }
  return i;
}
function swap(array: PyValue[], a: number, b: number): void {
  const t = array[a];
  array[a] = array[b];
  array[b] = t;
}

/** Binary insertion sort of [from, to); [from, start) is sorted already. */
function* insertionSort(
  keys: PyValue[],
  values: PyValue[] | null,
  from: number,
  to: number,
  start: number,
): NativeGenerator<void> {
  for (let i = start; i < to; i++) {
    const pivot = keys[i];
    let lo = from;
    let hi = i;
    while (lo < hi) {
      const mid = (lo + hi) >>> 1;
      const r = less(pivot, keys[mid]);
      if (typeof r === 'boolean' ? r : ((yield r) as boolean)) hi = mid;
      else lo = mid + 1;
    }
    if (lo === i) continue;
    keys.copyWithin(lo + 1, lo, i);
    keys[lo] = pivot;
    if (values !== null) {
      const v = values[i];
      values.copyWithin(lo + 1, lo, i);
      values[lo] = v;
    }
  }
}

/** Merges the sorted [lo, mid) and [mid, hi). On an exception every value is still there exactly once. */
function* mergeRuns(
  keys: PyValue[],
  values: PyValue[] | null,
  lo: number,
  mid: number,
  hi: number,
  spareK: PyValue[],
  spareV: PyValue[],
): NativeGenerator<void> {
  // Already in order: one question instead of a merge.
  const first = less(keys[mid], keys[mid - 1]);
  if (!(isPending(first) ? ((yield first) as boolean) : first)) return;
  const size = mid - lo;
  for (let i = 0; i < size; i++) {
    spareK[i] = keys[lo + i];
    if (values !== null) spareV[i] = values[lo + i];
  }
  let left = 0;
  let right = mid;
  let to = lo;
  try {
    while (left < size && right < hi) {
      const r = less(keys[right], spareK[left]);
      if (typeof r === 'boolean' ? r : ((yield r) as boolean)) {
        keys[to] = keys[right];
        if (values !== null) values[to] = values[right];
        right++;
      } else {
        keys[to] = spareK[left];
        if (values !== null) values[to] = spareV[left];
        left++;
      }
      to++;
    }
  } finally {
    while (left < size) {
      keys[to] = spareK[left];
      if (values !== null) values[to] = spareV[left];
      left++;
      to++;
    }
  }
}
