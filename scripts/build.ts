// Builds dist/: the command (one V8 script), the embedding library (an ES module) and its types, the standard library with
// its code cache, and the V8 code cache of the command. A step whose inputs have not changed is skipped.
// Usage: npm run build [-- --no-stdlib] [-- --no-warm]

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { buildStdlib } from './build-stdlib.ts';
import { buildTypes } from './build-types.ts';
import { inRoot } from './lib/root.ts';

const flags = new Set(process.argv.slice(2));
const started = Date.now();
const seconds = (): string => `${((Date.now() - started) / 1000).toFixed(1)} s`;

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'none',
  // Opcode constants must be literals in the evaluation loop's switch: without this it is no jump table.
  minifySyntax: true,
  charset: 'ascii',
  logLevel: 'warning',
  external: ['node:*', 'koffi'],
};

/** Bundles and puts the result in place by renaming, so that a Typhon starting meanwhile reads the old or the new. */
async function bundle(options: BuildOptions): Promise<void> {
  const { outputFiles } = await build({ ...common, ...options, write: false });
  for (const { path: file, contents } of outputFiles ?? []) {
    writeFileSync(`${file}.${process.pid}`, contents);
    renameSync(`${file}.${process.pid}`, file);
  }
}

/** V8 knows a script by its length only: the code caches of an older bundle must be gone before the new one is there. */
function dropV8Caches(): void {
  for (const name of readdirSync(inRoot('dist'))) {
    if (name.includes('.v8cache') || name.startsWith('typhon.blob')) rmSync(inRoot('dist', name), { force: true });
  }
}

/** The command is loaded by bin/typhon.cjs as a script, so it is one function over CommonJS's names. */
async function buildCommand(): Promise<void> {
  await bundle({
    // Comments and white space are a third of the text, which the snapshot holds; and without comments it is ASCII.
    minifyWhitespace: true,
    entryPoints: [inRoot('src/cli/main.ts')],
    outfile: inRoot('dist/typhon.js'),
    format: 'cjs',
    define: { 'import.meta.url': '__typhon_url' },
    banner: {
      js:
        '(function (exports, require, module, __filename, __dirname) {' +
        'const __typhon_url = "file://" + encodeURI(__filename).replace(/[?#]/g, encodeURIComponent);',
    },
    footer: { js: '})' },
  });
  dropV8Caches();
}

/**
 * NumPy is a bundle of its own that the first `import numpy` loads: a function of the engine's exports, so that both
 * share one set of classes. The npm package it computes with is another one, loaded by the functions that need it.
 */
async function buildNumPy(): Promise<void> {
  const engine: Plugin = {
    name: 'engine',
    setup(b) {
      b.onResolve({ filter: /^\.\/engine\.ts$/ }, () => ({ path: 'engine.cjs', namespace: 'typhon' }));
      b.onLoad({ filter: /.*/, namespace: 'typhon' }, () => ({ contents: 'module.exports = typhonEngine;' }));
    },
  };
  await bundle({
    minifyWhitespace: true,
    entryPoints: [inRoot('src/modules/numpy/index.ts')],
    outfile: inRoot('dist/numpy.cjs'),
    format: 'cjs',
    plugins: [engine],
    banner: { js: 'module.exports = (typhonEngine) => { const module = { exports: {} };' },
    footer: { js: 'return module.exports; };' },
  });
  if (!existsSync(inRoot('node_modules/numpy-ts'))) {
    rmSync(inRoot('dist/numpy-ts.cjs'), { force: true });
    console.log('build: the package numpy-ts is not installed; numpy will not be there');
    return;
  }
  await bundle({
    minifyWhitespace: true,
    entryPoints: [inRoot('node_modules/numpy-ts/dist/esm/core.js')],
    outfile: inRoot('dist/numpy-ts.cjs'),
    format: 'cjs',
    sourcemap: false,
    legalComments: 'inline',
  });
}

async function buildLibrary(): Promise<void> {
  await bundle({
    entryPoints: [inRoot('src/index.ts')],
    outfile: inRoot('dist/index.js'),
    format: 'esm',
  });
}

/** `npx typhon` in a clone finds the command at once, without npm linking the package into its own cache first. */
function linkCommand(): void {
  const bin = inRoot('node_modules/.bin');
  const link = path.join(bin, 'typhon');
  if (process.platform === 'win32' || !existsSync(bin)) return;
  rmSync(link, { force: true });
  symlinkSync('../../bin/typhon', link);
}

/** Runs a typical program once and lets the launcher save what V8 compiled for it. */
function warmV8Cache(): void {
  const result = spawnSync(process.execPath, [inRoot('bin/typhon.cjs'), inRoot('scripts/warm-up.py')], {
    env: { ...process.env, TYPHON_WRITE_V8_CACHE: '1' },
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (result.status !== 0) {
    const lines = (result.stderr || String(result.error)).trim().split('\n');
    console.log(`build: the warm-up program failed (${lines.at(-1)}); start-up will be slower`);
  }
}

/** `NUMBER TEXT` of the OpenSSL that `ssl` will use; undefined where there is none. */
function opensslVersion(): string | undefined {
  const source = 'import ssl; print(ssl.OPENSSL_VERSION_NUMBER, ssl.OPENSSL_VERSION)';
  const result = spawnSync(process.execPath, [inRoot('bin/typhon.cjs'), '-c', source], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/**
 * The start-up snapshot for bin/typhon: V8's heap after the engine is loaded and an interpreter is prepared. Beside it
 * stands which Node it is for: what `node` means on the PATH, and the binary. Where Node cannot make one there is none.
 */
function makeSnapshot(): boolean {
  const command = spawnSync('sh', ['-c', 'command -v node'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (process.platform === 'win32' || command === '') return false;
  const blob = inRoot('dist/typhon.blob');
  const entry = inRoot(`dist/snapshot-entry.${process.pid}.js`);
  const file = inRoot('dist/typhon.js');
  const source = readFileSync(file, 'latin1').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const names = ['{ exports: {} }', JSON.stringify(file), JSON.stringify(inRoot('dist'))].join(', ');
  writeFileSync(entry, `${source}\n({}, require, ${names});\n`, 'latin1');
  // Nothing of this machine's environment belongs in the heap; native code cannot be loaded there.
  const env = { PATH: process.env.PATH, TYPHON_OPENSSL: opensslVersion() };
  const args = ['--no-warnings', '--snapshot-blob', `${blob}.${process.pid}`, '--build-snapshot', entry];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000, env });
  rmSync(entry, { force: true });
  if (result.status !== 0 || !existsSync(`${blob}.${process.pid}`)) {
    const lines = (result.stderr || String(result.error)).trim().split('\n');
    console.log(`build: no start-up snapshot (${lines.at(-1)}); start-up will be slower`);
    return false;
  }
  renameSync(`${blob}.${process.pid}`, blob);
  writeFileSync(`${blob}.node`, `${command}\n${process.execPath}\n`);
  return true;
}

mkdirSync(inRoot('dist'), { recursive: true });
const entries: Promise<void>[] = [];
if (existsSync(inRoot('src/cli/main.ts'))) entries.push(buildCommand());
if (existsSync(inRoot('src/index.ts'))) entries.push(buildLibrary());
if (existsSync(inRoot('src/modules/numpy/index.ts'))) entries.push(buildNumPy());
await Promise.all(entries);
linkCommand();
console.log(`build: bundled (${seconds()})`);
console.log(`build: types of ${buildTypes()} files (${seconds()})`);
if (!flags.has('--no-stdlib')) {
  console.log(`build: standard library ${await buildStdlib()} (${seconds()})`);
}
if (!flags.has('--no-warm') && existsSync(inRoot('dist/typhon.js'))) {
  warmV8Cache();
  if (makeSnapshot()) console.log(`build: start-up snapshot made (${seconds()})`);
  console.log(`build: warmed up (${seconds()})`);
}
