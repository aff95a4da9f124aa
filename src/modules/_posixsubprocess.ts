// _posixsubprocess: starting the programs subprocess asks for. Invariant: as in CPython, a failure to execute is told through
// errpipe_write, and the pid returned can be waited for in any case. There is no fork: preexec_fn is refused.

import { None, type PyValue } from '../objects/object.ts';
import type { PyBytes } from '../objects/shapes.ts';
import { runtimeError } from '../objects/exceptions/raise.ts';
import { index, truth } from '../objects/protocol/operators.ts';
import { collect } from '../objects/protocol/iteration.ts';
import { isStr } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { childEnded, childStarted } from '../runtime/children.ts';
import { host, HostError, type HostPath } from '../runtime/host.ts';
import { settle } from './_io/dirty.ts';
import { cInt } from './support/arguments.ts';
import { fspath, hostPath } from './support/fs.ts';

/** Pids of programs that could not be started: beyond what systems give out. */
let nextFailed = 1 << 22;

function path(v: PyValue): HostPath {
  const p = fspath(v);
  return isStr(p) ? hostPath(p) : (p as PyBytes).b; // fspath gives str or bytes
}

function environment(v: PyValue): Map<string, string> {
  if (v === None) return new Map(host().process.environ());
  const env = new Map<string, string>();
  for (const item of collect(v)) {
    const t = new TextDecoder().decode((item as PyBytes).b); // subprocess gives bytes
    const at = t.indexOf('=', 1);
    env.set(t.slice(0, at), t.slice(at + 1));
  }
  return env;
}

defineModule('_posixsubprocess', (m) => {
  m.func(
    'fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, /)',
    (
      args: PyValue,
      executables: PyValue,
      _closeFds: PyValue,
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
      _restore: PyValue,
      setsid: PyValue,
      pgid: PyValue,
      gid: PyValue,
      _groups: PyValue,
      uid: PyValue,
      umask: PyValue,
      preexec: PyValue,
    ) => {
      if (preexec !== None) throw runtimeError('preexec_fn is not supported: processes cannot be forked here');
      const fds = new Map<number, number>();
      [p2cread, c2pwrite, errwrite].forEach((v, n) => {
        const fd = cInt(v);
        fds.set(n, fd < 0 ? n : fd);
      });
      const errpipe = cInt(errpipeWrite);
      for (const v of collect(passFds)) {
        const fd = cInt(v);
        if (fd > 2 && fd !== errpipe) fds.set(fd, fd);
      }
      const id = (v: PyValue): number => (v === None ? -1 : Number(index(v)));
      let pid = 0;
      let early: number | null = null;
      try {
        const p = host().process;
        settle(null);
        pid = p.spawn({
          executables: collect(executables).map(path),
          args: collect(args).map(path),
          cwd: cwd === None ? null : path(cwd),
          env: environment(env),
          fds,
          writable: (n) => p.isWritingEnd(fds.get(n) ?? -1),
          newSession: truth(setsid) || cInt(pgid) === 0,
          uid: id(uid),
          gid: id(gid),
          umask: cInt(umask),
          onExit: (status) => {
            if (pid === 0) early = status;
            else childEnded(pid, status);
          },
        }).pid;
        childStarted(pid);
        if (early !== null) childEnded(pid, early);
        return pid;
      } catch (e) {
        if (!(e instanceof HostError)) throw e;
        const what = e.message === 'chdir' ? 'noexec:chdir' : '';
        host().fs.write(errpipe, new TextEncoder().encode(`OSError:${e.errno.toString(16).toUpperCase()}:${what}`));
        pid = nextFailed++;
        childEnded(pid, 255 << 8);
        return pid;
      }
    },
  );
});
