# __int__, __float__, __index__, __bool__, __str__, __bytes__, __format__, __complex__, __round__, __trunc__…
import math
class C:
    def __int__(self): return 7
    def __float__(self): return 1.5
    def __index__(self): return 3
    def __bool__(self): return False
    def __str__(self): return 'str'
    def __repr__(self): return 'repr'
    def __bytes__(self): return b'bytes'
    def __format__(self, spec): return f'<{spec}>'
    def __complex__(self): return 1j
    def __round__(self, n=None): return ('round', n)
    def __trunc__(self): return 't'
    def __floor__(self): return 'f'
    def __ceil__(self): return 'c'
    def __hash__(self): return 12
c = C()
print(int(c), float(c), [0, 1, 2, 'three'][c], bool(c), str(c), repr(c), bytes(c), f'{c:>5}', f'{c!s} {c!r}', complex(c), round(c), round(c, 2), math.trunc(c), math.floor(c), math.ceil(c), hash(c), bin(c), hex(c), 'x' * c, range(c))
class Bad:
    def __int__(self): return 'x'
    def __str__(self): return 5
    def __bool__(self): return 1
    def __hash__(self): return 'h'
    def __repr__(self): return None
for f in (int, str, bool, hash, repr):
    try:
        f(Bad())
    except TypeError as e:
        print(e)

# expect: 7 1.5 three False str repr b'bytes' <>5> str repr 1j ('round', None) ('round', 2) t f c 12 0b11 0x3 xxx range(0, 3)
# expect: __int__ returned non-int (type str)
# expect: __str__ returned non-string (type int)
# expect: __bool__ should return bool, returned int
# expect: __hash__ method should return an integer
# expect: __repr__ returned non-string (type NoneType)
