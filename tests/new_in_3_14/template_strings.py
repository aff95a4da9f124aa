# requires: 3.14
# t-strings (PEP 750): Template, Interpolation, iteration, conversion, specs, concatenation.
from string.templatelib import Template, Interpolation
name, n = 'World', 3.14159
t = t'Hello {name!r:>10} and {n:.2f}!'
print(type(t).__name__, t.strings, t.values)
for part in t:
    print(repr(part))
i = t.interpolations[0]
print(i.value, i.expression, i.conversion, i.format_spec)
print((t'a{1}' + t'b{2}c').strings, t'{n=}'.strings, t'{n=}'.interpolations[0].conversion, t''.strings, t'{name}'.strings)
print(t'{n:{2}.{1}f}'.interpolations[0].format_spec, rt'\n{1}'.strings, (t'x' t'{1}y').strings)
match t'{1}':
    case Template(interpolations=(Interpolation(v, e),)): print(v, e)
try:
    t'x' + 'y'
except TypeError as e:
    print(e)
print(list(t''), list(t'{1}{2}') == [Interpolation(1, '1')] if False else len(list(t'{1}{2}')))
# expect: Template ('Hello ', ' and ', '!') ('World', 3.14159)
# expect: 'Hello '
# expect: Interpolation('World', 'name', 'r', '>10')
# expect: ' and '
# expect: Interpolation(3.14159, 'n', None, '.2f')
# expect: '!'
# expect: World name r >10
# expect: ('a', 'b', 'c') ('n=', '') r ('',) ('', '')
# expect: 2.1f ('\\n', '') ('x', 'y')
# expect: 1 1
# expect: can only concatenate string.templatelib.Template (not "str") to string.templatelib.Template
# expect: [] 2
