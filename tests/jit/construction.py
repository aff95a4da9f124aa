# Classes made in hot code: namedtuples, __new__ in Python, metaclasses with and without __call__, and their fields.
from abc import ABC, abstractmethod
from collections import namedtuple

Row = namedtuple('Row', 'a b c', defaults=[7])

class Shape(ABC):
    def __init__(self, size):
        self.size = size

    @abstractmethod
    def area(self): ...

class Square(Shape):
    def area(self):
        return self.size ** 2

class Half(Shape):
    pass

class Meta(type):
    def __call__(cls, *args):
        made.append(args)
        return super().__call__(*args)

class Counted(metaclass=Meta):
    def __init__(self, x):
        self.x = x

class Even(int):
    def __new__(cls, v):
        return super().__new__(cls, v * 2)

class Cached:
    kept = {}

    def __new__(cls, key):
        o = cls.kept.get(key)
        if o is None:
            o = cls.kept[key] = object.__new__(cls)
            o.key = key
        return o

class Other:
    def __new__(cls, v):
        return [v]

def make(i):
    r = Row(i, b=2)
    return r, r.a + r.c, Square(i).area(), Counted(i).x, Even(i), Cached(i % 3).key, Other(i), r._replace(b=i)

made = []
for i in range(600):
    r = make(i)
print(r, type(r[4]).__name__, len(made), made[-1])  # expect: (Row(a=599, b=2, c=7), 606, 358801, 599, 1198, 2, [599], Row(a=599, b=599, c=7)) Even 600 (599,)
for wrong in (lambda: Row(1), lambda: Half(1), lambda: Row(1, 2, 3, 4)):
    for _ in range(400):
        try:
            wrong()
        except TypeError as e:
            text = str(e).replace('Row.__new__', '__new__')
    print(text)

# expect: __new__() missing 1 required positional argument: 'b'
# expect: Can't instantiate abstract class Half without an implementation for abstract method 'area'
# expect: __new__() takes from 3 to 4 positional arguments but 5 were given

def fields(v):
    return v.a, v.b

for _ in range(400):
    fields(Row(1, 2))
Row.a = property(lambda self: 'changed')
print(fields(Row(1, 2)))  # expect: ('changed', 2)
try:
    Row(1, 2).b = 5
except AttributeError as e:
    print(e)  # expect: can't set attribute
type(Shape).__call__ = lambda cls, *args: ('called', args)
print(Square(4))  # expect: ('called', (4,))
del type(Shape).__call__

def square(n):
    return Square(n)

for i in range(400):
    square(i)
type(Shape).__call__ = lambda cls, *args: 'meta'
print(square(1))  # expect: meta
