// Compares our syntax trees, positions and all, with CPython's (3.13 or newer). ERRORS=1 compares messages, too.
// Usage: node scripts/run.mjs scripts/differential/ast.ts PYTHON DIRECTORY_OR_FILE…

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../src/objects/algorithms/unicode-names.ts'; // for \N{…}
import { SCHEMA } from '../../src/syntax/ast.ts';
import { ConstBytes, ConstComplex, ConstEllipsis, ConstFloat, ConstStr } from '../../src/syntax/constant.ts';
import { PythonSyntaxError, parse } from '../../src/syntax/parse.ts';
import { inRoot } from '../lib/root.ts';

function files(path: string): string[] {
  if (statSync(path).isFile()) return path.endsWith('.py') ? [path] : [];
  return readdirSync(path)
    .sort()
    .flatMap((name) => files(join(path, name)));
}

function hexFloat(v: number): string {
  const b = new DataView(new ArrayBuffer(8));
  b.setFloat64(0, v);
  return b.getBigUint64(0).toString(16).padStart(16, '0');
}

function constant(v: unknown): string {
  if (v === null || v === undefined) return 'None';
  if (v === true) return 'True';
  if (v === false) return 'False';
  if (v instanceof ConstEllipsis) return 'Ellipsis';
  if (typeof v === 'number' || typeof v === 'bigint') return 'int:' + v.toString(16);
  if (v instanceof ConstFloat) return 'float:' + hexFloat(v.v);
  if (v instanceof ConstComplex) return 'complex:' + hexFloat(v.im);
  if (typeof v === 'string' || v instanceof ConstStr) {
    const points = typeof v === 'string' ? Array.from(v, (c) => c.codePointAt(0)!) : Array.from(v.points);
    return 'str:' + points.map((c) => (c > 126 || c < 32 ? String(c) : String.fromCharCode(c))).join(',');
  }
  if (v instanceof ConstBytes) return 'bytes:' + Buffer.from(v.v).toString('hex');
  return '?';
}

function asciiJson(v: unknown): string {
  return JSON.stringify(v).replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
}

const LEAF = /^(expr_context|operator|unaryop|boolop|cmpop)\b/;

function dump(v: unknown, type: string, out: string[]): void {
  if (Array.isArray(v)) {
    out.push('[');
    for (const x of v) {
      dump(x, type, out);
      out.push(', ');
    }
    out.push(']');
  } else if (LEAF.test(type)) out.push(String(v));
  else if (type.startsWith('constant')) out.push(constant(v));
  else if (v !== null && typeof v === 'object') {
    const node = v as Record<string, unknown>;
    const name = String(node.node);
    const schema = SCHEMA[name];
    out.push(name, '(');
    for (const field of schema.fields) {
      const [fieldType, fieldName] = field.split(' ');
      out.push(fieldName, '=');
      dump(node[fieldName], fieldType, out);
      out.push(', ');
    }
    out.push(')');
    if (schema.positioned) out.push(`@${node.lineno}:${node.col_offset}-${node.end_lineno}:${node.end_col_offset}\n`);
  } else out.push(asciiJson(v ?? null));
}

const [python, ...paths] = process.argv.slice(2);
const all = paths.flatMap(files);
const dir = mkdtempSync(join(tmpdir(), 'ast-'));
const script = inRoot('scripts/differential/ast_dump.py');
const list = all.map((path, i) => `${path}\t${join(dir, String(i))}`).join('\n');
execFileSync(python, [script], { input: list, stdio: ['pipe', 'inherit', 'inherit'] });
let bad = 0;
let time = 0;
for (const [i, path] of all.entries()) {
  const expected = readFileSync(join(dir, String(i)), 'utf8');
  const bytes = readFileSync(path);
  let actual: string;
  const t0 = performance.now();
  try {
    const tree = parse(bytes, path, 'exec');
    time += performance.now() - t0;
    const out: string[] = [];
    dump(tree, 'mod', out);
    actual = out.join('');
  } catch (e) {
    if (!(e instanceof PythonSyntaxError)) throw e;
    actual = 'ERROR ' + JSON.stringify([e.kind, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text]);
  }
  if (actual === expected) continue;
  if (actual.startsWith('ERROR') && expected.startsWith('ERROR') && process.env.ERRORS === undefined) continue;
  bad++;
  let at = 0;
  while (at < actual.length && actual[at] === expected[at]) at++;
  const from = Math.max(0, at - 150);
  console.log(`${path}\n  cpython: …${expected.slice(from, at + 100)}\n  ours:    …${actual.slice(from, at + 100)}`);
  if (bad >= 15) break;
}
rmSync(dir, { recursive: true });
console.log(`${all.length} files, ${bad} differ, ${time.toFixed(0)} ms parsing`);
process.exitCode = bad > 0 ? 1 : 0;
