# type aliases are lazy; generic aliases subscript.
type Pair[T] = tuple[T, T]
type Tree = list[Tree] | int
print(Pair, Pair.__value__, Pair.__type_params__, Pair[int])
print(Tree.__value__, Tree.__name__)
type Bad = undefined_name
try:
    Bad.__value__
except NameError as e:
    print(e)
type Many[*Ts, **P, B: int, C: (str, bytes), D = int] = tuple[*Ts]
print(Many.__type_params__, Many.__type_params__[2].__bound__, Many.__type_params__[3].__constraints__, Many.__type_params__[4].__default__)

# expect: Pair tuple[T, T] (T,) Pair[int]
# expect: list[Tree] | int Tree
# expect: name 'undefined_name' is not defined
# expect: (Ts, P, B, C, D) <class 'int'> (<class 'str'>, <class 'bytes'>) <class 'int'>
