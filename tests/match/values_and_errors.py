# Dotted names are values; names are captured only on success; compile-time errors.
import math
class E:
    A = 1
    class N: B = 2
match 2:
    case E.A: print('A')
    case E.N.B: print('B')
match math.pi:
    case math.pi: print('pi')
def g(v):
    match v:
        case [x, 5]: return x
        case [x, y]: return ('xy', x, y)
print(g([1, 2]), g([1, 5]))
for source in ('case x: pass\n case y: pass', 'case x | 1: pass', 'case [a, a]: pass', 'case (a | 1): pass', 'case {**r, "a": 1}: pass',
               'case [*a, *b]: pass', 'case C(a=1, a=2): pass', 'case 1 + 1: pass', 'case f"x": pass', 'case (1 | a) | 2: pass', 'case a.b(): pass', 'case -x: pass'):
    try:
        compile('match v:\n ' + source, 'f', 'exec')
        print(source, '-> compiles')
    except SyntaxError as e:
        print(source, '->', e.msg)

# expect: B
# expect: pi
# expect: ('xy', 1, 2) 1
# expect: case x: pass
# expect:  case y: pass -> name capture 'x' makes remaining patterns unreachable
# expect: case x | 1: pass -> name capture 'x' makes remaining patterns unreachable
# expect: case [a, a]: pass -> multiple assignments to name 'a' in pattern
# expect: case (a | 1): pass -> name capture 'a' makes remaining patterns unreachable
# expect: case {**r, "a": 1}: pass -> invalid syntax
# expect: case [*a, *b]: pass -> multiple starred names in sequence pattern
# expect: case C(a=1, a=2): pass -> attribute name repeated in class pattern: a
# expect: case 1 + 1: pass -> imaginary number required in complex literal
# expect: case f"x": pass -> patterns may only match literals and attribute lookups
# expect: case (1 | a) | 2: pass -> name capture 'a' makes remaining patterns unreachable
# expect: case a.b(): pass -> compiles
# expect: case -x: pass -> invalid syntax
