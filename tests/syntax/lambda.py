# Lambdas: defaults, star parameters, nesting.
print((lambda: 1)(), (lambda x, y=2, *a, z, **k: (x, y, a, z, k))(1, z=3, w=4))
print((lambda x: lambda y: x + y)(1)(2))
f = lambda *, a=1: a
print(f(), f(a=5), f.__name__)
print([g(2) for g in [lambda n, i=i: n * i for i in range(3)]])
print((lambda: (yield))().__class__.__name__)

# expect: 1 (1, 2, (), 3, {'w': 4})
# expect: 3
# expect: 1 5 <lambda>
# expect: [0, 2, 4]
# expect: generator
