# __slots__: no dict, member descriptors, inheritance, errors.
class S:
    __slots__ = ('x', '_y')
    def __init__(self): self.x = 1
s = S()
print(s.x, S.x, hasattr(s, '__dict__'))
for action in ("s.z = 1", "s._y", "del s._y"):
    try:
        exec(action)
    except AttributeError as e:
        print(action, '->', e)
class T(S):
    __slots__ = ['w', '__dict__']
t = T()
t.anything = 5
print(t.x, t.__dict__, T.__slots__)
for body in ("__slots__ = 'a'; a = 1", "__slots__ = '1x'", "__slots__ = 5"):
    try:
        exec('class Bad:\n ' + body)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
class Two(S):
    __slots__ = ()
try:
    Two().q = 1
except AttributeError as e:
    print(e)

# expect: 1 <member 'x' of 'S' objects> False
# expect: s.z = 1 -> 'S' object has no attribute 'z' and no __dict__ for setting new attributes
# expect: s._y -> 'S' object has no attribute '_y'
# expect: del s._y -> _y
# expect: 1 {'anything': 5} ['w', '__dict__']
# expect: ValueError 'a' in __slots__ conflicts with class variable
# expect: TypeError __slots__ must be identifiers
# expect: TypeError 'int' object is not iterable
# expect: 'Two' object has no attribute 'q' and no __dict__ for setting new attributes
