/** Differential test of format() and % on numbers and text against CPython 3.13 (3.14's fraction grouping excepted). */
import { floatHex } from '../../src/objects/algorithms/float-text.ts';
import {
  FormatError,
  formatComplex,
  formatFloat,
  formatInt,
  formatStr,
} from '../../src/objects/algorithms/format-spec.ts';
import { parsePrintf, printfFloat, printfInt, printfText } from '../../src/objects/algorithms/printf.ts';
import { compare, randomSource } from './oracle.ts';

const rnd = randomSource(Number(process.argv[2] ?? 1));
const pick = <T>(list: readonly T[]): T => list[Math.floor(rnd() * list.length)];
function spec(): string {
  let s = '';
  if (rnd() < 0.3)
    s += (rnd() < 0.6 ? pick(['*', '0', 'x', '<', ' ', 'é', '😀', ',']) : '') + pick(['<', '>', '=', '^']);
  if (rnd() < 0.3) s += pick(['+', '-', ' ']);
  if (rnd() < 0.1) s += 'z';
  if (rnd() < 0.2) s += '#';
  if (rnd() < 0.3) s += '0';
  if (rnd() < 0.5) s += Math.floor(rnd() * 30);
  if (rnd() < 0.3) s += pick([',', '_', ',', '_', ',_']);
  if (rnd() < 0.3) s += '.' + (rnd() < 0.95 ? Math.floor(rnd() * 12) : '');
  if (rnd() < 0.8) s += pick([...'bcdeEfFgGnosxX%', 'q', 'é', 'dd']);
  return s;
}
const quote = (s: string): string => {
  const q = s.includes("'") && !s.includes('"') ? '"' : "'";
  return (
    q +
    s
      .replace(/\\/g, '\\\\')
      .replace(
        /[\x00-\x1f\x7f-\x9f]/g,
        (c) => ({ '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? '\\x' + c.charCodeAt(0).toString(16).padStart(2, '0'),
      ) +
    q
  );
};
const run = (f: () => string) => (): string => {
  try {
    return quote(f());
  } catch (e) {
    if (e instanceof FormatError) return `${e.kind}: ${e.message}`;
    throw e;
  }
};
const ints = [
  0,
  1,
  -1,
  7,
  255,
  -4096,
  1234567,
  -987654321,
  12345678901234567890n,
  -(10n ** 30n),
  10n ** 400n,
  65,
  0x110000,
  97,
];
const floats = [
  0,
  -0,
  1,
  -1.5,
  1e16,
  1e-7,
  123456.789,
  -0.001,
  1e300,
  NaN,
  Infinity,
  -Infinity,
  0.5,
  1234567890.123,
  99.9996,
  5e-324,
];
const py = (v: number): string => (Number.isFinite(v) ? `float.fromhex('${floatHex(v)}')` : `float('${v}')`);
const many = <T>(n: number, f: () => T): T[] => Array.from({ length: n }, f);
compare(
  'int',
  many(8000, () => {
    const v = pick(ints);
    const s = spec();
    return { python: `format(${v}, '${s}')`, ours: run(() => formatInt(v, s)) };
  }),
);
compare(
  'float',
  many(8000, () => {
    const v = pick(floats);
    const s = spec();
    return { python: `format(${py(v)}, '${s}')`, ours: run(() => formatFloat(v, s)) };
  }),
);
compare(
  'complex',
  many(5000, () => {
    const v = pick(floats);
    const w = pick(floats);
    const s = spec();
    return { python: `format(complex(${py(v)},${py(w)}), '${s}')`, ours: run(() => formatComplex(v, w, s)) };
  }),
);
compare(
  'str',
  many(4000, () => {
    const v = pick(['', 'a', 'hello', 'é😀x']);
    const s = spec();
    return { python: `format('${v}', '${s}')`, ours: run(() => formatStr(v, s)) };
  }),
);
function percent(codes: string): string {
  let s = '%';
  for (const c of '-+ #0') if (rnd() < 0.2) s += c;
  if (rnd() < 0.5) s += 1 + Math.floor(rnd() * 20);
  if (rnd() < 0.4) s += '.' + (rnd() < 0.9 ? Math.floor(rnd() * 15) : '');
  return s + pick([...codes]);
}
function apply(text: string, v: number | bigint | string): string {
  return parsePrintf(text)
    .map((p) => {
      if (typeof p === 'string') return p;
      if (p.error !== undefined) throw new FormatError(p.error);
      const layout = { ...p, width: Number(p.width), precision: Number(p.precision) };
      if (typeof v === 'string') return printfText(v, layout);
      return 'diuoxX'.includes(p.code) ? printfInt(v, p.code, layout) : printfFloat(Number(v), p.code, layout);
    })
    .join('');
}
compare(
  '% int',
  many(4000, () => {
    const v = pick(ints);
    const s = percent('diuoxX');
    return { python: `'<${s}>%%' % ${v < 0 ? `(${v})` : v}`, ours: run(() => apply(`<${s}>%%`, v)) };
  }),
);
compare(
  '% float',
  many(4000, () => {
    const v = pick(floats);
    const s = percent('eEfFgG');
    return { python: `'${s}' % ${py(v)}`, ours: run(() => apply(s, v)) };
  }),
);
compare(
  '% str',
  many(500, () => {
    const v = pick(['', 'a', 'hello']);
    const s = percent('s');
    return { python: `'${s}' % '${v}'`, ours: run(() => apply(s, v)) };
  }),
);
