# Anonymous memory: a mutable sequence of bytes with a file's position.
import mmap
with mmap.mmap(-1, 32) as m:
    print(len(m), m[0], m[:4], m.closed)
    m[0:5] = b'hello'
    m[5] = 33
    m[8:16:2] = b'abcd'
    print(m[:16], m[-32], m[4::-1])
    print(m.find(b'l'), m.rfind(b'l'), m.find(b'l', 3), m.find(b'zz'))
    print(m.read(3), m.tell(), m.read_byte(), m.seek(0, 2), m.seek(-32, 1), m.seekable())
    print(m.write(b'HE\nLO'), m.tell(), m.seek(0), m.readline(), m.readline())
    m.move(20, 0, 5)
    print(m[20:25], list(m)[:2], b'H' in m, 72 in m)
    print(repr(m))
print(m.closed, repr(m))
for f in (lambda: m[0], lambda: len(m), m.read, m.tell):
    try:
        f()
    except ValueError as e:
        print(e)

# expect: 32 0 b'\x00\x00\x00\x00' False
# expect: b'hello!\x00\x00a\x00b\x00c\x00d\x00' 104 b'olleh'
# expect: 2 3 3 -1
# expect: b'hel' 3 108 32 0 True
# expect: 5 5 0 b'HE\n' b'LO!\x00\x00a\x00b\x00c\x00d\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00'
# expect: b'HE\nLO' [b'H', b'E'] True False
# expect: <mmap.mmap closed=False, access=ACCESS_DEFAULT, length=32, pos=32, offset=0>
# expect: True <mmap.mmap closed=True>
# expect: mmap closed or invalid
# expect: mmap closed or invalid
# expect: mmap closed or invalid
# expect: mmap closed or invalid
