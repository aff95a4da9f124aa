# Formatting of strings, None, lists, dates; __format__ errors.
print(f'{"abc":>6}|{"abc":*<6}|{"abc":^7}|{"abc":.2}|{"abc":6.1}|{"é🐍":>4}|{"abc"!r:>7}|{"x":05}|{"x":<05}')
for v, spec in (('a', 'd'), ('a', ','), ('a', '+'), ('a', '=5'), (None, '5'), ([], '>5'), (object, 'x'), ('a', '#'), ('a', '5x')):
    try:
        print(format(v, spec))
    except (ValueError, TypeError) as e:
        print(spec, '->', e)
import datetime
print(f'{datetime.date(2026, 3, 4):%d.%m.%Y} {None} {[1, "a"]} {datetime.datetime(2026, 1, 2, 3, 4):%H:%M}', format(None), format([]))

# expect:    abc|abc***|  abc  |ab|a     |  é🐍|  'abc'|x0000|x0000
# expect: d -> Unknown format code 'd' for object of type 'str'
# expect: , -> Cannot specify ',' with 's'.
# expect: + -> Sign not allowed in string format specifier
# expect: =5 -> '=' alignment not allowed in string format specifier
# expect: 5 -> unsupported format string passed to NoneType.__format__
# expect: >5 -> unsupported format string passed to list.__format__
# expect: x -> unsupported format string passed to type.__format__
# expect: # -> Alternate form (#) not allowed in string format specifier
# expect: 5x -> Unknown format code 'x' for object of type 'str'
# expect: 04.03.2026 None [1, 'a'] 03:04 None []
