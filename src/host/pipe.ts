// A pipe inside the process: what one end wrote and the other has not read yet. Each end may be held several times (dup, a
// child process). Invariant: at the end of data `read` gives 0 only when nobody holds the writing end.

import * as os from 'node:os';
import { HostError } from '../runtime/host.ts';

const E = os.constants.errno;
/** More than this in the buffer makes a source outside (a child's output) wait. */
const HIGH = 1 << 16;

export class Pipe {
  private chunks: Uint8Array[] = [];
  private size = 0;
  private readers = 1;
  private writers = 1;
  private waiting: (() => void)[] = [];
  /** Takes what is written instead of the buffer: a child's standard input. */
  private sink: { write(data: Uint8Array): void; end(): void } | null = null;
  /** Told when the buffer has room again. */
  onDrain: (() => void) | null = null;

  /** True when a read would have to wait. */
  wouldBlock(): boolean {
    return this.chunks.length === 0 && this.writers > 0;
  }
  get full(): boolean {
    return this.size >= HIGH;
  }
  /** How many bytes a non-blocking writer may still write. */
  get room(): number {
    return this.sink !== null ? HIGH : Math.max(0, HIGH - this.size);
  }
  get readerGone(): boolean {
    return this.readers === 0;
  }
  get writerGone(): boolean {
    return this.writers === 0;
  }
  /** How many bytes a read would give. */
  get available(): number {
    return this.size;
  }
  get empty(): boolean {
    return this.chunks.length === 0;
  }

  read(buffer: Uint8Array): number {
    if (this.wouldBlock()) throw new HostError(E.EAGAIN);
    let n = 0;
    while (n < buffer.length && this.chunks.length > 0) {
      const c = this.chunks[0];
      const take = Math.min(c.length, buffer.length - n);
      buffer.set(c.subarray(0, take), n);
      n += take;
      if (take === c.length) this.chunks.shift();
      else this.chunks[0] = c.subarray(take);
    }
    this.size -= n;
    if (!this.full) this.onDrain?.();
    return n;
  }

  write(data: Uint8Array): number {
    if (this.readers === 0) throw new HostError(E.EPIPE);
    if (data.length === 0) return 0;
    if (this.sink !== null) this.sink.write(data.slice());
    else {
      this.chunks.push(data.slice());
      this.size += data.length;
    }
    this.wake();
    return data.length;
  }

  /** From now on what is written goes to `sink`; what is buffered goes first. */
  connect(sink: { write(data: Uint8Array): void; end(): void }): void {
    this.sink = sink;
    for (const c of this.chunks) sink.write(c);
    this.chunks = [];
    this.size = 0;
    if (this.writers === 0) sink.end();
  }

  /** Calls back once when something changes for a reader (data, the end). The result cancels. */
  onReadable(ready: () => void): () => void {
    this.waiting.push(ready);
    return () => {
      this.waiting = this.waiting.filter((w) => w !== ready);
    };
  }

  openEnd(writer: boolean): void {
    if (writer) this.writers++;
    else this.readers++;
  }
  closeEnd(writer: boolean): void {
    if (writer) {
      if (--this.writers === 0) this.sink?.end();
    } else this.readers--;
    this.wake();
  }

  private wake(): void {
    const w = this.waiting;
    this.waiting = [];
    for (const f of w) f();
  }
}
