// The local time zone as the C library has it: TZ names a zone file or holds a POSIX rule; without it /etc/localtime
// counts. Invariant: `at(seconds)` is exact for every instant the zone file covers and follows its rule after that.

import { host } from '../../runtime/host.ts';

/** What local time is at some instant. */
export interface LocalType {
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly dst: boolean;
  readonly name: string;
}

interface Rule {
  kind: 'J' | 'n' | 'M';
  month: number;
  week: number;
  day: number;
  time: number;
}
interface Posix {
  std: LocalType;
  dst: LocalType | null;
  start: Rule;
  end: Rule;
}

const DAY = 86400;
const UTC: LocalType = { offset: 0, dst: false, name: 'UTC' };

/** Days since the epoch of a civil date (month 1..12). */
export function daysFromCivil(y: number, m: number, d: number): number {
  y -= m <= 2 ? 1 : 0;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1;
  return era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468;
}
/** Civil year of a day number. */
export function civilFromDays(z: number): { y: number; m: number; d: number } {
  z += 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const m = mp < 10 ? mp + 3 : mp - 9;
  return { y: yoe + era * 400 + (m <= 2 ? 1 : 0), m, d: doy - Math.floor((153 * mp + 2) / 5) + 1 };
}
const leap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;

function parseRule(text: string): Rule | null {
  const [date, time] = text.split('/');
  let seconds = 7200;
  if (time !== undefined) {
    const m = /^([+-]?)(\d+)(?::(\d+))?(?::(\d+))?$/.exec(time);
    if (m === null) return null;
    seconds = (Number(m[2]) * 3600 + Number(m[3] ?? 0) * 60 + Number(m[4] ?? 0)) * (m[1] === '-' ? -1 : 1);
  }
  let m = /^M(\d+)\.(\d)\.(\d)$/.exec(date);
  if (m !== null) return { kind: 'M', month: Number(m[1]), week: Number(m[2]), day: Number(m[3]), time: seconds };
  m = /^(J?)(\d+)$/.exec(date);
  return m === null ? null : { kind: m[1] === 'J' ? 'J' : 'n', month: 0, week: 0, day: Number(m[2]), time: seconds };
}

/** A POSIX TZ string, or null when it is none. */
function parsePosix(text: string): Posix | null {
  const m =
    /^(<[A-Za-z0-9+-]+>|[A-Za-z]{3,})([+-]?\d+(?::\d+){0,2})(?:(<[A-Za-z0-9+-]+>|[A-Za-z]{3,})([+-]?\d+(?::\d+){0,2})?(?:,([^,]+),([^,]+))?)?$/.exec(
      text,
    );
  if (m === null) return null;
  const name = (s: string): string => s.replace(/[<>]/g, '');
  const offset = (s: string): number => {
    const sign = s.startsWith('-') ? 1 : -1;
    const [h, min = 0, sec = 0] = s.replace(/^[+-]/, '').split(':').map(Number);
    return sign * (h * 3600 + min * 60 + sec);
  };
  const std: LocalType = { offset: offset(m[2]), dst: false, name: name(m[1]) };
  const start = parseRule(m[5] ?? 'M3.2.0');
  const end = parseRule(m[6] ?? 'M11.1.0');
  if (start === null || end === null) return null;
  const dst =
    m[3] === undefined
      ? null
      : { offset: m[4] === undefined ? std.offset + 3600 : offset(m[4]), dst: true, name: name(m[3]) };
  return { std, dst, start, end };
}

/** Local seconds since the epoch at which a rule applies in a year. */
function ruleTime(r: Rule, year: number): number {
  let day: number;
  if (r.kind === 'M') {
    const first = daysFromCivil(year, r.month, 1);
    const weekday = (((first + 4) % 7) + 7) % 7;
    day = first + ((r.day - weekday + 7) % 7) + (r.week - 1) * 7;
    const next = r.month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, r.month + 1, 1);
    while (day >= next) day -= 7;
  } else {
    day = daysFromCivil(year, 1, 1) + (r.kind === 'J' ? r.day - 1 + (leap(year) && r.day > 59 ? 1 : 0) : r.day);
  }
  return day * DAY + r.time;
}

function posixAt(p: Posix, t: number): LocalType {
  if (p.dst === null) return p.std;
  const year = civilFromDays(Math.floor((t + p.std.offset) / DAY)).y;
  const start = ruleTime(p.start, year) - p.std.offset;
  const end = ruleTime(p.end, year) - p.dst.offset;
  const inDst = start < end ? t >= start && t < end : t >= start || t < end;
  return inDst ? p.dst : p.std;
}

/** A zone: what local time is when. */
export class Zone {
  constructor(
    private readonly transitions: readonly number[],
    private readonly types: readonly LocalType[],
    private readonly first: LocalType,
    private readonly rule: Posix | null,
  ) {}

  at(t: number): LocalType {
    const n = this.transitions.length;
    if (n === 0 || (t >= this.transitions[n - 1] && this.rule !== null)) {
      if (this.rule !== null) return posixAt(this.rule, t);
      return n === 0 ? this.first : this.types[n - 1];
    }
    if (t < this.transitions[0]) return this.first;
    let lo = 0;
    let hi = n - 1;
    while (lo < hi) {
      const mid = (lo + hi + 1) >> 1;
      if (this.transitions[mid] <= t) lo = mid;
      else hi = mid - 1;
    }
    return this.types[lo];
  }
}

function parseFile(b: Uint8Array): Zone | null {
  const view = new DataView(b.buffer, b.byteOffset, b.byteLength);
  const magic = (at: number): boolean => view.getUint32(at) === 0x545a6966;
  if (b.length < 44 || !magic(0)) return null;
  const counts = (at: number): number[] => [0, 1, 2, 3, 4, 5].map((i) => view.getUint32(at + 20 + i * 4));
  let at = 0;
  let [isut, isstd, leaps, times, types, chars] = counts(0);
  let wide = 4;
  if (b[4] >= 0x32) {
    at = 44 + times * 4 + times + types * 6 + chars + leaps * 8 + isstd + isut;
    [isut, isstd, leaps, times, types, chars] = counts(at);
    wide = 8;
  }
  let p = at + 44;
  const transitions: number[] = [];
  for (let i = 0; i < times; i++, p += wide)
    transitions.push(wide === 8 ? Number(view.getBigInt64(p)) : view.getInt32(p));
  const indices = [...b.subarray(p, p + times)];
  p += times;
  const names = p + types * 6;
  const kinds: LocalType[] = [];
  for (let i = 0; i < types; i++, p += 6) {
    let end = names + b[p + 5];
    const start = end;
    while (b[end] !== 0) end++;
    kinds.push({ offset: view.getInt32(p), dst: b[p + 4] !== 0, name: String.fromCharCode(...b.subarray(start, end)) });
  }
  p += chars + leaps * (wide + 4) + isstd + isut;
  const footer = wide === 8 ? new TextDecoder().decode(b.subarray(p)).split('\n')[1] : undefined;
  const first = kinds.find((k) => !k.dst) ?? kinds[0] ?? UTC;
  return new Zone(
    transitions,
    indices.map((i) => kinds[i]),
    first,
    footer === undefined ? null : parsePosix(footer),
  );
}

function fromFile(path: string): Zone | null {
  try {
    return parseFile(host().fs.readFile(path));
  } catch {
    return null;
  }
}

const FOLDERS = ['/usr/share/zoneinfo/', '/var/db/timezone/zoneinfo/', '/usr/lib/zoneinfo/'];

/** The zone of the TZ variable (undefined: the system's). */
export function localZone(tz: string | undefined): Zone {
  const utc = new Zone([], [], UTC, null);
  if (tz === undefined) return fromFile('/etc/localtime') ?? utc;
  const name = tz.startsWith(':') ? tz.slice(1) : tz;
  if (name === '') return utc;
  if (name.startsWith('/')) return fromFile(name) ?? utc;
  if (!name.includes('..')) {
    for (const folder of FOLDERS) {
      const z = fromFile(folder + name);
      if (z !== null) return z;
    }
  }
  const rule = parsePosix(name);
  return rule === null
    ? new Zone([], [], { ...UTC, name: /^[A-Za-z]{3,}/.exec(name)?.[0] ?? 'UTC' }, null)
    : new Zone([], [], rule.std, rule);
}
