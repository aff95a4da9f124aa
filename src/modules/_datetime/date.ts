// date, and what isocalendar() gives. Invariant: operations on a subclass call it, as CPython does.

import { NotImplemented, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyTuple } from '../../objects/shapes.ts';
import { hooks, importAttrR } from '../../objects/hooks.ts';
import { makeBuiltinType, type PyType, tupleType, typeOf } from '../../objects/type.ts';
import { defineType, type NativeFn } from '../../objects/native.ts';
import { isException, overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { repr } from '../../objects/protocol/text.ts';
import { type NativeGenerator, type Resumable, thenR } from '../../objects/protocol/pending.ts';
import { isStr, toPoints } from '../../objects/str/text.ts';
import { hashTuple } from '../../objects/algorithms/hash.ts';
import { structTime } from '../time/fields.ts';
import { cInt } from '../support/arguments.ts';
import {
  daysBeforeMonth,
  fromIsoCalendar,
  fromOrdinal,
  isoCalendar,
  isoDate,
  MAX_ORDINAL,
  MAX_YEAR,
  MIN_YEAR,
  pad,
  toOrdinal,
  weekday,
} from './calendar.ts';
import { parseIsoDate } from './parse-iso.ts';
import { stateBytes } from './pickled.ts';
import { formatWith, needsFormat, strftime } from './strftime.ts';
import { civil, localType, readTimestamp } from './timestamp.ts';
import {
  checkDate,
  dateLikeR,
  dateType,
  makeDate,
  newDelta,
  PyDate,
  PyDateTime,
  PyTimedelta,
  required,
} from './shapes.ts';

class PyIsoCalendarDate extends PyTuple {}
const isoCalendarDateType = makeBuiltinType('IsoCalendarDate', PyIsoCalendarDate, {
  module: 'datetime',
  bases: [tupleType],
});
function isoCalendarDate(items: PyValue[]): PyIsoCalendarDate {
  const t = new PyIsoCalendarDate();
  t.items = items;
  return t;
}
defineType(isoCalendarDateType, {
  doc: 'The result of date.isocalendar() or datetime.isocalendar()\n\nThis object may be accessed either as a tuple of\n  ((year, week, weekday))\nor via the object attributes as named in the above tuple.',
  new: [
    '(year, week, weekday)',
    (_cls: PyType, year: PyValue, week: PyValue, day: PyValue) => isoCalendarDate([cInt(year), cInt(week), cInt(day)]),
  ],
  methods: {
    '__repr__()': (self: PyIsoCalendarDate) => {
      const [year, week, day] = self.items.map(repr);
      return `${typeOf(self).tpName}(year=${year}, week=${week}, weekday=${day})`;
    },
    '__reduce__()': (self: PyIsoCalendarDate) => new PyTuple([tupleType, new PyTuple([new PyTuple(self.items)])]),
  },
  getset: {
    year: [(self: PyIsoCalendarDate) => self.items[0]],
    week: [(self: PyIsoCalendarDate) => self.items[1]],
    weekday: [(self: PyIsoCalendarDate) => self.items[2]],
  },
});

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** ctime() of a day and a time. */
export function ctime(d: PyDate, time: string): string {
  const name = DAYS[weekday(d.year, d.month, d.day)];
  return `${name} ${MONTHS[d.month]} ${String(d.day).padStart(2)} ${time} ${pad(d.year, 4)}`;
}

export function timeTuple(d: PyDate, hour: number, minute: number, second: number, dst: number): PyValue {
  return structTime.of(
    d.year,
    d.month,
    d.day,
    hour,
    minute,
    second,
    weekday(d.year, d.month, d.day),
    daysBeforeMonth(d.year, d.month) + d.day,
    dst,
  );
}

export function invalidIso(text: PyValue): never {
  throw valueError(`Invalid isoformat string: ${repr(text)}`);
}
export function needsIsoText(text: PyValue): Uint32Array {
  if (!isStr(text)) throw typeError('fromisoformat: argument must be str');
  return toPoints(text);
}

/** `cls.strptime`: the work is _strptime.py's. */
export const strptime = (helper: string): NativeFn =>
  function* (cls: PyType, text: PyValue, format: PyValue): NativeGenerator<PyValue> {
    for (const [i, v] of [text, format].entries()) {
      if (!isStr(v)) throw typeError(`strptime() argument ${i + 1} must be str, not ${typeOf(v).name}`);
    }
    const f: PyValue = yield* importAttrR('_strptime', helper) as NativeGenerator<PyValue>;
    return (yield callR(f, [cls, text, format])) as PyValue;
  };

function make(cls: PyType, yearValue?: PyValue, monthValue?: PyValue, dayValue?: PyValue): PyDate {
  if (monthValue === undefined) {
    const state = stateBytes(yearValue, 4, 2, 1, 12, 255, 'date');
    if (state !== undefined) return makeDate(state[0] * 256 + state[1], state[2], state[3], cls);
  }
  const year = cInt(required(yearValue, 'year', 1));
  const month = cInt(required(monthValue, 'month', 2));
  const day = cInt(required(dayValue, 'day', 3));
  checkDate(year, month, day);
  return makeDate(year, month, day, cls);
}

function fromTimestampR(cls: PyType, timestamp: PyValue): Resumable {
  const { seconds } = readTimestamp(timestamp);
  const d = civil(seconds + localType(seconds).offset);
  return dateLikeR(cls, d.year, d.month, d.day);
}

export function ordinal(d: PyDate): number {
  return toOrdinal(d.year, d.month, d.day);
}

/** date + timedelta, or minus it: whole days count. */
function moveR(self: PyDate, days: number): Resumable {
  const n = ordinal(self) + days;
  if (n < 1 || n > MAX_ORDINAL) throw overflowError('date value out of range');
  const { year, month, day } = fromOrdinal(n);
  return dateLikeR(typeOf(self), year, month, day);
}

const isDatetime = (d: PyDate): boolean => d instanceof PyDateTime;

function compareDates(a: PyDate, b: PyDate): number {
  return a.year - b.year || a.month - b.month || a.day - b.day;
}
/** A comparison of two dates; a datetime compares itself. */
const comparison =
  (f: (c: number) => boolean): NativeFn =>
  (a: PyDate, b: PyValue) =>
    b instanceof PyDate && !(b instanceof PyDateTime) ? f(compareDates(a, b)) : NotImplemented;

/** A component of an ISO calendar date. */
function component(v: PyValue): number {
  try {
    return cInt(v);
  } catch (e) {
    if (isException(e, 'OverflowError')) throw valueError('ISO calendar component out of range');
    throw e;
  }
}

function replaceR(self: PyDate, year?: PyValue, month?: PyValue, day?: PyValue): Resumable {
  return dateLikeR(
    typeOf(self),
    year === undefined ? self.year : cInt(year),
    month === undefined ? self.month : cInt(month),
    day === undefined ? self.day : cInt(day),
  );
}

defineType(dateType, {
  doc: 'date(year, month, day) --> date object',
  new: ['(year=?, month=?, day=?)', make],
  classMethods: {
    'fromtimestamp(timestamp, /)': fromTimestampR,
    *'today()'(cls: PyType): NativeGenerator<PyValue> {
      const time: PyValue = yield hooks.importR('time');
      const now: PyValue = yield callMethodR(time, 'time');
      return (yield callMethodR(cls, 'fromtimestamp', [now])) as PyValue;
    },
    'fromordinal(ordinal, /)': (cls: PyType, v: PyValue) => {
      const n = cInt(v);
      if (n < 1) throw valueError('ordinal must be >= 1');
      const { year, month, day } = fromOrdinal(n);
      return dateLikeR(cls, year, month, day);
    },
    'fromisoformat(string, /)': (cls: PyType, text: PyValue) => {
      const p = needsIsoText(text);
      const d = parseIsoDate(p, p.length) ?? invalidIso(text);
      return dateLikeR(cls, d.year, d.month, d.day);
    },
    'fromisocalendar(year, week, day)': (cls: PyType, y: PyValue, w: PyValue, d: PyValue) => {
      const year = component(y);
      const week = component(w);
      const day = component(d);
      const found = fromIsoCalendar(year, week, day);
      if (found === 'year') throw valueError(`year must be in ${MIN_YEAR}..${MAX_YEAR}, not ${year}`);
      if (found === 'week') throw valueError(`Invalid week: ${week}`);
      if (found === 'day') throw valueError(`Invalid weekday: ${day} (range is [1, 7])`);
      return dateLikeR(cls, found.year, found.month, found.day);
    },
    'strptime(string, format, /)': strptime('_strptime_datetime_date'),
  },
  methods: {
    '__repr__()': (self: PyDate) => `${typeOf(self).tpName}(${self.year}, ${self.month}, ${self.day})`,
    '__str__()': (self: PyDate) =>
      typeOf(self) === dateType ? isoDate(self.year, self.month, self.day) : callMethodR(self, 'isoformat'),
    '__hash__()': (self: PyDate) => hashTuple([self.year * 512 + self.month * 32 + self.day]),
    '__eq__(value, /)': comparison((c) => c === 0),
    '__ne__(value, /)': comparison((c) => c !== 0),
    '__lt__(value, /)': comparison((c) => c < 0),
    '__le__(value, /)': comparison((c) => c <= 0),
    '__gt__(value, /)': comparison((c) => c > 0),
    '__ge__(value, /)': comparison((c) => c >= 0),
    '__add__(value, /)': (self: PyDate, other: PyValue) =>
      other instanceof PyTimedelta ? moveR(self, other.days) : NotImplemented,
    '__radd__(value, /)': (self: PyDate, other: PyValue) =>
      other instanceof PyTimedelta ? moveR(self, other.days) : NotImplemented,
    '__sub__(value, /)': (self: PyDate, other: PyValue) => {
      if (other instanceof PyTimedelta) return moveR(self, -other.days);
      if (other instanceof PyDate && !isDatetime(self) && !isDatetime(other))
        return newDelta(ordinal(self) - ordinal(other), 0, 0);
      return NotImplemented;
    },
    '__rsub__(value, /)': (self: PyDate, other: PyValue) =>
      other instanceof PyDate && !isDatetime(self) && !isDatetime(other)
        ? newDelta(ordinal(other) - ordinal(self), 0, 0)
        : NotImplemented,
    '__format__(format, /)': formatWith,
    '__reduce__()': (self: PyDate) =>
      new PyTuple([
        typeOf(self),
        new PyTuple([new PyBytes(Uint8Array.of(self.year >> 8, self.year & 255, self.month, self.day))]),
      ]),
    'strftime(format)': (self: PyDate, format: PyValue) => {
      needsFormat(format);
      return thenR<PyValue, PyValue>(callMethodR(self, 'timetuple'), (tuple) => strftime(self, format, tuple, self));
    },
    'timetuple()': (self: PyDate) => timeTuple(self, 0, 0, 0, -1),
    'ctime()': (self: PyDate) => ctime(self, '00:00:00'),
    'isoformat()': (self: PyDate) => isoDate(self.year, self.month, self.day),
    'isocalendar()': (self: PyDate) => isoCalendarDate(isoCalendar(self.year, self.month, self.day)),
    'isoweekday()': (self: PyDate) => weekday(self.year, self.month, self.day) + 1,
    'weekday()': (self: PyDate) => weekday(self.year, self.month, self.day),
    'toordinal()': ordinal,
    'replace(year=?, month=?, day=?)': replaceR,
    '__replace__(year=?, month=?, day=?)': replaceR,
  },
  getset: {
    year: [(self: PyDate) => self.year],
    month: [(self: PyDate) => self.month],
    day: [(self: PyDate) => self.day],
  },
  attrs: {
    min: makeDate(1, 1, 1),
    max: makeDate(9999, 12, 31),
    resolution: newDelta(1, 0, 0),
  },
});
