# set and frozenset: algebra, comparison, mutation, errors.
# requires: 3.14
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a & b, a | b, a - b, a ^ b, a <= {1, 2, 3, 4}, a < a, a > {1}, a.isdisjoint({9}), a.issubset(range(10)), a.union([7], 'x') >= a, a.intersection([1, 9], (1,)), a.difference([1], [2]), a.symmetric_difference([4, 9]))
c = set()
c.add(1); c.update([2], (3,)); c.discard(9); c.remove(2)
c |= {7}; c &= {1, 7}; c -= {7}; c ^= {1, 8}
print(c, c.pop(), c, len(a), 2 in a, {1} == frozenset([1]), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), frozenset('a'), set(), {frozenset([1]): 'k'}[frozenset([1])], type(frozenset([1]) | {2}).__name__, type({2} | frozenset([1])).__name__, {1} in {frozenset([1])})
for f in (lambda: {1}.remove(5), lambda: set().pop(), lambda: {[]}, lambda: {1} | [2], lambda: hash(set()), lambda: {1} < [1], lambda: set(5), lambda: frozenset().add(1)):
    try:
        print(f())
    except (KeyError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)

# expect: {3, 4} {1, 2, 3, 4, 5} {1, 2} {1, 2, 5} True False True True True True {1} {3, 4} {1, 2, 3, 9}
# expect: set() 8 set() 4 True True True frozenset({'a'}) set() k frozenset set True
# expect: KeyError 5
# expect: KeyError 'pop from an empty set'
# expect: TypeError cannot use 'list' as a set element (unhashable type: 'list')
# expect: TypeError unsupported operand type(s) for |: 'set' and 'list'
# expect: TypeError unhashable type: 'set'
# expect: TypeError '<' not supported between instances of 'set' and 'list'
# expect: TypeError 'int' object is not iterable
# expect: AttributeError 'frozenset' object has no attribute 'add'
