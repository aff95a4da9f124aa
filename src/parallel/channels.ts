// Channels in the shared heap: what _interpchannels is made of. A channel remembers which interpreters have used which of its
// ends, and is closed when all of those have let go. Invariant: a change happens under the heap's lock; a sender that waits
// has a receipt, which is freed by the sender alone, or by the end of its interpreter.

import type { Agent } from './agent.ts';
import { atEndOfInterpreter } from './ending.ts';
import { CHANNELS, NEXT_CHANNEL } from './heap.ts';
import { dropItem, RECEIPT, unbindItems } from './items.ts';

/** Words of a channel after the link. */
const ID = 1;
const OPEN = 2;
/** The sending end is closed; what is in it can still be received. */
const CLOSING = 3;
const UNBOUND = 4;
const FALLBACK = 5;
const FIRST = 6;
/** The list of interpreters that have used it. */
const USERS = 7;

/** Words of a user after the link: the interpreter, and how it stands to each end. */
const INTERPRETER = 1;
export const SEND = 2;
export const RECV = 3;
export type End = typeof SEND | typeof RECV;
const NEVER = 0;
const USES = 1;
const RELEASED = 2;

/** Words of a receipt: what became of the item, and the list of the one who waits. */
export const OUTCOME = 0;
export const RECEIPT_WAITERS = 1;
export const PENDING = 0;
export const RECEIVED = 1;
export const CLOSED = 2;

/** Why something cannot be done. */
export type Refusal = 'missing' | 'closed' | 'empty' | 'full';

export function createChannel(a: Agent, unbound: number, fallback: number): number {
  const { heap } = a;
  const c = heap.alloc(32);
  const { w } = heap;
  return heap.locked(() => {
    const id = w[NEXT_CHANNEL]++;
    w[c + ID] = id;
    w[c + OPEN] = 1;
    w[c + UNBOUND] = unbound;
    w[c + FALLBACK] = fallback;
    heap.push(CHANNELS, c);
    return id;
  });
}

export interface ChannelDefaults {
  readonly id: number;
  readonly unbound: number;
  readonly fallback: number;
}
const defaultsOf = (a: Agent, c: number): ChannelDefaults => {
  const { w } = a.heap;
  return { id: w[c + ID], unbound: w[c + UNBOUND], fallback: w[c + FALLBACK] };
};
export function listChannels(a: Agent): ChannelDefaults[] {
  return a.heap.locked(() => [...a.heap.list(CHANNELS)].map((c) => defaultsOf(a, c)));
}
export function channelDefaults(a: Agent, id: number): ChannelDefaults | undefined {
  return a.heap.locked(() => {
    const c = a.heap.find(CHANNELS, id);
    return c === 0 ? undefined : defaultsOf(a, c);
  });
}
export function channelExists(a: Agent, id: number): boolean {
  return a.heap.locked(() => a.heap.find(CHANNELS, id) !== 0);
}

function user(a: Agent, c: number, interpreter: number): number {
  const { w } = a.heap;
  for (const u of a.heap.list(c + USERS)) if (w[u + INTERPRETER] === interpreter) return u;
  return 0;
}
function addUser(a: Agent, c: number, interpreter: number): number {
  const found = user(a, c, interpreter);
  if (found !== 0) return found;
  const u = a.heap.alloc(16);
  a.heap.w[u + INTERPRETER] = interpreter;
  a.heap.push(c + USERS, u);
  return u;
}
/** The interpreter uses an end from now on; false when it has let go of it before. */
function associate(a: Agent, c: number, interpreter: number, end: End): boolean {
  const u = addUser(a, c, interpreter);
  const { w } = a.heap;
  if (w[u + end] === RELEASED) return false;
  w[u + end] = USES;
  return true;
}
/** Somebody uses it, or nobody ever has. */
function inUse(a: Agent, c: number): boolean {
  const { w } = a.heap;
  const users = [...a.heap.list(c + USERS)].filter((u) => w[u + SEND] !== NEVER || w[u + RECV] !== NEVER);
  return users.length === 0 || users.some((u) => w[u + SEND] === USES || w[u + RECV] === USES);
}
const count = (a: Agent, c: number): number => [...a.heap.list(c + FIRST)].length;

/** Tells the sender of an item, if it waits, what became of it. Returns its list of waiters, to be called without the lock. */
function settle(a: Agent, item: number, outcome: number): number {
  const { w } = a.heap;
  const receipt = w[item + RECEIPT];
  if (receipt === 0) return 0;
  w[item + RECEIPT] = 0;
  Atomics.store(w, receipt + OUTCOME, outcome);
  return receipt + RECEIPT_WAITERS;
}
function wakeAll(a: Agent, lists: readonly number[]): void {
  for (const list of lists) if (list !== 0) a.wakeAll(list);
}
/** Throws the items away. Hold the lock. */
function clear(a: Agent, c: number): number[] {
  const wake: number[] = [];
  for (const item of [...a.heap.list(c + FIRST)]) {
    wake.push(settle(a, item, CLOSED));
    dropItem(a, item);
  }
  a.heap.w[c + FIRST] = 0;
  return wake;
}

/** Appends an item; `receipt` (or 0) is where its sender waits. */
export function sendItem(
  a: Agent,
  id: number,
  interpreter: number,
  item: number,
  receipt: number,
): Refusal | undefined {
  const { heap } = a;
  return heap.locked((): Refusal | undefined => {
    const c = heap.find(CHANNELS, id);
    if (c === 0) return 'missing';
    if (heap.w[c + OPEN] === 0 || heap.w[c + CLOSING] !== 0) return 'closed';
    if (!associate(a, c, interpreter, SEND)) return 'closed';
    heap.w[item + RECEIPT] = receipt;
    heap.push(c + FIRST, item);
    return undefined;
  });
}
/** Takes an item back whose sender does not wait any longer; false when somebody has it. */
export function withdrawItem(a: Agent, id: number, receipt: number): number {
  const { heap } = a;
  return heap.locked(() => {
    const c = heap.find(CHANNELS, id);
    if (c === 0) return 0;
    for (const item of heap.list(c + FIRST)) {
      if (heap.w[item + RECEIPT] !== receipt) continue;
      heap.remove(c + FIRST, item);
      heap.w[item + RECEIPT] = 0;
      return item;
    }
    return 0;
  });
}
/** Takes the first item. */
export function receiveItem(a: Agent, id: number, interpreter: number): number | Refusal {
  const { heap } = a;
  const { w } = heap;
  let wake = 0;
  const found = heap.locked((): number | Refusal => {
    const c = heap.find(CHANNELS, id);
    if (c === 0) return 'missing';
    if (w[c + OPEN] === 0 || !associate(a, c, interpreter, RECV)) return 'closed';
    const item = w[c + FIRST];
    if (item === 0) return 'empty';
    // In this order: should this agent be stopped in between, the sender does not wait for ever.
    wake = settle(a, item, RECEIVED);
    w[c + FIRST] = w[item];
    if (w[c + FIRST] === 0 && w[c + CLOSING] !== 0) w[c + OPEN] = 0;
    return item;
  });
  wakeAll(a, [wake]);
  return found;
}

/** Closes a channel, or with only SEND and items in it: lets it be emptied first. */
export function closeChannel(
  a: Agent,
  id: number,
  ends: readonly End[],
  force: boolean,
): 'missing' | 'closed' | 'not empty' | undefined {
  const { heap } = a;
  const { w } = heap;
  let wake: number[] = [];
  const r = heap.locked(() => {
    const c = heap.find(CHANNELS, id);
    if (c === 0) return 'missing';
    const sending = ends.length === 1 && ends[0] === SEND;
    if (w[c + OPEN] === 0 || (sending && !force && w[c + CLOSING] !== 0)) return 'closed';
    if (!force && w[c + FIRST] !== 0) {
      if (!sending) return 'not empty';
      w[c + CLOSING] = 1;
      return undefined;
    }
    w[c + OPEN] = 0;
    wake = clear(a, c);
    return undefined;
  });
  wakeAll(a, wake);
  return r;
}
export function destroyChannel(a: Agent, id: number): boolean {
  const { heap } = a;
  let wake: number[] = [];
  const done = heap.locked(() => {
    const c = heap.find(CHANNELS, id);
    if (c === 0) return false;
    heap.remove(CHANNELS, c);
    wake = clear(a, c);
    for (const u of [...heap.list(c + USERS)]) heap.free(u);
    heap.w[c + ID] = -1;
    heap.free(c);
    return true;
  });
  wakeAll(a, wake);
  return done;
}
/** The interpreter lets go of ends; nobody left: it is closed. */
export function releaseChannel(
  a: Agent,
  id: number,
  interpreter: number,
  ends: readonly End[],
): 'missing' | 'closed' | undefined {
  const { heap } = a;
  const { w } = heap;
  let wake: number[] = [];
  const r = heap.locked(() => {
    const c = heap.find(CHANNELS, id);
    if (c === 0) return 'missing';
    if (w[c + OPEN] === 0) return 'closed';
    const u = addUser(a, c, interpreter);
    for (const end of ends) w[u + end] = RELEASED;
    if (!inUse(a, c)) {
      w[c + OPEN] = 0;
      wake = clear(a, c);
    }
    return undefined;
  });
  wakeAll(a, wake);
  return r;
}

/** Whether an interpreter uses an end. */
export function usesEnd(a: Agent, id: number, interpreter: number, end: End): boolean | 'missing' | 'closed' {
  return a.heap.locked(() => {
    const { w } = a.heap;
    const c = a.heap.find(CHANNELS, id);
    if (c === 0) return 'missing';
    if (w[c + OPEN] === 0 || (end === SEND && w[c + CLOSING] !== 0)) return 'closed';
    const u = user(a, c, interpreter);
    return u !== 0 && w[u + end] === USES;
  });
}
export function channelCount(a: Agent, id: number): number | 'missing' | 'closed' {
  return a.heap.locked(() => {
    const c = a.heap.find(CHANNELS, id);
    if (c === 0) return 'missing';
    return a.heap.w[c + OPEN] === 0 ? 'closed' : count(a, c);
  });
}

/** What get_info tells of a channel. */
export interface ChannelInfo {
  readonly open: boolean;
  readonly closing: boolean;
  readonly count: number;
  /** For each interpreter that has used it: its ends, as 0 never, 1 uses, 2 released. */
  readonly users: readonly { readonly interpreter: number; readonly send: number; readonly recv: number }[];
}
export function channelInfo(a: Agent, id: number): ChannelInfo | undefined {
  return a.heap.locked(() => {
    const { w } = a.heap;
    const c = a.heap.find(CHANNELS, id);
    if (c === 0) return undefined;
    const users = [...a.heap.list(c + USERS)].map((u) => ({
      interpreter: w[u + INTERPRETER],
      send: w[u + SEND],
      recv: w[u + RECV],
    }));
    return { open: w[c + OPEN] !== 0, closing: w[c + CLOSING] !== 0, count: count(a, c), users };
  });
}

atEndOfInterpreter((a, interpreter, slot) => {
  const wake: number[] = [];
  const { heap } = a;
  const { w } = heap;
  heap.locked(() => {
    for (const c of heap.list(CHANNELS)) {
      for (const item of heap.list(c + FIRST)) {
        const receipt = w[item + RECEIPT];
        if (slot < 0 || receipt === 0 || !senderIs(a, item, interpreter)) continue;
        w[item + RECEIPT] = 0;
        a.forgetWaiters(receipt + RECEIPT_WAITERS, slot);
        heap.free(receipt);
      }
      unbindItems(a, c + FIRST, interpreter);
      const u = user(a, c, interpreter);
      if (u === 0) continue;
      for (const end of [SEND, RECV]) if (w[u + end] === USES) w[u + end] = RELEASED;
      if (w[c + OPEN] !== 0 && !inUse(a, c)) {
        w[c + OPEN] = 0;
        wake.push(...clear(a, c));
      }
    }
  });
  wakeAll(a, wake);
});
function senderIs(a: Agent, item: number, interpreter: number): boolean {
  return a.heap.w[item + 3] === interpreter + 1;
}
