# InterpreterPoolExecutor: results in order, exceptions as they were, functions of the main program by pickle.
# requires: 3.14
import math
from concurrent.futures import InterpreterPoolExecutor

OFFSET = 10

def plain(x):
    return x * x

def needs_globals(x):
    return math.floor(x) + OFFSET

def fails(x):
    raise KeyError(x)

if __name__ == '__main__':
    with InterpreterPoolExecutor(2) as pool:
        print(list(pool.map(plain, range(5))))                 # expect: [0, 1, 4, 9, 16]
        print(list(pool.map(needs_globals, [1.5, 2.5])))       # expect: [11, 12]
        print(repr(pool.submit(fails, 'k').exception()))       # expect: KeyError('k')
