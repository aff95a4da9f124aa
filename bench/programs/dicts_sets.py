"""Dictionaries and sets: str, int and tuple keys, membership, merging, set algebra."""
GROUP = 'objects'
EXPECTED = (210000, 97, 10000, 40000, 30000, 795348, 30000, 6000)


def work(n):
    squares = {i: i * i for i in range(n)}
    names = {f'key{i}': i for i in range(n)}
    grid = {(i % 100, i // 100): i for i in range(n)}
    total = 0
    for i in range(n):
        if i in squares:
            total += squares[i] & 7
        total += names[f'key{i}'] & 3
        total += grid.get((i % 100, i // 100), 0) & 1
    groups = {}
    for i in range(n):
        groups.setdefault(i % 97, []).append(i)
    evens = set(range(0, n, 2))
    threes = set(range(0, n, 3))
    merged = squares | {i: -i for i in range(0, n, 5)}
    for i in range(0, n, 2):
        del squares[i]
    return (total, len(groups), len(evens & threes), len(evens | threes), len(evens ^ threes),
            sum(merged.values()) % 1_000_007, len(squares), sum(1 for key in names.keys() if key.endswith('7')))


def run():
    return work(60_000)
