# __class__ and super() in methods, also nested ones and classmethods.
class A:
    def who(self): return 'A'
    @classmethod
    def make(cls): return 'A.make ' + cls.__name__
class B(A):
    def who(self):
        return [super().who() for _ in range(1)][0] + (lambda: __class__.__name__)()
    @classmethod
    def make(cls): return super().make() + '!'
class C(B): pass
print(C().who(), C.make())
def f(self):
    return super().who()
C.bad = f
try:
    C().bad()
except RuntimeError as e:
    print(e)

# expect: AB A.make C!
# expect: super(): __class__ cell not found
