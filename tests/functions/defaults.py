# Defaults are evaluated once, at definition.
def f(x, acc=[], *, k={}):
    acc.append(x)
    k[x] = 1
    return acc, k
f(1)
print(f(2), f.__defaults__, f.__kwdefaults__)
f.__defaults__ = ([9],)
print(f(3))
n = 1
def g(v=n): return v
n = 2
print(g())

# expect: ([1, 2], {1: 1, 2: 1}) ([1, 2],) {'k': {1: 1, 2: 1}}
# expect: ([9, 3], {1: 1, 2: 1, 3: 1})
# expect: 1
