# A bytearray may change its size again as soon as no memoryview of it can be seen any more; one that is still held pins it.
import array
import io

b = bytearray(b"abcdef")
data = bytes(memoryview(b)[:3])
del b[:3]
print(data, b)


class Holder:
    def __init__(self, buf):
        self.view = memoryview(buf)[1:]


def held():
    h = Holder(b)
    try:
        b.append(1)
    except BufferError as e:
        print(e)
    h.view.release()
    b.append(33)
    print(b)


held()
m = memoryview(b)
try:
    b.clear()
except BufferError as e:
    print(e)
m = None
b.clear()
print(b)

f = io.BytesIO(b"xyz")
print(f.getbuffer().nbytes)
f.seek(3)
f.write(b"!")
print(f.getvalue())

a = array.array("b", [1, 2])
print(memoryview(a)[0])
a.append(3)
print(a)

# expect: b'abc' bytearray(b'def')
# expect: Existing exports of data: object cannot be re-sized
# expect: bytearray(b'def!')
# expect: Existing exports of data: object cannot be re-sized
# expect: bytearray(b'')
# expect: 3
# expect: b'xyz!'
# expect: 1
# expect: array('b', [1, 2, 3])
