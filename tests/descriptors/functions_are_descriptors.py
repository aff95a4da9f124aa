# Functions bind through __get__.
def f(self): return self
print(f.__get__(5)(), f.__get__(None, int) is f, f.__get__('x', str).__self__)
class C:
    m = len
    g = f
    p = print
c = C()
print(c.g() is c, c.m('abc'))
c.own = f
try:
    c.own()
except TypeError as e:
    print(e)
print(str.upper.__get__('abc')(), int.__add__.__get__(3)(4), type(str.upper).__name__, type('x'.upper).__name__, type(int.__add__).__name__, type((1).__add__).__name__)
try:
    str.upper(5)
except TypeError as e:
    print(e)

# expect: 5 True x
# expect: True 3
# expect: f() missing 1 required positional argument: 'self'
# expect: ABC 7 method_descriptor builtin_function_or_method wrapper_descriptor method-wrapper
# expect: descriptor 'upper' for 'str' objects doesn't apply to a 'int' object
