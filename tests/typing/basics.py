# typing at run time: generics, protocols, NamedTuple, TypedDict, get_type_hints, overload, Literal.
from typing import *
T = TypeVar('T')
class Stack(Generic[T]):
    def push(self, x: T) -> None: ...
print(Stack[int], Stack[int]().__class__.__name__, List[int], Dict[str, Any], Optional[int] == (int | None), Callable[[int], str], Literal['a', 1], Tuple[int, ...], Annotated[int, 'meta'].__metadata__)
class Emp(NamedTuple):
    name: str
    id: int = 3
class Movie(TypedDict, total=False):
    title: Required[str]
    year: int
print(Emp('x'), Emp._fields, Emp._field_defaults, Movie(title='t'), Movie.__required_keys__, Movie.__optional_keys__)
@runtime_checkable
class Closable(Protocol):
    def close(self): ...
class R:
    def close(self): pass
print(isinstance(R(), Closable), isinstance(5, Closable), get_type_hints(Emp), get_origin(list[int]), get_args(dict[str, int]), cast(int, 'x'), NewType('UserId', int)(5))
@final
class Fin: pass
def f(a: 'int', b: Optional['str'] = None) -> ClassVar: ...
print(get_type_hints(f)['a'], Fin.__final__, is_typeddict(Movie), get_args(Union[int, str, int]), TypeVar('B', bound=int).__bound__, ParamSpec('P').args)
try:
    isinstance([], list[int])
except TypeError as e:
    print(e)
try:
    Stack[int, str]
except TypeError as e:
    print(e)

# expect: __main__.Stack[int] Stack typing.List[int] typing.Dict[str, typing.Any] True typing.Callable[[int], str] typing.Literal['a', 1] typing.Tuple[int, ...] ('meta',)
# expect: Emp(name='x', id=3) ('name', 'id') {'id': 3} {'title': 't'} frozenset({'title'}) frozenset({'year'})
# expect: True False {'name': <class 'str'>, 'id': <class 'int'>} <class 'list'> (<class 'str'>, <class 'int'>) x 5
# expect: <class 'int'> True True (<class 'int'>, <class 'str'>) <class 'int'> P.args
# expect: isinstance() argument 2 cannot be a parameterized generic
# expect: Too many arguments for <class '__main__.Stack'>; actual 2, expected 1
