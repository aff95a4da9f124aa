// Terminals on Node: attributes through the system's own `stty` (it prints and takes the whole termios structure), sizes
// from the standard streams. Invariant: attribute numbers are those of the platform's <termios.h>, so what was read can
// be put back. Node itself offers only "raw" and "not raw", which is not what line editors ask for.

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import { isatty, type WriteStream } from 'node:tty';
import type { HostTerminal, TerminalAttributes } from '../runtime/host.ts';
import { syscall } from './files.ts';

const E = os.constants.errno;

function fail(errno: number): never {
  return syscall(() => {
    throw Object.assign(new Error('terminal'), { errno: -errno });
  });
}

/** Runs `stty` on a terminal; its output. */
function stty(fd: number, args: readonly string[]): string {
  if (!isatty(fd)) return fail(E.ENOTTY);
  const r = spawnSync('stty', args, { stdio: [fd, 'pipe', 'ignore'], encoding: 'latin1' });
  if (r.error !== undefined) return fail(E.ENOSYS);
  if (r.status !== 0) return fail(E.EINVAL);
  return r.stdout.trim();
}

/** A standard stream on the same terminal as `fd`: it knows the size without a process. */
function streamOf(fd: number): WriteStream | undefined {
  const here = fs.fstatSync(fd);
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.isTTY) continue;
    if (stream.fd === fd || fs.fstatSync(stream.fd).rdev === here.rdev) return stream;
  }
  return undefined;
}

export const nodeTerminal: HostTerminal = {
  getAttributes: (fd) => {
    const parts = stty(fd, ['-g']).split(':');
    // GNU and busybox print hexadecimal fields; BSD's `gfmt1:name=value` is not understood yet.
    if (parts.length < 5 || parts.some((p) => !/^[0-9a-f]+$/.test(p))) return fail(E.ENOSYS);
    const [iflag, oflag, cflag, lflag, ...cc] = parts.map((p) => Number.parseInt(p, 16));
    return { iflag, oflag, cflag, lflag, cc };
  },
  setAttributes: (fd, { iflag, oflag, cflag, lflag, cc }: TerminalAttributes) => {
    stty(fd, [[iflag, oflag, cflag, lflag, ...cc].map((n) => (n >>> 0).toString(16)).join(':')]);
  },
  size: (fd) => {
    if (!isatty(fd)) {
      syscall(() => fs.fstatSync(fd));
      return fail(E.ENOTTY);
    }
    const stream = streamOf(fd);
    if (stream !== undefined) {
      const [columns, lines] = stream.getWindowSize();
      return { columns, lines };
    }
    const [lines, columns] = stty(fd, ['size']).split(' ').map(Number);
    return { columns, lines };
  },
  setSize: (fd, { columns, lines }) => void stty(fd, ['rows', String(lines), 'cols', String(columns)]),
};
