"""Pipelines of generators, yield from, send, and generator expressions."""
GROUP = 'control'
EXPECTED = (599999, 65519, 119999.5, 15187601250150000)


def source(n):
    for i in range(n):
        yield i


def keep(predicate, items):
    for item in items:
        if predicate(item):
            yield item


def pairs(items):
    iterator = iter(items)
    for first in iterator:
        second = next(iterator, None)
        if second is None:
            return
        yield first, second


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def averager():
    total = count = 0
    value = yield 0
    while True:
        total += value
        count += 1
        value = yield total / count


def run():
    pipeline = sum(a * b % 7 for a, b in pairs(keep(lambda x: x % 3, source(600_000))))
    nodes = sum(tree(15))
    average = averager()
    next(average)
    for i in range(240_000):
        last = average.send(i)
    squares = sum(x * x for x in (y + 1 for y in range(450_000) if y & 1))
    return pipeline, nodes, last, squares
