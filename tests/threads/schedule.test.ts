// The seeded schedule: the same seed gives the same interleaving, other seeds others; and a short form of the stress run
// (scripts/stress-threads.ts is the long one). A failure names its seed.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inParallel, run, TYPHON } from '../../scripts/lib/process.ts';
import { inRoot } from '../../scripts/lib/root.ts';

const RACE = `
import threading
n = 0
def work():
    global n
    for _ in range(500):
        n += 1
ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print(n)
`;

async function race(seed: number): Promise<number> {
  const r = await run([...TYPHON, '--schedule', `seed=${seed}`, '-c', RACE], { timeout: 60_000 });
  assert.equal(r.stderr, '', `seed ${seed}`);
  return Number(r.stdout);
}

describe('--schedule seed=N', () => {
  test('shows a lost update, and shows it again', async () => {
    const seeds = [1, 2, 3, 4];
    const once: number[] = [];
    for (const seed of seeds) once.push(await race(seed));
    assert.ok(
      once.some((n) => n < 1000),
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
