# bytes, bytearray, memoryview and array have `__buffer__` and give it back (PEP 688).
import array
import collections.abc

# 1 is inspect.BufferFlags.WRITABLE

for t in (bytes, bytearray, memoryview, array.array):
    print(t.__name__, hasattr(t, "__release_buffer__"), issubclass(t, collections.abc.Buffer))
print(bytes(b"abc".__buffer__(0)))
try:
    b"abc".__buffer__(1)
except BufferError as error:
    print(error)
data = bytearray(b"abc")
view = data.__buffer__(1)
view[0] = 65
print(data)
try:
    data.append(3)
except BufferError as error:
    print(error)
data.__release_buffer__(view)
data.append(3)
print(data)
for wrong in view, memoryview(b""), 1:
    try:
        data.__release_buffer__(wrong)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)

# expect: bytes False True
# expect: bytearray True True
# expect: memoryview True True
# expect: array True True
# expect: b'abc'
# expect: Object is not writable.
# expect: bytearray(b'Abc')
# expect: Existing exports of data: object cannot be re-sized
# expect: bytearray(b'Abc\x03')
# expect: ValueError memoryview's buffer has already been released
# expect: ValueError memoryview's buffer is not this object
# expect: TypeError expected a memoryview object
