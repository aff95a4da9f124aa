// The double-byte character sets of East Asia: code → character and back. The platform's TextDecoder knows the common
// encodings; a set is cut out of what it decodes, by its rows, and mended where it and Python disagree. Made when first
// asked for. Invariant: codes are `lead << 8 | trail` as in the encoding; 0 means that there is none.

/** A character set: code → BMP character, character → code. */
export interface Charset {
  readonly decode: Uint16Array;
  readonly encode: Uint16Array;
}

/** What TextDecoder makes of all pairs with trail bytes 0x40 to 0xFE, behind a prefix. */
function decodeAll(label: string, prefix: readonly number[] = []): Uint16Array {
  const decoder = new TextDecoder(label);
  const table = new Uint16Array(65536);
  const width = prefix.length + 3;
  const bytes = new Uint8Array(191 * width);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    // A line for each pair: what is wrong with one does not touch the next.
    for (let i = 0; i < 191; i++) bytes.set([...prefix, lead, 0x40 + i, 10], i * width);
    const lines = decoder.decode(bytes).split('\n');
    for (let i = 0; i < 191; i++) {
      const line = lines[i];
      const c = line.charCodeAt(0);
      if (line.length === 1 && c !== 0xfffd && c !== 0x1a) table[(lead << 8) | (0x40 + i)] = c;
    }
  }
  return table;
}

const isPrivate = (c: number): boolean => c >= 0xe000 && c < 0xf900;

/** The codes of `table` that `has` wants, with some characters put right. */
function cut(
  table: Uint16Array,
  has: (code: number, c: number) => boolean,
  mended: readonly (readonly [number, string])[] = [],
): Uint16Array {
  const out = new Uint16Array(65536);
  for (let code = 0x8100; code < 65536; code++)
    if (table[code] !== 0 && has(code, table[code])) out[code] = table[code];
  for (const [code, text] of mended) for (let i = 0; i < text.length; i++) out[code + i] = text.charCodeAt(i);
  return out;
}

/** Both directions. Of two codes for a character the one that `order` puts first is written, else the lower one. */
function charset(decode: Uint16Array, order: (code: number) => number = (code) => code): Charset {
  const encode = new Uint16Array(65536);
  for (let code = 1; code < 65536; code++) {
    const c = decode[code];
    if (c !== 0 && (encode[c] === 0 || order(code) < order(encode[c]))) encode[c] = code;
  }
  return { decode, encode };
}

const made = new Map<string, Charset | Uint16Array>();
function once<T extends Charset | Uint16Array>(name: string, make: () => T): () => T {
  return () => {
    let v = made.get(name) as T | undefined; // only set below
    if (v === undefined) made.set(name, (v = make()));
    return v;
  };
}

const shiftJis = once('shift_jis', () => decodeAll('shift_jis'));
const gbk = once('gbk', () => decodeAll('gbk'));
const big5 = once('big5', () => decodeAll('big5'));
const eucJp = once('euc-jp', () => decodeAll('euc-jp'));

const inBoth = (code: number): boolean => code >= 0xa1a1 && (code & 255) >= 0xa1;

/** JIS X 0208 in the places of EUC-JP, without the vendors' rows. */
export const jisX0208 = once('JIS X 0208', () =>
  charset(
    cut(eucJp(), (code) => inBoth(code) && !(code >= 0xa9a1 && code < 0xb000) && code < 0xf4ff && code !== 0xa2af, [
      [0xa1c1, '〜‖'],
      [0xa1dd, '−'],
      [0xa1f1, '¢£'],
      [0xa2cc, '¬'],
    ]),
  ),
);

/** JIS X 0212 in the places of EUC-JP's third set. */
export const jisX0212 = once('JIS X 0212', () =>
  charset(cut(decodeAll('euc-jp', [0x8f]), (code) => inBoth(code) && code < 0xeeff, [[0xa2b7, '~']])),
);

/** Windows-31J: JIS X 0208, NEC's and IBM's characters, the private use area; what it replaced is still written. */
export const cp932 = once('cp932', () => {
  const set = charset(cut(shiftJis(), (code) => code < 0xfd00));
  for (const [code, text] of [
    [0x8191, '¢£'],
    [0x81ca, '¬'],
    [0x8161, '‖'],
    [0x817c, '−'],
    [0x8160, '〜'],
  ] as const) {
    for (let i = 0; i < text.length; i++) set.encode[text.charCodeAt(i)] = code + i;
  }
  return set;
});

/** GB 2312 in the places of EUC-CN. */
export const gb2312 = once('GB 2312', () => {
  const has = (code: number, c: number): boolean => {
    if (!inBoth(code) || code >= 0xf800 || isPrivate(c)) return false;
    const row = code >> 8;
    const at = code & 255;
    if (row === 0xa2) return at >= 0xb1;
    if (row === 0xa6) return at <= 0xd8;
    if (row === 0xa8) return at <= 0xba || at >= 0xc5;
    return row < 0xaa || row >= 0xb0;
  };
  return charset(
    cut(gbk(), has, [
      [0xa1a4, '・'],
      [0xa1aa, '―'],
    ]),
  );
});

export const gbkSet = once('GBK', () => charset(cut(gbk(), (_code, c) => !isPrivate(c))));

/** The two-byte part of GB 18030 as of 2000. */
export const gb18030Set = once('GB 18030', () =>
  charset(
    cut(decodeAll('gb18030'), () => true, [
      [0xa3a0, '\ue5e5'],
      [0xa6d9, '\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793'],
      [0xa6ec, '\ue794\ue795'],
      [0xa6f3, '\ue796'],
      [0xa8bc, '\ue7c7'],
      [0xfe59, '\ue81e'],
      [0xfe61, '\ue826'],
      [0xfe66, '\ue82b\ue82c'],
      [0xfe6d, '\ue832'],
      [0xfe7e, '\ue843'],
      [0xfe90, '\ue854'],
      [0xfea0, '\ue864'],
    ]),
  ),
);

/** Rows C6 and C7 of ETEN's Big5: kana, Cyrillic, numbers. */
function eten(out: Uint16Array): Uint16Array {
  let code = 0xc6a1;
  const put = (first: number, n = 1): void => {
    for (let i = 0; i < n; i++) {
      out[code++] = first + i;
      if ((code & 255) === 0x7f) code += 0x22;
      else if ((code & 255) === 0xff) code += 0x41;
    }
  };
  put(0x30fe);
  put(0x309d, 2);
  put(0x3005);
  put(0x3041, 83);
  put(0x30a1, 86);
  put(0x414, 2);
  put(0x401);
  put(0x416, 6);
  put(0x41c);
  put(0x423, 19);
  put(0x451);
  put(0x436, 26);
  put(0x2460, 10);
  put(0x2474, 10);
  return out;
}

/** Big5's own symbols, which Microsoft's decoder shows as others. */
const BIG5_SYMBOLS = [
  [0xa145, '•'],
  [0xa14e, '､'],
  [0xa1c2, '‾'],
  [0xa1e3, '∼'],
  [0xa1f2, '♁☉'],
  [0xa241, '／＼'],
  [0xa244, '¥'],
  [0xa246, '¢£'],
] as const;
/** Of the characters that are there twice, numerals are written as such and slashes as Big5 has them. */
const big5Order = (code: number): number =>
  code === 0xa2cc || code === 0xa2ce || code === 0xa1fe || code === 0xa240 ? code + 0x10000 : code;

const plainBig5 = (code: number): boolean =>
  code >= 0xa140 &&
  code < 0xfa00 &&
  !(code >= 0xc6a1 && code < 0xc940) &&
  ((code & 255) < 0x7f || (code & 255) >= 0xa1);

export const big5Set = once('Big5', () =>
  charset(eten(cut(big5(), (code) => plainBig5(code) && code !== 0xa3e1 && code < 0xf9d6, BIG5_SYMBOLS)), big5Order),
);

export const cp950 = once('cp950', () => {
  const set = charset(eten(cut(big5(), plainBig5)), big5Order);
  for (const [code, text] of BIG5_SYMBOLS) {
    for (let i = 0; i < text.length; i++)
      if (set.encode[text.charCodeAt(i)] === 0) set.encode[text.charCodeAt(i)] = code + i;
  }
  return set;
});

/** KS X 1001 in the places of EUC-KR. */
export const ksX1001 = once('KS X 1001', () =>
  charset(
    cut(decodeAll('euc-kr'), (code, c) => inBoth(code) && !isPrivate(c) && code < 0xfe00, [
      [0xa2e6, '€®'],
      [0xa4d4, '\u3164'],
    ]),
  ),
);

/** The unified Hangul code: the syllables that KS X 1001 lacks, in their order, in the places it leaves. */
export const cp949 = once('cp949', () => {
  const ks = ksX1001();
  const decode = Uint16Array.from(ks.decode);
  let lead = 0x81;
  let trail = 0x41;
  for (let c = 0xac00; c <= 0xd7a3; c++) {
    if (ks.encode[c] !== 0) continue;
    decode[(lead << 8) | trail] = c;
    if (trail === 0x5a) trail = 0x61;
    else if (trail === 0x7a) trail = 0x81;
    else if (trail === (lead > 0xa0 ? 0xa0 : 0xfe)) {
      lead++;
      trail = 0x41;
    } else trail++;
  }
  return charset(decode);
});

/** The letters of Johab's three five-bit fields; -1: not used, 0: the filler, else one more than its index. */
const INITIAL = [-1, 0, ...Array.from({ length: 19 }, (_, i) => i + 1)];
const MEDIAL: number[] = [];
for (const [first, start, n] of [
  [3, 1, 5],
  [10, 6, 6],
  [18, 12, 6],
  [26, 18, 4],
]) {
  for (let i = 0; i < n; i++) MEDIAL[first + i] = start + i;
}
MEDIAL[2] = 0;
const FINAL: number[] = [];
FINAL[1] = 0;
for (let i = 0; i < 16; i++) FINAL[2 + i] = i + 1;
for (let i = 0; i < 11; i++) FINAL[19 + i] = i + 17;
/** Compatibility letters of the initials and finals. */
const INITIAL_LETTER = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const FINAL_LETTER = 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

export const johab = once('Johab', () => {
  const ks = ksX1001();
  const decode = new Uint16Array(65536);
  for (let code = 0x8400; code < 0xd400; code++) {
    const i = INITIAL[(code >> 10) & 31] ?? -1;
    const m = MEDIAL[(code >> 5) & 31] ?? -1;
    const f = FINAL[code & 31] ?? -1;
    if (i < 0 || m < 0 || f < 0) continue;
    if (i > 0 && m > 0) decode[code] = 0xac00 + ((i - 1) * 21 + m - 1) * 28 + f;
    else if (i > 0) decode[code] = f === 0 ? INITIAL_LETTER.charCodeAt(i - 1) : 0;
    else if (m > 0) decode[code] = f === 0 ? 0x314f + m - 1 : 0;
    else decode[code] = f === 0 ? 0x3000 : FINAL_LETTER.charCodeAt(f - 1);
  }
  // Symbols and Chinese characters: two rows of KS X 1001 to a lead byte.
  for (let lead = 0xd9; lead <= 0xf9; lead++) {
    if (lead === 0xdf) continue;
    for (let trail = 0x31; trail <= 0xfe; trail++) {
      if (trail > 0x7e && trail < 0x91) continue;
      const t = trail < 0x91 ? trail - 0x31 : trail - 0x43;
      const row = (lead < 0xe0 ? 2 * (lead - 0xd9) : 2 * lead - 0x197) + (t < 0x5e ? 0 : 1) + 0xa1;
      const at = (t < 0x5e ? t : t - 0x5e) + 0xa1;
      const c = ks.decode[(row << 8) | at];
      // The letters are where the syllables are.
      if (c !== 0 && !(c >= 0x3131 && c <= 0x3163)) decode[(lead << 8) | trail] = c;
    }
  }
  // A letter that may be an initial or a final is written as an initial.
  return charset(decode, (code) => (code >= 0x8441 && code < 0x8460 ? code + 0x10000 : code));
});
