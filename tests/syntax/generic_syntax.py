# Type parameters of functions and classes (PEP 695, 696).
def first[T](items: list[T]) -> T:
    return items[0]
class Box[T: (int, str) = int]:
    def __init__(self, value: T):
        self.value = value
    def map[U](self, f) -> 'Box[U]':
        return Box(f(self.value))
print(first([1]), first.__type_params__, first.__annotations__)
print(Box.__type_params__, Box[int], Box.__orig_bases__, Box.__parameters__)
print(Box(2).map(str).value, Box.__mro__[1].__name__)
T = Box.__type_params__[0]
print(T.__constraints__, T.__default__, T.__infer_variance__)

# expect: 1 (T,) {'items': list[T], 'return': T}
# expect: (T,) __main__.Box[int] (typing.Generic[T],) (T,)
# expect: 2 Generic
# expect: (<class 'int'>, <class 'str'>) <class 'int'> True
