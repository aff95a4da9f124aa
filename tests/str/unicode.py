# Astral characters and lone surrogates: lengths, indices, slices, order.
s = 'a🐍b\U0001F600c'
print(len(s), s[1], s[-2], s[::-1], s.index('b'), s[1:4], [hex(ord(c)) for c in s], s.find('😀'))
lone = 'x\ud800y'
print(len(lone), ascii(lone), lone[1] == '\ud800', lone.encode('utf-8', 'surrogatepass'), lone.encode('utf-8', 'replace'))
try:
    lone.encode()
except UnicodeEncodeError as e:
    print(e)
print(len('\ud83d' + '\ude00'), '\ud83d' + '\ude00' == '😀', '\uffff' < '🐍', sorted(['🐍', '\uffff', 'z']) == ['z', '\uffff', '🐍'])
print(chr(0x1F40D), ord('🐍'), '🐍' * 3, '🐍x'.center(5, '😀'), '%s' % '🐍', '🐍'.isprintable(), '\N{GREEK SMALL LETTER ALPHA}', 'é'.encode('utf-16-le'), max('a🐍\uffff') == '🐍')
for a in (-1, 0x110000):
    try:
        chr(a)
    except ValueError as e:
        print(e)

# expect: 5 🐍 😀 c😀b🐍a 2 🐍b😀 ['0x61', '0x1f40d', '0x62', '0x1f600', '0x63'] 3
# expect: 3 'x\ud800y' True b'x\xed\xa0\x80y' b'x?y'
# expect: 'utf-8' codec can't encode character '\ud800' in position 1: surrogates not allowed
# expect: 2 False True True
# expect: 🐍 128013 🐍🐍🐍 😀😀🐍x😀 🐍 True α b'\xe9\x00' True
# expect: chr() arg not in range(0x110000)
# expect: chr() arg not in range(0x110000)
