// The main agent's part: starting worker threads for interpreters, keeping one warm, and clearing up after those that end.
// Invariant: only the main agent starts workers, so none dies with the interpreter that asked for it; nothing happens before
// the first use of an interpreter.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { installedJit, type JitOptions } from '../jit/jit.ts';
import { host } from '../runtime/host.ts';
import { type Config, interpreter } from '../runtime/interpreter.ts';
import { PyList } from '../objects/shapes.ts';
import { isStr, toJS } from '../objects/str/text.ts';
import { Agent, EXIT, KILL_WORKER, setAgent, setStart, START_WORKER } from './agent.ts';
import { interpreterError } from './errors.ts';
import { DEATHS, newHeapMemory } from './heap.ts';
import { endOfInterpreter, mend } from './ending.ts';
import { workerThreads } from './worker-threads.ts';
import { ENDING, FREE_AGENT, SERVES, SERVING, STATE, WHENCE_RUNTIME } from './registry.ts';

/** What a worker is told when it starts. */
export interface WorkerOrders {
  readonly memory: SharedArrayBuffer;
  readonly slot: number;
  readonly channel: string;
  readonly known: ReadonlyMap<number, SharedArrayBuffer>;
  readonly config: Config;
  /** The program's own folder (sys.path[0]), '' for the current one; null: it has none. */
  readonly pathZero: string | null;
  /** The JIT's options; null: it is off. */
  readonly jit: JitOptions | null;
}

/** How many workers wait for use once interpreters are in use, and how long after the last start, in milliseconds. */
const SPARE = 1;
const REFILL_AFTER = 150;

/**
 * How long after the last start of a worker the memory that starting took is given back, in milliseconds. glibc has an
 * allocator for each thread and keeps there what the bundle's text, its code cache and V8's own work at start-up took:
 * 18 MB a worker.
 */
const TRIM_AFTER = 1000;

/**
 * How long after terminate() a thread may still run JavaScript, in milliseconds; and when it has the heap's lock, so that
 * what it wrote there a moment too late would be seen.
 */
const STOPS_WITHIN = 5;
const STOPS_IN_LOCK_WITHIN = 25;

/** The launcher, which loads the bundle with V8's code cache. */
const LAUNCHER = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'typhon.cjs');

class Pool {
  private readonly workers = new Map<number, Worker>();
  /** Workers that were told to stop, by entry, with the time. */
  private readonly stopping = new Map<number, number>();
  private readonly channel = `typhon-${process.pid}-${Math.random()}`;
  private readonly memory = newHeapMemory();
  readonly agent = new Agent(this.memory, 0, this.channel);
  private refillTimer: NodeJS.Timeout | null = null;
  private trimTimer: NodeJS.Timeout | null = null;

  constructor(
    private readonly config: Config,
    private readonly pathZero: string | null,
  ) {
    const { agent } = this;
    agent.heap.onInherited = () => mend(agent.heap);
    agent.heap.isStopped = (slot) => {
      const since = this.stopping.get(slot);
      return since !== undefined && performance.now() - since >= STOPS_IN_LOCK_WITHIN;
    };
    agent.heap.w[agent.registry.word(0, STATE)] = SERVING;
    agent.registry.enter(agent.registry.add(WHENCE_RUNTIME, 0, 0));
    agent.onLetter = (kind, _sender, token) => {
      if (kind === START_WORKER) this.start(token);
      else if (kind === KILL_WORKER) this.kill(token);
      else if (kind === EXIT) process.exit(token);
    };
    agent.begin();
  }

  /** Gives an entry of the table its worker, if it has none, and sees to it that there are spare ones. */
  start(slot: number): void {
    if (!this.workers.has(slot)) this.startWorker(slot);
    this.refill();
  }
  private startWorker(slot: number): void {
    const orders: WorkerOrders = {
      memory: this.memory,
      slot,
      channel: this.channel,
      known: this.agent.buffers.known(),
      config: this.config,
      pathZero: this.pathZero,
      jit: installedJit(),
    };
    const worker = new (workerThreads().Worker)(LAUNCHER, {
      workerData: { typhon: orders },
      env: workerThreads().SHARE_ENV,
      execArgv: [],
      stdin: false,
      // Descriptors belong to Python's file objects, not to the thread.
      trackUnmanagedFds: false,
    });
    worker.unref();
    this.workers.set(slot, worker);
    // Out of memory, or a defect of ours; 'exit' follows, and whoever waits for the interpreter is told.
    worker.on('error', (e) => {
      if (process.env.TYPHON_DEBUG !== undefined) process.stderr.write(`${e.stack}\n`);
    });
    worker.on('exit', () => this.ended(slot));
    this.trim();
  }
  private trim(): void {
    this.trimTimer?.refresh();
    this.trimTimer ??= setTimeout(() => {
      this.trimTimer = null;
      host().process.returnMemory();
    }, TRIM_AFTER).unref();
  }
  private refill(): void {
    if (this.refillTimer !== null) return;
    this.refillTimer = setTimeout(() => {
      this.refillTimer = null;
      if (this.agent.registry.warm() >= SPARE) return;
      this.startWorker(this.agent.registry.reserve());
    }, REFILL_AFTER);
    this.refillTimer.unref();
  }

  /**
   * V8 stops the thread's JavaScript at its next call or loop; giving back its memory takes another 100 ms or more, for
   * which nobody has to wait.
   */
  kill(slot: number): void {
    const worker = this.workers.get(slot);
    if (worker === undefined) return this.ended(slot);
    this.stopping.set(slot, performance.now());
    void worker.terminate();
    const stopped = (): void => {
      if (this.workers.get(slot) === worker) this.stopped(slot, ENDING);
    };
    setTimeout(() => {
      if (this.agent.heap.heldBy(slot)) setTimeout(stopped, STOPS_IN_LOCK_WITHIN - STOPS_WITHIN);
      else stopped();
    }, STOPS_WITHIN);
  }
  /** No code runs there any more. */
  private stopped(slot: number, state: number): void {
    const { agent } = this;
    agent.heap.releaseAfter(slot);
    const serves = agent.registry.get(slot, SERVES);
    agent.dropLetters(slot);
    if (serves !== 0) {
      endOfInterpreter(agent, serves - 1, slot);
      agent.registry.remove(serves - 1, state);
    }
    agent.registry.release(slot, state);
    Atomics.add(agent.heap.w, DEATHS, 1);
    agent.ringAll(this.workers.keys());
  }
  private ended(slot: number): void {
    this.workers.delete(slot);
    this.stopped(slot, FREE_AGENT);
    this.stopping.delete(slot);
  }
}

let pool: Pool | null = null;

/** Sees to it that an entry of the table has a worker. */
export function wantWorker(a: Agent, slot: number): void {
  if (pool !== null) pool.start(slot);
  else a.send(0, START_WORKER, slot);
}
/** Ends an entry's worker, whatever it does. */
export function killWorker(a: Agent, slot: number): void {
  if (pool !== null) pool.kill(slot);
  else a.send(0, KILL_WORKER, slot);
}

setStart(() => {
  const i = interpreter();
  const { config } = i;
  if (config.host !== undefined) throw interpreterError('an embedded interpreter cannot create interpreters');
  const first = i.sysGet('path');
  const zero = first instanceof PyList ? first.items[0] : undefined;
  // The program's own folder, as CPython's sys.path[0] in every interpreter.
  pool = new Pool(config, isStr(zero) && !config.path.includes(toJS(zero)) ? toJS(zero) : null);
  const { agent } = pool;
  setAgent(agent);
  i.scheduler.onIdle = (waits, due) => agent.rest(waits, due);
  return agent;
});
