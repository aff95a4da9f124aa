# except*: parts are handled separately, the rest is raised again.
def f(excs):
    try:
        raise ExceptionGroup('g', excs)
    except* ValueError as e:
        print('values', e.exceptions)
    except* (TypeError, KeyError) as e:
        print('types', e.exceptions)
    else:
        print('else')
    finally:
        print('finally')
f([ValueError(1), TypeError(2), ValueError(3)])
try:
    f([OSError('o'), KeyError('k')])
except ExceptionGroup as e:
    print('left', repr(e))
try:
    raise ValueError('plain')
except* ValueError as e:
    print(repr(e))
try:
    try:
        raise ExceptionGroup('g', [ValueError(1), KeyError(2)])
    except* ValueError as e:
        raise OSError('new')
except ExceptionGroup as e:
    print(repr(e))
try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)

# expect: values (ValueError(1), ValueError(3))
# expect: types (TypeError(2),)
# expect: finally
# expect: types (KeyError('k'),)
# expect: finally
# expect: left ExceptionGroup('g', [OSError('o')])
# expect: ExceptionGroup('', (ValueError('plain'),))
# expect: ExceptionGroup('', [OSError('new'), ExceptionGroup('g', [KeyError(2)])])
# expect: catching ExceptionGroup with except* is not allowed. Use except instead.
