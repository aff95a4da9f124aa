# json both ways, with and without the C accelerators' fast paths (indent, sort_keys, default).
import json

data = {
    'users': [
        {'id': i, 'name': f'user {i}', 'score': i / 7, 'tags': ['a', 'b\n', '\u00e9\u4e2d'], 'active': i % 2 == 0,
         'nested': {'none': None, 'list': list(range(i % 10))}}
        for i in range(6000)
    ]
}
total = 0
for _ in range(5):
    text = json.dumps(data)
    total += len(text)
    back = json.loads(text)
    assert back == data
pretty = json.dumps(data['users'][:300], indent=2, sort_keys=True)
total += len(pretty) + len(json.loads(pretty))
print(total, json.dumps({'set': {1, 2, 3}}, default=sorted))
