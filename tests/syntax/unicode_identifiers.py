# Identifiers in Unicode, normalised by NFKC.
café = 1
变量 = 2
ﬁ = 3
print(café, 变量, fi, 'fi' in globals())
class Ä: ö = 5
print(Ä.ö, Ä.__name__)
for bad in ['a€ = 1', 'x\u00a0= 1', '“hi”']:
    try:
        compile(bad, 'f', 'exec')
    except SyntaxError as e:
        print(e.msg)

# expect: 1 2 3 True
# expect: 5 Ä
# expect: invalid character '€' (U+20AC)
# expect: invalid non-printable character U+00A0
# expect: invalid character '“' (U+201C)
