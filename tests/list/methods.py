# Methods and operators of list.
a = [3, 1, 2]
a.append(5); a.extend('xy'); a.insert(1, 'i'); a.insert(-100, 'first'); a.insert(100, 'last')
print(a, a.pop(), a.pop(0), a.index(5), a.count(1), a + [1], [0] * 3, 2 * [[]], a.copy() == a, [1, 2] < [1, 3], [1] < [1, 0], a.remove('x'), a)
a += (1, 2)
a *= 2
print(a, len(a), 5 in a, a.reverse(), a, a.clear(), a)
for f in (lambda: [].pop(), lambda: [1].pop(5), lambda: [].remove(1), lambda: [1][5], lambda: a['x'], lambda: [] + (), lambda: [1] * 1.5, lambda: list(5), lambda: hash([]), lambda: [] < 5):
    try:
        print(f())
    except (IndexError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
r = [1]
r.append(r)
print(r, r == r)

# expect: [3, 'i', 1, 2, 5, 'y'] last first 4 1 [3, 'i', 1, 2, 5, 'x', 'y', 1] [0, 0, 0] [[], []] True True True None [3, 'i', 1, 2, 5, 'y']
# expect: [] 16 True None [] None []
# expect: IndexError pop from empty list
# expect: IndexError pop index out of range
# expect: ValueError list.remove(x): x not in list
# expect: IndexError list index out of range
# expect: TypeError list indices must be integers or slices, not str
# expect: TypeError can only concatenate list (not "tuple") to list
# expect: TypeError can't multiply sequence by non-int of type 'float'
# expect: TypeError 'int' object is not iterable
# expect: TypeError unhashable type: 'list'
# expect: TypeError '<' not supported between instances of 'list' and 'int'
# expect: [1, [...]] True
