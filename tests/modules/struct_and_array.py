# struct and array.
# requires: 3.14
import struct, array
print(struct.pack('<iHb', 1, 2, -3), struct.unpack('>I', b'\x00\x00\x01\x00'), struct.calcsize('iqb'), struct.pack('!d', 1.5), struct.unpack('<3s2x?', b'abc\0\0\1'), struct.pack('5p', b'abc'), list(struct.iter_unpack('<H', b'\1\0\2\0')), struct.Struct('<e').pack(1.0), struct.pack('>f', 0.1))
for f in (lambda: struct.pack('b', 200), lambda: struct.unpack('i', b'x'), lambda: struct.pack('z'), lambda: struct.pack('i', 'x'), lambda: struct.pack('ii', 1)):
    try:
        print(f())
    except struct.error as e:
        print(e)
a = array.array('i', [3, 1, 2])
a.append(5); a.extend([7]); a[0] = -1
print(a, a.itemsize, a.tobytes()[:4], a[1:3], a.index(5), a.tolist(), array.array('d', [1.5]), array.array('B', b'ab'), a.pop(), len(a), a == array.array('i', [-1, 1, 2, 5]), array.array('w', 'é🐍').tounicode())
for f in (lambda: array.array('b', [200]), lambda: array.array('x'), lambda: a.append('s')):
    try:
        print(f())
    except (OverflowError, ValueError, TypeError) as e:
        print(type(e).__name__, e)

# expect: b'\x01\x00\x00\x00\x02\x00\xfd' (256,) 17 b'?\xf8\x00\x00\x00\x00\x00\x00' (b'abc', True) b'\x03abc\x00' [(1,), (2,)] b'\x00<' b'=\xcc\xcc\xcd'
# expect: 'b' format requires -128 <= number <= 127
# expect: unpack requires a buffer of 4 bytes
# expect: bad char in struct format
# expect: required argument is not an integer
# expect: pack expected 2 items for packing (got 1)
# expect: array('i', [-1, 1, 2, 5]) 4 b'\xff\xff\xff\xff' array('i', [1, 2]) 3 [-1, 1, 2, 5, 7] array('d', [1.5]) array('B', [97, 98]) 7 4 True é🐍
# expect: OverflowError signed char is greater than maximum
# expect: ValueError bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)
# expect: TypeError 'str' object cannot be interpreted as an integer
