# requires: 3.14
# Small changes of 3.14: NotImplemented in a boolean context, map(strict), int() without __trunc__, Union.
try:
    bool(NotImplemented)
except TypeError as e:
    print(e)
try:
    list(map(lambda a, b: a, [1, 2], [1], strict=True))
except ValueError as e:
    print(e)
class T:
    def __trunc__(self): return 5
try:
    int(T())
except TypeError as e:
    print(e)
import typing
print(type(int | str), typing.Union[int, str], typing.Union is type(int | str), float.from_number(3), complex.from_number(2))
print(memoryview(b'abca').index(99), memoryview(b'abca').count(97))
# expect: NotImplemented should not be used in a boolean context
# expect: map() argument 2 is shorter than argument 1
# expect: int() argument must be a string, a bytes-like object or a real number, not 'T'
# expect: <class 'typing.Union'> int | str True 3.0 (2+0j)
# expect: 2 2
