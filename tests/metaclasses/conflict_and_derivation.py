# The most derived metaclass wins; unrelated ones conflict; any callable can be one.
class M1(type): pass
class M2(M1): pass
class M3(type): pass
class A(metaclass=M1): pass
class B(metaclass=M2): pass
class C(A, B): pass
print(type(C).__name__)
class D(metaclass=M3): pass
try:
    class E(A, D): pass
except TypeError as e:
    print(e)
def meta(name, bases, ns):
    return (name, bases, sorted(k for k in ns if k[0] != '_'))
class F(int, metaclass=meta):
    y = 1
print(F)

# expect: M2
# expect: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
# expect: ('F', (<class 'int'>,), ['y'])
