# The C encoder's text: escapes, text that is not ASCII, keys that are skipped or no strings, long keys and many members.
import json

print(json.dumps('\x00\x1f "\\/\x7f\x80\u20ac\U0001f600\ud800\b\t\n\f\r'))
print(ascii(json.dumps('\x00\x1f "\\/\x7f\x80\u20ac\U0001f600\b\t\n\f\r', ensure_ascii=False)))
print(ascii(json.dumps(['a', 'é', 'b', {'ü': 'c', 'd': 'ß'}], ensure_ascii=False, indent='·')))
print(json.dumps({1: 2, 1.5: None, None: True, True: False, (1,): 3}, skipkeys=True))
print(json.dumps({(1,): 3}, skipkeys=True), json.dumps({}, indent=1))
print(json.dumps([[], {}, [{}], ()], indent=0))
long = ['x' * n for n in (63, 5000, 70000)]
print(json.loads(json.dumps(long)) == long, len(json.dumps(long * 20)))
many = {f'k{i}': [i, {'é': i}] for i in range(2000)}
for flag in (True, False):
    print(json.loads(json.dumps(many, ensure_ascii=flag)) == many)


class Odd:
    pass


def inner(o):
    return json.dumps([1, 'é']) + json.dumps({'a': 'b'}, ensure_ascii=False)


print(json.dumps({'x': Odd(), 'y': [Odd()]}, default=inner))
for bad in ({'x': Odd()}, [float('nan')], {'a': {2j: 1}}):
    try:
        json.dumps(bad, allow_nan=False)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(json.dumps('after an error'))


# expect: "\u0000\u001f \"\\/\u007f\u0080\u20ac\ud83d\ude00\ud800\b\t\n\f\r"
# expect: '"\\u0000\\u001f \\"\\\\/\x7f\x80\u20ac\U0001f600\\b\\t\\n\\f\\r"'
# expect: '[\n\xb7"a",\n\xb7"\xe9",\n\xb7"b",\n\xb7{\n\xb7\xb7"\xfc": "c",\n\xb7\xb7"d": "\xdf"\n\xb7}\n]'
# expect: {"1": false, "1.5": null, "null": true}
# expect: {} {}
# expect: [
# expect: [],
# expect: {},
# expect: [
# expect: {}
# expect: ],
# expect: []
# expect: ]
# expect: True 1501500
# expect: True
# expect: True
# expect: {"x": "[1, \"\\u00e9\"]{\"a\": \"b\"}", "y": ["[1, \"\\u00e9\"]{\"a\": \"b\"}"]}
# expect: TypeError Object of type Odd is not JSON serializable
# expect: ValueError Out of range float values are not JSON compliant: nan
# expect: TypeError keys must be str, int, float, bool or None, not complex
# expect: "after an error"
