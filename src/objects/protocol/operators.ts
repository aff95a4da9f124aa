// Operators: unary, binary with reflected and in-place forms, rich comparison, subscription, containment, length,
// truth, hash. Invariant: exactly CPython's order of attempts and messages. R functions are resumable, plain ones nest.

import { None, NotImplemented, type PyObject, type PyValue } from '../object.ts';
import { PyFloat, PyInt, PyList, PyTuple } from '../shapes.ts';
import { PyDict } from '../dict/storage.ts';
import { PyType, TYPE_HEAP, typeOf } from '../type.ts';
import { PyNative } from '../native.ts';
import { SLOT, type SlotName } from '../slots.ts';
import { exceptionTypes, PyBaseException } from '../exceptions/hierarchy.ts';
import { hooks } from '../hooks.ts';
import { overflowError, typeError, valueError } from '../exceptions/raise.ts';
import { isPending, sync, type Resumable, thenR } from './pending.ts';
import { bindDescriptorR, callBound, lookupAttrR } from './attribute.ts';
import { callR, callUnboundR } from './call.ts';

/** A binary operator: its symbol and dunder numbers. */
export interface BinaryOperator {
  readonly symbol: string;
  readonly left: number;
  readonly right: number;
  readonly inplace: number;
}
const op = (symbol: string, stem: string): BinaryOperator => ({
  symbol,
  left: SLOT[`__${stem}__` as SlotName], // the table below only names existing slots
  right: SLOT[`__r${stem}__` as SlotName],
  inplace: SLOT[`__i${stem}__` as SlotName],
});

/** In the order of BINARY_OP's argument (NB_ADD … NB_XOR); in-place forms are the same operators + 13. */
export const BINARY_OPERATORS: readonly BinaryOperator[] = [
  op('+', 'add'),
  op('&', 'and'),
  op('//', 'floordiv'),
  op('<<', 'lshift'),
  op('@', 'matmul'),
  op('*', 'mul'),
  op('%', 'mod'),
  op('|', 'or'),
  op('**', 'pow'),
  op('>>', 'rshift'),
  op('-', 'sub'),
  op('/', 'truediv'),
  op('^', 'xor'),
];
export const OPERATOR = {
  add: BINARY_OPERATORS[0],
  and: BINARY_OPERATORS[1],
  floordiv: BINARY_OPERATORS[2],
  lshift: BINARY_OPERATORS[3],
  matmul: BINARY_OPERATORS[4],
  mul: BINARY_OPERATORS[5],
  mod: BINARY_OPERATORS[6],
  or: BINARY_OPERATORS[7],
  pow: BINARY_OPERATORS[8],
  rshift: BINARY_OPERATORS[9],
  sub: BINARY_OPERATORS[10],
  truediv: BINARY_OPERATORS[11],
  xor: BINARY_OPERATORS[12],
  divmod: op('divmod()', 'divmod'),
} as const;

/**
 * CPython tries number slots of both operands before sequence slots (`list + x`, `3 * list`). Natives of built-in
 * sequences that stand for sq_concat/sq_repeat are registered here and tried last.
 */
export function markSequenceOperator(t: PyType, ...names: string[]): void {
  for (const n of names) {
    const f = t.ns.getStr(n);
    if (f instanceof PyNative) f.sequence = true;
  }
}

export function unsupported(o: BinaryOperator, a: PyValue, b: PyValue, inplace = false): PyObject {
  const symbol = o.symbol === '**' && !inplace ? '** or pow()' : inplace ? o.symbol + '=' : o.symbol;
  let hint = '';
  if (o.symbol === '>>' && a instanceof PyNative && a.name === 'print') {
    hint = '. Did you mean "print(<message>, file=<output_stream>)"?';
  }
  return typeError(`unsupported operand type(s) for ${symbol}: '${typeOf(a).tpName}' and '${typeOf(b).tpName}'${hint}`);
}

const isSequenceNative = (f: PyValue): boolean => f instanceof PyNative && f.sequence;

/** A method that may know the result. */
export interface OperatorMethod {
  readonly f: PyValue;
  /** It is the right operand's, which it gets first. */
  readonly reflected: boolean;
}

/** The methods to ask about operands of two classes, in CPython's order: numbers' before sequences'. */
export function operatorMethods(ta: PyType, tb: PyType, o: BinaryOperator, inplace: boolean): OperatorMethod[] {
  const order: OperatorMethod[] = [];
  const ask = (f: PyValue, reflected: boolean): void => {
    order.push({ f, reflected });
  };
  const own = inplace && o.inplace !== undefined ? ta.slot(o.inplace) : null;
  const ownSeq = own !== null && isSequenceNative(own);
  // Blocked with None: CPython calls None and says so.
  if (own !== null && !ownSeq) ask(own, false);
  const left = ta.slot(o.left);
  const right = ta === tb ? null : tb.slot(o.right);
  const leftSeq = left !== null && isSequenceNative(left);
  const rightSeq = right !== null && isSequenceNative(right);
  const rightFirst = right !== null && !rightSeq && tb.isSubtype(ta) && right !== ta.slot(o.right);
  if (rightFirst) ask(right, true);
  if (left !== null && !leftSeq) ask(left, false);
  if (right !== null && !rightSeq && !rightFirst) ask(right, true);
  if (own !== null && ownSeq) ask(own, false);
  if (left !== null && leftSeq) ask(left, false);
  if (right !== null && rightSeq) ask(right, true);
  return order;
}

/** Asks the methods from the i-th on. */
function askR(
  order: readonly OperatorMethod[],
  i: number,
  a: PyValue,
  b: PyValue,
  o: BinaryOperator,
  inplace: boolean,
): Resumable {
  for (; i < order.length; i++) {
    const { f, reflected } = order[i];
    const r = reflected ? callUnboundR(f, b, [a]) : callUnboundR(f, a, [b]);
    if (isPending(r)) {
      const next = i + 1;
      return thenR(r as Resumable, (v) => (v !== NotImplemented ? v : askR(order, next, a, b, o, inplace)));
    }
    if (r !== NotImplemented) return r;
  }
  throw unsupported(o, a, b, inplace);
}

/** The value of an operator of which the first `asked` methods know nothing. */
export function otherMethodsR(a: PyValue, b: PyValue, o: BinaryOperator, inplace: boolean, asked: number): Resumable {
  return askR(operatorMethods(typeOf(a), typeOf(b), o, inplace), asked, a, b, o, inplace);
}

function slowBinary(a: PyValue, b: PyValue, o: BinaryOperator, inplace: boolean): Resumable {
  const ta = typeOf(a);
  const f = ta.slot(o.left);
  // Two of one class that has a method and no in-place one.
  if (f !== null && ta === typeOf(b) && !isSequenceNative(f) && (!inplace || ta.slot(o.inplace) === null)) {
    const r = callUnboundR(f, a, [b]);
    if (isPending(r))
      return thenR(r as Resumable, (v) => (v !== NotImplemented ? v : otherMethodsR(a, b, o, inplace, 1)));
    return r !== NotImplemented ? r : otherMethodsR(a, b, o, inplace, 1);
  }
  return otherMethodsR(a, b, o, inplace, 0);
}

/** An in-place method of a sequence type is asked before its plain one, unless that one is a number's. */
function ownIsFirst(t: PyType, o: BinaryOperator): boolean {
  const left = t.slot(o.left);
  return left === null || isSequenceNative(left);
}

/** `a op b` (or `a op= b`). Resumable. */
export function binaryR(a: PyValue, b: PyValue, o: BinaryOperator, inplace = false): Resumable {
  const ta = typeOf(a);
  const tb = typeOf(b);
  // The common case of two built-ins, the right one no subclass (it would be asked first): one native, no generator.
  if (((ta.flags | tb.flags) & TYPE_HEAP) === 0 && (ta === tb || !tb.mro.includes(ta))) {
    const own = inplace && o.inplace !== undefined ? ta.slot(o.inplace) : null;
    const f = own ?? ta.slot(o.left);
    if (
      f instanceof PyNative &&
      // A sequence's is asked after the number's on the right; ints know nothing of sequences.
      (!f.sequence || ta === tb || typeof b === 'number' || tb.slot(o.right) === null) &&
      (own === null || !f.sequence || ownIsFirst(ta, o))
    ) {
      const r = callUnboundR(f, a, [b]);
      if (isPending(r)) return thenR(r as Resumable, (v) => (v !== NotImplemented ? v : slowBinary(a, b, o, inplace)));
      if (r !== NotImplemented) return r;
    }
  }
  return slowBinary(a, b, o, inplace);
}
export function binary(a: PyValue, b: PyValue, o: BinaryOperator, inplace = false): PyValue {
  return sync(binaryR(a, b, o, inplace));
}
export const add = (a: PyValue, b: PyValue): PyValue => binary(a, b, OPERATOR.add);

/** Unary operator by slot: `-x` is unaryR(x, SLOT.__neg__, '-'). */
export function unaryR(v: PyValue, slot: number, symbol: string): Resumable {
  const f = typeOf(v).slot(slot);
  if (f === null) {
    throw typeError(
      symbol === 'abs()'
        ? `bad operand type for abs(): '${typeOf(v).name}'`
        : `bad operand type for unary ${symbol}: '${typeOf(v).name}'`,
    );
  }
  return callUnboundR(f, v, []);
}

// ------------------------------------------------------------------------------------------------------- comparison

/** Comparison numbers as in COMPARE_OP: < <= == != > >=. */
export const LT = 0,
  LE = 1,
  EQ = 2,
  NE = 3,
  GT = 4,
  GE = 5;
const SYMBOLS = ['<', '<=', '==', '!=', '>', '>='];
const COMPARE_SLOTS = [SLOT.__lt__, SLOT.__le__, SLOT.__eq__, SLOT.__ne__, SLOT.__gt__, SLOT.__ge__];
const SWAPPED = [GT, GE, EQ, NE, LT, LE];

/** Calls a comparison method. A descriptor that fails to bind is as if there were no method, as in slot_tp_richcompare. */
function callComparisonR(f: PyValue, self: PyValue, other: PyValue): Resumable {
  const plain = f instanceof PyNative || typeOf(f).name === 'function' || f === None;
  return plain ? callUnboundR(f, self, [other]) : bindAndCompare(f, self, other);
}
function* bindAndCompare(f: PyValue, self: PyValue, other: PyValue): Generator<unknown, PyValue, PyValue> {
  let bound: PyValue;
  try {
    bound = typeOf(f).slot(SLOT.__get__) === null ? f : yield bindDescriptorR(f, self, typeOf(self));
  } catch (e) {
    if (e instanceof PyBaseException) return NotImplemented;
    throw e;
  }
  return yield callR(bound, [other]);
}

/** The methods to ask for a comparison of operands of two classes: the right one's first if it is the subclass. */
export function comparisonMethods(ta: PyType, tb: PyType, o: number): OperatorMethod[] {
  const order: OperatorMethod[] = [];
  const left = ta.slot(COMPARE_SLOTS[o]);
  const right = tb.slot(COMPARE_SLOTS[SWAPPED[o]]);
  const rightFirst = ta !== tb && tb.isSubtype(ta);
  if (right !== null && rightFirst) order.push({ f: right, reflected: true });
  if (left !== null) order.push({ f: left, reflected: false });
  if (right !== null && !rightFirst) order.push({ f: right, reflected: true });
  return order;
}
/** The comparison of operands about which the first `asked` methods know nothing. */
export function otherComparisonsR(a: PyValue, b: PyValue, o: number, asked: number): Resumable {
  return slowCompare(comparisonMethods(typeOf(a), typeOf(b), o), asked, a, b, o);
}
function* slowCompare(
  order: readonly OperatorMethod[],
  asked: number,
  a: PyValue,
  b: PyValue,
  o: number,
): Generator<unknown, PyValue, PyValue> {
  for (let i = asked; i < order.length; i++) {
    const { f, reflected } = order[i];
    const r = yield reflected ? callComparisonR(f, b, a) : callComparisonR(f, a, b);
    if (r !== NotImplemented) return r;
  }
  return neitherCompares(a, b, o);
}
/** What is left when `a` could not compare itself with `b`. */
function reflectedCompareR(a: PyValue, b: PyValue, o: number): Resumable {
  const g = typeOf(b).slot(COMPARE_SLOTS[SWAPPED[o]]);
  if (g === null) return neitherCompares(a, b, o);
  return thenR(callComparisonR(g, b, a), (r) => (r !== NotImplemented ? r : neitherCompares(a, b, o)));
}
function neitherCompares(a: PyValue, b: PyValue, o: number): PyValue {
  if (o === EQ) return a === b;
  if (o === NE) return a !== b;
  throw typeError(`'${SYMBOLS[o]}' not supported between instances of '${typeOf(a).tpName}' and '${typeOf(b).tpName}'`);
}

/** Compares what JavaScript orders as Python does. */
export function compareOrdered(a: PyValue, b: PyValue, o: number): boolean {
  switch (o) {
    case LT:
      return a < b;
    case LE:
      return a <= b;
    case EQ:
      return a === b;
    case NE:
      return a !== b;
    case GT:
      return a > b;
    default:
      return a >= b;
  }
}

/** Rich comparison; the result is whatever the method gave. Resumable. */
export function compareR(a: PyValue, b: PyValue, o: number): Resumable {
  if (typeof a === typeof b && typeof a !== 'object') {
    // Same primitive kind: JS order is Python's (surrogate-free UTF-16 compares like code points; see str).
    return compareOrdered(a, b, o);
  }
  if (
    a instanceof PyFloat &&
    b instanceof PyFloat &&
    (a.cls.flags & TYPE_HEAP) === 0 &&
    (b.cls.flags & TYPE_HEAP) === 0
  ) {
    switch (o) {
      case LT:
        return a.v < b.v;
      case LE:
        return a.v <= b.v;
      case EQ:
        return a.v === b.v;
      case NE:
        return a.v !== b.v;
      case GT:
        return a.v > b.v;
      default:
        return a.v >= b.v;
    }
  }
  const ta = typeOf(a);
  const tb = typeOf(b);
  if (ta === tb || !tb.mro.includes(ta)) {
    // The right operand's class does not go first.
    const f = ta.slot(COMPARE_SLOTS[o]);
    if (f === null) return reflectedCompareR(a, b, o);
    const r = callComparisonR(f, a, b);
    if (!isPending(r)) return r !== NotImplemented ? r : reflectedCompareR(a, b, o);
    return thenR(r as Resumable, (v) => (v !== NotImplemented ? v : reflectedCompareR(a, b, o)));
  }
  return otherComparisonsR(a, b, o, 0);
}
export function compare(a: PyValue, b: PyValue, o: number): PyValue {
  return sync(compareR(a, b, o));
}
/** `a is b or a == b`, as containers compare. */
export function equalR(a: PyValue, b: PyValue): Resumable<boolean> {
  if (a === b) return true;
  const r = compareR(a, b, EQ);
  if (typeof r === 'boolean') return r;
  return truthAfter(r);
}
function truthAfter(r: Resumable): Resumable<boolean> {
  return thenR(r, truthR);
}
export function equal(a: PyValue, b: PyValue): boolean {
  return a === b || sync(equalR(a, b));
}
export function lessThanR(a: PyValue, b: PyValue): Resumable<boolean> {
  const r = compareR(a, b, LT);
  return typeof r === 'boolean' ? r : truthAfter(r);
}

// ------------------------------------------------------------------------------------------------------------ truth

/** bool(v). Resumable. */
export function truthR(v: PyValue): Resumable<boolean> {
  switch (typeof v) {
    case 'boolean':
      return v;
    case 'number':
      return v !== 0;
    case 'bigint':
      return true; // canonical: a bigint is never 0
    case 'string':
      return v !== '';
  }
  if (v === None) return false;
  if ((v.cls.flags & TYPE_HEAP) === 0) {
    if (v instanceof PyList || v instanceof PyTuple) return v.items.length > 0;
    if (v instanceof PyDict) return v.size > 0;
    if (v instanceof PyFloat) return v.v !== 0;
  }
  const t = v.cls;
  const f = t.slot(SLOT.__bool__);
  if (f === None) throw typeError(`'${t.tpName}' cannot be interpreted as a boolean`);
  if (f !== null) return afterBool(callUnboundR(f, v, []));
  return t.slot(SLOT.__len__) === null ? true : thenR(lengthR(v), isNotZero);
}
function isNotZero(n: number): boolean {
  return n !== 0;
}
function afterBool(r: Resumable): Resumable<boolean> {
  return isPending(r) ? thenR(r, checkBool) : checkBool(r);
}
/** The truth that `__bool__` gave. */
export const truthOfBoolR = (v: PyValue): boolean => checkBool(v);
/** The truth of what `__len__` gave. */
export const truthOfLengthR = (v: PyValue): Resumable<boolean> => thenR(checkLength(v), isNotZero);
function checkBool(v: PyValue): boolean {
  if (typeof v === 'boolean') return v;
  throw typeError(`__bool__ should return bool, returned ${typeOf(v).tpName}`);
}
export function truth(v: PyValue): boolean {
  return sync(truthR(v));
}

// ----------------------------------------------------------------------------------------------- length, subscript

/** len(v) as a JS number. Resumable. */
export function lengthR(v: PyValue): Resumable<number> {
  if (typeof v === 'string') return v.length;
  if (typeof v === 'object' && (v.cls.flags & TYPE_HEAP) === 0) {
    if (v instanceof PyList || v instanceof PyTuple) return v.items.length;
    if (v instanceof PyDict) return v.size;
  }
  const f = typeOf(v).slot(SLOT.__len__);
  if (f === null) throw typeError(`object of type '${typeOf(v).tpName}' has no len()`); // None is called, and says so
  return thenR(callUnboundR(f, v, []), checkLength);
}
/** What `__len__` gave. */
export function checkLength(r: PyValue): Resumable<number> {
  return typeof r === 'number' && r >= 0 ? r : thenR(indexR(r), lengthOf);
}
function lengthOf(n: number | bigint): number {
  if (n < 0) throw valueError('__len__() should return >= 0');
  if (n > 9223372036854775807n) throw overflowError("cannot fit 'int' into an index-sized integer");
  return Number(n);
}
export function length(v: PyValue): number {
  return sync(lengthR(v));
}

/** `o[key]`. Resumable. */
export function getitemR(o: PyValue, key: PyValue): Resumable {
  const t = typeOf(o);
  const f = t.slot(SLOT.__getitem__);
  if (f !== null) return callUnboundR(f, o, [key]);
  if (o instanceof PyType) {
    return (function* (): Generator<unknown, PyValue, PyValue> {
      const m = (yield lookupAttrR(o, '__class_getitem__')) as PyValue | undefined;
      if (m !== undefined) return yield callBound(m, o, [key]);
      if (o.name === 'type' && o.cls === o) return makeGenericAlias(o, key);
      throw typeError(`type '${o.tpName}' is not subscriptable`);
    })();
  }
  throw typeError(`'${t.tpName}' object is not subscriptable`);
}
let makeGenericAlias: (origin: PyValue, args: PyValue) => PyValue = () => None;
/** genericalias.ts registers how `type[int]` is made. */
export function setMakeGenericAlias(f: (origin: PyValue, args: PyValue) => PyValue): void {
  makeGenericAlias = f;
}
/** `origin[args]` as a types.GenericAlias. */
export function genericAlias(origin: PyValue, args: PyValue): PyValue {
  return makeGenericAlias(origin, args);
}
export function getitem(o: PyValue, key: PyValue): PyValue {
  return sync(getitemR(o, key));
}
/** `o[key] = value`. Resumable. */
export function setitemR(o: PyValue, key: PyValue, value: PyValue): Resumable {
  const f = typeOf(o).slot(SLOT.__setitem__);
  if (f === null) throw typeError(`'${typeOf(o).tpName}' object does not support item assignment`);
  return callUnboundR(f, o, [key, value]);
}
export function setitem(o: PyValue, key: PyValue, value: PyValue): void {
  sync(setitemR(o, key, value));
}
/** `del o[key]`. Resumable. */
export function delitemR(o: PyValue, key: PyValue): Resumable {
  const f = typeOf(o).slot(SLOT.__delitem__);
  if (f === null) throw typeError(`'${typeOf(o).tpName}' object doesn't support item deletion`);
  return callUnboundR(f, o, [key]);
}
export function delitem(o: PyValue, key: PyValue): void {
  sync(delitemR(o, key));
}

// ------------------------------------------------------------------------------------------------------- conversion

/** The int of an int or int-subclass instance (bool included), undefined for others. */
export function intValue(v: PyValue): number | bigint | undefined {
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return v;
    case 'boolean':
      return v ? 1 : 0;
    case 'object':
      return v instanceof PyInt ? v.v : undefined;
    default:
      return undefined;
  }
}

/** operator.index(v): an int through `__index__`. Resumable. */
export function indexR(v: PyValue, message?: string): Resumable<number | bigint> {
  const i = intValue(v);
  if (i !== undefined) return i;
  const f = typeOf(v).slot(SLOT.__index__);
  if (f === null || f === None)
    throw typeError(message ?? `'${typeOf(v).tpName}' object cannot be interpreted as an integer`);
  return (function* (): Generator<unknown, number | bigint, never> {
    const r: PyValue = yield callUnboundR(f, v, []);
    const n = intValue(r);
    if (n === undefined) throw typeError(`__index__ returned non-int (type ${typeOf(r).tpName})`);
    if (typeof r === 'object' || typeof r === 'boolean') {
      yield hooks.warnR(
        exceptionTypes.DeprecationWarning,
        `__index__ returned non-int (type ${typeOf(r).name}).  The ability to return an instance of a strict subclass of int is deprecated, and may not be supported in a future version of Python.`,
      );
    }
    return n;
  })();
}
export function index(v: PyValue, message?: string): number | bigint {
  return sync(indexR(v, message));
}
/** An index clipped into the safe range, as slices do (no OverflowError). */
export function clippedIndex(v: PyValue): number {
  const n = index(v);
  return typeof n === 'number' ? n : n > 0n ? Number.MAX_SAFE_INTEGER : -Number.MAX_SAFE_INTEGER;
}
/** An index that must fit a machine word (IndexError/OverflowError as CPython's PyNumber_AsSsize_t). */
export function ssize(v: PyValue, error: (m: string) => PyObject = overflowError, message?: string): number {
  const n = index(v, message);
  if (typeof n === 'number') return n;
  if (n > 9223372036854775807n || n < -9223372036854775808n)
    throw error(`cannot fit '${typeOf(v).tpName}' into an index-sized integer`);
  return Number(n);
}

// -------------------------------------------------------------------------------------------------------------- hash

let hasher: (v: PyValue) => Resumable<number | bigint>;
/** hash.ts registers itself: hash(v) by type. */
export function setHasher(f: (v: PyValue) => Resumable<number | bigint>): void {
  hasher = f;
}
/** hash(v). Resumable; TypeError when unhashable. */
export function hashR(v: PyValue): Resumable<number | bigint> {
  return hasher(v);
}
export function hash(v: PyValue): number | bigint {
  return sync(hasher(v));
}
