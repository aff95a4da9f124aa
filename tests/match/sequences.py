# Sequence patterns: lengths, stars, nesting; str and bytes are not sequences.
from collections import deque
def f(x):
    match x:
        case []: return 'empty'
        case [a]: return f'one {a}'
        case (a, [b, *c], *_): return f'nested {a} {b} {c}'
        case [1, *rest]: return f'starts with 1: {rest}'
        case [*start, 'end']: return f'ends: {start}'
        case [first, *_, last]: return f'{first}..{last}'
        case _: return 'no'
for v in ([], [5], [1, 2, 3], (1, (2, 3, 4), 5), ['a', 'b', 'end'], range(3, 7), 'abc', b'ab', {1, 2}, deque([7, 8]), {'a': 1}):
    print(v, f(v))

# expect: [] empty
# expect: [5] one 5
# expect: [1, 2, 3] starts with 1: [2, 3]
# expect: (1, (2, 3, 4), 5) nested 1 2 [3, 4]
# expect: ['a', 'b', 'end'] ends: ['a', 'b']
# expect: range(3, 7) 3..6
# expect: abc no
# expect: b'ab' no
# expect: {1, 2} no
# expect: deque([7, 8]) 7..8
# expect: {'a': 1} no
