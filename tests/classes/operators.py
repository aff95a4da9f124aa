# Arithmetic operators, reflected and in-place forms, NotImplemented.
class N:
    def __init__(self, v): self.v = v
    def __repr__(self): return f'N({self.v})'
for op in 'add sub mul truediv floordiv mod pow matmul lshift rshift and xor or'.split():
    def make(op):
        def f(self, o): return (op, self.v, getattr(o, 'v', o))
        def r(self, o): return ('r' + op, self.v, o)
        def i(self, o): return N(('i' + op, self.v))
        return f, r, i
    f, r, i = make(op)
    setattr(N, f'__{op}__', f); setattr(N, f'__r{op}__', r); setattr(N, f'__i{op}__', i)
a = N(1)
print(a + 2, 2 + a, a - a, 3 ** a, a @ 4, 'x' % a, [1] * a, a << 1, 1 >> a, a & a, 1 | a, 2 ^ a, a // 2, 2 / a)
b = a
b += 1
b @= 2
print(b)
class Sub(N):
    def __radd__(self, o): return 'sub first'
print(N(1) + Sub(2), Sub(1) + N(2))
class No:
    def __add__(self, o): return NotImplemented
    __radd__ = __add__
for e in ('No() + 1', '1 + No()', 'No() + No()', 'No() - 1', '1 < No()', '-No()', 'No() @ 1', '[] + ()', '"a" + 1', '1 + "a"', 'None + 1', '"a" - "b"', '{} | []'):
    try:
        eval(e)
    except TypeError as x:
        print(e, '->', x)

# expect-error: TypeError: not all arguments converted during string formatting
