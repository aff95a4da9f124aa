# Weak references, callbacks, finalize and weak containers follow the last reference at once.
# flags: -X finalise
# requires: 3.14
import weakref
class C: pass
print('weakref')
def cb(r): print('cb', r() is None)
o = C()
r = weakref.ref(o, cb)
del o
print(r())
o = C()
weakref.ref(o, cb)
del o
print('no callback: ref is gone')
o = C()
r1 = weakref.ref(o, lambda r: print('first'))
r2 = weakref.ref(o, lambda r: print('second'))
del o
o = C()
p = weakref.proxy(o, lambda r: print('proxy cb'))
del o
try:
    p.x
except ReferenceError as e: print(e)
f = weakref.finalize(C(), print, 'finalize')
print('after finalize', f.alive)
o = C()
f = weakref.finalize(o, print, 'finalize2', 1, a=2) if 0 else weakref.finalize(o, print, 'finalize2', 1)
del o
wk = weakref.WeakKeyDictionary()
k = C(); wk[k] = 1
print(len(wk)); del k; print(len(wk))
ws = weakref.WeakSet([C()])
print(len(ws))
a = C(); ws.add(a); print(len(ws)); a = None; print(len(ws))
wv = weakref.WeakValueDictionary()
vals = [C() for _ in range(5)]
for i, v in enumerate(vals): wv[i] = v
del v
print(len(wv)); vals.pop(); print(len(wv)); del vals[0]; print(len(wv), sorted(wv)); vals.clear(); print(len(wv))
class M:
    def meth(self): pass
m = M(); wm = weakref.WeakMethod(m.meth)
print(wm() is not None); del m; print(wm())
def fun(): pass
rf = weakref.ref(fun); del fun; print(rf())
g = (i for i in range(3)); rg = weakref.ref(g); next(g); del g; print(rg())
s = {1,2}; rs = weakref.ref(s); s = None; print(rs())
class T:
    def __init__(self): self.me = weakref.ref(self)
t = T(); q = t.me; del t; print(q())
def func():
    o = C()
    r = weakref.ref(o)
    def inner(): return o
    return r, inner
r, inner = func(); print(r() is not None); del inner; print(r())
try:
    raise ValueError(C())
except ValueError as e:
    r = weakref.ref(e.args[0])
    re = lambda: None
print(r(), re())
class P:
    def __init__(self): self.child = C()
p = P(); r = weakref.ref(p.child); del p; print(r())
import functools
@functools.lru_cache
def cached(x): return x
o = C(); cached(o); r = weakref.ref(o); del o; print(r() is not None); cached.cache_clear(); print(r())
o = C(); pt = functools.partial(print, o); r = weakref.ref(o); del o; print(r() is not None); del pt; print(r())
from collections import deque
dq = deque([C()]); r = weakref.ref(dq[0]); dq.append(1); print(r() is not None); dq.popleft(); print(r())
it = iter([C()]); o = next(it); r = weakref.ref(o); del o; print('it', r() is not None); del it; print(r())

# expect: weakref
# expect: cb True
# expect: None
# expect: no callback: ref is gone
# expect: second
# expect: first
# expect: proxy cb
# expect: weakly-referenced object no longer exists
# expect: finalize
# expect: after finalize False
# expect: finalize2 1
# expect: 1
# expect: 0
# expect: 0
# expect: 1
# expect: 0
# expect: 5
# expect: 4
# expect: 3 [1, 2, 3]
# expect: 0
# expect: True
# expect: None
# expect: None
# expect: None
# expect: None
# expect: None
# expect: True
# expect: None
# expect: None None
# expect: None
# expect: True
# expect: None
# expect: True
# expect: None
# expect: True
# expect: None
# expect: it True
# expect: None
