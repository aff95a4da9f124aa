# Documents come in UTF-8, UTF-16, Latin-1, and whatever one-byte encoding Python knows; in pieces of any size.
from xml.parsers import expat


def parse(data, size=None, encoding=None):
    out = []
    p = expat.ParserCreate(encoding)
    p.buffer_text = True
    p.SetReparseDeferralEnabled(False)
    p.StartElementHandler = lambda *a: out.append(a)
    p.CharacterDataHandler = out.append
    for i in range(0, len(data), size or len(data)):
        p.Parse(data[i:i + (size or len(data))], False)
    p.Parse(b'', True)
    return out if size is None else ''.join(x for x in out if isinstance(x, str))


TEXT = '<a ä="ö">Grüße\r\n, €…</a>'
for e in ('utf-8', 'utf-16', 'utf-16-le', 'utf-16-be', 'cp1252', 'utf-8-sig'):
    declared = f'<?xml version="1.0" encoding="{e}"?>' if e == 'cp1252' else ''
    data = (declared + TEXT).encode(e)
    print(e, parse(data), parse(data, 1))
print(parse('<a>ж</a>'.encode('koi8-r'), encoding='koi8-r'))
print(parse('<?xml version="1.0" encoding="ascii"?><a>🐍</a>'))
for e in ('nonsense', 'utf-7'):
    try:
        parse(f'<?xml version="1.0" encoding="{e}"?><a/>'.encode())
    except Exception as x:
        print(type(x).__name__)

# expect: utf-8 [('a', {'ä': 'ö'}), 'Grüße\n, €…'] Grüße
# expect: , €…
# expect: utf-16 [('a', {'ä': 'ö'}), 'Grüße\n, €…'] Grüße
# expect: , €…
# expect: utf-16-le [('a', {'ä': 'ö'}), 'Grüße\n, €…'] Grüße
# expect: , €…
# expect: utf-16-be [('a', {'ä': 'ö'}), 'Grüße\n, €…'] Grüße
# expect: , €…
# expect: cp1252 [('a', {'ä': 'ö'}), 'Grüße\n, €…'] Grüße
# expect: , €…
# expect: utf-8-sig [('a', {'ä': 'ö'}), 'Grüße\n, €…'] Grüße
# expect: , €…
# expect: [('a', {}), 'ж']
# expect: [('a', {}), '🐍']
# expect: LookupError
# expect: ValueError
