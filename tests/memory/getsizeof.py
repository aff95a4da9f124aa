# Sizes are those of 64-bit CPython 3.14, and follow how its lists, dicts and sets grow.
import sys
from collections import deque, OrderedDict

print([sys.getsizeof(x) for x in (0, 2**30, 2**60, True, 1.0, 1j, None, object())])
# expect: [28, 32, 36, 28, 24, 32, 16, 16]
print([sys.getsizeof(x) for x in ("", "a", "\u0100", "\U0001d4b3", b"", b"abc")])
# expect: [41, 42, 60, 64, 33, 36]
print([sys.getsizeof(x) for x in ((), (1,), [], {}, set(), frozenset(), deque(), OrderedDict())])
# expect: [48, 56, 56, 64, 216, 216, 760, 128]

grown = []
sizes = []
for i in range(18):
    sizes.append((sys.getsizeof(grown) - 56) // 8)
    grown.append(i)
print(sizes)
# expect: [0, 4, 4, 4, 4, 8, 8, 8, 8, 16, 16, 16, 16, 16, 16, 16, 16, 24]

def steps(container, add):
    seen = []
    for i in range(90):
        size = sys.getsizeof(container)
        if not seen or seen[-1][1] != size:
            seen.append((i, size))
        add(container, i)
    return seen

print(steps({}, lambda d, i: d.__setitem__(str(i), i)))
# expect: [(0, 64), (1, 184), (6, 272), (11, 464), (22, 832), (43, 1584), (86, 3328)]
print(steps({}, lambda d, i: d.__setitem__(i, i)))
# expect: [(0, 64), (1, 224), (6, 352), (11, 632), (22, 1168), (43, 2264), (86, 4688)]
print(steps(set(), set.add))
# expect: [(0, 216), (5, 728), (19, 2264), (77, 8408)]

class Plain: pass
class Slots: __slots__ = ("a", "b")
class Weak: __slots__ = ("a", "__weakref__")
class List(list): pass
class Own:
    def __sizeof__(self): return 100

print([sys.getsizeof(c()) for c in (Plain, Slots, Weak, List, Own)], sys.getsizeof(Plain))
# expect: [48, 48, 56, 72, 132] 1712
for c in (Plain, Slots, Weak, List, int, tuple, type):
    print(c.__name__, c.__basicsize__, c.__itemsize__, c.__dictoffset__, c.__weakrefoffset__)
# expect: Plain 16 0 -1 -32
# expect: Slots 32 0 0 0
# expect: Weak 24 0 0 -32
# expect: List 40 0 -1 -32
# expect: int 24 4 0 0
# expect: tuple 32 8 0 0
# expect: type 928 40 264 368
