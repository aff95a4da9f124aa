"""Primes: a sieve by slices, a sieve by loops, and trial division."""
GROUP = 'numeric'
EXPECTED = (148933, 56543, 6935)


def slices(n):
    flags = bytearray([1]) * (n + 1)
    flags[0:2] = b'\0\0'
    for i in range(2, int(n**0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return sum(flags)


def loops(n):
    flags = [True] * (n + 1)
    count = 0
    for i in range(2, n + 1):
        if flags[i]:
            count += 1
            for j in range(i * i, n + 1, i):
                flags[j] = False
    return count


def division(n):
    primes = []
    for candidate in range(2, n):
        for prime in primes:
            if prime * prime > candidate:
                primes.append(candidate)
                break
            if candidate % prime == 0:
                break
        else:
            primes.append(candidate)
    return len(primes)


def run():
    return slices(2_000_000), loops(700_000), division(70_000)
