# bytes: literals, constructor, indexing, methods, errors.
b = b'hello \x00\xff'
print(b, b[0], b[1:3], b[-1:], len(b), list(b[:3]), bytes(3), bytes([1, 2]), bytes('é', 'utf-8'), bytes(b'x'), bytes.fromhex('0aFF 10'), b.hex(), b.hex(' ', 2), b.hex('-', -3))
print(b.find(b'l'), b.count(b'l'), b.replace(b'l', b'L'), b.split(), b.partition(b' '), b'a,b'.split(b','), b.upper(), b.startswith(b'he'), b'x' in b, 104 in b, b' a '.strip(), b'-'.join([b'a', b'b']), b'ab'.center(6, b'*'), b'%d %s %a' % (1, b'x', 'é'), b'Ab1'.isalnum(), b'abc'.translate(bytes.maketrans(b'a', b'x'), b'c'), b'a' + bytearray(b'b'), b'ab' * 2, b'a' < b'b', hash(b'a') == hash(bytes([97])))
for f in (lambda: bytes([256]), lambda: bytes('x'), lambda: bytes(-1), lambda: b'a' + 'b', lambda: bytes.fromhex('zz'), lambda: b'a' == 'a' or b'x'[5], lambda: bytes([1.5]), lambda: b'a'.find('a'), lambda: bytes(1, 'x'), lambda: b'a'.join(['b']), lambda: 256 in b'a'):
    try:
        print(f())
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)

# expect: b'hello \x00\xff' 104 b'el' b'\xff' 8 [104, 101, 108] b'\x00\x00\x00' b'\x01\x02' b'\xc3\xa9' b'x' b'\n\xff\x10' 68656c6c6f2000ff 6865 6c6c 6f20 00ff 68656c-6c6f20-00ff
# expect: 2 2 b'heLLo \x00\xff' [b'hello', b'\x00\xff'] (b'hello', b' ', b'\x00\xff') [b'a', b'b'] b'HELLO \x00\xff' True False True b'a' b'a-b' b'**ab**' b"1 x '\\xe9'" True b'xb' b'ab' b'abab' True True
# expect: ValueError bytes must be in range(0, 256)
# expect: TypeError string argument without an encoding
# expect: ValueError negative count
# expect: TypeError can't concat str to bytes
# expect: ValueError non-hexadecimal number found in fromhex() arg at position 0
# expect: IndexError index out of range
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: TypeError argument should be integer or bytes-like object, not 'str'
# expect: TypeError encoding without a string argument
# expect: TypeError sequence item 0: expected a bytes-like object, str found
# expect: ValueError byte must be in range(0, 256)
