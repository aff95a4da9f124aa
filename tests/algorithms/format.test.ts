import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  FormatError,
  formatComplex,
  formatFloat,
  formatInt,
  formatStr,
} from '../../src/objects/algorithms/format-spec.ts';
import { parsePrintf, printfInt } from '../../src/objects/algorithms/printf.ts';

test('zero padding is grouped and never starts with a separator', () => {
  assert.equal(formatInt(5, '010,'), '00,000,005');
  assert.equal(formatInt(5, '08,'), '0,000,005');
  assert.equal(formatInt(5, '#012_b'), '0b0_0000_0101');
});

test('fraction grouping is new in 3.14', () => {
  assert.equal(formatFloat(1234567.1234567, ',.7_f'), '1,234,567.123_456_7');
  assert.equal(formatFloat(0.123456, '.,f'), '0.123,456');
});

test('errors carry the text CPython gives', () => {
  assert.throws(() => formatFloat(1, 'x'), new FormatError("Unknown format code 'x' for object of type 'float'"));
  assert.throws(() => formatStr('a', ','), new FormatError("Cannot specify ',' with 's'."));
  assert.throws(() => formatInt(5, '5.'), new FormatError('Format specifier missing precision'));
});

test('complex and text', () => {
  assert.equal(formatComplex(1, 2, '+10'), '   (+1+2j)');
  assert.equal(formatComplex(0, 2, ''), '2j');
  assert.equal(formatStr('😀x', '*^6.1'), '**😀***');
});

test('printf pieces', () => {
  const [a, b] = parsePrintf('a%%%(k)-08.3d');
  assert.equal(a, 'a');
  assert.equal(b, '%');
  assert.equal(
    printfInt(-5, 'x', { left: false, plus: false, space: false, alt: true, zero: true, width: 8, precision: -1 }),
    '-0x00005',
  );
});
