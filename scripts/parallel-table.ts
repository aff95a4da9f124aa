// The table of docs/parallel.md: bench/parallel/table.py under Typhon and under CPython 3.13, one after the other.
// Usage: node scripts/run.mjs scripts/parallel-table.ts [--runs=N] [--html=FILE]; the best of N runs each.

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir, loadavg } from 'node:os';
import path from 'node:path';
import { run, TYPHON } from './lib/process.ts';
import { inRoot } from './lib/root.ts';

type Measured = { readonly python: string } & { readonly [what: string]: number | string };

function option(name: string): string | undefined {
  const prefix = `--${name}=`;
  return process.argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

function cpython(): string[] | undefined {
  const versions = path.join(homedir(), '.pyenv/versions');
  const found = existsSync(versions) ? readdirSync(versions).find((v) => v.startsWith('3.13')) : undefined;
  return found === undefined ? undefined : [path.join(versions, found, 'bin/python3.13')];
}

/** The smallest of each number: other work on the machine only ever adds. */
function best(all: readonly Measured[]): Measured {
  const out: { [what: string]: number | string } = {};
  for (const m of all)
    for (const [what, v] of Object.entries(m)) {
      const before = out[what];
      out[what] = typeof v === 'number' && typeof before === 'number' ? Math.min(v, before) : v;
    }
  return out as Measured; // it has what each of them has
}

const program = inRoot('bench/parallel/table.py');
const pythons = [[...TYPHON], cpython()].filter((p) => p !== undefined);
const results: Measured[][] = pythons.map(() => []);
for (let n = Number(option('runs') ?? '1'); n > 0; n--) {
  for (const [i, python] of pythons.entries()) {
    const r = await run([...python, program], { timeout: 300_000 });
    const line = r.stdout.trim().split('\n').at(-1) ?? '';
    if (r.exit !== 0 || !line.startsWith('{')) console.log(`${python[0]} failed: ${r.stderr.slice(-500)}`);
    else results[i].push(JSON.parse(line) as Measured);
  }
}
const columns = results.filter((r) => r.length > 0).map(best);
const show = (what: string, v: number | string | undefined): string => {
  if (typeof v !== 'number') return String(v ?? '–');
  const digits = v < 1 ? 3 : v < 100 ? 1 : 0;
  return what.includes('(MB)') ? `${v.toFixed(digits)} MB` : `${v.toFixed(digits)} ms`;
};
const names = Object.keys(columns[0] ?? {}).filter((name) => name !== 'python');
const lines = [
  `| | ${columns.map((c) => c.python).join(' | ')} |`,
  `| --- |${' ---: |'.repeat(columns.length)}`,
  ...names.map((name) => `| ${name} | ${columns.map((c) => show(name, c[name])).join(' | ')} |`),
];
console.log(`${lines.join('\n')}\n\nload average ${loadavg()[0].toFixed(1)}`);
const html = option('html');
if (html !== undefined) {
  const escape = (s: string): string => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const row = (cells: string[], tag: string): string =>
    `<tr>${cells.map((c) => `<${tag}>${escape(c)}</${tag}>`).join('')}</tr>`;
  writeFileSync(
    html,
    `<!doctype html><meta charset="utf-8"><title>Parallel work</title>
<style>body{font:15px system-ui;margin:2em}td,th{padding:.3em 1em;text-align:right}td:first-child{text-align:left}
tr:nth-child(even){background:#f4f4f4}</style><h1>Parallel work</h1><table>
${row(['', ...columns.map((c) => c.python)], 'th')}
${names.map((name) => row([name, ...columns.map((c) => show(name, c[name]))], 'td')).join('\n')}
</table>
`,
  );
}
