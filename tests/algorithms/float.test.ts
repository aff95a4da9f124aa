import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as F from '../../src/objects/algorithms/float-text.ts';

test('repr switches to an exponent where CPython does', () => {
  const pairs: [number, string][] = [
    [1, '1.0'],
    [-0, '-0.0'],
    [1e16, '1e+16'],
    [9999999999999998, '9999999999999998.0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e300, '1.5e+300'],
    [NaN, 'nan'],
    [-Infinity, '-inf'],
  ];
  for (const [v, s] of pairs) assert.equal(F.floatRepr(v), s);
});

test('ties round to even, at any precision', () => {
  assert.equal(F.formatDouble(0.125, 'f', 2), '0.12');
  assert.equal(F.formatDouble(2.5, 'f', 0), '2');
  assert.equal(F.formatDouble(25, 'e', 0), '2e+01');
  assert.equal(F.formatDouble(9.5, 'e', 0), '1e+01');
  assert.equal(F.formatDouble(0.1, 'f', 120).length, 122);
  assert.equal(F.roundHalfEven(9.5, 0), 10);
  assert.equal(F.roundHalfEven(25, -1), 20);
});

test('hashes are those of a 64-bit CPython', () => {
  assert.equal(F.hashDouble(0.5), 1152921504606846976n);
  assert.equal(F.hashInt(-1), -2);
  assert.equal(F.hashInt(2n ** 61n - 1n), 0);
  assert.equal(F.hashTuple([1, 2, 3]), 529344067295497451n);
  assert.equal(F.hashTuple([]), 5740354900026072187n);
});

test('hex round trip and overflow', () => {
  assert.equal(F.floatHex(1.5), '0x1.8000000000000p+0');
  assert.equal(F.floatFromHex('0x1.8p0'), 1.5);
  assert.equal(F.floatFromHex('0x1p1024'), 'overflow');
  assert.equal(F.floatFromHex('0x'), undefined);
});
