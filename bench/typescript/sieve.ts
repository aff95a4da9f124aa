// bench/programs/sieve.py by hand.

export const expected = [148933, 56543, 6935];

function bytes(n: number): number {
  const flags = new Uint8Array(n + 1).fill(1);
  flags[0] = flags[1] = 0;
  for (let i = 2; i * i <= n; i++) if (flags[i] === 1) for (let j = i * i; j <= n; j += i) flags[j] = 0;
  return flags.reduce((sum, flag) => sum + flag, 0);
}

function loops(n: number): number {
  const flags = new Array<boolean>(n + 1).fill(true);
  let count = 0;
  for (let i = 2; i <= n; i++) {
    if (flags[i]) {
      count++;
      for (let j = i * i; j <= n; j += i) flags[j] = false;
    }
  }
  return count;
}

function division(n: number): number {
  const primes: number[] = [];
  candidate: for (let candidate = 2; candidate < n; candidate++) {
    for (const prime of primes) {
      if (prime * prime > candidate) break;
      if (candidate % prime === 0) continue candidate;
    }
    primes.push(candidate);
  }
  return primes.length;
}

export function run(): [number, number, number] {
  return [bytes(2_000_000), loops(700_000), division(70_000)];
}
