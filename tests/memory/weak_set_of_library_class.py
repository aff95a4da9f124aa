# A weak set's entries of a library class go with the object: the program keeps them, not the library.
from collections import UserString
from weakref import WeakSet, WeakValueDictionary


class Holder:
    def __init__(self):
        self.item = UserString("F")
        self.seen = WeakSet([self.item])


h = Holder()
print(len(h.seen))
del h.item
print(len(h.seen))

names = WeakValueDictionary()
s = UserString("x")
names["x"] = s
print(list(names))
s = None
print(list(names))

# expect: 1
# expect: 0
# expect: ['x']
# expect: []
