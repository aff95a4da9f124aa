# hex() in groups from either side, bytearrays growing by parts of themselves, hashes and Latin-1 of any length.
b = bytes(range(250, 256)) + b'0123456789'
for args in ((), (':',), (':', 4), (':', -4), (':', 16), ('-', 15), ('-', -15), ('-', 100), (' ', 0)):
    print(b.hex(*args))
print(b''.hex(':'), b'a'.hex(':'), b''.hex(':', 3), bytearray(b'ab').hex('-'), memoryview(b'abc')[::2].hex(' '))
a = bytearray(b'abcdef')
a[2:2] = a
print(a)
a[0:0] = memoryview(bytes(a))[2:5]
print(a)
a += bytes(a)
a.extend(a[:3])
print(a, len(a))
try:
    a += a
except BufferError as e:
    print('BufferError', e)
for n in (0, 1, 7, 8, 9, 255, 256, 257, 300, 9000):
    for top in (128, 256):
        text = ''.join(chr(i * 7 % top) for i in range(n))
        assert text.encode('latin-1').decode('latin-1') == text, n
        assert hash(text.encode('latin-1')) == hash(bytes(bytearray(text.encode('latin-1')))), n
print((b'%d:' % 5) * 3, b'%s|%5d|%x' % (b'xy', 42, 255), bytearray(b'%d') % 3, bytearray(b'%x') % 30)
v = memoryview(bytearray(range(10)))
w = v[2:8]
print(bytes(w[1:3]), int.from_bytes(w[:2], 'little'), w[::2].tolist(), w[::-1].tolist(), w.shape, w.strides, v.shape)
w[0] = 99
print(v[2], bytes(w[::3]))
w.release()
try:
    bytes(w)
except ValueError as e:
    print('ValueError', e)


# expect: fafbfcfdfeff30313233343536373839
# expect: fa:fb:fc:fd:fe:ff:30:31:32:33:34:35:36:37:38:39
# expect: fafbfcfd:feff3031:32333435:36373839
# expect: fafbfcfd:feff3031:32333435:36373839
# expect: fafbfcfdfeff30313233343536373839
# expect: fa-fbfcfdfeff30313233343536373839
# expect: fafbfcfdfeff303132333435363738-39
# expect: fafbfcfdfeff30313233343536373839
# expect: fafbfcfdfeff30313233343536373839
# expect:  61  61-62 61 63
# expect: bytearray(b'ababcdefcdef')
# expect: bytearray(b'abcababcdefcdef')
# expect: bytearray(b'abcababcdefcdefabcababcdefcdefabc') 33
# expect: BufferError Existing exports of data: object cannot be re-sized
# expect: b'5:5:5:' b'xy|   42|ff' bytearray(b'3') bytearray(b'1e')
# expect: b'\x03\x04' 770 [2, 4, 6] [7, 6, 5, 4, 3, 2] (6,) (1,) (10,)
# expect: 99 b'c\x05'
# expect: ValueError operation forbidden on released memoryview object
