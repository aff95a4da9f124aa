"""Comprehensions, unpacking, slices, zip/map/enumerate: what everyday Python is made of."""
from itertools import accumulate, chain, groupby

GROUP = 'objects'
EXPECTED = (10, 0, 499998, 20000, (0, 50000), 62499750000, 23437395853, False)


def work(n):
    evens = [x for x in range(n) if not x & 1]
    table = {x: str(x) for x in evens[:1000]}
    letters = {c for word in table.values() for c in word}
    first, *middle, last = evens
    flat = list(chain.from_iterable([i, i + 1] for i in range(0, n, 50)))
    grouped = [(key, sum(1 for _ in items)) for key, items in groupby(sorted(x % 10 for x in evens))]
    running = list(accumulate(evens))[-1]
    nested = [[i * j for j in range(20)] for i in range(n // 200)]
    pairs = [(i, a, b) for i, (a, b) in enumerate(zip(evens, reversed(evens))) if a < b]
    total = sum(map(lambda p: p[0] + p[1], pairs)) + max(map(len, nested)) + len(middle[::3])
    return len(letters), first, last, len(flat), grouped[0], running, total, any(x > n for x in evens)


def run():
    return work(500_000)
