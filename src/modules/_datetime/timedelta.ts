// timedelta. Invariant: arithmetic is exact; a total in microseconds is a double while it is a safe integer, a bigint
// beyond.

import { NotImplemented, type PyValue } from '../../objects/object.ts';
import { PyFloat, PyTuple } from '../../objects/shapes.ts';
import { floatType, type PyType, typeOf } from '../../objects/type.ts';
import { defineType, type NativeFn } from '../../objects/native.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../../objects/exceptions/raise.ts';
import { callMethod } from '../../objects/protocol/call.ts';
import { binary, intValue, OPERATOR } from '../../objects/protocol/operators.ts';
import { asIntegerRatio } from '../../objects/algorithms/float-math.ts';
import { hashTuple } from '../../objects/algorithms/hash.ts';
import {
  intAdd,
  intDivMod,
  intFloorDiv,
  intMod,
  intMul,
  intNormalize,
  type Int,
} from '../../objects/algorithms/int-math.ts';
import { pad } from './calendar.ts';
import { MAX_DELTA_DAYS, newDelta, PyTimedelta, timedeltaType } from './shapes.ts';

/** All of it in microseconds. */
export function toMicroseconds(d: PyTimedelta): Int {
  const seconds = d.days * 86400 + d.seconds; // at most 8.64e13
  if (seconds < 9e9 && seconds > -9e9) return seconds * 1000000 + d.us;
  return intAdd(intMul(seconds, 1000000), d.us);
}

export function fromMicroseconds(total: Int, cls: PyType = timedeltaType): PyTimedelta {
  if (typeof total === 'number') return newDelta(0, 0, total, cls);
  const [seconds, us] = intDivMod(total, 1000000);
  const [days, rest] = intDivMod(seconds, 86400);
  if (days > 2147483647 || days < -2147483648) throw overflowError('Python int too large to convert to C int');
  return newDelta(Number(days), Number(rest), Number(us), cls);
}

/** a / b to the nearest integer, ties to even. */
function divideNearest(a: Int, b: Int): Int {
  const [q, r] = intDivMod(a, b);
  const twice = intMul(r, 2);
  const beyond = b > 0 ? twice > b : twice < b;
  // Both are canonical: loose equality between a number and a bigint is numeric, but never needed here.
  if (beyond || (twice === b && intMod(q, 2) === 1)) return intAdd(q, 1);
  return q;
}

/** A double's value as an int, as C's PyLong_FromDouble gives it. */
function intOfDouble(v: number): Int {
  if (Number.isNaN(v)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(v)) throw overflowError('cannot convert float infinity to integer');
  return Number.isSafeInteger(v) ? v + 0 : intNormalize(BigInt(v));
}

/** Nearest whole number, ties to even. */
function roundHalfEven(v: number): number {
  const r = Math.round(v);
  return Math.abs(v - Math.trunc(v)) === 0.5 ? 2 * Math.round(v / 2) : r;
}

interface Sum {
  us: Int;
  /** What is left below a microsecond. */
  rest: number;
}

function accumulate(sum: Sum, v: PyValue | undefined, factor: number, name: string): void {
  if (v === undefined) return;
  const n = intValue(v);
  if (n !== undefined) {
    sum.us = intAdd(sum.us, intMul(n, factor));
    return;
  }
  if (!(v instanceof PyFloat)) {
    throw typeError(`unsupported type for timedelta ${name} component: ${typeOf(v).tpName}`);
  }
  const whole = Math.trunc(v.v);
  sum.us = intAdd(sum.us, intMul(intOfDouble(v.v === whole ? v.v : whole), factor));
  const fraction = v.v - whole;
  if (fraction === 0) return;
  const scaled = factor * fraction;
  const part = Math.trunc(scaled);
  sum.us = intAdd(sum.us, intOfDouble(part));
  sum.rest += scaled - part;
}

function make(
  cls: PyType,
  days: PyValue | undefined,
  seconds: PyValue | undefined,
  us: PyValue | undefined,
  ms: PyValue | undefined,
  minutes: PyValue | undefined,
  hours: PyValue | undefined,
  weeks: PyValue | undefined,
): PyTimedelta {
  const sum: Sum = { us: 0, rest: 0 };
  accumulate(sum, us, 1, 'microseconds');
  accumulate(sum, ms, 1000, 'milliseconds');
  accumulate(sum, seconds, 1000000, 'seconds');
  accumulate(sum, minutes, 60000000, 'minutes');
  accumulate(sum, hours, 3600000000, 'hours');
  accumulate(sum, days, 86400000000, 'days');
  accumulate(sum, weeks, 604800000000, 'weeks');
  if (sum.rest !== 0) {
    let whole = Math.round(sum.rest);
    if (Math.abs(sum.rest - Math.trunc(sum.rest)) === 0.5) {
      // Ties go to the even total.
      const odd = intMod(sum.us, 2) === 1 ? 1 : 0;
      whole = 2 * roundHalfAway((sum.rest + odd) * 0.5) - odd;
    } else whole = roundHalfEven(sum.rest);
    sum.us = intAdd(sum.us, whole + 0);
  }
  return fromMicroseconds(sum.us, cls);
}
const roundHalfAway = (v: number): number => (v < 0 ? -Math.round(-v) : Math.round(v));

/** days, seconds, microseconds without names in plural where they are zero. */
function repr(self: PyTimedelta): string {
  const parts: string[] = [];
  if (self.days !== 0) parts.push(`days=${self.days}`);
  if (self.seconds !== 0) parts.push(`seconds=${self.seconds}`);
  if (self.us !== 0) parts.push(`microseconds=${self.us}`);
  return `${typeOf(self).tpName}(${parts.length === 0 ? '0' : parts.join(', ')})`;
}

function str(self: PyTimedelta): string {
  const hours = Math.floor(self.seconds / 3600);
  const minutes = Math.floor(self.seconds / 60) % 60;
  const text = `${hours}:${pad(minutes, 2)}:${pad(self.seconds % 60, 2)}${self.us === 0 ? '' : `.${pad(self.us, 6)}`}`;
  if (self.days === 0) return text;
  return `${self.days} day${self.days === 1 || self.days === -1 ? '' : 's'}, ${text}`;
}

export function addDelta(a: PyTimedelta, b: PyTimedelta): PyTimedelta {
  return newDelta(a.days + b.days, a.seconds + b.seconds, a.us + b.us);
}
export function subtractDelta(a: PyTimedelta, b: PyTimedelta): PyTimedelta {
  return newDelta(a.days - b.days, a.seconds - b.seconds, a.us - b.us);
}
export function negateDelta(a: PyTimedelta): PyTimedelta {
  return newDelta(0 - a.days, 0 - a.seconds, 0 - a.us);
}
export function compareDelta(a: PyTimedelta, b: PyTimedelta): number {
  return a.days - b.days || a.seconds - b.seconds || a.us - b.us;
}
export function isZero(d: PyTimedelta): boolean {
  return d.days === 0 && d.seconds === 0 && d.us === 0;
}
export function hashDelta(d: PyTimedelta): Int {
  return hashTuple([d.days, d.seconds, d.us]);
}

function multiply(self: PyTimedelta, other: PyValue): PyValue {
  const n = intValue(other);
  if (n !== undefined) return fromMicroseconds(intMul(toMicroseconds(self), n));
  if (other instanceof PyFloat) {
    const [a, b] = ratio(other);
    return fromMicroseconds(divideNearest(intMul(toMicroseconds(self), a), b));
  }
  return NotImplemented;
}
/** as_integer_ratio() of a float; a subclass may have its own. */
function ratio(f: PyFloat): [Int, Int] {
  if (typeOf(f) !== floatType) return askRatio(f);
  const { v } = f;
  if (Number.isNaN(v)) throw valueError('cannot convert NaN to integer ratio');
  if (!Number.isFinite(v)) throw overflowError('cannot convert Infinity to integer ratio');
  const [a, b] = asIntegerRatio(v);
  return [intNormalize(a), intNormalize(b)];
}

function askRatio(f: PyFloat): [Int, Int] {
  const pair = callMethod(f, 'as_integer_ratio');
  if (!(pair instanceof PyTuple)) {
    throw typeError(`unexpected return type from as_integer_ratio(): expected tuple, not '${typeOf(pair).tpName}'`);
  }
  if (pair.items.length !== 2) throw valueError('as_integer_ratio() must return a 2-tuple');
  const [a, b] = pair.items.map(intValue);
  if (a === undefined || b === undefined) throw typeError('as_integer_ratio() must return a pair of ints');
  return [a, b];
}

function trueDivide(self: PyTimedelta, other: PyValue): PyValue {
  if (other instanceof PyTimedelta) {
    if (isZero(other)) throw zeroDivisionError('division by zero');
    return binary(toMicroseconds(self), toMicroseconds(other), OPERATOR.truediv);
  }
  const n = intValue(other);
  if (n !== undefined) {
    if (n === 0) throw zeroDivisionError('division by zero');
    return fromMicroseconds(divideNearest(toMicroseconds(self), n));
  }
  if (other instanceof PyFloat) {
    const [a, b] = ratio(other);
    if (a === 0) throw zeroDivisionError('division by zero');
    return fromMicroseconds(divideNearest(intMul(toMicroseconds(self), b), a));
  }
  return NotImplemented;
}

function nonZero(d: PyTimedelta): Int {
  if (isZero(d)) throw zeroDivisionError('division by zero');
  return toMicroseconds(d);
}

function floorDivide(self: PyTimedelta, other: PyValue): PyValue {
  if (other instanceof PyTimedelta) return intFloorDiv(toMicroseconds(self), nonZero(other));
  const n = intValue(other);
  if (n === undefined) return NotImplemented;
  if (n === 0) throw zeroDivisionError('division by zero');
  return fromMicroseconds(intFloorDiv(toMicroseconds(self), n));
}
function modulo(self: PyTimedelta, other: PyValue): PyValue {
  if (!(other instanceof PyTimedelta)) return NotImplemented;
  return fromMicroseconds(intMod(toMicroseconds(self), nonZero(other)));
}
function divMod(self: PyTimedelta, other: PyValue): PyValue {
  if (!(other instanceof PyTimedelta)) return NotImplemented;
  const [q, r] = intDivMod(toMicroseconds(self), nonZero(other));
  return new PyTuple([q, fromMicroseconds(r)]);
}

/** A binary operator of two timedeltas; NotImplemented for anything else. */
const both =
  (f: (a: PyTimedelta, b: PyTimedelta) => PyValue): NativeFn =>
  (a: PyTimedelta, b: PyValue) =>
    b instanceof PyTimedelta ? f(a, b) : NotImplemented;
/** The same with the operands the other way round. */
const reflected =
  (f: (a: PyTimedelta, b: PyValue) => PyValue): NativeFn =>
  (a: PyTimedelta, b: PyValue) =>
    b instanceof PyTimedelta ? f(b, a) : NotImplemented;

function plain(self: PyTimedelta): PyTimedelta {
  return typeOf(self) === timedeltaType ? self : newDelta(self.days, self.seconds, self.us);
}

defineType(timedeltaType, {
  doc: 'Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.\nArguments may be integers or floats, and may be positive or negative.',
  new: ['(days=?, seconds=?, microseconds=?, milliseconds=?, minutes=?, hours=?, weeks=?)', make],
  methods: {
    '__repr__()': repr,
    '__str__()': str,
    '__hash__()': hashDelta,
    '__eq__(value, /)': both((a, b) => compareDelta(a, b) === 0),
    '__ne__(value, /)': both((a, b) => compareDelta(a, b) !== 0),
    '__lt__(value, /)': both((a, b) => compareDelta(a, b) < 0),
    '__le__(value, /)': both((a, b) => compareDelta(a, b) <= 0),
    '__gt__(value, /)': both((a, b) => compareDelta(a, b) > 0),
    '__ge__(value, /)': both((a, b) => compareDelta(a, b) >= 0),
    '__add__(value, /)': both(addDelta),
    '__radd__(value, /)': both((a, b) => addDelta(b, a)),
    '__sub__(value, /)': both(subtractDelta),
    '__rsub__(value, /)': both((a, b) => subtractDelta(b, a)),
    '__mul__(value, /)': multiply,
    '__rmul__(value, /)': multiply,
    '__truediv__(value, /)': trueDivide,
    '__rtruediv__(value, /)': reflected((a, b) => trueDivide(a, b)),
    '__floordiv__(value, /)': floorDivide,
    '__rfloordiv__(value, /)': reflected((a, b) => floorDivide(a, b)),
    '__mod__(value, /)': modulo,
    '__rmod__(value, /)': reflected((a, b) => modulo(a, b)),
    '__divmod__(value, /)': divMod,
    '__rdivmod__(value, /)': reflected((a, b) => divMod(a, b)),
    '__neg__()': negateDelta,
    '__pos__()': plain,
    '__abs__()': (self: PyTimedelta) => (self.days < 0 ? negateDelta(self) : plain(self)),
    '__bool__()': (self: PyTimedelta) => !isZero(self),
    'total_seconds()': (self: PyTimedelta) => binary(toMicroseconds(self), 1000000, OPERATOR.truediv),
    '__reduce__()': (self: PyTimedelta) => new PyTuple([typeOf(self), new PyTuple([self.days, self.seconds, self.us])]),
  },
  fields: {
    days: [(self: PyTimedelta) => self.days, 'Number of days.'],
    seconds: [(self: PyTimedelta) => self.seconds, 'Number of seconds (>= 0 and less than 1 day).'],
    microseconds: [(self: PyTimedelta) => self.us, 'Number of microseconds (>= 0 and less than 1 second).'],
  },
  attrs: {
    min: newDelta(-MAX_DELTA_DAYS, 0, 0),
    max: newDelta(MAX_DELTA_DAYS, 86399, 999999),
    resolution: newDelta(0, 0, 1),
  },
});
