# Iterating over a list that changes.
a = [1, 2, 3]
for x in a:
    if x < 3 and len(a) < 6: a.append(x + 10)
print(a)
b = [1, 2, 3, 4]
for x in b:
    b.remove(x)
print(b)
it = iter([1, 2])
print(next(it), it.__length_hint__(), list(it), list(it))
r = reversed([1, 2, 3])
print(next(r), list(r))

# expect: [1, 2, 3, 11, 12]
# expect: [2, 4]
# expect: 1 1 [2] []
# expect: 3 [2, 1]
