// _stat: file mode bits and what to ask of them.

import { defineModule } from '../runtime/modules.ts';
import type { PyValue } from '../objects/object.ts';
import { index } from '../objects/protocol/operators.ts';
import { overflowError } from '../objects/exceptions/raise.ts';

const CONSTANTS: { readonly [name: string]: number } = {
  S_IFDIR: 0o040000,
  S_IFCHR: 0o020000,
  S_IFBLK: 0o060000,
  S_IFREG: 0o100000,
  S_IFIFO: 0o010000,
  S_IFLNK: 0o120000,
  S_IFSOCK: 0o140000,
  S_IFDOOR: 0,
  S_IFPORT: 0,
  S_IFWHT: 0,
  S_ISUID: 0o4000,
  S_ISGID: 0o2000,
  S_ISVTX: 0o1000,
  S_ENFMT: 0o2000,
  S_IREAD: 0o400,
  S_IWRITE: 0o200,
  S_IEXEC: 0o100,
  S_IRWXU: 0o700,
  S_IRUSR: 0o400,
  S_IWUSR: 0o200,
  S_IXUSR: 0o100,
  S_IRWXG: 0o70,
  S_IRGRP: 0o40,
  S_IWGRP: 0o20,
  S_IXGRP: 0o10,
  S_IRWXO: 0o7,
  S_IROTH: 0o4,
  S_IWOTH: 0o2,
  S_IXOTH: 0o1,
  UF_SETTABLE: 0xffff,
  UF_NODUMP: 1,
  UF_IMMUTABLE: 2,
  UF_APPEND: 4,
  UF_OPAQUE: 8,
  UF_NOUNLINK: 0x10,
  UF_COMPRESSED: 0x20,
  UF_TRACKED: 0x40,
  UF_DATAVAULT: 0x80,
  UF_HIDDEN: 0x8000,
  SF_SETTABLE: 0xffff0000,
  SF_ARCHIVED: 0x10000,
  SF_IMMUTABLE: 0x20000,
  SF_APPEND: 0x40000,
  SF_RESTRICTED: 0x80000,
  SF_NOUNLINK: 0x100000,
  SF_SNAPSHOT: 0x200000,
  SF_FIRMLINK: 0x800000,
  SF_DATALESS: 0x40000000,
  ST_MODE: 0,
  ST_INO: 1,
  ST_DEV: 2,
  ST_NLINK: 3,
  ST_UID: 4,
  ST_GID: 5,
  ST_SIZE: 6,
  ST_ATIME: 7,
  ST_MTIME: 8,
  ST_CTIME: 9,
};
const KINDS: readonly (readonly [mode: number, test: string, letter: string])[] = [
  [0o040000, 'S_ISDIR', 'd'],
  [0o020000, 'S_ISCHR', 'c'],
  [0o060000, 'S_ISBLK', 'b'],
  [0o100000, 'S_ISREG', '-'],
  [0o010000, 'S_ISFIFO', 'p'],
  [0o120000, 'S_ISLNK', 'l'],
  [0o140000, 'S_ISSOCK', 's'],
];

function mode(v: PyValue): number {
  const n = index(v);
  if (n < 0 || n > 4294967295)
    throw overflowError(n < 0 ? "can't convert negative value to unsigned int" : 'mode out of range');
  return Number(n);
}

/** `-rwxr-xr-x`. */
export function filemode(m: number): string {
  const bit = (mask: number, c: string): string => ((m & mask) !== 0 ? c : '-');
  const exec = (x: number, special: number, both: string, only: string): string =>
    (m & special) !== 0 ? ((m & x) !== 0 ? both : only) : bit(x, 'x');
  const kind = KINDS.find(([k]) => (m & 0o170000) === k)?.[2] ?? '?';
  return (
    kind +
    bit(0o400, 'r') +
    bit(0o200, 'w') +
    exec(0o100, 0o4000, 's', 'S') +
    bit(0o40, 'r') +
    bit(0o20, 'w') +
    exec(0o10, 0o2000, 's', 'S') +
    bit(0o4, 'r') +
    bit(0o2, 'w') +
    exec(0o1, 0o1000, 't', 'T')
  );
}

defineModule('_stat', (m) => {
  for (const [k, v] of Object.entries(CONSTANTS)) m.set(k, v);
  for (const [kind, test] of KINDS) m.func(`${test}(mode, /)`, (v: PyValue) => (mode(v) & 0o170000) === kind);
  for (const test of ['S_ISDOOR', 'S_ISPORT', 'S_ISWHT']) m.func(`${test}(mode, /)`, (v: PyValue) => (mode(v), false));
  m.func('S_IMODE(mode, /)', (v: PyValue) => mode(v) & 0o7777);
  m.func('S_IFMT(mode, /)', (v: PyValue) => mode(v) & 0o170000);
  m.func('filemode(mode, /)', (v: PyValue) => filemode(mode(v)));
});
