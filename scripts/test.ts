// npm test: the unit tests (tests/**/*.test.ts, through node:test) and the Python test programs (tests/**/*.py)
// in every mode asked for. The last line is always `N passed, N failed`.
// Usage: npm test [-- [PATH…] [--modes=default,suspend,jit-off,jit-always] [--jobs=N] [--unit] [--python] [--no-build]]

import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { run as runNodeTests } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { build } from 'esbuild';
import { run, inParallel, TYPHON } from './lib/process.ts';
import { findPythonTests, judge, parsePythonTest, runPythonTest } from './lib/python-test.ts';
import { inRoot, ROOT } from './lib/root.ts';

const MODES: Readonly<Record<string, readonly string[]>> = {
  default: [],
  suspend: ['--suspend=every'],
  'jit-off': ['--jit=off'],
  'jit-always': ['--jit=always'],
  'gc-stress': ['--gc=stress'],
  finalise: ['-X', 'finalise'],
  'finalise-always': ['-X', 'finalise', '--jit=always'],
  'finalise-off': ['-X', 'finalise', '--jit=off'],
};

const TIMEOUT = 60_000;

interface Tally {
  passed: number;
  failed: number;
}

const tally: Tally = { passed: 0, failed: 0 };
const failures: string[] = [];
const gaps: string[] = [];

function option(name: string): string | undefined {
  const prefix = `--${name}=`;
  return process.argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

function fail(text: string): void {
  tally.failed++;
  failures.push(text);
}

let shown = '';
/** One line that keeps changing; on a terminal only, so that a log stays readable. */
function progress(text: string): void {
  if (!process.stdout.isTTY || text === shown) return;
  shown = text;
  process.stdout.write(`\r\x1b[K${text.slice(0, (process.stdout.columns ?? 80) - 1)}`);
}

/** Bundles all unit tests into one module, so that they share one process and one load of the engine. */
async function unitTests(files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  const outfile = inRoot('dist/.cache/unit-tests.mjs');
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({
    stdin: {
      contents: files.map((file) => `import ${JSON.stringify(file)};`).join('\n'),
      resolveDir: ROOT,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    define: {
      'process.env.TYPHON_ROOT': JSON.stringify(ROOT),
      // The engine looks for its library beside the bundle it is in; this bundle is elsewhere.
      'import.meta.url': JSON.stringify(pathToFileURL(inRoot('dist/index.js')).href),
    },
    logLevel: 'warning',
  });
  await new Promise<void>((resolve) => {
    const stream = runNodeTests({ files: [outfile], timeout: 300_000 });
    stream.on('test:pass', (event) => {
      if (event.details.type !== 'suite' && event.name !== outfile) tally.passed++;
      progress(`unit tests: ${tally.passed}`);
    });
    stream.on('test:fail', (event) => {
      if (event.details.type === 'suite') return;
      const cause = event.details.error.cause;
      fail(
        `${event.name}\n    ${cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause, { depth: 3 })}`,
      );
    });
    stream.on('test:stderr', (event) => process.stderr.write(event.message));
    stream.on('end', resolve);
    stream.resume();
  });
}

async function pythonTests(files: readonly string[], mode: string, jobs: number | undefined): Promise<void> {
  let done = 0;
  await inParallel(
    files,
    async (file) => {
      const test = parsePythonTest(file);
      if (!test.skippedModes.has(mode)) {
        const problem = judge(test, await runPythonTest(test, TYPHON, MODES[mode], TIMEOUT));
        if (test.gap !== undefined) {
          if (problem === undefined) fail(`${test.name}: passes now; remove its "# gap:" line`);
          else gaps.push(`${test.name}: ${test.gap}`);
        } else if (problem === undefined) tally.passed++;
        else fail(`${test.name}${mode === 'default' ? '' : ` (${mode})`}: ${problem}`);
      }
      progress(`${mode}: ${++done}/${files.length} ${test.name}`);
    },
    jobs,
  );
}

/** The files below the given paths (or tests/) that end in `suffix`. */
function select(suffix: string, find: (dir: string) => string[]): string[] {
  const paths = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
  const chosen = paths.length === 0 ? [inRoot('tests')] : paths.map((arg) => path.resolve(arg));
  return chosen.flatMap((item) => {
    if (!existsSync(item)) throw new Error(`no such file: ${item}`);
    if (statSync(item).isDirectory()) return find(item);
    return item.endsWith(suffix) ? [item] : [];
  });
}

function findUnitTests(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

const both = !process.argv.includes('--unit') && !process.argv.includes('--python');
if (!process.argv.includes('--no-build')) {
  const built = await run([process.execPath, inRoot('scripts/run.mjs'), 'scripts/build.ts'], { timeout: 600_000 });
  if (built.exit !== 0) {
    process.stdout.write(`${built.stdout}${built.stderr}`);
    fail('the build failed');
  }
}
if (tally.failed === 0) {
  if (both || process.argv.includes('--unit')) await unitTests(select('.test.ts', findUnitTests));
  if (both || process.argv.includes('--python')) {
    const files = select('.py', findPythonTests);
    for (const mode of (option('modes') ?? 'default').split(',')) {
      if (MODES[mode] === undefined)
        throw new Error(`unknown mode ${mode}; there are ${Object.keys(MODES).join(', ')}`);
      const jobs = option('jobs');
      await pythonTests(files, mode, jobs === undefined ? undefined : Number(jobs));
    }
  }
}
progress('');
for (const gap of gaps) console.log(`known gap ${gap}`);
for (const failure of failures) console.log(`FAIL ${failure}`);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 ? 0 : 1;
