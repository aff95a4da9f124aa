# A subclass's own __init__ may take keywords that the constructor of the built-in type does not know.
class WithInit(set):
    def __init__(self, arg, newarg=None):
        super().__init__(arg)
        self.newarg = newarg


print(WithInit([1, 2], newarg=3).newarg)  # expect: 3


class WithNew(set):
    def __new__(cls, arg, newarg=None):
        return super().__new__(cls, arg)


try:
    WithNew([1, 2], newarg=3)
except TypeError as e:
    print(e)  # expect: set() takes no keyword arguments


class Filter(filter):
    def __init__(self, *args, newarg=None):
        self.newarg = newarg


print(list(Filter(None, [0, 1], newarg=3)))  # expect: [1]
for make in (map, zip):

    class Sub(make):
        pass

    try:
        Sub(*((str, [1]) if make is map else ([1],)), newarg=3)
    except TypeError as e:
        print(e)
# expect: map() got an unexpected keyword argument 'newarg'
# expect: zip() got an unexpected keyword argument 'newarg'
