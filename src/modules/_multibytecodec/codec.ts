// What a multi-byte codec is to the machinery around it, and the stateless ones: bytes of one or two (EUC, GB 18030:
// up to four) for a character. Invariant: a step takes one character and says where the next one is, or what is wrong.

import type { Bad, Step } from '../_codecs/loops.ts';
import {
  big5Set,
  type Charset,
  cp932,
  cp949,
  cp950,
  gb18030Set,
  gb2312,
  gbkSet,
  jisX0208,
  jisX0212,
  johab,
  ksX1001,
} from './charsets.ts';

/** What a stateful codec remembers, in the places where getstate() shows it. */
export type State = Uint8Array;
export const newState = (): State => new Uint8Array(8);

export interface Codec {
  readonly name: string;
  /** The state before the first character. */
  init(state: State, reading: boolean): void;
  decode(b: Uint8Array, i: number, out: number[], state: State): Step;
  encode(p: Uint32Array, i: number, out: number[], state: State): number | Bad;
  /** Back to the initial state at the end of a text. */
  reset(out: number[], state: State): void;
}

const ILLEGAL = 'illegal multibyte sequence';
export const bad = (end: number): Bad => [end, ILLEGAL];

type DecodeStep = (b: Uint8Array, i: number, out: number[]) => Step;
/** Bytes of one BMP character, packed; 0: there are none. */
type EncodeStep = (c: number) => number;

function stateless(name: string, decode: DecodeStep, encode: EncodeStep): Codec {
  return {
    name,
    init: () => undefined,
    decode,
    encode(p, i, out) {
      const c = p[i];
      if (c < 0x80) out.push(c);
      else {
        const code = c < 0x10000 ? encode(c) : 0;
        if (code === 0) return bad(i + 1);
        if (code > 0xffff) out.push(code >> 16);
        if (code > 0xff) out.push((code >> 8) & 255);
        out.push(code & 255);
      }
      return i + 1;
    },
    reset: () => undefined,
  };
}

/** One byte for ASCII, two from a set for all else. */
function doubleByte(name: string, set: () => Charset): Codec {
  return stateless(
    name,
    (b, i, out) => {
      const lead = b[i];
      if (lead < 0x80) {
        out.push(lead);
        return i + 1;
      }
      if (i + 1 >= b.length) return lead === 0xff || lead === 0x80 ? bad(i + 1) : null;
      const c = set().decode[(lead << 8) | b[i + 1]];
      if (c === 0) return bad(i + 1);
      out.push(c);
      return i + 2;
    },
    (c) => set().encode[c],
  );
}

/** JIS X 0208 in Shift JIS: rows two to a lead byte. */
function shiftJisCode(euc: number): number {
  const row = (euc >> 8) - 0xa1;
  const at = (euc & 255) - 0xa1;
  const lead = 0x81 + (row >> 1) + (row >= 62 ? 0x40 : 0);
  const trail = (row & 1) === 0 ? 0x40 + at + (at >= 63 ? 1 : 0) : 0x9f + at;
  return (lead << 8) | trail;
}
/** The other way round; 0 where there is no such place. */
function eucCode(lead: number, trail: number): number {
  if (trail < 0x40 || trail === 0x7f || trail > 0xfc) return 0;
  const row = (lead < 0xa0 ? lead - 0x81 : lead - 0xc1) * 2 + (trail >= 0x9f ? 1 : 0);
  const at = trail >= 0x9f ? trail - 0x9f : trail - 0x40 - (trail > 0x7f ? 1 : 0);
  return ((row + 0xa1) << 8) | (at + 0xa1);
}
const isKana = (b: number): boolean => b >= 0xa1 && b <= 0xdf;
const isShiftJisLead = (b: number): boolean => (b >= 0x81 && b <= 0x9f) || (b >= 0xe0 && b <= 0xea);
const HALF_KANA = 0xff61 - 0xa1;

const shiftJisCodec = stateless(
  'shift_jis',
  (b, i, out) => {
    const lead = b[i];
    if (lead < 0x80) out.push(lead);
    else if (isKana(lead)) out.push(lead + HALF_KANA);
    else if (isShiftJisLead(lead)) {
      if (i + 1 >= b.length) return null;
      const code = eucCode(lead, b[i + 1]);
      const c = code === 0xa1c0 ? 0xff3c : code === 0 ? 0 : jisX0208().decode[code];
      if (c === 0) return bad(i + 1);
      out.push(c);
      return i + 2;
    } else return bad(i + 1);
    return i + 1;
  },
  (c) => {
    if (c === 0xa5) return 0x5c;
    if (c === 0x203e) return 0x7e;
    if (c >= 0xff61 && c <= 0xff9f) return c - HALF_KANA;
    const code = jisX0208().encode[c];
    return code === 0 ? 0 : shiftJisCode(code);
  },
);

const cp932Codec = stateless(
  'cp932',
  (b, i, out) => {
    const lead = b[i];
    if (lead <= 0x80) out.push(lead);
    else if (isKana(lead)) out.push(lead + HALF_KANA);
    else if (lead === 0xa0 || lead >= 0xfd) out.push(lead === 0xa0 ? 0xf8f0 : 0xf8f1 + lead - 0xfd);
    else {
      if (i + 1 >= b.length) return null;
      const c = cp932().decode[(lead << 8) | b[i + 1]];
      if (c === 0) return bad(i + 1);
      out.push(c);
      return i + 2;
    }
    return i + 1;
  },
  (c) => {
    if (c === 0x80) return 0x80;
    if (c >= 0xff61 && c <= 0xff9f) return c - HALF_KANA;
    if (c >= 0xf8f0 && c <= 0xf8f3) return c === 0xf8f0 ? 0xa0 : c - 0xf8f1 + 0xfd;
    return cp932().encode[c];
  },
);

const eucJpCodec = stateless(
  'euc_jp',
  (b, i, out) => {
    const lead = b[i];
    if (lead < 0x80) {
      out.push(lead);
      return i + 1;
    }
    if (lead === 0x8e) {
      if (i + 1 >= b.length) return null;
      if (!isKana(b[i + 1])) return bad(i + 1);
      out.push(b[i + 1] + HALF_KANA);
      return i + 2;
    }
    if (lead === 0x8f) {
      if (i + 2 >= b.length) return null;
      const c = jisX0212().decode[(b[i + 1] << 8) | b[i + 2]];
      if (c === 0) return bad(i + 1);
      out.push(c);
      return i + 3;
    }
    if (i + 1 >= b.length) return null;
    const c = jisX0208().decode[(lead << 8) | b[i + 1]];
    if (c === 0) return bad(i + 1);
    out.push(c);
    return i + 2;
  },
  (c) => {
    if (c >= 0xff61 && c <= 0xff9f) return 0x8e00 | (c - HALF_KANA);
    if (c === 0xa5) return 0x5c;
    if (c === 0x203e) return 0x7e;
    const code = jisX0208().encode[c];
    if (code !== 0) return code;
    const third = jisX0212().encode[c];
    return third === 0 ? 0 : 0x8f0000 | third;
  },
);

/** GB 18030's four bytes as a number, and which BMP character it is: the gaps of the two-byte part, in order. */
let linear: { readonly toPoint: Uint16Array; readonly toCode: Uint16Array } | undefined;
function fourByte(): { readonly toPoint: Uint16Array; readonly toCode: Uint16Array } {
  if (linear !== undefined) return linear;
  const { encode } = gb18030Set();
  const toPoint = new Uint16Array(65536);
  const toCode = new Uint16Array(65536);
  let n = 0;
  for (let c = 0x80; c < 0x10000; c++) {
    if ((c >= 0xd800 && c < 0xe000) || encode[c] !== 0) continue;
    toPoint[n] = c;
    toCode[c] = n++;
  }
  linear = { toPoint, toCode };
  return linear;
}
const isGbDigit = (b: number): boolean => b >= 0x30 && b <= 0x39;

const gb18030Codec: Codec = {
  name: 'gb18030',
  init: () => undefined,
  decode(b, i, out) {
    const lead = b[i];
    if (lead < 0x80) {
      out.push(lead);
      return i + 1;
    }
    if (lead === 0x80 || lead === 0xff) return bad(i + 1);
    if (i + 1 >= b.length) return null;
    if (!isGbDigit(b[i + 1])) {
      const c = gb18030Set().decode[(lead << 8) | b[i + 1]];
      if (c === 0) return bad(i + 1);
      out.push(c);
      return i + 2;
    }
    if (i + 3 >= b.length) return null;
    if (b[i + 2] < 0x81 || b[i + 2] > 0xfe || !isGbDigit(b[i + 3])) return bad(i + 1);
    const n = (((lead - 0x81) * 10 + b[i + 1] - 0x30) * 126 + b[i + 2] - 0x81) * 10 + b[i + 3] - 0x30;
    const point = n < 39420 ? fourByte().toPoint[n] : n - 189000 + 0x10000;
    if (point === 0 || (n >= 39420 && (n < 189000 || point > 0x10ffff))) return bad(i + 1);
    out.push(point);
    return i + 4;
  },
  encode(p, i, out) {
    const c = p[i];
    if (c < 0x80) out.push(c);
    else {
      if (c >= 0xd800 && c < 0xe000) return bad(i + 1);
      const code = c < 0x10000 ? gb18030Set().encode[c] : 0;
      if (code !== 0) out.push(code >> 8, code & 255);
      else {
        const n = c < 0x10000 ? fourByte().toCode[c] : c - 0x10000 + 189000;
        const rest = Math.floor(n / 10);
        const high = Math.floor(rest / 126);
        out.push(0x81 + Math.floor(high / 10), 0x30 + (high % 10), 0x81 + (rest % 126), 0x30 + (n % 10));
      }
    }
    return i + 1;
  },
  reset: () => undefined,
};

const TILDE = 0x7e;
/** HZ: GB 2312 in seven bits between `~{` and `~}`. The first byte of its state says whether it is inside. */
const hzCodec: Codec = {
  name: 'hz',
  init: (state) => void (state[0] = 0),
  decode(b, i, out, state) {
    const c = b[i];
    if (c === TILDE) {
      if (i + 1 >= b.length) return null;
      const d = b[i + 1];
      if (d === TILDE && state[0] === 0) out.push(TILDE);
      else if (d === 0x7b && state[0] === 0) state[0] = 1;
      else if (d === 0x7d && state[0] === 1) state[0] = 0;
      else if (d !== 10 || state[0] === 1) return bad(i + 1);
      return i + 2;
    }
    if ((c & 0x80) !== 0) return bad(i + 1);
    if (state[0] === 0) {
      out.push(c);
      return i + 1;
    }
    if (c === 10) {
      // A line ends it too.
      out.push(c);
      state[0] = 0;
      return i + 1;
    }
    if (i + 1 >= b.length) return null;
    const x = gb2312().decode[((c << 8) | b[i + 1]) + 0x8080];
    if (x === 0 || b[i + 1] >= 0x80) return bad(i + 1);
    out.push(x);
    return i + 2;
  },
  encode(p, i, out, state) {
    const c = p[i];
    if (c < 0x80) {
      if (state[0] !== 0) {
        out.push(TILDE, 0x7d);
        state[0] = 0;
      }
      out.push(c);
      if (c === TILDE) out.push(TILDE);
      return i + 1;
    }
    const code = c < 0x10000 ? gb2312().encode[c] : 0;
    if (code === 0) return bad(i + 1);
    if (state[0] === 0) {
      out.push(TILDE, 0x7b);
      state[0] = 1;
    }
    out.push((code >> 8) & 0x7f, code & 0x7f);
    return i + 1;
  },
  reset(out, state) {
    if (state[0] !== 0) out.push(TILDE, 0x7d);
    state[0] = 0;
  },
};

/** Where the letters of KS X 1001 come that a syllable it lacks is spelled with: filler, initial, medial, final. */
const FILLER = 0xd4;
const INITIALS = [
  0xa1, 0xa2, 0xa4, 0xa7, 0xa8, 0xa9, 0xb1, 0xb2, 0xb3, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe,
];
const FIRST_MEDIAL = 0xbf;
const FINALS = [
  FILLER,
  0xa1,
  0xa2,
  0xa3,
  0xa4,
  0xa5,
  0xa6,
  0xa7,
  0xa9,
  0xaa,
  0xab,
  0xac,
  0xad,
  0xae,
  0xaf,
  0xb0,
  0xb1,
  0xb2,
  0xb4,
  0xb5,
  0xb6,
  0xb7,
  0xb8,
  0xba,
  0xbb,
  0xbc,
  0xbd,
  0xbe,
];
const LETTERS = 0xa4;

const eucKrPlain = doubleByte('euc_kr', ksX1001);
const eucKrCodec: Codec = {
  ...eucKrPlain,
  decode(b, i, out, state) {
    if (b[i] !== LETTERS || b[i + 1] !== FILLER) return eucKrPlain.decode(b, i, out, state);
    if (i + 7 >= b.length) return null;
    const initial = INITIALS.indexOf(b[i + 3]);
    const medial = b[i + 5] - FIRST_MEDIAL;
    const final = FINALS.indexOf(b[i + 7]);
    const spelled = b[i + 2] === LETTERS && b[i + 4] === LETTERS && b[i + 6] === LETTERS;
    if (!spelled || initial < 0 || medial < 0 || medial > 20 || final < 0) return bad(i + 1);
    out.push(0xac00 + (initial * 21 + medial) * 28 + final);
    return i + 8;
  },
  encode(p, i, out, state) {
    const c = p[i];
    if (c < 0xac00 || c > 0xd7a3 || ksX1001().encode[c] !== 0) return eucKrPlain.encode(p, i, out, state);
    const n = c - 0xac00;
    const medial = FIRST_MEDIAL + (Math.floor(n / 28) % 21);
    for (const at of [FILLER, INITIALS[Math.floor(n / 588)], medial, FINALS[n % 28]]) out.push(LETTERS, at);
    return i + 1;
  },
};

/** Module → codecs. */
export const CODECS: { readonly [module: string]: readonly Codec[] } = {
  _codecs_jp: [shiftJisCodec, cp932Codec, eucJpCodec],
  _codecs_cn: [doubleByte('gb2312', gb2312), doubleByte('gbk', gbkSet), gb18030Codec, hzCodec],
  _codecs_tw: [doubleByte('big5', big5Set), doubleByte('cp950', cp950)],
  _codecs_kr: [eucKrCodec, doubleByte('cp949', cp949), doubleByte('johab', johab)],
};
