// _signal: handlers, timers, masks. Invariant: what is installed at the host (a listener, "ignore", or nothing) matches the
// handler table in runtime/signals.ts. Left out, as Node has no way to them: sigtimedwait's siginfo, pidfd signals.

import { None, type PyValue } from '../objects/object.ts';
import { PyFloat, PyTuple } from '../objects/shapes.ts';
import { exceptionClass, exceptionTypes, type PyOSError } from '../objects/exceptions/hierarchy.ts';
import { newException, typeError, valueError } from '../objects/exceptions/raise.ts';
import { osError } from '../objects/exceptions/os-error.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { makeStructSeq } from '../objects/structseq.ts';
import { callR, isCallable } from '../objects/protocol/call.ts';
import { index, intValue, truth } from '../objects/protocol/operators.ts';
import { collect } from '../objects/protocol/iteration.ts';
import { Call, type NativeGenerator, type Resumable, Wait } from '../objects/protocol/pending.ts';
import { defineModule } from '../runtime/modules.ts';
import { host, HostError } from '../runtime/host.ts';
import { interpreter } from '../runtime/interpreter.ts';
import { signalsOf } from '../runtime/signals.ts';
import { thread } from '../vm/thread.ts';
import { cDouble, cInt } from './support/arguments.ts';
import { hostCall } from './support/fs.ts';
import { makeSet } from './support/make.ts';

const NSIG = 65;
const TEXTS: { readonly [signal: string]: string } = {
  SIGHUP: 'Hangup',
  SIGINT: 'Interrupt',
  SIGQUIT: 'Quit',
  SIGILL: 'Illegal instruction',
  SIGTRAP: 'Trace/breakpoint trap',
  SIGABRT: 'Aborted',
  SIGBUS: 'Bus error',
  SIGFPE: 'Floating point exception',
  SIGKILL: 'Killed',
  SIGUSR1: 'User defined signal 1',
  SIGSEGV: 'Segmentation fault',
  SIGUSR2: 'User defined signal 2',
  SIGPIPE: 'Broken pipe',
  SIGALRM: 'Alarm clock',
  SIGTERM: 'Terminated',
  SIGSTKFLT: 'Stack fault',
  SIGCHLD: 'Child exited',
  SIGCONT: 'Continued',
  SIGSTOP: 'Stopped (signal)',
  SIGTSTP: 'Stopped',
  SIGTTIN: 'Stopped (tty input)',
  SIGTTOU: 'Stopped (tty output)',
  SIGURG: 'Urgent I/O condition',
  SIGXCPU: 'CPU time limit exceeded',
  SIGXFSZ: 'File size limit exceeded',
  SIGVTALRM: 'Virtual timer expired',
  SIGPROF: 'Profiling timer expired',
  SIGWINCH: 'Window changed',
  SIGIO: 'I/O possible',
  SIGPWR: 'Power failure',
  SIGSYS: 'Bad system call',
};

export const itimerErrorType = exceptionClass('itimer_error', 'signal', exceptionTypes.OSError);
export const structSiginfo = makeStructSeq('signal.struct_siginfo', [
  'si_signo',
  'si_code',
  'si_errno',
  'si_pid',
  'si_uid',
  'si_status',
  'si_band',
]);

/** Signals for which no handler can be installed, or which Node keeps to itself. */
const UNCATCHABLE = new Set([9, 19]);
const INTERNAL = new Set([8, 11, 7, 4]); // SIGFPE, SIGSEGV, SIGBUS, SIGILL: a handler could not run

function signalArg(v: PyValue): number {
  const n = cInt(v);
  if (n < 1 || n >= NSIG) throw valueError('signal number out of range');
  return n;
}

function itimerError(): PyOSError {
  const err = newException(itimerErrorType, ERRNO.EINVAL, 'Invalid argument') as PyOSError; // its shape
  err.errno = ERRNO.EINVAL;
  err.strerror = 'Invalid argument';
  return err;
}

/**
 * A timer of setitimer(2). Those that count processor time are looked after with the host's timers: it cannot have passed
 * faster than the clock's.
 */
class IntervalTimer {
  private cancel: (() => void) | null = null;
  private due = 0n;
  private interval = 0;
  constructor(
    private readonly now: () => bigint,
    private readonly expired: () => void,
  ) {}
  /** Seconds until it expires; 0: it is off. */
  remaining(): number {
    return this.cancel === null ? 0 : Math.max(Number(this.due - this.now()) / 1e9, 1e-6);
  }
  shown(): PyTuple {
    return new PyTuple([new PyFloat(this.remaining()), new PyFloat(this.interval)]);
  }
  set(seconds: number, every: number): void {
    this.cancel?.();
    this.cancel = null;
    this.interval = seconds <= 0 ? 0 : every;
    if (seconds <= 0) return;
    this.due = this.now() + BigInt(Math.round(seconds * 1e9));
    this.arm();
  }
  private arm(): void {
    this.cancel = host().clock.setTimer(Math.max(1, this.remaining() * 1000), () => {
      if (this.now() < this.due) {
        this.arm();
        return;
      }
      this.cancel = null;
      if (this.interval > 0) this.set(this.interval, this.interval);
      this.expired();
    });
  }
}

defineModule('_signal', (m) => {
  const i = interpreter();
  const s = signalsOf(i);
  const SIG_DFL = 0;
  const SIG_IGN = 1;
  const defaultInt = m.func('default_int_handler(signalnum, frame, /)', () => {
    throw newException(exceptionTypes.KeyboardInterrupt);
  });
  /** What getsignal() says; absent = SIG_DFL. */
  const current = new Map<number, PyValue>();
  s.makeCall = (handler, signal) => new Call(handler, [signal, thread().frame ?? None]);

  const install = (signal: number, handler: PyValue): void => {
    const h = intValue(handler);
    current.set(signal, handler);
    s.handlers.delete(signal);
    if (h === SIG_DFL) host().process.onSignal(signal, null);
    else if (h === SIG_IGN) host().process.onSignal(signal, 'ignore');
    else {
      s.handlers.set(signal, handler);
      if (!INTERNAL.has(signal)) host().process.onSignal(signal, (n) => s.arrived(n));
    }
  };
  /** Sends a signal to this very process: our own handler is called directly. */
  const raise = (signal: number): Resumable => {
    if (s.offered(signal)) return None;
    const handler = s.handlers.get(signal);
    if (handler !== undefined && !s.blocked.has(signal) && thread() === i.mainThread) {
      s.onArrival?.(signal);
      return (function* (): NativeGenerator<PyValue> {
        yield callR(handler, [signal, thread().frame ?? None]);
        return None;
      })();
    }
    if (handler !== undefined || s.blocked.has(signal)) {
      s.arrived(signal);
      return None;
    }
    if (intValue(current.get(signal) ?? SIG_DFL) === SIG_IGN) return None;
    s.onFatal?.(signal);
    hostCall(() => host().process.kill(host().process.pid, signal));
    return None;
  };
  i.moduleState.set('raise_signal', raise); // os.kill(os.getpid(), …)

  const kinds: { [name: string]: number } = { ...host().process.signals };
  if (host().process.platform === 'linux')
    Object.assign(kinds, { SIGRTMIN: 34, SIGRTMAX: 64, SIGCLD: 17, SIGPOLL: 29, SIGIOT: 6, SIGPWR: 30, SIGSTKFLT: 16 });
  for (const [name, n] of Object.entries(kinds)) m.set(name, n);
  const constants = {
    NSIG,
    SIG_DFL,
    SIG_IGN,
    SIG_BLOCK: 0,
    SIG_UNBLOCK: 1,
    SIG_SETMASK: 2,
    ITIMER_REAL: 0,
    ITIMER_VIRTUAL: 1,
    ITIMER_PROF: 2,
  };
  for (const [name, n] of Object.entries(constants)) m.set(name, n);
  m.set('ItimerError', itimerErrorType);
  m.type(structSiginfo.type);

  const expired = (signal: number): void => {
    if (s.handlers.has(signal) || s.blocked.has(signal)) s.arrived(signal);
    else if (intValue(current.get(signal) ?? SIG_DFL) === SIG_DFL) host().process.kill(host().process.pid, signal);
  };
  // By their numbers: ITIMER_REAL (alarm() is the same timer), ITIMER_VIRTUAL, ITIMER_PROF.
  const itimers = [
    new IntervalTimer(
      () => host().clock.monotonic(),
      () => expired(14),
    ),
    new IntervalTimer(
      () => host().clock.cpu(),
      () => expired(26),
    ),
    new IntervalTimer(
      () => host().clock.cpu(),
      () => expired(27),
    ),
  ];

  let wakeupFd = -1;
  m.funcs({
    *'signal(signalnum, handler, /)'(signalnum: PyValue, handler: PyValue): NativeGenerator {
      const n = cInt(signalnum);
      if (thread() !== i.mainThread) throw valueError('signal only works in main thread of the main interpreter');
      if (n < 1 || n >= NSIG) throw valueError('signal number out of range');
      const h = intValue(handler);
      if (h !== SIG_DFL && h !== SIG_IGN && !isCallable(handler)) {
        throw typeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object');
      }
      if (UNCATCHABLE.has(n)) throw osError(ERRNO.EINVAL);
      const old = current.get(n) ?? SIG_DFL;
      install(n, h === SIG_DFL || h === SIG_IGN ? Number(h) : handler);
      return old;
    },
    'getsignal(signalnum, /)': (signalnum: PyValue) =>
      current.get(signalArg(signalnum)) ?? (UNCATCHABLE.has(cInt(signalnum)) ? SIG_DFL : SIG_DFL),
    'raise_signal(signalnum, /)': (signalnum: PyValue) => {
      const n = cInt(signalnum);
      if (n < 1 || n >= NSIG) throw osError(ERRNO.EINVAL);
      return raise(n);
    },
    'strsignal(signalnum, /)': (signalnum: PyValue) => {
      const n = signalArg(signalnum);
      for (const [name, text] of Object.entries(TEXTS)) if (kinds[name] === n) return text;
      return n >= 34 ? `Real-time signal ${n - 34}` : None;
    },
    'valid_signals()': () => makeSet(Array.from({ length: 64 }, (_, k) => k + 1).filter((n) => n !== 32 && n !== 33)),
    'siginterrupt(signalnum, flag, /)': (signalnum: PyValue) => {
      signalArg(signalnum);
    },
    'alarm(seconds, /)': (seconds: PyValue) => {
      const n = cInt(seconds);
      const left = Math.ceil(itimers[0].remaining());
      itimers[0].set(n, 0);
      return left;
    },
    'setitimer(which, seconds, interval=0.0, /)': (which: PyValue, seconds: PyValue, every: PyValue) => {
      const w = cInt(which);
      const t = cDouble(seconds);
      const e = cDouble(every);
      if (w < 0 || w > 2 || t < 0 || e < 0) throw itimerError();
      const old = itimers[w].shown();
      itimers[w].set(t, e);
      return old;
    },
    'getitimer(which, /)': (which: PyValue) => {
      const w = cInt(which);
      if (w < 0 || w > 2) throw itimerError();
      return itimers[w].shown();
    },
    *'pause()'(): NativeGenerator {
      let cancel: (() => void) | null = null;
      yield new Wait(
        (wake) => {
          cancel = s.onHandled(() => wake(None));
        },
        () => cancel?.(),
      );
      return None;
    },
    *'sigwait(sigset, /)'(set: PyValue): NativeGenerator {
      const wanted = new Set(collect(set).map(signalArg));
      for (const n of s.held) {
        if (wanted.has(n)) {
          s.held.delete(n);
          return n;
        }
      }
      for (const n of wanted) if (!s.handlers.has(n)) host().process.onSignal(n, (k) => s.arrived(k));
      let cancel: (() => void) | null = null;
      return yield new Wait(
        (wake) => {
          cancel = s.onAny((n) => {
            if (!wanted.has(n)) return false;
            cancel?.();
            wake(n);
            return true;
          });
        },
        () => cancel?.(),
      );
    },
    'sigpending()': () => makeSet([...s.held]),
    *'pthread_sigmask(how, mask, /)'(how: PyValue, mask: PyValue): NativeGenerator {
      const h = cInt(how);
      if (h < 0 || h > 2) throw osError(ERRNO.EINVAL);
      const set = collect(mask).map((v) => {
        const n = index(v);
        if (n < 1 || n >= NSIG) throw valueError(`signal number ${n} out of range [1; 64]`);
        return Number(n);
      });
      const old = [...s.blocked].sort((a, b) => a - b);
      if (h === 2) s.blocked.clear();
      for (const n of set) {
        if (h === 1) s.blocked.delete(n);
        else if (!UNCATCHABLE.has(n)) s.blocked.add(n);
      }
      for (const n of [...s.held]) {
        if (s.blocked.has(n)) continue;
        s.held.delete(n);
        yield raise(n);
      }
      return makeSet(old);
    },
    'pthread_kill(thread_id, signalnum, /)': (_id: PyValue, signalnum: PyValue) => {
      const n = cInt(signalnum);
      return n === 0 ? None : raise(n);
    },
    'set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)': (fd: PyValue, warn: PyValue) => {
      const n = cInt(fd);
      truth(warn);
      if (n !== -1) {
        hostCall(() => void host().fs.fstat(n));
        if (host().fs.getBlocking(n)) throw valueError(`the fd ${n} must be in non-blocking mode`);
      }
      const old = wakeupFd;
      wakeupFd = n;
      s.onArrival =
        n < 0
          ? null
          : (signal) => {
              try {
                host().fs.write(n, Uint8Array.of(signal));
              } catch (e) {
                if (!(e instanceof HostError)) throw e;
              }
            };
      return old;
    },
  });
  // Ctrl-C raises KeyboardInterrupt from the start, as in any Python.
  const begin = (): void => {
    s.imported = true;
    if (i.config.installSignalHandlers && thread() === i.mainThread) install(kinds.SIGINT ?? 2, defaultInt);
  };
  if (i.prepared?.preparing === true) i.prepared.refresh.set('_signal', begin);
  else begin();
});
