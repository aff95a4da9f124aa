# Padding, stripping, joining, translating, expandtabs, removeprefix.
print('|' + 'ab'.center(7, '*') + '|', 'ab'.ljust(5) + '|', 'ab'.rjust(5, '-'), '42'.zfill(5), '-42'.zfill(5), '+x'.zfill(4), 'a'.center(4) + '|', 'ab'.center(5) + '|')
print('  x '.strip() + '|', 'xxabxx'.strip('x'), 'abc'.lstrip('ab'), 'abc'.rstrip('bc'), '\u2003x\u00a0'.strip(), 'test.py'.removesuffix('.py'), 'test'.removeprefix('te'))
print('-'.join(['a', 'b']), ''.join([]), ','.join('abc'), 'a\tbc\td'.expandtabs(4), 'ab\tc'.expandtabs(), 'hello'.translate({ord('l'): 'L', 104: None}), str.maketrans('ab', 'xy', 'z'), str.maketrans({'a': 'b', 99: 1}))
for f in (lambda: ','.join([1]), lambda: ','.join(5), lambda: 'a'.center(5, 'ab'), lambda: str.maketrans('a', 'bc'), lambda: 'a' * 'b', lambda: 'a' + 1):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)

# expect: |***ab**| ab   | ---ab 00042 -0042 +00x  a  |   ab |
# expect: x| ab c a x test st
# expect: a-b  a,b,c a   bc  d ab      c eLLo {97: 120, 98: 121, 122: None} {97: 'b', 99: 1}
# expect: TypeError sequence item 0: expected str instance, int found
# expect: TypeError can only join an iterable
# expect: TypeError The fill character must be exactly one character long
# expect: ValueError the first two maketrans arguments must have equal length
# expect: TypeError can't multiply sequence by non-int of type 'str'
# expect: TypeError can only concatenate str (not "int") to str
