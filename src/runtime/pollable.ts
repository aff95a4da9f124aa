// Descriptors one can wait for (select, poll, asyncio): whoever makes descriptors that are not plain files registers how
// to ask and how to be told. Invariant: `subscribe` calls back at most once; `ready` never blocks.

export const READABLE = 1;
export const WRITABLE = 4;
export const ERROR = 8;
export const HANGUP = 16;

export interface Pollable {
  /** What could be done now without waiting: an or of the flags above. */
  ready(): number;
  /** Calls back when `ready` may have changed. The result cancels. */
  subscribe(changed: () => void): () => void;
}

const table = new Map<number, Pollable>();
/** Registers a descriptor of this agent; null takes it out. */
export function setPollable(fd: number, p: Pollable | null): void {
  if (p === null) table.delete(fd);
  else table.set(fd, p);
}
/** How to wait for a descriptor; undefined for files and terminals, which count as always ready. */
export function pollable(fd: number): Pollable | undefined {
  return table.get(fd);
}
