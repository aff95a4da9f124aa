# Values of other kinds than those a function was compiled for give the same results as ever.
def add(a, b):
    return a + b

def many(values):
    out = []
    for _ in range(300):
        out.clear()
        for a, b in values:
            out.append(add(a, b))
    return out

print(many([(1, 2), (3, 4)]))  # expect: [3, 7]
print(many([(1.5, 2), (3, 4.25)]))  # expect: [3.5, 7.25]
print(many([('a', 'b'), ([1], [2]), (True, 1)]))  # expect: ['ab', [1, 2], 2]
print(many([(2**53 - 1, 1), (-2**53, -1), (2**100, 1)]))  # expect: [9007199254740992, -9007199254740993, 1267650600228229401496703205377]

def power(n):
    x = 1
    for _ in range(n):
        x = x * 3
    return x
print([power(30) for _ in range(200)][-1])  # expect: 205891132094649
print(power(60))  # expect: 42391158275216203514294433201

def mixed(n):
    t = 0
    for i in range(n):
        t = t + (i if i % 2 else i * 0.5)
    return t
print(mixed(2001))  # expect: 1500500.0

def negative_zero(a, b):
    return a * b, -a, a // b if b else None, a % b if b else None
for _ in range(500):
    r = negative_zero(0, -5)
print(r)  # expect: (0, 0, 0, 0)
print(negative_zero(0.0, -5.0))  # expect: (-0.0, -0.0, -0.0, -0.0)
print(negative_zero(-7, 2), negative_zero(7, -2))  # expect: (-14, 7, -4, 1) (-14, -7, -4, -1)
