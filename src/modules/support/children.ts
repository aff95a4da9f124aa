// Waiting for child processes. Invariant: only processes that Python started are waited for, never those of a program
// that embeds Typhon; a child is in the table from its start until its status has been collected. A process's end is told
// by a descriptor of it (pidfd), so no signal handler is needed and any interpreter's agent can wait.

import { None } from '../../objects/object.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { host, HostError } from '../../runtime/host.ts';
import { POLLIN } from '../../runtime/system.ts';
import { system, waitR } from './blocking.ts';
import { fromJS } from '../../objects/str/text.ts';
import { fsEncode, hostCall } from './fs.ts';

/** Statuses of children that never ran (they could not be executed): pid → status. null: ask the system. */
const children = new Map<number, number | null>();

/** A process was started; with a status: it has ended before it began. */
export function childStarted(pid: number, status: number | null = null): void {
  children.set(pid, status);
}

const WNOHANG = 1;

/** Collects an ended child (-1: any); null when none has ended yet. */
function reap(pid: number): { pid: number; status: number } | null {
  if (pid > 0) {
    const known = children.get(pid);
    if (known !== undefined && known !== null) {
      children.delete(pid);
      return { pid, status: known };
    }
    let r: { readonly pid: number; readonly status: number };
    try {
      r = system().waitpid(pid, 0);
    } catch (e) {
      children.delete(pid);
      throw e;
    }
    if (r.pid === 0) return null;
    children.delete(pid);
    return r;
  }
  for (const p of children.keys()) {
    const r = reap(p);
    if (r !== null) return r;
  }
  if (children.size === 0) throw new HostError(ERRNO.ECHILD);
  return null;
}

/** waitpid: suspends the thread until a child (-1: any) has ended; null with WNOHANG when none has. */
export function* waitForChild(pid: number, options: number): NativeGenerator<{ pid: number; status: number } | null> {
  for (;;) {
    const r = hostCall(() => reap(pid));
    if (r !== null || (options & WNOHANG) !== 0) return r;
    yield* waitR(
      (wake) => {
        const s = system();
        const cancels: (() => void)[] = [];
        const stop = (): void => {
          for (const c of cancels.splice(0)) c();
        };
        for (const p of pid > 0 ? [pid] : children.keys()) {
          const fd = s.pidfdOpen(p, 0);
          const cancel = s.watch(fd, POLLIN, () => {
            stop();
            wake(None);
          });
          cancels.push(() => {
            cancel();
            host().fs.close(fd);
          });
        }
        return stop;
      },
      () => {
        host().clock.block(5);
        return None;
      },
    );
  }
}

/** The environment a child inherits: the interpreter's own. */
export function environmentBytes(): Uint8Array[] {
  return [...host().process.environ()].map(([k, v]) => fsEncode(fromJS(`${k}=${v}`)));
}
