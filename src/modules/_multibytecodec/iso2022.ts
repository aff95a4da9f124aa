// ISO 2022 codecs: seven bits, sets chosen by escape sequences. The state is CPython's: bytes 0 to 2 name what G0, G1 and
// G2 hold (a final byte, with the high bit for double-byte sets), bit 0 of byte 4 says that G1 is in use.

import { bad, type Codec, type State } from './codec.ts';
import { type Charset, gb2312, jisX0208, jisX0212, ksX1001 } from './charsets.ts';

const ESC = 0x1b;
const SO = 0x0e;
const SI = 0x0f;
const ASCII = 0x42;
const DOUBLE = 0x80;

interface Designation {
  /** The final byte of its escape sequence, with DOUBLE. */
  readonly mark: number;
  readonly place: 0 | 1 | 2;
  /** Two 7-bit bytes packed, or one; 0: not in it. */
  encode(c: number): number;
  decode(code: number): number;
}

function double(mark: string, set: () => Charset, place: 0 | 1 = 0): Designation {
  return {
    mark: mark.charCodeAt(0) | DOUBLE,
    place,
    encode: (c) => set().encode[c] & 0x7f7f,
    decode: (code) => set().decode[code | 0x8080],
  };
}
function single(
  mark: string,
  encode: (c: number) => number,
  decode: (code: number) => number,
  place: 0 | 2 = 0,
): Designation {
  return { mark: mark.charCodeAt(0), place, encode, decode };
}

const JISX0208 = double('B', jisX0208);
const JISX0208_1978 = double('@', jisX0208);
const JISX0212 = double('D', jisX0212);
const GB2312 = double('A', gb2312);
const KSX1001 = double('C', ksX1001);
const KSX1001_G1 = double('C', ksX1001, 1);
const ROMAN = single(
  'J',
  (c) => (c === 0xa5 ? 0x5c : c === 0x203e ? 0x7e : c < 0x80 && c !== 0x5c && c !== 0x7e ? c : 0),
  (code) => (code === 0x5c ? 0xa5 : code === 0x7e ? 0x203e : code),
);
const KATAKANA = single(
  'I',
  (c) => (c >= 0xff61 && c <= 0xff9f ? c - 0xff61 + 0x21 : 0),
  (code) => (code >= 0x21 && code <= 0x5f ? code - 0x21 + 0xff61 : 0),
);
const LATIN1 = single(
  'A',
  () => 0, // only read
  (code) => code + 0x80,
  2,
);
let greekText: string | undefined;
const greek = (): string => {
  greekText ??= new TextDecoder('iso-8859-7').decode(Uint8Array.from({ length: 96 }, (_, i) => i + 0xa0));
  return greekText;
};
const GREEK = single(
  'F',
  () => 0, // only read
  (code) => (greek().charCodeAt(code - 0x20) === 0xfffd ? 0 : greek().charCodeAt(code - 0x20)),
  2,
);

function escape(d: Designation): number[] {
  const final = d.mark & 0x7f;
  if ((d.mark & DOUBLE) === 0) return [ESC, d.place === 0 ? 0x28 : 0x2e, final];
  if (d.place === 1) return [ESC, 0x24, 0x29, final];
  // Python writes an intermediate byte for all but the two sets of JIS.
  return d === JISX0208 || d === JISX0208_1978 ? [ESC, 0x24, final] : [ESC, 0x24, 0x28, final];
}

const isIntroduced = (b: number): boolean => b === 0x28 || b === 0x29 || b === 0x24 || b === 0x2e || b === 0x26;
const isFinal = (b: number): boolean => (b >= 0x41 && b <= 0x5a) || b === 0x40;

function codec(name: string, designations: readonly Designation[], options: { shift?: boolean; g2?: boolean }): Codec {
  const known = (mark: number): Designation | undefined => designations.find((d) => d.mark === mark);

  /** An escape sequence at i: where it ends, or what is wrong. */
  const designate = (b: Uint8Array, i: number, state: State): number | null | ReturnType<typeof bad> => {
    let length = 1;
    while (length < 16 && i + length < b.length && !isFinal(b[i + length])) length++;
    if (i + length >= b.length) return null;
    if (length === 16) return bad(i + 1);
    length++;
    // ESC & @ ESC $ B: JIS X 0208 of 1990.
    if (b[i + 1] === 0x26) {
      if (b[i + 2] !== 0x40) return bad(i + length);
      if (i + 5 >= b.length) return null;
      if (b[i + 3] !== ESC || b[i + 4] !== 0x24 || b[i + 5] !== ASCII || known(JISX0208.mark) === undefined)
        return bad(i + 3);
      state[0] = JISX0208.mark;
      return i + 6;
    }
    let mark: number;
    let place: number;
    if (length === 3 && b[i + 1] === 0x24) {
      mark = b[i + 2] | DOUBLE;
      place = 0;
    } else if (length === 3) {
      mark = b[i + 2];
      place = b[i + 1] === 0x28 ? 0 : b[i + 1] === 0x29 ? 1 : b[i + 1] === 0x2e && options.g2 === true ? 2 : -1;
    } else if (length === 4 && b[i + 1] === 0x24) {
      mark = b[i + 3] | DOUBLE;
      place = b[i + 2] === 0x28 ? 0 : b[i + 2] === 0x29 ? 1 : -1;
    } else return bad(i + length);
    if (place < 0 || (mark !== ASCII && known(mark) === undefined)) return bad(i + length);
    state[place] = mark;
    return i + length;
  };

  return {
    name,
    init(state, reading) {
      state.fill(0);
      state[0] = state[1] = ASCII;
      if (reading) state[2] = ASCII;
    },
    decode(b, i, out, state) {
      const c = b[i];
      if (c === ESC) {
        if (i + 1 >= b.length) return null;
        if (isIntroduced(b[i + 1])) return designate(b, i, state);
        if (options.g2 === true && b[i + 1] === 0x4e) {
          if (i + 2 >= b.length) return null;
          const d = known(state[2]);
          const code = b[i + 2];
          // Without a set in G2 the byte stands for itself.
          const x = code >= 0x80 || code < 0x20 ? 0 : d === undefined || d.place !== 2 ? code : d.decode(code);
          if (x === 0) return bad(i + 3);
          out.push(x);
          return i + 3;
        }
      } else if (c === SI && options.shift === true) {
        state[4] = 0;
        return i + 1;
      } else if (c === SO && options.shift === true) {
        state[4] = 1;
        return i + 1;
      } else if (c === 10) state[4] = 0;
      if (c < 0x20) {
        out.push(c);
        return i + 1;
      }
      if (c >= 0x80) return bad(i + 1);
      const mark = state[4] === 1 ? state[1] : state[0];
      if (mark === ASCII) {
        out.push(c);
        return i + 1;
      }
      const d = known(mark);
      const width = (mark & DOUBLE) === 0 ? 1 : 2;
      if (d === undefined) return bad(i + 1);
      if (i + width > b.length) return null;
      const x = width === 1 ? d.decode(c) : b[i + 1] < 0x80 ? d.decode((c << 8) | b[i + 1]) : 0;
      if (x === 0) return bad(i + width);
      out.push(x);
      return i + width;
    },
    encode(p, i, out, state) {
      const c = p[i];
      if (c < 0x80) {
        if (state[0] !== ASCII) {
          out.push(ESC, 0x28, ASCII);
          state[0] = ASCII;
        }
        if (state[4] === 1) {
          out.push(SI);
          state[4] = 0;
        }
        out.push(c);
        return i + 1;
      }
      for (const d of c < 0x10000 ? designations : []) {
        const code = d.encode(c);
        if (code === 0) continue;
        if (d.place === 0) {
          if (state[4] === 1) {
            out.push(SI);
            state[4] = 0;
          }
          if (state[0] !== d.mark) {
            out.push(...escape(d));
            state[0] = d.mark;
          }
        } else if (d.place === 1) {
          if (state[1] !== d.mark) {
            out.push(...escape(d));
            state[1] = d.mark;
          }
          if (state[4] === 0) {
            out.push(SO);
            state[4] = 1;
          }
        } else {
          if (state[2] !== d.mark) {
            out.push(...escape(d));
            state[2] = d.mark;
          }
          out.push(ESC, 0x4e);
        }
        if (code > 0xff) out.push(code >> 8);
        out.push(code & 255);
        return i + 1;
      }
      return bad(i + 1);
    },
    reset(out, state) {
      if (state[4] === 1) {
        out.push(SI);
        state[4] = 0;
      }
      if (state[0] !== ASCII) {
        out.push(ESC, 0x28, ASCII);
        state[0] = ASCII;
      }
    },
  };
}

export const ISO2022: readonly Codec[] = [
  codec('iso2022_kr', [KSX1001_G1], { shift: true }),
  codec('iso2022_jp', [JISX0208, ROMAN, JISX0208_1978], {}),
  codec('iso2022_jp_1', [JISX0208, JISX0212, ROMAN, JISX0208_1978], {}),
  codec('iso2022_jp_2', [JISX0208, JISX0212, KSX1001, GB2312, ROMAN, JISX0208_1978, LATIN1, GREEK], { g2: true }),
  codec('iso2022_jp_ext', [JISX0208, JISX0212, ROMAN, KATAKANA, JISX0208_1978], {}),
];
