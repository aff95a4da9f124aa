// The stress run of threads: scripts/stress-threads.py under many schedule seeds. Prints every seed that fails, with
// what to type to see it again. Usage: node scripts/run.mjs scripts/stress-threads.ts [--seeds=1000] [--first=1] [--threads=200]

import { inParallel, run, TYPHON } from './lib/process.ts';
import { inRoot } from './lib/root.ts';

function option(name: string, otherwise: number): number {
  const prefix = `--${name}=`;
  const given = process.argv.find((arg) => arg.startsWith(prefix));
  return given === undefined ? otherwise : Number(given.slice(prefix.length));
}

const first = option('first', 1);
const count = option('seeds', 1000);
const threads = option('threads', 200);
let failed = 0;
await inParallel(
  Array.from({ length: count }, (_, k) => first + k),
  async (seed) => {
    const args = ['--schedule', `seed=${seed}`, inRoot('scripts/stress-threads.py'), String(seed), String(threads)];
    const r = await run([...TYPHON, ...args], { timeout: 120_000 });
    if (r.exit === 0 && r.stdout === 'ok\n') return;
    failed++;
    const what = r.exit === undefined ? 'timed out' : `exit ${r.exit}`;
    console.log(`FAIL seed ${seed}: ${what}\n${r.stdout}${r.stderr}\n    again: typhon ${args.join(' ')}`);
  },
);
console.log(`${count - failed} of ${count} seeds passed`);
process.exitCode = failed === 0 ? 0 : 1;
