// Reading ISO 8601 dates and times as fromisoformat() does: on code points, without exceptions. `undefined` means that
// the text is none.

import { daysInMonth, fromIsoCalendar } from './calendar.ts';

const DIGIT0 = 48;
const DASH = 45;
const COLON = 58;
const DOT = 46;
const COMMA = 44;
const PLUS = 43;
const W = 87;
const Z = 90;

const isDigit = (c: number): boolean => c >= DIGIT0 && c <= 57;

/** The number in `n` digits at `at`, or -1. */
function digits(p: Uint32Array, at: number, n: number): number {
  let v = 0;
  for (let i = at; i < at + n; i++) {
    const c = p[i]; // undefined beyond the end, which is no digit
    if (!(c >= DIGIT0 && c <= 57)) return -1;
    v = v * 10 + c - DIGIT0;
  }
  return v;
}

export interface IsoDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-Www[-D]` or `YYYYWww[D]`, all of p[0..length). Month and day are not checked. */
export function parseIsoDate(p: Uint32Array, length: number): IsoDate | undefined {
  if (length !== 7 && length !== 8 && length !== 10) return undefined;
  const year = digits(p, 0, 4);
  if (year < 0) return undefined;
  const separated = p[4] === DASH;
  let at = separated ? 5 : 4;
  if (p[at] === W) {
    const week = digits(p, at + 1, 2);
    if (week < 0) return undefined;
    at += 3;
    let day = 1;
    if (at < length) {
      if (separated) {
        if (p[at] !== DASH) return undefined;
        at++;
      }
      day = digits(p, at, 1);
      if (day < 0) return undefined;
      at++;
    }
    if (at !== length) return undefined;
    const found = fromIsoCalendar(year, week, day);
    return typeof found === 'string' ? undefined : found;
  }
  const month = digits(p, at, 2);
  at += 2;
  if (separated) {
    if (p[at] !== DASH) return undefined;
    at++;
  }
  const day = digits(p, at, 2);
  return month < 0 || day < 0 || at + 2 !== length ? undefined : { year, month, day };
}

export interface Clock {
  hour: number;
  minute: number;
  second: number;
  us: number;
}

/** `HH[:?MM[:?SS[{.,}f+]]]`, all of p[at..end). */
function parseClock(p: Uint32Array, at: number, end: number): Clock | undefined {
  const parts = [0, 0, 0];
  let separated = true;
  for (let i = 0; i < 3; i++) {
    const v = at + 2 <= end ? digits(p, at, 2) : -1;
    if (v < 0) return undefined;
    parts[i] = v;
    at += 2;
    if (i === 0) separated = p[at] === COLON && at < end;
    if (at >= end) break;
    const c = p[at];
    if (c === DOT || c === COMMA) {
      if (i < 2) return undefined;
      break;
    }
    if (i === 2) return undefined;
    if (separated) {
      if (c !== COLON) return undefined;
      at++;
    }
  }
  let us = 0;
  if (at < end) {
    at++; // the decimal point
    let n = 0;
    for (; at < end; at++, n++) {
      if (!isDigit(p[at])) return undefined;
      if (n < 6) us = us * 10 + p[at] - DIGIT0;
    }
    if (n === 0) return undefined;
    for (; n < 6; n++) us *= 10;
  }
  return { hour: parts[0], minute: parts[1], second: parts[2], us };
}

export interface IsoTime {
  readonly clock: Clock;
  /** Offset from UTC; null: naive. */
  readonly zone: { readonly sign: 1 | -1; readonly clock: Clock } | null;
}

const NO_OFFSET: Clock = { hour: 0, minute: 0, second: 0, us: 0 };

/** A time with an optional offset, all of p[start..). */
export function parseIsoTime(p: Uint32Array, start: number): IsoTime | undefined {
  let zoneAt = start;
  while (zoneAt < p.length && p[zoneAt] !== PLUS && p[zoneAt] !== DASH && p[zoneAt] !== Z) zoneAt++;
  const clock = parseClock(p, start, zoneAt);
  if (clock === undefined) return undefined;
  if (zoneAt === p.length) return { clock, zone: null };
  if (p[zoneAt] === Z) {
    return zoneAt + 1 === p.length ? { clock, zone: { sign: 1, clock: NO_OFFSET } } : undefined;
  }
  const zone = parseClock(p, zoneAt + 1, p.length);
  if (zone === undefined) return undefined;
  return { clock, zone: { sign: p[zoneAt] === DASH ? -1 : 1, clock: zone } };
}

/** Where the date of a datetime ends: one character separates it from the time. */
export function dateLength(p: Uint32Array): number {
  const n = p.length;
  if (n === 7) return 7;
  if (p[4] === DASH) {
    if (p[5] !== W) return 10; // YYYY-MM-DD
    if (n > 8 && p[8] === DASH) {
      if (n === 9) return -1;
      // YYYY-Www-##: more likely a hyphen as separator before a time than a day and a digit as separator.
      return n > 10 && isDigit(p[10]) ? 8 : 10;
    }
    return 8;
  }
  if (p[4] === W) {
    let at = 7;
    while (at < n && isDigit(p[at])) at++;
    if (at < 9) return at;
    return at % 2 === 0 ? 7 : 8;
  }
  return 8;
}

/** The day after; years are not checked. */
export function nextDay(d: IsoDate): IsoDate {
  if (d.day < daysInMonth(d.year, d.month)) return { ...d, day: d.day + 1 };
  return d.month < 12 ? { year: d.year, month: d.month + 1, day: 1 } : { year: d.year + 1, month: 1, day: 1 };
}
