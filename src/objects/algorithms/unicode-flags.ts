/** The vocabulary shared by the Unicode tables and their generator: property values by index, flag bits. */

/** General categories. */
export const CATEGORIES = [
  'Cn',
  'Lu',
  'Ll',
  'Lt',
  'Mn',
  'Mc',
  'Me',
  'Nd',
  'Nl',
  'No',
  'Zs',
  'Zl',
  'Zp',
  'Cc',
  'Cf',
  'Cs',
  'Co',
  'Lm',
  'Lo',
  'Pc',
  'Pd',
  'Ps',
  'Pe',
  'Pi',
  'Pf',
  'Po',
  'Sm',
  'Sc',
  'Sk',
  'So',
];

/** Bidirectional classes; the first is that of unassigned characters. */
export const BIDI_CLASSES = [
  '',
  'L',
  'LRE',
  'LRO',
  'R',
  'AL',
  'RLE',
  'RLO',
  'PDF',
  'EN',
  'ES',
  'ET',
  'AN',
  'CS',
  'NSM',
  'BN',
  'B',
  'S',
  'WS',
  'ON',
  'LRI',
  'RLI',
  'FSI',
  'PDI',
];

/** East Asian widths. */
export const WIDTHS = ['N', 'F', 'H', 'W', 'Na', 'A'];

export const ALPHA = 1;
export const DECIMAL = 2;
export const DIGIT = 4;
export const NUMERIC = 8;
export const SPACE = 16;
export const LINEBREAK = 32;
export const PRINTABLE = 64;
export const UPPER = 128;
export const LOWER = 256;
export const TITLE = 512;
export const XID_START = 1024;
export const XID_CONTINUE = 2048;
export const CASED = 4096;
export const CASE_IGNORABLE = 8192;
export const MIRRORED = 16384;
