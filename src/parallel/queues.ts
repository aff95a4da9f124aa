// Queues in the shared heap: what _interpqueues is made of. Invariant: a change of a queue happens under the heap's lock; who
// waits for room or for an item is in the queue's list of waiters and is called by whoever makes some.

import type { Agent } from './agent.ts';
import { afterStopInLock, atEndOfInterpreter } from './ending.ts';
import { type Heap, NEXT_QUEUE, QUEUES } from './heap.ts';
import { dropItem, unbindItems } from './items.ts';

/** Words of a queue after the link. */
const ID = 1;
const MAXSIZE = 2;
const UNBOUND = 3;
const FALLBACK = 4;
const COUNT = 5;
const FIRST = 6;
const LAST = 7;
const BINDERS = 8;
export const GETTERS = 9;
export const PUTTERS = 10;

export function createQueue(a: Agent, maxsize: number, unbound: number, fallback: number): number {
  const { heap } = a;
  const q = heap.alloc(44);
  const { w } = heap;
  return heap.locked(() => {
    const id = w[NEXT_QUEUE]++;
    w[q + ID] = id;
    w[q + MAXSIZE] = maxsize;
    w[q + UNBOUND] = unbound;
    w[q + FALLBACK] = fallback;
    heap.push(QUEUES, q);
    return id;
  });
}

const places = new Map<number, number>();
/** Where a queue is; 0 when there is none of that number. */
export function findQueue(a: Agent, id: number): number {
  const { w } = a.heap;
  const known = places.get(id);
  // A place may have been used again, for something else.
  if (known !== undefined && w[known + ID] === id && a.heap.find(QUEUES, id) === known) return known;
  const q = a.heap.find(QUEUES, id);
  if (q === 0) places.delete(id);
  else places.set(id, q);
  return q;
}

export interface QueueDefaults {
  readonly id: number;
  readonly unbound: number;
  readonly fallback: number;
}
export function queueDefaults(a: Agent, q: number): QueueDefaults {
  const { w } = a.heap;
  return { id: w[q + ID], unbound: w[q + UNBOUND], fallback: w[q + FALLBACK] };
}
export function listQueues(a: Agent): QueueDefaults[] {
  return a.heap.locked(() => [...a.heap.list(QUEUES)].map((q) => queueDefaults(a, q)));
}
export const maxsizeOf = (a: Agent, q: number): number => a.heap.w[q + MAXSIZE];
export const countOf = (a: Agent, q: number): number => a.heap.w[q + COUNT];
export const isFull = (a: Agent, q: number): boolean =>
  a.heap.w[q + MAXSIZE] > 0 && a.heap.w[q + COUNT] >= a.heap.w[q + MAXSIZE];

/** 'gone' when the queue is no more. */
export type Outcome = 'done' | 'full' | 'gone';

/** Appends an item. */
export function putItem(a: Agent, id: number, item: number): Outcome {
  const { heap } = a;
  const { w } = heap;
  let q = 0;
  const outcome = heap.locked((): Outcome => {
    q = findQueue(a, id);
    if (q === 0) return 'gone';
    if (isFull(a, q)) return 'full';
    w[item] = 0;
    if (w[q + FIRST] === 0) w[q + FIRST] = item;
    else w[w[q + LAST]] = item;
    w[q + LAST] = item;
    w[q + COUNT]++;
    return 'done';
  });
  if (outcome === 'done' && w[q + GETTERS] !== 0) a.wakeOne(q + GETTERS);
  return outcome;
}
/** Takes the first item: its place, 0 when there is none, or 'gone'. */
export function getItem(a: Agent, id: number): number | 'gone' {
  const { heap } = a;
  const { w } = heap;
  let q = 0;
  const item = heap.locked(() => {
    q = findQueue(a, id);
    if (q === 0) return 'gone';
    const first = w[q + FIRST];
    if (first === 0) return 0;
    w[q + FIRST] = w[first];
    if (w[q + FIRST] === 0) w[q + LAST] = 0;
    w[q + COUNT]--;
    return first;
  });
  if (item !== 'gone' && item !== 0 && w[q + PUTTERS] !== 0) a.wakeOne(q + PUTTERS);
  return item;
}

/** False when there is no such queue. */
export function bindQueue(a: Agent, id: number): boolean {
  return a.heap.locked(() => {
    const q = findQueue(a, id);
    if (q === 0) return false;
    a.heap.w[q + BINDERS]++;
    return true;
  });
}
/** The last release destroys the queue. */
export function releaseQueue(a: Agent, id: number): 'done' | 'unbound' | 'gone' {
  return a.heap.locked(() => {
    const q = findQueue(a, id);
    if (q === 0) return 'gone';
    if (a.heap.w[q + BINDERS] === 0) return 'unbound';
    if (--a.heap.w[q + BINDERS] === 0) destroyQueue(a, id);
    return 'done';
  });
}
export function destroyQueue(a: Agent, id: number): boolean {
  const { heap } = a;
  const q = heap.locked(() => {
    const at = findQueue(a, id);
    if (at !== 0) heap.remove(QUEUES, at);
    return at;
  });
  if (q === 0) return false;
  // Those who wait look, find that it is gone, and say so.
  a.wakeAll(q + GETTERS);
  a.wakeAll(q + PUTTERS);
  heap.locked(() => {
    for (const item of [...heap.list(q + FIRST)]) dropItem(a, item);
    heap.w[q + ID] = 0;
    heap.free(q);
  });
  return true;
}

/** What an ended agent may have left half done: the end of the list and the count. */
function repair(heap: Heap, q: number): void {
  const { w } = heap;
  let count = 0;
  let last = 0;
  for (const item of heap.list(q + FIRST)) {
    count++;
    last = item;
  }
  w[q + COUNT] = count;
  w[q + LAST] = last;
}

afterStopInLock((heap) => {
  for (const q of heap.list(QUEUES)) repair(heap, q);
});

atEndOfInterpreter((a, interpreter, slot) => {
  const wake: number[] = [];
  a.heap.locked(() => {
    for (const q of a.heap.list(QUEUES)) {
      unbindItems(a, q + FIRST, interpreter);
      repair(a.heap, q);
      a.forgetWaiters(q + GETTERS, slot);
      a.forgetWaiters(q + PUTTERS, slot);
      // What it took out makes room, and the one that was called last may have been the one that is gone.
      wake.push(q + GETTERS, q + PUTTERS);
    }
  });
  for (const list of wake) a.wakeOne(list);
});
