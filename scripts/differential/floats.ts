/** Differential test of float-text, float-math and hash against CPython: node scripts/run.mjs scripts/differential/floats.ts */
import * as F from '../../src/objects/algorithms/float-text.ts';
import { compare, randomSource } from './oracle.ts';

const rnd = randomSource(Number(process.argv[2] ?? 1));
const bits = new DataView(new ArrayBuffer(8));
function anyDouble(): number {
  const k = rnd();
  if (k < 0.3) {
    bits.setUint32(0, rnd() * 2 ** 32);
    bits.setUint32(4, rnd() * 2 ** 32);
    const v = bits.getFloat64(0);
    return Number.isFinite(v) ? v : 1.5;
  }
  if (k < 0.5) return (Math.floor(rnd() * 4000) - 2000) / 2 ** Math.floor(rnd() * 12);
  if (k < 0.6) return Math.floor(rnd() * 1e6) * 10 ** Math.floor(rnd() * 12) * 5;
  if (k < 0.8) return (rnd() - 0.5) * 10 ** Math.floor(rnd() * 40 - 20);
  return Math.round(rnd() * 1e5) / 10 ** Math.floor(rnd() * 6);
}
const edge = [
  0,
  -0,
  1,
  -1,
  0.5,
  1.5,
  2.5,
  1e16,
  9999999999999998,
  1e15,
  1e22,
  1e23,
  5e-324,
  2 ** -1022,
  1.7976931348623157e308,
  0.0001,
  0.00001,
  0.00012345,
  9.5,
  99.5,
  1e21,
  123456789012345680000,
  0.125,
  0.375,
  -2.5,
  2 ** 53,
  2 ** 61,
  2 ** 61 - 2 ** 9,
  4.35,
  1e100,
  25,
  15,
  35,
  5,
  1e300,
];
const values = [...edge, ...Array.from({ length: 1500 }, anyDouble)];
const py = (v: number): string => `float.fromhex('${F.floatHex(v)}')`;
const q = (s: string): string => `'${s}'`;

compare(
  'repr',
  values.map((v) => ({ python: py(v), ours: () => F.floatRepr(v) })),
);
compare(
  'hex',
  values.map((v) => ({
    python: `float('${v === 0 ? (Object.is(v, -0) ? '-0' : '0') : v}').hex()`,
    ours: () => q(F.floatHex(v)),
  })),
);
const fmts = values.flatMap((v) => {
  const out = [];
  for (const code of 'efgEG') {
    const p = rnd() < 0.1 ? Math.floor(rnd() * 400) : Math.floor(rnd() * 8);
    const alt = rnd() < 0.3;
    const sign = rnd() < 0.2;
    out.push({
      python: `'%${alt ? '#' : ''}${sign ? '+' : ''}.${p}${code}' % ${py(v)}`,
      ours: () => q(F.formatDouble(v, code, p, { alt, sign })),
    });
  }
  return out;
});
compare('format', fmts);
compare(
  'round',
  values.flatMap((v) =>
    [-2, -1, 0, 1, 2, 3, Math.floor(rnd() * 30 - 10)].map((n) => ({
      python: `round(${py(v)}, ${n})`,
      ours: () => {
        const r = F.roundHalfEven(v, n);
        return Number.isFinite(r) ? F.floatRepr(r) : 'OverflowError: rounded value too large to represent';
      },
    })),
  ),
);
compare(
  'round()',
  values.map((v) => ({ python: `round(${py(v)})`, ours: () => String(F.floatToInt(F.roundToEven(v))) })),
);
compare(
  'int()',
  values.map((v) => ({ python: `int(${py(v)})`, ours: () => String(F.floatToInt(v)) })),
);
compare(
  'ratio',
  values.map((v) => ({ python: `${py(v)}.as_integer_ratio()`, ours: () => `(${F.asIntegerRatio(v).join(', ')})` })),
);
compare(
  'hash',
  values.map((v) => ({ python: `hash(${py(v)})`, ours: () => String(F.hashDouble(v)) })),
);
compare(
  'divmod',
  values
    .filter((v) => v !== 0)
    .map((w, i) => {
      const v = values[(i * 7) % values.length];
      return {
        python: `divmod(${py(v)}, ${py(w)})`,
        ours: () => `(${F.floatRepr(F.floatFloorDiv(v, w))}, ${F.floatRepr(F.floatMod(v, w))})`,
      };
    }),
);
function anyInt(): bigint {
  const n = Math.floor(rnd() * rnd() * 40);
  let v = 0n;
  for (let i = 0; i < n; i++) v = (v << 32n) | BigInt(Math.floor(rnd() * 2 ** 32));
  if (rnd() < 0.3) v = (v >> BigInt(Math.floor(rnd() * 60))) << BigInt(Math.floor(rnd() * 60));
  return rnd() < 0.4 ? -v : v;
}
const norm = (v: bigint): number | bigint => (Number.isSafeInteger(Number(v)) ? Number(v) : v);
const ints = [
  ...Array.from({ length: 1500 }, anyInt),
  0n,
  1n,
  -1n,
  2n ** 61n - 1n,
  2n ** 61n,
  -(2n ** 61n),
  2n ** 64n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 1024n,
  2n ** 1024n - 2n ** 970n,
  2n ** 1024n - 2n ** 970n - 1n,
];
compare(
  'hash int',
  ints.map((v) => ({ python: `hash(${v})`, ours: () => String(F.hashInt(norm(v))) })),
);
compare(
  'float(int)',
  ints.map((v) => ({
    python: `float(${v})`,
    ours: () => {
      const r = F.intToFloat(norm(v));
      return Number.isFinite(r) ? F.floatRepr(r) : 'OverflowError: int too large to convert to float';
    },
  })),
);
compare(
  'truediv',
  ints.map((v, i) => {
    const w = ints[(i * 13 + 5) % ints.length] || 7n;
    return {
      python: `${v} / ${w < 0 ? `(${w})` : w}`,
      ours: () => {
        const r = F.intTrueDivide(norm(v), norm(w));
        return Number.isFinite(r) ? F.floatRepr(r) : 'OverflowError: integer division result too large for a float';
      },
    };
  }),
);
const tuples = Array.from({ length: 600 }, () => Array.from({ length: Math.floor(rnd() * 6) }, () => norm(anyInt())));
compare(
  'hash tuple',
  tuples.map((t) => ({
    python: `hash((${t.map((x) => x + ',').join('')}))`,
    ours: () => String(F.hashTuple(t.map(F.hashInt))),
  })),
);
compare(
  'hash frozenset',
  tuples.map((t) => ({
    python: `hash(frozenset([${t}]))`,
    ours: () => String(F.hashFrozenSet(new Set(t.map(F.hashInt)))),
  })),
);
compare(
  'hash complex',
  values.map((v, i) => {
    const w = values[(i * 3) % values.length];
    return {
      python: `hash(complex(${py(v)}, ${py(w)}))`,
      ours: () => String(F.hashComplex(F.hashDouble(v), F.hashDouble(w))),
    };
  }),
);
const texts = [
  '1',
  '1.',
  '.5',
  '1_0.0_1e1_0',
  '1__0',
  '_1',
  '1_',
  '1e5',
  '1e',
  'e5',
  'inf',
  '-INF',
  '+Infinity',
  'nan',
  '-nan',
  '0x10',
  '1e400',
  '-1e400',
  '1e-400',
  '.',
  '',
  '+',
  '1_.5',
  '1._5',
  '1e_5',
  '1e5_0',
  'infinit',
  '0_0',
  '1.5E+3',
  '1_0e400',
  '--1',
  '1 2',
  'Infinity_',
  '123456789012345678901234567890',
  '1,5',
];
compare(
  'float(str)',
  texts.map((t) => ({
    python: `float(${JSON.stringify(t)})`,
    ours: () => {
      const r = F.parseFloat(t);
      return r === undefined ? `ValueError: could not convert string to float: ${q(t)}` : F.floatRepr(r);
    },
  })),
);
const hexes = [
  '0x1p0',
  '1',
  '1.8',
  '.8',
  '0x.8p-1074',
  '0x1p-1075',
  '0x1.8p-1075',
  '0x1p1024',
  '0x1.fffffffffffff7p1023',
  '0x1.fffffffffffff8p1023',
  '-0x0p0',
  'inf',
  '-nan',
  '0x',
  'p5',
  '0x1.p3',
  '0x1.00000000000008p0',
  '0x1.000000000000080001p0',
  '0x1.00000000000018p0',
  '1p-99999999999',
  '1p99999999999',
  '0p99999999999',
  '0x1g',
  '-Infinity',
  '0x1p',
  '1p+5',
  'abc.defp-3',
];
compare(
  'fromhex',
  hexes.map((t) => ({
    python: `float.fromhex('${t}')`,
    ours: () => {
      const r = F.floatFromHex(t);
      return r === undefined
        ? 'ValueError: invalid hexadecimal floating-point string'
        : r === 'overflow'
          ? 'OverflowError: hexadecimal value too large to represent as a float'
          : F.floatRepr(r);
    },
  })),
);
