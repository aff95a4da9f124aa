# ExceptionGroup: construction, split, subgroup, derive.
g = ExceptionGroup('top', [ValueError(1), TypeError(2), ExceptionGroup('in', [ValueError(3), KeyError(4)])])
print(g, repr(g), g.message, len(g.exceptions))
match_, rest = g.split(ValueError)
print(repr(match_), repr(rest))
print(repr(g.subgroup(lambda e: isinstance(e, KeyError))), g.subgroup(OSError))
print(type(BaseExceptionGroup('b', [ValueError()])).__name__, type(BaseExceptionGroup('b', [KeyboardInterrupt()])).__name__)
for args in (('x', []), ('x', [5]), (5, [ValueError()]), ('x', 5)):
    try:
        ExceptionGroup(*args)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    ExceptionGroup('x', [KeyboardInterrupt()])
except TypeError as e:
    print(e)
class Mine(ExceptionGroup):
    def derive(self, excs): return Mine(self.message, excs)
print(type(Mine('m', [ValueError(), KeyError()]).split(KeyError)[0]).__name__)

# expect: top (3 sub-exceptions) ExceptionGroup('top', [ValueError(1), TypeError(2), ExceptionGroup('in', [ValueError(3), KeyError(4)])]) top 3
# expect: ExceptionGroup('top', [ValueError(1), ExceptionGroup('in', [ValueError(3)])]) ExceptionGroup('top', [TypeError(2), ExceptionGroup('in', [KeyError(4)])])
# expect: ExceptionGroup('top', [ExceptionGroup('in', [KeyError(4)])]) None
# expect: ExceptionGroup BaseExceptionGroup
# expect: ValueError second argument (exceptions) must be a non-empty sequence
# expect: ValueError Item 0 of second argument (exceptions) is not an exception
# expect: TypeError BaseExceptionGroup.__new__() argument 1 must be str, not int
# expect: TypeError second argument (exceptions) must be a sequence
# expect: Cannot nest BaseExceptions in an ExceptionGroup
# expect: Mine
