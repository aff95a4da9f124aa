// The benchmark runner: times the programs of bench/programs under Typhon and every Python found, alternately, and
// prints the ratios. This file is only the command line; README.md beside it says what the numbers mean.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { run, TYPHON } from '../scripts/lib/process.ts';
import { inRoot } from '../scripts/lib/root.ts';
import { findContenders } from './contenders.ts';
import { groupOf, measure } from './measure.ts';
import { asPage } from './page.ts';
import { asMarkdown, asText, plain, Report, type Session } from './report.ts';

const HELP = `Times the programs of bench/programs under Typhon, Typhon without its JIT, and every Python found.

  npm run bench                                everything (about half an hour)
  npm run bench -- nbody richards              some programs
  npm run bench -- numeric threads             some groups: numeric objects control text threads
  npm run bench -- --quick                     fewer rounds, once, no whole processes (about ten minutes)
  npm run bench -- --startup                   node -e 0, typhon -c pass, seven imports

  --html FILE       a page with a bar chart        --json FILE       the numbers, for --from
  --markdown FILE   the table; where the file has the marks <!-- bench --> and <!-- /bench -->, between them
  --from FILE       do not measure but report what --json wrote; programs named beside it are measured anew
  --pythons A,B     these commands instead of pyenv's 3.13 and later, /usr/bin/python3 and pypy3
  --flags '…'       more options for Typhon in its first column
  --repeat N        measure everything N times and keep the least (default 2)
  --rounds N        at least so many rounds in a process (default 5)
  --clock cpu       count processor time instead of the wall's: on a busy machine

A program's file has run() and EXPECTED; a result that differs fails the run. Every ratio is Typhon's time divided by the
other's: below 1 Typhon is faster. bench/README.md says what is measured and how.`;

/** The start-up targets: against an empty Node, and with a typical set of imports. */
async function startup(rounds: number): Promise<void> {
  const best = async (command: readonly string[]): Promise<number> => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < rounds; i++) least = Math.min(least, (await run(command)).milliseconds);
    return least;
  };
  const node = await best([process.execPath, '-e', '0']);
  const pass = await best([...TYPHON, '-c', 'pass']);
  const imports = await best([...TYPHON, '-c', 'import asyncio, dataclasses, argparse, json, re, logging, typing']);
  console.log(`node -e 0        ${node.toFixed(0)} ms`);
  console.log(`typhon -c pass   ${pass.toFixed(0)} ms, ${(pass / node).toFixed(2)} × node (target 2.5)`);
  console.log(`seven imports    ${imports.toFixed(0)} ms, ${(imports - pass).toFixed(0)} ms above that (target 250)`);
}

/** The programs that the names mean: a name is a program's or a group's. */
function programsNamed(names: readonly string[]): string[] {
  const all = readdirSync(inRoot('bench/programs'))
    .filter((name) => name.endsWith('.py'))
    .map((name) => name.slice(0, -3))
    .sort();
  const unknown = names.filter((name) => !all.includes(name) && !all.some((program) => groupOf(program) === name));
  if (unknown.length > 0)
    throw new Error(`no such program or group: ${unknown.join(', ')}. There are: ${all.join(' ')}`);
  return names.length === 0 ? all : all.filter((one) => names.includes(one) || names.includes(groupOf(one)));
}

/** Puts the text between the file's marks, or makes it the whole file. */
function writeMarkdown(file: string, text: string): void {
  const marks = /(<!-- bench -->\n)[\s\S]*(<!-- \/bench -->)/;
  let before = '';
  try {
    before = readFileSync(file, 'utf8');
  } catch {
    // It is a new file.
  }
  writeFileSync(file, marks.test(before) ? before.replace(marks, (_, a, b) => `${a}${text}${b}`) : text);
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h' },
    startup: { type: 'boolean' },
    quick: { type: 'boolean' },
    html: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    from: { type: 'string' },
    pythons: { type: 'string' },
    flags: { type: 'string' },
    repeat: { type: 'string' },
    rounds: { type: 'string' },
    clock: { type: 'string', default: 'wall' },
  },
});

async function session(): Promise<Session> {
  // The file is one that --json wrote.
  const saved = values.from === undefined ? undefined : (JSON.parse(readFileSync(values.from, 'utf8')) as Session);
  if (saved !== undefined && positionals.length === 0) return saved;
  const programs = programsNamed(positionals);
  const { contenders, missing } = await findContenders({
    programs: saved === undefined ? programs : programsNamed([]),
    pythons: values.pythons?.split(',').filter((one) => one !== ''),
    flags: values.flags?.split(' ').filter((one) => one !== '') ?? [],
  });
  for (const one of missing) console.error(`skipped: ${one} (not on this machine)`);
  if (saved !== undefined && JSON.stringify(saved.contenders) !== JSON.stringify(contenders.map(plain)))
    throw new Error(`${values.from} was measured with other contenders`);
  const effort = {
    repeat: Number(values.repeat ?? (values.quick ? 1 : 2)),
    rounds: Number(values.rounds ?? (values.quick ? 3 : 5)),
    seconds: values.quick ? 0.3 : 0.8,
    whole: !values.quick,
  };
  const rows = new Map((saved?.rows ?? []).map((row) => [row.program, row]));
  for (const [i, program] of programs.entries()) {
    const note = (text: string): void => progress(`${i + 1}/${programs.length} ${text}`);
    rows.set(program, await measure(program, contenders, effort, note));
  }
  progress('');
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}`,
    contenders: contenders.map(plain),
    rows: [...rows.values()].sort((a, b) => (a.program < b.program ? -1 : 1)),
  };
}

if (values.help) console.log(HELP);
else if (values.startup) await startup(10);
else {
  if (values.clock !== 'wall' && values.clock !== 'cpu') throw new Error('--clock is wall or cpu');
  const measured = await session();
  const report = new Report(measured, values.clock);
  console.log(asText(report));
  if (values.markdown !== undefined) writeMarkdown(values.markdown, asMarkdown(report));
  if (values.html !== undefined) writeFileSync(values.html, asPage(report));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(measured, null, 1));
  if (report.problems().length > 0) process.exitCode = 1;
}
