# The exception state of a generator is its own.
import sys
def g():
    print('in generator', sys.exc_info()[0])
    try:
        raise KeyError('inner')
    except KeyError:
        yield 1
        print('still handling', sys.exc_info()[0].__name__)
    print('done', sys.exc_info()[0])
    yield 2
x = g()
try:
    raise ValueError('outer')
except ValueError:
    next(x)
    print('outside', sys.exc_info()[0].__name__)
print(sys.exc_info()[0])
next(x)
def h():
    try:
        yield
    except ValueError:
        raise TypeError('from gen')
y = h()
next(y)
try:
    y.throw(ValueError('thrown'))
except TypeError as e:
    print(repr(e), repr(e.__context__))

# expect: in generator <class 'ValueError'>
# expect: outside ValueError
# expect: None
# expect: still handling KeyError
# expect: done None
# expect: TypeError('from gen') ValueError('thrown')
