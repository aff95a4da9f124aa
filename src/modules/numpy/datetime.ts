// datetime64 and timedelta64 as numbers: counting units since 1970, ISO 8601 text both ways. Invariant: NaT is the least
// 64-bit integer and goes through every conversion unchanged. Knows no Python objects but errors.

import { overflowError, typeError, valueError } from './engine.ts';
import type { PyDType } from './dtype.ts';

export const NAT = -(2n ** 63n);

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar. */
export function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468;
}
export function dateOf(days: number): [year: number, month: number, day: number] {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return [yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - Math.floor((153 * mp + 2) / 5) + 1];
}

/** Attoseconds in a unit of fixed length. */
const SIZE: { readonly [unit: string]: bigint } = {
  W: 604800n * 10n ** 18n,
  D: 86400n * 10n ** 18n,
  h: 3600n * 10n ** 18n,
  m: 60n * 10n ** 18n,
  s: 10n ** 18n,
  ms: 10n ** 15n,
  us: 10n ** 12n,
  ns: 10n ** 9n,
  ps: 10n ** 6n,
  fs: 1000n,
  as: 1n,
};
const floorDiv = (a: bigint, b: bigint): bigint => {
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
};

/** A moment of one dtype in another's unit. */
export function convertMoment(v: bigint, from: PyDType, to: PyDType): bigint {
  if (v === NAT || to.unit === '' || (from.unit === to.unit && from.step === to.step)) return v;
  const plain = v * BigInt(from.step);
  let days: bigint | undefined;
  if (from.unit === 'Y') days = BigInt(daysOf(1970 + Number(plain), 1, 1));
  else if (from.unit === 'M')
    days = BigInt(daysOf(1970 + Math.floor(Number(plain) / 12), (((Number(plain) % 12) + 12) % 12) + 1, 1));
  const size = days === undefined ? plain * SIZE[from.unit] : days * SIZE.D;
  let out: bigint;
  if (to.unit === 'Y' || to.unit === 'M') {
    if (from.unit === 'Y') out = to.unit === 'Y' ? plain : plain * 12n;
    else if (from.unit === 'M') out = to.unit === 'M' ? plain : floorDiv(plain, 12n);
    else {
      const [y, m] = dateOf(Number(floorDiv(size, SIZE.D)));
      out = BigInt(to.unit === 'Y' ? y - 1970 : (y - 1970) * 12 + m - 1);
    }
  } else out = floorDiv(size, SIZE[to.unit]);
  return BigInt.asIntN(64, floorDiv(out, BigInt(to.step)));
}
/** A length of time in another unit. */
export function convertSpan(v: bigint, from: PyDType, to: PyDType): bigint {
  if (v === NAT || to.unit === '' || from.unit === '' || (from.unit === to.unit && from.step === to.step)) return v;
  const months = (u: string): bigint | undefined => (u === 'Y' ? 12n : u === 'M' ? 1n : undefined);
  const a = months(from.unit);
  const b = months(to.unit);
  const plain = v * BigInt(from.step);
  if (a !== undefined && b !== undefined) return (plain * a) / b / BigInt(to.step);
  if (a !== undefined || b !== undefined)
    throw typeError(
      `Cannot cast NumPy timedelta64 scalar from metadata [${from.unit}] to [${to.unit}] according to the rule 'same_kind'`,
    );
  return BigInt.asIntN(64, (plain * SIZE[from.unit]) / SIZE[to.unit] / BigInt(to.step));
}

const ISO =
  /^([+-]?\d{4,})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,18}))?)?)?)?)?)?(Z|[+-]\d{2}:?\d{2})?$/;
/** The unit a text shows, and its moment in it. */
export function parseMoment(text: string): { unit: string; in: (to: PyDType) => bigint } {
  const t = text.trim();
  if (t === '' || /^nat$/i.test(t)) return { unit: '', in: () => NAT };
  const m = ISO.exec(t);
  const bad = (): never => {
    throw valueError(`Error parsing datetime string "${text}" at position 0`);
  };
  if (m === null) return bad();
  const [, y, mo, d, h, mi, s, frac, zone] = m;
  if (Number(mo ?? 1) < 1 || Number(mo ?? 1) > 12) throw valueError(`Month out of range in datetime string "${text}"`);
  const month = Number(mo ?? 1);
  const lengths = [31, daysOf(Number(y), 3, 1) - daysOf(Number(y), 2, 1), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (Number(d ?? 1) < 1 || Number(d ?? 1) > lengths[month - 1])
    throw valueError(`Day out of range in datetime string "${text}"`);
  let unit =
    mo === undefined
      ? 'Y'
      : d === undefined
        ? 'M'
        : h === undefined
          ? 'D'
          : mi === undefined
            ? 'h'
            : s === undefined
              ? 'm'
              : 's';
  if (frac !== undefined) unit = ['ms', 'us', 'ns', 'ps', 'fs', 'as'][Math.ceil(frac.length / 3) - 1];
  let total = BigInt(daysOf(Number(y), month, Number(d ?? 1))) * SIZE.D;
  total += BigInt(Number(h ?? 0) * 3600 + Number(mi ?? 0) * 60 + Number(s ?? 0)) * SIZE.s;
  if (frac !== undefined) total += BigInt(frac.padEnd(18, '0'));
  if (zone !== undefined && zone !== 'Z') {
    const sign = zone[0] === '-' ? 1n : -1n;
    total += sign * BigInt(Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60) * SIZE.s;
  }
  return {
    unit,
    in: (to) => {
      if (to.unit === 'Y') return BigInt(Number(y) - 1970) / BigInt(to.step);
      if (to.unit === 'M') return BigInt((Number(y) - 1970) * 12 + month - 1) / BigInt(to.step);
      const v = floorDiv(floorDiv(total, SIZE[to.unit === '' ? unit : to.unit]), BigInt(to.step));
      if (BigInt.asIntN(64, v) !== v) throw overflowError('Overflow when converting between NumPy datetime units');
      return v;
    },
  };
}

const pad = (n: number, w: number): string => String(n).padStart(w, '0');
/** A moment as NumPy writes it. */
export function momentText(v: bigint, d: PyDType): string {
  if (v === NAT) return 'NaT';
  const u = d.unit;
  const plain = v * BigInt(d.step);
  const year = (y: number): string => (y < 0 ? `-${pad(-y, 4)}` : pad(y, 4));
  if (u === 'Y') return year(1970 + Number(plain));
  if (u === 'M')
    return `${year(1970 + Number(floorDiv(plain, 12n)))}-${pad(Number(((plain % 12n) + 12n) % 12n) + 1, 2)}`;
  const size = plain * SIZE[u];
  const days = floorDiv(size, SIZE.D);
  const [y, m, day] = dateOf(Number(days));
  let out = `${year(y)}-${pad(m, 2)}-${pad(day, 2)}`;
  if (u === 'D' || u === 'W') return out;
  const rest = size - days * SIZE.D;
  const seconds = Number(rest / SIZE.s);
  out += `T${pad(Math.floor(seconds / 3600), 2)}`;
  if (u === 'h') return out;
  out += `:${pad(Math.floor(seconds / 60) % 60, 2)}`;
  if (u === 'm') return out;
  out += `:${pad(seconds % 60, 2)}`;
  if (u === 's') return out;
  const places = { ms: 3, us: 6, ns: 9, ps: 12, fs: 15, as: 18 }[u] ?? 0;
  return `${out}.${String(rest % SIZE.s)
    .padStart(18, '0')
    .slice(0, places)}`;
}
const NAMES: { readonly [unit: string]: string } = {
  Y: 'years',
  M: 'months',
  W: 'weeks',
  D: 'days',
  h: 'hours',
  m: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  ps: 'picoseconds',
  fs: 'femtoseconds',
  as: 'attoseconds',
  '': 'generic time units',
};
/** `str()` of a timedelta64. */
export function spanText(v: bigint, d: PyDType): string {
  if (v === NAT) return 'NaT';
  return `${v * BigInt(d.step)} ${NAMES[d.unit]}`;
}
/** Microseconds of a span or moment, for Python's own datetime. */
export function microseconds(v: bigint, d: PyDType): bigint {
  return floorDiv(v * BigInt(d.step) * (SIZE[d.unit] ?? 0n), SIZE.us);
}
