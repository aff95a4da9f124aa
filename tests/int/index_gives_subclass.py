# __index__ and __int__ may give an instance of a subclass of int, with a warning.
import operator
import warnings


class Odd:
    def __index__(self):
        return True

    def __int__(self):
        return True


for f in (operator.index, int):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        print(f(Odd()), seen[0].category.__name__, str(seen[0].message).partition(".")[0])
# expect: 1 DeprecationWarning __index__ returned non-int (type bool)
# expect: 1 DeprecationWarning __int__ returned non-int (type bool)
