# type(name, bases, dict), types.new_class, __name__ and __qualname__ changes.
import types
A = type('A', (), {'x': 1, 'f': lambda self: self.x})
B = type('B', (A,), {})
print(A().f(), B.__mro__, A.__module__)
C = types.new_class('C', (A,), {}, lambda ns: ns.update(y=2))
print(C.y, C.x)
A.__name__ = 'Renamed'
print(A, A.__qualname__)
for args in (('A',), ('A', (), {}, 1), (1, (), {}), ('A', [], {}), ('A', (), [])):
    try:
        type(*args) if len(args) > 1 else print(type(*args))
    except TypeError as e:
        print(e)

# expect: 1 (<class '__main__.B'>, <class '__main__.A'>, <class 'object'>) __main__
# expect: 2 1
# expect: <class '__main__.A'> A
# expect: <class 'str'>
# expect: type() takes 1 or 3 arguments
# expect: type.__new__() argument 1 must be str, not int
# expect: type.__new__() argument 2 must be tuple, not list
# expect: type.__new__() argument 3 must be dict, not list
