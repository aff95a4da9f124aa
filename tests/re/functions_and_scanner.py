# sub with functions, templates, pickling, equality, caching, catastrophic-free patterns.
import re, pickle, copy
print(re.sub(r'\d+', lambda m: str(int(m.group()) + 1), 'a1 b99'), re.sub('(a)|b', r'[\1]', 'ab'), re.sub('x', r'\\n\n', 'x'))
p = re.compile('(a+)(b+)', re.I)
print(p, pickle.loads(pickle.dumps(p)) == p, copy.copy(p) is p, re.compile('(a+)(b+)', re.I) is p, p.match('xaabb', 1).groups(), p.search('aab', 1, 2), p.fullmatch('aab').end(), p.groups)
try:
    re.sub('a', r'\g<9>', 'a')
except re.error as e:
    print(e)
try:
    re.match('a', b'a')
except TypeError as e:
    print(e)
print(re.Scanner([(r'\d+', lambda s, t: ('int', t)), (r'\w+', lambda s, t: ('word', t)), (r'\s+', None)]).scan('ab 12 c'))
print(bool(re.fullmatch(r'(?:a|b)*c', 'ab' * 5000 + 'c')), re.search(r'(\w+)\s\1', 'the the').group(1), re.findall(r'(?m)^(\w+):\s*(.*)$', 'a: 1\nb: two'), re.sub(r'(?<=\d)(?=(\d{3})+$)', ',', '1234567'))

# expect: a2 b100 [a][] \n
# expect:
# expect: re.compile('(a+)(b+)', re.IGNORECASE) True True True ('aa', 'bb') None 3 2
# expect: invalid group reference 9 at position 3
# expect: cannot use a string pattern on a bytes-like object
# expect: ([('word', 'ab'), ('int', '12'), ('word', 'c')], '')
# expect: True the [('a', '1'), ('b', 'two')] 1,234,567
