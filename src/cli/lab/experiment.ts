// The experiment of `typhon lab refcount`: starts the threads, lets them count under every regime, and reads the counts.
// Invariant: what it reports was read from the shared memory after all threads had stopped.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { workerThreads } from '../../parallel/worker-threads.ts';
import { countOf, type Done, newMemory, type Phase, prepare, REGIMES, type Regime, stop } from './counting.ts';
import type { LabOrders, Order } from './worker.ts';

/** What one regime did with so many threads. */
export interface Row {
  readonly regime: Regime;
  readonly threads: number;
  readonly perSecond: number;
  /** Of `taken` increments so many are not in the count. */
  readonly taken: number;
  readonly lost: number;
  /** The counts of the objects after every reference but one was dropped: 1 is right. The first is the object of all. */
  readonly counts: readonly number[];
  /** How often a thread found 0 and would have freed an object that was in use. */
  readonly freed: number;
}

/** The launcher, which loads the bundle with V8's code cache. */
const LAUNCHER = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'typhon.cjs');

/** The part of the time in which references are only taken; and its limit in seconds, for the count has 32 bits. */
const TAKING_SHARE = 0.3;
const TAKING_LIMIT = 0.4;

/** The numbers of threads that are tried: each up to 8, then every doubling, and the last. */
export function threadCounts(most: number): number[] {
  const counts: number[] = [];
  for (let n = 1; n <= most; n = n < 8 ? n + 1 : 2 * n) counts.push(n);
  if (counts.at(-1) !== most) counts.push(most);
  return counts;
}

/** Measures every regime with 1 to `most` threads, `seconds` each. */
export async function measureAll(most: number, seconds: number, progress: (text: string) => void): Promise<Row[]> {
  const workers = await Promise.all(Array.from({ length: most }, (_, me) => started(me)));
  const rows: Row[] = [];
  try {
    const counts = threadCounts(most);
    for (const regime of REGIMES) {
      for (const threads of counts) {
        progress(`${regime}, ${threads} of ${most} threads (${rows.length + 1}/${counts.length * REGIMES.length})`);
        rows.push(await measure(workers.slice(0, threads), regime, seconds));
      }
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return rows;
}

function started(me: number): Promise<Worker> {
  const orders: LabOrders = { me };
  const worker = new (workerThreads().Worker)(LAUNCHER, { workerData: { lab: orders }, execArgv: [], stdin: false });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      resolve(worker);
    });
  });
}

async function measure(workers: readonly Worker[], regime: Regime, seconds: number): Promise<Row> {
  const memory = newMemory(workers.length);
  const w = new Int32Array(memory);
  const taking = Math.min(TAKING_LIMIT, seconds * TAKING_SHARE);
  const pairs = await together(
    workers,
    { memory, regime, phase: 'take-and-drop', threads: workers.length },
    seconds - taking,
  );
  const counts = Array.from({ length: workers.length + 1 }, (_, n) => countOf(w, n));
  const freed = pairs.done.reduce((sum, d) => sum + d.freed, 0);
  const takes = await together(workers, { memory, regime, phase: 'take', threads: workers.length }, taking);
  const taken = takes.done.reduce((sum, d) => sum + d.kept, 0);
  return {
    regime,
    threads: workers.length,
    perSecond: pairs.done.reduce((sum, d) => sum + d.operations, 0) / pairs.seconds,
    taken,
    lost: 1 + taken - countOf(w, 0),
    counts,
    freed,
  };
}

/** One phase with all of the workers, and how long it took. */
async function together(
  workers: readonly Worker[],
  order: Order & { readonly phase: Phase },
  seconds: number,
): Promise<{ done: Done[]; seconds: number }> {
  const w = new Int32Array(order.memory);
  prepare(w);
  const answers = workers.map(
    (worker) =>
      new Promise<Done>((resolve, reject) => {
        worker.once('error', reject);
        worker.once('message', (done: Done) => {
          worker.off('error', reject);
          resolve(done);
        });
      }),
  );
  const begun = performance.now();
  for (const worker of workers) worker.postMessage(order);
  const timer = setTimeout(() => stop(w), seconds * 1000);
  try {
    const done = await Promise.all(answers);
    return { done, seconds: (performance.now() - begun) / 1000 };
  } finally {
    clearTimeout(timer);
  }
}
