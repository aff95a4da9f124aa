# Class patterns: positional through __match_args__, keywords, built-in types.
from dataclasses import dataclass
@dataclass
class P:
    x: int
    y: int = 0
class Q:
    __match_args__ = ('a',)
    def __init__(self, a): self.a = a
class Colour:
    RED = 'r'
def f(v):
    match v:
        case P(0, 0): return 'origin'
        case P(x, y=0): return f'on x axis {x}'
        case P(x=x, y=y) if x == y: return f'diagonal {x}'
        case P(): return 'point'
        case Q([first, *_]): return f'Q of sequence {first}'
        case Q(a): return f'Q {a}'
        case int(n): return f'int {n}'
        case str(Colour.RED): return 'red'
        case dict(d): return f'dict {d}'
for v in (P(0), P(3), P(2, 2), P(1, 2), Q([1, 2]), Q(None), 5, True, 'r', {'k': 1}, 1.5):
    print(f(v))
for pattern in ('Q(1, 2)', 'int(1, 2)', 'P(1, 2, 3)', 'f()', 'Q(1, a=2)'):
    try:
        exec(f'match Q(1) if "Q" in {pattern!r} else P(1) if "P" in {pattern!r} else 1:\n case {pattern}: pass')
    except (TypeError, SyntaxError) as e:
        print(pattern, type(e).__name__, e)

# expect: origin
# expect: on x axis 3
# expect: diagonal 2
# expect: point
# expect: Q of sequence 1
# expect: Q None
# expect: int 5
# expect: int True
# expect: red
# expect: dict {'k': 1}
# expect: None
# expect: Q(1, 2) TypeError Q() accepts 1 positional sub-pattern (2 given)
# expect: int(1, 2) TypeError int() accepts 1 positional sub-pattern (2 given)
# expect: P(1, 2, 3) TypeError P() accepts 2 positional sub-patterns (3 given)
# expect: f() TypeError called match pattern must be a class
# expect: Q(1, a=2) TypeError Q() got multiple sub-patterns for attribute 'a'
