# sort: stability, key, reverse, errors, mutation during sort.
words = ['banana', 'Apple', 'cherry', 'apple', 'Banana']
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len, reverse=True), sorted([(1, 'b'), (0, 'z'), (1, 'a')], key=lambda p: p[0]), sorted([(1, 'b'), (0, 'z'), (1, 'a')], key=lambda p: p[0], reverse=True))
try:
    sorted([1, 'a'])
except TypeError as e:
    print(e)
a = [3, 1, 2]
try:
    a.sort(key=lambda x: a.append(x) or x)
except ValueError as e:
    print(e, a)
def bad(x): raise KeyError(x)
try:
    a.sort(key=bad)
except KeyError:
    print(a)
print(sorted([2.5, 1, True, -3]), sorted('hello'), sorted({3: 1, 1: 2}), sorted([float('inf'), -1, 0]), sorted([[2], [1, 5], [1]]), list(reversed(sorted(range(5)))))
class K:
    n = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o): K.n += 1; return self.v < o.v
print([k.v for k in sorted(map(K, [5, 2, 8, 1, 9, 3]))], K.n > 0)
big = [(i * 7919) % 1000 for i in range(1000)]
print(sorted(big) == list(range(1000)), sorted(big, key=lambda x: -x)[:3])

# expect: ['Apple', 'Banana', 'apple', 'banana', 'cherry'] ['Apple', 'apple', 'banana', 'Banana', 'cherry'] ['banana', 'cherry', 'Banana', 'Apple', 'apple'] [(0, 'z'), (1, 'b'), (1, 'a')] [(1, 'b'), (1, 'a'), (0, 'z')]
# expect: '<' not supported between instances of 'str' and 'int'
# expect: list modified during sort [1, 2, 3]
# expect: [1, 2, 3]
# expect: [-3, 1, True, 2.5] ['e', 'h', 'l', 'l', 'o'] [1, 3] [-1, 0, inf] [[1], [1, 5], [2]] [4, 3, 2, 1, 0]
# expect: [1, 2, 3, 5, 8, 9] True
# expect: True [999, 998, 997]
