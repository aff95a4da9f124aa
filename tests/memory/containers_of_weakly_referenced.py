# Weakly referenced objects inside instances, partials and deques.
# flags: -X finalise
# requires: 3.14
import weakref
class C: pass
class P:
    def __init__(self): self.child = C()
p = P(); r = weakref.ref(p.child); del p; print(r())
import functools
o = C(); pt = functools.partial(print, o); r = weakref.ref(o); del o; print('partial', r() is not None); del pt; print(r())
from collections import deque
dq = deque([C()]); r = weakref.ref(dq[0]); dq.append(1); print(r() is not None); dq.popleft(); print(r())

# expect: None
# expect: partial True
# expect: None
# expect: True
# expect: None
