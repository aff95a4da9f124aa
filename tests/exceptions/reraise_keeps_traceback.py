# A bare raise lets the exception go on as it was; except* puts what was re-raised together again.
def lines(f):
    try:
        f()
    except BaseException as e:
        t, out = e.__traceback__, []
        while t:
            out.append(t.tb_lineno)
            t = t.tb_next
        print(repr(e), out)


def bare():
    try:
        1 / 0
    except ZeroDivisionError:
        raise


def in_a_helper():
    def helper():
        raise
    try:
        1 / 0
    except ZeroDivisionError:
        helper()


def named():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise e


def star():
    try:
        raise ExceptionGroup("eg", [TypeError(1), ValueError(2), OSError(3)])
    except* TypeError as e:
        raise
    except* ValueError as e:
        raise


def naked():
    try:
        raise ValueError(42)
    except* ValueError:
        raise


def naked_named():
    try:
        raise ValueError(42)
    except* ValueError as e:
        raise e


for f in bare, in_a_helper, named, star, naked, naked_named:
    lines(f)
# expect: ZeroDivisionError('division by zero') [4, 15]
# expect: ZeroDivisionError('division by zero') [4, 26, 24]
# expect: ZeroDivisionError('division by zero') [4, 33, 31]
# expect: ExceptionGroup('eg', [TypeError(1), ValueError(2), OSError(3)]) [4, 38]
# expect: ExceptionGroup('', (ValueError(42),)) [4, 48]
# expect: ExceptionGroup('', (ValueError(42),)) [4, 56, 55]
