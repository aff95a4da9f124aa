# The exception that leaves a function is the one raised after its handler ran, not the one the handler caught.
import traceback


def f(c):
    x = 0
    try:
        while x < 2:
            x = len(x)
    except TypeError as e:
        x = str(e)
    return x and 255 ^ c


def show():
    try:
        f(1.5)
    except TypeError as e:
        return str(e), traceback.extract_tb(e.__traceback__)[-1].lineno


for i in range(60):
    first = show()
print(first)
# expect: ("unsupported operand type(s) for ^: 'int' and 'float'", 12)
