# The streams of random numbers are NumPy's own, both of PCG64 and of the Mersenne Twister.
import numpy as np

r = np.random.default_rng(42)
print(r.random(3), r.integers(0, 10, 5), r.normal(size=2), r.choice(5, 3), r.permutation(5))
print(r.exponential(size=2), r.poisson(3, 4), r.choice(["a", "b", "c"], 4, p=[0.2, 0.3, 0.5]), r.choice(10, 4, replace=False))
print(r.bit_generator.state)
x = np.arange(10)
r.shuffle(x)
print(x, np.random.default_rng(2**70).random(2), np.random.default_rng([1, 2, 3]).random(), np.random.default_rng(1).spawn(2)[1].random())
np.random.seed(0)
print(np.random.rand(2), np.random.randn(3), np.random.randint(0, 100, 5), np.random.choice([1, 2, 3], 4), np.random.permutation(6))
print(np.random.normal(5, 2, 3), np.random.uniform(size=2), np.random.beta(1, 2, 2), np.random.gamma(2.0, 1.0, 2), np.random.binomial(10, 0.3, 4))
y = [1, 2, 3, 4, 5]
np.random.shuffle(y)
print(y, np.random.RandomState(7).randn(3))

# expect: [0.77395605 0.43887844 0.85859792] [0 6 2 0 5] [ 0.1278404  -0.31624259] [4 2 0] [3 0 2 4 1]
# expect: [0.38689482 1.23158566] [2 7 1 4] ['b' 'b' 'a' 'a'] [3 8 5 4]
# expect: {'bit_generator': 'PCG64', 'state': {'state': 239856457220664993936940951685684956528, 'inc': 332724090758049132448979897138935081983}, 'has_uint32': 0, 'uinteger': 2876829201}
# expect: [9 3 0 2 8 6 5 7 4 1] [0.54284094 0.9331129 ] 0.6704722626516632 0.4757645185899906
# expect: [0.5488135  0.71518937] [0.97873798 2.2408932  1.86755799] [36 87 70 88 88] [1 3 2 3] [5 2 3 4 1 0]
# expect: [3.04544424 7.44121619 2.3210089 ] [0.36824154 0.95715516] [0.08794636 0.17329092] [2.57589624 4.77346612] [1 3 2 4]
# expect: [2, 4, 1, 3, 5] [ 1.6905257  -0.46593737  0.03282016]
