# C3 linearisation, super() cooperation and inconsistent hierarchies.
class A:
    def f(self): return 'A'
class B(A):
    def f(self): return 'B' + super().f()
class C(A):
    def f(self): return 'C' + super().f()
class D(B, C):
    def f(self): return 'D' + super().f()
print(D().f(), [k.__name__ for k in D.__mro__], D.__bases__ == (B, C), A.__subclasses__())
try:
    class E(A, D): pass
except TypeError as e:
    print(e)
try:
    class F(A, A): pass
except TypeError as e:
    print(e)
try:
    class G(bool): pass
except TypeError as e:
    print(e)
try:
    class H(int, str): pass
except TypeError as e:
    print(e)
try:
    class I(5): pass
except TypeError as e:
    print(e)
print(issubclass(D, A), issubclass(bool, int), isinstance(D(), (int, C)))

# expect: DBCA ['D', 'B', 'C', 'A', 'object'] True [<class '__main__.B'>, <class '__main__.C'>]
# expect: Cannot create a consistent method resolution order (MRO) for bases A, D
# expect: duplicate base class A
# expect: type 'bool' is not an acceptable base type
# expect: multiple bases have instance lay-out conflict
# expect: int expected at most 2 arguments, got 3
# expect: True True True
