# StringIO and BytesIO.
import io
s = io.StringIO('one\ntwo\r\nthree')
print(s.readline(), s.read(3), s.tell(), s.readlines(), s.seek(0), next(s), s.getvalue()[:3], s.truncate(5), repr(s.getvalue()))
w = io.StringIO(newline='\r\n')
w.write('a\nb')
print(repr(w.getvalue()), w.writable(), w.isatty())
b = io.BytesIO(b'hello world')
print(b.read(5), b.seek(-5, 2), b.read(), b.seek(0), b.readinto(x := bytearray(3)), x, b.write(b'XYZ'), b.getvalue(), b.readline(), b.read1(), b.tell())
t = io.TextIOWrapper(io.BytesIO(), encoding='utf-16', write_through=True)
t.write('é')
print(t.buffer.getvalue())
b.close()
for f in (lambda: b.read(), lambda: io.StringIO(b'x'), lambda: io.BytesIO('x'), lambda: s.seek(1, 1), lambda: io.StringIO().write(b'')):
    try:
        print(f())
    except (ValueError, TypeError, OSError) as e:
        print(type(e).__name__, e)
print([c.__name__ for c in io.TextIOWrapper.__mro__], isinstance(s, io.TextIOBase), io.DEFAULT_BUFFER_SIZE > 0)

# expect: one
# expect:  two 7 ['\r\n', 'three'] 0 one
# expect:  one 5 'one\nt'
# expect: 'a\r\nb' True False
# expect: b'hello' 6 b'world' 0 3 bytearray(b'hel') 3 b'helXYZworld' b'world' b'' 11
# expect: b'\xff\xfe\xe9\x00'
# expect: ValueError I/O operation on closed file.
# expect: TypeError initial_value must be str or None, not bytes
# expect: TypeError a bytes-like object is required, not 'str'
# expect: OSError Can't do nonzero cur-relative seeks
# expect: TypeError string argument expected, got 'bytes'
# expect: ['TextIOWrapper', '_TextIOBase', '_IOBase', 'object'] True True
