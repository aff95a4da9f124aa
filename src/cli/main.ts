// The command `typhon`: options, what to run, how it ends. Invariant: exit codes and messages are CPython's; a user
// never sees a JavaScript stack trace. While a start-up snapshot is built (scripts/build.ts) nothing runs: an
// interpreter is prepared, and the process that starts from the snapshot takes it over. (Running a program there first,
// so that what V8 compiled for it is in the heap, costs as much to read as it saves.)

import { existsSync } from 'node:fs';
import v8 from 'node:v8';
import { installNodeHost } from '../host/node.ts';
import { stdlibDirectory } from '../host/stdlib.ts';
import { type Config, defaultConfig } from '../runtime/interpreter.ts';
import { IMPORTED_AT_START, prepareInterpreter } from '../modules/startup.ts';
import '../parallel/all.ts';
import { workerThreads } from '../parallel/worker-threads.ts';
import { serve } from '../parallel/worker.ts';
import type { WorkerOrders } from '../parallel/pool.ts';
import { lab } from './lab/lab.ts';
import { type LabOrders, serveLab } from './lab/worker.ts';
import { runMain } from './run-main.ts';
import { parseCommandLine } from './options.ts';

/** Modules that every start imports (site and what it needs), and how they are imported: without running site. */
const PRELOADED = [...IMPORTED_AT_START, 'site'];
/**
 * Modules that many programs import, kept ready in the snapshot. Not among them: what takes randomness, time or the
 * environment at import (uuid, locale …) and is not made to do that again (modules/startup.ts).
 */
const BEFOREHAND = [
  ...['dataclasses', 'argparse', 'json', 're', 'logging', 'typing', 'collections', 'functools', 'itertools'],
  ...['contextlib', 'enum', 'inspect', 'traceback', 'copy', 'pathlib', 'datetime', 'string', 'textwrap', 'operator'],
  ...['random', 'tempfile', 'subprocess', 'runpy', 'array', 'shutil'],
  ...['spawn', 'queues', 'synchronize', 'pool', 'popen_spawn_posix'].map((name) => `multiprocessing.${name}`),
  ...['math', 'struct', 'heapq', 'bisect', 'threading', 'queue', 'socket', 'concurrent.futures', 'csv', 'pprint'],
  // Where the build has found OpenSSL.
  ...(process.env.TYPHON_OPENSSL === undefined ? [] : ['ssl', 'asyncio']),
];

function preparedConfig(): Config {
  const config = defaultConfig();
  config.stdlib = stdlibDirectory();
  config.path = [config.stdlib];
  config.flags.noSite = 1;
  return config;
}

/** Runs `typhon lab …`, unless a program is named so. */
function runLab(): boolean {
  const [first, ...rest] = process.argv.slice(2);
  if (first !== 'lab' || existsSync(first)) return false;
  void lab(rest).then((code) => {
    process.exitCode = code;
  });
  return true;
}

installNodeHost();
// Node 20 answers with a number, and 22 with a boolean.
if (v8.startupSnapshot?.isBuildingSnapshot?.()) {
  const prepared = prepareInterpreter(preparedConfig(), PRELOADED, BEFOREHAND);
  v8.startupSnapshot.setDeserializeMainFunction(() => {
    installNodeHost(); // this process's environment
    if (runLab()) return;
    const command = parseCommandLine(process.argv.slice(2), process.env, defaultConfig());
    const { flags, stdlib } = command.config;
    // What the preparation did must be what this program wants.
    const plain = flags.optimize === 0 && flags.verbose === 0 && !flags.devMode && flags.bytesWarning === 0;
    const fits = plain && flags.noSite === 0 && stdlib === prepared.config.stdlib;
    // warnings takes its options when it is imported.
    if (command.config.warnOptions.length > 0) prepared.prepared = null;
    void runMain(command, fits ? prepared : null);
  });
} else {
  // The same script starts the process and the worker threads of its interpreters.
  const { isMainThread, workerData, parentPort } = workerThreads();
  // What the pool and the laboratory pass.
  const data = workerData as { readonly typhon?: WorkerOrders; readonly lab?: LabOrders } | null;
  if (!isMainThread && data?.typhon !== undefined) serve(data.typhon);
  else if (!isMainThread && data?.lab !== undefined && parentPort !== null) serveLab(data.lab, parentPort);
  else if (!runLab()) void runMain(parseCommandLine(process.argv.slice(2), process.env, defaultConfig()), null);
}
