# Generator expressions are lazy, except for the first iterable.
log = []
def src(name, n):
    log.append(name)
    return range(n)
g = ((i, j) for i in src('outer', 2) for j in src('inner', 2))
print(log)
print(next(g), log)
print(list(g), log)
try:
    (x for x in 5)
except TypeError as e:
    print(e)

# expect: ['outer']
# expect: (0, 0) ['outer', 'inner']
# expect: [(0, 1), (1, 0), (1, 1)] ['outer', 'inner', 'inner']
# expect: 'int' object is not iterable
