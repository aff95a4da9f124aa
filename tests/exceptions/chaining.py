# __cause__, __context__, __suppress_context__.
def chain(mode):
    try:
        try:
            raise KeyError('first')
        except KeyError as e:
            if mode == 'from': raise ValueError('second') from e
            if mode == 'none': raise ValueError('second') from None
            raise ValueError('second')
    except ValueError as e:
        return repr(e.__cause__), repr(e.__context__), e.__suppress_context__
for mode in ('from', 'none', 'implicit'):
    print(mode, chain(mode))
try:
    raise ValueError from 5
except TypeError as e:
    print(e)
e = ValueError()
try:
    e.__cause__ = 5
except TypeError as x:
    print(x)
try:
    raise ValueError from KeyError
except ValueError as x:
    print(repr(x.__cause__))

# expect: from ("KeyError('first')", "KeyError('first')", True)
# expect: none ('None', "KeyError('first')", True)
# expect: implicit ('None', "KeyError('first')", False)
# expect: exception causes must derive from BaseException
# expect: exception cause must be None or derive from BaseException
# expect: KeyError()
