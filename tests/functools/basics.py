# reduce, partial, lru_cache, wraps, cmp_to_key, total_ordering, singledispatch, partialmethod.
import functools
print(functools.reduce(lambda a, b: a * b, [1, 2, 3], 10), functools.reduce(max, [3, 1]), functools.partial(int, base=2)('11'), functools.partial(print, 'a', sep='-'), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
@functools.lru_cache(maxsize=2)
def f(x, *, k=0):
    "doc f"
    print('compute', x)
    return x
f(1); f(1); f(2); f(3); f(1)
print(f.cache_info(), f.__wrapped__(5), f.__doc__, f.cache_parameters())
f.cache_clear()
print(f.cache_info())
def deco(g):
    @functools.wraps(g)
    def inner(*a): return g(*a)
    return inner
@deco
def named(): "named doc"
print(named.__name__, named.__doc__, named.__wrapped__.__name__)
@functools.total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2))
@functools.singledispatch
def show(x): return 'object'
@show.register
def _(x: int): return 'int'
@show.register(list)
def _(x): return 'list'
print(show(1), show(True), show([]), show('s'), show.dispatch(bool)(1))
class M:
    def base(self, a, b): return (a, b)
    half = functools.partialmethod(base, 1)
print(M().half(2))
for g in (lambda: functools.reduce(max, []), lambda: functools.partial(), lambda: f([])):
    try:
        print(g())
    except TypeError as e:
        print(e)
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(100), fib.cache_info().hits)

# expect: 60 3 3 functools.partial(<built-in function print>, 'a', sep='-') [3, 2, 1]
# expect: compute 1
# expect: compute 2
# expect: compute 3
# expect: compute 1
# expect: compute 5
# expect: CacheInfo(hits=1, misses=4, maxsize=2, currsize=2) 5 doc f {'maxsize': 2, 'typed': False}
# expect: CacheInfo(hits=0, misses=0, maxsize=2, currsize=0)
# expect: named named doc named
# expect: True True False
# expect: int int list object int
# expect: (1, 2)
# expect: reduce() of empty iterable with no initial value
# expect: type 'partial' takes at least one argument
# expect: unhashable type: 'list'
# expect: 354224848179261915075 98
