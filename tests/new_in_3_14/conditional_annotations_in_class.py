# Annotations in a branch of a class body count only if the branch ran.
# requires: 3.14
class A:
    x: int
    if True:
        y: str
    else:
        z: bytes


print(A.__annotations__)


def f():
    class B:
        while True:
            z: int = 4
            break
        else:
            k: int
    return B


print(f().__annotations__)
# expect: {'x': <class 'int'>, 'y': <class 'str'>}
# expect: {'z': <class 'int'>}
