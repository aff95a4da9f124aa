// Mutated source files through the parser and the compiler: each must compile or give a PythonSyntaxError, soon. Anything
// else (a JavaScript error, a hang) is printed with the seed that makes it again.
// Usage: node scripts/run.mjs scripts/fuzz.ts [--count=100000] [--seed=1] [--parse-only] [--keep=DIR]

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compileSource } from '../src/compile/compile.ts';
import { PythonSyntaxError, parse } from '../src/syntax/parse.ts';
import { inRoot } from './lib/root.ts';

const SLOW_MS = 2000;
const MAX_LENGTH = 1500;

function option(name: string, fallback: string): string {
  const prefix = `--${name}=`;
  return process.argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length) ?? fallback;
}

/** A small generator of our own, so that a seed means the same everywhere (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const TOKENS =
  `( ) [ ] { } : , ; . -> = == := + - * ** / // % @ & | ^ ~ < > <= != ... if else elif for while def class return yield
  await async with as import from lambda try except except* finally raise match case type global nonlocal del pass break
  continue in is not and or None True False _ x f' t" """ ''' f"{ } !r \\ # 0 1 0x 1e 1_ 1j é 🐍 \u00a0 \u2028 \ufeff $ ? ! ` +
  '`';
const PIECES = [
  ...TOKENS.split(/\s+/),
  ' ',
  '\n',
  '\n    ',
  '\t',
  '\f',
  '\r',
  '\0',
  '\ud800',
  '    ',
  '\\\n',
  '(((((((',
  '{'.repeat(50),
];

function corpus(): string[] {
  const found: string[] = [];
  const visit = (dir: string): void => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const full = path.join(dir, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (entry.name.endsWith('.py')) {
        // Pieces that begin at a statement, so that most of them are right before they are mutated.
        let piece = '';
        for (const block of readFileSync(full, 'utf8').split(/^(?=[A-Za-z@])/m)) {
          if (piece.length + block.length > MAX_LENGTH && piece !== '') {
            found.push(piece);
            piece = '';
          }
          piece += block;
        }
        if (piece.length < 4 * MAX_LENGTH) found.push(piece);
      }
    }
  };
  visit(inRoot('tests'));
  visit(inRoot('examples'));
  visit(inRoot('dist/lib'));
  return found;
}

function mutate(text: string, other: string, random: (below: number) => number): string {
  let result = text;
  const times = 1 + random(3);
  for (let i = 0; i < times; i++) {
    const at = random(result.length + 1);
    const end = Math.min(result.length, at + 1 + random(random(4) === 0 ? 60 : 4));
    switch (random(7)) {
      case 0:
        result = result.slice(0, at) + result.slice(end);
        break;
      case 1:
        result = result.slice(0, at) + PIECES[random(PIECES.length)] + result.slice(at);
        break;
      case 2:
        result = result.slice(0, at) + PIECES[random(PIECES.length)] + result.slice(end);
        break;
      case 3:
        result = result.slice(0, at) + result.slice(at, end).repeat(2) + result.slice(end);
        break;
      case 4: {
        const from = random(other.length + 1);
        result = result.slice(0, at) + other.slice(from, from + random(80)) + result.slice(end);
        break;
      }
      case 5:
        result = result.slice(0, at);
        break;
      default: {
        const lines = result.split('\n');
        const a = random(lines.length);
        const b = random(lines.length);
        [lines[a], lines[b]] = [lines[b], lines[a]];
        result = lines.join('\n');
      }
    }
  }
  return result;
}

const count = Number(option('count', '100000'));
const firstSeed = Number(option('seed', '1'));
const parseOnly = process.argv.includes('--parse-only');
const keep = option('keep', '');
const sources = corpus();
const tally = { compiled: 0, refused: 0, bad: 0 };
const known = new Map<string, number>();
for (let seed = firstSeed; seed < firstSeed + count; seed++) {
  const random = randomFrom(seed);
  const source = mutate(sources[random(sources.length)], sources[random(sources.length)], random);
  const started = performance.now();
  let problem = '';
  try {
    if (parseOnly) parse(source, '<fuzz>', 'exec');
    else compileSource(source, '<fuzz>', 'exec', { optimize: 0 });
    tally.compiled++;
  } catch (error) {
    if (error instanceof PythonSyntaxError) {
      tally.refused++;
      if (typeof error.msg !== 'string' || error.msg === '' || !Number.isInteger(error.lineno))
        problem = 'an error without message or line';
    } else
      problem =
        error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ') : String(error);
  }
  const took = performance.now() - started;
  if (problem === '' && took > SLOW_MS) problem = `took ${took.toFixed(0)} ms`;
  if (problem === '') continue;
  tally.bad++;
  const seen = known.get(problem) ?? 0;
  known.set(problem, seen + 1);
  if (seen === 0) console.log(`seed ${seed}: ${problem}`);
  if (keep !== '') {
    mkdirSync(keep, { recursive: true });
    writeFileSync(path.join(keep, `${seed}.py`), source);
  }
}
console.log(`${count} files: ${tally.compiled} compile, ${tally.refused} are syntax errors, ${tally.bad} went wrong`);
process.exitCode = tally.bad === 0 ? 0 : 1;
