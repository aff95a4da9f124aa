// Broken-down time: struct_time, its making from seconds and from tuples, and formatting. Invariant: `Tm` has C's
// meaning (month 0..11, year as written, wday 0 = Sunday); struct_time has Python's.

import { None, type PyValue } from '../../objects/object.ts';
import { PyTuple } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { makeStructSeq, PyStructSeq } from '../../objects/structseq.ts';
import { index } from '../../objects/protocol/operators.ts';
import { isException, newException, overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { cInt } from '../support/arguments.ts';
import { civilFromDays, daysFromCivil, type LocalType } from './zone.ts';

export interface Tm {
  year: number;
  mon: number;
  mday: number;
  hour: number;
  min: number;
  sec: number;
  wday: number;
  yday: number;
  isdst: number;
  zone: string | null;
  gmtoff: number | null;
}

export const structTime = makeStructSeq(
  'time.struct_time',
  [
    'tm_year',
    'tm_mon',
    'tm_mday',
    'tm_hour',
    'tm_min',
    'tm_sec',
    'tm_wday',
    'tm_yday',
    'tm_isdst',
    'tm_zone',
    'tm_gmtoff',
  ],
  9,
);

/** Broken-down time of an instant in a zone's local time. */
export function toTm(seconds: number, local: LocalType): Tm {
  const t = seconds + local.offset;
  const days = Math.floor(t / 86400);
  const rest = t - days * 86400;
  const { y, m, d } = civilFromDays(days);
  if (y > 2147483647 + 1900 || y < -2147483648 + 1900) {
    throw newException(exceptionTypes.OverflowError, 'timestamp out of range for platform time_t');
  }
  return {
    year: y,
    mon: m - 1,
    mday: d,
    hour: Math.floor(rest / 3600),
    min: Math.floor(rest / 60) % 60,
    sec: rest % 60,
    wday: (((days + 4) % 7) + 7) % 7,
    yday: days - daysFromCivil(y, 1, 1),
    isdst: local.dst ? 1 : 0,
    zone: local.name,
    gmtoff: local.offset,
  };
}

export function toStruct(tm: Tm): PyStructSeq {
  return structTime.of(
    tm.year,
    tm.mon + 1,
    tm.mday,
    tm.hour,
    tm.min,
    tm.sec,
    (tm.wday + 6) % 7,
    tm.yday + 1,
    tm.isdst,
    tm.zone === null ? None : fromJS(tm.zone),
    tm.gmtoff ?? None,
  );
}

/** A time tuple as Tm, unchecked (CPython's gettmarg). */
export function fromTuple(v: PyValue, fname: string): Tm {
  if (!(v instanceof PyTuple)) throw typeError('Tuple or struct_time argument required');
  if (v.items.length !== 9) throw typeError(`${fname}(): illegal time tuple argument`);
  const f = v.items.map((x) => {
    try {
      return cInt(x);
    } catch (e) {
      if (isException(e, 'TypeError'))
        throw typeError(`'${typeOf(x).name}' object cannot be interpreted as an integer`);
      throw e;
    }
  });
  if (f[0] < -2147483648 + 1900) throw overflowError('year out of range');
  const hidden = v instanceof PyStructSeq && v.cls === structTime.type ? v.hidden : [None, None];
  return {
    year: f[0],
    mon: f[1] - 1,
    mday: f[2],
    hour: f[3],
    min: f[4],
    sec: f[5],
    wday: (((f[6] + 1) % 7) + 7) % 7,
    yday: f[7] - 1,
    isdst: f[8],
    zone: isStr(hidden[0]) ? toJS(hidden[0]) : null,
    gmtoff: hidden[1] === None ? null : Number(index(hidden[1])),
  };
}

/** Checks ranges as strftime and asctime do; zero month, day and day of year count as one. */
export function checkTm(tm: Tm, wdayGiven: PyValue): void {
  if (tm.mon === -1) tm.mon = 0;
  else if (tm.mon < 0 || tm.mon > 11) throw valueError('month out of range');
  if (tm.mday === 0) tm.mday = 1;
  else if (tm.mday < 0 || tm.mday > 31) throw valueError('day of month out of range');
  if (tm.hour < 0 || tm.hour > 23) throw valueError('hour out of range');
  if (tm.min < 0 || tm.min > 59) throw valueError('minute out of range');
  if (tm.sec < 0 || tm.sec > 61) throw valueError('seconds out of range');
  const wday = wdayGiven instanceof PyTuple ? Number(index(wdayGiven.items[6])) : tm.wday;
  if (wday < -1) throw valueError('day of week out of range');
  if (tm.yday === -1) tm.yday = 0;
  else if (tm.yday < 0 || tm.yday > 365) throw valueError('day of year out of range');
  if (tm.isdst < -1) tm.isdst = -1;
  else if (tm.isdst > 1) tm.isdst = 1;
}

export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export function asctime(tm: Tm): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${DAYS[tm.wday].slice(0, 3)} ${MONTHS[tm.mon].slice(0, 3)}${String(tm.mday).padStart(3)} ${two(tm.hour)}:${two(tm.min)}:${two(tm.sec)} ${tm.year}`;
}

/** ISO 8601 year and week. */
function isoWeek(tm: Tm): [number, number] {
  const wday = (tm.wday + 6) % 7; // Monday 0
  const jan1 = (((wday - tm.yday) % 7) + 7) % 7;
  let week = Math.floor((tm.yday - wday + 10) / 7);
  const leap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const weeks = (y: number, first: number): number => (first === 3 || (first === 2 && leap(y)) ? 53 : 52);
  if (week < 1) {
    const y = tm.year - 1;
    const first = (((jan1 - (leap(y) ? 366 : 365)) % 7) + 7) % 7;
    week = weeks(y, first);
    return [y, week];
  }
  if (week > weeks(tm.year, jan1)) return [tm.year + 1, 1];
  return [tm.year, week];
}

/** strftime as the C library does it in the C locale, glibc's flags and widths included. */
export function strftime(format: string, tm: Tm, epoch: () => number): string {
  return format.replace(
    /%([-_0^#]*)(\d*)([EO]?)([\s\S])|%/g,
    (all: string, flags: string | undefined, width: string, _mod: string, c: string) => {
      if (flags === undefined) return all;
      const num = (n: number, w: number, pad = '0'): string => {
        let p = pad;
        let size = w;
        for (const f of flags) {
          if (f === '-') size = 0;
          else if (f === '_') p = ' ';
          else if (f === '0') p = '0';
        }
        if (width !== '') size = Number(width);
        return n < 0 ? `-${String(-n).padStart(size - 1, p)}` : String(n).padStart(size, p);
      };
      const text = (s: string): string => {
        if (flags.includes('^')) s = s.toUpperCase();
        if (flags.includes('#')) s = s === s.toUpperCase() ? s.toLowerCase() : s.toUpperCase();
        return width === '' ? s : s.padStart(Number(width), flags.includes('0') ? '0' : ' ');
      };
      const sub = (f: string): string => text(strftime(f, tm, epoch));
      const hour12 = tm.hour % 12 === 0 ? 12 : tm.hour % 12;
      switch (c) {
        case 'a':
          return text(DAYS[tm.wday]?.slice(0, 3) ?? '?');
        case 'A':
          return text(DAYS[tm.wday] ?? '?');
        case 'b':
        case 'h':
          return text(MONTHS[tm.mon].slice(0, 3));
        case 'B':
          return text(MONTHS[tm.mon]);
        case 'c':
          return sub('%a %b %e %H:%M:%S %Y');
        case 'C':
          return num(Math.floor(tm.year / 100), 2);
        case 'd':
          return num(tm.mday, 2);
        case 'D':
          return sub('%m/%d/%y');
        case 'e':
          return num(tm.mday, 2, ' ');
        case 'F':
          return sub('%Y-%m-%d');
        case 'g':
          return num(((isoWeek(tm)[0] % 100) + 100) % 100, 2);
        case 'G':
          return num(isoWeek(tm)[0], 1);
        case 'H':
          return num(tm.hour, 2);
        case 'I':
          return num(hour12, 2);
        case 'j':
          return num(tm.yday + 1, 3);
        case 'k':
          return num(tm.hour, 2, ' ');
        case 'l':
          return num(hour12, 2, ' ');
        case 'm':
          return num(tm.mon + 1, 2);
        case 'M':
          return num(tm.min, 2);
        case 'n':
          return '\n';
        case 'p':
          return flags.includes('#') ? (tm.hour < 12 ? 'am' : 'pm') : text(tm.hour < 12 ? 'AM' : 'PM');
        case 'P':
          return text(tm.hour < 12 ? 'am' : 'pm');
        case 'r':
          return sub('%I:%M:%S %p');
        case 'R':
          return sub('%H:%M');
        case 's':
          return num(epoch(), 1);
        case 'S':
          return num(tm.sec, 2);
        case 't':
          return '\t';
        case 'T':
        case 'X':
          return sub('%H:%M:%S');
        case 'u':
          return num(tm.wday === 0 ? 7 : tm.wday, 1);
        case 'U':
          return num(Math.floor((tm.yday + 7 - tm.wday) / 7), 2);
        case 'V':
          return num(isoWeek(tm)[1], 2);
        case 'w':
          return num(tm.wday, 1);
        case 'W':
          return num(Math.floor((tm.yday + 7 - ((tm.wday + 6) % 7)) / 7), 2);
        case 'x':
          return sub('%m/%d/%y');
        case 'y':
          return num(((tm.year % 100) + 100) % 100, 2);
        case 'Y':
          return num(tm.year, 1);
        case 'z': {
          const o = tm.gmtoff ?? 0;
          const a = Math.abs(o);
          return `${o < 0 ? '-' : '+'}${String(Math.floor(a / 3600)).padStart(2, '0')}${String(Math.floor(a / 60) % 60).padStart(2, '0')}`;
        }
        case 'Z':
          return text(tm.zone ?? '');
        case '%':
          return text('%');
        default:
          return all;
      }
    },
  );
}
