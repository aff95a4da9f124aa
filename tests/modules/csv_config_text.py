# csv, configparser, textwrap, string, shlex, difflib, pprint.
import csv, io, configparser, textwrap, string, shlex, difflib, pprint
rows = list(csv.reader(io.StringIO('a,"b, ""q""",c\n1,,"x\ny"\n')))
out = io.StringIO()
csv.writer(out, quoting=csv.QUOTE_MINIMAL).writerows([['a b', 'c,d', 'e"f'], [1, None, 2.5]])
print(rows, repr(out.getvalue()), list(csv.DictReader(io.StringIO('x,y\n1,2\n'))))
c = configparser.ConfigParser()
c.read_string('[a]\nx = 1\ny = %(x)s2\n[b]\nflag = yes\n')
print(c['a']['y'], c.getboolean('b', 'flag'), c.sections(), c.getint('a', 'x'))
print(textwrap.wrap('the quick brown fox jumps', 10), textwrap.dedent('  a\n    b\n'), textwrap.shorten('hello big world', 12), string.capwords('a bc'), shlex.split("a 'b c' d\\ e"), shlex.quote("it's"))
print(list(difflib.unified_diff(['a', 'b'], ['a', 'c'], lineterm='')), difflib.get_close_matches('appel', ['apple', 'ape', 'x']))
pprint.pprint({'key' * 3: list(range(30)), 'b': {'nested': 'x' * 50, 'y': ('t',)}})

# expect: [['a', 'b, "q"', 'c'], ['1', '', 'x\ny']] 'a b,"c,d","e""f"\r\n1,,2.5\r\n' [{'x': '1', 'y': '2'}]
# expect: 12 True ['a', 'b'] 1
# expect: ['the quick', 'brown fox', 'jumps'] a
# expect:   b
# expect:  hello [...] A Bc ['a', 'b c', 'd e'] 'it'"'"'s'
# expect: ['--- ', '+++ ', '@@ -1,2 +1,2 @@', ' a', '-b', '+c'] ['apple', 'ape']
# expect: {'b': {'nested': 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
# expect:        'y': ('t',)},
# expect:  'keykeykey': [0,
# expect:                1,
# expect:                2,
# expect:                3,
# expect:                4,
# expect:                5,
# expect:                6,
# expect:                7,
# expect:                8,
# expect:                9,
# expect:                10,
# expect:                11,
# expect:                12,
# expect:                13,
# expect:                14,
# expect:                15,
# expect:                16,
# expect:                17,
# expect:                18,
# expect:                19,
# expect:                20,
# expect:                21,
# expect:                22,
# expect:                23,
# expect:                24,
# expect:                25,
# expect:                26,
# expect:                27,
# expect:                28,
# expect:                29]}
