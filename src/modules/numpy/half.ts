// float16, which JavaScript has no array for: its bits in a Uint16Array, to and from numbers. Knows nothing else.

const wide = new Float64Array(65536);
for (let h = 0; h < 65536; h++) {
  const s = (h & 0x8000) !== 0 ? -1 : 1;
  const e = (h >> 10) & 31;
  const f = h & 1023;
  wide[h] = e === 0 ? s * f * 2 ** -24 : e === 31 ? (f === 0 ? s / 0 : Number.NaN) : s * (1 + f / 1024) * 2 ** (e - 15);
}

/** The number some bits mean. */
export function fromHalf(bits: number): number {
  return wide[bits];
}

/** The bits of the nearest half, ties to even. */
export function toHalf(v: number): number {
  if (v !== v) return 0x7e00;
  const sign = v < 0 || Object.is(v, -0) ? 0x8000 : 0;
  const a = Math.abs(v);
  if (a >= 65520) return sign | 0x7c00;
  const e = a === 0 ? -14 : Math.max(-14, Math.floor(Math.log2(a)));
  let exponent = e;
  if (a >= 2 ** (e + 1)) exponent++;
  else if (e > -14 && a < 2 ** e) exponent--;
  const scaled = a / 2 ** (exponent - 10);
  let n = Math.floor(scaled);
  const rest = scaled - n;
  if (rest > 0.5 || (rest === 0.5 && (n & 1) === 1)) n++;
  // n < 1024 is subnormal, n === 2048 carries into the exponent: the sum does both.
  return sign | ((exponent + 14) * 1024 + n);
}
