/** Differential test of the Mersenne Twister, struct's numbers and binascii's codecs against CPython. */
import { MersenneTwister } from '../../src/modules/_random/mersenne.ts';
import * as S from '../../src/modules/_struct/pack.ts';
import * as A from '../../src/modules/binascii/codecs.ts';
import { floatRepr } from '../../src/objects/algorithms/float-text.ts';
import { compare, randomSource } from './oracle.ts';

const rnd = randomSource(Number(process.argv[2] ?? 1));
const many = <T>(n: number, f: () => T): T[] => Array.from({ length: n }, f);
const hex = (b: Uint8Array): string => `'${Buffer.from(b).toString('hex')}'`;
const from = (b: Uint8Array): string => `bytes.fromhex(${hex(b)})`;
const seeds = [0, 1, -5, 2 ** 32, 2 ** 32 - 1, 2 ** 53 - 1, 123456789012345678901234567890n, -(1n << 20000n)];
compare(
  'random',
  seeds.flatMap((s) => [
    {
      python: `(r.seed(${s}), [r.random() for _ in range(700)][-1])[1]`,
      ours: () => {
        const m = new MersenneTwister();
        m.seedInt(s);
        let v = 0;
        for (let i = 0; i < 700; i++) v = m.random();
        return floatRepr(v);
      },
    },
    {
      python: `(r.seed(${s}), [r.getrandbits(k) for k in range(130)])[1]`,
      ours: () => {
        const m = new MersenneTwister();
        m.seedInt(s);
        return `[${many(130, () => 0)
          .map((_, k) => m.getrandbits(k))
          .join(', ')}]`;
      },
    },
    {
      python: `(r.seed(${s}), hash(r.getstate()))[1] and (r.seed(${s}), r.getstate())[1]`,
      ours: () => {
        const m = new MersenneTwister();
        m.seedInt(s);
        return `(${[...m.state, m.index].join(', ')})`;
      },
    },
  ]),
  'import _random; r = _random.Random()',
);

const doubles = [
  0,
  -0,
  65519.99,
  65504,
  2 ** -24,
  2 ** -25,
  3 * 2 ** -25,
  2 ** -14,
  6.1e-5,
  6.09e-5,
  1.0009765625,
  1.00048828125,
  1.00146484375,
  Infinity,
  -Infinity,
  ...many(3000, () => (rnd() - 0.5) * 2 ** Math.floor(rnd() * 45 - 28)),
];
compare(
  'half',
  doubles.map((v) => ({
    python: `struct.unpack('<H', struct.pack('<e', float('${Object.is(v, -0) ? '-0' : v}')))[0]`,
    ours: () => String(S.halfBits(v)),
  })),
  'import struct',
);
compare(
  'half back',
  many(3000, () => Math.floor(rnd() * 65536)).map((b) => ({
    python: `struct.unpack('<e', struct.pack('<H', ${b}))[0]`,
    ours: () => floatRepr(S.halfValue(b)),
  })),
  'import struct',
);
const codes = 'xbBcsp?hHiIlLqQnNPefd';
const formats = many(
  3000,
  () =>
    ['', '@', '=', '<', '>', '!'][Math.floor(rnd() * 6)] +
    many(
      Math.floor(rnd() * 6),
      () =>
        (rnd() < 0.4 ? String(Math.floor(rnd() * 5)) : '') +
        codes[Math.floor(rnd() * codes.length)] +
        (rnd() < 0.1 ? ' ' : ''),
    ).join(''),
);
compare(
  'calcsize',
  formats.map((f) => ({
    python: `struct.calcsize('${f}')`,
    ours: () => {
      try {
        return String(S.parseFormat(f).bigSize);
      } catch (e) {
        return e instanceof S.StructError ? 'error: ' + e.message : String(e);
      }
    },
  })),
  'import struct',
);

function bytes(alphabet: string | null, max: number): Uint8Array {
  return Uint8Array.from(
    many(Math.floor(rnd() * max), () =>
      alphabet === null ? Math.floor(rnd() * 256) : alphabet.charCodeAt(Math.floor(rnd() * alphabet.length)),
    ),
  );
}
const ours = (f: () => Uint8Array) => () => {
  try {
    return hex(f());
  } catch (e) {
    return e instanceof A.BinasciiError ? 'Error: ' + e.message : String(e);
  }
};
const tf = (b: boolean): string => (b ? 'True' : 'False');
const setup = 'import binascii as b';
compare(
  'a2b_base64',
  many(4000, () => {
    const d = bytes(rnd() < 0.7 ? 'ABC+/z9==' : 'ABz=\n $', 12);
    const s = rnd() < 0.5;
    return { python: `b.a2b_base64(${from(d)}, strict_mode=${tf(s)}).hex()`, ours: ours(() => A.decodeBase64(d, s)) };
  }),
  setup,
);
compare(
  'b2a_base64',
  many(500, () => {
    const d = bytes(null, 20);
    const s = rnd() < 0.5;
    return { python: `b.b2a_base64(${from(d)}, newline=${tf(s)}).hex()`, ours: ours(() => A.encodeBase64(d, s)) };
  }),
  setup,
);
compare(
  'hexlify',
  many(1000, () => {
    const d = bytes(null, 14);
    const g = Math.floor(rnd() * 9) - 4;
    return { python: `b.hexlify(${from(d)}, ':', ${g}).hex()`, ours: ours(() => A.encodeHex(d, 58, g)) };
  }),
  setup,
);
compare(
  'unhexlify',
  many(1000, () => {
    const d = bytes('0aF9g', 7);
    return { python: `b.unhexlify(${from(d)}).hex()`, ours: ours(() => A.decodeHex(d)) };
  }),
  setup,
);
compare(
  'a2b_uu',
  many(3000, () => {
    const d = bytes('!#A` \n\r"$b', 10);
    return { python: `b.a2b_uu(${from(d)}).hex()`, ours: ours(() => A.decodeUu(d)) };
  }),
  setup,
);
compare(
  'b2a_uu',
  many(1000, () => {
    const d = bytes(null, 50);
    const s = rnd() < 0.5;
    return { python: `b.b2a_uu(${from(d)}, backtick=${tf(s)}).hex()`, ours: ours(() => A.encodeUu(d, s)) };
  }),
  setup,
);
compare(
  'a2b_qp',
  many(3000, () => {
    const d = bytes('=0aF_ \r\nx', 12);
    const s = rnd() < 0.5;
    return { python: `b.a2b_qp(${from(d)}, header=${tf(s)}).hex()`, ours: ours(() => A.decodeQp(d, s)) };
  }),
  setup,
);
compare(
  'b2a_qp',
  many(3000, () => {
    const d = bytes(rnd() < 0.3 ? null : '=_. \t\r\nxy\u00e9', rnd() < 0.5 ? 12 : 300);
    const [q, t, h] = [rnd() < 0.5, rnd() < 0.5, rnd() < 0.5];
    return {
      python: `b.b2a_qp(${from(d)}, ${tf(q)}, ${tf(t)}, ${tf(h)}).hex()`,
      ours: ours(() => A.encodeQp(d, q, t, h)),
    };
  }),
  setup,
);
compare(
  'crc',
  many(500, () => {
    const d = bytes(null, 30);
    const c = Math.floor(rnd() * 2 ** 32);
    return {
      python: `(b.crc32(${from(d)}, ${c}), b.crc_hqx(${from(d)}, ${c}))`,
      ours: () => `(${A.crc32(d, c)}, ${A.crcHqx(d, c)})`,
    };
  }),
  setup,
);
