# random with a seed gives CPython's numbers.
import random
r = random.Random(42)
print([r.random() for _ in range(3)], r.randint(1, 100), r.choice('abcdef'), r.sample(range(100), 5), r.shuffle(x := list(range(8))), x, r.gauss(0, 1), r.getrandbits(70), r.uniform(1, 2), r.choices('ab', k=5), r.randrange(10**30), r.expovariate(1), r.betavariate(1, 2), r.randbytes(4))
random.seed('text')
print(random.random(), random.Random(b'x').random(), random.Random(1.5).random(), random.Random(10**30).random())
state = r.getstate()
a = r.random()
r.setstate(state)
print(a == r.random())

# expect-error: AttributeError: module 'math' has no attribute 'sqrt' (consider renaming '/work/main/tests/modules/math.py' since it has the same name as the standard library module named 'math' and the import system gives it precedence)
