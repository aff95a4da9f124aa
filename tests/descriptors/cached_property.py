# functools.cached_property computes once and can be reset.
from functools import cached_property
class C:
    n = 0
    @cached_property
    def value(self):
        "doc"
        self.n += 1
        return self.n
c = C()
print(c.value, c.value, c.__dict__, C.value.__doc__)
del c.value
print(c.value)
class S:
    __slots__ = ()
    @cached_property
    def v(self): return 1
try:
    S().v
except TypeError as e:
    print(e)

# expect: 1 1 {'n': 1, 'value': 1} doc
# expect: 2
# expect: No '__dict__' attribute on 'S' instance to cache 'v' property.
