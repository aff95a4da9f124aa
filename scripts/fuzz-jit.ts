// Random Python functions, well- and ill-typed, run in tier 0, with --jit=always and (where there is one) in CPython:
// results, exceptions with their lines, and the order of side effects must be the same.
// Usage: node scripts/run.mjs scripts/fuzz-jit.ts [--seed=N] [--programs=N] [--functions=N] [--keep]

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { run, TYPHON } from './lib/process.ts';

function option(name: string, fallback: number): number {
  const a = process.argv.find((x) => x.startsWith(`--${name}=`));
  return a === undefined ? fallback : Number(a.slice(name.length + 3));
}

/** A small generator of numbers (mulberry32): the same seed gives the same programs. */
function random(seed: number): (n: number) => number {
  let a = seed >>> 0;
  return (n) => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const INTS = ['0', '1', '2', '3', '-1', '-7', '10', '255', '2**31', '-2**31', '2**53 - 1', '-2**53', '10**20'];
const FLOATS = ['0.0', '-0.0', '1.5', '-2.25', '1e300', "float('inf')", "float('nan')", '0.1'];
const STRS = ["''", "'a'", "'abc'", "'\\u00e9\\U0001F600'"];
const VALUES = [
  ...INTS,
  ...FLOATS,
  ...STRS,
  'True',
  'False',
  'None',
  '[1, 2, 3]',
  '[0.5, 1]',
  '(1, 2)',
  "{'a': 1, 2: 'b'}",
  'P(3)',
  'Q(2, 1.5)',
];
const BINARY = [
  '+',
  '-',
  '*',
  '//',
  '%',
  '/',
  '&',
  '|',
  '^',
  '<',
  '<=',
  '==',
  '!=',
  '>',
  '>=',
  'is',
  'in',
  'and',
  'or',
];

function makeFunction(name: string, rnd: (n: number) => number, others: readonly string[]): string {
  const pick = <T>(list: readonly T[]): T => list[rnd(list.length)];
  const names = ['a', 'b', 'c', 'x', 'y', 'z'];
  let loops = 0;
  const expr = (depth: number): string => {
    switch (depth <= 0 ? rnd(3) : rnd(16)) {
      case 0:
      case 1:
        return pick(names);
      case 2:
        return rnd(3) === 0 ? pick(VALUES) : pick(INTS.slice(0, 8));
      case 3:
      case 4:
      case 5:
      case 6:
      case 7:
        return `(${expr(depth - 1)} ${pick(BINARY)} ${expr(depth - 1)})`;
      case 8:
        return `(-${expr(depth - 1)})`;
      case 9:
        return `(not ${expr(depth - 1)})`;
      case 10:
        return `(${expr(depth - 1)} if ${expr(depth - 1)} else ${expr(depth - 1)})`;
      case 11:
        return `[${expr(depth - 1)}, ${expr(depth - 1)}][${pick(['0', '1', '-1', '2', 'a'])}]`;
      case 12:
        return `${pick(['len', 'abs', 'str', 'note', 'repr', 'bool'])}(${expr(depth - 1)})`;
      case 13:
        return others.length > 0 ? `${pick(others)}(${expr(depth - 1)}, ${expr(depth - 1)}, 1)` : pick(names);
      case 14:
        return `${pick(['p', 'q'])}.${pick(['n', 'get()', 'add(2)', 'm'])}`;
      default:
        return pick([`f'{${pick(names)}}-{${pick(names)}}'`, `[i * 2 for i in range(3)]`, `max(${pick(names)}, 3)`]);
    }
  };
  const out: string[] = [];
  const block = (indent: string, depth: number): void => {
    const n = 1 + rnd(4);
    for (let i = 0; i < n; i++) {
      const kind = depth <= 0 ? rnd(5) : rnd(12);
      if (kind < 4) out.push(`${indent}${pick(names)} = ${expr(2)}`);
      else if (kind === 4) out.push(`${indent}${pick(names)} ${pick(['+', '-', '*', '//', '%', '|'])}= ${expr(1)}`);
      else if (kind === 5) {
        out.push(`${indent}if ${expr(2)}:`);
        block(`${indent}    `, depth - 1);
        out.push(`${indent}else:`);
        block(`${indent}    `, depth - 1);
      } else if (kind === 6 || kind === 7) {
        if (++loops > 2) {
          out.push(`${indent}note(${pick(names)})`);
          continue;
        }
        const source = pick([
          'range(5)',
          'range(2, 9, 3)',
          'range(4, 0, -1)',
          '[1, 2.5, 3]',
          '(1, 2, 3)',
          "'abc'",
          '{1: 2, 3: 4}',
          'enumerate([5, 6])',
          'gen(3)',
          'zip([1, 2], (3, 4))',
        ]);
        out.push(`${indent}for ${pick(names)} in ${source}:`);
        block(`${indent}    `, depth - 1);
        if (rnd(3) === 0) out.push(`${indent}    if ${expr(1)}: ${pick(['break', 'continue'])}`);
      } else if (kind === 8) {
        if (++loops > 2) continue;
        out.push(`${indent}k = 0`, `${indent}while k < ${1 + rnd(6)}:`, `${indent}    k += 1`);
        block(`${indent}    `, depth - 1);
      } else if (kind === 9) {
        out.push(`${indent}try:`);
        block(`${indent}    `, depth - 1);
        out.push(
          `${indent}except ${pick(['TypeError', 'Exception', '(ValueError, ZeroDivisionError)', 'IndexError'])} as e:`,
        );
        out.push(`${indent}    note(type(e).__name__)`);
        if (rnd(2) === 0) out.push(`${indent}finally:`, `${indent}    note('finally')`);
      } else if (kind === 10)
        out.push(`${indent}${pick(['p.n', 'q.m', 'l[1]', 'l[-1]', "d['k']", 'd[a]'])} = ${expr(1)}`);
      else out.push(`${indent}${pick(names)}, ${pick(names)} = ${expr(1)}, ${expr(1)}`);
    }
  };
  out.push(`def ${name}(a, b, c):`, '    x = y = z = 0', '    p = P(a); q = Q(b, c); l = [1, 2, 3]; d = {}');
  block('    ', 3);
  out.push('    return (a, b, c, x, y, z, p.n, q.m, l, d)');
  return out.join('\n');
}

const PRELUDE = `
import traceback
log = []
def note(v):
    log.append(repr(v) if not isinstance(v, (P, Q)) else type(v).__name__)
    return v
class P:
    def __init__(self, n): self.n = n
    def get(self): return self.n
    def add(self, k): return self.n + k
    def __repr__(self): return 'P'
class Q(P):
    def __init__(self, n, m):
        super().__init__(n)
        self.m = m
    def get(self): return self.m
    def __eq__(self, o): return True
    def __repr__(self): return 'Q'
def gen(n):
    for i in range(n): yield i
def attempt(f, *args):
    log.clear()
    try:
        r = repr(f(*args))
    except RecursionError:
        r = 'RecursionError'
    except Exception as e:
        tb = e.__traceback__
        lines = []
        while tb is not None:
            lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
            tb = tb.tb_next
        r = type(e).__name__ + ' ' + str(lines[1:])
    print(f.__name__, args, r[:400], log[:40])
`;

function makeProgram(seed: number, functions: number): string {
  const rnd = random(seed);
  const parts = [PRELUDE];
  const names: string[] = [];
  for (let i = 0; i < functions; i++) {
    parts.push(makeFunction(`f${i}`, rnd, names.slice(-3)));
    names.push(`f${i}`);
  }
  const arg = (kind: number): string =>
    kind === 0 ? INTS[rnd(8)] : kind === 1 ? FLOATS[rnd(4)] : VALUES[rnd(VALUES.length)];
  for (const n of names) {
    const kind = rnd(3);
    for (let i = 0; i < 6; i++) parts.push(`attempt(${n}, ${arg(kind)}, ${arg(kind)}, ${arg(kind)})`);
    for (let i = 0; i < 3; i++) parts.push(`attempt(${n}, ${arg(2)}, ${arg(2)}, ${arg(2)})`);
  }
  return `${parts.join('\n')}\n`;
}

/** A CPython to compare with, if there is one. */
function oraclePython(): string | null {
  const versions = path.join(homedir(), '.pyenv/versions');
  if (!existsSync(versions) || process.argv.includes('--no-oracle')) return null;
  const name = readdirSync(versions).find((n) => /^3\.1[34]/.test(n));
  return name === undefined ? null : path.join(versions, name, 'bin/python3');
}

const seed = option('seed', Math.floor(Date.now() / 1000) % 1_000_000);
const programs = option('programs', 5);
const functions = option('functions', 25);
console.log(`fuzz-jit: seed ${seed}, ${programs} programs of ${functions} functions`);
const folder = path.join(tmpdir(), 'fuzz-jit');
mkdirSync(folder, { recursive: true });
const python = oraclePython();
let failed = 0;
for (let i = 0; i < programs; i++) {
  const file = path.join(folder, `p${seed + i}.py`);
  writeFileSync(file, makeProgram(seed + i, functions));
  const off = await run([...TYPHON, '--jit=off', file], { timeout: 60_000 });
  const on = await run([...TYPHON, '--jit=always', file], { timeout: 60_000 });
  const results = [on];
  if (python !== null) results.push(await run([python, file], { timeout: 60_000 }));
  results.forEach((r, k) => {
    if (r.stdout === off.stdout && r.exit === off.exit) return;
    failed++;
    const a = off.stdout.split('\n');
    const b = r.stdout.split('\n');
    const at = a.findIndex((line, n) => line !== b[n]);
    console.log(
      `${file}: ${k === 0 ? 'jit' : 'CPython'} differs\n  tier 0: ${a[at]}\n  other:  ${b[at]} ${r.stderr.slice(-300)}`,
    );
  });
}
console.log(failed === 0 ? 'no differences' : `${failed} differences`);
process.exitCode = failed === 0 ? 0 : 1;
