# deque, Counter, OrderedDict, defaultdict, ChainMap, namedtuple, UserDict.
from collections import *
d = deque([1, 2, 3], maxlen=3)
d.append(4); d.appendleft(0); d.rotate(-1)
print(d, d[1], d.pop(), d.popleft(), d.extend([7, 8, 9]), d, d.count(8), d.index(9), 7 in d, list(reversed(d)), d.copy() == d, deque('ab') + deque('c'), deque([1]) * 2)
c = Counter('abracadabra')
c.update(a=2); c.subtract('b')
print(c, c.most_common(2), c['zzz'], c + Counter(a=1), c - Counter(a=100), c & Counter(a=1), Counter(a=1) | Counter(b=2), sum(c.values()), sorted(c.elements())[:3], c.total(), +Counter(a=-1), Counter(a=1) <= Counter(a=2))
o = OrderedDict(a=1, b=2)
o.move_to_end('a')
print(o, o.popitem(last=False), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), {'a': 1} == OrderedDict(a=1), list(reversed(OrderedDict(x=1, y=2))))
dd = defaultdict(list)
dd['k'].append(1)
print(dd, dd.get('q'), len(dd), defaultdict(None, a=1))
cm = ChainMap({'a': 1}, {'a': 2, 'b': 3})
cm['n'] = 5
print(cm, cm['a'], cm['b'], cm.parents, len(cm), cm.new_child()['a'])
P = namedtuple('P', 'x y z', defaults=[0])
p = P(1, 2)
print(p, p._replace(x=9), p._asdict(), P._fields, p.x, p[1:], P._make([1, 2, 3]), p == (1, 2, 0), P.__doc__, P._field_defaults)
for f in (lambda: deque().pop(), lambda: P(1), lambda: namedtuple('X', 'a a'), lambda: namedtuple('X', 'class'), lambda: defaultdict(5), lambda: d[10], lambda: defaultdict()['x'], lambda: deque(maxlen=-1), lambda: dd.default_factory):
    try:
        print(f())
    except (IndexError, TypeError, ValueError, KeyError) as e:
        print(type(e).__name__, e)
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
print(U(a=1), namedtuple('R', 'a def', rename=True)._fields)

# expect: deque([7, 8, 9], maxlen=3) 3 0 2 None deque([7, 8, 9], maxlen=3) 1 2 True [9, 8, 7] True deque(['a', 'b', 'c']) deque([1, 1])
# expect: Counter({'a': 7, 'r': 2, 'b': 1, 'c': 1, 'd': 1}) [('a', 7), ('r', 2)] 0 Counter({'a': 8, 'r': 2, 'b': 1, 'c': 1, 'd': 1}) Counter({'r': 2, 'b': 1, 'c': 1, 'd': 1}) Counter({'a': 1}) Counter({'b': 2, 'a': 1}) 12 ['a', 'a', 'a'] 12 Counter() True
# expect: OrderedDict({'a': 1}) ('b', 2) False True ['y', 'x']
# expect: defaultdict(<class 'list'>, {'k': [1]}) None 1 defaultdict(None, {'a': 1})
# expect: ChainMap({'a': 1, 'n': 5}, {'a': 2, 'b': 3}) 1 3 ChainMap({'a': 2, 'b': 3}) 3 1
# expect: P(x=1, y=2, z=0) P(x=9, y=2, z=0) {'x': 1, 'y': 2, 'z': 0} ('x', 'y', 'z') 1 (2, 0) P(x=1, y=2, z=3) True P(x, y, z) {'z': 0}
# expect: IndexError pop from an empty deque
# expect: TypeError P.__new__() missing 1 required positional argument: 'y'
# expect: ValueError Encountered duplicate field name: 'a'
# expect: ValueError Type names and field names cannot be a keyword: 'class'
# expect: TypeError first argument must be callable or None
# expect: IndexError deque index out of range
# expect: KeyError 'x'
# expect: ValueError maxlen must be non-negative
# expect: <class 'list'>
# expect: {'A': 1} ('a', '_1')
