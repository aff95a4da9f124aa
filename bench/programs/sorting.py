"""Sorting: numbers, strings, keys by lambda and itemgetter, objects with __lt__, and a quicksort by hand."""
from functools import total_ordering
from operator import itemgetter

GROUP = 'text'
EXPECTED = (491904, '10441212', ('name0', 15167000), ('name126', 16777126), 0, True)


def numbers(n, seed=7):
    for _ in range(n):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield seed >> 40


@total_ordering
class Version:
    def __init__(self, n):
        self.major, self.minor = divmod(n, 1000)

    def __eq__(self, other):
        return (self.major, self.minor) == (other.major, other.minor)

    def __lt__(self, other):
        return (self.major, self.minor) < (other.major, other.minor)


def quicksort(items):
    if len(items) < 2:
        return items
    pivot = items[len(items) // 2]
    return (quicksort([x for x in items if x < pivot]) + [x for x in items if x == pivot]
            + quicksort([x for x in items if x > pivot]))


def run():
    data = list(numbers(35_000))
    plain = sorted(data)
    by_text = sorted(map(str, data))
    records = [(f'name{n % 1000}', n) for n in data]
    by_key = sorted(records, key=lambda r: (r[0], -r[1]))
    by_getter = sorted(records, key=itemgetter(1), reverse=True)
    versions = sorted(Version(n % 100_000) for n in data[:6_000])
    return plain[1000], by_text[1000], by_key[0], by_getter[0], versions[10].major, quicksort(data) == plain
