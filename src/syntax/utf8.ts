// Lengths of text in the units CPython counts in: UTF-8 bytes for columns, code points for offsets.

/** UTF-8 length of `s` from `from` to `to`. A lone surrogate counts as three bytes. */
export function utf8Length(s: string, from: number, to: number): number {
  let n = to - from;
  for (let i = from; i < to; i++) {
    const c = s.charCodeAt(i);
    if (c >= 0x80) {
      if (c < 0x800) n += 1;
      else if (c >= 0xd800 && c < 0xdc00 && i + 1 < to) {
        n += 2;
        i++;
      } else n += 2;
    }
  }
  return n;
}

/** Number of code points in `s`. */
export function charLength(s: string): number {
  let n = s.length;
  for (let i = 0; i < s.length - 1; i++) {
    const c = s.charCodeAt(i);
    if (c >= 0xd800 && c < 0xdc00) {
      const d = s.charCodeAt(i + 1);
      if (d >= 0xdc00 && d < 0xe000) {
        n--;
        i++;
      }
    }
  }
  return n;
}
