# bool and subclasses of int.
class I(int):
    def __add__(self, o): return I(int(self) + o)
    def __repr__(self): return f'I({int(self)})'
print(I(3) + 4, I(3) * 2, type(I(3) * 2).__name__, I('12', 8), {I(1): 'x'}[1], [10, 20][I(1)])
print(True + True, True & False, True | 2, True ^ True, ~0, not 3, bool('False'), bool(0.0), isinstance(True, int), str(True), repr(False), True == 1, int(True), f'{True:d} {True!s:>6} {True}')
print(issubclass(bool, int), bool.__mro__, type(True & 1).__name__, type(True & True).__name__, sum([True, True]), 'ab'[True])

# expect: I(7) 6 int I(10) x 20
# expect: 2 False 3 False -1 False True False True True False True 1 1   True True
# expect: True (<class 'bool'>, <class 'int'>, <class 'object'>) int bool 2 b
