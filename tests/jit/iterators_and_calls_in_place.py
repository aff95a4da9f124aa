# Loops over Python iterators, calls of objects, len() and bool() in compiled code: their methods are called in place.
import time


class Count:
    def __init__(self, n, wait=False):
        self.n = n
        self.wait = wait

    def __iter__(self):
        if self.wait:
            time.sleep(0)
        return self

    def __next__(self):
        if self.wait:
            time.sleep(0)
        self.n -= 1
        if self.n < 0:
            raise StopIteration
        if self.n == 77:
            raise ValueError("77")
        return self.n

    def __call__(self, x, *, y=1):
        if self.wait:
            time.sleep(0)
        return self.n, x, y

    def __len__(self):
        if self.wait:
            time.sleep(0)
        return self.n


class Lazy:
    def __iter__(self):
        yield 1
        yield 2


class NoIterator:
    def __iter__(self):
        return 5


class Short(Count):
    def __next__(self):
        raise StopIteration("value")


class Index:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class MyInt:
    def __index__(self):
        return 4


def loop(it):
    total = []
    for x in it:
        total.append(x)
    else:
        total.append("end")
    return total


def inner(it):
    # The exhausted iterator of an outer loop must not end this one.
    out = []
    for x in it:
        try:
            for y in Count(x):
                out.append(y)
                raise StopIteration
        except StopIteration as e:
            out.append(repr(e))
    return out


def calls(c):
    return c(5), c(6, y=7), len(c), bool(c), [len(c) for _ in range(2)]


def size(x):
    return len(x)


def error(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e), e.__context__


for round in range(60):
    r = loop(Count(3)), loop(Count(3, True)), loop(Lazy()), inner(Count(3)), calls(Count(4)), calls(Count(0, True))
    s = error(loop, NoIterator()), error(loop, Count(80))[0], loop(Short(3)), error(calls, Count(-1))
    t = size({1, 2}), size(b"abc"), size("ab"), size([1]), error(size, 5), size(Index(3)), size(Index(MyInt()))
    u = error(size, Index(-1)), error(size, Index("x")), error(size, Index(2**70))
    if round in (0, 59):
        for x in (r, s, t, u):
            print(x)

Count.__next__ = lambda self: 1 / 0
Count.__call__ = None
print(error(loop, Count(3)))
print(error(calls, Count(3)))

# expect: ([2, 1, 0, 'end'], [2, 1, 0, 'end'], [1, 2, 'end'], [1, 'StopIteration()', 0, 'StopIteration()'], ((4, 5, 1), (4, 6, 7), 4, True, [4, 4]), ((0, 5, 1), (0, 6, 7), 0, False, [0, 0]))
# expect: (('TypeError', "iter() returned non-iterator of type 'int'", None), 'ValueError', ['end'], ('ValueError', '__len__() should return >= 0', None))
# expect: (2, 3, 2, 1, ('TypeError', "object of type 'int' has no len()", None), 3, 4)
# expect: (('ValueError', '__len__() should return >= 0', None), ('TypeError', "'str' object cannot be interpreted as an integer", None), ('OverflowError', "cannot fit 'int' into an index-sized integer", None))
# expect: ([2, 1, 0, 'end'], [2, 1, 0, 'end'], [1, 2, 'end'], [1, 'StopIteration()', 0, 'StopIteration()'], ((4, 5, 1), (4, 6, 7), 4, True, [4, 4]), ((0, 5, 1), (0, 6, 7), 0, False, [0, 0]))
# expect: (('TypeError', "iter() returned non-iterator of type 'int'", None), 'ValueError', ['end'], ('ValueError', '__len__() should return >= 0', None))
# expect: (2, 3, 2, 1, ('TypeError', "object of type 'int' has no len()", None), 3, 4)
# expect: (('ValueError', '__len__() should return >= 0', None), ('TypeError', "'str' object cannot be interpreted as an integer", None), ('OverflowError', "cannot fit 'int' into an index-sized integer", None))
# expect: ('ZeroDivisionError', 'division by zero', None)
# expect: ('TypeError', "'NoneType' object is not callable", None)
