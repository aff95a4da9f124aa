"""What frameworks are made of: enum, property, descriptors, __getattr__, namedtuple, functools, contextlib, abc."""
from abc import ABC, abstractmethod
from collections import defaultdict, namedtuple
from contextlib import contextmanager
from enum import Enum, IntFlag
from functools import lru_cache, partial, reduce, wraps

GROUP = 'objects'
EXPECTED = (738742, 1500, [('BLUE', 5000), ('GREEN', 5000), ('RED', 5000)], 30000, 5272)


class Colour(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3

    @property
    def next(self):
        return Colour(self.value % 3 + 1)


class Right(IntFlag):
    READ = 1
    WRITE = 2
    RUN = 4


class Positive:
    def __set_name__(self, owner, name):
        self.name = '_' + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(value)
        setattr(instance, self.name, value)


class Shape(ABC):
    size = Positive()

    def __init__(self, size):
        self.size = size

    @abstractmethod
    def area(self):
        """The area."""

    @property
    def double(self):
        return 2 * self.area()


class Square(Shape):
    def area(self):
        return self.size ** 2


class Disc(Shape):
    def area(self):
        return 3 * self.size ** 2


class Lazy:
    def __init__(self):
        self.asked = 0

    def __getattr__(self, name):
        self.asked += 1
        return len(name)


Row = namedtuple('Row', 'colour number shape')


def counted(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)
    wrapper.calls = 0
    return wrapper


@counted
def scaled(value, by=1):
    return value * by


@lru_cache(maxsize=None)
def ways(n):
    return 1 if n < 2 else ways(n - 1) + ways(n - 2)


@contextmanager
def noted(log):
    log.append(1)
    try:
        yield log
    finally:
        log.pop()


def run():
    colour = Colour.RED
    groups = defaultdict(list)
    lazy = Lazy()
    triple = partial(scaled, by=3)
    log = []
    total = refused = 0
    ways.cache_clear()
    for i in range(15_000):
        colour = colour.next
        shape = Square(i % 7) if i & 1 else Disc(i % 5)
        row = Row(colour, i, shape)
        groups[row.colour].append(row)
        total += shape.double + triple(i % 3) + lazy.length + getattr(lazy, 'no_such')
        if Right.READ | Right(i & 7) == Right.READ | Right.WRITE:
            total += 1
        if isinstance(shape, Shape) and colour is Colour.BLUE:
            total += row._replace(number=1).number
        with noted(log):
            total += len(log)
        if i % 10 == 0:
            try:
                shape.size = -1
            except ValueError:
                refused += 1
        total += ways(i % 300) & 1
    sizes = sorted((key.name, len(rows)) for key, rows in groups.items())
    return total, refused, sizes, lazy.asked, reduce(lambda a, b: a ^ b.number, groups[Colour.RED], 0)
