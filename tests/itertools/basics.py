# Every function of itertools.
from itertools import *
import operator
print(list(islice(count(5, 2), 3)), list(islice(cycle('ab'), 5)), list(repeat(1, 3)), list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], operator.mul, initial=10)), list(chain('ab', [1])), list(chain.from_iterable(['ab', 'c'])), list(compress('abcd', [1, 0, 1, 0])), list(dropwhile(lambda x: x < 3, [1, 4, 2])), list(takewhile(lambda x: x < 3, [1, 4, 2])), list(filterfalse(lambda x: x % 2, range(5))))
print([(k, list(g)) for k, g in groupby('aabbca')], [(k, list(g)) for k, g in groupby([1, 3, 2, 4], lambda x: x % 2)], list(islice('abcdef', 1, None, 2)), list(pairwise('abc')), list(starmap(pow, [(2, 3), (3, 2)])), [list(x) for x in tee([1, 2], 2)], list(zip_longest('ab', [1], fillvalue='-')), list(batched('abcde', 2)))
print(list(product('ab', [1, 2])), len(list(product(range(3), repeat=3))), list(permutations('abc', 2)), len(list(permutations(range(5)))), list(combinations('abc', 2)), list(combinations_with_replacement('ab', 2)), list(product()), list(permutations([], 0)), list(combinations('ab', 5)))
print(count(1.5, 0.5), repeat(5), next(count(10**20)), repeat('x', 2), list(islice(count(3, -1), 3)))
for f in (lambda: islice([], -1), lambda: repeat(), lambda: list(batched('ab', 0)), lambda: count('x'), lambda: combinations('a', -1), lambda: list(batched('abc', 2, strict=True)), lambda: product(1), lambda: list(accumulate([1, 'a']))):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
g = groupby('aab')
k1, g1 = next(g)
k2, g2 = next(g)
print(list(g1), list(g2))

# expect: [5, 7, 9] ['a', 'b', 'a', 'b', 'a'] [1, 1, 1] [1, 3, 6] [10, 10, 20, 60] ['a', 'b', 1] ['a', 'b', 'c'] ['a', 'c'] [4, 2] [1] [0, 2, 4]
# expect: [('a', ['a', 'a']), ('b', ['b', 'b']), ('c', ['c']), ('a', ['a'])] [(1, [1, 3]), (0, [2, 4])] ['b', 'd', 'f'] [('a', 'b'), ('b', 'c')] [8, 9] [[1, 2], [1, 2]] [('a', 1), ('b', '-')] [('a', 'b'), ('c', 'd'), ('e',)]
# expect: [('a', 1), ('a', 2), ('b', 1), ('b', 2)] 27 [('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')] 120 [('a', 'b'), ('a', 'c'), ('b', 'c')] [('a', 'a'), ('a', 'b'), ('b', 'b')] [()] [()] []
# expect: count(1.5, 0.5) repeat(5) 100000000000000000000 repeat('x', 2) [3, 2, 1]
# expect: ValueError Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
# expect: TypeError repeat() missing required argument 'object' (pos 1)
# expect: ValueError n must be at least one
# expect: TypeError a number is required
# expect: ValueError r must be non-negative
# expect: ValueError batched(): incomplete batch
# expect: TypeError 'int' object is not iterable
# expect: TypeError unsupported operand type(s) for +: 'int' and 'str'
# expect: [] ['b']
