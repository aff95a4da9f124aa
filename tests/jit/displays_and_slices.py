# Slices, displays, comprehensions, membership and constructors in hot functions.
def slices(v, a, b):
    return v[a:b], v[:a], v[b:], v[:]

def store(v, a, b, w):
    v[a:b] = w
    return v

for _ in range(400):
    slices([1, 2, 3, 4], 1, -1)
    store([1, 2, 3, 4], 1, 3, [7, 8])
print(slices([1, 2, 3, 4], -9, 9), slices('abcdef', 2, -1))  # expect: ([1, 2, 3, 4], [], [], [1, 2, 3, 4]) ('cde', 'ab', 'f', 'abcdef')
print(slices((1, 2, 3), 1, True), slices(b'abc', 0, 2))  # expect: ((), (1,), (2, 3), (1, 2, 3)) (b'ab', b'', b'c', b'abc')
print(slices('a\U0001f600b', 1, 2))  # expect: ('😀', 'a', 'b', 'a😀b')
print(store([1, 2, 3], 0, 2, [9]), store([1, 2, 3], 3, 0, [9, 8]), store([1], None, None, 'xy'))  # expect: [9, 3] [1, 2, 3, 9, 8] ['x', 'y']

def shapes(n):
    s = {x % 3 for x in range(n)}
    d = {x: x * x for x in range(n)}
    return len(s), d.get(2), 2 in s, n in d, n not in [1, 2, n], 'b' in ('a', 'b'), {1, 2, n}, {'k': n, n: 'k'}

for _ in range(400):
    shapes(4)
print(shapes(4))  # expect: (3, 4, True, False, False, True, {1, 2, 4}, {'k': 4, 4: 'k'})

def unpacked(v):
    first, *middle, last = v
    return first, middle, last

for _ in range(400):
    unpacked([1, 2, 3, 4])
print(unpacked([1, 2]), unpacked('wxyz'), unpacked((1, 2, 3)))  # expect: (1, [], 2) ('w', ['x', 'y'], 'z') (1, [2], 3)
try:
    unpacked([1])
except ValueError as e:
    print(e)  # expect: not enough values to unpack (expected at least 2, got 1)

def conversions(a, b):
    return str(a), int(b), float(a), bool(a), list(str(a)), type(a).__name__, min(a, 3, b), max(1, a, 7), ~int(a)

for _ in range(400):
    conversions(5, 2.75)
    conversions(5, 3)
print(conversions(12, 2.75), conversions(-1, 3))  # expect: ('12', 2, 12.0, True, ['1', '2'], 'int', 2.75, 12, -13) ('-1', 3, -1.0, True, ['-', '1'], 'int', -1, 7, 0)
print(conversions(True, 1e300)[1] == int(1e300), conversions(2**53 - 1, 0.5)[-1])  # expect: True -9007199254740992
for bad in float('inf'), float('nan'):
    try:
        conversions(1, bad)
    except (OverflowError, ValueError) as e:
        print(e)

# expect: cannot convert float infinity to integer
# expect: cannot convert float NaN to integer

class Base:
    def value(self, n):
        return n

    @classmethod
    def made(cls):
        return cls.__name__

class Left(Base):
    def value(self, n):
        return super().value(n) + 1

    @classmethod
    def made(cls):
        return 'made ' + super().made()

class Right(Base):
    def value(self, n):
        return super().value(n) * 10

class Both(Left, Right):
    def value(self, n):
        return super().value(n) + 2

objects = [Left(), Right(), Both()]
for i in range(600):
    got = [o.value(1) for o in objects]
    names = Left.made(), Both.made()
print(got, names)  # expect: [2, 10, 13] ('made Left', 'made Both')
Base.value = lambda self, n: n + 100
print([o.value(1) for o in objects])  # expect: [102, 1010, 1013]

def closures(n):
    def add(m):
        return n + m
    return add

for i in range(600):
    f = closures(i)
print(f(1), closures('a')('b'))  # expect: 600 ab
