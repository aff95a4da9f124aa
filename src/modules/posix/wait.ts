// posix: waiting for child processes. Invariant: a wait suspends the Python thread; a child's status is given out once.

import { None, type PyValue } from '../../objects/object.ts';
import { PyTuple } from '../../objects/shapes.ts';
import type { ModuleBuilder } from '../../runtime/modules.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { onChildEnded, reap } from '../../runtime/children.ts';
import { host } from '../../runtime/host.ts';
import { cInt } from '../support/arguments.ts';
import { waitR } from '../support/blocking.ts';
import { hostCall } from '../support/fs.ts';
import { waitidResult } from './process.ts';

const WNOHANG = 1;

function* waitFor(pid: number, options: number, keep = false): NativeGenerator<{ pid: number; status: number } | null> {
  for (;;) {
    const r = hostCall(() => reap(pid, keep));
    if (r !== null || (options & WNOHANG) !== 0) return r;
    yield* waitR(
      (wake) => onChildEnded(() => wake(None)),
      () => {
        host().clock.block(5);
        return None;
      },
    );
  }
}

export function addWaitFunctions(m: ModuleBuilder): void {
  m.funcs({
    *'waitpid(pid, options, /)'(pid: PyValue, options: PyValue): NativeGenerator {
      const r = yield* waitFor(cInt(pid), cInt(options));
      return new PyTuple(r === null ? [0, 0] : [r.pid, r.status]);
    },
    *'wait()'(): NativeGenerator {
      const r = yield* waitFor(-1, 0);
      return new PyTuple([r!.pid, r!.status]); // without WNOHANG there is one
    },
    *'waitid(idtype, id, options, /)'(idtype: PyValue, id: PyValue, options: PyValue): NativeGenerator {
      const o = cInt(options);
      const r = yield* waitFor(cInt(idtype) === 0 ? -1 : cInt(id), o, (o & 16777216) !== 0);
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
  });
}
