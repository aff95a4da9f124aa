# bytearray: mutation, slices, growth, errors.
a = bytearray(b'hello')
a[0] = 72
a[1:3] = b'EEE'
a.append(33); a.extend([1, 2]); a += b'z'; a.insert(0, 0)
print(a, a.pop(), a.pop(0), a, len(a))
del a[::2]
a.reverse()
print(a, a.copy() is a, a.remove(33) if 33 in a else None, a * 2, a == b'x', bytes(a), bytearray(5), bytearray('x', 'ascii'))
a.clear()
for f in (lambda: a.pop(), lambda: a.append(256), lambda: a.append('x'), lambda: a.remove(5), lambda: hash(a), lambda: a.__setitem__(0, 1), lambda: bytearray(b'abc').__setitem__(slice(0, 2), 5)):
    try:
        print(f())
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
m = memoryview(bytearray(b'abc'))
b = m.obj
try:
    b.append(1)
except BufferError as e:
    print(e)
m.release()
b.append(1)
print(b)

# expect: bytearray(b'HEEElo!\x01\x02') 122 0 bytearray(b'HEEElo!\x01\x02') 9
# expect: bytearray(b'\x01oEE') False None bytearray(b'\x01oEE\x01oEE') False b'\x01oEE' bytearray(b'\x00\x00\x00\x00\x00') bytearray(b'x')
# expect: IndexError pop from empty bytearray
# expect: ValueError byte must be in range(0, 256)
# expect: TypeError 'str' object cannot be interpreted as an integer
# expect: ValueError value not found in bytearray
# expect: TypeError unhashable type: 'bytearray'
# expect: IndexError bytearray index out of range
# expect: TypeError can assign only bytes, buffers, or iterables of ints in range(0, 256)
# expect: Existing exports of data: object cannot be re-sized
# expect: bytearray(b'abc\x01')
