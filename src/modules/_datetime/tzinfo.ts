// tzinfo, timezone, and asking a tzinfo for offsets and names. Invariant: what a tzinfo written in Python answers is
// checked before anybody uses it; its methods run as resumable calls.

import { None, NotImplemented, type PyValue } from '../../objects/object.ts';
import { PyTuple, type PyStr } from '../../objects/shapes.ts';
import { type PyType, typeOf } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { notImplementedError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { lookupAttrR } from '../../objects/protocol/attribute.ts';
import { repr, reprR } from '../../objects/protocol/text.ts';
import { type NativeGenerator, type Resumable, thenR } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { binaryR, OPERATOR, truthR } from '../../objects/protocol/operators.ts';
import { pad } from './calendar.ts';
import { compareDelta, hashDelta, isZero, negateDelta, subtractDelta } from './timedelta.ts';
import {
  newDelta,
  PyDateTime,
  PyTimedelta,
  PyTimezone,
  type PyTzinfo,
  timedeltaType,
  timezoneType,
  tzinfoType,
} from './shapes.ts';

function outOfRange(d: PyTimedelta): boolean {
  return d.days < -1 || d.days > 0 || (d.days === -1 && d.seconds === 0 && d.us === 0);
}
function checkRange(d: PyTimedelta): void {
  if (outOfRange(d)) {
    throw valueError(
      `offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ${repr(d)}`,
    );
  }
}

function makeTimezone(offset: PyTimedelta, name: string | PyStr | null): PyTimezone {
  const z = new PyTimezone();
  z.offset = offset;
  z.name = name;
  return z;
}
export const utc: PyTimezone = makeTimezone(newDelta(0, 0, 0), null);

/** timezone(offset, name): UTC itself when there is neither. */
export function newTimezone(offset: PyTimedelta, name: string | PyStr | null): PyTimezone {
  if (name === null && isZero(offset)) return utc;
  checkRange(offset);
  return makeTimezone(offset, name);
}

/** `utcoffset` or `dst` of a tzinfo (None has none), checked. */
export function offsetR(tz: PyValue, name: 'utcoffset' | 'dst', dt: PyValue): Resumable<PyTimedelta | null> {
  if (tz === None) return null;
  if (tz instanceof PyTimezone && name === 'utcoffset') return tz.offset;
  return thenR<PyValue, PyTimedelta | null>(callMethodR(tz, name, [dt]), (offset) => {
    if (offset === None) return null;
    if (!(offset instanceof PyTimedelta))
      throw typeError(`tzinfo.${name}() must return None or timedelta, not '${typeOf(offset).tpName}'`);
    checkRange(offset);
    return offset;
  });
}

/** `tzname` of a tzinfo: None or a str. */
export function tznameR(tz: PyValue, dt: PyValue): Resumable {
  if (tz === None) return None;
  return thenR<PyValue, PyValue>(callMethodR(tz, 'tzname', [dt]), (name) => {
    if (name !== None && !isStr(name))
      throw typeError(`tzinfo.tzname() must return None or a string, not '${typeOf(name).tpName}'`);
    return name;
  });
}

/** `+HH:MM[:SS[.ffffff]]`. */
export function offsetText(offset: PyTimedelta, separator: string): string {
  const sign = offset.days < 0 ? '-' : '+';
  const d = offset.days < 0 ? negateDelta(offset) : offset;
  const s = d.seconds;
  let text = `${sign}${pad(Math.floor(s / 3600), 2)}${separator}${pad(Math.floor(s / 60) % 60, 2)}`;
  if (s % 60 !== 0 || d.us !== 0) text += separator + pad(s % 60, 2);
  if (d.us !== 0) text += `.${pad(d.us, 6)}`;
  return text;
}

function* fromUtc(self: PyTzinfo, dt: PyValue): NativeGenerator<PyValue> {
  if (!(dt instanceof PyDateTime)) throw typeError('fromutc: argument must be a datetime');
  if (dt.tz !== self) throw valueError('fromutc: dt.tzinfo is not self');
  const offset = (yield callMethodR(dt, 'utcoffset')) as PyValue;
  if (offset === None) throw valueError('fromutc: non-None utcoffset() result required');
  const dst = (yield callMethodR(dt, 'dst')) as PyValue;
  if (dst === None) throw valueError('fromutc: non-None dst() result required');
  const standard =
    offset instanceof PyTimedelta && dst instanceof PyTimedelta
      ? subtractDelta(offset, dst)
      : ((yield binaryR(offset, dst, OPERATOR.sub)) as PyValue);
  const result: PyValue = yield binaryR(dt, standard, OPERATOR.add);
  const again: PyValue = yield callMethodR(result, 'dst');
  if (again === None) throw valueError('fromutc: tz.dst() gave inconsistent results; cannot convert');
  if (!((yield truthR(again)) as boolean)) return result;
  return (yield binaryR(result, again, OPERATOR.add)) as PyValue;
}

function* reduce(self: PyTzinfo): NativeGenerator<PyValue> {
  const initArgs = (yield lookupAttrR(self, '__getinitargs__')) as PyValue | undefined;
  const args: PyValue = initArgs === undefined ? new PyTuple([]) : yield callR(initArgs, []);
  const state: PyValue = yield callMethodR(self, '__getstate__');
  return new PyTuple([typeOf(self), args, state]);
}

const abstract = (name: string) => (): never => {
  throw notImplementedError(`a tzinfo subclass must implement ${name}()`);
};

defineType(tzinfoType, {
  doc: 'Abstract base class for time zone info objects.',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    'tzname(dt, /)': abstract('tzname'),
    'utcoffset(dt, /)': abstract('utcoffset'),
    'dst(dt, /)': abstract('dst'),
    'fromutc(dt, /)': fromUtc,
    '__reduce__()': reduce,
  },
});

function needsDatetime(dt: PyValue, method: string): void {
  if (dt !== None && !(dt instanceof PyDateTime)) {
    throw typeError(`${method}(dt) argument must be a datetime instance or None, not ${typeOf(dt).tpName}`);
  }
}

function timezoneName(self: PyTimezone): string | PyStr {
  if (self.name !== null) return self.name;
  return isZero(self.offset) ? 'UTC' : `UTC${offsetText(self.offset, ':')}`;
}

defineType(timezoneType, {
  doc: 'Fixed offset from UTC implementation of tzinfo.',
  new: [
    '(offset, name=?)',
    (_cls: PyType, offset: PyValue, name: PyValue | undefined) => {
      if (!(offset instanceof PyTimedelta)) {
        throw typeError(`timezone() argument 1 must be ${timedeltaType.tpName}, not ${typeOf(offset).name}`);
      }
      if (name !== undefined && !isStr(name)) {
        throw typeError(`timezone() argument 2 must be str, not ${name === None ? 'None' : typeOf(name).name}`);
      }
      return newTimezone(offset, name ?? null);
    },
  ],
  methods: {
    'tzname(dt, /)': (self: PyTimezone, dt: PyValue) => {
      needsDatetime(dt, 'tzname');
      return timezoneName(self);
    },
    'utcoffset(dt, /)': (self: PyTimezone, dt: PyValue) => {
      needsDatetime(dt, 'utcoffset');
      return self.offset;
    },
    'dst(dt, /)': (_self: PyTimezone, dt: PyValue) => {
      needsDatetime(dt, 'dst');
      return None;
    },
    'fromutc(dt, /)': (self: PyTimezone, dt: PyValue) => {
      if (!(dt instanceof PyDateTime)) throw typeError('fromutc: argument must be a datetime');
      if (dt.tz !== self) throw valueError('fromutc: dt.tzinfo is not self');
      return binaryR(dt, self.offset, OPERATOR.add);
    },
    '__getinitargs__()': (self: PyTimezone) =>
      new PyTuple(self.name === null ? [self.offset] : [self.offset, self.name]),
    '__repr__()': (self: PyTimezone) => {
      if (self === utc) return 'datetime.timezone.utc';
      const head = `${typeOf(self).tpName}(${repr(self.offset)}`;
      if (self.name === null) return `${head})`;
      return thenR<string | PyStr, PyValue>(reprR(self.name), (name) => fromJS(`${head}, ${toJS(name)})`));
    },
    '__str__()': timezoneName,
    '__hash__()': (self: PyTimezone) => hashDelta(self.offset),
    '__eq__(value, /)': (a: PyTimezone, b: PyValue) =>
      b instanceof PyTimezone ? compareDelta(a.offset, b.offset) === 0 : NotImplemented,
    '__ne__(value, /)': (a: PyTimezone, b: PyValue) =>
      b instanceof PyTimezone ? compareDelta(a.offset, b.offset) !== 0 : NotImplemented,
    '__lt__(value, /)': () => NotImplemented,
    '__le__(value, /)': () => NotImplemented,
    '__gt__(value, /)': () => NotImplemented,
    '__ge__(value, /)': () => NotImplemented,
  },
  attrs: {
    utc,
    min: makeTimezone(newDelta(0, -86340, 0), null),
    max: makeTimezone(newDelta(0, 86340, 0), null),
  },
});
