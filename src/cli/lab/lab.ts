// `typhon lab …`: experiments with what an interpreter stands on. Invariant: a result goes to stdout, progress and errors to
// stderr; a wrong option ends with 2 and says which and why.

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { measureAll } from './experiment.ts';
import { page } from './page.ts';
import { table } from './report.ts';

const MOST_THREADS = 64;
const LEAST_SECONDS = 0.01;
const MOST_SECONDS = 60;

const LAB_HELP = `usage: typhon lab <experiment> [option] ...

Experiments with what a Python interpreter stands on, run on this machine.

refcount   why CPython has a GIL: threads race for one reference count

typhon lab <experiment> --help says more. (A file named lab is run as "typhon ./lab".)
`;

const REFCOUNT_HELP = `usage: typhon lab refcount [--threads N] [--seconds S] [--html FILE]

Why does CPython have a GIL? Every object counts the references to it, and every use of an
object changes its count: read it, add 1, write it back. Two threads that do that at once may
read the same number, and then one of the two changes is lost. Lose an increment, and the
object is freed while somebody uses it; lose a decrement, and it is never freed.

This starts real threads that take and drop references to one object which all of them use,
and to one object of their own each. The counts are words of shared memory; what is lost is
really lost. Five regimes:

  no protection            what happens without any
  one lock per object      correct; two lock operations for every change
  atomic operations        correct; the processor locks the cache line for every change
  one global lock (GIL)    correct and quick, but one thread counts at a time: CPython
  biased counts (PEP 703)  who made an object counts without protection, the others count
                           apart with atomic operations: free-threaded CPython

For each and for 1 to N threads the table says: increments and decrements per second, how
many increments were lost when all threads only took references, the count after every
reference but one was dropped (1 is right), and what became of the object.

--threads N   the most threads (default: the processors, at least 2, at most 8)
--seconds S   how long each of the measurements takes (default: 0.5)
--html FILE   also write the table as a page with a chart, all in one file
`;

interface Refcount {
  readonly threads: number;
  readonly seconds: number;
  readonly html: string | null;
}

class OptionError extends Error {}

/** Runs `typhon lab` with its arguments and gives the exit code. */
export async function lab(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const asksHelp = (arg: string | undefined): boolean => arg === '--help' || arg === '-h' || arg === '-?';
  if (name === undefined || asksHelp(name)) {
    process.stdout.write(LAB_HELP);
    return 0;
  }
  try {
    if (name !== 'refcount') throw new OptionError(`there is no experiment ${JSON.stringify(name)}`);
    if (rest.some(asksHelp)) {
      process.stdout.write(REFCOUNT_HELP);
      return 0;
    }
    return await refcount(refcountOptions(rest));
  } catch (e) {
    if (!(e instanceof OptionError)) throw e;
    const help = name === 'refcount' ? 'typhon lab refcount --help' : 'typhon lab --help';
    process.stderr.write(`typhon lab: ${e.message}\nTry "${help}".\n`);
    return 2;
  }
}

function refcountOptions(args: readonly string[]): Refcount {
  let threads = Math.min(8, Math.max(2, os.availableParallelism()));
  let seconds = 0.5;
  let html: string | null = null;
  for (let i = 0; i < args.length; i++) {
    const [option, ...joined] = args[i].split('=');
    if (option !== '--threads' && option !== '--seconds' && option !== '--html')
      throw new OptionError(`unknown option ${args[i]}`);
    const value = joined.length > 0 ? joined.join('=') : args[++i];
    if (value === undefined || value === '') throw new OptionError(`${option} needs a value`);
    if (option === '--html') html = value;
    else if (option === '--threads') {
      threads = /^\d+$/.test(value) ? Number(value) : 0;
      if (threads < 1 || threads > MOST_THREADS)
        throw new OptionError(`--threads must be a whole number from 1 to ${MOST_THREADS}, not ${value}`);
    } else {
      seconds = /^(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : 0;
      if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS)
        throw new OptionError(`--seconds must be a number from ${LEAST_SECONDS} to ${MOST_SECONDS}, not ${value}`);
    }
  }
  return { threads, seconds, html };
}

async function refcount({ threads, seconds, html }: Refcount): Promise<number> {
  if (html !== null) {
    try {
      writeFileSync(html, ''); // before the work, not after it
    } catch (e) {
      throw new OptionError(`cannot write ${html}: ${e instanceof Error ? e.message : String(e)}`);
    }
  }
  const { isTTY } = process.stderr;
  const rows = await measureAll(threads, seconds, (text) => {
    if (isTTY) process.stderr.write(`\r\x1b[K${text}`);
  });
  if (isTTY) process.stderr.write('\r\x1b[K');
  process.stdout.write(table(rows));
  if (html !== null) {
    const processors = os.cpus();
    const machine = `${processors[0]?.model.trim() ?? os.arch()}, ${processors.length} processors, Node ${process.version}`;
    writeFileSync(html, page(rows, machine));
  }
  return 0;
}
