# Unpacking in compiled code: namedtuples, subclasses that iterate otherwise, iterators written in Python, wrong counts.
from collections import namedtuple

Point = namedtuple('Point', 'x y')


class Backwards(list):
    def __iter__(self):
        return reversed(self[:])


class Three:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * 10


def numbers(n, fail=-1):
    for i in range(n):
        if i == fail:
            raise KeyError(i)
        yield i


def two(v):
    a, b = v
    return a, b


def starred(v):
    a, *b, c = v
    return a, b, c


def attempt(f, v):
    try:
        return f(v)
    except Exception as e:
        return type(e).__name__, str(e)


for _ in range(300):
    two((1, 2))
    starred([1, 2, 3])
    two(Point(1, 2))
    two(numbers(2))

for f in two, starred:
    print(f.__name__)
    for v in (Point(3, 4), Backwards([1, 2]), Backwards([1, 2, 3]), Three(), {1: 2, 3: 4}, 'ab', 'abc', numbers(2), numbers(5),
              numbers(1), numbers(3, 1), 5, None, map(str, (1, 2)), iter([1, 2, 3]), zip('ab', 'cd'), {1}, range(2), b'xy',
              [], (1,), [1, 2, 3, 4]):
        print(attempt(f, v))

left = numbers(9)
print(attempt(two, left), next(left))


def many(rows):
    total = 0
    for n in range(rows):
        a, b = numbers(2)
        p, q = Point(n, b)
        x, (y, z) = n, Point(a, q)
        total += a + b + p + q + x + y + z
    return total


print(many(3000))

# expect: two
# expect: (3, 4)
# expect: (2, 1)
# expect: ('ValueError', 'too many values to unpack (expected 2)')
# expect: ('ValueError', 'too many values to unpack (expected 2)')
# expect: (1, 3)
# expect: ('a', 'b')
# expect: ('ValueError', 'too many values to unpack (expected 2)')
# expect: (0, 1)
# expect: ('ValueError', 'too many values to unpack (expected 2)')
# expect: ('ValueError', 'not enough values to unpack (expected 2, got 1)')
# expect: ('KeyError', '1')
# expect: ('TypeError', 'cannot unpack non-iterable int object')
# expect: ('TypeError', 'cannot unpack non-iterable NoneType object')
# expect: ('1', '2')
# expect: ('ValueError', 'too many values to unpack (expected 2)')
# expect: (('a', 'c'), ('b', 'd'))
# expect: ('ValueError', 'not enough values to unpack (expected 2, got 1)')
# expect: (0, 1)
# expect: (120, 121)
# expect: ('ValueError', 'not enough values to unpack (expected 2, got 0)')
# expect: ('ValueError', 'not enough values to unpack (expected 2, got 1)')
# expect: ('ValueError', 'too many values to unpack (expected 2, got 4)')
# expect: starred
# expect: (3, [], 4)
# expect: (2, [], 1)
# expect: (3, [2], 1)
# expect: (0, [10], 20)
# expect: (1, [], 3)
# expect: ('a', [], 'b')
# expect: ('a', ['b'], 'c')
# expect: (0, [], 1)
# expect: (0, [1, 2, 3], 4)
# expect: ('ValueError', 'not enough values to unpack (expected at least 2, got 1)')
# expect: ('KeyError', '1')
# expect: ('TypeError', 'cannot unpack non-iterable int object')
# expect: ('TypeError', 'cannot unpack non-iterable NoneType object')
# expect: ('1', [], '2')
# expect: (1, [2], 3)
# expect: (('a', 'c'), [], ('b', 'd'))
# expect: ('ValueError', 'not enough values to unpack (expected at least 2, got 1)')
# expect: (0, [], 1)
# expect: (120, [], 121)
# expect: ('ValueError', 'not enough values to unpack (expected at least 2, got 0)')
# expect: ('ValueError', 'not enough values to unpack (expected at least 2, got 1)')
# expect: (1, [2, 3], 4)
# expect: ('ValueError', 'too many values to unpack (expected 2)') 3
# expect: 9006000
