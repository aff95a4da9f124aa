# memoryview: slices, casts, writing, release.
import array
data = bytearray(range(10))
m = memoryview(data)
print(m[3], m[2:5].tobytes(), m[::-2].tolist(), len(m), m.itemsize, m.format, m.nbytes, m.readonly, m.shape, m.strides, m.ndim, m.contiguous)
m[0] = 100
m[1:3] = b'xy'
print(data, m == data, memoryview(b'abc') == b'abc', m.cast('H')[1], m.cast('B', (2, 5)).tolist(), m.hex()[:6])
i = memoryview(array.array('i', [1, -2, 3]))
print(i.tolist(), i.format, i.itemsize, i[1], bytes(i[:1]), hash(memoryview(b'ab')) == hash(b'ab'))
for f in (lambda: memoryview(b'a').__setitem__(0, 1), lambda: memoryview('x'), lambda: m.__setitem__(slice(0, 2), b'x'), lambda: m[20], lambda: hash(m)):
    try:
        print(f())
    except (TypeError, ValueError, IndexError) as e:
        print(type(e).__name__, e)
with m:
    pass
try:
    m[0]
except ValueError as e:
    print(e)

# expect: 3 b'\x02\x03\x04' [9, 7, 5, 3, 1] 10 1 B 10 False (10,) (1,) 1 True
# expect: bytearray(b'dxy\x03\x04\x05\x06\x07\x08\t') True True 889 [[100, 120, 121, 3, 4], [5, 6, 7, 8, 9]] 647879
# expect: [1, -2, 3] i 4 -2 b'\x01\x00\x00\x00' True
# expect: TypeError cannot modify read-only memory
# expect: TypeError memoryview: a bytes-like object is required, not 'str'
# expect: ValueError memoryview assignment: lvalue and rvalue have different structures
# expect: IndexError index out of bounds on dimension 1
# expect: ValueError cannot hash writable memoryview object
# expect: operation forbidden on released memoryview object
