# requires: 3.14
# Annotations are evaluated lazily (PEP 649, PEP 749).
import annotationlib
def f(x: Later, *a: int / 0) -> 'text': pass
class C:
    a: Later
    b: list[C]
print('defined')
try:
    f.__annotations__
except NameError as e:
    print(e)
class Later: pass
try:
    f.__annotations__
except TypeError as e:
    print(e)
print(C.__annotations__['a'] is Later, C.__annotations__['b'])
print(annotationlib.get_annotations(f, format=annotationlib.Format.STRING))
def g(x: Missing | int): pass
print(annotationlib.get_annotations(g, format=annotationlib.Format.FORWARDREF)['x'].__class__.__name__)
print(g.__annotate__(annotationlib.Format.VALUE) if 'Missing' in globals() else g.__annotate__.__name__)
f.__annotations__ = {'set': int}
print(f.__annotations__, f.__annotate__)
def h(a: int): return locals()
print(h.__annotations__, h(1))
# expect: defined
# expect: name 'Later' is not defined
# expect: unsupported operand type(s) for /: 'type' and 'int'
# expect: True list[__main__.C]
# expect: {'x': 'Later', 'a': 'int / 0', 'return': 'text'}
# expect: ForwardRef
# expect: __annotate__
# expect: {'set': <class 'int'>} None
# expect: {'a': <class 'int'>} {'a': 1}
