// node:worker_threads, loaded when it is first needed. Invariant: never while a start-up snapshot is built: there are no
// SharedArrayBuffers then, and Node's module would stay without them for good (its workers fail to start).

import { createRequire } from 'node:module';

type WorkerThreads = typeof import('node:worker_threads');
let loaded: WorkerThreads | undefined;

/** The module node:worker_threads. */
export function workerThreads(): WorkerThreads {
  loaded ??= createRequire(import.meta.url)('node:worker_threads') as WorkerThreads; // its own name for it
  return loaded;
}
