# Deeply nested yield from, and a recursive generator.
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(4)))
def chain(n):
    if n == 0:
        yield 'bottom'
    else:
        yield from chain(n - 1)
print(list(chain(500)))
def permutations(xs):
    if not xs:
        yield []
    for i, x in enumerate(xs):
        for rest in permutations(xs[:i] + xs[i + 1:]):
            yield [x] + rest
print(len(list(permutations('abcd'))), next(permutations([1, 2, 3])))

# expect: [1, 2, 1, 3, 1, 2, 1, 4, 1, 2, 1, 3, 1, 2, 1]
# expect: ['bottom']
# expect: 24 [1, 2, 3]
