"""Integers beyond 64 bits: factorial, Fibonacci numbers, modular powers, Collatz steps, conversion to text."""
GROUP = 'numeric'
EXPECTED = (4115, [7, 67, 79, 99, 151, 423, 451, 511, 873, 1059, 1383], 97461, 11875)


def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def pi_digits(n):
    digits = []
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while len(digits) < n:
        if 4 * q + r - t < m * t:
            digits.append(str(m))
            q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return ''.join(digits)


def collatz(start):
    n, steps = start, 0
    while n != 1:
        n = 3 * n + 1 if n & 1 else n >> 1
        steps += 1
    return steps


def fibonacci(n):
    a, b = 0, 1
    for bit in bin(n)[2:]:
        a, b = a * (2 * b - a), a * a + b * b
        if bit == '1':
            a, b = b, a + b
    return a


def fermat():
    """Primes by Fermat's test among large numbers."""
    start = 10**60
    return [n - start for n in range(start, start + 1500) if n % 2 and n % 3 and pow(2, n - 1, n) == 1]


def run():
    return len(str(factorial(1500))), fermat(), collatz(2**7000 - 1), sum(map(int, str(fibonacci(20_000) >> 5_000)))
