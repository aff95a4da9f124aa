// Inner loops made as JavaScript text: one function an operation and its element types, so that V8 sees one kind of
// array in each. A loop runs over one dimension; `drive` feeds it the others. Invariant: 64-bit integers are read as two
// words and computed in doubles as long as every value is exact, else the same loop goes on with BigInts.

import { fromHalf, toHalf } from './half.ts';
import { bool_, complex64, float16, float32, type Numbers, type PyDType } from './dtype.ts';
import { product, type PyNDArray } from './array.ts';

/** An operand of a loop: memory, where it begins, and its strides (one a dimension). */
export interface Operand {
  readonly array: PyNDArray;
  readonly strides: readonly number[];
}

/** What a loop gets: the number of elements, then memory, offset and stride of each operand. */
export type Loop = (n: number, ...operands: (Memory | number)[]) => number;
type Memory = PyNDArray['data'] | Int32Array;

const big = (d: PyDType): boolean => d.itemsize === 8 && d.kind !== 'f' && d.kind !== 'c';

/** int64 memory as pairs of words; other memory as it is. */
const words = new WeakMap<object, Int32Array>();
function memoryOf(a: PyNDArray): Memory {
  if (!big(a.dtype)) return a.data;
  let w = words.get(a.data);
  if (w === undefined) {
    w = new Int32Array(a.data.buffer, a.data.byteOffset, a.data.length * 2);
    words.set(a.data, w);
  }
  return w;
}

/** Runs a loop over all elements of operands that have been given strides for `shape`. Gives the loops' flags or-ed. */
export function drive(loop: Loop, shape: readonly number[], operands: readonly Operand[]): number {
  const total = product(shape);
  if (total === 0) return 0;
  // Dimensions that follow each other in all operands are one; those of length 1 are none.
  const dims: number[] = [];
  const steps: number[][] = operands.map(() => []);
  for (let d = 0; d < shape.length; d++) {
    if (shape[d] === 1) continue;
    const last = dims.length - 1;
    if (last >= 0 && operands.every((o, k) => steps[k][last] === o.strides[d] * shape[d])) {
      dims[last] *= shape[d];
      operands.forEach((o, k) => {
        steps[k][last] = o.strides[d];
      });
    } else {
      dims.push(shape[d]);
      operands.forEach((o, k) => void steps[k].push(o.strides[d]));
    }
  }
  const memory = operands.map((o) => memoryOf(o.array));
  const at = operands.map((o) => o.array.offset);
  const nd = dims.length;
  const n = nd === 0 ? 1 : dims[nd - 1];
  const inner = steps.map((s) => (nd === 0 ? 0 : s[nd - 1]));
  const args: (Memory | number)[] = [];
  const count = operands.length;
  for (let k = 0; k < count; k++) args.push(memory[k], at[k], inner[k]);
  if (nd <= 1) return loop(n, ...args);
  const index = new Array<number>(nd - 1).fill(0);
  let flags = 0;
  for (;;) {
    flags |= loop(n, ...args);
    let d = nd - 2;
    for (; d >= 0; d--) {
      for (let k = 0; k < count; k++) (args[3 * k + 1] as number) += steps[k][d]; // offsets are numbers
      if (++index[d] < dims[d]) break;
      for (let k = 0; k < count; k++) (args[3 * k + 1] as number) -= steps[k][d] * dims[d]; // as above
      index[d] = 0;
    }
    if (d < 0) return flags;
  }
}

/** How JavaScript computes one element: inputs are `a`, `b` … (complex: `ar`, `ai` …), written as an expression. */
export interface Formula {
  /** On numbers; for complex results two expressions, or statements that set `rr` and `ri`. */
  readonly expr: string;
  /** On BigInts, when 64-bit integers take part. */
  readonly big?: string;
  /** Results that are not finite are worth a second look. */
  readonly watch?: boolean;
}

/** What the texts of loops may call. */
const library: { readonly [name: string]: unknown } = {
  fromHalf,
  toHalf,
  fmod: (a: number, b: number): number => a % b,
  /** Python's floor modulo. */
  mod: (a: number, b: number): number => {
    if (b === 0) return Number.NaN;
    const r = a % b;
    if (r === 0) return b < 0 ? -0 : 0;
    return r < 0 !== b < 0 ? r + b : r;
  },
  floordiv: (a: number, b: number): number => {
    if (b === 0) return a / b;
    const r = a % b;
    let d = (a - r) / b;
    if (r !== 0 && b < 0 !== r < 0) d -= 1;
    if (d === 0) return a / b < 0 ? -0 : 0;
    const f = Math.floor(d);
    return d - f > 0.5 ? f + 1 : f;
  },
  /** Half to even. */
  rint: (x: number): number => {
    if (!(Math.abs(x) < 4503599627370496)) return x;
    const f = Math.floor(x);
    const d = x - f;
    const r = d < 0.5 ? f : d > 0.5 ? f + 1 : f % 2 === 0 ? f : f + 1;
    return r === 0 && (x < 0 || Object.is(x, -0)) ? -0 : r;
  },
  bigfloordiv: (a: bigint, b: bigint): bigint => {
    if (b === 0n) return 0n;
    const q = a / b;
    return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
  },
  bigmod: (a: bigint, b: bigint): bigint => {
    if (b === 0n) return 0n;
    const r = a % b;
    return r !== 0n && r < 0n !== b < 0n ? r + b : r;
  },
  bigpow: (a: bigint, b: bigint): bigint => {
    let r = 1n;
    let base = BigInt.asIntN(64, a);
    for (let e = b; e > 0n; e >>= 1n) {
      if ((e & 1n) === 1n) r = BigInt.asIntN(64, r * base);
      base = BigInt.asIntN(64, base * base);
    }
    return r;
  },
  biggcd: (a: bigint, b: bigint): bigint => {
    let x = a < 0n ? -a : a;
    let y = b < 0n ? -b : b;
    while (y !== 0n) [x, y] = [y, x % y];
    return x;
  },
};
/** Adds functions that formulas call by name. */
const more: { [name: string]: unknown } = {};
export function addToLibrary(functions: { readonly [name: string]: unknown }): void {
  Object.assign(more, functions);
}

const NAMES = 'abcd';
const tag = (d: PyDType): string => (big(d) ? (d.kind === 'u' ? 'Q' : 'q') : `${d.kind}${d.itemsize}`);

/** Reading element `i` of operand `k` as numbers into `a` (or `ar` and `ai`). */
function load(k: number, d: PyDType, wantComplex: boolean, exact: boolean): string {
  const x = NAMES[k];
  const at = `D${k}[i${k}]`;
  if (d.kind === 'c') return `const ${x}r=${at},${x}i=D${k}[i${k}+1];`;
  let value: string;
  let before = '';
  if (big(d)) {
    before = `const h${k}=D${k}[2*i${k}+1]${d.kind === 'u' ? '>>>0' : ''};`;
    if (exact) {
      const outside = d.kind === 'u' ? `h${k}>2097151` : `h${k}<-2097152||h${k}>2097151`;
      before += `if(${outside})return slow(j);`;
    }
    value = `h${k}*4294967296+(D${k}[2*i${k}]>>>0)`;
  } else value = d === float16 ? `fromHalf(${at})` : at;
  return wantComplex ? `${before}const ${x}r=${value},${x}i=0;` : `${before}const ${x}=${value};`;
}
function store(k: number, d: PyDType, exact: boolean): string {
  if (d.kind === 'c') return `D${k}[i${k}]=rr;D${k}[i${k}+1]=ri;`;
  if (big(d)) {
    const least = d.kind === 'u' ? '0' : '-9007199254740991';
    const check = exact ? `if(!(r>=${least}&&r<=9007199254740991))return slow(j);` : '';
    return `${check}D${k}[2*i${k}]=r;D${k}[2*i${k}+1]=Math.floor(r/4294967296);`;
  }
  if (d === bool_) return `D${k}[i${k}]=r?1:0;`;
  return `D${k}[i${k}]=${d === float16 ? 'toHalf(r)' : 'r'};`;
}

const cache = new Map<string, Loop>();

/** The loop of a formula for input dtypes, the dtype it computes in, and the output's. */
export function elementwise(
  key: string,
  formula: Formula,
  inputs: readonly PyDType[],
  work: PyDType,
  output: PyDType,
  masked = false,
): Loop {
  const id = `${key}|${inputs.map(tag).join()}|${tag(work)}|${tag(output)}${masked ? '|m' : ''}`;
  let loop = cache.get(id);
  if (loop === undefined) {
    loop = compile(formula, inputs, work, output, masked);
    cache.set(id, loop);
  }
  return loop;
}

function compile(formula: Formula, inputs: readonly PyDType[], work: PyDType, output: PyDType, masked: boolean): Loop {
  const count = inputs.length;
  const out = count;
  const wantComplex = work.kind === 'c';
  const exact = big(work) || (big(output) && inputs.some(big));
  const all = masked ? count + 2 : count + 1;
  const ks = Array.from({ length: all }, (_, k) => k);
  const params = ['n', ...ks.flatMap((k) => [`D${k}`, `o${k}`, `s${k}`])];
  const advance = ks.map((k) => `i${k}+=s${k}`).join();
  const start = ks.map((k) => `i${k}=o${k}`).join();
  const skip = masked ? `if(D${count + 1}[i${count + 1}]===0)continue;` : '';
  const head = (from: string): string => `for(let j=${from},${start};j<n;j++,${advance}){${skip}`;
  const loads = inputs.map((d, k) => load(k, d, wantComplex, exact)).join('');
  const narrow = (text: string): string => (work === float32 ? `Math.fround(${text})` : text);
  let body: string;
  if (output.kind === 'c') {
    body = formula.expr.includes(';') ? `let rr,ri;${formula.expr}` : twoParts(formula.expr);
    if (work === complex64 && formula.watch === true) body += 'rr=Math.fround(rr);ri=Math.fround(ri);';
  } else body = `const r=${narrow(formula.expr)};`;
  const watch =
    formula.watch === true && 'fc'.includes(output.kind)
      ? output.kind === 'c'
        ? 'if(rr-rr!==0||ri-ri!==0)flags=1;'
        : output === float16
          ? 'if(r-r!==0||r>=65520||r<=-65520)flags=1;'
          : 'if(r-r!==0)flags=1;'
      : '';
  const slow = exact ? `const slow=(from)=>{${slowLoop(formula, inputs, output, ks, out, skip)}return flags;};` : '';
  const text =
    exact && formula.expr === 'BIG'
      ? `let flags=0;${slow}return slow(0);`
      : `let flags=0;${slow}${head('0')}${loads}${body}${watch}${store(out, output, exact)}}return flags;`;
  const all2 = { ...library, ...more };
  const used = Object.keys(all2).filter((name) => text.includes(`${name}(`));
  return new Function(...used, `return function loop(${params.join()}){${text}}`)(...used.map((u) => all2[u])) as Loop; // as composed
}
function twoParts(expr: string): string {
  const cut = expr.indexOf('|||');
  return cut < 0 ? `let rr=${expr},ri=0;` : `let rr=${expr.slice(0, cut)},ri=${expr.slice(cut + 3)};`;
}

/** The rest of a loop in BigInts, from element `from`. */
function slowLoop(
  formula: Formula,
  inputs: readonly PyDType[],
  output: PyDType,
  ks: readonly number[],
  out: number,
  skip: string,
): string {
  const view = (d: PyDType, k: number): string =>
    big(d)
      ? `const B${k}=new Big${d.kind === 'u' ? 'Uint' : 'Int'}64Array(D${k}.buffer,D${k}.byteOffset,D${k}.length/2);`
      : '';
  const views = inputs.map(view).join('') + view(output, out);
  const loads = inputs.map((d, k) => `const ${NAMES[k]}=${big(d) ? `B${k}[i${k}]` : `BigInt(D${k}[i${k}])`};`).join('');
  const store = big(output)
    ? `B${out}[i${out}]=${output.kind === 'u' ? 'BigInt.asUintN' : 'BigInt.asIntN'}(64,r);`
    : output === bool_
      ? `D${out}[i${out}]=r?1:0;`
      : `D${out}[i${out}]=Number(r);`;
  const start = ks.map((k) => `i${k}=o${k}+from*s${k}`).join();
  const advance = ks.map((k) => `i${k}+=s${k}`).join();
  return `${views}for(let j=from,${start};j<n;j++,${advance}){${skip}${loads}const r=${formula.big ?? formula.expr};${store}}`;
}

/** Formulas of conversion between number dtypes. */
function castFormula(from: PyDType, to: PyDType): Formula {
  if (to === bool_) return from.kind === 'c' ? { expr: 'ar!==0||ai!==0' } : { expr: 'a!==0', big: 'a!==0n' };
  if (to.kind === 'c') return { expr: from.kind === 'c' ? 'ar|||ai' : 'ar|||0' };
  if (from.kind === 'c') return { expr: 'ar', big: 'BigInt(Math.trunc(ar))' };
  if (from.kind === 'f' && 'iu'.includes(to.kind)) {
    if (to.itemsize === 8) return { expr: 'Math.trunc(a)', big: 'toBig(a)' };
    return { expr: to.itemsize < 4 ? 'Math.trunc(a)|0' : 'Math.trunc(a)' };
  }
  return { expr: 'a', big: 'a' };
}
addToLibrary({
  toBig: (a: number): bigint => {
    if (!(Math.abs(a) < 1.8446744073709552e19)) return -(2n ** 63n); // what x86 gives for what does not fit
    return BigInt(Math.trunc(a));
  },
});

/** Loops over lists of slots, for elements of one slot. */
export interface SlotLoops {
  /** to[i] = from[slots[i]] */
  gather(to: Numbers, from: Numbers, slots: Int32Array): void;
  /** to[slots[i]] = from[at + i] */
  scatter(to: Numbers, slots: Int32Array, from: Numbers, at: number): void;
  /** to[i] = test[t[i]] ? a[p[i]] : b[q[i]] */
  pick(to: Numbers, test: Numbers, t: Int32Array, a: Numbers, p: Int32Array, b: Numbers, q: Int32Array): void;
}
const slotLoopsOf = new Map<unknown, SlotLoops>();

/** The loops for one class of typed array: made as text for each, so that V8 sees one class in each (3 times as fast). */
export function slotLoops(data: Numbers): SlotLoops {
  let loops = slotLoopsOf.get(data.constructor);
  if (loops === undefined) {
    loops = new Function(
      'return{gather(to,from,slots){for(let i=0;i<slots.length;i++)to[i]=from[slots[i]];},' +
        'scatter(to,slots,from,at){for(let i=0;i<slots.length;i++)to[slots[i]]=from[at+i];},' +
        'pick(to,test,t,a,p,b,q){for(let i=0;i<t.length;i++)to[i]=test[t[i]]!==0?a[p[i]]:b[q[i]];}}',
    )() as SlotLoops; // as composed
    slotLoopsOf.set(data.constructor, loops);
  }
  return loops;
}

/** Copies elements with conversion between number dtypes; shapes are equal. */
export function copyNumbers(from: PyNDArray, fromStrides: readonly number[], to: PyNDArray): void {
  const a = from.dtype;
  const b = to.dtype;
  if (a === b && a.slots === 1 && from.data.length > 0) {
    const n = product(to.shape);
    let step = 1;
    let plain = true;
    for (let d = to.shape.length - 1; d >= 0 && plain; d--) {
      if (to.shape[d] !== 1 && (to.strides[d] !== step || fromStrides[d] !== step)) plain = false;
      step *= to.shape[d];
    }
    if (plain) {
      // Both are of one dtype, so of one class of typed array.
      (to.data as Float64Array).set((from.data as Float64Array).subarray(from.offset, from.offset + n), to.offset);
      return;
    }
  }
  if (big(b) && (a.kind === 'f' || a.kind === 'c')) {
    drive(floatToBig(a, b), to.shape, [
      { array: from, strides: fromStrides },
      { array: to, strides: to.strides },
    ]);
    return;
  }
  // A conversion computes in the source's type, except that what is exact in 64 bits stays so.
  const work = big(a) && big(b) ? b : b.kind === 'c' ? b : big(a) ? (b.kind === 'f' ? b : a) : a.kind === 'c' ? a : b;
  const loop = elementwise('cast', castFormula(a, b), [a], work, b);
  drive(loop, to.shape, [
    { array: from, strides: fromStrides },
    { array: to, strides: to.strides },
  ]);
}

const toBigLoops = new Map<string, Loop>();
function floatToBig(a: PyDType, b: PyDType): Loop {
  const key = tag(a) + tag(b);
  let loop = toBigLoops.get(key);
  if (loop === undefined) {
    const value = a === float16 ? 'fromHalf(D0[i0])' : 'D0[i0]';
    const text =
      `return function(n,D0,o0,s0,D1,o1,s1){let B;for(let j=0,i0=o0,i1=o1;j<n;j++,i0+=s0,i1+=s1){const r=Math.trunc(${value});` +
      'if(r>=-9007199254740991&&r<=9007199254740991){D1[2*i1]=r;D1[2*i1+1]=Math.floor(r/4294967296);}' +
      'else{B??=new BigInt64Array(D1.buffer,D1.byteOffset,D1.length/2);B[i1]=BigInt.asIntN(64,toBig(r));}}return 0;}';
    loop = new Function('fromHalf', 'toBig', text)(fromHalf, more.toBig) as Loop; // as composed
    toBigLoops.set(key, loop);
  }
  return loop;
}
