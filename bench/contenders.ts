// Who takes part: Typhon with and without its JIT, the Pythons found on this machine, and programs written in TypeScript.
// A contender is only a way to start bench/driver.py (or its TypeScript twin); how it is timed is measure.ts's affair.

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { run, TYPHON } from '../scripts/lib/process.ts';
import { inRoot } from '../scripts/lib/root.ts';

/** Typhon by default, Typhon without the JIT, a CPython, PyPy, or the hand-written TypeScript. */
export type Kind = 'typhon' | 'tier0' | 'cpython' | 'pypy' | 'typescript';

/** One column of the table. */
export interface Contender {
  readonly kind: Kind;
  readonly label: string;
  /** The command line, before the driver's options, that runs this program; `undefined` where there is none. */
  readonly command: (program: string) => readonly string[] | undefined;
}

const DRIVER = inRoot('bench/driver.py');

/** Where the program's Python file is. */
export const programFile = (program: string): string => inRoot(`bench/programs/${program}.py`);

const python = (kind: Kind, label: string, command: readonly string[]): Contender => ({
  kind,
  label,
  command: (program) => [...command, DRIVER, programFile(program)],
});

/** pyenv's newest 3.13 and whatever is newer, Debian's own, and PyPy: the ones to look for when none are named. */
function usualPythons(): string[] {
  const versions = path.join(homedir(), '.pyenv/versions');
  const own = existsSync(versions)
    ? readdirSync(versions)
        .filter((name) => /^3\.1[3-9]\.\d+$/.test(name))
        .map((name) => path.join(versions, name, 'bin/python3'))
    : [];
  return [...own, '/usr/bin/python3', 'pypy3'];
}

const IDENTIFY =
  'import platform, sys; print(platform.python_implementation(), platform.python_version(),' +
  ' getattr(sys, "pypy_version_info", (0, 0))[:2])';

/** The Pythons of this machine, and what was looked for in vain. */
async function findPythons(named: readonly string[] | undefined): Promise<[Contender[], string[]]> {
  const [found, missing]: [Contender[], string[]] = [[], []];
  for (const command of named ?? usualPythons()) {
    const { stdout, exit } = await run([command, '-c', IDENTIFY]);
    const [, implementation, version, major, minor] =
      /^(\w+) ([\d.]+)\S* \((\d+), (\d+)\)/.exec(exit === 0 ? stdout : '') ?? [];
    if (implementation === 'CPython') {
      const label = `CPython ${version}${command.startsWith('/usr/bin/') ? ' (system)' : ''}`;
      found.push(python('cpython', label, [command]));
    } else if (implementation === 'PyPy') found.push(python('pypy', `PyPy ${major}.${minor}`, [command]));
    else missing.push(command);
  }
  if (!found.some((one) => one.kind === 'cpython' && one.label.includes(' 3.13'))) missing.push('CPython 3.13');
  return [found, missing];
}

/** Bundles bench/typescript/NAME.ts with its driver. Gives the file to run. */
async function bundleTypeScript(name: string): Promise<string> {
  const out = inRoot(`node_modules/.cache/typhon/bench/${name}.mjs`);
  mkdirSync(path.dirname(out), { recursive: true });
  await build({
    stdin: {
      contents: `import { main } from './driver.ts'; import * as program from './${name}.ts'; main(program);`,
      resolveDir: inRoot('bench/typescript'),
      loader: 'ts',
    },
    outfile: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  return out;
}

async function typeScript(programs: readonly string[]): Promise<Contender | undefined> {
  const bundles = new Map<string, string>();
  for (const name of programs) {
    if (existsSync(inRoot(`bench/typescript/${name}.ts`))) bundles.set(name, await bundleTypeScript(name));
  }
  const command = (program: string): string[] | undefined => {
    const file = bundles.get(program);
    return file === undefined ? undefined : [process.execPath, file];
  };
  return bundles.size > 0 ? { kind: 'typescript', label: 'TypeScript', command } : undefined;
}

export interface Wanted {
  readonly programs: readonly string[];
  /** Commands of Pythons to compare with, instead of the usual ones. */
  readonly pythons: readonly string[] | undefined;
  /** More options for Typhon in its first column. */
  readonly flags: readonly string[];
}

/** All contenders, Typhon first, and the names of those that this machine does not have. */
export async function findContenders(wanted: Wanted): Promise<{ contenders: Contender[]; missing: string[] }> {
  const [pythons, missing] = await findPythons(wanted.pythons);
  const label = ['Typhon', ...wanted.flags].join(' ');
  const contenders = [
    python('typhon', label, [...TYPHON, ...wanted.flags]),
    python('tier0', 'Typhon --jit=off', [...TYPHON, '--jit=off']),
    ...pythons,
  ];
  const hand = await typeScript(wanted.programs);
  if (hand !== undefined) contenders.push(hand);
  return { contenders, missing };
}
