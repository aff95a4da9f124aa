# __del__ when the last reference goes, weak references and their callbacks.
# flags: -X finalise
import weakref
class D:
    def __init__(self, name): self.name = name
    def __del__(self): print('del', self.name)
d = D('a')
r = weakref.ref(d, lambda ref: print('callback', ref() is None))
print(r() is d)
d = None
print('after', r())
def f():
    D('temporary')
    x = D('local')
    print('in f')
f()
w = weakref.WeakValueDictionary()
k = D('k')
w['k'] = k
print(len(w))
del k
print(len(w))

# expect: True
# expect: del a
# expect: callback True
# expect: after None
# expect: del temporary
# expect: in f
# expect: del local
# expect: 1
# expect: del k
# expect: 0
