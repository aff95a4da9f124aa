"""Calls of every kind: methods, bound methods, keyword arguments, defaults, *args, closures, properties, operators."""
GROUP = 'objects'
EXPECTED = (672, 917, 72488189, 490000, 175000)


class Vector:
    __slots__ = ('x', 'y')

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def scaled(self, by=2):
        return Vector(self.x * by % 1009, self.y * by % 1013)

    @property
    def length(self):
        return abs(self.x) + abs(self.y)

    @staticmethod
    def zero():
        return Vector(0, 0)


class Counter:
    def __init__(self):
        self.n = 0

    def step(self, by=1, *, times=1):
        self.n += by * times
        return self


class LoudCounter(Counter):
    def step(self, by=1, *, times=1):
        return super().step(by + 1, times=times)


def adder(n):
    def add(m):
        return n + m
    return add


def spread(*args, **kwargs):
    return len(args) + len(kwargs)


def main(n):
    v = Vector.zero()
    unit = Vector(1, 2)
    counter, loud = Counter(), LoudCounter()
    add = adder(3)
    step = counter.step
    total = 0
    for i in range(n):
        v = (v + unit).scaled()
        total += v.length
        step()
        counter.step(2, times=3)
        loud.step(by=i & 3)
        total += add(i) & 1
        total += spread(1, 2, *(3, 4), a=1, **{'b': 2})
    return v.x, v.y, total, counter.n, loud.n


def run():
    return main(70_000)
