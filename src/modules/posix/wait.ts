// posix: waiting for child processes. Invariant: a wait suspends the Python thread; a child's status is given out once.

import { None, type PyValue } from '../../objects/object.ts';
import { PyTuple } from '../../objects/shapes.ts';
import type { ModuleBuilder } from '../../runtime/modules.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { host } from '../../runtime/host.ts';
import { POLLIN } from '../../runtime/system.ts';
import { cInt } from '../support/arguments.ts';
import { pollNow, readyR, system } from '../support/blocking.ts';
import { waitForChild } from '../support/children.ts';
import { hostCall } from '../support/fs.ts';
import { waitidResult } from './process.ts';

const WNOHANG = 1;
const WNOWAIT = 16777216;
const P_ALL = 0;
const P_PIDFD = 3;

export function addWaitFunctions(m: ModuleBuilder): void {
  m.funcs({
    *'waitpid(pid, options, /)'(pid: PyValue, options: PyValue): NativeGenerator {
      const r = yield* waitForChild(cInt(pid), cInt(options));
      return new PyTuple(r === null ? [0, 0] : [r.pid, r.status]);
    },
    *'wait()'(): NativeGenerator {
      const r = yield* waitForChild(-1, 0);
      return new PyTuple([r!.pid, r!.status]); // without WNOHANG there is one
    },
    *'waitid(idtype, id, options, /)'(idtype: PyValue, id: PyValue, options: PyValue): NativeGenerator {
      const o = cInt(options);
      const type = cInt(idtype);
      let pid = type === P_ALL ? -1 : cInt(id);
      if (type === P_PIDFD) {
        const fd = pid;
        const text = new TextDecoder().decode(hostCall(() => host().fs.readFile(`/proc/self/fdinfo/${fd}`)));
        pid = Number(/^Pid:\s*(-?\d+)/m.exec(text)?.[1] ?? -1);
        while ((o & WNOHANG) === 0 && pollNow(fd, POLLIN) === 0) yield* readyR(fd, POLLIN, -1);
      }
      if ((o & WNOWAIT) !== 0 && pid > 0) {
        const fd = hostCall(() => system().pidfdOpen(pid, 0));
        try {
          while (pollNow(fd, POLLIN) === 0) {
            if ((o & WNOHANG) !== 0) return None;
            yield* readyR(fd, POLLIN, -1);
          }
        } finally {
          host().fs.close(fd);
        }
        return waitidResult.of(pid, host().process.getuid(), host().process.signals.SIGCHLD, 0, 1);
      }
      const r = yield* waitForChild(pid, o);
      if (r === null) return None;
      const signal = r.status & 0x7f;
      return waitidResult.of(
        r.pid,
        host().process.getuid(),
        host().process.signals.SIGCHLD ?? 17,
        signal === 0 ? (r.status >> 8) & 0xff : signal,
        signal === 0 ? 1 : 2,
      );
    },
    'pidfd_open(pid, flags=0)': (pid: PyValue, flags: PyValue) => {
      const p = cInt(pid);
      const f = cInt(flags);
      return hostCall(() => system().pidfdOpen(p, f));
    },
  });
  m.set('PIDFD_NONBLOCK', 2048);
}
