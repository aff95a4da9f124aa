# locals(): snapshots in functions, write-through at module and class level.
def f(a):
    b = 2
    snap = locals()
    snap['a'] = 99
    c = 3
    return a, sorted(snap), sorted(locals())
print(f(1))
locals()['made'] = 5
print(made)
class C:
    locals()['attr'] = 7
print(C.attr)
import sys
def g():
    x = 1
    sys._getframe().f_locals['x'] = 2
    return x
print(g())

# expect: (1, ['a', 'b'], ['a', 'b', 'c', 'snap'])
# expect: 5
# expect: 7
# expect: 2
