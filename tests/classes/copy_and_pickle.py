# copy, deepcopy and pickle of instances.
import copy, pickle
class P:
    def __init__(self, x, children=()):
        self.x, self.children = x, list(children)
    def __eq__(self, o): return vars(self) == vars(o)
p = P(1, [P(2), P(3)])
p.me = p
shallow, deep = copy.copy(p), copy.deepcopy(p)
print(shallow.children is p.children, deep.children is p.children, deep.me is deep, deep.children[0] == p.children[0])
class S:
    __slots__ = ('a', 'b')
s = S()
s.a = 1
t = copy.copy(s)
print(t.a, hasattr(t, 'b'))
q = pickle.loads(pickle.dumps(P(5, [1, {'k': (1, 2)}])))
print(q.x, q.children)
class R:
    def __init__(self, n): self.n = n
    def __reduce__(self): return (R, (self.n * 2,))
print(copy.copy(R(4)).n, pickle.loads(pickle.dumps([1.5, 'é', b'x', None, True, 10**30, {1, 2}, frozenset([3])])))
for proto in range(6):
    assert pickle.loads(pickle.dumps({'a': [1, 2]}, proto)) == {'a': [1, 2]}

# expect: True False True True
# expect: 1 False
# expect: 5 [1, {'k': (1, 2)}]
# expect: 8 [1.5, 'é', b'x', None, True, 1000000000000000000000000000000, {1, 2}, frozenset({3})]
