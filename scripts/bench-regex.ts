/** Times the engine and the native translation on the patterns of /tmp/bench.json (see the differential scripts). */
import { readFileSync } from 'node:fs';
import { Program, run } from '../src/modules/_sre/engine.ts';
import { runFast } from '../src/modules/_sre/native.ts';
import { translate } from '../src/modules/_sre/translate.ts';
const [text, pats] = JSON.parse(readFileSync('/tmp/bench.json', 'utf8')) as [
  string,
  [string, number, number, number[], number, number][],
];
for (const [p, , groups, code, n, ms] of pats) {
  const program = new Program(code, groups);
  const time = (how: typeof runFast): number => {
    let best = Infinity;
    for (let k = 0; k < 3; k++) {
      const t = performance.now();
      let count = 0;
      let must = false;
      for (let at = 0; at <= text.length; ) {
        const m = how(program, text, at, text.length, 'search', must);
        if (m === undefined) break;
        count++;
        must = m.start === m.end;
        at = m.end;
      }
      if (count !== n) console.log('COUNT', count, n);
      best = Math.min(best, performance.now() - t);
    }
    return best;
  };
  const t = performance.now();
  const power = translate(program.code, groups)?.power;
  const compile = performance.now() - t;
  console.log(
    p.padEnd(60),
    `python ${ms.toFixed(1)} ms, engine ${time(run as typeof runFast).toFixed(1)} ms, native ${time(runFast).toFixed(1)} ms, power ${power} translated in ${compile.toFixed(1)} ms`,
  );
}
