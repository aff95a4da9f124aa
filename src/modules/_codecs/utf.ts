// UTF-7, UTF-16 and UTF-32. Invariant: byte order -1 is little endian, 1 big endian, 0 native (little) with a byte order mark.

import type { PyStr } from '../../objects/shapes.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { type Bad, decodeLoop, encodeLoop, type Step } from './loops.ts';

const isSurrogate = (c: number): boolean => c >= 0xd800 && c <= 0xdfff;
const run = (p: Uint32Array, i: number): number => {
  let end = i + 1;
  while (end < p.length && isSurrogate(p[end])) end++;
  return end;
};

/** Text, bytes used, byte order found. */
export function* decodeUtf16(
  b: Uint8Array,
  errors: string,
  order: number,
  final: boolean,
): NativeGenerator<[string | PyStr, number, number]> {
  let start = 0;
  if (order === 0 && b.length >= 2) {
    if (b[0] === 0xff && b[1] === 0xfe) order = -1;
    else if (b[0] === 0xfe && b[1] === 0xff) order = 1;
    if (order !== 0) start = 2;
  }
  const little = order <= 0;
  const unit = (i: number): number => (little ? b[i] | (b[i + 1] << 8) : (b[i] << 8) | b[i + 1]);
  const [text, used] = yield* decodeLoop(little ? 'utf-16-le' : 'utf-16-be', b, errors, start, (i, out): Step => {
    if (i + 1 >= b.length) return final ? [b.length, 'truncated data'] : null;
    const c = unit(i);
    if (!isSurrogate(c)) {
      out.push(c);
      return i + 2;
    }
    if (c >= 0xdc00) return [i + 2, 'illegal encoding'];
    if (i + 3 >= b.length) return final ? [b.length, 'unexpected end of data'] : null;
    const d = unit(i + 2);
    if (d < 0xdc00 || d > 0xdfff) return [i + 2, 'illegal UTF-16 surrogate'];
    out.push(0x10000 + ((c & 0x3ff) << 10) + (d & 0x3ff));
    return i + 4;
  });
  return [text, used, order];
}

export function encodeUtf16(s: string | PyStr, errors: string, order: number): NativeGenerator<Uint8Array> {
  const little = order <= 0;
  const unit = (c: number, out: number[]): void =>
    void (little ? out.push(c & 255, c >> 8) : out.push(c >> 8, c & 255));
  const out: number[] = [];
  if (order === 0) unit(0xfeff, out);
  return encodeLoop(
    order === 0 ? 'utf-16' : little ? 'utf-16-le' : 'utf-16-be',
    s,
    errors,
    out,
    (p, i, o): number | Bad => {
      const c = p[i];
      if (isSurrogate(c)) return [run(p, i), 'surrogates not allowed'];
      if (c < 0x10000) unit(c, o);
      else {
        unit(0xd800 + ((c - 0x10000) >> 10), o);
        unit(0xdc00 + ((c - 0x10000) & 0x3ff), o);
      }
      return i + 1;
    },
  );
}

export function* decodeUtf32(
  b: Uint8Array,
  errors: string,
  order: number,
  final: boolean,
): NativeGenerator<[string | PyStr, number, number]> {
  let start = 0;
  const word = (i: number, le: boolean): number =>
    (le
      ? b[i] | (b[i + 1] << 8) | (b[i + 2] << 16) | (b[i + 3] << 24)
      : b[i + 3] | (b[i + 2] << 8) | (b[i + 1] << 16) | (b[i] << 24)) >>> 0;
  if (order === 0 && b.length >= 4) {
    if (word(0, true) === 0xfeff) order = -1;
    else if (word(0, false) === 0xfeff) order = 1;
    if (order !== 0) start = 4;
  }
  const little = order <= 0;
  const [text, used] = yield* decodeLoop(little ? 'utf-32-le' : 'utf-32-be', b, errors, start, (i, out): Step => {
    if (i + 3 >= b.length) return final ? [b.length, 'truncated data'] : null;
    const c = word(i, little);
    if (isSurrogate(c)) return [i + 4, 'code point in surrogate code point range(0xd800, 0xe000)'];
    if (c > 0x10ffff) return [i + 4, 'code point not in range(0x110000)'];
    out.push(c);
    return i + 4;
  });
  return [text, used, order];
}

export function encodeUtf32(s: string | PyStr, errors: string, order: number): NativeGenerator<Uint8Array> {
  const little = order <= 0;
  const word = (c: number, out: number[]): void =>
    void (little ? out.push(c & 255, (c >> 8) & 255, c >> 16, 0) : out.push(0, c >> 16, (c >> 8) & 255, c & 255));
  const out: number[] = [];
  if (order === 0) word(0xfeff, out);
  return encodeLoop(
    order === 0 ? 'utf-32' : little ? 'utf-32-le' : 'utf-32-be',
    s,
    errors,
    out,
    (p, i, o): number | Bad => {
      if (isSurrogate(p[i])) return [run(p, i), 'surrogates not allowed'];
      word(p[i], o);
      return i + 1;
    },
  );
}

// ---------------------------------------------------------------------------------------------------------------- UTF-7

const B64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const value = (c: number): number => (c < 128 ? B64.indexOf(String.fromCharCode(c)) : -1);
/** Characters that UTF-7 writes as they are. */
const DIRECT = new Set(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\'(),-./:? \t\n\r!"#$%&*;<=>@[]^_`{|}'].map((c) =>
    c.charCodeAt(0),
  ),
);

export function* decodeUtf7(b: Uint8Array, errors: string, final: boolean): NativeGenerator<[string | PyStr, number]> {
  return yield* decodeLoop('utf7', b, errors, 0, (i, out): Step => {
    const c = b[i];
    if (c !== 43 /* + */) {
      if (c > 127) return [i + 1, 'unexpected special character'];
      out.push(c);
      return i + 1;
    }
    if (i + 1 < b.length && b[i + 1] === 45 /* - */) {
      out.push(43);
      return i + 2;
    }
    let k = i + 1;
    let bits = 0;
    let acc = 0;
    let high = 0;
    const units: number[] = [];
    const unit = (u: number): void => {
      if (high !== 0) {
        if (u >= 0xdc00 && u <= 0xdfff) {
          units.push(0x10000 + ((high & 0x3ff) << 10) + (u & 0x3ff));
          high = 0;
          return;
        }
        units.push(high);
        high = 0;
      }
      if (u >= 0xd800 && u <= 0xdbff) high = u;
      else units.push(u);
    };
    for (; k < b.length; k++) {
      const v = value(b[k]);
      if (v < 0) break;
      acc = (acc << 6) | v;
      bits += 6;
      if (bits >= 16) {
        bits -= 16;
        unit((acc >>> bits) & 0xffff);
        acc &= (1 << bits) - 1;
      }
    }
    if (k === b.length) {
      if (!final) return null;
      if (bits >= 6 || acc !== 0 || high !== 0) return [b.length, 'unterminated shift sequence'];
    } else {
      if (k === i + 1) return [k + 1, 'ill-formed sequence'];
      if (bits >= 6) return [k + 1, 'partial character in base64 sequence'];
      if (acc !== 0) return [k + 1, 'non-zero padding bits in base64 sequence'];
    }
    if (high !== 0) units.push(high);
    out.push(...units);
    return k < b.length && b[k] === 45 ? k + 1 : k;
  });
}

export function encodeUtf7(points: Uint32Array): Uint8Array {
  const out: number[] = [];
  let bits = 0;
  let acc = 0;
  let shifted = false;
  const put = (u: number): void => {
    acc = (acc << 16) | u;
    bits += 16;
    while (bits >= 6) {
      bits -= 6;
      out.push(B64.charCodeAt((acc >>> bits) & 63));
    }
    acc &= (1 << bits) - 1;
  };
  for (const c of points) {
    const direct = DIRECT.has(c);
    if (shifted && direct) {
      if (bits > 0) out.push(B64.charCodeAt((acc << (6 - bits)) & 63));
      bits = acc = 0;
      shifted = false;
      if (value(c) >= 0 || c === 45) out.push(45);
    }
    if (!shifted) {
      if (c === 43) {
        out.push(43, 45);
        continue;
      }
      if (direct) {
        out.push(c);
        continue;
      }
      out.push(43);
      shifted = true;
    }
    if (c >= 0x10000) {
      put(0xd800 + ((c - 0x10000) >> 10));
      put(0xdc00 + ((c - 0x10000) & 0x3ff));
    } else put(c);
  }
  if (shifted) {
    if (bits > 0) out.push(B64.charCodeAt((acc << (6 - bits)) & 63));
    out.push(45);
  }
  return Uint8Array.from(out);
}
