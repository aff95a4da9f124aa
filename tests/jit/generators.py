# Compiled generators: values, send, throw, close, delegation, tracebacks and the handled exception are as in tier 0.
import sys
import traceback


def numbers(n):
    try:
        for i in range(n):
            x = yield i
            if x is not None:
                print('got', x)
    except ValueError as e:
        yield f'caught {e}'
    finally:
        seen.append('fin')
    return 'ret'


def outer(n):
    r = yield from numbers(n)
    yield r


def bad():
    yield 1
    yield 1 // 0


def itself():
    for _ in range(2):
        try:
            next(me)
        except ValueError as e:
            yield str(e), me.gi_running


def stops():
    yield 1
    raise StopIteration(5)


def looks():
    a = 1
    yield sorted(locals())
    b = 2
    yield sorted(locals()), sys._getframe(1).f_code.co_name


def handled(n):
    for i in range(n):
        try:
            raise KeyError(i)
        except KeyError:
            yield repr(sys.exception())


def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


for k in range(500):
    last = k == 499
    seen = []
    values = [v for v in outer(3)]
    o = outer(5)
    next(o), next(o)
    if last:
        print(values, seen)
        o.send('s')
    print(o.throw(ValueError('e'))) if last else o.throw(ValueError('e'))
    o.close()
    o = outer(5)
    next(o)
    if last:
        print(o.gi_running, o.gi_yieldfrom.__name__, o.gi_frame.f_lineno, o.gi_frame.f_locals)
    o.close()
    try:
        for x in bad():
            pass
    except ZeroDivisionError as e:
        lines = [(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)][1:]
    me = itself()
    values = [v for v in me]
    if last:
        print(lines, values, seen)
    try:
        for x in stops():
            pass
    except RuntimeError as e:
        text = f'{e}; {e.__cause__!r}'
    values = [v for v in looks()]
    try:
        raise OSError
    except OSError:
        for h in handled(3):
            assert isinstance(sys.exception(), OSError)
    assert sys.exception() is None
print(text)
print(values)
print(h)
total = 0
for v in deep(900):
    total += v
print(total)
try:
    for v in deep(2000):
        pass
except RecursionError as e:
    print(e)
# expect: [0, 1, 2, 'ret'] ['fin']
# expect: got s
# expect: caught e
# expect: False numbers 20 {'n': 5}
# expect: [('bad', 26)] [('generator already executing', True), ('generator already executing', True)] ['fin', 'fin', 'fin']
# expect: generator raised StopIteration; StopIteration(5)
# expect: [['a'], (['a', 'b'], '<module>')]
# expect: KeyError(2)
# expect: 405450
# expect: maximum recursion depth exceeded
