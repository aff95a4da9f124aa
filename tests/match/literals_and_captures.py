# Literals, captures, guards, or-patterns, wildcards.
def f(x):
    match x:
        case 0 | 1: return 'small'
        case -1: return 'minus one'
        case 1.5 | 2j: return 'number'
        case 'a' "b": return 'ab'
        case b'x': return 'bytes'
        case None: return 'none'
        case True: return 'true'
        case str() as s if len(s) > 3: return f'long {s}'
        case (int() | float()) as n if n > 100: return f'big {n}'
        case 1 + 2j: return 'complex'
        case y: return f'other {y!r}'
for v in (0, 1, -1, 1.5, 2j, 'ab', b'x', None, True, 'hello', 'hi', 500, 1 + 2j, [], 0.0):
    print(repr(v), f(v))

# expect: 0 small
# expect: 1 small
# expect: -1 minus one
# expect: 1.5 number
# expect: 2j number
# expect: 'ab' ab
# expect: b'x' bytes
# expect: None none
# expect: True small
# expect: 'hello' long hello
# expect: 'hi' other 'hi'
# expect: 500 big 500
# expect: (1+2j) complex
# expect: [] other []
# expect: 0.0 small
