# Random patterns and subjects with CPython's code arrays and results, as JSON lines: the oracle half of differential/regex.ts.
import json, random, re, sys, warnings
from re import _compiler, _parser
warnings.simplefilter('ignore')
seed, count = int(sys.argv[1]), int(sys.argv[2])
R = random.Random(seed)

def atom(d, bytes_):
    k = R.random()
    if k < .40: return R.choice(['a', 'b', 'c', 'A', '1', ' ', '\n', '\\n', 'é', 'İ', 'ſ', 'K', 'ß'] if not bytes_ else list('abcA1 \n'))
    if k < .47: return '.'
    if k < .55: return R.choice([r'\w', r'\W', r'\d', r'\D', r'\s', r'\S'])
    if k < .66: return R.choice(['[ab]', '[^a]', '[a-c1]', r'[\w]', r'[^\s]', r'[\d\s]', r'[^\W\d]', '[A-Z]', '[^\\n]', '[a-zé]', '[\u0400-\u04ffb]', '[à-ÿa]', '[\U00010000-\U0010ffffa]'] if not bytes_ else ['[ab]', '[^a]', '[a-c1]', r'[\w]'])
    if k < .73: return R.choice(['^', '$', r'\A', r'\Z', r'\b', r'\B'])
    if d <= 0: return 'b'
    if k < .90:
        inner = alt(d - 1, bytes_)
        o = R.choice(['(', '(', '(', '(?:', '(?:', '(?=', '(?!', '(?>', '(?i:', '(?s-i:'])
        return o + inner + ')'
    if k < .94: return R.choice([r'\1', r'\2'])
    if k < .96: return '(?(1)' + seq(d - 1, bytes_) + '|' + seq(d - 1, bytes_) + ')'
    if k < .98: return R.choice(['(?<=a)', '(?<!b)', '(?<=[ab]c)', '(?<!(?:ab))', '(?<=(a))'])
    return R.choice(['', 'ab', 'abc'])

def piece(d, bytes_):
    a = atom(d, bytes_)
    if R.random() < .35 and a and not a.startswith(('^', '$')):
        a += R.choice(['*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,3}?', '{2,}', '*+', '++', '?+', '{1,2}+', '{0}'])
    return a

def seq(d, bytes_): return ''.join(piece(d, bytes_) for _ in range(R.randint(0, 4)))
def alt(d, bytes_): return '|'.join(seq(d, bytes_) for _ in range(R.choice([1, 1, 1, 2, 2, 3])))

done = 0
while done < count:
    b = R.random() < .2
    p = alt(3, b)
    flags = 0
    for f in (re.I, re.M, re.S, re.A):
        if R.random() < .2: flags |= f
    if b: flags &= ~re.A
    if b and R.random() < .2: flags |= re.L
    try:
        src = p.encode('latin-1') if b else p
        pat = re.compile(src, flags)
        tree = _parser.parse(src, flags)
        code = [int(x) for x in _compiler._code(tree, flags)]
    except (re.error, RecursionError, OverflowError, UnicodeEncodeError): continue
    subjects = []
    broken = False
    for _ in range(6):
        alphabet = 'aaabbbccA1 \n' + ('' if b else R.choice(['', 'éÉ', 'İiſsKkß', '\u0416\u0436', '\U00010400\U00010428']))
        s = ''.join(R.choice(alphabet) for _ in range(R.randint(0, 9)))
        if s == '' and ('\\B' in p or '\\b' in p): s = 'a'
        pos = 0 if R.random() < .7 else R.randint(0, len(s))
        end = len(s) if R.random() < .7 else R.randint(pos, len(s))
        if end == 0 and '\\B' in p: pos = 0; end = len(s)
        subj = s.encode() if b else s
        res = []
        try: [pat.search(subj, pos, end), pat.match(subj, pos, end), pat.fullmatch(subj, pos, end), list(pat.finditer(subj, pos, end))]
        except SystemError: broken = True; break  # a bug of 3.13.0
        for m in (pat.search(subj, pos, end), pat.match(subj, pos, end), pat.fullmatch(subj, pos, end)):
            res.append(None if m is None else [list(x) for x in m.regs] + [m.lastindex])
        it = [[m.start(), m.end()] for m in pat.finditer(subj, pos, end)]
        subjects.append([s, pos, end, res, it])
    if broken: continue
    print(json.dumps([p, flags, b, pat.groups, code, subjects]))
    done += 1
