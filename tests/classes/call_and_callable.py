# __call__ and callable().
class Adder:
    def __init__(self, n): self.n = n
    def __call__(self, x, *, y=0): return self.n + x + y
add = Adder(1)
print(add(2), add(2, y=3), callable(add), callable(5), callable(Adder), callable(lambda: 0))
add.__call__ = lambda x: 'instance attributes do not count'
print(add(5), list(map(add, [1, 2])))

# expect: 3 6 True False True True
# expect: 6 [2, 3]
