import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MersenneTwister } from '../../src/modules/_random/mersenne.ts';
import { halfBits, halfValue, parseFormat, StructError } from '../../src/modules/_struct/pack.ts';
import * as A from '../../src/modules/binascii/codecs.ts';

const bytes = (s: string): Uint8Array => Uint8Array.from(s, (c) => c.charCodeAt(0));

test('random numbers are those of CPython for the same seed', () => {
  const m = new MersenneTwister();
  m.seedInt(5);
  assert.equal(m.random(), 0.6229016948897019);
  m.seedInt(-5);
  assert.equal(m.random(), 0.6229016948897019);
});

test('struct formats: native alignment, standard sizes, refusals', () => {
  assert.equal(parseFormat('bi').size, 8);
  assert.equal(parseFormat('<bi').size, 5);
  assert.equal(parseFormat('hq0q').size, 16);
  assert.throws(() => parseFormat('<n'), new StructError('bad char in struct format'));
  assert.throws(() => parseFormat('3'), new StructError('repeat count given without format specifier'));
});

test('half floats round to even and overflow at 65520', () => {
  assert.equal(halfBits(65519.9), 0x7bff);
  assert.throws(() => halfBits(65520), /too large/);
  assert.equal(halfValue(1), 2 ** -24);
  assert.equal(halfBits(2 ** -25), 0);
});

test('base64, hex, CRC', () => {
  assert.deepEqual(A.decodeBase64(A.encodeBase64(bytes('hello'), false), true), bytes('hello'));
  assert.throws(() => A.decodeBase64(bytes('A'), false), /number of data characters \(1\)/);
  assert.equal(A.crc32(bytes('123456789'), 0), 0xcbf43926);
  assert.equal(A.crcHqx(bytes('123456789'), 0), 0x31c3);
  assert.equal(String.fromCharCode(...A.encodeHex(bytes('abc'), 45, 2)), '61-6263');
});
