# range: indexing, slicing, membership, comparison, big values.
r = range(2, 20, 3)
print(r, list(r), len(r), r[2], r[-1], r[1:4], r[::-1], 5 in r, 6 in r, 5.0 in r, 'x' in r, r.index(8), r.count(8), r == range(2, 18 + 1, 3), hash(r) == hash(range(2, 19, 3)), range(0) == range(5, 5), bool(range(0)), r.start, r.stop, r.step)
print(range(10**30, 10**30 + 3)[1], len(range(0, 10**18, 7)), 10**20 in range(0, 10**21, 10), list(range(5, 0, -2)), list(reversed(range(3))), range(-5)[:], max(range(5)), sum(range(101)))
for f in (lambda: range(1.5), lambda: range(1, 2, 0), lambda: r[100], lambda: range(), lambda: r['a'], lambda: len(range(10**30)), lambda: r < r):
    try:
        print(f())
    except (TypeError, ValueError, IndexError, OverflowError) as e:
        print(type(e).__name__, e)

# expect: range(2, 20, 3) [2, 5, 8, 11, 14, 17] 6 8 17 range(5, 14, 3) range(17, -1, -3) True False True False 2 1 True True True False 2 20 3
# expect: 1000000000000000000000000000001 142857142857142858 True [5, 3, 1] [2, 1, 0] range(0, 0) 4 5050
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: ValueError range() arg 3 must not be zero
# expect: IndexError range object index out of range
# expect: TypeError range expected at least 1 argument, got 0
# expect: TypeError range indices must be integers or slices, not str
# expect: OverflowError Python int too large to convert to C ssize_t
# expect: TypeError '<' not supported between instances of 'range' and 'range'
