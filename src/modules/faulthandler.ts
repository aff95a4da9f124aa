// faulthandler: where every Python thread is, written straight to a file descriptor. Invariant: a dump runs no Python
// code, so it works in the middle of anything. Left out, as there are none to catch: faults of the machine (enable()
// only remembers that it was called).

import { None, type PyValue } from '../objects/object.ts';
import { lineOf, pythonFrame, type PyFrame } from '../objects/frame.ts';
import { runtimeError, valueError } from '../objects/exceptions/raise.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import { intValue, truth } from '../objects/protocol/operators.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { interpreter, type RuntimeInterpreter } from '../runtime/interpreter.ts';
import { signalsOf } from '../runtime/signals.ts';
import { runningThreads } from '../runtime/threads.ts';
import { type ThreadState, thread } from '../vm/thread.ts';
import { cDouble, cInt } from './support/arguments.ts';
import { filenoOf } from './support/fileno.ts';

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
  let enabled = false;
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

  m.funcs({
    *'enable(file=None, all_threads=True, c_stack=True)'(file: PyValue): NativeGenerator {
      yield target(file);
      enabled = true;
      return None;
    },
    'disable()': () => {
      const was = enabled;
      enabled = false;
      return was;
    },
    'is_enabled()': () => enabled,
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
      const signals = signalsOf(i);
      registered.set(
        n,
        signals.onAny((signal) => {
          if (signal !== n) return false;
          writeText(fd, dumpText(i, everything ? null : i.mainThread, everything));
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
      if (cancel !== undefined && !signalsOf(i).handlers.has(n)) host().process.onSignal(n, null);
      return registered.delete(n);
    },
  });
});
