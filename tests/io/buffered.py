# Buffered streams over files and over raw streams written in Python.
import io, os, tempfile

class Raw(io.RawIOBase):
    def __init__(self, data):
        self.data, self.pos, self.log = bytearray(data), 0, []
    def readable(self): return True
    def writable(self): return True
    def seekable(self): return True
    def readinto(self, b):
        n = min(len(b), 5, len(self.data) - self.pos)
        b[:n] = self.data[self.pos:self.pos + n]
        self.pos += n
        self.log.append(('r', n))
        return n
    def write(self, b):
        n = min(len(b), 7)
        self.data[self.pos:self.pos + n] = bytes(b[:n])
        self.pos += n
        self.log.append(('w', n))
        return n
    def seek(self, pos, whence=0):
        self.pos = pos + (0, self.pos, len(self.data))[whence]
        return self.pos
    def tell(self): return self.pos

r = Raw(b'one\ntwo\nthree\nfour')
b = io.BufferedReader(r, 8)
print(b.readline(), b.peek()[:2], b.read(3), b.read1(100), b.readlines())
print(b.seek(4), b.read(), b.tell(), r.log[:3])
w = Raw(b'')
b = io.BufferedWriter(w, 10)
print(b.write(b'abc'), w.log, b.write(b'0123456789abcdef'), bytes(w.data), b.tell())
b.flush()
print(bytes(w.data))
b.close()
print(w.closed, b.closed)
rw = Raw(b'0123456789')
b = io.BufferedRandom(rw, 4)
print(b.read(2), b.write(b'XY'), b.read(2), b.seek(0), b.read())
t = io.TextIOWrapper(io.BufferedReader(Raw('é\nü\n'.encode())), encoding='utf-8')
print(list(t))
pair = io.BufferedRWPair(Raw(b'in'), Raw(b''))
print(pair.read(), pair.write(b'out'), pair.readable(), pair.writable(), pair.seekable())
print(Raw(b'abcdefghij').read(3), Raw(b'abcdefghij').read(), Raw(b'ab\ncd').readlines())
fd, p = tempfile.mkstemp()
with open(fd, 'wb') as f:
    f.write(bytes(range(256)) * 40)
with open(p, 'r+b') as f:
    print(type(f).__name__, f.read(3), f.tell(), f.seek(-4, 2), f.read())
    f.seek(100)
    f.write(b'!!')
    print(f.read(2), f.truncate(200), f.seek(0, 2))
    ba = bytearray(5)
    f.seek(98)
    print(f.readinto(ba), ba)
with open(p, 'ab') as f:
    print(f.tell(), f.mode, f.raw.mode, f.name == p)
try:
    io.BufferedReader(io.FileIO(p, 'w'))
except OSError as e:
    print(type(e).__name__, e)
for bad in (0, -3):
    try:
        io.BufferedReader(Raw(b''), bad)
    except ValueError as e:
        print(e)
os.remove(p)
print(io.DEFAULT_BUFFER_SIZE, issubclass(io.UnsupportedOperation, (OSError, ValueError)))
# requires: 3.14
# expect: b'one\n' b't' b'two' b'\nth' [b'ree\n', b'four']
# expect: 4 b'two\nthree\nfour' 18 [('r', 5), ('r', 5), ('r', 5)]
# expect: 3 [('w', 3), ('w', 7)] 16 b'abc0123456' 19
# expect: b'abc0123456789abcdef'
# expect: True True
# expect: b'01' 2 b'45' 0 b'01XY456789'
# expect: ['é\n', 'ü\n']
# expect: b'in' 3 True True False
# expect: b'abc' b'abcdefghij' [b'ab\n', b'cd']
# expect: BufferedRandom b'\x00\x01\x02' 3 10236 b'\xfc\xfd\xfe\xff'
# expect: b'fg' 200 200
# expect: 5 bytearray(b'bc!!f')
# expect: 200 ab ab True
# expect: UnsupportedOperation File or stream is not readable.
# expect: buffer size must be strictly positive
# expect: buffer size must be strictly positive
# expect: 131072 True
