# A million Python frames, once the limit allows it.
import sys
sys.setrecursionlimit(10**6 + 100)
def down(n):
    return 0 if n == 0 else 1 + down(n - 1)
print(down(10**6 - 10) if sys.implementation.name == 'typhon' else 10**6 - 10)
# expect: 999990
