# The native pickler writes what pickle.py's own Python classes write, byte for byte, and both read it.
import collections
import datetime
import io
import pickle


class Plain:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return self.__dict__ == other.__dict__


class Attributes(dict):
    pass


d = Attributes(x=1)
d.extra = 5
values = [
    None, True, 0, 255, 256, 65536, -1, 2**31, -2**31, 2**63, -2**100, 1.5, float('inf'), 'abc', 'é', '𝒳', '\ud800',
    'x' * 300, 'multi\nline\\', b'', b'abc', bytearray(b'xy'), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1],
    list(range(2500)), {}, {'a': 1}, {i: i for i in range(2000)}, {1}, frozenset([1]), complex(1, 2), range(5), len,
    Plain, Plain(3), d, collections.OrderedDict(a=1), collections.Counter('abc'), datetime.date(2020, 1, 1), Ellipsis,
    NotImplemented, type(None), collections.deque([1, 2]), 'y' * 100_000, bytes(70_000),
]
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    same = equal = 0
    for value in values:
        data = pickle.dumps(value, protocol)
        same += data == pickle._dumps(value, protocol)
        equal += pickle.loads(data) == pickle._loads(data) == pickle.load(io.BytesIO(data)) == value
    print(protocol, same == len(values), equal == len(values))
# expect: 0 True True
# expect: 1 True True
# expect: 2 True True
# expect: 3 True True
# expect: 4 True True
# expect: 5 True True
