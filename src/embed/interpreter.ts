// The embedding API: a Python interpreter inside a TypeScript program. Invariant: every asynchronous method leaves the
// host's event loop alive; one interpreter runs one piece of work at a time, further ones queue.

import { None, type PyValue } from '../objects/object.ts';
import type { PyModule } from '../objects/shapes.ts';
import { exceptionTypes, PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException } from '../objects/exceptions/raise.ts';
import { call, callR } from '../objects/protocol/call.ts';
import { getattr } from '../objects/protocol/attribute.ts';
import { repr, str } from '../objects/protocol/text.ts';
import { isPending, type NativeGenerator, type Pending } from '../objects/protocol/pending.ts';
import { native } from '../objects/native.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { simpleNamespace } from '../objects/simplenamespace.ts';
import { hooks } from '../objects/hooks.ts';
import { compileToCode, executeCode } from '../runtime/execute.ts';
import { type Config, defaultConfig, type RuntimeInterpreter } from '../runtime/interpreter.ts';
import type { GilCounters } from '../runtime/gil.ts';
import { gilCounters } from '../runtime/threads.ts';
import { runSync } from '../vm/enter.ts';
import { setThread } from '../vm/thread.ts';
import { startInterpreter } from '../modules/startup.ts';
import { osError } from '../objects/exceptions/os-error.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { installNodeHost, nodeHost } from '../host/node.ts';
import { type Permissions, restrict } from '../host/restricted.ts';
import { PythonObject, setWrap, toJs, toPython } from './convert.ts';
import { stdlibDirectory } from '../host/stdlib.ts';

export interface InterpreterOptions extends Permissions {
  /** Gets what Python prints. Default: the process's own standard output. */
  readonly stdout?: (text: string) => void;
  readonly stderr?: (text: string) => void;
  /** sys.argv; default ['']. */
  readonly argv?: readonly string[];
  /** Directories searched for modules before the standard library. */
  readonly path?: readonly string[];
  /** What the code may use before it is stopped. */
  readonly limits?: {
    /** Milliseconds for each `exec`, `eval` or `call`; TimeoutError beyond. Default: 60,000. */
    readonly time?: number;
    /** Bytes the JavaScript heap and its buffers may grow by over what they were at creation; MemoryError beyond. Default: 1 GiB. */
    readonly memory?: number;
    /** Characters that `stdout` and `stderr` functions are given; OSError (ENOSPC) beyond. Default: 16 Mi. */
    readonly output?: number;
  };
  /** sys.flags.optimize. */
  readonly optimize?: 0 | 1 | 2;
}

export interface RunOptions {
  /** Interrupts the Python code with KeyboardInterrupt when aborted. */
  readonly signal?: AbortSignal;
  /** The file name tracebacks show; default '<string>'. */
  readonly filename?: string;
}

/** A Python exception that left the interpreter. */
export class PythonError extends Error {
  override readonly name = 'PythonError';
  constructor(
    /** The exception's class name, e.g. 'ValueError'. */
    readonly type: string,
    message: string,
    /** The traceback as Python prints it. */
    readonly traceback: string,
    readonly exception: PythonObject,
  ) {
    super(message === '' ? type : `${type}: ${message}`);
  }
}

/** How long code has to end after it was told that its time is over, in milliseconds. */
const GRACE = 500;

/** Counters of one thread; times in milliseconds. */
export interface ThreadGilStats extends Readonly<GilCounters> {
  readonly ident: number;
  readonly name: string;
}

let hostReady = false;

/** A Python interpreter of its own: modules, globals, output. */
export class Interpreter implements Disposable {
  private readonly state: RuntimeInterpreter;
  private readonly main: PyModule;
  private queue: Promise<unknown> = Promise.resolve();
  private closed = false;
  private readonly time: number;
  private outputLeft: number;

  constructor(options: InterpreterOptions = {}) {
    if (!hostReady) installNodeHost();
    hostReady = true;
    const config: Config = defaultConfig();
    config.stdlib = stdlibDirectory();
    config.host = restrict(nodeHost, options, [config.stdlib, ...(options.path ?? [])]);
    config.path = [...(options.path ?? []), config.stdlib];
    config.argv = [...(options.argv ?? [''])];
    config.flags.noSite = 1;
    config.flags.optimize = options.optimize ?? 0;
    this.state = startInterpreter(config);
    this.main = this.state.modules.getStr('__main__') as PyModule; // start-up made it
    const { time = 60_000, memory = 2 ** 30, output = 2 ** 24 } = options.limits ?? {};
    this.time = time;
    this.outputLeft = output;
    this.state.limits.memory = nodeHost.process.memory().used + memory;
    if (options.stdout !== undefined) this.setStream('stdout', options.stdout);
    if (options.stderr !== undefined) this.setStream('stderr', options.stderr);
  }

  private setStream(name: 'stdout' | 'stderr', write: (text: string) => void): void {
    const stream = simpleNamespace({
      write: native('write(text, /)', ((text: PyValue) => {
        const t = isStr(text) ? toJS(text) : str(text);
        this.outputLeft -= t.length;
        if (this.outputLeft < 0) throw osError(ERRNO.ENOSPC);
        write(t);
        return t.length;
      }) as (text: never) => PyValue),
      flush: native('flush()', () => None),
      isatty: native('isatty()', () => false),
      encoding: 'utf-8',
      errors: 'strict',
      closed: false,
      name: `<${name}>`,
    });
    this.state.sysSet(name, stream);
    this.state.sysSet(`__${name}__`, stream);
  }

  /** Runs statements in `__main__`. */
  async exec(source: string, options: RunOptions = {}): Promise<void> {
    await this.run(
      () => executeCode(compileToCode(source, options.filename ?? '<string>', 'exec'), this.main.dict),
      options.signal,
    );
  }
  /** The value of an expression. */
  async eval(source: string, options: RunOptions = {}): Promise<unknown> {
    return toJs(
      (await this.run(
        () => executeCode(compileToCode(source.trim(), options.filename ?? '<string>', 'eval'), this.main.dict),
        options.signal,
      )) as PyValue,
    );
  }
  /** As `exec`, without giving the event loop a turn; waiting for the host raises RuntimeError in Python. */
  execSync(source: string, options: RunOptions = {}): void {
    this.guard(() =>
      runSync(
        this.state.mainThread,
        executeCode(compileToCode(source, options.filename ?? '<string>', 'exec'), this.main.dict),
      ),
    );
  }
  evalSync(source: string, options: RunOptions = {}): unknown {
    return toJs(
      this.guard(() =>
        runSync(
          this.state.mainThread,
          executeCode(compileToCode(source.trim(), options.filename ?? '<string>', 'eval'), this.main.dict),
        ),
      ) as PyValue,
    );
  }
  /** A global variable of `__main__`, converted; undefined when there is none. */
  get(name: string): unknown {
    return this.guard(() => {
      const v = this.main.dict.get(fromJS(name));
      return v === undefined ? undefined : toJs(v);
    });
  }
  /** Sets a global variable of `__main__`. Functions become Python callables; promises they return are awaited. */
  set(name: string, value: unknown): void {
    this.guard(() => this.main.dict.set(fromJS(name), toPython(value)));
  }
  /** Calls a global function (or a dotted name below one) with converted arguments. */
  async call(name: string, ...args: readonly unknown[]): Promise<unknown> {
    const self = this;
    return toJs(
      (await this.run(() =>
        (function* (): NativeGenerator<PyValue> {
          const parts = name.split('.');
          let f = self.main.dict.get(fromJS(parts[0])) ?? self.state.builtins.get(fromJS(parts[0]));
          if (f === undefined)
            throw newException(exceptionTypes.NameError, fromJS(`name '${parts[0]}' is not defined`));
          for (const p of parts.slice(1)) f = getattr(f, p);
          return (yield callR(f, args.map(toPython))) as unknown as PyValue;
        })(),
      )) as PyValue,
    );
  }
  /** Imports a module and gives it as an object. */
  async import(name: string): Promise<PythonObject> {
    const m = (await this.run(() => hooks.importR(name) as Pending)) as PyValue;
    return this.wrap(m);
  }
  /** What every Python thread has had of the GIL so far: the main thread first. */
  gilStats(): ThreadGilStats[] {
    return [...gilCounters(this.state)].map(([ts, c]) => ({ ident: ts.id, name: ts.name, ...c }));
  }
  /** Ends the interpreter: nothing can be run in it any more. */
  close(): void {
    this.closed = true;
    this.state.scheduler.close();
  }
  [Symbol.dispose](): void {
    this.close();
  }

  private async run(make: () => Pending, signal?: AbortSignal): Promise<unknown> {
    const work = this.queue.then(async () => {
      if (this.closed) throw new Error('the interpreter is closed');
      signal?.throwIfAborted();
      const ts = this.state.mainThread;
      const interrupt = (): void => {
        this.state.scheduler.interrupt(ts, newException(exceptionTypes.KeyboardInterrupt));
      };
      signal?.addEventListener('abort', interrupt, { once: true });
      setThread(ts);
      setWrap((v) => this.wrap(v));
      const stop = this.startClock();
      try {
        return await this.state.scheduler.run(ts, make());
      } catch (e) {
        throw this.error(e);
      } finally {
        stop();
        signal?.removeEventListener('abort', interrupt);
      }
    });
    this.queue = work.catch(() => undefined);
    return work;
  }

  /** Starts the time of a piece of work; the result ends it. Code that waits is woken by a timer of the host. */
  private startClock(): () => void {
    const { limits, scheduler, mainThread } = this.state;
    limits.allow(this.time, nodeHost.clock.milliseconds());
    let cancel = nodeHost.clock.setTimer(this.time + 20, () => {
      const e = limits.exceeded(nodeHost.clock.milliseconds());
      if (e !== null) scheduler.interrupt(mainThread, e);
      cancel = nodeHost.clock.setTimer(GRACE, () => void scheduler.kill(mainThread, e ?? limits.timeout()));
    });
    return () => {
      cancel();
      limits.lift();
    };
  }

  private guard<T>(f: () => T): T {
    if (this.closed) throw new Error('the interpreter is closed');
    const old = setThread(this.state.mainThread);
    setWrap((v) => this.wrap(v));
    try {
      return f();
    } catch (e) {
      throw this.error(e);
    } finally {
      setThread(old);
    }
  }

  private wrap(v: PyValue): PythonObject {
    return new PythonObject(v, {
      getAttribute: (o, name) => this.guard(() => toJs(getattr(o.value, name))),
      callObject: async (o, args) =>
        toJs((await this.run(() => asPending(callR(o.value, args.map(toPython))))) as PyValue),
      show: (o) => this.guard(() => repr(o.value)),
    });
  }

  private error(e: unknown): unknown {
    if (!(e instanceof PyBaseException)) return e;
    let message = '';
    let text = '';
    const old = setThread(this.state.mainThread);
    try {
      message = str(e);
      const traceback = runSync(this.state.mainThread, hooks.importR('traceback') as Pending) as PyValue;
      text = (call(getattr(traceback, 'format_exception'), [e]) as unknown as { items: PyValue[] }).items
        .map((x) => str(x))
        .join('');
    } catch {
      text = `${e.cls.name}: ${message}\n`;
    } finally {
      setThread(old);
    }
    return new PythonError(e.cls.name, message, text, this.wrap(e));
  }
}

function asPending(v: PyValue | Pending): Pending {
  if (isPending(v)) return v;
  return (function* (): NativeGenerator<PyValue> {
    return v;
  })();
}
