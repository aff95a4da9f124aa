// The bytes that pickles of dates and times hold. Invariant: they are read only when they look like such a state;
// anything else is an ordinary argument.

import { PyBytes } from '../../objects/shapes.ts';
import type { PyValue } from '../../objects/object.ts';
import { valueError } from '../../objects/exceptions/raise.ts';
import { isStr, toPoints } from '../../objects/str/text.ts';

/**
 * The state in the first argument of a constructor: `length` bytes (or a str of as many Latin-1 characters, from Python
 * 2), in which the byte at `at` is at most `max` and at least `min` without its highest bit.
 */
export function stateBytes(
  v: PyValue | undefined,
  length: number,
  at: number,
  min: number,
  max: number,
  mask: number,
  what: string,
): Uint8Array | undefined {
  if (v instanceof PyBytes) {
    if (v.b.length !== length) return undefined;
    const c = v.b[at] & mask;
    return c >= min && c <= max ? v.b : undefined;
  }
  if (v === undefined || !isStr(v)) return undefined;
  const p = toPoints(v);
  if (p.length !== length) return undefined;
  const c = p[at] & mask;
  if (p[at] > 255 || c < min || c > max) return undefined;
  if (p.some((x) => x > 255)) {
    throw valueError(
      `Failed to encode latin1 string when unpickling a ${what} object. pickle.load(data, encoding='latin1') is assumed.`,
    );
  }
  return Uint8Array.from(p);
}
