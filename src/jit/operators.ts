// Operators whose operands' classes are known: the special method is called as any function is, a native by its
// JavaScript, without the protocol in between. Invariant: what is called is what the protocol would ask first; when it
// knows nothing, or is put down, the protocol goes on from there (`Rest`).

import { MODE_DISCARD } from '../objects/frame.ts';
import { NotImplemented, type PyValue } from '../objects/object.ts';
import { PyNative } from '../objects/native.ts';
import { PyFunction } from '../objects/shapes.ts';
import { isPending, type Resumable, thenR } from '../objects/protocol/pending.ts';
import {
  BINARY_OPERATORS,
  checkLength,
  comparisonMethods,
  EQ,
  NE,
  operatorMethods,
  otherComparisonsR,
  otherMethodsR,
  truthOfBoolR,
  truthOfLengthR,
  truthR,
} from '../objects/protocol/operators.ts';
import { checkIterator } from '../objects/protocol/iteration.ts';
import { SLOT } from '../objects/slots.ts';
import {
  boolType,
  complexType,
  dictType,
  floatType,
  intType,
  listType,
  noneType,
  objectType,
  type PyType,
  strType,
  TYPE_HEAP,
  tupleType,
  typeOf,
} from '../objects/type.ts';
import { knownCall } from './binding.ts';
import type { Emitter } from './emitter.ts';
import * as k from './kinds.ts';
import type { Val } from './kinds.ts';
import type { Rest } from './runtime.ts';

const rests = new Map<string, Rest>();
/** One for each way to go on, however often code is compiled. */
function rest(key: string, make: () => Rest): Rest {
  let r = rests.get(key);
  if (r === undefined) rests.set(key, (r = make()));
  return r;
}
const not = (v: boolean): boolean => !v;
const negated = (r: Resumable<boolean>): Resumable<boolean> => (isPending(r) ? thenR(r, not) : !r);

const TYPES = new Map<number, PyType>([
  [k.INT, intType],
  [k.BIG, intType],
  [k.BOOL, boolType],
  [k.FLOAT, floatType],
  [k.STR, strType],
  [k.NONE, noneType],
  [k.LIST, listType],
  [k.TUPLE, tupleType],
  [k.DICT, dictType],
]);

/** An operand as it is expected: its exact class, and its kind. */
interface Operand {
  readonly type: PyType;
  readonly kind: number;
}

function operand(v: Val, kinds: number | undefined, cls: PyType | null | undefined): Operand | null {
  if (v.range !== undefined || v.parts !== undefined || (v.bits & k.UNDEF) !== 0) return null;
  if (v.konst !== undefined) return { type: typeOf(v.konst), kind: v.bits };
  if (v.cls !== undefined) return { type: v.cls, kind: k.OTHER };
  const kind = k.isSingle(v.bits) ? v.bits : (kinds ?? 0) & v.bits;
  if (kind === k.OTHER) return cls === undefined || cls === null ? null : { type: cls, kind };
  const type = TYPES.get(kind);
  return type === undefined ? null : { type, kind };
}

/** Makes sure of the n-th operand from the top. */
function expect(e: Emitter, n: number, o: Operand): void {
  const { stack } = e.state;
  const v = stack[stack.length - n];
  if (v.konst !== undefined) e.expectVersion(o.type);
  else if (o.kind === k.OTHER) e.expectClass(v, o.type);
  else e.expect(v, o.kind, `not ${k.kindNames(o.kind)}`);
}

/** The call of a special method: its JavaScript, made from that of its arguments. */
interface Special {
  readonly text: (args: readonly string[]) => string;
  readonly native: boolean;
  /** No Python code can run in it. */
  readonly quiet: boolean;
}
/** Classes of values without references, whose natives call nothing. */
const PLAIN = new Set<PyType>([intType, boolType, floatType, complexType, strType]);

/** The method `f` of an operand of class `t`, called with so many operands; null: only the protocol can. May write guards. */
function special(e: Emitter, f: PyValue | null | undefined, t: PyType, operands: number): Special | null {
  if (f instanceof PyFunction) {
    const text = knownCall(e, f, operands);
    return text === null ? null : { text, native: false, quiet: false };
  }
  if (!(f instanceof PyNative) || !f.simple || !f.hasSelf || f.vector !== undefined || f.framesBelow > 0) return null;
  if (f.owner === null || !t.isSubtype(f.owner) || operands < f.required || operands > f.arity) return null;
  const more = f.params
    .slice(operands - 1)
    .map((p) => (p.default === undefined ? 'undefined' : e.konst(p.default).tag!)); // a default is a plain value
  return { text: (args) => `${e.c(f.raw)}(${[...args, ...more].join(', ')})`, native: true, quiet: PLAIN.has(t) };
}

/** The operands are popped: their tagged forms, the lowest first. */
function take(e: Emitter, n: number): string[] {
  const at = e.state.stack.length - n;
  for (let i = 0; i < n; i++) e.tag(e.state.stack[at + i]);
  const tags = e.state.stack.slice(at).map((v) => v.tag!); // as was just made
  e.state.stack.length = at;
  return tags;
}

/** How the value of a method is used in place; everything else is for the `Rest`. */
interface Use {
  /** The condition on `t` that the value is used as it is, or as `value` says. */
  readonly plain: string;
  readonly value?: string;
  /** The kind of the result. */
  readonly bits: number;
}
const ANY_VALUE: Use = { plain: '', bits: k.ANY };
const BOOLEAN: Use = { plain: "typeof t === 'boolean'", bits: k.BOOL };
const NEGATED: Use = { plain: "typeof t === 'boolean'", value: '!t', bits: k.BOOL };
const ITERATOR: Use = { plain: "typeof t === 'object' && rt.isIterator(t)", bits: k.OTHER };
const LENGTH: Use = { plain: "typeof t === 'number' && t >= 0", bits: k.INT };
const NOT_EMPTY: Use = { ...LENGTH, value: 't !== 0', bits: k.BOOL };

/** Calls a method whose operands are popped, and pushes the value. */
function ask(e: Emitter, call: Special, args: readonly string[], a: string, b: string, use: Use, rest: Rest): void {
  e.risky();
  if (!call.quiet) e.clobber();
  const n = e.stackTag(e.state.stack.length);
  e.rescue(n);
  const r = e.c(rest);
  const plain =
    use.plain !== '' ? use.plain : `t !== ${e.c(NotImplemented)}${call.native ? ' && !rt.isPending(t)' : ''}`;
  const value = use.value ?? 't';
  const text = call.text(args);
  if (call.native) e.emit(`{ let t = ${text}; ${n} = ${plain} ? ${value} : rt.after(${r}, t, ${a}, ${b}, s); }`);
  else {
    // What is put down in the call goes on with the rest.
    e.emit(
      `{ let t, d = false; try { t = ${text}; } catch (e) { t = rt.goOn(e, ${r}, ${a}, ${b}, s); d = true; } ${n} = d || t === undefined ? t : ${plain} ? ${value} : rt.after(${r}, t, ${a}, ${b}, s); }`,
    );
  }
  e.push({ bits: use.bits, tag: n, dbl: null });
  e.leaveRaised(n);
}

const NUMBERS = [intType, floatType, complexType];
/** A number's method knows only numbers: it need not be asked about others. */
const knowsNot = (t: PyType, other: PyType): boolean =>
  PLAIN.has(t) && t !== strType && (other.flags & TYPE_HEAP) !== 0 && !NUMBERS.some((n) => other.isSubtype(n));

/** `a op b`, `a op= b`; false: the generic form must do it. */
export function binaryOperator(e: Emitter, arg: number): boolean {
  const seen = e.seen();
  if (seen?.generic === true) return false;
  const { stack } = e.state;
  const a = operand(stack[stack.length - 2], seen?.a, seen?.cls);
  const b = operand(stack[stack.length - 1], seen?.b, seen?.right);
  if (a === null || b === null) return false;
  const inplace = arg >= 13;
  const o = BINARY_OPERATORS[inplace ? arg - 13 : arg];
  const methods = operatorMethods(a.type, b.type, o, inplace);
  const first = methods.length > 1 && !methods[0].reflected && knowsNot(a.type, b.type) ? 1 : 0;
  const m = methods[first];
  if (m === undefined) return false;
  const call = special(e, m.f, m.reflected ? b.type : a.type, 2);
  if (call === null) return false;
  expect(e, 2, a);
  expect(e, 1, b);
  const [x, y] = take(e, 2);
  const r = rest(`binary ${arg} ${first + 1}`, () => (v, l, r) => {
    return v !== NotImplemented ? v : otherMethodsR(l, r, o, inplace, first + 1);
  });
  ask(e, call, m.reflected ? [y, x] : [x, y], x, y, ANY_VALUE, r);
  return true;
}

/** A comparison; false: the generic form must do it. */
export function comparison(e: Emitter, arg: number): boolean {
  const seen = e.seen();
  if (seen?.generic === true) return false;
  const { stack } = e.state;
  const a = operand(stack[stack.length - 2], seen?.a, seen?.cls);
  const b = operand(stack[stack.length - 1], seen?.b, seen?.right);
  if (a === null || b === null) return false;
  // Those have comparisons of their own (`rt.compare`).
  if (a.kind === k.LIST || a.kind === k.TUPLE) return false;
  const o = arg >> 5;
  const methods = comparisonMethods(a.type, b.type, o);
  const m = methods[0];
  if (m === undefined) return false;
  const same = objectType.slot(SLOT.__eq__);
  const differs = objectType.slot(SLOT.__ne__);
  const equals = (t: PyType): boolean => t.slot(SLOT.__eq__) === same;
  if (o === EQ ? methods.every((x) => x.f === same) : o === NE && methods.every((x) => x.f === differs)) {
    if (equals(a.type) && equals(b.type)) {
      expect(e, 2, a);
      expect(e, 1, b);
      const [x, y] = take(e, 2);
      e.pushTag(`${x} ${o === EQ ? '===' : '!=='} ${y}`, k.BOOL);
      return true;
    }
  }
  const owner = m.reflected ? b.type : a.type;
  // `!=` of a class that only says what is equal.
  const inverted = o === NE && m.f === differs;
  const call = special(e, inverted ? owner.slot(SLOT.__eq__) : m.f, owner, 2);
  if (call === null) return false;
  expect(e, 2, a);
  expect(e, 1, b);
  const bool = (arg & 16) !== 0;
  const [x, y] = take(e, 2);
  const r = rest(`comparison ${arg} ${inverted}`, () => (v, l, r) => {
    if (v === NotImplemented) {
      const w = otherComparisonsR(l, r, o, 1);
      return bool ? thenR(w, truthR) : w;
    }
    return inverted ? negated(truthR(v)) : bool ? truthR(v) : v;
  });
  const use = inverted ? NEGATED : bool ? BOOLEAN : ANY_VALUE;
  ask(e, call, m.reflected ? [y, x] : [x, y], x, y, use, r);
  return true;
}

/** `a[b]` of what has a method for it; false: the generic form must do it. */
export function subscription(e: Emitter): boolean {
  const seen = e.seen();
  if (seen?.generic === true) return false;
  const { stack } = e.state;
  const a = operand(stack[stack.length - 2], seen?.a, seen?.cls);
  if (a === null) return false;
  const call = special(e, a.type.slot(SLOT.__getitem__), a.type, 2);
  if (call === null) return false;
  expect(e, 2, a);
  const args = take(e, 2);
  e.risky();
  e.clobber();
  e.pushCall(call.native ? `rt.res(${call.text(args)}, s)` : call.text(args), k.ANY);
  return true;
}

/** `a[b] = v`; false: the generic form must do it. [v, a, b] */
export function storeItem(e: Emitter): boolean {
  const seen = e.seen();
  if (seen?.generic === true) return false;
  const { stack } = e.state;
  const a = operand(stack[stack.length - 2], seen?.a, seen?.cls);
  if (a === null || a.kind !== k.OTHER) return false;
  const call = special(e, a.type.slot(SLOT.__setitem__), a.type, 3);
  if (call === null) return false;
  expect(e, 2, a);
  const [v, o, key] = take(e, 3);
  e.risky(MODE_DISCARD);
  e.clobber();
  const text = call.text([o, key, v]);
  e.emit(`{ const t = ${call.native ? `rt.res(${text}, s)` : text};`);
  e.leaveRaised('t');
  e.emit('}');
  return true;
}

/** `-v`, `~v`, `abs(v)` and their like, of the top of the stack; false: the generic form must do it. */
export function unaryOperator(e: Emitter, slot: number, below = 0): boolean {
  const seen = e.seen();
  if (seen?.generic === true) return false;
  const v = e.top();
  const a = operand(v, seen?.a, seen?.cls);
  if (a === null) return false;
  const call = special(e, a.type.slot(slot), a.type, 1);
  if (call === null) return false;
  expect(e, 1, a);
  const args = take(e, 1);
  for (let i = 0; i < below; i++) e.pop();
  e.risky();
  if (!call.quiet) e.clobber();
  e.pushCall(call.native ? `rt.res(${call.text(args)}, s)` : call.text(args), k.ANY);
  return true;
}

/** `iter(v)` of the top of the stack; false: the generic form must do it. */
export function iteration(e: Emitter): boolean {
  const seen = e.seen();
  if (seen?.generic === true) return false;
  const a = operand(e.top(), seen?.a, seen?.cls);
  if (a === null || a.kind !== k.OTHER) return false;
  const call = special(e, a.type.slot(SLOT.__iter__), a.type, 1);
  if (call === null) return false;
  expect(e, 1, a);
  const [x] = take(e, 1);
  ask(
    e,
    call,
    [x],
    x,
    x,
    ITERATOR,
    rest('iter', () => checkIterator),
  );
  return true;
}

/** The call of `__next__` of an iterator of class `t`, checked; null: the generic form must do it. */
export function pythonNext(e: Emitter, t: PyType, it: Val): string | null {
  if ((t.flags & TYPE_HEAP) === 0 || it.tag === null) return null;
  const f = t.slot(SLOT.__next__);
  if (!(f instanceof PyFunction)) return null;
  const call = knownCall(e, f, 1);
  if (call === null) return null;
  e.expectClass(it, t);
  return call([it.tag]);
}

/** `v in c`, `v not in c`; false: the generic form must do it. [v, c] */
export function containment(e: Emitter, arg: number): boolean {
  const seen = e.seen();
  if (seen?.generic === true) return false;
  const { stack } = e.state;
  const c = operand(stack[stack.length - 1], seen?.b, seen?.right);
  if (c === null || c.kind !== k.OTHER || (c.type.flags & TYPE_HEAP) === 0) return false;
  const call = special(e, c.type.slot(SLOT.__contains__), c.type, 2);
  if (call === null) return false;
  expect(e, 1, c);
  const [v, o] = take(e, 2);
  const r = rest(`contains ${arg}`, () => (x) => (arg === 1 ? negated(truthR(x)) : truthR(x)));
  ask(e, call, [o, v], o, v, arg === 1 ? NEGATED : BOOLEAN, r);
  return true;
}

/** `len(v)` of the top of the stack, with so much below it that goes too; false: the generic form must do it. */
export function lengthOfObject(e: Emitter, below: number): boolean {
  const seen = e.seen();
  if (seen?.generic === true) return false;
  const a = operand(e.top(), seen?.a, seen?.cls);
  if (a === null || a.kind !== k.OTHER) return false;
  const call = special(e, a.type.slot(SLOT.__len__), a.type, 1);
  if (call === null) return false;
  expect(e, 1, a);
  const [x] = take(e, 1);
  for (let i = 0; i < below; i++) e.pop();
  ask(
    e,
    call,
    [x],
    x,
    x,
    LENGTH,
    rest('len', () => checkLength),
  );
  return true;
}

/** The `__call__` of an object that is called, its class checked; null: the generic form must do it. */
export function calledObject(e: Emitter, callee: Val): PyFunction | null {
  const t = callee.konst !== undefined ? undefined : (callee.cls ?? e.seen()?.right);
  if (t === undefined || t === null || (t.flags & TYPE_HEAP) === 0 || callee.tag === null) return null;
  const f = t.slot(SLOT.__call__);
  if (!(f instanceof PyFunction)) return null;
  e.expectClass(callee, t);
  return f;
}

/** The truth of an object whose class is known: a condition, its operand popped; null: the generic form must do it. */
export function objectTruth(e: Emitter): string | null {
  const seen = e.seen();
  if (seen?.generic === true) return null;
  const v = e.top();
  const a = operand(v, seen?.a, seen?.cls);
  if (a === null || a.kind !== k.OTHER) return null;
  const method = a.type.slot(SLOT.__bool__);
  const size = a.type.slot(SLOT.__len__);
  if (method === null && size === null) {
    expect(e, 1, a);
    e.pop();
    return 'true';
  }
  const call = special(e, method ?? size, a.type, 1);
  if (call === null) return null;
  expect(e, 1, a);
  const [x] = take(e, 1);
  const r = rest(`truth ${method !== null}`, () => (method !== null ? truthOfBoolR : truthOfLengthR));
  ask(e, call, [x], x, x, method !== null ? BOOLEAN : NOT_EMPTY, r);
  return e.pop().tag;
}
