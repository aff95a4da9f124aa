// posix: stat_result and the functions that ask about files. Invariant: times are exact in st_*_ns, and the nearest
// double in st_*time.

import { None, type PyValue } from '../../objects/object.ts';
import { PyFloat } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { type PyStructSeq, makeStructSeq, UNNAMED } from '../../objects/structseq.ts';
import { typeError, valueError, newException } from '../../objects/exceptions/raise.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { truth } from '../../objects/protocol/operators.ts';
import { host, type HostPath, type HostStat } from '../../runtime/host.ts';
import { settle } from '../_io/dirty.ts';
import { pyInt, cInt } from '../support/arguments.ts';
import { hostCall, pathArg, type PathArg } from '../support/fs.ts';

export const statResult = makeStructSeq(
  'os.stat_result',
  [
    'st_mode',
    'st_ino',
    'st_dev',
    'st_nlink',
    'st_uid',
    'st_gid',
    'st_size',
    UNNAMED,
    UNNAMED,
    UNNAMED,
    'st_atime',
    'st_mtime',
    'st_ctime',
    'st_atime_ns',
    'st_mtime_ns',
    'st_ctime_ns',
    'st_blksize',
    'st_blocks',
    'st_rdev',
  ],
  10,
  {
    // Made from ten items: the float times are the integer ones.
    complete: (values) => {
      for (let i = 7; i < 10; i++) if (values[i + 3] === None) values[i + 3] = values[i];
    },
  },
);

const floor = (ns: bigint): bigint => (ns >= 0n ? ns / 1000000000n : -((-ns + 999999999n) / 1000000000n));
/** Nanoseconds as seconds, computed as CPython does (sec + 1e-9 * nsec). */
export function nsToSeconds(ns: bigint): number {
  const s = floor(ns);
  return Number(s) + 1e-9 * Number(ns - s * 1000000000n);
}

export function makeStat(s: HostStat): PyStructSeq {
  return statResult.of(
    s.mode,
    pyInt(s.ino),
    pyInt(s.dev),
    s.nlink,
    s.uid,
    s.gid,
    s.size,
    pyInt(floor(s.atimeNs)),
    pyInt(floor(s.mtimeNs)),
    pyInt(floor(s.ctimeNs)),
    new PyFloat(nsToSeconds(s.atimeNs)),
    new PyFloat(nsToSeconds(s.mtimeNs)),
    new PyFloat(nsToSeconds(s.ctimeNs)),
    pyInt(s.atimeNs),
    pyInt(s.mtimeNs),
    pyInt(s.ctimeNs),
    s.blksize,
    s.blocks,
    pyInt(s.rdev),
  );
}

/** Applies dir_fd: a relative path below an open directory (through /proc on Linux). */
export function atDir(p: PathArg, dirFd: PyValue, fname: string): HostPath {
  if (dirFd === None) return p.host;
  const t = typeOf(dirFd);
  if (t.lookup('__index__') === undefined) throw typeError(`argument should be integer or None, not ${t.name}`);
  const fd = cInt(dirFd);
  if (p.fd >= 0) throw valueError(`${fname}: can't specify dir_fd without matching path`);
  const first = typeof p.host === 'string' ? p.host.charCodeAt(0) : p.host[0];
  if (first === 47) return p.host;
  if (host().process.platform !== 'linux') {
    throw newException(exceptionTypes.NotImplementedError, 'dir_fd unavailable on this platform');
  }
  hostCall(() => host().fs.fstat(fd));
  const prefix = `/proc/self/fd/${fd}/`;
  if (typeof p.host === 'string') return p.host === '' ? '' : prefix + p.host;
  const out = new Uint8Array(prefix.length + p.host.length);
  for (let i = 0; i < prefix.length; i++) out[i] = prefix.charCodeAt(i);
  out.set(p.host, prefix.length);
  return out;
}

export function stat(path: PyValue, dirFd: PyValue, follow: PyValue, fname = 'stat'): PyValue {
  const p = pathArg(path, fname, 'path', { fd: true });
  const fs = host().fs;
  if (p.fd >= 0) {
    if (dirFd !== None) throw valueError(`${fname}: can't specify dir_fd without matching path`);
    if (!truth(follow)) throw valueError(`${fname}: cannot use fd and follow_symlinks together`);
    return hostCall(() => makeStat(fs.fstat(p.fd)), p.given);
  }
  const at = atDir(p, dirFd, fname);
  settle(at);
  return hostCall(() => makeStat(truth(follow) ? fs.stat(at) : fs.lstat(at)), p.given);
}
