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
