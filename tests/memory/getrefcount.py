# sys.getrefcount: what module level, locals, containers, attributes, cells, defaults, frames and generators hold.
# requires: 3.14
import sys
class A: pass
a = A()
print('module', sys.getrefcount(a))
b = a
print('two', sys.getrefcount(a))
l = [a, a]
print('list', sys.getrefcount(a))
d = {'x': a}
print('dict', sys.getrefcount(a))
t = (a,)
print(sys.getrefcount(a))
o = A(); o.a = a
print('attr', sys.getrefcount(a))
del b, l, d, t, o
print('back', sys.getrefcount(a))
def f():
    x = A()
    print('local', sys.getrefcount(x))
    y = x
    print('local2', sys.getrefcount(x), sys.getrefcount(y))
    return x
f()
def g(x):
    print('arg', sys.getrefcount(x))
g(A())
g(a)
def h(x=A()):
    print('default', sys.getrefcount(x))
h()
def c():
    x = A()
    def inner(): return x
    print('cell', sys.getrefcount(x))
    return inner
k = c()
print('cell out', sys.getrefcount(k()), sys.getrefcount(k))
def gen(x):
    yield 1
    yield x
it = gen(a)
print('gen created', sys.getrefcount(a), sys.getrefcount(it))
next(it)
print('gen', sys.getrefcount(a))
it.close()
print('gen closed', sys.getrefcount(a))
print('temp', sys.getrefcount(A()), sys.getrefcount([]), sys.getrefcount({}))
print('class', sys.getrefcount(A))
for i in [a]:
    print('loop', sys.getrefcount(i))
del i
m = a.__class__
class B:
    def m(self): print('self', sys.getrefcount(self))
bb = B()
bb.m()
B().m()
mm = bb.m
print('bound', sys.getrefcount(bb))
mm()
def args(*a, **k): print('args', sys.getrefcount(a[0]), sys.getrefcount(a), sys.getrefcount(k))
args(a, z=a)
try:
    raise ValueError(a)
except ValueError as e:
    print('exc', sys.getrefcount(e), sys.getrefcount(a))
print(sys.getrefcount(a))
fr = sys._getframe()
print('frame', sys.getrefcount(fr), sys.getrefcount(a))
s = ''.join(['ab', 'cd']); print('str', sys.getrefcount(s))

# expect: module 2
# expect: two 3
# expect: list 5
# expect: dict 6
# expect: 7
# expect: attr 8
# expect: back 2
# expect: local 1
# expect: local2 2 2
# expect: arg 1
# expect: arg 2
# expect: default 2
# expect: cell 2
# expect: cell out 2 2
# expect: gen created 3 2
# expect: gen 3
# expect: gen closed 2
# expect: temp 1 1 1
# expect: class 8
# expect: loop 4
# expect: self 2
# expect: self 1
# expect: bound 3
# expect: self 3
# expect: args 4 1 1
# expect: exc 3 3
# expect: 2
# expect: frame 3 2
# expect: str 2
