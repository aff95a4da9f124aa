# str.format: fields, attributes, indices, nesting, errors.
class P: x = 5
print('{} {}'.format(1, 2), '{1} {0} {1}'.format('a', 'b'), '{a.x} {b[0]} {c[k]}'.format(a=P, b=[7], c={'k': 'v'}), '{:>{w}}|{:{f}^{w}}'.format('x', 'y', w=5, f='*'), '{{}} {}'.format(1), '{!r:>5} {!s} {!a}'.format('a', 'b', 'é'), '{0[0][1]}'.format([[1, 2]]), '{:,} {:_} {:%} {:e}'.format(1234567, 1234567, 0.5, 1234.5))
for f, a in (('{}{1}', (1, 2)), ('{2}', (1,)), ('{a}', ()), ('{', ()), ('}', ()), ('{!x}', (1,)), ('{:d}', ('x',)), ('{:5s}', (1,)), ('{.y}', (P,)), ('{[k]}', ([],)), ('{0.}', (1,)), ('{:z}', ([],))):
    try:
        print(f.format(*a))
    except Exception as e:
        print(f, type(e).__name__, e)
print('{x}-{y}'.format_map({'x': 1, 'y': 2}))

# expect: 1 2 b a b 5 7 v     x|**y** {} 1   'a' b '\xe9' 2 1,234,567 1_234_567 50.000000% 1.234500e+03
# expect: {}{1} ValueError cannot switch from automatic field numbering to manual field specification
# expect: {2} IndexError Replacement index 2 out of range for positional args tuple
# expect: {a} KeyError 'a'
# expect: { ValueError Single '{' encountered in format string
# expect: } ValueError Single '}' encountered in format string
# expect: {!x} ValueError Unknown conversion specifier x
# expect: {:d} ValueError Unknown format code 'd' for object of type 'str'
# expect: {:5s} ValueError Unknown format code 's' for object of type 'int'
# expect: {.y} AttributeError type object 'P' has no attribute 'y'
# expect: {[k]} TypeError list indices must be integers or slices, not str
# expect: {0.} ValueError Empty attribute in format string
# expect: {:z} TypeError unsupported format string passed to list.__format__
# expect: 1-2
