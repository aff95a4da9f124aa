// numpy.random with NumPy's own streams: seeding here (SeedSequence), the generators and distributions in the package.
// Invariant: a Generator carries its PCG64 state; the package's one Mersenne Twister belongs to whoever used it last.

import {
  collect,
  defineType,
  fromJS,
  host,
  idOf,
  index,
  interpreter,
  makeBuiltinType,
  type ModuleBuilder,
  type NativeTable,
  None,
  PyBytes,
  PyDict,
  PyFloat,
  PyList,
  PyObject,
  PyTuple,
  type PyValue,
  TYPE_BASETYPE,
  typeError,
  valueError,
} from './engine.ts';
import * as dt from './dtype.ts';
import { normalAxis, product, PyNDArray, slotsOf, wrap } from './array.ts';
import { asArray, astype, castInto, copyOf, elements } from './convert.ts';
import { absent, type Arg, dtypeOr, flag, integer, realNumber, result, shapeOf } from './arguments.ts';
import { asIndex, reshape, take as takeItems } from './shape.ts';
import { getItem } from './indexing.ts';
import { missing } from './errors.ts';
import { type ForeignGenerator, give, library, take } from './package.ts';
import { callUFunc } from './ufunc.ts';
import { uf } from './ufuncs.ts';

const M32 = 0xffffffffn;
const mul = (a: number, b: number): number => Math.imul(a, b) >>> 0;

/** NumPy's SeedSequence: entropy words to any number of well mixed words. */
function seedWords(entropy: readonly number[], count: number): Uint32Array {
  const pool = new Uint32Array(4);
  let h = 0x43b0d7e5;
  const hashmix = (v: number): number => {
    let x = (v ^ h) >>> 0;
    h = mul(h, 0x931e8875);
    x = mul(x, h);
    return (x ^ (x >>> 16)) >>> 0;
  };
  const mix = (x: number, y: number): number => {
    const r = (mul(0xca01f9dd, x) - mul(0x4973f715, y)) >>> 0;
    return (r ^ (r >>> 16)) >>> 0;
  };
  for (let i = 0; i < 4; i++) pool[i] = hashmix(i < entropy.length ? entropy[i] : 0);
  for (let s = 0; s < 4; s++) for (let d = 0; d < 4; d++) if (s !== d) pool[d] = mix(pool[d], hashmix(pool[s]));
  for (let s = 4; s < entropy.length; s++) for (let d = 0; d < 4; d++) pool[d] = mix(pool[d], hashmix(entropy[s]));
  const out = new Uint32Array(count);
  let g = 0x8b51f9dd;
  for (let i = 0; i < count; i++) {
    let x = (pool[i % 4] ^ g) >>> 0;
    g = mul(g, 0x58f38ded);
    x = mul(x, g);
    out[i] = (x ^ (x >>> 16)) >>> 0;
  }
  return out;
}
/** An int as 32-bit words, low ones first. */
function wordsOf(v: number | bigint): number[] {
  let n = BigInt(v);
  if (n < 0n) throw valueError('expected non-negative integer');
  const out: number[] = [];
  do {
    out.push(Number(n & M32));
    n >>= 32n;
  } while (n > 0n);
  return out;
}

export class PySeedSequence extends PyObject {
  entropy: PyValue = None;
  spawnKey: number[] = [];
  children = 0;
  words(): number[] {
    const e = this.entropy;
    const own =
      e instanceof PyList || e instanceof PyTuple || e instanceof PyNDArray
        ? collect(e).flatMap((x) => wordsOf(index(x)))
        : wordsOf(index(e));
    if (this.spawnKey.length > 0) while (own.length < 4) own.push(0);
    return [...own, ...this.spawnKey.flatMap((k) => wordsOf(k))];
  }
}
const seedSequenceType = makeBuiltinType('SeedSequence', PySeedSequence, {
  module: 'numpy.random.bit_generator',
  flags: TYPE_BASETYPE,
});
function freshEntropy(): bigint {
  let n = 0n;
  for (const b of host().crypto.random(16)) n = (n << 8n) | BigInt(b);
  return n;
}
function seedSequence(v: PyValue): PySeedSequence {
  if (v instanceof PySeedSequence) return v;
  const s = new PySeedSequence();
  s.entropy = v === None ? freshEntropy() : v;
  return s;
}

export class PyPCG64 extends PyObject {
  constructor(
    readonly seq: PySeedSequence,
    readonly generator: ForeignGenerator,
  ) {
    super();
  }
}
const bitGeneratorType = makeBuiltinType('BitGenerator', class extends PyObject {}, {
  module: 'numpy.random.bit_generator',
});
const pcgType = makeBuiltinType('PCG64', PyPCG64, { module: 'numpy.random._pcg64', bases: [bitGeneratorType] });
const M128 = (1n << 128n) - 1n;
const M64 = (1n << 64n) - 1n;
const MULT = (2549297995355413924n << 64n) | 4865540595714422341n;
function pcg(v: PyValue): PyPCG64 {
  const seq = seedSequence(v);
  const w = seedWords(seq.words(), 8);
  const u64 = (i: number): bigint => BigInt(w[2 * i]) | (BigInt(w[2 * i + 1]) << 32n);
  const initState = (u64(0) << 64n) | u64(1);
  const inc = ((((u64(2) << 64n) | u64(3)) << 1n) | 1n) & M128;
  let state = inc; // from 0: one step
  state = (state + initState) & M128;
  state = (state * MULT + inc) & M128;
  const g = new (library().random.Generator)(0);
  g._state = BigUint64Array.of(state & M64, state >> 64n, inc & M64, inc >> 64n, 0n, 0n);
  return new PyPCG64(seq, g);
}
defineType(pcgType, {
  new: ['(seed=None)', (_c: PyValue, seed: PyValue) => pcg(seed)],
  getset: {
    state: [
      (b: PyPCG64) => {
        const s = b.generator._state;
        const inner = new PyDict();
        const int = (n: bigint): number | bigint => (n <= 9007199254740991n ? Number(n) : n);
        inner.setStr('state', int(s[0] | (s[1] << 64n)));
        inner.setStr('inc', int(s[2] | (s[3] << 64n)));
        const d = new PyDict();
        d.setStr('bit_generator', 'PCG64');
        d.setStr('state', inner);
        d.setStr('has_uint32', Number(s[4]));
        d.setStr('uinteger', Number(s[5]));
        return d;
      },
      (b: PyPCG64, v: PyValue | undefined) => {
        const inner = v instanceof PyDict ? v.getStr('state') : undefined;
        if (!(v instanceof PyDict) || !(inner instanceof PyDict)) throw typeError('state must be a dict');
        const get = (d: PyDict, k: string): bigint => BigInt(index(d.getStr(k) ?? 0));
        const [s, i] = [get(inner, 'state'), get(inner, 'inc')];
        b.generator._state = BigUint64Array.of(
          s & M64,
          s >> 64n,
          i & M64,
          i >> 64n,
          get(v, 'has_uint32'),
          get(v, 'uinteger'),
        );
      },
    ],
    seed_seq: [(b: PyPCG64) => b.seq],
  },
});
defineType(seedSequenceType, {
  new: [
    '(entropy=None, *, spawn_key=(), pool_size=4, n_children_spawned=0)',
    (_c: PyValue, entropy: PyValue, key: PyValue) => {
      const s = seedSequence(entropy);
      s.spawnKey = collect(key).map(integer);
      return s;
    },
  ],
  methods: {
    'spawn(n_children)': (s: PySeedSequence, n: PyValue) =>
      new PyList(
        Array.from({ length: integer(n) }, () => {
          const c = new PySeedSequence();
          c.entropy = s.entropy;
          c.spawnKey = [...s.spawnKey, s.children++];
          return c;
        }),
      ),
    'generate_state(n_words, dtype=?)': (s: PySeedSequence, n: PyValue, dtype: Arg) => {
      const wide = dtypeOr(dtype) === dt.uint64;
      const w = seedWords(s.words(), integer(n) * (wide ? 2 : 1));
      return wide
        ? wrap(new BigUint64Array(w.buffer as ArrayBuffer), [integer(n)], dt.uint64)
        : wrap(w, [w.length], dt.uint32); // its own memory
    },
  },
  getset: {
    entropy: [(s: PySeedSequence) => s.entropy],
    spawn_key: [(s: PySeedSequence) => new PyTuple([...s.spawnKey])],
    n_children_spawned: [(s: PySeedSequence) => s.children],
    pool_size: [() => 4],
  },
});

export class PyGenerator extends PyObject {
  constructor(readonly bits: PyPCG64) {
    super();
  }
  draw(name: string, ...args: unknown[]): unknown {
    const f = this.bits.generator[name];
    if (typeof f !== 'function') throw missing(`Generator.${name}`);
    return f.call(this.bits.generator, ...args);
  }
}
const generatorType = makeBuiltinType('Generator', PyGenerator, { module: 'numpy.random._generator' });
const sizeOf = (v: Arg): number[] | undefined => (absent(v) ? undefined : shapeOf(v));
/** A drawn number or array as Python sees it. */
function drawn(v: unknown, size: number[] | undefined, python = true): PyValue {
  if (size === undefined && typeof v === 'number') return python ? new PyFloat(v) : asScalar(v);
  const a = take(v);
  return size === undefined ? result(a) : reshape(a, size);
}
const asScalar = (v: number): PyValue => result(astype(asArray(v), dt.int64));
const noArray = (v: Arg, what: string): number => {
  if (v instanceof PyNDArray ? v.ndim > 0 : v instanceof PyList || v instanceof PyTuple)
    throw missing(`${what} with arrays of parameters`);
  return realNumber(v!); // given or defaulted
};
/** size() of a broadcast draw; plain numbers only. */
const count = (s: number[] | undefined): number | undefined => (s === undefined ? undefined : product(s));

function integersOf(g: PyGenerator, low: PyValue, high: Arg, size: Arg, dtype: Arg, endpoint: boolean): PyValue {
  const d = dtypeOr(dtype) ?? dt.int64;
  if (d !== dt.int64) throw missing(`Generator.integers(dtype=${d.name})`);
  let lo = noArray(low, 'integers');
  let hi = absent(high) ? lo : noArray(high, 'integers');
  if (absent(high)) lo = 0;
  if (endpoint) hi += 1;
  if (lo >= hi) throw valueError('low >= high');
  const s = sizeOf(size);
  const n = count(s);
  return drawn(g.draw('integers', lo, hi, n), s, false);
}
const standard = (name: string) => (g: PyGenerator, size: Arg, dtype: Arg) => {
  const d = dtypeOr(dtype) ?? dt.float64;
  if (d !== dt.float64) throw missing(`Generator.${name}(dtype=${d.name})`);
  const s = sizeOf(size);
  return drawn(g.draw(name, count(s)), s);
};
/** loc + scale * x for parameters that may be arrays. */
function affine(
  x: (size: number[] | undefined) => PyValue,
  scale: PyValue,
  loc: PyValue,
  size: Arg,
  plain: () => PyValue,
): PyValue {
  const arrays = [scale, loc].some((v) => asArray(v).ndim > 0);
  if (!arrays) return plain();
  const shape = absent(size) ? [...asArray(callUFunc(uf('add'), [scale, loc])).shape] : shapeOf(size);
  return callUFunc(uf('add'), [loc, callUFunc(uf('multiply'), [scale, x(shape)])]);
}
function shuffled(a: PyNDArray, axis: number, order: PyNDArray): PyNDArray {
  return takeItems(a, order, axis);
}

defineType(generatorType, {
  new: [
    '(bit_generator)',
    (_c: PyValue, b: PyValue) => {
      if (!(b instanceof PyPCG64)) throw missing('this bit generator');
      return new PyGenerator(b);
    },
  ],
  methods: {
    '__repr__()': (g: PyGenerator) => fromJS(`Generator(PCG64) at 0x${idOf(g).toString(16).toUpperCase()}`),
    '__str__()': () => fromJS('Generator(PCG64)'),
    'random(size=None, dtype=?, out=None)': standard('random'),
    'standard_normal(size=None, dtype=?, out=None)': standard('standard_normal'),
    'integers(low, high=None, size=None, dtype=?, endpoint=False)': (
      g: PyGenerator,
      lo: PyValue,
      hi: Arg,
      size: Arg,
      dtype: Arg,
      end: PyValue,
    ) => integersOf(g, lo, hi, size, dtype, flag(end)),
    'normal(loc=0.0, scale=1.0, size=None)': (g: PyGenerator, loc: PyValue, scale: PyValue, size: Arg) =>
      affine(
        (s) => drawn(g.draw('standard_normal', count(s)), s),
        scale,
        loc,
        size,
        () => {
          if (realNumber(scale) < 0) throw valueError('scale < 0');
          const s = sizeOf(size);
          return drawn(g.draw('normal', realNumber(loc), realNumber(scale), count(s)), s);
        },
      ),
    'uniform(low=0.0, high=1.0, size=None)': (g: PyGenerator, lo: PyValue, hi: PyValue, size: Arg) =>
      affine(
        (s) => drawn(g.draw('random', count(s)), s),
        callUFunc(uf('subtract'), [hi, lo]),
        lo,
        size,
        () => {
          const s = sizeOf(size);
          return drawn(g.draw('uniform', realNumber(lo), realNumber(hi), count(s)), s);
        },
      ),
    'exponential(scale=1.0, size=None)': (g: PyGenerator, scale: PyValue, size: Arg) => {
      const s = sizeOf(size);
      return drawn(g.draw('exponential', noArray(scale, 'exponential'), count(s)), s);
    },
    'standard_exponential(size=None, dtype=?, method=?, out=None)': (g: PyGenerator, size: Arg) => {
      const s = sizeOf(size);
      return drawn(g.draw('exponential', 1, count(s)), s);
    },
    'poisson(lam=1.0, size=None)': (g: PyGenerator, lam: PyValue, size: Arg) => {
      const s = sizeOf(size);
      return drawn(g.draw('poisson', noArray(lam, 'poisson'), count(s)), s, false);
    },
    'binomial(n, p, size=None)': (g: PyGenerator, n: PyValue, p: PyValue, size: Arg) => {
      const s = sizeOf(size);
      const x = noArray(p, 'binomial');
      if (!(x >= 0 && x <= 1)) throw valueError('p < 0, p > 1 or p is NaN');
      return drawn(g.draw('binomial', noArray(n, 'binomial'), x, count(s)), s, false);
    },
    'permutation(x, axis=0)': (g: PyGenerator, v: PyValue, axis: PyValue) => {
      if (typeof v === 'number') return astype(take(g.draw('permutation', v)), dt.int64);
      const a = asArray(v);
      const ax = normalAxis(integer(axis), a.ndim);
      if (a.ndim > 1) {
        // NumPy shuffles an index array here.
        return shuffled(a, ax, shuffledIndex(g, a.shape[ax]));
      }
      const order = asIndex(Array.from({ length: a.shape[0] }, (_, i) => i));
      return shuffled(a, 0, shuffleInPlace(g, order));
    },
    'permuted(x, axis=None, out=None)': () => {
      throw missing('Generator.permuted');
    },
    'shuffle(x, axis=0)': (g: PyGenerator, v: PyValue, axis: PyValue) => {
      if (v instanceof PyList) {
        const order = shuffleInPlace(g, asIndex(Array.from({ length: v.items.length }, (_, i) => i)));
        const items = [...v.items];
        order.data.forEach((k: number | bigint, i: number) => {
          v.items[i] = items[Number(k)];
        });
        return None;
      }
      if (!(v instanceof PyNDArray)) throw typeError('object must be a mutable sequence');
      const ax = normalAxis(integer(axis), v.ndim);
      const order = shuffleInPlace(g, asIndex(Array.from({ length: v.shape[ax] }, (_, i) => i)));
      castInto(shuffled(copyOf(v), ax, order), v);
      return None;
    },
    'choice(a, size=None, replace=True, p=None, axis=0, shuffle=True)': (
      g: PyGenerator,
      v: PyValue,
      size: Arg,
      replace: PyValue,
      p: Arg,
      axis: PyValue,
      shuffle: PyValue,
    ) => {
      if (!flag(shuffle)) throw missing('Generator.choice(shuffle=False)');
      const a = typeof v === 'number' ? undefined : asArray(v);
      const n = typeof v === 'number' ? v : a!.shape[0];
      if (n <= 0)
        throw valueError(
          typeof v === 'number'
            ? 'a must be a positive integer unless no samples are taken'
            : 'a cannot be empty unless no samples are taken',
        );
      if (a !== undefined && integer(axis) !== 0) throw missing('Generator.choice(axis=…)');
      const s = sizeOf(size);
      const k = count(s) ?? 1;
      if (!flag(replace) && k > n)
        throw valueError('Cannot take a larger sample than population when replace is False');
      if (!flag(replace) && absent(p) && n > 10000 && k <= n / 50)
        throw missing('Generator.choice of few out of many without replacement');
      const weights = absent(p) ? undefined : Array.from(elements(astype(asArray(p), dt.float64)) as Float64Array); // float64's store
      if (weights !== undefined && Math.abs(weights.reduce((x, y) => x + y, 0) - 1) > 1e-8)
        throw valueError('Probabilities do not sum to 1. See Notes section of docstring for more information.');
      const idx =
        absent(p) && flag(replace)
          ? take(g.draw('integers', 0, n, k))
          : take(g.draw('choice', n, k, flag(replace), weights));
      const order = reshape(astype(idx, dt.int64), s ?? []);
      if (a === undefined) return result(order);
      const r = takeItems(a, order, 0);
      return r.ndim === 0 ? getItem(r, new PyTuple([])) : r;
    },
    'bytes(length)': (g: PyGenerator, n: PyValue) => {
      const k = integer(n);
      void g;
      throw missing(`Generator.bytes(${k})`);
    },
    'spawn(n_children)': (g: PyGenerator, n: PyValue) =>
      new PyList(
        Array.from({ length: integer(n) }, () => {
          const c = new PySeedSequence();
          c.entropy = g.bits.seq.entropy;
          c.spawnKey = [...g.bits.seq.spawnKey, g.bits.seq.children++];
          return new PyGenerator(pcg(c));
        }),
      ),
    ...absentMethods('Generator', [
      'beta',
      'chisquare',
      'dirichlet',
      'f',
      'gamma',
      'geometric',
      'gumbel',
      'hypergeometric',
      'laplace',
      'logistic',
      'lognormal',
      'logseries',
      'multinomial',
      'multivariate_hypergeometric',
      'multivariate_normal',
      'negative_binomial',
      'noncentral_chisquare',
      'noncentral_f',
      'pareto',
      'power',
      'rayleigh',
      'standard_cauchy',
      'standard_gamma',
      'standard_t',
      'triangular',
      'vonmises',
      'wald',
      'weibull',
      'zipf',
    ]),
  },
  getset: { bit_generator: [(g: PyGenerator) => g.bits] },
});
function absentMethods(owner: string, names: readonly string[]): NativeTable {
  const out: { [signature: string]: () => PyValue } = {};
  for (const name of names)
    out[`${name}(*args, **kwargs)`] = () => {
      throw missing(`random.${owner}.${name}`);
    };
  return out;
}
/** Shuffles an int64 array as Generator.shuffle does. */
function shuffleInPlace(g: PyGenerator, order: PyNDArray): PyNDArray {
  const foreign = give(order);
  g.draw('shuffle', foreign.storage);
  return astype(take(foreign), dt.int64);
}
const shuffledIndex = (g: PyGenerator, n: number): PyNDArray =>
  shuffleInPlace(g, asIndex(Array.from({ length: n }, (_, i) => i)));

/** A legacy stream; the package holds one Mersenne Twister, with a normal number that may be left over inside. */
export class PyRandomState extends PyObject {
  saved: { mt: number[]; mti: number } | undefined = undefined;
  /** A normal number may be left over, which only the package itself remembers. */
  pending = false;
}
const randomStateType = makeBuiltinType('RandomState', PyRandomState, { module: 'numpy.random.mtrand' });
let active: PyRandomState | undefined;
function use(s: PyRandomState): ReturnType<typeof library>['random'] {
  const { random } = library();
  if (active === s) return random;
  if (active !== undefined) active.saved = random.get_state();
  if (s.saved === undefined) random.seed(new Uint32Array(host().crypto.random(4).slice().buffer)[0]);
  else {
    if (s.pending)
      throw missing(
        'going back to a RandomState stream after drawing normal numbers from it and then from another stream',
      );
    random.set_state(s.saved);
  }
  active = s;
  return random;
}
function seedLegacy(s: PyRandomState, v: PyValue): void {
  const { random } = library();
  if (active !== undefined && active !== s) active.saved = random.get_state();
  active = s;
  s.pending = false;
  if (v === None) random.seed(new Uint32Array(host().crypto.random(4).slice().buffer)[0]);
  else if (v instanceof PyList || v instanceof PyTuple || (v instanceof PyNDArray && v.ndim > 0))
    random.set_state(seedByArray(collect(v).map((x) => integer(x) >>> 0)));
  else {
    const n = integer(v);
    if (n < 0 || n > 0xffffffff) throw valueError('Seed must be between 0 and 2**32 - 1');
    random.seed(n);
  }
}
/** init_by_array of the Mersenne Twister. */
function seedByArray(key: readonly number[]): { mt: number[]; mti: number } {
  const mt = new Uint32Array(624);
  mt[0] = 19650218;
  for (let i = 1; i < 624; i++) mt[i] = mul(1812433253, mt[i - 1] ^ (mt[i - 1] >>> 30)) + i;
  let i = 1;
  let j = 0;
  for (let k = Math.max(624, key.length); k > 0; k--) {
    mt[i] = (mt[i] ^ mul(mt[i - 1] ^ (mt[i - 1] >>> 30), 1664525)) + key[j] + j;
    if (++i >= 624) {
      mt[0] = mt[623];
      i = 1;
    }
    if (++j >= key.length) j = 0;
  }
  for (let k = 623; k > 0; k--) {
    mt[i] = (mt[i] ^ mul(mt[i - 1] ^ (mt[i - 1] >>> 30), 1566083941)) - i;
    if (++i >= 624) {
      mt[0] = mt[623];
      i = 1;
    }
  }
  mt[0] = 0x80000000;
  return { mt: Array.from(mt), mti: 624 };
}
/** The stream of the module's own functions, one an interpreter. */
function globalState(): PyRandomState {
  const state = interpreter().moduleState;
  let s = state.get('numpy.random') as PyRandomState | undefined; // only set here
  if (s === undefined) {
    s = new PyRandomState();
    state.set('numpy.random', s);
  }
  return s;
}
const legacySize = (args: PyValue[]): number[] | undefined => (args.length === 0 ? undefined : args.map(integer));

/** Distributions: parameter names with defaults, whether normal numbers are drawn inside, whether results are ints. */
const LEGACY: readonly (readonly [signature: string, normals: boolean, ints: boolean])[] = [
  ['beta(a, b', true, false],
  ['binomial(n, p', false, true],
  ['chisquare(df', true, false],
  ['exponential(scale=1.0', false, false],
  ['f(dfnum, dfden', true, false],
  ['gamma(shape, scale=1.0', true, false],
  ['geometric(p', false, true],
  ['gumbel(loc=0.0, scale=1.0', false, false],
  ['hypergeometric(ngood, nbad, nsample', false, true],
  ['laplace(loc=0.0, scale=1.0', false, false],
  ['logistic(loc=0.0, scale=1.0', false, false],
  ['lognormal(mean=0.0, sigma=1.0', true, false],
  ['logseries(p', false, true],
  ['negative_binomial(n, p', true, true],
  ['noncentral_chisquare(df, nonc', true, false],
  ['noncentral_f(dfnum, dfden, nonc', true, false],
  ['normal(loc=0.0, scale=1.0', true, false],
  ['pareto(a', false, false],
  ['poisson(lam=1.0', false, true],
  ['power(a', false, false],
  ['rayleigh(scale=1.0', false, false],
  ['standard_gamma(shape', true, false],
  ['standard_t(df', true, false],
  ['triangular(left, mode, right', false, false],
  ['uniform(low=0.0, high=1.0', false, false],
  ['vonmises(mu, kappa', false, false],
  ['wald(mean, scale', true, false],
  ['weibull(a', false, false],
  ['zipf(a', false, true],
];
type Method = (s: PyRandomState, ...args: Arg[]) => PyValue;
const methods: { [signature: string]: Method } = {
  'seed(seed=None)': (s, v) => {
    seedLegacy(s, v ?? None);
    return None;
  },
  'random_sample(size=None)': (s, size) => simple(s, 'random', size),
  'random(size=None)': (s, size) => simple(s, 'random', size),
  'ranf(size=None)': (s, size) => simple(s, 'random', size),
  'sample(size=None)': (s, size) => simple(s, 'random', size),
  'standard_normal(size=None)': (s, size) => {
    s.pending = true;
    return simple(s, 'standard_normal', size);
  },
  'standard_exponential(size=None)': (s, size) => simple(s, 'standard_exponential', size),
  'standard_cauchy(size=None)': (s, size) => {
    s.pending = true;
    return simple(s, 'standard_cauchy', size);
  },
  'randint(low, high=None, size=None, dtype=?)': (s, low, high, size, dtype) => {
    const d = dtypeOr(dtype) ?? dt.int64;
    if (d !== dt.int64) throw missing(`random.randint(dtype=${d.name})`);
    let lo = noArray(low, 'randint');
    let hi = absent(high) ? lo : noArray(high, 'randint');
    if (absent(high)) lo = 0;
    if (lo >= hi) throw valueError('low >= high');
    const n = sizeOf(size);
    const r = use(s).randint(lo, hi, count(n));
    hi = 0;
    void hi;
    // Python ints when no size was asked for.
    return n === undefined ? Number(r) : reshape(astype(take(r), dt.int64), n);
  },
  'choice(a, size=None, replace=True, p=None)': (s, v, size, replace, p) => {
    const a = typeof v === 'number' ? undefined : asArray(v!); // required
    if (a !== undefined && a.ndim !== 1) throw valueError('a must be 1-dimensional');
    const n = typeof v === 'number' ? v : a!.shape[0]; // one or the other
    const shape = sizeOf(size);
    const k = count(shape) ?? 1;
    if (n <= 0 && k > 0)
      throw valueError(
        typeof v === 'number'
          ? 'a must be greater than 0 unless no samples are taken'
          : "'a' cannot be empty unless no samples are taken",
      );
    if (!flag(replace) && k > n) throw valueError("Cannot take a larger sample than population when 'replace=False'");
    const weights = absent(p) ? undefined : Array.from(elements(astype(asArray(p), dt.float64)) as Float64Array); // float64's store
    if (weights !== undefined && Math.abs(weights.reduce((x, y) => x + y, 0) - 1) > 1e-8)
      throw valueError('probabilities do not sum to 1');
    const idx = reshape(astype(take(use(s).choice(n, k, flag(replace), weights)), dt.int64), shape ?? []);
    if (a === undefined) return idx.ndim === 0 ? Number(idx.data[0]) : idx;
    const r = takeItems(a, idx, 0);
    return r.ndim === 0 ? getItem(r, new PyTuple([])) : r;
  },
  'permutation(x)': (s, v) => {
    const a = typeof v === 'number' ? undefined : asArray(v!); // required
    const order = astype(take(use(s).permutation(typeof v === 'number' ? v : a!.shape[0])), dt.int64); // one or the other
    return a === undefined ? order : takeItems(a, order, 0);
  },
  'shuffle(x)': (s, v) => {
    const n = v instanceof PyList ? v.items.length : v instanceof PyNDArray ? v.shape[0] : -1;
    if (n < 0) throw typeError('object must be a mutable sequence');
    const order = astype(take(use(s).permutation(n)), dt.int64);
    if (v instanceof PyList) {
      const items = [...v.items];
      slotsOf(order).forEach((k, i) => {
        v.items[i] = items[Number(order.data[k])];
      });
    } else if (v instanceof PyNDArray) castInto(takeItems(copyOf(v), order, 0), v);
    return None;
  },
  'bytes(length)': (s, n) => new PyBytes(use(s).bytes(integer(n!)).slice()), // required
};
methods['rand(*args)'] = (s, ...args) => {
  const shape = legacySize(args[0] as unknown as PyValue[]); // how *args arrives
  return drawn(use(s).random(count(shape)), shape);
};
methods['randn(*args)'] = (s, ...args) => {
  s.pending = true;
  const shape = legacySize(args[0] as unknown as PyValue[]); // as above
  return drawn(use(s).standard_normal(count(shape)), shape);
};
function simple(s: PyRandomState, name: string, size: Arg): PyValue {
  const shape = sizeOf(size);
  return drawn(use(s)[name](count(shape)), shape);
}
for (const [head, normals, ints] of LEGACY) {
  const name = head.slice(0, head.indexOf('('));
  const arity = head.split(',').length;
  methods[`${head}, size=None)`] = (s, ...args) => {
    const size = args[arity];
    const params = args.slice(0, arity);
    if (normals) s.pending = true;
    const arrays = params.some((v) => v instanceof PyNDArray || v instanceof PyList || v instanceof PyTuple);
    if (arrays && (name === 'normal' || name === 'uniform')) {
      const [x, y] = params.map((v) => asArray(v!)); // given
      const shape = absent(size) ? [...asArray(callUFunc(uf('add'), [x, y])).shape] : shapeOf(size);
      const base = drawn(use(s)[name === 'normal' ? 'standard_normal' : 'random'](product(shape)), shape);
      return callUFunc(uf('add'), [
        x,
        callUFunc(uf('multiply'), [name === 'normal' ? y : callUFunc(uf('subtract'), [y, x]), base]),
      ]);
    }
    const numbers = params.map((v) => noArray(v, `random.${name}`));
    if (name === 'normal' && numbers[1] < 0) throw valueError('scale < 0');
    if (name === 'poisson' && numbers[0] < 0) throw valueError('lam < 0 or lam is NaN');
    const shape = sizeOf(size);
    const r = use(s)[name](...numbers, count(shape));
    if (ints) return shape === undefined ? Number(r) : reshape(astype(take(r), dt.int64), shape);
    return drawn(r, shape);
  };
}
const legacyMissing = absentMethods('RandomState', [
  'multinomial',
  'multivariate_normal',
  'dirichlet',
  'random_integers',
  'tomaxint',
  'get_state',
  'set_state',
]);
defineType(randomStateType, {
  new: [
    '(seed=None)',
    (_c: PyValue, seed: PyValue) => {
      const s = new PyRandomState();
      seedLegacy(s, seed);
      return s;
    },
  ],
  methods: { ...(methods as unknown as NativeTable), ...legacyMissing }, // natives get their arguments bound
});

export function fillRandom(m: ModuleBuilder): void {
  for (const [signature, f] of Object.entries(methods))
    m.func(signature, (...args: Arg[]) => f(globalState(), ...args));
  m.funcs(legacyMissing);
  m.func('default_rng(seed=None)', (seed: PyValue) => {
    if (seed instanceof PyGenerator) return seed;
    if (seed instanceof PyPCG64) return new PyGenerator(seed);
    return new PyGenerator(pcg(seed));
  });
  for (const t of [generatorType, pcgType, seedSequenceType, randomStateType, bitGeneratorType]) m.type(t);
}
