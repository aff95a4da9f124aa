// The proleptic Gregorian calendar: ordinals (1 January of year 1 is day 1), weeks, months. Plain numbers in and out;
// knows no run-time object.

export const MIN_YEAR = 1;
export const MAX_YEAR = 9999;
export const MAX_ORDINAL = 3652059;

/** Ordinal of 1 January 1970. */
export const EPOCH_ORDINAL = 719163;

const BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const MONTH_LENGTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : MONTH_LENGTH[month];
}

/** Days of the year before the first of a month. */
export function daysBeforeMonth(year: number, month: number): number {
  return BEFORE_MONTH[month] + (month > 2 && isLeap(year) ? 1 : 0);
}

function daysBeforeYear(year: number): number {
  const y = year - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
}

export function toOrdinal(year: number, month: number, day: number): number {
  return daysBeforeYear(year) + daysBeforeMonth(year, month) + day;
}

/** A day: what `fromOrdinal` gives. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function fromOrdinal(ordinal: number): Day {
  // Estimate the year from the mean length, then correct it by at most one.
  let year = Math.floor((ordinal - 1) / 365.2425) + 1;
  let before = daysBeforeYear(year);
  if (before >= ordinal) before = daysBeforeYear(--year);
  else {
    const next = daysBeforeYear(year + 1);
    if (next < ordinal) {
      year++;
      before = next;
    }
  }
  const rest = ordinal - before;
  let month = Math.min(12, (rest + 50) >> 5);
  if (daysBeforeMonth(year, month) >= rest) month--;
  return { year, month, day: rest - daysBeforeMonth(year, month) };
}

/** 0 is Monday. */
export function weekday(year: number, month: number, day: number): number {
  return (toOrdinal(year, month, day) + 6) % 7;
}

/** Ordinal of the Monday that starts ISO week 1. */
export function isoWeek1Monday(year: number): number {
  const first = toOrdinal(year, 1, 1);
  const day = (first + 6) % 7;
  return first - day + (day > 3 ? 7 : 0);
}

export function isoCalendar(year: number, month: number, day: number): [year: number, week: number, day: number] {
  const today = toOrdinal(year, month, day);
  let monday = isoWeek1Monday(year);
  if (today < monday) monday = isoWeek1Monday(--year);
  else if (today >= isoWeek1Monday(year + 1)) monday = isoWeek1Monday(++year);
  const since = today - monday;
  return [year, Math.floor(since / 7) + 1, (since % 7) + 1];
}

/** The day of an ISO calendar date, or which component is wrong. */
export function fromIsoCalendar(year: number, week: number, day: number): Day | 'year' | 'week' | 'day' {
  if (year < MIN_YEAR || year > MAX_YEAR) return 'year';
  if (week <= 0 || week >= 53) {
    // Years that start on a Thursday have 53 weeks, and leap years that start on a Wednesday.
    const first = toOrdinal(year, 1, 1) % 7;
    if (week !== 53 || !(first === 4 || (first === 3 && isLeap(year)))) return 'week';
  }
  if (day <= 0 || day >= 8) return 'day';
  return fromOrdinal(isoWeek1Monday(year) + (week - 1) * 7 + day - 1);
}

export const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** The four-digit year and the rest of `YYYY-MM-DD`. */
export function isoDate(year: number, month: number, day: number): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** `HH:MM:SS[.ffffff]` by one of isoformat's time specifications; undefined for an unknown one. */
export function isoTime(h: number, m: number, s: number, us: number, timespec: string): string | undefined {
  const hm = `${pad(h, 2)}:${pad(m, 2)}`;
  switch (timespec === 'auto' ? (us === 0 ? 'seconds' : 'microseconds') : timespec) {
    case 'hours':
      return pad(h, 2);
    case 'minutes':
      return hm;
    case 'seconds':
      return `${hm}:${pad(s, 2)}`;
    case 'milliseconds':
      return `${hm}:${pad(s, 2)}.${pad(Math.floor(us / 1000), 3)}`;
    case 'microseconds':
      return `${hm}:${pad(s, 2)}.${pad(us, 6)}`;
    default:
      return undefined;
  }
}
