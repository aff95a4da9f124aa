// Arithmetic on constants, as CPython's optimiser folds it. Invariant: undefined means "leave it to run time": errors,
// results that are too large, and anything that is not certain.

import type { expr } from '../../syntax/ast.ts';
import {
  type Constant,
  ConstBytes,
  ConstComplex,
  ConstFloat,
  ConstFrozenSet,
  ConstSlice,
  ConstStr,
  ConstTuple,
  intConstant,
  strConstant,
} from '../../syntax/constant.ts';
import * as op from '../opcodes.ts';

const MAX_INT_BITS = 128;
const MAX_COLLECTION = 256;
const MAX_STR = 4096;

/** The constant a pattern's value or key is: a literal, -number, or real ± imaginary. */
export function patternConstant(e: expr): Constant | undefined {
  if (e.node === 'Constant') return e.value;
  if (e.node === 'UnaryOp' && e.op === 'USub' && e.operand.node === 'Constant')
    return foldUnary('neg', e.operand.value);
  if (e.node === 'BinOp' && (e.op === 'Add' || e.op === 'Sub')) {
    const l = patternConstant(e.left);
    const r = patternConstant(e.right);
    if (l === undefined || r === undefined) return undefined;
    return foldBinary(e.op === 'Add' ? op.NB_ADD : op.NB_SUBTRACT, l, r);
  }
  return undefined;
}

/** Python's bool() of a constant. */
export function truth(c: Constant): boolean {
  if (c === null) return false;
  switch (typeof c) {
    case 'boolean':
      return c;
    case 'number':
      return c !== 0;
    case 'bigint':
      return c !== 0n;
    case 'string':
      return c !== '';
  }
  if (c instanceof ConstFloat) return c.v !== 0;
  if (c instanceof ConstComplex) return c.re !== 0 || c.im !== 0;
  if (c instanceof ConstBytes) return c.v.length > 0;
  if (c instanceof ConstTuple || c instanceof ConstFrozenSet) return c.items.length > 0;
  return true;
}

const isInt = (c: Constant): c is number | bigint | boolean =>
  typeof c === 'number' || typeof c === 'bigint' || typeof c === 'boolean';
const big = (c: number | bigint | boolean): bigint => (typeof c === 'bigint' ? c : BigInt(c));
const bitLength = (v: bigint): number => (v === 0n ? 0 : (v < 0n ? -v : v).toString(2).length);

/** Float value of an int, rounded half to even; undefined when too large. */
function toFloat(c: number | bigint | boolean): number | undefined {
  const v = Number(c);
  return Number.isFinite(v) ? v : undefined;
}

export function foldUnary(o: 'neg' | 'pos' | 'invert' | 'not', v: Constant): Constant | undefined {
  if (o === 'not') return !truth(v);
  if (isInt(v)) {
    if (o === 'invert') return typeof v === 'boolean' ? undefined : intConstant(~big(v));
    return intConstant(o === 'neg' ? -big(v) : big(v));
  }
  if (o === 'invert') return undefined;
  if (v instanceof ConstFloat) return o === 'neg' ? new ConstFloat(-v.v) : v;
  if (v instanceof ConstComplex) return o === 'neg' ? new ConstComplex(-v.re, -v.im) : v;
  return undefined;
}

export function foldBinary(nb: number, a: Constant, b: Constant): Constant | undefined {
  if (nb === op.NB_SUBSCR) return subscript(a, b);
  if (isInt(a) && isInt(b)) return ints(nb, a, b);
  const numbers = (x: Constant): boolean => isInt(x) || x instanceof ConstFloat;
  if (numbers(a) && numbers(b)) {
    const x = isInt(a) ? toFloat(a) : (a as ConstFloat).v; // numbers() says so
    const y = isInt(b) ? toFloat(b) : (b as ConstFloat).v;
    return x === undefined || y === undefined ? undefined : floats(nb, x, y);
  }
  if ((a instanceof ConstComplex || numbers(a)) && (b instanceof ConstComplex || numbers(b)))
    return complexes(nb, a, b);
  if (nb === op.NB_ADD) return concatenate(a, b);
  if (nb === op.NB_MULTIPLY) {
    if (isInt(b)) return repeat(a, b);
    if (isInt(a)) return repeat(b, a);
  }
  return undefined;
}

function ints(nb: number, a: number | bigint | boolean, b: number | bigint | boolean): Constant | undefined {
  const x = big(a);
  const y = big(b);
  const bools = typeof a === 'boolean' && typeof b === 'boolean';
  switch (nb) {
    case op.NB_ADD:
      return intConstant(x + y);
    case op.NB_SUBTRACT:
      return intConstant(x - y);
    case op.NB_MULTIPLY:
      if (x !== 0n && y !== 0n && bitLength(x) + bitLength(y) > MAX_INT_BITS) return undefined;
      return intConstant(x * y);
    case op.NB_FLOOR_DIVIDE:
    case op.NB_REMAINDER: {
      if (y === 0n) return undefined;
      let q = x / y;
      let r = x % y;
      if (r !== 0n && r < 0n !== y < 0n) {
        q -= 1n;
        r += y;
      }
      return intConstant(nb === op.NB_FLOOR_DIVIDE ? q : r);
    }
    case op.NB_TRUE_DIVIDE: {
      // Exact only while both are floats without rounding.
      if (y === 0n || bitLength(x) > 53 || bitLength(y) > 53) return undefined;
      return new ConstFloat(Number(x) / Number(y));
    }
    case op.NB_POWER: {
      if (y < 0n) {
        if (x === 0n) return undefined;
        const fx = toFloat(a);
        const fy = toFloat(b);
        return fx === undefined || fy === undefined ? undefined : floats(nb, fx, fy);
      }
      if (x !== 0n && y !== 0n) {
        if (y > BigInt(MAX_INT_BITS) || BigInt(bitLength(x)) * y > BigInt(MAX_INT_BITS)) return undefined;
      }
      return intConstant(x ** y);
    }
    case op.NB_LSHIFT:
      if (y < 0n) return undefined;
      if (x !== 0n && y !== 0n && (y > BigInt(MAX_INT_BITS) || bitLength(x) + Number(y) > MAX_INT_BITS))
        return undefined;
      return intConstant(x === 0n ? 0n : x << y);
    case op.NB_RSHIFT:
      if (y < 0n) return undefined;
      return intConstant(y > 100000n ? (x < 0n ? -1n : 0n) : x >> y);
    case op.NB_AND:
      return bools ? (a as boolean) && (b as boolean) : intConstant(x & y); // both are
    case op.NB_OR:
      return bools ? (a as boolean) || (b as boolean) : intConstant(x | y);
    case op.NB_XOR:
      return bools ? a !== b : intConstant(x ^ y);
  }
  return undefined;
}

function floats(nb: number, x: number, y: number): Constant | undefined {
  switch (nb) {
    case op.NB_ADD:
      return new ConstFloat(x + y);
    case op.NB_SUBTRACT:
      return new ConstFloat(x - y);
    case op.NB_MULTIPLY:
      return new ConstFloat(x * y);
    case op.NB_TRUE_DIVIDE:
      return y === 0 ? undefined : new ConstFloat(x / y);
    case op.NB_FLOOR_DIVIDE:
    case op.NB_REMAINDER: {
      if (y === 0) return undefined;
      let mod = x % y;
      let div = (x - mod) / y;
      if (mod !== 0) {
        if (y < 0 !== mod < 0) {
          mod += y;
          div -= 1;
        }
      } else mod = y < 0 ? -0 : 0;
      if (nb === op.NB_REMAINDER) return new ConstFloat(mod);
      if (div === 0) return new ConstFloat(x / y < 0 || Object.is(x / y, -0) ? -0 : 0);
      let floor = Math.floor(div);
      if (div - floor > 0.5) floor += 1;
      return new ConstFloat(floor);
    }
    case op.NB_POWER: {
      if (x === 0 && y < 0) return undefined;
      if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) return undefined;
      if (x === 1 || y === 0) return new ConstFloat(1);
      if (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) return new ConstFloat(1);
      const v = x ** y;
      if (!Number.isFinite(v) && Number.isFinite(x) && Number.isFinite(y)) return undefined;
      return new ConstFloat(v);
    }
  }
  return undefined;
}

function complexes(nb: number, a: Constant, b: Constant): Constant | undefined {
  const real = (c: Constant): number | undefined => (isInt(c) ? toFloat(c) : c instanceof ConstFloat ? c.v : undefined);
  const ra = real(a);
  const rb = real(b);
  const x = a instanceof ConstComplex ? a : null;
  const y = b instanceof ConstComplex ? b : null;
  if ((x === null && ra === undefined) || (y === null && rb === undefined)) return undefined;
  // 3.14 mixes real and complex without making the real one complex (signs of zero survive).
  const are = x?.re ?? ra!;
  const bre = y?.re ?? rb!;
  switch (nb) {
    case op.NB_ADD:
      return new ConstComplex(are + bre, x === null ? y!.im : y === null ? x.im : x.im + y.im);
    case op.NB_SUBTRACT:
      return new ConstComplex(are - bre, x === null ? -y!.im : y === null ? x.im : x.im - y.im);
    case op.NB_MULTIPLY:
      if (x === null) return new ConstComplex(are * y!.re, are * y!.im);
      if (y === null) return new ConstComplex(x.re * bre, x.im * bre);
      return new ConstComplex(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re);
    case op.NB_TRUE_DIVIDE:
      if (y === null) return bre === 0 || x === null ? undefined : new ConstComplex(x.re / bre, x.im / bre);
  }
  return undefined;
}

function points(c: Constant): number[] | undefined {
  if (typeof c === 'string') return Array.from(c, (ch) => ch.charCodeAt(0));
  if (c instanceof ConstStr) return [...c.points];
  return undefined;
}

function strOf(list: readonly number[]): Constant {
  let s = '';
  for (const p of list) {
    if (p > 0xffff || (p >= 0xd800 && p < 0xe000)) return new ConstStr(Uint32Array.from(list));
    s += String.fromCharCode(p);
  }
  return strConstant(s);
}

function concatenate(a: Constant, b: Constant): Constant | undefined {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  const x = points(a);
  const y = points(b);
  if (x !== undefined && y !== undefined) return strOf([...x, ...y]);
  if (a instanceof ConstBytes && b instanceof ConstBytes) {
    const v = new Uint8Array(a.v.length + b.v.length);
    v.set(a.v);
    v.set(b.v, a.v.length);
    return new ConstBytes(v);
  }
  if (a instanceof ConstTuple && b instanceof ConstTuple) return new ConstTuple([...a.items, ...b.items]);
  return undefined;
}

function repeat(s: Constant, count: number | bigint | boolean): Constant | undefined {
  const n = Number(count);
  if (s instanceof ConstTuple) {
    const size = s.items.length;
    if (size > 0) {
      if (n < 0 || n > MAX_COLLECTION / size) return undefined;
      if (n > 0 && constantsIn(s) * n > MAX_COLLECTION * 4) return undefined;
    }
    const out: Constant[] = [];
    if (size > 0) for (let i = 0; i < n; i++) out.push(...s.items);
    return new ConstTuple(out);
  }
  const size =
    typeof s === 'string'
      ? s.length
      : s instanceof ConstStr
        ? s.points.length
        : s instanceof ConstBytes
          ? s.v.length
          : -1;
  if (size < 0) return undefined;
  if (size > 0 && (n < 0 || n > MAX_STR / size)) return undefined;
  if (typeof s === 'string') return size === 0 ? '' : s.repeat(n);
  if (s instanceof ConstStr) {
    const p = [...s.points];
    const out: number[] = [];
    for (let i = 0; i < n; i++) out.push(...p);
    return strOf(out);
  }
  if (s instanceof ConstBytes) {
    const v = new Uint8Array(size === 0 ? 0 : size * n);
    for (let i = 0; i < v.length; i++) v[i] = s.v[i % size];
    return new ConstBytes(v);
  }
  return undefined;
}

function constantsIn(t: ConstTuple): number {
  let n = t.items.length;
  for (const x of t.items) if (x instanceof ConstTuple) n += constantsIn(x);
  return n;
}

function subscript(a: Constant, b: Constant): Constant | undefined {
  const p = points(a);
  const size =
    p !== undefined ? p.length : a instanceof ConstBytes ? a.v.length : a instanceof ConstTuple ? a.items.length : -1;
  if (size < 0) return undefined;
  if (isInt(b)) {
    let i = Number(b);
    if (i < 0) i += size;
    if (!(i >= 0 && i < size)) return undefined;
    if (p !== undefined) return strOf([p[i]]);
    if (a instanceof ConstBytes) return a.v[i];
    return a instanceof ConstTuple ? a.items[i] : undefined;
  }
  if (!(b instanceof ConstSlice)) return undefined;
  const at = sliceIndices(b, size);
  if (at === undefined) return undefined;
  if (p !== undefined) return strOf(at.map((i) => p[i]));
  if (a instanceof ConstBytes) return new ConstBytes(Uint8Array.from(at, (i) => a.v[i]));
  return a instanceof ConstTuple ? new ConstTuple(at.map((i) => a.items[i])) : undefined;
}

function sliceIndices(s: ConstSlice, size: number): number[] | undefined {
  const num = (c: Constant): number | null | undefined => (c === null ? null : isInt(c) ? Number(c) : undefined);
  const start = num(s.start);
  const stop = num(s.stop);
  const step = num(s.step);
  if (start === undefined || stop === undefined || step === undefined || step === 0) return undefined;
  const by = step ?? 1;
  const clamp = (v: number | null, low: number, high: number, none: number): number =>
    v === null ? none : Math.min(Math.max(v < 0 ? v + size : v, low), high);
  const out: number[] = [];
  if (by > 0) {
    const end = clamp(stop, 0, size, size);
    for (let i = clamp(start, 0, size, 0); i < end; i += by) out.push(i);
  } else {
    const end = clamp(stop, -1, size - 1, -1);
    for (let i = clamp(start, -1, size - 1, size - 1); i > end; i += by) out.push(i);
  }
  return out;
}
