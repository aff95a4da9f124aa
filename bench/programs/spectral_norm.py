"""The largest eigenvalue of an infinite matrix: calls of a tiny function in a double loop."""
from math import sqrt

GROUP = 'numeric'
EXPECTED = '1.274221700'


def a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v):
    return [sum(a(i, j) * x for j, x in enumerate(v)) for i in range(len(v))]


def transposed_times(v):
    return [sum(a(j, i) * x for j, x in enumerate(v)) for i in range(len(v))]


def run():
    u = [1.0] * 120
    for _ in range(10):
        v = transposed_times(times(u))
        u = transposed_times(times(v))
    vbv = sum(x * y for x, y in zip(u, v))
    vv = sum(x * x for x in v)
    return '%.9f' % sqrt(vbv / vv)
