# staticmethod and classmethod.
class A:
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls, x=1): return cls.__name__, x
class B(A): pass
print(A.s(1), A().s(2), B.c(), B().c(5), A.c.__self__ is A, A.__dict__['s'](3))
print(type(A.__dict__['c']).__name__, A.__dict__['c'].__func__.__name__, A.__dict__['s'].__wrapped__.__name__)
class Meta(type):
    @property
    def p(cls): return 'meta property ' + cls.__name__
class C(metaclass=Meta): pass
print(C.p, hasattr(C(), 'p'))

# expect: 1 2 ('B', 1) ('B', 5) True 3
# expect: classmethod c s
# expect: meta property C False
