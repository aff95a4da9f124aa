# A comprehension's names are its own, whatever the block around it or another comprehension does with them.
import sys
x = 3


def reused():
    [x for x in [1]]
    return [x for _ in [1]]


print(reused())


def free_outside_cell_inside():
    def f():
        return [lambda: x for x in (x, [1])[1]]
    x = ...
    return [fn() for fn in f()]


print(free_outside_cell_inside())
try:
    class A:
        [super for _ in [1]]
        [__class__ for _ in [1]]
except NameError as e:
    print(e)
try:
    class A:
        __class__ = 2
        [__class__ for _ in [1]]
except NameError as e:
    print(e)


class B:
    y = 1
    print([sorted(locals()) for a in [0]], [type(sys._getframe().f_locals).__name__ for a in [0]])
    print("y" in locals(), type(sys._getframe().f_locals).__name__)
# expect: [3]
# expect: [1]
# expect: name '__class__' is not defined
# expect: name '__class__' is not defined
# expect: [['a']] ['FrameLocalsProxy']
# expect: True dict
