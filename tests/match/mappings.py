# Mapping patterns: subset, rest, nested, default dicts.
from collections import defaultdict, OrderedDict
def f(x):
    match x:
        case {'type': 'point', 'x': x, 'y': y}: return f'point {x},{y}'
        case {'type': str(t), **rest}: return f'{t} {rest}'
        case {1: [a, b], None: c}: return (a, b, c)
        case {}: return 'some mapping'
    return 'none'
for v in ({'type': 'point', 'x': 1, 'y': 2, 'z': 3}, {'type': 'line', 'len': 5}, {1: [2, 3], None: 4}, {}, {'a': 1}, [], OrderedDict(type='od')):
    print(f(v))
d = defaultdict(int)
match d:
    case {'missing': v}: print('created')
    case _: print('not created', dict(d))
try:
    compile("match x:\n case {'a': 1, 'a': 2}: pass", 'f', 'exec')
except SyntaxError as e:
    print(e.msg)

# expect: point 1,2
# expect: line {'len': 5}
# expect: (2, 3, 4)
# expect: some mapping
# expect: some mapping
# expect: none
# expect: od {}
# expect: not created {}
# expect: mapping pattern checks duplicate key ('a')
