# Text files: newline modes, encodings, errors, iteration, and what closed or wrong-mode files say.
import io, os, tempfile

d = tempfile.mkdtemp()
p = os.path.join(d, 'x.txt')
with open(p, 'w', encoding='utf-8', newline='') as f:
    print(f.write('one\r\ntwo\rthree\nfour 🎈é'))
for nl in (None, '', '\n', '\r', '\r\n'):
    with open(p, encoding='utf-8', newline=nl) as f:
        print(repr(nl), f.readlines(), repr(f.newlines))
with open(p, encoding='utf-8') as f:
    print(repr(f.read(5)), repr(f.readline()), repr(f.read(3)), repr(f.read()))
with open(p, encoding='ascii', errors='replace') as f:
    print(ascii(f.read()))
with open(p, encoding='ascii', errors='surrogateescape') as f:
    print(ascii(f.read()[-8:]))
try:
    open(p, encoding='ascii').read()
except UnicodeDecodeError as e:
    print(e)
with open(p, 'w', encoding='utf-16') as f:
    f.write('abc\n')
print(open(p, 'rb').read() in (b'\xff\xfea\0b\0c\0\n\0', b'\xfe\xff\0a\0b\0c\0\n'))
print(repr(open(p, encoding='utf-16').read()))
f = open(p, 'w+', newline='\r\n')
f.write('a\nb\n')
f.seek(0)
print(repr(f.read()), f.tell())
f.close()
for action in (f.read, f.readline, lambda: f.write('x'), f.tell, lambda: next(f), f.flush, f.fileno):
    try:
        action()
    except ValueError as e:
        print(type(e).__name__, e)
with open(p) as f:
    for action in (lambda: f.write('x'), lambda: f.write(b'x'), lambda: f.truncate(1)):
        try:
            action()
        except Exception as e:
            print(type(e).__module__, type(e).__name__, e)
    f.readline()
    print(f.readable(), f.writable(), f.seekable(), f.isatty(), f.closed, f.line_buffering)
for args in (('x', 'q'), ('x', 'rw'), ('x', 'rbt'), ('x', 'rb', 0, 'utf-8'), ('x', 'r', 0), ('x', 'r', -1, 'nope-enc')):
    try:
        open(os.path.join(d, 'x.txt'), *args[1:])
    except Exception as e:
        print(type(e).__name__, e)
try:
    open(os.path.join('/nonexistent', 'y'))
except OSError as e:
    print(type(e).__name__, e.errno, e.strerror, e.filename)
os.remove(p)
os.rmdir(d)

# expect: 22
# expect: None ['one\n', 'two\n', 'three\n', 'four 🎈é'] ('\r', '\n', '\r\n')
# expect: '' ['one\r\n', 'two\r', 'three\n', 'four 🎈é'] ('\r', '\n', '\r\n')
# expect: '\n' ['one\r\n', 'two\rthree\n', 'four 🎈é'] None
# expect: '\r' ['one\r', '\ntwo\r', 'three\nfour 🎈é'] None
# expect: '\r\n' ['one\r\n', 'two\rthree\nfour 🎈é'] None
# expect: 'one\nt' 'wo\n' 'thr' 'ee\nfour 🎈é'
# expect: 'one\ntwo\nthree\nfour \ufffd\ufffd\ufffd\ufffd\ufffd\ufffd'
# expect: 'r \udcf0\udc9f\udc8e\udc88\udcc3\udca9'
# expect: 'ascii' codec can't decode byte 0xf0 in position 20: ordinal not in range(128)
# expect: True
# expect: 'abc\n'
# expect: 'a\r\nb\r\n' 6
# expect: ValueError I/O operation on closed file.
# expect: ValueError I/O operation on closed file.
# expect: ValueError I/O operation on closed file.
# expect: ValueError I/O operation on closed file.
# expect: ValueError I/O operation on closed file.
# expect: ValueError I/O operation on closed file.
# expect: ValueError I/O operation on closed file
# expect: io UnsupportedOperation not writable
# expect: builtins TypeError write() argument must be str, not bytes
# expect: io UnsupportedOperation truncate
# expect: True False True False False False
# expect: ValueError invalid mode: 'q'
# expect: ValueError must have exactly one of create/read/write/append mode
# expect: ValueError can't have text and binary mode at once
# expect: ValueError binary mode doesn't take an encoding argument
# expect: ValueError can't have unbuffered text I/O
# expect: LookupError unknown encoding: nope-enc
# expect: FileNotFoundError 2 No such file or directory /nonexistent/y
