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


# expect: [0.6394267984578837, 0.025010755222666936, 0.27502931836911926] 29 b [94, 13, 86, 69, 11] None [3, 2, 4, 1, 5, 7, 0, 6] -1.4706861717477382 489667741984127322252 1.2204406220406967 ['b', 'b', 'a', 'b', 'b'] 250002842794692296707986335862 3.1515226484383043 0.4336034377869882 b'\x13d\xf5\xd8'
# expect: 0.8711565613554825 0.6307877176639078 0.551763726942059 0.9341508484568806
# expect: True
