// select, poll and epoll by the system's own calls. Invariant: each asks once without waiting; when nothing is ready it
// suspends the Python thread until a descriptor changes or the time is over, and asks again. Left out: kqueue, devpoll.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyList, PyTuple } from '../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_NO_NEW } from '../objects/type.ts';
import { defineType } from '../objects/native.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { osError } from '../objects/exceptions/os-error.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import {
  isException,
  keyError,
  overflowError,
  runtimeError,
  typeError,
  valueError,
} from '../objects/exceptions/raise.ts';
import { index } from '../objects/protocol/operators.ts';
import { collectR } from '../objects/protocol/iteration.ts';
import type { NativeGenerator, Resumable } from '../objects/protocol/pending.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLPRI } from '../runtime/system.ts';
import { cDouble, cInt } from './support/arguments.ts';
import { system, waitR } from './support/blocking.ts';
import { filenoOf } from './support/fileno.ts';
import { hostCall } from './support/fs.ts';
import { secondsArg } from './support/timeout.ts';

const FD_SETSIZE = 1024;

/**
 * Asks until there is an answer or the time (milliseconds; -1: none) is over. `set` makes pairs of descriptor and events
 * to wait for; `ask` gives undefined when nothing is ready. Resumable: the first question is free.
 */
function untilReadyR<T>(set: () => Int32Array, ms: number, ask: () => T | undefined, nothing: () => T): Resumable<T> {
  const first = ask();
  if (first !== undefined) return first;
  if (ms === 0) return nothing();
  return waiting(set(), ms, ask, nothing) as Resumable<T>;
}

function* waiting<T>(
  set: Int32Array,
  ms: number,
  ask: () => T | undefined,
  nothing: () => T,
): Generator<unknown, T, never> {
  const clock = host().clock;
  const end = ms < 0 ? 0 : Number(clock.monotonic()) / 1e6 + ms;
  for (;;) {
    const left = ms < 0 ? -1 : Math.max(0, end - Number(clock.monotonic()) / 1e6);
    yield* waitR(
      (wake) => {
        const cancels: (() => void)[] = [];
        const stop = (): void => {
          for (const c of cancels.splice(0)) c();
        };
        const finish = (): void => {
          stop();
          wake(None);
        };
        for (let i = 0; i < set.length; i += 2) {
          if (set[i] >= 0) cancels.push(system().watch(set[i], set[i + 1] & 0xffff, finish));
        }
        if (left >= 0) cancels.push(clock.setTimer(left, finish));
        return stop;
      },
      () => {
        hostCall(() => system().poll(set, Math.ceil(left)));
        return None;
      },
    );
    const r = ask();
    if (r !== undefined) return r;
    if (ms >= 0 && Number(clock.monotonic()) / 1e6 >= end) return nothing();
  }
}

const EVENTS = [POLLIN, POLLOUT, POLLPRI] as const;
const COUNTS = [POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI] as const;

function* select(rlist: PyValue, wlist: PyValue, xlist: PyValue, timeout: PyValue): NativeGenerator<PyValue> {
  let ms = -1;
  if (timeout !== None) {
    try {
      ms = secondsArg(timeout) * 1000;
    } catch (e) {
      if (isException(e, 'TypeError')) throw typeError('timeout must be a float or None');
      throw e;
    }
    if (ms < 0) throw valueError('timeout must be non-negative');
  }
  const lists: [PyValue, number][][] = [];
  for (const l of [rlist, wlist, xlist]) {
    let values: PyValue[];
    try {
      values = (yield collectR(l)) as PyValue[];
    } catch (e) {
      if (!isException(e, 'TypeError')) throw e;
      throw typeError('arguments 1-3 must be sequences');
    }
    if (values.length > FD_SETSIZE) throw valueError('too many file descriptors in select()');
    const pairs: [PyValue, number][] = [];
    // A list is read while fileno() may change it.
    const source = l instanceof PyList ? l.items : values;
    for (let i = 0; i < source.length; i++) {
      const v = source[i];
      const fd = filenoOf(v);
      if (fd >= FD_SETSIZE) throw valueError('filedescriptor out of range in select()');
      pairs.push([v, fd]);
    }
    lists.push(pairs);
  }
  const wanted = new Map<number, number>();
  lists.forEach((l, i) => {
    for (const [, fd] of l) wanted.set(fd, (wanted.get(fd) ?? 0) | EVENTS[i]);
  });
  const set = Int32Array.from([...wanted].flat());
  const result = (ready: Map<number, number>): PyValue =>
    new PyTuple(
      lists.map((l, i) => new PyList(l.filter(([, fd]) => ((ready.get(fd) ?? 0) & COUNTS[i]) !== 0).map(([v]) => v))),
    );
  const ask = (): PyValue | undefined => {
    if (poll(set) === 0) return undefined;
    const ready = new Map<number, number>();
    let some = false;
    for (let i = 0; i < set.length; i += 2) {
      const r = set[i + 1] >>> 16;
      if ((r & POLLNVAL) !== 0) throw osError(ERRNO.EBADF);
      ready.set(set[i], r);
      // A hang-up is news only for readers.
      lists.forEach((l, k) => {
        if ((r & COUNTS[k]) !== 0 && l.some(([, fd]) => fd === set[i])) some = true;
      });
    }
    return some ? result(ready) : undefined;
  };
  return yield untilReadyR<PyValue>(
    () => set,
    ms,
    ask,
    () => result(new Map()),
  );
}

/** poll(2) without waiting. */
function poll(set: Int32Array): number {
  if (set.length === 0) return 0;
  for (let i = 1; i < set.length; i += 2) set[i] &= 0xffff;
  return hostCall(() => system().poll(set, 0));
}

class PyPoll extends PyObject {
  fds = new Map<number, number>();
  polling = false;
}
const pollType = makeBuiltinType('poll', PyPoll, { module: 'select', flags: TYPE_NO_NEW });

function mask(v: PyValue): number {
  const n = index(v);
  if (n < 0) throw valueError('value must be positive');
  if (n > 65535) throw overflowError('Python int too large for C unsigned short');
  return Number(n);
}

/** Milliseconds; -1 waits for ever. */
function pollTimeout(timeout: PyValue): number {
  if (timeout === None) return -1;
  let ms: number;
  try {
    ms = cDouble(timeout);
  } catch (e) {
    if (!isException(e, 'TypeError')) throw e;
    throw typeError('timeout must be an integer or None');
  }
  if (ms > 2147483647 || ms < -2147483648) throw overflowError('timeout is too large');
  return ms < 0 ? -1 : Math.ceil(ms);
}

defineType(pollType, {
  methods: {
    'register(fd, eventmask=7, /)': (self: PyPoll, fd: PyValue, events: PyValue) => {
      const n = filenoOf(fd);
      self.fds.set(n, mask(events));
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
      const ms = pollTimeout(timeout);
      if (self.polling) throw runtimeError('concurrent poll() invocation');
      const set = Int32Array.from([...self.fds].flat());
      const ask = (): PyValue | undefined => {
        if (poll(set) === 0) return undefined;
        const out: PyValue[] = [];
        for (let i = 0; i < set.length; i += 2) {
          const r = set[i + 1] >>> 16;
          if (r !== 0) out.push(new PyTuple([set[i], r]));
        }
        return new PyList(out);
      };
      self.polling = true;
      try {
        return yield untilReadyR<PyValue>(
          () => set,
          ms,
          ask,
          () => new PyList([]),
        );
      } finally {
        self.polling = false;
      }
    },
  },
});

class PyEpoll extends PyObject {
  fd = -1;
}
const epollType = makeBuiltinType('epoll', PyEpoll, { module: 'select' });
const EPOLL = {
  EPOLLIN: 1,
  EPOLLOUT: 4,
  EPOLLPRI: 2,
  EPOLLERR: 8,
  EPOLLHUP: 16,
  EPOLLRDHUP: 8192,
  EPOLLET: 2147483648,
  EPOLLONESHOT: 1073741824,
  EPOLLEXCLUSIVE: 268435456,
  EPOLLWAKEUP: 536870912,
  EPOLLRDNORM: 64,
  EPOLLRDBAND: 128,
  EPOLLWRNORM: 256,
  EPOLLWRBAND: 512,
  EPOLLMSG: 1024,
  EPOLL_CLOEXEC: 524288,
};
const ADD = 1;
const DEL = 2;
const MOD = 3;

/** The system's object is made when it is first used: `selectors` makes and closes one only to see whether it could. */
const NOT_MADE = -2;
function opened(self: PyEpoll): number {
  if (self.fd === NOT_MADE) {
    self.fd = hostCall(() => system().epollCreate(0));
    dropped.register(self, self.fd, self);
  }
  if (self.fd < 0) throw valueError('I/O operation on closed epoll object');
  return self.fd;
}
function closeEpoll(self: PyEpoll): void {
  const { fd } = self;
  self.fd = -1;
  if (fd < 0) return;
  dropped.unregister(self);
  hostCall(() => host().fs.close(fd));
}
const dropped = new FinalizationRegistry<number>((fd) => {
  try {
    host().fs.close(fd);
  } catch {
    // Somebody else has closed it.
  }
});
function newEpoll(cls: PyType, fd: number): PyEpoll {
  const e = new cls.ctor() as PyEpoll; // the type's own shape
  e.fd = fd;
  if (fd >= 0) dropped.register(e, fd, e);
  return e;
}
function unsigned(v: PyValue): number {
  const n = index(v);
  if (n < 0) throw overflowError("can't convert negative value to unsigned int");
  if (n > 4294967295) throw overflowError('Python int too large to convert to C unsigned int');
  return Number(n);
}

function epollPoll(self: PyEpoll, timeout: PyValue, maxevents: PyValue): Resumable {
  const fd = opened(self);
  let ms = -1;
  if (timeout !== None) {
    try {
      ms = secondsArg(timeout) * 1000;
    } catch (e) {
      if (isException(e, 'TypeError')) throw typeError('timeout must be an integer or None');
      throw e;
    }
    if (ms > 2147483647) throw overflowError('timeout is too large');
    if (ms < 0) ms = -1;
  }
  let max = cInt(maxevents);
  if (max === -1) max = FD_SETSIZE - 1;
  else if (max < 1) throw valueError(`maxevents must be greater than 0, got ${max}`);
  const ask = (): PyValue | undefined => {
    const events = hostCall(() => system().epollWait(opened(self), max));
    return events.length === 0 ? undefined : new PyList(events.map((e) => new PyTuple(e)));
  };
  return untilReadyR<PyValue>(
    () => new Int32Array([fd, POLLIN]),
    ms,
    ask,
    () => new PyList([]),
  );
}

defineType(epollType, {
  new: [
    '(sizehint=-1, flags=0)',
    (cls: PyType, sizehint: PyValue, flags: PyValue) => {
      const n = cInt(sizehint);
      const f = cInt(flags);
      if (n !== -1 && n <= 0) throw valueError('negative sizehint');
      if ((f & ~EPOLL.EPOLL_CLOEXEC) !== 0) throw osError(ERRNO.EINVAL);
      return newEpoll(cls, NOT_MADE);
    },
  ],
  methods: {
    'close()': closeEpoll,
    'fileno()': (self: PyEpoll) => opened(self),
    'register(fd, eventmask=7)': (self: PyEpoll, fd: PyValue, events: PyValue) => {
      const e = unsigned(events);
      const n = filenoOf(fd);
      hostCall(() => system().epollControl(opened(self), ADD, n, e));
    },
    'modify(fd, eventmask)': (self: PyEpoll, fd: PyValue, events: PyValue) => {
      const e = unsigned(events);
      const n = filenoOf(fd);
      hostCall(() => system().epollControl(opened(self), MOD, n, e));
    },
    'unregister(fd)': (self: PyEpoll, fd: PyValue) => {
      const n = filenoOf(fd);
      hostCall(() => system().epollControl(opened(self), DEL, n, 0));
    },
    'poll(timeout=None, maxevents=-1)': epollPoll,
    '__enter__()': (self: PyEpoll) => {
      opened(self);
      return self;
    },
    '__exit__(exc_type=None, exc_value=None, exc_tb=None, /)': (self: PyEpoll) => closeEpoll(self),
  },
  getset: { closed: [(self: PyEpoll) => self.fd === -1] },
  classMethods: {
    'fromfd(fd, /)': (cls: PyType, fd: PyValue) => newEpoll(cls, cInt(fd)),
  },
});

defineModule('select', (m) => {
  const constants = {
    POLLIN,
    POLLPRI,
    POLLOUT,
    POLLERR,
    POLLHUP,
    POLLNVAL,
    POLLRDNORM: 64,
    POLLRDBAND: 128,
    POLLWRNORM: 256,
    POLLWRBAND: 512,
    POLLMSG: 1024,
    POLLRDHUP: 8192,
    PIPE_BUF: 4096,
    ...EPOLL,
  };
  for (const [k, v] of Object.entries(constants)) m.set(k, v);
  m.set('error', exceptionTypes.OSError);
  m.type(epollType);
  m.func('select(rlist, wlist, xlist, timeout=None, /)', select);
  m.func('poll()', () => new PyPoll());
});
