// _operator: the operators as functions. Invariant: each is the interpreter's own operator, nothing more.

import { None, type PyValue } from '../objects/object.ts';
import { PyByteArray, PyBytes, type PyStr } from '../objects/shapes.ts';
import { typeOf } from '../objects/type.ts';
import type { PyDict } from '../objects/dict/storage.ts';
import { isException, typeError, valueError } from '../objects/exceptions/raise.ts';
import { callR, callUnboundR } from '../objects/protocol/call.ts';
import { iterR, lengthHintR, nextR } from '../objects/protocol/iteration.ts';
import {
  binaryR,
  compareR,
  delitemR,
  EQ,
  equalR,
  GE,
  getitemR,
  GT,
  indexR,
  LE,
  LT,
  NE,
  OPERATOR,
  setitemR,
  truthR,
  unaryR,
  type BinaryOperator,
} from '../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../objects/protocol/pending.ts';
import { SLOT } from '../objects/slots.ts';
import { isStr, toPoints } from '../objects/str/text.ts';
import { joinKeywords } from '../objects/type/call.ts';
import { thenR } from '../objects/iterator.ts';
import { defineModule, type ModuleBuilder } from '../runtime/modules.ts';
import { attrGetterType, itemGetterType, methodCallerType } from './_operator/getters.ts';

const BINARY: readonly [name: string, op: BinaryOperator, inplace: string][] = [
  ['add', OPERATOR.add, 'iadd'],
  ['and_', OPERATOR.and, 'iand'],
  ['floordiv', OPERATOR.floordiv, 'ifloordiv'],
  ['lshift', OPERATOR.lshift, 'ilshift'],
  ['matmul', OPERATOR.matmul, 'imatmul'],
  ['mod', OPERATOR.mod, 'imod'],
  ['mul', OPERATOR.mul, 'imul'],
  ['or_', OPERATOR.or, 'ior'],
  ['pow', OPERATOR.pow, 'ipow'],
  ['rshift', OPERATOR.rshift, 'irshift'],
  ['sub', OPERATOR.sub, 'isub'],
  ['truediv', OPERATOR.truediv, 'itruediv'],
  ['xor', OPERATOR.xor, 'ixor'],
];
const COMPARE: readonly [string, number][] = [
  ['lt', LT],
  ['le', LE],
  ['eq', EQ],
  ['ne', NE],
  ['gt', GT],
  ['ge', GE],
];

const isSequence = (v: PyValue): boolean => typeOf(v).slot(SLOT.__getitem__) !== null;

function concat(a: PyValue, b: PyValue, inplace: boolean): Resumable {
  if (!isSequence(a)) throw typeError(`'${typeOf(a).name}' object can't be concatenated`);
  if (!isSequence(b)) throw typeError(`'${typeOf(b).name}' object can't be concatenated`);
  return binaryR(a, b, OPERATOR.add, inplace);
}

function* contains(container: PyValue, value: PyValue): NativeGenerator<PyValue> {
  const t = typeOf(container);
  const f = t.slot(SLOT.__contains__);
  if (f === None) throw typeError(`'${t.name}' object is not a container`);
  if (f !== null) {
    const r: PyValue = yield callUnboundR(f, container, [value]);
    return (yield truthR(r)) as boolean;
  }
  if (t.slot(SLOT.__iter__) === null && t.slot(SLOT.__getitem__) === null) {
    throw typeError(`argument of type '${t.name}' is not a container or iterable`);
  }
  return (yield* search(container, value, 1)) > 0;
}

/** Counts equal values (`limit` at most), or with limit 0 gives the position of the first, -1 when absent. */
function* search(iterable: PyValue, value: PyValue, limit: number): NativeGenerator<number> {
  let it: PyValue;
  try {
    it = (yield iterR(iterable)) as PyValue;
  } catch (e) {
    if (isException(e, 'TypeError') && typeOf(iterable).slot(SLOT.__iter__) === null) {
      throw typeError(`argument of type '${typeOf(iterable).name}' is not iterable`);
    }
    throw e;
  }
  let n = 0;
  for (let i = 0; ; i++) {
    let v = nextR(it);
    if (isPending(v)) v = (yield v) as PyValue | undefined;
    if (v === undefined) return limit === 0 ? -1 : n;
    let same = equalR(v, value);
    if (isPending(same)) same = (yield same) as boolean;
    if (!same) continue;
    if (limit === 0) return i;
    if (++n >= limit) return n;
  }
}

const bytesOf = (v: PyValue): Uint8Array | undefined =>
  v instanceof PyBytes ? v.b : v instanceof PyByteArray ? v.b.subarray(0, v.len) : undefined;

/** Comparison that takes as long for equal as for different values. */
function compareDigest(a: PyValue, b: PyValue): boolean {
  let x: ArrayLike<number> | undefined = bytesOf(a);
  let y: ArrayLike<number> | undefined = bytesOf(b);
  if (isStr(a) && isStr(b)) {
    x = ascii(a);
    y = ascii(b);
  }
  if (x === undefined || y === undefined) {
    throw typeError(
      `unsupported operand types(s) or combination of types: '${typeOf(a).name}' and '${typeOf(b).name}'`,
    );
  }
  let different = x.length ^ y.length;
  for (let i = 0; i < y.length; i++) different |= y[i] ^ (x[i] ?? 0);
  return different === 0;
}
function ascii(s: string | PyStr): Uint32Array {
  const p = toPoints(s);
  if (p.some((c) => c > 127)) throw typeError('comparing strings with non-ASCII characters is not supported');
  return p;
}

function init(m: ModuleBuilder): void {
  for (const [name, op, inplace] of BINARY) {
    m.func(`${name}(a, b, /)`, (a: PyValue, b: PyValue) => binaryR(a, b, op));
    m.func(`${inplace}(a, b, /)`, (a: PyValue, b: PyValue) => binaryR(a, b, op, true));
  }
  for (const [name, op] of COMPARE) m.func(`${name}(a, b, /)`, (a: PyValue, b: PyValue) => compareR(a, b, op));
  m.funcs({
    'truth(a, /)': (a: PyValue): Resumable => truthR(a),
    'not_(a, /)': (a: PyValue): Resumable => thenR(truthR(a), (t) => !t),
    'is_(a, b, /)': (a: PyValue, b: PyValue) => a === b,
    'is_not(a, b, /)': (a: PyValue, b: PyValue) => a !== b,
    'is_none(a, /)': (a: PyValue) => a === None,
    'is_not_none(a, /)': (a: PyValue) => a !== None,
    'neg(a, /)': (a: PyValue) => unaryR(a, SLOT.__neg__, '-'),
    'pos(a, /)': (a: PyValue) => unaryR(a, SLOT.__pos__, '+'),
    'inv(a, /)': (a: PyValue) => unaryR(a, SLOT.__invert__, '~'),
    'invert(a, /)': (a: PyValue) => unaryR(a, SLOT.__invert__, '~'),
    'abs(a, /)': (a: PyValue) => unaryR(a, SLOT.__abs__, 'abs()'),
    'index(a, /)': (a: PyValue): Resumable => indexR(a),
    'concat(a, b, /)': (a: PyValue, b: PyValue) => concat(a, b, false),
    'iconcat(a, b, /)': (a: PyValue, b: PyValue) => concat(a, b, true),
    'contains(a, b, /)': contains,
    'countOf(a, b, /)': (a: PyValue, b: PyValue): Resumable => search(a, b, Infinity),
    *'indexOf(a, b, /)'(a: PyValue, b: PyValue): NativeGenerator<PyValue> {
      const i = yield* search(a, b, 0);
      if (i < 0) throw valueError('sequence.index(x): x not in sequence');
      return i;
    },
    'getitem(a, b, /)': getitemR,
    'setitem(a, b, c, /)': (a: PyValue, b: PyValue, c: PyValue) => thenR(setitemR(a, b, c), () => None),
    'delitem(a, b, /)': (a: PyValue, b: PyValue) => thenR(delitemR(a, b), () => None),
    *'length_hint(obj, default=0, /)'(obj: PyValue, fallback: PyValue): NativeGenerator<PyValue> {
      if (typeof fallback !== 'number' && typeof fallback !== 'bigint' && typeof fallback !== 'boolean') {
        throw typeError(`'${typeOf(fallback).name}' object cannot be interpreted as an integer`);
      }
      return (yield lengthHintR(obj, typeof fallback === 'boolean' ? Number(fallback) : fallback)) as PyValue;
    },
    'call(obj, /, *args, **kwargs)': (obj: PyValue, args: PyValue[], kw: PyDict) => {
      const [values, names] = joinKeywords(args, kw);
      return callR(obj, values, names);
    },
    '_compare_digest(a, b, /)': compareDigest,
  });
  m.type(itemGetterType);
  m.type(attrGetterType);
  m.type(methodCallerType);
}

defineModule('_operator', init);
