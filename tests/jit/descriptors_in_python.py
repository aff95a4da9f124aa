# Data descriptors and property setters written in Python, in hot code: called in place, until something changes.
class Positive:
    def __set_name__(self, owner, name):
        self.name = '_' + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(value)
        setattr(instance, self.name, value)

class Box:
    size = Positive()

    def __init__(self, size):
        self.size = size

    @property
    def half(self):
        return self.size / 2

    @half.setter
    def half(self, value):
        self.size = value * 2

def use(b, v):
    b.size = v
    b.half = b.half + 1
    return b.size

b = Box(3)
for i in range(700):
    r = use(b, i)
print(r)  # expect: 701.0
for i in range(3):
    try:
        use(b, -1)
    except ValueError as e:
        print('refused', e, b.size)
# expect: refused -1 701.0
# expect: refused -1 701.0
# expect: refused -1 701.0

class Small(Box):
    pass

print(use(Small(1), 8))  # expect: 10.0
Positive.__get__ = lambda self, instance, owner: 40
print(use(b, 2))  # expect: 40
Box.size = 'plain'
print(b.size, use(b, 6), vars(b))  # expect: plain 8.0 {'_size': 42.0, 'size': 8.0}

class ReadOnly:
    def __get__(self, instance, owner):
        return owner.__name__

    def __set__(self, instance, value):
        raise AttributeError('read only')

class Named:
    kind = ReadOnly()

def kind(o):
    return o.kind

def change(o):
    try:
        o.kind = 1
    except AttributeError as e:
        return str(e)

for i in range(500):
    k, c = kind(Named()), change(Named())
print(k, c)  # expect: Named read only
