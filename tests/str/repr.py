# repr of strings: quotes, escapes, printable characters.
for s in ("it's", 'say "x"', 'both \' and "', 'tab\t nl\n cr\r nul\0 bell\a', '\x7f\x80\x9f\xa0\xad', 'é中🐍', '\u200b\u2028\ud800\U000e0001', '\\', ''):
    print(repr(s), ascii(s), len(repr(s)))

# expect: "it's" "it's" 6
# expect: 'say "x"' 'say "x"' 9
# expect: 'both \' and "' 'both \' and "' 15
# expect: 'tab\t nl\n cr\r nul\x00 bell\x07' 'tab\t nl\n cr\r nul\x00 bell\x07' 34
# expect: '\x7f\x80\x9f\xa0\xad' '\x7f\x80\x9f\xa0\xad' 22
# expect: 'é中🐍' '\xe9\u4e2d\U0001f40d' 5
# expect: '\u200b\u2028\ud800\U000e0001' '\u200b\u2028\ud800\U000e0001' 30
# expect: '\\' '\\' 4
# expect: '' '' 2
