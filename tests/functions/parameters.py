# All kinds of parameters together.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
print(f(1, d=4))
print(f(1, 2, 3, 4, 5, d=6, a=7, b=8, z=9))
print(f(*[1, 2], **{'d': 1, 'c': 9}))
print(f.__code__.co_argcount, f.__code__.co_posonlyargcount, f.__code__.co_kwonlyargcount, f.__code__.co_varnames)

# expect: (1, 2, 3, (), 4, 5, {})
# expect: (1, 2, 3, (4, 5), 6, 5, {'a': 7, 'b': 8, 'z': 9})
# expect: (1, 2, 9, (), 1, 5, {})
# expect: 3 2 2 ('a', 'b', 'c', 'd', 'e', 'args', 'kw')
