// Times the benchmark programs under Typhon and under every CPython found, alternately, and prints the ratios.
// Alternating and taking the best of N keeps a busy machine from favouring one side.
// Usage: npm run bench -- [NAME…] [--n=3] [--python=PATH,…] [--flags=--jit=off] [--html=FILE] [--json=FILE] [--startup]

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { run, TYPHON } from '../scripts/lib/process.ts';
import { inRoot } from '../scripts/lib/root.ts';

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
}

interface Result {
  readonly program: string;
  /** Best time in milliseconds by contender; `undefined` where it failed. */
  readonly times: readonly (number | undefined)[];
  readonly problem: string;
}

function option(name: string): string | undefined {
  const prefix = `--${name}=`;
  return process.argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

function pythons(): string[] {
  const given = option('python');
  if (given !== undefined) return given.split(',').filter((file) => file !== '');
  const versions = path.join(homedir(), '.pyenv/versions');
  const own = existsSync(versions)
    ? readdirSync(versions)
        .filter((name) => /^3\.1[3-9]/.test(name))
        .map((name) => path.join(versions, name, 'bin/python3'))
    : [];
  return [...own, '/usr/bin/python3'].filter((file) => existsSync(file));
}

async function contenders(): Promise<Contender[]> {
  const flags = (option('flags') ?? '').split(' ').filter((flag) => flag !== '');
  const list: Contender[] = [
    { name: `Typhon${flags.length > 0 ? ` ${flags.join(' ')}` : ''}`, command: [...TYPHON, ...flags] },
  ];
  for (const file of pythons()) {
    const { stdout } = await run([file, '-c', 'import platform; print(platform.python_version())']);
    list.push({ name: `CPython ${stdout.trim()}${file.startsWith('/usr/') ? ' (system)' : ''}`, command: [file] });
  }
  return list;
}

async function measure(program: string, list: readonly Contender[], rounds: number): Promise<Result> {
  const best: (number | undefined)[] = list.map(() => undefined);
  const outputs: string[] = [];
  let problem = '';
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of list.entries()) {
      if (round > 0 && best[i] === undefined) continue;
      const result = await run([...contender.command, program], { timeout: 180_000 });
      if (result.exit !== 0) {
        const last = result.stderr.trimEnd().split('\n').at(-1) ?? '';
        problem ||= `${contender.name}: ${result.exit === undefined ? 'timed out' : last}`;
        continue;
      }
      outputs[i] = result.stdout;
      best[i] = Math.min(best[i] ?? Number.POSITIVE_INFINITY, result.milliseconds);
    }
  }
  const reference = outputs.findLast((text) => text !== undefined);
  for (const [i, text] of outputs.entries()) {
    if (text !== undefined && text !== reference) problem ||= `${list[i].name} printed something else`;
  }
  return { program: path.basename(program, '.py'), times: best, problem };
}

function geometricMean(values: readonly number[]): string {
  if (values.length === 0) return '–';
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length).toFixed(2);
}

/** How often slower (above 1) or faster (below 1) Typhon is than contender `i`, over the programs both ran. */
function ratios(results: readonly Result[], i: number): number[] {
  return results.flatMap(({ times }) =>
    times[0] !== undefined && times[i] !== undefined ? [times[0] / times[i]] : [],
  );
}

const ms = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(0));
const ratio = (result: Result, i: number): string => {
  const [own, other] = [result.times[0], result.times[i]];
  return own === undefined || other === undefined ? '–' : (own / other).toFixed(2);
};

function printTable(list: readonly Contender[], results: readonly Result[]): void {
  const header = ['program', ...list.map((c) => `${c.name} ms`), ...list.slice(1).map((c) => `× ${c.name}`)];
  const rows = results.map((r) => [
    r.program,
    ...r.times.map(ms),
    ...list.slice(1).map((_, i) => ratio(r, i + 1)),
    r.problem,
  ]);
  const mean = list.slice(1).map((_, i) => geometricMean(ratios(results, i + 1)));
  rows.push(['geometric mean', ...list.map(() => ''), ...mean, '']);
  const widths = header.map((text, i) => Math.max(text.length, ...rows.map((row) => row[i].length)));
  for (const row of [header, ...rows]) {
    const cells = row.map((text, i) =>
      i === 0 ? text.padEnd(widths[i]) : i < widths.length ? text.padStart(widths[i]) : text,
    );
    console.log(cells.join('  ').trimEnd());
  }
}

function htmlPage(list: readonly Contender[], results: readonly Result[]): string {
  const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const longest = Math.max(...results.flatMap((r) => r.times.map((time) => time ?? 0)));
  const bars = (r: Result): string =>
    r.times
      .map((time, i) => {
        const width = ((100 * (time ?? 0)) / longest).toFixed(2);
        return `<div class="bar c${i}" style="width:${width}%" title="${escape(list[i].name)}: ${ms(time)} ms"></div>`;
      })
      .join('');
  const rows = results.map(
    (r) =>
      `<tr><th scope="row">${escape(r.program)}</th>${r.times.map((time) => `<td>${ms(time)}</td>`).join('')}` +
      `${list
        .slice(1)
        .map((_, i) => `<td>${ratio(r, i + 1)}</td>`)
        .join('')}<td class="bars">${bars(r)}</td></tr>`,
  );
  const means = list.slice(1).map((_, i) => `<td>${geometricMean(ratios(results, i + 1))}</td>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Typhon benchmarks</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid #8884; white-space: nowrap; }
  th[scope=row], thead th:first-child { text-align: left; font-weight: 500; }
  .bars { width: 40%; min-width: 10rem; }
  .bar { height: 5px; margin: 2px 0; border-radius: 2px; background: #888; }
  .c0 { background: #2f7d5b; } .c1 { background: #c98a2b; } .c2 { background: #7a7fb5; }
  tfoot td, tfoot th { font-weight: 600; border: 0; }
</style>
<h1>Typhon benchmarks</h1>
<p>Whole programs, start-up included; best of ${rounds}, run alternately; milliseconds. A ratio above 1 says that Typhon is
slower. Node ${process.version}, ${process.platform} ${process.arch}, ${new Date().toISOString().slice(0, 10)}.</p>
<table>
<thead><tr><th>program</th>${list.map((c) => `<th>${escape(c.name)}</th>`).join('')}${list
    .slice(1)
    .map((c) => `<th>× ${escape(c.name)}</th>`)
    .join('')}<th></th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
<tfoot><tr><th scope="row">geometric mean</th>${list.map(() => '<td></td>').join('')}${means.join('')}<td></td></tr></tfoot>
</table>
</html>
`;
}

/** The start-up targets: against an empty Node, and with a typical set of imports. */
async function startup(rounds: number): Promise<void> {
  const best = async (command: readonly string[]): Promise<number> => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < rounds * 3; i++) least = Math.min(least, (await run(command)).milliseconds);
    return least;
  };
  const node = await best([process.execPath, '-e', '0']);
  const pass = await best([...TYPHON, '-c', 'pass']);
  const imports = await best([...TYPHON, '-c', 'import asyncio, dataclasses, argparse, json, re, logging, typing']);
  console.log(`node -e 0        ${node.toFixed(0)} ms`);
  console.log(`typhon -c pass   ${pass.toFixed(0)} ms, ${(pass / node).toFixed(2)} × node (target 2.5)`);
  console.log(`seven imports    ${imports.toFixed(0)} ms, ${(imports - pass).toFixed(0)} ms above that (target 250)`);
}

const rounds = Number(option('n') ?? '3');
if (process.argv.includes('--startup')) await startup(rounds);
else {
  const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
  const dir = inRoot('bench/programs');
  const programs = readdirSync(dir).filter(
    (name) => name.endsWith('.py') && (wanted.length === 0 || wanted.includes(name.slice(0, -3))),
  );
  const list = await contenders();
  const results: Result[] = [];
  for (const name of programs.sort()) {
    results.push(await measure(path.join(dir, name), list, rounds));
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${results.length}/${programs.length} ${name}`);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  printTable(list, results);
  const html = option('html');
  if (html !== undefined) writeFileSync(html, htmlPage(list, results));
  const json = option('json');
  if (json !== undefined)
    writeFileSync(json, JSON.stringify({ contenders: list.map((c) => c.name), results }, null, 1));
}
