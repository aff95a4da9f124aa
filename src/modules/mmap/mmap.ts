// mmap.mmap: memory of files and anonymous memory as a mutable byte sequence with a file's position. Invariant: while
// `exports` is not 0 the memory stays where it is; a closed map has none (`mapping` is null) and refuses everything.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, PySlice } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE, TYPE_WEAKREF, typeOf } from '../../objects/type.ts';
import { defineType, type NativeTable } from '../../objects/native.ts';
import { plainBuffer, setBufferProvider } from '../../objects/buffer.ts';
import { find, rfind } from '../../objects/bytes/search.ts';
import { ERRNO } from '../../objects/exceptions/errno-table.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { osError } from '../../objects/exceptions/os-error.ts';
import { bufferError, indexError, overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { pinned } from '../../objects/exports.ts';
import { setSequenceItem } from '../../objects/iterator.ts';
import { viewOf } from '../../objects/memoryview.ts';
import { index, ssize, truth } from '../../objects/protocol/operators.ts';
import { isIndex, sliceBounds } from '../../objects/sequence-index.ts';
import { defineModule } from '../../runtime/modules.ts';
import { host, HostError } from '../../runtime/host.ts';
import type { HostMapping } from '../../runtime/system.ts';
import { settle } from '../_io/dirty.ts';
import { bytesLike, cInt, cSize } from '../support/arguments.ts';
import { system } from '../support/blocking.ts';
import { hostCall } from '../support/fs.ts';
import { ACCESS, CONSTANTS } from './constants.ts';

const { PROT_READ, PROT_WRITE, MAP_SHARED, MAP_PRIVATE, MAP_ANONYMOUS } = CONSTANTS;
const ACCESS_NAMES = ['ACCESS_DEFAULT', 'ACCESS_READ', 'ACCESS_WRITE', 'ACCESS_COPY'];
const MS_SYNC = 4;

/** The map's own descriptor of its file, until it is closed; -1: none. */
interface Descriptor {
  fd: number;
}

export class PyMmap extends PyObject {
  mapping: HostMapping | null = null;
  /** The memory; empty once closed. */
  b: Uint8Array = new Uint8Array(0);
  pos = 0;
  offset = 0;
  exports = 0;
  access: number = ACCESS.DEFAULT;
  flags = 0;
  trackfd = true;
  file: Descriptor = { fd: -1 };
}
export const mmapType = makeBuiltinType('mmap', PyMmap, { module: 'mmap', flags: TYPE_BASETYPE | TYPE_WEAKREF });

function closeFile(file: Descriptor): void {
  const { fd } = file;
  file.fd = -1;
  if (fd >= 0) host().fs.close(fd);
}
/** Maps that are dropped without being closed; their memory goes with its last view (host/mapping.ts). */
const dropped = new FinalizationRegistry<Descriptor>((file) => {
  try {
    closeFile(file);
  } catch {
    // Somebody else has closed it.
  }
});

function create(
  cls: PyType,
  fdValue: PyValue,
  lengthValue: PyValue,
  flagsValue: PyValue | undefined,
  protValue: PyValue | undefined,
  accessValue: PyValue,
  offsetValue: PyValue,
  trackValue: PyValue,
): PyMmap {
  const fd = cInt(fdValue);
  let length = cSize(lengthValue);
  let flags = flagsValue === undefined ? MAP_SHARED : cInt(flagsValue);
  let prot = protValue === undefined ? PROT_READ | PROT_WRITE : cInt(protValue);
  let access = cInt(accessValue);
  const offset = cSize(offsetValue);
  if (length < 0) throw overflowError('memory mapped length must be positive');
  if (offset < 0) throw overflowError('memory mapped offset must be positive');
  if (access !== ACCESS.DEFAULT && (flagsValue !== undefined || protValue !== undefined))
    throw valueError("mmap can't specify both access and flags, prot.");
  if (access === ACCESS.READ) [flags, prot] = [MAP_SHARED, PROT_READ];
  else if (access === ACCESS.WRITE) [flags, prot] = [MAP_SHARED, PROT_READ | PROT_WRITE];
  else if (access === ACCESS.COPY) [flags, prot] = [MAP_PRIVATE, PROT_READ | PROT_WRITE];
  else if (access !== ACCESS.DEFAULT) throw valueError('mmap invalid access parameter.');
  else if ((prot & (PROT_READ | PROT_WRITE)) === PROT_READ) access = ACCESS.READ;
  else if ((prot & (PROT_READ | PROT_WRITE)) === PROT_WRITE) access = ACCESS.WRITE;

  const self = new cls.ctor() as PyMmap; // mmap's shape or a subclass of it
  self.access = access;
  self.offset = offset;
  self.trackfd = truth(trackValue);
  if (fd === -1) flags |= MAP_ANONYMOUS;
  else {
    settle(null);
    length = fileLength(fd, length, offset);
    if (self.trackfd) self.file = { fd: hostCall(() => system().dup(fd)) };
  }
  self.flags = flags;
  try {
    adopt(
      self,
      hostCall(() => system().map(length, prot, flags, fd, offset)),
    );
  } catch (e) {
    closeFile(self.file);
    throw e;
  }
  if (self.file.fd >= 0) dropped.register(self, self.file);
  return self;
}

/** How much of a file to map. */
function fileLength(fd: number, length: number, offset: number): number {
  let size: number;
  try {
    const s = host().fs.fstat(fd);
    if ((s.mode & 0o170000) !== 0o100000) return length;
    size = s.size;
  } catch (e) {
    if (e instanceof HostError) return length; // mmap itself says what is wrong
    throw e;
  }
  if (length === 0) {
    if (size === 0) throw valueError('cannot mmap an empty file');
    if (offset >= size) throw valueError('mmap offset is greater than file size');
    return size - offset;
  }
  if (offset > size || size - offset < length) throw valueError('mmap length is greater than file size');
  return length;
}

function adopt(self: PyMmap, mapping: HostMapping): void {
  self.mapping = mapping;
  self.b = mapping.bytes;
}

/** The map's memory. Ask after everything that may run Python code: that may close the map. */
function open(self: PyMmap): HostMapping {
  if (self.mapping === null) throw valueError('mmap closed or invalid');
  return self.mapping;
}
function writable(self: PyMmap): void {
  if (self.access === ACCESS.READ) throw typeError("mmap can't modify a readonly memory map.");
}
const checkedIndex = (self: PyMmap, key: PyValue): number => {
  const i = ssize(key, indexError);
  open(self);
  const at = i < 0 ? i + self.b.length : i;
  if (at < 0 || at >= self.b.length) throw indexError('mmap index out of range');
  return at;
};
const byteArgument = (v: PyValue): number => {
  const n = index(v);
  if (n < 0) throw overflowError('unsigned byte integer is less than minimum');
  if (n > 255) throw overflowError('unsigned byte integer is greater than maximum');
  return Number(n);
};

setBufferProvider(PyMmap, (self) => {
  open(self);
  self.exports++;
  return plainBuffer(self, self.b, self.access === ACCESS.READ, () => {
    self.exports--;
  });
});
setSequenceItem(PyMmap, (self, i) => {
  open(self);
  if (i >= self.b.length) throw indexError('mmap index out of range');
  return new PyBytes(self.b.slice(i, i + 1));
});

function close(self: PyMmap): void {
  if (pinned(self)) throw bufferError('cannot close exported pointers exist');
  closeFile(self.file);
  const { mapping } = self;
  self.mapping = null;
  self.b = new Uint8Array(0);
  mapping?.unmap();
}

function search(
  self: PyMmap,
  view: PyValue,
  startValue: PyValue | undefined,
  endValue: PyValue | undefined,
  backwards: boolean,
): number {
  open(self);
  const position = (v: PyValue | undefined, absent: number): number => (v === undefined ? absent : cSize(v));
  let start = position(startValue, self.pos);
  let end = position(endValue, self.b.length);
  const sub = bytesLike(view);
  open(self);
  const clip = (i: number): number => (i < 0 ? Math.max(0, i + self.b.length) : Math.min(i, self.b.length));
  start = clip(start);
  end = clip(end);
  return end - start < sub.length ? -1 : (backwards ? rfind : find)(self.b, sub, start, end);
}

function resize(self: PyMmap, sizeValue: PyValue): void {
  const size = cSize(sizeValue);
  const mapping = open(self);
  if (pinned(self)) throw bufferError("mmap can't resize with extant buffers exported.");
  if (!self.trackfd) throw valueError("mmap can't resize with trackfd=False.");
  if (self.access === ACCESS.READ || self.access === ACCESS.COPY)
    throw typeError("mmap can't resize a readonly or copy-on-write memory map.");
  if (size < 0 || self.offset + size > Number.MAX_SAFE_INTEGER) throw valueError('new size out of range');
  if (self.file.fd < 0 && (self.flags & MAP_PRIVATE) === 0 && size > self.b.length)
    throw valueError("mmap: can't expand a shared anonymous mapping on Linux");
  const { fd } = self.file;
  const before = self.b.length;
  // An empty map is refused before the file is cut.
  if (size === 0) throw hostCall(() => mapping.resize(0)) && valueError('new size out of range');
  if (fd >= 0) hostCall(() => host().fs.ftruncate(fd, self.offset + size));
  try {
    adopt(
      self,
      hostCall(() => mapping.resize(size)),
    );
  } catch (e) {
    if (fd >= 0) host().fs.ftruncate(fd, self.offset + before);
    throw e;
  }
}

const seeks: NativeTable = {
  'seek(pos, whence=0, /)': (self: PyMmap, pos: PyValue, whence: PyValue) => {
    const distance = cSize(pos);
    const how = cInt(whence);
    open(self);
    if (how < 0 || how > 2) throw valueError('unknown seek type');
    const where = distance + (how === 0 ? 0 : how === 1 ? self.pos : self.b.length);
    if (where < 0 || where > self.b.length) throw valueError('seek out of range');
    return (self.pos = where);
  },
  'seekable()': () => true,
  'tell()': (self: PyMmap) => {
    open(self);
    return self.pos;
  },
};

const reads: NativeTable = {
  'find(view, start=?, end=?, /)': (
    self: PyMmap,
    view: PyValue,
    start: PyValue | undefined,
    end: PyValue | undefined,
  ) => search(self, view, start, end, false),
  'rfind(view, start=?, end=?, /)': (
    self: PyMmap,
    view: PyValue,
    start: PyValue | undefined,
    end: PyValue | undefined,
  ) => search(self, view, start, end, true),
  'read(n=None, /)': (self: PyMmap, n: PyValue) => {
    let count = -1;
    if (n !== None) {
      if (!isIndex(n)) throw typeError(`argument should be integer or None, not '${typeName(n)}'`);
      count = cSize(n);
    }
    open(self);
    const left = Math.max(0, self.b.length - self.pos);
    if (count < 0 || count > left) count = left;
    self.pos += count;
    return new PyBytes(self.b.slice(self.pos - count, self.pos));
  },
  'read_byte()': (self: PyMmap) => {
    open(self);
    if (self.pos >= self.b.length) throw valueError('read byte out of range');
    return self.b[self.pos++];
  },
  'readline()': (self: PyMmap) => {
    open(self);
    const eol = self.b.indexOf(10, self.pos);
    const start = self.pos;
    self.pos = eol < 0 ? Math.max(start, self.b.length) : eol + 1;
    return new PyBytes(self.b.slice(start, self.pos));
  },
};
const typeName = (v: PyValue): string => typeOf(v).tpName;

const writes: NativeTable = {
  'write(bytes, /)': (self: PyMmap, v: PyValue) => {
    open(self);
    const data = bytesLike(v);
    writable(self);
    open(self);
    if (self.pos > self.b.length || self.b.length - self.pos < data.length) throw valueError('data out of range');
    self.b.set(data, self.pos);
    self.pos += data.length;
    return data.length;
  },
  'write_byte(byte, /)': (self: PyMmap, v: PyValue) => {
    const byte = byteArgument(v);
    open(self);
    writable(self);
    if (self.pos >= self.b.length) throw valueError('write byte out of range');
    self.b[self.pos++] = byte;
  },
  'move(dest, src, count, /)': (self: PyMmap, destValue: PyValue, srcValue: PyValue, countValue: PyValue) => {
    const [dest, src, count] = [cSize(destValue), cSize(srcValue), cSize(countValue)];
    open(self);
    writable(self);
    const n = self.b.length;
    if (dest < 0 || src < 0 || count < 0 || n - dest < count || n - src < count)
      throw valueError('source, destination, or count out of range');
    self.b.copyWithin(dest, src, src + count);
  },
  'flush(offset=0, size=?, /)': (self: PyMmap, offsetValue: PyValue, sizeValue: PyValue | undefined) => {
    const offset = cSize(offsetValue);
    let size = sizeValue === undefined ? -1 : cSize(sizeValue);
    const mapping = open(self);
    if (sizeValue === undefined) size = self.b.length - offset;
    if (size < 0 || offset < 0 || self.b.length - offset < size) throw valueError('flush values out of range');
    if (self.access !== ACCESS.READ && self.access !== ACCESS.COPY) hostCall(() => mapping.sync(offset, size, MS_SYNC));
  },
  'madvise(option, start=0, length=?, /)': (
    self: PyMmap,
    option: PyValue,
    startValue: PyValue,
    lengthValue: PyValue | undefined,
  ) => {
    const advice = cInt(option);
    const start = cSize(startValue);
    const mapping = open(self);
    let length = lengthValue === undefined ? self.b.length : cSize(lengthValue);
    if (start < 0 || start >= self.b.length) throw valueError('madvise start out of bounds');
    if (length < 0) throw valueError('madvise length invalid');
    if (start + length > Number.MAX_SAFE_INTEGER) throw overflowError('madvise length too large');
    length = Math.min(length, self.b.length - start);
    hostCall(() => mapping.advise(start, length, advice));
  },
};

defineType(mmapType, {
  doc: 'Memory of a file, or anonymous memory, as a mutable sequence of bytes with a position.',
  new: [
    '(fileno, length, flags=?, prot=?, access=0, offset=0, *, trackfd=True)',
    (
      cls: PyType,
      fd: PyValue,
      length: PyValue,
      flags: PyValue | undefined,
      prot: PyValue | undefined,
      access: PyValue,
      offset: PyValue,
      trackfd: PyValue,
    ) => create(cls, fd, length, flags, prot, access, offset, trackfd),
  ],
  methods: {
    ...seeks,
    ...reads,
    ...writes,
    '__len__()': (self: PyMmap) => {
      open(self);
      return self.b.length;
    },
    '__repr__()': (self: PyMmap) => {
      const name = typeOf(self).tpName;
      const shown = name === 'mmap' ? 'mmap.mmap' : name;
      if (self.mapping === null) return `<${shown} closed=True>`;
      return `<${shown} closed=False, access=${ACCESS_NAMES[self.access]}, length=${self.b.length}, pos=${self.pos}, offset=${self.offset}>`;
    },
    '__getitem__(key, /)': (self: PyMmap, key: PyValue) => {
      open(self);
      if (isIndex(key)) return self.b[checkedIndex(self, key)];
      if (!(key instanceof PySlice)) throw typeError('mmap indices must be integers');
      const r = sliceBounds(key, () => {
        open(self);
        return self.b.length;
      });
      if (r.step === 1) return new PyBytes(self.b.slice(r.start, r.start + r.length));
      const out = new Uint8Array(r.length);
      for (let i = 0, at = r.start; i < r.length; i++, at += r.step) out[i] = self.b[at];
      return new PyBytes(out);
    },
    '__setitem__(key, value, /)': (self: PyMmap, key: PyValue, v: PyValue) => {
      open(self);
      writable(self);
      if (isIndex(key)) {
        checkedIndex(self, key);
        if (!isIndex(v)) throw typeError('mmap item value must be an int');
        const n = index(v);
        if (n < 0 || n > 255) throw valueError('mmap item value must be in range(0, 256)');
        self.b[checkedIndex(self, key)] = Number(n);
        return;
      }
      if (!(key instanceof PySlice)) throw typeError('mmap indices must be integer');
      const r = sliceBounds(key, () => self.b.length);
      const data = bytesLike(v);
      open(self);
      if (data.length !== r.length) throw indexError('mmap slice assignment is wrong size');
      if (r.step === 1) self.b.set(data, r.start);
      else for (let i = 0, at = r.start; i < r.length; i++, at += r.step) self.b[at] = data[i];
    },
    '__delitem__(key, /)': (self: PyMmap, key: PyValue) => {
      open(self);
      writable(self);
      throw typeError(
        key instanceof PySlice ? "mmap object doesn't support slice deletion" : "mmap doesn't support item deletion",
      );
    },
    '__buffer__(flags, /)': (self: PyMmap) => viewOf(self),
    '__enter__()': (self: PyMmap) => {
      open(self);
      return self;
    },
    '__exit__(*args)': (self: PyMmap) => close(self),
    'close()': close,
    'resize(newsize, /)': resize,
    'size()': (self: PyMmap) => {
      open(self);
      if (self.file.fd < 0) throw osError(ERRNO.EBADF);
      return hostCall(() => host().fs.fstat(self.file.fd).size);
    },
  },
  getset: {
    closed: [(self: PyMmap) => self.mapping === null],
  },
});

defineModule('mmap', (m) => {
  m.type(mmapType);
  m.set('error', exceptionTypes.OSError);
  for (const [name, n] of Object.entries(CONSTANTS)) m.set(name, n);
});
