# Rich comparison: reflection, defaults, __ne__ from __eq__, hash removal.
# requires: 3.14
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n if isinstance(o, V) else NotImplemented
    def __lt__(self, o): return self.n < o.n
print(V(1) == V(1), V(1) != V(2), V(1) == 1, V(1) != 1, V(1) < V(2), V(1) > V(2))
print(V.__hash__)
try:
    {V(1)}
except TypeError as e:
    print(e)
try:
    V(1) <= V(2)
except TypeError as e:
    print(e)
class Odd:
    def __eq__(self, o): return 'eq result'
print(Odd() == 1, Odd() != 1, 1 == Odd())
print(sorted([V(3), V(1), V(2)], key=lambda v: v.n)[0].n, min(V(5), V(4)).n, max([V(1), V(9)]).n)
class Base:
    def __eq__(self, o): print('base'); return NotImplemented
class Derived(Base):
    def __eq__(self, o): print('derived'); return NotImplemented
print(Base() == Derived())

# expect: True True False True True False
# expect: None
# expect: cannot use 'V' as a set element (unhashable type: 'V')
# expect: '<=' not supported between instances of 'V' and 'V'
# expect: eq result False eq result
# expect: 1 4 9
# expect: derived
# expect: base
# expect: False
