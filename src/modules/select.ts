// select and poll over pollable descriptors (pipes, sockets); plain files are always ready. Invariant: a call that finds
// nothing ready waits for the first change or the timeout, and then asks again. Left out: epoll, kqueue.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyList, PyTuple } from '../objects/shapes.ts';
import { makeBuiltinType, TYPE_NO_NEW } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { osError } from '../objects/exceptions/os-error.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { keyError, overflowError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { index } from '../objects/protocol/operators.ts';
import { collectR } from '../objects/protocol/iteration.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { ERROR, HANGUP, pollable, READABLE, WRITABLE } from '../runtime/pollable.ts';
import { cDouble } from './support/arguments.ts';
import { waitR } from './support/blocking.ts';
import { filenoOf } from './support/fileno.ts';
import { hostCall } from './support/fs.ts';

const POLLNVAL = 32;

/** What is ready of `wanted` on a descriptor (errors and hang-ups always count). */
function readyNow(fd: number, wanted: number): number {
  const p = pollable(fd);
  if (p !== undefined) return p.ready() & (wanted | ERROR | HANGUP);
  return wanted & (READABLE | WRITABLE);
}

/** Waits until `test` gives something or the time is over. */
function* waitFor<T>(
  fds: readonly number[],
  ms: number,
  test: () => T | undefined,
  timedOut: () => T,
): NativeGenerator<T> {
  const clock = host().clock;
  const end = ms < 0 ? 0n : clock.monotonic() + BigInt(Math.round(ms * 1e6));
  for (;;) {
    const r = test();
    if (r !== undefined) return r;
    const left = ms < 0 ? -1 : Number(end - clock.monotonic()) / 1e6;
    if (ms >= 0 && left <= 0) return timedOut();
    yield* waitR(
      (wake) => {
        const cancels: (() => void)[] = [];
        let done = false;
        const finish = (): void => {
          if (done) return;
          done = true;
          for (const c of cancels) c();
          wake(None);
        };
        for (const fd of fds) {
          const p = pollable(fd);
          if (p !== undefined) cancels.push(p.subscribe(finish));
        }
        if (left >= 0) cancels.push(clock.setTimer(left, finish));
        return () => {
          done = true;
          for (const c of cancels) c();
        };
      },
      () => {
        clock.block(left < 0 ? 10 : Math.min(left, 10));
        return None;
      },
    );
  }
}

function* select(rlist: PyValue, wlist: PyValue, xlist: PyValue, timeout: PyValue): NativeGenerator<PyValue> {
  let ms = -1;
  if (timeout !== None) {
    let s: number;
    try {
      s = cDouble(timeout);
    } catch {
      throw typeError('timeout must be a float or None');
    }
    if (s < 0) throw valueError('timeout must be non-negative');
    ms = s * 1000;
  }
  const lists: [PyValue, number][][] = [];
  for (const l of [rlist, wlist, xlist]) {
    let values: PyValue[];
    try {
      values = (yield collectR(l)) as PyValue[];
    } catch {
      throw typeError('arguments 1-3 must be sequences');
    }
    lists.push(values.map((v) => [v, filenoOf(v)]));
  }
  for (const l of lists)
    for (const [, fd] of l) if (pollable(fd) === undefined) hostCall(() => void host().fs.fstat(fd));
  const fds = lists.flat().map(([, fd]) => fd);
  const result = (out: PyValue[][]): PyValue => new PyTuple(out.map((o) => new PyList(o)));
  return yield* waitFor(
    fds,
    ms,
    () => {
      const out = lists.map((l, i) =>
        l
          .filter(
            ([, fd]) =>
              (readyNow(fd, i === 0 ? READABLE : i === 1 ? WRITABLE : 0) &
                (i === 0 ? READABLE | HANGUP | ERROR : i === 1 ? WRITABLE | ERROR : 0)) !==
              0,
          )
          .map(([v]) => v),
      );
      return out.some((o) => o.length > 0) ? result(out) : undefined;
    },
    () => result([[], [], []]),
  );
}

class PyPoll extends PyObject {
  fds = new Map<number, number>();
}
const pollType = makeBuiltinType('poll', PyPoll, { module: 'select', flags: TYPE_NO_NEW });

function mask(v: PyValue): number {
  const n = index(v);
  if (n < 0) throw valueError("can't convert negative value to C unsigned short");
  if (n > 65535) throw overflowError('Python int too large for C unsigned short');
  return Number(n);
}

defineType(pollType, {
  methods: {
    'register(fd, eventmask=7, /)': (self: PyPoll, fd: PyValue, events: PyValue) => {
      self.fds.set(filenoOf(fd), mask(events));
    },
    'modify(fd, eventmask, /)': (self: PyPoll, fd: PyValue, events: PyValue) => {
      const n = filenoOf(fd);
      const e = mask(events);
      if (!self.fds.has(n)) throw osError(ERRNO.ENOENT);
      self.fds.set(n, e);
    },
    'unregister(fd, /)': (self: PyPoll, fd: PyValue) => {
      const n = filenoOf(fd);
      if (!self.fds.delete(n)) throw keyError(n);
    },
    *'poll(timeout=None, /)'(self: PyPoll, timeout: PyValue): NativeGenerator<PyValue> {
      let ms = -1;
      if (timeout !== None) {
        ms = cDouble(timeout);
        if (ms > 2147483647) throw overflowError('timeout is too large');
        if (ms < 0) ms = -1;
        else ms = Math.ceil(ms);
      }
      const fds = [...self.fds];
      return yield* waitFor(
        fds.map(([fd]) => fd),
        ms,
        (): PyValue | undefined => {
          const out: PyValue[] = [];
          for (const [fd, wanted] of fds) {
            let r: number;
            if (pollable(fd) === undefined) {
              try {
                host().fs.fstat(fd);
                r = readyNow(fd, wanted);
              } catch {
                r = POLLNVAL;
              }
            } else r = readyNow(fd, wanted);
            if (r !== 0) out.push(new PyTuple([fd, r]));
          }
          return out.length > 0 ? new PyList(out) : undefined;
        },
        () => new PyList([]),
      );
    },
  },
});

defineModule('select', (m) => {
  const constants = {
    POLLIN: 1,
    POLLPRI: 2,
    POLLOUT: 4,
    POLLERR: 8,
    POLLHUP: 16,
    POLLNVAL,
    POLLRDNORM: 64,
    POLLRDBAND: 128,
    POLLWRNORM: 256,
    POLLWRBAND: 512,
    POLLMSG: 1024,
    POLLRDHUP: 8192,
    PIPE_BUF: 4096,
  };
  for (const [k, v] of Object.entries(constants)) m.set(k, v);
  m.set('error', exceptionTypes.OSError);
  m.func('select(rlist, wlist, xlist, timeout=None, /)', select);
  m.func('poll()', () => new PyPoll());
});
