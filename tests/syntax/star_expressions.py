# * and ** in displays, calls, returns, subscripts and for loops.
a = [1, 2]
b = {'x': 1}
print([*a, *a, 3], (*a,), {*a, 5}, {**b, 'y': 2, **{'x': 9}})
def f(*args, **kw):
    return args, kw
print(f(*a, 3, *a, k=1, **b, **{'z': 2}))
def g():
    return 1, *a
print(g())
for x in *a, 9:
    print(x, end=' ')
print()
class S:
    def __getitem__(self, key):
        return key
print(S()[*a, 4], S()[1:2, *a])
first, *rest = 'hello'
*init, (x, *y) = 1, 2, [3, 4, 5]
print(first, rest, init, x, y)

# expect: [1, 2, 1, 2, 3] (1, 2) {1, 2, 5} {'x': 9, 'y': 2}
# expect: ((1, 2, 3, 1, 2), {'k': 1, 'x': 1, 'z': 2})
# expect: (1, 1, 2)
# expect: 1 2 9 
# expect: (1, 2, 4) (slice(1, 2, None), 1, 2)
# expect: h ['e', 'l', 'l', 'o'] [1, 2] 3 [4, 5]
