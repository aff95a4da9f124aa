// BLAKE2b and BLAKE2s (RFC 7693) with the whole parameter block: key, salt, personalisation, tree hashing.
// Invariant: `buffer` is compressed only when more input follows, since the last block is special.

export interface Blake2Parameters {
  digestSize: number;
  key: Uint8Array;
  salt: Uint8Array;
  person: Uint8Array;
  fanout: number;
  depth: number;
  leafSize: number;
  nodeOffset: bigint;
  nodeDepth: number;
  innerSize: number;
  lastNode: boolean;
}

const SIGMA: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
/** IV of BLAKE2b as little-endian 32-bit halves (low, high); its high halves are the IV of BLAKE2s. */
const IV = new Uint32Array([
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a, 0xade682d1,
  0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
]);
const IVS = IV.filter((_, i) => i % 2 === 1);
/** The four words each of the eight mixing steps of a round works on. */
const MIX: readonly (readonly [number, number, number, number])[] = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
];

export class Blake2 {
  private readonly block: number;
  private h: Uint32Array;
  private buffer: Uint8Array;
  private used = 0;
  private count = 0; // bytes compressed: exact up to 2^53
  readonly digestSize: number;
  private readonly lastNode: boolean;

  constructor(
    readonly wide: boolean,
    p: Blake2Parameters | null,
    from?: Blake2,
  ) {
    this.block = wide ? 128 : 64;
    if (from !== undefined || p === null) {
      const o = from!;
      this.h = o.h.slice();
      this.buffer = o.buffer.slice();
      this.used = o.used;
      this.count = o.count;
      this.digestSize = o.digestSize;
      this.lastNode = o.lastNode;
      return;
    }
    this.buffer = new Uint8Array(this.block);
    this.digestSize = p.digestSize;
    this.lastNode = p.lastNode;
    const block = new Uint8Array(wide ? 64 : 32);
    const view = new DataView(block.buffer);
    block[0] = p.digestSize;
    block[1] = p.key.length;
    block[2] = p.fanout;
    block[3] = p.depth;
    view.setUint32(4, p.leafSize, true);
    if (wide) {
      view.setBigUint64(8, p.nodeOffset, true);
      block[16] = p.nodeDepth;
      block[17] = p.innerSize;
      block.set(p.salt, 32);
      block.set(p.person, 48);
    } else {
      view.setUint32(8, Number(p.nodeOffset & 0xffffffffn), true);
      view.setUint16(12, Number(p.nodeOffset >> 32n), true);
      block[14] = p.nodeDepth;
      block[15] = p.innerSize;
      block.set(p.salt, 16);
      block.set(p.person, 24);
    }
    const iv = wide ? IV : IVS;
    this.h = iv.map((v, i) => (v ^ view.getUint32(i * 4, true)) >>> 0);
    if (p.key.length > 0) {
      const first = new Uint8Array(this.block);
      first.set(p.key);
      this.update(first);
    }
  }

  update(data: Uint8Array): void {
    let at = 0;
    while (at < data.length) {
      if (this.used === this.block) {
        this.count += this.block;
        this.compress(false);
        this.used = 0;
      }
      const n = Math.min(this.block - this.used, data.length - at);
      this.buffer.set(data.subarray(at, at + n), this.used);
      this.used += n;
      at += n;
    }
  }

  copy(): Blake2 {
    return new Blake2(this.wide, null, this);
  }

  digest(): Uint8Array {
    const c = this.copy();
    c.count += c.used;
    c.buffer.fill(0, c.used);
    c.compress(true);
    const out = new Uint8Array(c.h.length * 4);
    const view = new DataView(out.buffer);
    c.h.forEach((v, i) => view.setUint32(i * 4, v, true));
    return out.slice(0, this.digestSize);
  }

  private compress(last: boolean): void {
    if (this.wide) this.compressWide(last);
    else this.compressNarrow(last);
  }

  private compressNarrow(last: boolean): void {
    const v = new Uint32Array(16);
    v.set(this.h);
    v.set(IVS, 8);
    v[12] ^= this.count >>> 0;
    v[13] ^= Math.floor(this.count / 4294967296);
    if (last) {
      v[14] = ~v[14];
      if (this.lastNode) v[15] = ~v[15];
    }
    const view = new DataView(this.buffer.buffer);
    const m = Array.from({ length: 16 }, (_, i) => view.getUint32(i * 4, true));
    const rotr = (x: number, n: number): number => (x >>> n) | (x << (32 - n));
    for (let r = 0; r < 10; r++) {
      const s = SIGMA[r];
      for (let i = 0; i < 8; i++) {
        const [a, b, c, d] = MIX[i];
        v[a] = v[a] + v[b] + m[s[2 * i]];
        v[d] = rotr(v[d] ^ v[a], 16);
        v[c] = v[c] + v[d];
        v[b] = rotr(v[b] ^ v[c], 12);
        v[a] = v[a] + v[b] + m[s[2 * i + 1]];
        v[d] = rotr(v[d] ^ v[a], 8);
        v[c] = v[c] + v[d];
        v[b] = rotr(v[b] ^ v[c], 7);
      }
    }
    for (let i = 0; i < 8; i++) this.h[i] ^= v[i] ^ v[i + 8];
  }

  private compressWide(last: boolean): void {
    // Word i is v[2i] (low) and v[2i+1] (high).
    const v = new Uint32Array(32);
    v.set(this.h);
    v.set(IV, 16);
    v[24] ^= this.count >>> 0;
    v[25] ^= Math.floor(this.count / 4294967296);
    if (last) {
      v[28] = ~v[28];
      v[29] = ~v[29];
      if (this.lastNode) {
        v[30] = ~v[30];
        v[31] = ~v[31];
      }
    }
    const view = new DataView(this.buffer.buffer);
    const m = new Uint32Array(32);
    for (let i = 0; i < 32; i++) m[i] = view.getUint32(i * 4, true);
    const add = (a: number, lo: number, hi: number): void => {
      const l = v[a] + lo;
      v[a] = l;
      v[a + 1] = v[a + 1] + hi + (l > 0xffffffff ? 1 : 0);
    };
    for (let r = 0; r < 12; r++) {
      const s = SIGMA[r % 10];
      for (let i = 0; i < 8; i++) {
        const w = MIX[i];
        const a = w[0] * 2;
        const b = w[1] * 2;
        const c = w[2] * 2;
        const d = w[3] * 2;
        const x = s[2 * i] * 2;
        const y = s[2 * i + 1] * 2;
        add(a, v[b], v[b + 1]);
        add(a, m[x], m[x + 1]);
        let lo = v[d] ^ v[a];
        let hi = v[d + 1] ^ v[a + 1];
        v[d] = hi;
        v[d + 1] = lo; // rotr 32
        add(c, v[d], v[d + 1]);
        lo = v[b] ^ v[c];
        hi = v[b + 1] ^ v[c + 1];
        v[b] = (lo >>> 24) | (hi << 8);
        v[b + 1] = (hi >>> 24) | (lo << 8);
        add(a, v[b], v[b + 1]);
        add(a, m[y], m[y + 1]);
        lo = v[d] ^ v[a];
        hi = v[d + 1] ^ v[a + 1];
        v[d] = (lo >>> 16) | (hi << 16);
        v[d + 1] = (hi >>> 16) | (lo << 16);
        add(c, v[d], v[d + 1]);
        lo = v[b] ^ v[c];
        hi = v[b + 1] ^ v[c + 1];
        v[b] = (hi >>> 31) | (lo << 1);
        v[b + 1] = (lo >>> 31) | (hi << 1);
      }
    }
    for (let i = 0; i < 16; i++) this.h[i] ^= v[i] ^ v[i + 16];
  }
}
