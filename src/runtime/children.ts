// The child processes of an interpreter's process and who waits for them. Invariant: a child is in the table from its start
// until its status has been collected.

import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { HostError } from './host.ts';

interface Child {
  status: number | null;
}
const children = new Map<number, Child>();
let waiters: (() => void)[] = [];

export function childStarted(pid: number): void {
  children.set(pid, { status: null });
}
/** A child has ended with this wait status. */
export function childEnded(pid: number, status: number): void {
  const c = children.get(pid);
  if (c === undefined) children.set(pid, { status });
  else c.status = status;
  const w = waiters;
  waiters = [];
  for (const f of w) f();
}
export function isChild(pid: number): boolean {
  return children.has(pid);
}

/** Collects an ended child (pid -1: any); null when none has ended yet. Throws ECHILD when there is none to wait for. */
export function reap(pid: number, keep = false): { pid: number; status: number } | null {
  const candidates = pid > 0 ? [pid] : [...children.keys()];
  let some = false;
  for (const p of candidates) {
    const c = children.get(p);
    if (c === undefined) continue;
    some = true;
    if (c.status === null) continue;
    if (!keep) children.delete(p);
    return { pid: p, status: c.status };
  }
  if (!some) throw new HostError(ERRNO.ECHILD);
  return null;
}

/** Calls back when some child has ended. The result cancels. */
export function onChildEnded(f: () => void): () => void {
  waiters.push(f);
  return () => {
    waiters = waiters.filter((w) => w !== f);
  };
}
