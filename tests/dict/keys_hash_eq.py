# How keys are found: hash first, then identity or equality.
class K:
    def __init__(self, h, n): self.h, self.n = h, n
    def __hash__(self): return self.h
    def __eq__(self, o):
        print('eq', self.n, getattr(o, 'n', o))
        return self.n == getattr(o, 'n', o)
a, b = K(1, 'a'), K(1, 'b')
d = {a: 1}
d[b] = 2
print(d[a], d[K(1, 'b')], len(d))
nan = float('nan')
e = {nan: 1, 0: 'zero', '0': 'text', -0.0: 'minus', True: 't', 1: 'one', (1, 2): 'tuple', None: 'n', frozenset([1]): 'fs'}
print(e[nan], float('nan') in e, e[0], e[1], e[1, 2], e[None], e[frozenset([1])], len(e), list(e)[1:3])
class Bad:
    def __hash__(self): raise RuntimeError('no hash')
try:
    {}[Bad()]
except RuntimeError as x:
    print(x)
class S(str):
    def __hash__(self): return hash('k')
    def __eq__(self, o): return o == 'k'
print({'k': 'found'}[S('other')], {S('x'): 1}['k'])

# expect: eq a b
# expect: eq a b
# expect: eq b b
# expect: 1 2 2
# expect: 1 False minus one tuple n fs 7 [0, '0']
# expect: no hash
# expect: found 1
