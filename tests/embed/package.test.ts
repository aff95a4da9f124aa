// The package as its users have it: packed, unpacked into a project of its own, compiled against and run.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { run } from '../../scripts/lib/process.ts';
import { inRoot } from '../../scripts/lib/root.ts';

test('a program compiles strictly against the packed package, and runs', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'typhon-consumer-'));
  try {
    const modules = path.join(dir, 'node_modules');
    mkdirSync(path.join(modules, 'typhon'), { recursive: true });
    const packed = await run(['npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', dir], {
      cwd: inRoot(),
      timeout: 120_000,
    });
    assert.equal(packed.exit, 0, packed.stderr);
    const tarball = readdirSync(dir).find((name) => name.endsWith('.tgz'))!; // it has just been made
    const unpacked = await run(
      ['tar', '-xzf', path.join(dir, tarball), '-C', path.join(modules, 'typhon'), '--strip-components=1'],
      { timeout: 120_000 },
    );
    assert.equal(unpacked.exit, 0, unpacked.stderr);
    // The package's own dependency, and the types of the platform that every Node program in TypeScript has.
    for (const name of ['koffi', '@types', 'undici-types'])
      symlinkSync(inRoot('node_modules', name), path.join(modules, name));
    writeFileSync(path.join(dir, 'package.json'), '{ "type": "module" }');
    copyFileSync(inRoot('tests/embed/consumer/app.ts'), path.join(dir, 'app.ts'));
    const tsc = await run(
      [
        process.execPath,
        inRoot('node_modules/typescript/bin/tsc'),
        ...['--strict', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022'],
        ...['--types', 'node', path.join(dir, 'app.ts')],
      ],
      { cwd: dir, timeout: 120_000 },
    );
    assert.equal(tsc.exit, 0, tsc.stdout);
    const ran = await run([process.execPath, path.join(dir, 'app.js')], { cwd: dir, timeout: 120_000 });
    assert.equal(ran.stdout, 'consumer: all good\n', ran.stderr);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
