# Fields are evaluated and formatted left to right.
def t(n):
    print('eval', n)
    return n
class C:
    def __init__(self, n): self.n = n
    def __format__(self, spec): print('format', self.n, spec); return str(self.n)
print(f'{C(1):{t("a")}} {t(2)} {C(3)}')
def gen():
    got = yield 'first'
    print(f'{got} {yield "second"}')
g = gen()
print(next(g), g.send('x'))
try:
    g.send('y')
except StopIteration: pass

# expect: eval a
# expect: format 1 a
# expect: eval 2
# expect: format 3 
# expect: 1 2 3
# expect: first second
# expect: x y
