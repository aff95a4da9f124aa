# yield from passes values, exceptions and the result through.
def inner():
    try:
        a = yield 1
        print('inner got', a)
        b = yield 2
        print('inner got', b)
    except KeyError as e:
        print('inner caught', e)
        yield 'recovered'
    return 'inner result'
def outer():
    r = yield from inner()
    print('outer got', r)
    yield from 'xy'
    return (yield from [])
x = outer()
print(next(x), x.send('A'), x.throw(KeyError('k')), list(x))
class It:
    def __iter__(self): return self
    def __next__(self): return 5
    def send(self, v): return ('sent', v)
    def throw(self, *a): return ('thrown', type(a[0]).__name__)
    def close(self): print('closed')
def d(): yield from It()
y = d()
print(next(y), y.send(1), y.throw(ValueError()))
y.close()
try:
    next((lambda: (yield from 5))())
except TypeError as e:
    print(e)

# expect: inner got A
# expect: inner caught 'k'
# expect: outer got inner result
# expect: 1 2 recovered ['x', 'y']
# expect: 5 ('sent', 1) ('thrown', 'ValueError')
# expect: closed
# expect: 'int' object is not iterable
