/**
 * Asks a real CPython for the value of many expressions at once: the oracle of every differential test.
 * Each answer is repr(value), or `TypeName: message` of the exception.
 */
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';

/** The interpreter to ask; override with TYPHON_ORACLE. */
export const ORACLE = process.env.TYPHON_ORACLE ?? path.join(homedir(), '.pyenv/versions/3.13.0/bin/python3.13');

const PROGRAM = `
import sys, json
sys.set_int_max_str_digits(0)
data = json.load(sys.stdin)
ns = {}
exec(data['setup'], ns)
out = []
for e in data['expressions']:
    try:
        out.append(repr(eval(e, ns)))
    except Exception as x:
        out.append(type(x).__name__ + ': ' + str(x))
json.dump(out, sys.stdout)
`;

/** Values of Python expressions, after running `setup` once. */
export function askPython(expressions: readonly string[], setup = ''): string[] {
  const run = spawnSync(ORACLE, ['-c', PROGRAM], {
    input: JSON.stringify({ setup, expressions }),
    maxBuffer: 1 << 30,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error('oracle failed: ' + run.stderr);
  const answer: unknown = JSON.parse(run.stdout);
  if (!Array.isArray(answer)) throw new Error('oracle: no array');
  return answer.map(String);
}

/** Compares our answers with Python's, prints the first differences, returns how many there were. */
export function compare(title: string, cases: readonly { python: string; ours: () => string }[], setup = ''): number {
  const expected = askPython(
    cases.map((c) => c.python),
    setup,
  );
  let bad = 0;
  cases.forEach((c, i) => {
    let got: string;
    try {
      got = c.ours();
    } catch (error) {
      got = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
    if (got !== expected[i]) {
      if (bad++ < 12) console.log(`  ${c.python}\n    python ${expected[i]}\n    ours   ${got}`);
    }
  });
  console.log(`${bad === 0 ? 'ok  ' : 'FAIL'} ${title}: ${cases.length} cases, ${bad} differ`);
  return bad;
}

/** A small deterministic generator, so that a failure can be repeated. */
export function randomSource(seed: number): () => number {
  let s = seed >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
