// The seeded schedule: the same seed gives the same interleaving, other seeds others; and a short form of the stress run
// (scripts/stress-threads.ts is the long one). A failure names its seed.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inParallel, run, TYPHON } from '../../scripts/lib/process.ts';
import { inRoot } from '../../scripts/lib/root.ts';

const RACE = inRoot('examples/threads/lost_update.py');

/** What is left of 1000 updates, and how often each thread was put down: the example's output. */
async function race(seed: number): Promise<string> {
  const r = await run([...TYPHON, '--schedule', `seed=${seed}`, RACE], { timeout: 60_000 });
  assert.equal(r.stderr, '', `seed ${seed}`);
  return r.stdout;
}

describe('--schedule seed=N', () => {
  test('shows a lost update, and shows it again', async () => {
    const seeds = [1, 2, 3, 4];
    const once: string[] = [];
    for (const seed of seeds) once.push(await race(seed));
    assert.ok(
      once.some((text) => !text.startsWith('1000 of 1000, 0 updates lost')),
      `no update was lost: ${once.join()}`,
    );
    assert.ok(new Set(once).size > 1, `all seeds gave ${once[0]}`);
    for (const seed of seeds.slice(0, 2)) assert.equal(await race(seed), once[seed - 1], `seed ${seed}`);
  });

  test('stress: 200 threads, locks, sleeps, exceptions', async () => {
    const bad: string[] = [];
    await inParallel([101, 102, 103, 104, 105], async (seed) => {
      const args = ['--schedule', `seed=${seed}`, inRoot('scripts/stress-threads.py'), String(seed), '200'];
      const r = await run([...TYPHON, ...args], { timeout: 120_000 });
      if (r.stdout !== 'ok\n') bad.push(`seed ${seed}: ${r.stdout}${r.stderr}`);
    });
    assert.deepEqual(bad, []);
  });
});
