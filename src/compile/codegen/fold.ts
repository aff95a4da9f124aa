// Constant folding on the tree, with CPython's limits on the size of results.

import type * as ast from '../../syntax/ast.ts';
import { type Constant, ConstFloat, ConstTuple, ConstComplex, intConstant } from '../../syntax/constant.ts';

/** The constant an expression is, or undefined. */
export function fold(e: ast.expr): Constant | undefined {
  switch (e.node) {
    case 'Constant':
      return e.value;
    case 'UnaryOp': {
      const v = fold(e.operand);
      if (v === undefined) return undefined;
      if (e.op === 'Not') return v === null ? true : typeof v === 'boolean' ? !v : undefined;
      const n = typeof v === 'boolean' ? (v ? 1 : 0) : v;
      if (typeof n === 'number' || typeof n === 'bigint') {
        if (e.op === 'USub') return intConstant(-BigInt(n));
        if (e.op === 'UAdd') return n;
        return typeof v === 'boolean' ? undefined : intConstant(~BigInt(n));
      }
      if (n instanceof ConstFloat && e.op !== 'Invert') return e.op === 'USub' ? new ConstFloat(-n.v) : n;
      if (n instanceof ConstComplex && e.op === 'USub') return new ConstComplex(-n.re, -n.im);
      return undefined;
    }
    case 'BinOp':
      return foldBinary(e);
    case 'Tuple': {
      if (e.ctx !== 'Load') return undefined;
      const items: Constant[] = [];
      for (const x of e.elts) {
        const c = fold(x);
        if (c === undefined) return undefined;
        items.push(c);
      }
      return new ConstTuple(items);
    }
    default:
      return undefined;
  }
}

function foldBinary(e: ast.BinOp): Constant | undefined {
  if (
    e.left.node === 'BinOp' &&
    e.left.left.node === 'BinOp' &&
    e.left.left.left.node === 'BinOp' &&
    e.left.left.left.left.node === 'BinOp'
  ) {
    return undefined; // long chains are rarely constant; do not walk them again and again
  }
  const a = fold(e.left);
  if (a === undefined) return undefined;
  const b = fold(e.right);
  if (b === undefined) return undefined;
  const isInt = (x: Constant): x is number | bigint => typeof x === 'number' || typeof x === 'bigint';
  if (isInt(a) && isInt(b)) {
    const x = BigInt(a);
    const y = BigInt(b);
    switch (e.op) {
      case 'Add':
        return intConstant(x + y);
      case 'Sub':
        return intConstant(x - y);
      case 'Mult':
        return bits(x) + bits(y) > 128 ? undefined : intConstant(x * y);
      case 'FloorDiv':
      case 'Mod': {
        if (y === 0n) return undefined;
        let q = x / y;
        let r = x % y;
        if (r !== 0n && r < 0n !== y < 0n) {
          q -= 1n;
          r += y;
        }
        return intConstant(e.op === 'Mod' ? r : q);
      }
      case 'Pow':
        if (y < 0n || bits(x) * Number(y) > 128) return undefined;
        return intConstant(x ** y);
      case 'LShift':
        return y < 0n || y > 128n || bits(x) + Number(y) > 128 ? undefined : intConstant(x << y);
      case 'RShift':
        return y < 0n || y > 10000n ? undefined : intConstant(x >> y);
      case 'BitAnd':
        return intConstant(x & y);
      case 'BitOr':
        return intConstant(x | y);
      case 'BitXor':
        return intConstant(x ^ y);
      case 'Div':
        return y === 0n || bits(x) > 53 || bits(y) > 53 ? undefined : new ConstFloat(Number(x) / Number(y));
      default:
        return undefined;
    }
  }
  const num = (x: Constant): number | undefined =>
    x instanceof ConstFloat ? x.v : typeof x === 'number' ? x : undefined;
  const x = num(a);
  const y = num(b);
  if (x !== undefined && y !== undefined) {
    switch (e.op) {
      case 'Add':
        return new ConstFloat(x + y);
      case 'Sub':
        return new ConstFloat(x - y);
      case 'Mult':
        return new ConstFloat(x * y);
      case 'Div':
        return y === 0 ? undefined : new ConstFloat(x / y);
      default:
        return undefined;
    }
  }
  // `1 + 2j`
  const re = num(a);
  if (re !== undefined && b instanceof ConstComplex) {
    if (e.op === 'Add') return new ConstComplex(re + b.re, b.im);
    if (e.op === 'Sub') return new ConstComplex(re - b.re, -b.im);
  }
  if (typeof a === 'string' && typeof b === 'string' && e.op === 'Add')
    return a.length + b.length > 4096 ? undefined : a + b;
  if (e.op === 'Mult') {
    const s = typeof a === 'string' ? a : typeof b === 'string' ? b : undefined;
    const n = typeof a === 'number' ? a : typeof b === 'number' ? b : undefined;
    if (s !== undefined && n !== undefined && n >= 0 && n * s.length <= 4096) return s.repeat(n);
    const t = a instanceof ConstTuple ? a : b instanceof ConstTuple ? b : undefined;
    if (t !== undefined && n !== undefined && n >= 0 && n * t.items.length <= 256) {
      const items: Constant[] = [];
      for (let i = 0; i < n; i++) items.push(...t.items);
      return new ConstTuple(items);
    }
  }
  if (a instanceof ConstTuple && b instanceof ConstTuple && e.op === 'Add')
    return new ConstTuple([...a.items, ...b.items]);
  return undefined;
}

function bits(x: bigint): number {
  return (x < 0n ? -x : x).toString(2).length;
}
