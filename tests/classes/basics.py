# Attributes, methods, class and instance namespaces, repr.
class Point:
    """A point."""
    count = 0
    def __init__(self, x, y=0):
        self.x, self.y = x, y
        Point.count += 1
    def __repr__(self):
        return f'Point({self.x}, {self.y})'
p = Point(1, 2)
p.count = 10
print(p, Point.count, p.count, p.__dict__, Point.__doc__, Point.__name__, Point.__module__)
del p.count
print(p.count, vars(p), type(p), p.__class__ is Point)
try:
    p.missing
except AttributeError as e:
    print(e, e.name, e.obj is p)
try:
    del p.missing
except AttributeError as e:
    print(e)
try:
    Point.nope
except AttributeError as e:
    print(e)

# expect: Point(1, 2) 1 10 {'x': 1, 'y': 2, 'count': 10} A point. Point __main__
# expect: 1 {'x': 1, 'y': 2} <class '__main__.Point'> True
# expect: 'Point' object has no attribute 'missing' missing True
# expect: 'Point' object has no attribute 'missing'
# expect: type object 'Point' has no attribute 'nope'
