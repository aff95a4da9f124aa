# Enum, IntEnum, StrEnum, Flag, auto, aliases, unique, functional API.
import enum
class Colour(enum.Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    @classmethod
    def first(cls): return cls.RED
print(Colour.RED, repr(Colour.GREEN), Colour(2), Colour['RED'], Colour.CRIMSON is Colour.RED, list(Colour), Colour.RED.name, Colour.RED.value, len(Colour), Colour.first(), Colour.RED in Colour, 1 in Colour, list(Colour.__members__))
for f in (lambda: Colour(5), lambda: Colour['NOPE'], lambda: setattr(Colour, 'RED', 3), lambda: Colour.RED < Colour.GREEN, lambda: type('Sub', (Colour,), {})):
    try:
        print(f())
    except (ValueError, KeyError, AttributeError, TypeError) as e:
        print(type(e).__name__, e)
class N(enum.IntEnum):
    A = enum.auto()
    B = enum.auto()
class S(enum.StrEnum):
    HELLO = enum.auto()
class F(enum.Flag):
    R = 4
    W = 2
    X = 1
    RW = R | W
print(N.A + 1, N.B > 1, f'{N.A}', S.HELLO, S.HELLO + '!', F.R | F.X, F.RW, ~F.R, F.W in F.RW, F(0), list(F.RW), F(3), bool(F(0)), F.R ^ F.RW)
class Planet(enum.Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.3)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
print(Planet.MARS.mass, enum.Enum('Animal', 'CAT DOG').DOG, hash(Colour.RED) == hash(Colour.RED))
try:
    @enum.unique
    class U(enum.Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)

# expect: Colour.RED <Colour.GREEN: 2> Colour.GREEN Colour.RED True [<Colour.RED: 1>, <Colour.GREEN: 2>] RED 1 2 Colour.RED True True ['RED', 'GREEN', 'CRIMSON']
# expect: ValueError 5 is not a valid Colour
# expect: KeyError 'NOPE'
# expect: AttributeError cannot reassign member 'RED'
# expect: TypeError '<' not supported between instances of 'Colour' and 'Colour'
# expect: AttributeError 'dict' object has no attribute '_member_names'
# expect: 2 True 1 hello hello! F.R|X F.RW F.W|X True F(0) [<F.R: 4>, <F.W: 2>] F.W|X False F.W
# expect: 0.6 Animal.DOG True
# expect: duplicate values found in <enum 'U'>: B -> A
