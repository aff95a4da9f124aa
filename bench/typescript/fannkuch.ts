// bench/programs/fannkuch.py by hand.

export const expected = [8629, 30];

function fannkuch(n: number): [number, number] {
  const perm1 = Array.from({ length: n }, (_, i) => i);
  const count = new Array<number>(n).fill(0);
  let [maxFlips, checksum, nperm, r] = [0, 0, 0, n];
  for (;;) {
    for (; r !== 1; r--) count[r - 1] = r;
    if (perm1[0] !== 0) {
      const perm = perm1.slice();
      let flips = 0;
      for (let k = perm[0]; k !== 0; k = perm[0]) {
        for (let i = 0, j = k; i < j; i++, j--) {
          const swapped = perm[i];
          perm[i] = perm[j];
          perm[j] = swapped;
        }
        flips++;
      }
      if (flips > maxFlips) maxFlips = flips;
      checksum += nperm & 1 ? -flips : flips;
    }
    for (;;) {
      if (r === n) return [checksum, maxFlips];
      const first = perm1[0];
      for (let i = 0; i < r; i++) perm1[i] = perm1[i + 1];
      perm1[r] = first;
      count[r]--;
      if (count[r] > 0) break;
      r++;
    }
    nperm++;
  }
}

export function run(): [number, number] {
  return fannkuch(9);
}
