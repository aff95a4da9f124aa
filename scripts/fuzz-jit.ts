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

/** How a generator's or coroutine's values are taken. */
const CONSUMERS = ['take', 'take', 'listed', 'sent', 'thrown', 'summed'];

/** A function `f…`; where `kind` says so it runs a generator `g…` or a coroutine `c…` that has the body. */
function makeFunction(
  name: string,
  rnd: (n: number) => number,
  others: readonly string[],
  kind: 'plain' | 'generator' | 'coroutine' = 'plain',
  delegates: readonly string[] = [],
): string {
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
      if (kind === 'generator' && rnd(3) === 0) {
        const from = rnd(4) === 0 && delegates.length > 0;
        const value = from ? `yield from ${pick(delegates)}(${expr(1)}, ${expr(1)}, 1)` : `yield ${expr(1)}`;
        out.push(`${indent}${pick(['', '', 'x = ', 'a = '])}${value}`);
        if (rnd(12) === 0) out.push(`${indent}if ${expr(1)}: return ${expr(1)}`);
      } else if (kind === 'coroutine' && rnd(3) === 0) {
        const value =
          delegates.length > 0 && rnd(2) === 0
            ? `${pick(delegates)}(${expr(1)}, ${expr(1)}, 1)`
            : pick(['Ready(a)', `switch(${expr(1)})`]);
        out.push(`${indent}${pick(['', 'x = ', 'a = '])}await ${value}`);
      }
      const statement = depth <= 0 ? rnd(5) : rnd(12);
      if (statement < 4) out.push(`${indent}${pick(names)} = ${expr(2)}`);
      else if (statement === 4)
        out.push(`${indent}${pick(names)} ${pick(['+', '-', '*', '//', '%', '|'])}= ${expr(1)}`);
      else if (statement === 5) {
        out.push(`${indent}if ${expr(2)}:`);
        block(`${indent}    `, depth - 1);
        out.push(`${indent}else:`);
        block(`${indent}    `, depth - 1);
      } else if (statement === 6 || statement === 7) {
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
          '(i + 1 for i in range(4))',
          '(i for i in [1, 2.5, True] if i)',
        ]);
        out.push(`${indent}for ${pick(names)} in ${source}:`);
        block(`${indent}    `, depth - 1);
        if (rnd(3) === 0) out.push(`${indent}    if ${expr(1)}: ${pick(['break', 'continue'])}`);
      } else if (statement === 8) {
        if (++loops > 2) continue;
        out.push(`${indent}k = 0`, `${indent}while k < ${1 + rnd(6)}:`, `${indent}    k += 1`);
        block(`${indent}    `, depth - 1);
      } else if (statement === 9) {
        out.push(`${indent}try:`);
        block(`${indent}    `, depth - 1);
        out.push(
          `${indent}except ${pick(['TypeError', 'Exception', '(ValueError, ZeroDivisionError)', 'IndexError'])} as e:`,
        );
        out.push(`${indent}    note(type(e).__name__)`);
        if (rnd(2) === 0) out.push(`${indent}finally:`, `${indent}    note('finally')`);
      } else if (statement === 10)
        out.push(`${indent}${pick(['p.n', 'q.m', 'l[1]', 'l[-1]', "d['k']", 'd[a]'])} = ${expr(1)}`);
      else out.push(`${indent}${pick(names)}, ${pick(names)} = ${expr(1)}, ${expr(1)}`);
    }
  };
  const head = { plain: `def ${name}`, generator: `def g${name}`, coroutine: `async def c${name}` }[kind];
  out.push(`${head}(a, b, c):`, '    x = y = z = 0', '    p = P(a); q = Q(b, c); l = [1, 2, 3]; d = {}');
  block('    ', 3);
  if (kind === 'generator') out.push('    yield x');
  out.push('    return (a, b, c, x, y, z, p.n, q.m, l, d)');
  if (kind === 'generator') out.push(`def ${name}(a, b, c): return ${pick(CONSUMERS)}(g${name}(a, b, c))`);
  if (kind === 'coroutine') out.push(`def ${name}(a, b, c): return sent(c${name}(a, b, c))`);
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
class Ready:
    def __init__(self, v): self.v = v
    def __await__(self):
        return self.v
        yield
class switch:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        note(got)
        return self.v
def take(g):
    out = []
    for v in g:
        out.append(v)
        if len(out) > 12: break
    g.close()
    return out
def listed(g):
    n = 0
    return list(v for v in g if (n := n + 1) < 40)
def summed(g):
    return any(v == 3 for v in g), max((len(repr(v)) for v in g), default=None)
def sent(g):
    out = []
    v = None
    try:
        for i in range(12):
            out.append(g.send(v))
            v = i if i & 1 else out[-1]
    except StopIteration as e:
        out.append(('end', e.value))
    g.close()
    return out
def thrown(g):
    out = []
    try:
        out.append(next(g))
        out.append(next(g, None))
        out.append(g.throw(ValueError('in')))
        out.append(g.gi_frame.f_lineno)
        for v in g: out.append(v)
    except StopIteration as e:
        out.append(('end', e.value))
    return out[:30]
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
  const generators: string[] = [];
  const coroutines: string[] = [];
  for (let i = 0; i < functions; i++) {
    const kind = (['plain', 'plain', 'generator', 'generator', 'coroutine'] as const)[rnd(5)];
    const known = kind === 'generator' ? generators : coroutines;
    parts.push(makeFunction(`f${i}`, rnd, names.slice(-3), kind, known.slice(-2)));
    names.push(`f${i}`);
    if (kind !== 'plain') known.push(`${kind === 'generator' ? 'g' : 'c'}f${i}`);
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
