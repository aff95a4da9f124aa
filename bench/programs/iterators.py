"""itertools and friends: products, permutations, groupby, chains, zips, accumulate, islice, heapq, bisect, deque."""
import bisect
import heapq
import itertools
import operator
from collections import deque

GROUP = 'text'
EXPECTED = (24017, (7, 6), 2504754, 1000, 81799, 2499950000, 199985, [0, 1, 2], 46165647042, [0, 2, 3, 4, 5], 237)


def primes():
    yield 2
    composites = {}
    for n in itertools.count(3, 2):
        step = composites.pop(n, None)
        if step is None:
            composites[n * n] = 2 * n
            yield n
        else:
            n += step
            while n in composites:
                n += step
            composites[n] = step


def windows(items, n):
    window = deque(maxlen=n)
    for item in items:
        window.append(item)
        if len(window) == n:
            yield sum(window)


def paths(n):
    """Shortest paths on a grid by a heap."""
    best = {}
    heap = [(0, 0, 0)]
    while heap:
        cost, x, y = heapq.heappop(heap)
        if (x, y) in best:
            continue
        best[x, y] = cost
        for a, b in ((x + 1, y), (x, y + 1)):
            if a < n and b < n and (a, b) not in best:
                heapq.heappush(heap, (cost + (a * 7 + b * 13) % 10, a, b))
    return best[n - 1, n - 1]


def run():
    rolls = sum(1 for dice in itertools.product(range(1, 7), repeat=7) if sum(dice) == 24)
    orders = max(map(operator.itemgetter(0, 3), itertools.permutations(range(8))))
    hands = sum(a ^ b ^ c for a, b, c in itertools.combinations(range(70), 3))
    runs = [(key, len(list(group))) for key, group in itertools.groupby(range(100_000), lambda n: n // 100)]
    last = list(itertools.islice(primes(), 8_000))[-1]
    sums = list(itertools.accumulate(itertools.chain(range(50_000), range(50_000)), operator.add))[-1]
    middle = max(windows(range(40_000), 5))
    ordered = []
    for i in range(3_000):
        bisect.insort(ordered, i * 7919 % 3_001)
    pairs = sum(a * b for a, b in zip(itertools.takewhile(lambda n: n < 8_000, itertools.count()), ordered * 3))
    smallest = heapq.nsmallest(5, (n * 7919 % 10_007 for n in range(8_000)))
    return rolls, orders, hands, len(runs), last, sums, middle, ordered[:3], pairs, smallest, paths(80)
