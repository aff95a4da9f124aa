// The cookies of TextIOWrapper.tell(): a byte position plus what it takes to bring the decoder from there to the
// character the program is at. Invariant: seek(tell()) restores the logical position, whatever the codec.

import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { newException } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import type { PyTextIOWrapper } from './text.ts';

export interface Cookie {
  position: bigint;
  flags: bigint;
  /** Bytes to feed to the decoder after the position. */
  feed: number;
  /** Characters of the result to skip. */
  skip: number;
  eof: boolean;
}
const MASK = (1n << 64n) - 1n;

export function packCookie(position: bigint, flags = 0n, feed = 0, eof = false, skip = 0): bigint {
  return position | (flags << 64n) | (BigInt(feed) << 128n) | (BigInt(skip) << 192n) | (eof ? 1n << 256n : 0n);
}
export function unpackCookie(c: bigint): Cookie {
  return {
    position: c & MASK,
    flags: (c >> 64n) & MASK,
    feed: Number((c >> 128n) & MASK),
    skip: Number((c >> 192n) & MASK),
    eof: c >> 256n !== 0n,
  };
}

const points = (s: string): number => {
  let n = s.length;
  for (let i = 0; i < s.length - 1; i++) {
    const c = s.charCodeAt(i);
    if (c >= 0xd800 && c <= 0xdbff) {
      const d = s.charCodeAt(i + 1);
      if (d >= 0xdc00 && d <= 0xdfff) {
        n--;
        i++;
      }
    }
  }
  return n;
};

/** The wrapper's decoder with its newline decoder (text.ts). */
export interface Decoding {
  decode(self: PyTextIOWrapper, input: Uint8Array, final: boolean): NativeGenerator<string>;
  getstate(self: PyTextIOWrapper): NativeGenerator<[Uint8Array, bigint]>;
  setstate(self: PyTextIOWrapper, buffer: Uint8Array, flags: bigint): NativeGenerator<undefined>;
}

/** The cookie for the place in the decoded chunk that the stream has reached. `end` is where the buffer is. */
export function* decodePosition(self: PyTextIOWrapper, end: bigint, by: Decoding): NativeGenerator<bigint> {
  const { flags, input } = self.snapshot!;
  let position = end - BigInt(input.length);
  if (self.used === 0) return packCookie(position, flags);
  const measure = self.decoder!.measure;
  if (
    measure !== null &&
    flags === 0n &&
    self.errors === 'strict' &&
    !(self.newlines?.translate === true && input.includes(13))
  ) {
    return packCookie(position + BigInt(measure(self.decoded.slice(0, self.used))));
  }
  const skip = points(self.decoded.slice(0, self.used));
  const [savedBuffer, savedFlags] = yield* by.getstate(self);
  const seen = self.newlines?.seen ?? 0;
  try {
    // From safe places (nothing pending in the decoder) count how much must be fed and skipped.
    yield* by.setstate(self, new Uint8Array(0), flags);
    let startFlags = flags;
    let consumed = 0;
    let fed = 0;
    let decoded = 0;
    let done = false;
    for (let i = 0; i < input.length; i++) {
      fed++;
      decoded += points(yield* by.decode(self, input.subarray(i, i + 1), false));
      const [buffer, f] = yield* by.getstate(self);
      if (buffer.length === 0 && decoded + consumed <= skip) {
        position += BigInt(fed);
        consumed += decoded;
        startFlags = f;
        fed = 0;
        decoded = 0;
      }
      if (consumed + decoded >= skip) {
        done = true;
        break;
      }
    }
    let eof = false;
    if (!done) {
      decoded += points(yield* by.decode(self, new Uint8Array(0), true));
      eof = true;
      if (consumed + decoded < skip)
        throw newException(exceptionTypes.OSError, "can't reconstruct logical file position");
    }
    return packCookie(position, startFlags, fed, eof, skip - consumed);
  } finally {
    yield* by.setstate(self, savedBuffer, savedFlags);
    if (self.newlines !== null) self.newlines.seen = seen;
  }
}
