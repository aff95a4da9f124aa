# Pipelines of generators, yield from, send, and generator expressions.
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


pipeline = sum(a * b % 7 for a, b in pairs(keep(lambda x: x % 3, source(900_000))))
nodes = sum(tree(16))
average = averager()
next(average)
for i in range(400_000):
    last = average.send(i)
squares = sum(x * x for x in (y + 1 for y in range(600_000) if y & 1))
print(pipeline, nodes, last, squares)
