# Integers beyond 64 bits: factorial, digits of pi, modular powers, conversion to text.
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


print(len(str(factorial(1500))), pi_digits(2000)[-10:], pow(3, 10**400, 10**50 + 151) % 10**9, collatz(2**3000 - 1))
