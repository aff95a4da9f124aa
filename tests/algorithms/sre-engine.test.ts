import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Program, run } from '../../src/modules/_sre/engine.ts';

// (?:ax|b)*c as re/_compiler.py emits it.
const head = [14, 4, 0, 1, 4294967295];
const loop = new Program(
  [...head, 23, 17, 0, 4294967295, 7, 7, 16, 97, 16, 120, 15, 7, 5, 16, 98, 15, 2, 0, 18, 16, 99, 1],
  0,
);

test('a million rounds of a loop neither recurse nor fail', () => {
  const s = 'axb'.repeat(300_000) + 'c';
  const m = run(loop, s, 0, s.length, 'match');
  assert.equal(m?.regs[1], 900_001);
});

test('tick can interrupt a catastrophic match', () => {
  // (?:a*)*b would end at once by the empty-loop rule; (?:a|a)*b does not.
  const slow = new Program(
    [...head, 23, 15, 0, 4294967295, 7, 5, 16, 97, 15, 7, 5, 16, 97, 15, 2, 0, 18, 16, 98, 1],
    0,
  );
  let ticks = 0;
  assert.throws(
    () =>
      run(slow, 'a'.repeat(60), 0, 60, 'match', false, () => {
        if (++ticks === 20) throw new Error('stop');
      }),
    /stop/,
  );
});
