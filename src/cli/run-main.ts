// Running the main program to its end: `-c`, `-m`, a file, standard input, the prompt; then exit handlers, flushing and
// the exit code (CPython's Modules/main.c and pylifecycle.c).

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { None, type PyValue } from '../objects/object.ts';
import { PyList, type PyModule, PyTuple } from '../objects/shapes.ts';
import { PyBaseException, PySystemExit } from '../objects/exceptions/hierarchy.ts';
import { callMethodR, callR } from '../objects/protocol/call.ts';
import { getattrR } from '../objects/protocol/attribute.ts';
import type { NativeGenerator } from '../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { host } from '../runtime/host.ts';
import { compileWarning } from '../runtime/compile-warning.ts';
import { compileToCode, executeCode } from '../runtime/execute.ts';
import { signalsOf } from '../runtime/signals.ts';
import { EverySafepoint, type Schedule, SeededSchedule } from '../runtime/schedule.ts';
import { breakLater } from '../vm/breakpoint.ts';
import type { RuntimeInterpreter } from '../runtime/interpreter.ts';
import { hooks } from '../objects/hooks.ts';
import { installJit, jitReport } from '../jit/jit.ts';
import { setThread } from '../vm/thread.ts';
import { interactiveLoop, registerSource } from '../modules/interactive.ts';
import { finishInterpreter, IMPORTED_AT_START, prepareInterpreter } from '../modules/startup.ts';
import { beginTelling } from '../vm/memory/drops.ts';
import { finaliseRest, stress } from '../runtime/memory/finalise.ts';
import { flushStreams, INTERRUPTED, printUncaught, uncaught } from '../modules/uncaught.ts';
import type { CommandLine, Run } from './options.ts';

const SIGINT = 2;

/** Runs a command line and ends the process. `prepared`: an interpreter that start-up has half done already. */
export async function runMain(command: CommandLine, prepared: RuntimeInterpreter | null): Promise<void> {
  const { run, config } = command;
  if (run.kind === 'print') {
    (run.error === true ? process.stderr : process.stdout).write(run.text);
    process.exitCode = run.code;
    return;
  }
  // Nobody sees a JavaScript stack trace, and one costs 5 µs for each file that is not there.
  if (process.env.TYPHON_DEBUG === undefined) Error.stackTraceLimit = 0;
  let code: number;
  const { own } = command;
  startJit(own);
  stress.on = own.gc === 'stress';
  try {
    const i = prepared ?? prepareInterpreter(config, IMPORTED_AT_START);
    finishInterpreter(i, config);
    setThread(i.mainThread);
    if (stress.on) beginTelling();
    // Until `_signal` is imported, which has the handler table.
    host().process.onSignal(SIGINT, (signal) => signalsOf(i).arrived(signal));
    const schedule = scheduleOf(command.own);
    if (schedule !== null) i.scheduler.use(schedule);
    // Threads that only wait for each other keep the process alive, as blocked threads do anywhere.
    setInterval(() => undefined, 0x7fffffff);
    code = (await i.scheduler.run(i.mainThread, main(i, run))) as number; // main's result
  } catch (e) {
    if (e instanceof PyBaseException)
      process.stderr.write(
        `Fatal Python error: ${e.cls.name}: ${e.args.items.map((a) => (isStr(a) ? toJS(a) : String(a))).join(', ')}\n`,
      );
    else
      process.stderr.write(
        `Fatal Python error: internal error in Typhon: ${e instanceof Error ? e.message : String(e)}\nPlease report this at https://github.com/typhon/typhon/issues\n`,
      );
    if (process.env.TYPHON_DEBUG !== undefined && e instanceof Error) process.stderr.write(`${e.stack}\n`);
    code = 1;
  }
  if (code === INTERRUPTED) {
    host().process.onSignal(SIGINT, null);
    process.kill(process.pid, 'SIGINT');
    code = 128 + SIGINT;
  }
  process.exit(code);
}

/** The schedule that the command line asks for; null: the clock's. */
function scheduleOf(own: CommandLine['own']): Schedule | null {
  const seed = /^(?:seed=)?(\d+)$/.exec(own.schedule ?? '');
  if (seed !== null) return new SeededSchedule(Number(seed[1]), breakLater);
  return own.suspend === 'every' ? new EverySafepoint() : null;
}

/** `--jit=off|on|always`, `--jit-dump[=NAME]`, `--jit-report[=FILE]`. */
function startJit(own: CommandLine['own']): void {
  if (own.jit === 'off') return;
  const files = new Map<string, string[]>();
  const line = (filename: string, n: number): string => {
    let lines = files.get(filename);
    if (lines === undefined) {
      try {
        lines = readFileSync(filename, 'utf8').split('\n');
      } catch {
        lines = [];
      }
      files.set(filename, lines);
    }
    return lines[n - 1] ?? '';
  };
  installJit({ always: own.jit === 'always', dump: own['jit-dump'] }, (text) => void process.stderr.write(text), line);
  const report = own['jit-report'];
  if (report !== undefined) {
    process.on('exit', () => {
      if (report === '') process.stderr.write(jitReport());
      else writeFileSync(report, jitReport());
    });
  }
}

function* main(i: RuntimeInterpreter, run: Run): NativeGenerator<number> {
  let code: number = 0;
  try {
    yield program(i, run);
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    code = yield uncaught(i, e);
  }
  if (i.config.flags.inspect !== 0 && run.kind !== 'stdin') {
    try {
      yield prompt(i, false);
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e;
      code = yield uncaught(i, e);
    }
  }
  yield finalise(i);
  const flushed: boolean = yield flushStreams(i);
  if (!flushed && code === 0) code = 120;
  return code;
}

function* program(i: RuntimeInterpreter, run: Run): NativeGenerator<PyValue> {
  const mainModule = i.modules.getStr('__main__') as PyModule;
  const globals = mainModule.dict;
  const sysPath = i.sysGet('path');
  const prepend = (dir: string): void => {
    if (i.config.flags.safePath || !(sysPath instanceof PyList)) return;
    sysPath.items.unshift(fromJS(dir));
  };
  switch (run.kind) {
    case 'command': {
      prepend('');
      globals.setStr('__loader__', builtinImporter(i));
      const source = run.source.endsWith('\n') ? run.source : `${run.source}\n`;
      const code = compileToCode(source, '<string>', 'exec', { onWarning: warner(i, '<string>') });
      yield registerSource(code, source, '<string>');
      return yield executeCode(code, globals);
    }
    case 'module': {
      prepend(process.cwd());
      const runpy: PyValue = yield hooks.importR('runpy');
      return yield callMethodR(runpy, '_run_module_as_main', [fromJS(run.name)]);
    }
    case 'file': {
      // Absolute since 3.9: __file__ and tracebacks of the main program do not depend on the directory.
      const file = path.resolve(run.path);
      let isPackage = false;
      try {
        let bytes: Uint8Array = readFileSync(file);
        if (run.skipFirstLine) bytes = bytes.subarray(Math.max(0, bytes.indexOf(0x0a))); // the line number stays
        if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) isPackage = true;
        else {
          prepend(path.dirname(path.resolve(file)));
          globals.setStr('__file__', fromJS(file));
          globals.setStr('__cached__', None);
          const external = i.modules.getStr('_frozen_importlib_external')!;
          const loaderClass: PyValue = yield getattrR(external, 'SourceFileLoader');
          globals.setStr('__loader__', yield callR(loaderClass, ['__main__', fromJS(file)]));
          return yield executeCode(compileToCode(bytes, file, 'exec', { onWarning: warner(i, file) }), globals);
        }
      } catch (e) {
        if (e instanceof PyBaseException) throw e;
        const errno = (e as { code?: string }).code;
        if (errno === 'EISDIR') isPackage = true;
        else {
          const text =
            errno === 'ENOENT'
              ? 'No such file or directory'
              : errno === 'EACCES'
                ? 'Permission denied'
                : e instanceof Error
                  ? e.message
                  : String(e);
          process.stderr.write(
            `${i.config.executable}: can't open file '${path.resolve(file)}': [Errno ${errno === 'ENOENT' ? 2 : errno === 'EACCES' ? 13 : 5}] ${text}\n`,
          );
          throw exitWith(2);
        }
      }
      if (isPackage) {
        prepend(path.resolve(file));
        const runpy: PyValue = yield hooks.importR('runpy');
        return yield callMethodR(runpy, '_run_module_as_main', ['__main__', false]);
      }
      return None;
    }
    case 'stdin': {
      prepend('');
      globals.setStr('__loader__', builtinImporter(i));
      if (process.stdin.isTTY || i.config.flags.interactive !== 0) return yield prompt(i, true);
      const bytes = readFileSync(0);
      return yield executeCode(compileToCode(bytes, '<stdin>', 'exec', { onWarning: warner(i, '<stdin>') }), globals);
    }
  }
  return None;
}

/** Compiler warnings go through the warnings module of the interpreter. */
function warner(i: RuntimeInterpreter, filename: string): (category: string, message: string, lineno: number) => void {
  void i;
  return (category, message, lineno) => {
    compileWarning(category, message, filename, lineno);
  };
}

function builtinImporter(i: RuntimeInterpreter): PyValue {
  const b = i.modules.getStr('_frozen_importlib') as PyModule;
  return b.dict.getStr('BuiltinImporter') ?? None;
}

function exitWith(code: number): PyBaseException {
  const e = new PySystemExit();
  e.code = code;
  e.args = new PyTuple([code]);
  return e;
}

/** The interactive prompt: the line editor of the library on a terminal, the plain loop otherwise. */
function* prompt(i: RuntimeInterpreter, banner: boolean): NativeGenerator<PyValue> {
  const { quiet, ignoreEnvironment } = i.config.flags;
  if (quiet === 0 && banner) {
    const text = `Python ${i.sysGet('version') as string} on ${i.sysGet('platform') as string}`; // both ASCII
    process.stderr.write(`${text}\nType "help", "copyright", "credits" or "license" for more information.\n`);
  }
  const basic = ignoreEnvironment === 0 && (process.env.PYTHON_BASIC_REPL ?? '') !== '';
  // Completion and history come with site's hook, as on CPython; there is nothing to edit on a pipe.
  const hook = i.config.flags.isolated === 0 && process.stdin.isTTY ? i.sysGet('__interactivehook__') : undefined;
  if (hook !== undefined) {
    try {
      yield callR(hook, []);
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e;
      process.stderr.write('Failed calling sys.__interactivehook__\n');
      yield printUncaught(i, e);
    }
  }
  if (!process.stdin.isTTY || basic) return yield interactiveLoop(i);
  const main: PyValue = yield hooks.importR('_pyrepl.main');
  const pyrepl: PyValue = yield getattrR(main, 'interactive_console');
  const mainModule = i.modules.getStr('__main__') as PyModule;
  return yield callR(pyrepl, [mainModule, quiet !== 0, ignoreEnvironment === 0]);
}

/** threading shutdown, atexit callbacks. */
function* finalise(i: RuntimeInterpreter): NativeGenerator<PyValue> {
  const threading = i.modules.getStr('threading');
  try {
    if (threading !== undefined) yield callMethodR(threading, '_shutdown', []);
    const atexit = i.modules.getStr('atexit');
    if (atexit !== undefined) yield callMethodR(atexit, '_run_exitfuncs', []);
    yield finaliseRest();
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e;
    yield uncaught(i, e);
  }
  i.finalizing = true;
  return None;
}
