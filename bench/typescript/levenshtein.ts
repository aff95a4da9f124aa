// bench/programs/levenshtein.py by hand.

export const expected = [['kaaakuaa', 'mooirake', 'oaturimo', 'mokasaka'], 200];

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const current = [i + 1];
    for (let j = 0; j < b.length; j++) {
      current.push(a[i] === b[j] ? previous[j] : 1 + Math.min(previous[j + 1], current[j], previous[j]));
    }
    previous = current;
  }
  return previous[b.length];
}

function words(n: number): string[] {
  let seed = 7n;
  return Array.from({ length: n }, () => {
    let word = '';
    for (let i = 0; i < 4; i++) {
      seed = (seed * 1103515245n + 12345n) & 0x7fffffffn;
      const bits = Number(seed);
      word += 'kamoritesu'[(bits >> 16) % 10] + 'aeiou'[(bits >> 20) % 5];
    }
    return word;
  });
}

const WORDS = words(2500);

function closest(wanted: string): string {
  let best = WORDS[0];
  let least = distance(wanted, best);
  for (const word of WORDS) {
    const d = distance(wanted, word);
    if (d < least || (d === least && word < best)) [best, least] = [word, d];
  }
  return best;
}

export function run(): [string[], number] {
  const found = ['kamakura', 'moritake', 'sesurimo', 'tokatoka'].map(closest);
  return [found, distance('intention'.repeat(40), 'execution'.repeat(40))];
}
