# Prefixes, escapes, continuation, implicit concatenation.
print('a' "b" '''c''', 'tab\tnl\\n', r'raw\n', b'bytes\x41\101', rb'\x41', u'u')
print('\x41\u00e9\U0001F40D\N{SNAKE}\101\0end'.encode('unicode_escape'))
print('line \
continued', """three
lines""")
print('\'', "\"", 'it''s', '' '' == '')
print(len('\u0301'), 'é' == '\xe9', ascii('é🐍\ud800'))

# expect: abc tab	nl\n raw\n b'bytesAA' b'\\x41' u
# expect: b'A\\xe9\\U0001f40d\\U0001f40dA\\x00end'
# expect: line continued three
# expect: lines
# expect: ' " its True
# expect: 1 True '\xe9\U0001f40d\ud800'
