# What the build runs once so that V8's code cache holds the functions a typical program needs at its start.
import argparse
import collections
import contextlib
import dataclasses
import functools
import itertools
import json
import os
import re
import sys
import typing


@dataclasses.dataclass
class Point:
    x: int
    y: float = 1.5


class Shape:
    def __init__(self, name):
        self.name = name

    @property
    def label(self):
        return f'{self.name!r:>10}'


def numbers(n):
    for i in range(n):
        yield i * i


with contextlib.suppress(KeyError):
    {}['missing']
try:
    int('x')
except ValueError as error:
    text = str(error)
counter = collections.Counter(len(word) for word in re.split(r'\W+', 'the quick, brown fox'))
json.loads(json.dumps({'a': [1, 2.5, None, True], 'b': {'c': 'd'}}))
sorted(numbers(10), key=lambda v: -v)
functools.reduce(lambda a, b: a + b, itertools.islice(itertools.count(), 10))
'%s %d %5.2f' % (Shape('a').label, 3, 2.0)
[x for x in range(10) if x % 2]
{**{'a': 1}, 'b': Point(1)}
os.path.join('a', 'b')
print(end='')
sys.stdout.flush()


# Hot code, so that the compiler to JavaScript is in the cache too.
class Account:
    def __init__(self, total):
        self.total = total

    def deposit(self, amount, *, fee=0.5):
        self.total += amount - fee
        return self.total


def busy(n):
    account = Account(0.0)
    seen = {}
    items = []
    for i in range(n):
        account.deposit(i, fee=0.25)
        if i % 3 == 0 and i not in seen:
            seen[i] = len(items)
        items.append((i, i * 0.5))
    for i, half in items:
        if half > 10.0 or -half < i:
            seen[i % 7] = f'{i}'
    while n > 1:
        n -= 1
        items[n] = items[n - 1][0] + max(n, 2)
    return sum(x for x in range(10))


for _ in range(3):
    busy(3000)
