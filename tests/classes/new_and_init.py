# __new__ decides what __init__ gets.
class A:
    def __new__(cls, *args):
        print('new', cls.__name__, args)
        return super().__new__(cls)
    def __init__(self, *args):
        print('init', args)
A(1, 2)
class Other:
    def __new__(cls):
        return 'not an instance'
    def __init__(self):
        print('never')
print(Other())
class Init:
    def __init__(self): return 5
try:
    Init()
except TypeError as e:
    print(e)
class Str(str):
    def __new__(cls, v): return super().__new__(cls, v * 2)
print(Str('ab'), type(Str('x')).__name__, isinstance(Str('x'), str))
try:
    object.__new__(int)
except TypeError as e:
    print(e)

# expect: new A (1, 2)
# expect: init (1, 2)
# expect: not an instance
# expect: __init__() should return None, not 'int'
# expect: abab Str True
# expect: object.__new__(int) is not safe, use int.__new__()
