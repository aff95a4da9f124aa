// Mapped memory (mmap) as ArrayBuffers. Invariant: no view can ever point to memory that is not mapped: what is unmapped is
// replaced in place by empty pages, which go when the last view of the ArrayBuffer has gone. (Node keeps such buffers from
// being detached.)

import { constants } from 'node:buffer';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { HostError } from '../runtime/host.ts';
import type { HostMapping } from '../runtime/system.ts';
import { foreign, type Libc } from './libc.ts';

const PROT_READ_WRITE = 3;
/** MAP_PRIVATE, MAP_ANONYMOUS, MAP_NORESERVE. */
const EMPTY = 0x4022;
const MAP_FIXED = 0x10;
const MAP_FIXED_NOREPLACE = 0x100000;
const MREMAP_MAYMOVE_FIXED = 3;
const FAILED = 2n ** 64n - 1n;
const PAGE = 4096;

/** The address space of ArrayBuffers that have gone is free again. */
const gone = new FinalizationRegistry<{ c: Libc; address: bigint; length: number }>(({ c, address, length }) => {
  c.munmap(address, length);
});

class Mapping implements HostMapping {
  readonly bytes: Uint8Array;
  constructor(
    private readonly c: Libc,
    readonly address: bigint,
    private readonly length: number,
  ) {
    const buffer = foreign().view(address, length);
    gone.register(buffer, { c, address, length });
    this.bytes = new Uint8Array(buffer);
  }

  sync(offset: number, length: number, flags: number): void {
    this.c.check(this.c.msync(this.address + BigInt(offset), length, flags));
  }
  advise(offset: number, length: number, advice: number): void {
    this.c.check(this.c.madvise(this.address + BigInt(offset), length, advice));
  }

  resize(length: number): HostMapping {
    const { c } = this;
    checkLength(length);
    const room = place(c, null, length, EMPTY);
    const address = c.mremap(this.address, this.length, length, MREMAP_MAYMOVE_FIXED, room) as unknown as bigint; // void *
    if (address === FAILED) {
      const errno = c.errno();
      c.munmap(room, length);
      throw new HostError(errno);
    }
    // Between the two calls another thread may have got the place; then it is not ours to fill.
    c.mmap(this.address, this.length, PROT_READ_WRITE, EMPTY | MAP_FIXED_NOREPLACE, -1, 0);
    return new Mapping(c, address, length);
  }

  unmap(): void {
    place(this.c, this.address, this.length, EMPTY | MAP_FIXED);
  }
}

function checkLength(length: number): void {
  if (length > constants.MAX_LENGTH) throw new HostError(ERRNO.ENOMEM);
}
function place(c: Libc, address: bigint | null, length: number, flags: number): bigint {
  const p = c.mmap(address, length, PROT_READ_WRITE, flags, -1, 0) as unknown as bigint; // void *
  if (p === FAILED) throw new HostError(c.errno());
  return p;
}

/** mmap(2); whole pages are mapped, and `length` bytes are shown. */
export function map(
  c: Libc,
  length: number,
  protection: number,
  flags: number,
  fd: number,
  offset: number,
): HostMapping {
  checkLength(length);
  if (offset % PAGE !== 0) throw new HostError(ERRNO.EINVAL);
  const address = c.mmap(null, length, protection, flags, fd, offset) as unknown as bigint; // void *
  if (address === FAILED) throw new HostError(c.errno());
  return new Mapping(c, address, length);
}
