// time: an hour of the day, perhaps with a time zone.

import { None, NotImplemented, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyTuple } from '../../objects/shapes.ts';
import { type PyType, typeOf } from '../../objects/type.ts';
import { defineType, type NativeFn } from '../../objects/native.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { index } from '../../objects/protocol/operators.ts';
import { reprR } from '../../objects/protocol/text.ts';
import { type Resumable, thenR } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import type { PyStr } from '../../objects/shapes.ts';
import { hashTuple } from '../../objects/algorithms/hash.ts';
import { structTime } from '../time/fields.ts';
import { cInt } from '../support/arguments.ts';
import { isoTime } from './calendar.ts';
import { invalidIso, needsIsoText, strptime } from './date.ts';
import { type IsoTime, parseIsoTime } from './parse-iso.ts';
import { stateBytes } from './pickled.ts';
import { formatWith, needsFormat, strftime } from './strftime.ts';
import { compareDelta, hashDelta, subtractDelta } from './timedelta.ts';
import { newTimezone, offsetR, offsetText, tznameR, utc } from './tzinfo.ts';
import {
  checkTime,
  checkTzinfo,
  makeTime,
  newDelta,
  PyTime,
  type PyTimedelta,
  PyTzinfo,
  timeLikeR,
  timeType,
} from './shapes.ts';

/** The time zone of an ISO time. */
export function isoZone(t: IsoTime): PyValue {
  if (t.zone === null) return None;
  const { sign, clock } = t.zone;
  const seconds = clock.hour * 3600 + clock.minute * 60 + clock.second;
  // Offsets of less than a second are UTC to CPython.
  return seconds === 0 ? utc : newTimezone(newDelta(0, sign * seconds, sign * clock.us), null);
}

/** 24:00 is the next day's 00:00; anything else of hour 24 is an error. Whether it is that. */
export function endsDay(t: IsoTime): boolean {
  const c = t.clock;
  if (c.hour !== 24) return false;
  if (c.minute !== 0 || c.second !== 0 || c.us !== 0)
    throw valueError('minute, second, and microsecond must be 0 when hour is 24');
  c.hour = 0;
  return true;
}

/** The tzinfo in a pickled state. */
export function stateZone(tz: PyValue | undefined): PyValue {
  if (tz === undefined) return None;
  if (tz !== None && !(tz instanceof PyTzinfo)) throw typeError('bad tzinfo state arg');
  return tz;
}

/** isoformat's time specification. */
export function timespecOf(v: PyValue, position: number): string {
  if (!isStr(v)) {
    throw typeError(`isoformat() argument ${position} must be str, not ${v === None ? 'None' : typeOf(v).name}`);
  }
  return toJS(v);
}
export function timeText(t: { hour: number; minute: number; second: number; us: number }, timespec: string): string {
  const text = isoTime(t.hour, t.minute, t.second, t.us, timespec);
  if (text === undefined) throw valueError('Unknown timespec value');
  return text;
}

function make(
  cls: PyType,
  hourValue: PyValue,
  minuteValue: PyValue,
  secondValue: PyValue,
  usValue: PyValue,
  tz: PyValue,
  foldValue: PyValue,
): PyTime {
  const hour = cInt(hourValue);
  const minute = cInt(minuteValue);
  const second = cInt(secondValue);
  const us = cInt(usValue);
  const fold = cInt(foldValue);
  checkTime(hour, minute, second, us, fold);
  checkTzinfo(tz);
  return makeTime(hour, minute, second, us, tz, fold, cls);
}

/** time(hour, minute, …), or what a pickle gives: its bytes and perhaps a tzinfo. */
function construct(
  cls: PyType,
  hour: PyValue | undefined,
  minute: PyValue | undefined,
  second: PyValue,
  us: PyValue,
  tz: PyValue,
  fold: PyValue,
): PyTime {
  const state = stateBytes(hour, 6, 0, 0, 23, 127, 'time');
  if (state !== undefined) {
    const [h, m, s, a, b, c] = state;
    return makeTime(h & 127, m, s, (a << 16) | (b << 8) | c, stateZone(minute), h >> 7, cls);
  }
  return make(cls, hour ?? 0, minute ?? 0, second, us, tz, fold);
}

function compareClocks(a: PyTime, b: PyTime): number {
  return a.hour - b.hour || a.minute - b.minute || a.second - b.second || a.us - b.us;
}

/** A comparison: by the clock where the offsets agree, else in UTC. */
const comparison =
  (f: (c: number) => boolean, naive: boolean | null): NativeFn =>
  (a: PyTime, b: PyValue) => {
    if (!(b instanceof PyTime)) return NotImplemented;
    if (a.tz === b.tz) return f(compareClocks(a, b));
    return thenR<PyTimedelta | null, PyValue>(offsetR(a.tz, 'utcoffset', None), (x) =>
      thenR<PyTimedelta | null, PyValue>(offsetR(b.tz, 'utcoffset', None), (y) => {
        if (x === y || (x !== null && y !== null && compareDelta(x, y) === 0)) return f(compareClocks(a, b));
        if (x !== null && y !== null) return f(compareDelta(inUtc(a, x), inUtc(b, y)));
        if (naive === null) throw typeError("can't compare offset-naive and offset-aware times");
        return naive;
      }),
    );
  };
function inUtc(t: PyTime, offset: PyTimedelta): PyTimedelta {
  return subtractDelta(newDelta(0, t.hour * 3600 + t.minute * 60 + t.second, t.us), offset);
}

/** `, name=value` put before the closing parenthesis of a representation. */
export function withKeyword(text: string, name: string, value: string): string {
  return `${text.slice(0, -1)}, ${name}=${value})`;
}

function reprTimeR(self: PyTime): Resumable {
  let text = `${typeOf(self).tpName}(${self.hour}, ${self.minute}`;
  if (self.second !== 0 || self.us !== 0) text += `, ${self.second}`;
  if (self.us !== 0) text += `, ${self.us}`;
  text += ')';
  const end = (s: string): PyValue => fromJS(self.fold === 0 ? s : withKeyword(s, 'fold', '1'));
  if (self.tz === None) return end(text);
  return thenR<string | PyStr, PyValue>(reprR(self.tz), (tz) => end(withKeyword(text, 'tzinfo', toJS(tz))));
}

function isoformatR(self: PyTime, timespec: string): Resumable {
  const text = timeText(self, timespec);
  return thenR<PyTimedelta | null, PyValue>(offsetR(self.tz, 'utcoffset', None), (offset) =>
    offset === null ? text : text + offsetText(offset, ':'),
  );
}

function replaceR(
  self: PyTime,
  hour?: PyValue,
  minute?: PyValue,
  second?: PyValue,
  us?: PyValue,
  tz?: PyValue,
  fold?: PyValue,
): Resumable {
  const newFold = fold === undefined ? self.fold : cInt(fold);
  if (newFold !== 0 && newFold !== 1) throw valueError(`fold must be either 0 or 1, not ${newFold}`);
  return timeLikeR(
    typeOf(self),
    hour === undefined ? self.hour : cInt(hour),
    minute === undefined ? self.minute : cInt(minute),
    second === undefined ? self.second : cInt(second),
    us === undefined ? self.us : cInt(us),
    tz === undefined ? self.tz : tz,
    newFold,
  );
}

function reduce(self: PyTime, protocol: number | bigint): PyTuple {
  const hour = self.fold !== 0 && protocol > 3 ? self.hour | 128 : self.hour;
  const { us } = self;
  const state = new PyBytes(Uint8Array.of(hour, self.minute, self.second, us >> 16, (us >> 8) & 255, us & 255));
  return new PyTuple([typeOf(self), new PyTuple(self.tz === None ? [state] : [state, self.tz])]);
}

function parse(cls: PyType, text: PyValue): Resumable {
  const p = needsIsoText(text);
  const t = parseIsoTime(p, p[0] === 84 ? 1 : 0) ?? invalidIso(text); // a leading T
  endsDay(t);
  const c = t.clock;
  return timeLikeR(cls, c.hour, c.minute, c.second, c.us, isoZone(t), 0);
}

const REPLACE = '(hour=?, minute=?, second=?, microsecond=?, tzinfo=?, *, fold=?)';

defineType(timeType, {
  doc: 'time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints.',
  new: ['(hour=?, minute=?, second=0, microsecond=0, tzinfo=None, *, fold=0)', construct],
  classMethods: {
    'fromisoformat(string, /)': parse,
    'strptime(string, format, /)': strptime('_strptime_datetime_time'),
  },
  methods: {
    '__repr__()': reprTimeR,
    '__str__()': (self: PyTime) => callMethodR(self, 'isoformat'),
    '__hash__()': (self: PyTime) =>
      thenR<PyTimedelta | null, PyValue>(offsetR(self.tz, 'utcoffset', None), (offset) =>
        offset === null
          ? hashTuple([self.hour * 3600 + self.minute * 60 + self.second, self.us])
          : hashDelta(inUtc(self, offset)),
      ),
    '__eq__(value, /)': comparison((c) => c === 0, false),
    '__ne__(value, /)': comparison((c) => c !== 0, true),
    '__lt__(value, /)': comparison((c) => c < 0, null),
    '__le__(value, /)': comparison((c) => c <= 0, null),
    '__gt__(value, /)': comparison((c) => c > 0, null),
    '__ge__(value, /)': comparison((c) => c >= 0, null),
    '__format__(format, /)': formatWith,
    '__reduce__()': (self: PyTime) => reduce(self, 2),
    '__reduce_ex__(protocol, /)': (self: PyTime, protocol: PyValue) => reduce(self, index(protocol)),
    'strftime(format)': (self: PyTime, format: PyValue) => {
      needsFormat(format);
      const tuple = structTime.of(1900, 1, 1, self.hour, self.minute, self.second, 0, 1, -1);
      return strftime(self, format, tuple, None);
    },
    "isoformat(timespec='auto')": (self: PyTime, timespec: PyValue) => isoformatR(self, timespecOf(timespec, 1)),
    'utcoffset()': (self: PyTime) =>
      thenR<PyTimedelta | null, PyValue>(offsetR(self.tz, 'utcoffset', None), (d) => d ?? None),
    'dst()': (self: PyTime) => thenR<PyTimedelta | null, PyValue>(offsetR(self.tz, 'dst', None), (d) => d ?? None),
    'tzname()': (self: PyTime) => tznameR(self.tz, None),
    [`replace${REPLACE}`]: replaceR,
    [`__replace__${REPLACE}`]: replaceR,
  },
  getset: {
    hour: [(self: PyTime) => self.hour],
    minute: [(self: PyTime) => self.minute],
    second: [(self: PyTime) => self.second],
    microsecond: [(self: PyTime) => self.us],
    tzinfo: [(self: PyTime) => self.tz],
    fold: [(self: PyTime) => self.fold],
  },
  attrs: {
    min: makeTime(0, 0, 0, 0, None, 0),
    max: makeTime(23, 59, 59, 999999, None, 0),
    resolution: newDelta(0, 0, 1),
  },
});
