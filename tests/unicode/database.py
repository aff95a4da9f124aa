# unicodedata: names, categories, normalisation, numeric values.
import unicodedata as u
for c in ('a', 'É', '½', '中', '🐍', '\u0301', ' ', '٣', 'ﬁ', '가'):
    print(u.name(c), u.category(c), u.bidirectional(c), u.combining(c), u.east_asian_width(c), u.decomposition(c), u.numeric(c, None), u.decimal(c, None), u.mirrored(c))
print(u.lookup('SNAKE'), [u.normalize(f, 'é ﬁ Å') == x for f, x in (('NFC', 'é ﬁ Å'), ('NFKD', 'e\u0301 fi A\u030a'))], len(u.normalize('NFD', '가')), u.is_normalized('NFC', 'é'))
try:
    u.name('\0')
except ValueError as e:
    print(e)
try:
    u.lookup('nope')
except KeyError as e:
    print(e)

# expect: LATIN SMALL LETTER A Ll L 0 Na  None None 0
# expect: LATIN CAPITAL LETTER E WITH ACUTE Lu L 0 N 0045 0301 None None 0
# expect: VULGAR FRACTION ONE HALF No ON 0 A <fraction> 0031 2044 0032 0.5 None 0
# expect: CJK UNIFIED IDEOGRAPH-4E2D Lo L 0 W  None None 0
# expect: SNAKE So ON 0 W  None None 0
# expect: COMBINING ACUTE ACCENT Mn NSM 230 A  None None 0
# expect: SPACE Zs WS 0 Na  None None 0
# expect: ARABIC-INDIC DIGIT THREE Nd AN 0 N  3.0 3 0
# expect: LATIN SMALL LIGATURE FI Ll L 0 N <compat> 0066 0069 None None 0
# expect: HANGUL SYLLABLE GA Lo L 0 W  None None 0
# expect: 🐍 [True, True] 2 True
# expect: no such name
# expect: "undefined character name 'nope'"
