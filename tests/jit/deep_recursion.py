# Compiled functions call each other on JavaScript's stack; recursion goes deeper than that, up to the limit Python has.
import sys

def depth(n):
    if n == 0:
        return 0
    return depth(n - 1) + 1

for _ in range(200):
    depth(50)
sys.setrecursionlimit(200_000)
print(depth(100_000))  # expect: 100000

def endless(n):
    return endless(n + 1)

sys.setrecursionlimit(3000)
for _ in range(3):
    try:
        endless(0)
    except RecursionError as e:
        print(e)
# expect: maximum recursion depth exceeded
# expect: maximum recursion depth exceeded
# expect: maximum recursion depth exceeded
