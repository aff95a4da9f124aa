import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Program, run } from '../../src/modules/_sre/engine.ts';
import { NativeMatch, NativeProgram, runFast } from '../../src/modules/_sre/native.ts';
import { translate } from '../../src/modules/_sre/translate.ts';

// (a)?b, and (?:(a)|b)* whose group JavaScript would reset in each round.
const optional = [14, 4, 0, 1, 2, 23, 9, 0, 1, 17, 0, 16, 97, 17, 1, 18, 16, 98, 1];
const inLoop = [
  14, 4, 0, 0, 4294967295, 23, 18, 0, 4294967295, 7, 9, 17, 0, 16, 97, 17, 1, 15, 7, 5, 16, 98, 15, 2, 0, 18, 1,
];

test('an optional group is translated, a group in a loop is not', () => {
  assert.equal(translate(Uint32Array.from(optional), 1)?.source, '(?:(a))?b');
  assert.equal(translate(Uint32Array.from(inLoop), 1), undefined);
});

test('a native match gives the spans and lastindex of the engine', () => {
  const code = Uint32Array.from(optional);
  const native = translate(code, 1);
  assert.ok(native !== undefined);
  for (const s of ['ab', 'b', 'xab']) {
    const program: NativeProgram = new NativeProgram(native);
    const found = program.exec(s, 0, 'search');
    const expected = run(new Program(code, 1), s, 0, s.length, 'search');
    assert.ok(found !== null && expected !== undefined);
    const m = new NativeMatch(found, program, s, false);
    assert.deepEqual([...m.regs], [...expected.regs]);
    assert.equal(m.lastindex, expected.lastindex);
  }
});

test('long texts take the native way with the same result', () => {
  const s = 'x'.repeat(50_000) + 'ab';
  assert.equal(runFast(new Program(optional, 1), s, 0, s.length, 'search', false)?.start, 50_000);
});
