// The stream structures of libbz2 and liblzma, which are alike: what comes next in, how much, where output goes.
// Invariant: `memory` is the C structure and does not move; buffers that it points to are kept here for as long.

import { addressOf } from './shared-library.ts';

/** Output grows by pieces of this size, and then larger ones. */
const FIRST = 32 * 1024;
const LARGEST = 4 << 20;

export class CStream {
  readonly memory: Uint8Array;
  readonly address: bigint;
  private readonly view: DataView;
  private input: Uint8Array = new Uint8Array(0);
  private output: Uint8Array = new Uint8Array(0);

  constructor(
    size: number,
    /** Counters are size_t (else unsigned int). */
    private readonly wide: boolean,
  ) {
    this.memory = new Uint8Array(size);
    this.view = new DataView(this.memory.buffer);
    this.address = addressOf(this.memory);
  }

  private get(at: number): number {
    return this.wide ? Number(this.view.getBigUint64(at, true)) : this.view.getUint32(at, true);
  }
  private put(at: number, n: number): void {
    if (this.wide) this.view.setBigUint64(at, BigInt(n), true);
    else this.view.setUint32(at, n, true);
  }
  get availIn(): number {
    return this.get(8);
  }
  get availOut(): number {
    return this.get(32);
  }
  setInput(data: Uint8Array): void {
    this.input = data;
    this.view.setBigUint64(0, data.length === 0 ? 0n : addressOf(data), true);
    this.put(8, data.length);
  }
  /** What has not been read of the input. */
  rest(): Uint8Array {
    return this.input.slice(this.input.length - this.availIn);
  }
  setOutput(data: Uint8Array): void {
    this.output = data;
    // C wants somewhere to point to even where nothing may be put out.
    this.view.setBigUint64(24, data.length === 0 ? this.address : addressOf(data), true);
    this.put(32, data.length);
  }

  /**
   * Calls `step` with room for output until it says that it is done; what was put out, at most `limit` bytes (less than
   * 0: any number).
   */
  run(limit: number, step: () => boolean): Uint8Array {
    const pieces: Uint8Array[] = [];
    let total = 0;
    let size = FIRST;
    const room = (): void => {
      this.setOutput(new Uint8Array(limit < 0 ? size : Math.min(size, limit - total)));
      size = Math.min(size * 2, LARGEST);
    };
    const take = (): void => {
      const n = this.output.length - this.availOut;
      if (n > 0) pieces.push(this.output.subarray(0, n));
      total += n;
    };
    room();
    while (!step()) {
      if (this.availOut === 0) {
        if (limit >= 0 && total + this.output.length >= limit) break;
        take();
        room();
      }
    }
    take();
    this.output = new Uint8Array(0);
    if (pieces.length === 1) return pieces[0].slice();
    return Buffer.concat(pieces, total);
  }
}
