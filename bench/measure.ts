// Takes the times of one program under every contender, alternately, so that what else runs on the machine hurts all of
// them alike. Three numbers each: the first round, the best later round, and a whole process that CPython needs about a
// second for. The machine's noise only ever adds, so the least of several measurements is the one kept.

import { readFileSync } from 'node:fs';
import { type Finished, run } from '../scripts/lib/process.ts';
import { type Contender, programFile } from './contenders.ts';

/** Seconds by one of the two clocks; `undefined` where it was not taken. */
export interface Times {
  /** The first round in a fresh process: everything is cold. */
  readonly first?: number;
  /** The best later round in the same process. */
  readonly steady?: number;
  /** A whole process, start-up included, with as many rounds as CPython 3.13 does in about a second. */
  readonly whole?: number;
}

/** What a contender needed for a program, by the wall and by the processor. */
export interface Result {
  readonly wall: Times;
  readonly cpu: Times;
  readonly problem?: string;
}

export interface Row {
  readonly program: string;
  readonly group: string;
  /** How many rounds the whole process had. */
  readonly rounds: number;
  /** By the contenders' order. */
  readonly results: readonly Result[];
}

export interface Effort {
  /** How often everything is measured. */
  readonly repeat: number;
  /** At least so many rounds in a steady process, and at least so many seconds for a Python without a compiler; the ones
   * that compile get three times as long to become warm. */
  readonly rounds: number;
  readonly seconds: number;
  /** Whether whole processes are timed too. */
  readonly whole: boolean;
}

interface Line {
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
  readonly imported: number;
  readonly process_cpu: number;
}

const TIMEOUT = 300_000;

/** The group that a program says it belongs to. */
export function groupOf(program: string): string {
  return /^GROUP = '(\w+)'$/m.exec(readFileSync(programFile(program), 'utf8'))?.[1] ?? 'other';
}

const least = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

const leastTimes = (a: Times, b: Times): Times => ({
  first: least(a.first, b.first),
  steady: least(a.steady, b.steady),
  whole: least(a.whole, b.whole),
});

/** The driver's line, or why there is none. */
function parse(finished: Finished): Line | string {
  if (finished.exit === undefined) return 'timed out';
  if (finished.exit !== 0)
    return finished.stderr.trimEnd().split('\n').at(-1)?.slice(0, 200) ?? `exit ${finished.exit}`;
  // The driver is ours and prints nothing else.
  return JSON.parse(finished.stdout) as Line;
}

function ofRounds(times: readonly number[]): Times {
  return { first: times[0], steady: times.length > 1 ? Math.min(...times.slice(1)) : undefined };
}

function merge(result: Result | undefined, more: Result): Result {
  if (result === undefined) return more;
  return {
    wall: leastTimes(result.wall, more.wall),
    cpu: leastTimes(result.cpu, more.cpu),
    problem: result.problem ?? more.problem,
  };
}

/** The contender whose second counts: CPython 3.13, or the first CPython there is. */
export function referenceIndex(contenders: readonly Contender[]): number {
  const exact = contenders.findIndex((one) => one.kind === 'cpython' && one.label.startsWith('CPython 3.13'));
  return exact >= 0 ? exact : contenders.findIndex((one) => one.kind === 'cpython');
}

/** Measures one program. `note` hears what is running. */
export async function measure(
  program: string,
  contenders: readonly Contender[],
  effort: Effort,
  note: (text: string) => void,
): Promise<Row> {
  const results: (Result | undefined)[] = contenders.map(() => undefined);
  const reference = referenceIndex(contenders);
  let secondRounds = 0;
  const attempt = async (index: number, options: readonly string[], whole: boolean): Promise<void> => {
    const contender = contenders[index];
    const command = contender.command(program);
    if (command === undefined || results[index]?.problem !== undefined) return;
    note(`${program} ${contender.label}`);
    const finished = await run([...command, ...options], { timeout: TIMEOUT });
    const line = parse(finished);
    if (typeof line === 'string') {
      results[index] = merge(results[index], { wall: {}, cpu: {}, problem: line });
      return;
    }
    if (index === reference && secondRounds === 0) {
      const best = Math.min(...line.wall);
      secondRounds = Math.max(1, Math.round((1 - line.imported) / best));
    }
    results[index] = merge(results[index], {
      wall: { ...ofRounds(line.wall), whole: whole ? finished.milliseconds / 1000 : undefined },
      cpu: { ...ofRounds(line.cpu), whole: whole ? line.process_cpu : undefined },
    });
  };
  // The reference comes first, since it says how many rounds make a second.
  const order = contenders.map((_, i) => i).sort((a, b) => Number(b === reference) - Number(a === reference));
  for (let i = 0; i < effort.repeat; i++) {
    for (const index of order) {
      const seconds = contenders[index].kind === 'cpython' ? effort.seconds : effort.seconds * 3;
      await attempt(index, [`--rounds=${effort.rounds}`, `--seconds=${seconds}`], false);
    }
    if (!effort.whole || secondRounds === 0) continue;
    for (const index of order) {
      const { kind } = contenders[index];
      if (kind !== 'tier0' && kind !== 'typescript') await attempt(index, [`--rounds=${secondRounds}`], true);
    }
  }
  const none: Result = { wall: {}, cpu: {} };
  return { program, group: groupOf(program), rounds: secondRounds, results: results.map((result) => result ?? none) };
}
