# Attributes of classes under compiled code: counters, constants, static and class methods, and every way they can change.
import enum


class Base:
    count = 0
    limit = 3

    def bump(self):
        Base.count += 1
        return self.count

    @classmethod
    def make(cls, x):
        return cls.__name__, x

    @staticmethod
    def twice(x):
        return 2 * x


class Sub(Base):
    pass


def run(n, o, c):
    total = 0
    for i in range(n):
        total += o.bump() + c.limit + o.limit + Base.twice(i) + o.twice(1)
        kind = c.make(i)
    return total, kind, o.make(0), Base.count, Sub.count


print(run(1000, Sub(), Sub))  # expect: (1507500, ('Sub', 999), ('Sub', 0), 1000, 1000)
print(run(1000, Base(), Base))  # expect: (2507500, ('Base', 999), ('Base', 0), 2000, 2000)
Sub.count = 5  # its own from here
print(run(10, Sub(), Sub))  # expect: (220, ('Sub', 9), ('Sub', 0), 2010, 5)
Base.limit = 10
Base.limit = 20
print(run(10, Sub(), Sub))  # expect: (560, ('Sub', 9), ('Sub', 0), 2020, 5)
Base.limit = property(lambda self: 7)  # not a plain value any more
print(Sub().limit, type(Sub.limit).__name__)  # expect: 7 property
Base.limit = 1
Base.limit = 2
print(Sub().limit, Sub.limit)  # expect: 2 2
o = Sub()
o.limit = 99
print(o.limit, run(10, o, Sub)[0])  # expect: 99 1170
del Sub.count
print(Sub.count)  # expect: 2030
del Base.count
try:
    run(1, Sub(), Sub)
except AttributeError as error:
    print(error)  # expect: type object 'Base' has no attribute 'count'
Base.count = 'a'


def read(c, n=300):
    for _ in range(n):
        v = c.flag
    return v


class Meta(type):
    pass


class A(metaclass=Meta):
    flag = 1


class B(A):
    pass


print(read(A), read(B))  # expect: 1 1
Meta.flag = property(lambda cls: f'of {cls.__name__}')  # a data descriptor of the metaclass stands before it
print(read(A), read(B))  # expect: of A of B
del Meta.flag
print(read(A), read(B))  # expect: 1 1
for v in (2, 3.5, 'x', None, [1]):
    A.flag = v
    print(read(A), read(B), end='; ')
print('end')  # expect: 2 2; 3.5 3.5; x x; None None; [1] [1]; end
B.flag = 'own'
A.flag = 4
print(read(A), read(B))  # expect: 4 own


class Color(enum.Enum):
    RED = 1
    BLUE = 2


def colors(n):
    same = 0
    for _ in range(n):
        same += Color.RED == Color.RED
        same += Color.RED == Color.BLUE
        same += Color.RED != None
        same += Color(2) is Color.BLUE
        same += Color['RED'] is Color.RED
    return same


print(colors(1000))  # expect: 4000


class OnlyNe:
    def __ne__(self, other):
        return 'ne'


def compare(a, b):
    for _ in range(300):
        r = a == b, a != b, a == None, None == a, 5 == None, None != 'x'
    return r


p = OnlyNe()
print(compare(p, p), compare(p, OnlyNe()))  # expect: (True, 'ne', False, False, False, True) (False, 'ne', False, False, False, True)


class Callable:
    def __call__(self, x, *more):
        return x, more


def call(c):
    for i in range(300):
        r = c(i, 1)
    return r


print(call(Callable()))  # expect: (299, (1,))
