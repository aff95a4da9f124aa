# __init_subclass__ and class keyword arguments.
class Base:
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
        print('subclass', cls.__name__, tag)
class A(Base, tag='x'): pass
class B(A): pass
print(A.tag, B.tag)
try:
    class C(Base, other=1): pass
except TypeError as e:
    print(e)
try:
    class D(unknown=1): pass
except TypeError as e:
    print(e)

# expect: subclass A x
# expect: subclass B None
# expect: x None
# expect: C.__init_subclass__() takes no keyword arguments
# expect: D.__init_subclass__() takes no keyword arguments
