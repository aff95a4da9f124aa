/**
 * The Mersenne Twister MT19937 as `random` uses it: the same numbers as CPython for the same seed.
 * Knows no run-time object; the state is 624 words and a position.
 */

const N = 624;
const M = 397;

/** One generator. */
export class MersenneTwister {
  readonly state = new Uint32Array(N);
  /** Words of `state` used up; N means the next call makes new ones. */
  index = N;

  /** Seeds from one 32-bit word. */
  seedWord(seed: number): void {
    const s = this.state;
    s[0] = seed;
    for (let i = 1; i < N; i++) {
      const x = s[i - 1] ^ (s[i - 1] >>> 30);
      s[i] = Math.imul(1812433253, x) + i;
    }
    this.index = N;
  }

  /** Seeds from an array of 32-bit words (at least one). */
  seedWords(key: ArrayLike<number>): void {
    this.seedWord(19650218);
    const s = this.state;
    let i = 1;
    let j = 0;
    for (let k = Math.max(N, key.length); k > 0; k--) {
      s[i] = (s[i] ^ Math.imul(s[i - 1] ^ (s[i - 1] >>> 30), 1664525)) + key[j] + j;
      i++;
      j++;
      if (i >= N) {
        s[0] = s[N - 1];
        i = 1;
      }
      if (j >= key.length) j = 0;
    }
    for (let k = N - 1; k > 0; k--) {
      s[i] = (s[i] ^ Math.imul(s[i - 1] ^ (s[i - 1] >>> 30), 1566083941)) - i;
      i++;
      if (i >= N) {
        s[0] = s[N - 1];
        i = 1;
      }
    }
    s[0] = 0x80000000;
  }

  /** Seeds from the absolute value of an int, as random.seed(int) does. */
  seedInt(n: number | bigint): void {
    if (typeof n === 'number') {
      const a = Math.abs(n);
      this.seedWords(a < 4294967296 ? [a] : [a >>> 0, Math.floor(a / 4294967296)]);
      return;
    }
    const hex = (n < 0n ? -n : n).toString(16);
    const words: number[] = [];
    for (let end = hex.length; end > 0; end -= 8) words.push(parseInt(hex.slice(Math.max(0, end - 8), end), 16));
    this.seedWords(words);
  }

  #refill(): void {
    const s = this.state;
    const twist = (k: number, next: number, far: number): void => {
      const y = (s[k] & 0x80000000) | (s[next] & 0x7fffffff);
      s[k] = s[far] ^ (y >>> 1) ^ ((y & 1) !== 0 ? 0x9908b0df : 0);
    };
    for (let k = 0; k < N - M; k++) twist(k, k + 1, k + M);
    for (let k = N - M; k < N - 1; k++) twist(k, k + 1, k + M - N);
    twist(N - 1, 0, M - 1);
    this.index = 0;
  }

  /** The next 32 random bits, unsigned. */
  next32(): number {
    if (this.index >= N) this.#refill();
    let y = this.state[this.index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** A double in [0, 1) of 53 random bits. */
  random(): number {
    const a = this.next32() >>> 5;
    const b = this.next32() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  /** An int of k random bits, k >= 0, in canonical form. */
  getrandbits(k: number): number | bigint {
    if (k <= 32) return k === 0 ? 0 : this.next32() >>> (32 - k);
    if (k <= 53) {
      const low = this.next32();
      return (this.next32() >>> (64 - k)) * 4294967296 + low;
    }
    const words = Math.ceil(k / 32);
    const parts: string[] = new Array<string>(words);
    for (let i = 0; i < words; i++) {
      let r = this.next32();
      // The last word gives only the bits still wanted.
      if (i === words - 1 && k % 32 !== 0) r >>>= 32 - (k % 32);
      parts[words - 1 - i] = r.toString(16).padStart(8, '0');
    }
    const v = BigInt('0x' + parts.join(''));
    return v <= 9007199254740991n ? Number(v) : v;
  }
}
