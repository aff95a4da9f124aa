# Tuples: methods, comparison, hashing, repr.
t = (1, 'a', 2.5)
print(t, (), (1,), tuple('ab'), t + (1,), t * 2, t[1:], t.index('a'), t.count(1), 1 in t, (1, 2) < (1, 2, 0), (1, 'x') == (1.0, 'x'), hash((1, 2)) == hash((1.0, 2)), hash(()), hash((1, 2, 3)), hash(('a',)) == hash(('a',)), tuple(t) is t)
for f in (lambda: t[5], lambda: t.index(9), lambda: hash(([],)), lambda: t + [1], lambda: (1,) < ('a',), lambda: tuple(5), lambda: t.__setitem__):
    try:
        print(f())
    except (IndexError, ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)

# expect: (1, 'a', 2.5) () (1,) ('a', 'b') (1, 'a', 2.5, 1) (1, 'a', 2.5, 1, 'a', 2.5) ('a', 2.5) 1 1 True True True True 5740354900026072187 529344067295497451 True True
# expect: IndexError tuple index out of range
# expect: ValueError tuple.index(x): x not in tuple
# expect: TypeError unhashable type: 'list'
# expect: TypeError can only concatenate tuple (not "list") to tuple
# expect: TypeError '<' not supported between instances of 'int' and 'str'
# expect: TypeError 'int' object is not iterable
# expect: AttributeError 'tuple' object has no attribute '__setitem__'
