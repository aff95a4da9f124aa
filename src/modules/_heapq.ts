// _heapq: binary heaps over lists, smallest or largest first. Invariant: comparisons JavaScript can do are done in
// plain loops; the first one that needs Python moves the rest of the operation into a generator.

import type { PyValue } from '../objects/object.ts';
import { PyList } from '../objects/shapes.ts';
import { typeOf } from '../objects/type.ts';
import { indexError, runtimeError, typeError } from '../objects/exceptions/raise.ts';
import { lessThanR } from '../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../objects/protocol/pending.ts';
import { quickLess } from '../objects/quick-less.ts';
import { thenR } from '../objects/iterator.ts';
import { defineModule } from '../runtime/modules.ts';

/** "a belongs above b" in a heap of the given kind. */
const quickAbove = (a: PyValue, b: PyValue, max: boolean): boolean | undefined =>
  max ? quickLess(b, a) : quickLess(a, b);
const aboveR = (a: PyValue, b: PyValue, max: boolean): Resumable<boolean> => (max ? lessThanR(b, a) : lessThanR(a, b));

function heapOf(v: PyValue, name: string, max: boolean): PyList {
  if (v instanceof PyList) return v;
  throw typeError(`${name}${max ? '_max' : ''}() argument 1 must be list, not ${typeOf(v).name}`);
}

/** Moves the item at `pos` up to where it belongs, not above `start`. Resumable. */
function siftDown(heap: PyList, start: number, pos: number, max: boolean): Resumable<undefined> {
  const items = heap.items;
  const item = items[pos];
  while (pos > start) {
    const up = (pos - 1) >> 1;
    const parent = items[up];
    const above = quickAbove(item, parent, max);
    if (above === undefined) return siftDownSlow(heap, start, pos, max);
    if (!above) break;
    items[pos] = parent;
    items[up] = item;
    pos = up;
  }
  return undefined;
}
function* siftDownSlow(heap: PyList, start: number, pos: number, max: boolean): NativeGenerator<undefined> {
  const size = heap.items.length;
  const item = heap.items[pos];
  while (pos > start) {
    const up = (pos - 1) >> 1;
    const parent = heap.items[up];
    let above = aboveR(item, parent, max);
    if (isPending(above)) above = (yield above) as boolean;
    if (heap.items.length !== size) throw runtimeError('list changed size during iteration');
    if (!above) break;
    heap.items[pos] = heap.items[up];
    heap.items[up] = item;
    pos = up;
  }
  return undefined;
}

/** Moves the item at `pos` down to a leaf, then up to where it belongs. Resumable. */
function siftUp(heap: PyList, pos: number, max: boolean): Resumable<undefined> {
  const items = heap.items;
  const end = items.length;
  const start = pos;
  const limit = end >> 1;
  while (pos < limit) {
    let child = 2 * pos + 1;
    if (child + 1 < end) {
      const above = quickAbove(items[child], items[child + 1], max);
      if (above === undefined) return siftUpSlow(heap, start, pos, max);
      if (!above) child++;
    }
    const t = items[child];
    items[child] = items[pos];
    items[pos] = t;
    pos = child;
  }
  return siftDown(heap, start, pos, max);
}
function* siftUpSlow(heap: PyList, start: number, pos: number, max: boolean): NativeGenerator<undefined> {
  const end = heap.items.length;
  const limit = end >> 1;
  while (pos < limit) {
    let child = 2 * pos + 1;
    if (child + 1 < end) {
      let above = aboveR(heap.items[child], heap.items[child + 1], max);
      if (isPending(above)) above = (yield above) as boolean;
      if (heap.items.length !== end) throw runtimeError('list changed size during iteration');
      if (!above) child++;
    }
    const t = heap.items[child];
    heap.items[child] = heap.items[pos];
    heap.items[pos] = t;
    pos = child;
  }
  yield siftDown(heap, start, pos, max);
  return undefined;
}

function push(v: PyValue, item: PyValue, max: boolean): Resumable<undefined> {
  const heap = heapOf(v, 'heappush', max);
  heap.items.push(item);
  return siftDown(heap, 0, heap.items.length - 1, max);
}
function pop(v: PyValue, max: boolean): Resumable {
  const heap = heapOf(v, 'heappop', max);
  const last = heap.items.pop();
  if (last === undefined) throw indexError('index out of range');
  if (heap.items.length === 0) return last;
  const top = heap.items[0];
  heap.items[0] = last;
  return thenR(siftUp(heap, 0, max), () => top);
}
function replace(v: PyValue, item: PyValue, max: boolean): Resumable {
  const heap = heapOf(v, 'heapreplace', max);
  if (heap.items.length === 0) throw indexError('index out of range');
  const top = heap.items[0];
  heap.items[0] = item;
  return thenR(siftUp(heap, 0, max), () => top);
}
function pushPop(v: PyValue, item: PyValue, max: boolean): Resumable {
  const heap = heapOf(v, 'heappushpop', max);
  if (heap.items.length === 0) return item;
  const above = quickAbove(heap.items[0], item, max) ?? aboveR(heap.items[0], item, max);
  return thenR(above as Resumable<boolean>, (yes): Resumable => {
    if (!yes) return item;
    if (heap.items.length === 0) throw indexError('index out of range');
    return replace(heap, item, max);
  });
}
function* heapify(v: PyValue, max: boolean): NativeGenerator {
  const heap = heapOf(v, 'heapify', max);
  for (let i = (heap.items.length >> 1) - 1; i >= 0; i--) {
    const r = siftUp(heap, i, max);
    if (isPending(r)) yield r;
  }
  return undefined;
}

defineModule('_heapq', (m) => {
  m.set('__about__', 'Heap queues');
  for (const max of [false, true]) {
    const suffix = max ? '_max' : '';
    m.func(`heappush${suffix}(heap, item, /)`, (heap: PyValue, item: PyValue) => push(heap, item, max));
    m.func(`heappop${suffix}(heap, /)`, (heap: PyValue) => pop(heap, max));
    m.func(`heapreplace${suffix}(heap, item, /)`, (heap: PyValue, item: PyValue) => replace(heap, item, max));
    m.func(`heappushpop${suffix}(heap, item, /)`, (heap: PyValue, item: PyValue) => pushPop(heap, item, max));
    m.func(`heapify${suffix}(heap, /)`, (heap: PyValue) => heapify(heap, max));
  }
});
