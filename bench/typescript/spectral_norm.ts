// bench/programs/spectral_norm.py by hand.

export const expected = '1.274221700';

function a(i: number, j: number): number {
  return 1 / (Math.floor(((i + j) * (i + j + 1)) / 2) + i + 1);
}

function times(v: readonly number[]): number[] {
  return v.map((_, i) => v.reduce((sum, x, j) => sum + a(i, j) * x, 0));
}

function transposedTimes(v: readonly number[]): number[] {
  return v.map((_, i) => v.reduce((sum, x, j) => sum + a(j, i) * x, 0));
}

function dot(u: readonly number[], v: readonly number[]): number {
  return u.reduce((sum, x, i) => sum + x * v[i], 0);
}

export function run(): string {
  let u = new Array<number>(120).fill(1);
  let v = u;
  for (let round = 0; round < 10; round++) {
    v = transposedTimes(times(u));
    u = transposedTimes(times(v));
  }
  return Math.sqrt(dot(u, v) / dot(v, v)).toFixed(9);
}
