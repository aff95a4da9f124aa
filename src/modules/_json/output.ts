// JSON text while it is written. Invariant: it is ASCII in one array of bytes until something else is put, so that no
// tree of small strings has to be kept and flattened. Knows no Python value.

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** More than this is made a string now and then, so that what is too long for one fails as strings do. */
const CHUNK = 1 << 26;
/** Arrays up to this length are used again by the next text. */
const KEPT = 1 << 16;
let spare: Uint8Array | null = new Uint8Array(4096);

const SHORT_ESCAPES: { readonly [code: number]: number } = {
  8: 98,
  9: 116,
  10: 110,
  12: 102,
  13: 114,
  34: 34,
  92: 92,
};
const HEX_DIGITS = '0123456789abcdef';

export class Output {
  private bytes: Uint8Array;
  private length = 0;
  private done = '';

  constructor() {
    this.bytes = spare ?? new Uint8Array(256);
    spare = null;
  }

  private room(n: number): void {
    if (this.length + n <= this.bytes.length) return;
    if (this.length > CHUNK) this.flush();
    const bytes = new Uint8Array(Math.max(this.bytes.length * 2, this.length + n));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
  }

  private flush(): void {
    this.done += utf8.decode(this.bytes.subarray(0, this.length));
    this.length = 0;
  }

  put(text: string): void {
    const n = text.length;
    this.room(n);
    const { bytes } = this;
    let at = this.length;
    for (let i = 0; i < n; i++) {
      const c = text.charCodeAt(i);
      if (c > 127) {
        this.flush();
        this.done += text;
        return;
      }
      bytes[at++] = c;
    }
    this.length = at;
  }

  /** A JSON string of ASCII characters only. */
  putQuoted(text: string): void {
    const n = text.length;
    this.room(6 * n + 2);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = 34;
    for (let i = 0; i < n; i++) {
      const c = text.charCodeAt(i);
      if (c >= 32 && c < 127 && c !== 34 && c !== 92) {
        bytes[at++] = c;
        continue;
      }
      bytes[at++] = 92;
      const short = c < 93 ? SHORT_ESCAPES[c] : undefined;
      if (short !== undefined) {
        bytes[at++] = short;
        continue;
      }
      bytes[at++] = 117;
      for (let shift = 12; shift >= 0; shift -= 4) bytes[at++] = HEX_DIGITS.charCodeAt((c >> shift) & 15);
    }
    bytes[at++] = 34;
    this.length = at;
  }

  /** The text; the last call. */
  take(): string {
    this.flush();
    this.abandon();
    return this.done;
  }

  /** Instead of `take` when it is not wanted. */
  abandon(): void {
    if (this.bytes.length <= KEPT) spare = this.bytes;
  }
}
