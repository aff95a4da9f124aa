# gc.collect() counts the objects of cycles, finalisers or not; what holds only itself waits for it.
import gc

class Node:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print('del', self.name)

a, b = Node('a'), Node('b')
a.other, b.other = b, a
gc.collect()
del a, b
print('two')
print(gc.collect())

one = Node('self')
one.me = one
del one
print('one')
print(gc.collect())

l = []
l.append(l)
l.append(Node('in list'))
del l
print('list')
print(gc.collect())

d = {}
d['d'] = d
d['n'] = Node('in dict')
del d
print('dict')
print(gc.collect())

def closure():
    x = Node('in closure')
    x.f = lambda: x
closure()
print('closure')
print(gc.collect())

class Sub(list):
    def __init__(self):
        self.me = self
def instance_of_builtin():
    Sub()
    print(gc.collect())
instance_of_builtin()

saved = []
class Lazarus:
    def __del__(self):
        saved.append(self)
def resurrects():
    x = Lazarus()
    x.me = x
    y = Node('beside')
    y.me = y
resurrects()
print(gc.collect(), len(saved), gc.is_finalized(saved[0]))
saved.clear()
print(gc.collect())

# expect: two
# expect: del a
# expect: del b
# expect: 2
# expect: one
# expect: del self
# expect: 1
# expect: list
# expect: del in list
# expect: 2
# expect: dict
# expect: del in dict
# expect: 2
# expect: closure
# expect: del in closure
# expect: 4
# expect: 2
# expect: del beside
# expect: 1 1 True
# expect: 1
