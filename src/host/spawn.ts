// Starting programs by posix_spawn: the child shares our memory until it executes, so there is no fork of Node's threads.
// Invariant: the child has exactly the descriptors it is given, at the numbers it is given them.

import { HostError } from '../runtime/host.ts';
import type { SpawnRequest } from '../runtime/system.ts';
import type { Libc } from './libc.ts';
import { closeSync, readdirSync } from 'node:fs';

const F_GETFD = 1;
const F_DUPFD_CLOEXEC = 1030;
const ENOENT = 2;
const ENOTDIR = 20;
const SETPGROUP = 2;
const SETSIGDEF = 4;
const SETSIGMASK = 8;
const SETSID = 0x80;

/** A C string. */
export const terminated = (b: Uint8Array): Buffer => Buffer.concat([b, Buffer.alloc(1)]);

/** char *[], with what keeps it alive. */
function vector(c: Libc, items: readonly Uint8Array[]): { pointers: BigUint64Array; keep: Buffer[] } {
  const keep = items.map(terminated);
  const pointers = new BigUint64Array(items.length + 1);
  keep.forEach((b, i) => {
    pointers[i] = c.address(b);
  });
  return { pointers, keep };
}

/** A sigset_t. */
function signalSet(c: Libc, signals: Iterable<number>): Buffer {
  const set = Buffer.alloc(128);
  c.sigemptyset(set);
  for (const s of signals) c.sigaddset(set, s);
  return set;
}

export function spawn(c: Libc, r: SpawnRequest): number {
  const actions = Buffer.alloc(256);
  const attributes = Buffer.alloc(512);
  const copies: number[] = [];
  const held: Buffer[] = [];
  c.posix_spawn_file_actions_init(actions);
  c.posix_spawnattr_init(attributes);
  const oldMask = r.umask >= 0 ? process.umask(r.umask) : -1;
  try {
    const targets = new Set(r.fds.map(([n]) => n));
    for (const [n, ours] of r.fds) {
      let from = ours;
      if (from !== n && targets.has(from)) {
        // An earlier step would overwrite it.
        from = c.check(c.fcntl(from, F_DUPFD_CLOEXEC, 3));
        while (targets.has(from)) {
          copies.push(from);
          from = c.check(c.fcntl(from, F_DUPFD_CLOEXEC, from + 1));
        }
        copies.push(from);
      }
      if (c.fcntl(from, F_GETFD, 0) < 0) continue; // closed in ours, closed in the child
      c.posix_spawn_file_actions_adddup2(actions, from, n);
    }
    for (const fd of strangers(c, targets)) c.posix_spawn_file_actions_addclose(actions, fd);
    if (r.cwd !== null) {
      const dir = terminated(r.cwd);
      held.push(dir);
      c.posix_spawn_file_actions_addchdir_np(actions, dir);
    }
    // Not the thread's own mask: Node holds SIGUSR1 back, and Python's is no mask of the system's.
    let flags = SETSIGMASK;
    c.posix_spawnattr_setsigmask(attributes, signalSet(c, r.blockedSignals));
    if (r.newSession) flags |= SETSID;
    if (r.processGroup >= 0) {
      flags |= SETPGROUP;
      c.posix_spawnattr_setpgroup(attributes, r.processGroup);
    }
    if (r.defaultSignals.length > 0) {
      flags |= SETSIGDEF;
      c.posix_spawnattr_setsigdefault(attributes, signalSet(c, r.defaultSignals));
    }
    c.posix_spawnattr_setflags(attributes, flags);
    const argv = vector(c, r.args);
    const envp = vector(c, r.env);
    const pid = new Int32Array(1);
    let errno = ENOENT;
    for (const e of r.executables) {
      const program = terminated(e);
      const error = c.posix_spawn(pid, program, actions, attributes, argv.pointers, envp.pointers);
      if (error === 0) {
        held.length = argv.keep.length = envp.keep.length = 0;
        return pid[0];
      }
      if (error !== ENOENT && error !== ENOTDIR) {
        errno = error;
        break;
      }
    }
    throw new HostError(errno);
  } finally {
    if (oldMask >= 0) process.umask(oldMask);
    for (const fd of copies) closeSync(fd);
    c.posix_spawn_file_actions_destroy(actions);
    c.posix_spawnattr_destroy(attributes);
  }
}

/** Open descriptors that a child would inherit without having been given them. */
function strangers(c: Libc, given: ReadonlySet<number>): number[] {
  const out: number[] = [];
  for (const name of readdirSync('/proc/self/fd')) {
    const fd = Number(name);
    if (given.has(fd)) continue;
    const flags = c.fcntl(fd, F_GETFD, 0);
    if (flags >= 0 && (flags & 1) === 0) out.push(fd);
  }
  return out;
}
