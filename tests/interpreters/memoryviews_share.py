# A memoryview that crosses shows the same memory on both sides.
# requires: 3.14
import array
from concurrent import interpreters

b = bytearray(8)
before = memoryview(b)[2:4]
a = array.array('d', [1, 2, 3])
i = interpreters.create()
i.prepare_main(m=memoryview(b), d=memoryview(a))
i.exec('m[0] = 42; m[2:4] = b"hi"; d[1] = 0.5; print(d.format, d.tolist(), len(m))')
# expect: d [1.0, 0.5, 3.0] 8
print(b, bytes(before), a)
# expect: bytearray(b'*\x00hi\x00\x00\x00\x00') b'hi' array('d', [1.0, 0.5, 3.0])
b[7] = 7
i.exec('print(m[7])')                      # expect: 7
