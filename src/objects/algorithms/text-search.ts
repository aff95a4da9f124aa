// Searching in JavaScript strings, and the linear-time search that bytes use too. Invariant: the answers are those of
// String.prototype.indexOf and lastIndexOf, but in time linear in text and needle even where V8's search is quadratic
// (long repetitive needles). Knows no Python values.

/** Needles shorter than this are left to V8: at worst it looks at each character that many times. */
const SHORT = 64;

/** Knuth, Morris, Pratt over `at(i)` for start <= i < end: never looks at a character of the text twice. */
export function findLinear(
  hay: (i: number) => number,
  needle: (i: number) => number,
  n: number,
  start: number,
  end: number,
): number {
  const back = new Int32Array(n);
  for (let i = 1, k = 0; i < n; i++) {
    while (k > 0 && needle(i) !== needle(k)) k = back[k - 1];
    if (needle(i) === needle(k)) k++;
    back[i] = k;
  }
  for (let i = start, k = 0; i < end; i++) {
    const c = hay(i);
    while (k > 0 && c !== needle(k)) k = back[k - 1];
    if (c === needle(k)) k++;
    if (k === n) return i - n + 1;
  }
  return -1;
}

/** `hay.indexOf(needle, from)`. */
export function indexOf(hay: string, needle: string, from = 0): number {
  const n = needle.length;
  if (n < SHORT) return hay.indexOf(needle, from);
  const head = needle.slice(0, SHORT / 2);
  let work = 0;
  for (let i = hay.indexOf(head, from); i >= 0 && i + n <= hay.length; i = hay.indexOf(head, i + 1)) {
    if (hay.startsWith(needle, i)) return i;
    work += n;
    if (work > 4 * (i - from) + 20_000)
      return findLinear(
        (j) => hay.charCodeAt(j),
        (j) => needle.charCodeAt(j),
        n,
        i + 1,
        hay.length,
      );
  }
  return -1;
}

/** `hay.lastIndexOf(needle, from)`. */
export function lastIndexOf(hay: string, needle: string, from = hay.length): number {
  const n = needle.length;
  if (n < SHORT) return hay.lastIndexOf(needle, from);
  const head = needle.slice(0, SHORT / 2);
  const first = Math.min(from, hay.length - n);
  let work = 0;
  for (let i = first < 0 ? -1 : hay.lastIndexOf(head, first); i >= 0; i = i === 0 ? -1 : hay.lastIndexOf(head, i - 1)) {
    if (hay.startsWith(needle, i)) return i;
    work += n;
    if (work > 4 * (first - i) + 20_000) {
      const end = i + n - 1; // backwards through both
      const at = findLinear(
        (j) => hay.charCodeAt(end - 1 - j),
        (j) => needle.charCodeAt(n - 1 - j),
        n,
        0,
        end,
      );
      return at < 0 ? -1 : end - at - n;
    }
  }
  return -1;
}

/** How often `needle` (not empty) occurs without overlap. */
export function occurrences(hay: string, needle: string): number {
  let count = 0;
  for (let i = indexOf(hay, needle); i >= 0; i = indexOf(hay, needle, i + needle.length)) count++;
  return count;
}
