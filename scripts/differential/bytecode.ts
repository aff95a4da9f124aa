// Compares our code objects with those of CPython 3.14 (Pyodide, a development dependency): bytecode, positions,
// exception tables, names. Usage: node scripts/run.mjs scripts/differential/bytecode.ts [-v] file.py… (default: the library)
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { loadPyodide } from 'pyodide';
import { encode } from '../../src/compile/bytecode.ts';
import { Code } from '../../src/compile/code.ts';
import { compileSource } from '../../src/compile/compile.ts';
import * as op from '../../src/compile/opcodes.ts';

const args = process.argv.slice(2);
const verbose = args.includes('-v');
const limit = Number(args.find((a) => a.startsWith('-n'))?.slice(2) ?? 5);
const files = args.filter((a) => !a.startsWith('-'));

function walk(dir: string, out: string[]): void {
  for (const name of readdirSync(dir).sort()) {
    const p = path.join(dir, name);
    if (statSync(p).isDirectory()) walk(p, out);
    else if (name.endsWith('.py')) out.push(p);
  }
}
if (files.length === 0) walk('/tmp/py/lib', files);

const py = await loadPyodide({ indexURL: path.resolve(process.env.TYPHON_ROOT ?? '.', 'node_modules/pyodide') });
py.runPython(`
import json, types, warnings
warnings.simplefilter('ignore')
def show(c):
    return dict(q=c.co_qualname, code=c.co_code.hex(), lines=c.co_linetable.hex(), exc=c.co_exceptiontable.hex(),
        names=list(c.co_names), varnames=list(c.co_varnames), cells=list(c.co_cellvars), frees=list(c.co_freevars),
        flags=c.co_flags, stack=c.co_stacksize, first=c.co_firstlineno, args=[c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount],
        consts=[type(k).__name__ if not isinstance(k, types.CodeType) else show(k) for k in c.co_consts])
def dump(src, name):
    try: return json.dumps(show(compile(src, name, 'exec')))
    except SyntaxError as e: return json.dumps(dict(error=str(e)))
`);
const dump = py.globals.get('dump') as (src: string, name: string) => string;

interface Shown {
  q: string;
  code: string;
  lines: string;
  exc: string;
  names: string[];
  varnames: string[];
  cells: string[];
  frees: string[];
  flags: number;
  stack: number;
  first: number;
  args: number[];
  consts: (string | Shown)[];
}
const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');

function ours(c: Code): Shown {
  const e = encode(c);
  const kinds = (m: number): string[] => c.localsplusNames.filter((_n, i) => (c.localsplusKinds[i] & m) !== 0);
  return {
    q: c.qualname,
    code: hex(e.code),
    lines: hex(e.linetable),
    exc: hex(e.exceptiontable),
    names: [...c.names],
    varnames: kinds(0x20),
    cells: kinds(0x40),
    frees: kinds(0x80),
    flags: c.flags,
    stack: c.stacksize,
    first: c.firstlineno,
    args: [c.argcount, c.posonlyargcount, c.kwonlyargcount],
    consts: c.consts.map((k) => (k instanceof Code ? ours(k) : '')),
  };
}

function text(code: string): string[] {
  const out: string[] = [];
  let ext = 0;
  for (let i = 0; i < code.length; i += 4) {
    const o = parseInt(code.slice(i, i + 2), 16);
    const a = parseInt(code.slice(i + 2, i + 4), 16) | (ext << 8);
    if (o === op.EXTENDED_ARG) {
      ext = a;
      continue;
    }
    ext = 0;
    out.push(`${i / 2} ${op.opname[o]} ${a}`);
    i += 4 * op.cacheEntries[o];
  }
  return out;
}

/** Handler of every unit, NOT_TAKEN apart: CPython leaves the latter in or out of a region by accident. */
function regions(s: Shown): string {
  const b = Buffer.from(s.exc, 'hex');
  const n = s.code.length / 4;
  const map: string[] = new Array(n).fill('');
  let at = 0;
  const read = (): number => {
    let v = b[at] & 63;
    while (b[at++] & 64) v = (v << 6) | (b[at] & 63);
    return v;
  };
  while (at < b.length) {
    const start = read();
    const size = read();
    const h = `${read()},${read()}`;
    map.fill(h, start, start + size);
  }
  for (let u = 0; u < n; u++) if (parseInt(s.code.slice(u * 4, u * 4 + 2), 16) === op.NOT_TAKEN) map[u] = '';
  return map.join(' ');
}

/** Differing units, to list the shortest: they are the easiest to understand. */
const shortest: [number, string][] = [];
let units = 0;
let bad = 0;
const why = new Map<string, number>();
function compare(file: string, a: Shown, b: Shown): void {
  units++;
  const diff: string[] = [];
  for (const k of [
    'code',
    'exc',
    'lines',
    'names',
    'varnames',
    'cells',
    'frees',
    'flags',
    'stack',
    'first',
    'args',
    'q',
  ] as const) {
    if (k === 'exc' ? regions(a) !== regions(b) : JSON.stringify(a[k]) !== JSON.stringify(b[k])) diff.push(k);
  }
  if (a.consts.length !== b.consts.length) diff.push('consts');
  if (diff.length > 0) {
    bad++;
    why.set(diff[0], (why.get(diff[0]) ?? 0) + 1);
    shortest.push([a.code.length, `${file}:${a.first} ${a.q} ${diff.join(' ')}`]);
    if (bad <= limit) {
      console.log(`${file}: ${a.q} (line ${a.first}): ${diff.join(', ')}`);
      for (const k of diff) {
        if (k === 'code') {
          const x = text(a.code);
          const y = text(b.code);
          let i = 0;
          while (i < x.length && x[i] === y[i]) i++;
          if (verbose)
            for (let j = Math.max(0, i - 6); j < i + 14; j++)
              console.log(`   ${(x[j] ?? '').padEnd(45)} | ${y[j] ?? ''}`);
        } else if (k === 'consts') console.log(`   consts: ${a.consts.length} | ${b.consts.length}`);
        else if (k !== 'lines')
          console.log(
            `   ${k}: ${JSON.stringify(Object(a)[k]).slice(0, 300)} | ${JSON.stringify(Object(b)[k]).slice(0, 300)}`,
          );
        else if (verbose) console.log(`   ${a.lines.slice(0, 400)}\n   ${b.lines.slice(0, 400)}`);
      }
    }
  }
  const xs = a.consts.filter((k): k is Shown => typeof k !== 'string');
  const ys = b.consts.filter((k): k is Shown => typeof k !== 'string');
  if (xs.length === ys.length) xs.forEach((x, i) => compare(file, x, ys[i]));
}

let ms = 0;
let failed = 0;
for (const f of files) {
  const src = readFileSync(f, 'utf8');
  const theirs: Shown & { error?: string } = JSON.parse(dump(src, f));
  let code: Code;
  const t = performance.now();
  try {
    code = compileSource(src, f, 'exec', {});
  } catch (e) {
    if (theirs.error === undefined && failed++ < limit)
      console.log(`${f}: ${e instanceof Error ? (verbose ? e.stack : e.message) : String(e)}`);
    continue;
  }
  ms += performance.now() - t;
  if (theirs.error !== undefined) {
    console.log(`${f}: CPython says ${theirs.error}`);
    continue;
  }
  compare(f, theirs, ours(code));
}
if (args.includes('-s')) for (const [, t] of shortest.sort((x, y) => x[0] - y[0]).slice(0, 25)) console.log(t);
console.log(
  `${files.length} files, ${units} units, ${bad} differ, ${failed} failed; parse + compile ${ms.toFixed(0)} ms`,
  Object.fromEntries(why),
);
