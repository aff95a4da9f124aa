// A short run of the differential fuzzer with a fixed seed; scripts/fuzz-jit.ts runs longer ones.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../../scripts/lib/process.ts';
import { inRoot } from '../../scripts/lib/root.ts';

test('compiled code does what tier 0 does', async () => {
  const r = await run([
    process.execPath,
    inRoot('scripts/run.mjs'),
    inRoot('scripts/fuzz-jit.ts'),
    '--seed=7',
    '--programs=2',
    '--functions=12',
    '--no-oracle',
  ]);
  assert.equal(r.exit, 0, r.stdout + r.stderr);
});
