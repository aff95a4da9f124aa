// The objects of _datetime: what they hold and how they are made. Invariant: the fields of every instance are in range
// (a timedelta is normalised: 0 <= seconds < 86400, 0 <= microseconds < 10^6); `tz` is None or a tzinfo.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, typeOf } from '../../objects/type.ts';
import { overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callR } from '../../objects/protocol/call.ts';
import { thenR, type Resumable } from '../../objects/protocol/pending.ts';
import type { PyStr } from '../../objects/shapes.ts';
import { daysInMonth, MAX_YEAR, MIN_YEAR } from './calendar.ts';

export class PyTimedelta extends PyObject {
  days = 0;
  seconds = 0;
  us = 0;
}
export class PyTzinfo extends PyObject {}
export class PyTimezone extends PyTzinfo {
  offset: PyTimedelta = zeroDelta;
  name: string | PyStr | null = null;
}
export class PyDate extends PyObject {
  year = 1;
  month = 1;
  day = 1;
}
export class PyDateTime extends PyDate {
  hour = 0;
  minute = 0;
  second = 0;
  us = 0;
  fold = 0;
  tz: PyValue = None;
}
export class PyTime extends PyObject {
  hour = 0;
  minute = 0;
  second = 0;
  us = 0;
  fold = 0;
  tz: PyValue = None;
}

const options = { module: 'datetime', flags: TYPE_BASETYPE };
export const timedeltaType = makeBuiltinType('timedelta', PyTimedelta, options);
export const tzinfoType = makeBuiltinType('tzinfo', PyTzinfo, options);
export const timezoneType = makeBuiltinType('timezone', PyTimezone, { module: 'datetime', bases: [tzinfoType] });
export const dateType = makeBuiltinType('date', PyDate, options);
export const datetimeType = makeBuiltinType('datetime', PyDateTime, { ...options, bases: [dateType] });
export const timeType = makeBuiltinType('time', PyTime, options);

export const zeroDelta: PyTimedelta = new PyTimedelta();

export const MAX_DELTA_DAYS = 999999999;

/** A timedelta of these fields, which are integers of any size that a double holds exactly; they are normalised. */
export function newDelta(days: number, seconds: number, us: number, cls: PyType = timedeltaType): PyTimedelta {
  if (us < 0 || us >= 1000000) {
    const carry = Math.floor(us / 1000000);
    us -= carry * 1000000;
    seconds += carry;
  }
  if (seconds < 0 || seconds >= 86400) {
    const carry = Math.floor(seconds / 86400);
    seconds -= carry * 86400;
    days += carry;
  }
  if (days > MAX_DELTA_DAYS || days < -MAX_DELTA_DAYS) {
    throw overflowError(`days=${days}; must have magnitude <= ${MAX_DELTA_DAYS}`);
  }
  const d = new cls.ctor() as PyTimedelta; // cls is timedelta or derives from it
  d.days = days;
  d.seconds = seconds;
  d.us = us;
  return d;
}

export function checkDate(year: number, month: number, day: number): void {
  if (year < MIN_YEAR || year > MAX_YEAR) {
    throw valueError(`year must be in ${MIN_YEAR}..${MAX_YEAR}, not ${year}`);
  }
  if (month < 1 || month > 12) throw valueError(`month must be in 1..12, not ${month}`);
  const dim = daysInMonth(year, month);
  if (day < 1 || day > dim) {
    throw valueError(`day ${day} must be in range 1..${dim} for month ${month} in year ${year}`);
  }
}

export function checkTime(h: number, m: number, s: number, us: number, fold: number): void {
  if (h < 0 || h > 23) throw valueError(`hour must be in 0..23, not ${h}`);
  if (m < 0 || m > 59) throw valueError(`minute must be in 0..59, not ${m}`);
  if (s < 0 || s > 59) throw valueError(`second must be in 0..59, not ${s}`);
  if (us < 0 || us > 999999) throw valueError(`microsecond must be in 0..999999, not ${us}`);
  if (fold !== 0 && fold !== 1) throw valueError(`fold must be either 0 or 1, not ${fold}`);
}

export function checkTzinfo(tz: PyValue): void {
  if (tz !== None && !(tz instanceof PyTzinfo)) {
    throw typeError(`tzinfo argument must be None or of a tzinfo subclass, not type '${typeOf(tz).tpName}'`);
  }
}

/** A date of fields that are in range. */
export function makeDate(year: number, month: number, day: number, cls: PyType = dateType): PyDate {
  const d = new cls.ctor() as PyDate; // cls is date or derives from it
  d.year = year;
  d.month = month;
  d.day = day;
  return d;
}

/** A datetime of fields that are in range. */
export function makeDateTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  us: number,
  tz: PyValue,
  fold: number,
  cls: PyType = datetimeType,
): PyDateTime {
  const d = new cls.ctor() as PyDateTime; // cls is datetime or derives from it
  d.year = year;
  d.month = month;
  d.day = day;
  d.hour = hour;
  d.minute = minute;
  d.second = second;
  d.us = us;
  d.tz = tz;
  d.fold = fold;
  return d;
}

/** A time of fields that are in range. */
export function makeTime(
  hour: number,
  minute: number,
  second: number,
  us: number,
  tz: PyValue,
  fold: number,
  cls: PyType = timeType,
): PyTime {
  const t = new cls.ctor() as PyTime; // cls is time or derives from it
  t.hour = hour;
  t.minute = minute;
  t.second = second;
  t.us = us;
  t.tz = tz;
  t.fold = fold;
  return t;
}

/** What an operation on an instance of `cls` gives: subclasses are called, so that their constructors have a say. */
export function dateLikeR(cls: PyType, year: number, month: number, day: number): Resumable {
  if (cls !== dateType) return callR(cls, [year, month, day]);
  checkDate(year, month, day);
  return makeDate(year, month, day);
}

export function timeLikeR(
  cls: PyType,
  hour: number,
  minute: number,
  second: number,
  us: number,
  tz: PyValue,
  fold: number,
): Resumable {
  if (cls === timeType) {
    checkTime(hour, minute, second, us, fold);
    checkTzinfo(tz);
    return makeTime(hour, minute, second, us, tz, fold);
  }
  return thenR<PyValue, PyValue>(callR(cls, [hour, minute, second, us, tz]), (t) => {
    if (t instanceof PyTime) t.fold = fold;
    return t;
  });
}

export function datetimeLikeR(
  cls: PyType,
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  us: number,
  tz: PyValue,
  fold: number,
): Resumable {
  if (cls === datetimeType) {
    checkDate(year, month, day);
    checkTime(hour, minute, second, us, fold);
    checkTzinfo(tz);
    return makeDateTime(year, month, day, hour, minute, second, us, tz, fold);
  }
  return thenR<PyValue, PyValue>(callR(cls, [year, month, day, hour, minute, second, us, tz]), (d) => {
    if (d instanceof PyDateTime) d.fold = fold;
    return d;
  });
}

/** A required argument of a constructor whose messages do not name it. */
export function required<T>(v: T | undefined, name: string, position: number): T {
  if (v === undefined) throw typeError(`function missing required argument '${name}' (pos ${position})`);
  return v;
}
