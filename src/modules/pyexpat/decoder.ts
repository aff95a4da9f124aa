// Bytes → text, chunk by chunk, in the encoding that the document begins with, names, or is said to have.
// Invariant: a byte sequence that is wrong becomes a lone surrogate, which no XML character is, so the scanner refuses it
// at its place. May not know the parser.

/** Stands for a byte that cannot be decoded. */
const WRONG = '\udfff';

type Kind = 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1' | 'us-ascii' | 'table';

/** The encodings known without asking Python, by their names in lower case. */
const KNOWN = new Map<string, Kind | 'utf-16'>([
  ['utf-8', 'utf-8'],
  ['utf-16', 'utf-16'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['iso-8859-1', 'iso-8859-1'],
  ['us-ascii', 'us-ascii'],
]);

export class Decoder {
  private kind: Kind | null = null;
  private table: readonly string[] = [];
  /** Bytes that are not a whole character yet (or, at the start, do not tell the encoding). */
  private rest: Uint8Array = new Uint8Array(0);
  /** All bytes so far, until the XML declaration has been seen: it may name another encoding. */
  private head: Uint8Array | null = new Uint8Array(0);
  /** Bytes of a byte order mark. */
  markBytes = 0;
  /** The input ended within a character. */
  partial = false;

  /** Is the encoding one that needs no codec? */
  static isKnown(name: string): boolean {
    return KNOWN.has(name.toLowerCase());
  }

  get wide(): boolean {
    return this.kind === 'utf-16le' || this.kind === 'utf-16be';
  }
  /** The input is no UTF-8, so its text is converted. */
  get converts(): boolean {
    return this.kind !== 'utf-8' && this.kind !== 'us-ascii' && this.kind !== null;
  }
  /** Text comes in already decoded (it counts as UTF-8). */
  isText(): void {
    this.kind = 'utf-8';
    this.head = null;
  }
  /** The encoding the caller says it is: nothing in the document can change it. */
  fix(name: string): void {
    const k = KNOWN.get(name.toLowerCase());
    this.head = null;
    if (k !== undefined && k !== 'utf-16') this.kind = k;
  }
  fixTable(table: readonly string[]): void {
    this.head = null;
    this.kind = 'table';
    this.table = table;
  }
  /** No declaration can follow any more. */
  settle(): void {
    this.head = null;
  }

  /** The rest of the input after `bytes` of it, in the encoding that the XML declaration names; undefined: as it is. */
  declared(name: string, table: readonly string[] | null, bytes: number): string | undefined {
    const k = table === null ? KNOWN.get(name.toLowerCase()) : 'table';
    const { head } = this;
    this.head = null;
    if (head === null || k === undefined || k === 'utf-16' || k === this.kind || this.wide) return undefined;
    this.kind = k;
    if (table !== null) this.table = table;
    this.rest = new Uint8Array(0);
    return this.run(head.subarray(bytes), false);
  }

  /** Takes bytes in. */
  decode(chunk: Uint8Array, final: boolean): string {
    if (this.head !== null) this.head = join(this.head, chunk);
    if (this.kind === null) {
      const all = join(this.rest, chunk);
      // Two bytes tell UTF-16 from the others, three a byte order mark from anything else.
      if (all.length < 2 && !final) {
        this.rest = all;
        return '';
      }
      if (all.length === 2 && all[0] === 0xef && all[1] === 0xbb && !final) {
        this.rest = all;
        return '';
      }
      this.rest = new Uint8Array(0);
      if (all.length === 0) return '';
      this.kind = sniff(all);
      this.markBytes = markLength(all);
      return this.run(all.subarray(this.markBytes), final);
    }
    return this.run(chunk, final);
  }

  /** How many bytes of the input the text was. */
  byteLength(text: string, from: number, to: number): number {
    switch (this.kind) {
      case 'utf-16le':
      case 'utf-16be':
        return 2 * (to - from);
      case 'utf-8':
      case null: {
        let n = 0;
        for (let i = from; i < to; i++) {
          const c = text.charCodeAt(i);
          // Each half of a surrogate pair counts two of the four bytes.
          n += c < 0x80 ? 1 : c < 0x800 || (c >= 0xd800 && c < 0xe000) ? 2 : 3;
        }
        return n;
      }
      default:
        return to - from;
    }
  }
  /** Text as the bytes it came from. */
  encode(text: string): Uint8Array {
    if (this.kind === 'utf-16le') return Buffer.from(text, 'utf16le');
    if (this.kind === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
    if (this.kind === 'iso-8859-1') return Buffer.from(text, 'latin1');
    if (this.kind === 'table') return Uint8Array.from(text, (c) => Math.max(0, this.table.indexOf(c)));
    return Buffer.from(text, 'utf8');
  }

  private run(chunk: Uint8Array, final: boolean): string {
    switch (this.kind) {
      case 'iso-8859-1':
        return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
      case 'us-ascii': {
        const s = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
        return s.replace(/[\x80-\xff]/g, WRONG);
      }
      case 'table': {
        let s = '';
        for (const b of chunk) s += this.table[b];
        return s;
      }
      case 'utf-16le':
      case 'utf-16be':
        return this.utf16(join(this.rest, chunk), final);
      default:
        return this.utf8(join(this.rest, chunk), final);
    }
  }

  private utf16(bytes: Uint8Array, final: boolean): string {
    let n = bytes.length & ~1;
    const at = (i: number): number => bytes[this.kind === 'utf-16le' ? i + 1 : i];
    if (n > 0 && !final && (at(n - 2) & 0xfc) === 0xd8) n -= 2; // a high surrogate: its other half is to come
    this.rest = bytes.slice(n);
    this.partial = final && this.rest.length > 0;
    const b = Buffer.from(bytes.subarray(0, n));
    if (this.kind === 'utf-16be') b.swap16();
    return b.toString('utf16le');
  }

  private utf8(bytes: Uint8Array, final: boolean): string {
    const cut = final ? 0 : unfinished(bytes);
    let body = bytes.subarray(0, bytes.length - cut);
    this.rest = bytes.slice(bytes.length - cut);
    this.partial = false;
    if (final) {
      const n = unfinished(bytes);
      if (n > 0) {
        this.partial = true;
        body = bytes.subarray(0, bytes.length - n);
      }
    }
    const s = Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8');
    // A replacement character is there in the input, or for something that is wrong: then each wrong byte is one.
    return s.includes('\ufffd') ? slowUtf8(body) : s;
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

function sniff(b: Uint8Array): Kind {
  if (b.length >= 2) {
    if (b[0] === 0xfe && b[1] === 0xff) return 'utf-16be';
    if (b[0] === 0xff && b[1] === 0xfe) return 'utf-16le';
    if (b[0] === 0x3c && b[1] === 0) return 'utf-16le';
    if (b[0] === 0) return 'utf-16be';
  }
  return 'utf-8';
}
function markLength(b: Uint8Array): number {
  if (b.length >= 3 && b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return 3;
  return b.length >= 2 && ((b[0] === 0xfe && b[1] === 0xff) || (b[0] === 0xff && b[1] === 0xfe)) ? 2 : 0;
}

/** How many bytes at the end begin a character without ending it. */
function unfinished(b: Uint8Array): number {
  for (let i = 1; i <= 3 && i <= b.length; i++) {
    const c = b[b.length - i];
    if (c < 0x80) return 0;
    if (c >= 0xc0) {
      if (c < 0xc2 || c > 0xf4) return 0; // begins nothing
      const need = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
      return need > i ? i : 0;
    }
  }
  return 0;
}

function slowUtf8(b: Uint8Array): string {
  let s = '';
  for (let i = 0; i < b.length; ) {
    const c = b[i];
    const n = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
    const piece = n === 0 ? '\ufffd' : Buffer.from(b.slice(i, i + n)).toString('utf8');
    const replacement = n === 3 && c === 0xef && b[i + 1] === 0xbf && b[i + 2] === 0xbd;
    if (!replacement && piece.includes('\ufffd')) {
      s += WRONG;
      i++;
    } else {
      s += piece;
      i += n;
    }
  }
  return s;
}
