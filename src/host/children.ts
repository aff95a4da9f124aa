// Child processes through node:child_process. A child's end of an in-process pipe becomes a stream of Node's that is
// pumped to or from the pipe. Invariant: `spawn` knows at once whether the program can be executed; exit is told later.

import { type ChildProcess, spawn as nodeSpawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { HostError, type HostPath, type SpawnOptions } from '../runtime/host.ts';
import { nodeFs, pipeOf } from './files.ts';
import type { Pipe } from './pipe.ts';

const E = os.constants.errno;
const text = (p: HostPath): string => (typeof p === 'string' ? p : Buffer.from(p).toString());

/** The first of the candidates that can be executed; throws the system's error otherwise. */
function executable(candidates: readonly HostPath[], cwd: string | undefined): string {
  let errno: number = E.ENOENT;
  for (const c of candidates) {
    const p = text(c);
    const at = p.startsWith('/') || cwd === undefined ? p : `${cwd}/${p}`;
    try {
      fs.accessSync(at, fs.constants.X_OK);
      if (fs.statSync(at).isDirectory()) throw new HostError(E.EACCES);
      return p;
    } catch (e) {
      const code = e instanceof HostError ? e.errno : -((e as NodeJS.ErrnoException).errno ?? -E.ENOENT);
      if (code !== E.ENOENT && code !== E.ENOTDIR) errno = code;
    }
  }
  throw new HostError(errno);
}

function pumpOut(stream: Readable, pipe: Pipe): void {
  pipe.openEnd(true);
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    pipe.closeEnd(true);
  };
  stream.on('data', (d: Buffer) => {
    try {
      pipe.write(d);
    } catch {
      // Nobody reads any more: the child gets a broken pipe.
      stream.destroy();
      return;
    }
    if (pipe.full) {
      stream.pause();
      pipe.onDrain = () => {
        pipe.onDrain = null;
        stream.resume();
      };
    }
  });
  stream.on('end', close);
  stream.on('close', close);
  stream.on('error', close);
}

function pumpIn(stream: Writable, pipe: Pipe): void {
  pipe.openEnd(false);
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    pipe.closeEnd(false);
  };
  stream.on('error', close);
  stream.on('close', close);
  pipe.connect({ write: (d) => void stream.write(d), end: () => void stream.end() });
}

/** Starts a child; throws a HostError (with `chdir` as message when the directory was at fault). */
export function spawnChild(o: SpawnOptions): { pid: number } {
  const cwd = o.cwd === null ? undefined : text(o.cwd);
  if (cwd !== undefined) {
    try {
      if (!fs.statSync(cwd).isDirectory()) throw new HostError(E.ENOTDIR, 'chdir');
    } catch (e) {
      throw e instanceof HostError ? e : new HostError(-((e as NodeJS.ErrnoException).errno ?? -E.ENOENT), 'chdir');
    }
  }
  const program = executable(o.executables, cwd);
  const stdio: ('ignore' | 'pipe' | number)[] = [];
  const pipes: (Pipe | null)[] = [];
  const copies: number[] = [];
  let merge = false;
  const last = Math.max(...o.fds.keys());
  for (let n = 0; n <= last; n++) {
    const fd = o.fds.get(n);
    const pipe = fd === undefined ? null : pipeOf(fd);
    pipes.push(pipe);
    if (fd === undefined) stdio.push('ignore');
    else if (pipe === null) {
      const real = nodeFs.inheritable(fd);
      if (real !== fd) copies.push(real);
      stdio.push(real);
    } else if (n === 2 && pipe === pipes[1]) {
      merge = true; // both on one stream, or their order would be lost
      stdio.push('ignore');
    } else stdio.push('pipe');
  }
  const args = o.args.map(text);
  const oldMask = o.umask >= 0 ? process.umask(o.umask) : -1;
  let child: ChildProcess;
  try {
    const options = {
      ...(cwd === undefined ? {} : { cwd }),
      env: Object.fromEntries(o.env),
      stdio,
      detached: o.newSession,
      ...(o.uid >= 0 ? { uid: o.uid } : {}),
      ...(o.gid >= 0 ? { gid: o.gid } : {}),
    };
    child = merge
      ? nodeSpawn('/bin/sh', ['-c', 'exec "$0" "$@" 2>&1', program, ...args.slice(1)], options)
      : nodeSpawn(program, args.slice(1), { ...options, argv0: args[0] ?? program });
  } finally {
    if (oldMask >= 0) process.umask(oldMask);
    for (const fd of copies) fs.closeSync(fd);
  }
  child.on('error', () => {
    // Told by the missing pid below.
  });
  if (child.pid === undefined) throw new HostError(E.EACCES);
  pipes.forEach((pipe, n) => {
    if (pipe === null || (n === 2 && merge)) return;
    const stream = child.stdio[n];
    if (stream === null || stream === undefined) return;
    if (o.writable(n)) pumpOut(stream as Readable, pipe);
    else pumpIn(stream as Writable, pipe);
  });
  child.on('exit', (code, signal) =>
    o.onExit(signal === null ? ((code ?? 0) & 0xff) << 8 : os.constants.signals[signal]),
  );
  return { pid: child.pid };
}
