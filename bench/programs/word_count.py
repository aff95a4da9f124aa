"""Words of a generated text, counted and ranked."""
from collections import Counter

GROUP = 'text'
EXPECTED = (8478, [('ke', 6854), ('ku', 6846)], [('ke', 6854), ('ku', 6846)], [(6, 5243)])


def words(n):
    seed = 42
    syllables = 'ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu'.split()
    for _ in range(n):
        word = ''
        while True:
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            word += syllables[(seed >> 16) % 20]
            if seed >> 28 & 3 or len(word) > 8:
                break
        yield word


def run():
    text = ' '.join(words(180_000))
    counts = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return len(counts), ranked[:2], Counter(text.split()).most_common(2), Counter(map(len, counts)).most_common(1)
