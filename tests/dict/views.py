# Views are live and behave as sets.
d = {'a': 1, 'b': 2}
k, v, i = d.keys(), d.values(), d.items()
d['c'] = 3
print(k, v, i, len(k), 'c' in k, 3 in v, ('a', 1) in i)
print(sorted(k & {'a', 'z'}), sorted(k | {'z'}), sorted(k - {'a'}), sorted(k ^ {'a', 'q'}), sorted(i & {('a', 1)}), k == {'a', 'b', 'c'}, k.isdisjoint({'q'}), k >= {'a'}, k.mapping['a'])
try:
    for x in d: d[x + 'x'] = 1
except RuntimeError as e:
    print(e)
try:
    for x in d: del d[x]; d['new'] = 1
except RuntimeError as e:
    print(e)
print(list(reversed(d.items()))[:1], type(iter(k)).__name__, v == d.values(), repr({}.keys()))

# expect: dict_keys(['a', 'b', 'c']) dict_values([1, 2, 3]) dict_items([('a', 1), ('b', 2), ('c', 3)]) 3 True True True
# expect: ['a'] ['a', 'b', 'c', 'z'] ['b', 'c'] ['b', 'c', 'q'] [('a', 1)] True True True 1
# expect: dictionary changed size during iteration
# expect: dictionary changed size during iteration
# expect: [('new', 1)] dict_keyiterator False dict_keys([])
