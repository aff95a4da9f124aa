# property: getter, setter, deleter, doc, errors.
class C:
    def __init__(self): self._x = 1
    @property
    def x(self):
        "the x"
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    @property
    def ro(self): return 'ro'
    wo = property(None, lambda self, v: print('wo', v))
c = C()
c.x = 5
print(c.x, C.x.__doc__, C.x.fget.__name__)
del c.x
for code in ('c.x', 'c.ro = 1', 'del c.ro', 'c.wo'):
    try:
        exec(code)
    except AttributeError as e:
        print(code, '->', e)
c.wo = 3
class D(C):
    @C.x.getter
    def x(self): return 'overridden'
print(D().x)

# expect: 5 the x x
# expect: c.x -> 'C' object has no attribute '_x'
# expect: c.ro = 1 -> property 'ro' of 'C' object has no setter
# expect: del c.ro -> property 'ro' of 'C' object has no deleter
# expect: c.wo -> property 'wo' of 'C' object has no getter
# expect: wo 3
# expect: overridden
