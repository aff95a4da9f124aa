"""json both ways, with and without what the C accelerators can do (indent, sort_keys, default)."""
import json

GROUP = 'text'
EXPECTED = (4057540, True, '{"set": [1, 2, 3]}')

DATA = {
    'users': [
        {'id': i, 'name': f'user {i}', 'score': i / 7, 'tags': ['a', 'b\n', '\u00e9\u4e2d'], 'active': i % 2 == 0,
         'nested': {'none': None, 'list': list(range(i % 10))}}
        for i in range(8000)
    ]
}


def run():
    total = 0
    for _ in range(3):
        text = json.dumps(DATA)
        total += len(text)
        back = json.loads(text)
    pretty = json.dumps(DATA['users'][:300], indent=2, sort_keys=True)
    total += len(pretty) + len(json.loads(pretty))
    return total, back == DATA, json.dumps({'set': {1, 2, 3}}, default=sorted)
