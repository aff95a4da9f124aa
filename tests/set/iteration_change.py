# Changing a set while iterating is an error; small ints come out in order of hash.
s = {3, 1, 2}
try:
    for x in s: s.add(x + 10)
except RuntimeError as e:
    print(e)
print(len(s), sorted(set('hello')), len({1, 1.0, True}), {x % 3 for x in range(10)} == {0, 1, 2}, set(range(5)) == {0, 1, 2, 3, 4})

# expect: Set changed size during iteration
# expect: 4 ['e', 'h', 'l', 'o'] 1 True True
