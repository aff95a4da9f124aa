# find, index, count, startswith, replace, partition, split.
s = 'abracadabra'
print(s.find('bra'), s.rfind('bra'), s.find('x'), s.find('a', 1), s.find('a', -1), s.find(''), s.rfind(''), s.count('a'), s.count(''), s.count('aa'), s.index('c'), s.rindex('a', 0, 5))
print(s.startswith('abra'), s.startswith(('x', 'a')), s.endswith('bra', 0, 4), s.startswith('', 20), s.replace('a', 'A', 2), s.replace('', '-', 3), ''.replace('', 'x'))
print(s.partition('c'), s.rpartition('a'), s.partition('z'), s.rpartition('z'))
print('a,b,,c'.split(','), ' a  b '.split(), ' a  b '.split(' '), 'a b c d'.split(None, 2), 'a,b,c'.rsplit(',', 1), ''.split(), ''.split(','), 'a\nb\r\nc\x0bd\u2028e'.splitlines(), 'a\nb\n'.splitlines(True))
for f in (lambda: s.index('x'), lambda: s.split(''), lambda: s.partition(''), lambda: 'a'.startswith(1), lambda: 'a'.find(1), lambda: 'a' in 5 if False else 1 in 'a'):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)

# expect: 1 8 -1 3 10 0 11 5 12 0 4 3
# expect: True True True False AbrAcadabra -a-b-racadabra x
# expect: ('abra', 'c', 'adabra') ('abracadabr', 'a', '') ('abracadabra', '', '') ('', '', 'abracadabra')
# expect: ['a', 'b', '', 'c'] ['a', 'b'] ['', 'a', '', 'b', ''] ['a', 'b', 'c d'] ['a,b', 'c'] [] [''] ['a', 'b', 'c', 'd', 'e'] ['a\n', 'b\n']
# expect: ValueError substring not found
# expect: ValueError empty separator
# expect: ValueError empty separator
# expect: TypeError startswith first arg must be str or a tuple of str, not int
# expect: TypeError find() argument 1 must be str, not int
# expect: TypeError 'in <string>' requires string as left operand, not int
