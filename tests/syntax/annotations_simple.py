# Variable annotations: evaluated names, no value, on attributes.
x: int = 1
y: 'str'
class C:
    a: int
    b: str = 'x'
    (c): float = 1.5
    self_like: 'C'
print(C.__annotations__, hasattr(C, 'a'), C.b)
def f(a: int, *args: str, k: float = 1.0, **kw: bytes) -> None:
    local: undefined = 5
    return local
print(f.__annotations__, f(1))
class D: pass
D.attr: int = 3
print(D.attr, D.__annotations__)

# expect: {'a': <class 'int'>, 'b': <class 'str'>, 'self_like': 'C'} False x
# expect: {'a': <class 'int'>, 'args': <class 'str'>, 'k': <class 'float'>, 'kw': <class 'bytes'>, 'return': None} 5
# expect: 3 {}
