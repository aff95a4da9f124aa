// Items in queues and channels: bytes with the interpreter that sent them. Invariant: an item is complete before its list
// shows it. When its interpreter ends, an item stays, goes, or becomes "unbound", as its sender asked.

import type { Agent, Stored } from './agent.ts';

/** Words of an item after the link. */
const PAYLOAD = 1;
const LENGTH = 2;
const INTERPRETER = 3;
const UNBOUND_OP = 4;
/** Where the sender that waits for this item to be received looks (channels.ts); 0: nobody waits. */
export const RECEIPT = 5;
/** The item's number; who waits for it knows it by this. */
export const SERIAL = 6;

/** What becomes of an item whose interpreter ends: it is removed, or `get` says that it is unbound. */
export const UNBOUND_REMOVE = 1;

/** Makes an item; it is in no list. */
export function newItem(a: Agent, bytes: Uint8Array, interpreter: number, unbound: number, serial = 0): number {
  const stored = a.store(bytes);
  const item = a.heap.alloc(28);
  const { w } = a.heap;
  w[item + PAYLOAD] = stored.at;
  w[item + LENGTH] = stored.length;
  w[item + INTERPRETER] = interpreter + 1;
  w[item + UNBOUND_OP] = unbound;
  w[item + SERIAL] = serial;
  return item;
}

/** What an item held: its bytes, or how it is unbound. The item itself is free after that. */
export function takeItem(a: Agent, item: number): { stored: Stored | null; unbound: number } {
  const { w } = a.heap;
  const at = w[item + PAYLOAD];
  const result = {
    stored: at === 0 ? null : { at, length: w[item + LENGTH] },
    unbound: w[item + UNBOUND_OP],
  };
  a.heap.free(item);
  return result;
}
export function dropItem(a: Agent, item: number): void {
  const { stored } = takeItem(a, item);
  if (stored !== null) a.drop(stored);
}

/** An interpreter has ended: its items in a list. Returns how many are gone. Hold the lock. */
export function unbindItems(a: Agent, list: number, interpreter: number): number {
  const { heap } = a;
  const { w } = heap;
  let gone = 0;
  for (const item of [...heap.list(list)]) {
    if (w[item + INTERPRETER] !== interpreter + 1 || w[item + PAYLOAD] === 0) continue;
    if (w[item + UNBOUND_OP] === UNBOUND_REMOVE) {
      heap.remove(list, item);
      dropItem(a, item);
      gone++;
      continue;
    }
    a.drop({ at: w[item + PAYLOAD], length: w[item + LENGTH] });
    w[item + PAYLOAD] = 0;
  }
  return gone;
}
