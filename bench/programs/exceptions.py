"""Raising and handling: across frames, with finally and context, and exceptions as control flow."""
GROUP = 'control'
EXPECTED = ((22500, 45000), 100000, 20000)


class Problem(Exception):
    def __init__(self, code):
        super().__init__(f'problem {code}')
        self.code = code


def fail(depth, code):
    if depth == 0:
        raise Problem(code)
    fail(depth - 1, code)


def guarded(n):
    caught = cleaned = 0
    for i in range(n):
        try:
            try:
                fail(3, i)
            finally:
                cleaned += 1
        except Problem as error:
            caught += error.code & 1
    return caught, cleaned


def lookups(n):
    table = {i: i for i in range(0, n, 2)}
    missing = 0
    for i in range(n):
        try:
            table[i]
        except KeyError:
            missing += 1
    return missing


def wrapped(n):
    chained = 0
    for i in range(n):
        try:
            try:
                int('x' * (i % 3 + 1))
            except ValueError as error:
                raise RuntimeError('wrapped') from error
        except RuntimeError as error:
            chained += isinstance(error.__cause__, ValueError)
    return chained


def run():
    return guarded(45_000), lookups(200_000), wrapped(20_000)
