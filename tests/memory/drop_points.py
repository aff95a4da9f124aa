# __del__ runs where the last reference goes: temporaries, rebinding, containers, attributes, frames, exceptions.
# flags: -X finalise
# requires: 3.14
import weakref, sys
class D:
    def __init__(self, name): self.name = name
    def __del__(self): print('del', self.name)
print('1 temporaries')
D('temp').name
len([D('in list')])
(D('tuple'),)
D('a') == D('b')
str(D('str'))
f'{D("fstr").name}'
print('2 rebinding')
x = D('x1')
x = D('x2')
print('bound')
x = None
print('3 containers')
l = [D('l0'), D('l1'), D('l2')]
l.pop()
print('popped')
del l[0]
print('deleted 0')
l.clear()
print('cleared')
d = {'a': D('da'), 'b': D('db')}
d['a'] = 1
print('dict replaced')
d.pop('b')
print('dict popped')
l = [D('m0'), D('m1')]
l[:] = []
print('slice')
l = [D('n0'), D('n1')]
del l
print('del list')
s = {D('s0')}
s.pop()
print('set pop')
print('4 attributes')
class Box: pass
b = Box()
b.r = D('box')
b.r = None
print('attr replaced')
b.r = D('box2')
del b.r
print('attr deleted')
b.r = D('box3')
del b
print('box deleted')
b = Box(); b.c = Box(); b.c.d = Box(); b.c.d.r = D('nested')
b.c = None
print('nested done')
print('5 functions')
def f():
    y = D('local')
    print('in f')
f()
print('after f')
def g(x):
    print('in g')
g(D('arg'))
print('after g')
def h():
    return D('returned')
h()
print('after h')
z = h()
print('kept')
del z
def k(*args, **kw):
    print('in k', len(args), len(kw))
k(D('va'), D('vb'), q=D('vk'))
print('after k')
def closure():
    v = D('closed over')
    def inner(): return v
    return inner
c = closure()
print('closure made')
c = None
print('closure gone')
print('6 exceptions')
def raiser():
    q = D('in raiser')
    raise ValueError('x')
try:
    raiser()
except ValueError as e:
    print('caught')
print('after except')
try:
    try:
        raiser()
    except ValueError as e:
        raise KeyError('k')
except KeyError:
    print('caught 2')
print('after except 2')
print('7 comprehension and loops')
for i in [D('loop0'), D('loop1')]:
    print('body', i.name)
del i
print('loop done')
r = [v.name for v in (D('c0'), D('c1'))]
print(r)
for i in range(2):
    w = D('w%d' % i)
del w
print('8 methods')
class E(D):
    def m(self): print('method'); return self
E('method self').m()
print('after')
m = E('bound').m
print('bound')
m()
del m
print('9 generator')
def gen():
    y = D('in gen')
    yield 1
    yield 2
t = gen()
next(t)
print('started')
del t
print('gen gone')
print(list(D('x%d' % i).name for i in range(3)))
print('10 resurrection')
keep = []
class R:
    def __del__(self): print('R del'); keep.append(self)
R()
print(len(keep))
keep.clear()
print('gone')
print('11 swap')
a, b = D('sa'), D('sb')
a, b = b, a
a = 0
b = 0
print('12 unpack')
a, b = [D('u0'), D('u1')]
del a, b
print('13 exec')
exec("v = D('exec')\ndel v\nprint('exec end')")
print('14 lambda default')
q = lambda v=D('default'): 0
del q
print('15 sorted/map')
print(sorted([D('q2'), D('q1')], key=lambda v: v.name)[0].name)
print('after sorted')
for n in map(lambda v: v.name, [D('mp')]): print(n)
print('after map')
print(max([D('mx1'), D('mx2')], key=lambda v: v.name).name)
print('end')

# expect: 1 temporaries
# expect: del temp
# expect: del in list
# expect: del tuple
# expect: del b
# expect: del a
# expect: del str
# expect: del fstr
# expect: 2 rebinding
# expect: del x1
# expect: bound
# expect: del x2
# expect: 3 containers
# expect: del l2
# expect: popped
# expect: del l0
# expect: deleted 0
# expect: del l1
# expect: cleared
# expect: del da
# expect: dict replaced
# expect: del db
# expect: dict popped
# expect: del m1
# expect: del m0
# expect: slice
# expect: del n1
# expect: del n0
# expect: del list
# expect: del s0
# expect: set pop
# expect: 4 attributes
# expect: del box
# expect: attr replaced
# expect: del box2
# expect: attr deleted
# expect: del box3
# expect: box deleted
# expect: del nested
# expect: nested done
# expect: 5 functions
# expect: in f
# expect: del local
# expect: after f
# expect: in g
# expect: del arg
# expect: after g
# expect: del returned
# expect: after h
# expect: kept
# expect: del returned
# expect: in k 2 1
# expect: del vk
# expect: del vb
# expect: del va
# expect: after k
# expect: closure made
# expect: del closed over
# expect: closure gone
# expect: 6 exceptions
# expect: caught
# expect: del in raiser
# expect: after except
# expect: caught 2
# expect: del in raiser
# expect: after except 2
# expect: 7 comprehension and loops
# expect: body loop0
# expect: body loop1
# expect: del loop0
# expect: del loop1
# expect: loop done
# expect: del c0
# expect: del c1
# expect: ['c0', 'c1']
# expect: del w0
# expect: del w1
# expect: 8 methods
# expect: method
# expect: del method self
# expect: after
# expect: bound
# expect: method
# expect: del bound
# expect: 9 generator
# expect: started
# expect: del in gen
# expect: gen gone
# expect: del x0
# expect: del x1
# expect: del x2
# expect: ['x0', 'x1', 'x2']
# expect: 10 resurrection
# expect: R del
# expect: 1
# expect: gone
# expect: 11 swap
# expect: del sb
# expect: del sa
# expect: 12 unpack
# expect: del u0
# expect: del u1
# expect: 13 exec
# expect: del exec
# expect: exec end
# expect: 14 lambda default
# expect: del default
# expect: 15 sorted/map
# expect: del q2
# expect: del q1
# expect: q1
# expect: after sorted
# expect: mp
# expect: del mp
# expect: after map
# expect: del mx1
# expect: del mx2
# expect: mx2
# expect: end
