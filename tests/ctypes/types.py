# Simple types, arrays, structures, unions, pointers: C's data on memory of ours.
from ctypes import *
print(c_int(5), c_int(2**40 + 7).value, sizeof(c_int), c_double(2).value, c_char(b'x'), c_bool(3), c_longdouble(1.5).value)
a = (c_int * 4)(1, 2, 3)
print(list(a), len(a), a[1:3], memoryview(a).format, memoryview(a).shape, type(a).__name__)
class P(Structure):
    _fields_ = [('x', c_int), ('y', c_double), ('name', c_char * 8), ('bits', c_uint, 3), ('more', c_int, 5)]
p = P(1, 2.5, b'abc', 5, -3)
print(p.x, p.y, p.name, p.bits, p.more, sizeof(p), P.y.offset, P.y.size)
b = bytearray(16)
x = c_int.from_buffer(b, 4)
x.value = -2
print(b)
memset(addressof(p), 0, sizeof(p))
print(p.x, p.name)
pp = pointer(p)
pp.contents.x = 7
print(p.x, pp[0].x, bool(POINTER(P)()))
s = create_string_buffer(b'hello', 10)
print(s.value, s.raw, string_at(s), string_at(addressof(s), 3))
print(cast(s, c_char_p).value, cast(a, POINTER(c_int))[2])
class U(Union):
    _fields_ = [('i', c_int), ('f', c_float)]
print(hex(U(f=1.0).i))
class BE(BigEndianStructure):
    _fields_ = [('a', c_uint16), ('b', c_uint32)]
print(bytes(BE(0x0102, 3)))
class Nested(Structure):
    _fields_ = [('p', P), ('items', c_short * 3)]
n = Nested()
n.p.x = 5
n.items[1] = 9
print(n.p.x, list(n.items), create_unicode_buffer('héllo').value)
for f in (lambda: c_int('a'), lambda: a[9], lambda: Structure(1), lambda: POINTER(c_int)().contents):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)

# expect-error: NameError: name 'c_int' is not defined
