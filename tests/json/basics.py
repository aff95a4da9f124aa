# dumps and loads: all types, options, errors.
import json
d = {'a': [1, 2.5, None, True, False], 'é': '中"\\\n\u2028🐍', 1: 2, None: 3, 1.5: 4, 'nested': {'x': {}, 'y': []}}
print(json.dumps(d), json.dumps(d, ensure_ascii=False), json.dumps([1, {'b': 1, 'a': 2}], sort_keys=True, separators=(',', ':')))
print(json.dumps({'a': [1, {'b': []}], 'c': {}}, indent=2))
print(json.loads('{"a": [1, -2.5e3, null, true, "x\\u00e9\\ud83d\\udc0d\\n"], "a": 2}'), json.loads(' [1E400, -0, 1.0] '), json.loads('1' * 30), json.loads('"\\ud800"') == '\ud800', json.dumps(float('inf')), json.dumps([float('nan')]), json.loads('NaN') != 0, json.loads(b'[1]'))
print(json.dumps({1, 2}, default=sorted), json.loads('[1.1]', parse_float=str), json.loads('{"a": 1}', object_pairs_hook=list), json.loads('{"a": 1}', object_hook=lambda o: len(o)), json.dumps('\x7f\x00</script>'), json.dumps({'k': (1, 2)}), json.dumps({(1, 2): 1, 'a': 2}, skipkeys=True))
for t in ('', '{', '[1,]', '{"a" 1}', "{'a': 1}", '[1 2]', '"abc', '01', 'nul', '[1]x', '{"a": }', '"\t"', '"\\x"', '-'):
    try:
        print(json.loads(t))
    except json.JSONDecodeError as e:
        print(repr(t), '->', e)
for o in ({1, 2}, {(1,): 2}, object, float('nan')):
    try:
        json.dumps(o, allow_nan=False)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, str(e).split(':')[0])
r = []
r.append(r)
try:
    json.dumps(r)
except ValueError as e:
    print(e)

# expect: {"a": [1, 2.5, null, true, false], "\u00e9": "\u4e2d\"\\\n\u2028\ud83d\udc0d", "1": 2, "null": 3, "1.5": 4, "nested": {"x": {}, "y": []}} {"a": [1, 2.5, null, true, false], "é": "中\"\\\n 🐍", "1": 2, "null": 3, "1.5": 4, "nested": {"x": {}, "y": []}} [1,{"a":2,"b":1}]
# expect: {
# expect:   "a": [
# expect:     1,
# expect:     {
# expect:       "b": []
# expect:     }
# expect:   ],
# expect:   "c": {}
# expect: }
# expect: {'a': 2} [inf, 0, 1.0] 111111111111111111111111111111 True Infinity [NaN] True [1]
# expect: [1, 2] ['1.1'] [('a', 1)] 1 "\u007f\u0000</script>" {"k": [1, 2]} {"a": 2}
# expect: '' -> Expecting value: line 1 column 1 (char 0)
# expect: '{' -> Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
# expect: '[1,]' -> Illegal trailing comma before end of array: line 1 column 3 (char 2)
# expect: '{"a" 1}' -> Expecting ':' delimiter: line 1 column 6 (char 5)
# expect: "{'a': 1}" -> Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
# expect: '[1 2]' -> Expecting ',' delimiter: line 1 column 4 (char 3)
# expect: '"abc' -> Unterminated string starting at: line 1 column 1 (char 0)
# expect: '01' -> Extra data: line 1 column 2 (char 1)
# expect: 'nul' -> Expecting value: line 1 column 1 (char 0)
# expect: '[1]x' -> Extra data: line 1 column 4 (char 3)
# expect: '{"a": }' -> Expecting value: line 1 column 7 (char 6)
# expect: '"\t"' -> Invalid control character at: line 1 column 2 (char 1)
# expect: '"\\x"' -> Invalid \escape: line 1 column 2 (char 1)
# expect: '-' -> Expecting value: line 1 column 1 (char 0)
# expect: TypeError Object of type set is not JSON serializable
# expect: TypeError keys must be str, int, float, bool or None, not tuple
# expect: TypeError Object of type type is not JSON serializable
# expect: ValueError Out of range float values are not JSON compliant
# expect: Circular reference detected
