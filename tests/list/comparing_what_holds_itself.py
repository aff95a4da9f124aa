# Lists that hold themselves cannot be compared; nested ones can, as deep as recursion goes.
a, b = [1], [1]
a.append(a)
b.append(b)
kinds = set()
for compare in (lambda: a == b, lambda: a < b, lambda: a != b):
    for _ in range(3):
        try:
            compare()
        except RecursionError as e:
            kinds.add(type(e))
print(kinds)  # expect: {<class 'RecursionError'>}

def nested(n, v):
    for _ in range(n):
        v = [v]
    return v

def same(x, y):
    return x == y, x < y, (x,) != (y,)

for _ in range(500):
    r = same(nested(60, 1), nested(60, 1)), same(nested(60, 1), nested(60, 2.0)), same((1, 'a', None), (1, 'b', None))
print(r)  # expect: ((True, False, False), (False, True, True), (False, True, True))
print(same((1, True), (1.0, 1)), same([float('nan')], [float('nan')]), same((2**70, ''), (2**70, '')))  # expect: (True, False, False) (False, False, True) (True, False, False)
nan = float('nan')
print(same([nan], [nan]), same((), ()))  # expect: (True, False, False) (True, False, False)

