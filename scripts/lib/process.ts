// Child processes for the scripts: run one to its end with a time limit, and run many a few at a time.

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { inRoot } from './root.ts';

/** What a finished process left behind. */
export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, or minus the signal's number as Python's subprocess has it; `undefined` after a time-out. */
  readonly exit: number | undefined;
  readonly milliseconds: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  readonly timeout?: number;
  /** Output beyond this many characters is thrown away. */
  readonly maxOutput?: number;
}

/** The command line that starts the Typhon of this project. */
export const TYPHON: readonly string[] =
  process.platform === 'win32' ? [process.execPath, inRoot('bin/typhon.cjs')] : [inRoot('bin/typhon')];

/** Runs a command to its end. Never rejects: a command that cannot start has exit 127. */
export function run(command: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { timeout = 60_000, maxOutput = 10_000_000 } = options;
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command[0], command.slice(1), {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        if (output[name].length < maxOutput) output[name] += text;
      });
    }
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It ended just now.
      }
    }, timeout);
    const finish = (exit: number | undefined): void => {
      clearTimeout(timer);
      resolve({ ...output, exit, milliseconds: performance.now() - started });
    };
    child.on('error', (error) => {
      output.stderr += String(error);
      finish(127);
    });
    child.on('close', (code, signal) => {
      finish(timedOut ? undefined : (code ?? (signal === null ? 1 : -1)));
    });
    child.stdin.on('error', () => {
      // The program did not read its input.
    });
    child.stdin.end(options.stdin ?? '');
  });
}

/** Calls `work` for every item, at most `limit` at a time, and gives the results in the items' order. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  limit: number = Math.max(1, Math.min(availableParallelism(), 8)),
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
