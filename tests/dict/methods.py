# Methods and operators of dict; insertion order.
# requires: 3.14
d = {'b': 1, 'a': 2}
d['c'] = 3
d['b'] = 4
print(d, list(d), d.keys(), d.values(), d.items(), d.get('x'), d.get('x', 0), d.pop('a'), d.pop('zz', None), d.setdefault('n', []), d.setdefault('b', 9), d.popitem(), len(d), 'b' in d)
d.update({'x': 1}, y=2)
d.update([('z', 3)])
d |= {'w': 0}
print(d, d | {'b': 0}, {'q': 1} | d == {**{'q': 1}, **d}, dict(a=1), dict([(1, 2)], b=3), dict(zip('ab', [1, 2])), dict.fromkeys('ab', 0), d.copy() is d, list(reversed(d)), {1: 2} == {1.0: 2.0})
for f in (lambda: d['nope'], lambda: {}.popitem(), lambda: {}.pop('k'), lambda: {[]: 1}, lambda: dict([(1, 2, 3)]), lambda: {}.update(5), lambda: {} < {}, lambda: hash({}), lambda: {1: 2} | [1], lambda: dict(1, 2)):
    try:
        print(f())
    except (KeyError, TypeError, ValueError) as e:
        print(type(e).__name__, e)
r = {}
r['self'] = r
print(r, d.clear(), d)

# expect: {'b': 4, 'c': 3} ['b', 'a', 'c'] dict_keys(['b', 'c']) dict_values([4, 3]) dict_items([('b', 4), ('c', 3)]) None 0 2 None [] 4 ('n', []) 2 True
# expect: {'b': 4, 'c': 3, 'x': 1, 'y': 2, 'z': 3, 'w': 0} {'b': 0, 'c': 3, 'x': 1, 'y': 2, 'z': 3, 'w': 0} True {'a': 1} {1: 2, 'b': 3} {'a': 1, 'b': 2} {'a': 0, 'b': 0} False ['w', 'z', 'y', 'x', 'c', 'b'] True
# expect: KeyError 'nope'
# expect: KeyError 'popitem(): dictionary is empty'
# expect: KeyError 'k'
# expect: TypeError cannot use 'list' as a dict key (unhashable type: 'list')
# expect: ValueError dictionary update sequence element #0 has length 3; 2 is required
# expect: TypeError 'int' object is not iterable
# expect: TypeError '<' not supported between instances of 'dict' and 'dict'
# expect: TypeError unhashable type: 'dict'
# expect: TypeError unsupported operand type(s) for |: 'dict' and 'list'
# expect: TypeError dict expected at most 1 argument, got 2
# expect: {'self': {...}} None {}
