// _io.FileIO: raw bytes of a descriptor. Invariant: `fd` is -1 once closed; each method makes one system call, retried
// only when interrupted.

import { None, type PyValue } from '../../objects/object.ts';
import { PyBytes } from '../../objects/shapes.ts';
import { type PyType, typeOf } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { callR } from '../../objects/protocol/call.ts';
import { instanceSet, lookupAttr, setattrR } from '../../objects/protocol/attribute.ts';
import { intValue, truth } from '../../objects/protocol/operators.ts';
import { repr } from '../../objects/protocol/text.ts';
import { resourceClosed, resourceOpened } from '../../objects/memory/resources.ts';
import { hooks } from '../../objects/hooks.ts';
import { isPending, type NativeGenerator, type Resumable } from '../../objects/protocol/pending.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { exceptionTypes, type PyBaseException } from '../../objects/exceptions/hierarchy.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { host, HostError, type HostStat } from '../../runtime/host.ts';
import { bytesLike, cInt, cLong, writableBytes } from '../support/arguments.ts';
import { fromHostError, hostCall, pathArg } from '../support/fs.ts';
import { readR, writeR } from '../support/blocking.ts';
import { unclosed } from '../support/unclosed.ts';
import { settle } from './dirty.ts';
import {
  cannotPickle,
  closeBase,
  concat,
  DEFAULT_BUFFER_SIZE,
  makeIOType,
  PyRawIOBase,
  rawIOBaseType,
  sizeArg,
  unsupported,
} from './base.ts';

export class PyFileIO extends PyRawIOBase {
  fd = -1;
  created = false;
  readable = false;
  writable = false;
  appending = false;
  closefd = true;
  /** Cached answer of seekable(). */
  seekable: boolean | undefined = undefined;
  blksize = DEFAULT_BUFFER_SIZE;
  /** Size when opened: how much to reserve for readall. */
  size = 0;
}
/** FileIO's own wording has no full stop. */
const closedError = (): PyBaseException => valueError('I/O operation on closed file');

/** Closes the descriptors of files that were dropped without being closed. */
const dropped = new FinalizationRegistry<{ fd: number }>((held) => {
  try {
    host().fs.close(held.fd);
  } catch {
    // Somebody else has closed it.
  }
});

export const fileIOType = makeIOType('FileIO', PyFileIO, rawIOBaseType);

function badMode(): never {
  throw valueError('Must have exactly one of create/read/write/append mode and at most one plus');
}

/** `__init__`. */
export function* fileIOInit(
  self: PyFileIO,
  file: PyValue,
  modeValue: PyValue,
  closefd: PyValue,
  opener: PyValue,
): NativeGenerator {
  if (self.fd >= 0) {
    if (self.closefd) yield* closeFile(self);
    else self.fd = -1;
  }
  if (!isStr(modeValue)) throw typeError(`FileIO() argument 'mode' must be str, not ${typeOf(modeValue).name}`);
  const mode = toJS(modeValue);
  let fd = -1;
  if (typeOf(file).name === 'float') throw typeError('integer argument expected, got float');
  const given = intValue(file);
  if (given !== undefined) {
    if (typeof file === 'boolean')
      yield hooks.warnR(exceptionTypes.RuntimeWarning, 'bool is used as a file descriptor', 1);
    fd = cInt(given);
    if (fd < 0) throw valueError('negative file descriptor');
  }
  self.created = self.readable = self.writable = self.appending = false;
  self.seekable = undefined;
  let flags = 0;
  let rwa = false;
  let plus = false;
  const K = host().process.constants;
  for (const c of mode) {
    switch (c) {
      case 'x':
      case 'r':
      case 'w':
      case 'a':
        if (rwa) badMode();
        rwa = true;
        if (c === 'r') self.readable = true;
        else self.writable = true;
        if (c === 'x') {
          self.created = true;
          flags |= K.O_EXCL | K.O_CREAT;
        } else if (c === 'w') flags |= K.O_CREAT | K.O_TRUNC;
        else if (c === 'a') {
          self.appending = true;
          flags |= K.O_APPEND | K.O_CREAT;
        }
        break;
      case 'b':
        break;
      case '+':
        if (plus) badMode();
        self.readable = self.writable = true;
        plus = true;
        break;
      default:
        throw valueError(`invalid mode: ${mode}`);
    }
  }
  if (!rwa) badMode();
  flags |= self.readable && self.writable ? K.O_RDWR : self.readable ? K.O_RDONLY : K.O_WRONLY;
  if (host().process.platform === 'linux') flags |= 524288; // O_CLOEXEC
  self.closefd = truth(closefd);
  let opened = false;
  if (fd >= 0) self.fd = fd;
  else {
    if (!self.closefd) throw valueError('Cannot use file name with closefd=False');
    self.fd = -1;
    if (opener !== None) {
      const r = (yield callR(opener, [file, flags])) as PyValue;
      const n = intValue(r);
      if (n === undefined) throw typeError('expected integer from opener');
      if (n < 0) throw valueError(`opener returned ${n}`);
      self.fd = cInt(n);
    } else {
      const p = pathArg(file, 'open', 'file');
      settle(p.host);
      self.fd = hostCall(() => host().fs.open(p.host, flags, 0o666), file);
    }
    opened = true;
  }
  try {
    let st: HostStat | undefined;
    try {
      st = host().fs.fstat(self.fd);
    } catch (e) {
      if (e instanceof HostError && e.errno === ERRNO.EBADF) throw fromHostError(e);
    }
    if (st !== undefined) {
      if ((st.mode & 0o170000) === 0o040000) throw osError(ERRNO.EISDIR, file);
      if (st.blksize > 1) self.blksize = st.blksize;
      self.size = st.size;
    }
    if (opened) dropped.register(self, { fd: self.fd }, self);
    if (self.cls === fileIOType) instanceSet(self, 'name', file);
    else yield setattrR(self, 'name', file);
    if (self.appending) {
      try {
        host().fs.lseek(self.fd, 0, 2);
      } catch (e) {
        if (!(e instanceof HostError) || e.errno !== ERRNO.ESPIPE) throw fromHostError(e);
      }
    }
  } catch (e) {
    if (opened) {
      try {
        host().fs.close(self.fd);
      } catch {
        // The first error counts.
      }
    }
    self.fd = -1;
    throw e;
  }
  return None;
}

/** `_dealloc_warn`: reports an open file that `source` has had. */
function* deallocWarn(self: PyFileIO, source: PyValue): NativeGenerator {
  if (self.fd >= 0 && self.closefd) yield* unclosed(self, 'file', source);
  return None;
}

function* closeFile(self: PyFileIO): NativeGenerator {
  if (!self.closefd) {
    try {
      yield* closeBase(self);
    } finally {
      self.fd = -1;
    }
    return None;
  }
  try {
    yield* closeBase(self);
  } finally {
    if (self.finalizing) yield* deallocWarn(self, self);
    const fd = self.fd;
    self.fd = -1;
    dropped.unregister(self);
    resourceClosed(self);
    if (fd >= 0) hostCall(() => host().fs.close(fd));
  }
  return None;
}

/** A closed file or the wrong mode raise; else the descriptor. */
export function usable(self: PyFileIO, what?: 'reading' | 'writing'): number {
  if (self.fd < 0) throw closedError();
  if (what === 'reading' && !self.readable) throw unsupported('File not open for reading');
  if (what === 'writing' && !self.writable) throw unsupported('File not open for writing');
  return self.fd;
}

const isAgain = (e: unknown): boolean =>
  typeof e === 'object' && e !== null && 'errno' in e && e.errno === ERRNO.EAGAIN;

/** One read into memory: the number of bytes, or None when it would block. Resumable. */
export function fileReadR(self: PyFileIO, target: Uint8Array): Resumable<number | typeof None> {
  const fd = usable(self, 'reading');
  try {
    const r = readR(fd, target);
    if (!isPending(r)) return r;
    return (function* (): Generator<unknown, number | typeof None, never> {
      try {
        return yield r;
      } catch (e) {
        if (isAgain(e)) return None;
        throw e;
      }
    })();
  } catch (e) {
    if (isAgain(e)) return None;
    throw e;
  }
}

/** One write: the number of bytes taken, or None when it would block. Resumable. */
export function fileWriteR(self: PyFileIO, data: Uint8Array): Resumable<number | typeof None> {
  const fd = usable(self, 'writing');
  try {
    return writeR(fd, data);
  } catch (e) {
    if (isAgain(e)) return None;
    throw e;
  }
}

export function fileSeek(self: PyFileIO, offset: number, whence: number): number {
  const fd = usable(self);
  return hostCall(() => host().fs.lseek(fd, offset, whence));
}

export function fileSeekable(self: PyFileIO): boolean {
  if (self.fd < 0) throw closedError();
  if (self.seekable === undefined) {
    try {
      host().fs.lseek(self.fd, 0, 1);
      self.seekable = true;
    } catch {
      self.seekable = false;
    }
  }
  return self.seekable;
}

/** Everything to the end. */
export function* fileReadAll(self: PyFileIO): Generator<unknown, PyValue, never> {
  const fd = usable(self, 'reading');
  let size = 0;
  try {
    const st = host().fs.fstat(fd);
    if ((st.mode & 0o170000) === 0o100000) size = Math.max(0, st.size - host().fs.lseek(fd, 0, 1));
  } catch {
    // Not a file whose size is known.
  }
  const chunks: Uint8Array[] = [];
  let next = size > 0 ? size + 1 : 8192;
  for (;;) {
    const b = new Uint8Array(next);
    let r = fileReadR(self, b);
    if (isPending(r)) r = (yield r) as number | typeof None;
    if (r === None) {
      if (chunks.length === 0) return None;
      break;
    }
    const n = r as number; // None was handled
    if (n === 0) break;
    chunks.push(n === b.length ? b : b.subarray(0, n));
    if (size > 0 && n === size)
      next = 1; // one more call to see the end
    else next = Math.min(Math.max(next * 2, 8192), 1 << 22);
  }
  const all = concat(chunks);
  return new PyBytes(all.byteLength === all.buffer.byteLength ? all : all.slice());
}

export function fileMode(self: PyFileIO): string {
  if (self.created) return self.readable ? 'xb+' : 'xb';
  if (self.appending) return self.readable ? 'ab+' : 'ab';
  if (self.readable) return self.writable ? 'rb+' : 'rb';
  return 'wb';
}

defineType(fileIOType, {
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    *"__init__(file, mode='r', closefd=True, opener=None)"(
      self: PyFileIO,
      file: PyValue,
      mode: PyValue,
      closefd: PyValue,
      opener: PyValue,
    ): NativeGenerator {
      yield* fileIOInit(self, file, mode, closefd, opener);
      if (self.closefd) resourceOpened(self);
      return None;
    },
    *'read(size=-1, /)'(self: PyFileIO, sizeValue: PyValue): NativeGenerator {
      usable(self, 'reading');
      const n = sizeArg(sizeValue);
      if (n < 0) return yield* fileReadAll(self);
      const b = new Uint8Array(Math.min(n, 0x7fff0000));
      const r: number | typeof None = yield fileReadR(self, b);
      return r === None ? None : new PyBytes(b.slice(0, r as number)); // None was handled
    },
    'readall()': fileReadAll,
    'readinto(buffer, /)': (self: PyFileIO, buffer: PyValue) => {
      usable(self, 'reading');
      return fileReadR(self, writableBytes(buffer, 'readinto')) as Resumable;
    },
    'write(b, /)': (self: PyFileIO, data: PyValue) => {
      usable(self, 'writing');
      return fileWriteR(self, bytesLike(data)) as Resumable; // None is a value
    },
    'seek(pos, whence=0, /)': (self: PyFileIO, pos: PyValue, whence: PyValue) => {
      usable(self);
      if (typeOf(pos).name === 'float') throw typeError('an integer is required');
      return fileSeek(self, cLong(pos), cInt(whence));
    },
    'tell()': (self: PyFileIO) => fileSeek(self, 0, 1),
    'truncate(size=None, /)': (self: PyFileIO, size: PyValue) => {
      const fd = usable(self, 'writing');
      const n = size === None ? fileSeek(self, 0, 1) : cLong(size);
      if (n < 0) throw osError(ERRNO.EINVAL);
      hostCall(() => host().fs.ftruncate(fd, n));
      return n;
    },
    'close()': closeFile,
    'seekable()': fileSeekable,
    'readable()': (self: PyFileIO) => {
      usable(self);
      return self.readable;
    },
    'writable()': (self: PyFileIO) => {
      usable(self);
      return self.writable;
    },
    'fileno()': (self: PyFileIO) => usable(self),
    'isatty()': (self: PyFileIO) => {
      const fd = usable(self);
      try {
        return host().fs.isatty(fd);
      } catch {
        return false;
      }
    },
    '_isatty_open_only()': (self: PyFileIO) => {
      const fd = usable(self);
      return host().fs.isatty(fd);
    },
    '_dealloc_warn(source, /)': deallocWarn,
    '__reduce__()': cannotPickle,
    '__reduce_ex__(protocol, /)': cannotPickle,
    '__repr__(/)': (self: PyFileIO) => {
      const t = typeOf(self);
      const name = `${t.module}.${t.qualname}`;
      if (self.fd < 0) return fromJS(`<${name} [closed]>`);
      const n = lookupAttr(self, 'name');
      const closefd = self.closefd ? 'True' : 'False';
      if (n === undefined) return fromJS(`<${name} fd=${self.fd} mode='${fileMode(self)}' closefd=${closefd}>`);
      return fromJS(`<${name} name=${repr(n)} mode='${fileMode(self)}' closefd=${closefd}>`);
    },
  },
  getset: {
    closed: [(self: PyFileIO) => self.fd < 0],
    closefd: [(self: PyFileIO) => self.closefd],
    mode: [(self: PyFileIO) => fileMode(self)],
    _blksize: [
      (self: PyFileIO) => self.blksize,
      (self: PyFileIO, v: PyValue | undefined) => {
        if (v !== undefined) self.blksize = cInt(v);
      },
    ],
  },
});
