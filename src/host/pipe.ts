// A pipe inside the process: what one end wrote and the other has not read yet. Readers that would block are called
// back. Invariant: at the end of data `read` gives 0 only when the writing end is closed.

import * as os from 'node:os';
import { HostError } from '../runtime/host.ts';

const E = os.constants.errno;

export class Pipe {
  private chunks: Uint8Array[] = [];
  private readers = true;
  private writers = true;
  private waiting: (() => void)[] = [];

  /** True when a read would have to wait. */
  wouldBlock(): boolean {
    return this.chunks.length === 0 && this.writers;
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
    return n;
  }

  write(data: Uint8Array): number {
    if (!this.readers) throw new HostError(E.EPIPE);
    if (data.length > 0) this.chunks.push(data.slice());
    this.wake();
    return data.length;
  }

  /** Calls back once something can be read (or the end). The result cancels. */
  onReadable(ready: () => void): () => void {
    this.waiting.push(ready);
    return () => {
      this.waiting = this.waiting.filter((w) => w !== ready);
    };
  }

  closeEnd(writer: boolean): void {
    if (writer) this.writers = false;
    else this.readers = false;
    this.wake();
  }

  private wake(): void {
    const w = this.waiting;
    this.waiting = [];
    for (const f of w) f();
  }
}
