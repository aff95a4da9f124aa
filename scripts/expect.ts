// Fills in and verifies the expected output of the Python test programs with CPython, the oracle.
// Usage: npm run expect -- [--fill] [--python=PATH] [PATH…]
// Without --fill every program is run under CPython and must do what its comments say. With --fill a program that
// has no expectation yet gets `# expect:` lines at its end (and `# expect-error:` when it ended with an exception).
// Programs with `# requires: 3.14` are left alone by an older oracle.

import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { inParallel, run } from './lib/process.ts';
import { findPythonTests, judge, parsePythonTest, runPythonTest } from './lib/python-test.ts';
import { inRoot } from './lib/root.ts';

function findOracle(): string {
  const given = process.argv.find((arg) => arg.startsWith('--python='));
  if (given !== undefined) return given.slice('--python='.length);
  const versions = path.join(homedir(), '.pyenv/versions');
  const names = existsSync(versions) ? readdirSync(versions).filter((name) => /^3\.1[3-9]/.test(name)) : [];
  const best = names.sort((a, b) => a.localeCompare(b, undefined, { numeric: true })).at(-1);
  return best === undefined ? 'python3.13' : path.join(versions, best, 'bin/python3');
}

const oracle = findOracle();
const asked = await run([oracle, '-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
if (asked.exit !== 0) throw new Error(`no CPython at ${oracle}`);
const version = asked.stdout.trim();
const fill = process.argv.includes('--fill');
const paths = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const files = (paths.length === 0 ? [inRoot('tests')] : paths.map((arg) => path.resolve(arg))).flatMap((item) =>
  statSync(item).isDirectory() ? findPythonTests(item) : [item],
);

const minor = (text: string): number => Number(text.split('.')[1]);
let right = 0;
let wrong = 0;
let filled = 0;
let skipped = 0;
await inParallel(files, async (file) => {
  let test = parsePythonTest(file);
  if (test.requires !== undefined && minor(test.requires) > minor(version)) {
    skipped++;
    return;
  }
  const result = await runPythonTest(test, [oracle], [], 60_000);
  const empty = test.stdout.length === 0 && test.lastError === undefined && test.stderr === undefined;
  if (fill && empty && result.exit !== undefined) {
    const lines = result.stdout === '' ? [] : result.stdout.replace(/\n$/, '').split('\n');
    let text = lines.map((line) => `# expect:${line === '' ? '' : ` ${line}`}\n`).join('');
    if (result.exit === 1 && result.stderr !== '')
      text += `# expect-error: ${result.stderr.trimEnd().split('\n').at(-1)}\n`;
    else if (result.exit !== test.exit) text += `# exit: ${result.exit}\n`;
    appendFileSync(file, `\n${text}`);
    test = parsePythonTest(file, readFileSync(file, 'utf8'));
    filled++;
  }
  const problem = judge(test, result);
  if (problem === undefined) right++;
  else {
    wrong++;
    console.log(`${test.name}: ${problem}`);
  }
});
console.log(`CPython ${version}: ${right} right, ${wrong} wrong, ${filled} filled in, ${skipped} need a newer CPython`);
process.exitCode = wrong === 0 ? 0 : 1;
