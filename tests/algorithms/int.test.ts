import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as I from '../../src/objects/algorithms/int-text.ts';

test('results are canonical at the edge of the safe range', () => {
  const max = 2 ** 53 - 1;
  assert.equal(I.intAdd(max, 1), 2n ** 53n);
  assert.equal(I.intSub(2n ** 53n, 1), max);
  assert.equal(I.intInvert(max), -(2n ** 53n));
  assert.equal(I.intAnd(-max, -max + 1), -(2n ** 53n));
  assert.ok(Object.is(I.intMul(0, -5), 0));
  assert.ok(Object.is(I.intFloorDiv(0, -5), 0));
  assert.ok(Object.is(I.intMod(-4, 2), 0));
  assert.ok(Object.is(I.intNeg(0), 0));
});

test('floor division and modulo follow the divisor', () => {
  assert.deepEqual(I.intDivMod(-7, 2), [-4, 1]);
  assert.deepEqual(I.intDivMod(7, -2), [-4, -1]);
  assert.equal(I.intPowMod(3, -1, 7), 5);
  assert.equal(I.intPowMod(2, -1, 4), undefined);
});

test('what V8 cannot hold is TooLarge, at once', () => {
  assert.throws(() => I.intPow(10, 2 ** 40), I.TooLarge);
  assert.throws(() => I.intShl(1, 2 ** 40), I.TooLarge);
  assert.throws(() => I.intPow(3, 2n ** 70n), I.TooLarge);
});

test('text and bytes', () => {
  assert.equal(I.parseInteger('0x_ff', 0), 255);
  assert.equal(I.parseInteger('012', 0), undefined);
  assert.equal(I.parseInteger('0b1', 16), 0xb1);
  assert.throws(() => I.parseInteger('1'.repeat(5000), 10, 4300), I.TooManyDigits);
  assert.equal(I.intToDecimal(10n ** 4300n, 4300), undefined);
  assert.deepEqual(I.intToBytes(-2, 2, false, true), Uint8Array.of(255, 254));
  assert.equal(I.intToBytes(128, 1, false, true), 'big');
});
