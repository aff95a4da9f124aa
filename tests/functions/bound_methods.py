# Bound methods: identity, equality, __self__, __func__.
class C:
    def m(self, x=0): return self.n + x
    n = 5
c, d = C(), C()
m = c.m
print(m(1), m.__self__ is c, m.__func__ is C.m, c.m == c.m, c.m is c.m, c.m == d.m, hash(c.m) == hash(c.m))
print(m.__name__, C.m(c, 2))
import types
print(types.MethodType(lambda s, y: (s, y), 'self')(3))
print([1, 2].append.__name__, 'x'.upper.__self__, len.__module__)

# expect: 6 True True True False False True
# expect: m 7
# expect: ('self', 3)
# expect: append x builtins
