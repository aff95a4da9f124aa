/**
 * The conversions of `binascii`: base64, hexadecimal, uuencode, quoted-printable, and the two CRCs.
 * Bytes in, bytes out; a refusal is a `BinasciiError`, which the module turns into binascii.Error.
 */

/** Text of a binascii.Error. */
export class BinasciiError extends Error {
  override name = 'BinasciiError';
}

const BASE64 = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (c) =>
  c.charCodeAt(0),
);
const BASE64_VALUE = new Uint8Array(256).fill(255);
BASE64.forEach((c, i) => (BASE64_VALUE[c] = i));

/** b2a_base64 */
export function encodeBase64(data: Uint8Array, newline: boolean): Uint8Array {
  const n = data.length;
  const out = new Uint8Array(Math.ceil(n / 3) * 4 + (newline ? 1 : 0));
  let o = 0;
  let i = 0;
  for (; i + 2 < n; i += 3) {
    const v = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    out[o++] = BASE64[v >> 18];
    out[o++] = BASE64[(v >> 12) & 63];
    out[o++] = BASE64[(v >> 6) & 63];
    out[o++] = BASE64[v & 63];
  }
  if (i < n) {
    const two = i + 1 < n;
    const v = (data[i] << 16) | (two ? data[i + 1] << 8 : 0);
    out[o++] = BASE64[v >> 18];
    out[o++] = BASE64[(v >> 12) & 63];
    out[o++] = two ? BASE64[(v >> 6) & 63] : 61;
    out[o++] = 61;
  }
  if (newline) out[o] = 10;
  return out;
}

/** a2b_base64: what is no base64 is skipped, unless strict. */
export function decodeBase64(text: Uint8Array, strict: boolean): Uint8Array {
  const out = new Uint8Array(Math.ceil(text.length / 4) * 3);
  let o = 0;
  let quad = 0;
  let left = 0;
  let pads = 0;
  let padding = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === 61) {
      padding = true;
      if (strict && quad === 0) {
        throw new BinasciiError(i === 0 ? 'Leading padding not allowed' : 'Excess padding not allowed');
      }
      if (quad >= 2 && quad + ++pads >= 4) {
        if (strict && i + 1 < text.length) throw new BinasciiError('Excess data after padding');
        return out.slice(0, o);
      }
      continue;
    }
    const v = BASE64_VALUE[c];
    if (v > 63) {
      if (strict) throw new BinasciiError('Only base64 data is allowed');
      continue;
    }
    if (strict && padding) throw new BinasciiError('Discontinuous padding not allowed');
    pads = 0;
    switch (quad) {
      case 0:
        left = v;
        break;
      case 1:
        out[o++] = (left << 2) | (v >> 4);
        left = v & 15;
        break;
      case 2:
        out[o++] = (left << 4) | (v >> 2);
        left = v & 3;
        break;
      default:
        out[o++] = (left << 6) | v;
    }
    quad = (quad + 1) & 3;
  }
  if (quad === 1) {
    throw new BinasciiError(
      `Invalid base64-encoded string: number of data characters (${Math.floor(o / 3) * 4 + 1}) cannot be 1 more than a multiple of 4`,
    );
  }
  if (quad !== 0) throw new BinasciiError('Incorrect padding');
  return out.slice(0, o);
}

const HEX_DIGITS = Uint8Array.from('0123456789abcdef', (c) => c.charCodeAt(0));

/** Hexadecimal digits, with `sep` (a character code) between groups: counted from the right, from the left if negative. */
export function encodeHex(data: Uint8Array, sep = -1, group = 0): Uint8Array {
  const n = data.length;
  const size = Math.abs(group);
  const separators = sep < 0 || size === 0 || n === 0 ? 0 : Math.floor((n - 1) / size);
  const out = new Uint8Array(n * 2 + separators);
  // Bytes up to the first separator when counting from the right.
  const first = group > 0 && separators > 0 ? n - separators * size : 0;
  let o = 0;
  for (let i = 0; i < n; i++) {
    if (separators > 0 && i > 0 && (group > 0 ? (i - first) % size === 0 : i % size === 0)) out[o++] = sep;
    out[o++] = HEX_DIGITS[data[i] >> 4];
    out[o++] = HEX_DIGITS[data[i] & 15];
  }
  return out;
}

function hexValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const l = c | 32;
  return l >= 97 && l <= 102 ? l - 87 : -1;
}

/** a2b_hex */
export function decodeHex(text: Uint8Array): Uint8Array {
  if (text.length % 2 !== 0) throw new BinasciiError('Odd-length string');
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) {
    const a = hexValue(text[2 * i]);
    const b = hexValue(text[2 * i + 1]);
    if (a < 0 || b < 0) throw new BinasciiError('Non-hexadecimal digit found');
    out[i] = a * 16 + b;
  }
  return out;
}

/** a2b_uu: one line. */
export function decodeUu(text: Uint8Array): Uint8Array {
  // An empty line reads as length (0 - ' ') & 63.
  const length = ((text.length > 0 ? text[0] : 0) - 32) & 63;
  const out = new Uint8Array(length);
  let at = 1;
  let left = 0;
  let bits = 0;
  for (let o = 0; o < length; at++) {
    let c = at < text.length ? text[at] : 0;
    if (at >= text.length || c === 10 || c === 13) c = 0;
    else {
      if (c < 32 || c > 96) throw new BinasciiError('Illegal char');
      c = (c - 32) & 63;
    }
    left = (left << 6) | c;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[o++] = (left >> bits) & 255;
      left &= (1 << bits) - 1;
    }
  }
  for (; at < text.length; at++) {
    const c = text[at];
    if (c !== 32 && c !== 96 && c !== 10 && c !== 13) throw new BinasciiError('Trailing garbage');
  }
  return out;
}

/** b2a_uu: at most 45 bytes; zero is a space or a backtick. */
export function encodeUu(data: Uint8Array, backtick: boolean): Uint8Array {
  if (data.length > 45) throw new BinasciiError('At most 45 bytes at once');
  const char = (v: number): number => (backtick && v === 0 ? 96 : v + 32);
  const out: number[] = [char(data.length)];
  for (let i = 0; i < data.length; i += 3) {
    const v = (data[i] << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
    out.push(char(v >> 18), char((v >> 12) & 63), char((v >> 6) & 63), char(v & 63));
  }
  out.push(10);
  return Uint8Array.from(out);
}

/** a2b_qp */
export function decodeQp(text: Uint8Array, header: boolean): Uint8Array {
  const out = new Uint8Array(text.length);
  let o = 0;
  let i = 0;
  while (i < text.length) {
    const c = text[i];
    if (c !== 61) {
      out[o++] = header && c === 95 ? 32 : c;
      i++;
      continue;
    }
    if (++i >= text.length) break;
    const d = text[i];
    if (d === 10 || d === 13) {
      // A soft line break: the rest of the line is dropped.
      while (i < text.length && text[i] !== 10) i++;
      if (i < text.length) i++;
    } else if (d === 61) {
      out[o++] = 61;
      i++;
    } else if (i + 1 < text.length && hexValue(d) >= 0 && hexValue(text[i + 1]) >= 0) {
      out[o++] = hexValue(d) * 16 + hexValue(text[i + 1]);
      i += 2;
    } else out[o++] = 61;
  }
  return out.slice(0, o);
}

const LINE = 76;
const HEX_UPPER = Uint8Array.from('0123456789ABCDEF', (c) => c.charCodeAt(0));

/** b2a_qp */
export function encodeQp(data: Uint8Array, quoteTabs: boolean, isText: boolean, header: boolean): Uint8Array {
  const out: number[] = [];
  const firstNewline = data.indexOf(10);
  const crlf = firstNewline > 0 && data[firstNewline - 1] === 13;
  const n = data.length;
  let line = 0;
  const newline = (): void => {
    if (crlf) out.push(13);
    out.push(10);
    line = 0;
  };
  const quote = (c: number): void => {
    out.push(61, HEX_UPPER[c >> 4], HEX_UPPER[c & 15]);
  };
  let i = 0;
  while (i < n) {
    const c = data[i];
    const next = i + 1 < n ? data[i + 1] : -1;
    const quoted =
      c > 126 ||
      c === 61 ||
      (header && c === 95) ||
      (c === 46 && line === 0 && (next === -1 || next === 10 || next === 13 || next === 0)) ||
      (!isText && (c === 13 || c === 10)) ||
      ((c === 9 || c === 32) && next === -1) ||
      (c < 33 && c !== 13 && c !== 10 && (quoteTabs || (c !== 9 && c !== 32)));
    if (quoted) {
      if (line + 3 >= LINE) {
        out.push(61);
        newline();
      }
      quote(c);
      line += 3;
      i++;
    } else if (isText && (c === 10 || (c === 13 && next === 10))) {
      line = 0;
      // White space before the end of a line would be lost.
      const last = out[out.length - 1];
      if (last === 32 || last === 9) {
        out.pop();
        quote(last);
      }
      newline();
      i += c === 13 ? 2 : 1;
    } else {
      if (next !== -1 && next !== 10 && line + 1 >= LINE) {
        out.push(61);
        newline();
      }
      line++;
      out.push(header && c === 32 ? 95 : c);
      i++;
    }
  }
  return Uint8Array.from(out);
}

const HQX = Uint16Array.from({ length: 256 }, (_, i) => {
  let c = i << 8;
  for (let k = 0; k < 8; k++) c = (c & 0x8000) !== 0 ? (c << 1) ^ 0x1021 : c << 1;
  return c & 0xffff;
});

/** crc_hqx (CRC-CCITT). */
export function crcHqx(data: Uint8Array, start: number): number {
  let crc = start & 0xffff;
  for (let i = 0; i < data.length; i++) crc = ((crc << 8) & 0xff00) ^ HQX[(crc >> 8) ^ data[i]];
  return crc;
}

/** Four tables: four bytes are taken at once. */
const CRC32 = (() => {
  const tables = Array.from({ length: 4 }, () => new Int32Array(256));
  for (let i = 0; i < 256; i++) {
    let c = i;
    for (let k = 0; k < 8; k++) c = (c & 1) !== 0 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    tables[0][i] = c;
  }
  for (let t = 1; t < 4; t++) {
    for (let i = 0; i < 256; i++) {
      const c = tables[t - 1][i];
      tables[t][i] = (c >>> 8) ^ tables[0][c & 255];
    }
  }
  return tables;
})();

/** crc32, unsigned. */
export function crc32(data: Uint8Array, start: number): number {
  const [t0, t1, t2, t3] = CRC32;
  let crc = ~start;
  let i = 0;
  for (const end = data.length - 3; i < end; i += 4) {
    crc ^= data[i] | (data[i + 1] << 8) | (data[i + 2] << 16) | (data[i + 3] << 24);
    crc = t3[crc & 255] ^ t2[(crc >>> 8) & 255] ^ t1[(crc >>> 16) & 255] ^ t0[crc >>> 24];
  }
  for (; i < data.length; i++) crc = (crc >>> 8) ^ t0[(crc ^ data[i]) & 255];
  return ~crc >>> 0;
}
