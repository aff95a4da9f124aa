# __class__ and __dict__ can be assigned; layouts must agree.
class A:
    def who(self): return 'A'
class B:
    def who(self): return 'B'
a = A()
a.x = 1
a.__class__ = B
print(a.who(), a.x)
a.__dict__ = {'y': 2}
print(a.y, hasattr(a, 'x'))
for code in ("a.__class__ = 5", "a.__class__ = int", "a.__dict__ = 5", "(5).__class__ = B", "A.__bases__ = ()"):
    try:
        exec(code)
    except TypeError as e:
        print(e)
A.added = lambda self: 'late'
print(A().added())
try:
    int.x = 1
except TypeError as e:
    print(e)

# expect: B 1
# expect: 2 False
# expect: __class__ must be set to a class, not 'int' object
# expect: __class__ assignment only supported for mutable types or ModuleType subclasses
# expect: __dict__ must be set to a dictionary, not a 'int'
# expect: __class__ assignment only supported for mutable types or ModuleType subclasses
# expect: can only assign non-empty tuple to A.__bases__, not ()
# expect: late
# expect: cannot set 'x' attribute of immutable type 'int'
