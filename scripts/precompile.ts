// Compiles every module of dist/lib to Typhon's .pyc beside it, as importlib would on first import, so that nobody's
// first run has to. Two processes share the work. Prints one short line for the build.
// Usage: node scripts/run.mjs scripts/precompile.ts [--part=0/2]

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compileSource } from '../src/compile/compile.ts';
import { serialise } from '../src/compile/serialise.ts';
import { MAGIC } from '../src/modules/_imp.ts';
import { inParallel, run } from './lib/process.ts';
import { inRoot } from './lib/root.ts';

const PARTS = 2;

/** importlib gets these before it can find files, as CPython's frozen modules; their code carries that name. */
const FROZEN: Readonly<Record<string, string>> = {
  'importlib/_bootstrap.py': '<frozen importlib._bootstrap>',
  'importlib/_bootstrap_external.py': '<frozen importlib._bootstrap_external>',
  'zipimport.py': '<frozen zipimport>',
};

const lib = inRoot('dist/lib');

function sources(): string[] {
  return readdirSync(lib, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** A .pyc: magic, flags (0: checked by time and size), time, size, then the code in marshal's form. */
function compileFile(file: string): void {
  const source = readFileSync(file);
  const shown = FROZEN[path.relative(lib, file)] ?? file;
  const code = serialise(compileSource(source, shown, 'exec', { optimize: 0 }));
  const pyc = new Uint8Array(16 + 5 + code.length);
  const view = new DataView(pyc.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(8, Math.floor(statSync(file).mtimeMs / 1000), true);
  view.setUint32(12, source.length, true);
  pyc[16] = 0x63; // marshal's type code of a code object
  view.setInt32(17, code.length, true);
  pyc.set(code, 21);
  const dir = path.join(path.dirname(file), '__pycache__');
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, `${path.basename(file, '.py')}.typhon-314.pyc`), pyc);
}

const part = process.argv.find((arg) => arg.startsWith('--part='))?.slice('--part='.length);
if (part === undefined) {
  const started = Date.now();
  const parts = Array.from({ length: PARTS }, (_, i) => `${i}/${PARTS}`);
  const results = await inParallel(
    parts,
    (which) =>
      run([process.execPath, inRoot('scripts/run.mjs'), 'scripts/precompile.ts', `--part=${which}`], {
        timeout: 300_000,
      }),
    PARTS,
  );
  for (const result of results) process.stderr.write(result.stderr);
  const failed = results.some((result) => result.exit !== 0);
  console.log(`${failed ? 'partly ' : ''}precompiled in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  process.exitCode = failed ? 1 : 0;
} else {
  const [index, of] = part.split('/').map(Number);
  for (const [i, file] of sources().entries()) {
    if (i % of !== index) continue;
    try {
      compileFile(file);
    } catch (error) {
      process.stderr.write(
        `precompile: ${path.relative(lib, file)}: ${error instanceof Error ? error.message : error}\n`,
      );
      process.exitCode = 1;
    }
  }
}
