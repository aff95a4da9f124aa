// The embedding API: a Python interpreter inside a TypeScript program. Invariant: every asynchronous method leaves the
// host's event loop alive; one interpreter runs one piece of work at a time, further ones queue.

import { None, type PyObject, type PyValue } from '../objects/object.ts';
import { type PyModule, PyTuple } from '../objects/shapes.ts';
import { typeOf } from '../objects/type.ts';
import { SLOT } from '../objects/slots.ts';
import { exceptionTypes, PyBaseException } from '../objects/exceptions/hierarchy.ts';
import { newException } from '../objects/exceptions/raise.ts';
import { call, callMethod, callMethodR, callR } from '../objects/protocol/call.ts';
import { getattr, lookupAttr, setattr } from '../objects/protocol/attribute.ts';
import { iter, iterR, next, nextR } from '../objects/protocol/iteration.ts';
import { repr, str } from '../objects/protocol/text.ts';
import { isPending, type NativeGenerator, type Pending, type Resumable } from '../objects/protocol/pending.ts';
import { native } from '../objects/native.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { simpleNamespace } from '../objects/simplenamespace.ts';
import { hooks } from '../objects/hooks.ts';
import { compileToCode, executeCode } from '../runtime/execute.ts';
import { type Config, defaultConfig, type RuntimeInterpreter } from '../runtime/interpreter.ts';
import { gilCounters } from '../runtime/threads.ts';
import { runSync } from '../vm/enter.ts';
import { setThread, thread, type VmInterpreter } from '../vm/thread.ts';
import { startInterpreter } from '../modules/startup.ts';
import { osError } from '../objects/exceptions/os-error.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { installNodeHost, nodeHost } from '../host/node.ts';
import type { Permissions } from '../host/permissions.ts';
import { restrict } from '../host/restricted.ts';
import { stdlibDirectory } from '../host/stdlib.ts';
import { setWrap, toJs, toPython } from './convert.ts';
import { sourceOf } from './errors.ts';
import { PythonError } from './python-error.ts';
import type { CallOptions, ProxyOwner, PythonObject } from './python-object.ts';
import { isAwaitable, Proxies } from './proxies.ts';
import { WorkQueue } from './work.ts';

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

export interface RunOptions extends CallOptions {
  /** The file name tracebacks show; default '<string>'. */
  readonly filename?: string;
}

export interface SyncOptions {
  /** Milliseconds it may take; TimeoutError beyond. Default: no limit. */
  readonly timeout?: number;
  readonly filename?: string;
}

/** What a thread has had of the GIL. Times in milliseconds. */
export interface ThreadGilStats {
  readonly ident: number;
  readonly name: string;
  /** How often it took the GIL. */
  readonly acquisitions: number;
  /** How often it had to give it up at the end of its time slice. */
  readonly forcedSwitches: number;
  /** How often it gave it up to wait for something. */
  readonly waits: number;
  readonly heldMs: number;
  /** From being ready to run until it ran. */
  readonly waitedMs: number;
}

let hostReady = false;

/** The embedding interpreters by what they drive. */
const interpreters = new WeakMap<VmInterpreter, Interpreter>();
setWrap((v) => interpreters.get(thread().interpreter)?.wrap(v) ?? v);

/** A Python interpreter of its own: modules, globals, output. */
export class Interpreter implements Disposable, AsyncDisposable {
  private readonly state: RuntimeInterpreter;
  private readonly main: PyModule;
  private readonly work: WorkQueue;
  private readonly proxies: Proxies;
  private closed = false;
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
    interpreters.set(this.state, this);
    if (thread() === undefined) setThread(this.state.mainThread);
    this.work = new WorkQueue(this.state, time);
    this.proxies = new Proxies(this.state, this.owner());
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
    await this.run(() => this.code(source, 'exec', options), options);
  }
  /** The value of an expression. When it is a coroutine, or another awaitable, that is run and gives the value. */
  async eval(source: string, options: RunOptions = {}): Promise<unknown> {
    return this.finished(await this.run(() => this.code(source, 'eval', options), options), options);
  }
  /** As `exec`, without giving the event loop a turn; waiting for the host raises RuntimeError in Python. */
  execSync(source: string, options: SyncOptions = {}): void {
    this.runSync(() => this.code(source, 'exec', options), options);
  }
  evalSync(source: string, options: SyncOptions = {}): unknown {
    return this.guard(() => toJs(this.runSync(() => this.code(source, 'eval', options), options)));
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
  /** Calls a global function (or a dotted name below one) with converted arguments. A coroutine that it gives is run. */
  async call(name: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.callWith({}, name, ...args);
  }
  /** As `call`, with a signal or a limit of time. */
  async callWith(options: CallOptions, name: string, ...args: readonly unknown[]): Promise<unknown> {
    const self = this;
    const value = await this.run(
      () =>
        (function* (): NativeGenerator<PyValue> {
          const parts = name.split('.');
          let f = self.main.dict.get(fromJS(parts[0])) ?? self.state.builtins.get(fromJS(parts[0]));
          if (f === undefined)
            throw newException(exceptionTypes.NameError, fromJS(`name '${parts[0]}' is not defined`));
          for (const p of parts.slice(1)) f = getattr(f, p);
          return (yield callR(f, args.map(toPython))) as unknown as PyValue;
        })(),
      options,
    );
    return this.finished(value, options);
  }
  /** Imports a module and gives it as an object. */
  async import(name: string): Promise<PythonObject> {
    return this.wrap((await this.run(() => hooks.importR(name) as Pending)) as PyModule);
  }
  /** What every Python thread has had of the GIL so far: the main thread first. */
  gilStats(): ThreadGilStats[] {
    return [...gilCounters(this.state)].map(([ts, c]) => ({ ident: ts.id, name: ts.name, ...c }));
  }
  /** Ends the interpreter at once: what runs in it is rejected, and nothing can be run in it any more. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.work.close();
    this.state.scheduler.close();
    this.proxies.clear();
  }
  [Symbol.dispose](): void {
    this.close();
  }
  /** Cancels the coroutines that run, waits until they have ended, then closes. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.work.finish();
    } finally {
      this.close();
    }
  }

  private code(source: string, mode: 'exec' | 'eval', options: { readonly filename?: string }): Pending {
    const text = mode === 'eval' ? source.trim() : source;
    return executeCode(compileToCode(text, options.filename ?? '<string>', mode), this.main.dict);
  }

  private async run(make: () => Pending, options: CallOptions = {}): Promise<PyValue> {
    try {
      return await this.work.run(make, options);
    } catch (e) {
      throw this.error(e);
    }
  }
  private async runAwaitable(v: PyValue, options: CallOptions): Promise<unknown> {
    try {
      return this.guard(toJs, await this.work.runAwaitable(v, options));
    } catch (e) {
      throw this.error(e);
    }
  }
  private runSync(make: () => Pending, options: SyncOptions): PyValue {
    return this.guard(() =>
      this.work.limited(options.timeout, () => runSync(this.state.mainThread, make())),
    ) as PyValue;
  }
  /** A result, converted; an awaitable is run before. */
  private async finished(v: PyValue, options: CallOptions): Promise<unknown> {
    return isAwaitable(v) ? this.runAwaitable(v, options) : this.guard(toJs, v);
  }

  private guard<T, A extends readonly unknown[]>(f: (...args: A) => T, ...args: A): T {
    if (this.closed) throw new Error('the interpreter is closed');
    const old = setThread(this.state.mainThread);
    try {
      return f(...args);
    } catch (e) {
      throw this.error(e);
    } finally {
      // Events of the host come between two pieces of work: a thread stays set for what they call.
      if (old !== undefined) setThread(old);
    }
  }

  /** @internal */
  wrap(v: PyObject): PythonObject {
    return this.proxies.of(v);
  }

  private owner(): ProxyOwner {
    const value = (object: unknown): PyObject => object as PyObject; // proxies are made of nothing else
    return {
      getAttribute: (o, name) => this.guard(() => toJs(getattr(value(o), name))),
      setAttribute: (o, name, v) => this.guard(() => setattr(value(o), name, toPython(v))),
      callObject: async (o, args) =>
        this.finished(await this.run(() => asPending(callR(value(o), args.map(toPython)))), {}),
      show: (o) => this.guard(() => repr(value(o))),
      runAwaitable: (o, options) => this.runAwaitable(value(o), options),
      iterate: (o) => {
        const it = this.guard(() => iter(value(o)));
        return iteration(
          () => {
            const v = this.guard(() => next(it));
            return v === undefined ? END : { done: false, value: this.guard(toJs, v) };
          },
          () => this.guard(() => closeIterator(it)),
        );
      },
      iterateAsync: (o) => this.iterateAsync(value(o)),
    };
  }

  private iterateAsync(o: PyObject): AsyncIterableIterator<unknown> {
    let it: PyValue | undefined;
    const asynchronous = typeOf(o).slot(SLOT.__aiter__) !== null;
    function* step(): NativeGenerator<PyValue> {
      if (it === undefined) it = (yield asynchronous ? callMethodR(o, '__aiter__') : iterR(o)) as unknown as PyValue;
      if (!asynchronous) {
        const v = (yield nextR(it)) as PyValue | undefined;
        return new PyTuple(v === undefined ? [] : [v]);
      }
      const m = (yield hooks.importR('_embedding')) as PyValue;
      return (yield callR(getattr(m, 'step'), [it])) as unknown as PyValue;
    }
    const iterator: AsyncIterableIterator<unknown> = {
      next: async () => {
        let v = await this.run(step);
        if (asynchronous) {
          try {
            v = await this.work.runAwaitable(v);
          } catch (e) {
            throw this.error(e);
          }
        }
        const { items } = v as PyTuple; // what `step` gives
        return items.length === 0 ? END : { done: false, value: this.guard(toJs, items[0]) };
      },
      return: async () => {
        if (it !== undefined) {
          const over = it;
          if (!asynchronous) this.guard(() => closeIterator(over));
          else if (this.guard(() => hasattr(over, 'aclose'))) {
            const v = await this.run(() => asPending(callMethodR(over, 'aclose')));
            await this.runAwaitable(v, {});
          }
        }
        return END;
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
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
      if (old !== undefined) setThread(old);
    }
    return new PythonError(e.cls.name, message, text, this.wrap(e), sourceOf(e)?.error);
  }
}

const END = { done: true, value: undefined } as const;

/** An iterator of JavaScript over a function. */
function iteration(step: () => IteratorResult<unknown, undefined>, close: () => void): IterableIterator<unknown> {
  const it: IterableIterator<unknown> = {
    next: step,
    return: () => {
      close();
      return END;
    },
    [Symbol.iterator]: () => it,
  };
  return it;
}

/** The loop over a generator was left early. */
function closeIterator(it: PyValue): void {
  if (hasattr(it, 'close')) callMethod(it, 'close');
}
function hasattr(v: PyValue, name: string): boolean {
  return lookupAttr(v, name) !== undefined;
}

function asPending(v: Resumable): Pending {
  if (isPending(v)) return v;
  return (function* (): NativeGenerator<PyValue> {
    return v;
  })();
}
