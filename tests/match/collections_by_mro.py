# A class that is both a sequence and a mapping is what comes first in its MRO; equal keys are duplicates.
import collections
import collections.abc


def kind(v):
    match v:
        case [*_]:
            return "sequence"
        case {}:
            return "mapping"


class C: pass
class M1(collections.UserDict, collections.abc.Sequence): pass
class M2(dict, collections.abc.Sequence, C): pass
class M3(collections.UserDict, C, list): pass
class S1(collections.UserList, collections.abc.Mapping): pass
class S2(list, C, collections.abc.Mapping): pass


print([kind(c()) for c in (M1, M2, M3, S1, S2)])
for keys in ("0: _, 0j: _", "1: _, True: _", "0.0: _, -0.0: _", "10**2: _", "1: _, 2: _", "'a': _, b'a': _", "f'x': _"):
    try:
        compile("match 1:\n case {%s}: pass" % keys, "f", "exec")
        print("fine")
    except SyntaxError as e:
        print(e.msg)
# expect: ['mapping', 'mapping', 'mapping', 'sequence', 'sequence']
# expect: mapping pattern checks duplicate key (0j)
# expect: mapping pattern checks duplicate key (True)
# expect: mapping pattern checks duplicate key (-0.0)
# expect: invalid syntax
# expect: fine
# expect: fine
# expect: mapping pattern keys may only match literals and attribute lookups
