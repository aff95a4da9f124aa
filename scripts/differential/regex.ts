/**
 * Differential fuzz of the regular expression engine (and the translation to native RegExps) against CPython:
 * node scripts/run.mjs scripts/differential/regex.ts [seed] [patterns]
 */
import { spawnSync } from 'node:child_process';
import type { RawMatch, Subject } from '../../src/modules/_sre/engine.ts';
import { Program, run } from '../../src/modules/_sre/engine.ts';
import { NativeMatch, NativeProgram } from '../../src/modules/_sre/native.ts';
import { translate } from '../../src/modules/_sre/translate.ts';
import { ORACLE } from './oracle.ts';

type Expected = ([number, number] | number | null)[] | null;
type Case = [string, number, boolean, number, number[], [string, number, number, Expected[], [number, number][]][]];

const out = spawnSync(
  ORACLE,
  ['scripts/differential/regex_cases.py', process.argv[2] ?? '1', process.argv[3] ?? '3000'],
  {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  },
);
if (out.status !== 0) throw new Error(out.stderr);

function show(m: RawMatch | undefined): string {
  if (m === undefined) return 'null';
  const spans: unknown[] = [];
  for (let i = 0; i < m.regs.length; i += 2) spans.push([m.regs[i], m.regs[i + 1]]);
  spans.push(m.lastindex < 0 ? null : m.lastindex);
  return JSON.stringify(spans);
}

function subjectOf(s: string, bytes: boolean): Subject {
  if (bytes) return Uint8Array.from(s, (c) => c.charCodeAt(0));
  return /[\ud800-\udfff]/.test(s) ? Uint32Array.from(Array.from(s), (c) => c.codePointAt(0)!) : s;
}

let patterns = 0;
let translatedCount = 0;
let checked = 0;
let bad = 0;
for (const line of out.stdout.trim().split('\n')) {
  const [pattern, flags, bytes, groups, code, subjects] = JSON.parse(line) as Case;
  const program = new Program(code, groups);
  const translated = translate(program.code, groups);
  const native = translated === undefined ? undefined : new NativeProgram(translated);
  patterns++;
  if (native !== undefined) translatedCount++;
  for (const [text, pos, end, expected, all] of subjects) {
    const subject = subjectOf(text, bytes);
    const report = (what: string, want: string, got: string): void => {
      checked++;
      if (want === got) return;
      if (bad++ < 15)
        console.log(
          `${what} /${JSON.stringify(pattern)}/ flags ${flags} on ${JSON.stringify(text)} [${pos},${end}]\n   python ${want}\n   ours   ${got}`,
        );
    };
    const attempt = (f: () => string): string => {
      try {
        return f();
      } catch (e) {
        return String(e instanceof Error ? e.stack : e);
      }
    };
    (['search', 'match', 'fullmatch'] as const).forEach((mode, i) => {
      report(
        mode,
        JSON.stringify(expected[i]),
        attempt(() => show(run(program, subject, pos, end, mode))),
      );
      if (native === undefined || subject instanceof Uint32Array) return;
      report(
        'native ' + mode,
        JSON.stringify(expected[i]),
        attempt(() => {
          const slice = text.slice(0, end);
          const m = native.exec(slice, pos, mode);
          if (m !== null && native.native.groups > 0) {
            const groups = (expected[i] ?? [])
              .slice(0, -1)
              .map((span) => (Array.isArray(span) && span[0] >= 0 ? slice.slice(span[0], span[1]) : null));
            if (JSON.stringify(groups) !== JSON.stringify([...m].map((x) => x ?? null))) return 'texts differ';
          }
          return show(m === null ? undefined : new NativeMatch(m, native, slice, mode === 'fullmatch'));
        }),
      );
    });
    report(
      'finditer',
      JSON.stringify(all),
      attempt(() => {
        const found: [number, number][] = [];
        let at = pos;
        let must = false;
        while (at <= end) {
          const m = run(program, subject, at, end, 'search', must);
          if (m === undefined) break;
          found.push([m.regs[0], m.regs[1]]);
          must = m.regs[0] === m.regs[1];
          at = m.regs[1];
        }
        return JSON.stringify(found);
      }),
    );
  }
}
console.log(
  `${bad === 0 ? 'ok  ' : 'FAIL'} ${checked} checks, ${bad} differ; ${translatedCount} of ${patterns} patterns translated`,
);
