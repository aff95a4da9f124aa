// _posixsubprocess: starting the programs subprocess asks for. Invariant: as in CPython, a failure to execute is told through
// errpipe_write, and the pid returned can be waited for in any case. There is no fork: preexec_fn and another user or
// group for the child are refused.

import { None, type PyValue } from '../objects/object.ts';
import type { PyBytes } from '../objects/shapes.ts';
import { runtimeError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { truth } from '../objects/protocol/operators.ts';
import { collect } from '../objects/protocol/iteration.ts';
import { isStr } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { host, HostError } from '../runtime/host.ts';
import { interpreter } from '../runtime/interpreter.ts';
import { signalsOf } from '../runtime/signals.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { settle } from './_io/dirty.ts';
import { cInt } from './support/arguments.ts';
import { system } from './support/blocking.ts';
import { childStarted, environmentBytes } from './support/children.ts';
import { fsEncode, fspath } from './support/fs.ts';

/** Pids of programs that could not be started: beyond what systems give out. */
let nextFailed = 1 << 22;

const SIGPIPE = 13;
const SIGXFSZ = 25;

function bytes(v: PyValue): Uint8Array {
  const p = fspath(v);
  const b = isStr(p) ? fsEncode(p) : (p as PyBytes).b; // fspath gives str or bytes
  if (b.includes(0)) throw valueError('embedded null byte');
  return b;
}

/** Why a directory cannot be entered; 0 when it can. */
function directoryError(path: Uint8Array): number {
  try {
    const { mode } = host().fs.stat(path);
    if ((mode & 0o170000) !== 0o040000) return ERRNO.ENOTDIR;
    host().fs.access(path, 1);
    return 0;
  } catch (e) {
    if (e instanceof HostError) return e.errno;
    throw e;
  }
}

defineModule('_posixsubprocess', (m) => {
  m.func(
    'fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, /)',
    (
      args: PyValue,
      executables: PyValue,
      closeFds: PyValue,
      passFds: PyValue,
      cwd: PyValue,
      env: PyValue,
      p2cread: PyValue,
      _p2cwrite: PyValue,
      _c2pread: PyValue,
      c2pwrite: PyValue,
      _errread: PyValue,
      errwrite: PyValue,
      _errpipeRead: PyValue,
      errpipeWrite: PyValue,
      restore: PyValue,
      setsid: PyValue,
      pgid: PyValue,
      gid: PyValue,
      groups: PyValue,
      uid: PyValue,
      umask: PyValue,
      preexec: PyValue,
    ) => {
      const errpipe = cInt(errpipeWrite);
      if (truth(closeFds) && errpipe < 3) throw valueError('errpipe_write must be >= 3');
      if (preexec !== None) throw runtimeError('preexec_fn is not supported: processes cannot be forked here');
      if (uid !== None || gid !== None || groups !== None)
        throw runtimeError('user, group and extra_groups are not supported: processes cannot be forked here');
      const fds: [number, number][] = [p2cread, c2pwrite, errwrite].map((v, n) => {
        const fd = cInt(v);
        return [n, fd < 0 ? n : fd];
      });
      const passed = collect(passFds).map(cInt);
      if (passed.some((fd, i) => fd < 0 || (i > 0 && fd <= passed[i - 1])))
        throw valueError('bad value(s) in fds_to_keep');
      for (const fd of passed) if (fd > 2 && fd !== errpipe) fds.push([fd, fd]);
      if (!truth(closeFds)) {
        // Everything that is inheritable goes along.
        for (const name of host().fs.readdir('/proc/self/fd')) {
          const fd = Number(new TextDecoder().decode(name.name));
          if (fd <= 2 || fd === errpipe || fds.some(([n]) => n === fd)) continue;
          try {
            if (system().isInheritable(fd)) fds.push([fd, fd]);
          } catch {
            // Closed meanwhile: it was the directory's own.
          }
        }
      }
      const argv = collect(args).map(bytes);
      if (argv.length === 0) throw typeError('args must not be empty');
      const directory = cwd === None ? null : bytes(cwd);
      const programs = collect(executables).map((e) => bytes(e));
      const environment = env === None ? environmentBytes() : collect(env).map((e) => bytes(e));
      let failure: HostError | null = null;
      try {
        if (directory !== null) {
          const errno = directoryError(directory);
          if (errno !== 0) throw new HostError(errno, 'noexec:chdir');
        }
        settle(null);
        host().fs.shareOffsets();
        const pid = system().spawn({
          executables: programs,
          args: argv,
          cwd: directory,
          env: environment,
          fds,
          newSession: truth(setsid),
          processGroup: cInt(pgid),
          umask: cInt(umask),
          defaultSignals: truth(restore) ? [SIGPIPE, SIGXFSZ] : [],
          blockedSignals: signalsOf(interpreter()).blocked,
        });
        childStarted(pid);
        return pid;
      } catch (e) {
        if (!(e instanceof HostError)) throw e;
        failure = e;
      }
      const told = `OSError:${failure.errno.toString(16).toUpperCase()}:${failure.message}`;
      host().fs.write(errpipe, new TextEncoder().encode(told));
      const pid = nextFailed++;
      childStarted(pid, 255 << 8);
      return pid;
    },
  );
});
