# iter() with a sentinel, __getitem__ iteration, zip, map, filter, enumerate, reversed.
class G:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
print(list(G()), list(iter([1, 2, 0, 3].pop, 0)), list(zip('abc', [1, 2])), list(map(pow, [2, 3], [3, 2])), list(filter(None, [0, 1, '', 'a'])), list(enumerate('ab', 5)), list(zip()), list(zip(*[(1, 2), (3, 4)])))
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as e:
    print(e)
class Bad:
    def __iter__(self): return 5
class Bad2:
    def __iter__(self): return self
for f in (lambda: iter(Bad()), lambda: iter(Bad2()), lambda: next(5), lambda: next(iter([])), lambda: iter(5, 1), lambda: list(map(len, [1])), lambda: enumerate(5), lambda: sum(['a']), lambda: max([]), lambda: max(1), lambda: any(5)):
    try:
        print(f())
    except (TypeError, StopIteration, ValueError) as e:
        print(type(e).__name__, e)
print(any([]), all([]), any(x > 1 for x in [1, 2]), sum([[1], [2]], []), sum([0.1] * 10), sum([1, 2.5, True]), max('abc', key=ord), min([3, 1], default=0), max([(1, 'a'), (1, 'b')]))

# expect: [0, 10, 20] [3] [('a', 1), ('b', 2)] [8, 9] [1, 'a'] [(5, 'a'), (6, 'b')] [] [(1, 3), (2, 4)]
# expect: zip() argument 2 is longer than argument 1
# expect: TypeError iter() returned non-iterator of type 'int'
# expect: TypeError iter() returned non-iterator of type 'Bad2'
# expect: TypeError 'int' object is not an iterator
# expect: StopIteration 
# expect: TypeError iter(v, w): v must be callable
# expect: TypeError object of type 'int' has no len()
# expect: TypeError 'int' object is not iterable
# expect: TypeError unsupported operand type(s) for +: 'int' and 'str'
# expect: ValueError max() iterable argument is empty
# expect: TypeError 'int' object is not iterable
# expect: TypeError 'int' object is not iterable
# expect: False True True [1, 2] 1.0 4.5 c 1 (1, 'b')
