# Name mangling.
class A:
    __x = 1
    def __init__(self):
        self.__y = 2
    def get(self):
        return self.__x, self.__y
    def __z__(self): return 'dunder'
    def local(self):
        __v = 3
        return locals()
a = A()
print(a.get(), sorted(k for k in vars(A) if 'x' in k), vars(a), sorted(a.local()))
try:
    a.__x
except AttributeError as e:
    print(e)
class _B:
    __c = 5
print(_B._B__c)

# expect: (1, 2) ['_A__x'] {'_A__y': 2} ['_A__v', 'self']
# expect: 'A' object has no attribute '__x'
# expect: 5
