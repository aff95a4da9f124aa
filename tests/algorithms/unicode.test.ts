import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as U from '../../src/objects/algorithms/unicode-data.ts';
import { characterName, lookupName } from '../../src/objects/algorithms/unicode-names.ts';

test('case mappings are the full ones', () => {
  assert.equal(U.upper('straße'), 'STRASSE');
  assert.equal(U.lower('ὈΔΥΣΣΕΎΣ'), 'ὀδυσσεύς');
  assert.equal(U.title("ŉ they're"), "ʼN They'Re");
  assert.equal(U.casefold('ß'), 'ss');
  assert.equal(U.swapcase('aBß'), 'AbSS');
});

test('predicates and values', () => {
  assert.ok(U.isIdentifier('ünï_1') && !U.isIdentifier('1a') && !U.isIdentifier(''));
  assert.ok(U.isDigit(0xb2) && !U.isDecimal(0xb2));
  assert.equal(U.numericValue(0xbd), 0.5);
  assert.equal(U.toAsciiDigits(' \u0661\u0662\u00a0'), '12');
  assert.equal(U.decomposition(0xe0), '0061 0300');
});

test('names both ways', () => {
  assert.equal(characterName(0xd7a3), 'HANGUL SYLLABLE HIH');
  assert.equal(characterName(0x41), 'LATIN CAPITAL LETTER A');
  assert.equal(lookupName('null'), '\0');
  assert.equal(lookupName('KEYCAP DIGIT ONE'), '1\ufe0f\u20e3');
  assert.equal(lookupName('KEYCAP DIGIT ONE', false), undefined);
  assert.equal(lookupName('CJK UNIFIED IDEOGRAPH-4E00'), '一');
  assert.equal(lookupName('nonsense'), undefined);
});
