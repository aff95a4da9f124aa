# StringIO and BytesIO.
import io, pickle, copy

s = io.StringIO('one\ntwo\r\nthree')
print(s.readline(), list(s), s.tell())
s.seek(0)
print(s.write('ON'), s.getvalue(), s.read(2))
s.seek(20)
s.write('🎈é')
print(ascii(s.getvalue()), s.tell())
s.seek(0, 2)
print(s.truncate(4), repr(s.getvalue()), s.tell())
for nl in (None, '', '\n', '\r', '\r\n'):
    t = io.StringIO('a\nb\r\nc\rd', newline=nl)
    t2 = io.StringIO(newline=nl)
    t2.write('x\ny\r\n')
    print(repr(nl), t.readlines(), repr(t2.getvalue()), repr(t.newlines))
b = io.BytesIO(b'abc\ndef\n')
print(b.readline(), b.read(2), b.tell(), b.getvalue(), b.seek(-1, 2), b.read1())
b.seek(12)
b.write(b'!')
print(b.getvalue(), b.truncate(3), b.getvalue())
x = bytearray(2)
b.seek(0)
print(b.readinto(x), x, b.readlines(), b.closed)
v = io.BytesIO(b'hello').getbuffer()
v[0:2] = b'HE'
print(bytes(v))
v.release()
for o in (io.StringIO('abc'), io.BytesIO(b'abc')):
    o.read(1)
    o.extra = 5
    c = pickle.loads(pickle.dumps(o))
    print(c.read(), c.extra, c.getvalue())
for f in (lambda: io.StringIO(b''), lambda: io.BytesIO(''), lambda: s.write(b''), lambda: b.write(''), lambda: s.seek(-1), lambda: s.seek(1, 1),
          lambda: b.seek(-1), lambda: b.seek(0, 5), lambda: io.StringIO(newline='x'), lambda: s.truncate(-1)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
b.close()
try:
    b.read()
except ValueError as e:
    print(e)
class S(io.StringIO):
    def write(self, t):
        return super().write(t.upper())
q = S()
print('hi', 'there', sep='-', file=q)
print(repr(q.getvalue()))
d = io.IncrementalNewlineDecoder(None, True)
print([d.decode(x) for x in ('a\r', '\nb\r', 'c\n')], repr(d.decode('', True)), d.newlines)

# expect: one
# expect:  ['two\r\n', 'three'] 14
# expect: 2 ONe
# expect: two
# expect: three e
# expect:
# expect: 'ONe\ntwo\r\nthree\x00\x00\x00\x00\x00\x00\U0001f388\xe9' 22
# expect: 4 'ONe\n' 22
# expect: None ['a\n', 'b\n', 'c\n', 'd'] 'x\ny\n' ('\r', '\n', '\r\n')
# expect: '' ['a\n', 'b\r\n', 'c\r', 'd'] 'x\ny\r\n' ('\r', '\n', '\r\n')
# expect: '\n' ['a\n', 'b\r\n', 'c\rd'] 'x\ny\r\n' None
# expect: '\r' ['a\r', 'b\r', '\r', 'c\r', 'd'] 'x\ry\r\r' None
# expect: '\r\n' ['a\r\n', 'b\r\r\n', 'c\rd'] 'x\r\ny\r\r\n' None
# expect: b'abc\n' b'de' 6 b'abc\ndef\n' 7 b'\n'
# expect: b'abc\ndef\n\x00\x00\x00\x00!' 3 b'abc'
# expect: 2 bytearray(b'ab') [b'c'] False
# expect: b'HEllo'
# expect: bc 5 abc
# expect: b'bc' 5 b'abc'
# expect: TypeError initial_value must be str or None, not bytes
# expect: TypeError a bytes-like object is required, not 'str'
# expect: TypeError string argument expected, got 'bytes'
# expect: TypeError a bytes-like object is required, not 'str'
# expect: ValueError Negative seek position -1
# expect: OSError Can't do nonzero cur-relative seeks
# expect: ValueError negative seek value -1
# expect: ValueError invalid whence (5, should be 0, 1 or 2)
# expect: ValueError illegal newline value: 'x'
# expect: ValueError Negative size value -1
# expect: I/O operation on closed file.
# expect: 'HI-THERE\n'
# expect: ['a', '\nb', '\nc\n'] '' ('\r', '\n', '\r\n')
