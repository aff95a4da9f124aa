// posix: scandir(), its iterator and DirEntry, and listdir(). Invariant: a DirEntry asks the system at most once for
// each kind of stat, and not at all where the directory itself told the type.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyList } from '../../objects/shapes.ts';
import { makeBuiltinType, TYPE_NO_NEW } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { truth } from '../../objects/protocol/operators.ts';
import { reprR } from '../../objects/protocol/text.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { resourceClosed, resourceOpened } from '../../objects/memory/resources.ts';
import { stopIteration } from '../../objects/exceptions/raise.ts';
import { fromJS, toJS } from '../../objects/str/text.ts';
import { host, HostError, type HostPath } from '../../runtime/host.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { pyInt } from '../support/arguments.ts';
import { fsEncode, fsName, hostCall, hostPath, pathArg, type PathArg } from '../support/fs.ts';
import { unclosed } from '../support/unclosed.ts';
import { makeStat } from './stat.ts';

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;
const S_IFLNK = 0o120000;

export class DirEntry extends PyObject {
  stat: PyValue | null = null;
  lstat: PyValue | null = null;
  constructor(
    readonly name: PyValue,
    readonly path: PyValue,
    readonly host: HostPath,
    readonly type: number,
  ) {
    super();
  }
}

class ScandirIterator extends PyObject {
  entries: DirEntry[] | null = [];
  next = 0;
}

function exhausted(self: ScandirIterator): void {
  self.entries = null;
  resourceClosed(self);
}

export const dirEntryType = makeBuiltinType('DirEntry', DirEntry, { module: 'posix', flags: TYPE_NO_NEW });
export const scandirIteratorType = makeBuiltinType('ScandirIterator', ScandirIterator, {
  module: 'posix',
  flags: TYPE_NO_NEW,
});

function modeOf(e: DirEntry, follow: boolean): number {
  const st = follow ? host().fs.stat(e.host) : host().fs.lstat(e.host);
  if (follow) e.stat ??= makeStat(st);
  else e.lstat ??= makeStat(st);
  return st.mode & S_IFMT;
}

/** Whether the entry is of a kind; something that vanished is of none. */
function isKind(e: DirEntry, follow: boolean, kind: number): boolean {
  if (e.type !== 0 && !(follow && e.type === S_IFLNK)) return e.type === kind;
  return hostCall(() => {
    try {
      return modeOf(e, follow) === kind;
    } catch (error) {
      if (error instanceof HostError && error.errno === ERRNO.ENOENT) return false;
      throw error;
    }
  }, e.path);
}

defineType(dirEntryType, {
  members: { name: 'name', path: 'path' },
  methods: {
    'is_dir(*, follow_symlinks=True)': (self: DirEntry, follow: PyValue) => isKind(self, truth(follow), S_IFDIR),
    'is_file(*, follow_symlinks=True)': (self: DirEntry, follow: PyValue) => isKind(self, truth(follow), S_IFREG),
    'is_symlink()': (self: DirEntry) => isKind(self, false, S_IFLNK),
    'is_junction()': () => false,
    'stat(*, follow_symlinks=True)': (self: DirEntry, follow: PyValue) => {
      const symlink = isKind(self, false, S_IFLNK);
      if (truth(follow) && symlink)
        return (self.stat ??= hostCall(() => makeStat(host().fs.stat(self.host)), self.path));
      return (self.lstat ??= hostCall(() => makeStat(host().fs.lstat(self.host)), self.path));
    },
    'inode()': (self: DirEntry) => hostCall(() => pyInt(host().fs.lstat(self.host).ino), self.path),
    '__fspath__()': (self: DirEntry) => self.path,
    *'__repr__(/)'(self: DirEntry): Generator<unknown, PyValue, never> {
      const name = (yield reprR(self.name)) as PyValue;
      return fromJS(`<DirEntry ${toJS(name as string)}>`); // repr gives a str
    },
  },
  classMethods: {},
});

defineType(scandirIteratorType, {
  iternext: (self: ScandirIterator) => {
    const e = self.entries;
    if (e === null) return undefined;
    if (self.next < e.length) return e[self.next++];
    exhausted(self);
    return undefined;
  },
  methods: {
    '__iter__(/)': (self: ScandirIterator) => self,
    '__next__(/)': (self: ScandirIterator) => {
      const e = self.entries;
      if (e === null || self.next >= e.length) {
        exhausted(self);
        throw stopIteration();
      }
      return e[self.next++];
    },
    '__enter__()': (self: ScandirIterator) => self,
    '__exit__(*args)': exhausted,
    'close()': exhausted,
    *'__del__(/)'(self: ScandirIterator): NativeGenerator {
      if (self.entries === null) return None;
      yield* unclosed(self, 'scandir iterator', self);
      exhausted(self);
      return None;
    },
  },
});

function directory(p: PathArg): HostPath {
  return p.fd >= 0 ? `/proc/self/fd/${p.fd}` : p.host;
}

function join(dir: HostPath, name: Uint8Array): HostPath {
  const d = typeof dir === 'string' ? fsEncode(dir) : dir;
  const slash = d.length > 0 && d[d.length - 1] !== 47 ? 1 : 0;
  const out = new Uint8Array(d.length + slash + name.length);
  out.set(d);
  if (slash) out[d.length] = 47;
  out.set(name, d.length + slash);
  return out;
}

export function scandir(path: PyValue): PyValue {
  const p = pathArg(path, 'scandir', 'path', { fd: true, nullable: true });
  const dir = directory(p);
  const it = new ScandirIterator();
  it.entries = hostCall(() => host().fs.readdir(dir), p.given).map((d) => {
    const name = fsName(d.name, p.bytes);
    if (p.fd >= 0) return new DirEntry(name, name, join(dir, d.name), d.type);
    const shown = p.given === None ? join('.', d.name) : join(p.host, d.name);
    const full = typeof shown === 'string' ? fsEncode(shown) : shown;
    const pathValue = fsName(full, p.bytes);
    return new DirEntry(name, pathValue, typeof pathValue === 'string' ? hostPath(pathValue) : full, d.type);
  });
  resourceOpened(it, true);
  return it;
}

export function listdir(path: PyValue): PyValue {
  const p = pathArg(path, 'listdir', 'path', { fd: true, nullable: true });
  const entries = hostCall(() => host().fs.readdir(directory(p)), p.given === None ? undefined : p.given);
  return new PyList(entries.map((d) => fsName(d.name, p.bytes)));
}
