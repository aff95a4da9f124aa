# dataclass: fields, defaults, factories, order, frozen, slots, kw_only, inheritance, post-init.
from dataclasses import dataclass, field, fields, asdict, astuple, replace, InitVar, KW_ONLY, make_dataclass, is_dataclass
@dataclass(order=True)
class A:
    x: int
    y: list = field(default_factory=list, compare=False)
    z: str = field(default='z', repr=False)
@dataclass
class B(A):
    w: int = 0
    scale: InitVar[int] = 2
    _: KW_ONLY
    k: int = 1
    def __post_init__(self, scale): self.w *= scale
print(A(1), A(1) == A(1, [5]), A(1) < A(2), B(1, w=3, scale=10, k=4), asdict(B(1)), astuple(A(1)), replace(A(1), x=9), [f.name for f in fields(B)], is_dataclass(A))
@dataclass(frozen=True, slots=True, eq=True)
class C:
    v: int
c = C(1)
print(hash(c) == hash(C(1)), C.__slots__, {c: 'k'}[C(1)])
for code in ("c.v = 2", "A()", "B(1, 2, 3, 4, 5, 6)", "A(1) < 5", "del c.v"):
    try:
        exec(code)
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
try:
    @dataclass
    class D:
        m: list = []
except ValueError as e:
    print(e)
try:
    @dataclass
    class E:
        a: int = 1
        b: int
except TypeError as e:
    print(e)
print(make_dataclass('P', ['x', ('y', int, 5)])(1), A.__match_args__, A.__doc__)

# expect: A(x=1, y=[]) True True B(x=1, y=[], w=30, k=4) {'x': 1, 'y': [], 'z': 'z', 'w': 0, 'k': 1} (1, [], 'z') A(x=9, y=[]) ['x', 'y', 'z', 'w', 'k'] True
# expect: True ('v',) k
# expect: FrozenInstanceError cannot assign to field 'v'
# expect: TypeError A.__init__() missing 1 required positional argument: 'x'
# expect: TypeError B.__init__() takes from 2 to 6 positional arguments but 7 were given
# expect: TypeError '<' not supported between instances of 'A' and 'int'
# expect: FrozenInstanceError cannot delete field 'v'
# expect: mutable default <class 'list'> for field m is not allowed: use default_factory
# expect: non-default argument 'b' follows default argument 'a'
# expect: P(x=1, y=5) ('x', 'y', 'z') A(x: int, y: list = <factory>, z: str = 'z')
