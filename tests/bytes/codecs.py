# Encoding and decoding with error handlers.
s = 'aé中🐍'
for enc in ('utf-8', 'utf-16', 'utf-16-be', 'utf-32-le', 'latin-1', 'ascii', 'cp1252', 'utf-7', 'utf-8-sig', 'punycode', 'idna' if False else 'cp437'):
    for errors in ('replace', 'backslashreplace'):
        data = s.encode(enc, errors)
        print(enc, errors, data, data.decode(enc, 'replace'))
bad = b'a\xff\xc3(\xe2\x82'
for errors in ('replace', 'ignore', 'backslashreplace', 'surrogateescape'):
    print(errors, ascii(bad.decode('utf-8', errors)))
print(bad.decode('utf-8', 'surrogateescape').encode('utf-8', 'surrogateescape') == bad, 'é'.encode('ascii', 'xmlcharrefreplace'), '中'.encode('ascii', 'namereplace'))
for f in (lambda: bad.decode(), lambda: 'é'.encode('ascii'), lambda: b''.decode('nope'), lambda: 'x'.encode('utf-8', 'nope') or 'é'.encode('ascii', 'nope'), lambda: b'\xff'.decode('ascii')):
    try:
        print(f())
    except (UnicodeError, LookupError) as e:
        print(type(e).__name__, e)

# expect: utf-8 replace b'a\xc3\xa9\xe4\xb8\xad\xf0\x9f\x90\x8d' aé中🐍
# expect: utf-8 backslashreplace b'a\xc3\xa9\xe4\xb8\xad\xf0\x9f\x90\x8d' aé中🐍
# expect: utf-16 replace b'\xff\xfea\x00\xe9\x00-N=\xd8\r\xdc' aé中🐍
# expect: utf-16 backslashreplace b'\xff\xfea\x00\xe9\x00-N=\xd8\r\xdc' aé中🐍
# expect: utf-16-be replace b'\x00a\x00\xe9N-\xd8=\xdc\r' aé中🐍
# expect: utf-16-be backslashreplace b'\x00a\x00\xe9N-\xd8=\xdc\r' aé中🐍
# expect: utf-32-le replace b'a\x00\x00\x00\xe9\x00\x00\x00-N\x00\x00\r\xf4\x01\x00' aé中🐍
# expect: utf-32-le backslashreplace b'a\x00\x00\x00\xe9\x00\x00\x00-N\x00\x00\r\xf4\x01\x00' aé中🐍
# expect: latin-1 replace b'a\xe9??' aé??
# expect: latin-1 backslashreplace b'a\xe9\\u4e2d\\U0001f40d' aé\u4e2d\U0001f40d
# expect: ascii replace b'a???' a???
# expect: ascii backslashreplace b'a\\xe9\\u4e2d\\U0001f40d' a\xe9\u4e2d\U0001f40d
# expect: cp1252 replace b'a\xe9??' aé??
# expect: cp1252 backslashreplace b'a\xe9\\u4e2d\\U0001f40d' aé\u4e2d\U0001f40d
# expect: utf-7 replace b'a+AOlOLdg93A0-' aé中🐍
# expect: utf-7 backslashreplace b'a+AOlOLdg93A0-' aé中🐍
# expect: utf-8-sig replace b'\xef\xbb\xbfa\xc3\xa9\xe4\xb8\xad\xf0\x9f\x90\x8d' aé中🐍
# expect: utf-8-sig backslashreplace b'\xef\xbb\xbfa\xc3\xa9\xe4\xb8\xad\xf0\x9f\x90\x8d' aé中🐍
# expect: punycode replace b'a-bga4540d4w6u' aé中🐍
# expect: punycode backslashreplace b'a-bga4540d4w6u' aé中🐍
# expect: cp437 replace b'a\x82??' aé??
# expect: cp437 backslashreplace b'a\x82\\u4e2d\\U0001f40d' aé\u4e2d\U0001f40d
# expect: replace 'a\ufffd\ufffd(\ufffd'
# expect: ignore 'a('
# expect: backslashreplace 'a\\xff\\xc3(\\xe2\\x82'
# expect: surrogateescape 'a\udcff\udcc3(\udce2\udc82'
# expect: True b'&#233;' b'\\N{CJK UNIFIED IDEOGRAPH-4E2D}'
# expect: UnicodeDecodeError 'utf-8' codec can't decode byte 0xff in position 1: invalid start byte
# expect: UnicodeEncodeError 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
# expect:
# expect: b'x'
# expect: UnicodeDecodeError 'ascii' codec can't decode byte 0xff in position 0: ordinal not in range(128)
