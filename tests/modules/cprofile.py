# cProfile: calls, recursive calls, callees, built-in functions and methods; the profiler's table; one at a time.
import cProfile
import io
import math
import pstats


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def squares(n):
    for i in range(n):
        yield i * i


def work():
    x = [3, 1, 2]
    x.append(4)
    math.sqrt(2)
    sorted(x, key=lambda v: -v)
    sum(squares(3))
    return fib(6)


def fails():
    raise ValueError


p = cProfile.Profile()
p.enable()
work()
try:
    fails()
except ValueError:
    pass
p.disable()


def name(code):
    return code if isinstance(code, str) else code.co_name


for e in sorted(p.getstats(), key=lambda e: name(e.code)):
    calls = sorted((name(c.code), c.callcount, c.reccallcount) for c in e.calls or ())
    print(name(e.code), e.callcount, e.reccallcount, e.totaltime >= e.inlinetime >= 0, calls)
out = io.StringIO()
pstats.Stats(p, stream=out).sort_stats("name").print_stats("fib")
print([line.split()[0] for line in out.getvalue().splitlines() if "fib" in line and "(" in line])
p.enable()
try:
    cProfile.Profile().enable()
except ValueError as e:
    print(e)
p.disable()
ticks = iter(range(1000))
q = cProfile.Profile(lambda: next(ticks), 0.5, builtins=False)
q.runcall(fib, 2)
for e in q.getstats():
    print(name(e.code), e.callcount, e.totaltime, e.inlinetime)
p.clear()
print(p.getstats())
# expect: <built-in method builtins.sorted> 1 0 True [('<lambda>', 4, 0)]
# expect: <built-in method builtins.sum> 1 0 True [('squares', 4, 0)]
# expect: <built-in method math.sqrt> 1 0 True []
# expect: <lambda> 4 0 True []
# expect: <method 'append' of 'list' objects> 1 0 True []
# expect: <method 'disable' of '_lsprof.Profiler' objects> 1 0 True []
# expect: fails 1 0 True []
# expect: fib 25 24 True [('fib', 24, 22)]
# expect: squares 4 0 True []
# expect: work 1 0 True [('<built-in method builtins.sorted>', 1, 0), ('<built-in method builtins.sum>', 1, 0), ('<built-in method math.sqrt>', 1, 0), ("<method 'append' of 'list' objects>", 1, 0), ('fib', 1, 0)]
# expect: ['25/1']
# expect: Another profiling tool is already active
# expect: fib 3 2.5 2.5
# expect: []
