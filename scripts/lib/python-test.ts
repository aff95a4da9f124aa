// Python test programs: what the comments in one say, and whether a run of it did that.
//
//   print(1 + 2)           # expect: 3          one line of stdout; in order, and all of them
//   # expect-error: ValueError: no              the last line of stderr (and exit code 1 unless `exit` says other)
//   # expect-stderr: Traceback (most …          all lines of stderr; FILE stands for the program's path
//   # exit: 3                                   the exit code
//   # args: a b     # flags: -O     # stdin: a line     # env: NAME=value
//   # requires: 3.14                            an oracle older than that cannot verify the file
//   # skip-mode: suspend                        not run in that mode, with a reason in the file
//   # gap: why                                  Typhon cannot do this yet; counted apart, and passing is a failure

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Finished, run } from './process.ts';
import { ROOT } from './root.ts';

export interface PythonTest {
  readonly file: string;
  /** Path from the project's root, for people. */
  readonly name: string;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[] | undefined;
  readonly lastError: string | undefined;
  readonly exit: number;
  readonly args: readonly string[];
  readonly flags: readonly string[];
  readonly stdin: string;
  readonly env: Readonly<Record<string, string>>;
  readonly requires: string | undefined;
  readonly skippedModes: ReadonlySet<string>;
  /** What Typhon lacks for this program: it is expected to fail, and to pass is an error until the line is removed. */
  readonly gap: string | undefined;
}

const DIRECTIVE =
  /(?:^|\s)# (expect-error|expect-stderr|expect|exit|args|flags|stdin|env|requires|skip-mode|gap):(?: (.*))?$/s;

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Reads the comments of a test program. */
export function parsePythonTest(file: string, source: string = readFileSync(file, 'utf8')): PythonTest {
  const found = new Map<string, string[]>();
  for (const line of source.split('\n')) {
    const match = DIRECTIVE.exec(line);
    if (match === null) continue;
    const list = found.get(match[1]);
    if (list === undefined) found.set(match[1], [match[2] ?? '']);
    else list.push(match[2] ?? '');
  }
  const all = (name: string): string[] => found.get(name) ?? [];
  const lastError = all('expect-error')[0];
  const stdin = all('stdin');
  return {
    file,
    name: path.relative(ROOT, file),
    stdout: all('expect'),
    stderr: found.get('expect-stderr'),
    lastError,
    exit: found.has('exit') ? Number(all('exit')[0]) : lastError === undefined ? 0 : 1,
    args: words(all('args').join(' ')),
    flags: words(all('flags').join(' ')),
    stdin: stdin.length === 0 ? '' : `${stdin.join('\n')}\n`,
    env: Object.fromEntries(all('env').map((text) => text.split(/=(.*)/s).slice(0, 2))),
    requires: all('requires')[0],
    gap: all('gap')[0],
    skippedModes: new Set(all('skip-mode').flatMap((text) => words(text).slice(0, 1))),
  };
}

/** Every test program below a folder; names that begin with `_` are helpers of others. */
export function findPythonTests(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('_') && !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(dir, entry.name);
      if (entry.isDirectory()) return findPythonTests(full);
      return entry.name.endsWith('.py') ? [full] : [];
    });
}

/** Runs a test program under an interpreter with some more flags. */
export function runPythonTest(
  test: PythonTest,
  interpreter: readonly string[],
  modeFlags: readonly string[],
  timeout: number,
): Promise<Finished> {
  const env: NodeJS.ProcessEnv = { PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1', NO_COLOR: '1', ...test.env };
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'LANG']) env[name] ??= process.env[name];
  return run([...interpreter, ...modeFlags, ...test.flags, test.file, ...test.args], {
    cwd: path.dirname(test.file),
    env,
    stdin: test.stdin,
    timeout,
  });
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/** The first difference between two lists of lines, or nothing. */
function difference(what: string, expected: readonly string[], actual: readonly string[]): string | undefined {
  for (let i = 0; i < Math.max(expected.length, actual.length); i++) {
    if (expected[i] === actual[i]) continue;
    const show = (line: string | undefined): string => (line === undefined ? '(nothing)' : line);
    return `${what} line ${i + 1}\n    expected ${show(expected[i])}\n    but got  ${show(actual[i])}`;
  }
  return undefined;
}

/** What is wrong with a run, or nothing. */
export function judge(test: PythonTest, result: Finished): string | undefined {
  const stderr = linesOf(result.stderr).map((line) => line.replaceAll(test.file, 'FILE'));
  const tail = stderr.length === 0 ? '' : `\n    stderr: ${stderr.slice(-3).join('\n            ')}`;
  if (result.exit === undefined) return `timed out${tail}`;
  const out = difference(
    'stdout',
    test.stdout,
    linesOf(result.stdout).map((l) => l.replaceAll(test.file, 'FILE')),
  );
  if (out !== undefined) return out + (test.lastError === undefined ? tail : '');
  if (test.lastError !== undefined && stderr.at(-1) !== test.lastError) {
    return `stderr\n    expected ${test.lastError}\n    but got  ${stderr.at(-1) ?? '(nothing)'}`;
  }
  if (test.stderr !== undefined) {
    const err = difference('stderr', test.stderr, stderr);
    if (err !== undefined) return err;
  } else if (test.lastError === undefined && stderr.length > 0 && test.exit === 0) {
    return `wrote to stderr${tail}`;
  }
  if (result.exit !== test.exit) return `exit code ${result.exit}, expected ${test.exit}${tail}`;
  return undefined;
}
