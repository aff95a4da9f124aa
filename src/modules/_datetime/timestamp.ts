// Between POSIX timestamps and civil time, in UTC and in the local zone. Invariant: seconds are whole numbers; what a
// timestamp has below a microsecond is rounded half to even.

import type { PyValue } from '../../objects/object.ts';
import { PyFloat } from '../../objects/shapes.ts';
import { index } from '../../objects/protocol/operators.ts';
import { overflowError, valueError } from '../../objects/exceptions/raise.ts';
import { currentZone } from '../time/current-zone.ts';
import type { LocalType } from '../time/zone.ts';
import { EPOCH_ORDINAL, fromOrdinal, MAX_ORDINAL, MAX_YEAR, MIN_YEAR, toOrdinal } from './calendar.ts';

const DAY = 86400;
/** A fold is never longer than a day. */
const MAX_FOLD = DAY;

/** A timestamp argument: whole seconds and microseconds. */
export function readTimestamp(v: PyValue): { seconds: number; us: number } {
  if (v instanceof PyFloat) {
    const t = v.v;
    if (Number.isNaN(t)) throw valueError('Invalid value NaN (not a number)');
    let seconds = Math.trunc(t);
    let us = halfEven((t - seconds) * 1e6);
    if (us >= 1000000) {
      us -= 1000000;
      seconds++;
    } else if (us < 0) {
      us += 1000000;
      seconds--;
      if (us === 1000000) {
        us = 0;
        seconds++;
      }
    }
    if (!(seconds >= -(2 ** 63) && seconds < 2 ** 63))
      throw overflowError('timestamp out of range for platform time_t');
    return { seconds, us };
  }
  const n = index(v);
  if (n > 9223372036854775807n || n < -9223372036854775808n)
    throw overflowError('timestamp out of range for platform time_t');
  return { seconds: Number(n), us: 0 };
}
function halfEven(v: number): number {
  const floor = Math.floor(v);
  const rest = v - floor;
  if (rest === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return rest > 0.5 ? floor + 1 : floor;
}

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Civil time of seconds since the epoch, in UTC; `isLocal` where the caller means local time (for the message). */
export function civil(seconds: number, isLocal = false): Civil {
  const days = Math.floor(seconds / DAY);
  const ordinal = days + EPOCH_ORDINAL;
  if (ordinal < 1 || ordinal > MAX_ORDINAL) {
    const year = Math.floor(1970 + days / 365.2425);
    if (Math.abs(year) > 2147483647) throw overflowError('timestamp out of range for platform time_t');
    throw valueError(
      isLocal ? `year ${year} is out of range` : `year must be in ${MIN_YEAR}..${MAX_YEAR}, not ${year}`,
    );
  }
  const rest = seconds - days * DAY;
  const { year, month, day } = fromOrdinal(ordinal);
  return { year, month, day, hour: Math.floor(rest / 3600), minute: Math.floor(rest / 60) % 60, second: rest % 60 };
}

/** Seconds since the epoch of a civil time in UTC. */
export function epochSeconds(year: number, month: number, day: number, h: number, m: number, s: number): number {
  return (toOrdinal(year, month, day) - EPOCH_ORDINAL) * DAY + h * 3600 + m * 60 + s;
}

export function localType(seconds: number): LocalType {
  return currentZone().at(seconds);
}

/** What clocks on the wall show, as if it were UTC. */
function local(seconds: number): number {
  return seconds + localType(seconds).offset;
}

/** Whether a local time is the second of two that look alike. */
export function foldAt(seconds: number): 0 | 1 {
  const wall = local(seconds);
  const transition = wall - local(seconds - MAX_FOLD) - MAX_FOLD;
  return transition < 0 && local(seconds + transition) === wall ? 1 : 0;
}

/** Seconds since the epoch of a time on the wall (PEP 495). */
export function fromLocal(wall: number, fold: number): number {
  const a = local(wall) - wall;
  const u1 = wall - a;
  const t1 = local(u1);
  let b: number;
  if (t1 === wall) {
    // One solution; is there another?
    const u2 = u1 + (fold === 0 ? -MAX_FOLD : MAX_FOLD);
    b = local(u2) - u2;
    if (a === b) return u1;
  } else b = t1 - u1;
  const u2 = wall - b;
  if (local(u2) === wall) return u2;
  if (t1 === wall) return u1;
  // In a gap.
  return fold === 0 ? Math.max(u1, u2) : Math.min(u1, u2);
}
