// datetime: a day and a time, perhaps with a time zone.

import { None, NotImplemented, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyFloat, type PyStr, PyTuple } from '../../objects/shapes.ts';
import { hooks, importAttrR } from '../../objects/hooks.ts';
import { type PyType, typeOf } from '../../objects/type.ts';
import { defineType, type NativeFn } from '../../objects/native.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { binaryR, index, OPERATOR } from '../../objects/protocol/operators.ts';
import { reprR } from '../../objects/protocol/text.ts';
import { type NativeGenerator, type Resumable, thenR } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS, toPoints } from '../../objects/str/text.ts';
import { hashTuple } from '../../objects/algorithms/hash.ts';
import { host } from '../../runtime/host.ts';
import { cInt } from '../support/arguments.ts';
import { fromOrdinal, isoDate, MAX_ORDINAL } from './calendar.ts';
import { ctime, invalidIso, needsIsoText, ordinal, timeTuple } from './date.ts';
import { dateLength, nextDay, parseIsoDate, parseIsoTime } from './parse-iso.ts';
import { stateBytes } from './pickled.ts';
import { compareDelta, hashDelta, subtractDelta, toMicroseconds } from './timedelta.ts';
import { endsDay, isoZone, stateZone, timespecOf, timeText, withKeyword } from './time.ts';
import { civil, epochSeconds, foldAt, fromLocal, localType, readTimestamp } from './timestamp.ts';
import { newTimezone, offsetR, offsetText, tznameR, utc } from './tzinfo.ts';
import {
  checkDate,
  checkTime,
  checkTzinfo,
  datetimeLikeR,
  datetimeType,
  dateType,
  makeDate,
  makeDateTime,
  makeTime,
  newDelta,
  PyDate,
  PyDateTime,
  PyTime,
  PyTimedelta,
  required,
  timeType,
} from './shapes.ts';

type Offset = PyTimedelta | null;

function construct(
  cls: PyType,
  yearValue: PyValue | undefined,
  monthValue: PyValue | undefined,
  dayValue: PyValue | undefined,
  hourValue: PyValue,
  minuteValue: PyValue,
  secondValue: PyValue,
  usValue: PyValue,
  tz: PyValue,
  foldValue: PyValue,
): PyDateTime {
  if (dayValue === undefined) {
    const b = stateBytes(yearValue, 10, 2, 1, 12, 127, 'datetime');
    if (b !== undefined) {
      const zone = stateZone(monthValue);
      const us = (b[7] << 16) | (b[8] << 8) | b[9];
      return makeDateTime(b[0] * 256 + b[1], b[2] & 127, b[3], b[4], b[5], b[6], us, zone, b[2] >> 7, cls);
    }
  }
  const year = cInt(required(yearValue, 'year', 1));
  const month = cInt(required(monthValue, 'month', 2));
  const day = cInt(required(dayValue, 'day', 3));
  const hour = cInt(hourValue);
  const minute = cInt(minuteValue);
  const second = cInt(secondValue);
  const us = cInt(usValue);
  const fold = cInt(foldValue);
  checkDate(year, month, day);
  checkTime(hour, minute, second, us, fold);
  checkTzinfo(tz);
  return makeDateTime(year, month, day, hour, minute, second, us, tz, fold, cls);
}

function clockSeconds(d: PyDateTime): number {
  return d.hour * 3600 + d.minute * 60 + d.second;
}

/** A day and seconds of it, as an instance of `cls` (or what calling it gives). */
function ofClockR(cls: PyType, day: number, seconds: number, us: number, tz: PyValue, fold: number): Resumable {
  const { year, month, day: d } = fromOrdinal(day);
  const h = Math.floor(seconds / 3600);
  return datetimeLikeR(cls, year, month, d, h, Math.floor(seconds / 60) % 60, seconds % 60, us, tz, fold);
}

/** datetime + sign * timedelta. */
function moveR(self: PyDateTime, by: PyTimedelta, sign: 1 | -1, tz: PyValue = self.tz): Resumable {
  const move = newShift(self, by, sign);
  if (move.day < 1 || move.day > MAX_ORDINAL) throw overflowError('date value out of range');
  return ofClockR(typeOf(self), move.day, move.seconds, move.us, tz, 0);
}
function newShift(self: PyDateTime, by: PyTimedelta, sign: number): { day: number; seconds: number; us: number } {
  let us = self.us + sign * by.us;
  let seconds = clockSeconds(self) + sign * by.seconds;
  if (us < 0) {
    us += 1000000;
    seconds--;
  } else if (us >= 1000000) {
    us -= 1000000;
    seconds++;
  }
  const carry = Math.floor(seconds / 86400);
  return { day: ordinal(self) + sign * by.days + carry, seconds: seconds - carry * 86400, us };
}

/** The difference on the clock, whatever the zones. */
function clockDifference(a: PyDateTime, b: PyDateTime): PyTimedelta {
  return newDelta(ordinal(a) - ordinal(b), clockSeconds(a) - clockSeconds(b), a.us - b.us);
}

function utcOffsetR(d: PyDateTime): Resumable<Offset> {
  return offsetR(d.tz, 'utcoffset', d);
}

function differenceR(a: PyDateTime, b: PyDateTime): Resumable {
  const difference = clockDifference(a, b);
  if (a.tz === b.tz) return difference;
  return thenR<Offset, PyValue>(utcOffsetR(a), (x) =>
    thenR<Offset, PyValue>(utcOffsetR(b), (y) => {
      if ((x === null) !== (y === null)) throw typeError("can't subtract offset-naive and offset-aware datetimes");
      return x === null || y === null ? difference : subtractDelta(difference, subtractDelta(x, y));
    }),
  );
}

function compareClocks(a: PyDateTime, b: PyDateTime): number {
  return (
    a.year - b.year ||
    a.month - b.month ||
    a.day - b.day ||
    a.hour - b.hour ||
    a.minute - b.minute ||
    a.second - b.second ||
    a.us - b.us
  );
}

function copy(d: PyDateTime, tz: PyValue, fold: number): PyDateTime {
  return makeDateTime(d.year, d.month, d.day, d.hour, d.minute, d.second, d.us, tz, fold, typeOf(d));
}

/** Whether the offset depends on the fold: such times equal none of another zone (PEP 495). */
function foldMattersR(d: PyDateTime, offset: Offset): Resumable<boolean> {
  return thenR<Offset, boolean>(utcOffsetR(copy(d, d.tz, 1 - d.fold)), (flipped) =>
    flipped === offset ? false : flipped === null || offset === null || compareDelta(flipped, offset) !== 0,
  );
}

/** A comparison: by the clock where the offsets agree, else in UTC. `naive` is the answer where only one has one. */
const comparison =
  (f: (c: number) => boolean, naive: boolean | null): NativeFn =>
  (a: PyDateTime, b: PyValue) => {
    if (!(b instanceof PyDateTime)) return NotImplemented;
    if (a.tz === b.tz) return f(compareClocks(a, b));
    return compareZones(a, b, f, naive);
  };
function* compareZones(
  a: PyDateTime,
  b: PyDateTime,
  f: (c: number) => boolean,
  naive: boolean | null,
): NativeGenerator<PyValue> {
  const x = (yield utcOffsetR(a)) as Offset; // what utcOffsetR gives
  const y = (yield utcOffsetR(b)) as Offset; // as above
  let c: number;
  if (x === y || (x !== null && y !== null && compareDelta(x, y) === 0)) c = compareClocks(a, b);
  else if (x !== null && y !== null) {
    c = compareDelta(subtractDelta(clockDifference(a, b), subtractDelta(x, y)), newDelta(0, 0, 0));
  } else {
    if (naive === null) throw typeError("can't compare offset-naive and offset-aware datetimes");
    return naive;
  }
  if (naive !== null && c === 0) {
    if (((yield foldMattersR(a, x)) as boolean) || ((yield foldMattersR(b, y)) as boolean)) c = 1;
  }
  return f(c);
}

function hashR(self: PyDateTime): Resumable {
  const first = self.fold === 0 || self.tz === None ? self : copy(self, self.tz, 0);
  return thenR<Offset, PyValue>(utcOffsetR(first), (offset) => {
    const clock = newDelta(ordinal(self), clockSeconds(self), self.us);
    return offset === null
      ? hashTuple([clock.days, clock.seconds, clock.us, 0])
      : hashDelta(subtractDelta(clock, offset));
  });
}

function reprDatetimeR(self: PyDateTime): Resumable {
  let text = `${typeOf(self).tpName}(${self.year}, ${self.month}, ${self.day}, ${self.hour}, ${self.minute}`;
  if (self.second !== 0 || self.us !== 0) text += `, ${self.second}`;
  if (self.us !== 0) text += `, ${self.us}`;
  text += ')';
  if (self.fold !== 0) text = withKeyword(text, 'fold', '1');
  if (self.tz === None) return fromJS(text);
  return thenR<string | PyStr, PyValue>(reprR(self.tz), (tz) => fromJS(withKeyword(text, 'tzinfo', toJS(tz))));
}

function isoformatR(self: PyDateTime, separator: string, timespec: string): Resumable {
  const text = isoDate(self.year, self.month, self.day) + separator + timeText(self, timespec);
  return thenR<Offset, PyValue>(utcOffsetR(self), (offset) =>
    fromJS(offset === null ? text : text + offsetText(offset, ':')),
  );
}
function separatorOf(v: PyValue): string {
  if (!isStr(v)) {
    throw typeError(`isoformat() argument 1 must be a unicode character, not ${v === None ? 'None' : typeOf(v).name}`);
  }
  const n = toPoints(v).length;
  if (n !== 1) throw typeError(`isoformat() argument 1 must be a unicode character, not a string of length ${n}`);
  return toJS(v);
}

/** An instant as local time, or in UTC, and with a zone what that zone makes of it. */
function fromInstantR(cls: PyType, seconds: number, us: number, tz: PyValue): Resumable {
  if (tz !== None) {
    const c = civil(seconds);
    return thenR<PyValue, PyValue>(
      datetimeLikeR(cls, c.year, c.month, c.day, c.hour, c.minute, c.second, us, tz, 0),
      (d) => callMethodR(tz, 'fromutc', [d]),
    );
  }
  const c = civil(seconds + localType(seconds).offset, true);
  return datetimeLikeR(cls, c.year, c.month, c.day, c.hour, c.minute, c.second, us, None, foldAt(seconds));
}

function nowR(cls: PyType, tz: PyValue): Resumable {
  checkTzinfo(tz);
  const { seconds, us } = clock();
  return fromInstantR(cls, seconds, us, tz);
}
function clock(): { seconds: number; us: number } {
  const total = Number(host().clock.time() / 1000n);
  const seconds = Math.floor(total / 1000000);
  return { seconds, us: total - seconds * 1000000 };
}

function* utcInstant(
  cls: PyType,
  instant: () => { seconds: number; us: number },
  warning: string,
): NativeGenerator<PyValue> {
  yield hooks.warnR(exceptionTypes.DeprecationWarning, warning);
  const { seconds, us } = instant();
  const c = civil(seconds);
  return (yield datetimeLikeR(cls, c.year, c.month, c.day, c.hour, c.minute, c.second, us, None, 0)) as PyValue;
}
const deprecated = (name: string, instead: string): string =>
  `datetime.datetime.${name}() is deprecated and scheduled for removal in a future version. ` +
  `Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.${instead}.`;

function wallSeconds(d: PyDateTime): number {
  return epochSeconds(d.year, d.month, d.day, d.hour, d.minute, d.second);
}

function timestampR(self: PyDateTime): Resumable {
  if (self.tz === None) return new PyFloat(fromLocal(wallSeconds(self), self.fold) + self.us / 1e6);
  return thenR<PyValue, PyValue>(
    differenceR(self, EPOCH),
    (d) => binaryR(toMicroseconds(d as PyTimedelta), 1000000, OPERATOR.truediv), // differenceR of two datetimes
  );
}

/** The zone of local time at an instant. */
function localTimezone(seconds: number): PyValue {
  const local = localType(seconds);
  const offset = newDelta(0, local.offset, 0);
  return newTimezone(offset, local.name === '' ? null : fromJS(local.name));
}

/** The local zone at a naive time; in a gap it is the one that the fold does not mean. */
function ownTimezone(d: PyDateTime): PyValue {
  const wall = wallSeconds(d);
  const t = fromLocal(wall, d.fold);
  const other = fromLocal(wall, 1 - d.fold);
  return localTimezone(other !== t && other > t === (d.fold === 1) ? other : t);
}

function* astimezone(self: PyDateTime, tz: PyValue): NativeGenerator<PyValue> {
  checkTzinfo(tz);
  let own = self.tz;
  if (own === None) own = ownTimezone(self);
  if (own === tz) return self;
  let offset = (yield offsetR(own, 'utcoffset', self)) as Offset; // what offsetR gives
  if (offset === null) {
    own = ownTimezone(self);
    if (own === tz) return self;
    offset = (yield offsetR(own, 'utcoffset', self)) as Offset; // as above
    if (offset === null) throw typeError('the local time zone has no offset');
  }
  const moved = (yield moveR(self, offset, -1, utc)) as PyValue;
  if (!(moved instanceof PyDateTime)) return moved;
  const zone = tz === None ? localTimezone(wallSeconds(moved)) : tz;
  return (yield callMethodR(zone, 'fromutc', [copy(moved, zone, 0)])) as PyValue;
}

function parse(cls: PyType, text: PyValue): Resumable {
  const p = needsIsoText(text);
  if (p.length < 7) invalidIso(text);
  const length = dateLength(p);
  if (length < 0 || length > p.length) invalidIso(text);
  let d = parseIsoDate(p, length) ?? invalidIso(text);
  if (p.length === length) return datetimeLikeR(cls, d.year, d.month, d.day, 0, 0, 0, 0, None, 0);
  const t = parseIsoTime(p, length + 1) ?? invalidIso(text);
  const zone = isoZone(t);
  if (endsDay(t)) {
    checkDate(d.year, d.month, d.day);
    d = nextDay(d);
  }
  const c = t.clock;
  return datetimeLikeR(cls, d.year, d.month, d.day, c.hour, c.minute, c.second, c.us, zone, 0);
}

function replaceR(
  self: PyDateTime,
  year?: PyValue,
  month?: PyValue,
  day?: PyValue,
  hour?: PyValue,
  minute?: PyValue,
  second?: PyValue,
  us?: PyValue,
  tz?: PyValue,
  fold?: PyValue,
): Resumable {
  const newFold = fold === undefined ? self.fold : cInt(fold);
  if (newFold !== 0 && newFold !== 1) throw valueError(`fold must be either 0 or 1, not ${newFold}`);
  return datetimeLikeR(
    typeOf(self),
    year === undefined ? self.year : cInt(year),
    month === undefined ? self.month : cInt(month),
    day === undefined ? self.day : cInt(day),
    hour === undefined ? self.hour : cInt(hour),
    minute === undefined ? self.minute : cInt(minute),
    second === undefined ? self.second : cInt(second),
    us === undefined ? self.us : cInt(us),
    tz === undefined ? self.tz : tz,
    newFold,
  );
}

function reduce(d: PyDateTime, protocol: number | bigint): PyTuple {
  const month = d.fold !== 0 && protocol > 3 ? d.month | 128 : d.month;
  const state = new PyBytes(
    Uint8Array.of(
      d.year >> 8,
      d.year & 255,
      month,
      d.day,
      d.hour,
      d.minute,
      d.second,
      d.us >> 16,
      (d.us >> 8) & 255,
      d.us & 255,
    ),
  );
  return new PyTuple([typeOf(d), new PyTuple(d.tz === None ? [state] : [state, d.tz])]);
}

function combineR(cls: PyType, d: PyValue, t: PyValue, tz: PyValue | undefined): Resumable {
  if (!(d instanceof PyDate)) throw typeError(`combine() argument 1 must be ${dateType.tpName}, not ${shown(d)}`);
  if (!(t instanceof PyTime)) throw typeError(`combine() argument 2 must be ${timeType.tpName}, not ${shown(t)}`);
  const zone = tz ?? t.tz;
  return datetimeLikeR(cls, d.year, d.month, d.day, t.hour, t.minute, t.second, t.us, zone, t.fold);
}
const shown = (v: PyValue): string => (v === None ? 'None' : typeOf(v).name);

const FIELDS = 'year=?, month=?, day=?, hour=?, minute=?, second=?, microsecond=?, tzinfo=?, *, fold=?';

defineType(datetimeType, {
  doc: 'datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints.',
  new: ['(year=?, month=?, day=?, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)', construct],
  classMethods: {
    'now(tz=None)': nowR,
    'utcnow()': (cls: PyType) => utcInstant(cls, clock, deprecated('utcnow', 'now(datetime.UTC)')),
    'fromtimestamp(timestamp, tz=None)': (cls: PyType, timestamp: PyValue, tz: PyValue) => {
      checkTzinfo(tz);
      const { seconds, us } = readTimestamp(timestamp);
      return fromInstantR(cls, seconds, us, tz);
    },
    'utcfromtimestamp(timestamp, /)': (cls: PyType, timestamp: PyValue) =>
      utcInstant(
        cls,
        () => readTimestamp(timestamp),
        deprecated('utcfromtimestamp', 'fromtimestamp(timestamp, datetime.UTC)'),
      ),
    *'strptime(string, format, /)'(cls: PyType, text: PyValue, format: PyValue): NativeGenerator<PyValue> {
      for (const [i, v] of [text, format].entries()) {
        if (!isStr(v)) throw typeError(`strptime() argument ${i + 1} must be str, not ${shown(v)}`);
      }
      const f: PyValue = yield* importAttrR('_strptime', '_strptime_datetime_datetime') as NativeGenerator<PyValue>;
      return (yield callR(f, [cls, text, format])) as PyValue;
    },
    'combine(date, time, tzinfo=?)': combineR,
    'fromisoformat(string, /)': parse,
  },
  methods: {
    '__repr__()': reprDatetimeR,
    '__str__()': (self: PyDateTime) =>
      typeOf(self) === datetimeType ? isoformatR(self, ' ', 'auto') : callMethodR(self, 'isoformat', [' ']),
    '__hash__()': hashR,
    '__eq__(value, /)': comparison((c) => c === 0, false),
    '__ne__(value, /)': comparison((c) => c !== 0, true),
    '__lt__(value, /)': comparison((c) => c < 0, null),
    '__le__(value, /)': comparison((c) => c <= 0, null),
    '__gt__(value, /)': comparison((c) => c > 0, null),
    '__ge__(value, /)': comparison((c) => c >= 0, null),
    '__add__(value, /)': (self: PyDateTime, other: PyValue) =>
      other instanceof PyTimedelta ? moveR(self, other, 1) : NotImplemented,
    '__radd__(value, /)': (self: PyDateTime, other: PyValue) =>
      other instanceof PyTimedelta ? moveR(self, other, 1) : NotImplemented,
    '__sub__(value, /)': (self: PyDateTime, other: PyValue) => {
      if (other instanceof PyDateTime) return differenceR(self, other);
      return other instanceof PyTimedelta ? moveR(self, other, -1) : NotImplemented;
    },
    '__rsub__(value, /)': (self: PyDateTime, other: PyValue) =>
      other instanceof PyDateTime ? differenceR(other, self) : NotImplemented,
    '__reduce__()': (self: PyDateTime) => reduce(self, 2),
    '__reduce_ex__(protocol, /)': (self: PyDateTime, protocol: PyValue) => reduce(self, index(protocol)),
    'date()': (self: PyDateTime) => makeDate(self.year, self.month, self.day),
    'time()': (self: PyDateTime) => makeTime(self.hour, self.minute, self.second, self.us, None, self.fold),
    'timetz()': (self: PyDateTime) => makeTime(self.hour, self.minute, self.second, self.us, self.tz, self.fold),
    'ctime()': (self: PyDateTime) => ctime(self, timeText(self, 'seconds')),
    'timetuple()': (self: PyDateTime) =>
      thenR<Offset, PyValue>(offsetR(self.tz, 'dst', self), (dst) => {
        const flag = dst === null ? -1 : dst.days !== 0 || dst.seconds !== 0 || dst.us !== 0 ? 1 : 0;
        return timeTuple(self, self.hour, self.minute, self.second, flag);
      }),
    'utctimetuple()': (self: PyDateTime) =>
      thenR<Offset, PyValue>(utcOffsetR(self), (offset) => {
        if (offset === null) return timeTuple(self, self.hour, self.minute, self.second, 0);
        const { day, seconds } = newShift(self, offset, -1);
        if (day < 1 || day > MAX_ORDINAL) throw overflowError('date value out of range');
        const { year, month, day: d } = fromOrdinal(day);
        const date = makeDate(year, month, d);
        return timeTuple(date, Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, 0);
      }),
    'timestamp()': timestampR,
    "isoformat(sep='T', timespec='auto')": (self: PyDateTime, separator: PyValue, timespec: PyValue) =>
      isoformatR(self, separatorOf(separator), timespecOf(timespec, 2)),
    'utcoffset()': (self: PyDateTime) => thenR<Offset, PyValue>(utcOffsetR(self), (d) => d ?? None),
    'dst()': (self: PyDateTime) => thenR<Offset, PyValue>(offsetR(self.tz, 'dst', self), (d) => d ?? None),
    'tzname()': (self: PyDateTime) => tznameR(self.tz, self),
    'astimezone(tz=None)': astimezone,
    [`replace(${FIELDS})`]: replaceR,
    [`__replace__(${FIELDS})`]: replaceR,
  },
  getset: {
    hour: [(self: PyDateTime) => self.hour],
    minute: [(self: PyDateTime) => self.minute],
    second: [(self: PyDateTime) => self.second],
    microsecond: [(self: PyDateTime) => self.us],
    tzinfo: [(self: PyDateTime) => self.tz],
    fold: [(self: PyDateTime) => self.fold],
  },
  attrs: {
    min: makeDateTime(1, 1, 1, 0, 0, 0, 0, None, 0),
    max: makeDateTime(9999, 12, 31, 23, 59, 59, 999999, None, 0),
    resolution: newDelta(0, 0, 1),
  },
});

const EPOCH = makeDateTime(1970, 1, 1, 0, 0, 0, 0, utc, 0);
