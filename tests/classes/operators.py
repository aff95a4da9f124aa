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
print(a + 2, 2 + a, a - a, 3 ** a, a @ 4, 5 % a, [1] * a, a << 1, 1 >> a, a & a, 1 | a, 2 ^ a, a // 2, 2 / a)
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

# expect: ('add', 1, 2) ('radd', 1, 2) ('sub', 1, 1) ('rpow', 1, 3) ('matmul', 1, 4) ('rmod', 1, 5) ('rmul', 1, [1]) ('lshift', 1, 1) ('rrshift', 1, 1) ('and', 1, 1) ('ror', 1, 1) ('rxor', 1, 2) ('floordiv', 1, 2) ('rtruediv', 1, 2)
# expect: N(('imatmul', ('iadd', 1)))
# expect: sub first ('add', 1, 2)
# expect: No() + 1 -> unsupported operand type(s) for +: 'No' and 'int'
# expect: 1 + No() -> unsupported operand type(s) for +: 'int' and 'No'
# expect: No() + No() -> unsupported operand type(s) for +: 'No' and 'No'
# expect: No() - 1 -> unsupported operand type(s) for -: 'No' and 'int'
# expect: 1 < No() -> '<' not supported between instances of 'int' and 'No'
# expect: -No() -> bad operand type for unary -: 'No'
# expect: No() @ 1 -> unsupported operand type(s) for @: 'No' and 'int'
# expect: [] + () -> can only concatenate list (not "tuple") to list
# expect: "a" + 1 -> can only concatenate str (not "int") to str
# expect: 1 + "a" -> unsupported operand type(s) for +: 'int' and 'str'
# expect: None + 1 -> unsupported operand type(s) for +: 'NoneType' and 'int'
# expect: "a" - "b" -> unsupported operand type(s) for -: 'str' and 'str'
# expect: {} | [] -> unsupported operand type(s) for |: 'dict' and 'list'
