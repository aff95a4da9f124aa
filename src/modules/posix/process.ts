// posix: the process, its identity, environment and system. Invariant: os.environ's own dict is the program's; the
// system's environment follows through putenv/unsetenv.

import { None, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyFloat, PyList, PyTuple } from '../../objects/shapes.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import type { ModuleBuilder } from '../../runtime/modules.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { ERRNO, strerror } from '../../objects/exceptions/errno-table.ts';
import { newException, overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { makeStructSeq } from '../../objects/structseq.ts';
import { index } from '../../objects/protocol/operators.ts';
import { collect } from '../../objects/protocol/iteration.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { host } from '../../runtime/host.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { signalsOf } from '../../runtime/signals.ts';
import type { NativeGenerator, Resumable } from '../../objects/protocol/pending.ts';
import { childStarted, environmentBytes, waitForChild } from '../support/children.ts';
import { system } from '../support/blocking.ts';
import { settle } from '../_io/dirty.ts';
import { cInt, cSize } from '../support/arguments.ts';
import { fsDecode, fsEncode, fspath, hostCall } from '../support/fs.ts';

export const unameResult = makeStructSeq('posix.uname_result', [
  'sysname',
  'nodename',
  'release',
  'version',
  'machine',
]);
export const timesResult = makeStructSeq('posix.times_result', [
  'user',
  'system',
  'children_user',
  'children_system',
  'elapsed',
]);
export const schedParam = makeStructSeq('posix.sched_param', ['sched_priority']);
export const waitidResult = makeStructSeq('posix.waitid_result', [
  'si_pid',
  'si_uid',
  'si_signo',
  'si_status',
  'si_code',
]);

/** The environment as posix.environ has it: bytes to bytes. */
export function environDict(): PyDict {
  const d = new PyDict();
  for (const [k, v] of host().process.environ())
    d.set(new PyBytes(fsEncode(fromJS(k))), new PyBytes(fsEncode(fromJS(v))));
  return d;
}

function envText(v: PyValue): string {
  const p = fspath(v);
  const s = isStr(p) ? toJS(p) : toJS(fsDecode((p as PyBytes).b)); // fspath gives str or bytes
  if (s.includes('\0')) throw valueError('embedded null byte');
  return s;
}

/** A wait status as an exit code. */
export function exitCode(status: number): number {
  if ((status & 0x7f) === 0) return (status >> 8) & 0xff;
  if ((status & 0xff) === 0x7f) throw valueError('process stopped by delivery of signal ' + ((status >> 8) & 0xff));
  return -(status & 0x7f);
}

export function addProcessFunctions(m: ModuleBuilder): void {
  const p = host().process;
  const f = (v: number): PyFloat => new PyFloat(v);
  m.set('environ', environDict());
  m.funcs({
    '_create_environ()': environDict,
    'putenv(name, value, /)': (name: PyValue, value: PyValue) => {
      const n = envText(name);
      if (n === '' || n.includes('=')) throw valueError('illegal environment variable name');
      p.setenv(n, envText(value));
    },
    'unsetenv(name, /)': (name: PyValue) => {
      const n = envText(name);
      if (n === '' || n.includes('=')) throw osError(ERRNO.EINVAL);
      p.setenv(n, undefined);
    },
    'getpid()': () => p.pid,
    'getppid()': () => p.ppid,
    'getuid()': () => p.getuid(),
    'geteuid()': () => p.geteuid(),
    'getgid()': () => p.getgid(),
    'getegid()': () => p.getegid(),
    'getgroups()': () => new PyList(p.getgroups()),
    'getresuid()': () => new PyTuple([p.getuid(), p.geteuid(), p.geteuid()]),
    'getresgid()': () => new PyTuple([p.getgid(), p.getegid(), p.getegid()]),
    'setuid(uid, /)': (id: PyValue) => hostCall(() => p.setuid(cInt(id))),
    'setgid(gid, /)': (id: PyValue) => hostCall(() => p.setgid(cInt(id))),
    'seteuid(euid, /)': (id: PyValue) => hostCall(() => p.seteuid(cInt(id))),
    'setegid(egid, /)': (id: PyValue) => hostCall(() => p.setegid(cInt(id))),
    'setgroups(groups, /)': (ids: PyValue) => hostCall(() => p.setgroups(collect(ids).map(cInt))),
    'getpgrp()': () => statField(host().process.pid, 2),
    'getpgid(pid)': (pid: PyValue) => statField(cInt(pid) || p.pid, 2),
    'getsid(pid, /)': (pid: PyValue) => statField(cInt(pid) || p.pid, 3),
    'getlogin()': () => {
      const name = p.environ().get('LOGNAME') ?? p.environ().get('USER');
      if (name === undefined) throw osError(ERRNO.ENXIO ?? 6);
      return fromJS(name);
    },
    'umask(mask, /)': (mask: PyValue) => p.umask(cInt(mask) & 0o777),
    'urandom(size, /)': (size: PyValue) => {
      const n = cSize(size);
      if (n < 0) throw valueError('negative argument not allowed');
      return new PyBytes(new Uint8Array(host().crypto.random(n)));
    },
    'getrandom(size, flags=0)': (size: PyValue) => {
      const n = cSize(size);
      if (n < 0) throw osError(ERRNO.EINVAL);
      return new PyBytes(new Uint8Array(host().crypto.random(n)));
    },
    'cpu_count()': () => interpreter().config.cpuCount ?? p.cpuCount(),
    'getloadavg()': () => new PyTuple(p.loadavg().map(f)),
    'uname()': () => {
      const u = p.uname();
      return unameResult.of(
        fromJS(u.sysname),
        fromJS(u.nodename),
        fromJS(u.release),
        fromJS(u.version),
        fromJS(u.machine),
      );
    },
    'times()': () => {
      const t = p.cpuTimes();
      return timesResult.of(f(t.user), f(t.system), f(0), f(0), f(Number(host().clock.monotonic() / 10000000n) / 100));
    },
    'kill(pid, signal, /)': (pid: PyValue, signal: PyValue) => {
      const a = cInt(pid);
      const s = cInt(signal);
      if (s < 0 || s > 64) throw osError(ERRNO.EINVAL);
      const raise = interpreter().moduleState.get('raise_signal') as ((n: number) => Resumable) | undefined; // set by _signal
      if (a === p.pid && s !== 0 && raise !== undefined) return raise(s);
      hostCall(() => p.kill(a, s));
    },
    'killpg(pgid, signal, /)': (pid: PyValue, signal: PyValue) => hostCall(() => p.kill(-cInt(pid), cInt(signal))),
    'getpriority(which, who)': (_which: PyValue, who: PyValue) => hostCall(() => p.getPriority(cInt(who))),
    'setpriority(which, who, priority)': (_which: PyValue, who: PyValue, n: PyValue) =>
      hostCall(() => p.setPriority(cInt(who), cInt(n))),
    'nice(increment, /)': (n: PyValue) => {
      const by = cInt(n);
      return hostCall(() => {
        if (by !== 0) p.setPriority(0, Math.max(-20, Math.min(19, p.getPriority(0) + by)));
        return p.getPriority(0);
      });
    },
    '_exit(status)': (status: PyValue) => {
      hostCall(() => p.exit(cInt(status) & 0xff));
    },
    'abort()': () => {
      signalsOf(interpreter()).onFatal?.(p.signals.SIGABRT ?? 6);
      hostCall(() => p.kill(p.pid, p.signals.SIGABRT ?? 6));
      host().clock.block(1000);
      p.exit(134);
    },
    *'system(command)'(command: PyValue): NativeGenerator<PyValue> {
      if (!isStr(command) && !(command instanceof PyBytes)) fspath(command);
      const c = fspath(command);
      const text = isStr(c) ? fsEncode(c) : (c as PyBytes).b; // fspath gives str or bytes
      if (text.includes(0)) throw valueError('embedded null byte');
      settle(null);
      host().fs.shareOffsets();
      const ascii = (s: string): Uint8Array => new TextEncoder().encode(s);
      const pid = hostCall(() =>
        system().spawn({
          executables: [ascii('/bin/sh')],
          args: [ascii('sh'), ascii('-c'), text],
          env: environmentBytes(),
          cwd: null,
          fds: [0, 1, 2].map((n) => [n, n] as const),
          newSession: false,
          processGroup: -1,
          umask: -1,
          defaultSignals: [],
          blockedSignals: signalsOf(interpreter()).blocked,
        }),
      );
      childStarted(pid);
      return (yield* waitForChild(pid, 0))!.status; // without WNOHANG there is one
    },
    'strerror(code, /)': (code: PyValue) => fromJS(strerror(cInt(code))),
    'ctermid()': () => '/dev/tty',
    'waitstatus_to_exitcode(status)': (status: PyValue) => {
      if (typeof status !== 'number' && typeof status !== 'boolean' && typeof status !== 'bigint') index(status);
      const n = index(status);
      if (n > 2147483647 || n < -2147483648)
        throw overflowError(n > 0 ? 'signed integer is greater than maximum' : 'signed integer is less than minimum');
      const s = Number(n);
      if ((s & 0xff) === 0x7f) throw valueError(`process stopped by delivery of signal ${(s >> 8) & 0xff}`);
      if (s < 0 || s > 0xffff) throw valueError(`invalid wait status: ${s}`);
      return exitCode(s);
    },
    'WIFEXITED(status)': (s: PyValue) => (cInt(s) & 0x7f) === 0,
    'WEXITSTATUS(status)': (s: PyValue) => (cInt(s) >> 8) & 0xff,
    'WIFSIGNALED(status)': (s: PyValue) => (((cInt(s) & 0x7f) + 1) << 24) >> 25 > 0,
    'WTERMSIG(status)': (s: PyValue) => cInt(s) & 0x7f,
    'WIFSTOPPED(status)': (s: PyValue) => (cInt(s) & 0xff) === 0x7f,
    'WSTOPSIG(status)': (s: PyValue) => (cInt(s) >> 8) & 0xff,
    'WIFCONTINUED(status)': (s: PyValue) => cInt(s) === 0xffff,
    'WCOREDUMP(status, /)': (s: PyValue) => (cInt(s) & 0x80) !== 0,
    'register_at_fork(*, before=?, after_in_child=?, after_in_parent=?)': () => undefined,
    'sched_yield()': () => undefined,
    '_inputhook()': () => 0,
    '_is_inputhook_installed()': () => false,
  });
  if (p.platform === 'linux') {
    m.func('sched_getaffinity(pid, /)', (pid: PyValue) => {
      cInt(pid);
      return makeSet(cpus(p.availableCpus()));
    });
  }
  void None;
  void typeError;
  void newException;
  void exceptionTypes;
}

/** The CPUs this process may use. */
function cpus(fallback: number): number[] {
  try {
    const text = new TextDecoder().decode(host().fs.readFile('/proc/self/status'));
    const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(text)?.[1];
    if (list !== undefined) {
      return list.split(',').flatMap((part) => {
        const [a, b] = part.split('-').map(Number);
        return Array.from({ length: (b ?? a) - a + 1 }, (_, i) => a + i);
      });
    }
  } catch {
    // No /proc.
  }
  return Array.from({ length: fallback }, (_, i) => i);
}

function statField(pid: number, field: number): number {
  return hostCall(() => {
    const text = new TextDecoder().decode(host().fs.readFile(`/proc/${pid}/stat`));
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[field]);
  });
}

import { makeSet } from '../support/make.ts';
