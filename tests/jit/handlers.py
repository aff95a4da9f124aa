# Exception handlers in compiled code: state, context, traceback lines, sys.exception().
import sys, traceback


def loop(n):
    c = 0
    x = 1.5
    for i in range(n):
        try:
            if i % 3 == 0:
                raise ValueError(i)
            if i % 5 == 0:
                c += {}[i]
            x += 1
        except ValueError as e:
            c += e.args[0]
        except KeyError:
            c -= 1
            continue
        finally:
            x += 0.5
    return c, x


for _ in range(4):
    print(loop(1000))  # expect: (166700, 1034.5)
# expect: (166700, 1034.5)
# expect: (166700, 1034.5)
# expect: (166700, 1034.5)


def chained(n):
    last = None
    for i in range(n):
        try:
            try:
                raise KeyError(i)
            except KeyError:
                assert sys.exception().args == (i,)
                raise ValueError(i)
        except ValueError as e:
            last = e
        assert sys.exception() is None
    return last


e = chained(500)
print(repr(e), repr(e.__context__))  # expect: ValueError(499) KeyError(499)
print([f.lineno for f in traceback.extract_tb(e.__traceback__)])  # expect: [40]
print([f.lineno for f in traceback.extract_tb(e.__context__.__traceback__)])  # expect: [37]


def leaves(n):
    for i in range(n):
        try:
            if i == n - 1:
                raise OSError(i)
            raise KeyError
        except KeyError:
            pass
        finally:
            n += 0


try:
    leaves(400)
except OSError as e:
    print(repr(e), [f.lineno for f in traceback.extract_tb(e.__traceback__)])  # expect: OSError(399) [66, 57]
