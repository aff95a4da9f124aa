import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Program, run } from '../../src/modules/_sre/engine.ts';

// (?:a|b)*c as re/_compiler.py emits it.
const loop = new Program([14, 4, 0, 1, 4294967295, 23, 14, 0, 4294967295, 7, 5, 16, 97, 15, 7, 5, 16, 98, 15, 2, 0, 18, 16, 99, 1], 0);

test('a million rounds of a loop neither recurse nor fail', () => {
  const s = 'ab'.repeat(500_000) + 'c';
  const m = run(loop, s, 0, s.length, 'match');
  assert.equal(m?.regs[1], 1_000_001);
});

test('tick can interrupt a catastrophic match', () => {
  // (?:a*)*b would end at once by the empty-loop rule; (?:a|a)*b does not.
  const slow = new Program([14, 4, 0, 1, 4294967295, 23, 14, 0, 4294967295, 7, 5, 16, 97, 15, 7, 5, 16, 97, 15, 2, 0, 18, 16, 98, 1], 0);
  let ticks = 0;
  assert.throws(() => run(slow, 'a'.repeat(60), 0, 60, 'match', false, () => { if (++ticks === 20) throw new Error('stop'); }), /stop/);
});
