# What runs once before the start-up snapshot is taken (no imports: they would be part of it).
class Shape:
    def __init__(self, name, *sizes, scale=1.0):
        self.name = name
        self.sizes = sizes
        self.scale = scale

    @property
    def label(self):
        return f'{self.name!r:>10} {self.scale:.2f}'


def numbers(n):
    for i in range(n):
        if i % 2 and i > 3 or not i:
            yield i * i
    return None


try:
    int('x')
except ValueError as error:
    text = str(error)
finally:
    pass
table = {'a': [1, 2.5, None, True], 'b': {key: value for key, value in zip('xy', (1, 2))}}
squares = [x for x in numbers(10) if x != 4]
a, *rest = squares
with open(__import__('os').devnull) as stream:
    stream.read()
while len(rest) > 1:
    rest.pop()
label = Shape('a', *rest, scale=2).label + '%s %d' % ('b', 3)
print(end='')
