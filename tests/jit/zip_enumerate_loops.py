# Loops over zip, enumerate and items() give what their iterators give, whatever the iterators within become.
def pairs(a, b):
    out = []
    for x, y in zip(a, b):
        out.append((x, y))
    return out

def counted(a, start=0):
    out = []
    for i, x in enumerate(a, start):
        out.append((i, x))
    return out

def items(d):
    out = []
    for key, value in d.items():
        out.append((key, value))
    return out

def tuples(a, b):
    return [t for t in zip(a, b)]

for _ in range(400):
    pairs([1, 2, 3], [4, 5, 6])
    counted('abc')
    items({'a': 1, 2: None})
    tuples([1], (2,))
print(pairs([1, 2, 3], [4, 5]), pairs('ab', [1.5, None]), pairs({1: 2}, range(9)))  # expect: [(1, 4), (2, 5)] [('a', 1.5), ('b', None)] [(1, 0)]
print(pairs((x for x in 'xyz'), [1, 2]), counted(range(3), 2**53 - 1))  # expect: [('x', 1), ('y', 2)] [(9007199254740991, 0), (9007199254740992, 1), (9007199254740993, 2)]
print(counted([1.5, 'a'], -1), counted({'k': 1}.items()), items({}))  # expect: [(-1, 1.5), (0, 'a')] [(0, ('k', 1))] []
print(tuples('ab', 'cd'), tuples([1], []))  # expect: [('a', 'c'), ('b', 'd')] []

# The rest of the first iterator is where CPython leaves it.
a, b = iter([1, 2, 3, 4]), iter([1])
print(pairs(a, b), list(a))  # expect: [(1, 1)] [3, 4]

def grows(d):
    for key, value in d.items():
        d[key + 1] = value

for n in range(400):
    try:
        grows({1: 1})
    except RuntimeError as e:
        last = str(e)
print(last)  # expect: dictionary changed size during iteration

def strict(a, b):
    total = 0
    for x, y in zip(a, b, strict=True):
        total += x * y
    return total

for _ in range(400):
    total = strict([1, 2], [3, 4])
print(total)  # expect: 11
try:
    strict([1, 2], [3])
except ValueError as e:
    print(e)  # expect: zip() argument 2 is shorter than argument 1

def both(a, b):
    # Left in the middle: the loop goes on in tier 0.
    total = 0
    for i, (x, y) in enumerate(zip(a, b)):
        total += i * x
        total += y
    return total

for _ in range(400):
    both([1, 2, 3], [4, 5, 6])
print(both([1, 2, 3], [4, 5, 6.5]), both([1, 2**60, 3], [4, 5, 6]))  # expect: 23.5 1152921504606846997
