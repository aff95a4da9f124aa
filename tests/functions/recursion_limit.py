# Endless recursion is a RecursionError, and the program goes on.
import sys
def f(n):
    return f(n + 1)
try:
    f(0)
except RecursionError as e:
    print(e)
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
sys.setrecursionlimit(60_000)
print(sys.getrecursionlimit(), depth(50_000))

# expect: maximum recursion depth exceeded
# expect: 900
# expect: 60000 50000
