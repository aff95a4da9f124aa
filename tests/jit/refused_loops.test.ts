// Loops that cannot be compiled are tried once each: heating the rest of the function must not bring them back.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { run, TYPHON } from '../../scripts/lib/process.ts';

test('two refused loops in one function', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'typhon-jit-'));
  try {
    const file = path.join(folder, 'loops.py');
    const loop = '    for x in (y for y in range(5000)):\n        n += x\n';
    writeFileSync(file, `def f():\n    n = 0\n${loop}${loop}    return n\nfor _ in range(20):\n    f()\nprint(f())\n`);
    const { stdout, stderr } = await run([...TYPHON, '--jit-report', file]);
    assert.ok(stdout.startsWith('24995000\n'), stdout);
    const report = /loops\.py:1 f: .*?(\d+) compilations?/.exec(stdout + stderr);
    assert.ok(report !== null, `no report of f in ${stdout}${stderr}`);
    assert.ok(Number(report[1]) < 10, report[0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
