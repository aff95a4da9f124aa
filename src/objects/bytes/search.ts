// Searching, splitting and case of byte strings: pure functions over Uint8Array. Invariant: inputs are not changed and
// results never share memory with them. Knows no Python values.

import { findLinear } from '../algorithms/text-search.ts';

export const EMPTY = new Uint8Array(0);

/** The first position of `needle` in hay[start, end), or -1. */
export function find(hay: Uint8Array, needle: Uint8Array, start = 0, end = hay.length): number {
  const n = needle.length;
  if (end - start < n) return -1;
  if (n === 0) return start;
  const first = needle[0];
  const last = end - n;
  let work = 0;
  for (let i = hay.indexOf(first, start); i >= 0 && i <= last; i = hay.indexOf(first, i + 1)) {
    let k = 1;
    while (k < n && hay[i + k] === needle[k]) k++;
    if (k === n) return i;
    work += k;
    // Repetitive text: go on in linear time.
    if (work > 4 * (i - start) + 2000)
      return findLinear(
        (j) => hay[j],
        (j) => needle[j],
        n,
        i + 1,
        end,
      );
  }
  return -1;
}
/** The last position of `needle` in hay[start, end), or -1. */
export function rfind(hay: Uint8Array, needle: Uint8Array, start = 0, end = hay.length): number {
  const n = needle.length;
  if (end - start < n) return -1;
  if (n === 0) return end;
  let work = 0;
  for (let i = hay.lastIndexOf(needle[0], end - n); i >= start; i = i === 0 ? -1 : hay.lastIndexOf(needle[0], i - 1)) {
    let k = 1;
    while (k < n && hay[i + k] === needle[k]) k++;
    if (k === n) return i;
    work += k;
    if (work > 4 * (end - i) + 2000) {
      // Backwards through both, in linear time.
      const top = i + n - 1;
      const at = findLinear(
        (j) => hay[top - 1 - j],
        (j) => needle[n - 1 - j],
        n,
        0,
        top - start,
      );
      return at < 0 ? -1 : top - at - n;
    }
  }
  return -1;
}
export function count(hay: Uint8Array, needle: Uint8Array, start = 0, end = hay.length): number {
  if (needle.length === 0) return end < start ? 0 : end - start + 1;
  let c = 0;
  for (let i = find(hay, needle, start, end); i >= 0; i = find(hay, needle, i + needle.length, end)) c++;
  return c;
}
export function startsAt(hay: Uint8Array, x: Uint8Array, at: number): boolean {
  for (let i = 0; i < x.length; i++) if (hay[at + i] !== x[i]) return false;
  return true;
}
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  let n = 0;
  for (const p of parts) n += p.length;
  const out = new Uint8Array(n);
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}
export function repeat(b: Uint8Array, n: number): Uint8Array {
  const out = new Uint8Array(b.length * n);
  if (b.length === 1) return out.fill(b[0]);
  if (out.length === 0) return out;
  out.set(b);
  for (let have = b.length; have < out.length; have *= 2) out.copyWithin(have, 0, Math.min(have, out.length - have));
  return out;
}
/** <0, 0, >0. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}
export const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);
export const isUpper = (c: number): boolean => c >= 65 && c <= 90;
export const isLower = (c: number): boolean => c >= 97 && c <= 122;
export const isDigit = (c: number): boolean => c >= 48 && c <= 57;
export const isAlpha = (c: number): boolean => isUpper(c) || isLower(c);
export const isAlnum = (c: number): boolean => isAlpha(c) || isDigit(c);

export function replace(s: Uint8Array, old: Uint8Array, by: Uint8Array, max: number): Uint8Array {
  if (max === 0) return s.slice();
  const parts: Uint8Array[] = [];
  if (old.length === 0) {
    const n = max < 0 ? s.length + 1 : Math.min(max, s.length + 1);
    for (let i = 0; i < n; i++) {
      parts.push(by);
      if (i < s.length) parts.push(s.subarray(i, i + 1));
    }
    if (n <= s.length) parts.push(s.subarray(n));
    return concat(parts);
  }
  let at = 0;
  for (let k = 0; max < 0 || k < max; k++) {
    const i = find(s, old, at);
    if (i < 0) break;
    parts.push(s.subarray(at, i), by);
    at = i + old.length;
  }
  parts.push(s.subarray(at));
  return concat(parts);
}
/** The size of a replacement that would be made, for the overflow check. */
export function split(s: Uint8Array, sep: Uint8Array | null, max: number): Uint8Array[] {
  const out: Uint8Array[] = [];
  if (sep === null) {
    let i = 0;
    for (;;) {
      while (i < s.length && isSpace(s[i])) i++;
      if (i >= s.length) return out;
      if (max >= 0 && out.length >= max) {
        out.push(s.slice(i));
        return out;
      }
      const from = i;
      while (i < s.length && !isSpace(s[i])) i++;
      out.push(s.slice(from, i));
    }
  }
  let at = 0;
  while (max < 0 || out.length < max) {
    const i = find(s, sep, at);
    if (i < 0) break;
    out.push(s.slice(at, i));
    at = i + sep.length;
  }
  out.push(s.slice(at));
  return out;
}
export function rsplit(s: Uint8Array, sep: Uint8Array | null, max: number): Uint8Array[] {
  const out: Uint8Array[] = [];
  let end = s.length;
  if (sep === null) {
    for (;;) {
      while (end > 0 && isSpace(s[end - 1])) end--;
      if (end === 0) return out.reverse();
      if (max >= 0 && out.length >= max) {
        out.push(s.slice(0, end));
        return out.reverse();
      }
      const stop = end;
      while (end > 0 && !isSpace(s[end - 1])) end--;
      out.push(s.slice(end, stop));
    }
  }
  while (max < 0 || out.length < max) {
    const i = rfind(s, sep, 0, end);
    if (i < 0) break;
    out.push(s.slice(i + sep.length, end));
    end = i;
  }
  out.push(s.slice(0, end));
  return out.reverse();
}
export function splitlines(s: Uint8Array, keep: boolean): Uint8Array[] {
  const out: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < s.length; i++) {
    if (s[i] !== 10 && s[i] !== 13) continue;
    const next = s[i] === 13 && s[i + 1] === 10 ? i + 2 : i + 1;
    out.push(s.slice(at, keep ? next : i));
    at = next;
    i = next - 1;
  }
  if (at < s.length) out.push(s.slice(at));
  return out;
}
export function map(s: Uint8Array, f: (c: number, i: number) => number): Uint8Array {
  const out = new Uint8Array(s.length);
  for (let i = 0; i < s.length; i++) out[i] = f(s[i], i);
  return out;
}
export function title(s: Uint8Array): Uint8Array {
  let inside = false;
  return map(s, (c) => {
    const was = inside;
    inside = isAlpha(c);
    if (!inside) return c;
    return was ? c | 32 : c & ~32;
  });
}
export function isTitle(s: Uint8Array): boolean {
  let inside = false;
  let any = false;
  for (const c of s) {
    if (isUpper(c)) {
      if (inside) return false;
      inside = any = true;
    } else if (isLower(c)) {
      if (!inside) return false;
      any = true;
    } else inside = false;
  }
  return any;
}
export function expandtabs(s: Uint8Array, size: number): Uint8Array {
  const out: number[] = [];
  let col = 0;
  for (const c of s) {
    if (c === 9) {
      if (size > 0) {
        const k = size - (col % size);
        for (let i = 0; i < k; i++) out.push(32);
        col += k;
      }
    } else {
      out.push(c);
      col = c === 10 || c === 13 ? 0 : col + 1;
    }
  }
  return Uint8Array.from(out);
}
/** What repr shows: quotes chosen as for str, escapes for everything not printable ASCII. */
export function reprBytes(b: Uint8Array): string {
  const quote = b.includes(39) && !b.includes(34) ? 34 : 39;
  const q = String.fromCharCode(quote);
  const out: string[] = ['b', q];
  for (const c of b) {
    if (c === quote || c === 92) out.push('\\' + String.fromCharCode(c));
    else if (c === 9) out.push('\\t');
    else if (c === 10) out.push('\\n');
    else if (c === 13) out.push('\\r');
    else if (c < 32 || c >= 127) out.push('\\x' + c.toString(16).padStart(2, '0'));
    else out.push(String.fromCharCode(c));
  }
  out.push(q);
  return out.join('');
}
