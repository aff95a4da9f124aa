# search, match, fullmatch, groups, named groups, sub, split, findall, finditer, flags.
import re
m = re.search(r'(?P<y>\d{4})-(?P<m>\d\d)(-(\d\d))?', 'on 2026-03 ok')
print(m, m.group(), m.groups(), m.groups('x'), m.groupdict(), m.span('m'), m.start(), m['y'], m[1], m.lastindex, m.lastgroup, m.string[m.end():], m.expand(r'\g<m>/\1'), m.regs)
print(re.match('b', 'abc'), re.fullmatch(r'\w+', 'abc'), re.findall(r'(a)(b)?', 'ab a'), re.findall(r'\d', 'a1b2'), re.split(r'(,)\s*', 'a, b,c', maxsplit=1), re.split('x*', 'axbc'), re.sub(r'(\w)(\d)', r'\2\1', 'a1 b2'), re.subn('a', 'b', 'aaa', count=2), re.sub('(?P<q>.)', r'<\g<q>>', 'ab'), re.sub('', '-', 'ab'))
print(re.compile('a.c', re.S | re.I).match('A\nC'), re.findall(r'^x', 'x\nx', re.M), re.search(r'(?x) a  b # c', 'ab').span(), re.compile('é', re.A), re.escape('a.b*c d'), re.compile(r'(?i:a)b').match('Ab'), re.search(r'\bfoo\b', 'a foo b').start(), re.findall(r'(?<!a)b', 'ab b'), re.findall(r'a(?=b)', 'ab ac'), re.match(r'(a)?(?(1)b|c)', 'ab').group(), re.match(r'(.)\1', 'aa').group(), re.findall(r'a{2,3}?', 'aaaaa'), re.match(r'(?>a+)b', 'aab').group(), re.match('a*+b', 'aab').span())
print([x.span() for x in re.finditer('a|', 'bab')], re.match(r'[^\W\d_]+', 'éa1').group(), re.findall(r'[\u4e00-\u9fff]', 'a中b'), re.search('🐍', 'x🐍y').span(), re.findall(b'\\d+', b'a12'), re.compile('a').pattern, re.compile('(a)(?P<n>b)').groupindex, re.compile('x', re.I | re.M).flags)
for p in ('(', 'a**', '[z-a]', '(?P<1>a)', r'\1', '(?P<a>.)(?P<a>.)', '*a', '(?<=a+)b', '(?z)', 'a{2,1}', '[', '\\', '(?P=x)', r'\q'):
    try:
        re.compile(p)
    except re.error as e:
        print(p, '->', e)

# expect: <re.Match object; span=(3, 10), match='2026-03'> 2026-03 ('2026', '03', None, None) ('2026', '03', 'x', 'x') {'y': '2026', 'm': '03'} (8, 10) 3 2026 2026 2 m  ok 03/2026 ((3, 10), (3, 7), (8, 10), (-1, -1), (-1, -1))
# expect: None <re.Match object; span=(0, 3), match='abc'> [('a', 'b'), ('a', '')] ['1', '2'] ['a', ',', 'b,c'] ['', 'a', '', 'b', 'c', ''] 1a 2b ('bba', 2) <a><b> -a-b-
# expect: <re.Match object; span=(0, 3), match='A\nC'> ['x', 'x'] (0, 2) re.compile('é', re.ASCII) a\.b\*c\ d <re.Match object; span=(0, 2), match='Ab'> 2 ['b'] ['a'] ab aa ['aa', 'aa'] aab (0, 3)
# expect: [(0, 0), (1, 2), (2, 2), (3, 3)] éa ['中'] (1, 2) [b'12'] a {'n': 2} 42
# expect: ( -> missing ), unterminated subpattern at position 0
# expect: a** -> multiple repeat at position 2
# expect: [z-a] -> bad character range z-a at position 1
# expect: (?P<1>a) -> bad character in group name '1' at position 4
# expect: \1 -> invalid group reference 1 at position 1
# expect: (?P<a>.)(?P<a>.) -> redefinition of group name 'a' as group 2; was group 1 at position 12
# expect: *a -> nothing to repeat at position 0
# expect: (?<=a+)b -> look-behind requires fixed-width pattern
# expect: (?z) -> unknown extension ?z at position 1
# expect: a{2,1} -> min repeat greater than max repeat at position 2
# expect: [ -> unterminated character set at position 0
# expect: \ -> bad escape (end of pattern) at position 0
# expect: (?P=x) -> unknown group name 'x' at position 4
# expect: \q -> bad escape \q at position 0
