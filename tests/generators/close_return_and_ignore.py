# close() gives the return value; a generator that ignores GeneratorExit is an error.
def returns():
    try:
        yield
    except GeneratorExit:
        return 'last words'
r = returns()
next(r)
print(r.close())
def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2
i = ignores()
next(i)
try:
    i.close()
except RuntimeError as e:
    print(e)
def stops():
    raise StopIteration('inner')
    yield
try:
    next(stops())
except RuntimeError as e:
    print(e, repr(e.__cause__))
def again():
    yield next(me)
me = again()
try:
    next(me)
except ValueError as e:
    print(e)

# expect: last words
# expect: generator ignored GeneratorExit
# expect: generator raised StopIteration StopIteration('inner')
# expect: generator already executing
