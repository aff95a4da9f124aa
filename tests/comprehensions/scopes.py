# Comprehension variables do not leak; the first iterable is evaluated outside.
x = 'outer'
print([x for x in range(3)], x)
class C:
    items = [1, 2]
    doubled = [i * 2 for i in items]
    try:
        bad = [i for i in [0] for j in items]
    except NameError as e:
        print(e)
print(C.doubled)
def f():
    fs = [lambda: y for y in range(3)]
    return [g() for g in fs]
print(f())
print({k: v for k, v in zip('ab', [1, 2])}, {c for c in 'aab'} == {'a', 'b'}, list(i for i in range(3) if i % 2 == 0))

# expect: [0, 1, 2] outer
# expect: name 'items' is not defined
# expect: [2, 4]
# expect: [2, 2, 2]
# expect: {'a': 1, 'b': 2} True [0, 2]
