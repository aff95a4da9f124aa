"""Digits of pi, one at a time, by a spigot of ever larger integers."""
from itertools import count, islice

GROUP = 'numeric'
EXPECTED = '0984882401'


def pi_digits():
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < m * t:
            yield m
            q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2


def pi_by_matrices():
    """The same digits from composed linear fractional transformations."""
    q, r, t = 1, 0, 1
    for k in count(1):
        q, r, t = q * k, (2 * q + r) * (2 * k + 1), t * (2 * k + 1)
        while True:
            digit = (3 * q + r) // t
            if digit != (4 * q + r) // t:
                break
            yield digit
            q, r = 10 * q, 10 * (r - digit * t)


def run():
    first = ''.join(map(str, islice(pi_digits(), 1200)))
    second = ''.join(map(str, islice(pi_by_matrices(), 1200)))
    return first[-10:] if first == second else None
