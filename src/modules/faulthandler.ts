// faulthandler: where every Python thread is, written straight to a file descriptor. Invariant: a dump runs no Python
// code, so it works in the middle of anything. Fatal signals are those that Python itself sends (`os.kill`, `os.abort`,
// `raise_signal`): faults of the machine are the engine's, and no JavaScript can run after one.

import { None, type PyValue } from '../objects/object.ts';
import { PyModule } from '../objects/shapes.ts';
import { PySet } from '../objects/set.ts';
import { isStr, toJS } from '../objects/str/text.ts';
import { lineOf, pythonFrame, type PyFrame } from '../objects/frame.ts';
import { runtimeError, valueError } from '../objects/exceptions/raise.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import { intValue, truth } from '../objects/protocol/operators.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { defineModule, isBuiltinModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { interpreter, type RuntimeInterpreter } from '../runtime/interpreter.ts';
import { signalsOf } from '../runtime/signals.ts';
import { runningThreads } from '../runtime/threads.ts';
import { type ThreadState, thread } from '../vm/thread.ts';
import { cDouble, cInt } from './support/arguments.ts';
import { filenoOf } from './support/fileno.ts';

/** What enable() reports: the signals whose default action is a crash, and their names. */
const FATAL = new Map([
  [7, 'Bus error'],
  [4, 'Illegal instruction'],
  [8, 'Floating-point exception'],
  [6, 'Aborted'],
  [11, 'Segmentation fault'],
]);
const SIGABRT = 6;
const SIGFPE = 8;
const SIGSEGV = 11;

const MAX_FRAMES = 100;
const MAX_TEXT = 500;

/** Text as a dump shows it: what is not printable ASCII is escaped, what is too long is cut. */
function plain(s: string): string {
  const points = [...s];
  const shown = points.slice(0, MAX_TEXT).map((c) => {
    const n = c.codePointAt(0)!; // of a character
    if (n >= 32 && n < 127) return c;
    if (n < 256) return `\\x${n.toString(16).padStart(2, '0')}`;
    return n < 65536 ? `\\u${n.toString(16).padStart(4, '0')}` : `\\U${n.toString(16).padStart(8, '0')}`;
  });
  return shown.join('') + (points.length > MAX_TEXT ? '...' : '');
}

function frames(innermost: PyFrame | null): string {
  if (innermost === null) return '  <no Python frame>\n';
  let out = '';
  let n = 0;
  for (let f: PyFrame | null = innermost; f !== null; f = pythonFrame(f.back)) {
    if (n++ === MAX_FRAMES) return `${out}  ...\n`;
    const { filename, name } = f.code.code;
    out += `  File "${plain(filename)}", line ${lineOf(f.code, f.pc)} in ${plain(name)}\n`;
  }
  return out;
}

function header(ts: ThreadState, current: boolean): string {
  const name = ts.name === '' ? '' : ` [${plain(ts.name)}]`;
  return `${current ? 'Current thread' : 'Thread'} 0x${ts.id.toString(16).padStart(16, '0')}${name} (most recent call first):\n`;
}

/** The dump of one thread, or of all of them, the newest first. */
export function dumpText(i: RuntimeInterpreter, current: ThreadState | null, all: boolean): string {
  if (!all && current !== null) return `Stack (most recent call first):\n${frames(current.frame)}`;
  return [...runningThreads(i)]
    .filter(([ts, frame]) => frame !== null || ts === current)
    .reverse()
    .map(([ts, frame]) => header(ts, ts === current) + frames(frame))
    .join('\n');
}

/** What the C half of a report can say here. */
const NO_C_STACK = "Current thread's C stack trace (most recent call first):\n  <cannot get C stack on this system>\n";

/** Modules that are native and not the standard library's, as the end of a fatal report lists them. */
function extensionModules(i: RuntimeInterpreter): string {
  const standard = i.sysGet('stdlib_module_names');
  const names: string[] = [];
  for (const [key, module] of i.modules.entries()) {
    const name = isStr(key) ? toJS(key) : '';
    if (!(module instanceof PyModule) || !isBuiltinModule(name)) continue;
    if (standard instanceof PySet && standard.has(key)) continue;
    names.push(name);
  }
  return names.length === 0 ? '' : `\nExtension modules: ${names.join(', ')} (total: ${names.length})\n`;
}

function writeText(fd: number, text: string): void {
  host().fs.write(
    fd,
    Uint8Array.from(text, (c) => c.charCodeAt(0)),
  );
}

/** `h:mm:ss` and the microseconds that are left, as the watchdog prints them. */
function interval(seconds: number): string {
  const us = Math.floor(seconds * 1e6);
  const s = Math.floor(us / 1e6);
  const two = (n: number): string => String(n).padStart(2, '0');
  const rest = us % 1e6 === 0 ? '' : `.${String(us % 1e6).padStart(6, '0')}`;
  return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}${rest}`;
}

defineModule('faulthandler', (m) => {
  const i = interpreter();
  const signals = signalsOf(i);
  const running = (): ThreadState => i.scheduler.gil.holder?.ts ?? i.mainThread;
  let cancelLater: (() => void) | null = null;
  const registered = new Map<number, () => void>();

  /** The descriptor to write to. Resumable. */
  function* target(file: PyValue): NativeGenerator<number> {
    if (file === None) {
      const err = i.sysGet('stderr');
      if (err === undefined) throw runtimeError('unable to get sys.stderr');
      if (err === None) throw runtimeError('sys.stderr is None');
      file = err;
    }
    const n = intValue(file);
    if (n !== undefined) {
      const fd = cInt(file);
      if (fd < 0) throw valueError('file is not a valid file descripter');
      return fd;
    }
    const fd = filenoOf((yield callMethodR(file, 'fileno', [])) as unknown as PyValue); // a call's value
    try {
      yield callMethodR(file, 'flush', []);
    } catch {
      // What could not be flushed is not what the dump is about.
    }
    return fd;
  }

  /** What a fault of the machine does. */
  const crash = (signal: number): void => {
    signals.onFatal?.(signal);
    const { process } = host();
    process.onSignal(signal, null);
    process.kill(process.pid, signal);
  };

  m.funcs({
    *'enable(file=None, all_threads=True, c_stack=True)'(
      file: PyValue,
      all: PyValue,
      cStack: PyValue,
    ): NativeGenerator {
      const everything = truth(all);
      const withC = truth(cStack);
      const fd: number = yield target(file);
      signals.onFatal = (signal) => {
        const name = FATAL.get(signal);
        if (name === undefined) return;
        let text = `Fatal Python error: ${name}\n\n${dumpText(i, running(), everything)}`;
        if (withC) text += `\n${NO_C_STACK}`;
        writeText(fd, text + extensionModules(i));
      };
      return None;
    },
    'disable()': () => {
      const was = signals.onFatal !== null;
      signals.onFatal = null;
      return was;
    },
    'is_enabled()': () => signals.onFatal !== null,
    // CPython's own ways to try it out.
    '_sigsegv(release_gil=False, /)': () => crash(SIGSEGV),
    '_read_null()': () => crash(SIGSEGV),
    '_sigabrt()': () => crash(SIGABRT),
    '_sigfpe()': () => crash(SIGFPE),
    *'dump_c_stack(file=None)'(file: PyValue): NativeGenerator {
      const fd: number = yield target(file);
      writeText(fd, NO_C_STACK);
      return None;
    },
    *'dump_traceback(file=None, all_threads=True)'(file: PyValue, all: PyValue): NativeGenerator {
      const fd: number = yield target(file);
      writeText(fd, dumpText(i, thread(), truth(all)));
      return None;
    },
    *'dump_traceback_later(timeout, repeat=False, file=None, exit=False)'(
      timeout: PyValue,
      repeat: PyValue,
      file: PyValue,
      exit: PyValue,
    ): NativeGenerator {
      const s = cDouble(timeout);
      if (s <= 0) throw valueError('timeout must be greater than 0');
      const again = truth(repeat);
      const ends = truth(exit);
      const fd: number = yield target(file);
      cancelLater?.();
      const arm = (): void => {
        cancelLater = host().clock.setTimer(s * 1000, () => {
          cancelLater = null;
          writeText(fd, `Timeout (${interval(s)})!\n${dumpText(i, null, true)}`);
          if (ends) host().process.exit(1);
          if (again) arm();
        });
      };
      arm();
      return None;
    },
    'cancel_dump_traceback_later()': () => {
      cancelLater?.();
      cancelLater = null;
    },
    *'register(signum, file=None, all_threads=True, chain=False)'(
      signum: PyValue,
      file: PyValue,
      all: PyValue,
      chain: PyValue,
    ): NativeGenerator {
      const n = cInt(signum);
      if (n === 11 || n === 8 || n === 6 || n === 7 || n === 4)
        throw runtimeError(`signal ${n} cannot be registered, use enable() instead`);
      if (n < 1 || n >= 65) throw valueError('signal number out of range');
      const everything = truth(all);
      const passOn = truth(chain);
      const fd: number = yield target(file);
      registered.get(n)?.();
      registered.set(
        n,
        signals.onAny((signal) => {
          if (signal !== n) return false;
          writeText(fd, dumpText(i, running(), everything));
          return !passOn;
        }),
      );
      host().process.onSignal(n, (signal) => signals.arrived(signal));
      return None;
    },
    'unregister(signum, /)': (signum: PyValue) => {
      const n = cInt(signum);
      if (n < 1 || n >= 65) throw valueError('signal number out of range');
      const cancel = registered.get(n);
      cancel?.();
      if (cancel !== undefined && !signals.handlers.has(n)) host().process.onSignal(n, null);
      return registered.delete(n);
    },
  });
});
