// The standard library: unpacked from the pinned npm package `pyodide` into dist/lib, without its Emscripten parts,
// with Typhon's own few modules (lib/) laid over it and the PSF licence beside it, then precompiled to .pyc files
// of Typhon. Done again only when the package, lib/ or the compiler has changed.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { inRoot } from './lib/root.ts';

/** What is made for WebAssembly or a browser page. `ssl` is a stub there; without it `import ssl` fails as it does
 *  in a CPython built without OpenSSL, which the library is ready for. */
const LEFT_OUT = /^(_?pyodide\/|site-packages\/|_sysconfigdata_|_?ssl\.py$|webbrowser\.py$)/;

/** Lines that the packager added to the library's own files, taken out again, and what cannot be so on Node. */
const PATCHES: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  'zoneinfo/_common.py': [[/ {8}import sys\n {8}if "tzdata" not in sys\.modules:\n(?: {12,}.*\n)+/, '']],
  // A process of Node cannot be forked.
  'multiprocessing/context.py': [
    [
      /raise ValueError\('cannot find context for %r' % method\) from None/,
      "if method in ('fork', 'forkserver'):\n" +
        "                raise ValueError('the start method %r is not available: processes cannot be forked here; '\n" +
        '                                 "use \'spawn\'" % method) from None\n' +
        "            raise ValueError('cannot find context for %r' % method) from None",
    ],
    [
      / {4}_concrete_contexts = \{\n {8}'fork': ForkContext\(\),\n(.*\n) {8}'forkserver': ForkServerContext\(\),\n/,
      '    _concrete_contexts = {\n$1',
    ],
    [/if reduction\.HAVE_SEND_HANDLE and sys\.platform != 'darwin':/, "if 'forkserver' in _concrete_contexts:"],
  ],
};

/** Every file of the library has this time, so that its .pyc stays right wherever the package is copied. */
const FILE_TIME = new Date('2026-01-01T00:00:00Z');

function* filesUnder(dir: string, suffix: string): Generator<string> {
  if (!existsSync(dir)) return;
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && entry.name.endsWith(suffix)) yield path.join(entry.parentPath ?? entry.path, entry.name);
  }
}

function digest(files: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

/** Whether `stamp` already says `value`; otherwise runs `work` and then writes it. */
function unlessStamped(stamp: string, value: string, work: () => boolean): boolean {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === value) return false;
  rmSync(stamp, { force: true });
  if (work()) writeFileSync(stamp, value);
  return true;
}

function unpack(zip: string, to: string): number {
  rmSync(to, { recursive: true, force: true });
  const made = new Set<string>();
  let count = 0;
  const write = (name: string, data: Uint8Array): void => {
    const file = path.join(to, name);
    const dir = path.dirname(file);
    if (!made.has(dir)) {
      mkdirSync(dir, { recursive: true });
      made.add(dir);
    }
    writeFileSync(file, data);
    utimesSync(file, FILE_TIME, FILE_TIME);
    count++;
  };
  const files = unzipSync(readFileSync(zip), { filter: (f) => !f.name.endsWith('/') && !LEFT_OUT.test(f.name) });
  for (const [name, data] of Object.entries(files)) {
    const patches = PATCHES[name];
    if (patches === undefined) {
      write(name, data);
      continue;
    }
    let text = new TextDecoder().decode(data);
    for (const [what, by] of patches) {
      const after = text.replace(what, by);
      if (after === text) throw new Error(`build-stdlib: a patch for ${name} no longer applies`);
      text = after;
    }
    write(name, new TextEncoder().encode(text));
  }
  const own = inRoot('lib');
  for (const file of filesUnder(own, '.py')) write(path.relative(own, file), readFileSync(file));
  write('LICENSE.txt', readFileSync(inRoot('licenses/PSF-2.0.txt')));
  return count;
}

/** Brings dist/lib and its code pack up to date and says in a few words what it did. */
export async function buildStdlib(): Promise<string> {
  const zip = inRoot('node_modules/pyodide/python_stdlib.zip');
  const lib = inRoot('dist/lib');
  const sources = digest([zip, inRoot('scripts/build-stdlib.ts'), ...filesUnder(inRoot('lib'), '.py')]);
  let said = 'up to date';
  unlessStamped(inRoot('dist/lib.stamp'), sources, () => {
    said = `unpacked (${unpack(zip, lib)} files)`;
    return true;
  });
  if (!existsSync(inRoot('scripts/precompile.ts')) || !existsSync(inRoot('src/compile/serialise.ts'))) return said;
  const compiler = digest([
    ...filesUnder(inRoot('src/syntax'), '.ts'),
    ...filesUnder(inRoot('src/compile'), '.ts'),
    inRoot('scripts/precompile.ts'),
  ]);
  unlessStamped(inRoot('dist/lib.pyc.stamp'), `${sources}\n${compiler}`, () => {
    const result = spawnSync(process.execPath, [inRoot('scripts/run.mjs'), 'scripts/precompile.ts'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
    said += `, ${result.stdout.trim() || 'not precompiled'}`;
    return result.status === 0;
  });
  return said;
}
