# Order of evaluation in calls with stars; duplicates are errors.
def show(*a, **k):
    return a, k
def v(x):
    print(x, end=' ')
    return x
print(show(v(1), *v([2]), v(3), a=v(4), **v({'b': 5})))
try:
    show(a=1, **{'a': 2})
except TypeError as e:
    print(e)
try:
    show(**{'a': 1}, **{'a': 2})
except TypeError as e:
    print(e)
print(show(*'ab', *range(2), **{}, x=1))

# expect: 1 [2] 3 4 {'b': 5} ((1, 2, 3), {'a': 4, 'b': 5})
# expect: __main__.show() got multiple values for keyword argument 'a'
# expect: __main__.show() got multiple values for keyword argument 'a'
# expect: (('a', 'b', 0, 1), {'x': 1})
