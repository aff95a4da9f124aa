# Keys that Python's __hash__ and __eq__ must compare: tuples, bytes, floats and objects that equal other kinds of keys,
# with deletions, copies and collisions.
class K:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        return self.n == (other.n if isinstance(other, K) else other)

d = {}
for i in range(200):
    d[(i, i % 7)] = i
    d[i] = i
    d[K(i + 1000)] = i
    d[(i, (str(i), 2.5))] = i
print(len(d), d[K(5)], d[1005], d[K((3, 3))], d[(3.0, 3)], d[(9, ('9', 2.5))], (True, 1) in d, K((1, ('1', 2.5))) in d)  # expect: 800 5 5 3 3 9 True True
for i in range(0, 200, 2):
    del d[(i, i % 7)]
    del d[K(1000 + i)]
print(len(d), (4, 4) in d, (5, 5) in d, K(1003) in d, K(1002) in d, 1003 in d)  # expect: 600 False True True False True
e = dict(d)
e.update({(5, 5): 'x'})
print(len(e), e[5, 5], d[5, 5], list(e) == list(d))  # expect: 600 x 5 True
f = {**d, (1, 2, 3): 4}
print(len(f), f[1, 2, 3], (1, 2, 3) in d)  # expect: 601 4 False
for i in range(1000):
    d[(i,)] = 1
    del d[(i,)]
print(len(d), d.popitem()[0])  # expect: 600 (199, ('199', 2.5))
s = {(1, 2), (3, 4)}
s |= {(1, 2), (5, 6), (1.0, 2)}
print(sorted(s), s - {(3, 4)} == {(1, 2), (5, 6)})  # expect: [(1, 2), (3, 4), (5, 6)] True

class Same:
    "Every hash the same."
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return isinstance(other, Same) and self.n == other.n

c = {Same(i): i for i in range(40)}
for i in range(0, 40, 3):
    del c[Same(i)]
print(len(c), c[Same(20)], Same(21) in c, 7 in c)  # expect: 26 20 False False
print({1: 2, (1, 2): 3}.keys() & {(1, 2), 5}, {1: 2}.keys() & {1: 3, 4: 5}.keys())  # expect: {(1, 2)} {1}

# What is left of an iterator, taken at once.
it = iter([1, 2, 3, 4])
next(it)
print(list(it), list(it), [*it])  # expect: [2, 3, 4] [] []
it = iter({1: 2, 3: 4, 5: 6}.items())
next(it)
print(tuple(it), tuple(it))  # expect: ((3, 4), (5, 6)) ()
it = iter(range(5, 50, 10))
next(it)
print(list(it), list(it))  # expect: [15, 25, 35, 45] []
m = {1: 2, 3: 4}
it = iter(m)
m[5] = 6
try:
    list(it)
except RuntimeError as error:
    print(error)  # expect: dictionary changed size during iteration
n = {1, 2}
it = iter(n)
n.add(9)
try:
    print(list(it))
except RuntimeError as error:
    print(error)  # expect: Set changed size during iteration
