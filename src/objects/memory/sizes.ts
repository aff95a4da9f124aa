// The sizes of CPython's tables behind lists, dicts and sets, worked out from what is in them: how a table grows depends on
// little else. Invariant: nothing is recorded while programs run; what cannot be known (how a list was made) is taken to be
// the commonest case, and what sys.getsizeof has said of a list before stays true as CPython's list would.

import type { PyDict } from '../dict/storage.ts';
import { PyGenerator } from '../generator.ts';
import { PyMemoryView } from '../memoryview.ts';
import type { PyValue } from '../object.ts';
import type { PySet } from '../set.ts';
import { type PyList, PyTuple } from '../shapes.ts';
import { typeOf } from '../type.ts';
import { layoutOf } from './layouts.ts';

const POINTER = 8;

/** object.__sizeof__() */
export function objectSize(o: PyValue): number {
  const { basicsize, itemsize } = layoutOf(typeOf(o));
  return basicsize + itemsize * items(o);
}
function items(o: PyValue): number {
  if (o instanceof PyTuple) return o.items.length;
  if (o instanceof PyMemoryView) return 3 * o.shape.length;
  const code = o instanceof PyGenerator ? o.frame?.code : undefined;
  return code === undefined ? 0 : code.nlocalsplus + code.code.stacksize;
}

/** What room a list had when its size was asked for last. */
const rooms = new WeakMap<PyList, number>();

/** list.__sizeof__() */
export function listSize(list: PyList): number {
  const n = list.items.length;
  let room = rooms.get(list);
  // Made with its elements there, as by list() and displays.
  if (room === undefined) room = n < 3 ? n : n + (n & 1);
  else if (n < room >> 1) room = n === 0 ? 0 : grown(n);
  else while (room < n) room = grown(room + 1);
  rooms.set(list, room);
  return layoutOf(list.cls).basicsize + POINTER * room;
}
/** The room that a list of `n` gets when it has to grow. */
function grown(n: number): number {
  return (n + (n >> 3) + 6) & ~3;
}

const KEYS_HEADER = 32;
const LEAST_LOG2 = 3;

/** The binary logarithm of the number of slots of a dict with so many entries. */
function slotsLog2(entries: number): number {
  let log2 = LEAST_LOG2;
  while (Math.floor((2 * 2 ** log2) / 3) < entries) log2++;
  return log2;
}
/** How many slots the table of a dict has; 0: it is empty and has none. */
export function dictSlots(dict: PyDict): number {
  return dict.keys.length === 0 ? 0 : 2 ** slotsLog2(dict.keys.length);
}

/** dict.__sizeof__() */
export function dictSize(dict: PyDict): number {
  const { basicsize } = layoutOf(dict.cls);
  // Deleted entries keep their place until the table is made anew.
  const entries = dict.keys.length;
  if (entries === 0) return basicsize;
  const log2 = slotsLog2(entries);
  const indexBytes = log2 < 8 ? 1 : log2 < 16 ? 2 : log2 < 32 ? 4 : 8;
  const entry = dict.keys.every((key) => typeof key === 'string') ? 2 * POINTER : 3 * POINTER;
  return basicsize + KEYS_HEADER + 2 ** log2 * indexBytes + Math.floor((2 * 2 ** log2) / 3) * entry;
}

const SMALL_SET = 8;
const BIG_SET = 50_000;

/** set.__sizeof__() */
export function setSize(set: PySet): number {
  let slots = SMALL_SET;
  for (;;) {
    // Three fifths full: it grows to more than four times its elements, a big one to more than twice.
    const full = Math.ceil(((slots - 1) * 3) / 5);
    if (set.size < full) break;
    const least = full > BIG_SET ? full * 2 : full * 4;
    while (slots <= least) slots *= 2;
  }
  return layoutOf(set.cls).basicsize + (slots > SMALL_SET ? 2 * POINTER * slots : 0);
}
