# Case and classification, in Unicode.
print('straße'.upper(), 'ǅ'.lower(), 'ΑΣ'.lower(), 'ﬁ'.title(), 'hello wORLD'.capitalize(), "they're".title(), 'Straße'.casefold(), 'aBc'.swapcase(), 'İ'.lower().encode(), 'ŉ'.upper())
for m in 'isalpha isdigit isdecimal isnumeric isalnum isspace isupper islower istitle isidentifier isprintable isascii'.split():
    print(m, [c for c in ('a', 'A', '1', '²', '½', '٣', ' ', '\u00a0', '', 'é', '_a', '1a', 'Ab', '\n', '中') if getattr(c, m)()])

# expect: STRASSE ǆ ας Fi Hello world They'Re strasse AbC b'i\xcc\x87' ʼN
# expect: isalpha ['a', 'A', 'é', 'Ab', '中']
# expect: isdigit ['1', '²', '٣']
# expect: isdecimal ['1', '٣']
# expect: isnumeric ['1', '²', '½', '٣']
# expect: isalnum ['a', 'A', '1', '²', '½', '٣', 'é', '1a', 'Ab', '中']
# expect: isspace [' ', '\xa0', '\n']
# expect: isupper ['A']
# expect: islower ['a', 'é', '_a', '1a']
# expect: istitle ['A', 'Ab']
# expect: isidentifier ['a', 'A', 'é', '_a', 'Ab', '中']
# expect: isprintable ['a', 'A', '1', '²', '½', '٣', ' ', '', 'é', '_a', '1a', 'Ab', '中']
# expect: isascii ['a', 'A', '1', ' ', '', '_a', '1a', 'Ab', '\n']
