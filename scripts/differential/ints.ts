/** Differential test of int-math and int-text against CPython: node scripts/run.mjs scripts/differential/ints.ts [seed] */
import * as I from '../../src/objects/algorithms/int-text.ts';
import { compare, randomSource } from './oracle.ts';

const rnd = randomSource(Number(process.argv[2] ?? 1));
function anyInt(): bigint {
  const k = rnd();
  let v: bigint;
  if (k < 0.2) v = BigInt(Math.floor(rnd() * 20));
  else if (k < 0.4) v = (1n << BigInt(Math.floor(rnd() * 70))) + BigInt(Math.floor(rnd() * 5) - 2);
  else if (k < 0.6) v = BigInt(Math.floor(rnd() * 2 ** 53));
  else {
    v = 0n;
    for (let n = rnd() * 12; n > 0; n--) v = (v << 32n) | BigInt(Math.floor(rnd() * 2 ** 32));
  }
  return rnd() < 0.45 ? -v : v;
}
const L: I.Int[] = Array.from({ length: 900 }, () => I.intNormalize(anyInt()));
for (const e of [
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  2n ** 53n,
  -(2n ** 53n),
  0,
  -1,
  1,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 31 - 1,
])
  L.push(e);
const show = (v: I.Int | undefined): string => {
  if (Object.is(v, -0)) return '-0!';
  if (typeof v === 'bigint' && I.intNormalize(v) !== v) return v + 'n!';
  if (typeof v === 'number' && !Number.isSafeInteger(v)) return v + ' unsafe!';
  return String(v);
};
const pairs = L.flatMap((a) => [0, 1, 2, 3].map((): [I.Int, I.Int] => [a, L[Math.floor(rnd() * L.length)]]));
const p = (v: I.Int): string => (v < 0 ? `(${v})` : `${v}`);
const binary: [string, (a: I.Int, b: I.Int) => I.Int][] = [
  ['+', I.intAdd],
  ['-', I.intSub],
  ['*', I.intMul],
  ['//', I.intFloorDiv],
  ['%', I.intMod],
  ['&', I.intAnd],
  ['|', I.intOr],
  ['^', I.intXor],
];
for (const [op, f] of binary)
  compare(
    op,
    pairs
      .filter((x) => x[1] !== 0 || !/[/%]/.test(op))
      .map(([a, b]) => ({ python: `${p(a)} ${op} ${p(b)}`, ours: () => show(f(a, b)) })),
  );
compare(
  'divmod',
  pairs
    .filter((x) => x[1] !== 0)
    .map(([a, b]) => ({ python: `divmod(${a},${b})`, ours: () => `(${I.intDivMod(a, b).map(show).join(', ')})` })),
);
compare(
  'gcd',
  pairs.map(([a, b]) => ({ python: `gcd(${a},${b})`, ours: () => show(I.intGcd(a, b)) })),
  'from math import *',
);
compare(
  'lcm',
  pairs.map(([a, b]) => ({ python: `lcm(${a},${b})`, ours: () => show(I.intLcm(a, b)) })),
  'from math import *',
);
compare(
  'cmp',
  pairs.map(([a, b]) => ({ python: `(${a}>${b})-(${a}<${b})`, ours: () => show(I.intCompare(a, b)) })),
);
const sh = L.map((a): [I.Int, number] => [a, Math.floor(rnd() * 120)]);
compare(
  '<<',
  sh.map(([a, n]) => ({ python: `${p(a)} << ${n}`, ours: () => show(I.intShl(a, n)) })),
);
compare(
  '>>',
  sh.map(([a, n]) => ({ python: `${p(a)} >> ${n}`, ours: () => show(I.intShr(a, n)) })),
);
compare(
  '**',
  L.map((a) => {
    const n = Math.floor(rnd() * 30);
    return { python: `${p(a)} ** ${n}`, ours: () => show(I.intPow(a, n)) };
  }),
);
compare(
  'powmod',
  pairs
    .filter((x) => x[1] !== 0)
    .map(([a, m]) => {
      const e = L[Math.floor(rnd() * L.length)];
      return {
        python: `pow(${a},${e},${m})`,
        ours: () => {
          const r = I.intPowMod(a, e, m);
          return r === undefined ? 'ValueError: base is not invertible for the given modulus' : show(r);
        },
      };
    }),
);
for (const [name, f] of [
  ['~', I.intInvert],
  ['-', I.intNeg],
  ['abs', I.intAbs],
] as const)
  compare(
    name,
    L.map((a) => ({ python: `${name}(${a})`, ours: () => show(f(a)) })),
  );
compare(
  'bit_length',
  L.map((a) => ({ python: `(${a}).bit_length()`, ours: () => show(I.intBitLength(a)) })),
);
compare(
  'bit_count',
  L.map((a) => ({ python: `(${a}).bit_count()`, ours: () => show(I.intBitCount(a)) })),
);
compare(
  'isqrt',
  L.map(I.intAbs)
    .flatMap((a) => [a, I.intMul(a, a), I.intSub(I.intAdd(I.intMul(a, a), 1), 2)])
    .filter((a) => a >= 0)
    .map((a) => ({ python: `isqrt(${a})`, ours: () => show(I.intSqrt(a)) })),
  'from math import *',
);
const setup = `
def tob(n, b):
    s, m = '', abs(n)
    while m: m, d = divmod(m, b); s = '0123456789abcdefghijklmnopqrstuvwxyz'[d] + s
    return ('-' if n < 0 else '') + (s or '0')`;
compare(
  'str',
  L.map((a) => {
    const b = 2 + Math.floor(rnd() * 35);
    return { python: `tob(${a}, ${b})`, ours: () => `'${I.intToString(a, b)}'` };
  }),
  setup,
);
const alphabet = '0123456789abzxoXBO_-+';
const texts = [
  ...Array.from({ length: 2500 }, () =>
    Array.from({ length: 1 + Math.floor(rnd() * 6) }, () => alphabet[Math.floor(rnd() * alphabet.length)]).join(''),
  ),
  '0x_1f',
  '0x',
  '0b12',
  '0_0',
  '00',
  '01',
  '-0x10',
  '123456789012345678901234567890',
  'z'.repeat(80),
  '0b1',
  '0xg',
  '1__2',
  '',
  '-',
  '0_x1',
  '0o17',
  '-0',
];
compare(
  'int(str)',
  texts.flatMap((t) =>
    [10, 0, 16, 2, 8, 36, 27].map((b) => ({
      python: `int('${t}', ${b})`,
      ours: () => {
        const r = I.parseInteger(t, b);
        return r === undefined ? `ValueError: invalid literal for int() with base ${b}: '${t}'` : show(r);
      },
    })),
  ),
);
compare(
  'bytes',
  L.flatMap((a) =>
    [0, 1, 4, 7, 8, 9, 40].flatMap((n) =>
      [false, true].map((signed) => {
        const little = rnd() < 0.5;
        const o = little ? 'little' : 'big';
        return {
          python: `((${a}).to_bytes(${n}, '${o}', signed=${signed ? 'True' : 'False'}).hex())`,
          ours: () => {
            const r = I.intToBytes(a, n, little, signed);
            if (r === 'negative') return "OverflowError: can't convert negative int to unsigned";
            if (r === 'big') return 'OverflowError: int too big to convert';
            if (n > 0 && I.intFromBytes(r, little, signed) !== a) return 'no round trip';
            return `'${Buffer.from(r).toString('hex')}'`;
          },
        };
      }),
    ),
  ),
);
