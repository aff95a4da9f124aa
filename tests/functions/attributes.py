# Function objects carry attributes.
def f(a, b=1):
    "the doc"
    return a
f.custom = 5
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.custom, f.__dict__)
f.__name__ = 'renamed'
print(f.__name__, f.__code__.co_name)
def g(): return 'g'
f.__code__ = g.__code__
print(f())
class A:
    def m(self):
        def inner(): pass
        return inner
print(A.m.__qualname__, A().m().__qualname__, (lambda: 0).__qualname__)
try:
    f.__name__ = 5
except TypeError as e:
    print(e)

# expect: f f the doc __main__ 5 {'custom': 5}
# expect: renamed f
# expect: g
# expect: A.m A.m.<locals>.inner <lambda>
# expect: __name__ must be set to a string object
