# Objects of the scanner: repeated keys, more members than a small dict has, hooks, surrogate escapes, nesting.
import json

print(json.loads('{"a": 1, "b": 2, "a": 3}'), json.loads('{}'), json.loads('[]'), json.loads('[{}, [], [[]]]'))
d = json.loads('{' + ', '.join(f'"k{i % 12}": {i}' for i in range(30)) + '}')
print(d, len(d))
d['new'] = 1
d.pop('k0')
print(list(d))
small = json.loads('{"x": [1, 2.5, "s"], "y": {"z": null}}')
small['x'].append(4)
small['w'] = 5
del small['y']
print(small)
print(json.loads('{"a": {"b": [1, {"c": 2}]}, "d": 3}', object_hook=lambda o: sorted(o)))
print(json.loads('{"a": {"b": [1, {"c": 2}]}, "a": 3}', object_pairs_hook=lambda o: o))
print(ascii(json.loads('["\\ud83d\\ude00", "\\ud800", "\\u00e9", {"\\ud83d": "\\ude00"}]')))
print(json.loads('["\\ud83d\\ude00"]') == ['\U0001f600'], ascii(json.loads('["😀", {"😀": "é"}]')))
for bad in ('{"a": 1,}', '{"a" 1}', '{"a": 1 "b": 2}', '[1, 2,]', '[1 2]', '{1: 2}', '{"a": [1, {"b": }]}'):
    try:
        print(json.loads(bad))
    except json.JSONDecodeError as e:
        print(e)


# expect: {'a': 3, 'b': 2} {} [] [{}, [], [[]]]
# expect: {'k0': 24, 'k1': 25, 'k2': 26, 'k3': 27, 'k4': 28, 'k5': 29, 'k6': 18, 'k7': 19, 'k8': 20, 'k9': 21, 'k10': 22, 'k11': 23} 12
# expect: ['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7', 'k8', 'k9', 'k10', 'k11', 'new']
# expect: {'x': [1, 2.5, 's', 4], 'w': 5}
# expect: ['a', 'd']
# expect: [('a', [('b', [1, [('c', 2)]])]), ('a', 3)]
# expect: ['\U0001f600', '\ud800', '\xe9', {'\ud83d': '\ude00'}]
# expect: True ['\U0001f600', {'\U0001f600': '\xe9'}]
# expect: Illegal trailing comma before end of object: line 1 column 8 (char 7)
# expect: Expecting ':' delimiter: line 1 column 6 (char 5)
# expect: Expecting ',' delimiter: line 1 column 9 (char 8)
# expect: Illegal trailing comma before end of array: line 1 column 6 (char 5)
# expect: Expecting ',' delimiter: line 1 column 4 (char 3)
# expect: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
# expect: Expecting value: line 1 column 17 (char 16)
