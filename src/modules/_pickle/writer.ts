// The bytes of a pickle while it is written: a growing buffer with the frames of protocol 4. Invariant: while framing,
// room for the open frame's header is kept before its first byte. Knows no Python value.

import { OP } from './opcodes.ts';

const FRAME_HEADER = 9;
const FRAME_MIN = 4;
/** A frame is closed at the next opcode once it is this long; longer payloads stand outside of frames. */
export const FRAME_TARGET = 64 * 1024;

const utf8 = new TextEncoder();

export class Writer {
  private bytes = new Uint8Array(256);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  private framing = false;
  /** Where the open frame's header will be; -1 between frames. */
  private frame = -1;

  private room(n: number): void {
    if (this.length + n <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.bytes.length * 2, this.length + n));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  /** Makes sure that `n` more bytes fit, and that they are in a frame. */
  private open(n: number): void {
    this.room(n + FRAME_HEADER);
    if (this.framing && this.frame < 0) {
      this.frame = this.length;
      this.length += FRAME_HEADER;
    }
  }

  startFraming(): void {
    this.framing = true;
  }

  /** Whether the open frame is so long that it should end. */
  get frameIsFull(): boolean {
    return this.frame >= 0 && this.length - this.frame - FRAME_HEADER >= FRAME_TARGET;
  }

  /** Ends the open frame: writes its header, or takes the room for it away when the frame is tiny. */
  closeFrame(): void {
    const start = this.frame;
    if (start < 0) return;
    this.frame = -1;
    const size = this.length - start - FRAME_HEADER;
    if (size >= FRAME_MIN) {
      this.bytes[start] = OP.FRAME;
      this.view.setBigUint64(start + 1, BigInt(size), true);
    } else {
      this.bytes.copyWithin(start, start + FRAME_HEADER, this.length);
      this.length = start + size;
    }
  }

  /** What follows stands outside of frames, until startFraming. */
  pauseFraming(): void {
    this.closeFrame();
    this.framing = false;
  }

  /** What was written since the last time, and forgets it. Only between frames. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  op(code: number): void {
    this.open(1);
    this.bytes[this.length++] = code;
  }

  op1(code: number, value: number): void {
    this.open(2);
    this.bytes[this.length++] = code;
    this.bytes[this.length++] = value;
  }

  op2(code: number, value: number): void {
    this.open(3);
    this.bytes[this.length++] = code;
    this.view.setUint16(this.length, value, true);
    this.length += 2;
  }

  /** An opcode and four bytes, signed or not. */
  op4(code: number, value: number): void {
    this.open(5);
    this.bytes[this.length++] = code;
    this.view.setInt32(this.length, value, true);
    this.length += 4;
  }

  op8(code: number, value: number): void {
    this.open(9);
    this.bytes[this.length++] = code;
    this.view.setBigUint64(this.length, BigInt(value), true);
    this.length += 8;
  }

  double(code: number, value: number): void {
    this.open(9);
    this.bytes[this.length++] = code;
    this.view.setFloat64(this.length, value, false);
    this.length += 8;
  }

  raw(data: Uint8Array): void {
    this.open(data.length);
    this.bytes.set(data, this.length);
    this.length += data.length;
  }

  /** Latin-1 text as it is: the lines of protocol 0. */
  latin1(text: string): void {
    this.open(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i);
  }

  /** A short ASCII str behind an opcode and a length of one or four bytes; false (and nothing written) when it is not. */
  asciiText(text: string, shortOp: number, longOp: number): boolean {
    const n = text.length;
    if (n > 0xffff) return false;
    this.open(n + 5);
    const start = this.length;
    const { bytes } = this;
    let at = start;
    if (n <= 0xff && shortOp !== 0) {
      bytes[at++] = shortOp;
      bytes[at++] = n;
    } else {
      bytes[at++] = longOp;
      this.view.setUint32(at, n, true);
      at += 4;
    }
    for (let i = 0; i < n; i++) {
      const c = text.charCodeAt(i);
      if (c > 127) return false;
      bytes[at++] = c;
    }
    this.length = at;
    return true;
  }
}

/** UTF-8 of a str without surrogates. */
export function encodeText(text: string): Uint8Array {
  return utf8.encode(text);
}
