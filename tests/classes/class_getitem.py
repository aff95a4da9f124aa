# __class_getitem__ and generic aliases of built-ins.
class A:
    def __class_getitem__(cls, item): return (cls.__name__, item)
print(A[int], A[1, 2])
print(list[int], dict[str, list[int]], tuple[int, ...], type[int], list[int].__origin__, list[int].__args__, list[int]([1]))
print(int | None, (int | str) == (str | int), isinstance(5, int | str), list[int] | None, (int | str).__args__)
try:
    int[5]
except TypeError as e:
    print(e)
class Sub(list[int]): pass
print(Sub.__bases__, Sub.__orig_bases__)

# expect: ('A', <class 'int'>) ('A', (1, 2))
# expect: list[int] dict[str, list[int]] tuple[int, ...] type[int] <class 'list'> (<class 'int'>,) [1]
# expect: int | None True True list[int] | None (<class 'int'>, <class 'str'>)
# expect: type 'int' is not subscriptable
# expect: (<class 'list'>,) (list[int],)
