# Exceptions of natives and callees pass through compiled functions with their tracebacks and contexts.
import traceback

def inner(d, k):
    return d[k]

def middle(d, k):
    v = inner(d, k)
    return v + 1

def outer(d, k):
    try:
        return middle(d, k)
    except KeyError as e:
        return type(e).__name__, e.args

def chained(d, k):
    try:
        return middle(d, k)
    except KeyError:
        return int('x' + k)

def ended(it):
    total = 0
    while True:
        try:
            total += next(it)
        except StopIteration as e:
            return total, e.value

def gen():
    yield 1
    yield 2
    return 'end'

def missing(o):
    try:
        return o.nothing
    except AttributeError as e:
        return str(e)

def popped(items):
    out = []
    try:
        while True:
            out.append(items.pop())
    except IndexError as e:
        return out, str(e)

def finally_runs(d, k, log):
    try:
        return inner(d, k)
    finally:
        log.append(k)

for i in range(700):
    a = outer({'a': 1}, 'a'), outer({}, 'b')
    try:
        chained({}, 'k')
    except ValueError as e:
        error = e
    b = ended(gen()), missing(i), popped([1, 2])
    log = []
    try:
        finally_runs({}, 'z', log)
    except KeyError as e:
        last = e
print(a)  # expect: (2, ('KeyError', ('b',)))
print(repr(error), repr(error.__context__))  # expect: ValueError("invalid literal for int() with base 10: 'xk'") KeyError('k')
print([f.name for f in traceback.extract_tb(error.__context__.__traceback__)])  # expect: ['chained', 'middle', 'inner']
print([f.name for f in traceback.extract_tb(error.__traceback__)])  # expect: ['<module>', 'chained']
print(b)  # expect: ((3, 'end'), "'int' object has no attribute 'nothing'", ([2, 1], 'pop from empty list'))
print(log, [f.lineno for f in traceback.extract_tb(last.__traceback__)])  # expect: ['z'] [65, 52, 5]
print(last.__traceback__.tb_next.tb_frame.f_locals['k'])  # expect: z

def key(x):
    return x['v']

def sort(items):
    try:
        return sorted(items, key=key)
    except KeyError as e:
        return [f.name for f in traceback.extract_tb(e.__traceback__)]

for i in range(400):
    r = sort([{'v': 2}, {'v': 1}])
    s = sort([{'v': 2}, {'w': 1}])
print(r, s)  # expect: [{'v': 1}, {'v': 2}] ['sort', 'key']

def deep(n):
    if n == 0:
        raise ValueError('bottom')
    return deep(n - 1) + 1

def depth(n):
    try:
        deep(n)
    except ValueError as e:
        return len(traceback.extract_tb(e.__traceback__))

for i in range(300):
    n = depth(20)
print(n)  # expect: 22
