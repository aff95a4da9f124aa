// One Python interpreter: its modules, builtins, flags and thread. Invariant: nothing of it is shared with another
// interpreter; built-in types are static and immutable. It may not know the host beyond `runtime/host.ts`.

import { PyDict } from '../objects/dict/storage.ts';
import { None, type PyValue } from '../objects/object.ts';
import { memory } from '../objects/memory/tracking.ts';
import type { PyModule } from '../objects/shapes.ts';
import { ThreadState, thread, type VmInterpreter } from '../vm/thread.ts';
import type { PyFrame } from '../objects/frame.ts';
import { type Host, type HostClock, host, setHostOf } from './host.ts';
import { Limits } from './limits.ts';
import type { PreparedModules } from './prepared.ts';
import { Scheduler, type SchedulerOwner } from './scheduler.ts';

/** What the command line or the embedder decides (sys.flags, PYTHON* variables). */
export interface Config {
  argv: string[];
  origArgv: string[];
  executable: string;
  /** Directory of the standard library. */
  stdlib: string;
  /** sys.prefix when that is a virtual environment's; null: the installation's own. */
  prefix: string | null;
  path: string[];
  flags: {
    debug: number;
    inspect: number;
    interactive: number;
    optimize: number;
    dontWriteBytecode: number;
    noUserSite: number;
    noSite: number;
    ignoreEnvironment: number;
    verbose: number;
    bytesWarning: number;
    quiet: number;
    isolated: number;
    devMode: boolean;
    utf8Mode: number;
    warnDefaultEncoding: number;
    safePath: boolean;
    intMaxStrDigits: number;
    unbuffered: boolean;
  };
  warnOptions: string[];
  /** What it sees of the machine, when that is not all the agent's host offers. */
  host?: Host;
  xOptions: { [name: string]: string | true };
  /** No column numbers in the code objects that are compiled (-X no_debug_ranges). */
  noDebugRanges: boolean;
  /** What os.cpu_count() says; null: the machine's number. */
  cpuCount: number | null;
  /** faulthandler is enabled from the start. */
  faulthandler: boolean;
  /** Ctrl-C raises KeyboardInterrupt: for the command; an embedder's signals are his own. */
  installSignalHandlers: boolean;
}

export function defaultConfig(): Config {
  return {
    argv: [''],
    origArgv: [],
    executable: '',
    stdlib: '',
    prefix: null,
    path: [],
    flags: {
      debug: 0,
      inspect: 0,
      interactive: 0,
      optimize: 0,
      dontWriteBytecode: 0,
      noUserSite: 0,
      noSite: 0,
      ignoreEnvironment: 0,
      verbose: 0,
      bytesWarning: 0,
      quiet: 0,
      isolated: 0,
      devMode: false,
      utf8Mode: 0,
      warnDefaultEncoding: 0,
      safePath: false,
      intMaxStrDigits: 4300,
      unbuffered: false,
    },
    warnOptions: [],
    xOptions: {},
    noDebugRanges: false,
    cpuCount: null,
    faulthandler: false,
    installSignalHandlers: false,
  };
}

export class RuntimeInterpreter implements VmInterpreter, SchedulerOwner {
  builtins = new PyDict();
  /** importlib's bootstrap module: programs may take it out of sys.modules. */
  importlib: PyValue = None;
  modules = new PyDict();
  recursionLimit = 1000;
  sys!: PyModule;
  /** State of extension modules that is not an attribute (warnings filters version, codec registry, …). */
  readonly moduleState = new Map<string, unknown>();
  readonly mainThread: ThreadState;
  /** Asked at safepoints while instructions tell of dropped references (runtime/memory). */
  atSafepoint: () => void = () => {};
  /** atexit callbacks, newest last. */
  atexit: (() => unknown)[] = [];
  /** sys.getswitchinterval(), in milliseconds. */
  switchInterval = 5;
  readonly clock: HostClock = host().clock;
  readonly limits = new Limits();
  readonly scheduler = new Scheduler(this);
  finalizing = false;
  /** Threads started through `_thread` that still run. */
  startedThreads = 0;
  intMaxStrDigits = 4300;
  private threadIds = 0;
  /** Modules that start-up has imported beforehand, if it has. */
  prepared: PreparedModules | null = null;
  private settings: Config;
  constructor(config: Config) {
    this.settings = config;
    if (config.host !== undefined) setHostOf(this, config.host);
    this.mainThread = this.newThread();
    this.scheduler.keep = this.mainThread;
    this.intMaxStrDigits = config.flags.intMaxStrDigits;
  }

  get config(): Config {
    return this.settings;
  }
  /** Takes the configuration of the program over, in place of the one it was prepared with. */
  configure(config: Config): void {
    this.settings = config;
    this.intMaxStrDigits = config.flags.intMaxStrDigits;
  }

  newThread(): ThreadState {
    const ts = new ThreadState(this);
    ts.id = ++this.threadIds;
    ts.breaker = (entry) => {
      if (memory.on) this.atSafepoint();
      return this.scheduler.safepoint(ts, entry);
    };
    return ts;
  }

  threads(): Iterable<ThreadState> {
    return this.scheduler.threads.keys();
  }

  nestedWait(ts: ThreadState): PyFrame | null {
    return this.scheduler.nestedWait(ts);
  }

  /** An attribute of sys, or undefined. */
  sysGet(name: string): PyValue | undefined {
    return this.sys.dict.getStr(name);
  }
  sysSet(name: string, value: PyValue): void {
    this.sys.dict.setStr(name, value);
  }
}

/** The interpreter of the running thread. */
export function interpreter(): RuntimeInterpreter {
  return thread().interpreter as RuntimeInterpreter; // threads are only made by RuntimeInterpreter.newThread
}
