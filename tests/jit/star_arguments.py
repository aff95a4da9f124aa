# Calls with and of functions that take *args, compiled: packed, spread, with defaults, through a method.
def rest(a, *args):
    return a + len(args) + sum(args)

class Wrapper:
    def __init__(self, f):
        self.f = f
    def __enter__(self):
        return self
    def __exit__(self, *args):
        return self.f(*args) is None
    def call(self, *args):
        return self.f(*args)

total = 0
w = Wrapper(lambda *a: len(a))
for i in range(3000):
    total += rest(i) + rest(i, 1) + rest(i, *(1, 2, 3)) + w.call(i, i)
    with w:
        total += w.call(*range(i % 4))
print(total)
# expect: 13539000
seen = []
def keep(*args):
    seen.append(args)
    return args
shared = (1, 2)
for i in range(300):
    assert keep(*shared) == shared
    try:
        rest()
    except TypeError as e:
        text = str(e)
print(text, len(seen), seen[-1])
# expect: rest() missing 1 required positional argument: 'a' 300 (1, 2)
