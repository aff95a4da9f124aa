# Slice reads, assignments and deletions.
a = list(range(10))
print(a[2:5], a[:-3], a[-3:], a[::3], a[::-1], a[8:2:-2], a[20:], a[5:2], a[-100:2], a[:], a[None:None:2])
a[2:4] = 'xyz'
print(a)
a[::2] = range(6) if len(a[::2]) == 6 else None
print(a)
a[5:5] = [0, 0]
a[len(a):] = ['end']
del a[1:3], a[::3]
print(a)
a[:] = []
print(a)
for code in ('[1,2,3][::0]', 'a = [1,2,3]; a[::2] = [1]', 'a = [1]; a[0:1] = 5', '[1]["a":]', 'a = [1,2]; a[1.5] = 1', 'del [1][3]', 'a = [1]; a[5] = 1'):
    try:
        exec(code)
    except (ValueError, TypeError, IndexError) as e:
        print(code, '->', e)
class I:
    def __index__(self): return 2
print(list(range(5))[I():], slice(1, None, 2).indices(10), slice(None, None, -1).indices(3), slice(5), slice(1, 2) == slice(1, 2), [1, 2, 3][slice(1)])

# expect: [2, 3, 4] [0, 1, 2, 3, 4, 5, 6] [7, 8, 9] [0, 3, 6, 9] [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] [8, 6, 4] [] [] [0, 1] [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] [0, 2, 4, 6, 8]
# expect: [0, 1, 'x', 'y', 'z', 4, 5, 6, 7, 8, 9]
# expect: [0, 1, 1, 'y', 2, 4, 3, 6, 4, 8, 5]
# expect: ['y', 2, 0, 4, 6, 4, 5, 'end']
# expect: []
# expect: [1,2,3][::0] -> slice step cannot be zero
# expect: a = [1,2,3]; a[::2] = [1] -> attempt to assign sequence of size 1 to extended slice of size 2
# expect: a = [1]; a[0:1] = 5 -> must assign iterable to extended slice
# expect: [1]["a":] -> slice indices must be integers or None or have an __index__ method
# expect: a = [1,2]; a[1.5] = 1 -> list indices must be integers or slices, not float
# expect: del [1][3] -> list assignment index out of range
# expect: a = [1]; a[5] = 1 -> list assignment index out of range
# expect: [2, 3, 4] (1, 10, 2) (2, -1, -1) slice(None, 5, None) True [1]
