# Nested loops, conditions, nested comprehensions, unpacking.
print([(i, j) for i in range(3) for j in range(i) if i + j > 1])
print([[c * n for c in 'ab'] for n in range(3)])
print([a + b for a, b in [(1, 2), (3, 4)]], [x for [x, *_] in [[1, 2, 3]]])
print({i: {j for j in range(i)} for i in range(3)})
print(sum(x for x in range(5)), max((len(w), w) for w in ['a', 'bbb', 'cc']))
print([y for x in range(4) if (y := x * x) > 2])
print(list(map(lambda p: p[0], [(i,) for i in 'xyz'])))

# expect: [(2, 0), (2, 1)]
# expect: [['', ''], ['a', 'b'], ['aa', 'bb']]
# expect: [3, 7] [1]
# expect: {0: set(), 1: {0}, 2: {0, 1}}
# expect: 10 (3, 'bbb')
# expect: [4, 9]
# expect: ['x', 'y', 'z']
