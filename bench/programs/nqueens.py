"""All placements of eight queens (and of six and seven): permutations by a generator that swaps, sets of diagonals."""
GROUP = 'objects'
EXPECTED = 320


def permutations(items, n):
    if n == 0:
        yield items
        return
    for i in range(n):
        yield from permutations(items, n - 1)
        j = i if n % 2 == 0 else 0
        items[j], items[n - 1] = items[n - 1], items[j]


def solutions(n):
    found = 0
    columns = range(n)
    for order in permutations(list(columns), n):
        if n == len({order[i] + i for i in columns}) == len({order[i] - i for i in columns}):
            found += 1
    return found


def run():
    return sum(solutions(n) for n in (6, 7, 8, 8, 8))
