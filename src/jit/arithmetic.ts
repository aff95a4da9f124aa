// Operators in compiled code: ints as JavaScript numbers with a test for overflow, floats as raw doubles, strings,
// and the generic form for everything else. Invariant: operands are popped only after every test that can still
// leave to tier 0 with them on the stack.

import { MODE_DISCARD, MODE_PUSH } from '../objects/frame.ts';
import * as k from './kinds.ts';
import type { Val } from './kinds.ts';
import { Emitter } from './emitter.ts';
import { binaryOperator, comparison, objectTruth, storeItem, subscription, unaryOperator } from './operators.ts';
import { SLOT } from '../objects/slots.ts';

const MAX = '9007199254740991';
const ADD = 0;
const AND = 1;
const FLOORDIV = 2;
const LSHIFT = 3;
const MUL = 5;
const MOD = 6;
const OR = 7;
const POW = 8;
const RSHIFT = 9;
const SUB = 10;
const DIV = 11;
const XOR = 12;

/** The kind to assume for an operand: what is known, else what was seen (0: nothing certain). */
export function likely(v: Val, seen: number | undefined): number {
  if (k.isSingle(v.bits)) return v.bits;
  const s = (seen ?? 0) & v.bits;
  return k.isSingle(s) ? s : 0;
}

/** The same where int, float and both will do: 0 when it may be something else. */
function likelyNumber(v: Val, seen: number | undefined, usable: boolean): number {
  const bits = k.isSingle(v.bits) || !usable || seen === undefined ? v.bits : seen & v.bits;
  return (bits & ~k.NUMBER) === 0 ? bits : 0;
}

export function binaryOp(e: Emitter, arg: number): void {
  const seen = e.seen();
  const stack = e.state.stack;
  let b = stack[stack.length - 1];
  let a = stack[stack.length - 2];
  const usable = seen?.generic !== true;
  const ka = usable ? likely(a, seen?.a) : k.isSingle(a.bits) ? a.bits : 0;
  const kb = usable ? likely(b, seen?.b) : k.isSingle(b.bits) ? b.bits : 0;
  if (arg === 26) return subscript(e, ka, kb, usable);
  const o = arg < 13 ? arg : arg - 13;
  const na = likelyNumber(a, seen?.a, usable);
  const nb = likelyNumber(b, seen?.b, usable);
  if (na !== 0 && nb !== 0) {
    if (na === k.INT && nb === k.INT) {
      if (intOp(e, a, b, o, usable)) return;
    } else if (
      o === DIV ||
      ((na === k.FLOAT || nb === k.FLOAT) && (o === ADD || o === SUB || o === MUL || o === MOD || o === FLOORDIV))
    ) {
      e.expectNumber(a, na, 'left operand');
      e.expectNumber(stackAt(e, 1), nb, 'right operand');
      a = stackAt(e, 2);
      b = stackAt(e, 1);
      const x = e.num(a);
      const y = e.num(b);
      if (o === DIV || o === MOD || o === FLOORDIV) e.guard(`${y} === 0`, 'division by zero');
      e.pop();
      e.pop();
      if (o === MOD) e.pushDbl(`rt.floatMod(${x}, ${y})`);
      else if (o === FLOORDIV) e.pushDbl(`rt.floatFloorDiv(${x}, ${y})`);
      else e.pushDbl(`${x} ${o === ADD ? '+' : o === SUB ? '-' : o === MUL ? '*' : '/'} ${y}`);
      return;
    }
  } else if (ka === k.STR && kb === k.STR && o === ADD) {
    e.expect(a, k.STR, 'left operand not str');
    e.expect(stackAt(e, 1), k.STR, 'right operand not str');
    b = e.pop();
    a = e.pop();
    e.risky(MODE_PUSH);
    e.pushTag(`${a.tag} + ${b.tag}`, k.STR);
    return;
  }
  if (binaryOperator(e, arg)) return;
  const y = e.tag(stackAt(e, 1));
  const x = e.tag(stackAt(e, 2));
  b = e.pop();
  a = e.pop();
  e.risky();
  const ints = k.INT | k.BIG | k.BOOL;
  let bits = k.ANY;
  if ((a.bits & ~ints) === 0 && (b.bits & ~ints) === 0 && o !== DIV && o !== POW) bits = k.INT | k.BIG | k.BOOL;
  const inplace = arg >= 13;
  if (o === ADD || o === SUB || o === MUL) {
    const f = o === ADD ? 'add' : o === SUB ? 'sub' : 'mul';
    const sym = o === ADD ? '+' : o === SUB ? '-' : '*';
    const n = e.stackTag(e.state.stack.length);
    e.rescue(n);
    e.clobber();
    e.emit(
      `{ let t; if (typeof ${x} === 'number' && typeof ${y} === 'number' && (t = ${x} ${sym} ${y}) <= ${MAX} && t >= -${MAX}) ${n} = t + 0; else { ${n} = rt.${f}(${x}, ${y}, ${inplace}, s);`,
    );
    e.leaveRaised(n);
    e.emit('} }');
    e.push({ bits, tag: n, dbl: null });
    return;
  }
  e.clobber();
  e.pushCall(`rt.binary(${x}, ${y}, ${arg}, s)`, bits);
}

/** The stack entry `n` below the top (1: the top). */
export function stackAt(e: Emitter, n: number): Val {
  const s = e.state.stack;
  return s[s.length - n];
}

function intOp(e: Emitter, a0: Val, b0: Val, o: number, usable: boolean): boolean {
  const overflowed = (e.seen()?.r ?? 0) !== 0 || !usable;
  if (overflowed && o !== DIV) return false;
  if (o === 4 || (o === POW && !(typeof b0.konst === 'number' && b0.konst >= 2 && b0.konst <= 3))) return false;
  e.expect(a0, k.INT, 'left operand not int');
  e.expect(stackAt(e, 1), k.INT, 'right operand not int');
  const x = stackAt(e, 2).tag!;
  const y = stackAt(e, 1).tag!;
  const ky = stackAt(e, 1).konst;
  const result = (expr: string, test: string | null, bits = k.INT): void => {
    const at = e.state.stack.length - 2;
    const n = e.stackTag(at);
    if (test === null) {
      e.pop();
      e.pop();
      e.pushTag(expr, bits);
      return;
    }
    // The operands must survive until the test has passed.
    e.emit(`{ const t = ${expr};`);
    e.guard(test, 'int overflow');
    e.pop();
    e.pop();
    e.rescue(n);
    e.emit(`${n} = t; }`);
    e.push({ bits, tag: n, dbl: null });
  };
  const range = `t > ${MAX} || t < -${MAX}`;
  switch (o) {
    case ADD:
      result(`${x} + ${y}`, range);
      return true;
    case SUB:
      result(`${x} - ${y}`, range);
      return true;
    case MUL:
      result(`${x} * ${y} + 0`, range);
      return true;
    case POW:
      result(ky === 2 ? `${x} * ${x}` : `${x} * ${x} * ${x} + 0`, range);
      return true;
    case DIV: {
      if (typeof ky !== 'number' || ky === 0) e.guard(`${y} === 0`, 'division by zero');
      e.pop();
      e.pop();
      e.pushDbl(`${x} / ${y}`);
      return true;
    }
    case MOD:
      if (typeof ky === 'number' && ky > 0) {
        result(`(${x} | 0) === ${x} && ${x} >= 0 ? (${x} | 0) % ${y} : rt.intMod(${x}, ${y})`, null);
        return true;
      }
      e.guard(`${y} === 0`, 'division by zero');
      result(
        `(${x} | 0) === ${x} && (${y} | 0) === ${y} && ${x} >= 0 && ${y} > 0 ? (${x} | 0) % (${y} | 0) : rt.intMod(${x}, ${y})`,
        null,
      );
      return true;
    case FLOORDIV:
      if (typeof ky === 'number' && ky > 0) {
        result(`${x} >= 0 && ${x} <= 2147483647 ? (${x} / ${y}) | 0 : rt.intFloorDiv(${x}, ${y})`, null);
        return true;
      }
      e.guard(`${y} === 0`, 'division by zero');
      result(`${x} >= 0 && ${x} <= 2147483647 && ${y} > 0 ? (${x} / ${y}) | 0 : rt.intFloorDiv(${x}, ${y})`, null);
      return true;
    case AND:
    case OR:
    case XOR: {
      const sym = o === AND ? '&' : o === OR ? '|' : '^';
      const small = (c: unknown): boolean => typeof c === 'number' && (c | 0) === c;
      const tests: string[] = [];
      if (!small(stackAt(e, 2).konst)) tests.push(`(${x} | 0) === ${x}`);
      if (!small(ky)) tests.push(`(${y} | 0) === ${y}`);
      const name = o === AND ? 'bitAnd' : o === OR ? 'bitOr' : 'bitXor';
      // Two safe ints give a safe int: no overflow here.
      result(
        tests.length === 0 ? `${x} ${sym} ${y}` : `${tests.join(' && ')} ? ${x} ${sym} ${y} : rt.${name}(${x}, ${y})`,
        null,
      );
      return true;
    }
    case LSHIFT:
      if (typeof ky === 'number' && ky >= 0 && ky < 31) {
        result(`${x} * ${2 ** ky}`, range);
        return true;
      }
      e.guard(`${y} < 0 || ${y} > 52`, 'shift count');
      result(`${x} * rt.pow2[${y}]`, range);
      return true;
    case RSHIFT:
      e.guard(`${y} < 0`, 'negative shift count');
      result(`${y} < 32 && (${x} | 0) === ${x} ? ${x} >> ${y} : rt.shiftRight(${x}, ${y})`, null);
      return true;
  }
  return false;
}

function subscript(e: Emitter, ka: number, kb: number, usable: boolean): void {
  const seen = e.seen();
  if (kb === k.INT && (ka === k.LIST || ka === k.TUPLE || ka === k.STR) && usable) {
    const o = e.expect(stackAt(e, 2), ka, 'not the sequence seen before');
    const i = e.expect(stackAt(e, 1), k.INT, 'index not int');
    const at = e.state.stack.length - 2;
    const n = e.stackTag(at);
    const items = ka === k.STR ? o.tag! : 'a';
    e.emit('{');
    if (ka !== k.STR) e.emit(`const a = ${o.tag}.items;`);
    let index = i.tag!;
    if (typeof i.konst === 'number') {
      if (i.konst < 0) index = `${items}.length - ${-i.konst}`;
    } else index = `${i.tag} < 0 ? ${i.tag} + ${items}.length : ${i.tag}`;
    e.emit(`const t = ${items}[${index}];`);
    e.guard('t === undefined', 'index out of range');
    e.pop();
    e.pop();
    e.rescue(n);
    e.emit(`${n} = t; }`);
    e.push({ bits: ka === k.STR ? k.STR : k.ANY, tag: n, dbl: null });
    if (ka !== k.STR) e.assume(seen?.r ?? 0, 'item of another kind');
    return;
  }
  const key = e.tag(stackAt(e, 1));
  if (ka === k.DICT && usable && (kb === k.STR || kb === k.INT)) {
    e.expect(stackAt(e, 2), ka, 'not a dict');
    const o = stackAt(e, 2).tag!;
    if (kb === k.STR) e.expect(stackAt(e, 1), kb, 'key not str');
    const b = e.pop();
    e.pop();
    e.risky();
    e.clobber();
    const n = e.stackTag(e.state.stack.length);
    e.rescue(n);
    e.emit(
      `{ const t = ${o}.${kb === k.STR ? 'getStr' : 'get'}(${b.tag}); ${n} = t === undefined ? rt.getitem(${o}, ${key}, s) : t; }`,
    );
    e.leaveRaised(n);
    e.push({ bits: k.ANY, tag: n, dbl: null });
    e.assume(seen?.r ?? 0, 'value of another kind');
    return;
  }
  if (subscription(e)) {
    e.assume(seen?.r ?? 0, 'item of another kind');
    return;
  }
  const o = e.tag(stackAt(e, 2));
  e.pop();
  e.pop();
  e.risky();
  e.clobber();
  e.pushCall(`rt.getitem(${o}, ${key}, s)`, k.ANY);
  e.assume(seen?.r ?? 0, 'item of another kind');
}

export function storeSubscript(e: Emitter): void {
  const seen = e.seen();
  const usable = seen?.generic !== true;
  const kb = usable ? likely(stackAt(e, 1), seen?.b) : 0;
  const ka = usable ? likely(stackAt(e, 2), seen?.a) : 0;
  const value = e.tag(stackAt(e, 3));
  if (ka === k.LIST && kb === k.INT) {
    const o = e.expect(stackAt(e, 2), k.LIST, 'not a list');
    const i = e.expect(stackAt(e, 1), k.INT, 'index not int');
    e.emit(`{ const a = ${o.tag}.items, i = ${i.tag} < 0 ? ${i.tag} + a.length : ${i.tag};`);
    e.guard('i < 0 || i >= a.length', 'index out of range');
    e.emit(`a[i] = ${value}; }`);
    e.pop();
    e.pop();
    e.pop();
    return;
  }
  const key = e.tag(stackAt(e, 1));
  const o = e.tag(stackAt(e, 2));
  if (ka === k.DICT && (kb === k.STR || kb === k.INT)) {
    e.expect(stackAt(e, 2), k.DICT, 'not a dict');
    e.expect(stackAt(e, 1), kb, 'key of another kind');
    e.pop();
    e.pop();
    e.pop();
    e.risky(MODE_DISCARD);
    e.clobber(); // an equal key of another class may be asked; and the dict may be a namespace
    e.emit(`${o}.${kb === k.STR ? 'setStr' : 'set'}(${key}, ${value});`);
    return;
  }
  if (storeItem(e)) return;
  e.pop();
  e.pop();
  e.pop();
  e.risky(1);
  e.clobber();
  e.emit(`rt.setitem(${o}, ${key}, ${value}, s);`);
}

const SYMBOLS = ['<', '<=', '===', '!==', '>', '>='];

/** The JavaScript condition of a comparison of two simple values, or null. Operands are popped. */
export function condition(e: Emitter, arg: number): string | null {
  const seen = e.seen();
  const usable = seen?.generic !== true;
  let a = stackAt(e, 2);
  let b = stackAt(e, 1);
  const ka = usable ? likely(a, seen?.a) : k.isSingle(a.bits) ? a.bits : 0;
  const kb = usable ? likely(b, seen?.b) : k.isSingle(b.bits) ? b.bits : 0;
  const na = likelyNumber(a, seen?.a, usable);
  const nb = likelyNumber(b, seen?.b, usable);
  const sym = SYMBOLS[arg >> 5];
  if (na !== 0 && nb !== 0) {
    e.expectNumber(a, na, 'left operand');
    e.expectNumber(stackAt(e, 1), nb, 'right operand');
    b = e.pop();
    a = e.pop();
    return `${e.num(a)} ${sym} ${e.num(b)}`;
  }
  if (ka === k.STR && kb === k.STR) {
    e.expect(a, k.STR, 'left operand not str');
    e.expect(stackAt(e, 1), k.STR, 'right operand not str');
    b = e.pop();
    a = e.pop();
    return `${a.tag} ${sym} ${b.tag}`;
  }
  return null;
}

export function compareOp(e: Emitter, arg: number): void {
  const c = condition(e, arg);
  if (c !== null) {
    e.pushTag(c, k.BOOL);
    return;
  }
  if (comparison(e, arg)) return;
  const y = e.tag(stackAt(e, 1));
  const x = e.tag(stackAt(e, 2));
  e.pop();
  e.pop();
  e.risky();
  e.clobber();
  e.pushCall(`rt.compare(${x}, ${y}, ${arg}, s)`, (arg & 16) !== 0 ? k.BOOL : k.ANY);
}

/** The condition that a value is true; popped. */
export function truthCondition(e: Emitter): string {
  const seen = e.seen();
  let v = e.top();
  const kind = seen?.generic === true ? (k.isSingle(v.bits) ? v.bits : 0) : likely(v, seen?.a);
  if (Emitter.testable(kind)) {
    if (kind === k.FLOAT) e.expectDouble(v, 'not a float');
    else e.expect(v, kind, 'truth of another kind');
    v = e.pop();
    switch (kind) {
      case k.BOOL:
        return v.tag!;
      case k.INT:
        return `${v.tag} !== 0`;
      case k.FLOAT:
        return `${e.num(v)} !== 0`;
      case k.STR:
        return `${v.tag}.length !== 0`;
      case k.NONE:
        return 'false';
      case k.LIST:
      case k.TUPLE:
        return `${v.tag}.items.length !== 0`;
      case k.DICT:
        return `${v.tag}.size !== 0`;
      case k.BIG:
        return 'true';
    }
  }
  const known = objectTruth(e);
  if (known !== null) return known;
  const t = e.tag(v);
  e.pop();
  e.risky();
  e.clobber();
  return `rt.truth(${t}, s)`;
}

export function unaryNegative(e: Emitter): void {
  const v = e.top();
  const seen = e.seen();
  const kind = seen?.generic === true ? (k.isSingle(v.bits) ? v.bits : 0) : likely(v, seen?.a);
  if (kind === k.INT) {
    e.expect(v, k.INT, 'not an int');
    e.pop();
    e.pushTag(`0 - ${v.tag}`, k.INT);
  } else if (kind === k.FLOAT) {
    e.expectDouble(v, 'not a float');
    const x = e.pop();
    e.pushDbl(`-${e.num(x)}`);
  } else if (!unaryOperator(e, SLOT.__neg__)) {
    const t = e.tag(v);
    e.pop();
    e.risky();
    e.clobber();
    e.pushCall(`rt.negative(${t}, s)`, k.ANY);
  }
}
